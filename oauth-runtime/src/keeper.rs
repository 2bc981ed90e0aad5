//! Tokens that stay good: sign in once, and there is one for every task of every process that shares the store.
//!
//! A [`Keeper`] knows how to get new tokens, by a closure that ends in `.into_request()`, and where logins are kept. It gives a
//! [`Login`] for each name, and a login gives its access token to whoever asks:
//!
//! ```
//! use oauth_runtime::keeper::{FileStore, Keeper, KeeperError};
//! use oauth_runtime::{Bearer, SecretString, Token, oauth_api};
//!
//! #[oauth_api(base_url = "https://vendor.example", auth = none)]
//! pub trait Vendor {
//!     #[grant(authorization_code as exchange, needs(code, redirect_uri, code_verifier))]
//!     #[grant(refresh_token as refresh, needs(refresh_token))]
//!     #[post("/token")]
//!     fn token(
//!         grant_type: String,
//!         client_id: String,
//!         code: Option<SecretString>,
//!         redirect_uri: Option<String>,
//!         code_verifier: Option<SecretString>,
//!         refresh_token: Option<SecretString>,
//!     ) -> Token;
//! }
//!
//! #[oauth_api(base_url = "https://api.vendor.example", auth = bearer)]
//! pub trait Catalog {
//!     #[get("/items")]
//!     fn list_items() -> Vec<String>;
//! }
//!
//! # async fn example(folder: &str, response: oauth_runtime::Response<Token>) -> Result<(), Box<dyn std::error::Error>> {
//! let vendor = VendorClient::new();
//! let keeper = Keeper::refreshing(move |refresh_token| {
//!     vendor.token().refresh().client_id("id").refresh_token(refresh_token).into_request()
//! })
//! .store(FileStore::at(folder)?)
//! .build();
//!
//! let alice = keeper.of("tenant-7/alice");
//! alice.put(response).await?; // after the sign-in: the answer of the exchange of the code
//! let token = alice.access_token().await?; // fresh, for whoever asks, however many
//!
//! let catalog = CatalogClient::builder().bearer(&alice).build()?;
//! catalog.list_items().send().await?; // refreshed before, and once after a 401 `invalid_token`
//! # drop(token);
//! # Ok(())
//! # }
//! ```
//!
//! # What a keeper promises
//!
//! - A refresh is sent once, whoever asked, and it ends even if who asked is gone. Its result is stored before anyone uses it.
//! - What is in doubt is said, and not guessed: see [`InDoubt`].
//! - Where nothing can be sent, callers get the old token while it lives, then one error that says so and why.
//! - No token, key or name of a login is shown by `Debug`, events, errors, file names or keys of the store.
//!
//! A keeper works inside a Tokio runtime. A refresh is a task of the runtime of whoever asked first: before a runtime ends, wait
//! for [`Keeper::settled`].

mod bearer;
mod builder;
mod clock;
mod error;
mod event;
mod exchange;
mod flight;
mod inner;
mod late;
#[doc(hidden)]
pub mod laws;
mod lease;
mod login;
mod logins;
mod put;
mod record;
mod refresh;
mod rules;
mod seen;
mod shared;
mod source;
pub(crate) mod store;
mod token;
mod verdict;

#[cfg(any(feature = "reqwest", feature = "tower"))]
pub use bearer::hosts::{BearerHosts, HostError};
#[cfg(feature = "reqwest")]
pub use bearer::reqwest::SendError;
#[cfg(feature = "tower")]
pub use bearer::tower::{BearerLayer, BearerService, ServiceError};
pub use builder::KeeperBuilder;
pub use error::{KeeperError, SignInReason};
pub use event::{Event, EventKind, Events};
pub use login::{Login, LoginState};
pub use logins::Keeper;
pub use put::NewToken;
pub use rules::InDoubt;
pub use store::file::FileStore;
pub use store::memory::MemoryStore;
#[cfg(feature = "redis")]
pub use store::redis::RedisStore;
pub use store::seal::Seal;
pub use store::{Committed, Lease, LoginId, Store, StoreError, StoreFuture, Stored};
pub use token::AccessToken;
