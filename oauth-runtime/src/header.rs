//! Headers of responses, read by their name as the type that they are documented with.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use http::HeaderMap;
use secrecy::SecretString;
use url::Url;

/// A header that responses of an API have, with the type of its value.
///
/// A declaration names those that its vendor documents, and from each comes a constant of the client:
///
/// ```
/// use oauth_runtime::oauth_api;
///
/// #[oauth_api(
///     base_url = "https://vendor.example",
///     response_headers(
///         /// How many calls are left.
///         "X-RateLimit-Remaining": u32
///     )
/// )]
/// pub trait Vendor {
///     #[post("/ping")]
///     fn ping();
/// }
///
/// # async fn example() -> Result<(), oauth_runtime::Error> {
/// let response = VendorClient::new().ping().send().with_response().await?;
/// match response.header(VendorClient::X_RATELIMIT_REMAINING) {
///     Ok(Some(left)) => println!("{left} calls are left"),
///     Ok(None) => println!("the vendor says nothing"),
///     Err(unreadable) => println!("no number: {:?}", String::from_utf8_lossy(unreadable.value())),
/// }
/// # Ok(())
/// # }
/// ```
pub struct ResponseHeader<T> {
    name: &'static str,
    value: PhantomData<fn() -> T>,
}

impl<T: FromHeader> ResponseHeader<T> {
    /// A header of this name, whatever its case.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, value: PhantomData }
    }

    /// Reads the header. One that comes on several lines is one value, with commas between them
    /// ([RFC 9110, section 5.3](https://www.rfc-editor.org/rfc/rfc9110#section-5.3)).
    ///
    /// # Errors
    ///
    /// [`UnreadableHeader`], which has the value as it came, where it is there and not of this type.
    pub fn read(self, headers: &HeaderMap) -> Result<Option<T>, UnreadableHeader> {
        let mut lines = headers.get_all(self.name).iter();
        let Some(first) = lines.next() else { return Ok(None) };
        let mut value = Cow::Borrowed(first.as_bytes());
        for line in lines {
            let value = value.to_mut();
            value.extend_from_slice(b", ");
            value.extend_from_slice(line.as_bytes());
        }
        let text = std::str::from_utf8(&value).ok();
        match text.and_then(|text| T::from_header(text.trim_matches([' ', '\t']))) {
            Some(read) => Ok(Some(read)),
            None => Err(UnreadableHeader { name: self.name, value: value.into_owned() }),
        }
    }
}

/// Makes the constant of a header. Of a function the compiler says why a type is none that a header can be read as.
#[doc(hidden)]
#[must_use]
pub const fn response_header<T: FromHeader>(name: &'static str) -> ResponseHeader<T> {
    ResponseHeader::new(name)
}

impl<T> ResponseHeader<T> {
    /// Returns the name, as it is declared.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.name
    }
}

impl<T> Clone for ResponseHeader<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for ResponseHeader<T> {}

impl<T> fmt::Debug for ResponseHeader<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ResponseHeader").field(&self.name).finish()
    }
}

/// A type that the header of a response can be read as.
///
/// Implemented for `String`, [`SecretString`], integers, `bool`, [`Url`], [`Duration`] (seconds, with or without a fraction) and [`SystemTime`]
/// (a date of HTTP, [RFC 9110, section 5.6.7](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7)). For a type of your own:
///
/// ```
/// use oauth_runtime::FromHeader;
///
/// pub struct Percent(u8);
///
/// impl FromHeader for Percent {
///     fn from_header(text: &str) -> Option<Self> {
///         text.strip_suffix('%')?.parse().ok().map(Self)
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "the header of a response cannot be read as `{Self}`",
    label = "`{Self}` cannot be read from the text of a header",
    note = "use `String`, `SecretString`, `bool`, an integer, `Url`, `Duration` for seconds or `SystemTime` for a date of HTTP, or implement `oauth_runtime::FromHeader` for `{Self}`"
)]
pub trait FromHeader: Sized {
    /// Reads a value, which has no space at either end; nothing where it is another.
    fn from_header(text: &str) -> Option<Self>;
}

impl FromHeader for String {
    fn from_header(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl FromHeader for SecretString {
    fn from_header(text: &str) -> Option<Self> {
        Some(text.into())
    }
}

macro_rules! parsed {
    ($($type:ident)*) => {$(
        impl FromHeader for $type {
            fn from_header(text: &str) -> Option<Self> {
                Self::from_str(text).ok()
            }
        }
    )*};
}

parsed! { bool Url i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize }

impl FromHeader for Duration {
    fn from_header(text: &str) -> Option<Self> {
        let is_digits =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        if !is_digits(whole) || !is_digits(fraction) {
            return None;
        }
        let digits = fraction.bytes().chain(std::iter::repeat(b'0')).take(9);
        let nanoseconds = digits.fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
        Some(Self::new(whole.parse().ok()?, nanoseconds))
    }
}

impl FromHeader for SystemTime {
    fn from_header(text: &str) -> Option<Self> {
        httpdate::parse_http_date(text).ok()
    }
}

/// A header that is there, and whose value is not of the type that it is declared with.
///
/// It shows its name only: the value is the server's, and may repeat a secret.
///
/// ```
/// use http::{HeaderMap, HeaderValue};
/// use oauth_runtime::ResponseHeader;
///
/// let mut headers = HeaderMap::new();
/// headers.insert("x-ratelimit-remaining", HeaderValue::from_static("plenty"));
/// let unreadable = ResponseHeader::<u32>::new("X-RateLimit-Remaining").read(&headers).unwrap_err();
/// assert_eq!(unreadable.value(), b"plenty");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct UnreadableHeader {
    name: &'static str,
    value: Vec<u8>,
}

impl UnreadableHeader {
    /// Returns the name of the header, as it is declared.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the value as it came.
    #[must_use]
    pub fn value(&self) -> &[u8] {
        &self.value
    }
}

impl fmt::Debug for UnreadableHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnreadableHeader").field("name", &self.name).finish_non_exhaustive()
    }
}

impl fmt::Display for UnreadableHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the value of the header `{}` is not of the type that is declared", self.name)
    }
}

impl Error for UnreadableHeader {}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn read<T: FromHeader>(lines: &[&[u8]]) -> Result<Option<T>, UnreadableHeader> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-name", HeaderValue::from_bytes(line).unwrap());
        }
        ResponseHeader::new("X-Name").read(&headers)
    }

    #[test]
    fn absent_readable_and_unreadable_are_three() {
        assert_eq!(read::<u32>(&[]), Ok(None));
        assert_eq!(read(&[b" 12\t"]), Ok(Some(12_u32)));
        assert_eq!(read::<u32>(&[b"-1"]).unwrap_err().value(), b"-1");
        assert_eq!(read::<u8>(&[b"256"]).unwrap_err().value(), b"256");
        assert_eq!(read::<u32>(&[b""]).unwrap_err().value(), b"");
        assert_eq!(read(&[b""]), Ok(Some(String::new())));
        assert_eq!(read::<String>(&[b"caf\xe9"]).unwrap_err().value(), b"caf\xe9");
        assert_eq!(read(&[b"true"]), Ok(Some(true)));
        assert_eq!(read::<bool>(&[b"1"]).unwrap_err().value(), b"1");
    }

    #[test]
    fn several_lines_are_one_value() {
        assert_eq!(read(&[b"a", b"b, c"]), Ok(Some("a, b, c".to_owned())));
        assert_eq!(read::<u32>(&[b"1", b"2"]).unwrap_err().value(), b"1, 2");
    }

    #[test]
    fn seconds_dates_and_addresses() {
        for (text, expected) in [
            ("30", Some(Duration::from_secs(30))),
            ("0", Some(Duration::ZERO)),
            ("1.5", Some(Duration::from_millis(1500))),
            ("0.0000000019", Some(Duration::from_nanos(1))),
            ("-1", None),
            ("+1", None),
            ("1.", None),
            (".5", None),
            ("1e3", None),
            ("30s", None),
            ("99999999999999999999", None),
            ("Retry-After: 30", None),
        ] {
            assert_eq!(Duration::from_header(text), expected, "{text}");
        }
        let date = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        assert_eq!(read(&[b"Sun, 06 Nov 1994 08:49:37 GMT"]), Ok(Some(date)));
        assert!(read::<SystemTime>(&[b"784111777"]).is_err());
        assert_eq!(read(&[b"https://a.example/b"]), Ok(Url::parse("https://a.example/b").ok()));
        assert!(read::<Url>(&[b"/b"]).is_err());
    }

    #[test]
    fn no_value_is_shown() {
        let unreadable = read::<u32>(&[b"s3cret"]).unwrap_err();
        for shown in [unreadable.to_string(), format!("{unreadable:?}")] {
            assert!(shown.contains("X-Name") && !shown.contains("s3cret"), "{shown}");
        }
    }
}
