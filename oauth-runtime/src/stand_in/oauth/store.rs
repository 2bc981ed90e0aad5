//! What the authorization server knows: codes, tokens, and the grants that they come from.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use serde_json::{Map, Value};

use crate::stand_in::oauth::asked::{Asked, Decision};

/// Codes, tokens, and the grants that they come from.
#[derive(Default)]
pub(crate) struct Store {
    made: u32,
    pub(crate) grants: Vec<Grant>,
    pub(crate) codes: BTreeMap<String, Code>,
    pub(crate) access_tokens: BTreeMap<String, AccessToken>,
    pub(crate) refresh_tokens: BTreeMap<String, RefreshToken>,
    pub(crate) pushed: BTreeMap<String, (Asked, SystemTime)>,
    pub(crate) devices: BTreeMap<String, Device>,
}

/// What a person, or the client itself, has been given: all tokens that come from it die together.
pub(crate) struct Grant {
    pub(crate) client: String,
    pub(crate) scope: Option<String>,
    pub(crate) is_dead: bool,
}

/// The place of a grant among all.
pub(crate) type GrantId = usize;

pub(crate) struct Code {
    pub(crate) asked: Asked,
    pub(crate) until: SystemTime,
    /// The grant that it has bought.
    pub(crate) bought: Option<GrantId>,
}

pub(crate) struct AccessToken {
    pub(crate) grant: GrantId,
    pub(crate) until: SystemTime,
    pub(crate) is_revoked: bool,
}

pub(crate) struct RefreshToken {
    pub(crate) grant: GrantId,
    pub(crate) until: SystemTime,
    /// When another took its place, and which.
    pub(crate) rotated: Option<(SystemTime, String)>,
}

/// A device that waits for its person.
pub(crate) struct Device {
    pub(super) user_code: String,
    pub(super) client: String,
    pub(super) scope: Option<String>,
    pub(super) until: SystemTime,
    pub(super) interval: Duration,
    pub(super) asked: Option<SystemTime>,
    pub(super) decision: Option<Decision>,
}

impl Store {
    /// Makes a text that nobody else has, and that tells what it is.
    pub(crate) fn made(&mut self, kind: &str) -> String {
        self.made += 1;
        format!("planted-{kind}-{:04}", self.made)
    }

    pub(crate) fn grant(&mut self, client: String, scope: Option<String>) -> GrantId {
        self.grants.push(Grant { client, scope, is_dead: false });
        self.grants.len() - 1
    }

    pub(crate) fn kill(&mut self, grant: GrantId) {
        if let Some(grant) = self.grants.get_mut(grant) {
            grant.is_dead = true;
        }
    }

    pub(crate) fn is_alive(&self, grant: GrantId) -> bool {
        self.grants.get(grant).is_some_and(|grant| !grant.is_dead)
    }

    /// Tells whether a token works.
    pub(crate) fn is_good(&self, token: &str, now: SystemTime) -> bool {
        if let Some(token) = self.access_tokens.get(token) {
            return !token.is_revoked && now < token.until && self.is_alive(token.grant);
        }
        self.refresh_tokens.get(token).is_some_and(|token| {
            token.rotated.is_none() && now < token.until && self.is_alive(token.grant)
        })
    }

    /// With a refresh token go all tokens of its grant (RFC 7009, section 2.1). A token of another client stays.
    pub(crate) fn revoke(&mut self, token: &str, client: &str) {
        let owner = |store: &Self, grant: GrantId| {
            let grant = store.grants.get(grant);
            grant.is_some_and(|grant| {
                client.is_empty() || grant.client.is_empty() || grant.client == client
            })
        };
        if let Some(grant) = self.refresh_tokens.get(token).map(|token| token.grant) {
            if owner(self, grant) {
                self.kill(grant);
            }
        } else if let Some(grant) = self.access_tokens.get(token).map(|token| token.grant)
            && owner(self, grant)
            && let Some(token) = self.access_tokens.get_mut(token)
        {
            token.is_revoked = true;
        }
    }

    /// What introspection tells of a token that works (RFC 7662, section 2.2).
    pub(crate) fn described(&self, token: &str, now: SystemTime) -> Option<Value> {
        if !self.is_good(token, now) {
            return None;
        }
        let access = self.access_tokens.get(token).map(|token| (token.grant, token.until));
        let refresh = self.refresh_tokens.get(token).map(|token| (token.grant, token.until));
        let (grant, until) = access.or(refresh)?;
        let grant = self.grants.get(grant)?;
        let mut body = Map::new();
        body.insert("active".to_owned(), true.into());
        if !grant.client.is_empty() {
            body.insert("client_id".to_owned(), grant.client.clone().into());
        }
        if let Some(scope) = &grant.scope {
            body.insert("scope".to_owned(), scope.clone().into());
        }
        if access.is_some() {
            body.insert("token_type".to_owned(), "Bearer".into());
        }
        let until = until.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        body.insert("exp".to_owned(), until.as_secs().into());
        Some(Value::Object(body))
    }
}
