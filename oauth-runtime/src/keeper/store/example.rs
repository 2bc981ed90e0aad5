use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use oauth_runtime::keeper::{Committed, Lease, LoginId, Store, StoreFuture, Stored};

/// Keeps logins in a map.
#[derive(Clone, Default)]
struct MapStore(Arc<Mutex<BTreeMap<LoginId, Entry>>>);

#[derive(Default)]
struct Entry {
    stored: Stored,
    fence: u64,
    leased_until: Option<Instant>,
}

impl MapStore {
    fn with<T: Send + 'static>(&self, login: &LoginId, work: impl FnOnce(&mut Entry) -> T) -> StoreFuture<'_, T> {
        let mut map = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let result = work(map.entry(*login).or_default());
        Box::pin(async { Ok(result) })
    }
}

impl Store for MapStore {
    fn load<'a>(&'a self, login: &'a LoginId) -> StoreFuture<'a, Stored> {
        self.with(login, |entry| entry.stored.clone())
    }

    fn lease<'a>(&'a self, login: &'a LoginId, time: Duration) -> StoreFuture<'a, Option<Lease>> {
        self.with(login, |entry| {
            if entry.leased_until.is_some_and(|end| Instant::now() < end) {
                return None;
            }
            entry.fence += 1;
            entry.leased_until = Some(Instant::now() + time);
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
            if entry.stored.generation != generation
                || lease.is_some_and(|lease| lease.fence() != entry.fence)
            {
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
