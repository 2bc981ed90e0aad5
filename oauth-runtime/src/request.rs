//! Requests: the values of one call, encoded as its endpoint declares.

use std::fmt;

use bytes::Bytes;
use http::header::{
    ACCEPT, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HOST, TRANSFER_ENCODING,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::api::{BodyKind, Endpoint, Location, Need, ParameterInfo};
use crate::client::Inner;
use crate::error::{BuildError, BuildErrorKind, Error};
use crate::json::Slot;
use crate::options::Options;
use crate::path::Piece;
use crate::redact::Secrets;
use crate::value::Text;
use crate::{form, json, path};

/// The longest URL that HTTP clients take.
const MAX_URL: usize = 65_534;

/// A finished request: what a call is about to send.
///
/// ```
/// # fn example(prepared: oauth_runtime::PreparedRequest) -> Result<(), oauth_runtime::Error> {
/// // For an HTTP client of your own, or to sign it:
/// let request: http::Request<bytes::Bytes> = prepared.into_http()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct PreparedRequest {
    endpoint: &'static Endpoint,
    url: Url,
    headers: HeaderMap,
    body: Option<Bytes>,
}

impl PreparedRequest {
    /// Returns the endpoint that this is a call of.
    #[must_use]
    pub const fn endpoint(&self) -> &'static Endpoint {
        self.endpoint
    }

    /// Returns the URL. Where the endpoint has secrets in its path or query, so has the URL.
    #[must_use]
    pub const fn url(&self) -> &Url {
        &self.url
    }

    /// Returns the URL alone.
    #[must_use]
    pub fn into_url(self) -> Url {
        self.url
    }

    /// Returns the headers; those with secrets are marked sensitive.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body, or nothing where the endpoint has none.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.body.as_deref()
    }

    /// Returns the request in the type that HTTP clients share.
    ///
    /// The `Debug` of that type shows URL and body with the secrets that they have; of the headers it leaves the
    /// sensitive ones out.
    ///
    /// # Errors
    ///
    /// [`Error::Build`] where the URL is not an [`http::Uri`].
    pub fn into_http(self) -> Result<http::Request<Bytes>, Error> {
        let uri = http::Uri::from_maybe_shared(Bytes::from(String::from(self.url)))
            .map_err(|error| BuildError::new(self.endpoint.name(), BuildErrorKind::Uri(error)))?;
        let mut request = http::Request::new(self.body.unwrap_or_default());
        *request.method_mut() = self.endpoint.method().clone();
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers;
        Ok(request)
    }

    /// Returns the request for a [`reqwest::Client`]. The `Debug` of that type shows the URL with the secrets that it has.
    #[cfg(feature = "reqwest")]
    #[must_use]
    pub fn into_reqwest(self) -> reqwest::Request {
        let mut request = reqwest::Request::new(self.endpoint.method().clone(), self.url);
        *request.headers_mut() = self.headers;
        *request.body_mut() = self.body.map(reqwest::Body::from);
        request
    }
}

impl fmt::Debug for PreparedRequest {
    /// Shows no secret: of the URL only the declared path, of the body only its length.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PreparedRequest")
            .field("endpoint", &self.endpoint.name())
            .field("method", self.endpoint.method())
            .field("host", &self.url.host_str().unwrap_or_default())
            .field("path", &self.endpoint.path())
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("body_bytes", &self.body.as_ref().map_or(0, Bytes::len))
            .finish()
    }
}

/// Encodes one call.
pub(crate) fn prepare(
    client: &Inner,
    endpoint: &'static Endpoint,
    options: &Options,
    slots: &[Slot<'_>],
) -> Result<PreparedRequest, BuildErrorKind> {
    let call = Encoder { client, endpoint, options, slots };
    call.check_extras()?;
    call.check_challenge()?;
    call.check_grant()?;
    let (url, mut headers, body) = (call.url()?, call.headers()?, call.body()?);
    // HTTP clients leave out the length of an empty body, and some servers then refuse (RFC 9110, section 8.6).
    let is_empty = body.as_ref().is_none_or(Bytes::is_empty);
    if is_empty && matches!(*endpoint.method(), Method::POST | Method::PUT | Method::PATCH) {
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    Ok(PreparedRequest { endpoint, url, headers, body })
}

/// Collects the secrets of one call, so that they can be taken out of what the server says.
pub(crate) fn secrets(
    client: &Inner,
    endpoint: &'static Endpoint,
    options: &Options,
    slots: &[Slot<'_>],
) -> Secrets {
    let mut secrets = options.auth().unwrap_or(client.auth()).secrets().clone();
    for (parameter, slot) in endpoint.parameters().iter().zip(slots) {
        match slot {
            Slot::Text(value) if slot.is_secret(parameter) => secrets.push(value.text().as_str()),
            _ => {}
        }
    }
    for (_, value) in options.extras().iter().chain(options.headers()) {
        secrets.push(value.expose_secret());
    }
    secrets
}

/// Tells whether a call carries a grant that can be used once: an authorization code, a refresh token that may rotate, a
/// device code.
pub(crate) fn is_single_use(
    endpoint: &'static Endpoint,
    options: &Options,
    slots: &[Slot<'_>],
) -> bool {
    let sent = |name: &str| sent_text(endpoint, options, slots, name);
    match sent("grant_type") {
        Some(grant_type) => matches!(
            grant_type.as_str(),
            "authorization_code" | "refresh_token" | "urn:ietf:params:oauth:grant-type:device_code"
        ),
        None => sent("code").is_some() || sent("refresh_token").is_some(),
    }
}

/// Returns what is sent under this name: the caller's value, the declaration's, or an extra one.
pub(crate) fn sent_text<'a>(
    endpoint: &'static Endpoint,
    options: &'a Options,
    slots: &[Slot<'a>],
    name: &str,
) -> Option<Text<'a>> {
    let declared =
        endpoint.parameters().iter().zip(slots).find(|(parameter, _)| parameter.name() == name);
    match declared.map(|(parameter, slot)| (slot, parameter.need())) {
        Some((Slot::Text(value), _)) => Some(value.text()),
        Some((Slot::Absent, Need::Default(literal) | Need::Constant(literal))) => {
            Some(literal.into())
        }
        Some(_) => None,
        None => {
            let extra = options.extras().iter().find(|(there, _)| there == name);
            extra.map(|(_, value)| Text::from(value.expose_secret()))
        }
    }
}

struct Encoder<'a> {
    client: &'a Inner,
    endpoint: &'static Endpoint,
    options: &'a Options,
    slots: &'a [Slot<'a>],
}

/// What is sent for one parameter.
enum Sent<'a> {
    Text(Text<'a>),
    Json(&'a dyn json::WriteJson),
}

impl<'a> Encoder<'a> {
    /// The parameters of one location that are sent, in the order of their declaration.
    fn sent(&self, location: Location) -> impl Iterator<Item = (&'static ParameterInfo, Sent<'a>)> {
        let slots = self.slots;
        self.endpoint
            .parameters()
            .iter()
            .enumerate()
            .filter(move |(_, parameter)| parameter.location() == location)
            .filter_map(move |(index, parameter)| {
                let slot = slots.get(index).copied().unwrap_or(Slot::Absent);
                let sent = match (slot, parameter.need()) {
                    (Slot::Text(value), _) => Sent::Text(value.text()),
                    (Slot::Json(value), _) => Sent::Json(value),
                    (Slot::Absent, Need::Default(literal) | Need::Constant(literal)) => {
                        Sent::Text(literal.into())
                    }
                    (Slot::Absent, _) => return None,
                };
                Some((parameter, sent))
            })
    }

    /// The texts of one location that are sent.
    fn texts(
        &self,
        location: Location,
    ) -> impl Iterator<Item = (&'static ParameterInfo, Text<'a>)> {
        self.sent(location).filter_map(|(parameter, sent)| match sent {
            Sent::Text(text) => Some((parameter, text)),
            Sent::Json(_) => None,
        })
    }

    fn is_secret(&self, parameter: &ParameterInfo) -> bool {
        let mut all = self.endpoint.parameters().iter().zip(self.slots);
        all.any(|(own, slot)| own.name() == parameter.name() && slot.is_secret(own))
    }

    fn check_extras(&self) -> Result<(), BuildErrorKind> {
        let collides = |name: &str| {
            self.endpoint.parameters().iter().any(|parameter| parameter.name() == name)
        };
        match self.options.extras().iter().find(|(name, _)| collides(name)) {
            Some((name, _)) => Err(BuildErrorKind::ExtraCollides { name: name.clone() }),
            None => Ok(()),
        }
    }

    /// A PKCE challenge without its method would be read as `plain` (RFC 7636, section 4.3).
    fn check_challenge(&self) -> Result<(), BuildErrorKind> {
        let sent = |name: &str| sent_text(self.endpoint, self.options, self.slots, name).is_some();
        let is_declared = self.endpoint.parameter("code_challenge_method").is_some();
        if is_declared && sent("code_challenge") && !sent("code_challenge_method") {
            return Err(BuildErrorKind::ChallengeWithoutMethod);
        }
        Ok(())
    }

    /// A call that began at the entry of a grant has no parameter of another, set before.
    fn check_grant(&self) -> Result<(), BuildErrorKind> {
        let Some(grant_type) = self.options.grant() else { return Ok(()) };
        let grants = self.endpoint.grants();
        let Some(grant) = grants.iter().find(|grant| grant.grant_type() == grant_type) else {
            return Ok(());
        };
        let belongs = |name: &str| grant.needs().contains(&name) || grant.may().contains(&name);
        for (parameter, slot) in self.endpoint.parameters().iter().zip(self.slots) {
            let name = parameter.name();
            let of_all = !matches!(parameter.need(), Need::Optional | Need::ServerDefault(_));
            if !matches!(slot, Slot::Absent) && !of_all && name != "grant_type" && !belongs(name) {
                return Err(BuildErrorKind::NotOfGrant { parameter: name, grant_type });
            }
        }
        Ok(())
    }

    /// Extra parameters go where the endpoint's own go: into the body, or else into the query.
    fn extras(&self, location: Location) -> &'a [(String, SecretString)] {
        let home = if self.endpoint.bodies().is_empty() { Location::Query } else { Location::Body };
        if home == location { self.options.extras() } else { &[] }
    }

    fn url(&self) -> Result<Url, BuildErrorKind> {
        let template = self.endpoint.path();
        let queries = self.texts(Location::Query).next().is_some();
        let extras = self.extras(Location::Query);
        if !queries && extras.is_empty() && !template.contains('{') {
            return self.client.static_url(self.endpoint);
        }
        let base = self.client.base()?;
        let mut length = base.len() + template.len() + 1;
        for (parameter, text) in self.texts(Location::Path) {
            path::check(parameter.name(), text.as_str())?;
            length += path::encoded_len(text.as_str());
        }
        for (parameter, text) in self.texts(Location::Query) {
            length += form::pair_len(parameter.name(), text.as_str());
        }
        for (name, value) in extras {
            length += form::pair_len(name, value.expose_secret());
        }
        let mut url = Zeroizing::new(String::with_capacity(length));
        url.push_str(base);
        for piece in path::pieces(template) {
            match piece {
                Piece::Literal(text) => url.push_str(text),
                Piece::Parameter(name) => {
                    match self.texts(Location::Path).find(|(there, _)| there.name() == name) {
                        Some((_, text)) => path::write(&mut url, text.as_str()),
                        None => url.push_str(name),
                    }
                }
            }
        }
        let mut first = true;
        if queries || !extras.is_empty() {
            url.push('?');
        }
        for (parameter, text) in self.texts(Location::Query) {
            form::write_pair(&mut url, &mut first, parameter.name(), text.as_str());
        }
        for (name, value) in extras {
            form::write_pair(&mut url, &mut first, name, value.expose_secret());
        }
        if url.len() > MAX_URL {
            return Err(BuildErrorKind::UrlTooLong);
        }
        Url::parse(&url).map_err(BuildErrorKind::Url)
    }

    fn headers(&self) -> Result<HeaderMap, BuildErrorKind> {
        let parameters = self.endpoint.parameters().iter();
        let own = parameters.filter(|parameter| {
            matches!(parameter.location(), Location::Header | Location::Cookie)
        });
        let constants = self.client.constant_headers().len() + self.endpoint.headers().len();
        let extras = self.options.headers();
        let auth = self.options.auth().unwrap_or(self.client.auth());
        let mut headers =
            HeaderMap::with_capacity(2 + auth.len() + constants + own.count() + extras.len());
        for (name, value) in self.client.constant_headers() {
            headers.insert(name.clone(), value.clone());
        }
        for (name, value) in self.endpoint.headers() {
            headers.insert(header_name(name)?, HeaderValue::from_static(value));
        }
        auth.apply(self.endpoint.auth(), &mut headers)?;
        self.cookies(&mut headers)?;
        for (parameter, text) in self.texts(Location::Header) {
            headers.insert(
                header_name(parameter.name())?,
                header_value(parameter.name(), text.as_str(), self.is_secret(parameter))?,
            );
        }
        if let Some(kind) = self.body_kind() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind.content_type()));
        }
        if self.endpoint.asks_for_json() {
            headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        }
        for (name, value) in extras {
            let header = header_name(name)?;
            // The length and the host of a request are the transport's to say.
            let of_transport = [CONNECTION, CONTENT_LENGTH, HOST, TRANSFER_ENCODING];
            if headers.contains_key(&header) || of_transport.contains(&header) {
                return Err(BuildErrorKind::ExtraCollides { name: name.clone() });
            }
            let value = value.expose_secret();
            headers.insert(header, header_value(name, value, true)?);
        }
        Ok(headers)
    }

    fn cookies(&self, headers: &mut HeaderMap) -> Result<(), BuildErrorKind> {
        let mut line = Zeroizing::new(String::new());
        for (parameter, text) in self.texts(Location::Cookie) {
            let name = parameter.name();
            let octet =
                |byte| matches!(byte, 0x21 | 0x23..=0x2B | 0x2D..=0x3A | 0x3C..=0x5B | 0x5D..=0x7E);
            if !text.as_str().bytes().all(octet) {
                return Err(BuildErrorKind::CookieValue { cookie: name });
            }
            if !line.is_empty() {
                line.push_str("; ");
            }
            line.push_str(name);
            line.push('=');
            line.push_str(text.as_str());
        }
        if !line.is_empty() {
            headers.insert(COOKIE, header_value("Cookie", &line, true)?);
        }
        Ok(())
    }

    fn body_kind(&self) -> Option<BodyKind> {
        let declared = self.endpoint.bodies();
        self.options
            .body()
            .filter(|kind| declared.contains(kind))
            .or_else(|| declared.first().copied())
    }

    fn body(&self) -> Result<Option<Bytes>, BuildErrorKind> {
        match self.body_kind() {
            None => Ok(None),
            Some(BodyKind::Form) => Ok(Some(self.form_body())),
            Some(BodyKind::Json) => self.json_body().map(Some).map_err(BuildErrorKind::Json),
        }
    }

    fn form_body(&self) -> Bytes {
        let extras = self.extras(Location::Body);
        let mut length = 0;
        for (parameter, text) in self.texts(Location::Body) {
            length += form::pair_len(parameter.name(), text.as_str());
        }
        for (name, value) in extras {
            length += form::pair_len(name, value.expose_secret());
        }
        let mut body = String::with_capacity(length.saturating_sub(1));
        let mut first = true;
        for (parameter, text) in self.texts(Location::Body) {
            form::write_pair(&mut body, &mut first, parameter.name(), text.as_str());
        }
        for (name, value) in extras {
            form::write_pair(&mut body, &mut first, name, value.expose_secret());
        }
        self.own(body.into_bytes())
    }

    fn json_body(&self) -> Result<Bytes, serde_json::Error> {
        if let Some((_, Sent::Json(value))) = self.sent(Location::WholeBody).next() {
            let mut body = Vec::with_capacity(256);
            value.write_json(&mut body)?;
            return Ok(self.own(body));
        }
        let extras = self.extras(Location::Body);
        let mut length = 2;
        for (parameter, sent) in self.sent(Location::Body) {
            length += parameter.name().len() + 4;
            length += if let Sent::Text(text) = &sent { text.as_str().len() + 8 } else { 64 };
        }
        let mut body = Vec::with_capacity(length);
        let mut first = true;
        for (parameter, sent) in self.sent(Location::Body) {
            json::write_name(&mut body, &mut first, parameter.name())?;
            match sent {
                Sent::Text(text) => json::write_text(&mut body, &text)?,
                Sent::Json(value) => value.write_json(&mut body)?,
            }
        }
        for (name, value) in extras {
            json::write_name(&mut body, &mut first, name)?;
            json::write_text(&mut body, &Text::from(value.expose_secret()))?;
        }
        json::end(&mut body, first);
        Ok(self.own(body))
    }

    /// Hands the body over; one with secrets is wiped when the last holder lets go.
    fn own(&self, body: Vec<u8>) -> Bytes {
        let mut sent = self.endpoint.parameters().iter().zip(self.slots);
        let has_secret = sent.any(|(parameter, slot)| {
            parameter.location() == Location::Body && slot.is_secret(parameter)
        });
        if self.options.extras().is_empty() && !has_secret {
            return Bytes::from(body.into_boxed_slice());
        }
        Bytes::from_owner(Zeroizing::new(body))
    }
}

impl BodyKind {
    const fn content_type(self) -> &'static str {
        match self {
            Self::Form => "application/x-www-form-urlencoded",
            Self::Json => "application/json",
        }
    }
}

fn header_name(name: &str) -> Result<HeaderName, BuildErrorKind> {
    HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| BuildErrorKind::HeaderName { header: name.to_owned() })
}

/// Tells whether a header would lose a part of its value (RFC 9110, section 5.5).
pub(crate) fn has_blank_at_an_end(value: &[u8]) -> bool {
    [value.first(), value.last()].into_iter().flatten().any(|byte| matches!(byte, b' ' | b'\t'))
}

fn header_value(name: &str, value: &str, secret: bool) -> Result<HeaderValue, BuildErrorKind> {
    let refused = || BuildErrorKind::HeaderValue { header: name.to_owned() };
    if !value.is_ascii() || has_blank_at_an_end(value.as_bytes()) {
        return Err(refused());
    }
    let mut value = HeaderValue::from_str(value).map_err(|_| refused())?;
    value.set_sensitive(secret);
    Ok(value)
}
