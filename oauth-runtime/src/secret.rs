//! Secrets: strings that are wiped when dropped, made at random, and kept out of what is shown.

pub(crate) mod escape;
pub(crate) mod random;
pub(crate) mod redact;
pub(crate) mod wiped;

pub use secrecy::{ExposeSecret, SecretString};
