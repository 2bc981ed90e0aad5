//! Time as calls need it: how much has passed, and a wait that works on every executor.

use std::pin::Pin;
use std::time::Duration;

/// A wait that a [`Transport`](crate::transport::Transport) has begun.
pub type SleepFuture = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The moment a call began. Inside tokio its clock counts, which tests may stop.
#[derive(Clone, Copy)]
pub(crate) struct Started(
    #[cfg(any(feature = "hyper", feature = "reqwest", feature = "sign-in"))] tokio::time::Instant,
    #[cfg(not(any(feature = "hyper", feature = "reqwest", feature = "sign-in")))]
    std::time::Instant,
);

impl Started {
    #[cfg(any(feature = "hyper", feature = "reqwest", feature = "sign-in"))]
    pub(crate) fn now() -> Self {
        Self(tokio::time::Instant::now())
    }

    #[cfg(not(any(feature = "hyper", feature = "reqwest", feature = "sign-in")))]
    pub(crate) fn now() -> Self {
        Self(std::time::Instant::now())
    }

    pub(crate) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// Waits, whatever runs the future.
pub(crate) fn sleep(duration: Duration) -> SleepFuture {
    #[cfg(any(feature = "hyper", feature = "reqwest", feature = "sign-in"))]
    if tokio::runtime::Handle::try_current().is_ok() {
        return Box::pin(tokio::time::sleep(duration));
    }
    Box::pin(futures_timer::Delay::new(duration))
}
