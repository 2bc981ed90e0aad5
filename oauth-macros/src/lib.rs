//! The attribute `#[oauth_api]`: an OAuth vendor's page as a Rust trait.
//!
//! Use it through the crate [`oauth-runtime`](https://docs.rs/oauth-runtime), which re-exports it and has what the
//! generated code calls.

mod api;
mod cfg;
mod check;
#[cfg(test)]
mod editors;
mod errors;
mod expand;
mod fallback;
mod keys;
mod model;
mod parse;
mod paths;
#[cfg(test)]
mod random_input;
#[cfg(test)]
mod snapshots;
mod suggest;

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
///   sent when each required parameter is there, and the compiler names the missing ones;
/// - `VendorPostRevokeParameters`, the values of one call;
/// - the trait itself, with a method per endpoint that takes those values: whoever implements it is the vendor. The client
///   does; the methods that are not overridden answer "not implemented";
/// - `VendorCredentials`, where several schemes are combined, and `VendorBaseUrl`, where there are several base URLs;
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
/// | `no_implicit_prelude` | for modules with that attribute: the compiler knows no `#[diagnostic::…]` there, and the message about a missing parameter is its own |
///
/// # On an endpoint
///
/// `#[get("/path/{id}")]`, `#[post(…)]`, `#[put(…)]`, `#[patch(…)]` or `#[delete(…)]`, with these keys after the path:
///
/// | key | meaning |
/// |---|---|
/// | `auth`, `body`, `headers`, `error` | as on the trait, for this endpoint; `auth = none` and `error = none` switch off |
/// | `errors(404 => Type, …)` | types of error bodies by status |
/// | `browser` | a page that a person opens: the builder gives its URL, nothing is sent |
/// | `allow(rule, …)` | permits what an RFC forbids and this vendor does: `secret_in_url`, `plain_text_secret`, `two_client_authentications`, `token_endpoint_method`, `password_grant`, `incomplete_grant`, `out_of_band_redirect` |
///
/// The answer is what stands after `->`: a type that implements `serde::Deserialize`, read from JSON; nothing for a
/// success without a value; `Redirect` where a 3xx with `Location` is the documented answer, `RedirectOr<T>` where it is
/// one of two. Any 2xx is a success.
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
/// have a name that the builder needs (`send`, `url`, …) has a setter with `_` behind it.
///
/// # Authentication
///
/// `basic` (RFC 7617), `client_secret_basic` (RFC 6749, section 2.3.1), `bearer` (RFC 6750),
/// `header("X-Key") as name`, and `none`. `a & b` is both at once, `a | b` is one of them. An endpoint whose `auth` is
/// of another kind than the trait's asks for credentials on each call: `.auth(…)`.
///
/// # Grants
///
/// A token endpoint is several calls in one. Each `#[grant(authorization_code, needs(code, redirect_uri), may(scope))]`
/// adds an entry to the builder, `client.token().authorization_code()`, which fills in `grant_type`, asks for what is
/// required and needed, and offers only what the grant may have. An entry whose name is that of a parameter ends in
/// `_grant`, or is named by `#[grant(refresh_token as refresh, …)]`.
///
/// # Mistakes
///
/// All mistakes of a declaration are reported at once, each at its place and with what to write instead.
#[proc_macro_attribute]
pub fn oauth_api(
    args: proc_macro::TokenStream,
    item: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
    api::oauth_api(args.into(), item.into()).into()
}
