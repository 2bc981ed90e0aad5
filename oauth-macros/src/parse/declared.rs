//! A declaration as it is written.

use proc_macro2::{Ident, Span};
use syn::{Attribute, LitBool, LitInt, LitStr, Path, Type, Visibility};

use super::answer::{DeclaredReason, DeclaredRefusal, DeclaredToken, DeclaredWord};
use super::auth::DeclaredAuth;
use super::values::{
    CallbackName, DeclaredBody, DeclaredNamedBase, DeclaredResponseHeader, DeclaredUrl, ErrorType,
    Header, StatusType,
};

/// The trait, and the keys of `#[oauth_api(…)]`.
pub(crate) struct DeclaredApi {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) bases: Vec<DeclaredBase>,
    pub(crate) auth: Option<DeclaredAuth>,
    pub(crate) body: Option<DeclaredBody>,
    pub(crate) headers: Vec<Header>,
    pub(crate) error: Option<ErrorType>,
    pub(crate) runtime: Option<Path>,
    /// Whether the module has no prelude, and so no attribute namespace `diagnostic`.
    pub(crate) no_implicit_prelude: bool,
    pub(crate) response_headers: Vec<DeclaredResponseHeader>,
    pub(crate) refused: Option<DeclaredRefusal>,
    pub(crate) reason: Option<DeclaredReason>,
    pub(crate) endpoints: Vec<DeclaredEndpoint>,
    /// The bases with names.
    pub(crate) named_bases: Vec<DeclaredNamedBase>,
    /// Whether they could not be read, so that a name that is none of them is no mistake of its own.
    pub(crate) named_bases_are_broken: bool,
    /// Whether a base may be meant by a key that could not be read, so that its absence is no mistake of its own.
    pub(crate) base_is_broken: bool,
}

/// One way to say where the API lives.
pub(crate) enum DeclaredBase {
    Url { key: Ident, url: LitStr },
    Urls { key: Ident, urls: Vec<DeclaredUrl> },
    Path { key: Ident, path: LitStr },
}

impl DeclaredBase {
    pub(crate) const fn key(&self) -> &Ident {
        match self {
            Self::Url { key, .. } | Self::Urls { key, .. } | Self::Path { key, .. } => key,
        }
    }
}

/// A function of the trait, with its attributes.
pub(crate) struct DeclaredEndpoint {
    /// Documentation and `deprecated`.
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) ident: Ident,
    pub(crate) method: Option<Ident>,
    pub(crate) path: Option<DeclaredPath>,
    /// The name of the base that the path is at, where it is not that of the API.
    pub(crate) base: Option<Ident>,
    pub(crate) auth: Option<DeclaredAuth>,
    pub(crate) body: Option<DeclaredBody>,
    pub(crate) headers: Vec<Header>,
    pub(crate) error: Option<ErrorType>,
    pub(crate) errors: Vec<StatusType>,
    pub(crate) browser: Option<Ident>,
    pub(crate) token: Option<DeclaredToken>,
    pub(crate) default_expires_in: Option<LitInt>,
    pub(crate) deviations: Vec<Ident>,
    pub(crate) allow: Vec<Ident>,
    /// The key of `callback(…)`, and what it says.
    pub(crate) callback: Option<(Ident, Vec<CallbackName>)>,
    pub(crate) response_headers: Vec<DeclaredResponseHeader>,
    pub(crate) spent: Option<(Ident, Vec<DeclaredWord>)>,
    pub(crate) refused: Option<DeclaredRefusal>,
    pub(crate) reason: Option<DeclaredReason>,
    pub(crate) grants: Vec<DeclaredGrant>,
    pub(crate) parameters: Vec<DeclaredParameter>,
    pub(crate) response: Option<Type>,
    /// Whether it has generic parameters, so that a type that names one is no mistake of its own.
    pub(crate) is_generic: bool,
    /// Whether a part could not be read, so that its absence is no mistake of its own.
    pub(crate) broken: bool,
}

impl DeclaredEndpoint {
    /// One of which nothing is known but its name.
    pub(super) const fn named(ident: Ident) -> Self {
        Self {
            attrs: Vec::new(),
            ident,
            method: None,
            path: None,
            base: None,
            auth: None,
            body: None,
            headers: Vec::new(),
            error: None,
            errors: Vec::new(),
            browser: None,
            token: None,
            default_expires_in: None,
            deviations: Vec::new(),
            allow: Vec::new(),
            callback: None,
            response_headers: Vec::new(),
            spent: None,
            refused: None,
            reason: None,
            grants: Vec::new(),
            parameters: Vec::new(),
            response: None,
            is_generic: false,
            broken: false,
        }
    }
}

/// What stands in the place of the path.
pub(crate) enum DeclaredPath {
    /// A path, or a whole URL.
    Text(LitStr),
    /// The name of a URL that is learned at run time.
    Word(Ident),
}

/// A grant.
pub(crate) struct DeclaredGrant {
    pub(crate) span: Span,
    /// The value of `grant_type`.
    pub(crate) named: String,
    pub(crate) called: Option<Ident>,
    pub(crate) needs: Vec<Ident>,
    pub(crate) may: Vec<Ident>,
    /// The word that says it.
    pub(crate) rotates: Option<Ident>,
    /// The key, and the seconds.
    pub(crate) reuse_within: Option<(Ident, LitInt)>,
    /// Whether all of it could be read, so that what is missing is a mistake of its own.
    pub(crate) is_whole: bool,
}

/// A parameter, with its attributes.
pub(crate) struct DeclaredParameter {
    pub(crate) docs: Vec<Attribute>,
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) places: Vec<DeclaredPlace>,
    pub(crate) names: Vec<(Ident, LitStr)>,
    pub(crate) defaults: Vec<DeclaredDefault>,
    /// What stands between the items of a list, each with the attribute that says it.
    pub(crate) separators: Vec<(Ident, LitStr)>,
}

/// Where a parameter is said to go.
pub(crate) struct DeclaredPlace {
    /// The attribute that says it.
    pub(crate) word: Ident,
    pub(crate) target: Target,
}

/// What `#[query]` and its like say.
pub(crate) enum Target {
    Query,
    Form,
    Json,
    /// The name of the header.
    Header(LitStr),
    /// The name of the cookie.
    Cookie(LitStr),
}

impl DeclaredPlace {
    /// Whether the value is the whole body, as JSON.
    pub(crate) const fn is_json(&self) -> bool {
        matches!(self.target, Target::Json)
    }

    /// Whether the value goes into the body, or is the body.
    pub(crate) const fn is_in_body(&self) -> bool {
        matches!(self.target, Target::Form | Target::Json)
    }

    /// The name of the header or cookie.
    pub(crate) const fn name(&self) -> Option<&LitStr> {
        match &self.target {
            Target::Header(name) | Target::Cookie(name) => Some(name),
            Target::Query | Target::Form | Target::Json => None,
        }
    }
}

/// A value in place of the caller's.
pub(crate) struct DeclaredDefault {
    /// The attribute that says it.
    pub(crate) word: Ident,
    pub(crate) kind: DefaultKind,
    pub(crate) value: DeclaredValue,
}

/// What is done with the value of a `#[default]` or its like.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum DefaultKind {
    Default,
    ServerDefault,
    Constant,
}

/// A value as it is written.
pub(crate) enum DeclaredValue {
    Text(LitStr),
    Bool(LitBool),
    /// Digits, and whether there is a minus before them.
    Int(LitInt, bool),
    /// Something that cannot stand here, which has been reported.
    Unknown,
}

impl DeclaredValue {
    /// The text, if it is one.
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.value()),
            _ => None,
        }
    }

    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Text(text) => text.span(),
            Self::Bool(value) => value.span(),
            Self::Int(digits, _) => digits.span(),
            Self::Unknown => Span::call_site(),
        }
    }
}
