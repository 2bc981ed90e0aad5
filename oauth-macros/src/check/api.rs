//! Rules of the trait as a whole.

use quote::ToTokens as _;
use syn::Attribute;

use super::address::bases_of_hosts;
use super::auth::to_alternatives;
use super::base::{check_base, check_named_bases};
use super::context::Check;
use super::endpoint::check_endpoint;
use super::headers::{check_headers, constants_are_no_keys};
use super::permits::Permits;
use super::response_headers::{check_of_api, check_response_headers};
use super::{error_body, names, refusal, rfc};
use crate::errors::Errors;
use crate::model::{self, Alternatives};
use crate::parse::DeclaredApi;
use crate::paths::Runtime;

/// Checks a declaration.
pub(crate) fn check_api(mut declared: DeclaredApi, errors: &Errors) -> model::Api {
    names::endpoint_names_are_unique(&mut declared, errors);
    names::parameter_names_are_unique(&mut declared, errors);
    let declared = &declared;
    let mut api = check_trait(declared, errors);
    error_body::error_type_of_api_is_owned(declared, errors);
    refusal::what_the_api_says_can_be_read(declared, errors);

    let permits: Vec<Permits<'_>> = declared.endpoints.iter().map(Permits::of).collect();
    let written = declared.endpoints.iter().zip(&permits).enumerate();
    let checks: Vec<Check<'_>> = written
        .map(|(index, (written, permits))| Check {
            declared,
            api: &api,
            written,
            index,
            permits,
            errors,
        })
        .collect();
    let mut endpoints: Vec<model::Endpoint> = checks.iter().map(check_endpoint).collect();
    names::request_names_are_unique(declared, &mut endpoints, errors);
    rfc::check_endpoints_together(&checks, &endpoints);
    for permits in &permits {
        permits.are_needed(errors);
    }
    let paths = declared.endpoints.iter().map(|written| written.path.as_ref());
    let addresses = paths.zip(endpoints.iter().map(|endpoint| &endpoint.base));
    bases_of_hosts(&mut api, &addresses.collect::<Vec<_>>(), errors);
    api.response_headers = check_of_api(&api.response_headers, &endpoints, errors);
    api.endpoints = endpoints;
    api
}

/// The API without its endpoints.
fn check_trait(declared: &DeclaredApi, errors: &Errors) -> model::Api {
    let auth = declared.auth.as_ref();
    let auth = auth.map_or_else(Alternatives::none, |written| to_alternatives(written, errors));
    constants_are_no_keys(&declared.headers, &auth, errors);
    let base = check_base(declared, errors);
    model::Api {
        attrs: attributes_are_documentation(declared, errors),
        vis: declared.vis.clone(),
        ident: declared.ident.clone(),
        runtime: Runtime::new(declared.runtime.as_ref()),
        bases: check_named_bases(declared, &base, errors),
        base,
        auth,
        headers: check_headers(&declared.headers, errors),
        has_diagnostics: !declared.no_implicit_prelude,
        response_headers: check_response_headers(&declared.response_headers, errors),
        endpoints: Vec::new(),
    }
}

fn attributes_are_documentation(declared: &DeclaredApi, errors: &Errors) -> Vec<Attribute> {
    let is_known = |attr: &&Attribute| {
        let known = ["doc", "deprecated", "allow", "warn", "expect", "deny", "cfg"];
        let fits =
            attr.path().get_ident().is_some_and(|name| known.contains(&name.to_string().as_str()));
        if !fits {
            errors.on(
                attr.path(),
                format_args!(
                    "the attribute `{}` has no meaning on a declaration",
                    attr.path().to_token_stream().to_string().replace(' ', "")
                ),
                "remove it: documentation, `deprecated` and lint levels can stand here",
            );
        }
        fits
    };
    declared.attrs.iter().filter(is_known).cloned().collect()
}
