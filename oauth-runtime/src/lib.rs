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
//! - It goes to `https`, or to loopback ([`ClientBuilder::allow_http`]).
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
//! - `reqwest` (default): carries calls with reqwest and rustls. Without it a client takes a [`Transport`].
//! - `tower`: makes transports of `tower` services.
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
//! | `url.template` | the path as it is declared, below the base URL, with `{…}` where a value goes |
//! | `server.address` | the host; absent where no request could be made |
//! | `server.port` | the port; absent where no request could be made |
//! | `http.response.status_code` | the status of the last answer; absent where none came |
//! | `attempts` | how many times the request was handed to what carries it: 0 where it could not be made, 1 unless repeated |
//! | `duration` | the time from the first await to the end of the call, repetitions and their delays included; in seconds, with a fraction |
//! | `error.type` | absent on success; else `build`, `refused` or `unexpected` as in [`Error`], for [`Error::Transport`] `connect`, `tls`, `timeout`, `closed`, `protocol`, `too_large`, `redirected`, `no_runtime` or `transport` as in [`TransportErrorKind`], or `cancelled` where the call was dropped before its end |
//! | `delivery` | absent on success and where cancelled; else `not_sent`, `ambiguous` or `answered` as in [`Delivery`] |
//! | `otel.status_code` | absent on success; else `ERROR` |
//!
//! Each repetition ([`Retry`]) is one event inside the span, at `INFO` too: `attempt` is the number of the attempt to come,
//! counted from 1, `delay` the time until then in seconds, and `error.type`, `delivery` and
//! `http.response.status_code` tell of the attempt before.
//!
//! Nothing else is told: no values of parameters, no headers, no bodies, no words of the server. Nor does the default HTTP
//! client tell a secret, at whatever level, unless `connection_verbose(true)` has it tell every byte.

#[doc(hidden)]
pub mod __private;
mod api;
mod auth;
mod base;
mod call;
mod callback;
mod challenge;
mod client;
mod clock;
mod decode;
mod deviation;
mod error;
mod form;
#[cfg(feature = "reqwest")]
mod http_client;
mod json;
pub mod lenient;
mod limits;
mod loose;
mod opaque;
mod open_enum;
mod options;
mod path;
mod pkce;
mod printable;
mod random;
mod redact;
mod redirect;
mod request;
mod response;
#[cfg(feature = "reqwest")]
mod retry;
mod retry_after;
mod scope;
mod secret;
mod sending;
mod state;
#[cfg(any(feature = "reqwest", feature = "hyper"))]
mod tls;
mod token;
mod trace;
mod transport;
mod typestate;
mod unsent;
mod value;

pub use oauth_macros::oauth_api;
#[cfg(feature = "reqwest")]
pub use reqwest;
#[cfg(feature = "hyper")]
pub use rustls;
pub use url::Url;
pub use {bytes, http, url};

pub use api::{
    AnswerKind, Api, Base, BodyKind, Endpoint, GrantInfo, Literal, Location, Need, ParameterInfo,
    Scheme, TokenAnswer,
};
pub use auth::{Basic, Bearer, ClientSecretBasic, Credentials, IntoCredentials};
pub use base::BaseUrl;
pub use call::Parameters;
pub use callback::{
    AuthorizationCode, AuthorizationError, AuthorizationErrorCode, Callback, CallbackError,
};
pub use challenge::Challenge;
pub use client::{ApiClient, ClientBuilder};
pub use decode::JsonAnswer;
#[doc(hidden)]
pub use decode::{
    ErrorBody, is_error_body, read_json, read_nothing, read_redirect, read_redirect_or_json,
    read_redirect_or_nothing,
};
pub use deviation::Deviation;
pub use error::{
    BuildError, BuildErrorKind, Delivery, Error, GrantState, JsonError, OAuthError, Refused,
    TlsReason, TransportError, TransportErrorKind, Unexpected, UnexpectedReason,
};
pub use json::JsonParameter;
#[doc(hidden)]
pub use json::Slot;
pub use limits::Limits;
pub use pkce::{CodeChallengeMethod, CodeVerifierError, Pkce};
pub use random::RandomError;
pub use redirect::{Redirect, RedirectError, RedirectOr};
pub use request::PreparedRequest;
pub use response::Answer;
#[cfg(feature = "reqwest")]
pub use retry::Retry;
pub use retry_after::{LONGEST_RETRY_AFTER, retry_after};
pub use scope::Scopes;
pub use secret::{ExposeSecret, SecretString};
pub use sending::{Sending, SendingWithMeta};
pub use state::State;
pub use token::{Token, TokenError, TokenType};
#[cfg(feature = "tower")]
pub use transport::TowerTransport;
#[cfg(feature = "hyper")]
pub use transport::{HyperTransport, HyperTransportBuilder};
pub use transport::{Transport, TransportFuture};
#[doc(hidden)]
pub use typestate::NotSet;
pub use typestate::{FitsIntoUrl, MayBeSent, Missing, Page, Set, WithBody, WithoutBody};
pub use unsent::Request;
pub use value::{Optional, Parameter, Required, Text};

pub use __private::Answering;
