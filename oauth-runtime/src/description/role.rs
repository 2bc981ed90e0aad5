//! What the name of a parameter says about whether its call may be sent again.

/// What a parameter is for, as far as that decides whether its call may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// The kind of a grant.
    GrantType,
    /// What can be used once.
    Grant(OneTimeGrant),
    /// A token that a call is about: it is revoked or looked at.
    Token,
    /// The kind of that token.
    TokenTypeHint,
}

/// What can be used once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OneTimeGrant {
    /// An authorization code, or another that is like it.
    Code,
    /// A refresh token, which may rotate.
    RefreshToken,
    /// What a client asks again and again with, until its user has decided
    /// ([RFC 8628, section 3.4](https://www.rfc-editor.org/rfc/rfc8628#section-3.4)).
    Polled,
}

/// The ends of names that end in `code`, for what can be used once.
const CODES: &[(&str, OneTimeGrant)] = &[
    // Also `oauth_code` and `pre_auth_code`.
    ("authcode", OneTimeGrant::Code),
    ("authorizationcode", OneTimeGrant::Code),
    ("authorisationcode", OneTimeGrant::Code),
    ("authorizedcode", OneTimeGrant::Code),
    ("authorisedcode", OneTimeGrant::Code),
    ("jscode", OneTimeGrant::Code),
    ("onetimecode", OneTimeGrant::Code),
    ("onetimepasscode", OneTimeGrant::Code),
    ("devicecode", OneTimeGrant::Polled),
];

/// The same of those that end in `token`.
const TOKENS: &[(&str, OneTimeGrant)] =
    &[("refreshtoken", OneTimeGrant::RefreshToken), ("onetimetoken", OneTimeGrant::Code)];

/// The ends of kinds of grants that can be used once, beyond those that are called like their parameter.
const KINDS: &[(&str, OneTimeGrant)] = &[
    ("ciba", OneTimeGrant::Polled),
    // User-Managed Access 2.0, section 3.3.
    ("umaticket", OneTimeGrant::Code),
];

impl Role {
    /// Returns the role that a name says, in whatever case style: `auth_code`, `authCode`, `AuthCode`, `auth-code`.
    pub(crate) fn of(name: &str) -> Option<Self> {
        // Nearly every name is none of these, which its last two letters tell.
        let [.., before, last] = name.as_bytes() else { return None };
        match [before.to_ascii_lowercase(), last.to_ascii_lowercase()] {
            [b'd', b'e'] if is_word(name, "code") => Some(Self::Grant(OneTimeGrant::Code)),
            [b'd', b'e'] => one_time(name, CODES).map(Self::Grant),
            [b'e', b'n'] if is_word(name, "token") || is_word(name, "accesstoken") => {
                Some(Self::Token)
            }
            [b'e', b'n'] => one_time(name, TOKENS).map(Self::Grant),
            [b'p', b'e'] => is_word(name, "granttype").then_some(Self::GrantType),
            [b'n', b't'] => is_word(name, "tokentypehint").then_some(Self::TokenTypeHint),
            [b'i', b'd'] => {
                before_word(name, "authreqid").map(|_| Self::Grant(OneTimeGrant::Polled))
            }
            [b'r', b'd'] => {
                before_word(name, "onetimepassword").map(|_| Self::Grant(OneTimeGrant::Code))
            }
            [b't', b'p'] => is_word(name, "otp").then_some(Self::Grant(OneTimeGrant::Code)),
            _ => None,
        }
    }
}

impl OneTimeGrant {
    /// Returns what can be used once of a grant of this kind, if anything.
    pub(crate) fn of_kind(grant_type: &str) -> Option<Self> {
        match Role::of(grant_type) {
            Some(Role::Grant(grant)) => Some(grant),
            _ => one_time(grant_type, KINDS),
        }
    }
}

fn one_time(name: &str, endings: &[(&str, OneTimeGrant)]) -> Option<OneTimeGrant> {
    let ending = endings.iter().find(|(ending, _)| before_word(name, ending).is_some());
    ending.map(|(_, grant)| *grant)
}

/// Tells whether a name is this word, whatever its case and however its parts are joined.
pub(crate) fn is_word(name: &str, word: &str) -> bool {
    before_word(name, word) == Some(0)
}

/// Returns how many letters of a name there are before this word, with which it ends.
fn before_word(name: &str, word: &str) -> Option<usize> {
    let mut letters = name.bytes().rev().filter(|byte| !matches!(byte, b'_' | b'-' | b'.' | b' '));
    for expected in word.bytes().rev() {
        if letters.next()?.to_ascii_lowercase() != expected {
            return None;
        }
    }
    Some(letters.count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_style_changes_no_role() {
        for (names, role) in [
            (&["code", "Code", "CODE"][..], Role::Grant(OneTimeGrant::Code)),
            (
                &[
                    "auth_code",
                    "authCode",
                    "AuthCode",
                    "auth-code",
                    "AUTH_CODE",
                    "spapi_oauth_code",
                ],
                Role::Grant(OneTimeGrant::Code),
            ),
            (
                &["authorization_code", "authorizationCode", "AuthorizationCode"],
                Role::Grant(OneTimeGrant::Code),
            ),
            (
                &["pre-authorized_code", "preAuthorizedCode", "PreAuthorizedCode"],
                Role::Grant(OneTimeGrant::Code),
            ),
            (&["otp", "one_time_code", "oneTimeToken"], Role::Grant(OneTimeGrant::Code)),
            (
                &[
                    "refresh_token",
                    "refreshToken",
                    "RefreshToken",
                    "refresh-token",
                    "REFRESH_TOKEN",
                ],
                Role::Grant(OneTimeGrant::RefreshToken),
            ),
            (&["device_code", "deviceCode", "device-code"], Role::Grant(OneTimeGrant::Polled)),
            (&["auth_req_id", "authReqId", "AuthReqID"], Role::Grant(OneTimeGrant::Polled)),
            (&["grant_type", "grantType", "GrantType", "grant-type"], Role::GrantType),
            (&["token", "Token", "access_token", "accessToken"], Role::Token),
            (&["token_type_hint", "tokenTypeHint"], Role::TokenTypeHint),
        ] {
            for name in names {
                assert_eq!(Role::of(name), Some(role), "{name}");
            }
        }
    }

    #[test]
    fn other_names_have_no_role() {
        for name in [
            "",
            "_",
            "-",
            "user_code",
            "country_code",
            "code_challenge",
            "code_verifier",
            "id_token",
            "subject_token",
            "token_type",
            "requested_token_type",
            "scope",
            "state",
            "client_id",
            "barcode",
            "zip",
            "é",
        ] {
            assert_eq!(Role::of(name), None, "{name}");
        }
    }

    #[test]
    fn kinds_of_grants_tell_what_can_be_used_once() {
        for (kind, grant) in [
            ("authorization_code", Some(OneTimeGrant::Code)),
            ("AUTHORIZATION_CODE", Some(OneTimeGrant::Code)),
            ("refresh_token", Some(OneTimeGrant::RefreshToken)),
            ("urn:ietf:params:oauth:grant-type:device_code", Some(OneTimeGrant::Polled)),
            ("urn:ietf:params:oauth:grant-type:pre-authorized_code", Some(OneTimeGrant::Code)),
            ("urn:openid:params:grant-type:ciba", Some(OneTimeGrant::Polled)),
            ("urn:ietf:params:oauth:grant-type:uma-ticket", Some(OneTimeGrant::Code)),
            ("client_credentials", None),
            ("password", None),
            ("urn:ietf:params:oauth:grant-type:token-exchange", None),
            ("urn:ietf:params:oauth:grant-type:jwt-bearer", None),
            ("", None),
        ] {
            assert_eq!(OneTimeGrant::of_kind(kind), grant, "{kind}");
        }
    }
}
