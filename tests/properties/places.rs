//! Values in paths, queries, forms, JSON, headers and cookies.

use std::collections::{BTreeMap, BTreeSet};

use oauth_runtime::{Error, SecretString, error::BuildErrorKind, oauth_api};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::decoders;
use crate::texts::{ascii, encoded_or_not, text, token};

/// A vendor with a parameter in every place.
#[oauth_api(base_url = "https://vendor.example/base/v1", auth = none)]
pub(crate) trait Places {
    /// A segment, a part of one, and a query.
    #[get("/a/{one}/{two}.json/c", allow(secret_in_url))]
    fn path(one: String, two: SecretString, query: Option<String>);

    /// A query.
    #[get("/query")]
    fn query(
        first: String,
        #[name = "se cond&="] se_cond: Option<String>,
        number: Option<i64>,
        flag: Option<bool>,
    );

    /// A body of both kinds.
    #[post("/body", body = form | json)]
    fn body(
        first: String,
        #[name = "se cond&=\"\\"] se_cond: Option<String>,
        secret: Option<SecretString>,
        number: Option<i64>,
        flag: Option<bool>,
    );

    /// A body with structure.
    #[post("/nested", body = json)]
    fn nested(list: Vec<String>, nested: Nested, number: f64, #[name = "big"] big: u64);

    /// One value as the body.
    #[post("/whole", body = json)]
    fn whole(#[json] nested: Nested);

    /// Lists.
    #[post("/lists", body = form | json)]
    fn lists(
        #[query]
        #[name = "re peated&="]
        repeated: Vec<String>,
        #[query]
        #[separator = ","]
        joined: Option<Vec<String>>,
        items: Option<Vec<SecretString>>,
        #[separator = "; "] words: Option<Vec<String>>,
    );

    /// Headers and cookies.
    #[get("/headers")]
    fn headers(
        #[header("X-One")] one: String,
        #[header("X-Two")] two: Option<SecretString>,
        #[cookie("first")] first: Option<String>,
        #[cookie("second")] second: Option<SecretString>,
    );
}

/// Something with structure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Nested {
    text: String,
    pairs: Vec<(String, Option<i64>)>,
    inner: Option<Box<Self>>,
}

fn nested() -> impl Strategy<Value = Nested> {
    let leaf = (text(), vec((text(), any::<Option<i64>>()), 0..4));
    let leaf = leaf.prop_map(|(text, pairs)| Nested { text, pairs, inner: None });
    leaf.prop_recursive(4, 8, 1, |inner| {
        (text(), inner).prop_map(|(text, inner)| Nested {
            text,
            pairs: vec![],
            inner: Some(Box::new(inner)),
        })
    })
}

fn vendor() -> PlacesClient {
    PlacesClient::new()
}

fn kind(error: &Error) -> &BuildErrorKind {
    match error {
        Error::Build(error) => error.kind(),
        other => panic!("{other:?}"),
    }
}

pub(crate) fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

type Pairs = Vec<(String, String)>;

/// Names and values as they were given, those that are there.
fn given(pairs: &[(&str, Option<String>)]) -> Pairs {
    let there = pairs.iter().filter_map(|(name, value)| Some(((*name).to_owned(), value.clone()?)));
    there.collect()
}

/// What three decoders make of a form, having agreed.
fn decoded(encoded: &str) -> Pairs {
    let pairs = decoders::form(encoded);
    assert_eq!(serde_urlencoded::from_str::<Pairs>(encoded).unwrap(), pairs);
    assert_eq!(
        url::form_urlencoded::parse(encoded.as_bytes()).into_owned().collect::<Pairs>(),
        pairs
    );
    assert!(encoded.bytes().all(|byte| byte.is_ascii_graphic()), "{encoded}");
    pairs
}

/// Extra parameters that are not declared, each with a name of its own: a name
/// that comes twice is refused (`calls::promises::parameter_is_sent_once`).
fn extras() -> impl Strategy<Value = Pairs> {
    let declared = ["first", "se cond&=", "se cond&=\"\\", "secret", "number", "flag"];
    let name = text().prop_filter("declared", move |name| !declared.contains(&name.as_str()));
    vec((name, encoded_or_not()), 0..3).prop_map(|mut extras: Pairs| {
        let mut names = BTreeSet::new();
        extras.retain(|(name, _)| names.insert(name.clone()));
        extras
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn path_segments(
        one in encoded_or_not(),
        two in encoded_or_not(),
        query in prop::option::of(text()),
    ) {
        let request = vendor().path().one(&*one).two(&*two).query(query.clone()).into_request().build();
        let empty = one.is_empty() || two.is_empty();
        let dots = [&one, &two].into_iter().any(|value| value == "." || value == "..");
        if empty || dots {
            let error = request.unwrap_err();
            let told = match kind(&error) {
                BuildErrorKind::EmptyPathSegment { .. } => empty,
                BuildErrorKind::DotPathSegment { .. } => dots,
                _ => false,
            };
            prop_assert!(told, "{}", error);
            return Ok(());
        }
        let request = request.unwrap();
        let url = url::Url::parse(&request.uri().to_string()).unwrap();
        // Nothing in it would be changed by those who read URLs.
        prop_assert_eq!(url.path(), request.uri().path());
        prop_assert_eq!(url.fragment(), None);
        let segments: Vec<&str> = url.path_segments().unwrap().collect();
        let [base, version, a, first, second, c] = segments[..] else { panic!("{url}") };
        prop_assert_eq!([base, version, a, c], ["base", "v1", "a", "c"]);
        prop_assert_eq!(decoders::percent(first), one.as_str());
        prop_assert_eq!(percent_encoding::percent_decode_str(first).decode_utf8().unwrap(), one);
        prop_assert_eq!(decoders::percent(second), format!("{two}.json"));
        prop_assert_eq!(url.query().map(decoded).unwrap_or_default(), given(&[("query", query)]));
    }

    #[test]
    fn queries(
        first in encoded_or_not(),
        second in prop::option::of(encoded_or_not()),
        number in any::<Option<i64>>(),
        flag in any::<Option<bool>>(),
        extras in extras(),
    ) {
        let request = vendor().query().first(&*first).se_cond(second.clone()).number(number).flag(flag).into_request();
        let request = extras.iter().fold(request, |request, (name, value)| {
            request.extra(name.as_str(), value.as_str())
        });
        let url = request.prepare().unwrap().into_url();
        let mut expected = given(&[
            ("first", Some(first)),
            ("se cond&=", second),
            ("number", number.map(|number| number.to_string())),
            ("flag", flag.map(|flag| flag.to_string())),
        ]);
        expected.extend(extras);
        prop_assert_eq!(url.query_pairs().into_owned().collect::<Pairs>(), expected.clone());
        prop_assert_eq!(decoded(url.query().unwrap()), expected);
        prop_assert_eq!((url.path(), url.fragment()), ("/base/v1/query", None));
    }

    #[test]
    fn forms(
        first in encoded_or_not(),
        second in prop::option::of(encoded_or_not()),
        secret in prop::option::of(text()),
        number in any::<Option<i64>>(),
        flag in any::<Option<bool>>(),
        extras in extras(),
    ) {
        let request = vendor().body().first(&*first).se_cond(second.clone());
        let request = request.secret(secret.clone().map(SecretString::from)).number(number).flag(flag).form().into_request();
        let request = extras.iter().fold(request, |request, (name, value)| {
            request.extra(name.as_str(), value.as_str())
        });
        let request = request.build().unwrap();
        let mut expected = given(&[
            ("first", Some(first)),
            ("se cond&=\"\\", second),
            ("secret", secret),
            ("number", number.map(|number| number.to_string())),
            ("flag", flag.map(|flag| flag.to_string())),
        ]);
        expected.extend(extras);
        prop_assert_eq!(decoded(std::str::from_utf8(request.body()).unwrap()), expected);
        prop_assert_eq!(&request.headers()["content-type"], "application/x-www-form-urlencoded");
    }

    #[test]
    fn json_members(
        first in text(),
        second in prop::option::of(text()),
        secret in prop::option::of(text()),
        number in any::<Option<i64>>(),
        flag in any::<Option<bool>>(),
        extra in text(),
    ) {
        let request = vendor().body().first(&*first).se_cond(second.clone());
        let request = request.secret(secret.clone().map(SecretString::from)).number(number).flag(flag);
        let request = request.json().into_request().extra("ex\"tra\n", extra.as_str()).build().unwrap();
        let members = [
            ("first", Some(Value::from(first))),
            ("se cond&=\"\\", second.map(Value::from)),
            ("secret", secret.map(Value::from)),
            ("number", number.map(Value::from)),
            ("flag", flag.map(Value::from)),
            ("ex\"tra\n", Some(Value::from(extra))),
        ];
        let there = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        prop_assert_eq!(serde_json::from_slice::<Value>(request.body()).unwrap(), Value::Object(there.collect()));
        prop_assert_eq!(&request.headers()["content-type"], "application/json");
    }

    #[test]
    fn json_with_structure(
        list in vec(text(), 0..4),
        nested in nested(),
        number in prop::num::f64::NORMAL,
        big in any::<u64>(),
    ) {
        let request = vendor().nested().list(list.clone()).nested(nested.clone()).number(number).big(big);
        let body = request.into_request().build().unwrap().into_body();
        let expected = serde_json::json!({"list": list, "nested": nested});
        let value: Value = serde_json::from_slice(&body).unwrap();
        prop_assert_eq!(value["nested"].clone(), expected["nested"].clone());
        prop_assert_eq!(value["list"].clone(), expected["list"].clone());
        prop_assert_eq!(value["big"].as_u64(), Some(big));
        prop_assert_eq!(value.as_object().unwrap().len(), 4);
        // The number as it is written, read by the standard library.
        let written: BTreeMap<String, Box<RawValue>> = serde_json::from_slice(&body).unwrap();
        prop_assert_eq!(written["number"].get().parse::<f64>().unwrap().to_bits(), number.to_bits());

        let body = vendor().whole().nested(nested.clone()).into_request().build().unwrap().into_body();
        prop_assert_eq!(serde_json::from_slice::<Nested>(&body).unwrap(), nested);
    }

    #[test]
    fn lists(
        repeated in vec(text(), 0..4),
        joined in vec(prop_oneof![text(), "[a-z,]{0,6}"], 0..4),
        items in vec(text(), 0..4),
        words in vec(prop_oneof![text(), "[a-z; ]{0,6}"], 0..4),
    ) {
        let call = || {
            let call = vendor().lists().repeated(repeated.clone()).joined(joined.clone());
            let items: Vec<SecretString> = items.iter().map(|item| item.as_str().into()).collect();
            call.items(items).words(words.clone())
        };
        let request = match call().form().into_request().build() {
            Ok(request) => request,
            Err(error) => {
                let BuildErrorKind::SeparatorInItem { parameter, separator } = kind(&error) else {
                    panic!("{error}")
                };
                let list = if *parameter == "joined" { &joined } else { &words };
                let told = list.join(separator);
                prop_assert!(!told.split(separator).eq(list.iter().map(String::as_str)));
                return Ok(());
            }
        };
        let each = |name: &str, list: &[String]| -> Pairs {
            list.iter().map(|item| (name.to_owned(), item.clone())).collect()
        };
        let query = decoded(request.uri().query().unwrap_or_default());
        let (of_joined, of_repeated): (Pairs, Pairs) =
            query.into_iter().partition(|(name, _)| name == "joined");
        prop_assert_eq!(of_repeated, each("re peated&=", &repeated));
        let parted = |pairs: &Pairs, separator: &str| -> Vec<String> {
            assert!(pairs.len() < 2);
            pairs.iter().flat_map(|(_, text)| text.split(separator)).map(str::to_owned).collect()
        };
        prop_assert_eq!(parted(&of_joined, ","), joined.clone());
        let form = decoded(std::str::from_utf8(request.body()).unwrap());
        let (of_items, of_words): (Pairs, Pairs) =
            form.into_iter().partition(|(name, _)| name == "items");
        prop_assert_eq!(of_items, each("items", &items));
        prop_assert_eq!(parted(&of_words, "; "), words.clone());

        let body = call().json().into_request().build().unwrap().into_body();
        let mut expected = serde_json::json!({"items": items});
        if !words.is_empty() {
            expected["words"] = words.join("; ").into();
        }
        prop_assert_eq!(serde_json::from_slice::<Value>(&body).unwrap(), expected);
    }

    #[test]
    fn headers(
        one in prop_oneof![ascii(), text()],
        two in prop::option::of(prop_oneof![ascii(), text()]),
        name in token(),
        extra in ascii(),
    ) {
        let extra_name = format!("x-extra-{name}");
        let request = vendor().headers().one(&*one).two(two.clone().map(SecretString::from));
        let request = request.into_request().extra_header(&*extra_name, &*extra);
        let request = match request.build() {
            Ok(request) => request,
            Err(error) => {
                prop_assert!(matches!(kind(&error), BuildErrorKind::HeaderValue { .. }), "{error}");
                let all = [Some(&one), two.as_ref(), Some(&extra)];
                prop_assert!(!all.into_iter().flatten().all(|value| is_header(value)));
                return Ok(());
            }
        };
        let expected = [("x-one", Some(one)), ("x-two", two), (&extra_name.to_lowercase(), Some(extra))];
        for (name, value) in expected {
            let sent = request.headers().get_all(name).iter().map(|value| value.to_str().unwrap());
            prop_assert_eq!(sent.collect::<Vec<_>>(), value.iter().map(String::as_str).collect::<Vec<_>>());
            prop_assert!(value.iter().all(|value| is_header(value)));
        }
    }

    #[test]
    fn cookies(
        first in prop::option::of(prop_oneof!["[!#-+.-:<-\\[^-~-]{0,16}", ascii(), text()]),
        second in prop::option::of(prop_oneof!["[!#-+.-:<-\\[^-~-]{0,16}", ascii()]),
    ) {
        let request = vendor().headers().one("1").first(first.clone());
        let request = request.second(second.clone().map(SecretString::from));
        let expected = given(&[("first", first), ("second", second)]);
        let allowed = expected.iter().all(|(_, value)| value.bytes().all(is_cookie_octet));
        let request = match request.into_request().build() {
            Ok(request) => request,
            Err(error) => {
                prop_assert!(matches!(kind(&error), BuildErrorKind::CookieValue { .. }), "{error}");
                prop_assert!(!allowed);
                return Ok(());
            }
        };
        prop_assert!(allowed);
        let header = request.headers().get("cookie").map_or("", |value| value.to_str().unwrap());
        let cookies = cookie::Cookie::split_parse(header).map(Result::unwrap);
        let cookies: Pairs =
            cookies.map(|cookie| (cookie.name().to_owned(), cookie.value().to_owned())).collect();
        prop_assert_eq!(cookies, expected);
    }
}

/// What a header carries unchanged: [RFC 9110, section 5.5](https://www.rfc-editor.org/rfc/rfc9110#section-5.5). Blanks
/// at its ends are no part of it.
fn is_header(value: &str) -> bool {
    value.chars().all(|character| matches!(character, '\t' | ' '..='~'))
        && !value.starts_with([' ', '\t'])
        && !value.ends_with([' ', '\t'])
}

/// [RFC 6265, section 4.1.1](https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1)
fn is_cookie_octet(byte: u8) -> bool {
    matches!(byte, 0x21 | 0x23..=0x2B | 0x2D..=0x3A | 0x3C..=0x5B | 0x5D..=0x7E)
}
