//! The lease of a login while it is refreshed.

use std::time::Duration;

use tokio::time::Instant;

use crate::keeper::clock::Moment;
use crate::keeper::inner::Inner;
use crate::keeper::record::Record;
use crate::keeper::store::{Committed, Lease, StoreError};

/// A lease, and when it was asked for.
pub(super) struct Leased {
    lease: Lease,
    asked: Instant,
    /// The same by the clock, which goes on while a machine sleeps.
    asked_at: Moment,
}

impl Leased {
    pub(super) async fn ask(login: &Inner) -> Result<Option<Self>, StoreError> {
        let (asked, asked_at) = (Instant::now(), login.now());
        let lease = login.shared.store.lease(&login.id, login.shared.lease_time()).await?;
        Ok(lease.map(|lease| Self { lease, asked, asked_at }))
    }

    /// Tells whether it lasts for a call and a little more.
    pub(super) fn is_enough(&self, login: &Inner) -> bool {
        let by_clock = login.now().saturating_sub(self.asked_at).unsigned_abs();
        let passed = self.asked.elapsed().max(Duration::from_millis(by_clock));
        passed + login.shared.timeout + login.shared.spare() <= login.shared.lease_time()
    }

    pub(super) async fn release(self, login: &Inner) {
        // Where the store cannot be told, the lease ends by its time.
        drop(login.shared.store.release(&login.id, self.lease).await);
    }

    /// Puts a record in place of the one of this generation.
    pub(super) async fn commit(
        &self,
        login: &Inner,
        generation: u64,
        record: &Record,
    ) -> Result<Committed, StoreError> {
        let bytes = record.write();
        login.shared.store.commit(&login.id, Some(&self.lease), generation, &bytes).await
    }
}
