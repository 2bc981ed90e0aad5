//! Rules of authentication.

use proc_macro2::{Ident, Span};
use syn::LitStr;

use super::headers::{SetBy, check_header_name, is_token, set_by};
use crate::errors::Errors;
use crate::keys::{KnownWords as _, SchemeWord};
use crate::model::{Alternatives, Credential, Scheme, credentials, is_same, variant};
use crate::name::{self, plain};
use crate::parse::DeclaredAuth;
use crate::suggest;

/// Brings an expression into alternatives of schemes that go together.
pub(super) fn to_alternatives(written: &DeclaredAuth, errors: &Errors) -> Alternatives {
    let mut alternatives: Vec<Vec<Scheme>> = Vec::new();
    for schemes in to_sets(written, errors) {
        if !alternatives.contains(&schemes) {
            alternatives.push(schemes);
        }
    }
    one_authorization_each(written, &mut alternatives, errors);
    keys_have_names_of_their_own(written, &mut alternatives, errors);
    Alternatives::of(alternatives)
}

/// Keys become fields and variants, whose names differ. What repeats one is left out.
fn keys_have_names_of_their_own(
    written: &DeclaredAuth,
    alternatives: &mut Vec<Vec<Scheme>>,
    errors: &Errors,
) {
    let mut reported: Vec<String> = Vec::new();
    let mut repeated = |name: String, credential: Option<&Credential>| {
        if !reported.contains(&name) {
            let (at, help) = match credential {
                Some(Credential::Token { called, .. }) => {
                    (called.span(), format!("give it another name: `… as other_{name}`"))
                }
                Some(Credential::Key { name: header, called }) => {
                    let help =
                        format!("give it another name: `header(\"{header}\") as other_{name}`");
                    (called.span(), help)
                }
                _ => (span(written), "name them apart: `header(\"…\") as api_key`".to_owned()),
            };
            errors.at(at, format_args!("two keys of this API are called `{name}`"), help);
            reported.push(name);
        }
        false
    };
    for schemes in alternatives.iter_mut() {
        let mut seen: Vec<Credential> = Vec::new();
        schemes.retain(|scheme| {
            let credential = scheme.credential();
            let name = plain(&credential.field());
            let has_its_name =
                |other: &Credential| plain(&other.field()) == name && *other != credential;
            let is_new = !seen.iter().any(has_its_name);
            let is_kept = is_new || repeated(name, Some(&credential));
            seen.push(credential);
            is_kept
        });
    }
    let mut seen: Vec<(String, Vec<Credential>)> = Vec::new();
    alternatives.retain(|schemes| {
        let set = credentials(schemes);
        let name = variant(&set).to_string();
        let is_new = !seen.iter().any(|(other, its)| *other == name && !is_same(its, &set));
        let first = set.first();
        let called = first.map_or_else(|| name.clone(), |it| plain(&it.field()));
        let is_kept = is_new || repeated(called, first);
        seen.push((name, set));
        is_kept
    });
}

fn to_sets(written: &DeclaredAuth, errors: &Errors) -> Vec<Vec<Scheme>> {
    match written {
        DeclaredAuth::None(_) => vec![Vec::new()],
        DeclaredAuth::Basic(_) => vec![vec![Scheme::Basic]],
        DeclaredAuth::ClientSecretBasic(_) => vec![vec![Scheme::ClientSecretBasic]],
        DeclaredAuth::Bearer(_) => vec![vec![Scheme::Bearer]],
        DeclaredAuth::ClientBasic(_) => vec![vec![Scheme::ClientBasic]],
        DeclaredAuth::ClientSecretPost(_) => vec![vec![Scheme::ClientSecretPost]],
        DeclaredAuth::ClientId(_) => vec![vec![Scheme::ClientId]],
        DeclaredAuth::Unknown(word) => vec![take_unknown(word, errors).into_iter().collect()],
        DeclaredAuth::Header { name, prefix, called } => {
            match check_header(name, prefix.as_ref(), called.as_ref(), errors) {
                Some(scheme) => vec![vec![scheme]],
                None => vec![Vec::new()],
            }
        }
        DeclaredAuth::AnyOf(parts) => parts.iter().flat_map(|part| to_sets(part, errors)).collect(),
        DeclaredAuth::All(parts) => parts.iter().fold(vec![Vec::new()], |sets, part| {
            let more = to_sets(part, errors);
            let join = |set: &Vec<Scheme>| {
                let set = set.clone();
                more.iter()
                    .map(move |more| set.iter().chain(more).cloned().collect::<Vec<_>>())
                    .collect::<Vec<_>>()
            };
            sets.iter().flat_map(join).collect()
        }),
    }
}

/// An unknown word is taken for the scheme it is near to, so that clients are made as they would be.
fn take_unknown(word: &Ident, errors: &Errors) -> Option<Scheme> {
    let name = word.to_string();
    errors.on(word, format_args!("unknown scheme `{name}`"), SchemeWord::help(&name));
    match suggest::nearest(&name, SchemeWord::NAMES).and_then(SchemeWord::named)? {
        SchemeWord::Basic => Some(Scheme::Basic),
        SchemeWord::ClientSecretBasic => Some(Scheme::ClientSecretBasic),
        SchemeWord::Bearer => Some(Scheme::Bearer),
        SchemeWord::ClientSecretPost => Some(Scheme::ClientSecretPost),
        SchemeWord::ClientId => Some(Scheme::ClientId),
        SchemeWord::Header | SchemeWord::None => None,
    }
}

fn check_header(
    name: &LitStr,
    prefix: Option<&LitStr>,
    called: Option<&Ident>,
    errors: &Errors,
) -> Option<Scheme> {
    let lower = check_header_name(name, errors)?;
    if let Some(prefix) = prefix {
        let called = called.cloned().or_else(|| name_of_key(&lower, name))?;
        let prefix = check_prefix(&lower, name, prefix, &called, errors)?;
        // A client has one secret, which is given with its identifier.
        let is_of_client = called == "client_secret";
        return Some(if is_of_client {
            Scheme::PrefixedSecret { prefix }
        } else {
            Scheme::Prefixed { prefix, called }
        });
    }
    let by = set_by(&lower);
    if let Some(SetBy::Auth) = by {
        errors.on(
            name,
            "a key in the header `Authorization` is a scheme of its own",
            "write `bearer`, `basic` or `client_secret_basic`; for another word before the token, `header(\"Authorization\", prefix = \"OAuth\") as token`",
        );
        return None;
    }
    if by.is_some() || lower == "accept" {
        errors.on(
            name,
            format_args!("the header `{}` is no place for a key", name.value()),
            "write the header that the vendor documents, such as `header(\"X-Api-Key\")`",
        );
        return None;
    }
    let called = called.cloned().or_else(|| name_of_key(&lower, name));
    if called.is_none() {
        errors.on(
            name,
            format_args!("the key of the header `{}` has no name", name.value()),
            format_args!("name it: `header({}) as api_key`", name.token()),
        );
    }
    Some(Scheme::Header { name: lower, called: called? })
}

/// The word before a token in `Authorization` is a token itself (RFC 9110, section 11.1), and not one that has a scheme.
fn check_prefix(
    header: &str,
    name: &LitStr,
    prefix: &LitStr,
    called: &Ident,
    errors: &Errors,
) -> Option<String> {
    let text = prefix.value();
    let wrong = |what: &str, help: String| {
        errors.on(prefix, format_args!("the prefix `{text}` {what}"), help);
        None
    };
    if header != "authorization" {
        errors.on(
            prefix,
            format_args!(
                "the header `{}` has a prefix, as only `Authorization` has one",
                name.value()
            ),
            "remove `prefix`, and give the whole value to the client",
        );
        return None;
    }
    match text.to_ascii_lowercase().as_str() {
        "bearer" => return wrong("is a scheme of its own", "write `bearer`".to_owned()),
        "basic" => {
            let help = "write `basic` or `client_secret_basic`".to_owned();
            return wrong("is a scheme of its own", help);
        }
        _ => {}
    }
    if is_token(&text) {
        return Some(text);
    }
    let trimmed = text.trim();
    let help = if trimmed != text && is_token(trimmed) {
        format!("write `prefix = \"{trimmed}\"`: the space after it comes by itself")
    } else {
        format!("write one word, as in `header(\"Authorization\", prefix = \"OAuth\") as {called}`")
    };
    wrong("is no name of a scheme (RFC 9110, section 11.1)", help)
}

/// What a key is called: the name of its header without `x-`.
fn name_of_key(header: &str, at: &LitStr) -> Option<Ident> {
    let words = header.strip_prefix("x-").unwrap_or(header);
    let words = words.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    syn::parse_str::<Ident>(&words).ok()?;
    Some(name::ident(&words, at.span()))
}

/// A request has one `Authorization` header (RFC 9110, section 11.6.2), each header once and each parameter once (RFC 6749,
/// section 3.2). What repeats one is left out.
fn one_authorization_each(
    written: &DeclaredAuth,
    alternatives: &mut [Vec<Scheme>],
    errors: &Errors,
) {
    for schemes in alternatives {
        let mut kept: Vec<Scheme> = Vec::new();
        for scheme in std::mem::take(schemes) {
            if kept.contains(&scheme) {
                errors.at(
                    span(written),
                    format_args!("`auth` has {} twice in one alternative", scheme.description()),
                    "remove one of the two",
                );
            } else if let Some(earlier) =
                kept.iter().find(|earlier| earlier.is_authorization() && scheme.is_authorization())
            {
                errors.at(
                    span(written),
                    format_args!(
                        "`{}` and `{}` both need the header `Authorization` (RFC 9110, section 11.6.2)",
                        earlier.written(),
                        scheme.written()
                    ),
                    "join them with `|` to offer a choice, or keep one",
                );
            } else if let Some(earlier) =
                kept.iter().find(|earlier| earlier.sends_client_id() && scheme.sends_client_id())
            {
                errors.at(
                    span(written),
                    format_args!(
                        "`{}` and `{}` both send `client_id`",
                        earlier.written(),
                        scheme.written()
                    ),
                    "join them with `|` for clients with and without a secret, or keep one",
                );
            } else {
                kept.push(scheme);
            }
        }
        *schemes = kept;
    }
}

/// The place of the scheme `client_secret_post`.
pub(super) fn client_secret_post(written: &DeclaredAuth) -> Option<Span> {
    match written {
        DeclaredAuth::ClientSecretPost(span) => Some(*span),
        DeclaredAuth::All(parts) | DeclaredAuth::AnyOf(parts) => {
            parts.iter().find_map(client_secret_post)
        }
        _ => None,
    }
}

pub(super) fn span(written: &DeclaredAuth) -> Span {
    match written {
        DeclaredAuth::None(span)
        | DeclaredAuth::Basic(span)
        | DeclaredAuth::ClientSecretBasic(span)
        | DeclaredAuth::Bearer(span)
        | DeclaredAuth::ClientBasic(span)
        | DeclaredAuth::ClientSecretPost(span)
        | DeclaredAuth::ClientId(span) => *span,
        DeclaredAuth::Header { name, .. } => name.span(),
        DeclaredAuth::Unknown(word) => word.span(),
        DeclaredAuth::All(parts) | DeclaredAuth::AnyOf(parts) => {
            parts.last().map_or_else(Span::call_site, span)
        }
    }
}
