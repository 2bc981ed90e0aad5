//! Stack Exchange: two hosts, commas between scopes, a token as a form or as JSON, with a name of its own for the lifetime.
//!
//! From [Authentication](https://api.stackexchange.com/docs/authentication).

use oauth_runtime::{
    Callback, ClientCredentials, ExposeSecret, GrantState, Scopes, SecretString, State, Token,
    oauth_api,
};
use oauth_tests::{Response, Server};
use serde::Deserialize;

use super::{ACCEPT, answer, got, is_refused, lasts, posted, refusal};
use crate::calls::connect;

#[oauth_api(
    base_url = "https://stackoverflow.com",
    bases(api = "https://api.stackexchange.com"),
    auth = client_secret_post
)]
trait StackExchange {
    // No `response_type`.
    #[get("/oauth", browser, auth = none, allow(incomplete_authorization_request))]
    fn oauth(
        client_id: String,
        #[separator = ","] scope: Option<Scopes>,
        redirect_uri: String,
        state: Option<String>,
    );

    // No `grant_type`; the answer is a form.
    #[post(
        "/oauth/access_token",
        token(expires_in = expires),
        deviations(form_encoded, token_type_absent, expires_in_absent)
    )]
    fn access_token(
        client_id: String,
        client_secret: SecretString,
        code: SecretString,
        redirect_uri: String,
    ) -> Token;

    #[post(
        "/oauth/access_token/json",
        token(expires_in = expires),
        deviations(token_type_absent, expires_in_absent)
    )]
    fn access_token_json(
        client_id: String,
        client_secret: SecretString,
        code: SecretString,
        redirect_uri: String,
    ) -> Token;

    // Several tokens, with `;` between them: <https://api.stackexchange.com/docs/vectors>.
    #[get(
        "/2.3/access-tokens/{access_tokens}/invalidate",
        base = api,
        auth = none,
        allow(secret_in_url)
    )]
    fn invalidate(#[separator = ";"] access_tokens: Vec<SecretString>) -> Invalidated;
}

#[derive(Deserialize)]
struct Invalidated {
    items: Vec<AccessToken>,
}

#[derive(Deserialize)]
struct AccessToken {
    access_token: SecretString,
    account_id: u64,
    expires_on_date: Option<u64>,
    #[serde(default)]
    scope: Scopes,
}

fn client(server: &Server) -> StackExchangeClient {
    let builder = connect::<StackExchangeClient>(server, "");
    let builder = builder.credentials(ClientCredentials::new("1", "s3cret"));
    builder.base_url_of("api", server.origin()).build().unwrap()
}

#[test]
fn page_has_commas_and_no_response_type() {
    let client = StackExchangeClient::new(ClientCredentials::new("1", "s"));
    let page = client.oauth().scope(["write_access", "no_expiry"]);
    let page = page.redirect_uri("https://app.example/cb").state("s");
    assert_eq!(
        page.url().unwrap().as_str(),
        "https://stackoverflow.com/oauth?client_id=1&scope=write_access%2Cno_expiry&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&state=s"
    );
    let state = State::from_string("s");
    let code = Callback::new(&state).code("https://app.example/cb?code=c0de&state=s");
    assert_eq!(code.unwrap().code().expose_secret(), "c0de");
}

/// "an access token of the form `access_token=...&expires=1234`. `expires` will only be set if scope does not include
/// `no_expiry`".
#[tokio::test]
async fn token_is_a_form_or_json() {
    let server = Server::with(move |seen| {
        let form = |body| {
            let form = "application/x-www-form-urlencoded";
            Response::new(200).header("content-type", form).body(body)
        };
        let response = match (seen.path(), seen.text().contains("no_expiry")) {
            ("/oauth/access_token", false) => form("access_token=abcd*%2801234&expires=1234"),
            ("/oauth/access_token", true) => form("access_token=abcd*%2801234"),
            (_, false) => Response::json(200, r#"{"access_token":"abcd*(01234","expires":1234}"#),
            (_, true) => Response::json(200, r#"{"access_token":"abcd*(01234"}"#),
        };
        response.header("cache-control", "no-store")
    })
    .await;
    let client = client(&server);
    for code in ["c0de", "no_expiry"] {
        let form = answer!(client.access_token().code(code).redirect_uri("r"));
        let json = answer!(client.access_token_json().code(code).redirect_uri("r"));
        for answer in [form, json] {
            assert_eq!(answer.value().access_token().expose_secret(), "abcd*(01234");
            if code == "c0de" {
                lasts(&answer, 1234);
            } else {
                assert_eq!((answer.deviations(), answer.expires_at()), (&[][..], None));
            }
        }
    }
    let [form, json, ..] = &server.requests()[..] else { panic!("four requests") };
    let body = "client_id=1&client_secret=s3cret&code=c0de&redirect_uri=r";
    form.assert_is(&posted("/oauth/access_token", body));
    json.assert_is(&posted("/oauth/access_token/json", body));
}

/// "either an error (HTTP status code 400) or an access token".
#[tokio::test]
async fn refusal_has_its_status() {
    let server = Server::answering([Response::new(400)]).await;
    let error = refusal!(client(&server).access_token().code("c").redirect_uri("r"));
    is_refused(&error, "`access_token`: the server refused with 400", GrantState::Unknown);
}

/// The answer is that of [access_token](https://api.stackexchange.com/docs/types/access-token).
#[tokio::test]
async fn tokens_are_invalidated_together() {
    let server = super::server(
        200,
        r#"{"items":[{"account_id":12345,"expires_on_date":1753700932,"access_token":"abcd*(01234"},{"scope":["no_expiry"],"account_id":6789,"access_token":"efghi*(56789"}],"has_more":false}"#,
    )
    .await;
    let call = client(&server).invalidate().access_tokens(["abcd*(01234", "efghi*(56789"]);
    let items = call.send().await.unwrap().items;
    assert_eq!(items.len(), 2);
    assert_eq!((items[0].account_id, items[0].expires_on_date), (12345, Some(1_753_700_932)));
    assert_eq!(items[1].access_token.expose_secret(), "efghi*(56789");
    assert_eq!((&items[1].scope, items[1].expires_on_date), (&Scopes::from("no_expiry"), None));
    // RFC 3986, section 2.2: what could part something is encoded.
    server.only_request().assert_is(&got(
        "/2.3/access-tokens/abcd%2A%2801234%3Befghi%2A%2856789/invalidate",
        &[ACCEPT],
    ));
}
