//! The callback of an authorization: the URL at which the browser comes back, checked and taken apart.

pub(crate) mod code;
pub(crate) mod error;
pub(crate) mod parameters;
pub(crate) mod refusal;
mod target;

use url::{Url, form_urlencoded};

use crate::description::CallbackNames;
use crate::oauth::callback::code::AuthorizationCode;
use crate::oauth::callback::error::CallbackError;
use crate::oauth::callback::parameters::{CallbackParameters, Received};
use crate::oauth::callback::refusal::AuthorizationError;
use crate::oauth::callback::target::{Place, Target};
use crate::oauth::scope::Scopes;
use crate::oauth::state::State;

/// Longer callbacks are refused unread, in bytes.
const LONGEST: usize = 64 * 1024;

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
    names: CallbackNames,
}

impl<'a> Callback<'a> {
    /// Expects the callback of the request that was sent with this `state`.
    #[must_use]
    pub fn new(state: &'a State) -> Self {
        Self {
            state,
            issuer: None,
            issuer_required: false,
            redirect_uri: None,
            in_fragment: false,
            names: CallbackNames::OF_THE_RFCS,
        }
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

    /// Expects the scheme, host, port and path of this URL, and its query: each parameter that it has comes back with the
    /// same values, whatever comes beside them.
    ///
    /// Where only the path and query of the callback are known (`/cb?code=…`, as in the first line of an HTTP request),
    /// path and query are compared; a bare query (`code=…`) is then refused.
    #[must_use]
    pub fn redirect_uri(self, redirect_uri: &'a str) -> Self {
        Self { redirect_uri: Some(redirect_uri), ..self }
    }

    /// Expects the parameters in the fragment (`response_mode=fragment`) instead of the query.
    #[must_use]
    pub fn fragment(self) -> Self {
        Self { in_fragment: true, ..self }
    }

    /// Expects the parameters under names of the vendor's own, which its page declares with `callback(…)`: there is a constant
    /// of the client for each such page.
    #[must_use]
    pub fn names(self, names: CallbackNames) -> Self {
        Self { names, ..self }
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
        let received = self.received(callback)?;
        let CallbackNames { state, error, iss, scope, scope_separator, .. } = self.names;
        let code = self.names.code.and_then(|code| received.get(code).zip(Some(code)));
        match (code, received.get(error)) {
            (Some(_), Some(error)) => Err(CallbackError::CodeAndError(refusal(&received, error))),
            (None, Some(error)) => Err(CallbackError::Denied(refusal(&received, error))),
            (None, None) => Err(CallbackError::CodeMissing(received.harmless_others(&[state]))),
            (Some((code, _)), None) if !code.bytes().all(|byte| matches!(byte, 0x20..=0x7E)) => {
                Err(CallbackError::CodeUnreadable)
            }
            (Some((code, name)), None) => Ok(AuthorizationCode {
                code: code.to_owned().into(),
                scope: received
                    .get(scope)
                    .map(|scope| Scopes::from_response(scope, scope_separator)),
                iss: received.get(iss).map(str::to_owned),
                others: received.others(&[name, iss, scope, state]),
            }),
        }
    }

    /// Takes the parameters out of a callback that is not about a code, given as for [`Callback::code`]: all but the `state`,
    /// which is checked before anything else that the callback says.
    ///
    /// ```
    /// use oauth_runtime::{Callback, State};
    ///
    /// let state = State::from_string("xyz");
    /// let consent = Callback::new(&state).parameters("?admin_consent=True&tenant=fa00d692&state=xyz")?;
    /// assert_eq!(consent.get("tenant"), Some("fa00d692"));
    /// # Ok::<(), oauth_runtime::authorization::CallbackError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Callback::code`], apart from those about a code that is missing or unreadable.
    pub fn parameters(&self, callback: &str) -> Result<CallbackParameters, CallbackError> {
        let received = self.received(callback)?;
        let code = self.names.code.and_then(|code| received.get(code));
        match (code, received.get(self.names.error)) {
            (Some(_), Some(error)) => Err(CallbackError::CodeAndError(refusal(&received, error))),
            (None, Some(error)) => Err(CallbackError::Denied(refusal(&received, error))),
            (_, None) => Ok(received.others(&[self.names.state])),
        }
    }

    /// Reads a callback that answers the request, and no other.
    fn received<'t>(&self, callback: &'t str) -> Result<Received<'t>, CallbackError> {
        if callback.len() > LONGEST {
            return Err(CallbackError::TooLong);
        }
        let target = Target::of(callback.trim())?;
        let expected = self.check_place(&target)?;
        let received = if self.in_fragment { target.fragment } else { target.query };
        let received = Received::read(received, self.names);
        self.check_state(&received)?;
        if !has_pairs_of(target.query, expected.as_ref().and_then(Url::query).unwrap_or_default()) {
            return Err(CallbackError::OtherPath);
        }
        if let Some(name) = received.repeated {
            return Err(CallbackError::Repeated(name));
        }
        self.check_issuer(&received)?;
        Ok(received)
    }

    /// Compares all but the query, and returns what is expected.
    fn check_place(&self, target: &Target<'_>) -> Result<Option<Url>, CallbackError> {
        let Some(redirect_uri) = self.redirect_uri else { return Ok(None) };
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
        if same { Ok(Some(expected)) } else { Err(CallbackError::OtherPath) }
    }

    fn check_state(&self, received: &Received<'_>) -> Result<(), CallbackError> {
        match received.get(self.names.state) {
            _ if received.state_repeated => Err(CallbackError::Repeated(self.names.state)),
            None => Err(CallbackError::StateMissing),
            Some(state) if self.state.matches(state) => Ok(()),
            Some(_) => Err(CallbackError::StateWrong),
        }
    }

    fn check_issuer(&self, received: &Received<'_>) -> Result<(), CallbackError> {
        match (received.get(self.names.iss), self.issuer) {
            (None, _) if self.issuer_required => Err(CallbackError::IssuerMissing),
            (Some(_), None) if self.issuer_required => Err(CallbackError::IssuerWrong),
            (Some(found), Some(expected)) if found != expected => Err(CallbackError::IssuerWrong),
            _ => Ok(()),
        }
    }
}

fn refusal(received: &Received<'_>, error: &str) -> AuthorizationError {
    let harmless = |name| received.get(name).map(|text| received.harmless(text));
    let names = received.names;
    let placed = [names.error, names.error_description, names.error_uri, names.state];
    let placed: Vec<&str> = placed.into_iter().chain(names.code).collect();
    AuthorizationError {
        error: received.harmless(error).into(),
        error_description: harmless(names.error_description),
        error_uri: harmless(names.error_uri),
        others: received.harmless_others(&placed),
    }
}

/// Tells whether a query has the pairs of another: under each name of those the same values, whatever else there is.
fn has_pairs_of(query: &str, expected: &str) -> bool {
    if expected.is_empty() {
        return true;
    }
    let pairs = |query| -> Vec<_> { form_urlencoded::parse(str::as_bytes(query)).collect() };
    let (found, expected) = (pairs(query), pairs(expected));
    expected.iter().all(|(name, _)| {
        let found = found.iter().filter(|(own, _)| own == name);
        found.eq(expected.iter().filter(|(own, _)| own == name))
    })
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;
    use crate::oauth::callback::parameters::CallbackParameters;
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
                "?state=st4te-of-the-session",
                CallbackError::CodeMissing(CallbackParameters::default()),
            ),
            (
                "?code=&state=st4te-of-the-session",
                CallbackError::CodeMissing(CallbackParameters::default()),
            ),
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
            ("https://app.example/cb?tenant=1", "/cb?x=y&tenant=%31&", true),
            ("https://app.example/cb?tenant=1&a=b+c", "/cb?a=b%20c&tenant=1&", true),
            ("https://app.example/cb?a=1&a=2", "https://app.example/cb?a=1&x&a=2&", true),
            ("https://app.example/cb?", "https://app.example/cb?", true),
            ("https://app.example/cb?tenant=1", "https://app.example/cb?tenant=2&", false),
            ("https://app.example/cb?tenant=1", "https://app.example/cb?tenant=&", false),
            ("https://app.example/cb?tenant=1", "https://app.example/cb?Tenant=1&", false),
            ("https://app.example/cb?tenant=1", "https://app.example/cb?", false),
            ("https://app.example/cb?tenant=1", "https://app.example/cb?tenant=1&tenant=2&", false),
            ("https://app.example/cb?tenant=1", "https://app.example/cb?tenant=2&tenant=1&", false),
            ("https://app.example/cb?a=1&a=2", "https://app.example/cb?a=2&a=1&", false),
            ("https://app.example/cb?tenant=1", "/cb?", false),
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
    fn query_of_the_address_is_compared_beside_a_fragment() {
        let state = state();
        let callback = Callback::new(&state).fragment().redirect_uri("https://a.example/cb?t=1");
        let text = |query| format!("https://a.example/cb{query}#code=c0de&state={STATE}");
        assert!(callback.code(&text("?t=1")).is_ok());
        assert_eq!(error(&callback, &text("?t=2")), CallbackError::OtherPath);
        assert_eq!(error(&callback, &format!("{}&t=1", text(""))), CallbackError::OtherPath);
        // Of a stranger's callback no parameter is looked at.
        let forged = format!("https://a.example/cb?t=2#code=c0de&state={STATE}x");
        assert_eq!(error(&callback, &forged), CallbackError::StateWrong);
    }

    #[test]
    fn whatever_comes_with_a_refusal_is_kept() {
        let state = state();
        let text = format!(
            "?error_reason=user_denied&error=access_denied&error_code=200&iss=i&scope=a&next=/a/{STATE}&id_token=c0de&state={STATE}"
        );
        let CallbackError::Denied(denied) = error(&Callback::new(&state), &text) else {
            panic!("not denied")
        };
        assert_eq!(denied.parameter("error_reason"), Some("user_denied"));
        assert_eq!(denied.parameter("error_code"), Some("200"));
        let all = [
            ("error_reason", "user_denied"),
            ("error_code", "200"),
            ("iss", "i"),
            ("scope", "a"),
            ("next", "/a/[REDACTED]"),
            ("id_token", "[REDACTED]"),
        ];
        assert!(denied.parameters().eq(all), "{:?}", denied.parameters().collect::<Vec<_>>());
        assert!(format!("{denied:?}").contains("error_reason"));

        let text =
            format!("?code=c0de-of-a-refusal&error=odd&why=c0de-of-a-refusal&x=1&state={STATE}");
        let CallbackError::CodeAndError(both) = error(&Callback::new(&state), &text) else {
            panic!("not both")
        };
        assert_eq!(both.error().as_str(), "odd");
        assert!(both.parameters().eq([("why", "[REDACTED]"), ("x", "1")]));
    }

    #[test]
    fn refusal_without_an_error_is_kept() {
        let state = state();
        let text = format!(
            "?error_code=200&error_reason=user%0adenied&error_description=no&page=1&access_token=c0de&state={STATE}"
        );
        let error = error(&Callback::new(&state), &text);
        assert_eq!(
            error.to_string(),
            "the callback has neither a `code` nor an `error`, only: error_code, error_reason, error_description, page, access_token"
        );
        let CallbackError::CodeMissing(parameters) = error else { panic!("not missing") };
        assert_eq!(parameters.get("error_reason"), Some("user\ndenied"));
        let all = [
            ("error_code", "200"),
            ("error_reason", "user\ndenied"),
            ("error_description", "no"),
            ("page", "1"),
            ("access_token", "[REDACTED]"),
        ];
        assert!(parameters.iter().eq(all));
    }

    /// As in a token response.
    #[test]
    fn commas_part_scopes() {
        let state = state();
        for (scope, tokens) in [
            ("read,activity:read_all", &["read", "activity:read_all"][..]),
            ("read%2Cwrite", &["read", "write"]),
            ("a+b,+c,,d", &["a", "b", "c", "d"]),
            ("read", &["read"]),
        ] {
            let text = format!("?code=c0de&scope={scope}&state={STATE}");
            let code = Callback::new(&state).code(&text).unwrap();
            assert!(code.scope().unwrap().iter().eq(tokens.iter().copied()), "{scope}");
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
        let text = format!("?error_description=slow&code=c0de&error=&state={STATE}");
        let odd = Callback::new(&state).code(&text).unwrap();
        assert_eq!(odd.parameter("error_description"), Some("slow"));
        let shown = format!("{code:?}");
        assert!(
            !shown.contains("c+0") && !shown.contains("s3cret") && shown.contains("tok"),
            "{shown}"
        );
        assert!(!format!("{:?}", Callback::new(&state)).contains(STATE));
    }
}
