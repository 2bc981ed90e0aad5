//! Rules of the client's credentials among the parameters: those that they fill, and whether there is room for them.

use proc_macro2::Span;

use super::auth::{client_secret_post, span};
use super::context::{Check, Route};
use crate::keys::Rule;
use crate::model::{self, Alternatives, Credential, Filled, Location, Need, Scheme};
use crate::name::plain;

/// The places of the parameters that the client's credentials fill.
pub(super) struct Places {
    pub(super) client_id: Option<usize>,
    pub(super) client_secret: Option<usize>,
}

/// Finds the parameters that are a client's identifier and secret, and notes whether the credentials fill them.
pub(super) fn fill_parameters(
    check: &Check<'_>,
    route: &Route<'_>,
    auth: &Alternatives,
    parameters: &mut [model::Parameter],
) -> Places {
    let is_there = |name: &str| parameters.iter().any(|it| it.wire == name || it.name == name);
    if !is_there("client_id") && !is_there("client_secret") {
        return Places { client_id: None, client_secret: None };
    }
    let of_client = &check.api.auth;
    // Each call of an endpoint that the client's credentials never serve is given its own.
    let holders = if auth.served_by(of_client) { of_client } else { auth };
    let is_page = check.written.browser.is_some();
    let is_secret_in_query = check.permits.has(Rule::SecretInUrl);
    let in_query =
        is_page || auth.sends_client_id() && (is_secret_in_query || !has_body(route, parameters));
    let certain = |is_certain: bool, is_sent: bool| match (is_certain, is_sent) {
        (true, _) => Filled::Always,
        (false, true) => Filled::Perhaps,
        (false, false) => Filled::Never,
    };
    let (has_id, sends_id) = (holders.always_hold(&Credential::ClientId), auth.sends_client_id());
    let id = Part {
        name: "client_id",
        is_in_query: in_query,
        required: certain(has_id, sends_id),
        optional: certain(has_id && auth.always_sends_client_id(), sends_id),
    };
    let has_secret = holders.always_hold(&Credential::ClientCredentials)
        && auth.always_has(&Scheme::ClientSecretPost);
    let of_secret = certain(has_secret, auth.has(&Scheme::ClientSecretPost));
    let secret = Part {
        name: "client_secret",
        is_in_query: is_secret_in_query,
        required: of_secret,
        optional: of_secret,
    };
    let [client_id, client_secret] = [id, secret].map(|part| part.fill(parameters));
    Places { client_id, client_secret }
}

/// A part of the client's credentials, by the name of its parameter.
struct Part {
    name: &'static str,
    /// Whether it can stand in the query.
    is_in_query: bool,
    /// Whether the credentials fill a parameter that is declared as required, and one that is not.
    required: Filled,
    optional: Filled,
}

impl Part {
    /// Notes whether the credentials fill its parameter, and returns the place of one that they can fill.
    fn fill(&self, parameters: &mut [model::Parameter]) -> Option<usize> {
        let place = self.place(parameters)?;
        let parameter = parameters.get_mut(place)?;
        parameter.filled = match parameter.need {
            Need::Required => self.required,
            Need::Optional | Need::ServerDefault(_) => self.optional,
            Need::Default(_) | Need::Constant(_) => Filled::Never,
        };
        (parameter.filled != Filled::Never).then_some(place)
    }

    /// The place of its parameter: that of this name on the wire, or else in the declaration.
    fn place(&self, parameters: &[model::Parameter]) -> Option<usize> {
        let is_there = |parameter: &model::Parameter| match parameter.location {
            Location::Body => true,
            Location::Query => self.is_in_query,
            _ => false,
        };
        let named = |name: fn(&model::Parameter) -> &str| {
            parameters.iter().position(|it| is_there(it) && name(it) == self.name)
        };
        named(|parameter| &parameter.wire).or_else(|| named(|parameter| &parameter.name))
    }
}

fn has_body(route: &Route<'_>, parameters: &[model::Parameter]) -> bool {
    let in_body =
        |it: &model::Parameter| matches!(it.location, Location::Body | Location::WholeBody);
    route.has_body_by_default() || parameters.iter().any(in_body)
}

/// Credentials that are parameters have a place, and nothing else is sent there.
pub(super) fn credentials_have_room(
    check: &Check<'_>,
    route: &Route<'_>,
    auth: &Alternatives,
    parameters: &[model::Parameter],
) {
    let Check { written, errors, .. } = *check;
    if written.browser.is_some() || !auth.sends_client_id() {
        return;
    }
    let own = written.auth.as_ref();
    let at = own.map_or(written.ident.span(), |own| client_secret_post(own).unwrap_or(span(own)));
    if auth.has(&Scheme::ClientSecretPost) && !route.has_body_by_default() {
        secret_has_a_place(check, route, at, parameters);
    }
    let pairs = || parameters.iter().zip(&written.parameters);
    if let Some((_, whole)) = pairs().find(|(it, _)| it.location == Location::WholeBody) {
        errors.on(
            &whole.ident,
            format_args!(
                "`{}` is the whole body, and `auth` sends `client_id` there",
                plain(&whole.ident)
            ),
            "declare its fields as parameters, or write another `auth = …` on this endpoint",
        );
    }
    let sent: &[&str] = if auth.has(&Scheme::ClientSecretPost) {
        &["client_id", "client_secret"]
    } else {
        &["client_id"]
    };
    for (parameter, declared) in pairs() {
        let Some(default) = declared.defaults.first() else { continue };
        let is_written = matches!(parameter.need, Need::Default(_) | Need::Constant(_));
        let is_field = matches!(parameter.location, Location::Body | Location::Query);
        let name = sent.iter().find(|name| parameter.wire == **name || parameter.name == **name);
        if let (Some(name), true, true) = (name, is_written, is_field) {
            errors.on(
                &default.word,
                format_args!("`{name}` is written here, and `auth` sends that of the client"),
                format_args!("remove `#[{} = …]`", default.word),
            );
        }
    }
}

/// Without a body, a secret has no place, unless the vendor wants it in the URL: then it is declared there.
fn secret_has_a_place(
    check: &Check<'_>,
    route: &Route<'_>,
    at: Span,
    parameters: &[model::Parameter],
) {
    let is_in_query = |name: &str| {
        let in_query = |it: &&model::Parameter| it.location == Location::Query;
        parameters.iter().filter(in_query).any(|it| it.wire == name || it.name == name)
    };
    let is_declared = is_in_query("client_id") && is_in_query("client_secret");
    // A secret that is declared in the URL is a mistake of its own, unless it is permitted.
    if is_declared {
        return;
    }
    let help = if check.permits.has(Rule::SecretInUrl) {
        "write another `auth = …` on this endpoint; where the vendor wants both in the URL, add `client_id: String` and `client_secret: SecretString`"
    } else {
        "write `#[post(…)]`, or another `auth = …` on this endpoint"
    };
    check.errors.at(
        at,
        format_args!(
            "`client_secret_post` sends the secret in a body, which `{}` does not carry by itself (RFC 6749, section 2.3.1: not in a URL)",
            route.method.to_string().to_uppercase()
        ),
        help,
    );
}
