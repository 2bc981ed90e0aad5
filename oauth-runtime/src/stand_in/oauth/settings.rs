//! How the authorization server behaves.

use std::collections::BTreeMap;
use std::fmt;
use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::secret::SecretString;

/// How the authorization server inside a [`StandIn`](crate::stand_in::StandIn) behaves.
///
/// Codes can be used once, by the client they are for, with the redirect URI and the `code_verifier` that belong to them.
/// Unless told otherwise, every client and every redirect URI is known, an access token lives for an hour, a refresh token for
/// thirty days and a code for a minute, on a clock that [the test advances](crate::stand_in::StandIn::advance).
///
/// ```
/// use std::time::Duration;
/// use oauth_runtime::stand_in::OAuth;
///
/// let fixed = OAuth::new();
/// let rotating = OAuth::rotating().expires_in(5).reuse_within(Duration::from_secs(10));
/// let strict = OAuth::new().client("id", "secret").redirect_uri("https://app.example/cb");
/// ```
#[derive(Clone)]
#[allow(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
pub struct OAuth {
    pub(crate) rotation: Rotation,
    pub(crate) clients: BTreeMap<String, Option<SecretString>>,
    pub(crate) redirect_uris: Vec<String>,
    pub(crate) expires_in: Duration,
    pub(crate) refresh_expires_in: Duration,
    pub(crate) code_expires_in: Duration,
    pub(crate) needs_pkce: bool,
    pub(crate) deviates: bool,
    pub(crate) allows: bool,
    /// Codes and refresh tokens that are not known are taken once.
    pub(crate) takes_anything: bool,
}

/// What becomes of a refresh token that was used.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rotation {
    /// It stays good.
    Fixed,
    /// Another takes its place; for this time it is still taken.
    Rotating { reuse_within: Duration },
}

impl OAuth {
    /// Makes a server whose refresh tokens stay good when they are used.
    #[must_use]
    pub fn new() -> Self {
        Self {
            rotation: Rotation::Fixed,
            clients: BTreeMap::new(),
            redirect_uris: Vec::new(),
            expires_in: Duration::from_secs(3600),
            refresh_expires_in: Duration::from_secs(30 * 24 * 3600),
            code_expires_in: Duration::from_secs(60),
            needs_pkce: false,
            deviates: true,
            allows: true,
            takes_anything: false,
        }
    }

    /// Makes a server that hands out a new refresh token with each refresh. An old one that comes again is taken for stolen: all
    /// tokens of its grant are dead then.
    #[must_use]
    pub fn rotating() -> Self {
        Self { rotation: Rotation::Rotating { reuse_within: Duration::ZERO }, ..Self::new() }
    }

    /// Has a refresh token that was rotated taken for a while longer, as some vendors do for answers that are lost on their way. It
    /// implies [`rotating`](Self::rotating).
    #[must_use]
    pub fn reuse_within(self, time: Duration) -> Self {
        Self { rotation: Rotation::Rotating { reuse_within: time }, ..self }
    }

    /// Sets how long an access token lives, in seconds.
    #[must_use]
    pub fn expires_in(self, seconds: u64) -> Self {
        Self { expires_in: Duration::from_secs(seconds), ..self }
    }

    /// Sets how long a refresh token lives, in seconds.
    #[must_use]
    pub fn refresh_token_expires_in(self, seconds: u64) -> Self {
        Self { refresh_expires_in: Duration::from_secs(seconds), ..self }
    }

    /// Sets how long an authorization code lives, in seconds.
    #[must_use]
    pub fn code_expires_in(self, seconds: u64) -> Self {
        Self { code_expires_in: Duration::from_secs(seconds), ..self }
    }

    /// Registers a client with a secret. Others are unknown then.
    #[must_use]
    pub fn client(
        mut self,
        client_id: impl Into<String>,
        client_secret: impl Into<SecretString>,
    ) -> Self {
        self.clients.insert(client_id.into(), Some(client_secret.into()));
        self
    }

    /// Registers a client without a secret. Others are unknown then.
    #[must_use]
    pub fn public_client(mut self, client_id: impl Into<String>) -> Self {
        self.clients.insert(client_id.into(), None);
        self
    }

    /// Registers a redirect URI. Others are refused then, and nobody is sent there.
    #[must_use]
    pub fn redirect_uri(mut self, redirect_uri: impl Into<String>) -> Self {
        self.redirect_uris.push(redirect_uri.into());
        self
    }

    /// Refuses authorization requests without a `code_challenge`
    /// ([RFC 9700, section 2.1.1](https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1)).
    #[must_use]
    pub fn needs_pkce(self) -> Self {
        Self { needs_pkce: true, ..self }
    }

    /// Answers by the book: without the departures from the RFC that the declaration says the vendor is known for.
    #[must_use]
    pub fn by_the_book(self) -> Self {
        Self { deviates: false, ..self }
    }

    /// Has whoever opens the page over the socket say no. Otherwise they say yes.
    #[must_use]
    pub fn denying(self) -> Self {
        Self { allows: false, ..self }
    }

    /// Takes codes and refresh tokens that it does not know, each once, for tests that begin after the sign-in.
    #[must_use]
    pub fn taking_anything(self) -> Self {
        Self { takes_anything: true, ..self }
    }
}

impl Default for OAuth {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for OAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuth")
            .field("clients", &self.clients.keys().collect::<Vec<_>>())
            .field("expires_in", &self.expires_in)
            .finish_non_exhaustive()
    }
}

/// A time after another; where there is none so late, the same.
pub(crate) fn later(time: SystemTime, by: Duration) -> SystemTime {
    time.checked_add(by).unwrap_or(time)
}

/// Seconds, as answers have them.
pub(crate) fn seconds(duration: Duration) -> Value {
    Value::from(duration.as_secs())
}
