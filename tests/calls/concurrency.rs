//! One client, many tasks.

use std::sync::Arc;

use oauth_providers::mastodon::MastodonClient;
use oauth_runtime::{ClientCredentials, Sending};
use oauth_tests::Server;

/// What an application keeps: no type parameter anywhere.
#[derive(Clone, Debug)]
struct App {
    mastodon: MastodonClient,
}

fn revoke(app: &App, number: usize) -> Sending<()> {
    app.mastodon.oauth_revoke_post().token(format!("token-{number}")).send()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_tasks_share_one_client() {
    let server = Server::start().await;
    let app = App {
        mastodon: MastodonClient::new(server.origin(), ClientCredentials::new("cid", "cs"))
            .unwrap(),
    };
    let started = Arc::new(tokio::sync::Barrier::new(64));
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..64 {
        let (app, started) = (app.clone(), Arc::clone(&started));
        tasks.spawn(async move {
            started.wait().await;
            revoke(&app, number).await
        });
    }
    let mut ended = 0;
    while let Some(result) = tasks.join_next().await {
        result.unwrap().unwrap();
        ended += 1;
    }
    assert_eq!(ended, 64);
    let mut bodies: Vec<String> =
        server.requests().iter().map(|seen| seen.text().to_owned()).collect();
    let mut expected: Vec<String> = (0..64)
        .map(|number| format!("client_id=cid&client_secret=cs&token=token-{number}"))
        .collect();
    bodies.sort();
    expected.sort();
    assert_eq!(bodies, expected);
}

#[tokio::test]
async fn call_is_a_value_that_moves() {
    fn is_static<T: Send + 'static>(value: T) -> T {
        value
    }
    let server = Server::start().await;
    let call = {
        let app = App {
            mastodon: MastodonClient::new(server.origin(), ClientCredentials::new("cid", "cs"))
                .unwrap(),
        };
        is_static(revoke(&app, 0))
    };
    assert!(server.requests().is_empty(), "a call is not sent until it is awaited");
    tokio::spawn(call).await.unwrap().unwrap();
    assert_eq!(server.requests().len(), 1);
}
