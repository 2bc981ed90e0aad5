//! Three vendors, and how their declarations differ from their descriptions on purpose.

use oauth_providers::mastodon::MastodonClient;
use oauth_providers::nutanix::NutanixClient;
use oauth_providers::voucherify::VoucherifyClient;
use oauth_runtime::stand_in::compare::{Comparison, compare};

fn description(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

/// <https://github.com/voucherifyio/voucherify-openapi/blob/main/documentation/openapi/oauth.json>
fn voucherify() -> Comparison {
    let description = description(include_str!("descriptions/voucherify.json"));
    compare(VoucherifyClient::API, &description)
}

#[test]
fn voucherify_is_as_described() {
    let later = "the page lets it be left out, and the description asks for it since October 2025";
    let downloads = "a cluster for downloads";
    let version = "of all endpoints of the vendor's API, and not described per operation";
    let mut comparison = voucherify()
        .except("generate_oauth_token", "scope", later)
        .except("introspect_oauth_token", "access_token", later)
        .except("revoke_oauth_token", "access_token", later);
    for host in ["download", "us1.download", "as1.download"] {
        comparison = comparison.except("", &format!("https://{host}.voucherify.io"), downloads);
    }
    for endpoint in ["generate_oauth_token", "introspect_oauth_token", "revoke_oauth_token"] {
        comparison = comparison.except(endpoint, "X-Voucherify-API-Version", version);
    }
    comparison.finish().unwrap();
}

/// Each exception above stands for one difference: none hides another.
#[test]
fn voucherify_differs_in_nine_places() {
    assert_eq!(voucherify().differences().len(), 9);
}

/// <https://docs.joinmastodon.org/methods/oauth/>
#[test]
fn mastodon_is_as_described() {
    let description = description(include_str!("descriptions/mastodon.json"));
    compare(MastodonClient::API, &description)
        .except("oauth_authorize_get", "response_mode", "read by the server, and not on the page")
        .except("oauth_revoke_post", "token_type_hint", "RFC 7009, section 2.1: read by the server")
        .except("oauth_token_post", "code", "the page asks for it with client credentials, too")
        .finish()
        .unwrap();
}

/// <https://github.com/nutanix-cloud-native/prism-go-client/blob/main/v3/swagger.json>
#[test]
fn nutanix_is_as_described() {
    let description = description(include_str!("descriptions/nutanix.json"));
    compare(NutanixClient::API, &description)
        .except("oauth_authorize_post", "response", "its page of a generated client has a status")
        .finish()
        .unwrap();
}
