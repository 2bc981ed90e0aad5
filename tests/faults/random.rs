//! A thousand calls at a server that fails at random, with repetition on: what can be used once arrives once, everything
//! else ends right or with the error that its last attempt deserves.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use oauth_providers::mastodon::MastodonClient;
use oauth_providers::nutanix::NutanixClient;
use oauth_providers::ultracart::{UltraCartClient, UltraCartCredentials};
use oauth_providers::usps::UspsClient;
use oauth_providers::voucherify::{VoucherifyClient, VoucherifyCredentials};
use oauth_runtime::{
    ApiClient, Basic, ClientBuilder, ClientCredentials, Delivery, Error, ExposeSecret, GrantState,
    Retry, error::TransportErrorKind,
};
use oauth_tests::{Carrier, over_each_carrier};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::endpoints::Again::{self, Harmless, Spent, Twice};
use crate::raw::request_length;
use crate::tls::trusting;

/// Every failure names it. Another one can be tried with the variable `FAULTS_SEED`.
const SEED: u64 = 6749;
const CALLS: usize = 1000;
const AT_ONCE: usize = 64;
const REPETITIONS: usize = 3;

/// What the server does with one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    /// The right answer.
    Right,
    /// A reset, with the request still unread.
    ResetBefore,
    /// A reset, after the request was read.
    ResetAfter,
    /// The end, after the request was read.
    Close,
    /// The right answer, cut off.
    CutOff,
    /// This status, with a `Retry-After` of 0 or without.
    Later(u16, bool),
    /// 400 and `invalid_grant`.
    Verdict,
    /// Nothing, until the client has no more time.
    Silence,
}

impl Fate {
    /// The fate of one attempt, the first with number 0, of one call.
    fn of(seed: u64, call: usize, attempt: usize) -> Self {
        let mut state = seed ^ ((call as u64) << 32) ^ ((attempt as u64) << 8);
        // SplitMix64, by Sebastiano Vigna.
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        match (state ^ (state >> 31)) % 100 {
            0..40 => Self::Right,
            40..50 => Self::ResetBefore,
            50..60 => Self::ResetAfter,
            60..67 => Self::Close,
            67..75 => Self::CutOff,
            75..83 => Self::Later(503, false),
            83..89 => Self::Later(503, true),
            89..92 => Self::Later(429, true),
            92..95 => Self::Later(500, false),
            95..98 => Self::Verdict,
            _ => Self::Silence,
        }
    }

    /// Whether a call that does no harm is sent again after this.
    fn is_passing(self) -> bool {
        !matches!(self, Self::Right | Self::Verdict | Self::Silence)
    }
}

/// The fates of the attempts that are expected of a call.
fn plan(seed: u64, call: usize, again: Again) -> Vec<Fate> {
    let mut plan = Vec::new();
    loop {
        let fate = Fate::of(seed, call, plan.len());
        plan.push(fate);
        if again != Harmless || !fate.is_passing() || plan.len() > REPETITIONS {
            return plan;
        }
    }
}

/// What arrived of each call.
type Log = Arc<Mutex<BTreeMap<usize, Vec<Fate>>>>;

async fn serve(mut stream: TcpStream, seed: u64, log: Log) {
    let mut request = vec![0; 16 * 1024];
    loop {
        // Looked at, and left unread until it is known what becomes of it.
        let length = loop {
            let there = stream.peek(&mut request).await.unwrap_or(0);
            match request_length(&request[..there]) {
                Some(length) if length <= there => break length,
                _ if there == 0 => return,
                _ => tokio::time::sleep(Duration::from_millis(1)).await,
            }
        };
        let text = String::from_utf8_lossy(&request[..length]).into_owned();
        let number = text.split_once("call-").and_then(|(_, rest)| rest.split_once('.'));
        let number: usize = number.and_then(|(number, _)| number.parse().ok()).expect(&text);
        let fate = {
            let mut log = log.lock().unwrap();
            let arrived = log.entry(number).or_default();
            let fate = Fate::of(seed, number, arrived.len());
            arrived.push(fate);
            fate
        };
        if fate == Fate::ResetBefore {
            stream.set_zero_linger().unwrap();
            return;
        }
        if stream.read_exact(&mut request[..length]).await.is_err() {
            return;
        }
        let body = format!(
            r#"{{"access_token":"call-{number}.","client_id":"call-{number}.","client_secret":"s","active":true}}"#
        );
        let length = body.len();
        let answer = match fate {
            Fate::Right => format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{body}"),
            Fate::CutOff => {
                let half = &body[..length / 2];
                format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{half}")
            }
            Fate::Later(status, asks) => {
                let asks = if asks { "Retry-After: 0\r\n" } else { "" };
                format!("HTTP/1.1 {status} Later\r\n{asks}Content-Length: 0\r\n\r\n")
            }
            Fate::Verdict => {
                let body = r#"{"error":"invalid_grant"}"#;
                format!("HTTP/1.1 400 No\r\nContent-Length: {}\r\n\r\n{body}", body.len())
            }
            Fate::Silence => {
                while stream.read(&mut request).await.is_ok_and(|read| read > 0) {}
                return;
            }
            Fate::ResetBefore | Fate::ResetAfter => {
                stream.set_zero_linger().unwrap();
                return;
            }
            Fate::Close => return,
        };
        if stream.write_all(answer.as_bytes()).await.is_err() || fate == Fate::CutOff {
            return;
        }
    }
}

/// The clients of all vendors, each with connections that it keeps.
struct Clients {
    usps: UspsClient,
    ultracart: UltraCartClient,
    voucherify: VoucherifyClient,
    nutanix: NutanixClient,
    mastodon: MastodonClient,
}

impl Clients {
    fn new(carrier: Carrier, origin: &str) -> Self {
        fn set<C: ApiClient>(
            carrier: Carrier,
            builder: ClientBuilder<C>,
            origin: &str,
        ) -> ClientBuilder<C> {
            let builder = carrier.with(trusting(), builder);
            let retry = Retry::times(u32::try_from(REPETITIONS).unwrap());
            let retry = retry.first_delay(Duration::from_millis(2));
            builder.base_url(origin).retry(retry)
        }
        let basic = Basic::new("user", "canary-password");
        let pair = ClientCredentials::new("user", "canary-password");
        let key = UltraCartCredentials::SimpleKey("canary-key".into());
        let token = VoucherifyCredentials::new("id", "canary-key");
        Self {
            usps: set(carrier, UspsClient::builder(), origin).credentials(pair).build().unwrap(),
            ultracart: set(carrier, UltraCartClient::builder(), origin)
                .credentials(key)
                .build()
                .unwrap(),
            voucherify: set(carrier, VoucherifyClient::builder(), origin)
                .credentials(token)
                .build()
                .unwrap(),
            nutanix: set(carrier, NutanixClient::builder(), origin)
                .credentials(basic)
                .build()
                .unwrap(),
            mastodon: set(carrier, MastodonClient::builder(), origin).build().unwrap(),
        }
    }
}

/// What of the answer tells whose it is, where it is of a kind that does.
type Sent = Pin<Box<dyn Future<Output = Result<Option<String>, Error>> + Send>>;

/// A kind of call: what may be repeated of it, and how it is sent, with a text in it that no other call has.
type Kind = (&'static str, Again, fn(&Clients, String, Duration) -> Sent);

macro_rules! kinds {
    ($($again:ident $client:ident . $endpoint:ident $(. $method:ident ($($value:expr),*))* => |$id:ident, $answer:pat_param| $echo:expr;)*) => {
        [$((stringify!($endpoint), $again, |clients, $id, time| {
            let call = clients.$client.$endpoint()$(.$method($($value),*))*.send().timeout(time);
            Box::pin(async move { call.await.map(|$answer| $echo) })
        })),*]
    };
}

const CALLBACK: &str = "https://app.example/cb";

#[rustfmt::skip]
const KINDS: [Kind; 15] = kinds! {
    Spent mastodon.oauth_token_post.authorization_code().client_id("id").client_secret("s").redirect_uri(CALLBACK).code(id)
        => |id, token| Some(token.access_token.expose_secret().to_owned());
    Spent usps.post_token.authorization_code().client_id("id").client_secret("s").redirect_uri(CALLBACK).code(id)
        => |id, token| Some(token.access_token.expose_secret().to_owned());
    Spent ultracart.oauth_access_token.authorization_code().client_id("id").code(id)
        => |id, token| Some(token.access_token.expose_secret().to_owned());
    Spent ultracart.oauth_access_token.refresh_token_grant().client_id("id").refresh_token(id)
        => |id, token| Some(token.access_token.expose_secret().to_owned());
    Spent nutanix.oauth_token_post.refresh_token_grant().client_id("id").client_secret("s").refresh_token(id)
        => |id, token| Some(token.access_token.expose_secret().to_owned());
    Spent nutanix.oauth_idp_callback_get.code(id) => |id, _| None;
    Twice nutanix.oauth_client_post.client_name(id).redirect_uris(["r"]).client_description("d").default_scopes(["s"])
        => |id, client| Some(client.client_id);
    Harmless mastodon.oauth_token_post.client_credentials().client_id(id).client_secret("s").redirect_uri(CALLBACK)
        => |id, token| Some(token.access_token.expose_secret().to_owned());
    Harmless usps.post_token.client_credentials().client_id(id).client_secret("s")
        => |id, token| Some(token.access_token.expose_secret().to_owned());
    Harmless voucherify.generate_oauth_token.scope(id)
        => |id, token| Some(token.access_token.expose_secret().to_owned());
    Harmless voucherify.introspect_oauth_token.access_token(id) => |id, told| told.client_id;
    Harmless mastodon.oauth_revoke_post.client_id("id").client_secret("s").token(id) => |id, ()| None;
    Harmless usps.post_revoke.token(id) => |id, ()| None;
    Harmless nutanix.oauth_client_client_id_get.client_id(id) => |id, client| Some(client.client_id);
    Harmless nutanix.oauth_client_client_id_delete.client_id(id) => |id, client| Some(client.client_id);
};

/// Tells what is wrong with what became of a call.
fn judge(
    again: Again,
    id: &str,
    plan: &[Fate],
    arrived: usize,
    result: &Result<Option<String>, Error>,
) -> Option<String> {
    let wrong = |what: &str| Some(format!("{what}: {arrived} of {plan:?}, {result:?}"));
    let last = *plan.last().unwrap();
    if last == Fate::Silence {
        // Time is up at the latest when nothing comes; on a busy machine maybe before.
        return match result {
            Err(error) if arrived == plan.len() && error.is_timeout() => None,
            Err(_) if (1..plan.len()).contains(&arrived) => None,
            _ => wrong("silence"),
        };
    }
    if arrived != plan.len() {
        return wrong("number of requests");
    }
    let error = match (result, last) {
        (Ok(None), Fate::Right) => return None,
        (Ok(Some(echo)), Fate::Right) if echo == id => return None,
        (Ok(_), _) | (Err(_), Fate::Right) => return wrong("outcome"),
        (Err(error), _) => error,
    };
    let (deserved, grant) = match last {
        Fate::Later(429, _) => (error.status().is_some_and(|it| it == 429), GrantState::Intact),
        Fate::Later(status, _) => {
            (error.status().is_some_and(|it| it == status), GrantState::Unknown)
        }
        Fate::Verdict => {
            let told = error.oauth().is_some_and(|oauth| oauth.error() == "invalid_grant");
            (told, GrantState::Spent)
        }
        _ => {
            let closed =
                matches!(error, Error::Transport(it) if it.kind() == TransportErrorKind::Closed);
            (closed && error.delivery() == Delivery::Ambiguous, GrantState::Unknown)
        }
    };
    let grant = if again == Spent { grant } else { GrantState::Intact };
    if !deserved || error.grant_state() != grant { wrong("error") } else { None }
}

over_each_carrier! {
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    thousand_calls_at_a_server_that_fails_at_random,
}

async fn thousand_calls_at_a_server_that_fails_at_random(carrier: Carrier) {
    let seed = std::env::var("FAULTS_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(SEED);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let log = Log::default();
    let mut serving = JoinSet::new();
    let arriving = Arc::clone(&log);
    serving.spawn(async move {
        let mut open = JoinSet::new();
        while let Ok((stream, _)) = listener.accept().await {
            stream.set_nodelay(true).unwrap();
            open.spawn(serve(stream, seed, Arc::clone(&arriving)));
        }
    });

    let clients = Clients::new(carrier, &origin);
    let room = Arc::new(Semaphore::new(AT_ONCE));
    let mut calls = JoinSet::new();
    for number in 0..CALLS {
        let (_, again, start) = KINDS[number % KINDS.len()];
        let silent = plan(seed, number, again).contains(&Fate::Silence);
        let time = if silent { Duration::from_secs(2) } else { Duration::from_secs(30) };
        let call = start(&clients, format!("call-{number}."), time);
        let room = Arc::clone(&room);
        calls.spawn(async move {
            let _room = room.acquire_owned().await.unwrap();
            (number, call.await)
        });
    }
    let results: BTreeMap<_, _> = calls.join_all().await.into_iter().collect();
    let arrived = log.lock().unwrap().clone();

    let (mut wrong, mut right, mut repeated) = (Vec::new(), 0, 0);
    for (number, result) in &results {
        let (name, again, _) = KINDS[number % KINDS.len()];
        let plan = plan(seed, *number, again);
        let arrivals = arrived.get(number).map_or(0, Vec::len);
        if again == Spent && arrivals > 1 {
            wrong.push(format!("{name} {number}: arrived {arrivals} times"));
        }
        let id = format!("call-{number}.");
        if let Some(what) = judge(again, &id, &plan, arrivals, result) {
            wrong.push(format!("{name} {number}: {what}"));
        }
        right += usize::from(result.is_ok());
        repeated += usize::from(arrivals > 1);
    }
    let requests: usize = arrived.values().map(Vec::len).sum();
    println!(
        "seed {seed} over {carrier}: {CALLS} calls, {requests} requests, {right} right, {repeated} repeated, {} wrong",
        wrong.len()
    );
    assert!(wrong.is_empty(), "seed {seed}: {wrong:#?}");
    assert_eq!((results.len(), arrived.len()), (CALLS, CALLS), "seed {seed}");

    // What was there to go wrong.
    let mut fates = BTreeMap::new();
    for fate in arrived.values().flatten() {
        *fates.entry(fate).or_insert(0) += 1;
    }
    println!("{fates:?}");
    assert_eq!(fates.len(), 11, "seed {seed}");
    assert!(fates.values().all(|times| *times >= 10), "seed {seed}");
    assert!(right > CALLS / 2 && repeated > CALLS / 5, "seed {seed}");
}
