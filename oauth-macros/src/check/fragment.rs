//! Rules of the fragment with which the URL of a page ends.

use syn::LitStr;

use super::context::Check;

/// Returns the fragment: a constant, which a browser keeps and never sends (RFC 3986, section 3.5).
pub(super) fn check_fragment(check: &Check<'_>, path: &LitStr) -> Option<String> {
    let written = path.value();
    // A query is told, with all that follows it.
    let (_, fragment) = written.split_once('#').filter(|(before, _)| !before.contains('?'))?;
    let wrong = |what: &str, help: &str| {
        check.errors.on(path, format_args!("the path `{written}` {what}"), help);
        None
    };
    let is_hex = |pair: &str| {
        let mut digits = pair.bytes();
        digits.next().is_some_and(|digit| digit.is_ascii_hexdigit())
            && digits.next().is_some_and(|digit| digit.is_ascii_hexdigit())
    };
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/?%".contains(c);
    if check.written.browser.is_none() {
        return wrong(
            "has a fragment, which a browser keeps and no request has (RFC 3986, section 3.5)",
            &format!("remove `#{fragment}`, or write `browser` where a person opens the page"),
        );
    }
    if fragment.is_empty() {
        return wrong("has an empty fragment", "remove the `#`");
    }
    if fragment.contains(['{', '}']) {
        return wrong(
            "has a placeholder in its fragment, which is a constant",
            "write the fragment as the vendor documents it",
        );
    }
    if let Some(odd) = fragment.chars().find(|c| !allowed(*c)) {
        let mut bytes = [0; 4];
        let bytes = odd.encode_utf8(&mut bytes).bytes();
        let encoded: Vec<String> = bytes.map(|byte| format!("%{byte:02X}")).collect();
        return wrong(
            &format!("has the character `{}` in its fragment", odd.escape_debug()),
            &format!("write `{}` for it (RFC 3986, section 3.5)", encoded.concat()),
        );
    }
    if fragment.split('%').skip(1).any(|after| !is_hex(after)) {
        return wrong(
            "has a `%` without two hexadecimal digits in its fragment (RFC 3986, section 2.1)",
            "write `%25` for the sign itself",
        );
    }
    Some(fragment.to_owned())
}
