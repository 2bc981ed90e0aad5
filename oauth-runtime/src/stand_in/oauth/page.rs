//! The authorization endpoint: a person lets an application in, or does not.

use std::time::SystemTime;

use bytes::Bytes;
use http::header::LOCATION;
use http::{HeaderValue, StatusCode};
use serde_json::{Map, Value};
use url::Url;

use crate::description::{CallbackNames, ResponseKind};
use crate::stand_in::oauth::asked::{Asked, Decision};
use crate::stand_in::oauth::server::{No, Server};
use crate::stand_in::oauth::settings::later;
use crate::stand_in::oauth::store::Code;
use crate::stand_in::refusal::json_response;
use crate::stand_in::values::Values;

impl Server {
    /// The redirect of the page, once the person has decided. An error that nobody may be redirected with is none
    /// ([RFC 6749, section 4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)).
    pub(crate) fn decided(
        &mut self,
        values: &Values,
        decision: Decision,
        now: SystemTime,
    ) -> Result<Url, No> {
        let asked = self.asked(values, now)?;
        let target =
            asked.redirect_uri.clone().or_else(|| self.settings.redirect_uris.first().cloned());
        let target = target.and_then(|target| Url::parse(&target).ok());
        let Some(mut target) = target else {
            return Err(No::new("invalid_request", "there is no redirect URI, or it is no URL"));
        };
        let names = values.endpoint.callback().unwrap_or(CallbackNames::OF_THE_RFCS);
        let mut members: Vec<(&str, String)> = Vec::new();
        if self.settings.needs_pkce && asked.challenge.is_none() {
            members.push((names.error(), "invalid_request".to_owned()));
            members.push((names.error_description(), "a code_challenge is needed".to_owned()));
        } else if decision == Decision::Denies {
            members.push((names.error(), "access_denied".to_owned()));
        } else if let Some(name) = names.code() {
            members.push((name, self.code(asked.clone(), now)));
        }
        members.extend(asked.state.map(|state| (names.state(), state)));
        if asked.response_mode.as_deref() == Some("fragment") {
            let mut form = url::form_urlencoded::Serializer::new(String::new());
            target.set_fragment(Some(&form.extend_pairs(members).finish()));
        } else {
            target.query_pairs_mut().extend_pairs(members);
        }
        Ok(target)
    }

    /// The page over the socket: it decides at once.
    pub(super) fn opened(&mut self, values: &Values, now: SystemTime) -> http::Response<Bytes> {
        let decision = if self.settings.allows { Decision::Allows } else { Decision::Denies };
        match self.decided(values, decision, now) {
            Ok(target) => redirect(&target),
            Err(no) => no.response(),
        }
    }

    /// The authorization endpoint of a vendor that has no page: the code is the answer, or in its redirect.
    pub(super) fn code_without_page(
        &mut self,
        values: &Values,
        now: SystemTime,
    ) -> Result<http::Response<Bytes>, No> {
        let asked = self.asked(values, now)?;
        let refuses = values.word("confirm").is_some_and(|confirm| confirm == "no");
        let decision =
            if self.settings.allows && !refuses { Decision::Allows } else { Decision::Denies };
        let may_redirect = values.endpoint.response().is_redirect();
        if may_redirect && asked.redirect_uri.is_some() {
            return self.decided(values, decision, now).map(|target| redirect(&target));
        }
        if decision == Decision::Denies {
            return Err(No::new("access_denied", "the person said no"));
        }
        let mut body = Map::new();
        let state = asked.state.clone();
        body.insert("code".to_owned(), self.code(asked, now).into());
        body.extend(state.map(|state| ("state".to_owned(), Value::from(state))));
        match values.endpoint.response() {
            ResponseKind::Nothing => Ok(http::Response::new(Bytes::new())),
            _ => Ok(json_response(StatusCode::OK, &Value::Object(body))),
        }
    }

    /// What is asked for, here or in what was pushed before, if it may be.
    fn asked(&mut self, values: &Values, now: SystemTime) -> Result<Asked, No> {
        let mut asked = Asked::of(values);
        if let Some(request_uri) = &asked.request_uri {
            let pushed = self.store.pushed.remove(request_uri);
            let Some((pushed, _)) = pushed.filter(|(_, until)| now < *until) else {
                return Err(No::new("invalid_request", "the request_uri is unknown or used up"));
            };
            if pushed.client != asked.client {
                return Err(No::new("invalid_request", "the request was pushed by another client"));
            }
            asked = pushed;
        }
        let known = &self.settings.clients;
        if !known.is_empty() && !known.contains_key(&asked.client) {
            return Err(No::new("unauthorized_client", "the client is unknown"));
        }
        let registered = &self.settings.redirect_uris;
        let is_registered = asked
            .redirect_uri
            .as_ref()
            .is_none_or(|uri| registered.is_empty() || registered.contains(uri));
        if !is_registered {
            return Err(No::new("invalid_request", "the redirect URI is not registered"));
        }
        Ok(asked)
    }

    fn code(&mut self, asked: Asked, now: SystemTime) -> String {
        let code = self.store.made("code");
        let until = later(now, self.settings.code_expires_in);
        self.store.codes.insert(code.clone(), Code { asked, until, bought: None });
        code
    }
}

fn redirect(target: &Url) -> http::Response<Bytes> {
    let mut response = http::Response::new(Bytes::new());
    *response.status_mut() = StatusCode::FOUND;
    let target = HeaderValue::from_str(target.as_str()).ok();
    response.headers_mut().extend(target.map(|target| (LOCATION, target)));
    response
}
