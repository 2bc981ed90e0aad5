//! Vendors that have words of their own: lists, separators, prefixes, fragments, names in callbacks and in JSON, headers.

use std::time::Duration;

use oauth_runtime::authorization::{CallbackError, CallbackNames};
use oauth_runtime::description::{ListStyle, Scheme};
use oauth_runtime::error::BuildErrorKind;
use oauth_runtime::{
    Callback, Deviation, Error, ExposeSecret, Redirect, Retry, Scopes, SecretString, State, Token,
    Url, oauth_api, open_enum,
};
use oauth_tests::{Response, Server};
use serde_json::Value;

/// An authorization server that knows resources ([RFC 8707](https://www.rfc-editor.org/rfc/rfc8707)) and trades tokens
/// ([RFC 8693](https://www.rfc-editor.org/rfc/rfc8693)).
#[oauth_api(base_path = "/as")]
pub(crate) trait Resources {
    /// A page.
    #[get("/authorization.oauth2", browser)]
    fn authorize(
        response_type: String,
        client_id: String,
        state: String,
        redirect_uri: String,
        scope: Scopes,
        resource: Option<Vec<String>>,
        code_challenge: Option<String>,
        code_challenge_method: Option<String>,
    );

    /// A token for other places.
    #[post("/token.oauth2", body = form | json)]
    #[grant(
        "urn:ietf:params:oauth:grant-type:token-exchange" as exchange,
        needs(subject_token, subject_token_type),
        may(resource, audience, tokens, ids)
    )]
    fn token(
        grant_type: String,
        resource: Option<Vec<Url>>,
        audience: Option<Vec<String>>,
        subject_token: Option<SecretString>,
        subject_token_type: Option<String>,
        tokens: Option<Vec<SecretString>>,
        #[separator = ","] ids: Option<Vec<u64>>,
    ) -> Value;

    /// Lists in each place.
    #[put("/places/{ids}")]
    fn places(
        #[separator = ";"] ids: Vec<u16>,
        #[query]
        #[separator = "+"]
        words: Vec<String>,
        #[header("X-Kinds")]
        #[separator = ", "]
        kinds: Option<Vec<Kind>>,
        #[cookie("seen")]
        #[separator = "|"]
        seen: Option<Vec<SecretString>>,
        #[separator = " "] joined: Vec<String>,
        repeated: Vec<bool>,
    );

    /// Lists in JSON.
    #[put("/json", body = json)]
    fn json(
        plain: Vec<String>,
        secret: Vec<SecretString>,
        #[separator = ","] joined: Option<Vec<String>>,
    );

    /// Codes, many at once.
    #[post("/codes")]
    fn codes(code: Vec<SecretString>);
}

open_enum! {
    /// A kind.
    pub(crate) enum Kind {
        /// Plain.
        Plain = "plain",
        /// Fancy.
        Fancy = "fancy",
    }
}

fn resources() -> ResourcesClient {
    ResourcesClient::new("https://as.example").unwrap()
}

#[test]
fn resources_are_repeated_in_a_query() {
    let authorize = resources()
        .authorize()
        .response_type("code")
        .client_id("s6BhdRkqt3")
        .state("tNwzQ87pC6llebpmac_IDeeq-mCR2wLDYljHUZUAWuI")
        .redirect_uri("https://client.example.org/cb")
        .scope("calendar contacts")
        .resource(["https://cal.example.com/", "https://contacts.example.com/"]);
    // RFC 8707, section 2.1, figure 1; a space is a plus here.
    assert_eq!(
        authorize.url().unwrap().as_str(),
        "https://as.example/as/authorization.oauth2?response_type=code&client_id=s6BhdRkqt3\
         &state=tNwzQ87pC6llebpmac_IDeeq-mCR2wLDYljHUZUAWuI\
         &redirect_uri=https%3A%2F%2Fclient.example.org%2Fcb&scope=calendar+contacts\
         &resource=https%3A%2F%2Fcal.example.com%2F&resource=https%3A%2F%2Fcontacts.example.com%2F"
    );
}

fn exchange()
-> ResourcesTokenExchangeRequest<oauth_runtime::request::Set, oauth_runtime::request::Set> {
    resources().token().exchange().subject_token("s.t").subject_token_type("urn:x")
}

fn body(request: http::Request<bytes::Bytes>) -> String {
    String::from_utf8(request.into_body().to_vec()).unwrap()
}

#[test]
fn list_is_repeated_in_a_form_and_an_array_in_json() {
    let filled = || {
        exchange()
            .resource([Url::parse("https://a.example/").unwrap()])
            .audience(vec!["b", "c d"])
            .tokens(["one", "two"])
            .ids([1_u64, 2, 3])
    };
    let grant = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange";
    let sent = body(filled().into_request().build().unwrap());
    assert_eq!(
        sent,
        format!(
            "{grant}&resource=https%3A%2F%2Fa.example%2F&audience=b&audience=c+d\
             &subject_token=s.t&subject_token_type=urn%3Ax&tokens=one&tokens=two&ids=1%2C2%2C3"
        )
    );
    let sent = body(filled().json().into_request().build().unwrap());
    assert_eq!(
        sent,
        r#"{"grant_type":"urn:ietf:params:oauth:grant-type:token-exchange","resource":["https://a.example/"],"audience":["b","c d"],"subject_token":"s.t","subject_token_type":"urn:x","tokens":["one","two"],"ids":"1,2,3"}"#
    );
    // Nothing is sent of an empty list; an array can be empty.
    let empty = || exchange().audience(Vec::<String>::new()).ids([0_u64; 0]);
    let sent = body(empty().into_request().build().unwrap());
    assert_eq!(sent, format!("{grant}&subject_token=s.t&subject_token_type=urn%3Ax"));
    let sent = body(empty().json().into_request().build().unwrap());
    assert_eq!(
        sent,
        r#"{"grant_type":"urn:ietf:params:oauth:grant-type:token-exchange","audience":[],"subject_token":"s.t","subject_token_type":"urn:x"}"#
    );
}

#[tokio::test]
async fn list_is_joined_in_every_place() {
    let server = Server::answering([Response::new(204)]).await;
    let call = ResourcesClient::new(server.origin()).unwrap().places();
    let call = call.ids([1, 2]).words(["a b", "c&d"]).joined(["x", "y"]).repeated([true, false]);
    call.kinds([Kind::Plain, Kind::from("o ther")]).seen(["s1", "s2"]).send().await.unwrap();
    server.only_request().assert_is(
        "PUT /as/places/1%3B2?words=a+b%2Bc%26d HTTP/1.1\n\
         Cookie: seen=s1|s2\n\
         X-Kinds: plain, o ther\n\
         Content-Type: application/x-www-form-urlencoded\n\
         Content-Length: 39\n\
         \n\
         joined=x+y&repeated=true&repeated=false",
    );
}

#[test]
fn list_in_json_is_an_array_or_joined() {
    let json = |joined: &[&str]| {
        let call = resources().json().plain(["a"]).secret(["s\"1", "s2"]);
        body(call.joined(joined).into_request().build().unwrap())
    };
    assert_eq!(json(&["b", "c"]), r#"{"plain":["a"],"secret":["s\"1","s2"],"joined":"b,c"}"#);
    assert_eq!(json(&[]), r#"{"plain":["a"],"secret":["s\"1","s2"]}"#);
}

fn refused(request: Result<http::Request<bytes::Bytes>, Error>) -> (String, String) {
    let error = request.unwrap_err();
    let Error::Build(build) = &error else { panic!("{error:?}") };
    let BuildErrorKind::SeparatorInItem { parameter, separator } = build.kind() else {
        panic!("{error:?}")
    };
    let found = ((*parameter).to_owned(), (*separator).to_owned());
    for shown in [error.to_string(), format!("{error:?}")] {
        assert!(!shown.contains("s3cret"), "{shown}");
    }
    found
}

#[test]
fn item_with_the_separator_is_refused() {
    let places = || resources().places().ids([1]).joined(["x"]).repeated([true]);
    let request = places().words(["a", "b+c"]).into_request().build();
    assert_eq!(refused(request), ("words".to_owned(), "+".to_owned()));
    let request = places().words(["a"]).seen(["s3cret|s3cret"]).into_request().build();
    assert_eq!(refused(request), ("seen".to_owned(), "|".to_owned()));
    let request = resources().places().ids([0; 0]).words(["a"]).joined(["x"]).repeated([true]);
    let error = request.into_request().build().unwrap_err();
    let Error::Build(build) = &error else { panic!("{error:?}") };
    assert!(matches!(build.kind(), BuildErrorKind::EmptyPathSegment { .. }), "{error}");
}

#[test]
fn secrets_in_lists_are_not_shown() {
    let request = exchange().tokens(["s3cret-one"]).audience(["public"]).into_request();
    let shown = format!("{request:?}");
    assert!(shown.contains("public") && !shown.contains("s3cret"), "{shown}");
    let shown = format!("{:?}", request.prepare().unwrap());
    assert!(!shown.contains("s3cret"), "{shown}");
}

#[tokio::test]
async fn secret_of_a_list_is_taken_out_of_what_the_server_says() {
    for json in [false, true] {
        let body = r#"{"error":"no","error_description":"not s3cret-two here"}"#;
        let server = Server::answering([Response::json(400, body)]).await;
        let client = ResourcesClient::new(server.origin()).unwrap();
        let call = client.token().exchange().subject_token("s.t").subject_token_type("urn:x");
        let call = call.tokens(["s3cret-one", "s3cret-two"]);
        let error = if json { call.json() } else { call }.send().await.unwrap_err();
        assert!(!format!("{error} {error:?}").contains("s3cret-two"), "{error}");
        assert!(error.to_string().contains("not [REDACTED] here"), "{error}");
    }
}

#[tokio::test]
async fn list_of_codes_is_sent_once() {
    let server = Server::answering([Response::new(503), Response::new(204)]).await;
    let client = ResourcesClient::new(server.origin()).unwrap();
    let retry = Retry::times(3).first_delay(Duration::ZERO);
    let error = client.codes().code(["c0de"]).send().retry(retry).await.unwrap_err();
    assert_eq!(error.grant_state(), oauth_runtime::GrantState::Unknown);
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn lists_are_described() {
    let style = |endpoint: &str, name: &str| {
        let endpoint = ResourcesClient::API.endpoint(endpoint).unwrap();
        endpoint.list_style(endpoint.parameter(name).unwrap())
    };
    assert_eq!(style("token", "resource"), Some(ListStyle::Repeated));
    assert_eq!(style("token", "ids"), Some(ListStyle::Joined(",")));
    assert_eq!(style("token", "subject_token"), None);
    assert_eq!(style("json", "plain"), Some(ListStyle::Repeated));
    let tokens = ResourcesClient::API.endpoint("token").unwrap().parameter("tokens").unwrap();
    assert!(tokens.is_secret());
}

/// A vendor whose scopes have commas between them, as [TikTok's](https://developers.tiktok.com/doc/login-kit-web/).
#[oauth_api(base_path = "/v2")]
pub(crate) trait Commas {
    /// A page.
    #[get("/auth/authorize/", browser)]
    fn authorize(#[separator = ","] scope: Option<Scopes>, state: String);

    /// A token.
    #[post("/oauth/token/", allow(incomplete_grant))]
    #[grant(authorization_code, needs(code))]
    fn token(grant_type: String, code: Option<SecretString>) -> Token;

    /// The same, as the vendor's model.
    #[post("/oauth/model/", allow(incomplete_grant))]
    #[grant(authorization_code, needs(code))]
    fn model(grant_type: String, code: Option<SecretString>) -> Granted;

    /// A form for it.
    #[post("/oauth/scopes/")]
    fn scopes(#[separator = ","] scope: Scopes);
}

/// A model.
#[derive(serde::Deserialize)]
pub(crate) struct Granted {
    scope: Scopes,
    scopes: Option<Scopes>,
    inner: Inner,
}

/// A model inside of a model.
#[derive(serde::Deserialize)]
pub(crate) struct Inner {
    scope: Scopes,
}

#[tokio::test]
async fn scopes_are_parted_as_they_are_joined() {
    let commas = CommasClient::new("https://a.example").unwrap();
    let url = commas.authorize().scope("user.info.basic video.list").state("s").url().unwrap();
    assert_eq!(url.query(), Some("scope=user.info.basic%2Cvideo.list&state=s"));
    let url = commas.authorize().scope(Scopes::new()).state("s").url().unwrap();
    assert_eq!(url.query(), Some("scope=&state=s"));
    let request = commas.scopes().scope("a,b c").into_request().build();
    assert_eq!(refused(request), ("scope".to_owned(), ",".to_owned()));

    let state = State::from_string("s");
    let callback = Callback::new(&state).names(CommasClient::AUTHORIZE_CALLBACK);
    let code = callback.code("?code=c&scopes=x&scope=a,b&state=s").unwrap();
    assert_eq!(code.scope().unwrap(), &"a b");

    let answer = r#"{"access_token":"t","token_type":"Bearer","expires_in":1,"scope":"a,b","scopes":"a,b","inner":{"scope":"c,d"}}"#;
    let server =
        Server::with(move |_| Response::json(200, answer).header("cache-control", "no-store"))
            .await;
    let client = CommasClient::builder().base_url(server.origin()).strict().build().unwrap();
    let token = client.token().authorization_code().code("c").send().await.unwrap();
    assert_eq!(token.scopes().unwrap(), &"a b");
    assert!(!token.deviations().contains(&Deviation::ScopeCommas), "{:?}", token.deviations());
    let model = client.model().authorization_code().code("c").send().await.unwrap();
    assert_eq!(model.scope, "a b");
    // So are others, wherever they are.
    assert_eq!(model.scopes.unwrap(), "a b");
    assert_eq!(model.inner.scope, "c d");
}

/// Twitch and Square, which have words of their own before a token: see
/// [validate](https://dev.twitch.tv/docs/authentication/validate-tokens/) and
/// [RevokeToken](https://developer.squareup.com/reference/square/o-auth-api/revoke-token).
#[oauth_api(
    base_path = "/oauth2",
    auth = header("Authorization", prefix = "OAuth") as token
        | header("Authorization", prefix = "Client") as application_secret
        | header("X-Other") as other
)]
pub(crate) trait Prefixed {
    /// Tells whether a token is good.
    #[get("/validate", auth = header("Authorization", prefix = "OAuth") as token)]
    fn validate() -> Value;

    /// Revokes a token.
    #[post("/revoke")]
    fn revoke(access_token: SecretString) -> Value;
}

#[tokio::test]
async fn token_is_sent_after_its_prefix() {
    let server = Server::with(|_| Response::json(200, "{}")).await;
    let token = SecretString::from("t0ken-of-twitch");
    let credentials = PrefixedCredentials::Token(token.clone());
    assert!(!format!("{credentials:?}").contains("t0ken"));
    let client = PrefixedClient::new(server.origin(), credentials).unwrap();
    client.validate().send().await.unwrap();
    let secret = PrefixedCredentials::ApplicationSecret("s3cret".into());
    client.revoke().access_token("t").auth(secret).send().await.unwrap();
    let sent: Vec<Option<String>> = server
        .requests()
        .iter()
        .map(|seen| seen.header("authorization").map(str::to_owned))
        .collect();
    assert_eq!(sent, [Some("OAuth t0ken-of-twitch".to_owned()), Some("Client s3cret".to_owned())]);
    let request = client.validate().into_request().build().unwrap();
    assert!(request.headers()["authorization"].is_sensitive());

    let says = r#"{"error":"bad","error_description":"no t0ken-of-twitch"}"#;
    let server = Server::answering([Response::json(401, says)]).await;
    let client = PrefixedClient::new(server.origin(), PrefixedCredentials::Token(token)).unwrap();
    let error = client.validate().send().await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("t0ken"), "{error}");
}

#[test]
fn token_that_no_header_can_carry_is_refused() {
    for token in ["", " t", "t ", "t\n", "ü"] {
        let credentials = PrefixedCredentials::Token(token.into());
        let client = PrefixedClient::new("https://a.example", credentials).unwrap();
        let error = client.validate().into_request().build().unwrap_err();
        let Error::Build(build) = &error else { panic!("{error:?}") };
        assert!(matches!(build.kind(), BuildErrorKind::Credentials { .. }), "{token:?}: {error}");
    }
    let validate = PrefixedClient::API.endpoint("validate").unwrap();
    assert_eq!(validate.auth(), [&[Scheme::Prefixed("OAuth")][..]]);
}

/// Pages with words of their own: the fragment of
/// [Weixin](https://developers.weixin.qq.com/doc/oplatform/en/Website_App/WeChat_Login/Wechat_Login.html), the code of
/// [Amazon](https://developer-docs.amazon.com/sp-api/docs/website-authorization-workflow), the consent of
/// [Microsoft](https://learn.microsoft.com/en-us/entra/identity-platform/v2-admin-consent).
#[oauth_api(base_url = "https://vendor.example")]
pub(crate) trait Pages {
    /// A page with a fragment.
    #[get("/connect/qrconnect#wechat_redirect", browser, allow(incomplete_authorization_request))]
    fn qrconnect(appid: String, response_type: String, state: String);

    /// A page without parameters.
    #[get("/plain#/a?b=%20", browser)]
    fn plain();

    /// A page with a placeholder.
    #[get("/{tenant}/page#end", browser)]
    fn tenant(tenant: String);

    /// Amazon.
    #[get("/apps/authorize/consent", browser, callback(code = "spapi_oauth_code"))]
    fn consent(application_id: String, state: String);

    /// Microsoft.
    #[get(
        "/{tenant}/v2.0/adminconsent",
        browser,
        callback(code = none)
    )]
    fn admin_consent(tenant: String, client_id: String, state: String);

    /// Every name.
    #[post(
        "/all",
        callback(
            code = "c",
            state = "s",
            error = "e",
            error_description = "d",
            error_uri = "u",
            iss = "i",
            scope = "o"
        )
    )]
    fn all() -> Redirect;
}

#[test]
fn page_ends_in_its_fragment() {
    let pages = PagesClient::new();
    let page = pages.qrconnect().appid("wx").response_type("code").state("3d6be0a4");
    assert_eq!(
        page.url().unwrap().as_str(),
        "https://vendor.example/connect/qrconnect?appid=wx&response_type=code&state=3d6be0a4#wechat_redirect"
    );
    let url = pages.plain().url().unwrap();
    assert_eq!(url.as_str(), "https://vendor.example/plain#/a?b=%20");
    let url = pages.plain().into_request().extra("a", "b#c").url().unwrap();
    assert_eq!(url.as_str(), "https://vendor.example/plain?a=b%23c#/a?b=%20");
    let url = pages.tenant().tenant("a#b").url().unwrap();
    assert_eq!(url.as_str(), "https://vendor.example/a%23b/page#end");
    let page = PagesClient::API.endpoint("qrconnect").unwrap();
    assert_eq!((page.path(), page.fragment()), ("/connect/qrconnect", Some("wechat_redirect")));
}

#[test]
fn callback_has_the_names_of_its_page() {
    let state = State::from_string("st4te-of-the-session");
    let amazon = Callback::new(&state).names(PagesClient::CONSENT_CALLBACK);
    let code = amazon
        .code("https://a.example/?spapi_oauth_code=c0de&code=other&selling_partner_id=A3F&state=st4te-of-the-session")
        .unwrap();
    assert_eq!(code.code().expose_secret(), "c0de");
    assert_eq!(code.parameter("selling_partner_id"), Some("A3F"));
    assert_eq!(code.parameter("code"), Some("other"));
    assert!(!format!("{code:?}").contains("c0de") && !format!("{code:?}").contains("A3F"));
    let twice = "?spapi_oauth_code=a&spapi_oauth_code=b&state=st4te-of-the-session";
    assert_eq!(amazon.code(twice).unwrap_err(), CallbackError::Repeated("spapi_oauth_code"));
    let error = amazon.code("?code=c0de&state=st4te-of-the-session").unwrap_err();
    assert!(matches!(error, CallbackError::CodeMissing(_)), "{error:?}");

    let all = Callback::new(&state).names(PagesClient::ALL_CALLBACK).issuer("https://as.example");
    let code = all.code("?c=c0de&i=https://as.example&o=a&s=st4te-of-the-session").unwrap();
    assert_eq!((code.iss(), code.scope().unwrap().as_str()), (Some("https://as.example"), "a"));
    let wrong = all.code("?c=c0de&i=https://other.example&s=st4te-of-the-session").unwrap_err();
    assert_eq!(wrong, CallbackError::IssuerWrong);
    let error = all.code("?c=c0de&state=st4te-of-the-session").unwrap_err();
    assert_eq!(error, CallbackError::StateMissing);
    let refused =
        "?e=access_denied&d=no+st4te-of-the-session&u=x&error_reason=user&s=st4te-of-the-session";
    let Err(CallbackError::Denied(denied)) = all.code(refused) else { panic!("not denied") };
    assert_eq!(denied.to_string(), "access_denied: no [REDACTED]");
    assert_eq!((denied.error_uri(), denied.parameter("error_reason")), (Some("x"), Some("user")));
    assert_eq!(denied.parameters().collect::<Vec<_>>(), [("error_reason", "user")]);
}

#[test]
fn callback_without_a_code_is_its_parameters() {
    let state = State::from_string("12345");
    let consent = Callback::new(&state).names(PagesClient::ADMIN_CONSENT_CALLBACK);
    // The successful response of the vendor's page.
    let callback = "http://localhost/myapp/permissions?admin_consent=True&tenant=fa00d692-e9c7-4460-a743-29f2956fd429&scope=https%3a%2f%2fgraph.microsoft.com%2fCalendars.Read&state=12345";
    let parameters = consent.parameters(callback).unwrap();
    let names: Vec<&str> = parameters.iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["admin_consent", "tenant", "scope"]);
    assert_eq!(parameters.get("tenant"), Some("fa00d692-e9c7-4460-a743-29f2956fd429"));
    assert!(!format!("{parameters:?}").contains("fa00d692"));

    let forged = consent.parameters("?admin_consent=True&tenant=t&state=54321").unwrap_err();
    assert_eq!(forged, CallbackError::StateWrong);
    let denied = consent.parameters("?error=permission_denied&state=12345").unwrap_err();
    assert!(matches!(denied, CallbackError::Denied(_)), "{denied:?}");
    let no_code = consent.code("?code=c0de&state=12345").unwrap_err();
    assert!(matches!(no_code, CallbackError::CodeMissing(_)), "{no_code:?}");

    let names = PagesClient::API.endpoint("admin_consent").unwrap().callback().unwrap();
    assert_eq!(names, CallbackNames { code: None, ..CallbackNames::OF_THE_RFCS });
    assert_eq!(PagesClient::API.endpoint("plain").unwrap().callback(), None);
}

/// AWS IAM Identity Center, whose API is JSON in camelCase:
/// [CreateToken](https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html).
#[oauth_api(base_path = "/", body = json)]
pub(crate) trait AwsSsoOidc {
    /// Makes a token.
    #[post("/token")]
    #[grant(authorization_code, needs(code, redirectUri), may(code_verifier))]
    #[grant(refresh_token as refresh, needs(refresh_token), may(scope))]
    #[grant("urn:ietf:params:oauth:grant-type:device_code" as device, needs(device_code))]
    fn create_token(
        #[name = "clientId"] client_id: String,
        #[name = "clientSecret"] client_secret: SecretString,
        #[name = "grantType"] grant_type: Option<String>,
        #[name = "deviceCode"] device_code: Option<SecretString>,
        code: Option<SecretString>,
        #[name = "refreshToken"] refresh_token: Option<SecretString>,
        scope: Option<Vec<String>>,
        #[name = "redirectUri"] redirect_uri: Option<String>,
        #[name = "codeVerifier"] code_verifier: Option<SecretString>,
    ) -> Value;
}

#[tokio::test]
async fn camel_case_has_grants_and_is_sent_once() {
    let server = Server::with(|_| Response::new(503)).await;
    let client = AwsSsoOidcClient::new(server.origin()).unwrap();
    let call = || client.create_token().client_id("i").client_secret("s");
    let retry = Retry::times(3).first_delay(Duration::ZERO);
    let refresh = call().refresh().refresh_token("r").scope(["sso:account:access"]).send();
    refresh.retry(retry).await.unwrap_err();
    server.only_request().assert_is(
        "POST /token HTTP/1.1\n\
         Content-Type: application/json\n\
         Accept: application/json\n\
         Content-Length: 113\n\
         \n\
         {\"clientId\":\"i\",\"clientSecret\":\"s\",\"grantType\":\"refresh_token\",\"refreshToken\":\"r\",\"scope\":[\"sso:account:access\"]}",
    );
    let code = call().authorization_code().code("c").redirect_uri("https://a.example/cb");
    let sent = body(code.code_verifier("v").into_request().build().unwrap());
    assert_eq!(
        sent,
        r#"{"clientId":"i","clientSecret":"s","grantType":"authorization_code","code":"c","redirectUri":"https://a.example/cb","codeVerifier":"v"}"#
    );
}

/// A vendor whose responses say how many calls are left.
#[oauth_api(
    base_path = "/",
    response_headers(
        /// How many calls are left.
        "X-RateLimit-Remaining": u32,
        "Retry-After": Duration
    )
)]
pub(crate) trait Limited {
    /// Pings.
    #[post("/ping", response_headers(/** Where it is. */ "X-Place": Url, "x-ratelimit-remaining": u32))]
    fn ping();

    /// Pongs.
    #[post("/pong", response_headers("X-Place": Url))]
    fn pong();
}

#[tokio::test]
async fn headers_of_responses_are_read_by_name() {
    let server = Server::answering([
        Response::new(204)
            .header("x-ratelimit-remaining", "7")
            .header("x-place", "https://a.example/b"),
        Response::new(204).header("X-RateLimit-Remaining", "many"),
        Response::json(429, "{}").header("retry-after", "30"),
        Response::close(),
    ])
    .await;
    let client = LimitedClient::new(server.origin()).unwrap();
    let response = client.ping().send().with_response().await.unwrap();
    assert_eq!(response.header(LimitedClient::X_RATELIMIT_REMAINING), Ok(Some(7)));
    assert_eq!(response.header(LimitedClient::X_PLACE), Ok(Url::parse("https://a.example/b").ok()));
    assert_eq!(response.header(LimitedClient::RETRY_AFTER), Ok(None));

    let response = client.pong().send().with_response().await.unwrap();
    let unreadable = response.header(LimitedClient::X_RATELIMIT_REMAINING).unwrap_err();
    assert_eq!((unreadable.name(), unreadable.value()), ("X-RateLimit-Remaining", &b"many"[..]));

    let error = client.ping().send().await.unwrap_err();
    assert_eq!(error.header(LimitedClient::RETRY_AFTER), Ok(Some(Duration::from_secs(30))));
    let error = client.ping().send().await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    assert_eq!(error.header(LimitedClient::RETRY_AFTER), Ok(None));

    let described = |endpoint: &str| -> Vec<(&str, &str)> {
        let headers = LimitedClient::API.endpoint(endpoint).unwrap().response_headers();
        headers.iter().map(|header| (header.name(), header.type_name())).collect()
    };
    assert_eq!(
        described("ping"),
        [("X-Place", "Url"), ("x-ratelimit-remaining", "u32"), ("Retry-After", "Duration")]
    );
    assert_eq!(described("pong").len(), 3);
}
