//! Values that an encoder gets wrong, each with what has to arrive: by the rules of
//! `application/x-www-form-urlencoded` (<https://url.spec.whatwg.org/#urlencoded-serializing>) and of JSON (RFC 8259).

/// A value and its two encodings.
pub(crate) struct Awkward {
    pub(crate) raw: String,
    pub(crate) form: String,
    /// Without the quotes.
    pub(crate) json: String,
}

const SHORT: [(&str, &str, &str); 13] = [
    ("", "", ""),
    (" ", "+", " "),
    ("  two  blanks ", "++two++blanks+", "  two  blanks "),
    ("&=+%/?#", "%26%3D%2B%25%2F%3F%23", "&=+%/?#"),
    ("a=b&c=d", "a%3Db%26c%3Dd", "a=b&c=d"),
    ("100%25+%20", "100%2525%2B%2520", "100%25+%20"),
    ("*-._~", "*-._%7E", "*-._~"),
    (r#""quoted" \back\"#, "%22quoted%22+%5Cback%5C", r#"\"quoted\" \\back\\"#),
    ("a\r\nb\t\u{1b}\0\u{7f}", "a%0D%0Ab%09%1B%00%7F", "a\\r\\nb\\t\\u001b\\u0000\u{7f}"),
    ("zażółć", "za%C5%BC%C3%B3%C5%82%C4%87", "zażółć"),
    ("東京/1", "%E6%9D%B1%E4%BA%AC%2F1", "東京/1"),
    ("🔑;'<>", "%F0%9F%94%91%3B%27%3C%3E", "🔑;'<>"),
    (
        "https://app.example/cb?x=1&y=é#f",
        "https%3A%2F%2Fapp.example%2Fcb%3Fx%3D1%26y%3D%C3%A9%23f",
        "https://app.example/cb?x=1&y=é#f",
    ),
];

/// All of them; the last is 64 KiB long.
pub(crate) fn values() -> Vec<Awkward> {
    let short =
        SHORT.iter().map(|&(raw, form, json)| (raw.to_owned(), form.to_owned(), json.to_owned()));
    let long = ("a+".repeat(32 * 1024), "a%2B".repeat(32 * 1024), "a+".repeat(32 * 1024));
    short.chain([long]).map(|(raw, form, json)| Awkward { raw, form, json }).collect()
}

/// Hands out `count` values for each call of a table, a different one for each parameter: every value meets every place.
pub(crate) fn rows<const COUNT: usize>(
    values: &[Awkward],
) -> impl Iterator<Item = [&Awkward; COUNT]> {
    (0..values.len()).map(|row| std::array::from_fn(|place| &values[(row + place) % values.len()]))
}
