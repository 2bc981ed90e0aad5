//! Each rule of the RFCs, broken and permitted: no error, and no permission too many.

#![deny(warnings)]

use oauth_runtime::{SecretString, oauth_api};

/// A vendor that breaks every rule.
#[oauth_api(base_url = "https://vendor.example")]
pub(crate) trait Permitted {
    #[get("/1", allow(secret_in_url))]
    fn secret_in_url(token: SecretString);
    #[get("/2", browser, allow(secret_in_url))]
    fn secret_on_a_page(access_token: SecretString);
    #[post("/3", allow(plain_text_secret))]
    fn plain_text_secret(token: String);
    #[post("/4", allow(secret_in_source))]
    fn secret_in_source(#[default = "hunter2"] api_key: SecretString);
    #[post("/5", auth = bearer, allow(two_access_tokens))]
    fn two_access_tokens(access_token: SecretString);
    #[post("/6", auth = basic, allow(two_client_authentications))]
    fn two_client_authentications(client_id: String, client_secret: SecretString);
    #[post("/7", allow(incomplete_client_authentication))]
    fn secret_without_id(token: SecretString, client_secret: SecretString);
    #[post("/8", allow(incomplete_client_authentication))]
    fn assertion_without_type(client_assertion: SecretString);
    #[post("/introspect", allow(unauthenticated_client))]
    fn unauthenticated_client(token: SecretString);
    #[post("/9", allow(vendor_identifier))]
    fn vendor_identifier(
        client_assertion: SecretString,
        #[constant = "jwt"] client_assertion_type: String,
    );
    #[get("/10", auth = basic, allow(token_endpoint_method))]
    fn token_endpoint_method(grant_type: String);
    #[post("/11", auth = basic, body = json, allow(json_token_request))]
    fn json_token_request(grant_type: String);
    #[post("/12", allow(incomplete_request))]
    fn incomplete_request(token_type_hint: String);
    #[post("/13", auth = basic, allow(password_grant))]
    #[grant(password, needs(username, password))]
    fn password_grant(grant_type: String, username: Option<String>, password: Option<SecretString>);
    #[get("/14", browser, allow(implicit_grant))]
    fn implicit_grant(
        #[constant = "token"] response_type: String,
        client_id: String,
        state: String,
    );
    #[post("/15", auth = basic, allow(incomplete_grant))]
    #[grant(refresh_token, rotates, reuse_within = 600)]
    fn incomplete_grant(grant_type: String);
    #[post("/16", auth = basic, allow(vendor_grant))]
    #[grant(magic_link)]
    fn vendor_grant(grant_type: String);
    #[get("/17", browser, allow(incomplete_authorization_request))]
    fn incomplete_authorization_request(
        response_type: String,
        code_challenge: String,
        code_challenge_method: String,
    );
    #[get("/18", browser, allow(constant_state))]
    fn constant_state(#[constant = "always"] state: String);
    #[get("/19", browser, allow(missing_code_challenge))]
    fn missing_code_challenge(response_type: String, client_id: String, state: String);
    #[post("/20", allow(incomplete_grant))]
    fn takes_codes(grant_type: String, client_id: String, code: SecretString);
    #[get("/21", browser, allow(plain_code_challenge))]
    fn plain_code_challenge(code_challenge: String);
    #[get("/22", browser, allow(out_of_band_redirect))]
    fn out_of_band_redirect(#[default = "urn:ietf:wg:oauth:2.0:oob"] redirect_uri: String);
    #[post("/6", auth = basic & client_secret_post, allow(two_client_authentications))]
    fn a_user_and_a_client(name: String);
    #[get("/23", browser, allow(invalid_redirect))]
    fn invalid_redirect(#[default = "myapp:/callback"] redirect_uri: String);
    #[post("/24", auth = basic, allow(repeated_parameter))]
    fn repeated_parameter(grant_type: String, scope: Vec<String>);
}

#[test]
fn permitted_requests_are_sent_as_declared() {
    let client = PermittedClient::new();
    let request = client.secret_in_url().token("t").into_request().build().unwrap();
    assert_eq!(request.uri(), "https://vendor.example/1?token=t");
    let request =
        client.json_token_request().grant_type("g").auth(oauth_runtime::Basic::new("u", "p"));
    assert_eq!(&request.into_request().build().unwrap().body()[..], br#"{"grant_type":"g"}"#);
    let user = oauth_runtime::Basic::new("u", "p");
    let both = PermittedAUserAndAClientCredentials::new(
        user,
        oauth_runtime::ClientCredentials::new("id", "s3cret"),
    );
    let request = client.a_user_and_a_client().name("n").auth(both);
    let request = request.into_request().build().unwrap();
    // `u:p`.
    assert_eq!(request.headers()["authorization"], "Basic dTpw");
    assert_eq!(request.body(), "name=n&client_id=id&client_secret=s3cret");
}
