//! Names that the macro, the runtime and the standard library use: as parameters, endpoints, grants, keys, base URLs,
//! types and modules.
//!
//! A test of `oauth-macros` checks that each name of an expansion is in these lists.

#![deny(warnings)]
#![allow(
    non_snake_case,
    clippy::upper_case_acronyms,
    reason = "the names of types and constants are among the names"
)]

use ::oauth_runtime::{SecretString, oauth_api};

/// Types and modules with the names of others.
#[allow(dead_code, reason = "they are in the way, and that is all")]
mod in_the_way {
    macro_rules! types {
        ($($name:ident)*) => { $(pub(super) struct $name;)* };
    }
    macro_rules! modules {
        ($($name:ident)*) => { $(pub(super) mod $name {})* };
    }
    #[rustfmt::skip]
    types! {
        API Answer ResponseKind EndpointFuture Api ApiClient Base BaseUrl Basic Bearer Body BodyKind Box Bytes Call Client ClientBuilder
        ClientCredentials ClientId Clone Constant Cookie Copy Credentials CredentialsAre Debug Decode Default Draft Duration ENDPOINT Endpoint Eq Err Error ErrorBody
        UrlOnly Formatter From GrantInfo Header Into IntoCredentials IntoIterator Item Iterator Kind Literal Location Sendable
        CallbackNames FromHeader ListParameter ListStyle Repeated ResponseHeader ResponseHeaderInfo
        Method Missing Requirement NoCredentials None NotSet Ok Optional Page ParameterInfo Parameters PartialEq Path PhantomData Prepared
        PreparedRequest Query READ Redirect RedirectOr Request Required Result Retry Scheme Send Sending ServerDefault Set Slot
        Some State Sync T TokenResponse Url WholeBody WithBody WithoutBody
    }
    modules! { alloc convert core fmt marker oauth_runtime option result serde std string }
}

#[allow(unused_imports, reason = "they are in the way, and that is all")]
use in_the_way::*;

/// Declares an API that gives these names to everything that has one; grants have no raw ones.
macro_rules! declare {
    ($api:ident: $($name:ident)*; $($raw:ident)*) => {
        /// A vendor.
        #[oauth_api(
            base_urls($($name = "https://vendor.example",)* $($raw = "https://vendor.example"),*),
            auth = bearer,
            body = form | json
        )]
        pub(crate) trait $api {
            /// All of them required.
            #[post("/required")]
            fn all_required($($name: String,)* $($raw: String),*);
            /// All of them optional.
            #[get("/optional")]
            fn all_optional($($name: Option<u8>,)* $($raw: Option<u8>),*);
            /// All of them grants.
            #[post("/grants", allow(vendor_grant))]
            $(#[grant($name)])*
            fn all_grants(grant_type: String, token: Option<SecretString>);
            $(
                /// The name of an endpoint and of its parameter.
                #[post("/one")]
                fn $name($name: String, token: SecretString);
            )*
            $(
                /// The same with a raw one.
                #[post("/raw")]
                fn $raw($raw: String, token: SecretString);
            )*
        }
    };
}

#[rustfmt::skip]
declare! {
    Lower:
    answer api as_str asks_for_json at auth base bases callback discover environment issuer metadata error error_description error_uri fragment header iss list lists
    optional_list prefixed response_headers scope scope_separator base_url bodies body boxed build builder call client client_credentials client_id clone cmp complete convert core
    credentials default default_expires_in deviations draft drop extra extra_header f finish fmt form from from_client from_str grants headers http index into into_credentials
    into_http into_option into_request into_url into_value is_error_body json lend location marker method missing name need never new next
    not_set ok option parameters path pkce prepare prepared request response result retry runtime secret self_ send
    set slots state std string text time timeout to to_string url value value_0 value_1 visit visitor write_headers;
    r#as r#const r#enum r#fn r#impl r#match r#mod r#move r#mut r#pub r#ref r#return r#static r#struct r#trait r#type r#use r#where
}

#[rustfmt::skip]
declare! {
    Upper:
    API Answer Base BaseUrl Basic Bearer Body Box Call Client ClientCredentials ClientId Clone Copy Credentials CredentialsAre Debug Default
    Endpoint Eq Err Error Formatter From Into Iterator Missing None Ok Option Parameters READ Request Required
    Result Retry Send Set Slot Some State String T Url Vec;
}

/// Keys with such names, and placeholders.
#[oauth_api(
    base_path = "/",
    auth = header("X-A") as value & header("X-B") as prepared
        | header("X-C") as value_1 & header("X-D") as value_0
        | header("X-E") as f
        | none
)]
pub(crate) trait Keys {
    #[post("/{path}/{self_}/{type}/{Ok}")]
    fn placeholders(path: u8, self_: u8, r#type: u8, Ok: u8);
}

/// Bases with such names, and words.
#[oauth_api(
    base_urls(issuer = "https://a.example", metadata = "https://b.example"),
    bases(base_url(issuer = "https://c.example", metadata = "https://d.example"), r#type = "https://e.example"),
    auth = bearer,
)]
pub(crate) trait Bases {
    #[get("/{issuer}", base = base_url)]
    fn issuer(issuer: u8);
    #[get("/", base = r#type)]
    fn environment(metadata: u8);
    #[get(metadata)]
    fn metadata(metadata: String);
    #[get(self_)]
    fn self_();
}

#[test]
fn no_name_is_in_the_way() {
    let client = LowerClient::new(oauth_runtime_in_full::Bearer::new("t"));
    let request = client.all_required();
    let request = request.api("1").as_str("2");
    assert!(format!("{request:?}").starts_with("LowerAllRequiredRequest"));
    let request = client
        .all_optional()
        .url_(1)
        .send_(2)
        .r#type(3)
        .self_(4)
        .body(5)
        .state(6)
        .into_request()
        .url();
    let ::core::result::Result::Ok(url) = request else { panic!("{request:?}") };
    assert_eq!(
        url.as_str(),
        "https://vendor.example/optional?body=5&self_=4&send=2&state=6&url=1&type=3"
    );
    let request = client.all_grants().send_grant().into_request().build();
    let ::core::result::Result::Ok(request) = request else { panic!("{request:?}") };
    assert_eq!(&request.body()[..], b"grant_type=send");
    let request = client.r#match().r#match("1").token("2").into_request().build();
    let ::core::result::Result::Ok(request) = request else { panic!("{request:?}") };
    assert_eq!(&request.body()[..], b"match=1&token=2");

    let client = UpperClient::new(oauth_runtime_in_full::Bearer::new("t"));
    let request = client.Ok().Ok("1").token("2").into_request().build();
    let ::core::result::Result::Ok(request) = request else { panic!("{request:?}") };
    assert_eq!(&request.body()[..], b"Ok=1&token=2");
    let request = client.all_optional().String(1).None(2).into_request().url();
    let ::core::result::Result::Ok(url) = request else { panic!("{request:?}") };
    assert_eq!(url.as_str(), "https://vendor.example/optional?None=2&String=1");

    let credentials = KeysCredentials::ValueAndPrepared {
        value: SecretString::from("a"),
        prepared: SecretString::from("b"),
    };
    let client = KeysClient::new("https://vendor.example", credentials);
    let ::core::result::Result::Ok(client) = client else { panic!("{client:?}") };
    let request = client.placeholders().path(1).self_(2).r#type(3).Ok(4).into_request().build();
    let ::core::result::Result::Ok(request) = request else { panic!("{request:?}") };
    assert_eq!(request.uri(), "https://vendor.example/1/2/3/4");
    assert_eq!(request.headers()["x-b"], "b");
}

use ::oauth_runtime as oauth_runtime_in_full;
