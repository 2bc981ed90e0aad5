//! A declaration compared with the vendor's own description in OpenAPI.
//!
//! Declarations age: a vendor adds a parameter, or asks for one that was optional. Where the vendor publishes a description in
//! OpenAPI 3.0 or 3.1, a test that compares both says so by name.
//!
//! ```
//! use oauth_runtime::stand_in::compare::compare;
//! use oauth_runtime::{SecretString, oauth_api};
//! use serde_json::json;
//!
//! #[oauth_api(base_url = "https://vendor.example/oauth2")]
//! trait Vendor {
//!     #[post("/revoke")]
//!     fn revoke(token: SecretString, token_type_hint: Option<String>);
//! }
//!
//! let description = json!({
//!     "openapi": "3.1.0",
//!     "servers": [{ "url": "https://vendor.example/oauth2" }],
//!     "paths": { "/revoke": { "post": {
//!         "requestBody": { "required": true, "content": { "application/x-www-form-urlencoded": { "schema": {
//!             "type": "object",
//!             "properties": { "token": {}, "token_type_hint": {} },
//!             "required": ["token", "token_type_hint"]
//!         } } } },
//!         "responses": { "200": { "description": "Revoked." } }
//!     } } }
//! });
//!
//! let comparison = compare(VendorClient::API, &description);
//! assert_eq!(
//!     comparison.differences().next().unwrap().to_string(),
//!     "`revoke`, `token_type_hint`: declared as optional, described as required",
//! );
//!
//! // What differs on purpose says why. An exception that no longer applies is reported as well.
//! comparison
//!     .except("revoke", "token_type_hint", "the server takes tokens without it")
//!     .finish()?;
//! # Ok::<(), oauth_runtime::stand_in::compare::Differences>(())
//! ```
//!
//! # What is compared
//!
//! | subject | what is compared |
//! |---|---|
//! | the URL of a host | whether the declaration has a base URL, and the description a server there |
//! | `path` | each endpoint with an operation of the same method and path; each operation with an endpoint |
//! | the wire name of a parameter | whether it is there, where it is sent, whether it is needed, and the value that it always has or that the server assumes |
//! | `body` | the content types |
//! | `auth` | the ways to authenticate |
//! | `response` | whether a success is a value, nothing or a redirect |
//!
//! The description is read as it is: `$ref` inside the document is followed, `allOf`, `oneOf` and `anyOf` of an object are its
//! members together, of which those are needed that each of the alternatives needs. Types of values are not compared, nor are the
//! models of responses.

mod declared;
mod described;
mod difference;

use std::fmt;

use serde_json::Value;

use crate::description::Api;
pub use difference::Difference;

/// Compares a declaration with a description in OpenAPI 3.0 or 3.1.
///
/// See the [module](self) for what is compared. Operations of the description that the declaration does not have are
/// differences: cut the description to the part that is declared, or say so with [`Comparison::except`].
#[must_use = "differences are reported by `finish`"]
pub fn compare(api: &Api, description: &Value) -> Comparison {
    let mut differences = Vec::new();
    match described::read(description) {
        Ok(described) => declared::compare(api, &described, &mut differences),
        Err(unreadable) => differences.push(unreadable),
    }
    Comparison { differences, unused: Vec::new() }
}

/// What differs between a declaration and a description, but for what was excepted.
#[must_use = "differences are reported by `finish`"]
#[derive(Clone, Debug)]
pub struct Comparison {
    differences: Vec<Difference>,
    unused: Vec<String>,
}

impl Comparison {
    /// Leaves out what differs on purpose: the differences of this subject at this endpoint, with the reason.
    ///
    /// The endpoint is the name of its function, method and path (`POST /revoke`) for an operation that is not declared, or
    /// empty for the base; the subject is [that of the difference](Difference::subject). An exception that applies to nothing,
    /// or gives no reason, is reported by [`finish`](Self::finish).
    pub fn except(mut self, endpoint: &str, subject: &str, reason: &str) -> Self {
        let before = self.differences.len();
        self.differences.retain(|found| !found.is_about(endpoint, subject));
        if self.differences.len() == before {
            self.unused.push(format!(
                "{}: nothing differs, so the exception (\"{}\") can go",
                difference::place(endpoint, subject),
                reason.escape_debug(),
            ));
        }
        if reason.trim().is_empty() {
            self.unused.push(format!(
                "{}: the exception gives no reason",
                difference::place(endpoint, subject)
            ));
        }
        self
    }

    /// Returns what differs, in the order of the declaration.
    #[must_use]
    pub fn differences(&self) -> impl ExactSizeIterator<Item = &Difference> {
        self.differences.iter()
    }

    /// Ends the comparison.
    ///
    /// # Errors
    ///
    /// [`Differences`], where something differs that was not excepted, or an exception no longer applies.
    pub fn finish(self) -> Result<(), Differences> {
        if self.differences.is_empty() && self.unused.is_empty() {
            return Ok(());
        }
        Err(Differences { differences: self.differences, unused: self.unused })
    }
}

/// A declaration and a description that differ: a line for each difference, and for each exception that no longer applies.
#[derive(Clone)]
pub struct Differences {
    differences: Vec<Difference>,
    unused: Vec<String>,
}

impl Differences {
    /// Returns what differs, in the order of the declaration.
    #[must_use]
    pub fn differences(&self) -> impl ExactSizeIterator<Item = &Difference> {
        self.differences.iter()
    }
}

impl fmt::Display for Differences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the declaration differs from the description")?;
        for difference in &self.differences {
            write!(f, "\n  {difference}")?;
        }
        for unused in &self.unused {
            write!(f, "\n  {unused}")?;
        }
        Ok(())
    }
}

/// The same as [`Display`](fmt::Display), since it is what a test that ends with `?` or `unwrap` prints.
impl fmt::Debug for Differences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Differences {}
