//! What can be used once is known by what it is for, however it is spelled and wherever it is sent.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use oauth_runtime::error::TransportErrorKind;
use oauth_runtime::transport::{Limits, Transport, TransportFuture};
use oauth_runtime::{
    Delivery, Error, GrantState, Retry, SecretString, Token, error::TransportError, oauth_api,
};

/// What the texts of a JSON body are sent in.
#[derive(Debug, serde::Serialize)]
pub(crate) struct Json(serde_json::Value);

/// Endpoints of all makes that take what can be used once, or what only looks like it.
#[oauth_api(base_url = "https://as.example")]
pub(crate) trait Makes {
    /// In the words of TypeScript.
    #[get("/session", allow(secret_in_url))]
    fn camel_on_the_wire(#[name = "authCode"] code: SecretString);

    /// By its name in Rust alone.
    #[get("/session", allow(secret_in_url))]
    fn rust_name(#[name = "k"] auth_code: SecretString);

    /// In the words of C#.
    #[put("/session", body = json)]
    fn pascal_on_the_wire(#[name = "RefreshToken"] value: SecretString);

    /// In the words of headers.
    #[put("/session")]
    fn kebab_on_the_wire(#[name = "device-code"] value: SecretString);

    /// In a header.
    #[get("/session")]
    fn in_a_header(#[header("X-Auth-Code")] value: SecretString);

    /// In the path.
    #[get("/invitations/{code}/accept", allow(secret_in_url))]
    fn in_the_path(code: SecretString);

    /// In a cookie.
    #[get("/session")]
    fn in_a_cookie(#[cookie("auth_code")] value: SecretString);

    /// In a JSON value.
    #[put("/session", body = json)]
    fn inside_a_field(grant: Json);

    /// In whatever the body is.
    #[put("/session")]
    fn whole_body(#[json] body: Json);

    /// As the body.
    #[put("/session")]
    fn whole_body_by_name(#[json] refresh_token: Json);

    /// Among others.
    #[put("/session")]
    fn among_the_extras(id: String);

    /// A code of what costs nothing.
    #[put("/currencies")]
    fn a_code_of_no_grant(country_code: String, user_code: String);

    /// A login with a link from a letter.
    #[post("/login")]
    fn login(token: SecretString);

    /// A login of another make.
    #[post("/session/redeem")]
    fn redeem(#[name = "accessToken"] token: SecretString) -> Json2;

    /// A token for a token.
    #[post("/revoke", token)]
    fn trade(token: SecretString) -> Token;

    /// A revocation by its hint.
    #[post("/forget")]
    fn forget(token: SecretString, token_type_hint: Option<String>);

    /// A revocation by its hint, in the words of TypeScript.
    #[post("/forget")]
    fn forget_camel(token: SecretString, #[name = "tokenTypeHint"] token_type_hint: Option<String>);

    /// A revocation by its path.
    #[post("/oauth2/revokeToken")]
    fn revoke(#[name = "accessToken"] access_token: SecretString);

    /// A revocation of a refresh token by its path.
    #[post("/oauth2/revoke")]
    fn revoke_refresh_token(refresh_token: SecretString);

    /// A revocation by its path, which ends in a slash.
    #[post("/v2/oauth/revoke/")]
    fn revoke_slash(token: SecretString);

    /// A revocation by its path, which ends in an identifier.
    #[post("/revocation/{client_id}")]
    fn revoke_of(client_id: String, token: SecretString);

    /// Introspection by its path.
    #[post("/tokens/introspection", allow(unauthenticated_client))]
    fn introspect(token: SecretString);

    /// A revocation that a one-time password confirms.
    #[post("/revoke")]
    fn revoke_with_otp(token: SecretString, otp: SecretString);

    /// Grants that no word of the declaration names.
    #[post("/token")]
    fn token(grant_type: String) -> Token;
}

/// An answer of no interest.
#[derive(Debug, serde::Deserialize)]
pub(crate) struct Json2 {}

/// Answers everything with this, and counts.
#[derive(Clone)]
struct Counting(Arc<AtomicUsize>, Option<(u16, &'static str)>);

impl Transport for Counting {
    fn send(&self, _: http::Request<Bytes>, _: Limits) -> TransportFuture {
        self.0.fetch_add(1, Ordering::Relaxed);
        let answer = match self.1 {
            Some((status, body)) => {
                let response = http::Response::builder().status(status);
                let response = response.header("Content-Type", "application/json");
                Ok(response.body(Bytes::from_static(body.as_bytes())).unwrap())
            }
            None => Err(TransportError::new(TransportErrorKind::Closed, Delivery::Ambiguous)),
        };
        Box::pin(std::future::ready(answer))
    }
}

/// Calls a server that is down, or hangs up, and tells how often it was called and what is left of the grant.
async fn called<T>(
    answer: Option<(u16, &'static str)>,
    call: impl AsyncFnOnce(&MakesClient, Retry) -> Result<T, Error>,
) -> (usize, GrantState) {
    let counter = Counting(Arc::default(), answer);
    let client = MakesClient::builder().transport(counter.clone()).build().unwrap();
    let retry = Retry::times(2).first_delay(Duration::from_millis(1));
    let Err(error) = call(&client, retry).await else { panic!("it succeeded") };
    (counter.0.load(Ordering::Relaxed), error.grant_state())
}

/// Sends each call to a server that hangs up, and to one that is down, and compares what came of it.
macro_rules! each {
    ($requests:literal, $state:expr; $($endpoint:ident $(. $setter:ident ( $($value:expr),* ))*;)*) => {
        let mut wrong = Vec::new();
        $(for answer in [None, Some((503, "{}"))] {
            let seen = called(answer, async |client, retry| {
                let request = client.$endpoint()$(.$setter($($value),*))*;
                request.send().retry(retry).await
            });
            let seen = seen.await;
            if seen != ($requests, $state) {
                let call = stringify!($endpoint $(. $setter ( $($value),* ))*);
                wrong.push(format!("{call}, answered {answer:?}: {seen:?}"));
            }
        })*
        assert!(wrong.is_empty(), "{wrong:#?}");
    };
}

fn json(text: &str) -> Json {
    Json(serde_json::from_str(text).unwrap())
}

/// Whatever it is called, it is sent once, and nobody says that it is still good.
#[tokio::test]
async fn what_can_be_used_once_is_known_by_its_role() {
    each! { 1, GrantState::Unknown;
        camel_on_the_wire.code("once");
        rust_name.auth_code("once");
        pascal_on_the_wire.value("once");
        kebab_on_the_wire.value("once");
        in_a_header.value("once");
        in_the_path.code("once");
        in_a_cookie.value("once");
        revoke_with_otp.token("t").otp("123456");
    }
}

#[tokio::test]
async fn what_can_be_used_once_is_found_in_json() {
    each! { 1, GrantState::Unknown;
        inside_a_field.grant(json(r#"{"refreshToken":"once"}"#));
        inside_a_field.grant(json(r#"{"code":"once","redirectUri":"https://app.example"}"#));
        whole_body.body(json(r#"{"code":"once"}"#));
        whole_body.body(json(r#"{"authCode":"once"}"#));
        whole_body.body(json(r#"{"GrantType":"refreshToken","Value":"once"}"#));
        whole_body.body(json(r#"{"data":{"attributes":{"pre-authorized_code":"once"}}}"#));
        whole_body.body(json(r#"{"authorization":{"code":"once"}}"#));
        whole_body.body(json(r#"{"refresh":{"token":"once"}}"#));
        whole_body.body(json(r#"{"data":[{"refresh_token":"once"}]}"#));
        whole_body.body(json(r#"[[{"a":{"b":{"c":{"d":{"e":{"authCode":"once"}}}}}}]]"#));
        inside_a_field.grant(json(r#"[{"code":"once","clientId":"c"}]"#));
        whole_body_by_name.refresh_token(json(r#""once""#));
    }
    each! { 3, GrantState::Intact;
        inside_a_field.grant(json(r#"{"code":"EUR"}"#));
        inside_a_field.grant(json("[1]"));
        whole_body.body(json(r#"{"price":{"code":"EUR"},"items":[{"code":"1"}]}"#));
        whole_body.body(json(r#"{"prices":[{"code":"EUR"},[{"code":"SEK"}]],"codes":["EUR"]}"#));
        whole_body.body(json(r#"{"refresh_token":null,"text":"\"code\": 1"}"#));
    }
}

#[tokio::test]
async fn what_can_be_used_once_is_found_among_the_extras() {
    for name in ["authCode", "refresh-token", "DeviceCode", "auth_req_id"] {
        let seen = called(None, async |client, retry| {
            let request = client.among_the_extras().id("1").into_request();
            request.extra(name, "once").send().retry(retry).await
        });
        assert_eq!(seen.await, (1, GrantState::Unknown), "{name}");
        let seen = called(None, async |client, retry| {
            let request = client.among_the_extras().id("1").into_request();
            request.extra_header(name, "once").send().retry(retry).await
        });
        assert_eq!(seen.await, (1, GrantState::Unknown), "{name} as a header");
    }
}

#[tokio::test]
async fn what_only_looks_like_a_grant_is_repeated() {
    each! { 3, GrantState::Intact;
        a_code_of_no_grant.country_code("SE").user_code("AB");
        among_the_extras.id("1");
    }
}

/// Each of these may do something a second time.
#[tokio::test]
async fn login_with_a_token_is_no_revocation() {
    each! { 1, GrantState::Intact;
        login.token("once");
        redeem.token("once");
        trade.token("once");
    }
}

#[tokio::test]
async fn what_is_certainly_a_revocation_is_repeated() {
    each! { 3, GrantState::Intact;
        forget.token("t");
        forget_camel.token("t");
        revoke.access_token("t");
        revoke_refresh_token.refresh_token("t");
        revoke_slash.token("t");
        revoke_of.client_id("c").token("t");
        introspect.token("t");
    }
}

const DEVICE: &str = "urn:ietf:params:oauth:grant-type:device_code";
const PRE_AUTHORIZED: &str = "urn:ietf:params:oauth:grant-type:pre-authorized_code";
const CIBA: &str = "urn:openid:params:grant-type:ciba";

/// What becomes of a grant of this kind.
async fn state(grant_type: &str, answer: Option<(u16, &'static str)>) -> GrantState {
    called(answer, async |client, _| client.token().grant_type(grant_type).send().await).await.1
}

/// [RFC 8628, section 3.5](https://www.rfc-editor.org/rfc/rfc8628#section-3.5), and the same in CIBA.
#[tokio::test]
async fn polling_tells_what_is_left_of_a_code() {
    for (error, expected) in [
        (r#"{"error":"authorization_pending"}"#, GrantState::Intact),
        (r#"{"error":"slow_down"}"#, GrantState::Intact),
        (r#"{"error":"access_denied"}"#, GrantState::Spent),
        (r#"{"error":"expired_token"}"#, GrantState::Spent),
        (r#"{"error":"invalid_grant"}"#, GrantState::Spent),
        (r#"{"error":"invalid_client"}"#, GrantState::Intact),
        (r#"{"error":"invalid_request"}"#, GrantState::Unknown),
    ] {
        for grant_type in [DEVICE, CIBA] {
            // Some answer 200 all the same.
            for status in [400, 401, 403, 200] {
                let seen = state(grant_type, Some((status, error))).await;
                assert_eq!(seen, expected, "{grant_type}: {status} {error}");
            }
            assert_eq!(state(grant_type, Some((503, error))).await, GrantState::Unknown);
        }
    }
    // These words say nothing of another grant.
    for error in [r#"{"error":"access_denied"}"#, r#"{"error":"expired_token"}"#] {
        assert_eq!(state("authorization_code", Some((400, error))).await, GrantState::Unknown);
    }
}

#[tokio::test]
async fn ambiguous_delivery_leaves_no_grant_intact() {
    for grant_type in [DEVICE, PRE_AUTHORIZED, CIBA, "authorization_code", "refreshToken"] {
        assert_eq!(state(grant_type, None).await, GrantState::Unknown, "{grant_type}");
    }
    for name in ["pre-authorized_code", "auth_req_id", "device_code"] {
        let seen = called(None, async |client, _| {
            let request = client.token().grant_type("urn:example:vendor").into_request();
            request.extra(name, "once").send().await
        });
        assert_eq!(seen.await.1, GrantState::Unknown, "{name}");
    }
    assert_eq!(state("client_credentials", None).await, GrantState::Intact);
}

/// A page of a portal, or JSON about something else, says nothing of the grant; what plainly is the token endpoint's does.
#[tokio::test]
async fn foreign_answer_says_nothing_of_the_grant() {
    for body in [
        "",
        "<html><body>Sign in to the network: access_token=</body></html>",
        r#"<script>{"access_token":1}</script>"#,
        "busy",
        "null",
        "[]",
        "{}",
        r#""at""#,
        r#"{"status":"busy"}"#,
        r#"{"message":"\"access_token\": none"}"#,
        r#"{"message":"access_token"}"#,
        r#"{"error":{"message":"try again"}}"#,
    ] {
        for grant_type in ["authorization_code", "refresh_token", DEVICE] {
            let seen = state(grant_type, Some((200, body))).await;
            assert_eq!(seen, GrantState::Unknown, "{grant_type}: {body}");
        }
    }
    for body in [
        r#"{"access_token":"","token_type":"Bearer"}"#,
        r#"{"access_token":"at","token_type":"mac"}"#,
        r#"{"access_token" : "at"} x"#,
        r#"[{"access_token":"at"}]"#,
        r#"{"access_token":"at","tok"#,
        r#"{"data":{"accessToken":"at"}}"#,
        r#"{"token_type":"Bearer"}"#,
    ] {
        let seen = state("authorization_code", Some((200, body))).await;
        assert_eq!(seen, GrantState::Spent, "{body}");
    }
    assert_eq!(state("client_credentials", Some((200, "busy"))).await, GrantState::Intact);
}
