//! USPS: whole requests, and every documented answer.

use std::fmt::Debug;
use std::time::Duration;

use http::Method;
use oauth_providers::usps::{
    ErrorCode, GatewayError, GatewayErrorResponse, GrantType, InlineResponse200,
    InlineResponse2001, StandardErrorResponse, TokenStatus, TokenType, TokenTypeHint, UspsBaseUrl,
    UspsClient, UspsPostTokenRequest,
};
use oauth_runtime::{
    Bearer, ClientCredentials, Delivery, Error, ExposeSecret, GrantState, Scopes, SecretString,
    State,
    error::{BuildErrorKind, UnexpectedReason},
};
use oauth_tests::{Response, Server};

use crate::awkward;
use crate::calls::{connect, description, request, shows_none_of, tells_none_of};

const BASE: &str = "/oauth2/v3";
const ID: &str = "k3yAbCdEf0123456789";
const SECRET: &str = "s3cr3tXyZ";
const COOKIE: &str = "tint-0001-made-up";
const REFRESH: &str = "RtMadeUp0123456789";
const AUTHORIZATION: &str = "Authorization: Basic azN5QWJDZEVmMDEyMzQ1Njc4OTpzM2NyM3RYeVo=";
const FORM: &str = "Content-Type: application/x-www-form-urlencoded";
const JSON: &str = "Content-Type: application/json";
const ACCEPT: &str = "Accept: application/json";

const CODE: &str = r#"{"code":"hG06sfHd","state":"nonce=abscdefg#"}"#;

const ACCESS_TOKEN: &str = r#"{"access_token":"eyJ.made.up","token_type":"Bearer","issued_at":"1744028583433","expires_in":"28799","status":"approved",
 "scope":"addresses  tracking","issuer":"https://keyc.usps.com/realms/USPS","client_id":"k3yAbCdEf0123456789",
 "application_name":"Silver Shipper Developer","api_products":"[Shipping-Silver]","public_key":"TUFERSBVUA=="}"#;

const TOKENS: &str = r#"{"access_token":"eyJ.made.up","token_type":"Bearer","issued_at":"1711111111111","expires_in":"28799","status":"approved",
 "scope":"prices labels tracking","issuer":"api.usps.com","refresh_token":"RtMadeUp0123456789","refresh_token_issued_at":1711111111111,
 "refresh_token_status":"approved","refresh_token_expires_in":604799,"refresh_count":0,"client_id":"k3yAbCdEf0123456789",
 "application_name":"demo","api_products":"[Shipping-Silver]","public_key":"TUFERSBVUA=="}"#;

fn client(server: &Server) -> UspsClient {
    with(server, ClientCredentials::new(ID, SECRET))
}

fn with(server: &Server, credentials: ClientCredentials) -> UspsClient {
    connect(server, BASE).credentials(credentials).build().unwrap()
}

/// Compares the request with one of `POST` and these headers; `Accept` is among them always.
#[track_caller]
fn assert_post(server: &Server, path: &str, headers: &[&str], body: &str) {
    let headers = [headers, &[ACCEPT]].concat();
    let target = [BASE, path].concat();
    server.only_request().assert_is(&request(&Method::POST, &target, &headers, body));
}

async fn authorize(response: Response) -> Result<InlineResponse200, Error> {
    let server = Server::answering([response]).await;
    client(&server).post_code().tintcyalf(COOKIE).send().await
}

async fn exchange(response: Response) -> Result<InlineResponse2001, Error> {
    let server = Server::answering([response]).await;
    let call = client(&server).post_token().authorization_code();
    call.code("hG06sfHd").redirect_uri("https://mycompany.example/authorize").send().await
}

async fn token(json: &str) -> InlineResponse2001 {
    exchange(Response::json(200, json)).await.unwrap()
}

async fn revoke(response: Response) -> Result<(), Error> {
    let server = Server::answering([response]).await;
    client(&server).post_revoke().token(REFRESH).send().await
}

/// The error of each endpoint for this answer, and whether it carried a grant that can be used once.
async fn refusals(response: &Response) -> [(Error, bool); 3] {
    [
        (authorize(response.clone()).await.unwrap_err(), false),
        (exchange(response.clone()).await.unwrap_err(), true),
        (revoke(response.clone()).await.unwrap_err(), false),
    ]
}

fn exposed(secret: Option<&SecretString>) -> Option<&str> {
    secret.map(ExposeSecret::expose_secret)
}

#[test]
fn declaration_says_what_the_page_says() {
    assert_eq!(UspsClient::API.name(), "Usps");
    assert_eq!(UspsClient::API.headers(), []);
    let names: Vec<_> = UspsClient::API.endpoints().iter().map(|it| it.name()).collect();
    assert_eq!(names, ["post_code", "post_token", "post_revoke"]);
    let [code, token, revoke] = UspsClient::API.endpoints() else { panic!("not three endpoints") };
    assert_eq!(
        description(code),
        [
            "POST /authorize [[ClientBasic]] [Form, Json] Json true",
            "TINTCYALF Cookie Required secret",
            "client_id Body Credentials",
            "response_type Body Default(Text(\"code\"))",
            "redirect_uri Body Optional",
            "scope Body Optional",
            "state Body Optional",
        ]
    );
    assert_eq!(
        description(token),
        [
            "POST /token [[ClientSecretPost]] [Form, Json] Json true",
            "grant_type Body Optional",
            "scope Body Optional",
            "client_id Body Optional",
            "client_secret Body Optional secret",
            "code Body Optional secret",
            "redirect_uri Body Optional",
            "refresh_token Body Optional secret",
            "client_credentials needs [\"client_id\", \"client_secret\"], may [\"scope\"]",
            "authorization_code needs [\"client_id\", \"client_secret\", \"code\", \"redirect_uri\"], may [\"scope\"]",
            "refresh_token needs [\"client_id\", \"client_secret\", \"refresh_token\"], may [\"scope\"]",
        ]
    );
    assert_eq!(
        description(revoke),
        [
            "POST /revoke [[ClientBasic], [Bearer]] [Form, Json] Nothing true",
            "token Body Required secret",
            "token_type_hint Body ServerDefault(\"refresh_token\")",
        ]
    );
}

mod base_urls {
    use super::*;

    fn uri_of(client: &UspsClient) -> String {
        client
            .post_token()
            .client_credentials()
            .client_id(ID)
            .client_secret(SECRET)
            .into_request()
            .build()
            .unwrap()
            .uri()
            .to_string()
    }

    #[test]
    fn production_is_the_default() {
        assert_eq!(
            uri_of(&UspsClient::new(ClientCredentials::new(ID, SECRET))),
            "https://apis.usps.com/oauth2/v3/token"
        );
        assert_eq!(
            uri_of(&UspsClient::builder().build().unwrap()),
            "https://apis.usps.com/oauth2/v3/token"
        );
    }

    #[test]
    fn every_host_has_a_name() {
        for (base_url, text) in [
            (UspsBaseUrl::Production, "https://apis.usps.com/oauth2/v3"),
            (UspsBaseUrl::Older, "https://api.usps.com/oauth2/v3"),
            (UspsBaseUrl::Testing, "https://apis-tem.usps.com/oauth2/v3"),
        ] {
            assert_eq!(base_url.as_str(), text);
            let client = UspsClient::at(base_url, ClientCredentials::new(ID, SECRET)).unwrap();
            assert_eq!(uri_of(&client), format!("{text}/token"));
        }
    }

    #[test]
    fn any_base_joins_with_one_slash() {
        for (base_url, uri) in [
            ("https://apis.usps.com/oauth2/v3", "https://apis.usps.com/oauth2/v3/token"),
            ("https://apis.usps.com/oauth2/v3/", "https://apis.usps.com/oauth2/v3/token"),
            ("https://proxy.example:8443", "https://proxy.example:8443/token"),
            (
                "https://proxy.example/usps/oauth2/v3//",
                "https://proxy.example/usps/oauth2/v3/token",
            ),
        ] {
            assert_eq!(
                uri_of(&UspsClient::at(base_url, ClientCredentials::new(ID, SECRET)).unwrap()),
                uri
            );
        }
    }

    #[test]
    fn each_endpoint_has_its_path() {
        let client = UspsClient::new(ClientCredentials::new(ID, SECRET));
        let code =
            client.post_code().tintcyalf(COOKIE).client_id(ID).into_request().build().unwrap();
        let revoke = client.post_revoke().token(REFRESH).into_request().build().unwrap();
        for (request, path) in [(code, "/authorize"), (revoke, "/revoke")] {
            assert_eq!(request.method(), "POST");
            assert_eq!(request.uri().to_string(), format!("https://apis.usps.com/oauth2/v3{path}"));
        }
    }
}

mod post_code {
    use super::*;

    #[tokio::test]
    async fn code_request_is_the_documented_one() {
        let server = Server::answering([Response::json(200, CODE)]).await;
        let answer = client(&server)
            .post_code()
            .tintcyalf(COOKIE)
            .redirect_uri("https://mycompany.example/authorize")
            .scope("prices labels tracking")
            .state("nonce=abscdefg#")
            .send()
            .await
            .unwrap();
        server.only_request().assert_is(
            "POST /oauth2/v3/authorize HTTP/1.1\n\
             Host: apis.usps.com\n\
             Authorization: Basic azN5QWJDZEVmMDEyMzQ1Njc4OTpzM2NyM3RYeVo=\n\
             Cookie: TINTCYALF=tint-0001-made-up\n\
             Content-Type: application/x-www-form-urlencoded\n\
             Accept: application/json\n\
             Content-Length: 160\n\
             \n\
             client_id=k3yAbCdEf0123456789&response_type=code&redirect_uri=https%3A%2F%2Fmycompany.example%2Fauthorize&scope=prices+labels+tracking&state=nonce%3Dabscdefg%23",
        );
        assert_eq!(exposed(answer.code.as_ref()), Some("hG06sfHd"));
        assert_eq!(answer.state.as_deref(), Some("nonce=abscdefg#"));
    }

    #[tokio::test]
    async fn code_request_goes_as_json_too() {
        let server = Server::answering([Response::json(200, CODE)]).await;
        client(&server)
            .post_code()
            .tintcyalf(COOKIE)
            .redirect_uri("https://mycompany.example/authorize")
            .scope(["prices", "labels", "tracking"])
            .state("nonce=abscdefg#")
            .json()
            .send()
            .await
            .unwrap();
        server.only_request().assert_is(
            "POST /oauth2/v3/authorize HTTP/1.1\n\
             Authorization: Basic azN5QWJDZEVmMDEyMzQ1Njc4OTpzM2NyM3RYeVo=\n\
             Cookie: TINTCYALF=tint-0001-made-up\n\
             Content-Type: application/json\n\
             Accept: application/json\n\
             Content-Length: 170\n\
             \n\
             {\"client_id\":\"k3yAbCdEf0123456789\",\"response_type\":\"code\",\"redirect_uri\":\"https://mycompany.example/authorize\",\"scope\":\"prices labels tracking\",\"state\":\"nonce=abscdefg#\"}",
        );
    }

    #[tokio::test]
    async fn absent_parameters_stay_absent() {
        let cookie = "Cookie: TINTCYALF=tint-0001-made-up";
        let nothing: Option<String> = None;
        for json in [false, true] {
            let server = Server::answering([Response::json(200, CODE)]).await;
            let call = client(&server).post_code().tintcyalf(COOKIE).client_id(ID);
            let call = call
                .state("taken back")
                .state(nothing.clone())
                .redirect_uri(nothing.clone())
                .scope(None);
            if json { call.json() } else { call }.send().await.unwrap();
            let (kind, body) = if json {
                (JSON, r#"{"client_id":"k3yAbCdEf0123456789","response_type":"code"}"#)
            } else {
                (FORM, "client_id=k3yAbCdEf0123456789&response_type=code")
            };
            assert_post(&server, "/authorize", &[AUTHORIZATION, cookie, kind], body);
        }
    }

    #[tokio::test]
    async fn empty_parameters_are_sent_empty() {
        for json in [false, true] {
            let server = Server::answering([Response::json(200, CODE)]).await;
            let call = client(&server).post_code().tintcyalf("").client_id("").response_type("");
            let call = call.redirect_uri("").scope("").state("");
            if json { call.json() } else { call }.send().await.unwrap();
            let (kind, body) = if json {
                (
                    JSON,
                    r#"{"client_id":"","response_type":"","redirect_uri":"","scope":"","state":""}"#,
                )
            } else {
                (FORM, "client_id=&response_type=&redirect_uri=&scope=&state=")
            };
            assert_post(&server, "/authorize", &[AUTHORIZATION, "Cookie: TINTCYALF=", kind], body);
        }
    }

    #[tokio::test]
    async fn awkward_values_arrive_unchanged() {
        let values = awkward::values();
        for [id, kind, uri, state] in awkward::rows(&values) {
            let server = Server::answering([Response::json(200, CODE)]).await;
            let call = || {
                let call = client(&server).post_code().tintcyalf(COOKIE).client_id(id.raw.as_str());
                let call = call.response_type(kind.raw.as_str()).redirect_uri(uri.raw.as_str());
                call.scope(["a&b=c", "d+e%/?#é🔑"]).state(state.raw.as_str())
            };
            call().form().send().await.unwrap();
            call().json().send().await.unwrap();
            let form = format!(
                "client_id={}&response_type={}&redirect_uri={}&scope=a%26b%3Dc+d%2Be%25%2F%3F%23%C3%A9%F0%9F%94%91&state={}",
                id.form, kind.form, uri.form, state.form
            );
            let json = format!(
                r#"{{"client_id":"{}","response_type":"{}","redirect_uri":"{}","scope":"a&b=c d+e%/?#é🔑","state":"{}"}}"#,
                id.json, kind.json, uri.json, state.json
            );
            for (seen, (kind, body)) in server.requests().iter().zip([(FORM, form), (JSON, json)]) {
                let headers = [AUTHORIZATION, "Cookie: TINTCYALF=tint-0001-made-up", kind, ACCEPT];
                seen.assert_is(&request(&Method::POST, "/oauth2/v3/authorize", &headers, &body));
            }
            assert_eq!(server.requests().len(), 2);
        }
    }

    #[tokio::test]
    async fn generated_state_is_sent() {
        let server = Server::answering([Response::json(200, CODE)]).await;
        let state = State::from_string("made-up-state");
        client(&server)
            .post_code()
            .tintcyalf(COOKIE)
            .client_id(ID)
            .state(&state)
            .send()
            .await
            .unwrap();
        assert_eq!(
            server.only_request().text(),
            "client_id=k3yAbCdEf0123456789&response_type=code&state=made-up-state"
        );
    }

    #[tokio::test]
    async fn sign_in_token_travels_as_cookie() {
        let long = "x".repeat(16 * 1024);
        for value in ["tint-0001-made-up", "a=b==", "!#$%&'()*+-./09:<=>?@AZ[]^_`az{|}~", &long] {
            let server = Server::answering([Response::json(200, CODE)]).await;
            client(&server).post_code().tintcyalf(value).client_id(ID).send().await.unwrap();
            let cookie = format!("Cookie: TINTCYALF={value}");
            let body = "client_id=k3yAbCdEf0123456789&response_type=code";
            assert_post(&server, "/authorize", &[AUTHORIZATION, &cookie, FORM], body);
        }
    }

    #[tokio::test]
    async fn unsendable_cookie_is_refused_unsent() {
        let server = Server::start().await;
        for value in [
            "s3cret; Domain=usps.com",
            "s3cret;",
            "s3cret s3cret",
            "s3cret,",
            "\"s3cret\"",
            "s3cret\\",
            "s3cret\r\nX-Injected: yes",
            "s3cret\n",
            "s3cret\t",
            "s3cret\0",
            "s3cret\u{7f}",
            "s3crét",
            "s3cret🔑",
        ] {
            let error = client(&server)
                .post_code()
                .tintcyalf(value)
                .client_id(ID)
                .send()
                .await
                .unwrap_err();
            let Error::Build(build) = &error else { panic!("{value:?}: {error}") };
            assert!(
                matches!(build.kind(), BuildErrorKind::CookieValue { cookie: "TINTCYALF" }),
                "{value:?}"
            );
            assert_eq!((error.endpoint(), error.delivery()), ("post_code", Delivery::NotSent));
            tells_none_of(&["s3cr"], &error);
        }
        assert_eq!(server.requests(), []);
    }

    #[tokio::test]
    async fn code_may_be_missing() {
        for (json, code, state) in [
            (r#"{"code":"hG06sfHd"}"#, Some("hG06sfHd"), None),
            (r#"{"state":"a/b+c#="}"#, None, Some("a/b+c#=")),
            (r#"{"code":null,"state":null}"#, None, None),
            (r#"{"code":"","state":""}"#, None, Some("")),
            (r#"{"code":12345678,"state":7,"more":{"a":[1]}}"#, Some("12345678"), Some("7")),
            ("{}", None, None),
        ] {
            let answer = authorize(Response::json(200, json)).await.unwrap();
            assert_eq!(
                (exposed(answer.code.as_ref()), answer.state.as_deref()),
                (code, state),
                "{json}"
            );
            shows_none_of(&["hG06sfHd", "12345678"], &answer);
        }
    }

    #[tokio::test]
    async fn answer_comes_with_status_and_headers() {
        let server =
            Server::answering([Response::json(201, CODE).header("x-request-id", "made-up")]).await;
        let call = client(&server).post_code().tintcyalf(COOKIE).client_id(ID);
        let answer = call.send().with_response().await.unwrap();
        assert_eq!(answer.status(), 201);
        assert_eq!(answer.headers()["x-request-id"], "made-up");
        assert_eq!(exposed(answer.into_value().code.as_ref()), Some("hG06sfHd"));
    }
}

mod post_token {
    use super::*;

    #[tokio::test]
    async fn credentials_grant_is_the_documented_request() {
        let server = Server::answering([Response::json(200, ACCESS_TOKEN)]).await;
        client(&server)
            .post_token()
            .client_credentials()
            .scope("addresses tracking")
            .send()
            .await
            .unwrap();
        server.only_request().assert_is(
            "POST /oauth2/v3/token HTTP/1.1\n\
             Host: apis.usps.com\n\
             Content-Type: application/x-www-form-urlencoded\n\
             Accept: application/json\n\
             Content-Length: 108\n\
             \n\
             grant_type=client_credentials&scope=addresses+tracking&client_id=k3yAbCdEf0123456789&client_secret=s3cr3tXyZ",
        );
    }

    #[tokio::test]
    async fn each_grant_sends_what_it_needs() {
        let credentials = (
            "client_id=k3yAbCdEf0123456789&client_secret=s3cr3tXyZ",
            r#""client_id":"k3yAbCdEf0123456789","client_secret":"s3cr3tXyZ""#,
        );
        let code = (
            "&code=hG06sfHd&redirect_uri=https%3A%2F%2Fmycompany.example%2Fauthorize",
            r#","code":"hG06sfHd","redirect_uri":"https://mycompany.example/authorize""#,
        );
        let refresh =
            ("&refresh_token=RtMadeUp0123456789", r#","refresh_token":"RtMadeUp0123456789""#);
        let scope = ("scope=prices+labels&", r#""scope":"prices labels","#);
        for (grant, rest) in [
            ("client_credentials", ("", "")),
            ("authorization_code", code),
            ("refresh_token", refresh),
        ] {
            for (scopes, scope) in [(None, ("", "")), (Some(Scopes::from("prices labels")), scope)]
            {
                for json in [false, true] {
                    let server = Server::answering([Response::json(200, TOKENS)]).await;
                    let call = client(&server).post_token();
                    let call = if json { call.json() } else { call };
                    let sent = match grant {
                        "client_credentials" => {
                            call.client_credentials().scope(scopes.clone()).send()
                        }
                        "authorization_code" => {
                            let call = call.authorization_code().code("hG06sfHd");
                            call.redirect_uri("https://mycompany.example/authorize")
                                .scope(scopes.clone())
                                .send()
                        }
                        _ => {
                            let call = call.refresh_token_grant();
                            call.refresh_token(REFRESH).scope(scopes.clone()).send()
                        }
                    };
                    sent.await.unwrap();
                    let (kind, body) = if json {
                        (
                            JSON,
                            format!(
                                r#"{{"grant_type":"{grant}",{}{}{}}}"#,
                                scope.1, credentials.1, rest.1
                            ),
                        )
                    } else {
                        (FORM, format!("grant_type={grant}&{}{}{}", scope.0, credentials.0, rest.0))
                    };
                    assert_post(&server, "/token", &[kind], &body);
                }
            }
        }
    }

    #[tokio::test]
    async fn all_seven_fields_are_reachable() {
        for json in [false, true] {
            let server = Server::answering([Response::json(200, TOKENS)]).await;
            let call = client(&server)
                .post_token()
                .refresh_token(REFRESH)
                .redirect_uri("https://mycompany.example/authorize")
                .code("hG06sfHd")
                .client_secret(SECRET)
                .client_id(ID)
                .scope("tracking")
                .grant_type(GrantType::AuthorizationCode);
            if json { call.json() } else { call }.send().await.unwrap();
            let (kind, body) = if json {
                (
                    JSON,
                    r#"{"grant_type":"authorization_code","scope":"tracking","client_id":"k3yAbCdEf0123456789","client_secret":"s3cr3tXyZ","code":"hG06sfHd","redirect_uri":"https://mycompany.example/authorize","refresh_token":"RtMadeUp0123456789"}"#,
                )
            } else {
                (
                    FORM,
                    "grant_type=authorization_code&scope=tracking&client_id=k3yAbCdEf0123456789&client_secret=s3cr3tXyZ&code=hG06sfHd&redirect_uri=https%3A%2F%2Fmycompany.example%2Fauthorize&refresh_token=RtMadeUp0123456789",
                )
            };
            assert_post(&server, "/token", &[kind], body);
        }
    }

    /// Alone beside the identifier and the secret of the client, or in place of one of them.
    #[tokio::test]
    async fn each_field_goes_alone() {
        type Set = fn(UspsPostTokenRequest, &str) -> UspsPostTokenRequest;
        let fields: [(&str, Set); 7] = [
            ("grant_type", |call, value| call.grant_type(value)),
            ("scope", |call, value| call.scope(value)),
            ("client_id", |call, value| call.client_id(value)),
            ("client_secret", |call, value| call.client_secret(value)),
            ("code", |call, value| call.code(value)),
            ("redirect_uri", |call, value| call.redirect_uri(value)),
            ("refresh_token", |call, value| call.refresh_token(value)),
        ];
        for (place, (name, set)) in fields.into_iter().enumerate() {
            for value in ["made-up", ""] {
                for json in [false, true] {
                    let server = Server::answering([Response::json(200, TOKENS)]).await;
                    let call = set(client(&server).post_token(), value);
                    if json { call.json() } else { call }.send().await.unwrap();
                    let sent = |at: usize| match at {
                        at if at == place => Some((name, value)),
                        2 => Some(("client_id", ID)),
                        3 => Some(("client_secret", SECRET)),
                        _ => None,
                    };
                    let sent = (0..7).filter_map(sent);
                    let (kind, body) = if json {
                        let sent = sent.map(|(name, value)| format!(r#""{name}":"{value}""#));
                        (JSON, format!("{{{}}}", sent.collect::<Vec<_>>().join(",")))
                    } else {
                        let sent = sent.map(|(name, value)| format!("{name}={value}"));
                        (FORM, sent.collect::<Vec<_>>().join("&"))
                    };
                    assert_post(&server, "/token", &[kind], &body);
                }
            }
        }
    }

    #[tokio::test]
    async fn no_field_means_the_credentials_alone() {
        let server = Server::answering([Response::json(200, TOKENS)]).await;
        client(&server).post_token().send().await.unwrap();
        let body = "client_id=k3yAbCdEf0123456789&client_secret=s3cr3tXyZ";
        assert_post(&server, "/token", &[FORM], body);

        let server = Server::answering([Response::json(200, TOKENS)]).await;
        client(&server).post_token().json().send().await.unwrap();
        let body = r#"{"client_id":"k3yAbCdEf0123456789","client_secret":"s3cr3tXyZ"}"#;
        assert_post(&server, "/token", &[JSON], body);
    }

    #[tokio::test]
    async fn unknown_grant_is_sent_as_given() {
        let server = Server::answering([Response::json(200, TOKENS)]).await;
        client(&server).post_token().grant_type("password").send().await.unwrap();
        let body = "grant_type=password&client_id=k3yAbCdEf0123456789&client_secret=s3cr3tXyZ";
        assert_post(&server, "/token", &[FORM], body);
    }

    #[tokio::test]
    async fn awkward_values_arrive_unchanged() {
        let values = awkward::values();
        for [kind, id, secret, code, uri, refresh] in awkward::rows(&values) {
            let server = Server::answering([Response::json(200, TOKENS)]).await;
            let call = || {
                let call =
                    client(&server).post_token().grant_type(kind.raw.as_str()).scope(" &b  =c ");
                let call = call
                    .client_id(id.raw.as_str())
                    .client_secret(secret.raw.as_str())
                    .code(code.raw.as_str());
                call.redirect_uri(uri.raw.as_str()).refresh_token(refresh.raw.as_str())
            };
            call().send().await.unwrap();
            call().json().send().await.unwrap();
            let form = format!(
                "grant_type={}&scope=%26b+%3Dc&client_id={}&client_secret={}&code={}&redirect_uri={}&refresh_token={}",
                kind.form, id.form, secret.form, code.form, uri.form, refresh.form
            );
            let json = format!(
                r#"{{"grant_type":"{}","scope":"&b =c","client_id":"{}","client_secret":"{}","code":"{}","redirect_uri":"{}","refresh_token":"{}"}}"#,
                kind.json, id.json, secret.json, code.json, uri.json, refresh.json
            );
            for (seen, (kind, body)) in server.requests().iter().zip([(FORM, form), (JSON, json)]) {
                seen.assert_is(&request(&Method::POST, "/oauth2/v3/token", &[kind, ACCEPT], &body));
            }
            assert_eq!(server.requests().len(), 2);
        }
    }

    #[tokio::test]
    async fn fields_beyond_the_table_go_as_extras() {
        for json in [false, true] {
            let server = Server::answering([Response::json(200, TOKENS)]).await;
            let call = client(&server)
                .post_token()
                .client_credentials()
                .client_id("i")
                .client_secret("s3cr3t");
            let call = if json { call.json() } else { call }.into_request();
            call.extra("state", "nonce=a#").extra("ex tra", "é").send().await.unwrap();
            let (kind, body) = if json {
                (
                    JSON,
                    r#"{"grant_type":"client_credentials","client_id":"i","client_secret":"s3cr3t","state":"nonce=a#","ex tra":"é"}"#,
                )
            } else {
                (
                    FORM,
                    "grant_type=client_credentials&client_id=i&client_secret=s3cr3t&state=nonce%3Da%23&ex+tra=%C3%A9",
                )
            };
            assert_post(&server, "/token", &[kind], body);
        }
        let server = Server::start().await;
        let error = client(&server)
            .post_token()
            .into_request()
            .extra("code", "hG06sfHd")
            .send()
            .await
            .unwrap_err();
        let Error::Build(build) = &error else { panic!("{error}") };
        assert!(matches!(build.kind(), BuildErrorKind::ExtraCollides { name } if name == "code"));
        assert_eq!(server.requests(), []);
    }

    #[tokio::test]
    async fn tokens_take_the_credentials_of_the_call() {
        for client in [
            |server: &Server| connect::<UspsClient>(server, BASE).build().unwrap(),
            |server: &Server| with(server, ClientCredentials::new("not:sendable", SECRET)),
        ] {
            let server = Server::answering([Response::json(200, ACCESS_TOKEN)]).await;
            client(&server)
                .post_token()
                .client_credentials()
                .client_id(ID)
                .client_secret(SECRET)
                .send()
                .await
                .unwrap();
            let body = "grant_type=client_credentials&client_id=k3yAbCdEf0123456789&client_secret=s3cr3tXyZ";
            assert_post(&server, "/token", &[FORM], body);
        }
    }

    #[tokio::test]
    async fn access_token_answer_is_read_whole() {
        let token = token(ACCESS_TOKEN).await;
        assert_eq!(token.access_token.expose_secret(), "eyJ.made.up");
        assert_eq!(token.expires_in, Some(28_799));
        assert_eq!(token.token_type, Some(TokenType::Bearer));
        let scope = token.scope.as_ref().unwrap();
        assert_eq!(scope.iter().collect::<Vec<_>>(), ["addresses", "tracking"]);
        assert_eq!(token.issued_at_millis, Some(1_744_028_583_433));
        assert_eq!(token.status, Some(TokenStatus::Approved));
        assert_eq!(token.issuer.as_deref(), Some("https://keyc.usps.com/realms/USPS"));
        assert_eq!(token.client_id.as_deref(), Some(ID));
        assert_eq!(token.application_name.as_deref(), Some("Silver Shipper Developer"));
        assert_eq!(token.api_products.as_deref(), Some("[Shipping-Silver]"));
        assert_eq!(token.public_key.as_deref(), Some("TUFERSBVUA=="));
        assert_eq!(exposed(token.refresh_token.as_ref()), None);
        assert_eq!(token.refresh_token_issued_at_millis, None);
        assert_eq!(token.refresh_token_expires_in, None);
        assert_eq!(token.refresh_count, None);
        assert_eq!(token.refresh_token_status, None);
        shows_none_of(&["eyJ.made.up"], &token);
    }

    #[tokio::test]
    async fn refresh_token_answer_is_read_whole() {
        let token = token(TOKENS).await;
        assert_eq!(token.access_token.expose_secret(), "eyJ.made.up");
        assert_eq!(token.expires_in, Some(28_799));
        assert_eq!(token.token_type, Some(TokenType::Bearer));
        assert_eq!(token.scope.as_ref().unwrap(), &"prices labels tracking");
        assert_eq!(token.issued_at_millis, Some(1_711_111_111_111));
        assert_eq!(token.status, Some(TokenStatus::Approved));
        assert_eq!(token.issuer.as_deref(), Some("api.usps.com"));
        assert_eq!(token.client_id.as_deref(), Some(ID));
        assert_eq!(token.application_name.as_deref(), Some("demo"));
        assert_eq!(token.api_products.as_deref(), Some("[Shipping-Silver]"));
        assert_eq!(token.public_key.as_deref(), Some("TUFERSBVUA=="));
        assert_eq!(exposed(token.refresh_token.as_ref()), Some(REFRESH));
        assert_eq!(token.refresh_token_issued_at_millis, Some(1_711_111_111_111));
        assert_eq!(token.refresh_token_expires_in, Some(604_799));
        assert_eq!(token.refresh_count, Some(0));
        assert_eq!(token.refresh_token_status, Some(TokenStatus::Approved));
        shows_none_of(&["eyJ.made.up", REFRESH], &token);
    }

    #[tokio::test]
    async fn numbers_come_bare_or_in_quotes() {
        for (of, json, expires_in, issued_at) in [
            (
                "karrio",
                r#""expires_in":"14399","issued_at":"1685542319575","refresh_count":"0""#,
                14_399,
                Some(1_685_542_319_575),
            ),
            ("stores-com", r#""expires_in":"3600","refresh_count":0"#, 3_600, None),
            (
                "magento",
                r#""expires_in":28799,"issued_at":1744028583433,"refresh_count":0"#,
                28_799,
                Some(1_744_028_583_433),
            ),
            (
                "issue 84",
                r#""issued_at":1721764600000,"expires_in":28799,"refresh_count":0"#,
                28_799,
                Some(1_721_764_600_000),
            ),
            (
                "beyond 32 bits",
                r#""issued_at":"4294967296000","expires_in":"4294967296","refresh_count":"0""#,
                4_294_967_296,
                Some(4_294_967_296_000),
            ),
            (
                "fractions",
                r#""issued_at":1711111111111.0,"expires_in":28799.9,"refresh_count":0.0"#,
                28_799,
                Some(1_711_111_111_111),
            ),
        ] {
            let token =
                token(&format!(r#"{{"access_token":"eyJ.made.up","token_type":"Bearer",{json}}}"#))
                    .await;
            assert_eq!(
                (token.expires_in, token.issued_at_millis),
                (Some(expires_in), issued_at),
                "{of}"
            );
            assert_eq!(token.refresh_count, Some(0), "{of}");
            assert_eq!(exposed(token.refresh_token.as_ref()), None, "{of}");
        }
    }

    #[tokio::test]
    async fn refresh_numbers_come_bare_or_in_quotes() {
        for (issued_at, expires_in, count) in
            [("1722000000000", "43199", "3"), (r#""1722000000000""#, r#""43199""#, r#""3""#)]
        {
            let token = token(&format!(
                r#"{{"access_token":"eyJ.made.up","refresh_token":"RtMadeUp0123456789","refresh_token_issued_at":{issued_at},"refresh_token_expires_in":{expires_in},"refresh_count":{count}}}"#
            ))
            .await;
            assert_eq!(exposed(token.refresh_token.as_ref()), Some(REFRESH));
            assert_eq!(token.refresh_token_issued_at_millis, Some(1_722_000_000_000));
            assert_eq!(token.refresh_token_expires_in, Some(43_199));
            assert_eq!(token.refresh_count, Some(3));
        }
    }

    #[tokio::test]
    async fn only_the_access_token_must_be_there() {
        for json in [
            r#"{"access_token":"eyJ.made.up"}"#,
            r#"{"access_token":"eyJ.made.up","expires_in":null,"token_type":null,"scope":null,"issued_at":null,"status":null,"issuer":null,"client_id":null,"application_name":null,"api_products":null,"public_key":null,"refresh_token":null,"refresh_token_issued_at":null,"refresh_token_expires_in":null,"refresh_count":null,"refresh_token_status":null}"#,
            r#"{"access_token":"eyJ.made.up","expires_in":"never","token_type":{},"scope":7,"issued_at":true,"status":[1],"issuer":{"a":1},"client_id":[],"application_name":{},"api_products":["Shipping-Silver"],"public_key":[],"refresh_token":"","refresh_token_issued_at":"yesterday","refresh_token_expires_in":{},"refresh_count":"","refresh_token_status":[]}"#,
            r#"{"access_token":"eyJ.made.up","client_type":"x","error":null,"unknown":{"deep":[1,2,{"a":"b"}]}}"#,
        ] {
            let token = token(json).await;
            assert_eq!(token.access_token.expose_secret(), "eyJ.made.up");
            assert!(
                token.token_type.is_none() && token.scope.is_none() && token.status.is_none(),
                "{json}"
            );
            assert!(
                token.issuer.is_none()
                    && token.client_id.is_none()
                    && token.application_name.is_none(),
                "{json}"
            );
            assert!(token.api_products.is_none() && token.public_key.is_none(), "{json}");
            assert!(
                token.refresh_token.is_none() && token.refresh_token_status.is_none(),
                "{json}"
            );
            let numbers = [
                token.expires_in,
                token.issued_at_millis,
                token.refresh_token_issued_at_millis,
                token.refresh_token_expires_in,
                token.refresh_count,
            ];
            assert_eq!(numbers, [None; 5], "{json}");
        }
    }

    #[tokio::test]
    async fn unknown_words_are_kept() {
        let token = token(
            r#"{"access_token":"a","token_type":"BearerToken","status":"pending","refresh_token_status":"Not Found","scope":"  a   b "}"#,
        )
        .await;
        assert_eq!(token.token_type.unwrap().as_str(), "BearerToken");
        assert_eq!(token.status.unwrap().as_str(), "pending");
        assert_eq!(token.refresh_token_status.unwrap().as_str(), "Not Found");
        assert_eq!(token.scope.unwrap().as_str(), "a b");
    }

    #[tokio::test]
    async fn revoked_token_says_so() {
        let token = token(r#"{"access_token":"a","token_type":"BEARER","status":"revoked","refresh_token_status":"revoked"}"#).await;
        assert_eq!(token.token_type, Some(TokenType::Bearer));
        assert_eq!(token.status, Some(TokenStatus::Revoked));
        assert_eq!(token.refresh_token_status, Some(TokenStatus::Revoked));
    }

    #[tokio::test]
    async fn content_type_of_the_answer_is_ignored() {
        for response in [
            Response::new(200).body(ACCESS_TOKEN),
            Response::text(200, ACCESS_TOKEN),
            Response::html(200, ACCESS_TOKEN),
            Response::json(201, ACCESS_TOKEN),
            Response::json(200, format!("\u{feff}{ACCESS_TOKEN}")),
        ] {
            assert_eq!(
                exchange(response).await.unwrap().access_token.expose_secret(),
                "eyJ.made.up"
            );
        }
    }

    #[tokio::test]
    async fn no_token_never_looks_like_one() {
        for body in [
            "",
            "{}",
            "null",
            "[]",
            r#"["eyJ.made.up"]"#,
            r#""eyJ.made.up""#,
            r#"{"access_token":null}"#,
            r#"{"access_token":""}"#,
            r#"{"access_token":7}"#,
            r#"{"access_token":"eyJ made.up"}"#,
            r#"{"access_token":"eyJ.made.up\r\nX: y"}"#,
            r#"{"access_token":"eyJ.mäde.up"}"#,
            r#"{"access_token":"eyJ.made.up","access_token":"eyJ.made.up"}"#,
            r#"{"access_token":"eyJ.made.up"} trailing"#,
            r#"{"access_token":"eyJ.made.up""#,
            r#"{"refresh_token":"RtMadeUp0123456789"}"#,
            "access_token=eyJ.made.up",
            "<html>eyJ.made.up</html>",
        ] {
            let error = exchange(Response::json(200, body)).await.unwrap_err();
            let Error::Unexpected(unexpected) = &error else { panic!("{body}: {error}") };
            assert!(matches!(unexpected.reason(), UnexpectedReason::Json(_)), "{body}");
            assert_eq!(error.status().unwrap(), 200);
            assert_eq!(error.body().unwrap(), body.as_bytes());
            // What names no token may be from anybody, such as a portal.
            let is_of_the_endpoint = body.starts_with('{') && body.contains("_token\"");
            let state = if is_of_the_endpoint { GrantState::Spent } else { GrantState::Unknown };
            assert_eq!(error.grant_state(), state, "{body}");
            tells_none_of(&["eyJ.made.up", "eyJ made", "mäde", REFRESH], &error);
        }
    }

    #[tokio::test]
    async fn error_inside_a_success_is_refused() {
        let body = r#"{"access_token":"eyJ.made.up","error":"invalid_grant","error_description":"used up"}"#;
        let error = exchange(Response::json(200, body)).await.unwrap_err();
        assert!(matches!(error, Error::Refused(_)));
        assert_eq!(error.oauth().unwrap().error(), "invalid_grant");
        assert_eq!(error.grant_state(), GrantState::Spent);
        tells_none_of(&["eyJ.made.up"], &error);
    }
}

mod post_revoke {
    use super::*;

    #[tokio::test]
    async fn revocation_is_the_documented_request() {
        let server = Server::answering([Response::new(200)]).await;
        let hint = TokenTypeHint::RefreshToken;
        client(&server).post_revoke().token(REFRESH).token_type_hint(hint).send().await.unwrap();
        server.only_request().assert_is(
            "POST /oauth2/v3/revoke HTTP/1.1\n\
             Host: apis.usps.com\n\
             Authorization: Basic azN5QWJDZEVmMDEyMzQ1Njc4OTpzM2NyM3RYeVo=\n\
             Content-Type: application/x-www-form-urlencoded\n\
             Accept: application/json\n\
             Content-Length: 54\n\
             \n\
             token=RtMadeUp0123456789&token_type_hint=refresh_token",
        );
    }

    #[tokio::test]
    async fn hint_is_sent_only_if_set() {
        for (hint, form, json) in [
            (None, "token=RtMadeUp0123456789", r#"{"token":"RtMadeUp0123456789"}"#),
            (
                Some(""),
                "token=RtMadeUp0123456789&token_type_hint=",
                r#"{"token":"RtMadeUp0123456789","token_type_hint":""}"#,
            ),
            (
                Some("access_token"),
                "token=RtMadeUp0123456789&token_type_hint=access_token",
                r#"{"token":"RtMadeUp0123456789","token_type_hint":"access_token"}"#,
            ),
            (
                Some("refresh_token"),
                "token=RtMadeUp0123456789&token_type_hint=refresh_token",
                r#"{"token":"RtMadeUp0123456789","token_type_hint":"refresh_token"}"#,
            ),
        ] {
            let server = Server::answering([Response::new(200)]).await;
            let call = || {
                client(&server)
                    .post_revoke()
                    .token(REFRESH)
                    .token_type_hint(hint.map(TokenTypeHint::from))
            };
            call().send().await.unwrap();
            call().json().send().await.unwrap();
            for (seen, (kind, body)) in server.requests().iter().zip([(FORM, form), (JSON, json)]) {
                let headers = [AUTHORIZATION, kind, ACCEPT];
                seen.assert_is(&request(&Method::POST, "/oauth2/v3/revoke", &headers, body));
            }
            assert_eq!(server.requests().len(), 2);
        }
    }

    #[tokio::test]
    async fn awkward_values_arrive_unchanged() {
        let values = awkward::values();
        for [token, hint] in awkward::rows(&values) {
            let server = Server::answering([Response::new(200)]).await;
            let call = || {
                let call = client(&server).post_revoke().token(token.raw.as_str());
                call.token_type_hint(hint.raw.as_str())
            };
            call().send().await.unwrap();
            call().json().send().await.unwrap();
            let form = format!("token={}&token_type_hint={}", token.form, hint.form);
            let json = format!(r#"{{"token":"{}","token_type_hint":"{}"}}"#, token.json, hint.json);
            for (seen, (kind, body)) in server.requests().iter().zip([(FORM, form), (JSON, json)]) {
                let headers = [AUTHORIZATION, kind, ACCEPT];
                seen.assert_is(&request(&Method::POST, "/oauth2/v3/revoke", &headers, &body));
            }
            assert_eq!(server.requests().len(), 2);
        }
    }

    #[tokio::test]
    async fn any_body_is_a_success() {
        for response in [
            Response::new(200),
            Response::new(204),
            Response::json(200, "{}"),
            Response::json(202, r#"{"revoked":true}"#),
            Response::json(200, "{not JSON"),
            Response::text(200, "OK"),
            Response::html(200, "<html>gone</html>"),
            Response::json(200, b"\xff\xfe\0"),
        ] {
            revoke(response).await.unwrap();
        }
    }

    #[tokio::test]
    async fn success_comes_with_status_and_headers() {
        let server =
            Server::answering([Response::new(200).header("x-request-id", "made-up")]).await;
        let answer =
            client(&server).post_revoke().token(REFRESH).send().with_response().await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["x-request-id"], "made-up");
    }
}

mod credentials {
    use super::*;

    #[tokio::test]
    async fn identifier_and_secret_go_as_basic() {
        let cookie = "Cookie: TINTCYALF=tint-0001-made-up";
        for (id, secret, header) in [
            (ID, SECRET, AUTHORIZATION),
            ("", "", "Authorization: Basic Og=="),
            (
                "a b&=+%/?#",
                "p:a ss&=+%/?#",
                "Authorization: Basic YSBiJj0rJS8/IzpwOmEgc3MmPSslLz8j",
            ),
            ("clé東京", "🔑 geheim ü", "Authorization: Basic Y2zDqeadseS6rDrwn5SRIGdlaGVpbSDDvA=="),
        ] {
            let server = Server::answering([Response::json(200, CODE)]).await;
            let client = with(&server, ClientCredentials::new(id, secret));
            client.post_code().tintcyalf(COOKIE).client_id("i").send().await.unwrap();
            client.post_revoke().token("t0ken").send().await.unwrap();
            let [code, revoke] = server.requests().try_into().unwrap();
            let headers = [header, cookie, FORM, ACCEPT];
            code.assert_is(&request(
                &Method::POST,
                "/oauth2/v3/authorize",
                &headers,
                "client_id=i&response_type=code",
            ));
            let headers = [header, FORM, ACCEPT];
            revoke.assert_is(&request(&Method::POST, "/oauth2/v3/revoke", &headers, "token=t0ken"));
        }
    }

    #[tokio::test]
    async fn call_can_have_its_own() {
        let server = Server::answering([Response::new(200)]).await;
        let own = ClientCredentials::new(ID, SECRET);
        let client = with(&server, ClientCredentials::new("other", "0ther-secret"));
        client.post_revoke().token(REFRESH).auth(own.clone()).send().await.unwrap();
        assert_post(&server, "/revoke", &[AUTHORIZATION, FORM], "token=RtMadeUp0123456789");

        let server = Server::answering([Response::json(200, TOKENS)]).await;
        let client = with(&server, ClientCredentials::new("other", "0ther-secret"));
        client.post_token().client_credentials().auth(own.clone()).send().await.unwrap();
        let body =
            "grant_type=client_credentials&client_id=k3yAbCdEf0123456789&client_secret=s3cr3tXyZ";
        assert_post(&server, "/token", &[FORM], body);

        let server = Server::answering([Response::json(200, CODE)]).await;
        let client = with(&server, ClientCredentials::new("other", "0ther-secret"));
        client.post_code().tintcyalf(COOKIE).auth(own).send().await.unwrap();
        let cookie = "Cookie: TINTCYALF=tint-0001-made-up";
        let body = "client_id=k3yAbCdEf0123456789&response_type=code";
        assert_post(&server, "/authorize", &[AUTHORIZATION, cookie, FORM], body);
    }

    /// The specification has HTTP Basic, the vendor's examples an access token.
    #[tokio::test]
    async fn revocation_takes_basic_and_bearer() {
        let server = Server::answering([Response::new(200), Response::new(200)]).await;
        let revoke = client(&server).post_revoke().token(REFRESH);
        revoke.auth(Bearer::new("AtMadeUp")).send().await.unwrap();
        let nobody = connect::<UspsClient>(&server, BASE).build().unwrap();
        let revoke = nobody.post_revoke().token(REFRESH);
        revoke.auth(Bearer::new("AtMadeUp")).send().await.unwrap();
        for request in server.requests() {
            assert_eq!(request.header("authorization"), Some("Bearer AtMadeUp"));
        }
    }

    #[tokio::test]
    async fn missing_credentials_are_refused_unsent() {
        let server = Server::start().await;
        let client = connect::<UspsClient>(&server, BASE).build().unwrap();
        for error in [
            client.post_code().tintcyalf(COOKIE).client_id(ID).send().await.unwrap_err(),
            client.post_revoke().token(REFRESH).send().await.unwrap_err(),
            client.post_token().client_credentials().send().await.unwrap_err(),
            client.post_token().client_credentials().client_id(ID).send().await.unwrap_err(),
        ] {
            let Error::Build(build) = &error else { panic!("{error}") };
            assert!(matches!(build.kind(), BuildErrorKind::MissingCredentials));
        }
        assert_eq!(server.requests(), []);
    }

    #[tokio::test]
    async fn unsendable_credentials_are_refused_unsent() {
        let server = Server::start().await;
        for (id, secret) in
            [("a:b", "s3cret"), ("a\r\nb", "s3cret"), ("a", "s3cret\n"), ("a\0", "s3cret")]
        {
            let client = with(&server, ClientCredentials::new(id, secret));
            for error in [
                client.post_code().tintcyalf(COOKIE).client_id(ID).send().await.unwrap_err(),
                client.post_revoke().token(REFRESH).send().await.unwrap_err(),
            ] {
                let Error::Build(build) = &error else { panic!("{error}") };
                assert!(matches!(build.kind(), BuildErrorKind::Credentials { .. }));
                tells_none_of(&["s3cret"], &error);
            }
        }
        assert_eq!(server.requests(), []);
    }

    #[test]
    fn requests_show_no_secret() {
        let basic = AUTHORIZATION.rsplit(' ').next().unwrap();
        let client = UspsClient::new(ClientCredentials::new(ID, SECRET));
        let code = || client.post_code().tintcyalf(COOKIE).client_id(ID);
        let token =
            || client.post_token().client_secret(SECRET).code("hG06sfHd").refresh_token(REFRESH);
        let revoke = || client.post_revoke().token(REFRESH);
        let shown: [&dyn Debug; 13] = [
            &client,
            &code(),
            &token(),
            &revoke(),
            &code().into_request().into_parameters().unwrap(),
            &token().into_request().into_parameters().unwrap(),
            &revoke().into_request().into_parameters().unwrap(),
            &code().into_request().prepare().unwrap(),
            &token().into_request().prepare().unwrap(),
            &revoke().into_request().prepare().unwrap(),
            &code().into_request().build().unwrap().headers().clone(),
            &revoke().into_request().build().unwrap().headers().clone(),
            &token().send(),
        ];
        for shown in shown {
            shows_none_of(&[SECRET, basic, COOKIE, "hG06sfHd", REFRESH], shown);
        }
    }
}

mod errors {
    use super::*;

    #[tokio::test]
    async fn every_documented_status_keeps_everything() {
        let body = r#"{"error":"invalid_client","error_description":"InvalidApiKey: The client application credentials …","error_uri":"https://datatracker.ietf.org/doc/html/rfc6749#page-45"}"#;
        let challenge = r#"Bearer realm="https://api.usps.com""#;
        for (status, header) in [
            (400, None),
            (401, Some(("WWW-Authenticate", challenge))),
            (403, None),
            (429, Some(("Retry-After", "30"))),
            (503, Some(("Retry-After", "30"))),
        ] {
            let response = Response::json(status, body);
            let response = header
                .iter()
                .fold(response, |response, (name, value)| response.header(name, value));
            for (error, _) in refusals(&response).await {
                assert!(matches!(error, Error::Refused(_)), "{error}");
                assert_eq!(error.status().unwrap(), status);
                assert_eq!(error.body().unwrap(), body.as_bytes());
                let vendor: StandardErrorResponse = error.body_as().unwrap();
                assert_eq!(vendor.error, Some(ErrorCode::InvalidClient));
                assert_eq!(
                    vendor.error_description.as_deref(),
                    Some("InvalidApiKey: The client application credentials …")
                );
                assert_eq!(
                    vendor.error_uri.as_deref(),
                    Some("https://datatracker.ietf.org/doc/html/rfc6749#page-45")
                );
                assert!(vendor.refresh_token_status.is_none() && vendor.refresh_token.is_none());
                let oauth = error.oauth().unwrap();
                assert_eq!(oauth.error(), "invalid_client");
                assert_eq!(oauth.error_description(), vendor.error_description.as_deref());
                assert_eq!(oauth.error_uri(), vendor.error_uri.as_deref());
                if let Some((name, value)) = header {
                    assert_eq!(error.headers().unwrap()[name], value);
                }
                let waits = matches!(status, 429 | 503).then_some(Duration::from_secs(30));
                assert_eq!(error.header(UspsClient::RETRY_AFTER), Ok(waits));
                assert_eq!(error.retry_after(), waits);
                assert_eq!(error.delivery(), Delivery::Answered);
                assert_eq!(
                    error.to_string(),
                    format!(
                        "`{}`: the server refused with {status}: invalid_client: InvalidApiKey: The client application credentials …",
                        error.endpoint()
                    )
                );
            }
        }
    }

    #[tokio::test]
    async fn every_error_code_is_known() {
        for (code, expected) in [
            ("invalid_request", ErrorCode::InvalidRequest),
            ("invalid_client", ErrorCode::InvalidClient),
            ("invalid_grant", ErrorCode::InvalidGrant),
            ("unauthorized_client", ErrorCode::UnauthorizedClient),
            ("unsupported_grant_type", ErrorCode::UnsupportedGrantType),
            ("invalid_scope", ErrorCode::InvalidScope),
            ("invalid_refresh_token", ErrorCode::InvalidRefreshToken),
            ("made_up", ErrorCode::Other("made_up".to_owned())),
        ] {
            let error =
                revoke(Response::json(400, format!(r#"{{"error":"{code}"}}"#))).await.unwrap_err();
            assert_eq!(
                error.body_as::<StandardErrorResponse>().unwrap().error,
                Some(expected.clone())
            );
            let is_other = matches!(ErrorCode::from(code), ErrorCode::Other(_));
            assert_eq!(is_other, matches!(expected, ErrorCode::Other(_)));
            assert_eq!(error.oauth().unwrap().error(), code);
        }
    }

    #[tokio::test]
    async fn refused_refresh_token_keeps_its_status() {
        let body = r#"{"error":"invalid_refresh_token","error_description":"refresh_token_expired: …","error_uri":"https://datatracker.ietf.org/doc/html/rfc7009#section-2.2.1","refresh_token_status":"Unknown"}"#;
        let error = revoke(Response::json(400, body)).await.unwrap_err();
        let vendor: StandardErrorResponse = error.body_as().unwrap();
        assert_eq!(vendor.error, Some(ErrorCode::InvalidRefreshToken));
        assert_eq!(vendor.error_description.as_deref(), Some("refresh_token_expired: …"));
        assert_eq!(
            vendor.error_uri.as_deref(),
            Some("https://datatracker.ietf.org/doc/html/rfc7009#section-2.2.1")
        );
        assert_eq!(vendor.refresh_token_status.unwrap().as_str(), "Unknown");
        for (error, single_use) in refusals(&Response::json(400, body)).await {
            let state = if single_use { GrantState::Spent } else { GrantState::Intact };
            assert_eq!(error.grant_state(), state, "{error}");
        }
        for status in ["Not Found", "expired"] {
            let body =
                format!(r#"{{"error":"invalid_refresh_token","refresh_token_status":"{status}"}}"#);
            let error = revoke(Response::json(400, body)).await.unwrap_err();
            assert_eq!(
                error
                    .body_as::<StandardErrorResponse>()
                    .unwrap()
                    .refresh_token_status
                    .unwrap()
                    .as_str(),
                status
            );
        }
    }

    #[tokio::test]
    async fn echoed_secrets_are_not_shown() {
        let body = format!(
            r#"{{"error":"invalid_refresh_token","error_description":"no such token: {REFRESH}","refresh_token":"{REFRESH}","client_secret":"{SECRET}"}}"#
        );
        let error = revoke(Response::json(400, body.as_str())).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "`post_revoke`: the server refused with 400: invalid_refresh_token: no such token: [REDACTED]"
        );
        assert_eq!(error.body().unwrap(), body.as_bytes());
        tells_none_of(&[REFRESH, SECRET], &error);
        let vendor: StandardErrorResponse = error.body_as().unwrap();
        assert_eq!(exposed(vendor.refresh_token.as_ref()), Some(REFRESH));
        shows_none_of(&[REFRESH], &vendor.refresh_token);
    }

    #[tokio::test]
    async fn gateway_details_are_read() {
        let body = r#"{"apiVersion":"/addresses/v3/","error":{"code":"401","message":"…","errors":[{"title":"invalid_token","detail":"…","source":"Access Token"}]}}"#;
        for (error, _) in refusals(&Response::json(401, body)).await {
            assert!(matches!(error, Error::Refused(_)));
            assert_eq!(error.status().unwrap(), 401);
            assert!(error.oauth().is_none());
            assert!(error.body_as::<StandardErrorResponse>().is_none());
            assert_eq!(
                error.to_string(),
                format!("`{}`: the server refused with 401: \"…\"", error.endpoint())
            );
            let gateway: GatewayErrorResponse = error.body_as().unwrap();
            assert_eq!(gateway.api_version.as_deref(), Some("/addresses/v3/"));
            assert_eq!(gateway.message, None);
            let GatewayError::Details(details) = gateway.error else {
                panic!("{:?}", gateway.error)
            };
            assert_eq!(
                (details.code.as_deref(), details.message.as_deref()),
                (Some("401"), Some("…"))
            );
            let [mistake] = details.errors.as_slice() else { panic!("{details:?}") };
            assert_eq!(mistake.title.as_deref(), Some("invalid_token"));
            assert_eq!(mistake.detail.as_deref(), Some("…"));
            assert_eq!(mistake.source.as_deref(), Some("Access Token"));
        }
    }

    #[tokio::test]
    async fn gateway_details_may_be_empty() {
        for body in [
            r#"{"apiVersion":"v3","error":{"code":"500","message":"","errors":[]}}"#,
            r#"{"apiVersion":"v3","error":{"code":500,"message":"","errors":null}}"#,
            r#"{"apiVersion":"v3","error":{"code":"500","message":"","more":1}}"#,
        ] {
            let error = revoke(Response::json(500, body)).await.unwrap_err();
            let gateway: GatewayErrorResponse = error.body_as().unwrap();
            let GatewayError::Details(details) = gateway.error else {
                panic!("{:?}", gateway.error)
            };
            assert_eq!(
                (details.code.as_deref(), details.message.as_deref()),
                (Some("500"), Some("")),
                "{body}"
            );
            assert!(details.errors.is_empty());
        }
    }

    #[tokio::test]
    async fn gateway_word_is_read_both_ways() {
        let body = r#"{"apiVersion":"v3","error":"UNAUTHORIZED","message":"…"}"#;
        let error = revoke(Response::json(401, body)).await.unwrap_err();
        assert_eq!(
            error.body_as::<StandardErrorResponse>().unwrap().error.unwrap().as_str(),
            "UNAUTHORIZED"
        );
        assert_eq!(error.oauth().unwrap().error(), "UNAUTHORIZED");
        let gateway: GatewayErrorResponse = error.body_as().unwrap();
        assert_eq!(
            (gateway.api_version.as_deref(), gateway.message.as_deref()),
            (Some("v3"), Some("…"))
        );
        assert!(matches!(gateway.error, GatewayError::Word(word) if word == "UNAUTHORIZED"));
    }

    #[tokio::test]
    async fn other_bodies_never_hide_the_status() {
        for status in [400, 401, 403, 404, 405, 429, 500, 501, 503] {
            for response in [
                Response::new(status),
                Response::html(status, "<html><h1>Gateway</h1></html>"),
                Response::text(status, "no"),
                Response::json(status, "{\"error\":"),
                Response::json(status, "[]"),
                Response::json(status, b"\xff\xfe"),
                Response::json(status, ACCESS_TOKEN),
            ] {
                let response = response.header("X-Request-Id", "made-up");
                for (error, single_use) in refusals(&response).await {
                    assert!(matches!(error, Error::Refused(_)), "{error}");
                    assert_eq!(error.status().unwrap(), status);
                    assert_eq!(error.headers().unwrap()["x-request-id"], "made-up");
                    assert!(error.body().is_some() && error.oauth().is_none());
                    assert_eq!(
                        error.to_string(),
                        format!("`{}`: the server refused with {status}", error.endpoint())
                    );
                    let intact = !single_use || status == 429;
                    assert_eq!(error.grant_state() == GrantState::Intact, intact, "{status}");
                    tells_none_of(&["eyJ.made.up"], &error);
                }
            }
        }
    }

    #[tokio::test]
    async fn error_fields_may_be_null_or_odd() {
        let body = r#"{"error":null,"error_description":{"a":1},"error_uri":7,"refresh_token_status":null,"refresh_token":"","more":[]}"#;
        let error = revoke(Response::json(400, body)).await.unwrap_err();
        let vendor: StandardErrorResponse = error.body_as().unwrap();
        assert!(vendor.error.is_none() && vendor.error_description.is_none());
        assert_eq!(vendor.error_uri.as_deref(), Some("7"));
        assert!(vendor.refresh_token_status.is_none() && vendor.refresh_token.is_none());
    }

    #[tokio::test]
    async fn delay_is_read_leniently() {
        for (value, expected) in [
            ("30", Some(30)),
            ("Retry-After: 30", Some(30)),
            ("0", Some(0)),
            ("soon", None),
            ("-1", None),
            ("Thu, 01 Jan 1970 00:00:00 GMT", Some(0)),
        ] {
            for status in [429, 503] {
                for (error, _) in
                    refusals(&Response::new(status).header("Retry-After", value)).await
                {
                    assert_eq!(error.retry_after(), expected.map(Duration::from_secs), "{value}");
                    match error.header(UspsClient::RETRY_AFTER) {
                        Ok(read) => assert_eq!(read, error.retry_after(), "{value}"),
                        Err(unreadable) => assert_eq!(unreadable.value(), value.as_bytes()),
                    }
                    assert_eq!(error.headers().unwrap()["retry-after"], value);
                }
            }
        }
    }

    #[tokio::test]
    async fn challenge_of_401_is_reachable() {
        let response =
            Response::new(401).header("WWW-Authenticate", r#"Bearer realm="https://api.usps.com""#);
        for (error, _) in refusals(&response).await {
            let Error::Refused(refused) = &error else { panic!("{error}") };
            let [challenge] = refused.challenges().try_into().unwrap();
            assert!(challenge.is_scheme("bearer"));
            assert_eq!(challenge.realm(), Some("https://api.usps.com"));
            let written = error.header(UspsClient::WWW_AUTHENTICATE).unwrap();
            assert_eq!(written.as_deref(), Some(r#"Bearer realm="https://api.usps.com""#));
        }
    }

    #[tokio::test]
    async fn redirect_is_not_followed() {
        let elsewhere = Server::start().await;
        for status in [301, 302, 303, 307, 308] {
            for (error, _) in refusals(&Response::redirect(status, &elsewhere.url("/stolen"))).await
            {
                let Error::Unexpected(unexpected) = &error else { panic!("{error}") };
                assert!(
                    matches!(unexpected.reason(), UnexpectedReason::Redirect { target: Some(target) } if *target == elsewhere.origin())
                );
                assert_eq!(error.status().unwrap(), status);
            }
        }
        assert_eq!(elsewhere.requests(), []);
    }
}
