//! Takes the secrets of a call out of texts that a server sent.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

/// What stands where a secret stood.
pub(crate) const REDACTED: &str = "[REDACTED]";

/// Secrets shorter than this are not looked for: they would tear ordinary words apart.
const SHORTEST: usize = 4;

/// The secrets that went out with one call.
#[derive(Clone, Default)]
pub(crate) struct Secrets(Vec<SecretString>);

impl Secrets {
    pub(crate) fn push(&mut self, secret: &str) {
        if secret.len() >= SHORTEST {
            self.0.push(secret.into());
        }
    }

    /// Replaces every secret, plain or form-encoded.
    pub(crate) fn redact(&self, mut text: String) -> String {
        for secret in &self.0 {
            let plain = secret.expose_secret();
            let encoded: String = url::form_urlencoded::byte_serialize(plain.as_bytes()).collect();
            for form in [plain, encoded.as_str()] {
                if text.contains(form) {
                    text = text.replace(form, REDACTED);
                }
            }
        }
        text
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({})", self.0.len())
    }
}
