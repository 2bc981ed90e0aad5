//! Takes the secrets of a call out of texts that a server sent.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, utf8_percent_encode};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use url::form_urlencoded::byte_serialize;

use crate::description::{ParameterInfo, ParameterLocation};

/// Everything but the unreserved characters of RFC 3986, section 2.3.
pub(crate) const SEGMENT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

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

    /// Replaces every secret, as it is or in an encoding that servers repeat it in; the case of ASCII letters does not
    /// matter.
    pub(crate) fn redact(&self, mut text: String) -> String {
        let mut forms = Vec::new();
        for secret in self.shared.0.iter().flat_map(|all| all.iter()).chain(&self.own) {
            forms.extend(encodings(secret.expose_secret()));
        }
        for secret in self.form.iter().flat_map(SentForm::secrets) {
            forms.extend(encodings(&secret));
        }
        // A secret may be a part of another.
        forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
        for form in &forms {
            replace(&mut text, form);
        }
        text
    }
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
        // What is not declared may be anything.
        declared.is_none_or(|(index, _)| {
            u32::try_from(index)
                .is_ok_and(|index| self.secret.checked_shr(index).unwrap_or(0) & 1 == 1)
        })
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

/// A secret as it is, form-encoded, percent-encoded, inside JSON, and inside HTML; in lower case.
fn encodings(secret: &str) -> [Zeroizing<String>; 5] {
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
    fn secrets_of_a_form_are_found_in_its_body() {
        const fn field(name: &'static str) -> ParameterInfo {
            ParameterInfo {
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
