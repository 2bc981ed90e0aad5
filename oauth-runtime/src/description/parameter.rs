//! A parameter as it was declared.

use crate::description::role::{Role, is_word};

/// A parameter as it was declared.
///
/// Made by [`oauth_api`](crate::oauth_api) only.
#[allow(clippy::exhaustive_structs, reason = "generated code writes it; the fields are hidden")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParameterInfo {
    #[doc(hidden)]
    pub rust_name: &'static str,
    #[doc(hidden)]
    pub name: &'static str,
    #[doc(hidden)]
    pub location: ParameterLocation,
    #[doc(hidden)]
    pub requirement: Requirement,
    #[doc(hidden)]
    pub secret: bool,
}

impl ParameterInfo {
    /// Returns the name in Rust, without `r#`.
    #[must_use]
    pub const fn rust_name(&self) -> &'static str {
        self.rust_name
    }

    /// Returns the name on the wire.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns where it is sent.
    #[must_use]
    pub const fn location(&self) -> ParameterLocation {
        self.location
    }

    /// Returns who has to say it.
    #[must_use]
    pub const fn requirement(&self) -> Requirement {
        self.requirement
    }

    /// Tells whether the caller has to give it.
    #[must_use]
    pub const fn is_required(&self) -> bool {
        matches!(self.requirement, Requirement::Required)
    }

    /// Tells whether it is a secret.
    #[must_use]
    pub const fn is_secret(&self) -> bool {
        self.secret
    }

    /// The value that the declaration gives where the caller gives none.
    pub(crate) const fn literal(&self) -> Option<Literal> {
        match self.requirement {
            Requirement::Default(literal) | Requirement::Constant(literal) => Some(literal),
            _ => None,
        }
    }

    /// Tells whether one of its names is this word, in whatever case style.
    pub(crate) fn is(&self, word: &str) -> bool {
        is_word(self.name, word) || is_word(self.rust_name, word)
    }

    /// Returns what it is for by either of its names: what can be used once by one of them can be used once.
    pub(crate) fn role(&self) -> Option<Role> {
        let on_the_wire = Role::of(self.name);
        if self.rust_name == self.name {
            return on_the_wire;
        }
        match (on_the_wire, Role::of(self.rust_name)) {
            (_, Some(grant @ Role::Grant(_))) => Some(grant),
            (Some(role), _) | (None, Some(role)) => Some(role),
            (None, None) => None,
        }
    }
}

/// Writes the parameters of an endpoint: for each its name in Rust and on the wire, location, need and whether it is a secret.
#[doc(hidden)]
#[macro_export]
macro_rules! __parameters {
    ($($rust_name:literal $name:literal: $location:ident $requirement:ident $(($value:expr))? secret = $secret:literal,)*) => {
        &[$($crate::__private::ParameterInfo {
            rust_name: $rust_name,
            name: $name,
            location: $crate::__private::ParameterLocation::$location,
            requirement: $crate::__private::Requirement::$requirement $(($value))?,
            secret: $secret,
        }),*]
    };
}

/// Where a parameter is sent.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterLocation {
    /// A segment of the path.
    Path,
    /// The query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
    /// A field of the body, form or JSON.
    Body,
    /// The whole body, as JSON.
    WholeBody,
    /// Nowhere: it is the URL that the call goes to.
    Url,
}

/// Who has to say the value of a parameter.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// The caller, always.
    Required,
    /// The caller, if they like; nothing is sent otherwise, unless `auth` sends the client's credentials under this name.
    Optional,
    /// The caller, if they like; otherwise nothing is sent and the server takes this.
    ServerDefault(&'static str),
    /// The caller, if they like; otherwise this is sent.
    Default(Literal),
    /// Nobody: this is always sent.
    Constant(Literal),
    /// The caller, if they like; otherwise the identifier or the secret of the client is sent, as its credentials have it.
    Credentials,
}

/// A value written in a declaration.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Literal {
    /// A string.
    Text(&'static str),
    /// A number, `true` or `false`: what JSON writes without quotes.
    Unquoted(&'static str),
}

impl Literal {
    /// Returns the text that is sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text(text) | Self::Unquoted(text) => text,
        }
    }
}
