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

/// Whether a grant that can be used once (an authorization code, a rotating refresh token) is still good.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GrantState {
    /// It was not used up: the call can be made again with it.
    Intact,
    /// It may have been used up.
    Unknown,
    /// It is used up, or the server does not take it.
    Spent,
}
