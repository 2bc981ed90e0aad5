//! Withings: one URL for everything, the token inside of an object, a status inside each answer, pages on another host.
//!
//! From the [API reference](https://developer.withings.com/api-reference/) (`oauth2-authorize`, `oauth2-getaccesstoken`,
//! `oauth2-revoke`, `oauth2-recoverauthorizationcode`, `oauth2-getdemoaccess`). The refusal is one that users of the vendor
//! report; the reference has none.

use oauth_runtime::{ClientCredentials, ExposeSecret, GrantState, Scopes, SecretString, oauth_api};
use oauth_tests::Server;
use serde::Deserialize;

use super::{answer, is_refused, lasts, posted, refusal, server};
use crate::calls::connect;

#[oauth_api(
    base_urls(
        production = "https://wbsapi.withings.net",
        hipaa = "https://wbsapi.us.withingsmed.net",
    ),
    bases(account(
        production = "https://account.withings.com",
        hipaa = "https://account.us.withingsmed.com",
    )),
    auth = client_secret_post,
    refused(status, except = 0, code = error)
)]
trait Withings {
    #[get("/oauth2_user/authorize2", base = account, browser, auth = none)]
    fn authorize2(
        #[constant = "code"] response_type: String,
        client_id: String,
        #[separator = ","] scope: Scopes,
        redirect_uri: String,
        state: String,
        mode: Option<String>,
    );

    #[post(
        "/v2/oauth2",
        token(
            access_token = "body.access_token",
            token_type = "body.token_type",
            refresh_token = "body.refresh_token",
            expires_in = "body.expires_in",
            scope = "body.scope"
        ),
        spent("Invalid Params: invalid refresh_token")
    )]
    #[grant(authorization_code, needs(code, redirect_uri))]
    #[grant(refresh_token as refresh, needs(refresh_token))]
    fn request_token(
        #[constant = "requesttoken"] action: String,
        grant_type: String,
        client_id: String,
        client_secret: SecretString,
        code: Option<SecretString>,
        redirect_uri: Option<String>,
        refresh_token: Option<SecretString>,
    ) -> TokenAnswer;

    // Signed by the caller, with the secret that is not sent.
    #[post("/v2/oauth2", auth = none)]
    fn revoke(
        #[constant = "revoke"] action: String,
        client_id: String,
        signature: String,
        nonce: String,
        userid: u64,
    );

    #[post("/v2/oauth2", auth = none)]
    fn recover_authorization_code(
        #[constant = "recoverauthorizationcode"] action: String,
        client_id: String,
        nonce: String,
        signature: String,
        userid: u64,
    ) -> RecoveredCode;
}

#[derive(Deserialize)]
struct TokenAnswer {
    body: WithingsToken,
}

#[derive(Deserialize)]
struct WithingsToken {
    userid: u64,
    access_token: SecretString,
    refresh_token: SecretString,
    scope: Scopes,
}

#[derive(Deserialize)]
struct RecoveredCode {
    body: Recovered,
}

#[derive(Deserialize)]
struct Recovered {
    user: UserCode,
}

#[derive(Deserialize)]
struct UserCode {
    code: SecretString,
}

const ID: &str = "7573fd4a4c421ddd102dac406dc6e0e0e22f683c4a5e81ff0a5caf8b65abed67";
const SECRET: &str = "d9286311451fc6ed71b372a075c58c5058be158f56a77865e43ab3783255424f";
const ANSWER: &str = r#"{"status":0,"body":{"userid":363,"access_token":"a075f8c14fb8df40b08ebc8508533dc332a6910a","refresh_token":"f631236f02b991810feb774765b6ae8e6c6839ca","expires_in":10800,"scope":"user.info,user.metrics","csrf_token":"PACnnxwHTaBQOzF7bQqwFUUotIuvtzSM","token_type":"Bearer"}}"#;

fn client(server: &Server) -> WithingsClient {
    let builder = connect::<WithingsClient>(server, "");
    let builder = builder.credentials(ClientCredentials::new(ID, SECRET));
    builder.base_url_of("account", server.origin()).build().unwrap()
}

#[test]
fn page_follows_the_cloud() {
    for (base, host) in [
        (WithingsBaseUrl::Production, "account.withings.com"),
        (WithingsBaseUrl::Hipaa, "account.us.withingsmed.com"),
    ] {
        let credentials = ClientCredentials::new("YOUR_CLIENT_ID", "s");
        let builder = WithingsClient::builder().base_url(base).credentials(credentials);
        let client = builder.build().unwrap();
        let page = client.authorize2().scope(["user.info", "user.metrics", "user.activity"]);
        let page = page.redirect_uri("YOUR_REDIRECT_URI").state("YOUR_STATE");
        // The page leaves commas as they are, and has `response_type` and `scope` in this order.
        assert_eq!(
            page.url().unwrap().as_str(),
            format!(
                "https://{host}/oauth2_user/authorize2?response_type=code&client_id=YOUR_CLIENT_ID&scope=user.info%2Cuser.metrics%2Cuser.activity&redirect_uri=YOUR_REDIRECT_URI&state=YOUR_STATE"
            )
        );
    }
}

#[tokio::test]
async fn code_is_traded_as_in_the_reference() {
    let server = server(200, ANSWER).await;
    let call = client(&server).request_token().authorization_code();
    let call = call.code("mtwsikawoqleuroqcluggflrqilrnqbgqvqeuhhh");
    let answer = answer!(call.redirect_uri("https://www.withings.com"));
    // The reference leaves the redirect address as it is.
    server.only_request().assert_is(&posted(
        "/v2/oauth2",
        "action=requesttoken&grant_type=authorization_code&client_id=7573fd4a4c421ddd102dac406dc6e0e0e22f683c4a5e81ff0a5caf8b65abed67&client_secret=d9286311451fc6ed71b372a075c58c5058be158f56a77865e43ab3783255424f&code=mtwsikawoqleuroqcluggflrqilrnqbgqvqeuhhh&redirect_uri=https%3A%2F%2Fwww.withings.com",
    ));
    lasts(&answer, 10_800);
    let token = answer.into_value().body;
    assert_eq!(token.userid, 363);
    assert_eq!(token.access_token.expose_secret(), "a075f8c14fb8df40b08ebc8508533dc332a6910a");
    assert_eq!(token.refresh_token.expose_secret(), "f631236f02b991810feb774765b6ae8e6c6839ca");
    assert_eq!(token.scope, Scopes::from(["user.info", "user.metrics"]));
}

#[tokio::test]
async fn refresh_token_is_sent_with_the_action() {
    let server = server(200, ANSWER).await;
    lasts(&answer!(client(&server).request_token().refresh().refresh_token("r")), 10_800);
    let body = format!(
        "action=requesttoken&grant_type=refresh_token&client_id={ID}&client_secret={SECRET}&refresh_token=r"
    );
    server.only_request().assert_is(&posted("/v2/oauth2", &body));
}

#[tokio::test]
async fn dead_refresh_token_is_known_by_the_text() {
    let refused = r#"{"status":503,"body":{},"error":"Invalid Params: invalid refresh_token"}"#;
    let server = server(200, refused).await;
    let error = refusal!(client(&server).request_token().refresh().refresh_token("r"));
    let line =
        "`request_token`: the server refused with 200: Invalid Params: invalid refresh_token";
    is_refused(&error, line, GrantState::Spent);
    let error = refusal!(client(&server).revoke().signature("s").nonce("n").userid(1_u64));
    let line = "`revoke`: the server refused with 200: Invalid Params: invalid refresh_token";
    is_refused(&error, line, GrantState::Intact);
}

#[tokio::test]
async fn signed_calls_name_the_client() {
    let server = server(200, r#"{"status":0,"body":{}}"#).await;
    let call = client(&server).revoke().nonce("c455541b8f9111689adb647d32fac07a6ffe462d");
    let call = call.signature("58c0c4ad271fb20df9b96c63dc68d6c550c0b7896f743262fc4c5b9261f32ab2");
    call.userid(489_418_u64).send().await.unwrap();
    let recovered =
        r#"{"status":0,"body":{"user":{"code":"490ed603fe9bd2ce10027bdba0c932069cd27085"}}}"#;
    server.answer(oauth_tests::Response::json(200, recovered));
    let call = client(&server).recover_authorization_code().nonce("n").signature("s");
    let code = call.userid(1_u64).send().await.unwrap().body.user.code;
    assert_eq!(code.expose_secret(), "490ed603fe9bd2ce10027bdba0c932069cd27085");
    let [revoke, recover] = &server.requests()[..] else { panic!("two requests") };
    revoke.assert_is(&crate::calls::request(
        &http::Method::POST,
        "/v2/oauth2",
        &[super::FORM],
        "action=revoke&client_id=7573fd4a4c421ddd102dac406dc6e0e0e22f683c4a5e81ff0a5caf8b65abed67&signature=58c0c4ad271fb20df9b96c63dc68d6c550c0b7896f743262fc4c5b9261f32ab2&nonce=c455541b8f9111689adb647d32fac07a6ffe462d&userid=489418",
    ));
    let body =
        format!("action=recoverauthorizationcode&client_id={ID}&nonce=n&signature=s&userid=1");
    recover.assert_is(&posted("/v2/oauth2", &body));
}
