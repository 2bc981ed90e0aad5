//! Authentication: alternatives, each a set of schemes that go together.

use proc_macro2::{Ident, Span};

use crate::name::{camel, ident, plain};

/// One way to authenticate.
#[derive(Clone)]
pub(crate) enum Scheme {
    Basic,
    ClientSecretBasic,
    Bearer,
    /// A key in a header: the name of the header in lower case, and what the key is called.
    Header {
        name: String,
        called: Ident,
    },
    /// A token in `Authorization` after a word, and what the token is called.
    Prefixed {
        prefix: String,
        called: Ident,
    },
}

impl PartialEq for Scheme {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Basic, Self::Basic)
            | (Self::ClientSecretBasic, Self::ClientSecretBasic)
            | (Self::Bearer, Self::Bearer) => true,
            (Self::Header { name: one, .. }, Self::Header { name: other, .. }) => one == other,
            (Self::Prefixed { prefix: one, .. }, Self::Prefixed { prefix: other, .. }) => {
                one.eq_ignore_ascii_case(other)
            }
            _ => false,
        }
    }
}

impl Scheme {
    /// What the scheme is called as a field.
    pub(crate) fn field(&self) -> Ident {
        match self {
            Self::Basic => Ident::new("basic", Span::call_site()),
            Self::ClientSecretBasic => Ident::new("client_secret_basic", Span::call_site()),
            Self::Bearer => Ident::new("bearer", Span::call_site()),
            Self::Header { called, .. } | Self::Prefixed { called, .. } => called.clone(),
        }
    }

    /// What it is, for documentation.
    pub(crate) fn description(&self) -> String {
        match self {
            Self::Basic => "HTTP Basic".to_owned(),
            Self::ClientSecretBasic => "HTTP Basic with form-encoded id and secret".to_owned(),
            Self::Bearer => "a bearer token".to_owned(),
            Self::Header { name, .. } => format!("the header `{name}`"),
            Self::Prefixed { prefix, .. } => {
                format!("a token after `{prefix}` in the header `Authorization`")
            }
        }
    }

    /// Whether it is sent as `Authorization`.
    pub(crate) const fn is_authorization(&self) -> bool {
        !matches!(self, Self::Header { .. })
    }

    /// Whether its type says which scheme it is for.
    pub(crate) const fn has_its_type(&self) -> bool {
        matches!(self, Self::Basic | Self::ClientSecretBasic | Self::Bearer)
    }
}

/// The alternatives, at least one; an empty one is "none at all".
#[derive(Clone)]
pub(crate) struct Alternatives(Vec<Vec<Scheme>>);

/// What kind of type the credentials are.
pub(crate) enum CredentialsKind<'a> {
    /// There are none.
    None,
    /// The runtime's type for one scheme.
    One(&'a Scheme),
    /// A struct: all of these.
    All(&'a [Scheme]),
    /// An enum: one of these.
    AnyOf(&'a [Vec<Scheme>]),
}

impl Alternatives {
    /// No authentication.
    pub(crate) fn none() -> Self {
        Self(vec![Vec::new()])
    }

    /// These alternatives; without any, no authentication.
    pub(crate) fn of(alternatives: Vec<Vec<Scheme>>) -> Self {
        if alternatives.is_empty() { Self::none() } else { Self(alternatives) }
    }

    /// Each alternative: the schemes that go together.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[Scheme]> {
        self.0.iter().map(Vec::as_slice)
    }

    /// Each scheme of each alternative.
    pub(crate) fn schemes(&self) -> impl Iterator<Item = &Scheme> {
        self.0.iter().flatten()
    }

    /// Returns what kind of type the credentials are.
    pub(crate) fn credentials_kind(&self) -> CredentialsKind<'_> {
        match self.0.as_slice() {
            [only] => match only.as_slice() {
                [] => CredentialsKind::None,
                [scheme] => CredentialsKind::One(scheme),
                all => CredentialsKind::All(all),
            },
            any => CredentialsKind::AnyOf(any),
        }
    }

    /// Tells whether there is nothing to authenticate with.
    pub(crate) fn is_none(&self) -> bool {
        self.0.iter().all(Vec::is_empty)
    }

    /// Tells whether some credentials of `others` serve these too. What can do without is served by any.
    pub(crate) fn served_by(&self, others: &Self) -> bool {
        self.iter().any(|needed| others.iter().any(|given| is_within(needed, given)))
    }

    /// Tells whether both take the same credentials, in whatever order they are written.
    pub(crate) fn same_as(&self, others: &Self) -> bool {
        let has = |all: &Self, one: &[Scheme]| {
            all.iter().any(|other| is_within(one, other) && is_within(other, one))
        };
        self.iter().all(|one| has(others, one)) && others.iter().all(|one| has(self, one))
    }
}

/// Tells whether some schemes are all among others.
fn is_within(some: &[Scheme], all: &[Scheme]) -> bool {
    some.iter().all(|scheme| all.contains(scheme))
}

/// Returns the name of an enum's variant for a set of schemes.
pub(crate) fn variant(schemes: &[Scheme]) -> Ident {
    let span = schemes.first().map_or_else(Span::call_site, |scheme| scheme.field().span());
    if schemes.is_empty() {
        return Ident::new("None", span);
    }
    let names: Vec<String> = schemes.iter().map(|scheme| camel(&plain(&scheme.field()))).collect();
    ident(&names.join("And"), span)
}
