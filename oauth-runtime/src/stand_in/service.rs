//! The stand-in as a service of `tower`.

use std::convert::Infallible;
use std::fmt;
use std::future::{Ready, ready};
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::StatusCode;

use crate::stand_in::fault::wire::Form;
use crate::stand_in::owner::Owner;

/// The stand-in as a service of `tower`: a request goes in, the answer comes out.
///
/// Faults in the bytes cannot be shown here: they are a 502 without a body.
#[derive(Clone)]
pub struct StandInService(Arc<Owner>);

impl StandInService {
    pub(crate) const fn new(owner: Arc<Owner>) -> Self {
        Self(owner)
    }
}

impl tower_service::Service<http::Request<Bytes>> for StandInService {
    type Response = http::Response<Bytes>;
    type Error = Infallible;
    type Future = Ready<Result<http::Response<Bytes>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Bytes>) -> Self::Future {
        if let Form::Response(response) = self.0.shared.react(request).wire.form {
            return ready(Ok(response));
        }
        let mut response = http::Response::new(Bytes::new());
        *response.status_mut() = StatusCode::BAD_GATEWAY;
        ready(Ok(response))
    }
}

impl fmt::Debug for StandInService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("StandInService").field(&self.0.shared.api.name()).finish()
    }
}
