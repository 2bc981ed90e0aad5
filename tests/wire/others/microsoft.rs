//! Microsoft identity platform: a tenant in each path, consent that brings no code, words of its own for device codes.
//!
//! From the vendor's documentation, <https://learn.microsoft.com/entra/identity-platform/>: `v2-oauth2-auth-code-flow`,
//! `v2-oauth2-client-creds-grant-flow`, `v2-oauth2-device-code` and `v2-admin-consent`.

use oauth_runtime::authorization::CallbackError;
use oauth_runtime::{
    Callback, ClientCredentials, ClientId, CodeChallengeMethod, ExposeSecret, GrantState, Scopes,
    SecretString, State, oauth_api, open_enum,
};
use oauth_tests::Server;
use serde::Deserialize;

use super::{answer, is_refused, lasts, posted, refusal, server};
use crate::calls::connect;

#[oauth_api(
    base_url = "https://login.microsoftonline.com",
    auth = client_secret_post | client_id,
    error = MicrosoftError
)]
trait Microsoft {
    #[get("/{tenant}/oauth2/v2.0/authorize", browser, auth = none)]
    fn authorize(
        tenant: String,
        client_id: String,
        #[constant = "code"] response_type: String,
        redirect_uri: String,
        response_mode: Option<ResponseMode>,
        scope: Scopes,
        state: Option<String>,
        nonce: Option<String>,
        prompt: Option<String>,
        login_hint: Option<String>,
        domain_hint: Option<String>,
        code_challenge: Option<String>,
        code_challenge_method: Option<CodeChallengeMethod>,
    );

    // A person of the tenant lets the application in for everyone; the callback has no code.
    #[get(
        "/{tenant}/v2.0/adminconsent",
        browser,
        auth = none,
        callback(code = none),
        allow(incomplete_authorization_request)
    )]
    fn admin_consent(
        tenant: String,
        client_id: String,
        scope: Scopes,
        redirect_uri: String,
        state: String,
    );

    #[get(
        "/{tenant}/adminconsent",
        browser,
        auth = none,
        callback(code = none),
        allow(incomplete_authorization_request)
    )]
    fn admin_consent_v1(tenant: String, client_id: String, state: String, redirect_uri: String);

    #[post("/{tenant}/oauth2/v2.0/devicecode", auth = client_id)]
    fn devicecode(
        tenant: String,
        client_id: String,
        scope: Scopes,
        #[query] mkt: Option<String>,
    ) -> DeviceCode;

    #[post("/{tenant}/oauth2/v2.0/token", spent("bad_verification_code", "authorization_declined"))]
    #[grant(authorization_code, needs(code, redirect_uri), may(scope, code_verifier))]
    #[grant(refresh_token as refresh, needs(refresh_token), may(scope))]
    #[grant(client_credentials, needs(scope))]
    #[grant("urn:ietf:params:oauth:grant-type:device_code" as device, needs(device_code))]
    fn token(
        tenant: String,
        client_id: String,
        scope: Option<Scopes>,
        code: Option<SecretString>,
        redirect_uri: Option<String>,
        grant_type: String,
        code_verifier: Option<SecretString>,
        refresh_token: Option<SecretString>,
        device_code: Option<SecretString>,
        client_secret: Option<SecretString>,
    ) -> MicrosoftToken;
}

open_enum! {
    enum ResponseMode {
        Query = "query",
        Fragment = "fragment",
        FormPost = "form_post",
    }
}

#[derive(Deserialize)]
struct DeviceCode {
    device_code: SecretString,
    user_code: String,
    verification_uri: String,
    expires_in: u64,
    interval: u64,
    message: String,
}

#[derive(Deserialize)]
struct MicrosoftToken {
    access_token: SecretString,
    scope: Option<Scopes>,
    refresh_token: Option<SecretString>,
    id_token: Option<SecretString>,
}

#[derive(Deserialize)]
struct MicrosoftError {
    error_codes: Vec<u32>,
    trace_id: String,
    correlation_id: String,
}

fn client(server: &Server) -> MicrosoftClient {
    let credentials =
        ClientCredentials::new("11112222-bbbb-3333-cccc-4444dddd5555", "sampleCredentia1s");
    connect::<MicrosoftClient>(server, "").credentials(credentials).build().unwrap()
}

fn of_client(id: &str) -> MicrosoftClient {
    MicrosoftClient::new(ClientId::new(id))
}

#[test]
fn authorization_is_that_of_the_page() {
    let page = of_client("00001111-aaaa-2222-bbbb-3333cccc4444")
        .authorize()
        .tenant("common")
        .redirect_uri("http://localhost/myapp/")
        .response_mode(ResponseMode::Query)
        .scope("https://graph.microsoft.com/mail.read")
        .state("12345")
        .code_challenge(
            "YTFjNjI1OWYzMzA3MTI4ZDY2Njg5M2RkNmVjNDE5YmEyZGRhOGYyM2IzNjdmZWFhMTQ1ODg3NDcxY2Nl",
        )
        .code_challenge_method(CodeChallengeMethod::S256);
    assert_eq!(
        page.url().unwrap().as_str(),
        "https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=00001111-aaaa-2222-bbbb-3333cccc4444&response_type=code&redirect_uri=http%3A%2F%2Flocalhost%2Fmyapp%2F&response_mode=query&scope=https%3A%2F%2Fgraph.microsoft.com%2Fmail.read&state=12345&code_challenge=YTFjNjI1OWYzMzA3MTI4ZDY2Njg5M2RkNmVjNDE5YmEyZGRhOGYyM2IzNjdmZWFhMTQ1ODg3NDcxY2Nl&code_challenge_method=S256"
    );
    let state = State::from_string("12345");
    let callback = Callback::new(&state);
    let code =
        callback.code("?code=AwABAAAAvPM1KaPlrEqdFSBzjqfTGBCmLdgfSTLEMPGYuNHSUYBrq...&state=12345");
    assert!(code.unwrap().code().expose_secret().starts_with("AwABAAAAvPM1KaPl"));
    let refused =
        "?error=access_denied&error_description=the+user+canceled+the+authentication&state=12345";
    let Err(CallbackError::Denied(refused)) = callback.code(refused) else { panic!("not denied") };
    assert_eq!(refused.error_description(), Some("the user canceled the authentication"));
}

#[test]
fn consent_brings_no_code() {
    let client = of_client("535fb089-9ff3-47b6-9bfb-4f1264799865");
    let redirect_uri = "http://localhost/myapp/permissions";
    let page = client.admin_consent_v1().tenant("common").state("12345").redirect_uri(redirect_uri);
    // The page leaves the redirect address as it is.
    assert_eq!(
        page.url().unwrap().as_str(),
        "https://login.microsoftonline.com/common/adminconsent?client_id=535fb089-9ff3-47b6-9bfb-4f1264799865&state=12345&redirect_uri=http%3A%2F%2Flocalhost%2Fmyapp%2Fpermissions"
    );
    let page = client.admin_consent().tenant("common").redirect_uri(redirect_uri).state("12345");
    let page = page.scope([
        "https://graph.microsoft.com/Calendars.Read",
        "https://graph.microsoft.com/Mail.Send",
    ]);
    assert_eq!(
        page.url().unwrap().as_str(),
        "https://login.microsoftonline.com/common/v2.0/adminconsent?client_id=535fb089-9ff3-47b6-9bfb-4f1264799865&scope=https%3A%2F%2Fgraph.microsoft.com%2FCalendars.Read+https%3A%2F%2Fgraph.microsoft.com%2FMail.Send&redirect_uri=http%3A%2F%2Flocalhost%2Fmyapp%2Fpermissions&state=12345"
    );

    let state = State::from_string("12345");
    let callback = Callback::new(&state).names(MicrosoftClient::ADMIN_CONSENT_CALLBACK);
    let consent = callback
        .parameters("http://localhost/myapp/permissions?admin_consent=True&tenant=aaaabbbb-0000-cccc-1111-dddd2222eeee&scope=https://graph.microsoft.com/Calendars.Read https://graph.microsoft.com/Mail.Send&state=12345")
        .unwrap();
    assert_eq!(consent.get("admin_consent"), Some("True"));
    assert_eq!(consent.get("tenant"), Some("aaaabbbb-0000-cccc-1111-dddd2222eeee"));
    let refused = "http://localhost/myapp/permissions?admin_consent=True&error=consent_required&error_description=AADSTS65004%3a+The+resource+owner+or+authorization+server+denied+the+request.%0d%0aTrace+ID%3a+x&state=12345";
    let refused = callback.parameters(refused);
    let Err(CallbackError::Denied(refused)) = refused else { panic!("{refused:?}") };
    assert_eq!(refused.error(), "consent_required");
    assert!(refused.error_description().unwrap().starts_with("AADSTS65004: The resource owner"));
}

#[tokio::test]
async fn code_is_traded_as_on_the_page() {
    let server = server(
        200,
        r#"{"token_type":"Bearer","scope":"User.Read profile openid email","expires_in":3599,"access_token":"eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiIsIng1dCI6Ik5HVEZ2ZEstZnl0aEV1Q...","refresh_token":"AwABAAAAvPM1KaPlrEqdFSBzjqfTGAMxZGUTdM0t4B4...","id_token":"eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0.eyJhdWQiOiIyZDRkMTFhMi1mODE0LTQ2YTctOD..."}"#,
    )
    .await;
    let client = client(&server);
    let answer = answer!(
        client
            .token()
            .authorization_code()
            .tenant("common")
            .scope("https://graph.microsoft.com/mail.read")
            .code("OAAABAAAAiL9Kn2Z27UubvWFPbm0gLWQJVzCTE9UkP3pSx1aXxUjq3n8b2JRLk4OxVXr...")
            .redirect_uri("http://localhost/myapp/")
            .code_verifier("ThisIsntRandomButItNeedsToBe43CharactersLong")
    );
    server.only_request().assert_is(&posted(
        "/common/oauth2/v2.0/token",
        "client_id=11112222-bbbb-3333-cccc-4444dddd5555&scope=https%3A%2F%2Fgraph.microsoft.com%2Fmail.read&code=OAAABAAAAiL9Kn2Z27UubvWFPbm0gLWQJVzCTE9UkP3pSx1aXxUjq3n8b2JRLk4OxVXr...&redirect_uri=http%3A%2F%2Flocalhost%2Fmyapp%2F&grant_type=authorization_code&code_verifier=ThisIsntRandomButItNeedsToBe43CharactersLong&client_secret=sampleCredentia1s",
    ));
    lasts(&answer, 3599);
    let token = answer.into_value();
    assert!(token.access_token.expose_secret().starts_with("eyJ0eXAiOiJKV1Qi"));
    assert!(token.refresh_token.unwrap().expose_secret().starts_with("AwABAAAA"));
    assert!(token.id_token.unwrap().expose_secret().starts_with("eyJ0eXAiOiJKV1Qi"));
    assert_eq!(token.scope, Some(Scopes::from("User.Read profile openid email")));
}

#[tokio::test]
async fn application_asks_for_itself() {
    let server = server(
        200,
        r#"{"token_type":"Bearer","expires_in":3599,"access_token":"eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiIsIng1dCI6Ik1uQ19WWmNBVGZNNXBP..."}"#,
    )
    .await;
    let client = client(&server);
    let own = ClientCredentials::new("535fb089-9ff3-47b6-9bfb-4f1264799865", "sampleCredentials");
    let call = client.token().client_credentials().tenant("common").auth(own);
    lasts(&answer!(call.scope("https://graph.microsoft.com/.default")), 3599);
    server.only_request().assert_is(&posted(
        "/common/oauth2/v2.0/token",
        "client_id=535fb089-9ff3-47b6-9bfb-4f1264799865&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default&grant_type=client_credentials&client_secret=sampleCredentials",
    ));
}

#[tokio::test]
async fn refusal_has_the_codes_of_the_vendor() {
    let body = r#"{
  "error": "invalid_scope",
  "error_description": "AADSTS70011: The provided value for the input parameter 'scope' is not valid. The scope https://foo.microsoft.com/.default is not valid.\r\nTrace ID: 255d1aef-8c98-452f-ac51-23d051240864\r\nCorrelation ID: fb3d2015-bc17-4bb9-bb85-30c5cf1aaaa7\r\nTimestamp: 2016-01-09 02:02:12Z",
  "error_codes": [
    70011
  ],
  "timestamp": "YYYY-MM-DD HH:MM:SSZ",
  "trace_id": "255d1aef-8c98-452f-ac51-23d051240864",
  "correlation_id": "fb3d2015-bc17-4bb9-bb85-30c5cf1aaaa7"
}"#;
    let server = server(400, body).await;
    let call = client(&server).token().client_credentials().tenant("common");
    let error = refusal!(call.scope("https://foo.microsoft.com/.default"));
    let typed = error.body_as::<MicrosoftError>().unwrap();
    assert_eq!(typed.error_codes, [70011]);
    assert_eq!(typed.trace_id, "255d1aef-8c98-452f-ac51-23d051240864");
    assert_eq!(typed.correlation_id, "fb3d2015-bc17-4bb9-bb85-30c5cf1aaaa7");
    assert_eq!(error.grant_state(), GrantState::Intact);
    let line = error.to_string();
    assert!(
        line.starts_with(
            "`token`: the server refused with 400: invalid_scope: AADSTS70011: The provided"
        ),
        "{line}"
    );
    assert!(!line.contains('\n'), "{line}");
}

/// The answer is that of RFC 8628, section 3.2, with a `message`, as the page says.
#[tokio::test]
async fn device_signs_in_as_on_the_page() {
    let server = server(
        200,
        r#"{"device_code":"GMMhmHCXhWEzkobqIHGG_EnNYYsAkukHspeYUk9E8...","user_code":"WDJB-MJHT","verification_uri":"https://example.com/device","expires_in":1800,"interval":5,"message":"…"}"#,
    )
    .await;
    let client = connect::<MicrosoftClient>(&server, "")
        .credentials(ClientId::new("535fb089-9ff3-47b6-9bfb-4f1264799865"))
        .build()
        .unwrap();
    let call = client.devicecode().tenant("organizations").scope("user.read openid profile");
    let device = call.mkt("de-DE").send().await.unwrap();
    assert_eq!((&*device.user_code, device.interval, &*device.message), ("WDJB-MJHT", 5, "…"));
    assert_eq!(
        (&*device.verification_uri, device.expires_in),
        ("https://example.com/device", 1800)
    );
    for (error, grant) in [
        ("authorization_pending", GrantState::Intact),
        ("authorization_declined", GrantState::Spent),
        ("bad_verification_code", GrantState::Spent),
        ("expired_token", GrantState::Spent),
    ] {
        let body = format!(r#"{{"error":"{error}"}}"#);
        server.answer(oauth_tests::Response::json(400, body));
        let call = client.token().device().tenant("organizations");
        let error_line = refusal!(call.device_code(device.device_code.clone()));
        let line = format!("`token`: the server refused with 400: {error}");
        is_refused(&error_line, &line, grant);
    }
    let [first, polled, ..] = &server.requests()[..] else { panic!("five requests") };
    // The page has `%20` for a space.
    first.assert_is(&posted(
        "/organizations/oauth2/v2.0/devicecode?mkt=de-DE",
        "client_id=535fb089-9ff3-47b6-9bfb-4f1264799865&scope=user.read+openid+profile",
    ));
    // The page has these in another order: a request has one, whatever its grant.
    polled.assert_is(&posted(
        "/organizations/oauth2/v2.0/token",
        "client_id=535fb089-9ff3-47b6-9bfb-4f1264799865&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=GMMhmHCXhWEzkobqIHGG_EnNYYsAkukHspeYUk9E8...",
    ));
}
