//! Headers of responses that a vendor documents.

use proc_macro2::{Ident, Span};
use quote::ToTokens as _;
use syn::{Attribute, Type};

/// A header of responses, with the type of its value.
#[derive(Clone)]
pub(crate) struct ResponseHeader {
    pub(crate) docs: Vec<Attribute>,
    /// The name as it is written.
    pub(crate) name: String,
    pub(crate) ty: Type,
    /// Where the name stands.
    pub(crate) span: Span,
    /// The constant of the client: `X_RATELIMIT_REMAINING`.
    pub(crate) constant: Ident,
}

impl ResponseHeader {
    /// The type as a text.
    pub(crate) fn type_name(&self) -> String {
        self.ty.to_token_stream().to_string().replace(' ', "")
    }

    /// Whether both are one header.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.name.eq_ignore_ascii_case(&other.name)
    }
}
