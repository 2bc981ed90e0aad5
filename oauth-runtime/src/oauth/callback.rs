//! The callback of an authorization: the URL at which the browser comes back, checked and taken apart.

pub(crate) mod code;
pub(crate) mod error;
mod parameters;
pub(crate) mod refusal;
mod target;

use std::borrow::Cow;

use url::Url;

use crate::oauth::callback::code::AuthorizationCode;
use crate::oauth::callback::error::CallbackError;
use crate::oauth::callback::parameters::Parameters;
use crate::oauth::callback::refusal::AuthorizationError;
use crate::oauth::callback::target::{Place, Target};
use crate::oauth::scope::Scopes;
use crate::oauth::state::State;

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

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;
    use crate::oauth::callback::refusal::AuthorizationErrorCode;

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
