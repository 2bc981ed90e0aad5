//! Whole numbers, as servers write them.

/// A whole number as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    /// The number without its fraction (rounded down), at the end of the range where it lies beyond.
    pub(crate) floor: i128,
    pub(crate) form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Integer,
    /// Written with a point or an exponent, but whole: `3600.0`.
    Float,
    /// Not whole: `3599.5`.
    Fraction,
}

impl Number {
    pub(crate) fn read(text: &str) -> Option<Self> {
        if let Some(floor) = short_digits(text) {
            return Some(Self { floor, form: Form::Integer });
        }
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        if !digits.starts_with(|first: char| first.is_ascii_digit()) {
            return None;
        }
        if digits.bytes().all(|byte| byte.is_ascii_digit()) {
            let beyond = if text.starts_with('-') { i128::MIN } else { i128::MAX };
            return Some(Self { floor: text.parse().unwrap_or(beyond), form: Form::Integer });
        }
        let float: f64 = text.parse().ok()?;
        let form =
            if float.is_finite() && float.floor() < float { Form::Fraction } else { Form::Float };
        #[allow(clippy::cast_possible_truncation, reason = "`as` saturates, which is meant")]
        let floor = float.floor() as i128;
        Some(Self { floor, form })
    }
}

/// Reads a number of few digits and nothing else, which nearly all are.
fn short_digits(text: &str) -> Option<i128> {
    if text.is_empty() || text.len() > 16 {
        return None;
    }
    let number = text.bytes().try_fold(0_u64, |number, byte| {
        let digit = byte.wrapping_sub(b'0');
        (digit < 10).then(|| number.wrapping_mul(10).wrapping_add(digit.into()))
    });
    number.map(i128::from)
}
