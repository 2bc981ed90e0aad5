//! Ways in which a server misbehaves, each by its name.

pub(crate) mod bodies;
mod bytes;
mod class;
mod named;
pub(crate) mod wire;

use ::bytes::Bytes;
use http::header::{LOCATION, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};

use crate::stand_in::refusal::json_response;

use wire::{Form, Wire};

pub use class::Class;
pub use named::Fault;

impl Fault {
    /// Tells whether it can be seen without a socket, as it is: it is an answer, and not broken HTTP.
    #[must_use]
    pub fn is_answer(&self) -> bool {
        !matches!(
            self.wire(http::Response::new(Bytes::new()), "https://elsewhere.example", ""),
            Wire { form: Form::Raw { .. } | Form::Endless { .. }, .. }
        )
    }

    /// Tells whether the vendor does its part before: verdicts and redirects come in place of that.
    pub(crate) fn comes_after_work(&self) -> bool {
        let is_verdict = matches!(
            self.class(),
            Class::OAuth | Class::Refused | Class::Throttled | Class::Redirect
        );
        !is_verdict || matches!(self, Self::ErrorBesideToken | Self::SuccessWith400)
    }

    /// Makes of a good answer what goes over the wire. A redirect leads to `elsewhere`; what was sent is `sent`.
    pub(crate) fn wire(&self, good: http::Response<Bytes>, elsewhere: &str, sent: &str) -> Wire {
        if let Some(response) = self.verdict(elsewhere, sent) {
            return response.into();
        }
        match bodies::changed(self, &good) {
            Some(response) => response.into(),
            None => bytes::broken(self, &good).unwrap_or_else(|| good.into()),
        }
    }

    /// The answers that say no, or lead elsewhere.
    fn verdict(&self, elsewhere: &str, sent: &str) -> Option<http::Response<Bytes>> {
        let error = serde_json::json!({ "error": "invalid_grant" });
        let json = |status| json_response(status, &error);
        let form = |status| {
            let body = Bytes::from_static(b"error=invalid_grant");
            bodies::labelled(status, Some("application/x-www-form-urlencoded"), body)
        };
        let page = |status| {
            let body = Bytes::from_static(b"<html>planted-echo");
            bodies::labelled(status, Some("text/html; charset=utf-8"), body)
        };
        let challenge = |challenge| {
            let mut response = bodies::labelled(StatusCode::UNAUTHORIZED, None, Bytes::new());
            let challenge = HeaderValue::from_static(challenge);
            response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
            response
        };
        let moved = |status| {
            let mut response = bodies::labelled(status, None, Bytes::new());
            let target = HeaderValue::from_str(&format!("{elsewhere}/?code=planted-echo")).ok();
            response.headers_mut().extend(target.map(|target| (LOCATION, target)));
            response
        };
        Some(match self {
            Self::ErrorWith200 => json(StatusCode::OK),
            Self::ErrorWith500 => json(StatusCode::INTERNAL_SERVER_ERROR),
            Self::ErrorWith503 => json(StatusCode::SERVICE_UNAVAILABLE),
            Self::ErrorThatRepeats => {
                let told = format!("{sent} \r\n\u{1b}[31m\u{202e} {}", sent.repeat(40));
                let body =
                    serde_json::json!({ "error": "invalid_request", "error_description": told });
                json_response(StatusCode::BAD_REQUEST, &body)
            }
            Self::ErrorAsFormWith200 => form(StatusCode::OK),
            Self::ErrorAsForm => form(StatusCode::BAD_REQUEST),
            Self::Challenge => challenge(r#"Bearer error="invalid_client""#),
            Self::ChallengeWithoutError => challenge(r#"Basic realm="planted-echo""#),
            Self::MessageWith403 => {
                // A member that no declaration names for its reason.
                let told = serde_json::json!({ "fault": "planted-echo" });
                json_response(StatusCode::FORBIDDEN, &told)
            }
            Self::PageWith401 => page(StatusCode::UNAUTHORIZED),
            Self::PageWith404 => page(StatusCode::NOT_FOUND),
            Self::PageWith500 => page(StatusCode::INTERNAL_SERVER_ERROR),
            Self::MovedPermanently => moved(StatusCode::MOVED_PERMANENTLY),
            Self::Found => moved(StatusCode::FOUND),
            Self::SeeOther => moved(StatusCode::SEE_OTHER),
            Self::TemporaryRedirect => moved(StatusCode::TEMPORARY_REDIRECT),
            Self::PermanentRedirect => moved(StatusCode::PERMANENT_REDIRECT),
            Self::Status { status, retry_after } => {
                let status = StatusCode::from_u16(*status).unwrap_or(StatusCode::BAD_GATEWAY);
                let mut response = bodies::labelled(status, None, Bytes::new());
                let delay = retry_after.as_deref().and_then(|it| HeaderValue::from_str(it).ok());
                response.headers_mut().extend(delay.map(|delay| (RETRY_AFTER, delay)));
                response
            }
            _ => return None,
        })
    }
}
