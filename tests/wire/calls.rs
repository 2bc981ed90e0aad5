//! What the tests of all vendors do: connect, write down a request, look for secrets.

use std::fmt::Debug;
use std::sync::OnceLock;

use http::Method;
use oauth_runtime::{ApiClient, ClientBuilder, description::Endpoint};
use oauth_tests::{Server, causes};

/// Begins a client of this server. All share one HTTP client, whose certificates take long to load; connections are not
/// kept, because each test has a runtime of its own.
pub(crate) fn connect<C: ApiClient>(server: &Server, prefix: &str) -> ClientBuilder<C> {
    static HTTP: OnceLock<reqwest::Client> = OnceLock::new();
    let http = HTTP.get_or_init(|| {
        let builder =
            reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_gzip();
        builder.no_proxy().pool_max_idle_per_host(0).build().unwrap()
    });
    ClientBuilder::new().base_url(server.url(prefix)).reqwest_client(http.clone())
}

/// Writes a request as documentation does; its length is that of the body.
pub(crate) fn request(method: &Method, target: &str, headers: &[&str], body: &str) -> String {
    let headers = headers.join("\n");
    format!("{method} {target} HTTP/1.1\n{headers}\nContent-Length: {}\n\n{body}", body.len())
}

/// Fails where one of the secrets is shown.
#[track_caller]
pub(crate) fn shows_none_of(secrets: &[&str], shown: &dyn Debug) {
    for text in [format!("{shown:?}"), format!("{shown:#?}")] {
        for secret in secrets {
            assert!(!text.contains(secret), "{secret} is shown: {text}");
        }
    }
}

/// Fails where the error, or what caused it, shows one of the secrets.
#[track_caller]
pub(crate) fn tells_none_of(secrets: &[&str], error: &oauth_runtime::Error) {
    for error in causes(error) {
        for secret in secrets {
            assert!(!error.to_string().contains(secret), "{secret} is told: {error}");
        }
        shows_none_of(secrets, &error);
    }
}

/// Writes down what a declaration says of an endpoint: the vendor's table, line by line.
pub(crate) fn description(endpoint: &Endpoint) -> Vec<String> {
    let first = format!(
        "{endpoint} {:?} {:?} {:?} {}",
        endpoint.auth(),
        endpoint.bodies(),
        endpoint.response(),
        endpoint.asks_for_json()
    );
    let parameters = endpoint.parameters().iter().map(|it| {
        let secret = if it.is_secret() { " secret" } else { "" };
        format!("{} {:?} {:?}{secret}", it.name(), it.location(), it.requirement())
    });
    let grants = endpoint
        .grants()
        .iter()
        .map(|it| format!("{} needs {:?}, may {:?}", it.grant_type(), it.needs(), it.may()));
    std::iter::once(first).chain(parameters).chain(grants).collect()
}
