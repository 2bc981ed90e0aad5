//! A store in memory: for one process, and for tests.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::keeper::store::{Committed, Lease, LoginId, Store, StoreFuture, Stored};

/// Keeps logins in memory, for this process alone: they end with it. The default.
///
/// Its clones are one store.
///
/// ```
/// use oauth_runtime::keeper::MemoryStore;
///
/// let store = MemoryStore::new();
/// # drop(store);
/// ```
#[derive(Clone, Default)]
pub struct MemoryStore(Arc<Mutex<BTreeMap<LoginId, Entry>>>);

#[derive(Default)]
struct Entry {
    stored: Stored,
    fence: u64,
    leased_until: Option<Instant>,
}

impl MemoryStore {
    /// Makes an empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn with<T: Send + 'static>(
        &self,
        login: &LoginId,
        work: impl FnOnce(&mut Entry) -> T,
    ) -> StoreFuture<'static, T> {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let result = work(entries.entry(*login).or_default());
        Box::pin(std::future::ready(Ok(result)))
    }
}

impl Store for MemoryStore {
    fn load<'a>(&'a self, login: &'a LoginId) -> StoreFuture<'a, Stored> {
        self.with(login, |entry| entry.stored.clone())
    }

    fn lease<'a>(&'a self, login: &'a LoginId, time: Duration) -> StoreFuture<'a, Option<Lease>> {
        self.with(login, |entry| {
            let now = Instant::now();
            if entry.leased_until.is_some_and(|end| now < end) {
                return None;
            }
            entry.fence += 1;
            entry.leased_until = Some(now + time);
            Some(Lease::new(entry.fence))
        })
    }

    fn commit<'a>(
        &'a self,
        login: &'a LoginId,
        lease: Option<&'a Lease>,
        generation: u64,
        record: &'a [u8],
    ) -> StoreFuture<'a, Committed> {
        self.with(login, |entry| {
            let is_newest = lease.is_none_or(|lease| lease.fence() == entry.fence);
            if entry.stored.generation != generation || !is_newest {
                return Committed::Refused;
            }
            entry.stored = Stored::new(generation + 1, record.to_vec());
            Committed::Stored
        })
    }

    fn release<'a>(&'a self, login: &'a LoginId, lease: Lease) -> StoreFuture<'a, ()> {
        self.with(login, |entry| {
            if entry.fence == lease.fence() {
                entry.leased_until = None;
            }
        })
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore").finish_non_exhaustive()
    }
}
