use oauth_providers::mastodon::MastodonClient;

fn main() {
    let _client = MastodonClient::new("https://social.example");
}
