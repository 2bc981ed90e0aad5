//! One login and many callers: one exchange, whoever asks and whoever gives up.

use std::time::Duration;

use oauth_runtime::ExposeSecret as _;
use oauth_runtime::keeper::{
    AccessToken, EventKind, Keeper, KeeperError, Login, LoginState, MemoryStore, SignInReason,
};
use tokio::task::JoinSet;
use tokio::time::{Instant, advance, sleep, timeout};

use crate::faulty::Process;
use crate::vendor::{Fault, Rotation, TestVendor};

/// A handle without generics, as users keep it.
struct Held {
    _keeper: Keeper,
    _login: Login,
}

#[test]
fn keeper_and_handles_go_to_every_task() {
    const fn goes<T: Send + Sync + Clone + 'static>() {}
    const fn goes_too<T: Send + Sync + 'static>() {}
    goes::<Keeper>();
    goes::<Login>();
    goes::<AccessToken>();
    goes::<KeeperError>();
    goes_too::<Held>();
}

#[tokio::test]
async fn futures_go_to_every_task() {
    const fn goes<T: Send>(_: &T) {}
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let keeper = vendor.keeper(MemoryStore::new());
    let (alice, mut events) = (keeper.of("alice"), keeper.events());
    goes(&alice.access_token());
    goes(&alice.put(vendor.sign_in().1));
    goes(&alice.forget());
    goes(&alice.state());
    goes(&keeper.settled());
    goes(&events.next());
}

#[tokio::test(start_paused = true)]
async fn t01_thousand_tasks_share_one_exchange() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let alice = vendor.keeper(MemoryStore::new()).of("alice");
    alice.put(vendor.sign_in().1).await.unwrap();
    advance(Duration::from_secs(3601)).await;
    vendor.slow(Duration::from_millis(200));
    let mut tasks = JoinSet::new();
    for _ in 0..1000 {
        let alice = alice.clone();
        tasks.spawn(async move { alice.access_token().await.unwrap() });
    }
    let tokens = tasks.join_all().await;
    assert!(tokens.iter().all(|token| vendor.takes(token.expose_secret())));
    let counts = vendor.counts();
    println!(
        "1: {} served by {} exchange(s), {} alarms",
        tokens.len(),
        counts.exchanges,
        counts.alarms
    );
    assert_eq!((tokens.len(), counts.exchanges, counts.alarms), (1000, 1, 0));
}

#[tokio::test(start_paused = true)]
async fn t02_callers_on_a_failing_server_share_its_error() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let alice = vendor.keeper(MemoryStore::new()).of("alice");
    alice.put(vendor.sign_in().1).await.unwrap();
    advance(Duration::from_secs(3601)).await;
    vendor.slow(Duration::from_millis(200));
    vendor.fail(Fault::Says(503, "", Some(30)));
    let mut tasks = JoinSet::new();
    for _ in 0..20 {
        let alice = alice.clone();
        tasks.spawn(async move { alice.access_token().await.unwrap_err() });
    }
    let errors = tasks.join_all().await;
    let texts: Vec<_> = errors.iter().map(|error| format!("{error:?}")).collect();
    assert!(texts.windows(2).all(|two| two[0] == two[1]), "{texts:?}");
    for error in &errors {
        assert_eq!(error.call_error().unwrap().status().unwrap(), 503);
    }
    assert_eq!(vendor.counts().exchanges, 1);
    // Nothing is sent before the pause is over, however often somebody asks.
    let failed_at = Instant::now();
    while failed_at.elapsed() < Duration::from_secs(29) {
        assert!(matches!(alice.access_token().await, Err(KeeperError::Paused { .. })));
        advance(Duration::from_millis(700)).await;
    }
    assert_eq!(vendor.counts().exchanges, 1);
    advance(Duration::from_secs(2)).await;
    alice.access_token().await.unwrap();
    let times = vendor.times();
    println!(
        "2: {} equal errors, {} exchange(s), the next {:?} later",
        errors.len(),
        1,
        times[1] - times[0]
    );
    assert_eq!(times.len(), 2);
    assert!(times[1] - times[0] >= Duration::from_secs(30));
}

/// A pause is in the record: the others wait, too, and a keeper that begins now.
#[tokio::test(start_paused = true)]
async fn fleet_waits_together() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let store = MemoryStore::new();
    let one = vendor.keeper(store.clone()).of("alice");
    one.put(vendor.sign_in().1).await.unwrap();
    advance(Duration::from_secs(3601)).await;
    vendor.fail(Fault::Says(429, "", Some(50)));
    assert!(matches!(one.access_token().await, Err(KeeperError::Paused { .. })));
    let two = vendor.keeper(store.clone()).of("alice");
    for _ in 0..45 {
        let error = two.access_token().await.unwrap_err();
        assert!(matches!(error, KeeperError::Paused { .. }), "{error}");
        advance(Duration::from_secs(1)).await;
    }
    assert!(matches!(two.state().await.unwrap(), LoginState::Paused { .. }));
    assert_eq!(vendor.counts().exchanges, 1);
    advance(Duration::from_secs(6)).await;
    let token = two.access_token().await.unwrap();
    assert_eq!(token.expose_secret(), one.access_token().await.unwrap().expose_secret());
    assert_eq!(vendor.counts().exchanges, 2);
}

#[tokio::test(start_paused = true)]
async fn t03_refresh_outlives_its_caller() {
    let mut steps = 0;
    for milliseconds in 0.. {
        let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
        let store = MemoryStore::new();
        let process = Process::new(store.clone());
        let keeper = vendor.keeper(process.clone());
        let alice = keeper.of("alice");
        let (family, token) = vendor.sign_in();
        alice.put(token).await.unwrap();
        advance(Duration::from_secs(3601)).await;
        vendor.slow(Duration::from_millis(10));
        process.slow(Duration::from_millis(1));
        // The caller gives up at each step of the refresh in turn.
        let caller = timeout(Duration::from_millis(milliseconds), alice.access_token()).await;
        keeper.settled().await;
        let counts = vendor.counts();
        assert_eq!(
            (counts.exchanges, counts.rotations, counts.alarms),
            (1, 1, 0),
            "{milliseconds}"
        );
        assert!(vendor.is_alive(family));
        // The pair is stored: another process has it without an exchange.
        let token = vendor.keeper(store).of("alice").access_token().await.unwrap();
        assert!(vendor.takes(token.expose_secret()), "{milliseconds}");
        assert_eq!(vendor.counts().exchanges, 1, "{milliseconds}");
        steps += 1;
        if caller.is_ok() {
            break;
        }
    }
    println!("3: dropped at {steps} moments, 0 alarms");
    assert!(steps > 12, "the caller gave up at {steps} moments only");
}

/// The caller of `put` and `forget` may give up, too.
#[tokio::test(start_paused = true)]
async fn sign_in_and_out_outlive_their_callers() {
    for milliseconds in 0..8 {
        let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
        let process = Process::new(MemoryStore::new());
        process.slow(Duration::from_millis(2));
        let keeper = vendor.keeper(process);
        let alice = keeper.of("alice");
        let giving_up = Duration::from_millis(milliseconds);
        drop(timeout(giving_up, alice.put(vendor.sign_in().1)).await);
        keeper.settled().await;
        let expected = if milliseconds == 0 { "once" } else { "again" };
        // Not even begun where it was never polled; `timeout` polls it once.
        assert!(matches!(alice.state().await.unwrap(), LoginState::Fresh { .. }), "{expected}");
        drop(timeout(giving_up, alice.forget()).await);
        keeper.settled().await;
        assert!(matches!(alice.state().await.unwrap(), LoginState::Ended { .. }));
    }
}

#[tokio::test(start_paused = true)]
async fn fresh_token_asks_nobody() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let process = Process::new(MemoryStore::new());
    let alice = vendor.keeper(process.clone()).of("alice");
    alice.put(vendor.sign_in().1).await.unwrap();
    let before = process.done().len();
    for _ in 0..100 {
        alice.access_token().await.unwrap();
        advance(Duration::from_secs(30)).await;
    }
    assert_eq!(process.done().len(), before);
    assert_eq!(vendor.counts().exchanges, 0);
}

/// In the last tenth of its life, a token is handed out at once, and refreshed in the background.
#[tokio::test(start_paused = true)]
async fn token_is_refreshed_before_its_end() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let keeper = vendor.keeper(MemoryStore::new());
    let alice = keeper.of("alice");
    let first = alice.put(vendor.sign_in().1).await.unwrap();
    vendor.slow(Duration::from_secs(2));
    // The window is at most five minutes and at least half of that, by chance.
    advance(Duration::from_secs(3600 - 301)).await;
    alice.access_token().await.unwrap();
    keeper.settled().await;
    assert_eq!(vendor.counts().exchanges, 0);
    advance(Duration::from_secs(152)).await;
    let asked = Instant::now();
    let same = alice.access_token().await.unwrap();
    assert_eq!((same.expose_secret(), asked.elapsed()), (first.expose_secret(), Duration::ZERO));
    keeper.settled().await;
    let newer = alice.access_token().await.unwrap();
    assert_ne!(newer.expose_secret(), first.expose_secret());
    assert_eq!(vendor.counts().exchanges, 1);
}

/// What fails in the background is an event, and no error of a caller.
#[tokio::test(start_paused = true)]
async fn old_token_serves_while_it_lives() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let keeper = vendor.keeper(MemoryStore::new());
    let mut events = keeper.events();
    let alice = keeper.of("alice");
    let first = alice.put(vendor.sign_in().1).await.unwrap();
    for _ in 0..10 {
        vendor.fail(Fault::NotSent);
    }
    advance(Duration::from_secs(3600 - 20)).await;
    for _ in 0..19 {
        let token = alice.access_token().await.unwrap();
        assert_eq!(token.expose_secret(), first.expose_secret());
        keeper.settled().await;
        advance(Duration::from_secs(1)).await;
    }
    let event = events.try_next().unwrap();
    assert!(matches!(event.kind, EventKind::Failed(KeeperError::Paused { .. })), "{event:?}");
    assert_eq!(event.login, alice.id());
    advance(Duration::from_secs(2)).await;
    assert!(matches!(alice.access_token().await, Err(KeeperError::Paused { .. })));
    assert_eq!(vendor.counts().exchanges, 0);
    // No connection is no harm: in the end the token is refreshed.
    vendor.forgive();
    advance(Duration::from_secs(61)).await;
    alice.access_token().await.unwrap();
    assert_eq!((vendor.counts().exchanges, vendor.counts().alarms), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn answer_without_refresh_token_keeps_the_old_one() {
    let vendor = TestVendor::new(Rotation::Fixed, 3600);
    let alice = vendor.keeper(MemoryStore::new()).of("alice");
    alice.put(vendor.sign_in().1).await.unwrap();
    let bare = r#"{"access_token":"bare","token_type":"Bearer","expires_in":60}"#;
    vendor.fail(Fault::Says(200, bare, None));
    advance(Duration::from_secs(3601)).await;
    assert_eq!(alice.access_token().await.unwrap().expose_secret(), "bare");
    advance(Duration::from_secs(61)).await;
    assert!(vendor.takes(alice.access_token().await.unwrap().expose_secret()));
}

/// Each is handed out once, and there is a second between them.
#[tokio::test(start_paused = true)]
async fn tokens_without_life_are_a_second_apart() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let alice = vendor.keeper(MemoryStore::new()).of("alice");
    alice.put(vendor.sign_in().1).await.unwrap();
    vendor.live(0);
    advance(Duration::from_secs(3601)).await;
    for _ in 0..5 {
        alice.access_token().await.unwrap();
    }
    let times = vendor.times();
    assert_eq!(times.len(), 5);
    assert!(times.windows(2).all(|two| two[1] - two[0] >= Duration::from_millis(990)), "{times:?}");
}

/// A margin longer than the life of a token would have each call refresh it.
#[tokio::test(start_paused = true)]
async fn short_life_is_used_to_its_half() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 20);
    let alice = vendor.keeper(MemoryStore::new()).of("alice");
    alice.put(vendor.sign_in().1).await.unwrap();
    for _ in 0..100 {
        alice.access_token().await.unwrap();
        advance(Duration::from_secs(1)).await;
    }
    let exchanges = vendor.counts().exchanges;
    assert!((5..=10).contains(&exchanges), "{exchanges} exchanges in 100 seconds");
}

#[tokio::test(start_paused = true)]
async fn dead_login_sends_nothing_until_somebody_signs_in() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let store = MemoryStore::new();
    let (one, two) = (vendor.keeper(store.clone()), vendor.keeper(store));
    let (alice, also_alice) = (one.of("alice"), two.of("alice"));
    let never = alice.access_token().await.unwrap_err();
    assert!(matches!(never, KeeperError::SignInAgain { reason: SignInReason::Never, .. }));
    alice.put(vendor.sign_in().1).await.unwrap();
    vendor.fail(Fault::Says(400, r#"{"error":"invalid_grant"}"#, None));
    advance(Duration::from_secs(3601)).await;
    for login in [&alice, &also_alice, &alice] {
        let over = login.access_token().await.unwrap_err();
        let KeeperError::SignInAgain { reason } = over else { unreachable!("{over}") };
        assert_eq!(reason, SignInReason::Refused("invalid_grant".to_owned()));
    }
    assert_eq!(vendor.counts().exchanges, 1);
    // In one process somebody signs in, and the other learns.
    alice.put(vendor.sign_in().1).await.unwrap();
    advance(Duration::from_secs(2)).await;
    assert!(vendor.takes(also_alice.access_token().await.unwrap().expose_secret()));
    assert_eq!(vendor.counts().exchanges, 1);
}

#[tokio::test(start_paused = true)]
async fn t09_signed_out_stays_signed_out() {
    for same_process in [true, false] {
        let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
        let store = MemoryStore::new();
        let (client, other) = (vendor.client(), vendor.client());
        let revoking = |client: crate::vendor::VendorClient| {
            vendor
                .keeping(store.clone())
                .revoking(move |token| client.revoke().token(token).into_request())
        };
        let (one, two) = (revoking(client).build(), revoking(other).build());
        let alice = one.of("alice");
        alice.put(vendor.sign_in().1).await.unwrap();
        advance(Duration::from_secs(3601)).await;
        vendor.slow(Duration::from_secs(4));
        let caller = tokio::spawn({
            let alice = alice.clone();
            async move { alice.access_token().await }
        });
        sleep(Duration::from_secs(3)).await;
        assert_eq!(vendor.counts().exchanges, 1, "the refresh has arrived");
        if same_process { alice.clone() } else { two.of("alice") }.forget().await.unwrap();
        let answered = caller.await.unwrap();
        one.settled().await;
        two.settled().await;
        // The late answer signs nobody in again: not here, not there, not later.
        for keeper in [&one, &two, &vendor.keeper(store.clone())] {
            let login = keeper.of("alice");
            let over = login.access_token().await.unwrap_err();
            let KeeperError::SignInAgain { reason } = over else { unreachable!("{over}") };
            assert_eq!(reason, SignInReason::SignedOut);
            let ended = LoginState::Ended { reason: SignInReason::SignedOut };
            assert_eq!(login.state().await.unwrap(), ended);
        }
        let over = answered.unwrap_err();
        assert!(matches!(over, KeeperError::SignInAgain { .. }), "{over}");
        // What came late is revoked, like what was there.
        assert!(vendor.is_revoked("refresh-canary-1-1") && vendor.is_revoked("refresh-canary-1-2"));
        assert_eq!(vendor.counts().exchanges, 1);
        println!(
            "9: signed out {}, and it stays so",
            if same_process { "here" } else { "elsewhere" }
        );
    }
}

/// Who signs in during a refresh has their own tokens.
#[tokio::test(start_paused = true)]
async fn sign_in_during_a_refresh_counts() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let store = MemoryStore::new();
    let alice = vendor.keeper(store.clone()).of("alice");
    alice.put(vendor.sign_in().1).await.unwrap();
    advance(Duration::from_secs(3601)).await;
    vendor.slow(Duration::from_secs(4));
    let caller = tokio::spawn({
        let alice = alice.clone();
        async move { alice.access_token().await }
    });
    sleep(Duration::from_secs(3)).await;
    let newer = alice.put(vendor.sign_in().1).await.unwrap();
    let answered = caller.await.unwrap().unwrap();
    assert_eq!(answered.expose_secret(), newer.expose_secret());
    for login in [alice, vendor.keeper(store).of("alice")] {
        assert_eq!(login.access_token().await.unwrap().expose_secret(), newer.expose_secret());
    }
}

/// The processes of a keeper that has no refresh token ask once, too.
#[tokio::test(start_paused = true)]
async fn service_asks_once_for_all_processes() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let store = MemoryStore::new();
    let service = || {
        let client = vendor.client();
        let keeper = Keeper::asking(move || {
            client.token().client_credentials().client_id("client").into_request()
        });
        keeper.store(store.clone()).clock(vendor.clock(0)).build().of("service")
    };
    let (one, two) = (service(), service());
    let (first, second) = tokio::join!(one.access_token(), two.access_token());
    assert_eq!(first.unwrap().expose_secret(), second.unwrap().expose_secret());
    assert_eq!(vendor.counts().exchanges, 1);
    // Nothing can be spent: what was not answered is asked again.
    advance(Duration::from_secs(3601)).await;
    vendor.fail(Fault::AnswerIsCut);
    assert!(matches!(one.access_token().await, Err(KeeperError::Paused { .. })));
    advance(Duration::from_secs(2)).await;
    assert!(vendor.takes(one.access_token().await.unwrap().expose_secret()));
}

/// While another process refreshes, the old token serves; who has none waits for the new one.
#[tokio::test(start_paused = true)]
async fn refresh_of_another_process_is_adopted() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let store = MemoryStore::new();
    let (one, two) = (vendor.keeper(store.clone()), vendor.keeper(store.clone()));
    let (alice, also_alice) = (one.of("alice"), two.of("alice"));
    let first = alice.put(vendor.sign_in().1).await.unwrap();
    also_alice.access_token().await.unwrap();
    let mut events = two.events();
    vendor.slow(Duration::from_secs(8));
    advance(Duration::from_secs(3600 - 5)).await;
    let refreshing = tokio::spawn(async move { alice.access_token().await });
    sleep(Duration::from_secs(1)).await;
    let meanwhile = also_alice.access_token().await.unwrap();
    assert_eq!(meanwhile.expose_secret(), first.expose_secret());
    sleep(Duration::from_secs(5)).await;
    // It has expired now.
    let adopted = also_alice.access_token().await.unwrap();
    assert_eq!(adopted.expose_secret(), refreshing.await.unwrap().unwrap().expose_secret());
    assert!(matches!(events.next().await.unwrap().kind, EventKind::Adopted));
    assert_eq!(vendor.counts().exchanges, 1);
}
