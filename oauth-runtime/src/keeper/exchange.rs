//! One exchange of a refresh token, with the lease in hand: mark, send, commit.

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use tokio::time::{Instant, timeout};

use crate::error::Error;
use crate::keeper::clock::{Moment, millis, system_time};
use crate::keeper::error::{KeeperError, SignInReason};
use crate::keeper::event::EventKind;
use crate::keeper::inner::{Inner, store_error};
use crate::keeper::late::{Resolved, resolve, save_later};
use crate::keeper::lease::Leased;
use crate::keeper::record::{Ended, Mark, Pause, Record, Tokens, digest};
use crate::keeper::seen::{Replaces, Unsaved};
use crate::keeper::store::{Committed, StoreError};
use crate::keeper::token::AccessToken;
use crate::keeper::verdict::{Verdict, Wait, judge};
use crate::oauth::token::Token;

/// How many times a refresh token is sent again at once, where the vendor lets it be.
const RESENDS: u32 = 2;

/// What a round of a refresh came to.
pub(super) enum Round {
    /// This, for all who wait.
    Done(Result<AccessToken, KeeperError>),
    /// Somebody was faster: begin anew.
    Again,
}

pub(super) use Round::{Again, Done};

pub(super) type Stopped = Result<Round, StoreError>;

/// Sends a refresh, with the lease in hand.
pub(super) async fn exchange(
    login: &Arc<Inner>,
    mut leased: Leased,
    mut record: Record,
    mut generation: u64,
    epoch: u64,
) -> Stopped {
    let shared = &login.shared;
    let was_marked = record.own_mark().is_some();
    if shared.source.refreshes {
        // 3: the mark.
        let Some(digest) = record.refresh_token().map(digest) else {
            leased.release(login).await;
            return Ok(Done(Err(KeeperError::sign_in(SignInReason::NoRefreshToken))));
        };
        let mark = record.own_mark().cloned();
        record.mark = Some(mark.unwrap_or_else(|| Mark { digest, at: login.now() }));
        match leased.commit(login, generation, &record).await {
            Ok(Committed::Stored) => generation += 1,
            Ok(Committed::Refused) => {
                leased.release(login).await;
                return Ok(Again);
            }
            Err(error) => {
                leased.release(login).await;
                return Err(error);
            }
        }
    }
    let mut resends = 0;
    let answer = loop {
        // 4: is enough of the lease left?
        if !leased.is_enough(login) {
            leased.release(login).await;
            let Some(newer) = Leased::ask(login).await? else { return Ok(Again) };
            leased = newer;
            let is_unchanged = match login.load().await {
                Ok((_, there)) => there == generation,
                Err(error) => {
                    leased.release(login).await;
                    return Err(error);
                }
            };
            if !is_unchanged || !leased.is_enough(login) {
                leased.release(login).await;
                return Ok(Again);
            }
        }
        // 5: send.
        let answer = send(login, record.refresh_token().cloned()).await;
        let may_resend = || {
            let mark = record.mark.as_ref();
            mark.is_some_and(|mark| shared.rules.may_reuse(mark.at, login.now()))
        };
        if !matches!(answer.verdict, Verdict::InDoubt) || resends == RESENDS || !may_resend() {
            break answer;
        }
        shared.tell(login.id, EventKind::InDoubt);
        resends += 1;
    };
    // 6: commit and release; whoever waits is told after it.
    let is_resent = was_marked || resends > 0;
    let held = Held { login, leased: &leased, record, generation, epoch, is_resent };
    let result = held.conclude(answer).await;
    leased.release(login).await;
    result
}

/// What came back.
struct Answer {
    verdict: Verdict,
    error: Option<Arc<Error>>,
    sent_at: Moment,
}

/// Sends a request; nothing is known of one that is not answered in its time, whatever carries it.
async fn send(login: &Inner, refresh_token: Option<SecretString>) -> Answer {
    let shared = &login.shared;
    let begun = shared.source.begin(refresh_token.unwrap_or_default());
    let sending = begun.sending.timeout(shared.timeout).with_response();
    let started = Instant::now();
    let answer = timeout(shared.timeout + OVERTIME, sending).await;
    let headers = match &answer {
        Ok(Ok(response)) => Some(response.headers()),
        Ok(Err(error)) => error.headers(),
        Err(_) => None,
    };
    if let Some(headers) = headers {
        shared.clock.learn(headers);
    }
    let (verdict, error) = match answer {
        Ok(Ok(response)) => (Verdict::New(Box::new(response.into_value())), None),
        Ok(Err(error)) => {
            (judge(&shared.source, &shared.invalid_grant_words, &error), Some(Arc::new(error)))
        }
        Err(_) => (Verdict::unanswered(&shared.source), None),
    };
    Answer { verdict, error, sent_at: login.now().saturating_sub(millis(started.elapsed())) }
}

/// How long after its time a call is given up that its transport did not end.
const OVERTIME: Duration = Duration::from_secs(2);

/// A login with the lease in hand, and a refresh of it that is over.
struct Held<'a> {
    login: &'a Arc<Inner>,
    leased: &'a Leased,
    /// As it was when the refresh was sent.
    record: Record,
    generation: u64,
    epoch: u64,
    /// What became of an earlier one is not known.
    is_resent: bool,
}

impl Held<'_> {
    async fn conclude(self, answer: Answer) -> Stopped {
        let Answer { verdict, error, sent_at } = answer;
        match verdict {
            Verdict::New(token) => self.renewed(&token, sent_at).await,
            Verdict::Over(code) => self.over(code).await,
            Verdict::Intact(wait) => self.failed(wait, false, error).await,
            Verdict::InDoubt => {
                self.login.shared.tell(self.login.id, EventKind::InDoubt);
                self.failed(Wait::Growing, true, error).await
            }
        }
    }

    async fn renewed(self, token: &Token, sent_at: Moment) -> Stopped {
        let Self { login, leased, record, generation, epoch, .. } = self;
        let tokens = Tokens::refreshed(token, sent_at, record.tokens.as_ref());
        let handed_out = AccessToken::new(tokens.clone());
        let new = Record::of(tokens);
        let unsaved = || Unsaved {
            record: new.clone(),
            replaces: Replaces::Spent(record.refresh_token().map(digest)),
        };
        match leased.commit(login, generation, &new).await {
            Ok(Committed::Stored) => {
                login.take(&new, epoch);
                login.shared.tell(login.id, EventKind::Refreshed);
                Ok(Done(Ok(handed_out)))
            }
            // A newer lease was taken, or somebody signed in or out.
            Ok(Committed::Refused) => match resolve(login, &unsaved()).await {
                Ok(Resolved::Stored) => {
                    login.take(&new, epoch);
                    login.shared.tell(login.id, EventKind::Refreshed);
                    Ok(Done(Ok(handed_out)))
                }
                Ok(Resolved::Superseded) => Ok(Again),
                Err(error) => Ok(Done(Ok(not_stored(login, unsaved(), epoch, error, handed_out)))),
            },
            Err(error) => Ok(Done(Ok(not_stored(login, unsaved(), epoch, error, handed_out)))),
        }
    }

    /// The server does not take the refresh token.
    async fn over(self, code: String) -> Stopped {
        let Self { login, leased, record, generation, epoch, .. } = self;
        if login.load().await?.1 != generation {
            return Ok(Again);
        }
        let spent = record.refresh_token().map(digest);
        let ended = Ended { code, at: login.now(), spent };
        let reason = ended.reason();
        let ended = Record::over(ended);
        // Where it cannot be stored, the others will be told the same.
        if let Ok(Committed::Refused) = leased.commit(login, generation, &ended).await {
            return Ok(Again);
        }
        login.take(&ended, epoch);
        login.shared.tell(login.id, EventKind::Ended(reason.clone()));
        Ok(Done(Err(KeeperError::sign_in(reason))))
    }

    /// The login is intact, or in doubt: all processes wait together.
    async fn failed(self, wait: Wait, in_doubt: bool, error: Option<Arc<Error>>) -> Stopped {
        let Self { login, leased, mut record, generation, is_resent, .. } = self;
        let failures = record.pause.map_or(0, |pause| pause.failures).saturating_add(1);
        let from = login.now();
        let until = from.saturating_add(millis(wait.delay(failures)));
        record.pause = Some(Pause { from, until, failures });
        // That this one was not taken says nothing of the one before it.
        if !in_doubt && !is_resent {
            record.mark = None;
        }
        // Where it cannot be stored, this process waits alone, and the mark stays.
        if let Ok(Committed::Refused) = leased.commit(login, generation, &record).await {
            return Ok(Again);
        }
        let error = if in_doubt {
            KeeperError::InDoubt { source: error }
        } else {
            KeeperError::Paused { until: system_time(until), source: error }
        };
        login.seen_mut().fail(until, error.clone());
        login.shared.tell(login.id, EventKind::Failed(error.clone()));
        Ok(Done(Err(error)))
    }
}

/// Keeps a new token in memory that the store did not take, and has it stored as soon as it can be.
fn not_stored(
    login: &Arc<Inner>,
    unsaved: Unsaved,
    epoch: u64,
    error: StoreError,
    token: AccessToken,
) -> AccessToken {
    login.take(&unsaved.record, epoch);
    login.keep_unsaved(unsaved, epoch);
    login.shared.tell(login.id, EventKind::NotStored(store_error(error)));
    save_later(login);
    token
}
