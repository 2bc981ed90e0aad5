use oauth_providers::usps::UspsClient;

async fn call(client: &UspsClient) {
    let _ = client.post_revoke().token("t").with_response().await;
}

fn main() {}
