//! `WeChat`: `appid` and `secret` in the URL of a `GET`, a fragment at the end of the page's URL, numbers for errors, inside
//! a success.
//!
//! From [Website App Weixin Login](https://developers.weixin.qq.com/doc/oplatform/en/Website_App/WeChat_Login/Wechat_Login).

use oauth_runtime::authorization::CallbackError;
use oauth_runtime::{
    Callback, ClientCredentials, ExposeSecret, GrantState, Scopes, SecretString, State, oauth_api,
};
use oauth_tests::{Response, Server};
use serde::Deserialize;

use super::{ACCEPT, answer, got, is_refused, lasts, refusal, server};
use crate::calls::connect;

#[oauth_api(
    base_url = "https://api.weixin.qq.com",
    auth = client_secret_post,
    refused(errcode, except = 0, description = errmsg)
)]
trait WeChat {
    #[get("https://open.weixin.qq.com/connect/qrconnect#wechat_redirect", browser, auth = none)]
    fn qrconnect(
        #[name = "appid"] client_id: String,
        redirect_uri: String,
        #[constant = "code"] response_type: String,
        #[separator = ","]
        #[default = "snsapi_login"]
        scope: Scopes,
        state: Option<String>,
    );

    #[get(
        "/sns/oauth2/access_token",
        spent(40029),
        deviations(token_type_absent),
        allow(token_endpoint_method, secret_in_url)
    )]
    fn access_token(
        #[name = "appid"] client_id: String,
        #[name = "secret"] client_secret: SecretString,
        code: SecretString,
        #[constant = "authorization_code"] grant_type: String,
    ) -> WeChatToken;

    // No secret.
    #[get(
        "/sns/oauth2/refresh_token",
        auth = client_id,
        spent(40030),
        deviations(token_type_absent),
        allow(token_endpoint_method, secret_in_url)
    )]
    fn refresh_token(
        #[name = "appid"] client_id: String,
        #[constant = "refresh_token"] grant_type: String,
        refresh_token: SecretString,
    ) -> WeChatToken;

    #[get("/sns/userinfo", auth = none, allow(secret_in_url))]
    fn userinfo(access_token: SecretString, openid: String) -> serde_json::Value;
}

#[derive(Deserialize)]
struct WeChatToken {
    access_token: SecretString,
    refresh_token: SecretString,
    openid: String,
    scope: Scopes,
    unionid: Option<String>,
}

fn client(server: &Server) -> WeChatClient {
    let builder = connect::<WeChatClient>(server, "");
    let builder = builder.credentials(ClientCredentials::new("APPID", "SECRET"));
    builder.base_url_of("open.weixin.qq.com", server.origin()).build().unwrap()
}

#[test]
fn page_ends_in_its_fragment() {
    let credentials = ClientCredentials::new("wxbdc5610cc59c1631", "s");
    let page = WeChatClient::new(credentials).qrconnect();
    let page = page.redirect_uri("https://passport.yhd.com/wechat/callback.do");
    assert_eq!(
        page.state("3d6be0a4035d839573b04816624a415e").url().unwrap().as_str(),
        "https://open.weixin.qq.com/connect/qrconnect?appid=wxbdc5610cc59c1631&redirect_uri=https%3A%2F%2Fpassport.yhd.com%2Fwechat%2Fcallback.do&response_type=code&scope=snsapi_login&state=3d6be0a4035d839573b04816624a415e#wechat_redirect"
    );
}

/// Who says no comes back without `code` and without `error`.
#[test]
fn refusal_is_a_callback_without_a_code() {
    let state = State::from_string("3d6be0a4035d839573b04816624a415e");
    let callback = Callback::new(&state);
    let code = callback.code("https://passport.yhd.com/wechat/callback.do?code=CODE&state=3d6be0a4035d839573b04816624a415e");
    assert_eq!(code.unwrap().code().expose_secret(), "CODE");
    let refused = callback
        .code("https://passport.yhd.com/wechat/callback.do?state=3d6be0a4035d839573b04816624a415e");
    assert!(matches!(refused, Err(CallbackError::CodeMissing(_))), "{refused:?}");
}

#[tokio::test]
async fn code_and_refresh_token_are_traded_by_get() {
    let server = server(
        200,
        r#"{
"access_token":"ACCESS_TOKEN",
"expires_in":7200,
"refresh_token":"REFRESH_TOKEN",
"openid":"OPENID",
"scope":"SCOPE",
"unionid": "o6_bmasdasdsad6_2sgVt7hMZOPfL"
}"#,
    )
    .await;
    let client = client(&server);
    let answer = answer!(client.access_token().code("CODE"));
    lasts(&answer, 7200);
    let token = answer.into_value();
    assert_eq!(token.access_token.expose_secret(), "ACCESS_TOKEN");
    assert_eq!((&*token.openid, token.scope), ("OPENID", Scopes::from("SCOPE")));
    assert_eq!(token.unionid.as_deref(), Some("o6_bmasdasdsad6_2sgVt7hMZOPfL"));
    server.answer(Response::json(
        200,
        r#"{
"access_token":"ACCESS_TOKEN",
"expires_in":7200,
"refresh_token":"REFRESH_TOKEN",
"openid":"OPENID",
"scope":"SCOPE"
}"#,
    ));
    let answer = answer!(client.refresh_token().refresh_token(token.refresh_token));
    lasts(&answer, 7200);
    assert_eq!(answer.into_value().unionid, None);
    let [code, refresh] = &server.requests()[..] else { panic!("two requests") };
    code.assert_is(&got(
        "/sns/oauth2/access_token?appid=APPID&secret=SECRET&code=CODE&grant_type=authorization_code",
        &[ACCEPT],
    ));
    refresh.assert_is(&got(
        "/sns/oauth2/refresh_token?appid=APPID&grant_type=refresh_token&refresh_token=REFRESH_TOKEN",
        &[ACCEPT],
    ));
}

#[tokio::test]
async fn refusals_inside_a_success_are_refusals() {
    let server = server(200, r#"{"errcode":40029,"errmsg":"invalid code"}"#).await;
    let error = refusal!(client(&server).access_token().code("c"));
    let line = "`access_token`: the server refused with 200: 40029: invalid code";
    is_refused(&error, line, GrantState::Spent);
    server.answer(Response::json(200, r#"{"errcode":40030,"errmsg":"invalid refresh_token"}"#));
    let error = refusal!(client(&server).refresh_token().refresh_token("r"));
    let line = "`refresh_token`: the server refused with 200: 40030: invalid refresh_token";
    is_refused(&error, line, GrantState::Spent);
}

#[tokio::test]
async fn user_is_asked_for_in_the_url() {
    let server = server(200, r#"{"openid":"OPENID"}"#).await;
    let call = client(&server).userinfo().access_token("ACCESS_TOKEN").openid("OPENID");
    assert_eq!(call.send().await.unwrap()["openid"], "OPENID");
    let target = "/sns/userinfo?access_token=ACCESS_TOKEN&openid=OPENID";
    server.only_request().assert_is(&got(target, &[ACCEPT]));
}
