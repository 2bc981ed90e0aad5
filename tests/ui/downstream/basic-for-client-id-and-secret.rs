use oauth_providers::usps::UspsClient;

fn main() {
    let _client = UspsClient::new(oauth_runtime::Basic::new("key", "secret"));
}
