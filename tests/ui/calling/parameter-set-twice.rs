use oauth_providers::mastodon::MastodonClient;

fn revoke(client: &MastodonClient) {
    let _request = client.oauth_revoke_post().client_id("id").client_id("other");
}

fn main() {}
