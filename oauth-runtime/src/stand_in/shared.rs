//! The vendor itself: takes a request, and says what goes back.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::{ALLOW, LOCATION};
use http::{HeaderValue, StatusCode};
use url::Url;

use crate::call::told::Told;
use crate::description::{Api, Endpoint, ResponseKind};
use crate::error::Error;
use crate::stand_in::answer::Kind;
use crate::stand_in::bases::{NOWHERE, base_of, metadata_at, path_of};
use crate::stand_in::clock::Clock;
use crate::stand_in::fault::bodies::usual;
use crate::stand_in::fault::wire::Wire;
use crate::stand_in::fault::{Class, Fault};
use crate::stand_in::nearest;
use crate::stand_in::oauth::Server;
use crate::stand_in::recorded::RecordedCall;
use crate::stand_in::refusal::{Refusal, RefusalKind, json_response};
use crate::stand_in::route::{Route, route};
use crate::stand_in::rules;
use crate::stand_in::script::Script;
use crate::stand_in::values::Values;

/// How many calls are kept; others are answered with 503.
const MOST_CALLS: usize = 100_000;

/// A vendor that is stood in for.
pub(crate) struct Shared {
    pub(crate) api: &'static Api,
    /// Where clients in process look for it, without a slash at its end.
    pub(crate) base: String,
    /// The path of the base, without a slash at its end.
    pub(crate) path: String,
    state: Mutex<State>,
}

/// What changes.
pub(crate) struct State {
    pub(crate) is_lenient: bool,
    /// Where nothing else was said, a success of nearly every endpoint is the answer.
    pub(crate) answers_anything: bool,
    pub(crate) scripts: BTreeMap<&'static str, Script>,
    pub(crate) calls: Vec<RecordedCall>,
    pub(crate) refusals: Vec<Refusal>,
    /// The refusals were looked at.
    pub(crate) is_verified: bool,
    pub(crate) server: Option<Server>,
    pub(crate) clock: Clock,
    /// A fault in the call of this number, counted from 0.
    pub(crate) fault_at: Option<(usize, Fault)>,
    arrived: usize,
    /// Where redirects of faults lead to.
    pub(crate) elsewhere: String,
    /// Where it listens.
    pub(crate) listens_at: Option<Url>,
}

/// What goes back.
pub(crate) struct Reaction {
    pub(crate) wire: Wire,
    /// How a good client ends.
    pub(crate) class: Class,
}

impl Reaction {
    fn to(response: http::Response<Bytes>) -> Self {
        Self { wire: response.into(), class: Class::Value }
    }
}

impl Shared {
    pub(crate) fn new(api: &'static Api) -> Self {
        let base = base_of(api);
        let path = path_of(&base);
        let state = State {
            is_lenient: false,
            answers_anything: false,
            scripts: BTreeMap::new(),
            calls: Vec::new(),
            refusals: Vec::new(),
            is_verified: false,
            server: None,
            clock: Clock::new(),
            fault_at: None,
            arrived: 0,
            elsewhere: "https://elsewhere.example".to_owned(),
            listens_at: None,
        };
        Self { api, base, path, state: Mutex::new(state) }
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a request.
    pub(crate) fn react(self: &Arc<Self>, request: http::Request<Bytes>) -> Reaction {
        let (head, body) = request.into_parts();
        let mut state = self.lock();
        let (first, others) = match route(self.api, &self.path, &head.method, head.uri.path()) {
            Route::Endpoint(first, others) => (first, others),
            Route::OtherMethod(endpoints) => {
                let names: Vec<_> = endpoints.iter().map(|it| it.name()).collect();
                let methods: Vec<_> = endpoints.iter().map(|it| it.method().as_str()).collect();
                let told =
                    format!("the method is {}, and {} came", methods.join(" or "), head.method);
                let refusal = Refusal::new(names.join(", "), RefusalKind::Method, told);
                let mut response = state.refuse(vec![refusal], None);
                let methods = HeaderValue::from_str(&methods.join(", ")).ok();
                response.headers_mut().extend(methods.map(|methods| (ALLOW, methods)));
                return Reaction::to(response);
            }
            Route::Nowhere => {
                if let Some(metadata) = metadata_at(self.api, &state.origin(), head.uri.path()) {
                    return Reaction::to(json_response(StatusCode::OK, &metadata));
                }
                let refusal = self.nowhere(&head.method, head.uri.path());
                return Reaction::to(state.refuse(vec![refusal], None));
            }
        };
        if state.calls.len() >= MOST_CALLS {
            let mut response = http::Response::new(Bytes::new());
            *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
            return Reaction::to(response);
        }
        let number = state.arrived;
        state.arrived += 1;
        let is_lenient = state.is_lenient;
        let judged = rules::judge_for(self.api, first, others, &head, &body, is_lenient);
        let values = match judged {
            Ok(values) => Arc::new(values),
            Err((endpoint, refusals)) => {
                return Reaction::to(state.refuse(refusals, Some(endpoint)));
            }
        };
        let endpoint = values.endpoint;
        state.calls.push(RecordedCall::new(Arc::clone(&values), head.headers));
        let planned = state.fault_at.clone().filter(|(at, _)| *at == number);
        let scripted = if let Some((_, fault)) = planned {
            Some((Kind::Fault(fault), false))
        } else {
            let script = state.scripts.get_mut(endpoint.name());
            script.and_then(Script::next).map(|it| (it.kind, it.is_checked))
        };
        match scripted {
            Some((Kind::Fault(fault), _)) => self.misbehave(&mut state, &values, &fault),
            Some((kind, is_checked)) => {
                let now = state.clock.now();
                let server = state.server.as_ref().filter(|_| is_checked);
                if let Some(no) = server.and_then(|server| server.refuses_token(&values, now)) {
                    return Reaction::to(no);
                }
                let response = kind.response().unwrap_or_default();
                Reaction::to(if is_checked { self.heard(endpoint, response) } else { response })
            }
            None => {
                let response = self.usual(&mut state, &values);
                match response {
                    Ok(response) => Reaction::to(self.heard(endpoint, response)),
                    Err(refusal) => Reaction::to(state.refuse(vec![refusal], Some(endpoint))),
                }
            }
        }
    }

    /// Puts a fault in the place of the answer, or in the midst of it.
    fn misbehave(&self, state: &mut State, values: &Values, fault: &Fault) -> Reaction {
        let mut good = json_response(StatusCode::OK, &usual());
        if fault.comes_after_work()
            && let Ok(response) = self.usual(state, values)
        {
            good = response;
        }
        let wire = fault.wire(good, &state.elsewhere, &values.all());
        Reaction { wire, class: fault.class_at(values.endpoint) }
    }

    /// What the vendor answers where no test says it: what its behaviour makes of it, or a success that has nothing to say.
    fn usual(&self, state: &mut State, values: &Values) -> Result<http::Response<Bytes>, Refusal> {
        let now = state.clock.now();
        let base = state.listens_at.as_ref().map_or(&*self.base, |url| url.as_str());
        let base = base.trim_end_matches('/').to_owned();
        let made = state.server.as_mut().and_then(|server| server.answer(values, &base, now));
        if let Some(response) = made {
            return Ok(response);
        }
        let endpoint = values.endpoint;
        match endpoint.response() {
            ResponseKind::Nothing
            | ResponseKind::RedirectOrNothing
            | ResponseKind::JsonOrNothing
            | ResponseKind::RedirectOrJsonOrNothing => Ok(http::Response::new(Bytes::new())),
            ResponseKind::Redirect => {
                let mut response = http::Response::new(Bytes::new());
                *response.status_mut() = StatusCode::FOUND;
                let target = HeaderValue::from_static("https://app.example/");
                response.headers_mut().insert(LOCATION, target);
                Ok(response)
            }
            _ if state.answers_anything => Ok(json_response(StatusCode::OK, &usual())),
            _ => {
                let told = format!(
                    "there is no answer for it: say `.at({:?}).answers(…)`",
                    endpoint.name()
                );
                Err(Refusal::at(endpoint, RefusalKind::NoAnswer, told))
            }
        }
    }

    /// Has the client tell whether it could read the response.
    fn heard(
        self: &Arc<Self>,
        endpoint: &'static Endpoint,
        mut response: http::Response<Bytes>,
    ) -> http::Response<Bytes> {
        let vendor = Arc::downgrade(self);
        response.extensions_mut().insert(Told::new(move |error| {
            if let (Some(vendor), Some(Error::Unexpected(error))) = (vendor.upgrade(), error) {
                let told = format!(
                    "the client cannot read the answer of the stand-in: {}",
                    error.reason()
                );
                let refusal = Refusal::at(endpoint, RefusalKind::Answer, told);
                vendor.lock().refusals.push(refusal);
            }
        }));
        response
    }

    fn nowhere(&self, method: &http::Method, path: &str) -> Refusal {
        let known: Vec<String> =
            self.api.endpoints().iter().map(|it| format!("{}{}", self.path, it.path())).collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let told = format!("there is no such endpoint: {}", nearest::help(path, &known));
        Refusal::new(format!("{method} {}", shown_path(path)), RefusalKind::NoSuchEndpoint, told)
    }

    /// Lets the time of the vendor pass.
    pub(crate) fn advance(&self, by: Duration) {
        self.lock().clock.advance(by);
    }
}

impl State {
    /// Scheme and host: where it listens, or else where clients in process look for what has no base.
    pub(crate) fn origin(&self) -> String {
        let listens_at = self.listens_at.as_ref().map(|url| url.origin().ascii_serialization());
        listens_at.unwrap_or_else(|| NOWHERE.to_owned())
    }

    /// Keeps refusals, and answers with the first of them.
    fn refuse(
        &mut self,
        refusals: Vec<Refusal>,
        endpoint: Option<&'static Endpoint>,
    ) -> http::Response<Bytes> {
        let response = refusals.first().map(|refusal| refusal.response(endpoint));
        self.refusals.extend(refusals);
        self.is_verified = false;
        response.unwrap_or_default()
    }
}

/// A path without what may be a secret in it: long segments, and those with digits.
fn shown_path(path: &str) -> String {
    let segment = |segment: &str| {
        let is_word = segment.len() <= 40
            && segment.bytes().all(|it| it.is_ascii_alphabetic() || b"_-.v0123".contains(&it));
        if is_word { segment.to_owned() } else { "…".to_owned() }
    };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}
