//! Rules of parameters.

use proc_macro2::Ident;
use quote::ToTokens as _;
use syn::Type;

use super::api::header_name;
use super::response::last_segment;
use super::types;
use crate::errors::Errors;
use crate::model::{self, Body, Location, Need, Value, WrittenBy};
use crate::parse::{self, Endpoint, Parameter};

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
    let can_be_owned = types::cannot_be_owned(ty).is_none();
    let ty = if can_be_owned {
        ty.clone()
    } else {
        syn::parse_quote! { ::std::string::String }
    };
    let secret =
        last_segment(&ty).is_some_and(|(name, _)| name == "SecretString" || name == "SecretBox");
    let name = model::plain(&written.ident);
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
        camel: model::camel(&name),
        name,
        wire: wire_name(written, location, place_name, errors),
        ty,
        written_option: (optional && can_be_owned).then(|| written.ty.clone()),
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
            let said = context.endpoint.body.as_ref();
            if said.is_some_and(|body| body.0.iter().all(|word| word != "json")) {
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
                let help = match lower {
                    "authorization" => "write `auth = bearer`, `auth = basic` or another scheme",
                    "content-type" => "write `body = form` or `body = json` on the endpoint",
                    "cookie" => "write `#[cookie(\"…\")]` with the name of one cookie",
                    _ => "remove it: whatever sends the request writes it",
                };
                errors.on(header, format_args!("the header `{lower}` is not a parameter"), help);
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
            errors.on(word, "`#[name]` is given twice", "remove one of the two");
        }
    }
    let Some((word, name)) = written.names.first() else {
        return of_place.unwrap_or_else(|| model::plain(&written.ident));
    };
    if let Some(name) = of_place {
        let place = if location == Location::Header { "header" } else { "cookie" };
        errors.on(
            word,
            format_args!("`#[name]` conflicts with `{name}`, the name of the {place}"),
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
        return model::plain(&written.ident);
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
                format_args!("a path is always whole: write `{}`", without_option(written)),
            );
            return Need::Required;
        }
        return plain;
    };
    value_fits_the_type(written, default, errors);
    let value = match &default.value {
        parse::Value::Int(digits, negative) => {
            let sign = if *negative { "-" } else { "" };
            Value::Bare(format!("{sign}{}", digits.base10_digits()))
        }
        parse::Value::Bool(value) => Value::Bare(value.value.to_string()),
        parse::Value::Text(text) => Value::Text(text.value()),
        parse::Value::Unknown => Value::Text(String::new()),
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
            format_args!("write `{}`", without_option(written)),
        );
    }
}

/// The parameter as it is written where it is required.
fn without_option(written: &Parameter) -> String {
    let (_, ty) = optional(&written.ty);
    let ty = ty
        .to_token_stream()
        .to_string()
        .replace(" :: ", "::")
        .replace(" < ", "<")
        .replace(" >", ">");
    format!("{}: {ty}", written.ident)
}

/// A text is no number, and a number no text; others are left to their types.
fn value_fits_the_type(written: &Parameter, default: &parse::Default, errors: &Errors) {
    let (_, ty) = optional(&written.ty);
    let Some((name, None)) = last_segment(ty) else { return };
    let word = &default.word;
    let ident = model::plain(&written.ident);
    let wrong = |what: &str, help: String| {
        errors.at(
            default.value.span(),
            format_args!("the `{word}` of `{ident}` is {what}, and its type is `{name}`"),
            help,
        );
    };
    match (name.as_str(), &default.value) {
        ("String" | "SecretString" | "Scopes" | "Url", parse::Value::Int(digits, negative)) => {
            let sign = if *negative { "-" } else { "" };
            wrong("a number", format!("write `#[{word} = \"{sign}{}\"]`", digits.base10_digits()));
        }
        ("String" | "SecretString" | "Scopes" | "Url", parse::Value::Bool(value)) => {
            wrong("a boolean", format!("write `#[{word} = \"{}\"]`", value.value));
        }
        ("bool", parse::Value::Text(text)) if ["true", "false"].contains(&&*text.value()) => {
            wrong("a text", format!("write `#[{word} = {}]`", text.value()));
        }
        ("bool", parse::Value::Text(_)) => {
            wrong("a text", format!("write `#[{word} = true]` or `#[{word} = false]`"));
        }
        ("bool", parse::Value::Int(..)) => {
            wrong("a number", format!("write `#[{word} = true]` or `#[{word} = false]`"));
        }
        (integer, parse::Value::Text(text)) if range(integer).is_some() => {
            let number =
                if text.value().parse::<i128>().is_ok() { text.value() } else { "1".to_owned() };
            wrong("a text", format!("write `#[{word} = {number}]`"));
        }
        (integer, parse::Value::Bool(_)) if range(integer).is_some() => {
            wrong("a boolean", format!("write `#[{word} = 1]`"));
        }
        (integer, parse::Value::Int(digits, negative)) => {
            let Some((least, most)) = range(integer) else { return };
            let value =
                digits.base10_parse::<i128>().map(|value| if *negative { -value } else { value });
            if !value.is_ok_and(|value| (least..=most).contains(&value)) {
                wrong("out of range", format!("write a number from {least} to {most}"));
            }
        }
        _ => {}
    }
}

/// The least and the most that an integer type can hold.
fn range(integer: &str) -> Option<(i128, i128)> {
    Some(match integer {
        "i8" => (i8::MIN.into(), i8::MAX.into()),
        "i16" => (i16::MIN.into(), i16::MAX.into()),
        "i32" => (i32::MIN.into(), i32::MAX.into()),
        "i64" | "isize" => (i64::MIN.into(), i64::MAX.into()),
        "u8" => (0, u8::MAX.into()),
        "u16" => (0, u16::MAX.into()),
        "u32" => (0, u32::MAX.into()),
        "u64" | "usize" => (0, u64::MAX.into()),
        _ => return None,
    })
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
    if let Some(found) = types::cannot_be_owned(ty) {
        if !context.endpoint.is_generic {
            let is_borrowed = found.what == types::IS_BORROWED;
            let setters = if is_borrowed { "; setters take `&str` all the same" } else { "" };
            errors.on(
                found.at,
                format_args!("`{ident}` {}", found.what),
                format_args!("{}{setters}", found.help),
            );
        }
        return false;
    }
    let holds_secrets = |ty: &Type| ty.to_token_stream().to_string().contains("SecretString");
    if in_json && last_segment(ty).is_some_and(|(_, inner)| inner.is_some_and(holds_secrets)) {
        return wrong(
            "holds secrets inside another type, which serde does not write",
            "send each as a parameter of its own, or write a type that implements `serde::Serialize`",
        );
    }
    let Some((name, inner)) = last_segment(ty) else {
        return in_json
            || wrong(
                "has a type without a text",
                "use `String`, `SecretString`, `Scopes`, `bool`, an integer, `Url` or an open enum",
            );
    };
    let lists = ["Vec", "VecDeque", "HashMap", "BTreeMap", "HashSet", "BTreeSet"];
    let otherwise = if location == Location::Body {
        "use `Scopes` for a list separated by blanks, or write `body = json` on the endpoint"
    } else {
        "use `Scopes` for a list separated by blanks, or send it in a JSON body"
    };
    match name.as_str() {
        "Option" => wrong("is optional twice", "take one `Option` off"),
        list if inner.is_some() && lists.contains(&list) && !in_json => {
            wrong(&format!("is a `{list}`, which only a JSON body can carry"), otherwise)
        }
        "f32" | "f64" if !in_json => wrong(
            "is a floating-point number, which has more than one text",
            "use an integer, or `String` for a decimal number",
        ),
        _ => true,
    }
}
