//! What an editor needs of an expansion: names that lead to the declaration, and something to complete while it is typed.

use proc_macro2::{TokenStream, TokenTree};

const DECLARATION: &str = r#"
pub trait Vendor {
    #[post("/revoke/{client_id}")]
    fn post_revoke(
        client_id: String,
        token: SecretString,
        #[name = "hint"] token_type_hint: Option<String>,
    ) -> Answer;
}
"#;

fn expansion(args: &str, item: &str) -> TokenStream {
    crate::api::oauth_api(args.parse().unwrap(), item.parse().unwrap())
}

/// All places (line and column) that identifiers of this name lead to.
fn places(tokens: TokenStream, name: &str) -> Vec<(usize, usize)> {
    let mut places = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Ident(ident) if ident == name => {
                let start = ident.span().start();
                places.push((start.line, start.column));
            }
            TokenTree::Group(group) => places.extend(self::places(group.stream(), name)),
            _ => {}
        }
    }
    places
}

/// Where a name stands in the declaration.
fn declared(name: &str) -> (usize, usize) {
    let mut lines = DECLARATION.lines().enumerate();
    let found = lines.find_map(|(line, text)| {
        let is_name = |at: usize| {
            let after = text.get(at + name.len()..).and_then(|rest| rest.chars().next());
            !after.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '"')
        };
        let place =
            text.match_indices(name).find(|(at, _)| is_name(*at) && !text.contains("post(\""));
        place.map(|(column, _)| (line + 1, column))
    });
    found.unwrap()
}

#[test]
fn names_lead_to_the_declaration() {
    let expansion = expansion(r#"base_url = "https://vendor.example""#, DECLARATION);
    for (name, of) in [
        ("post_revoke", "post_revoke"),
        ("client_id", "client_id"),
        ("token", "token"),
        ("token_type_hint", "token_type_hint"),
        ("VendorClient", "Vendor"),
        ("VendorPostRevokeRequest", "post_revoke"),
        ("VendorPostRevokeParameters", "post_revoke"),
        ("VendorPostRevokeHasToken", "token"),
    ] {
        let places = places(expansion.clone(), name);
        assert!(!places.is_empty(), "{name}");
        let elsewhere = places.iter().filter(|place| **place != declared(of)).count();
        // The type of a parameter is where a value that cannot be sent is told: taken and lent, its name stands there.
        assert!(elsewhere <= 2, "{name}: {places:?}, declared at {:?}", declared(of));
    }
}

#[test]
fn ends_of_a_request_lead_to_its_endpoint() {
    let expansion = expansion(r#"base_url = "https://vendor.example""#, DECLARATION);
    for name in ["send", "into_request"] {
        assert!(places(expansion.clone(), name).contains(&declared("post_revoke")), "{name}");
    }
}

#[test]
fn half_typed_declarations_expand_to_what_is_whole() {
    let healthy = r#"#[post("/healthy")] fn healthy(token: SecretString);"#;
    for unfinished in [
        "fn",
        "fn half",
        "fn half(",
        "fn half()",
        "fn half(token)",
        "fn half(token:)",
        "fn half(token: );",
        "#[post] fn half();",
        "#[post()] fn half();",
        "#[post(\"/half\", )] fn half(",
        "#[post(\"/half\", auth = )] fn half();",
        "#[post(\"/half\", auth = basic | )] fn half();",
        "#[po] fn half();",
        "#[post(\"/half\")] fn half(#[] token: String);",
        "#[post(\"/half\")] fn half(#[header] token: String);",
        "#[post(\"/half\")] fn half() -> ;",
        "#[grant] #[post(\"/half\")] fn half();",
        "#[grant(authorization_code, needs( ))] #[post(\"/half\")] fn half();",
        "#",
        "#[post(\"/half\")]",
        "struct",
    ] {
        // An editor closes what is open before it expands.
        let open = unfinished.matches('(').count() - unfinished.matches(')').count();
        let unfinished = format!("{unfinished}{}", ")".repeat(open));
        for body in
            [format!("{healthy} {unfinished}"), format!("{healthy} {unfinished} {healthy}2")]
        {
            let item = format!("trait Vendor {{ {body} }}");
            let Ok(item) = item.parse::<TokenStream>() else { continue };
            let args = r#"base_url = "https://vendor.example""#.parse().unwrap();
            let text = crate::api::oauth_api(args, item).to_string();
            assert!(text.contains("struct VendorClient"), "{unfinished}: {text}");
            assert!(text.contains("pub fn healthy (& self)"), "{unfinished}: {text}");
            assert!(text.contains("compile_error"), "{unfinished}: {text}");
        }
    }
    for args in [
        "",
        "base_url",
        "base_url =",
        "auth = ",
        "base_url = \"https://vendor.example\", au",
        "body = form |",
    ] {
        let item = format!("trait Vendor {{ {healthy} }}");
        let text = expansion(args, &item).to_string();
        assert!(
            text.contains("pub fn healthy (& self)") && text.contains("compile_error"),
            "{args}: {text}"
        );
    }
}
