//! Calls of declared APIs with the token of a login.

#[cfg(any(feature = "reqwest", feature = "tower"))]
pub(super) mod hosts;
#[cfg(feature = "reqwest")]
pub(super) mod reqwest;
#[cfg(feature = "tower")]
pub(super) mod tower;

use std::sync::Arc;

use http::HeaderValue;
use secrecy::ExposeSecret as _;

use crate::client::awaited::{AwaitedFuture, AwaitedToken, TokenSource};
use crate::client::credentials::Bearer;
use crate::keeper::login::Login;
use crate::keeper::token::AccessToken;

/// The token of a login, asked for by each call.
///
/// ```
/// # fn example(alice: oauth_runtime::keeper::Login) {
/// let credentials = oauth_runtime::Bearer::from(&alice);
/// # drop(credentials);
/// # }
/// ```
impl From<&Login> for Bearer {
    fn from(login: &Login) -> Self {
        Self::kept(Arc::new(login.clone()))
    }
}

impl From<Login> for Bearer {
    fn from(login: Login) -> Self {
        Self::kept(Arc::new(login))
    }
}

impl TokenSource for Login {
    fn token(&self) -> AwaitedFuture {
        let login = self.clone();
        Box::pin(async move {
            let token = login.access_token().await?;
            Ok(Box::new(OfLogin { login, token }) as Box<dyn AwaitedToken>)
        })
    }
}

struct OfLogin {
    login: Login,
    token: AccessToken,
}

impl AwaitedToken for OfLogin {
    fn authorization(&self) -> Option<HeaderValue> {
        self.token.authorization()
    }

    fn secret(&self) -> &str {
        self.token.expose_secret()
    }

    fn rejected(&self) {
        self.login.rejected(&self.token);
    }
}
