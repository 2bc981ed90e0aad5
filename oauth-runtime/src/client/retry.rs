//! The setting of retries: how often and how soon.

use std::time::Duration;

/// How calls are repeated that failed for a while: not at all, unless a client or a call is given one of these.
///
/// What may be repeated follows from the declaration:
///
/// - A call with what can be used once, and any other `POST` or `PATCH`, is repeated only where the first one provably did
///   not leave. Used once is an authorization code (`code`, `auth_code`, `pre-authorized_code` and others that end like
///   these), a refresh token, which may rotate, a `device_code`, an `auth_req_id` and a one-time password. They are known by
///   the name of the parameter in Rust or on the wire, in any case style (`authCode`, `AuthCode`, `auth-code`), by the
///   `grant_type`, and by their names in a JSON body.
/// - `GET`, `PUT` and `DELETE` ([RFC 9110, section 9.2.2](https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2)),
///   `client_credentials`, introspection and revocation are repeated also where the first one may have arrived, and where
///   the server asks to come later (429, 500, 502, 503 and 504).
/// - A `POST` is introspection or revocation if it has a `token` or `access_token`, is no token endpoint, and either
///   declares `token_type_hint` or ends its path in a word for it: `/revoke`, `/revocation`, `/revoke_token`, `/introspect`,
///   `/introspection` and the like. Any other `POST` with a token may be a login, and is sent once.
///
/// Nothing is repeated where TLS failed ([`TransportErrorKind::Tls`](crate::error::TransportErrorKind::Tls)). The time of the
/// call ([`ClientBuilder::timeout`](crate::ClientBuilder::timeout)) is for all attempts together.
///
/// ```
/// use std::time::Duration;
/// use oauth_runtime::Retry;
///
/// // For a client with `.retry(…)` on its builder, for one call with `.retry(…)` after `.send()`.
/// let retry = Retry::times(3).first_delay(Duration::from_millis(100)).longest_delay(Duration::from_secs(2));
/// # let _ = retry;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retry {
    times: u32,
    first_delay: Duration,
    longest_delay: Duration,
}

impl Retry {
    /// Repeats a call up to this many times, first after 200 milliseconds or less, then after twice as long each time, at
    /// most 10 seconds. A delay that the server asks for (`Retry-After`) counts instead, where it is longer.
    #[must_use]
    pub const fn times(times: u32) -> Self {
        Self {
            times,
            first_delay: Duration::from_millis(200),
            longest_delay: Duration::from_secs(10),
        }
    }

    /// Sets the delay before the first repetition. Half of each delay is left to chance, so that clients do not come all
    /// at once.
    #[must_use]
    pub const fn first_delay(mut self, delay: Duration) -> Self {
        self.first_delay = delay;
        self
    }

    /// Sets the longest delay. Where a server asks for a longer one, the call ends with its answer.
    #[must_use]
    pub const fn longest_delay(mut self, delay: Duration) -> Self {
        self.longest_delay = delay;
        self
    }

    /// How many times at most.
    pub(crate) const fn limit(&self) -> u32 {
        self.times
    }

    /// The delay after this many attempts, at least as long as the server asks for; nothing where it asks for too long.
    pub(crate) fn delay(&self, attempts: u32, asked: Duration) -> Option<Duration> {
        if asked > self.longest_delay {
            return None;
        }
        let doubled =
            self.first_delay.saturating_mul(2_u32.saturating_pow(attempts.saturating_sub(1)));
        let own = doubled.min(self.longest_delay);
        Some((own / 2 + (own / 2).mul_f64(chance())).max(asked))
    }
}

/// A number from 0 to 1; 1 where there is no randomness to be had.
fn chance() -> f64 {
    let mut bytes = [0; 4];
    match getrandom::fill(&mut bytes) {
        Ok(()) => f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX),
        Err(_) => 1.0,
    }
}
