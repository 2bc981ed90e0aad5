//! A standard server: requests and responses are the examples of the RFCs. Where a dot is `%2E` in one of them, or names and
//! values stand in another order, that is a choice of its own.

use oauth_providers::standard::{
    ClientAuthenticationMethod, ErrorResponse, StandardClient, StandardCredentials, TokenType,
    TokenTypeHint, TokenTypeIdentifier,
};
use oauth_runtime::description::EndpointBase;
use oauth_runtime::{
    Bearer, ClientCredentials, ClientId, CodeChallengeMethod, ExposeSecret, ServerMetadata, Url,
};
use oauth_tests::{Response, Server};
use serde_json::json;

/// `s6BhdRkqt3`, and the secret that the header `Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW` of RFC 6749 has.
const CONFIDENTIAL: (&str, &str) = ("s6BhdRkqt3", "gX1fBat3bV");

fn confidential() -> ClientCredentials {
    ClientCredentials::new(CONFIDENTIAL.0, CONFIDENTIAL.1)
}

/// The metadata of a server that has each endpoint under the name that the RFCs give it in their examples.
fn metadata(origin: &str) -> ServerMetadata {
    let places = [
        ("authorization_endpoint", "/authorize"),
        ("token_endpoint", "/token"),
        ("revocation_endpoint", "/revoke"),
        ("introspection_endpoint", "/introspect"),
        ("device_authorization_endpoint", "/device_authorization"),
        ("pushed_authorization_request_endpoint", "/as/par"),
        ("registration_endpoint", "/register"),
        ("userinfo_endpoint", "/userinfo"),
    ];
    let known = ServerMetadata::new(origin);
    places
        .into_iter()
        .fold(known, |known, (name, path)| known.with(name, format!("{origin}{path}")))
}

async fn answering(response: Response) -> (Server, ServerMetadata) {
    let server = Server::answering([response]).await;
    let metadata = metadata(&server.origin());
    (server, metadata)
}

fn token_response() -> Response {
    Response::json(
        200,
        // With a type of token that this crate knows, in place of `example`.
        r#"{
          "access_token":"2YotnFZFEjr1zCsicMWpAA",
          "token_type":"Bearer",
          "expires_in":3600,
          "refresh_token":"tGzv3JOkF0XG5Qx2TlKWIA",
          "example_parameter":"example_value"
        }"#,
    )
}

/// RFC 6749, sections 4.1.3 and 4.1.4.
#[tokio::test]
async fn code_is_traded() {
    let (server, metadata) = answering(token_response()).await;
    let client = StandardClient::new(metadata, confidential());
    let code = client.token().authorization_code().code("SplxlOBeZQQYbYS6WxSbIA");
    let code = code.redirect_uri("https://client.example.com/cb");
    let response = code.send().with_response().await.unwrap();
    server.only_request().assert_is(
        "POST /token HTTP/1.1\n\
         Host: server.example.com\n\
         Authorization: Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW\n\
         Content-Type: application/x-www-form-urlencoded\n\
         Accept: application/json\n\
         Content-Length: 108\n\
         \n\
         grant_type=authorization_code&code=SplxlOBeZQQYbYS6WxSbIA&redirect_uri=https%3A%2F%2Fclient.example.com%2Fcb",
    );
    assert!(response.expires_at().is_some());
    let token = response.into_value();
    assert_eq!(token.access_token.expose_secret(), "2YotnFZFEjr1zCsicMWpAA");
    assert_eq!(token.token_type, Some(TokenType::Bearer));
    assert_eq!(token.expires_in, Some(3600));
    assert_eq!(token.refresh_token.unwrap().expose_secret(), "tGzv3JOkF0XG5Qx2TlKWIA");
    assert!(token.id_token.is_none() && token.scope.is_none());
}

/// RFC 6749, section 6, and section 2.3.1 for a secret in the body.
#[tokio::test]
async fn token_is_refreshed_by_basic_and_by_post() {
    let (server, metadata) = answering(token_response()).await;
    let refresh = |methods: &[&str], credentials: StandardCredentials| {
        let metadata = metadata.clone().with("token_endpoint_auth_methods_supported", methods);
        let client = StandardClient::new(metadata, credentials);
        client.token().refresh().refresh_token("tGzv3JOkF0XG5Qx2TlKWIA").send()
    };
    refresh(&["client_secret_post", "client_secret_basic"], confidential().into()).await.unwrap();
    let secret = ClientCredentials::new("s6BhdRkqt3", "7Fjfp0ZBr1KtDRbnfVdmIw");
    refresh(&["private_key_jwt", "client_secret_post"], secret.into()).await.unwrap();
    refresh(&["none"], ClientId::new("s6BhdRkqt3").into()).await.unwrap();
    let [by_basic, by_post, public] = server.requests().try_into().unwrap();
    by_basic.assert_is(
        "POST /token HTTP/1.1\n\
         Authorization: Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW\n\
         Content-Type: application/x-www-form-urlencoded\n\
         Accept: application/json\n\
         Content-Length: 61\n\
         \n\
         grant_type=refresh_token&refresh_token=tGzv3JOkF0XG5Qx2TlKWIA",
    );
    by_post.assert_is(
        "POST /token HTTP/1.1\n\
         Content-Type: application/x-www-form-urlencoded\n\
         Accept: application/json\n\
         Content-Length: 119\n\
         \n\
         grant_type=refresh_token&refresh_token=tGzv3JOkF0XG5Qx2TlKWIA&client_id=s6BhdRkqt3&client_secret=7Fjfp0ZBr1KtDRbnfVdmIw",
    );
    assert_eq!(
        public.text(),
        "grant_type=refresh_token&refresh_token=tGzv3JOkF0XG5Qx2TlKWIA&client_id=s6BhdRkqt3"
    );
    assert_eq!(public.header("authorization"), None);
}

/// RFC 8414, section 2: each endpoint has a list of its own, or else that of the token endpoint.
#[test]
fn secret_goes_where_the_server_takes_it() {
    let sends_header = |lists: &[(&str, &[&str])]| {
        let mut known = metadata("https://server.example.com");
        for (name, methods) in lists {
            known = known.with(format!("{name}_endpoint_auth_methods_supported"), *methods);
        }
        let client = StandardClient::new(known, confidential());
        let token = client.token().client_credentials().into_request().build().unwrap();
        let revoke = client.revoke().token("t").into_request().build().unwrap();
        let introspect = client.introspect().token("t").into_request().build().unwrap();
        let device = client.authorize_device().into_request().build().unwrap();
        [token, revoke, introspect, device].map(|it| {
            let in_body = String::from_utf8_lossy(it.body()).contains("client_secret=gX1fBat3bV");
            let in_header = it.headers().contains_key("authorization");
            assert_ne!(in_body, in_header);
            in_header
        })
    };
    let (basic, post) = (&["client_secret_basic"][..], &["client_secret_post"][..]);
    assert_eq!(sends_header(&[]), [true; 4]);
    assert_eq!(sends_header(&[("token", basic)]), [true; 4]);
    assert_eq!(sends_header(&[("token", post)]), [false; 4]);
    assert_eq!(sends_header(&[("token", &["private_key_jwt"])]), [true; 4]);
    assert_eq!(
        sends_header(&[("token", post), ("revocation", basic), ("introspection", &["bearer"])]),
        [false, true, true, false]
    );
}

/// RFC 6749, section 4.4.2.
#[tokio::test]
async fn client_asks_for_itself() {
    let (server, metadata) = answering(token_response()).await;
    let client = StandardClient::new(metadata, confidential());
    client.token().client_credentials().send().await.unwrap();
    server.only_request().assert_is(
        "POST /token HTTP/1.1\n\
         Authorization: Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW\n\
         Content-Type: application/x-www-form-urlencoded\n\
         Accept: application/json\n\
         Content-Length: 29\n\
         \n\
         grant_type=client_credentials",
    );
}

/// RFC 6749, section 5.2.
#[tokio::test]
async fn refusal_is_read() {
    let refusal = Response::json(400, r#"{"error":"invalid_request"}"#);
    let (_server, metadata) = answering(refusal).await;
    let client = StandardClient::new(metadata, confidential());
    let error = client.token().client_credentials().send().await.unwrap_err();
    assert_eq!(error.oauth().unwrap().error(), "invalid_request");
    assert_eq!(error.body_as::<ErrorResponse>().unwrap().error, "invalid_request");
}

/// RFC 6749, section 4.1.1, with the challenge of RFC 7636, appendix B.
#[test]
fn page_has_the_client_and_what_protects_it() {
    let client = StandardClient::new(metadata("https://server.example.com"), confidential());
    let page = client
        .authorize()
        .redirect_uri("https://client.example.com/cb")
        .state("xyz")
        .code_challenge("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
        .code_challenge_method(CodeChallengeMethod::S256);
    assert_eq!(
        page.url().unwrap().as_str(),
        "https://server.example.com/authorize?response_type=code&client_id=s6BhdRkqt3\
         &redirect_uri=https%3A%2F%2Fclient.example.com%2Fcb&state=xyz\
         &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"
    );
}

/// RFC 8707, section 2: the parameter is repeated.
#[test]
fn services_are_named_one_by_one() {
    let client = StandardClient::new(metadata("https://as.example.com"), confidential());
    let resources =
        ["https://cal.example.com/".to_owned(), "https://contacts.example.com/".to_owned()];
    let request =
        client.token().refresh().refresh_token("4LTC8lb0acc6Oy4esc1Nk9BWC0imAwH7kic16BDC2");
    let request = request.resource(resources.to_vec()).into_request().build().unwrap();
    assert_eq!(
        request.body(),
        "grant_type=refresh_token&refresh_token=4LTC8lb0acc6Oy4esc1Nk9BWC0imAwH7kic16BDC2\
         &resource=https%3A%2F%2Fcal.example.com%2F&resource=https%3A%2F%2Fcontacts.example.com%2F"
    );
}

/// RFC 7009, section 2.1.
#[tokio::test]
async fn token_is_revoked() {
    let (server, metadata) = answering(Response::new(200)).await;
    let client = StandardClient::new(metadata, confidential());
    let revoke = client.revoke().token("45ghiukldjahdnhzdauz");
    revoke.token_type_hint(TokenTypeHint::RefreshToken).send().await.unwrap();
    server.only_request().assert_is(
        "POST /revoke HTTP/1.1\n\
         Host: server.example.com\n\
         Content-Type: application/x-www-form-urlencoded\n\
         Authorization: Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW\n\
         Accept: application/json\n\
         Content-Length: 56\n\
         \n\
         token=45ghiukldjahdnhzdauz&token_type_hint=refresh_token",
    );
}

/// RFC 7662, sections 2.1 and 2.2.
#[tokio::test]
async fn token_is_looked_at() {
    let (server, metadata) = answering(Response::json(
        200,
        r#"{
          "active": true,
          "client_id": "l238j323ds-23ij4",
          "username": "jdoe",
          "scope": "read write dolphin",
          "sub": "Z5O3upPC88QrAjx00dis",
          "aud": "https://protected.example.net/resource",
          "iss": "https://server.example.com/",
          "exp": 1419356238,
          "iat": 1419350238,
          "extension_field": "twenty-seven"
        }"#,
    ))
    .await;
    server.answer(Response::json(200, r#"{"active": false}"#));
    let client = StandardClient::new(metadata, confidential());
    let introspect = client.introspect().token("2YotnFZFEjr1zCsicMWpAA");
    let told = introspect.auth(Bearer::new("23410913-abewfq.123483")).send().await.unwrap();
    assert!(told.active);
    assert_eq!(told.client_id.as_deref(), Some("l238j323ds-23ij4"));
    assert_eq!(told.username.as_deref(), Some("jdoe"));
    assert_eq!(told.scope.unwrap(), "read write dolphin");
    assert_eq!(told.sub.as_deref(), Some("Z5O3upPC88QrAjx00dis"));
    assert_eq!(told.aud, ["https://protected.example.net/resource"]);
    assert_eq!(told.iss.as_deref(), Some("https://server.example.com/"));
    assert_eq!((told.exp, told.iat, told.nbf), (Some(1_419_356_238), Some(1_419_350_238), None));
    assert_eq!(told.others.len(), 1);
    assert_eq!(told.others["extension_field"], "twenty-seven");

    let introspect = client.introspect().token("mF_9.B5f-4.1JqM");
    let told = introspect.token_type_hint(TokenTypeHint::AccessToken).send().await.unwrap();
    assert!(!told.active && told.aud.is_empty() && told.others.is_empty());
    let [by_token, by_client] = server.requests().try_into().unwrap();
    by_token.assert_is(
        "POST /introspect HTTP/1.1\n\
         Host: server.example.com\n\
         Accept: application/json\n\
         Content-Type: application/x-www-form-urlencoded\n\
         Authorization: Bearer 23410913-abewfq.123483\n\
         Content-Length: 28\n\
         \n\
         token=2YotnFZFEjr1zCsicMWpAA",
    );
    by_client.assert_is(
        "POST /introspect HTTP/1.1\n\
         Accept: application/json\n\
         Content-Type: application/x-www-form-urlencoded\n\
         Authorization: Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW\n\
         Content-Length: 50\n\
         \n\
         token=mF_9.B5f-4.1JqM&token_type_hint=access_token",
    );
}

/// RFC 8628, sections 3.1, 3.2 and 3.4.
#[tokio::test]
async fn device_signs_in() {
    let (server, metadata) = answering(Response::json(
        200,
        r#"{
          "device_code": "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS",
          "user_code": "WDJB-MJHT",
          "verification_uri": "https://example.com/device",
          "verification_uri_complete": "https://example.com/device?user_code=WDJB-MJHT",
          "expires_in": 1800,
          "interval": 5
        }"#,
    ))
    .await;
    server.answer(token_response());
    let client = StandardClient::new(metadata, ClientId::new("1406020730"));
    let device = client.authorize_device().scope("example_scope").send().await.unwrap();
    assert_eq!(device.user_code, "WDJB-MJHT");
    assert_eq!(device.verification_uri, "https://example.com/device");
    let complete = device.verification_uri_complete.unwrap();
    assert_eq!(complete, "https://example.com/device?user_code=WDJB-MJHT");
    assert_eq!((device.expires_in, device.interval), (Some(1800), Some(5)));
    client.token().device().device_code(device.device_code).send().await.unwrap();
    let [begin, poll] = server.requests().try_into().unwrap();
    begin.assert_is(
        "POST /device_authorization HTTP/1.1\n\
         Host: server.example.com\n\
         Content-Type: application/x-www-form-urlencoded\n\
         Accept: application/json\n\
         Content-Length: 40\n\
         \n\
         client_id=1406020730&scope=example_scope",
    );
    assert_eq!(
        poll.text(),
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code\
         &device_code=GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS&client_id=1406020730"
    );
}

/// RFC 8693, section 2.3.
#[tokio::test]
async fn token_is_exchanged() {
    let (server, metadata) = answering(Response::json(
        200,
        r#"{
          "access_token":"eyJhbGciOiJFUzI1NiIsImtpZCI6IjllciJ9",
          "issued_token_type":"urn:ietf:params:oauth:token-type:access_token",
          "token_type":"Bearer",
          "expires_in":60
        }"#,
    ))
    .await;
    let client = StandardClient::new(metadata, confidential());
    let exchange = client
        .token()
        .exchange()
        .resource(vec!["https://backend.example.com/api".to_owned()])
        .subject_token("accVkjcJyb4BWCxGsndESCJQbdFMogUC5PbRDqceLTC")
        .subject_token_type(TokenTypeIdentifier::AccessToken);
    let token = exchange.send().await.unwrap();
    assert_eq!(token.issued_token_type, Some(TokenTypeIdentifier::AccessToken));
    assert_eq!(
        server.only_request().text(),
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange\
         &resource=https%3A%2F%2Fbackend.example.com%2Fapi\
         &subject_token=accVkjcJyb4BWCxGsndESCJQbdFMogUC5PbRDqceLTC\
         &subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token"
    );
}

/// RFC 9126, sections 2.1, 2.2 and 4.
#[tokio::test]
async fn request_is_pushed_and_named_in_the_browser() {
    let (server, metadata) = answering(Response::json(
        201,
        r#"{
          "request_uri": "urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c",
          "expires_in": 60
        }"#,
    ))
    .await;
    let client = StandardClient::new(metadata, confidential());
    let push = client
        .push_authorization()
        .redirect_uri("https://client.example.org/cb")
        .scope("account-information")
        .state("af0ifjsldkj")
        .code_challenge("K2-ltc83acc4h0c9w6ESC_rEMTJ3bww-uCHaoeK1t8U")
        .code_challenge_method(CodeChallengeMethod::S256);
    let pushed = push.send().await.unwrap();
    assert_eq!(pushed.expires_in, Some(60));
    let seen = server.only_request();
    assert_eq!((&*seen.method, &*seen.target), ("POST", "/as/par"));
    assert_eq!(seen.header("authorization"), Some("Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW"));
    assert_eq!(
        seen.text(),
        "response_type=code&client_id=s6BhdRkqt3&redirect_uri=https%3A%2F%2Fclient.example.org%2Fcb\
         &scope=account-information&state=af0ifjsldkj\
         &code_challenge=K2-ltc83acc4h0c9w6ESC_rEMTJ3bww-uCHaoeK1t8U&code_challenge_method=S256"
    );
    let page = client.authorize_pushed().request_uri(pushed.request_uri).url().unwrap();
    assert_eq!(
        (page.path(), page.query().unwrap()),
        (
            "/authorize",
            "client_id=s6BhdRkqt3&request_uri=urn%3Aietf%3Aparams%3Aoauth%3Arequest_uri%3A6esc_11ACC5bwc014ltc14eY22c"
        )
    );
}

/// RFC 7591, sections 3.1 and 3.2.1.
#[tokio::test]
async fn client_is_registered() {
    let (server, metadata) = answering(Response::json(
        201,
        r#"{
          "client_id": "s6BhdRkqt3",
          "client_secret": "cf136dc3c1fc93f31185e5885805d",
          "client_id_issued_at": 2893256800,
          "client_secret_expires_at": 2893276800,
          "redirect_uris": [
            "https://client.example.org/callback",
            "https://client.example.org/callback2"],
          "grant_types": ["authorization_code", "refresh_token"],
          "client_name": "My Example Client",
          "token_endpoint_auth_method": "client_secret_basic",
          "logo_uri": "https://client.example.org/logo.png",
          "jwks_uri": "https://client.example.org/my_public_keys.jwks",
          "example_extension_parameter": "example_value"
        }"#,
    ))
    .await;
    let client = StandardClient::new(metadata, confidential());
    let uris = ["https://client.example.org/callback", "https://client.example.org/callback2"];
    let register = client
        .register()
        .redirect_uris(uris.map(str::to_owned).to_vec())
        .client_name("My Example Client")
        .token_endpoint_auth_method(ClientAuthenticationMethod::ClientSecretBasic)
        .logo_uri("https://client.example.org/logo.png")
        .jwks_uri("https://client.example.org/my_public_keys.jwks");
    let registered = register.send().await.unwrap();
    assert_eq!(registered.client_id, "s6BhdRkqt3");
    let secret = registered.client_secret.unwrap();
    assert_eq!(secret.expose_secret(), "cf136dc3c1fc93f31185e5885805d");
    assert_eq!(registered.client_secret_expires_at, Some(2_893_276_800));
    assert_eq!(registered.redirect_uris, uris);
    assert_eq!(registered.grant_types, ["authorization_code", "refresh_token"]);
    assert_eq!(
        registered.token_endpoint_auth_method,
        Some(ClientAuthenticationMethod::ClientSecretBasic)
    );
    let others: Vec<&String> = registered.others.keys().collect();
    assert_eq!(others, ["example_extension_parameter", "jwks_uri", "logo_uri"]);
    let seen = server.only_request();
    assert_eq!((&*seen.method, &*seen.target), ("POST", "/register"));
    assert_eq!(seen.header("authorization"), None);
    assert_eq!(
        serde_json::from_slice::<serde_json::Value>(&seen.body).unwrap(),
        json!({
            "redirect_uris": uris,
            "client_name": "My Example Client",
            "token_endpoint_auth_method": "client_secret_basic",
            "logo_uri": "https://client.example.org/logo.png",
            "jwks_uri": "https://client.example.org/my_public_keys.jwks",
        })
    );
}

/// RFC 7591, section 3.1, with an initial access token; RFC 7592, sections 2.1 to 2.3.
#[tokio::test]
async fn registration_is_managed_at_its_own_url() {
    let (server, metadata) = answering(Response::json(
        200,
        r#"{
          "registration_access_token": "reg-23410913-abewfq.123483",
          "registration_client_uri": "https://server.example.com/register/s6BhdRkqt3",
          "client_id":"s6BhdRkqt3",
          "client_secret": "cf136dc3c1fc93f31185e5885805d",
          "client_id_issued_at":2893256800,
          "client_secret_expires_at":2893276800,
          "client_name":"My Example Client"
        }"#,
    ))
    .await;
    let client = StandardClient::new(metadata, confidential());
    let place = || Url::parse(&server.url("/register/s6BhdRkqt3")).unwrap();
    let token = || Bearer::new("reg-23410913-abewfq.123483");
    let read = client.read_registration().registration_client_uri(place()).auth(token());
    let known = read.send().await.unwrap();
    let token_given = known.registration_access_token.unwrap();
    assert_eq!(token_given.expose_secret(), "reg-23410913-abewfq.123483");
    let uri = known.registration_client_uri.unwrap();
    assert_eq!(uri.as_str(), "https://server.example.com/register/s6BhdRkqt3");
    assert_eq!(known.client_name.as_deref(), Some("My Example Client"));

    let update = client
        .update_registration()
        .registration_client_uri(place())
        .client_id("s6BhdRkqt3")
        .client_secret("cf136dc3c1fc93f31185e5885805d")
        .client_name("My New Example")
        .auth(token());
    update.send().await.unwrap();
    server.answer(Response::new(204));
    let delete = client.delete_registration().registration_client_uri(place()).auth(token());
    delete.send().await.unwrap();
    let register = client.register().client_name("x").auth(Bearer::new("ey7snHGs")).send();
    register.await.unwrap_err();

    let [read, update, delete, register] = server.requests().try_into().unwrap();
    read.assert_is(
        "GET /register/s6BhdRkqt3 HTTP/1.1\n\
         Accept: application/json\n\
         Host: server.example.com\n\
         Authorization: Bearer reg-23410913-abewfq.123483\n\
         \n",
    );
    assert_eq!(update.method, "PUT");
    assert_eq!(
        update.text(),
        r#"{"client_id":"s6BhdRkqt3","client_secret":"cf136dc3c1fc93f31185e5885805d","client_name":"My New Example"}"#
    );
    delete.assert_is(
        "DELETE /register/s6BhdRkqt3 HTTP/1.1\n\
         Accept: application/json\n\
         Host: server.example.com\n\
         Authorization: Bearer reg-23410913-abewfq.123483\n\
         \n",
    );
    assert_eq!(register.header("authorization"), Some("Bearer ey7snHGs"));
}

/// OpenID Connect Core 1.0, sections 5.3.1 and 5.3.2.
#[tokio::test]
async fn person_is_told() {
    let (server, metadata) = answering(Response::json(
        200,
        r#"{
           "sub": "248289761001",
           "name": "Jane Doe",
           "given_name": "Jane",
           "family_name": "Doe",
           "preferred_username": "j.doe",
           "email": "janedoe@example.com",
           "picture": "http://example.com/janedoe/me.jpg"
        }"#,
    ))
    .await;
    let client = StandardClient::new(metadata, ClientId::new("s6BhdRkqt3"));
    let person = client.userinfo().auth(Bearer::new("SlAV32hkKG")).send().await.unwrap();
    server.only_request().assert_is(
        "GET /userinfo HTTP/1.1\n\
         Host: server.example.com\n\
         Authorization: Bearer SlAV32hkKG\n\
         Accept: application/json\n\
         \n",
    );
    assert_eq!(person.sub, "248289761001");
    assert_eq!(person.preferred_username.as_deref(), Some("j.doe"));
    assert_eq!(person.email.as_deref(), Some("janedoe@example.com"));
    assert_eq!(person.email_verified, None);
    assert_eq!(person.others["given_name"], "Jane");
}

/// OpenID Connect Core 1.0, appendix A.2 has these claims; whoever signed them is not asked.
#[tokio::test]
async fn id_token_comes_unverified() {
    // {"alg":"none"} and {"iss":"http://server.example.com","sub":"248289761001"}, with a signature of no key.
    let compact = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwOi8vc2VydmVyLmV4YW1wbGUuY29tIiwic3ViIjoiMjQ4Mjg5NzYxMDAxIn0.c2ln";
    let token = |id_token: &str| {
        let json = json!({ "access_token": "a", "token_type": "Bearer", "id_token": id_token });
        Response::json(200, json.to_string())
    };
    let (_server, metadata) = answering(token(compact)).await;
    let client = StandardClient::new(metadata, confidential());
    let id_token = client.token().client_credentials().send().await.unwrap().id_token.unwrap();
    assert_eq!(id_token.expose_compact(), compact);
    let claims = id_token.unverified_claims().unwrap();
    assert_eq!(claims["iss"], "http://server.example.com");
    assert_eq!(claims["sub"], "248289761001");
    assert_eq!(format!("{id_token:?}"), "UnverifiedIdToken { .. }");
    // Encrypted ones have five parts (RFC 7516, section 3.1); others are none.
    for odd in ["a.b.c.d.e", "a.b", "a.b.c", "a..c", "a.bm8.c", "a.W10.c"] {
        let (_server, metadata) = answering(token(odd)).await;
        let client = StandardClient::new(metadata, confidential());
        let id_token = client.token().client_credentials().send().await.unwrap().id_token.unwrap();
        assert_eq!(id_token.unverified_claims(), None, "{odd}");
    }
}

/// Each endpoint is where the server says, or the caller.
#[test]
fn every_endpoint_is_learned() {
    for endpoint in StandardClient::API.endpoints() {
        assert!(
            matches!(
                endpoint.base(),
                EndpointBase::Metadata(_) | EndpointBase::Given("registration_client_uri")
            ),
            "{endpoint}"
        );
    }
    assert_eq!(StandardClient::API.endpoints().len(), 12);
}
