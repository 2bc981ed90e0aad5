//! The description of an API: what a declaration says, as constants that the runtime reads and tests can compare.

use std::fmt;
use std::time::Duration;

use http::Method;

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
        self.endpoints.iter().copied().find(|endpoint| endpoint.name == name)
    }
}

/// An endpoint as it was declared.
///
/// Made by [`oauth_api`](crate::oauth_api) only.
#[allow(clippy::exhaustive_structs, reason = "generated code writes it; the fields are hidden")]
#[derive(Debug)]
pub struct Endpoint {
    #[doc(hidden)]
    pub name: &'static str,
    #[doc(hidden)]
    pub index: usize,
    #[doc(hidden)]
    pub method: &'static Method,
    #[doc(hidden)]
    pub path: &'static str,
    #[doc(hidden)]
    pub parameters: &'static [ParameterInfo],
    #[doc(hidden)]
    pub auth: &'static [&'static [Scheme]],
    #[doc(hidden)]
    pub bodies: &'static [BodyKind],
    #[doc(hidden)]
    pub headers: &'static [(&'static str, &'static str)],
    #[doc(hidden)]
    pub response: ResponseKind,
    #[doc(hidden)]
    pub asks_for_json: bool,
    #[doc(hidden)]
    pub grants: &'static [GrantInfo],
    #[doc(hidden)]
    pub token: Option<TokenResponse>,
    #[doc(hidden)]
    pub deviations: &'static [&'static str],
}

impl Endpoint {
    /// A form that is answered with JSON, which most endpoints are: generated code says what is different.
    #[doc(hidden)]
    pub const FORM: Self = Self {
        name: "",
        index: 0,
        method: &Method::POST,
        path: "/",
        parameters: &[],
        auth: &[],
        bodies: &[BodyKind::Form],
        headers: &[],
        response: ResponseKind::Json,
        asks_for_json: true,
        grants: &[],
        token: None,
        deviations: &[],
    };

    /// Returns the name of the function that declares the endpoint.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the place of the endpoint in the declaration, counted from 0.
    #[must_use]
    pub const fn index(&self) -> usize {
        self.index
    }

    /// Returns the HTTP method.
    #[must_use]
    pub const fn method(&self) -> &Method {
        self.method
    }

    /// Returns the path below the base, with `{…}` where a parameter goes.
    #[must_use]
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// Returns the parameters in the order of their declaration.
    #[must_use]
    pub const fn parameters(&self) -> &'static [ParameterInfo] {
        self.parameters
    }

    /// Finds a parameter by its wire name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&'static ParameterInfo> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }

    /// Returns the ways to authenticate: one of the lists, and all schemes of it. The empty list is "none at all".
    #[must_use]
    pub const fn auth(&self) -> &'static [&'static [Scheme]] {
        self.auth
    }

    /// Returns the content types that the body can have, the default first; empty where there is no body.
    #[must_use]
    pub const fn bodies(&self) -> &'static [BodyKind] {
        self.bodies
    }

    /// Returns the constant headers of this endpoint, as name and value.
    #[must_use]
    pub const fn headers(&self) -> &'static [(&'static str, &'static str)] {
        self.headers
    }

    /// Returns what a success looks like.
    #[must_use]
    pub const fn response(&self) -> ResponseKind {
        self.response
    }

    /// Tells whether the call asks for JSON, because its answer or its error has a type.
    #[must_use]
    pub const fn asks_for_json(&self) -> bool {
        self.asks_for_json
    }

    /// Returns what is said of the token, where a success is the answer of a token endpoint
    /// ([RFC 6749, section 5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1)).
    #[must_use]
    pub const fn token(&self) -> Option<TokenResponse> {
        self.token
    }

    /// Returns the departures that the vendor is known for, each by its [name](crate::Deviation::name): they are neither
    /// noted nor refused.
    #[must_use]
    pub const fn deviations(&self) -> &'static [&'static str] {
        self.deviations
    }

    /// Returns the grants that have a typed entry.
    #[must_use]
    pub const fn grants(&self) -> &'static [GrantInfo] {
        self.grants
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// What is said of a token that an endpoint answers.
///
/// Made by [`oauth_api`](crate::oauth_api) only.
#[allow(clippy::exhaustive_structs, reason = "generated code writes it; the fields are hidden")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenResponse {
    #[doc(hidden)]
    pub default_expires_in: Option<u32>,
}

impl TokenResponse {
    /// Returns the lifetime of a token whose answer says none, where it is documented.
    #[must_use]
    pub fn default_expires_in(&self) -> Option<Duration> {
        self.default_expires_in.map(|seconds| Duration::from_secs(seconds.into()))
    }
}

/// A parameter as it was declared.
///
/// Made by [`oauth_api`](crate::oauth_api) only.
#[allow(clippy::exhaustive_structs, reason = "generated code writes it; the fields are hidden")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParameterInfo {
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
}

/// Writes the parameters of an endpoint: for each its name on the wire, location, need and whether it is a secret.
#[doc(hidden)]
#[macro_export]
macro_rules! __parameters {
    ($($name:literal: $location:ident $requirement:ident $(($value:expr))? secret = $secret:literal,)*) => {
        &[$($crate::__private::ParameterInfo {
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
}

/// Who has to say the value of a parameter.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// The caller, always.
    Required,
    /// The caller, if they like; nothing is sent otherwise.
    Optional,
    /// The caller, if they like; otherwise nothing is sent and the server takes this.
    ServerDefault(&'static str),
    /// The caller, if they like; otherwise this is sent.
    Default(Literal),
    /// Nobody: this is always sent.
    Constant(Literal),
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

/// One way to authenticate a call.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// HTTP Basic, [RFC 7617](https://www.rfc-editor.org/rfc/rfc7617).
    Basic,
    /// HTTP Basic with form-encoded id and secret,
    /// [RFC 6749, section 2.3.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1).
    ClientSecretBasic,
    /// A bearer token, [RFC 6750, section 2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1).
    Bearer,
    /// A key in the header of this name (in lower case).
    Header(&'static str),
}

/// The content type of a body.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyKind {
    /// `application/x-www-form-urlencoded`
    Form,
    /// `application/json`
    Json,
}

/// What a success looks like.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseKind {
    /// Any 2xx; its body is ignored.
    Nothing,
    /// Any 2xx with a JSON value.
    Json,
    /// A 3xx with `Location`.
    Redirect,
    /// A 3xx with `Location`, or any 2xx whose body is ignored.
    RedirectOrNothing,
    /// A 3xx with `Location`, or any 2xx with a JSON value.
    RedirectOrJson,
    /// A page for a browser: the call is never sent, its URL is opened.
    Browser,
}

impl ResponseKind {
    /// Tells whether the call is a page for a browser, which is never sent.
    #[must_use]
    pub const fn is_browser(self) -> bool {
        matches!(self, Self::Browser)
    }

    /// Tells whether a 3xx with `Location` is a success.
    #[must_use]
    pub const fn is_redirect(self) -> bool {
        matches!(self, Self::Redirect | Self::RedirectOrNothing | Self::RedirectOrJson)
    }
}

/// A grant with a typed entry on the request builder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrantInfo {
    grant_type: &'static str,
    needs: &'static [&'static str],
    may: &'static [&'static str],
}

impl GrantInfo {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(
        grant_type: &'static str,
        needs: &'static [&'static str],
        may: &'static [&'static str],
    ) -> Self {
        Self { grant_type, needs, may }
    }

    /// Returns the value of `grant_type`.
    #[must_use]
    pub const fn grant_type(&self) -> &'static str {
        self.grant_type
    }

    /// Returns the wire names of the parameters it needs beyond those that every call needs.
    #[must_use]
    pub const fn needs(&self) -> &'static [&'static str] {
        self.needs
    }

    /// Returns the wire names of the parameters it may have.
    #[must_use]
    pub const fn may(&self) -> &'static [&'static str] {
        self.may
    }
}
