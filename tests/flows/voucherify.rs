//! Voucherify: a token is made, looked at and revoked.
//!
//! The server is not like Voucherify in these points, beside those that a test names: it does not read `X-App-Id` and
//! `X-App-Token`, but `client_id` in the body; the field for a token is `token` in place of `access_token`; `exp` is
//! where `expires_at` should be, and a token lives for an hour; errors are those of the RFC. `extra` makes up for the
//! first two.

use oauth_providers::voucherify::{
    Error as Body, OAuthTokenGenerateResponseBody, OAuthTokenIntrospectResponseBody, Scope,
    TokenType, VoucherifyClient, VoucherifyCredentials,
};
use oauth_runtime::{Error, ExposeSecret, GrantState, Scopes, SecretString};
use oauth_tests::{OAuthServer, Registered};
use serde_json::json;

use super::{REDIRECT_URI, code_of};

const APP_TOKEN: &str = "3266b9f8-0000-4000-8000-3acdcf459e05";

/// A cluster, an application of a project there, and its client.
struct Cluster {
    server: OAuthServer,
    app: Registered,
    voucherify: VoucherifyClient,
}

impl Cluster {
    async fn start() -> Self {
        // The second one is for `revoke` below `token`.
        let paths = ["/v1/oauth", "/v1/oauth/token"];
        let server = OAuthServer::nested_at_each(&paths, "vouchers campaigns api").await;
        let app = server
            .register(json!({ "redirect_uris": [REDIRECT_URI], "scope": "vouchers campaigns" }))
            .await;
        let credentials = VoucherifyCredentials::new(&*app.client_id, APP_TOKEN);
        let voucherify = VoucherifyClient::at(server.origin(), credentials).unwrap();
        Self { server, app, voucherify }
    }

    async fn generate(
        &self,
        scope: impl Into<Scopes>,
    ) -> Result<OAuthTokenGenerateResponseBody, Error> {
        let call = self.voucherify.generate_oauth_token().client_credentials().scope(scope.into());
        call.into_request().extra("client_id", &*self.app.client_id).send().await
    }

    /// A token that the server keeps, which it does not with those of `client_credentials`.
    async fn kept(&self) -> SecretString {
        let page = self.server.url("/v1/oauth/authorize");
        let code = code_of(&page, &self.app, "vouchers").await;
        let call = self.voucherify.generate_oauth_token().grant_type("authorization_code");
        call.into_request().extra("code", code).send().await.unwrap().access_token
    }

    async fn introspect(
        &self,
        token: &SecretString,
    ) -> Result<OAuthTokenIntrospectResponseBody, Error> {
        let call = self.voucherify.introspect_oauth_token().access_token(token.clone());
        call.into_request().extra("token", token.clone()).send().await
    }

    async fn is_active(&self, token: &SecretString) -> bool {
        self.introspect(token).await.unwrap().active
    }

    async fn revoke(&self, token: &SecretString) -> Result<(), Error> {
        let call = self.voucherify.revoke_oauth_token().access_token(token.clone());
        call.into_request().extra("token", token.clone()).send().await
    }
}

/// Checks that the server refused as RFC 6749, section 5.2, has it, which is not how Voucherify does it.
#[track_caller]
fn assert_refused(error: &Error, code: &str) {
    assert!(matches!(error, Error::Refused(_)), "{error:?}");
    assert_eq!(error.status().unwrap(), 400);
    assert_eq!(error.oauth().unwrap().error(), code);
    assert!(error.body_as::<Body>().is_none());
    assert_eq!(error.grant_state(), GrantState::Intact);
}

#[tokio::test]
async fn token_is_made_and_looked_at() {
    let cluster = Cluster::start().await;
    let token = cluster
        .generate([Scope::Vouchers, Scope::Campaigns].iter().collect::<Scopes>())
        .await
        .unwrap();
    assert!(token.scope.unwrap().is_same_set(&"vouchers campaigns".into()));
    assert_eq!(token.token_type, Some(TokenType::Bearer));
    assert_eq!((token.expires_in, token.expires_at), (Some(3600), None));

    let known = cluster.introspect(&token.access_token).await.unwrap();
    assert!(known.active);
    assert_eq!(known.client_id, Some(cluster.app.client_id));
    assert!(known.scope.unwrap().is_same_set(&"vouchers campaigns".into()));
    assert_eq!(known.token_type, Some(TokenType::Bearer));
    assert!(known.access_token.is_none() && known.expires_at.is_none());
}

/// Voucherify gives nothing but `active` for a token that does not work, and answers a revocation with 204.
#[tokio::test]
async fn revoked_token_is_not_active() {
    let cluster = Cluster::start().await;
    let token = cluster.kept().await;
    assert!(cluster.is_active(&token).await);

    let call = cluster.voucherify.revoke_oauth_token().access_token(token.clone());
    let answer =
        call.into_request().extra("token", token.clone()).send().with_response().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(cluster.server.is_revoked(token.expose_secret()).await, Some(true));

    let known = cluster.introspect(&token).await.unwrap();
    assert!(!known.active);
    assert_eq!(known.scope.unwrap(), "vouchers");
}

/// Voucherify answers with 404.
#[tokio::test]
async fn revoking_twice_or_an_unknown_token_succeeds() {
    let cluster = Cluster::start().await;
    let token = cluster.kept().await;
    for _ in 0..2 {
        cluster.revoke(&token).await.unwrap();
        assert!(!cluster.is_active(&token).await);
    }
    for token in ["1ABCde2FG-made-up", "a&b=c", ""] {
        cluster.revoke(&token.into()).await.unwrap();
    }
}

/// At Voucherify such a token is not active any more; this server does not keep it, and trusts its signature.
#[tokio::test]
async fn token_of_the_client_credentials_outlives_its_revocation() {
    let cluster = Cluster::start().await;
    let token = cluster.generate("vouchers").await.unwrap().access_token;
    assert_eq!(cluster.server.is_revoked(token.expose_secret()).await, None);
    cluster.revoke(&token).await.unwrap();
    assert!(cluster.is_active(&token).await);
}

#[tokio::test]
async fn unknown_token_is_not_active() {
    let cluster = Cluster::start().await;
    for token in ["1ABCde2FG-made-up", "a&b=c", "é\u{202e}\n", ""] {
        let known = cluster.introspect(&token.into()).await.unwrap();
        assert!(!known.active);
        assert!(known.client_id.is_none() && known.scope.is_none() && known.token_type.is_none());
    }
}

/// Voucherify takes the application from `X-App-Id`.
#[tokio::test]
async fn application_of_the_headers_alone_is_unknown() {
    let cluster = Cluster::start().await;
    let call = cluster.voucherify.generate_oauth_token().scope("vouchers");
    assert_refused(&call.send().await.unwrap_err(), "invalid_client");
}

/// Voucherify reads `access_token`; this server misses `token` where it looks, and does nothing where it revokes.
#[tokio::test]
async fn token_in_the_field_of_voucherify_alone_is_not_seen() {
    let cluster = Cluster::start().await;
    let token = cluster.kept().await;
    let call = cluster.voucherify.introspect_oauth_token().access_token(token.clone());
    assert_refused(&call.send().await.unwrap_err(), "invalid_request");

    let call = cluster.voucherify.revoke_oauth_token().access_token(token.clone());
    call.send().await.unwrap();
    assert!(cluster.is_active(&token).await);
}

#[tokio::test]
async fn scope_that_cannot_be_given_is_refused() {
    let cluster = Cluster::start().await;
    for (scope, description) in [
        ("vouchers,campaigns", "invalid_scope: vouchers,campaigns"),
        ("vouchers SKUs", "invalid_scope: SKUs"),
        ("api", "Client not authorized for scopes: api"),
    ] {
        let error = cluster.generate(scope).await.unwrap_err();
        assert_refused(&error, "invalid_scope");
        assert_eq!(error.oauth().unwrap().error_description(), Some(description));
    }
}

/// Voucherify refuses, with `missing_parameters`.
#[tokio::test]
async fn all_scopes_are_given_where_none_is_asked_for() {
    let cluster = Cluster::start().await;
    let call = cluster.voucherify.generate_oauth_token();
    let token =
        call.into_request().extra("client_id", &*cluster.app.client_id).send().await.unwrap();
    assert_eq!(token.scope.unwrap(), "vouchers campaigns");
}

#[tokio::test]
async fn other_grant_is_refused() {
    let cluster = Cluster::start().await;
    let call = cluster.voucherify.generate_oauth_token().grant_type("password");
    assert_refused(&call.send().await.unwrap_err(), "unsupported_grant_type");
}

/// Voucherify refuses a token of the application that is not its own.
#[tokio::test]
async fn wrong_token_of_the_application_goes_unnoticed() {
    let cluster = Cluster::start().await;
    let call = cluster.voucherify.generate_oauth_token().scope("vouchers");
    let call = call.auth(VoucherifyCredentials::new("somebody-else", "made-up"));
    assert!(call.into_request().extra("client_id", &*cluster.app.client_id).send().await.is_ok());
}

#[tokio::test]
async fn version_of_the_api_may_be_chosen() {
    let cluster = Cluster::start().await;
    let call = cluster.voucherify.generate_oauth_token().client_credentials();
    let call = call.scope("vouchers").api_version("v2018-08-01");
    assert!(call.into_request().extra("client_id", &*cluster.app.client_id).send().await.is_ok());
}

#[tokio::test]
async fn refused_calls_show_no_secret() {
    let cluster = Cluster::start().await;
    let token = cluster.kept().await;
    let call = cluster.voucherify.introspect_oauth_token().access_token(token.clone());
    let error = call.send().await.unwrap_err();
    let shown = format!("{error} {error:?} {:?}", cluster.voucherify);
    for secret in [token.expose_secret(), APP_TOKEN] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
