//! What all logins of a keeper have in common.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::keeper::clock::Clock;
use crate::keeper::event::{EventKind, Teller};
use crate::keeper::rules::Rules;
use crate::keeper::source::{Revoke, Source};
use crate::keeper::store::{LoginId, Store};

/// What all logins of a keeper have in common.
pub(super) struct Shared {
    pub(super) source: Source,
    pub(super) store: Arc<dyn Store>,
    pub(super) clock: Clock,
    pub(super) teller: Teller,
    pub(super) rules: Rules,
    pub(super) timeout: Duration,
    pub(super) invalid_grant_words: Vec<String>,
    pub(super) revoke: Option<Revoke>,
    /// How many tasks are on their way.
    pub(super) works: watch::Sender<usize>,
}

impl Shared {
    pub(super) fn tell(&self, login: LoginId, kind: EventKind) {
        self.teller.tell(login, kind);
    }

    /// How long a lease is: longer than a call can take, so that nobody has to renew it.
    pub(super) fn lease_time(&self) -> Duration {
        self.timeout + self.spare() + ROOM.min(self.timeout)
    }

    /// What has to be left of a lease beyond the time of the call, when it is sent.
    pub(super) fn spare(&self) -> Duration {
        SPARE.min(self.timeout)
    }
}

const SPARE: Duration = Duration::from_secs(5);

/// How long the steps before the call may take.
const ROOM: Duration = Duration::from_secs(10);

/// A task on its way, counted until it is dropped.
pub(super) struct Work(Arc<Shared>);

impl Work {
    pub(super) fn begin(shared: &Arc<Shared>) -> Self {
        shared.works.send_modify(|works| *works += 1);
        Self(Arc::clone(shared))
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.0.works.send_modify(|works| *works -= 1);
    }
}
