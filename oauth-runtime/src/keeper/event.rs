//! What a keeper tells of itself.

use std::time::Duration;

use tokio::sync::broadcast;

use crate::keeper::error::{KeeperError, SignInReason};
use crate::keeper::store::LoginId;

/// Something that happened to a login.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Event {
    /// The login: [`Login::id`](crate::keeper::Login::id) tells which it is.
    pub login: LoginId,
    /// What happened.
    pub kind: EventKind,
}

/// What happened to a login.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum EventKind {
    /// This process refreshed it.
    Refreshed,
    /// Another process did, and its token was taken from the store.
    Adopted,
    /// A refresh did not work. Where the old token lives, callers still get it.
    Failed(KeeperError),
    /// A refresh was sent and not answered.
    InDoubt,
    /// It is over.
    Ended(SignInReason),
    /// A new token is in memory, and the store did not take it: where this process ends now, it is lost.
    NotStored(KeeperError),
    /// The store took it in the end.
    StoredLate,
    /// A token was to be revoked at sign-out, and was not.
    NotRevoked,
    /// So many events were not read in time, and are gone.
    Missed(u64),
}

impl EventKind {
    /// Its name, for logs.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Refreshed => "refreshed",
            Self::Adopted => "adopted",
            Self::Failed(_) => "failed",
            Self::InDoubt => "in_doubt",
            Self::Ended(_) => "ended",
            Self::NotStored(_) => "not_stored",
            Self::StoredLate => "stored_late",
            Self::NotRevoked => "not_revoked",
            Self::Missed(_) => "missed",
        }
    }
}

/// The events of a keeper, from the moment that [`Keeper::events`](crate::keeper::Keeper::events) was called.
#[derive(Debug)]
pub struct Events(pub(super) broadcast::Receiver<Event>);

impl Events {
    /// Waits for the next event; nothing once the keeper and its handles are gone.
    pub async fn next(&mut self) -> Option<Event> {
        match self.0.recv().await {
            Ok(event) => Some(event),
            Err(broadcast::error::RecvError::Lagged(missed)) => {
                Some(Event { login: LoginId::of(&[]), kind: EventKind::Missed(missed) })
            }
            Err(broadcast::error::RecvError::Closed) => None,
        }
    }

    /// Returns an event that has come already.
    pub fn try_next(&mut self) -> Option<Event> {
        match self.0.try_recv() {
            Ok(event) => Some(event),
            Err(broadcast::error::TryRecvError::Lagged(missed)) => {
                Some(Event { login: LoginId::of(&[]), kind: EventKind::Missed(missed) })
            }
            Err(_) => None,
        }
    }
}

/// How many events are kept for those who read them late.
const KEPT: usize = 256;

/// Where events are told.
pub(super) struct Teller(broadcast::Sender<Event>);

impl Teller {
    pub(super) fn new() -> Self {
        Self(broadcast::Sender::new(KEPT))
    }

    pub(super) fn events(&self) -> Events {
        Events(self.0.subscribe())
    }

    pub(super) fn tell(&self, login: LoginId, kind: EventKind) {
        traced(&login, &kind);
        // Nobody may be listening.
        drop(self.0.send(Event { login, kind }));
    }
}

#[cfg(feature = "tracing")]
fn traced(login: &LoginId, kind: &EventKind) {
    use tracing::field::display;

    let error = match kind {
        EventKind::Failed(error) | EventKind::NotStored(error) => Some(display(error)),
        _ => None,
    };
    tracing::info!(target: "oauth_runtime", login = %login, event = kind.name(), error, "login");
}

#[cfg(not(feature = "tracing"))]
const fn traced(_: &LoginId, _: &EventKind) {}

/// The longest wait before a store that does not work is asked again.
pub(super) const LONGEST_STORE_PAUSE: Duration = Duration::from_secs(30);

/// A wait before the next try, by how many failed: twice as long each time.
pub(super) fn backoff(failures: u32, longest: Duration) -> Duration {
    Duration::from_secs(1)
        .saturating_mul(2_u32.saturating_pow(failures.saturating_sub(1)))
        .min(longest)
}
