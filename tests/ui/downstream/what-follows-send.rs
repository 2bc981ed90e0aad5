use std::time::Duration;

use oauth_providers::usps::UspsClient;
use oauth_runtime::Retry;

async fn call(client: &UspsClient) {
    let _ = client.post_revoke().token("t").timeout(Duration::from_secs(5)).send().await;
    let _ = client.post_revoke().token("t").retry(Retry::times(2)).send().await;
    let _ = client.post_revoke().token("t").with_response().await;
    let _ = client.post_revoke().timeout(Duration::from_secs(5)).token("t").send().await;
}

fn main() {}
