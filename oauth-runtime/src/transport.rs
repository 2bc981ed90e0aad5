//! What carries a call: a request goes out, a response comes back.

pub(crate) mod default;
#[cfg(any(feature = "hyper", feature = "reqwest"))]
mod failure;
#[cfg(feature = "hyper")]
pub(crate) mod hyper;
#[cfg(any(feature = "hyper", feature = "reqwest"))]
mod incoming;
pub(crate) mod interface;
pub(crate) mod limits;
#[cfg(any(feature = "hyper", feature = "reqwest"))]
mod names;
#[cfg(any(feature = "hyper", feature = "reqwest"))]
mod outgoing;
#[cfg(feature = "reqwest")]
pub(crate) mod reqwest;
pub(crate) mod settings;
pub(crate) mod timer;
#[cfg(any(feature = "hyper", feature = "reqwest"))]
mod tls;
#[cfg(feature = "tower")]
pub(crate) mod tower;

#[cfg(feature = "hyper")]
pub use hyper::{HyperTransport, HyperTransportBuilder};
pub use interface::{Transport, TransportFuture};
pub use limits::Limits;
pub use timer::SleepFuture;
#[cfg(feature = "tower")]
pub use tower::TowerTransport;

pub use crate::encode::prepared::PreparedRequest;
