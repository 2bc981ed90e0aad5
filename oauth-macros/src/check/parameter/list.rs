//! Rules of lists: how their items are sent.

use syn::{LitStr, Type};

use crate::check::context::Check;
use crate::check::types::{last_segment, list_item, without_option};
use crate::errors::Errors;
use crate::model::{ListStyle, Location};
use crate::name::plain;
use crate::parse::{DeclaredParameter, DefaultKind};

/// What is known of a list.
pub(super) struct List {
    pub(super) style: ListStyle,
    /// Whether its items are written as their texts, and not by serde.
    pub(super) is_of_texts: bool,
}

/// Returns how the items are sent, where a parameter is a list that can be.
pub(super) fn check_list(
    check: &Check<'_>,
    written: &DeclaredParameter,
    location: Location,
    is_json: bool,
) -> Option<List> {
    let errors = check.errors;
    let (_, ty) = without_option(&written.ty);
    let item = list_item(ty);
    if let [_, others @ ..] = written.separators.as_slice() {
        for (word, _) in others {
            errors.on(word, "`#[separator]` is given twice", "remove one of the two");
        }
    }
    let separator = written.separators.first();
    let list = match (separator, item) {
        (Some((_, separator)), _) => separator_separates(written, ty, location, errors)
            .then(|| List { style: ListStyle::Joined(separator.value()), is_of_texts: true }),
        (None, Some(item)) => {
            let is_secret = last_segment(item).is_some_and(|(name, _)| name == "SecretString");
            let is_of_texts = !is_json || (is_secret && location != Location::WholeBody);
            let list = List { style: ListStyle::Repeated, is_of_texts };
            has_room_for_a_list(written, location, errors).then_some(list)
        }
        (None, None) => None,
    }?;
    let item_is_sent = match item {
        Some(item) if list.is_of_texts => item_has_a_text(written, item, errors),
        _ => true,
    };
    if item.is_some() && list.is_of_texts {
        list_is_not_written(written, errors);
    }
    item_is_sent.then_some(list)
}

/// A separator stands between items, where it can be sent.
fn separator_separates(
    written: &DeclaredParameter,
    ty: &Type,
    location: Location,
    errors: &Errors,
) -> bool {
    let Some((word, separator)) = written.separators.first() else { return false };
    let ident = plain(&written.ident);
    let text = separator.value();
    if location == Location::WholeBody {
        errors.on(
            word,
            format_args!("`{ident}` is the whole body, as JSON, where nothing is joined"),
            "remove `#[separator]`",
        );
    } else if is_one_value(ty) {
        errors.on(
            word,
            format_args!("`{ident}` is one value, and has no items to separate"),
            "write its type as `Vec<…>` or `Scopes`, or remove `#[separator]`",
        );
    } else if text.is_empty() {
        errors.on(
            separator,
            format_args!("the separator of `{ident}` is empty"),
            "write what stands between two items: `#[separator = \",\"]`",
        );
    } else if text == " " && last_segment(ty).is_some_and(|(name, _)| name == "Scopes") {
        errors.on(
            separator,
            format_args!("`{ident}` has a space between its words by itself"),
            "remove `#[separator]`",
        );
    } else if let Some((what, help)) = cannot_stand(location, separator) {
        errors.on(separator, format_args!("the separator of `{ident}` {what}"), help);
    } else {
        return true;
    }
    false
}

/// Whether a type holds one value, whatever else a type of another name may be.
fn is_one_value(ty: &Type) -> bool {
    let one = [
        "String",
        "SecretString",
        "SecretBox",
        "Url",
        "bool",
        "char",
        "str",
        "i8",
        "i16",
        "i32",
        "i64",
        "i128",
        "isize",
        "u8",
        "u16",
        "u32",
        "u64",
        "u128",
        "usize",
        "f32",
        "f64",
    ];
    last_segment(ty).is_none_or(|(name, _)| one.contains(&name.as_str()))
}

/// What keeps a separator out of a header or cookie.
fn cannot_stand(location: Location, separator: &LitStr) -> Option<(&'static str, &'static str)> {
    let text = separator.value();
    let is_of_a_header = |byte: u8| matches!(byte, b' '..=b'~' | b'\t');
    let is_of_a_cookie =
        |byte: u8| matches!(byte, 0x21 | 0x23..=0x2B | 0x2D..=0x3A | 0x3C..=0x5B | 0x5D..=0x7E);
    match location {
        Location::Header if !text.bytes().all(is_of_a_header) => {
            Some(("has a character that no header can carry", "use visible ASCII"))
        }
        Location::Cookie if !text.bytes().all(is_of_a_cookie) => Some((
            "has a character that no cookie can carry (RFC 6265, section 4.1.1)",
            "use another, such as `|`: comma, semicolon, quote, backslash and space end a value",
        )),
        _ => None,
    }
}

/// A path, header or cookie has one text.
fn has_room_for_a_list(written: &DeclaredParameter, location: Location, errors: &Errors) -> bool {
    let (place, separator) = match location {
        Location::Path => ("a part of the path", ","),
        Location::Header => ("a header", ","),
        Location::Cookie => ("a cookie", "|"),
        Location::Url => ("the URL", ","),
        Location::Query | Location::Body | Location::WholeBody => return true,
    };
    errors.on(
        &written.ty,
        format_args!("`{}` is a list, and {place} is one text", plain(&written.ident)),
        format_args!("write `#[separator = \"{separator}\"]` above it to have its items joined"),
    );
    false
}

/// Each item is sent as its text.
fn item_has_a_text(written: &DeclaredParameter, item: &Type, errors: &Errors) -> bool {
    let ident = plain(&written.ident);
    let wrong = |what: &str, help: &str| {
        errors.on(item, format_args!("the items of `{ident}` {what}"), help);
        false
    };
    let Some((name, inner)) = last_segment(item) else {
        return wrong(
            "have a type that cannot be written as text",
            "use `String`, `SecretString`, `bool`, an integer, `Url` or an open enum",
        );
    };
    let lists = ["Vec", "VecDeque", "HashMap", "BTreeMap", "HashSet", "BTreeSet"];
    match name.as_str() {
        "Option" => wrong("are optional", "take the `Option` off: what is absent is no item"),
        list if inner.is_some() && lists.contains(&list) => {
            wrong("are lists, which only a JSON body can carry", "send them in a JSON body")
        }
        "u8" => wrong(
            "are bytes, which have no text of their own",
            "write `String`, with the bytes as the vendor encodes them",
        ),
        "f32" | "f64" => wrong(
            "are floating-point numbers, which can be written in more than one way",
            "use an integer, or `String` for a decimal number",
        ),
        _ => true,
    }
}

/// A list that the declaration writes would be one text.
fn list_is_not_written(written: &DeclaredParameter, errors: &Errors) {
    let sent = written.defaults.iter().find(|default| default.kind != DefaultKind::ServerDefault);
    if let Some(default) = sent {
        errors.on(
            &default.word,
            format_args!(
                "`{}` is a list, and `{}` writes one text",
                plain(&written.ident),
                default.word
            ),
            "write the type of one item, such as `String`, or let the caller give the list",
        );
    }
}
