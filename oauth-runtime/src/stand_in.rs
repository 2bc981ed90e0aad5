//! Testing your integration: the vendor in a test, from the same declaration.

mod answer;
mod apart;
mod check;
mod clock;
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
pub use fault::{Class, Fault};
pub use gauntlet::{Broken, Gauntlet, Report, Row, gauntlet};
pub use oauth::OAuth;
pub use oauth::alarm::Alarm;
pub use person::Person;
pub use recorded::RecordedCall;
pub use refusal::{Refusal, RefusalKind};
pub use script::At;
#[cfg(feature = "tower")]
pub use service::StandInService;
pub use vendor::StandIn;
