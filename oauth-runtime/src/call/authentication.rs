//! How a call authenticates: which of its endpoint's ways it goes, and what its credentials put among its parameters.

use std::ops::Deref;
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};

use crate::call::options::Options;
use crate::client::awaited::TokenSource;
use crate::client::credentials::AuthHeaders;
use crate::client::shared::Inner;
use crate::description::{Endpoint, EndpointBase, Requirement, Scheme};
use crate::encode::json::ParameterValue;
use crate::error::BuildErrorKind;

/// The way in which a call authenticates, and what goes among its parameters.
#[derive(Clone, Copy)]
pub(crate) struct Authentication<'a> {
    /// The credentials of the call, or else of the client.
    pub(crate) held: &'a AuthHeaders,
    /// The schemes that are sent.
    pub(crate) schemes: &'static [Scheme],
    /// Each call of this endpoint that says nothing of its own goes this way.
    pub(crate) is_common: bool,
    /// What the declared parameters have no value for.
    client_id: Option<&'a String>,
    client_secret: Option<&'a SecretString>,
}

impl<'a> Authentication<'a> {
    /// Picks the way. A value that the caller gave for a parameter is used in place of that of the credentials.
    pub(crate) fn of(
        client: &'a Inner,
        endpoint: &'static Endpoint,
        options: &'a Options,
        values: &[ParameterValue<'_>],
    ) -> Result<Self, BuildErrorKind> {
        let own = options.auth();
        let held = own.unwrap_or(client.auth());
        let is_given = |place: Option<usize>| {
            place.and_then(|place| values.get(place)).is_some_and(ParameterValue::is_given)
        };
        let given =
            Given { id: is_given(endpoint.client_id), secret: is_given(endpoint.client_secret) };
        let schemes = chosen(endpoint.auth(), held, given, &Taken { client, endpoint })?;
        let sends_id = schemes.iter().any(|scheme| scheme.sends_client_id());
        let needs_id = || {
            let parameter = endpoint.client_id.and_then(|place| endpoint.parameters().get(place));
            parameter.is_some_and(|it| it.requirement() == Requirement::Credentials)
        };
        let client_id = match (given.id, sends_id) {
            (false, true) => held.client_id(),
            // Who the client is stays the same, whatever this call authenticates with.
            (false, false) if needs_id() => {
                let id = held.client_id().or(client.auth().client_id());
                Some(id.ok_or(BuildErrorKind::MissingCredentials)?)
            }
            _ => None,
        };
        let sends_secret = schemes.contains(&Scheme::ClientSecretPost) && !given.secret;
        Ok(Self {
            held,
            schemes,
            is_common: own.is_none() && (endpoint.auth().len() <= 1 || !(given.id || given.secret)),
            client_id,
            client_secret: held.client_secret().filter(|_| sends_secret),
        })
    }

    /// Who keeps the bearer token that the call is sent with.
    pub(crate) fn kept(&self) -> Option<&'a Arc<dyn TokenSource>> {
        self.held.kept().filter(|_| self.schemes.contains(&Scheme::Bearer))
    }

    /// The values with those of the credentials in the places of declared parameters.
    pub(crate) fn fill<'v>(
        &self,
        endpoint: &'static Endpoint,
        values: &'v [ParameterValue<'v>],
    ) -> Filled<'v>
    where
        'a: 'v,
    {
        let id = self.client_id.map(ParameterValue::text);
        let secret = self.client_secret.map(ParameterValue::text);
        let parts = [endpoint.client_id.zip(id), endpoint.client_secret.zip(secret)];
        if parts.iter().all(Option::is_none) {
            return Filled::Given(values);
        }
        let mut filled = Filled::copy(values);
        for (place, value) in parts.into_iter().flatten() {
            if let Some(absent) = filled.as_mut().get_mut(place) {
                *absent = value;
            }
        }
        filled
    }

    /// What no parameter is declared for: names and values, in the order in which they are sent.
    pub(crate) fn appended(
        &self,
        endpoint: &'static Endpoint,
    ) -> impl Iterator<Item = (&'static str, &'a str)> + use<'a> {
        let id = self.client_id.filter(|_| endpoint.client_id.is_none());
        let secret = self.client_secret.filter(|_| endpoint.client_secret.is_none());
        let id = id.map(|id| ("client_id", id.as_str()));
        let secret = secret.map(|secret| ("client_secret", secret.expose_secret()));
        id.into_iter().chain(secret)
    }
}

/// How many values are copied without allocating.
const FEW: usize = 12;

/// The values of a call, with those of the credentials among them.
#[allow(clippy::large_enum_variant, reason = "it lives as long as a request is encoded")]
pub(crate) enum Filled<'v> {
    Given(&'v [ParameterValue<'v>]),
    Few([ParameterValue<'v>; FEW], usize),
    Many(Vec<ParameterValue<'v>>),
}

impl<'v> Filled<'v> {
    fn copy(values: &[ParameterValue<'v>]) -> Self {
        let mut few = [ParameterValue::Absent; FEW];
        match few.get_mut(..values.len()) {
            Some(room) => {
                room.copy_from_slice(values);
                Self::Few(few, values.len())
            }
            None => Self::Many(values.to_vec()),
        }
    }

    fn as_mut(&mut self) -> &mut [ParameterValue<'v>] {
        match self {
            Self::Given(_) => &mut [],
            Self::Few(values, count) => values.get_mut(..*count).unwrap_or_default(),
            Self::Many(values) => values,
        }
    }
}

impl<'v> Deref for Filled<'v> {
    type Target = [ParameterValue<'v>];

    fn deref(&self) -> &[ParameterValue<'v>] {
        match self {
            Self::Given(values) => values,
            Self::Few(values, count) => values.get(..*count).unwrap_or_default(),
            Self::Many(values) => values,
        }
    }
}

/// Which parameters of its client the caller gave.
#[derive(Clone, Copy)]
struct Given {
    id: bool,
    secret: bool,
}

/// What a server says of how clients authenticate at an endpoint
/// ([RFC 8414, section 2](https://www.rfc-editor.org/rfc/rfc8414#section-2)).
struct Taken<'a> {
    client: &'a Inner,
    endpoint: &'static Endpoint,
}

impl Taken<'_> {
    /// Tells whether the server says that it takes client credentials like this. Of an endpoint that it says nothing of, the
    /// token endpoint tells.
    fn has(&self, scheme: Scheme) -> bool {
        let method = match scheme {
            Scheme::ClientSecretBasic | Scheme::ClientBasic => "client_secret_basic",
            Scheme::ClientSecretPost => "client_secret_post",
            _ => return false,
        };
        let (EndpointBase::Metadata(member), Some(metadata)) =
            (self.endpoint.base(), self.client.metadata())
        else {
            return false;
        };
        let methods = |endpoint| metadata.list(&[endpoint, "_auth_methods_supported"].concat());
        let methods = methods(member).or_else(|| methods("token_endpoint"));
        methods.is_some_and(|methods| methods.contains(&method))
    }
}

/// The alternative of which all schemes can be sent. Of several, that in whose place the caller gave a secret; else that
/// with the most schemes; else one that proves who the client is; else one that the server says it takes; else the first.
fn chosen(
    alternatives: &'static [&'static [Scheme]],
    held: &AuthHeaders,
    given: Given,
    taken: &Taken<'_>,
) -> Result<&'static [Scheme], BuildErrorKind> {
    if alternatives.is_empty() {
        return Ok(&[]);
    }
    held.can_be_sent()?;
    let can_be_sent = |scheme: &Scheme| match scheme {
        Scheme::ClientSecretPost => {
            (given.id || held.client_id().is_some())
                && (given.secret || held.client_secret().is_some())
        }
        Scheme::ClientId => given.id || held.client_id().is_some(),
        other => held.has(*other),
    };
    let rank = |schemes: &[Scheme]| {
        let in_body = given.secret && schemes.contains(&Scheme::ClientSecretPost);
        let proves = schemes.iter().any(|scheme| scheme.authenticates_client());
        (in_body, schemes.len(), proves, proves && schemes.iter().any(|it| taken.has(*it)))
    };
    let mut best: Option<&'static [Scheme]> = None;
    for schemes in alternatives {
        if schemes.iter().all(can_be_sent) && best.is_none_or(|best| rank(schemes) > rank(best)) {
            best = Some(schemes);
        }
    }
    best.ok_or(BuildErrorKind::MissingCredentials)
}
