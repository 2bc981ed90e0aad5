//! Every server that misbehaves, against the code of a user.

mod report;

use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::io;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::client::builder::ApiClient;
use crate::description::{OneTimeGrant, Role};
use crate::secret::ExposeSecret;
use crate::stand_in::fault::{Class, Fault};
use crate::stand_in::oauth::OAuth;
use crate::stand_in::recorded::RecordedCall;
use crate::stand_in::socket::Elsewhere;
use crate::stand_in::values::text;
use crate::stand_in::vendor::StandIn;

pub use report::{Broken, Report, Row};

/// Everything that the stand-in makes up has this in it.
const PLANTED: &str = "planted-";

/// Shorter values of the caller's are not looked for: they would be found in ordinary words.
const SHORTEST_SECRET: usize = 8;

/// Runs a function against every [`Fault`], at each of its calls in turn, and checks what must always hold.
///
/// The function is given a client of a vendor that listens on loopback and takes every code and refresh token once. It has to
/// succeed where the vendor behaves. What is checked of each run is in [`Broken`].
///
/// # Panics
///
/// Where something does not hold, with every fault for which it does not; and where the function fails although the vendor
/// behaves.
pub async fn gauntlet<C, F, T, E>(run: impl Fn(C) -> F)
where
    C: ApiClient,
    F: Future<Output = Result<T, E>>,
    E: StdError + 'static,
{
    let gauntlet = Gauntlet::<C>::new();
    let time = gauntlet.time_of_client();
    let report = gauntlet.run(|vendor: StandIn<C>| run(vendor.client_within(time))).await;
    match report {
        Ok(report) => report.assert(),
        Err(error) => fail(&error),
    }
}

#[allow(clippy::panic, reason = "a test that is not set up has failed")]
fn fail(error: &dyn StdError) {
    panic!("{error}");
}

/// A run of a function against every fault, with settings of its own.
#[derive(Debug)]
pub struct Gauntlet<C> {
    oauth: OAuth,
    faults: Vec<Fault>,
    deadline: Duration,
    client: PhantomData<fn() -> C>,
}

impl<C: ApiClient> Gauntlet<C> {
    /// Prepares a run against every fault, at a vendor whose refresh tokens rotate.
    #[must_use]
    pub fn new() -> Self {
        Self {
            oauth: OAuth::rotating().taking_anything(),
            faults: Fault::all(),
            deadline: Duration::from_secs(10),
            client: PhantomData,
        }
    }

    /// Sets how the vendor behaves otherwise.
    #[must_use]
    pub fn behaving(self, oauth: OAuth) -> Self {
        Self { oauth, ..self }
    }

    /// Sets which faults it is run against.
    #[must_use]
    pub fn faults(self, faults: impl IntoIterator<Item = Fault>) -> Self {
        Self { faults: faults.into_iter().collect(), ..self }
    }

    /// Sets the time in which each run has to end. 10 seconds by default.
    #[must_use]
    pub fn deadline(self, deadline: Duration) -> Self {
        Self { deadline, ..self }
    }

    fn time_of_client(&self) -> Duration {
        self.deadline / 10
    }

    /// Runs a function against every fault, at each of its calls in turn. It is given a vendor that listens: for a client of this
    /// crate, [`client_over_socket`](StandIn::client_over_socket); for one of another make, [`url`](StandIn::url).
    ///
    /// # Errors
    ///
    /// Those of the system where there is no port left; and the error of the function, where it fails although the vendor
    /// behaves.
    pub async fn run<F, T, E>(self, run: impl Fn(StandIn<C>) -> F) -> io::Result<Report>
    where
        F: Future<Output = Result<T, E>>,
        E: StdError + 'static,
    {
        let elsewhere = Elsewhere::start().await?;
        let (vendor, ended) = self.once(None, &elsewhere, &run).await?;
        if let Ended::Error(_, told) = ended {
            return Err(io::Error::other(format!("it fails where the vendor behaves: {told}")));
        }
        let calls = vendor.all_calls();
        let mut rows = Vec::new();
        for fault in &self.faults {
            for (number, call) in calls.iter().enumerate() {
                if fault.concerns(call.endpoint()) {
                    rows.push(self.row(fault, number, &calls, &elsewhere, &run).await?);
                }
            }
        }
        Ok(Report { rows })
    }

    async fn row<F, T, E>(
        &self,
        fault: &Fault,
        number: usize,
        clean: &[RecordedCall],
        elsewhere: &Elsewhere,
        run: &impl Fn(StandIn<C>) -> F,
    ) -> io::Result<Row>
    where
        F: Future<Output = Result<T, E>>,
        E: StdError + 'static,
    {
        let before = elsewhere.connections();
        let planned = Some((number, fault.clone()));
        let (vendor, ended) = self.once(planned, elsewhere, run).await?;
        let endpoint = clean.get(number).map(RecordedCall::endpoint);
        let Some(endpoint) = endpoint else {
            return Err(io::Error::other("there is no such call"));
        };
        let expected = fault.class_at(endpoint);
        let calls = vendor.all_calls();
        drop(vendor.refusals());
        let of_endpoint = |calls: &[RecordedCall]| {
            calls.iter().filter(|call| call.endpoint().name() == endpoint.name()).count()
        };
        let mut broken = Vec::new();
        let class = match &ended {
            Ended::Panic => {
                broken.push(Broken::Panics);
                None
            }
            Ended::Never => {
                broken.push(Broken::NeverEnds);
                None
            }
            Ended::Value => {
                // Whoever asks once more may well succeed.
                let asked_again = of_endpoint(&calls) > of_endpoint(clean);
                if expected != Class::Value && !asked_again {
                    broken.push(Broken::TakenForSuccess);
                }
                Some(Class::Value)
            }
            Ended::Error(class, told) => {
                if expected == Class::Value && fault.class() != Class::Redirect {
                    broken.push(Broken::AnswerLost);
                }
                if shows_secret(told, &calls) {
                    broken.push(Broken::SecretShown);
                }
                *class
            }
        };
        if comes_twice(&calls) {
            broken.push(Broken::SentTwice);
        }
        if elsewhere.connections() > before {
            broken.push(Broken::WentElsewhere);
        }
        Ok(Row { fault: fault.clone(), endpoint: endpoint.name(), expected, class, broken })
    }

    /// Runs the function once, at a vendor of its own.
    async fn once<F, T, E>(
        &self,
        fault_at: Option<(usize, Fault)>,
        elsewhere: &Elsewhere,
        run: &impl Fn(StandIn<C>) -> F,
    ) -> io::Result<(StandIn<C>, Ended)>
    where
        F: Future<Output = Result<T, E>>,
        E: StdError + 'static,
    {
        let vendor = StandIn::<C>::new().behaving(self.oauth.clone());
        vendor.plan(fault_at, format!("http://{}", elsewhere.address));
        vendor.listen().await?;
        let Ok(future) = catch_unwind(AssertUnwindSafe(|| run(vendor.clone()))) else {
            return Ok((vendor, Ended::Panic));
        };
        let mut future = pin!(future);
        let caught = std::future::poll_fn(|context| {
            match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
                Ok(Poll::Pending) => Poll::Pending,
                Ok(Poll::Ready(result)) => Poll::Ready(Some(result)),
                Err(_) => Poll::Ready(None),
            }
        });
        let ended = match tokio::time::timeout(self.deadline, caught).await {
            Err(_) => Ended::Never,
            Ok(None) => Ended::Panic,
            Ok(Some(Ok(_))) => Ended::Value,
            Ok(Some(Err(error))) => Ended::Error(Class::of_chain(&error), told(&error)),
        };
        Ok((vendor, ended))
    }
}

impl<C: ApiClient> Default for Gauntlet<C> {
    fn default() -> Self {
        Self::new()
    }
}

/// How a run ended.
enum Ended {
    Value,
    /// By an error: its class, where it is one of this crate, and all that it shows.
    Error(Option<Class>, String),
    Panic,
    Never,
}

/// All that an error shows, its causes included.
fn told(error: &(dyn StdError + 'static)) -> String {
    let mut told = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        told.extend([error.to_string(), format!(" {error:?} {error:#?} ")]);
        next = error.source();
    }
    told
}

/// Tells whether an error shows what the vendor made up, or a secret of a call.
fn shows_secret(told: &str, calls: &[RecordedCall]) -> bool {
    let sent = calls.iter().flat_map(|call| call.values().parameters());
    let mut secrets =
        sent.filter(|(parameter, _)| parameter.is_secret()).filter_map(|(_, it)| text(it));
    told.contains(PLANTED)
        || secrets.any(|secret| secret.len() >= SHORTEST_SECRET && told.contains(&secret))
        || calls.iter().any(|call| {
            let secret = call.values().client_secret();
            let secret = secret.filter(|it| it.expose_secret().len() >= SHORTEST_SECRET);
            secret.is_some_and(|secret| {
                let secret = secret.expose_secret();
                let client_id = call.values().client_id().unwrap_or_default();
                let basic = STANDARD.encode(format!("{client_id}:{secret}"));
                told.contains(secret) || told.contains(basic.trim_end_matches('='))
            })
        })
}

/// Tells whether a code or a refresh token arrived twice that can be used once.
fn comes_twice(calls: &[RecordedCall]) -> bool {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for call in calls {
        let values = call.values();
        let is_trade = values.of_role(|role| role == Role::GrantType).is_some()
            || values.endpoint.token().is_some();
        let grants = [OneTimeGrant::Code, OneTimeGrant::RefreshToken];
        for grant in grants.into_iter().filter(|_| is_trade) {
            if let Some(grant) = values.of_role(|role| role == Role::Grant(grant)) {
                *counts.entry(grant).or_default() += 1;
            }
        }
    }
    counts.values().any(|count| *count > 1)
}
