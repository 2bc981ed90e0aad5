//! Amazon Selling Partner API: a page for each marketplace, tokens on another host, a code that has a name of its own.
//!
//! From the [developer guide](https://github.com/amzn/selling-partner-api-docs/blob/main/guides/en-US/developer-guide/SellingPartnerApiDeveloperGuide.md)
//! in the vendor's repository.

use oauth_runtime::{
    Callback, ClientCredentials, Error, ExposeSecret, GrantState, Scopes, SecretString, State,
    Token, oauth_api,
};
use oauth_tests::Server;

use super::{answer, is_refused, lasts, posted, refusal, server};
use crate::calls::connect;

#[oauth_api(
    base_urls(
        north_america = "https://sellercentral.amazon.com",
        europe = "https://sellercentral-europe.amazon.com",
        mexico = "https://sellercentral.amazon.com.mx",
    ),
    auth = client_secret_post
)]
trait Amazon {
    #[get(
        "/apps/authorize/consent",
        browser,
        auth = none,
        callback(code = "spapi_oauth_code")
    )]
    fn consent(
        application_id: String,
        redirect_uri: Option<String>,
        state: String,
        version: Option<String>,
    );

    // The URL comes with the person, from the vendor's own store.
    #[get(
        amazon_callback_uri,
        browser,
        auth = none,
        callback(code = "spapi_oauth_code")
    )]
    fn confirm(
        amazon_callback_uri: String,
        redirect_uri: Option<String>,
        amazon_state: String,
        state: String,
        version: Option<String>,
    );

    #[post("https://api.amazon.com/auth/o2/token")]
    #[grant(authorization_code, needs(code), may(redirect_uri))]
    #[grant(refresh_token as refresh, needs(refresh_token))]
    #[grant(client_credentials, needs(scope))]
    fn token(
        grant_type: String,
        code: Option<SecretString>,
        redirect_uri: Option<String>,
        refresh_token: Option<SecretString>,
        scope: Option<Scopes>,
        client_id: String,
        client_secret: SecretString,
    ) -> Token;

    #[get(
        "https://sellingpartnerapi-na.amazon.com/sellers/v1/marketplaceParticipations",
        auth = header("x-amz-access-token") as access_token
    )]
    fn participations() -> serde_json::Value;
}

fn credentials() -> ClientCredentials {
    ClientCredentials::new("foodev", "Y76SDl2F")
}

fn client(server: &Server) -> AmazonClient {
    let builder = connect::<AmazonClient>(server, "").credentials(credentials());
    let builder = builder.base_url_of("api.amazon.com", server.origin());
    builder.base_url_of("sellingpartnerapi-na.amazon.com", server.origin()).build().unwrap()
}

#[test]
fn consent_is_asked_for_in_the_marketplace() {
    let page = |client: &AmazonClient| {
        let page = client.consent().application_id("appidexample").state("stateexample");
        page.version("beta").url().unwrap()
    };
    let client = AmazonClient::new(credentials());
    assert_eq!(
        page(&client).as_str(),
        "https://sellercentral.amazon.com/apps/authorize/consent?application_id=appidexample&state=stateexample&version=beta"
    );
    let client = AmazonClient::builder().base_url(AmazonBaseUrl::Europe).build().unwrap();
    assert_eq!(page(&client).host_str(), Some("sellercentral-europe.amazon.com"));
}

#[test]
fn confirmation_goes_where_the_store_says() {
    let client = AmazonClient::new(credentials());
    let page = client
        .confirm()
        .amazon_callback_uri("https://amazon.com/apps/authorize/confirm/amzn1.sellerapps.app.2eca283f-9f5a-4d13-b16c-474EXAMPLE57")
        .redirect_uri("https://d2yzyfnnpjylxu.cloudfront.net/landing.html")
        .amazon_state("amazonstateexample")
        .state("-37131022");
    // The guide leaves the redirect address as it is.
    assert_eq!(
        page.url().unwrap().as_str(),
        "https://amazon.com/apps/authorize/confirm/amzn1.sellerapps.app.2eca283f-9f5a-4d13-b16c-474EXAMPLE57?redirect_uri=https%3A%2F%2Fd2yzyfnnpjylxu.cloudfront.net%2Flanding.html&amazon_state=amazonstateexample&state=-37131022"
    );
}

#[test]
fn callback_has_the_code_under_its_name() {
    let state = State::from_string("state-example");
    let callback = "https://client-example.com?state=state-example&mws_auth_token=mwsauthtokenexample&selling_partner_id=sellingpartneridexample&spapi_oauth_code=spapioauthcodeexample";
    for names in [AmazonClient::CONSENT_CALLBACK, AmazonClient::CONFIRM_CALLBACK] {
        let code = Callback::new(&state).names(names).code(callback).unwrap();
        assert_eq!(code.code().expose_secret(), "spapioauthcodeexample");
        assert_eq!(code.parameter("selling_partner_id"), Some("sellingpartneridexample"));
        assert!(!format!("{code:?}").contains("mwsauthtokenexample"));
    }
}

#[tokio::test]
async fn code_is_traded_as_in_the_guide() {
    let server = server(
        200,
        r#"{
  "access_token":"Atza|IQEBLjAsAexampleHpi0U-Dme37rR6CuUpSR",
  "token_type":"bearer",
  "expires_in":3600,
  "refresh_token":"Atzr|IQEBLzAtAhexamplewVz2Nn6f2y-tpJX2DeX"
}"#,
    )
    .await;
    let client = client(&server);
    let answer = answer!(client.token().authorization_code().code("SplxlOexamplebYS6WxSbIA"));
    server.only_request().assert_is(&posted(
        "/auth/o2/token",
        "grant_type=authorization_code&code=SplxlOexamplebYS6WxSbIA&client_id=foodev&client_secret=Y76SDl2F",
    ));
    lasts(&answer, 3600);
    let token = answer.into_value();
    let secret = token.access_token().expose_secret();
    assert_eq!(secret, "Atza|IQEBLjAsAexampleHpi0U-Dme37rR6CuUpSR");
    let secret = token.refresh_token().unwrap().expose_secret();
    assert_eq!(secret, "Atzr|IQEBLzAtAhexamplewVz2Nn6f2y-tpJX2DeX");
}

#[tokio::test]
async fn other_grants_are_as_in_the_guide() {
    let server = server(
        200,
        r#"{"access_token":"Atza|IQEBLjAsAhRmHjNgHpi0U-Dme37rR6CuUpSREXAMPLE","token_type":"bearer","expires_in":3600,"refresh_token":"Atzr|IQEBLzAtAhRPpMJxdwVz2Nn6f2y-tpJX2DeXEXAMPLE"}"#,
    )
    .await;
    let client = client(&server);
    lasts(&answer!(client.token().refresh().refresh_token("Aztr|...")), 3600);
    lasts(
        &answer!(client.token().client_credentials().scope("sellingpartnerapi::notifications")),
        3600,
    );
    let [refresh, grantless] = &server.requests()[..] else { panic!("two requests") };
    refresh.assert_is(&posted(
        "/auth/o2/token",
        "grant_type=refresh_token&refresh_token=Aztr%7C...&client_id=foodev&client_secret=Y76SDl2F",
    ));
    grantless.assert_is(&posted(
        "/auth/o2/token",
        "grant_type=client_credentials&scope=sellingpartnerapi%3A%3Anotifications&client_id=foodev&client_secret=Y76SDl2F",
    ));
}

/// The words are those of RFC 6749, section 5.2.
#[tokio::test]
async fn dead_code_is_spent() {
    let server = server(400, r#"{"error":"invalid_grant"}"#).await;
    let error = refusal!(client(&server).token().authorization_code().code("c"));
    let line = "`token`: the server refused with 400: invalid_grant";
    is_refused(&error, line, GrantState::Spent);
}

#[tokio::test]
async fn token_goes_into_a_header_of_its_own() {
    let server = server(200, "[]").await;
    let token = SecretString::from("Atza|IQEBLjAsAexampleHpi0U-Dme37rR6CuUpSR");
    let call = client(&server).participations();
    call.auth(AmazonParticipationsCredentials::new(token)).send().await.unwrap();
    server.only_request().assert_is(&super::got(
        "/sellers/v1/marketplaceParticipations",
        &["x-amz-access-token: Atza|IQEBLjAsAexampleHpi0U-Dme37rR6CuUpSR", super::ACCEPT],
    ));
}

/// One base that is replaced alone would leave the tokens with the vendor.
#[test]
fn half_a_test_server_is_none() {
    let built = AmazonClient::builder().base_url("http://127.0.0.1:1").build();
    let Err(Error::Build(error)) = built else { panic!("{built:?}") };
    assert!(error.to_string().contains("api.amazon.com"), "{error}");
}
