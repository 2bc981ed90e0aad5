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
    /// HTTP Basic with client identifier and client secret.
    ClientBasic,
    ClientSecretPost,
    ClientId,
    /// A token in `Authorization` after a word, and what the token is called.
    Prefixed {
        prefix: String,
        called: Ident,
    },
    /// The client secret in `Authorization` after a word.
    PrefixedSecret {
        prefix: String,
    },
}

impl PartialEq for Scheme {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Basic, Self::Basic)
            | (Self::ClientSecretBasic, Self::ClientSecretBasic)
            | (Self::Bearer, Self::Bearer)
            | (Self::ClientBasic, Self::ClientBasic)
            | (Self::ClientSecretPost, Self::ClientSecretPost)
            | (Self::ClientId, Self::ClientId) => true,
            (Self::Header { name: one, .. }, Self::Header { name: other, .. }) => one == other,
            (Self::Prefixed { prefix: one, .. }, Self::Prefixed { prefix: other, .. })
            | (Self::PrefixedSecret { prefix: one }, Self::PrefixedSecret { prefix: other }) => {
                one.eq_ignore_ascii_case(other)
            }
            _ => false,
        }
    }
}

impl Scheme {
    /// How it is written.
    pub(crate) fn written(&self) -> String {
        match self {
            Self::Basic => "basic".to_owned(),
            Self::ClientSecretBasic => "client_secret_basic".to_owned(),
            Self::Bearer => "bearer".to_owned(),
            Self::Header { called, .. } | Self::Prefixed { called, .. } => plain(called),
            Self::ClientBasic => "basic(client_id, client_secret)".to_owned(),
            Self::ClientSecretPost => "client_secret_post".to_owned(),
            Self::ClientId => "client_id".to_owned(),
            Self::PrefixedSecret { .. } => "client_secret".to_owned(),
        }
    }

    /// What it is, for documentation.
    pub(crate) fn description(&self) -> String {
        match self {
            Self::Basic => "HTTP Basic".to_owned(),
            Self::ClientSecretBasic => "HTTP Basic with form-encoded id and secret".to_owned(),
            Self::Bearer => "a bearer token".to_owned(),
            Self::Header { name, .. } => format!("the header `{name}`"),
            Self::ClientBasic => "HTTP Basic with client id and secret".to_owned(),
            Self::ClientSecretPost => "client id and secret in the body".to_owned(),
            Self::ClientId => "the client id".to_owned(),
            Self::Prefixed { prefix, .. } => {
                format!("a token after `{prefix}` in the header `Authorization`")
            }
            Self::PrefixedSecret { prefix } => {
                format!("the client secret after `{prefix}` in the header `Authorization`")
            }
        }
    }

    /// Whether it is sent as `Authorization`.
    pub(crate) const fn is_authorization(&self) -> bool {
        !matches!(self, Self::Header { .. } | Self::ClientSecretPost | Self::ClientId)
    }

    /// Whether it proves in a header who the client is.
    pub(crate) const fn is_client_header(&self) -> bool {
        matches!(
            self,
            Self::Basic | Self::ClientSecretBasic | Self::ClientBasic | Self::PrefixedSecret { .. }
        )
    }

    /// Whether it sends `client_id` among the parameters.
    pub(crate) const fn sends_client_id(&self) -> bool {
        matches!(self, Self::ClientSecretPost | Self::ClientId)
    }

    /// What it takes to authenticate so.
    pub(crate) fn credential(&self) -> Credential {
        match self {
            Self::Basic => Credential::Basic,
            Self::Bearer => Credential::Bearer,
            Self::Header { name, called } => {
                Credential::Key { name: name.clone(), called: called.clone() }
            }
            Self::Prefixed { prefix, called } => {
                Credential::Token { prefix: prefix.clone(), called: called.clone() }
            }
            Self::ClientSecretBasic
            | Self::ClientBasic
            | Self::ClientSecretPost
            | Self::PrefixedSecret { .. } => Credential::ClientCredentials,
            Self::ClientId => Credential::ClientId,
        }
    }
}

/// What a caller authenticates with, however it is sent.
#[derive(Clone)]
pub(crate) enum Credential {
    Basic,
    Bearer,
    /// A key: the name of its header in lower case, and what it is called.
    Key {
        name: String,
        called: Ident,
    },
    /// A token in `Authorization`: the word before it, and what it is called.
    Token {
        prefix: String,
        called: Ident,
    },
    /// Client identifier and client secret.
    ClientCredentials,
    /// The identifier of a client without a secret.
    ClientId,
}

impl PartialEq for Credential {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Basic, Self::Basic)
            | (Self::Bearer, Self::Bearer)
            | (Self::ClientCredentials, Self::ClientCredentials)
            | (Self::ClientId, Self::ClientId) => true,
            (Self::Key { name: one, .. }, Self::Key { name: other, .. }) => one == other,
            (Self::Token { prefix: one, .. }, Self::Token { prefix: other, .. }) => {
                one.eq_ignore_ascii_case(other)
            }
            _ => false,
        }
    }
}

impl Credential {
    /// What it is called as a field.
    pub(crate) fn field(&self) -> Ident {
        let name = match self {
            Self::Basic => "basic",
            Self::Bearer => "bearer",
            Self::Key { called, .. } | Self::Token { called, .. } => return called.clone(),
            Self::ClientCredentials => "client_credentials",
            Self::ClientId => "client_id",
        };
        Ident::new(name, Span::call_site())
    }

    /// What it is, for documentation.
    pub(crate) fn description(&self) -> String {
        match self {
            Self::Basic => "HTTP Basic".to_owned(),
            Self::Bearer => "a bearer token".to_owned(),
            Self::Key { name, .. } => format!("the header `{name}`"),
            Self::Token { prefix, .. } => {
                format!("a token after `{prefix}` in the header `Authorization`")
            }
            Self::ClientCredentials => "client id and secret".to_owned(),
            Self::ClientId => "the client id".to_owned(),
        }
    }
}

/// The alternatives, at least one; an empty one is "none at all".
#[derive(Clone)]
pub(crate) struct Alternatives(Vec<Vec<Scheme>>);

/// What kind of type the credentials are.
pub(crate) enum CredentialsKind {
    /// There are none.
    None,
    /// The type of one of them.
    One(Credential),
    /// A struct: all of these.
    All(Vec<Credential>),
    /// An enum: one of these.
    AnyOf(Vec<Vec<Credential>>),
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

    /// Each different set of credentials that one of the alternatives takes.
    pub(crate) fn credentials(&self) -> Vec<Vec<Credential>> {
        let mut sets: Vec<Vec<Credential>> = Vec::new();
        for set in self.iter().map(credentials) {
            if !sets.iter().any(|other| is_same(&set, other)) {
                sets.push(set);
            }
        }
        sets
    }

    /// Returns what kind of type the credentials are.
    pub(crate) fn credentials_kind(&self) -> CredentialsKind {
        let mut sets = self.credentials();
        match (sets.pop(), sets.is_empty()) {
            (Some(mut only), true) => match (only.pop(), only.is_empty()) {
                (None, _) => CredentialsKind::None,
                (Some(credential), true) => CredentialsKind::One(credential),
                (Some(last), false) => {
                    only.push(last);
                    CredentialsKind::All(only)
                }
            },
            (last, _) => {
                sets.extend(last);
                CredentialsKind::AnyOf(sets)
            }
        }
    }

    /// Tells whether there is nothing to authenticate with.
    pub(crate) fn is_none(&self) -> bool {
        self.0.iter().all(Vec::is_empty)
    }

    /// Tells whether nothing proves who the client is, in any alternative.
    pub(crate) fn proves_nothing(&self) -> bool {
        self.schemes().all(|scheme| matches!(scheme, Scheme::ClientId))
    }

    /// Tells whether an alternative sends `client_id` among the parameters.
    pub(crate) fn sends_client_id(&self) -> bool {
        self.schemes().any(Scheme::sends_client_id)
    }

    /// Tells whether each alternative does.
    pub(crate) fn always_sends_client_id(&self) -> bool {
        self.iter().all(|schemes| schemes.iter().any(Scheme::sends_client_id))
    }

    /// Tells whether an alternative has a scheme.
    pub(crate) fn has(&self, scheme: &Scheme) -> bool {
        self.schemes().any(|other| other == scheme)
    }

    /// Tells whether each alternative has a scheme.
    pub(crate) fn always_has(&self, scheme: &Scheme) -> bool {
        self.iter().all(|schemes| schemes.contains(scheme))
    }

    /// Tells whether whoever has these credentials has this one, whichever alternative it is.
    pub(crate) fn always_hold(&self, credential: &Credential) -> bool {
        self.credentials().iter().all(|set| is_in(credential, set))
    }

    /// Tells whether some credentials of `others` serve these too. What can do without is served by any.
    pub(crate) fn served_by(&self, others: &Self) -> bool {
        let given = others.credentials();
        let serves = |needed: &[Credential]| {
            given.iter().any(|given| needed.iter().all(|credential| is_in(credential, given)))
        };
        self.credentials().iter().any(|needed| serves(needed))
    }

    /// Tells whether both take the same credentials, in whatever order they are written and however they are sent.
    pub(crate) fn same_as(&self, others: &Self) -> bool {
        let (ours, theirs) = (self.credentials(), others.credentials());
        let has = |all: &[Vec<Credential>], one: &[Credential]| {
            all.iter().any(|other| is_same(one, other))
        };
        ours.iter().all(|one| has(&theirs, one)) && theirs.iter().all(|one| has(&ours, one))
    }
}

/// What it takes to authenticate with all of some schemes. Who has identifier and secret has the identifier.
pub(crate) fn credentials(schemes: &[Scheme]) -> Vec<Credential> {
    let mut credentials: Vec<Credential> = Vec::new();
    for credential in schemes.iter().map(Scheme::credential) {
        if !credentials.contains(&credential) {
            credentials.push(credential);
        }
    }
    if credentials.contains(&Credential::ClientCredentials) {
        credentials.retain(|credential| *credential != Credential::ClientId);
    }
    credentials
}

/// Tells whether a credential is among others, by itself or as a part of one.
fn is_in(credential: &Credential, all: &[Credential]) -> bool {
    all.contains(credential)
        || *credential == Credential::ClientId && all.contains(&Credential::ClientCredentials)
}

/// Tells whether two sets are one.
pub(crate) fn is_same(one: &[Credential], other: &[Credential]) -> bool {
    one.len() == other.len() && one.iter().all(|credential| other.contains(credential))
}

/// Returns the name of an enum's variant for a set of credentials.
pub(crate) fn variant(credentials: &[Credential]) -> Ident {
    let first = credentials.first();
    let span = first.map_or_else(Span::call_site, |credential| credential.field().span());
    if credentials.is_empty() {
        return Ident::new("None", span);
    }
    let names: Vec<String> =
        credentials.iter().map(|credential| camel(&plain(&credential.field()))).collect();
    ident(&names.join("And"), span)
}
