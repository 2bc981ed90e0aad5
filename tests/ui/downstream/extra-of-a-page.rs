use oauth_providers::mastodon::MastodonClient;

fn call(client: &MastodonClient) {
    let _ = client.oauth_authorize_get().client_id("id").extra("prompt", "login").url();
}

fn main() {}
