//! What `tracing` learns of a call: one span, and one event for each retry. Without the feature, nothing.

#[cfg(not(feature = "tracing"))]
pub(crate) use disabled::Trace;
#[cfg(feature = "tracing")]
pub(crate) use enabled::Trace;

#[cfg(feature = "tracing")]
mod enabled {
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::time::{Duration, Instant};

    use http::StatusCode;
    use tracing::Span;
    use tracing::field::{Empty, display};
    use tracing::span::Entered;
    use url::Url;

    use crate::description::{Api, Endpoint};
    use crate::error::{Delivery, Error, TransportErrorKind};

    /// The span of one call. Dropped before its end, it tells that the call was given up.
    pub(crate) struct Trace {
        span: Span,
        /// How many times the request was put on its way.
        attempts: AtomicU32,
        /// When the call was first awaited.
        started: Option<Instant>,
        ended: bool,
    }

    impl Trace {
        pub(crate) fn new(api: &Api, endpoint: &Endpoint) -> Self {
            let span = tracing::info_span!(
                target: "oauth_runtime",
                "oauth call",
                endpoint = endpoint.name(),
                api = api.name(),
                otel.kind = "client",
                http.request.method = endpoint.method().as_str(),
                url.template = endpoint.route(),
                server.address = Empty,
                server.port = Empty,
                http.response.status_code = Empty,
                attempts = Empty,
                duration = Empty,
                error.type = Empty,
                delivery = Empty,
                otel.status_code = Empty,
            );
            Self { span, attempts: AtomicU32::new(0), started: None, ended: false }
        }

        /// Notes the server that is called.
        pub(crate) fn to(&self, url: &Url) {
            if self.span.is_none() {
                return;
            }
            if let Some(host) = url.host() {
                self.span.record("server.address", display(host));
            }
            if let Some(port) = url.port_or_known_default() {
                self.span.record("server.port", port);
            }
        }

        /// Enters the span, for as long as the exchange is polled.
        pub(crate) fn enter(&self) -> Entered<'_> {
            self.span.enter()
        }

        /// Counts an attempt.
        pub(crate) fn sent(&self) {
            self.attempts.fetch_add(1, Ordering::Relaxed);
        }

        /// Tells that a call goes out again; inside its span.
        pub(crate) fn again(&self, delay: Duration, error: &Error) {
            tracing::info!(
                target: "oauth_runtime",
                attempt = self.attempts.load(Ordering::Relaxed) + 1,
                delay = delay.as_secs_f64(),
                error.type = class(error),
                delivery = word(error.delivery()),
                http.response.status_code = error.status().map(|status| status.as_u16()),
                "the call is repeated"
            );
        }

        pub(crate) fn awaited(&mut self) {
            if !self.span.is_none() {
                self.started = self.started.or_else(now);
            }
        }

        pub(crate) fn end(&mut self, result: Result<StatusCode, &Error>) {
            if self.span.is_none() {
                self.ended = true;
                return;
            }
            match result {
                Ok(status) => self.answered(status),
                Err(error) => {
                    error.status().into_iter().for_each(|status| self.answered(status));
                    self.failed(class(error), Some(error.delivery()));
                }
            }
            self.close();
        }

        fn answered(&self, status: StatusCode) {
            self.span.record("http.response.status_code", status.as_u16());
        }

        fn failed(&self, class: &'static str, delivery: Option<Delivery>) {
            self.span.record("error.type", class);
            self.span.record("otel.status_code", "ERROR");
            if let Some(delivery) = delivery {
                self.span.record("delivery", word(delivery));
            }
        }

        fn close(&mut self) {
            self.ended = true;
            self.span.record("attempts", self.attempts.load(Ordering::Relaxed));
            if let Some(started) = self.started {
                self.span.record("duration", started.elapsed().as_secs_f64());
            }
        }
    }

    impl Drop for Trace {
        fn drop(&mut self) {
            if !self.ended {
                self.failed("cancelled", None);
                self.close();
            }
        }
    }

    /// The word for what went wrong: one of few, and none of the server's.
    fn class(error: &Error) -> &'static str {
        match error {
            Error::Build(_) => "build",
            Error::Transport(error) => match error.kind() {
                TransportErrorKind::Connect => "connect",
                TransportErrorKind::Tls(_) => "tls",
                TransportErrorKind::Timeout => "timeout",
                TransportErrorKind::Closed => "closed",
                TransportErrorKind::Protocol => "protocol",
                TransportErrorKind::TooLarge => "too_large",
                TransportErrorKind::Redirected => "redirected",
                TransportErrorKind::NoRuntime => "no_runtime",
                TransportErrorKind::Other => "transport",
            },
            Error::Refused(_) => "refused",
            Error::Unexpected(_) => "unexpected",
        }
    }

    fn word(delivery: Delivery) -> &'static str {
        match delivery {
            Delivery::NotSent => "not_sent",
            Delivery::Ambiguous => "ambiguous",
            Delivery::Answered => "answered",
        }
    }

    /// The time, where the platform has a clock.
    fn now() -> Option<Instant> {
        (!cfg!(all(target_family = "wasm", target_os = "unknown"))).then(Instant::now)
    }
}

#[cfg(not(feature = "tracing"))]
mod disabled {
    use std::time::Duration;

    use http::StatusCode;
    use url::Url;

    use crate::description::{Api, Endpoint};
    use crate::error::Error;

    /// Nothing, and free.
    pub(crate) struct Trace;

    /// Nothing, and free.
    pub(crate) struct Entered;

    const _: () = assert!(size_of::<Trace>() + size_of::<Entered>() == 0);

    #[allow(clippy::unused_self, reason = "the same calls as with the feature")]
    impl Trace {
        pub(crate) fn new(_: &Api, _: &Endpoint) -> Self {
            Self
        }

        pub(crate) fn to(&self, _: &Url) {}

        pub(crate) fn enter(&self) -> Entered {
            Entered
        }

        pub(crate) fn sent(&self) {}

        pub(crate) fn again(&self, _: Duration, _: &Error) {}

        pub(crate) fn awaited(&mut self) {}

        pub(crate) fn end(&mut self, _: Result<StatusCode, &Error>) {}
    }
}
