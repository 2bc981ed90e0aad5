// An expansion of `oauth_api`, as `oauth-macros` makes it; the declaration stands in its `snapshots.rs`.

/// OAuth endpoints of an example.
///
/// [`ExampleClient`] calls the vendor; implement this trait to be one.
pub trait Example: ::core::marker::Send + ::core::marker::Sync {
    #[doc(hidden)]
    fn __client(&self) -> ::core::option::Option<&::oauth_runtime::__private::Client> {
        ::core::option::Option::None
    }
    /// Invalidates a token.
    ///
    /// [RFC 7009](https://www.rfc-editor.org/rfc/rfc7009)
    ///
    /// `POST /revoke`; not implemented unless overridden.
    fn post_revoke(
        &self,
        parameters: ExamplePostRevokeParameters,
    ) -> ::oauth_runtime::EndpointFuture<'_, ()> {
        ::oauth_runtime::__private::answer(self.__client(), parameters)
    }
}
impl Example for ExampleClient {
    fn __client(&self) -> ::core::option::Option<&::oauth_runtime::__private::Client> {
        ::core::option::Option::Some(&self.client)
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
    pub const API: &'static ::oauth_runtime::description::Api = &::oauth_runtime::__private::Api::new(
        "Example",
        ::oauth_runtime::__private::DeclaredBase::Urls(
            &[
                ("production", "https://apis.example/oauth2"),
                ("testing", "https://test.example/oauth2"),
            ],
        ),
        &[],
        &[<ExamplePostRevokeParameters as ::oauth_runtime::Parameters<_>>::ENDPOINT],
    );
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
        ExamplePostRevokeRequest {
            call: ::oauth_runtime::__private::call(&self.client),
            draft: ExamplePostRevokeDraft {
                token: ::core::option::Option::None,
                token_type_hint: ::core::option::Option::None,
            },
            next: ::oauth_runtime::__private::NEXT,
            state: ::core::marker::PhantomData,
        }
    }
}
impl ::oauth_runtime::ApiClient for ExampleClient {
    type Credentials = ::oauth_runtime::Basic;
    const API: &'static ::oauth_runtime::description::Api = Self::API;
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
impl ::core::fmt::Debug for ExamplePostRevokeParameters {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::oauth_runtime::__private::debug_parameters(
            f,
            "ExamplePostRevokeParameters",
            self,
        )
    }
}
const _: () = ::oauth_runtime::__private::is_error_body::<Problem>();
struct ExamplePostRevokeDraft {
    token: ::core::option::Option<SecretString>,
    token_type_hint: Option<String>,
}
impl ExamplePostRevokeDraft {
    fn finish(self) -> ::core::option::Option<ExamplePostRevokeParameters> {
        let Self {
            token: ::core::option::Option::Some(__token),
            token_type_hint: __token_type_hint,
        } = self else {
            return ::core::option::Option::None;
        };
        ::core::option::Option::Some(ExamplePostRevokeParameters {
            token: __token,
            token_type_hint: __token_type_hint,
        })
    }
}
impl ::oauth_runtime::Parameters<()> for ExamplePostRevokeParameters {
    type Kind = ::oauth_runtime::__private::WithBody;
    const ENDPOINT: &'static ::oauth_runtime::description::Endpoint = &::oauth_runtime::__private::Endpoint {
        name: "post_revoke",
        index: 0,
        method: &::oauth_runtime::http::Method::POST,
        path: "/revoke",
        parameters: ::oauth_runtime::__parameters! {
            "token" "token" : Body Required secret = true, "token_type_hint"
            "token_type_hint" : Body ServerDefault("refresh_token") secret = false,
        },
        auth: &[&[::oauth_runtime::__private::Scheme::Basic]],
        bodies: &[
            ::oauth_runtime::__private::BodyKind::Form,
            ::oauth_runtime::__private::BodyKind::Json,
        ],
        response: ::oauth_runtime::__private::ResponseKind::Nothing,
        ..::oauth_runtime::__private::Endpoint::FORM
    };
    const READ: ::oauth_runtime::__private::Decode<()> = ::oauth_runtime::__private::read_nothing;
    fn visit(&self, visitor: &mut ::oauth_runtime::__private::Visitor<'_>) {
        let Self { token: __token, token_type_hint: __token_type_hint } = self;
        ::oauth_runtime::__private::visit(
            visitor,
            &[
                ::oauth_runtime::__private::ParameterValue::text(__token),
                ::oauth_runtime::__private::ParameterValue::optional_text(
                    __token_type_hint,
                ),
            ],
        );
    }
}
/// A call of [`post_revoke`](ExampleClient::post_revoke), not sent yet.
///
/// `POST /revoke`
#[must_use = "a request does nothing until it is sent: end it with `.send()`"]
pub struct ExamplePostRevokeRequest<TokenIs = ::oauth_runtime::__private::Missing> {
    call: ::oauth_runtime::__private::Call,
    draft: ExamplePostRevokeDraft,
    /// What comes next, and after which end. It holds nothing.
    pub next: ::oauth_runtime::request::Next,
    state: ::core::marker::PhantomData<fn() -> (TokenIs,)>,
}
impl<TokenIs> ExamplePostRevokeRequest<TokenIs> {
    /// The token, a hash value.
    ///
    /// The body field `token`. A secret. Required.
    pub fn token(
        mut self,
        token: impl ::oauth_runtime::Required<SecretString>,
    ) -> ExamplePostRevokeRequest<::oauth_runtime::__private::Set>
    where
        TokenIs: ::oauth_runtime::NotSet,
    {
        ::oauth_runtime::__private::set(&mut self.draft.token, token);
        ExamplePostRevokeRequest {
            call: self.call,
            draft: self.draft,
            next: self.next,
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
        ::oauth_runtime::__private::set_optional(
            &mut self.draft.token_type_hint,
            token_type_hint,
        );
        self
    }
    /// Sends the body as `application/json`.
    pub fn json(mut self) -> Self {
        ::oauth_runtime::__private::set_body(
            &mut self.call,
            ::oauth_runtime::__private::BodyKind::Json,
        );
        self
    }
    /// Sends the body as `application/x-www-form-urlencoded`.
    pub fn form(mut self) -> Self {
        ::oauth_runtime::__private::set_body(
            &mut self.call,
            ::oauth_runtime::__private::BodyKind::Form,
        );
        self
    }
    /// Sets the credentials of this call, in place of the client's.
    pub fn auth(
        mut self,
        credentials: impl ::oauth_runtime::IntoCredentials<::oauth_runtime::Basic>,
    ) -> Self {
        ::oauth_runtime::__private::set_auth(
            &mut self.call,
            &::oauth_runtime::IntoCredentials::<
                ::oauth_runtime::Basic,
            >::into_credentials(credentials),
        );
        self
    }
    /// Sends the request, once. After it, `.timeout(…)` and `.retry(…)` say how, and `.with_response()` has status and headers come with the value.
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
        ::oauth_runtime::__private::begin(
            self.call,
            ExamplePostRevokeDraft::finish(self.draft),
        )
    }
    /// Ends the builder without sending: to add what is not declared, to look at the request, to sign it, or to send it later.
    pub fn into_request(
        self,
    ) -> ::oauth_runtime::Request<ExamplePostRevokeParameters, ()>
    where
        TokenIs: ExamplePostRevokeHasToken,
    {
        ::oauth_runtime::__private::complete(
            self.call,
            ExamplePostRevokeDraft::finish(self.draft),
        )
    }
}
impl<TokenIs> ::core::fmt::Debug for ExamplePostRevokeRequest<TokenIs> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::oauth_runtime::__private::debug_request(
            f,
            "ExamplePostRevokeRequest",
            &self.call,
        )
    }
}
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`post_revoke` is missing its required parameter `token`",
    label = "`token` was never set",
    note = "call `.token(…)` before `.send()` or `.into_request()`"
)]
pub trait ExamplePostRevokeHasToken: ::oauth_runtime::__private::State {}
#[diagnostic::do_not_recommend]
impl ExamplePostRevokeHasToken for ::oauth_runtime::__private::Set {}
