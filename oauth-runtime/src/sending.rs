//! Calls on their way: a named future that a task can own.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::api::Endpoint;
use crate::call::{Call, Lend, lent};
use crate::client::Client;
use crate::decode::Decode;
use crate::error::{
    BuildError, BuildErrorKind, Delivery, Error, TransportError, TransportErrorKind,
};
use crate::json::Slot;
use crate::limits::Limits;
use crate::opaque::Opaque;
use crate::options::Options;
use crate::request::{self, PreparedRequest};
use crate::response::{Answer, Asked, Reply};
#[cfg(feature = "reqwest")]
use crate::retry::{Repeatable, Retry};
use crate::trace::{Attempts, Trace};

type Exchange = Pin<Box<dyn Future<Output = Result<Reply, Error>> + Send>>;

/// A call on its way. It does nothing until it is awaited, belongs to nobody else and can be moved to another task.
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
    waiting: Option<Box<dyn Opaque<Waiting>>>,
    /// What goes on from then.
    exchange: Exchange,
    decode: Decode<T>,
    trace: Trace,
}

/// A call that nobody has awaited.
struct Waiting {
    client: Client,
    request: PreparedRequest,
    asked: Asked,
    limits: Limits,
    #[cfg(feature = "reqwest")]
    retry: Option<Retry>,
    #[cfg(feature = "reqwest")]
    repeatable: Repeatable,
}

impl<T> Sending<T> {
    pub(crate) fn new(
        call: Call,
        endpoint: &'static Endpoint,
        values: &dyn Lend,
        decode: Decode<T>,
    ) -> Self {
        let Call { client, options } = call;
        let trace = Trace::new(client.inner().api(), endpoint);
        let begin = |slots: &[Slot<'_>]| Waiting::new(client, &options, endpoint, slots);
        let waiting = lent(values, begin);
        Self::begun(trace, endpoint, waiting.unwrap_or(Err(BuildErrorKind::Incomplete)), decode)
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
        waiting: Result<Waiting, BuildErrorKind>,
        decode: Decode<T>,
    ) -> Self {
        let (waiting, exchange) = stages(&trace, endpoint, waiting);
        Self { waiting, exchange, decode, trace }
    }

    /// Has status and headers come with the value.
    pub fn with_meta(self) -> SendingWithMeta<T> {
        SendingWithMeta(self)
    }

    /// Sets the time for this call, connection and body included, in place of the client's. A call that has been awaited keeps
    /// its time.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        if let Some(waiting) = &mut self.waiting {
            (**waiting).known_mut().limits.timeout = timeout;
        }
        self
    }

    /// Has this call repeated as told, as far as the declaration lets it be, in place of what the client says. A call that has
    /// been awaited goes on as it was.
    #[cfg(feature = "reqwest")]
    pub fn retry(mut self, retry: Retry) -> Self {
        if let Some(waiting) = &mut self.waiting {
            (**waiting).known_mut().retry = Some(retry);
        }
        self
    }

    fn poll_answer(&mut self, context: &mut Context<'_>) -> Poll<Result<Answer<T>, Error>> {
        self.trace.awaited();
        if let Some(waiting) = self.waiting.take() {
            self.exchange = waiting.into_known().exchange(&self.trace);
        }
        let reply = std::task::ready!(self.exchange.as_mut().poll(context));
        let answer = reply.and_then(self.decode);
        self.trace.end(answer.as_ref().map(|answer| answer.status));
        Poll::Ready(answer)
    }
}

/// A call before it is awaited, and what goes on from then: nothing yet, or the error that it ends with.
fn stages(
    trace: &Trace,
    endpoint: &'static Endpoint,
    waiting: Result<Waiting, BuildErrorKind>,
) -> (Option<Box<dyn Opaque<Waiting>>>, Exchange) {
    match waiting {
        Ok(waiting) => {
            trace.to(waiting.request.url());
            (Some(Box::new(waiting)), Box::pin(std::future::pending()))
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
        self.poll_answer(context).map_ok(|answer| answer.value)
    }
}

/// A call on its way whose answer comes with status and headers.
#[must_use = "a call is not sent until it is awaited: add `.await`"]
pub struct SendingWithMeta<T>(Sending<T>);

impl<T> SendingWithMeta<T> {
    /// As [`Sending::timeout`].
    pub fn timeout(self, timeout: Duration) -> Self {
        Self(self.0.timeout(timeout))
    }

    /// As [`Sending::retry`].
    #[cfg(feature = "reqwest")]
    pub fn retry(self, retry: Retry) -> Self {
        Self(self.0.retry(retry))
    }
}

impl<T> fmt::Debug for SendingWithMeta<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendingWithMeta").finish_non_exhaustive()
    }
}

impl<T> Future for SendingWithMeta<T> {
    type Output = Result<Answer<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.poll_answer(context)
    }
}

impl Waiting {
    fn new(
        client: Client,
        options: &Options,
        endpoint: &'static Endpoint,
        slots: &[Slot<'_>],
    ) -> Result<Self, BuildErrorKind> {
        let inner = client.inner();
        let request = request::prepare(inner, endpoint, options, slots)?;
        let asked = Asked {
            endpoint,
            url: request.url().clone(),
            single_use: request::is_single_use(endpoint, options, slots),
            strict: inner.is_strict(),
            secrets: request::secrets(inner, endpoint, options, slots),
        };
        Ok(Self {
            limits: inner.limits(),
            #[cfg(feature = "reqwest")]
            retry: inner.retry(),
            #[cfg(feature = "reqwest")]
            repeatable: Repeatable::of(endpoint, options, slots, asked.single_use),
            client,
            request,
            asked,
        })
    }

    /// The one way that every call of every API goes.
    fn exchange(self, trace: &Trace) -> Exchange {
        let attempts = trace.attempts();
        #[cfg(feature = "reqwest")]
        if let Some(retry) = self.retry {
            return Box::pin(trace.around(repeat(self, retry, attempts)));
        }
        let Self { client, request, asked, limits, .. } = self;
        Box::pin(
            trace.around(async move { once(&client, request, asked, limits, &attempts).await }),
        )
    }
}

/// Sends a request and judges its answer.
async fn once(
    client: &Client,
    request: PreparedRequest,
    asked: Asked,
    limits: Limits,
    attempts: &Attempts,
) -> Result<Reply, Error> {
    let response = match carry(client, request, limits, attempts).await {
        Ok(response) if response.body().len() > limits.max_body => {
            Err(TransportError::new(TransportErrorKind::TooLarge, Delivery::Answered))
        }
        Ok(response) => Ok(response),
        Err(Error::Transport(error)) => Err(error),
        Err(other) => return Err(other),
    };
    let response =
        response.map_err(|error| error.of_call(asked.endpoint.name(), asked.single_use))?;
    Reply::judge(response, asked)
}

/// Sends a request until it is answered, may not be repeated, or time is up.
#[cfg(feature = "reqwest")]
async fn repeat(call: Waiting, retry: Retry, attempts: Attempts) -> Result<Reply, Error> {
    let Waiting { client, request, asked, limits, repeatable, .. } = call;
    let started = tokio::time::Instant::now();
    let mut made = 0;
    loop {
        let left = limits.timeout.saturating_sub(started.elapsed());
        let of_attempt = Limits { timeout: left, ..limits };
        let attempt = once(&client, request.clone(), asked.clone(), of_attempt, &attempts);
        let error = match attempt.await {
            Ok(reply) => return Ok(reply),
            Err(error) => error,
        };
        made += 1;
        let left = limits.timeout.saturating_sub(started.elapsed());
        match retry.delay(made, repeatable, &error) {
            Some(delay) if delay < left => {
                attempts.again(delay, &error);
                tokio::time::sleep(delay).await;
            }
            _ => return Err(error),
        }
    }
}

async fn carry(
    client: &Client,
    request: PreparedRequest,
    limits: Limits,
    attempts: &Attempts,
) -> Result<http::Response<bytes::Bytes>, Error> {
    let name = request.endpoint().name();
    let failed = |kind: BuildErrorKind| Error::from(BuildError::new(name, kind));
    #[cfg(feature = "reqwest")]
    if let Some(http) = client.reqwest() {
        let http = http.map_err(failed)?;
        attempts.add();
        return Ok(crate::http_client::send(http, request, limits).await?);
    }
    let (transport, request) = (client.transport().map_err(failed)?, request.into_http()?);
    attempts.add();
    Ok(transport.send(request, limits).await?)
}
