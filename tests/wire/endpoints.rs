//! The declarations against a list of the vendors' endpoints, made from the vendors' pages: `endpoints.json`.
//!
//! In the list, `extra` marks what real servers take beyond the page from which a vendor was declared.

use oauth_providers::mastodon::MastodonClient;
use oauth_providers::nutanix::NutanixClient;
use oauth_providers::ultracart::UltraCartClient;
use oauth_providers::usps::UspsClient;
use oauth_providers::voucherify::VoucherifyClient;
use oauth_runtime::description::{
    Api, BodyKind, DeclaredBase, Endpoint, ParameterInfo, ParameterLocation, Requirement,
    ResponseHeaderInfo, ResponseKind, Scheme,
};
use serde_json::{Value, json};

const APIS: [&Api; 5] = [
    UspsClient::API,
    UltraCartClient::API,
    VoucherifyClient::API,
    NutanixClient::API,
    MastodonClient::API,
];

fn listed() -> Value {
    serde_json::from_str(include_str!("endpoints.json")).unwrap()
}

fn array(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

#[test]
fn list_is_whole() {
    let listed = listed();
    let endpoints: Vec<&Value> = listed
        .as_object()
        .unwrap()
        .values()
        .flat_map(|api| array(&api["endpoints"]))
        .filter(|endpoint| endpoint["extra"] != true)
        .collect();
    let parameters: Vec<&Value> = endpoints
        .iter()
        .flat_map(|endpoint| array(&endpoint["parameters"]))
        .filter(|parameter| parameter["extra"] != true)
        .collect();
    let count = |key: &str| parameters.iter().filter(|parameter| parameter[key] == true).count();
    assert_eq!((endpoints.len(), parameters.len()), (23, 78));
    assert_eq!((count("required"), count("secret")), (40, 19));
}

#[test]
fn every_endpoint_is_declared_as_listed() {
    for api in APIS {
        let listed = &listed()[api.name()];
        assert_eq!(base(api.base()), listed["base"], "{}", api.name());
        let headers: Value =
            api.headers().iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        assert_eq!(
            headers,
            if api.headers().is_empty() { json!({}) } else { listed["headers"].clone() }
        );
        let declared: Vec<Value> =
            api.endpoints().iter().map(|endpoint| described(endpoint)).collect();
        let expected: Vec<Value> =
            array(&listed["endpoints"]).iter().map(without_parameters).collect();
        assert_eq!(declared, expected, "{}", api.name());
    }
}

/// The headers that the vendors' pages name, by the endpoints whose responses have them.
#[test]
fn headers_of_responses_are_declared_as_documented() {
    let usps = "Retry-After WWW-Authenticate";
    let ultracart = "UC-REST-ERROR UC-REST-ERROR-MERCHANT-ID";
    let voucherify = "X-Rate-Limit-Limit X-Rate-Limit-Remaining X-Rate-Limit-Retry X-Rate-Limit-Type Retry-After";
    let mastodon = "X-RateLimit-Limit X-RateLimit-Remaining X-RateLimit-Reset";
    let with_challenge = format!("WWW-Authenticate {mastodon}");
    let expected = [
        ("post_code", usps),
        ("post_token", usps),
        ("post_revoke", usps),
        ("oauth_access_token", ultracart),
        ("oauth_revoke", ultracart),
        ("generate_oauth_token", voucherify),
        ("introspect_oauth_token", voucherify),
        ("revoke_oauth_token", voucherify),
        ("oauth_adfs_login_get", "Location"),
        ("oauth_authorize_post", "Location"),
        ("oauth_idp_callback_get", "Location"),
        ("oauth_idp_login_get", "Location"),
        ("oauth_revoke_post", mastodon),
        ("oauth_token_post", &with_challenge),
    ];
    let endpoints = APIS.iter().flat_map(|api| api.endpoints());
    let declared = endpoints.filter(|endpoint| !endpoint.response_headers().is_empty());
    let declared: Vec<(&str, String)> = declared
        .map(|endpoint| {
            let names = endpoint.response_headers().iter().map(ResponseHeaderInfo::name);
            (endpoint.name(), names.collect::<Vec<_>>().join(" "))
        })
        .collect();
    let expected = expected.map(|(endpoint, names)| (endpoint, names.to_owned()));
    assert_eq!(declared, expected);
}

#[test]
fn front_page_lists_every_endpoint() {
    let page = include_str!("../../providers/src/endpoints.md");
    let rows: Vec<&str> = page.lines().filter(|line| line.contains("Client::")).collect();
    let declared = APIS.iter().flat_map(|api| api.endpoints().iter().map(|it| (api.name(), it)));
    let declared: Vec<_> = declared.collect();
    assert_eq!(rows.len(), declared.len());
    for (row, (api, endpoint)) in rows.iter().zip(declared) {
        assert!(row.contains(&format!("{api}Client::{})", endpoint.name())), "{row}: {endpoint}");
        assert!(row.ends_with(&format!("`{endpoint}` |")), "{row}: {endpoint}");
    }
}

#[test]
fn every_parameter_is_declared_as_listed() {
    for api in APIS {
        for listed in array(&listed()[api.name()]["endpoints"]) {
            let endpoint = api.endpoint(listed["name"].as_str().unwrap()).unwrap();
            let expected = array(&listed["parameters"]);
            let names: Vec<&str> = endpoint.parameters().iter().map(ParameterInfo::name).collect();
            let listed_names: Vec<&str> =
                expected.iter().filter_map(|it| it["name"].as_str()).collect();
            assert_eq!(names, listed_names, "{}: {endpoint}", api.name());
            for (parameter, listed) in endpoint.parameters().iter().zip(expected) {
                compare(api, endpoint, parameter, listed);
            }
        }
    }
}

/// A parameter is where the page has it, as secret as it is, and asked of whom the page asks it.
fn compare(api: &Api, endpoint: &Endpoint, parameter: &ParameterInfo, listed: &Value) {
    let place = format!("{}: {endpoint}: {}", api.name(), parameter.name());
    let location = match listed["in"].as_str() {
        Some("path") => ParameterLocation::Path,
        Some("query") => ParameterLocation::Query,
        Some("header") => ParameterLocation::Header,
        Some("cookie") => ParameterLocation::Cookie,
        Some("body") => ParameterLocation::Body,
        other => panic!("{place}: {other:?}"),
    };
    assert_eq!(parameter.location(), location, "{place}");
    assert_eq!(parameter.is_secret(), listed["secret"] == true, "{place}");
    let default = listed["default"].as_str();
    let only_value = match array(&listed["allowed"]) {
        [only] => only.as_str(),
        _ => None,
    };
    match (parameter.requirement(), listed["required"] == true) {
        // Whoever makes the client has said it already.
        (Requirement::Required | Requirement::Credentials, true) => {
            assert!(default.is_none() && only_value.is_none(), "{place}");
        }
        (Requirement::Constant(value), true) => {
            assert_eq!(Some(value.as_str()), only_value, "{place}");
        }
        (Requirement::Default(value), _) => assert_eq!(Some(value.as_str()), default, "{place}"),
        (Requirement::ServerDefault(value), false) => assert_eq!(Some(value), default, "{place}"),
        (Requirement::Optional, false) => assert!(default.is_none(), "{place}"),
        (need, required) => panic!("{place}: {need:?}, required: {required}"),
    }
}

fn base(base: DeclaredBase) -> Value {
    match base {
        DeclaredBase::Urls([("", only)]) => json!(only),
        DeclaredBase::Urls(several) => {
            several.iter().map(|(name, url)| ((*name).to_owned(), json!(url))).collect()
        }
        DeclaredBase::Path(path) => json!(path),
        other => panic!("{other:?}"),
    }
}

fn described(endpoint: &Endpoint) -> Value {
    let scheme = |scheme: &Scheme| match scheme {
        Scheme::Basic => "basic".to_owned(),
        Scheme::Bearer => "bearer".to_owned(),
        Scheme::Header(name) => format!("header {name}"),
        Scheme::ClientBasic => "basic(client_id, client_secret)".to_owned(),
        Scheme::ClientSecretPost => "client_secret_post".to_owned(),
        other => panic!("{other:?}"),
    };
    let auth: Vec<Vec<String>> =
        endpoint.auth().iter().map(|schemes| schemes.iter().map(scheme).collect()).collect();
    let body: Vec<&str> = endpoint
        .bodies()
        .iter()
        .map(|body| match body {
            BodyKind::Form => "form",
            BodyKind::Json => "json",
            other => panic!("{other:?}"),
        })
        .collect();
    let answer = match endpoint.response() {
        ResponseKind::Nothing => "nothing",
        ResponseKind::Json => "json",
        ResponseKind::RedirectOrNothing => "redirect or nothing",
        ResponseKind::RedirectOrJson => "redirect or json",
        ResponseKind::JsonOrNothing => "json or nothing",
        ResponseKind::RedirectOrJsonOrNothing => "redirect, json or nothing",
        ResponseKind::Text => "text",
        ResponseKind::Bytes => "bytes",
        ResponseKind::Browser => "browser",
        other => panic!("{other:?}"),
    };
    json!({
        "name": endpoint.name(),
        "method": endpoint.method().as_str(),
        "path": endpoint.path(),
        "body": body,
        "auth": auth,
        "answer": answer,
        "accepts_json": endpoint.asks_for_json(),
    })
}

/// What the list says of an endpoint; JSON is asked for where the answer or an error has a type.
fn without_parameters(listed: &Value) -> Value {
    let answer = listed["answer"].as_str().unwrap();
    json!({
        "name": listed["name"],
        "method": listed["method"],
        "path": listed["path"],
        "body": listed["body"],
        "auth": listed["auth"],
        "answer": answer,
        "accepts_json": answer.ends_with("json") || listed["errors"] == true,
    })
}

/// Declarations and models, and nothing that makes or sends a request by hand.
#[test]
fn providers_declare_and_do_nothing_else() {
    let sources = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../providers/src");
    let mut vendors = 0;
    for entry in std::fs::read_dir(sources).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        for word in ["unsafe", "format!", ".send(", "reqwest::", "http::", "HeaderMap", "Transport"]
        {
            let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
            assert!(
                !code.into_iter().any(|line| line.contains(word)),
                "{word} in {}",
                path.display()
            );
        }
        vendors += source.matches("#[oauth_api(").count();
    }
    // Five vendors, and the standard server.
    assert_eq!(vendors, 6);
}
