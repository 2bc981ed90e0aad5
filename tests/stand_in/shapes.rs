//! Vendors that are declared with shapes, words and places of their own: the stand-in has them, too.

use std::time::Duration;

use oauth_runtime::stand_in::{OAuth, RefusalKind, StandIn};
use oauth_runtime::{
    Bearer, Callback, ClientCredentials, ExposeSecret, GrantState, SecretString, State, Token, Url,
    oauth_api,
};
use serde_json::{Value, json};

/// A vendor whose token is inside another member, with words of its own.
#[oauth_api(base_url = "https://vendor.example", auth = client_secret_post, refused(errcode, except = 0, description = errmsg))]
pub(crate) trait Own {
    /// The page.
    #[get("/page", browser, auth = none, callback(code = "auth_code", state = "echo"))]
    fn page(
        #[constant = "code"] response_type: String,
        client_id: String,
        redirect_uri: String,
        state: String,
    );

    /// The token endpoint.
    #[post(
        "/token",
        token(access_token = "body.token", refresh_token = "body.refresh", expires_at = "body.until" as iso8601),
        spent("40029")
    )]
    #[grant(refresh_token, needs(refresh_token), may(scope))]
    fn token(
        grant_type: String,
        refresh_token: Option<SecretString>,
        scope: Option<String>,
    ) -> Token;

    /// Who it is.
    #[get("/me", auth = header("Authorization", prefix = "OAuth") as token)]
    fn me() -> Value;

    /// Lists.
    #[post("/lists", body = form | json)]
    fn lists(resource: Vec<String>, #[separator = ","] ids: Vec<u64>);
}

#[tokio::test]
async fn answer_has_the_declared_shape() {
    let vendor = StandIn::<OwnClient>::new().behaving(OAuth::rotating().expires_in(60));
    let client = vendor.client();
    let refresh =
        |token: SecretString| client.token().refresh_token_grant().refresh_token(token).send();
    let old = vendor.refresh_token("stand-in");
    let answer = refresh(old.clone()).with_response().await.unwrap();
    assert!(vendor.works(answer.value().access_token()));
    let until = answer.value().expires_at().unwrap();
    let left = until.duration_since(vendor.now()).unwrap();
    assert!(left <= Duration::from_secs(60) && left > Duration::from_secs(58), "{left:?}");
    let error = refresh(old).await.unwrap_err();
    assert_eq!(error.oauth().unwrap().error(), "40029");
    assert_eq!(error.grant_state(), GrantState::Spent);
    vendor.verify();
}

#[tokio::test]
async fn client_credentials_are_known_where_no_parameter_is_declared() {
    let oauth = OAuth::new().client("id", "secret");
    let vendor = StandIn::<OwnClient>::new().behaving(oauth);
    let refresh = |client: &OwnClient| {
        client.token().refresh_token_grant().refresh_token(vendor.refresh_token("id")).send()
    };
    refresh(&vendor.client()).await.unwrap();
    assert_eq!(vendor.only("token").text("client_id"), "id");
    vendor.verify();
}

#[tokio::test]
async fn callback_has_the_declared_names() {
    let vendor = StandIn::<OwnClient>::new().behaving(OAuth::new());
    let state = State::from_string("s");
    let page = vendor.client().page().client_id("id").redirect_uri("https://app.example/");
    let page = page.state(&state).url().unwrap();
    let callback = Callback::new(&state).names(OwnClient::PAGE_CALLBACK);
    for (redirect, is_allowed) in
        [(vendor.person().allows(&page), true), (vendor.person().denies(&page), false)]
    {
        assert_eq!(redirect.callback(&callback).is_ok(), is_allowed);
        assert_eq!(redirect.url_text().contains("auth_code="), is_allowed);
    }
}

#[tokio::test]
async fn scheme_with_another_prefix_is_asked_for() {
    let vendor = StandIn::<OwnClient>::new();
    vendor.at("me").answers(json!({}));
    let url = vendor.listen().await.unwrap();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    for (line, status) in
        [("OAuth a", 200), ("oauth a", 200), ("Bearer a", 401), ("Basic YTpi", 401)]
    {
        let me = http.get(url.join("/me").unwrap()).header("authorization", line);
        assert_eq!(me.send().await.unwrap().status(), status, "{line}");
    }
    assert_eq!(vendor.refusals().len(), 2);
}

#[tokio::test]
async fn lists_repeat_their_name_in_a_form_only() {
    let vendor = StandIn::<OwnClient>::new();
    let client = vendor.client();
    let call = || client.lists().resource(["a", "b"]).ids([1, 2]);
    call().send().await.unwrap();
    call().json().send().await.unwrap();
    client.lists().resource(["one"]).ids([1, 2]).send().await.unwrap();
    let calls = vendor.calls("lists");
    for (call, resource) in calls.iter().zip([json!(["a", "b"]), json!(["a", "b"]), json!(["one"])])
    {
        assert_eq!(call.json("resource"), Some(resource));
        assert_eq!(call.text("ids"), "1,2");
    }
    vendor.verify();
}

/// A vendor on three hosts, with an API that has a path like another.
#[oauth_api(base_url = "https://login.example/v1?tenant=a", bases(api = "https://api.example/v1?v=2"), auth = none)]
pub(crate) trait Hosts {
    /// A token.
    #[post("/token")]
    fn token(client_id: String);

    /// An item, at another host.
    #[get("/items/{id}", base = api)]
    fn item(id: u64) -> Value;

    /// News, at a third one.
    #[get("https://news.example/v1/items/latest")]
    fn latest() -> Value;
}

#[tokio::test]
async fn every_base_is_at_the_stand_in() {
    let vendor = StandIn::<HostsClient>::new();
    vendor.at("item").answers(json!({ "is": "item" }));
    vendor.at("latest").answers(json!({ "is": "news" }));
    vendor.listen().await.unwrap();
    for client in [vendor.client(), vendor.client_over_socket()] {
        client.token().client_id("c").send().await.unwrap();
        assert_eq!(client.item().id(7).send().await.unwrap()["is"], "item");
        assert_eq!(client.latest().send().await.unwrap()["is"], "news");
    }
    assert_eq!(vendor.calls("item")[1].text("id"), "7");
    assert!(vendor.url_of("api").unwrap().path().ends_with("/api/v1"));
    assert_eq!(vendor.url_of("other"), None);
    vendor.verify();
}

/// A server whose endpoints are learned.
#[oauth_api(auth = client_secret_basic)]
pub(crate) trait Learned {
    /// A token.
    #[post(token_endpoint)]
    fn token(#[constant = "client_credentials"] grant_type: String) -> Token;

    /// The page.
    #[get(authorization_endpoint, browser, auth = none)]
    fn authorize(
        #[constant = "code"] response_type: String,
        client_id: String,
        redirect_uri: String,
        state: String,
        code_challenge: String,
        code_challenge_method: String,
    );

    /// The client removes itself.
    #[delete(registration_client_uri, auth = bearer)]
    fn remove(registration_client_uri: Url);
}

#[tokio::test]
async fn learned_endpoints_are_in_the_metadata() {
    let vendor = StandIn::<LearnedClient>::new().behaving(OAuth::new());
    let url = vendor.listen().await.unwrap();
    let issuer = url.origin().ascii_serialization();
    let discovered = LearnedClient::builder().credentials(ClientCredentials::new("id", "s"));
    let discovered = discovered.discover(&*issuer).await.unwrap();
    for client in [vendor.client(), vendor.client_over_socket(), discovered] {
        let token = client.token().send().await.unwrap();
        assert!(token.access_token().expose_secret().starts_with("planted-access-token-"));
        let gone = client.remove().registration_client_uri(url.join("/clients/7").unwrap());
        gone.auth(Bearer::new(token.access_token().clone())).send().await.unwrap();
    }
    assert_eq!(vendor.calls("token").len(), 3);
    assert_eq!(vendor.calls("remove").len(), 3);
    vendor.verify();
}

#[tokio::test]
async fn half_of_the_credentials_is_none() {
    let vendor = StandIn::<OwnClient>::new();
    let url = vendor.listen().await.unwrap();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let form = [("grant_type", "refresh_token"), ("refresh_token", "r"), ("client_id", "i")];
    let answer = http.post(url.join("/token").unwrap()).form(&form).send().await.unwrap();
    assert_eq!(answer.status(), 401);
    let refusals = vendor.refusals();
    assert_eq!((refusals[0].kind(), refusals[0].line()), (RefusalKind::Credentials, "token"));
    assert_eq!(
        refusals[0].to_string(),
        "`token`: its credentials are missing: declared is `auth = client_secret_post`"
    );
}

/// A vendor with one URL for everything: what is asked for is a constant, or the kind of the grant.
#[oauth_api(base_url = "https://vendor.example", auth = client_secret_post, refused(status, except = 0, code = error))]
pub(crate) trait OneUrl {
    /// Trades a code.
    #[post(
        "/v2/oauth2",
        token(access_token = "body.access_token", refresh_token = "body.refresh_token")
    )]
    fn trade(
        #[constant = "requesttoken"] action: String,
        #[constant = "authorization_code"] grant_type: String,
        code: SecretString,
        redirect_uri: String,
    ) -> Value;

    /// Trades a refresh token.
    #[post(
        "/v2/oauth2",
        token(access_token = "body.access_token", refresh_token = "body.refresh_token")
    )]
    fn refresh(
        #[constant = "requesttoken"] action: String,
        #[constant = "refresh_token"] grant_type: String,
        refresh_token: SecretString,
    ) -> Value;

    /// Invalidates what a user has allowed.
    #[post("/v2/oauth2")]
    fn revoke(#[constant = "revoke"] action: String, userid: u64) -> Value;
}

#[tokio::test]
async fn endpoints_at_one_url_are_told_apart() {
    let vendor = StandIn::<OneUrlClient>::new().behaving(OAuth::rotating().taking_anything());
    vendor.at("revoke").answers(json!({ "status": 0 }));
    let client = vendor.client();
    let trade = client.trade().code("c").redirect_uri("https://app.example/").send().await.unwrap();
    assert_eq!(trade["status"], 0);
    let token = SecretString::from(trade["body"]["refresh_token"].as_str().unwrap());
    client.refresh().refresh_token(token.clone()).send().await.unwrap();
    client.revoke().userid(7).send().await.unwrap();
    for name in ["trade", "refresh", "revoke"] {
        assert_eq!(vendor.calls(name).len(), 1, "{name}");
    }
    vendor.verify();
    let error = client.refresh().refresh_token(token).send().await.unwrap_err();
    assert_eq!(error.oauth().unwrap().error(), "invalid_grant");

    let url = vendor.listen().await.unwrap().join("/v2/oauth2").unwrap();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let form = [("action", "revoke"), ("client_id", "i"), ("client_secret", "s")];
    assert_eq!(http.post(url).form(&form).send().await.unwrap().status(), 400);
    assert_eq!(vendor.refusals()[0].line(), "revoke: userid");
}
