//! Well-known vendors beside the five and those of `tests/wire/others`, from memory: each can be declared as it is, and needs a
//! permission only where it really breaks a rule.

#![deny(warnings)]

use oauth_runtime::{
    ClientCredentials, ClientId, Error, ExposeSecret, Scopes, SecretString, Token, http, oauth_api,
};
use serde_json::Value;

#[oauth_api(
    base_url = "https://github.com/login",
    auth = client_secret_post,
    bases(api = "https://api.github.com"),
    headers("Accept" = "application/json")
)]
pub(crate) trait GitHub {
    // No `response_type`.
    #[get("/oauth/authorize", auth = none, browser, allow(incomplete_authorization_request))]
    fn authorize(
        client_id: String,
        redirect_uri: Option<String>,
        scope: Option<Scopes>,
        state: String,
        login: Option<String>,
        allow_signup: Option<bool>,
        code_challenge: Option<String>,
        code_challenge_method: Option<String>,
    );

    // No `grant_type`.
    #[post("/oauth/access_token")]
    fn access_token(
        client_id: String,
        client_secret: SecretString,
        code: SecretString,
        redirect_uri: Option<String>,
        code_verifier: Option<SecretString>,
    ) -> Token;

    #[post("/device/code", auth = client_id)]
    fn device_code(client_id: String, scope: Option<Scopes>) -> DeviceAuthorization;

    #[post("/oauth/access_token", auth = client_id)]
    fn device_access_token(
        #[constant = "urn:ietf:params:oauth:grant-type:device_code"] grant_type: String,
        client_id: String,
        device_code: SecretString,
    ) -> Token;

    // On the other host, identifier and secret go as HTTP Basic.
    #[post(
        "/applications/{client_id}/token",
        base = api,
        body = json,
        auth = basic(client_id, client_secret)
    )]
    fn check_token(client_id: String, access_token: SecretString) -> Value;

    #[delete(
        "/applications/{client_id}/token",
        base = api,
        auth = basic(client_id, client_secret)
    )]
    fn delete_token(client_id: String, #[json] token: AccessToken);
}

/// The body with which a token is asked about.
#[derive(serde::Serialize)]
pub(crate) struct AccessToken {
    pub(crate) access_token: String,
}

#[oauth_api(base_url = "https://accounts.spotify.com", auth = client_secret_basic | client_id)]
pub(crate) trait Spotify {
    #[get("/authorize", auth = client_id, browser)]
    fn authorize(
        client_id: String,
        #[constant = "code"] response_type: String,
        redirect_uri: String,
        state: Option<String>,
        scope: Option<Scopes>,
        code_challenge: Option<String>,
        #[constant = "S256"] code_challenge_method: String,
        show_dialog: Option<bool>,
    );

    #[post("/api/token")]
    #[grant(authorization_code, needs(code, redirect_uri), may(code_verifier))]
    #[grant(refresh_token as refresh, needs(refresh_token))]
    #[grant(client_credentials)]
    fn token(
        grant_type: String,
        code: Option<SecretString>,
        redirect_uri: Option<String>,
        client_id: Option<String>,
        code_verifier: Option<SecretString>,
        refresh_token: Option<SecretString>,
    ) -> Token;
}

#[oauth_api(base_url = "https://connect.stripe.com/oauth")]
pub(crate) trait Stripe {
    #[get("/authorize", browser)]
    fn authorize(
        client_id: String,
        #[constant = "code"] response_type: String,
        redirect_uri: Option<String>,
        scope: Option<String>,
        state: Option<String>,
    );

    // The secret key alone says who calls.
    #[post("/token", allow(incomplete_client_authentication))]
    #[grant(authorization_code, needs(code))]
    #[grant(refresh_token as refresh, needs(refresh_token), may(scope))]
    fn token(
        client_secret: SecretString,
        grant_type: String,
        code: Option<SecretString>,
        refresh_token: Option<SecretString>,
        scope: Option<String>,
    ) -> Token;

    #[post("/deauthorize", auth = bearer)]
    fn deauthorize(client_id: String, stripe_user_id: String) -> Value;
}

#[oauth_api(base_path = "/", body = form | json, auth = client_secret_post | client_id)]
pub(crate) trait Auth0 {
    #[get("/authorize", browser, auth = none)]
    fn authorize(
        response_type: String,
        client_id: String,
        redirect_uri: String,
        audience: Option<String>,
        scope: Option<Scopes>,
        state: Option<String>,
        code_challenge: Option<String>,
        code_challenge_method: Option<String>,
        connection: Option<String>,
    );

    #[post("/oauth/par")]
    fn par(
        client_id: String,
        client_secret: Option<SecretString>,
        response_type: String,
        redirect_uri: String,
        scope: Option<Scopes>,
        state: Option<String>,
        code_challenge: Option<String>,
        code_challenge_method: Option<String>,
    ) -> PushedRequest;

    #[get("/authorize", browser, auth = none)]
    fn authorize_pushed(client_id: String, request_uri: String);

    #[post("/oauth/token")]
    #[grant(authorization_code, needs(code), may(redirect_uri, code_verifier))]
    #[grant(client_credentials, needs(audience))]
    #[grant(refresh_token as refresh, needs(refresh_token), may(scope))]
    #[grant("urn:ietf:params:oauth:grant-type:device_code" as device, needs(device_code))]
    #[grant(
        "http://auth0.com/oauth/grant-type/password-realm" as password_realm,
        needs(username, password, realm),
        may(audience, scope)
    )]
    fn token(
        grant_type: String,
        client_id: String,
        client_secret: Option<SecretString>,
        code: Option<SecretString>,
        redirect_uri: Option<String>,
        code_verifier: Option<SecretString>,
        refresh_token: Option<SecretString>,
        device_code: Option<SecretString>,
        audience: Option<String>,
        scope: Option<Scopes>,
        username: Option<String>,
        password: Option<SecretString>,
        realm: Option<String>,
    ) -> Token;

    #[post("/oauth/revoke")]
    fn revoke(client_id: String, client_secret: Option<SecretString>, token: SecretString);

    #[post("/oauth/device/code")]
    fn device_code(
        client_id: String,
        scope: Option<Scopes>,
        audience: Option<String>,
    ) -> DeviceAuthorization;

    #[get("/userinfo", auth = bearer)]
    fn userinfo() -> Value;

    #[get("/v2/logout", browser, auth = none)]
    fn logout(#[name = "returnTo"] return_to: Option<String>, client_id: Option<String>);
}

#[oauth_api(base_path = "/oauth2/default/v1", auth = client_secret_basic | client_id)]
pub(crate) trait Okta {
    #[get("/authorize", browser, auth = none)]
    fn authorize(
        client_id: String,
        response_type: String,
        redirect_uri: String,
        scope: Scopes,
        state: String,
        nonce: Option<String>,
        code_challenge: Option<String>,
        code_challenge_method: Option<String>,
        request_uri: Option<String>,
    );

    #[post("/token")]
    #[grant(authorization_code, needs(code, redirect_uri), may(code_verifier))]
    #[grant(client_credentials, may(scope, client_assertion, client_assertion_type))]
    #[grant(refresh_token as refresh, needs(refresh_token), may(scope))]
    #[grant("urn:ietf:params:oauth:grant-type:device_code" as device, needs(device_code))]
    #[grant(
        "urn:ietf:params:oauth:grant-type:token-exchange" as exchange,
        needs(subject_token, subject_token_type),
        may(actor_token, actor_token_type, audience, scope)
    )]
    fn token(
        grant_type: String,
        client_id: Option<String>,
        code: Option<SecretString>,
        redirect_uri: Option<String>,
        code_verifier: Option<SecretString>,
        refresh_token: Option<SecretString>,
        device_code: Option<SecretString>,
        scope: Option<Scopes>,
        audience: Option<String>,
        subject_token: Option<SecretString>,
        subject_token_type: Option<String>,
        actor_token: Option<SecretString>,
        actor_token_type: Option<String>,
        client_assertion: Option<SecretString>,
        client_assertion_type: Option<String>,
        #[header("DPoP")] proof: Option<SecretString>,
    ) -> Token;

    #[post("/introspect")]
    fn introspect(
        client_id: Option<String>,
        token: SecretString,
        token_type_hint: Option<String>,
    ) -> Introspection;

    #[post("/revoke")]
    fn revoke(client_id: Option<String>, token: SecretString, token_type_hint: Option<String>);

    #[post("/device/authorize")]
    fn device_authorize(client_id: Option<String>, scope: Scopes) -> DeviceAuthorization;

    #[post("/par")]
    fn par(
        client_id: String,
        response_type: String,
        redirect_uri: String,
        scope: Scopes,
        state: String,
        code_challenge: Option<String>,
        code_challenge_method: Option<String>,
    ) -> PushedRequest;

    #[get("/logout", browser, auth = none)]
    fn logout(
        id_token_hint: String,
        post_logout_redirect_uri: Option<String>,
        state: Option<String>,
    );
}

#[oauth_api(base_url = "https://gitlab.com/oauth", auth = client_secret_post | client_id)]
pub(crate) trait GitLab {
    #[get("/authorize", auth = client_id, browser)]
    fn authorize(
        client_id: String,
        redirect_uri: String,
        #[constant = "code"] response_type: String,
        state: String,
        scope: Option<Scopes>,
        code_challenge: Option<String>,
        code_challenge_method: Option<String>,
    );

    #[post("/token")]
    #[grant(authorization_code, needs(code, redirect_uri), may(code_verifier))]
    #[grant(refresh_token as refresh, needs(refresh_token), may(redirect_uri))]
    #[grant("urn:ietf:params:oauth:grant-type:device_code" as device, needs(device_code))]
    fn token(
        client_id: String,
        client_secret: Option<SecretString>,
        grant_type: String,
        code: Option<SecretString>,
        redirect_uri: Option<String>,
        code_verifier: Option<SecretString>,
        refresh_token: Option<SecretString>,
        device_code: Option<SecretString>,
    ) -> Token;

    #[post("/revoke")]
    fn revoke(token: SecretString);

    #[post("/introspect", auth = client_secret_post)]
    fn introspect(token: SecretString) -> Introspection;

    #[post("/authorize_device", auth = client_id)]
    fn authorize_device(client_id: String, scope: Option<Scopes>) -> DeviceAuthorization;

    #[get("/token/info", auth = bearer)]
    fn token_info() -> Introspection;
}

/// RFC 8628, section 3.2.
#[derive(serde::Deserialize)]
pub(crate) struct DeviceAuthorization {
    pub(crate) device_code: SecretString,
    pub(crate) user_code: String,
    pub(crate) verification_uri: String,
    pub(crate) expires_in: u64,
    pub(crate) interval: Option<u64>,
}

/// RFC 9126, section 2.2.
#[derive(serde::Deserialize)]
pub(crate) struct PushedRequest {
    pub(crate) request_uri: String,
    pub(crate) expires_in: u64,
}

/// RFC 7662, section 2.2.
#[derive(serde::Deserialize)]
pub(crate) struct Introspection {
    pub(crate) active: bool,
    pub(crate) scope: Option<Scopes>,
    pub(crate) client_id: Option<String>,
}

#[test]
fn other_vendors_are_called_as_they_document() {
    let body = |request: Result<http::Request<bytes::Bytes>, Error>| {
        String::from_utf8(request.unwrap().into_body().into()).unwrap()
    };
    let github = GitHubClient::new(ClientCredentials::new("c", "s"));
    assert_eq!(
        body(github.access_token().code("d").into_request().build()),
        "client_id=c&client_secret=s&code=d"
    );
    assert_eq!(
        body(github.device_access_token().device_code("d").into_request().build()),
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&client_id=c&device_code=d"
    );
    let token = AccessToken { access_token: "t".to_owned() };
    let request = github.delete_token().client_id("c").token(token).into_request();
    let request = request.build().unwrap();
    assert_eq!(request.uri(), "https://api.github.com/applications/c/token");
    // `c:s`.
    assert_eq!(request.headers()["authorization"], "Basic Yzpz");
    assert_eq!(body(Ok(request)), r#"{"access_token":"t"}"#);
    let spotify = SpotifyClient::new(ClientCredentials::new("c", "s"));
    let request = spotify.token().refresh().refresh_token("r").into_request().build().unwrap();
    assert_eq!(request.headers()["authorization"], "Basic Yzpz");
    assert_eq!(body(Ok(request)), "grant_type=refresh_token&refresh_token=r");
    let spotify = SpotifyClient::new(ClientId::new("c"));
    let request = spotify.token().refresh().refresh_token("r").into_request().build();
    assert_eq!(body(request), "grant_type=refresh_token&client_id=c&refresh_token=r");
    let page = spotify.authorize().redirect_uri("r").code_challenge("x").url().unwrap();
    assert!(page.query().unwrap().starts_with("client_id=c&response_type=code"), "{page}");
    let gitlab = GitLabClient::new(ClientId::new("c"));
    let request = gitlab.revoke().token("t").into_request().build();
    assert_eq!(body(request), "token=t&client_id=c");
    let gitlab = GitLabClient::new(ClientCredentials::new("c", "s"));
    let request = gitlab.revoke().token("t").into_request().build();
    assert_eq!(body(request), "token=t&client_id=c&client_secret=s");
    let request = gitlab.token().refresh().refresh_token("r").into_request().build();
    let expected = "client_id=c&client_secret=s&grant_type=refresh_token&refresh_token=r";
    assert_eq!(body(request), expected);
    let okta = OktaClient::new("https://dev.okta.example", ClientId::new("c")).unwrap();
    let request = okta.token().device().device_code("d");
    assert_eq!(
        body(request.into_request().build()),
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&client_id=c&device_code=d"
    );
    let auth0 = Auth0Client::new("https://tenant.auth0.example", ClientId::new("c")).unwrap();
    let request = auth0.revoke().token("t").into_request().build();
    assert_eq!(body(request), "client_id=c&token=t");
    let pair = ClientCredentials::new("c", "s");
    let auth0 = Auth0Client::new("https://tenant.auth0.example", pair).unwrap();
    let request = auth0.token().client_credentials().audience("a").json().into_request().build();
    assert_eq!(
        body(request),
        r#"{"grant_type":"client_credentials","client_id":"c","client_secret":"s","audience":"a"}"#
    );
}

/// The examples of the RFCs.
#[test]
fn answers_of_the_rfcs_are_read() {
    let device: DeviceAuthorization = serde_json::from_str(
        r#"{"device_code":"GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS","user_code":"WDJB-MJHT","verification_uri":"https://example.com/device","verification_uri_complete":"https://example.com/device?user_code=WDJB-MJHT","expires_in":1800,"interval":5}"#,
    )
    .unwrap();
    assert!(device.device_code.expose_secret().starts_with("GmRhmhcx"));
    assert_eq!((&*device.user_code, device.expires_in), ("WDJB-MJHT", 1800));
    assert_eq!(
        (&*device.verification_uri, device.interval),
        ("https://example.com/device", Some(5))
    );
    let pushed: PushedRequest = serde_json::from_str(
        r#"{"request_uri":"urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c","expires_in":60}"#,
    )
    .unwrap();
    assert!(pushed.request_uri.ends_with("14eY22c"));
    assert_eq!(pushed.expires_in, 60);
    let told: Introspection = serde_json::from_str(
        r#"{"active":true,"client_id":"l238j323ds-23ij4","username":"jdoe","scope":"read write dolphin"}"#,
    )
    .unwrap();
    assert!(told.active);
    assert_eq!(told.scope.unwrap().len(), 3);
    assert_eq!(told.client_id.as_deref(), Some("l238j323ds-23ij4"));
}
