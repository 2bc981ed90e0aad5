use oauth_providers::usps::UspsClient;
use oauth_runtime::Bearer;

async fn call(client: &UspsClient) {
    let _ = client.post_revoke().send().await;
    let _ = client.post_revoke().tokn("t").send().await;
    let _ = client.post_revoke().token(7).send().await;
    let _ = client.post_revoke().token("t").await;
}

fn main() {
    let _ = UspsClient::new(Bearer::new("t"));
}
