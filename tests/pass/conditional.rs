//! `cfg` and `cfg_attr` gate everything made from an endpoint or parameter, types that are not there included.

#![deny(warnings)]

use oauth_runtime::{SecretString, oauth_api};

/// A vendor.
#[oauth_api(base_url = "https://vendor.example", auth = none, body = form)]
pub(crate) trait Conditional {
    /// Never there.
    #[cfg(not(test))]
    #[post("/never", error = NoSuchType)]
    fn never(value: NoSuchType) -> NoSuchType;

    /// Always there, with parameters that are not.
    #[cfg(test)]
    #[cfg_attr(test, post("/always/{id}"))]
    #[cfg_attr(not(test), get("/wrong"))]
    fn always(
        #[cfg(not(test))] gone: NoSuchType,
        #[cfg(test)] id: String,
        #[cfg(not(test))]
        #[query]
        also_gone: Option<NoSuchType>,
        #[cfg_attr(test, name = "renamed")] token: SecretString,
        #[cfg(any(test, windows))]
        #[cfg(test)]
        last: Option<String>,
    );
}

#[test]
fn what_is_gated_is_gone() {
    let client = ConditionalClient::new();
    let request = client.always().id("i").token("t").last("l").into_request().build().unwrap();
    assert_eq!(request.uri(), "https://vendor.example/always/i");
    assert_eq!(&request.body()[..], b"renamed=t&last=l");
    assert_eq!(ConditionalClient::API.endpoints().len(), 1);
}
