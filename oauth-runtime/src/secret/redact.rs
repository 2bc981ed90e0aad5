//! Takes the secrets of a call out of texts that a server sent.

mod needles;
mod views;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use memchr::memmem;
use percent_encoding::percent_decode;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

use crate::description::{ParameterInfo, ParameterLocation};

/// What stands where a secret stood.
pub(crate) const REDACTED: &str = "[REDACTED]";

/// Secrets shorter than this are not looked for: they would tear ordinary words apart.
const SHORTEST: usize = 4;

/// Secrets that all calls of a client send.
#[derive(Clone, Default)]
pub(crate) struct SharedSecrets(Option<Arc<Vec<SecretString>>>);

impl SharedSecrets {
    /// Adds a secret, as long as nobody shares them.
    pub(crate) fn push(&mut self, secret: &str) {
        if secret.len() < SHORTEST {
            return;
        }
        if let Some(all) = Arc::get_mut(self.0.get_or_insert_default()) {
            all.push(secret.into());
        }
    }
}

/// The secrets that went out with one call.
///
/// They are looked for when a text is shown. Until then those of a form stay where they are: in its body, which is wiped
/// with its last holder.
#[derive(Clone, Default)]
pub(crate) struct Secrets {
    shared: SharedSecrets,
    own: Vec<SecretString>,
    form: Option<SentForm>,
}

/// A form that was sent, with secrets in it.
#[derive(Clone)]
struct SentForm {
    body: Bytes,
    parameters: &'static [ParameterInfo],
    /// Which of the parameters are secrets, the first in the lowest bit.
    secret: u64,
}

impl Secrets {
    pub(crate) const fn new(shared: SharedSecrets) -> Self {
        Self { shared, own: Vec::new(), form: None }
    }

    pub(crate) fn push(&mut self, secret: &str) {
        if secret.len() >= SHORTEST {
            self.own.push(secret.into());
        }
    }

    /// Adds the fields of a form whose bits are set, the first parameter in the lowest one, and those not declared.
    pub(crate) fn set_form(
        &mut self,
        body: Bytes,
        parameters: &'static [ParameterInfo],
        secret: u64,
    ) {
        self.form = Some(SentForm { body, parameters, secret });
    }

    /// Replaces every secret, as it is or as encoders write it: see [`Redactor::redact`].
    pub(crate) fn redact(&self, text: String) -> String {
        self.redactor().redact(text)
    }

    /// Prepares what is looked for, for more than one text.
    pub(crate) fn redactor(&self) -> Redactor {
        let mut needles = Vec::new();
        for secret in self.shared.0.iter().flat_map(|all| all.iter()).chain(&self.own) {
            needles.extend(needles::of(secret.expose_secret()));
        }
        for secret in self.form.iter().flat_map(SentForm::secrets) {
            needles.extend(needles::of(&secret));
        }
        Redactor { needles }
    }
}

/// What is looked for in the texts of one response.
pub(crate) struct Redactor {
    needles: Vec<Zeroizing<Vec<u8>>>,
}

impl Redactor {
    /// Replaces every secret: as it is; in percent-encoding, JSON and HTML, in part and one inside the other; in base64 and
    /// hexadecimal digits. The case of ASCII letters does not matter.
    pub(crate) fn redact(&self, text: String) -> String {
        if self.needles.is_empty() || text.len() < SHORTEST {
            return text;
        }
        let mut found: Vec<Range<usize>> = Vec::new();
        for mut view in views::of(&text) {
            needles::fold(&mut view.bytes);
            for needle in &self.needles {
                let places = memmem::find_iter(&view.bytes, needle.as_slice());
                found.extend(places.filter_map(|at| view.source(at..at + needle.len())));
            }
        }
        without(&text, found)
    }
}

/// Leaves out these pieces of a text; those that touch are one.
fn without(text: &str, mut pieces: Vec<Range<usize>>) -> String {
    if pieces.is_empty() {
        return text.to_owned();
    }
    pieces.sort_by_key(|piece| piece.start);
    let (mut clean, mut end) = (String::with_capacity(text.len()), None);
    for piece in pieces {
        if end.is_none_or(|end| piece.start > end) {
            clean.push_str(text.get(end.unwrap_or(0)..piece.start).unwrap_or_default());
            clean.push_str(REDACTED);
        }
        end = end.max(Some(piece.end));
    }
    clean.push_str(text.get(end.unwrap_or(0)..).unwrap_or_default());
    clean
}

impl SentForm {
    fn secrets(&self) -> impl Iterator<Item = Zeroizing<String>> {
        let fields = self.body.split(|byte| *byte == b'&').filter_map(|field| {
            let at = field.iter().position(|byte| *byte == b'=')?;
            let (name, value) = field.split_at(at);
            Some((decoded(name), decoded(value.get(1..)?)))
        });
        let secrets = fields.filter(|(name, _)| self.is_secret(name)).map(|(_, value)| value);
        secrets.filter(|value| value.len() >= SHORTEST)
    }

    fn is_secret(&self, name: &str) -> bool {
        let mut parameters = self.parameters.iter().enumerate();
        let declared = parameters.find(|(_, parameter)| {
            parameter.location() == ParameterLocation::Body && parameter.name() == name
        });
        match declared {
            Some((index, _)) => u32::try_from(index)
                .is_ok_and(|index| self.secret.checked_shr(index).unwrap_or(0) & 1 == 1),
            // What is not declared may be anything, but for an identifier (RFC 6749, section 2.2).
            None => name != "client_id",
        }
    }
}

/// Undoes the encoding of a form. What was decoded leaves no copy behind.
fn decoded(text: &[u8]) -> Zeroizing<String> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    for (index, words) in text.split(|byte| *byte == b'+').enumerate() {
        if index > 0 {
            bytes.push(b' ');
        }
        bytes.extend(percent_decode(words));
    }
    Zeroizing::new(String::from_utf8(std::mem::take(&mut bytes)).unwrap_or_default())
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secrets").finish_non_exhaustive()
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
    fn secrets_are_found_under_several_encodings() {
        let secret = "s3 cret/+&\"ä";
        for text in [
            // Percent-encoded twice, in part, and inside HTML.
            "<s3%2520cret%252F%252B%2526%2522%25C3%25A4>",
            "<s%33+cr%65t/%2B&%22%C3%A4>",
            "<s3+cret%2F%2B&amp;%22%C3%A4>",
            // JSON with escapes that few encoders write, and inside JSON.
            r#"<s3 cret\/+&\"\u00e4>"#,
            r"<\u0073\u0033 cret\/+\u0026\u0022\u00E4>",
            r#"<s3 cret\\/+&\\\"\\u00e4>"#,
            // Entities by number.
            "<&#115;3 cret&#x2F;+&#38;&#34;&#228;>",
            "<s3&#32;cret/&#43;&#x26;&quot;&#xe4;>",
            // Hexadecimal digits.
            "<733320637265742f2b2622c3a4>",
            "<733320637265742F2B2622C3A4>",
        ] {
            assert_eq!(redacted(&[secret], text), "<[REDACTED]>", "{text}");
        }
    }

    #[test]
    fn secrets_are_found_in_base64_wherever_they_begin() {
        use base64::Engine as _;
        use base64::prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD};

        let secret = "s3cret?>~ÿü";
        for before in ["", "u", "us", "use", "user:", "a long name before it:"] {
            for after in ["", "!", " and more"] {
                let whole = format!("{before}{secret}{after}");
                for text in [
                    BASE64_STANDARD.encode(&whole),
                    BASE64_STANDARD_NO_PAD.encode(&whole),
                    BASE64_URL_SAFE_NO_PAD.encode(&whole),
                ] {
                    let shown = redacted(&[secret], &text);
                    // What is left has no more than the few bits that the secret shares with its neighbours.
                    let left = shown.replace(REDACTED, "").trim_end_matches('=').len();
                    let of_neighbours = before.len() + after.len();
                    assert!(shown.contains(REDACTED), "{text}: {shown}");
                    assert!(left <= of_neighbours * 4 / 3 + 4, "{text}: {shown}");
                }
            }
        }
    }

    #[test]
    fn long_texts_are_searched_soon() {
        let text = "%2541&#97;\\u0061+".repeat(4_000);
        let secrets: Vec<String> = (0..20).map(|number| format!("s3cret-{number}")).collect();
        let secrets: Vec<&str> = secrets.iter().map(String::as_str).collect();
        assert_eq!(redacted(&secrets, &text), text);
    }

    #[test]
    fn secrets_of_a_form_are_found_in_its_body() {
        const fn field(name: &'static str) -> ParameterInfo {
            ParameterInfo {
                rust_name: name,
                name,
                location: ParameterLocation::Body,
                requirement: crate::description::Requirement::Optional,
                secret: false,
            }
        }
        const FIELDS: &[ParameterInfo] = &[field("plain"), field("sec ret"), field("short")];
        let body = Bytes::from_static(b"plain=public&sec+ret=a+%26%C3%A4%2B&short=abc&more=extra");
        let mut secrets = Secrets::default();
        secrets.set_form(body, FIELDS, 0b110);
        let text = "public a+%26%c3%a4%2b a &ä+ abc extra";
        assert_eq!(secrets.redact(text.to_owned()), "public [REDACTED] [REDACTED] abc [REDACTED]");
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
