use oauth_providers::usps::UspsClient;

fn call(client: &UspsClient) {
    let _ = client.post_revoke().token("t").prepare();
}

fn main() {}
