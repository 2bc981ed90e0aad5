//! Rules of headers.

use syn::LitStr;

use super::context::Check;
use crate::errors::Errors;
use crate::model::{self, Alternatives, Location, Scheme};
use crate::name::plain;
use crate::parse::Header;

/// Constant headers: a name that is a token, a value that a header can carry, each name once.
pub(super) fn check_headers(written: &[Header], errors: &Errors) -> Vec<(String, String)> {
    let mut checked: Vec<(String, String)> = Vec::new();
    for header in written {
        let Some(name) = check_header_name(&header.name, errors) else { continue };
        let value = header.value.value();
        if let Some(elsewhere) = said_elsewhere(&name) {
            errors.on(
                &header.name,
                format_args!("the header `{}` cannot be a constant", header.name.value()),
                elsewhere,
            );
            continue;
        }
        if value.chars().any(|c| !matches!(c, ' '..='~' | '\t')) {
            errors.on(
                &header.value,
                format_args!(
                    "the value of the header `{}` has a character that no header can carry",
                    header.name.value()
                ),
                "use visible ASCII",
            );
            continue;
        }
        if checked.iter().any(|(there, _)| *there == name) {
            errors.on(
                &header.name,
                format_args!("the header `{name}` is given twice"),
                "remove one of the two",
            );
            continue;
        }
        checked.push((name, value));
    }
    checked
}

/// What sets a header that is neither a constant nor a parameter nor a key.
pub(super) enum SetBy {
    Auth,
    Cookies,
    Body,
    /// Whatever sends the request.
    Sender,
}

/// Returns what sets a header, where the declaration does not.
pub(super) fn set_by(name: &str) -> Option<SetBy> {
    match name {
        "authorization" => Some(SetBy::Auth),
        "cookie" => Some(SetBy::Cookies),
        "content-type" => Some(SetBy::Body),
        "connection" | "content-length" | "host" | "transfer-encoding" => Some(SetBy::Sender),
        _ => None,
    }
}

/// How a header is written that is no constant.
fn said_elsewhere(name: &str) -> Option<&'static str> {
    let help = match set_by(name)? {
        SetBy::Auth => "write `auth = …`, and give the credentials to the client",
        SetBy::Cookies => {
            "declare a parameter: `#[cookie(\"name\")] #[constant = \"value\"] name: String`"
        }
        SetBy::Body => "write `body = form` or `body = json`",
        SetBy::Sender => "remove it: whatever sends the request writes it",
    };
    Some(help)
}

/// Returns the name of a header in lower case, if it is a token (RFC 9110, section 5.6.2).
pub(super) fn check_header_name(name: &LitStr, errors: &Errors) -> Option<String> {
    let text = name.value();
    if !is_token(&text) {
        errors.on(
            name,
            format_args!("`{text}` cannot be the name of a header (RFC 9110, section 5.6.2)"),
            "use letters, digits and hyphens, such as `\"X-App-Id\"`",
        );
        return None;
    }
    Some(text.to_ascii_lowercase())
}

/// Whether a text is a token, as names of headers and cookies are (RFC 9110, section 5.6.2).
pub(super) fn is_token(text: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !text.is_empty() && text.chars().all(is_allowed)
}

/// A constant is not what `auth` sends.
pub(super) fn constants_are_no_keys(headers: &[Header], auth: &Alternatives, errors: &Errors) {
    for header in headers {
        if sends(auth, &header.name.value().to_ascii_lowercase()) {
            errors.on(
                &header.name,
                format_args!(
                    "the header `{}` conflicts with `auth`, which sends it",
                    header.name.value()
                ),
                "remove it here: its value is given to the client",
            );
        }
    }
}

/// Whether `auth` sends a header.
fn sends(auth: &Alternatives, name: &str) -> bool {
    auth.schemes()
        .any(|scheme| matches!(scheme, Scheme::Header { name: header, .. } if header == name))
}

/// A header is sent once: by the declaration, by a parameter or by `auth`.
pub(super) fn headers_are_unique(check: &Check<'_>, endpoint: &model::Endpoint) {
    let Check { api, written, errors, .. } = *check;
    constants_are_no_keys(&written.headers, &endpoint.auth, errors);
    let constant =
        |headers: &[(String, String)], name: &str| headers.iter().any(|(header, _)| header == name);
    for (parameter, source) in endpoint.parameters.iter().zip(&written.parameters) {
        if parameter.location != Location::Header {
            continue;
        }
        let Some(at) = source.places.first().and_then(|place| place.name()) else {
            continue;
        };
        let name = parameter.wire.as_str();
        let (earlier, other) = if sends(&endpoint.auth, name) {
            ("`auth`", "scheme in `auth`")
        } else if constant(&endpoint.headers, name) {
            ("`headers` of this endpoint", "constant")
        } else if constant(&api.headers, name) {
            ("`headers` of the trait", "constant")
        } else {
            continue;
        };
        errors.on(
            at,
            format_args!(
                "the header `{name}` of `{}` conflicts with {earlier}, which sends it",
                plain(&source.ident)
            ),
            format_args!("send it from one place: remove the parameter, or the {other}"),
        );
    }
}
