//! The `state` that ties a callback to the request it answers.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

use crate::secret::random::{self, RandomError};
use crate::value::{Optional, Parameter, ParameterText};

/// A value for `state`: sent with the authorization request, expected back with the callback.
///
/// [RFC 6749, section 10.12](https://www.rfc-editor.org/rfc/rfc6749#section-10.12)
///
/// It has 256 random bits. Keep it where only the browser session that began can find it again ([`State::as_str`],
/// [`State::from_string`]), and hand it to [`Callback::new`](crate::Callback::new) when the callback comes.
///
/// ```
/// use oauth_runtime::State;
///
/// let state = State::generate()?;
/// let kept: String = state.as_str().to_owned();
///
/// let state = State::from_string(kept.clone());
/// assert!(state.matches(&kept));
/// assert!(!state.matches("something else"));
/// # Ok::<(), oauth_runtime::authorization::RandomError>(())
/// ```
#[derive(Clone)]
pub struct State(SecretString);

impl State {
    /// Makes a new random value.
    ///
    /// # Errors
    ///
    /// [`RandomError`] where the operating system gives no random bytes.
    pub fn generate() -> Result<Self, RandomError> {
        random::text().map(Self)
    }

    /// Takes a value that was kept, for example in a session.
    ///
    /// An empty one matches nothing.
    #[must_use]
    pub fn from_string(text: impl Into<SecretString>) -> Self {
        Self(text.into())
    }

    /// Returns the value, to be sent or kept.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.expose_secret()
    }

    /// Tells whether the text is this value, in a time that does not depend on where they differ.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        let own = self.as_str().as_bytes();
        !own.is_empty() && bool::from(own.ct_eq(text.as_bytes()))
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("State([REDACTED])")
    }
}

impl From<&State> for String {
    fn from(state: &State) -> Self {
        state.as_str().to_owned()
    }
}

impl From<&State> for SecretString {
    fn from(state: &State) -> Self {
        state.0.clone()
    }
}

impl Optional<String> for &State {
    fn into_option(self) -> Option<String> {
        Some(self.into())
    }
}

impl Optional<SecretString> for &State {
    fn into_option(self) -> Option<SecretString> {
        Some(self.into())
    }
}

impl Optional<State> for &State {
    fn into_option(self) -> Option<State> {
        Some(self.clone())
    }
}

impl Parameter for State {
    fn text(&self) -> ParameterText<'_> {
        ParameterText::from(self.as_str())
    }

    fn is_secret(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_text_matches() {
        let state = State::from_string("abc");
        for (text, same) in [
            ("abc", true),
            ("abd", false),
            ("ab", false),
            ("abcd", false),
            ("ABC", false),
            ("", false),
        ] {
            assert_eq!(state.matches(text), same, "{text}");
        }
    }

    /// Whoever guesses learns nothing from how long it takes: where the first byte differs, it takes as long as where the last
    /// one does. A comparison that stops there would be thousands of times as fast.
    #[test]
    fn time_does_not_tell_where_a_guess_is_wrong() {
        let text = "a".repeat(1024 * 1024);
        let state = State::from_string(text.clone());
        let (first, last) = (format!("b{}", &text[1..]), format!("{}b", &text[1..]));
        let fastest = |guess: &str| {
            let times = (0..20).map(|_| {
                let started = std::time::Instant::now();
                assert!(!state.matches(guess));
                started.elapsed()
            });
            times.min().unwrap().as_secs_f64()
        };
        let ratio = fastest(&last) / fastest(&first);
        assert!(ratio < 50.0, "{ratio}");
    }

    #[test]
    fn empty_state_matches_nothing() {
        assert!(!State::from_string("").matches(""));
    }

    #[test]
    fn generated_states_differ() {
        let (one, other) = (State::generate().unwrap(), State::generate().unwrap());
        assert!(one.matches(one.as_str()) && !one.matches(other.as_str()));
        assert_eq!(one.as_str().len(), 43);
    }

    #[test]
    fn debug_shows_nothing() {
        let state = State::generate().unwrap();
        assert_eq!(format!("{state:?}"), "State([REDACTED])");
    }

    #[test]
    fn setters_take_a_reference() {
        fn optional(value: impl Optional<String>) -> Option<String> {
            value.into_option()
        }
        fn required(value: impl Into<String>) -> String {
            value.into()
        }
        let state = State::from_string("abc");
        assert_eq!(optional(&state).as_deref(), Some("abc"));
        assert_eq!(required(&state), "abc");
    }
}
