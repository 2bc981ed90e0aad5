use oauth_providers::usps::UspsClient;

async fn call(client: &UspsClient) {
    let _ = client.post_revoke().token("t").extra("a", "b").send().await;
    let _ = client.post_revoke().token("t").extra_header("X-A", "b").send().await;
    let _ = client.post_revoke().token("t").build();
    let _ = client.post_revoke().token("t").prepare();
    let _ = client.post_revoke().token("t").into_parameters();
    let _ = client.post_revoke().token("t").url();
}

fn main() {}
