//! Rules of types: what a struct of its own cannot have.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{GenericArgument, Lifetime, PathArguments, Type, TypePath};

use crate::errors::Errors;

/// Whether a type is `()`.
pub(super) fn is_unit(ty: &Type) -> bool {
    matches!(ty, Type::Tuple(tuple) if tuple.elems.is_empty())
}

/// Returns the last name of a type's path, and its first type argument.
pub(super) fn last_segment(ty: &Type) -> Option<(String, Option<&Type>)> {
    let Type::Path(path) = ty else { return None };
    let segment = path.path.segments.last()?;
    let argument = match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => {
            arguments.args.iter().find_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
        }
        _ => None,
    };
    Some((segment.ident.to_string(), argument))
}

/// Takes `Option` off, and tells whether there was one.
pub(super) fn without_option(ty: &Type) -> (bool, &Type) {
    match last_segment(ty) {
        Some((name, Some(inner))) if name == "Option" => (true, inner),
        _ => (false, ty),
    }
}

/// Returns the type of the items of a list.
pub(super) fn list_item(ty: &Type) -> Option<&Type> {
    last_segment(ty).and_then(|(name, inner)| inner.filter(|_| name == "Vec"))
}

/// What is wrong with a type, and where.
pub(super) struct Wrong {
    pub(super) at: TokenStream,
    pub(super) what: &'static str,
    pub(super) help: &'static str,
}

/// What is wrong with borrowed data.
pub(super) const IS_BORROWED: &str = "is borrowed";

/// Finds what keeps a type from standing in a struct: borrowed data, or a type that has no name or no size.
pub(super) fn cannot_be_owned(ty: &Type) -> Option<Wrong> {
    let unsized_type = match ty {
        Type::TraitObject(_) | Type::Slice(_) => true,
        Type::Path(_) => matches!(last_segment(ty), Some((name, None)) if name == "str"),
        _ => false,
    };
    if unsized_type {
        return Some(Wrong {
            at: ty.to_token_stream(),
            what: "has no size of its own",
            help: "write a type that owns its value: `String` for `str`, `Vec<…>` for a slice, a struct or enum for `dyn`",
        });
    }
    let mut search = Search(None);
    search.visit_type_mut(&mut ty.clone());
    search.0
}

/// Finds what keeps a type from being read, beside what keeps it from standing in a struct: data that would be borrowed for
/// good from what was read. `Cow<'static, _>` owns what it reads.
pub(super) fn cannot_be_read(ty: &Type) -> Option<Wrong> {
    cannot_be_owned(ty).or_else(|| {
        let mut search = StaticSearch(None);
        search.visit_type_mut(&mut ty.clone());
        search.0
    })
}

/// Whether a type is that of bytes as they came.
pub(super) fn is_bytes(ty: &Type) -> bool {
    matches!(last_segment(ty), Some((name, None)) if name == "Bytes")
}

/// Whether a type is that of a text as it came.
pub(super) fn is_text(ty: &Type) -> bool {
    matches!(last_segment(ty), Some((name, None)) if name == "Text")
}

/// Tells of types that are texts or bytes elsewhere: here they are read from JSON like all others. `instead` says what to
/// write for bytes and for a text.
pub(super) fn read_from_json(
    ty: &Type,
    what: &str,
    instead: (&str, &str),
    errors: &Errors,
) -> bool {
    let Some((name, inner)) = last_segment(ty) else { return true };
    if name == "RedirectOr" || name == "Option" {
        return inner.is_none_or(|inner| read_from_json(inner, what, OF_JSON, errors));
    }
    let is_byte = |ty: &Type| matches!(last_segment(ty), Some((name, None)) if name == "u8");
    let are_bytes = match inner {
        None => name == "Bytes" || name == "BytesMut",
        Some(inner) => name == "Vec" && is_byte(inner),
    };
    if are_bytes {
        errors.on(ty, format_args!("{what} is read from JSON, which has no bytes"), instead.0);
        return false;
    }
    if let (Type::Path(path), "String") = (ty, name.as_str())
        && let Some(word) = path.path.segments.last()
    {
        errors.warn(
            &word.ident,
            format_args!("{what} is read from JSON, and would be a text in quotes"),
            instead.1,
        );
    }
    true
}

/// What to write where everything is JSON.
pub(super) const OF_JSON: (&str, &str) = (
    "write the type of its JSON, such as a struct that derives `serde::Deserialize`",
    "write the type of its JSON; where that is a text, give it a name: `type Answer = String;`",
);

/// What to write for an answer, which can be bytes or a text as it came.
pub(super) const OF_AN_ANSWER: (&str, &str) = (
    "write `oauth_runtime::bytes::Bytes` for the bytes as they came, or the type of its JSON",
    "write `oauth_runtime::Text` for the text as it came; where it is JSON, give it a name: `type Answer = String;`",
);

struct StaticSearch(Option<Wrong>);

impl VisitMut for StaticSearch {
    fn visit_type_path_mut(&mut self, ty: &mut TypePath) {
        let last = ty.path.segments.last_mut();
        if let Some(last) = last.filter(|last| last.ident == "Cow") {
            // Its own lifetime is that of what it would borrow, and it borrows nothing here.
            if let PathArguments::AngleBracketed(arguments) = &mut last.arguments {
                let types = arguments.args.iter_mut().skip(1);
                types.for_each(|argument| self.visit_generic_argument_mut(argument));
            }
            return;
        }
        visit_mut::visit_type_path_mut(self, ty);
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if self.0.is_none() {
            self.0 = Some(Wrong {
                at: lifetime.to_token_stream(),
                what: IS_BORROWED,
                help: "write a type that owns its value, such as `String` for `&'static str`; one that owns it in spite of its lifetime needs a name of its own: `type Answer = Book<'static>;`",
            });
        }
    }
}

struct Search(Option<Wrong>);

impl Search {
    fn found(&mut self, at: impl ToTokens, what: &'static str, help: &'static str) {
        if self.0.is_none() {
            self.0 = Some(Wrong { at: at.to_token_stream(), what, help });
        }
    }

    fn borrowed(&mut self, at: impl ToTokens) {
        self.found(
            at,
            IS_BORROWED,
            "write a type that owns its value, such as `String` for `&str`",
        );
    }
}

impl VisitMut for Search {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        match ty {
            Type::Reference(reference)
                if reference
                    .lifetime
                    .as_ref()
                    .is_none_or(|lifetime| lifetime.ident != "static") =>
            {
                return self.borrowed(reference);
            }
            Type::ImplTrait(opaque) => {
                return self.found(opaque, "is an `impl Trait`", "write the name of a type");
            }
            Type::Infer(blank) => {
                return self.found(blank, "is left to be inferred", "write the name of a type");
            }
            Type::Never(never) => {
                return self.found(never, "can have no value", "write the name of a type");
            }
            Type::Ptr(pointer) => {
                return self.found(pointer, "is a pointer", "write a type that owns its value");
            }
            Type::Verbatim(tokens) => {
                return self.found(
                    tokens,
                    "has a type that cannot be read",
                    "write the name of a type",
                );
            }
            // A function's own lifetimes are nobody else's.
            Type::FnPtr(function) => {
                return self.found(function, "is a function", "write the type of a value");
            }
            _ => {}
        }
        visit_mut::visit_type_mut(self, ty);
    }

    fn visit_type_path_mut(&mut self, ty: &mut TypePath) {
        let first = ty.path.segments.first();
        if let (None, Some(first)) = (&ty.qself, first.filter(|first| first.ident == "Self")) {
            return self.found(
                &first.ident,
                "is `Self`, which is the vendor",
                "write the name of a type",
            );
        }
        let last = ty.path.segments.last().filter(|last| last.ident == "Cow");
        if let Some(PathArguments::AngleBracketed(arguments)) = last.map(|last| &last.arguments) {
            let has_lifetime =
                |argument: &GenericArgument| matches!(argument, GenericArgument::Lifetime(_));
            if !arguments.args.iter().any(has_lifetime) {
                return self.borrowed(&*ty);
            }
        }
        visit_mut::visit_type_path_mut(self, ty);
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident != "static" {
            self.borrowed(lifetime);
        }
    }
}
