//! How a device flow ends without a token.

use std::fmt;

use crate::error::Error;

/// How a device flow ended without a token.
///
/// ```
/// use oauth_runtime::sign_in::DeviceError;
///
/// fn advice(error: &DeviceError) -> &'static str {
///     match error {
///         DeviceError::Denied(_) => "you said no",
///         DeviceError::Expired(_) => "that took too long: start again",
///         _ => "the server does not answer as it should",
///     }
/// }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum DeviceError {
    /// The person said no (`access_denied`, or the `authorization_declined` of Microsoft).
    Denied(Error),
    /// The code has expired: the server says so (`expired_token`), or no poll fits into the life of the code any more.
    /// With it comes the failure of the last poll, where it failed for another reason than that the person had not answered.
    Expired(Option<Error>),
    /// The call failed for good.
    Call(Error),
}

impl fmt::Display for DeviceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Denied(_) => "the person said no",
            Self::Expired(_) => "the device code has expired",
            Self::Call(_) => "the server could not be asked for the token",
        })
    }
}

impl std::error::Error for DeviceError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Denied(error) | Self::Call(error) => Some(error),
            Self::Expired(error) => error.as_ref().map(|error| error as _),
        }
    }
}
