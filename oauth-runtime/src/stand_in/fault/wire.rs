//! What goes over the wire in place of an answer.

use std::time::Duration;

use bytes::Bytes;

/// What goes over the wire, and when.
pub(crate) struct Wire {
    /// The time before it begins.
    pub(crate) wait: Duration,
    pub(crate) form: Form,
}

/// An answer, or bytes that are none.
pub(crate) enum Form {
    Response(http::Response<Bytes>),
    /// These bytes, the last so many of them one at a time; then the connection ends.
    Raw {
        bytes: Vec<u8>,
        slowly: usize,
        interval: Duration,
        end: End,
    },
    /// First these bytes, then others again and again.
    Endless {
        begin: Vec<u8>,
        piece: Vec<u8>,
    },
}

/// What becomes of the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Close,
    Reset,
    Hang,
}

impl Wire {
    pub(crate) const fn raw(bytes: Vec<u8>, end: End) -> Self {
        let form = Form::Raw { bytes, slowly: 0, interval: Duration::ZERO, end };
        Self { wait: Duration::ZERO, form }
    }

    pub(crate) const fn endless(begin: Vec<u8>, piece: Vec<u8>) -> Self {
        Self { wait: Duration::ZERO, form: Form::Endless { begin, piece } }
    }
}

impl From<http::Response<Bytes>> for Wire {
    fn from(response: http::Response<Bytes>) -> Self {
        Self { wait: Duration::ZERO, form: Form::Response(response) }
    }
}
