//! Every endpoint of every vendor, called by its client: the stand-in takes all of it.

use oauth_providers::mastodon::MastodonClient;
use oauth_providers::nutanix::NutanixClient;
use oauth_providers::ultracart::UltraCartClient;
use oauth_providers::usps::UspsClient;
use oauth_providers::voucherify::VoucherifyClient;
use oauth_runtime::ApiClient;
use oauth_runtime::description::ResponseKind;
use oauth_runtime::stand_in::{OAuth, StandIn};
use serde_json::json;

/// A vendor that answers each endpoint with what is a success of nearly every one.
fn vendor<C: ApiClient>() -> StandIn<C> {
    let vendor = StandIn::<C>::new().behaving(OAuth::new().taking_anything());
    let good = json!({
        "access_token": "at", "token_type": "bearer", "expires_in": 3600, "active": true, "client_id": "id",
        "client_secret": "s", "entities": [], "oauth_token": { "access_token": "at" },
    });
    for endpoint in C::API.endpoints() {
        if matches!(endpoint.response(), ResponseKind::Json | ResponseKind::RedirectOrJson) {
            vendor.at(endpoint.name()).answers(good.clone());
        }
    }
    vendor
}

/// All endpoints were called, and no request broke a rule.
#[track_caller]
fn assert_all_called<C: ApiClient>(vendor: &StandIn<C>) -> usize {
    vendor.verify();
    for endpoint in C::API.endpoints() {
        assert!(!vendor.calls(endpoint.name()).is_empty(), "{}", endpoint.name());
    }
    C::API.endpoints().len()
}

const URI: &str = "https://app.example/cb?a=b&c=%20";

macro_rules! send {
    ($client:ident: $($endpoint:ident $(. $method:ident ( $($value:expr),* ))*;)*) => {
        $($client.$endpoint()$(.$method($($value),*))*.send().await.unwrap();)*
    };
}

#[tokio::test]
async fn every_endpoint_takes_the_calls_of_its_client() {
    let mut endpoints = 0;

    let vendor = vendor::<UspsClient>();
    let usps = vendor.client();
    send! { usps:
        post_code.tintcyalf("canary-cookie").client_id("id").redirect_uri(URI).scope("a b").state("ü &=");
        post_code.tintcyalf("canary-cookie").client_id("id").json();
        post_token.client_credentials();
        post_token.authorization_code().client_id("id").client_secret("s").code("c").redirect_uri(URI);
        post_token.refresh_token_grant().refresh_token("r").scope("a").json();
        post_revoke.token("t").token_type_hint("access_token");
        post_revoke.token("t").auth(oauth_runtime::Bearer::new("planted-access-token"));
    }
    endpoints += assert_all_called(&vendor);

    let vendor = self::vendor::<UltraCartClient>();
    let ultracart = vendor.client();
    send! { ultracart:
        oauth_access_token.refresh_token_grant().client_id("id").refresh_token("r");
        oauth_access_token.authorization_code().client_id("id").code("c").redirect_uri(URI);
        oauth_revoke.client_id("id").token("t");
    }
    let page =
        ultracart.oauth_authorize().client_id("id").redirect_uri(URI).state("s").url().unwrap();
    assert!(vendor.person().allows(page).url_text().contains("code=planted-code"));
    endpoints += assert_all_called(&vendor);

    let vendor = self::vendor::<VoucherifyClient>();
    let voucherify = vendor.client();
    send! { voucherify:
        generate_oauth_token.scope("vouchers campaigns").api_version("v2018-08-01");
        introspect_oauth_token.access_token("t");
        revoke_oauth_token.access_token("t").api_version("v2018-08-01");
    }
    endpoints += assert_all_called(&vendor);

    let vendor = self::vendor::<NutanixClient>();
    let nutanix = vendor.client();
    send! { nutanix:
        oauth_adfs_login_get;
        oauth_authorize_post.client_id("id").confirm("yes").redirect_uri(URI).scope("a").state("s");
        oauth_client_client_id_delete.client_id("a/b ü");
        oauth_client_client_id_get.client_id("list");
        oauth_client_client_id_put.client_id("id").client_name("n").redirect_uris(["r", "q"]).client_description("d").default_scopes(["s"]);
        oauth_client_list_post.length(5).offset(0).filter("f");
        oauth_client_post.client_name("n").redirect_uris(["r"]).client_description("d").default_scopes(["s"]);
        oauth_generate_token_post.scopes(["s"]).client_name("n").client_description("d").expires_in(60);
        oauth_idp_callback_get.code("c").state("s");
        oauth_idp_login_get;
        oauth_revoke_token_post.token("t").token_type_hint("access_token");
        oauth_token_post.refresh_token_grant().client_id("id").client_secret("s").refresh_token("r");
        oauth_token_post.authorization_code().client_id("id").client_secret("s").code("c").redirect_uri(URI).state("s");
    }
    assert_eq!(vendor.only("oauth_client_client_id_delete").text("client_id"), "a/b ü");
    endpoints += assert_all_called(&vendor);

    let vendor = self::vendor::<MastodonClient>();
    let mastodon = vendor.client();
    send! { mastodon:
        oauth_revoke_post.token("t");
        oauth_revoke_post.client_id("id").client_secret("s").token("t").token_type_hint("access_token");
        oauth_token_post.authorization_code().redirect_uri(URI).code("c").code_verifier("v");
        oauth_token_post.client_credentials().redirect_uri(URI).scope("read write");
    }
    let page = mastodon.oauth_authorize_get().client_id("id").redirect_uri(URI).force_login(true);
    assert!(vendor.person().allows(page.lang("de").url().unwrap()).url_text().contains("code="));
    endpoints += assert_all_called(&vendor);

    // Those of the vendors' pages, and UltraCart's page for the browser, which is on another one.
    assert_eq!(endpoints, 23 + 1);
}
