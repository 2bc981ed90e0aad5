//! How a call ends, in the words of the faults.

use std::error::Error as StdError;
use std::fmt;

use crate::error::{Delivery, Error, TransportErrorKind, UnexpectedReason};

/// How a call ends. With a server that misbehaves there is one right way for each [`Fault`](crate::stand_in::Fault).
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// With a value: the answer is odd and can be used.
    Value,
    /// Nothing reached the server.
    NotSent,
    /// It was sent, and no complete answer came: what can be used once is not sent again.
    Ambiguous,
    /// Time ran out, for the whole exchange.
    Timeout,
    /// The answer is larger than the client takes.
    TooLarge,
    /// What came is not HTTP.
    Protocol,
    /// A complete answer that is not what is declared.
    Malformed,
    /// The verdict of the vendor, as an OAuth error: in a 4xx, or inside a success.
    OAuth,
    /// The verdict of the vendor in another form.
    Refused,
    /// The vendor asks to come back later: 429 and 5xx.
    Throttled,
    /// A redirect, to which nothing was sent.
    Redirect,
}

impl Class {
    /// Tells how a call ended, by an error of this crate.
    #[must_use]
    pub fn of(error: &Error) -> Self {
        match error {
            Error::Transport(transport) => match transport.kind() {
                TransportErrorKind::TooLarge => Self::TooLarge,
                TransportErrorKind::Protocol => Self::Protocol,
                TransportErrorKind::Timeout => Self::Timeout,
                TransportErrorKind::Redirected => Self::Redirect,
                _ if error.delivery() == Delivery::NotSent => Self::NotSent,
                _ => Self::Ambiguous,
            },
            Error::Unexpected(unexpected) => match unexpected.reason() {
                UnexpectedReason::Redirect { .. } => Self::Redirect,
                _ => Self::Malformed,
            },
            Error::Refused(refused) => {
                let status = refused.received().status;
                if status.is_server_error() || status.as_u16() == 429 {
                    Self::Throttled
                } else if error.oauth().is_some() {
                    Self::OAuth
                } else {
                    Self::Refused
                }
            }
            Error::Build(_) => Self::NotSent,
        }
    }

    /// Tells how a call ended, where an error of this crate is in the chain of this one.
    pub(crate) fn of_chain(error: &(dyn StdError + 'static)) -> Option<Self> {
        let mut next = Some(error);
        while let Some(error) = next {
            if let Some(error) = error.downcast_ref::<Error>() {
                return Some(Self::of(error));
            }
            next = error.source();
        }
        None
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
