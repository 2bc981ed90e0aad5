//! What URLs begin with: a base, or a whole URL that was learned at run time; checked, and its query kept.

use std::net::{Ipv4Addr, Ipv6Addr};

use url::{Host, ParseError, Url};

/// What the URLs of an endpoint begin with.
pub(crate) struct Root {
    /// All of it, without its query.
    text: String,
    /// Where the slashes at its end begin.
    bare: usize,
    query: Option<String>,
}

/// Why nothing can be sent to a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    Empty,
    Relative,
    NoUrl,
    Scheme,
    PlainHttp,
    UserInfo,
    Fragment,
}

impl Unfit {
    /// What is wrong, after the name of the URL.
    pub(crate) const fn reason(self) -> &'static str {
        match self {
            Self::Empty => "is empty: write `https://…`",
            Self::Relative => "is relative: it has to begin with `https://`",
            Self::NoUrl => "is not a URL: write `https://host/path`",
            Self::Scheme => "has to begin with `https://`",
            Self::PlainHttp => {
                "is `http` to a host that is not loopback: use `https`, or allow it with `.allow_http()`"
            }
            Self::UserInfo => "holds a user name or password: give the client credentials instead",
            Self::Fragment => "has a fragment: leave it out",
        }
    }
}

impl Root {
    /// Checks a URL and takes it as it is.
    pub(crate) fn parse(text: &str, allow_http: bool) -> Result<Self, Unfit> {
        parse(text, allow_http).map(Self::from)
    }

    /// What comes before the query: the path, after this. Where there is no path, nothing is added, and nothing taken away.
    pub(crate) fn before(&self, path: &str) -> String {
        let begin = if path.is_empty() { &self.text } else { self.bare() };
        [begin, path].concat()
    }

    /// All of it without query and slashes at its end.
    pub(crate) fn bare(&self) -> &str {
        self.text.get(..self.bare).unwrap_or_default()
    }

    /// The query that comes before the parameters of a call.
    pub(crate) fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    /// The same, with a path after it.
    pub(crate) fn with(self, path: &str) -> Self {
        let text = self.before(path);
        Self { bare: bare(&text), text, query: self.query }
    }
}

impl From<Url> for Root {
    fn from(mut url: Url) -> Self {
        let query = url.query().map(str::to_owned);
        url.set_query(None);
        let text = String::from(url);
        Self { bare: bare(&text), text, query }
    }
}

fn bare(text: &str) -> usize {
    text.trim_end_matches('/').len()
}

/// Checks that a URL is absolute, `https` (or loopback), and has neither user info nor fragment.
pub(crate) fn parse(text: &str, allow_http: bool) -> Result<Url, Unfit> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Unfit::Empty);
    }
    let url = Url::parse(text).map_err(|error| match error {
        ParseError::RelativeUrlWithoutBase => Unfit::Relative,
        _ => Unfit::NoUrl,
    })?;
    match url.scheme() {
        "https" => {}
        "http" if allow_http || is_loopback(&url) => {}
        "http" => return Err(Unfit::PlainHttp),
        _ => return Err(Unfit::Scheme),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Unfit::UserInfo);
    }
    if url.fragment().is_some() {
        return Err(Unfit::Fragment);
    }
    Ok(url)
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

    #[test]
    fn url_without_a_path_after_it_stays_as_it_is() {
        for (given, alone, with_a_path) in [
            ("https://h/rest?client=100", "https://h/rest", "https://h/rest/token"),
            ("https://h/rest/?client=100", "https://h/rest/", "https://h/rest/token"),
            ("https://h/a//", "https://h/a//", "https://h/a/token"),
            ("https://h", "https://h/", "https://h/token"),
        ] {
            let root = Root::parse(given, false).unwrap();
            assert_eq!(root.before(""), alone, "{given}");
            assert_eq!(root.before("/token"), with_a_path, "{given}");
            let query = given.split_once('?').map(|(_, query)| query);
            assert_eq!(root.query(), query, "{given}");
        }
    }

    #[test]
    fn nothing_is_sent_in_plain_text_or_to_what_is_no_url() {
        for (given, wrong) in [
            ("", Unfit::Empty),
            (" \n", Unfit::Empty),
            ("/register/1", Unfit::Relative),
            ("//h/register", Unfit::Relative),
            ("https://", Unfit::NoUrl),
            ("ftp://h/a", Unfit::Scheme),
            ("javascript:alert(1)", Unfit::Scheme),
            ("http://h/a", Unfit::PlainHttp),
            ("http://127.0.0.1.example/a", Unfit::PlainHttp),
            ("https://me@h/a", Unfit::UserInfo),
            ("https://:word@h/a", Unfit::UserInfo),
            ("https://h/a#", Unfit::Fragment),
            ("https://h/a?b#c", Unfit::Fragment),
        ] {
            assert_eq!(Root::parse(given, false).err(), Some(wrong), "{given}");
        }
        assert!(Root::parse("http://h/a", true).is_ok());
        assert!(Root::parse("http://[::1]:1/a", false).is_ok());
    }
}
