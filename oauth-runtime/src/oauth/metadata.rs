//! The metadata of an authorization server: where its endpoints are, and what they can do.

use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde_json::{Map, Value};

/// The metadata of an authorization server, as it publishes it or as it is put together by hand.
///
/// [RFC 8414, section 2](https://www.rfc-editor.org/rfc/rfc8414#section-2), and
/// [OpenID Connect Discovery 1.0, section 3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)
///
/// Cheap to clone. Whatever the server says beside the members known here is kept, and reached by its name.
///
/// ```
/// use oauth_runtime::ServerMetadata;
///
/// # fn main() -> Result<(), serde_json::Error> {
/// let metadata: ServerMetadata = serde_json::from_str(
///     r#"{
///         "issuer": "https://server.example",
///         "token_endpoint": "https://server.example/token",
///         "code_challenge_methods_supported": ["S256"],
///         "service_documentation": "https://server.example/docs"
///     }"#,
/// )?;
/// assert_eq!(metadata.issuer(), "https://server.example");
/// assert_eq!(metadata.token_endpoint(), Some("https://server.example/token"));
/// assert_eq!(metadata.code_challenge_methods_supported(), Some(vec!["S256"]));
/// assert_eq!(metadata.members()["service_documentation"], "https://server.example/docs");
/// # Ok(())
/// # }
/// ```
///
/// For a server that publishes none:
///
/// ```
/// use oauth_runtime::ServerMetadata;
///
/// let metadata = ServerMetadata::new("https://server.example")
///     .with("token_endpoint", "https://server.example/token")
///     .with("revocation_endpoint", "https://server.example/revoke");
/// assert_eq!(metadata.url("revocation_endpoint"), Some("https://server.example/revoke"));
/// ```
#[derive(Clone)]
pub struct ServerMetadata {
    issuer: Arc<str>,
    members: Arc<Map<String, Value>>,
}

impl ServerMetadata {
    /// Makes metadata that has the issuer alone.
    pub fn new(issuer: impl Into<String>) -> Self {
        let issuer = issuer.into();
        let mut members = Map::new();
        members.insert("issuer".to_owned(), Value::String(issuer.clone()));
        Self { issuer: issuer.into(), members: Arc::new(members) }
    }

    /// Sets a member, such as the URL of an endpoint.
    #[must_use]
    pub fn with(mut self, member: impl Into<String>, value: impl Into<Value>) -> Self {
        let (member, value) = (member.into(), value.into());
        if let ("issuer", Value::String(issuer)) = (&*member, &value) {
            self.issuer = issuer.as_str().into();
        }
        Arc::make_mut(&mut self.members).insert(member, value);
        self
    }

    /// Returns the identifier of the server, which is a URL.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Returns the URL that is a member of this name, such as `token_endpoint`.
    #[must_use]
    pub fn url(&self, member: &str) -> Option<&str> {
        self.members.get(member)?.as_str()
    }

    /// Returns the texts in a list of this name, such as `grant_types_supported`.
    #[must_use]
    pub fn list(&self, member: &str) -> Option<Vec<&str>> {
        let items = self.members.get(member)?.as_array()?;
        Some(items.iter().filter_map(Value::as_str).collect())
    }

    /// Returns all members by their names.
    #[must_use]
    pub fn members(&self) -> &Map<String, Value> {
        &self.members
    }
}

macro_rules! urls {
    ($($(#[$docs:meta])* $name:ident)*) => {
        impl ServerMetadata {$(
            $(#[$docs])*
            #[must_use]
            pub fn $name(&self) -> Option<&str> {
                self.url(stringify!($name))
            }
        )*}
    };
}

urls! {
    /// Returns the URL of the authorization endpoint
    /// ([RFC 6749, section 3.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1)).
    authorization_endpoint

    /// Returns the URL of the token endpoint
    /// ([RFC 6749, section 3.2](https://www.rfc-editor.org/rfc/rfc6749#section-3.2)).
    token_endpoint

    /// Returns the URL of the revocation endpoint ([RFC 7009](https://www.rfc-editor.org/rfc/rfc7009)).
    revocation_endpoint

    /// Returns the URL of the introspection endpoint ([RFC 7662](https://www.rfc-editor.org/rfc/rfc7662)).
    introspection_endpoint

    /// Returns the URL of the device authorization endpoint ([RFC 8628](https://www.rfc-editor.org/rfc/rfc8628)).
    device_authorization_endpoint

    /// Returns the URL of the pushed authorization request endpoint ([RFC 9126](https://www.rfc-editor.org/rfc/rfc9126)).
    pushed_authorization_request_endpoint

    /// Returns the URL of the client registration endpoint ([RFC 7591](https://www.rfc-editor.org/rfc/rfc7591)).
    registration_endpoint

    /// Returns the URL of the `UserInfo` endpoint
    /// ([OpenID Connect Core 1.0, section 5.3](https://openid.net/specs/openid-connect-core-1_0.html#UserInfo)).
    userinfo_endpoint

    /// Returns the URL at which a session ends
    /// ([OpenID Connect RP-Initiated Logout 1.0](https://openid.net/specs/openid-connect-rpinitiated-1_0.html)).
    end_session_endpoint

    /// Returns the URL of the server's keys ([RFC 7517, section 5](https://www.rfc-editor.org/rfc/rfc7517#section-5)).
    jwks_uri
}

macro_rules! lists {
    ($($(#[$docs:meta])* $name:ident)*) => {
        impl ServerMetadata {$(
            $(#[$docs])*
            #[must_use]
            pub fn $name(&self) -> Option<Vec<&str>> {
                self.list(stringify!($name))
            }
        )*}
    };
}

lists! {
    /// Returns the scopes that can be asked for; there may be others.
    scopes_supported

    /// Returns the values of `response_type`.
    response_types_supported

    /// Returns the values of `response_mode`. Where there is no list, they are `query` and `fragment`.
    response_modes_supported

    /// Returns the values of `grant_type`. Where there is no list, they are `authorization_code` and `implicit`.
    grant_types_supported

    /// Returns the values of `code_challenge_method` ([RFC 7636](https://www.rfc-editor.org/rfc/rfc7636)). Where there is no
    /// list, the server does not support PKCE.
    code_challenge_methods_supported

    /// Returns how clients authenticate at the token endpoint. Where there is no list, it is `client_secret_basic`.
    token_endpoint_auth_methods_supported

    /// Returns how clients authenticate at the revocation endpoint. Where there is no list, it is `client_secret_basic`.
    revocation_endpoint_auth_methods_supported

    /// Returns how clients authenticate at the introspection endpoint.
    introspection_endpoint_auth_methods_supported

    /// Returns the kinds of subject identifiers of OpenID Connect.
    subject_types_supported

    /// Returns the algorithms that sign ID tokens.
    id_token_signing_alg_values_supported
}

/// Takes a JSON object with an `issuer`, which every server's has.
impl<'de> Deserialize<'de> for ServerMetadata {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members = Map::deserialize(deserializer)?;
        let issuer = members.get("issuer").and_then(Value::as_str);
        let issuer = issuer.ok_or_else(|| D::Error::missing_field("issuer"))?.into();
        Ok(Self { issuer, members: Arc::new(members) })
    }
}

impl From<&Self> for ServerMetadata {
    fn from(metadata: &Self) -> Self {
        metadata.clone()
    }
}

impl fmt::Debug for ServerMetadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerMetadata")
            .field("issuer", &self.issuer)
            .field("members", &self.members.keys().collect::<Vec<_>>())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 8414, section 3.2.
    const EXAMPLE: &str = r#"{
        "issuer": "https://server.example.com",
        "authorization_endpoint": "https://server.example.com/authorize",
        "token_endpoint": "https://server.example.com/token",
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256", "ES256"],
        "userinfo_endpoint": "https://server.example.com/userinfo",
        "jwks_uri": "https://server.example.com/jwks.json",
        "registration_endpoint": "https://server.example.com/register",
        "scopes_supported": ["openid", "profile", "email", "address", "phone", "offline_access"],
        "response_types_supported": ["code", "code token"],
        "service_documentation": "http://server.example.com/service_documentation.html",
        "ui_locales_supported": ["en-US", "en-GB", "en-CA", "fr-FR", "fr-CA"]
    }"#;

    #[test]
    fn example_of_the_rfc_is_read_whole() {
        let metadata: ServerMetadata = serde_json::from_str(EXAMPLE).unwrap();
        assert_eq!(metadata.issuer(), "https://server.example.com");
        assert_eq!(metadata.authorization_endpoint(), Some("https://server.example.com/authorize"));
        assert_eq!(metadata.jwks_uri(), Some("https://server.example.com/jwks.json"));
        assert_eq!(metadata.revocation_endpoint(), None);
        assert_eq!(metadata.response_types_supported(), Some(vec!["code", "code token"]));
        assert_eq!(metadata.grant_types_supported(), None);
        assert_eq!(metadata.members().len(), 12);
        assert_eq!(metadata.list("ui_locales_supported").unwrap().len(), 5);
    }

    #[test]
    fn without_an_issuer_it_is_none() {
        for json in [r#"{"token_endpoint":"https://a/t"}"#, r#"{"issuer":1}"#, "[]", "null"] {
            assert!(serde_json::from_str::<ServerMetadata>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn members_of_another_kind_are_no_urls_and_no_lists() {
        let metadata: ServerMetadata = serde_json::from_str(
            r#"{"issuer":"https://a","token_endpoint":["https://a/t"],"scopes_supported":"a"}"#,
        )
        .unwrap();
        assert_eq!(metadata.token_endpoint(), None);
        assert_eq!(metadata.scopes_supported(), None);
        assert_eq!(metadata.members()["scopes_supported"], "a");
    }
}
