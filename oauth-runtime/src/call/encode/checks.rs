//! What must not be sent, though each value is fine by itself.

use crate::call::encode::{Encoder, is_sent};
use crate::description::{Requirement, Role, is_word};
use crate::encode::json::ParameterValue;
use crate::error::BuildErrorKind;

impl Encoder<'_> {
    pub(super) fn check_extras(&self) -> Result<(), BuildErrorKind> {
        let extras = self.options.extras();
        for (index, (name, _)) in extras.iter().enumerate() {
            // A parameter is sent once (RFC 6749, section 3.2).
            let mut before = extras.iter().take(index);
            let mut appended = self.authentication.appended(self.endpoint);
            if self.endpoint.parameter(name).is_some()
                || before.any(|(own, _)| own == name)
                || appended.any(|(own, _)| own == name)
            {
                return Err(BuildErrorKind::ExtraCollides { name: name.clone() });
            }
        }
        Ok(())
    }

    /// A client authenticates in one way (RFC 6749, section 2.3), unless the declaration permits two.
    pub(super) fn check_authentication(&self) -> Result<(), BuildErrorKind> {
        let schemes = self.authentication.schemes;
        if self.endpoint.two_client_authentications
            || !schemes.iter().any(|scheme| scheme.authenticates_client())
        {
            return Ok(());
        }
        let in_header = schemes.iter().any(|scheme| scheme.is_client_header());
        let in_body = [CLIENT_SECRET].into_iter().filter(|_| in_header);
        match in_body.chain([CLIENT_ASSERTION]).find_map(|role| self.sent_as(&role)) {
            Some(parameter) => Err(BuildErrorKind::TwoClientAuthentications { parameter }),
            None => Ok(()),
        }
    }

    /// A PKCE challenge without its method would be read as `plain` (RFC 7636, section 4.3).
    pub(super) fn check_challenge(&self) -> Result<(), BuildErrorKind> {
        let mut parameters = self.endpoint.parameters().iter();
        let is_declared = parameters.any(|parameter| parameter.is(CODE_CHALLENGE_METHOD.word));
        let sends = |role| self.sent_as(role).is_some();
        if is_declared && sends(&CODE_CHALLENGE) && !sends(&CODE_CHALLENGE_METHOD) {
            return Err(BuildErrorKind::ChallengeWithoutMethod);
        }
        Ok(())
    }

    /// A call that began at the entry of a grant has no parameter of another, set before.
    pub(super) fn check_grant(&self) -> Result<(), BuildErrorKind> {
        let Some(grant_type) = self.options.grant() else { return Ok(()) };
        let grants = self.endpoint.grants();
        let Some(grant) = grants.iter().find(|grant| grant.grant_type() == grant_type) else {
            return Ok(());
        };
        let belongs = |name: &str| grant.needs().contains(&name) || grant.may().contains(&name);
        let declared = self.endpoint.parameters().iter().zip(self.values);
        for (place, (parameter, given)) in declared.enumerate() {
            let name = parameter.name();
            // Whose call it is, every grant says.
            let of_client = [self.endpoint.client_id, self.endpoint.client_secret];
            let of_all = of_client.contains(&Some(place))
                || !matches!(
                    parameter.requirement(),
                    Requirement::Optional | Requirement::ServerDefault(_)
                );
            if !matches!(given, ParameterValue::Absent)
                && !of_all
                && parameter.role() != Some(Role::GrantType)
                && !belongs(name)
            {
                return Err(BuildErrorKind::NotOfGrant { parameter: name, grant_type });
            }
        }
        Ok(())
    }

    /// The name under which this is sent, in whatever case style: the caller's value, the declaration's, or an extra one.
    fn sent_as(&self, role: &SentRole) -> Option<&'static str> {
        let declared = self.endpoint.parameters().iter().zip(self.values);
        let mut sent = declared.filter(|(parameter, given)| is_sent(parameter, given));
        if let Some((parameter, _)) = sent.find(|(parameter, _)| parameter.is(role.word)) {
            return Some(parameter.name());
        }
        let extras = self.options.extras().iter().map(|(own, _)| own.as_str());
        let appended = self.authentication.appended(self.endpoint).map(|(own, _)| own);
        let mut undeclared = extras.chain(appended);
        undeclared.any(|own| is_word(own, role.word)).then_some(role.name)
    }
}

/// What a parameter is for: its name in the RFCs, and the letters of that.
struct SentRole {
    name: &'static str,
    word: &'static str,
}

const CLIENT_SECRET: SentRole = SentRole { name: "client_secret", word: "clientsecret" };
const CLIENT_ASSERTION: SentRole = SentRole { name: "client_assertion", word: "clientassertion" };
const CODE_CHALLENGE: SentRole = SentRole { name: "code_challenge", word: "codechallenge" };
const CODE_CHALLENGE_METHOD: SentRole =
    SentRole { name: "code_challenge_method", word: "codechallengemethod" };
