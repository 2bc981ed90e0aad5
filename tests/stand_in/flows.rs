//! Whole flows at the authorization server inside the stand-in, each in a few lines.

use std::time::Duration;

use oauth_providers::mastodon::MastodonClient;
use oauth_providers::nutanix::NutanixClient;
use oauth_providers::ultracart::UltraCartClient;
use oauth_providers::usps::UspsClient;
use oauth_providers::voucherify::VoucherifyClient;
use oauth_runtime::authorization::{AuthorizationErrorCode, CallbackError};
use oauth_runtime::stand_in::{Alarm, OAuth, StandIn};
use oauth_runtime::{
    Bearer, Callback, Error, ExposeSecret, GrantState, Pkce, SecretString, State, Token, Url,
    oauth_api,
};

const REDIRECT_URI: &str = "https://app.example/cb";

/// A vendor with a device flow, pushed requests and what goes with tokens.
#[oauth_api(base_url = "https://vendor.example", auth = basic)]
pub(crate) trait Standard {
    /// The page.
    #[get("/authorize", browser, auth = none)]
    fn page(client_id: String, request_uri: String);

    /// A pushed request.
    #[post("/par")]
    fn push(
        #[constant = "code"] response_type: String,
        client_id: String,
        redirect_uri: String,
        state: String,
        code_challenge: String,
        code_challenge_method: String,
    ) -> Pushed;

    /// A device begins.
    #[post("/device_authorization", auth = none)]
    fn device(client_id: String, scope: Option<String>) -> Begun;

    /// The token endpoint.
    #[post("/token", auth = none)]
    #[grant(authorization_code, needs(code, redirect_uri, code_verifier))]
    #[grant(refresh_token, needs(refresh_token), may(scope))]
    #[grant("urn:ietf:params:oauth:grant-type:device_code" as device, needs(device_code))]
    fn token(
        client_id: String,
        grant_type: String,
        code: Option<SecretString>,
        redirect_uri: Option<String>,
        code_verifier: Option<SecretString>,
        refresh_token: Option<SecretString>,
        device_code: Option<SecretString>,
        scope: Option<String>,
    ) -> Token;

    /// Looks at a token.
    #[post("/introspect")]
    fn introspect(token: SecretString) -> serde_json::Value;

    /// Invalidates a token.
    #[post("/revoke")]
    fn revoke(token: SecretString);

    /// Who it is.
    #[get("/userinfo", auth = bearer)]
    fn userinfo() -> serde_json::Value;
}

#[derive(Debug, serde::Deserialize)]
pub(crate) struct Pushed {
    pub(crate) request_uri: String,
}

#[derive(Debug, serde::Deserialize)]
pub(crate) struct Begun {
    pub(crate) device_code: SecretString,
    pub(crate) user_code: String,
    pub(crate) interval: u64,
}

#[track_caller]
fn assert_refused<T: std::fmt::Debug>(result: Result<T, Error>, code: &str) {
    let error = result.unwrap_err();
    assert_eq!(error.oauth().expect("an OAuth error").error(), code, "{error}");
}

/// A person signs in at Mastodon, with PKCE.
async fn sign_in(vendor: &StandIn<MastodonClient>, pkce: Pkce) -> Result<SecretString, Error> {
    let (client, state) = (vendor.client(), State::generate().unwrap());
    let page = client.oauth_authorize_get().client_id("id").redirect_uri(REDIRECT_URI);
    let page = page.scope("read write").state(&state).pkce(&pkce).url().unwrap();
    let callback = Callback::new(&state).redirect_uri(REDIRECT_URI);
    let code = vendor.person().allows(page).callback(&callback).unwrap().into_code();
    let trade = client.oauth_token_post().authorization_code().client_id("id").client_secret("s");
    let trade = trade.redirect_uri(REDIRECT_URI).code(code).code_verifier(pkce.into_verifier());
    trade.send().await.map(|token| token.access_token)
}

#[tokio::test]
async fn sign_in_with_pkce() {
    let vendor = StandIn::<MastodonClient>::new().behaving(OAuth::new().needs_pkce());
    let token = sign_in(&vendor, Pkce::generate().unwrap()).await.unwrap();
    assert!(vendor.works(&token));
    assert_eq!(vendor.only("oauth_token_post").text("redirect_uri"), REDIRECT_URI);
    vendor.verify();
}

#[tokio::test]
async fn refresh_with_rotation() {
    let vendor = StandIn::<NutanixClient>::new().behaving(OAuth::rotating().expires_in(5));
    let (client, old) =
        (vendor.builder().credentials(basic()).build().unwrap(), vendor.refresh_token("user"));
    let token = refresh(&client, &old).await.unwrap();
    assert!(vendor.works(&token.1) && !vendor.works(&old));
    vendor.advance(Duration::from_secs(5));
    assert!(!vendor.works(&token.0));
    assert!(refresh(&client, &token.1).await.is_ok() && vendor.alarms().is_empty());
    vendor.verify();
}

#[tokio::test]
async fn stolen_refresh_token_raises_an_alarm() {
    let vendor = StandIn::<NutanixClient>::new().behaving(OAuth::rotating());
    let (client, stolen) =
        (vendor.builder().credentials(basic()).build().unwrap(), vendor.refresh_token("user"));
    let owner = refresh(&client, &stolen).await.unwrap();
    assert_refused(refresh(&client, &stolen).await, "invalid_grant");
    assert_eq!(vendor.alarms(), [Alarm::RefreshTokenAgain]);
    assert!(!vendor.works(&owner.0) && !vendor.works(&owner.1), "all tokens of the grant are dead");
    assert_refused(refresh(&client, &owner.1).await, "invalid_grant");
}

#[tokio::test]
async fn device_flow() {
    let vendor = StandIn::<StandardClient>::new().behaving(OAuth::new());
    let client = vendor.client();
    let begun = client.device().client_id("id").scope("read").send().await.unwrap();
    let poll =
        || client.token().device().client_id("id").device_code(begun.device_code.clone()).send();
    assert_refused(poll().await, "authorization_pending");
    vendor.person().approves(&begun.user_code);
    assert!(vendor.works(poll().await.unwrap().access_token()));
    assert_refused(poll().await, "invalid_grant");
}

fn basic() -> oauth_runtime::Basic {
    oauth_runtime::Basic::new("user", "password")
}

/// Trades a refresh token at Nutanix: the access token, and the next refresh token.
async fn refresh(
    client: &NutanixClient,
    token: &SecretString,
) -> Result<(SecretString, SecretString), Error> {
    let call = client.oauth_token_post().refresh_token_grant().client_id("user");
    let token = call.client_secret("password").refresh_token(token.clone()).send().await?;
    Ok((token.access_token, token.refresh_token.expect("it rotates")))
}

#[tokio::test]
async fn device_that_asks_too_often_is_slowed_down() {
    let vendor = StandIn::<StandardClient>::new().behaving(OAuth::new());
    let client = vendor.client();
    let begun = client.device().client_id("id").send().await.unwrap();
    let poll =
        || client.token().device().client_id("id").device_code(begun.device_code.clone()).send();
    let wait = |seconds| vendor.advance(Duration::from_secs(seconds));
    assert_refused(poll().await, "authorization_pending");
    wait(begun.interval - 1);
    assert_refused(poll().await, "slow_down");
    wait(begun.interval);
    assert_refused(poll().await, "slow_down");
    wait(begun.interval + 10);
    assert_refused(poll().await, "authorization_pending");
    let other = client.token().device().client_id("other").device_code(begun.device_code.clone());
    assert_refused(other.send().await, "invalid_grant");
    vendor.person().rejects(&begun.user_code);
    assert_refused(poll().await, "access_denied");
    wait(600);
    assert_refused(poll().await, "expired_token");
}

#[tokio::test]
async fn person_says_no() {
    let vendor = StandIn::<MastodonClient>::new().behaving(OAuth::new());
    let state = State::generate().unwrap();
    let page = vendor.client().oauth_authorize_get().client_id("id").redirect_uri(REDIRECT_URI);
    let redirect = vendor.person().denies(page.state(&state).url().unwrap());
    let error = redirect.callback(&Callback::new(&state)).unwrap_err();
    let CallbackError::Denied(error) = error else { panic!("{error:?}") };
    assert_eq!(*error.error(), AuthorizationErrorCode::AccessDenied);
}

#[tokio::test]
async fn codes_are_bound_and_used_once() {
    let vendor = StandIn::<StandardClient>::new().behaving(OAuth::new().code_expires_in(60));
    let client = vendor.client();
    let pushed = async || {
        let pkce = Pkce::generate().unwrap();
        let push = client.push().client_id("stand-in").redirect_uri(REDIRECT_URI).state("s");
        let push = push.pkce(&pkce).send().await.unwrap();
        (client.page().client_id("stand-in").request_uri(push.request_uri).url().unwrap(), pkce)
    };
    let sign_in = async || {
        let (page, pkce) = pushed().await;
        let state = State::from_string("s");
        let redirect = vendor.person().allows(page);
        (redirect.callback(&Callback::new(&state)).unwrap().into_code(), pkce)
    };
    let trade = |code: &SecretString, pkce: &Pkce, client_id: &str, redirect_uri: &str| {
        let trade = client.token().authorization_code().client_id(client_id);
        let trade = trade.code(code.clone()).redirect_uri(redirect_uri);
        trade.code_verifier(pkce.verifier().clone()).send()
    };
    let (code, pkce) = sign_in().await;
    let other = Pkce::generate().unwrap();
    assert_refused(trade(&code, &pkce, "other", REDIRECT_URI).await, "invalid_grant");
    assert_refused(trade(&code, &pkce, "stand-in", "https://app.example/").await, "invalid_grant");
    assert_refused(trade(&code, &other, "stand-in", REDIRECT_URI).await, "invalid_grant");
    assert_refused(
        trade(&"made up".into(), &pkce, "stand-in", REDIRECT_URI).await,
        "invalid_grant",
    );
    let token = trade(&code, &pkce, "stand-in", REDIRECT_URI).await.unwrap();
    assert!(vendor.works(token.access_token()) && vendor.alarms().is_empty());
    let error = trade(&code, &pkce, "stand-in", REDIRECT_URI).await.unwrap_err();
    assert_eq!(error.grant_state(), GrantState::Spent);
    assert_eq!(vendor.alarms(), [Alarm::CodeAgain]);
    assert!(!vendor.works(token.access_token()), "what the code bought is dead");

    let (code, pkce) = sign_in().await;
    vendor.advance(Duration::from_secs(60));
    assert_refused(trade(&code, &pkce, "stand-in", REDIRECT_URI).await, "invalid_grant");
    vendor.verify();
}

#[tokio::test]
async fn registered_clients_are_the_only_ones() {
    let oauth = OAuth::new().client("id", "secret").redirect_uri(REDIRECT_URI);
    let vendor = StandIn::<MastodonClient>::new().behaving(oauth);
    let client = vendor.client();
    let call = |id: &str, secret: &str| {
        let call = client.oauth_token_post().client_credentials().client_id(id);
        call.client_secret(secret).redirect_uri(REDIRECT_URI).scope("read").send()
    };
    assert_eq!(call("id", "secret").await.unwrap().scope.unwrap().as_str(), "read");
    for (id, secret) in [("id", "other"), ("other", "secret"), ("id", "")] {
        assert_refused(call(id, secret).await, "invalid_client");
    }
    let page = |id: &str, uri: &str| {
        client.oauth_authorize_get().client_id(id).redirect_uri(uri).url().unwrap()
    };
    for (page, told) in [
        (page("other", REDIRECT_URI), "`oauth_authorize_get`: the client is unknown"),
        (
            page("id", "https://elsewhere.example"),
            "`oauth_authorize_get`: the redirect URI is not registered",
        ),
        (
            Url::parse("https://stand-in.example/oauth/authorize?client_id=id").unwrap(),
            "`oauth_authorize_get: response_type`: it is required, and was not sent\n`oauth_authorize_get: redirect_uri`: it is required, and was not sent",
        ),
        (
            Url::parse("https://stand-in.example/oauth/token").unwrap(),
            "no endpoint of the vendor has this path: it is no page",
        ),
    ] {
        let opened = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            drop(vendor.person().allows(page));
        }));
        assert_eq!(opened.unwrap_err().downcast_ref::<String>().unwrap(), told);
    }
}

#[tokio::test]
async fn lost_answer_may_be_asked_for_again_within_the_window() {
    let oauth = OAuth::new().reuse_within(Duration::from_secs(10));
    let vendor = StandIn::<NutanixClient>::new().behaving(oauth);
    let client = vendor.builder().credentials(basic()).build().unwrap();
    let old = vendor.refresh_token("user");
    let first = refresh(&client, &old).await.unwrap();
    vendor.advance(Duration::from_secs(9));
    let again = refresh(&client, &old).await.unwrap();
    assert_eq!(first.1.expose_secret(), again.1.expose_secret());
    assert!(vendor.works(&again.0) && vendor.works(&again.1));
    vendor.advance(Duration::from_secs(1));
    assert_refused(refresh(&client, &old).await, "invalid_grant");
    assert_eq!(vendor.alarms(), [Alarm::RefreshTokenAgain]);
}

#[tokio::test]
async fn fixed_refresh_token_stays_good_until_it_expires() {
    let oauth = OAuth::new().refresh_token_expires_in(100);
    let vendor = StandIn::<StandardClient>::new().behaving(oauth);
    let (client, token) = (vendor.client(), vendor.refresh_token("id"));
    let refresh =
        || client.token().refresh_token_grant().client_id("id").refresh_token(token.clone());
    for _ in 0..3 {
        let answer = refresh().send().await.unwrap();
        assert!(answer.refresh_token().is_none() && vendor.works(answer.access_token()));
    }
    vendor.advance(Duration::from_secs(100));
    assert_refused(refresh().send().await, "invalid_grant");
    assert_eq!(vendor.alarms(), []);
}

#[tokio::test]
async fn tokens_are_looked_at_used_and_revoked() {
    let vendor = StandIn::<StandardClient>::new().behaving(OAuth::rotating());
    vendor.at("userinfo").answers(serde_json::json!({ "sub": "a" }));
    let client = vendor.client();
    let token = client.token().refresh_token_grant().client_id("stand-in");
    let token = token.refresh_token(vendor.refresh_token("stand-in")).send().await.unwrap();
    let (access, refresh) = (token.access_token().clone(), token.refresh_token().unwrap().clone());
    let look = |token: &SecretString| client.introspect().token(token.clone()).send();
    let looked = look(&access).await.unwrap();
    assert_eq!((&looked["active"], &looked["client_id"]), (&true.into(), &"stand-in".into()));
    client.revoke().token(access.clone()).send().await.unwrap();
    assert_eq!(look(&access).await.unwrap(), serde_json::json!({ "active": false }));
    assert_eq!(look(&refresh).await.unwrap()["active"], true);
    client.revoke().token(refresh.clone()).send().await.unwrap();
    assert_eq!(look(&refresh).await.unwrap()["active"], false);
    client.revoke().token("unknown").send().await.unwrap();
}

/// Each vendor answers as its page has it, so that a strict client takes it.
#[tokio::test]
async fn vendors_answer_with_their_known_departures() {
    let vendor = StandIn::<VoucherifyClient>::new().behaving(OAuth::new());
    let client = vendor.builder().strict().build().unwrap();
    let token =
        client.generate_oauth_token().scope("vouchers").send().with_response().await.unwrap();
    assert_eq!(token.deviations(), []);
    client.introspect_oauth_token().access_token("a token").send().await.unwrap();
    client.revoke_oauth_token().access_token("a token").send().await.unwrap();
    vendor.verify();

    let vendor = StandIn::<UspsClient>::new().behaving(OAuth::new());
    let client = vendor.builder().strict().build().unwrap();
    let code =
        client.post_code().tintcyalf("signed-in").client_id("stand-in").redirect_uri(REDIRECT_URI);
    let code = code.send().await.unwrap().code.unwrap();
    let trade = client.post_token().authorization_code().client_id("stand-in").client_secret("s");
    let token = trade.code(code).redirect_uri(REDIRECT_URI).send().with_response().await.unwrap();
    assert_eq!(token.value().expires_in, Some(3600));
    client.post_revoke().token(token.value().refresh_token.clone().unwrap()).send().await.unwrap();
    assert!(!vendor.works(&token.value().access_token));
    vendor.verify();

    let vendor = StandIn::<UltraCartClient>::new().behaving(OAuth::rotating());
    let client = vendor.builder().strict().build().unwrap();
    let token = client.oauth_access_token().refresh_token_grant().client_id("id");
    let token = token.refresh_token(vendor.refresh_token("id")).send().await.unwrap();
    client.oauth_revoke().client_id("id").token(token.access_token.clone()).send().await.unwrap();
    assert!(!vendor.works(&token.access_token));
    vendor.verify();

    let vendor = StandIn::<NutanixClient>::new().behaving(OAuth::new());
    let client = vendor.client();
    let code =
        client.oauth_authorize_post().client_id("id").confirm("yes").redirect_uri(REDIRECT_URI);
    let code = code.state("s").send().await.unwrap().into_redirect().unwrap();
    let state = State::from_string("s");
    let code = code.callback(&Callback::new(&state)).unwrap().into_code();
    assert!(code.expose_secret().starts_with("planted-code-"));
    vendor.verify();
}

#[tokio::test]
async fn access_token_that_does_not_work_is_refused() {
    let vendor = StandIn::<StandardClient>::new().behaving(OAuth::new().expires_in(5));
    let client = vendor.client();
    let token = client.token().refresh_token_grant().client_id("id");
    let token = token.refresh_token(vendor.refresh_token("id")).send().await.unwrap();
    let call = |token: SecretString| client.userinfo().auth(Bearer::new(token)).send();
    vendor.at("userinfo").answers(serde_json::json!({ "sub": "a" }));
    assert_eq!(call(token.access_token().clone()).await.unwrap()["sub"], "a");
    assert_refused(call("made-up".into()).await, "invalid_token");
    vendor.advance(Duration::from_secs(5));
    assert_refused(call(token.access_token().clone()).await, "invalid_token");
}

/// Over the socket a page decides at once, as a browser of a person in a hurry would.
#[tokio::test]
async fn page_on_the_socket_decides_at_once() {
    let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
    let http = http.build().unwrap();
    for (oauth, mode, expected) in [
        (OAuth::new(), "query", "https://app.example/cb?code=planted-code-0001&state=s"),
        (OAuth::new(), "fragment", "https://app.example/cb#code=planted-code-0001&state=s"),
        (OAuth::new().denying(), "query", "https://app.example/cb?error=access_denied&state=s"),
    ] {
        let vendor = StandIn::<MastodonClient>::new().behaving(oauth);
        vendor.listen().await.unwrap();
        let client = vendor.client_over_socket();
        let page = client.oauth_authorize_get().client_id("id").redirect_uri(REDIRECT_URI);
        let page = page.state("s").response_mode(mode).url().unwrap();
        let answer = http.get(page).send().await.unwrap();
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()["location"]),
            (302, &expected.parse().unwrap())
        );
        vendor.verify();
    }
}
