use oauth_providers::usps::UspsClient;

async fn call(client: &UspsClient) {
    let own = oauth_runtime::ClientId::new("id");
    let _ = client.post_revoke().token("t").auth(own).send().await;
}

fn main() {}
