//! The trait as the vendor, and transports in place of HTTP.

use bytes::Bytes;
use oauth_providers::mastodon::{
    Mastodon, MastodonClient, MastodonOauthRevokePostParameters, OauthTokenPost200Response,
};
use oauth_runtime::{
    ClientCredentials, Delivery, EndpointFuture, Error, ExposeSecret,
    error::{BuildErrorKind, TransportError, TransportErrorKind},
    transport::{Limits, TowerTransport, Transport, TransportFuture},
};
use oauth_tests::Server;

/// A vendor that knows one token.
struct OneToken;

impl Mastodon for OneToken {
    fn oauth_revoke_post(
        &self,
        parameters: MastodonOauthRevokePostParameters,
    ) -> EndpointFuture<'_, ()> {
        assert_eq!(parameters.token.expose_secret(), "t");
        assert!(parameters.token_type_hint.is_none());
        Box::pin(async { Ok(()) })
    }
}

fn parameters() -> MastodonOauthRevokePostParameters {
    let client =
        MastodonClient::new("https://social.example", ClientCredentials::new("cid", "cs")).unwrap();
    client.oauth_revoke_post().token("t").into_request().into_parameters().unwrap()
}

#[tokio::test]
async fn implementor_is_a_vendor() {
    let vendor: Box<dyn Mastodon> = Box::new(OneToken);
    vendor.oauth_revoke_post(parameters()).await.unwrap();
    let token =
        MastodonClient::new("https://social.example", ClientCredentials::new("cid", "cs")).unwrap();
    let token = token.oauth_token_post().client_credentials().redirect_uri("r");
    let error: Error =
        vendor.oauth_token_post(token.into_request().into_parameters().unwrap()).await.unwrap_err();
    let Error::Build(error) = error else { panic!("{error:?}") };
    assert!(matches!(error.kind(), BuildErrorKind::NotImplemented));
    assert_eq!(error.to_string(), "`oauth_token_post`: this endpoint is not implemented");
}

#[tokio::test]
async fn client_is_a_vendor_too() {
    let server = Server::start().await;
    let vendor: Box<dyn Mastodon> = Box::new(
        MastodonClient::new(server.origin(), ClientCredentials::new("cid", "cs")).unwrap(),
    );
    vendor.oauth_revoke_post(parameters()).await.unwrap();
    assert_eq!(server.only_request().text(), "client_id=cid&client_secret=cs&token=t");
}

/// Answers every request with a token, or fails.
struct Canned(Option<&'static str>);

impl Transport for Canned {
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> TransportFuture {
        assert_eq!(request.uri(), "https://social.example/oauth/token");
        assert_eq!(limits.max_body, 1024 * 1024);
        let body = self.0;
        Box::pin(async move {
            let failed = || {
                TransportError::new(TransportErrorKind::Closed, Delivery::Ambiguous)
                    .with_source("gone")
            };
            body.map(|body| http::Response::new(Bytes::from_static(body.as_bytes())))
                .ok_or_else(failed)
        })
    }
}

async fn token_over(transport: impl Transport) -> Result<OauthTokenPost200Response, Error> {
    let client = MastodonClient::builder()
        .credentials(ClientCredentials::new("cid", "cs"))
        .base_url("https://social.example")
        .transport(transport)
        .build()
        .unwrap();
    let request = client.oauth_token_post().client_credentials();
    request.redirect_uri("r").send().await
}

#[tokio::test]
async fn own_transport_carries_the_call() {
    let token = token_over(Canned(Some(r#"{"access_token":"at"}"#))).await.unwrap();
    assert_eq!(token.access_token.expose_secret(), "at");
    let error = token_over(Canned(None)).await.unwrap_err();
    assert_eq!(error.delivery(), Delivery::Ambiguous);
    assert_eq!(
        error.to_string(),
        "`oauth_token_post`: the connection ended before the answer was complete; it may have arrived"
    );
}

#[tokio::test]
async fn tower_service_carries_the_call() {
    #[derive(Clone)]
    struct Service;
    impl tower_service::Service<http::Request<Bytes>> for Service {
        type Response = http::Response<Bytes>;
        type Error = std::io::Error;
        type Future = std::future::Ready<Result<Self::Response, Self::Error>>;
        fn poll_ready(
            &mut self,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Result<(), Self::Error>> {
            std::task::Poll::Ready(Ok(()))
        }
        fn call(&mut self, request: http::Request<Bytes>) -> Self::Future {
            assert_eq!(request.method(), "POST");
            std::future::ready(Ok(http::Response::new(Bytes::from_static(
                br#"{"access_token":"at"}"#,
            ))))
        }
    }
    token_over(TowerTransport::new(Service)).await.unwrap();
}
