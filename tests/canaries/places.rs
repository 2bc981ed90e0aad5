//! Every call, at servers that repeat all they were sent: nothing of it is shown, told or left unmarked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use oauth_runtime::description::ParameterInfo;
use oauth_tests::{Carrier, Server, Traces, nobody, over_each_carrier};

use crate::calls::{APIS, CREDENTIALS, To, all};
use crate::canary::{self, Shown};
use crate::echo::{MEMBERS, WAYS, answer};

/// Looks at everything that was told since the last time, and tells which crates told something.
pub(crate) fn look(traces: &Traces, shown: &mut Shown) -> BTreeMap<String, usize> {
    let mut crates = BTreeMap::new();
    for told in traces.told() {
        *crates.entry(told.target.split("::").next().unwrap().to_owned()).or_default() += 1;
        let what = format!("{} {} of {}", told.level, told.name, told.target);
        shown.look(&what, &format!("{} {:?}", told.target, told.fields));
    }
    crates
}

over_each_carrier! { nothing_is_shown_of_any_call }

async fn nothing_is_shown_of_any_call(carrier: Carrier) {
    let mut shown = Shown::default();
    let mut crates = BTreeMap::<String, usize>::new();
    for (name, way) in WAYS {
        let server = Server::with(move |seen| answer(way, seen)).await;
        let to = To::over(carrier, server.origin());
        let calls = all();
        let traces = Traces::record();
        for call in &calls {
            let of_call = (call.make)(&to).await;
            shown.texts += of_call.texts;
            shown.leaks.extend(of_call.leaks.into_iter().map(|leak| format!("{name}: {leak}")));
        }
        assert_eq!(server.requests().len(), 2 * calls.len(), "{name}");
        for (name, told) in look(&traces, &mut shown) {
            *crates.entry(name).or_default() += told;
        }
    }
    println!("{} texts were looked at; told by {crates:?}", shown.texts);
    for teller in ["oauth_runtime", tells_of(carrier)] {
        assert!(crates.contains_key(teller), "{teller} tells nothing: {crates:?}");
    }
    // Client, builder, request, parameters, prepared request, two calls, two results: twice each, for each call.
    shown.assert_clean(WAYS.len() * all().len() * 18);
}

/// The crate that has something to tell of each call.
pub(crate) fn tells_of(carrier: Carrier) -> &'static str {
    match carrier {
        Carrier::Reqwest => "reqwest",
        Carrier::Hyper => "hyper_util",
    }
}

/// Every endpoint is called, or is a page; and every secret place of it has a canary that arrives.
#[tokio::test]
async fn every_secret_place_has_a_canary() {
    let server = Server::start().await;
    let to = To::plain(server.origin());
    for call in all() {
        let found = (call.make)(&to).await;
        assert!(found.leaks.is_empty(), "{:#?}", found.leaks);
    }
    let mut arrived = String::new();
    for seen in server.requests() {
        arrived.push_str(&String::from_utf8(seen.raw.clone()).unwrap().to_lowercase());
        for value in seen.header_all("authorization") {
            if let Some(encoded) = value.strip_prefix("Basic ") {
                let decoded = base64::Engine::decode(&base64::prelude::BASE64_STANDARD, encoded);
                arrived.push_str(&String::from_utf8(decoded.unwrap()).unwrap());
            }
        }
    }
    let called: BTreeSet<_> = all().iter().map(|call| (call.api.name(), call.endpoint)).collect();
    let (mut places, mut endpoints) = (0, 0);
    let mut missing = Vec::new();
    for api in APIS {
        for endpoint in api.endpoints() {
            endpoints += 1;
            let secrets: Vec<&ParameterInfo> =
                endpoint.parameters().iter().filter(|it| it.is_secret()).collect();
            if endpoint.response() == oauth_runtime::description::ResponseKind::Browser {
                assert!(secrets.is_empty(), "a page with a secret: {endpoint}");
                continue;
            }
            assert!(called.contains(&(api.name(), endpoint.name())), "{endpoint} is not called");
            let names = secrets.iter().map(|it| it.name()).chain(["extra", "extra_header"]);
            for name in names {
                places += 1;
                let place = format!("{}.{}.{name}", api.name(), endpoint.name());
                if !arrived.contains(&canary::found(&place)) {
                    missing.push(place);
                }
            }
        }
    }
    for place in CREDENTIALS {
        places += 1;
        if !arrived.contains(&canary::found(place)) {
            missing.push(place.to_owned());
        }
    }
    assert!(missing.is_empty(), "no canary in {missing:#?}");
    println!("{places} places of {endpoints} endpoints");
    assert_eq!((endpoints, called.len()), (36, 32));
}

/// The secret members of the models, as their sources have them.
#[test]
fn every_secret_member_of_an_answer_has_a_canary() {
    let sources = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../providers/src");
    let mut members = BTreeSet::new();
    for entry in std::fs::read_dir(sources).unwrap() {
        let source = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let fields = source.lines().filter_map(|line| line.trim().strip_prefix("pub "));
        let is_secret = |line: &&str| {
            let ty = line.split_once(": ").map_or("", |(_, ty)| ty);
            ["SecretString", "UnverifiedIdToken"].iter().any(|secret| ty.contains(secret))
        };
        let secrets = fields.filter(is_secret);
        members.extend(secrets.map(|line| line.split(':').next().unwrap().to_owned()));
    }
    assert_eq!(members, MEMBERS.map(str::to_owned).into());
    let success = crate::echo::success();
    for member in members {
        assert!(canary::tells(success[&member].as_str().unwrap()), "{member}");
    }
}

/// [RFC 7541, section 7.1.3](https://www.rfc-editor.org/rfc/rfc7541#section-7.1.3): what is marked sensitive is never
/// put into the table of a compressed connection, and `Debug` of the headers does not show it.
#[test]
fn headers_with_secrets_are_sensitive() {
    let to = To::plain("http://127.0.0.1:1".to_owned());
    let mut sensitive = BTreeSet::new();
    for call in all() {
        let request = (call.prepare)(&to);
        for (name, value) in request.headers() {
            let what = format!("{} {}: {name}", call.endpoint, call.entry);
            let is_secret = canary::tells(&String::from_utf8_lossy(value.as_bytes()));
            assert_eq!(value.is_sensitive(), is_secret, "{what}");
            if is_secret {
                sensitive.insert(name.as_str().to_owned());
            }
        }
        let headers = request.headers().clone();
        assert!(!canary::tells(&format!("{headers:?} {headers:#?}")));
        let http = request.into_http().unwrap();
        assert_eq!(*http.headers(), headers);
        assert!(
            http.headers()
                .iter()
                .zip(&headers)
                .all(|((_, a), (_, b))| a.is_sensitive() == b.is_sensitive())
        );
    }
    let expected = [
        "authorization",
        "cookie",
        "x-app-id",
        "x-app-token",
        "x-extra",
        "x-ultracart-browser-key",
        "x-ultracart-simple-key",
    ];
    assert_eq!(sensitive, expected.map(str::to_owned).into());
}

/// Nobody listens: the error has the address, and nothing else of the request.
#[tokio::test]
async fn nothing_is_shown_of_calls_that_do_not_arrive() {
    let to = To::plain(nobody());
    let traces = Traces::record();
    let mut shown = Shown::default();
    for call in all() {
        let of_call = (call.make)(&to).await;
        shown.texts += of_call.texts;
        shown.leaks.extend(of_call.leaks);
    }
    look(&traces, &mut shown);
    shown.assert_clean(all().len() * 18);
}

/// A call that is given up with its request on the way.
#[tokio::test]
async fn nothing_is_shown_of_calls_that_are_given_up() {
    let server = Arc::new(Server::answering([oauth_tests::Response::hang()]).await);
    let to = To::plain(server.origin());
    let traces = Traces::record();
    let mut shown = Shown::default();
    for (sent, call) in all().into_iter().enumerate() {
        let arrived = async {
            while server.requests().len() <= sent {
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            }
        };
        tokio::select! {
            _ = (call.make)(&to) => panic!("{} was answered", call.endpoint),
            () = arrived => {}
        }
    }
    look(&traces, &mut shown);
    shown.assert_clean(all().len());
}
