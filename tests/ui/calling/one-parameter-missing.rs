use oauth_providers::mastodon::MastodonClient;

fn revoke(client: &MastodonClient) {
    let _sending = client.oauth_revoke_post().client_id("id").client_secret("secret").send();
}

fn main() {}
