//! Answers in which the server says no.

use std::fmt;

use http::StatusCode;

use crate::body::is_read_as_form;
use crate::description::OneTimeGrant;
use crate::error::oauth::OAuthError;
use crate::error::outcome::GrantState;
use crate::error::received::Received;
use crate::oauth::challenge::Challenge;

/// The server said no: a status of 400 or above, or an OAuth `error` inside a success.
#[derive(Debug)]
pub struct ErrorResponse {
    received: Box<Received>,
    oauth: Option<OAuthError>,
}

impl ErrorResponse {
    pub(crate) fn new(received: Received) -> Self {
        let redactor = received.secrets.redactor();
        let clean = |text: String| redactor.redact(text);
        let is_token = received.endpoint.token().is_some();
        let is_form = is_read_as_form(&received.headers, &received.body, is_token);
        let oauth =
            OAuthError::read(&received.body, is_form, clean).or_else(|| from_challenges(&received));
        Self { received: Box::new(received), oauth }
    }

    pub(crate) fn received(&self) -> &Received {
        &self.received
    }

    /// Returns the error in the form of
    /// [RFC 6749, section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2), if the answer had one.
    #[must_use]
    pub fn oauth(&self) -> Option<&OAuthError> {
        self.oauth.as_ref()
    }

    /// Returns the challenges of `WWW-Authenticate`. Secrets of the call that they repeat are taken out.
    #[must_use]
    pub fn challenges(&self) -> Vec<Challenge> {
        challenges(&self.received)
    }

    pub(super) fn grant_state(&self) -> GrantState {
        let Some(one_time) = self.received.one_time else { return GrantState::Intact };
        if self.received.status.is_server_error() {
            return GrantState::Unknown;
        }
        if self.received.status == StatusCode::TOO_MANY_REQUESTS {
            return GrantState::Intact;
        }
        match self.oauth.as_ref().map(OAuthError::error) {
            // RFC 8628, section 3.5: the first two ask to come again, with the same code.
            Some("authorization_pending" | "slow_down" | "invalid_client") => GrantState::Intact,
            Some("access_denied" | "expired_token") if one_time == OneTimeGrant::Polled => {
                GrantState::Spent
            }
            Some("invalid_grant") => GrantState::Spent,
            _ => GrantState::Unknown,
        }
    }
}

fn challenges(received: &Received) -> Vec<Challenge> {
    let redactor = received.secrets.redactor();
    Challenge::parse_redacted(&received.headers, |text| redactor.redact(text))
}

fn from_challenges(received: &Received) -> Option<OAuthError> {
    challenges(received).iter().find_map(|challenge| {
        let error = challenge.error().filter(|error| !error.is_empty())?;
        Some(OAuthError::from_challenge(error, challenge.error_description()))
    })
}

impl fmt::Display for ErrorResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}`: the server refused with {}",
            self.received.endpoint.name(),
            self.received.status.as_u16()
        )?;
        if let Some(oauth) = &self.oauth {
            write!(f, ": {oauth}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ErrorResponse {}
