//! The encoder: the values of one call, put where its endpoint declares them.

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
use crate::call::sent::sent_text;
use crate::client::shared::Inner;
use crate::description::{BodyKind, Endpoint, ParameterInfo, ParameterLocation, Requirement};
use crate::encode::header::{header_name, header_value};
use crate::encode::json::ParameterValue;
use crate::encode::path::Piece;
use crate::encode::prepared::PreparedRequest;
use crate::encode::{form, json, path};
use crate::error::{BuildError, BuildErrorKind, Error};
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
    let call = Encoder { client, endpoint, options, values };
    call.check_extras()?;
    call.check_challenge()?;
    call.check_grant()?;
    let (url, mut headers, body) = (call.url()?, call.headers()?, call.body()?);
    // HTTP clients leave out the length of an empty body, and some servers then refuse (RFC 9110, section 8.6).
    let is_empty = body.as_ref().is_none_or(Bytes::is_empty);
    if is_empty && matches!(*endpoint.method(), Method::POST | Method::PUT | Method::PATCH) {
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    Ok(PreparedRequest::new(endpoint, url, headers, body))
}

struct Encoder<'a> {
    client: &'a Inner,
    endpoint: &'static Endpoint,
    options: &'a Options,
    values: &'a [ParameterValue<'a>],
}

/// What is sent for one parameter.
enum Sent<'a> {
    Text(Text<'a>),
    Json(&'a dyn json::WriteJson),
}

impl<'a> Encoder<'a> {
    /// The parameters of one location that are sent, in the order of their declaration.
    fn sent(
        &self,
        location: ParameterLocation,
    ) -> impl Iterator<Item = (&'static ParameterInfo, Sent<'a>)> {
        let values = self.values;
        self.endpoint
            .parameters()
            .iter()
            .enumerate()
            .filter(move |(_, parameter)| parameter.location() == location)
            .filter_map(move |(index, parameter)| {
                let given = values.get(index).copied().unwrap_or(ParameterValue::Absent);
                let sent = match (given, parameter.requirement()) {
                    (ParameterValue::Text(value), _) => Sent::Text(value.text()),
                    (ParameterValue::Json(value), _) => Sent::Json(value),
                    (
                        ParameterValue::Absent,
                        Requirement::Default(literal) | Requirement::Constant(literal),
                    ) => Sent::Text(literal.into()),
                    (ParameterValue::Absent, _) => return None,
                };
                Some((parameter, sent))
            })
    }

    /// The texts of one location that are sent.
    fn texts(
        &self,
        location: ParameterLocation,
    ) -> impl Iterator<Item = (&'static ParameterInfo, Text<'a>)> {
        self.sent(location).filter_map(|(parameter, sent)| match sent {
            Sent::Text(text) => Some((parameter, text)),
            Sent::Json(_) => None,
        })
    }

    fn is_secret(&self, parameter: &ParameterInfo) -> bool {
        let mut all = self.endpoint.parameters().iter().zip(self.values);
        all.any(|(own, given)| own.name() == parameter.name() && given.is_secret(own))
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
        let sent = |name: &str| sent_text(self.endpoint, self.options, self.values, name).is_some();
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
        for (parameter, given) in self.endpoint.parameters().iter().zip(self.values) {
            let name = parameter.name();
            let of_all = !matches!(
                parameter.requirement(),
                Requirement::Optional | Requirement::ServerDefault(_)
            );
            if !matches!(given, ParameterValue::Absent)
                && !of_all
                && name != "grant_type"
                && !belongs(name)
            {
                return Err(BuildErrorKind::NotOfGrant { parameter: name, grant_type });
            }
        }
        Ok(())
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
        let template = self.endpoint.path();
        let queries = self.texts(ParameterLocation::Query).next().is_some();
        let extras = self.extras(ParameterLocation::Query);
        if !queries && extras.is_empty() && !template.contains('{') {
            return self.client.static_url(self.endpoint);
        }
        let base = self.client.base()?;
        let mut length = base.len() + template.len() + 1;
        for (parameter, text) in self.texts(ParameterLocation::Path) {
            path::check(parameter.name(), text.as_str())?;
            length += path::encoded_len(text.as_str());
        }
        for (parameter, text) in self.texts(ParameterLocation::Query) {
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
                    match self
                        .texts(ParameterLocation::Path)
                        .find(|(there, _)| there.name() == name)
                    {
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
        for (parameter, text) in self.texts(ParameterLocation::Query) {
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
            matches!(parameter.location(), ParameterLocation::Header | ParameterLocation::Cookie)
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
        for (parameter, text) in self.texts(ParameterLocation::Header) {
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
        let extras = self.extras(ParameterLocation::Body);
        let mut length = 0;
        for (parameter, text) in self.texts(ParameterLocation::Body) {
            length += form::pair_len(parameter.name(), text.as_str());
        }
        for (name, value) in extras {
            length += form::pair_len(name, value.expose_secret());
        }
        let mut body = String::with_capacity(length.saturating_sub(1));
        let mut first = true;
        for (parameter, text) in self.texts(ParameterLocation::Body) {
            form::write_pair(&mut body, &mut first, parameter.name(), text.as_str());
        }
        for (name, value) in extras {
            form::write_pair(&mut body, &mut first, name, value.expose_secret());
        }
        self.own(body.into_bytes())
    }

    fn json_body(&self) -> Result<Bytes, serde_json::Error> {
        if let Some((_, Sent::Json(value))) = self.sent(ParameterLocation::WholeBody).next() {
            let mut body = Vec::with_capacity(256);
            value.write_json(&mut body)?;
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
        for (parameter, sent) in self.sent(ParameterLocation::Body) {
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
        let mut sent = self.endpoint.parameters().iter().zip(self.values);
        let has_secret = sent.any(|(parameter, given)| {
            parameter.location() == ParameterLocation::Body && given.is_secret(parameter)
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
