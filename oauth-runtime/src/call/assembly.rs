//! A call being put together: its client, and what it has beyond its parameters.

use std::fmt;

use crate::call::options::Options;
use crate::client::shared::Client;

/// A call being put together: its client, and what it has beyond its parameters.
///
/// Generated code calls functions of it in place of methods: for each method that it calls the compiler looks through all
/// traits of the module, and a declaration has many. It is of no type parameter, and the values stand beside it: each
/// function of a builder would have the compiler take it apart anew, to know how it is dropped.
pub struct Call {
    pub(crate) client: Client,
    pub(crate) options: Options,
}

impl Call {
    pub(crate) fn new(client: Client) -> Self {
        Self { client, options: Options::default() }
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.client, f)
    }
}
