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
