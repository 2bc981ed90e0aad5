//! Rules of pages that a person opens.

use super::context::Check;
use crate::model::{self, Alternatives, Location};

/// A browser that opens a URL sends what is in the URL, and nothing else.
pub(super) fn page_is_its_url(
    check: &Check<'_>,
    parameters: &[model::Parameter],
    auth: &Alternatives,
) {
    let Check { written, errors, .. } = *check;
    let Some(word) = &written.browser else { return };
    for (parameter, declared) in parameters.iter().zip(&written.parameters) {
        if matches!(parameter.location, Location::Path | Location::Query | Location::Url) {
            continue;
        }
        errors.on(
            &declared.ident,
            format_args!(
                "`{}` is a {}, which a browser that opens a URL does not send",
                parameter.wire,
                parameter.place()
            ),
            "a page for a browser has path and query parameters only",
        );
    }
    // The identifier of the client is a part of the URL.
    if !auth.proves_nothing() {
        errors.on(
            word,
            format_args!(
                "`{}` is opened by a browser, which does not send the credentials of the client",
                check.name()
            ),
            "write `auth = none` on this endpoint",
        );
    } else if !auth.served_by(&check.api.auth) {
        errors.on(
            word,
            format_args!("`{}` names the client, which has no `client_id`", check.name()),
            "write `auth = none` on this endpoint, and declare `client_id: String`",
        );
    }
}
