//! Rules of bodies.

use crate::errors::Errors;
use crate::model::Body;
use crate::parse;

/// Returns the kinds of body, the default first.
pub(super) fn kinds(written: &parse::Body, errors: &Errors) -> Vec<Body> {
    let mut kinds = Vec::new();
    for word in &written.0 {
        let kind = if *word == "json" { Body::Json } else { Body::Form };
        if kinds.contains(&kind) {
            errors.on(
                word,
                format_args!("the body `{word}` is given twice"),
                "remove one of the two",
            );
        } else {
            kinds.push(kind);
        }
    }
    kinds
}
