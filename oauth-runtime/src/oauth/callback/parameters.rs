//! The parameters that a callback carries.

use std::borrow::Cow;

use url::form_urlencoded;

/// The parameters of a callback; those without a value are left out (RFC 6749, section 3.1).
#[derive(Default)]
pub(super) struct Parameters<'t> {
    pub(super) state: Option<Cow<'t, str>>,
    pub(super) state_repeated: bool,
    pub(super) code: Option<Cow<'t, str>>,
    pub(super) error: Option<Cow<'t, str>>,
    pub(super) error_description: Option<Cow<'t, str>>,
    pub(super) error_uri: Option<Cow<'t, str>>,
    pub(super) iss: Option<Cow<'t, str>>,
    pub(super) scope: Option<Cow<'t, str>>,
    pub(super) others: Vec<(String, String)>,
    /// The first name that came twice, apart from `state`.
    pub(super) repeated: Option<&'static str>,
}

impl<'t> Parameters<'t> {
    pub(super) fn read(encoded: &'t str) -> Self {
        let mut found = Self::default();
        let mut seen = Vec::new();
        for (name, value) in form_urlencoded::parse(encoded.as_bytes()) {
            let (name, place) = match name.as_ref() {
                "state" => ("state", &mut found.state),
                "code" => ("code", &mut found.code),
                "error" => ("error", &mut found.error),
                "error_description" => ("error_description", &mut found.error_description),
                "error_uri" => ("error_uri", &mut found.error_uri),
                "iss" => ("iss", &mut found.iss),
                "scope" => ("scope", &mut found.scope),
                other => {
                    found.others.push((other.to_owned(), value.into_owned()));
                    continue;
                }
            };
            if !value.is_empty() {
                *place = Some(value);
            }
            if !seen.contains(&name) {
                seen.push(name);
            } else if name == "state" {
                found.state_repeated = true;
            } else {
                found.repeated.get_or_insert(name);
            }
        }
        found
    }
}
