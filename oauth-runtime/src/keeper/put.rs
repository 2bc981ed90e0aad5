//! What a sign-in brings.

use std::any::Any;
use std::fmt;

use http::HeaderMap;

use crate::keeper::error::KeeperError;
use crate::oauth::token::Token;
use crate::response::success::Response;

/// What a sign-in brings: made of a [`Response`] of a token endpoint, whatever its type is, or of a [`Token`].
pub struct NewToken {
    token: Option<Token>,
    headers: Option<HeaderMap>,
}

impl NewToken {
    pub(super) fn token(&self) -> Result<&Token, KeeperError> {
        self.token.as_ref().ok_or(KeeperError::NoToken)
    }

    pub(super) const fn headers(&self) -> Option<&HeaderMap> {
        self.headers.as_ref()
    }
}

impl From<Token> for NewToken {
    fn from(token: Token) -> Self {
        Self { token: Some(token), headers: None }
    }
}

impl<T: 'static> From<Response<T>> for NewToken {
    fn from(response: Response<T>) -> Self {
        let own: Option<&Token> = (&response.value as &dyn Any).downcast_ref();
        let token = own.cloned().or_else(|| response.token.as_ref()?.token());
        Self { token, headers: Some(response.headers) }
    }
}

impl fmt::Debug for NewToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewToken").field("token", &self.token).finish_non_exhaustive()
    }
}
