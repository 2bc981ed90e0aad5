//! Lists of words in parentheses, of which each is known and stands there once.

use proc_macro2::Ident;

use crate::errors::Errors;
use crate::suggest;

/// Returns the words that are known, each once; reports the others. `called` says what such a word is, and what is done with
/// it there.
pub(super) fn known_once<'a>(
    words: &'a [Ident],
    known: &[&str],
    called: (&str, &str),
    errors: &Errors,
) -> Vec<&'a Ident> {
    let (what, done) = called;
    let mut kept: Vec<&Ident> = Vec::new();
    for word in words {
        let name = word.to_string();
        if !known.contains(&name.as_str()) {
            errors.on(
                word,
                format_args!("unknown {what} `{name}`"),
                suggest::help(&name, known, &[]),
            );
        } else if kept.contains(&word) {
            errors.on(
                word,
                format_args!("the {what} `{name}` is {done} twice"),
                "remove one of the two",
            );
        } else {
            kept.push(word);
        }
    }
    kept
}
