//! Mastodon: sign-in, access of the application, and the ways in which they are refused.
//!
//! The server is not like Mastodon in these points, beside those that a test names: tokens expire after an hour and
//! come with a refresh token, but without `created_at`; redirects are 303 in place of 302; errors have no
//! `WWW-Authenticate`; PKCE takes `plain`, too.

use oauth_providers::mastodon::{MastodonClient, ResponseMode, TokenTypeHint};
use oauth_runtime::{
    Callback, ClientCredentials, Error, ExposeSecret, GrantState, Pkce, SecretString, State, Url,
    authorization::{AuthorizationErrorCode, CallbackError},
};
use oauth_tests::{OAuthServer, Registered};
use serde_json::json;

use super::{REDIRECT_URI, assert_invalid_grant, fetch, open};

/// An instance, an application that is registered there, and its client.
struct Instance {
    server: OAuthServer,
    app: Registered,
    mastodon: MastodonClient,
}

impl Instance {
    async fn start() -> Self {
        let server = OAuthServer::nested_at("/oauth", "read write follow push").await;
        let app = server
            .register(json!({ "redirect_uris": [REDIRECT_URI], "scope": "read write" }))
            .await;
        let pair = ClientCredentials::new(&app.client_id, &*app.client_secret);
        let mastodon = MastodonClient::new(server.origin(), pair).unwrap();
        Self { server, app, mastodon }
    }

    /// The page that the person is sent to.
    fn page(&self, pkce: &Pkce, state: &State) -> Url {
        let request = self.mastodon.oauth_authorize_get().redirect_uri(REDIRECT_URI);
        request.scope("read").state(state).pkce(pkce).url().unwrap()
    }

    /// A code for which the person has agreed.
    async fn code(&self, pkce: &Pkce) -> SecretString {
        let state = State::generate().unwrap();
        let redirect = open(&self.page(pkce, &state)).await;
        redirect.callback(&Callback::new(&state).redirect_uri(REDIRECT_URI)).unwrap().into_code()
    }

    /// Trades the code, and gives the access token.
    async fn trade(
        &self,
        code: &SecretString,
        verifier: &SecretString,
    ) -> Result<SecretString, Error> {
        let exchange = self.mastodon.oauth_token_post().authorization_code();
        let exchange =
            exchange.redirect_uri(REDIRECT_URI).code(code.clone()).code_verifier(verifier.clone());
        exchange.send().await.map(|token| token.access_token)
    }

    async fn revoke(&self, token: &SecretString) -> Result<(), Error> {
        self.mastodon.oauth_revoke_post().token(token.clone()).send().await
    }
}

#[tokio::test]
async fn sign_in_goes_from_page_to_revocation() {
    let Instance { server, mastodon, .. } = Instance::start().await;

    let (pkce, state) = (Pkce::generate().unwrap(), State::generate().unwrap());
    let page = mastodon
        .oauth_authorize_get()
        .redirect_uri(REDIRECT_URI)
        .scope(["read", "write"])
        .state(&state)
        .pkce(&pkce)
        .url()
        .unwrap();
    assert!(
        page.as_str().starts_with(&server.url("/oauth/authorize?response_type=code&client_id="))
    );

    let redirect = open(&page).await;
    let callback = Callback::new(&state).redirect_uri(REDIRECT_URI);
    let code = redirect.callback(&callback).unwrap().into_code();
    assert!(server.waits_for(code.expose_secret()).await);

    let answer = mastodon
        .oauth_token_post()
        .authorization_code()
        .redirect_uri(REDIRECT_URI)
        .code(code.clone())
        .code_verifier(pkce.into_verifier())
        .send()
        .with_response()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    let token = answer.into_value();
    assert_eq!(token.token_type.unwrap(), "Bearer");
    assert!(token.scope.unwrap().is_same_set(&"write read".into()));
    assert_eq!(token.created_at, None);
    assert!(!server.waits_for(code.expose_secret()).await);
    assert_eq!(server.is_revoked(token.access_token.expose_secret()).await, Some(false));

    mastodon
        .oauth_revoke_post()
        .token(token.access_token.clone())
        .token_type_hint(TokenTypeHint::AccessToken)
        .send()
        .await
        .unwrap();
    assert_eq!(server.is_revoked(token.access_token.expose_secret()).await, Some(true));
}

#[tokio::test]
async fn sign_ins_side_by_side_share_a_client() {
    let Instance { server, mastodon, .. } = Instance::start().await;
    let sign_in = |mastodon: MastodonClient| async move {
        let (pkce, state) = (Pkce::generate().unwrap(), State::generate().unwrap());
        let page = mastodon.oauth_authorize_get().redirect_uri(REDIRECT_URI);
        let redirect = open(&page.state(&state).pkce(&pkce).url().unwrap()).await;
        let code = redirect.callback(&Callback::new(&state)).unwrap().into_code();
        let exchange = mastodon.oauth_token_post().authorization_code();
        let exchange = exchange.redirect_uri(REDIRECT_URI).code(code);
        exchange.code_verifier(pkce.into_verifier()).send().await.unwrap().access_token
    };
    let running: Vec<_> = (0..8).map(|_| tokio::spawn(sign_in(mastodon.clone()))).collect();
    for one in running {
        assert_eq!(server.is_revoked(one.await.unwrap().expose_secret()).await, Some(false));
    }
}

#[tokio::test]
async fn client_credentials_give_a_token() {
    let Instance { mastodon, server, .. } = Instance::start().await;
    let request = || mastodon.oauth_token_post().client_credentials().redirect_uri(REDIRECT_URI);
    let token = request().scope("read").send().await.unwrap();
    assert_eq!(token.scope.unwrap().as_str(), "read");
    assert_eq!(token.token_type.unwrap(), "Bearer");

    // Mastodon gives `read` where no scope is asked for; this server gives all that are registered.
    let token = request().send().await.unwrap();
    assert_eq!(token.scope.unwrap().as_str(), "read write");
    // It does not keep these tokens either.
    assert_eq!(server.is_revoked(token.access_token.expose_secret()).await, None);
}

#[tokio::test]
async fn code_buys_one_token() {
    let instance = Instance::start().await;
    let pkce = Pkce::generate().unwrap();
    let code = instance.code(&pkce).await;
    let token = instance.trade(&code, pkce.verifier()).await.unwrap();
    assert_invalid_grant(&instance.trade(&code, pkce.verifier()).await.unwrap_err());
    // Mastodon revokes the token when its code comes again, as RFC 6749, section 4.1.2, advises; this server does not.
    assert_eq!(instance.server.is_revoked(token.expose_secret()).await, Some(false));
}

#[tokio::test]
async fn code_sent_twice_at_once_buys_one_token() {
    let instance = Instance::start().await;
    let pkce = Pkce::generate().unwrap();
    let code = instance.code(&pkce).await;
    let both = tokio::join!(
        instance.trade(&code, pkce.verifier()),
        instance.trade(&code, pkce.verifier())
    );
    let ((Ok(_), Err(error)) | (Err(error), Ok(_))) = both else {
        panic!("not one token: {both:?}")
    };
    assert_invalid_grant(&error);
}

#[tokio::test]
async fn made_up_code_is_refused() {
    let instance = Instance::start().await;
    for code in ["made-up", "a&code=b", "é\u{202e}\n", ""] {
        let error =
            instance.trade(&code.into(), Pkce::generate().unwrap().verifier()).await.unwrap_err();
        assert_invalid_grant(&error);
    }
}

#[tokio::test]
async fn wrong_verifier_spends_the_code() {
    let instance = Instance::start().await;
    let (pkce, other) = (Pkce::generate().unwrap(), Pkce::generate().unwrap());
    let code = instance.code(&pkce).await;
    assert_invalid_grant(&instance.trade(&code, other.verifier()).await.unwrap_err());
    assert_invalid_grant(&instance.trade(&code, pkce.verifier()).await.unwrap_err());
}

/// Mastodon refuses, with `invalid_grant`.
#[tokio::test]
async fn missing_verifier_goes_unnoticed() {
    let instance = Instance::start().await;
    let code = instance.code(&Pkce::generate().unwrap()).await;
    let exchange = instance.mastodon.oauth_token_post().authorization_code();
    let exchange = exchange.redirect_uri(REDIRECT_URI).code(code);
    assert!(exchange.send().await.is_ok());
}

/// Mastodon refuses, with `invalid_client` where it does not know the client or its secret, and with `invalid_grant`
/// where the code belongs to another client or redirect address.
#[tokio::test]
async fn wrong_client_with_a_code_goes_unnoticed() {
    let instance = Instance::start().await;
    let exchange = |code| {
        let exchange = instance.mastodon.oauth_token_post().authorization_code().code(code);
        exchange
            .client_id("somebody-else")
            .client_secret("made-up")
            .redirect_uri("https://elsewhere.example/")
    };
    let pkce = Pkce::generate().unwrap();
    let code = instance.code(&pkce).await;
    assert!(exchange(code).code_verifier(pkce.into_verifier()).send().await.is_ok());
}

/// Mastodon says 401, and compares the secret as well.
#[tokio::test]
async fn unknown_client_is_refused() {
    let Instance { server: _server, mastodon, app } = Instance::start().await;
    let request = |client_id: &str| {
        let request = mastodon.oauth_token_post().client_credentials().client_id(client_id);
        request.client_secret("made-up").redirect_uri(REDIRECT_URI).send()
    };
    let error = request("somebody-else").await.unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error:?}");
    assert_eq!(error.status().unwrap(), 400);
    assert_eq!(error.oauth().unwrap().error(), "invalid_client");
    assert_eq!(error.grant_state(), GrantState::Intact);
    assert!(request(&app.client_id).await.is_ok());
}

#[tokio::test]
async fn unknown_scope_is_refused() {
    let Instance { server: _server, mastodon, .. } = Instance::start().await;
    for (scope, description) in [
        ("read admin", "invalid_scope: admin"),
        ("rêver", "invalid_scope: rêver"),
        ("follow", "Client not authorized for scopes: follow"),
    ] {
        let request = mastodon.oauth_token_post().client_credentials();
        let error = request.redirect_uri(REDIRECT_URI).scope(scope).send().await.unwrap_err();
        assert_eq!(error.status().unwrap(), 400);
        assert_eq!(error.oauth().unwrap().error(), "invalid_scope");
        assert_eq!(error.oauth().unwrap().error_description(), Some(description));
        assert_eq!(error.grant_state(), GrantState::Intact);
    }
}

/// Mastodon sends the person back with `invalid_scope`.
#[tokio::test]
async fn unknown_scope_on_the_page_is_left_out() {
    let Instance { server: _server, mastodon, .. } = Instance::start().await;
    let (pkce, state) = (Pkce::generate().unwrap(), State::generate().unwrap());
    let page = mastodon.oauth_authorize_get().redirect_uri(REDIRECT_URI);
    let redirect = open(&page.scope("admin").state(&state).pkce(&pkce).url().unwrap()).await;
    let code = redirect.callback(&Callback::new(&state)).unwrap().into_code();
    let exchange = mastodon.oauth_token_post().authorization_code();
    let exchange = exchange.redirect_uri(REDIRECT_URI).code(code);
    let token = exchange.code_verifier(pkce.into_verifier()).send().await.unwrap();
    assert!(token.scope.unwrap().is_empty());
}

#[tokio::test]
async fn other_grant_is_refused() {
    let Instance { server: _server, mastodon, .. } = Instance::start().await;
    let request = mastodon.oauth_token_post();
    let error = request.redirect_uri(REDIRECT_URI).grant_type("password").send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 400);
    assert_eq!(error.oauth().unwrap().error(), "unsupported_grant_type");
}

#[tokio::test]
async fn revoking_an_unknown_token_succeeds() {
    let instance = Instance::start().await;
    for token in ["made-up", "a&b=c", ""] {
        instance.revoke(&token.into()).await.unwrap();
    }
}

#[tokio::test]
async fn revoking_twice_succeeds() {
    let instance = Instance::start().await;
    let pkce = Pkce::generate().unwrap();
    let code = instance.code(&pkce).await;
    let token = instance.trade(&code, pkce.verifier()).await.unwrap();
    for _ in 0..2 {
        instance.revoke(&token).await.unwrap();
        assert_eq!(instance.server.is_revoked(token.expose_secret()).await, Some(true));
    }
}

/// Mastodon refuses, with 403 and `unauthorized_client`.
#[tokio::test]
async fn revoking_as_somebody_else_goes_unnoticed() {
    let instance = Instance::start().await;
    let pkce = Pkce::generate().unwrap();
    let code = instance.code(&pkce).await;
    let token = instance.trade(&code, pkce.verifier()).await.unwrap();
    let revocation =
        instance.mastodon.oauth_revoke_post().client_id("somebody-else").client_secret("made-up");
    revocation.token(token.clone()).send().await.unwrap();
    assert_eq!(instance.server.is_revoked(token.expose_secret()).await, Some(true));
}

/// Mastodon shows a page where it does not know the client or the redirect address, and sends the person back for the
/// rest; this server sends them to a page of its own, with the error in its query.
#[tokio::test]
async fn refusal_of_the_page_is_told() {
    let Instance { server, mastodon, .. } = Instance::start().await;
    let state = State::generate().unwrap();
    let page = || mastodon.oauth_authorize_get().state(&state);
    for (url, code, description) in [
        (
            page().client_id("somebody-else").redirect_uri(REDIRECT_URI).url(),
            "invalid_client",
            None,
        ),
        (page().redirect_uri("https://elsewhere.example/").url(), "invalid_request", None),
        (
            page().redirect_uri(REDIRECT_URI).into_request().extra("prompt", "none").url(),
            "invalid_request",
            Some("prompt=none requires no existing session"),
        ),
        (
            page().redirect_uri(REDIRECT_URI).into_request().extra("max_age", "soon").url(),
            "invalid_request",
            Some("max_age must be an integer"),
        ),
    ] {
        let redirect = open(&url.unwrap()).await;
        assert!(redirect.url_text().starts_with(&server.url("/error?")), "{redirect:?}");
        let elsewhere =
            redirect.callback(&Callback::new(&state).redirect_uri(REDIRECT_URI)).unwrap_err();
        assert_eq!(elsewhere, CallbackError::OtherPath);
        let Err(CallbackError::Denied(error)) = redirect.callback(&Callback::new(&state)) else {
            panic!("{code}")
        };
        assert_eq!(*error.error(), AuthorizationErrorCode::from(code));
        assert_eq!(error.error_description(), description);
    }
}

/// At Mastodon the person comes back without a `state`.
#[tokio::test]
async fn page_without_state_is_refused() {
    let Instance { server: _server, mastodon, .. } = Instance::start().await;
    let page = mastodon.oauth_authorize_get().redirect_uri(REDIRECT_URI);
    let redirect = open(&page.url().unwrap()).await;
    let state = State::generate().unwrap();
    assert_eq!(redirect.callback(&Callback::new(&state)).unwrap_err(), CallbackError::StateMissing);
}

#[tokio::test]
async fn callback_of_another_sign_in_is_refused() {
    let instance = Instance::start().await;
    let (state, other) = (State::generate().unwrap(), State::generate().unwrap());
    let redirect = open(&instance.page(&Pkce::generate().unwrap(), &other)).await;
    assert_eq!(redirect.callback(&Callback::new(&state)).unwrap_err(), CallbackError::StateWrong);
    assert!(redirect.callback(&Callback::new(&other)).is_ok());
}

/// Mastodon escapes the `state` that it sends back; this server does not.
#[tokio::test]
async fn state_that_comes_back_unescaped_is_another() {
    let instance = Instance::start().await;
    for (state, expected) in [
        ("s=1", None),
        ("a b", None),
        ("é", None),
        ("a+b", Some(CallbackError::StateWrong)),
        ("a%20b", Some(CallbackError::StateWrong)),
        ("a#b", Some(CallbackError::StateWrong)),
        ("a&code=made-up", Some(CallbackError::StateWrong)),
    ] {
        let sent = State::from_string(state);
        let redirect = open(&instance.page(&Pkce::generate().unwrap(), &sent)).await;
        assert_eq!(redirect.callback(&Callback::new(&sent)).err(), expected, "{state}");
    }
}

#[tokio::test]
async fn other_response_modes_answer_in_their_way() {
    let instance = Instance::start().await;
    let state = State::generate().unwrap();
    let page = |mode| {
        let page = instance.mastodon.oauth_authorize_get();
        page.redirect_uri(REDIRECT_URI).state(&state).response_mode(mode).url().unwrap()
    };
    // Mastodon puts the parameters behind the `#`; this server puts an empty fragment behind the parameters.
    let redirect = open(&page(ResponseMode::Fragment)).await;
    assert_eq!(
        redirect.callback(&Callback::new(&state).fragment()).unwrap_err(),
        CallbackError::StateMissing
    );
    assert!(redirect.callback(&Callback::new(&state)).is_ok());

    let form = fetch(&page(ResponseMode::FormPost)).await;
    assert_eq!(form.status(), 200);
    assert!(
        form.text().await.unwrap().contains(&format!(r#"name="state" value="{}""#, state.as_str()))
    );
}

#[tokio::test]
async fn refused_calls_show_no_secret() {
    let instance = Instance::start().await;
    let (pkce, other) = (Pkce::generate().unwrap(), Pkce::generate().unwrap());
    let code = instance.code(&pkce).await;
    let error = instance.trade(&code, other.verifier()).await.unwrap_err();
    let shown = format!("{error} {error:?} {:?}", instance.mastodon);
    for secret in
        [code.expose_secret(), other.verifier().expose_secret(), &instance.app.client_secret]
    {
        assert!(!shown.contains(secret), "{shown}");
    }
}
