//! Token answers read as the vendors' own types: as much is accepted, noted and refused as of `Token`.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, SystemTime};

use oauth_providers::mastodon::MastodonClient;
use oauth_providers::nutanix::NutanixClient;
use oauth_providers::ultracart::{UltraCartClient, UltraCartCredentials};
use oauth_providers::usps::UspsClient;
use oauth_providers::voucherify::{VoucherifyClient, VoucherifyCredentials};
use oauth_runtime::{
    ApiClient, Basic, ClientBuilder, ClientCredentials, Deviation, Error, ExposeSecret,
    SecretString, Token, error::UnexpectedReason, oauth_api,
};
use oauth_tests::{Carrier, Response, Server, chain, over_each_carrier};

use crate::tokens::{dangerous, harmless};

/// What is asked of an answer: its access token, its departures and when it expires.
struct Told {
    access_token: String,
    deviations: Vec<Deviation>,
    expires_at: Option<SystemTime>,
}

type Telling = Pin<Box<dyn Future<Output = Result<Told, Error>>>>;

/// Calls one endpoint, again and again.
type Calling = Box<dyn Fn() -> Telling>;

/// An endpoint that answers tokens.
type Vendor = (&'static str, fn(Carrier, &str, bool) -> Calling);

fn client<C: ApiClient>(
    carrier: Carrier,
    builder: ClientBuilder<C>,
    origin: &str,
    strict: bool,
) -> ClientBuilder<C> {
    let builder = carrier.on(builder).base_url(origin);
    if strict { builder.strict() } else { builder }
}

fn told<T>(
    answer: &oauth_runtime::Response<T>,
    access_token: impl Fn(&T) -> &SecretString,
) -> Told {
    Told {
        access_token: access_token(answer.value()).expose_secret().to_owned(),
        deviations: answer.deviations().to_vec(),
        expires_at: answer.expires_at(),
    }
}

macro_rules! vendors {
    ($($name:literal: $client:ident $(($credentials:expr))? . $($call:ident ($($value:expr),*)).+ => $token:expr;)*) => {
        [$((
            $name,
            |carrier: Carrier, origin: &str, strict: bool| -> Calling {
                let client = client(carrier, $client::builder(), origin, strict)$(.credentials($credentials))?.build().unwrap();
                Box::new(move || {
                    let call = client.$($call($($value),*)).+.send().with_response();
                    Box::pin(async move { Ok(told(&call.await?, $token)) })
                })
            },
        )),*]
    };
}

fn vendors() -> [Vendor; 5] {
    vendors! {
        "USPS": UspsClient(ClientCredentials::new("i", "s")).post_token().authorization_code().code("c").redirect_uri("https://app.example/cb") => |token| &token.access_token;
        "UltraCart": UltraCartClient(UltraCartCredentials::SimpleKey("k".into())).oauth_access_token().refresh_token_grant().client_id("i").refresh_token("r") => |token| &token.access_token;
        "Voucherify": VoucherifyClient(VoucherifyCredentials::new("i", "k")).generate_oauth_token().scope("vouchers") => |token| &token.access_token;
        "Nutanix": NutanixClient(Basic::new("u", "p")).oauth_token_post().refresh_token_grant().client_id("i").client_secret("s").refresh_token("r") => |token| &token.access_token;
        "Mastodon": MastodonClient(ClientCredentials::new("i", "s")).oauth_token_post().authorization_code().redirect_uri("https://app.example/cb").code("c") => |token| &token.access_token;
    }
}

/// Has one client take these answers, one by one.
async fn ask(
    carrier: Carrier,
    (_, vendor): Vendor,
    rows: Vec<(&'static str, Response)>,
    strict: bool,
) -> Vec<(&'static str, Result<Told, Error>)> {
    let (names, answers): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    let server = Server::answering(answers).await;
    let call = vendor(carrier, &server.origin(), strict);
    let mut told = Vec::new();
    for name in names {
        told.push((name, call().await));
    }
    assert_eq!(server.requests().len(), told.len());
    told
}

/// The same for one answer.
async fn ask_once(carrier: Carrier, vendor: Vendor, answer: &str, strict: bool) -> Told {
    let mut told = ask(carrier, vendor, vec![("", Response::json(200, answer))], strict).await;
    told.remove(0).1.unwrap()
}

/// Whether an answer departs in what its vendor documents.
fn is_documented(vendor: &str, name: &str) -> bool {
    match name {
        "expires_in: string" => ["USPS", "UltraCart"].contains(&vendor),
        "scope: null" => vendor == "Voucherify",
        // Null, and whatever else says no time.
        "expires_in: null" | "expires_in: empty" | "expires_in: never" | "expires_in: boolean" => {
            vendor == "Voucherify"
        }
        "token_type: absent" | "token_type: null" => ["UltraCart", "Voucherify"].contains(&vendor),
        _ => false,
    }
}

/// Whether an answer departs in nothing but what the RFC permits.
fn is_to_the_letter(name: &str) -> bool {
    name == "expires_in: absent"
}

over_each_carrier! {
    harmless_departures_are_accepted_and_noted,
    strict_client_refuses_every_departure,
    strict_client_takes_what_is_to_the_letter,
    what_a_page_shows_is_taken_strictly,
    suffix_makes_json_outside_token_endpoints,
    dangerous_answers_are_no_tokens_of_any_vendor,
    member_that_came_twice_costs_no_token,
    broken_json_is_no_token_whatever_came_twice,
    expiry_is_an_instant_counted_from_receipt,
    known_departures_need_no_token,
    known_departures_are_neither_noted_nor_refused,
    words_of_the_vendor_are_taken_where_it_is_known_for_them,
    documented_lifetime_stands_in_for_none,
}

async fn harmless_departures_are_accepted_and_noted(carrier: Carrier) {
    for vendor in vendors() {
        for (name, told) in ask(carrier, vendor, harmless(), false).await {
            let told = told.unwrap_or_else(|error| panic!("{}, {name}: {error:?}", vendor.0));
            assert_eq!(told.access_token, "at", "{}, {name}", vendor.0);
            let noted = usize::from(!is_documented(vendor.0, name));
            assert_eq!(told.deviations.len(), noted, "{}, {name}: {:?}", vendor.0, told.deviations);
        }
    }
}

async fn strict_client_refuses_every_departure(carrier: Carrier) {
    let is_expected = |vendor, name| is_to_the_letter(name) || is_documented(vendor, name);
    for vendor in vendors() {
        for (name, told) in ask(carrier, vendor, harmless(), true).await {
            match told {
                Ok(_) => assert!(is_expected(vendor.0, name), "{}, {name}", vendor.0),
                Err(Error::Unexpected(error)) => {
                    let UnexpectedReason::Deviations(deviations) = error.reason() else {
                        panic!("{}, {name}: {error:?}", vendor.0);
                    };
                    assert_eq!(deviations.len(), 1, "{}, {name}: {deviations:?}", vendor.0);
                    assert!(chain(&error).contains(&deviations[0].to_string()), "{error}");
                    assert!(!is_expected(vendor.0, name), "{}, {name}", vendor.0);
                }
                Err(error) => panic!("{}, {name}: {error:?}", vendor.0),
            }
        }
    }
}

async fn strict_client_takes_what_is_to_the_letter(carrier: Carrier) {
    let answer = r#"{"access_token":"at","token_type":"Bearer","expires_in":3600,"scope":"a b"}"#;
    for vendor in vendors() {
        let told = ask_once(carrier, vendor, answer, true).await;
        assert_eq!((told.access_token.as_str(), told.deviations), ("at", vec![]), "{}", vendor.0);
    }
}

async fn dangerous_answers_are_no_tokens_of_any_vendor(carrier: Carrier) {
    let elsewhere = Server::start().await;
    for vendor in vendors() {
        for (name, told) in ask(carrier, vendor, dangerous(&elsewhere.url("/token")), false).await {
            if let Ok(told) = told {
                panic!("{}, {name}: {}", vendor.0, told.access_token);
            }
        }
    }
    assert_eq!(elsewhere.connections(), 0);
}

async fn member_that_came_twice_costs_no_token(carrier: Carrier) {
    let answer = r#"{"access_token":"at","token_type":"Bearer","expires_in":1,"expires_in":2,"scope":"a","scope":"b"}"#;
    for vendor in vendors() {
        let told = ask_once(carrier, vendor, answer, false).await;
        let twice = |name: &str| Deviation::DuplicateMember(name.to_owned());
        assert_eq!(told.deviations, [twice("expires_in"), twice("scope")], "{}", vendor.0);
    }
}

async fn broken_json_is_no_token_whatever_came_twice(carrier: Carrier) {
    let whole = r#"{"access_token":"at","token_type":"Bearer","expires_in":1,"expires_in":2"#;
    let broken = ["", ",", r#","scope":"a"#, r#","scope":"a"scope":"b"}"#, "}}", r#"} {"a":1}"#];
    for vendor in vendors() {
        for rest in broken {
            let answer = Response::json(200, format!("{whole}{rest}"));
            let told = ask(carrier, vendor, vec![("", answer)], false).await.remove(0).1;
            assert!(matches!(told, Err(Error::Unexpected(_))), "{}, {rest}", vendor.0);
        }
    }
}

async fn expiry_is_an_instant_counted_from_receipt(carrier: Carrier) {
    let hour = Duration::from_secs(3600);
    for vendor in vendors() {
        let before = SystemTime::now();
        let answer = r#"{"access_token":"at","token_type":"Bearer","expires_in":3600}"#;
        let expires_at = ask_once(carrier, vendor, answer, false).await.expires_at;
        let after = SystemTime::now();
        let expires_at = expires_at.unwrap();
        assert!(before + hour <= expires_at && expires_at <= after + hour, "{}", vendor.0);

        let answer = r#"{"access_token":"at","token_type":"Bearer","expires_in":-5}"#;
        let expired = ask_once(carrier, vendor, answer, false).await.expires_at;
        assert!(expired.unwrap() <= SystemTime::now(), "{}", vendor.0);
    }
}

/// What a vendor's own page shows is to its letter: a strict client takes it.
async fn what_a_page_shows_is_taken_strictly(carrier: Carrier) {
    for (name, answer) in [
        (
            "USPS",
            r#"{"access_token":"at","token_type":"Bearer","issued_at":"1744028583433","expires_in":"28799","status":"approved","scope":"addresses  tracking"}"#,
        ),
        (
            "USPS",
            r#"{"access_token":"at","token_type":"Bearer","expires_in":3600,"scope":" addresses tracking"}"#,
        ),
        (
            "Voucherify",
            r#"{"access_token":"at","client_id":null,"expires_at":null,"expires_in":null,"scope":null,"token_type":null}"#,
        ),
        (
            "Voucherify",
            r#"{"access_token":"at","client_id":"c","expires_at":1735689600,"expires_in":900,"scope":null,"token_type":"Bearer"}"#,
        ),
        ("UltraCart", r#"{"access_token":"at","expires_in":"3600","scope":"item_read"}"#),
    ] {
        let vendor = vendors().into_iter().find(|(own, _)| *own == name).unwrap();
        let told = ask_once(carrier, vendor, answer, true).await;
        assert_eq!((told.access_token.as_str(), told.deviations), ("at", vec![]), "{name}");
    }
}

/// Elsewhere a type is JSON by its suffix, too ([RFC 6839, section 3.1](https://www.rfc-editor.org/rfc/rfc6839#section-3.1)).
async fn suffix_makes_json_outside_token_endpoints(carrier: Carrier) {
    for (kind, expected) in [
        ("application/scim+json", None),
        ("application/jwk-set+json; charset=utf-8", None),
        ("application/scim+json; charset=utf-16", Some(Deviation::Charset)),
        ("application/scim+json, text/html", Some(Deviation::ContentTypeRepeated)),
    ] {
        // Nothing there is a token: it may be stored, and 202 is a success like 200.
        let answer = Response::new(202).header("Content-Type", kind).body("7");
        let (_server, client) = known(carrier, answer).await;
        let read = client.unlabelled().send().await;
        match (read, expected) {
            (Ok(value), None) => assert_eq!(value, 7, "{kind}"),
            (Err(Error::Unexpected(error)), Some(expected)) => {
                let UnexpectedReason::Deviations(found) = error.reason() else {
                    panic!("{kind}: {error:?}")
                };
                assert_eq!(found, &[expected], "{kind}");
            }
            (read, _) => panic!("{kind}: {read:?}"),
        }
    }
}

/// An answer with a part of the page only.
#[derive(serde::Deserialize)]
struct Part {
    access_token: SecretString,
    #[serde(default, rename = "x")]
    _x: Option<u8>,
}

/// A vendor that is known for all of it.
#[oauth_api(base_path = "/")]
pub(crate) trait Known {
    /// A token to whom everything is known.
    #[post(
        "/token",
        allow(unauthenticated_client),
        default_expires_in = 28800,
        deviations(
            expires_in_string,
            expires_in_float,
            expires_in_fraction,
            expires_in_not_positive,
            expires_in_too_large,
            expires_in_unreadable,
            expires_in_absent,
            token_type_absent,
            token_type_vendor_word,
            scope_array,
            scope_commas,
            scope_blanks,
            scope_empty,
            scope_null,
            scope_unreadable,
            scope_characters,
            refresh_token_empty,
            refresh_token_null,
            refresh_token_characters,
            refresh_token_unreadable,
            token_type_unreadable,
            error_empty,
            error_unreadable,
            duplicate_member,
            member_unreadable,
            invalid_utf8,
            byte_order_mark,
            content_type,
            content_type_repeated,
            charset,
            no_store_absent,
            status_201,
            status_other,
            form_encoded
        )
    )]
    #[grant(client_credentials)]
    fn model(grant_type: String) -> Part;

    /// The same of a vendor of whom nothing is known.
    #[post("/token", token)]
    fn unknown(client_id: String) -> Part;

    /// The same, as this crate's own type.
    #[post(
        "/token",
        token,
        default_expires_in = 28800,
        deviations(token_type_vendor_word, expires_in_string)
    )]
    fn token(client_id: String) -> Token;

    /// An answer of another kind.
    #[get("/other", deviations(content_type))]
    fn other() -> serde_json::Value;

    /// An answer of another kind, of which nothing is known.
    #[get("/unlabelled")]
    fn unlabelled() -> serde_json::Value;
}

async fn known(carrier: Carrier, response: Response) -> (Server, KnownClient) {
    let server = Server::answering([response]).await;
    let client =
        carrier.on(KnownClient::builder()).base_url(server.origin()).strict().build().unwrap();
    (server, client)
}

async fn known_departures_need_no_token(carrier: Carrier) {
    let (_server, client) = known(carrier, Response::text(200, "7")).await;
    let answer = client.other().send().with_response().await.unwrap();
    assert_eq!((answer.expires_at(), answer.into_value()), (None, 7.into()));
    let (_server, client) = known(carrier, Response::json(200, "\u{feff}7")).await;
    let error = client.other().send().await.unwrap_err();
    assert!(chain(&error).contains("byte order mark"), "{error}");
}

/// Departures that few servers have, by the names that declarations give them.
fn rare() -> Vec<(&'static str, Response)> {
    let with = |member: &[u8]| {
        let known = br#"{"access_token":"at","token_type":"Bearer","expires_in":60,"#;
        Response::json(200, [known, member, b"}"].concat())
    };
    let good = r#"{"access_token":"at","token_type":"Bearer","expires_in":60}"#;
    let headed = |name, value| Response::json(200, good).header(name, value);
    let of_type = |value| {
        let answer = Response::new(200).header("Cache-Control", "no-store");
        answer.header("Content-Type", value).body(good)
    };
    let storable = |value: Option<&str>| {
        let answer = Response::new(200).header("Content-Type", "application/json").body(good);
        match value {
            Some(value) => answer.header("Cache-Control", value),
            None => answer,
        }
    };
    vec![
        ("scope_blanks", with(br#""scope":"a  b""#)),
        ("scope_empty", with(br#""scope":"""#)),
        ("scope_unreadable", with(br#""scope":7"#)),
        ("scope_characters", with("\"scope\":\"schön\"".as_bytes())),
        ("refresh_token_characters", with("\"refresh_token\":\"é\"".as_bytes())),
        ("refresh_token_unreadable", with(br#""refresh_token":7"#)),
        (
            "token_type_unreadable",
            Response::json(200, r#"{"access_token":"at","token_type":{},"expires_in":60}"#),
        ),
        ("error_empty", with(br#""error":"""#)),
        ("error_unreadable", with(br#""error":false"#)),
        ("duplicate_member", with(br#""x":1,"x":2"#)),
        ("member_unreadable", with(br#""y":1e400"#)),
        ("invalid_utf8", with(b"\"y\":\"\xff\"")),
        ("content_type_repeated", headed("Content-Type", "application/json")),
        ("content_type_repeated", headed("Content-Type", "text/html")),
        ("content_type_repeated", of_type("application/json, text/html")),
        ("charset", of_type("application/json; charset=utf-16")),
        ("charset", of_type("application/json; charset=\"iso-8859-1\"")),
        ("content_type", of_type("application/scim+json")),
        ("no_store_absent", storable(None)),
        ("no_store_absent", storable(Some("no-cache"))),
        ("no_store_absent", storable(Some("private=\"no-store\""))),
        ("status_201", Response::json(201, good)),
        ("status_other", Response::json(202, good)),
        ("status_other", Response::json(203, good)),
        ("status_other", Response::json(206, good)),
        ("status_other", Response::json(299, good)),
    ]
}

async fn known_departures_are_neither_noted_nor_refused(carrier: Carrier) {
    let mut names = BTreeSet::new();
    let common = harmless().into_iter().map(|(name, response)| (name, None, response));
    let rare = rare().into_iter();
    let rare = rare.map(|(name, response)| (name, Some(name), response));
    for (name, expected, response) in common.chain(rare) {
        let (_server, client) = known(carrier, response.clone()).await;
        let declared = client.model().client_credentials().send().with_response().await;
        let declared = declared.unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert_eq!(declared.value().access_token.expose_secret(), "at", "{name}");
        assert!(declared.deviations().is_empty(), "{name}: {:?}", declared.deviations());
        assert!(declared.expires_at().is_some(), "{name}");

        // What nobody said of the vendor is refused by a strict client, and noted by another.
        let (_server, client) = known(carrier, response.clone()).await;
        let strict = client.unknown().client_id("i").send().await;
        let is_refused = matches!(&strict, Err(Error::Unexpected(error))
            if matches!(error.reason(), UnexpectedReason::Deviations(found) if found.len() == 1));
        assert_eq!(is_refused, !is_to_the_letter(name), "{name}");

        let server = Server::answering([response]).await;
        let client = carrier.on(KnownClient::builder()).base_url(server.origin()).build().unwrap();
        let undeclared = client.unknown().client_id("i").send().with_response().await;
        let undeclared = undeclared.unwrap_or_else(|error| panic!("{name}: {error:?}"));
        let [deviation] = undeclared.deviations() else {
            panic!("{name}: {:?}", undeclared.deviations());
        };
        assert!(expected.is_none_or(|expected| expected == deviation.name()), "{deviation:?}");
        names.insert(deviation.name());
    }
    let declared = KnownClient::API.endpoint("model").unwrap().deviations();
    assert_eq!(names, declared.iter().copied().collect());
}

async fn words_of_the_vendor_are_taken_where_it_is_known_for_them(carrier: Carrier) {
    let answer = r#"{"access_token":"at","token_type":"session","expires_in":"60"}"#;
    let (_server, client) = known(carrier, Response::json(200, answer)).await;
    let token = client.token().client_id("i").send().await.unwrap();
    assert_eq!(token.token_type().as_str(), "session");
    assert!(token.deviations().is_empty() && token.expires_in() == Some(Duration::from_secs(60)));
    let answer = r#"{"access_token":"at","token_type":{}}"#;
    let (_server, client) = known(carrier, Response::json(200, answer)).await;
    let error = client.token().client_id("i").send().await.unwrap_err();
    assert!(chain(&error).contains("`token_type` is not a text"), "{error}");
}

async fn documented_lifetime_stands_in_for_none(carrier: Carrier) {
    let shift = Duration::from_secs(28800);
    for absent in ["", r#","expires_in":null"#, r#","expires_in":"never""#] {
        let answer = format!(r#"{{"access_token":"at","token_type":"Bearer"{absent}}}"#);
        let before = SystemTime::now();
        let (_server, client) = known(carrier, Response::json(200, answer.clone())).await;
        let expires_at =
            client.model().client_credentials().send().with_response().await.unwrap().expires_at();
        assert!(
            expires_at.unwrap() >= before + shift
                && expires_at.unwrap() <= SystemTime::now() + shift
        );
        if absent.is_empty() {
            let (_server, client) = known(carrier, Response::json(200, answer)).await;
            let token = client.token().client_id("i").send().await.unwrap();
            assert_eq!((token.expires_in(), token.deviations()), (Some(shift), &[][..]));
        }
    }
    let token = KnownClient::API.endpoint("token").unwrap();
    assert_eq!(token.token().unwrap().default_expires_in(), Some(shift));
    assert_eq!(token.deviations(), ["token_type_vendor_word", "expires_in_string"]);
    assert!(KnownClient::API.endpoint("other").unwrap().token().is_none());
}
