//! The encoder: the values of one call, put where its endpoint declares them.

mod checks;

use std::sync::OnceLock;

use bytes::Bytes;
use http::header::{
    ACCEPT, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HOST, TRANSFER_ENCODING,
};
use http::{HeaderMap, HeaderValue, Method};
use secrecy::ExposeSecret;
use secrecy::zeroize::Zeroizing;
use url::Url;

use crate::call::assembly::Call;
use crate::call::authentication::Authentication;
use crate::call::options::Options;
use crate::call::parameters::{AnyValues, with_values};
use crate::client::shared::{Inner, PreparedHeaders, PreparedUrl};
use crate::description::{BodyKind, Endpoint, EndpointBase, ParameterInfo, ParameterLocation};
use crate::encode::escapes::{FORM, Plain, SEGMENT};
use crate::encode::form::Pairs;
use crate::encode::header::{header_name, header_value};
use crate::encode::json::ParameterValue;
use crate::encode::list::Joined;
use crate::encode::path::Piece;
use crate::encode::prepared::PreparedRequest;
use crate::encode::root::{Root, Unfit};
use crate::encode::url::UrlTemplate;
use crate::encode::{json, path};
use crate::error::{BuildError, BuildErrorKind, Error};
use crate::secret::wiped::shared;
use crate::value::{ListParameter, ParameterText};

/// The longest URL that HTTP clients take.
const MAX_URL: usize = 65_534;

/// Encodes a call.
pub(crate) fn prepare(
    call: &Call,
    endpoint: &'static Endpoint,
    values: &dyn AnyValues,
) -> Result<PreparedRequest, Error> {
    let encoded = |values: &[ParameterValue<'_>]| {
        let (client, options) = (call.client.inner(), &call.options);
        let authentication = Authentication::of(client, endpoint, options, values)?;
        if authentication.kept().is_some() {
            return Err(BuildErrorKind::AccessTokenIsKept);
        }
        let values = authentication.fill(endpoint, values);
        encode(client, endpoint, options, &authentication, &values)
    };
    let prepared = with_values(values, encoded).unwrap_or(Err(BuildErrorKind::Incomplete));
    prepared.map_err(|kind| BuildError::new(endpoint.name(), kind).into())
}

/// Encodes one call, whose values are those of the caller and of the credentials; a bearer token that somebody keeps is added
/// when it is sent.
pub(crate) fn encode(
    client: &Inner,
    endpoint: &'static Endpoint,
    options: &Options,
    authentication: &Authentication<'_>,
    values: &[ParameterValue<'_>],
) -> Result<PreparedRequest, BuildErrorKind> {
    let joined = Joined::of(endpoint, values)?;
    let replaced = joined.in_place_of(endpoint, values);
    let values = replaced.as_deref().unwrap_or(values);
    let sent = Locations::of(endpoint, values);
    let call = Encoder { client, endpoint, options, authentication, values, sent };
    call.check_extras()?;
    call.check_authentication()?;
    call.check_challenge()?;
    call.check_grant()?;
    let (url, mut headers, body) = (call.url()?, call.headers()?, call.body()?);
    // HTTP clients leave out the length of an empty body, and some servers then refuse (RFC 9110, section 8.6).
    let is_empty = body.as_ref().is_none_or(Bytes::is_empty);
    if is_empty && matches!(*endpoint.method(), Method::POST | Method::PUT | Method::PATCH) {
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    let origin = client.base_of(endpoint).and_then(|base| base.origin().cloned());
    Ok(PreparedRequest::new(endpoint, url, origin, headers, body))
}

struct Encoder<'a> {
    client: &'a Inner,
    endpoint: &'static Endpoint,
    options: &'a Options,
    authentication: &'a Authentication<'a>,
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
    Text(ParameterText<'a>),
    Json(&'a dyn json::WriteJson),
    List(&'a dyn ListParameter),
}

impl Sent<'_> {
    fn write_json(&self, body: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        match self {
            Self::Text(text) => json::write_text(body, text),
            Self::Json(value) => value.write_json(body),
            Self::List(list) => json::write_list(body, *list),
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
            let sent = match given {
                ParameterValue::Json(value) => Sent::Json(value),
                ParameterValue::List(list) => Sent::List(list),
                _ => Sent::Text(text(parameter, given)?),
            };
            Some((parameter, sent))
        })
    }

    /// Shows names and texts of one location that are sent. A text that is shown is not moved.
    fn each_text(&self, location: ParameterLocation, mut see: impl FnMut(&'static str, &str)) {
        for (parameter, given) in self.given(location) {
            match (given, parameter.literal()) {
                (ParameterValue::Text(value), _) => see(parameter.name(), value.text().as_str()),
                (ParameterValue::Absent, Some(literal)) => see(parameter.name(), literal.as_str()),
                (ParameterValue::List(list), _) => {
                    list.for_each(&mut |item| see(parameter.name(), item.as_str()));
                }
                _ => {}
            }
        }
    }

    /// The texts of one location that are sent.
    fn texts(
        &self,
        location: ParameterLocation,
    ) -> impl Iterator<Item = (&'static ParameterInfo, ParameterText<'a>)> + use<'a> {
        self.given(location)
            .filter_map(|(parameter, given)| Some((parameter, text(parameter, given)?)))
    }

    /// What is not declared goes where the endpoint's own parameters go: into the body, or else into the query. First what
    /// the credentials have, whose names need no escape; then extra parameters.
    fn extras(
        &self,
        location: ParameterLocation,
    ) -> impl Iterator<Item = (&'a str, bool, &'a str)> + use<'a> {
        let home = if self.endpoint.bodies().is_empty() {
            ParameterLocation::Query
        } else {
            ParameterLocation::Body
        };
        let Self { endpoint, options, authentication, .. } = *self;
        let of_credentials = (home == location).then(|| authentication.appended(endpoint));
        let of_caller = if home == location { options.extras() } else { &[] };
        let of_credentials = of_credentials.into_iter().flatten();
        of_credentials
            .map(|(name, value)| (name, true, value))
            .chain(of_caller.iter().map(|(name, value)| (&**name, false, value.expose_secret())))
    }

    fn url(&self) -> Result<Url, BuildErrorKind> {
        // A URL of one call is for no other.
        let is_of_the_call = matches!(self.endpoint.base(), EndpointBase::Given(_));
        let kept = self.client.prepared(self.endpoint).map(|prepared| &prepared.url);
        let kept = kept.filter(|_| !is_of_the_call);
        let mut own = None;
        let prepared = kept_or_made(kept, &mut own, || {
            self.with_root(|root| prepared_url(root, self.endpoint))?
        })?;
        match prepared {
            PreparedUrl::Template(template) => self.filled(template),
            PreparedUrl::Whole(url) if self.extras(ParameterLocation::Query).next().is_none() => {
                Ok(url.clone())
            }
            PreparedUrl::Whole(_) => {
                let template =
                    self.with_root(|root| UrlTemplate::new(root, self.endpoint.path()))?;
                self.filled(&template)
            }
        }
    }

    /// Makes something of what the URL begins with: a base, or all of it where it is learned at run time.
    fn with_root<T>(&self, make: impl FnOnce(&Root) -> T) -> Result<T, BuildErrorKind> {
        let name = match self.endpoint.base() {
            EndpointBase::Api => "base URL",
            EndpointBase::Named(name)
            | EndpointBase::Metadata(name)
            | EndpointBase::Given(name) => name,
        };
        let unfit = |unfit: Unfit| BuildErrorKind::NamedUrl { name, reason: unfit.reason() };
        let text = match self.endpoint.base() {
            EndpointBase::Api | EndpointBase::Named(_) => {
                let base = self.client.base_of(self.endpoint);
                let root = base.map_or(Err(Unfit::NoUrl), |base| base.root());
                return root.map(make).map_err(unfit);
            }
            EndpointBase::Metadata(member) => {
                let metadata = self.client.metadata().ok_or(BuildErrorKind::MissingMetadata)?;
                let url = metadata.url(member);
                ParameterText::from(url.ok_or(BuildErrorKind::MissingEndpoint { member })?)
            }
            EndpointBase::Given(_) => {
                let (_, text) =
                    self.texts(ParameterLocation::Url).next().ok_or(BuildErrorKind::Incomplete)?;
                text
            }
        };
        Root::parse(text.as_str(), self.client.allows_http()).map(|root| make(&root)).map_err(unfit)
    }

    /// Puts the values into a URL.
    fn filled(&self, template: &UrlTemplate) -> Result<Url, BuildErrorKind> {
        let extras = || self.extras(ParameterLocation::Query);
        let kept = template.query();
        let (mut length, mut plain) = (template.prefix().len(), Plain::default());
        length += kept.map_or(0, |kept| kept.len() + 1);
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
        for (name, is_plain_name, value) in extras() {
            query.measure(name, is_plain_name, value);
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
        let begin = (kept.is_some() || !query.is_empty()).then_some(url.len());
        if begin.is_some() {
            url.push('?');
        }
        if let Some(kept) = kept {
            url.push_str(kept);
            if !(kept.is_empty() || query.is_empty()) {
                url.push('&');
            }
        }
        self.each_text(ParameterLocation::Query, |name, value| query.write(&mut url, name, value));
        for (name, _, value) in extras() {
            query.write(&mut url, name, value);
        }
        let mut url = template.finish(url, begin).map_err(BuildErrorKind::Url)?;
        if let Some(fragment) = self.endpoint.fragment() {
            url.set_fragment(Some(fragment));
        }
        Ok(url)
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
    fn segment(&self, name: &str) -> Option<(&'static ParameterInfo, ParameterText<'a>)> {
        self.texts(ParameterLocation::Path).find(|(parameter, _)| parameter.name() == name)
    }

    fn headers(&self) -> Result<HeaderMap, BuildErrorKind> {
        let kept = self.client.prepared(self.endpoint).map(|prepared| &prepared.headers);
        // Credentials of one call are for no other.
        let kept = kept.filter(|_| self.authentication.is_common);
        let mut own = None;
        let prepared = kept_or_made(kept, &mut own, || self.prepared_headers())?;
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
    fn prepared_headers(&self) -> Result<PreparedHeaders, BuildErrorKind> {
        let Authentication { held, schemes, .. } = self.authentication;
        let constants = self.client.constant_headers().len() + self.endpoint.headers().len();
        // With room for what HTTP clients add: user agent, host, length and what they take. Each call gets a clone, and a
        // map that grows is built anew.
        let mut headers = HeaderMap::with_capacity(2 + schemes.len() + constants + 4);
        for (name, value) in self.client.constant_headers() {
            headers.insert(name.clone(), value.clone());
        }
        for (name, value) in self.endpoint.headers() {
            headers.insert(header_name(name)?, HeaderValue::from_static(value));
        }
        held.apply(schemes, &mut headers)?;
        if let Some(kind) = self.endpoint.bodies().first() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind.content_type()));
        }
        if self.endpoint.asks_for_json() {
            headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        }
        let parameters = self.endpoint.parameters().iter();
        let own = parameters.filter(|parameter| parameter.location() == ParameterLocation::Header);
        let names = own.map(|parameter| header_name(parameter.name())).collect::<Result<_, _>>()?;
        Ok(PreparedHeaders { headers, names })
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
        let extras = || self.extras(ParameterLocation::Body);
        let mut form = Pairs::default();
        let is_plain_name = self.has_plain_names();
        self.each_text(ParameterLocation::Body, |name, value| {
            form.measure(name, is_plain_name, value);
        });
        for (name, is_plain_name, value) in extras() {
            form.measure(name, is_plain_name, value);
        }
        let mut body = Vec::with_capacity(form.length().saturating_sub(1));
        self.each_text(ParameterLocation::Body, |name, value| form.write(&mut body, name, value));
        for (name, _, value) in extras() {
            form.write(&mut body, name, value);
        }
        self.own(body)
    }

    fn json_body(&self) -> Result<Bytes, serde_json::Error> {
        if let Some((_, sent)) = self.sent(ParameterLocation::WholeBody).next() {
            let mut body = Vec::with_capacity(256);
            sent.write_json(&mut body)?;
            return Ok(self.own(body));
        }
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
        for (name, is_plain_name, value) in self.extras(ParameterLocation::Body) {
            json::write_name(&mut body, &mut first, name, is_plain_name)?;
            json::write_text(&mut body, &ParameterText::from(value))?;
        }
        json::end(&mut body, first);
        Ok(self.own(body))
    }

    /// Hands the body over; one with secrets is wiped when the last holder lets go.
    fn own(&self, body: Vec<u8>) -> Bytes {
        let locations = [ParameterLocation::Body, ParameterLocation::WholeBody];
        let mut fields = locations.into_iter().flat_map(|location| self.given(location));
        let has_secret = fields.any(|(parameter, given)| given.is_secret(parameter))
            || self.extras(ParameterLocation::Body).next().is_some();
        if has_secret { shared(body) } else { body.into() }
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
fn text<'a>(parameter: &ParameterInfo, given: ParameterValue<'a>) -> Option<ParameterText<'a>> {
    match given {
        ParameterValue::Text(value) => Some(value.text()),
        ParameterValue::Absent => parameter.literal().map(ParameterText::from),
        ParameterValue::Json(_) | ParameterValue::List(_) => None,
    }
}

/// What all calls of an endpoint have in common of their URL.
fn prepared_url(root: &Root, endpoint: &'static Endpoint) -> Result<PreparedUrl, BuildErrorKind> {
    let in_url = |parameter: &ParameterInfo| {
        matches!(parameter.location(), ParameterLocation::Path | ParameterLocation::Query)
    };
    if endpoint.parameters().iter().any(in_url) || endpoint.path().contains('{') {
        return Ok(PreparedUrl::Template(UrlTemplate::new(root, endpoint.path())));
    }
    let mut url = Url::parse(&root.before(endpoint.path())).map_err(BuildErrorKind::Url)?;
    url.set_query(root.query());
    url.set_fragment(endpoint.fragment());
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
    use secrecy::SecretString;

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

    fn encoded(
        client: &Inner,
        endpoint: &'static Endpoint,
        options: &Options,
        values: &[ParameterValue<'_>],
    ) -> PreparedRequest {
        let authentication = Authentication::of(client, endpoint, options, values).unwrap();
        encode(client, endpoint, options, &authentication, values).unwrap()
    }

    /// How many pieces are wiped once the request of a call is gone.
    fn wiped(endpoint: &'static Endpoint, options: &Options, value: ParameterValue<'_>) -> usize {
        let client = ClientBuilder::<Vendor>::new().build().unwrap().0;
        let request = encoded(client.inner(), endpoint, options, &[value]);
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
        let request = encoded(client.inner(), &WHOLE, &Options::default(), &values);
        assert_eq!(request.body(), Some(&br#""s3\"cret""#[..]));
    }
}
