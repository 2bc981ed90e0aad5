//! UltraCart: a merchant lets an application in, which stays until it is revoked.
//!
//! The server is not like UltraCart in these points, beside those that a test names: redirects are 303, `expires_in` is
//! a number and `token_type` begins with a capital; it reads neither the version nor the key in the headers, and does
//! not say `UC-REST-ERROR`.

use oauth_providers::ultracart::{
    ErrorResponse, OauthRevokeSuccessResponse, OauthTokenResponse, TokenType, UltraCartClient,
    UltraCartCredentials,
};
use oauth_runtime::{
    Bearer, Callback, Error, ExposeSecret, GrantState, SecretString, State, Url,
    authorization::{AuthorizationErrorCode, CallbackError},
};
use oauth_tests::{OAuthServer, Registered};
use serde_json::json;

use super::{REDIRECT_URI, assert_invalid_grant, open};

/// UltraCart with a registered application, and its client.
struct Shop {
    server: OAuthServer,
    app: Registered,
    ultracart: UltraCartClient,
}

impl Shop {
    async fn start() -> Self {
        let server = OAuthServer::nested_at("/rest/v2/oauth", "item_read order_write").await;
        let app = server
            .register(json!({ "redirect_uris": [REDIRECT_URI], "scope": "item_read order_write" }))
            .await;
        let ultracart =
            UltraCartClient::at(server.url("/rest/v2"), UltraCartCredentials::None).unwrap();
        Self { server, app, ultracart }
    }

    /// The page that the merchant is sent to.
    fn page(&self, state: &State) -> Url {
        let page = self.ultracart.oauth_authorize().client_id(&self.app.client_id);
        page.redirect_uri(REDIRECT_URI).state(state).url().unwrap()
    }

    /// A code for which the merchant has agreed.
    async fn code(&self) -> SecretString {
        let state = State::generate().unwrap();
        let redirect = open(&self.page(&state)).await;
        redirect.callback(&Callback::new(&state).redirect_uri(REDIRECT_URI)).unwrap().into_code()
    }

    async fn trade(&self, code: &SecretString) -> Result<OauthTokenResponse, Error> {
        let exchange = self.ultracart.oauth_access_token().authorization_code();
        let exchange = exchange.client_id(&self.app.client_id).code(code.clone());
        exchange.redirect_uri(REDIRECT_URI.to_owned()).send().await
    }

    async fn refresh(&self, token: &SecretString) -> Result<OauthTokenResponse, Error> {
        let exchange = self.ultracart.oauth_access_token().refresh_token_grant();
        exchange.client_id(&self.app.client_id).refresh_token(token.clone()).send().await
    }

    async fn revoke(&self, token: &SecretString) -> Result<OauthRevokeSuccessResponse, Error> {
        let revocation = self.ultracart.oauth_revoke().client_id(&self.app.client_id);
        revocation.token(token.clone()).send().await
    }

    async fn is_revoked(&self, access_token: &SecretString) -> Option<bool> {
        self.server.is_revoked(access_token.expose_secret()).await
    }
}

#[tokio::test]
async fn access_goes_from_page_over_refresh_to_revocation() {
    let shop = Shop::start().await;
    let state = State::generate().unwrap();
    let page = shop.page(&state);
    let start = "/rest/v2/oauth/authorize?response_type=code&client_id=";
    assert!(page.as_str().starts_with(&shop.server.url(start)), "{page}");

    let redirect = open(&page).await;
    let callback = Callback::new(&state).redirect_uri(REDIRECT_URI);
    let code = redirect.callback(&callback).unwrap().into_code();
    assert!(shop.server.waits_for(code.expose_secret()).await);

    let first = shop.trade(&code).await.unwrap();
    assert!(!shop.server.waits_for(code.expose_secret()).await);
    assert_eq!(first.token_type, Some(TokenType::Bearer));
    assert_eq!(first.expires_in, Some(3600));
    assert_eq!(first.error, None);
    assert_eq!(shop.is_revoked(&first.access_token).await, Some(false));

    let second = shop.refresh(&first.refresh_token.unwrap()).await.unwrap();
    assert_eq!(second.token_type, Some(TokenType::Bearer));
    assert_ne!(second.access_token.expose_secret(), first.access_token.expose_secret());
    assert_eq!(shop.is_revoked(&second.access_token).await, Some(false));

    let own = UltraCartCredentials::Bearer(Bearer::new(second.access_token.clone()));
    let revocation = shop.ultracart.oauth_revoke().auth(own).client_id(&shop.app.client_id);
    revocation.token(second.access_token.clone()).send().await.unwrap();
    assert_eq!(shop.is_revoked(&second.access_token).await, Some(true));
    assert_eq!(shop.is_revoked(&first.access_token).await, Some(false));
}

/// UltraCart checks the keys, and takes calls without any, too.
#[tokio::test]
async fn each_kind_of_credentials_carries_the_flow() {
    let mut shop = Shop::start().await;
    for credentials in [
        UltraCartCredentials::None,
        UltraCartCredentials::BrowserKey("made-up".into()),
        UltraCartCredentials::SimpleKey("made-up".into()),
        UltraCartCredentials::Bearer(Bearer::new("made-up")),
    ] {
        shop.ultracart = UltraCartClient::at(shop.server.url("/rest/v2"), credentials).unwrap();
        let token = shop.trade(&shop.code().await).await.unwrap();
        let token = shop.refresh(&token.refresh_token.unwrap()).await.unwrap();
        shop.revoke(&token.access_token).await.unwrap();
        assert_eq!(shop.is_revoked(&token.access_token).await, Some(true));
    }
}

/// UltraCart answers with a message and `successful`; this server with `{}`, as RFC 7009 leaves it open.
#[tokio::test]
async fn revocation_without_a_word_is_not_confirmed() {
    let shop = Shop::start().await;
    let token = shop.trade(&shop.code().await).await.unwrap().access_token;
    let answer = shop.revoke(&token).await.unwrap();
    assert_eq!((answer.message, answer.successful), (None, None));
    assert_eq!(shop.is_revoked(&token).await, Some(true));

    for token in ["made-up", "a&b=c", ""] {
        let answer = shop.revoke(&token.into()).await.unwrap();
        assert_eq!((answer.message, answer.successful), (None, None));
    }
}

/// UltraCart revokes the access of the application; this server only the token that it is given.
#[tokio::test]
async fn refresh_token_outlives_the_revocation() {
    let shop = Shop::start().await;
    let token = shop.trade(&shop.code().await).await.unwrap();
    shop.revoke(&token.access_token).await.unwrap();
    assert!(shop.refresh(&token.refresh_token.unwrap()).await.is_ok());
}

/// At UltraCart the scopes are those of the registration; this server gives what the page asked for, which is nothing.
#[tokio::test]
async fn scope_must_be_asked_for() {
    let shop = Shop::start().await;
    let token = shop.trade(&shop.code().await).await.unwrap();
    assert!(token.scope.unwrap().is_empty());

    let state = State::generate().unwrap();
    let page = shop.ultracart.oauth_authorize().client_id(&shop.app.client_id).state(&state);
    let page =
        page.redirect_uri(REDIRECT_URI).into_request().extra("scope", "item_read affiliate_read");
    let redirect = open(&page.url().unwrap()).await;
    let code = redirect.callback(&Callback::new(&state)).unwrap().into_code();
    assert_eq!(shop.trade(&code).await.unwrap().scope.unwrap(), "item_read");
}

#[tokio::test]
async fn code_buys_one_token() {
    let shop = Shop::start().await;
    let code = shop.code().await;
    assert!(shop.trade(&code).await.is_ok());
    assert_invalid_grant(&shop.trade(&code).await.unwrap_err());
}

#[tokio::test]
async fn refresh_token_that_was_replaced_is_spent() {
    let shop = Shop::start().await;
    let old = shop.trade(&shop.code().await).await.unwrap().refresh_token.unwrap();
    let newer = shop.refresh(&old).await.unwrap().refresh_token.unwrap();
    assert_invalid_grant(&shop.refresh(&old).await.unwrap_err());
    assert!(shop.refresh(&newer).await.is_ok());
}

/// In UltraCart's errors `error` is an object; here it is the word of the RFC, and not lost.
#[tokio::test]
async fn refusal_is_told_in_the_words_of_the_rfc() {
    let shop = Shop::start().await;
    let error = shop.trade(&"c0de-123".into()).await.unwrap_err();
    assert_invalid_grant(&error);
    assert!(error.body_as::<ErrorResponse>().is_none());
    assert_eq!(error.body().unwrap(), br#"{"error":"invalid_grant"}"#);
    assert!(error.headers().unwrap().get("uc-rest-error").is_none());
}

#[tokio::test]
async fn other_grant_is_refused() {
    let shop = Shop::start().await;
    let request = shop.ultracart.oauth_access_token().client_id(&shop.app.client_id);
    let error = request.grant_type("password").send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 400);
    assert_eq!(error.oauth().unwrap().error(), "unsupported_grant_type");
    assert_eq!(error.grant_state(), GrantState::Intact);
}

/// UltraCart takes a code only from the client that it was made for.
#[tokio::test]
async fn wrong_client_with_a_code_goes_unnoticed() {
    let shop = Shop::start().await;
    let exchange = shop.ultracart.oauth_access_token().authorization_code();
    let exchange = exchange.client_id("somebody-else").code(shop.code().await);
    assert!(exchange.into_request().extra("client_secret", "made-up").send().await.is_ok());
}

/// This server sends the merchant to a page of its own, with the error in its query.
#[tokio::test]
async fn refusal_of_the_page_is_told() {
    let shop = Shop::start().await;
    let state = State::generate().unwrap();
    let page = |client_id: &str, redirect_uri: &str| {
        let page = shop.ultracart.oauth_authorize().client_id(client_id);
        page.redirect_uri(redirect_uri).state(&state).url().unwrap()
    };
    for (url, code) in [
        (page("somebody-else", REDIRECT_URI), "invalid_client"),
        (page(&shop.app.client_id, "https://elsewhere.example/"), "invalid_request"),
    ] {
        let redirect = open(&url).await;
        assert!(redirect.url_text().starts_with(&shop.server.url("/error?")), "{redirect:?}");
        let own = Callback::new(&state).redirect_uri(REDIRECT_URI);
        assert_eq!(redirect.callback(&own).unwrap_err(), CallbackError::OtherPath);
        let Err(CallbackError::Denied(error)) = redirect.callback(&Callback::new(&state)) else {
            panic!("{code}")
        };
        assert_eq!(*error.error(), AuthorizationErrorCode::from(code));
    }
}

#[tokio::test]
async fn callback_of_another_flow_is_refused() {
    let shop = Shop::start().await;
    let (state, other) = (State::generate().unwrap(), State::generate().unwrap());
    let redirect = open(&shop.page(&other)).await;
    assert_eq!(redirect.callback(&Callback::new(&state)).unwrap_err(), CallbackError::StateWrong);
    assert!(redirect.callback(&Callback::new(&other)).is_ok());
}

#[tokio::test]
async fn refused_calls_show_no_secret() {
    let shop = Shop::start().await;
    let code = shop.code().await;
    let token = shop.trade(&code).await.unwrap();
    let error = shop.trade(&code).await.unwrap_err();
    let shown = format!("{error} {error:?} {token:?} {:?}", shop.ultracart);
    for secret in [&code, &token.access_token, &token.refresh_token.unwrap()] {
        assert!(!shown.contains(secret.expose_secret()), "{shown}");
    }
}
