//! Proof Key for Code Exchange: the verifier that is kept and the challenge that is sent.

use std::error::Error;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use crate::secret::random::{self, RandomError};

crate::open_enum! {
    /// How the `code_challenge` is made from the `code_verifier`.
    ///
    /// [RFC 7636, section 4.3](https://www.rfc-editor.org/rfc/rfc7636#section-4.3)
    ///
    /// ```
    /// use oauth_runtime::CodeChallengeMethod;
    ///
    /// assert_eq!(CodeChallengeMethod::S256.as_str(), "S256");
    /// ```
    pub enum CodeChallengeMethod {
        /// The SHA-256 of the verifier, in base64url without padding.
        S256 = "S256",
        /// The verifier itself, which protects against nobody who can read the request.
        Plain = "plain",
    }
}

/// A `code_verifier` and the `code_challenge` made from it with `S256`.
///
/// [RFC 7636, section 4](https://www.rfc-editor.org/rfc/rfc7636#section-4)
///
/// The challenge goes out with the authorization request, the verifier with the token request. A pair is for one
/// authorization only, and so it cannot be cloned.
///
/// ```
/// use oauth_runtime::{ExposeSecret, Pkce};
///
/// let pkce = Pkce::generate()?;
/// let challenge = pkce.challenge().to_owned();
/// let kept = pkce.verifier().expose_secret().to_owned(); // in the session of the browser
///
/// let pkce = Pkce::from_verifier(kept.into())?;
/// assert_eq!(pkce.challenge(), challenge);
/// assert_eq!(pkce.method().as_str(), "S256");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Pkce {
    verifier: SecretString,
    challenge: String,
}

impl Pkce {
    /// Makes a new verifier of 256 random bits (43 characters), and its challenge.
    ///
    /// # Errors
    ///
    /// [`RandomError`] where the operating system gives no random bytes.
    pub fn generate() -> Result<Self, RandomError> {
        random::text().map(Self::new)
    }

    /// Takes a verifier that was kept, and makes its challenge.
    ///
    /// # Errors
    ///
    /// [`CodeVerifierError`] unless it has 43 to 128 letters, digits, `-`, `.`, `_` and `~`
    /// ([RFC 7636, section 4.1](https://www.rfc-editor.org/rfc/rfc7636#section-4.1)).
    pub fn from_verifier(verifier: SecretString) -> Result<Self, CodeVerifierError> {
        let text = verifier.expose_secret().as_bytes();
        if !text.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(byte)) {
            return Err(CodeVerifierError::Character);
        }
        if !(43..=128).contains(&text.len()) {
            return Err(CodeVerifierError::Length);
        }
        Ok(Self::new(verifier))
    }

    fn new(verifier: SecretString) -> Self {
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.expose_secret()));
        Self { verifier, challenge }
    }

    /// Returns the `code_verifier`, for the token request.
    #[must_use]
    pub fn verifier(&self) -> &SecretString {
        &self.verifier
    }

    /// Gives up the pair for its `code_verifier`.
    #[must_use]
    pub fn into_verifier(self) -> SecretString {
        self.verifier
    }

    /// Returns the `code_challenge`, for the authorization request.
    #[must_use]
    pub fn challenge(&self) -> &str {
        &self.challenge
    }

    /// Returns the `code_challenge_method`, always [`CodeChallengeMethod::S256`].
    #[must_use]
    pub fn method(&self) -> CodeChallengeMethod {
        CodeChallengeMethod::S256
    }
}

impl fmt::Debug for Pkce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pkce")
            .field("verifier", &format_args!("[REDACTED]"))
            .field("challenge", &self.challenge)
            .finish()
    }
}

/// Why a text is no `code_verifier`.
///
/// [RFC 7636, section 4.1](https://www.rfc-editor.org/rfc/rfc7636#section-4.1)
///
/// ```
/// use oauth_runtime::{authorization::CodeVerifierError, Pkce};
///
/// let error = Pkce::from_verifier("too short".replace(' ', "-").into()).unwrap_err();
/// assert_eq!(error, CodeVerifierError::Length);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CodeVerifierError {
    /// It is shorter than 43 or longer than 128 characters.
    Length,
    /// It has a character other than letters, digits, `-`, `.`, `_` and `~`.
    Character,
}

impl fmt::Display for CodeVerifierError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Length => "a `code_verifier` has 43 to 128 characters",
            Self::Character => "a `code_verifier` has only letters, digits, `-`, `.`, `_` and `~`",
        })
    }
}

impl Error for CodeVerifierError {}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7636, appendix B.
    #[test]
    fn example_of_the_rfc_holds() {
        let pkce =
            Pkce::from_verifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".into()).unwrap();
        assert_eq!(pkce.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert_eq!(pkce.method(), CodeChallengeMethod::S256);
        assert_eq!(pkce.verifier().expose_secret(), "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    }

    #[test]
    fn generated_pairs_are_valid_and_differ() {
        let (one, other) = (Pkce::generate().unwrap(), Pkce::generate().unwrap());
        assert_ne!(one.challenge(), other.challenge());
        assert_eq!(one.challenge().len(), 43);
        let challenge = one.challenge().to_owned();
        assert_eq!(Pkce::from_verifier(one.into_verifier()).unwrap().challenge(), challenge);
    }

    #[test]
    fn verifiers_are_checked() {
        let long = |length| "a".repeat(length);
        for (verifier, expected) in [
            (long(43), None),
            (long(128), None),
            ("-._~".repeat(11), None),
            (String::new(), Some(CodeVerifierError::Length)),
            (long(42), Some(CodeVerifierError::Length)),
            (long(129), Some(CodeVerifierError::Length)),
            (long(43) + "=", Some(CodeVerifierError::Character)),
            (long(43) + " ", Some(CodeVerifierError::Character)),
            (long(43) + "é", Some(CodeVerifierError::Character)),
            (long(43) + "+", Some(CodeVerifierError::Character)),
        ] {
            assert_eq!(Pkce::from_verifier(verifier.clone().into()).err(), expected, "{verifier}");
        }
    }

    #[test]
    fn debug_hides_the_verifier() {
        let pkce = Pkce::generate().unwrap();
        let shown = format!("{pkce:?}");
        assert!(!shown.contains(pkce.verifier().expose_secret()), "{shown}");
        assert!(shown.contains(pkce.challenge()));
    }
}
