//! Declarations broken at random: whatever they say, the macro answers with a program or with errors that have a place.
//!
//! A few by default, which takes two seconds; `RANDOM_DECLARATIONS=many cargo test -p oauth-macros` breaks many, and a number
//! in place of `many` as many as it says.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

/// Declarations to break: what stands in the attribute, and the item. Each is small, so that many can be broken, and has
/// something that no other has.
const SEEDS: &[(&str, &str)] = &[
    (
        r#"base_url = "https://a.example", auth = basic, body = form | json"#,
        r#"pub trait A {
            /// Revokes.
            #[post("/revoke/{id}", auth = none, headers("X-A" = "1"), errors(404 => E))]
            fn revoke(#[name = "x"] id: u8, #[default = "a"] hint: Kind) -> T;
        }"#,
    ),
    (
        r#"base_urls(one = "https://a.example", two = "http://[::1]:8"), auth = header("X-K") as key & basic | none"#,
        r#"trait B {
            #[get("/a", browser, auth = none)]
            fn page(#[constant = "code"] response_type: String, client_id: String, state: Option<String>);
        }"#,
    ),
    (
        r#"base_path = "/v1", crate = other, error = Problem, headers("A" = "b")"#,
        r#"pub(crate) trait C {
            #[post("/token", allow(vendor_grant, incomplete_grant))]
            #[grant("urn:x:y" as magic, needs(code))]
            fn token(grant_type: String, code: Option<SecretString>) -> RedirectOr<T>;
        }"#,
    ),
    (
        r#"base_path = "/", body = json"#,
        r#"trait D {
            #[put("/a/{b}")]
            fn a(b: i8, #[json] c: Vec<String>, #[header("X-B")] #[server_default = -1] d: Option<i8>);
        }"#,
    ),
    (
        r#"base_path = "/""#,
        r#"trait E {
            #[cfg(test)]
            fn gone(#[query] r#type: bool);
            #[cfg_attr(test, delete("/a", auth = bearer))]
            #[cfg_attr(not(test), post("/b"))]
            fn there(#[cfg(test)] a: Url, #[cookie("s")] session: SecretString);
        }"#,
    ),
    (
        r#"base_url = "https://a.example""#,
        r#"trait F {
            #[get("/authorize", browser)]
            fn page(response_type: String, client_id: String, code_challenge: String, code_challenge_method: String);
            #[post("/token", auth = client_secret_basic)]
            fn token(#[constant = "authorization_code"] grant_type: String, code: SecretString, code_verifier: SecretString);
        }"#,
    ),
    (
        r#"base_url = "https://a.example", auth = bearer"#,
        r#"trait G {
            #[patch("/introspect", allow(token_endpoint_method))]
            fn introspect(token: SecretString, token_type_hint: Option<String>) -> Redirect;
            #[post("/par", auth = none)]
            fn par(client_id: String, client_secret: SecretString, response_type: String, state: String);
        }"#,
    ),
    (
        r#"base_urls(one = "https://a.example", two = "https://b.example"), bases(api(one = "https://c.example", two = "https://d.example"), c = "https://e.example")"#,
        r#"trait H {
            #[get("/me", base = api)]
            fn me() -> T;
            #[post("https://f.example/a/{id}")]
            fn there(id: u8);
        }"#,
    ),
    (
        "auth = client_secret_basic",
        r"trait I {
            #[post(token_endpoint)]
            fn token(grant_type: String, code: SecretString) -> T;
            #[put(registration_client_uri)]
            fn register(registration_client_uri: Url);
        }",
    ),
    (
        r#"base_path = "/", auth = header("Authorization", prefix = "OAuth") as token | none, response_headers("X-A": u8)"#,
        r#"trait J {
            #[get("/page#end", browser, auth = none, callback(code = "auth_code", state = "s", error = "e"))]
            fn page(#[separator = ","] scope: Scopes, state: String);
            #[put("/lists", body = form | json, response_headers(/** Left. */ "X-B": String, "X-A": u8))]
            fn lists(#[name = "refreshToken"] #[separator = "|"] tokens: Option<Vec<SecretString>>, ids: Vec<u32>);
            #[get("/consent", browser, auth = none, callback(code = none))]
            fn consent();
        }"#,
    ),
    (
        r#"base_url = "https://a.example", reason("message", "errors.0.detail"), refused(errcode, except = 0)"#,
        r#"trait K {
            #[post("/token", token(access_token = "body.token", expires_in = ttl as milliseconds, expires_at = "at" as iso8601), spent("dead"))]
            fn token(code: SecretString) -> Option<T>;
            #[get("/text", refused("error.code", except = "ok", code = error, description = "e.d"), reason = none)]
            fn text() -> Text;
            #[get("/bytes", refused = none)]
            fn bytes() -> Bytes;
        }"#,
    ),
    (
        r#"base_url = "https://a.example", auth = basic(client_id, client_secret)"#,
        r#"trait L {
            #[post("/token", auth = client_secret_post | client_id)]
            #[grant(client_credentials, needs(client_id, client_secret))]
            fn token(grant_type: String, client_id: Option<String>, client_secret: Option<SecretString>) -> Token;
            #[get("/authorize", browser, auth = client_id)]
            fn page(response_type: String, state: String);
        }"#,
    ),
];

/// What is put in place of a token.
const WORDS: &str = r##"
    trait fn pub crate self Self super r#type r#fn _ __ _1 self_ none basic bearer header form json get post delete browser
    allow grant needs may rotates reuse_within 600 as where impl dyn base_url base_urls auth default constant query Option Vec String Größe a A url send
    refused reason spent except as iso8601 seconds access_token expires_at Text Bytes "a.b" "a..b" r"\." "$.a"
    callback response_headers separator prefix none iss error error_uri Scopes u32
    client_id client_secret client_secret_post client_secret_basic code token state scope redirect_uri password implicit base bases token_endpoint token_endpont "password" "token" "S256" "http://x/#y"
    ; , : :: = => -> | & # ! ? . < > - + * / @ $ 0 1 300 -1 1.5 "" "/" "/{x}" "/#x" "#" "," "{" "}" "/a b" "https://x" "http://x:y@z" "é" "\u{0}"
    b"x" 'c' 'a true () [] {} (a) ("x") [cfg(x)] [doc = "x"] { fn f(); } <'a> &'a str &mut
"##;

/// A generator of numbers, the same in every run: each round has its own.
struct Random(u64);

impl Random {
    fn of_round(round: usize) -> Self {
        let mut random =
            Self(0x0a07_4ae1_6750_6749 ^ (round as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        random.below(1);
        random
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).unwrap()
    }
}

/// Drops, doubles, swaps or replaces one token, at any depth.
fn mutated(tokens: TokenStream, words: &[TokenTree], random: &mut Random) -> TokenStream {
    let mut tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let place = random.below(tokens.len() + 1);
    match tokens.get(place) {
        Some(TokenTree::Group(group)) if random.below(8) > 0 => {
            let mut inner = Group::new(group.delimiter(), mutated(group.stream(), words, random));
            inner.set_span(group.span());
            tokens[place] = TokenTree::Group(inner);
        }
        Some(token) => {
            let token = token.clone();
            match random.below(5) {
                0 => drop(tokens.remove(place)),
                1 => tokens.insert(place, token),
                2 => {
                    let other = random.below(tokens.len());
                    tokens.swap(place, other);
                }
                3 => tokens[place] = words[random.below(words.len())].clone(),
                _ => tokens.insert(place, words[random.below(words.len())].clone()),
            }
        }
        None => tokens.push(words[random.below(words.len())].clone()),
    }
    tokens.into_iter().collect()
}

/// Counts the errors of an expansion; each has a place in the source, and says what to write.
fn errors_with_places(tokens: TokenStream) -> usize {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut found = 0;
    for (index, token) in tokens.iter().enumerate() {
        let TokenTree::Ident(word) = token else { continue };
        let text = match tokens.get(index + 2) {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                group.stream()
            }
            _ => continue,
        };
        if word == "compile_error" {
            found += 1;
            // The place of `call_site` is empty.
            let has_place = !word.span().byte_range().is_empty();
            assert!(has_place, "no place for {text}");
            assert!(text.to_string().contains("\\nhelp: "), "no help in {text}");
        }
    }
    found
}

/// Reads expansions item by item. Those of healthy endpoints come again and again, and are read once.
#[derive(Default)]
struct Items(BTreeSet<u64>);

impl Items {
    /// Tells whether an expansion is a list of whole items.
    fn are_whole(&mut self, expansion: TokenStream) -> syn::Result<()> {
        let mut item = Vec::new();
        let mut tokens = expansion.into_iter().peekable();
        while let Some(token) = tokens.next() {
            let is_semicolon = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';');
            let is_braces =
                matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
            let ends =
                is_semicolon(&token) || (is_braces && !tokens.peek().is_some_and(is_semicolon));
            item.push(token);
            if ends {
                self.is_whole(std::mem::take(&mut item))?;
            }
        }
        self.is_whole(item)
    }

    fn is_whole(&mut self, item: Vec<TokenTree>) -> syn::Result<()> {
        let mut shape = Shape(DefaultHasher::new());
        for token in &item {
            shape.add(token);
        }
        let shape = shape.0.finish();
        if !self.0.contains(&shape) {
            syn::parse2::<syn::File>(item.into_iter().collect())?;
            self.0.insert(shape);
        }
        Ok(())
    }
}

/// What tokens are for a parser, to which one name is as good as another, and one text.
struct Shape(DefaultHasher);

impl Shape {
    fn add(&mut self, token: &TokenTree) {
        match token {
            TokenTree::Group(group) => {
                self.0.write_u8(group.delimiter() as u8);
                for token in group.stream() {
                    self.add(&token);
                }
                self.0.write_u8(u8::MAX);
            }
            TokenTree::Punct(punct) => {
                let is_joint = punct.spacing() == Spacing::Joint;
                self.0.write_u32(u32::from(punct.as_char()) << 1 | u32::from(is_joint));
            }
            other => {
                let _: std::fmt::Result = write!(self, "{other}");
            }
        }
    }
}

impl std::fmt::Write for Shape {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        // No keyword is longer than `macro_rules`.
        let is_text = text.starts_with('"');
        let told = if is_text {
            "\""
        } else if text.len() > 11 {
            "name"
        } else {
            text
        };
        self.0.write(told.as_bytes());
        self.0.write_u8(b' ');
        Ok(())
    }
}

/// Breaks and expands declarations, and counts the mistakes that are told.
fn mistakes_in(rounds: impl Iterator<Item = usize>) -> usize {
    let parse = |text: &str| text.parse::<TokenStream>().unwrap();
    let seeds: Vec<(TokenStream, TokenStream)> =
        SEEDS.iter().map(|(args, item)| (parse(args), parse(item))).collect();
    let words: Vec<TokenTree> = parse(WORDS).into_iter().collect();
    let mut items = Items::default();
    let mut mistakes = 0;
    for round in rounds {
        let mut random = Random::of_round(round);
        let (mut args, mut item) = seeds[random.below(seeds.len())].clone();
        for _ in 0..=random.below(3) {
            if random.below(3) == 0 {
                args = mutated(args, &words, &mut random);
            } else {
                item = mutated(item, &words, &mut random);
            }
        }
        // The compiler hands over an item.
        if item.is_empty() {
            continue;
        }
        let shown = || format!("round {round}: #[oauth_api({args})] {item}");
        let judged = catch_unwind(AssertUnwindSafe(|| {
            let expansion = crate::api::oauth_api(args.clone(), item.clone());
            let count = errors_with_places(expansion.clone());
            items.are_whole(expansion).map(|()| count)
        }));
        match judged {
            Ok(Ok(count)) => mistakes += count,
            Ok(Err(error)) => panic!("{error} in the expansion of {}", shown()),
            Err(cause) => panic!("{cause:?} in {}", shown()),
        }
    }
    mistakes
}

#[test]
fn broken_declarations_are_errors_with_a_place() {
    let rounds = rounds();
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let share = |thread| move || mistakes_in((thread..rounds).step_by(threads));
    let running: Vec<_> = (0..threads).map(|thread| thread::spawn(share(thread))).collect();
    let mistakes: usize = running.into_iter().map(|thread| thread.join().unwrap()).sum();
    assert!(mistakes > rounds / 2, "{mistakes} mistakes are told in {rounds} declarations");
}

#[test]
fn broken_items_are_found_among_whole_ones() {
    let mut items = Items::default();
    let mut judge = |text: &str| items.are_whole(text.parse().unwrap()).is_ok();
    assert!(judge("struct A; const _: () = { fn b() {} }; impl A { fn b() {} } static C: u8 = 1;"));
    assert!(!judge("struct A; const _: () = { fn b() {} }; impl A { fn b } static C: u8 = 1;"));
    assert!(!judge("struct A; struct"));
    assert!(!judge("struct A; impl"));
    assert!(judge("struct B;"));
}

/// How many declarations are broken by default, and how many where many are asked for.
const FEW: usize = 4_000;
const MANY: usize = 100_000;

fn rounds() -> usize {
    match std::env::var("RANDOM_DECLARATIONS") {
        Err(_) => FEW,
        Ok(said) if said == "many" => MANY,
        Ok(said) => said.parse().expect("`RANDOM_DECLARATIONS` is `many` or a number"),
    }
}
