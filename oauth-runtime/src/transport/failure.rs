//! What went wrong with an exchange, read off the causes that an HTTP client gives.

use std::error::Error;
use std::io;

use crate::error::{Delivery, TransportErrorKind};
use crate::transport::tls;

/// Tells the kinds of failure apart before a connection is there: nothing was sent.
pub(crate) fn of_connection(error: &(dyn Error + 'static), timed_out: bool) -> TransportErrorKind {
    if timed_out {
        TransportErrorKind::Timeout
    } else {
        tls::reason(error).map_or(TransportErrorKind::Connect, TransportErrorKind::Tls)
    }
}

/// Tells the kinds of failure apart on a connection.
pub(crate) fn of_exchange(
    error: &(dyn Error + 'static),
    timed_out: bool,
) -> (TransportErrorKind, Delivery) {
    if timed_out {
        (TransportErrorKind::Timeout, Delivery::Ambiguous)
    } else if is_unstarted(error) {
        (TransportErrorKind::Closed, Delivery::NotSent)
    } else if is_broken_http(error) {
        (TransportErrorKind::Protocol, Delivery::Ambiguous)
    } else {
        (TransportErrorKind::Closed, Delivery::Ambiguous)
    }
}

/// Tells whether the system or a limit of ours ended the wait.
#[cfg(feature = "hyper")]
pub(crate) fn is_timeout(error: &(dyn Error + 'static)) -> bool {
    let timed_out = |error: &io::Error| error.kind() == io::ErrorKind::TimedOut;
    causes(error).any(|error| error.downcast_ref().is_some_and(timed_out))
}

/// Tells whether the connection was at its end before anything of the request was written: hyper gave it back whole.
fn is_unstarted(error: &(dyn Error + 'static)) -> bool {
    of_hyper(error).is_some_and(hyper::Error::is_canceled)
}

/// Tells whether what came is not HTTP: a head that cannot be read, or chunks without a size.
fn is_broken_http(error: &(dyn Error + 'static)) -> bool {
    of_hyper(error)
        .is_some_and(|error| error.is_parse() || error.source().is_some_and(is_invalid_data))
}

/// Finds what hyper says among the causes.
fn of_hyper<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a hyper::Error> {
    causes(error).find_map(|error| error.downcast_ref())
}

fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}

fn is_invalid_data(error: &(dyn Error + 'static)) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput};

    let error = error.downcast_ref::<io::Error>();
    error.is_some_and(|error| matches!(error.kind(), InvalidData | InvalidInput))
}
