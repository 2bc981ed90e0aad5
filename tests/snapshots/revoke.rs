// An expansion of `oauth_api`, as `oauth-macros` makes it; the declaration stands in its `snapshots.rs`.

/// OAuth endpoints of an example.
///
/// [`ExampleClient`] calls the vendor; implement this trait to be one.
pub trait Example: ::core::marker::Send + ::core::marker::Sync {
    /// Invalidates a token.
    ///
    /// [RFC 7009](https://www.rfc-editor.org/rfc/rfc7009)
    ///
    /// `POST /revoke`; not implemented unless overridden.
    fn post_revoke(
        &self,
        parameters: ExamplePostRevokeParameters,
    ) -> ::oauth_runtime::Answering<'_, ()> {
        ::oauth_runtime::__private::not_implemented(parameters, &__EXAMPLE_POST_REVOKE)
    }
}
impl Example for ExampleClient {
    fn post_revoke(
        &self,
        parameters: ExamplePostRevokeParameters,
    ) -> ::oauth_runtime::Answering<'_, ()> {
        let call = ::oauth_runtime::__private::Call::new(
            &self.client,
            &__EXAMPLE_POST_REVOKE,
        );
        ::std::boxed::Box::pin(
            call.send(&parameters.__slots(), ::oauth_runtime::read_nothing),
        )
    }
}
/// Client of [`Example`]: calls its endpoints.
///
/// Cheap to clone, and shared by its clones: connections, credentials and settings are the same.
pub struct ExampleClient {
    client: ::oauth_runtime::__private::Client,
}
impl ExampleClient {
    /// The description of the API: its endpoints and their parameters.
    pub const API: &'static ::oauth_runtime::Api = {
        const ENDPOINTS: &[&::oauth_runtime::Endpoint] = &[&__EXAMPLE_POST_REVOKE];
        &::oauth_runtime::Api::new(
            "Example",
            ::oauth_runtime::Base::Urls(
                &[
                    ("production", "https://apis.example/oauth2"),
                    ("testing", "https://test.example/oauth2"),
                ],
            ),
            ENDPOINTS,
        )
    };
    /// Makes a client of the API at `https://apis.example/oauth2`, with these credentials.
    #[must_use]
    pub fn new(
        credentials: impl ::oauth_runtime::IntoCredentials<::oauth_runtime::Basic>,
    ) -> Self {
        Self {
            client: ::oauth_runtime::__private::Client::new::<
                Self,
            >(
                &::oauth_runtime::IntoCredentials::<
                    ::oauth_runtime::Basic,
                >::into_credentials(credentials),
            ),
        }
    }
    /// Makes a client of the API at another base URL, with these credentials.
    ///
    /// # Errors
    ///
    /// `Error::Build` where the base URL is empty, relative or plain `http` to a host that is not loopback.
    pub fn at(
        base_url: impl ::core::convert::Into<::oauth_runtime::BaseUrl>,
        credentials: impl ::oauth_runtime::IntoCredentials<::oauth_runtime::Basic>,
    ) -> ::core::result::Result<Self, ::oauth_runtime::Error> {
        ::oauth_runtime::ClientBuilder::new()
            .base_url(base_url)
            .credentials(
                ::oauth_runtime::IntoCredentials::<
                    ::oauth_runtime::Basic,
                >::into_credentials(credentials),
            )
            .build()
    }
    /// Begins a client with settings of its own: base URL, credentials, timeouts, HTTP client, transport.
    pub fn builder() -> ::oauth_runtime::ClientBuilder<Self> {
        ::oauth_runtime::ClientBuilder::new()
    }
    /// Invalidates a token.
    ///
    /// [RFC 7009](https://www.rfc-editor.org/rfc/rfc7009)
    ///
    /// `POST /revoke`, authenticated by HTTP Basic.
    ///
    /// Required: `token`.
    pub fn post_revoke(&self) -> ExamplePostRevokeRequest {
        ExamplePostRevokeRequest::__new(&self.client)
    }
}
impl ::oauth_runtime::ApiClient for ExampleClient {
    type Credentials = ::oauth_runtime::Basic;
    const API: &'static ::oauth_runtime::Api = Self::API;
    fn from_client(client: ::oauth_runtime::__private::Client) -> Self {
        Self { client }
    }
}
impl ::core::clone::Clone for ExampleClient {
    fn clone(&self) -> Self {
        Self {
            client: ::core::clone::Clone::clone(&self.client),
        }
    }
}
impl ::core::fmt::Debug for ExampleClient {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.client, f)
    }
}
/// Base URLs of [`Example`].
#[derive(
    ::core::clone::Clone,
    ::core::marker::Copy,
    ::core::fmt::Debug,
    ::core::cmp::PartialEq,
    ::core::cmp::Eq
)]
#[non_exhaustive]
pub enum ExampleBaseUrl {
    /// `https://apis.example/oauth2`
    Production,
    /// `https://test.example/oauth2`
    Testing,
}
impl ExampleBaseUrl {
    /// Returns the URL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Production => "https://apis.example/oauth2",
            Self::Testing => "https://test.example/oauth2",
        }
    }
}
impl ::core::convert::From<ExampleBaseUrl> for ::oauth_runtime::BaseUrl {
    fn from(base_url: ExampleBaseUrl) -> Self {
        ::core::convert::From::from(base_url.as_str())
    }
}
/// Parameters of [`post_revoke`](ExampleClient::post_revoke).
#[non_exhaustive]
pub struct ExamplePostRevokeParameters {
    /// The token, a hash value.
    ///
    /// The body field `token`. A secret. Required.
    pub token: SecretString,
    /// Which kind of token it is.
    ///
    /// The body field `token_type_hint`. Left out unless given; the server then takes `refresh_token`.
    pub token_type_hint: Option<String>,
}
impl ExamplePostRevokeParameters {
    fn __slots(&self) -> [::oauth_runtime::Slot<'_>; 2] {
        let Self { token, token_type_hint } = self;
        [
            ::oauth_runtime::Slot::text(token),
            ::oauth_runtime::Slot::optional_text(token_type_hint),
        ]
    }
}
impl ::core::fmt::Debug for ExamplePostRevokeParameters {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::oauth_runtime::__private::debug(
            f,
            "ExamplePostRevokeParameters",
            &__EXAMPLE_POST_REVOKE,
            &self.__slots(),
        )
    }
}
struct ExamplePostRevokeDraft {
    token: ::core::option::Option<SecretString>,
    token_type_hint: Option<String>,
}
impl ExamplePostRevokeDraft {
    const EMPTY: Self = Self {
        token: ::core::option::Option::None,
        token_type_hint: ::core::option::Option::None,
    };
    fn finish(
        self,
    ) -> ::core::result::Result<ExamplePostRevokeParameters, &'static str> {
        ::core::result::Result::Ok(ExamplePostRevokeParameters {
            token: self.token.ok_or("token")?,
            token_type_hint: self.token_type_hint,
        })
    }
}
const _: () = ::oauth_runtime::is_error_body::<Problem>();
/// A call of [`post_revoke`](ExampleClient::post_revoke), not sent yet.
///
/// `POST /revoke`
#[must_use = "a request does nothing until it is sent: end it with `.send()`"]
pub struct ExamplePostRevokeRequest<TokenIs = ::oauth_runtime::Missing> {
    call: ::oauth_runtime::__private::Call,
    draft: ExamplePostRevokeDraft,
    state: ::core::marker::PhantomData<fn() -> (TokenIs,)>,
}
impl<TokenIs> ExamplePostRevokeRequest<TokenIs> {
    /// The token, a hash value.
    ///
    /// The body field `token`. A secret. Required.
    pub fn token(
        mut self,
        token: impl ::oauth_runtime::Required<SecretString>,
    ) -> ExamplePostRevokeRequest<::oauth_runtime::Set>
    where
        TokenIs: ::oauth_runtime::NotSet,
    {
        self.draft.token = ::core::option::Option::Some(
            ::oauth_runtime::Required::into_value(token),
        );
        ExamplePostRevokeRequest {
            call: self.call,
            draft: self.draft,
            state: ::core::marker::PhantomData,
        }
    }
    /// Which kind of token it is.
    ///
    /// The body field `token_type_hint`. Left out unless given; the server then takes `refresh_token`.
    pub fn token_type_hint(
        mut self,
        token_type_hint: impl ::oauth_runtime::Optional<String>,
    ) -> Self {
        self.draft.token_type_hint = ::oauth_runtime::Optional::into_option(
            token_type_hint,
        );
        self
    }
    /// Sends the body as `application/json`.
    pub fn json(mut self) -> Self {
        self.call.body(::oauth_runtime::__private::BodyKind::Json);
        self
    }
    /// Sends the body as `application/x-www-form-urlencoded`.
    pub fn form(mut self) -> Self {
        self.call.body(::oauth_runtime::__private::BodyKind::Form);
        self
    }
    /// Sets the credentials of this call, in place of the client's.
    pub fn auth(
        mut self,
        credentials: impl ::oauth_runtime::IntoCredentials<::oauth_runtime::Basic>,
    ) -> Self {
        self.call
            .auth(
                &::oauth_runtime::IntoCredentials::<
                    ::oauth_runtime::Basic,
                >::into_credentials(credentials),
            );
        self
    }
    /// Adds a parameter that the declaration does not have, to the body or else to the query.
    ///
    /// A name that is declared is refused when the call is made.
    pub fn extra(
        mut self,
        name: impl ::core::convert::Into<::std::string::String>,
        value: impl ::core::convert::Into<::oauth_runtime::__private::SecretString>,
    ) -> Self {
        self.call.extra(name, value);
        self
    }
    /// Adds a header that the declaration does not have. One that is set already is refused when the call is made.
    pub fn extra_header(
        mut self,
        name: impl ::core::convert::Into<::std::string::String>,
        value: impl ::core::convert::Into<::oauth_runtime::__private::SecretString>,
    ) -> Self {
        self.call.extra_header(name, value);
        self
    }
    /// Sets the time for this call, connection and body included, in place of the client's.
    pub fn timeout(mut self, timeout: ::core::time::Duration) -> Self {
        self.call.timeout(timeout);
        self
    }
    ::oauth_runtime::__if_reqwest! {
        #[doc =
        r" Has this call repeated as told, as far as the declaration lets it be, in place of what the client says."]
        pub fn retry(mut self, retry : ::oauth_runtime::Retry) -> Self { self.call
        .retry(retry); self }
    }
    /// Sends the request, once.
    ///
    /// A success has no value; its body is ignored.
    ///
    /// # Errors
    ///
    /// `Error::Build` before anything is sent, `Error::Transport` without an answer, `Error::Refused` where the server says no (`error.body_as` reads `Problem`), `Error::Unexpected` for anything else.
    pub fn send(self) -> ::oauth_runtime::Sending<()>
    where
        TokenIs: ExamplePostRevokeHasToken,
    {
        match self.draft.finish() {
            ::core::result::Result::Ok(parameters) => {
                self.call.send(&parameters.__slots(), ::oauth_runtime::read_nothing)
            }
            ::core::result::Result::Err(missing) => {
                self.call.not_sent(missing, ::oauth_runtime::read_nothing)
            }
        }
    }
    /// Sends the request, once, and returns status and headers with the value.
    ///
    /// # Errors
    ///
    /// As `send`.
    pub fn send_with_meta(self) -> ::oauth_runtime::SendingWithMeta<()>
    where
        TokenIs: ExamplePostRevokeHasToken,
    {
        self.send().with_meta()
    }
    /// Encodes the request without sending it.
    ///
    /// # Errors
    ///
    /// `Error::Build` where a value cannot be sent.
    pub fn prepare(
        self,
    ) -> ::core::result::Result<::oauth_runtime::PreparedRequest, ::oauth_runtime::Error>
    where
        TokenIs: ExamplePostRevokeHasToken,
    {
        match self.draft.finish() {
            ::core::result::Result::Ok(parameters) => {
                self.call.prepare(&parameters.__slots())
            }
            ::core::result::Result::Err(missing) => {
                ::core::result::Result::Err(self.call.missing(missing))
            }
        }
    }
    /// Returns the request without sending it: to look at it, to sign it, or for another HTTP client.
    ///
    /// # Errors
    ///
    /// `Error::Build` where a value cannot be sent.
    pub fn build(
        self,
    ) -> ::core::result::Result<
        ::oauth_runtime::__private::Request<::oauth_runtime::__private::Bytes>,
        ::oauth_runtime::Error,
    >
    where
        TokenIs: ExamplePostRevokeHasToken,
    {
        self.prepare()?.into_http()
    }
    #[doc(hidden)]
    pub fn url(
        self,
    ) -> ::core::result::Result<::oauth_runtime::__private::Url, ::oauth_runtime::Error>
    where
        Self: for<'never> ::oauth_runtime::FitsIntoUrl<'never>,
    {
        ::core::result::Result::Err(self.call.missing(""))
    }
    /// Returns the parameters, for whoever implements the trait.
    ///
    /// # Errors
    ///
    /// None that the compiler does not tell first.
    pub fn parameters(
        self,
    ) -> ::core::result::Result<ExamplePostRevokeParameters, ::oauth_runtime::Error>
    where
        TokenIs: ExamplePostRevokeHasToken,
    {
        match self.draft.finish() {
            ::core::result::Result::Ok(parameters) => {
                ::core::result::Result::Ok(parameters)
            }
            ::core::result::Result::Err(missing) => {
                ::core::result::Result::Err(self.call.missing(missing))
            }
        }
    }
}
impl<TokenIs> ::core::fmt::Debug for ExamplePostRevokeRequest<TokenIs> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.debug_struct("ExamplePostRevokeRequest")
            .field("client", &self.call)
            .finish_non_exhaustive()
    }
}
impl ExamplePostRevokeRequest {
    fn __new(client: &::oauth_runtime::__private::Client) -> Self {
        Self {
            call: ::oauth_runtime::__private::Call::new(client, &__EXAMPLE_POST_REVOKE),
            draft: ExamplePostRevokeDraft::EMPTY,
            state: ::core::marker::PhantomData,
        }
    }
}
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`post_revoke` is missing its required parameter `token`",
    label = "`token` was never set",
    note = "help: call `.token(…)` before `.send()`"
)]
pub trait ExamplePostRevokeHasToken: ::oauth_runtime::__private::State {}
#[diagnostic::do_not_recommend]
impl ExamplePostRevokeHasToken for ::oauth_runtime::Set {}
static __EXAMPLE_POST_REVOKE: ::oauth_runtime::Endpoint = ::oauth_runtime::Endpoint::new(
        0,
        "post_revoke",
        ::oauth_runtime::http::Method::POST,
        "/revoke",
    )
    .takes(
        &[
            ::oauth_runtime::ParameterInfo::new(
                    "token",
                    ::oauth_runtime::Location::Body,
                    ::oauth_runtime::Need::Required,
                )
                .secret(),
            ::oauth_runtime::ParameterInfo::new(
                "token_type_hint",
                ::oauth_runtime::Location::Body,
                ::oauth_runtime::Need::ServerDefault("refresh_token"),
            ),
        ],
    )
    .needs(&[&[::oauth_runtime::Scheme::Basic]])
    .sends(&[::oauth_runtime::BodyKind::Form, ::oauth_runtime::BodyKind::Json])
    .accepts_json();
