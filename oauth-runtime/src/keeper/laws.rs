//! The five laws of a store, as tests that anyone's store can run.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a test fails where a store breaks a law"
)]

use std::env;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use secrecy::ExposeSecret as _;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::keeper::store::{Committed, Lease, LoginId, Store, Stored};
use crate::secret::random;

/// Tests that a store holds the five laws of [`Store`](crate::keeper::Store): one test for each, in the module where it stands.
///
/// It takes the name of an `async fn` that opens the store, each time the same one: what one of them stores, the others load. Two
/// of the tests start the test program again, and kill it in the middle of its work. A store that is for one process has none of
/// that: `store_laws!(make_store, one_process)`.
///
/// ```
/// # mod tests {
/// use oauth_runtime::keeper::FileStore;
///
/// async fn make_store() -> FileStore {
///     FileStore::at(std::env::temp_dir().join("laws-of-my-store")).unwrap()
/// }
///
/// oauth_runtime::store_laws!(make_store);
/// # }
/// ```
#[macro_export]
macro_rules! store_laws {
    ($make_store:path) => {
        $crate::store_laws!($make_store, one_process);

        #[test]
        fn law_3_lease_ends_with_its_process() {
            $crate::keeper::laws::lease_ends_with_its_process(::core::module_path!(), || {
                $make_store()
            });
        }

        #[test]
        fn law_4_what_is_stored_survives_a_kill() {
            $crate::keeper::laws::stored_survives_a_kill(::core::module_path!(), || $make_store());
        }

        /// What the two tests above start as a process of its own; by itself it does nothing.
        #[test]
        fn store_law_process() {
            $crate::keeper::laws::process(|| $make_store());
        }
    };
    ($make_store:path, one_process) => {
        #[test]
        fn law_1_load_gives_the_last_record_whole() {
            $crate::keeper::laws::load_gives_the_last_record(|| $make_store());
        }

        #[test]
        fn law_2_commit_needs_generation_and_newest_lease() {
            $crate::keeper::laws::commit_needs_generation_and_lease(|| $make_store());
        }

        #[test]
        fn law_3_there_is_one_live_lease() {
            $crate::keeper::laws::there_is_one_live_lease(|| $make_store());
        }

        #[test]
        fn law_5_logins_do_not_wait_for_each_other() {
            $crate::keeper::laws::logins_do_not_wait(|| $make_store());
        }
    };
}

/// Longer than anything here takes.
const LONG: Duration = Duration::from_secs(60);

/// Names the part of a process, and its login.
const PART: &str = "OAUTH_STORE_LAW";

fn run(work: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime is made");
    runtime.block_on(async { timeout(LONG * 2, work).await.expect("the store answers") });
}

fn seed() -> String {
    random::text().expect("there is randomness").expose_secret().to_owned()
}

fn login(seed: &str) -> LoginId {
    LoginId::of(&["law of a store", seed])
}

async fn load(store: &impl Store, login: &LoginId) -> Stored {
    store.load(login).await.expect("the record is loaded")
}

async fn lease(store: &impl Store, login: &LoginId, time: Duration) -> Option<Lease> {
    store.lease(login, time).await.expect("the lease is asked for")
}

async fn commit(
    store: &impl Store,
    login: &LoginId,
    lease: Option<&Lease>,
    generation: u64,
    record: &[u8],
) -> Committed {
    store.commit(login, lease, generation, record).await.expect("the commit is tried")
}

/// A record that is known again by each of its bytes.
fn record(number: u8) -> Vec<u8> {
    vec![number; 2000 + 300 * usize::from(number)]
}

#[doc(hidden)]
pub fn load_gives_the_last_record<S: Store, F: Future<Output = S>>(make_store: impl Fn() -> F) {
    run(async {
        let (writer, reader) = (make_store().await, Arc::new(make_store().await));
        let login = login(&seed());
        let first = load(&writer, &login).await;
        assert_eq!((first.generation, first.record.len()), (0, 0), "nothing is there at first");
        let every_byte: Vec<u8> = (0..=255).collect();
        assert_eq!(commit(&writer, &login, None, 0, &every_byte).await, Committed::Stored);
        let second = load(&*reader, &login).await;
        assert_eq!((second.generation, &*second.record), (1, &every_byte));
        let reading = tokio::spawn({
            let reader = Arc::clone(&reader);
            async move {
                let mut last = 0;
                while last < 50 {
                    let stored = load(&*reader, &login).await;
                    assert!(stored.generation >= last, "generations do not go back");
                    last = stored.generation;
                    if let Ok(number @ 2..) = u8::try_from(stored.generation) {
                        assert!(*stored.record == record(number), "the record {number} is whole");
                    }
                }
            }
        });
        for number in 2..=50_u8 {
            let generation = u64::from(number) - 1;
            let committed = commit(&writer, &login, None, generation, &record(number)).await;
            assert_eq!(committed, Committed::Stored, "{number}");
        }
        reading.await.expect("the reader sees whole records");
    });
}

#[doc(hidden)]
pub fn commit_needs_generation_and_lease<S: Store, F: Future<Output = S>>(
    make_store: impl Fn() -> F,
) {
    run(async {
        let store = Arc::new(make_store().await);
        let login = login(&seed());
        for generation in [1, 2, u64::MAX] {
            let committed = commit(&*store, &login, None, generation, b"too early").await;
            assert_eq!(committed, Committed::Refused, "{generation} is not 0");
        }
        let old = lease(&*store, &login, LONG).await.expect("the lease is free");
        assert_eq!(commit(&*store, &login, Some(&old), 0, b"one").await, Committed::Stored);
        assert_eq!(commit(&*store, &login, Some(&old), 0, b"twice").await, Committed::Refused);
        assert_eq!(commit(&*store, &login, Some(&old), 1, b"two").await, Committed::Stored);
        let stale = Lease::new(old.fence());
        store.release(&login, old).await.expect("the lease is given back");
        let committed = commit(&*store, &login, Some(&stale), 2, b"three").await;
        assert_eq!(committed, Committed::Stored, "nobody has a newer lease");
        let newer = lease(&*store, &login, LONG).await.expect("the lease is free");
        assert!(newer.fence() > stale.fence(), "a newer lease has a greater number");
        let committed = commit(&*store, &login, Some(&stale), 3, b"late").await;
        assert_eq!(committed, Committed::Refused, "somebody has a newer lease");
        assert_eq!(commit(&*store, &login, None, 3, b"four").await, Committed::Stored);
        assert_eq!(commit(&*store, &login, Some(&newer), 4, b"five").await, Committed::Stored);
        assert_eq!(*load(&*store, &login).await.record, b"five");
        // Of many at once, one comes through.
        let mut at_once = JoinSet::new();
        for number in 0..16_u8 {
            let store = Arc::new(make_store().await);
            at_once.spawn(async move { commit(&*store, &login, None, 5, &[number]).await });
        }
        let committed = at_once.join_all().await;
        let stored = committed.iter().filter(|it| **it == Committed::Stored).count();
        assert_eq!(stored, 1, "of sixteen with one generation");
        assert_eq!(load(&*store, &login).await.generation, 6);
    });
}

#[doc(hidden)]
pub fn there_is_one_live_lease<S: Store, F: Future<Output = S>>(make_store: impl Fn() -> F) {
    run(async {
        let (store, other) = (make_store().await, make_store().await);
        let login = login(&seed());
        let first = lease(&store, &login, LONG).await.expect("the lease is free");
        for _ in 0..3 {
            assert!(lease(&other, &login, LONG).await.is_none(), "somebody has the lease");
            assert!(lease(&store, &login, LONG).await.is_none(), "somebody has the lease");
        }
        let stale = Lease::new(first.fence());
        store.release(&login, first).await.expect("the lease is given back");
        // It ends by its time.
        let (asked, short) = (Instant::now(), Duration::from_millis(400));
        let second = lease(&store, &login, short).await.expect("the lease is free");
        assert!(second.fence() > stale.fence(), "a newer lease has a greater number");
        let busy = lease(&other, &login, LONG).await;
        // Unless this machine stood still meanwhile.
        assert!(busy.is_none() || asked.elapsed() >= short, "somebody has the lease");
        let third = match busy {
            Some(lease) => lease,
            None => loop {
                if let Some(lease) = lease(&other, &login, LONG).await {
                    break lease;
                }
                assert!(asked.elapsed() < LONG, "the lease ends by its time");
                sleep(short / 10).await;
            },
        };
        assert!(third.fence() > second.fence(), "a newer lease has a greater number");
        // Who comes late takes it from nobody.
        store.release(&login, second).await.expect("it is over already");
        store.release(&login, stale).await.expect("it is over already");
        assert!(lease(&store, &login, LONG).await.is_none(), "somebody has the lease");
        other.release(&login, third).await.expect("the lease is given back");
        assert!(lease(&store, &login, LONG).await.is_some(), "the lease was given back");
    });
}

#[doc(hidden)]
pub fn logins_do_not_wait<S: Store, F: Future<Output = S>>(make_store: impl Fn() -> F) {
    run(async {
        let (store, other) = (make_store().await, make_store().await);
        let (one, two) = (login(&seed()), login(&seed()));
        let held = lease(&store, &one, LONG).await.expect("the lease is free");
        let work = async {
            let lease = lease(&other, &two, LONG).await.expect("nobody has this lease");
            let committed = commit(&other, &two, Some(&lease), 0, b"record").await;
            assert_eq!(committed, Committed::Stored);
            assert_eq!(*load(&other, &two).await.record, b"record");
            other.release(&two, lease).await.expect("the lease is given back");
        };
        timeout(LONG / 2, work).await.expect("a login does not wait for another");
        assert_eq!(load(&other, &one).await.generation, 0, "a login has its own record");
        store.release(&one, held).await.expect("the lease is given back");
    });
}

#[doc(hidden)]
pub fn lease_ends_with_its_process<S: Store, F: Future<Output = S>>(
    module: &str,
    make_store: impl Fn() -> F,
) {
    let seed = seed();
    killed_after(module, "lease", &seed);
    run(async {
        let (store, login) = (make_store().await, login(&seed));
        let started = Instant::now();
        while lease(&store, &login, LONG).await.is_none() {
            assert!(started.elapsed() < LONG, "the lease ends with its process, or by its time");
            sleep(Duration::from_millis(20)).await;
        }
    });
}

#[doc(hidden)]
pub fn stored_survives_a_kill<S: Store, F: Future<Output = S>>(
    module: &str,
    make_store: impl Fn() -> F,
) {
    let seed = seed();
    killed_after(module, "commit", &seed);
    run(async {
        let stored = load(&make_store().await, &login(&seed)).await;
        assert_eq!((stored.generation, &*stored.record), (1, &record(7)), "it was stored");
    });
}

/// Starts this program again for one part, and kills it once the part is done.
fn killed_after(module: &str, part: &str, seed: &str) {
    let inside = module.split_once("::").map_or("", |(_, inside)| inside);
    let test = if inside.is_empty() { String::new() } else { format!("{inside}::") };
    let mut child = Command::new(env::current_exe().expect("this program has a file"))
        .args(["--exact", &format!("{test}store_law_process"), "--nocapture"])
        .env(PART, format!("{part} {seed}"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("this program starts again");
    let output = child.stdout.take().expect("its output is read");
    let is_done =
        BufReader::new(output).lines().map_while(Result::ok).any(|line| line.contains(DONE));
    child.kill().expect("it is killed");
    child.wait().expect("it is over");
    assert!(is_done, "the other process did its part");
}

/// What the other process writes after its part.
const DONE: &str = "the part of the other process is done";

#[doc(hidden)]
pub fn process<S: Store, F: Future<Output = S>>(make_store: impl Fn() -> F) {
    let Ok(part) = env::var(PART) else { return };
    let (part, seed) = part.split_once(' ').expect("a part and a login");
    run(async {
        let (store, login) = (make_store().await, login(seed));
        let held = if part == "lease" {
            lease(&store, &login, Duration::from_secs(10)).await
        } else {
            assert_eq!(commit(&store, &login, None, 0, &record(7)).await, Committed::Stored);
            None
        };
        let mut output = std::io::stdout().lock();
        writeln!(output, "\n{DONE}").and_then(|()| output.flush()).expect("somebody reads it");
        // Until it is killed.
        std::thread::sleep(LONG);
        drop(held);
    });
}
