//! What an answer means for the login, case by case.

use std::time::Duration;

use oauth_runtime::ExposeSecret as _;
use oauth_runtime::keeper::{KeeperError, LoginState, MemoryStore, SignInReason};
use tokio::time::advance;

use crate::vendor::{Fault, Rotation, TestVendor};

/// What a caller gets whose token has expired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// A pause of so many seconds at least, and at most; then it goes on.
    Intact(u64, u64),
    /// It is in doubt; the refresh token is sent once more.
    InDoubt,
    Over,
}

use Outcome::{InDoubt, Intact, Over};

#[tokio::test(start_paused = true)]
async fn answers_are_told_apart() {
    let grant = r#"{"error":"invalid_grant"}"#;
    let client = r#"{"error":"invalid_client"}"#;
    for (fault, outcome) in [
        (Fault::NotSent, Intact(0, 1)),
        (Fault::Says(503, "", None), Intact(0, 1)),
        (Fault::Says(503, "", Some(20)), Intact(20, 20)),
        (Fault::Says(503, "", Some(80_000)), Intact(3600, 3600)),
        (Fault::Says(429, "", Some(7)), Intact(7, 7)),
        (Fault::Says(429, grant, None), Intact(0, 1)),
        (Fault::Says(500, grant, None), Intact(0, 1)),
        (Fault::Says(502, "<html>", None), Intact(0, 1)),
        (Fault::Says(400, client, None), Intact(60, 60)),
        (Fault::Says(401, client, None), Intact(60, 60)),
        (Fault::Says(400, r#"{"error":"unauthorized_client"}"#, None), Intact(60, 60)),
        (Fault::Says(404, "<html>", None), Intact(60, 60)),
        (Fault::Says(200, client, None), Intact(60, 60)),
        (Fault::Says(400, grant, None), Over),
        (Fault::Says(401, grant, None), Over),
        (Fault::Says(200, grant, None), Over),
        (Fault::Says(400, r#"{"error":"invalid_refresh_token"}"#, None), Over),
        (Fault::Says(400, r#"{"error":"own_word"}"#, None), Over),
        (Fault::Says(400, r#"{"error":"other_word"}"#, None), Intact(60, 60)),
        (Fault::Says(200, "", None), InDoubt),
        (Fault::Says(200, "{}", None), InDoubt),
        (Fault::Says(200, r#"{"access_token":""}"#, None), InDoubt),
        (Fault::Says(200, r#"{"access_token":"a","token_type":"mac"}"#, None), InDoubt),
        (Fault::Says(200, r#"{"error":"other_word"}"#, None), InDoubt),
        (Fault::Says(302, "", None), InDoubt),
        (Fault::AnswerIsCut, InDoubt),
        (Fault::Vanishes, InDoubt),
    ] {
        let vendor = TestVendor::new(Rotation::Fixed, 3600);
        let store = MemoryStore::new();
        let keeper = vendor.keeping(store.clone()).invalid_grant_word("own_word").build();
        let alice = keeper.of("alice");
        alice.put(vendor.sign_in().1).await.unwrap();
        advance(Duration::from_secs(3601)).await;
        vendor.fail(fault.clone());
        let error = alice.access_token().await.unwrap_err();
        match (outcome, &error) {
            (Intact(least, most), KeeperError::Paused { until, .. }) => {
                let pause = until.duration_since(vendor.clock(0)()).unwrap();
                let least = Duration::from_secs(least).saturating_sub(Duration::from_millis(1));
                assert!(
                    pause >= least && pause <= Duration::from_secs(most),
                    "{fault:?}: {pause:?}"
                );
            }
            (InDoubt, KeeperError::InDoubt { .. }) => {
                assert_eq!(alice.state().await.unwrap(), LoginState::InDoubt, "{fault:?}");
            }
            (Over, KeeperError::SignInAgain { reason: SignInReason::Refused(_), .. }) => {}
            _ => unreachable!("{fault:?}: {error:?}"),
        }
        // Whatever it was, the next process goes on from there.
        advance(Duration::from_secs(3601)).await;
        let next = vendor.keeper(store).of("alice").access_token().await;
        assert_eq!(next.is_ok(), outcome != Over, "{fault:?}: {next:?}");
        if let Ok(token) = next {
            assert!(vendor.takes(token.expose_secret()));
        }
    }
}

/// Without a word of the server, pauses grow to a minute.
#[tokio::test(start_paused = true)]
async fn pauses_grow_to_a_minute() {
    let vendor = TestVendor::new(Rotation::Fixed, 3600);
    let alice = vendor.keeper(MemoryStore::new()).of("alice");
    alice.put(vendor.sign_in().1).await.unwrap();
    advance(Duration::from_secs(3601)).await;
    for _ in 0..1000 {
        vendor.fail(Fault::Says(503, "", None));
    }
    for _ in 0..1200 {
        drop(alice.access_token().await);
        advance(Duration::from_secs(1)).await;
    }
    let times = vendor.times();
    let pauses: Vec<_> = times.windows(2).map(|two| (two[1] - two[0]).as_secs()).collect();
    let (first, rest) = pauses.split_at(7);
    for (pause, longest) in first.iter().zip([1, 2, 4, 8, 16, 32, 60]) {
        assert!(*pause >= longest / 2 && *pause <= longest + 1, "{pauses:?}");
    }
    assert!(rest.iter().all(|pause| (30..=61).contains(pause)), "{pauses:?}");
}
