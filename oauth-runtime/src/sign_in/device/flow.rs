//! The polling of the device flow.

use std::fmt;
use std::time::Duration;

use http::StatusCode;
use secrecy::SecretString;

use crate::call::parameters::Parameters;
use crate::call::request::Request;
use crate::call::typestate::Sendable;
use crate::error::{Error, OAuthError, TransportErrorKind};
use crate::response::success::Response;
use crate::sign_in::device::authorization::DeviceAuthorization;
use crate::sign_in::device::error::DeviceError;
use crate::transport::timer::Started;

/// No server is polled more often.
const LEAST_INTERVAL: Duration = Duration::from_secs(1);

/// What `slow_down` adds, for good.
const SLOWER: Duration = Duration::from_secs(5);

/// The longest delay after a failure, unless the interval is longer.
const LONGEST_DELAY: Duration = Duration::from_secs(60);

/// Asks the token endpoint again and again, until the person has answered on another device.
///
/// [RFC 8628, section 3.4](https://www.rfc-editor.org/rfc/rfc8628#section-3.4)
///
/// - It waits before the first poll and between any two: as long as the server says, else 5 seconds, and at least 1 second.
///   `slow_down` adds 5 seconds for good.
/// - A 429, a 5xx and failures of the network do not end it: it goes on, slower each time up to a minute, and not before the
///   delay that the server asks for.
/// - It ends with `expires_in`: what is on its way then takes at most the time of a call.
/// - One request is on its way at a time. A future that is dropped sends nothing more; the next `poll` keeps the interval. What
///   was on its way when it was dropped is lost, and may have been the token.
///
/// ```no_run
/// use oauth_runtime::sign_in::{DeviceAuthorization, DeviceFlow};
/// use oauth_runtime::{SecretString, Token, oauth_api};
///
/// #[oauth_api(base_url = "https://vendor.example")]
/// pub trait Vendor {
///     /// Begins a sign-in on another device.
///     #[post("/device_authorization")]
///     fn device_authorization(client_id: String) -> DeviceAuthorization;
///
///     /// Trades a device code for a token.
///     #[post("/token")]
///     #[grant("urn:ietf:params:oauth:grant-type:device_code" as device, needs(client_id, device_code))]
///     fn token(client_id: Option<String>, grant_type: String, device_code: Option<SecretString>) -> Token;
/// }
///
/// async fn sign_in(vendor: &VendorClient) -> Result<Token, Box<dyn std::error::Error>> {
///     let answer = vendor.device_authorization().client_id("id").send().await?;
///     println!("open {} and enter {}", answer.verification_uri(), answer.user_code());
///     let poll = |device_code| vendor.token().device().client_id("id").device_code(device_code).into_request();
///     Ok(DeviceFlow::new(&answer).poll(poll).await?.into_value())
/// }
/// ```
pub struct DeviceFlow {
    device_code: SecretString,
    expires_in: Duration,
    interval: Duration,
    started: Started,
    /// The time that it has waited: a transport may have a clock of its own.
    waited: Duration,
    /// When it may poll again, from its start.
    due: Duration,
    /// How many polls in a row have failed.
    failed: u32,
    last_failure: Option<Error>,
}

impl DeviceFlow {
    /// Begins with a response of the device authorization endpoint. The life of the code counts from here.
    #[must_use]
    pub fn new(authorization: &DeviceAuthorization) -> Self {
        Self::of(authorization.device_code().clone())
            .expires_in(authorization.expires_in())
            .interval(authorization.interval())
    }

    /// Begins with a device code, for whoever has a model of their own.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use oauth_runtime::{SecretString, sign_in::DeviceFlow};
    ///
    /// #[derive(serde::Deserialize)]
    /// struct VendorsAnswer {
    ///     code: SecretString,
    ///     ttl_ms: u64,
    /// }
    ///
    /// fn flow(answer: VendorsAnswer) -> DeviceFlow {
    ///     DeviceFlow::of(answer.code).expires_in(Duration::from_millis(answer.ttl_ms))
    /// }
    /// ```
    #[must_use]
    pub fn of(device_code: impl Into<SecretString>) -> Self {
        Self {
            device_code: device_code.into(),
            expires_in: DeviceAuthorization::DEFAULT_EXPIRES_IN,
            interval: DeviceAuthorization::DEFAULT_INTERVAL,
            started: Started::now(),
            waited: Duration::ZERO,
            due: DeviceAuthorization::DEFAULT_INTERVAL,
            failed: 0,
            last_failure: None,
        }
    }

    /// Sets the life of the code.
    #[must_use]
    pub const fn expires_in(mut self, expires_in: Duration) -> Self {
        self.expires_in = expires_in;
        self
    }

    /// Sets the interval; less than a second is a second.
    #[must_use]
    pub fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval.max(LEAST_INTERVAL);
        self.due = self.interval;
        self
    }

    /// Polls until the person has answered, with the request that is made of the device code.
    ///
    /// # Errors
    ///
    /// [`DeviceError::Denied`] where the person said no, [`DeviceError::Expired`] where the code has expired, and
    /// [`DeviceError::Call`] where the call failed in a way that time does not mend.
    pub async fn poll<P, T>(
        &mut self,
        mut request: impl FnMut(SecretString) -> Request<P, T>,
    ) -> Result<Response<T>, DeviceError>
    where
        P: Parameters<T, Kind: Sendable>,
    {
        loop {
            let now = self.now();
            let wait = self.due.saturating_sub(now);
            if now.saturating_add(wait) >= self.expires_in {
                return Err(DeviceError::Expired(self.last_failure.take()));
            }
            let request = request(self.device_code.clone());
            if !wait.is_zero() {
                request.sleep(wait).await;
                self.waited = now + wait;
            }
            // Should the future be dropped with the poll on its way, the next one keeps the interval.
            self.wait_for(self.interval);
            match request.send().with_response().await {
                Ok(response) => return Ok(response),
                Err(error) => self.failed_with(error)?,
            }
        }
    }

    /// The time since the start.
    fn now(&self) -> Duration {
        self.started.elapsed().max(self.waited)
    }

    fn wait_for(&mut self, delay: Duration) {
        self.due = self.now().saturating_add(delay);
    }

    /// Tells apart what goes on, and sets when it does.
    fn failed_with(&mut self, error: Error) -> Result<(), DeviceError> {
        let asked = error.retry_after().unwrap_or_default();
        if is_for_a_while(&error) {
            self.failed = self.failed.saturating_add(1);
            let doubled = self.interval.saturating_mul(2_u32.saturating_pow(self.failed));
            let delay = doubled.min(LONGEST_DELAY.max(self.interval));
            self.wait_for(delay.max(asked));
            self.last_failure = Some(error);
            return Ok(());
        }
        match error.oauth().map(OAuthError::error) {
            Some("authorization_pending") => {}
            Some("slow_down") => self.interval = self.interval.saturating_add(SLOWER),
            Some("access_denied" | "authorization_declined") => {
                return Err(DeviceError::Denied(error));
            }
            Some("expired_token") => return Err(DeviceError::Expired(Some(error))),
            _ => return Err(DeviceError::Call(error)),
        }
        self.failed = 0;
        self.last_failure = None;
        self.wait_for(self.interval.max(asked));
        Ok(())
    }
}

/// Tells whether it may go better in a while. Whatever a 5xx says, it does not speak for the person.
fn is_for_a_while(error: &Error) -> bool {
    match error {
        Error::Transport(error) => matches!(
            error.kind(),
            TransportErrorKind::Connect
                | TransportErrorKind::Timeout
                | TransportErrorKind::Closed
                | TransportErrorKind::Protocol
                | TransportErrorKind::Other
        ),
        Error::Refused(_) => {
            let is_told_apart = matches!(
                error.oauth().map(OAuthError::error),
                Some("authorization_pending" | "slow_down")
            );
            error.status().is_some_and(|status| {
                status.is_server_error()
                    || (status == StatusCode::TOO_MANY_REQUESTS && !is_told_apart)
            })
        }
        _ => false,
    }
}

impl fmt::Debug for DeviceFlow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceFlow")
            .field("expires_in", &self.expires_in)
            .field("interval", &self.interval)
            .finish_non_exhaustive()
    }
}
