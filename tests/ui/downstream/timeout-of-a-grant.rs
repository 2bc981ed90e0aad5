use std::time::Duration;

use oauth_providers::mastodon::MastodonClient;

async fn call(client: &MastodonClient) {
    let token = client.oauth_token_post().authorization_code().code("c");
    let _ = token.timeout(Duration::from_secs(5)).send().await;
}

fn main() {}
