//! A refresh that was sent and not answered, a store that fails, clocks that are wrong: what is in doubt is said, not guessed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use oauth_runtime::ExposeSecret as _;
use oauth_runtime::keeper::{
    Committed, EventKind, InDoubt, KeeperError, LoginState, MemoryStore, SignInReason, Store,
};
use tokio::time::{Instant, advance, sleep};

use crate::faulty::{How, Operation, Process};
use crate::vendor::{Fault, Rotation, TestVendor};

/// Within the window of the vendor's page, the same token is sent again at once.
#[tokio::test(start_paused = true)]
async fn unanswered_refresh_is_sent_again_within_the_window() {
    let vendor = TestVendor::new(Rotation::Window(Duration::from_secs(60)), 3600);
    let keeper = vendor.windowed_keeper(MemoryStore::new());
    let mut events = keeper.events();
    let alice = keeper.of("alice");
    alice.put(vendor.sign_in().1).await.unwrap();
    advance(Duration::from_secs(3601)).await;
    vendor.fail(Fault::AnswerIsCut);
    vendor.fail(Fault::Vanishes);
    let asked = Instant::now();
    let token = alice.access_token().await.unwrap();
    assert!(vendor.takes(token.expose_secret()) && asked.elapsed() < Duration::from_secs(1));
    let counts = vendor.counts();
    assert_eq!((counts.exchanges, counts.rotations, counts.alarms), (2, 1, 0));
    for _ in 0..2 {
        assert!(matches!(events.try_next().unwrap().kind, EventKind::InDoubt));
    }
    assert!(matches!(events.try_next().unwrap().kind, EventKind::Refreshed));
}

/// A process that was killed with its refresh on the way: the next one sends it again, while the window lasts.
#[tokio::test(start_paused = true)]
async fn refresh_of_a_dead_process_is_sent_again_within_the_window() {
    for (later, alarms) in [(49, 0), (69, 1)] {
        let window = Duration::from_secs(60);
        let vendor = TestVendor::new(Rotation::Window(window), 3600);
        let store = MemoryStore::new();
        let process = Process::new(store.clone());
        let dying = vendor.windowed_keeper(process.clone());
        dying.of("alice").put(vendor.sign_in().1).await.unwrap();
        advance(Duration::from_secs(3601)).await;
        vendor.slow(Duration::from_secs(2));
        let alice = dying.of("alice");
        let caller = tokio::spawn(async move { alice.access_token().await });
        sleep(Duration::from_millis(1500)).await;
        process.kill();
        sleep(Duration::from_secs(later)).await;
        // Its lease is over, 45 seconds after it was taken.
        let next = vendor.windowed_keeper(store).of("alice").access_token().await;
        assert_eq!(
            (next.is_ok(), vendor.counts().alarms),
            (alarms == 0, alarms),
            "{later} s later"
        );
        caller.abort();
    }
}

/// Without a window nothing is sent while the token lives; then once, as the last resort.
#[tokio::test(start_paused = true)]
async fn without_a_window_the_last_resort_waits_for_the_end() {
    for (fault, is_lost) in [(Fault::AnswerIsCut, true), (Fault::Vanishes, false)] {
        let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
        let store = MemoryStore::new();
        let keeper = vendor.keeper(store.clone());
        let alice = keeper.of("alice");
        let first = alice.put(vendor.sign_in().1).await.unwrap();
        vendor.fail(fault.clone());
        advance(Duration::from_secs(3600 - 100)).await;
        for second in 0..100 {
            for login in [&alice, &vendor.keeper(store.clone()).of("alice")] {
                let token = login.access_token().await.unwrap();
                assert_eq!(token.expose_secret(), first.expose_secret(), "after {second} s");
            }
            keeper.settled().await;
            advance(Duration::from_secs(1)).await;
        }
        assert_eq!(vendor.counts().exchanges, u32::from(is_lost), "nothing is sent while it lives");
        assert_eq!(vendor.counts().alarms, 0);
        advance(Duration::from_secs(1)).await;
        let last = alice.access_token().await;
        let counts = vendor.counts();
        assert_eq!((last.is_err(), counts.alarms), (is_lost, u32::from(is_lost)), "{fault:?}");
        if let Err(error) = last {
            assert!(matches!(error, KeeperError::SignInAgain { .. }), "{error:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn last_resort_can_be_forbidden() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let keeper = vendor.keeping(MemoryStore::new()).in_doubt(InDoubt::Never).build();
    let alice = keeper.of("alice");
    alice.put(vendor.sign_in().1).await.unwrap();
    advance(Duration::from_secs(3601)).await;
    vendor.fail(Fault::AnswerIsCut);
    assert!(matches!(alice.access_token().await, Err(KeeperError::InDoubt { .. })));
    for _ in 0..10 {
        advance(Duration::from_secs(60)).await;
        let error = alice.access_token().await.unwrap_err();
        let KeeperError::SignInAgain { reason } = error else { unreachable!("{error:?}") };
        assert_eq!(reason, SignInReason::InDoubt);
    }
    assert_eq!((vendor.counts().exchanges, vendor.counts().alarms), (1, 0));
    alice.put(vendor.sign_in().1).await.unwrap();
    alice.access_token().await.unwrap();
}

/// A server that is away for a while takes nobody's login with it: where nothing arrived, the last resort is no harm, and it is
/// tried again after a pause.
#[tokio::test(start_paused = true)]
async fn outage_of_the_vendor_loses_no_login() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let alice = vendor.keeper(MemoryStore::new()).of("alice");
    alice.put(vendor.sign_in().1).await.unwrap();
    advance(Duration::from_secs(3500)).await;
    for _ in 0..10_000 {
        vendor.fail(Fault::Vanishes);
    }
    for _ in 0..1200 {
        drop(alice.access_token().await);
        advance(Duration::from_secs(1)).await;
    }
    vendor.forgive();
    advance(Duration::from_secs(61)).await;
    assert!(vendor.takes(alice.access_token().await.unwrap().expose_secret()));
    assert_eq!(vendor.counts().alarms, 0);
}

#[tokio::test(start_paused = true)]
async fn t08_failing_store_costs_no_login() {
    use How::{After, Before};
    use Operation::{Commit, Lease, Load, Release};
    let mut cases = 0;
    // Each operation of a refresh in turn: load, lease, load, commit of the mark, commit of the pair, release.
    for (operation, earlier) in
        [(Load, 0), (Lease, 0), (Load, 1), (Commit, 0), (Commit, 1), (Release, 0)]
    {
        for how in [Before, After] {
            for has_expired in [false, true] {
                let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
                let store = MemoryStore::new();
                let process = Process::new(store.clone());
                let keeper = vendor.keeper(process.clone());
                let mut events = keeper.events();
                let alice = keeper.of("alice");
                let first = alice.put(vendor.sign_in().1).await.unwrap();
                // Past the margin of 30 seconds, or past the end.
                let passed = if has_expired { 3601 } else { 3600 - 20 };
                advance(Duration::from_secs(passed)).await;
                let (left, broken) = (AtomicI64::new(earlier), Arc::new(AtomicBool::new(false)));
                let is_broken = Arc::clone(&broken);
                // From this operation on, none of its kind works.
                process.hook(move |it| {
                    let counts = it == operation && left.fetch_sub(1, Ordering::Relaxed) <= 0;
                    is_broken.fetch_or(counts, Ordering::Relaxed);
                    counts.then_some(how)
                });
                let result = alice.access_token().await;
                let case = format!("{operation:?} {earlier} {how:?} {has_expired}");
                assert!(broken.load(Ordering::Relaxed), "{case}: it came to that");
                let is_after_sending = (operation, earlier) == (Commit, 1) || operation == Release;
                let counts = vendor.counts();
                assert_eq!(counts.exchanges, u32::from(is_after_sending), "{case}");
                match result {
                    Ok(token) if is_after_sending => {
                        assert_ne!(token.expose_secret(), first.expose_secret(), "{case}");
                    }
                    Ok(token) => {
                        assert_eq!(token.expose_secret(), first.expose_secret(), "{case}");
                        assert!(!has_expired, "{case}");
                    }
                    Err(error) => {
                        assert!(matches!(error, KeeperError::Store { .. }), "{case}: {error:?}");
                        assert!(has_expired && !is_after_sending, "{case}");
                    }
                }
                let told: Vec<_> =
                    std::iter::from_fn(|| events.try_next()).map(|it| it.kind).collect();
                let expected = match (operation, earlier) {
                    (Commit, 1) => "NotStored",
                    (Release, _) => "Refreshed",
                    _ => "Failed",
                };
                assert!(format!("{told:?}").contains(expected), "{case}: {told:?}");
                // The store works again: what is not stored is stored, and the login goes on.
                process.heal();
                sleep(Duration::from_secs(61)).await;
                alice.access_token().await.unwrap();
                keeper.settled().await;
                let (counts, next) = (vendor.counts(), vendor.keeper(store).of("alice"));
                assert!(vendor.takes(next.access_token().await.unwrap().expose_secret()), "{case}");
                assert_eq!((counts.exchanges, counts.alarms), (1, 0), "{case}");
                assert_eq!(vendor.counts(), counts, "{case}: the pair is stored");
                cases += 1;
            }
        }
    }
    println!("8: {cases} cases, 0 alarms, 0 lost logins");
}

/// Who signs in while the store fails is told, and signed in.
#[tokio::test(start_paused = true)]
async fn sign_in_is_stored_late() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let store = MemoryStore::new();
    let process = Process::new(store.clone());
    process.hook(|operation| (operation == Operation::Commit).then_some(How::Before));
    let keeper = vendor.keeper(process.clone());
    let alice = keeper.of("alice");
    let error = alice.put(vendor.sign_in().1).await.unwrap_err();
    assert!(matches!(error, KeeperError::Store { .. }), "{error:?}");
    assert!(vendor.takes(alice.access_token().await.unwrap().expose_secret()));
    sleep(Duration::from_secs(100)).await;
    assert_eq!(store.load(&alice.id()).await.unwrap().generation, 0);
    process.heal();
    keeper.settled().await;
    assert!(matches!(vendor.keeper(store).of("alice").state().await, Ok(LoginState::Fresh { .. })));
}

/// A record that nobody can read is no reason to send anything.
#[tokio::test(start_paused = true)]
async fn unreadable_record_sends_nothing() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let store = MemoryStore::new();
    let alice = vendor.keeper(store.clone()).of("alice");
    for (generation, record) in [&b"{"[..], b"null", br#"{"version":2}"#].iter().enumerate() {
        let generation = u64::try_from(generation).unwrap();
        let committed = store.commit(&alice.id(), None, generation, record).await.unwrap();
        assert_eq!(committed, Committed::Stored);
        let error = vendor.keeper(store.clone()).of("alice").access_token().await.unwrap_err();
        assert!(matches!(error, KeeperError::Store { .. }), "{error:?}");
    }
    assert_eq!(vendor.counts().exchanges, 0);
    alice.put(vendor.sign_in().1).await.unwrap();
    alice.access_token().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn t07_stopped_holder_sends_nothing() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let store = MemoryStore::new();
    let process = Process::new(store.clone());
    let stopped = vendor.keeper(process.clone()).of("alice");
    stopped.put(vendor.sign_in().1).await.unwrap();
    advance(Duration::from_secs(3601)).await;
    // It stands still for a minute around one operation after the other: load, lease, load, the commit of the mark, which is the
    // last before it sends; and around the release, the last of all.
    let before_sending = [0, 1, 2, 3].map(|it| [(it, How::Before), (it, How::After)]);
    let cases = before_sending.into_iter().flatten().chain([(5, How::Before)]);
    let mut stops = 0;
    for (operation, when) in cases {
        let case = format!("{when:?} operation {operation}");
        let before = vendor.counts();
        process.stall(operation, when, Duration::from_secs(60));
        let caller = tokio::spawn({
            let stopped = stopped.clone();
            async move { stopped.access_token().await }
        });
        sleep(Duration::from_secs(50)).await;
        let other = vendor.keeper(store.clone()).of("alice").access_token().await.unwrap();
        assert!(vendor.takes(other.expose_secret()), "{case}");
        let late = caller.await.unwrap().unwrap();
        assert!(vendor.takes(late.expose_secret()), "{case}");
        let counts = vendor.counts();
        assert_eq!(counts.exchanges, before.exchanges + 1, "{case}");
        assert_eq!(counts.alarms, 0, "{case}");
        stops += 1;
        advance(Duration::from_secs(3700)).await;
    }
    println!("7: stopped at {stops} places, nothing sent after it, 0 alarms");
}

#[tokio::test(start_paused = true)]
async fn t10_wrong_clocks_cost_two_exchanges() {
    const DAY: i64 = 24 * 3600;
    for life in [3600, 60] {
        for (here, there, later) in [
            (DAY, 0, 0),
            (-DAY, 0, 0),
            (0, 600, 0),
            (0, -600, 0),
            (DAY, 600, 0),
            (0, 0, DAY),
            (0, 0, -DAY),
            (DAY, 0, -DAY),
            (-DAY, -600, DAY),
        ] {
            let case = format!("life {life}: clock {here}, `Date` {there}, then {later}");
            let vendor = TestVendor::new(Rotation::FamilyKill, life);
            vendor.set_ahead(there);
            let store = MemoryStore::new();
            let jump = Arc::new(AtomicI64::new(here));
            let of_process = |jump: Arc<AtomicI64>| {
                let time = vendor.clock(0);
                let clock = move || {
                    let jump = jump.load(Ordering::Relaxed);
                    let distance = Duration::from_secs(jump.unsigned_abs());
                    if jump < 0 { time() - distance } else { time() + distance }
                };
                vendor.keeping(store.clone()).clock(clock).build().of("alice")
            };
            let wrong = of_process(Arc::clone(&jump));
            let right = of_process(Arc::default());
            right.put(vendor.sign_in().1).await.unwrap();
            for round in 0..3 {
                // The token has expired for certain, by the vendor's clock.
                advance(Duration::from_secs(3601)).await;
                let before = vendor.counts().exchanges;
                for step in 0..20 {
                    if step == 10 && round == 1 {
                        jump.fetch_add(later, Ordering::Relaxed);
                    }
                    for login in [&wrong, &right] {
                        let mut token = login.access_token().await.unwrap();
                        if !vendor.takes(token.expose_secret()) {
                            login.rejected(&token);
                            token = login.access_token().await.unwrap();
                        }
                        assert!(vendor.takes(token.expose_secret()), "{case}: healed by a 401");
                    }
                    advance(Duration::from_secs(1)).await;
                }
                let exchanges = vendor.counts().exchanges - before;
                assert!((1..=2).contains(&exchanges), "{case}: {exchanges} in round {round}");
            }
            assert_eq!(vendor.counts().alarms, 0, "{case}");
        }
    }
    println!("10: at most 2 exchanges each, healed by a 401, 0 alarms");
}

/// Only what is still the token of the login is refreshed, and once.
#[tokio::test(start_paused = true)]
async fn rejected_token_is_refreshed_once() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let alice = vendor.keeper(MemoryStore::new()).of("alice");
    let first = alice.put(vendor.sign_in().1).await.unwrap();
    for _ in 0..5 {
        alice.rejected(&first);
        let second = alice.access_token().await.unwrap();
        assert_ne!(second.expose_secret(), first.expose_secret());
        assert_eq!(vendor.counts().exchanges, 1);
    }
    // A server that takes no token at all is no reason to refresh with each call.
    for _ in 0..100 {
        let token = alice.access_token().await.unwrap();
        alice.rejected(&token);
        advance(Duration::from_millis(100)).await;
    }
    assert!(vendor.counts().exchanges <= 3, "{:?}", vendor.counts());
}

/// That a server is busy says nothing of the refresh before, which was not answered.
#[tokio::test(start_paused = true)]
async fn busy_server_takes_no_doubt_away() {
    for fault in [Fault::Says(503, "", None), Fault::NotSent, Fault::Says(401, "", None)] {
        let vendor = TestVendor::new(Rotation::Window(Duration::from_secs(60)), 3600);
        let store = MemoryStore::new();
        let alice = vendor.windowed_keeper(store.clone()).of("alice");
        let first = alice.put(vendor.sign_in().1).await.unwrap();
        advance(Duration::from_secs(3600 - 200)).await;
        alice.rejected(&first);
        vendor.fail(Fault::AnswerIsCut);
        vendor.fail(fault.clone());
        alice.access_token().await.unwrap_err();
        // Beyond the window, and while the token lives, nobody sends it again.
        advance(Duration::from_secs(120)).await;
        let other = vendor.windowed_keeper(store).of("alice");
        assert_eq!(other.state().await.unwrap(), LoginState::InDoubt, "{fault:?}");
        assert_eq!(other.access_token().await.unwrap().expose_secret(), first.expose_secret());
        assert_eq!((vendor.counts().rotations, vendor.counts().alarms), (1, 0), "{fault:?}");
    }
}
