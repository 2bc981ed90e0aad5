//! Base URLs: what a client is told about where the API lives, checked once.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use crate::error::BuildErrorKind;
use crate::secret::escape::Escaped;

/// The base URL of a client: an absolute `https` URL, with or without a path, with or without a slash at its end.
///
/// Made from strings, [`Url`]s and the base-URL enum of an API that has several.
///
/// ```
/// use oauth_runtime::BaseUrl;
///
/// let typed_in = BaseUrl::from("https://social.example/prefix/");
/// assert!(format!("{typed_in:?}").contains("social.example"));
/// ```
#[derive(Clone)]
pub struct BaseUrl(String);

impl fmt::Debug for BaseUrl {
    /// Leaves out what a base URL must not have, which is where secrets would be: user name, password, query, fragment.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.0.split(['?', '#']).next().unwrap_or_default();
        let shown = match plain.rsplit_once('@') {
            Some((_, host)) => format!("[REDACTED]@{host}"),
            None => plain.to_owned(),
        };
        f.debug_tuple("BaseUrl").field(&Escaped(&shown)).finish()
    }
}

impl From<&str> for BaseUrl {
    fn from(url: &str) -> Self {
        Self(url.to_owned())
    }
}

impl From<String> for BaseUrl {
    fn from(url: String) -> Self {
        Self(url)
    }
}

impl From<&String> for BaseUrl {
    fn from(url: &String) -> Self {
        Self(url.clone())
    }
}

impl From<Url> for BaseUrl {
    fn from(url: Url) -> Self {
        Self(url.into())
    }
}

impl From<&Url> for BaseUrl {
    fn from(url: &Url) -> Self {
        Self(url.as_str().to_owned())
    }
}

impl BaseUrl {
    /// Checks the URL and gives it without the slash at its end; `path` is appended unless it is there already.
    pub(crate) fn resolve(&self, path: &str, allow_http: bool) -> Result<String, BuildErrorKind> {
        let given = self.0.trim();
        if given.is_empty() {
            return Err(BuildErrorKind::BaseUrl { reason: "is empty: write `https://…`" });
        }
        let url = Url::parse(given).map_err(|error| BuildErrorKind::BaseUrl {
            reason: match error {
                url::ParseError::RelativeUrlWithoutBase => {
                    "is relative: it has to begin with `https://`"
                }
                _ => "is not a URL: write `https://host/path`",
            },
        })?;
        match url.scheme() {
            "https" => {}
            "http" if allow_http || is_loopback(&url) => {}
            "http" => return Err(BuildErrorKind::PlainHttp),
            _ => return Err(BuildErrorKind::BaseUrl { reason: "has to begin with `https://`" }),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(BuildErrorKind::BaseUrl {
                reason: "holds a user name or password: give the client credentials instead",
            });
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(BuildErrorKind::BaseUrl {
                reason: "has a query or a fragment: leave it out",
            });
        }
        // Compared with the path of the URL, segment by segment: a host may have the name of the path.
        let is_there = ends_with_segments(url.path(), path);
        let mut text = String::from(url);
        text.truncate(text.trim_end_matches('/').len());
        if !is_there {
            text.push_str(path.trim_end_matches('/'));
        }
        Ok(text)
    }
}

/// Tells whether the last segments of one path are those of another.
fn ends_with_segments(whole: &str, end: &str) -> bool {
    let segments = |path: &str| {
        let segments = path.split('/').filter(|segment| !segment.is_empty());
        segments.map(str::to_owned).rev().collect::<Vec<_>>()
    };
    segments(whole).starts_with(&segments(end))
}

/// Tells whether the host of a URL is this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => Ipv4Addr::is_loopback(&address),
        Some(Host::Ipv6(address)) => Ipv6Addr::is_loopback(&address),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(given: &str, path: &str) -> Result<String, BuildErrorKind> {
        BaseUrl::from(given).resolve(path, false)
    }

    #[test]
    fn slashes_and_prefixes_survive_once() {
        for (given, path, whole) in [
            ("https://pc.example:9440", "/api/v3", "https://pc.example:9440/api/v3"),
            ("https://pc.example:9440/", "/api/v3", "https://pc.example:9440/api/v3"),
            ("https://pc.example:9440/api/v3", "/api/v3", "https://pc.example:9440/api/v3"),
            ("https://pc.example:9440/api/v3/", "/api/v3", "https://pc.example:9440/api/v3"),
            ("https://pc.example/proxy", "/api/v3", "https://pc.example/proxy/api/v3"),
            ("https://social.example", "/", "https://social.example"),
            ("https://social.example/a/b/", "/", "https://social.example/a/b"),
            (" https://social.example\n", "/", "https://social.example"),
            ("https://api", "/api", "https://api/api"),
            ("https://host/v1api", "/api", "https://host/v1api/api"),
            ("https://host/a/api", "/api", "https://host/a/api"),
            ("https://host/v1/api/", "/v1/api/", "https://host/v1/api"),
            ("https://host/1/api", "/v1/api", "https://host/1/api/v1/api"),
            ("http://127.0.0.1:8080", "", "http://127.0.0.1:8080"),
            ("http://[::1]:8080/", "", "http://[::1]:8080"),
            ("http://localhost", "", "http://localhost"),
        ] {
            assert_eq!(resolve(given, path).unwrap(), whole, "{given} and {path}");
        }
    }

    #[test]
    fn debug_leaves_out_where_secrets_would_be() {
        for (given, shown) in [
            ("https://host:1/a/", r#"BaseUrl("https://host:1/a/")"#),
            ("https://me:s3cret@host/a", r#"BaseUrl("[REDACTED]@host/a")"#),
            ("me:s3c@ret@host", r#"BaseUrl("[REDACTED]@host")"#),
            ("https://host/?key=s3cret", r#"BaseUrl("https://host/")"#),
            ("https://host/#s3cret", r#"BaseUrl("https://host/")"#),
        ] {
            assert_eq!(format!("{:?}", BaseUrl::from(given)), shown);
        }
    }

    #[test]
    fn unusable_bases_are_refused() {
        for given in [
            "",
            "  ",
            "social.example",
            "/api/v3",
            "ftp://host",
            "https://",
            "https://user:word@host",
            "https://user@host",
            "https://host?query",
            "https://host/#fragment",
            "mailto:someone@host",
        ] {
            assert!(matches!(resolve(given, ""), Err(BuildErrorKind::BaseUrl { .. })), "{given}");
        }
        assert!(matches!(resolve("http://host", ""), Err(BuildErrorKind::PlainHttp)));
        for elsewhere in [
            "http://127.0.0.1.example",
            "http://evillocalhost",
            "http://localhost.example",
            "http://evil.notlocalhost",
            "http://10.0.0.1",
            "http://[::2]",
            "http://0.0.0.0",
        ] {
            let resolved = resolve(elsewhere, "");
            assert!(matches!(resolved, Err(BuildErrorKind::PlainHttp)), "{elsewhere}");
        }
        assert!(BaseUrl::from("http://host").resolve("", true).is_ok());
    }
}
