//! Mastodon: OAuth.
//!
//! From the page [OAuth API methods](https://docs.joinmastodon.org/methods/oauth/) of the vendor's documentation; endpoints
//! in alphabetical order of their paths.

use oauth_runtime::{Scopes, SecretString, lenient, oauth_api, open_enum};
use serde::Deserialize;

/// OAuth endpoints of a Mastodon instance.
///
/// Each instance is a server of its own: the base URL is that of the instance, with the prefix of its path if it has one.
/// Client identifier and client secret, from the registration of the application there, are given once:
/// `MastodonClient::new(instance, ClientCredentials::new(client_id, client_secret))`. They are fields of the body; there is no
/// `Authorization` header.
#[oauth_api(
    base_path = "/",
    auth = client_secret_post,
    error = Error,
    response_headers(
        /// How many calls are allowed in one period.
        ///
        /// [Rate limits](https://docs.joinmastodon.org/api/rate-limits/)
        "X-RateLimit-Limit": u32,
        /// How many calls are left in this period.
        "X-RateLimit-Remaining": u32,
        /// When the next period begins, as ISO 8601.
        "X-RateLimit-Reset": String
    )
)]
pub trait Mastodon {
    /// Shows a page on which a person lets an application in; for a browser.
    ///
    /// The instance then redirects to `redirect_uri` with `code` and `state`, or shows the code where it is
    /// `urn:ietf:wg:oauth:2.0:oob`.
    ///
    /// [RFC 6749, section 4.1.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1)
    #[get("/oauth/authorize", auth = none, browser)]
    fn oauth_authorize_get(
        /// Always `code`.
        #[constant = "code"]
        response_type: String,
        /// Client identifier from the registration of the application.
        client_id: String,
        /// One of the registered redirect addresses.
        redirect_uri: String,
        /// Scopes wanted, a subset of the registered ones.
        #[server_default = "read"]
        scope: Option<Scopes>,
        /// Makes the person sign in again, for a second account on the same server. Since Mastodon 2.6.0.
        force_login: Option<bool>,
        /// Opaque value that comes back with the code.
        ///
        /// [RFC 6749, section 10.12](https://www.rfc-editor.org/rfc/rfc6749#section-10.12)
        state: Option<String>,
        /// Two-letter language of the page. Since Mastodon 3.5.0.
        lang: Option<String>,
        /// PKCE challenge. Since Mastodon 4.3.0.
        ///
        /// [RFC 7636, section 4.3](https://www.rfc-editor.org/rfc/rfc7636#section-4.3)
        code_challenge: Option<String>,
        /// PKCE method; `S256` is the only one taken.
        code_challenge_method: Option<oauth_runtime::CodeChallengeMethod>,
        /// How the answer is delivered.
        response_mode: Option<ResponseMode>,
    );

    /// Invalidates a token.
    ///
    /// An unknown token of a valid client is a success, too.
    ///
    /// [RFC 7009, section 2.1](https://www.rfc-editor.org/rfc/rfc7009#section-2.1)
    #[post("/oauth/revoke")]
    fn oauth_revoke_post(
        /// Client identifier from the registration of the application.
        client_id: String,
        /// Client secret from the registration of the application.
        client_secret: SecretString,
        /// Token to invalidate.
        token: SecretString,
        /// Kind of the token.
        token_type_hint: Option<TokenTypeHint>,
    );

    /// Trades an authorization code, or the client's own credentials, for an access token.
    ///
    /// [RFC 6749, section 4.1.3](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3)
    #[post(
        "/oauth/token",
        response_headers(
            /// Challenge with the error; every error of this endpoint has one.
            "WWW-Authenticate": String
        )
    )]
    #[grant(authorization_code, needs(code), may(code_verifier))]
    #[grant(client_credentials, may(scope))]
    fn oauth_token_post(
        /// Client identifier from the registration of the application.
        client_id: String,
        /// Client secret from the registration of the application.
        client_secret: SecretString,
        /// `authorization_code` for user access, `client_credentials` for access of the application itself.
        grant_type: GrantType,
        /// Same address as in the authorization request.
        redirect_uri: String,
        /// Code from the authorization step; for `authorization_code`.
        code: Option<SecretString>,
        /// Scopes wanted; without effect for `authorization_code`.
        #[server_default = "read"]
        scope: Option<Scopes>,
        /// PKCE verifier, needed when a challenge was sent. Since Mastodon 4.3.0.
        ///
        /// [RFC 7636, section 4.5](https://www.rfc-editor.org/rfc/rfc7636#section-4.5)
        code_verifier: Option<SecretString>,
    ) -> OauthTokenPost200Response;
}

open_enum! {
    /// How the answer to an authorization request is delivered.
    pub enum ResponseMode {
        /// In the query of the redirect address.
        Query = "query",
        /// In the fragment of the redirect address.
        Fragment = "fragment",
        /// As a form that the browser posts.
        FormPost = "form_post",
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

open_enum! {
    /// Kind of a grant.
    pub enum GrantType {
        /// An authorization code, for user access.
        AuthorizationCode = "authorization_code",
        /// The client's own credentials, for access of the application.
        ClientCredentials = "client_credentials",
    }
}

open_enum! {
    /// How a token is used.
    #[ignore_case]
    pub enum TokenType {
        /// Whoever has the token may use it.
        Bearer = "Bearer",
    }
}

/// An access token.
///
/// Tokens of Mastodon itself do not expire: neither a life time nor a refresh token comes with them. Compatible servers send
/// them.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct OauthTokenPost200Response {
    /// Access token.
    #[serde(deserialize_with = "lenient::access_token")]
    pub access_token: SecretString,
    /// When it was made, in Unix seconds.
    #[serde(default, deserialize_with = "lenient::number")]
    pub created_at: Option<i64>,
    /// Seconds to live; from compatible servers.
    #[serde(default, deserialize_with = "lenient::number")]
    pub expires_in: Option<u64>,
    /// Refresh token; from compatible servers.
    #[serde(default, deserialize_with = "lenient::secret")]
    pub refresh_token: Option<SecretString>,
    /// Scopes granted.
    #[serde(default, deserialize_with = "lenient::optional")]
    pub scope: Option<Scopes>,
    /// How the token is used.
    #[serde(default, deserialize_with = "lenient::optional")]
    pub token_type: Option<TokenType>,
}

/// Why a call was refused.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct Error {
    /// An OAuth error code from the OAuth endpoints, a sentence from the others.
    pub error: Option<String>,
    /// Text in the language of the instance.
    pub error_description: Option<String>,
}
