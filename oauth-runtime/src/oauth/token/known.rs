//! The members of a token response that mean something.

use crate::description::TokenMember;

/// A member that [RFC 6749, section 5](https://www.rfc-editor.org/rfc/rfc6749#section-5) knows, or a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    AccessToken,
    TokenType,
    ExpiresIn,
    ExpiresAt,
    Scope,
    RefreshToken,
    Error,
    ErrorDescription,
}

impl Known {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::AccessToken => "access_token",
            Self::TokenType => "token_type",
            Self::ExpiresIn => "expires_in",
            Self::ExpiresAt => "expires_at",
            Self::Scope => "scope",
            Self::RefreshToken => "refresh_token",
            Self::Error => "error",
            Self::ErrorDescription => "error_description",
        }
    }

    pub(crate) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "access_token" => Self::AccessToken,
            "token_type" => Self::TokenType,
            "expires_in" => Self::ExpiresIn,
            "scope" => Self::Scope,
            "refresh_token" => Self::RefreshToken,
            "error" => Self::Error,
            "error_description" => Self::ErrorDescription,
            _ => return None,
        })
    }
}

impl From<TokenMember> for Known {
    fn from(member: TokenMember) -> Self {
        match member {
            TokenMember::AccessToken => Self::AccessToken,
            TokenMember::Kind => Self::TokenType,
            TokenMember::RefreshToken => Self::RefreshToken,
            TokenMember::ExpiresIn => Self::ExpiresIn,
            TokenMember::ExpiresAt => Self::ExpiresAt,
            TokenMember::Scope => Self::Scope,
        }
    }
}
