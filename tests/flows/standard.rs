//! A standard server: found by its issuer, at two servers of other makes.
//!
//! `oauth2-test-server` publishes metadata as OpenID Connect has it, and does not ask for the secret of a client. It takes the
//! code of a device at a path of its own, which its metadata does not have. `oxide-auth` has tokens only, and asks for the secret.

use oauth_providers::standard::{
    ClientAuthenticationMethod, GrantType, StandardClient, StandardCredentials, TokenType,
    TokenTypeHint,
};
use oauth_runtime::{
    Bearer, Callback, ClientCredentials, ClientId, Error, ExposeSecret, GrantState, Pkce,
    SecretString, ServerMetadata, State,
};
use oauth_tests::{OAuthServer, OtherServer, SecretIn};

use super::{REDIRECT_URI, assert_invalid_grant, open};

const SCOPES: &str = "openid profile read";

/// Signs a person in, and gives the code.
async fn code(client: &StandardClient, scope: Option<&str>, pkce: &Pkce) -> SecretString {
    let state = State::generate().unwrap();
    let page = client.authorize().redirect_uri(REDIRECT_URI).state(&state).pkce(pkce);
    let page = page.scope(scope.map(Into::into)).nonce("n-0S6_WzA2Mj").url().unwrap();
    let redirect = open(&page).await;
    redirect.callback(&Callback::new(&state).redirect_uri(REDIRECT_URI)).unwrap().into_code()
}

/// Registers a client with the server itself, and gives its client.
async fn registered(server: &OAuthServer) -> StandardClient {
    let anybody = StandardClient::discover(server.origin(), ClientId::new("nobody")).await.unwrap();
    let registered = anybody
        .register()
        .redirect_uris(vec![REDIRECT_URI.to_owned()])
        .client_name("A test")
        .scope(SCOPES)
        .grant_types(vec!["authorization_code".to_owned(), "refresh_token".to_owned()])
        .token_endpoint_auth_method(ClientAuthenticationMethod::ClientSecretBasic)
        .send()
        .await
        .unwrap();
    assert_eq!(registered.redirect_uris, [REDIRECT_URI]);
    let secret = registered.client_secret.unwrap();
    let credentials = ClientCredentials::new(registered.client_id, secret);
    StandardClient::new(anybody.metadata(), credentials)
}

#[tokio::test]
async fn sign_in_goes_from_discovery_to_revocation() {
    let server = OAuthServer::nested_at("", SCOPES).await;
    let client = registered(&server).await;
    assert_eq!(client.metadata().issuer(), server.origin());
    assert!(client.metadata().code_challenge_methods_supported().unwrap().contains(&"S256"));

    let pkce = Pkce::generate().unwrap();
    let code = code(&client, Some("openid read"), &pkce).await;
    let exchange = |verifier: &SecretString| {
        let exchange = client.token().authorization_code().code(code.clone());
        exchange.redirect_uri(REDIRECT_URI).code_verifier(verifier.clone()).send()
    };
    let response = exchange(pkce.verifier()).with_response().await.unwrap();
    assert!(response.expires_at().is_some());
    let first = response.into_value();
    assert_eq!(first.token_type, Some(TokenType::Bearer));
    assert_eq!(first.scope.unwrap(), "openid read");
    let claims = first.id_token.unwrap().unverified_claims().unwrap();
    assert_eq!(claims["iss"], server.origin());
    assert_eq!(claims["nonce"], "n-0S6_WzA2Mj");
    assert_invalid_grant(&exchange(pkce.verifier()).await.unwrap_err());

    let bearer = || Bearer::new(first.access_token.clone());
    let person = client.userinfo().auth(bearer()).send().await.unwrap();
    assert_eq!(person.sub, claims["sub"]);
    assert_eq!(person.others["picture"], "https://example.com/avatar.jpg");

    let refresh_token = first.refresh_token.unwrap();
    let refresh = || client.token().refresh().refresh_token(refresh_token.clone()).send();
    let second = refresh().await.unwrap();
    assert_ne!(second.access_token.expose_secret(), first.access_token.expose_secret());
    assert_invalid_grant(&refresh().await.unwrap_err());

    let introspect = || client.introspect().token(second.access_token.clone()).send();
    let told = introspect().await.unwrap();
    assert!(told.active);
    assert_eq!(told.iss.as_deref(), Some(server.origin()));
    let revoke = client.revoke().token(second.access_token.clone());
    revoke.token_type_hint(TokenTypeHint::AccessToken).send().await.unwrap();
    assert!(!introspect().await.unwrap().active);
}

#[tokio::test]
async fn another_verifier_buys_nothing() {
    let server = OAuthServer::nested_at("", SCOPES).await;
    let client = registered(&server).await;
    let pkce = Pkce::generate().unwrap();
    let code = code(&client, Some("read"), &pkce).await;
    let exchange = client.token().authorization_code().code(code).redirect_uri(REDIRECT_URI);
    let other = Pkce::generate().unwrap();
    let error = exchange.code_verifier(other.verifier().clone()).send().await.unwrap_err();
    assert_invalid_grant(&error);
}

#[tokio::test]
async fn issuer_with_a_path_is_found_and_has_to_be_itself() {
    let server = OAuthServer::nested_at("/tenant/7", SCOPES).await;
    let found =
        StandardClient::discover(server.url("/tenant/7"), ClientId::new("c")).await.unwrap();
    assert_eq!(found.metadata().token_endpoint(), Some(&*server.url("/tenant/7/token")));
    let slash = StandardClient::discover(server.url("/tenant/7/"), ClientId::new("c")).await;
    assert!(matches!(slash.unwrap_err(), Error::Unexpected(_)));
    let nothing = StandardClient::discover(server.origin(), ClientId::new("c")).await;
    assert_eq!(nothing.unwrap_err().status().unwrap(), 404);
}

/// The server has the two ends of the device flow, but its metadata names neither, and tokens are at a path of their own.
#[tokio::test]
async fn device_waits_for_its_person() {
    let server = OAuthServer::nested_at("", SCOPES).await;
    let known = registered(&server).await;
    let metadata: ServerMetadata = known
        .metadata()
        .clone()
        .with("device_authorization_endpoint", server.url("/device/code"))
        .with("token_endpoint", server.url("/device/token"));
    let registered = known.register().redirect_uris(vec![REDIRECT_URI.to_owned()]).scope(SCOPES);
    let registered = registered.send().await.unwrap();
    let client = StandardClient::new(metadata, ClientId::new(registered.client_id));

    let device = client.authorize_device().scope("read").send().await.unwrap();
    assert_eq!(device.interval, Some(5));
    let complete = device.verification_uri_complete.unwrap();
    assert!(
        complete.starts_with(&device.verification_uri) && complete.ends_with(&device.user_code)
    );
    let poll = || client.token().device().device_code(device.device_code.clone()).send();
    let error = poll().await.unwrap_err();
    assert_eq!(error.oauth().unwrap().error(), "authorization_pending");
    assert_eq!(error.grant_state(), GrantState::Intact);

    server.agree_to_device(device.device_code.expose_secret()).await;
    let token = poll().await.unwrap();
    assert_eq!(token.scope.unwrap(), "read");
    assert!(token.refresh_token.is_some());
}

/// Signs in at the server that asks for what it is owed, with these credentials.
async fn sign_in(
    server: &OtherServer,
    credentials: impl Into<StandardCredentials>,
) -> Result<(StandardClient, SecretString), Error> {
    let client = StandardClient::discover(server.origin(), credentials.into()).await?;
    let pkce = Pkce::generate().unwrap();
    let code = code(&client, None, &pkce).await;
    let exchange = client.token().authorization_code().code(code).redirect_uri(REDIRECT_URI);
    let token = exchange.code_verifier(pkce.verifier().clone()).send().await?;
    assert_eq!(token.scope.unwrap(), "read");
    Ok((client, token.refresh_token.unwrap()))
}

#[tokio::test]
async fn secret_is_sent_as_the_server_takes_it() {
    for secret_in in [SecretIn::Basic, SecretIn::Post] {
        let server = OtherServer::start(REDIRECT_URI, "s3cret", secret_in).await;
        let right = ClientCredentials::new("confidential", "s3cret");
        let (client, refresh_token) = sign_in(&server, right).await.unwrap();
        let own = client.token().client_credentials().send().await.unwrap();
        assert!(own.refresh_token.is_none());
        // It takes no secret in the body of a refresh, whatever its metadata says.
        if secret_in == SecretIn::Basic {
            client.token().refresh().refresh_token(refresh_token).send().await.unwrap();
        }
        let wrong = ClientCredentials::new("confidential", "another");
        let wrong = sign_in(&server, wrong).await.unwrap_err();
        assert_eq!(wrong.oauth().unwrap().error(), "invalid_client", "{wrong:?}");
    }
}

#[tokio::test]
async fn client_without_a_secret_has_its_verifier() {
    let server = OtherServer::start(REDIRECT_URI, "secret", SecretIn::Basic).await;
    let (client, _) = sign_in(&server, ClientId::new("public")).await.unwrap();
    let pkce = Pkce::generate().unwrap();
    let code = code(&client, None, &pkce).await;
    let exchange = client.token().authorization_code().code(code).redirect_uri(REDIRECT_URI);
    let other = Pkce::generate().unwrap();
    let error = exchange.code_verifier(other.verifier().clone()).send().await.unwrap_err();
    // RFC 7636, section 4.6, has `invalid_grant`.
    assert_eq!(error.oauth().unwrap().error(), "invalid_request");
    let made_up = client.token().refresh().refresh_token("made up").send().await.unwrap_err();
    assert_eq!(made_up.oauth().unwrap().error(), "invalid_grant");
    assert!(
        client
            .metadata()
            .list("grant_types_supported")
            .unwrap()
            .contains(&GrantType::RefreshToken.as_str())
    );
}
