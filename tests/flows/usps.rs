//! USPS: tokens for an application and in the name of a customer, kept fresh and given back.
//!
//! The server is not like USPS in these points, beside those that a test names: codes are made on a page for the
//! browser, and longer; a token answer has no more than the RFC asks for, and the `state` of the page; it does not ask
//! for the client secret, neither in the body nor as `Basic`; errors have neither `error_uri` nor `WWW-Authenticate`.

use oauth_providers::usps::{
    ErrorCode, GatewayErrorResponse, InlineResponse2001, StandardErrorResponse, TokenType,
    TokenTypeHint, UspsClient,
};
use oauth_runtime::{ClientCredentials, Error, ExposeSecret, GrantState, SecretString};
use oauth_tests::{OAuthServer, Registered};
use reqwest::StatusCode;
use serde_json::json;

use super::{REDIRECT_URI, assert_invalid_grant, code_of};

const BASE: &str = "/oauth2/v3";

/// The platform, an application that is registered there, and its client.
struct Platform {
    server: OAuthServer,
    app: Registered,
    usps: UspsClient,
}

impl Platform {
    async fn start() -> Self {
        let server = OAuthServer::nested_at(BASE, "prices labels tracking payments").await;
        let app = server
            .register(json!({ "redirect_uris": [REDIRECT_URI], "scope": "prices labels tracking" }))
            .await;
        let credentials = ClientCredentials::new(&*app.client_id, &*app.client_secret);
        let usps = UspsClient::at(server.url(BASE), credentials).unwrap();
        Self { server, app, usps }
    }

    /// A code, from the page in place of `post_code`.
    async fn code(&self) -> SecretString {
        code_of(&self.server.url("/oauth2/v3/authorize"), &self.app, "prices tracking").await
    }

    async fn trade(&self, code: &SecretString) -> Result<InlineResponse2001, Error> {
        let exchange = self.usps.post_token().authorization_code();
        let exchange = exchange.code(code.clone());
        exchange.redirect_uri(REDIRECT_URI).send().await
    }

    async fn refresh(&self, token: &SecretString) -> Result<InlineResponse2001, Error> {
        let exchange = self.usps.post_token().refresh_token_grant();
        exchange.refresh_token(token.clone()).send().await
    }

    async fn revoke(&self, token: &SecretString) -> Result<(), Error> {
        self.usps.post_revoke().token(token.clone()).send().await
    }

    /// The tokens that a code buys: for access, and for more of them.
    async fn sign_in(&self) -> (SecretString, SecretString) {
        let tokens = self.trade(&self.code().await).await.unwrap();
        (tokens.access_token, tokens.refresh_token.unwrap())
    }

    async fn is_revoked(&self, access_token: &SecretString) -> Option<bool> {
        self.server.is_revoked(access_token.expose_secret()).await
    }
}

/// Checks that the server refused before its OAuth began, and with what.
#[track_caller]
fn assert_no_oauth(error: &Error, status: StatusCode) {
    assert!(matches!(error, Error::Refused(_)), "{error:?}");
    assert_eq!(error.status().unwrap(), status);
    assert!(error.oauth().is_none());
    assert!(error.body_as::<StandardErrorResponse>().is_none());
    assert!(error.body_as::<GatewayErrorResponse>().is_none());
}

#[tokio::test]
async fn access_goes_from_code_over_refresh_to_revocation() {
    let platform = Platform::start().await;
    let code = platform.code().await;
    assert!(platform.server.waits_for(code.expose_secret()).await);

    let first = platform.trade(&code).await.unwrap();
    assert!(!platform.server.waits_for(code.expose_secret()).await);
    assert_eq!(first.token_type, Some(TokenType::Bearer));
    assert_eq!(first.expires_in, Some(3600));
    assert!(first.scope.unwrap().is_same_set(&"prices tracking".into()));
    assert!(first.issued_at_millis.is_none() && first.status.is_none());
    assert_eq!(platform.is_revoked(&first.access_token).await, Some(false));

    let second = platform.refresh(&first.refresh_token.unwrap()).await.unwrap();
    assert!(second.scope.unwrap().is_same_set(&"prices tracking".into()));
    assert_ne!(second.access_token.expose_secret(), first.access_token.expose_secret());
    assert_eq!(platform.is_revoked(&second.access_token).await, Some(false));

    let newest = second.refresh_token.unwrap();
    let revocation = platform.usps.post_revoke().token(newest.clone());
    let answer =
        revocation.token_type_hint(TokenTypeHint::RefreshToken).send().with_response().await;
    assert_eq!(answer.unwrap().status(), 200);
    assert_invalid_grant(&platform.refresh(&newest).await.unwrap_err());
}

#[tokio::test]
async fn client_credentials_give_a_token_without_a_refresh_token() {
    let Platform { server: _server, usps, .. } = Platform::start().await;
    let request = || usps.post_token().client_credentials();
    let token = request().scope("tracking").send().await.unwrap();
    assert_eq!(token.scope.unwrap(), "tracking");
    assert_eq!(token.token_type, Some(TokenType::Bearer));
    assert!(token.refresh_token.is_none());

    let token = request().send().await.unwrap();
    assert_eq!(token.scope.unwrap(), "prices labels tracking");
}

#[tokio::test]
async fn client_without_credentials_fetches_tokens() {
    let Platform { server, app, .. } = Platform::start().await;
    let usps = UspsClient::builder().base_url(server.url(BASE)).build().unwrap();
    let request = usps.post_token().client_credentials().client_id(app.client_id);
    assert!(request.client_secret(app.client_secret).send().await.is_ok());
}

#[tokio::test]
async fn code_buys_tokens_once() {
    let platform = Platform::start().await;
    let code = platform.code().await;
    assert!(platform.trade(&code).await.is_ok());
    assert_invalid_grant(&platform.trade(&code).await.unwrap_err());
}

/// USPS says `invalid_refresh_token`, too, with `refresh_token_status` beside it.
#[tokio::test]
async fn refresh_token_that_was_replaced_is_spent() {
    let platform = Platform::start().await;
    let (access, old) = platform.sign_in().await;
    let newer = platform.refresh(&old).await.unwrap().refresh_token.unwrap();
    assert_ne!(newer.expose_secret(), old.expose_secret());

    let error = platform.refresh(&old).await.unwrap_err();
    assert_invalid_grant(&error);
    let told = error.body_as::<StandardErrorResponse>().unwrap();
    assert_eq!(told.error, Some(ErrorCode::InvalidGrant));
    assert!(told.refresh_token_status.is_none());

    let newest = platform.refresh(&newer).await.unwrap().refresh_token.unwrap();
    assert_invalid_grant(&platform.refresh(&newer).await.unwrap_err());
    assert!(platform.refresh(&newest).await.is_ok());
    assert_eq!(platform.is_revoked(&access).await, Some(false));
}

#[tokio::test]
async fn refresh_token_sent_twice_at_once_buys_one_pair() {
    let platform = Platform::start().await;
    let (_, token) = platform.sign_in().await;
    let both = tokio::join!(platform.refresh(&token), platform.refresh(&token));
    let ((Ok(pair), Err(error)) | (Err(error), Ok(pair))) = both else {
        panic!("not one pair: {both:?}")
    };
    assert_invalid_grant(&error);
    assert!(platform.refresh(&pair.refresh_token.unwrap()).await.is_ok());
}

#[tokio::test]
async fn made_up_grants_are_refused() {
    let platform = Platform::start().await;
    let (access, _) = platform.sign_in().await;
    for grant in ["hG06sfHd", "a&code=b", "é\u{202e}\n", "", access.expose_secret()] {
        assert_invalid_grant(&platform.trade(&grant.into()).await.unwrap_err());
        assert_invalid_grant(&platform.refresh(&grant.into()).await.unwrap_err());
    }
}

/// USPS takes both kinds of body; this server reads forms only, and says so in plain text before it looks at the grant.
#[tokio::test]
async fn json_is_refused_and_uses_no_grant_up() {
    let platform = Platform::start().await;
    let usps = &platform.usps;
    let (access, refresh) = platform.sign_in().await;
    let code = platform.code().await;
    let call = || usps.post_token().json();

    let error = call().client_credentials().send().await.unwrap_err();
    assert_no_oauth(&error, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(error.grant_state(), GrantState::Intact);

    let exchange = call().authorization_code().code(code.clone());
    let error = exchange.redirect_uri(REDIRECT_URI).send().await.unwrap_err();
    assert_no_oauth(&error, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    // A 415 proves nothing about the code, so it may be gone; here it is not.
    assert_eq!(error.grant_state(), GrantState::Unknown);
    assert!(platform.trade(&code).await.is_ok());

    let exchange = call().refresh_token_grant();
    let error = exchange.refresh_token(refresh.clone()).send().await.unwrap_err();
    assert_no_oauth(&error, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(error.grant_state(), GrantState::Unknown);
    assert!(platform.refresh(&refresh).await.is_ok());

    let error = usps.post_revoke().json().token(access.clone()).send().await.unwrap_err();
    assert_no_oauth(&error, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(platform.is_revoked(&access).await, Some(false));
}

/// USPS has `POST` here, and the code in the answer; this server has the page of the RFC.
#[tokio::test]
async fn call_for_a_code_is_refused_where_there_is_a_page() {
    let Platform { server: _server, usps, .. } = Platform::start().await;
    for json in [false, true] {
        let call = usps.post_code().tintcyalf("tint-0001-made-up");
        let call = if json { call.json() } else { call };
        let error = call.redirect_uri(REDIRECT_URI).state("nonce=a#").send().await.unwrap_err();
        assert_no_oauth(&error, StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(error.headers().unwrap()["allow"], "GET,HEAD");
        assert_eq!(error.body().unwrap(), b"");
        assert_eq!(error.grant_state(), GrantState::Intact);
    }
}

/// USPS refuses a redirect address that the code was not made for, and whoever is not its client.
#[tokio::test]
async fn wrong_client_with_a_code_goes_unnoticed() {
    let platform = Platform::start().await;
    let exchange = platform.usps.post_token().authorization_code().client_id("somebody-else");
    let exchange = exchange.client_secret("made-up").redirect_uri("https://elsewhere.example/");
    assert!(exchange.code(platform.code().await).send().await.is_ok());
}

/// USPS says 401, and compares the secret as well.
#[tokio::test]
async fn unknown_client_is_refused() {
    let Platform { server: _server, usps, .. } = Platform::start().await;
    let request = usps.post_token().client_credentials().client_id("somebody-else");
    let error = request.client_secret("made-up").send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 400);
    assert_eq!(error.oauth().unwrap().error(), "invalid_client");
    let told = error.body_as::<StandardErrorResponse>().unwrap();
    assert_eq!(told.error, Some(ErrorCode::InvalidClient));
    assert_eq!(error.grant_state(), GrantState::Intact);
}

#[tokio::test]
async fn scope_beyond_the_application_is_refused() {
    let Platform { server: _server, usps, .. } = Platform::start().await;
    for (scope, description) in [
        ("prices pickup", "invalid_scope: pickup"),
        ("Tracking", "invalid_scope: Tracking"),
        ("payments", "Client not authorized for scopes: payments"),
    ] {
        let error = usps.post_token().client_credentials().scope(scope).send().await.unwrap_err();
        assert_eq!(error.status().unwrap(), 400);
        let told = error.body_as::<StandardErrorResponse>().unwrap();
        assert_eq!(told.error, Some(ErrorCode::InvalidScope));
        assert_eq!(told.error_description.as_deref(), Some(description));
        assert_eq!(error.grant_state(), GrantState::Intact);
    }
}

#[tokio::test]
async fn password_grant_is_refused() {
    let Platform { server: _server, usps, .. } = Platform::start().await;
    let error = usps.post_token().grant_type("password").send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 400);
    let told = error.body_as::<StandardErrorResponse>().unwrap();
    assert_eq!(told.error, Some(ErrorCode::UnsupportedGrantType));
}

/// USPS says `invalid_request`; this server says 422, in plain text.
#[tokio::test]
async fn missing_grant_type_is_refused() {
    let Platform { server: _server, usps, .. } = Platform::start().await;
    let error = usps.post_token().send().await.unwrap_err();
    assert_no_oauth(&error, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn revoked_refresh_token_leaves_the_access_token() {
    let platform = Platform::start().await;
    let (access, refresh) = platform.sign_in().await;
    for _ in 0..2 {
        platform.revoke(&refresh).await.unwrap();
        assert_invalid_grant(&platform.refresh(&refresh).await.unwrap_err());
    }
    assert_eq!(platform.is_revoked(&access).await, Some(false));
}

/// USPS cannot: an access token carries its own proof there.
#[tokio::test]
async fn access_token_can_be_revoked() {
    let platform = Platform::start().await;
    let (access, refresh) = platform.sign_in().await;
    let revocation = platform.usps.post_revoke().token(access.clone());
    revocation.token_type_hint(TokenTypeHint::AccessToken).send().await.unwrap();
    assert_eq!(platform.is_revoked(&access).await, Some(true));
    assert!(platform.refresh(&refresh).await.is_ok());
}

#[tokio::test]
async fn revoking_an_unknown_token_succeeds() {
    let platform = Platform::start().await;
    for token in ["made-up", "a&b=c", ""] {
        platform.revoke(&token.into()).await.unwrap();
    }
}

/// USPS compares identifier and secret.
#[tokio::test]
async fn revoking_as_somebody_else_goes_unnoticed() {
    let platform = Platform::start().await;
    let (_, refresh) = platform.sign_in().await;
    let other =
        platform.usps.post_revoke().auth(ClientCredentials::new("somebody-else", "made-up"));
    other.token(refresh.clone()).send().await.unwrap();
    assert_invalid_grant(&platform.refresh(&refresh).await.unwrap_err());
}

#[tokio::test]
async fn refused_calls_show_no_secret() {
    let platform = Platform::start().await;
    let (access, refresh) = platform.sign_in().await;
    let newer = platform.refresh(&refresh).await.unwrap();
    let error = platform.refresh(&refresh).await.unwrap_err();
    let shown = format!("{error} {error:?} {newer:?} {:?}", platform.usps);
    let newest = newer.refresh_token.unwrap();
    for secret in [&access, &refresh, &newer.access_token, &newest] {
        assert!(!shown.contains(secret.expose_secret()), "{shown}");
    }
    assert!(!shown.contains(&platform.app.client_secret), "{shown}");
}
