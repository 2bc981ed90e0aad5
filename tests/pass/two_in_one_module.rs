//! Two declarations in one module, with the same endpoints.

#![deny(warnings)]

use oauth_runtime::{SecretString, oauth_api};

/// One.
#[oauth_api(base_urls(a = "https://one.example"), auth = basic | none)]
pub(crate) trait One {
    #[post("/token")]
    #[grant(authorization_code, needs(code))]
    fn token(client_id: String, grant_type: String, code: Option<SecretString>);
}

/// The other.
#[oauth_api(base_urls(a = "https://other.example"), auth = basic | none)]
pub(crate) trait Other {
    #[post("/token")]
    #[grant(authorization_code, needs(code))]
    fn token(client_id: String, grant_type: String, code: Option<SecretString>);
}

#[test]
fn both_are_there() {
    let one = OneClient::new(OneCredentials::None)
        .token()
        .client_id("c")
        .authorization_code()
        .code("c")
        .into_request()
        .build()
        .unwrap();
    let other = OtherClient::new(OtherCredentials::None)
        .token()
        .client_id("c")
        .authorization_code()
        .code("c")
        .into_request()
        .build()
        .unwrap();
    assert_eq!(one.uri(), "https://one.example/token");
    assert_eq!(other.uri(), "https://other.example/token");
}
