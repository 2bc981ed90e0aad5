//! Model to tokens: one file per generated kind. Cannot fail.

mod answer;
mod client;
mod credentials;
mod description;
mod docs;
mod draft;
mod ends;
mod grant;
mod markers;
mod parameters;
mod request;
mod seam;
mod setters;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Api;

/// Emits everything a declaration becomes.
pub(crate) fn expand_api(api: &Api) -> TokenStream {
    let seam = seam::seam(api);
    let client = client::client(api);
    let credentials = credentials::of_api(api);
    let endpoints = api.endpoints.iter().map(|endpoint| {
        let parameters = parameters::parameters(api, endpoint);
        let draft = draft::draft(api, endpoint);
        let request = request::request(api, endpoint);
        let grants = endpoint.grants.iter().map(|grant| grant::grant(api, endpoint, grant));
        let credentials = credentials::of_endpoint(api, endpoint);
        let markers = markers::markers(api, endpoint);
        quote! {
            #parameters
            #draft
            #request
            #(#grants)*
            #credentials
            #markers
        }
    });
    quote! {
        #seam
        #client
        #credentials
        #(#endpoints)*
    }
}
