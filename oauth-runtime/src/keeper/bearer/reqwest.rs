//! Requests of reqwest with the token of a login.

use std::fmt;

use http::header::AUTHORIZATION;
use http::{HeaderValue, Method, Uri};
use reqwest::{RequestBuilder, Response};

use crate::keeper::bearer::hosts::{BearerHosts, HostError};
use crate::keeper::error::KeeperError;
use crate::keeper::token::AccessToken;

impl BearerHosts {
    /// Sends a request with the token. Where the server answers 401 with `invalid_token`, the keeper is told, and a `GET`,
    /// `HEAD`, `PUT` or `DELETE` whose body is no stream is sent once more with another token.
    ///
    /// ```
    /// # async fn example(alice: oauth_runtime::keeper::Login) -> Result<(), oauth_runtime::keeper::SendError> {
    /// let api = alice.bearer_for(["api.vendor.example"]);
    /// let http = oauth_runtime::reqwest::Client::new();
    /// let response = api.send(http.get("https://api.vendor.example/items")).await?;
    /// # drop(response);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`SendError::Host`] where the host was not named, [`SendError::Keeper`] where there is no token; nothing was sent then.
    pub async fn send(&self, request: RequestBuilder) -> Result<Response, SendError> {
        let again = request.try_clone();
        let (client, request) = request.build_split();
        let mut request = request.map_err(SendError::Http)?;
        let uri: Uri =
            request.url().as_str().parse().map_err(|_| SendError::Host(HostError::NotNamed))?;
        self.check(&uri).map_err(SendError::Host)?;
        let is_repeatable =
            matches!(*request.method(), Method::GET | Method::HEAD | Method::PUT | Method::DELETE);
        let token = self.token().await.map_err(SendError::Keeper)?;
        request.headers_mut().insert(AUTHORIZATION, authorization(&token)?);
        let response = client.execute(request).await.map_err(SendError::Http)?;
        if !self.note(&token, response.status(), response.headers()) || !is_repeatable {
            return Ok(response);
        }
        let again = again.and_then(|again| again.build().ok());
        let (Some(mut again), Ok(newer)) = (again, self.token().await) else { return Ok(response) };
        again.headers_mut().insert(AUTHORIZATION, authorization(&newer)?);
        let response = client.execute(again).await.map_err(SendError::Http)?;
        self.note(&newer, response.status(), response.headers());
        Ok(response)
    }
}

fn authorization(token: &AccessToken) -> Result<HeaderValue, SendError> {
    token.authorization().ok_or(SendError::Keeper(KeeperError::NoToken))
}

/// Why a request has no response.
#[derive(Debug)]
#[non_exhaustive]
pub enum SendError {
    /// The token is not for the host of the request.
    Host(HostError),
    /// There is no token.
    Keeper(KeeperError),
    /// The request failed.
    Http(reqwest::Error),
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host(error) => error.fmt(f),
            Self::Keeper(error) => error.fmt(f),
            Self::Http(_) => f.write_str("the request failed"),
        }
    }
}

impl std::error::Error for SendError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Host(error) => error.source(),
            Self::Keeper(error) => error.source(),
            Self::Http(error) => Some(error),
        }
    }
}
