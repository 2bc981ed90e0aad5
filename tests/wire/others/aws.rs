//! AWS SSO OIDC: everything in JSON and camelCase, scopes as a list, errors in the words of the RFC.
//!
//! From the vendor's [API reference](https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html) and
//! the examples of its [model](https://github.com/aws/aws-sdk-go-v2/blob/main/codegen/sdk-codegen/aws-models/sso-oidc.json).

use oauth_runtime::{
    ClientCredentials, Deviation, ExposeSecret, GrantState, SecretString, oauth_api,
};
use oauth_tests::Server;
use serde::Deserialize;

use super::{ACCEPT, JSON, answer, is_refused, refusal, server};
use crate::calls::{connect, request};

// The region is in the host: `https://oidc.{region}.amazonaws.com`.
#[oauth_api(base_path = "/", body = json, auth = client_secret_post)]
trait SsoOidc {
    #[post("/client/register", auth = none)]
    fn register_client(
        #[name = "clientName"] client_name: String,
        #[name = "clientType"]
        #[constant = "public"]
        client_type: String,
        scopes: Option<Vec<String>>,
        #[name = "redirectUris"] redirect_uris: Option<Vec<String>>,
        #[name = "grantTypes"] grant_types: Option<Vec<String>>,
        #[name = "issuerUrl"] issuer_url: Option<String>,
    ) -> RegisteredClient;

    #[post("/device_authorization")]
    fn start_device_authorization(
        #[name = "clientId"] client_id: String,
        #[name = "clientSecret"] client_secret: SecretString,
        #[name = "startUrl"] start_url: String,
    ) -> DeviceAuthorization;

    #[post(
        "/token",
        token(
            access_token = accessToken,
            token_type = tokenType,
            expires_in = expiresIn,
            refresh_token = refreshToken
        )
    )]
    #[grant(authorization_code, needs(code, redirect_uri), may(code_verifier))]
    #[grant("urn:ietf:params:oauth:grant-type:device_code" as device, needs(device_code))]
    #[grant(refresh_token as refresh, needs(refresh_token), may(scope))]
    fn create_token(
        #[name = "clientId"] client_id: String,
        #[name = "clientSecret"] client_secret: SecretString,
        #[name = "grantType"] grant_type: String,
        #[name = "deviceCode"] device_code: Option<SecretString>,
        code: Option<SecretString>,
        #[name = "refreshToken"] refresh_token: Option<SecretString>,
        scope: Option<Vec<String>>,
        #[name = "redirectUri"] redirect_uri: Option<String>,
        #[name = "codeVerifier"] code_verifier: Option<SecretString>,
    ) -> CreatedToken;
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RegisteredClient {
    client_id: String,
    client_secret: SecretString,
    client_id_issued_at: u64,
    client_secret_expires_at: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DeviceAuthorization {
    device_code: SecretString,
    user_code: String,
    verification_uri: String,
    verification_uri_complete: String,
    interval: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CreatedToken {
    access_token: SecretString,
    token_type: String,
    refresh_token: SecretString,
}

const ID: &str = "_yzkThXVzLWVhc3QtMQEXAMPLECLIENTID";
const SECRET: &str = "VERYLONGSECRETeyJraWQiOiJrZXktMTU2NDAyODA5OSIsImFsZyI6IkhTMzg0In0";
const REFRESH: &str = "aorvJYubGpU6i91YnH7Mfo-AT2fIVa1zCfA_Rvq9yjVKIP3onFmmykuQ7E93y2I-9Nyj-A_sVvMufaLNL0bqnDRtgAkc0:MGUCMFrRsktMRVlWaOR70XGMFGLL0SlcCw4DiYveIiOVx1uK9BbD0gvAddsW3UTLozXKMgIxAJ3qxUvjpnlLIOaaKOoa/FuNgqJVvr9GMwDtnAtlh9iZzAkEXAMPLEREFRESHTOKEN";

fn client(server: &Server) -> SsoOidcClient {
    let builder = connect::<SsoOidcClient>(server, "");
    builder.credentials(ClientCredentials::new(ID, SECRET)).build().unwrap()
}

fn posted(target: &str, body: &str) -> String {
    request(&http::Method::POST, target, &[JSON, ACCEPT], body)
}

#[tokio::test]
async fn registration_is_that_of_the_model() {
    let server = server(
        200,
        r#"{"clientId":"_yzkThXVzLWVhc3QtMQEXAMPLECLIENTID","clientSecret":"VERYLONGSECRETeyJraWQiOiJrZXktMTU2NDAyODA5OSIsImFsZyI6IkhTMzg0In0","clientIdIssuedAt":1579725929,"clientSecretExpiresAt":1587584729}"#,
    )
    .await;
    let call = client(&server).register_client().client_name("My IDE Plugin");
    let call = call.scopes(["sso:account:access", "codewhisperer:completions"]);
    let registered = call.send().await.unwrap();
    server.only_request().assert_is(&posted(
        "/client/register",
        r#"{"clientName":"My IDE Plugin","clientType":"public","scopes":["sso:account:access","codewhisperer:completions"]}"#,
    ));
    assert_eq!(registered.client_id, ID);
    assert_eq!(registered.client_secret.expose_secret(), SECRET);
    assert_eq!(registered.client_id_issued_at, 1_579_725_929);
    assert_eq!(registered.client_secret_expires_at, 1_587_584_729);
}

#[tokio::test]
async fn device_authorization_is_that_of_the_model() {
    let server = server(
        200,
        r#"{"deviceCode":"yJraWQiOiJrZXktMTU2Njk2ODA4OCIsImFsZyI6IkhTMzIn0EXAMPLEDEVICECODE","userCode":"makdfsk83yJraWQiOiJrZXktMTU2Njk2sImFsZyI6IkhTMzIn0EXAMPLEUSERCODE","verificationUri":"https://directory-alias-example.awsapps.com/start/#/device","verificationUriComplete":"https://directory-alias-example.awsapps.com/start/#/device?user_code=makdfsk83yJraWQiOiJrZXktMTU2Njk2sImFsZyI6IkhTMzIn0EXAMPLEUSERCODE","expiresIn":1579729529,"interval":1}"#,
    )
    .await;
    let call = client(&server).start_device_authorization();
    let device =
        call.start_url("https://identitycenter.amazonaws.com/ssoins-111111111111").send().await;
    server.only_request().assert_is(&posted(
        "/device_authorization",
        r#"{"clientId":"_yzkThXVzLWVhc3QtMQEXAMPLECLIENTID","clientSecret":"VERYLONGSECRETeyJraWQiOiJrZXktMTU2NDAyODA5OSIsImFsZyI6IkhTMzg0In0","startUrl":"https://identitycenter.amazonaws.com/ssoins-111111111111"}"#,
    ));
    let device = device.unwrap();
    assert!(device.device_code.expose_secret().ends_with("EXAMPLEDEVICECODE"));
    assert!(device.user_code.ends_with("EXAMPLEUSERCODE"));
    assert_eq!(
        device.verification_uri,
        "https://directory-alias-example.awsapps.com/start/#/device"
    );
    assert!(device.verification_uri_complete.ends_with(&device.user_code));
    assert_eq!(device.interval, 1);
}

#[tokio::test]
async fn refresh_is_that_of_the_model() {
    let answered = format!(
        r#"{{"accessToken":"aoal-YigITUDiNX1xZwOMXM5MxOWDL0E0jg9P6_C_jKQPxS_SKCP6f0kh1Up4g7TtvQqkMnD-GJiU_S1gvug6SrggAkc0:MGYCMQD3IatVjV7jAJU91kK3PkS/SfA2wtgWzOgZWDOR7sDGN9t0phCZz5It/aes/3C1Zj0CMQCKWOgRaiz6AIhza3DSXQNMLjRKXC8F8ceCsHlgYLMZ7hZidEXAMPLEACCESSTOKEN","tokenType":"Bearer","expiresIn":1579729529,"refreshToken":"{REFRESH}"}}"#
    );
    let server = server(200, &answered).await;
    let call = client(&server).create_token().refresh().refresh_token(REFRESH);
    let answer = answer!(call.scope(["codewhisperer:completions"]));
    server.only_request().assert_is(&posted(
        "/token",
        &format!(
            r#"{{"clientId":"_yzkThXVzLWVhc3QtMQEXAMPLECLIENTID","clientSecret":"VERYLONGSECRETeyJraWQiOiJrZXktMTU2NDAyODA5OSIsImFsZyI6IkhTMzg0In0","grantType":"refresh_token","refreshToken":"{REFRESH}","scope":["codewhisperer:completions"]}}"#
        ),
    ));
    // The example has a point in time where the reference has seconds: some fifty years.
    assert!(answer.expires_at().is_some());
    assert!(answer.deviations().iter().all(|it| *it == Deviation::ExpiresInTooLarge));
    let token = answer.into_value();
    assert!(token.access_token.expose_secret().ends_with("EXAMPLEACCESSTOKEN"));
    assert_eq!(token.refresh_token.expose_secret(), REFRESH);
    assert_eq!(token.token_type, "Bearer");
}

#[tokio::test]
async fn polling_goes_on_until_it_is_refused() {
    for (error, grant) in [
        ("authorization_pending", GrantState::Intact),
        ("slow_down", GrantState::Intact),
        ("access_denied", GrantState::Spent),
        ("unauthorized_client", GrantState::Unknown),
        ("unsupported_grant_type", GrantState::Unknown),
    ] {
        let body = format!(r#"{{"error":"{error}","error_description":"…"}}"#);
        let server = server(400, &body).await;
        let refused = refusal!(client(&server).create_token().device().device_code("d"));
        let line = format!("`create_token`: the server refused with 400: {error}: …");
        is_refused(&refused, &line, grant);
        assert_eq!(
            server.only_request().text(),
            format!(
                r#"{{"clientId":"{ID}","clientSecret":"{SECRET}","grantType":"urn:ietf:params:oauth:grant-type:device_code","deviceCode":"d"}}"#
            )
        );
    }
}
