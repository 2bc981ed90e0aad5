//! Well-known vendors beside the five, from memory: each can be declared as it is, and needs a permission only where it
//! really breaks a rule.

#![deny(warnings)]

use oauth_runtime::{
    Basic, Bearer, ClientCredentials, ClientId, Error, Scopes, SecretString, Token, http, oauth_api,
};
use serde_json::Value;

#[oauth_api(
    base_url = "https://github.com/login",
    auth = client_secret_post,
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
    fn device_code(client_id: String, scope: Option<Scopes>) -> Value;

    #[post("/oauth/access_token", auth = client_id)]
    fn device_access_token(
        #[constant = "urn:ietf:params:oauth:grant-type:device_code"] grant_type: String,
        client_id: String,
        device_code: SecretString,
    ) -> Token;
}

#[derive(serde::Serialize)]
pub(crate) struct AccessToken {
    pub(crate) access_token: String,
}

#[oauth_api(base_url = "https://api.github.com", auth = basic)]
pub(crate) trait GitHubApplications {
    #[post("/applications/{client_id}/token", body = json)]
    fn check_token(client_id: String, access_token: SecretString) -> Value;

    #[delete("/applications/{client_id}/token")]
    fn delete_token(client_id: String, #[json] token: AccessToken);
}

#[oauth_api(base_url = "https://accounts.google.com/o/oauth2/v2")]
pub(crate) trait GoogleAccounts {
    #[get("/auth", browser)]
    fn auth(
        client_id: String,
        redirect_uri: String,
        response_type: String,
        scope: Scopes,
        access_type: Option<String>,
        state: Option<String>,
        nonce: Option<String>,
        include_granted_scopes: Option<bool>,
        login_hint: Option<String>,
        prompt: Option<String>,
        code_challenge: Option<String>,
        code_challenge_method: Option<String>,
    );
}

#[oauth_api(base_url = "https://oauth2.googleapis.com")]
pub(crate) trait Google {
    #[post("/token")]
    #[grant(
        authorization_code,
        needs(client_id, client_secret, code, redirect_uri),
        may(code_verifier)
    )]
    #[grant(refresh_token as refresh, needs(client_id, client_secret, refresh_token))]
    #[grant(
        "urn:ietf:params:oauth:grant-type:device_code" as device,
        needs(client_id, client_secret, device_code)
    )]
    #[grant("urn:ietf:params:oauth:grant-type:jwt-bearer" as jwt_bearer, needs(assertion))]
    fn token(
        grant_type: String,
        client_id: Option<String>,
        client_secret: Option<SecretString>,
        code: Option<SecretString>,
        redirect_uri: Option<String>,
        code_verifier: Option<SecretString>,
        refresh_token: Option<SecretString>,
        device_code: Option<SecretString>,
        assertion: Option<SecretString>,
    ) -> Token;

    #[post("/revoke")]
    fn revoke(token: SecretString);

    #[post("/device/code")]
    fn device_code(client_id: String, scope: Scopes) -> Value;

    // For debugging, says the vendor.
    #[get("/tokeninfo", allow(secret_in_url))]
    fn tokeninfo(access_token: SecretString) -> Value;
}

#[oauth_api(base_url = "https://slack.com")]
pub(crate) trait Slack {
    // No `response_type`.
    #[get("/oauth/v2/authorize", browser, allow(incomplete_authorization_request))]
    fn authorize(
        client_id: String,
        #[separator = ","] scope: Scopes,
        #[separator = ","] user_scope: Option<Scopes>,
        redirect_uri: Option<String>,
        state: Option<String>,
        team: Option<String>,
    );

    #[post("/api/oauth.v2.access")]
    fn oauth_v2_access(
        client_id: String,
        client_secret: SecretString,
        code: Option<SecretString>,
        grant_type: Option<String>,
        redirect_uri: Option<String>,
        refresh_token: Option<SecretString>,
    ) -> Value;

    #[post("/api/auth.revoke", auth = bearer)]
    fn auth_revoke(test: Option<bool>) -> Value;
}

#[oauth_api(base_url = "https://login.microsoftonline.com")]
pub(crate) trait Microsoft {
    #[get("/{tenant}/oauth2/v2.0/authorize", browser)]
    fn authorize(
        tenant: String,
        client_id: String,
        response_type: String,
        redirect_uri: Option<String>,
        scope: Scopes,
        response_mode: Option<String>,
        state: Option<String>,
        nonce: Option<String>,
        prompt: Option<String>,
        login_hint: Option<String>,
        domain_hint: Option<String>,
        code_challenge: Option<String>,
        code_challenge_method: Option<String>,
    );

    #[post("/{tenant}/oauth2/v2.0/token", allow(password_grant))]
    #[grant(
        authorization_code,
        needs(code),
        may(
            redirect_uri,
            scope,
            code_verifier,
            client_secret,
            client_assertion,
            client_assertion_type
        )
    )]
    #[grant(refresh_token as refresh, needs(refresh_token), may(scope, client_secret))]
    #[grant(
        client_credentials,
        needs(scope),
        may(client_secret, client_assertion, client_assertion_type)
    )]
    #[grant(password as resource_owner, needs(scope, username, password), may(client_secret))]
    #[grant("urn:ietf:params:oauth:grant-type:device_code" as device, needs(device_code))]
    #[grant("urn:ietf:params:oauth:grant-type:jwt-bearer" as on_behalf_of, needs(assertion, scope, requested_token_use), may(client_secret))]
    fn token(
        tenant: String,
        client_id: String,
        grant_type: String,
        scope: Option<Scopes>,
        code: Option<SecretString>,
        redirect_uri: Option<String>,
        code_verifier: Option<SecretString>,
        client_secret: Option<SecretString>,
        client_assertion_type: Option<String>,
        client_assertion: Option<SecretString>,
        refresh_token: Option<SecretString>,
        username: Option<String>,
        password: Option<SecretString>,
        device_code: Option<SecretString>,
        assertion: Option<SecretString>,
        requested_token_use: Option<String>,
    ) -> Token;

    #[post("/{tenant}/oauth2/v2.0/devicecode")]
    fn devicecode(tenant: String, client_id: String, scope: Scopes) -> Value;

    #[get("/{tenant}/oauth2/v2.0/logout", browser)]
    fn logout(tenant: String, post_logout_redirect_uri: Option<String>);
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

#[oauth_api(base_url = "https://www.dropbox.com")]
pub(crate) trait DropboxPages {
    #[get("/oauth2/authorize", browser)]
    fn authorize(
        response_type: String,
        client_id: String,
        redirect_uri: Option<String>,
        state: Option<String>,
        scope: Option<Scopes>,
        token_access_type: Option<String>,
        code_challenge: Option<String>,
        code_challenge_method: Option<String>,
        force_reapprove: Option<bool>,
    );
}

#[oauth_api(base_url = "https://api.dropboxapi.com", auth = bearer)]
pub(crate) trait Dropbox {
    #[post("/oauth2/token", auth = basic | none)]
    #[grant(authorization_code, needs(code), may(redirect_uri, client_id, code_verifier))]
    #[grant(refresh_token as refresh, needs(refresh_token), may(client_id))]
    fn token(
        grant_type: String,
        code: Option<SecretString>,
        redirect_uri: Option<String>,
        client_id: Option<String>,
        code_verifier: Option<SecretString>,
        refresh_token: Option<SecretString>,
    ) -> Token;

    // Not that of RFC 7009: it revokes the token that authenticates the call.
    #[post("/2/auth/token/revoke")]
    fn token_revoke();
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

#[oauth_api(base_path = "/", body = form | json)]
pub(crate) trait Auth0 {
    #[get("/authorize", browser)]
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
    ) -> Value;

    #[get("/authorize", browser)]
    fn authorize_pushed(client_id: String, request_uri: String);

    #[post("/oauth/token")]
    #[grant(authorization_code, needs(code), may(redirect_uri, client_secret, code_verifier))]
    #[grant(client_credentials, needs(client_secret, audience))]
    #[grant(refresh_token as refresh, needs(refresh_token), may(client_secret, scope))]
    #[grant("urn:ietf:params:oauth:grant-type:device_code" as device, needs(device_code))]
    #[grant(
        "http://auth0.com/oauth/grant-type/password-realm" as password_realm,
        needs(username, password, realm),
        may(client_secret, audience, scope)
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
    fn device_code(client_id: String, scope: Option<Scopes>, audience: Option<String>) -> Value;

    #[get("/userinfo", auth = bearer)]
    fn userinfo() -> Value;

    #[get("/v2/logout", browser)]
    fn logout(#[name = "returnTo"] return_to: Option<String>, client_id: Option<String>);
}

#[oauth_api(base_path = "/oauth2/default/v1", auth = basic | none)]
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
    #[grant(authorization_code, needs(code, redirect_uri), may(client_id, code_verifier))]
    #[grant(client_credentials, may(scope, client_assertion, client_assertion_type))]
    #[grant(refresh_token as refresh, needs(refresh_token), may(scope, client_id))]
    #[grant("urn:ietf:params:oauth:grant-type:device_code" as device, needs(device_code), may(client_id))]
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
    ) -> Value;

    #[post("/revoke")]
    fn revoke(client_id: Option<String>, token: SecretString, token_type_hint: Option<String>);

    #[post("/device/authorize")]
    fn device_authorize(client_id: Option<String>, scope: Scopes) -> Value;

    #[post("/par")]
    fn par(
        client_id: String,
        response_type: String,
        redirect_uri: String,
        scope: Scopes,
        state: String,
        code_challenge: Option<String>,
        code_challenge_method: Option<String>,
    ) -> Value;

    #[get("/logout", browser, auth = none)]
    fn logout(
        id_token_hint: String,
        post_logout_redirect_uri: Option<String>,
        state: Option<String>,
    );
}

#[oauth_api(base_path = "/realms", auth = basic)]
pub(crate) trait Keycloak {
    #[get("/{realm}/protocol/openid-connect/auth", browser, auth = none)]
    fn auth(
        realm: String,
        client_id: String,
        response_type: String,
        redirect_uri: String,
        scope: Option<Scopes>,
        state: Option<String>,
        nonce: Option<String>,
        code_challenge: Option<String>,
        code_challenge_method: Option<String>,
    );

    #[post("/{realm}/protocol/openid-connect/token", allow(password_grant))]
    #[grant(authorization_code, needs(code, redirect_uri), may(code_verifier))]
    #[grant(client_credentials, may(scope))]
    #[grant(refresh_token as refresh, needs(refresh_token), may(scope))]
    #[grant(password as direct, needs(username, password), may(scope))]
    #[grant("urn:ietf:params:oauth:grant-type:uma-ticket" as uma_ticket, needs(audience))]
    #[grant("urn:openid:params:grant-type:ciba" as backchannel, needs(auth_req_id))]
    fn token(
        realm: String,
        grant_type: String,
        code: Option<SecretString>,
        redirect_uri: Option<String>,
        code_verifier: Option<SecretString>,
        refresh_token: Option<SecretString>,
        username: Option<String>,
        password: Option<SecretString>,
        scope: Option<Scopes>,
        audience: Option<String>,
        auth_req_id: Option<SecretString>,
    ) -> Token;

    #[post("/{realm}/protocol/openid-connect/token/introspect")]
    fn introspect(realm: String, token: SecretString, token_type_hint: Option<String>) -> Value;

    #[post("/{realm}/protocol/openid-connect/revoke")]
    fn revoke(realm: String, token: SecretString, token_type_hint: Option<String>);

    #[post("/{realm}/protocol/openid-connect/auth/device")]
    fn auth_device(realm: String, scope: Option<Scopes>) -> Value;

    #[post("/{realm}/protocol/openid-connect/ext/par/request")]
    fn par(
        realm: String,
        client_id: String,
        response_type: String,
        redirect_uri: String,
        state: Option<String>,
        code_challenge: Option<String>,
        code_challenge_method: Option<String>,
    ) -> Value;
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
    fn introspect(token: SecretString) -> Value;

    #[post("/authorize_device", auth = client_id)]
    fn authorize_device(client_id: String, scope: Option<Scopes>) -> Value;

    #[get("/token/info", auth = bearer)]
    fn token_info() -> Value;
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
    let applications = GitHubApplicationsClient::new(Basic::new("id", "secret"));
    let token = AccessToken { access_token: "t".to_owned() };
    let request = applications.delete_token().client_id("c").token(token);
    assert_eq!(body(request.into_request().build()), r#"{"access_token":"t"}"#);
    let request = GoogleClient::new().token().jwt_bearer().assertion("a");
    assert_eq!(
        body(request.into_request().build()),
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=a"
    );
    let spotify = SpotifyClient::new(ClientCredentials::new("c", "s"));
    let request = spotify.token().refresh().refresh_token("r").into_request().build().unwrap();
    // `c:s`.
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
    let dropbox = DropboxClient::new(Bearer::new("t"));
    assert_eq!(
        dropbox.token_revoke().into_request().build().unwrap().headers()["authorization"],
        "Bearer t"
    );
    let okta = OktaClient::new("https://dev.okta.example", OktaCredentials::None).unwrap();
    let request = okta.token().device().client_id("c").device_code("d");
    assert_eq!(
        body(request.into_request().build()),
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&client_id=c&device_code=d"
    );
    let keycloak = KeycloakClient::new("https://sso.example", Basic::new("c", "s")).unwrap();
    let request = keycloak.introspect().realm("main").token("t").into_request().build().unwrap();
    assert_eq!(
        request.uri(),
        "https://sso.example/realms/main/protocol/openid-connect/token/introspect"
    );
}
