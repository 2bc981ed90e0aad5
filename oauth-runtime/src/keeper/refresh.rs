//! The one refresh of a login, step by step: lease, read again, mark, send, commit, release.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use crate::keeper::clock::{Moment, jittered, millis, system_time};
use crate::keeper::error::{KeeperError, SignInReason};
use crate::keeper::event::{EventKind, LONGEST_STORE_PAUSE, backoff};
use crate::keeper::exchange::{Done, Stopped, exchange};
use crate::keeper::inner::{Inner, Told, store_error};
use crate::keeper::late::save;
use crate::keeper::lease::Leased;
use crate::keeper::record::{Pause, Record};
use crate::keeper::rules::Assessment;
use crate::keeper::store::StoreError;
use crate::keeper::token::AccessToken;

/// The first and the longest wait before a login is read again that another process refreshes.
const FIRST_LOOK: Duration = Duration::from_millis(20);
const LONGEST_LOOK: Duration = Duration::from_millis(250);

/// How many times a refresh begins anew because somebody was faster.
const ROUNDS: u32 = 8;

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
    // Who signed out here stays signed out, whatever the store says.
    let ended = seen.ended().filter(|_| seen.unsaved.is_some()).cloned();
    drop(seen);
    let result = match (result, ended) {
        (Err(_), Some(reason)) => Err(KeeperError::sign_in(reason)),
        (result, _) => result,
    };
    match result {
        Err(KeeperError::SignInAgain { reason }) => Err(KeeperError::sign_in(reason)),
        Err(error) => living.ok_or(error),
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
        if login.seen().epoch != epoch {
            break;
        }
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
    drop(seen);
    login.shared.tell(login.id, EventKind::Failed(error.clone()));
    error
}

/// What follows from a record, where nothing is to be sent.
enum Look {
    Settled(Result<AccessToken, KeeperError>),
    /// A refresh, or to find out what became of one.
    Needed(Assessment),
}

/// Takes a record and tells what follows from it.
fn look(login: &Inner, record: &Record, epoch: u64) -> Look {
    login.adopt(record, epoch);
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
    if let Look::Settled(result) = look(login, &record, epoch) {
        return Ok(Done(result));
    }
    wait_for_the_second(login, &record).await;
    // 1: the lease.
    let leased = match take_lease(login, told, epoch).await? {
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
    let assessment = match look(login, &record, epoch) {
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

/// Takes the lease, or waits for what whoever has it brings.
async fn take_lease(
    login: &Arc<Inner>,
    told: &watch::Sender<Told>,
    epoch: u64,
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
        if let Look::Settled(result) = look(login, &record, epoch) {
            return Ok(Err(result));
        }
    }
}
