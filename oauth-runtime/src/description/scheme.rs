//! The ways to authenticate a call.

/// One way to authenticate a call.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// HTTP Basic, [RFC 7617](https://www.rfc-editor.org/rfc/rfc7617).
    Basic,
    /// HTTP Basic with form-encoded id and secret,
    /// [RFC 6749, section 2.3.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1).
    ClientSecretBasic,
    /// A bearer token, [RFC 6750, section 2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1).
    Bearer,
    /// A key in the header of this name (in lower case).
    Header(&'static str),
    /// A token in `Authorization`, after this word: the scheme of
    /// [RFC 9110, section 11.1](https://www.rfc-editor.org/rfc/rfc9110#section-11.1).
    Prefixed(&'static str),
}
