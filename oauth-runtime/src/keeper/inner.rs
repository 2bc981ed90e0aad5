//! One login in this process: what is known of it, and what the store has.

use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use secrecy::SecretString;
use tokio::sync::watch;

use crate::keeper::clock::Moment;
use crate::keeper::error::KeeperError;
use crate::keeper::event::EventKind;
use crate::keeper::record::{Record, Tokens};
use crate::keeper::seen::{Seen, Unsaved};
use crate::keeper::shared::Shared;
use crate::keeper::store::{Committed, LoginId, StoreError, Stored};
use crate::keeper::token::AccessToken;

/// One login in this process.
pub(super) struct Inner {
    pub(super) id: LoginId,
    pub(super) shared: Arc<Shared>,
    seen: RwLock<Seen>,
    /// Held by whoever signs in or out.
    pub(super) changing: tokio::sync::Mutex<()>,
    pub(super) flight: Mutex<Option<watch::Receiver<Told>>>,
}

/// What those who wait for a refresh are told.
#[derive(Clone)]
pub(super) enum Told {
    Nothing,
    /// Another process refreshes: until then the old token serves, while it lives.
    Meanwhile,
    Done(Result<AccessToken, KeeperError>),
}

pub(super) fn store_error(error: StoreError) -> KeeperError {
    KeeperError::Store { source: Arc::new(error) }
}

impl Inner {
    pub(super) fn new(id: LoginId, shared: Arc<Shared>) -> Self {
        Self {
            id,
            shared,
            seen: RwLock::new(Seen::nothing()),
            changing: tokio::sync::Mutex::new(()),
            flight: Mutex::new(None),
        }
    }

    pub(super) fn now(&self) -> Moment {
        self.shared.clock.now()
    }

    pub(super) fn seen(&self) -> RwLockReadGuard<'_, Seen> {
        self.seen.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn seen_mut(&self) -> RwLockWriteGuard<'_, Seen> {
        self.seen.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells whether nobody would miss what is known.
    pub(super) fn is_idle(&self) -> bool {
        self.seen().unsaved.is_none()
    }

    /// The record of the store and its generation.
    pub(super) async fn load(&self) -> Result<(Record, u64), StoreError> {
        let stored = self.shared.store.load(&self.id).await?;
        let record = Record::read(&stored.record).ok_or("the record is not of this version")?;
        Ok((record, stored.generation))
    }

    /// Takes a record that the store has, unless somebody has signed in or out since this epoch.
    pub(super) fn adopt(&self, record: &Record, epoch: u64) {
        let now = self.now();
        let mut seen = self.seen_mut();
        let is_new = seen.epoch == epoch && seen.adopt(record, &self.shared.rules, now);
        drop(seen);
        if is_new {
            self.shared.tell(self.id, EventKind::Adopted);
        }
    }

    /// Takes a new record, unless somebody has signed in or out since this epoch.
    pub(super) fn take(&self, record: &Record, epoch: u64) {
        let now = self.now();
        let mut seen = self.seen_mut();
        if seen.epoch == epoch {
            seen.take(record, &self.shared.rules, now);
        }
    }

    /// Notes what the store did not take, unless somebody has signed in or out since this epoch.
    pub(super) fn keep_unsaved(&self, unsaved: Unsaved, epoch: u64) {
        let mut seen = self.seen_mut();
        if seen.epoch == epoch {
            seen.unsaved = Some(unsaved);
        }
    }

    /// Revokes what is not needed any more, where the keeper knows how.
    pub(super) async fn revoke(&self, tokens: Tokens) {
        let Some(revoke) = &self.shared.revoke else { return };
        let token: SecretString = tokens.refresh_token.unwrap_or(tokens.access_token);
        if !revoke(token).await {
            self.shared.tell(self.id, EventKind::NotRevoked);
        }
    }

    /// Puts a record in place of whatever is there, and returns the tokens that were.
    pub(super) async fn overwrite(&self, record: &Record) -> Result<Option<Tokens>, StoreError> {
        let bytes = record.write();
        loop {
            let Stored { generation, record } = self.shared.store.load(&self.id).await?;
            let committed = self.shared.store.commit(&self.id, None, generation, &bytes).await?;
            if committed == Committed::Stored {
                return Ok(Record::read(&record).and_then(|record| record.tokens));
            }
        }
    }
}
