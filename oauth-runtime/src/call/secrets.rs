//! The secrets of a call.

use secrecy::ExposeSecret;

use crate::call::options::Options;
use crate::client::shared::Inner;
use crate::description::{BodyKind, Endpoint, ParameterLocation};
use crate::encode::json::ParameterValue;
use crate::encode::prepared::PreparedRequest;
use crate::secret::redact::Secrets;

/// Notes the secrets of one call, so that they can be taken out of what the server says.
pub(crate) fn of(
    client: &Inner,
    endpoint: &'static Endpoint,
    options: &Options,
    values: &[ParameterValue<'_>],
    request: &PreparedRequest,
) -> Secrets {
    let auth = options.auth().unwrap_or(client.auth());
    let mut secrets = Secrets::new(auth.secrets().clone());
    // The fields of a form are found in it again, when a text is to be shown: nearly no text ever is.
    let form = match options.body_kind(endpoint) {
        Some(BodyKind::Form) => request.shared_body(),
        _ => None,
    };
    let mut in_form = 0_u64;
    let parameters = endpoint.parameters();
    for (index, (parameter, given)) in parameters.iter().zip(values).enumerate() {
        if !given.is_secret(parameter) {
            continue;
        }
        let value = match given {
            ParameterValue::Text(value) => value,
            ParameterValue::List(list) => {
                list.for_each(&mut |item| secrets.push(item.as_str()));
                continue;
            }
            _ => continue,
        };
        let bit = u32::try_from(index).ok().and_then(|index| 1_u64.checked_shl(index));
        match bit {
            Some(bit) if form.is_some() && parameter.location() == ParameterLocation::Body => {
                in_form |= bit;
            }
            _ => secrets.push(value.text().as_str()),
        }
    }
    for (_, value) in options.headers() {
        secrets.push(value.expose_secret());
    }
    match form {
        Some(body) if in_form != 0 || !options.extras().is_empty() => {
            secrets.set_form(body.clone(), parameters, in_form);
        }
        Some(_) => {}
        None => {
            for (_, value) in options.extras() {
                secrets.push(value.expose_secret());
            }
        }
    }
    secrets
}
