//! A document, whose parts refer to each other.

use serde_json::Value;

use crate::stand_in::compare::difference::Difference;

/// How many `$ref` may lead to each other, and how deep schemas may be nested.
pub(super) const MAX_DEPTH: usize = 32;

/// A document, and what cannot be read of it.
pub(super) struct Document<'a> {
    pub(super) document: &'a Value,
    pub(super) unreadable: Vec<Difference>,
}

impl<'a> Document<'a> {
    /// Follows a `$ref` inside the document.
    pub(super) fn resolve(&mut self, mut value: &'a Value) -> Option<&'a Value> {
        for _ in 0..MAX_DEPTH {
            let Some(reference) = value.get("$ref").and_then(Value::as_str) else {
                return Some(value);
            };
            let fragment = reference.strip_prefix('#').map(|fragment| {
                percent_encoding::percent_decode_str(fragment).decode_utf8_lossy().into_owned()
            });
            let Some(target) = fragment.and_then(|pointer| self.document.pointer(&pointer)) else {
                let text = format!("`$ref` leads nowhere in it: {reference}");
                self.unreadable.push(Difference::unreadable(text));
                return None;
            };
            value = target;
        }
        self.unreadable.push(Difference::unreadable("`$ref` leads in a circle"));
        None
    }
}

/// Returns the elements of a list; none where it is none.
pub(super) fn elements(list: Option<&Value>) -> impl Iterator<Item = &Value> {
    list.and_then(Value::as_array).into_iter().flatten()
}
