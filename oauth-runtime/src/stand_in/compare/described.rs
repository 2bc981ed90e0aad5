//! A description in OpenAPI 3.0 or 3.1, as far as a declaration says the same things.

mod document;
mod schema;
mod server;

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::difference::Difference;
use crate::description::ParameterLocation;
use document::{Document, elements};
use schema::Member;
pub(super) use server::path_of;

/// The methods of an OpenAPI path that a declaration can have.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// What a document describes.
#[derive(Debug)]
pub(super) struct Description {
    /// The URLs of the servers, with each value of their variables.
    pub(super) servers: Vec<String>,
    pub(super) operations: Vec<Operation>,
    /// What could not be read.
    pub(super) unreadable: Vec<Difference>,
}

/// One operation.
#[derive(Debug)]
pub(super) struct Operation {
    /// In capitals.
    pub(super) method: String,
    pub(super) path: String,
    /// The servers of this operation, where it has its own.
    pub(super) servers: Option<Vec<String>>,
    pub(super) parameters: Vec<Parameter>,
    /// The media types of the body; none where it has no body.
    pub(super) bodies: Vec<String>,
    /// The ways to authenticate, each with all that goes together. Nothing where the document says nothing of security.
    pub(super) security: Option<BTreeSet<BTreeSet<Security>>>,
    pub(super) successes: BTreeSet<Success>,
}

/// One parameter, or one member of a body.
#[derive(Debug)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) location: ParameterLocation,
    pub(super) required: bool,
    /// The values that it can have, where they are listed.
    pub(super) values: Vec<String>,
    pub(super) default: Option<String>,
}

/// One way to authenticate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Security {
    Basic,
    Bearer,
    /// A token in `Authorization` after this word, in lower case.
    Http(String),
    /// A key in the header of this name, in lower case.
    Header(String),
    /// A key in the query, under this name.
    Query(String),
    /// A key in the cookie of this name.
    Cookie(String),
    /// What no declaration can say, in the words of the document.
    Other(String),
}

/// What a success of an operation looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Success {
    /// A 2xx with a JSON value.
    Json,
    /// A 2xx with content of another type.
    Other,
    /// A 2xx without content.
    Nothing,
    /// A 3xx.
    Redirect,
}

/// Reads a document.
pub(super) fn read(document: &Value) -> Result<Description, Difference> {
    match document.get("openapi").and_then(Value::as_str) {
        Some(version) if version.starts_with("3.0") || version.starts_with("3.1") => {}
        Some(version) => {
            return Err(Difference::unreadable(format!(
                "it is OpenAPI {version}, and read is 3.0 or 3.1"
            )));
        }
        None if document.get("swagger").is_some() => {
            return Err(Difference::unreadable("it is OpenAPI 2.0: convert it to 3.0 or 3.1"));
        }
        None => {
            return Err(Difference::unreadable("it is no OpenAPI document: it has no `openapi`"));
        }
    }
    let mut reader = Document { document, unreadable: Vec::new() };
    let operations = reader.operations();
    let mut servers = server::urls(document.get("servers"));
    if servers.is_empty() {
        servers.push("/".to_owned());
    }
    Ok(Description { servers, operations, unreadable: reader.unreadable })
}

impl<'a> Document<'a> {
    fn operations(&mut self) -> Vec<Operation> {
        let Some(paths) = self.document.get("paths").and_then(Value::as_object) else {
            self.unreadable.push(Difference::unreadable("it has no `paths`"));
            return Vec::new();
        };
        let mut operations = Vec::new();
        for (path, item) in paths {
            let Some(item) = self.resolve(item) else { continue };
            for method in METHODS {
                if let Some(operation) = item.get(method) {
                    operations.push(self.operation(path, method, item, operation));
                }
            }
        }
        operations
    }

    fn operation(
        &mut self,
        path: &str,
        method: &str,
        item: &'a Value,
        operation: &'a Value,
    ) -> Operation {
        let mut parameters = Vec::new();
        // Those of the operation stand for those of its path that have the same name and place.
        for source in [operation, item] {
            for parameter in elements(source.get("parameters")) {
                let Some(parameter) = self.parameter(parameter) else { continue };
                let is_there = parameters.iter().any(|there: &Parameter| {
                    there.name == parameter.name && there.location == parameter.location
                });
                if !is_there {
                    parameters.push(parameter);
                }
            }
        }
        let bodies = self.body(operation, &mut parameters);
        let servers = [operation, item].into_iter().find_map(|source| source.get("servers"));
        Operation {
            method: method.to_uppercase(),
            path: path.to_owned(),
            servers: servers.map(|servers| server::urls(Some(servers))),
            parameters,
            bodies,
            security: self.security(operation),
            successes: self.successes(operation),
        }
    }

    /// Reads a parameter outside the body. `Accept`, `Content-Type` and `Authorization` are none (OpenAPI 3.1.1, section 4.8.12.2).
    fn parameter(&mut self, parameter: &'a Value) -> Option<Parameter> {
        let parameter = self.resolve(parameter)?;
        let name = parameter.get("name").and_then(Value::as_str)?;
        let location = match parameter.get("in").and_then(Value::as_str)? {
            "query" => ParameterLocation::Query,
            "path" => ParameterLocation::Path,
            "cookie" => ParameterLocation::Cookie,
            "header"
                if ["accept", "content-type", "authorization"]
                    .iter()
                    .any(|own| name.eq_ignore_ascii_case(own)) =>
            {
                return None;
            }
            "header" => ParameterLocation::Header,
            _ => return None,
        };
        let required = parameter.get("required").and_then(Value::as_bool).unwrap_or(false);
        let member = match parameter.get("schema") {
            Some(schema) => self.member(schema),
            None => Member::default(),
        };
        Some(Parameter {
            name: name.to_owned(),
            location,
            required,
            values: member.values,
            default: member.default,
        })
    }

    /// Reads the body: its media types, and the members of those that have some.
    fn body(&mut self, operation: &'a Value, parameters: &mut Vec<Parameter>) -> Vec<String> {
        let body = operation.get("requestBody").and_then(|body| self.resolve(body));
        let Some(content) = body.and_then(|body| body.get("content")).and_then(Value::as_object)
        else {
            return Vec::new();
        };
        let alternatives: Vec<_> = content
            .values()
            .filter_map(|content| content.get("schema"))
            .map(|schema| self.members(schema, 0))
            .collect();
        for (name, member) in schema::either(alternatives) {
            parameters.push(Parameter {
                name,
                location: ParameterLocation::Body,
                required: member.required,
                values: member.values,
                default: member.default,
            });
        }
        content.keys().cloned().collect()
    }

    fn security(&mut self, operation: &'a Value) -> Option<BTreeSet<BTreeSet<Security>>> {
        let own = operation.get("security").or_else(|| self.document.get("security"));
        let schemes = self.document.pointer("/components/securitySchemes");
        if own.is_none() && schemes.is_none() {
            return None;
        }
        let mut alternatives = BTreeSet::new();
        for requirement in elements(own) {
            let names = requirement.as_object().into_iter().flat_map(Map::keys);
            alternatives.insert(names.filter_map(|name| self.scheme(name)).collect());
        }
        if alternatives.is_empty() {
            alternatives.insert(BTreeSet::new());
        }
        Some(alternatives)
    }

    fn scheme(&mut self, name: &str) -> Option<Security> {
        let schemes = self.document.pointer("/components/securitySchemes");
        let Some(scheme) = schemes.and_then(|schemes| schemes.get(name)) else {
            let text = format!("it has no security scheme `{name}`");
            self.unreadable.push(Difference::unreadable(text));
            return None;
        };
        let scheme = self.resolve(scheme)?;
        let word = |key: &str| scheme.get(key).and_then(Value::as_str).unwrap_or_default();
        let key = word("name");
        Some(match (word("type"), word("in"), word("scheme").to_lowercase().as_str()) {
            ("http", _, "basic") => Security::Basic,
            ("http", _, "bearer") | ("oauth2" | "openIdConnect", ..) => Security::Bearer,
            ("http", _, scheme) if !scheme.is_empty() => Security::Http(scheme.to_owned()),
            ("apiKey", "header", _) => Security::Header(key.to_lowercase()),
            ("apiKey", "query", _) => Security::Query(key.to_owned()),
            ("apiKey", "cookie", _) => Security::Cookie(key.to_owned()),
            _ => Security::Other(name.to_owned()),
        })
    }

    fn successes(&mut self, operation: &'a Value) -> BTreeSet<Success> {
        let responses = operation.get("responses").and_then(Value::as_object);
        let success = |(status, response): (&String, &'a Value)| {
            if status.starts_with('3') {
                return Some(Success::Redirect);
            }
            status.starts_with('2').then(|| self.success(response))
        };
        responses.into_iter().flatten().filter_map(success).collect()
    }

    fn success(&mut self, response: &'a Value) -> Success {
        let response = self.resolve(response);
        let content = response.and_then(|response| response.get("content"));
        match content.and_then(Value::as_object) {
            Some(content) if content.keys().any(|media| is_json(media)) => Success::Json,
            Some(content) if !content.is_empty() => Success::Other,
            _ => Success::Nothing,
        }
    }
}

/// Tells whether a media type is JSON.
pub(super) fn is_json(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or_default().trim().to_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}

/// Tells whether a media type is that of forms.
pub(super) fn is_form(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}
