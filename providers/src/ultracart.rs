//! UltraCart: OAuth.
//!
//! From the page [`OauthApi`](https://github.com/UltraCart/rest_api_v2_sdk_python/blob/master/docs/OauthApi.md) of the
//! vendor's Python client; endpoints and parameters in the order of that page, and behind them the page for the browser
//! with which all of it begins.

use oauth_runtime::{Scopes, SecretString, lenient, oauth_api, open_enum};
use serde::Deserialize;

/// OAuth endpoints of UltraCart, REST API version 2.
///
/// Every call pins the version of the API with the header `X-UltraCart-Api-Version`, and may carry one of three
/// credentials (`ultraCartBrowserApiKey`, `ultraCartOauth` and `ultraCartSimpleApiKey` on the vendor's page) or none at all:
/// then the client identifier with the code or token is proof enough.
///
/// What went wrong is often told only by the header `UC-REST-ERROR`, sometimes with `UC-REST-ERROR-MERCHANT-ID` beside it:
/// `error.header(UltraCartClient::UC_REST_ERROR)` reads it. A failure inside a 200 is an error, too.
#[oauth_api(
    base_url = "https://secure.ultracart.com/rest/v2",
    auth = header("x-ultracart-browser-key") as browser_key | bearer | header("x-ultracart-simple-key") as simple_key | none,
    headers("X-UltraCart-Api-Version" = "2017-03-01"),
    error = ErrorResponse,
    reason("error.developer_message", "error.user_message"),
    response_headers(
        /// What went wrong, for people.
        "UC-REST-ERROR": String,
        /// The merchant whose call it was.
        "UC-REST-ERROR-MERCHANT-ID": String
    )
)]
pub trait UltraCart {
    /// Trades an authorization code or a refresh token for an access token.
    ///
    /// Some public code sends a `client_secret` as well, which is not on the vendor's page:
    /// `.extra("client_secret", …)`.
    ///
    /// [RFC 6749, section 4.1.3](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3)
    #[doc(alias = "oauthAccessToken")]
    #[post("/oauth/token", body = form, deviations(expires_in_string, token_type_absent))]
    #[grant(authorization_code, needs(code), may(redirect_uri))]
    #[grant(refresh_token, needs(refresh_token))]
    fn oauth_access_token(
        /// Identifier of the OAuth application.
        client_id: String,
        /// Kind of the grant.
        grant_type: GrantType,
        /// Authorization code that the browser came back with; for `authorization_code`.
        code: Option<SecretString>,
        /// Redirect address that the flow began with. The vendor's samples call it `redirect_url`, which is not its name
        /// on the wire.
        redirect_uri: Option<String>,
        /// Refresh token from the first exchange; for `refresh_token`.
        refresh_token: Option<SecretString>,
    ) -> OauthTokenResponse;

    /// Revokes the access that an OAuth application was given.
    ///
    /// The answer tells whether it worked: anything but `successful: Some(true)` is no confirmation.
    ///
    /// [RFC 7009, section 2.1](https://www.rfc-editor.org/rfc/rfc7009#section-2.1)
    #[doc(alias = "oauthRevoke")]
    #[post("/oauth/revoke", body = form)]
    fn oauth_revoke(
        /// Identifier of the OAuth application.
        client_id: String,
        /// Access token to revoke. The vendor's samples call it `access_token`, which is not its name on the wire.
        token: SecretString,
    ) -> OauthRevokeSuccessResponse;

    /// Shows a page on which a merchant lets an application in; for a browser.
    ///
    /// The browser then comes back to `redirect_uri` with `code` and `state`, or with `error`: `access_denied` where the
    /// merchant said no, `invalid_request` where the address has expired. There is no `scope`: it is fixed when the
    /// application is registered.
    ///
    /// [RFC 6749, section 4.1.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1)
    // The vendor knows no PKCE, and takes codes without a client secret.
    #[get("/oauth/authorize", auth = none, browser, allow(missing_code_challenge))]
    fn oauth_authorize(
        /// Always `code`.
        #[constant = "code"]
        response_type: String,
        /// Identifier of the OAuth application.
        client_id: String,
        /// One of the registered redirect addresses.
        redirect_uri: String,
        /// Opaque value that comes back with the code. The vendor insists on it.
        ///
        /// [RFC 6749, section 10.12](https://www.rfc-editor.org/rfc/rfc6749#section-10.12)
        state: String,
    );
}

open_enum! {
    /// Kind of a grant.
    pub enum GrantType {
        /// An authorization code.
        AuthorizationCode = "authorization_code",
        /// A refresh token.
        RefreshToken = "refresh_token",
    }
}

/// An access token.
///
/// On the vendor's page the token is optional and three fields for failures stand beside it, because a failed exchange
/// may come with status 200. Here such an answer is an error: one with `error` is refused, and `error.oauth()` has the
/// three; one without an access token is not what was declared.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct OauthTokenResponse {
    /// Access token.
    #[serde(deserialize_with = "lenient::access_token")]
    pub access_token: SecretString,
    /// OAuth error code; never one that says something, see above.
    #[serde(default, deserialize_with = "lenient::text")]
    pub error: Option<String>,
    /// Text about a failure.
    #[serde(default, deserialize_with = "lenient::text")]
    pub error_description: Option<String>,
    /// Address of a page about a failure.
    #[serde(default, deserialize_with = "lenient::text")]
    pub error_uri: Option<String>,
    /// Lifetime of the access token in seconds. On the wire a text of digits.
    #[serde(default, deserialize_with = "lenient::number")]
    pub expires_in: Option<u64>,
    /// Refresh token.
    #[serde(default, deserialize_with = "lenient::secret")]
    pub refresh_token: Option<SecretString>,
    /// Scopes granted, as fixed when the application was registered.
    #[serde(default, deserialize_with = "lenient::optional")]
    pub scope: Option<Scopes>,
    /// How the access token is used; `bearer` where it is missing.
    #[serde(default, deserialize_with = "lenient::text")]
    pub token_type: Option<TokenType>,
}

open_enum! {
    /// How a token is used.
    #[ignore_case]
    pub enum TokenType {
        /// Whoever has the token may use it.
        Bearer = "bearer",
    }
}

/// What became of a revocation.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct OauthRevokeSuccessResponse {
    /// Text for people.
    #[serde(default, deserialize_with = "lenient::text")]
    pub message: Option<String>,
    /// Whether the access was revoked. The status alone does not tell: it is 200 either way.
    #[serde(default, deserialize_with = "lenient::optional")]
    pub successful: Option<bool>,
}

/// Why a call was refused.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct ErrorResponse {
    /// Details.
    pub error: Option<Error>,
    /// What surrounds every answer of the API.
    #[serde(default, deserialize_with = "lenient::optional")]
    pub metadata: Option<ResponseMetadata>,
    /// Whether the call worked.
    #[serde(default, deserialize_with = "lenient::optional")]
    pub success: Option<bool>,
    /// A warning.
    #[serde(default, deserialize_with = "lenient::optional")]
    pub warning: Option<Warning>,
}

/// Details of a failure.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct Error {
    /// Text for developers.
    #[serde(default, deserialize_with = "lenient::text")]
    pub developer_message: Option<String>,
    /// The HTTP status, as a text.
    #[serde(default, deserialize_with = "lenient::text")]
    pub error_code: Option<String>,
    /// More about it, often an address.
    #[serde(default, deserialize_with = "lenient::text")]
    pub more_info: Option<String>,
    /// Identifier of what the failure is about.
    #[serde(default, deserialize_with = "lenient::text")]
    pub object_id: Option<String>,
    /// Text that can be shown to people.
    #[serde(default, deserialize_with = "lenient::text")]
    pub user_message: Option<String>,
}

/// What surrounds an answer. Often empty.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct ResponseMetadata {
    /// What the answer holds.
    #[serde(default, deserialize_with = "lenient::text")]
    pub payload_name: Option<String>,
    /// Which part of a longer list this is; without meaning for OAuth.
    #[serde(default, deserialize_with = "lenient::optional")]
    pub result_set: Option<ResultSet>,
}

/// A part of a longer list.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct ResultSet {
    /// How many items there are in this part.
    #[serde(default, deserialize_with = "lenient::number")]
    pub count: Option<u64>,
    /// How many items a part has at most.
    #[serde(default, deserialize_with = "lenient::number")]
    pub limit: Option<u64>,
    /// Whether there is more.
    #[serde(default, deserialize_with = "lenient::optional")]
    pub more: Option<bool>,
    /// Place of the first item of the next part.
    #[serde(default, deserialize_with = "lenient::number")]
    pub next_offset: Option<u64>,
    /// Place of the first item of this part, counted from 0.
    #[serde(default, deserialize_with = "lenient::number")]
    pub offset: Option<u64>,
    /// How many items there are in all, where it is known.
    #[serde(default, deserialize_with = "lenient::number")]
    pub total_records: Option<u64>,
}

/// A warning beside an answer.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct Warning {
    /// More about it, often an address.
    #[serde(default, deserialize_with = "lenient::text")]
    pub more_info: Option<String>,
    /// Text for developers.
    #[serde(default, deserialize_with = "lenient::text")]
    pub warning_message: Option<String>,
}
