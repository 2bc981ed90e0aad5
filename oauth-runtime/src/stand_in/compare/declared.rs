//! A declaration, held against what is described.

use std::collections::BTreeSet;

use super::described::{self, Description, Operation, Parameter, Security, Success};
use super::difference::Difference;
use crate::description::{
    Api, BodyKind, DeclaredBase, Endpoint, EndpointBase, NamedBase, ParameterInfo,
    ParameterLocation, Requirement, ResponseKind, Scheme,
};

/// Lists what differs.
pub(super) fn compare(api: &Api, described: &Description, differences: &mut Vec<Difference>) {
    differences.extend(described.unreadable.iter().cloned());
    compare_bases(api, described, differences);
    let mut seen = BTreeSet::new();
    for endpoint in api.endpoints() {
        let paths = paths_of_endpoint(api, endpoint);
        let found = described.operations.iter().enumerate().find(|(_, operation)| {
            operation.method == endpoint.method().as_str()
                && !paths.is_disjoint(&paths_of_operation(described, operation))
        });
        let Some((index, operation)) = found else {
            let text = if paths.is_empty() {
                "its URL is learned at run time, so it is compared with nothing".to_owned()
            } else {
                format!("`{endpoint}` is not described")
            };
            differences.push(Difference::new(endpoint.name(), "path", text));
            continue;
        };
        seen.insert(index);
        Comparing { endpoint, operation, differences }.compare();
    }
    for (index, operation) in described.operations.iter().enumerate() {
        if !seen.contains(&index) {
            let name = format!("{} {}", operation.method, operation.path);
            differences.push(Difference::new(&name, "path", "it is described, and not declared"));
        }
    }
}

/// Compares where the API lives, by origin: how a path is parted into that of the base and that of the endpoint is nobody's
/// business.
fn compare_bases(api: &Api, described: &Description, differences: &mut Vec<Difference>) {
    let own = match api.base() {
        DeclaredBase::Urls(urls) => urls,
        DeclaredBase::Path(_) | DeclaredBase::None => &[],
    };
    let named = api.bases().iter().flat_map(NamedBase::urls);
    let declared: Vec<&str> =
        own.iter().chain(named).filter_map(|(_, url)| origin_of(url)).collect();
    let servers: Vec<&str> =
        described.servers.iter().filter_map(|server| origin_of(server)).collect();
    if servers.is_empty() || declared.is_empty() {
        return;
    }
    let of_operations = described.operations.iter().flat_map(|operation| &operation.servers);
    let of_operations: Vec<&str> =
        of_operations.flatten().filter_map(|server| origin_of(server)).collect();
    for url in &declared {
        if !servers.contains(url) && !of_operations.contains(url) {
            differences.push(Difference::new("", url, "no server of the description is there"));
        }
    }
    // Where the base is a path, its host may be any of the servers.
    let is_known = !matches!(api.base(), DeclaredBase::Path(_));
    for server in servers.iter().filter(|_| is_known) {
        if !declared.contains(server) {
            let text = "the description has a server there, and the declaration no base URL";
            differences.push(Difference::new("", server, text));
        }
    }
}

/// Returns scheme, host and port of an absolute URL.
fn origin_of(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    url.get(..scheme.len() + 3 + host.len())
}

/// Returns the paths of an endpoint from the root of its hosts; none where its URL is learned at run time.
fn paths_of_endpoint(api: &Api, endpoint: &Endpoint) -> BTreeSet<String> {
    let paths = |urls: &[(&str, &str)]| -> BTreeSet<String> {
        let bases = urls.iter().map(|(_, url)| described::path_of(url));
        bases.map(|base| normal(base, endpoint.path())).collect()
    };
    match endpoint.base() {
        EndpointBase::Api => match api.base() {
            DeclaredBase::Urls(urls) => paths(urls),
            DeclaredBase::Path(path) => paths(&[("", path)]),
            DeclaredBase::None => BTreeSet::new(),
        },
        EndpointBase::Named(name) => {
            let named = api.bases().iter().filter(|base| base.name() == name);
            named.flat_map(|base| paths(base.urls())).collect()
        }
        EndpointBase::Metadata(_) | EndpointBase::Given(_) => BTreeSet::new(),
    }
}

fn paths_of_operation(described: &Description, operation: &Operation) -> BTreeSet<String> {
    let servers = operation.servers.as_ref().unwrap_or(&described.servers);
    servers.iter().map(|server| normal(described::path_of(server), &operation.path)).collect()
}

/// Joins the paths of a base and an endpoint, with `{}` for each parameter: their names in the path are not sent.
fn normal(base: &str, path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let mut joined = base.to_owned();
    let mut inside = false;
    for letter in path.chars() {
        match letter {
            '{' => joined.push_str("{}"),
            '}' => {}
            _ if inside => {}
            _ => joined.push(letter),
        }
        inside = letter == '{' || inside && letter != '}';
    }
    joined
}

/// One endpoint, and the operation of the same method and path.
struct Comparing<'a> {
    endpoint: &'a Endpoint,
    operation: &'a Operation,
    differences: &'a mut Vec<Difference>,
}

impl Comparing<'_> {
    fn compare(&mut self) {
        self.compare_parameters();
        self.compare_bodies();
        self.compare_auth();
        self.compare_response();
    }

    fn differs(&mut self, subject: &str, text: impl Into<String>) {
        self.differences.push(Difference::new(self.endpoint.name(), subject, text));
    }

    fn compare_parameters(&mut self) {
        let (endpoint, operation) = (self.endpoint, self.operation);
        let whole_body =
            |parameter: &ParameterInfo| parameter.location() == ParameterLocation::WholeBody;
        let has_whole_body = endpoint.parameters().iter().any(whole_body);
        for declared in endpoint.parameters() {
            let is_of_the_url =
                matches!(declared.location(), ParameterLocation::Path | ParameterLocation::Url);
            if whole_body(declared) || is_of_the_url {
                continue;
            }
            let named = || operation.parameters.iter().filter(|found| is_named(found, declared));
            let found = named()
                .find(|found| found.location == declared.location())
                .or_else(|| named().next());
            if let Some(described) = found {
                self.compare_parameter(declared, described);
            } else {
                let text = format!("declared {}, not described", place(declared.location()));
                self.differs(declared.name(), text);
            }
        }
        for described in &operation.parameters {
            let is_body = described.location == ParameterLocation::Body;
            if described.location == ParameterLocation::Path || is_body && has_whole_body {
                continue;
            }
            let is_declared = endpoint.parameters().iter().any(|own| is_named(described, own));
            if is_declared || is_body && self.is_of_credentials(&described.name) {
                continue;
            }
            let need = if described.required { "required" } else { "optional" };
            let text = format!("described {}, {need}, not declared", place(described.location));
            self.differs(&described.name, text);
        }
    }

    /// Tells whether the client's credentials go under this name among the parameters.
    fn is_of_credentials(&self, name: &str) -> bool {
        let mut schemes = self.endpoint.auth().iter().copied().flatten();
        match name {
            "client_id" => schemes.any(|scheme| scheme.sends_client_id()),
            "client_secret" => schemes.any(|scheme| *scheme == Scheme::ClientSecretPost),
            _ => false,
        }
    }

    fn compare_parameter(&mut self, declared: &ParameterInfo, described: &Parameter) {
        let name = declared.name();
        if declared.location() != described.location {
            let text = format!(
                "declared {}, described {}",
                place(declared.location()),
                place(described.location)
            );
            self.differs(name, text);
        }
        match declared.requirement() {
            Requirement::Required if !described.required => {
                self.differs(name, "declared as required, described as optional");
            }
            Requirement::Optional | Requirement::ServerDefault(_)
                if described.required && !self.is_of_credentials(name) =>
            {
                self.differs(name, "declared as optional, described as required");
            }
            _ => {}
        }
        if let Some(literal) = declared.literal() {
            let sent = literal.as_str();
            if !described.values.is_empty() && !described.values.iter().any(|value| value == sent) {
                let values = described.values.join("`, `");
                self.differs(name, format!("declared as `{sent}`, described as `{values}`"));
            }
        }
        let default = described.default.as_deref();
        let text = match (declared.requirement(), default) {
            (Requirement::ServerDefault(own), Some(default)) if own != default => {
                format!("declared with the default `{own}`, described with `{default}`")
            }
            (Requirement::Default(own), Some(default)) if own.as_str() != default => {
                format!("declared with the default `{}`, described with `{default}`", own.as_str())
            }
            (Requirement::Optional, Some(default)) => {
                format!("described with the default `{default}`, declared without")
            }
            _ => return,
        };
        self.differs(name, text);
    }

    fn compare_bodies(&mut self) {
        let (endpoint, operation) = (self.endpoint, self.operation);
        for kind in endpoint.bodies() {
            let is_of_kind = |media: &String| match kind {
                BodyKind::Form => described::is_form(media),
                BodyKind::Json => described::is_json(media),
            };
            if !operation.bodies.iter().any(is_of_kind) {
                self.differs("body", format!("declared as {}, not described so", kind_name(*kind)));
            }
        }
        for media in &operation.bodies {
            let kind = match media {
                media if described::is_form(media) => Some(BodyKind::Form),
                media if described::is_json(media) => Some(BodyKind::Json),
                _ => None,
            };
            if kind.is_none_or(|kind| !endpoint.bodies().contains(&kind)) {
                self.differs("body", format!("described as {media}, not declared so"));
            }
        }
    }

    fn compare_auth(&mut self) {
        let Some(described) = &self.operation.security else { return };
        let described: BTreeSet<BTreeSet<Security>> =
            described.iter().map(|together| self.without_parameters(together)).collect();
        let declared = self.endpoint.auth();
        let mut alternatives: BTreeSet<BTreeSet<Security>> = declared
            .iter()
            .map(|together| together.iter().filter_map(security_of).collect())
            .collect();
        if alternatives.is_empty() {
            alternatives.insert(BTreeSet::new());
        }
        if alternatives != described {
            let text = format!(
                "declared: {}; described: {}",
                list_alternatives(&alternatives),
                list_alternatives(&described)
            );
            self.differs("auth", text);
        }
    }

    /// Keys that the declaration has as parameters are no schemes of it.
    fn without_parameters(&self, together: &BTreeSet<Security>) -> BTreeSet<Security> {
        let has = |name: &str, location: ParameterLocation| {
            let mut parameters = self.endpoint.parameters().iter();
            parameters.any(|declared| {
                declared.location() == location && declared.name().eq_ignore_ascii_case(name)
            })
        };
        let is_scheme = |scheme: &&Security| match scheme {
            Security::Header(name) => !has(name, ParameterLocation::Header),
            Security::Query(name) => !has(name, ParameterLocation::Query),
            Security::Cookie(name) => !has(name, ParameterLocation::Cookie),
            _ => true,
        };
        together.iter().filter(is_scheme).cloned().collect()
    }

    fn compare_response(&mut self) {
        let described = &self.operation.successes;
        let has = |success| described.contains(&success);
        let has_text = has(Success::Other) || has(Success::Json);
        let has_redirect = has(Success::Redirect);
        let is_described = match self.endpoint.response() {
            ResponseKind::Json => has(Success::Json),
            ResponseKind::JsonOrNothing => has(Success::Json) && has(Success::Nothing),
            ResponseKind::Text | ResponseKind::Bytes => has_text,
            ResponseKind::Nothing => has(Success::Nothing) || !has_text,
            ResponseKind::Redirect => has_redirect,
            ResponseKind::RedirectOrNothing => has_redirect && !has(Success::Json),
            ResponseKind::RedirectOrJson => has_redirect && has(Success::Json),
            ResponseKind::RedirectOrJsonOrNothing => {
                has_redirect && has(Success::Json) && has(Success::Nothing)
            }
            // What a browser shows is the vendor's.
            ResponseKind::Browser => true,
        };
        if !is_described && !described.is_empty() {
            let names: Vec<&str> = described.iter().map(|success| success_name(*success)).collect();
            let text = format!(
                "declared as {}, described as {}",
                response_name(self.endpoint.response()),
                names.join(" or ")
            );
            self.differs("response", text);
        }
    }
}

const fn success_name(success: Success) -> &'static str {
    match success {
        Success::Json => "a JSON value",
        Success::Other => "content of another type",
        Success::Nothing => "nothing",
        Success::Redirect => "a redirect",
    }
}

fn is_named(described: &Parameter, declared: &ParameterInfo) -> bool {
    let is_header = |location| location == ParameterLocation::Header;
    if is_header(described.location) && is_header(declared.location()) {
        return described.name.eq_ignore_ascii_case(declared.name());
    }
    described.name == declared.name()
}

const fn place(location: ParameterLocation) -> &'static str {
    match location {
        ParameterLocation::Path => "in the path",
        ParameterLocation::Query => "in the query",
        ParameterLocation::Header => "as a header",
        ParameterLocation::Cookie => "as a cookie",
        ParameterLocation::Body => "in the body",
        ParameterLocation::WholeBody => "as the whole body",
        ParameterLocation::Url => "as the URL",
    }
}

const fn kind_name(kind: BodyKind) -> &'static str {
    match kind {
        BodyKind::Form => "a form",
        BodyKind::Json => "JSON",
    }
}

const fn response_name(kind: ResponseKind) -> &'static str {
    match kind {
        ResponseKind::Nothing => "nothing",
        ResponseKind::Json => "a JSON value",
        ResponseKind::JsonOrNothing => "a JSON value or nothing",
        ResponseKind::Text => "text",
        ResponseKind::Bytes => "bytes",
        ResponseKind::RedirectOrJsonOrNothing => "a redirect, a JSON value or nothing",
        ResponseKind::Redirect => "a redirect",
        ResponseKind::RedirectOrNothing => "a redirect or nothing",
        ResponseKind::RedirectOrJson => "a redirect or a JSON value",
        ResponseKind::Browser => "a page",
    }
}

/// Returns how a description says a scheme. Credentials among the parameters are no scheme there.
fn security_of(scheme: &Scheme) -> Option<Security> {
    match scheme {
        Scheme::Basic | Scheme::ClientSecretBasic | Scheme::ClientBasic => Some(Security::Basic),
        Scheme::Bearer => Some(Security::Bearer),
        Scheme::Header(name) => Some(Security::Header((*name).to_owned())),
        Scheme::Prefixed(prefix) | Scheme::PrefixedSecret(prefix) => {
            Some(Security::Http(prefix.to_lowercase()))
        }
        Scheme::ClientSecretPost | Scheme::ClientId => None,
    }
}

fn list_alternatives(alternatives: &BTreeSet<BTreeSet<Security>>) -> String {
    let list: Vec<String> = alternatives
        .iter()
        .map(|together| match together.len() {
            0 => "none".to_owned(),
            _ => together.iter().map(name_of).collect::<Vec<_>>().join(" and "),
        })
        .collect();
    list.join(", or ")
}

fn name_of(security: &Security) -> String {
    match security {
        Security::Basic => "HTTP Basic".to_owned(),
        Security::Bearer => "a bearer token".to_owned(),
        Security::Http(scheme) => format!("a token after `{scheme}` in the header `Authorization`"),
        Security::Header(name) => format!("the header `{name}`"),
        Security::Query(name) => format!("`{name}` in the query"),
        Security::Cookie(name) => format!("the cookie `{name}`"),
        Security::Other(name) => format!("`{name}`"),
    }
}
