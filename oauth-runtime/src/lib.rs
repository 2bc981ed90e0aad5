//! The runtime of `#[oauth_api]`.

#[doc(hidden)]
pub mod __private;
mod api;
mod auth;
mod base;
mod callback;
mod challenge;
mod client;
mod deviation;
mod error;
mod form;
#[cfg(feature = "reqwest")]
mod http_client;
mod json;
pub mod lenient;
mod limits;
mod loose;
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
mod retry_after;
mod scope;
mod secret;
mod sending;
mod state;
mod token;
mod transport;
mod typestate;
mod value;

pub use oauth_macros::oauth_api;
#[cfg(feature = "reqwest")]
pub use reqwest;
pub use url::Url;
pub use {bytes, http, url};

pub use api::{
    AnswerKind, Api, Base, BodyKind, Endpoint, GrantInfo, Literal, Location, Need, ParameterInfo,
    Scheme,
};
pub use auth::{Basic, Bearer, ClientSecretBasic, Credentials};
pub use base::BaseUrl;
pub use callback::{
    AuthorizationCode, AuthorizationError, AuthorizationErrorCode, Callback, CallbackError,
};
pub use challenge::Challenge;
pub use client::{ApiClient, ClientBuilder};
pub use deviation::Deviation;
pub use error::{
    BuildError, BuildErrorKind, Delivery, Error, GrantState, JsonError, OAuthError, Refused,
    TransportError, TransportErrorKind, Unexpected, UnexpectedReason,
};
pub use json::JsonParameter;
#[doc(hidden)]
pub use json::Slot;
pub use limits::Limits;
pub use pkce::{CodeChallengeMethod, CodeVerifierError, Pkce};
pub use random::RandomError;
pub use redirect::{Redirect, RedirectError, RedirectOr};
pub use request::PreparedRequest;
#[doc(hidden)]
pub use response::ErrorBody;
pub use response::{Answer, JsonAnswer};
pub use retry_after::{LONGEST_RETRY_AFTER, retry_after};
pub use scope::Scopes;
pub use secret::{ExposeSecret, SecretString};
pub use sending::{Sending, SendingWithMeta};
pub use state::State;
pub use token::{Token, TokenError, TokenType};
#[cfg(feature = "tower")]
pub use transport::TowerTransport;
pub use transport::{Transport, TransportFuture};
pub use typestate::{Missing, Set};
pub use value::{Optional, Parameter, Text};

pub use __private::Answering;
