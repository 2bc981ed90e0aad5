//! What a listener is asked for before it listens.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime::Handle;
use url::{Position, Url};

use crate::sign_in::listener::desk::{Expected, OnRejected};
use crate::sign_in::listener::error::{ListenerError, Rejection};
use crate::sign_in::listener::loopback::LoopbackListener;
use crate::sign_in::listener::pages::Pages;

/// The time that a person has, unless said otherwise.
const DEADLINE: Duration = Duration::from_secs(5 * 60);

/// Sets up a [`LoopbackListener`].
///
/// ```no_run
/// use std::time::Duration;
///
/// use oauth_runtime::sign_in::{ListenerError, LoopbackListener};
///
/// # async fn example() -> Result<(), ListenerError> {
/// // For an authorization server that has to know the whole `redirect_uri` ahead.
/// let listener = LoopbackListener::builder()
///     .ports([8400, 8401, 8402])
///     .path("/oauth2/callback")
///     .deadline(Duration::from_secs(120))
///     .success_page("<!doctype html><title>Welcome</title><p>Welcome back.")
///     .bind()
///     .await?;
/// println!("{}", listener.redirect_uri());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct LoopbackBuilder {
    address: IpAddr,
    ports: Vec<u16>,
    path: String,
    is_localhost: bool,
    form_post: bool,
    deadline: Duration,
    pages: Pages,
    on_rejected: Option<OnRejected>,
}

impl LoopbackListener {
    /// Listens on a free port of `127.0.0.1`, for the path `/callback`, for 5 minutes.
    ///
    /// # Errors
    ///
    /// As [`LoopbackBuilder::bind`].
    pub async fn bind() -> Result<Self, ListenerError> {
        Self::builder().bind().await
    }

    /// Sets up a listener of another kind.
    #[must_use]
    pub fn builder() -> LoopbackBuilder {
        LoopbackBuilder {
            address: Ipv4Addr::LOCALHOST.into(),
            ports: vec![0],
            path: "/callback".to_owned(),
            is_localhost: false,
            form_post: false,
            deadline: DEADLINE,
            pages: Pages::default(),
            on_rejected: None,
        }
    }
}

impl LoopbackBuilder {
    /// Listens on `[::1]`.
    #[must_use]
    pub fn ipv6(self) -> Self {
        Self { address: Ipv6Addr::LOCALHOST.into(), ..self }
    }

    /// Listens on the first of these ports that is free, for authorization servers that take no other. A 0 is any port.
    #[must_use]
    pub fn ports(self, ports: impl IntoIterator<Item = u16>) -> Self {
        Self { ports: ports.into_iter().collect(), ..self }
    }

    /// Takes callbacks at this path.
    #[must_use]
    pub fn path(self, path: impl Into<String>) -> Self {
        Self { path: path.into(), ..self }
    }

    /// Has the `redirect_uri` say `localhost`, for authorization servers that take nothing else.
    ///
    /// [RFC 8252, section 8.3](https://www.rfc-editor.org/rfc/rfc8252#section-8.3) advises against it: what the name leads to is
    /// up to the machine.
    #[must_use]
    pub fn localhost(self) -> Self {
        Self { is_localhost: true, ..self }
    }

    /// Takes callbacks as the form that a page posts, for requests with `response_mode=form_post`.
    ///
    /// [OAuth 2.0 Form Post Response Mode](https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html)
    #[must_use]
    pub fn form_post(self) -> Self {
        Self { form_post: true, ..self }
    }

    /// Sets how long to wait for the callback.
    #[must_use]
    pub fn deadline(self, deadline: Duration) -> Self {
        Self { deadline, ..self }
    }

    /// Sets the HTML that the browser shows after the code has come. It may have styles, and images of its own (`data:`);
    /// scripts and whatever else would be loaded are left out.
    #[must_use]
    pub fn success_page(mut self, html: impl Into<String>) -> Self {
        self.pages.success = html.into().into();
        self
    }

    /// Sets the HTML that the browser shows after a refusal, or a callback that is not the one expected.
    #[must_use]
    pub fn failure_page(mut self, html: impl Into<String>) -> Self {
        self.pages.failure = html.into().into();
        self
    }

    /// Has this called for whatever brings no callback of this sign-in.
    #[must_use]
    pub fn on_rejected(self, on_rejected: impl Fn(&Rejection) + Send + Sync + 'static) -> Self {
        Self { on_rejected: Some(Arc::new(on_rejected)), ..self }
    }

    /// Listens.
    ///
    /// # Errors
    ///
    /// [`ListenerError::Path`] where the path is none, [`ListenerError::Bind`] where no port could be had, and
    /// [`ListenerError::NoRuntime`] outside a Tokio runtime.
    pub async fn bind(self) -> Result<LoopbackListener, ListenerError> {
        if Handle::try_current().is_err() {
            return Err(ListenerError::NoRuntime);
        }
        self.url(0).ok_or(ListenerError::Path)?;
        let socket = self.socket().await.map_err(ListenerError::Bind)?;
        let port = socket.local_addr().map_err(ListenerError::Bind)?.port();
        let url = self.url(port).ok_or(ListenerError::Path)?;
        let authority = url[Position::BeforeHost..Position::AfterPort].to_owned();
        Ok(LoopbackListener {
            socket,
            redirect_uri: url.into(),
            expected: Expected { authority, path: self.path, form_post: self.form_post },
            pages: self.pages,
            on_rejected: self.on_rejected,
            deadline: self.deadline,
        })
    }

    async fn socket(&self) -> std::io::Result<TcpListener> {
        let mut failed = std::io::Error::other("no port was given");
        for port in &self.ports {
            match TcpListener::bind((self.address, *port)).await {
                Ok(socket) => return Ok(socket),
                Err(error) => failed = error,
            }
        }
        Err(failed)
    }

    /// The `redirect_uri`; nothing where the path is none.
    fn url(&self, port: u16) -> Option<Url> {
        let host = match self.address {
            _ if self.is_localhost => "localhost".to_owned(),
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("[{address}]"),
        };
        let url = Url::parse(&format!("http://{host}:{port}{}", self.path)).ok()?;
        let is_whole = url[Position::BeforePath..] == self.path && !self.path.contains(['?', '#']);
        // Two slashes would begin a host.
        (is_whole && self.path.starts_with('/') && !self.path.starts_with("//")).then_some(url)
    }
}

impl fmt::Debug for LoopbackBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoopbackBuilder")
            .field("address", &self.address)
            .field("ports", &self.ports)
            .field("path", &self.path)
            .field("form_post", &self.form_post)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}
