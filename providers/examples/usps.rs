//! Fetches tokens from USPS: one for the application itself, and a pair for a customer who has signed in.
//!
//! `cargo run -p oauth-providers --example usps -- --help`

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example tells what it does")]

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::process::ExitCode;

use axum::extract::Form;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use oauth_providers::usps::{
    GatewayError, GatewayErrorResponse, InlineResponse2001, TokenTypeHint, UspsBaseUrl, UspsClient,
};
use oauth_runtime::{BaseUrl, ClientCredentials, Scopes, SecretString, State};
use serde_json::json;
use tokio::net::TcpListener;

const HELP: &str = "\
Fetches tokens from USPS and shows what they are good for. Secrets are not shown.

Without USPS_CLIENT_ID everything happens on this machine: a stand-in on 127.0.0.1 plays USPS.
With it, USPS is called:

  USPS_CLIENT_ID      Consumer Key of the application
  USPS_CLIENT_SECRET  Consumer Secret of the application
  USPS_SCOPE          scopes wanted, separated by blanks (default: all of the application)
  USPS_BASE_URL       production (default), testing, older, or a URL

For a customer who has signed in, both of these too. The tokens are refreshed once, and the
refresh token is revoked at the end:

  USPS_SIGN_IN_TOKEN  value of the cookie TINTCYALF
  USPS_REDIRECT_URI   a registered redirect address";

type Failure = Box<dyn Error>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    if env::args().skip(1).any(|argument| argument == "--help" || argument == "-h") {
        println!("{HELP}");
        return ExitCode::SUCCESS;
    }
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            explain(&*failure);
            ExitCode::FAILURE
        }
    }
}

/// Who asks, and where.
struct Settings {
    base_url: BaseUrl,
    client_id: String,
    client_secret: SecretString,
    scope: Option<Scopes>,
    customer: Option<Customer>,
}

/// A customer who has signed in.
struct Customer {
    sign_in_token: SecretString,
    redirect_uri: String,
}

async fn run() -> Result<(), Failure> {
    let Settings { base_url, client_id, client_secret, scope, customer } = settings().await?;
    let credentials = ClientCredentials::new(client_id, client_secret);
    let usps = UspsClient::at(base_url, credentials)?;

    println!("\nA token for the application itself:");
    let token = usps.post_token().client_credentials().scope(scope).send().await?;
    show(&token);

    let Some(Customer { sign_in_token, redirect_uri }) = customer else { return Ok(()) };

    println!("\nA code for the customer:");
    let state = State::generate()?;
    let answer = usps
        .post_code()
        .tintcyalf(sign_in_token)
        .redirect_uri(redirect_uri.as_str())
        .state(&state)
        .send()
        .await?;
    if !answer.state.is_some_and(|echoed| state.matches(&echoed)) {
        return Err("the state that came back is not the one that was sent".into());
    }
    let code = answer.code.ok_or("the answer has no code")?;
    println!("  code           [not shown], its state is right");

    println!("\nTokens for the customer:");
    let tokens =
        usps.post_token().authorization_code().code(code).redirect_uri(redirect_uri).send().await?;
    show(&tokens);
    let refresh_token = tokens.refresh_token.ok_or("the answer has no refresh token")?;

    println!("\nThe same, refreshed:");
    let tokens =
        usps.post_token().refresh_token_grant().refresh_token(refresh_token.clone()).send().await?;
    show(&tokens);

    let last = tokens.refresh_token.unwrap_or(refresh_token);
    usps.post_revoke().token(last).token_type_hint(TokenTypeHint::RefreshToken).send().await?;
    println!("\nThe refresh token is revoked.");
    Ok(())
}

async fn settings() -> Result<Settings, Failure> {
    let Ok(client_id) = env::var("USPS_CLIENT_ID") else {
        let base_url = stand_in().await?;
        println!("USPS is played by a stand-in at {base_url}. For the real one, see --help.");
        return Ok(Settings {
            base_url: base_url.into(),
            client_id: CLIENT_ID.to_owned(),
            client_secret: CLIENT_SECRET.into(),
            scope: Some(Scopes::from(["addresses", "tracking"])),
            customer: Some(Customer {
                sign_in_token: SIGN_IN_TOKEN.into(),
                redirect_uri: "https://mycompany.example/authorize".to_owned(),
            }),
        });
    };
    let client_secret = env::var("USPS_CLIENT_SECRET")
        .map_err(|_| "USPS_CLIENT_SECRET is missing beside USPS_CLIENT_ID")?;
    let customer = match (env::var("USPS_SIGN_IN_TOKEN"), env::var("USPS_REDIRECT_URI")) {
        (Ok(token), Ok(redirect_uri)) => {
            Some(Customer { sign_in_token: token.into(), redirect_uri })
        }
        (Err(_), Err(_)) => None,
        _ => return Err("USPS_SIGN_IN_TOKEN and USPS_REDIRECT_URI go together".into()),
    };
    let named = env::var("USPS_BASE_URL").unwrap_or_else(|_| "production".to_owned());
    let base_url = match named.as_str() {
        "production" => UspsBaseUrl::Production.into(),
        "testing" => UspsBaseUrl::Testing.into(),
        "older" => UspsBaseUrl::Older.into(),
        _ => BaseUrl::from(named.as_str()),
    };
    println!("USPS is called: {named}.");
    Ok(Settings {
        base_url,
        client_id,
        client_secret: client_secret.into(),
        scope: env::var("USPS_SCOPE").ok().map(Scopes::from),
        customer,
    })
}

fn show(token: &InlineResponse2001) {
    let word = |word: Option<&str>| word.unwrap_or("?").to_owned();
    let kind = word(token.token_type.as_ref().map(AsRef::as_ref));
    let status = word(token.status.as_ref().map(AsRef::as_ref));
    println!("  access token   [not shown] {kind}, {status}");
    if let Some(seconds) = token.expires_in {
        println!("  valid for      {}", lifetime(seconds));
    }
    if let Some(scopes) = &token.scope {
        println!("  scopes         {}", scopes.iter().collect::<Vec<_>>().join(", "));
    }
    if let Some(name) = &token.application_name {
        println!("  application    {name:?}");
    }
    if token.refresh_token.is_some() {
        let status = word(token.refresh_token_status.as_ref().map(AsRef::as_ref));
        let valid = token.refresh_token_expires_in.map_or("?".to_owned(), lifetime);
        let count = token.refresh_count.map_or("?".to_owned(), |count| count.to_string());
        println!("  refresh token  [not shown] {status}, valid for {valid}, used {count} times");
    }
}

fn lifetime(seconds: u64) -> String {
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    if days > 0 { format!("{days} d {hours} h") } else { format!("{hours} h {minutes} min") }
}

/// Tells what failed and why, with what the vendor says about it.
fn explain(failure: &(dyn Error + 'static)) {
    eprintln!("\nIt did not work: {failure}");
    let mut cause = failure.source();
    while let Some(deeper) = cause {
        eprintln!("  because {deeper}");
        cause = deeper.source();
    }
    let Some(error) = failure.downcast_ref::<oauth_runtime::Error>() else { return };
    if let Some(delay) = error.retry_after() {
        eprintln!("  USPS asks to wait for {} s", delay.as_secs());
    }
    let gateway = error.body_as::<GatewayErrorResponse>();
    if let Some(GatewayError::Details(details)) = gateway.map(|gateway| gateway.error) {
        let titles: Vec<_> = details.errors.iter().flat_map(|mistake| &mistake.title).collect();
        eprintln!("  its gateway says {:?} {titles:?}", details.code.unwrap_or_default());
    }
}

const CLIENT_ID: &str = "k3yAbCdEf0123456789";
const CLIENT_SECRET: &str = "s3cr3tXyZ";
const SIGN_IN_TOKEN: &str = "tint-0001-made-up";
const REFRESH_TOKEN: &str = "RtMadeUp0123456789";

/// Plays USPS on a port of its own until the example ends.
async fn stand_in() -> Result<String, Failure> {
    let router = Router::new()
        .route("/oauth2/v3/authorize", post(authorize))
        .route("/oauth2/v3/token", post(token))
        .route("/oauth2/v3/revoke", post(revoke));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?.to_string();
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(["http://", &address, "/oauth2/v3"].concat())
}

type Fields = Form<BTreeMap<String, String>>;

fn is(fields: &Fields, name: &str, value: &str) -> bool {
    fields.get(name).is_some_and(|given| given == value)
}

fn refused(status: StatusCode, error: &str) -> Response {
    (status, Json(json!({ "error": error, "error_description": "says the stand-in" })))
        .into_response()
}

/// `Basic` with the credentials above.
fn is_known(headers: &HeaderMap) -> bool {
    let expected = "Basic azN5QWJDZEVmMDEyMzQ1Njc4OTpzM2NyM3RYeVo=";
    headers.get("authorization").is_some_and(|given| given == expected)
}

async fn authorize(headers: HeaderMap, fields: Fields) -> Response {
    let cookie = ["TINTCYALF=", SIGN_IN_TOKEN].concat();
    if !is_known(&headers) || headers.get("cookie").is_none_or(|given| *given != cookie) {
        return refused(StatusCode::UNAUTHORIZED, "invalid_client");
    }
    if !is(&fields, "response_type", "code") || !is(&fields, "client_id", CLIENT_ID) {
        return refused(StatusCode::BAD_REQUEST, "invalid_request");
    }
    Json(json!({ "code": "hG06sfHd", "state": fields.get("state") })).into_response()
}

async fn token(fields: Fields) -> Response {
    if !is(&fields, "client_id", CLIENT_ID) || !is(&fields, "client_secret", CLIENT_SECRET) {
        return refused(StatusCode::UNAUTHORIZED, "invalid_client");
    }
    let code = is(&fields, "grant_type", "authorization_code") && is(&fields, "code", "hG06sfHd");
    let refresh =
        is(&fields, "grant_type", "refresh_token") && is(&fields, "refresh_token", REFRESH_TOKEN);
    if code || refresh {
        // Strings and numbers side by side, as the vendor has them.
        return Json(json!({
            "access_token": "eyJ.made.up",
            "token_type": "Bearer",
            "issued_at": "1711111111111",
            "expires_in": "28799",
            "status": "approved",
            "scope": "prices labels tracking",
            "issuer": "api.usps.com",
            "refresh_token": REFRESH_TOKEN,
            "refresh_token_issued_at": 1_711_111_111_111_u64,
            "refresh_token_status": "approved",
            "refresh_token_expires_in": 604_799,
            "refresh_count": u8::from(refresh),
            "client_id": CLIENT_ID,
            "application_name": "demo",
            "api_products": "[Shipping-Silver]",
            "public_key": "TUFERSBVUA==",
        }))
        .into_response();
    }
    if is(&fields, "grant_type", "client_credentials") {
        return Json(json!({
            "access_token": "eyJ.made.up",
            "token_type": "Bearer",
            "issued_at": "1744028583433",
            "expires_in": "28799",
            "status": "approved",
            "scope": "addresses  tracking",
            "issuer": "https://keyc.usps.com/realms/USPS",
            "client_id": CLIENT_ID,
            "application_name": "Silver Shipper Developer",
            "api_products": "[Shipping-Silver]",
            "public_key": "TUFERSBVUA==",
        }))
        .into_response();
    }
    refused(StatusCode::BAD_REQUEST, "invalid_grant")
}

async fn revoke(headers: HeaderMap, fields: Fields) -> Response {
    if !is_known(&headers) {
        return refused(StatusCode::UNAUTHORIZED, "invalid_client");
    }
    if !is(&fields, "token", REFRESH_TOKEN) {
        return refused(StatusCode::BAD_REQUEST, "invalid_refresh_token");
    }
    StatusCode::OK.into_response()
}
