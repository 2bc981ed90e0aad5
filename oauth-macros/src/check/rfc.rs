//! Rules of the RFCs, each with the word for `allow(…)` where vendors really break it.

mod authorization;
mod clients;
mod grants;
mod requests;
mod rules;
mod secrets;

use self::authorization::{challenge_has_its_verifier, public_clients_have_a_challenge};
use self::rules::Rules;
use super::context::Check;
use crate::model;

/// Checks one endpoint.
pub(super) fn check_endpoint(check: &Check<'_>, endpoint: &model::Endpoint) {
    check.permits.are_known(check.errors);
    let rules = Rules::of(check, endpoint);
    rules.secrets();
    rules.clients();
    rules.requests();
    rules.grants();
    rules.authorization_requests();
}

/// Checks what one endpoint asks of another.
pub(super) fn check_endpoints_together(checks: &[Check<'_>], endpoints: &[model::Endpoint]) {
    let all = checks.iter().zip(endpoints);
    let all: Vec<Rules<'_>> = all.map(|(check, endpoint)| Rules::of(check, endpoint)).collect();
    challenge_has_its_verifier(&all);
    public_clients_have_a_challenge(&all);
}
