//! How a listener ends without a code, and what it takes for no callback.

use std::{fmt, io};

use crate::oauth::callback::error::CallbackError;

/// Why a listener gave no code.
///
/// ```
/// use oauth_runtime::authorization::CallbackError;
/// use oauth_runtime::sign_in::ListenerError;
///
/// fn advice(error: &ListenerError) -> &'static str {
///     match error {
///         ListenerError::Callback(CallbackError::Denied(_)) => "you said no",
///         ListenerError::Deadline(None) => "nobody came: start again",
///         ListenerError::Deadline(Some(_)) => "only callbacks of other sign-ins came: start again",
///         _ => "this machine lets nobody listen",
///     }
/// }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum ListenerError {
    /// There is no Tokio runtime here.
    NoRuntime,
    /// The path given is none: it has to begin with `/`, to have no query and no fragment, and to be written as URLs have it.
    Path,
    /// No port could be had; of several the last one tells why.
    Bind(io::Error),
    /// The callback came, and the authorization server refused: in the words of the RFC ([`CallbackError::Denied`]), or in
    /// words of its own ([`CallbackError::CodeMissing`]).
    Callback(CallbackError),
    /// Time ran out. With it comes why the last callback was rejected, where one was.
    Deadline(Option<CallbackError>),
}

impl fmt::Display for ListenerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoRuntime => "there is no Tokio runtime to listen in",
            Self::Path => "the path of the listener is not a path of a URL",
            Self::Bind(_) => "no port of this machine could be listened on",
            Self::Callback(_) => "the authorization server gave no code",
            Self::Deadline(_) => "no callback of this sign-in came in time",
        })
    }
}

impl std::error::Error for ListenerError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NoRuntime | Self::Path => None,
            Self::Bind(error) => Some(error),
            Self::Callback(error) => Some(error),
            Self::Deadline(error) => error.as_ref().map(|error| error as _),
        }
    }
}

/// Why a connection brought no callback of this sign-in. The listener listens on.
///
/// ```
/// use oauth_runtime::sign_in::{LoopbackListener, Rejection};
///
/// let builder = LoopbackListener::builder().on_rejected(|rejection| {
///     if let Rejection::Callback(error) = rejection {
///         eprintln!("a callback was rejected: {error}");
///     }
/// });
/// # let _ = builder;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rejection {
    /// It ended before there was a whole request: a port scan, a browser that connects ahead.
    NoRequest,
    /// There was no whole request after 10 seconds.
    TooSlow,
    /// Its head is longer than 16 KiB, or its form than 64 KiB.
    TooLarge,
    /// It is not HTTP/1.
    NotHttp,
    /// There were too many at the same time, and this was the oldest.
    Crowded,
    /// It asks for another host, as a page does whose name was bent to this machine.
    OtherHost,
    /// It asks for another path, such as `/favicon.ico`.
    OtherPath,
    /// Its method is not `GET`, or with [`form_post`](super::super::LoopbackBuilder::form_post) not `POST`.
    OtherMethod,
    /// It has no form, which [`form_post`](super::super::LoopbackBuilder::form_post) asks for.
    NotAForm,
    /// It is a callback, but not the one expected.
    Callback(CallbackError),
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoRequest => "the connection ended before a whole request came",
            Self::TooSlow => "no whole request came in 10 seconds",
            Self::TooLarge => "the request is too large",
            Self::NotHttp => "what came is not HTTP/1",
            Self::Crowded => "there were too many connections",
            Self::OtherHost => "the request is for another host",
            Self::OtherPath => "the request is for another path",
            Self::OtherMethod => "the request has another method",
            Self::NotAForm => "the request has no form",
            Self::Callback(error) => return error.fmt(f),
        })
    }
}
