//! Rules of the name on the wire.

use crate::errors::Errors;
use crate::model::Location;
use crate::name::plain;
use crate::parse::DeclaredParameter;

/// Returns the name on the wire: that of the place, of `#[name]`, or the parameter's own.
pub(super) fn check_wire_name(
    written: &DeclaredParameter,
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
        return of_place.unwrap_or_else(|| plain(&written.ident));
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
    if let Location::Path | Location::Url = location {
        let place = if location == Location::Url { "in place of the path" } else { "in the path" };
        errors.on(
            word,
            format_args!("`{}` stands {place}, where it has no other name", written.ident),
            "remove `#[name]`",
        );
        return plain(&written.ident);
    }
    let text = name.value();
    if text.is_empty() {
        errors.on(
            name,
            format_args!("the wire name of `{}` is empty", written.ident),
            "write the name that the server reads",
        );
        return plain(&written.ident);
    }
    text
}
