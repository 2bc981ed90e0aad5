//! What a fresh token costs: no more than a few clones of an `Arc`.

use std::hint::black_box;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use oauth_runtime::keeper::{Keeper, MemoryStore};

use crate::vendor::{Rotation, TestVendor, VendorClient, refreshing};

/// The least time of several rounds, for each.
fn least(mut work: impl FnMut()) -> Duration {
    const EACH: u32 = 20_000;
    let round = |_| {
        let started = Instant::now();
        (0..EACH).for_each(|_| work());
        started.elapsed() / EACH
    };
    (0..50).map(round).min().unwrap()
}

/// The ratio is of optimized code: elsewhere it is told, and compared with a bound of its own.
#[tokio::test]
async fn fresh_token_costs_a_few_clones() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    // With the clock that users have.
    let client = VendorClient::builder().transport(vendor.clone()).build().unwrap();
    let keeper: Keeper = refreshing(client).store(MemoryStore::new()).build();
    let alice = keeper.of("alice");
    alice.put(vendor.sign_in().1).await.unwrap();
    let mut context = Context::from_waker(Waker::noop());
    let token = least(|| {
        let Poll::Ready(token) = pin!(alice.access_token()).poll(&mut context) else {
            unreachable!()
        };
        drop(black_box(token));
    });
    let shared = Arc::new(0);
    let clone = least(|| drop(black_box(Arc::clone(&shared))));
    let ratio = token.as_secs_f64() / clone.as_secs_f64();
    println!("access_token() when fresh: {ratio:.1} clones of an Arc ({token:?} and {clone:?})");
    assert!(ratio < if cfg!(debug_assertions) { 50.0 } else { 5.0 }, "{ratio:.1}");
}
