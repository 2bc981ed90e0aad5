//! What one process knows of a login, and what follows from it.

use crate::keeper::clock::Moment;
use crate::keeper::error::{KeeperError, SignInReason};
use crate::keeper::record::{Ended, Record};
use crate::keeper::rules::{Rules, Windows};
use crate::keeper::token::AccessToken;

/// How old what is known may be where a caller is refused.
const STALE_REFUSAL: i64 = 1000;

/// How old what is known may be where a token that should be refreshed is handed out.
const STALE_TOKEN: i64 = 5000;

/// How long after a forced refresh there is no other: a server that takes no token at all would cause one with each call.
const BETWEEN_FORCED: i64 = 10_000;

/// What this process knows of a login.
pub(super) struct Seen {
    /// Until when the token is handed out without a further look.
    pub(super) fresh_until: Moment,
    pub(super) current: Option<AccessToken>,
    windows: Windows,
    /// The token that a resource server did not take.
    rejected: Option<u64>,
    forced_at: Moment,
    /// It changes when somebody signs in or out.
    pub(super) epoch: u64,
    ended: Option<SignInReason>,
    /// Why nothing is sent, and until when.
    failure: Option<(Moment, KeeperError)>,
    /// The store failed so many times in a row.
    pub(super) store_failures: u32,
    /// The store does not work: nothing is asked of it until then.
    store_pause: Option<Moment>,
    looked_at: Moment,
    /// What is not in the store yet.
    pub(super) unsaved: Option<Unsaved>,
}

/// A new token that the store did not take.
#[derive(Clone)]
pub(super) struct Unsaved {
    pub(super) record: Record,
    /// Whose place it takes.
    pub(super) replaces: Replaces,
}

/// Whose place a record takes.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Replaces {
    /// Any that is older: somebody has signed in.
    Any,
    /// The one whose refresh token was spent for it, by its digest.
    Spent(Option<String>),
}

/// What a caller gets.
pub(super) enum Need {
    /// This token.
    Serve(AccessToken),
    /// This token, and somebody should look after the login.
    ServeAndRefresh(AccessToken),
    /// No token.
    Fail(KeeperError),
    /// What comes of a refresh.
    Wait,
}

impl Seen {
    pub(super) const fn nothing() -> Self {
        Self {
            fresh_until: Moment::MIN,
            current: None,
            windows: Windows::OVER,
            rejected: None,
            forced_at: Moment::MIN,
            epoch: 0,
            ended: None,
            failure: None,
            store_failures: 0,
            store_pause: None,
            looked_at: Moment::MIN,
            unsaved: None,
        }
    }

    /// Tells what a caller gets at this time.
    pub(super) fn need(&self, now: Moment) -> Need {
        let age = now.saturating_sub(self.looked_at);
        // What was looked at in the future was looked at by a clock that was wrong.
        let is_older_than = |limit| age >= limit || age < 0;
        if let Some(reason) = &self.ended {
            let over = KeeperError::sign_in(reason.clone());
            return match self.failure(now).filter(|_| self.store_is_paused(now)) {
                _ if !is_older_than(STALE_REFUSAL) || self.unsaved.is_some() => Need::Fail(over),
                // Somebody may have signed in elsewhere.
                Some(error) => Need::Fail(error),
                None => Need::Wait,
            };
        }
        let failure = self.failure.as_ref().filter(|(until, _)| now < *until);
        if let Some(token) = self.living(now) {
            if now < self.windows.early {
                return Need::Serve(token);
            }
            if self.store_is_paused(now) {
                return Need::Serve(token);
            }
            if failure.is_some() {
                return if is_older_than(STALE_TOKEN) {
                    Need::ServeAndRefresh(token)
                } else {
                    Need::Serve(token)
                };
            }
            return if now < self.windows.hard { Need::ServeAndRefresh(token) } else { Need::Wait };
        }
        match failure {
            Some((_, error)) if self.store_is_paused(now) || !is_older_than(STALE_REFUSAL) => {
                Need::Fail(error.clone())
            }
            _ => Need::Wait,
        }
    }

    fn store_is_paused(&self, now: Moment) -> bool {
        self.store_pause.is_some_and(|until| now < until)
    }

    /// The token, while it lives and is not known to be refused.
    pub(super) fn living(&self, now: Moment) -> Option<AccessToken> {
        self.current.clone().filter(|token| self.is_taken(token) && now < self.windows.end)
    }

    fn is_taken(&self, token: &AccessToken) -> bool {
        self.rejected != Some(token.tokens().issue)
    }

    pub(super) const fn rejected(&self) -> Option<u64> {
        self.rejected
    }

    /// Notes that a resource server did not take a token.
    pub(super) fn reject(&mut self, token: &AccessToken, now: Moment) {
        let is_current =
            self.current.as_ref().is_some_and(|it| it.tokens().issue == token.tokens().issue);
        let since = now.saturating_sub(self.forced_at);
        if is_current && self.is_taken(token) && !(0..BETWEEN_FORCED).contains(&since) {
            self.rejected = Some(token.tokens().issue);
            self.forced_at = now;
            // What the token was to be handed out for in spite of it, is over.
            self.failure.take_if(|(_, error)| matches!(error, KeeperError::InDoubt { .. }));
            self.fresh_until = Moment::MIN;
        }
    }

    /// Takes what the store has; tells whether its token is another than before.
    pub(super) fn adopt(&mut self, record: &Record, rules: &Rules, now: Moment) -> bool {
        self.store_failures = 0;
        self.store_pause = None;
        // What is not stored yet is newer than what is.
        if self.unsaved.is_some() {
            self.looked_at = now;
            return false;
        }
        self.take(record, rules, now)
    }

    /// Takes a token that has just come, or that somebody signed in with.
    pub(super) fn take(&mut self, record: &Record, rules: &Rules, now: Moment) -> bool {
        self.looked_at = now;
        let issue = |token: &AccessToken| token.tokens().issue;
        let before = self.current.as_ref().map(issue);
        let is_new = record.issue() != before;
        if is_new {
            self.current = record.tokens.clone().map(AccessToken::new);
        }
        self.ended = record.ended.as_ref().map(Ended::reason);
        if let Some(tokens) = &record.tokens {
            self.windows = Windows::of(tokens, rules.part);
        }
        if is_new {
            self.failure = None;
        }
        let is_fresh =
            self.ended.is_none() && self.current.as_ref().is_some_and(|it| self.is_taken(it));
        self.fresh_until = if is_fresh { self.windows.early } else { Moment::MIN };
        is_new && before.is_some()
    }

    /// Notes that a record was stored late, or is not needed any more; tells whether it still was.
    pub(super) fn saved(&mut self, record: &Record) -> bool {
        let own = record.issue();
        self.unsaved.take_if(|it| it.record.issue() == own).is_some()
    }

    /// Notes that somebody has signed in or out.
    pub(super) fn begin_epoch(&mut self) {
        self.epoch += 1;
        self.unsaved = None;
        self.rejected = None;
        self.failure = None;
    }

    /// Signs out: what the store has counts no more, until it has this record.
    pub(super) fn sign_out(&mut self, record: Record, rules: &Rules, now: Moment) {
        self.begin_epoch();
        self.take(&record, rules, now);
        self.unsaved = Some(Unsaved { record, replaces: Replaces::Any });
    }

    /// Notes why nothing is sent until then.
    pub(super) fn fail(&mut self, until: Moment, error: KeeperError) {
        self.failure = Some((until, error));
    }

    /// Notes that the store does not work.
    pub(super) fn fail_store(&mut self, until: Moment, error: KeeperError) {
        self.store_pause = Some(until);
        self.failure = Some((until, error));
    }

    /// Why nothing is sent, where that is known.
    pub(super) fn failure(&self, now: Moment) -> Option<KeeperError> {
        self.failure.as_ref().filter(|(until, _)| now < *until).map(|(_, error)| error.clone())
    }

    pub(super) const fn ended(&self) -> Option<&SignInReason> {
        self.ended.as_ref()
    }
}
