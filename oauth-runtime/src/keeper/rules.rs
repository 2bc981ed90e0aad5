//! What a login needs, by its record and the time.

use crate::keeper::clock::Moment;
use crate::keeper::error::SignInReason;
use crate::keeper::record::{Pause, Record, Tokens};

/// Before a token expires, it is refreshed in the background: in the last tenth of its life, and at most this long before.
const LONGEST_EARLY: i64 = 5 * 60 * 1000;

/// How long before its end a token is not handed out any more, unless there is no other: at most half of its life.
const MARGIN: i64 = 30_000;

/// What is done with a refresh token that was sent and not answered, once the access token has expired.
///
/// Until then nothing is sent, unless the declaration says that the token may be sent again (`reuse_within`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum InDoubt {
    /// It is sent as the last resort: without that, the person signs in for certain. Where it is spent, the vendor may take it
    /// for stolen, and end the login.
    #[default]
    LastResort,
    /// It is never sent again: the person signs in.
    Never,
}

/// When a token is refreshed, is not handed out, and ends.
#[derive(Clone, Copy)]
pub(super) struct Windows {
    pub(super) early: Moment,
    pub(super) hard: Moment,
    pub(super) end: Moment,
}

impl Windows {
    /// Those of no token.
    pub(super) const OVER: Self = Self { early: Moment::MIN, hard: Moment::MIN, end: Moment::MIN };

    /// Where there is no lifetime, none of it ever comes. `part` is how much of the early window this process takes.
    pub(super) fn of(tokens: &Tokens, part: f64) -> Self {
        let Some(end) = tokens.expires_at else {
            return Self { early: Moment::MAX, hard: Moment::MAX, end: Moment::MAX };
        };
        let life = end.saturating_sub(tokens.issued_at).max(0);
        let hard = end.saturating_sub(MARGIN.min(life / 2));
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_precision_loss,
            reason = "at most five minutes"
        )]
        let early = ((life / 10).min(LONGEST_EARLY) as f64 * part) as i64;
        Self { early: end.saturating_sub(early).min(hard), hard, end }
    }
}

/// What a login needs, by its record.
pub(super) enum Assessment {
    /// Nothing: its token is fresh.
    Fresh,
    /// Nothing can be done but to hand out its token, which lives.
    Serve,
    /// A refresh was sent and not answered: its token is handed out while it lives.
    InDoubt,
    /// A refresh.
    Refresh,
    /// The same refresh once more, though it may have arrived.
    Resend,
    /// To wait.
    Paused(Pause),
    /// To be signed in to.
    Over(SignInReason),
}

/// What a record is assessed by.
#[derive(Clone, Copy)]
pub(super) struct Rules {
    pub(super) refreshes: bool,
    /// How long a refresh token may be sent again, in milliseconds.
    pub(super) reuse_within: i64,
    pub(super) in_doubt: InDoubt,
    /// How much of the early window this process takes.
    pub(super) part: f64,
}

impl Rules {
    /// Assesses a record. What it says of doubt holds where nobody else has the lease.
    pub(super) fn assess(&self, record: &Record, rejected: Option<u64>, now: Moment) -> Assessment {
        if let Some(ended) = &record.ended {
            return Assessment::Over(ended.reason());
        }
        let Some(tokens) = &record.tokens else {
            return match record.pause_at(now) {
                _ if self.refreshes => Assessment::Over(SignInReason::Never),
                Some(pause) => Assessment::Paused(pause),
                None => Assessment::Refresh,
            };
        };
        let windows = Windows::of(tokens, self.part);
        let is_taken = rejected != Some(tokens.issue);
        if is_taken && now < windows.early {
            return Assessment::Fresh;
        }
        let lives = is_taken && now < windows.end;
        if self.refreshes && tokens.refresh_token.is_none() {
            return if lives {
                Assessment::Serve
            } else {
                Assessment::Over(SignInReason::NoRefreshToken)
            };
        }
        if let Some(pause) = record.pause_at(now) {
            return Assessment::Paused(pause);
        }
        match record.own_mark().filter(|_| self.refreshes) {
            None => Assessment::Refresh,
            Some(mark) if self.may_reuse(mark.at, now) => Assessment::Resend,
            Some(_) if lives => Assessment::InDoubt,
            Some(_) if self.in_doubt == InDoubt::Never => Assessment::Over(SignInReason::InDoubt),
            Some(_) => Assessment::Resend,
        }
    }

    /// Tells whether the refresh token that was first sent at this time may be sent again. What is sent now arrives a little later.
    pub(super) fn may_reuse(&self, sent: Moment, now: Moment) -> bool {
        let window = self.reuse_within - (self.reuse_within / 10).min(5000);
        sent <= now && now - sent < window
    }
}
