// An expansion of `oauth_api`, as `oauth-macros` makes it; the declaration stands in its `snapshots.rs`.

/// An endpoint for clients with and without a secret.
///
/// [`ClientsClient`] calls the vendor; implement this trait to be one.
pub trait Clients: ::core::marker::Send + ::core::marker::Sync {
    #[doc(hidden)]
    fn __client(&self) -> ::core::option::Option<&::oauth_runtime::__private::Client> {
        ::core::option::Option::None
    }
    /// Invalidates a token.
    ///
    /// `POST /revoke`; not implemented unless overridden.
    fn revoke(
        &self,
        parameters: ClientsRevokeParameters,
    ) -> ::oauth_runtime::EndpointFuture<'_, ()> {
        ::oauth_runtime::__private::answer(self.__client(), parameters)
    }
}
impl Clients for ClientsClient {
    fn __client(&self) -> ::core::option::Option<&::oauth_runtime::__private::Client> {
        ::core::option::Option::Some(&self.client)
    }
}
/// Client of [`Clients`]: calls its endpoints.
///
/// Cheap to clone, and shared by its clones: connections, credentials and settings are the same.
pub struct ClientsClient {
    client: ::oauth_runtime::__private::Client,
}
impl ClientsClient {
    /// The description of the API: its endpoints and their parameters.
    pub const API: &'static ::oauth_runtime::description::Api = &::oauth_runtime::__private::Api::new(
        "Clients",
        ::oauth_runtime::__private::DeclaredBase::Urls(&[("", "https://as.example")]),
        &[],
        &[<ClientsRevokeParameters as ::oauth_runtime::Parameters<_>>::ENDPOINT],
    );
    /// Makes a client of the API at `https://as.example`, with these credentials.
    #[must_use]
    pub fn new(
        credentials: impl ::oauth_runtime::IntoCredentials<ClientsCredentials>,
    ) -> Self {
        Self {
            client: ::oauth_runtime::__private::Client::new::<
                Self,
            >(
                &::oauth_runtime::IntoCredentials::<
                    ClientsCredentials,
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
        credentials: impl ::oauth_runtime::IntoCredentials<ClientsCredentials>,
    ) -> ::core::result::Result<Self, ::oauth_runtime::Error> {
        ::oauth_runtime::ClientBuilder::new()
            .base_url(base_url)
            .credentials(
                ::oauth_runtime::IntoCredentials::<
                    ClientsCredentials,
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
    /// `POST /revoke`, authenticated by client id and secret in the body, or the client id.
    ///
    /// Required: `token`.
    pub fn revoke(&self) -> ClientsRevokeRequest {
        ClientsRevokeRequest {
            call: ::oauth_runtime::__private::call(&self.client),
            draft: ClientsRevokeDraft {
                client_id: ::core::option::Option::None,
                token: ::core::option::Option::None,
            },
            next: ::oauth_runtime::__private::NEXT,
            state: ::core::marker::PhantomData,
        }
    }
}
impl ::oauth_runtime::ApiClient for ClientsClient {
    type Credentials = ClientsCredentials;
    const API: &'static ::oauth_runtime::description::Api = Self::API;
    fn from_client(client: ::oauth_runtime::__private::Client) -> Self {
        Self { client }
    }
}
impl ::core::clone::Clone for ClientsClient {
    fn clone(&self) -> Self {
        Self {
            client: ::core::clone::Clone::clone(&self.client),
        }
    }
}
impl ::core::fmt::Debug for ClientsClient {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.client, f)
    }
}
/// Credentials of [`Clients`].
#[derive(::core::clone::Clone)]
#[non_exhaustive]
pub enum ClientsCredentials {
    /// Client id and secret.
    ClientCredentials(::oauth_runtime::ClientCredentials),
    /// The client id.
    ClientId(::oauth_runtime::ClientId),
}
impl ::oauth_runtime::Credentials for ClientsCredentials {
    fn write_headers(&self, headers: &mut ::oauth_runtime::__private::AuthHeaders) {
        match self {
            Self::ClientCredentials(value) => {
                ::oauth_runtime::Credentials::write_headers(value, headers);
            }
            Self::ClientId(value) => {
                ::oauth_runtime::Credentials::write_headers(value, headers);
            }
        }
    }
}
impl ::core::convert::From<::oauth_runtime::ClientCredentials> for ClientsCredentials {
    fn from(value: ::oauth_runtime::ClientCredentials) -> Self {
        Self::ClientCredentials(value)
    }
}
impl ::core::convert::From<::oauth_runtime::ClientId> for ClientsCredentials {
    fn from(value: ::oauth_runtime::ClientId) -> Self {
        Self::ClientId(value)
    }
}
impl ::core::fmt::Debug for ClientsCredentials {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.write_str(
            match self {
                Self::ClientCredentials(..) => "ClientsCredentials::ClientCredentials",
                Self::ClientId(..) => "ClientsCredentials::ClientId",
            },
        )
    }
}
/// Parameters of [`revoke`](ClientsClient::revoke).
#[non_exhaustive]
pub struct ClientsRevokeParameters {
    /// Sets the body field `client_id`.
    ///
    /// The body field `client_id`. From the client's credentials unless given.
    pub client_id: ::core::option::Option<String>,
    /// Sets the body field `token`.
    ///
    /// The body field `token`. A secret. Required.
    pub token: SecretString,
}
impl ::core::fmt::Debug for ClientsRevokeParameters {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::oauth_runtime::__private::debug_parameters(f, "ClientsRevokeParameters", self)
    }
}
struct ClientsRevokeDraft {
    token: ::core::option::Option<SecretString>,
    client_id: ::core::option::Option<String>,
}
impl ClientsRevokeDraft {
    fn finish(self) -> ::core::option::Option<ClientsRevokeParameters> {
        let Self {
            token: ::core::option::Option::Some(__token),
            client_id: __client_id,
        } = self else {
            return ::core::option::Option::None;
        };
        ::core::option::Option::Some(ClientsRevokeParameters {
            token: __token,
            client_id: __client_id,
        })
    }
}
impl ::oauth_runtime::Parameters<()> for ClientsRevokeParameters {
    type Kind = ::oauth_runtime::__private::WithBody;
    const ENDPOINT: &'static ::oauth_runtime::description::Endpoint = &::oauth_runtime::__private::Endpoint {
        name: "revoke",
        index: 0,
        method: &::oauth_runtime::http::Method::POST,
        path: "/revoke",
        parameters: ::oauth_runtime::__parameters! {
            "client_id" "client_id" : Body Credentials secret = false, "token" "token" :
            Body Required secret = true,
        },
        auth: &[
            &[::oauth_runtime::__private::Scheme::ClientSecretPost],
            &[::oauth_runtime::__private::Scheme::ClientId],
        ],
        response: ::oauth_runtime::__private::ResponseKind::Nothing,
        asks_for_json: false,
        client_id: ::core::option::Option::Some(0),
        ..::oauth_runtime::__private::Endpoint::FORM
    };
    const READ: ::oauth_runtime::__private::Decode<()> = ::oauth_runtime::__private::read_nothing;
    fn visit(&self, visitor: &mut ::oauth_runtime::__private::Visitor<'_>) {
        let Self { client_id: __client_id, token: __token } = self;
        ::oauth_runtime::__private::visit(
            visitor,
            &[
                ::oauth_runtime::__private::ParameterValue::optional_text(__client_id),
                ::oauth_runtime::__private::ParameterValue::text(__token),
            ],
        );
    }
}
/// A call of [`revoke`](ClientsClient::revoke), not sent yet.
///
/// `POST /revoke`
#[must_use = "a request does nothing until it is sent: end it with `.send()`"]
pub struct ClientsRevokeRequest<TokenIs = ::oauth_runtime::__private::Missing> {
    call: ::oauth_runtime::__private::Call,
    draft: ClientsRevokeDraft,
    /// What comes next, and after which end. It holds nothing.
    pub next: ::oauth_runtime::request::Next,
    state: ::core::marker::PhantomData<fn() -> (TokenIs,)>,
}
impl<TokenIs> ClientsRevokeRequest<TokenIs> {
    /// Sets the body field `token`.
    ///
    /// The body field `token`. A secret. Required.
    pub fn token(
        mut self,
        token: impl ::oauth_runtime::Required<SecretString>,
    ) -> ClientsRevokeRequest<::oauth_runtime::__private::Set>
    where
        TokenIs: ::oauth_runtime::NotSet,
    {
        ::oauth_runtime::__private::set(&mut self.draft.token, token);
        ClientsRevokeRequest {
            call: self.call,
            draft: self.draft,
            next: self.next,
            state: ::core::marker::PhantomData,
        }
    }
    /// Sets the body field `client_id`.
    ///
    /// The body field `client_id`. From the client's credentials unless given.
    pub fn client_id(
        mut self,
        client_id: impl ::oauth_runtime::Optional<String>,
    ) -> Self {
        ::oauth_runtime::__private::set_optional(&mut self.draft.client_id, client_id);
        self
    }
    /// Sets the credentials of this call, in place of the client's.
    pub fn auth(
        mut self,
        credentials: impl ::oauth_runtime::IntoCredentials<ClientsCredentials>,
    ) -> Self {
        ::oauth_runtime::__private::set_auth(
            &mut self.call,
            &::oauth_runtime::IntoCredentials::<
                ClientsCredentials,
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
    /// `Error::Build` before anything is sent, `Error::Transport` without an answer, `Error::Refused` where the server says no, `Error::Unexpected` for anything else.
    pub fn send(self) -> ::oauth_runtime::Sending<()>
    where
        TokenIs: ClientsRevokeHasToken,
    {
        ::oauth_runtime::__private::begin(
            self.call,
            ClientsRevokeDraft::finish(self.draft),
        )
    }
    /// Ends the builder without sending: to add what is not declared, to look at the request, to sign it, or to send it later.
    pub fn into_request(self) -> ::oauth_runtime::Request<ClientsRevokeParameters, ()>
    where
        TokenIs: ClientsRevokeHasToken,
    {
        ::oauth_runtime::__private::complete(
            self.call,
            ClientsRevokeDraft::finish(self.draft),
        )
    }
}
impl<TokenIs> ::core::fmt::Debug for ClientsRevokeRequest<TokenIs> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::oauth_runtime::__private::debug_request(f, "ClientsRevokeRequest", &self.call)
    }
}
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`revoke` is missing its required parameter `token`",
    label = "`token` was never set",
    note = "call `.token(…)` before `.send()` or `.into_request()`"
)]
pub trait ClientsRevokeHasToken: ::oauth_runtime::__private::State {}
#[diagnostic::do_not_recommend]
impl ClientsRevokeHasToken for ::oauth_runtime::__private::Set {}
