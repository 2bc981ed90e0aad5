//! Calls that brought nothing usable back.

use std::fmt;

use super::{Delivery, GrantState};

/// A call that ended without a complete answer.
///
/// A [`Transport`](crate::Transport) of your own makes one with [`new`](Self::new).
#[derive(Debug)]
pub struct TransportError {
    inner: Box<Inner>,
}

#[derive(Debug)]
struct Inner {
    endpoint: &'static str,
    kind: TransportErrorKind,
    delivery: Delivery,
    single_use: bool,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// Why no complete answer came.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportErrorKind {
    /// No connection could be made: refused, unreachable, name unknown, or TLS not agreed.
    Connect,
    /// Time ran out.
    Timeout,
    /// The connection ended before the answer was complete.
    Closed,
    /// What came was not HTTP.
    Protocol,
    /// The answer is larger than the client takes.
    TooLarge,
    /// The HTTP client in use followed a redirect, which this crate never does.
    Redirected,
    /// Anything else; the source tells.
    Other,
}

impl TransportError {
    /// Makes an error of a transport: why, and whether the request may have reached the server.
    #[must_use]
    pub fn new(kind: TransportErrorKind, delivery: Delivery) -> Self {
        Self {
            inner: Box::new(Inner {
                endpoint: "",
                kind,
                delivery,
                single_use: false,
                source: None,
            }),
        }
    }

    /// Adds what caused it. Its text must not hold secrets; take URLs off.
    #[must_use]
    pub fn with_source(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.inner.source = Some(source.into());
        self
    }

    pub(crate) fn of_call(mut self, endpoint: &'static str, single_use: bool) -> Self {
        self.inner.endpoint = endpoint;
        self.inner.single_use = single_use;
        self
    }

    /// Returns the name of the endpoint's function.
    #[must_use]
    pub fn endpoint(&self) -> &'static str {
        self.inner.endpoint
    }

    /// Returns why no complete answer came.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.inner.kind
    }

    /// Tells whether the request reached the server.
    #[must_use]
    pub fn delivery(&self) -> Delivery {
        self.inner.delivery
    }

    /// Tells whether the grant of the call is still good.
    #[must_use]
    pub fn grant(&self) -> GrantState {
        if self.inner.single_use && self.inner.delivery != Delivery::NotSent {
            GrantState::Unknown
        } else {
            GrantState::Intact
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.inner.kind {
            TransportErrorKind::Connect => "no connection could be made",
            TransportErrorKind::Timeout => "time ran out",
            TransportErrorKind::Closed => "the connection ended before the answer was complete",
            TransportErrorKind::Protocol => "what came back was not HTTP",
            TransportErrorKind::TooLarge => "the answer is larger than the client takes",
            TransportErrorKind::Redirected => "the HTTP client followed a redirect",
            TransportErrorKind::Other => "the request could not be carried",
        };
        let delivered = match self.inner.delivery {
            Delivery::NotSent => "it was not sent",
            Delivery::Ambiguous => "it may have arrived",
            Delivery::Answered => "it arrived",
        };
        write!(f, "`{}`: {what}; {delivered}", self.inner.endpoint)
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.inner.source.as_deref().map(|source| source as _)
    }
}
