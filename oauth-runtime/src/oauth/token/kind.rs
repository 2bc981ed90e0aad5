//! How a token is used, and which words mean that.

crate::open_enum! {
    /// How a token is used.
    ///
    /// [RFC 6749, section 7.1](https://www.rfc-editor.org/rfc/rfc6749#section-7.1)
    ///
    /// ```
    /// use oauth_runtime::token::TokenType;
    ///
    /// assert_eq!(TokenType::from("bearer"), TokenType::Bearer);
    /// ```
    #[ignore_case]
    pub enum TokenType {
        /// Whoever has the token may use it
        /// ([RFC 6750](https://www.rfc-editor.org/rfc/rfc6750)).
        Bearer = "Bearer",
    }
}

/// Which words of a `token_type` are taken for `Bearer`.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum AcceptedTokenTypes {
    /// Those that plainly mean it.
    #[default]
    Known,
    /// Any: the declaration says that the vendor has words of its own.
    Any,
}

pub(crate) fn is_bearer(word: &str) -> bool {
    word.eq_ignore_ascii_case("Bearer")
}

/// Words that mean a token that whoever has it may use, without what joins their parts.
const WORDS_FOR_BEARER: [&str; 22] = [
    "accesstoken",
    "authbearer",
    "bearer",
    "bearerauth",
    "bearerauthentication",
    "bearerauthorization",
    "beareraccesstoken",
    "bearerjwt",
    "bearertoken",
    "bearertokentype",
    "bot",
    "httpbearer",
    "jwt",
    "jwtbearer",
    "oauth",
    "oauth2",
    "oauth2bearer",
    "oauthbearer",
    "token",
    "tokenbearer",
    "tokentypebearer",
    "user",
];

/// The beginning of identifiers of token types ([RFC 8693, section 3](https://www.rfc-editor.org/rfc/rfc8693#section-3)).
const TOKEN_TYPE: &str = "urn:ietf:params:oauth:token-type:";

/// Tells whether a vendor's word plainly means a token that whoever has it may use.
pub(crate) fn means_bearer(word: &str) -> bool {
    let word = word.trim().to_ascii_lowercase();
    let word = match word.strip_prefix(TOKEN_TYPE) {
        Some("access_token" | "bearer" | "jwt") => return true,
        Some(_) => return false,
        None => word.replace([' ', '_', '-', '.', ':'], ""),
    };
    WORDS_FOR_BEARER.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_plainly_means_bearer_does() {
        for word in [
            "bearer",
            " Bearer",
            "Bearer ",
            "BearerToken",
            "bearer_token",
            "Bearer Token",
            "BEARER-TOKEN",
            "oauth2.bearer",
            "access_token",
            "JWT",
            "bot",
            "user",
            "urn:ietf:params:oauth:token-type:access_token",
            "urn:ietf:params:oauth:token-type:jwt",
        ] {
            assert!(means_bearer(word), "{word}");
        }
        for word in [
            "",
            "nonbearer",
            "non-bearer",
            "mac-not-bearer",
            "not bearer",
            "no_bearer",
            "bearer-mac",
            "bearer or mac",
            "pop+bearer",
            "bearerless",
            "forbearer",
            "dpop",
            "mac",
            "n_a",
            "id_token",
            "urn:ietf:params:oauth:token-type:id_token",
            "urn:ietf:params:oauth:token-type:refresh_token",
            "urn:ietf:params:oauth:token-type:non-bearer",
        ] {
            assert!(!means_bearer(word), "{word}");
        }
    }
}
