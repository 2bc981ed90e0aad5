//! Calls on their way: a named future that a task can own.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;

use crate::call::assembly::Call;
use crate::call::options::Options;
use crate::call::parameters::{AnyValues, with_values};
use crate::call::retry::Repeatable;
use crate::call::trace::{Attempts, Trace};
use crate::call::{encode, sent};
use crate::client::retry::Retry;
use crate::client::shared::Client;
use crate::description::Endpoint;
use crate::encode::json::ParameterValue;
use crate::encode::prepared::PreparedRequest;
use crate::erased::Erased;
use crate::error::{
    BuildError, BuildErrorKind, Delivery, Error, TransportError, TransportErrorKind,
};
use crate::response::classify::{CallContext, Reply};
use crate::response::read::Decode;
use crate::response::success::Response;
use crate::transport::limits::Limits;
use crate::transport::timer::Started;

type Exchange = Pin<Box<dyn Future<Output = Result<Reply, Error>> + Send>>;

/// A call on its way. It does nothing until it is awaited, and it owns all it needs: it can be moved to another task.
///
/// How it is sent is said here; what is sent was said before.
///
/// ```
/// use std::time::Duration;
///
/// fn may_be_spawned<T: Send + 'static>(call: oauth_runtime::Sending<T>) -> impl Future + Send + 'static {
///     call.timeout(Duration::from_secs(5))
/// }
/// ```
#[must_use = "a call is not sent until it is awaited: add `.await`"]
pub struct Sending<T> {
    /// The call, until somebody awaits it.
    unsent: Option<Box<dyn Erased<Unsent>>>,
    /// What goes on from then.
    exchange: Exchange,
    decode: Decode<T>,
    trace: Trace,
}

/// A call that nobody has awaited.
struct Unsent {
    client: Client,
    request: PreparedRequest,
    context: CallContext,
    limits: Limits,
    retry: Option<Retry>,
    repeatable: Repeatable,
}

impl<T> Sending<T> {
    pub(crate) fn new(
        call: Call,
        endpoint: &'static Endpoint,
        values: &dyn AnyValues,
        decode: Decode<T>,
    ) -> Self {
        let Call { client, options } = call;
        let trace = Trace::new(client.inner().api(), endpoint);
        let begin = |values: &[ParameterValue<'_>]| Unsent::new(client, &options, endpoint, values);
        let unsent = with_values(values, begin);
        Self::begun(trace, endpoint, unsent.unwrap_or(Err(BuildErrorKind::Incomplete)), decode)
    }

    /// A call that fails when it is awaited.
    pub(crate) fn failed(
        client: &Client,
        endpoint: &'static Endpoint,
        kind: BuildErrorKind,
        decode: Decode<T>,
    ) -> Self {
        Self::begun(Trace::new(client.inner().api(), endpoint), endpoint, Err(kind), decode)
    }

    fn begun(
        trace: Trace,
        endpoint: &'static Endpoint,
        unsent: Result<Unsent, BuildErrorKind>,
        decode: Decode<T>,
    ) -> Self {
        let (unsent, exchange) = stages(&trace, endpoint, unsent);
        Self { unsent, exchange, decode, trace }
    }

    /// Has status and headers come with the value.
    pub fn with_response(self) -> SendingWithResponse<T> {
        SendingWithResponse(self)
    }

    /// Sets the time for this call, connection and body included, in place of the client's. A call that has been awaited keeps
    /// its time.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        if let Some(unsent) = &mut self.unsent {
            (**unsent).inner_mut().limits.timeout = timeout;
        }
        self
    }

    /// Has this call retried like this, as far as the declaration lets it be, in place of what the client says. A call that
    /// has been awaited goes on as it was.
    pub fn retry(mut self, retry: Retry) -> Self {
        if let Some(unsent) = &mut self.unsent {
            (**unsent).inner_mut().retry = Some(retry);
        }
        self
    }

    fn poll_response(&mut self, context: &mut Context<'_>) -> Poll<Result<Response<T>, Error>> {
        self.trace.awaited();
        if let Some(unsent) = self.unsent.take() {
            self.exchange = unsent.into_inner().exchange(&self.trace);
        }
        let reply = std::task::ready!(self.exchange.as_mut().poll(context));
        let response = reply.and_then(self.decode);
        self.trace.end(response.as_ref().map(|response| response.status()));
        Poll::Ready(response)
    }
}

/// A call before it is awaited, and what goes on from then: nothing yet, or the error that it ends with.
fn stages(
    trace: &Trace,
    endpoint: &'static Endpoint,
    unsent: Result<Unsent, BuildErrorKind>,
) -> (Option<Box<dyn Erased<Unsent>>>, Exchange) {
    match unsent {
        Ok(unsent) => {
            trace.to(unsent.request.url());
            (Some(Box::new(unsent)), Box::pin(std::future::pending()))
        }
        Err(kind) => {
            let error = BuildError::new(endpoint.name(), kind).into();
            (None, Box::pin(std::future::ready(Err(error))))
        }
    }
}

impl<T> fmt::Debug for Sending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sending").finish_non_exhaustive()
    }
}

impl<T> Future for Sending<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.poll_response(context).map_ok(Response::into_value)
    }
}

/// A call on its way whose response comes whole, with status and headers.
#[must_use = "a call is not sent until it is awaited: add `.await`"]
pub struct SendingWithResponse<T>(Sending<T>);

impl<T> SendingWithResponse<T> {
    /// As [`Sending::timeout`].
    pub fn timeout(self, timeout: Duration) -> Self {
        Self(self.0.timeout(timeout))
    }

    /// As [`Sending::retry`].
    pub fn retry(self, retry: Retry) -> Self {
        Self(self.0.retry(retry))
    }
}

impl<T> fmt::Debug for SendingWithResponse<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendingWithResponse").finish_non_exhaustive()
    }
}

impl<T> Future for SendingWithResponse<T> {
    type Output = Result<Response<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.poll_response(context)
    }
}

impl Unsent {
    fn new(
        client: Client,
        options: &Options,
        endpoint: &'static Endpoint,
        values: &[ParameterValue<'_>],
    ) -> Result<Self, BuildErrorKind> {
        let inner = client.inner();
        let request = encode::encode(inner, endpoint, options, values)?;
        let context = CallContext {
            endpoint,
            url: request.url().clone(),
            single_use: sent::is_single_use(endpoint, options, values),
            strict: inner.is_strict(),
            secrets: sent::secrets(inner, endpoint, options, values),
        };
        Ok(Self {
            limits: inner.limits(),
            retry: inner.retry(),
            repeatable: Repeatable::of(endpoint, options, values, context.single_use),
            client,
            request,
            context,
        })
    }

    /// The one way that every call of every API goes.
    fn exchange(self, trace: &Trace) -> Exchange {
        let attempts = trace.attempts();
        if let Some(retry) = self.retry {
            return Box::pin(trace.around(retried(self, retry, attempts)));
        }
        let Self { client, request, context, limits, .. } = self;
        Box::pin(
            trace.around(async move { once(&client, request, context, limits, &attempts).await }),
        )
    }
}

/// Sends a request and classifies its response.
async fn once(
    client: &Client,
    request: PreparedRequest,
    context: CallContext,
    limits: Limits,
    attempts: &Attempts,
) -> Result<Reply, Error> {
    let name = context.endpoint.name();
    let sent = client.inner().transport().carry(request, limits);
    let sent = sent.map_err(|kind| BuildError::new(name, kind))?;
    attempts.add();
    let response = sent.await.and_then(|response| within(response, limits));
    let response = response.map_err(|error| error.for_call(name, context.single_use))?;
    Reply::classify(response, context)
}

/// Refuses a body beyond the limit, which a transport of the caller's may have let through.
fn within(
    response: http::Response<Bytes>,
    limits: Limits,
) -> Result<http::Response<Bytes>, TransportError> {
    if response.body().len() > limits.max_body {
        return Err(TransportError::new(TransportErrorKind::TooLarge, Delivery::Answered));
    }
    Ok(response)
}

/// Sends a request until it is answered, may not be sent again, or time is up.
async fn retried(call: Unsent, retry: Retry, attempts: Attempts) -> Result<Reply, Error> {
    let Unsent { client, request, context, limits, repeatable, .. } = call;
    let started = Started::now();
    let mut made = 0;
    loop {
        let left = limits.timeout.saturating_sub(started.elapsed());
        let of_attempt = Limits { timeout: left, ..limits };
        let attempt = once(&client, request.clone(), context.clone(), of_attempt, &attempts);
        let error = match attempt.await {
            Ok(reply) => return Ok(reply),
            Err(error) => error,
        };
        made += 1;
        let left = limits.timeout.saturating_sub(started.elapsed());
        match repeatable.delay(retry, made, &error) {
            Some(delay) if delay < left => {
                attempts.again(delay, &error);
                client.inner().transport().sleep(delay).await;
            }
            _ => return Err(error),
        }
    }
}
