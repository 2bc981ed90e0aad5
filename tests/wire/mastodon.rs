//! Mastodon: whole requests, and every documented answer.

use oauth_providers::mastodon::{
    Error as Body, GrantType, MastodonClient, OauthTokenPost200Response, TokenType, TokenTypeHint,
};
use oauth_runtime::{ClientCredentials, Error, ExposeSecret, error::BuildErrorKind};
use oauth_tests::{Response, Server};

const TOKEN: &str = r#"{"access_token":"ZA-made-up","token_type":"Bearer","scope":"read write follow push","created_at":1573979017}"#;

fn client(server: &Server) -> MastodonClient {
    at(&server.origin())
}

fn at(instance: &str) -> MastodonClient {
    MastodonClient::new(instance, ClientCredentials::new("cid-made-up", "cs-made-up")).unwrap()
}

#[test]
fn authorize_gives_the_finished_url() {
    let client = at("https://social.example");
    let url = client
        .oauth_authorize_get()
        .redirect_uri("urn:ietf:wg:oauth:2.0:oob")
        .scope("read write")
        .force_login(true)
        .state("s=1")
        .code_challenge("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
        .code_challenge_method("S256")
        .url()
        .unwrap();
    assert_eq!(
        url.as_str(),
        "https://social.example/oauth/authorize?response_type=code&client_id=cid-made-up&redirect_uri=urn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob&scope=read+write&force_login=true&state=s%3D1&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"
    );
}

#[test]
fn authorize_leaves_out_what_was_not_set() {
    let client = at("https://social.example/prefix/");
    let url = client
        .oauth_authorize_get()
        .client_id("")
        .redirect_uri("https://app.example/cb")
        .url()
        .unwrap();
    assert_eq!(
        url.as_str(),
        "https://social.example/prefix/oauth/authorize?response_type=code&client_id=&redirect_uri=https%3A%2F%2Fapp.example%2Fcb"
    );
}

#[tokio::test]
async fn revoke_sends_credentials_and_token_as_form() {
    let server = Server::answering([Response::json(200, "{}")]).await;
    client(&server).oauth_revoke_post().token("ZA-made-up").send().await.unwrap();
    server.only_request().assert_is(
        "POST /oauth/revoke HTTP/1.1\n\
         Content-Type: application/x-www-form-urlencoded\n\
         Accept: application/json\n\
         Content-Length: 63\n\
         \n\
         client_id=cid-made-up&client_secret=cs-made-up&token=ZA-made-up",
    );
}

#[tokio::test]
async fn revoke_sends_the_hint_when_it_is_set() {
    let server = Server::answering([Response::json(200, "{}")]).await;
    client(&server)
        .oauth_revoke_post()
        .token("ZA-made-up")
        .token_type_hint(TokenTypeHint::AccessToken)
        .send()
        .await
        .unwrap();
    server.only_request().assert_is(
        "POST /oauth/revoke HTTP/1.1\n\
         Content-Type: application/x-www-form-urlencoded\n\
         Accept: application/json\n\
         Content-Length: 92\n\
         \n\
         client_id=cid-made-up&client_secret=cs-made-up&token=ZA-made-up&token_type_hint=access_token",
    );
}

#[tokio::test]
async fn code_exchange_is_the_documented_request() {
    let server = Server::answering([Response::json(200, TOKEN)]).await;
    let token = client(&server)
        .oauth_token_post()
        .authorization_code()
        .redirect_uri("https://app.example/cb")
        .code("made-up")
        .code_verifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        .send()
        .await
        .unwrap();
    server.only_request().assert_is(
        "POST /oauth/token HTTP/1.1\n\
         Content-Type: application/x-www-form-urlencoded\n\
         Accept: application/json\n\
         Content-Length: 191\n\
         \n\
         client_id=cid-made-up&client_secret=cs-made-up&grant_type=authorization_code&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&code=made-up&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    );
    assert_eq!(token.access_token.expose_secret(), "ZA-made-up");
    assert_eq!(token.created_at, Some(1_573_979_017));
    assert_eq!(token.scope.unwrap().as_str(), "read write follow push");
    assert_eq!(token.token_type.unwrap(), "Bearer");
}

/// What the caller sets is sent in place of what the client was given, each by itself.
#[test]
fn setters_override_the_credentials_of_the_client() {
    let client = at("https://social.example");
    let page = client.oauth_authorize_get().redirect_uri("r");
    let query = |url: oauth_runtime::Url| url.query().unwrap_or_default().to_owned();
    assert_eq!(
        query(page.url().unwrap()),
        "response_type=code&client_id=cid-made-up&redirect_uri=r"
    );
    let page = client.oauth_authorize_get().client_id("other").redirect_uri("r");
    assert_eq!(query(page.url().unwrap()), "response_type=code&client_id=other&redirect_uri=r");

    let revoke = || client.oauth_revoke_post().token("t");
    let trade = || client.oauth_token_post().authorization_code().redirect_uri("r").code("c");
    let grant = || client.oauth_token_post().client_credentials().redirect_uri("r");
    let plain = || client.oauth_token_post().grant_type("g").redirect_uri("r");
    for (id, secret) in [(false, false), (true, false), (false, true), (true, true)] {
        let (other_id, other_secret) = (id.then_some("other"), secret.then_some("0ther"));
        let (other_id, other_secret) =
            (other_id.map(str::to_owned), other_secret.map(oauth_runtime::SecretString::from));
        macro_rules! body {
            ($call:expr) => {{
                let call = $call.client_id(other_id.clone()).client_secret(other_secret.clone());
                call.into_request().build().unwrap().into_body()
            }};
        }
        let id = if id { "other" } else { "cid-made-up" };
        let secret = if secret { "0ther" } else { "cs-made-up" };
        let pair = format!("client_id={id}&client_secret={secret}");
        assert_eq!(body!(revoke()), format!("{pair}&token=t"));
        let code = "grant_type=authorization_code&redirect_uri=r&code=c";
        assert_eq!(body!(trade()), format!("{pair}&{code}"));
        let own = "grant_type=client_credentials&redirect_uri=r";
        assert_eq!(body!(grant()), format!("{pair}&{own}"));
        assert_eq!(body!(plain()), format!("{pair}&grant_type=g&redirect_uri=r"));
    }
}

/// Credentials of one call are those of that call alone; a client without any takes them from the setters.
#[test]
fn credentials_can_be_given_to_the_call() {
    let body = |request: Result<http::Request<bytes::Bytes>, Error>| request.unwrap().into_body();
    let client = at("https://social.example");
    let own = ClientCredentials::new("other", "0ther");
    let call = client.oauth_revoke_post().auth(own).token("t");
    assert_eq!(body(call.into_request().build()), "client_id=other&client_secret=0ther&token=t");
    let call = client.oauth_revoke_post().token("t");
    assert_eq!(
        body(call.into_request().build()),
        "client_id=cid-made-up&client_secret=cs-made-up&token=t"
    );

    let client = MastodonClient::builder().base_url("https://social.example").build().unwrap();
    let call = client.oauth_revoke_post().client_id("c").client_secret("s").token("t");
    assert_eq!(body(call.into_request().build()), "client_id=c&client_secret=s&token=t");
    for error in [
        client.oauth_revoke_post().token("t").into_request().build().unwrap_err(),
        client.oauth_revoke_post().client_id("c").token("t").into_request().build().unwrap_err(),
        client.oauth_authorize_get().redirect_uri("r").url().unwrap_err(),
    ] {
        let Error::Build(error) = error else { panic!("{error:?}") };
        assert!(matches!(error.kind(), BuildErrorKind::MissingCredentials), "{error}");
    }
}

/// The body of the plain builder's call, with everything it can have.
#[tokio::test]
async fn plain_builder_sends_the_whole_table() {
    let server = Server::answering([Response::json(200, TOKEN)]).await;
    client(&server)
        .oauth_token_post()
        .client_id("a b&c=d+e%f/g?h#i")
        .client_secret("ü😀")
        .grant_type("urn:example:other")
        .redirect_uri("urn:ietf:wg:oauth:2.0:oob")
        .code("")
        .scope(["read", "write:statuses"])
        .code_verifier("~-._*")
        .send()
        .await
        .unwrap();
    server.only_request().assert_is(
        "POST /oauth/token HTTP/1.1\n\
         Content-Type: application/x-www-form-urlencoded\n\
         Accept: application/json\n\
         Content-Length: 212\n\
         \n\
         client_id=a+b%26c%3Dd%2Be%25f%2Fg%3Fh%23i&client_secret=%C3%BC%F0%9F%98%80&grant_type=urn%3Aexample%3Aother&redirect_uri=urn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob&code=&scope=read+write%3Astatuses&code_verifier=%7E-._*",
    );
}

#[tokio::test]
async fn client_credentials_send_no_code() {
    let server = Server::answering([Response::json(200, TOKEN)]).await;
    let request = || {
        let request = client(&server).oauth_token_post().client_credentials();
        request.redirect_uri("https://app.example/cb")
    };
    request().send().await.unwrap();
    request().scope("read  write").send().await.unwrap();
    let [without, with] = &server.requests()[..] else { panic!("two requests") };
    without.assert_is(
        "POST /oauth/token HTTP/1.1\n\
         Content-Type: application/x-www-form-urlencoded\n\
         Accept: application/json\n\
         Content-Length: 120\n\
         \n\
         client_id=cid-made-up&client_secret=cs-made-up&grant_type=client_credentials&redirect_uri=https%3A%2F%2Fapp.example%2Fcb",
    );
    with.assert_is(
        "POST /oauth/token HTTP/1.1\n\
         Content-Type: application/x-www-form-urlencoded\n\
         Accept: application/json\n\
         Content-Length: 137\n\
         \n\
         client_id=cid-made-up&client_secret=cs-made-up&grant_type=client_credentials&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&scope=read+write",
    );
}

#[tokio::test]
async fn long_values_are_sent_whole() {
    let server = Server::answering([Response::json(200, "{}")]).await;
    let token = "t +".repeat(64 * 1024 / 3);
    client(&server)
        .oauth_revoke_post()
        .client_id("c")
        .client_secret("s")
        .token(token.as_str())
        .send()
        .await
        .unwrap();
    let expected = format!("client_id=c&client_secret=s&token={}", "t+%2B".repeat(64 * 1024 / 3));
    assert_eq!(server.only_request().text(), expected);
}

#[test]
fn page_takes_every_parameter() {
    let client = at("https://social.example");
    let request = || {
        client.oauth_authorize_get().client_id("é&=").redirect_uri("https://app.example/cb?x=1#y")
    };
    let query = |url: oauth_runtime::Url| url.query().unwrap_or_default().to_owned();
    let start = "response_type=code&client_id=%C3%A9%26%3D&redirect_uri=https%3A%2F%2Fapp.example%2Fcb%3Fx%3D1%23y";
    for (url, rest) in [
        (request().force_login(false).url(), "&force_login=false"),
        (request().scope("").url(), "&scope="),
        (request().scope(["read", "push"]).lang("de").url(), "&scope=read+push&lang=de"),
        (request().response_mode("form_post").url(), "&response_mode=form_post"),
        (request().response_mode("other").url(), "&response_mode=other"),
        (request().state("a b+c/ü").url(), "&state=a+b%2Bc%2F%C3%BC"),
        (request().state(None).lang(None).scope(None).force_login(None).url(), ""),
    ] {
        assert_eq!(query(url.unwrap()), format!("{start}{rest}"));
    }
    let pkce =
        oauth_runtime::Pkce::from_verifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".into())
            .unwrap();
    assert_eq!(
        query(request().pkce(&pkce).url().unwrap()),
        format!(
            "{start}&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"
        )
    );
}

/// Sends a call that is answered like this.
async fn token_answered(response: Response) -> Result<OauthTokenPost200Response, Error> {
    let server = Server::answering([response]).await;
    let request = client(&server).oauth_token_post().client_credentials();
    request.redirect_uri("https://app.example/cb").send().await
}

#[tokio::test]
async fn token_answers_lose_nothing() {
    let token = token_answered(Response::json(
        200,
        r#"{"access_token":"ZA-made-up","token_type":"Bearer","created_at":1573979017}"#,
    ))
    .await
    .unwrap();
    assert!(token.scope.is_none() && token.expires_in.is_none() && token.refresh_token.is_none());

    let whole = r#"{"access_token":"ZA-made-up","token_type":"bearer","scope":null,"created_at":null,"expires_in":"600","refresh_token":"RT","me":{"a":1}}"#;
    let token = token_answered(Response::json(201, whole)).await.unwrap();
    assert!(matches!(token.token_type, Some(TokenType::Bearer)));
    assert_eq!((token.expires_in, token.created_at), (Some(600), None));
    assert_eq!(token.refresh_token.unwrap().expose_secret(), "RT");

    let token = token_answered(Response::json(200, r#"{"access_token":"ZA"}"#)).await.unwrap();
    assert_eq!(token.access_token.expose_secret(), "ZA");
    assert!(!format!("{token:?}").contains("ZA"));
}

#[tokio::test]
async fn documented_errors_are_typed() {
    for (status, error, description) in [
        (400, "invalid_scope", Some("The requested scope is invalid, unknown, or malformed.")),
        (
            400,
            "invalid_grant",
            Some("The provided authorization grant is invalid, expired, revoked, …"),
        ),
        (401, "invalid_client", Some("Client authentication failed due to unknown client, …")),
        (400, "invalid_client", None),
        (400, "invalid_request", Some("Missing required parameter: grant_type.")),
        (400, "unsupported_grant_type", Some("…")),
        (401, "The access token is invalid", None),
        (403, "This action is outside the authorized scopes", None),
        (422, "Validation failed: …", None),
    ] {
        let body =
            serde_json::json!({"error": error, "error_description": description, "state": "s=1"})
                .to_string();
        let refused = token_answered(Response::json(status, body)).await.unwrap_err();
        assert!(matches!(refused, Error::Refused(_)));
        assert_eq!(refused.status().unwrap(), status);
        let typed = refused.body_as::<Body>().unwrap();
        assert_eq!(typed.error.as_deref(), Some(error));
        assert_eq!(typed.error_description.as_deref(), description);
        let oauth = refused.oauth().unwrap();
        assert_eq!((oauth.error(), oauth.error_description()), (error, description));
    }
}

#[tokio::test]
async fn errors_without_json_keep_their_status() {
    for (response, body) in [
        (Response::html(503, "<html>maintenance</html>"), "<html>maintenance</html>"),
        (Response::new(410), ""),
        (Response::text(500, "Internal Server Error"), "Internal Server Error"),
        (Response::json(404, r#"{"status":404}"#), r#"{"status":404}"#),
    ] {
        let error = token_answered(response).await.unwrap_err();
        assert!(matches!(error, Error::Refused(_)));
        assert_eq!(error.body().unwrap(), body.as_bytes());
        assert!(error.oauth().is_none());
    }
}

#[tokio::test]
async fn rate_limit_headers_are_readable() {
    let response = Response::json(429, r#"{"error":"Too many requests"}"#)
        .header("X-RateLimit-Limit", "300")
        .header("X-RateLimit-Remaining", "0")
        .header("X-RateLimit-Reset", "2026-11-22T12:00:00.000000Z")
        .header("Retry-After", "17");
    let error = token_answered(response).await.unwrap_err();
    assert_eq!(error.header(MastodonClient::X_RATELIMIT_LIMIT), Ok(Some(300)));
    assert_eq!(error.header(MastodonClient::X_RATELIMIT_REMAINING), Ok(Some(0)));
    let reset = error.header(MastodonClient::X_RATELIMIT_RESET).unwrap();
    assert_eq!(reset.as_deref(), Some("2026-11-22T12:00:00.000000Z"));
    assert_eq!(error.header(MastodonClient::WWW_AUTHENTICATE), Ok(None));
    assert_eq!(error.retry_after(), Some(std::time::Duration::from_secs(17)));
}

#[tokio::test]
async fn revoke_ignores_the_body_of_a_success() {
    for response in [
        Response::json(200, "{}"),
        Response::new(200),
        Response::new(204),
        Response::text(200, "OK"),
        Response::html(202, "<html>"),
    ] {
        let server = Server::answering([response]).await;
        client(&server).oauth_revoke_post().token("").send().await.unwrap();
    }
}

#[tokio::test]
async fn revoke_of_a_foreign_token_is_refused() {
    let body = r#"{"error":"unauthorized_client","error_description":"You are not authorized to revoke this token"}"#;
    let server = Server::answering([Response::json(403, body)]).await;
    let request = client(&server).oauth_revoke_post().token("t");
    let error = request.send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "`oauth_revoke_post`: the server refused with 403: unauthorized_client: You are not authorized to revoke this token"
    );
}

#[tokio::test]
async fn refused_exchange_keeps_everything() {
    let body = r#"{"error":"invalid_grant","error_description":"The provided authorization grant is invalid, expired, revoked, …"}"#;
    let challenge = r#"Bearer realm="Doorkeeper", error="invalid_grant", error_description="…""#;
    let refused = Response::json(400, body).header("WWW-Authenticate", challenge);
    let server = Server::answering([refused]).await;
    let error = client(&server)
        .oauth_token_post()
        .grant_type(GrantType::ClientCredentials)
        .redirect_uri("https://app.example/cb")
        .send()
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Refused(_)));
    assert_eq!(error.header(MastodonClient::WWW_AUTHENTICATE).unwrap().as_deref(), Some(challenge));
    assert_eq!(error.status().unwrap(), 400);
    assert_eq!(error.oauth().unwrap().error(), "invalid_grant");
    assert_eq!(error.body_as::<Body>().unwrap().error.unwrap(), "invalid_grant");
    assert_eq!(error.body().unwrap(), body.as_bytes());
    assert_eq!(
        error.to_string(),
        "`oauth_token_post`: the server refused with 400: invalid_grant: The provided authorization grant is invalid, expired, revoked, …"
    );
}
