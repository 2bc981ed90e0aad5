//! The device flow: when it polls, what ends it, and what does not.
//!
//! The clock of most of these tests is stopped, and goes on when everybody waits: the seconds are exact.

use std::collections::VecDeque;
use std::error::Error as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use oauth_runtime::error::{TlsReason, TransportError, TransportErrorKind};
use oauth_runtime::sign_in::{DeviceAuthorization, DeviceError, DeviceFlow};
use oauth_runtime::transport::{Limits, SleepFuture, Transport, TransportFuture};
use oauth_runtime::{
    Delivery, Error, ExposeSecret, GrantState, Response, SecretString, Token, http, oauth_api,
};
use oauth_tests::{Carrier, Server, Traces, over_each_carrier};
use tokio::time::{Instant, sleep, timeout};

/// A vendor for things without a keyboard.
#[oauth_api(base_url = "https://vendor.example")]
pub(crate) trait Vendor {
    /// Begins a sign-in on another device.
    #[post("/device_authorization")]
    fn device_authorization(client_id: String) -> DeviceAuthorization;

    /// Trades a device code for a token.
    #[post("/token")]
    #[grant("urn:ietf:params:oauth:grant-type:device_code" as device, needs(client_id, device_code))]
    fn token(
        client_id: Option<String>,
        grant_type: String,
        device_code: Option<SecretString>,
    ) -> Token;
}

const TOKEN: &str = r#"{"access_token":"at","token_type":"Bearer","expires_in":3600}"#;

/// What the vendor answers to a poll.
#[derive(Clone)]
enum Answer {
    Says(u16, &'static str),
    AsksToWait(u16, u64),
    Fails(TransportErrorKind, Delivery),
    /// Nothing, for so many seconds.
    IsSilent(u64),
}

use Answer::{AsksToWait, Fails, IsSilent, Says};

const PENDING: Answer = Says(400, r#"{"error":"authorization_pending"}"#);
const SLOW_DOWN: Answer = Says(400, r#"{"error":"slow_down"}"#);
const GIVEN: Answer = Says(200, TOKEN);
const RESET: Answer = Fails(TransportErrorKind::Closed, Delivery::Ambiguous);
const UNREACHABLE: Answer = Fails(TransportErrorKind::Connect, Delivery::NotSent);

/// Gives one answer after the other, the last one again and again, and notes when it was asked.
#[derive(Clone)]
struct Polled {
    answers: Arc<Mutex<VecDeque<Answer>>>,
    began: Instant,
    seconds: Arc<Mutex<Vec<u64>>>,
}

impl Polled {
    fn answering(answers: impl IntoIterator<Item = Answer>) -> Self {
        let answers = Arc::new(Mutex::new(answers.into_iter().collect()));
        Self { answers, began: Instant::now(), seconds: Arc::default() }
    }

    /// The seconds since the beginning at which it was asked.
    fn seconds(&self) -> Vec<u64> {
        self.seconds.lock().unwrap().clone()
    }
}

impl Transport for Polled {
    fn send(&self, request: http::Request<Bytes>, _limits: Limits) -> TransportFuture {
        let body = String::from_utf8(request.body().to_vec()).unwrap();
        let mut pairs: Vec<_> = body.split('&').collect();
        pairs.sort_unstable();
        let grant_type = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code";
        assert_eq!(pairs, ["client_id=id", "device_code=dc", grant_type]);

        self.seconds.lock().unwrap().push(self.began.elapsed().as_secs());
        let mut answers = self.answers.lock().unwrap();
        let is_last = answers.len() == 1;
        let answer = if is_last { answers[0].clone() } else { answers.pop_front().unwrap() };
        Box::pin(async move {
            let json = |status: u16| {
                http::Response::builder().status(status).header("content-type", "application/json")
            };
            match answer {
                Says(status, body) => Ok(json(status).body(body.into()).unwrap()),
                AsksToWait(status, seconds) => {
                    Ok(json(status).header("retry-after", seconds).body("{}".into()).unwrap())
                }
                Fails(kind, delivery) => Err(TransportError::new(kind, delivery)),
                IsSilent(seconds) => {
                    sleep(Duration::from_secs(seconds)).await;
                    Err(TransportError::new(TransportErrorKind::Timeout, Delivery::Ambiguous))
                }
            }
        })
    }
}

fn vendor(transport: impl Transport) -> VendorClient {
    VendorClient::builder().transport(transport).build().unwrap()
}

/// Polls until the end.
async fn poll(
    vendor: &VendorClient,
    flow: &mut DeviceFlow,
) -> Result<Response<Token>, DeviceError> {
    let request = |device_code| {
        vendor.token().device().client_id("id").device_code(device_code).into_request()
    };
    flow.poll(request).await
}

/// Lets a flow that says nothing of its interval meet these answers; gives how it ended, when it polled, and when it ended.
async fn met(
    answers: impl IntoIterator<Item = Answer>,
) -> (Result<Response<Token>, DeviceError>, Vec<u64>, u64) {
    met_by(DeviceFlow::of("dc").expires_in(Duration::from_secs(600)), answers).await
}

async fn met_by(
    mut flow: DeviceFlow,
    answers: impl IntoIterator<Item = Answer>,
) -> (Result<Response<Token>, DeviceError>, Vec<u64>, u64) {
    let polled = Polled::answering(answers);
    let ended = poll(&vendor(polled.clone()), &mut flow).await;
    (ended, polled.seconds(), polled.began.elapsed().as_secs())
}

fn flow_of(json: &str) -> DeviceFlow {
    let whole = r#"{"device_code":"dc","user_code":"WDJB-MJHT","verification_uri":"https://vendor.example/device""#;
    DeviceFlow::new(&serde_json::from_str(&format!("{whole},{json}}}")).unwrap())
}

#[tokio::test(start_paused = true)]
async fn person_who_agrees_gives_the_token() {
    let (token, seconds, end) = met([PENDING, PENDING, PENDING, GIVEN]).await;
    let token = token.unwrap();
    assert_eq!(token.value().access_token().expose_secret(), "at");
    assert!(token.expires_at().is_some() && token.status() == 200);
    assert_eq!((seconds, end), (vec![5, 10, 15, 20], 20));
}

#[tokio::test(start_paused = true)]
async fn interval_is_that_of_the_server_and_a_second_at_least() {
    for (interval, expected) in [
        (r#""interval":0"#, [1, 2, 3]),
        (r#""interval":-5"#, [1, 2, 3]),
        (r#""interval":1"#, [1, 2, 3]),
        (r#""interval":"7""#, [7, 14, 21]),
        (r#""interval":null"#, [5, 10, 15]),
        (r#""interval":"often""#, [5, 10, 15]),
        (r#""scope":"read""#, [5, 10, 15]),
        (r#""interval":3600"#, [3600, 7200, 10800]),
    ] {
        let flow = flow_of(&format!(r#""expires_in":86400,{interval}"#));
        let (token, seconds, _) = met_by(flow, [PENDING, PENDING, GIVEN]).await;
        assert!(token.is_ok(), "{interval}");
        assert_eq!(seconds, expected, "{interval}");
    }
}

#[tokio::test(start_paused = true)]
async fn slow_down_adds_five_seconds_for_good() {
    let (token, seconds, _) = met([SLOW_DOWN, SLOW_DOWN, SLOW_DOWN, PENDING, PENDING, GIVEN]).await;
    assert!(token.is_ok());
    assert_eq!(seconds, [5, 15, 30, 50, 70, 90]);
}

/// RFC 8628, section 3.5: with each failure of the network, the polls become fewer.
#[tokio::test(start_paused = true)]
async fn failures_that_pass_slow_it_down_for_a_while() {
    for failure in [
        Says(503, "{}"),
        Says(500, r#"{"error":"access_denied"}"#),
        Says(502, "<html>"),
        Says(429, "{}"),
        RESET,
        UNREACHABLE,
        Fails(TransportErrorKind::Protocol, Delivery::Ambiguous),
        Fails(TransportErrorKind::Other, Delivery::Ambiguous),
    ] {
        let (token, seconds, _) =
            met([failure.clone(), failure.clone(), failure, PENDING, PENDING, GIVEN]).await;
        assert!(token.is_ok());
        assert_eq!(seconds, [5, 15, 35, 75, 80, 85]);
    }
    let (token, seconds, _) = met([IsSilent(30), PENDING, GIVEN]).await;
    assert!(token.is_ok());
    assert_eq!(seconds, [5, 45, 50]);
}

#[tokio::test(start_paused = true)]
async fn delay_that_the_server_asks_for_is_kept() {
    for status in [503, 429] {
        let (token, seconds, _) = met([AsksToWait(status, 100), PENDING, GIVEN]).await;
        assert!(token.is_ok());
        assert_eq!(seconds, [5, 105, 110]);
        let (token, seconds, _) = met([AsksToWait(status, 1), PENDING, GIVEN]).await;
        assert!(token.is_ok());
        assert_eq!(seconds, [5, 15, 20]);
    }
}

#[tokio::test(start_paused = true)]
async fn flow_ends_with_the_life_of_the_code() {
    let (ended, seconds, end) = met([PENDING]).await;
    assert!(matches!(ended, Err(DeviceError::Expired(None))), "{ended:?}");
    assert_eq!((seconds.len(), seconds.last(), end), (119, Some(&595), 595));

    let (ended, seconds, _) = met([RESET]).await;
    let Err(DeviceError::Expired(Some(error))) = ended else { panic!("{ended:?}") };
    assert_eq!(error.delivery(), Delivery::Ambiguous);
    assert_eq!(seconds, [5, 15, 35, 75, 135, 195, 255, 315, 375, 435, 495, 555]);

    let (ended, seconds, _) = met([AsksToWait(503, 3600)]).await;
    assert!(matches!(ended, Err(DeviceError::Expired(Some(_)))), "{ended:?}");
    assert_eq!(seconds, [5]);
}

#[tokio::test(start_paused = true)]
async fn code_that_lives_no_time_is_not_polled_with() {
    for expires_in in ["0", "-1", "\"0\"", "5"] {
        let flow = flow_of(&format!(r#""expires_in":{expires_in}"#));
        let (ended, seconds, end) = met_by(flow, [GIVEN]).await;
        assert!(matches!(ended, Err(DeviceError::Expired(None))), "{ended:?}");
        assert_eq!((seconds.len(), end), (0, 0));
    }
    let flow = flow_of(r#""expires_in":1e30,"interval":1e30"#);
    let (ended, seconds, _) = met_by(flow, [GIVEN]).await;
    assert!(matches!(ended, Err(DeviceError::Expired(None))), "{ended:?}");
    assert!(seconds.is_empty());
}

#[tokio::test(start_paused = true)]
async fn each_end_has_its_error() {
    for denied in [
        Says(400, r#"{"error":"access_denied"}"#),
        Says(403, r#"{"error":"access_denied"}"#),
        Says(200, r#"{"error":"access_denied"}"#),
        Says(400, r#"{"error":"authorization_declined"}"#),
    ] {
        let (ended, seconds, _) = met([PENDING, denied, GIVEN]).await;
        let error = ended.unwrap_err();
        assert!(matches!(error, DeviceError::Denied(_)), "{error:?}");
        assert!(error.source().unwrap().to_string().contains("`token`: the server refused"));
        assert_eq!(seconds, [5, 10]);
    }
    let (ended, seconds, _) = met([Says(400, r#"{"error":"expired_token"}"#), GIVEN]).await;
    let Err(DeviceError::Expired(Some(error))) = ended else { panic!("{ended:?}") };
    assert_eq!(error.grant_state(), GrantState::Spent);
    assert_eq!(seconds, [5]);

    for fault in [
        Says(400, r#"{"error":"invalid_grant"}"#),
        Says(401, r#"{"error":"invalid_client"}"#),
        Says(404, "<html>"),
        Says(200, "<html>"),
        Says(302, ""),
        Fails(TransportErrorKind::Tls(TlsReason::UnknownAuthority), Delivery::NotSent),
        Fails(TransportErrorKind::NoRuntime, Delivery::NotSent),
        Fails(TransportErrorKind::TooLarge, Delivery::Answered),
    ] {
        let (ended, seconds, _) = met([fault, GIVEN]).await;
        assert!(matches!(ended, Err(DeviceError::Call(_))), "{ended:?}");
        assert_eq!(seconds, [5]);
    }
}

/// The statuses that Google has for it, and the success of GitHub.
#[tokio::test(start_paused = true)]
async fn words_count_whatever_their_status() {
    let pending = r#"{"error":"authorization_pending"}"#;
    for (answer, expected) in [
        (Says(428, pending), [5, 10]),
        (Says(200, pending), [5, 10]),
        (Says(429, pending), [5, 10]),
        (Says(403, r#"{"error":"slow_down"}"#), [5, 15]),
        (Says(429, r#"{"error":"slow_down"}"#), [5, 15]),
    ] {
        let (token, seconds, _) = met([answer, GIVEN]).await;
        assert!(token.is_ok());
        assert_eq!(seconds, expected);
    }
}

#[tokio::test(start_paused = true)]
async fn dropped_flow_sends_nothing_more_and_goes_on_in_time() {
    // At each second of the first minute, whether it waits then or has a request on its way.
    for second in 0..60 {
        let polled = Polled::answering([IsSilent(3), PENDING, IsSilent(3), PENDING]);
        let vendor = vendor(polled.clone());
        let mut flow = DeviceFlow::of("dc").expires_in(Duration::from_secs(600));
        let cut = Duration::from_secs(second) + Duration::from_millis(500);
        assert!(timeout(cut, poll(&vendor, &mut flow)).await.is_err());
        let before = polled.seconds();
        sleep(Duration::from_secs(1)).await;
        assert_eq!(polled.seconds(), before, "cut off at {second} s");
        *polled.answers.lock().unwrap() = [GIVEN].into();
        poll(&vendor, &mut flow).await.unwrap();
        let seconds = polled.seconds();
        assert_eq!(seconds.len(), before.len() + 1);
        assert!(seconds.windows(2).all(|two| two[1] - two[0] >= 5), "{second}: {seconds:?}");
    }
}

/// A transport with a clock of its own, as on a platform without Tokio.
#[derive(Clone)]
struct OwnClock(Polled, Arc<Mutex<Vec<Duration>>>);

impl Transport for OwnClock {
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> TransportFuture {
        self.0.send(request, limits)
    }

    fn sleep(&self, duration: Duration) -> SleepFuture {
        self.1.lock().unwrap().push(duration);
        Box::pin(std::future::ready(()))
    }
}

#[tokio::test]
async fn transport_is_asked_to_wait_and_its_time_counts() {
    let own = OwnClock(Polled::answering([PENDING]), Arc::default());
    let mut flow = DeviceFlow::of("dc").expires_in(Duration::from_secs(60));
    let ended = poll(&vendor(own.clone()), &mut flow).await;
    assert!(matches!(ended, Err(DeviceError::Expired(None))), "{ended:?}");
    assert_eq!(own.0.seconds().len(), 11);
    let waits = own.1.lock().unwrap().clone();
    assert!(waits.iter().all(|wait| (4_500..=5_000).contains(&wait.as_millis())), "{waits:?}");
}

/// RFC 8628, section 3.3.1: what is shown is text, and what is not to be shown is in no `Debug`.
#[tokio::test(start_paused = true)]
async fn codes_are_not_shown() {
    let flow = DeviceFlow::of("device-code-canary");
    assert!(!format!("{flow:?}").contains("canary"));
    let (ended, ..) =
        met([Says(400, r#"{"error":"access_denied","error_description":"dc"}"#)]).await;
    assert_eq!(ended.unwrap_err().to_string(), "the person said no");
}

/// With a real server, from the first call to the token.
async fn whole_flow_at_a_server(carrier: Carrier) {
    let json = oauth_tests::Response::json;
    let server = Server::answering([
        json(
            200,
            r#"{"device_code":"GmRhmhcxhwAzkoEqiMEg","user_code":"WDJB-MJHT",
                "verification_url":"https://vendor.example/device","expires_in":1800,"interval":1}"#,
        ),
        json(400, r#"{"error":"authorization_pending"}"#),
        oauth_tests::Response::reset(),
        json(200, TOKEN),
    ])
    .await;
    let traces = Traces::record();
    let vendor = carrier.on(VendorClient::builder().base_url(server.origin())).build().unwrap();
    let answer = vendor.device_authorization().client_id("id").send().await.unwrap();
    assert_eq!(answer.user_code(), "WDJB-MJHT");
    let began = Instant::now();
    let token = poll(&vendor, &mut DeviceFlow::new(&answer)).await.unwrap();
    assert_eq!(token.value().access_token().expose_secret(), "at");
    // 1 second, 1 second, and 2 after the failure.
    assert!(began.elapsed() >= Duration::from_secs(4), "{:?}", began.elapsed());
    let told = format!("{:?} {answer:?} {token:?}", traces.told());
    for secret in ["GmRhmhcxhwAzkoEqiMEg", "WDJB-MJHT", "\"at\""] {
        assert!(!told.contains(secret), "{secret}: {told}");
    }
    let requests = server.requests();
    assert_eq!(requests.len(), 4);
    requests[0].assert_is(
        "POST /device_authorization HTTP/1.1\n\
         Content-Type: application/x-www-form-urlencoded\n\
         Content-Length: 12\n\
         Accept: application/json\n\
         \n\
         client_id=id",
    );
    for poll in &requests[1..] {
        assert_eq!(poll.path(), "/token");
        assert!(poll.text().contains("device_code=GmRhmhcxhwAzkoEqiMEg"), "{}", poll.text());
    }
}

over_each_carrier!(whole_flow_at_a_server);

const fn is_error<E: std::error::Error + Send + Sync + 'static>() {}

/// A flow may be moved to a task, whatever its request is.
#[tokio::test(start_paused = true)]
async fn flow_may_be_spawned() {
    let vendor = vendor(Polled::answering([PENDING, GIVEN]));
    let polling = tokio::spawn(async move {
        let mut flow = DeviceFlow::of("dc");
        poll(&vendor, &mut flow).await.map(drop)
    });
    assert!(polling.await.unwrap().is_ok());
    is_error::<DeviceError>();
    let _: fn(Error) -> DeviceError = DeviceError::Call;
}
