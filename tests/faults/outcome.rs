//! What became of a call, in the words of the matrix.

use oauth_runtime::stand_in::Class;
use oauth_runtime::{
    Delivery, Error, GrantState,
    error::{TlsReason, TransportErrorKind, UnexpectedReason},
};
use oauth_tests::causes;

use crate::endpoints::CANARIES;

/// What became of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// A success.
    Value,
    /// It never reached the server.
    NotSent,
    /// It was not sent, because TLS failed.
    Untrusted(TlsReason),
    /// It was sent, and no complete answer came.
    Ambiguous,
    /// Time ran out.
    Timeout,
    /// The answer was too large.
    TooLarge,
    /// The answer was not HTTP.
    Protocol,
    /// A complete answer that is not what is declared.
    Malformed,
    /// The server's verdict in the form of an OAuth error.
    OAuth,
    /// The server's verdict in another form.
    Refused,
    /// The server asks to come later.
    Throttled,
    /// A redirect that is not followed.
    Redirect,
}

impl Outcome {
    /// Judges the result of a call, and that nothing it shows has a secret in it.
    pub(crate) fn of(result: &Result<(), Error>) -> Self {
        let Err(error) = result else { return Self::Value };
        shows_no_canary(error);
        match error {
            Error::Transport(transport) => match transport.kind() {
                TransportErrorKind::Tls(reason) => Self::Untrusted(reason),
                TransportErrorKind::TooLarge => Self::TooLarge,
                TransportErrorKind::Protocol => Self::Protocol,
                TransportErrorKind::Timeout => Self::Timeout,
                _ if error.delivery() == Delivery::NotSent => Self::NotSent,
                _ => Self::Ambiguous,
            },
            Error::Unexpected(unexpected) => match unexpected.reason() {
                UnexpectedReason::Redirect { .. } => Self::Redirect,
                _ => Self::Malformed,
            },
            Error::Refused(_) => {
                let status = error.status().unwrap();
                if status.is_server_error() || status.as_u16() == 429 {
                    Self::Throttled
                } else if error.oauth().is_some() {
                    Self::OAuth
                } else {
                    Self::Refused
                }
            }
            other => panic!("{other:?}"),
        }
    }

    /// What has to be told of the request, where the outcome leaves one possibility.
    pub(crate) fn delivery(self) -> Option<Delivery> {
        match self {
            Self::NotSent | Self::Untrusted(_) => Some(Delivery::NotSent),
            Self::Ambiguous | Self::Protocol => Some(Delivery::Ambiguous),
            // A connection may take too long as well.
            Self::Value | Self::Timeout => None,
            _ => Some(Delivery::Answered),
        }
    }

    /// What has to be told of a grant that can be used once, where the outcome leaves one possibility.
    pub(crate) fn grant(self) -> Option<GrantState> {
        match self {
            Self::NotSent | Self::Untrusted(_) => Some(GrantState::Intact),
            Self::Ambiguous | Self::Protocol | Self::TooLarge | Self::Redirect => {
                Some(GrantState::Unknown)
            }
            _ => None,
        }
    }

    /// Four letters for the matrix.
    pub(crate) fn short(self) -> String {
        let text = match self {
            Self::Untrusted(reason) => format!("{reason:?}"),
            other => format!("{other:?}"),
        };
        text.chars().take(4).collect()
    }
}

/// The published faults say what is expected of a good client.
impl From<Class> for Outcome {
    fn from(class: Class) -> Self {
        match class {
            Class::Value => Self::Value,
            Class::NotSent => Self::NotSent,
            Class::Ambiguous => Self::Ambiguous,
            Class::Timeout => Self::Timeout,
            Class::TooLarge => Self::TooLarge,
            Class::Protocol => Self::Protocol,
            Class::Malformed => Self::Malformed,
            Class::OAuth => Self::OAuth,
            Class::Refused => Self::Refused,
            Class::Throttled => Self::Throttled,
            Class::Redirect => Self::Redirect,
            other => panic!("{other:?}"),
        }
    }
}

fn shows_no_canary(error: &Error) {
    let all = causes(error).map(|error| format!("{error} {error:?} {error:#?}"));
    let shown = all.collect::<Vec<_>>().join(" ");
    for canary in CANARIES {
        assert!(!shown.contains(canary), "{canary} in {shown}");
    }
    assert!(!error.to_string().contains(['\n', '\r', '\u{1b}', '\u{202e}']), "{error}");
    assert!(error.to_string().len() < 2000, "{error}");
}
