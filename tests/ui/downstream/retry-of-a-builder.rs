use oauth_providers::usps::UspsClient;

async fn call(client: &UspsClient) {
    let _ = client.post_revoke().token("t").retry(oauth_runtime::Retry::times(2)).send().await;
}

fn main() {}
