//! Real processes on one store, in files and in Redis: at once, killed and started again, killed after each step.

use std::collections::BTreeMap;
use std::env;
use std::io::Write as _;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::Request;
use oauth_runtime::ExposeSecret as _;
use oauth_runtime::keeper::{
    AccessToken, EventKind, FileStore, Keeper, KeeperError, Login, LoginState, RedisStore, Store,
};
use oauth_runtime::transport::{Limits, Transport, TransportFuture};
use oauth_tests::Server;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::faulty::{How, Process};
use crate::redis_server;
use crate::stopped::ask;
use crate::stores::empty_folder;
use crate::vendor::{Rotation, TestVendor, VendorClient, WindowedClient};

/// What a process that a test starts is told: words, with spaces between them.
pub(crate) const ORDER: &str = "OAUTH_KEEPER_PROCESS";

const TASKS: u32 = 20;
const PROCESSES: usize = 8;

/// Where logins are kept, told in a word: `file:FOLDER` or `redis:PREFIX`.
pub(crate) async fn store(place: &str) -> Option<Arc<dyn Store>> {
    Some(match place.split_once(':').unwrap() {
        ("file", folder) => Arc::new(FileStore::at(folder).unwrap()),
        (_, prefix) => {
            let connection = redis_server::connection(prefix).await?;
            Arc::new(RedisStore::unsealed(connection).prefix(prefix))
        }
    })
}

/// A place for this test alone.
pub(crate) fn place(kind: &str, test: &str) -> String {
    match kind {
        "file" => format!("file:{}", empty_folder(test).display()),
        _ => format!("redis:{test}"),
    }
}

/// The time for a refresh: long enough for a machine that does much else.
const TIMEOUT: Duration = Duration::from_secs(3);

/// Alice's login at a vendor on this machine, whose page says of a window or not.
pub(crate) fn alice(
    origin: &str,
    is_windowed: bool,
    store: Arc<dyn Store>,
    timeout: Duration,
) -> (Keeper, Login) {
    let keeper = if is_windowed {
        let client = WindowedClient::builder().base_url(origin).build().unwrap();
        Keeper::refreshing(move |token| {
            client.token().refresh().client_id("client").refresh_token(token).into_request()
        })
    } else {
        let client = VendorClient::builder().base_url(origin).build().unwrap();
        Keeper::refreshing(move |token| {
            client.token().refresh().client_id("client").refresh_token(token).into_request()
        })
    };
    let keeper = keeper.store(store).timeout(timeout).build();
    let alice = keeper.of("alice");
    (keeper, alice)
}

/// This program, to do what it is told.
pub(crate) fn program(order: &str) -> Command {
    let mut program = Command::new(env::current_exe().unwrap());
    program.args(["--exact", "processes::process", "--nocapture"]).env(ORDER, order);
    program.stdin(Stdio::null()).stdout(Stdio::piped());
    program
}

/// Starts this program again.
fn start(order: &str) -> Child {
    program(order).spawn().unwrap()
}

/// What a process that a test starts does; by itself it does nothing.
#[test]
fn process() {
    let Ok(order) = env::var(ORDER) else { return };
    let words: Vec<_> = order.split(' ').collect();
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.unwrap().block_on(async {
        match words[..] {
            ["work", origin, is_windowed, place, seconds] => {
                let store = store(place).await.unwrap();
                let (keeper, alice) = alice(origin, is_windowed == "true", store, TIMEOUT);
                work(&keeper, &alice, Duration::from_secs(seconds.parse().unwrap())).await;
            }
            ["stop", origin, is_windowed, place, step] => {
                stop_after(origin, is_windowed == "true", place, step.parse().unwrap()).await;
            }
            ["ask", origin, place, seconds, step] => {
                ask(origin, place, seconds.parse().unwrap(), step.parse().unwrap()).await;
            }
            _ => unreachable!("{order}"),
        }
    });
}

pub(crate) fn say(line: &str) {
    let mut output = std::io::stdout().lock();
    writeln!(output, "\n{line}").and_then(|()| output.flush()).unwrap();
}

/// Has many tasks ask for the token, and tells what came of it.
async fn work(keeper: &Keeper, alice: &Login, time: Duration) {
    let (served, failed) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
    let mut events = keeper.events();
    let adopting = tokio::spawn({
        let alice = alice.clone();
        async move {
            while let Some(event) = events.next().await {
                if let EventKind::Adopted = event.kind
                    && let Ok(token) = alice.access_token().await
                {
                    say(&format!("adopted {}", age(&token)));
                }
            }
        }
    });
    let end = Instant::now() + time;
    let mut tasks = JoinSet::new();
    for task in 0..TASKS {
        let (alice, served, failed) = (alice.clone(), Arc::clone(&served), Arc::clone(&failed));
        tasks.spawn(async move {
            while Instant::now() < end {
                let result = alice.access_token().await;
                let lives = |token: &AccessToken| token.expires_at().unwrap() > SystemTime::now();
                match result {
                    Ok(token) if lives(&token) => served.fetch_add(1, Ordering::Relaxed),
                    other => {
                        say(&format!("problem {other:?}"));
                        failed.fetch_add(1, Ordering::Relaxed)
                    }
                };
                sleep(Duration::from_millis(20 + u64::from(task))).await;
            }
        });
    }
    tasks.join_all().await;
    keeper.settled().await;
    adopting.abort();
    say(&format!("served {}", served.load(Ordering::Relaxed)));
    say(&format!("failed {}", failed.load(Ordering::Relaxed)));
}

/// How many milliseconds ago the vendor made a token, by what it wrote into it.
fn age(token: &AccessToken) -> i64 {
    let made = token.expose_secret().rsplit('-').next().unwrap().parse::<i64>().unwrap();
    let now = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_millis();
    i64::try_from(now).unwrap() - made
}

/// What processes said, by the first word of each line.
pub(crate) type Said = BTreeMap<String, Vec<String>>;

/// Waits for a process and hears what it has said.
async fn heard(child: Child, said: &mut Said) {
    let output =
        tokio::task::spawn_blocking(move || child.wait_with_output()).await.unwrap().unwrap();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        if let Some((word, rest)) = line.split_once(' ') {
            said.entry(word.to_owned()).or_default().push(rest.to_owned());
        }
    }
}

fn numbers(said: &Said, word: &str) -> Vec<i64> {
    let mut numbers: Vec<i64> =
        said.get(word).into_iter().flatten().filter_map(|it| it.parse().ok()).collect();
    numbers.sort_unstable();
    numbers
}

async fn many_processes(kind: &str) {
    let place = place(kind, "t04");
    let Some(store) = store(&place).await else { return };
    let vendor = TestVendor::new(Rotation::FamilyKill, 5);
    let server = vendor.listen().await;
    let (_, login) = alice(&server.origin(), false, store, TIMEOUT);
    login.put(vendor.sign_in().1).await.unwrap();
    let order = format!("work {} false {place} 20", server.origin());
    let children: Vec<_> = (0..PROCESSES).map(|_| start(&order)).collect();
    let mut said = Said::new();
    for child in children {
        heard(child, &mut said).await;
    }
    let counts = vendor.counts();
    let (calls, failed) = (numbers(&said, "served"), numbers(&said, "failed"));
    let adopted = numbers(&said, "adopted");
    println!(
        "4 {kind}: {} exchanges, {} rotations, {} alarms, {} calls, {} failed, adopted after {} ms (median of {})",
        counts.exchanges,
        counts.rotations,
        counts.alarms,
        calls.iter().sum::<i64>(),
        failed.iter().sum::<i64>(),
        adopted.get(adopted.len() / 2).copied().unwrap_or_default(),
        adopted.len(),
    );
    assert_eq!(
        (calls.len(), failed.iter().sum::<i64>()),
        (PROCESSES, 0),
        "{:?}",
        said.get("problem")
    );
    assert_eq!((counts.exchanges, counts.alarms), (counts.rotations, 0));
    assert!(counts.rotations >= 4 && !adopted.is_empty(), "{counts:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn t04_many_processes_make_one_exchange_each_time_in_files() {
    many_processes("file").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t04_many_processes_make_one_exchange_each_time_in_redis() {
    many_processes("redis").await;
}

/// How long the killing goes on at most.
const MOST: Duration = Duration::from_secs(60);

/// A number that differs from run to run.
fn random(below: u64) -> u64 {
    use std::hash::{BuildHasher as _, RandomState};
    RandomState::new().hash_one(0) % below
}

async fn killed_processes(kind: &str, is_windowed: bool, least: u32) {
    let test = if is_windowed { "t05-window" } else { "t05-family" };
    let place = place(kind, test);
    let Some(store) = store(&place).await else { return };
    let window = Rotation::Window(Duration::from_secs(60));
    let vendor = TestVendor::new(if is_windowed { window } else { Rotation::FamilyKill }, 2);
    // Long enough for a kill to meet an answer on its way.
    vendor.slow(Duration::from_millis(400));
    let server = vendor.listen().await;
    let (_, login) = alice(&server.origin(), is_windowed, Arc::clone(&store), TIMEOUT);
    login.put(vendor.sign_in().1).await.unwrap();
    let order = format!("work {} {is_windowed} {place} 600", server.origin());
    let mut children: Vec<_> = (0..PROCESSES).map(|_| start(&order)).collect();
    let (mut kills, mut lost) = (0, 0);
    let started = Instant::now();
    // Where a dead process has the lease in Redis, the others wait for its end.
    while kills < least || (vendor.counts().rotations < 4 && started.elapsed() < MOST) {
        kills += 1;
        sleep(Duration::from_millis(30 + random(250))).await;
        let victim = usize::try_from(random(8)).unwrap();
        children[victim].kill().unwrap();
        children[victim].wait().unwrap();
        children[victim] = start(&order);
        // Whenever it is read, the record is whole.
        let stored = store.load(&login.id()).await.unwrap();
        let record: serde_json::Value = serde_json::from_slice(&stored.record).unwrap();
        if let LoginState::Ended { reason } = login.state().await.unwrap() {
            // Its newest pair was given, and never came: what was refused is the one before it.
            let newest = vendor.newest();
            let spent = format!("refresh-canary-{}-{}", newest.0, newest.1 - 1);
            assert_eq!(record["ended"]["spent"], sha256(&spent), "{reason}");
            lost += 1;
            login.put(vendor.sign_in().1).await.unwrap();
        }
    }
    for child in &mut children {
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let counts = vendor.counts();
    println!(
        "5 {kind}, {}: {kills} kills, {} exchanges, {} rotations, {} alarms, {lost} lost logins",
        if is_windowed { "window" } else { "no window" },
        counts.exchanges,
        counts.rotations,
        counts.alarms,
    );
    assert!(counts.rotations > 3, "{counts:?}");
    if is_windowed {
        assert_eq!((lost, counts.alarms), (0, 0));
    } else {
        // Each alarm is of an answer that was on its way when a process was killed.
        assert_eq!(counts.alarms, lost + u32::from(!vendor.is_alive(vendor.newest().0)));
    }
    // It goes on for whoever comes next.
    if vendor.is_alive(vendor.newest().0) && is_windowed {
        let token = login.access_token().await.unwrap();
        assert!(token.expires_at().unwrap() > SystemTime::now());
    }
}

fn sha256(text: &str) -> String {
    use base64::Engine as _;
    use sha2::Digest as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(sha2::Sha256::digest(text))
}

#[tokio::test(flavor = "multi_thread")]
async fn t05_killed_processes_break_nothing_in_files() {
    killed_processes("file", true, 50).await;
    killed_processes("file", false, 50).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t05_killed_processes_break_nothing_in_redis() {
    killed_processes("redis", true, 50).await;
    killed_processes("redis", false, 50).await;
}

/// The steps of a refresh, after each of which a process is killed.
const STEPS: [(u8, &str); 7] = [
    (1, "the lease"),
    (2, "reading again"),
    (3, "the mark"),
    (4, "the look at the lease"),
    (5, "sending"),
    (6, "the commit"),
    (7, "the release"),
];

/// Refreshes up to a step, says so, and stands still.
async fn stop_after(origin: &str, is_windowed: bool, place: &str, step: u8) {
    let process = Process::new(store(place).await.unwrap());
    // The operations of a refresh: load, lease, load, the commit of the mark, the commit of the pair, release.
    let operation = match step {
        1..=3 => Some(usize::from(step)),
        6 | 7 => Some(usize::from(step) - 2),
        _ => None,
    };
    if let Some(operation) = operation {
        process.stall(operation, How::After, Duration::from_secs(600));
        process.on_stall(|| say("stopped"));
    }
    let keeper = if is_windowed {
        let client = WindowedClient::builder().base_url(origin).build().unwrap();
        Keeper::refreshing(move |token| {
            client.token().refresh().client_id("client").refresh_token(token).into_request()
        })
    } else {
        let client = VendorClient::builder().base_url(origin);
        let client = if step == 4 { client.transport(Stopped) } else { client };
        let client = client.build().unwrap();
        Keeper::refreshing(move |token| {
            client.token().refresh().client_id("client").refresh_token(token).into_request()
        })
    };
    let keeper = keeper.store(process).timeout(Duration::from_secs(1)).build();
    drop(keeper.of("alice").access_token().await);
    sleep(Duration::from_secs(600)).await;
}

/// Stands still before anything is sent.
struct Stopped;

impl Transport for Stopped {
    fn send(&self, _: Request<Bytes>, _: Limits) -> TransportFuture {
        say("stopped");
        Box::pin(std::future::pending())
    }
}

/// Kills a process after a step of its refresh.
async fn kill_after(
    step: u8,
    vendor: &TestVendor,
    server: &Server,
    is_windowed: bool,
    place: &str,
) {
    use std::io::{BufRead as _, BufReader};

    if step == 5 {
        vendor.slow(Duration::from_millis(900));
    }
    let mut child = start(&format!("stop {} {is_windowed} {place} {step}", server.origin()));
    let output = child.stdout.take().unwrap();
    if step == 5 {
        while vendor.counts().exchanges == 0 {
            sleep(Duration::from_millis(5)).await;
        }
    } else {
        let stopped = tokio::task::spawn_blocking(move || {
            BufReader::new(output).lines().map_while(Result::ok).any(|line| line == "stopped")
        });
        assert!(stopped.await.unwrap(), "it came to step {step}");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    vendor.slow(Duration::ZERO);
}

async fn killed_after_each_step(kind: &str) {
    for is_windowed in [false, true] {
        for (step, what) in STEPS {
            if is_windowed && step != 5 {
                continue;
            }
            let place = place(kind, &format!("t06-{step}-{is_windowed}"));
            let Some(store) = store(&place).await else { return };
            let window = Rotation::Window(Duration::from_secs(60));
            let vendor =
                TestVendor::new(if is_windowed { window } else { Rotation::FamilyKill }, 1);
            let server = vendor.listen().await;
            let timeout = Duration::from_secs(1);
            let (_, login) = alice(&server.origin(), is_windowed, store, timeout);
            login.put(vendor.sign_in().1).await.unwrap();
            // It lives for a second.
            sleep(Duration::from_millis(1100)).await;
            vendor.live(3600);
            kill_after(step, &vendor, &server, is_windowed, &place).await;
            let state = login.state().await.unwrap();
            let result = login.access_token().await;
            let counts = vendor.counts();
            let case = format!("{kind} {step}, after {what}: {state:?}, {result:?}, {counts:?}");
            match step {
                1 | 2 => {
                    assert!(matches!(state, LoginState::Stale { .. }), "{case}");
                    assert!(
                        result.is_ok() && (counts.exchanges, counts.alarms) == (1, 0),
                        "{case}"
                    );
                }
                // Nothing was sent, and nobody can know: the last resort is no harm.
                3 | 4 => {
                    assert_eq!(state, LoginState::InDoubt, "{case}");
                    assert!(
                        result.is_ok() && (counts.exchanges, counts.alarms) == (1, 0),
                        "{case}"
                    );
                }
                5 if is_windowed => {
                    assert_eq!(state, LoginState::InDoubt, "{case}");
                    assert!(
                        result.is_ok() && (counts.exchanges, counts.alarms) == (2, 0),
                        "{case}"
                    );
                }
                // The one case in which a login is lost.
                5 => {
                    assert_eq!(state, LoginState::InDoubt, "{case}");
                    let error = result.unwrap_err();
                    assert!(matches!(error, KeeperError::SignInAgain { .. }), "{case}");
                    assert_eq!((counts.exchanges, counts.alarms), (2, 1), "{case}");
                }
                _ => {
                    assert!(matches!(state, LoginState::Fresh { .. }), "{case}");
                    assert!(
                        result.is_ok() && (counts.exchanges, counts.alarms) == (1, 0),
                        "{case}"
                    );
                }
            }
        }
    }
    println!(
        "6 {kind}: killed after each step, 1 login lost: that whose answer was on its way, without a window"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn t06_killed_after_each_step_in_files() {
    killed_after_each_step("file").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t06_killed_after_each_step_in_redis() {
    killed_after_each_step("redis").await;
}
