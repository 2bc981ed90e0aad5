//! A module without the prelude.

#![no_implicit_prelude]
#![deny(warnings)]

use ::std::option::Option;
use ::std::string::String;
use ::std::vec::Vec;

use ::oauth_runtime::{Redirect, SecretString, oauth_api, open_enum};

/// A vendor.
#[oauth_api(no_implicit_prelude, base_urls(one = "https://one.example"), auth = basic | header("X-Key") | none, body = form | json)]
pub(crate) trait Bare {
    /// Everything.
    #[post("/things/{id}")]
    #[grant(authorization_code, needs(code), may(client_id, code_verifier))]
    fn everything(
        id: u64,
        grant_type: Kind,
        client_id: Option<String>,
        code: Option<SecretString>,
        code_verifier: Option<SecretString>,
        #[default = 1] number: i64,
        #[constant = true] flag: bool,
    ) -> u8;
    #[put("/list", body = json, auth = bearer)]
    fn list(names: Vec<String>);
    #[get("/page", browser, auth = none)]
    fn page(code_challenge: Option<String>, code_challenge_method: Option<String>);
    #[get("/jump")]
    fn jump() -> Redirect;
}

/// A vendor on several hosts, and a server.
#[oauth_api(
    no_implicit_prelude,
    base_urls(one = "https://one.example", two = "https://two.example"),
    bases(api(one = "https://api.one.example", two = "https://api.two.example")),
    auth = basic
)]
pub(crate) trait Elsewhere {
    #[get("/me", base = api)]
    fn me() -> u8;
    #[post("https://three.example/it")]
    fn it(name: String);
    #[post(token_endpoint)]
    fn token(grant_type: String) -> u8;
}

open_enum! {
    /// A kind.
    pub(crate) enum Kind {
        /// A code.
        AuthorizationCode = "authorization_code",
    }
}

#[test]
fn expands_without_the_prelude() {
    let client = BareClient::new(BareCredentials::None);
    let request = client.everything().id(1).authorization_code().code("c").into_request().build();
    ::std::assert!(request.is_ok());
}
