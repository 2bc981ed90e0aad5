//! Rules of a parameter as a whole.

mod list;
mod location;
mod need;
mod sendable;
mod value;
mod wire_name;

use self::list::check_list;
use self::location::check_location;
use self::need::check_need;
use self::sendable::can_be_sent;
use self::wire_name::check_wire_name;
use super::context::{Check, Route};
use super::types::{cannot_be_owned, last_segment, list_item, without_option};
use crate::model::{self, Filled, Location, WrittenBy};
use crate::name::{camel, plain};
use crate::parse::DeclaredParameter;

/// Checks one parameter.
pub(super) fn check_parameter(
    check: &Check<'_>,
    route: &Route<'_>,
    written: &DeclaredParameter,
) -> model::Parameter {
    let (location, place_name) = check_location(check, route, written);
    let is_json = match location {
        Location::WholeBody => true,
        Location::Body => route.is_json_only(),
        _ => false,
    };
    let need = check_need(written, location, check.errors);
    let list = check_list(check, written, location, is_json);
    let is_list_of_texts = list.as_ref().is_some_and(|list| list.is_of_texts);
    let is_sent = can_be_sent(check, written, location, is_json, list.is_some());
    let written_by = match (is_sent, is_json) {
        (false, _) => WrittenBy::Nobody,
        (true, _) if is_list_of_texts => WrittenBy::List,
        (true, true) => WrittenBy::Serde,
        (true, false) => WrittenBy::Text,
    };
    let wire = check_wire_name(written, location, place_name, check.errors);

    let (is_optional, ty) = without_option(&written.ty);
    let is_owned = cannot_be_owned(ty).is_none();
    let ty = if is_owned {
        ty.clone()
    } else {
        syn::parse_quote! { ::std::string::String }
    };
    let name = plain(&written.ident);
    model::Parameter {
        docs: written.docs.clone(),
        ident: written.ident.clone(),
        camel: camel(&name),
        name,
        wire,
        secret: last_segment(list_item(&ty).unwrap_or(&ty))
            .is_some_and(|(name, _)| name == "SecretString" || name == "SecretBox"),
        ty,
        written_option: (is_optional && is_owned).then(|| written.ty.clone()),
        location,
        need,
        written_by,
        filled: Filled::Never,
        list: list.map(|list| list.style),
    }
}
