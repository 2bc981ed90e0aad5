//! USPS: OAuth, version 3.
//!
//! From the vendor's specification 3.0.1, as the generated client `usps-oauth-sdk` was made from it; parameters in the order of
//! that page, endpoints in the order in which they are called: the page has them by their names. Answers and hosts as they are today, see the [examples of the vendor](https://github.com/USPS/api-examples).

use std::time::Duration;

use oauth_runtime::{Scopes, SecretString, lenient, oauth_api, open_enum};
use serde::Deserialize;

/// OAuth endpoints of the United States Postal Service.
///
/// There are two hosts, each with registrations of its own: `production`, the default, and `testing`. `older` is the host
/// that the specification of 2024 names; later documents do not mention it.
///
/// Client identifier and client secret are what the vendor's portal calls Consumer Key and Consumer Secret, and are given
/// once: `UspsClient::new(ClientCredentials::new(key, secret))`. They are sent as HTTP Basic to `/authorize` and `/revoke`
/// (where an access token will do as well), and as fields of the body to `/token`.
///
/// Few calls are let through, 60 an hour as users report it, those for tokens included: keep a token until it expires.
/// After 429 and 503, `error.retry_after()` tells how long to wait.
#[oauth_api(
    base_urls(
        production = "https://apis.usps.com/oauth2/v3",
        older = "https://api.usps.com/oauth2/v3",
        testing = "https://apis-tem.usps.com/oauth2/v3"
    ),
    auth = basic(client_id, client_secret),
    body = form | json,
    error = StandardErrorResponse,
    reason("error.message", message),
    response_headers(
        /// How long to wait, in seconds; after 429 and 503.
        ///
        /// The vendor's example repeats the name in the value, `Retry-After: 30`: what is unreadable here is understood by
        /// `error.retry_after()`.
        "Retry-After": Duration,
        /// Challenge, `Bearer realm="https://api.usps.com"`; after 401.
        "WWW-Authenticate": String
    )
)]
pub trait Usps {
    /// Makes an authorization code for a customer who has signed in.
    ///
    /// The vendor deliberately has `POST` where the RFC has a page for the browser: nothing is redirected, and the code is
    /// in the JSON of the answer.
    ///
    /// [RFC 6749, section 4.1.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1)
    #[doc(alias = "postCode")]
    #[post("/authorize")]
    fn post_code(
        /// Proof that the customer has signed in, as USPS Customer Registration hands it out: the value alone, without the
        /// attributes that follow it in `Set-Cookie`.
        ///
        /// Visible ASCII, but no quote, comma, semicolon or backslash; anything else is an error before sending. Sign-in
        /// happens in the vendor's portal, so others cannot obtain one by themselves.
        ///
        /// [RFC 6265, section 4.1.1](https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1)
        #[cookie("TINTCYALF")]
        tintcyalf: SecretString,
        /// Identifier of the application that asks for access.
        client_id: String,
        /// Kind of answer wanted: `code`, the one there is.
        #[default = "code"]
        response_type: ResponseType,
        /// One of the registered redirect addresses. It is compared with the registration, and nobody is sent there.
        redirect_uri: Option<String>,
        /// Scopes, where the resource owner grants less than the application may have.
        ///
        /// [RFC 6749, section 3.3](https://www.rfc-editor.org/rfc/rfc6749#section-3.3)
        scope: Option<Scopes>,
        /// Opaque value that comes back with the code, against forged requests.
        ///
        /// [RFC 6749, section 10.12](https://www.rfc-editor.org/rfc/rfc6749#section-10.12)
        state: Option<String>,
    ) -> InlineResponse200;

    /// Makes an access token, and a refresh token where there was a code or a refresh token.
    ///
    /// Every field is optional in the vendor's table, and what the server needs depends on the grant: the entries of the
    /// grants ask for it.
    ///
    /// [RFC 6749, section 4.1.3](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3)
    #[doc(alias = "postToken")]
    #[post(
        "/token",
        auth = client_secret_post,
        deviations(expires_in_string, scope_blanks),
        spent("invalid_refresh_token")
    )]
    #[grant(client_credentials, needs(client_id, client_secret), may(scope))]
    #[grant(authorization_code, needs(client_id, client_secret, code, redirect_uri), may(scope))]
    #[grant(refresh_token, needs(client_id, client_secret, refresh_token), may(scope))]
    fn post_token(
        /// Kind of the grant.
        grant_type: Option<GrantType>,
        /// Scopes wanted; all that the application is configured for where there is none. Upper and lower case differ.
        scope: Option<Scopes>,
        /// Identifier of the application; Consumer Key in the portal.
        client_id: Option<String>,
        /// Secret of the application; Consumer Secret in the portal.
        client_secret: Option<SecretString>,
        /// Authorization code, eight characters; for `authorization_code`.
        code: Option<SecretString>,
        /// Redirect address that the code was made for; for `authorization_code`.
        redirect_uri: Option<String>,
        /// Refresh token to trade in; for `refresh_token`.
        refresh_token: Option<SecretString>,
    ) -> InlineResponse2001;

    /// Invalidates a refresh token.
    ///
    /// Access tokens carry their own proof, and cannot be revoked. The answer has no body.
    ///
    /// The specification has HTTP Basic here, and the vendor's examples an access token:
    /// `.auth(Bearer::new(access_token))` sends that in place of the client's credentials.
    ///
    /// [RFC 7009, section 2.1](https://www.rfc-editor.org/rfc/rfc7009#section-2.1)
    #[doc(alias = "postRevoke")]
    #[post("/revoke", auth = basic(client_id, client_secret) | bearer)]
    fn post_revoke(
        /// Token to invalidate.
        token: SecretString,
        /// Kind of the token.
        #[server_default = "refresh_token"]
        token_type_hint: Option<TokenTypeHint>,
    );
}

open_enum! {
    /// Kind of answer to an authorization request.
    pub enum ResponseType {
        /// An authorization code.
        Code = "code",
    }
}

open_enum! {
    /// Kind of a grant.
    ///
    /// The specification lists `password` too, which production refuses.
    pub enum GrantType {
        /// An authorization code, for access in the name of a customer.
        AuthorizationCode = "authorization_code",
        /// The client's own credentials; never comes with a refresh token.
        ClientCredentials = "client_credentials",
        /// A refresh token, for new tokens in place of old ones.
        RefreshToken = "refresh_token",
    }
}

open_enum! {
    /// Kind of a token.
    pub enum TokenTypeHint {
        /// An access token.
        AccessToken = "access_token",
        /// A refresh token.
        RefreshToken = "refresh_token",
    }
}

/// An authorization code.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct InlineResponse200 {
    /// Authorization code, exactly eight characters as documented.
    #[serde(default, deserialize_with = "lenient::secret")]
    pub code: Option<SecretString>,
    /// The `state` of the request.
    #[serde(default, deserialize_with = "lenient::text")]
    pub state: Option<String>,
}

/// An access token, with a refresh token or without.
///
/// The vendor documents two answers without saying how to tell them apart; the one with a refresh token has all that the
/// other has, so this is both.
#[doc(alias = "ProviderAccessTokenResponse")]
#[doc(alias = "ProviderTokensResponse")]
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct InlineResponse2001 {
    /// Access token, a signed JWT.
    #[serde(deserialize_with = "lenient::access_token")]
    pub access_token: SecretString,
    /// Lifetime of the access token in seconds, 28799 as a rule.
    #[serde(default, deserialize_with = "lenient::number")]
    pub expires_in: Option<u64>,
    /// How the access token is used.
    #[serde(default, deserialize_with = "lenient::text")]
    pub token_type: Option<TokenType>,
    /// Scopes granted.
    #[serde(default, deserialize_with = "lenient::optional")]
    pub scope: Option<Scopes>,
    /// When the access token was issued (`issued_at`), in Unix milliseconds.
    #[doc(alias = "issued_at")]
    #[serde(rename = "issued_at", default, deserialize_with = "lenient::number")]
    pub issued_at_millis: Option<u64>,
    /// State of the access token.
    #[serde(default, deserialize_with = "lenient::text")]
    pub status: Option<TokenStatus>,
    /// Who issued the access token.
    #[serde(default, deserialize_with = "lenient::text")]
    pub issuer: Option<String>,
    /// Identifier of the application.
    #[serde(default, deserialize_with = "lenient::text")]
    pub client_id: Option<String>,
    /// Name of the application.
    #[serde(default, deserialize_with = "lenient::text")]
    pub application_name: Option<String>,
    /// Products that the application may use: one text that looks like a list, such as `[Shipping-Silver]`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub api_products: Option<String>,
    /// Key that the signature of the access token is verified with: PEM in base64.
    #[serde(default, deserialize_with = "lenient::text")]
    pub public_key: Option<String>,
    /// Refresh token; none with the client's own credentials.
    #[serde(default, deserialize_with = "lenient::secret")]
    pub refresh_token: Option<SecretString>,
    /// When the refresh token was issued (`refresh_token_issued_at`), in Unix milliseconds.
    #[doc(alias = "refresh_token_issued_at")]
    #[serde(rename = "refresh_token_issued_at", default, deserialize_with = "lenient::number")]
    pub refresh_token_issued_at_millis: Option<u64>,
    /// Lifetime of the refresh token in seconds, 604799 as a rule (43199 in 2024).
    #[serde(default, deserialize_with = "lenient::number")]
    pub refresh_token_expires_in: Option<u64>,
    /// How many times the refresh token was used. May come without a refresh token.
    #[serde(default, deserialize_with = "lenient::number")]
    pub refresh_count: Option<u64>,
    /// State of the refresh token.
    #[serde(default, deserialize_with = "lenient::text")]
    pub refresh_token_status: Option<TokenStatus>,
}

open_enum! {
    /// How a token is used.
    #[ignore_case]
    pub enum TokenType {
        /// Whoever has the token may use it.
        Bearer = "Bearer",
    }
}

open_enum! {
    /// State of a token.
    ///
    /// Errors have other words for it too: `expired`, `Unknown`, `Not Found`.
    pub enum TokenStatus {
        /// It can be used.
        Approved = "approved",
        /// It was invalidated.
        Revoked = "revoked",
    }
}

/// Why a call was refused.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct StandardErrorResponse {
    /// What is wrong.
    pub error: Option<ErrorCode>,
    /// Text for developers.
    #[serde(default, deserialize_with = "lenient::text")]
    pub error_description: Option<String>,
    /// Address of a page about the error.
    #[serde(default, deserialize_with = "lenient::text")]
    pub error_uri: Option<String>,
    /// State of the refresh token of the request. Not documented, but sent.
    #[serde(default, deserialize_with = "lenient::text")]
    pub refresh_token_status: Option<TokenStatus>,
    /// The refresh token of the request. Not documented, but sent.
    #[serde(default, deserialize_with = "lenient::secret")]
    pub refresh_token: Option<SecretString>,
}

open_enum! {
    /// What is wrong with a call.
    ///
    /// [RFC 6749, section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)
    pub enum ErrorCode {
        /// A parameter is missing, given twice, unknown or malformed.
        InvalidRequest = "invalid_request",
        /// The client is unknown, or did not prove who it is.
        InvalidClient = "invalid_client",
        /// The code or refresh token is expired, revoked, used up or somebody else's.
        InvalidGrant = "invalid_grant",
        /// The client may not use this grant.
        UnauthorizedClient = "unauthorized_client",
        /// The server does not know this grant.
        UnsupportedGrantType = "unsupported_grant_type",
        /// A scope is unknown, or more than the client may have.
        InvalidScope = "invalid_scope",
        /// The refresh token is not good any more. Not documented, but sent.
        InvalidRefreshToken = "invalid_refresh_token",
    }
}

/// What the gateway in front of the API says when a call does not get as far as OAuth.
///
/// `error.body_as::<GatewayErrorResponse>()` reads it; `error` is an object there, and a text in
/// [`StandardErrorResponse`].
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct GatewayErrorResponse {
    /// Version of the API, or the beginning of its path.
    #[doc(alias = "apiVersion")]
    #[serde(rename = "apiVersion", default, deserialize_with = "lenient::text")]
    pub api_version: Option<String>,
    /// What is wrong: details, or a word alone.
    pub error: GatewayError,
    /// Text for people, where `error` is a word alone.
    #[serde(default, deserialize_with = "lenient::text")]
    pub message: Option<String>,
}

/// What is wrong with a call, in the gateway's terms.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum GatewayError {
    /// A word alone, such as `UNAUTHORIZED`.
    Word(String),
    /// Details.
    Details(GatewayErrorDetails),
}

/// Details of what is wrong.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct GatewayErrorDetails {
    /// Number of the error, often the status.
    #[serde(default, deserialize_with = "lenient::text")]
    pub code: Option<String>,
    /// Text for people. May be empty.
    #[serde(default, deserialize_with = "lenient::text")]
    pub message: Option<String>,
    /// The single mistakes. May be empty.
    #[serde(default, deserialize_with = "lenient::null_as_default")]
    pub errors: Vec<GatewayMistake>,
}

/// One mistake of a call.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct GatewayMistake {
    /// What it is called, such as `invalid_token`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub title: Option<String>,
    /// Text for developers.
    #[serde(default, deserialize_with = "lenient::text")]
    pub detail: Option<String>,
    /// What part of the call it is about.
    #[serde(default, deserialize_with = "lenient::text")]
    pub source: Option<String>,
}
