//! The token endpoint: what buys a token, and what it buys.

use std::time::SystemTime;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use sha2::{Digest as _, Sha256};

use crate::description::{OneTimeGrant, Role};
use crate::stand_in::oauth::alarm::Alarm;
use crate::stand_in::oauth::asked::Asked;
use crate::stand_in::oauth::roles::is_called;
use crate::stand_in::oauth::server::{No, Server};
use crate::stand_in::oauth::settings::{Rotation, later};
use crate::stand_in::oauth::shape::{Issued, shaped};
use crate::stand_in::oauth::store::{AccessToken, Code, GrantId, RefreshToken};
use crate::stand_in::values::Values;

const fn no(told: &'static str) -> No {
    No::new("invalid_grant", told)
}

impl Server {
    /// [RFC 6749, section 5](https://www.rfc-editor.org/rfc/rfc6749#section-5)
    pub(super) fn token(
        &mut self,
        values: &Values,
        now: SystemTime,
    ) -> Result<http::Response<Bytes>, No> {
        let client = self.client(values)?;
        let grant = |wanted: OneTimeGrant| {
            values.of_role(|role| role == Role::Grant(wanted)).unwrap_or_default()
        };
        let issued = match kind(values) {
            Some(OneTimeGrant::Code) => {
                self.trade(values, &grant(OneTimeGrant::Code), &client, now)?
            }
            Some(OneTimeGrant::RefreshToken) => {
                self.refresh(values, &grant(OneTimeGrant::RefreshToken), &client, now)?
            }
            Some(OneTimeGrant::Polled) => {
                let (client, scope) = self.polled(&grant(OneTimeGrant::Polled), &client, now)?;
                let grant = self.store.grant(client, scope);
                self.issue(grant, true, now)
            }
            None => {
                let grant = self.store.grant(client, values.word("scope"));
                self.issue(grant, false, now)
            }
        };
        Ok(shaped(values.endpoint, &issued, self.settings.deviates))
    }

    /// Trades a code, once ([RFC 6749, section 4.1.3](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3)).
    fn trade(
        &mut self,
        values: &Values,
        code: &str,
        client: &str,
        now: SystemTime,
    ) -> Result<Issued, No> {
        if self.settings.takes_anything {
            self.take_code(values, code, client, now);
        }
        let Some(known) = self.store.codes.get(code) else { return Err(no("the code is unknown")) };
        if let Some(bought) = known.bought {
            self.alarms.push(Alarm::CodeAgain);
            self.store.kill(bought);
            return Err(no("the code was used before"));
        }
        if known.until <= now {
            return Err(no("the code has expired"));
        }
        let asked = &known.asked;
        if asked.client != client {
            return Err(no("the code is for another client"));
        }
        let takes_redirect_uri =
            values.endpoint.parameters().iter().any(|it| is_called(it, "redirecturi"));
        if takes_redirect_uri
            && asked.redirect_uri.is_some()
            && values.word("redirecturi") != asked.redirect_uri
        {
            return Err(no("the redirect URI is not that of the authorization request"));
        }
        check_verifier(
            asked.challenge.as_deref(),
            asked.method.as_deref(),
            values.word("codeverifier").as_deref(),
        )?;
        let scope = asked.scope.clone();
        let grant = self.store.grant(client.to_owned(), scope);
        if let Some(known) = self.store.codes.get_mut(code) {
            known.bought = Some(grant);
        }
        Ok(self.issue(grant, true, now))
    }

    /// Makes a code known that is not, for the client that has it.
    fn take_code(&mut self, values: &Values, code: &str, client: &str, now: SystemTime) {
        if code.is_empty() || self.store.codes.contains_key(code) {
            return;
        }
        let asked = Asked {
            client: client.to_owned(),
            redirect_uri: values.word("redirecturi"),
            challenge: values.word("codeverifier"),
            ..Asked::default()
        };
        let until = later(now, self.settings.code_expires_in);
        self.store.codes.insert(code.to_owned(), Code { asked, until, bought: None });
    }

    /// Trades a refresh token ([RFC 6749, section 6](https://www.rfc-editor.org/rfc/rfc6749#section-6)).
    fn refresh(
        &mut self,
        values: &Values,
        token: &str,
        client: &str,
        now: SystemTime,
    ) -> Result<Issued, No> {
        if self.settings.takes_anything && !self.store.refresh_tokens.contains_key(token) {
            let grant = self.store.grant(client.to_owned(), None);
            let until = later(now, self.settings.refresh_expires_in);
            let known = RefreshToken { grant, until, rotated: None };
            self.store.refresh_tokens.insert(token.to_owned(), known);
        }
        let Some(known) = self.store.refresh_tokens.get(token) else {
            return Err(no("the refresh token is unknown"));
        };
        let grant = known.grant;
        let owner = self.store.grants.get(grant).map(|grant| &*grant.client);
        if owner != Some(client) {
            return Err(no("the refresh token is another client's"));
        }
        if let (Some((at, successor)), Rotation::Rotating { reuse_within }) =
            (&known.rotated, self.settings.rotation)
        {
            let successor = successor.clone();
            if now >= later(*at, reuse_within) {
                self.alarms.push(Alarm::RefreshTokenAgain);
                self.store.kill(grant);
                return Err(no("the refresh token was used before"));
            }
            if !self.store.is_alive(grant) {
                return Err(no("the grant was revoked"));
            }
            let issued = self.issue(grant, false, now);
            return Ok(Issued { refresh_token: Some(successor), ..issued });
        }
        if !self.store.is_alive(grant) {
            return Err(no("the grant was revoked"));
        }
        if known.until <= now {
            return Err(no("the refresh token has expired"));
        }
        let narrower = values.word("scope");
        if let Some(wanted) = &narrower {
            let had = self.store.grants.get(grant).and_then(|grant| grant.scope.as_deref());
            let had: Vec<_> = had.unwrap_or_default().split_whitespace().collect();
            if !had.is_empty() && !wanted.split_whitespace().all(|it| had.contains(&it)) {
                return Err(No::new("invalid_scope", "the scope is wider than what was granted"));
            }
        }
        let rotates = matches!(self.settings.rotation, Rotation::Rotating { .. });
        let mut issued = self.issue(grant, rotates, now);
        issued.scope = narrower.or(issued.scope);
        if let (Some(successor), Some(known)) =
            (&issued.refresh_token, self.store.refresh_tokens.get_mut(token))
        {
            known.rotated = Some((now, successor.clone()));
        }
        Ok(issued)
    }

    /// Issues a refresh token without a call.
    pub(crate) fn refresh_token_for(&mut self, client_id: &str, now: SystemTime) -> String {
        let grant = self.store.grant(client_id.to_owned(), None);
        self.issue(grant, true, now).refresh_token.unwrap_or_default()
    }

    fn issue(&mut self, grant: GrantId, with_refresh_token: bool, now: SystemTime) -> Issued {
        let access_token = self.store.made("access-token");
        let until = later(now, self.settings.expires_in);
        let access = AccessToken { grant, until, is_revoked: false };
        self.store.access_tokens.insert(access_token.clone(), access);
        let refresh_token = with_refresh_token.then(|| {
            let token = self.store.made("refresh-token");
            let until = later(now, self.settings.refresh_expires_in);
            let refresh = RefreshToken { grant, until, rotated: None };
            self.store.refresh_tokens.insert(token.clone(), refresh);
            token
        });
        Issued {
            access_token,
            refresh_token,
            expires_in: self.settings.expires_in,
            scope: self.store.grants.get(grant).and_then(|grant| grant.scope.clone()),
            at: now,
        }
    }
}

/// What can be used once of a call: by the kind of its grant, or by its parameters.
fn kind(values: &Values) -> Option<OneTimeGrant> {
    if let Some(grant_type) = values.of_role(|role| role == Role::GrantType) {
        return OneTimeGrant::of_kind(&grant_type);
    }
    values.parameters().find_map(|(parameter, _)| match parameter.role() {
        Some(Role::Grant(grant)) => Some(grant),
        _ => None,
    })
}

/// [RFC 7636, section 4.6](https://www.rfc-editor.org/rfc/rfc7636#section-4.6); a verifier without a challenge is refused as well
/// ([RFC 9700, section 2.1.1](https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1)).
fn check_verifier(
    challenge: Option<&str>,
    method: Option<&str>,
    verifier: Option<&str>,
) -> Result<(), No> {
    match (challenge, verifier) {
        (None, None) => Ok(()),
        (None, Some(_)) => Err(no("there was no code_challenge")),
        (Some(_), None) => Err(no("the code_verifier is missing")),
        (Some(challenge), Some(verifier)) => {
            let made = match method {
                Some("S256") => URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)),
                None | Some("plain") => verifier.to_owned(),
                Some(_) => return Err(no("the code_challenge_method is unknown")),
            };
            if made == challenge { Ok(()) } else { Err(no("the code_verifier is another")) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check_verifier;

    /// RFC 7636, appendix B.
    #[test]
    fn verifier_has_to_fit_its_challenge() {
        let verifier = Some("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        let challenge = Some("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        for (challenge, method, verifier, fits) in [
            (challenge, Some("S256"), verifier, true),
            (verifier, Some("plain"), verifier, true),
            (verifier, None, verifier, true),
            (None, None, None, true),
            (challenge, Some("plain"), verifier, false),
            (challenge, None, verifier, false),
            (challenge, Some("S512"), verifier, false),
            (challenge, Some("S256"), Some("another"), false),
            (challenge, Some("S256"), None, false),
            (None, None, verifier, false),
        ] {
            let result = check_verifier(challenge, method, verifier);
            assert_eq!(result.is_ok(), fits, "{challenge:?} {method:?} {verifier:?}");
        }
    }
}
