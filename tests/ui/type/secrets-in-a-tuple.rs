use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example", body = json)]
trait Vendor {
    #[post("/pair")]
    fn pair(#[json] pair: (String, SecretString));

    #[post("/array")]
    fn array(#[json] array: [SecretString; 2]);

    #[post("/field")]
    fn field(names: Option<Box<[SecretString]>>);

    #[post("/alone")]
    fn alone(#[json] secret: SecretString);
}

fn main() {}
