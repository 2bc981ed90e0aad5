//! Moments, as servers write them: date and time of RFC 3339, or a number since 1970.

use std::time::{Duration, SystemTime};

/// Reads date and time with their offset from UTC ([RFC 3339, section 5.6](https://www.rfc-editor.org/rfc/rfc3339#section-5.6)).
/// ISO 8601 has the offset without its colon, too. Without an offset nobody knows which moment is meant.
///
/// What crates there are for this bring calendars and time zones, which are many times the size of the rest of this reader's
/// work: it has the one form that the RFC leaves of ISO 8601.
pub(crate) fn from_date(text: &str) -> Option<SystemTime> {
    let bytes = text.trim().as_bytes();
    let (date, rest) = bytes.split_at_checked(10)?;
    let (mark, rest) = rest.split_first()?;
    let (time, rest) = rest.split_at_checked(8)?;
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = date else { return None };
    let &[h1, h2, b':', n1, n2, b':', s1, s2] = time else { return None };
    let (year, month, day) = (digits(&[y1, y2, y3, y4])?, digits(&[m1, m2])?, digits(&[d1, d2])?);
    let (hour, minute, second) = (digits(&[h1, h2])?, digits(&[n1, n2])?, digits(&[s1, s2])?);
    let is_there = matches!(mark, b'T' | b't' | b' ')
        && (1..=12).contains(&month)
        && (1..=days_in(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        // A leap second.
        && second <= 60;
    if !is_there {
        return None;
    }
    let (nanoseconds, offset) = fraction(rest)?;
    let seconds = days_before(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
    since_1970(seconds - seconds_of(offset)?)?.checked_add(Duration::from_nanos(nanoseconds))
}

/// Returns the moment so many seconds after the beginning of 1970 (UTC), or before it.
pub(crate) fn since_1970(seconds: i64) -> Option<SystemTime> {
    let distance = Duration::from_secs(seconds.unsigned_abs());
    if seconds < 0 {
        SystemTime::UNIX_EPOCH.checked_sub(distance)
    } else {
        SystemTime::UNIX_EPOCH.checked_add(distance)
    }
}

fn digits(text: &[u8]) -> Option<i64> {
    text.iter().try_fold(0, |number, byte| {
        byte.is_ascii_digit().then(|| number * 10 + i64::from(byte - b'0'))
    })
}

/// Takes the fraction of a second off, in nanoseconds; what is beyond them is cut off.
fn fraction(rest: &[u8]) -> Option<(u64, &[u8])> {
    let Some(fraction) = rest.strip_prefix(b".").or_else(|| rest.strip_prefix(b",")) else {
        return Some((0, rest));
    };
    let length = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (fraction, rest) = fraction.split_at_checked(length).filter(|_| length > 0)?;
    let digits = fraction.iter().chain(std::iter::repeat(&b'0')).take(9);
    let nanoseconds = digits.fold(0, |number, digit| number * 10 + u64::from(digit - b'0'));
    Some((nanoseconds, rest))
}

/// Reads an offset from UTC, in seconds.
fn seconds_of(offset: &[u8]) -> Option<i64> {
    let (sign, rest) = match offset {
        b"Z" | b"z" => return Some(0),
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = match *rest {
        [h1, h2, b':', m1, m2] | [h1, h2, m1, m2] => (digits(&[h1, h2])?, digits(&[m1, m2])?),
        _ => return None,
    };
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// How many days lie between the beginning of 1970 and this one.
fn days_before(year: i64, month: i64, day: i64) -> i64 {
    let before = year - 1;
    let leaps = before / 4 - before / 100 + before / 400;
    let months: i64 = (1..month).map(|month| days_in(year, month)).sum();
    // The first of January 1970 is day 719,162 from the first of the year 1.
    before * 365 + leaps + months + day - 1 - 719_162
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str) -> Option<i64> {
        let moment = from_date(text)?;
        Some(match moment.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => after.as_secs().cast_signed(),
            Err(before) => -before.duration().as_secs().cast_signed(),
        })
    }

    #[test]
    fn dates_are_moments() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1969-12-31T23:59:59Z", -1),
            ("2000-02-29T00:00:00Z", 951_782_400),
            ("2000-03-01t00:00:00z", 951_868_800),
            ("2026-08-01 12:00:00Z", 1_785_585_600),
            ("2026-08-01T14:00:00+02:00", 1_785_585_600),
            ("2026-08-01T14:00:00+0200", 1_785_585_600),
            ("2026-08-01T04:30:00-07:30", 1_785_585_600),
            ("2026-08-01T12:00:00.999999999999Z", 1_785_585_600),
            ("2026-08-01T12:00:00,5Z", 1_785_585_600),
            (" 2026-08-01T12:00:00Z ", 1_785_585_600),
            // RFC 3339, section 5.8.
            ("1985-04-12T23:20:50.52Z", 482_196_050),
            ("1996-12-19T16:39:57-08:00", 851_042_397),
            ("1990-12-31T23:59:60Z", 662_688_000),
            ("1990-12-31T15:59:60-08:00", 662_688_000),
            ("1937-01-01T12:00:27.87+00:20", -1_041_337_172),
            ("0001-01-01T00:00:00Z", -62_135_596_800),
            ("9999-12-31T23:59:59Z", 253_402_300_799),
        ] {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in [
            "",
            "never",
            "2026-08-01",
            "2026-08-01T12:00:00",
            "2026-08-01T12:00Z",
            "2026-08-01T12:00:00+02",
            "2026-08-01T12:00:00+24:00",
            "2026-08-01T12:00:00+02:60",
            "2026-08-01T12:00:00.Z",
            "2026-08-01T12:00:00Zz",
            "2026-08-01X12:00:00Z",
            "2026-13-01T12:00:00Z",
            "2026-00-01T12:00:00Z",
            "2026-02-29T12:00:00Z",
            "2100-02-29T12:00:00Z",
            "2026-04-31T12:00:00Z",
            "2026-08-00T12:00:00Z",
            "2026-08-01T24:00:00Z",
            "2026-08-01T12:60:00Z",
            "2026-08-01T12:00:61Z",
            "+026-08-01T12:00:00Z",
            "2026-8-01T12:00:00Z0",
            "20260801T120000Z",
            "1785585600",
            "2026-08-01T12:00:0é",
            "２026-08-01T12:00:00Z",
        ] {
            assert_eq!(from_date(text), None, "{text}");
        }
    }
}
