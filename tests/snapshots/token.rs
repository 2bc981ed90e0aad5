// An expansion of `oauth_api`, as `oauth-macros` makes it; the declaration stands in its `snapshots.rs`.

/// A token endpoint with grants, and a page.
///
/// [`TokensClient`] calls the vendor; implement this trait to be one.
pub trait Tokens: ::core::marker::Send + ::core::marker::Sync {
    #[doc(hidden)]
    fn __client(&self) -> ::core::option::Option<&::oauth_runtime::__private::Client> {
        ::core::option::Option::None
    }
    /// Trades a grant for a token.
    ///
    /// `POST /token`; not implemented unless overridden.
    fn token(
        &self,
        parameters: TokensTokenParameters,
    ) -> ::oauth_runtime::EndpointFuture<'_, Token> {
        ::oauth_runtime::__private::answer(self.__client(), parameters)
    }
    /// Lets a person in.
    ///
    /// `GET /authorize`; not implemented unless overridden.
    fn authorize(
        &self,
        parameters: TokensAuthorizeParameters,
    ) -> ::oauth_runtime::EndpointFuture<'_, ::oauth_runtime::RedirectOr<()>> {
        ::oauth_runtime::__private::answer(self.__client(), parameters)
    }
}
impl Tokens for TokensClient {
    fn __client(&self) -> ::core::option::Option<&::oauth_runtime::__private::Client> {
        ::core::option::Option::Some(&self.client)
    }
}
/// Client of [`Tokens`]: calls its endpoints.
///
/// Cheap to clone, and shared by its clones: connections, credentials and settings are the same.
pub struct TokensClient {
    client: ::oauth_runtime::__private::Client,
}
impl TokensClient {
    /// The description of the API: its endpoints and their parameters.
    pub const API: &'static ::oauth_runtime::description::Api = &::oauth_runtime::__private::Api::new(
        "Tokens",
        ::oauth_runtime::__private::DeclaredBase::Path("/"),
        &[],
        &[
            <TokensTokenParameters as ::oauth_runtime::Parameters<_>>::ENDPOINT,
            <TokensAuthorizeParameters as ::oauth_runtime::Parameters<_>>::ENDPOINT,
        ],
    );
    /// Makes a client of the API at this base URL, with these credentials.
    ///
    /// # Errors
    ///
    /// `Error::Build` where the base URL is empty, relative or plain `http` to a host that is not loopback.
    pub fn new(
        base_url: impl ::core::convert::Into<::oauth_runtime::BaseUrl>,
        credentials: impl ::oauth_runtime::IntoCredentials<TokensCredentials>,
    ) -> ::core::result::Result<Self, ::oauth_runtime::Error> {
        ::oauth_runtime::ClientBuilder::new()
            .base_url(base_url)
            .credentials(
                ::oauth_runtime::IntoCredentials::<
                    TokensCredentials,
                >::into_credentials(credentials),
            )
            .build()
    }
    /// Begins a client with settings of its own: base URL, credentials, timeouts, HTTP client, transport.
    pub fn builder() -> ::oauth_runtime::ClientBuilder<Self> {
        ::oauth_runtime::ClientBuilder::new()
    }
    /// Trades a grant for a token.
    ///
    /// `POST /token`, authenticated by the header `x-app-id` and the header `x-app-token`, or a bearer token, or nothing.
    ///
    /// Required: `client_id`, `grant_type`.
    ///
    /// Grants: `authorization_code`.
    pub fn token(&self) -> TokensTokenRequest {
        TokensTokenRequest {
            call: ::oauth_runtime::__private::call(&self.client),
            draft: TokensTokenDraft {
                client_id: ::core::option::Option::None,
                grant_type: ::core::option::Option::None,
                code: ::core::option::Option::None,
                redirect_uri: ::core::option::Option::None,
            },
            next: ::oauth_runtime::__private::NEXT,
            state: ::core::marker::PhantomData,
        }
    }
    /// Lets a person in.
    ///
    /// `GET /authorize`, without authentication.
    ///
    /// Required: `client_id`.
    pub fn authorize(&self) -> TokensAuthorizeRequest {
        TokensAuthorizeRequest {
            call: ::oauth_runtime::__private::call(&self.client),
            draft: TokensAuthorizeDraft {
                client_id: ::core::option::Option::None,
                code_challenge: ::core::option::Option::None,
            },
            next: ::oauth_runtime::__private::NEXT_OF_PAGE,
            state: ::core::marker::PhantomData,
        }
    }
}
impl ::oauth_runtime::ApiClient for TokensClient {
    type Credentials = TokensCredentials;
    const API: &'static ::oauth_runtime::description::Api = Self::API;
    fn from_client(client: ::oauth_runtime::__private::Client) -> Self {
        Self { client }
    }
}
impl ::core::clone::Clone for TokensClient {
    fn clone(&self) -> Self {
        Self {
            client: ::core::clone::Clone::clone(&self.client),
        }
    }
}
impl ::core::fmt::Debug for TokensClient {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.client, f)
    }
}
/// Credentials of [`Tokens`].
#[derive(::core::clone::Clone)]
#[non_exhaustive]
pub enum TokensCredentials {
    /// The header `x-app-id` and the header `x-app-token`.
    AppIdAndAppToken {
        /// The header `x-app-id`.
        app_id: ::oauth_runtime::__private::SecretString,
        /// The header `x-app-token`.
        app_token: ::oauth_runtime::__private::SecretString,
    },
    /// A bearer token.
    Bearer(::oauth_runtime::Bearer),
    /// No authentication.
    None,
}
impl ::oauth_runtime::Credentials for TokensCredentials {
    fn write_headers(&self, headers: &mut ::oauth_runtime::__private::AuthHeaders) {
        match self {
            Self::AppIdAndAppToken { app_id: value_0, app_token: value_1 } => {
                headers.header("x-app-id", value_0);
                headers.header("x-app-token", value_1);
            }
            Self::Bearer(value) => {
                ::oauth_runtime::Credentials::write_headers(value, headers);
            }
            Self::None => {}
        }
    }
}
impl ::core::convert::From<::oauth_runtime::Bearer> for TokensCredentials {
    fn from(value: ::oauth_runtime::Bearer) -> Self {
        Self::Bearer(value)
    }
}
impl ::core::fmt::Debug for TokensCredentials {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.write_str(
            match self {
                Self::AppIdAndAppToken { .. } => "TokensCredentials::AppIdAndAppToken",
                Self::Bearer(..) => "TokensCredentials::Bearer",
                Self::None => "TokensCredentials::None",
            },
        )
    }
}
/// Parameters of [`token`](TokensClient::token).
#[non_exhaustive]
pub struct TokensTokenParameters {
    /// Sets the body field `client_id`.
    ///
    /// The body field `client_id`. Required.
    pub client_id: String,
    /// Sets the body field `grant_type`.
    ///
    /// The body field `grant_type`. Required.
    pub grant_type: String,
    /// Sets the body field `code`.
    ///
    /// The body field `code`. A secret. Left out unless given.
    pub code: Option<SecretString>,
    /// Sets the body field `redirect_uri`.
    ///
    /// The body field `redirect_uri`. Left out unless given.
    pub redirect_uri: Option<String>,
}
impl ::core::fmt::Debug for TokensTokenParameters {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::oauth_runtime::__private::debug_parameters(f, "TokensTokenParameters", self)
    }
}
struct TokensTokenDraft {
    client_id: ::core::option::Option<String>,
    grant_type: ::core::option::Option<String>,
    code: Option<SecretString>,
    redirect_uri: Option<String>,
}
impl TokensTokenDraft {
    fn finish(self) -> ::core::option::Option<TokensTokenParameters> {
        let Self {
            client_id: ::core::option::Option::Some(__client_id),
            grant_type: ::core::option::Option::Some(__grant_type),
            code: __code,
            redirect_uri: __redirect_uri,
        } = self else {
            return ::core::option::Option::None;
        };
        ::core::option::Option::Some(TokensTokenParameters {
            client_id: __client_id,
            grant_type: __grant_type,
            code: __code,
            redirect_uri: __redirect_uri,
        })
    }
}
impl ::oauth_runtime::Parameters<Token> for TokensTokenParameters {
    type Kind = ::oauth_runtime::__private::WithBody;
    const ENDPOINT: &'static ::oauth_runtime::description::Endpoint = &::oauth_runtime::__private::Endpoint {
        name: "token",
        index: 0,
        method: &::oauth_runtime::http::Method::POST,
        path: "/token",
        parameters: ::oauth_runtime::__parameters! {
            "client_id" "client_id" : Body Required secret = false, "grant_type"
            "grant_type" : Body Required secret = false, "code" "code" : Body Optional
            secret = true, "redirect_uri" "redirect_uri" : Body Optional secret = false,
        },
        auth: &[
            &[
                ::oauth_runtime::__private::Scheme::Header("x-app-id"),
                ::oauth_runtime::__private::Scheme::Header("x-app-token"),
            ],
            &[::oauth_runtime::__private::Scheme::Bearer],
            &[],
        ],
        grants: &[
            ::oauth_runtime::__private::GrantInfo::new(
                "authorization_code",
                &["code", "redirect_uri"],
                &[],
            ),
        ],
        token: ::core::option::Option::Some(
            ::oauth_runtime::__private::TokenResponse::STANDARD,
        ),
        ..::oauth_runtime::__private::Endpoint::FORM
    };
    const READ: ::oauth_runtime::__private::Decode<Token> = ::oauth_runtime::__private::read_json;
    fn visit(&self, visitor: &mut ::oauth_runtime::__private::Visitor<'_>) {
        let Self {
            client_id: __client_id,
            grant_type: __grant_type,
            code: __code,
            redirect_uri: __redirect_uri,
        } = self;
        ::oauth_runtime::__private::visit(
            visitor,
            &[
                ::oauth_runtime::__private::ParameterValue::text(__client_id),
                ::oauth_runtime::__private::ParameterValue::text(__grant_type),
                ::oauth_runtime::__private::ParameterValue::optional_text(__code),
                ::oauth_runtime::__private::ParameterValue::optional_text(__redirect_uri),
            ],
        );
    }
}
/// A call of [`token`](TokensClient::token), not sent yet.
///
/// `POST /token`
#[must_use = "a request does nothing until it is sent: end it with `.send()`"]
pub struct TokensTokenRequest<
    ClientIdIs = ::oauth_runtime::__private::Missing,
    GrantTypeIs = ::oauth_runtime::__private::Missing,
> {
    call: ::oauth_runtime::__private::Call,
    draft: TokensTokenDraft,
    /// What comes next, and after which end. It holds nothing.
    pub next: ::oauth_runtime::request::Next,
    state: ::core::marker::PhantomData<fn() -> (ClientIdIs, GrantTypeIs)>,
}
impl<ClientIdIs, GrantTypeIs> TokensTokenRequest<ClientIdIs, GrantTypeIs> {
    /// Sets the body field `client_id`.
    ///
    /// The body field `client_id`. Required.
    pub fn client_id(
        mut self,
        client_id: impl ::oauth_runtime::Required<String>,
    ) -> TokensTokenRequest<::oauth_runtime::__private::Set, GrantTypeIs>
    where
        ClientIdIs: ::oauth_runtime::NotSet,
    {
        ::oauth_runtime::__private::set(&mut self.draft.client_id, client_id);
        TokensTokenRequest {
            call: self.call,
            draft: self.draft,
            next: self.next,
            state: ::core::marker::PhantomData,
        }
    }
    /// Sets the body field `grant_type`.
    ///
    /// The body field `grant_type`. Required.
    pub fn grant_type(
        mut self,
        grant_type: impl ::oauth_runtime::Required<String>,
    ) -> TokensTokenRequest<ClientIdIs, ::oauth_runtime::__private::Set>
    where
        GrantTypeIs: ::oauth_runtime::NotSet,
    {
        ::oauth_runtime::__private::set(&mut self.draft.grant_type, grant_type);
        TokensTokenRequest {
            call: self.call,
            draft: self.draft,
            next: self.next,
            state: ::core::marker::PhantomData,
        }
    }
    /// Sets the body field `code`.
    ///
    /// The body field `code`. A secret. Left out unless given.
    pub fn code(mut self, code: impl ::oauth_runtime::Optional<SecretString>) -> Self {
        ::oauth_runtime::__private::set_optional(&mut self.draft.code, code);
        self
    }
    /// Sets the body field `redirect_uri`.
    ///
    /// The body field `redirect_uri`. Left out unless given.
    pub fn redirect_uri(
        mut self,
        redirect_uri: impl ::oauth_runtime::Optional<String>,
    ) -> Self {
        ::oauth_runtime::__private::set_optional(
            &mut self.draft.redirect_uri,
            redirect_uri,
        );
        self
    }
    /// Sets the credentials of this call, in place of the client's.
    pub fn auth(
        mut self,
        credentials: impl ::oauth_runtime::IntoCredentials<TokensCredentials>,
    ) -> Self {
        ::oauth_runtime::__private::set_auth(
            &mut self.call,
            &::oauth_runtime::IntoCredentials::<
                TokensCredentials,
            >::into_credentials(credentials),
        );
        self
    }
    /// Sends the request, once. After it, `.timeout(…)` and `.retry(…)` say how, and `.with_response()` has status and headers come with the value.
    ///
    /// The value is read from JSON.
    ///
    /// # Errors
    ///
    /// `Error::Build` before anything is sent, `Error::Transport` without an answer, `Error::Refused` where the server says no, `Error::Unexpected` for anything else.
    pub fn send(self) -> ::oauth_runtime::Sending<Token>
    where
        ClientIdIs: TokensTokenHasClientId,
        GrantTypeIs: TokensTokenHasGrantType,
    {
        ::oauth_runtime::__private::begin(
            self.call,
            TokensTokenDraft::finish(self.draft),
        )
    }
    /// Ends the builder without sending: to add what is not declared, to look at the request, to sign it, or to send it later.
    pub fn into_request(self) -> ::oauth_runtime::Request<TokensTokenParameters, Token>
    where
        ClientIdIs: TokensTokenHasClientId,
        GrantTypeIs: TokensTokenHasGrantType,
    {
        ::oauth_runtime::__private::complete(
            self.call,
            TokensTokenDraft::finish(self.draft),
        )
    }
}
impl<ClientIdIs, GrantTypeIs> ::core::fmt::Debug
for TokensTokenRequest<ClientIdIs, GrantTypeIs> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::oauth_runtime::__private::debug_request(f, "TokensTokenRequest", &self.call)
    }
}
impl<ClientIdIs, GrantTypeIs> TokensTokenRequest<ClientIdIs, GrantTypeIs> {
    /// Begins a call with the grant `authorization_code`: asks for what it needs, and offers what it may have.
    pub fn authorization_code(
        mut self,
    ) -> TokensTokenAuthorizationCodeRequest<
        ClientIdIs,
        ::oauth_runtime::__private::Missing,
        ::oauth_runtime::__private::Missing,
    > {
        self.draft.grant_type = ::core::option::Option::Some(
            <String as ::core::convert::From<&'static str>>::from("authorization_code"),
        );
        ::oauth_runtime::__private::set_grant(&mut self.call, "authorization_code");
        TokensTokenAuthorizationCodeRequest {
            call: self.call,
            draft: self.draft,
            next: self.next,
            state: ::core::marker::PhantomData,
        }
    }
}
/// A call of [`token`](TokensClient::token) with the grant `authorization_code`, not sent yet.
#[must_use = "a request does nothing until it is sent: end it with `.send()`"]
pub struct TokensTokenAuthorizationCodeRequest<
    ClientIdIs = ::oauth_runtime::__private::Missing,
    CodeIs = ::oauth_runtime::__private::Missing,
    RedirectUriIs = ::oauth_runtime::__private::Missing,
> {
    call: ::oauth_runtime::__private::Call,
    draft: TokensTokenDraft,
    /// What comes next, and after which end. It holds nothing.
    pub next: ::oauth_runtime::request::Next,
    state: ::core::marker::PhantomData<fn() -> (ClientIdIs, CodeIs, RedirectUriIs)>,
}
impl<
    ClientIdIs,
    CodeIs,
    RedirectUriIs,
> TokensTokenAuthorizationCodeRequest<ClientIdIs, CodeIs, RedirectUriIs> {
    /// Sets the body field `client_id`.
    ///
    /// The body field `client_id`. Required.
    pub fn client_id(
        mut self,
        client_id: impl ::oauth_runtime::Required<String>,
    ) -> TokensTokenAuthorizationCodeRequest<
        ::oauth_runtime::__private::Set,
        CodeIs,
        RedirectUriIs,
    >
    where
        ClientIdIs: ::oauth_runtime::NotSet,
    {
        ::oauth_runtime::__private::set(&mut self.draft.client_id, client_id);
        TokensTokenAuthorizationCodeRequest {
            call: self.call,
            draft: self.draft,
            next: self.next,
            state: ::core::marker::PhantomData,
        }
    }
    /// Sets the body field `code`.
    ///
    /// The body field `code`. A secret. Required.
    pub fn code(
        mut self,
        code: impl ::oauth_runtime::Required<SecretString>,
    ) -> TokensTokenAuthorizationCodeRequest<
        ClientIdIs,
        ::oauth_runtime::__private::Set,
        RedirectUriIs,
    >
    where
        CodeIs: ::oauth_runtime::NotSet,
    {
        ::oauth_runtime::__private::set(&mut self.draft.code, code);
        TokensTokenAuthorizationCodeRequest {
            call: self.call,
            draft: self.draft,
            next: self.next,
            state: ::core::marker::PhantomData,
        }
    }
    /// Sets the body field `redirect_uri`.
    ///
    /// The body field `redirect_uri`. Required.
    pub fn redirect_uri(
        mut self,
        redirect_uri: impl ::oauth_runtime::Required<String>,
    ) -> TokensTokenAuthorizationCodeRequest<
        ClientIdIs,
        CodeIs,
        ::oauth_runtime::__private::Set,
    >
    where
        RedirectUriIs: ::oauth_runtime::NotSet,
    {
        ::oauth_runtime::__private::set(&mut self.draft.redirect_uri, redirect_uri);
        TokensTokenAuthorizationCodeRequest {
            call: self.call,
            draft: self.draft,
            next: self.next,
            state: ::core::marker::PhantomData,
        }
    }
    /// Sets the credentials of this call, in place of the client's.
    pub fn auth(
        mut self,
        credentials: impl ::oauth_runtime::IntoCredentials<TokensCredentials>,
    ) -> Self {
        ::oauth_runtime::__private::set_auth(
            &mut self.call,
            &::oauth_runtime::IntoCredentials::<
                TokensCredentials,
            >::into_credentials(credentials),
        );
        self
    }
    /// Sends the request, once. After it, `.timeout(…)` and `.retry(…)` say how, and `.with_response()` has status and headers come with the value.
    ///
    /// The value is read from JSON.
    ///
    /// # Errors
    ///
    /// `Error::Build` before anything is sent, `Error::Transport` without an answer, `Error::Refused` where the server says no, `Error::Unexpected` for anything else.
    pub fn send(self) -> ::oauth_runtime::Sending<Token>
    where
        ClientIdIs: TokensTokenHasClientId,
        CodeIs: TokensTokenHasCode,
        RedirectUriIs: TokensTokenHasRedirectUri,
    {
        ::oauth_runtime::__private::begin(
            self.call,
            TokensTokenDraft::finish(self.draft),
        )
    }
    /// Ends the builder without sending: to add what is not declared, to look at the request, to sign it, or to send it later.
    pub fn into_request(self) -> ::oauth_runtime::Request<TokensTokenParameters, Token>
    where
        ClientIdIs: TokensTokenHasClientId,
        CodeIs: TokensTokenHasCode,
        RedirectUriIs: TokensTokenHasRedirectUri,
    {
        ::oauth_runtime::__private::complete(
            self.call,
            TokensTokenDraft::finish(self.draft),
        )
    }
}
impl<ClientIdIs, CodeIs, RedirectUriIs> ::core::fmt::Debug
for TokensTokenAuthorizationCodeRequest<ClientIdIs, CodeIs, RedirectUriIs> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::oauth_runtime::__private::debug_request(
            f,
            "TokensTokenAuthorizationCodeRequest",
            &self.call,
        )
    }
}
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`token` is missing its required parameter `client_id`",
    label = "`client_id` was never set",
    note = "call `.client_id(…)` before `.send()` or `.into_request()`"
)]
pub trait TokensTokenHasClientId: ::oauth_runtime::__private::State {}
#[diagnostic::do_not_recommend]
impl TokensTokenHasClientId for ::oauth_runtime::__private::Set {}
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`token` is missing its required parameter `grant_type`",
    label = "`grant_type` was never set",
    note = "begin with a grant: `.authorization_code()`; for another, call `.grant_type(…)` before `.send()` or `.into_request()`"
)]
pub trait TokensTokenHasGrantType: ::oauth_runtime::__private::State {}
#[diagnostic::do_not_recommend]
impl TokensTokenHasGrantType for ::oauth_runtime::__private::Set {}
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`token` is missing its required parameter `code`",
    label = "`code` was never set",
    note = "call `.code(…)` before `.send()` or `.into_request()`"
)]
pub trait TokensTokenHasCode: ::oauth_runtime::__private::State {}
#[diagnostic::do_not_recommend]
impl TokensTokenHasCode for ::oauth_runtime::__private::Set {}
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`token` is missing its required parameter `redirect_uri`",
    label = "`redirect_uri` was never set",
    note = "call `.redirect_uri(…)` before `.send()` or `.into_request()`"
)]
pub trait TokensTokenHasRedirectUri: ::oauth_runtime::__private::State {}
#[diagnostic::do_not_recommend]
impl TokensTokenHasRedirectUri for ::oauth_runtime::__private::Set {}
/// Parameters of [`authorize`](TokensClient::authorize).
#[non_exhaustive]
pub struct TokensAuthorizeParameters {
    /// Sets the query parameter `client_id`.
    ///
    /// The query parameter `client_id`. Required.
    pub client_id: String,
    /// Sets the query parameter `codeChallenge`.
    ///
    /// The query parameter `codeChallenge`. Left out unless given.
    #[doc(alias = "codeChallenge")]
    pub code_challenge: Option<String>,
}
impl ::core::fmt::Debug for TokensAuthorizeParameters {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::oauth_runtime::__private::debug_parameters(
            f,
            "TokensAuthorizeParameters",
            self,
        )
    }
}
const _: ::core::option::Option<String> = ::core::option::Option::None;
const _: ::core::option::Option<String> = ::core::option::Option::None;
struct TokensAuthorizeDraft {
    client_id: ::core::option::Option<String>,
    code_challenge: Option<String>,
}
impl TokensAuthorizeDraft {
    fn finish(self) -> ::core::option::Option<TokensAuthorizeParameters> {
        let Self {
            client_id: ::core::option::Option::Some(__client_id),
            code_challenge: __code_challenge,
        } = self else {
            return ::core::option::Option::None;
        };
        ::core::option::Option::Some(TokensAuthorizeParameters {
            client_id: __client_id,
            code_challenge: __code_challenge,
        })
    }
}
impl ::oauth_runtime::Parameters<::oauth_runtime::RedirectOr<()>>
for TokensAuthorizeParameters {
    type Kind = ::oauth_runtime::__private::Browser;
    const ENDPOINT: &'static ::oauth_runtime::description::Endpoint = &::oauth_runtime::__private::Endpoint {
        name: "authorize",
        index: 1,
        method: &::oauth_runtime::http::Method::GET,
        path: "/authorize",
        parameters: ::oauth_runtime::__parameters! {
            "response_type" "response_type" : Query
            Constant(::oauth_runtime::__private::Literal::Text("code")) secret = false,
            "client_id" "client_id" : Query Required secret = false, "code_challenge"
            "codeChallenge" : Query Optional secret = false, "code_challenge_method"
            "code_challenge_method" : Query
            Constant(::oauth_runtime::__private::Literal::Text("S256")) secret = false,
        },
        bodies: &[],
        response: ::oauth_runtime::__private::ResponseKind::Browser,
        asks_for_json: false,
        ..::oauth_runtime::__private::Endpoint::FORM
    };
    const READ: ::oauth_runtime::__private::Decode<::oauth_runtime::RedirectOr<()>> = ::oauth_runtime::__private::read_redirect_or_nothing;
    fn visit(&self, visitor: &mut ::oauth_runtime::__private::Visitor<'_>) {
        let Self { client_id: __client_id, code_challenge: __code_challenge } = self;
        ::oauth_runtime::__private::visit(
            visitor,
            &[
                ::oauth_runtime::__private::ParameterValue::Absent,
                ::oauth_runtime::__private::ParameterValue::text(__client_id),
                ::oauth_runtime::__private::ParameterValue::optional_text(
                    __code_challenge,
                ),
                ::oauth_runtime::__private::ParameterValue::Absent,
            ],
        );
    }
}
/// A call of [`authorize`](TokensClient::authorize), not sent yet.
///
/// `GET /authorize`
#[must_use = "this is no URL yet: end it with `.url()`"]
pub struct TokensAuthorizeRequest<ClientIdIs = ::oauth_runtime::__private::Missing> {
    call: ::oauth_runtime::__private::Call,
    draft: TokensAuthorizeDraft,
    /// What comes next, and after which end. It holds nothing.
    pub next: ::oauth_runtime::request::NextOfPage,
    state: ::core::marker::PhantomData<fn() -> (ClientIdIs,)>,
}
impl<ClientIdIs> TokensAuthorizeRequest<ClientIdIs> {
    /// Sets the query parameter `client_id`.
    ///
    /// The query parameter `client_id`. Required.
    pub fn client_id(
        mut self,
        client_id: impl ::oauth_runtime::Required<String>,
    ) -> TokensAuthorizeRequest<::oauth_runtime::__private::Set>
    where
        ClientIdIs: ::oauth_runtime::NotSet,
    {
        ::oauth_runtime::__private::set(&mut self.draft.client_id, client_id);
        TokensAuthorizeRequest {
            call: self.call,
            draft: self.draft,
            next: self.next,
            state: ::core::marker::PhantomData,
        }
    }
    /// Sets the query parameter `codeChallenge`.
    ///
    /// The query parameter `codeChallenge`. Left out unless given.
    #[doc(alias = "codeChallenge")]
    pub fn code_challenge(
        mut self,
        code_challenge: impl ::oauth_runtime::Optional<String>,
    ) -> Self {
        ::oauth_runtime::__private::set_optional(
            &mut self.draft.code_challenge,
            code_challenge,
        );
        self
    }
    /// Sets `code_challenge` and `code_challenge_method` from a PKCE verifier.
    ///
    /// [RFC 7636, section 4.3](https://www.rfc-editor.org/rfc/rfc7636#section-4.3)
    pub fn pkce(self, pkce: &::oauth_runtime::__private::Pkce) -> Self
    where
        for<'text> &'text str: ::oauth_runtime::Optional<String>,
    {
        self.code_challenge(pkce.challenge())
    }
    /// Returns the URL to open in a browser. Nothing is sent.
    ///
    /// # Errors
    ///
    /// `Error::Build` where a value cannot be sent.
    pub fn url(
        self,
    ) -> ::core::result::Result<::oauth_runtime::Url, ::oauth_runtime::Error>
    where
        ClientIdIs: TokensAuthorizeHasClientId,
    {
        ::oauth_runtime::__private::encode_url(
            self.call,
            TokensAuthorizeDraft::finish(self.draft),
        )
    }
    #[doc(hidden)]
    pub fn send(self) -> ::oauth_runtime::Sending<::oauth_runtime::RedirectOr<()>>
    where
        for<'never> &'never Self: ::oauth_runtime::Sendable,
    {
        ::oauth_runtime::__private::refuse(
            self.call,
            TokensAuthorizeDraft::finish(self.draft),
        )
    }
    /// Ends the builder without sending: to add what is not declared, to look at the request, to sign it, or to send it later.
    pub fn into_request(
        self,
    ) -> ::oauth_runtime::Request<
        TokensAuthorizeParameters,
        ::oauth_runtime::RedirectOr<()>,
    >
    where
        ClientIdIs: TokensAuthorizeHasClientId,
    {
        ::oauth_runtime::__private::complete(
            self.call,
            TokensAuthorizeDraft::finish(self.draft),
        )
    }
}
impl<ClientIdIs> ::core::fmt::Debug for TokensAuthorizeRequest<ClientIdIs> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::oauth_runtime::__private::debug_request(
            f,
            "TokensAuthorizeRequest",
            &self.call,
        )
    }
}
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`authorize` is missing its required parameter `client_id`",
    label = "`client_id` was never set",
    note = "call `.client_id(…)` before `.url()` or `.into_request()`"
)]
pub trait TokensAuthorizeHasClientId: ::oauth_runtime::__private::State {}
#[diagnostic::do_not_recommend]
impl TokensAuthorizeHasClientId for ::oauth_runtime::__private::Set {}
