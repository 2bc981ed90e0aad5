//! Every word of the attributes: its name, and where it may stand.

/// Keys of `#[oauth_api(…)]`.
pub(crate) const API: &[&str] = &[
    "base_url",
    "base_urls",
    "base_path",
    "auth",
    "body",
    "headers",
    "error",
    "crate",
    "no_implicit_prelude",
];

/// Keys of an endpoint's attribute, after its path.
pub(crate) const ENDPOINT: &[&str] =
    &["auth", "body", "headers", "error", "errors", "browser", "allow"];

/// The attributes that make a function an endpoint.
pub(crate) const METHODS: &[&str] = &["get", "post", "put", "patch", "delete"];

/// Attributes of an endpoint's function.
pub(crate) const FUNCTION: &[&str] =
    &["get", "post", "put", "patch", "delete", "grant", "doc", "deprecated"];

/// Attributes of a parameter.
pub(crate) const PARAMETER: &[&str] = &[
    "query",
    "form",
    "json",
    "header",
    "cookie",
    "name",
    "default",
    "server_default",
    "constant",
    "doc",
];

/// Clauses of `#[grant(…)]`.
pub(crate) const GRANT: &[&str] = &["needs", "may"];

/// Words of an `auth` expression.
pub(crate) const AUTH: &[&str] = &["basic", "client_secret_basic", "bearer", "header", "none"];

/// Words of a `body` expression.
pub(crate) const BODY: &[&str] = &["form", "json"];

/// What `allow(…)` can permit, each a rule of an RFC that a vendor breaks.
pub(crate) const ALLOW: &[&str] = &[
    "secret_in_url",
    "plain_text_secret",
    "two_client_authentications",
    "token_endpoint_method",
    "password_grant",
    "incomplete_grant",
    "out_of_band_redirect",
];
