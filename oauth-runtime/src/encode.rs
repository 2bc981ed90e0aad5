//! Values to bytes: each encoder keeps a value in its place, whatever the text.

pub(crate) mod escapes;
pub(crate) mod form;
pub(crate) mod header;
pub(crate) mod json;
pub(crate) mod list;
pub(crate) mod path;
pub(crate) mod prepared;
pub(crate) mod root;
pub(crate) mod url;
