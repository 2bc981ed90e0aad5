//! A standard server: OAuth 2.0 and what is built on it, as the RFCs describe it.
//!
//! From the RFCs, one after the other: 6749, 7009, 7662, 8628, 8693, 9126, 7591 and 7592, then OpenID Connect Core 1.0.

use std::fmt;
use std::ops::Deref;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oauth_runtime::{
    CodeChallengeMethod, ExposeSecret, Scopes, SecretString, Url, lenient, oauth_api, open_enum,
};
use serde::Deserialize;
use serde::de::Deserializer;
use serde_json::{Map, Value};

/// A standard server.
///
/// Where its endpoints are, it says itself: the client asks for its metadata
/// ([RFC 8414](https://www.rfc-editor.org/rfc/rfc8414)), or is made with metadata that is known.
///
/// ```no_run
/// use oauth_providers::standard::StandardClient;
/// use oauth_runtime::{Callback, ClientId, Pkce, State};
///
/// # async fn example(callback: &str) -> Result<(), Box<dyn std::error::Error>> {
/// let server = StandardClient::discover("https://issuer.example", ClientId::new("my-app")).await?;
/// let (pkce, state) = (Pkce::generate()?, State::generate()?);
/// let redirect_uri = "http://127.0.0.1:8080/callback";
/// let page = server.authorize().redirect_uri(redirect_uri).scope("openid").state(&state).pkce(&pkce);
/// println!("open {}", page.url()?);
///
/// // Once the person is back:
/// let code = Callback::new(&state).redirect_uri(redirect_uri).code(callback)?.into_code();
/// let token = server.token().authorization_code().code(code).redirect_uri(redirect_uri);
/// let token = token.code_verifier(pkce.verifier().clone()).send().await?;
/// # let _ = token;
/// # Ok(())
/// # }
/// ```
///
/// A client with a secret is given `ClientCredentials::new(client_id, client_secret)`, which are sent as HTTP Basic, as each server
/// has to take them ([RFC 6749, section 2.3.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1)); where the server lists
/// `client_secret_post` alone, in the body. A client without a secret is given `ClientId::new(client_id)`.
#[oauth_api(auth = client_secret_basic | client_secret_post | client_id, error = ErrorResponse)]
pub trait Standard {
    /// Shows a page on which a person lets a client in; for a browser.
    ///
    /// The server then redirects to `redirect_uri` with `code` and `state`.
    ///
    /// [RFC 6749, section 4.1.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1)
    #[get(authorization_endpoint, browser, auth = client_id)]
    fn authorize(
        /// Always `code`.
        #[constant = "code"]
        response_type: String,
        /// Client identifier.
        client_id: String,
        /// Where the person comes back to; to be left out only where one is registered.
        redirect_uri: Option<String>,
        /// Scopes wanted; with `openid`, an ID token comes with the token.
        scope: Option<Scopes>,
        /// Opaque value that comes back with the code.
        ///
        /// [RFC 6749, section 10.12](https://www.rfc-editor.org/rfc/rfc6749#section-10.12)
        state: Option<String>,
        /// PKCE challenge. A server without PKCE ignores it.
        ///
        /// [RFC 7636, section 4.3](https://www.rfc-editor.org/rfc/rfc7636#section-4.3)
        code_challenge: String,
        /// PKCE method.
        code_challenge_method: CodeChallengeMethod,
        /// Services that the token is for.
        ///
        /// [RFC 8707, section 2](https://www.rfc-editor.org/rfc/rfc8707#section-2)
        resource: Option<Vec<String>>,
        /// How the answer is delivered.
        response_mode: Option<ResponseMode>,
        /// Opaque value that comes back in the ID token.
        ///
        /// [OpenID Connect Core 1.0, section 3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)
        nonce: Option<String>,
        /// What the person is asked, such as `login` or `consent`, with spaces between them.
        prompt: Option<String>,
        /// Seconds since the person last signed in, at most.
        max_age: Option<u64>,
        /// Languages of the page, the best first, with spaces between them.
        ui_locales: Option<String>,
        /// Who is going to sign in.
        login_hint: Option<String>,
        /// Classes of authentication wanted, the best first, with spaces between them.
        acr_values: Option<String>,
    );

    /// Shows the page for a request that was pushed; for a browser.
    ///
    /// [RFC 9126, section 4](https://www.rfc-editor.org/rfc/rfc9126#section-4)
    #[get(authorization_endpoint, browser, auth = client_id)]
    fn authorize_pushed(
        /// Client identifier.
        client_id: String,
        /// What [`push_authorization`](StandardClient::push_authorization) gave.
        request_uri: String,
    );

    /// Trades a grant for an access token.
    ///
    /// [RFC 6749, section 3.2](https://www.rfc-editor.org/rfc/rfc6749#section-3.2)
    #[post(token_endpoint)]
    #[grant(authorization_code, needs(code), may(redirect_uri, code_verifier, resource))]
    #[grant(refresh_token as refresh, needs(refresh_token), may(scope, resource))]
    #[grant(client_credentials, may(scope, resource))]
    #[grant("urn:ietf:params:oauth:grant-type:device_code" as device, needs(device_code))]
    #[grant(
        "urn:ietf:params:oauth:grant-type:token-exchange" as exchange,
        needs(subject_token, subject_token_type),
        may(actor_token, actor_token_type, requested_token_type, resource, audience, scope)
    )]
    fn token(
        /// Kind of the grant.
        grant_type: GrantType,
        /// Code from the authorization step; for `authorization_code`.
        code: Option<SecretString>,
        /// Same address as in the authorization request, if it had one; for `authorization_code`.
        redirect_uri: Option<String>,
        /// PKCE verifier; for `authorization_code`.
        ///
        /// [RFC 7636, section 4.5](https://www.rfc-editor.org/rfc/rfc7636#section-4.5)
        code_verifier: Option<SecretString>,
        /// Refresh token; for `refresh_token`.
        refresh_token: Option<SecretString>,
        /// Code of the device; for the grant of [RFC 8628, section 3.4](https://www.rfc-editor.org/rfc/rfc8628#section-3.4).
        device_code: Option<SecretString>,
        /// Services that the token is for.
        ///
        /// [RFC 8707, section 2](https://www.rfc-editor.org/rfc/rfc8707#section-2)
        resource: Option<Vec<String>>,
        /// Names of the services that the token is for; for token exchange.
        ///
        /// [RFC 8693, section 2.1](https://www.rfc-editor.org/rfc/rfc8693#section-2.1)
        audience: Option<Vec<String>>,
        /// Scopes wanted.
        scope: Option<Scopes>,
        /// Kind of token wanted; for token exchange.
        requested_token_type: Option<TokenTypeIdentifier>,
        /// Token of whom the new one is about; for token exchange.
        subject_token: Option<SecretString>,
        /// Kind of `subject_token`.
        subject_token_type: Option<TokenTypeIdentifier>,
        /// Token of who acts; for token exchange.
        actor_token: Option<SecretString>,
        /// Kind of `actor_token`.
        actor_token_type: Option<TokenTypeIdentifier>,
    ) -> TokenResponse;

    /// Invalidates a token.
    ///
    /// An unknown token is a success, too.
    ///
    /// [RFC 7009, section 2.1](https://www.rfc-editor.org/rfc/rfc7009#section-2.1)
    #[post(revocation_endpoint)]
    fn revoke(
        /// Token to invalidate.
        token: SecretString,
        /// Kind of the token.
        token_type_hint: Option<TokenTypeHint>,
    );

    /// Tells whether a token is active, and what it is good for.
    ///
    /// [RFC 7662, section 2.1](https://www.rfc-editor.org/rfc/rfc7662#section-2.1)
    #[post(introspection_endpoint, auth = client_secret_basic | client_secret_post | bearer)]
    fn introspect(
        /// Token to look at.
        token: SecretString,
        /// Kind of the token.
        token_type_hint: Option<TokenTypeHint>,
    ) -> IntrospectionResponse;

    /// Begins a sign-in on another device.
    ///
    /// [RFC 8628, section 3.1](https://www.rfc-editor.org/rfc/rfc8628#section-3.1)
    #[post(device_authorization_endpoint)]
    fn authorize_device(
        /// Client identifier.
        client_id: String,
        /// Scopes wanted.
        scope: Option<Scopes>,
    ) -> DeviceAuthorizationResponse;

    /// Sends an authorization request, of which the browser then has a reference only.
    ///
    /// [RFC 9126, section 2.1](https://www.rfc-editor.org/rfc/rfc9126#section-2.1)
    #[post(pushed_authorization_request_endpoint)]
    fn push_authorization(
        /// Always `code`.
        #[constant = "code"]
        response_type: String,
        /// Client identifier.
        client_id: String,
        /// Where the person comes back to; to be left out only where one is registered.
        redirect_uri: Option<String>,
        /// Scopes wanted; with `openid`, an ID token comes with the token.
        scope: Option<Scopes>,
        /// Opaque value that comes back with the code.
        state: Option<String>,
        /// PKCE challenge.
        code_challenge: String,
        /// PKCE method.
        code_challenge_method: CodeChallengeMethod,
        /// Services that the token is for.
        resource: Option<Vec<String>>,
        /// How the answer is delivered.
        response_mode: Option<ResponseMode>,
        /// Opaque value that comes back in the ID token.
        nonce: Option<String>,
        /// What the person is asked, such as `login` or `consent`, with spaces between them.
        prompt: Option<String>,
        /// Seconds since the person last signed in, at most.
        max_age: Option<u64>,
        /// Languages of the page, the best first, with spaces between them.
        ui_locales: Option<String>,
        /// Who is going to sign in.
        login_hint: Option<String>,
        /// Classes of authentication wanted, the best first, with spaces between them.
        acr_values: Option<String>,
    ) -> PushedAuthorizationResponse;

    /// Registers a client.
    ///
    /// A server that does not let everybody register takes an initial access token: `.auth(Bearer::new(token))`.
    ///
    /// [RFC 7591, section 3.1](https://www.rfc-editor.org/rfc/rfc7591#section-3.1)
    #[post(registration_endpoint, auth = bearer | none, body = json)]
    fn register(
        /// Addresses that a person may come back to.
        redirect_uris: Option<Vec<String>>,
        /// How the client authenticates at the token endpoint.
        #[server_default = "client_secret_basic"]
        token_endpoint_auth_method: Option<ClientAuthenticationMethod>,
        /// Grants that the client uses.
        #[server_default = "authorization_code"]
        grant_types: Option<Vec<String>>,
        /// Response types that the client uses.
        #[server_default = "code"]
        response_types: Option<Vec<String>>,
        /// Name of the client.
        client_name: Option<String>,
        /// Page about the client.
        client_uri: Option<String>,
        /// Picture of the client.
        logo_uri: Option<String>,
        /// Scopes that the client may ask for.
        scope: Option<Scopes>,
        /// Ways to reach who is responsible, such as mail addresses.
        contacts: Option<Vec<String>>,
        /// Page with the terms of service.
        tos_uri: Option<String>,
        /// Page with the privacy policy.
        policy_uri: Option<String>,
        /// Where the keys of the client are.
        jwks_uri: Option<String>,
        /// Keys of the client.
        jwks: Option<Value>,
        /// Identifier of the software, the same for all of its clients.
        software_id: Option<String>,
        /// Version of the software.
        software_version: Option<String>,
        /// Statement about the software, signed by who vouches for it.
        software_statement: Option<String>,
    ) -> ClientInformationResponse;

    /// Reads the registration of a client.
    ///
    /// [RFC 7592, section 2.1](https://www.rfc-editor.org/rfc/rfc7592#section-2.1)
    #[get(registration_client_uri, auth = bearer)]
    fn read_registration(
        /// Where the registration is, as the server said.
        registration_client_uri: Url,
    ) -> ClientInformationResponse;

    /// Replaces the registration of a client; what is left out is taken away.
    ///
    /// [RFC 7592, section 2.2](https://www.rfc-editor.org/rfc/rfc7592#section-2.2)
    #[put(registration_client_uri, auth = bearer, body = json)]
    fn update_registration(
        /// Where the registration is, as the server said.
        registration_client_uri: Url,
        /// Client identifier.
        client_id: String,
        /// Client secret, if the client has one: the present one, which cannot be chosen.
        client_secret: Option<SecretString>,
        /// Addresses that a person may come back to.
        redirect_uris: Option<Vec<String>>,
        /// How the client authenticates at the token endpoint.
        token_endpoint_auth_method: Option<ClientAuthenticationMethod>,
        /// Grants that the client uses.
        grant_types: Option<Vec<String>>,
        /// Response types that the client uses.
        response_types: Option<Vec<String>>,
        /// Name of the client.
        client_name: Option<String>,
        /// Page about the client.
        client_uri: Option<String>,
        /// Picture of the client.
        logo_uri: Option<String>,
        /// Scopes that the client may ask for.
        scope: Option<Scopes>,
        /// Ways to reach who is responsible, such as mail addresses.
        contacts: Option<Vec<String>>,
        /// Page with the terms of service.
        tos_uri: Option<String>,
        /// Page with the privacy policy.
        policy_uri: Option<String>,
        /// Where the keys of the client are.
        jwks_uri: Option<String>,
        /// Keys of the client.
        jwks: Option<Value>,
        /// Identifier of the software, the same for all of its clients.
        software_id: Option<String>,
        /// Version of the software.
        software_version: Option<String>,
    ) -> ClientInformationResponse;

    /// Removes the registration of a client.
    ///
    /// [RFC 7592, section 2.3](https://www.rfc-editor.org/rfc/rfc7592#section-2.3)
    #[delete(registration_client_uri, auth = bearer)]
    fn delete_registration(
        /// Where the registration is, as the server said.
        registration_client_uri: Url,
    );

    /// Tells who the person is that an access token speaks for.
    ///
    /// Its `sub` has to be that of the ID token.
    ///
    /// [OpenID Connect Core 1.0, section 5.3](https://openid.net/specs/openid-connect-core-1_0.html#UserInfo)
    #[get(userinfo_endpoint, auth = bearer)]
    fn userinfo() -> UserInfo;
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
    /// Kind of a grant.
    pub enum GrantType {
        /// An authorization code.
        AuthorizationCode = "authorization_code",
        /// A refresh token.
        RefreshToken = "refresh_token",
        /// The client's own credentials.
        ClientCredentials = "client_credentials",
        /// A code of a device.
        DeviceCode = "urn:ietf:params:oauth:grant-type:device_code",
        /// Another token.
        TokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange",
    }
}

open_enum! {
    /// Kind of a token, in an exchange.
    pub enum TokenTypeIdentifier {
        /// An access token of this server.
        AccessToken = "urn:ietf:params:oauth:token-type:access_token",
        /// A refresh token of this server.
        RefreshToken = "urn:ietf:params:oauth:token-type:refresh_token",
        /// An ID token.
        IdToken = "urn:ietf:params:oauth:token-type:id_token",
        /// A SAML 1.1 assertion.
        Saml1 = "urn:ietf:params:oauth:token-type:saml1",
        /// A SAML 2.0 assertion.
        Saml2 = "urn:ietf:params:oauth:token-type:saml2",
        /// A JWT.
        Jwt = "urn:ietf:params:oauth:token-type:jwt",
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
    /// How a client authenticates.
    pub enum ClientAuthenticationMethod {
        /// Not at all: the client has no secret.
        None = "none",
        /// By HTTP Basic.
        ClientSecretBasic = "client_secret_basic",
        /// In the body.
        ClientSecretPost = "client_secret_post",
    }
}

open_enum! {
    /// How a token is used.
    #[ignore_case]
    pub enum TokenType {
        /// Whoever has the token may use it.
        Bearer = "Bearer",
        /// Only with a proof of possession ([RFC 9449](https://www.rfc-editor.org/rfc/rfc9449)).
        Dpop = "DPoP",
        /// It is no access token ([RFC 8693, section 2.2.1](https://www.rfc-editor.org/rfc/rfc8693#section-2.2.1)).
        NotApplicable = "N_A",
    }
}

/// An access token.
///
/// [RFC 6749, section 5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1)
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct TokenResponse {
    /// Access token.
    #[serde(deserialize_with = "lenient::access_token")]
    pub access_token: SecretString,
    /// How the token is used.
    #[serde(default, deserialize_with = "lenient::optional")]
    pub token_type: Option<TokenType>,
    /// Seconds to live.
    #[serde(default, deserialize_with = "lenient::number")]
    pub expires_in: Option<u64>,
    /// Refresh token.
    #[serde(default, deserialize_with = "lenient::secret")]
    pub refresh_token: Option<SecretString>,
    /// Scopes granted; those asked for where it says none.
    #[serde(default, deserialize_with = "lenient::optional")]
    pub scope: Option<Scopes>,
    /// Who signed in, where `openid` is among the scopes.
    #[serde(default, deserialize_with = "id_token")]
    pub id_token: Option<UnverifiedIdToken>,
    /// Kind of the token, where it was exchanged.
    #[serde(default, deserialize_with = "lenient::optional")]
    pub issued_token_type: Option<TokenTypeIdentifier>,
}

/// An ID token as it came: nobody has checked who signed it, nor for whom and until when it is.
///
/// Check it before you believe a word of it
/// ([OpenID Connect Core 1.0, section 3.1.3.7](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)): the
/// signature against the keys at the server's `jwks_uri`, then `iss`, `aud`, `exp` and `nonce`. The crates
/// [`jsonwebtoken`](https://docs.rs/jsonwebtoken) and [`openidconnect`](https://docs.rs/openidconnect) do so.
#[derive(Clone)]
pub struct UnverifiedIdToken(SecretString);

impl UnverifiedIdToken {
    /// Returns the token as it came, in compact form, for who verifies it
    /// ([RFC 7519, section 3](https://www.rfc-editor.org/rfc/rfc7519#section-3)).
    #[must_use]
    pub fn expose_compact(&self) -> &str {
        self.0.expose_secret()
    }

    /// Reads the claims without verifying them: good for a log or a page, and for no decision.
    ///
    /// Gives nothing where the token is encrypted, or no token at all.
    #[must_use]
    pub fn unverified_claims(&self) -> Option<Map<String, Value>> {
        let mut parts = self.expose_compact().split('.');
        let (_, claims, _) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        let claims = URL_SAFE_NO_PAD.decode(claims).ok()?;
        serde_json::from_slice(&claims).ok()
    }
}

impl fmt::Debug for UnverifiedIdToken {
    /// Shows nothing of it: it tells who a person is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnverifiedIdToken").finish_non_exhaustive()
    }
}

/// Takes a text that is not empty.
fn id_token<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<UnverifiedIdToken>, D::Error> {
    Ok(lenient::secret(deserializer)?.map(UnverifiedIdToken))
}

/// What the server says of a token.
///
/// [RFC 7662, section 2.2](https://www.rfc-editor.org/rfc/rfc7662#section-2.2)
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct IntrospectionResponse {
    /// Whether the token is good; of one that is not, nothing else is said.
    pub active: bool,
    /// Scopes of the token.
    #[serde(default, deserialize_with = "lenient::optional")]
    pub scope: Option<Scopes>,
    /// Client that the token was given to.
    #[serde(default, deserialize_with = "lenient::text")]
    pub client_id: Option<String>,
    /// Name of the person who agreed.
    #[serde(default, deserialize_with = "lenient::text")]
    pub username: Option<String>,
    /// How the token is used.
    #[serde(default, deserialize_with = "lenient::optional")]
    pub token_type: Option<TokenType>,
    /// When it ends, in Unix seconds.
    #[serde(default, deserialize_with = "lenient::number")]
    pub exp: Option<i64>,
    /// When it was made, in Unix seconds.
    #[serde(default, deserialize_with = "lenient::number")]
    pub iat: Option<i64>,
    /// When it begins, in Unix seconds.
    #[serde(default, deserialize_with = "lenient::number")]
    pub nbf: Option<i64>,
    /// Whom it is about.
    #[serde(default, deserialize_with = "lenient::text")]
    pub sub: Option<String>,
    /// Services that it is for.
    #[serde(default, deserialize_with = "lenient::string_or_list")]
    pub aud: Vec<String>,
    /// Server that made it.
    #[serde(default, deserialize_with = "lenient::text")]
    pub iss: Option<String>,
    /// Its identifier.
    #[serde(default, deserialize_with = "lenient::text")]
    pub jti: Option<String>,
    /// What else the server says.
    #[serde(flatten)]
    pub others: Others,
}

/// A sign-in that goes on at another device.
///
/// [RFC 8628, section 3.2](https://www.rfc-editor.org/rfc/rfc8628#section-3.2)
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct DeviceAuthorizationResponse {
    /// Code of the device, for [`token`](StandardClient::token).
    pub device_code: SecretString,
    /// Code that the person types in.
    pub user_code: String,
    /// Where the person types it in.
    #[serde(alias = "verification_url")]
    pub verification_uri: String,
    /// The same with the code in it, for a picture that the person takes.
    #[serde(default, deserialize_with = "lenient::text")]
    pub verification_uri_complete: Option<String>,
    /// Seconds that the codes live.
    #[serde(default, deserialize_with = "lenient::number")]
    pub expires_in: Option<u64>,
    /// Seconds between two questions for the token; 5 where it says none.
    #[serde(default, deserialize_with = "lenient::number")]
    pub interval: Option<u64>,
}

/// A request that was pushed.
///
/// [RFC 9126, section 2.2](https://www.rfc-editor.org/rfc/rfc9126#section-2.2)
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct PushedAuthorizationResponse {
    /// What the browser takes along, for [`authorize_pushed`](StandardClient::authorize_pushed).
    pub request_uri: String,
    /// Seconds that it lives.
    #[serde(default, deserialize_with = "lenient::number")]
    pub expires_in: Option<u64>,
}

/// A client as the server knows it.
///
/// [RFC 7591, section 3.2.1](https://www.rfc-editor.org/rfc/rfc7591#section-3.2.1)
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct ClientInformationResponse {
    /// Client identifier.
    pub client_id: String,
    /// Client secret, if the client has one.
    #[serde(default, deserialize_with = "lenient::secret")]
    pub client_secret: Option<SecretString>,
    /// When the client was registered, in Unix seconds.
    #[serde(default, deserialize_with = "lenient::number")]
    pub client_id_issued_at: Option<i64>,
    /// When the secret ends, in Unix seconds; 0 where it does not.
    #[serde(default, deserialize_with = "lenient::number")]
    pub client_secret_expires_at: Option<i64>,
    /// Token for the registration itself.
    #[serde(default, deserialize_with = "lenient::secret")]
    pub registration_access_token: Option<SecretString>,
    /// Where the registration is.
    #[serde(default, deserialize_with = "lenient::optional")]
    pub registration_client_uri: Option<Url>,
    /// Addresses that a person may come back to.
    #[serde(default, deserialize_with = "lenient::string_or_list")]
    pub redirect_uris: Vec<String>,
    /// How the client authenticates at the token endpoint.
    #[serde(default, deserialize_with = "lenient::optional")]
    pub token_endpoint_auth_method: Option<ClientAuthenticationMethod>,
    /// Grants that the client uses.
    #[serde(default, deserialize_with = "lenient::string_or_list")]
    pub grant_types: Vec<String>,
    /// Response types that the client uses.
    #[serde(default, deserialize_with = "lenient::string_or_list")]
    pub response_types: Vec<String>,
    /// Name of the client.
    #[serde(default, deserialize_with = "lenient::text")]
    pub client_name: Option<String>,
    /// Scopes that the client may ask for.
    #[serde(default, deserialize_with = "lenient::optional")]
    pub scope: Option<Scopes>,
    /// What else the server says.
    #[serde(flatten)]
    pub others: Others,
}

/// A person.
///
/// [OpenID Connect Core 1.0, section 5.1](https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims)
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct UserInfo {
    /// Who it is, for this server.
    pub sub: String,
    /// Full name.
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: Option<String>,
    /// Name that the person wants to be called by.
    #[serde(default, deserialize_with = "lenient::text")]
    pub preferred_username: Option<String>,
    /// Mail address.
    #[serde(default, deserialize_with = "lenient::text")]
    pub email: Option<String>,
    /// Whether the mail address is the person's.
    #[serde(default, deserialize_with = "lenient::optional")]
    pub email_verified: Option<bool>,
    /// What else the server says.
    #[serde(flatten)]
    pub others: Others,
}

/// Members that are not known here, by their names.
#[derive(Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Others(Map<String, Value>);

impl Deref for Others {
    type Target = Map<String, Value>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl fmt::Debug for Others {
    /// Shows the names alone: a value may be a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.keys()).finish()
    }
}

/// Why a call was refused.
///
/// [RFC 6749, section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct ErrorResponse {
    /// Code of the error.
    pub error: String,
    /// Text for whoever writes the client.
    #[serde(default, deserialize_with = "lenient::text")]
    pub error_description: Option<String>,
    /// Page about the error.
    #[serde(default, deserialize_with = "lenient::text")]
    pub error_uri: Option<String>,
}
