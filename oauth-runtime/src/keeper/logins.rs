//! A keeper: its logins by their names.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::keeper::event::Events;
use crate::keeper::inner::Inner;
use crate::keeper::login::Login;
use crate::keeper::shared::Shared;
use crate::keeper::store::LoginId;

/// Keeps logins: refreshes their tokens, and stores them. Cheap to clone.
///
/// See the [module](crate::keeper).
#[derive(Clone)]
pub struct Keeper(Arc<Kept>);

struct Kept {
    shared: Arc<Shared>,
    namespace: Vec<String>,
    logins: Mutex<BTreeMap<LoginId, Arc<Inner>>>,
}

/// How many logins are remembered that nobody has a handle of.
const REMEMBERED: usize = 4096;

impl Keeper {
    pub(super) fn new(shared: Shared, namespace: Vec<String>) -> Self {
        let logins = Mutex::new(BTreeMap::new());
        Self(Arc::new(Kept { shared: Arc::new(shared), namespace, logins }))
    }

    /// Returns the login of this name, which the keeper's user chooses: an account, and its tenant where there are several.
    #[must_use]
    pub fn of(&self, name: &str) -> Login {
        let namespace = self.0.namespace.iter().map(String::as_str);
        let parts: Vec<&str> = namespace.chain([name]).collect();
        let id = LoginId::of(&parts);
        let mut logins = self.0.logins.lock().unwrap_or_else(PoisonError::into_inner);
        if logins.len() >= REMEMBERED && !logins.contains_key(&id) {
            logins.retain(|_, login| Arc::strong_count(login) > 1 || !login.is_idle());
        }
        let login = logins.entry(id);
        let new = || Arc::new(Inner::new(id, Arc::clone(&self.0.shared)));
        Login(Arc::clone(login.or_insert_with(new)))
    }

    /// Returns what happens to the logins from now on.
    #[must_use]
    pub fn events(&self) -> Events {
        self.0.shared.teller.events()
    }

    /// Waits until no refresh is on its way, and everything is stored: before a program ends.
    pub async fn settled(&self) {
        let mut works = self.0.shared.works.subscribe();
        // The sender is here.
        drop(works.wait_for(|works| *works == 0).await);
    }
}

impl fmt::Debug for Keeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keeper").finish_non_exhaustive()
    }
}
