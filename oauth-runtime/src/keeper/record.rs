//! What is stored of a login: one JSON with a version.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::keeper::clock::{Moment, millis};
use crate::keeper::error::SignInReason;
use crate::oauth::token::Token;

/// The version that is written, and the only one that is read.
const VERSION: u32 = 1;

/// What is stored of a login.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Record {
    version: u32,
    pub(super) tokens: Option<Tokens>,
    /// A refresh was sent, or is about to be, and its answer is not here yet.
    pub(super) mark: Option<Mark>,
    pub(super) pause: Option<Pause>,
    pub(super) ended: Option<Ended>,
}

/// The tokens of a login.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Tokens {
    /// A number that tells them apart from those before and after.
    pub(super) issue: u64,
    #[serde(serialize_with = "exposed")]
    pub(super) access_token: SecretString,
    pub(super) token_type: String,
    #[serde(serialize_with = "exposed_if_any")]
    pub(super) refresh_token: Option<SecretString>,
    pub(super) scope: Option<String>,
    /// When somebody signed in.
    signed_in_at: Moment,
    pub(super) issued_at: Moment,
    pub(super) expires_at: Option<Moment>,
    pub(super) extra: Map<String, Value>,
}

/// That a refresh token was sent, or is about to be.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Mark {
    /// A digest of the refresh token, never itself.
    pub(super) digest: String,
    pub(super) at: Moment,
}

/// Until when nothing is sent.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct Pause {
    pub(super) from: Moment,
    pub(super) until: Moment,
    /// How many times in a row it did not work.
    pub(super) failures: u32,
}

/// That a login is over.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Ended {
    /// `signed_out`, or the word of the server.
    pub(super) code: String,
    pub(super) at: Moment,
    /// A digest of the refresh token that was refused.
    pub(super) spent: Option<String>,
}

const SIGNED_OUT: &str = "signed_out";

impl Record {
    pub(super) const fn of(tokens: Tokens) -> Self {
        Self { version: VERSION, tokens: Some(tokens), mark: None, pause: None, ended: None }
    }

    /// A login that nobody has signed in to.
    pub(super) const fn empty() -> Self {
        Self { version: VERSION, tokens: None, mark: None, pause: None, ended: None }
    }

    pub(super) fn over(ended: Ended) -> Self {
        Self { ended: Some(ended), ..Self::empty() }
    }

    pub(super) fn signed_out(at: Moment) -> Self {
        Self::over(Ended { code: SIGNED_OUT.to_owned(), at, spent: None })
    }

    /// Reads a record; no bytes are an empty one.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        if bytes.is_empty() {
            return Some(Self::empty());
        }
        serde_json::from_slice(bytes).ok().filter(|record: &Self| record.version == VERSION)
    }

    pub(super) fn write(&self) -> Zeroizing<Vec<u8>> {
        // With room for all of it: a text that grows leaves pieces of secrets behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(16 * 1024));
        // Nothing in a record can fail to be written; one that did would not be read again.
        drop(serde_json::to_writer(&mut *bytes, self));
        bytes
    }

    /// The pause, while it lasts. One that begins in the future is of a clock that was wrong.
    pub(super) fn pause_at(&self, now: Moment) -> Option<Pause> {
        self.pause.filter(|pause| pause.from <= now && now < pause.until)
    }

    pub(super) fn refresh_token(&self) -> Option<&SecretString> {
        self.tokens.as_ref()?.refresh_token.as_ref()
    }

    /// What tells its tokens apart from others.
    pub(super) fn issue(&self) -> Option<u64> {
        self.tokens.as_ref().map(|tokens| tokens.issue)
    }

    /// When somebody signed in or out.
    fn at(&self) -> Moment {
        let signed_in_at = self.tokens.as_ref().map(|tokens| tokens.signed_in_at);
        let signed_out_at = self.ended.as_ref().filter(|_| self.is_signed_out()).map(|it| it.at);
        signed_in_at.max(signed_out_at).unwrap_or(Moment::MIN)
    }

    /// Tells whether somebody signed in or out later.
    pub(super) fn is_of_a_later_sign_in(&self, other: &Self) -> bool {
        self.at() > other.at()
    }

    pub(super) fn is_signed_out(&self) -> bool {
        self.ended.as_ref().is_some_and(|ended| ended.code == SIGNED_OUT)
    }

    /// A digest of the refresh token that is stored, or was when the login ended.
    pub(super) fn spent_digest(&self) -> Option<String> {
        let ended = || self.ended.as_ref().and_then(|ended| ended.spent.clone());
        self.refresh_token().map(digest).or_else(ended)
    }

    /// The mark, where it is of the refresh token that is stored.
    pub(super) fn own_mark(&self) -> Option<&Mark> {
        let digest = digest(self.refresh_token()?);
        self.mark.as_ref().filter(|mark| mark.digest == digest)
    }
}

impl Tokens {
    /// Takes what a sign-in brought.
    pub(super) fn signed_in(token: &Token, issued_at: Moment) -> Self {
        let lifetime = token.expires_in().map(millis);
        Self {
            issue: issue(issued_at),
            access_token: token.access_token().clone(),
            token_type: token.token_type().as_str().to_owned(),
            refresh_token: token.refresh_token().cloned(),
            scope: token.scopes().map(|scopes| scopes.as_str().to_owned()),
            signed_in_at: issued_at,
            issued_at,
            expires_at: lifetime.map(|lifetime| issued_at.saturating_add(lifetime)),
            extra: token.extra().clone(),
        }
    }

    /// Takes what a refresh brought, keeping of the old tokens what it does not say.
    pub(super) fn refreshed(token: &Token, issued_at: Moment, old: Option<&Self>) -> Self {
        let new = Self::signed_in(token, issued_at);
        let Some(old) = old else { return new };
        Self {
            refresh_token: new.refresh_token.or_else(|| old.refresh_token.clone()),
            scope: new.scope.or_else(|| old.scope.clone()),
            signed_in_at: old.signed_in_at,
            ..new
        }
    }
}

impl Ended {
    pub(super) fn reason(&self) -> SignInReason {
        if self.code == SIGNED_OUT {
            SignInReason::SignedOut
        } else {
            SignInReason::Refused(self.code.clone())
        }
    }
}

/// A number that no tokens of this login had before.
fn issue(issued_at: Moment) -> u64 {
    let mut bytes = [0; 8];
    match getrandom::fill(&mut bytes) {
        Ok(()) => u64::from_le_bytes(bytes),
        Err(_) => issued_at.unsigned_abs(),
    }
}

/// A digest of a refresh token, by which it is known again.
pub(super) fn digest(token: &SecretString) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token.expose_secret()))
}

fn exposed<S: serde::Serializer>(secret: &SecretString, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.expose_secret())
}

#[allow(clippy::ref_option, reason = "this is how serde calls it")]
fn exposed_if_any<S: serde::Serializer>(
    secret: &Option<SecretString>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match secret {
        Some(secret) => serializer.serialize_some(secret.expose_secret()),
        None => serializer.serialize_none(),
    }
}
