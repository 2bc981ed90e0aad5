//! Every word of the attributes, by the place where it may stand.
//!
//! A word is one row: its name and, where it takes a value, how that is written. The table of each place becomes an enum,
//! which `parse/` matches without a wildcard: a row that nothing reads does not compile. A row that the section of its place
//! in the documentation of `oauth_api` does not mention fails a test below.
//!
//! So a new key is a row here, a field in `parse/declared.rs`, an arm in the `parse_key` of its place (`parse/api.rs` for the
//! trait, `parse/route.rs` for an endpoint), and a row of the documentation in `lib.rs`.
//!
//! Beside a table stand the words that others use for what is said here.

use proc_macro2::Ident;

use crate::suggest;

/// The words that may stand in one place.
pub(crate) trait KnownWords: Copy + 'static {
    /// The section of the documentation that mentions them.
    #[cfg(test)]
    const SECTION: &'static str;
    /// All of them.
    const ALL: &'static [Self];
    /// Their names, in the same order.
    const NAMES: &'static [&'static str];
    /// Words of others, with what to write instead.
    const MEANT: &'static [(&'static str, &'static str)];

    /// Returns the word of this name.
    fn named(name: &str) -> Option<Self> {
        let place = Self::NAMES.iter().position(|known| *known == name)?;
        Self::ALL.get(place).copied()
    }

    /// Returns the word that stands there.
    fn of(ident: &Ident) -> Option<Self> {
        Self::named(&ident.to_string())
    }

    /// Returns the help for a word that is none of these.
    fn help(word: &str) -> String {
        suggest::help(word, Self::NAMES, Self::MEANT)
    }
}

/// Words that stand in a list of `key = value`, `key(…)` or `key`.
pub(crate) trait KnownKeys: KnownWords {
    /// Returns how the key is written.
    fn form(self) -> &'static str;

    /// Whether the key takes no value.
    fn stands_alone(self) -> bool;
}

/// Makes an enum of words: `Variant = "name"`, and behind it the words of others.
macro_rules! words {
    (
        $(#[$docs:meta])*
        $words:ident in $section:literal {
            $($variant:ident = $name:literal),+ $(,)?
        }
        others say {
            $($($other:literal)|+ => $help:literal,)*
        }
    ) => {
        $(#[$docs])*
        #[derive(Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $words {
            $($variant),+
        }

        impl KnownWords for $words {
            #[cfg(test)]
            const SECTION: &'static str = $section;
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            const NAMES: &'static [&'static str] = &[$($name),+];
            const MEANT: &'static [(&'static str, &'static str)] = &[$($(($other, $help)),+),*];
        }
    };
}

/// Makes an enum of keys: `Variant = "name": "how it is written"`, or `Variant = "name": alone`.
macro_rules! keys {
    (
        $(#[$docs:meta])*
        $keys:ident in $section:literal {
            $($variant:ident = $name:literal: $form:tt),+ $(,)?
        }
        $($others:tt)*
    ) => {
        words! {
            $(#[$docs])*
            $keys in $section {
                $($variant = $name),+
            }
            $($others)*
        }

        impl KnownKeys for $keys {
            fn form(self) -> &'static str {
                match self {
                    $(Self::$variant => keys!(@form $name $form)),+
                }
            }

            fn stands_alone(self) -> bool {
                match self {
                    $(Self::$variant => keys!(@alone $form)),+
                }
            }
        }
    };
    (@form $name:literal alone) => { concat!("write `", $name, "` alone") };
    (@form $name:literal $form:literal) => { $form };
    (@alone alone) => { true };
    (@alone $form:literal) => { false };
}

keys! {
    /// Keys of `#[oauth_api(…)]`.
    ApiKey in "On the trait" {
        BaseUrl = "base_url": "write `base_url = \"https://…\"`",
        BaseUrls = "base_urls": "write `base_urls(production = \"https://…\", testing = \"https://…\")`",
        BasePath = "base_path": "write `base_path = \"/…\"`",
        Auth = "auth": "write `auth = basic`, or combine schemes: `a & b` for both, `a | b` for one of them, `none` for no authentication",
        Body = "body": "write `body = form`, `body = json` or `body = form | json`",
        Headers = "headers": "write `headers(\"X-Name\" = \"value\")`",
        Error = "error": "write `error = ErrorType`, or `error = none`",
        Crate = "crate": "write `crate = path::to::oauth_runtime`",
        NoImplicitPrelude = "no_implicit_prelude": alone,
        Bases = "bases": "write `bases(api = \"https://…\")`, or `bases(api(production = \"https://…\", testing = \"https://…\"))` with the names of `base_urls`",
        ResponseHeaders = "response_headers": "write `response_headers(\"X-Name\": u32)`",
        Refused = "refused": "write `refused(errcode, except = 0)`, or `refused = none`",
        Reason = "reason": "write `reason = \"error.message\"`, or `reason = none`",
    }
    others say {
        "url" | "uri" | "host" | "server" | "base" => "write `base_url = \"https://…\"`",
        "servers" => "write `base_urls(production = \"https://…\")`",
        "path" | "prefix" => "write `base_path = \"/…\"`",
        "authentication" | "security" | "credentials" => "write `auth = …`",
        "content_type" => "write `body = form` or `body = json`",
        "header" => "write `headers(\"X-Name\" = \"value\")`",
        "errors" => "write `error = Type` here, and `errors(404 => Type)` on an endpoint",
        "allow" => "write `allow(…)` on the endpoint that needs it: `#[post(\"/path\", allow(rule))]`",
        "browser" => "write `browser` on the endpoint: `#[get(\"/path\", browser)]`",
        "runtime" => "write `crate = path::to::oauth_runtime`",
        "timeout" => "set it when the client is made: `VendorClient::builder().timeout(…)`",
        "strict" => "set it when the client is made: `VendorClient::builder().strict()`",
        "deviations" => "write it on the endpoint: `#[post(\"/path\", deviations(…))]`",
        "default_expires_in" => "write it on the endpoint: `#[post(\"/path\", default_expires_in = 3600)]`",
        "token" => "write it on the endpoint: `#[post(\"/path\", token)]`",
        "spent" => "write it on the endpoint: `#[post(\"/path\", spent(\"…\"))]`",
        "message" | "error_message" => "write `reason = \"error.message\"`",
        "refusal" | "error_code" | "success" => "write `refused(errcode, except = 0)`",
        "user_agent" => "set it when the client is made: `VendorClient::builder().user_agent(…)`",
        "callback" => "write it on the page: `#[get(\"/path\", browser, callback(code = \"vendor_code\"))]`",
        "response_header" | "answer_headers" => "write `response_headers(\"X-Name\": u32)`",
        "separator" | "scope_separator" => "write it above the parameter: `#[separator = \",\"] scope: Scopes`",
    }
}

keys! {
    /// Keys of an endpoint's attribute, after its path.
    EndpointKey in "On an endpoint" {
        Auth = "auth": "write `auth = basic`, or combine schemes: `a & b` for both, `a | b` for one of them, `none` for no authentication",
        Body = "body": "write `body = form`, `body = json` or `body = form | json`",
        Headers = "headers": "write `headers(\"X-Name\" = \"value\")`",
        Error = "error": "write `error = ErrorType`, or `error = none`",
        Errors = "errors": "write `errors(404 => NotFound, 409 => Conflict)`",
        Browser = "browser": alone,
        Token = "token": "write `token`, or `token(access_token = \"data.access_token\")`",
        DefaultExpiresIn = "default_expires_in": "write the seconds: `default_expires_in = 3600`",
        Deviations = "deviations": "write `deviations(expires_in_string, scope_commas)`",
        Allow = "allow": "write `allow(secret_in_url)`",
        Base = "base": "write `base = name`, with `bases(name = \"https://…\")` on the trait",
        Callback = "callback": "write `callback(code = \"vendor_code\")`",
        ResponseHeaders = "response_headers": "write `response_headers(\"X-Name\": u32)`",
        Spent = "spent": "write `spent(\"bad_refresh_token\")`",
        Refused = "refused": "write `refused(errcode, except = 0)`, or `refused = none`",
        Reason = "reason": "write `reason = \"error.message\"`, or `reason = none`",
    }
    others say {
        "authentication" | "security" => "write `auth = …`",
        "content_type" => "write `body = form` or `body = json`",
        "form" => "write `body = form`",
        "json" => "write `body = json`",
        "header" => "write `headers(\"X-Name\" = \"value\")`, or `#[header(\"X-Name\")]` on a parameter",
        "query" => "write `#[query]` on the parameter",
        "response" | "returns" => "write the type of the answer after `->`",
        "path" => "write the path first, without a key: `#[post(\"/path\")]`",
        "base_url" | "url" | "uri" | "host" => "write the whole URL in place of the path: `#[post(\"https://host/path\")]`",
        "bases" => "write it on the trait, and `base = name` here",
        "redirect" => "write `-> Redirect`, or `-> RedirectOr<Type>`",
        "grant" => "write `#[grant(…)]` above the function",
        "crate" => "write it on the trait: `#[oauth_api(crate = …)]`",
        "expires_in" | "lifetime" => "write `default_expires_in = 3600` for the lifetime of a token whose answer says none",
        "deviation" => "write `deviations(…)`",
        "callbacks" | "callback_names" => "write `callback(code = \"vendor_code\")`",
        "response_header" | "answer_headers" => "write `response_headers(\"X-Name\": u32)`",
        "fragment" => "write it at the end of the path of a page: `#[get(\"/path#fragment\", browser)]`",
        "separator" | "scope_separator" => "write it above the parameter: `#[separator = \",\"] scope: Scopes`",
        "lenient" => "write nothing: harmless departures are accepted; name them with `deviations(…)`",
        "strict" => "set it when the client is made: `VendorClient::builder().strict()`",
        "access_token" | "refresh_token" | "expires_at" => "write it in `token(…)`: `token(access_token = \"data.access_token\")`",
        "message" | "error_message" => "write `reason = \"error.message\"`",
        "refusal" | "error_code" | "success" => "write `refused(errcode, except = 0)`",
        "invalid_grant" => "write `spent(\"…\")` with the vendor's own words; `invalid_grant` is known",
    }
}

keys! {
    /// Members in `token(…)`.
    TokenMember in "Token answers" {
        AccessToken = "access_token": "write `access_token = \"data.access_token\"`",
        TokenType = "token_type": "write `token_type = \"data.token_type\"`",
        RefreshToken = "refresh_token": "write `refresh_token = \"data.refresh_token\"`",
        ExpiresIn = "expires_in": "write `expires_in = \"data.expires_in\"`, or `expires_in = \"ttl\" as milliseconds`",
        ExpiresAt = "expires_at": "write `expires_at = \"expiresAt\" as iso8601`",
        Scope = "scope": "write `scope = \"data.scope\"`",
    }
    others say {
        "token" | "accessToken" => "write `access_token = \"…\"`: the names before `=` are those of the RFC",
        "refreshToken" | "refresh" => "write `refresh_token = \"…\"`: the names before `=` are those of the RFC",
        "expiresIn" | "lifetime" | "ttl" => "write `expires_in = \"…\"`",
        "expiresAt" | "expires" | "expiry" | "expiration" => "write `expires_at = \"…\" as iso8601` for a moment, `expires_in = \"…\"` for a lifetime",
        "scopes" => "write `scope = \"…\"`",
        "error" => "write `refused(…)` beside `token(…)`",
    }
}

words! {
    /// How a time is written, in `token(…)`.
    TimeWord in "Token answers" {
        Seconds = "seconds",
        Milliseconds = "milliseconds",
        Iso8601 = "iso8601",
    }
    others say {
        "ms" | "millis" => "write `as milliseconds`",
        "s" | "secs" | "unix" | "epoch" | "timestamp" => "write `as seconds`, or nothing: it is what is expected",
        "iso" | "iso_8601" | "rfc3339" | "date" | "datetime" => "write `as iso8601`",
        "minutes" | "hours" | "days" => "known here: `seconds`, `milliseconds`, `iso8601`",
    }
}

keys! {
    /// What is said in `refused(…)`, after the member.
    RefusedKey in "On an endpoint" {
        Except = "except": "write `except = 0`, `except = true` or `except = \"ok\"`",
        Code = "code": "write `code = \"error.code\"`",
        Description = "description": "write `description = \"error.message\"`",
    }
    others say {
        "unless" | "ok" | "success" | "not" => "write `except = …`",
        "error" => "write `code = …`",
        "message" | "reason" => "write `description = …`",
    }
}

words! {
    /// The attributes that make a function an endpoint.
    Method in "On an endpoint" {
        Get = "get",
        Post = "post",
        Put = "put",
        Patch = "patch",
        Delete = "delete",
    }
    others say {
        "head" | "options" | "trace" => "an endpoint is `get`, `post`, `put`, `patch` or `delete`",
        "endpoint" | "request" => "write the method: `#[post(\"/path\")]`",
    }
}

words! {
    /// The other attributes of a function.
    FunctionAttribute in "Grants" {
        Grant = "grant",
        Doc = "doc",
        Deprecated = "deprecated",
    }
    others say {
        "allow" => "write it behind the path: `#[post(\"/path\", allow(rule))]`",
        "auth" => "write it behind the path: `#[post(\"/path\", auth = …)]`",
        "body" => "write it behind the path: `#[post(\"/path\", body = …)]`",
        "headers" => "write it behind the path: `#[post(\"/path\", headers(…))]`",
        "header" => "write it behind the path: `#[post(\"/path\", headers(\"X-Name\" = \"value\"))]`",
        "error" => "write it behind the path: `#[post(\"/path\", error = Type)]`",
        "errors" => "write it behind the path: `#[post(\"/path\", errors(404 => Type))]`",
        "browser" => "write it behind the path: `#[get(\"/path\", browser)]`",
        "token" => "write it behind the path: `#[post(\"/path\", token)]`",
        "default_expires_in" => "write it behind the path: `#[post(\"/path\", default_expires_in = 3600)]`",
        "deviations" => "write it behind the path: `#[post(\"/path\", deviations(…))]`",
        "callback" => "write it after the path: `#[get(\"/path\", browser, callback(code = \"vendor_code\"))]`",
        "response_headers" => "write it after the path: `#[post(\"/path\", response_headers(\"X-Name\": u32))]`",
        "spent" => "write it behind the path: `#[post(\"/path\", spent(…))]`",
        "refused" => "write it behind the path: `#[post(\"/path\", refused(…))]`",
        "reason" => "write it behind the path: `#[post(\"/path\", reason = …)]`",
        "form" => "write it behind the path: `#[post(\"/path\", body = form)]`",
        "json" => "write it behind the path: `#[post(\"/path\", body = json)]`",
    }
}

words! {
    /// Attributes of a parameter.
    ParameterAttribute in "On a parameter" {
        Query = "query",
        Form = "form",
        Json = "json",
        Header = "header",
        Cookie = "cookie",
        Name = "name",
        Default = "default",
        ServerDefault = "server_default",
        Constant = "constant",
        Doc = "doc",
        Separator = "separator",
    }
    others say {
        "path" => "name it in the path: `\"/things/{name}\"`",
        "body" => "write `#[json]` for a value that is the whole body, or nothing for one of its fields",
        "field" => "write nothing: a parameter is a field of the body",
        "rename" | "alias" => "write `#[name = \"…\"]`",
        "serde" => "write `#[name = \"…\"]` for another name, and `Option<…>` for what may be left out",
        "optional" => "write the type as `Option<…>`",
        "required" => "write nothing: a plain type is required",
        "secret" => "write the type as `SecretString`",
        "deprecated" => "write it in the documentation of the parameter: `/// Deprecated: …`",
        "headers" => "write `#[header(\"X-Name\")]`",
        "fixed" => "write `#[constant = …]`",
        "value" => "write `#[constant = …]` or `#[default = …]`",
        "join" | "joined" | "delimiter" | "split" => "write `#[separator = \",\"]`",
        "repeat" | "repeated" | "explode" => "write nothing: a `Vec` is sent once for each of its items",
    }
}

keys! {
    /// Clauses of `#[grant(…)]`.
    GrantKey in "Grants" {
        Needs = "needs": "write `needs(code, redirect_uri)`",
        May = "may": "write `may(scope)`",
        Rotates = "rotates": alone,
        ReuseWithin = "reuse_within": "write the seconds: `reuse_within = 600`",
    }
    others say {
        "requires" | "required" => "write `needs(…)`",
        "takes" | "has" => "write `needs(…)` for what has to be given, `may(…)` for what can be",
        "optional" | "allows" => "write `may(…)`",
        "rotate" | "rotation" | "rotating" => "write `rotates`",
        "reuse" | "reuse_interval" | "grace_period" | "overlap" => "write `reuse_within = 600` for how long a spent refresh token may be sent again, in seconds",
    }
}

words! {
    /// Words of an `auth` expression.
    SchemeWord in "Authentication" {
        Basic = "basic",
        ClientSecretBasic = "client_secret_basic",
        Bearer = "bearer",
        Header = "header",
        None = "none",
        ClientSecretPost = "client_secret_post",
        ClientId = "client_id",
    }
    others say {
        "prefix" => "write `header(\"Authorization\", prefix = \"OAuth\") as token`",
        "api_key" => "write `header(\"X-Api-Key\") as api_key`",
        "key" => "write `header(\"X-Api-Key\") as key`",
        "oauth2" | "oauth" => "write `bearer` for an access token, `client_secret_basic` or `client_secret_post` for client id and secret",
        "token" | "jwt" => "write `bearer`",
        "client_secret" | "client_credentials" => "write `client_secret_basic`, or `client_secret_post` for a body",
        "client_secret_body" | "post" => "write `client_secret_post`",
        "client_basic" => "write `basic(client_id, client_secret)`",
        "client" | "public" => "write `client_id`",
        "private_key_jwt" | "client_secret_jwt" => "write `none`, and declare `client_assertion` and `client_assertion_type` as parameters",
        "tls_client_auth" | "self_signed_tls_client_auth" => "write `client_id`, and give the certificate to the HTTP client",
        "cookie" => "write `none`, and declare `#[cookie(\"…\")] name: SecretString` as a parameter",
        "query" => "write `none`, and declare `#[query] name: SecretString` as a parameter",
        "and" => "write `a & b`",
        "or" => "write `a | b`",
        "digest" => "known here: `basic`, `client_secret_basic`, `client_secret_post`, `client_id`, `bearer`, `header(\"X-Key\") as key`, `none`",
    }
}

words! {
    /// Words of `callback(…)`.
    CallbackWord in "Callbacks" {
        Code = "code",
        State = "state",
        Error = "error",
        ErrorDescription = "error_description",
        ErrorUri = "error_uri",
        Iss = "iss",
        Scope = "scope",
    }
    others say {
        "authorization_code" | "auth_code" => "write `code`",
        "issuer" => "write `iss`",
        "scopes" => "write `scope`",
        "error_code" => "write `error`",
    }
}

words! {
    /// Words of a `body` expression.
    BodyWord in "On the trait" {
        Form = "form",
        Json = "json",
    }
    others say {
        "none" => "write nothing: without a parameter for it, there is no body",
        "urlencoded" | "x_www_form_urlencoded" => "write `form`",
    }
}

words! {
    /// What `allow(…)` can permit, each a rule of an RFC that a vendor breaks.
    Rule in "Mistakes" {
        SecretInUrl = "secret_in_url",
        PlainTextSecret = "plain_text_secret",
        SecretInSource = "secret_in_source",
        TwoAccessTokens = "two_access_tokens",
        TwoClientAuthentications = "two_client_authentications",
        IncompleteClientAuthentication = "incomplete_client_authentication",
        UnauthenticatedClient = "unauthenticated_client",
        VendorIdentifier = "vendor_identifier",
        TokenEndpointMethod = "token_endpoint_method",
        JsonTokenRequest = "json_token_request",
        IncompleteRequest = "incomplete_request",
        PasswordGrant = "password_grant",
        ImplicitGrant = "implicit_grant",
        IncompleteGrant = "incomplete_grant",
        VendorGrant = "vendor_grant",
        IncompleteAuthorizationRequest = "incomplete_authorization_request",
        ConstantState = "constant_state",
        MissingCodeChallenge = "missing_code_challenge",
        PlainCodeChallenge = "plain_code_challenge",
        OutOfBandRedirect = "out_of_band_redirect",
        InvalidRedirect = "invalid_redirect",
        RepeatedParameter = "repeated_parameter",
    }
    others say {}
}

impl CallbackWord {
    /// Its name in the RFCs.
    pub(crate) fn name(self) -> Option<&'static str> {
        let place = Self::ALL.iter().position(|word| *word == self)?;
        Self::NAMES.get(place).copied()
    }
}

impl Rule {
    /// Its name, as `allow(…)` has it.
    pub(crate) fn name(self) -> &'static str {
        let place = Self::ALL.iter().position(|rule| *rule == self);
        place.and_then(|place| Self::NAMES.get(place)).copied().unwrap_or_default()
    }
}

/// URLs in the metadata of a server. Others can be there as well.
pub(crate) const METADATA_URLS: &[&str] = &[
    "authorization_endpoint",
    "backchannel_authentication_endpoint",
    "device_authorization_endpoint",
    "end_session_endpoint",
    "introspection_endpoint",
    "jwks_uri",
    "pushed_authorization_request_endpoint",
    "registration_endpoint",
    "revocation_endpoint",
    "token_endpoint",
    "userinfo_endpoint",
];

/// What others call them.
pub(crate) const METADATA_MEANT: &[(&str, &str)] = &[
    ("auth_endpoint", "authorization_endpoint"),
    ("auth_uri", "authorization_endpoint"),
    ("auth_url", "authorization_endpoint"),
    ("authorization_url", "authorization_endpoint"),
    ("authorize_endpoint", "authorization_endpoint"),
    ("device_endpoint", "device_authorization_endpoint"),
    ("introspect_endpoint", "introspection_endpoint"),
    ("jwks_url", "jwks_uri"),
    ("logout_endpoint", "end_session_endpoint"),
    ("par_endpoint", "pushed_authorization_request_endpoint"),
    ("register_endpoint", "registration_endpoint"),
    ("revoke_endpoint", "revocation_endpoint"),
    ("token_uri", "token_endpoint"),
    ("token_url", "token_endpoint"),
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
    "expires_at_unreadable",
    "expires_at_past",
    "expires_at_too_late",
    "token_type_absent",
    "token_type_vendor_word",
    "scope_array",
    "scope_commas",
    "scope_blanks",
    "scope_empty",
    "scope_null",
    "scope_unreadable",
    "scope_characters",
    "refresh_token_empty",
    "refresh_token_null",
    "refresh_token_characters",
    "refresh_token_unreadable",
    "token_type_unreadable",
    "error_empty",
    "error_unreadable",
    "duplicate_member",
    "member_unreadable",
    "invalid_utf8",
    "byte_order_mark",
    "content_type",
    "content_type_repeated",
    "charset",
    "no_store_absent",
    "status_201",
    "status_other",
    "form_encoded",
];

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    /// Attributes of Rust's own, whose meaning is known.
    const OF_RUST: &[&str] = &["doc", "deprecated"];

    /// The text of a section of the documentation of `oauth_api`, which begins with `# Title`.
    fn section(title: &str) -> String {
        let head = format!("/// # {title}");
        let documentation = include_str!("lib.rs");
        let lines = documentation.lines().skip_while(|line| *line != head).skip(1);
        lines.take_while(|line| !line.starts_with("/// # ")).collect::<Vec<_>>().join("\n")
    }

    /// Whether one of the pieces of code in a text has the word.
    fn mentions(text: &str, word: &str) -> bool {
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let mut code = text.split('`').skip(1).step_by(2);
        code.any(|code| code.split(|c: char| !is_part(c)).any(|part| part == word))
    }

    fn missing<K: KnownWords>() -> Vec<&'static str> {
        let section = section(K::SECTION);
        assert!(!section.is_empty(), "no section `{}`", K::SECTION);
        let known = K::NAMES.iter().copied();
        known.filter(|name| !OF_RUST.contains(name) && !mentions(&section, name)).collect()
    }

    #[test]
    fn every_word_is_documented_where_it_may_stand() {
        let missing = [
            missing::<ApiKey>(),
            missing::<EndpointKey>(),
            missing::<Method>(),
            missing::<FunctionAttribute>(),
            missing::<ParameterAttribute>(),
            missing::<GrantKey>(),
            missing::<TokenMember>(),
            missing::<TimeWord>(),
            missing::<RefusedKey>(),
            missing::<SchemeWord>(),
            missing::<BodyWord>(),
            missing::<CallbackWord>(),
            missing::<Rule>(),
        ];
        assert_eq!(missing.concat(), [""; 0], "not in the documentation of `oauth_api`");
    }

    #[test]
    fn every_documented_key_is_known() {
        let first_words = |title: &str| -> Vec<String> {
            let rows = section(title);
            let rows = rows.lines().filter_map(|line| line.strip_prefix("/// | `")).map(|row| {
                let code = row.split('`').next().unwrap().trim_start_matches("#[");
                code.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap().to_owned()
            });
            rows.collect()
        };
        let unknown = |title: &str, known: &[&str]| -> Vec<String> {
            let words = first_words(title);
            assert!(!words.is_empty(), "no table in `{title}`");
            words.into_iter().filter(|word| !known.contains(&word.as_str())).collect()
        };
        assert_eq!(unknown("On the trait", ApiKey::NAMES), [""; 0]);
        assert_eq!(unknown("On an endpoint", EndpointKey::NAMES), [""; 0]);
        assert_eq!(unknown("On a parameter", ParameterAttribute::NAMES), [""; 0]);
        assert_eq!(unknown("Mistakes", Rule::NAMES), [""; 0]);
    }

    #[test]
    fn no_word_of_others_is_one_of_ours() {
        fn both<K: KnownWords>() -> Vec<&'static str> {
            let meant = K::MEANT.iter().map(|(other, _)| *other);
            meant.filter(|other| K::NAMES.contains(other)).collect()
        }
        let both = [
            both::<ApiKey>(),
            both::<EndpointKey>(),
            both::<Method>(),
            both::<FunctionAttribute>(),
            both::<ParameterAttribute>(),
            both::<GrantKey>(),
            both::<TokenMember>(),
            both::<TimeWord>(),
            both::<RefusedKey>(),
            both::<SchemeWord>(),
            both::<BodyWord>(),
            both::<CallbackWord>(),
        ];
        assert_eq!(both.concat(), [""; 0]);
    }

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
        for rule in Rule::NAMES {
            assert!(mistakes.contains(&format!("`allow({rule})`")), "no mistake breaks `{rule}`");
            assert!(permitted.contains(&format!("allow({rule})")), "nothing permits `{rule}`");
            assert!(
                include_str!("lib.rs").contains(&format!("/// | `{rule}` |")),
                "no row for `{rule}`"
            );
        }
    }
}
