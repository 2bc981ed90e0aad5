//! Requests to named hosts with the token of a login, for APIs that are not declared.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt;
use std::sync::Arc;

use http::{HeaderMap, StatusCode, Uri};
use url::Host;

use crate::keeper::error::KeeperError;
use crate::keeper::login::Login;
use crate::keeper::token::AccessToken;
use crate::oauth::challenge::Challenge;

/// Adds the token of a login to requests to named hosts, and to no others: for APIs that are not declared.
///
/// A redirect to another host is sent without it, whoever follows it.
#[derive(Clone)]
pub struct BearerHosts {
    login: Login,
    hosts: Arc<BTreeSet<String>>,
}

impl Login {
    /// Names the hosts that requests with its token may go to, each as `api.vendor.example` or with a port. They are called by
    /// `https`; on loopback `http` will do.
    ///
    /// ```
    /// # fn example(alice: oauth_runtime::keeper::Login) {
    /// let api = alice.bearer_for(["api.vendor.example"]);
    /// # drop(api);
    /// # }
    /// ```
    #[must_use]
    pub fn bearer_for<H: AsRef<str>>(&self, hosts: impl IntoIterator<Item = H>) -> BearerHosts {
        let hosts = hosts.into_iter().map(|host| host.as_ref().to_ascii_lowercase());
        BearerHosts { login: self.clone(), hosts: Arc::new(hosts.collect()) }
    }
}

impl BearerHosts {
    /// Tells whether a request may have the token.
    pub(super) fn check(&self, uri: &Uri) -> Result<(), HostError> {
        let host = uri.host().unwrap_or_default().to_ascii_lowercase();
        let port = uri.port_u16();
        let with_port = port.map(|port| format!("{host}:{port}"));
        let is_default = port.is_none_or(|port| port == 443);
        let is_named = with_port.is_some_and(|it| self.hosts.contains(&it))
            || (is_default && self.hosts.contains(&host));
        if !is_named {
            return Err(HostError::NotNamed);
        }
        match uri.scheme_str() {
            Some("https") => Ok(()),
            Some("http") if is_loopback(&host) => Ok(()),
            _ => Err(HostError::PlainHttp),
        }
    }

    pub(super) async fn token(&self) -> Result<AccessToken, KeeperError> {
        self.login.access_token().await
    }

    /// Notes where a server did not take the token; tells whether it did not.
    pub(super) fn note(
        &self,
        token: &AccessToken,
        status: StatusCode,
        headers: &HeaderMap,
    ) -> bool {
        let is_refused = status == StatusCode::UNAUTHORIZED
            && Challenge::parse_all(headers).iter().any(|challenge| {
                challenge.is_scheme("Bearer") && challenge.error() == Some("invalid_token")
            });
        if is_refused {
            self.login.rejected(token);
        }
        is_refused
    }
}

fn is_loopback(host: &str) -> bool {
    match Host::parse(host) {
        Ok(Host::Domain(name)) => name == "localhost",
        Ok(Host::Ipv4(address)) => address.is_loopback(),
        Ok(Host::Ipv6(address)) => address.is_loopback(),
        Err(_) => false,
    }
}

impl fmt::Debug for BearerHosts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BearerHosts").field("hosts", &self.hosts).finish_non_exhaustive()
    }
}

/// Why a request may not have the token. Nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HostError {
    /// Its host is none of those named.
    NotNamed,
    /// It goes by plain `http` to a host that is not loopback.
    PlainHttp,
}

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotNamed => "the request is to a host that was not named for this token",
            Self::PlainHttp => "the request would send a token by plain `http`",
        })
    }
}

impl Error for HostError {}
