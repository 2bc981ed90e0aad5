//! Client identifier and secret, given once: each endpoint sends them as it takes them.

use oauth_runtime::error::BuildErrorKind;
use oauth_runtime::{Bearer, ClientCredentials, ClientId, Error, SecretString, http, oauth_api};

/// What a request says of its client: the headers that authenticate, then query or body.
fn sent(request: Result<http::Request<bytes::Bytes>, Error>) -> String {
    let request = match request {
        Ok(request) => request,
        Err(Error::Build(error)) => {
            return match error.kind() {
                BuildErrorKind::MissingCredentials => "missing".to_owned(),
                BuildErrorKind::TwoClientAuthentications { parameter } => {
                    format!("twice: {parameter}")
                }
                BuildErrorKind::ExtraCollides { name } => format!("collides: {name}"),
                other => panic!("{other}"),
            };
        }
        Err(other) => panic!("{other}"),
    };
    let headers = ["authorization", "x-key"].into_iter().filter_map(|name| {
        let value = request.headers().get(name)?;
        assert!(value.is_sensitive());
        Some(value.to_str().unwrap().to_owned())
    });
    let query = request.uri().query().map(|query| format!("?{query}"));
    let body = std::str::from_utf8(request.body()).unwrap().to_owned();
    let body = Some(body).filter(|body| !body.is_empty());
    headers.chain(query).chain(body).collect::<Vec<_>>().join(" ")
}

macro_rules! sends {
    ($($call:expr => $expected:expr;)*) => {
        $(assert_eq!(sent($call.into_request().build()), $expected, "{}", stringify!($call));)*
    };
}

/// One row of the table: an API whose client has client identifier and secret, or may have them.
macro_rules! vendor {
    ($name:ident, $($auth:tt)*) => {
        mod $name {
            use super::*;

            #[oauth_api(base_url = "https://vendor.example", auth = $($auth)*)]
            pub(super) trait Vendor {
                #[post("/", auth = none)]
                fn nobody(a: Option<u8>);
                #[post("/", auth = basic(client_id, client_secret))]
                fn basic(a: u8);
                #[post("/", auth = client_secret_basic)]
                fn encoded(a: u8);
                #[post("/", auth = client_secret_post)]
                fn post(a: u8);
                #[post("/", auth = client_secret_post)]
                fn empty();
                #[put("/", auth = client_secret_post, body = json)]
                fn json(a: u8);
                #[post("/", auth = client_id)]
                fn id(a: u8);
                #[get("/", auth = client_id)]
                fn id_of_get(a: u8);
                #[delete("/", auth = client_id)]
                fn id_of_delete();
                #[get("/", auth = client_id, browser)]
                fn page(a: u8);
                #[post("/", auth = client_secret_basic | client_secret_post)]
                fn header_or_body(a: u8);
                #[post("/", auth = client_secret_post | client_secret_basic)]
                fn body_or_header(a: u8);
                #[post("/", auth = client_id | client_secret_post)]
                fn id_or_post(a: u8);
                #[post("/", auth = none | client_secret_post)]
                fn none_or_post(a: u8);
                #[post("/", auth = client_id & client_secret_basic)]
                fn both(a: u8);
                #[post("/", auth = bearer | client_secret_post)]
                fn bearer_or_post(a: u8);
                #[post("/", auth = client_secret_basic | client_secret_post)]
                fn declared(
                    client_secret: Option<SecretString>,
                    a: u8,
                    client_id: Option<String>,
                );
                #[patch("/", auth = client_secret_post, body = json)]
                fn named(
                    a: u8,
                    #[name = "clientId"] client_id: Option<String>,
                    #[name = "clientSecret"] client_secret: Option<SecretString>,
                );
                #[post("/", auth = header("X-Key") & client_secret_post)]
                fn key_and_post(a: u8);
                #[post("/{client_id}", auth = client_secret_post)]
                fn in_the_path(client_id: String);
            }
        }
    };
}

vendor!(of_basic, basic(client_id, client_secret));
vendor!(of_encoded, client_secret_basic);
vendor!(of_post, client_secret_post);
vendor!(of_either, client_secret_basic | client_secret_post);
vendor!(of_post_or_id, client_secret_post | client_id);
vendor!(of_post_or_none, client_secret_post | none);
vendor!(of_key_and_post, header("X-Key") & client_secret_post);

fn pair() -> ClientCredentials {
    ClientCredentials::new("u+", "p")
}

/// `u+:p`.
const BASIC: &str = "Basic dSs6cA==";
/// `u%2B:p`.
const ENCODED: &str = "Basic dSUyQjpw";
const BODY: &str = "client_id=u%2B&client_secret=p";

/// What a client with a pair sends, whatever scheme it was declared with.
macro_rules! with_a_pair {
    ($client:expr) => {
        let client = $client;
        sends! {
            client.nobody().a(1) => "a=1";
            client.basic().a(1) => format!("{BASIC} a=1");
            client.encoded().a(1) => format!("{ENCODED} a=1");
            client.post().a(1) => format!("a=1&{BODY}");
            client.empty() => BODY;
            client.json().a(1) => r#"{"a":1,"client_id":"u+","client_secret":"p"}"#;
            client.id().a(1) => "a=1&client_id=u%2B";
            client.id_of_get().a(1) => "?a=1&client_id=u%2B";
            client.id_of_delete() => "?client_id=u%2B";
            client.header_or_body().a(1) => format!("{ENCODED} a=1");
            client.body_or_header().a(1) => format!("a=1&{BODY}");
            client.id_or_post().a(1) => format!("a=1&{BODY}");
            client.none_or_post().a(1) => format!("a=1&{BODY}");
            client.both().a(1) => format!("{ENCODED} a=1&client_id=u%2B");
            client.bearer_or_post().a(1) => format!("a=1&{BODY}");
            client.declared().a(1) => format!("{ENCODED} a=1");
            // A secret that the caller sets goes where it is declared.
            client.declared().a(1).client_secret("s") => "client_secret=s&a=1&client_id=u%2B";
            client.declared().a(1).client_id("i") => format!("{ENCODED} a=1&client_id=i");
            client.declared().a(1).client_id("i").client_secret("s") => "client_secret=s&a=1&client_id=i";
            client.named().a(1) => r#"{"a":1,"clientId":"u+","clientSecret":"p"}"#;
            client.named().a(1).client_secret("s") => r#"{"a":1,"clientId":"u+","clientSecret":"s"}"#;
            client.in_the_path().client_id("x") => BODY;
            client.post().a(1).into_request().extra("client_assertion", "x") => "twice: client_assertion";
            client.basic().a(1).into_request().extra("client_secret", "x") => "twice: client_secret";
        }
        let page = client.page().a(1).url().unwrap();
        assert_eq!(page.query(), Some("a=1&client_id=u%2B"));
        let twice = client.post().a(1).into_request().extra("client_id", "x");
        assert_eq!(sent(twice.build()), "collides: client_id");
        let twice = client.id_of_get().a(1).into_request().extra("client_id", "x");
        assert_eq!(sent(twice.build()), "collides: client_id");
    };
}

/// Lets a request be ended like a builder.
trait Ended: Sized {
    fn into_request(self) -> Self {
        self
    }
}

impl<P, T> Ended for oauth_runtime::Request<P, T> {}

#[test]
fn a_pair_serves_every_endpoint() {
    with_a_pair!(of_basic::VendorClient::new(pair()));
    with_a_pair!(of_encoded::VendorClient::new(pair()));
    with_a_pair!(of_post::VendorClient::new(pair()));
    with_a_pair!(of_either::VendorClient::new(pair()));
    with_a_pair!(of_post_or_id::VendorClient::new(pair()));
    with_a_pair!(of_post_or_none::VendorClient::new(pair()));
    let key = |key: &str| of_key_and_post::VendorCredentials::new(key, pair());
    with_a_pair!(of_key_and_post::VendorClient::new(key("k3y")));
    let client = of_key_and_post::VendorClient::new(key("k3y"));
    sends! {
        client.key_and_post().a(1) => format!("k3y a=1&{BODY}");
        client.key_and_post().a(1).auth(key("0ther")) => format!("0ther a=1&{BODY}");
    }
}

/// Each call asks for what its client does not have, and is served by what it is given.
#[test]
fn credentials_of_a_call_serve_it() {
    let client = of_post::VendorClient::new(ClientCredentials::new("other", "0ther"));
    let own = || of_post::VendorBearerOrPostCredentials::from(Bearer::new("t"));
    sends! {
        client.post().a(1).auth(pair()) => format!("a=1&{BODY}");
        client.encoded().a(1).auth(pair()) => format!("{ENCODED} a=1");
        client.id().a(1).auth(ClientId::new("u+")) => "a=1&client_id=u%2B";
        client.bearer_or_post().a(1).auth(own()) => "Bearer t a=1";
        client.bearer_or_post().a(1).auth(pair()) => format!("a=1&{BODY}");
        client.none_or_post().a(1).auth(of_post::VendorNoneOrPostCredentials::None) => "a=1";
        client.id_or_post().a(1).auth(ClientId::new("u+")) => "a=1&client_id=u%2B";
        client.key_and_post().a(1).auth(of_post::VendorKeyAndPostCredentials::new("k3y", pair())) => format!("k3y a=1&{BODY}");
        // The next call is the client's again.
        client.post().a(1) => "a=1&client_id=other&client_secret=0ther";
    }
}

/// A client without a secret names itself, and lacks what needs one.
#[test]
fn client_without_a_secret_sends_its_identifier() {
    let client = of_post_or_id::VendorClient::new(ClientId::new("u+"));
    sends! {
        client.id().a(1) => "a=1&client_id=u%2B";
        client.id_of_get().a(1) => "?a=1&client_id=u%2B";
        client.id_or_post().a(1) => "a=1&client_id=u%2B";
        client.none_or_post().a(1) => "a=1";
        client.post().a(1) => "missing";
        client.basic().a(1) => "missing";
        client.both().a(1) => "missing";
        client.declared().a(1) => "missing";
        client.declared().a(1).client_secret("s") => "client_secret=s&a=1&client_id=u%2B";
    }
    let client = of_post_or_none::VendorClient::new(of_post_or_none::VendorCredentials::None);
    sends! {
        client.none_or_post().a(1) => "a=1";
        client.post().a(1) => "missing";
        client.declared().a(1).client_id("i").client_secret("s") => "client_secret=s&a=1&client_id=i";
    }
}

/// What is declared as required is not asked for where the client has it by its type.
#[oauth_api(base_url = "https://vendor.example", auth = basic(client_id, client_secret))]
trait Required {
    #[get("/authorize", browser, auth = none)]
    fn authorize(client_id: String, scope: Option<String>);
    #[get("/users", auth = none)]
    fn users(client_id: String);
    #[post("/code", body = form | json)]
    fn code(client_id: String, scope: Option<String>);
    #[post("/token", auth = client_secret_post)]
    fn token(client_id: String, client_secret: SecretString, scope: Option<String>);
    #[post("/device", auth = none)]
    fn device(scope: Option<String>, client_id: String);
    #[post("/revoke", auth = basic(client_id, client_secret) | bearer)]
    fn revoke(client_id: String);
}

#[test]
fn required_parameters_come_from_the_client() {
    let client = RequiredClient::new(pair());
    let query = |url: oauth_runtime::Url| url.query().unwrap_or_default().to_owned();
    assert_eq!(query(client.authorize().url().unwrap()), "client_id=u%2B");
    assert_eq!(query(client.authorize().client_id("i").url().unwrap()), "client_id=i");
    let whoever = client.users().client_id("somebody").into_request();
    assert_eq!(query(whoever.url().unwrap()), "client_id=somebody");
    sends! {
        client.code() => format!("{BASIC} client_id=u%2B");
        client.code().client_id("i").scope("s") => format!("{BASIC} client_id=i&scope=s");
        client.code().json() => format!(r#"{BASIC} {{"client_id":"u+"}}"#);
        client.code().auth(ClientCredentials::new("o", "0")) => "Basic bzow client_id=o";
        client.token() => BODY;
        client.token().client_secret("s") => "client_id=u%2B&client_secret=s";
        client.device().scope("s") => "scope=s&client_id=u%2B";
        client.revoke() => format!("{BASIC} client_id=u%2B");
        // Who the client is stays the same.
        client.revoke().auth(Bearer::new("t")) => "Bearer t client_id=u%2B";
    }
    let nobody = RequiredClient::builder().build().unwrap();
    assert!(nobody.authorize().url().is_err());
    assert_eq!(query(nobody.authorize().client_id("i").url().unwrap()), "client_id=i");
    sends! {
        nobody.device() => "missing";
        nobody.device().client_id("i") => "client_id=i";
        nobody.token().client_id("i") => "missing";
        nobody.token().client_id("i").client_secret("s") => "client_id=i&client_secret=s";
        nobody.code().client_id("i") => "missing";
        nobody.revoke().auth(Bearer::new("t")) => "missing";
    }
}

/// A caller who goes another way than the one before gets their own headers.
#[test]
fn calls_that_go_two_ways_share_no_headers() {
    for first in [true, false] {
        let client = of_either::VendorClient::new(pair());
        let common = || client.declared().a(1).into_request().build();
        let own = || client.declared().a(1).client_secret("s").into_request().build();
        for turn in 0..4 {
            if (turn % 2 == 0) == first {
                assert_eq!(sent(common()), format!("{ENCODED} a=1"));
            } else {
                assert_eq!(sent(own()), "client_secret=s&a=1&client_id=u%2B");
            }
        }
    }
}

/// HTTP Basic takes no colon in a user name, which stops what needs it, and nothing else.
#[test]
fn identifier_with_a_colon_goes_where_it_can() {
    let client = of_post::VendorClient::new(ClientCredentials::new("urn:app", "p"));
    sends! {
        client.post().a(1) => "a=1&client_id=urn%3Aapp&client_secret=p";
        // `urn%3Aapp:p`.
        client.encoded().a(1) => "Basic dXJuJTNBYXBwOnA= a=1";
    }
    let error = client.basic().a(1).into_request().build().unwrap_err();
    let Error::Build(error) = error else { panic!("{error}") };
    assert!(matches!(error.kind(), BuildErrorKind::Credentials { .. }), "{error}");
}
