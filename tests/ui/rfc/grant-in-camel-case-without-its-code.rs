use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/token", body = json)]
    #[grant(authorization_code, may(redirectUri))]
    fn token(
        #[name = "clientId"] client_id: String,
        #[name = "grantType"] grant_type: String,
        #[name = "redirectUri"] redirect_uri: Option<String>,
    ) -> serde_json::Value;
}

fn main() {}
