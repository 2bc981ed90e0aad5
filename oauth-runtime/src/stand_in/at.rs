//! An endpoint, to be told what it answers.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

use crate::description::Endpoint;
use crate::stand_in::answer::{Answer, Kind};
use crate::stand_in::check::Check;
use crate::stand_in::script::{Script, Scripted};
use crate::stand_in::shared::Shared;

/// An endpoint of a [`StandIn`](crate::stand_in::StandIn), to be told what it answers.
///
/// What was said with [`first`](Self::first) and [`then`](Self::then) is given once each, in this order. After that comes
/// what was said with [`answers`](Self::answers), again and again; where nothing was, what the
/// [behaviour](crate::stand_in::OAuth) makes of the call.
pub struct At<'a> {
    shared: &'a Arc<Shared>,
    endpoint: &'static Endpoint,
    check: Check,
}

impl<'a> At<'a> {
    pub(crate) const fn new(
        shared: &'a Arc<Shared>,
        endpoint: &'static Endpoint,
        check: Check,
    ) -> Self {
        Self { shared, endpoint, check }
    }

    /// Sets the answer to every call that none other is queued for.
    ///
    /// It is checked at once, as far as the description tells what an answer is: status, JSON, what makes a token usable.
    /// What the type of the answer needs beyond that is checked when the client reads it in process, and told by
    /// [`verify`](crate::stand_in::StandIn::verify); [`StandIn::of`](crate::stand_in::StandIn::of) checks all of it at once.
    ///
    /// # Panics
    ///
    /// Where the client could not read the answer. What is meant to be wrong is said with [`answers_raw`](Self::answers_raw).
    #[track_caller]
    pub fn answers(&self, answer: impl Into<Answer>) -> &Self {
        let scripted = self.checked(answer.into());
        self.with(|script| script.standing = Some(scripted));
        self
    }

    /// Sets the answer to every call that none other is queued for, and does not check it.
    pub fn answers_raw(&self, answer: impl Into<Answer>) -> &Self {
        let scripted = Scripted { kind: answer.into().into_kind(), is_checked: false };
        self.with(|script| script.standing = Some(scripted));
        self
    }

    /// Forgets what was queued, and queues this answer for the next call.
    ///
    /// # Panics
    ///
    /// Where the client could not read the answer. What is meant to be wrong is a [`Fault`](crate::stand_in::Fault), or said with
    /// [`then_raw`](Self::then_raw).
    #[track_caller]
    pub fn first(&self, answer: impl Into<Answer>) -> &Self {
        let scripted = self.checked(answer.into());
        self.with(|script| script.queued = VecDeque::from([scripted]));
        self
    }

    /// Queues an answer after the others.
    ///
    /// # Panics
    ///
    /// Where the client could not read the answer.
    #[track_caller]
    pub fn then(&self, answer: impl Into<Answer>) -> &Self {
        let scripted = self.checked(answer.into());
        self.with(|script| script.queued.push_back(scripted));
        self
    }

    /// Queues an answer after the others, and does not check it.
    pub fn then_raw(&self, answer: impl Into<Answer>) -> &Self {
        let scripted = Scripted { kind: answer.into().into_kind(), is_checked: false };
        self.with(|script| script.queued.push_back(scripted));
        self
    }

    #[track_caller]
    #[allow(clippy::panic, reason = "a test that gives an answer that is none has failed")]
    fn checked(&self, answer: Answer) -> Scripted {
        let kind = answer.into_kind();
        if let Some(response) = kind.response()
            && let Err(error) = (self.check)(self.endpoint, response)
        {
            let mut told = error.to_string();
            let mut cause = std::error::Error::source(&error);
            while let Some(error) = cause {
                told = format!("{told}: {error}");
                cause = error.source();
            }
            panic!(
                "{told}\nhelp: an answer that is meant to be wrong is given with `.answers_raw(…)`"
            );
        }
        let is_checked = matches!(kind, Kind::Response { .. });
        Scripted { kind, is_checked }
    }

    fn with(&self, change: impl FnOnce(&mut Script)) {
        let mut state = self.shared.lock();
        change(state.scripts.entry(self.endpoint.name()).or_default());
    }
}

impl fmt::Debug for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("At").field(&self.endpoint.name()).finish()
    }
}
