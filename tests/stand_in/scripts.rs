//! Answers that a test says, the calls that it looks at, and what fails it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use oauth_providers::mastodon::{MastodonClient, MastodonOauthTokenPostParameters};
use oauth_providers::nutanix::NutanixClient;
use oauth_providers::usps::UspsClient;
use oauth_runtime::stand_in::{Answer, Class, Fault, RefusalKind, StandIn};
use oauth_runtime::{ClientCredentials, Error, ExposeSecret, Retry};
use serde_json::json;

async fn fetch(client: &MastodonClient) -> Result<String, Error> {
    let request = client.oauth_token_post().client_credentials().client_id("id");
    let request = request.client_secret("canary-secret").redirect_uri("https://app.example/cb");
    request.send().await.map(|token| token.access_token.expose_secret().to_owned())
}

/// What a panic says.
fn panics(work: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(work)).expect_err("it panics");
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string)).unwrap()
}

#[tokio::test]
async fn answers_come_in_order_and_the_last_stands() {
    let vendor = StandIn::<MastodonClient>::new();
    let token = |token: &str| json!({ "access_token": token, "token_type": "Bearer" });
    vendor.at("oauth_token_post").first(token("1")).then(Fault::status(503)).answers(token("3"));
    let client = vendor.client();
    assert_eq!(fetch(&client).await.unwrap(), "1");
    assert_eq!(Class::of(&fetch(&client).await.unwrap_err()), Class::Throttled);
    for _ in 0..3 {
        assert_eq!(fetch(&client).await.unwrap(), "3");
    }
    assert_eq!(vendor.calls("oauth_token_post").len(), 5);
    vendor.verify();
}

#[tokio::test]
async fn calls_are_read_by_name_and_show_no_secret() {
    let vendor = StandIn::<MastodonClient>::new();
    vendor.at("oauth_token_post").answers(json!({ "access_token": "at", "token_type": "Bearer" }));
    fetch(&vendor.client()).await.unwrap();
    let call = vendor.only("oauth_token_post");
    assert_eq!(call.text("redirect_uri"), "https://app.example/cb");
    assert_eq!(call.secret("client_secret").expose_secret(), "canary-secret");
    assert!(call.has("grant_type") && !call.has("code"));
    assert_eq!(
        format!("{call:?}"),
        "oauth_token_post { client_id: \"id\", client_secret: [REDACTED], grant_type: \"client_credentials\", \
         redirect_uri: \"https://app.example/cb\", .. }"
    );
    assert!(!format!("{vendor:?}").contains("canary"));
    assert_eq!(
        panics(|| drop(call.text("client_secret"))),
        "`oauth_token_post: client_secret` is a secret: read it with `.secret(\"client_secret\")`"
    );
    assert_eq!(
        panics(|| drop(call.text("code"))),
        "`oauth_token_post: code` was not sent; there were `client_id`, `client_secret`, `grant_type`, `redirect_uri`"
    );
}

#[test]
fn wrong_names_are_told_with_the_nearest() {
    let vendor = StandIn::<UspsClient>::new();
    assert_eq!(
        panics(|| drop(vendor.calls("post_tokens"))),
        "Usps has no endpoint `post_tokens`\nhelp: write `post_token`"
    );
    assert_eq!(
        panics(|| drop(format!("{:?}", vendor.at("nothing_like_it")))),
        "Usps has no endpoint `nothing_like_it`\nhelp: known here: `post_code`, `post_token`, `post_revoke`"
    );
}

#[test]
fn answers_are_checked_when_they_are_given() {
    let vendor = StandIn::<MastodonClient>::new();
    for (wrong, told) in [
        (Answer::from(json!({ "token_type": "Bearer" })), "another shape"),
        (json!({ "access_token": 7, "token_type": "Bearer" }).into(), "`access_token`"),
        (json!({ "access_token": "a b", "token_type": "Bearer" }).into(), "`access_token`"),
        (json!({ "access_token": "at", "token_type": "mac" }).into(), "`token_type`"),
        (json!(["at"]).into(), ""),
        (Answer::new(204), ""),
        (Answer::new(302).header("location", "https://elsewhere.example"), "redirect"),
        (Answer::new(200).body("text/html", "<html>"), ""),
    ] {
        let at = vendor.at("oauth_token_post");
        let panic = panics(|| drop(format!("{:?}", at.answers(wrong.clone()))));
        assert!(panic.starts_with("`oauth_token_post`: "), "{wrong:?}: {panic}");
        assert!(panic.contains(told) && panic.ends_with("with `.answers_raw(…)`"), "{panic}");
        at.answers_raw(wrong);
    }
    for right in [
        Answer::from(json!({ "access_token": "at", "token_type": "Bearer" })),
        Answer::json(400, &json!({ "error": "invalid_grant" })),
        Answer::json(200, &json!({ "error": "invalid_grant" })),
        Answer::new(503).header("retry-after", "2"),
    ] {
        vendor.at("oauth_token_post").answers(right);
    }
    // What only the type of the answer needs, its own reader tells at once.
    let typed = vendor.of::<MastodonOauthTokenPostParameters, _>();
    let panic = panics(|| drop(format!("{:?}", typed.answers(json!({})))));
    assert!(panic.starts_with("`oauth_token_post`: "), "{panic}");
}

/// What the description does not tell of an answer is found when the client reads it.
#[tokio::test]
async fn answer_that_the_client_cannot_read_is_told() {
    let vendor = StandIn::<NutanixClient>::new();
    vendor.at("oauth_client_client_id_get").answers(json!({ "client_name": "no client_id" }));
    let result = vendor.client().oauth_client_client_id_get().client_id("c").send().await;
    assert!(matches!(result, Err(Error::Unexpected(_))), "{result:?}");
    let refusals = vendor.refusals();
    assert_eq!(refusals.len(), 1);
    assert_eq!(refusals[0].line(), "oauth_client_client_id_get");
    assert_eq!(refusals[0].kind(), RefusalKind::Answer);
    // Where it is meant to be so, nothing is told.
    vendor.at("oauth_client_client_id_get").answers_raw(json!({ "client_name": "no client_id" }));
    let result = vendor.client().oauth_client_client_id_get().client_id("c").send().await;
    assert!(result.is_err());
    assert_eq!(vendor.refusals().len(), 1);
}

#[tokio::test]
async fn verify_tells_every_refusal() {
    let vendor = StandIn::<UspsClient>::new();
    let client = vendor.client();
    let call = client.post_revoke().token("canary-token").into_request().extra("surplus", "x");
    let error = call.send().await.unwrap_err();
    assert_eq!(error.oauth().unwrap().error(), "invalid_request");
    client.post_token().send().await.unwrap_err();
    let panic = panics(|| vendor.verify());
    assert_eq!(
        panic,
        "requests were refused\n  `post_revoke: surplus`: the body has no parameter of this name\n  \
         `post_token: grant_type`: the kind of the grant is not told"
    );
}

#[tokio::test]
async fn no_answer_is_told_as_such() {
    let vendor = StandIn::<UspsClient>::new();
    let call = vendor.client().post_token().client_credentials().client_id("i").client_secret("s");
    call.send().await.unwrap_err();
    assert_eq!(vendor.refusals()[0].kind(), RefusalKind::NoAnswer);
}

#[tokio::test]
async fn request_to_no_endpoint_fails_the_test() {
    let vendor = StandIn::<UspsClient>::new();
    let url = vendor.listen().await.unwrap();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = http.get(format!("{url}/canary4711")).send().await.unwrap();
    assert_eq!(answer.status(), 404);
    let answer = http.get(format!("{url}/token")).send().await.unwrap();
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["allow"]),
        (405, &"POST".parse().unwrap())
    );
    let panic = panics(|| drop(vendor));
    assert!(panic.starts_with("`GET /oauth2/v3/…`: there is no such endpoint"), "{panic}");
}

#[tokio::test]
async fn socket_says_the_same_as_the_process() {
    let vendor = StandIn::<MastodonClient>::new();
    vendor.at("oauth_token_post").answers(json!({ "access_token": "at", "token_type": "Bearer" }));
    let url = vendor.listen().await.unwrap();
    assert_eq!(vendor.listen().await.unwrap(), url);
    assert_eq!(
        fetch(&MastodonClient::new(&url, ClientCredentials::new("id", "s")).unwrap())
            .await
            .unwrap(),
        "at"
    );
    assert_eq!(fetch(&vendor.client_over_socket()).await.unwrap(), "at");
    assert_eq!(fetch(&vendor.client()).await.unwrap(), "at");
    assert_eq!(vendor.calls("oauth_token_post").len(), 3);
    vendor.verify();
    let authority = url.authority().to_owned();
    drop(vendor);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(tokio::net::TcpStream::connect(authority).await.is_err(), "it still listens");
}

#[tokio::test]
async fn requests_on_the_socket_are_bounded() {
    let vendor = StandIn::<MastodonClient>::new();
    let url = vendor.listen().await.unwrap();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut statuses = Vec::new();
    for length in [3 * 1024 * 1024, 5 * 1024 * 1024] {
        let call = http.post(url.join("/oauth/revoke").unwrap()).form(&[
            ("token", "t".repeat(length)),
            ("client_id", "i".to_owned()),
            ("client_secret", "s".to_owned()),
        ]);
        statuses.push(call.send().await.unwrap().status().as_u16());
    }
    assert_eq!(statuses, [200, 413]);
    assert_eq!(vendor.calls("oauth_revoke_post").len(), 1);
}

/// Over the socket and in process a client ends in the same way.
#[tokio::test]
async fn faults_are_the_same_in_process() {
    for fault in Fault::all() {
        let vendor = StandIn::<MastodonClient>::new();
        vendor
            .at("oauth_token_post")
            .answers_raw(json!({ "access_token": "at", "token_type": "Bearer", "expires_in": 60 }));
        vendor.at("oauth_token_post").first(fault.clone());
        let builder = vendor.builder().timeout(Duration::from_millis(200)).max_body(128 * 1024);
        let result = fetch(&builder.build().unwrap()).await;
        let class = result.as_ref().map_or_else(Class::of, |_| Class::Value);
        assert_eq!(class, fault.class(), "{fault}: {result:?}");
    }
}

#[tokio::test]
async fn faults_come_in_order_before_the_behaviour() {
    let vendor = StandIn::<MastodonClient>::new().behaving(oauth_runtime::stand_in::OAuth::new());
    let faults = vendor.at("oauth_token_post");
    faults.first(Fault::ResetAfterRequest).then(Fault::status(503).retry_after(0));
    let retry = Retry::times(3).first_delay(Duration::from_millis(1));
    let client = vendor.builder().retry(retry).build().unwrap();
    assert!(fetch(&client).await.unwrap().starts_with("planted-access-token-"));
    assert_eq!(vendor.calls("oauth_token_post").len(), 3);
}
