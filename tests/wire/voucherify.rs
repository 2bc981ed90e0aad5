//! Voucherify: whole requests, and every documented answer.

use std::error::Error as _;
use std::time::Duration;

use oauth_providers::voucherify::{
    Error as Body, GrantType, OAuthTokenGenerateResponseBody, OAuthTokenIntrospectResponseBody,
    Scope, TokenType, Voucherify, VoucherifyBaseUrl, VoucherifyClient, VoucherifyCredentials,
};
use oauth_runtime::{
    Delivery, Error, ExposeSecret, GrantState, Scopes,
    description::{BodyKind, DeclaredBase, ParameterLocation, Requirement, ResponseKind, Scheme},
    error::{BuildErrorKind, UnexpectedReason},
};
use oauth_tests::{Response, Server};

const APP_ID: &str = "c70a6f00-0000-4000-8000-c3aef1a70472";
const APP_TOKEN: &str = "3266b9f8-0000-4000-8000-3acdcf459e05";

const TOKEN: &str = r#"{"access_token":"1ABCde2FG-made-up","client_id":"app_made_up","expires_at":1735689600,"expires_in":900,"scope":"vouchers campaigns","token_type":"Bearer"}"#;
const ACTIVE: &str = r#"{"access_token":"1ABCde2FG-made-up","client_id":"app_made_up","expires_at":1735689600,"expires_in":640,"scope":"vouchers","token_type":"Bearer","active":true}"#;

const GENERATE: &str = "POST /v1/oauth/token HTTP/1.1\n\
     Host: api.voucherify.io\n\
     X-App-Id: c70a6f00-0000-4000-8000-c3aef1a70472\n\
     X-App-Token: 3266b9f8-0000-4000-8000-3acdcf459e05\n\
     Content-Type: application/x-www-form-urlencoded\n\
     Accept: application/json\n\
     Content-Length: 54\n\
     \n\
     grant_type=client_credentials&scope=vouchers+campaigns";
const INTROSPECT: &str = "POST /v1/oauth/introspect HTTP/1.1\n\
     Host: api.voucherify.io\n\
     X-App-Id: c70a6f00-0000-4000-8000-c3aef1a70472\n\
     X-App-Token: 3266b9f8-0000-4000-8000-3acdcf459e05\n\
     Content-Type: application/x-www-form-urlencoded\n\
     Accept: application/json\n\
     Content-Length: 30\n\
     \n\
     access_token=1ABCde2FG-made-up";
const REVOKE: &str = "POST /v1/oauth/token/revoke HTTP/1.1\n\
     Host: api.voucherify.io\n\
     X-App-Id: c70a6f00-0000-4000-8000-c3aef1a70472\n\
     X-App-Token: 3266b9f8-0000-4000-8000-3acdcf459e05\n\
     Content-Type: application/x-www-form-urlencoded\n\
     Content-Length: 30\n\
     \n\
     access_token=1ABCde2FG-made-up";

/// Values and their form encoding, which leaves letters, digits and `*-._` alone.
const AWKWARD: &[(&str, &str)] = &[
    ("", ""),
    (" ", "+"),
    ("a b&c=d", "a+b%26c%3Dd"),
    ("e+f%g/h", "e%2Bf%25g%2Fh"),
    ("%2B?i#j;k", "%252B%3Fi%23j%3Bk"),
    ("\"l\"\\'m'", "%22l%22%5C%27m%27"),
    ("*-._~", "*-._%7E"),
    ("né", "n%C3%A9"),
    ("東🦀", "%E6%9D%B1%F0%9F%A6%80"),
    ("\r\n\t\0", "%0D%0A%09%00"),
];

fn credentials() -> VoucherifyCredentials {
    VoucherifyCredentials::new(APP_ID, APP_TOKEN)
}

fn client(server: &Server) -> VoucherifyClient {
    VoucherifyClient::at(server.origin(), credentials()).unwrap()
}

/// The documented request with another body.
fn with_body(documented: &str, body: &str) -> String {
    let (head, old) = documented.split_once("\n\n").unwrap();
    let length = |body: &str| format!("Content-Length: {}", body.len());
    assert!(head.contains(&length(old)), "the documented length is not that of its body");
    format!("{}\n\n{body}", head.replace(&length(old), &length(body)))
}

/// The documented request with one more header.
fn with_header(documented: &str, header: &str) -> String {
    documented.replacen("\n\n", &format!("\n{header}\n\n"), 1)
}

async fn generate(answer: Response) -> Result<OAuthTokenGenerateResponseBody, Error> {
    let server = Server::answering([answer]).await;
    client(&server).generate_oauth_token().scope("vouchers").send().await
}

async fn introspect(answer: Response) -> Result<OAuthTokenIntrospectResponseBody, Error> {
    let server = Server::answering([answer]).await;
    client(&server).introspect_oauth_token().access_token("1ABCde2FG-made-up").send().await
}

async fn revoke(answer: Response) -> Result<(), Error> {
    let server = Server::answering([answer]).await;
    client(&server).revoke_oauth_token().access_token("1ABCde2FG-made-up").send().await
}

#[test]
fn each_cluster_has_its_base() {
    let url = |client: VoucherifyClient| {
        client.introspect_oauth_token().into_request().prepare().unwrap().into_url().to_string()
    };
    let path = "/v1/oauth/introspect";
    assert_eq!(
        url(VoucherifyClient::new(credentials())),
        format!("https://api.voucherify.io{path}")
    );
    for (cluster, base) in [
        (VoucherifyBaseUrl::Europe, "https://api.voucherify.io"),
        (VoucherifyBaseUrl::UnitedStates, "https://us1.api.voucherify.io"),
        (VoucherifyBaseUrl::Asia, "https://as1.api.voucherify.io"),
    ] {
        assert_eq!(cluster.as_str(), base);
        let at = VoucherifyClient::at(cluster, credentials()).unwrap();
        assert_eq!(url(at), format!("{base}{path}"));
        let built = VoucherifyClient::builder().base_url(cluster).credentials(credentials());
        assert_eq!(url(built.build().unwrap()), format!("{base}{path}"));
    }
    for (dedicated, whole) in [
        ("https://download.voucherify.io", "https://download.voucherify.io/v1/oauth/introspect"),
        ("https://shop.example/promo/", "https://shop.example/promo/v1/oauth/introspect"),
    ] {
        assert_eq!(url(VoucherifyClient::at(dedicated, credentials()).unwrap()), whole);
    }
    assert!(VoucherifyClient::at("http://api.voucherify.io", credentials()).is_err());
}

#[test]
fn description_is_the_vendors_page() {
    let api = VoucherifyClient::API;
    assert_eq!(api.name(), "Voucherify");
    assert_eq!(
        api.base(),
        DeclaredBase::Urls(&[
            ("europe", "https://api.voucherify.io"),
            ("united_states", "https://us1.api.voucherify.io"),
            ("asia", "https://as1.api.voucherify.io"),
        ])
    );
    let shown: Vec<_> =
        api.endpoints().iter().map(|it| (it.name(), it.to_string(), it.response())).collect();
    assert_eq!(
        shown,
        [
            ("generate_oauth_token", "POST /v1/oauth/token".to_owned(), ResponseKind::Json),
            ("introspect_oauth_token", "POST /v1/oauth/introspect".to_owned(), ResponseKind::Json),
            ("revoke_oauth_token", "POST /v1/oauth/token/revoke".to_owned(), ResponseKind::Nothing),
        ]
    );
    for endpoint in api.endpoints() {
        assert_eq!(
            endpoint.auth(),
            [[Scheme::Header("x-app-id"), Scheme::Header("x-app-token")].as_slice()]
        );
        assert_eq!(endpoint.bodies(), [BodyKind::Form]);
        assert!(
            !endpoint
                .parameters()
                .iter()
                .any(oauth_runtime::description::ParameterInfo::is_required)
        );
    }
    let parameters: Vec<_> = api
        .endpoints()
        .iter()
        .flat_map(|endpoint| endpoint.parameters())
        .filter(|parameter| parameter.location() == ParameterLocation::Body)
        .map(|parameter| (parameter.name(), parameter.is_secret()))
        .collect();
    assert_eq!(
        parameters,
        [("grant_type", false), ("scope", false), ("access_token", true), ("access_token", true)]
    );
    let default = api.endpoint("generate_oauth_token").unwrap().parameter("grant_type").unwrap();
    assert!(
        matches!(default.requirement(), Requirement::Default(value) if value.as_str() == "client_credentials")
    );
}

#[tokio::test]
async fn generate_is_the_documented_request() {
    let server = Server::answering([Response::json(200, TOKEN)]).await;
    let client = client(&server);
    client
        .generate_oauth_token()
        .grant_type(GrantType::ClientCredentials)
        .scope("vouchers campaigns")
        .send()
        .await
        .unwrap();
    client
        .generate_oauth_token()
        .client_credentials()
        .scope(["vouchers", "campaigns"])
        .send()
        .await
        .unwrap();
    client.generate_oauth_token().scope("vouchers campaigns").send().with_response().await.unwrap();
    let parameters = client
        .generate_oauth_token()
        .scope("vouchers campaigns")
        .into_request()
        .into_parameters()
        .unwrap();
    let vendor: &dyn Voucherify = &client;
    vendor.generate_oauth_token(parameters).await.unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 4);
    for request in requests {
        request.assert_is(GENERATE);
    }
}

#[tokio::test]
async fn grant_type_is_sent_unless_replaced() {
    let server = Server::answering([Response::json(200, TOKEN)]).await;
    let client = client(&server);
    let call = || client.generate_oauth_token();
    call().send().await.unwrap();
    call().client_credentials().send().await.unwrap();
    call().grant_type(None::<GrantType>).send().await.unwrap();
    call().grant_type("urn:a b").send().await.unwrap();
    call().grant_type("").send().await.unwrap();
    call().grant_type("first").grant_type(Some(GrantType::from("last"))).send().await.unwrap();
    let bodies = [
        "grant_type=client_credentials",
        "grant_type=client_credentials",
        "grant_type=client_credentials",
        "grant_type=urn%3Aa+b",
        "grant_type=",
        "grant_type=last",
    ];
    let requests = server.requests();
    assert_eq!(requests.len(), bodies.len());
    for (request, body) in requests.iter().zip(bodies) {
        request.assert_is(&with_body(GENERATE, body));
    }
}

#[tokio::test]
async fn scopes_are_joined_by_one_blank() {
    let server = Server::answering([Response::json(200, TOKEN)]).await;
    let client = client(&server);
    let known: Scopes =
        [Scope::ClientApi, Scope::from("x y"), Scope::AsyncActions].iter().collect();
    for (scope, encoded) in [
        (Scopes::from("  vouchers \t campaigns\n"), "vouchers+campaigns"),
        (Scopes::from(""), ""),
        (Scopes::new(), ""),
        (Scopes::from("vouchers,campaigns"), "vouchers%2Ccampaigns"),
        (Scopes::from(["trash-bin", "client_api"]), "trash-bin+client_api"),
        (
            Scopes::from("a&b=c+d%e/f?g#h né 🦀"),
            "a%26b%3Dc%2Bd%25e%2Ff%3Fg%23h+n%C3%A9+%F0%9F%A6%80",
        ),
        (known, "client_api+x+y+async-actions"),
    ] {
        client.generate_oauth_token().scope(scope).send().await.unwrap();
        let body = format!("grant_type=client_credentials&scope={encoded}");
        server.requests().pop().unwrap().assert_is(&with_body(GENERATE, &body));
    }
    client.generate_oauth_token().scope("a").scope(None::<Scopes>).send().await.unwrap();
    let body = "grant_type=client_credentials";
    server.requests().pop().unwrap().assert_is(&with_body(GENERATE, body));
}

#[test]
fn every_documented_scope_is_known() {
    assert_eq!(Scope::VALUES.len(), 42);
    assert_eq!(
        Scope::VALUES.join(" "),
        "api assets async-actions campaigns categories client_api client_consents client_customers \
         client_events client_promotions client_publish client_qualifications client_redeem \
         client_redemptions client_validate client_validations client_vouchers consents customers \
         events exports locations loyalties metadata-schemas orders product-collections products \
         promotions publications qualifications redemptions referrals rewards segments skus \
         task-results templates trash-bin validation-rules-assignments validation-rules \
         validations vouchers"
    );
    assert!(matches!(Scope::from("SKUs"), Scope::Other(_)));
}

#[tokio::test]
async fn introspect_is_the_documented_request() {
    let server = Server::answering([Response::json(200, ACTIVE)]).await;
    let client = client(&server);
    let call = || client.introspect_oauth_token().access_token("1ABCde2FG-made-up");
    call().send().await.unwrap();
    call().send().with_response().await.unwrap();
    let vendor: &dyn Voucherify = &client;
    vendor.introspect_oauth_token(call().into_request().into_parameters().unwrap()).await.unwrap();
    for request in server.requests() {
        request.assert_is(INTROSPECT);
    }
}

#[tokio::test]
async fn revoke_is_the_documented_request() {
    let server = Server::answering([Response::new(204)]).await;
    let client = client(&server);
    let call = || client.revoke_oauth_token().access_token("1ABCde2FG-made-up");
    call().send().await.unwrap();
    call().send().with_response().await.unwrap();
    let vendor: &dyn Voucherify = &client;
    vendor.revoke_oauth_token(call().into_request().into_parameters().unwrap()).await.unwrap();
    for request in server.requests() {
        request.assert_is(REVOKE);
        assert_ne!(request.header("accept"), Some("application/json"));
    }
}

#[tokio::test]
async fn absent_token_is_left_out() {
    let server = Server::answering([Response::json(200, ACTIVE)]).await;
    let client = client(&server);
    client.introspect_oauth_token().send().await.unwrap();
    client.introspect_oauth_token().access_token(None).send().await.unwrap();
    client.revoke_oauth_token().send().await.unwrap();
    client.revoke_oauth_token().access_token(None).send().await.unwrap();
    let documented = [INTROSPECT, INTROSPECT, REVOKE, REVOKE];
    for (request, documented) in server.requests().iter().zip(documented) {
        request.assert_is(&with_body(documented, ""));
    }
}

#[tokio::test]
async fn awkward_tokens_are_form_encoded() {
    let server = Server::answering([Response::json(200, ACTIVE)]).await;
    let client = client(&server);
    let large = "x".repeat(64 * 1024);
    let values = AWKWARD.iter().copied().chain([(large.as_str(), large.as_str())]);
    for (value, encoded) in values {
        client.introspect_oauth_token().access_token(value).send().await.unwrap();
        client.revoke_oauth_token().access_token(value).send().await.unwrap();
        let body = format!("access_token={encoded}");
        let mut requests = server.requests();
        requests.pop().unwrap().assert_is(&with_body(REVOKE, &body));
        requests.pop().unwrap().assert_is(&with_body(INTROSPECT, &body));
    }
}

#[tokio::test]
async fn version_is_sent_where_set() {
    let server = Server::answering([Response::json(200, ACTIVE)]).await;
    let client = client(&server);
    client
        .generate_oauth_token()
        .client_credentials()
        .scope("vouchers campaigns")
        .api_version("v2018-08-01")
        .send()
        .await
        .unwrap();
    client
        .generate_oauth_token()
        .scope("vouchers campaigns")
        .api_version("v2018-08-01")
        .send()
        .await
        .unwrap();
    let token = "1ABCde2FG-made-up";
    let introspect = client.introspect_oauth_token().access_token(token);
    introspect.api_version("v2018-08-01").send().await.unwrap();
    let revoke = client.revoke_oauth_token().access_token(token);
    revoke.api_version("v2018-08-01").send().await.unwrap();
    let documented = [GENERATE, GENERATE, INTROSPECT, REVOKE];
    for (request, documented) in server.requests().iter().zip(documented) {
        request.assert_is(&with_header(documented, "X-Voucherify-API-Version: v2018-08-01"));
    }
}

#[tokio::test]
async fn version_with_a_line_break_is_refused() {
    let server = Server::start().await;
    let call = client(&server).revoke_oauth_token().api_version("v1\r\nX-App-Id: other");
    let error = call.send().await.unwrap_err();
    assert!(
        matches!(&error, Error::Build(error) if matches!(error.kind(), BuildErrorKind::HeaderValue { .. })),
        "{error}"
    );
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert_eq!(server.requests(), []);
}

#[tokio::test]
async fn extras_go_beside_the_declared() {
    let server = Server::answering([Response::json(200, TOKEN)]).await;
    let client = client(&server);
    let call = client.generate_oauth_token().scope("vouchers campaigns");
    call.into_request()
        .extra("project_id", "p&1")
        .extra_header("X-Trace", "t")
        .send()
        .await
        .unwrap();
    let body = "grant_type=client_credentials&scope=vouchers+campaigns&project_id=p%261";
    server.only_request().assert_is(&with_header(&with_body(GENERATE, body), "X-Trace: t"));
    for call in [
        client.generate_oauth_token().into_request().extra("grant_type", "password"),
        client.generate_oauth_token().into_request().extra("scope", "api"),
        client.generate_oauth_token().into_request().extra_header("x-app-token", "other"),
    ] {
        let error = call.send().await.unwrap_err();
        assert!(
            matches!(&error, Error::Build(error) if matches!(error.kind(), BuildErrorKind::ExtraCollides { .. })),
            "{error}"
        );
    }
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn call_may_have_other_credentials() {
    let server = Server::answering([Response::json(200, TOKEN)]).await;
    let other = VoucherifyCredentials::new("other id", "~!@#$%^&*()_+ \"\\");
    client(&server).generate_oauth_token().auth(other).send().await.unwrap();
    let request = server.only_request();
    assert_eq!(request.header_all("x-app-id"), ["other id"]);
    assert_eq!(request.header_all("x-app-token"), ["~!@#$%^&*()_+ \"\\"]);
    assert_eq!(request.header("authorization"), None);
}

#[tokio::test]
async fn unusable_credentials_are_refused_unsent() {
    let server = Server::start().await;
    for (app_id, app_token) in
        [(APP_ID, "s3cret\r\nX: y"), ("id\nX: y", APP_TOKEN), (APP_ID, "s3cret\0")]
    {
        let credentials = VoucherifyCredentials::new(app_id, app_token);
        let client = VoucherifyClient::at(server.origin(), credentials).unwrap();
        let error = client.revoke_oauth_token().send().await.unwrap_err();
        assert!(
            matches!(&error, Error::Build(error) if matches!(error.kind(), BuildErrorKind::Credentials { .. })),
            "{error}"
        );
        assert!(!format!("{error} {error:?}").contains("s3cret"));
    }
    let nobody = VoucherifyClient::builder().base_url(server.origin()).build().unwrap();
    for error in [
        nobody.generate_oauth_token().send().await.unwrap_err(),
        nobody.introspect_oauth_token().send().await.unwrap_err(),
        nobody.revoke_oauth_token().send().await.unwrap_err(),
    ] {
        assert!(
            matches!(&error, Error::Build(error) if matches!(error.kind(), BuildErrorKind::MissingCredentials)),
            "{error}"
        );
    }
    assert_eq!(server.requests(), []);
}

#[tokio::test]
async fn token_answer_has_every_field() {
    for status in [200, 201, 202] {
        let token = generate(Response::json(status, TOKEN)).await.unwrap();
        assert_eq!(token.access_token.expose_secret(), "1ABCde2FG-made-up");
        assert_eq!(token.client_id.as_deref(), Some("app_made_up"));
        assert_eq!(token.expires_at, Some(1_735_689_600));
        assert_eq!(token.expires_in, Some(900));
        assert_eq!(token.scope.unwrap(), "vouchers campaigns");
        assert!(matches!(token.token_type, Some(TokenType::Bearer)));
    }
}

#[tokio::test]
async fn token_answer_may_lack_the_rest() {
    for body in [
        r#"{"access_token":"1ABCde2FG-made-up"}"#,
        r#"{"access_token":"1ABCde2FG-made-up","client_id":null,"expires_at":null,"expires_in":null,"scope":null,"token_type":null}"#,
        r#"{"access_token":"1ABCde2FG-made-up","object":"token","project":{"id":[1,null]},"error":null}"#,
    ] {
        let token = generate(Response::json(200, body)).await.unwrap();
        assert_eq!(token.access_token.expose_secret(), "1ABCde2FG-made-up");
        assert_eq!((token.client_id, token.expires_at, token.expires_in), (None, None, None));
        assert!(token.scope.is_none_or(|scope| scope.is_empty()));
        assert!(token.token_type.is_none());
    }
}

#[tokio::test]
async fn odd_token_answers_are_read() {
    let body = r#"{"access_token":"t","expires_at":"1735689600","expires_in":899.6,"scope":" vouchers  new-scope ","token_type":"bearer"}"#;
    let token = generate(Response::text(200, body)).await.unwrap();
    assert_eq!((token.expires_at, token.expires_in), (Some(1_735_689_600), Some(899)));
    assert_eq!(token.scope.unwrap(), "vouchers new-scope");
    assert!(matches!(token.token_type, Some(TokenType::Bearer)));
    let body = r#"{"access_token":"t","client_id":7,"expires_at":[],"expires_in":{},"scope":{},"token_type":7}"#;
    let token = generate(Response::json(200, body)).await.unwrap();
    assert_eq!(token.client_id.as_deref(), Some("7"));
    assert_eq!((token.expires_at, token.expires_in), (None, None));
    assert!(token.scope.is_none() && token.token_type.is_none());
    let body =
        r#"{"access_token":"t","expires_at":-1,"expires_in":"soon","token_type":"BearerToken"}"#;
    let token = generate(Response::json(200, body)).await.unwrap();
    assert_eq!((token.expires_at, token.expires_in), (Some(0), None));
    assert_eq!(token.token_type.unwrap().as_str(), "BearerToken");
}

#[tokio::test]
async fn answer_without_token_is_unexpected() {
    for answer in [
        Response::json(200, "{}"),
        Response::json(200, r#"{"access_token":null}"#),
        Response::json(200, r#"{"access_token":""}"#),
        Response::json(200, r#"{"access_token":"two words"}"#),
        Response::json(200, r#"["t","app",1,2,"vouchers","Bearer"]"#),
        Response::json(200, r#"{"access_token":["s3cret"]}"#),
        Response::json(200, "[]"),
        Response::json(200, TOKEN.get(..40).unwrap()),
        Response::html(200, "<html>s3cret</html>"),
        Response::new(200),
        Response::new(204),
    ] {
        let error = generate(answer).await.unwrap_err();
        assert!(
            matches!(&error, Error::Unexpected(error) if matches!(error.reason(), UnexpectedReason::Json(_))),
            "{error}"
        );
        assert!(error.status().unwrap().is_success());
        assert!(!format!("{error} {error:?}").contains("s3cret"));
    }
}

#[tokio::test]
async fn introspection_tells_of_working_tokens() {
    let token = introspect(Response::json(200, ACTIVE)).await.unwrap();
    assert!(token.active);
    assert_eq!(token.access_token.unwrap().expose_secret(), "1ABCde2FG-made-up");
    assert_eq!(token.client_id.as_deref(), Some("app_made_up"));
    assert_eq!(token.expires_at, Some(1_735_689_600));
    assert_eq!(token.expires_in, Some(640));
    assert_eq!(token.scope.unwrap(), "vouchers");
    assert_eq!(token.token_type.unwrap(), "Bearer");
}

#[tokio::test]
async fn introspection_of_unknown_token_succeeds() {
    for body in [
        r#"{"active":false}"#,
        r#"{"access_token":null,"client_id":null,"expires_at":null,"expires_in":null,"scope":null,"token_type":null,"active":false}"#,
        r#"{"access_token":"","client_id":[],"expires_at":"","expires_in":true,"scope":7,"token_type":{},"active":false,"error":null}"#,
    ] {
        let token = introspect(Response::json(200, body)).await.unwrap();
        assert!(!token.active);
        assert!(token.access_token.is_none() && token.token_type.is_none());
        assert_eq!((token.client_id, token.expires_at, token.expires_in), (None, None, None));
        assert!(token.scope.is_none_or(|scope| scope.is_empty()));
    }
}

#[tokio::test]
async fn introspection_without_active_is_unexpected() {
    for body in ["{}", r#"{"active":null}"#, r#"{"active":"yes"}"#, ""] {
        let error = introspect(Response::json(200, body)).await.unwrap_err();
        assert!(matches!(error, Error::Unexpected(_)), "{body}: {error}");
        assert_eq!(error.status().unwrap(), 200);
    }
}

#[tokio::test]
async fn revocation_succeeds_with_any_2xx() {
    for answer in [
        Response::new(204),
        Response::new(200),
        Response::json(200, "{}"),
        Response::text(202, "not { JSON"),
        Response::html(200, "<html>"),
    ] {
        revoke(answer).await.unwrap();
    }
}

#[tokio::test]
async fn revocation_of_unknown_token_is_404() {
    for answer in
        [Response::new(404), Response::new(404).header("content-type", "application/json")]
    {
        let error = revoke(answer).await.unwrap_err();
        assert!(matches!(error, Error::Refused(_)), "{error}");
        assert_eq!(error.status().unwrap(), 404);
        assert_eq!(error.endpoint(), "revoke_oauth_token");
        assert_eq!(error.body(), Some(&b""[..]));
        assert!(error.body_as::<Body>().is_none() && error.oauth().is_none());
        assert!(error.source().is_none());
        assert_eq!(error.to_string(), "`revoke_oauth_token`: the server refused with 404");
    }
}

#[tokio::test]
async fn documented_errors_are_typed() {
    for (status, body, key, message, details) in [
        (
            400,
            r#"{"code":400,"key":"invalid_scope","message":"Invalid scope: vouchers,campaigns"}"#,
            Some("invalid_scope"),
            "Invalid scope: vouchers,campaigns",
            None,
        ),
        (
            400,
            r#"{"code":400,"key":"invalid_grant_type","message":"Invalid grant_type"}"#,
            Some("invalid_grant_type"),
            "Invalid grant_type",
            None,
        ),
        (
            400,
            r#"{"code":400,"key":"missing_parameters","message":"Missing parameters"}"#,
            Some("missing_parameters"),
            "Missing parameters",
            None,
        ),
        (
            405,
            r#"{"code":405,"message":"HTTP Method Not Allowed","details":"PUT is not supported by this endpoint. Did you mean GET or POST?"}"#,
            None,
            "HTTP Method Not Allowed",
            Some("PUT is not supported by this endpoint. Did you mean GET or POST?"),
        ),
    ] {
        for error in [
            generate(Response::json(status, body)).await.unwrap_err(),
            introspect(Response::json(status, body)).await.unwrap_err(),
            revoke(Response::json(status, body)).await.unwrap_err(),
        ] {
            assert!(matches!(error, Error::Refused(_)), "{error}");
            assert_eq!(error.status().unwrap(), status);
            assert_eq!(error.body(), Some(body.as_bytes()));
            assert_eq!(
                (error.delivery(), error.grant_state()),
                (Delivery::Answered, GrantState::Intact)
            );
            assert_eq!(
                error.to_string(),
                format!("`{}`: the server refused with {status}: \"{message}\"", error.endpoint())
            );
            let told: Body = error.body_as().unwrap();
            assert_eq!(told.code, Some(i64::from(status)));
            assert_eq!(told.message, message);
            assert_eq!((told.key.as_deref(), told.details.as_deref()), (key, details));
            assert!(told.request_id.is_none() && told.error.is_none());
            assert!(told.resource_id.is_none() && told.resource_type.is_none());
        }
    }
}

#[tokio::test]
async fn full_error_has_every_field() {
    let body = r#"{"code":"404","key":"not_found","message":"Resource not found","details":"Cannot find token 🦀","request_id":"v-123","resource_id":"tok 1","resource_type":"token","error":{"message":"inner","more":1},"new":[]}"#;
    let error = introspect(Response::json(404, body)).await.unwrap_err();
    assert!(error.oauth().is_none(), "an object is no error code");
    let told: Body = error.body_as().unwrap();
    assert_eq!(told.code, Some(404));
    assert_eq!(told.message, "Resource not found");
    assert_eq!(told.key.as_deref(), Some("not_found"));
    assert_eq!(told.details.as_deref(), Some("Cannot find token 🦀"));
    assert_eq!(told.request_id.as_deref(), Some("v-123"));
    assert_eq!(told.resource_id.as_deref(), Some("tok 1"));
    assert_eq!(told.resource_type.as_deref(), Some("token"));
    assert_eq!(told.error.unwrap().message.as_deref(), Some("inner"));
    let without_code = r#"{"message":"Unauthorized","key":"unauthorized"}"#;
    for body in [without_code, r#"{"code":null,"message":"Unauthorized","key":"unauthorized"}"#] {
        let told: Body = generate(Response::json(401, body)).await.unwrap_err().body_as().unwrap();
        assert_eq!((told.code, &*told.message), (None, "Unauthorized"));
        assert_eq!(told.key.as_deref(), Some("unauthorized"));
    }
    let nulls = r#"{"code":500,"message":"m","key":null,"details":null,"request_id":null,"resource_id":null,"resource_type":null,"error":null}"#;
    let told: Body = generate(Response::json(500, nulls)).await.unwrap_err().body_as().unwrap();
    assert!(told.key.is_none() && told.details.is_none() && told.error.is_none());
    let empty = r#"{"code":500,"message":"","error":{}}"#;
    let told: Body = generate(Response::json(500, empty)).await.unwrap_err().body_as().unwrap();
    assert!(told.message.is_empty() && told.error.unwrap().message.is_none());
}

#[tokio::test]
async fn every_error_status_is_refused() {
    let server = Server::start().await;
    let client = client(&server);
    for status in [400, 401, 402, 404, 405, 406, 409, 415, 423, 429, 500, 502, 503, 599] {
        for answer in [
            Response::json(status, format!(r#"{{"code":{status},"message":"m"}}"#)),
            Response::json(status, r#"{"reason":"other JSON"}"#),
            Response::text(status, "Internal Server Error"),
            Response::html(status, "<html>"),
            Response::new(status),
        ] {
            server.answer(answer);
            for error in [
                client.generate_oauth_token().send().await.unwrap_err(),
                client.introspect_oauth_token().send().await.unwrap_err(),
                client.revoke_oauth_token().send().await.unwrap_err(),
            ] {
                assert!(matches!(error, Error::Refused(_)), "{error}");
                assert_eq!(error.status().unwrap(), status);
                let is_typed = error.body().unwrap().starts_with(b"{\"code\"");
                assert_eq!(error.body_as::<Body>().is_some(), is_typed);
            }
        }
    }
}

#[tokio::test]
async fn oauth_error_inside_success_is_refused() {
    let body = r#"{"error":"invalid_scope","error_description":"no"}"#;
    for error in [
        generate(Response::json(200, body)).await.unwrap_err(),
        introspect(Response::json(200, body)).await.unwrap_err(),
    ] {
        assert!(matches!(error, Error::Refused(_)));
        assert_eq!(error.status().unwrap(), 200);
        assert_eq!(error.oauth().unwrap().error(), "invalid_scope");
    }
}

fn limited(answer: Response) -> Response {
    answer
        .header("X-Rate-Limit-Limit", "2000")
        .header("X-Rate-Limit-Remaining", "0")
        .header("X-Rate-Limit-Retry", "1735689600")
        .header("X-Rate-Limit-Type", "hourly_api_calls")
}

#[tokio::test]
async fn rate_limits_of_refusals_are_readable() {
    let body = r#"{"code":429,"message":"Too many requests"}"#;
    let answer = limited(Response::json(429, body)).header("Retry-After", "30");
    for error in [
        generate(answer.clone()).await.unwrap_err(),
        introspect(answer.clone()).await.unwrap_err(),
        revoke(answer).await.unwrap_err(),
    ] {
        assert_eq!(error.retry_after(), Some(Duration::from_secs(30)));
        assert_eq!(error.header(VoucherifyClient::RETRY_AFTER), Ok(error.retry_after()));
        assert_eq!(error.header(VoucherifyClient::X_RATE_LIMIT_LIMIT), Ok(Some(2000)));
        assert_eq!(error.header(VoucherifyClient::X_RATE_LIMIT_REMAINING), Ok(Some(0)));
        assert_eq!(error.header(VoucherifyClient::X_RATE_LIMIT_RETRY), Ok(Some(1_735_689_600)));
        let kind = error.header(VoucherifyClient::X_RATE_LIMIT_TYPE).unwrap();
        assert_eq!(kind.as_deref(), Some("hourly_api_calls"));
        assert_eq!(error.body_as::<Body>().unwrap().code, Some(429));
    }
}

#[tokio::test]
async fn rate_limits_come_with_answers() {
    let server = Server::answering([
        limited(Response::json(200, TOKEN)),
        limited(Response::json(200, ACTIVE)),
        limited(Response::new(204)),
    ])
    .await;
    let client = client(&server);
    let generated = client.generate_oauth_token().send().with_response().await.unwrap();
    let introspected = client.introspect_oauth_token().send().with_response().await.unwrap();
    let revoked = client.revoke_oauth_token().send().with_response().await.unwrap();
    assert_eq!((generated.status().as_u16(), revoked.status().as_u16()), (200, 204));
    assert_eq!(generated.value().expires_in, Some(900));
    assert!(introspected.value().active);
    for left in [
        generated.header(VoucherifyClient::X_RATE_LIMIT_REMAINING),
        introspected.header(VoucherifyClient::X_RATE_LIMIT_REMAINING),
        revoked.header(VoucherifyClient::X_RATE_LIMIT_REMAINING),
    ] {
        assert_eq!(left, Ok(Some(0)));
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let target = Server::start().await;
    for status in [301, 302, 303, 307, 308] {
        let answer = Response::redirect(status, &target.url("/v1/oauth/token?x=s3cret"));
        for error in [
            generate(answer.clone()).await.unwrap_err(),
            introspect(answer.clone()).await.unwrap_err(),
            revoke(answer).await.unwrap_err(),
        ] {
            assert!(
                matches!(&error, Error::Unexpected(error) if matches!(error.reason(), UnexpectedReason::Redirect { .. })),
                "{error}"
            );
            assert_eq!(error.status().unwrap(), status);
            assert!(!format!("{error} {error:?}").contains("s3cret"));
        }
    }
    assert_eq!(target.requests(), []);
}

#[tokio::test]
async fn lost_answers_are_transport_errors() {
    for (fault, delivery) in [
        (Response::close(), Delivery::Ambiguous),
        (Response::json(200, TOKEN).cut_after(20), Delivery::Ambiguous),
        (Response::raw("\x16\x03\x01 not HTTP"), Delivery::Ambiguous),
    ] {
        let error = generate(fault.clone()).await.unwrap_err();
        assert!(matches!(error, Error::Transport(_)), "{error}");
        assert_eq!((error.delivery(), error.grant_state()), (delivery, GrantState::Intact));
        assert!(matches!(introspect(fault).await, Err(Error::Transport(_))));
    }
}

#[tokio::test]
async fn secrets_are_never_shown() {
    let body = r#"{"error":"bad 1ABCde2FG-made-up","error_description":"token 1ABCde2FG-made-up of 3266b9f8-0000-4000-8000-3acdcf459e05"}"#;
    let server = Server::answering([
        Response::json(400, body),
        Response::json(200, ACTIVE),
        Response::json(200, TOKEN),
    ])
    .await;
    let client = client(&server);
    let call = || client.introspect_oauth_token().access_token("1ABCde2FG-made-up");
    let error = call().send().await.unwrap_err();
    let introspected = call().send().with_response().await.unwrap();
    let generated = client.generate_oauth_token().send().await.unwrap();
    let request = call().into_request().build().unwrap();
    for header in ["x-app-id", "x-app-token"] {
        assert!(request.headers()[header].is_sensitive());
    }
    for shown in [
        format!("{client:?} {:?} {:?}", credentials(), client.clone()),
        format!("{:?} {:?}", call(), call().into_request().into_parameters().unwrap()),
        format!("{:?} {:?}", call().into_request().prepare().unwrap(), request.headers()),
        format!("{:?} {:?}", call().send(), call().send().with_response()),
        format!("{error} {error:?}"),
        format!("{introspected:?} {generated:?}"),
    ] {
        assert!(!shown.contains("1ABCde2FG") && !shown.contains("3266b9f8"), "{shown}");
    }
    assert_eq!(
        error.to_string(),
        "`introspect_oauth_token`: the server refused with 400: bad [REDACTED]: token [REDACTED] of [REDACTED]"
    );
}
