//! What a call sends under a name, and what follows from it.

use secrecy::ExposeSecret;

use crate::call::options::Options;
use crate::client::shared::Inner;
use crate::description::{Endpoint, Requirement};
use crate::encode::json::ParameterValue;
use crate::secret::redact::Secrets;
use crate::value::Text;

/// Collects the secrets of one call, so that they can be taken out of what the server says.
pub(crate) fn secrets(
    client: &Inner,
    endpoint: &'static Endpoint,
    options: &Options,
    values: &[ParameterValue<'_>],
) -> Secrets {
    let mut secrets = options.auth().unwrap_or(client.auth()).secrets().clone();
    for (parameter, given) in endpoint.parameters().iter().zip(values) {
        match given {
            ParameterValue::Text(value) if given.is_secret(parameter) => {
                secrets.push(value.text().as_str())
            }
            _ => {}
        }
    }
    for (_, value) in options.extras().iter().chain(options.headers()) {
        secrets.push(value.expose_secret());
    }
    secrets
}

/// Tells whether a call carries a grant that can be used once: an authorization code, a refresh token that may rotate, a
/// device code.
pub(crate) fn is_single_use(
    endpoint: &'static Endpoint,
    options: &Options,
    values: &[ParameterValue<'_>],
) -> bool {
    let sent = |name: &str| sent_text(endpoint, options, values, name);
    match sent("grant_type") {
        Some(grant_type) => matches!(
            grant_type.as_str(),
            "authorization_code" | "refresh_token" | "urn:ietf:params:oauth:grant-type:device_code"
        ),
        None => sent("code").is_some() || sent("refresh_token").is_some(),
    }
}

/// Returns what is sent under this name: the caller's value, the declaration's, or an extra one.
pub(crate) fn sent_text<'a>(
    endpoint: &'static Endpoint,
    options: &'a Options,
    values: &[ParameterValue<'a>],
    name: &str,
) -> Option<Text<'a>> {
    let declared =
        endpoint.parameters().iter().zip(values).find(|(parameter, _)| parameter.name() == name);
    match declared.map(|(parameter, given)| (given, parameter.requirement())) {
        Some((ParameterValue::Text(value), _)) => Some(value.text()),
        Some((
            ParameterValue::Absent,
            Requirement::Default(literal) | Requirement::Constant(literal),
        )) => Some(literal.into()),
        Some(_) => None,
        None => {
            let extra = options.extras().iter().find(|(there, _)| there == name);
            extra.map(|(_, value)| Text::from(value.expose_secret()))
        }
    }
}
