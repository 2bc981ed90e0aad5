//! The person who signs in, and their browser.

use std::io::{self, BufRead, Read, Write};

use oauth_runtime::reqwest::header::LOCATION;
use oauth_runtime::reqwest::redirect::Policy;
use oauth_runtime::reqwest::{self, Client};
use oauth_runtime::{SecretString, Url};

use crate::arguments::OUT_OF_BAND;
use crate::{App, Failure};

/// Nobody pastes more than this, in bytes.
const LONGEST_LINE: u64 = 64 * 1024;

pub(crate) enum Person {
    /// Agrees to everything: the embedded server asks no questions.
    Consenting,
    /// Sits at a browser and at this terminal.
    AtTerminal,
}

/// What the person comes back with.
pub(crate) enum Returned {
    /// The URL at which the browser arrived.
    Callback(String),
    /// The code that the instance showed.
    Code(SecretString),
}

impl Person {
    /// Opens the authorization URL and comes back.
    pub(crate) async fn agree(&self, url: &Url, app: &App) -> Result<Returned, Failure> {
        match self {
            Self::Consenting => Ok(Returned::Callback(open(url).await?)),
            Self::AtTerminal if app.redirect_uri == OUT_OF_BAND => {
                println!("   Open this URL, agree, and paste the code that is shown:\n\n{url}\n");
                Ok(Returned::Code(paste("code")?.into()))
            }
            Self::AtTerminal => {
                println!(
                    "   Open this URL, agree, and paste the URL at which the browser arrives:\n\n{url}\n"
                );
                Ok(Returned::Callback(paste("callback URL")?))
            }
        }
    }
}

/// Opens the URL once, as a browser would, and gives the place it is sent to.
async fn open(url: &Url) -> Result<String, Failure> {
    let browser = Client::builder().no_proxy().redirect(Policy::none()).build()?;
    let answer = browser.get(url.clone()).send().await.map_err(reqwest::Error::without_url)?;
    let location =
        answer.headers().get(LOCATION).ok_or("the server did not redirect the browser")?;
    Ok(url.join(location.to_str()?)?.into())
}

/// Asks for a line on standard input.
fn paste(what: &str) -> Result<String, Failure> {
    print!("   {what}: ");
    io::stdout().flush()?;
    let mut line = String::new();
    io::stdin().lock().take(LONGEST_LINE).read_line(&mut line)?;
    println!();
    match line.trim() {
        "" => Err(format!("no {what} came on standard input").into()),
        line => Ok(line.to_owned()),
    }
}
