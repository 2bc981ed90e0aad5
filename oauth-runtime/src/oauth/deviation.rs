//! The ways in which a usable token answer departs from the RFC.

use std::fmt;

use http::StatusCode;

use crate::secret::escape::Escaped;

/// One departure of a token answer from [RFC 6749, section 5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1)
/// that does no harm: the token is good, and this is what was made of the rest.
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use oauth_runtime::{Deviation, Token};
///
/// let body = br#"{"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"Bearer","expires_in":"3600"}"#;
/// let token = Token::from_json(body, SystemTime::now())?;
/// assert_eq!(token.expires_in(), Some(Duration::from_secs(3600)));
/// assert_eq!(token.deviations(), [Deviation::ExpiresInString]);
/// assert_eq!(Deviation::ExpiresInString.to_string(), "`expires_in` is a string");
/// # Ok::<(), oauth_runtime::token::TokenError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Deviation {
    /// `expires_in` is a string; the number in it counts.
    ExpiresInString,
    /// `expires_in` is written with a point or an exponent, but is whole.
    ExpiresInFloat,
    /// `expires_in` has a fraction; it is rounded down.
    ExpiresInFraction,
    /// `expires_in` is zero or negative; the token has already expired, but may be good for one use.
    ExpiresInNotPositive,
    /// `expires_in` is beyond all sense; it is taken as [`Token::LONGEST_EXPIRES_IN`](crate::Token::LONGEST_EXPIRES_IN).
    ExpiresInTooLarge,
    /// `expires_in` is no number, such as null or `"never"`; when the token expires is not known.
    ExpiresInUnreadable,
    /// There is no `expires_in`; when the token expires is not known. The RFC recommends it only.
    ExpiresInAbsent,
    /// The moment of expiry is not written as the declaration says, such as null; when the token expires is not known.
    ExpiresAtUnreadable,
    /// The moment of expiry is past; the token has already expired, but may be good for one use.
    ExpiresAtPast,
    /// The moment of expiry is beyond all sense; it is taken as
    /// [`Token::LONGEST_EXPIRES_IN`](crate::Token::LONGEST_EXPIRES_IN) from now.
    ExpiresAtTooLate,
    /// There is no `token_type`, or it is null or empty; it is taken as `Bearer`.
    TokenTypeAbsent,
    /// `token_type` is a word of the vendor that plainly means `Bearer`.
    TokenTypeVendorWord,
    /// `scope` is a list; its items are joined.
    ScopeArray,
    /// `scope` has commas; it is taken apart at them.
    ScopeCommas,
    /// `scope` has spaces at its ends or in a row, or other white space; empty items are left out.
    ScopeBlanks,
    /// `scope` is an empty text or list; the token has no scope.
    ScopeEmpty,
    /// `scope` is null; it counts as absent.
    ScopeNull,
    /// `scope` is neither text nor list of texts; it counts as absent.
    ScopeUnreadable,
    /// `scope` has characters that no scope has (RFC 6749, appendix A.4), such as quotes and umlauts; they are kept.
    ScopeCharacters,
    /// `refresh_token` is empty; it counts as absent.
    RefreshTokenEmpty,
    /// `refresh_token` is null; it counts as absent.
    RefreshTokenNull,
    /// `refresh_token` has characters that none should have (RFC 6749, appendix A.17); it is kept as it came.
    RefreshTokenCharacters,
    /// `refresh_token` is not a text; it counts as absent.
    RefreshTokenUnreadable,
    /// `token_type` is not a text; how the token is used is left to the vendor's own type.
    TokenTypeUnreadable,
    /// There is an `error` without a value, null or empty; it counts as absent.
    ErrorEmpty,
    /// There is an `error` that is not a text, such as `false` or `0`; what it means is left to the vendor's own type.
    ErrorUnreadable,
    /// This member came more than once; the last one counts. One that is inside others, where a declaration places the
    /// token, has their names before it, joined by dots.
    DuplicateMember(String),
    /// This member has a value that cannot be represented, such as `1e400`; it is kept as its JSON text. The name is that of
    /// [`DuplicateMember`](Self::DuplicateMember).
    MemberUnreadable(String),
    /// The body is not all UTF-8; the bytes in question, none of them in a credential, are replaced.
    InvalidUtf8,
    /// The body begins with a byte order mark.
    ByteOrderMark,
    /// The `Content-Type` is not `application/json`.
    ContentType,
    /// There is more than one `Content-Type`; the first counts.
    ContentTypeRepeated,
    /// The `Content-Type` names another charset than UTF-8; the body is read as UTF-8 all the same, as JSON always is
    /// ([RFC 8259, section 8.1](https://www.rfc-editor.org/rfc/rfc8259#section-8.1)).
    Charset,
    /// There is no `Cache-Control: no-store` with the token: a cache on the way may keep it.
    NoStoreAbsent,
    /// The status is 201 instead of 200.
    Status201,
    /// The status is a success, but neither 200 nor 201.
    StatusOther(StatusCode),
    /// The body is form-encoded instead of JSON.
    FormEncoded,
}

impl Deviation {
    /// Returns the word by which a declaration names it in `deviations(…)`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ExpiresInString => "expires_in_string",
            Self::ExpiresInFloat => "expires_in_float",
            Self::ExpiresInFraction => "expires_in_fraction",
            Self::ExpiresInNotPositive => "expires_in_not_positive",
            Self::ExpiresInTooLarge => "expires_in_too_large",
            Self::ExpiresInUnreadable => "expires_in_unreadable",
            Self::ExpiresInAbsent => "expires_in_absent",
            Self::ExpiresAtUnreadable => "expires_at_unreadable",
            Self::ExpiresAtPast => "expires_at_past",
            Self::ExpiresAtTooLate => "expires_at_too_late",
            Self::TokenTypeAbsent => "token_type_absent",
            Self::TokenTypeVendorWord => "token_type_vendor_word",
            Self::ScopeArray => "scope_array",
            Self::ScopeCommas => "scope_commas",
            Self::ScopeBlanks => "scope_blanks",
            Self::ScopeEmpty => "scope_empty",
            Self::ScopeNull => "scope_null",
            Self::ScopeUnreadable => "scope_unreadable",
            Self::ScopeCharacters => "scope_characters",
            Self::RefreshTokenEmpty => "refresh_token_empty",
            Self::RefreshTokenNull => "refresh_token_null",
            Self::RefreshTokenCharacters => "refresh_token_characters",
            Self::RefreshTokenUnreadable => "refresh_token_unreadable",
            Self::TokenTypeUnreadable => "token_type_unreadable",
            Self::ErrorEmpty => "error_empty",
            Self::ErrorUnreadable => "error_unreadable",
            Self::DuplicateMember(_) => "duplicate_member",
            Self::MemberUnreadable(_) => "member_unreadable",
            Self::InvalidUtf8 => "invalid_utf8",
            Self::ByteOrderMark => "byte_order_mark",
            Self::ContentType => "content_type",
            Self::ContentTypeRepeated => "content_type_repeated",
            Self::Charset => "charset",
            Self::NoStoreAbsent => "no_store_absent",
            Self::Status201 => "status_201",
            Self::StatusOther(_) => "status_other",
            Self::FormEncoded => "form_encoded",
        }
    }

    /// Tells whether it is one of a body that has no token where the RFC has it.
    pub(crate) const fn is_of_the_body(&self) -> bool {
        matches!(
            self,
            Self::ByteOrderMark
                | Self::ErrorEmpty
                | Self::ErrorUnreadable
                | Self::FormEncoded
                | Self::InvalidUtf8
        )
    }

    /// Tells whether the RFC permits it, though it advises against it.
    #[must_use]
    pub fn is_permitted(&self) -> bool {
        matches!(self, Self::ExpiresInAbsent)
    }
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ExpiresInString => "`expires_in` is a string",
            Self::ExpiresInFloat => "`expires_in` is written as a float",
            Self::ExpiresInFraction => "`expires_in` has a fraction",
            Self::ExpiresInNotPositive => "`expires_in` is zero or negative",
            Self::ExpiresInTooLarge => "`expires_in` is too large",
            Self::ExpiresInUnreadable => "`expires_in` is no number",
            Self::ExpiresInAbsent => "`expires_in` is absent",
            Self::ExpiresAtUnreadable => "the moment of expiry is not written as declared",
            Self::ExpiresAtPast => "the moment of expiry is past",
            Self::ExpiresAtTooLate => "the moment of expiry is too late",
            Self::TokenTypeAbsent => "`token_type` is absent, null or empty",
            Self::TokenTypeVendorWord => "`token_type` is a word of the vendor for `Bearer`",
            Self::ScopeArray => "`scope` is a list",
            Self::ScopeCommas => "`scope` has commas",
            Self::ScopeBlanks => "`scope` has needless white space",
            Self::ScopeEmpty => "`scope` is empty",
            Self::ScopeNull => "`scope` is null",
            Self::ScopeUnreadable => "`scope` is no text",
            Self::ScopeCharacters => "`scope` has characters that none should have",
            Self::RefreshTokenEmpty => "`refresh_token` is empty",
            Self::RefreshTokenNull => "`refresh_token` is null",
            Self::RefreshTokenCharacters => "`refresh_token` has characters that none should have",
            Self::RefreshTokenUnreadable => "`refresh_token` is no text",
            Self::TokenTypeUnreadable => "`token_type` is no text",
            Self::ErrorEmpty => "`error` is null or empty",
            Self::ErrorUnreadable => "`error` is no text",
            Self::DuplicateMember(name) => {
                return write!(f, "`{}` is there more than once", Escaped(name));
            }
            Self::MemberUnreadable(name) => {
                return write!(f, "`{}` cannot be represented", Escaped(name));
            }
            Self::InvalidUtf8 => "the body is not all UTF-8",
            Self::ByteOrderMark => "the body begins with a byte order mark",
            Self::ContentType => "the `Content-Type` is not `application/json`",
            Self::ContentTypeRepeated => "there is more than one `Content-Type`",
            Self::Charset => "the `Content-Type` names another charset than UTF-8",
            Self::NoStoreAbsent => "there is no `Cache-Control: no-store`",
            Self::Status201 => "the status is 201",
            Self::StatusOther(status) => return write!(f, "the status is {}", status.as_u16()),
            Self::FormEncoded => "the body is form-encoded",
        })
    }
}

impl fmt::Debug for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Deviation({self})")
    }
}

/// Tells why an answer is not taken to the letter: the first departure that the RFC does not permit, and how many more.
pub(crate) fn write_list(f: &mut fmt::Formatter<'_>, deviations: &[Deviation]) -> fmt::Result {
    let mut deviations = deviations.iter().filter(|deviation| !deviation.is_permitted());
    f.write_str("the answer is not to the letter of RFC 6749, section 5.1")?;
    if let Some(first) = deviations.next() {
        write!(f, ": {first}")?;
    }
    match deviations.count() {
        0 => Ok(()),
        more => write!(f, ", and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_the_server_are_escaped() {
        let name = "a\n\u{202e}".to_owned() + &"x".repeat(9999);
        for deviation in
            [Deviation::DuplicateMember(name.clone()), Deviation::MemberUnreadable(name)]
        {
            for shown in [deviation.to_string(), format!("{deviation:?}")] {
                assert!(shown.contains(r"a\n\u{202e}x") && shown.len() < 300, "{shown}");
            }
        }
    }

    #[test]
    fn only_what_the_rfc_permits_is_permitted() {
        assert!(Deviation::ExpiresInAbsent.is_permitted());
        assert!(!Deviation::ExpiresInString.is_permitted());
    }
}
