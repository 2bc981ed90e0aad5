//! A bearer token that has to be awaited: somebody keeps it, and each call asks for it.

use std::error::Error;
use std::pin::Pin;

use http::HeaderValue;

/// Somebody who keeps a bearer token.
pub(crate) trait TokenSource: Send + Sync + 'static {
    /// Gives the token for a call.
    fn token(&self) -> AwaitedFuture;
}

/// What a [`TokenSource`] gives.
pub(crate) type AwaitedFuture = Pin<
    Box<dyn Future<Output = Result<Box<dyn AwaitedToken>, Box<dyn Error + Send + Sync>>> + Send>,
>;

/// A token for one call.
pub(crate) trait AwaitedToken: Send {
    /// The value of `Authorization`; nothing where no header can carry the token.
    fn authorization(&self) -> Option<HeaderValue>;

    /// The token, which is not to be shown.
    fn secret(&self) -> &str;

    /// Notes that the server did not take it.
    fn rejected(&self);
}
