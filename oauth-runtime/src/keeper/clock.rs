//! The time by the server's clock, as far as the server has told it.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::HeaderMap;
use http::header::DATE;

/// A moment, in milliseconds since 1970 in UTC.
pub(super) type Moment = i64;

/// How far the clock of this machine may be from the server's before the server's counts: below it lie the second that `Date`
/// has no part of, and the way of the answer.
const TOLERANCE: i64 = 10_000;

/// The clock of a keeper: this machine's, corrected by what servers say in `Date`
/// ([RFC 9110, section 6.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1)).
pub(super) struct Clock {
    own: Option<Box<dyn Fn() -> SystemTime + Send + Sync>>,
    ahead: AtomicI64,
}

impl Clock {
    pub(super) fn new(own: Option<Box<dyn Fn() -> SystemTime + Send + Sync>>) -> Self {
        Self { own, ahead: AtomicI64::new(0) }
    }

    /// The time, as far as is known.
    pub(super) fn now(&self) -> Moment {
        self.here().saturating_add(self.ahead.load(Ordering::Relaxed))
    }

    /// The time by the clock of this machine. It is read for each token that is handed out, hence the coarse one where there is
    /// one: that is an Arc clone, and the other is six.
    fn here(&self) -> Moment {
        match &self.own {
            Some(own) => moment(own()),
            None => coarse(),
        }
    }

    /// Learns from the `Date` of an answer that has just come.
    pub(super) fn learn(&self, headers: &HeaderMap) {
        let date = headers.get(DATE).and_then(|date| date.to_str().ok());
        let Some(date) = date.and_then(|date| httpdate::parse_http_date(date).ok()) else { return };
        let ahead = moment(date).saturating_sub(self.here());
        let ahead = if ahead.saturating_abs() > TOLERANCE { ahead } else { 0 };
        self.ahead.store(ahead, Ordering::Relaxed);
    }
}

#[cfg(target_os = "linux")]
fn coarse() -> Moment {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::RealtimeCoarse);
    time.tv_sec.saturating_mul(1000).saturating_add(time.tv_nsec / 1_000_000)
}

#[cfg(not(target_os = "linux"))]
fn coarse() -> Moment {
    moment(crate::clock::now())
}

pub(super) fn moment(time: SystemTime) -> Moment {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => millis(after),
        Err(before) => -millis(before.duration()),
    }
}

pub(super) fn system_time(moment: Moment) -> SystemTime {
    let distance = Duration::from_millis(moment.unsigned_abs());
    let time = if moment < 0 {
        UNIX_EPOCH.checked_sub(distance)
    } else {
        UNIX_EPOCH.checked_add(distance)
    };
    time.unwrap_or(UNIX_EPOCH)
}

pub(super) fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// A part of a duration that is left to chance, so that processes do not come all at once: from half of it to all of it.
pub(super) fn jittered(duration: Duration) -> Duration {
    let mut byte = [0_u8; 2];
    // Without randomness all come at once, and are none the worse for it but the server.
    let chance = match getrandom::fill(&mut byte) {
        Ok(()) => f64::from(u16::from_le_bytes(byte)) / f64::from(u16::MAX),
        Err(_) => 1.0,
    };
    duration / 2 + (duration / 2).mul_f64(chance)
}
