//! Real processes that are stopped with the lease in hand until it is over, and go on after that.

use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::time::Duration;

use oauth_runtime::ExposeSecret as _;
use oauth_runtime::keeper::{
    Committed, KeeperError, Lease, LoginId, LoginState, Store, StoreFuture, Stored,
};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::processes::{Said, alice, place, program, say, store};
use crate::vendor::{Rotation, TestVendor};

/// How long a process may take for all it does.
const LONGEST: Duration = Duration::from_secs(60);

/// A store that says what became of what it was asked, and at which a refresh stands still once.
struct Watched {
    inner: Arc<dyn Store>,
    /// The numbered step after which it stands still, or 0.
    step: AtomicU8,
    is_leased: AtomicBool,
}

impl Watched {
    /// Where this is the step, says so and waits for a line.
    fn done(&self, step: u8) {
        if self.step.compare_exchange(step, 0, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            say("holds");
            std::io::stdin().read_line(&mut String::new()).unwrap();
        }
    }
}

impl Store for Watched {
    fn load<'a>(&'a self, login: &'a LoginId) -> StoreFuture<'a, Stored> {
        Box::pin(async {
            let stored = self.inner.load(login).await?;
            if self.is_leased.load(Ordering::Relaxed) {
                self.done(2);
            }
            Ok(stored)
        })
    }

    fn lease<'a>(&'a self, login: &'a LoginId, time: Duration) -> StoreFuture<'a, Option<Lease>> {
        Box::pin(async move {
            let lease = self.inner.lease(login, time).await?;
            if lease.is_some() {
                self.is_leased.store(true, Ordering::Relaxed);
                self.done(1);
            } else {
                say("lease none");
            }
            Ok(lease)
        })
    }

    fn commit<'a>(
        &'a self,
        login: &'a LoginId,
        lease: Option<&'a Lease>,
        generation: u64,
        record: &'a [u8],
    ) -> StoreFuture<'a, Committed> {
        Box::pin(async move {
            let committed = self.inner.commit(login, lease, generation, record).await?;
            say(&format!("commit {committed:?}"));
            self.done(3);
            Ok(committed)
        })
    }

    fn release<'a>(&'a self, login: &'a LoginId, lease: Lease) -> StoreFuture<'a, ()> {
        self.is_leased.store(false, Ordering::Relaxed);
        self.inner.release(login, lease)
    }
}

/// Asks for the token in a process that a test started, and says what came of it.
pub(crate) async fn ask(origin: &str, place: &str, seconds: u64, step: u8) {
    let inner = store(place).await.unwrap();
    let store = Watched { inner, step: AtomicU8::new(step), is_leased: AtomicBool::new(false) };
    let (keeper, alice) = alice(origin, false, Arc::new(store), Duration::from_secs(seconds));
    let mut events = keeper.events();
    let asked = async {
        loop {
            match alice.access_token().await {
                // Somebody has the lease for longer than this one would.
                Err(KeeperError::Busy) => {}
                result => break result,
            }
        }
    };
    match timeout(LONGEST, asked).await.unwrap() {
        Ok(token) => say(&format!("token {}", token.expose_secret())),
        Err(error) => say(&format!("problem {error:?}")),
    }
    keeper.settled().await;
    while let Some(event) = events.try_next() {
        say(&format!("event {}", event.kind.name()));
    }
}

/// A process that a test started; it is killed when this is dropped.
struct Started {
    child: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
    said: Said,
}

impl Started {
    fn new(order: &str) -> Self {
        let mut command = Command::from(program(order));
        command.stdin(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().unwrap();
        let (input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Self { child, input, output: BufReader::new(output).lines(), said: Said::new() }
    }

    /// Hears it until it says this, or all that it says.
    async fn hear(&mut self, until: Option<&str>) {
        let heard = async {
            while let Some(line) = self.output.next_line().await.unwrap() {
                if let Some((word, rest)) = line.split_once(' ') {
                    self.said.entry(word.to_owned()).or_default().push(rest.to_owned());
                }
                if Some(line.as_str()) == until {
                    return true;
                }
            }
            until.is_none()
        };
        let is_heard = timeout(LONGEST, heard).await;
        assert_eq!(is_heard, Ok(true), "{until:?} after {:?}", self.said);
    }

    async fn hear_until(&mut self, line: &str) {
        self.hear(Some(line)).await;
    }

    /// Has it go on where it waits for a line.
    async fn go_on(&mut self) {
        self.input.write_all(b"\n").await.unwrap();
    }

    async fn signal(&self, name: &str) {
        let id = self.child.id().unwrap().to_string();
        let mut kill = Command::new("sh");
        kill.args(["-c", "kill -s \"$1\" \"$2\"", "sh", name, &id]);
        assert!(kill.status().await.unwrap().success(), "{name}");
    }

    /// Has it go on after it was stopped. The line comes no earlier: until the signal has reached all threads, the refresh could
    /// go on with it.
    async fn continued(&mut self) {
        if cfg!(target_os = "linux") {
            let id = self.child.id().unwrap();
            let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
            assert!(stat.contains(") T "), "{stat}");
        }
        self.go_on().await;
        self.signal("CONT").await;
    }

    /// Hears it to its end.
    async fn ended(mut self) -> Said {
        self.hear(None).await;
        assert!(self.child.wait().await.unwrap().success(), "{:?}", self.said);
        self.said
    }
}

/// What another process has done by the time the stopped one goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Other {
    /// It has refreshed, and so the generation is another.
    Refreshed,
    /// It has taken the lease and written nothing: the fence alone is another.
    TookTheLease,
}

/// The steps before sending, after each of which a process is stopped: the lease, reading again, the mark.
const STEPS: [u8; 3] = [1, 2, 3];

async fn stopped_after(
    kind: &str,
    step: u8,
    other_has: Other,
    place: String,
    store: Arc<dyn Store>,
) {
    let vendor = TestVendor::new(Rotation::FamilyKill, 1);
    let server = vendor.listen().await;
    let (_, login) = alice(&server.origin(), false, store, Duration::from_secs(10));
    login.put(vendor.sign_in().1).await.unwrap();
    // It lives for a second.
    sleep(Duration::from_millis(1100)).await;
    vendor.live(3600);
    // With a timeout of a second a lease is three seconds long.
    let mut stopped = Started::new(&format!("ask {} {place} 1 {step}", server.origin()));
    stopped.hear_until("holds").await;
    stopped.signal("STOP").await;
    // The other one waits until the lease is over. Its own is long enough for all that follows.
    let its_step = u8::from(other_has == Other::TookTheLease);
    let mut other = Started::new(&format!("ask {} {place} 10 {its_step}", server.origin()));
    let other = match other_has {
        Other::Refreshed => {
            let said = other.ended().await;
            stopped.continued().await;
            said
        }
        Other::TookTheLease => {
            other.hear_until("holds").await;
            assert_eq!(vendor.counts().exchanges, 0, "{kind}, step {step}");
            stopped.continued().await;
            stopped.hear_until(if step == 3 { "lease none" } else { "commit Refused" }).await;
            other.go_on().await;
            other.ended().await
        }
    };
    let stopped = stopped.ended().await;
    let counts = vendor.counts();
    let case = format!("{kind} {step}, {other_has:?}: {counts:?}, {stopped:?}, {other:?}");
    assert_eq!((counts.exchanges, counts.rotations, counts.alarms), (1, 1, 0), "{case}");
    // The one exchange is the other's.
    let events = |said: &Said| said.get("event").cloned().unwrap_or_default();
    assert!(events(&stopped).iter().all(|it| it == "adopted"), "{case}");
    let refreshed: Vec<_> = events(&other).into_iter().filter(|it| it != "adopted").collect();
    assert_eq!(refreshed, ["refreshed"], "{case}");
    // Whatever the stopped one would write after its lease is refused.
    let commits: &[&str] = match (step, other_has) {
        (1, Other::Refreshed) => &[],
        (3, _) => &["Stored"],
        _ => &["Refused"],
    };
    assert_eq!(stopped.get("commit").map_or(&[][..], Vec::as_slice), commits, "{case}");
    assert_eq!(other["commit"], ["Stored", "Stored"], "{case}");
    // Everybody has the token that lives.
    let token = login.access_token().await.unwrap();
    assert!(vendor.takes(token.expose_secret()), "{case}");
    assert_eq!(stopped["token"], [token.expose_secret()], "{case}");
    assert_eq!(other["token"], [token.expose_secret()], "{case}");
    assert!(matches!(login.state().await.unwrap(), LoginState::Fresh { .. }), "{case}");
    assert_eq!(vendor.counts(), counts, "{case}");
}

async fn stopped_after_each_step(kind: &'static str) {
    let mut cases = JoinSet::new();
    for step in STEPS {
        for other_has in [Other::Refreshed, Other::TookTheLease] {
            let place = place(kind, &format!("t07-{step}-{other_has:?}"));
            let Some(store) = store(&place).await else { return };
            cases.spawn(stopped_after(kind, step, other_has, place, store));
        }
    }
    let stops = cases.join_all().await.len();
    println!("7 {kind}: {stops} processes stopped, nothing sent after it, 0 alarms");
}

#[tokio::test(flavor = "multi_thread")]
async fn t07_stopped_process_sends_nothing_in_files() {
    stopped_after_each_step("file").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t07_stopped_process_sends_nothing_in_redis() {
    stopped_after_each_step("redis").await;
}
