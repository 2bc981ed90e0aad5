//! Expansions are programs: each snapshot is compiled here, and does what its declaration says.

#![allow(
    clippy::all,
    clippy::pedantic,
    unreachable_pub,
    clippy::unwrap_used,
    dead_code,
    reason = "the snapshots are laid out by another hand, and whole"
)]

/// What the declaration of a revocation endpoint expands to.
mod revoke {
    use oauth_runtime::SecretString;

    #[derive(serde::Deserialize)]
    pub(crate) struct Problem {
        pub(crate) title: String,
    }

    include!("snapshots/revoke.rs");
}

/// What the declaration of a token endpoint and a page expands to.
mod token {
    use oauth_runtime::SecretString;

    #[derive(Debug, serde::Deserialize)]
    pub struct Token {
        pub(crate) access_token: SecretString,
    }

    include!("snapshots/token.rs");
}

/// What the declaration of an endpoint expands to whose client says who it is among the parameters.
mod clients {
    use oauth_runtime::SecretString;

    include!("snapshots/clients.rs");
}

#[test]
fn snapshot_fills_in_the_client() {
    let body = |client: clients::ClientsClient| {
        client.revoke().token("t").into_request().build().unwrap().into_body()
    };
    let pair = oauth_runtime::ClientCredentials::new("id", "s3cret");
    let client = clients::ClientsClient::new(pair);
    assert_eq!(body(client), "client_id=id&token=t&client_secret=s3cret");
    let client = clients::ClientsClient::new(oauth_runtime::ClientId::new("id"));
    assert_eq!(body(client), "client_id=id&token=t");
}

#[test]
fn snapshot_builds_requests() {
    let client = revoke::ExampleClient::new(oauth_runtime::Basic::new("id", "secret"));
    let request = client.post_revoke().token("t").into_request().build().unwrap();
    assert_eq!(request.uri(), "https://apis.example/oauth2/revoke");
    assert_eq!(&request.body()[..], b"token=t");

    let client =
        token::TokensClient::new("https://a.example", token::TokensCredentials::None).unwrap();
    let url = client.authorize().client_id("c").url().unwrap();
    assert_eq!(
        url.as_str(),
        "https://a.example/authorize?response_type=code&client_id=c&code_challenge_method=S256"
    );
}
