//! The names of the parameters that a callback carries.

/// The names under which a server sends what
/// [RFC 6749, section 4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2) and its like send, where they are its own.
///
/// A declaration says them on its page: `callback(code = "spapi_oauth_code")`. From that comes a constant of the client,
/// named after the endpoint, for [`Callback::names`](crate::Callback::names):
///
/// ```
/// use oauth_runtime::{Callback, State, oauth_api};
///
/// #[oauth_api(base_url = "https://sellercentral.amazon.example")]
/// pub trait Seller {
///     #[get(
///         "/apps/authorize/consent",
///         browser,
///         callback(code = "spapi_oauth_code")
///     )]
///     fn consent(application_id: String, state: String);
/// }
///
/// let state = State::from_string("xyz");
/// let code = Callback::new(&state)
///     .names(SellerClient::CONSENT_CALLBACK)
///     .code("?spapi_oauth_code=abc&selling_partner_id=A3F&state=xyz")?;
/// assert_eq!(code.parameter("selling_partner_id"), Some("A3F"));
/// # Ok::<(), oauth_runtime::authorization::CallbackError>(())
/// ```
#[allow(clippy::exhaustive_structs, reason = "generated code writes it; the fields are hidden")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallbackNames {
    #[doc(hidden)]
    pub code: Option<&'static str>,
    #[doc(hidden)]
    pub state: &'static str,
    #[doc(hidden)]
    pub error: &'static str,
    #[doc(hidden)]
    pub error_description: &'static str,
    #[doc(hidden)]
    pub error_uri: &'static str,
    #[doc(hidden)]
    pub iss: &'static str,
    #[doc(hidden)]
    pub scope: &'static str,
    #[doc(hidden)]
    pub scope_separator: Option<&'static str>,
}

impl CallbackNames {
    /// The names that the RFCs give.
    pub const OF_THE_RFCS: Self = Self {
        code: Some("code"),
        state: "state",
        error: "error",
        error_description: "error_description",
        error_uri: "error_uri",
        iss: "iss",
        scope: "scope",
        scope_separator: None,
    };

    /// Returns the name of the code; nothing where the server sends none.
    #[must_use]
    pub const fn code(&self) -> Option<&'static str> {
        self.code
    }

    /// Returns the name of the `state`.
    #[must_use]
    pub const fn state(&self) -> &'static str {
        self.state
    }

    /// Returns the name of the error code.
    #[must_use]
    pub const fn error(&self) -> &'static str {
        self.error
    }

    /// Returns the name of the text for developers.
    #[must_use]
    pub const fn error_description(&self) -> &'static str {
        self.error_description
    }

    /// Returns the name of the address of a page about the error.
    #[must_use]
    pub const fn error_uri(&self) -> &'static str {
        self.error_uri
    }

    /// Returns the name of the issuer.
    #[must_use]
    pub const fn iss(&self) -> &'static str {
        self.iss
    }

    /// Returns the name of the scope that was granted.
    #[must_use]
    pub const fn scope(&self) -> &'static str {
        self.scope
    }

    /// Returns what stands between the words of the scope, where that is no space.
    #[must_use]
    pub const fn scope_separator(&self) -> Option<&'static str> {
        self.scope_separator
    }
}
