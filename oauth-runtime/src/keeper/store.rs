//! Where logins are kept: four operations on bytes, and five laws that they hold.

pub(crate) mod file;
pub(crate) mod memory;
#[cfg(feature = "redis")]
pub(crate) mod redis;
pub(crate) mod seal;

use std::any::Any;
use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use secrecy::zeroize::Zeroizing;
use sha2::{Digest as _, Sha256};

/// What the operations of a [`Store`] give back.
pub type StoreFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// Why a store could not do what it was asked for.
pub type StoreError = Box<dyn Error + Send + Sync>;

/// Keeps logins: in memory, in files, in a database.
///
/// A store knows nothing of tokens. For each login it has a record of bytes, its generation and its lease, and five laws
/// hold:
///
/// 1. [`load`](Self::load) gives the last record that was committed, whole.
/// 2. [`commit`](Self::commit) succeeds if and only if the generation is the expected one and the lease, where one is given,
///    the newest.
/// 3. There is at most one live lease of a login. It ends by [`release`](Self::release), by its time or with its process.
/// 4. What `commit` said was stored survives the sudden end of the process.
/// 5. Two logins never wait for each other.
///
/// [`store_laws!`](crate::store_laws) tests them.
///
/// ```
#[doc = include_str!("store/example.rs")]
/// # fn main() {}
/// ```
pub trait Store: Send + Sync + 'static {
    /// Gives the last record that was committed, or [`Stored::default`] where there is none.
    fn load<'a>(&'a self, login: &'a LoginId) -> StoreFuture<'a, Stored>;

    /// Takes the lease of a login for this time; nothing where somebody else has it. Its fence is greater than that of every
    /// lease of this login before it.
    fn lease<'a>(&'a self, login: &'a LoginId, time: Duration) -> StoreFuture<'a, Option<Lease>>;

    /// Puts a record in place of the one of this generation, and makes it the next generation. Where a lease is given, only
    /// if no other was taken after it.
    fn commit<'a>(
        &'a self,
        login: &'a LoginId,
        lease: Option<&'a Lease>,
        generation: u64,
        record: &'a [u8],
    ) -> StoreFuture<'a, Committed>;

    /// Gives a lease back. One that is over already is nobody's loss.
    fn release<'a>(&'a self, login: &'a LoginId, lease: Lease) -> StoreFuture<'a, ()>;
}

impl<S: Store + ?Sized> Store for Arc<S> {
    fn load<'a>(&'a self, login: &'a LoginId) -> StoreFuture<'a, Stored> {
        (**self).load(login)
    }

    fn lease<'a>(&'a self, login: &'a LoginId, time: Duration) -> StoreFuture<'a, Option<Lease>> {
        (**self).lease(login, time)
    }

    fn commit<'a>(
        &'a self,
        login: &'a LoginId,
        lease: Option<&'a Lease>,
        generation: u64,
        record: &'a [u8],
    ) -> StoreFuture<'a, Committed> {
        (**self).commit(login, lease, generation, record)
    }

    fn release<'a>(&'a self, login: &'a LoginId, lease: Lease) -> StoreFuture<'a, ()> {
        (**self).release(login, lease)
    }
}

/// What a store has of a login: nothing at first, in generation 0.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Stored {
    /// How many times a record was committed.
    pub generation: u64,
    /// The last one; wiped when it is dropped.
    pub record: Zeroizing<Vec<u8>>,
}

impl Stored {
    /// Makes what [`Store::load`] gives.
    #[must_use]
    pub fn new(generation: u64, record: Vec<u8>) -> Self {
        Self { generation, record: Zeroizing::new(record) }
    }
}

impl fmt::Debug for Stored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stored").field("generation", &self.generation).finish_non_exhaustive()
    }
}

/// Whether a record was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a record that was refused is not stored"]
#[allow(clippy::exhaustive_enums, reason = "the second law has two outcomes")]
pub enum Committed {
    /// It is the next generation.
    Stored,
    /// The generation is another, or a newer lease was taken.
    Refused,
}

/// The right to refresh a login, for a time.
pub struct Lease {
    fence: u64,
    held: Option<Box<dyn Any + Send + Sync>>,
}

impl Lease {
    /// Makes a lease by its number, which is greater than that of every lease before it.
    #[must_use]
    pub const fn new(fence: u64) -> Self {
        Self { fence, held: None }
    }

    /// Makes a lease that holds something, such as a locked file: it is dropped with the lease.
    #[must_use]
    pub fn holding(fence: u64, held: impl Any + Send + Sync) -> Self {
        Self { fence, held: Some(Box::new(held)) }
    }

    /// Returns its number.
    #[must_use]
    pub const fn fence(&self) -> u64 {
        self.fence
    }
}

impl fmt::Debug for Lease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lease")
            .field("fence", &self.fence)
            .field("holds_something", &self.held.is_some())
            .finish()
    }
}

/// What stores know a login by: a digest of API, client and name, so that its name is shown nowhere.
///
/// `Display` gives 64 hexadecimal digits, which are fit for names of files and keys.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LoginId([u8; 32]);

impl LoginId {
    /// Makes the digest of a login by the parts of its name.
    ///
    /// ```
    /// use oauth_runtime::keeper::LoginId;
    ///
    /// assert_ne!(LoginId::of(&["vendor", "alice"]), LoginId::of(&["vendora", "lice"]));
    /// ```
    #[must_use]
    pub fn of(parts: &[&str]) -> Self {
        let mut digest = Sha256::new();
        for part in parts {
            digest.update(part.len().to_be_bytes());
            digest.update(part);
        }
        Self(digest.finalize().into())
    }

    /// Returns the digest.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for LoginId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for LoginId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LoginId({self})")
    }
}
