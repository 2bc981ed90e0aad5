//! What became of a request, and of the grant in it.

/// Whether a request reached the server.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Provably not: it never left.
    NotSent,
    /// Bytes may have left, and no complete answer came back.
    Ambiguous,
    /// A complete answer came back.
    Answered,
}

/// Whether a grant that can be used once is still good: an authorization code, a refresh token, which may rotate, a device
/// code. Which call has one, [`Retry`](crate::Retry) says.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GrantState {
    /// It was not used up: the call can be made again with it. Nothing was sent, or the server asks to come again
    /// (`authorization_pending` and `slow_down` of
    /// [RFC 8628, section 3.5](https://www.rfc-editor.org/rfc/rfc8628#section-3.5), 429), or it did not take the client.
    Intact,
    /// It may have been used up. No complete response came, or one that says nothing of the grant: a 5xx, a page, JSON about
    /// something else.
    Unknown,
    /// It is used up, or the server does not take it: `invalid_grant` or a word of the vendor's that the declaration names
    /// (`spent(…)`), a device code that has expired or was refused, or a
    /// success of the token endpoint that gave no usable token.
    Spent,
}
