use oauth_providers::mastodon::MastodonClient;

fn revoke(client: &MastodonClient) {
    let _request = client.oauth_revoke_post().token("one").token("other");
}

fn main() {}
