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
/// | `crate = path` | where the runtime is, if not at `::oauth_runtime` |
/// | `bases(api = "https://…", …)` | other bases by name, for endpoints with `base = api`; see [Addresses](#addresses) |
/// | `no_implicit_prelude` | for modules with that attribute: the compiler knows no `#[diagnostic::…]` there, and the message about a missing parameter is its own |
///
/// # On an endpoint
///
/// `#[get("/path/{id}")]`, `#[post(…)]`, `#[put(…)]`, `#[patch(…)]` or `#[delete(…)]`. The path may also be a whole URL or a
/// word ([Addresses](#addresses)). After it, these keys:
///
/// | key | meaning |
/// |---|---|
/// | `auth`, `body`, `headers`, `error` | as on the trait, for this endpoint; `auth = none` and `error = none` switch off |
/// | `errors(404 => Type, …)` | types of error bodies by status |
/// | `browser` | a page that a person opens: the builder gives its URL, nothing is sent |
/// | `token` | the answer is that of a token endpoint (RFC 6749, section 5.1), as it is by itself where there is a `grant_type` |
/// | `default_expires_in = 3600` | the lifetime in seconds of a token whose answer says none |
/// | `deviations(name, …)` | departures that the vendor is known for, below |
/// | `allow(rule, …)` | permits what an RFC forbids and this vendor does, below |
/// | `base = name` | the base of this name comes before the path, one of the trait's `bases(…)` |
///
/// The answer is what stands after `->`: a type that implements `serde::Deserialize`, read from JSON (`String` is a text in
/// quotes there, which is worth a warning); nothing for a
/// success without a value; `Redirect` where a 3xx with `Location` is the documented answer, `RedirectOr<T>` where it is
/// one of two. Any 2xx is a success.
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
/// use oauth_runtime::{ServerMetadata, Token, ClientSecretBasic, SecretString, oauth_api};
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
/// let credentials = ClientSecretBasic::new("client id", "client secret");
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
///
/// A plain type is required; `Option<T>` may be left out, and then nothing is sent. Types are those that implement
/// `oauth_runtime::Parameter`; in JSON bodies, those that implement `serde::Serialize`. A parameter whose setter would
/// have a name that the builder needs (`send`, `url`, …) has a setter with `_` behind it; so has an endpoint whose method
/// would have a name that the client needs (`new`, `clone`, …).
///
/// # Authentication
///
/// `basic` (RFC 7617), `client_secret_basic` (RFC 6749, section 2.3.1), `bearer` (RFC 6750),
/// `header("X-Key") as name`, and `none`. `a & b` is both at once, `a | b` is one of them. `.auth(…)` takes what the
/// endpoint takes, and sends it in place of the client's credentials. An endpoint that none of the client's credentials
/// serve asks for it on each call.
///
/// # Grants
///
/// A token endpoint is several calls in one. Each `#[grant(authorization_code, needs(code, redirect_uri), may(scope))]`
/// adds an entry to the builder, `client.token().authorization_code()`, which fills in `grant_type`, asks for what is
/// required and needed, and offers only what the grant may have. An entry whose name is that of a parameter ends in
/// `_grant`, or is named by `#[grant(refresh_token as refresh, …)]`.
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
/// | `two_client_authentications` | `client_secret` or `client_assertion` beside HTTP Basic, or both | RFC 6749, section 2.3 |
/// | `incomplete_client_authentication` | `client_secret` without `client_id`, `client_assertion` without `client_assertion_type` | RFC 6749, section 2.3.1; RFC 7521, section 4.2 |
/// | `unauthenticated_client` | introspection and the grant `client_credentials` without authentication | RFC 7662, section 2.1; RFC 6749, section 4.4.2 |
/// | `vendor_identifier` | a written `client_assertion_type`, `subject_token_type`, `actor_token_type` or `requested_token_type` that is no URI | RFC 7521, section 4.2; RFC 8693, section 2.1 |
/// | `token_endpoint_method` | a token, revocation, introspection, device authorization or pushed authorization request that is not `POST` | RFC 6749, section 3.2; RFC 7009, section 2.1; RFC 7662, section 2.1; RFC 8628, section 3.1; RFC 9126, section 2 |
/// | `json_token_request` | one of those in JSON alone | RFC 6749, appendix B; RFC 7009, section 2.1; RFC 7662, section 2.1; RFC 8628, section 3.1; RFC 9126, section 2.1 |
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
