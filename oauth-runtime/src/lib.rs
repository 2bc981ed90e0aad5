//! Declare an OAuth vendor's endpoints as a trait, and call them through a typed, careful client.
//!
//! [`oauth_api`] goes on a trait: the endpoints as the vendor's own page lists them. It expands into a client with one
//! request builder per endpoint. This crate is what those builders run on.
//!
//! ```
//! use oauth_runtime::{Basic, SecretString, oauth_api};
//!
//! /// OAuth endpoints of a vendor.
//! #[oauth_api(base_url = "https://vendor.example/oauth2", auth = basic)]
//! pub trait Vendor {
//!     /// Invalidates a token.
//!     #[post("/revoke")]
//!     fn revoke(token: SecretString);
//! }
//!
//! # async fn example() -> Result<(), oauth_runtime::Error> {
//! let vendor = VendorClient::new(Basic::new("client id", "client secret"));
//! vendor.revoke().token("the token").send().await?;
//! # Ok(())
//! # }
//! ```
//!
//! # What a call promises
//!
//! - It is sent once. Redirects are never followed, and nothing is repeated unless asked for ([`Retry`]): then what can be
//!   used once is still sent once.
//! - It ends: after 30 seconds, or what the client or the call says ([`ClientBuilder::timeout`]).
//! - It takes at most 1 MiB of a decoded body ([`ClientBuilder::max_body`]).
//! - It goes to `https`, or to loopback ([`ClientBuilder::allow_http`]), also where its URL was learned at run time
//!   ([`ServerMetadata`]).
//! - It shows no secret: `Debug` and `Display` of clients, credentials, builders, requests, answers and errors leave them
//!   out, and where a server repeats a secret of the call, it is taken out of the text.
//! - Its error keeps everything: status, headers, body, the OAuth error, the vendor's error, the delay asked for, whether
//!   the request arrived and whether the grant is still good ([`Error`]).
//!
//! # Beside calls
//!
//! [`Pkce`] and [`State`] belong into every authorization URL; [`Callback`] takes the answer apart. [`Token`] reads a
//! token answer for those who have no type of their own for it.
//!
//! # Features
//!
//! - `reqwest` (default): carries calls with reqwest and rustls. Without it and `hyper`, a client takes a
//!   [`Transport`](transport::Transport).
//! - `hyper`: carries calls with hyper's client and rustls, at less cost and without proxies. It is the default where
//!   `reqwest` is off; elsewhere a client takes a `transport::HyperTransport`.
//! - `keeper`: keeps tokens good for every task and process that shares a store, in memory or in files: see `keeper`.
//! - `redis`: keeps them in Redis, for every machine.
//! - `sign-in`: signs persons in from programs without a web server, in the module `sign_in`: the device flow and the loopback
//!   listener. It needs Tokio.
//! - `stand-in`: stands in for a vendor in tests, by its declaration. See `stand_in`.
//! - `tower`: makes transports of `tower` services; with `keeper`, adds tokens to what such services send.
//! - `tracing`: tells [`tracing`](https://docs.rs/tracing) of each call. See below.
//!
//! # Traces
//!
//! With the feature `tracing`, each call is one span: target `oauth_runtime`, name `oauth call`, level `INFO`, because
//! calls of this kind are few, and what a program waits for; spans alone print nothing. It begins with `.send()`, and its parent is
//! the span that is current there. It is entered while the call works, so that what HTTP client and transport tell is inside.
//! Names with a dot are those of the [semantic conventions](https://opentelemetry.io/docs/specs/semconv/http/http-spans/)
//! of OpenTelemetry.
//!
//! | field | meaning |
//! |---|---|
//! | `endpoint` | the name of the endpoint's function, such as `post_revoke` |
//! | `api` | the name of the trait, such as `Usps` |
//! | `otel.kind` | always `client` |
//! | `http.request.method` | the method |
//! | `url.template` | the path as it is declared, below the base URL, with `{…}` where a value goes; or the word in its place |
//! | `server.address` | the host; absent where no request could be made |
//! | `server.port` | the port; absent where no request could be made |
//! | `http.response.status_code` | the status of the last answer; absent where none came |
//! | `attempts` | how many times the request was handed to what carries it: 0 where it could not be made, 1 unless repeated |
//! | `duration` | the time from the first await to the end of the call, repetitions and their delays included; in seconds, with a fraction |
//! | `error.type` | absent on success; else `build`, `refused` or `unexpected` as in [`Error`], for [`Error::Transport`] `connect`, `tls`, `timeout`, `closed`, `protocol`, `too_large`, `redirected`, `no_runtime` or `transport` as in [`TransportErrorKind`](error::TransportErrorKind), or `cancelled` where the call was dropped before its end |
//! | `delivery` | absent on success and where cancelled; else `not_sent`, `ambiguous` or `answered` as in [`Delivery`] |
//! | `otel.status_code` | absent on success; else `ERROR` |
//!
//! Each repetition ([`Retry`]) is one event inside the span, at `INFO` too: `attempt` is the number of the attempt to come,
//! counted from 1, `delay` the time until then in seconds, and `error.type`, `delivery` and
//! `http.response.status_code` tell of the attempt before.
//!
//! With the feature `keeper`, whatever happens to a login is one event at `INFO`, too: `login` is the digest that stores know it
//! by, `event` the name of its kind (`EventKind::name`), and `error` what went wrong, where something did.
//!
//! Nothing else is told: no values of parameters, no headers, no bodies, no words of the server. Nor does the default HTTP
//! client tell a secret, at whatever level, unless `connection_verbose(true)` has it tell every byte.

// The storeys, from top to bottom: each uses those below it, and none above it.

// What generated code calls.
#[doc(hidden)]
pub mod __private;

// The vendor in tests.
#[cfg(feature = "stand-in")]
pub mod stand_in;
// What is built on calls: tokens that stay good, and signing persons in.
#[cfg(feature = "keeper")]
pub mod keeper;
#[cfg(feature = "sign-in")]
pub mod sign_in;

// A call put together and on its way.
mod call;

// Where an API lives and who calls it.
mod client;

// What carries a call.
pub mod transport;

// A response classified and read.
mod response;

// Values to bytes.
mod encode;

// What can go wrong, by who has to act.
pub mod error;

// The nouns of the RFCs.
mod oauth;

// What is not to be shown.
mod secret;

// The ground.
mod body;
mod clock;
pub mod description;
mod erased;
mod header;
mod value;

pub use oauth_macros::oauth_api;
#[cfg(feature = "reqwest")]
pub use reqwest;
#[cfg(feature = "hyper")]
pub use rustls;
pub use url::Url;
pub use {bytes, http, url};

// The compiler names these in its messages, by the shortest path that there is.
#[doc(hidden)]
pub use encode::json::ParameterValue;
#[doc(hidden)]
pub use error::error_body::is_error_body;
#[doc(hidden)]
pub use header::response_header;
pub use response::raw::{FromBody, read_optional, read_raw, read_redirect_or_optional};
#[doc(hidden)]
pub use response::read::{read_json, read_redirect_or_json};

pub use __private::EndpointFuture;
pub use call::discovery::Discovering;
pub use call::parameters::Parameters;
pub use call::request::Request;
pub use call::sending::{Sending, SendingWithResponse};
#[doc(hidden)]
pub use call::typestate::NotSet;
pub use call::typestate::{Sendable, UrlOnly};
pub use client::base_url::BaseUrl;
pub use client::builder::{ApiClient, ClientBuilder};
pub use client::credentials::{
    Basic, Bearer, ClientCredentials, ClientId, Credentials, IntoCredentials,
};
pub use client::retry::Retry;
pub use encode::json::JsonParameter;
pub use error::{Delivery, Error, GrantState};
pub use header::{FromHeader, ResponseHeader, UnreadableHeader};
pub use oauth::callback::Callback;
pub use oauth::challenge::Challenge;
pub use oauth::deviation::Deviation;
pub use oauth::lenient;
pub use oauth::metadata::ServerMetadata;
pub use oauth::pkce::{CodeChallengeMethod, Pkce};
pub use oauth::scope::Scopes;
pub use oauth::state::State;
pub use oauth::token::Token;
pub use response::read::FromResponse;
pub use response::redirect::{Redirect, RedirectError, RedirectOr};
pub use response::retry_after::{LONGEST_RETRY_AFTER, retry_after};
pub use response::success::Response;
pub use response::text::Text;
pub use secret::{ExposeSecret, SecretString};
#[doc(hidden)]
pub use value::ListParameter;
pub use value::{Optional, Parameter, ParameterText, Required};

/// Authorization requests and their callbacks: what is sent with one, and what comes back.
pub mod authorization {
    pub use crate::description::CallbackNames;
    pub use crate::oauth::callback::Callback;
    pub use crate::oauth::callback::code::AuthorizationCode;
    pub use crate::oauth::callback::error::CallbackError;
    pub use crate::oauth::callback::parameters::CallbackParameters;
    pub use crate::oauth::callback::refusal::{AuthorizationError, AuthorizationErrorCode};
    pub use crate::oauth::pkce::{CodeChallengeMethod, CodeVerifierError, Pkce};
    pub use crate::oauth::state::State;
    pub use crate::secret::random::RandomError;
}

/// What the type of a request says: which required parameters were given, and what kind of request it is.
pub mod request {
    pub use crate::call::next::{AfterIntoRequest, AfterSend, Next, NextOfPage};
    pub use crate::call::parameters::Parameters;
    pub use crate::call::request::Request;
    pub use crate::call::typestate::{
        Browser, Missing, Sendable, Set, UrlOnly, WithBody, WithoutBody,
    };
}

/// Token responses: the token itself, and in what a response departs from the RFC.
pub mod token {
    pub use crate::oauth::deviation::Deviation;
    pub use crate::oauth::token::Token;
    pub use crate::oauth::token::error::TokenError;
    pub use crate::oauth::token::kind::TokenType;
}
