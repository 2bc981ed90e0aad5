use oauth_providers::usps::UspsClient;

async fn call(client: &UspsClient) {
    let _ = client.post_revoke().token("t").extra_header("X-A", "b").send().await;
}

fn main() {}
