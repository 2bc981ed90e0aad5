//! What the rules of an endpoint look at.

use proc_macro2::Ident;
use syn::LitStr;

use super::permits::Permits;
use crate::errors::Errors;
use crate::model::{self, Body, EndpointBase};
use crate::parse::{DeclaredApi, DeclaredEndpoint};

/// One endpoint, and what stands round it.
#[derive(Clone, Copy)]
pub(super) struct Check<'a> {
    pub(super) declared: &'a DeclaredApi,
    /// What holds of the API; its endpoints are still to come.
    pub(super) api: &'a model::Api,
    /// The endpoint as it is written.
    pub(super) written: &'a DeclaredEndpoint,
    /// Its place among the endpoints.
    pub(super) index: usize,
    pub(super) permits: &'a Permits<'a>,
    pub(super) errors: &'a Errors,
}

impl Check<'_> {
    /// The name of the endpoint.
    pub(super) fn name(&self) -> String {
        crate::name::plain(&self.written.ident)
    }
}

/// What the method and path of an endpoint say of its parameters.
pub(super) struct Route<'a> {
    pub(super) method: &'a Ident,
    pub(super) path: &'a LitStr,
    /// What comes before the path.
    pub(super) base: &'a EndpointBase,
    pub(super) placeholders: Vec<String>,
    /// The kinds of body that a call could have, the default first.
    pub(super) bodies: Vec<Body>,
}

impl Route<'_> {
    /// Whether parameters go into a body unless they say something else.
    pub(super) fn has_body_by_default(&self) -> bool {
        carries_body(self.method)
    }

    /// Whether a body can only be JSON.
    pub(super) fn is_json_only(&self) -> bool {
        self.bodies == [Body::Json]
    }
}

/// Whether requests with a method have a body by themselves.
pub(super) fn carries_body(method: &Ident) -> bool {
    !(*method == "get" || *method == "delete")
}
