//! Calls that brought nothing usable back.

use std::fmt;

use crate::description::OneTimeGrant;
use crate::error::outcome::{Delivery, GrantState};

/// A call that ended without a complete answer.
///
/// A [`Transport`](crate::transport::Transport) of your own makes one with [`new`](Self::new).
#[derive(Debug)]
pub struct TransportError {
    inner: Box<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// Not known to a transport; the call adds it.
    endpoint: Option<&'static str>,
    kind: TransportErrorKind,
    delivery: Delivery,
    one_time: Option<OneTimeGrant>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// Why no complete answer came.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportErrorKind {
    /// No connection could be made: refused, unreachable, or name unknown.
    Connect,
    /// There is a server, and TLS with it failed: nothing was sent. Never repeated, because whoever answers may be
    /// another.
    Tls(TlsReason),
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
    /// The call was awaited outside the Tokio runtime that the transport needs.
    NoRuntime,
    /// Anything else; the source tells.
    Other,
}

/// Why TLS failed.
///
/// [RFC 9110, section 4.3.4](https://www.rfc-editor.org/rfc/rfc9110#section-4.3.4)
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsReason {
    /// The certificate is for another host.
    OtherHost,
    /// The certificate has expired.
    Expired,
    /// The certificate is not valid yet; the clock of this machine may be wrong.
    NotValidYet,
    /// The certificate was signed by an authority that is not trusted here, or by none.
    UnknownAuthority,
    /// The certificate was revoked.
    Revoked,
    /// The certificate is not taken for another reason; the source tells.
    Certificate,
    /// No version of TLS, or no cipher, that both sides take.
    NothingInCommon,
    /// What answered is not TLS.
    NotTls,
    /// Anything else; the source tells.
    Other,
}

impl TransportError {
    /// Makes an error of a transport: why, and whether the request may have reached the server.
    #[must_use]
    pub fn new(kind: TransportErrorKind, delivery: Delivery) -> Self {
        Self {
            inner: Box::new(Inner { endpoint: None, kind, delivery, one_time: None, source: None }),
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

    pub(crate) fn for_call(
        mut self,
        endpoint: &'static str,
        one_time: Option<OneTimeGrant>,
    ) -> Self {
        self.inner.endpoint = Some(endpoint);
        self.inner.one_time = one_time;
        self
    }

    /// Returns the name of the endpoint's function; nothing where the error is not yet one of a call.
    #[must_use]
    pub fn endpoint(&self) -> Option<&'static str> {
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
    pub fn grant_state(&self) -> GrantState {
        if self.inner.one_time.is_some() && self.inner.delivery != Delivery::NotSent {
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
            TransportErrorKind::Tls(reason) => match reason {
                TlsReason::OtherHost => "the certificate of the server is for another host",
                TlsReason::Expired => "the certificate of the server has expired",
                TlsReason::NotValidYet => "the certificate of the server is not valid yet",
                TlsReason::UnknownAuthority => {
                    "the certificate of the server is from an authority that is not trusted here"
                }
                TlsReason::Revoked => "the certificate of the server was revoked",
                TlsReason::Certificate => "the certificate of the server was rejected",
                TlsReason::NothingInCommon => {
                    "the server offers no version of TLS or cipher that is taken"
                }
                TlsReason::NotTls => "the server does not speak TLS",
                TlsReason::Other => "TLS failed",
            },
            TransportErrorKind::Timeout => "timed out",
            TransportErrorKind::Closed => "the connection ended before the answer was complete",
            TransportErrorKind::Protocol => "what came back was not HTTP",
            TransportErrorKind::TooLarge => "the answer is larger than the client takes",
            TransportErrorKind::Redirected => "the HTTP client followed a redirect",
            TransportErrorKind::NoRuntime => {
                "this transport needs a Tokio runtime, and there is none"
            }
            TransportErrorKind::Other => "the request could not be sent",
        };
        let delivered = match self.inner.delivery {
            Delivery::NotSent => "it was not sent",
            Delivery::Ambiguous => "it may have arrived",
            Delivery::Answered => "it arrived",
        };
        if let Some(endpoint) = self.inner.endpoint {
            write!(f, "`{endpoint}`: ")?;
        }
        write!(f, "{what}; {delivered}")
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.inner.source.as_deref().map(|source| source as _)
    }
}
