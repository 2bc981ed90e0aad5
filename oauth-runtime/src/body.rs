//! Bodies of responses: what is known of one before it is read.

use std::borrow::Cow;

use http::HeaderMap;

/// How many bytes that are not UTF-8 are replaced at most, counted as runs; a body with more of them is no text.
const MOST_REPLACED: usize = 1024;

/// The text of a body, and what had to be done to have it.
pub(crate) struct Repaired<'a> {
    pub(crate) text: Cow<'a, str>,
    /// It began with a byte order mark.
    pub(crate) has_mark: bool,
    /// Bytes that were not UTF-8 were replaced.
    pub(crate) has_replacements: bool,
}

/// Returns the text of a body, what is not UTF-8 in it replaced; nothing where it is no text.
pub(crate) fn repaired(body: &[u8]) -> Option<Repaired<'_>> {
    let has_mark = has_mark(body);
    let body = without_bom(body);
    if let Ok(text) = std::str::from_utf8(body) {
        return Some(Repaired { text: Cow::Borrowed(text), has_mark, has_replacements: false });
    }
    let replaced = body.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
    if replaced > MOST_REPLACED {
        return None;
    }
    let mut text =
        String::with_capacity(body.len() + replaced * char::REPLACEMENT_CHARACTER.len_utf8());
    for chunk in body.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    Some(Repaired { text: Cow::Owned(text), has_mark, has_replacements: true })
}

/// Tells whether a body begins with a byte order mark.
pub(crate) fn has_mark(body: &[u8]) -> bool {
    body.starts_with(b"\xEF\xBB\xBF")
}

/// Tells whether a body is JSON by its first character, whatever its type says.
pub(crate) fn is_json(body: &[u8]) -> bool {
    matches!(without_bom(body).trim_ascii_start().first(), Some(b'{' | b'[' | b'"'))
}

/// Tells whether a body is read as a form. It is what it is, whatever its type says: JSON that is labelled as a form is
/// JSON; and a form that is labelled as text, or not at all, is one where a token response is expected.
pub(crate) fn is_read_as_form(headers: &HeaderMap, body: &[u8], is_token: bool) -> bool {
    let may_be_one = || {
        let label = media_type(headers);
        ["", "text/html", "text/plain"].iter().any(|known| label.eq_ignore_ascii_case(known))
    };
    !is_json(body) && (is_form(headers) || (is_token && may_be_one() && is_token_form(body)))
}

/// Tells whether a body has the fields of a form, and one of them is `access_token` or `error`.
fn is_token_form(body: &[u8]) -> bool {
    let body = without_bom(body).trim_ascii();
    let is_of_a_form =
        |byte: &u8| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'"' | b'{');
    let is_known =
        |field: &[u8]| field.starts_with(b"access_token=") || field.starts_with(b"error=");
    body.iter().all(is_of_a_form) && body.split(|byte| *byte == b'&').any(is_known)
}

/// Tells whether a body plainly is the response of a token endpoint, whatever is wrong with it: JSON or a form that names what
/// only such a response has, by the vendor's own names as well.
pub(crate) fn names_a_token(
    headers: &HeaderMap,
    body: &[u8],
    own: impl Iterator<Item = &'static str>,
) -> bool {
    let known: [&[u8]; 5] =
        [b"access_token", b"accessToken", b"oauth_token", b"refresh_token", b"token_type"];
    let names: Vec<&[u8]> = known.into_iter().chain(own.map(str::as_bytes)).collect();
    if !is_json(body) {
        let is_one = |field: &[u8]| {
            let name = field.split(|byte| *byte == b'=').next();
            name.is_some_and(|name| names.contains(&name))
        };
        return is_read_as_form(headers, body, true)
            && body.split(|byte| *byte == b'&').any(is_one);
    }
    // In JSON that is broken, too: a name is a text with a colon after it.
    let mut rest = body;
    while let Some(begin) = memchr::memchr(b'"', rest) {
        rest = rest.get(begin + 1..).unwrap_or_default();
        let is_one = |name: &&[u8]| {
            let after = rest.strip_prefix(*name).and_then(|rest| rest.strip_prefix(b"\""));
            after.is_some_and(|after| after.trim_ascii_start().first() == Some(&b':'))
        };
        if names.iter().any(is_one) {
            return true;
        }
    }
    false
}

/// Tells whether the type of a body says that it is form-encoded.
pub(crate) fn is_form(headers: &HeaderMap) -> bool {
    media_type(headers).eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// Returns the type of a body without its parameters; of several the first.
pub(crate) fn media_type(headers: &HeaderMap) -> &str {
    let kind = headers.get(http::header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.and_then(|kind| kind.split([';', ',']).next()).unwrap_or_default().trim()
}

/// Takes a byte order mark off.
pub(crate) fn without_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)
}
