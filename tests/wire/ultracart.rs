//! UltraCart: whole requests, and every documented answer.

use std::fmt::Debug;

use http::Method;
use oauth_providers::ultracart::{
    ErrorResponse, GrantType, OauthRevokeSuccessResponse, OauthTokenResponse, TokenType,
    UltraCartClient, UltraCartCredentials,
};
use oauth_runtime::{
    Bearer, Callback, Delivery, Error, ExposeSecret, GrantState, SecretString, State,
    error::{BuildErrorKind, UnexpectedReason},
};
use oauth_tests::{Response, Server};

use crate::awkward;
use crate::calls::{connect, description, request, shows_none_of, tells_none_of};

const BASE: &str = "/rest/v2";
const ID: &str = "0123456789abcdef0123456789abcdef";
const KEY: &str = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
const CODE: &str = "c0de-123";
const ACCESS: &str = "ucAT-made-up";
const REFRESH: &str = "ucRT-made-up";
const VERSION: &str = "X-UltraCart-Api-Version: 2017-03-01";
const FORM: &str = "Content-Type: application/x-www-form-urlencoded";
const ACCEPT: &str = "Accept: application/json";

const TOKEN: &str = r#"{"access_token":"ucAT-made-up","expires_in":"3600","refresh_token":"ucRT-made-up","scope":"item_read order_write","token_type":"bearer"}"#;
const REVOKED: &str = r#"{"message":"OAuth credentials revoked","successful":true}"#;
const TOO_MANY: &str = r#"{"error":{"developer_message":"rate of 10000 per 86400 second(s) exceeded.","user_message":"rate of 10000 per 86400 second(s) exceeded."},"metadata":{}}"#;

fn client(server: &Server) -> UltraCartClient {
    with(server, UltraCartCredentials::None)
}

fn with(server: &Server, credentials: UltraCartCredentials) -> UltraCartClient {
    connect(server, BASE).credentials(credentials).build().unwrap()
}

/// Compares the request with one of `POST` and these headers, beside those that every call has.
#[track_caller]
fn assert_post(server: &Server, path: &str, headers: &[&str], body: &str) {
    let headers = [headers, &[VERSION, FORM, ACCEPT]].concat();
    let target = [BASE, path].concat();
    server.only_request().assert_is(&request(&Method::POST, &target, &headers, body));
}

async fn exchange(response: Response) -> Result<OauthTokenResponse, Error> {
    let server = Server::answering([response]).await;
    client(&server).oauth_access_token().authorization_code().client_id(ID).code(CODE).send().await
}

async fn revoke(response: Response) -> Result<OauthRevokeSuccessResponse, Error> {
    let server = Server::answering([response]).await;
    client(&server).oauth_revoke().client_id(ID).token(ACCESS).send().await
}

/// The error of each endpoint for this answer, and whether it carried a grant that can be used once.
async fn refusals(response: &Response) -> [(Error, bool); 2] {
    [
        (exchange(response.clone()).await.unwrap_err(), true),
        (revoke(response.clone()).await.unwrap_err(), false),
    ]
}

fn exposed(secret: Option<&SecretString>) -> Option<&str> {
    secret.map(ExposeSecret::expose_secret)
}

#[test]
fn declaration_says_what_the_page_says() {
    assert_eq!(UltraCartClient::API.name(), "UltraCart");
    assert_eq!(UltraCartClient::API.headers(), [("x-ultracart-api-version", "2017-03-01")]);
    let names: Vec<_> = UltraCartClient::API.endpoints().iter().map(|it| it.name()).collect();
    assert_eq!(names, ["oauth_access_token", "oauth_revoke", "oauth_authorize"]);
    let [token, revoke, authorize] = UltraCartClient::API.endpoints() else {
        panic!("not three endpoints")
    };
    let auth = r#"[[Header("x-ultracart-browser-key")], [Bearer], [Header("x-ultracart-simple-key")], []]"#;
    assert_eq!(
        description(token),
        [
            &format!("POST /oauth/token {auth} [Form] Json true"),
            "client_id Body Required",
            "grant_type Body Required",
            "code Body Optional secret",
            "redirect_uri Body Optional",
            "refresh_token Body Optional secret",
            r#"authorization_code needs ["code"], may ["redirect_uri"]"#,
            r#"refresh_token needs ["refresh_token"], may []"#,
        ]
    );
    assert_eq!(
        description(revoke),
        [
            &format!("POST /oauth/revoke {auth} [Form] Json true"),
            "client_id Body Required",
            "token Body Required secret",
        ]
    );
    assert_eq!(
        description(authorize),
        [
            "GET /oauth/authorize [] [] Browser true",
            "response_type Query Constant(Text(\"code\"))",
            "client_id Query Required",
            "redirect_uri Query Required",
            "state Query Required",
        ]
    );
}

mod base_url {
    use super::*;

    #[test]
    fn vendor_is_the_default() {
        let client = UltraCartClient::new(UltraCartCredentials::None);
        let token = client
            .oauth_access_token()
            .client_id(ID)
            .grant_type("x")
            .into_request()
            .build()
            .unwrap();
        assert_eq!(token.method(), "POST");
        assert_eq!(token.uri(), "https://secure.ultracart.com/rest/v2/oauth/token");
        let revoke =
            client.oauth_revoke().client_id(ID).token(ACCESS).into_request().build().unwrap();
        assert_eq!(revoke.method(), "POST");
        assert_eq!(revoke.uri(), "https://secure.ultracart.com/rest/v2/oauth/revoke");
    }

    #[test]
    fn other_bases_join_with_one_slash() {
        for base_url in ["https://proxy.example/uc", "https://proxy.example/uc/"] {
            let client = UltraCartClient::at(base_url, UltraCartCredentials::None).unwrap();
            let request =
                client.oauth_revoke().client_id(ID).token(ACCESS).into_request().build().unwrap();
            assert_eq!(request.uri(), "https://proxy.example/uc/oauth/revoke");
        }
    }
}

mod oauth_access_token {
    use super::*;

    #[tokio::test]
    async fn code_exchange_is_the_documented_request() {
        let server = Server::answering([Response::json(200, TOKEN)]).await;
        with(&server, UltraCartCredentials::SimpleKey(KEY.into()))
            .oauth_access_token()
            .authorization_code()
            .client_id(ID)
            .code(CODE)
            .redirect_uri("https://shop.example/oauth/done")
            .send()
            .await
            .unwrap();
        server.only_request().assert_is(
            "POST /rest/v2/oauth/token HTTP/1.1\n\
             Host: secure.ultracart.com\n\
             X-UltraCart-Api-Version: 2017-03-01\n\
             x-ultracart-simple-key: 0a1b2c3d4e5f60718293a4b5c6d7e8f9\n\
             Content-Type: application/x-www-form-urlencoded\n\
             Accept: application/json\n\
             Content-Length: 141\n\
             \n\
             client_id=0123456789abcdef0123456789abcdef&grant_type=authorization_code&code=c0de-123&redirect_uri=https%3A%2F%2Fshop.example%2Foauth%2Fdone",
        );
    }

    #[tokio::test]
    async fn code_grant_may_go_without_redirect_uri() {
        for redirect_uri in [None, Some(""), Some("https://shop.example/oauth/done")] {
            let server = Server::answering([Response::json(200, TOKEN)]).await;
            let call =
                client(&server).oauth_access_token().authorization_code().client_id(ID).code(CODE);
            call.redirect_uri(redirect_uri.map(str::to_owned)).send().await.unwrap();
            let rest = match redirect_uri {
                None => "",
                Some("") => "&redirect_uri=",
                Some(_) => "&redirect_uri=https%3A%2F%2Fshop.example%2Foauth%2Fdone",
            };
            let body = format!(
                "client_id=0123456789abcdef0123456789abcdef&grant_type=authorization_code&code=c0de-123{rest}"
            );
            assert_post(&server, "/oauth/token", &[], &body);
        }
    }

    #[tokio::test]
    async fn refresh_grant_sends_the_refresh_token() {
        let server = Server::answering([Response::json(200, TOKEN)]).await;
        let call = client(&server).oauth_access_token().refresh_token_grant().client_id(ID);
        call.refresh_token(REFRESH).send().await.unwrap();
        let body = "client_id=0123456789abcdef0123456789abcdef&grant_type=refresh_token&refresh_token=ucRT-made-up";
        assert_post(&server, "/oauth/token", &[], body);
    }

    #[tokio::test]
    async fn plain_call_sends_what_is_set() {
        let id = "client_id=0123456789abcdef0123456789abcdef";
        for (grant_type, code, redirect_uri, refresh_token, body) in [
            (GrantType::AuthorizationCode, None, None, None, "&grant_type=authorization_code"),
            (GrantType::RefreshToken, None, None, None, "&grant_type=refresh_token"),
            (GrantType::from("password"), None, None, None, "&grant_type=password"),
            (
                GrantType::from(""),
                Some(""),
                Some(""),
                Some(""),
                "&grant_type=&code=&redirect_uri=&refresh_token=",
            ),
            (
                GrantType::AuthorizationCode,
                Some("c"),
                None,
                None,
                "&grant_type=authorization_code&code=c",
            ),
            (
                GrantType::AuthorizationCode,
                None,
                Some("u"),
                None,
                "&grant_type=authorization_code&redirect_uri=u",
            ),
            (
                GrantType::AuthorizationCode,
                None,
                None,
                Some("r"),
                "&grant_type=authorization_code&refresh_token=r",
            ),
            (
                GrantType::AuthorizationCode,
                Some("c"),
                Some("u"),
                Some("r"),
                "&grant_type=authorization_code&code=c&redirect_uri=u&refresh_token=r",
            ),
        ] {
            let server = Server::answering([Response::json(200, TOKEN)]).await;
            let call = client(&server)
                .oauth_access_token()
                .refresh_token(refresh_token.map(SecretString::from))
                .redirect_uri(redirect_uri.map(str::to_owned))
                .code(code.map(SecretString::from))
                .grant_type(grant_type)
                .client_id(ID);
            call.send().await.unwrap();
            assert_post(&server, "/oauth/token", &[], &[id, body].concat());
        }
    }

    #[tokio::test]
    async fn awkward_values_arrive_unchanged() {
        let values = awkward::values();
        for [id, kind, code, uri, refresh] in awkward::rows(&values) {
            let server = Server::answering([Response::json(200, TOKEN)]).await;
            let call = client(&server)
                .oauth_access_token()
                .client_id(id.raw.as_str())
                .grant_type(kind.raw.as_str());
            let call = call
                .code(code.raw.as_str())
                .redirect_uri(uri.raw.as_str())
                .refresh_token(refresh.raw.as_str());
            call.send().await.unwrap();
            let body = format!(
                "client_id={}&grant_type={}&code={}&redirect_uri={}&refresh_token={}",
                id.form, kind.form, code.form, uri.form, refresh.form
            );
            assert_post(&server, "/oauth/token", &[], &body);
        }
    }

    #[tokio::test]
    async fn client_secret_goes_as_an_extra() {
        let server = Server::answering([Response::json(200, TOKEN)]).await;
        let call =
            client(&server).oauth_access_token().authorization_code().client_id("i").code("c");
        call.into_request().extra("client_secret", "s3cret &=").send().await.unwrap();
        let body = "client_id=i&grant_type=authorization_code&code=c&client_secret=s3cret+%26%3D";
        assert_post(&server, "/oauth/token", &[], body);
    }

    #[tokio::test]
    async fn token_answer_is_read_whole() {
        let token = exchange(Response::json(200, TOKEN)).await.unwrap();
        assert_eq!(token.access_token.expose_secret(), ACCESS);
        assert_eq!(token.expires_in, Some(3600));
        assert_eq!(exposed(token.refresh_token.as_ref()), Some(REFRESH));
        assert_eq!(
            token.scope.as_ref().unwrap().iter().collect::<Vec<_>>(),
            ["item_read", "order_write"]
        );
        assert_eq!(token.token_type, Some(TokenType::Bearer));
        assert!(
            token.error.is_none() && token.error_description.is_none() && token.error_uri.is_none()
        );
        shows_none_of(&[ACCESS, REFRESH], &token);
    }

    #[tokio::test]
    async fn lifetime_comes_in_quotes_or_bare() {
        for (json, expected) in [
            (r#""3600""#, Some(3600)),
            ("3600", Some(3600)),
            ("3600.0", Some(3600)),
            (r#""4294967296""#, Some(4_294_967_296)),
            ("null", None),
            (r#""""#, None),
            (r#""soon""#, None),
        ] {
            let body = format!(r#"{{"access_token":"ucAT-made-up","expires_in":{json}}}"#);
            assert_eq!(
                exchange(Response::json(200, body)).await.unwrap().expires_in,
                expected,
                "{json}"
            );
        }
    }

    #[tokio::test]
    async fn only_the_access_token_must_be_there() {
        for body in [
            r#"{"access_token":"ucAT-made-up"}"#,
            r#"{"access_token":"ucAT-made-up","error":null,"error_description":null,"error_uri":null,"expires_in":null,"refresh_token":null,"scope":null,"token_type":null}"#,
            r#"{"access_token":"ucAT-made-up","error":{},"error_description":[],"error_uri":{},"expires_in":true,"refresh_token":"","scope":7,"token_type":{},"more":[1,{"a":2}]}"#,
        ] {
            let token = exchange(Response::json(200, body)).await.unwrap();
            assert_eq!(token.access_token.expose_secret(), ACCESS);
            assert!(
                token.error.is_none()
                    && token.error_description.is_none()
                    && token.error_uri.is_none(),
                "{body}"
            );
            assert!(token.expires_in.is_none() && token.refresh_token.is_none(), "{body}");
            assert!(token.scope.is_none() && token.token_type.is_none(), "{body}");
        }
    }

    #[tokio::test]
    async fn words_are_kept_and_compared_loosely() {
        for (word, is_bearer) in
            [("bearer", true), ("Bearer", true), ("BEARER", true), ("BearerToken", false)]
        {
            let body =
                format!(r#"{{"access_token":"a","token_type":"{word}","scope":" item_read  x "}}"#);
            let token = exchange(Response::json(200, body)).await.unwrap();
            let token_type = token.token_type.unwrap();
            assert_eq!(matches!(token_type, TokenType::Bearer), is_bearer, "{word}");
            assert_eq!(token_type, word);
            assert_eq!(token.scope.unwrap().as_str(), "item_read x");
        }
    }

    #[tokio::test]
    async fn failure_inside_a_success_is_refused() {
        for (body, description, uri) in [
            (r#"{"error":"invalid_grant"}"#, None, None),
            (
                r#"{"error":"invalid_grant","error_description":"The code is used up.","error_uri":"https://help.example/1"}"#,
                Some("The code is used up."),
                Some("https://help.example/1"),
            ),
            (
                r#"{"access_token":"ucAT-made-up","expires_in":"3600","refresh_token":"ucRT-made-up","token_type":"bearer","error":"invalid_grant"}"#,
                None,
                None,
            ),
        ] {
            for status in [200, 201] {
                let response = Response::json(status, body).header("UC-REST-ERROR", "made up");
                let error = exchange(response).await.unwrap_err();
                assert!(matches!(error, Error::Refused(_)), "{error}");
                assert_eq!(error.status().unwrap(), status);
                assert_eq!(error.headers().unwrap()["uc-rest-error"], "made up");
                assert_eq!(error.body().unwrap(), body.as_bytes());
                let oauth = error.oauth().unwrap();
                assert_eq!(oauth.error(), "invalid_grant");
                assert_eq!((oauth.error_description(), oauth.error_uri()), (description, uri));
                assert_eq!(
                    (error.grant_state(), error.delivery()),
                    (GrantState::Spent, Delivery::Answered)
                );
                tells_none_of(&[ACCESS, REFRESH, CODE], &error);
            }
        }
    }

    #[tokio::test]
    async fn no_token_never_looks_like_one() {
        for body in [
            "",
            "{}",
            "null",
            "[]",
            r#"["ucAT-made-up"]"#,
            r#"{"access_token":null}"#,
            r#"{"access_token":""}"#,
            r#"{"access_token":7}"#,
            r#"{"access_token":"ucAT made-up"}"#,
            r#"{"access_token":"ucAT-made-up\n"}"#,
            r#"{"access_token":"ucAT-mäde-up"}"#,
            r#"{"access_token":"","error":""}"#,
            r#"{"error":"","error_description":"The code is used up."}"#,
            r#"{"error_description":"The code is used up."}"#,
            r#"{"expires_in":"3600","refresh_token":"ucRT-made-up","token_type":"bearer"}"#,
            REVOKED,
            "<html>ucAT-made-up</html>",
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
            tells_none_of(&[ACCESS, REFRESH, "ucAT"], &error);
        }
    }

    #[tokio::test]
    async fn answer_comes_with_status_and_headers() {
        let server =
            Server::answering([Response::json(200, TOKEN).header("x-request-id", "made-up")]).await;
        let call = client(&server)
            .oauth_access_token()
            .refresh_token_grant()
            .client_id(ID)
            .refresh_token(REFRESH);
        let answer = call.send().with_response().await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["x-request-id"], "made-up");
        shows_none_of(&[ACCESS, REFRESH], &answer);
    }
}

mod oauth_revoke {
    use super::*;

    #[tokio::test]
    async fn revocation_is_the_documented_request() {
        let server = Server::answering([Response::json(200, REVOKED)]).await;
        let client = with(&server, UltraCartCredentials::Bearer(Bearer::new(ACCESS)));
        let answer = client.oauth_revoke().client_id(ID).token(ACCESS).send().await.unwrap();
        server.only_request().assert_is(
            "POST /rest/v2/oauth/revoke HTTP/1.1\n\
             Host: secure.ultracart.com\n\
             X-UltraCart-Api-Version: 2017-03-01\n\
             Authorization: Bearer ucAT-made-up\n\
             Content-Type: application/x-www-form-urlencoded\n\
             Accept: application/json\n\
             Content-Length: 61\n\
             \n\
             client_id=0123456789abcdef0123456789abcdef&token=ucAT-made-up",
        );
        assert_eq!(answer.message.as_deref(), Some("OAuth credentials revoked"));
        assert_eq!(answer.successful, Some(true));
    }

    #[tokio::test]
    async fn awkward_values_arrive_unchanged() {
        let values = awkward::values();
        for [id, token] in awkward::rows(&values) {
            let server = Server::answering([Response::json(200, REVOKED)]).await;
            client(&server)
                .oauth_revoke()
                .client_id(id.raw.as_str())
                .token(token.raw.as_str())
                .send()
                .await
                .unwrap();
            assert_post(
                &server,
                "/oauth/revoke",
                &[],
                &format!("client_id={}&token={}", id.form, token.form),
            );
        }
    }

    #[tokio::test]
    async fn flag_is_handed_over() {
        for (body, message, successful) in [
            (REVOKED, Some("OAuth credentials revoked"), Some(true)),
            (
                r#"{"message":"no such token","successful":false}"#,
                Some("no such token"),
                Some(false),
            ),
            (r#"{"successful":false}"#, None, Some(false)),
            (r#"{"message":"","successful":null,"more":{}}"#, Some(""), None),
            (r#"{"successful":"perhaps"}"#, None, None),
            ("{}", None, None),
        ] {
            let answer = revoke(Response::json(200, body)).await.unwrap();
            assert_eq!(
                (answer.message.as_deref(), answer.successful),
                (message, successful),
                "{body}"
            );
        }
    }

    #[tokio::test]
    async fn answer_without_json_is_no_confirmation() {
        for response in [
            Response::new(200),
            Response::new(204),
            Response::html(200, "<html>Sign in</html>"),
            Response::text(200, "OK"),
            Response::json(200, "[true]"),
            Response::json(200, "null"),
        ] {
            let error = revoke(response).await.unwrap_err();
            assert!(matches!(error, Error::Unexpected(_)), "{error}");
            assert_eq!(error.grant_state(), GrantState::Intact);
        }
    }
}

mod oauth_authorize {
    use super::*;

    #[test]
    fn page_has_a_finished_url() {
        let client = UltraCartClient::new(UltraCartCredentials::SimpleKey(KEY.into()));
        let call =
            client.oauth_authorize().client_id(ID).redirect_uri("https://shop.example/oauth/done");
        let url = call.state("s=1&2").url().unwrap();
        assert_eq!(
            url.as_str(),
            "https://secure.ultracart.com/rest/v2/oauth/authorize?response_type=code&client_id=0123456789abcdef0123456789abcdef&redirect_uri=https%3A%2F%2Fshop.example%2Foauth%2Fdone&state=s%3D1%262"
        );
    }

    #[test]
    fn awkward_values_stay_in_their_place() {
        let client = UltraCartClient::new(UltraCartCredentials::None);
        let mut values = awkward::values();
        values.truncate(values.len() - 1); // too long for a URL
        for [id, uri, state] in awkward::rows(&values) {
            let call =
                client.oauth_authorize().client_id(id.raw.as_str()).redirect_uri(uri.raw.as_str());
            let url = call.state(state.raw.as_str()).url().unwrap();
            let query = format!(
                "response_type=code&client_id={}&redirect_uri={}&state={}",
                id.form, uri.form, state.form
            );
            assert_eq!(url.query().unwrap(), query);
        }
    }

    #[test]
    fn way_back_is_understood() {
        let state = State::from_string("made-up-state");
        let client = UltraCartClient::new(UltraCartCredentials::None);
        let call =
            client.oauth_authorize().client_id(ID).redirect_uri("https://shop.example/oauth/done");
        let url = call.state(&state).url().unwrap();
        assert!(url.as_str().ends_with("&state=made-up-state"));

        let back = Callback::new(&state).redirect_uri("https://shop.example/oauth/done");
        let code =
            back.code("https://shop.example/oauth/done?code=c0de-123&state=made-up-state").unwrap();
        assert_eq!(code.code().expose_secret(), CODE);
        for error in ["invalid_request", "access_denied"] {
            let callback =
                format!("https://shop.example/oauth/done?error={error}&state=made-up-state");
            let oauth_runtime::authorization::CallbackError::Denied(denied) =
                back.code(&callback).unwrap_err()
            else {
                panic!("{error}")
            };
            assert_eq!(denied.error().as_str(), error);
        }
    }
}

mod credentials {
    use super::*;

    fn each() -> [(UltraCartCredentials, Vec<&'static str>); 4] {
        [
            (
                UltraCartCredentials::BrowserKey(KEY.into()),
                vec!["x-ultracart-browser-key: 0a1b2c3d4e5f60718293a4b5c6d7e8f9"],
            ),
            (
                UltraCartCredentials::Bearer(Bearer::new(ACCESS)),
                vec!["Authorization: Bearer ucAT-made-up"],
            ),
            (
                UltraCartCredentials::SimpleKey(KEY.into()),
                vec!["x-ultracart-simple-key: 0a1b2c3d4e5f60718293a4b5c6d7e8f9"],
            ),
            (UltraCartCredentials::None, vec![]),
        ]
    }

    #[tokio::test]
    async fn exactly_the_chosen_one_is_sent() {
        for (credentials, headers) in each() {
            let server = Server::answering([Response::json(200, TOKEN)]).await;
            let call = with(&server, credentials.clone()).oauth_access_token().authorization_code();
            call.client_id("i").code("c").send().await.unwrap();
            assert_post(
                &server,
                "/oauth/token",
                &headers,
                "client_id=i&grant_type=authorization_code&code=c",
            );

            let server = Server::answering([Response::json(200, REVOKED)]).await;
            with(&server, credentials)
                .oauth_revoke()
                .client_id("i")
                .token("t")
                .send()
                .await
                .unwrap();
            assert_post(&server, "/oauth/revoke", &headers, "client_id=i&token=t");
        }
    }

    #[tokio::test]
    async fn call_can_have_its_own() {
        for (own, headers) in each() {
            for (of_client, _) in each() {
                let server = Server::answering([Response::json(200, REVOKED)]).await;
                let call = with(&server, of_client).oauth_revoke().client_id("i").token("t");
                call.auth(own.clone()).send().await.unwrap();
                assert_post(&server, "/oauth/revoke", &headers, "client_id=i&token=t");
            }
        }
    }

    #[tokio::test]
    async fn none_need_be_given() {
        let server = Server::answering([Response::json(200, REVOKED)]).await;
        let client: UltraCartClient = connect(&server, BASE).build().unwrap();
        client.oauth_revoke().client_id("i").token("t").send().await.unwrap();
        assert_post(&server, "/oauth/revoke", &[], "client_id=i&token=t");
    }

    #[tokio::test]
    async fn bearer_token_converts() {
        let server = Server::answering([Response::json(200, REVOKED)]).await;
        let client: UltraCartClient =
            connect(&server, BASE).credentials(Bearer::new(ACCESS)).build().unwrap();
        client.oauth_revoke().client_id("i").token("t").send().await.unwrap();
        assert_post(
            &server,
            "/oauth/revoke",
            &["Authorization: Bearer ucAT-made-up"],
            "client_id=i&token=t",
        );
    }

    #[tokio::test]
    async fn keys_travel_as_they_are() {
        for key in ["a b", "&=+%/?#;,\"\\", "x.y~z", &"k".repeat(16 * 1024)] {
            for (credentials, name) in [
                (UltraCartCredentials::BrowserKey(key.into()), "x-ultracart-browser-key"),
                (UltraCartCredentials::SimpleKey(key.into()), "x-ultracart-simple-key"),
            ] {
                let server = Server::answering([Response::json(200, REVOKED)]).await;
                with(&server, credentials)
                    .oauth_revoke()
                    .client_id("i")
                    .token("t")
                    .send()
                    .await
                    .unwrap();
                assert_post(
                    &server,
                    "/oauth/revoke",
                    &[&format!("{name}: {key}")],
                    "client_id=i&token=t",
                );
            }
        }
    }

    #[tokio::test]
    async fn unsendable_keys_are_refused_unsent() {
        let server = Server::start().await;
        for key in ["s3cret\r\nX-Injected: yes", "s3cret\n", "s3cret\r", "s3cret\0"] {
            for credentials in [
                UltraCartCredentials::BrowserKey(key.into()),
                UltraCartCredentials::SimpleKey(key.into()),
                UltraCartCredentials::Bearer(Bearer::new(key)),
            ] {
                let client = with(&server, credentials);
                for error in [
                    client
                        .oauth_access_token()
                        .client_id(ID)
                        .grant_type("x")
                        .send()
                        .await
                        .unwrap_err(),
                    client.oauth_revoke().client_id(ID).token("t").send().await.unwrap_err(),
                ] {
                    let Error::Build(build) = &error else { panic!("{key:?}: {error}") };
                    assert!(matches!(build.kind(), BuildErrorKind::Credentials { .. }), "{key:?}");
                    tells_none_of(&["s3cret"], &error);
                }
            }
        }
        assert_eq!(server.requests(), []);
    }

    #[test]
    fn requests_show_no_secret() {
        for (credentials, _) in each() {
            let client = UltraCartClient::new(credentials.clone());
            let token = || {
                let call = client.oauth_access_token().client_id(ID).grant_type("x");
                call.code(CODE).refresh_token(REFRESH)
            };
            let revoke = || client.oauth_revoke().client_id(ID).token(ACCESS);
            let shown: [&dyn Debug; 10] = [
                &credentials,
                &client,
                &token(),
                &revoke(),
                &token().into_request().into_parameters().unwrap(),
                &revoke().into_request().into_parameters().unwrap(),
                &token().into_request().prepare().unwrap(),
                &revoke().into_request().prepare().unwrap(),
                &token().into_request().build().unwrap().headers().clone(),
                &revoke().send(),
            ];
            for shown in shown {
                shows_none_of(&[KEY, CODE, ACCESS, REFRESH], shown);
            }
        }
    }

    #[tokio::test]
    async fn version_header_cannot_be_doubled() {
        let server = Server::start().await;
        let call = client(&server).oauth_revoke().client_id(ID).token(ACCESS);
        let error = call
            .into_request()
            .extra_header("X-UltraCart-Api-Version", "2099-01-01")
            .send()
            .await
            .unwrap_err();
        let Error::Build(build) = &error else { panic!("{error}") };
        assert!(matches!(build.kind(), BuildErrorKind::ExtraCollides { .. }));
        assert_eq!(server.requests(), []);
    }
}

mod errors {
    use super::*;

    #[tokio::test]
    async fn every_documented_status_keeps_everything() {
        let body = r#"{
            "error": {
                "developer_message": "client_id is unknown",
                "error_code": "400",
                "more_info": "https://help.example/400",
                "object_id": "o-1",
                "user_message": "Please connect again."
            },
            "metadata": {
                "payload_name": "token",
                "result_set": {"count": 1, "limit": 2, "more": false, "next_offset": "3", "offset": 0, "total_records": null}
            },
            "success": false,
            "warning": {"more_info": "https://help.example/w", "warning_message": "soon gone"},
            "unknown": [1]
        }"#;
        for status in [400, 500, 429, 401, 410] {
            let response = Response::json(status, body)
                .header("UC-REST-ERROR", "client_id is unknown")
                .header("UC-REST-ERROR-MERCHANT-ID", "DEMO");
            for (error, _) in refusals(&response).await {
                assert!(matches!(error, Error::Refused(_)), "{error}");
                assert_eq!(error.status().unwrap(), status);
                let message = error.header(UltraCartClient::UC_REST_ERROR).unwrap();
                assert_eq!(message.as_deref(), Some("client_id is unknown"));
                let merchant = error.header(UltraCartClient::UC_REST_ERROR_MERCHANT_ID).unwrap();
                assert_eq!(merchant.as_deref(), Some("DEMO"));
                assert_eq!(error.body().unwrap(), body.as_bytes());
                assert!(error.oauth().is_none());
                let vendor: ErrorResponse = error.body_as().unwrap();
                assert_eq!(vendor.success, Some(false));
                let details = vendor.error.unwrap();
                assert_eq!(details.developer_message.as_deref(), Some("client_id is unknown"));
                assert_eq!(details.error_code.as_deref(), Some("400"));
                assert_eq!(details.more_info.as_deref(), Some("https://help.example/400"));
                assert_eq!(details.object_id.as_deref(), Some("o-1"));
                assert_eq!(details.user_message.as_deref(), Some("Please connect again."));
                let metadata = vendor.metadata.unwrap();
                assert_eq!(metadata.payload_name.as_deref(), Some("token"));
                let set = metadata.result_set.unwrap();
                assert_eq!((set.count, set.limit, set.more), (Some(1), Some(2), Some(false)));
                assert_eq!(
                    (set.next_offset, set.offset, set.total_records),
                    (Some(3), Some(0), None)
                );
                let warning = vendor.warning.unwrap();
                assert_eq!(warning.more_info.as_deref(), Some("https://help.example/w"));
                assert_eq!(warning.warning_message.as_deref(), Some("soon gone"));
                assert_eq!(
                    error.to_string(),
                    format!(
                        "`{}`: the server refused with {status}: \"client_id is unknown\"",
                        error.endpoint()
                    )
                );
            }
        }
    }

    #[tokio::test]
    async fn recorded_throttling_is_read() {
        let response = Response::json(429, TOO_MANY)
            .header("UC-REST-ERROR", "rate of 10000 per 86400 second(s) exceeded.")
            .header("UC-REST-ERROR-MERCHANT-ID", "DEMO");
        for (error, _) in refusals(&response).await {
            let vendor: ErrorResponse = error.body_as().unwrap();
            let details = vendor.error.unwrap();
            let message = "rate of 10000 per 86400 second(s) exceeded.";
            assert_eq!(details.developer_message.as_deref(), Some(message));
            assert_eq!(details.user_message.as_deref(), Some(message));
            assert!(
                details.error_code.is_none()
                    && details.more_info.is_none()
                    && details.object_id.is_none()
            );
            let metadata = vendor.metadata.unwrap();
            assert!(metadata.payload_name.is_none() && metadata.result_set.is_none());
            assert!(vendor.success.is_none() && vendor.warning.is_none());
            assert_eq!(error.headers().unwrap()["uc-rest-error"], message);
            assert_eq!(error.grant_state(), GrantState::Intact);
            assert_eq!(error.retry_after(), None);
        }
    }

    #[tokio::test]
    async fn parts_of_the_error_may_be_missing() {
        for body in [
            "{}",
            r#"{"error":null,"metadata":null,"success":null,"warning":null}"#,
            r#"{"metadata":7,"success":"no","warning":"soon"}"#,
        ] {
            for (error, _) in refusals(&Response::json(400, body)).await {
                let vendor: ErrorResponse = error.body_as().unwrap();
                assert!(vendor.error.is_none() && vendor.metadata.is_none(), "{body}");
                assert!(vendor.success.is_none() && vendor.warning.is_none(), "{body}");
            }
        }
        let body = r#"{"error":{"developer_message":null,"error_code":500,"user_message":["no"]}}"#;
        for (error, _) in refusals(&Response::json(500, body)).await {
            let details = error.body_as::<ErrorResponse>().unwrap().error.unwrap();
            assert_eq!(details.error_code.as_deref(), Some("500"));
            assert!(details.developer_message.is_none() && details.user_message.is_none());
        }
    }

    #[tokio::test]
    async fn oauth_word_is_understood() {
        let body = r#"{"error":"invalid_grant","error_description":"The code is used up."}"#;
        for (error, single_use) in refusals(&Response::json(400, body)).await {
            assert!(matches!(error, Error::Refused(_)));
            assert!(error.body_as::<ErrorResponse>().is_none());
            let oauth = error.oauth().unwrap();
            assert_eq!(
                (oauth.error(), oauth.error_description()),
                ("invalid_grant", Some("The code is used up."))
            );
            assert_eq!(error.grant_state() == GrantState::Spent, single_use);
        }
    }

    #[tokio::test]
    async fn details_inside_a_success_are_refused() {
        let response = Response::json(200, TOO_MANY).header("UC-REST-ERROR", "made up");
        for (error, _) in refusals(&response).await {
            assert!(matches!(error, Error::Refused(_)), "{error}");
            assert_eq!(error.status().unwrap(), 200);
            assert_eq!(error.headers().unwrap()["uc-rest-error"], "made up");
            let details = error.body_as::<ErrorResponse>().unwrap().error.unwrap();
            assert!(details.user_message.unwrap().starts_with("rate of 10000"));
        }
    }

    #[tokio::test]
    async fn word_inside_a_success_is_refused() {
        for (error, _) in
            refusals(&Response::json(200, r#"{"error":"invalid_client","successful":true}"#)).await
        {
            assert!(matches!(error, Error::Refused(_)));
            assert_eq!(error.oauth().unwrap().error(), "invalid_client");
        }
    }

    #[tokio::test]
    async fn header_is_left_when_the_body_says_nothing() {
        for status in [400, 401, 410, 429, 500] {
            for response in [
                Response::new(status),
                Response::html(status, "<html><h1>Error</h1></html>"),
                Response::text(status, "no"),
                Response::json(status, "{\"error\":"),
                Response::json(status, b"\xff\xfe"),
                Response::json(status, TOKEN),
            ] {
                let response = response.header("uc-rest-error", "Invalid merchant");
                for (error, _) in refusals(&response).await {
                    assert!(matches!(error, Error::Refused(_)), "{error}");
                    assert_eq!(error.status().unwrap(), status);
                    assert_eq!(error.headers().unwrap()["UC-REST-ERROR"], "Invalid merchant");
                    assert!(error.body().is_some() && error.oauth().is_none());
                    assert_eq!(
                        error.to_string(),
                        format!("`{}`: the server refused with {status}", error.endpoint())
                    );
                    tells_none_of(&[ACCESS, REFRESH, CODE], &error);
                }
            }
        }
    }

    #[tokio::test]
    async fn echoed_secrets_are_not_shown() {
        let body = format!(
            r#"{{"error":"invalid_grant","error_description":"no such code: {CODE}, token: {ACCESS}"}}"#
        );
        for (error, _) in refusals(&Response::json(400, body)).await {
            let secret = if error.endpoint() == "oauth_revoke" { ACCESS } else { CODE };
            tells_none_of(&[secret], &error);
            assert!(error.to_string().contains("[REDACTED]"), "{error}");
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
            }
        }
        assert_eq!(elsewhere.requests(), []);
    }
}
