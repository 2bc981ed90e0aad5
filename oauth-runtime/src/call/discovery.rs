//! Discovery: a client of the server that an issuer names, made of what the server says of itself.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::{Method, StatusCode};
use url::Url;

use crate::call::assembly::Call;
use crate::call::parameters::{AnyValues, Visitor};
use crate::call::sending::Sending;
use crate::client::builder::{ApiClient, ClientBuilder};
use crate::client::shared::Client;
use crate::description::{
    Endpoint, EndpointBase, ParameterInfo, ParameterLocation, Requirement, ResponseKind,
};
use crate::encode::json::ParameterValue;
use crate::encode::root;
use crate::error::{BuildError, BuildErrorKind, Error, UnexpectedReason};
use crate::oauth::metadata::ServerMetadata;
use crate::response::classify::Reply;
use crate::response::read::{read_checked, read_json};
use crate::response::success::Response;

/// What errors of a discovery name as their endpoint.
const NAME: &str = "discover";

/// Where metadata is asked for, as an endpoint: all that holds for calls holds for it.
static METADATA: Endpoint = Endpoint {
    name: NAME,
    // That of no declared endpoint: nothing is kept of it.
    index: usize::MAX,
    method: &Method::GET,
    path: "",
    parameters: &[ParameterInfo {
        rust_name: "url",
        name: "url",
        location: ParameterLocation::Url,
        requirement: Requirement::Required,
        secret: false,
    }],
    bodies: &[],
    response: ResponseKind::Json,
    base: EndpointBase::Given("url"),
    ..Endpoint::FORM
};

impl<C: ApiClient> ClientBuilder<C> {
    /// Fetches the metadata of the server that an issuer names, and makes the client with it.
    ///
    /// Asked for is `/.well-known/oauth-authorization-server` before the path of the issuer
    /// ([RFC 8414, section 3.1](https://www.rfc-editor.org/rfc/rfc8414#section-3.1)) and, where that answers 404,
    /// `/.well-known/openid-configuration` after it
    /// ([OpenID Connect Discovery 1.0, section 4](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig)).
    /// Each is a call like any other: by the transport of the client, within its limits, repeated only as its
    /// [`retry`](Self::retry) says, without following a redirect and without credentials.
    ///
    /// # Errors
    ///
    /// Those of [`build`](Self::build); those of a call, with all that they keep; and [`Error::Unexpected`] where the metadata
    /// names another issuer ([RFC 8414, section 3.3](https://www.rfc-editor.org/rfc/rfc8414#section-3.3)), which may differ by a
    /// slash at its end alone.
    pub fn discover(self, issuer: impl Into<String>) -> Discovering<C> {
        Discovering { stage: Stage::begin(self, issuer.into()), made: PhantomData }
    }
}

/// A client on its way: it asks for the metadata of a server when it is awaited, and not before.
#[must_use = "nothing is asked for until it is awaited: add `.await`"]
pub struct Discovering<C> {
    stage: Stage,
    made: PhantomData<fn() -> C>,
}

/// How far a discovery has come.
enum Stage {
    Failed(Error),
    Asked(Box<Asked>),
    Ended,
}

/// What was asked for.
struct Asked {
    client: Client,
    issuer: String,
    call: Sending<ServerMetadata>,
    /// Where else the metadata may be.
    other: Option<Url>,
}

impl Stage {
    fn begin<C: ApiClient>(builder: ClientBuilder<C>, issuer: String) -> Self {
        let client = match builder.checked() {
            Ok(client) => client,
            Err(error) => return Self::Failed(error),
        };
        let places = places(&issuer, client.inner().allows_http());
        match places {
            Ok((first, other)) => {
                let call = ask(&client, &first);
                Self::Asked(Box::new(Asked { client, issuer, call, other: Some(other) }))
            }
            Err(reason) => {
                Self::Failed(BuildError::new(NAME, BuildErrorKind::Issuer { reason }).into())
            }
        }
    }
}

/// Where the metadata of an issuer may be: as RFC 8414 and as OpenID Connect say.
fn places(issuer: &str, allow_http: bool) -> Result<(Url, Url), &'static str> {
    let issuer = root::parse(issuer, allow_http).map_err(root::Unfit::reason)?;
    if issuer.query().is_some() {
        return Err("has a query: leave it out");
    }
    let path = issuer.path().trim_end_matches('/');
    let at = |path: &str| {
        let mut url = issuer.clone();
        url.set_path(path);
        url
    };
    let of_oauth = at(&["/.well-known/oauth-authorization-server", path].concat());
    Ok((of_oauth, at(&[path, "/.well-known/openid-configuration"].concat())))
}

fn ask(client: &Client, url: &Url) -> Sending<ServerMetadata> {
    Sending::new(Call::new(client.clone()), &METADATA, &Place(url), read_json)
}

/// The one value of the call.
struct Place<'a>(&'a Url);

impl AnyValues for Place<'_> {
    fn visit(&self, visitor: &mut Visitor<'_>) {
        visitor.visit(&[ParameterValue::text(self.0)]);
    }
}

/// Reads metadata, which has to be that of the issuer, to the letter: another server could else stand in for it.
fn read(reply: Reply, issuer: &str) -> Result<Response<ServerMetadata>, Error> {
    read_checked(reply, |metadata: &ServerMetadata| {
        if metadata.issuer() == issuer {
            return Ok(());
        }
        let (expected, found) = (issuer.to_owned(), metadata.issuer().to_owned());
        Err(UnexpectedReason::Issuer { expected, found })
    })
}

impl Asked {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<ServerMetadata, Error>> {
        loop {
            let Self { client, issuer, call, other } = self;
            let response = ready!(call.poll_read(context, |reply| read(reply, issuer)));
            match response {
                Err(error) if error.status() == Some(StatusCode::NOT_FOUND) => match other.take() {
                    Some(other) => *call = ask(client, &other),
                    None => return Poll::Ready(Err(error)),
                },
                response => return Poll::Ready(response.map(Response::into_value)),
            }
        }
    }
}

impl<C: ApiClient> Future for Discovering<C> {
    type Output = Result<C, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let found = match &mut self.stage {
            Stage::Asked(asked) => {
                let found = ready!(asked.poll(context));
                found.map(|metadata| (asked.client.clone(), metadata))
            }
            stage => match std::mem::replace(stage, Stage::Ended) {
                Stage::Failed(error) => Err(error),
                _ => return Poll::Pending,
            },
        };
        self.stage = Stage::Ended;
        Poll::Ready(found.map(|(client, metadata)| {
            client.inner().learn(metadata);
            C::from_client(client)
        }))
    }
}

impl<C> fmt::Debug for Discovering<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Discovering").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of RFC 8414, sections 3 and 3.1, and of OpenID Connect Discovery 1.0, section 4.1.
    #[test]
    fn metadata_is_where_the_rfcs_say() {
        for (issuer, of_oauth, of_openid) in [
            (
                "https://example.com",
                "https://example.com/.well-known/oauth-authorization-server",
                "https://example.com/.well-known/openid-configuration",
            ),
            (
                "https://example.com/",
                "https://example.com/.well-known/oauth-authorization-server",
                "https://example.com/.well-known/openid-configuration",
            ),
            (
                "https://example.com/issuer1",
                "https://example.com/.well-known/oauth-authorization-server/issuer1",
                "https://example.com/issuer1/.well-known/openid-configuration",
            ),
            (
                "https://example.com:8443/a/b/",
                "https://example.com:8443/.well-known/oauth-authorization-server/a/b",
                "https://example.com:8443/a/b/.well-known/openid-configuration",
            ),
        ] {
            let (first, other) = places(issuer, false).unwrap();
            assert_eq!((first.as_str(), other.as_str()), (of_oauth, of_openid));
        }
    }

    /// RFC 8414, section 2: `https`, without query and fragment.
    #[test]
    fn what_is_no_issuer_is_not_asked() {
        for issuer in [
            "",
            "example.com",
            "http://example.com",
            "https://example.com?a",
            "https://example.com?",
            "https://example.com#",
            "https://me@example.com",
        ] {
            assert!(places(issuer, false).is_err(), "{issuer}");
        }
        assert!(places("http://localhost:8080", false).is_ok());
        assert!(places("http://example.com", true).is_ok());
    }
}
