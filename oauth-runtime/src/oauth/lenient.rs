//! Helpers for the models of a vendor's answers, so that an odd value does not cost the rest of the answer.
//!
//! Each is for serde's `deserialize_with`, most of them together with `default`:
//!
//! ```
//! #[derive(serde::Deserialize)]
//! struct Answer {
//!     #[serde(deserialize_with = "oauth_runtime::lenient::required_number")]
//!     id: u64,
//!     #[serde(default, deserialize_with = "oauth_runtime::lenient::number")]
//!     expires_in: Option<u64>,
//!     #[serde(default, deserialize_with = "oauth_runtime::lenient::null_as_default")]
//!     name: String,
//!     #[serde(default, deserialize_with = "oauth_runtime::lenient::string_or_list")]
//!     redirect_uris: Vec<String>,
//! }
//!
//! let answer: Answer = serde_json::from_str(
//!     r#"{"id":"7","expires_in":"3600","name":null,"redirect_uris":"https://app.example/cb"}"#,
//! )?;
//! assert_eq!(answer.id, 7);
//! assert_eq!(answer.expires_in, Some(3600));
//! assert_eq!(answer.name, "");
//! assert_eq!(answer.redirect_uris, ["https://app.example/cb"]);
//! # Ok::<(), serde_json::Error>(())
//! ```

pub(crate) mod number;
pub(crate) mod value;

use secrecy::{ExposeSecret, SecretString};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error};

use self::sealed::Integer;
use crate::oauth::lenient::value::LenientValue;
use crate::oauth::visible::is_visible;

/// Reads an optional integer that may come as a number, as a text, or with a fraction.
///
/// `3600`, `"3600"`, `3600.0` and `3600.9` are all 3600; what lies beyond the integer type becomes its nearest end.
/// Null and whatever is no number (`""`, `"never"`, `true`, a list) are `None`, so that the rest of the answer is not
/// lost. For `Option` of any integer type up to 64 bits.
///
/// ```
/// #[derive(serde::Deserialize)]
/// struct Answer {
///     #[serde(default, deserialize_with = "oauth_runtime::lenient::number")]
///     expires_in: Option<u32>,
/// }
///
/// let read = |json| serde_json::from_str::<Answer>(json).map(|answer| answer.expires_in);
/// assert_eq!(read(r#"{"expires_in":"3600"}"#)?, Some(3600));
/// assert_eq!(read(r#"{"expires_in":3599.5}"#)?, Some(3599));
/// assert_eq!(read(r#"{"expires_in":1e30}"#)?, Some(u32::MAX));
/// assert_eq!(read(r#"{"expires_in":"never"}"#)?, None);
/// assert_eq!(read("{}")?, None);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Errors
///
/// Those of the format, such as broken JSON; never because of the value.
pub fn number<'de, D, N>(deserializer: D) -> Result<Option<N>, D::Error>
where
    D: Deserializer<'de>,
    N: Integer,
{
    Ok(LenientValue::deserialize(deserializer)?.number().map(|number| N::nearest(number.floor)))
}

/// Reads an integer that has to be there, and may come as a number, as a text, or with a fraction.
///
/// Like [`number`], for the integer types themselves.
///
/// ```
/// #[derive(Debug, serde::Deserialize)]
/// struct Answer {
///     #[serde(deserialize_with = "oauth_runtime::lenient::required_number")]
///     created_at: i64,
/// }
///
/// let answer: Answer = serde_json::from_str(r#"{"created_at":"1573979017"}"#)?;
/// assert_eq!(answer.created_at, 1_573_979_017);
///
/// let error = serde_json::from_str::<Answer>(r#"{"created_at":"yesterday"}"#).unwrap_err();
/// assert!(!error.to_string().contains("yesterday"));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Errors
///
/// Where the value is no number. The message does not repeat it.
pub fn required_number<'de, D, N>(deserializer: D) -> Result<N, D::Error>
where
    D: Deserializer<'de>,
    N: Integer,
{
    match LenientValue::deserialize(deserializer)?.number() {
        Some(number) => Ok(N::nearest(number.floor)),
        None => Err(Error::custom("expected a number, as a number or as a text")),
    }
}

/// Reads null as if the member were absent.
///
/// ```
/// #[derive(serde::Deserialize)]
/// struct Answer {
///     #[serde(default, deserialize_with = "oauth_runtime::lenient::null_as_default")]
///     scopes: Vec<String>,
/// }
///
/// let answer: Answer = serde_json::from_str(r#"{"scopes":null}"#)?;
/// assert!(answer.scopes.is_empty());
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Errors
///
/// Those of the type, for values other than null.
pub fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// Reads a list of texts that may come as one text.
///
/// One text is taken apart at blanks and line breaks; the texts of a list are kept as they are. Numbers, `true` and
/// `false` count as their text; null, lists and objects are passed over, so that the rest of the answer is not lost.
/// For `Vec` of whatever is made from a `String`.
///
/// ```
/// #[derive(serde::Deserialize)]
/// struct Answer {
///     #[serde(default, deserialize_with = "oauth_runtime::lenient::string_or_list")]
///     scopes: Vec<String>,
/// }
///
/// let read = |json| serde_json::from_str::<Answer>(json).map(|answer| answer.scopes);
/// assert_eq!(read(r#"{"scopes":"read write"}"#)?, ["read", "write"]);
/// assert_eq!(read(r#"{"scopes":["read","write"]}"#)?, ["read", "write"]);
/// assert!(read(r#"{"scopes":null}"#)?.is_empty());
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Errors
///
/// Those of the format, such as broken JSON; never because of the value.
pub fn string_or_list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: From<String>,
{
    let value = LenientValue::deserialize(deserializer)?;
    let mut texts = Vec::new();
    if value.is_list() {
        value.for_each_item(|item| {
            texts.extend(item.scalar().map(|text| T::from(text.into_string())));
        });
    } else if let (true, Some(text)) = (value.is_string(), value.text()) {
        texts.extend(text.as_str().split_whitespace().map(|item| T::from(item.to_owned())));
    } else {
        texts.extend(value.scalar().map(|text| T::from(text.into_string())));
    }
    Ok(texts)
}

/// Reads an optional text, of which a number, `true` and `false` are taken as they are written.
///
/// Null, lists and objects are `None`, so that the rest of the answer is not lost. For `Option` of whatever is made from
/// a `String`: a `String` itself, an enum of [`open_enum!`](crate::open_enum), a [`SecretString`].
///
/// ```
/// #[derive(serde::Deserialize)]
/// struct Answer {
///     #[serde(default, deserialize_with = "oauth_runtime::lenient::text")]
///     client_id: Option<String>,
/// }
///
/// let read = |json| serde_json::from_str::<Answer>(json).map(|answer| answer.client_id);
/// assert_eq!(read(r#"{"client_id":"a b"}"#)?.as_deref(), Some("a b"));
/// assert_eq!(read(r#"{"client_id":7}"#)?.as_deref(), Some("7"));
/// assert_eq!(read(r#"{"client_id":["a"]}"#)?, None);
/// assert_eq!(read("{}")?, None);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Errors
///
/// Those of the format, such as broken JSON; never because of the value.
pub fn text<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: From<String>,
{
    let value = LenientValue::deserialize(deserializer)?;
    Ok(value.scalar().map(|text| T::from(text.into_string())))
}

/// Reads an optional value of any type; one of another shape is `None`, so that the rest of the answer is not lost.
///
/// ```
/// #[derive(serde::Deserialize)]
/// struct Answer {
///     #[serde(default, deserialize_with = "oauth_runtime::lenient::optional")]
///     successful: Option<bool>,
/// }
///
/// let read = |json| serde_json::from_str::<Answer>(json).map(|answer| answer.successful);
/// assert_eq!(read(r#"{"successful":true}"#)?, Some(true));
/// assert_eq!(read(r#"{"successful":"perhaps"}"#)?, None);
/// assert_eq!(read(r#"{"successful":null}"#)?, None);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Errors
///
/// Those of the format, such as broken JSON; never because of the value.
pub fn optional<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let value = LenientValue::deserialize(deserializer)?;
    let read = match value.as_deserializer() {
        Some(value) => Option::<T>::deserialize(value),
        None => serde_json::from_str(value.json()),
    };
    Ok(read.unwrap_or_default())
}

/// Reads an optional secret, such as a refresh token: like [`text()`], and an empty one is none.
///
/// ```
/// use oauth_runtime::{ExposeSecret, SecretString};
///
/// #[derive(serde::Deserialize)]
/// struct Answer {
///     #[serde(default, deserialize_with = "oauth_runtime::lenient::secret")]
///     refresh_token: Option<SecretString>,
/// }
///
/// let read = |json| serde_json::from_str::<Answer>(json).map(|answer| answer.refresh_token);
/// assert_eq!(read(r#"{"refresh_token":"made-up"}"#)?.unwrap().expose_secret(), "made-up");
/// assert!(read(r#"{"refresh_token":""}"#)?.is_none());
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Errors
///
/// Those of the format, such as broken JSON; never because of the value.
pub fn secret<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<SecretString>, D::Error> {
    let secret: Option<SecretString> = text(deserializer)?;
    Ok(secret.filter(|secret| !secret.expose_secret().is_empty()))
}

/// Reads an access token, which has to be one: not absent, null, a number, empty, or of characters that no header can
/// carry. The one helper here that is strict, so that what is no token never looks like one.
///
/// [RFC 6749, appendix A.12](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.12)
///
/// ```
/// use oauth_runtime::SecretString;
///
/// #[derive(Debug, serde::Deserialize)]
/// struct Answer {
///     #[serde(deserialize_with = "oauth_runtime::lenient::access_token")]
///     access_token: SecretString,
/// }
///
/// assert!(serde_json::from_str::<Answer>(r#"{"access_token":"made-up"}"#).is_ok());
/// for none in [r#"{"access_token":""}"#, r#"{"access_token":"made up"}"#, r#"{"access_token":null}"#, "{}"] {
///     assert!(serde_json::from_str::<Answer>(none).is_err());
/// }
/// ```
///
/// # Errors
///
/// Where the value is no access token. The message does not repeat it.
pub fn access_token<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SecretString, D::Error> {
    let value = LenientValue::deserialize(deserializer)?;
    if let Some(text) = value.text().filter(|text| is_access_token(text.as_str())) {
        return Ok(text.into_string().into());
    }
    Err(Error::custom("expected an access token: a text of visible ASCII characters"))
}

fn is_access_token(text: &str) -> bool {
    !text.is_empty() && is_visible(text)
}

/// The integer types that are read: nobody else can add one.
mod sealed {
    pub trait Integer {
        /// Makes the number, or the end of the range that is nearest to it.
        fn nearest(number: i128) -> Self;
    }

    macro_rules! integers {
        ($($integer:ty),*) => {$(
            impl Integer for $integer {
                fn nearest(number: i128) -> Self {
                    let beyond = if number < 0 { Self::MIN } else { Self::MAX };
                    Self::try_from(number).unwrap_or(beyond)
                }
            }
        )*};
    }

    integers!(u8, u16, u32, u64, usize, i8, i16, i32, i64, isize);
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;

    use super::*;
    use crate::oauth::scope::Scopes;

    #[derive(Debug, serde::Deserialize)]
    struct Optionals {
        #[serde(default, deserialize_with = "number")]
        a: Option<u64>,
        #[serde(default, deserialize_with = "number")]
        b: Option<i64>,
        #[serde(default, deserialize_with = "number")]
        c: Option<i32>,
        #[serde(default, deserialize_with = "number")]
        d: Option<u32>,
        rest: String,
    }

    fn read<T: DeserializeOwned>(json: &str) -> T {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn optional_numbers_never_lose_the_rest() {
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        for (json, a, b, c, d) in [
            ("3600", Some(3600), Some(3600), Some(3600), Some(3600)),
            (r#""3600""#, Some(3600), Some(3600), Some(3600), Some(3600)),
            ("3600.0", Some(3600), Some(3600), Some(3600), Some(3600)),
            ("3599.9", Some(3599), Some(3599), Some(3599), Some(3599)),
            (r#""3599.9""#, Some(3599), Some(3599), Some(3599), Some(3599)),
            ("0", Some(0), Some(0), Some(0), Some(0)),
            ("-1", Some(0), Some(-1), Some(-1), Some(0)),
            ("-0.5", Some(0), Some(-1), Some(-1), Some(0)),
            (
                "18446744073709551615",
                Some(u64::MAX),
                Some(i64::MAX),
                Some(i32::MAX),
                Some(u32::MAX),
            ),
            (
                "18446744073709551617",
                Some(u64::MAX),
                Some(i64::MAX),
                Some(i32::MAX),
                Some(u32::MAX),
            ),
            ("1e400", Some(u64::MAX), Some(i64::MAX), Some(i32::MAX), Some(u32::MAX)),
            ("-1e400", Some(0), Some(i64::MIN), Some(i32::MIN), Some(0)),
            ("null", None, None, None, None),
            (r#""""#, None, None, None, None),
            (r#""never""#, None, None, None, None),
            ("true", None, None, None, None),
            ("[1]", None, None, None, None),
            (r#"{"x":1}"#, None, None, None, None),
            (r#""\ud800""#, None, None, None, None),
            (deep.as_str(), None, None, None, None),
        ] {
            let answer: Optionals =
                read(&format!(r#"{{"a":{json},"b":{json},"c":{json},"d":{json},"rest":"x"}}"#));
            assert_eq!((answer.a, answer.b, answer.c, answer.d), (a, b, c, d), "{json}");
            assert_eq!(answer.rest, "x");
        }
        let answer: Optionals = read(r#"{"rest":"x"}"#);
        assert_eq!((answer.a, answer.b, answer.c, answer.d), (None, None, None, None));
    }

    #[test]
    fn required_numbers_refuse_what_is_none() {
        #[derive(Debug, serde::Deserialize)]
        struct Answer {
            #[serde(deserialize_with = "required_number")]
            id: i64,
        }
        for (json, expected) in
            [("7", 7), (r#""7""#, 7), ("7.9", 7), ("1e400", i64::MAX), (r#""-7""#, -7)]
        {
            assert_eq!(read::<Answer>(&format!(r#"{{"id":{json}}}"#)).id, expected, "{json}");
        }
        for json in ["null", "true", r#""s3cret""#, r#"["s3cret"]"#, r#"{"s3cret":1}"#] {
            let error = serde_json::from_str::<Answer>(&format!(r#"{{"id":{json}}}"#)).unwrap_err();
            assert!(!error.to_string().contains("s3cret"), "{error}");
        }
        assert!(serde_json::from_str::<Answer>("{}").is_err());
    }

    #[test]
    fn null_equals_absent() {
        #[derive(Debug, Default, PartialEq, serde::Deserialize)]
        #[serde(default)]
        struct Answer {
            #[serde(deserialize_with = "null_as_default")]
            list: Vec<String>,
            #[serde(deserialize_with = "null_as_default")]
            text: String,
            #[serde(deserialize_with = "null_as_default")]
            scopes: Scopes,
            #[serde(deserialize_with = "null_as_default")]
            inner: Option<Box<Self>>,
        }
        assert_eq!(
            read::<Answer>(r#"{"list":null,"text":null,"scopes":null,"inner":null}"#),
            Answer::default()
        );
        assert_eq!(read::<Answer>("{}"), Answer::default());
        let full: Answer = read(r#"{"list":["a"],"text":"b","scopes":"c","inner":{}}"#);
        assert_eq!((full.list.len(), full.text.as_str(), full.inner.is_some()), (1, "b", true));
        assert!(serde_json::from_str::<Answer>(r#"{"list":7}"#).is_err());
    }

    #[test]
    fn lists_may_be_texts() {
        #[derive(serde::Deserialize)]
        struct Answer {
            #[serde(default, deserialize_with = "string_or_list")]
            list: Vec<String>,
            rest: u8,
        }
        for (json, expected) in [
            (r#"["a","b c"]"#, &["a", "b c"][..]),
            (r#""a""#, &["a"]),
            (r#"" a  b\nc ""#, &["a", "b", "c"]),
            (r#""""#, &[]),
            ("null", &[]),
            ("[]", &[]),
            (r#"["a",null,1,true,[],{}]"#, &["a", "1", "true"]),
            ("7", &["7"]),
            ("{}", &[]),
            (r#""\ud800""#, &[]),
        ] {
            let answer: Answer = read(&format!(r#"{{"list":{json},"rest":1}}"#));
            assert_eq!(answer.list, expected, "{json}");
            assert_eq!(answer.rest, 1);
        }
        assert!(read::<Answer>(r#"{"rest":1}"#).list.is_empty());
    }

    #[test]
    fn optional_members_never_lose_the_rest() {
        #[derive(serde::Deserialize)]
        struct Answer {
            #[serde(default, deserialize_with = "text")]
            text: Option<String>,
            #[serde(default, deserialize_with = "optional")]
            flag: Option<bool>,
            #[serde(default, deserialize_with = "optional")]
            scopes: Option<Scopes>,
            #[serde(default, deserialize_with = "secret")]
            secret: Option<SecretString>,
            rest: u8,
        }
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        for (json, text, flag, scopes, secret) in [
            (r#""a  b""#, Some("a  b"), None, Some("a b"), Some("a  b")),
            (r#""""#, Some(""), None, Some(""), None),
            ("7", Some("7"), None, None, Some("7")),
            ("true", Some("true"), Some(true), None, Some("true")),
            ("null", None, None, None, None),
            (r#"["a"]"#, None, None, Some("a"), None),
            (r#"{"a":1}"#, None, None, None, None),
            (r#""\ud800""#, None, None, None, None),
            ("1e400", None, None, None, None),
            (deep.as_str(), None, None, None, None),
        ] {
            let answer: Answer = read(&format!(
                r#"{{"text":{json},"flag":{json},"scopes":{json},"secret":{json},"rest":1}}"#
            ));
            assert_eq!((answer.text.as_deref(), answer.flag), (text, flag), "{json:.40}");
            assert_eq!(answer.scopes.as_ref().map(Scopes::as_str), scopes, "{json:.40}");
            assert_eq!(
                answer.secret.as_ref().map(ExposeSecret::expose_secret),
                secret,
                "{json:.40}"
            );
            assert_eq!(answer.rest, 1);
        }
        let answer: Answer = read(r#"{"rest":1}"#);
        assert!(
            answer.text.is_none()
                && answer.flag.is_none()
                && answer.scopes.is_none()
                && answer.secret.is_none()
        );
    }

    #[test]
    fn access_tokens_are_tokens() {
        #[derive(Debug, serde::Deserialize)]
        struct Answer {
            #[serde(deserialize_with = "access_token")]
            access_token: SecretString,
        }
        for json in [r#""s3cret.-_~+/==""#, r#""\u0073""#] {
            assert!(
                !read::<Answer>(&format!(r#"{{"access_token":{json}}}"#))
                    .access_token
                    .expose_secret()
                    .is_empty()
            );
        }
        for json in [
            "null",
            "7",
            "true",
            r#""""#,
            r#"" ""#,
            r#""s3cret s3cret""#,
            r#""s3cret\r\n""#,
            r#""s3cret\u0000""#,
            r#""s3crét""#,
            r#""\ud800""#,
            r#"["s3cret"]"#,
            r#"{"s3cret":1}"#,
        ] {
            let error = serde_json::from_str::<Answer>(&format!(r#"{{"access_token":{json}}}"#))
                .unwrap_err();
            assert!(!error.to_string().contains("s3cr"), "{error}");
        }
        assert!(serde_json::from_str::<Answer>("{}").is_err());
        assert!(
            serde_json::from_str::<Answer>(r#"{"access_token":"a","access_token":"a"}"#).is_err()
        );
    }
}
