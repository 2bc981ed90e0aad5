//! The person at the browser: lets an application in, or does not.

use std::fmt;
use std::sync::Arc;

use http::{HeaderValue, Method, StatusCode};
use url::Url;

use crate::response::redirect::Redirect;
use crate::stand_in::oauth::{Decision, Part};
use crate::stand_in::recorded::RecordedCall;
use crate::stand_in::route::{Route, route};
use crate::stand_in::rules;
use crate::stand_in::shared::Shared;

/// The person at the browser of a [`StandIn`](crate::stand_in::StandIn): opens the vendor's page and decides.
pub struct Person<'a>(pub(crate) &'a Arc<Shared>);

impl Person<'_> {
    /// Opens the page at this URL and lets the application in. The redirect is the one that the browser gets.
    ///
    /// # Panics
    ///
    /// Where the vendor shows an error in place of the page: the URL is not what is declared, the client or the redirect URI is
    /// not known. Nobody is sent anywhere then.
    #[must_use]
    #[track_caller]
    pub fn allows(&self, url: impl AsRef<str>) -> Redirect {
        self.decides(url.as_ref(), Decision::Allows)
    }

    /// Opens the page at this URL and says no.
    ///
    /// # Panics
    ///
    /// Where the vendor shows an error in place of the page.
    #[must_use]
    #[track_caller]
    pub fn denies(&self, url: impl AsRef<str>) -> Redirect {
        self.decides(url.as_ref(), Decision::Denies)
    }

    /// Enters the code that a device shows, and lets it in.
    ///
    /// # Panics
    ///
    /// Where no device waits for this code.
    #[track_caller]
    pub fn approves(&self, user_code: &str) {
        self.enters(user_code, Decision::Allows);
    }

    /// Enters the code that a device shows, and says no.
    ///
    /// # Panics
    ///
    /// Where no device waits for this code.
    #[track_caller]
    pub fn rejects(&self, user_code: &str) {
        self.enters(user_code, Decision::Denies);
    }

    #[track_caller]
    #[allow(clippy::panic, reason = "a test whose person is shown an error has failed")]
    fn enters(&self, user_code: &str, decision: Decision) {
        let mut state = self.0.lock();
        let entered = state.server.as_mut().map(|server| server.entered(user_code, decision));
        drop(state);
        match entered {
            None => panic!("{NO_SERVER}"),
            Some(false) => panic!("no device waits for the code `{user_code}`"),
            Some(true) => {}
        }
    }

    #[track_caller]
    #[allow(clippy::panic, reason = "a test whose person is shown an error has failed")]
    fn decides(&self, url: &str, decision: Decision) -> Redirect {
        self.opened(url, decision).unwrap_or_else(|error| panic!("{error}"))
    }

    fn opened(&self, text: &str, decision: Decision) -> Result<Redirect, String> {
        let url = Url::parse(text).map_err(|error| format!("the page has no URL: {error}"))?;
        let request = http::Request::get(text).body(()).map_err(|error| error.to_string())?;
        let (head, ()) = request.into_parts();
        let Route::Endpoint(first, others) =
            route(self.0.api, &self.0.path, &Method::GET, url.path())
        else {
            return Err("no endpoint of the vendor has this path: it is no page".to_owned());
        };
        let mut state = self.0.lock();
        let is_lenient = state.is_lenient;
        let values = rules::judge_for(self.0.api, first, others, &head, b"", is_lenient);
        let values = Arc::new(values.map_err(|(_, refusals)| {
            refusals.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        })?);
        let endpoint = values.endpoint;
        if Part::of(endpoint) != Some(Part::Page) {
            return Err(format!("`{}` is no page for a browser", endpoint.name()));
        }
        state.calls.push(RecordedCall::new(Arc::clone(&values), head.headers));
        let now = state.clock.now();
        let server = state.server.as_mut().ok_or(NO_SERVER)?;
        let target = server.decided(&values, decision, now);
        let target = target.map_err(|no| format!("`{}`: {}", endpoint.name(), no.told()))?;
        let header = HeaderValue::from_str(target.as_str()).map_err(|error| error.to_string())?;
        Redirect::new(&url, StatusCode::FOUND, &header).map_err(|error| error.to_string())
    }
}

const NO_SERVER: &str = "nobody can sign in here: say `.behaving(OAuth::new())`";

impl fmt::Debug for Person<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Person")
    }
}
