//! What the store did not take at once, and has to take later.

use std::sync::Arc;

use tokio::time::sleep;

use crate::keeper::clock::jittered;
use crate::keeper::event::{EventKind, LONGEST_STORE_PAUSE, backoff};
use crate::keeper::inner::Inner;
use crate::keeper::seen::{Replaces, Unsaved};
use crate::keeper::shared::Work;
use crate::keeper::store::{Committed, StoreError};

/// What became of a record that was not stored at once.
pub(super) enum Resolved {
    Stored,
    /// Somebody has signed in or out, or has got a newer token.
    Superseded,
}

/// Stores a record late, unless what is there is newer. It needs no lease: whoever has it and sends the spent token is refused
/// by the store, and finds this record.
pub(super) async fn resolve(login: &Inner, unsaved: &Unsaved) -> Result<Resolved, StoreError> {
    loop {
        let (theirs, generation) = login.load().await?;
        // A commit that failed may have come through.
        if theirs.issue().is_some() && theirs.issue() == unsaved.record.issue() {
            return Ok(Resolved::Stored);
        }
        let is_replaced = match &unsaved.replaces {
            Replaces::Any => !theirs.is_of_a_later_sign_in(&unsaved.record),
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
pub(super) async fn save(login: &Inner) -> Result<(), StoreError> {
    let Some(unsaved) = login.seen().unsaved.clone() else { return Ok(()) };
    let resolved = resolve(login, &unsaved).await?;
    if login.seen_mut().saved(&unsaved.record)
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
