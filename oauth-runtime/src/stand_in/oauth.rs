//! OAuth inside the stand-in: an authorization server in memory, at the endpoints that the description has.

pub(crate) mod alarm;
mod asked;
mod devices;
mod page;
mod roles;
mod server;
mod settings;
mod shape;
mod store;
mod tokens;

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::WWW_AUTHENTICATE;
use http::{HeaderValue, StatusCode};
use serde_json::json;

use crate::description::{ResponseKind, Role};
use crate::secret::ExposeSecret;
use crate::stand_in::apart::Authorization;
use crate::stand_in::refusal::{json_response, oauth_error};
use crate::stand_in::values::Values;

use asked::Asked;
use server::No;
use settings::later;

pub use settings::OAuth;

pub(crate) use asked::Decision;
pub(crate) use roles::Part;
pub(crate) use server::Server;

/// The access token among the made-up credentials, which always works.
pub(crate) const MADE_UP_TOKEN: &str = "planted-access-token";

impl Server {
    /// Answers a call, where its endpoint has a part in OAuth.
    pub(crate) fn answer(
        &mut self,
        values: &Values,
        base: &str,
        now: SystemTime,
    ) -> Option<http::Response<Bytes>> {
        if let Some(no) = self.refuses_token(values, now) {
            return Some(no);
        }
        let part = Part::of(values.endpoint)?;
        let answer = match part {
            Part::Page => return Some(self.opened(values, now)),
            Part::Code => self.code_without_page(values, now),
            Part::Pushed => self.pushed(values, now),
            Part::Token => self.token(values, now),
            Part::Revocation => self.revoke(values),
            Part::Introspection => self.introspect(values, now),
            Part::Device => self.device(values, base, now),
        };
        Some(answer.unwrap_or_else(|no| no.of(values.endpoint, self.settings.deviates).response()))
    }

    /// Refuses an access token that does not work ([RFC 6750, section 3.1](https://www.rfc-editor.org/rfc/rfc6750#section-3.1)).
    pub(crate) fn refuses_token(
        &self,
        values: &Values,
        now: SystemTime,
    ) -> Option<http::Response<Bytes>> {
        let Authorization::Bearer(token) = &values.authorization else { return None };
        let token = token.expose_secret();
        if token == MADE_UP_TOKEN || self.is_good(token, now) {
            return None;
        }
        let told = "the access token is unknown, expired or revoked";
        let mut response = oauth_error(StatusCode::UNAUTHORIZED, "invalid_token", told);
        let challenge =
            HeaderValue::from_static("Bearer realm=\"stand-in\", error=\"invalid_token\"");
        response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
        Some(response)
    }

    /// RFC 7009: an unknown token is a success, too.
    fn revoke(&mut self, values: &Values) -> Result<http::Response<Bytes>, No> {
        let client = self.client(values)?;
        if let Some(token) = values.of_role(|role| role == Role::Token) {
            self.store.revoke(&token, &client);
        }
        Ok(match values.endpoint.response() {
            ResponseKind::Json | ResponseKind::RedirectOrJson => {
                json_response(StatusCode::OK, &json!({}))
            }
            _ => http::Response::new(Bytes::new()),
        })
    }

    /// RFC 7662, section 2.2.
    fn introspect(
        &mut self,
        values: &Values,
        now: SystemTime,
    ) -> Result<http::Response<Bytes>, No> {
        self.client(values)?;
        let token = values.of_role(|role| role == Role::Token);
        let known = token.and_then(|token| self.store.described(&token, now));
        let body = known.unwrap_or_else(|| json!({ "active": false }));
        Ok(json_response(StatusCode::OK, &body))
    }

    /// RFC 9126, section 2.2.
    fn pushed(&mut self, values: &Values, now: SystemTime) -> Result<http::Response<Bytes>, No> {
        self.client(values)?;
        let asked = Asked::of(values);
        let request_uri =
            format!("urn:ietf:params:oauth:request_uri:{}", self.store.made("pushed"));
        let until = later(now, Duration::from_secs(90));
        self.store.pushed.insert(request_uri.clone(), (asked, until));
        let body = json!({ "request_uri": request_uri, "expires_in": 90 });
        Ok(json_response(StatusCode::CREATED, &body))
    }
}
