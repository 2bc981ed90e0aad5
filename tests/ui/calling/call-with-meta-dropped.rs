#![deny(unused_must_use)]
#![allow(dead_code)]

use oauth_runtime::{Scopes, SecretString, oauth_api, open_enum};

#[oauth_api(base_url = "https://vendor.example", auth = basic)]
pub trait Vendor {
    #[post("/revoke")]
    fn revoke(token: SecretString, token_type_hint: Option<String>);

    #[get("/items/{id}", auth = bearer)]
    fn item(id: u64);

    #[get("/authorize", auth = none, browser)]
    fn authorize(
        #[constant = "code"] response_type: String,
        client_id: String,
        state: String,
    );

    #[post("/token")]
    #[grant(authorization_code, needs(code))]
    #[grant(client_credentials, may(scope))]
    fn token(grant_type: String, code: Option<SecretString>, scope: Option<Scopes>);

    #[post("/count")]
    fn count(kind: Kind, limit: Option<u32>, names: Option<String>);
}

open_enum! {
    pub enum Kind {
        Plain = "plain",
    }
}

fn call(client: &VendorClient) {
    client.revoke().token("t").send().with_response();
}

fn main() {}
