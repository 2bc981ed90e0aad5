//! Lines of the account; secrets are cut short.

use oauth_runtime::{ExposeSecret, SecretString, Url};

/// Secrets shorter than this show nothing of themselves.
const LONG_ENOUGH: usize = 16;

/// Shows a value, which may be a server's: what would steer a terminal is taken out.
pub(crate) fn show(name: &str, value: &str) {
    let value = value.replace(char::is_control, "\u{FFFD}");
    println!("   {name:<21}  {value}");
}

pub(crate) fn show_secret(name: &str, secret: &SecretString) {
    show(name, &cut_short(secret.expose_secret()));
}

/// Shows a URL with one parameter a line.
pub(crate) fn show_url(url: &Url) {
    println!("   {}{}", url.origin().ascii_serialization(), url.path());
    for (name, value) in url.query_pairs() {
        if name == "state" { show(&name, &cut_short(&value)) } else { show(&name, &value) }
    }
}

fn cut_short(secret: &str) -> String {
    let length = secret.chars().count();
    let seen = if length < LONG_ENOUGH { 0 } else { 4 };
    let beginning: String = secret.chars().take(seen).collect();
    format!("{beginning}… ({length} characters)")
}
