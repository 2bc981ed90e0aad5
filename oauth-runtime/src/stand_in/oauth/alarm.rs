//! What a vendor raises an alarm about.

/// What a vendor raises an alarm about: something was used again that can be used once.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// An authorization code came again: the tokens that it bought are dead
    /// ([RFC 6749, section 4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)).
    CodeAgain,
    /// A refresh token came again after it was rotated: all tokens that came from the same grant are dead
    /// ([RFC 9700, section 4.14.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2)).
    RefreshTokenAgain,
}
