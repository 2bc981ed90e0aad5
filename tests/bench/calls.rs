//! The four calls: what goes in, what is sent, what is answered.
//!
//! Values, requests and answers are those of the vendors' documentation, and the same whatever makes the call.

use http::HeaderMap;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};

pub(crate) const MASTODON: &str = "https://social.example";
pub(crate) const NUTANIX: &str = "https://pc.example.com:9440";
pub(crate) const VOUCHERIFY: &str = "https://api.voucherify.io";

/// The code exchange of Mastodon, with PKCE.
pub(crate) mod mastodon_token {
    pub(crate) const NAME: &str = "Mastodon token";
    pub(crate) const PATH: &str = "/oauth/token";
    pub(crate) const CLIENT_ID: &str = "cid-made-up";
    pub(crate) const CLIENT_SECRET: &str = "cs-made-up";
    pub(crate) const REDIRECT_URI: &str = "https://app.example/cb";
    pub(crate) const CODE: &str = "made-up";
    pub(crate) const CODE_VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    pub(crate) const REQUEST: &str = "POST https://social.example/oauth/token\n\
        accept: application/json\n\
        content-type: application/x-www-form-urlencoded\n\
        \n\
        client_id=cid-made-up&client_secret=cs-made-up&code=made-up&\
        code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk&grant_type=authorization_code&\
        redirect_uri=https%3A%2F%2Fapp.example%2Fcb";

    pub(crate) const ACCESS_TOKEN: &str = "ZA-Yj3aBD8U8Cm7lKUp-lm9O9BmDgdhHzDeqsY8tlL0";
    pub(crate) const SCOPE: &str = "read write follow push admin:read admin:write";
    pub(crate) const CREATED_AT: i64 = 1_573_979_017;
    pub(crate) const EXPIRES_IN: u64 = 7200;
    /// With everything that Mastodon and the servers compatible with it say.
    pub(crate) const ANSWER: &str = r#"{"access_token":"ZA-Yj3aBD8U8Cm7lKUp-lm9O9BmDgdhHzDeqsY8tlL0","token_type":"Bearer","scope":"read write follow push admin:read admin:write","created_at":1573979017,"expires_in":7200,"refresh_token":"RT-q0nW5yTz3PLBGZxgSBV3u6cHgQW1Vf8mKkq0GmXZ4","me":"https://social.example/users/somebodies","id":109348716623499870,"issuer":"https://social.example"}"#;
    const _: () = assert!(ANSWER.len() == 350);
}

/// The update of a client of Nutanix: a parameter in the path, the others as JSON.
pub(crate) mod nutanix_put {
    pub(crate) const NAME: &str = "Nutanix PUT";
    pub(crate) const CLIENT_NAME: &str = "Web Console";
    pub(crate) const REDIRECT_URIS: [&str; 1] = ["https://app.example/cb"];
    pub(crate) const CLIENT_DESCRIPTION: &str = "demo";
    pub(crate) const DEFAULT_SCOPES: [&str; 2] = ["read", "write"];
    pub(crate) const REQUEST: &str = "PUT \
        https://pc.example.com:9440/api/nutanix/v3/oauth/client/6f9a1c1e-4b2d-4f4e-9a53-0d9f3c1b7a10\n\
        accept: application/json\n\
        authorization: Basic YWRtaW46TnV0YW5peC80dQ==\n\
        content-type: application/json\n\
        \n\
        {\"client_name\":\"Web Console\",\"redirect_uris\":[\"https://app.example/cb\"],\
        \"client_description\":\"demo\",\"default_scopes\":[\"read\",\"write\"]}";
}

/// The access token of Voucherify: two headers that authenticate, a short form.
pub(crate) mod voucherify_token {
    pub(crate) const NAME: &str = "Voucherify token";
    pub(crate) const PATH: &str = "/v1/oauth/token";
    pub(crate) const APP_ID: &str = "c70a6f00-0000-4000-8000-c3aef1a70472";
    pub(crate) const APP_TOKEN: &str = "3266b9f8-0000-4000-8000-3acdcf459e05";
    pub(crate) const SCOPE: &str = "vouchers campaigns";
    pub(crate) const REQUEST: &str = "POST https://api.voucherify.io/v1/oauth/token\n\
        accept: application/json\n\
        content-type: application/x-www-form-urlencoded\n\
        x-app-id: c70a6f00-0000-4000-8000-c3aef1a70472\n\
        x-app-token: 3266b9f8-0000-4000-8000-3acdcf459e05\n\
        \n\
        grant_type=client_credentials&scope=vouchers+campaigns";

    pub(crate) const ACCESS_TOKEN: &str = "1ABCde2FG-made-up";
    pub(crate) const EXPIRES_AT: u64 = 1_735_689_600;
    pub(crate) const ANSWER: &str = r#"{"access_token":"1ABCde2FG-made-up","client_id":"app_made_up","expires_at":1735689600,"expires_in":900,"scope":"vouchers campaigns","token_type":"Bearer"}"#;
}

/// One client of Nutanix, by its identifier.
pub(crate) mod nutanix_get {
    pub(crate) const NAME: &str = "Nutanix GET";
    pub(crate) const PATH: &str = "/api/nutanix/v3/oauth/client/";
    pub(crate) const USER: &str = "admin";
    pub(crate) const PASSWORD: &str = "Nutanix/4u";
    pub(crate) const CLIENT_ID: &str = "6f9a1c1e-4b2d-4f4e-9a53-0d9f3c1b7a10";
    pub(crate) const REQUEST: &str = "GET \
        https://pc.example.com:9440/api/nutanix/v3/oauth/client/6f9a1c1e-4b2d-4f4e-9a53-0d9f3c1b7a10\n\
        accept: application/json\n\
        authorization: Basic YWRtaW46TnV0YW5peC80dQ==\n\
        \n";

    pub(crate) const CLIENT_SECRET: &str = "nx-made-up";
    pub(crate) const ANSWER: &str = r#"{"redirect_uris":["https://app.example/cb"],"client_name":"Web Console","client_id":"6f9a1c1e-4b2d-4f4e-9a53-0d9f3c1b7a10","client_secret":"nx-made-up","client_description":"demo","default_scopes":["read","write"]}"#;
}

/// Answers a request as its vendor does, by the first line.
pub(crate) fn answer_to(method: &str, target: &str) -> Option<&'static str> {
    let of_client = target.strip_prefix(nutanix_get::PATH) == Some(nutanix_get::CLIENT_ID);
    match (method, target) {
        ("POST", mastodon_token::PATH) => Some(mastodon_token::ANSWER),
        ("POST", voucherify_token::PATH) => Some(voucherify_token::ANSWER),
        ("GET" | "PUT", _) if of_client => Some(nutanix_get::ANSWER),
        _ => None,
    }
}

/// Writes a request down as the `REQUEST` of its call is written; a form in the order of its names.
pub(crate) fn written(
    method: &http::Method,
    url: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> String {
    let mut text = format!("{method} {url}\n");
    for name in [ACCEPT.as_str(), AUTHORIZATION.as_str(), CONTENT_TYPE.as_str()]
        .into_iter()
        .chain(["x-app-id", "x-app-token"])
    {
        if let Some(value) = headers.get(name) {
            text.extend([name, ": ", value.to_str().unwrap(), "\n"]);
        }
    }
    let body = std::str::from_utf8(body).unwrap();
    let mut pairs: Vec<_> = body.split('&').collect();
    pairs.sort_unstable();
    text + "\n" + &pairs.join("&")
}

/// The same of the type that HTTP clients share.
pub(crate) fn written_http<B: AsRef<[u8]>>(request: &http::Request<B>) -> String {
    let body = request.body().as_ref();
    written(request.method(), &request.uri().to_string(), request.headers(), body)
}

/// The same of reqwest's type.
pub(crate) fn written_reqwest(request: &reqwest::Request) -> String {
    let body = request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default();
    written(request.method(), request.url().as_str(), request.headers(), body)
}
