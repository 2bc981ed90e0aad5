//! What the command line and the environment say.

use std::env::{self, VarError};

use oauth_providers::mastodon::MastodonClient;
use oauth_runtime::Url;

use crate::App;

/// The redirect address at which an instance shows the code instead of redirecting.
pub(crate) const OUT_OF_BAND: &str = "urn:ietf:wg:oauth:2.0:oob";

pub(crate) const HELP: &str = "\
Signs a person in at Mastodon and shows each step: authorization URL, callback, token,
revocation, and what a refused call looks like. Secrets are cut short.

Usage: quickstart [--instance <URL>]

Without --instance an OAuth server runs inside the example for as long as it takes; nothing is
needed, and nothing leaves this machine. With it, the authorization URL is printed in full for
you to open, and the callback URL (or the code, where the instance shows one) is read from
standard input.

Options:
      --instance <URL>  base URL of a Mastodon instance, such as https://mastodon.social
  -h, --help            this text

Environment, for --instance:
  MASTODON_CLIENT_ID      client identifier of your application (on the instance: Preferences,
                          Development, New application)
  MASTODON_CLIENT_SECRET  client secret of your application
  MASTODON_REDIRECT_URI   a redirect address of your application; urn:ietf:wg:oauth:2.0:oob by
                          default, which has the instance show the code
  MASTODON_SCOPE          scopes to ask for, with blanks between them; read by default

Exit codes: 0 signed in, 1 a step failed, 2 wrong arguments or environment.
";

pub(crate) enum Arguments {
    Help,
    Embedded,
    Instance(App),
}

impl Arguments {
    /// Reads the command line and, where it names an instance, the environment.
    ///
    /// # Errors
    ///
    /// One line that says what is wrong and what to do.
    pub(crate) fn read() -> Result<Self, String> {
        let mut instance = None;
        let mut arguments = env::args_os().skip(1).map(|it| it.to_string_lossy().into_owned());
        while let Some(argument) = arguments.next() {
            let (name, value) = match argument.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (&*argument, None),
            };
            match (name, value) {
                ("-h" | "--help", None) => return Ok(Self::Help),
                ("--instance", value) => {
                    if instance.is_some() {
                        return Err("--instance is given twice".to_owned());
                    }
                    let url = value.or_else(|| arguments.next());
                    instance =
                        Some(url.ok_or("--instance needs a URL, such as https://mastodon.social")?);
                }
                // What follows a `=` may be a secret.
                _ => return Err(format!("unknown argument {name:?}: --help shows the known ones")),
            }
        }
        match instance {
            Some(url) => app(url).map(Self::Instance),
            None => Ok(Self::Embedded),
        }
    }
}

fn app(instance: String) -> Result<App, String> {
    let client = MastodonClient::builder().base_url(&instance).build();
    client.map_err(|error| format!("--instance: {error}"))?;
    let redirect_uri = variable("MASTODON_REDIRECT_URI")?.unwrap_or_else(|| OUT_OF_BAND.to_owned());
    Url::parse(&redirect_uri)
        .map_err(|error| format!("MASTODON_REDIRECT_URI is not a URL: {error}"))?;
    Ok(App {
        instance,
        client_id: needed("MASTODON_CLIENT_ID")?,
        client_secret: needed("MASTODON_CLIENT_SECRET")?.into(),
        redirect_uri,
        scope: variable("MASTODON_SCOPE")?.unwrap_or_else(|| "read".to_owned()),
    })
}

fn needed(name: &str) -> Result<String, String> {
    variable(name)?.ok_or_else(|| {
        format!("--instance needs {name} in the environment: --help says where it comes from")
    })
}

/// Reads a variable; an empty one counts as missing.
fn variable(name: &str) -> Result<Option<String>, String> {
    match env::var(name) {
        Ok(value) => Ok(Some(value.trim().to_owned()).filter(|value| !value.is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(format!("{name} is not UTF-8")),
    }
}
