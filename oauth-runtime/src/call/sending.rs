//! Calls on their way: a named future that a task can own.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use url::Url;

use crate::call::assembly::Call;
use crate::call::authentication::Authentication;
use crate::call::carried::Carried;
use crate::call::options::Options;
use crate::call::parameters::{AnyValues, with_values};
use crate::call::retry::{Repeatable, one_time};
#[cfg(feature = "stand-in")]
use crate::call::told::Told;
use crate::call::trace::Trace;
use crate::call::{encode, secrets};
use crate::client::awaited::{AwaitedFuture, AwaitedToken, TokenSource};
use crate::client::retry::Retry;
use crate::client::shared::{Client, Inner};
use crate::description::{Api, Endpoint};
use crate::encode::json::ParameterValue;
use crate::encode::prepared::PreparedRequest;
use crate::error::{
    BuildError, BuildErrorKind, Delivery, Error, TransportError, TransportErrorKind,
};
use crate::oauth::challenge::Challenge;
use crate::response::classify::{CallContext, Reply};
use crate::response::read::Decode;
use crate::response::success::Response;
use crate::transport::interface::TransportFuture;
use crate::transport::limits::Limits;
use crate::transport::timer::{SleepFuture, Started};

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
    exchange: Box<dyn AnyExchange>,
    decode: Decode<T>,
}

impl<T> Sending<T> {
    pub(crate) fn new(
        call: Call,
        endpoint: &'static Endpoint,
        values: &dyn AnyValues,
        decode: Decode<T>,
    ) -> Self {
        Self { exchange: exchange(call, endpoint, values), decode }
    }

    /// A call that fails when it is awaited.
    pub(crate) fn failed(
        client: &Client,
        endpoint: &'static Endpoint,
        kind: BuildErrorKind,
        decode: Decode<T>,
    ) -> Self {
        Self { exchange: Exchange::failed(client.inner().api(), endpoint, kind), decode }
    }

    /// Has status and headers come with the value.
    pub fn with_response(self) -> SendingWithResponse<T> {
        SendingWithResponse(self)
    }

    /// Sets the time for this call, connection and body included, in place of the client's. A call that has been awaited keeps
    /// its time.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        if let Some(call) = self.exchange.unsent() {
            call.limits.timeout = timeout;
        }
        self
    }

    /// Has this call retried like this, as far as the declaration lets it be, in place of what the client says. A call that
    /// has been awaited goes on as it was.
    pub fn retry(mut self, retry: Retry) -> Self {
        if let Some(call) = self.exchange.unsent() {
            call.retry = Some(retry);
        }
        self
    }

    fn poll_response(&mut self, context: &mut Context<'_>) -> Poll<Result<Response<T>, Error>> {
        let decode = self.decode;
        self.poll_read(context, decode)
    }

    /// Polls the call, whose response is read like this.
    pub(crate) fn poll_read(
        &mut self,
        context: &mut Context<'_>,
        read: impl FnOnce(Reply) -> Result<Response<T>, Error>,
    ) -> Poll<Result<Response<T>, Error>> {
        let reply = ready!(self.exchange.poll(context));
        let response = reply.and_then(read);
        self.exchange.end(response.as_ref().map(Response::status));
        Poll::Ready(response)
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

/// The future of a call, whatever its value is: all calls of all APIs are this one, and it is compiled once.
struct Exchange {
    trace: Trace,
    /// The stand-in of a test hears whether its response could be read.
    #[cfg(feature = "stand-in")]
    told: Option<Told>,
    stage: Stage,
    /// The call, until it ends; nothing where it could not be built.
    call: Option<Way>,
}

/// How far a call has come.
enum Stage {
    /// It could not be built.
    Failed(Error),
    /// It is about to be sent, for the first time or once more.
    Ready(PreparedRequest),
    /// It waits for the token that it is sent with; for so long.
    Authorizing(PreparedRequest, AwaitedFuture, SleepFuture),
    /// It is on its way.
    Sent(TransportFuture),
    /// It has failed, and is sent once more after a while.
    Waiting(SleepFuture),
    /// It is over.
    Ended,
}

/// How a call goes, and what it is known by when it is answered.
struct Way {
    client: Client,
    context: CallContext,
    limits: Limits,
    retry: Option<Retry>,
    repeatable: Repeatable,
    /// What it takes to send it once more.
    again: Option<Box<Again>>,
    /// The token that it is sent with, where somebody keeps it.
    kept: Option<Box<Kept>>,
}

/// The token of a call, which somebody keeps.
struct Kept {
    source: Arc<dyn TokenSource>,
    started: Option<Started>,
    token: Option<Box<dyn AwaitedToken>>,
    /// The call, for the one time that it is sent with another token, and why it is.
    replay: Option<PreparedRequest>,
    refused: Option<Error>,
}

/// A call that may be sent once more.
struct Again {
    request: PreparedRequest,
    started: Started,
    /// How many times it has failed.
    failed: u32,
}

/// Begins a call.
fn exchange(
    call: Call,
    endpoint: &'static Endpoint,
    values: &dyn AnyValues,
) -> Box<dyn AnyExchange> {
    let Call { client, options } = call;
    let api = client.inner().api();
    let begin = |values: &[ParameterValue<'_>]| Exchange::begin(client, &options, endpoint, values);
    with_values(values, begin)
        .unwrap_or_else(|| Exchange::failed(api, endpoint, BuildErrorKind::Incomplete))
}

impl Exchange {
    fn begin(
        client: Client,
        options: &Options,
        endpoint: &'static Endpoint,
        values: &[ParameterValue<'_>],
    ) -> Box<dyn AnyExchange> {
        let inner = client.inner();
        let trace = Trace::new(inner.api(), endpoint);
        let authentication = match Authentication::of(inner, endpoint, options, values) {
            Ok(authentication) => authentication,
            Err(kind) => return Self::ended(trace, endpoint, kind),
        };
        let values = &*authentication.fill(endpoint, values);
        let request = match encode::encode(inner, endpoint, options, &authentication, values) {
            Ok(request) => request,
            Err(kind) => return Self::ended(trace, endpoint, kind),
        };
        trace.to(request.url());
        let carried = Carried::of(endpoint, options, values, &request);
        let (repeatable, one_time) =
            (Repeatable::of(endpoint, carried), one_time(endpoint, carried));
        let context = CallContext {
            endpoint,
            url: base_of_response(inner, &request),
            one_time,
            strict: inner.is_strict(),
            secrets: secrets::of(inner, endpoint, options, values, &request),
        };
        let kept = authentication.kept().map(|source| {
            let replay = (repeatable == Repeatable::Always).then(|| request.clone());
            let source = Arc::clone(source);
            Box::new(Kept { source, started: None, token: None, replay, refused: None })
        });
        let call = Way {
            limits: inner.limits(),
            retry: inner.retry(),
            repeatable,
            again: None,
            kept,
            client,
            context,
        };
        Box::new(Self {
            trace,
            #[cfg(feature = "stand-in")]
            told: None,
            stage: Stage::Ready(request),
            call: Some(call),
        })
    }

    /// A call that fails when it is awaited.
    fn failed(
        api: &'static Api,
        endpoint: &'static Endpoint,
        kind: BuildErrorKind,
    ) -> Box<dyn AnyExchange> {
        Self::ended(Trace::new(api, endpoint), endpoint, kind)
    }

    fn ended(
        trace: Trace,
        endpoint: &'static Endpoint,
        kind: BuildErrorKind,
    ) -> Box<dyn AnyExchange> {
        let error = BuildError::new(endpoint.name(), kind).into();
        Box::new(Self {
            trace,
            #[cfg(feature = "stand-in")]
            told: None,
            stage: Stage::Failed(error),
            call: None,
        })
    }
}

/// What a `Location` is relative to. Where it is no success, only its origin is told, and that of the base is the same.
fn base_of_response(client: &Inner, request: &PreparedRequest) -> Arc<Url> {
    let base = client.base_of(request.endpoint()).and_then(|base| base.url());
    match base {
        Some(base) if !request.endpoint().response().is_redirect() => Arc::clone(base),
        _ => Arc::new(request.url().clone()),
    }
}

/// An [`Exchange`], for code that is compiled for each endpoint: it does not look into it.
trait AnyExchange: Send {
    /// The call, as long as nobody has awaited it.
    fn unsent(&mut self) -> Option<&mut Way>;

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Reply, Error>>;

    /// Notes how it ended.
    fn end(&mut self, result: Result<StatusCode, &Error>);
}

impl AnyExchange for Exchange {
    fn unsent(&mut self) -> Option<&mut Way> {
        // A call that goes out once more has been awaited, too.
        self.call
            .as_mut()
            .filter(|call| matches!(self.stage, Stage::Ready(_)) && call.again.is_none())
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Reply, Error>> {
        let Self { trace, stage, call, .. } = self;
        trace.awaited();
        let _entered = trace.enter();
        loop {
            let result = match stage {
                Stage::Sent(future) => {
                    let response = ready!(future.as_mut().poll(context));
                    #[cfg(feature = "stand-in")]
                    {
                        let extensions = response.as_ref().ok().map(http::Response::extensions);
                        self.told = extensions.and_then(|extensions| extensions.get().cloned());
                    }
                    *stage = Stage::Ended;
                    match call {
                        // A call that may be sent once more is still needed.
                        Some(call) if call.again.is_some() || call.kept.is_some() => {
                            answered(call.context.clone(), call.limits, response)
                        }
                        _ => match call.take() {
                            Some(call) => answered(call.context, call.limits, response),
                            None => return Poll::Pending,
                        },
                    }
                }
                Stage::Authorizing(request, token, limit) => {
                    let token = match token.as_mut().poll(context) {
                        Poll::Ready(token) => token.map_err(BuildErrorKind::NoAccessToken),
                        Poll::Pending => {
                            ready!(limit.as_mut().poll(context));
                            let call = call.as_mut();
                            let error = call.map(Way::out_of_time);
                            *stage = Stage::Ended;
                            match error {
                                Some(error) => return Poll::Ready(Err(error)),
                                None => return Poll::Pending,
                            }
                        }
                    };
                    let Some(call) = call.as_mut() else { return Poll::Pending };
                    let mut request = request.clone();
                    match call.authorize(&mut request, token) {
                        Ok(()) => *stage = Stage::Ready(request),
                        Err(error) => {
                            *stage = Stage::Ended;
                            return Poll::Ready(Err(error));
                        }
                    }
                    continue;
                }
                Stage::Waiting(sleep) => {
                    ready!(sleep.as_mut().poll(context));
                    let again = call.as_ref().and_then(|call| call.again.as_ref());
                    *stage = again.map_or(Stage::Ended, |it| Stage::Ready(it.request.clone()));
                    continue;
                }
                _ => match (std::mem::replace(stage, Stage::Ended), call.as_mut()) {
                    (Stage::Ready(request), Some(call)) if call.needs_token() => {
                        *stage = call.ask_for_token(request);
                        continue;
                    }
                    (Stage::Ready(request), Some(call)) => match call.send(request) {
                        Ok(future) => {
                            trace.sent();
                            *stage = Stage::Sent(future);
                            continue;
                        }
                        Err(error) => Err(error),
                    },
                    (Stage::Failed(error), _) => Err(error),
                    _ => return Poll::Pending,
                },
            };
            let result = match (result, call.as_mut()) {
                (Err(error), Some(call)) => match call.refused(error) {
                    Ok(request) => {
                        *stage = Stage::Ready(request);
                        continue;
                    }
                    Err(error) => Err(error),
                },
                (result, _) => result,
            };
            if let Err(error) = &result
                && let Some(call) = call.as_mut()
                && let Some(delay) = call.delay(error)
            {
                trace.again(delay, error);
                *stage = Stage::Waiting(call.client.inner().transport().sleep(delay));
                continue;
            }
            return Poll::Ready(result);
        }
    }

    fn end(&mut self, result: Result<StatusCode, &Error>) {
        #[cfg(feature = "stand-in")]
        if let Some(told) = self.told.take() {
            told.end(result.err());
        }
        self.trace.end(result);
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        // What was on its way is given up inside the span of the call.
        let _entered = self.trace.enter();
        self.stage = Stage::Ended;
    }
}

impl Way {
    /// Has the transport send the request, which is kept where it may be sent once more.
    fn send(&mut self, request: PreparedRequest) -> Result<TransportFuture, Error> {
        let mut limits = self.limits;
        limits.timeout = self.left();
        if self.retry.is_some() {
            let again = self.again.get_or_insert_with(|| {
                Box::new(Again { request: request.clone(), started: Started::now(), failed: 0 })
            });
            limits.timeout = limits.timeout.min(again.left(self.limits));
        }
        let sent = self.client.inner().transport().carry(request, limits);
        sent.map_err(|kind| BuildError::new(self.context.endpoint.name(), kind).into())
    }

    /// The time that is left to a call whose token had to be waited for.
    fn left(&self) -> Duration {
        let started = self.kept.as_ref().and_then(|kept| kept.started);
        let passed = started.map_or(Duration::ZERO, Started::elapsed);
        self.limits.timeout.saturating_sub(passed)
    }

    /// Tells whether the call has to wait for its token.
    fn needs_token(&self) -> bool {
        self.kept.as_ref().is_some_and(|kept| kept.token.is_none())
    }

    /// Asks for the token that a call is sent with.
    fn ask_for_token(&mut self, request: PreparedRequest) -> Stage {
        let Some(kept) = self.kept.as_mut() else { return Stage::Ready(request) };
        kept.started.get_or_insert_with(Started::now);
        let token = kept.source.token();
        let limit = self.client.inner().transport().sleep(self.left());
        Stage::Authorizing(request, token, limit)
    }

    /// Puts the token into the request. Where there is none for a call that was refused, that is its error.
    fn authorize(
        &mut self,
        request: &mut PreparedRequest,
        token: Result<Box<dyn AwaitedToken>, BuildErrorKind>,
    ) -> Result<(), Error> {
        let Some(kept) = self.kept.as_mut() else { return Ok(()) };
        let earlier = kept.refused.take();
        let failed = |kind| {
            earlier.unwrap_or_else(|| BuildError::new(self.context.endpoint.name(), kind).into())
        };
        let token = match token {
            Ok(token) => token,
            Err(kind) => return Err(failed(kind)),
        };
        let Some(authorization) = token.authorization() else {
            return Err(failed(BuildErrorKind::NoAccessToken(
                "an access token is visible ASCII without spaces (RFC 6749, appendix A.12)".into(),
            )));
        };
        request.authorize(authorization);
        self.context.secrets.push(token.secret());
        kept.token = Some(token);
        if let Some(again) = &mut self.again {
            again.request = request.clone();
        }
        Ok(())
    }

    /// Tells the keeper where the server did not take its token, and returns the call where it is sent once more.
    fn refused(&mut self, error: Error) -> Result<PreparedRequest, Error> {
        let Some(kept) = self.kept.as_mut().filter(|_| is_invalid_token(&error)) else {
            return Err(error);
        };
        if let Some(token) = kept.token.take() {
            token.rejected();
        }
        let Some(request) = kept.replay.take() else { return Err(error) };
        kept.refused = Some(error);
        Ok(request)
    }

    /// The error of a call that waited for its token until its time was over.
    fn out_of_time(&mut self) -> Error {
        let refused = self.kept.as_mut().and_then(|kept| kept.refused.take());
        let timeout = || {
            let error = TransportError::new(TransportErrorKind::Timeout, Delivery::NotSent);
            error.for_call(self.context.endpoint.name(), self.context.one_time).into()
        };
        refused.unwrap_or_else(timeout)
    }

    /// How long to wait before the call is sent once more, where it may be.
    fn delay(&mut self, error: &Error) -> Option<Duration> {
        let again = self.again.as_mut()?;
        again.failed += 1;
        let delay = self.repeatable.delay(self.retry?, again.failed, error)?;
        (delay < again.left(self.limits)).then_some(delay)
    }
}

impl Again {
    /// The time that is left for all attempts.
    fn left(&self, limits: Limits) -> Duration {
        limits.timeout.saturating_sub(self.started.elapsed())
    }
}

/// Tells whether the server did not take the token
/// ([RFC 6750, section 3.1](https://www.rfc-editor.org/rfc/rfc6750#section-3.1)).
fn is_invalid_token(error: &Error) -> bool {
    let Error::Refused(refused) = error else { return false };
    let says_so = |challenge: &Challenge| {
        challenge.is_scheme("Bearer") && challenge.error() == Some("invalid_token")
    };
    refused.received().status == StatusCode::UNAUTHORIZED
        && refused.challenges().iter().any(says_so)
}

/// Classifies the response of a call.
fn answered(
    context: CallContext,
    limits: Limits,
    response: Result<http::Response<Bytes>, TransportError>,
) -> Result<Reply, Error> {
    let response = response.and_then(|response| within(response, limits));
    let response =
        response.map_err(|error| error.for_call(context.endpoint.name(), context.one_time))?;
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
