use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example", headers("Connection" = "close"))]
pub trait Vendor {
    #[post("/parameters")]
    fn parameters(
        #[header("Transfer-Encoding")] encoding: String,
        #[header("Connection")] connection: String,
        #[header("Host")] host: String,
        #[header("Cookie")] cookie: SecretString,
    );

    #[get("/keys/1", auth = header("Transfer-Encoding") as key)]
    fn key_in_the_encoding();

    #[get("/keys/2", auth = header("connection") as key)]
    fn key_in_the_connection();

    #[get("/keys/3", auth = header("Accept") as key)]
    fn key_in_what_is_accepted();

    #[get("/constants", headers("Transfer-Encoding" = "gzip"))]
    fn constants();
}

fn main() {}
