//! Model to tokens: one file per generated kind. Cannot fail.

mod builder;
mod client;
mod constants;
mod credentials;
mod description;
mod docs;
mod draft;
mod ends;
mod grant;
mod markers;
mod options;
mod parameters;
mod request;
mod response;
mod setters;
mod vendor_trait;

use proc_macro2::TokenStream;
use quote::quote;

use self::client::expand_client;
use self::draft::expand_draft;
use self::markers::expand_markers;
use self::parameters::expand_parameters;
use self::request::{expand_grant_request, expand_request};
use self::vendor_trait::expand_vendor_trait;
use crate::model::{Api, Endpoint};

/// Emits everything a declaration becomes.
pub(crate) fn expand_api(api: &Api) -> TokenStream {
    let vendor_trait = expand_vendor_trait(api);
    let client = expand_client(api);
    let credentials = credentials::expand_for_api(api);
    let endpoints = api.endpoints.iter().map(|endpoint| expand_endpoint(api, endpoint));
    quote! {
        #vendor_trait
        #client
        #credentials
        #(#endpoints)*
    }
}

fn expand_endpoint(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let parameters = expand_parameters(api, endpoint);
    let draft = expand_draft(api, endpoint);
    let request = expand_request(api, endpoint);
    let grants = endpoint.grants.iter().map(|grant| expand_grant_request(api, endpoint, grant));
    let credentials = credentials::expand_for_endpoint(api, endpoint);
    let markers = expand_markers(api, endpoint);
    quote! {
        #parameters
        #draft
        #request
        #(#grants)*
        #credentials
        #markers
    }
}
