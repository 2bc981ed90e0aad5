use oauth_providers::mastodon::MastodonClient;

async fn call(client: &MastodonClient) {
    let token = client.oauth_token_post().client_id("id").client_secret("s").redirect_uri("u");
    let _ = token.send().await;
}

fn main() {}
