//! An API as it was declared.

use crate::description::address::EndpointBase;
use crate::description::endpoint::Endpoint;

/// An API as it was declared: its bases, constant headers and endpoints.
///
/// Every client made by [`oauth_api`](crate::oauth_api) has one as its constant `API`.
#[derive(Clone, Copy, Debug)]
pub struct Api {
    name: &'static str,
    base: DeclaredBase,
    headers: &'static [(&'static str, &'static str)],
    endpoints: &'static [&'static Endpoint],
    bases: &'static [NamedBase],
}

/// Where an API lives.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeclaredBase {
    /// One or more absolute URLs with their names; the first is the default. A single unnamed one has the empty name.
    Urls(&'static [(&'static str, &'static str)]),
    /// A path; the origin is given when the client is made.
    Path(&'static str),
    /// None: each endpoint is at a base with a name, or its URL is learned at run time.
    None,
}

/// A base beside that of the API: one that the declaration names, or the host of an endpoint that is declared with its whole
/// URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedBase {
    name: &'static str,
    urls: &'static [(&'static str, &'static str)],
}

impl NamedBase {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(name: &'static str, urls: &'static [(&'static str, &'static str)]) -> Self {
        Self { name, urls }
    }

    /// Returns the name: the declared one, or the host.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the absolute URLs with the names of their environments, which are those of [`DeclaredBase::Urls`]. One that is
    /// the same in all has the empty name.
    #[must_use]
    pub const fn urls(&self) -> &'static [(&'static str, &'static str)] {
        self.urls
    }

    /// The URL in an environment; in none, that of the first.
    pub(crate) fn url(&self, environment: Option<&str>) -> &'static str {
        let named = |name: &str| self.urls.iter().find(|(own, _)| *own == name);
        let own = environment.and_then(named).or_else(|| self.urls.first());
        own.map_or("", |(_, url)| url)
    }
}

impl Api {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(
        name: &'static str,
        base: DeclaredBase,
        headers: &'static [(&'static str, &'static str)],
        endpoints: &'static [&'static Endpoint],
    ) -> Self {
        Self { name, base, headers, endpoints, bases: &[] }
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn with_bases(mut self, bases: &'static [NamedBase]) -> Self {
        self.bases = bases;
        self
    }

    /// Returns the name of the trait.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns where the API lives.
    #[must_use]
    pub const fn base(&self) -> DeclaredBase {
        self.base
    }

    /// Returns the bases beside [`base`](Self::base), each with its name.
    #[must_use]
    pub const fn bases(&self) -> &'static [NamedBase] {
        self.bases
    }

    /// Returns the constant headers that go with every call, as name and value.
    #[must_use]
    pub const fn headers(&self) -> &'static [(&'static str, &'static str)] {
        self.headers
    }

    /// Returns the endpoints in the order of their declaration.
    #[must_use]
    pub const fn endpoints(&self) -> &'static [&'static Endpoint] {
        self.endpoints
    }

    /// Finds an endpoint by the name of its function.
    #[must_use]
    pub fn endpoint(&self, name: &str) -> Option<&'static Endpoint> {
        self.endpoints.iter().copied().find(|endpoint| endpoint.name() == name)
    }

    /// Tells whether an endpoint has this base.
    pub(crate) fn uses(&self, base: EndpointBase) -> bool {
        self.endpoints.iter().any(|endpoint| endpoint.base() == base)
    }

    /// Tells whether the URL of an endpoint is in the metadata of the server.
    pub(crate) fn needs_metadata(&self) -> bool {
        let mut bases = self.endpoints.iter().map(|endpoint| endpoint.base());
        bases.any(|base| matches!(base, EndpointBase::Metadata(_)))
    }
}
