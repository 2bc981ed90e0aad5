//! Credentials: what a client authenticates with, prepared once.

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

/// A client identifier and a client secret, [RFC 6749, section 2.3.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1).
///
/// Given once, they serve each endpoint as it takes them: `client_secret_basic` form-encodes both and sends them as HTTP
/// Basic, `basic(client_id, client_secret)` as they are, and `client_secret_post` sends them in the body.
///
/// ```
/// use oauth_runtime::{ClientCredentials, SecretString, oauth_api};
///
/// #[oauth_api(base_url = "https://vendor.example", auth = client_secret_post)]
/// pub trait Vendor {
///     /// Invalidates a token.
///     #[post("/revoke")]
///     fn revoke(token: SecretString);
/// }
///
/// # fn main() -> Result<(), oauth_runtime::Error> {
/// let vendor = VendorClient::new(ClientCredentials::new("id", "a secret"));
/// let request = vendor.revoke().token("t").into_request().build()?;
/// assert_eq!(request.body(), "token=t&client_id=id&client_secret=a+secret");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct ClientCredentials {
    client_id: String,
    client_secret: SecretString,
}

impl ClientCredentials {
    /// Makes credentials from a client identifier and a client secret.
    ///
    /// As `basic(client_id, client_secret)`, an identifier with a colon cannot be sent (RFC 7617, section 2); each call that
    /// needs it says so.
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<SecretString>) -> Self {
        Self { client_id: client_id.into(), client_secret: client_secret.into() }
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials")
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

/// The identifier of a client that has no secret: a public client,
/// [RFC 6749, section 2.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.1).
#[derive(Clone, Debug)]
pub struct ClientId {
    client_id: String,
}

impl ClientId {
    /// Makes credentials from a client identifier.
    pub fn new(client_id: impl Into<String>) -> Self {
        Self { client_id: client_id.into() }
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
/// Implemented by [`Basic`], [`ClientCredentials`], [`ClientId`], [`Bearer`] and the credentials types that
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

/// What a caller authenticates with, made ready once per client: headers, and the client itself.
#[doc(hidden)]
#[derive(Default)]
pub struct AuthHeaders {
    headers: Vec<(Scheme, HeaderName, HeaderValue)>,
    client: Option<Box<HeldClient>>,
    secrets: SharedSecrets,
    broken: Option<&'static str>,
    /// Who keeps the bearer token, where it is no header yet.
    kept: Option<Arc<dyn TokenSource>>,
}

/// A client that says who it is: as parameters, or in a header.
struct HeldClient {
    id: String,
    proof: Option<Proof>,
}

/// The secret of a client, and the headers that it is sent in with the identifier.
struct Proof {
    secret: SecretString,
    client_secret_basic: HeaderValue,
    /// As they are; some cannot be sent so.
    basic: Result<HeaderValue, &'static str>,
}

impl fmt::Debug for AuthHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let client = self.client.as_ref().map(|client| match client.proof {
            Some(_) => format_args!("ClientCredentials"),
            None => format_args!("ClientId"),
        });
        f.debug_list()
            .entries(self.headers.iter().map(|(scheme, ..)| scheme))
            .entries(client)
            .finish()
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

    /// Adds a token that goes into `Authorization` after the name of its scheme.
    pub fn prefixed(&mut self, prefix: &'static str, token: &SecretString) {
        self.secrets.push(token.expose_secret());
        match after_prefix(prefix, token) {
            Ok(value) => self.headers.push((Scheme::Prefixed(prefix), AUTHORIZATION, value)),
            Err(reason) => self.broken = Some(reason),
        }
    }

    /// Makes the header of HTTP Basic, and notes the secret in it.
    fn basic(&mut self, username: &str, password: &str) -> Result<HeaderValue, &'static str> {
        let plain = Zeroizing::new([username, ":", password].concat());
        let mut value = Zeroizing::new(String::with_capacity(6 + plain.len().div_ceil(3) * 4));
        value.push_str("Basic ");
        STANDARD.encode_string(plain.as_bytes(), &mut value);
        // Whoever repeats them may leave the padding out, and may write them as URLs have it.
        let encoded = value.get(6..).unwrap_or_default().trim_end_matches('=');
        self.secrets.push(encoded);
        self.secrets.push(&Zeroizing::new(encoded.replace('+', "-").replace('/', "_")));
        header_of(Zeroizing::new(std::mem::take(&mut *value).into_bytes()))
    }

    fn push(&mut self, scheme: Scheme, name: HeaderName, value: Zeroizing<Vec<u8>>) {
        match header_of(value) {
            Ok(value) => self.headers.push((scheme, name, value)),
            Err(reason) => self.broken = Some(reason),
        }
    }

    /// Refuses what no header can carry.
    pub(crate) fn can_be_sent(&self) -> Result<(), BuildErrorKind> {
        self.broken.map_or(Ok(()), |reason| Err(BuildErrorKind::Credentials { reason }))
    }

    /// Tells whether these credentials can be sent as a header of this scheme.
    pub(crate) fn has(&self, scheme: Scheme) -> bool {
        match scheme {
            Scheme::ClientBasic | Scheme::ClientSecretBasic | Scheme::PrefixedSecret(_) => {
                self.client_secret().is_some()
            }
            Scheme::Bearer if self.kept.is_some() => true,
            other => self.headers.iter().any(|(there, ..)| *there == other),
        }
    }

    pub(crate) fn client_id(&self) -> Option<&String> {
        self.client.as_ref().map(|client| &client.id)
    }

    pub(crate) fn client_secret(&self) -> Option<&SecretString> {
        self.proof().map(|proof| &proof.secret)
    }

    fn proof(&self) -> Option<&Proof> {
        self.client.as_ref()?.proof.as_ref()
    }

    /// Adds the headers of these schemes.
    pub(crate) fn apply(
        &self,
        schemes: &[Scheme],
        headers: &mut HeaderMap,
    ) -> Result<(), BuildErrorKind> {
        for (scheme, name, value) in &self.headers {
            if schemes.contains(scheme) {
                headers.append(name.clone(), value.clone());
            }
        }
        for scheme in schemes {
            let value = match (scheme, self.proof()) {
                (Scheme::ClientSecretBasic, Some(proof)) => Ok(proof.client_secret_basic.clone()),
                (Scheme::ClientBasic, Some(proof)) => proof.basic.clone(),
                (Scheme::PrefixedSecret(prefix), Some(proof)) => {
                    after_prefix(prefix, &proof.secret)
                }
                _ => continue,
            };
            let value = value.map_err(|reason| BuildErrorKind::Credentials { reason })?;
            headers.append(AUTHORIZATION, value);
        }
        Ok(())
    }

    /// Who keeps the bearer token, where it is no header yet.
    pub(crate) const fn kept(&self) -> Option<&Arc<dyn TokenSource>> {
        self.kept.as_ref()
    }

    pub(crate) const fn secrets(&self) -> &SharedSecrets {
        &self.secrets
    }
}

const BLANK_AT_AN_END: &str = "they begin or end with a blank, which a header would lose";

/// Makes the header of a token after the word of its scheme.
fn after_prefix(prefix: &str, token: &SecretString) -> Result<HeaderValue, &'static str> {
    let token = token.expose_secret().as_bytes();
    if token.is_empty() {
        return Err("they are empty");
    }
    if has_blank_at_an_end(token) {
        return Err(BLANK_AT_AN_END);
    }
    let mut value = Zeroizing::new(Vec::with_capacity(prefix.len() + 1 + token.len()));
    value.extend_from_slice(prefix.as_bytes());
    value.push(b' ');
    value.extend_from_slice(token);
    header_of(value)
}

/// Makes a header of credentials, which is marked sensitive and is wiped in the end.
fn header_of(mut value: Zeroizing<Vec<u8>>) -> Result<HeaderValue, &'static str> {
    const NO_HEADER: &str = "they have a character that no header can carry";
    if !value.is_ascii() {
        return Err(NO_HEADER);
    }
    if has_blank_at_an_end(&value) {
        return Err(BLANK_AT_AN_END);
    }
    sensitive(std::mem::take(&mut *value)).map_err(|_| NO_HEADER)
}

/// Refuses a user name and a password that HTTP Basic cannot carry.
fn check_basic(username: &str, password: &str) -> Result<(), &'static str> {
    if username.contains(':') {
        return Err("a user name of HTTP Basic cannot have a colon (RFC 7617, section 2)");
    }
    if [username, password].into_iter().any(|text| text.chars().any(char::is_control)) {
        return Err("HTTP Basic cannot carry control characters (RFC 7617, section 2)");
    }
    Ok(())
}

impl Credentials for Basic {
    fn write_headers(&self, headers: &mut AuthHeaders) {
        let password = self.password.expose_secret();
        headers.secrets.push(password);
        let value = check_basic(&self.username, password)
            .and_then(|()| headers.basic(&self.username, password));
        match value {
            Ok(value) => headers.headers.push((Scheme::Basic, AUTHORIZATION, value)),
            Err(reason) => headers.broken = Some(reason),
        }
    }
}

impl Credentials for ClientCredentials {
    fn write_headers(&self, headers: &mut AuthHeaders) {
        let (id, secret) = (&*self.client_id, self.client_secret.expose_secret());
        headers.secrets.push(secret);
        let encoded_id: String = byte_serialize(id.as_bytes()).collect();
        let encoded_secret: Zeroizing<String> =
            Zeroizing::new(byte_serialize(secret.as_bytes()).collect());
        let client_secret_basic = match headers.basic(&encoded_id, &encoded_secret) {
            Ok(value) => value,
            Err(reason) => {
                headers.broken = Some(reason);
                return;
            }
        };
        // Nearly every identifier and secret is its own encoding.
        let basic = if encoded_id == id && *encoded_secret == secret {
            Ok(client_secret_basic.clone())
        } else {
            check_basic(id, secret).and_then(|()| headers.basic(id, secret))
        };
        headers.client = Some(Box::new(HeldClient {
            id: self.client_id.clone(),
            proof: Some(Proof { secret: self.client_secret.clone(), client_secret_basic, basic }),
        }));
    }
}

impl Credentials for ClientId {
    fn write_headers(&self, headers: &mut AuthHeaders) {
        headers.client = Some(Box::new(HeldClient { id: self.client_id.clone(), proof: None }));
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
