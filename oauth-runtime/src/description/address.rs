//! Where an endpoint lives, as it was declared.

/// What comes before the path of an endpoint.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndpointBase {
    /// The base of the API ([`Api::base`](super::Api::base)).
    Api,
    /// The base of this name ([`Api::bases`](super::Api::bases)).
    Named(&'static str),
    /// The URL that the server's metadata has under this name, and no path
    /// ([RFC 8414, section 2](https://www.rfc-editor.org/rfc/rfc8414#section-2)).
    Metadata(&'static str),
    /// The URL that the parameter of this name is, and no path.
    Given(&'static str),
}

impl EndpointBase {
    /// Returns the word in place of the path, where the URL is learned at run time.
    pub(crate) const fn word(self) -> Option<&'static str> {
        match self {
            Self::Api | Self::Named(_) => None,
            Self::Metadata(word) | Self::Given(word) => Some(word),
        }
    }
}
