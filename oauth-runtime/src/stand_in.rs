//! Testing your integration: the vendor in a test, from the same declaration.
//!
//! A [`StandIn`] knows the API of its client, and refuses what the vendor would refuse: a required parameter that is missing, a
//! constant that is another, a name that came twice or at another place, a parameter that is not declared, a grant without
//! what it needs, missing credentials. The answer is the OAuth error of the vendor, and [`verify`](StandIn::verify) tells the
//! line of the declaration that was broken. This is the feature `stand-in`, for `[dev-dependencies]`.
//!
//! # What was sent
//!
//! Answers are said by the name of the endpoint and checked at once; calls are read by the names of their parameters.
//!
//! ```
//! # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
//! use oauth_runtime::stand_in::StandIn;
//! use oauth_runtime::{Basic, SecretString, Token, oauth_api};
//! use serde_json::json;
//!
//! /// A vendor.
//! #[oauth_api(base_url = "https://vendor.example/oauth2", auth = basic)]
//! pub trait Vendor {
//!     /// Trades a refresh token.
//!     #[post("/token")]
//!     #[grant(refresh_token, needs(refresh_token), may(scope))]
//!     fn token(grant_type: String, refresh_token: Option<SecretString>, scope: Option<String>) -> Token;
//!
//!     /// Invalidates a token.
//!     #[post("/revoke")]
//!     fn revoke(token: SecretString);
//! }
//!
//! let vendor = StandIn::<VendorClient>::new();
//! vendor.at("token").answers(json!({ "access_token": "at", "token_type": "Bearer" }));
//! let client = vendor.client(); // in process, without a socket
//!
//! client.token().refresh_token_grant().refresh_token("rt").scope("read").send().await?;
//!
//! assert_eq!(vendor.only("token").text("scope"), "read");
//! vendor.verify();
//! # Ok::<(), oauth_runtime::Error>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # A sign-in
//!
//! [`behaving`](StandIn::behaving) puts an authorization server inside, which finds its endpoints in the declaration: codes
//! can be used once, by the client they are for, with the redirect URI and the `code_verifier` that belong to them.
//!
//! ```
//! # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
//! use oauth_runtime::stand_in::{OAuth, StandIn};
//! use oauth_runtime::{Callback, Pkce, SecretString, State, Token, oauth_api};
//!
//! /// A vendor.
//! #[oauth_api(base_url = "https://vendor.example")]
//! pub trait Vendor {
//!     /// The page on which a person lets an application in.
//!     #[get("/authorize", browser)]
//!     fn authorize(
//!         #[constant = "code"] response_type: String,
//!         client_id: String,
//!         redirect_uri: String,
//!         state: String,
//!         code_challenge: String,
//!         code_challenge_method: String,
//!     );
//!
//!     /// Trades the code.
//!     #[post("/token")]
//!     #[grant(authorization_code, needs(code, redirect_uri, code_verifier))]
//!     fn token(
//!         grant_type: String,
//!         client_id: String,
//!         code: Option<SecretString>,
//!         redirect_uri: Option<String>,
//!         code_verifier: Option<SecretString>,
//!     ) -> Token;
//! }
//!
//! let vendor = StandIn::<VendorClient>::new().behaving(OAuth::new().needs_pkce());
//! let (client, here) = (vendor.client(), "https://app.example/callback");
//!
//! let (pkce, state) = (Pkce::generate()?, State::generate()?);
//! let page = client.authorize().client_id("id").redirect_uri(here).state(&state).pkce(&pkce).url()?;
//! let redirect = vendor.person().allows(page);
//! let code = redirect.callback(&Callback::new(&state).redirect_uri(here))?.into_code();
//! let trade = client.token().authorization_code().client_id("id").code(code).redirect_uri(here);
//! let token = trade.code_verifier(pkce.into_verifier()).send().await?;
//! assert!(vendor.works(token.access_token()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # A stolen refresh token
//!
//! Where refresh tokens rotate, one that comes again is an alarm, and all tokens of its grant are dead. The time of the vendor is
//! the test's: it stands still until [`advance`](StandIn::advance).
//!
//! ```
//! # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
//! use oauth_runtime::stand_in::{Alarm, OAuth, StandIn};
//! # use oauth_runtime::{SecretString, Token, oauth_api};
//! # /// A vendor.
//! # #[oauth_api(base_url = "https://vendor.example/oauth2")]
//! # pub trait Vendor {
//! #     /// Trades a refresh token.
//! #     #[post("/token")]
//! #     #[grant(refresh_token, needs(refresh_token))]
//! #     fn token(grant_type: String, client_id: String, refresh_token: Option<SecretString>) -> Token;
//! # }
//!
//! let vendor = StandIn::<VendorClient>::new().behaving(OAuth::rotating().expires_in(5));
//! let (client, old) = (vendor.client(), vendor.refresh_token("id"));
//! let refresh = || client.token().refresh_token_grant().client_id("id").refresh_token(old.clone());
//!
//! let token = refresh().send().await?;
//! assert_eq!(refresh().send().await.unwrap_err().oauth().unwrap().error(), "invalid_grant");
//! assert_eq!(vendor.alarms(), [Alarm::RefreshTokenAgain]);
//! assert!(!vendor.works(token.access_token()));
//! # Ok::<(), oauth_runtime::Error>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # A program as a whole, and a server that misbehaves
//!
//! [`listen`](StandIn::listen) gives a URL on loopback. A [`Fault`] takes the place of an answer, over the socket as it is,
//! and in process as a good HTTP client tells it.
//!
//! ```
//! # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
//! use oauth_runtime::stand_in::{Fault, StandIn};
//! # use oauth_runtime::{Delivery, SecretString, oauth_api};
//! # /// A vendor.
//! # #[oauth_api(base_url = "https://vendor.example/oauth2")]
//! # pub trait Vendor {
//! #     /// Invalidates a token.
//! #     #[post("/revoke")]
//! #     fn revoke(token: SecretString);
//! # }
//!
//! let vendor = StandIn::<VendorClient>::new();
//! vendor.at("revoke").first(Fault::ResetAfterRequest).then(Fault::status(503).retry_after(2));
//! let url = vendor.listen().await?; // such as http://127.0.0.1:40123/oauth2
//! # let client = vendor.client();
//! # let error = client.revoke().token("t").send().await.unwrap_err();
//! # assert_eq!(error.delivery(), Delivery::Ambiguous);
//! # let error = client.revoke().token("t").send().await.unwrap_err();
//! # assert_eq!(error.retry_after().unwrap().as_secs(), 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Every server that misbehaves
//!
//! [`gauntlet`] runs a function against every fault, at each of its calls, and checks what must always hold: it ends in time,
//! without a panic, shows no secret, sends no code and no refresh token twice, and nothing to another host. [`Gauntlet`] does
//! the same for clients of another make.
//!
//! ```no_run
//! # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
//! use oauth_runtime::stand_in::gauntlet;
//! # use oauth_runtime::{SecretString, oauth_api};
//! # /// A vendor.
//! # #[oauth_api(base_url = "https://vendor.example/oauth2")]
//! # pub trait Vendor {
//! #     /// Invalidates a token.
//! #     #[post("/revoke")]
//! #     fn revoke(token: SecretString);
//! # }
//!
//! gauntlet(|client: VendorClient| async move { client.revoke().token("a token").send().await }).await;
//! # });
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Compared with the vendor
//!
//! [`compare`] reads the vendor's own description of the API, and tells where the declaration differs.

mod answer;
mod apart;
mod at;
mod bases;
mod check;
mod clock;
pub mod compare;
mod credentials;
mod fault;
mod gauntlet;
mod in_process;
mod nearest;
mod oauth;
mod owner;
mod person;
mod recorded;
mod refusal;
mod route;
mod rules;
mod script;
#[cfg(feature = "tower")]
mod service;
mod shared;
mod socket;
mod values;
mod vendor;

pub use answer::Answer;
pub use at::At;
pub use fault::{Class, Fault};
pub use gauntlet::{Broken, Gauntlet, Report, Row, gauntlet};
pub use oauth::OAuth;
pub use oauth::alarm::Alarm;
pub use person::Person;
pub use recorded::RecordedCall;
pub use refusal::{Refusal, RefusalKind};
#[cfg(feature = "tower")]
pub use service::StandInService;
pub use vendor::StandIn;
