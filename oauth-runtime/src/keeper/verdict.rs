//! What an answer means for the login.

use std::time::Duration;

use crate::error::{Delivery, Error};
use crate::keeper::source::Source;
use crate::oauth::token::Token;

/// The longest delay that is taken from a server.
const LONGEST_ASKED: Duration = Duration::from_secs(3600);

/// The longest delay of one's own.
const LONGEST: Duration = Duration::from_secs(60);

/// What an answer, or that there was none, means for the login.
pub(super) enum Verdict {
    /// A new token.
    New(Box<Token>),
    /// The login is intact; the next try is not before this.
    Intact(Wait),
    /// Whether the refresh token is spent is not known.
    InDoubt,
    /// The server does not take the refresh token any more, in this word.
    Over(String),
}

impl Verdict {
    /// What it means that there is no answer at all.
    pub(super) const fn unanswered(source: &Source) -> Self {
        // Nothing is spent where credentials alone are sent.
        if source.refreshes { Self::InDoubt } else { Self::Intact(Wait::Growing) }
    }
}

/// How long to wait before the next try.
#[derive(Clone, Copy)]
pub(super) enum Wait {
    /// As told, or as configured.
    Fixed(Duration),
    /// Twice as long each time, from a second on.
    Growing,
}

impl Wait {
    /// The delay after so many failures in a row.
    pub(super) fn delay(self, failures: u32) -> Duration {
        match self {
            Self::Fixed(delay) => delay,
            Self::Growing => super::clock::jittered(super::event::backoff(failures, LONGEST)),
        }
    }
}

/// Judges what came of an exchange. `words` are the vendor's own for `invalid_grant`.
///
/// [RFC 6749, section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)
pub(super) fn judge(source: &Source, words: &[String], error: &Error) -> Verdict {
    let verdict = judge_refresh(words, error);
    match verdict {
        Verdict::InDoubt => Verdict::unanswered(source),
        Verdict::Over(_) if !source.refreshes => Verdict::Intact(Wait::Fixed(LONGEST)),
        verdict => verdict,
    }
}

fn judge_refresh(words: &[String], error: &Error) -> Verdict {
    let asked = error.retry_after().map(|asked| asked.min(LONGEST_ASKED));
    match error {
        Error::Build(_) => Verdict::Intact(Wait::Growing),
        Error::Transport(_) if error.delivery() == Delivery::NotSent => {
            Verdict::Intact(Wait::Growing)
        }
        Error::Refused(refused) => {
            let status = refused.received().status;
            if status.is_server_error() || status.as_u16() == 429 {
                return Verdict::Intact(asked.map_or(Wait::Growing, Wait::Fixed));
            }
            match refused.oauth().map(crate::error::OAuthError::error) {
                Some(code)
                    if INVALID_GRANT.contains(&code) || words.iter().any(|it| it == code) =>
                {
                    Verdict::Over(code.to_owned())
                }
                // In a success, only what says that nothing was taken leaves the login intact.
                code if status.is_success() && !code.is_some_and(is_of_the_client) => {
                    Verdict::InDoubt
                }
                _ => Verdict::Intact(Wait::Fixed(asked.unwrap_or(LONGEST))),
            }
        }
        _ => Verdict::InDoubt,
    }
}

/// The word of the RFC, and one that several vendors have for it.
const INVALID_GRANT: [&str; 2] = ["invalid_grant", "invalid_refresh_token"];

/// Tells whether a code is a fault of the configuration.
fn is_of_the_client(code: &str) -> bool {
    matches!(
        code,
        "invalid_client"
            | "invalid_request"
            | "invalid_scope"
            | "unauthorized_client"
            | "unsupported_grant_type"
    )
}
