//! Nutanix: whole requests, and every documented answer.

use std::error::Error as _;
use std::time::Duration;

use oauth_providers::nutanix::{
    Confirm, GrantType, Nutanix, NutanixClient, OauthClientList, OauthClientResponse,
    OauthClientStatus, OauthGenerateTokenResponse, OauthStatus, ProviderOauthToken, TokenType,
    TokenTypeHint,
};
use oauth_runtime::{
    Basic, Callback, Delivery, Error, ExposeSecret, GrantState, RedirectOr, State,
    authorization::CallbackError,
    description::{
        BodyKind, DeclaredBase, ParameterInfo, ParameterLocation, Requirement, ResponseKind, Scheme,
    },
    error::{BuildErrorKind, UnexpectedReason},
};
use oauth_tests::{Response, Server, causes, chain};

const ID: &str = "6f9a1c1e-4b2d-4f4e-9a53-0d9f3c1b7a10";
const CALLBACK: &str = "https://app.example/cb";

const CLIENT: &str = r#"{"redirect_uris":["https://app.example/cb"],"client_name":"Web Console","client_id":"6f9a1c1e-4b2d-4f4e-9a53-0d9f3c1b7a10","client_secret":"nx-made-up","client_description":"demo","default_scopes":["read","write"]}"#;
const CLIENTS: &str = r#"{"entities":[{"redirect_uris":["https://app.example/cb"],"client_name":"Web Console","client_id":"6f9a1c1e-4b2d-4f4e-9a53-0d9f3c1b7a10","client_secret":"nx-made-up","client_description":"demo","default_scopes":["read"]}],
 "metadata":{"kind":"oauth_client","length":1,"offset":0}}"#;
const GENERATED: &str = r#"{"client_secret":"nx-made-up","client_id":"6f9a1c1e-4b2d-4f4e-9a53-0d9f3c1b7a10","oauth_token":{"access_token":"nxAT","token_type":"bearer","expires_in":3600,"refresh_token":"nxRT","scopes":["read"]}}"#;
const TOKEN: &str = r#"{"access_token":"nxAT","token_type":"bearer","expires_in":3600,"refresh_token":"nxRT","scope":"read write"}"#;
const AUTHORIZED: &str = r#"{"kind":"oauth","code":200,"state":"COMPLETE","api_version":"3.1.0"}"#;
const REVOKED: &str = r#"{"kind":"oauth","state":"COMPLETE","api_version":"3.1.0"}"#;

/// Values with their encodings: as a field of a form or query, as a segment of a path, as a JSON string.
const AWKWARD: &[(&str, &str, &str, &str)] = &[
    (" ", "+", "%20", r#"" ""#),
    ("a b&c=d", "a+b%26c%3Dd", "a%20b%26c%3Dd", r#""a b&c=d""#),
    ("e+f%g/h", "e%2Bf%25g%2Fh", "e%2Bf%25g%2Fh", r#""e+f%g/h""#),
    ("%2F?i#j;k", "%252F%3Fi%23j%3Bk", "%252F%3Fi%23j%3Bk", r#""%2F?i#j;k""#),
    ("\"l\"\\'m'", "%22l%22%5C%27m%27", "%22l%22%5C%27m%27", r#""\"l\"\\'m'""#),
    ("*-._~", "*-._%7E", "%2A-._~", r#""*-._~""#),
    ("né", "n%C3%A9", "n%C3%A9", "\"né\""),
    ("東🦀", "%E6%9D%B1%F0%9F%A6%80", "%E6%9D%B1%F0%9F%A6%80", "\"東🦀\""),
    ("\r\n\t\0", "%0D%0A%09%00", "%0D%0A%09%00", r#""\r\n\t\u0000""#),
    ("{client_id}", "%7Bclient_id%7D", "%7Bclient_id%7D", r#""{client_id}""#),
    ("../list", "..%2Flist", "..%2Flist", r#""../list""#),
    ("%2e%2e", "%252e%252e", "%252e%252e", r#""%2e%2e""#),
    ("...", "...", "...", r#""...""#),
];

fn client(server: &Server) -> NutanixClient {
    NutanixClient::new(server.origin(), Basic::new("admin", "Nutanix/4u")).unwrap()
}

/// A request to Prism Central: its first line, what stands between the credentials and the body, the body.
fn request(line: &str, headers: &str, body: &str) -> String {
    let (method, path) = line.split_once(' ').unwrap();
    let length = match (method, body.len()) {
        ("GET" | "DELETE", 0) => String::new(),
        (_, length) => format!("Content-Length: {length}\n"),
    };
    format!(
        "{method} /api/nutanix/v3{path} HTTP/1.1\n\
         Host: pc.example.com:9440\n\
         Authorization: Basic YWRtaW46TnV0YW5peC80dQ==\n\
         {headers}{length}\n{body}"
    )
}

const ACCEPT: &str = "Accept: application/json\n";
const FORM: &str = "Content-Type: application/x-www-form-urlencoded\nAccept: application/json\n";
const JSON: &str = "Content-Type: application/json\nAccept: application/json\n";

/// The last request is this one.
#[track_caller]
fn assert_last(server: &Server, line: &str, headers: &str, body: &str) {
    server.requests().pop().unwrap().assert_is(&request(line, headers, body));
}

#[track_caller]
fn assert_refused_unsent(error: &Error, fits: impl Fn(&BuildErrorKind) -> bool) {
    assert!(matches!(error, Error::Build(error) if fits(error.kind())), "{error}");
    assert_eq!((error.delivery(), error.grant_state()), (Delivery::NotSent, GrantState::Intact));
}

const ENDPOINTS: [&str; 12] = [
    "oauth_adfs_login_get",
    "oauth_authorize_post",
    "oauth_client_client_id_delete",
    "oauth_client_client_id_get",
    "oauth_client_client_id_put",
    "oauth_client_list_post",
    "oauth_client_post",
    "oauth_generate_token_post",
    "oauth_idp_callback_get",
    "oauth_idp_login_get",
    "oauth_revoke_token_post",
    "oauth_token_post",
];
/// Those whose success has no value.
const WITHOUT_VALUE: [&str; 3] =
    ["oauth_adfs_login_get", "oauth_idp_callback_get", "oauth_idp_login_get"];
/// Those that document a redirect.
const REDIRECTING: [&str; 4] = [
    "oauth_adfs_login_get",
    "oauth_authorize_post",
    "oauth_idp_callback_get",
    "oauth_idp_login_get",
];

/// Calls an endpoint with all that it requires; secrets have `s3cret` in them.
async fn call(client: &NutanixClient, endpoint: &str) -> Result<(), Error> {
    match endpoint {
        "oauth_adfs_login_get" => client.oauth_adfs_login_get().send().await.map(drop),
        "oauth_authorize_post" => {
            client.oauth_authorize_post().client_id(ID).confirm("yes").send().await.map(drop)
        }
        "oauth_client_client_id_delete" => {
            client.oauth_client_client_id_delete().client_id(ID).send().await.map(drop)
        }
        "oauth_client_client_id_get" => {
            client.oauth_client_client_id_get().client_id(ID).send().await.map(drop)
        }
        "oauth_client_client_id_put" => {
            let call = client.oauth_client_client_id_put().client_id(ID).client_name("n");
            let call = call.redirect_uris([CALLBACK]).client_description("d");
            call.default_scopes(["read"]).send().await.map(drop)
        }
        "oauth_client_list_post" => client.oauth_client_list_post().send().await.map(drop),
        "oauth_client_post" => {
            let call = client.oauth_client_post().client_name("n").redirect_uris([CALLBACK]);
            call.client_description("d").default_scopes(["read"]).send().await.map(drop)
        }
        "oauth_generate_token_post" => {
            let call = client.oauth_generate_token_post().scopes(["read"]).client_name("n");
            call.client_description("d").send().await.map(drop)
        }
        "oauth_idp_callback_get" => {
            client.oauth_idp_callback_get().code("s3cret+/c").send().await.map(drop)
        }
        "oauth_idp_login_get" => client.oauth_idp_login_get().send().await.map(drop),
        "oauth_revoke_token_post" => {
            client.oauth_revoke_token_post().token("s3cret+/c").send().await.map(drop)
        }
        "oauth_token_post" => {
            let call = client.oauth_token_post().authorization_code().client_id(ID);
            let call = call.client_secret("s3cret+/s").code("s3cret+/c").redirect_uri(CALLBACK);
            call.send().await.map(drop)
        }
        other => panic!("{other}"),
    }
}

/// Sends a call in each way there is, and compares each request.
macro_rules! assert_sent {
    ($server:ident, $client:ident.$endpoint:ident()$(.$setter:ident($($value:expr)?))*, $request:expr) => {{
        let expected = $request;
        $client.$endpoint()$(.$setter($($value)?))*.send().await.unwrap();
        $client.$endpoint()$(.$setter($($value)?))*.send().with_response().await.unwrap();
        let parameters = $client.$endpoint()$(.$setter($($value)?))*.into_request().into_parameters().unwrap();
        let vendor: &dyn Nutanix = &$client;
        vendor.$endpoint(parameters).await.unwrap();
        let requests = $server.requests();
        let last = requests.len().checked_sub(3).unwrap();
        for request in &requests[last..] {
            request.assert_is(&expected);
        }
        let built = $client.$endpoint()$(.$setter($($value)?))*.into_request().build().unwrap();
        assert_eq!(built.uri().path_and_query().unwrap().as_str(), requests[last].target);
        assert_eq!(*built.body(), requests[last].body);
    }};
}

#[test]
fn origin_and_full_base_are_the_same() {
    let url = |base: &str| {
        let client = NutanixClient::new(base, Basic::new("admin", "Nutanix/4u")).unwrap();
        client.oauth_adfs_login_get().into_request().url().unwrap().to_string()
    };
    for (base, whole) in [
        ("https://pc.example.com:9440", "https://pc.example.com:9440/api/nutanix/v3"),
        ("https://pc.example.com:9440/", "https://pc.example.com:9440/api/nutanix/v3"),
        (
            "https://pc.example.com:9440/api/nutanix/v3",
            "https://pc.example.com:9440/api/nutanix/v3",
        ),
        (
            "https://pc.example.com:9440/api/nutanix/v3/",
            "https://pc.example.com:9440/api/nutanix/v3",
        ),
        ("https://10.0.0.7:9440", "https://10.0.0.7:9440/api/nutanix/v3"),
        ("https://[fd00::7]:9440", "https://[fd00::7]:9440/api/nutanix/v3"),
        ("https://proxy.example/pc", "https://proxy.example/pc/api/nutanix/v3"),
        ("https://proxy.example/pc/api/nutanix/v3", "https://proxy.example/pc/api/nutanix/v3"),
        ("http://127.0.0.1:9440", "http://127.0.0.1:9440/api/nutanix/v3"),
    ] {
        assert_eq!(url(base), format!("{whole}/oauth/adfs_login"), "{base}");
    }
}

#[test]
fn client_needs_a_usable_base() {
    let credentials = || Basic::new("admin", "Nutanix/4u");
    let without = NutanixClient::builder().credentials(credentials()).build().unwrap_err();
    assert_refused_unsent(&without, |kind| matches!(kind, BuildErrorKind::BaseUrl { .. }));
    assert!(without.to_string().contains("base URL"), "{without}");
    for base in [
        "",
        "/api/nutanix/v3",
        "pc.example.com:9440",
        "https://admin:word@pc.example.com",
        "https://pc.example.com/#x",
    ] {
        let error = NutanixClient::new(base, credentials()).unwrap_err();
        assert_refused_unsent(&error, |kind| matches!(kind, BuildErrorKind::BaseUrl { .. }));
    }
    let plain = "http://pc.example.com:9080";
    let error = NutanixClient::new(plain, credentials()).unwrap_err();
    assert_refused_unsent(&error, |kind| matches!(kind, BuildErrorKind::PlainHttp));
    let allowed = NutanixClient::builder().base_url(plain).credentials(credentials()).allow_http();
    let url = allowed.build().unwrap().oauth_idp_login_get().into_request().url().unwrap();
    assert_eq!(url.as_str(), "http://pc.example.com:9080/api/nutanix/v3/oauth/idp_login");
}

#[test]
fn description_is_the_vendors_page() {
    let api = NutanixClient::API;
    assert_eq!((api.name(), api.base()), ("Nutanix", DeclaredBase::Path("/api/nutanix/v3")));
    let form: &[_] = &[BodyKind::Form];
    let json: &[_] = &[BodyKind::Json];
    let expected: [(&str, &[BodyKind], ResponseKind, bool); 12] = [
        ("GET /oauth/adfs_login", &[], ResponseKind::RedirectOrNothing, false),
        ("POST /oauth/authorize", form, ResponseKind::RedirectOrJson, true),
        ("DELETE /oauth/client/{client_id}", &[], ResponseKind::Json, true),
        ("GET /oauth/client/{client_id}", &[], ResponseKind::Json, true),
        ("PUT /oauth/client/{client_id}", json, ResponseKind::Json, true),
        ("POST /oauth/client/list", json, ResponseKind::Json, true),
        ("POST /oauth/client", json, ResponseKind::Json, true),
        ("POST /oauth/generate_token", json, ResponseKind::Json, true),
        ("GET /oauth/idp_callback", &[], ResponseKind::RedirectOrNothing, false),
        ("GET /oauth/idp_login", &[], ResponseKind::RedirectOrNothing, false),
        ("POST /oauth/revoke_token", &[], ResponseKind::Json, true),
        ("POST /oauth/token", form, ResponseKind::Json, true),
    ];
    assert_eq!(api.endpoints().len(), expected.len());
    for ((endpoint, name), expected) in api.endpoints().iter().zip(ENDPOINTS).zip(expected) {
        let shown = endpoint.to_string();
        assert_eq!(endpoint.name(), name);
        assert_eq!(
            (&*shown, endpoint.bodies(), endpoint.response(), endpoint.asks_for_json()),
            expected
        );
        assert_eq!(endpoint.auth(), [[Scheme::Basic].as_slice()]);
    }
}

#[test]
fn parameters_are_the_vendors_page() {
    let parameters: Vec<_> =
        NutanixClient::API.endpoints().iter().flat_map(|endpoint| endpoint.parameters()).collect();
    assert_eq!(parameters.len(), 38);
    let names = |wanted: &dyn Fn(&&&ParameterInfo) -> bool| {
        let names = parameters.iter().filter(wanted).map(|parameter| parameter.name());
        names.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        names(&|parameter| parameter.location() == ParameterLocation::Path),
        "client_id client_id client_id"
    );
    assert_eq!(
        names(&|parameter| parameter.location() == ParameterLocation::Query),
        "code state token token_type_hint"
    );
    assert_eq!(
        names(&|parameter| parameter.is_secret()),
        "code token client_secret code refresh_token"
    );
    assert_eq!(
        names(&|parameter| matches!(
            parameter.requirement(),
            Requirement::Optional | Requirement::ServerDefault("oauth_client" | "access_token")
        )),
        "scope redirect_uri state kind sort_attribute filter length sort_order offset expires_in \
         state token_type_hint code refresh_token state redirect_uri"
    );
    let grants = NutanixClient::API.endpoint("oauth_token_post").unwrap().grants();
    let needs: Vec<_> = grants.iter().map(|grant| (grant.grant_type(), grant.needs())).collect();
    assert_eq!(
        needs,
        [
            ("authorization_code", ["code", "redirect_uri"].as_slice()),
            ("refresh_token", ["refresh_token"].as_slice()),
        ]
    );
}

#[tokio::test]
async fn logins_are_the_documented_requests() {
    let server = Server::answering([Response::redirect(302, "https://idp.example/")]).await;
    let client = client(&server);
    assert_sent!(server, client.oauth_adfs_login_get(), request("GET /oauth/adfs_login", "", ""));
    assert_sent!(server, client.oauth_idp_login_get(), request("GET /oauth/idp_login", "", ""));
}

#[tokio::test]
async fn authorize_is_the_documented_request() {
    let server = Server::answering([Response::redirect(302, CALLBACK)]).await;
    let client = client(&server);
    let body = "client_id=6f9a1c1e-4b2d-4f4e-9a53-0d9f3c1b7a10&response_type=code&confirm=yes&scope=read+write&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&state=s%3D1";
    assert_eq!(body.len(), 150);
    assert_sent!(
        server,
        client
            .oauth_authorize_post()
            .client_id(ID)
            .confirm(Confirm::Yes)
            .scope("read write")
            .redirect_uri(CALLBACK)
            .state(&State::from_string("s=1")),
        request("POST /oauth/authorize", FORM, body)
    );
}

#[tokio::test]
async fn authorize_leaves_out_what_was_not_set() {
    let server = Server::answering([Response::redirect(302, CALLBACK)]).await;
    let client = client(&server);
    assert_sent!(
        server,
        client.oauth_authorize_post().client_id("").confirm(Confirm::No),
        request("POST /oauth/authorize", FORM, "client_id=&response_type=code&confirm=no")
    );
    assert_sent!(
        server,
        client
            .oauth_authorize_post()
            .client_id("c")
            .confirm("")
            .scope("")
            .redirect_uri("")
            .state(""),
        request(
            "POST /oauth/authorize",
            FORM,
            "client_id=c&response_type=code&confirm=&scope=&redirect_uri=&state="
        )
    );
    assert_sent!(
        server,
        client
            .oauth_authorize_post()
            .client_id("c")
            .confirm("maybe yes")
            .state("first")
            .state(None::<String>)
            .scope(["read", "write"])
            .redirect_uri(None::<String>),
        request(
            "POST /oauth/authorize",
            FORM,
            "client_id=c&response_type=code&confirm=maybe+yes&scope=read+write"
        )
    );
}

#[tokio::test]
async fn authorize_encodes_awkward_values() {
    let server = Server::answering([Response::redirect(302, CALLBACK)]).await;
    let client = client(&server);
    let large = "x".repeat(64 * 1024);
    let large = [(large.as_str(), large.as_str(), "", "")];
    for (value, form, ..) in AWKWARD.iter().chain(&large) {
        let call = client.oauth_authorize_post().client_id(*value).confirm(*value);
        call.redirect_uri(*value).state(*value).send().await.unwrap();
        let body = format!(
            "client_id={form}&response_type=code&confirm={form}&redirect_uri={form}&state={form}"
        );
        assert_last(&server, "POST /oauth/authorize", FORM, &body);
    }
}

#[tokio::test]
async fn client_is_read_and_deleted_as_documented() {
    let server = Server::answering([Response::json(200, CLIENT)]).await;
    let client = client(&server);
    let path = "/oauth/client/6f9a1c1e-4b2d-4f4e-9a53-0d9f3c1b7a10";
    assert_sent!(
        server,
        client.oauth_client_client_id_delete().client_id(ID),
        request(&format!("DELETE {path}"), ACCEPT, "")
    );
    assert_sent!(
        server,
        client.oauth_client_client_id_get().client_id(ID),
        request(&format!("GET {path}"), ACCEPT, "")
    );
}

#[tokio::test]
async fn awkward_identifiers_stay_one_segment() {
    let server = Server::answering([Response::json(200, CLIENT)]).await;
    let client = client(&server);
    for (value, _, segment, _) in AWKWARD.iter().chain(&[("list", "", "list", "")]) {
        client.oauth_client_client_id_delete().client_id(*value).send().await.unwrap();
        assert_last(&server, &format!("DELETE /oauth/client/{segment}"), ACCEPT, "");
        client.oauth_client_client_id_get().client_id(*value).send().await.unwrap();
        assert_last(&server, &format!("GET /oauth/client/{segment}"), ACCEPT, "");
        let call = client.oauth_client_client_id_put().client_id(*value).client_name("n");
        let call = call.redirect_uris([""; 0]).client_description("d").default_scopes([""; 0]);
        call.send().await.unwrap();
        let body = r#"{"client_name":"n","redirect_uris":[],"client_description":"d","default_scopes":[]}"#;
        assert_last(&server, &format!("PUT /oauth/client/{segment}"), JSON, body);
    }
}

#[tokio::test]
async fn identifiers_that_move_the_path_are_refused() {
    let server = Server::start().await;
    let client = client(&server);
    let large = "x".repeat(64 * 1024);
    for id in ["", ".", "..", &large] {
        let put = client.oauth_client_client_id_put().client_id(id).client_name("n");
        let put = put.redirect_uris([CALLBACK]).client_description("d").default_scopes(["read"]);
        for error in [
            client.oauth_client_client_id_delete().client_id(id).send().await.unwrap_err(),
            client.oauth_client_client_id_get().client_id(id).send().await.unwrap_err(),
            client.oauth_client_client_id_get().client_id(id).into_request().url().unwrap_err(),
            put.send().await.unwrap_err(),
        ] {
            assert_refused_unsent(&error, |kind| match kind {
                BuildErrorKind::EmptyPathSegment { parameter: "client_id" } => id.is_empty(),
                BuildErrorKind::DotPathSegment { parameter: "client_id" } => id.starts_with('.'),
                BuildErrorKind::UrlTooLong => id.starts_with('x'),
                _ => false,
            });
        }
    }
    assert_eq!(server.requests(), []);
}

#[tokio::test]
async fn client_is_replaced_as_documented() {
    let server = Server::answering([Response::json(200, CLIENT)]).await;
    let client = client(&server);
    let body = r#"{"client_name":"Web Console","redirect_uris":["https://app.example/cb"],"client_description":"demo","default_scopes":["read","write"]}"#;
    assert_eq!(body.len(), 134);
    assert_sent!(
        server,
        client
            .oauth_client_client_id_put()
            .client_id(ID)
            .client_name("Web Console")
            .redirect_uris([CALLBACK])
            .client_description("demo")
            .default_scopes(vec!["read".to_owned(), "write".to_owned()]),
        request("PUT /oauth/client/6f9a1c1e-4b2d-4f4e-9a53-0d9f3c1b7a10", JSON, body)
    );
}

#[tokio::test]
async fn client_is_made_as_documented() {
    let server = Server::answering([Response::json(200, CLIENT)]).await;
    let client = client(&server);
    let body = r#"{"client_name":"Web Console","redirect_uris":["https://app.example/cb"],"client_description":"demo","default_scopes":["read"]}"#;
    assert_eq!(body.len(), 126);
    assert_sent!(
        server,
        client
            .oauth_client_post()
            .client_name("Web Console")
            .redirect_uris([CALLBACK])
            .client_description("demo")
            .default_scopes(["read"]),
        request("POST /oauth/client", JSON, body)
    );
}

#[tokio::test]
async fn awkward_values_are_json_strings() {
    let server = Server::answering([Response::json(200, CLIENT)]).await;
    let client = client(&server);
    let large = "x".repeat(64 * 1024);
    let quoted = format!("\"{large}\"");
    let others = [("", "", "", "\"\""), (large.as_str(), "", "", quoted.as_str())];
    for (value, _, _, json) in AWKWARD.iter().chain(&others) {
        let body = format!(
            r#"{{"client_name":{json},"redirect_uris":[{json},""],"client_description":{json},"default_scopes":["",{json}]}}"#
        );
        let call = client.oauth_client_post().client_name(*value).redirect_uris([*value, ""]);
        call.client_description(*value).default_scopes(["", *value]).send().await.unwrap();
        assert_last(&server, "POST /oauth/client", JSON, &body);
        let call = client.oauth_client_client_id_put().client_id(ID).client_name(*value);
        let call = call.redirect_uris([*value, ""]).client_description(*value);
        call.default_scopes(["", *value]).send().await.unwrap();
        assert_last(&server, &format!("PUT /oauth/client/{ID}"), JSON, &body);
    }
}

#[tokio::test]
async fn list_is_the_documented_request() {
    let server = Server::answering([Response::json(200, CLIENTS)]).await;
    let client = client(&server);
    let body = r#"{"kind":"oauth_client","filter":"client_name==web.*","length":20,"offset":0}"#;
    assert_eq!(body.len(), 76);
    assert_sent!(
        server,
        client
            .oauth_client_list_post()
            .kind("oauth_client")
            .filter("client_name==web.*")
            .length(20)
            .offset(0),
        request("POST /oauth/client/list", JSON, body)
    );
}

#[tokio::test]
async fn list_of_everything_has_an_empty_object() {
    let server = Server::answering([Response::json(200, CLIENTS)]).await;
    let client = client(&server);
    assert_sent!(
        server,
        client.oauth_client_list_post(),
        request("POST /oauth/client/list", JSON, "{}")
    );
    assert_sent!(
        server,
        client
            .oauth_client_list_post()
            .kind(None::<String>)
            .sort_attribute(None::<String>)
            .filter(None::<String>)
            .length(7)
            .length(None)
            .sort_order(None::<String>)
            .offset(None),
        request("POST /oauth/client/list", JSON, "{}")
    );
}

#[tokio::test]
async fn list_sends_each_field_alone() {
    let server = Server::answering([Response::json(200, CLIENTS)]).await;
    let client = client(&server);
    let call = || client.oauth_client_list_post();
    for (call, body) in [
        (call().kind("other"), r#"{"kind":"other"}"#),
        (call().kind(""), r#"{"kind":""}"#),
        (call().sort_attribute("name"), r#"{"sort_attribute":"name"}"#),
        (call().sort_attribute(""), r#"{"sort_attribute":""}"#),
        (call().filter("a==\"b\";c=gt=1"), r#"{"filter":"a==\"b\";c=gt=1"}"#),
        (call().filter(""), r#"{"filter":""}"#),
        (call().length(1), r#"{"length":1}"#),
        (call().length(0), r#"{"length":0}"#),
        (call().length(i32::MAX), r#"{"length":2147483647}"#),
        (call().sort_order("ASCENDING"), r#"{"sort_order":"ASCENDING"}"#),
        (call().sort_order(""), r#"{"sort_order":""}"#),
        (call().offset(0), r#"{"offset":0}"#),
        (call().offset(i32::MIN), r#"{"offset":-2147483648}"#),
    ] {
        call.send().await.unwrap();
        assert_last(&server, "POST /oauth/client/list", JSON, body);
    }
    for (value, _, _, json) in AWKWARD {
        let all = call().kind(*value).sort_attribute(*value).filter(*value).length(2);
        all.sort_order(*value).offset(3).send().await.unwrap();
        let body = format!(
            r#"{{"kind":{json},"sort_attribute":{json},"filter":{json},"length":2,"sort_order":{json},"offset":3}}"#
        );
        assert_last(&server, "POST /oauth/client/list", JSON, &body);
    }
}

#[tokio::test]
async fn generate_token_is_the_documented_request() {
    let server = Server::answering([Response::json(200, GENERATED)]).await;
    let client = client(&server);
    let body = r#"{"scopes":["read"],"client_name":"cli","client_description":"for scripts","expires_in":3600}"#;
    assert_eq!(body.len(), 92);
    assert_sent!(
        server,
        client
            .oauth_generate_token_post()
            .scopes(["read"])
            .client_name("cli")
            .client_description("for scripts")
            .expires_in(3600),
        request("POST /oauth/generate_token", JSON, body)
    );
    assert_sent!(
        server,
        client.oauth_generate_token_post().scopes([""; 0]).client_name("").client_description(""),
        request(
            "POST /oauth/generate_token",
            JSON,
            r#"{"scopes":[],"client_name":"","client_description":""}"#
        )
    );
}

#[tokio::test]
async fn generate_token_sends_awkward_values() {
    let server = Server::answering([Response::json(200, GENERATED)]).await;
    let client = client(&server);
    for (value, _, _, json) in AWKWARD {
        let call = client.oauth_generate_token_post().scopes([*value, "b"]).client_name(*value);
        call.client_description(*value).expires_in(None).send().await.unwrap();
        let body = format!(
            r#"{{"scopes":[{json},"b"],"client_name":{json},"client_description":{json}}}"#
        );
        assert_last(&server, "POST /oauth/generate_token", JSON, &body);
    }
    for expires_in in [0, -1, i64::MAX] {
        let call = client.oauth_generate_token_post().scopes(["a"]).client_name("n");
        call.client_description("d").expires_in(expires_in).send().await.unwrap();
        let body = format!(
            r#"{{"scopes":["a"],"client_name":"n","client_description":"d","expires_in":{expires_in}}}"#
        );
        assert_last(&server, "POST /oauth/generate_token", JSON, &body);
    }
}

#[tokio::test]
async fn idp_callback_is_the_documented_request() {
    let server = Server::answering([Response::redirect(302, "/console/")]).await;
    let client = client(&server);
    assert_sent!(
        server,
        client.oauth_idp_callback_get().code("c0de+1").state("s=1"),
        request("GET /oauth/idp_callback?code=c0de%2B1&state=s%3D1", "", "")
    );
    assert_sent!(
        server,
        client.oauth_idp_callback_get().code("c0de+1"),
        request("GET /oauth/idp_callback?code=c0de%2B1", "", "")
    );
    assert_sent!(
        server,
        client.oauth_idp_callback_get().code("").state(""),
        request("GET /oauth/idp_callback?code=&state=", "", "")
    );
    let url =
        client.oauth_idp_callback_get().code("c0de+1").state("s=1").into_request().url().unwrap();
    assert_eq!(
        url.as_str(),
        server.url("/api/nutanix/v3/oauth/idp_callback?code=c0de%2B1&state=s%3D1")
    );
}

#[tokio::test]
async fn revoke_is_a_query_without_a_body() {
    let server = Server::answering([Response::json(200, REVOKED)]).await;
    let client = client(&server);
    assert_sent!(
        server,
        client
            .oauth_revoke_token_post()
            .token("nxAT+/=")
            .token_type_hint(TokenTypeHint::AccessToken),
        request(
            "POST /oauth/revoke_token?token=nxAT%2B%2F%3D&token_type_hint=access_token",
            ACCEPT,
            ""
        )
    );
    assert!(server.requests()[0].header("content-type").is_none());
    assert_eq!(server.requests()[0].header_all("content-length"), ["0"]);
    for (call, query) in [
        (client.oauth_revoke_token_post().token("nxAT"), "token=nxAT"),
        (client.oauth_revoke_token_post().token("nxAT").token_type_hint(None), "token=nxAT"),
        (
            client.oauth_revoke_token_post().token("nxRT").token_type_hint("refresh_token"),
            "token=nxRT&token_type_hint=refresh_token",
        ),
        (client.oauth_revoke_token_post().token("").token_type_hint(""), "token=&token_type_hint="),
    ] {
        call.send().await.unwrap();
        assert_last(&server, &format!("POST /oauth/revoke_token?{query}"), ACCEPT, "");
    }
}

#[tokio::test]
async fn queries_carry_awkward_values() {
    let server = Server::answering([Response::json(200, REVOKED)]).await;
    let client = client(&server);
    let large = "x".repeat(20 * 1024);
    let large = [(large.as_str(), large.as_str(), "", "")];
    for (value, query, ..) in AWKWARD.iter().chain(&large) {
        client.oauth_idp_callback_get().code(*value).state(*value).send().await.unwrap();
        let line = format!("GET /oauth/idp_callback?code={query}&state={query}");
        assert_last(&server, &line, "", "");
        let call = client.oauth_revoke_token_post().token(*value).token_type_hint(*value);
        call.send().await.unwrap();
        let line = format!("POST /oauth/revoke_token?token={query}&token_type_hint={query}");
        assert_last(&server, &line, ACCEPT, "");
    }
}

#[tokio::test]
async fn secret_too_long_for_a_url_is_refused() {
    let server = Server::start().await;
    let client = client(&server);
    let large = "s3cret".repeat(11 * 1024);
    for error in [
        client.oauth_revoke_token_post().token(large.as_str()).send().await.unwrap_err(),
        client.oauth_idp_callback_get().code(large.as_str()).send().await.unwrap_err(),
    ] {
        assert_refused_unsent(&error, |kind| matches!(kind, BuildErrorKind::UrlTooLong));
        assert!(!format!("{error} {error:?}").contains("s3cret"));
    }
    assert_eq!(server.requests(), []);
}

#[tokio::test]
async fn code_exchange_is_the_documented_request() {
    let server = Server::answering([Response::json(200, TOKEN)]).await;
    let client = client(&server);
    let body = "grant_type=authorization_code&client_id=6f9a1c1e-4b2d-4f4e-9a53-0d9f3c1b7a10&client_secret=cs%2B%2F%3D&code=abc&redirect_uri=https%3A%2F%2Fapp.example%2Fcb";
    assert_eq!(body.len(), 155);
    assert_sent!(
        server,
        client
            .oauth_token_post()
            .authorization_code()
            .client_id(ID)
            .client_secret("cs+/=")
            .code("abc")
            .redirect_uri(CALLBACK),
        request("POST /oauth/token", FORM, body)
    );
    assert_sent!(
        server,
        client
            .oauth_token_post()
            .grant_type(GrantType::AuthorizationCode)
            .client_id(ID)
            .client_secret("cs+/=")
            .code("abc")
            .redirect_uri(CALLBACK),
        request("POST /oauth/token", FORM, body)
    );
    assert_sent!(
        server,
        client
            .oauth_token_post()
            .client_id("i")
            .client_secret("s")
            .authorization_code()
            .redirect_uri("")
            .code("c")
            .state("s=1"),
        request(
            "POST /oauth/token",
            FORM,
            "grant_type=authorization_code&client_id=i&client_secret=s&code=c&state=s%3D1&redirect_uri="
        )
    );
}

#[tokio::test]
async fn refresh_sends_the_refresh_token() {
    let server = Server::answering([Response::json(200, TOKEN)]).await;
    let client = client(&server);
    let body = "grant_type=refresh_token&client_id=6f9a1c1e-4b2d-4f4e-9a53-0d9f3c1b7a10&client_secret=cs%2B%2F%3D&refresh_token=nxRT%3D";
    assert_sent!(
        server,
        client
            .oauth_token_post()
            .refresh_token_grant()
            .client_id(ID)
            .client_secret("cs+/=")
            .refresh_token("nxRT="),
        request("POST /oauth/token", FORM, body)
    );
    assert_sent!(
        server,
        client
            .oauth_token_post()
            .grant_type("refresh_token")
            .client_id(ID)
            .client_secret("cs+/=")
            .refresh_token("nxRT="),
        request("POST /oauth/token", FORM, body)
    );
}

#[tokio::test]
async fn token_call_sends_what_was_set() {
    let server = Server::answering([Response::json(200, TOKEN)]).await;
    let client = client(&server);
    assert_sent!(
        server,
        client.oauth_token_post().grant_type("urn:x y").client_id("").client_secret(""),
        request("POST /oauth/token", FORM, "grant_type=urn%3Ax+y&client_id=&client_secret=")
    );
    assert_sent!(
        server,
        client
            .oauth_token_post()
            .grant_type("")
            .client_id("i")
            .client_secret("s")
            .code("")
            .refresh_token("")
            .state("")
            .redirect_uri(""),
        request(
            "POST /oauth/token",
            FORM,
            "grant_type=&client_id=i&client_secret=s&code=&refresh_token=&state=&redirect_uri="
        )
    );
    let large = "x".repeat(64 * 1024);
    let large = [(large.as_str(), large.as_str(), "", "")];
    for (value, form, ..) in AWKWARD.iter().chain(&large) {
        let call = client.oauth_token_post().grant_type(*value).client_id(*value);
        let call = call.client_secret(*value).code(*value).refresh_token(*value);
        call.state(*value).redirect_uri(*value).send().await.unwrap();
        let body = format!(
            "grant_type={form}&client_id={form}&client_secret={form}&code={form}&refresh_token={form}&state={form}&redirect_uri={form}"
        );
        assert_last(&server, "POST /oauth/token", FORM, &body);
    }
}

#[tokio::test]
async fn every_call_carries_basic_once() {
    let server = Server::start().await;
    let client = client(&server);
    for endpoint in ENDPOINTS {
        drop(call(&client, endpoint).await);
        let seen = server.requests().pop().unwrap();
        assert_eq!(
            seen.header_all("authorization"),
            ["Basic YWRtaW46TnV0YW5peC80dQ=="],
            "{endpoint}"
        );
    }
    assert_eq!(server.requests().len(), ENDPOINTS.len());
}

#[tokio::test]
async fn passwords_are_sent_as_utf8() {
    let server = Server::answering([Response::redirect(302, "/")]).await;
    for (user, password, header) in [
        ("admin", "a:b:c", "Basic YWRtaW46YTpiOmM="),
        ("é", "東🦀", "Basic w6k65p2x8J+mgA=="),
        ("", "", "Basic Og=="),
        ("a b", "&=+%/?#", "Basic YSBiOiY9KyUvPyM="),
    ] {
        let client = NutanixClient::new(server.origin(), Basic::new(user, password)).unwrap();
        client.oauth_idp_login_get().send().await.unwrap();
        assert_eq!(server.requests().pop().unwrap().header_all("authorization"), [header]);
        let other = Basic::new("someone", "else");
        client.oauth_idp_login_get().auth(other).send().await.unwrap();
        let sent = server.requests().pop().unwrap();
        assert_eq!(sent.header_all("authorization"), ["Basic c29tZW9uZTplbHNl"]);
    }
}

#[tokio::test]
async fn unusable_credentials_are_refused_unsent() {
    let server = Server::start().await;
    for (user, password) in [("ad:min", "s3cret"), ("admin", "s3cret\n"), ("ad\0min", "s3cret")] {
        let client = NutanixClient::new(server.origin(), Basic::new(user, password)).unwrap();
        for endpoint in ENDPOINTS {
            let error = call(&client, endpoint).await.unwrap_err();
            assert_refused_unsent(&error, |kind| {
                matches!(kind, BuildErrorKind::Credentials { .. })
            });
            assert!(!format!("{error} {error:?}").contains("s3cret"));
        }
    }
    let nobody = NutanixClient::builder().base_url(server.origin()).build().unwrap();
    for endpoint in ENDPOINTS {
        let error = call(&nobody, endpoint).await.unwrap_err();
        assert_refused_unsent(&error, |kind| matches!(kind, BuildErrorKind::MissingCredentials));
    }
    assert_eq!(server.requests(), []);
}

#[tokio::test]
async fn logins_give_the_target_unfollowed() {
    let target = Server::start().await;
    let server = Server::start().await;
    let client = client(&server);
    let elsewhere = target.url("/adfs/ls?wa=wsignin1.0&s=s3cret#f");
    for status in [301, 302, 303, 307, 308] {
        for (location, whole) in [
            (elsewhere.as_str(), elsewhere.clone()),
            ("/console/#login", server.url("/console/#login")),
            ("idp?x=1", server.url("/api/nutanix/v3/oauth/idp?x=1")),
        ] {
            server.answer(Response::redirect(status, location));
            for answer in [
                client.oauth_adfs_login_get().send().await.unwrap(),
                client.oauth_idp_login_get().send().await.unwrap(),
                client.oauth_idp_callback_get().code("c0de+1").send().await.unwrap(),
            ] {
                assert!(!format!("{answer:?}").contains("s3cret"));
                let redirect = answer.into_redirect().unwrap();
                assert_eq!(redirect.status(), status);
                assert_eq!(redirect.url_text(), whole);
            }
        }
    }
    assert_eq!(target.requests(), []);
}

#[tokio::test]
async fn logins_may_succeed_without_target() {
    let server = Server::start().await;
    let client = client(&server);
    for answer in [
        Response::new(200),
        Response::new(204),
        Response::html(200, "<html>Sign in</html>"),
        Response::json(202, "{\"not\": "),
    ] {
        server.answer(answer);
        for answer in [
            client.oauth_adfs_login_get().send().await.unwrap(),
            client.oauth_idp_login_get().send().await.unwrap(),
            client.oauth_idp_callback_get().code("c0de+1").state("s=1").send().await.unwrap(),
        ] {
            assert!(matches!(answer, RedirectOr::Value(())), "{answer:?}");
        }
    }
}

#[tokio::test]
async fn redirect_without_target_is_unexpected() {
    let server = Server::start().await;
    let client = client(&server);
    for answer in [
        Response::new(302),
        Response::new(304),
        Response::redirect(302, "https://["),
        Response::new(303).header("location", b"/\xff"),
    ] {
        server.answer(answer);
        for endpoint in REDIRECTING {
            let error = call(&client, endpoint).await.unwrap_err();
            assert!(
                matches!(&error, Error::Unexpected(error) if matches!(error.reason(), UnexpectedReason::Location)),
                "{endpoint}: {error}"
            );
            assert!(error.status().unwrap().is_redirection());
        }
    }
}

#[tokio::test]
async fn undeclared_redirects_are_not_followed() {
    let target = Server::start().await;
    let answer = Response::redirect(302, &target.url("/api/nutanix/v3/login?x=s3cret"));
    let server = Server::answering([answer]).await;
    let client = client(&server);
    for endpoint in ENDPOINTS.iter().filter(|name| !REDIRECTING.contains(name)) {
        let error = call(&client, endpoint).await.unwrap_err();
        assert!(
            matches!(&error, Error::Unexpected(error) if matches!(error.reason(), UnexpectedReason::Redirect { .. })),
            "{endpoint}: {error}"
        );
        assert!(!format!("{error} {error:?}").contains("s3cret"));
    }
    assert_eq!(target.requests(), []);
}

#[tokio::test]
async fn authorization_code_is_in_the_redirect() {
    let location = "https://app.example/cb/?code=s3cret%2B%2Fc&state=s%3D1";
    let server = Server::answering([Response::redirect(302, location)]).await;
    let client = client(&server);
    let state = State::from_string("s=1");
    let call = client.oauth_authorize_post().client_id(ID).confirm(Confirm::Yes);
    let response = call.redirect_uri(CALLBACK).state(&state).send().with_response().await.unwrap();
    assert!(!format!("{response:?}").contains("s3cret"));
    let written = response.header(NutanixClient::LOCATION).unwrap();
    assert_eq!(written.unwrap().expose_secret(), location);
    let redirect = response.into_value().into_redirect().unwrap();
    assert_eq!(redirect.url_text(), location);

    // The vendor puts a slash before the `?`.
    let expected = Callback::new(&state).redirect_uri("https://app.example/cb/");
    let code = redirect.callback(&expected).unwrap();
    assert_eq!(code.code().expose_secret(), "s3cret+/c");
    assert!(!format!("{code:?}").contains("s3cret"));
    let without = Callback::new(&state).redirect_uri(CALLBACK);
    assert_eq!(redirect.callback(&without).unwrap_err(), CallbackError::OtherPath);
    let forged = State::from_string("s=2");
    let forged = redirect.callback(&Callback::new(&forged)).unwrap_err();
    assert_eq!(forged, CallbackError::StateWrong);

    server.answer(Response::json(200, TOKEN));
    let call = client.oauth_token_post().authorization_code().client_id(ID).client_secret("s");
    call.code(code.into_code()).redirect_uri(CALLBACK).send().await.unwrap();
    let body = format!(
        "grant_type=authorization_code&client_id={ID}&client_secret=s&code=s3cret%2B%2Fc&redirect_uri=https%3A%2F%2Fapp.example%2Fcb"
    );
    assert_last(&server, "POST /oauth/token", FORM, &body);
}

#[tokio::test]
async fn refusal_may_be_in_the_redirect() {
    let location = "https://app.example/cb/?error=access_denied&state=s%3D1";
    let server = Server::answering([Response::redirect(302, location)]).await;
    let call = client(&server).oauth_authorize_post().client_id(ID).confirm(Confirm::No);
    let redirect = call.state("s=1").send().await.unwrap().into_redirect().unwrap();
    let state = State::from_string("s=1");
    let error = redirect.callback(&Callback::new(&state)).unwrap_err();
    assert!(
        matches!(&error, CallbackError::Denied(error) if error.error().as_str() == "access_denied"),
        "{error}"
    );
}

#[tokio::test]
async fn authorize_may_answer_a_status() {
    let server = Server::start().await;
    let client = client(&server);
    for status in [200, 202] {
        server.answer(Response::json(status, AUTHORIZED));
        let call = client.oauth_authorize_post().client_id(ID).confirm(Confirm::Yes);
        let answer = call.send().with_response().await.unwrap();
        assert_eq!(answer.status(), status);
        let told = answer.into_value().into_value().unwrap();
        assert_eq!(told.kind.as_deref(), Some("oauth"));
        assert_eq!(told.code, Some(200));
        assert_eq!(told.state.as_deref(), Some("COMPLETE"));
        assert_eq!(told.api_version.as_deref(), Some("3.1.0"));
        assert!(told.message_list.is_empty() && told.message.is_none());
    }
}

#[tokio::test]
async fn revocation_answers_a_status() {
    let server = Server::start().await;
    let client = client(&server);
    for (answer, kind) in [
        (Response::json(200, REVOKED), Some("oauth")),
        (
            Response::json(
                202,
                r#"{"code":null,"message_list":null,"state":"COMPLETE","api_version":"3.1.0"}"#,
            ),
            None,
        ),
    ] {
        server.answer(answer);
        let told = client.oauth_revoke_token_post().token("nxAT").send().await.unwrap();
        assert_eq!((told.kind.as_deref(), told.code), (kind, None));
        assert_eq!(told.state.as_deref(), Some("COMPLETE"));
        assert_eq!(told.api_version.as_deref(), Some("3.1.0"));
        assert!(told.message_list.is_empty());
    }
    server.answer(Response::json(200, "{}"));
    let told = client.oauth_revoke_token_post().token("nxAT").send().await.unwrap();
    assert!(told.kind.is_none() && told.state.is_none() && told.api_version.is_none());
}

fn assert_is_documented(client: &OauthClientResponse, default_scopes: &[&str]) {
    assert_eq!(client.redirect_uris, [CALLBACK]);
    assert_eq!(client.client_name, "Web Console");
    assert_eq!(client.client_id, ID);
    assert_eq!(client.client_secret.as_ref().unwrap().expose_secret(), "nx-made-up");
    assert_eq!(client.client_description, "demo");
    assert_eq!(client.default_scopes, default_scopes);
}

/// The four calls that answer a client.
async fn clients(client: &NutanixClient) -> [Result<OauthClientResponse, Error>; 4] {
    let put = client.oauth_client_client_id_put().client_id(ID).client_name("n");
    let put = put.redirect_uris([CALLBACK]).client_description("d").default_scopes(["read"]);
    let post = client.oauth_client_post().client_name("n").redirect_uris([CALLBACK]);
    let post = post.client_description("d").default_scopes(["read"]);
    [
        client.oauth_client_client_id_delete().client_id(ID).send().await,
        client.oauth_client_client_id_get().client_id(ID).send().await,
        put.send().await,
        post.send().await,
    ]
}

#[tokio::test]
async fn client_answer_has_every_field() {
    let server = Server::start().await;
    let client = client(&server);
    for status in [200, 201, 202] {
        server.answer(Response::json(status, CLIENT));
        for answer in clients(&client).await {
            assert_is_documented(&answer.unwrap(), &["read", "write"]);
        }
    }
}

#[tokio::test]
async fn client_answer_may_lack_texts_and_lists() {
    let server = Server::start().await;
    let client = client(&server);
    for body in [
        r#"{"client_id":"i","client_secret":"s"}"#,
        r#"{"client_id":"i","client_secret":"s","client_name":null,"client_description":null,"redirect_uris":null,"default_scopes":null,"state":"new"}"#,
    ] {
        server.answer(Response::json(200, body));
        for answer in clients(&client).await {
            let answer = answer.unwrap();
            assert_eq!(answer.client_id, "i");
            assert!(answer.client_name.is_empty() && answer.client_description.is_empty());
            assert!(answer.redirect_uris.is_empty() && answer.default_scopes.is_empty());
        }
    }
    for body in [r#"{"client_secret":"s3cret"}"#, "{}", "[]", "null", "\"s3cret\""] {
        server.answer(Response::json(200, body));
        for answer in clients(&client).await {
            let error = answer.unwrap_err();
            assert!(matches!(error, Error::Unexpected(_)), "{body}: {error}");
            assert!(!format!("{error} {error:?}").contains("s3cret"));
        }
    }
}

#[tokio::test]
async fn client_answer_may_lack_its_secret() {
    let server = Server::start().await;
    let client = client(&server);
    for body in [
        r#"{"client_id":"i"}"#,
        r#"{"client_id":"i","client_secret":null}"#,
        r#"{"client_id":"i","client_secret":""}"#,
    ] {
        server.answer(Response::json(200, body));
        for answer in clients(&client).await {
            let answer = answer.unwrap();
            assert_eq!(answer.client_id, "i");
            assert!(answer.client_secret.is_none());
        }
    }
}

async fn list(answer: Response) -> Result<OauthClientList, Error> {
    let server = Server::answering([answer]).await;
    client(&server).oauth_client_list_post().send().await
}

#[tokio::test]
async fn list_answer_has_every_field() {
    let answer = list(Response::json(200, CLIENTS)).await.unwrap();
    let [only] = answer.entities.as_slice() else { panic!("{:?}", answer.entities) };
    assert_is_documented(only, &["read"]);
    assert_eq!(answer.metadata.kind.as_deref(), Some("oauth_client"));
    assert_eq!((answer.metadata.length, answer.metadata.offset), (Some(1), Some(0)));
    assert!(answer.metadata.sort_attribute.is_none() && answer.metadata.sort_order.is_none());
    assert!(answer.metadata.filter.is_none());
    let body = r#"{"api_version":"3.1","entities":[],"metadata":{"kind":"k","sort_attribute":"a","filter":"f","length":"20","sort_order":"DESCENDING","offset":40.0,"total_matches":41}}"#;
    let OauthClientList { entities, metadata, .. } = list(Response::json(200, body)).await.unwrap();
    assert!(entities.is_empty());
    assert_eq!(metadata.kind.as_deref(), Some("k"));
    assert_eq!(metadata.sort_attribute.as_deref(), Some("a"));
    assert_eq!(metadata.filter.as_deref(), Some("f"));
    assert_eq!((metadata.length, metadata.offset), (Some(20), Some(40)));
    assert_eq!(metadata.sort_order.as_deref(), Some("DESCENDING"));
    assert_eq!(metadata.total_matches, Some(41));
}

#[tokio::test]
async fn one_client_without_a_secret_costs_no_list() {
    for secret in ["", r#","client_secret":null"#] {
        let body = format!(
            r#"{{"entities":[{{"client_id":"a","client_secret":"s"}},{{"client_id":"b"{secret}}}],"metadata":{{"total_matches":"2"}}}}"#
        );
        let answer = list(Response::json(200, body)).await.unwrap();
        let [a, b] = answer.entities.as_slice() else { panic!("{:?}", answer.entities) };
        assert_eq!((&*a.client_id, &*b.client_id), ("a", "b"));
        assert_eq!(a.client_secret.as_ref().unwrap().expose_secret(), "s");
        assert!(b.client_secret.is_none());
        assert_eq!(answer.metadata.total_matches, Some(2));
    }
}

#[tokio::test]
async fn list_answer_may_lack_its_metadata() {
    for body in [
        r#"{"entities":null}"#,
        r#"{"entities":[],"metadata":null}"#,
        r#"{"entities":[],"metadata":{}}"#,
        r#"{"entities":[],"metadata":{"kind":null,"length":null,"offset":null,"filter":null}}"#,
    ] {
        let answer = list(Response::json(200, body)).await.unwrap();
        assert!(answer.entities.is_empty());
        assert_eq!((answer.metadata.length, answer.metadata.offset), (None, None));
        assert!(answer.metadata.kind.is_none());
    }
    for body in ["{}", r#"{"entities":{}}"#, r#"{"entities":[{}]}"#, "[]"] {
        let error = list(Response::json(200, body)).await.unwrap_err();
        assert!(matches!(error, Error::Unexpected(_)), "{body}: {error}");
    }
}

async fn generate(answer: Response) -> Result<OauthGenerateTokenResponse, Error> {
    let server = Server::answering([answer]).await;
    let call = client(&server).oauth_generate_token_post().scopes(["read"]).client_name("cli");
    call.client_description("for scripts").send().await
}

#[tokio::test]
async fn generated_token_has_a_list_of_scopes() {
    let answer = generate(Response::json(200, GENERATED)).await.unwrap();
    assert_eq!(answer.client_secret.expose_secret(), "nx-made-up");
    assert_eq!(answer.client_id, ID);
    let token = answer.oauth_token;
    assert_eq!(token.access_token.expose_secret(), "nxAT");
    assert!(matches!(token.token_type, Some(TokenType::Bearer)));
    assert_eq!(token.expires_in, Some(3600));
    assert_eq!(token.refresh_token.unwrap().expose_secret(), "nxRT");
    assert_eq!(token.scopes, ["read"]);
    for (rest, scopes) in [
        (r#","expires_in":"3600","token_type":"Bearer","scopes":["a b","c"]"#, &["a b", "c"][..]),
        (r#","expires_in":3600.5,"token_type":"BEARER","scopes":"a  b""#, &["a", "b"]),
        (r#","expires_in":3600,"scope":"not this one","refresh_token":null"#, &[]),
        (r#","expires_in":3600,"scopes":null,"token_type":null"#, &[]),
        (r#","expires_in":3600,"scopes":{},"token_type":[],"refresh_token":"""#, &[]),
    ] {
        let body = format!(
            r#"{{"client_id":"i","client_secret":"s","oauth_token":{{"access_token":"t"{rest}}}}}"#
        );
        let token = generate(Response::json(200, body)).await.unwrap().oauth_token;
        assert_eq!(token.expires_in, Some(3600));
        assert_eq!(token.scopes, scopes);
        assert!(token.refresh_token.is_none());
        assert!(token.token_type.is_none_or(|kind| kind == "bearer"));
    }
}

async fn exchange(answer: Response) -> Result<ProviderOauthToken, Error> {
    let server = Server::answering([answer]).await;
    let call = client(&server).oauth_token_post().authorization_code().client_id(ID);
    call.client_secret("s3cret+/s").code("s3cret+/c").redirect_uri(CALLBACK).send().await
}

#[tokio::test]
async fn exchanged_token_has_one_text_of_scopes() {
    for status in [200, 202] {
        let token = exchange(Response::json(status, TOKEN)).await.unwrap();
        assert_eq!(token.access_token.expose_secret(), "nxAT");
        assert!(matches!(token.token_type, Some(TokenType::Bearer)));
        assert_eq!(token.expires_in, Some(3600));
        assert_eq!(token.refresh_token.unwrap().expose_secret(), "nxRT");
        assert_eq!(token.scope.unwrap(), "read write");
    }
    let odd = r#"{"access_token":"t","token_type":"BearerToken","expires_in":"never","scope":" read  write ","scopes":["x"]}"#;
    let token = exchange(Response::json(200, odd)).await.unwrap();
    assert_eq!(token.token_type.unwrap().as_str(), "BearerToken");
    assert_eq!((token.expires_in, token.scope.unwrap().as_str()), (None, "read write"));
    let odd = r#"{"access_token":"t","token_type":7,"expires_in":{},"refresh_token":["x"],"scope":{"a":1}}"#;
    let token = exchange(Response::json(200, odd)).await.unwrap();
    assert!(token.token_type.is_none() && token.expires_in.is_none());
    assert!(token.refresh_token.is_none() && token.scope.is_none());
    let least = exchange(Response::json(200, r#"{"access_token":"t"}"#)).await.unwrap();
    assert!(least.refresh_token.is_none() && least.scope.is_none() && least.token_type.is_none());
}

#[tokio::test]
async fn broken_exchange_may_have_spent_the_code() {
    let (spent, unknown) = (GrantState::Spent, GrantState::Unknown);
    for (answer, state) in [
        // What names no token may be from anybody, such as a portal.
        (Response::json(200, "{}"), unknown),
        (Response::json(200, r#"{"access_token":null}"#), spent),
        (Response::json(200, r#"{"access_token":""}"#), spent),
        (Response::json(200, r#"["nxAT","bearer",3600,"nxRT","read"]"#), unknown),
        (Response::json(200, TOKEN.get(..30).unwrap()), spent),
        (Response::html(200, "<html>"), unknown),
        (Response::new(200), unknown),
    ] {
        let error = exchange(answer).await.unwrap_err();
        assert!(matches!(error, Error::Unexpected(_)), "{error}");
        assert_eq!((error.status().unwrap().as_u16(), error.grant_state()), (200, state));
    }
    for fault in [Response::close(), Response::json(200, TOKEN).cut_after(9)] {
        let error = exchange(fault).await.unwrap_err();
        assert!(matches!(error, Error::Transport(_)), "{error}");
        assert_eq!(
            (error.delivery(), error.grant_state()),
            (Delivery::Ambiguous, GrantState::Unknown)
        );
    }
}

/// A 2xx without a body where a value is declared, as real servers answer now and then, is no value: the caller gets the
/// status and the headers in an error of its own kind, told apart from a refusal.
#[tokio::test]
async fn empty_success_without_a_value_is_unexpected() {
    let server = Server::start().await;
    let client = client(&server);
    for status in [200, 202, 204] {
        server.answer(Response::new(status).header("x-request-id", "r-1"));
        for endpoint in ENDPOINTS.iter().filter(|name| !WITHOUT_VALUE.contains(name)) {
            let error = call(&client, endpoint).await.unwrap_err();
            assert!(
                matches!(&error, Error::Unexpected(error) if matches!(error.reason(), UnexpectedReason::Json(_))),
                "{endpoint}: {error}"
            );
            assert_eq!(error.status().unwrap(), status);
            assert_eq!(error.headers().unwrap()["x-request-id"], "r-1");
            assert_eq!(error.body(), Some(&b""[..]));
            assert_eq!(
                chain(&error),
                format!(
                    "`{endpoint}`: unexpected response with {status}, no body: the body is empty"
                )
            );
            assert_eq!(error.delivery(), Delivery::Answered);
            assert!(error.source().is_some());
        }
    }
}

/// Reads the error of an endpoint as the type it declares, and gives what both types have.
fn status_of(endpoint: &str, error: &Error) -> Option<OauthStatus> {
    if endpoint.starts_with("oauth_client_") {
        let told: OauthClientStatus = error.body_as()?;
        let same: OauthStatus = error.body_as()?;
        assert_eq!(
            format!("Oauth{told:?}"),
            format!("{same:?}").replace("OauthStatus", "OauthOauthClientStatus")
        );
    }
    error.body_as()
}

#[tokio::test]
async fn errors_of_the_wild_are_typed() {
    let server = Server::start().await;
    let client = client(&server);
    for (status, body) in [
        (
            401,
            r#"{"state":"ERROR","code":401,"message_list":[{"reason":"AUTHENTICATION_REQUIRED","message":"Authentication required.","details":"Basic realm=\"Intent Gateway Login Required\""}],"api_version":"3.1"}"#,
        ),
        (
            403,
            r#"{"api_version":"3.1","code":403,"message_list":[{"message":"No permission to access the resource. <Request '…' [GET]>","reason":"ACCESS_DENIED"}],"state":"ERROR"}"#,
        ),
        (
            422,
            r#"{"api_version":"3.0","code":422,"message_list":[{"details":{"":["'api_version' is a required property"]},"message":"Request could not be processed.","reason":"INVALID_REQUEST"}],"state":"ERROR"}"#,
        ),
        (400, r#"{"message_list":[{"message":"bad Request"}]}"#),
        (404, r#"{"message":"The requested URL was not found on the server."}"#),
    ] {
        server.answer(Response::json(status, body));
        for endpoint in ENDPOINTS {
            let error = call(&client, endpoint).await.unwrap_err();
            assert!(matches!(error, Error::Refused(_)), "{endpoint}: {error}");
            assert_eq!(error.status().unwrap(), status);
            assert_eq!(error.endpoint(), endpoint);
            assert_eq!(error.body(), Some(body.as_bytes()));
            let told = status_of(endpoint, &error).unwrap();
            assert!(told.kind.is_none());
            let first = told.message_list.first();
            let message = first.and_then(|message| message.message.as_deref());
            let reason = first.and_then(|message| message.reason.as_deref());
            let details = first.and_then(|message| message.details.clone());
            assert_eq!(error.reason(), message.or(told.message.as_deref()));
            match status {
                401 => {
                    assert_eq!(message, Some("Authentication required."));
                    assert_eq!(reason, Some("AUTHENTICATION_REQUIRED"));
                    assert_eq!(details.unwrap(), "Basic realm=\"Intent Gateway Login Required\"");
                    assert_eq!(told.api_version.as_deref(), Some("3.1"));
                }
                403 => {
                    assert_eq!(
                        message,
                        Some("No permission to access the resource. <Request '…' [GET]>")
                    );
                    assert_eq!((reason, details), (Some("ACCESS_DENIED"), None));
                    assert_eq!(told.api_version.as_deref(), Some("3.1"));
                }
                422 => {
                    assert_eq!(message, Some("Request could not be processed."));
                    assert_eq!(reason, Some("INVALID_REQUEST"));
                    assert_eq!(details.unwrap()[""][0], "'api_version' is a required property");
                    assert_eq!(told.api_version.as_deref(), Some("3.0"));
                }
                400 => assert_eq!((message, reason, details), (Some("bad Request"), None, None)),
                _ => {
                    assert!(first.is_none());
                    assert_eq!(
                        told.message.as_deref(),
                        Some("The requested URL was not found on the server.")
                    );
                }
            }
            let is_full = matches!(status, 401 | 403 | 422);
            assert_eq!(told.code, is_full.then_some(i64::from(status)));
            assert_eq!(told.state.as_deref(), is_full.then_some("ERROR"));
        }
    }
}

#[tokio::test]
async fn documented_errors_have_every_field() {
    let server = Server::start().await;
    let client = client(&server);
    for (status, kind) in [(404, "oauth_client"), (400, "oauth"), (401, "oauth"), (500, "oauth")] {
        let body = format!(
            r#"{{"kind":"{kind}","code":"{status}","message_list":[{{"message":"m 🦀","reason":"ENTITY_NOT_FOUND","details":{{"uuid":"{ID}"}}}},{{"message":null,"reason":null,"details":null}}],"state":"ERROR","api_version":"3.1.0","new":1}}"#
        );
        server.answer(Response::json(status, body));
        for endpoint in ENDPOINTS {
            let error = call(&client, endpoint).await.unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("`{endpoint}`: the server refused with {status}: \"m 🦀\"")
            );
            let told = status_of(endpoint, &error).unwrap();
            assert_eq!(told.kind.as_deref(), Some(kind));
            assert_eq!(told.code, Some(i64::from(status)));
            assert_eq!(told.state.as_deref(), Some("ERROR"));
            assert_eq!(told.api_version.as_deref(), Some("3.1.0"));
            let [one, other] = told.message_list.as_slice() else { panic!("{told:?}") };
            assert_eq!(one.message.as_deref(), Some("m 🦀"));
            assert_eq!(one.reason.as_deref(), Some("ENTITY_NOT_FOUND"));
            assert_eq!(one.details.as_ref().unwrap()["uuid"], ID);
            assert!(other.message.is_none() && other.reason.is_none() && other.details.is_none());
        }
    }
}

#[tokio::test]
async fn any_other_error_keeps_its_body() {
    let server = Server::start().await;
    let client = client(&server);
    for status in [400, 401, 403, 404, 405, 409, 412, 415, 422, 429, 500, 502, 503, 504, 599] {
        for (answer, body) in [
            (Response::text(status, "Internal Server Error"), "Internal Server Error"),
            (Response::html(status, "<html>401</html>"), "<html>401</html>"),
            (Response::json(status, "[\"not an object\"]"), "[\"not an object\"]"),
            (Response::new(status), ""),
        ] {
            server.answer(answer.header("Retry-After", "7"));
            for endpoint in ENDPOINTS {
                let error = call(&client, endpoint).await.unwrap_err();
                assert!(matches!(error, Error::Refused(_)), "{endpoint}: {error}");
                assert_eq!(error.status().unwrap(), status);
                assert_eq!(error.body(), Some(body.as_bytes()));
                assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
                assert!(error.oauth().is_none());
                let said = error.to_string();
                assert_eq!(said, format!("`{endpoint}`: the server refused with {status}"));
                let used_once = matches!(endpoint, "oauth_token_post" | "oauth_idp_callback_get");
                let may_be_spent = used_once && status != 429;
                let grant = if may_be_spent { GrantState::Unknown } else { GrantState::Intact };
                assert_eq!(error.grant_state(), grant, "{endpoint} {status}");
            }
        }
    }
}

#[tokio::test]
async fn secrets_in_the_url_are_never_shown() {
    let server = Server::start().await;
    let client = client(&server);
    for answer in [
        Response::close(),
        Response::raw("\x16\x03\x01 not HTTP"),
        Response::json(200, "{\"cut\": ").cut_after(3),
        Response::redirect(302, "https://["),
        Response::json(
            400,
            r#"{"error":"invalid_grant","error_description":"/oauth?token=s3cret%2B%2Fc&code=s3cret%2B%2Fc: s3cret+/c"}"#,
        ),
    ] {
        server.answer(answer);
        for endpoint in ["oauth_revoke_token_post", "oauth_idp_callback_get", "oauth_token_post"] {
            let error = call(&client, endpoint).await.unwrap_err();
            for error in causes(&error) {
                let shown = format!("{error} {error:?} {error:#?}");
                assert!(!shown.contains("s3cret"), "{shown}");
            }
        }
    }
    let revoke = || client.oauth_revoke_token_post().token("s3cret+/c");
    let callback = || client.oauth_idp_callback_get().code("s3cret+/c");
    for shown in [
        format!("{:?} {:?}", revoke(), callback()),
        format!(
            "{:?} {:?}",
            revoke().into_request().into_parameters().unwrap(),
            callback().into_request().into_parameters().unwrap()
        ),
        format!(
            "{:?} {:?}",
            revoke().into_request().prepare().unwrap(),
            callback().into_request().prepare().unwrap()
        ),
        format!("{:?} {:?}", revoke().send(), callback().send().with_response()),
    ] {
        assert!(!shown.contains("s3cret"), "{shown}");
    }
}

#[tokio::test]
async fn secrets_of_answers_are_never_shown() {
    let server = Server::start().await;
    let client = client(&server);
    server.answer(Response::json(200, CLIENT));
    let read =
        client.oauth_client_client_id_get().client_id(ID).send().with_response().await.unwrap();
    let generated = generate(Response::json(200, GENERATED)).await.unwrap();
    let exchanged = exchange(Response::json(200, TOKEN)).await.unwrap();
    let listed = list(Response::json(200, CLIENTS)).await.unwrap();
    let shown = format!("{read:?} {generated:?} {exchanged:?} {listed:?} {client:?}");
    for secret in ["nx-made-up", "nxAT", "nxRT", "Nutanix/4u", "YWRtaW46TnV0YW5peC80dQ"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[tokio::test]
async fn extras_go_beside_the_declared() {
    let server = Server::answering([Response::json(200, REVOKED)]).await;
    let client = client(&server);
    client
        .oauth_revoke_token_post()
        .token("t")
        .into_request()
        .extra("x y", "1&2")
        .send()
        .await
        .unwrap();
    assert_last(&server, "POST /oauth/revoke_token?token=t&x+y=1%262", ACCEPT, "");
    drop(client.oauth_client_list_post().into_request().extra("group", "a\"b").send().await);
    assert_last(&server, "POST /oauth/client/list", JSON, r#"{"group":"a\"b"}"#);
    let error =
        client.oauth_revoke_token_post().token("t").into_request().extra("token", "u").send().await;
    assert_refused_unsent(&error.unwrap_err(), |kind| {
        matches!(kind, BuildErrorKind::ExtraCollides { .. })
    });
    let error = client
        .oauth_idp_login_get()
        .into_request()
        .extra_header("authorization", "Basic eA==")
        .send();
    assert_refused_unsent(&error.await.unwrap_err(), |kind| {
        matches!(kind, BuildErrorKind::ExtraCollides { .. })
    });
}

#[tokio::test]
async fn http_client_may_be_the_callers() {
    let server = Server::answering([Response::redirect(302, "/console/")]).await;
    let http = reqwest::Client::builder()
        .no_gzip()
        .user_agent("prism-tool/1")
        .tls_danger_accept_invalid_certs(true);
    let client = NutanixClient::builder()
        .base_url(server.url("/api/nutanix/v3"))
        .credentials(Basic::new("admin", "Nutanix/4u"))
        .reqwest(http)
        .build()
        .unwrap();
    assert!(client.oauth_adfs_login_get().send().await.unwrap().redirect().is_some());
    let seen = server.only_request();
    seen.assert_is(&request("GET /oauth/adfs_login", "", ""));
    assert_eq!(seen.header_all("user-agent"), ["prism-tool/1"]);
}
