//! Expansions, compared with programs that a person can read: `tests/snapshots/*.rs`.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test -p oauth-macros` writes them anew; read what changed before taking it.

use std::path::Path;

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::quote;

fn check(name: &str, args: TokenStream, item: TokenStream) {
    let declared = format!("#[oauth_api({args})] {item}");
    let file = syn::parse2(with_lines(crate::api::oauth_api(args, item))).unwrap();
    let expansion = format!("{HEAD}{}", prettyplease::unparse(&file));
    assert!(!expansion.contains("compile_error"), "{expansion}");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/snapshots").join(name);
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, &expansion).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(expansion, expected, "the expansion of {declared} is not {}", path.display());
}

/// Parts documentation into an attribute per line, which `prettyplease` writes as `///`.
fn with_lines(tokens: TokenStream) -> TokenStream {
    let mut parted = TokenStream::new();
    for token in tokens {
        let TokenTree::Group(group) = token else {
            parted.extend([token]);
            continue;
        };
        let stream = group.stream();
        if let Ok(syn::MetaNameValue { value: syn::Expr::Lit(value), .. }) =
            syn::parse2(stream.clone())
            && let syn::Lit::Str(text) = value.lit
            && text.value().contains('\n')
        {
            let text = text.value();
            let lines: Vec<&str> = text.split('\n').collect();
            parted.extend(quote! { #([doc = #lines])#* });
        } else {
            parted.extend([TokenTree::from(Group::new(group.delimiter(), with_lines(stream)))]);
        }
    }
    parted
}

const HEAD: &str = "// An expansion of `oauth_api`, as `oauth-macros` makes it; the declaration stands in its `snapshots.rs`.\n\n";

#[test]
fn revoke() {
    let args = quote! {
        base_urls(production = "https://apis.example/oauth2", testing = "https://test.example/oauth2"),
        auth = basic, body = form | json, error = Problem
    };
    let item = quote! {
        /// OAuth endpoints of an example.
        pub trait Example {
            /// Invalidates a token.
            ///
            /// [RFC 7009](https://www.rfc-editor.org/rfc/rfc7009)
            #[post("/revoke")]
            fn post_revoke(
                /// The token, a hash value.
                token: SecretString,
                /// Which kind of token it is.
                #[server_default = "refresh_token"]
                token_type_hint: Option<String>,
            );
        }
    };
    check("revoke.rs", args, item);
}

#[test]
fn token() {
    let args = quote! {
        base_path = "/", auth = header("X-App-Id") as app_id & header("X-App-Token") as app_token | bearer | none
    };
    let item = quote! {
        /// A token endpoint with grants, and a page.
        pub trait Tokens {
            /// Trades a grant for a token.
            #[post("/token", allow(incomplete_grant))]
            #[grant(authorization_code, needs(code, redirect_uri))]
            fn token(
                client_id: String,
                grant_type: String,
                code: Option<SecretString>,
                redirect_uri: Option<String>,
            ) -> Token;

            /// Lets a person in.
            #[get("/authorize", auth = none, browser)]
            fn authorize(
                #[constant = "code"] response_type: String,
                client_id: String,
                #[name = "codeChallenge"] code_challenge: Option<String>,
                #[constant = "S256"] code_challenge_method: String,
            );
        }
    };
    check("token.rs", args, item);
}

#[test]
fn clients() {
    let args = quote! { base_url = "https://as.example", auth = client_secret_post | client_id };
    let item = quote! {
        /// An endpoint for clients with and without a secret.
        pub trait Clients {
            /// Invalidates a token.
            #[post("/revoke")]
            fn revoke(client_id: String, token: SecretString);
        }
    };
    check("clients.rs", args, item);
}

/// What a grant needs is required, whatever it is elsewhere.
#[test]
fn builder_of_a_grant_documents_what_it_requires() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/snapshots/token.rs");
    let expansion = std::fs::read_to_string(path).unwrap();
    let (_, builder) = expansion.split_once("> TokensTokenAuthorizationCodeRequest<").unwrap();
    let (setters, _) = builder.split_once("pub fn send(").unwrap();
    assert_eq!(setters.matches(" Required.").count(), 3, "{setters}");
    assert!(!setters.contains("Left out unless given"), "{setters}");
}
