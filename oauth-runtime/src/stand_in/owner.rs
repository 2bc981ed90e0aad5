//! What ends with the last clone of a stand-in.

use std::sync::{Arc, Mutex, PoisonError};

use crate::description::Api;
use crate::stand_in::refusal::{Refusal, RefusalKind};
use crate::stand_in::shared::Shared;
use crate::stand_in::socket::Listening;

/// What ends with the last clone.
pub(crate) struct Owner {
    pub(crate) shared: Arc<Shared>,
    listening: Mutex<Option<Listening>>,
}

impl Owner {
    pub(crate) fn new(api: &'static Api) -> Self {
        Self { shared: Arc::new(Shared::new(api)), listening: Mutex::new(None) }
    }

    /// Listens until it is dropped.
    pub(crate) fn keep(&self, listening: Listening) {
        let mut place = self.listening.lock().unwrap_or_else(PoisonError::into_inner);
        *place = Some(listening);
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        let state = self.shared.lock();
        let is_lost = |refusal: &&Refusal| {
            matches!(refusal.kind(), RefusalKind::NoSuchEndpoint | RefusalKind::Method)
        };
        let lost = state.refusals.iter().find(is_lost).filter(|_| !state.is_verified);
        assert!(lost.is_none() || std::thread::panicking(), "{}", {
            lost.map(ToString::to_string).unwrap_or_default()
        });
    }
}
