//! Keycloak: a server of one's own, token exchange with several audiences, tokens that are no access tokens.
//!
//! From the guide [Configuring and using token exchange](https://www.keycloak.org/securing-apps/token-exchange).

use oauth_runtime::{ClientCredentials, ExposeSecret, GrantState, Scopes, SecretString, oauth_api};
use oauth_tests::Server;
use serde::Deserialize;

use super::{ACCEPT, FORM, answer, is_refused, lasts, refusal, server};
use crate::calls::{connect, request};

#[oauth_api(base_path = "/realms", auth = basic(client_id, client_secret))]
trait Keycloak {
    #[post("/{realm}/protocol/openid-connect/token", deviations(token_type_vendor_word))]
    #[grant(
        "urn:ietf:params:oauth:grant-type:token-exchange" as exchange,
        needs(subject_token, subject_token_type),
        may(requested_token_type, scope, audience)
    )]
    fn token(
        realm: String,
        grant_type: String,
        subject_token: Option<SecretString>,
        subject_token_type: Option<String>,
        requested_token_type: Option<String>,
        scope: Option<Scopes>,
        audience: Option<Vec<String>>,
    ) -> ExchangedToken;
}

#[derive(Deserialize)]
struct ExchangedToken {
    access_token: SecretString,
    token_type: String,
    issued_token_type: String,
    session_state: String,
    scope: Option<Scopes>,
    refresh_expires_in: u64,
    #[serde(rename = "not-before-policy")]
    not_before_policy: u64,
}

const ACCESS: &str = "urn:ietf:params:oauth:token-type:access_token";
const ANSWER: &str = r#"{
  "access_token": "eyJhbGciOiJSUzI1NiIsIn...",
  "expires_in": 300,
  "token_type": "Bearer",
  "issued_token_type": "urn:ietf:params:oauth:token-type:access_token",
  "session_state": "287f3c57-32b8-4c0f-8b00-8c7db231d701",
  "scope": "default-scope1",
  "refresh_expires_in": 0,
  "not-before-policy": 0
}"#;

fn client(server: &Server) -> KeycloakClient {
    let credentials = ClientCredentials::new("requester-client", "password");
    connect::<KeycloakClient>(server, "").credentials(credentials).build().unwrap()
}

fn posted(body: &str) -> String {
    let basic = "Authorization: Basic cmVxdWVzdGVyLWNsaWVudDpwYXNzd29yZA==";
    let target = "/realms/test/protocol/openid-connect/token";
    request(&http::Method::POST, target, &[basic, FORM, ACCEPT], body)
}

#[tokio::test]
async fn exchange_is_that_of_the_guide() {
    let server = server(200, ANSWER).await;
    let call = client(&server).token().exchange().realm("test").subject_token("$SUBJECT_TOKEN");
    let answer = answer!(call.subject_token_type(ACCESS).requested_token_type(ACCESS));
    // The guide leaves colons as they are; a form has them encoded.
    server.only_request().assert_is(&posted(
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange\
         &subject_token=%24SUBJECT_TOKEN\
         &subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token\
         &requested_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token",
    ));
    lasts(&answer, 300);
    let token = answer.into_value();
    assert_eq!(token.access_token.expose_secret(), "eyJhbGciOiJSUzI1NiIsIn...");
    assert_eq!((&*token.token_type, &*token.issued_token_type), ("Bearer", ACCESS));
    assert_eq!(token.session_state, "287f3c57-32b8-4c0f-8b00-8c7db231d701");
    assert_eq!(token.scope, Some(Scopes::from("default-scope1")));
    assert_eq!((token.refresh_expires_in, token.not_before_policy), (0, 0));
}

/// "`audience=target-client1&audience=target-client2` can be used in the request".
#[tokio::test]
async fn each_audience_is_sent_by_itself() {
    let server = server(200, ANSWER).await;
    let client = client(&server);
    let call = || {
        let call = client.token().exchange().realm("test").subject_token("s");
        call.subject_token_type(ACCESS)
    };
    lasts(&answer!(call().audience(["target-client1", "target-client2"])), 300);
    lasts(&answer!(call().audience(Vec::<String>::new())), 300);
    let start = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange\
                 &subject_token=s\
                 &subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token";
    let [two, none] = &server.requests()[..] else { panic!("two requests") };
    two.assert_is(&posted(&format!("{start}&audience=target-client1&audience=target-client2")));
    none.assert_is(&posted(start));
}

/// `N_A` is the type of a token that is no access token: RFC 8693, section 2.2.1.
#[tokio::test]
async fn identity_is_exchanged_as_well() {
    let body = ANSWER.replace("\"Bearer\"", "\"N_A\"").replace("access_token\",", "id_token\",");
    let server = server(200, &body).await;
    let call = client(&server).token().exchange().realm("test").subject_token("s");
    let identity = "urn:ietf:params:oauth:token-type:id_token";
    let answer = answer!(call.subject_token_type(ACCESS).requested_token_type(identity));
    lasts(&answer, 300);
    let token = answer.into_value();
    assert_eq!((&*token.token_type, &*token.issued_token_type), ("N_A", identity));
}

#[tokio::test]
async fn refusal_is_that_of_the_rfc() {
    let server = server(400, r#"{"error":"invalid_request","error_description":"…"}"#).await;
    let call = client(&server).token().exchange().realm("test").subject_token("s");
    let error = refusal!(call.subject_token_type("urn:x"));
    let line = "`token`: the server refused with 400: invalid_request: …";
    is_refused(&error, line, GrantState::Intact);
}
