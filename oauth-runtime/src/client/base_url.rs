//! Base URLs: what a client is told about where the API lives, checked once.

use std::fmt;

use url::Url;

use crate::encode::root::{self, Root, Unfit};
use crate::secret::escape::Escaped;

/// The base URL of a client: an absolute `https` URL, with or without a path, with or without a slash at its end. A query
/// stays, before the parameters of a call.
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
pub struct BaseUrl {
    url: String,
    environment: Option<&'static str>,
}

impl fmt::Debug for BaseUrl {
    /// Leaves out where secrets would be: user name, password, query, fragment.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.url.split(['?', '#']).next().unwrap_or_default();
        let shown = match plain.rsplit_once('@') {
            Some((_, host)) => format!("[REDACTED]@{host}"),
            None => plain.to_owned(),
        };
        f.debug_tuple("BaseUrl").field(&Escaped(&shown)).finish()
    }
}

impl From<&str> for BaseUrl {
    fn from(url: &str) -> Self {
        Self::from(url.to_owned())
    }
}

impl From<String> for BaseUrl {
    fn from(url: String) -> Self {
        Self { url, environment: None }
    }
}

impl From<&String> for BaseUrl {
    fn from(url: &String) -> Self {
        Self::from(url.clone())
    }
}

impl From<Url> for BaseUrl {
    fn from(url: Url) -> Self {
        Self::from(String::from(url))
    }
}

impl From<&Url> for BaseUrl {
    fn from(url: &Url) -> Self {
        Self::from(url.as_str())
    }
}

impl BaseUrl {
    /// The URL of an environment, which other bases of the API have as well.
    pub(crate) fn of_environment(url: &str, environment: &'static str) -> Self {
        Self { url: url.to_owned(), environment: Some(environment) }
    }

    /// The environment of the API that this is, where it is one of them.
    pub(crate) fn environment(
        &self,
        declared: &[(&'static str, &'static str)],
    ) -> Option<&'static str> {
        let bare = |url: &str| url.trim().trim_end_matches('/').to_owned();
        let given = bare(&self.url);
        let is_given = |(_, url): &&(&'static str, &'static str)| bare(url) == given;
        self.environment.or_else(|| Some(declared.iter().find(is_given)?.0))
    }

    /// Tells whether it is a URL of this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        Url::parse(self.url.trim()).is_ok_and(|url| root::is_loopback(&url))
    }

    /// Checks the URL; `path` is appended unless it is there already.
    pub(crate) fn resolve(&self, path: &str, allow_http: bool) -> Result<Root, Unfit> {
        let url = root::parse(&self.url, allow_http)?;
        // Compared with the path of the URL, segment by segment: a host may have the name of the path.
        let is_there = ends_with_segments(url.path(), path);
        let root = Root::from(url);
        Ok(if is_there { root } else { root.with(path) })
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

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(given: &str, path: &str) -> Result<String, Unfit> {
        BaseUrl::from(given).resolve(path, false).map(|root| root.bare().to_owned())
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
    fn environment_is_known_by_its_name_or_its_url() {
        let declared =
            [("production", "https://api.example/v1/"), ("sandbox", "https://box.example")];
        for (given, environment) in [
            (BaseUrl::from("https://api.example/v1"), Some("production")),
            (BaseUrl::from(" https://box.example/ "), Some("sandbox")),
            (BaseUrl::of_environment("https://api.example/v1", "sandbox"), Some("sandbox")),
            (BaseUrl::from("https://api.example"), None),
            (BaseUrl::from("http://127.0.0.1:8080"), None),
        ] {
            assert_eq!(given.environment(&declared), environment, "{given:?}");
        }
    }

    #[test]
    fn base_keeps_its_query() {
        let root = BaseUrl::from("https://host/?client=100").resolve("/rest", false).unwrap();
        assert_eq!(root.before("/token"), "https://host/rest/token");
        assert_eq!(root.query(), Some("client=100"));
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
            "https://host/#fragment",
            "mailto:someone@host",
        ] {
            assert!(!matches!(resolve(given, ""), Ok(_) | Err(Unfit::PlainHttp)), "{given}");
        }
        assert_eq!(resolve("http://host", ""), Err(Unfit::PlainHttp));
        for elsewhere in [
            "http://127.0.0.1.example",
            "http://evillocalhost",
            "http://localhost.example",
            "http://evil.notlocalhost",
            "http://10.0.0.1",
            "http://[::2]",
            "http://0.0.0.0",
        ] {
            assert_eq!(resolve(elsewhere, ""), Err(Unfit::PlainHttp), "{elsewhere}");
        }
        assert!(BaseUrl::from("http://host").resolve("", true).is_ok());
    }
}
