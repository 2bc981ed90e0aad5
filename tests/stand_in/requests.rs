//! Requests made from a description, by hand: nothing of the client's encoder is in them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE};
use oauth_runtime::Url;
use oauth_runtime::description::{
    Api, BodyKind, DeclaredBase, Endpoint, GrantInfo, ParameterInfo, ParameterLocation,
    Requirement, Scheme,
};
use oauth_runtime::url::form_urlencoded::Serializer;

/// A request in parts, which can be broken one by one.
#[derive(Clone)]
pub(crate) struct Parts {
    pub(crate) api: &'static Api,
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) method: String,
    /// Name, value and place.
    pub(crate) values: Vec<(&'static str, String, ParameterLocation)>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<BodyKind>,
    pub(crate) content_type: Option<&'static str>,
    pub(crate) surplus_body: bool,
    pub(crate) path: Option<String>,
}

/// What a parameter is given.
pub(crate) fn sample(parameter: &ParameterInfo) -> String {
    match parameter.requirement() {
        Requirement::Constant(value) | Requirement::Default(value) => value.as_str().to_owned(),
        _ => format!("a {}&=+%/ä", parameter.name().replace('-', "")),
    }
}

fn sendable(parameter: &ParameterInfo) -> String {
    match parameter.location() {
        ParameterLocation::Header | ParameterLocation::Cookie | ParameterLocation::Path => {
            format!("a-{}", parameter.name())
        }
        _ => sample(parameter),
    }
}

impl Parts {
    /// A right request: all that is required and, of a grant, all that it needs.
    pub(crate) fn new(
        api: &'static Api,
        endpoint: &'static Endpoint,
        grant: Option<&GrantInfo>,
    ) -> Self {
        let is_sent = |it: &ParameterInfo| {
            !matches!(it.requirement(), Requirement::Optional | Requirement::ServerDefault(_))
                || grant.is_some_and(|grant| grant.needs().contains(&it.name()))
        };
        let mut values = Vec::new();
        for parameter in endpoint.parameters() {
            let is_kind = parameter.name() == "grant_type";
            let value = match grant {
                Some(grant) if is_kind => grant.grant_type().to_owned(),
                _ => sendable(parameter),
            };
            if is_sent(parameter) || (is_kind && grant.is_some()) {
                values.push((parameter.name(), value, parameter.location()));
            }
        }
        let mut headers: Vec<(String, String)> = Vec::new();
        for (name, value) in api.headers().iter().chain(endpoint.headers()) {
            headers.push(((*name).to_owned(), (*value).to_owned()));
        }
        let schemes = endpoint.auth().first().copied().unwrap_or_default();
        headers.extend(schemes.iter().filter_map(credentials));
        let body = endpoint.bodies().first().copied();
        Self {
            api,
            endpoint,
            method: endpoint.method().to_string(),
            values,
            headers,
            body,
            content_type: None,
            surplus_body: false,
            path: None,
        }
    }

    /// The same, broken by this.
    pub(crate) fn but(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut changed = self.clone();
        change(&mut changed);
        changed
    }

    pub(crate) fn without(&self, name: &str) -> Self {
        self.but(|it| it.values.retain(|(other, ..)| *other != name))
    }

    pub(crate) fn without_credentials(&self) -> Self {
        let schemes = self.endpoint.auth().iter().copied().flatten();
        let names: Vec<_> = schemes.filter_map(|scheme| Some(credentials(scheme)?.0)).collect();
        self.but(|it| it.headers.retain(|(name, _)| !names.contains(name)))
    }

    pub(crate) fn request(&self) -> http::Request<Bytes> {
        let base = match self.api.base() {
            DeclaredBase::Urls(urls) => Url::parse(urls[0].1).unwrap().path().to_owned(),
            DeclaredBase::Path(path) => path.to_owned(),
            other => panic!("{other:?}"),
        };
        let mut path = self.path.clone().unwrap_or_else(|| self.endpoint.path().to_owned());
        let (mut query, mut form) = (encoder(), encoder());
        let (mut json, mut cookies) = (Vec::new(), Vec::new());
        let mut request = http::Request::builder().method(&*self.method);
        for (name, value, location) in &self.values {
            match location {
                ParameterLocation::Path => path = path.replace(&format!("{{{name}}}"), value),
                ParameterLocation::Query => drop(query.append_pair(name, value)),
                ParameterLocation::Header => request = request.header(*name, value),
                ParameterLocation::Cookie => cookies.push(format!("{name}={value}")),
                _ => {
                    form.append_pair(name, value);
                    json.push(format!("{}:{}", quoted(name), quoted(value)));
                }
            }
        }
        if !cookies.is_empty() {
            request = request.header(COOKIE, cookies.join("; "));
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let (kind, body) = match self.body {
            None if self.surplus_body => (Some("application/json"), "{}".to_owned()),
            None => (None, String::new()),
            Some(BodyKind::Form) => (Some("application/x-www-form-urlencoded"), form.finish()),
            Some(BodyKind::Json) => (Some("application/json"), format!("{{{}}}", json.join(","))),
            Some(other) => panic!("{other:?}"),
        };
        if let Some(kind) = self.content_type.or(kind) {
            request = request.header(CONTENT_TYPE, kind);
        }
        let query = query.finish();
        let query = if query.is_empty() { query } else { format!("?{query}") };
        let uri = format!("http://vendor.example{}{path}{query}", base.trim_end_matches('/'));
        request.uri(uri).body(Bytes::from(body)).unwrap()
    }
}

fn encoder() -> Serializer<'static, String> {
    Serializer::new(String::new())
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The header of a scheme, if it has one.
pub(crate) fn credentials(scheme: &Scheme) -> Option<(String, String)> {
    let of = |value: String| Some((AUTHORIZATION.as_str().to_owned(), value));
    match scheme {
        Scheme::Basic | Scheme::ClientSecretBasic | Scheme::ClientBasic => {
            of(format!("Basic {}", STANDARD.encode("user:password")))
        }
        Scheme::Bearer => of("Bearer a.token".to_owned()),
        Scheme::Prefixed(word) => of(format!("{word} a.token")),
        Scheme::Header(name) => Some(((*name).to_owned(), "a key".to_owned())),
        Scheme::ClientSecretPost | Scheme::ClientId => None,
        other => panic!("{other:?}"),
    }
}
