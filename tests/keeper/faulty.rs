//! A store that fails where it is told to, and a process that can be killed or stopped.

use std::future::pending;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use oauth_runtime::keeper::{Committed, Lease, LoginId, Store, StoreFuture, Stored};
use oauth_runtime::transport::{Limits, Transport, TransportFuture};
use tokio::time::sleep;

/// An operation of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    Load,
    Lease,
    Commit,
    Release,
}

/// How an operation fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// Nothing is done.
    Before,
    /// It is done, and nobody learns.
    After,
}

/// What becomes of an operation.
type Hook = dyn Fn(Operation) -> Option<How> + Send + Sync;

/// One process of several: its store can fail, and it can stop for good, in the middle of whatever it does. Its clones are one.
#[derive(Clone)]
pub(crate) struct Process<S> {
    inner: S,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    is_dead: bool,
    slow: Duration,
    hook: Option<Arc<Hook>>,
    stall: Option<(usize, How, Duration)>,
    on_stall: Option<Arc<dyn Fn() + Send + Sync>>,
    done: Vec<Operation>,
}

impl<S> Process<S> {
    pub(crate) fn new(inner: S) -> Self {
        Self { inner, state: Arc::default() }
    }

    pub(crate) const fn inner(&self) -> &S {
        &self.inner
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Takes so long for each operation.
    pub(crate) fn slow(&self, time: Duration) {
        self.state().slow = time;
    }

    /// Sets what becomes of the operations from now on.
    pub(crate) fn hook(&self, hook: impl Fn(Operation) -> Option<How> + Send + Sync + 'static) {
        self.state().hook = Some(Arc::new(hook));
    }

    /// Stands still for this time, before or after what is the next operation but so many.
    pub(crate) fn stall(&self, later: usize, when: How, time: Duration) {
        self.state().stall = Some((later, when, time));
    }

    /// Sets what is done when it begins to stand still.
    pub(crate) fn on_stall(&self, told: impl Fn() + Send + Sync + 'static) {
        self.state().on_stall = Some(Arc::new(told));
    }

    async fn stand_still(&self, time: Duration) {
        let told = self.state().on_stall.clone();
        if let Some(told) = told {
            told();
        }
        sleep(time).await;
    }

    pub(crate) fn heal(&self) {
        self.state().hook = None;
    }

    /// Stops for good: nothing that was begun ever ends.
    pub(crate) fn kill(&self) {
        self.state().is_dead = true;
    }

    pub(crate) fn is_dead(&self) -> bool {
        self.state().is_dead
    }

    /// What was asked of the store.
    pub(crate) fn done(&self) -> Vec<Operation> {
        self.state().done.clone()
    }

    async fn run<T>(
        &self,
        operation: Operation,
        work: StoreFuture<'_, T>,
    ) -> Result<T, oauth_runtime::keeper::StoreError> {
        let (slow, hook) = {
            let state = self.state();
            (state.slow, state.hook.clone())
        };
        self.alive().await;
        if !slow.is_zero() {
            sleep(slow).await;
        }
        self.alive().await;
        let stall = self.next_stall();
        if let Some((How::Before, time)) = stall {
            self.stand_still(time).await;
        }
        self.state().done.push(operation);
        let how = hook.and_then(|hook| hook(operation));
        if how == Some(How::Before) {
            return Err("the store was told to fail".into());
        }
        let result = work.await;
        if let Some((How::After, time)) = stall {
            self.stand_still(time).await;
        }
        self.alive().await;
        if how == Some(How::After) {
            return Err("the store was told to fail, after its work".into());
        }
        result
    }

    fn next_stall(&self) -> Option<(How, Duration)> {
        let stall = &mut self.state().stall;
        match stall.take() {
            Some((0, when, time)) => Some((when, time)),
            Some((later, when, time)) => {
                *stall = Some((later - 1, when, time));
                None
            }
            None => None,
        }
    }

    async fn alive(&self) {
        if self.is_dead() {
            pending::<()>().await;
        }
    }
}

impl<S: Store> Store for Process<S> {
    fn load<'a>(&'a self, login: &'a LoginId) -> StoreFuture<'a, Stored> {
        Box::pin(async {
            self.run(Operation::Load, Box::pin(async { self.inner.load(login).await })).await
        })
    }

    fn lease<'a>(&'a self, login: &'a LoginId, time: Duration) -> StoreFuture<'a, Option<Lease>> {
        Box::pin(async move {
            let work = Box::pin(async move { self.inner.lease(login, time).await });
            self.run(Operation::Lease, work).await
        })
    }

    fn commit<'a>(
        &'a self,
        login: &'a LoginId,
        lease: Option<&'a Lease>,
        generation: u64,
        record: &'a [u8],
    ) -> StoreFuture<'a, Committed> {
        Box::pin(async move {
            let work =
                Box::pin(async move { self.inner.commit(login, lease, generation, record).await });
            self.run(Operation::Commit, work).await
        })
    }

    fn release<'a>(&'a self, login: &'a LoginId, lease: Lease) -> StoreFuture<'a, ()> {
        Box::pin(async move {
            let work = Box::pin(async move { self.inner.release(login, lease).await });
            self.run(Operation::Release, work).await
        })
    }
}

/// What carries the calls of a process: with it they stop.
pub(crate) struct CarriedBy<S, T>(pub(crate) Process<S>, pub(crate) T);

impl<S: Send + Sync + Clone + 'static, T: Transport> Transport for CarriedBy<S, T> {
    fn send(&self, request: http::Request<bytes::Bytes>, limits: Limits) -> TransportFuture {
        let (process, sent) = (self.0.clone(), self.1.send(request, limits));
        Box::pin(async move {
            process.alive().await;
            let answer = sent.await;
            process.alive().await;
            answer
        })
    }
}
