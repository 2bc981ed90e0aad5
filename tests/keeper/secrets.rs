//! Planted secrets: no token, key or name of a login is shown anywhere.

use std::fmt::{Debug, Write as _};
use std::fs;
use std::time::Duration;

use oauth_runtime::ExposeSecret as _;
use oauth_runtime::keeper::{
    FileStore, Keeper, KeeperError, LoginId, MemoryStore, RedisStore, Seal, Store, StoreError,
};
use oauth_tests::{Traces, causes};
use tokio::time::advance;

use crate::faulty::{How, Operation, Process};
use crate::redis_server;
use crate::stores::empty_folder;
use crate::vendor::{Fault, Rotation, TestVendor};

/// What is planted: tokens, a login's name, a client, a key, what the vendor writes beside a token.
const CANARIES: [&str; 6] = [
    "access-canary",
    "refresh-canary",
    "alice-canary",
    "client-canary",
    "key-canary",
    "extra-canary",
];

fn assert_is_clean(what: &str, text: &str) {
    for canary in CANARIES {
        assert!(!text.contains(canary), "{what} shows `{canary}`: {text}");
    }
}

/// A key that shows itself where it is shown.
#[derive(Clone)]
struct Key(&'static str);

impl Seal for Key {
    fn seal(&self, record: &[u8], _: &LoginId) -> Result<Vec<u8>, StoreError> {
        let key = self.0.bytes().cycle();
        Ok(record.iter().zip(key).map(|(byte, key)| byte ^ key ^ 0x80).collect())
    }

    fn open(&self, sealed: &[u8], login: &LoginId) -> Result<Vec<u8>, StoreError> {
        self.seal(sealed, login)
    }
}

fn shown(all: &mut String, what: &dyn Debug) {
    writeln!(all, "{what:?} {what:#?}").unwrap();
}

fn shown_error(all: &mut String, error: &KeeperError) {
    shown(all, error);
    for cause in causes(error) {
        writeln!(all, "{cause} {cause:?}").unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn t11_no_text_shows_a_secret() {
    let traces = Traces::record();
    let mut all = String::new();
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let process = Process::new(MemoryStore::new());
    let builder = vendor.keeping(process.clone()).namespace("client-canary");
    shown(&mut all, &builder);
    let keeper = builder.build();
    let mut events = keeper.events();
    let alice = keeper.of("alice-canary");
    let token = vendor.sign_in().1;
    let answer = oauth_runtime::keeper::NewToken::from(token.clone());
    shown(&mut all, &answer);
    let token = alice.put(token).await.unwrap();
    shown(&mut all, &(&keeper, &alice, &token, alice.id(), token.authorization()));
    shown(&mut all, &alice.bearer_for(["api.vendor.example"]));
    shown(&mut all, &oauth_runtime::Bearer::from(&alice));
    shown(&mut all, &process.inner().load(&alice.id()).await.unwrap());
    // Servers that repeat what they were sent, in what is read and what is not.
    let repeated = r#"{"error":"x","error_description":"refresh-canary-1-1 is alien"}"#;
    for (fault, count) in [
        (Fault::Says(400, repeated, None), 1),
        (Fault::Says(503, "refresh-canary-1-1", None), 1),
        (Fault::Says(200, r#"{"error":"refresh-canary-1-1"}"#, None), 1),
        (Fault::Says(200, r#"{"access_token":"access-canary é"}"#, None), 1),
        (Fault::AnswerIsCut, 1),
        (Fault::NotSent, 1),
        (
            Fault::Says(
                400,
                r#"{"error":"invalid_grant","error_description":"refresh-canary-1-2"}"#,
                None,
            ),
            3,
        ),
    ] {
        for _ in 0..count {
            advance(Duration::from_secs(3601)).await;
            vendor.fail(fault.clone());
            if let Err(error) = alice.access_token().await {
                shown_error(&mut all, &error);
            }
        }
        vendor.forgive();
        shown(&mut all, &alice.state().await.unwrap());
    }
    let mut words = std::collections::BTreeSet::new();
    alice.put(vendor.sign_in().1).await.unwrap();
    advance(Duration::from_secs(3601)).await;
    process.hook(|operation| (operation == Operation::Load).then_some(How::Before));
    shown_error(&mut all, &alice.access_token().await.unwrap_err());
    process.heal();
    alice.forget().await.unwrap();
    shown_error(&mut all, &alice.access_token().await.unwrap_err());
    while let Some(event) = events.try_next() {
        words.insert(event.kind.name());
        shown(&mut all, &event);
    }
    assert_is_clean("a text", &all);
    assert!(words.len() >= 3 && all.contains("[REDACTED] is alien"), "{words:?}");
    // What `tracing` is told, of whichever crate.
    let told = traces.told();
    let own = traces.events("oauth_runtime");
    assert!(own.iter().any(|it| it.fields.iter().any(|(name, _)| name == "event")), "{own:?}");
    assert_is_clean("a trace", &format!("{told:?}"));
}

#[tokio::test]
async fn t11_no_name_of_a_file_shows_a_secret() {
    let folder = empty_folder("t11");
    let vendor = TestVendor::new(Rotation::FamilyKill, 0);
    let store = FileStore::at(&folder).unwrap().sealed(Key("key-canary"));
    assert_is_clean("`Debug`", &format!("{store:?}"));
    let alice = vendor.keeping(store.clone()).build().of("alice-canary");
    alice.put(vendor.sign_in().1).await.unwrap();
    alice.access_token().await.unwrap();
    let mut files = 0;
    for file in fs::read_dir(&folder).unwrap() {
        let file = file.unwrap();
        assert_is_clean("a name", file.file_name().to_str().unwrap());
        let bytes = fs::read(file.path()).unwrap();
        assert_is_clean("a sealed file", &String::from_utf8_lossy(&bytes));
        files += 1;
    }
    assert!(files >= 3);
    let lease = store.lease(&alice.id(), Duration::from_secs(9)).await.unwrap().unwrap();
    assert_is_clean("`Debug`", &format!("{lease:?}"));
}

#[tokio::test]
async fn t11_no_key_in_redis_shows_a_secret() {
    let Some(connection) = redis_server::connection("t11").await else { return };
    let vendor = TestVendor::new(Rotation::FamilyKill, 0);
    let store = RedisStore::sealed(connection.clone(), Key("key-canary")).prefix("t11");
    assert_is_clean("`Debug`", &format!("{store:?}"));
    let keeper: Keeper = vendor.keeping(store.clone()).build();
    let alice = keeper.of("alice-canary");
    alice.put(vendor.sign_in().1).await.unwrap();
    let token = alice.access_token().await.unwrap();
    assert!(token.expose_secret().starts_with("access-canary"));
    drop(store.lease(&alice.id(), Duration::from_secs(60)).await.unwrap().unwrap());
    let mut connection = connection;
    let keys: Vec<String> =
        redis::cmd("KEYS").arg("t11*").query_async(&mut connection).await.unwrap();
    assert_eq!(keys.len(), 2, "{keys:?}");
    for key in &keys {
        assert_is_clean("a key", key);
        // One hash tag: a cluster keeps the two together.
        assert!(key.contains(&format!("{{{}}}", alice.id())), "{key}");
    }
    let hash = keys.iter().find(|key| !key.ends_with(":lease")).unwrap();
    let values: Vec<Vec<u8>> =
        redis::cmd("HVALS").arg(hash).query_async(&mut connection).await.unwrap();
    for value in values {
        assert_is_clean("a sealed value", &String::from_utf8_lossy(&value));
    }
}
