//! Every word of the attributes: its name, and where it may stand; and words that others use, with what is written here.

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
pub(crate) const ENDPOINT: &[&str] = &[
    "auth",
    "body",
    "headers",
    "error",
    "errors",
    "browser",
    "token",
    "default_expires_in",
    "deviations",
    "allow",
];

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
    "secret_in_source",
    "two_access_tokens",
    "two_client_authentications",
    "incomplete_client_authentication",
    "unauthenticated_client",
    "vendor_identifier",
    "token_endpoint_method",
    "json_token_request",
    "incomplete_request",
    "password_grant",
    "implicit_grant",
    "incomplete_grant",
    "vendor_grant",
    "incomplete_authorization_request",
    "constant_state",
    "missing_code_challenge",
    "plain_code_challenge",
    "out_of_band_redirect",
    "invalid_redirect",
];

/// What `deviations(…)` can name: the names of the runtime's `Deviation`s.
pub(crate) const DEVIATIONS: &[&str] = &[
    "expires_in_string",
    "expires_in_float",
    "expires_in_fraction",
    "expires_in_not_positive",
    "expires_in_too_large",
    "expires_in_unreadable",
    "expires_in_absent",
    "token_type_absent",
    "token_type_vendor_word",
    "scope_array",
    "scope_commas",
    "scope_blanks",
    "scope_empty",
    "scope_null",
    "scope_unreadable",
    "refresh_token_empty",
    "refresh_token_null",
    "refresh_token_characters",
    "refresh_token_unreadable",
    "error_empty",
    "duplicate_member",
    "member_unreadable",
    "invalid_utf8",
    "byte_order_mark",
    "content_type",
    "status_201",
    "form_encoded",
];

/// Words for keys of `#[oauth_api(…)]`.
pub(crate) const API_MEANT: &[(&str, &str)] = &[
    ("url", "write `base_url = \"https://…\"`"),
    ("uri", "write `base_url = \"https://…\"`"),
    ("host", "write `base_url = \"https://…\"`"),
    ("server", "write `base_url = \"https://…\"`"),
    ("servers", "write `base_urls(production = \"https://…\")`"),
    ("path", "write `base_path = \"/…\"`"),
    ("prefix", "write `base_path = \"/…\"`"),
    ("authentication", "write `auth = …`"),
    ("security", "write `auth = …`"),
    ("credentials", "write `auth = …`"),
    ("content_type", "write `body = form` or `body = json`"),
    ("header", "write `headers(\"X-Name\" = \"value\")`"),
    ("errors", "write `error = Type` here, and `errors(404 => Type)` on an endpoint"),
    ("allow", "write `allow(…)` on the endpoint that needs it: `#[post(\"/path\", allow(rule))]`"),
    ("browser", "write `browser` on the endpoint: `#[get(\"/path\", browser)]`"),
    ("runtime", "write `crate = path::to::oauth_runtime`"),
    ("timeout", "set it when the client is made: `VendorClient::builder().timeout(…)`"),
    ("strict", "set it when the client is made: `VendorClient::builder().strict()`"),
    ("deviations", "write it on the endpoint: `#[post(\"/path\", deviations(…))]`"),
    (
        "default_expires_in",
        "write it on the endpoint: `#[post(\"/path\", default_expires_in = 3600)]`",
    ),
    ("token", "write it on the endpoint: `#[post(\"/path\", token)]`"),
    ("user_agent", "set it when the client is made: `VendorClient::builder().user_agent(…)`"),
];

/// Words for keys of an endpoint.
pub(crate) const ENDPOINT_MEANT: &[(&str, &str)] = &[
    ("authentication", "write `auth = …`"),
    ("security", "write `auth = …`"),
    ("content_type", "write `body = form` or `body = json`"),
    ("form", "write `body = form`"),
    ("json", "write `body = json`"),
    (
        "header",
        "write `headers(\"X-Name\" = \"value\")`, or `#[header(\"X-Name\")]` on a parameter",
    ),
    ("query", "write `#[query]` on the parameter"),
    ("response", "write the type of the answer after `->`"),
    ("returns", "write the type of the answer after `->`"),
    ("path", "write the path first, without a key: `#[post(\"/path\")]`"),
    ("base_url", "write it on the trait: `#[oauth_api(base_url = \"https://…\")]`"),
    ("redirect", "write `-> Redirect`, or `-> RedirectOr<Type>`"),
    ("grant", "write `#[grant(…)]` above the function"),
    ("crate", "write it on the trait: `#[oauth_api(crate = …)]`"),
    (
        "expires_in",
        "write `default_expires_in = 3600` for the lifetime of a token whose answer says none",
    ),
    (
        "lifetime",
        "write `default_expires_in = 3600` for the lifetime of a token whose answer says none",
    ),
    ("deviation", "write `deviations(…)`"),
    ("lenient", "write nothing: harmless departures are accepted; name them with `deviations(…)`"),
    ("strict", "set it when the client is made: `VendorClient::builder().strict()`"),
];

/// Words for attributes of an endpoint's function.
pub(crate) const FUNCTION_MEANT: &[(&str, &str)] = &[
    ("head", "an endpoint is `get`, `post`, `put`, `patch` or `delete`"),
    ("options", "an endpoint is `get`, `post`, `put`, `patch` or `delete`"),
    ("trace", "an endpoint is `get`, `post`, `put`, `patch` or `delete`"),
    ("endpoint", "write the method: `#[post(\"/path\")]`"),
    ("request", "write the method: `#[post(\"/path\")]`"),
    ("allow", "write it behind the path: `#[post(\"/path\", allow(rule))]`"),
    ("auth", "write it behind the path: `#[post(\"/path\", auth = …)]`"),
    ("body", "write it behind the path: `#[post(\"/path\", body = …)]`"),
    ("headers", "write it behind the path: `#[post(\"/path\", headers(…))]`"),
    ("header", "write it behind the path: `#[post(\"/path\", headers(\"X-Name\" = \"value\"))]`"),
    ("error", "write it behind the path: `#[post(\"/path\", error = Type)]`"),
    ("errors", "write it behind the path: `#[post(\"/path\", errors(404 => Type))]`"),
    ("browser", "write it behind the path: `#[get(\"/path\", browser)]`"),
    ("token", "write it behind the path: `#[post(\"/path\", token)]`"),
    (
        "default_expires_in",
        "write it behind the path: `#[post(\"/path\", default_expires_in = 3600)]`",
    ),
    ("deviations", "write it behind the path: `#[post(\"/path\", deviations(…))]`"),
    ("form", "write it behind the path: `#[post(\"/path\", body = form)]`"),
    ("json", "write it behind the path: `#[post(\"/path\", body = json)]`"),
];

/// Words for attributes of a parameter.
pub(crate) const PARAMETER_MEANT: &[(&str, &str)] = &[
    ("path", "name it in the path: `\"/things/{name}\"`"),
    (
        "body",
        "write `#[json]` for a value that is the whole body, or nothing for one of its fields",
    ),
    ("field", "write nothing: a parameter is a field of the body"),
    ("rename", "write `#[name = \"…\"]`"),
    ("serde", "write `#[name = \"…\"]` for another name, and `Option<…>` for what may be left out"),
    ("alias", "write `#[name = \"…\"]`"),
    ("optional", "write the type as `Option<…>`"),
    ("required", "write nothing: a plain type is required"),
    ("secret", "write the type as `SecretString`"),
    ("deprecated", "write it in the documentation of the parameter: `/// Deprecated: …`"),
    ("headers", "write `#[header(\"X-Name\")]`"),
    ("fixed", "write `#[constant = …]`"),
    ("value", "write `#[constant = …]` or `#[default = …]`"),
];

/// Words for schemes.
pub(crate) const AUTH_MEANT: &[(&str, &str)] = &[
    ("api_key", "write `header(\"X-Api-Key\") as api_key`"),
    ("key", "write `header(\"X-Api-Key\") as key`"),
    ("oauth2", "write `bearer` for an access token, `basic` for client id and secret"),
    ("oauth", "write `bearer` for an access token, `basic` for client id and secret"),
    ("token", "write `bearer`"),
    ("jwt", "write `bearer`"),
    (
        "client_secret_post",
        "write `none`, and declare `client_id` and `client_secret` as parameters",
    ),
    ("client_secret", "write `client_secret_basic`; in a body, `none` and parameters"),
    ("cookie", "write `none`, and declare `#[cookie(\"…\")] name: SecretString` as a parameter"),
    ("query", "write `none`, and declare `#[query] name: SecretString` as a parameter"),
    ("and", "write `a & b`"),
    ("or", "write `a | b`"),
    (
        "digest",
        "known here: `basic`, `client_secret_basic`, `bearer`, `header(\"X-Key\") as key`, `none`",
    ),
];

/// Words for bodies.
pub(crate) const BODY_MEANT: &[(&str, &str)] = &[
    ("none", "write nothing: without a parameter for it, there is no body"),
    ("urlencoded", "write `form`"),
    ("x_www_form_urlencoded", "write `form`"),
    ("multipart", "known here: `form`, `json`"),
];

/// Words for clauses of a grant.
pub(crate) const GRANT_MEANT: &[(&str, &str)] = &[
    ("requires", "write `needs(…)`"),
    ("required", "write `needs(…)`"),
    ("takes", "write `needs(…)` for what has to be given, `may(…)` for what can be"),
    ("optional", "write `may(…)`"),
    ("allows", "write `may(…)`"),
    ("has", "write `needs(…)` for what has to be given, `may(…)` for what can be"),
];

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    /// Each rule is told, can be permitted and is written down.
    #[test]
    fn every_rule_has_its_mistake_its_permission_and_its_row() {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests");
        let mistakes: String = fs::read_dir(tests.join("ui/rfc"))
            .unwrap()
            .map(|file| file.unwrap().path())
            .filter(|file| file.extension().is_some_and(|extension| extension == "stderr"))
            .map(|file| fs::read_to_string(file).unwrap())
            .collect();
        let permitted = fs::read_to_string(tests.join("pass/permitted.rs")).unwrap();
        for rule in ALLOW {
            assert!(mistakes.contains(&format!("`allow({rule})`")), "no mistake breaks `{rule}`");
            assert!(permitted.contains(&format!("allow({rule})")), "nothing permits `{rule}`");
            assert!(
                include_str!("lib.rs").contains(&format!("/// | `{rule}` |")),
                "no row for `{rule}`"
            );
        }
    }
}
