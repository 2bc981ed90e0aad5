//! Takes the callback of an authorization apart: the URL at which the browser comes back.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use secrecy::SecretString;
use url::{Url, form_urlencoded};

use crate::oauth::scope::Scopes;
use crate::oauth::state::State;
use crate::secret::escape::Escaped;

/// Longer callbacks are refused unread, in bytes.
const LONGEST: usize = 64 * 1024;

/// A `state` shorter than this is not searched for in what the server says: it would tear ordinary words apart.
const SHORTEST_REDACTED: usize = 8;

/// What is known of an authorization request when its callback comes, and so what the callback has to be.
///
/// [RFC 6749, section 4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)
///
/// ```
/// use oauth_runtime::{authorization::CallbackError, Callback, ExposeSecret, State};
///
/// let state = State::from_string("xyz"); // from the session
///
/// let code = Callback::new(&state)
///     .redirect_uri("https://app.example/cb")
///     .code("https://app.example/cb?code=SplxlOBeZQQYbYS6WxSbIA&state=xyz")?;
/// assert_eq!(code.code().expose_secret(), "SplxlOBeZQQYbYS6WxSbIA");
///
/// let refused = Callback::new(&state).code("?error=access_denied&state=xyz");
/// assert!(matches!(refused, Err(CallbackError::Denied(_))));
///
/// let forged = Callback::new(&state).code("?code=SplxlOBeZQQYbYS6WxSbIA&state=abc");
/// assert!(matches!(forged, Err(CallbackError::StateWrong)));
/// # Ok::<(), CallbackError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Callback<'a> {
    state: &'a State,
    issuer: Option<&'a str>,
    issuer_required: bool,
    redirect_uri: Option<&'a str>,
    in_fragment: bool,
}

impl<'a> Callback<'a> {
    /// Expects the callback of the request that was sent with this `state`.
    #[must_use]
    pub fn new(state: &'a State) -> Self {
        Self { state, issuer: None, issuer_required: false, redirect_uri: None, in_fragment: false }
    }

    /// Expects this issuer, where the server names one in `iss`; the texts are compared as they are.
    ///
    /// [RFC 9207, section 2.4](https://www.rfc-editor.org/rfc/rfc9207#section-2.4)
    #[must_use]
    pub fn issuer(self, issuer: &'a str) -> Self {
        Self { issuer: Some(issuer), ..self }
    }

    /// Expects that the server names its issuer: for those that say they always do
    /// (`authorization_response_iss_parameter_supported`).
    ///
    /// Without [`Callback::issuer`] there is nothing to compare it with, and every callback is refused.
    #[must_use]
    pub fn require_issuer(self) -> Self {
        Self { issuer_required: true, ..self }
    }

    /// Expects the scheme, host, port and path of this URL.
    ///
    /// Where only the path and query of the callback are known (`/cb?code=…`, as in the first line of an HTTP request),
    /// the path is compared; a bare query (`code=…`) is then refused.
    #[must_use]
    pub fn redirect_uri(self, redirect_uri: &'a str) -> Self {
        Self { redirect_uri: Some(redirect_uri), ..self }
    }

    /// Expects the parameters in the fragment (`response_mode=fragment`) instead of the query.
    #[must_use]
    pub fn fragment(self) -> Self {
        Self { in_fragment: true, ..self }
    }

    /// Takes the code out of a callback, given as a URL, as path and query, or as a bare query.
    ///
    /// The `state` is checked before anything else that the callback says.
    ///
    /// # Errors
    ///
    /// A [`CallbackError`] of its own kind for each way in which the callback is not the one expected;
    /// [`CallbackError::Denied`] where it is, and the server refused.
    pub fn code(&self, callback: &str) -> Result<AuthorizationCode, CallbackError> {
        if callback.len() > LONGEST {
            return Err(CallbackError::TooLong);
        }
        let target = Target::of(callback.trim())?;
        self.check_place(&target)?;
        let parameters =
            Parameters::read(if self.in_fragment { target.fragment } else { target.query });
        self.check_state(&parameters)?;
        if let Some(name) = parameters.repeated {
            return Err(CallbackError::Repeated(name));
        }
        self.check_issuer(&parameters)?;
        match (parameters.code, parameters.error) {
            (Some(_), Some(_)) => Err(CallbackError::CodeAndError),
            (None, None) => Err(CallbackError::CodeMissing),
            (None, Some(error)) => Err(CallbackError::Denied(AuthorizationError {
                error: self.without_state(error).into(),
                error_description: parameters
                    .error_description
                    .map(|text| self.without_state(text)),
                error_uri: parameters.error_uri.map(|text| self.without_state(text)),
            })),
            (Some(code), None) if !code.bytes().all(|byte| matches!(byte, 0x20..=0x7E)) => {
                Err(CallbackError::CodeUnreadable)
            }
            (Some(code), None) => Ok(AuthorizationCode {
                code: code.into_owned().into(),
                scope: parameters.scope.map(|scope| Scopes::from(scope.as_ref())),
                iss: parameters.iss.map(Cow::into_owned),
                others: parameters.others,
            }),
        }
    }

    fn check_place(&self, target: &Target<'_>) -> Result<(), CallbackError> {
        let Some(redirect_uri) = self.redirect_uri else { return Ok(()) };
        let expected =
            Url::parse(redirect_uri).map_err(|_| CallbackError::RedirectUriUnreadable)?;
        let found = match target.place {
            Place::Url(ref url) => url,
            Place::Path(path) => &expected.join(path).map_err(|_| CallbackError::OtherPath)?,
            Place::Unknown => return Err(CallbackError::OtherPath),
        };
        let same = found.scheme() == expected.scheme()
            && found.host() == expected.host()
            && found.port_or_known_default() == expected.port_or_known_default()
            && found.path() == expected.path();
        if same { Ok(()) } else { Err(CallbackError::OtherPath) }
    }

    fn check_state(&self, parameters: &Parameters<'_>) -> Result<(), CallbackError> {
        match &parameters.state {
            _ if parameters.state_repeated => Err(CallbackError::Repeated("state")),
            None => Err(CallbackError::StateMissing),
            Some(state) if self.state.matches(state) => Ok(()),
            Some(_) => Err(CallbackError::StateWrong),
        }
    }

    fn check_issuer(&self, parameters: &Parameters<'_>) -> Result<(), CallbackError> {
        match (&parameters.iss, self.issuer) {
            (None, _) if self.issuer_required => Err(CallbackError::IssuerMissing),
            (Some(_), None) if self.issuer_required => Err(CallbackError::IssuerWrong),
            (Some(found), Some(expected)) if found != expected => Err(CallbackError::IssuerWrong),
            _ => Ok(()),
        }
    }

    /// Takes the `state` out of a text of the server, which may be shown.
    fn without_state(&self, text: Cow<'_, str>) -> String {
        let state = self.state.as_str();
        if state.len() >= SHORTEST_REDACTED && text.contains(state) {
            text.replace(state, "[REDACTED]")
        } else {
            text.into_owned()
        }
    }
}

/// A callback, split at `?` and `#` but not decoded.
struct Target<'t> {
    place: Place<'t>,
    query: &'t str,
    fragment: &'t str,
}

enum Place<'t> {
    Url(Box<Url>),
    Path(&'t str),
    Unknown,
}

impl<'t> Target<'t> {
    fn of(text: &'t str) -> Result<Self, CallbackError> {
        let (before, fragment) = text.split_once('#').unwrap_or((text, ""));
        let (path, query) = before.split_once('?').unwrap_or((before, ""));
        if path.is_empty() {
            return Ok(Self { place: Place::Unknown, query, fragment });
        }
        if path.starts_with('/') {
            return Ok(Self { place: Place::Path(path), query, fragment });
        }
        if let Ok(url) = Url::parse(text) {
            return Ok(Self { place: Place::Url(Box::new(url)), query, fragment });
        }
        let name = text.split_once('=').map_or("", |(name, _)| name);
        if name.is_empty() || name.contains(['/', '?', '#', ':']) {
            return Err(CallbackError::NotAUrl);
        }
        // A bare query or fragment, in which `?` means itself.
        let bare = if fragment.is_empty() { before } else { fragment };
        Ok(Self { place: Place::Unknown, query: before, fragment: bare })
    }
}

/// The parameters of a callback; those without a value are left out (RFC 6749, section 3.1).
#[derive(Default)]
struct Parameters<'t> {
    state: Option<Cow<'t, str>>,
    state_repeated: bool,
    code: Option<Cow<'t, str>>,
    error: Option<Cow<'t, str>>,
    error_description: Option<Cow<'t, str>>,
    error_uri: Option<Cow<'t, str>>,
    iss: Option<Cow<'t, str>>,
    scope: Option<Cow<'t, str>>,
    others: Vec<(String, String)>,
    /// The first name that came twice, apart from `state`.
    repeated: Option<&'static str>,
}

impl<'t> Parameters<'t> {
    fn read(encoded: &'t str) -> Self {
        let mut found = Self::default();
        let mut seen = Vec::new();
        for (name, value) in form_urlencoded::parse(encoded.as_bytes()) {
            let (name, place) = match name.as_ref() {
                "state" => ("state", &mut found.state),
                "code" => ("code", &mut found.code),
                "error" => ("error", &mut found.error),
                "error_description" => ("error_description", &mut found.error_description),
                "error_uri" => ("error_uri", &mut found.error_uri),
                "iss" => ("iss", &mut found.iss),
                "scope" => ("scope", &mut found.scope),
                other => {
                    found.others.push((other.to_owned(), value.into_owned()));
                    continue;
                }
            };
            if !value.is_empty() {
                *place = Some(value);
            }
            if !seen.contains(&name) {
                seen.push(name);
            } else if name == "state" {
                found.state_repeated = true;
            } else {
                found.repeated.get_or_insert(name);
            }
        }
        found
    }
}

/// A code from a callback whose `state` was right, with what came beside it.
///
/// [RFC 6749, section 4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)
///
/// ```
/// use oauth_runtime::{Callback, State};
///
/// let state = State::from_string("xyz");
/// let code = Callback::new(&state).code("?code=abc&state=xyz&scope=read+write&prompt=none")?;
/// assert!(code.scope().is_some_and(|scope| scope.contains("write")));
/// assert_eq!(code.parameter("prompt"), Some("none"));
/// let _secret = code.into_code();
/// # Ok::<(), oauth_runtime::authorization::CallbackError>(())
/// ```
#[derive(Clone)]
pub struct AuthorizationCode {
    code: SecretString,
    scope: Option<Scopes>,
    iss: Option<String>,
    others: Vec<(String, String)>,
}

impl AuthorizationCode {
    /// Returns the `code`, which buys a token once.
    #[must_use]
    pub fn code(&self) -> &SecretString {
        &self.code
    }

    /// Gives up everything for the `code`.
    #[must_use]
    pub fn into_code(self) -> SecretString {
        self.code
    }

    /// Returns the `scope` that the server says it granted, where it says so.
    #[must_use]
    pub fn scope(&self) -> Option<&Scopes> {
        self.scope.as_ref()
    }

    /// Returns the issuer that the server named in `iss`; compared only where [`Callback::issuer`] was given.
    #[must_use]
    pub fn iss(&self) -> Option<&str> {
        self.iss.as_deref()
    }

    /// Returns the first value of another parameter.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters().find(|(own, _)| *own == name).map(|(_, value)| value)
    }

    /// Returns the other parameters, in their order.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        self.others.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl fmt::Debug for AuthorizationCode {
    /// Shows neither the code nor the values of parameters that may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let others: Vec<_> = self.others.iter().map(|(name, _)| Escaped(name)).collect();
        f.debug_struct("AuthorizationCode")
            .field("code", &format_args!("[REDACTED]"))
            .field("scope", &self.scope)
            .field("iss", &self.iss.as_deref().map(Escaped))
            .field("others", &others)
            .finish()
    }
}

/// Why a callback gave no code.
///
/// ```
/// use oauth_runtime::{authorization::{AuthorizationErrorCode, CallbackError}, Callback, State};
///
/// let state = State::from_string("xyz");
/// match Callback::new(&state).code("?error=access_denied&state=xyz") {
///     Err(CallbackError::Denied(error)) if *error.error() == AuthorizationErrorCode::AccessDenied => {
///         // the user said no
///     }
///     other => panic!("{other:?}"),
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallbackError {
    /// It is longer than 64 KiB.
    TooLong,
    /// It is neither a URL, nor a path with a query, nor a query.
    NotAUrl,
    /// The `redirect_uri` to compare it with is not a URL; this is the caller's to mend.
    RedirectUriUnreadable,
    /// Its scheme, host, port or path is not that of the `redirect_uri`.
    OtherPath,
    /// It has no `state`, or an empty one.
    StateMissing,
    /// Its `state` is not the one that was sent: it answers some other request, or none.
    StateWrong,
    /// It has this parameter more than once.
    Repeated(&'static str),
    /// It has no `iss` although the server always sends one.
    IssuerMissing,
    /// Its `iss` is not the issuer expected: another server answered (mix-up), or there was none to expect.
    IssuerWrong,
    /// It has both a `code` and an `error`.
    CodeAndError,
    /// It has neither a `code` nor an `error`.
    CodeMissing,
    /// Its `code` has characters that no code has (RFC 6749, appendix A.11).
    CodeUnreadable,
    /// The authorization server refused.
    Denied(AuthorizationError),
}

impl fmt::Display for CallbackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::TooLong => "the callback is longer than 64 KiB",
            Self::NotAUrl => "the callback is not a URL",
            Self::RedirectUriUnreadable => {
                "the `redirect_uri` to compare the callback with is not a URL"
            }
            Self::OtherPath => "the callback is not at the `redirect_uri`",
            Self::StateMissing => "the callback has no `state`",
            Self::StateWrong => "the `state` of the callback is not the one that was sent",
            Self::Repeated(name) => return write!(f, "the callback has `{name}` more than once"),
            Self::IssuerMissing => "the callback has no `iss`",
            Self::IssuerWrong => "the `iss` of the callback is not the issuer expected",
            Self::CodeAndError => "the callback has both a `code` and an `error`",
            Self::CodeMissing => "the callback has neither a `code` nor an `error`",
            Self::CodeUnreadable => "the `code` of the callback has characters that no code has",
            Self::Denied(error) => return write!(f, "the authorization server refused: {error}"),
        };
        f.write_str(text)
    }
}

impl Error for CallbackError {}

crate::open_enum! {
    /// Why an authorization server refused.
    ///
    /// [RFC 6749, section 4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)
    ///
    /// ```
    /// use oauth_runtime::authorization::AuthorizationErrorCode;
    ///
    /// assert_eq!(AuthorizationErrorCode::from("access_denied"), AuthorizationErrorCode::AccessDenied);
    /// assert_eq!(AuthorizationErrorCode::from("login_required").as_str(), "login_required");
    /// ```
    pub enum AuthorizationErrorCode {
        /// The request lacks a parameter, has one twice, or has an invalid one.
        InvalidRequest = "invalid_request",
        /// The client may not ask for a code in this way.
        UnauthorizedClient = "unauthorized_client",
        /// The user or the server said no.
        AccessDenied = "access_denied",
        /// The server does not give codes in this way.
        UnsupportedResponseType = "unsupported_response_type",
        /// The scope is invalid, unknown or malformed.
        InvalidScope = "invalid_scope",
        /// The server met something unexpected.
        ServerError = "server_error",
        /// The server is overloaded or under maintenance.
        TemporarilyUnavailable = "temporarily_unavailable",
    }
}

/// The refusal of an authorization server.
///
/// [RFC 6749, section 4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)
///
/// The texts are the server's, only that the `state` is taken out where they repeat it: escape them before showing them
/// anywhere but in a `{}` or `{:?}` of this type.
///
/// ```
/// use oauth_runtime::{authorization::CallbackError, Callback, State};
///
/// let state = State::from_string("xyz");
/// let callback = "?error=access_denied&error_description=The+user+said+no&state=xyz";
/// let Err(CallbackError::Denied(error)) = Callback::new(&state).code(callback) else { panic!() };
/// assert_eq!(error.error_description(), Some("The user said no"));
/// assert_eq!(error.to_string(), "access_denied: The user said no");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct AuthorizationError {
    error: AuthorizationErrorCode,
    error_description: Option<String>,
    error_uri: Option<String>,
}

impl AuthorizationError {
    /// Returns the error code.
    #[must_use]
    pub fn error(&self) -> &AuthorizationErrorCode {
        &self.error
    }

    /// Returns the text for developers.
    #[must_use]
    pub fn error_description(&self) -> Option<&str> {
        self.error_description.as_deref()
    }

    /// Returns the address of a page about the error.
    #[must_use]
    pub fn error_uri(&self) -> Option<&str> {
        self.error_uri.as_deref()
    }
}

impl fmt::Display for AuthorizationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.error, f)?;
        match &self.error_description {
            Some(description) => write!(f, ": {}", Escaped(description)),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for AuthorizationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationError")
            .field("error", &self.error)
            .field("error_description", &self.error_description.as_deref().map(Escaped))
            .field("error_uri", &self.error_uri.as_deref().map(Escaped))
            .finish()
    }
}

impl Error for AuthorizationError {}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    const STATE: &str = "st4te-of-the-session";

    fn state() -> State {
        State::from_string(STATE)
    }

    fn error(callback: &Callback<'_>, text: &str) -> CallbackError {
        let error = callback.code(text).unwrap_err();
        for shown in [error.to_string(), format!("{error:?}")] {
            assert!(!shown.contains(STATE) && !shown.contains("c0de"), "{shown}");
            assert!(!shown.contains(char::is_control), "{shown}");
        }
        error
    }

    #[test]
    fn every_shape_of_callback_is_read() {
        let state = state();
        for text in [
            "https://app.example/cb?code=c0de&state=st4te-of-the-session",
            "http://127.0.0.1:49152/cb?state=st4te-of-the-session&code=c0de",
            "http://[::1]:49152/?state=st4te-of-the-session&code=c0de#_=_",
            "com.example.app:/cb?code=c0de&state=st4te-of-the-session",
            "com.example.app:cb?code=c0de&state=st4te-of-the-session",
            "com.example.app://cb?code=c0de&state=st4te-of-the-session",
            "/cb?code=c0de&state=st4te-of-the-session",
            "?code=c0de&state=st4te-of-the-session",
            "code=c0de&state=st4te-of-the-session",
            "code=c0de&state=st4te-of-the-session#_=_",
            "code=c0de&&state=st4te-of-the-session&",
            "error=&code=%630de&%73tate=st4te-of-the-session",
            " https://app.example/cb?code=c0de&state=st4te-of-the-session\r\n",
        ] {
            let code = Callback::new(&state).code(text).unwrap();
            assert_eq!(code.code().expose_secret(), "c0de", "{text}");
            assert_eq!(code.clone().into_code().expose_secret(), "c0de", "{text}");
        }
        for text in [
            "https://app.example/cb#code=c0de&state=st4te-of-the-session",
            "https://app.example/cb?code=other&state=other#code=c0de&state=st4te-of-the-session",
            "com.example.app:/cb#code=c0de&state=st4te-of-the-session",
            "/cb#code=c0de&state=st4te-of-the-session",
            "#code=c0de&state=st4te-of-the-session",
            "code=c0de&state=st4te-of-the-session",
        ] {
            let code = Callback::new(&state).fragment().code(text).unwrap();
            assert_eq!(code.code().expose_secret(), "c0de", "{text}");
        }
    }

    #[test]
    fn each_mistake_has_its_own_error() {
        let state = state();
        let callback = Callback::new(&state);
        for (text, expected) in [
            ("garbage", CallbackError::NotAUrl),
            ("http://", CallbackError::NotAUrl),
            ("//[", CallbackError::StateMissing),
            ("", CallbackError::StateMissing),
            ("?", CallbackError::StateMissing),
            ("https://app.example/cb", CallbackError::StateMissing),
            (
                "https://app.example/cb#code=c0de&state=st4te-of-the-session",
                CallbackError::StateMissing,
            ),
            ("?code=c0de", CallbackError::StateMissing),
            ("?code=c0de&state=", CallbackError::StateMissing),
            ("?code=c0de&state", CallbackError::StateMissing),
            ("?error=access_denied", CallbackError::StateMissing),
            ("?code=c0de&State=st4te-of-the-session", CallbackError::StateMissing),
            ("?code=c0de&state=st4te-of-the-sessioN", CallbackError::StateWrong),
            ("?code=c0de&state=st4te-of-the-session+", CallbackError::StateWrong),
            ("?code=c0de&code=c0de2&state=wrong", CallbackError::StateWrong),
            ("?error=access_denied&code=c0de&state=wrong", CallbackError::StateWrong),
            ("?state=wrong&code=c0de&state=st4te-of-the-session", CallbackError::Repeated("state")),
            (
                "?state=st4te-of-the-session&code=c0de&state=st4te-of-the-session",
                CallbackError::Repeated("state"),
            ),
            ("?state=&code=c0de&state=st4te-of-the-session", CallbackError::Repeated("state")),
            ("?code=c0de&code=c0de2&state=st4te-of-the-session", CallbackError::Repeated("code")),
            ("?code=c0de&%63ode=c0de&state=st4te-of-the-session", CallbackError::Repeated("code")),
            ("?error=a&error=b&state=st4te-of-the-session", CallbackError::Repeated("error")),
            ("?code=c0de&iss=a&iss=a&state=st4te-of-the-session", CallbackError::Repeated("iss")),
            (
                "?code=c0de&error=access_denied&state=st4te-of-the-session",
                CallbackError::CodeAndError,
            ),
            ("?state=st4te-of-the-session", CallbackError::CodeMissing),
            ("?code=&state=st4te-of-the-session", CallbackError::CodeMissing),
            ("?code=c0de%0d%0aX&state=st4te-of-the-session", CallbackError::CodeUnreadable),
            ("?code=c0de%ff&state=st4te-of-the-session", CallbackError::CodeUnreadable),
            ("?code=c0d%C3%A9&state=st4te-of-the-session", CallbackError::CodeUnreadable),
        ] {
            assert_eq!(error(&callback, text), expected, "{text}");
        }
    }

    #[test]
    fn huge_callbacks_are_not_read() {
        let state = state();
        let text = format!("?state={STATE}&code=c0de&x={}", "x".repeat(10 << 20));
        assert_eq!(error(&Callback::new(&state), &text), CallbackError::TooLong);
    }

    #[test]
    fn an_empty_state_matches_nothing() {
        let state = State::from_string("");
        assert_eq!(
            Callback::new(&state).code("?code=c&state=").unwrap_err(),
            CallbackError::StateMissing
        );
        assert_eq!(
            Callback::new(&state).code("?code=c&state=a").unwrap_err(),
            CallbackError::StateWrong
        );
    }

    #[test]
    fn the_place_is_compared() {
        let state = state();
        let query = format!("code=c0de&state={STATE}");
        for (redirect_uri, place, same) in [
            ("https://app.example/cb", "https://app.example/cb?", true),
            ("https://app.example/cb", "https://app.example:443/cb?", true),
            ("https://app.example/cb", "HTTPS://APP.EXAMPLE/cb?", true),
            ("https://app.example/cb?tenant=1", "https://app.example/cb?tenant=1&", true),
            ("https://app.example/cb", "/cb?", true),
            ("https://app.example/cb", "/cb/?", false),
            ("https://app.example/cb", "//evil.example/cb?", false),
            ("https://app.example/cb", "?", false),
            ("https://app.example/cb", "", false),
            ("https://app.example/cb", "http://app.example/cb?", false),
            ("https://app.example/cb", "https://evil.example/cb?", false),
            ("https://app.example/cb", "https://app.example.evil/cb?", false),
            ("https://app.example/cb", "https://app.example@evil.example/cb?", false),
            ("https://app.example/cb", "https://app.example:8443/cb?", false),
            ("https://app.example/cb", "https://app.example/cb/other?", false),
            ("https://app.example/cb", "https://app.example/CB?", false),
            ("https://app.example/cb", "https://app.example/cb/../favicon.ico?", false),
            ("http://127.0.0.1:49152/cb", "http://127.0.0.1:49152/cb?", true),
            ("http://127.0.0.1:49152/cb", "http://127.0.0.1:49153/cb?", false),
            ("com.example.app:/cb", "com.example.app:/cb?", true),
            ("com.example.app:/cb", "com.example.app2:/cb?", false),
        ] {
            let callback = Callback::new(&state).redirect_uri(redirect_uri);
            let text = format!("{place}{query}");
            if same {
                assert!(callback.code(&text).is_ok(), "{text}");
            } else {
                assert_eq!(error(&callback, &text), CallbackError::OtherPath, "{text}");
            }
        }
        let callback = Callback::new(&state).redirect_uri("not a URL");
        assert_eq!(error(&callback, &query), CallbackError::RedirectUriUnreadable);
    }

    #[test]
    fn the_issuer_is_compared() {
        let state = state();
        let plain = Callback::new(&state);
        let known = plain.clone().issuer("https://as.example");
        let required = known.clone().require_issuer();
        let nothing_to_compare = plain.clone().require_issuer();
        let (none, right) = ("", "&iss=https%3A%2F%2Fas.example");
        let (wrong, slash) =
            ("&iss=https%3A%2F%2Fevil.example", "&iss=https%3A%2F%2Fas.example%2F");
        for (callback, iss, expected) in [
            (&plain, none, None),
            (&plain, wrong, None),
            (&known, none, None),
            (&known, right, None),
            (&known, wrong, Some(CallbackError::IssuerWrong)),
            (&known, slash, Some(CallbackError::IssuerWrong)),
            (&required, right, None),
            (&required, none, Some(CallbackError::IssuerMissing)),
            (&required, "&iss=", Some(CallbackError::IssuerMissing)),
            (&required, wrong, Some(CallbackError::IssuerWrong)),
            (&nothing_to_compare, right, Some(CallbackError::IssuerWrong)),
            (&nothing_to_compare, none, Some(CallbackError::IssuerMissing)),
        ] {
            assert_eq!(
                callback.code(&format!("?code=c0de&state={STATE}{iss}")).err(),
                expected,
                "{callback:?} {iss}"
            );
        }
        let text = format!("?error=access_denied&state={STATE}{wrong}");
        assert_eq!(error(&known, &text), CallbackError::IssuerWrong);
    }

    #[test]
    fn a_refusal_is_kept_and_shown_on_one_line() {
        let state = state();
        let text = format!(
            "?error=access_denied&error_description=no%0d%0a%1b%5b31m%E2%80%AE+{STATE}&error_uri=https://as.example/e&state={STATE}"
        );
        let CallbackError::Denied(error) = error(&Callback::new(&state), &text) else {
            panic!("not denied")
        };
        assert_eq!(error.error(), &AuthorizationErrorCode::AccessDenied);
        assert_eq!(error.error_description(), Some("no\r\n\u{1b}[31m\u{202e} [REDACTED]"));
        assert_eq!(error.error_uri(), Some("https://as.example/e"));
        assert_eq!(error.to_string(), r"access_denied: no\r\n\u{1b}[31m\u{202e} [REDACTED]");
        for code in AuthorizationErrorCode::VALUES.iter().chain(&["login_required"]) {
            let text = format!("?error={code}&state={STATE}");
            let Err(CallbackError::Denied(error)) = Callback::new(&state).code(&text) else {
                panic!("{code}")
            };
            assert_eq!(error.error(), code);
        }
    }

    #[test]
    fn what_comes_beside_the_code_is_kept() {
        let state = state();
        let text = format!("?a=1&code=c%2B0+de&scope=a++b&iss=i&a=2&state={STATE}&tok=s3cret");
        let code = Callback::new(&state).code(&text).unwrap();
        assert_eq!(code.code().expose_secret(), "c+0 de");
        assert_eq!(code.scope(), Some(&Scopes::from("a b")));
        assert_eq!(code.iss(), Some("i"));
        assert_eq!(code.parameter("a"), Some("1"));
        assert_eq!(code.parameter("state"), None);
        assert_eq!(
            code.parameters().collect::<Vec<_>>(),
            [("a", "1"), ("a", "2"), ("tok", "s3cret")]
        );
        let shown = format!("{code:?}");
        assert!(
            !shown.contains("c+0") && !shown.contains("s3cret") && shown.contains("tok"),
            "{shown}"
        );
        assert!(!format!("{:?}", Callback::new(&state)).contains(STATE));
    }
}
