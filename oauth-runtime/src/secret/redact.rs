//! Takes the secrets of a call out of texts that a server sent.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use url::form_urlencoded::byte_serialize;

/// Everything but the unreserved characters of RFC 3986, section 2.3.
pub(crate) const SEGMENT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What stands where a secret stood.
pub(crate) const REDACTED: &str = "[REDACTED]";

/// Secrets shorter than this are not looked for: they would tear ordinary words apart.
const SHORTEST: usize = 4;

/// The secrets that went out with one call.
#[derive(Clone, Default)]
pub(crate) struct Secrets(Vec<SecretString>);

impl Secrets {
    pub(crate) fn push(&mut self, secret: &str) {
        if secret.len() >= SHORTEST {
            self.0.push(secret.into());
        }
    }

    /// Replaces every secret, as it is or in an encoding that servers repeat it in; the case of ASCII letters does not
    /// matter.
    pub(crate) fn redact(&self, mut text: String) -> String {
        let mut forms: Vec<_> = self.0.iter().flat_map(|it| forms(it.expose_secret())).collect();
        // A secret may be a part of another.
        forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
        for form in &forms {
            replace(&mut text, form);
        }
        text
    }
}

/// A secret as it is, form-encoded, percent-encoded, inside JSON, and inside HTML; in lower case.
fn forms(secret: &str) -> [Zeroizing<String>; 5] {
    let json = Zeroizing::new(serde_json::to_string(secret).unwrap_or_default());
    let json = json.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let html = secret.chars().map(|character| match character {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        other => other.to_string(),
    });
    [
        secret.to_owned(),
        byte_serialize(secret.as_bytes()).collect(),
        utf8_percent_encode(secret, SEGMENT).collect(),
        json.unwrap_or(secret).to_owned(),
        html.collect(),
    ]
    .map(|form| Zeroizing::new(form.to_ascii_lowercase()))
}

/// Replaces what is in lower case here wherever it is there in any.
fn replace(text: &mut String, form: &str) {
    let lower = Zeroizing::new(text.to_ascii_lowercase());
    let mut found = lower.match_indices(form).map(|(at, _)| at).peekable();
    if found.peek().is_none() {
        return;
    }
    let (mut clean, mut end) = (String::with_capacity(text.len()), 0);
    for at in found {
        clean.push_str(text.get(end..at).unwrap_or_default());
        clean.push_str(REDACTED);
        end = at + form.len();
    }
    clean.push_str(text.get(end..).unwrap_or_default());
    *text = clean;
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({})", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redacted(secrets: &[&str], text: &str) -> String {
        let mut all = Secrets::default();
        for secret in secrets {
            all.push(secret);
        }
        all.redact(text.to_owned())
    }

    #[test]
    fn secrets_are_found_in_every_encoding() {
        let secret = "s3 cret/+&\"ä";
        for text in [
            "<s3 cret/+&\"ä>",
            "<s3+cret%2F%2B%26%22%C3%A4>",
            "<s3%20cret%2F%2B%26%22%C3%A4>",
            "<s3%20cret%2f%2b%26%22%c3%a4>",
            "<S3 CRET/+&\"ä>",
            r#"<s3 cret/+&\"ä>"#,
            "<s3 cret/+&amp;&quot;ä>",
        ] {
            assert_eq!(redacted(&[secret], text), "<[REDACTED]>", "{text}");
        }
    }

    #[test]
    fn part_of_another_secret_leaves_nothing_of_it() {
        assert_eq!(redacted(&["abcd", "abcdef"], "abcdef abcd"), "[REDACTED] [REDACTED]");
    }

    #[test]
    fn ordinary_words_stay() {
        assert_eq!(redacted(&["a", "the", "t0ken"], "the token İ is a"), "the token İ is a");
    }
}
