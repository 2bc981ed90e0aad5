//! A crate that denies everything.

#![deny(
    warnings,
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    unused_qualifications,
    let_underscore_drop,
    rust_2018_idioms,
    unsafe_code,
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    clippy::exhaustive_enums,
    clippy::exhaustive_structs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::dbg_macro,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::todo,
    clippy::allow_attributes_without_reason,
    clippy::use_self,
    clippy::nonstandard_macro_braces
)]

use oauth_runtime::{Redirect, RedirectOr, Scopes, SecretString, Url, oauth_api, open_enum};
use serde::{Deserialize, Serialize};

/// A vendor.
#[oauth_api(
    base_urls(production = "https://vendor.example", testing = "https://test.vendor.example"),
    auth = header("X-App-Id") as app_id & header("X-App-Token") | bearer | none,
    body = form | json,
    headers("X-Version" = "1"),
    error = Problem,
    response_headers(
        /// How many calls are left.
        "X-Left": u32
    )
)]
pub trait Strict {
    /// Everything.
    #[post("/things/{id}", errors(404 => Problem))]
    fn everything(
        /// Id.
        id: u64,
        /// Key.
        #[header("X-Key")]
        key: SecretString,
        /// Session.
        #[cookie("session")]
        session: SecretString,
        /// Kind.
        #[default = "plain"]
        kind: Kind,
        /// Undocumented otherwise.
        #[constant = 1]
        version: u8,
        /// Scope.
        #[server_default = "read"]
        scope: Option<Scopes>,
        undocumented: Option<String>,
    ) -> Thing;

    #[put("/undocumented", body = json, auth = basic)]
    fn undocumented(thing: Body, names: Vec<String>, more: Option<Vec<String>>);

    /// A grant.
    #[post("/token")]
    #[grant(authorization_code, needs(client_id, code), may(code_verifier))]
    #[grant(refresh_token, needs(refresh_token))]
    fn token(
        grant_type: String,
        client_id: Option<String>,
        code: Option<SecretString>,
        code_verifier: Option<SecretString>,
        refresh_token: Option<SecretString>,
    ) -> Thing;

    /// A page.
    #[get("/page", browser, auth = none)]
    fn page(
        state: Option<String>,
        code_challenge: Option<String>,
        code_challenge_method: Option<String>,
    );

    /// Lists.
    #[post("/lists", auth = header("Authorization", prefix = "OAuth") as token, response_headers("Retry-After": String))]
    fn lists(
        /// Names.
        names: Vec<String>,
        /// More names.
        #[separator = ","]
        more: Option<Vec<SecretString>>,
        #[separator = "+"] scope: Scopes,
    );

    /// A page with words of its own.
    #[get("/page#end", browser, auth = none, callback(code = "auth_code", error = "err"))]
    fn other_page();

    /// A redirect.
    #[get("/jump")]
    fn jump() -> Redirect;

    /// A redirect, perhaps.
    #[get("/maybe")]
    fn maybe() -> RedirectOr<Thing>;
}

/// A vendor on several hosts.
#[oauth_api(
    base_urls(production = "https://vendor.example", testing = "https://test.vendor.example"),
    bases(
        api(production = "https://api.vendor.example", testing = "https://test.api.vendor.example"),
        content = "https://content.vendor.example?version=1"
    ),
    auth = bearer
)]
pub trait Hosts {
    /// After a base with a name.
    #[get("/things/{id}", base = api)]
    fn thing(
        /// Id.
        id: u64,
    ) -> Thing;

    /// At a base with a name.
    #[get("", base = content)]
    fn content();

    /// With the whole URL.
    #[post("https://upload.vendor.example/things")]
    fn upload(
        /// Name.
        name: String,
    ) -> Thing;

    /// At the base.
    #[post("")]
    fn root();
}

/// A server.
#[oauth_api(auth = client_secret_basic)]
pub trait Server {
    /// Where authorization is asked for.
    #[get(authorization_endpoint, browser, auth = none)]
    fn authorize(
        /// What is asked for.
        response_type: String,
        /// The client.
        client_id: String,
        /// Protects one request.
        state: String,
    );

    /// Where tokens are.
    #[post(token_endpoint)]
    #[grant(client_credentials)]
    fn token(
        /// The grant.
        grant_type: String,
    ) -> Thing;

    /// A URL of the server's own.
    #[get(vendor_status_uri, auth = none)]
    fn status();

    /// Changes a registration.
    #[put(registration_client_uri, auth = bearer, body = json)]
    fn update(
        /// Where it is.
        registration_client_uri: Url,
        /// The client.
        client_id: String,
    ) -> Thing;
}

/// A server without authentication.
#[oauth_api]
pub trait Open {
    /// Its keys.
    #[get(jwks_uri)]
    fn keys() -> Thing;
}

open_enum! {
    /// A kind.
    pub enum Kind {
        /// Plain.
        Plain = "plain",
    }
}

/// A thing.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct Thing {
    /// Its id.
    pub id: u64,
}

/// A body.
#[non_exhaustive]
#[derive(Clone, Debug, Serialize)]
pub struct Body {
    /// Its id.
    pub id: u64,
}

/// A problem.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct Problem {
    /// Its title.
    pub title: String,
}
