//! The encoder: the values of one call, put where its endpoint declares them.

mod checks;

use std::sync::OnceLock;

use bytes::Bytes;
use http::header::{
    ACCEPT, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HOST, TRANSFER_ENCODING,
};
use http::{HeaderMap, HeaderValue, Method};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::call::assembly::Call;
use crate::call::options::Options;
use crate::call::parameters::{AnyValues, with_values};
use crate::client::credentials::AuthHeaders;
use crate::client::shared::{Inner, PreparedHeaders, PreparedUrl};
use crate::description::{BodyKind, Endpoint, ParameterInfo, ParameterLocation};
use crate::encode::escapes::{FORM, Plain, SEGMENT};
use crate::encode::form::Pairs;
use crate::encode::header::{header_name, header_value};
use crate::encode::json::ParameterValue;
use crate::encode::path::Piece;
use crate::encode::prepared::PreparedRequest;
use crate::encode::url::UrlTemplate;
use crate::encode::{json, path};
use crate::error::{BuildError, BuildErrorKind, Error};
use crate::secret::wiped::shared;
use crate::value::Text;

/// The longest URL that HTTP clients take.
const MAX_URL: usize = 65_534;

/// Encodes a call.
pub(crate) fn prepare(
    call: &Call,
    endpoint: &'static Endpoint,
    values: &dyn AnyValues,
) -> Result<PreparedRequest, Error> {
    let encoded = |values: &[ParameterValue<'_>]| {
        encode(call.client.inner(), endpoint, &call.options, values)
    };
    let prepared = with_values(values, encoded).unwrap_or(Err(BuildErrorKind::Incomplete));
    prepared.map_err(|kind| BuildError::new(endpoint.name(), kind).into())
}

/// Encodes one call.
pub(crate) fn encode(
    client: &Inner,
    endpoint: &'static Endpoint,
    options: &Options,
    values: &[ParameterValue<'_>],
) -> Result<PreparedRequest, BuildErrorKind> {
    let call = Encoder { client, endpoint, options, values, sent: Locations::of(endpoint, values) };
    call.check_extras()?;
    call.check_challenge()?;
    call.check_grant()?;
    let (url, mut headers, body) = (call.url()?, call.headers()?, call.body()?);
    // HTTP clients leave out the length of an empty body, and some servers then refuse (RFC 9110, section 8.6).
    let is_empty = body.as_ref().is_none_or(Bytes::is_empty);
    if is_empty && matches!(*endpoint.method(), Method::POST | Method::PUT | Method::PATCH) {
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    Ok(PreparedRequest::new(endpoint, url, client.origin().cloned(), headers, body))
}

struct Encoder<'a> {
    client: &'a Inner,
    endpoint: &'static Endpoint,
    options: &'a Options,
    values: &'a [ParameterValue<'a>],
    sent: Locations,
}

/// The locations that a call has parameters for: those of no other are looked for.
#[derive(Clone, Copy)]
struct Locations(u8);

impl Locations {
    fn of(endpoint: &'static Endpoint, values: &[ParameterValue<'_>]) -> Self {
        let mut all = 0;
        for (parameter, given) in endpoint.parameters().iter().zip(values) {
            if is_sent(parameter, given) {
                all |= Self::bit(parameter.location());
            }
        }
        Self(all)
    }

    const fn bit(location: ParameterLocation) -> u8 {
        1 << location as u8
    }

    const fn contains(self, location: ParameterLocation) -> bool {
        self.0 & Self::bit(location) != 0
    }
}

const fn is_sent(parameter: &ParameterInfo, given: &ParameterValue<'_>) -> bool {
    !matches!(given, ParameterValue::Absent) || parameter.literal().is_some()
}

/// What is sent for one parameter.
enum Sent<'a> {
    Text(Text<'a>),
    Json(&'a dyn json::WriteJson),
}

impl Sent<'_> {
    fn write_json(&self, body: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        match self {
            Self::Text(text) => json::write_text(body, text),
            Self::Json(value) => value.write_json(body),
        }
    }
}

impl<'a> Encoder<'a> {
    /// The parameters of one location with what was given for them, in the order of their declaration.
    fn given(
        &self,
        location: ParameterLocation,
    ) -> impl Iterator<Item = (&'static ParameterInfo, ParameterValue<'a>)> + use<'a> {
        let values = if self.sent.contains(location) { self.values } else { &[] };
        let all = self.endpoint.parameters().iter().zip(values.iter().copied());
        all.filter(move |(parameter, _)| parameter.location() == location)
    }

    /// The parameters of one location that are sent.
    fn sent(
        &self,
        location: ParameterLocation,
    ) -> impl Iterator<Item = (&'static ParameterInfo, Sent<'a>)> + use<'a> {
        self.given(location).filter_map(|(parameter, given)| {
            if let ParameterValue::Json(value) = given {
                return Some((parameter, Sent::Json(value)));
            }
            Some((parameter, Sent::Text(text(parameter, given)?)))
        })
    }

    /// Shows names and texts of one location that are sent. A text that is shown is not moved.
    fn each_text(&self, location: ParameterLocation, mut see: impl FnMut(&'static str, &str)) {
        for (parameter, given) in self.given(location) {
            match (given, parameter.literal()) {
                (ParameterValue::Text(value), _) => see(parameter.name(), value.text().as_str()),
                (ParameterValue::Absent, Some(literal)) => see(parameter.name(), literal.as_str()),
                _ => {}
            }
        }
    }

    /// The texts of one location that are sent.
    fn texts(
        &self,
        location: ParameterLocation,
    ) -> impl Iterator<Item = (&'static ParameterInfo, Text<'a>)> + use<'a> {
        self.given(location)
            .filter_map(|(parameter, given)| Some((parameter, text(parameter, given)?)))
    }

    /// Extra parameters go where the endpoint's own go: into the body, or else into the query.
    fn extras(&self, location: ParameterLocation) -> &'a [(String, SecretString)] {
        let home = if self.endpoint.bodies().is_empty() {
            ParameterLocation::Query
        } else {
            ParameterLocation::Body
        };
        if home == location { self.options.extras() } else { &[] }
    }

    fn url(&self) -> Result<Url, BuildErrorKind> {
        let base = self.client.base()?;
        let kept = self.client.prepared(self.endpoint).map(|prepared| &prepared.url);
        let mut own = None;
        let prepared = kept_or_made(kept, &mut own, || prepared_url(base, self.endpoint))?;
        let extras = self.extras(ParameterLocation::Query);
        match prepared {
            PreparedUrl::Template(template) => self.filled(template, extras),
            PreparedUrl::Whole(url) if extras.is_empty() => Ok(url.clone()),
            PreparedUrl::Whole(_) => {
                self.filled(&UrlTemplate::new(base, self.endpoint.path()), extras)
            }
        }
    }

    /// Puts the values into a URL.
    fn filled(
        &self,
        template: &UrlTemplate,
        extras: &[(String, SecretString)],
    ) -> Result<Url, BuildErrorKind> {
        let (mut length, mut plain) = (template.prefix().len(), Plain::default());
        for piece in template.rest() {
            length += match piece {
                Piece::Literal(text) => text.len(),
                Piece::Parameter(name) => match self.segment(name) {
                    Some((parameter, text)) => {
                        path::check(parameter.name(), text.as_str())?;
                        let measured = SEGMENT.measure(text.as_str());
                        plain.push(measured.is_plain);
                        measured.length
                    }
                    None => name.len(),
                },
            };
        }
        let mut query = Pairs::default();
        let is_plain_name = self.has_plain_names();
        self.each_text(ParameterLocation::Query, |name, value| {
            query.measure(name, is_plain_name, value);
        });
        for (name, value) in extras {
            query.measure(name, false, value.expose_secret());
        }
        if length + query.length() > MAX_URL {
            return Err(BuildErrorKind::UrlTooLong);
        }
        let mut url = String::with_capacity(length + query.length());
        url.push_str(template.prefix());
        for piece in template.rest() {
            match piece {
                Piece::Literal(text) => url.push_str(text),
                Piece::Parameter(name) => match self.segment(name) {
                    Some((_, text)) => SEGMENT.write(&mut url, text.as_str(), plain.pop()),
                    None => url.push_str(name),
                },
            }
        }
        let begin = (!query.is_empty()).then_some(url.len());
        if begin.is_some() {
            url.push('?');
        }
        self.each_text(ParameterLocation::Query, |name, value| query.write(&mut url, name, value));
        for (name, value) in extras {
            query.write(&mut url, name, value.expose_secret());
        }
        template.finish(url, begin).map_err(BuildErrorKind::Url)
    }

    /// Tells whether no name of a parameter needs an escape: nearly none has one that does.
    fn has_plain_names(&self) -> bool {
        let look = || {
            let mut parameters = self.endpoint.parameters().iter();
            parameters.all(|parameter| FORM.measure(parameter.name()).is_plain)
        };
        match self.client.prepared(self.endpoint) {
            Some(prepared) => *prepared.has_plain_names.get_or_init(look),
            None => look(),
        }
    }

    /// The path parameter of this name.
    fn segment(&self, name: &str) -> Option<(&'static ParameterInfo, Text<'a>)> {
        self.texts(ParameterLocation::Path).find(|(parameter, _)| parameter.name() == name)
    }

    fn headers(&self) -> Result<HeaderMap, BuildErrorKind> {
        let auth = self.options.auth();
        let kept = self.client.prepared(self.endpoint).map(|prepared| &prepared.headers);
        // Credentials of one call are for no other.
        let kept = kept.filter(|_| auth.is_none());
        let mut own = None;
        let prepared = kept_or_made(kept, &mut own, || {
            self.prepared_headers(auth.unwrap_or(self.client.auth()))
        })?;
        self.check_authentication(prepared.authenticate_client)?;
        let mut headers = prepared.headers.clone();
        self.cookies(&mut headers)?;
        self.header_parameters(prepared, &mut headers)?;
        if let Some(kind) = self.options.body_kind(self.endpoint)
            && self.endpoint.bodies().first() != Some(&kind)
        {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind.content_type()));
        }
        for (name, value) in self.options.headers() {
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

    /// The headers that all calls with these credentials have in common.
    fn prepared_headers(&self, auth: &AuthHeaders) -> Result<PreparedHeaders, BuildErrorKind> {
        let constants = self.client.constant_headers().len() + self.endpoint.headers().len();
        // With room for what HTTP clients add: user agent, host, length and what they take. Each call gets a clone, and a
        // map that grows is built anew.
        let mut headers = HeaderMap::with_capacity(2 + auth.len() + constants + 4);
        for (name, value) in self.client.constant_headers() {
            headers.insert(name.clone(), value.clone());
        }
        for (name, value) in self.endpoint.headers() {
            headers.insert(header_name(name)?, HeaderValue::from_static(value));
        }
        let authenticate_client = auth.apply(self.endpoint.auth(), &mut headers)?;
        if let Some(kind) = self.endpoint.bodies().first() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind.content_type()));
        }
        if self.endpoint.asks_for_json() {
            headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        }
        let parameters = self.endpoint.parameters().iter();
        let own = parameters.filter(|parameter| parameter.location() == ParameterLocation::Header);
        let names = own.map(|parameter| header_name(parameter.name())).collect::<Result<_, _>>()?;
        Ok(PreparedHeaders { headers, names, authenticate_client })
    }

    fn header_parameters(
        &self,
        prepared: &PreparedHeaders,
        headers: &mut HeaderMap,
    ) -> Result<(), BuildErrorKind> {
        let own = self.given(ParameterLocation::Header).zip(&prepared.names);
        for ((parameter, given), name) in own {
            let Some(text) = text(parameter, given) else { continue };
            let secret = given.is_secret(parameter);
            let value = header_value(parameter.name(), text.as_str(), secret)?;
            // What the call asks for is what its response is read as.
            if *name != ACCEPT || !self.endpoint.asks_for_json() {
                headers.insert(name.clone(), value);
            }
        }
        Ok(())
    }

    fn cookies(&self, headers: &mut HeaderMap) -> Result<(), BuildErrorKind> {
        let mut line = Zeroizing::new(String::new());
        for (parameter, text) in self.texts(ParameterLocation::Cookie) {
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

    fn body(&self) -> Result<Option<Bytes>, BuildErrorKind> {
        match self.options.body_kind(self.endpoint) {
            None => Ok(None),
            Some(BodyKind::Form) => Ok(Some(self.form_body())),
            Some(BodyKind::Json) => self.json_body().map(Some).map_err(BuildErrorKind::Json),
        }
    }

    fn form_body(&self) -> Bytes {
        let extras = self.extras(ParameterLocation::Body);
        let mut form = Pairs::default();
        let is_plain_name = self.has_plain_names();
        self.each_text(ParameterLocation::Body, |name, value| {
            form.measure(name, is_plain_name, value);
        });
        for (name, value) in extras {
            form.measure(name, false, value.expose_secret());
        }
        let mut body = Vec::with_capacity(form.length().saturating_sub(1));
        self.each_text(ParameterLocation::Body, |name, value| form.write(&mut body, name, value));
        for (name, value) in extras {
            form.write(&mut body, name, value.expose_secret());
        }
        self.own(body)
    }

    fn json_body(&self) -> Result<Bytes, serde_json::Error> {
        if let Some((_, sent)) = self.sent(ParameterLocation::WholeBody).next() {
            let mut body = Vec::with_capacity(256);
            sent.write_json(&mut body)?;
            return Ok(self.own(body));
        }
        let extras = self.extras(ParameterLocation::Body);
        let mut length = 2;
        for (parameter, sent) in self.sent(ParameterLocation::Body) {
            length += parameter.name().len() + 4;
            length += if let Sent::Text(text) = &sent { text.as_str().len() + 8 } else { 64 };
        }
        let mut body = Vec::with_capacity(length);
        let mut first = true;
        let is_plain_name = self.has_plain_names();
        for (parameter, sent) in self.sent(ParameterLocation::Body) {
            json::write_name(&mut body, &mut first, parameter.name(), is_plain_name)?;
            sent.write_json(&mut body)?;
        }
        for (name, value) in extras {
            json::write_name(&mut body, &mut first, name, false)?;
            json::write_text(&mut body, &Text::from(value.expose_secret()))?;
        }
        json::end(&mut body, first);
        Ok(self.own(body))
    }

    /// Hands the body over; one with secrets is wiped when the last holder lets go.
    fn own(&self, body: Vec<u8>) -> Bytes {
        let locations = [ParameterLocation::Body, ParameterLocation::WholeBody];
        let mut fields = locations.into_iter().flat_map(|location| self.given(location));
        let has_secret = fields.any(|(parameter, given)| given.is_secret(parameter));
        if self.options.extras().is_empty() && !has_secret { body.into() } else { shared(body) }
    }
}

/// What was made for an earlier call, or is made now: to be kept where there is a place, and else for this call alone.
fn kept_or_made<'a, T>(
    kept: Option<&'a OnceLock<T>>,
    own: &'a mut Option<T>,
    make: impl FnOnce() -> Result<T, BuildErrorKind>,
) -> Result<&'a T, BuildErrorKind> {
    let Some(place) = kept else { return Ok(own.insert(make()?)) };
    if let Some(earlier) = place.get() {
        return Ok(earlier);
    }
    let new = make()?;
    Ok(place.get_or_init(|| new))
}

/// The text that is sent for a parameter, if any.
fn text<'a>(parameter: &ParameterInfo, given: ParameterValue<'a>) -> Option<Text<'a>> {
    match given {
        ParameterValue::Text(value) => Some(value.text()),
        ParameterValue::Absent => parameter.literal().map(Text::from),
        ParameterValue::Json(_) => None,
    }
}

/// What all calls of an endpoint have in common of their URL.
fn prepared_url(base: &str, endpoint: &'static Endpoint) -> Result<PreparedUrl, BuildErrorKind> {
    let in_url = |parameter: &ParameterInfo| {
        matches!(parameter.location(), ParameterLocation::Path | ParameterLocation::Query)
    };
    if endpoint.parameters().iter().any(in_url) || endpoint.path().contains('{') {
        return Ok(PreparedUrl::Template(UrlTemplate::new(base, endpoint.path())));
    }
    let url = Url::parse(&[base, endpoint.path()].concat()).map_err(BuildErrorKind::Url)?;
    Ok(PreparedUrl::Whole(url))
}

impl BodyKind {
    pub(crate) const fn content_type(self) -> &'static str {
        match self {
            Self::Form => "application/x-www-form-urlencoded",
            Self::Json => "application/json",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::builder::{ApiClient, ClientBuilder};
    use crate::client::credentials::NoCredentials;
    use crate::client::shared::Client;
    use crate::description::{Api, DeclaredBase, Requirement};
    use crate::secret::wiped::count;

    struct Vendor(Client);

    impl ApiClient for Vendor {
        type Credentials = NoCredentials;

        const API: &'static Api =
            &Api::new("Vendor", DeclaredBase::Urls(&[("", "https://vendor.example")]), &[], &[]);

        fn from_client(client: Client) -> Self {
            Self(client)
        }
    }

    /// Takes one value, in a form.
    static FORM: Endpoint = Endpoint { parameters: &[VALUE], ..Endpoint::FORM };

    /// Takes one value, in an object.
    static OBJECT: Endpoint = Endpoint { bodies: &[BodyKind::Json], ..FORM };

    /// Takes one value, as the body.
    static WHOLE: Endpoint = Endpoint {
        parameters: &[ParameterInfo { location: ParameterLocation::WholeBody, ..VALUE }],
        ..OBJECT
    };

    const VALUE: ParameterInfo = ParameterInfo {
        rust_name: "value",
        name: "value",
        location: ParameterLocation::Body,
        requirement: Requirement::Required,
        secret: false,
    };

    /// How many pieces are wiped once the request of a call is gone.
    fn wiped(endpoint: &'static Endpoint, options: &Options, value: ParameterValue<'_>) -> usize {
        let client = ClientBuilder::<Vendor>::new().build().unwrap().0;
        let request = encode(client.inner(), endpoint, options, &[value]).unwrap();
        assert!(request.body().is_some_and(|body| !body.is_empty()));
        count::of(|| drop(request))
    }

    #[test]
    fn body_with_a_secret_is_wiped() {
        let (secret, plain) = (SecretString::from("s3cret"), "word".to_owned());
        let none = Options::default();
        for endpoint in [&FORM, &OBJECT] {
            assert_eq!(wiped(endpoint, &none, ParameterValue::text(&secret)), 1, "{endpoint}");
            assert_eq!(wiped(endpoint, &none, ParameterValue::text(&plain)), 0, "{endpoint}");
            let mut extra = Options::default();
            extra.push_extra("key".to_owned(), "s3cret".into());
            assert_eq!(wiped(endpoint, &extra, ParameterValue::text(&plain)), 1, "{endpoint}");
        }
        assert_eq!(wiped(&WHOLE, &none, ParameterValue::json(&secret)), 1);
        assert_eq!(wiped(&WHOLE, &none, ParameterValue::json(&plain)), 0);
    }

    #[test]
    fn secret_can_be_the_whole_body() {
        let client = ClientBuilder::<Vendor>::new().build().unwrap().0;
        let secret = SecretString::from("s3\"cret");
        let values = [ParameterValue::json(&secret)];
        let request = encode(client.inner(), &WHOLE, &Options::default(), &values).unwrap();
        assert_eq!(request.body(), Some(&br#""s3\"cret""#[..]));
    }
}
