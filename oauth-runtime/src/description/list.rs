//! How a list is sent.

/// How the items of a list are sent.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListStyle {
    /// The name once for each item, as
    /// [RFC 8707, section 2](https://www.rfc-editor.org/rfc/rfc8707#section-2) has `resource`; in JSON, an array.
    Repeated,
    /// As one text, with this between the items.
    Joined(&'static str),
}
