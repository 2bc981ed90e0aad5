//! A crate of an older edition that knows the runtime by another name, which its `Cargo.toml` gives, and denies every
//! lint that it can.

#![deny(
    warnings,
    rust_2024_compatibility,
    future_incompatible,
    clippy::all,
    clippy::pedantic,
    clippy::nursery
)]

use known_as::{Redirect, RedirectOr, Scopes, SecretString, Token, lenient, oauth_api, open_enum};

/// A vendor with one of everything, so that every path of the expansion is taken.
#[oauth_api(
    crate = known_as,
    base_urls(production = "https://vendor.example", testing = "https://test.vendor.example"),
    auth = header("X-App-Id") & basic | client_secret_basic | none,
    body = form | json,
    headers("X-Version" = "1"),
    error = Problem
)]
pub trait Renamed {
    /// A page.
    #[get("/authorize", browser, auth = none)]
    fn authorize(
        #[constant = "code"] response_type: String,
        client_id: String,
        state: String,
        code_challenge: Option<String>,
        code_challenge_method: Option<String>,
    );

    /// Several calls in one.
    #[post("/token", auth = client_secret_basic, errors(404 => Problem))]
    #[grant(authorization_code, needs(code, redirect_uri), may(code_verifier))]
    fn token(
        grant_type: GrantType,
        code: Option<SecretString>,
        redirect_uri: Option<String>,
        code_verifier: Option<SecretString>,
        #[default = "read"] scope: Scopes,
        #[cfg(test)]
        #[header("X-Trace")]
        trace: Option<String>,
    ) -> Token;

    /// A JSON body.
    #[put("/things/{id}", body = json, auth = bearer)]
    fn things(id: u64, names: Vec<String>, #[constant = 1] version: u8) -> Thing;

    /// A redirect.
    #[get("/jump")]
    fn jump(#[cookie("session")] session: SecretString) -> Redirect;

    /// A redirect, perhaps.
    #[get("/maybe")]
    fn maybe() -> RedirectOr<Thing>;

    /// No answer.
    #[delete("/things/{id}")]
    fn delete_things(id: u64);
}

open_enum! {
    /// What a token is asked for with.
    pub enum GrantType {
        /// An authorization code.
        AuthorizationCode = "authorization_code",
    }
}

/// A thing.
#[non_exhaustive]
#[derive(Clone, Debug, serde::Deserialize)]
pub struct Thing {
    /// Its id, in whatever form the vendor likes today.
    #[serde(deserialize_with = "lenient::required_number")]
    pub id: u64,
}

/// A problem.
#[non_exhaustive]
#[derive(Clone, Debug, serde::Deserialize)]
pub struct Problem {
    /// Its title.
    pub title: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expands_with_a_renamed_runtime() {
        let client = RenamedClient::new(RenamedCredentials::None);
        let grant = client.token().authorization_code().code("c").redirect_uri("https://a.example");
        let request =
            grant.auth(known_as::ClientCredentials::new("id", "s")).into_request().build().unwrap();
        assert_eq!(
            &request.body()[..],
            b"grant_type=authorization_code&code=c&redirect_uri=https%3A%2F%2Fa.example&scope=read"
        );
        let bearer = known_as::Bearer::new("t");
        let request =
            client.things().id(1).names(["a"]).auth(bearer).into_request().build().unwrap();
        assert_eq!(&request.body()[..], br#"{"names":["a"],"version":1}"#);
    }
}
