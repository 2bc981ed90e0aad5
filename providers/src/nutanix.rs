//! Nutanix Prism Central, version 3 of its API: OAuth.
//!
//! From the `OauthApi` page of the generated Ruby client; endpoints in the order of that page. Statuses and redirects,
//! which that page leaves out, are those of the vendor's own description.

use oauth_runtime::{RedirectOr, Scopes, SecretString, lenient, oauth_api, open_enum};
use serde::Deserialize;
use serde_json::Value;

/// OAuth endpoints of Nutanix Prism Central.
///
/// Each installation is a server of its own, usually at port 9440: the base URL is its origin, such as
/// `https://pc.example.com:9440`, or that with `/api/nutanix/v3` behind it. Certificates are self-signed unless somebody
/// replaced them, and name no IP address: give the client an HTTP client that knows them.
///
/// ```
/// use oauth_providers::nutanix::NutanixClient;
/// use oauth_runtime::{Basic, reqwest};
///
/// # fn main() -> Result<(), oauth_runtime::Error> {
/// // Better: `.tls_certs_merge([certificate])`, with the certificate of the installation.
/// let http = reqwest::Client::builder().tls_danger_accept_invalid_certs(true);
/// let nutanix = NutanixClient::builder()
///     .base_url("https://pc.example.com:9440")
///     .credentials(Basic::new("admin", "a password"))
///     .reqwest(http)
///     .build()?;
/// # let _ = nutanix;
/// # Ok(())
/// # }
/// ```
///
/// Every call carries user and password of Prism Central as HTTP Basic, the token endpoint too, whose form has client
/// credentials besides. Many calls at once are now and then answered with 401 or 403 although the password is right.
#[oauth_api(
    base_path = "/api/nutanix/v3",
    auth = basic,
    error = OauthStatus,
    reason("message_list.0.message", message)
)]
pub trait Nutanix {
    /// Begins a sign-in with ADFS.
    ///
    /// The redirect leads to the sign-in page. A server that answers 2xx instead gives no target.
    #[get(
        "/oauth/adfs_login",
        error = none,
        response_headers(
            /// Target of the redirect as the server wrote it, which may be relative; the redirect of the answer has it whole.
            "Location": SecretString
        )
    )]
    fn oauth_adfs_login_get() -> RedirectOr<()>;

    /// Says for a user whether a client may have access, and gets the authorization code if so.
    ///
    /// The redirect is the callback of the client, and carries the code: take it apart with
    /// [`Redirect::callback`](oauth_runtime::Redirect::callback). The server puts a slash between `redirect_uri` and the
    /// `?`, so that the place to expect is `redirect_uri` with a slash at its end.
    ///
    /// [RFC 6749, section 4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)
    #[post("/oauth/authorize", response_headers("Location": SecretString))]
    fn oauth_authorize_post(
        /// Identifier of the client that asks.
        client_id: String,
        /// Always `code`.
        #[constant = "code"]
        response_type: String,
        /// What the user says.
        confirm: Confirm,
        /// Scopes wanted.
        scope: Option<Scopes>,
        /// Address of the client that the redirect leads to.
        redirect_uri: Option<String>,
        /// Opaque value that comes back with the code.
        ///
        /// [RFC 6749, section 10.12](https://www.rfc-editor.org/rfc/rfc6749#section-10.12)
        state: Option<String>,
    ) -> RedirectOr<OauthStatus>;

    /// Removes a client, and returns what it was.
    ///
    /// An unknown one is answered with 404.
    ///
    /// [RFC 7592, section 2.3](https://www.rfc-editor.org/rfc/rfc7592#section-2.3) has its like.
    #[delete("/oauth/client/{client_id}", error = OauthClientStatus)]
    fn oauth_client_client_id_delete(
        /// Identifier of the client, in practice a UUID.
        client_id: String,
    ) -> OauthClientResponse;

    /// Returns a client.
    ///
    /// An unknown one is answered with 404.
    ///
    /// [RFC 7592, section 2.1](https://www.rfc-editor.org/rfc/rfc7592#section-2.1) has its like.
    #[get("/oauth/client/{client_id}", error = OauthClientStatus)]
    fn oauth_client_client_id_get(
        /// Identifier of the client, in practice a UUID.
        client_id: String,
    ) -> OauthClientResponse;

    /// Replaces everything that can be said of a client, and returns it.
    ///
    /// An unknown one is answered with 404.
    ///
    /// [RFC 7592, section 2.2](https://www.rfc-editor.org/rfc/rfc7592#section-2.2) has its like.
    #[put("/oauth/client/{client_id}", body = json, error = OauthClientStatus)]
    fn oauth_client_client_id_put(
        /// Identifier of the client, in practice a UUID.
        client_id: String,
        /// Name of the client for people, at most 64 characters.
        client_name: String,
        /// Addresses that the client may have authorization codes sent to.
        redirect_uris: Vec<String>,
        /// What the client is, at most 1,000 characters.
        client_description: String,
        /// Scopes that a request without any is granted.
        default_scopes: Vec<String>,
    ) -> OauthClientResponse;

    /// Lists the clients, a page at a time.
    #[post("/oauth/client/list", body = json, error = OauthClientStatus)]
    fn oauth_client_list_post(
        /// Kind of the things listed.
        #[server_default = "oauth_client"]
        kind: Option<String>,
        /// Attribute to sort by.
        sort_attribute: Option<String>,
        /// Condition in FIQL, such as `client_name==web.*`.
        filter: Option<String>,
        /// Most clients that one answer has; at least 1.
        length: Option<i32>,
        /// Direction of sorting; elsewhere in this API `ASCENDING` or `DESCENDING`.
        sort_order: Option<String>,
        /// Number of clients passed over before the first one; at least 0.
        offset: Option<i32>,
    ) -> OauthClientList;

    /// Makes a client, and returns it with its identifier and secret.
    ///
    /// [RFC 7591, section 3.1](https://www.rfc-editor.org/rfc/rfc7591#section-3.1) has its like.
    #[post("/oauth/client", body = json, error = OauthClientStatus)]
    fn oauth_client_post(
        /// Name of the client for people, at most 64 characters.
        client_name: String,
        /// Addresses that the client may have authorization codes sent to.
        redirect_uris: Vec<String>,
        /// What the client is, at most 1,000 characters.
        client_description: String,
        /// Scopes that a request without any is granted.
        default_scopes: Vec<String>,
    ) -> OauthClientResponse;

    /// Makes a client and a token for it at once.
    #[post("/oauth/generate_token", body = json)]
    fn oauth_generate_token_post(
        /// Scopes of the token.
        scopes: Vec<String>,
        /// Name of the client for people, at most 64 characters.
        client_name: String,
        /// What the client is, at most 1,000 characters.
        client_description: String,
        /// How long the token lives, in seconds.
        expires_in: Option<i64>,
    ) -> OauthGenerateTokenResponse;

    /// Hands Prism Central the code of an identity provider: the end of a sign-in that began with
    /// [`oauth_idp_login_get`](NutanixClient::oauth_idp_login_get).
    ///
    /// A server that answers 2xx instead of a redirect gives no target.
    #[get(
        "/oauth/idp_callback",
        error = none,
        allow(secret_in_url),
        response_headers("Location": SecretString)
    )]
    fn oauth_idp_callback_get(
        /// Code from the identity provider.
        code: SecretString,
        /// Opaque value of the sign-in.
        state: Option<String>,
    ) -> RedirectOr<()>;

    /// Begins a sign-in with an identity provider.
    ///
    /// The redirect leads to the sign-in page. A server that answers 2xx instead gives no target.
    #[get("/oauth/idp_login", error = none, response_headers("Location": SecretString))]
    fn oauth_idp_login_get() -> RedirectOr<()>;

    /// Invalidates a token.
    ///
    /// An unknown one is answered with 404.
    ///
    /// [RFC 7009, section 2.1](https://www.rfc-editor.org/rfc/rfc7009#section-2.1)
    // The vendor has the token in the query of a POST without a body.
    #[post("/oauth/revoke_token", allow(secret_in_url))]
    fn oauth_revoke_token_post(
        /// Token to invalidate.
        #[query]
        token: SecretString,
        /// Kind of the token.
        #[query]
        #[server_default = "access_token"]
        token_type_hint: Option<TokenTypeHint>,
    ) -> OauthStatus;

    /// Trades an authorization code, or a refresh token, for an access token.
    ///
    /// [RFC 6749, section 4.1.3](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3)
    #[post("/oauth/token", allow(two_client_authentications))]
    #[grant(authorization_code, needs(code, redirect_uri), may(state))]
    #[grant(refresh_token, needs(refresh_token), may(state))]
    fn oauth_token_post(
        /// Kind of the grant.
        grant_type: GrantType,
        /// Client identifier.
        client_id: String,
        /// Client secret.
        client_secret: SecretString,
        /// Authorization code from the redirect; for `authorization_code`.
        code: Option<SecretString>,
        /// Refresh token of an earlier answer; for `refresh_token`.
        ///
        /// [RFC 6749, section 6](https://www.rfc-editor.org/rfc/rfc6749#section-6)
        refresh_token: Option<SecretString>,
        /// Opaque value; only if there was one in the authorization request.
        state: Option<String>,
        /// Same address as in the authorization request; for `authorization_code`.
        redirect_uri: Option<String>,
    ) -> ProviderOauthToken;
}

open_enum! {
    /// What a user says to a client that asks for access.
    pub enum Confirm {
        /// It may have access.
        Yes = "yes",
        /// It may not.
        No = "no",
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
        /// An authorization code.
        AuthorizationCode = "authorization_code",
        /// A refresh token.
        RefreshToken = "refresh_token",
    }
}

open_enum! {
    /// How a token is used.
    #[ignore_case]
    pub enum TokenType {
        /// Whoever has the token may use it.
        Bearer = "bearer",
    }
}

/// What became of a call that is not about a client; also why one was refused.
///
/// Real servers leave out most of it.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct OauthStatus {
    /// Kind of the thing the call was about; `oauth` unless said otherwise.
    #[serde(default, deserialize_with = "lenient::text")]
    pub kind: Option<String>,
    /// The status of the answer, once more.
    #[serde(default, deserialize_with = "lenient::number")]
    pub code: Option<i64>,
    /// Messages.
    #[serde(default, deserialize_with = "lenient::null_as_default")]
    pub message_list: Vec<MessageResource>,
    /// How it ended, such as `COMPLETE` or `ERROR`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub state: Option<String>,
    /// Version of the API: `3.1.0` by its description, `3.1` and `3.0` in practice.
    #[serde(default, deserialize_with = "lenient::text")]
    pub api_version: Option<String>,
    /// The one text there is where the web server refused a call before the API saw it.
    #[serde(default, deserialize_with = "lenient::text")]
    pub message: Option<String>,
}

/// One message of a status.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct MessageResource {
    /// Text.
    #[serde(default, deserialize_with = "lenient::text")]
    pub message: Option<String>,
    /// Reason for programs, in capitals with underscores.
    #[serde(default, deserialize_with = "lenient::text")]
    pub reason: Option<String>,
    /// More about it: by the vendor's description texts by name, in practice also one text, or lists of texts by name.
    #[serde(default, deserialize_with = "lenient::optional")]
    pub details: Option<Value>,
}

/// A client.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct OauthClientResponse {
    /// Addresses that it may have authorization codes sent to.
    #[serde(default, deserialize_with = "lenient::string_or_list")]
    pub redirect_uris: Vec<String>,
    /// Name for people.
    #[serde(default, deserialize_with = "lenient::null_as_default")]
    pub client_name: String,
    /// Identifier.
    pub client_id: String,
    /// Secret. A client that has none is no reason to lose the list that it stands in.
    #[serde(default, deserialize_with = "lenient::secret")]
    pub client_secret: Option<SecretString>,
    /// What it is.
    #[serde(default, deserialize_with = "lenient::null_as_default")]
    pub client_description: String,
    /// Scopes that a request without any is granted.
    #[serde(default, deserialize_with = "lenient::string_or_list")]
    pub default_scopes: Vec<String>,
}

/// What became of a call about a client that was refused.
///
/// Real servers leave out most of it.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct OauthClientStatus {
    /// Kind of the thing the call was about; `oauth_client` unless said otherwise.
    #[serde(default, deserialize_with = "lenient::text")]
    pub kind: Option<String>,
    /// The status of the answer, once more.
    #[serde(default, deserialize_with = "lenient::number")]
    pub code: Option<i64>,
    /// Messages.
    #[serde(default, deserialize_with = "lenient::null_as_default")]
    pub message_list: Vec<MessageResource>,
    /// How it ended, such as `ERROR`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub state: Option<String>,
    /// Version of the API: `3.1.0` by its description, `3.1` and `3.0` in practice.
    #[serde(default, deserialize_with = "lenient::text")]
    pub api_version: Option<String>,
    /// The one text there is where the web server refused a call before the API saw it.
    #[serde(default, deserialize_with = "lenient::text")]
    pub message: Option<String>,
}

/// A page of clients.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct OauthClientList {
    /// The clients.
    #[serde(deserialize_with = "lenient::null_as_default")]
    pub entities: Vec<OauthClientResponse>,
    /// What was asked for.
    #[serde(default, deserialize_with = "lenient::null_as_default")]
    pub metadata: OauthClientListMetadata,
}

/// What a page of clients was asked for with.
#[non_exhaustive]
#[derive(Clone, Debug, Default, Deserialize)]
pub struct OauthClientListMetadata {
    /// Kind of the things listed; `oauth_client` unless said otherwise.
    #[serde(default, deserialize_with = "lenient::text")]
    pub kind: Option<String>,
    /// Attribute sorted by.
    #[serde(default, deserialize_with = "lenient::text")]
    pub sort_attribute: Option<String>,
    /// Condition in FIQL.
    #[serde(default, deserialize_with = "lenient::text")]
    pub filter: Option<String>,
    /// Number of clients on the page.
    #[serde(default, deserialize_with = "lenient::number")]
    pub length: Option<i32>,
    /// Direction of sorting.
    #[serde(default, deserialize_with = "lenient::text")]
    pub sort_order: Option<String>,
    /// Number of clients passed over.
    #[serde(default, deserialize_with = "lenient::number")]
    pub offset: Option<i32>,
    /// Number of clients that there are, on all pages. It is not on the vendor's page; other lists of the same API have it.
    #[serde(default, deserialize_with = "lenient::number")]
    pub total_matches: Option<i64>,
}

/// A client that was made together with a token.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct OauthGenerateTokenResponse {
    /// Secret of the client.
    pub client_secret: SecretString,
    /// The token.
    pub oauth_token: OauthToken,
    /// Identifier of the client.
    pub client_id: String,
}

/// A token as [`oauth_generate_token_post`](NutanixClient::oauth_generate_token_post) gives it, with its scopes in a list.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct OauthToken {
    /// Access token.
    #[serde(deserialize_with = "lenient::access_token")]
    pub access_token: SecretString,
    /// How it is used.
    #[serde(default, deserialize_with = "lenient::optional")]
    pub token_type: Option<TokenType>,
    /// How long it lives, in seconds.
    #[serde(default, deserialize_with = "lenient::number")]
    pub expires_in: Option<u64>,
    /// Buys the next access token.
    #[serde(default, deserialize_with = "lenient::secret")]
    pub refresh_token: Option<SecretString>,
    /// Scopes granted.
    #[serde(default, deserialize_with = "lenient::string_or_list")]
    pub scopes: Vec<String>,
}

/// A token as [`oauth_token_post`](NutanixClient::oauth_token_post) gives it, with its scopes in one text.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct ProviderOauthToken {
    /// Access token.
    #[serde(deserialize_with = "lenient::access_token")]
    pub access_token: SecretString,
    /// How it is used.
    #[serde(default, deserialize_with = "lenient::optional")]
    pub token_type: Option<TokenType>,
    /// How long it lives, in seconds.
    #[serde(default, deserialize_with = "lenient::number")]
    pub expires_in: Option<u64>,
    /// Buys the next access token.
    #[serde(default, deserialize_with = "lenient::secret")]
    pub refresh_token: Option<SecretString>,
    /// Scopes granted.
    #[serde(default, deserialize_with = "lenient::optional")]
    pub scope: Option<Scopes>,
}
