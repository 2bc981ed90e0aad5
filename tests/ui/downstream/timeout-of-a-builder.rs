use std::time::Duration;

use oauth_providers::usps::UspsClient;

async fn call(client: &UspsClient) {
    let _ = client.post_revoke().token("t").timeout(Duration::from_secs(5)).send().await;
}

fn main() {}
