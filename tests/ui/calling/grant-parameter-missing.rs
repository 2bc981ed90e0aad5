use oauth_providers::mastodon::MastodonClient;

fn exchange(client: &MastodonClient) {
    let _sending = client
        .oauth_token_post()
        .authorization_code()
        .client_id("id")
        .client_secret("secret")
        .redirect_uri("https://app.example/cb")
        .send();
}

fn main() {}
