//! `.pkce(…)` wherever its two parameters are, however they are declared.

#![deny(warnings)]

use oauth_runtime::error::BuildErrorKind;
use oauth_runtime::{CodeChallengeMethod, Error, Pkce, SecretString, oauth_api};

/// Every way to declare the two.
#[oauth_api(base_url = "https://vendor.example")]
trait Vendor {
    #[get("/", browser)]
    fn both_optional(
        code_challenge: Option<String>,
        code_challenge_method: Option<CodeChallengeMethod>,
    );
    #[get("/", browser)]
    fn both_required(
        code_challenge: String,
        code_challenge_method: CodeChallengeMethod,
        state: String,
    );
    #[get("/", browser)]
    fn challenge_required(
        code_challenge: String,
        code_challenge_method: Option<CodeChallengeMethod>,
    );
    #[get("/", browser)]
    fn method_required(code_challenge: Option<String>, code_challenge_method: String);
    #[get("/", browser)]
    fn method_constant(code_challenge: String, #[constant = "S256"] code_challenge_method: String);
    #[get("/", browser)]
    fn method_constant_challenge_optional(
        code_challenge: Option<String>,
        #[constant = "S256"] code_challenge_method: String,
    );
    #[get("/", browser)]
    fn method_default(
        code_challenge: String,
        #[default = "S256"] code_challenge_method: CodeChallengeMethod,
    );
    #[get("/", browser)]
    fn named_otherwise(
        #[name = "codeChallenge"] code_challenge: SecretString,
        #[name = "codeChallengeMethod"] code_challenge_method: CodeChallengeMethod,
    );
    #[post("/par.json", body = json)]
    fn in_json(code_challenge: Option<String>, code_challenge_method: Option<String>);
    #[post("/par", allow(unauthenticated_client))]
    #[grant(client_credentials, needs(code_challenge), may(code_challenge_method))]
    #[grant(refresh_token, needs(code_challenge, code_challenge_method, refresh_token))]
    #[grant("urn:example:short" as short, needs(code_challenge))]
    fn of_a_grant(
        grant_type: String,
        code_challenge: Option<String>,
        #[default = "S256"] code_challenge_method: CodeChallengeMethod,
        refresh_token: Option<SecretString>,
    );
}

/// RFC 7636, appendix B.
fn example() -> Pkce {
    Pkce::from_verifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".into()).unwrap()
}

const CHALLENGE: &str = "code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

#[test]
fn pkce_sets_both_on_every_page() {
    let (client, pkce) = (VendorClient::new(), example());
    let expected = format!("{CHALLENGE}&code_challenge_method=S256");
    let urls = [
        client.both_optional().pkce(&pkce).url(),
        client.challenge_required().pkce(&pkce).url(),
        client.method_required().pkce(&pkce).url(),
        client.method_constant().pkce(&pkce).url(),
        client.method_constant_challenge_optional().pkce(&pkce).url(),
        client.method_default().pkce(&pkce).url(),
    ];
    for url in urls {
        assert_eq!(url.unwrap().query(), Some(&*expected));
    }
    let in_any_order = [
        client.both_required().pkce(&pkce).state("s").url(),
        client.both_required().state("s").pkce(&pkce).url(),
    ];
    for url in in_any_order {
        assert_eq!(url.unwrap().query(), Some(&*format!("{expected}&state=s")));
    }
    assert_eq!(
        client.named_otherwise().pkce(&pkce).url().unwrap().query(),
        Some("codeChallenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&codeChallengeMethod=S256"),
    );
}

#[test]
fn pkce_sets_what_a_grant_has() {
    let (client, pkce) = (VendorClient::new(), example());
    let body = |request: Result<http::Request<bytes::Bytes>, Error>| {
        String::from_utf8(request.unwrap().into_body().to_vec()).unwrap()
    };
    let one = client.of_a_grant().client_credentials().pkce(&pkce).into_request().build();
    assert_eq!(
        body(one),
        format!("grant_type=client_credentials&{CHALLENGE}&code_challenge_method=S256"),
    );
    let other = client.of_a_grant().refresh_token_grant().pkce(&pkce).refresh_token("r");
    assert_eq!(
        body(other.into_request().build()),
        format!("grant_type=refresh_token&{CHALLENGE}&code_challenge_method=S256&refresh_token=r"),
    );
    let short = client.of_a_grant().short().pkce(&pkce).into_request().build();
    assert_eq!(
        body(short),
        format!("grant_type=urn%3Aexample%3Ashort&{CHALLENGE}&code_challenge_method=S256"),
    );
}

/// RFC 7636, section 4.3: without its method, it would be `plain`.
#[test]
fn challenge_in_json_needs_its_method() {
    let client = VendorClient::new();
    let error = client.in_json().code_challenge("c").into_request().build().unwrap_err();
    let Error::Build(build) = &error else { panic!("{error}") };
    assert!(matches!(build.kind(), BuildErrorKind::ChallengeWithoutMethod), "{error}");
    let whole = client.in_json().pkce(&example()).into_request().build().unwrap();
    assert_eq!(
        whole.body(),
        r#"{"code_challenge":"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM","code_challenge_method":"S256"}"#,
    );
}
