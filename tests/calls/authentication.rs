//! Every authentication of a trait with every authentication of an endpoint: what a call is given is what it sends.

use oauth_runtime::error::BuildErrorKind;
use oauth_runtime::{ApiClient, Basic, Bearer, ClientCredentials, Error, Token, http, oauth_api};

/// A header that authenticates.
type Header = (&'static str, &'static str);

const BASIC: Header = ("authorization", "Basic dTpw");
const SECRET: Header = ("authorization", "Basic dSUyQjpw");
const BEARER: Header = ("authorization", "Bearer t0k");
const KEY: Header = ("x-key", "k3y");
const OTHER: Header = ("x-other", "0th3r");

fn basic() -> Basic {
    Basic::new("u", "p")
}

fn secret() -> ClientCredentials {
    ClientCredentials::new("u+", "p")
}

fn bearer() -> Bearer {
    Bearer::new("t0k")
}

/// The headers of a request that authenticate.
fn sent<B>(request: Result<http::Request<B>, Error>) -> Vec<(String, String)> {
    let request = request.unwrap();
    let sent = request.headers().iter().map(|(name, value)| {
        (name.as_str().to_owned(), value.to_str().map(str::to_owned).unwrap())
    });
    let mut sent: Vec<_> =
        sent.filter(|(name, _)| ["authorization", "x-key", "x-other"].contains(&&**name)).collect();
    sent.sort();
    sent
}

fn owned(headers: &[Header]) -> Vec<(String, String)> {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let mut headers: Vec<_> = headers.collect();
    headers.sort();
    headers
}

/// What of the client's credentials an endpoint takes: the most that it knows of them. Nothing where the client holds none
/// that would do; more than one where it holds several of which one is enough.
fn taken(client: &[Header], alternatives: &[&[Header]]) -> Vec<Vec<(String, String)>> {
    let fitting = alternatives.iter().filter(|one| one.iter().all(|it| client.contains(it)));
    let most = fitting.clone().map(|one| one.len()).max();
    fitting.filter(|one| Some(one.len()) == most).map(|one| owned(one)).collect()
}

/// The headers that authenticate, or nothing where the client lacks credentials.
fn sent_if_held<B>(request: Result<http::Request<B>, Error>) -> Option<Vec<(String, String)>> {
    match &request {
        Err(Error::Build(error)) if matches!(error.kind(), BuildErrorKind::MissingCredentials) => {
            None
        }
        _ => Some(sent(request)),
    }
}

/// A call with credentials of its own sends these headers.
macro_rules! given {
    ($client:ident, $endpoint:ident $(. $grant:ident)?, $value:expr, $headers:expr) => {
        assert_eq!(
            sent($client.$endpoint()$(.$grant())?.auth($value).into_request().build()),
            owned(&$headers),
            "{}",
            stringify!($endpoint($value)),
        );
    };
}

/// A call with the client's credentials sends what the endpoint takes of them.
macro_rules! of_client {
    ($client:ident, $held:ident, $endpoint:ident $(. $grant:ident)?, $alternatives:expr) => {
        let sent = sent_if_held($client.$endpoint()$(.$grant())?.into_request().build());
        let taken = taken($held, &$alternatives);
        let is_taken = match &sent {
            Some(sent) => taken.contains(sent),
            None => taken.is_empty(),
        };
        assert!(is_taken, "{}: {sent:?} in place of {taken:?}", stringify!($endpoint));
    };
}

/// The same of endpoints that need credentials: those that some of the client's serve. Of the others it does not compile.
macro_rules! of_client_that_serves {
    ($client:ident, $held:ident, basic) => {
        of_client!($client, $held, basic, [&[BASIC]]);
        of_client!($client, $held, token.client_credentials, [&[BASIC]]);
    };
    ($client:ident, $held:ident, secret) => {
        of_client!($client, $held, secret, [&[SECRET]]);
    };
    ($client:ident, $held:ident, bearer) => {
        of_client!($client, $held, bearer, [&[BEARER]]);
    };
    ($client:ident, $held:ident, key) => {
        of_client!($client, $held, key, [&[KEY]]);
    };
    ($client:ident, $held:ident, basic_or_bearer) => {
        of_client!($client, $held, basic_or_bearer, [&[BASIC], &[BEARER]]);
    };
    ($client:ident, $held:ident, bearer_or_basic) => {
        of_client!($client, $held, bearer_or_basic, [&[BEARER], &[BASIC]]);
    };
    ($client:ident, $held:ident, key_and_basic) => {
        of_client!($client, $held, key_and_basic, [&[KEY, BASIC]]);
    };
    ($client:ident, $held:ident, key_or_other) => {
        of_client!($client, $held, key_or_other, [&[KEY], &[OTHER]]);
    };
}

/// Each of some endpoints.
macro_rules! serve {
    ($client:ident, $held:ident, [$($endpoint:ident),*]) => {
        $(of_client_that_serves!($client, $held, $endpoint);)*
    };
}

/// One row of the table: an API, the endpoints that need credentials and are served by the client's, and what a client holds.
macro_rules! row {
    ($name:ident, [$($auth:tt)*], $served:tt, $(($($credentials:expr)?) = $held:expr),+) => {
        mod $name {
            use super::*;

            /// A vendor.
            #[oauth_api(base_url = "https://vendor.example", auth = $($auth)*)]
            pub(super) trait Vendor {
                #[get("/", auth = none)]
                fn nobody();
                #[get("/", auth = basic)]
                fn basic();
                #[get("/", auth = client_secret_basic)]
                fn secret();
                #[get("/", auth = bearer)]
                fn bearer();
                #[get("/", auth = header("X-Key"))]
                fn key();
                #[get("/", auth = basic | none)]
                fn basic_or_none();
                #[get("/", auth = none | bearer)]
                fn none_or_bearer();
                #[get("/", auth = client_secret_basic | none)]
                fn secret_or_none();
                #[get("/", auth = header("X-Key") | none)]
                fn key_or_none();
                #[get("/", auth = basic | bearer)]
                fn basic_or_bearer();
                #[get("/", auth = bearer | basic)]
                fn bearer_or_basic();
                #[get("/", auth = header("X-Key") & basic)]
                fn key_and_basic();
                #[get("/", auth = header("X-Key") & basic | bearer | none)]
                fn key_and_basic_or_bearer_or_none();
                #[get("/", auth = header("X-Key") | header("X-Other"))]
                fn key_or_other();
                #[get("/", auth = header("X-Key") & header("X-Other") | none)]
                fn both_or_none();
                #[post("/token", auth = basic)]
                #[grant(client_credentials)]
                fn token(grant_type: String) -> Token;
            }

            /// Where an endpoint takes what the client takes, its credentials have the client's type: these names stand back
            /// behind those that are generated.
            #[allow(dead_code, reason = "each is used where no type of this name is generated")]
            mod of_the_client {
                use super::*;

                type Same = <VendorClient as ApiClient>::Credentials;
                pub(super) type VendorKeyCredentials = Same;
                pub(super) type VendorBasicOrNoneCredentials = Same;
                pub(super) type VendorNoneOrBearerCredentials = Same;
                pub(super) type VendorSecretOrNoneCredentials = Same;
                pub(super) type VendorKeyOrNoneCredentials = Same;
                pub(super) type VendorKeyAndBasicCredentials = Same;
                pub(super) type VendorKeyAndBasicOrBearerOrNoneCredentials = Same;
                pub(super) type VendorKeyOrOtherCredentials = Same;
                pub(super) type VendorBothOrNoneCredentials = Same;
            }
            #[allow(unused_imports, reason = "where all names are generated")]
            use of_the_client::*;

            type Most = VendorKeyAndBasicOrBearerOrNoneCredentials;
            type Both = VendorBothOrNoneCredentials;

            #[test]
            fn a_call_sends_what_it_is_given() {
                $(
                    let client = VendorClient::new($($credentials)?);
                    assert_eq!(sent(client.nobody().into_request().build()), []);
                    given!(client, basic, basic(), [BASIC]);
                    given!(client, secret, secret(), [SECRET]);
                    given!(client, bearer, bearer(), [BEARER]);
                    given!(client, key, VendorKeyCredentials::new("k3y"), [KEY]);
                    given!(client, basic_or_none, basic(), [BASIC]);
                    given!(client, basic_or_none, VendorBasicOrNoneCredentials::None, []);
                    given!(client, none_or_bearer, bearer(), [BEARER]);
                    given!(client, none_or_bearer, VendorNoneOrBearerCredentials::None, []);
                    given!(client, secret_or_none, secret(), [SECRET]);
                    given!(client, secret_or_none, VendorSecretOrNoneCredentials::None, []);
                    given!(client, key_or_none, VendorKeyOrNoneCredentials::Key("k3y".into()), [KEY]);
                    given!(client, key_or_none, VendorKeyOrNoneCredentials::None, []);
                    given!(client, basic_or_bearer, basic(), [BASIC]);
                    given!(client, basic_or_bearer, bearer(), [BEARER]);
                    given!(client, bearer_or_basic, basic(), [BASIC]);
                    given!(client, bearer_or_basic, bearer(), [BEARER]);
                    given!(client, key_and_basic, VendorKeyAndBasicCredentials::new("k3y", basic()), [KEY, BASIC]);
                    let both = Most::KeyAndBasic { key: "k3y".into(), basic: basic() };
                    given!(client, key_and_basic_or_bearer_or_none, both, [KEY, BASIC]);
                    given!(client, key_and_basic_or_bearer_or_none, bearer(), [BEARER]);
                    given!(client, key_and_basic_or_bearer_or_none, Most::None, []);
                    given!(client, key_or_other, VendorKeyOrOtherCredentials::Key("k3y".into()), [KEY]);
                    given!(client, key_or_other, VendorKeyOrOtherCredentials::Other("0th3r".into()), [OTHER]);
                    let both = Both::KeyAndOther { key: "k3y".into(), other: "0th3r".into() };
                    given!(client, both_or_none, both, [KEY, OTHER]);
                    given!(client, both_or_none, Both::None, []);
                    given!(client, token.client_credentials, basic(), [BASIC]);
                )+
            }

            #[test]
            fn a_client_sends_no_more_than_the_endpoint_takes() {
                $(
                    let client = VendorClient::new($($credentials)?);
                    let held: &[Header] = &$held;
                    of_client!(client, held, nobody, [&[]]);
                    of_client!(client, held, basic_or_none, [&[BASIC], &[]]);
                    of_client!(client, held, none_or_bearer, [&[], &[BEARER]]);
                    of_client!(client, held, secret_or_none, [&[SECRET], &[]]);
                    of_client!(client, held, key_or_none, [&[KEY], &[]]);
                    of_client!(client, held, key_and_basic_or_bearer_or_none, [&[KEY, BASIC], &[BEARER], &[]]);
                    of_client!(client, held, both_or_none, [&[KEY, OTHER], &[]]);
                    serve!(client, held, $served);
                )+
            }
        }
    };
}

row!(of_none, [none], [], () = []);
row!(of_basic, [basic], [basic, basic_or_bearer, bearer_or_basic], (basic()) = [BASIC]);
row!(of_secret, [client_secret_basic], [secret], (secret()) = [SECRET]);
row!(of_bearer, [bearer], [bearer, basic_or_bearer, bearer_or_basic], (bearer()) = [BEARER]);
row!(of_key, [header("X-Key")], [key, key_or_other], (VendorCredentials::new("k3y")) = [KEY]);
row!(
    of_basic_or_none,
    [basic | none],
    [basic, basic_or_bearer, bearer_or_basic],
    (basic()) = [BASIC],
    (VendorCredentials::None) = []
);
row!(
    of_none_or_bearer,
    [none | bearer],
    [bearer, basic_or_bearer, bearer_or_basic],
    (bearer()) = [BEARER],
    (VendorCredentials::None) = []
);
row!(
    of_secret_or_none,
    [client_secret_basic | none],
    [secret],
    (secret()) = [SECRET],
    (VendorCredentials::None) = []
);
row!(
    of_key_or_none,
    [header("X-Key") | none],
    [key, key_or_other],
    (VendorCredentials::Key("k3y".into())) = [KEY],
    (VendorCredentials::None) = []
);
row!(
    of_basic_or_bearer,
    [basic | bearer],
    [basic, bearer, basic_or_bearer, bearer_or_basic],
    (basic()) = [BASIC],
    (bearer()) = [BEARER]
);
row!(
    of_bearer_or_basic,
    [bearer | basic],
    [basic, bearer, basic_or_bearer, bearer_or_basic],
    (basic()) = [BASIC],
    (bearer()) = [BEARER]
);
row!(
    of_key_and_basic,
    [header("X-Key") & basic],
    [basic, key, basic_or_bearer, bearer_or_basic, key_and_basic, key_or_other],
    (VendorCredentials::new("k3y", basic())) = [KEY, BASIC]
);
row!(
    of_key_and_basic_or_bearer_or_none,
    [header("X-Key") & basic | bearer | none],
    [basic, bearer, key, basic_or_bearer, bearer_or_basic, key_and_basic, key_or_other],
    (VendorCredentials::KeyAndBasic { key: "k3y".into(), basic: basic() }) = [KEY, BASIC],
    (bearer()) = [BEARER],
    (VendorCredentials::None) = []
);
row!(
    of_key_or_other,
    [header("X-Key") | header("X-Other")],
    [key, key_or_other],
    (VendorCredentials::Key("k3y".into())) = [KEY],
    (VendorCredentials::Other("0th3r".into())) = [OTHER]
);
row!(
    of_both_or_none,
    [header("X-Key") & header("X-Other") | none],
    [key, key_or_other],
    (VendorCredentials::KeyAndOther { key: "k3y".into(), other: "0th3r".into() }) = [KEY, OTHER],
    (VendorCredentials::None) = []
);
