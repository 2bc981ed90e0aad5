//! Names that the macro, the runtime and the standard library use: as parameters, endpoints, types and values.

#![deny(warnings)]
#![allow(non_snake_case, reason = "the names of types are among the names")]

use ::oauth_runtime::{SecretString, oauth_api};

/// Types with the names of others.
#[allow(dead_code, reason = "they are in the way, and that is all")]
mod in_the_way {
    pub(super) struct Some;
    pub(super) struct None;
    pub(super) struct Ok;
    pub(super) struct Err;
    pub(super) struct Box;
    pub(super) struct Result;
    pub(super) struct Into;
    pub(super) struct From;
    pub(super) struct Default;
    pub(super) struct Clone;
    pub(super) struct Debug;
    pub(super) struct Send;
    pub(super) struct Sync;
    pub(super) struct Client;
    pub(super) struct Request;
    pub(super) struct Error;
    pub(super) struct Endpoint;
    pub(super) struct Api;
    pub(super) struct Missing;
    pub(super) struct Set;
    pub(super) struct Sending;
    pub(super) struct Url;
    pub(super) struct PhantomData;
    pub(super) struct Iterator;
    pub(super) struct IntoIterator;
    pub(super) mod core {}
    pub(super) mod std {}
    pub(super) mod oauth_runtime {}
}

#[allow(unused_imports, reason = "they are in the way, and that is all")]
use in_the_way::*;

/// A vendor.
#[oauth_api(base_url = "https://vendor.example", auth = bearer, body = form | json)]
pub(crate) trait Shadowed {
    #[post("/p/{path}/{id}")]
    fn parameters(
        url: String,
        body: String,
        request: String,
        client: String,
        send: String,
        build: String,
        self_: String,
        method: String,
        path: String,
        headers: String,
        state: String,
        f: String,
        #[name = "String"] string: String,
        ok: String,
        call: String,
        draft: String,
        r#type: String,
        r#fn: Option<String>,
        id: u8,
        runtime: Option<String>,
        prepared: Option<String>,
        parameters: Option<String>,
        json: Option<String>,
        form: Option<String>,
        extra: Option<String>,
        auth: Option<String>,
        timeout: Option<String>,
        prepare: Option<String>,
        credentials: Option<String>,
        missing: Option<String>,
        value: Option<String>,
        slots: Option<String>,
        pkce: Option<String>,
        finish: Option<String>,
    );
    #[post("/url")]
    fn url(token: SecretString);
    #[post("/body")]
    fn body(kind: String);
    #[post("/request")]
    fn request(a: String);
    #[post("/client")]
    fn client(a: String);
    #[post("/send")]
    fn send(a: String);
    #[post("/build")]
    fn build(a: String);
    #[post("/self_")]
    fn self_(a: String);
    #[post("/method")]
    fn method(a: String);
    #[post("/path")]
    fn path(a: String);
    #[post("/headers")]
    fn headers(a: String);
    #[post("/state")]
    fn state(a: String);
    #[post("/String")]
    fn String(a: String);
    #[post("/Ok")]
    fn Ok(a: String);
    #[post("/new")]
    fn new(a: String);
    #[post("/builder")]
    fn builder(a: String);
    #[post("/at")]
    fn at(a: String);
    #[post("/clone")]
    fn clone(a: String);
    #[post("/api")]
    fn api(a: String);
    #[post("/from_client")]
    fn from_client(a: String);
    #[post("/drop")]
    fn drop(a: String);
    #[post("/match")]
    fn r#match(a: String);
    #[post("/parameter_info")]
    fn parameter(info: String);
}

#[test]
fn no_name_is_in_the_way() {
    let client = ShadowedClient::new(oauth_runtime_in_full::Bearer::new("t"));
    let request = client
        .parameters()
        .url_("1")
        .body("2")
        .request("3")
        .client("4")
        .send_("5")
        .build_("6")
        .self_("7")
        .method("8")
        .path("9")
        .headers("10")
        .state("11")
        .f("12")
        .string("13")
        .ok("14")
        .call("15")
        .draft("16")
        .r#type("17")
        .id(18)
        .r#fn("19")
        .json_("20");
    let request = request.build();
    let ::core::result::Result::Ok(request) = request else { panic!("{request:?}") };
    assert_eq!(request.uri(), "https://vendor.example/p/9/18");
    assert_eq!(
        &request.body()[..],
        b"url=1&body=2&request=3&client=4&send=5&build=6&self_=7&method=8&headers=10&state=11&f=12&String=13&ok=14&call=15&draft=16&type=17&fn=19&json=20"
    );
    for request in [
        client.String().a("1").build(),
        client.new_().a("1").build(),
        client.r#match().a("1").build(),
    ] {
        assert!(request.is_ok());
    }
}

use ::oauth_runtime as oauth_runtime_in_full;
