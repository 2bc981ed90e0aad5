//! A store in Redis: for the processes of all machines.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use redis::aio::ConnectionLike;
use redis::{Cmd, FromRedisValue, Pipeline};
use secrecy::zeroize::Zeroizing;

use crate::keeper::store::seal::Seal;
use crate::keeper::store::{Committed, Lease, LoginId, Store, StoreError, StoreFuture, Stored};

/// Keeps logins in Redis, for the processes of all machines that reach it, over a connection of yours: multiplexed, managed or
/// of a cluster. TLS is its matter.
///
/// Each login has a hash and a key for its lease, with one hash tag, and each change is one script. Leases end by the clock of the
/// server.
///
/// **What Redis can lose.** Replication is asynchronous: where a replica takes over, the last records may be gone, and with them a
/// refresh token that replaced a spent one. [`wait`](Self::wait) has a commit wait for replicas, which makes that rare and not
/// impossible. A server that is killed loses what it has not written: `appendonly yes` with `appendfsync always` loses nothing.
///
/// ```
/// # fn example<C>(connection: C, key: impl oauth_runtime::keeper::Seal)
/// # where C: redis::aio::ConnectionLike + Clone + Send + Sync + 'static {
/// use oauth_runtime::keeper::RedisStore;
///
/// let store = RedisStore::sealed(connection, key); // or `RedisStore::unsealed(connection)`
/// # drop(store);
/// # }
/// ```
#[derive(Clone)]
pub struct RedisStore<C> {
    connection: C,
    seal: Option<Arc<dyn Seal>>,
    prefix: Arc<str>,
    wait: Option<(u32, Duration)>,
}

/// Takes the lease, unless somebody has it.
const LEASE: &str = r"
if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
local fence = redis.call('HINCRBY', KEYS[1], 'fence', 1)
redis.call('SET', KEYS[2], fence, 'PX', ARGV[1])
return fence";

/// Puts a record in place of the one of this generation, with the newest lease or with none.
const COMMIT: &str = r"
if (redis.call('HGET', KEYS[1], 'generation') or '0') ~= ARGV[1] then return 0 end
if ARGV[2] ~= '' and redis.call('HGET', KEYS[1], 'fence') ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], 'record', ARGV[3])
redis.call('HINCRBY', KEYS[1], 'generation', 1)
return 1";

/// Gives the lease back, where nobody else has it.
const RELEASE: &str = r"
if redis.call('GET', KEYS[2]) == ARGV[1] then redis.call('DEL', KEYS[2]) end
return 0";

impl<C: ConnectionLike + Clone + Send + Sync + 'static> RedisStore<C> {
    /// Makes a store whose records are sealed: whoever reads the database, its backups or its traffic learns no token.
    #[must_use]
    pub fn sealed(connection: C, seal: impl Seal) -> Self {
        Self { seal: Some(Arc::new(seal)), ..Self::unsealed(connection) }
    }

    /// Makes a store whose records are plain: whoever reads the database, its backups or its traffic has every token.
    #[must_use]
    pub fn unsealed(connection: C) -> Self {
        Self { connection, seal: None, prefix: "oauth-keeper".into(), wait: None }
    }

    /// Sets what keys begin with, `oauth-keeper` by default.
    #[must_use]
    pub fn prefix(mut self, prefix: &str) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Has each commit wait until so many replicas have it, at most for so long; then it fails, though it may be stored.
    ///
    /// On a connection that several tasks share all of them wait. Not for connections of a cluster.
    #[must_use]
    pub const fn wait(mut self, replicas: u32, longest: Duration) -> Self {
        self.wait = Some((replicas, longest));
        self
    }

    /// The keys of a login, which a cluster keeps together.
    fn keys(&self, login: &LoginId) -> [String; 2] {
        let hash = format!("{}:{{{login}}}", self.prefix);
        let lease = format!("{hash}:lease");
        [hash, lease]
    }

    fn script(&self, script: &str, login: &LoginId) -> Cmd {
        let mut command = redis::cmd("EVAL");
        command.arg(script).arg(2).arg(&self.keys(login));
        command
    }

    async fn ask<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, StoreError> {
        Ok(command.query_async(&mut self.connection.clone()).await?)
    }
}

impl<C: ConnectionLike + Clone + Send + Sync + 'static> Store for RedisStore<C> {
    fn load<'a>(&'a self, login: &'a LoginId) -> StoreFuture<'a, Stored> {
        Box::pin(async move {
            let [hash, _] = self.keys(login);
            let mut command = redis::cmd("HMGET");
            command.arg(hash).arg("generation").arg("record");
            let (generation, record): (Option<u64>, Option<Vec<u8>>) = self.ask(&command).await?;
            let Some(record) = record.map(Zeroizing::new) else { return Ok(Stored::default()) };
            let record = match &self.seal {
                Some(seal) => seal.open(&record, login)?,
                None => record.to_vec(),
            };
            Ok(Stored::new(generation.unwrap_or_default(), record))
        })
    }

    fn lease<'a>(&'a self, login: &'a LoginId, time: Duration) -> StoreFuture<'a, Option<Lease>> {
        Box::pin(async move {
            let mut command = self.script(LEASE, login);
            command.arg(u64::try_from(time.as_millis()).unwrap_or(u64::MAX));
            let fence: u64 = self.ask(&command).await?;
            Ok((fence > 0).then(|| Lease::new(fence)))
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
            let sealed = match &self.seal {
                Some(seal) => Zeroizing::new(seal.seal(record, login)?),
                None => Zeroizing::new(record.to_vec()),
            };
            let fence = lease.map_or_else(String::new, |lease| lease.fence().to_string());
            let mut command = self.script(COMMIT, login);
            command.arg(generation).arg(fence).arg(sealed.as_slice());
            let Some((replicas, longest)) = self.wait else {
                let stored: u64 = self.ask(&command).await?;
                return Ok(if stored == 1 { Committed::Stored } else { Committed::Refused });
            };
            let mut wait = redis::cmd("WAIT");
            wait.arg(replicas).arg(u64::try_from(longest.as_millis()).unwrap_or(u64::MAX));
            let mut both = Pipeline::with_capacity(2);
            both.add_command(command).add_command(wait);
            let (stored, reached): (u64, u32) =
                both.query_async(&mut self.connection.clone()).await?;
            match stored {
                1 if reached < replicas => Err("too few replicas have the record".into()),
                1 => Ok(Committed::Stored),
                _ => Ok(Committed::Refused),
            }
        })
    }

    fn release<'a>(&'a self, login: &'a LoginId, lease: Lease) -> StoreFuture<'a, ()> {
        Box::pin(async move {
            let mut command = self.script(RELEASE, login);
            command.arg(lease.fence());
            let _: u64 = self.ask(&command).await?;
            Ok(())
        })
    }
}

impl<C> fmt::Debug for RedisStore<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisStore")
            .field("prefix", &self.prefix)
            .field("is_sealed", &self.seal.is_some())
            .finish_non_exhaustive()
    }
}
