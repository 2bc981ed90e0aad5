//! Where the requests of all connections arrive: what is the callback expected, and what is not.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::{Buf, Bytes};
use http::header::{CONTENT_TYPE, HOST};
use http::{Method, Request, Response, StatusCode, Uri};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;

use crate::oauth::callback::Callback;
use crate::oauth::callback::code::AuthorizationCode;
use crate::oauth::callback::error::CallbackError;
use crate::sign_in::listener::error::Rejection;
use crate::sign_in::listener::pages::{self, Pages};

/// Longer forms are not read, in bytes.
const LONGEST_FORM: usize = 64 * 1024;

/// What is told of rejections.
pub(super) type OnRejected = Arc<dyn Fn(&Rejection) + Send + Sync>;

/// How the wait for a callback ends.
pub(super) type Outcome = Result<AuthorizationCode, CallbackError>;

/// What is asked of a request.
pub(super) struct Expected {
    /// The host with its port, as the `redirect_uri` has them.
    pub(super) authority: String,
    pub(super) path: String,
    pub(super) form_post: bool,
}

/// Takes the requests of all connections.
pub(super) struct Desk<'a> {
    expected: &'a Expected,
    callback: Callback<'a>,
    pages: &'a Pages,
    on_rejected: Option<&'a OnRejected>,
    taken: Mutex<Taken>,
}

/// What has come so far.
#[derive(Default)]
struct Taken {
    outcome: Option<Outcome>,
    last_rejected: Option<CallbackError>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(
        expected: &'a Expected,
        callback: Callback<'a>,
        pages: &'a Pages,
        on_rejected: Option<&'a OnRejected>,
    ) -> Self {
        Self { expected, callback, pages, on_rejected, taken: Mutex::default() }
    }

    /// Tells whether the callback has come.
    pub(super) fn is_over(&self) -> bool {
        self.with_taken(|taken| taken.outcome.is_some())
    }

    /// Hands out how the wait has ended.
    pub(super) fn outcome(&self) -> Option<Outcome> {
        self.with_taken(|taken| taken.outcome.take())
    }

    /// Hands out why the last callback was rejected.
    pub(super) fn last_rejected(&self) -> Option<CallbackError> {
        self.with_taken(|taken| taken.last_rejected.take())
    }

    /// Tells of a rejection.
    pub(super) fn reject(&self, rejection: &Rejection) {
        if let Rejection::Callback(error) = rejection {
            self.with_taken(|taken| taken.last_rejected = Some(error.clone()));
        }
        if let Some(on_rejected) = self.on_rejected {
            on_rejected(rejection);
        }
    }

    /// Answers a request with a page.
    pub(super) async fn answer(
        &self,
        request: Request<Incoming>,
    ) -> Result<Response<Full<Bytes>>, Infallible> {
        let found = match self.callback_of(request).await {
            Ok(text) => self.callback.code(&text),
            Err(rejection) => {
                self.reject(&rejection);
                let is_too_large = rejection == Rejection::TooLarge;
                return Ok(pages::nothing(if is_too_large {
                    StatusCode::PAYLOAD_TOO_LARGE
                } else {
                    StatusCode::NOT_FOUND
                }));
            }
        };
        let (outcome, page) = match found {
            Ok(code) => (Ok(code), self.pages.success()),
            Err(error @ (CallbackError::Denied(_) | CallbackError::CodeMissing(_))) => {
                (Err(error), self.pages.refusal())
            }
            Err(error) => {
                self.reject(&Rejection::Callback(error));
                return Ok(self.pages.rejection());
            }
        };
        self.with_taken(|taken| taken.outcome = Some(outcome));
        Ok(page)
    }

    /// Takes the callback out of a request: path and parameters, which nobody has looked at yet.
    async fn callback_of(&self, request: Request<Incoming>) -> Result<String, Rejection> {
        let Expected { path, form_post, .. } = self.expected;
        if !self.is_host(&request) {
            return Err(Rejection::OtherHost);
        }
        if request.uri().path() != path {
            return Err(Rejection::OtherPath);
        }
        if !form_post {
            return match *request.method() {
                Method::GET => Ok(target(request.uri())),
                _ => Err(Rejection::OtherMethod),
            };
        }
        if request.method() != Method::POST {
            return Err(Rejection::OtherMethod);
        }
        if !is_form(&request) {
            return Err(Rejection::NotAForm);
        }
        let body = Limited::new(request.into_body(), LONGEST_FORM).collect().await;
        let body = body.map_err(|error| match error.downcast_ref::<hyper::Error>() {
            Some(_) => Rejection::NoRequest,
            None => Rejection::TooLarge,
        })?;
        let mut body = body.aggregate();
        let body = body.copy_to_bytes(body.remaining());
        let form = std::str::from_utf8(&body).map_err(|_| Rejection::NotAForm)?;
        // A `#` has no meaning in a form, and would have one in a URL.
        Ok(format!("{path}?{}", form.replace('#', "%23")))
    }

    /// Tells whether a request is meant for this listener: what is meant for another name comes from a page which had its name
    /// bent to this machine.
    fn is_host(&self, request: &Request<Incoming>) -> bool {
        let mut hosts = request.headers().get_all(HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
        let is_own = |host: &str| host.eq_ignore_ascii_case(&self.expected.authority);
        host.to_str().is_ok_and(|host| is_own(host) || host.strip_suffix(":80").is_some_and(is_own))
    }

    fn with_taken<T>(&self, with: impl FnOnce(&mut Taken) -> T) -> T {
        with(&mut self.taken.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The path and the query.
fn target(uri: &Uri) -> String {
    uri.path_and_query().map_or_else(String::new, ToString::to_string)
}

fn is_form(request: &Request<Incoming>) -> bool {
    let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = content_type.and_then(|value| value.split(';').next()).unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
}
