//! The response of the device authorization endpoint.

use std::fmt;
use std::time::Duration;

use secrecy::SecretString;
use serde::de::{Deserialize, Deserializer, Error};
use url::Url;

use crate::oauth::lenient;
use crate::secret::escape::Escaped;

/// The response of a device authorization endpoint: what is shown to the person, and what is polled with.
///
/// [RFC 8628, section 3.2](https://www.rfc-editor.org/rfc/rfc8628#section-3.2)
///
/// It is for declarations whose vendor keeps to the RFC. What a person is to see is fit to be shown: the addresses are ones of
/// the web, and the code has no character that would steer a terminal. Whatever else is odd costs nothing, and
/// [`deviations`](Self::deviations) tells it.
///
/// ```
/// use std::time::Duration;
///
/// use oauth_runtime::{SecretString, Token, oauth_api, sign_in::{DeviceAuthorization, DeviceDeviation}};
///
/// #[oauth_api(base_url = "https://vendor.example")]
/// pub trait Vendor {
///     /// Begins a sign-in on another device.
///     #[post("/device_authorization")]
///     fn device_authorization(client_id: String) -> DeviceAuthorization;
/// }
///
/// let answer: DeviceAuthorization = serde_json::from_str(
///     r#"{"device_code":"GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS","user_code":"WDJB-MJHT",
///         "verification_url":"https://vendor.example/device","expires_in":"1800","interval":5}"#,
/// )?;
/// println!("open {} and enter {}", answer.verification_uri(), answer.user_code());
/// assert_eq!(answer.expires_in(), Duration::from_secs(1800));
/// assert_eq!(answer.deviations(), [DeviceDeviation::VerificationUrl]);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone)]
pub struct DeviceAuthorization {
    device_code: SecretString,
    user_code: String,
    verification_uri: Url,
    verification_uri_complete: Option<Url>,
    expires_in: Duration,
    interval: Duration,
    deviations: Vec<DeviceDeviation>,
}

impl DeviceAuthorization {
    /// The interval where the server says none.
    pub const DEFAULT_INTERVAL: Duration = Duration::from_secs(5);

    /// The life of a code where the server says none, although it has to.
    pub const DEFAULT_EXPIRES_IN: Duration = Duration::from_secs(15 * 60);

    /// Returns the code that is polled with. [`DeviceFlow::new`](super::super::DeviceFlow::new) takes it from here.
    #[must_use]
    pub const fn device_code(&self) -> &SecretString {
        &self.device_code
    }

    /// Returns the code that the person enters at [`verification_uri`](Self::verification_uri).
    #[must_use]
    pub fn user_code(&self) -> &str {
        &self.user_code
    }

    /// Returns the address that the person opens.
    #[must_use]
    pub const fn verification_uri(&self) -> &Url {
        &self.verification_uri
    }

    /// Returns the address that has the code in it, for a QR code or a click; the person is shown the code all the same
    /// ([section 3.3.1](https://www.rfc-editor.org/rfc/rfc8628#section-3.3.1)).
    #[must_use]
    pub const fn verification_uri_complete(&self) -> Option<&Url> {
        self.verification_uri_complete.as_ref()
    }

    /// Returns how long the codes live.
    #[must_use]
    pub const fn expires_in(&self) -> Duration {
        self.expires_in
    }

    /// Returns how long to wait between two polls, as the server said it.
    #[must_use]
    pub const fn interval(&self) -> Duration {
        self.interval
    }

    /// Returns in what the response departs from the RFC, and yet is good.
    #[must_use]
    pub fn deviations(&self) -> &[DeviceDeviation] {
        &self.deviations
    }
}

/// Shows no code, and so not the address that has one in it.
impl fmt::Debug for DeviceAuthorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceAuthorization")
            .field("verification_uri", &self.verification_uri.host_str())
            .field("expires_in", &self.expires_in)
            .field("interval", &self.interval)
            .field("deviations", &self.deviations)
            .finish_non_exhaustive()
    }
}

impl<'de> Deserialize<'de> for DeviceAuthorization {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wire = Wire::deserialize(deserializer)?;
        let mut deviations = Vec::new();
        let device_code =
            wire.device_code.ok_or_else(|| Error::custom("there is no `device_code`"))?;
        let user_code = wire
            .user_code
            .filter(|code| is_fit_to_show(code))
            .ok_or_else(|| Error::custom("there is no `user_code` that can be shown"))?;
        let verification_uri = match (web(wire.verification_uri), web(wire.verification_url)) {
            (Some(uri), _) => uri,
            (None, Some(url)) => {
                deviations.push(DeviceDeviation::VerificationUrl);
                url
            }
            (None, None) => {
                return Err(Error::custom("there is no `verification_uri` for a browser"));
            }
        };
        if wire.expires_in.is_none() {
            deviations.push(DeviceDeviation::ExpiresInAbsent);
        }
        Ok(Self {
            device_code,
            user_code,
            verification_uri,
            verification_uri_complete: web(wire.verification_uri_complete)
                .or_else(|| web(wire.verification_url_complete)),
            expires_in: wire.expires_in.map_or(Self::DEFAULT_EXPIRES_IN, Duration::from_secs),
            interval: wire.interval.map_or(Self::DEFAULT_INTERVAL, Duration::from_secs),
            deviations,
        })
    }
}

/// One departure of a response from [RFC 8628, section 3.2](https://www.rfc-editor.org/rfc/rfc8628#section-3.2) that does no
/// harm, with what was made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeviceDeviation {
    /// The address is called `verification_url`, as [Google calls
    /// it](https://developers.google.com/identity/protocols/oauth2/limited-input-device#step-2:-handle-the-authorization-server-response);
    /// it is taken.
    VerificationUrl,
    /// There is no `expires_in`, or it is no number; it is taken as
    /// [`DEFAULT_EXPIRES_IN`](DeviceAuthorization::DEFAULT_EXPIRES_IN).
    ExpiresInAbsent,
}

impl fmt::Display for DeviceDeviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::VerificationUrl => "`verification_uri` is called `verification_url`",
            Self::ExpiresInAbsent => "`expires_in` is absent, or no number",
        })
    }
}

/// The response as it comes.
#[derive(serde::Deserialize)]
struct Wire {
    #[serde(default, deserialize_with = "lenient::secret")]
    device_code: Option<SecretString>,
    #[serde(default, deserialize_with = "lenient::text")]
    user_code: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    verification_uri: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    verification_url: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    verification_uri_complete: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    verification_url_complete: Option<String>,
    #[serde(default, deserialize_with = "lenient::number")]
    expires_in: Option<u64>,
    #[serde(default, deserialize_with = "lenient::number")]
    interval: Option<u64>,
}

/// Reads an address that a browser may be sent to. In its text nothing is left that would steer a terminal.
fn web(text: Option<String>) -> Option<Url> {
    Url::parse(&text?).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

/// Tells whether a text is shown as it is: no control character, no mark that changes the direction, not of any length.
fn is_fit_to_show(text: &str) -> bool {
    !text.is_empty() && Escaped(text).to_string() == text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn whole() -> serde_json::Value {
        json!({
            "device_code": "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS",
            "user_code": "WDJB-MJHT",
            "verification_uri": "https://example.com/device",
            "verification_uri_complete": "https://example.com/device?user_code=WDJB-MJHT",
            "expires_in": 1800,
            "interval": 5,
        })
    }

    fn changed(name: &str, value: serde_json::Value) -> Result<DeviceAuthorization, String> {
        let mut json = whole();
        json[name] = value;
        serde_json::from_value(json).map_err(|error| error.to_string())
    }

    /// The example of RFC 8628, section 3.2.
    #[test]
    fn example_of_the_rfc_is_read() {
        let answer: DeviceAuthorization = serde_json::from_value(whole()).unwrap();
        assert_eq!(answer.user_code(), "WDJB-MJHT");
        assert_eq!(answer.verification_uri().as_str(), "https://example.com/device");
        let complete = answer.verification_uri_complete().map(Url::as_str);
        assert_eq!(complete, Some("https://example.com/device?user_code=WDJB-MJHT"));
        assert_eq!(answer.expires_in(), Duration::from_secs(1800));
        assert_eq!(answer.interval(), Duration::from_secs(5));
        assert_eq!(answer.deviations(), []);
        let shown = format!("{answer:?}");
        assert!(!shown.contains("WDJB") && !shown.contains("GmRh"), "{shown}");
    }

    #[test]
    fn odd_members_cost_nothing() {
        for (name, value, interval, expires_in) in [
            ("interval", json!(null), 5, 1800),
            ("interval", json!("soon"), 5, 1800),
            ("interval", json!("7"), 7, 1800),
            ("interval", json!(0), 0, 1800),
            ("interval", json!(-3), 0, 1800),
            ("expires_in", json!("600"), 5, 600),
            ("expires_in", json!(0), 5, 0),
            ("expires_in", json!(null), 5, 900),
            ("expires_in", json!("never"), 5, 900),
            ("verification_uri_complete", json!("javascript:alert(1)"), 5, 1800),
            ("verification_url", json!("https://elsewhere.example"), 5, 1800),
        ] {
            let answer = changed(name, value.clone()).unwrap();
            assert_eq!(answer.interval(), Duration::from_secs(interval), "{name} {value}");
            assert_eq!(answer.expires_in(), Duration::from_secs(expires_in), "{name} {value}");
            assert_eq!(answer.verification_uri().as_str(), "https://example.com/device");
            let absent = [DeviceDeviation::ExpiresInAbsent];
            assert_eq!(answer.deviations(), if expires_in == 900 { &absent[..] } else { &[] });
        }
    }

    #[test]
    fn what_cannot_be_shown_is_refused() {
        for (name, value) in [
            ("device_code", json!("")),
            ("device_code", json!(null)),
            ("user_code", json!("")),
            ("user_code", json!("WDJB\u{1b}[2J")),
            ("user_code", json!("WDJB\u{202e}MJHT")),
            ("user_code", json!("A".repeat(1000))),
            ("verification_uri", json!("file:///etc/passwd")),
            ("verification_uri", json!("javascript:alert(1)")),
            ("verification_uri", json!("/device")),
            ("verification_uri", json!(null)),
        ] {
            let error = changed(name, value.clone()).unwrap_err();
            assert!(error.starts_with(&format!("there is no `{name}`")), "{value}: {error}");
        }
    }
}
