//! What a call carries that decides whether it may be sent again.

use std::borrow::Cow;

use secrecy::ExposeSecret;

use crate::call::options::Options;
use crate::description::{BodyKind, Endpoint, OneTimeGrant, ParameterLocation, Role, is_word};
use crate::encode::json::ParameterValue;
use crate::encode::prepared::PreparedRequest;
use crate::oauth::lenient::value::LenientValue;
use crate::oauth::token::names::for_each_member;

/// How many objects and lists inside each other are looked into for what can be used once.
const DEPTH: usize = 16;

/// What a call carries, by the names in its declaration, among its extra parameters and in its JSON.
#[derive(Clone, Copy, Default)]
pub(crate) struct Carried {
    /// What can be used once.
    pub(crate) one_time: Option<OneTimeGrant>,
    pub(crate) grant_type: Option<GrantKind>,
    /// A token that the call is about.
    pub(crate) has_token: bool,
}

/// The kind of a grant, as far as it is known that it can be repeated.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum GrantKind {
    ClientCredentials,
    Other,
}

impl Carried {
    pub(crate) fn of(
        endpoint: &'static Endpoint,
        options: &Options,
        values: &[ParameterValue<'_>],
        request: &PreparedRequest,
    ) -> Self {
        let mut carried = Self::default();
        let (mut is_whole, mut may_nest) = (false, false);
        for (parameter, given) in endpoint.parameters().iter().zip(values) {
            is_whole |= parameter.location() == ParameterLocation::WholeBody;
            may_nest |= matches!(given, ParameterValue::Json(_));
            let literal = match (given, parameter.literal()) {
                (ParameterValue::Absent, Some(literal)) => literal.as_str(),
                (ParameterValue::Absent, None) => continue,
                (ParameterValue::List(list), _) if !list.is_sent() => continue,
                _ => "",
            };
            match (parameter.role(), given) {
                (Some(Role::GrantType), ParameterValue::Text(value)) => {
                    carried.take(Role::GrantType, value.text().as_str());
                }
                (Some(role), _) => carried.take(role, literal),
                (None, _) => {}
            }
        }
        for (name, value) in options.extras().iter().chain(options.headers()) {
            if let Some(role) = Role::of(name) {
                carried.take(role, value.expose_secret());
            }
        }
        if may_nest
            && options.body_kind(endpoint) == Some(BodyKind::Json)
            && let Some(json) = request.body().and_then(|body| std::str::from_utf8(body).ok())
            // Without an object inside, the members are the parameters.
            && (is_whole || json.bytes().skip(1).any(|byte| byte == b'{'))
        {
            carried.take_json(&Cow::Borrowed(json).into(), "", DEPTH);
        }
        carried
    }

    fn take(&mut self, role: Role, text: &str) {
        match role {
            Role::GrantType => {
                self.one_time = OneTimeGrant::of_kind(text).or(self.one_time);
                let is_known = is_word(text, "clientcredentials");
                self.grant_type =
                    Some(if is_known { GrantKind::ClientCredentials } else { GrantKind::Other });
            }
            Role::Grant(grant) => {
                // What is polled with is told by its kind, too.
                self.one_time = self.one_time.or(Some(grant));
                self.has_token |= grant == OneTimeGrant::RefreshToken;
            }
            Role::Token => self.has_token = true,
            Role::TokenTypeHint => {}
        }
    }

    /// Takes what is inside a JSON value, which is in a member of this name, or the body itself.
    fn take_json(&mut self, value: &LenientValue<'_>, outer: &str, depth: usize) {
        if depth == 0 {
            return;
        }
        if value.is_list() {
            value.for_each_item(|item| self.take_json(&item, outer, depth - 1));
        } else if value.is_filled_object() {
            self.take_object(value.json(), outer, depth - 1);
        }
    }

    /// Takes the members of a JSON object, which is inside a member of this name, or the body itself.
    fn take_object(&mut self, json: &str, outer: &str, depth: usize) {
        let is_inside = !outer.is_empty();
        let mut is_of_a_grant = !is_inside;
        if is_inside {
            for_each_member(json, |name, _| {
                let beside = ["clientid", "codeverifier", "granttype", "redirecturi"];
                is_of_a_grant |= beside.iter().any(|word| is_word(name, word));
            });
        }
        for_each_member(json, |name, value| {
            if value.is_null() {
                return;
            }
            let with_outer = || Role::of(&[outer, "_", name].concat()).filter(|_| is_inside);
            let role = match Role::of(name) {
                // What it is a code of, is said by what it is in: `authorization`, or `currency`.
                Some(Role::Grant(_)) if is_word(name, "code") && !is_of_a_grant => with_outer(),
                Some(Role::Token) => with_outer().or(Some(Role::Token)),
                None => with_outer(),
                role => role,
            };
            if let Some(role) = role {
                let text = value.text();
                self.take(role, text.as_ref().map_or("", |text| text.as_str()));
            }
            self.take_json(&value, name, depth);
        });
    }
}
