//! What a server asks for in `WWW-Authenticate`.

mod reader;

use std::fmt;

use http::HeaderMap;
use http::header::WWW_AUTHENTICATE;

use crate::oauth::challenge::reader::Parts;
use crate::oauth::scope::Scopes;
use crate::secret::escape::{Escaped, beginning_of};

/// How much of all challenges is read, in bytes: enough for what servers send, and little for one that wants to be costly.
const LONGEST: usize = 16 * 1024;

/// One challenge of `WWW-Authenticate`: a scheme, and what belongs to it.
///
/// [RFC 9110, section 11.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1),
/// [RFC 6750, section 3](https://www.rfc-editor.org/rfc/rfc6750#section-3)
///
/// The texts are the server's: escape them before showing them anywhere but in a `{:?}` of this type.
///
/// ```
/// use http::{HeaderMap, HeaderValue, header::WWW_AUTHENTICATE};
/// use oauth_runtime::Challenge;
///
/// let mut headers = HeaderMap::new();
/// headers.insert(
///     WWW_AUTHENTICATE,
///     HeaderValue::from_static(r#"Basic realm="as", Bearer error="invalid_token", scope="read write""#),
/// );
///
/// let challenges = Challenge::parse_all(&headers);
/// assert_eq!(challenges.len(), 2);
/// assert_eq!(challenges[0].scheme(), "Basic");
/// assert_eq!(challenges[0].realm(), Some("as"));
/// assert_eq!(challenges[1].error(), Some("invalid_token"));
/// assert!(challenges[1].scope().is_some_and(|scope| scope.contains("write")));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Challenge(Parts);

impl Challenge {
    /// Reads the challenges of all `WWW-Authenticate` headers, in their order: those of the first 16 KiB.
    ///
    /// What cannot be understood is passed over, and what can is kept. Parameters in front of any scheme make a
    /// challenge whose scheme is empty.
    #[must_use]
    pub fn parse_all(headers: &HeaderMap) -> Vec<Self> {
        Self::parse_redacted(headers, |text| text)
    }

    /// Reads the challenges without the secrets in them, which may be in quotes, or torn apart where they are not.
    pub(crate) fn parse_redacted(
        headers: &HeaderMap,
        redact: impl Fn(String) -> String,
    ) -> Vec<Self> {
        let mut challenges = Vec::new();
        let mut room = LONGEST;
        for value in headers.get_all(WWW_AUTHENTICATE) {
            if room == 0 {
                break;
            }
            // A secret that the end of what is read would tear apart is beyond it.
            let beginning = value.as_bytes().get(..2 * LONGEST).unwrap_or(value.as_bytes());
            let text = redact(String::from_utf8_lossy(beginning).into_owned());
            let text = beginning_of(&text, room);
            reader::read(text, &mut challenges);
            room -= text.len();
        }
        challenges.into_iter().map(|parts| Self(parts).map(&redact)).collect()
    }

    fn map(self, change: impl Fn(String) -> String) -> Self {
        let Parts { scheme, token68, parameters } = self.0;
        let parameters = parameters.into_iter();
        Self(Parts {
            scheme: change(scheme),
            token68: token68.map(&change),
            parameters: parameters.map(|(name, value)| (change(name), change(value))).collect(),
        })
    }

    /// Returns the scheme as the server writes it, such as `Basic` or `Bearer`; case does not matter in it.
    #[must_use]
    pub fn scheme(&self) -> &str {
        &self.0.scheme
    }

    /// Tells whether it is of this scheme, whatever the case of the letters.
    #[must_use]
    pub fn is_scheme(&self, scheme: &str) -> bool {
        self.0.scheme.eq_ignore_ascii_case(scheme)
    }

    /// Returns the single value that some schemes, such as `Negotiate`, have instead of parameters.
    #[must_use]
    pub fn token68(&self) -> Option<&str> {
        self.0.token68.as_deref()
    }

    /// Returns what is protected.
    #[must_use]
    pub fn realm(&self) -> Option<&str> {
        self.parameter("realm")
    }

    /// Returns the error code, such as `invalid_token`.
    #[must_use]
    pub fn error(&self) -> Option<&str> {
        self.parameter("error")
    }

    /// Returns the text for developers.
    #[must_use]
    pub fn error_description(&self) -> Option<&str> {
        self.parameter("error_description")
    }

    /// Returns the scope that is needed.
    #[must_use]
    pub fn scope(&self) -> Option<Scopes> {
        self.parameter("scope").map(Scopes::from)
    }

    /// Returns a parameter by its name, whose case does not matter; of several with one name, the first.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// Returns all parameters, in their order.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl fmt::Debug for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parameters: Vec<_> =
            self.0.parameters.iter().map(|(name, value)| (Escaped(name), Escaped(value))).collect();
        f.debug_struct("Challenge")
            .field("scheme", &Escaped(&self.0.scheme))
            .field("token68", &self.0.token68.as_deref().map(Escaped))
            .field("parameters", &parameters)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    /// The challenges as `scheme token68 name=value|name=value`, joined by ` / `.
    fn read(values: &[&[u8]]) -> String {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(WWW_AUTHENTICATE, HeaderValue::from_bytes(value).unwrap());
        }
        let show = |challenge: &Challenge| {
            let parameters: Vec<_> =
                challenge.parameters().map(|(name, value)| format!("{name}={value}")).collect();
            format!(
                "{}[{}]{{{}}}",
                challenge.scheme(),
                challenge.token68().unwrap_or_default(),
                parameters.join("|")
            )
        };
        Challenge::parse_all(&headers).iter().map(show).collect::<Vec<_>>().join(" / ")
    }

    #[test]
    fn forms_of_one_header() {
        for (header, expected) in [
            ("Basic", "Basic[]{}"),
            (r#"Basic realm="simple""#, "Basic[]{realm=simple}"),
            (
                r#"Newauth realm="apps", type=1, title="Login to \"apps\"", Basic realm="simple""#,
                r#"Newauth[]{realm=apps|type=1|title=Login to "apps"} / Basic[]{realm=simple}"#,
            ),
            (
                r#"Bearer realm="example", error="invalid_token", error_description="The access token expired""#,
                "Bearer[]{realm=example|error=invalid_token|error_description=The access token expired}",
            ),
            ("Negotiate", "Negotiate[]{}"),
            ("Negotiate YIIabc+/=", "Negotiate[YIIabc+/=]{}"),
            ("Negotiate YIIabc==, Basic realm=x", "Negotiate[YIIabc==]{} / Basic[]{realm=x}"),
            ("Negotiate, Basic realm=x", "Negotiate[]{} / Basic[]{realm=x}"),
            ("NTLM,Negotiate , Bearer", "NTLM[]{} / Negotiate[]{} / Bearer[]{}"),
            (",, ,Basic realm=\"a, b\",,Bearer,", "Basic[]{realm=a, b} / Bearer[]{}"),
            ("Bearer\trealm\t= \"x\" ,\terror =y", "Bearer[]{realm=x|error=y}"),
            ("Bearer   realm=x,error=y", "Bearer[]{realm=x|error=y}"),
            ("Bearer, realm=x", "Bearer[]{realm=x}"),
            (
                "Bearer realm=https://as.example/x?y=z, error=e",
                "Bearer[]{realm=https://as.example/x?y=z|error=e}",
            ),
            ("Bearer realm=", "Bearer[realm=]{}"),
            ("Bearer realm=,error=y", "Bearer[realm=]{error=y}"),
            ("Bearer realm=\"\"", "Bearer[]{realm=}"),
            // Commas left out, as some vendors do.
            (r#"Bearer realm="x" error="y" scope="a b""#, "Bearer[]{realm=x|error=y|scope=a b}"),
            (r#"Basic realm="x" Bearer realm="y""#, "Basic[]{realm=x} / Bearer[]{realm=y}"),
            // Quotes left out.
            (
                "Bearer error=invalid_token, error_description=the token expired, scope=x",
                "Bearer[]{error=invalid_token|error_description=the|scope=x}",
            ),
            // No scheme.
            (r#"realm="x", error="y""#, "[]{realm=x|error=y}"),
            (r#"error="invalid_token""#, "[]{error=invalid_token}"),
            // Nonsense.
            ("", ""),
            (" , ,", ""),
            ("\"", ""),
            ("=", ""),
            ("===", ""),
            ("{}", ""),
            ("\"Bearer realm=x\", Basic realm=y", "Basic[]{realm=y}"),
            (r#"Bearer realm="unterminated, error=x"#, "Bearer[]{realm=unterminated, error=x}"),
            (r#"Bearer realm="x\"#, "Bearer[]{realm=x}"),
            (r#"Bearer realm="x"y, error=z"#, "Bearer[]{realm=x|error=z}"),
            (r#"Bearer realm="x";error="z""#, "Bearer[]{realm=x|error=z}"),
            (r#"Bearer {"error":"x"}, Basic realm=y"#, "Bearer[]{} / Basic[]{realm=y}"),
            ("Bearer é, Basic realm=\"é\"", "Bearer[]{} / Basic[]{realm=é}"),
        ] {
            assert_eq!(read(&[header.as_bytes()]), expected, "{header}");
        }
    }

    #[test]
    fn several_headers_are_read_apart() {
        assert_eq!(read(&[]), "");
        assert_eq!(
            read(&[b"Basic realm=x", b"error=y", b"Bearer"]),
            "Basic[]{realm=x} / []{error=y} / Bearer[]{}"
        );
        assert_eq!(read(&[b"Basic realm=\"\xff\""]), "Basic[]{realm=\u{fffd}}");
    }

    #[test]
    fn names_are_found_whatever_their_case() {
        let mut headers = HeaderMap::new();
        let header = r#"bEARER Realm=r, ERROR="insufficient_scope", Error=second, Error_Description=d, SCOPE="a  b""#;
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(header));
        let challenges = Challenge::parse_all(&headers);
        let challenge = challenges.first().unwrap();
        assert!(challenge.is_scheme("Bearer") && !challenge.is_scheme("Basic"));
        assert_eq!(challenge.realm(), Some("r"));
        assert_eq!(challenge.error(), Some("insufficient_scope"));
        assert_eq!(challenge.error_description(), Some("d"));
        assert_eq!(challenge.scope(), Some(Scopes::from("a b")));
        assert_eq!(challenge.parameter("resource_metadata"), None);
    }

    #[test]
    fn odd_bytes_never_panic_and_end_soon() {
        let pieces: [&[u8]; 12] = [
            b"a",
            b" ",
            b",",
            b"=",
            b"\"",
            b"\\",
            b"\t",
            b"\xff",
            b"\xc3\xa9",
            b"/",
            b";",
            b"B r=x",
        ];
        for seed in 0..20_000_usize {
            let mut rest = seed;
            let mut header = Vec::new();
            while rest > 0 {
                header.extend_from_slice(pieces[rest % pieces.len()]);
                rest /= pieces.len();
            }
            read(&[&header]);
        }
        let start = std::time::Instant::now();
        for piece in ["a ", "a,", "a=", "\"", "=", "a=b ", "a b=", "\\"] {
            read(&[piece.repeat(100_000).as_bytes()]);
        }
        assert!(start.elapsed().as_secs() < 20);
    }

    #[test]
    fn debug_is_one_short_line() {
        let mut headers = HeaderMap::new();
        let header = format!("Bearer realm=\"\u{202e}\t{}\"", "x".repeat(9999));
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_bytes(header.as_bytes()).unwrap());
        let shown = format!("{:?}", Challenge::parse_all(&headers));
        assert!(shown.contains(r"\u{202e}\t") && shown.len() < 500, "{shown}");
    }
}
