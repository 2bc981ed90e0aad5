//! What an authorization request asks for, and what is decided.

use crate::stand_in::values::Values;

/// What a person decides on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    Allows,
    Denies,
}

/// What an authorization request asks for.
#[derive(Clone, Default)]
pub(crate) struct Asked {
    pub(crate) client: String,
    pub(crate) redirect_uri: Option<String>,
    pub(crate) scope: Option<String>,
    pub(crate) challenge: Option<String>,
    pub(crate) method: Option<String>,
    pub(crate) state: Option<String>,
    pub(crate) response_mode: Option<String>,
    pub(crate) request_uri: Option<String>,
}

impl Asked {
    pub(crate) fn of(values: &Values) -> Self {
        Self {
            client: values.client_id().unwrap_or_default(),
            redirect_uri: values.word("redirecturi"),
            scope: values.word("scope"),
            challenge: values.word("codechallenge"),
            method: values.word("codechallengemethod"),
            state: values.word("state"),
            response_mode: values.word("responsemode"),
            request_uri: values.word("requesturi"),
        }
    }
}
