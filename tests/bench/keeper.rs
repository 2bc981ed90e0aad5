//! What a fresh token of a keeper costs, in clones of an `Arc`.

use std::hint::black_box;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant, SystemTime};

use oauth_runtime::keeper::Keeper;
use oauth_runtime::{SecretString, Token, oauth_api};

/// A token endpoint.
#[oauth_api(base_url = "https://vendor.example", auth = none)]
pub(crate) trait Vendor {
    /// Trades a refresh token.
    #[post("/token")]
    #[grant(refresh_token as refresh, needs(refresh_token))]
    fn token(grant_type: String, client_id: String, refresh_token: Option<SecretString>) -> Token;
}

/// The most that it may cost.
const MOST: f64 = 5.0;

/// Tells it, and stops where it is too much.
pub(crate) fn tell() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let vendor = VendorClient::new();
        let keeper = Keeper::refreshing(move |token| {
            vendor.token().refresh().client_id("id").refresh_token(token).into_request()
        });
        let alice = keeper.build().of("alice");
        let answer = br#"{"access_token":"a","token_type":"Bearer","expires_in":3600}"#;
        alice.put(Token::from_json(answer, SystemTime::now()).unwrap()).await.unwrap();
        let mut context = Context::from_waker(Waker::noop());
        let token = least(|| {
            let Poll::Ready(token) = pin!(alice.access_token()).poll(&mut context) else {
                panic!("a fresh token is there at once")
            };
            drop(black_box(token));
        });
        let shared = Arc::new(0);
        let clone = least(|| drop(black_box(Arc::clone(&shared))));
        let ratio = token / clone;
        println!("A fresh token of a keeper costs {ratio:.1} clones of an Arc, at most {MOST}.");
        assert!(ratio <= MOST, "{ratio}");
    });
}

/// The least time of several rounds, in nanoseconds for each.
fn least(mut work: impl FnMut()) -> f64 {
    const EACH: u32 = 100_000;
    let round = |_| {
        let started = Instant::now();
        (0..EACH).for_each(|_| work());
        started.elapsed()
    };
    let least = (0..20).map(round).min().unwrap_or(Duration::ZERO);
    least.as_secs_f64() * 1e9 / f64::from(EACH)
}
