//! Refusals that a vendor tells in its own way: inside a success, by a code of its own, with a reason in a place of its own.

use oauth_runtime::description::Literal;
use oauth_runtime::error::OAuthError;
use oauth_runtime::{Error, ExposeSecret, GrantState, SecretString, Text, Token, oauth_api};
use oauth_tests::{Carrier, Response, Server, chain, over_each_carrier};

type Value = serde_json::Value;

/// `WeChat`: `{"errcode":40029,"errmsg":"invalid code"}` with 200.
#[oauth_api(base_path = "/", refused(errcode, except = 0, description = errmsg))]
pub(crate) trait WeChat {
    /// Trades a code.
    #[post("/access_token", token, spent("40029", "40163"))]
    fn access_token(code: SecretString) -> Token;

    /// The same, as JSON.
    #[post("/value", token)]
    fn value(code: SecretString) -> Value;

    /// Without a value.
    #[post("/nothing")]
    fn nothing(code: SecretString);

    /// A text.
    #[get("/text")]
    fn text() -> Text;

    /// Of another kind.
    #[get("/other", refused = none)]
    fn other() -> Value;
}

/// Slack: `{"ok":false,"error":"invalid_code"}` with 200.
#[oauth_api(base_path = "/", refused(ok, except = true, code = error))]
pub(crate) trait Slack {
    /// Trades a code.
    #[post(
        "/api/oauth.v2.access",
        token(access_token = "authed_user.access_token", scope = "authed_user.scope"),
        spent("invalid_code", "code_already_used"),
        deviations(scope_commas)
    )]
    fn access(code: SecretString) -> Token;
}

/// `TikTok`: successes say `"error":{"code":"ok"}`.
#[oauth_api(base_path = "/", refused("error.code", except = "ok", description = "error.message"))]
pub(crate) trait TikTok {
    /// Tells of the user.
    #[get("/v2/user/info/")]
    fn user_info() -> Value;

    /// Trades a code.
    #[post("/v2/oauth/token/", token)]
    fn token(code: SecretString) -> Token;
}

/// A vendor whose reasons are in several places.
#[oauth_api(base_path = "/", reason("errors.0.message", "message"))]
pub(crate) trait Reasons {
    /// Makes a thing.
    #[post("/things")]
    fn things(key: SecretString) -> Value;

    /// Without a reason.
    #[post("/none", reason = none)]
    fn none(key: SecretString) -> Value;

    /// With one of its own.
    #[post("/own", reason = detail)]
    fn own(key: SecretString) -> Value;
}

over_each_carrier! {
    code_in_a_success_is_a_refusal,
    words_of_the_vendor_spend_the_grant,
    false_instead_of_true_is_a_refusal,
    error_of_a_success_is_none,
    reason_stands_in_the_line,
}

macro_rules! client {
    ($client:ident, $carrier:expr, $response:expr) => {{
        let server = Server::answering([$response]).await;
        let client = $carrier.on($client::builder()).base_url(server.origin()).build().unwrap();
        (server, client)
    }};
}

async fn code_in_a_success_is_a_refusal(carrier: Carrier) {
    for body in [
        r#"{"errcode":40029,"errmsg":"invalid code"}"#,
        r#"{"errcode":"40029","errmsg":"invalid code","access_token":"at","token_type":"Bearer"}"#,
        // Nothing takes back a refusal.
        r#"{"errcode":40029,"errcode":0,"errmsg":"invalid code","access_token":"at"}"#,
        r#"{"errcode":0,"errcode":40029,"errmsg":"invalid code"}"#,
    ] {
        let (_server, client) = client!(WeChatClient, carrier, Response::json(200, body));
        let errors = [
            client.access_token().code("c").send().await.map(drop),
            client.value().code("c").send().await.map(drop),
            client.nothing().code("c").send().await,
            client.text().send().await.map(drop),
        ];
        for result in errors {
            let error = result.unwrap_err();
            assert!(matches!(error, Error::Refused(_)), "{body}: {error:?}");
            let oauth = error.oauth().unwrap();
            assert_eq!(oauth.error_description(), Some("invalid code"), "{body}");
            assert!(["40029", "0"].contains(&oauth.error()), "{body}: {oauth:?}");
        }
    }
    let (_server, client) = client!(
        WeChatClient,
        carrier,
        Response::json(200, r#"{"errcode":40029,"errmsg":"invalid code"}"#)
    );
    let error = client.value().code("c").send().await.unwrap_err();
    assert_eq!(error.to_string(), "`value`: the server refused with 200: 40029: invalid code");
    assert_eq!(client.other().send().await.unwrap()["errcode"], 40029);
    // What is no refusal by its code.
    for body in [
        r#"{"errcode":0,"access_token":"at","token_type":"Bearer","expires_in":1}"#,
        r#"{"errcode":"0","access_token":"at","token_type":"Bearer","expires_in":1}"#,
        r#"{"errcode":0.0,"access_token":"at","token_type":"Bearer","expires_in":1}"#,
        r#"{"errcode":null,"access_token":"at","token_type":"Bearer","expires_in":1}"#,
        r#"{"errcode":"","access_token":"at","token_type":"Bearer","expires_in":1}"#,
        r#"{"access_token":"at","token_type":"Bearer","expires_in":1}"#,
    ] {
        let (_server, client) = client!(WeChatClient, carrier, Response::json(200, body));
        let token = client.access_token().code("c").send().await.unwrap();
        assert_eq!(token.access_token().expose_secret(), "at", "{body}");
        client.value().code("c").send().await.unwrap();
        client.nothing().code("c").send().await.unwrap();
        client.text().send().await.unwrap();
    }
    // What the RFC calls a refusal stays one beside a code that is none.
    let body = r#"{"errcode":0,"error":"invalid_grant","access_token":"at"}"#;
    let (_server, client) = client!(WeChatClient, carrier, Response::json(200, body));
    let error = client.access_token().code("c").send().await.unwrap_err();
    assert_eq!(error.oauth().unwrap().error(), "invalid_grant");
    let refusal = WeChatClient::API.endpoint("value").unwrap().refusal().unwrap();
    assert_eq!(refusal.member(), ["errcode"]);
    assert_eq!((refusal.code(), refusal.description()), (&["errcode"][..], &["errmsg"][..]));
    assert_eq!(refusal.except(), Some(Literal::Unquoted("0")));
    assert!(WeChatClient::API.endpoint("other").unwrap().refusal().is_none());
}

async fn words_of_the_vendor_spend_the_grant(carrier: Carrier) {
    use GrantState::{Intact, Spent, Unknown};
    for (status, code, expected) in [
        (200, "40029", Spent),
        (400, "40163", Spent),
        (200, "-1", Unknown),
        (400, "41002", Unknown),
        (429, "40029", Intact),
        (500, "40029", Unknown),
    ] {
        let body = format!(r#"{{"errcode":{code}}}"#);
        let (_server, client) = client!(WeChatClient, carrier, Response::json(status, body));
        let error = client.access_token().code("c").send().await.unwrap_err();
        assert_eq!(error.grant_state(), expected, "{status} {code}");
        assert_eq!(error.oauth().unwrap().error(), code);
        // Whoever says nothing of its words.
        let error = client.value().code("c").send().await.unwrap_err();
        let expected = if expected == Spent { Unknown } else { expected };
        assert_eq!(error.grant_state(), expected, "{status} {code}");
    }
    for (word, expected) in
        [("code_already_used", Spent), ("invalid_grant", Spent), ("ratelimited", Unknown)]
    {
        let body = format!(r#"{{"ok":false,"error":"{word}"}}"#);
        let (_server, client) = client!(SlackClient, carrier, Response::json(200, body));
        let error = client.access().code("c").send().await.unwrap_err();
        assert_eq!(error.grant_state(), expected, "{word}");
    }
    let token = WeChatClient::API.endpoint("access_token").unwrap().token().unwrap();
    assert_eq!(token.spent(), ["40029", "40163"]);
}

async fn false_instead_of_true_is_a_refusal(carrier: Carrier) {
    let good = r#"{"ok":true,"authed_user":{"id":"U1","scope":"a,b","access_token":"xoxp-1","token_type":"user"}}"#;
    let (_server, client) = client!(SlackClient, carrier, Response::json(200, good));
    let token = client.access().code("c").send().await.unwrap();
    assert_eq!(token.access_token().expose_secret(), "xoxp-1");
    assert_eq!(token.scopes().unwrap().as_str(), "a b");
    for (body, code) in [
        (r#"{"ok":false,"error":"invalid_code"}"#, Some("invalid_code")),
        (r#"{"ok":false,"authed_user":{"access_token":"canary-a"}}"#, None),
        (r#"{"ok":"no","error":"x"}"#, Some("x")),
        (r#"{"ok":{"a":1},"error":"x"}"#, Some("x")),
        (
            r#"{"error":"invalid_code","authed_user":{"access_token":"canary-a"}}"#,
            Some("invalid_code"),
        ),
    ] {
        let (_server, client) = client!(SlackClient, carrier, Response::json(200, body));
        let error = client.access().code("c").send().await.unwrap_err();
        assert!(matches!(error, Error::Refused(_)), "{body}: {error:?}");
        assert_eq!(error.oauth().map(OAuthError::error), code, "{body}");
        let shown = format!("{error:?} {error:#?} {}", chain(&error));
        assert!(!shown.contains("canary"), "{shown}");
    }
}

async fn error_of_a_success_is_none(carrier: Carrier) {
    let body = r#"{"data":{"user":{}},"error":{"code":"ok","message":"","log_id":"1"}}"#;
    let (_server, client) = client!(TikTokClient, carrier, Response::json(200, body));
    assert!(client.user_info().send().await.unwrap()["data"].is_object());
    let body =
        r#"{"access_token":"at","token_type":"Bearer","expires_in":1,"error":{"code":"ok"}}"#;
    let (_server, client) = client!(TikTokClient, carrier, Response::json(200, body));
    let token = client.token().code("c").send().await.unwrap();
    assert!(token.deviations().is_empty(), "{token:?}");
    for (status, body, shown) in [
        (
            200,
            r#"{"data":{},"error":{"code":"access_token_invalid","message":"The token is dead"}}"#,
            "access_token_invalid: The token is dead",
        ),
        (
            401,
            r#"{"error":{"code":"access_token_invalid","message":"The token is dead"}}"#,
            "access_token_invalid: The token is dead",
        ),
        (200, r#"{"error":"invalid_request","error_description":"d"}"#, "invalid_request: d"),
    ] {
        let (_server, client) = client!(TikTokClient, carrier, Response::json(status, body));
        let expected = format!("`user_info`: the server refused with {status}: {shown}");
        assert_eq!(client.user_info().send().await.unwrap_err().to_string(), expected);
        let error = client.token().code("c").send().await.unwrap_err();
        assert!(error.to_string().ends_with(shown), "{error}");
    }
    // An object that says nothing of a code is a refusal, as it is everywhere.
    let body = r#"{"access_token":"at","error":{"message":"no"}}"#;
    let (_server, client) = client!(TikTokClient, carrier, Response::json(200, body));
    let error = client.token().code("c").send().await.unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error:?}");
}

async fn reason_stands_in_the_line(carrier: Carrier) {
    let line = "`things`: the server refused with 404";
    let long = "x".repeat(9999);
    for (body, reason, shown) in [
        (
            r#"{"message":"no such client"}"#.to_owned(),
            Some("no such client"),
            r#": "no such client""#,
        ),
        (
            r#"{"message":"outer","errors":[{"message":"inner"}]}"#.to_owned(),
            Some("inner"),
            r#": "inner""#,
        ),
        (r#"{"message":"outer","errors":[]}"#.to_owned(), Some("outer"), r#": "outer""#),
        (
            r#"{"message":"outer","errors":[{"message":""}]}"#.to_owned(),
            Some("outer"),
            r#": "outer""#,
        ),
        (r#"{"message":7}"#.to_owned(), Some("7"), r#": "7""#),
        (r#"{"message":{"text":"x"}}"#.to_owned(), None, ""),
        (r#"{"message":null}"#.to_owned(), None, ""),
        (r#"{"message":"  "}"#.to_owned(), None, ""),
        ("<html>message</html>".to_owned(), None, ""),
        (String::new(), None, ""),
        (
            r#"{"message":"a\r\n\"b\"\u001b[31m"}"#.to_owned(),
            Some("a\r\n\"b\"\u{1b}[31m"),
            r#": "a\r\n\"b\"\u{1b}[31m""#,
        ),
        // What the RFC's error says already is not said twice.
        (r#"{"error":"e","error_description":"d","message":"m"}"#.to_owned(), Some("m"), ": e: d"),
        (r#"{"error":"e","message":"m"}"#.to_owned(), Some("m"), r#": e: "m""#),
        (r#"{"error":"e","message":"e"}"#.to_owned(), Some("e"), ": e"),
        (format!(r#"{{"message":"{long}"}}"#), Some(long.as_str()), ""),
    ] {
        let (_server, client) = client!(ReasonsClient, carrier, Response::json(404, body.clone()));
        let error = client.things().key("canary-key").send().await.unwrap_err();
        assert_eq!(error.reason(), reason, "{body}");
        if reason == Some(long.as_str()) {
            assert!(error.to_string().len() < 300, "{error}");
            assert!(format!("{error:?}").len() < 600, "{error:?}");
            continue;
        }
        assert_eq!(error.to_string(), format!("{line}{shown}"), "{body}");
        let error = client.none().key("canary-key").send().await.unwrap_err();
        assert_eq!(error.reason(), None, "{body}");
    }
    // A secret of the call is taken out, however it is written.
    for echoed in ["canary-key", "canary%2Dkey", r"canary\u002dkey"] {
        let body = format!(r#"{{"message":"bad key {echoed}!"}}"#);
        let (_server, client) = client!(ReasonsClient, carrier, Response::json(400, body));
        let error = client.things().key("canary-key").send().await.unwrap_err();
        let shown = format!("{error} {error:?} {:?}", error.reason());
        assert!(!shown.contains("canary") && shown.contains("bad key"), "{shown}");
    }
    let form = Response::new(400)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body("detail=no+such+key");
    let (_server, client) = client!(ReasonsClient, carrier, form);
    let error = client.own().key("k").send().await.unwrap_err();
    assert_eq!(error.to_string(), r#"`own`: the server refused with 400: "no such key""#);
    let endpoint = ReasonsClient::API.endpoint("things").unwrap();
    assert_eq!(endpoint.reason(), [&["errors", "0", "message"][..], &["message"]]);
    assert!(ReasonsClient::API.endpoint("none").unwrap().reason().is_empty());
}
