//! Rules of numbers of seconds.

use syn::LitInt;

use crate::errors::Errors;

/// A time is at least a second, and at most what a response could say.
pub(super) fn check_seconds(
    written: &LitInt,
    what: &str,
    example: &str,
    errors: &Errors,
) -> Option<u32> {
    let seconds = written.base10_parse::<u32>().ok();
    let seconds = seconds.filter(|seconds| *seconds > 0 && written.suffix().is_empty());
    if seconds.is_none() {
        errors.on(
            written,
            format_args!("`{written}` is no {what}"),
            format_args!("write a whole number from 1 to 4294967295, such as `{example}`"),
        );
    }
    seconds
}
