//! Parameters: where they go, what they are and who says them.

use proc_macro2::Ident;
use syn::{Attribute, Type};

use crate::name::ident;

/// A parameter that can be expanded.
pub(crate) struct Parameter {
    pub(crate) docs: Vec<Attribute>,
    pub(crate) ident: Ident,
    /// Its name without `r#`.
    pub(crate) name: String,
    /// The same in the way of types.
    pub(crate) camel: String,
    /// The name on the wire.
    pub(crate) wire: String,
    /// The type of the value, `Option` taken off.
    pub(crate) ty: Type,
    /// The type as the author wrote it, where that is an `Option`.
    pub(crate) written_option: Option<Type>,
    pub(crate) location: Location,
    pub(crate) need: Need,
    pub(crate) secret: bool,
    pub(crate) written_by: WrittenBy,
    /// Whether the client's credentials give the value where the caller gives none.
    pub(crate) filled: Filled,
    /// How the items are sent, where it is a list.
    pub(crate) list: Option<ListStyle>,
}

/// Where a parameter is sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Location {
    Path,
    Query,
    Header,
    Cookie,
    Body,
    WholeBody,
    /// Nowhere: it is the URL that the call goes to.
    Url,
}

/// How the value is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum WrittenBy {
    /// As its text.
    Text,
    /// By serde, as JSON.
    Serde,
    /// As the texts of its items.
    List,
    /// Not at all: its type is a mistake, which has been reported.
    Nobody,
}

/// Whether the client's credentials give a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Filled {
    Never,
    /// Depending on what the credentials are.
    Perhaps,
    /// By their type: nobody is asked for it.
    Always,
}

/// How the items of a list are sent.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum ListStyle {
    /// The name once for each item; in JSON, an array.
    Repeated,
    /// As one text, with this between the items.
    Joined(String),
}

/// Who says the value.
pub(crate) enum Need {
    Required,
    Optional,
    ServerDefault(Value),
    Default(Value),
    Constant(Value),
}

/// A value written in the declaration.
pub(crate) enum Value {
    Text(String),
    /// A number, `true` or `false`.
    Bare(String),
}

impl Value {
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Bare(text) => text,
        }
    }
}

/// Names that the builder needs for itself: a parameter of that name gets a setter with `_` behind it.
const TAKEN: &[&str] = &["auth", "form", "into_request", "json", "pkce", "send", "url"];

/// Tells whether the builder needs a name for itself.
pub(crate) fn is_taken(name: &str) -> bool {
    TAKEN.contains(&name)
}

impl Parameter {
    /// Whether it is what the RFCs call by this name, in its own name or on the wire, and in whatever case style.
    pub(crate) fn is(&self, role: &str) -> bool {
        is_word(&self.wire, role) || is_word(&self.name, role)
    }

    /// The one of its names that is what the RFCs call so: that on the wire, if it is.
    pub(crate) fn name_as(&self, role: &str) -> &str {
        if is_word(&self.wire, role) { &self.wire } else { &self.name }
    }

    /// Whether the caller has to say it.
    pub(crate) const fn is_required(&self) -> bool {
        matches!(self.need, Need::Required) && !matches!(self.filled, Filled::Always)
    }

    /// Whether the caller can say it at all.
    pub(crate) const fn is_settable(&self) -> bool {
        !matches!(self.need, Need::Constant(_))
    }

    /// Whether this text is sent where the caller says nothing.
    pub(crate) fn is_by_itself(&self, text: &str) -> bool {
        matches!(&self.need, Need::Constant(value) | Need::Default(value) if value.text() == text)
    }

    /// The name of its setter.
    pub(crate) fn setter(&self) -> Ident {
        if is_taken(&self.name) {
            ident(&format!("{}_", self.name), self.ident.span())
        } else {
            self.ident.clone()
        }
    }

    /// The name of its value in a pattern: its own, unless that may be a variant or a constant, such as `Ok`.
    pub(crate) fn argument(&self) -> Ident {
        if self.name.starts_with(char::is_uppercase) {
            ident(&format!("{}_", self.name.to_lowercase()), self.ident.span())
        } else {
            self.ident.clone()
        }
    }

    /// The type parameter of the builder that tells whether it was given.
    pub(crate) fn state(&self) -> Ident {
        ident(&format!("{}Is", self.camel), self.ident.span())
    }

    /// Where it goes, for documentation.
    pub(crate) fn place(&self) -> &'static str {
        match self.location {
            Location::Path => "path parameter",
            Location::Query => "query parameter",
            Location::Header => "header",
            Location::Cookie => "cookie",
            Location::Body => "body field",
            Location::WholeBody => "body",
            Location::Url => "URL of the call",
        }
    }
}

/// Whether a name is that of the RFCs, whatever its case and however its parts are joined.
fn is_word(name: &str, role: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = u8> {
        let letters = text.bytes().filter(|byte| !matches!(byte, b'_' | b'-' | b'.' | b' '));
        letters.map(|byte| byte.to_ascii_lowercase())
    }
    // Most names differ in their first letter. This is asked hundreds of times for each endpoint, of a macro that is built
    // without optimization.
    if let (Some(first), Some(other)) = (name.as_bytes().first(), role.as_bytes().first())
        && first.is_ascii_alphabetic()
        && !first.eq_ignore_ascii_case(other)
    {
        return false;
    }
    name == role || letters(name).eq(letters(role))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_style_changes_no_role() {
        for name in ["refresh_token", "refreshToken", "RefreshToken", "refresh-token"] {
            assert!(is_word(name, "refresh_token"), "{name}");
        }
        for name in ["refresh_tokens", "token", "", "_"] {
            assert!(!is_word(name, "refresh_token"), "{name}");
        }
    }
}
