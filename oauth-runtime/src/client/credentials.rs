//! Credentials: what a client authenticates with, prepared once as header values.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName, HeaderValue};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use url::form_urlencoded::byte_serialize;

use crate::client::awaited::TokenSource;
use crate::description::Scheme;
use crate::encode::header::{has_blank_at_an_end, sensitive};
use crate::error::BuildErrorKind;
use crate::secret::redact::SharedSecrets;

/// A user name and a password for HTTP Basic, in UTF-8: [RFC 7617](https://www.rfc-editor.org/rfc/rfc7617).
///
/// ```
/// use oauth_runtime::Basic;
///
/// let credentials = Basic::new("admin", "a password");
/// assert!(!format!("{credentials:?}").contains("a password"));
/// ```
#[derive(Clone)]
pub struct Basic {
    username: String,
    password: SecretString,
}

impl Basic {
    /// Makes credentials from a user name and a password, or from a client identifier and a client secret.
    ///
    /// A user name with a colon cannot be sent (RFC 7617, section 2); each call that needs it says so.
    pub fn new(username: impl Into<String>, password: impl Into<SecretString>) -> Self {
        Self { username: username.into(), password: password.into() }
    }
}

impl fmt::Debug for Basic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Basic").field("username", &self.username).finish_non_exhaustive()
    }
}

/// A client identifier and a client secret as `client_secret_basic`: both form-encoded, then HTTP Basic,
/// [RFC 6749, section 2.3.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1).
#[derive(Clone)]
pub struct ClientSecretBasic {
    client_id: String,
    client_secret: SecretString,
}

impl ClientSecretBasic {
    /// Makes credentials from a client identifier and a client secret.
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<SecretString>) -> Self {
        Self { client_id: client_id.into(), client_secret: client_secret.into() }
    }
}

impl fmt::Debug for ClientSecretBasic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientSecretBasic")
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

/// An access token for `Authorization: Bearer`,
/// [RFC 6750, section 2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1).
#[derive(Clone)]
pub struct Bearer {
    access_token: BearerToken,
}

#[derive(Clone)]
enum BearerToken {
    Given(SecretString),
    /// Somebody keeps it, and each call asks for it.
    #[cfg(feature = "keeper")]
    Kept(Arc<dyn TokenSource>),
}

impl Bearer {
    /// Makes credentials from an access token.
    pub fn new(access_token: impl Into<SecretString>) -> Self {
        Self { access_token: BearerToken::Given(access_token.into()) }
    }

    #[cfg(feature = "keeper")]
    pub(crate) fn kept(source: Arc<dyn TokenSource>) -> Self {
        Self { access_token: BearerToken::Kept(source) }
    }
}

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bearer").finish_non_exhaustive()
    }
}

/// Credentials of an API: anything that can write the headers it is sent as.
///
/// Implemented by [`Basic`], [`ClientSecretBasic`], [`Bearer`] and the credentials types that
/// [`oauth_api`](crate::oauth_api) makes.
pub trait Credentials {
    #[doc(hidden)]
    fn write_headers(&self, headers: &mut AuthHeaders);
}

/// What a client takes as its credentials: their type, or what becomes it with [`Into`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the type of the credentials here",
    label = "expected `{T}`",
    note = "write `{T}::new(…)`, or one of its variants where it is one of several"
)]
pub trait IntoCredentials<T> {
    /// Returns the credentials.
    fn into_credentials(self) -> T;
}

#[diagnostic::do_not_recommend]
impl<T, S: Into<T>> IntoCredentials<T> for S {
    fn into_credentials(self) -> T {
        self.into()
    }
}

/// Credentials as headers, made once per client.
#[doc(hidden)]
#[derive(Default)]
pub struct AuthHeaders {
    headers: Vec<(Scheme, HeaderName, HeaderValue)>,
    secrets: SharedSecrets,
    broken: Option<&'static str>,
    /// Who keeps the bearer token, where it is no header yet.
    kept: Option<Arc<dyn TokenSource>>,
}

impl fmt::Debug for AuthHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.headers.iter().map(|(scheme, ..)| scheme)).finish()
    }
}

impl AuthHeaders {
    pub(crate) fn of(credentials: &dyn Credentials) -> Self {
        let mut headers = Self::default();
        credentials.write_headers(&mut headers);
        headers
    }

    /// Adds a key that goes into a header of its own.
    pub fn header(&mut self, name: &'static str, key: &SecretString) {
        self.secrets.push(key.expose_secret());
        let value = Zeroizing::new(key.expose_secret().as_bytes().to_vec());
        match HeaderName::from_bytes(name.as_bytes()) {
            Ok(header) => self.push(Scheme::Header(name), header, value),
            Err(_) => self.broken = Some("the name of their header is not a token"),
        }
    }

    fn basic(&mut self, scheme: Scheme, username: &str, password: &str) {
        let plain = Zeroizing::new([username, ":", password].concat());
        let mut value = Zeroizing::new(String::with_capacity(6 + plain.len().div_ceil(3) * 4));
        value.push_str("Basic ");
        STANDARD.encode_string(plain.as_bytes(), &mut value);
        // Whoever repeats them may leave the padding out, and may write them as URLs have it.
        let encoded = value.get(6..).unwrap_or_default().trim_end_matches('=');
        self.secrets.push(encoded);
        self.secrets.push(&Zeroizing::new(encoded.replace('+', "-").replace('/', "_")));
        self.push(scheme, AUTHORIZATION, Zeroizing::new(std::mem::take(&mut *value).into_bytes()));
    }

    fn push(&mut self, scheme: Scheme, name: HeaderName, mut value: Zeroizing<Vec<u8>>) {
        if !value.is_ascii() {
            self.broken = Some("they have a character that no header can carry");
            return;
        }
        if has_blank_at_an_end(&value) {
            self.broken = Some("they begin or end with a blank, which a header would lose");
            return;
        }
        match sensitive(std::mem::take(&mut *value)) {
            Ok(value) => self.headers.push((scheme, name, value)),
            Err(_) => self.broken = Some("they have a character that no header can carry"),
        }
    }

    /// Adds the headers that an endpoint needs: those of the alternative of which all schemes are there. Tells whether they
    /// authenticate the client.
    pub(crate) fn apply(
        &self,
        alternatives: &[&[Scheme]],
        headers: &mut HeaderMap,
    ) -> Result<bool, BuildErrorKind> {
        if alternatives.is_empty() {
            return Ok(false);
        }
        if let Some(reason) = self.broken {
            return Err(BuildErrorKind::Credentials { reason });
        }
        let chosen = self.chosen(alternatives).ok_or(BuildErrorKind::MissingCredentials)?;
        for (scheme, name, value) in &self.headers {
            if chosen.contains(scheme) {
                headers.append(name.clone(), value.clone());
            }
        }
        Ok(chosen.iter().any(authenticates_client))
    }

    /// The alternative of which all schemes are there.
    fn chosen<'a>(&self, alternatives: &[&'a [Scheme]]) -> Option<&'a [Scheme]> {
        let has = |scheme: &Scheme| {
            self.headers.iter().any(|(there, ..)| there == scheme)
                || (self.kept.is_some() && *scheme == Scheme::Bearer)
        };
        let there = alternatives.iter().filter(|schemes| schemes.iter().all(has));
        there.max_by_key(|schemes| schemes.len()).copied()
    }

    /// Who keeps the bearer token that an endpoint is called with.
    pub(crate) fn kept(&self, alternatives: &[&[Scheme]]) -> Option<&Arc<dyn TokenSource>> {
        let kept = self.kept.as_ref()?;
        self.chosen(alternatives)?.contains(&Scheme::Bearer).then_some(kept)
    }

    /// Tells how many headers [`apply`](Self::apply) adds at most.
    pub(crate) fn len(&self) -> usize {
        self.headers.len()
    }

    pub(crate) const fn secrets(&self) -> &SharedSecrets {
        &self.secrets
    }
}

fn authenticates_client(scheme: &Scheme) -> bool {
    matches!(scheme, Scheme::Basic | Scheme::ClientSecretBasic)
}

impl Credentials for Basic {
    fn write_headers(&self, headers: &mut AuthHeaders) {
        headers.secrets.push(self.password.expose_secret());
        if self.username.contains(':') {
            headers.broken =
                Some("a user name of HTTP Basic cannot have a colon (RFC 7617, section 2)");
            return;
        }
        let controls = |text: &str| text.chars().any(char::is_control);
        if controls(&self.username) || controls(self.password.expose_secret()) {
            headers.broken =
                Some("HTTP Basic cannot carry control characters (RFC 7617, section 2)");
            return;
        }
        headers.basic(Scheme::Basic, &self.username, self.password.expose_secret());
    }
}

impl Credentials for ClientSecretBasic {
    fn write_headers(&self, headers: &mut AuthHeaders) {
        headers.secrets.push(self.client_secret.expose_secret());
        let client_id: String = byte_serialize(self.client_id.as_bytes()).collect();
        let client_secret: Zeroizing<String> =
            Zeroizing::new(byte_serialize(self.client_secret.expose_secret().as_bytes()).collect());
        headers.basic(Scheme::ClientSecretBasic, &client_id, &client_secret);
    }
}

impl Credentials for Bearer {
    fn write_headers(&self, headers: &mut AuthHeaders) {
        let token = match &self.access_token {
            BearerToken::Given(token) => token.expose_secret(),
            #[cfg(feature = "keeper")]
            BearerToken::Kept(source) => {
                headers.kept = Some(Arc::clone(source));
                return;
            }
        };
        headers.secrets.push(token);
        if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            headers.broken =
                Some("an access token is visible ASCII without blanks (RFC 6749, appendix A.12)");
            return;
        }
        let mut value = Zeroizing::new(Vec::with_capacity(7 + token.len()));
        value.extend_from_slice(b"Bearer ");
        value.extend_from_slice(token.as_bytes());
        headers.push(Scheme::Bearer, AUTHORIZATION, value);
    }
}

/// The credentials of an API that has none.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct NoCredentials;

impl Credentials for NoCredentials {
    fn write_headers(&self, _: &mut AuthHeaders) {}
}

impl From<()> for NoCredentials {
    fn from((): ()) -> Self {
        Self
    }
}
