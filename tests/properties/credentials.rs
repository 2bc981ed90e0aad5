//! Credentials as headers.

use data_encoding::BASE64;
use oauth_runtime::{
    Basic, Bearer, ClientCredentials, Error, SecretString, error::BuildErrorKind, oauth_api,
};
use proptest::prelude::*;

use crate::decoders;
use crate::places::config;
use crate::texts::{ascii, text};

/// A vendor with each kind of credentials.
#[oauth_api(
    base_url = "https://vendor.example",
    auth = basic | client_secret_basic | bearer | header("X-Key") as key
)]
pub(crate) trait Vendor {
    /// Anything.
    #[get("/")]
    fn call();
}

/// The header of a call with these credentials, or `None` where they cannot be sent.
fn sent(credentials: impl Into<VendorCredentials>, header: &str) -> Option<String> {
    match VendorClient::new(credentials.into()).call().into_request().build() {
        Ok(request) => {
            assert_eq!(request.headers().len(), 1, "{request:?}");
            let value = &request.headers()[header];
            assert!(value.is_sensitive());
            Some(value.to_str().unwrap().to_owned())
        }
        Err(Error::Build(error)) => {
            assert!(matches!(error.kind(), BuildErrorKind::Credentials { .. }), "{error}");
            None
        }
        Err(other) => panic!("{other:?}"),
    }
}

/// Splits at the first colon: [RFC 7617, section 2](https://www.rfc-editor.org/rfc/rfc7617#section-2).
fn split(header: &str) -> (String, String) {
    let encoded = header.strip_prefix("Basic ").unwrap();
    let plain = String::from_utf8(BASE64.decode(encoded.as_bytes()).unwrap()).unwrap();
    let (name, word) = plain.split_once(':').unwrap();
    (name.to_owned(), word.to_owned())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn basic(username in text(), password in text()) {
        let header = sent(Basic::new(&*username, &*password), "authorization");
        let controls = username.chars().chain(password.chars()).any(char::is_control);
        match header {
            Some(header) => {
                prop_assert_eq!(split(&header), (username, password));
                prop_assert!(!controls);
            }
            None => prop_assert!(controls || username.contains(':')),
        }
    }

    #[test]
    fn basic_of_ordinary_names(username in r"[^:\p{Cc}]{0,20}", password in r"\PC{0,20}") {
        let header = sent(Basic::new(&*username, &*password), "authorization");
        prop_assert_eq!(split(&header.unwrap()), (username, password));
    }

    /// [RFC 6749, section 2.3.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1): any text at all.
    #[test]
    fn client_secret_basic(id in text(), secret in text()) {
        let credentials = ClientCredentials::new(&*id, &*secret);
        let (name, word) = split(&sent(credentials, "authorization").unwrap());
        for (encoded, plain) in [(name, id), (word, secret)] {
            prop_assert!(encoded.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':'));
            prop_assert_eq!(decoders::percent(&encoded.replace('+', " ")), plain);
        }
    }

    #[test]
    fn bearer(token in prop_oneof!["[!-~]{1,40}", ascii(), text()]) {
        let visible = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
        let header = sent(Bearer::new(&*token), "authorization");
        prop_assert_eq!(header, visible.then(|| format!("Bearer {token}")));
    }

    #[test]
    fn key(key in prop_oneof![ascii(), text()]) {
        let inside = key.chars().all(|character| matches!(character, '\t' | ' '..='~'));
        let at_ends = key.starts_with([' ', '\t']) || key.ends_with([' ', '\t']);
        let header = sent(VendorCredentials::Key(SecretString::from(&*key)), "x-key");
        prop_assert_eq!(header, (inside && !at_ends).then_some(key));
    }
}
