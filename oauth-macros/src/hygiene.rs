//! The names of an expansion: each is in the way of a test that compiles, `tests/pass/shadowed_names.rs`.

use std::collections::BTreeSet;
use std::path::Path;

use proc_macro2::{Ident, TokenStream, TokenTree};

/// A declaration with one of everything, whose own names begin with `own` or `Own`.
const DECLARATIONS: &[(&str, &str)] = &[
    (
        r#"base_urls(own = "https://vendor.example"), auth = header("X-A") as own_a & header("X-B") as own_b | basic | bearer | none,
           body = form | json, headers("X-C" = "1"), error = OwnError"#,
        r#"trait Own {
            #[post("/{own_1}", allow(incomplete_grant), headers("X-D" = "1"), errors(404 => OwnError))]
            #[grant(authorization_code as own_grant, needs(own_code), may(own_2))]
            fn own_token(
                own_1: String,
                #[name = "grant_type"] own_type: OwnType,
                #[name = "code"] own_code: Option<SecretString>,
                own_2: Option<OwnType>,
                #[header("X-E")] own_3: u8,
                #[cookie("own")] own_4: bool,
                #[query] own_5: OwnType,
                #[default = "a"] own_6: OwnType,
                #[server_default = 1] own_7: Option<u8>,
                #[constant = true] own_8: bool,
            ) -> OwnAnswer;
            #[put("/", body = json, auth = client_secret_basic)]
            fn own_json(own_1: Vec<OwnType>, own_2: Option<Vec<OwnType>>);
            #[put("/", auth = header("X-F") as own_f)]
            fn own_whole(#[json] own: OwnType) -> RedirectOr<OwnType>;
            #[get("/", auth = none)]
            fn own_redirect() -> Redirect;
            #[get("/", auth = none)]
            fn own_perhaps() -> RedirectOr<()>;
            #[get("/", browser, auth = none)]
            fn own_page(
                #[name = "code_challenge"] own_1: Option<String>,
                #[name = "code_challenge_method"] own_2: Option<String>,
            );
        }"#,
    ),
    (
        r#"base_url = "https://vendor.example", auth = header("Authorization", prefix = "Own") as own,
           response_headers("X-Own": OwnType)"#,
        r#"trait OwnWords {
            #[post("/", response_headers(/** Own. */ "X-Own-Other": OwnType))]
            fn own_lists(
                #[name = "scope"] #[separator = ","] own_1: OwnScopes,
                own_2: Option<Vec<OwnType>>,
                #[name = "grant_type"] own_3: OwnType,
            ) -> OwnAnswer;
            #[get("/#own", browser, auth = none, callback(code = "own", error = "own_error"))]
            fn own_page();
            #[get("/", browser, auth = none, callback(code = none))]
            fn own_consent();
        }"#,
    ),
    (r#"base_path = "/v1", auth = client_secret_basic"#, r"trait OwnPath {}"),
    (r#"base_url = "https://vendor.example", auth = header("X-A") as own"#, r"trait OwnUrl {}"),
    (
        r#"base_urls(own_a = "https://a.example", own_b = "https://b.example"), auth = basic,
           bases(own_c = "https://c.example", own_d(own_a = "https://d.example", own_b = "https://e.example"))"#,
        r#"trait OwnBases {
            #[get("/a", base = own_d)]
            fn own_1();
            #[get("https://f.example/{own}")]
            fn own_2(own: u8);
        }"#,
    ),
    (
        "auth = basic",
        r"trait OwnLearned {
            #[post(own_endpoint)]
            fn own_1();
            #[get(own_uri)]
            fn own_2(own_uri: OwnType);
        }",
    ),
    (
        r#"base_url = "https://vendor.example", auth = header("X-A") as own & client_secret_post | client_id"#,
        r#"trait OwnClient {
            #[post("/", auth = basic(client_id, client_secret) | client_secret_post)]
            fn own(#[name = "client_id"] own_1: Option<String>, #[name = "client_secret"] own_2: Option<SecretString>);
        }"#,
    ),
];

/// Types that the declarations name, and names that others there have: a type, and parameters that have to be secrets.
const TYPES: &[&str] =
    &["Option", "SecretString", "Vec", "bool", "client_secret", "code", "str", "token", "u8"];

/// Collects names, but for those in attributes and behind `::` and `.`, where nothing of the user's can be meant.
fn names(tokens: TokenStream, found: &mut BTreeSet<String>) {
    let mut before = [' ', ' '];
    for token in tokens {
        let is_attribute = before[1] == '#';
        let is_member = before == [':', ':'] || before[1] == '.';
        let sign = match &token {
            TokenTree::Punct(punct) => punct.as_char(),
            _ => ' ',
        };
        before = [before[1], sign];
        match token {
            TokenTree::Group(group) if !is_attribute => names(group.stream(), found),
            TokenTree::Ident(name) if !is_member => {
                found.insert(name.to_string());
            }
            _ => {}
        }
    }
}

/// The lists of names in the test that compiles: what stands in the braces of its macros.
fn names_in_the_way() -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/pass/shadowed_names.rs");
    let file = syn::parse_file(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut found = BTreeSet::new();
    let mut lists = |items: &[syn::Item]| {
        for item in items {
            let syn::Item::Macro(item) = item else { continue };
            if item.ident.is_none() {
                names(item.mac.tokens.clone(), &mut found);
            }
        }
    };
    lists(&file.items);
    for item in &file.items {
        if let syn::Item::Mod(syn::ItemMod { content: Some((_, items)), .. }) = item {
            lists(items);
        }
    }
    found
}

#[test]
fn every_name_of_an_expansion_is_in_the_way_of_a_test() {
    let mut used = BTreeSet::new();
    for (args, item) in DECLARATIONS {
        let expansion = crate::api::oauth_api(args.parse().unwrap(), item.parse().unwrap());
        assert!(!expansion.to_string().contains("compile_error"), "{item} has a mistake");
        names(expansion, &mut used);
    }
    let in_the_way = names_in_the_way();
    used.retain(|name| {
        let is_own = name.to_lowercase().contains("own") || name.starts_with("__");
        let is_keyword = syn::parse_str::<Ident>(name).is_err();
        !is_own && !is_keyword && !TYPES.contains(&name.as_str()) && !in_the_way.contains(name)
    });
    assert!(used.is_empty(), "add to `tests/pass/shadowed_names.rs`: {used:?}");
}
