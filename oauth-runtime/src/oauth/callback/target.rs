//! A callback as it came: where it leads, and what it carries.

use url::Url;

use crate::oauth::callback::error::CallbackError;

/// A callback, split at `?` and `#` but not decoded.
pub(super) struct Target<'t> {
    pub(super) place: Place<'t>,
    pub(super) query: &'t str,
    pub(super) fragment: &'t str,
}

pub(super) enum Place<'t> {
    Url(Box<Url>),
    Path(&'t str),
    Unknown,
}

impl<'t> Target<'t> {
    pub(super) fn of(text: &'t str) -> Result<Self, CallbackError> {
        let (before, fragment) = text.split_once('#').unwrap_or((text, ""));
        let (path, query) = before.split_once('?').unwrap_or((before, ""));
        if path.is_empty() {
            return Ok(Self { place: Place::Unknown, query, fragment });
        }
        if path.starts_with('/') {
            return Ok(Self { place: Place::Path(path), query, fragment });
        }
        if let Ok(url) = Url::parse(text) {
            return Ok(Self { place: Place::Url(Box::new(url)), query, fragment });
        }
        let name = text.split_once('=').map_or("", |(name, _)| name);
        if name.is_empty() || name.contains(['/', '?', '#', ':']) {
            return Err(CallbackError::NotAUrl);
        }
        // A bare query or fragment, in which `?` means itself.
        let bare = if fragment.is_empty() { before } else { fragment };
        Ok(Self { place: Place::Unknown, query: before, fragment: bare })
    }
}
