use oauth_runtime::{Basic, SecretString, oauth_api};

#[oauth_api(bas_url = "https://vendor.example", auth = basik)]
pub trait Vendor {
    #[pots("/revoke")]
    fn revoke(token: SecretString);

    #[post]
    fn items(name: &str, name: String);

    #[get("/items/{id", auth = bearrer)]
    fn item(id: u64, limit: Option<&'static mut u32>) -> impl ToString;
}

fn callers_have_no_mistakes() {
    let client = VendorClient::new(Basic::new("id", "secret"));
    let _sending = client.revoke().token("t").send();
    let _sending = client.items().name("n").send();
    let _sending = client.item().id(1).auth(oauth_runtime::Bearer::new("t")).send();
}

fn main() {}
