use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/begins-like-it", browser)]
    fn begins_like_it(#[default = "http://localhost.evil.example/cb"] redirect_uri: String);

    #[get("/user", browser)]
    fn user(#[default = "http://localhost@evil.example/"] redirect_uri: String);

    #[get("/user-and-password", browser)]
    fn user_and_password(#[default = "http://localhost:80@evil.example/"] redirect_uri: String);

    #[get("/address", browser)]
    fn address(#[default = "http://127.0.0.1.evil.example/cb"] redirect_uri: String);

    #[get("/other-address", browser)]
    fn other_address(#[default = "http://[2001:db8::1]/cb"] redirect_uri: String);

    // These are.
    #[get("/localhost", browser)]
    fn localhost(#[default = "http://localhost:8080/cb"] redirect_uri: String);

    #[get("/version-4", browser)]
    fn version_4(#[default = "http://127.0.0.1?a=b"] redirect_uri: String);

    #[get("/version-6", browser)]
    fn version_6(#[default = "http://[::1]:8080/cb"] redirect_uri: String);
}

fn main() {}
