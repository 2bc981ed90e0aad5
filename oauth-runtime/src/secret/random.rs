//! Random texts that nobody can guess.

use std::error::Error;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;

/// The operating system gave no random bytes.
///
/// This happens on platforms without a random source, or before it is ready; nothing was made, and the caller may try
/// again later.
///
/// ```
/// use oauth_runtime::{authorization::RandomError, State};
///
/// fn begin() -> Result<State, RandomError> {
///     State::generate()
/// }
/// # begin().unwrap();
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RandomError(getrandom::Error);

impl fmt::Display for RandomError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the operating system gave no random bytes")
    }
}

impl Error for RandomError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

/// Makes a text of 256 random bits: 43 letters, digits, `-` and `_`.
pub(crate) fn text() -> Result<SecretString, RandomError> {
    let mut bytes = Zeroizing::new([0_u8; 32]);
    getrandom::fill(bytes.as_mut_slice()).map_err(RandomError)?;
    Ok(SecretString::from(URL_SAFE_NO_PAD.encode(bytes.as_slice())))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn texts_are_long_safe_and_different() {
        let texts: BTreeSet<String> =
            (0..100).map(|_| text().unwrap().expose_secret().to_owned()).collect();
        assert_eq!(texts.len(), 100);
        for text in texts {
            assert_eq!(text.len(), 43);
            assert!(
                text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)),
                "{text}"
            );
        }
    }

    #[test]
    fn failure_tells_its_cause() {
        let error = RandomError(getrandom::Error::UNSUPPORTED);
        assert_eq!(error.to_string(), "the operating system gave no random bytes");
        assert!(error.source().is_some());
    }
}
