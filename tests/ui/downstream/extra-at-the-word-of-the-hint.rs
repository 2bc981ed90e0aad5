use oauth_providers::usps::UspsClient;

async fn call(client: &UspsClient) {
    let _ = client.post_revoke().token("t").next.after_into_request.extra("a", "b").send().await;
}

fn main() {}
