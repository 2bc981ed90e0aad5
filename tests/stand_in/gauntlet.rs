//! Every server that misbehaves, against the clients of the five vendors and against one that is written by hand.

use std::collections::BTreeSet;
use std::io;
use std::pin::Pin;
use std::time::Duration;

use oauth_providers::mastodon::MastodonClient;
use oauth_providers::nutanix::NutanixClient;
use oauth_providers::ultracart::UltraCartClient;
use oauth_providers::usps::UspsClient;
use oauth_providers::voucherify::VoucherifyClient;
use oauth_runtime::stand_in::{Broken, Class, Fault, Gauntlet, Report, StandIn, gauntlet};
use oauth_runtime::{ApiClient, Error, Retry};
use serde::Deserialize;

/// A function that a user has: it ends in the class of the fault, whatever the fault is.
async fn every_row_ends_in_its_class<C: ApiClient, F: Future<Output = Result<(), Error>>>(
    run: impl Fn(C) -> F,
) {
    let gauntlet = Gauntlet::<C>::new().deadline(Duration::from_secs(5));
    // Made once: each reads the certificates that this machine trusts.
    let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
    let http = http.retry(reqwest::retry::never()).build().unwrap();
    let report = gauntlet
        .run(|vendor: StandIn<C>| {
            let url = vendor.url().unwrap();
            let builder = vendor.builder_over_socket().base_url(url);
            let builder = builder.timeout(Duration::from_millis(500)).max_body(128 * 1024);
            let builder = builder.reqwest_client(http.clone());
            run(builder.build().unwrap())
        })
        .await
        .unwrap();
    report.assert();
    let wrong: Vec<_> =
        report.rows().iter().filter(|row| row.class() != Some(row.expected())).collect();
    let told: Vec<_> = wrong.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{told:#?}");
    assert!(report.rows().len() > 100, "{}", report.rows().len());
}

#[tokio::test]
async fn usps_ends_in_every_class() {
    every_row_ends_in_its_class(|usps: UspsClient| async move {
        let call =
            usps.post_token().authorization_code().client_id("id").client_secret("canary-secret");
        let token = call.code("canary-code").redirect_uri("https://app.example/cb").send().await?;
        usps.post_revoke().token(token.access_token).send().await
    })
    .await;
}

#[tokio::test]
async fn ultracart_ends_in_every_class() {
    every_row_ends_in_its_class(|ultracart: UltraCartClient| async move {
        let call = ultracart.oauth_access_token().refresh_token_grant().client_id("id");
        let token = call.refresh_token("canary-refresh").send().await?;
        ultracart.oauth_revoke().client_id("id").token(token.access_token).send().await.map(drop)
    })
    .await;
}

#[tokio::test]
async fn voucherify_ends_in_every_class() {
    every_row_ends_in_its_class(|voucherify: VoucherifyClient| async move {
        let token = voucherify.generate_oauth_token().scope("vouchers").send().await?;
        let token = token.access_token;
        voucherify.introspect_oauth_token().access_token(token.clone()).send().await?;
        voucherify.revoke_oauth_token().access_token(token).send().await
    })
    .await;
}

#[tokio::test]
async fn nutanix_ends_in_every_class() {
    every_row_ends_in_its_class(|nutanix: NutanixClient| async move {
        let call = nutanix.oauth_token_post().refresh_token_grant().client_id("id");
        let call = call.client_secret("canary-secret").refresh_token("canary-refresh");
        let token = call.send().await?;
        nutanix.oauth_idp_login_get().send().await?;
        nutanix.oauth_revoke_token_post().token(token.access_token).send().await.map(drop)
    })
    .await;
}

#[tokio::test]
async fn mastodon_ends_in_every_class() {
    every_row_ends_in_its_class(|mastodon: MastodonClient| async move {
        let call = mastodon.oauth_token_post().authorization_code().client_id("id");
        let call = call.client_secret("canary-secret").redirect_uri("https://app.example/cb");
        let token = call.code("canary-code").send().await?.access_token;
        let call = mastodon.oauth_revoke_post().client_id("id").client_secret("canary-secret");
        call.token(token).send().await
    })
    .await;
}

/// In one line, as a user has it; repetitions send nothing twice that can be used once.
#[tokio::test]
async fn one_line_is_enough() {
    gauntlet(|mastodon: MastodonClient| async move {
        let call = mastodon.oauth_token_post().authorization_code().client_id("id");
        let call = call.client_secret("canary-secret").redirect_uri("https://app.example/cb");
        let retry = Retry::times(2).first_delay(Duration::from_millis(1));
        call.code("canary-code").send().retry(retry).await
    })
    .await;
}

#[derive(Debug, Deserialize)]
struct Naive {
    access_token: String,
    #[allow(dead_code, reason = "what most have")]
    token_type: String,
    #[allow(dead_code, reason = "what most have")]
    expires_in: Option<u64>,
}

/// A token as many fetch it: reqwest as it comes, a model, and one more try where something is wrong.
async fn naive(url: String) -> Result<Naive, reqwest::Error> {
    let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_millis(500)).build()?;
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", "id"),
        ("client_secret", "canary-secret"),
        ("redirect_uri", "https://app.example/cb"),
        ("code", "canary-code"),
    ];
    let fetch = || async {
        let sent = http.post(format!("{url}/oauth/token")).form(&form).send().await?;
        sent.json::<Naive>().await
    };
    match fetch().await {
        Ok(token) => Ok(token),
        Err(_) => fetch().await,
    }
}

async fn naive_report(faults: impl IntoIterator<Item = Fault>) -> Report {
    let gauntlet = Gauntlet::<MastodonClient>::new().faults(faults);
    let run = |vendor: StandIn<MastodonClient>| {
        let url = vendor.url().unwrap().to_string();
        async move { naive(url.trim_end_matches('/').to_owned()).await.map(|it| it.access_token) }
    };
    gauntlet.run(run).await.unwrap()
}

/// What a client by hand does wrong, by the faults that show it.
#[tokio::test]
async fn naive_client_is_shown_what_it_does() {
    let report = naive_report(Fault::all()).await;
    for row in report.rows().iter().filter(|row| !row.broken().is_empty()) {
        println!("{row}");
    }
    let broken = |broken: Broken| -> BTreeSet<String> {
        let rows = report.rows().iter().filter(|row| row.broken().contains(&broken));
        rows.map(|row| row.fault().to_string()).collect()
    };
    let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
    let has = |what, expected: &[&str]| {
        let missing: Vec<_> = names(expected).difference(&broken(what)).cloned().collect();
        assert!(missing.is_empty(), "{what:?}: {missing:?} are not in {:?}", broken(what));
    };
    has(
        Broken::SentTwice,
        &["ResetAfterRequest", "NeverAnswers", "AccessTokenNull", "ErrorWith200"],
    );
    has(Broken::WentElsewhere, &["Found", "TemporaryRedirect", "PermanentRedirect"]);
    has(
        Broken::TakenForSuccess,
        &["ErrorBesideToken", "AccessTokenEmpty", "SuccessWith400", "TokenTypeMac"],
    );
    has(Broken::SentTwice, &["ErrorThatRepeats"]);
    has(Broken::AnswerLost, &["ExpiresInString", "TokenTypeAbsent", "TokenAsForm"]);
    let sound: Vec<_> = report.rows().iter().filter(|row| row.broken().is_empty()).collect();
    assert!(sound.iter().any(|row| row.expected() == Class::Value), "it takes what is right");
}

/// Code of a user.
type Run = fn(StandIn<MastodonClient>) -> Pin<Box<dyn Future<Output = io::Result<()>>>>;

/// What panics, never ends or tells secrets is found, too.
#[tokio::test]
async fn every_breach_is_found() {
    let run = |fault: Fault, run: Run| async move {
        let gauntlet = Gauntlet::<MastodonClient>::new().faults([fault]);
        let report = gauntlet.deadline(Duration::from_secs(1)).run(run).await.unwrap();
        report.rows()[0].broken().to_vec()
    };
    let panicking = run(Fault::PageWith404, |vendor| {
        Box::pin(async move {
            let url = vendor.url().unwrap().as_str().trim_end_matches('/').to_owned();
            assert!(
                naive(url).await.is_ok() && vendor.all_calls().len() == 1,
                "a panic of the user's"
            );
            Ok(())
        })
    });
    assert!(panicking.await.contains(&Broken::Panics));
    let hanging = run(Fault::PageWith404, |vendor| {
        Box::pin(async move {
            let url = vendor.url().unwrap().as_str().trim_end_matches('/').to_owned();
            drop(naive(url).await);
            if vendor.all_calls().len() > 1 {
                std::future::pending::<()>().await;
            }
            Ok(())
        })
    });
    assert!(hanging.await.contains(&Broken::NeverEnds));
    let telling = run(Fault::PageWith404, |vendor| {
        Box::pin(async move {
            let url = vendor.url().unwrap().as_str().trim_end_matches('/').to_owned();
            drop(naive(url).await);
            match vendor.all_calls().len() {
                1 => Ok(()),
                _ => Err(io::Error::other("refused with canary-secret")),
            }
        })
    });
    assert!(telling.await.contains(&Broken::SecretShown));
}
