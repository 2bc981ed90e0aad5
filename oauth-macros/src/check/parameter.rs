//! Rules of parameters.

use proc_macro2::Ident;
use syn::{Lit, Type};

use super::api::header_name;
use super::response::last_segment;
use crate::errors::Errors;
use crate::model::{self, Body, Location, Need, Value, WrittenBy};
use crate::parse::{Endpoint, Parameter};

/// What is known of the endpoint when its parameters are checked.
pub(super) struct Context<'a> {
    pub(super) endpoint: &'a Endpoint,
    pub(super) placeholders: &'a [String],
    pub(super) bodies: &'a [Body],
    /// Whether the method has a body by default.
    pub(super) has_body: bool,
}

/// Checks one parameter.
pub(super) fn parameter(
    written: &Parameter,
    context: &Context<'_>,
    errors: &Errors,
) -> model::Parameter {
    let (location, place_name) = location(written, context, errors);
    let (optional, ty) = optional(&written.ty);
    let need = need(written, optional, location, errors);
    let can_be_sent = type_can_be_sent(written, ty, location, context, errors);
    let secret =
        last_segment(ty).is_some_and(|(name, _)| name == "SecretString" || name == "SecretBox");
    let json_only = context.bodies == [Body::Json];
    let in_json = location == Location::WholeBody || (location == Location::Body && json_only);
    let written_by = match (can_be_sent, in_json) {
        (false, _) => WrittenBy::Nobody,
        (true, true) => WrittenBy::Serde,
        (true, false) => WrittenBy::Text,
    };
    model::Parameter {
        docs: written.docs.clone(),
        ident: written.ident.clone(),
        wire: wire_name(written, location, place_name, errors),
        ty: ty.clone(),
        written_option: optional.then(|| written.ty.clone()),
        location,
        need,
        secret,
        written_by,
    }
}

fn location(
    written: &Parameter,
    context: &Context<'_>,
    errors: &Errors,
) -> (Location, Option<String>) {
    let name = model::plain(&written.ident);
    if let [first, others @ ..] = written.places.as_slice() {
        for other in others {
            errors.on(
                &other.word,
                format_args!(
                    "`{}` conflicts with `{}` on the same parameter",
                    other.word, first.word
                ),
                "a parameter is sent in one place: keep one of the two",
            );
        }
    }
    let in_path = context.placeholders.contains(&name);
    let Some(place) = written.places.first() else {
        return match (in_path, context.has_body) {
            (true, _) => (Location::Path, None),
            (false, true) => (Location::Body, None),
            (false, false) => (Location::Query, None),
        };
    };
    if in_path {
        errors.on(
            &place.word,
            format_args!("`{name}` stands in the path, and `{}` sends it elsewhere", place.word),
            format_args!("remove `#[{}]`, or the placeholder `{{{name}}}`", place.word),
        );
        return (Location::Path, None);
    }
    match (place.word.to_string().as_str(), &place.name) {
        ("query", _) => (Location::Query, None),
        ("form", _) => {
            if context.bodies == [Body::Json] {
                errors.on(
                    &place.word,
                    format_args!(
                        "`form` conflicts with the JSON body of `{}`",
                        context.endpoint.ident
                    ),
                    "remove `#[form]`, or write `body = form` on the endpoint",
                );
            }
            (Location::Body, None)
        }
        ("json", _) => {
            if context.bodies == [Body::Form] && context.endpoint.body.is_some() {
                errors.on(
                    &place.word,
                    format_args!(
                        "`json` conflicts with the form body of `{}`",
                        context.endpoint.ident
                    ),
                    "write `body = json` on the endpoint",
                );
            }
            (Location::WholeBody, None)
        }
        ("header", Some(header)) => {
            let lower = header_name(header, errors);
            let set_by_others =
                ["authorization", "content-type", "content-length", "cookie", "host"];
            if let Some(lower) = lower.as_deref().filter(|lower| set_by_others.contains(lower)) {
                errors.on(
                    header,
                    format_args!("the header `{lower}` is not a parameter"),
                    "it is set by `auth`, `body` and `#[cookie(\"…\")]`",
                );
            }
            (Location::Header, lower)
        }
        (_, Some(cookie)) => {
            let text = cookie.value();
            let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
            if text.is_empty() || !text.chars().all(is_token) {
                errors.on(
                    cookie,
                    format_args!(
                        "`{text}` cannot be the name of a cookie (RFC 6265, section 4.1.1)"
                    ),
                    "use letters, digits and hyphens",
                );
            }
            (Location::Cookie, Some(text))
        }
        (_, None) => (Location::Body, None),
    }
}

fn wire_name(
    written: &Parameter,
    location: Location,
    of_place: Option<String>,
    errors: &Errors,
) -> String {
    if let [_, others @ ..] = written.names.as_slice() {
        for (word, _) in others {
            errors.on(word, "`name` is given twice", "remove one of the two");
        }
    }
    let Some((word, name)) = written.names.first() else {
        return of_place.unwrap_or_else(|| model::plain(&written.ident));
    };
    if let Some(name) = of_place {
        errors.on(
            word,
            format_args!("`name` conflicts with the name `{name}` of the header or cookie"),
            "remove `#[name]`",
        );
        return name;
    }
    if location == Location::Path {
        errors.on(
            word,
            format_args!("`{}` stands in the path, where it has no other name", written.ident),
            "remove `#[name]`",
        );
        return model::plain(&written.ident);
    }
    let text = name.value();
    if text.is_empty() {
        errors.on(
            name,
            format_args!("the wire name of `{}` is empty", written.ident),
            "write the name that the server reads",
        );
    }
    text
}

/// Takes `Option` off.
fn optional(ty: &Type) -> (bool, &Type) {
    match last_segment(ty) {
        Some((name, Some(inner))) if name == "Option" => (true, inner),
        _ => (false, ty),
    }
}

fn need(written: &Parameter, optional: bool, location: Location, errors: &Errors) -> Need {
    if let [first, others @ ..] = written.defaults.as_slice() {
        for other in others {
            errors.on(
                &other.word,
                format_args!(
                    "`{}` conflicts with `{}` on the same parameter",
                    other.word, first.word
                ),
                "keep one of the two",
            );
        }
    }
    let plain = if optional { Need::Optional } else { Need::Required };
    let Some(default) = written.defaults.first() else {
        if optional && location == Location::Path {
            errors.on(
                &written.ty,
                format_args!("the path parameter `{}` is optional", written.ident),
                "a path is always whole: take `Option` off",
            );
            return Need::Required;
        }
        return plain;
    };
    let value = match &default.value {
        Lit::Int(int) => Value::Bare(int.base10_digits().to_owned()),
        Lit::Bool(bool) => Value::Bare(bool.value.to_string()),
        Lit::Str(text) => Value::Text(text.value()),
        _ => return plain,
    };
    match default.word.to_string().as_str() {
        "server_default" => {
            if !optional {
                errors.on(
                    &default.word,
                    format_args!("`{}` has a server default but is required", written.ident),
                    format_args!(
                        "write `{}: Option<…>`, or `#[default = …]` to have it sent",
                        written.ident
                    ),
                );
            }
            Need::ServerDefault(value)
        }
        "default" => {
            no_option(
                &default.word,
                written,
                optional,
                "the caller may leave it out as it is",
                errors,
            );
            Need::Default(value)
        }
        _ => {
            no_option(&default.word, written, optional, "it is always sent", errors);
            Need::Constant(value)
        }
    }
}

fn no_option(word: &Ident, written: &Parameter, optional: bool, why: &str, errors: &Errors) {
    if optional {
        errors.on(
            &written.ty,
            format_args!("`{}` has a `{word}` and is optional: {why}", written.ident),
            "take `Option` off",
        );
    }
}

/// A value owns its data and has a text; lists, maps and other shapes go into JSON only.
fn type_can_be_sent(
    written: &Parameter,
    ty: &Type,
    location: Location,
    context: &Context<'_>,
    errors: &Errors,
) -> bool {
    let ident = &written.ident;
    let json_only = context.bodies == [Body::Json];
    let in_json = location == Location::WholeBody || (location == Location::Body && json_only);
    let wrong = |what: &str, help: &str| {
        errors.on(&written.ty, format_args!("`{ident}` {what}"), help);
        false
    };
    if let Type::Reference(_) = ty {
        return wrong(
            "is borrowed",
            "a request owns its values: write `String` for `&str`; the setter takes both",
        );
    }
    let Some((name, inner)) = last_segment(ty) else {
        return in_json
            || wrong(
                "has a type without a text",
                "use `String`, `SecretString`, `Scopes`, `bool`, an integer, `Url` or an open enum",
            );
    };
    let lists = ["Vec", "HashMap", "BTreeMap", "HashSet", "BTreeSet"];
    match name.as_str() {
        "Option" => wrong("is optional twice", "take one `Option` off"),
        list if inner.is_some() && lists.contains(&list) && !in_json => wrong(
            &format!("is a `{list}`, which only a JSON body can carry"),
            "use `Scopes` for a list separated by blanks, or write `body = json` on the endpoint",
        ),
        "f32" | "f64" if !in_json => wrong(
            "is a floating-point number, which has more than one text",
            "use an integer, or `String` for a decimal number",
        ),
        _ => true,
    }
}
