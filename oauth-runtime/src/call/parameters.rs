//! The parameters of one call, which generated code hands over value by value.

use std::fmt;
use std::marker::PhantomData;

use crate::description::Endpoint;
use crate::encode::json::ParameterValue;
use crate::response::read::Decode;

/// The parameters of one call of an endpoint. `oauth_api` implements it for what it generates, and nobody else does.
///
/// A success is read as `T`.
pub trait Parameters<T>: fmt::Debug + Sized {
    /// What kind of request they make: [`WithBody`](crate::request::WithBody), [`WithoutBody`](crate::request::WithoutBody) or
    /// [`Browser`](crate::request::Browser).
    type Kind;

    /// The description of the endpoint.
    const ENDPOINT: &'static Endpoint;

    /// Reads a success.
    #[doc(hidden)]
    const READ: Decode<T>;

    /// Shows the visitor the values, in the order of the declaration.
    #[doc(hidden)]
    fn visit(&self, visitor: &mut Visitor<'_>);
}

/// What looks at the values of a call. In generated code a function costs the compiler less than a closure.
pub struct Visitor<'a>(&'a mut dyn FnMut(&[ParameterValue<'_>]));

impl fmt::Debug for Visitor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Visitor").finish_non_exhaustive()
    }
}

impl Visitor<'_> {
    pub(crate) fn visit(&mut self, values: &[ParameterValue<'_>]) {
        (self.0)(values);
    }
}

/// The values of a call, of whatever endpoint: what is not generated is compiled once.
pub(crate) trait AnyValues {
    /// Shows the visitor the values, in the order of the declaration.
    fn visit(&self, visitor: &mut Visitor<'_>);
}

/// The values of a call of one endpoint; where a required one is missing, there are none.
pub(crate) struct Values<'a, P, T>(Option<&'a P>, PhantomData<fn() -> T>);

impl<'a, P: Parameters<T>, T> Values<'a, P, T> {
    pub(crate) const fn new(parameters: Option<&'a P>) -> Self {
        Self(parameters, PhantomData)
    }
}

impl<P: Parameters<T>, T> AnyValues for Values<'_, P, T> {
    fn visit(&self, visitor: &mut Visitor<'_>) {
        if let Some(parameters) = self.0 {
            parameters.visit(visitor);
        }
    }
}

/// Makes something of the values; nothing where a required one is missing. Generated code shows them once.
pub(crate) fn with_values<T>(
    values: &dyn AnyValues,
    make: impl FnOnce(&[ParameterValue<'_>]) -> T,
) -> Option<T> {
    let mut make = Some(make);
    let mut result = None;
    values.visit(&mut Visitor(&mut |values| {
        if let Some(make) = make.take() {
            result = Some(make(values));
        }
    }));
    result
}
