// An expansion of `oauth_api`, as `oauth-macros` makes it; the declaration stands in its `snapshots.rs`.

/// A token endpoint with grants, and a page.
///
/// [`TokensClient`] calls the vendor; implement this trait to be one.
pub trait Tokens: ::core::marker::Send + ::core::marker::Sync {
    /// Trades a grant for a token.
    ///
    /// `POST /token`; not implemented unless overridden.
    fn token(
        &self,
        parameters: TokensTokenParameters,
    ) -> ::oauth_runtime::Answering<'_, Token> {
        ::oauth_runtime::__private::not_implemented(parameters, &__TOKENS_TOKEN)
    }
    /// Lets a person in.
    ///
    /// `GET /authorize`; not implemented unless overridden.
    fn authorize(
        &self,
        parameters: TokensAuthorizeParameters,
    ) -> ::oauth_runtime::Answering<'_, ::oauth_runtime::RedirectOr<()>> {
        ::oauth_runtime::__private::not_implemented(parameters, &__TOKENS_AUTHORIZE)
    }
}
impl Tokens for TokensClient {
    fn token(
        &self,
        parameters: TokensTokenParameters,
    ) -> ::oauth_runtime::Answering<'_, Token> {
        let call = ::oauth_runtime::__private::Call::new(&self.client, &__TOKENS_TOKEN);
        ::std::boxed::Box::pin(
            call.send(&parameters.__slots(), ::oauth_runtime::read_json),
        )
    }
    fn authorize(
        &self,
        parameters: TokensAuthorizeParameters,
    ) -> ::oauth_runtime::Answering<'_, ::oauth_runtime::RedirectOr<()>> {
        ::oauth_runtime::__private::browser_only(parameters, &__TOKENS_AUTHORIZE)
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
    pub const API: &'static ::oauth_runtime::Api = {
        const ENDPOINTS: &[&::oauth_runtime::Endpoint] = &[
            &__TOKENS_TOKEN,
            &__TOKENS_AUTHORIZE,
        ];
        &::oauth_runtime::Api::new("Tokens", ::oauth_runtime::Base::Path("/"), ENDPOINTS)
    };
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
        TokensTokenRequest::__new(&self.client)
    }
    /// Lets a person in.
    ///
    /// `GET /authorize`, without authentication.
    ///
    /// Required: `client_id`.
    pub fn authorize(&self) -> TokensAuthorizeRequest {
        TokensAuthorizeRequest::__new(&self.client)
    }
}
impl ::oauth_runtime::ApiClient for TokensClient {
    type Credentials = TokensCredentials;
    const API: &'static ::oauth_runtime::Api = Self::API;
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
    fn prepare(&self, prepared: &mut ::oauth_runtime::__private::Prepared) {
        match self {
            Self::AppIdAndAppToken { app_id: value_0, app_token: value_1 } => {
                prepared.header("x-app-id", value_0);
                prepared.header("x-app-token", value_1);
            }
            Self::Bearer(value) => {
                ::oauth_runtime::Credentials::prepare(value, prepared);
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
impl TokensTokenParameters {
    fn __slots(&self) -> [::oauth_runtime::Slot<'_>; 4] {
        let Self { client_id, grant_type, code, redirect_uri } = self;
        [
            ::oauth_runtime::Slot::text(client_id),
            ::oauth_runtime::Slot::text(grant_type),
            ::oauth_runtime::Slot::optional_text(code),
            ::oauth_runtime::Slot::optional_text(redirect_uri),
        ]
    }
}
impl ::core::fmt::Debug for TokensTokenParameters {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::oauth_runtime::__private::debug(
            f,
            "TokensTokenParameters",
            &__TOKENS_TOKEN,
            &self.__slots(),
        )
    }
}
struct TokensTokenDraft {
    client_id: ::core::option::Option<String>,
    grant_type: ::core::option::Option<String>,
    code: Option<SecretString>,
    redirect_uri: Option<String>,
}
impl TokensTokenDraft {
    const EMPTY: Self = Self {
        client_id: ::core::option::Option::None,
        grant_type: ::core::option::Option::None,
        code: ::core::option::Option::None,
        redirect_uri: ::core::option::Option::None,
    };
    fn finish(self) -> ::core::result::Result<TokensTokenParameters, &'static str> {
        ::core::result::Result::Ok(TokensTokenParameters {
            client_id: self.client_id.ok_or("client_id")?,
            grant_type: self.grant_type.ok_or("grant_type")?,
            code: self.code,
            redirect_uri: self.redirect_uri,
        })
    }
}
/// A call of [`token`](TokensClient::token), not sent yet.
///
/// `POST /token`
#[must_use = "a request does nothing until it is sent: end it with `.send()`"]
pub struct TokensTokenRequest<
    ClientIdIs = ::oauth_runtime::Missing,
    GrantTypeIs = ::oauth_runtime::Missing,
> {
    call: ::oauth_runtime::__private::Call,
    draft: TokensTokenDraft,
    state: ::core::marker::PhantomData<fn() -> (ClientIdIs, GrantTypeIs)>,
}
impl<ClientIdIs, GrantTypeIs> TokensTokenRequest<ClientIdIs, GrantTypeIs> {
    /// Sets the body field `client_id`.
    ///
    /// The body field `client_id`. Required.
    pub fn client_id(
        mut self,
        client_id: impl ::oauth_runtime::Required<String>,
    ) -> TokensTokenRequest<::oauth_runtime::Set, GrantTypeIs>
    where
        ClientIdIs: ::oauth_runtime::NotSet,
    {
        self.draft.client_id = ::core::option::Option::Some(
            ::oauth_runtime::Required::into_value(client_id),
        );
        TokensTokenRequest {
            call: self.call,
            draft: self.draft,
            state: ::core::marker::PhantomData,
        }
    }
    /// Sets the body field `grant_type`.
    ///
    /// The body field `grant_type`. Required.
    pub fn grant_type(
        mut self,
        grant_type: impl ::oauth_runtime::Required<String>,
    ) -> TokensTokenRequest<ClientIdIs, ::oauth_runtime::Set>
    where
        GrantTypeIs: ::oauth_runtime::NotSet,
    {
        self.draft.grant_type = ::core::option::Option::Some(
            ::oauth_runtime::Required::into_value(grant_type),
        );
        TokensTokenRequest {
            call: self.call,
            draft: self.draft,
            state: ::core::marker::PhantomData,
        }
    }
    /// Sets the body field `code`.
    ///
    /// The body field `code`. A secret. Left out unless given.
    pub fn code(mut self, code: impl ::oauth_runtime::Optional<SecretString>) -> Self {
        self.draft.code = ::oauth_runtime::Optional::into_option(code);
        self
    }
    /// Sets the body field `redirect_uri`.
    ///
    /// The body field `redirect_uri`. Left out unless given.
    pub fn redirect_uri(
        mut self,
        redirect_uri: impl ::oauth_runtime::Optional<String>,
    ) -> Self {
        self.draft.redirect_uri = ::oauth_runtime::Optional::into_option(redirect_uri);
        self
    }
    /// Sets the credentials of this call, in place of the client's.
    pub fn auth(
        mut self,
        credentials: impl ::oauth_runtime::IntoCredentials<TokensCredentials>,
    ) -> Self {
        self.call
            .auth(
                &::oauth_runtime::IntoCredentials::<
                    TokensCredentials,
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
        match self.draft.finish() {
            ::core::result::Result::Ok(parameters) => {
                self.call.send(&parameters.__slots(), ::oauth_runtime::read_json)
            }
            ::core::result::Result::Err(missing) => {
                self.call.not_sent(missing, ::oauth_runtime::read_json)
            }
        }
    }
    /// Sends the request, once, and returns status and headers with the value.
    ///
    /// # Errors
    ///
    /// As `send`.
    pub fn send_with_meta(self) -> ::oauth_runtime::SendingWithMeta<Token>
    where
        ClientIdIs: TokensTokenHasClientId,
        GrantTypeIs: TokensTokenHasGrantType,
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
        ClientIdIs: TokensTokenHasClientId,
        GrantTypeIs: TokensTokenHasGrantType,
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
        ClientIdIs: TokensTokenHasClientId,
        GrantTypeIs: TokensTokenHasGrantType,
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
    ) -> ::core::result::Result<TokensTokenParameters, ::oauth_runtime::Error>
    where
        ClientIdIs: TokensTokenHasClientId,
        GrantTypeIs: TokensTokenHasGrantType,
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
impl<ClientIdIs, GrantTypeIs> ::core::fmt::Debug
for TokensTokenRequest<ClientIdIs, GrantTypeIs> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.debug_struct("TokensTokenRequest")
            .field("client", &self.call)
            .finish_non_exhaustive()
    }
}
impl TokensTokenRequest {
    fn __new(client: &::oauth_runtime::__private::Client) -> Self {
        Self {
            call: ::oauth_runtime::__private::Call::new(client, &__TOKENS_TOKEN),
            draft: TokensTokenDraft::EMPTY,
            state: ::core::marker::PhantomData,
        }
    }
}
impl<ClientIdIs, GrantTypeIs> TokensTokenRequest<ClientIdIs, GrantTypeIs> {
    /// Begins a call with the grant `authorization_code`: asks for what it needs, and offers what it may have.
    pub fn authorization_code(
        mut self,
    ) -> TokensTokenAuthorizationCodeRequest<
        ClientIdIs,
        ::oauth_runtime::Missing,
        ::oauth_runtime::Missing,
    > {
        self.draft.grant_type = ::core::option::Option::Some(
            <String as ::core::convert::From<&'static str>>::from("authorization_code"),
        );
        self.call.grant("authorization_code");
        TokensTokenAuthorizationCodeRequest {
            call: self.call,
            draft: self.draft,
            state: ::core::marker::PhantomData,
        }
    }
}
/// A call of [`token`](TokensClient::token) with the grant `authorization_code`, not sent yet.
#[must_use = "a request does nothing until it is sent: end it with `.send()`"]
pub struct TokensTokenAuthorizationCodeRequest<
    ClientIdIs = ::oauth_runtime::Missing,
    CodeIs = ::oauth_runtime::Missing,
    RedirectUriIs = ::oauth_runtime::Missing,
> {
    call: ::oauth_runtime::__private::Call,
    draft: TokensTokenDraft,
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
    ) -> TokensTokenAuthorizationCodeRequest<::oauth_runtime::Set, CodeIs, RedirectUriIs>
    where
        ClientIdIs: ::oauth_runtime::NotSet,
    {
        self.draft.client_id = ::core::option::Option::Some(
            ::oauth_runtime::Required::into_value(client_id),
        );
        TokensTokenAuthorizationCodeRequest {
            call: self.call,
            draft: self.draft,
            state: ::core::marker::PhantomData,
        }
    }
    /// Sets the body field `code`.
    ///
    /// The body field `code`. A secret. Left out unless given.
    pub fn code(
        mut self,
        code: impl ::oauth_runtime::Required<SecretString>,
    ) -> TokensTokenAuthorizationCodeRequest<
        ClientIdIs,
        ::oauth_runtime::Set,
        RedirectUriIs,
    >
    where
        CodeIs: ::oauth_runtime::NotSet,
    {
        self.draft.code = ::core::option::Option::Some(
            ::oauth_runtime::Required::into_value(code),
        );
        TokensTokenAuthorizationCodeRequest {
            call: self.call,
            draft: self.draft,
            state: ::core::marker::PhantomData,
        }
    }
    /// Sets the body field `redirect_uri`.
    ///
    /// The body field `redirect_uri`. Left out unless given.
    pub fn redirect_uri(
        mut self,
        redirect_uri: impl ::oauth_runtime::Required<String>,
    ) -> TokensTokenAuthorizationCodeRequest<ClientIdIs, CodeIs, ::oauth_runtime::Set>
    where
        RedirectUriIs: ::oauth_runtime::NotSet,
    {
        self.draft.redirect_uri = ::core::option::Option::Some(
            ::oauth_runtime::Required::into_value(redirect_uri),
        );
        TokensTokenAuthorizationCodeRequest {
            call: self.call,
            draft: self.draft,
            state: ::core::marker::PhantomData,
        }
    }
    /// Sets the credentials of this call, in place of the client's.
    pub fn auth(
        mut self,
        credentials: impl ::oauth_runtime::IntoCredentials<TokensCredentials>,
    ) -> Self {
        self.call
            .auth(
                &::oauth_runtime::IntoCredentials::<
                    TokensCredentials,
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
        match self.draft.finish() {
            ::core::result::Result::Ok(parameters) => {
                self.call.send(&parameters.__slots(), ::oauth_runtime::read_json)
            }
            ::core::result::Result::Err(missing) => {
                self.call.not_sent(missing, ::oauth_runtime::read_json)
            }
        }
    }
    /// Sends the request, once, and returns status and headers with the value.
    ///
    /// # Errors
    ///
    /// As `send`.
    pub fn send_with_meta(self) -> ::oauth_runtime::SendingWithMeta<Token>
    where
        ClientIdIs: TokensTokenHasClientId,
        CodeIs: TokensTokenHasCode,
        RedirectUriIs: TokensTokenHasRedirectUri,
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
        ClientIdIs: TokensTokenHasClientId,
        CodeIs: TokensTokenHasCode,
        RedirectUriIs: TokensTokenHasRedirectUri,
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
        ClientIdIs: TokensTokenHasClientId,
        CodeIs: TokensTokenHasCode,
        RedirectUriIs: TokensTokenHasRedirectUri,
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
    ) -> ::core::result::Result<TokensTokenParameters, ::oauth_runtime::Error>
    where
        ClientIdIs: TokensTokenHasClientId,
        CodeIs: TokensTokenHasCode,
        RedirectUriIs: TokensTokenHasRedirectUri,
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
impl<ClientIdIs, CodeIs, RedirectUriIs> ::core::fmt::Debug
for TokensTokenAuthorizationCodeRequest<ClientIdIs, CodeIs, RedirectUriIs> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.debug_struct("TokensTokenAuthorizationCodeRequest")
            .field("client", &self.call)
            .finish_non_exhaustive()
    }
}
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`token` is missing its required parameter `client_id`",
    label = "`client_id` was never set",
    note = "help: call `.client_id(…)` before `.send()`"
)]
pub trait TokensTokenHasClientId: ::oauth_runtime::__private::State {}
#[diagnostic::do_not_recommend]
impl TokensTokenHasClientId for ::oauth_runtime::Set {}
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`token` is missing its required parameter `grant_type`",
    label = "`grant_type` was never set",
    note = "help: call `.grant_type(…)` before `.send()`"
)]
pub trait TokensTokenHasGrantType: ::oauth_runtime::__private::State {}
#[diagnostic::do_not_recommend]
impl TokensTokenHasGrantType for ::oauth_runtime::Set {}
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`token` is missing its required parameter `code`",
    label = "`code` was never set",
    note = "help: call `.code(…)` before `.send()`"
)]
pub trait TokensTokenHasCode: ::oauth_runtime::__private::State {}
#[diagnostic::do_not_recommend]
impl TokensTokenHasCode for ::oauth_runtime::Set {}
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`token` is missing its required parameter `redirect_uri`",
    label = "`redirect_uri` was never set",
    note = "help: call `.redirect_uri(…)` before `.send()`"
)]
pub trait TokensTokenHasRedirectUri: ::oauth_runtime::__private::State {}
#[diagnostic::do_not_recommend]
impl TokensTokenHasRedirectUri for ::oauth_runtime::Set {}
static __TOKENS_TOKEN: ::oauth_runtime::Endpoint = ::oauth_runtime::Endpoint::new(
        0,
        "token",
        ::oauth_runtime::http::Method::POST,
        "/token",
    )
    .takes(
        &[
            ::oauth_runtime::ParameterInfo::new(
                "client_id",
                ::oauth_runtime::Location::Body,
                ::oauth_runtime::Need::Required,
            ),
            ::oauth_runtime::ParameterInfo::new(
                "grant_type",
                ::oauth_runtime::Location::Body,
                ::oauth_runtime::Need::Required,
            ),
            ::oauth_runtime::ParameterInfo::new(
                    "code",
                    ::oauth_runtime::Location::Body,
                    ::oauth_runtime::Need::Optional,
                )
                .secret(),
            ::oauth_runtime::ParameterInfo::new(
                "redirect_uri",
                ::oauth_runtime::Location::Body,
                ::oauth_runtime::Need::Optional,
            ),
        ],
    )
    .needs(
        &[
            &[
                ::oauth_runtime::Scheme::Header("x-app-id"),
                ::oauth_runtime::Scheme::Header("x-app-token"),
            ],
            &[::oauth_runtime::Scheme::Bearer],
            &[],
        ],
    )
    .sends(&[::oauth_runtime::BodyKind::Form])
    .answers(::oauth_runtime::AnswerKind::Json)
    .accepts_json()
    .grants_typed(
        &[
            ::oauth_runtime::GrantInfo::new(
                "authorization_code",
                &["code", "redirect_uri"],
                &[],
            ),
        ],
    );
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
impl TokensAuthorizeParameters {
    fn __slots(&self) -> [::oauth_runtime::Slot<'_>; 4] {
        let Self { client_id, code_challenge } = self;
        [
            ::oauth_runtime::Slot::Absent,
            ::oauth_runtime::Slot::text(client_id),
            ::oauth_runtime::Slot::optional_text(code_challenge),
            ::oauth_runtime::Slot::Absent,
        ]
    }
}
impl ::core::fmt::Debug for TokensAuthorizeParameters {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::oauth_runtime::__private::debug(
            f,
            "TokensAuthorizeParameters",
            &__TOKENS_AUTHORIZE,
            &self.__slots(),
        )
    }
}
struct TokensAuthorizeDraft {
    client_id: ::core::option::Option<String>,
    code_challenge: Option<String>,
}
impl TokensAuthorizeDraft {
    const EMPTY: Self = Self {
        client_id: ::core::option::Option::None,
        code_challenge: ::core::option::Option::None,
    };
    fn finish(self) -> ::core::result::Result<TokensAuthorizeParameters, &'static str> {
        ::core::result::Result::Ok(TokensAuthorizeParameters {
            client_id: self.client_id.ok_or("client_id")?,
            code_challenge: self.code_challenge,
        })
    }
}
const _: ::core::option::Option<String> = ::core::option::Option::None;
const _: ::core::option::Option<String> = ::core::option::Option::None;
/// A call of [`authorize`](TokensClient::authorize), not sent yet.
///
/// `GET /authorize`
#[must_use = "a request does nothing until it is sent: end it with `.url()`"]
pub struct TokensAuthorizeRequest<ClientIdIs = ::oauth_runtime::Missing> {
    call: ::oauth_runtime::__private::Call,
    draft: TokensAuthorizeDraft,
    state: ::core::marker::PhantomData<fn() -> (ClientIdIs,)>,
}
impl<ClientIdIs> TokensAuthorizeRequest<ClientIdIs> {
    /// Sets the query parameter `client_id`.
    ///
    /// The query parameter `client_id`. Required.
    pub fn client_id(
        mut self,
        client_id: impl ::oauth_runtime::Required<String>,
    ) -> TokensAuthorizeRequest<::oauth_runtime::Set>
    where
        ClientIdIs: ::oauth_runtime::NotSet,
    {
        self.draft.client_id = ::core::option::Option::Some(
            ::oauth_runtime::Required::into_value(client_id),
        );
        TokensAuthorizeRequest {
            call: self.call,
            draft: self.draft,
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
        self.draft.code_challenge = ::oauth_runtime::Optional::into_option(
            code_challenge,
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
    /// Returns the URL to open in a browser. Nothing is sent.
    ///
    /// # Errors
    ///
    /// `Error::Build` where a value cannot be sent.
    pub fn url(
        self,
    ) -> ::core::result::Result<::oauth_runtime::__private::Url, ::oauth_runtime::Error>
    where
        ClientIdIs: TokensAuthorizeHasClientId,
    {
        self.prepare().map(::oauth_runtime::PreparedRequest::into_url)
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
        ClientIdIs: TokensAuthorizeHasClientId,
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
    #[doc(hidden)]
    pub fn send(self) -> ::oauth_runtime::Sending<()>
    where
        Self: for<'never> ::oauth_runtime::MayBeSent<'never>,
    {
        self.call.not_sent("", ::oauth_runtime::read_nothing)
    }
}
impl<ClientIdIs> ::core::fmt::Debug for TokensAuthorizeRequest<ClientIdIs> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.debug_struct("TokensAuthorizeRequest")
            .field("client", &self.call)
            .finish_non_exhaustive()
    }
}
impl TokensAuthorizeRequest {
    fn __new(client: &::oauth_runtime::__private::Client) -> Self {
        Self {
            call: ::oauth_runtime::__private::Call::new(client, &__TOKENS_AUTHORIZE),
            draft: TokensAuthorizeDraft::EMPTY,
            state: ::core::marker::PhantomData,
        }
    }
}
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`authorize` is missing its required parameter `client_id`",
    label = "`client_id` was never set",
    note = "help: call `.client_id(…)` before `.url()`"
)]
pub trait TokensAuthorizeHasClientId: ::oauth_runtime::__private::State {}
#[diagnostic::do_not_recommend]
impl TokensAuthorizeHasClientId for ::oauth_runtime::Set {}
static __TOKENS_AUTHORIZE: ::oauth_runtime::Endpoint = ::oauth_runtime::Endpoint::new(
        1,
        "authorize",
        ::oauth_runtime::http::Method::GET,
        "/authorize",
    )
    .takes(
        &[
            ::oauth_runtime::ParameterInfo::new(
                "response_type",
                ::oauth_runtime::Location::Query,
                ::oauth_runtime::Need::Constant(::oauth_runtime::Literal::Text("code")),
            ),
            ::oauth_runtime::ParameterInfo::new(
                "client_id",
                ::oauth_runtime::Location::Query,
                ::oauth_runtime::Need::Required,
            ),
            ::oauth_runtime::ParameterInfo::new(
                "codeChallenge",
                ::oauth_runtime::Location::Query,
                ::oauth_runtime::Need::Optional,
            ),
            ::oauth_runtime::ParameterInfo::new(
                "code_challenge_method",
                ::oauth_runtime::Location::Query,
                ::oauth_runtime::Need::Constant(::oauth_runtime::Literal::Text("S256")),
            ),
        ],
    )
    .answers(::oauth_runtime::AnswerKind::Browser);
