//! Declarations broken at random: whatever they say, the macro answers with a program or with errors that have a place.

use std::panic::{AssertUnwindSafe, catch_unwind};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Declarations to break: what stands in the attribute, and the item.
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
            #[cfg(test)]
            fn gone(#[query] r#type: bool);
        }"#,
    ),
    (
        r#"base_path = "/v1", crate = other, error = Problem, headers("A" = "b")"#,
        r#"pub(crate) trait C {
            #[post("/token", allow(password_grant))]
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
];

/// What is put in place of a token.
const WORDS: &str = r#"
    trait fn pub crate self Self super r#type r#fn _ __ _1 self_ none basic bearer header form json get post delete browser
    allow grant needs may as where impl dyn base_url base_urls auth default constant query Option Vec String Größe a A url send
    ; , : :: = => -> | & # ! ? . < > - + * / @ $ 0 1 300 -1 1.5 "" "/" "/{x}" "{" "}" "/a b" "https://x" "http://x:y@z" "é" "\u{0}"
    b"x" 'c' 'a true () [] {} (a) ("x") [cfg(x)] [doc = "x"] { fn f(); } <'a> &'a str &mut
"#;

/// A generator of numbers, the same in every run.
struct Random(u64);

impl Random {
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

#[test]
fn broken_declarations_are_errors_with_a_place() {
    let parse = |text: &str| text.parse::<TokenStream>().unwrap();
    let seeds: Vec<(TokenStream, TokenStream)> =
        SEEDS.iter().map(|(args, item)| (parse(args), parse(item))).collect();
    let words: Vec<TokenTree> = parse(WORDS).into_iter().collect();
    let mut random = Random(0x0a07_4ae1_6750_6749);
    let mut mistakes = 0;
    for round in 0..ROUNDS {
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
            syn::parse2::<syn::File>(expansion).map(|_| count)
        }));
        match judged {
            Ok(Ok(count)) => mistakes += count,
            Ok(Err(error)) => panic!("{error} in the expansion of {}", shown()),
            Err(cause) => panic!("{cause:?} in {}", shown()),
        }
    }
    assert!(mistakes > ROUNDS / 2, "{mistakes} mistakes are told in {ROUNDS} declarations");
}

const ROUNDS: usize = 100_000;
