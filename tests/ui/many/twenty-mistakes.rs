use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "vendor.example", auth = bearrer, timeout = 5, headers("X Version" = "1"))]
pub trait Vendor<T> {
    const LIMIT: u8 = 1;

    #[post("/revoke/{id}", body = xml)]
    fn revoke(token: String, #[querry] hint: String);

    #[put("items", allow(everything))]
    fn items(&self, names: std::collections::HashSet<String>) -> Result<(), ()>;

    fn lost(client_id: String);

    #[get("/token", auth = none)]
    #[grant(refresh_tokens, may(limit))]
    fn token(
        grant_type: String,
        #[default = 300] limit: u8,
        #[header("Authorization")] key: SecretString,
    ) -> &str;
}

fn main() {}
