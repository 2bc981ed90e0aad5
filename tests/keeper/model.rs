//! Two processes, a vendor and a store with faults, at random: what has to hold whatever happens.

use std::env;
use std::time::Duration;

use oauth_runtime::keeper::{
    Keeper, KeeperError, Login, LoginState, MemoryStore, SignInReason, Store,
};
use oauth_runtime::{ExposeSecret as _, Token};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tokio::time::{Instant, sleep};

use crate::faulty::{CarriedBy, How, Operation, Process};
use crate::vendor::{
    Counts, Fault, Rotation, TestVendor, VendorClient, WindowedClient, refreshing,
};

/// What happens next, in one of two processes or around them.
#[derive(Clone, Debug)]
enum Step {
    Wait(u64),
    Ask(usize),
    AskBoth,
    /// A caller that gives up after so many milliseconds.
    GiveUp(usize, u64),
    Reject(usize),
    SignIn(usize),
    SignOut(usize),
    /// A process that ends so many milliseconds after somebody has asked, and a new one in its place.
    Crash(usize, u64),
    VendorFails(VendorFault),
    StoreFails(usize, Operation, How),
    Live(i64),
}

#[derive(Clone, Copy, Debug)]
enum VendorFault {
    Busy,
    Later,
    Configuration,
    Nonsense,
    Over,
    Cut,
    Vanishes,
    NotSent,
}

fn step() -> impl Strategy<Value = Step> {
    use VendorFault::*;
    let process = 0..2_usize;
    let fault = prop_oneof![
        Just(Busy),
        Just(Later),
        Just(Configuration),
        Just(Nonsense),
        Just(Cut),
        Just(Vanishes),
        Just(NotSent),
    ];
    let operation = prop_oneof![
        Just(Operation::Load),
        Just(Operation::Lease),
        Just(Operation::Commit),
        Just(Operation::Release),
    ];
    let how = prop_oneof![Just(How::Before), Just(How::After)];
    prop_oneof![
        8 => prop_oneof![1 => 0..5_u64, 1 => 0..100_u64, 3 => 3000..4000_u64].prop_map(Step::Wait),
        8 => process.clone().prop_map(Step::Ask),
        3 => Just(Step::AskBoth),
        2 => (process.clone(), 0..120_u64).prop_map(|(process, after)| Step::GiveUp(process, after)),
        2 => process.clone().prop_map(Step::Reject),
        2 => process.clone().prop_map(Step::SignIn),
        1 => process.clone().prop_map(Step::SignOut),
        2 => (process.clone(), 0..120_u64).prop_map(|(process, after)| Step::Crash(process, after)),
        4 => fault.prop_map(Step::VendorFails),
        1 => Just(Step::VendorFails(Over)),
        3 => (process, operation, how).prop_map(|(process, operation, how)| Step::StoreFails(process, operation, how)),
        1 => prop_oneof![Just(3600_i64), Just(60), Just(5)].prop_map(Step::Live),
    ]
}

impl VendorFault {
    const fn fault(self) -> Fault {
        match self {
            Self::Busy => Fault::Says(503, "", None),
            Self::Later => Fault::Says(429, "", Some(40)),
            Self::Configuration => Fault::Says(401, r#"{"error":"invalid_client"}"#, None),
            Self::Nonsense => Fault::Says(200, "<html>", None),
            Self::Over => Fault::Says(400, r#"{"error":"invalid_grant"}"#, None),
            Self::Cut => Fault::AnswerIsCut,
            Self::Vanishes => Fault::Vanishes,
            Self::NotSent => Fault::NotSent,
        }
    }
}

/// A process, and its login.
struct Running {
    process: Process<MemoryStore>,
    _keeper: Keeper,
    alice: Login,
}

/// What has to hold, as far as it follows from what has happened.
#[allow(clippy::struct_excessive_bools, reason = "what is known of a login, piece by piece")]
struct World {
    vendor: TestVendor,
    store: MemoryStore,
    is_windowed: bool,
    running: Vec<Running>,
    /// The family of the last sign-in; none after a sign-out.
    family: Option<u32>,
    /// The other process learns of it within a second.
    signed_in_at: Instant,
    /// A sign-in or sign-out failed at the store, or its process ended: either may be true.
    is_unclear: bool,
    /// An answer may have been lost, since somebody signed in.
    may_be_lost: bool,
    /// The vendor was told to say that the login is over, since somebody signed in.
    is_told_over: bool,
    lost: u32,
}

impl World {
    fn new(is_windowed: bool) -> Self {
        let rotation = if is_windowed {
            Rotation::Window(Duration::from_secs(60))
        } else {
            Rotation::FamilyKill
        };
        let vendor = TestVendor::new(rotation, 3600);
        vendor.slow(Duration::from_millis(40));
        let mut world = Self {
            vendor,
            store: MemoryStore::new(),
            is_windowed,
            running: Vec::new(),
            family: None,
            signed_in_at: Instant::now(),
            is_unclear: false,
            may_be_lost: false,
            is_told_over: false,
            lost: 0,
        };
        world.running = vec![world.begin(), world.begin()];
        world
    }

    fn begin(&self) -> Running {
        let process = Process::new(self.store.clone());
        process.slow(Duration::from_millis(2));
        let carried = || CarriedBy(process.clone(), self.vendor.clone());
        let keeper = if self.is_windowed {
            let client = WindowedClient::builder().transport(carried()).build().unwrap();
            Keeper::refreshing(move |token| {
                client.token().refresh().client_id("client").refresh_token(token).into_request()
            })
        } else {
            refreshing(VendorClient::builder().transport(carried()).build().unwrap())
        };
        let keeper = keeper.store(process.clone()).clock(self.vendor.clock(0)).build();
        let alice = keeper.of("alice");
        Running { process, _keeper: keeper, alice }
    }

    async fn take(&mut self, step: &Step) {
        let before = self.vendor.counts();
        let started = Instant::now();
        match step {
            Step::Wait(seconds) => sleep(Duration::from_secs(*seconds)).await,
            Step::Ask(process) => self.ask(*process).await,
            Step::AskBoth => {
                let (one, two) = tokio::join!(self.asked(0), self.asked(1));
                self.check(one);
                self.check(two);
            }
            Step::GiveUp(process, after) => {
                let asked = self.running[*process].alice.access_token();
                drop(tokio::time::timeout(Duration::from_millis(*after), asked).await);
            }
            Step::Reject(process) => {
                let alice = self.running[*process].alice.clone();
                if let Ok(token) = alice.access_token().await {
                    alice.rejected(&token);
                }
            }
            Step::SignIn(process) => {
                let (family, token): (u32, Token) = self.vendor.sign_in();
                let signed_in = self.running[*process].alice.put(token).await;
                self.is_unclear = match signed_in {
                    Ok(_) => false,
                    Err(KeeperError::Store { .. }) => true,
                    Err(error) => unreachable!("{error:?}"),
                };
                (self.family, self.signed_in_at) = (Some(family), Instant::now());
                if !self.is_unclear {
                    (self.may_be_lost, self.is_told_over) = (false, self.vendor.will_refuse());
                }
            }
            Step::SignOut(process) => {
                let alice = self.running[*process].alice.clone();
                self.is_unclear = alice.forget().await.is_err();
                self.family = None;
                // Here it is over in any case.
                let over = alice.access_token().await.unwrap_err();
                if !self.is_unclear {
                    let KeeperError::SignInAgain { reason } = over else {
                        unreachable!("{over:?}")
                    };
                    assert_eq!(reason, SignInReason::SignedOut);
                }
            }
            Step::Crash(process, after) => {
                let alice = self.running[*process].alice.clone();
                let asked = tokio::spawn(async move { alice.access_token().await });
                sleep(Duration::from_millis(*after)).await;
                self.running[*process].process.kill();
                asked.abort();
                self.running[*process] = self.begin();
                self.may_be_lost = true;
            }
            Step::VendorFails(fault) => {
                self.vendor.fail(fault.fault());
                self.is_told_over |= matches!(fault, VendorFault::Over);
            }
            Step::StoreFails(process, operation, how) => {
                let (operation, how) = (*operation, *how);
                let left = std::sync::atomic::AtomicI32::new(1);
                self.running[*process].process.hook(move |it| {
                    let is_it = it == operation
                        && left.fetch_sub(1, std::sync::atomic::Ordering::Relaxed) > 0;
                    is_it.then_some(how)
                });
            }
            Step::Live(life) => self.vendor.live(*life),
        }
        let after = self.vendor.counts();
        self.may_be_lost |= after.cut > before.cut;
        self.judge(step, before, after, started.elapsed());
    }

    async fn ask(&mut self, process: usize) {
        let result = self.asked(process).await;
        self.check(result);
    }

    /// What a caller gets, and whether it lives at that moment.
    async fn asked(&self, process: usize) -> Result<bool, KeeperError> {
        let token = self.running[process].alice.access_token().await?;
        Ok(self.vendor.takes(token.expose_secret()))
    }

    /// What a caller got is good, or right.
    fn check(&self, result: Result<bool, KeeperError>) {
        match result {
            Ok(lives) => assert!(lives, "a token that has expired"),
            Err(KeeperError::SignInAgain { reason }) => {
                let is_alive = self.family.is_some_and(|family| self.vendor.is_alive(family));
                let is_new = self.signed_in_at.elapsed() < Duration::from_millis(1100);
                let is_right = self.is_unclear || !is_alive || self.is_told_over || is_new;
                assert!(is_right, "{reason}, and the login is good");
            }
            Err(
                KeeperError::Paused { .. }
                | KeeperError::InDoubt { .. }
                | KeeperError::Store { .. },
            ) => {}
            Err(error) => unreachable!("{error:?}"),
        }
    }

    /// What the vendor saw is what there was reason for.
    fn judge(&mut self, step: &Step, before: Counts, after: Counts, time: Duration) {
        let alarms = after.alarms - before.alarms;
        if alarms > 0 {
            assert!(self.may_be_lost, "{step:?}: an alarm without a lost answer");
            self.lost += alarms;
        }
        // One each second is the most, resends within a window aside.
        let most = 8 + u32::try_from(time.as_secs()).unwrap();
        let exchanges = after.exchanges - before.exchanges;
        assert!(exchanges <= most, "{step:?}: {exchanges} exchanges in {time:?}");
    }

    /// Without faults, everything is well in the end.
    async fn end(&mut self) {
        self.vendor.forgive();
        self.vendor.live(3600);
        for running in &self.running {
            running.process.heal();
        }
        sleep(Duration::from_secs(4000)).await;
        for process in [0, 1, 0] {
            let before = self.vendor.counts();
            let alice = self.running[process].alice.clone();
            let result = alice.access_token().await;
            let alarms = self.vendor.counts().alarms - before.alarms;
            assert!(alarms == 0 || self.may_be_lost);
            self.lost += alarms;
            let is_alive = self.family.is_some_and(|family| self.vendor.is_alive(family));
            match result {
                Ok(token) => assert!(self.vendor.takes(token.expose_secret())),
                Err(KeeperError::SignInAgain { reason }) => {
                    assert!(self.is_unclear || !is_alive || self.is_told_over, "{reason}");
                }
                Err(error) => unreachable!("in the end: {error:?}"),
            }
        }
        let state = self.running[0].alice.state().await.unwrap();
        assert!(matches!(state, LoginState::Fresh { .. } | LoginState::Ended { .. }), "{state:?}");
        let stored = self.store.load(&self.running[0].alice.id()).await.unwrap();
        if !stored.record.is_empty() {
            drop(serde_json::from_slice::<serde_json::Value>(&stored.record).unwrap());
        }
    }
}

#[test]
fn t12_whatever_happens_at_random() {
    let steps = if env::var("KEEPER_STEPS").as_deref() == Ok("many") { 100_000 } else { 10_000 };
    let each = 50;
    let cases = steps / each;
    let config =
        Config { cases, failure_persistence: None, max_shrink_iters: 2000, ..Config::default() };
    let totals = std::cell::Cell::new((0_u32, 0_u32, 0_u32));
    TestRunner::new(config)
        .run(&(vec(step(), each as usize), any::<bool>()), |(steps, is_windowed)| {
            let mut runtime = tokio::runtime::Builder::new_current_thread();
            runtime.enable_all().start_paused(true);
            let world = runtime.build().unwrap().block_on(async {
                let mut world = World::new(is_windowed);
                world.take(&Step::SignIn(0)).await;
                for step in &steps {
                    world.take(step).await;
                }
                world.end().await;
                world
            });
            let (exchanges, alarms, lost) = totals.get();
            let counts = world.vendor.counts();
            totals.set((exchanges + counts.exchanges, alarms + counts.alarms, lost + world.lost));
            Ok(())
        })
        .unwrap();
    let (exchanges, alarms, lost) = totals.get();
    println!(
        "12: {steps} steps, {exchanges} exchanges, {alarms} alarms, each after an answer that was lost, {lost} lost logins"
    );
}
