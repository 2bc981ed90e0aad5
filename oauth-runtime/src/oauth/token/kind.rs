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

/// Tells whether a vendor's word plainly means a token that whoever has it may use.
pub(crate) fn means_bearer(word: &str) -> bool {
    let word = word.trim().to_ascii_lowercase();
    let words = [
        "access_token",
        "bot",
        "jwt",
        "oauth",
        "oauth2",
        "token",
        "urn:ietf:params:oauth:token-type:access_token",
        "urn:ietf:params:oauth:token-type:jwt",
        "user",
    ];
    word.contains("bearer") || words.contains(&word.as_str())
}
