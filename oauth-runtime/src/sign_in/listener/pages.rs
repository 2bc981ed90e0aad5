//! The pages that a browser is shown. Nothing that came in a request is on them.

use bytes::Bytes;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{Response, StatusCode};
use http_body_util::Full;

/// The pages that a browser is shown.
#[derive(Clone)]
pub(super) struct Pages {
    pub(super) success: Bytes,
    pub(super) failure: Bytes,
}

impl Default for Pages {
    fn default() -> Self {
        Self {
            success: plain("Done", "You can close this page and go back to the program."),
            failure: plain(
                "Not signed in",
                "The sign-in has not taken place. You can close this page and go back to the program.",
            ),
        }
    }
}

impl Pages {
    /// The code has come.
    pub(super) fn success(&self) -> Response<Full<Bytes>> {
        page(StatusCode::OK, self.success.clone())
    }

    /// The server refused.
    pub(super) fn refusal(&self) -> Response<Full<Bytes>> {
        page(StatusCode::OK, self.failure.clone())
    }

    /// The callback is not the one expected.
    pub(super) fn rejection(&self) -> Response<Full<Bytes>> {
        page(StatusCode::BAD_REQUEST, self.failure.clone())
    }
}

/// The request is no callback.
pub(super) fn nothing(status: StatusCode) -> Response<Full<Bytes>> {
    page(status, plain("Nothing here", "There is nothing at this address."))
}

fn page(status: StatusCode, html: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(html));
    *response.status_mut() = status;
    for (name, value) in [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
        // The address has the code in it.
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'",
        ),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn plain(title: &str, text: &str) -> Bytes {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<h1>{title}</h1>\n<p>{text}</p>\n"
    )
    .into()
}
