//! The ways to authenticate a call.

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
    /// HTTP Basic, [RFC 7617](https://www.rfc-editor.org/rfc/rfc7617), whose user name is the client identifier and whose
    /// password is the client secret.
    ClientBasic,
    /// Client identifier and client secret as `client_id` and `client_secret` in the body,
    /// [RFC 6749, section 2.3.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1).
    ClientSecretPost,
    /// The identifier of a client without a secret as `client_id`: in the body, or in the query of a request without one,
    /// [RFC 6749, section 3.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.2.1).
    ClientId,
    /// A token in `Authorization`, after this word: the scheme of
    /// [RFC 9110, section 11.1](https://www.rfc-editor.org/rfc/rfc9110#section-11.1).
    Prefixed(&'static str),
    /// The client secret in `Authorization`, after this word.
    PrefixedSecret(&'static str),
}

impl Scheme {
    /// Tells whether it proves who the client is.
    pub(crate) const fn authenticates_client(self) -> bool {
        self.is_client_header() || matches!(self, Self::ClientSecretPost)
    }

    /// Tells whether it proves in a header who the client is.
    pub(crate) const fn is_client_header(self) -> bool {
        matches!(
            self,
            Self::Basic | Self::ClientSecretBasic | Self::ClientBasic | Self::PrefixedSecret(_)
        )
    }

    /// Tells whether it sends `client_id` as a parameter.
    pub(crate) const fn sends_client_id(self) -> bool {
        matches!(self, Self::ClientSecretPost | Self::ClientId)
    }
}
