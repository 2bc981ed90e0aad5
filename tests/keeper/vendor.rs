//! A vendor whose refresh tokens rotate, or not: in this process as a transport, or as a server.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::Request;
use oauth_runtime::error::{Delivery, TransportError, TransportErrorKind};
use oauth_runtime::keeper::{Keeper, KeeperBuilder, Store};
use oauth_runtime::transport::{Limits, Transport, TransportFuture};
use oauth_runtime::{SecretString, Token, oauth_api};
use oauth_tests::{Response, Seen, Server};
use tokio::time::{Instant, sleep, timeout};

/// The token endpoint of a vendor whose page says nothing of rotation.
#[oauth_api(base_url = "https://vendor.example", auth = none)]
pub(crate) trait Vendor {
    /// Trades a grant for a token.
    #[post("/token", deviations(no_store_absent), allow(unauthenticated_client))]
    #[grant(refresh_token as refresh, needs(refresh_token))]
    #[grant(client_credentials)]
    fn token(grant_type: String, client_id: String, refresh_token: Option<SecretString>) -> Token;

    /// Revokes a token.
    #[post("/revoke")]
    fn revoke(token: SecretString);
}

/// The token endpoint of a vendor whose page says that a spent refresh token may be sent again for a minute.
#[oauth_api(base_url = "https://vendor.example", auth = none)]
pub(crate) trait Windowed {
    /// Trades a grant for a token.
    #[post("/token", deviations(no_store_absent))]
    #[grant(refresh_token as refresh, needs(refresh_token), rotates, reuse_within = 60)]
    fn token(grant_type: String, client_id: String, refresh_token: Option<SecretString>) -> Token;
}

/// What becomes of a refresh token that was traded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rotation {
    /// It is spent: seen again, it is taken for stolen, and the whole family ends.
    FamilyKill,
    /// It is spent, and may be sent again for this time: the answer is a pair that is good.
    Window(Duration),
    /// It stays good.
    Fixed,
}

/// What goes wrong with one exchange.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// The server says something else: status, body, `Retry-After`.
    Says(u16, &'static str, Option<u64>),
    /// It does what it was asked for, and its answer never comes.
    AnswerIsCut,
    /// The request never arrives, and nobody can tell.
    Vanishes,
    /// No connection.
    NotSent,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Requests for a token that arrived.
    pub(crate) exchanges: u32,
    /// Pairs that were given for a refresh token, each for the first time.
    pub(crate) rotations: u32,
    /// Spent refresh tokens seen again.
    pub(crate) alarms: u32,
    /// Answers that were given and never came.
    pub(crate) cut: u32,
    pub(crate) sign_ins: u32,
    pub(crate) revoked: u32,
}

/// A vendor. Its clones are one.
#[derive(Clone)]
pub(crate) struct TestVendor(Arc<Mutex<State>>);

struct State {
    /// When it began, by tokio's clock and by this machine's.
    born: (Instant, SystemTime),
    rotation: Rotation,
    /// In seconds; nothing is said where there is none.
    life: Option<i64>,
    slow: Duration,
    faults: VecDeque<Fault>,
    families: BTreeMap<u32, Family>,
    counts: Counts,
    /// How far its clock is ahead.
    ahead: i64,
    /// Access tokens that its API takes, with their ends; tokens without an end live on.
    accepted: BTreeMap<String, Option<Instant>>,
    revoked: BTreeSet<String>,
    times: Vec<Instant>,
    /// How many calls its API got.
    api_calls: u32,
    /// What its API says to every token.
    api_says: Option<String>,
}

struct Family {
    current: u32,
    spent: BTreeMap<u32, Instant>,
    is_dead: bool,
}

enum Answer {
    Comes(http::Response<Bytes>),
    IsCut,
    NotSent,
}

impl TestVendor {
    pub(crate) fn new(rotation: Rotation, life: impl Into<Option<i64>>) -> Self {
        Self(Arc::new(Mutex::new(State {
            born: (Instant::now(), SystemTime::now()),
            rotation,
            life: life.into(),
            slow: Duration::ZERO,
            faults: VecDeque::new(),
            families: BTreeMap::new(),
            counts: Counts::default(),
            ahead: 0,
            accepted: BTreeMap::new(),
            revoked: BTreeSet::new(),
            times: Vec::new(),
            api_calls: 0,
            api_says: None,
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    pub(crate) fn counts(&self) -> Counts {
        self.state().counts
    }

    /// When requests for a token arrived.
    pub(crate) fn times(&self) -> Vec<Instant> {
        self.state().times.clone()
    }

    /// Takes so long for each answer.
    pub(crate) fn slow(&self, time: Duration) {
        self.state().slow = time;
    }

    pub(crate) fn live(&self, life: impl Into<Option<i64>>) {
        self.state().life = life.into();
    }

    /// Adds what goes wrong with the next exchange, after those that go wrong already.
    pub(crate) fn fail(&self, fault: Fault) {
        self.state().faults.push_back(fault);
    }

    /// Tells whether one of the next exchanges will be told that the login is over.
    pub(crate) fn will_refuse(&self) -> bool {
        self.state().faults.iter().any(|fault| matches!(fault, Fault::Says(400, ..)))
    }

    pub(crate) fn forgive(&self) {
        self.state().faults.clear();
    }

    /// Sets how many seconds its clock is ahead.
    pub(crate) fn set_ahead(&self, seconds: i64) {
        self.state().ahead = seconds;
    }

    /// Has its API take no token that was given until now.
    pub(crate) fn reject_all(&self) {
        self.state().accepted.clear();
    }

    /// How many calls its API got.
    pub(crate) fn api_calls(&self) -> u32 {
        self.state().api_calls
    }

    /// Has its API refuse every token with this challenge.
    pub(crate) fn api_says(&self, challenge: Option<&str>) {
        self.state().api_says = challenge.map(str::to_owned);
    }

    pub(crate) fn takes(&self, token: &str) -> bool {
        let state = self.state();
        state.accepted.get(token).is_some_and(|end| end.is_none_or(|end| Instant::now() < end))
    }

    pub(crate) fn is_revoked(&self, token: &str) -> bool {
        self.state().revoked.contains(token)
    }

    /// Tells whether the newest refresh token of a family would be taken.
    pub(crate) fn is_alive(&self, family: u32) -> bool {
        self.state().families.get(&family).is_some_and(|family| !family.is_dead)
    }

    /// The newest family, and the number of its newest refresh token.
    pub(crate) fn newest(&self) -> (u32, u32) {
        let state = self.state();
        let newest = state.families.last_key_value();
        newest.map_or((0, 0), |(number, family)| (*number, family.current))
    }

    /// Lets somebody sign in: the token of a new family, and its number.
    pub(crate) fn sign_in(&self) -> (u32, Token) {
        let mut state = self.state();
        state.counts.sign_ins += 1;
        let number = state.counts.sign_ins;
        let family = Family { current: 1, spent: BTreeMap::new(), is_dead: false };
        state.families.insert(number, family);
        let body = state.pair(number, 1);
        (number, Token::from_json(body.as_bytes(), SystemTime::now()).unwrap())
    }

    /// A client of it in this process.
    pub(crate) fn client(&self) -> VendorClient {
        VendorClient::builder().transport(self.clone()).build().unwrap()
    }

    /// A keeper of its logins in this process, at tokio's time.
    pub(crate) fn keeper(&self, store: impl Store) -> Keeper {
        self.keeping(store).build()
    }

    pub(crate) fn keeping(&self, store: impl Store) -> KeeperBuilder {
        refreshing(self.client()).store(store).clock(self.clock(0))
    }

    /// The same where the page says that a spent token may be sent again for a minute.
    pub(crate) fn windowed_keeper(&self, store: impl Store) -> Keeper {
        let client = WindowedClient::builder().transport(self.clone()).build().unwrap();
        let keeper = Keeper::refreshing(move |token| {
            client.token().refresh().client_id("client").refresh_token(token).into_request()
        });
        keeper.store(store).clock(self.clock(0)).build()
    }

    /// The time, as tokio's clock goes, so many seconds off.
    pub(crate) fn clock(&self, ahead: i64) -> impl Fn() -> SystemTime + Send + Sync + use<> {
        let (start, base) = self.state().born;
        move || off(base + start.elapsed(), ahead)
    }

    /// Answers on a port of this machine.
    pub(crate) async fn listen(&self) -> Server {
        let vendor = self.clone();
        Server::with(move |seen| vendor.respond(seen)).await
    }

    fn respond(&self, seen: &Seen) -> Response {
        let slow = self.state().slow;
        let authorization = seen.header("authorization").unwrap_or_default();
        match self.answer(seen.path(), authorization, &seen.body) {
            Answer::Comes(answer) => {
                let (head, body) = answer.into_parts();
                let response = Response::json(head.status.as_u16(), body.to_vec());
                let headers = head.headers.iter();
                headers
                    .fold(response, |it, (name, value)| it.header(name.as_str(), value))
                    .slow(slow)
            }
            Answer::IsCut => Response::json(200, "{").cut_after(0).slow(slow),
            Answer::NotSent => Response::close(),
        }
    }

    fn answer(&self, path: &str, authorization: &str, body: &[u8]) -> Answer {
        let form: BTreeMap<String, String> = serde_urlencoded::from_bytes(body).unwrap_or_default();
        let field = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
        let ahead = self.state().ahead;
        let date = httpdate::fmt_http_date(self.clock(ahead)());
        let answer = |status: u16, body: String| {
            let answer = http::Response::builder().status(status).header("Date", &date);
            answer.header("Content-Type", "application/json").body(Bytes::from(body)).unwrap()
        };
        match path {
            "/revoke" => {
                let mut state = self.state();
                state.counts.revoked += 1;
                state.revoked.insert(field("token").to_owned());
                Answer::Comes(answer(200, String::new()))
            }
            "/token" => {
                let mut state = self.state();
                let fault = state.faults.pop_front();
                if let Some(Fault::NotSent) = fault {
                    return Answer::NotSent;
                }
                if let Some(Fault::Vanishes) = fault {
                    return Answer::IsCut;
                }
                state.counts.exchanges += 1;
                state.times.push(Instant::now());
                if let Some(Fault::Says(status, body, later)) = fault {
                    let mut answer = answer(status, body.to_owned());
                    if let Some(later) = later {
                        answer.headers_mut().insert("Retry-After", later.into());
                    }
                    return Answer::Comes(answer);
                }
                let (status, body) = match field("grant_type") {
                    "client_credentials" => (200, state.pair(0, 1)),
                    _ => state.trade(field("refresh_token")),
                };
                if let Some(Fault::AnswerIsCut) = fault {
                    state.counts.cut += u32::from(status == 200);
                    return Answer::IsCut;
                }
                Answer::Comes(answer(status, body))
            }
            _ => {
                let token = authorization.strip_prefix("Bearer ").unwrap_or_default();
                let says = {
                    let mut state = self.state();
                    state.api_calls += 1;
                    state.api_says.clone()
                };
                if says.is_none() && self.takes(token) {
                    return Answer::Comes(answer(200, r#"["one"]"#.to_owned()));
                }
                let mut refused = answer(401, String::new());
                let usual = r#"Bearer realm="api", error="invalid_token""#;
                let challenge = says.as_deref().unwrap_or(usual);
                refused.headers_mut().insert("WWW-Authenticate", challenge.parse().unwrap());
                Answer::Comes(refused)
            }
        }
    }
}

impl State {
    /// A pair, in which every text is known again.
    fn pair(&mut self, family: u32, number: u32) -> String {
        let at = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_millis();
        let count = self.accepted.len();
        let access = format!("access-canary-{family}-{number}-{count}-{at}");
        let end = self.life.map(|life| Instant::now() + Duration::from_secs(life.unsigned_abs()));
        self.accepted.insert(access.clone(), end);
        let life = self.life.map(|life| format!(r#","expires_in":{life}"#)).unwrap_or_default();
        let refresh = format!(r#","refresh_token":"refresh-canary-{family}-{number}""#);
        let refresh = if family > 0 { refresh } else { String::new() };
        format!(r#"{{"access_token":"{access}","token_type":"Bearer"{life}{refresh}}}"#)
    }

    /// Trades a refresh token.
    fn trade(&mut self, token: &str) -> (u16, String) {
        let refused = (400, r#"{"error":"invalid_grant"}"#.to_owned());
        let mut numbers = token.strip_prefix("refresh-canary-").unwrap_or_default().split('-');
        let mut number = || numbers.next().and_then(|it| it.parse::<u32>().ok());
        let (Some(family), Some(sent)) = (number(), number()) else { return refused };
        let rotation = self.rotation;
        let Some(known) = self.families.get_mut(&family) else { return refused };
        if known.is_dead || sent > known.current {
            return refused;
        }
        if rotation == Rotation::Fixed {
            self.counts.rotations += 1;
            return (200, self.pair(family, sent));
        }
        if sent == known.current {
            known.spent.insert(sent, Instant::now());
            known.current += 1;
            let current = known.current;
            self.counts.rotations += 1;
            return (200, self.pair(family, current));
        }
        let is_last = sent + 1 == known.current;
        if let Rotation::Window(window) = rotation
            && is_last
            && known.spent.get(&sent).is_some_and(|at| at.elapsed() < window)
        {
            let current = known.current;
            return (200, self.pair(family, current));
        }
        known.is_dead = true;
        self.counts.alarms += 1;
        refused
    }
}

impl Transport for TestVendor {
    fn send(&self, request: Request<Bytes>, limits: Limits) -> TransportFuture {
        let vendor = self.clone();
        let failed = |kind, delivery| Err(TransportError::new(kind, delivery));
        Box::pin(async move {
            let slow = vendor.state().slow;
            let (head, body) = request.into_parts();
            let authorization = head.headers.get("Authorization").cloned();
            let authorization = authorization.as_ref().and_then(|it| it.to_str().ok());
            let answered = async {
                sleep(slow / 2).await;
                let answer =
                    vendor.answer(head.uri.path(), authorization.unwrap_or_default(), &body);
                sleep(slow / 2).await;
                answer
            };
            match timeout(limits.timeout, answered).await {
                Ok(Answer::Comes(answer)) => Ok(answer),
                Ok(Answer::IsCut) => failed(TransportErrorKind::Closed, Delivery::Ambiguous),
                Ok(Answer::NotSent) => failed(TransportErrorKind::Connect, Delivery::NotSent),
                Err(_) => failed(TransportErrorKind::Timeout, Delivery::Ambiguous),
            }
        })
    }
}

/// A keeper that is about to be made, of a client of the vendor.
pub(crate) fn refreshing(client: VendorClient) -> KeeperBuilder {
    Keeper::refreshing(move |token| {
        client.token().refresh().client_id("client-canary").refresh_token(token).into_request()
    })
}

fn off(time: SystemTime, seconds: i64) -> SystemTime {
    let distance = Duration::from_secs(seconds.unsigned_abs());
    if seconds < 0 { time - distance } else { time + distance }
}
