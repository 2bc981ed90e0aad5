//! The stand-in as tests have it.

use std::fmt;
use std::io;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use url::Url;

use crate::call::parameters::Parameters;
use crate::client::builder::{ApiClient, ClientBuilder};
use crate::description::{DeclaredBase, Endpoint};
use crate::secret::{ExposeSecret, SecretString};
use crate::stand_in::at::At;
use crate::stand_in::bases::{self, NOWHERE};
use crate::stand_in::check::{by_description, by_reader};
use crate::stand_in::credentials::MadeUp;
use crate::stand_in::fault::Fault;
use crate::stand_in::in_process::InProcess;
use crate::stand_in::nearest;
use crate::stand_in::oauth::alarm::Alarm;
use crate::stand_in::oauth::{MADE_UP_TOKEN, OAuth, Server};
use crate::stand_in::owner::Owner;
use crate::stand_in::person::Person;
use crate::stand_in::recorded::RecordedCall;
use crate::stand_in::refusal::Refusal;
#[cfg(feature = "tower")]
use crate::stand_in::service::StandInService;
use crate::stand_in::shared::Shared;
use crate::stand_in::socket::Listening;

/// Stands in for a vendor: knows its API and its rules by the declaration, and refuses what the vendor would refuse.
///
/// See the [module](crate::stand_in) for how it is used. Clones stand in for the same vendor. When the last is dropped, it stops to
/// listen; and it panics where a request went to an endpoint that there is not, unless [`verify`](Self::verify) or
/// [`refusals`](Self::refusals) has told of it.
pub struct StandIn<C> {
    owner: Arc<Owner>,
    client: PhantomData<fn() -> C>,
}

impl<C: ApiClient> StandIn<C> {
    /// Stands in for the vendor whose client this is.
    #[must_use]
    pub fn new() -> Self {
        Self { owner: Arc::new(Owner::new(C::API)), client: PhantomData }
    }

    /// Lets through what is not declared: other parameters, other kinds of grants, credentials where none are declared.
    #[must_use]
    pub fn lenient(self) -> Self {
        self.shared().lock().is_lenient = true;
        self
    }

    /// Has the endpoints behave as those of an authorization server, wherever no answer was said.
    #[must_use]
    pub fn behaving(self, oauth: OAuth) -> Self {
        self.shared().lock().server = Some(Server::new(oauth));
        self
    }

    /// Names an endpoint by its function, to say what it answers.
    ///
    /// # Panics
    ///
    /// Where there is none of this name.
    #[must_use]
    #[track_caller]
    pub fn at(&self, endpoint: &str) -> At<'_> {
        At::new(self.shared(), Self::endpoint(endpoint), by_description)
    }

    /// Names an endpoint by the type of its parameters: what it is said to answer is read by the endpoint's own reader at once.
    ///
    /// ```
    /// use oauth_runtime::oauth_api;
    /// use oauth_runtime::stand_in::StandIn;
    ///
    /// #[derive(Debug, serde::Deserialize)]
    /// pub struct Item {
    ///     pub name: String,
    /// }
    ///
    /// #[oauth_api(base_url = "https://vendor.example")]
    /// pub trait Vendor {
    ///     /// Gives an item.
    ///     #[get("/items/{id}")]
    ///     fn item(id: u64) -> Item;
    /// }
    ///
    /// let vendor = StandIn::<VendorClient>::new();
    /// vendor.of::<VendorItemParameters, _>().answers(serde_json::json!({ "name": "a" }));
    /// ```
    ///
    /// # Panics
    ///
    /// Where the endpoint is one of another API.
    #[must_use]
    #[track_caller]
    pub fn of<P: Parameters<T>, T>(&self) -> At<'_> {
        At::new(self.shared(), Self::endpoint(P::ENDPOINT.name()), by_reader::<P, T>)
    }

    /// Makes a client that calls the stand-in, in process, with made-up credentials of every declared scheme.
    ///
    /// # Panics
    ///
    /// Where the base URL of the declaration is none.
    #[must_use]
    #[track_caller]
    pub fn client(&self) -> C {
        built(self.builder())
    }

    /// Begins a client that calls the stand-in, in process: with credentials, limits and repetitions of your own.
    pub fn builder(&self) -> ClientBuilder<C> {
        let transport = InProcess(Arc::clone(self.shared()));
        let builder = self.credentials_for(ClientBuilder::new()).transport(transport);
        located(builder, &self.shared().base, NOWHERE)
    }

    /// Makes a client that calls the stand-in over its socket, by the transport that clients have by default.
    ///
    /// # Panics
    ///
    /// Where it does not [listen](Self::listen).
    #[must_use]
    #[track_caller]
    pub fn client_over_socket(&self) -> C {
        built(self.builder_over_socket())
    }

    /// Begins a client that calls the stand-in over its socket.
    ///
    /// # Panics
    ///
    /// Where it does not [listen](Self::listen).
    #[track_caller]
    #[allow(clippy::expect_used, reason = "a test that is not set up has failed")]
    pub fn builder_over_socket(&self) -> ClientBuilder<C> {
        let url = self.url().expect("the stand-in does not listen: `.listen().await` first");
        let origin = url.origin().ascii_serialization();
        located(self.credentials_for(ClientBuilder::new()), url.as_str(), &origin)
    }

    /// A client over the socket that gives up after a time and takes little, for servers that misbehave.
    pub(crate) fn client_within(&self, time: Duration) -> C {
        built(self.builder_over_socket().timeout(time).max_body(128 * 1024))
    }

    fn credentials_for(&self, builder: ClientBuilder<C>) -> ClientBuilder<C> {
        let state = self.shared().lock();
        let registered = state.server.as_ref().and_then(Server::first_client);
        let (client_id, client_secret) =
            registered.unwrap_or_else(|| ("stand-in".to_owned(), "planted-password".into()));
        builder.authenticated_by(&MadeUp {
            api: C::API,
            client_id,
            client_secret,
            access_token: MADE_UP_TOKEN.into(),
        })
    }

    /// Listens on a port of its own on `127.0.0.1`, and returns the base URL: for a program that is tested as a whole.
    ///
    /// It needs a Tokio runtime with time and I/O, and ends with the last clone. Called again, it returns the same.
    ///
    /// # Errors
    ///
    /// Those of the system, where it has no port left.
    pub async fn listen(&self) -> io::Result<Url> {
        if let Some(url) = self.url() {
            return Ok(url);
        }
        let shared = self.shared();
        let listening = Listening::start(Arc::clone(shared)).await?;
        let query = shared.base.split_once('?').map(|(_, query)| format!("?{query}"));
        let query = query.unwrap_or_default();
        let url = format!("http://{}{}{query}", listening.address, shared.path);
        let url = Url::parse(&url).map_err(io::Error::other)?;
        shared.lock().listens_at = Some(url.clone());
        self.owner.keep(listening);
        Ok(url)
    }

    /// Returns the base URL at which it listens.
    #[must_use]
    pub fn url(&self) -> Option<Url> {
        self.shared().lock().listens_at.clone()
    }

    /// Returns the URL of a base with a name, where it listens.
    ///
    /// All bases of an API are at one host, each below its name.
    #[must_use]
    pub fn url_of(&self, base: &str) -> Option<Url> {
        let origin = self.url()?.origin().ascii_serialization();
        let base = C::API.bases().iter().find(|own| own.name() == base)?;
        Url::parse(&bases::named(&origin, base)).ok()
    }

    /// Turns it into a service of `tower`, for a server or a client of another make.
    #[cfg(feature = "tower")]
    #[must_use]
    pub fn into_service(self) -> StandInService {
        StandInService::new(Arc::clone(&self.owner))
    }

    /// Returns the calls of an endpoint that were taken, in the order of their arrival.
    ///
    /// # Panics
    ///
    /// Where there is no endpoint of this name.
    #[must_use]
    #[track_caller]
    pub fn calls(&self, endpoint: &str) -> Vec<RecordedCall> {
        let endpoint = Self::endpoint(endpoint).name();
        let state = self.shared().lock();
        let calls = state.calls.iter().filter(|call| call.endpoint().name() == endpoint);
        calls.cloned().collect()
    }

    /// Returns the calls of all endpoints that were taken, in the order of their arrival.
    #[must_use]
    pub fn all_calls(&self) -> Vec<RecordedCall> {
        self.shared().lock().calls.clone()
    }

    /// Returns the call of an endpoint that is the only one.
    ///
    /// # Panics
    ///
    /// Where none was taken, or several; or where there is no endpoint of this name.
    #[must_use]
    #[track_caller]
    #[allow(clippy::panic, reason = "a test that expects what was not sent has failed")]
    pub fn only(&self, endpoint: &str) -> RecordedCall {
        match <[RecordedCall; 1]>::try_from(self.calls(endpoint)) {
            Ok([call]) => call,
            Err(calls) => {
                let refusals = self.told();
                panic!("`{endpoint}` was called {} times, not once{refusals}", calls.len())
            }
        }
    }

    /// Returns the requests that broke the declaration, in the order of their arrival.
    #[must_use]
    pub fn refusals(&self) -> Vec<Refusal> {
        let mut state = self.shared().lock();
        state.is_verified = true;
        state.refusals.clone()
    }

    /// Checks that every request kept to the declaration, and that the client could read every answer.
    ///
    /// # Panics
    ///
    /// Where one did not, with all of them and the line of the declaration that each breaks.
    #[track_caller]
    pub fn verify(&self) {
        let refusals = self.refusals();
        assert!(refusals.is_empty(), "requests were refused{}", self.told());
    }

    fn told(&self) -> String {
        let state = self.shared().lock();
        let lines: Vec<_> = state.refusals.iter().map(|it| format!("\n  {it}")).collect();
        lines.concat()
    }

    /// Returns the person at the browser, who opens the vendor's page and decides.
    #[must_use]
    pub fn person(&self) -> Person<'_> {
        Person(self.shared())
    }

    /// Returns what the vendor has raised an alarm about: codes and refresh tokens that came again.
    #[must_use]
    pub fn alarms(&self) -> Vec<Alarm> {
        let state = self.shared().lock();
        state.server.as_ref().map(|server| server.alarms.clone()).unwrap_or_default()
    }

    /// Tells whether an access token or a refresh token works: it was issued here, has not expired, and was not revoked or rotated.
    #[must_use]
    pub fn works(&self, token: &SecretString) -> bool {
        let state = self.shared().lock();
        let now = state.clock.now();
        state.server.as_ref().is_some_and(|server| server.is_good(token.expose_secret(), now))
    }

    /// Issues a refresh token to a client, for a test that begins after the sign-in.
    #[must_use]
    pub fn refresh_token(&self, client_id: &str) -> SecretString {
        let mut state = self.shared().lock();
        let now = state.clock.now();
        let server = state.server.get_or_insert_with(|| Server::new(OAuth::new()));
        server.refresh_token_for(client_id, now).into()
    }

    /// Lets the time of the vendor pass: it stands still otherwise.
    pub fn advance(&self, time: Duration) {
        self.shared().advance(time);
    }

    /// Returns the time of the vendor.
    #[must_use]
    pub fn now(&self) -> SystemTime {
        self.shared().lock().clock.now()
    }

    /// Has the call of this number, counted from 0, meet a fault, and redirects of faults lead elsewhere.
    pub(crate) fn plan(&self, fault_at: Option<(usize, Fault)>, elsewhere: String) {
        let mut state = self.shared().lock();
        state.answers_anything = true;
        state.fault_at = fault_at;
        state.elsewhere = elsewhere;
    }

    fn shared(&self) -> &Arc<Shared> {
        &self.owner.shared
    }

    #[track_caller]
    #[allow(clippy::panic, reason = "a test that names what there is not has failed")]
    fn endpoint(name: &str) -> &'static Endpoint {
        let api = C::API;
        api.endpoint(name).unwrap_or_else(|| {
            let known: Vec<_> = api.endpoints().iter().map(|endpoint| endpoint.name()).collect();
            let help = nearest::help(name, &known);
            panic!("{} has no endpoint `{name}`\nhelp: {help}", api.name())
        })
    }
}

/// Has a client look for all bases of its API at one origin.
fn located<C: ApiClient>(builder: ClientBuilder<C>, base: &str, origin: &str) -> ClientBuilder<C> {
    let api = C::API;
    let builder = if api.base() == DeclaredBase::None { builder } else { builder.base_url(base) };
    let builder = api.bases().iter().fold(builder, |builder, base| {
        builder.base_url_of(base.name(), bases::named(origin, base))
    });
    if api.needs_metadata() { builder.metadata(bases::metadata(api, origin)) } else { builder }
}

#[track_caller]
#[allow(clippy::panic, reason = "a test that is not set up has failed")]
fn built<C: ApiClient>(builder: ClientBuilder<C>) -> C {
    builder.build().unwrap_or_else(|error| panic!("{error}"))
}

impl<C: ApiClient> Default for StandIn<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C> Clone for StandIn<C> {
    fn clone(&self) -> Self {
        Self { owner: Arc::clone(&self.owner), client: PhantomData }
    }
}

impl<C> fmt::Debug for StandIn<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.owner.shared.lock();
        f.debug_struct("StandIn")
            .field("api", &self.owner.shared.api.name())
            .field("calls", &state.calls)
            .field("refusals", &state.refusals)
            .finish_non_exhaustive()
    }
}
