//! What carries a call: a request goes out, a response comes back.

pub(crate) mod default;
pub(crate) mod interface;
pub(crate) mod limits;
#[cfg(feature = "reqwest")]
pub(crate) mod reqwest;
pub(crate) mod timer;
#[cfg(feature = "reqwest")]
mod tls;
#[cfg(feature = "tower")]
pub(crate) mod tower;

pub use interface::{Transport, TransportFuture};
pub use limits::Limits;
pub use timer::SleepFuture;
#[cfg(feature = "tower")]
pub use tower::TowerTransport;

pub use crate::encode::prepared::PreparedRequest;
