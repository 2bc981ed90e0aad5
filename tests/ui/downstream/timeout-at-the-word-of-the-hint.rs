use std::time::Duration;

use oauth_providers::usps::UspsClient;

async fn call(client: &UspsClient) {
    let _ = client.post_revoke().token("t").next.after_send.timeout(Duration::from_secs(5)).await;
}

fn main() {}
