//! What carries the calls of a test: each HTTP client that the runtime has.

#![allow(clippy::expect_used, reason = "a test that cannot be set up has failed")]

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use oauth_runtime::transport::HyperTransport;
use oauth_runtime::{ApiClient, ClientBuilder};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// The one name that there is, on this machine.
pub const HOST: &str = "vendor.test";

/// A name of no machine.
pub const NOWHERE: &str = "nowhere.test";

/// What carries calls.
#[allow(clippy::exhaustive_enums, reason = "a test has to be told of each")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// reqwest.
    Reqwest,
    /// hyper's client.
    Hyper,
}

/// What a test asks of a carrier. Redirects and repetition are left to the runtime.
#[non_exhaustive]
#[derive(Clone, Debug, Default)]
pub struct Http {
    trusted: Vec<CertificateDer<'static>>,
    http2: bool,
}

impl Http {
    /// Trusts no authority, or those that are told, and nobody else.
    #[must_use]
    pub fn trusting(trusted: impl IntoIterator<Item = CertificateDer<'static>>) -> Self {
        Self { trusted: trusted.into_iter().collect(), http2: false }
    }

    /// Speaks HTTP/2 at once.
    #[must_use]
    pub fn http2(self) -> Self {
        Self { http2: true, ..self }
    }
}

impl Carrier {
    /// Has a client carry its calls so, as a user would who asks for nothing.
    ///
    /// # Panics
    ///
    /// When this machine has no certificates.
    pub fn on<C: ApiClient>(self, builder: ClientBuilder<C>) -> ClientBuilder<C> {
        match self {
            Self::Reqwest => builder,
            Self::Hyper => {
                builder.transport(HyperTransport::new().expect("there are certificates"))
            }
        }
    }

    /// Has a client carry its calls so.
    ///
    /// # Panics
    ///
    /// When a certificate is none.
    pub fn with<C: ApiClient>(self, http: Http, builder: ClientBuilder<C>) -> ClientBuilder<C> {
        match self {
            Self::Reqwest => builder.reqwest(http.reqwest()),
            Self::Hyper => builder.transport(http.hyper()),
        }
    }
}

impl Http {
    fn reqwest(self) -> reqwest::ClientBuilder {
        let builder = reqwest::Client::builder().no_proxy().no_gzip().dns_resolver(Names);
        let trusted = self.trusted.iter().map(|authority| {
            reqwest::Certificate::from_der(authority).expect("the certificate is one")
        });
        let builder = builder.tls_certs_only(trusted);
        if self.http2 { builder.http2_prior_knowledge() } else { builder }
    }

    /// Gives it as a transport on hyper's client.
    ///
    /// # Panics
    ///
    /// When a certificate is none.
    #[must_use]
    pub fn hyper(self) -> HyperTransport {
        let mut roots = RootCertStore::empty();
        for authority in self.trusted {
            roots.add(authority).expect("the certificate is one");
        }
        let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .expect("the provider has the versions")
            .with_root_certificates(roots)
            .with_no_client_auth();
        let builder =
            HyperTransport::builder().tls_config(config).resolve(HOST, [HERE]).resolve(NOWHERE, []);
        let builder = if self.http2 { builder.http2_prior_knowledge() } else { builder };
        builder.build().expect("nothing is asked of this machine")
    }
}

impl fmt::Display for Carrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Reqwest => "reqwest",
            Self::Hyper => "hyper",
        })
    }
}

const HERE: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// Knows where [`HOST`] is, and no other name.
#[derive(Clone, Copy)]
struct Names;

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let known = name.as_str() == HOST;
        Box::pin(async move {
            if known {
                Ok(Box::new(std::iter::once(HERE)) as Addrs)
            } else {
                Err("there is no such name".into())
            }
        })
    }
}

/// Makes tests of functions that take a [`Carrier`]: one for each, whose name tells it.
///
/// The first line may say which runtime of Tokio they need.
#[macro_export]
macro_rules! over_each_carrier {
    (#[$test:meta] $($name:ident),+ $(,)?) => {
        $($crate::over_each_carrier! { @one [$test] $name })+
    };
    (@one [$test:meta] $name:ident) => {
        mod $name {
            #[$test]
            async fn over_reqwest() {
                super::$name($crate::Carrier::Reqwest).await;
            }

            #[$test]
            async fn over_hyper() {
                super::$name($crate::Carrier::Hyper).await;
            }
        }
    };
    ($($name:ident),+ $(,)?) => {
        $($crate::over_each_carrier! { @one [tokio::test] $name })+
    };
}
