//! The one refresh of a login in this process, which all callers share.

use std::sync::{Arc, PoisonError};

use tokio::runtime::Handle;
use tokio::sync::watch;

use crate::keeper::error::KeeperError;
use crate::keeper::inner::{Inner, Told};
use crate::keeper::refresh;
use crate::keeper::seen::Need;
use crate::keeper::shared::Work;
use crate::keeper::token::AccessToken;

/// Waits for the token of a login.
pub(super) async fn wait(login: &Arc<Inner>) -> Result<AccessToken, KeeperError> {
    let mut told = match flight(login) {
        Ok(told) => told,
        Err(result) => return result,
    };
    loop {
        match &*told.borrow_and_update() {
            Told::Done(result) => return result.clone(),
            Told::Meanwhile => {
                if let Some(token) = login.seen().living(login.now()) {
                    return Ok(token);
                }
            }
            Told::Nothing => {}
        }
        if told.changed().await.is_err() {
            return Err(KeeperError::Interrupted);
        }
    }
}

/// Returns the refresh that a caller has to wait for, which is begun where there is none; or what the caller gets at once.
fn flight(login: &Arc<Inner>) -> Result<watch::Receiver<Told>, Result<AccessToken, KeeperError>> {
    let mut flight = login.flight.lock().unwrap_or_else(PoisonError::into_inner);
    // Looked at with the lock: between a caller's look and this, a refresh may have ended.
    let need = login.seen().need(login.now());
    match need {
        Need::Serve(token) => Err(Ok(token)),
        Need::Fail(error) => Err(Err(error)),
        Need::ServeAndRefresh(token) => {
            if flight.is_none() {
                *flight = take_off(login);
            }
            Err(Ok(token))
        }
        Need::Wait => {
            if flight.is_none() {
                *flight = take_off(login);
            }
            flight.clone().ok_or(Err(KeeperError::NoRuntime))
        }
    }
}

/// Begins a refresh, inside a runtime.
fn take_off(login: &Arc<Inner>) -> Option<watch::Receiver<Told>> {
    let runtime = Handle::try_current().ok()?;
    let (sender, receiver) = watch::channel(Told::Nothing);
    let work = Work::begin(&login.shared);
    let flight = Flight { login: Arc::clone(login), told: sender, result: None, _work: work };
    drop(runtime.spawn(flight.fly()));
    Some(receiver)
}

/// A refresh on its way. However it ends, those who wait are told.
struct Flight {
    login: Arc<Inner>,
    told: watch::Sender<Told>,
    result: Option<Result<AccessToken, KeeperError>>,
    _work: Work,
}

impl Flight {
    async fn fly(mut self) {
        self.result = Some(refresh::run(&self.login, &self.told).await);
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        let result = self.result.take().unwrap_or(Err(KeeperError::Interrupted));
        *self.login.flight.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.told.send_replace(Told::Done(result));
    }
}
