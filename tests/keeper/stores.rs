//! The stores: each holds the five laws, and the one in files keeps to itself.

#[cfg(unix)]
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs, process};

use oauth_runtime::ExposeSecret as _;
use oauth_runtime::keeper::{
    Committed, FileStore, KeeperError, LoginId, MemoryStore, Seal, Store, StoreError,
};

use crate::vendor::{Rotation, TestVendor};

mod memory {
    use std::sync::LazyLock;

    use oauth_runtime::keeper::MemoryStore;

    static STORE: LazyLock<MemoryStore> = LazyLock::new(MemoryStore::new);

    async fn make_store() -> MemoryStore {
        STORE.clone()
    }

    oauth_runtime::store_laws!(make_store, one_process);
}

mod file {
    use oauth_runtime::keeper::FileStore;

    async fn make_store() -> FileStore {
        FileStore::at(super::folder("laws")).unwrap()
    }

    oauth_runtime::store_laws!(make_store);
}

mod sealed_file {
    use oauth_runtime::keeper::FileStore;

    async fn make_store() -> FileStore {
        FileStore::at(super::folder("sealed-laws")).unwrap().sealed(super::Masked)
    }

    oauth_runtime::store_laws!(make_store);
}

mod redis {
    use std::sync::Arc;

    use oauth_runtime::keeper::{FileStore, RedisStore, Store};

    use crate::redis_server;

    /// Where there is no Redis, which is said, the laws of files are tested once more.
    async fn make_store() -> Arc<dyn Store> {
        match redis_server::connection("the laws of a store in Redis").await {
            Some(connection) => Arc::new(RedisStore::sealed(connection, super::Masked)),
            None => Arc::new(FileStore::at(super::folder("laws")).unwrap()),
        }
    }

    oauth_runtime::store_laws!(make_store);
}

/// The store of the documentation.
mod example {
    #![allow(dead_code, reason = "the example is included as it is")]

    include!("../../oauth-runtime/src/keeper/store/example.rs");

    static STORE: std::sync::LazyLock<MapStore> = std::sync::LazyLock::new(MapStore::default);

    async fn make_store() -> MapStore {
        STORE.clone()
    }

    oauth_runtime::store_laws!(make_store, one_process);
}

/// A folder for tests, inside the target folder of this build.
pub(crate) fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("keeper").join(name)
}

/// A folder of this process alone, which is empty.
pub(crate) fn empty_folder(name: &str) -> PathBuf {
    let folder = folder(&format!("{name}-{}", process::id()));
    drop(fs::remove_dir_all(&folder));
    folder
}

/// Not encryption, but as good to see whether it is used: a mask by the login, and a sum.
pub(crate) struct Masked;

impl Seal for Masked {
    fn seal(&self, record: &[u8], login: &LoginId) -> Result<Vec<u8>, StoreError> {
        let sum = record.iter().fold(7_u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(*byte));
        let mask = login.as_bytes().iter().cycle();
        Ok(record.iter().chain([&sum]).zip(mask).map(|(byte, mask)| byte ^ mask ^ 0xA5).collect())
    }

    fn open(&self, sealed: &[u8], login: &LoginId) -> Result<Vec<u8>, StoreError> {
        let mask = login.as_bytes().iter().cycle();
        let mut plain: Vec<u8> =
            sealed.iter().zip(mask).map(|(byte, mask)| byte ^ mask ^ 0xA5).collect();
        let sum = plain.pop();
        let expected =
            plain.iter().fold(7_u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(*byte));
        if sum == Some(expected) { Ok(plain) } else { Err("another key, or another login".into()) }
    }
}

#[cfg(unix)]
#[tokio::test]
async fn files_are_for_this_user_alone() {
    let folder = empty_folder("permissions");
    let vendor = TestVendor::new(Rotation::FamilyKill, 0);
    let alice = vendor.keeping(FileStore::at(&folder).unwrap()).build().of("alice-canary");
    alice.put(vendor.sign_in().1).await.unwrap();
    alice.access_token().await.unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    let files: Vec<_> = fs::read_dir(&folder).unwrap().map(|it| it.unwrap().path()).collect();
    assert_eq!(files.len(), 3, "{files:?}");
    for file in files {
        assert_eq!(mode(&file), 0o600, "{file:?}");
        assert!(file.to_str().unwrap().contains(&alice.id().to_string()));
    }
    // Where others may write, they could replace them.
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o770)).unwrap();
    let error = FileStore::at(&folder).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::PermissionDenied);
}

#[tokio::test]
async fn sealed_record_opens_for_its_login_only() {
    let folder = empty_folder("sealed");
    let store = FileStore::at(&folder).unwrap().sealed(Masked);
    let (one, two) = (LoginId::of(&["one"]), LoginId::of(&["two"]));
    let committed = store.commit(&one, None, 0, b"plain text").await.unwrap();
    assert_eq!(committed, Committed::Stored);
    let file = |login: &LoginId| folder.join(format!("{login}.token"));
    let sealed = fs::read(file(&one)).unwrap();
    assert!(!sealed.windows(5).any(|five| five == b"plain"));
    assert_eq!(*store.load(&one).await.unwrap().record, b"plain text");
    fs::copy(file(&one), file(&two)).unwrap();
    store.load(&two).await.unwrap_err();
}

/// What a killed process may leave is no harm.
#[tokio::test]
async fn leftovers_of_a_killed_process_are_no_harm() {
    let folder = empty_folder("leftovers");
    let store = FileStore::at(&folder).unwrap();
    let login = LoginId::of(&["one"]);
    for leftover in ["token-new", "lease-new"] {
        fs::write(folder.join(format!("{login}.{leftover}")), "half of").unwrap();
    }
    let lease = store.lease(&login, std::time::Duration::ZERO).await.unwrap().unwrap();
    // The holder is not running: its time is over, and it has the lock still.
    let newer = store.lease(&login, std::time::Duration::from_secs(60)).await.unwrap().unwrap();
    assert!(newer.fence() > lease.fence());
    let committed = store.commit(&login, Some(&newer), 0, b"record").await.unwrap();
    assert_eq!(committed, Committed::Stored);
    assert_eq!(store.commit(&login, Some(&lease), 1, b"x").await.unwrap(), Committed::Refused);
    assert_eq!(*store.load(&login).await.unwrap().record, b"record");
}

#[tokio::test]
async fn broken_file_is_an_error_and_no_login() {
    let folder = empty_folder("broken");
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let alice = vendor.keeper(FileStore::at(&folder).unwrap()).of("alice");
    fs::write(folder.join(format!("{}.token", alice.id())), "no record").unwrap();
    let error = alice.access_token().await.unwrap_err();
    assert!(matches!(error, KeeperError::Store { .. }), "{error:?}");
    assert_eq!(vendor.counts().exchanges, 0);
}

/// Logins of the same name are others where API, base or client are others, unless they share a namespace.
#[tokio::test]
async fn logins_are_told_apart_by_api_and_client() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let store = MemoryStore::new();
    let one = vendor.keeper(store.clone()).of("alice");
    let other_api = vendor.windowed_keeper(store.clone()).of("alice");
    assert_ne!(one.id(), other_api.id());
    assert_ne!(one.id(), vendor.keeper(store.clone()).of("bob").id());
    assert_eq!(one.id(), vendor.keeper(store.clone()).of("alice").id());
    let named = || vendor.keeping(store.clone()).namespace("mine").build().of("alice");
    assert_eq!(named().id(), named().id());
    assert_ne!(named().id(), one.id());
    // Any store can be shared.
    let shared: Arc<dyn Store> = Arc::new(store);
    let same = vendor.keeper(shared).of("alice");
    one.put(vendor.sign_in().1).await.unwrap();
    let token = same.access_token().await.unwrap();
    assert!(vendor.takes(token.expose_secret()));
}
