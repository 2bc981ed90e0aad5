//! Where new tokens come from: the caller's requests, whatever endpoint they are of.

use std::pin::Pin;
use std::time::Duration;

use secrecy::SecretString;

use crate::call::parameters::Parameters;
use crate::call::request::Request;
use crate::call::sending::Sending;
use crate::call::typestate::Sendable;
use crate::description::GrantInfo;
use crate::oauth::token::Token;

/// Where new tokens come from.
pub(super) struct Source {
    /// It trades a refresh token, which may be good for one time only.
    pub(super) refreshes: bool,
    /// How long a refresh token may be sent again, as the declaration says.
    pub(super) reuse_within: Option<Duration>,
    begin: Box<dyn Fn(SecretString) -> Begun + Send + Sync>,
}

/// A request that is about to be sent, and what its login is known by.
pub(super) struct Begun {
    pub(super) sending: Sending<Token>,
    pub(super) names: Vec<String>,
}

/// Revokes a token; tells whether it did.
pub(super) type Revoke =
    Box<dyn Fn(SecretString) -> Pin<Box<dyn Future<Output = bool> + Send>> + Send + Sync>;

impl Source {
    pub(super) fn of<P, T>(
        refreshes: bool,
        request: impl Fn(SecretString) -> Request<P, T> + Send + Sync + 'static,
    ) -> Self
    where
        P: Parameters<T, Kind: Sendable>,
    {
        const {
            assert!(
                P::ENDPOINT.token.is_some(),
                "a keeper takes requests of a token endpoint: one with a `grant_type`, or with the word `token`"
            );
        }
        let mut grants = P::ENDPOINT.grants().iter();
        let grant = grants.find(|grant| grant.grant_type() == "refresh_token");
        let begin = move |token| {
            let request = request(token);
            let names = request.names();
            Begun { sending: request.send_for_token(), names }
        };
        Self {
            refreshes,
            reuse_within: grant.and_then(GrantInfo::reuse_within).filter(|_| refreshes),
            begin: Box::new(begin),
        }
    }

    /// Makes a request; it does nothing until it is awaited.
    pub(super) fn begin(&self, refresh_token: SecretString) -> Begun {
        (self.begin)(refresh_token)
    }
}

/// Sends a request for what it does alone.
pub(super) fn revoke<P, T>(
    request: impl Fn(SecretString) -> Request<P, T> + Send + Sync + 'static,
) -> Revoke
where
    P: Parameters<T, Kind: Sendable>,
    T: 'static,
{
    Box::new(move |token| {
        let sending = request(token).send();
        Box::pin(async move { sending.await.is_ok() })
    })
}
