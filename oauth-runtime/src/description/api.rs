//! An API as it was declared.

use crate::description::endpoint::Endpoint;

/// An API as it was declared: its base URLs, constant headers and endpoints.
///
/// Every client made by [`oauth_api`](crate::oauth_api) has one as its constant `API`.
#[derive(Clone, Copy, Debug)]
pub struct Api {
    name: &'static str,
    base: DeclaredBase,
    headers: &'static [(&'static str, &'static str)],
    endpoints: &'static [&'static Endpoint],
}

/// Where an API lives.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeclaredBase {
    /// One or more absolute URLs with their names; the first is the default. A single unnamed one has the empty name.
    Urls(&'static [(&'static str, &'static str)]),
    /// A path; the origin is given when the client is made.
    Path(&'static str),
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
        Self { name, base, headers, endpoints }
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
}
