//! One server against every endpoint: a row of the matrix.

use std::task::Poll;
use std::time::Duration;

use oauth_runtime::Retry;
use oauth_tests::Carrier;

use crate::endpoints::{Call, all};
use crate::outcome::Outcome;

/// Time for what ends by itself.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// Time for what ends by the deadline only: enough for the request to arrive.
pub(crate) const DEADLINE: Duration = Duration::from_secs(1);

/// A JSON body that is a success of every endpoint.
pub(crate) const GOOD: &str = r#"{"access_token":"at","token_type":"bearer","expires_in":3600,"active":true,"client_id":"id","client_secret":"canary-echo","entities":[],"oauth_token":{"access_token":"at"}}"#;

/// One repetition, at once.
pub(crate) fn retry() -> Retry {
    Retry::times(1).first_delay(Duration::from_millis(1)).longest_delay(Duration::from_secs(1))
}

/// Calls every endpoint once, the first at the base `{origin}/0`, the second at `{origin}/1`, and so on.
pub(crate) async fn call_all(
    carrier: Carrier,
    origin: &str,
    within: Duration,
    retry: Option<Retry>,
) -> Vec<Outcome> {
    let calls = all();
    let bases: Vec<_> = (0..calls.len()).map(|index| format!("{origin}/{index}")).collect();
    join_all(
        calls.iter().zip(&bases).map(|(call, base)| call.send_with(carrier, base, within, retry)),
    )
    .await
}

/// Prints a row.
pub(crate) fn print(name: &str, outcomes: &[Outcome]) {
    let short: Vec<_> = outcomes.iter().map(|outcome| outcome.short()).collect();
    println!("{name:40} {}", short.join(" "));
}

/// Tells where a row is not what is expected.
pub(crate) fn compare(
    name: &str,
    calls: &[Call],
    outcomes: &[Outcome],
    expected: impl Fn(&Call) -> Outcome,
) -> Vec<String> {
    assert_eq!(calls.len(), outcomes.len());
    let pairs = calls.iter().zip(outcomes);
    let wrong = pairs.filter(|(call, outcome)| **outcome != expected(call));
    wrong.map(|(call, outcome)| format!("{name}: {outcome:?} at {}", call.name)).collect()
}

/// Awaits all at once, in one task.
pub(crate) async fn join_all<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut running: Vec<_> = futures.map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|context| {
        let mut pending = false;
        for (future, output) in &mut running {
            if output.is_none() {
                match future.as_mut().poll(context) {
                    Poll::Ready(value) => *output = Some(value),
                    Poll::Pending => pending = true,
                }
            }
        }
        if pending { Poll::Pending } else { Poll::Ready(()) }
    })
    .await;
    running.into_iter().filter_map(|(_, output)| output).collect()
}
