//! What a grant needs and what it may have.

use crate::description::{Requirement, Role};
use crate::stand_in::refusal::{Refusal, RefusalKind};
use crate::stand_in::values::{Values, text};

/// Tells where a request is none of a declared grant.
pub(super) fn check(values: &Values, is_lenient: bool, refusals: &mut Vec<Refusal>) {
    let endpoint = values.endpoint;
    if endpoint.grants().is_empty() {
        return;
    }
    let all = endpoint.parameters().iter().zip(&values.given);
    let mut kinds = all.filter(|(parameter, _)| parameter.role() == Some(Role::GrantType));
    let Some((parameter, given)) = kinds.next() else { return };
    let Some(grant_type) = given.as_ref().and_then(text) else {
        let line = format!("{}: {}", endpoint.name(), parameter.name());
        if !refusals.iter().any(|refusal| refusal.line() == line) {
            let told = "the kind of the grant is not told";
            refusals.push(Refusal::of(endpoint, parameter.name(), RefusalKind::Absent, told));
        }
        return;
    };
    let Some(grant) = endpoint.grants().iter().find(|it| it.grant_type() == grant_type) else {
        if !is_lenient {
            let known: Vec<_> =
                endpoint.grants().iter().map(|it| format!("`{}`", it.grant_type())).collect();
            let told = format!("the kind of the grant is none of {}", known.join(", "));
            let kind = RefusalKind::GrantType;
            refusals.push(Refusal::of(endpoint, parameter.name(), kind, &told));
        }
        return;
    };
    for name in grant.needs() {
        let line = format!("{}: {name}", endpoint.name());
        if values.get(name).is_none() && !refusals.iter().any(|it| it.line() == line) {
            let told = format!("`{grant_type}` needs it, and it was not sent");
            refusals.push(Refusal::of(endpoint, name, RefusalKind::MissingForGrant, &told));
        }
    }
    for (parameter, _) in values.parameters() {
        let name = parameter.name();
        let is_of_all = !matches!(
            parameter.requirement(),
            Requirement::Optional | Requirement::ServerDefault(_)
        );
        let belongs = grant.needs().contains(&name) || grant.may().contains(&name);
        if !is_of_all && !belongs && parameter.role() != Some(Role::GrantType) && !is_lenient {
            let told = format!("it does not belong to `{grant_type}`");
            refusals.push(Refusal::of(endpoint, name, RefusalKind::NotOfGrant, &told));
        }
    }
}
