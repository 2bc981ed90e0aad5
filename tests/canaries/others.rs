//! What no vendor here has: secrets in paths and headers, `client_secret_basic`, `Token` as the answer, values that
//! cannot be sent, callbacks.

use oauth_runtime::{
    BaseUrl, Basic, Bearer, Callback, ClientCredentials, ExposeSecret, Pkce, SecretString, State,
    Text, Token, oauth_api,
};
use oauth_tests::{Response, Server, Traces, chain};

use crate::calls::To;
use crate::canary::{self, Shown, header, plain, text};
use crate::echo::{WAYS, answer, success};
use crate::places::look;

/// A secret that the macro does not know for one.
type Key = SecretString;

/// An API with secrets in odd places.
#[oauth_api(
    base_path = "/",
    auth = client_secret_basic
        | bearer
        | header("X-Key") as key
        | header("Authorization", prefix = "OAuth") as token
)]
pub(crate) trait Odd {
    /// Secrets in the path, in headers, under another name of their type.
    #[post("/keys/{key}", allow(secret_in_url))]
    fn rotate(
        key: SecretString,
        #[header("X-Secret")] secret: SecretString,
        #[header("X-Alias")] alias: Key,
        #[query] hidden: Key,
        field: Key,
    ) -> Token;

    /// Secrets in lists, one by one and joined.
    #[post("/lists", body = form | json)]
    fn lists(
        fields: Vec<SecretString>,
        hidden: Vec<Key>,
        #[separator = ","] joined: Option<Vec<Key>>,
        #[header("X-Secrets")]
        #[separator = ", "]
        in_header: Vec<SecretString>,
        #[cookie("secrets")]
        #[separator = "|"]
        in_cookie: Vec<Key>,
    ) -> Token;

    /// A token.
    #[post("/token", auth = none)]
    #[grant(refresh_token, needs(refresh_token))]
    fn token(grant_type: String, refresh_token: Option<SecretString>) -> Token;

    /// Credentials in the body, where no parameters are declared for them.
    #[post("/revoke", auth = client_secret_post, body = form | json)]
    fn revoke(token: SecretString) -> Token;

    /// A token of another shape, and refusals of another kind.
    #[post(
        "/placed",
        auth = none,
        token(
            access_token = "oauth_token.access_token",
            token_type = "oauth_token.token_type",
            refresh_token = "oauth_token.refresh_token",
            expires_in = "oauth_token.expires_in",
            scope = "oauth_token.scopes"
        ),
        spent("dead"),
        refused("error.code", code = "error.message", description = "error.message"),
        reason("message", "developer_message", "error.message", error)
    )]
    #[grant(refresh_token, needs(refresh_token))]
    fn placed(grant_type: String, refresh_token: Option<SecretString>) -> Token;

    /// The body as it came.
    #[post("/text", auth = none, reason("message", "error.message", error))]
    fn raw_text(field: SecretString) -> Text;
}

fn client(to: &To) -> OddClient {
    let secret = ClientCredentials::new("id", text("odd.client"));
    let builder = to.client(OddClient::builder());
    builder.credentials(secret).build().unwrap()
}

macro_rules! rotate {
    ($client:expr) => {
        $client
            .rotate()
            .key(text("odd.key"))
            .secret(header("odd.secret"))
            .alias(header("odd.alias"))
            .hidden(text("odd.hidden"))
            .field(text("odd.field"))
    };
}

/// A call with two secrets in each list.
fn lists(
    client: &OddClient,
) -> OddListsRequest<
    oauth_runtime::request::Set,
    oauth_runtime::request::Set,
    oauth_runtime::request::Set,
    oauth_runtime::request::Set,
> {
    let two = |place: &str| [plain(&format!("{place}.1")), plain(&format!("{place}.2"))];
    let request = client.lists().fields(two("odd.fields")).hidden(two("odd.hidden"));
    let request = request.in_header(two("odd.in_header")).in_cookie(two("odd.in_cookie"));
    request.joined(two("odd.joined").map(SecretString::from))
}

#[tokio::test]
async fn nothing_is_shown_of_odd_places() {
    let mut shown = Shown::default();
    for (_, way) in WAYS {
        let server = Server::with(move |seen| answer(way, seen)).await;
        let client = client(&To::plain(server.origin()));
        let traces = Traces::record();
        let credentials: [OddCredentials; 4] = [
            ClientCredentials::new("id", text("odd.call")).into(),
            Bearer::new(plain("odd.bearer")).into(),
            OddCredentials::Key(header("odd.key").into()),
            OddCredentials::Token(plain("odd.token").into()),
        ];
        for credentials in credentials {
            shown.debug("credentials", &credentials);
            let request = || rotate!(client);
            shown.debug("rotate", &request());
            shown.debug("rotate", &request().into_request().into_parameters().unwrap());
            shown.debug("rotate", &request().into_request().prepare().unwrap());
            shown.result("rotate", &request().auth(credentials).send().with_response().await);
        }
        let request = client.token().refresh_token_grant().refresh_token(text("odd.refresh"));
        shown.result("token", &request.send().with_response().await);
        for json in [false, true] {
            let request = || client.revoke().token("t");
            let request = || if json { request().json() } else { request() };
            shown.debug("revoke", &request().into_request().prepare().unwrap());
            shown.result("revoke", &request().send().with_response().await);
            let own = ClientCredentials::new("id", text("odd.call"));
            shown.result("revoke", &request().auth(own).send().with_response().await);
        }
        for json in [false, true] {
            let request = || {
                let request = lists(&client);
                if json { request.json() } else { request.form() }
            };
            shown.debug("lists", &request());
            shown.debug("lists", &request().into_request().into_parameters().unwrap());
            shown.debug("lists", &request().into_request().prepare().unwrap());
            shown.result("lists", &request().send().with_response().await);
        }
        let request = client.placed().refresh_token_grant().refresh_token(text("odd.refresh"));
        shown.result("placed", &request.send().with_response().await);
        let request = client.raw_text().field(text("odd.field"));
        shown.result("text", &request.send().with_response().await);
        for seen in server.requests() {
            assert!(canary::tells(&String::from_utf8_lossy(&seen.raw)));
        }
        assert_eq!(server.requests().len(), 13);
        look(&traces, &mut shown);
    }
    shown.assert_clean(WAYS.len() * 20);
}

/// The host of a redirect, in which a server repeats a token.
#[tokio::test]
async fn redirect_shows_no_secret_of_its_host() {
    let token = canary::MARK.repeat(3);
    let location = format!("https://me:{token}@{token}.example/{token}?{token}");
    let server = Server::answering([Response::redirect(302, &location)]).await;
    let client = client(&To::plain(server.origin()));
    let error = client.token().refresh_token_grant().refresh_token(token).send().await.unwrap_err();
    let mut shown = Shown::default();
    shown.error("redirect", &error);
    shown.assert_clean(4);
    assert!(chain(&error).contains("https://[REDACTED].example"), "{error}");
}

#[test]
fn alias_of_a_secret_is_a_secret() {
    let to = To::plain("http://127.0.0.1:1".to_owned());
    let request = rotate!(client(&to)).into_request().prepare().unwrap();
    for name in ["x-secret", "x-alias", "authorization"] {
        assert!(request.headers()[name].is_sensitive(), "{name}");
    }
    assert!(!request.headers()["content-type"].is_sensitive());
}

#[test]
fn credentials_and_helpers_show_nothing() {
    let mut shown = Shown::default();
    shown.debug("basic", &Basic::new("id", text("x")));
    shown.debug("client", &ClientCredentials::new("id", text("x")));
    shown.debug("bearer", &Bearer::new(plain("x")));
    let state = State::from_string(plain("x"));
    shown.debug("state", &state);
    shown.debug("callback", &Callback::new(&state));
    let verifier = format!("{}{}", canary::MARK, "x".repeat(50));
    shown.debug("pkce", &Pkce::from_verifier(verifier.into()).unwrap());
    shown.debug("secret", &SecretString::from(text("x")));
    for base in [
        format!("https://user:{}@host/", plain("x")),
        format!("https://host/?key={}", plain("x")),
        format!("https://host/#{}", plain("x")),
    ] {
        shown.debug("base URL", &BaseUrl::from(&base));
        shown.debug("builder", &OddClient::builder().base_url(&base));
        match OddClient::builder().base_url(&base).build() {
            Ok(client) => {
                shown.debug("client", &client);
                shown.debug("call", &rotate!(client));
                let prepared = rotate!(client).auth(Bearer::new("t")).into_request().prepare();
                shown.debug("prepared", &prepared.unwrap());
            }
            Err(error) => shown.error("builder", &error),
        }
    }
    shown.assert_clean(30);
}

#[tokio::test]
async fn values_that_cannot_be_sent_are_not_shown() {
    let to = To::plain("http://127.0.0.1:1".to_owned());
    let client = client(&to);
    let broken = format!("{}\n", plain("x"));
    let mut shown = Shown::default();
    let traces = Traces::record();
    for request in [
        rotate!(client).into_request().extra_header("X-Extra", &*broken),
        rotate!(client).into_request().extra_header("X-Extra", format!("{}ä", plain("x"))),
        rotate!(client).into_request().extra("field", &*broken),
        rotate!(client).auth(Bearer::new(&*broken)).into_request(),
        rotate!(client).auth(OddCredentials::Key(broken.clone().into())).into_request(),
        rotate!(client)
            .into_request()
            .extra("long", text("x").repeat(10_000))
            .extra_header("X-Extra", &*broken),
    ] {
        shown.debug("request", &request);
        shown.error("error", &request.send().await.unwrap_err());
    }
    let usps = crate::calls::usps(&to);
    let request = usps.build().unwrap().post_code().tintcyalf(text("x")).client_id("id");
    shown.error("cookie", &request.send().await.unwrap_err());
    let colon = Basic::new(format!("user:{}", plain("x")), text("x"));
    let nutanix = crate::calls::nutanix(&to).credentials(colon).build().unwrap();
    shown.debug("client", &nutanix);
    shown.error("colon", &nutanix.oauth_client_list_post().send().await.unwrap_err());
    look(&traces, &mut shown);
    shown.assert_clean(30);
}

#[test]
fn callbacks_show_neither_code_nor_state() {
    let mut shown = Shown::default();
    let text = plain("state");
    let state = State::from_string(text.clone());
    let callback = Callback::new(&state).redirect_uri("https://app.example/cb");
    let code = plain("code");
    let good = callback.code(&format!("https://app.example/cb?code={code}&state={text}&x={code}"));
    let good = good.unwrap();
    assert_eq!(good.code().expose_secret(), code);
    shown.debug("code", &good);
    for query in [
        format!("?code={code}&state=other"),
        format!("?code={code}"),
        format!("?code={code}&code={code}&state={text}"),
        format!("?code={code}&state={text}&state={text}"),
        format!("?code={code}&error={code}&state={text}"),
        format!("?code={code}%00&state={text}"),
        format!("?error=access_denied&error_description={text}&error_uri={text}&state={text}"),
        format!("?error={text}&state={text}"),
        format!("?state={text}"),
        code.repeat(10_000),
    ] {
        for place in ["https://app.example/cb", "/cb", "https://other.example/", "x:\\", ""] {
            let error = callback.code(&format!("{place}{query}")).unwrap_err();
            shown.error("callback", &error);
        }
    }
    shown.assert_clean(200);
}

/// The same of a token in another place.
#[tokio::test]
async fn token_in_another_place_shows_nothing() {
    let mut shown = Shown::default();
    let good = success().to_string();
    let refused = format!(r#"{{"error":{{"code":"{0}","message":"{0}"}}}}"#, text_of_refresh());
    let server = Server::answering([
        Response::json(200, good.replace("3600", "\"3600\"")),
        Response::json(200, good.replace("Bearer", "mac")),
        Response::json(200, good.replace('}', "}}")),
        Response::json(200, good.replace(".!~", " ")),
        Response::json(200, good.replace("\"access_token\"", "\"token\"")),
        Response::json(200, good.replace("oauth_token", "other")),
        Response::json(200, refused.clone()),
        Response::json(400, refused),
    ])
    .await;
    let client = client(&To::plain(server.origin()));
    let request = || client.placed().refresh_token_grant().refresh_token(plain("odd.refresh"));
    let token = request().send().await.unwrap();
    assert!(canary::tells(token.access_token().expose_secret()));
    assert!(!canary::tells(&token.extra()["oauth_token"].to_string()));
    shown.debug("token", &token);
    shown.error("strict", &token.strict().unwrap_err());
    for _ in 0..7 {
        let error = request().send().await.unwrap_err();
        shown.look("reason", error.reason().unwrap_or("none"));
        shown.result("token", &Err::<(), _>(error));
    }
    shown.assert_clean(60);
}

/// The refresh token of the calls, as a server repeats it.
fn text_of_refresh() -> String {
    format!("it is {}", plain("odd.refresh"))
}

/// A token that was read, and the ways in which one is refused.
#[tokio::test]
async fn token_shows_nothing() {
    let mut shown = Shown::default();
    let server = Server::answering([
        Response::json(200, success().to_string().replace("3600", "\"3600\"")),
        Response::json(200, success().to_string().replace("Bearer", "mac")),
        Response::json(200, success().to_string().replace('}', "}}")),
        Response::json(200, format!("[{}]", success())),
        Response::json(200, success().to_string().replace(".!~", " ")),
        Response::json(200, success().to_string().replace("\"access_token\"", "\"token\"")),
    ])
    .await;
    let client = client(&To::plain(server.origin()));
    let request = || client.token().refresh_token_grant().refresh_token(text("odd.refresh"));
    let token = request().send().await.unwrap();
    assert!(canary::tells(token.access_token().expose_secret()));
    assert!(canary::tells(&token.extra()["id_token"].to_string()));
    shown.debug("token", &token);
    shown.error("strict", &token.strict().unwrap_err());
    for _ in 0..5 {
        shown.error("token", &request().send().await.unwrap_err());
    }
    shown.assert_clean(40);
}
