use oauth_runtime::{Basic, Bearer, SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example", auth = bearer)]
trait Vendor {
    #[post("/token", auth = basic | none)]
    fn token(code: SecretString);
}

fn call(client: &VendorClient) {
    let _ = client.token().code("c").auth(Basic::new("id", "secret")).send();
    let _ = client.token().code("c").auth(Bearer::new("t")).send();
}

fn main() {}
