//! Secrets: strings that are wiped when dropped and never shown.

pub use secrecy::{ExposeSecret, SecretString};
