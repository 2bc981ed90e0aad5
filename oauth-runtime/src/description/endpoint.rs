//! An endpoint as it was declared.

use std::fmt;

use http::Method;

use crate::description::address::EndpointBase;
use crate::description::callback::CallbackNames;
use crate::description::grant::GrantInfo;
use crate::description::list::ListStyle;
use crate::description::parameter::ParameterInfo;
use crate::description::refusal::Refusal;
use crate::description::response::{ResponseKind, TokenResponse};
use crate::description::response_header::ResponseHeaderInfo;
use crate::description::scheme::Scheme;

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
    #[doc(hidden)]
    pub two_client_authentications: bool,
    /// The places of the parameters that the client's credentials fill.
    #[doc(hidden)]
    pub client_id: Option<usize>,
    #[doc(hidden)]
    pub client_secret: Option<usize>,
    #[doc(hidden)]
    pub base: EndpointBase,
    /// The lists among the parameters, each by its place.
    #[doc(hidden)]
    pub lists: &'static [(usize, ListStyle)],
    #[doc(hidden)]
    pub scope_separator: Option<&'static str>,
    #[doc(hidden)]
    pub fragment: Option<&'static str>,
    #[doc(hidden)]
    pub callback: Option<CallbackNames>,
    #[doc(hidden)]
    pub response_headers: &'static [ResponseHeaderInfo],
    #[doc(hidden)]
    pub refusal: Option<Refusal>,
    #[doc(hidden)]
    pub reason: &'static [&'static [&'static str]],
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
        two_client_authentications: false,
        client_id: None,
        client_secret: None,
        base: EndpointBase::Api,
        lists: &[],
        scope_separator: None,
        fragment: None,
        callback: None,
        response_headers: &[],
        refusal: None,
        reason: &[],
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

    /// Returns what comes before the path.
    #[must_use]
    pub const fn base(&self) -> EndpointBase {
        self.base
    }

    /// Returns the path after the base, with `{…}` where a parameter goes; empty where there is nothing after it.
    #[must_use]
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// The path, or the word that stands in its place.
    pub(crate) fn route(&self) -> &'static str {
        self.base.word().unwrap_or(self.path)
    }

    /// Returns the parameters in the order of their declaration.
    #[must_use]
    pub const fn parameters(&self) -> &'static [ParameterInfo] {
        self.parameters
    }

    /// Finds a parameter by its wire name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&'static ParameterInfo> {
        self.parameters.iter().find(|parameter| parameter.name() == name)
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

    /// Returns what says that the server refused, where the vendor has its own way to say so.
    #[must_use]
    pub const fn refusal(&self) -> Option<&Refusal> {
        self.refusal.as_ref()
    }

    /// Returns the places of an error body at which its reason may be, each as the names on the way; the first that is there
    /// counts.
    #[must_use]
    pub const fn reason(&self) -> &'static [&'static [&'static str]] {
        self.reason
    }

    /// Returns the grants that have a typed entry.
    #[must_use]
    pub const fn grants(&self) -> &'static [GrantInfo] {
        self.grants
    }

    /// Returns how the items of a parameter are sent, where it is a list.
    #[must_use]
    pub fn list_style(&self, parameter: &ParameterInfo) -> Option<ListStyle> {
        let place = self.parameters.iter().position(|own| own == parameter)?;
        self.lists.iter().find(|(own, _)| *own == place).map(|(_, style)| *style)
    }

    /// Returns what stands between the words of a `scope` in its answer, where that is no space.
    #[must_use]
    pub const fn scope_separator(&self) -> Option<&'static str> {
        self.scope_separator
    }

    /// Returns the fragment with which the URL of a page ends.
    #[must_use]
    pub const fn fragment(&self) -> Option<&'static str> {
        self.fragment
    }

    /// Returns the names of what comes back to the client from a page, where they are the vendor's own.
    #[must_use]
    pub const fn callback(&self) -> Option<CallbackNames> {
        self.callback
    }

    /// Returns the headers that its responses have, as the declaration says.
    #[must_use]
    pub const fn response_headers(&self) -> &'static [ResponseHeaderInfo] {
        self.response_headers
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.route())
    }
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
