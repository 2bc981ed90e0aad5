use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "http://vendor.example", auth = basik, bodi = form, auth = basic, headers("X Bad" = "1"))]
pub trait Vendor {
    #[post("/revoke/{id}")]
    fn post_revoke(token: String, #[querry] hint: String);

    #[pots("/token")]
    fn post_token(client_id: String);

    #[get("oauth?x=1", auth = non)]
    fn page(&self, #[default = "a"] scope: Option<String>);

    fn lost(client_id: String);

    #[put("/healthy/{id}")]
    fn healthy(id: String, name: String) -> String;

    #[post("/list")]
    fn list(names: std::collections::HashSet<String>, #[header("Authorization")] key: SecretString) -> Result<(), ()>;
}

fn healthy_endpoints_stay(client: &VendorClient) {
    let _sending = client.healthy().id("a").name("b").send();
    let _unrelated: u8 = "an unrelated mistake is told in the same run";
}

fn main() {}
