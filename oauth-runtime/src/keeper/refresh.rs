//! The one refresh of a login, step by step: lease, read again, mark, send, commit, release.

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout};

use crate::error::Error;
use crate::keeper::clock::{Moment, jittered, millis, system_time};
use crate::keeper::error::{KeeperError, SignInReason};
use crate::keeper::event::{EventKind, backoff};
use crate::keeper::inner::{Inner, Told, store_error};
use crate::keeper::record::{Ended, Mark, Pause, Record, Tokens, digest};
use crate::keeper::rules::Assessment;
use crate::keeper::seen::{Replaces, Unsaved};
use crate::keeper::shared::Work;
use crate::keeper::store::{Committed, Lease, StoreError};
use crate::keeper::token::AccessToken;
use crate::keeper::verdict::{Verdict, Wait, judge};
use crate::oauth::token::Token;

/// The longest wait before a store that does not work is asked again.
const LONGEST_STORE_PAUSE: Duration = Duration::from_secs(30);

/// The first and the longest wait before a login is read again that another process refreshes.
const FIRST_LOOK: Duration = Duration::from_millis(20);
const LONGEST_LOOK: Duration = Duration::from_millis(250);

/// How many times a refresh begins anew because somebody was faster.
const ROUNDS: u32 = 8;

/// How many times a refresh token is sent again at once, where the vendor lets it be.
const RESENDS: u32 = 2;

/// What a round of a refresh came to.
enum Round {
    /// This, for all who wait.
    Done(Result<AccessToken, KeeperError>),
    /// Somebody was faster: begin anew.
    Again,
}

use Round::{Again, Done};

type Stopped = Result<Round, StoreError>;

/// Refreshes a login where it needs it. What it comes to is noted before it is returned.
pub(super) async fn run(
    login: &Arc<Inner>,
    told: &watch::Sender<Told>,
) -> Result<AccessToken, KeeperError> {
    let epoch = login.seen().epoch;
    let result = match rounds(login, told, epoch).await {
        Ok(result) => result,
        Err(error) => Err(store_failed(login, error)),
    };
    let seen = login.seen();
    // Somebody has signed in or out meanwhile: that counts, whatever came.
    if seen.epoch != epoch {
        return match (seen.ended(), &seen.current) {
            (Some(reason), _) => Err(KeeperError::sign_in(reason.clone())),
            (None, Some(token)) => Ok(token.clone()),
            (None, None) => result,
        };
    }
    let living = seen.living(login.now());
    drop(seen);
    match result {
        Err(KeeperError::SignInAgain { reason }) => Err(KeeperError::sign_in(reason)),
        Err(error) => {
            login.shared.tell(login.id, EventKind::Failed(error.clone()));
            living.ok_or(error)
        }
        Ok(token) => Ok(token),
    }
}

async fn rounds(
    login: &Arc<Inner>,
    told: &watch::Sender<Told>,
    epoch: u64,
) -> Result<Result<AccessToken, KeeperError>, StoreError> {
    if login.seen().unsaved.is_some() {
        save(login).await?;
    }
    for _ in 0..ROUNDS {
        if let Done(result) = round(login, told, epoch).await? {
            return Ok(result);
        }
    }
    Ok(Err(KeeperError::Busy))
}

/// Notes that the store does not work.
fn store_failed(login: &Inner, error: StoreError) -> KeeperError {
    let error = store_error(error);
    let mut seen = login.seen_mut();
    seen.store_failures = seen.store_failures.saturating_add(1);
    let pause = jittered(backoff(seen.store_failures, LONGEST_STORE_PAUSE));
    seen.fail_store(login.now().saturating_add(millis(pause)), error.clone());
    error
}

/// What follows from a record, where nothing is to be sent.
enum Look {
    Settled(Result<AccessToken, KeeperError>),
    /// A refresh, or to find out what became of one.
    Needed(Assessment),
}

/// Takes a record and tells what follows from it.
fn look(login: &Inner, record: &Record) -> Look {
    login.adopt(record);
    let now = login.now();
    let (rejected, current) = {
        let seen = login.seen();
        (seen.rejected(), seen.current.clone())
    };
    let token = || current.clone().ok_or(KeeperError::sign_in(SignInReason::Never));
    let assessment = login.shared.rules.assess(record, rejected, now);
    // A pause that the store did not take holds in this process.
    if let Assessment::Refresh | Assessment::Resend | Assessment::InDoubt = &assessment
        && let Some(error) = login.seen().failure(now)
    {
        return Look::Settled(Err(error));
    }
    match assessment {
        Assessment::Fresh | Assessment::Serve => Look::Settled(token()),
        Assessment::Over(SignInReason::InDoubt) => {
            Look::Needed(Assessment::Over(SignInReason::InDoubt))
        }
        Assessment::Over(reason) => Look::Settled(Err(KeeperError::sign_in(reason))),
        Assessment::Paused(pause) => Look::Settled(Err(paused(login, pause))),
        assessment => Look::Needed(assessment),
    }
}

/// Notes a pause that is in the record, unless this process knows more about it.
fn paused(login: &Inner, pause: Pause) -> KeeperError {
    let mut seen = login.seen_mut();
    if let Some(error) = seen.failure(login.now()) {
        return error;
    }
    let error = KeeperError::Paused { until: system_time(pause.until), source: None };
    seen.fail(pause.until, error.clone());
    error
}

async fn round(login: &Arc<Inner>, told: &watch::Sender<Told>, epoch: u64) -> Stopped {
    let (record, _) = login.load().await?;
    if let Look::Settled(result) = look(login, &record) {
        return Ok(Done(result));
    }
    wait_for_the_second(login, &record).await;
    // 1: the lease.
    let leased = match take_lease(login, told).await? {
        Ok(leased) => leased,
        Err(result) => return Ok(Done(result)),
    };
    // 2: read again.
    let (record, generation) = match login.load().await {
        Ok(loaded) => loaded,
        Err(error) => {
            leased.release(login).await;
            return Err(error);
        }
    };
    let assessment = match look(login, &record) {
        Look::Settled(result) => {
            leased.release(login).await;
            return Ok(Done(result));
        }
        Look::Needed(assessment) => assessment,
    };
    match assessment {
        Assessment::InDoubt => {
            leased.release(login).await;
            Ok(Done(in_doubt(login)))
        }
        Assessment::Over(reason) => {
            leased.release(login).await;
            Ok(Done(Err(KeeperError::sign_in(reason))))
        }
        _ => exchange(login, leased, record, generation, epoch).await,
    }
}

/// Hands out the token that lives, because nothing is known of the refresh that was sent.
fn in_doubt(login: &Inner) -> Result<AccessToken, KeeperError> {
    let mut seen = login.seen_mut();
    let end = seen.current.as_ref().and_then(|token| token.tokens().expires_at);
    let error = KeeperError::InDoubt { source: None };
    seen.fail(end.unwrap_or(Moment::MAX), error.clone());
    let token = seen.living(login.now());
    drop(seen);
    token.ok_or(error)
}

/// Waits until a second has passed since the last token came, where it had no life at all.
async fn wait_for_the_second(login: &Inner, record: &Record) {
    let Some(tokens) = &record.tokens else { return };
    if tokens.expires_at.is_some_and(|end| end <= tokens.issued_at) {
        let passed = login.now().saturating_sub(tokens.issued_at);
        if let Ok(passed @ 0..1000) = u64::try_from(passed) {
            sleep(Duration::from_millis(1000 - passed)).await;
        }
    }
}

/// A lease, and when it was asked for.
struct Leased {
    lease: Lease,
    asked: Instant,
    /// The same by the clock, which goes on while a machine sleeps.
    asked_at: Moment,
}

impl Leased {
    async fn ask(login: &Inner) -> Result<Option<Self>, StoreError> {
        let (asked, asked_at) = (Instant::now(), login.now());
        let lease = login.shared.store.lease(&login.id, login.shared.lease_time()).await?;
        Ok(lease.map(|lease| Self { lease, asked, asked_at }))
    }

    /// Tells whether it lasts for a call and a little more.
    fn is_enough(&self, login: &Inner) -> bool {
        let by_clock = login.now().saturating_sub(self.asked_at).unsigned_abs();
        let passed = self.asked.elapsed().max(Duration::from_millis(by_clock));
        passed + login.shared.timeout + login.shared.spare() <= login.shared.lease_time()
    }

    async fn release(self, login: &Inner) {
        // Where the store cannot be told, the lease ends by its time.
        drop(login.shared.store.release(&login.id, self.lease).await);
    }
}

/// Takes the lease, or waits for what whoever has it brings.
async fn take_lease(
    login: &Arc<Inner>,
    told: &watch::Sender<Told>,
) -> Result<Result<Leased, Result<AccessToken, KeeperError>>, StoreError> {
    let deadline = Instant::now() + login.shared.lease_time() + login.shared.spare();
    let mut pause = FIRST_LOOK;
    loop {
        if let Some(leased) = Leased::ask(login).await? {
            return Ok(Ok(leased));
        }
        told.send_replace(Told::Meanwhile);
        if Instant::now() >= deadline {
            return Ok(Err(Err(KeeperError::Busy)));
        }
        sleep(jittered(pause)).await;
        pause = (pause * 2).min(LONGEST_LOOK);
        let (record, _) = login.load().await?;
        if let Look::Settled(result) = look(login, &record) {
            return Ok(Err(result));
        }
    }
}

/// Sends a refresh, with the lease in hand.
async fn exchange(
    login: &Arc<Inner>,
    mut leased: Leased,
    mut record: Record,
    mut generation: u64,
    epoch: u64,
) -> Stopped {
    let shared = &login.shared;
    if shared.source.refreshes {
        // 3: the mark.
        let Some(digest) = record.refresh_token().map(digest) else {
            leased.release(login).await;
            return Ok(Done(Err(KeeperError::sign_in(SignInReason::NoRefreshToken))));
        };
        let mark = record.own_mark().cloned();
        record.mark = Some(mark.unwrap_or_else(|| Mark { digest, at: login.now() }));
        match commit(login, &leased, generation, &record).await {
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
    let held = Held { login, leased: &leased, record, generation, epoch };
    let result = held.conclude(answer).await;
    leased.release(login).await;
    result
}

async fn commit(
    login: &Inner,
    leased: &Leased,
    generation: u64,
    record: &Record,
) -> Result<Committed, StoreError> {
    let bytes = record.write();
    login.shared.store.commit(&login.id, Some(&leased.lease), generation, &bytes).await
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
    headers.into_iter().for_each(|headers| shared.clock.learn(headers));
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
        let Self { login, leased, record, generation, epoch } = self;
        let tokens = Tokens::of(token, sent_at, record.refresh_token());
        let handed_out = AccessToken::new(tokens.clone());
        let new = Record::of(tokens);
        let unsaved = || Unsaved {
            record: new.clone(),
            replaces: Replaces::Spent(record.refresh_token().map(digest)),
        };
        match commit(login, leased, generation, &new).await {
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
        let Self { login, leased, record, generation, epoch } = self;
        if login.load().await?.1 != generation {
            return Ok(Again);
        }
        let spent = record.refresh_token().map(digest);
        let ended = Ended { code, at: login.now(), spent };
        let reason = ended.reason();
        let ended = Record::over(ended);
        // Where it cannot be stored, the others will be told the same.
        if let Ok(Committed::Refused) = commit(login, leased, generation, &ended).await {
            return Ok(Again);
        }
        login.take(&ended, epoch);
        login.shared.tell(login.id, EventKind::Ended(reason.clone()));
        Ok(Done(Err(KeeperError::sign_in(reason))))
    }

    /// The login is intact, or in doubt: all processes wait together.
    async fn failed(self, wait: Wait, in_doubt: bool, error: Option<Arc<Error>>) -> Stopped {
        let Self { login, leased, mut record, generation, .. } = self;
        let failures = record.pause.map_or(0, |pause| pause.failures).saturating_add(1);
        let from = login.now();
        let until = from.saturating_add(millis(wait.delay(failures)));
        record.pause = Some(Pause { from, until, failures });
        if !in_doubt {
            record.mark = None;
        }
        // Where it cannot be stored, this process waits alone, and the mark stays.
        if let Ok(Committed::Refused) = commit(login, leased, generation, &record).await {
            return Ok(Again);
        }
        let error = if in_doubt {
            KeeperError::InDoubt { source: error }
        } else {
            KeeperError::Paused { until: system_time(until), source: error }
        };
        login.seen_mut().fail(until, error.clone());
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

/// What became of a record that was not stored at once.
enum Resolved {
    Stored,
    /// Somebody has signed in or out, or has got a newer token.
    Superseded,
}

/// Stores a record late, unless what is there is newer. It needs no lease: whoever has it and sends the spent token is refused
/// by the store, and finds this record.
async fn resolve(login: &Inner, unsaved: &Unsaved) -> Result<Resolved, StoreError> {
    loop {
        let (theirs, generation) = login.load().await?;
        // A commit that failed may have come through.
        if theirs.issue().is_some() && theirs.issue() == unsaved.record.issue() {
            return Ok(Resolved::Stored);
        }
        let is_replaced = match &unsaved.replaces {
            Replaces::Any => true,
            Replaces::Spent(spent) => theirs.spent_digest() == *spent && !theirs.is_signed_out(),
        };
        if !is_replaced {
            if theirs.is_signed_out()
                && let Some(tokens) = unsaved.record.tokens.clone()
            {
                login.revoke(tokens).await;
            }
            return Ok(Resolved::Superseded);
        }
        let bytes = unsaved.record.write();
        let committed = login.shared.store.commit(&login.id, None, generation, &bytes).await?;
        if committed == Committed::Stored {
            return Ok(Resolved::Stored);
        }
    }
}

/// Stores what is not stored yet.
async fn save(login: &Inner) -> Result<(), StoreError> {
    let Some(unsaved) = login.seen().unsaved.clone() else { return Ok(()) };
    let resolved = resolve(login, &unsaved).await?;
    if login.seen_mut().saved(&unsaved)
        && let Resolved::Stored = resolved
    {
        login.shared.tell(login.id, EventKind::StoredLate);
    }
    Ok(())
}

/// Tries to store what is not stored yet until it is, or is not needed any more.
pub(super) fn save_later(login: &Arc<Inner>) {
    let login = Arc::clone(login);
    let work = Work::begin(&login.shared);
    let task = async move {
        let _work = work;
        for failures in 1.. {
            sleep(jittered(backoff(failures, LONGEST_STORE_PAUSE))).await;
            if save(&login).await.is_ok() {
                return;
            }
        }
    };
    // Every caller is a task of a runtime.
    drop(tokio::spawn(task));
}
