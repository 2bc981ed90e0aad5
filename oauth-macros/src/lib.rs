//! The attribute `#[oauth_api]`: an OAuth vendor's page as a Rust trait.
//!
//! Use it through the crate [`oauth-runtime`](https://docs.rs/oauth-runtime), which re-exports it and has what the
//! generated code calls.

// Storeys, from top to bottom: a module uses those of its own group and of the groups below it, and no two files use each
// other. `tests/storeys.rs` sees to it.

mod api;
mod open_enum;

mod cfg;
mod fallback;

mod expand;

mod check;

mod parse;

mod model;

mod errors;
mod keys;
mod name;
mod paths;
mod suggest;

#[cfg(test)]
mod editors;
#[cfg(test)]
mod hygiene;
#[cfg(test)]
mod random_input;
#[cfg(test)]
mod snapshots;

/// Turns a trait that declares the endpoints of an OAuth vendor into a client.
///
/// ```
/// use oauth_runtime::{Basic, SecretString, oauth_api, open_enum};
///
/// /// OAuth endpoints of a vendor.
/// #[oauth_api(base_url = "https://vendor.example/oauth2/v3", auth = basic, body = form | json)]
/// pub trait Vendor {
///     /// Invalidates a token.
///     ///
///     /// [RFC 7009](https://www.rfc-editor.org/rfc/rfc7009)
///     #[post("/revoke")]
///     fn post_revoke(
///         /// The token.
///         token: SecretString,
///         /// Which kind of token it is.
///         #[server_default = "refresh_token"]
///         token_type_hint: Option<TokenTypeHint>,
///     );
/// }
///
/// open_enum! {
///     /// Which kind of token it is.
///     pub enum TokenTypeHint {
///         /// An access token.
///         AccessToken = "access_token",
///         /// A refresh token.
///         RefreshToken = "refresh_token",
///     }
/// }
///
/// # async fn example() -> Result<(), oauth_runtime::Error> {
/// let vendor = VendorClient::new(Basic::new("client id", "client secret"));
/// vendor.post_revoke().token("the token").send().await?;
/// # Ok(())
/// # }
/// ```
///
/// # What is made of it
///
/// For `trait Vendor` with `fn post_revoke`:
///
/// - `VendorClient`, which is not generic, cheap to clone and can be kept in any struct;
/// - `VendorPostRevokeRequest`, what `client.post_revoke()` returns: a builder with a setter per parameter. It can be
///   sent when each required parameter is there, and the compiler names the missing ones. `.send()` sends it; `.into_request()`
///   gives an `oauth_runtime::Request`, to be added to, looked at, signed or sent later;
/// - `VendorPostRevokeParameters`, the values of one call;
/// - the trait itself, with a method per endpoint that takes those values: whoever implements it is the vendor. The client
///   does; the methods that are not overridden answer "not implemented";
/// - `VendorCredentials`, where schemes are combined or a key is sent in a header, and likewise
///   `VendorPostRevokeCredentials`, where an endpoint takes others than the client;
/// - `VendorBaseUrl`, where there are several base URLs;
/// - `VendorClient::API`, the description of all this as data.
///
/// # On the trait
///
/// | key | meaning |
/// |---|---|
/// | `base_url = "https://…"` | where the API lives |
/// | `base_urls(production = "https://…", testing = "https://…")` | several by name; the first is the default |
/// | `base_path = "/…"` | the path alone: the origin is given when the client is made |
/// | `auth = …` | how calls are authenticated, below; nothing if left out |
/// | `body = form`, `json` or `form \| json` | the content type of bodies, the default first; `form` if left out |
/// | `headers("X-Name" = "value", …)` | constant headers of every call |
/// | `error = Type` | the type of error bodies, for `error.body_as::<Type>()` |
/// | `reason = "error.message"` | the place in an error body that says why, shown in the error's one line; `reason("message", "error.message")` for the first of several that is there |
/// | `refused(errcode, except = 0)` | what says that the server refused, below |
/// | `crate = path` | where the runtime is, if not at `::oauth_runtime` |
/// | `bases(api = "https://…", …)` | other bases by name, for endpoints with `base = api`; see [Addresses](#addresses) |
/// | `no_implicit_prelude` | for modules with that attribute: the compiler knows no `#[diagnostic::…]` there, and the message about a missing parameter is its own |
/// | `response_headers(/** … */ "X-Name": u32, …)` | headers of all responses, with the types of their values, below |
///
/// # On an endpoint
///
/// `#[get("/path/{id}")]`, `#[post(…)]`, `#[put(…)]`, `#[patch(…)]` or `#[delete(…)]`. The path may also be a whole URL or a
/// word ([Addresses](#addresses)). After it, these keys:
///
/// | key | meaning |
/// |---|---|
/// | `auth`, `body`, `headers`, `error`, `reason`, `refused` | as on the trait, for this endpoint; `auth = none`, `error = none`, `reason = none` and `refused = none` switch off |
/// | `errors(404 => Type, …)` | types of error bodies by status |
/// | `browser` | a page that a person opens: the builder gives its URL, nothing is sent |
/// | `token` | the answer is that of a token endpoint (RFC 6749, section 5.1), as it is by itself where there is a `grant_type` |
/// | `token(access_token = "data.access_token", …)` | the same, where its members stand elsewhere, below |
/// | `spent("bad_refresh_token", …)` | the vendor's words for a code or refresh token that is used up, below |
/// | `default_expires_in = 3600` | the lifetime in seconds of a token whose answer says none |
/// | `deviations(name, …)` | departures that the vendor is known for, below |
/// | `allow(rule, …)` | permits what an RFC forbids and this vendor does, below |
/// | `base = name` | the base of this name comes before the path, one of the trait's `bases(…)` |
/// | `callback(code = "…", …)` | on a page, or where a redirect is the answer: the vendor's own names of what comes back, below |
/// | `response_headers(/** … */ "X-Name": u32, …)` | headers of its responses, beside those of the trait |
///
/// The path of a page may end in a constant fragment, `#[get("/connect#login", browser)]`, with which its URL ends.
///
/// The answer is what stands after `->`: a type that implements `serde::Deserialize`, read from JSON (`String` is a text in
/// quotes there, which is worth a warning); `Option<T>` where it may have no body (204), which is `None`, as is `null`;
/// `Text` or `Bytes` for the body as it came; nothing for a success without a value; `Redirect` where a 3xx with `Location`
/// is the documented answer, `RedirectOr<T>` where it is one of two. Any 2xx is a success. JSON is asked for (`Accept`) where
/// it is read; for `Text` and `Bytes`, what is asked for is what `headers("Accept" = "…")` says.
///
/// A success whose body has an `error` (RFC 6749, section 5.2) is a refusal all the same. A vendor that says it in its own
/// way has `refused(errcode, except = 0)`: the member whose presence is a refusal, also inside a success, unless it has
/// this value (null and an empty text count as absent). It is the code of the error, for `error.oauth()`; where code and
/// description stand elsewhere, `refused(ok, except = true, code = error, description = "detail")`. A vendor whose
/// successes have an `error`, too, says so in the same way: `refused("error.code", except = "ok")`; what such an `error`
/// says is then told by this member alone, where it is there.
///
/// Places in an answer are the names of the members on the way, joined by dots: `"error.message"`, or a single name without
/// quotes. In a list a name is the number of an item, from 0: `"errors.0.code"`. A dot that is part of a name has a
/// backslash before it: `r"oauth\.token"`.
///
/// # Addresses
///
/// An endpoint is at the base of the API, after which comes its path. A base keeps its query, which comes before the query
/// parameters of the call; the empty path `#[post("")]` adds nothing to it, not even a slash. What is elsewhere says so:
///
/// | written | where it is |
/// |---|---|
/// | `#[post("https://host.example/path/{id}")]` | there; the base is named by its host, `host.example` |
/// | `#[post("/path", base = api)]` | after the base `api`: on the trait, `bases(api = "https://…")`. Where that differs by environment, `bases(api(production = "https://…", testing = "https://…"))` has those of `base_urls(…)`, and `VendorBaseUrl` picks all bases together |
/// | `#[post(token_endpoint)]` | at the URL that the metadata of the server has under this name (RFC 8414, section 2) |
/// | `#[put(registration_client_uri)]` with a parameter of that name | at the URL that the caller gives, such as that of RFC 7592, section 2 |
///
/// The client's builder replaces each base: `.base_url(…)`, and `.base_url_of("api", …)` by its name. One that is replaced has
/// the others replaced, too, or there is no client: a test must not call the vendor by accident. An API all of whose endpoints
/// are elsewhere needs no base of its own.
///
/// A URL that is learned at run time is checked as a base is: `https` unless it is loopback or allowed, no user name, no
/// fragment. It stays as it is, with its query. Where URLs are in the metadata of the server, the client is made with it, or
/// asks for it:
///
/// ```
/// use oauth_runtime::{ServerMetadata, Token, ClientCredentials, SecretString, oauth_api};
///
/// #[oauth_api(auth = client_secret_basic)]
/// pub trait Standard {
///     /// Asks for a token.
///     #[post(token_endpoint)]
///     #[grant(client_credentials)]
///     fn token(grant_type: String) -> Token;
///
///     /// Invalidates a token.
///     #[post(revocation_endpoint)]
///     fn revoke(token: SecretString);
/// }
///
/// # async fn example() -> Result<(), oauth_runtime::Error> {
/// let credentials = ClientCredentials::new("client id", "client secret");
/// let server = StandardClient::discover("https://issuer.example", credentials.clone()).await?;
/// assert_eq!(server.metadata().issuer(), "https://issuer.example");
/// server.token().client_credentials().send().await?;
///
/// let known = ServerMetadata::new("https://issuer.example")
///     .with("token_endpoint", "https://issuer.example/token");
/// let server = StandardClient::new(known, credentials);
/// # Ok(())
/// # }
/// ```
///
/// Any word can stand there. Those of the RFCs also say what the endpoint is: the rules below know a `token_endpoint` by its
/// word, whatever the path of its URL.
///
/// # On a parameter
///
/// | attribute | meaning |
/// |---|---|
/// | none | `{name}` in the path makes a path parameter; otherwise the query of `GET` and `DELETE`, the body of the others |
/// | `#[query]`, `#[form]`, `#[header("X-Name")]`, `#[cookie("name")]` | sent there |
/// | `#[json]` | this value is the whole body |
/// | `#[name = "wireName"]` | the name on the wire, where it is not that of the parameter |
/// | `#[default = …]` | sent unless the caller gives another value |
/// | `#[server_default = …]` | documented; nothing is sent unless the caller gives a value |
/// | `#[constant = …]` | always sent, never asked for |
/// | `#[separator = ","]` | the items of a list are sent as one text, with this between them |
///
/// A `Vec` is a list. In a query or form its name is sent once for each item (RFC 8707, section 2), and not at all without
/// one; in JSON it is an array. In a path, header or cookie it has to be joined with `#[separator]`. An item that has the
/// separator in it is refused before anything is sent. Where the words of a `scope` have a separator, those of the answers
/// and callbacks of the API have it, too: `#[separator = ","] scope: Scopes`. All `Scopes` in the type of a token answer are
/// read so.
///
/// A plain type is required; `Option<T>` may be left out, and then nothing is sent. Types are those that implement
/// `oauth_runtime::Parameter`; in JSON bodies, those that implement `serde::Serialize`. A parameter whose setter would
/// have a name that the builder needs (`send`, `url`, …) has a setter with `_` behind it; so has an endpoint whose method
/// would have a name that the client needs (`new`, `clone`, …).
///
/// # Authentication
///
/// | scheme | what is sent | what the client is given |
/// |---|---|---|
/// | `client_secret_basic` | client identifier and secret, form-encoded, as HTTP Basic (RFC 6749, section 2.3.1) | `ClientCredentials` |
/// | `basic(client_id, client_secret)` | the two as they are, as HTTP Basic (RFC 7617) | `ClientCredentials` |
/// | `client_secret_post` | the two as `client_id` and `client_secret` in the body (RFC 6749, section 2.3.1) | `ClientCredentials` |
/// | `client_id` | the identifier of a client without a secret, as `client_id` (RFC 6749, section 3.2.1) | `ClientId` |
/// | `basic` | another user name and password, as HTTP Basic | `Basic` |
/// | `bearer` | an access token (RFC 6750) | `Bearer` |
/// | `header("X-Key") as name` | a key in a header of its own | `SecretString` |
/// | `header("Authorization", prefix = "OAuth") as token` | a token after another word: `Authorization: OAuth …` (RFC 9110, section 11.1) | `SecretString` |
/// | `header("Authorization", prefix = "Client") as client_secret` | the same with the client secret | `ClientCredentials` |
/// | `none` | nothing | |
///
/// `a & b` is both at once, `a | b` is one of them: where the credentials serve several, the one with the most schemes is
/// sent, of these one that proves who the client is, of these one that the metadata of the server lists for the endpoint
/// (`token_endpoint_auth_methods_supported`), and else the first. `.auth(…)` takes what the endpoint takes, and sends
/// it in place of the client's credentials. An endpoint that none of the client's credentials serve asks for it on each call.
///
/// Client identifier and secret are given once, and serve each endpoint that wants them, however it sends them:
///
/// ```
/// use oauth_runtime::{ClientCredentials, SecretString, oauth_api};
///
/// #[oauth_api(base_url = "https://vendor.example", auth = basic(client_id, client_secret))]
/// pub trait Vendor {
///     #[get("/authorize", browser, auth = none)]
///     fn authorize(#[constant = "code"] response_type: String, client_id: String, state: String);
///
///     #[post("/token", auth = client_secret_post)]
///     #[grant(authorization_code, needs(client_id, client_secret, code))]
///     fn token(
///         grant_type: String,
///         client_id: Option<String>,
///         client_secret: Option<SecretString>,
///         code: Option<SecretString>,
///     ) -> oauth_runtime::Token;
///
///     #[post("/revoke")]
///     fn revoke(token: SecretString);
/// }
///
/// # fn main() -> Result<(), oauth_runtime::Error> {
/// let vendor = VendorClient::new(ClientCredentials::new("id", "s3cret"));
/// let page = vendor.authorize().state("s").url()?;
/// assert_eq!(page.query(), Some("response_type=code&client_id=id&state=s"));
/// let request = vendor.token().authorization_code().code("c").into_request().build()?;
/// assert_eq!(request.body(), "grant_type=authorization_code&client_id=id&client_secret=s3cret&code=c");
/// let request = vendor.revoke().token("t").into_request().build()?;
/// assert_eq!(request.headers()["authorization"], "Basic aWQ6czNjcmV0");
/// # Ok(())
/// # }
/// ```
///
/// A parameter `client_id` in the body, or in the query of a page, and under `client_secret_post` a parameter `client_secret`
/// need not be set where the client has them by its type; a value that is set is sent in their place. Where neither is
/// declared, `client_secret_post` and `client_id` append them to the other parameters. A secret is never put into a URL, unless
/// it is declared there: under `allow(secret_in_url)`, parameters `client_id` and `client_secret` in the query are filled as well.
///
/// # Grants
///
/// A token endpoint is several calls in one. Each `#[grant(authorization_code, needs(code, redirect_uri), may(scope))]`
/// adds an entry to the builder, `client.token().authorization_code()`, which fills in `grant_type`, asks for what is
/// required and needed, and offers only what the grant may have. An entry whose name is that of a parameter ends in
/// `_grant`, or is named by `#[grant(refresh_token as refresh, …)]`.
///
/// What the vendor's page says of refresh tokens goes on the grant that trades them, for whoever keeps them:
/// `#[grant(refresh_token as refresh, needs(refresh_token), rotates, reuse_within = 600)]`.
///
/// | word | meaning |
/// |---|---|
/// | `rotates` | each refresh answers a new refresh token, and ends the old one |
/// | `reuse_within = 600` | for so many seconds after it was spent, the old one may be sent again |
///
/// What a parameter is for is known by its name in Rust or on the wire, in any case style: one called `refreshToken` on the
/// wire is a refresh token, in `needs(…)`, in the rules of the RFCs and where a call might be repeated.
///
/// # Callbacks
///
/// Where a vendor has other names than the RFCs for what comes back from its page, the page says them:
/// `callback(code = "spapi_oauth_code")`. The words are `code`, `state`, `error`, `error_description`, `error_uri`, `iss` and
/// `scope`; `code = none` is for a page from which no code comes back. The client has them as a constant named after the
/// endpoint: `Callback::new(&state).names(VendorClient::AUTHORIZE_CALLBACK)`.
///
/// # Response headers
///
/// Each header in `response_headers(…)` becomes a constant of the client, with the documentation that stands before it:
/// `"X-RateLimit-Remaining": u32` is `VendorClient::X_RATELIMIT_REMAINING`. `response.header(…)` and `error.header(…)` read it as its
/// type, which implements `oauth_runtime::FromHeader`, and tell a header that is absent from one that is of another type. What
/// several endpoints have is one constant.
///
/// # Token answers
///
/// The answer of a token endpoint is read with patience, whatever its type: a usable token is not lost to something odd beside
/// it, and nothing dangerous is taken for a token. Each departure is told by `Response::deviations` (`.send().with_response()`),
/// and a client made with `.strict()` makes errors of them. A vendor is known for some: those that `deviations(…)` names are
/// part of the declaration, neither told nor refused. The names are those of `oauth_runtime::Deviation`, in small letters:
/// `#[post("/token", deviations(expires_in_string, scope_commas))]`. With `token_type_vendor_word`, any word is taken for
/// `Bearer`. In answers of other endpoints, `content_type`, `content_type_repeated`, `charset`, `byte_order_mark` and
/// `form_encoded` can be named. A vendor whose tokens come without `Cache-Control: no-store` has `no_store_absent`.
///
/// When the token expires is told by `Response::expires_at`, an instant that is computed once, on receipt.
///
/// Where the members stand elsewhere, `token(…)` says where:
/// `token(access_token = "body.access_token", refresh_token = "body.refresh_token", expires_in = "body.expires_in", scope = "body.scope")`;
/// also `token_type`. Those that it does not name are where the RFC has them. A lifetime can be `as milliseconds` (or
/// `as seconds`, which is expected). Where the vendor tells the moment of expiry, it is `expires_at = "expiresAt"`, in
/// seconds since 1970, `as milliseconds`, or `as iso8601` (RFC 3339, with its offset); a lifetime that is there as well
/// comes first, because it needs no clock but the client's. Everything said above then holds of these members: departures,
/// what is refused (an answer without a token at the place of `access_token` is, too), and what the error says of the
/// grant. The answer's type is one that is shaped like the vendor's page, or `Token`, which is filled from the places; what is
/// left is in its `extra`.
///
/// `error.grant_state()` says that a code or refresh token is used up where the server says `invalid_grant`, or one of the
/// words in `spent("bad_refresh_token", "code_already_used")`: the code of the error, which may be that of `refused(…)`; a code
/// that is a number is written as one, `spent(40029)`.
///
/// # Mistakes
///
/// All mistakes of a declaration are reported at once, each at its place and with what to write instead.
///
/// A declaration that breaks a rule of an RFC is a mistake as well. Where a vendor really breaks it, its endpoint says so:
/// `#[post("/revoke", allow(secret_in_url))]`.
///
/// | rule | what it permits | who forbids it |
/// |---|---|---|
/// | `secret_in_url` | a secret in a path or query | RFC 6749, section 2.3.1; RFC 6750, section 2.3; RFC 9700, section 4.3 |
/// | `plain_text_secret` | a parameter with the name of a secret (`client_secret`, `token`, `code`, …) that is plain text | RFC 6749, sections 10.3 to 10.7 |
/// | `secret_in_source` | a secret written as `#[constant]` or `#[default]` | RFC 8252, section 8.5 |
/// | `two_access_tokens` | a parameter `access_token` beside `auth = bearer` | RFC 6750, section 2 |
/// | `two_client_authentications` | `client_secret`, `client_assertion` or `client_secret_post` beside HTTP Basic, or two of these | RFC 6749, section 2.3 |
/// | `incomplete_client_authentication` | `client_secret` without `client_id`, `client_assertion` without `client_assertion_type` | RFC 6749, section 2.3.1; RFC 7521, section 4.2 |
/// | `unauthenticated_client` | introspection and the grant `client_credentials` without authentication | RFC 7662, section 2.1; RFC 6749, section 4.4.2 |
/// | `vendor_identifier` | a written `client_assertion_type`, `subject_token_type`, `actor_token_type` or `requested_token_type` that is no URI | RFC 7521, section 4.2; RFC 8693, section 2.1 |
/// | `token_endpoint_method` | a token, revocation, introspection, device authorization or pushed authorization request that is not `POST` | RFC 6749, section 3.2; RFC 7009, section 2.1; RFC 7662, section 2.1; RFC 8628, section 3.1; RFC 9126, section 2 |
/// | `json_token_request` | one of those in JSON alone, with the names of the RFCs | RFC 6749, appendix B; RFC 7009, section 2.1; RFC 7662, section 2.1; RFC 8628, section 3.1; RFC 9126, section 2.1 |
/// | `incomplete_request` | `token_type_hint`, or a `revocation_endpoint` or `introspection_endpoint` by its word, without `token`; a device authorization request without `client_id`, a pushed one with `request_uri` | RFC 7009 and RFC 7662, section 2.1; RFC 8628, section 3.1; RFC 9126, section 2.1 |
/// | `password_grant` | the password grant | RFC 9700, section 2.4 |
/// | `implicit_grant` | a `response_type` with `token` | RFC 9700, section 2.1.2 |
/// | `incomplete_grant` | a grant without what it requires, such as `code`, or unable to send `redirect_uri`, `code_verifier` or, without authentication, `client_id` | RFC 6749, sections 4.1.3, 4.3.2 and 6; RFC 7636, section 4.5; RFC 7521, section 4.1; RFC 8628, section 3.4; RFC 8693, section 2.1 |
/// | `vendor_grant` | a grant whose name is neither of RFC 6749 nor a URI | RFC 6749, section 4.5 |
/// | `incomplete_authorization_request` | a page or pushed request without `response_type`, `client_id`, or `state` (or `code_challenge`, or `nonce`); an `id_token` without `nonce` | RFC 6749, sections 4.1.1 and 10.12; OpenID Connect Core 1.0, section 3.2.2.1 |
/// | `constant_state` | a `state`, `nonce`, `code_challenge` or `DPoP` proof that is written down | RFC 6749, section 10.12; RFC 7636, section 7.1; RFC 9449, section 4.2 |
/// | `missing_code_challenge` | a request for a code without `code_challenge`, where the token endpoint takes codes from clients without a secret | RFC 9700, section 2.1.1 |
/// | `plain_code_challenge` | PKCE with another method than `S256`, or with half of its parameters | RFC 7636, sections 4.2 and 4.3; RFC 9700, section 2.1.1 |
/// | `out_of_band_redirect` | a `redirect_uri` `urn:ietf:wg:oauth:2.0:oob` that is written down | RFC 8252, section 7 |
/// | `invalid_redirect` | a written `redirect_uri` that is relative, has a fragment, is plain `http`, or has a scheme that is no domain name | RFC 6749, section 3.1.2; RFC 9700, section 2.6; RFC 8252, section 7.1 |
/// | `repeated_parameter` | a list that repeats a parameter which comes once, such as `scope`, in an authorization or token request | RFC 6749, sections 3.1 and 3.2 |
///
/// A permission that its endpoint does not need is a warning (`deprecated`): it would hide the next mistake. One that
/// only some configurations need goes there: `#[cfg_attr(feature = "…", post("/path", allow(rule)))]`.
#[proc_macro_attribute]
pub fn oauth_api(
    args: proc_macro::TokenStream,
    item: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
    api::oauth_api(args.into(), item.into()).into()
}

/// Checks the values of an `open_enum!`. It is called by that alone.
#[doc(hidden)]
#[proc_macro]
pub fn known_values(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    open_enum::check_values(input.into()).into()
}
