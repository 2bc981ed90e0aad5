//! Which part an endpoint has in OAuth, read off its description.

use crate::description::{Endpoint, OneTimeGrant, ParameterInfo, Role, is_word};

/// The part of an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The authorization endpoint, a page for a browser.
    Page,
    /// The authorization endpoint of a vendor that has no page: a call makes the code.
    Code,
    /// The token endpoint.
    Token,
    /// The revocation endpoint ([RFC 7009](https://www.rfc-editor.org/rfc/rfc7009)).
    Revocation,
    /// The introspection endpoint ([RFC 7662](https://www.rfc-editor.org/rfc/rfc7662)).
    Introspection,
    /// The device authorization endpoint ([RFC 8628](https://www.rfc-editor.org/rfc/rfc8628)).
    Device,
    /// The endpoint for pushed authorization requests ([RFC 9126](https://www.rfc-editor.org/rfc/rfc9126)).
    Pushed,
}

impl Part {
    /// Reads the part of an endpoint off its parameters and, where these leave it open, off its name and its path.
    pub(crate) fn of(endpoint: &Endpoint) -> Option<Self> {
        let has_role = |is_it: fn(Role) -> bool| {
            endpoint.parameters().iter().any(|it| it.role().is_some_and(is_it))
        };
        let has_word = |word: &str| endpoint.parameters().iter().any(|it| is_called(it, word));
        let is_named = |word: &str| {
            let plain = |text: &str| text.replace(['_', '-'], "").to_ascii_lowercase();
            plain(endpoint.name()).contains(word) || plain(endpoint.path()).contains(word)
        };
        if endpoint.response().is_browser() {
            return has_word("clientid").then_some(Self::Page);
        }
        if has_role(|role| role == Role::GrantType)
            || endpoint.token().is_some()
            || !endpoint.grants().is_empty()
        {
            return Some(Self::Token);
        }
        if has_word("responsetype") {
            let last = endpoint.path().rsplit('/').next().unwrap_or_default();
            let is_pushed = is_named("pushed") || is_word(last, "par");
            return Some(if is_pushed { Self::Pushed } else { Self::Code });
        }
        if has_role(|role| matches!(role, Role::Token | Role::Grant(OneTimeGrant::RefreshToken))) {
            if is_named("introspect") {
                return Some(Self::Introspection);
            }
            return (is_named("revo") || is_named("deauthorize")).then_some(Self::Revocation);
        }
        (is_named("device") && has_word("clientid")).then_some(Self::Device)
    }
}

/// Tells whether a parameter has this name, in Rust or on the wire, in whatever case style.
pub(crate) fn is_called(parameter: &ParameterInfo, word: &str) -> bool {
    is_word(parameter.name(), word) || is_word(parameter.rust_name(), word)
}
