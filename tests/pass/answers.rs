//! Vendors whose answers have a shape of their own: tokens elsewhere, refusals in a success, bodies that are no JSON.

#![deny(warnings)]

use oauth_runtime::bytes::Bytes;
use oauth_runtime::description::{Literal, ResponseKind, TimeFormat, TokenMember};
use oauth_runtime::{RedirectOr, SecretString, Text, Token, oauth_api};

/// The answer of Withings, as its page has it.
#[derive(serde::Deserialize)]
#[allow(dead_code, reason = "a declaration has more than one crate reads")]
pub(crate) struct WithingsToken {
    status: i64,
    body: WithingsBody,
}

/// What is in it.
#[derive(serde::Deserialize)]
#[allow(dead_code, reason = "a declaration has more than one crate reads")]
struct WithingsBody {
    userid: String,
    access_token: SecretString,
}

/// <https://developer.withings.com/api-reference/#tag/oauth2>
#[oauth_api(base_url = "https://wbsapi.withings.net", refused(status, except = 0, description = error))]
pub(crate) trait Withings {
    #[post(
        "/v2/oauth2",
        token(
            access_token = "body.access_token",
            token_type = "body.token_type",
            refresh_token = "body.refresh_token",
            expires_in = "body.expires_in",
            scope = "body.scope"
        ),
        deviations(scope_commas)
    )]
    #[grant(authorization_code, needs(code, redirect_uri))]
    #[grant(refresh_token as refresh, needs(refresh_token))]
    fn oauth2(
        #[constant = "requesttoken"] action: String,
        client_id: String,
        client_secret: SecretString,
        grant_type: String,
        code: Option<SecretString>,
        redirect_uri: Option<String>,
        refresh_token: Option<SecretString>,
    ) -> WithingsToken;
}

/// <https://docs.slack.dev/reference/methods/oauth.v2.access>
#[oauth_api(base_url = "https://slack.com", refused(ok, except = true, code = error))]
pub(crate) trait Slack {
    #[post(
        "/api/oauth.v2.access",
        token(
            access_token = "authed_user.access_token",
            token_type = "authed_user.token_type",
            refresh_token = "authed_user.refresh_token",
            expires_in = "authed_user.expires_in",
            scope = "authed_user.scope"
        ),
        deviations(scope_commas, token_type_vendor_word),
        spent("code_already_used", "invalid_code", "invalid_refresh_token")
    )]
    fn oauth_v2_access(
        client_id: String,
        client_secret: SecretString,
        code: SecretString,
        redirect_uri: Option<String>,
    ) -> Token;
}

/// <https://developers.tiktok.com/doc/tiktok-api-v2-get-user-info>
#[oauth_api(
    base_url = "https://open.tiktokapis.com",
    auth = bearer,
    refused("error.code", except = "ok", description = "error.message")
)]
pub(crate) trait TikTok {
    #[get("/v2/user/info/")]
    fn user_info(fields: String) -> Option<serde_json::Value>;
}

/// <https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html>
#[oauth_api(base_url = "https://oidc.us-east-1.amazonaws.com", body = json)]
pub(crate) trait AwsSso {
    #[post(
        "/token",
        token(
            access_token = accessToken,
            token_type = tokenType,
            refresh_token = refreshToken,
            expires_in = expiresIn
        )
    )]
    fn create_token(
        #[name = "clientId"] client_id: String,
        #[name = "clientSecret"] client_secret: SecretString,
        #[name = "refreshToken"] refresh_token: SecretString,
    ) -> Token;
}

/// <https://developer.squareup.com/reference/square/o-auth-api/obtain-token>
#[oauth_api(
    base_url = "https://connect.squareup.com/oauth2",
    body = json,
    reason("errors.0.detail", message)
)]
pub(crate) trait Square {
    #[post("/token", token(expires_at = expires_at as iso8601))]
    fn obtain_token(
        client_id: String,
        client_secret: SecretString,
        refresh_token: SecretString,
    ) -> Token;
}

/// <https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse>
#[oauth_api(base_url = "https://op.example", auth = bearer, reason = r"a\.b", refused("0.code"))]
pub(crate) trait OpenId {
    #[get("/userinfo", headers("Accept" = "application/jwt"), reason = none, refused = none)]
    fn userinfo() -> Text;
    #[get("/picture", reason("a", "b.0.c"))]
    fn picture() -> Bytes;
    #[get("/session")]
    fn session() -> RedirectOr<Option<u8>>;
    #[get("/authorize", browser, auth = none)]
    fn page();
}

#[test]
fn descriptions_say_where_things_are() {
    let endpoint = |name| OpenIdClient::API.endpoint(name).unwrap();
    assert_eq!(endpoint("userinfo").response(), ResponseKind::Text);
    assert_eq!(endpoint("picture").response(), ResponseKind::Bytes);
    assert_eq!(endpoint("session").response(), ResponseKind::RedirectOrJsonOrNothing);
    assert!(!endpoint("picture").asks_for_json() && endpoint("session").asks_for_json());
    assert!(endpoint("userinfo").refusal().is_none() && endpoint("userinfo").reason().is_empty());
    assert!(endpoint("page").refusal().is_none() && endpoint("page").reason().is_empty());
    assert_eq!(endpoint("session").reason(), [["a.b"]]);
    assert_eq!(endpoint("picture").reason(), [&["a"][..], &["b", "0", "c"]]);
    assert_eq!(endpoint("picture").refusal().unwrap().member(), ["0", "code"]);

    let token = SquareClient::API.endpoint("obtain_token").unwrap().token().unwrap();
    let [place] = token.places() else { panic!("{token:?}") };
    assert_eq!((place.member(), place.time()), (TokenMember::ExpiresAt, TimeFormat::Iso8601));
    let refusal = TikTokClient::API.endpoint("user_info").unwrap().refusal().unwrap();
    assert_eq!(refusal.except(), Some(Literal::Text("ok")));
    assert_eq!(
        (refusal.code(), refusal.description()),
        (refusal.member(), &["error", "message"][..])
    );
    let refusal = SlackClient::API.endpoint("oauth_v2_access").unwrap().refusal().unwrap();
    assert_eq!(
        (refusal.code(), refusal.except()),
        (&["error"][..], Some(Literal::Unquoted("true")))
    );
    assert_eq!(WithingsClient::API.endpoint("oauth2").unwrap().token().unwrap().places().len(), 5);
    assert_eq!(
        AwsSsoClient::API.endpoint("create_token").unwrap().token().unwrap().spent(),
        [""; 0]
    );
}
