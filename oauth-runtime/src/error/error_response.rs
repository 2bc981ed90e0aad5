//! Answers in which the server says no.

use std::fmt;

use http::StatusCode;

use crate::body::is_read_as_form;
use crate::description::OneTimeGrant;
use crate::error::oauth::OAuthError;
use crate::error::outcome::GrantState;
use crate::error::received::Received;
use crate::error::said::Said;
use crate::oauth::challenge::Challenge;
use crate::secret::escape::Escaped;

/// The server said no: a status of 400 or above, or an OAuth `error` inside a success, or what the declaration says is one
/// (`refused(…)`).
pub struct ErrorResponse {
    received: Box<Received>,
    oauth: Option<OAuthError>,
    reason: Option<String>,
}

impl ErrorResponse {
    pub(crate) fn new(received: Received) -> Self {
        let redactor = received.secrets.redactor();
        let clean = |text: String| redactor.redact(text);
        let is_token = received.endpoint.token().is_some();
        let is_form = is_read_as_form(&received.headers, &received.body, is_token);
        let endpoint = received.endpoint;
        let (mut oauth, mut reason) = (None, None);
        if endpoint.refusal().is_some() || !endpoint.reason().is_empty() {
            let said = Said::of(&received.body, is_form);
            oauth = endpoint.refusal().and_then(|refusal| said.refusal(refusal, clean));
            reason = said.reason(endpoint, clean);
        }
        let oauth = oauth
            .or_else(|| OAuthError::read(&received.body, is_form, clean))
            .or_else(|| from_challenges(&received));
        Self { received: Box::new(received), oauth, reason }
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

    /// Returns the vendor's own reason, where the declaration says in which member of the body it is (`reason = "…"`).
    ///
    /// It is the server's text: escape it before showing it anywhere but in a `{}` of this error. Secrets of the call that it
    /// repeats are taken out.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
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
        let code = self.oauth.as_ref().map(OAuthError::error);
        let token = self.received.endpoint.token.as_ref();
        if code.is_some_and(|code| token.is_some_and(|token| token.spent.contains(&code))) {
            return GrantState::Spent;
        }
        match code {
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
        // What the error says already is not said twice.
        let is_said = |oauth: &OAuthError| {
            oauth.error_description().is_some() || self.reason.as_deref() == Some(oauth.error())
        };
        match &self.reason {
            Some(reason) if !self.oauth.as_ref().is_some_and(is_said) => {
                write!(f, ": {:?}", Escaped(reason))
            }
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for ErrorResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorResponse")
            .field("received", &self.received)
            .field("oauth", &self.oauth)
            .field("reason", &self.reason.as_deref().map(Escaped))
            .finish()
    }
}

impl std::error::Error for ErrorResponse {}
