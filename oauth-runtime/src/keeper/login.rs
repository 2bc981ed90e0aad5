//! One login: what callers hold, and the one refresh of it in this process.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use tokio::runtime::Handle;

use crate::keeper::clock::system_time;
use crate::keeper::error::{KeeperError, SignInReason};
use crate::keeper::event::EventKind;
use crate::keeper::inner::{Inner, store_error};
use crate::keeper::put::NewToken;
use crate::keeper::record::{Record, Tokens};
use crate::keeper::rules::Assessment;
use crate::keeper::seen::{Replaces, Unsaved};
use crate::keeper::shared::{Shared, Work};
use crate::keeper::store::LoginId;
use crate::keeper::token::AccessToken;
use crate::keeper::{flight, late};

/// A login that is kept: a handle for whoever needs its token. Cheap to clone, and all its clones are one login.
///
/// ```
/// use oauth_runtime::keeper::{KeeperError, Login};
///
/// struct Reports {
///     alice: Login,
/// }
///
/// impl Reports {
///     async fn fetch(&self) -> Result<(), KeeperError> {
///         let token = self.alice.access_token().await?;
///         # drop(token);
///         Ok(())
///     }
/// }
/// ```
#[derive(Clone)]
pub struct Login(pub(super) Arc<Inner>);

/// How a login is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LoginState {
    /// Its token is good until this time, where it is known, and nothing has to be done.
    Fresh {
        /// When it expires.
        expires_at: Option<SystemTime>,
    },
    /// Its token is to be refreshed, which happens when somebody asks for it.
    Stale {
        /// When it expires.
        expires_at: Option<SystemTime>,
    },
    /// The last refresh failed, and nothing is sent before this time.
    Paused {
        /// When the pause is over.
        until: SystemTime,
    },
    /// A refresh was sent, and there is no answer: it is on its way, or whether the refresh token is spent is not known.
    InDoubt,
    /// It is over, until somebody signs in.
    Ended {
        /// Why.
        reason: SignInReason,
    },
}

impl Login {
    /// Returns what stores and events know the login by.
    #[must_use]
    pub fn id(&self) -> LoginId {
        self.0.id
    }

    /// Keeps the answer of a sign-in: the [`Response`](crate::Response) of the exchange of a code, or a [`Token`](crate::Token).
    ///
    /// It takes the place of whatever was there, also while a refresh is on its way, and it is stored even where the caller
    /// stops waiting.
    ///
    /// # Errors
    ///
    /// [`KeeperError::NoToken`] where the answer has none; [`KeeperError::Store`] where it could not be stored: then it is
    /// kept in memory, and stored as soon as it can be.
    pub async fn put(&self, answer: impl Into<NewToken>) -> Result<AccessToken, KeeperError> {
        let answer: NewToken = answer.into();
        let inner = Arc::clone(&self.0);
        owned(&self.0.shared, async move { put(inner, &answer).await }).await
    }

    /// Gives an access token that lives: at once where it is fresh, from memory; else what comes of the one refresh that all
    /// callers share. The refresh is a task of its own, which goes on where the caller stops waiting.
    ///
    /// # Errors
    ///
    /// [`KeeperError::SignInAgain`] where the login is over, and the others where there is no token for now.
    pub async fn access_token(&self) -> Result<AccessToken, KeeperError> {
        let now = self.0.now();
        {
            let seen = self.0.seen();
            if now < seen.fresh_until
                && let Some(token) = &seen.current
            {
                return Ok(token.clone());
            }
        }
        Box::pin(flight::wait(&self.0)).await
    }

    /// Says that a resource server did not take this token: with `invalid_token`
    /// ([RFC 6750, section 3.1](https://www.rfc-editor.org/rfc/rfc6750#section-3.1)). The next caller gets another.
    ///
    /// It counts only where this is still the token of the login, and where no other was refused in the ten seconds before.
    pub fn rejected(&self, token: &AccessToken) {
        let now = self.0.now();
        self.0.seen_mut().reject(token, now);
    }

    /// Signs out: the tokens are taken out of memory and store, and revoked where the keeper knows how. A refresh that is on
    /// its way does not sign in again.
    ///
    /// # Errors
    ///
    /// [`KeeperError::Store`] where the store could not be told: then the login is over in this process alone.
    pub async fn forget(&self) -> Result<(), KeeperError> {
        let now = self.0.now();
        let record = Record::signed_out(now);
        let old = {
            let mut seen = self.0.seen_mut();
            let old = seen.current.take();
            seen.sign_out(record.clone(), &self.0.shared.rules, now);
            old
        };
        let inner = Arc::clone(&self.0);
        owned(&self.0.shared, async move { forget(inner, record, old).await }).await
    }

    /// Tells how the login is, by what the store has. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`KeeperError::Store`].
    pub async fn state(&self) -> Result<LoginState, KeeperError> {
        let shared = &self.0.shared;
        let (record, _) = self.0.load().await.map_err(store_error)?;
        let now = self.0.now();
        let expires_at =
            record.tokens.as_ref().and_then(|tokens| tokens.expires_at).map(system_time);
        let rejected = self.0.seen().rejected();
        Ok(match shared.rules.assess(&record, rejected, now) {
            Assessment::Fresh => LoginState::Fresh { expires_at },
            Assessment::Serve | Assessment::Refresh => LoginState::Stale { expires_at },
            Assessment::InDoubt | Assessment::Resend => LoginState::InDoubt,
            Assessment::Paused(_) if record.own_mark().is_some() => LoginState::InDoubt,
            Assessment::Paused(pause) => LoginState::Paused { until: system_time(pause.until) },
            Assessment::Over(reason) => LoginState::Ended { reason },
        })
    }
}

/// Shows what stores know it by.
impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login").field("id", &self.0.id).finish_non_exhaustive()
    }
}

/// Does some work to its end, whether or not the caller waits for it.
async fn owned<T: Send + 'static>(
    shared: &Arc<Shared>,
    work: impl Future<Output = Result<T, KeeperError>> + Send + 'static,
) -> Result<T, KeeperError> {
    let runtime = Handle::try_current().map_err(|_| KeeperError::NoRuntime)?;
    let counted = Work::begin(shared);
    let task = runtime.spawn(async move {
        let _counted = counted;
        work.await
    });
    task.await.unwrap_or(Err(KeeperError::Interrupted))
}

/// Keeps the answer of a sign-in.
async fn put(login: Arc<Inner>, answer: &NewToken) -> Result<AccessToken, KeeperError> {
    let token = answer.token()?;
    let _changing = login.changing.lock().await;
    if let Some(headers) = answer.headers() {
        login.shared.clock.learn(headers);
    }
    let issued_at = login.now();
    let record = Record::of(Tokens::signed_in(token, issued_at));
    let stored = login.overwrite(&record).await;
    let now = login.now();
    let mut seen = login.seen_mut();
    seen.begin_epoch();
    seen.take(&record, &login.shared.rules, now);
    let current = seen.current.clone();
    if let Err(error) = stored {
        seen.unsaved = Some(Unsaved { record, replaces: Replaces::Any });
        drop(seen);
        late::save_later(&login);
        let error = store_error(error);
        login.shared.tell(login.id, EventKind::NotStored(error.clone()));
        return Err(error);
    }
    current.ok_or(KeeperError::NoToken)
}

/// Forgets the tokens of a login, in whose place comes this record.
async fn forget(
    login: Arc<Inner>,
    record: Record,
    old: Option<AccessToken>,
) -> Result<(), KeeperError> {
    let _changing = login.changing.lock().await;
    // Somebody may have signed in while this waited.
    let now = login.now();
    login.seen_mut().sign_out(record.clone(), &login.shared.rules, now);
    let stored = login.overwrite(&record).await;
    login.shared.tell(login.id, EventKind::Ended(SignInReason::SignedOut));
    let stored = match stored {
        Ok(tokens) => {
            let mut seen = login.seen_mut();
            // What was loaded before it counts no more.
            seen.begin_epoch();
            Ok(tokens)
        }
        Err(error) => {
            late::save_later(&login);
            Err(store_error(error))
        }
    };
    let there = stored.as_ref().ok().and_then(Clone::clone);
    if let Some(tokens) = there.or_else(|| old.map(|token| token.tokens().clone())) {
        login.revoke(tokens).await;
    }
    stored.map(drop)
}
