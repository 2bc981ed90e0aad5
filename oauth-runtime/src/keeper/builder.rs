//! The settings of a keeper, each with a safe default.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use secrecy::SecretString;
use tokio::sync::watch;

use crate::call::parameters::Parameters;
use crate::call::request::Request;
use crate::call::typestate::Sendable;
use crate::keeper::clock::{Clock, jittered, millis};
use crate::keeper::event::Teller;
use crate::keeper::logins::Keeper;
use crate::keeper::rules::{InDoubt, Rules};
use crate::keeper::shared::Shared;
use crate::keeper::source::{Revoke, Source, revoke};
use crate::keeper::store::Store;
use crate::keeper::store::memory::MemoryStore;

/// Settings of a [`Keeper`] that is about to be made.
#[must_use = "a builder does nothing until it is built: end it with `.build()`"]
pub struct KeeperBuilder {
    source: Source,
    store: Arc<dyn Store>,
    clock: Option<Box<dyn Fn() -> SystemTime + Send + Sync>>,
    timeout: Duration,
    in_doubt: InDoubt,
    invalid_grant_words: Vec<String>,
    namespace: Option<String>,
    revoke: Option<Revoke>,
}

impl Keeper {
    /// Begins a keeper of logins that have a refresh token: the closure makes the request that trades it.
    ///
    /// The closure is called for each refresh, and once by [`build`](KeeperBuilder::build) with an empty token, to learn of which
    /// API and client the logins are.
    ///
    /// ```
    /// # use oauth_runtime::{SecretString, Token, keeper::Keeper, oauth_api};
    /// # #[oauth_api(base_url = "https://vendor.example", auth = none)]
    /// # pub trait Vendor {
    /// #     #[grant(refresh_token as refresh, needs(refresh_token))]
    /// #     #[post("/token")]
    /// #     fn token(grant_type: String, client_id: String, refresh_token: Option<SecretString>) -> Token;
    /// # }
    /// let vendor = VendorClient::new();
    /// let keeper = Keeper::refreshing(move |refresh_token| {
    ///     vendor.token().refresh().client_id("id").refresh_token(refresh_token).into_request()
    /// });
    /// let keeper = keeper.build();
    /// # drop(keeper);
    /// ```
    ///
    /// A request of an endpoint that answers no token does not compile:
    ///
    /// ```compile_fail,E0080
    /// # use oauth_runtime::{SecretString, Token, keeper::Keeper, oauth_api};
    /// # #[oauth_api(base_url = "https://vendor.example", auth = none)]
    /// # pub trait Vendor {
    /// #     #[post("/revoke")]
    /// #     fn revoke(token: SecretString);
    /// # }
    /// # let vendor = VendorClient::new();
    /// Keeper::refreshing(move |refresh_token| vendor.revoke().token(refresh_token).into_request());
    /// ```
    pub fn refreshing<P, T>(
        request: impl Fn(SecretString) -> Request<P, T> + Send + Sync + 'static,
    ) -> KeeperBuilder
    where
        P: Parameters<T, Kind: Sendable>,
    {
        KeeperBuilder::new(Source::of(true, request))
    }

    /// Begins a keeper of logins that need no person: the closure makes a request that asks for a token, such as that of the
    /// grant `client_credentials` ([RFC 6749, section 4.4](https://www.rfc-editor.org/rfc/rfc6749#section-4.4)).
    pub fn asking<P, T>(
        request: impl Fn() -> Request<P, T> + Send + Sync + 'static,
    ) -> KeeperBuilder
    where
        P: Parameters<T, Kind: Sendable>,
    {
        KeeperBuilder::new(Source::of(false, move |_| request()))
    }
}

impl KeeperBuilder {
    fn new(source: Source) -> Self {
        Self {
            source,
            store: Arc::new(MemoryStore::new()),
            clock: None,
            timeout: Duration::from_secs(30),
            in_doubt: InDoubt::default(),
            invalid_grant_words: Vec::new(),
            namespace: None,
            revoke: None,
        }
    }

    /// Sets where logins are kept; in memory by default.
    pub fn store(mut self, store: impl Store) -> Self {
        self.store = Arc::new(store);
        self
    }

    /// Sets the time for a refresh, in place of that of the client. 30 seconds by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets what is done with a refresh token that was sent and not answered.
    pub fn in_doubt(mut self, in_doubt: InDoubt) -> Self {
        self.in_doubt = in_doubt;
        self
    }

    /// Adds a word of the vendor's for `invalid_grant`: an error by which a login is over.
    pub fn invalid_grant_word(mut self, word: impl Into<String>) -> Self {
        self.invalid_grant_words.push(word.into());
        self
    }

    /// Sets what the logins are told apart by from those of other keepers in the same store, in place of API, base URL and
    /// `client_id` of the request.
    pub fn namespace(mut self, namespace: impl Into<String>) -> Self {
        self.namespace = Some(namespace.into());
        self
    }

    /// Has tokens revoked at sign-out: the refresh token, or the access token where there is none.
    pub fn revoking<P, T>(
        mut self,
        request: impl Fn(SecretString) -> Request<P, T> + Send + Sync + 'static,
    ) -> Self
    where
        P: Parameters<T, Kind: Sendable>,
        T: 'static,
    {
        self.revoke = Some(revoke(request));
        self
    }

    /// Sets the clock, for tests.
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Some(Box::new(clock));
        self
    }

    /// Makes the keeper.
    #[must_use]
    pub fn build(self) -> Keeper {
        let namespace = match self.namespace {
            Some(namespace) => vec![namespace],
            None => self.source.begin(SecretString::default()).names,
        };
        let part = jittered(Duration::from_secs(1)).as_secs_f64();
        let rules = Rules {
            refreshes: self.source.refreshes,
            reuse_within: self.source.reuse_within.map_or(0, millis),
            in_doubt: self.in_doubt,
            part,
        };
        let shared = Shared {
            source: self.source,
            store: self.store,
            clock: Clock::new(self.clock),
            teller: Teller::new(),
            rules,
            timeout: self.timeout,
            invalid_grant_words: self.invalid_grant_words,
            revoke: self.revoke,
            works: watch::Sender::new(0),
        };
        Keeper::new(shared, namespace)
    }
}

impl fmt::Debug for KeeperBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeeperBuilder")
            .field("timeout", &self.timeout)
            .field("in_doubt", &self.in_doubt)
            .finish_non_exhaustive()
    }
}
