//! Callbacks: the names of what comes back from a page.

use crate::keys::CallbackWord;

/// The names that are the vendor's own; a code without a name never comes.
#[derive(Default)]
pub(crate) struct CallbackNames {
    pub(crate) names: Vec<(CallbackWord, Option<String>)>,
    /// What parts the words of the scope.
    pub(crate) scope_separator: Option<String>,
}
