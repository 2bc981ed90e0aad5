//! Mistakes in the values of a call or a client, found before anything is sent.

use std::fmt;

/// A request or a client that could not be made from the values given.
#[derive(Debug)]
pub struct BuildError {
    endpoint: &'static str,
    kind: BuildErrorKind,
}

/// What is wrong with the values given.
#[non_exhaustive]
#[derive(Debug)]
pub enum BuildErrorKind {
    /// A base URL is empty, relative or not a URL.
    BaseUrl {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The base URL is `http` to a host that is not loopback.
    PlainHttp,
    /// A base URL was given under a name that no base of the API has.
    UnknownBase {
        /// The name given.
        name: String,
        /// The names of the bases; that of the API itself has none.
        known: Vec<&'static str>,
    },
    /// Another base was replaced, and this one was not: calls of its endpoints would go where the declaration says.
    BaseNotReplaced {
        /// Its name; that of the API itself has none.
        base: Option<&'static str>,
    },
    /// The URL of a base with a name, or one learned at run time, is not one that calls are sent to.
    NamedUrl {
        /// The name of the base, of the member of the server's metadata or of the parameter.
        name: &'static str,
        /// What is wrong with the URL.
        reason: &'static str,
    },
    /// The URLs of endpoints are in the server's metadata, and the client was not given it.
    MissingMetadata,
    /// The server's metadata has no URL of this endpoint.
    MissingEndpoint {
        /// The name of the member.
        member: &'static str,
    },
    /// An issuer whose metadata is asked for is not the URL of one
    /// ([RFC 8414, section 2](https://www.rfc-editor.org/rfc/rfc8414#section-2)).
    Issuer {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The endpoint needs credentials that the client was not given.
    MissingCredentials,
    /// Credentials cannot be sent in a header.
    Credentials {
        /// What is wrong with them.
        reason: &'static str,
    },
    /// A required parameter was never set, and the compiler did not tell.
    Incomplete,
    /// A path parameter is empty.
    EmptyPathSegment {
        /// Its wire name.
        parameter: &'static str,
    },
    /// A path parameter is `.` or `..`, which would address another resource.
    DotPathSegment {
        /// Its wire name.
        parameter: &'static str,
    },
    /// The value of a header has a control character, a line break or a character outside ASCII; or it begins or ends with
    /// a blank, which would be lost ([RFC 9110, section 5.5](https://www.rfc-editor.org/rfc/rfc9110#section-5.5)).
    HeaderValue {
        /// The header.
        header: String,
    },
    /// The name of an extra header is not a token.
    HeaderName {
        /// The name given.
        header: String,
    },
    /// The value of a cookie has a character that
    /// [RFC 6265, section 4.1.1](https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1) does not allow.
    CookieValue {
        /// The cookie.
        cookie: &'static str,
    },
    /// An extra parameter or header has the name of a declared one, of one that the transport sets, or of another extra one.
    ExtraCollides {
        /// The name.
        name: String,
    },
    /// A parameter was set before the grant was chosen, and does not belong to it.
    NotOfGrant {
        /// Its wire name.
        parameter: &'static str,
        /// The value of `grant_type`.
        grant_type: &'static str,
    },
    /// The client would authenticate twice, by its credentials and by a parameter
    /// ([RFC 6749, section 2.3](https://www.rfc-editor.org/rfc/rfc6749#section-2.3)).
    TwoClientAuthentications {
        /// The wire name of the parameter.
        parameter: &'static str,
    },
    /// A PKCE challenge was given without its method, and would be taken as `plain`,
    /// [RFC 7636, section 4.3](https://www.rfc-editor.org/rfc/rfc7636#section-4.3).
    ChallengeWithoutMethod,
    /// An item of a list has the text that separates items, where they would be taken apart.
    SeparatorInItem {
        /// The wire name of the parameter.
        parameter: &'static str,
        /// What separates the items.
        separator: &'static str,
    },
    /// The value of a parameter could not be written as JSON.
    Json(serde_json::Error),
    /// The URL is longer than HTTP clients take, 65,534 bytes.
    UrlTooLong,
    /// The URL could not be put together.
    Url(url::ParseError),
    /// The URL is not one that HTTP requests can have.
    Uri(http::uri::InvalidUri),
    /// The stand-in for the vendor does not implement this endpoint.
    NotImplemented,
    /// The endpoint is a page for a browser: open its URL instead.
    BrowserOnly,
    /// The runtime was built without `reqwest` and `hyper`, and the client was given no transport.
    NoTransport,
    /// The keeper of the client's token has none to give, or none that a header can carry.
    NoAccessToken(Box<dyn std::error::Error + Send + Sync>),
    /// The client's token is kept, and comes only when the call is sent.
    AccessTokenIsKept,
    /// The default HTTP client could not be set up.
    HttpClient(Box<dyn std::error::Error + Send + Sync>),
}

impl BuildError {
    pub(crate) const fn new(endpoint: &'static str, kind: BuildErrorKind) -> Self {
        Self { endpoint, kind }
    }

    /// Returns the name of the endpoint's function, or of the client type where a client could not be made.
    #[must_use]
    pub const fn endpoint(&self) -> &'static str {
        self.endpoint
    }

    /// Returns what is wrong.
    #[must_use]
    pub const fn kind(&self) -> &BuildErrorKind {
        &self.kind
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.endpoint, self.kind)
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            BuildErrorKind::Json(error) => Some(error),
            BuildErrorKind::Url(error) => Some(error),
            BuildErrorKind::Uri(error) => Some(error),
            BuildErrorKind::HttpClient(error) | BuildErrorKind::NoAccessToken(error) => {
                Some(&**error)
            }
            _ => None,
        }
    }
}

/// Writes names in backticks.
fn write_list(f: &mut fmt::Formatter<'_>, names: &[&str]) -> fmt::Result {
    for (index, name) in names.iter().enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        write!(f, "{comma}`{name}`")?;
    }
    Ok(())
}

impl fmt::Display for BuildErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use crate::secret::escape::Escaped;
        match self {
            Self::BaseUrl { reason } => write!(f, "the base URL {reason}"),
            Self::PlainHttp => f.write_str(
                "the base URL is `http` to a host that is not loopback: use `https`, or allow it with `.allow_http()`",
            ),
            Self::UnknownBase { name, known } => {
                let name = Escaped(name);
                if known.is_empty() {
                    return write!(f, "no base is called `{name}`: this API has no bases with names");
                }
                write!(f, "no base is called `{name}`: the bases of this API are ")?;
                write_list(f, known)
            }
            Self::BaseNotReplaced { base: None } => f.write_str(
                "another base was replaced, and that of the API was not: give its URL, too, with `.base_url(…)`",
            ),
            Self::BaseNotReplaced { base: Some(base) } => write!(
                f,
                "another base was replaced, and `{base}` was not: give its URL, too, with `.base_url_of(\"{base}\", …)`"
            ),
            Self::NamedUrl { name, reason } => write!(f, "the URL of `{name}` {reason}"),
            Self::MissingMetadata => f.write_str(
                "the client was not given the metadata of the server: give it with `.metadata(…)`, or end its builder with `.discover(…)`",
            ),
            Self::MissingEndpoint { member } => {
                write!(f, "the metadata of the server has no `{member}`")
            }
            Self::Issuer { reason } => write!(f, "the issuer {reason}"),
            Self::MissingCredentials => {
                f.write_str("the client was not given the credentials that this endpoint needs")
            }
            Self::Credentials { reason } => write!(f, "the credentials cannot be sent: {reason}"),
            Self::Incomplete => f.write_str("a required parameter was never set"),
            Self::EmptyPathSegment { parameter } => {
                write!(f, "the path parameter `{parameter}` is empty")
            }
            Self::DotPathSegment { parameter } => {
                write!(f, "the path parameter `{parameter}` is `.` or `..`, which would address another resource")
            }
            Self::HeaderValue { header } => {
                write!(
                    f,
                    "the value of the header `{}` has a character that no header can carry, or a blank at an end",
                    Escaped(header)
                )
            }
            Self::HeaderName { header } => {
                write!(f, "`{}` cannot be the name of a header", Escaped(header))
            }
            Self::CookieValue { cookie } => {
                write!(f, "the value of the cookie `{cookie}` has a character that no cookie can carry")
            }
            Self::ExtraCollides { name } => {
                write!(f, "the extra `{}` is set already, by the declaration, by HTTP or by another extra", Escaped(name))
            }
            Self::NotOfGrant { parameter, grant_type } => {
                write!(f, "the parameter `{parameter}` does not belong to the grant `{grant_type}`")
            }
            Self::TwoClientAuthentications { parameter } => write!(
                f,
                "the client would authenticate twice: leave out either the credentials or `{parameter}`"
            ),
            Self::ChallengeWithoutMethod => f.write_str(
                "`code_challenge` without `code_challenge_method` is read as `plain`: set both with `.pkce(…)`",
            ),
            Self::SeparatorInItem { parameter, separator } => write!(
                f,
                "an item of the list `{parameter}` has `{separator}` in it, which separates items: give each item by itself"
            ),
            Self::Json(_) => f.write_str("a parameter could not be written as JSON"),
            Self::UrlTooLong => f.write_str("the URL is longer than 65,534 bytes"),
            Self::Url(_) => f.write_str("the URL could not be put together"),
            Self::Uri(_) => f.write_str("the URL is not one that HTTP requests can have"),
            Self::NotImplemented => f.write_str("this endpoint is not implemented"),
            Self::BrowserOnly => {
                f.write_str("this is a page for a browser: open the URL that `.url()` gives instead of sending")
            }
            Self::NoTransport => f.write_str(
                "there is no transport: give the client one with `.transport(…)`, or enable the feature `reqwest` or `hyper`",
            ),
            Self::NoAccessToken(_) => f.write_str("there is no access token to call with"),
            Self::AccessTokenIsKept => f.write_str(
                "the access token of this client is kept, and comes only when a call is sent: use `.send()`",
            ),
            Self::HttpClient(_) => f.write_str("the HTTP client could not be set up"),
        }
    }
}
