//! Each kind of difference, each on its own.

use oauth_runtime::description::Api;
use oauth_runtime::stand_in::compare::compare;
use oauth_runtime::{Redirect, SecretString, oauth_api};
use serde_json::{Value, json};

#[oauth_api(base_url = "https://vendor.example/v1", auth = basic)]
trait Vendor {
    #[post("/token", body = form)]
    fn token(
        #[constant = "client_credentials"] grant_type: String,
        #[server_default = "read"] scope: Option<String>,
        resource: String,
    ) -> Value;

    #[get("/clients/{id}", auth = bearer | none)]
    fn client(id: u64, fields: Option<String>, #[header("X-Trace")] trace: Option<String>)
    -> Value;

    #[post("/revoke", auth = header("X-Key") as key)]
    fn revoke(token: SecretString);

    #[get("/login", auth = none)]
    fn login() -> Redirect;
}

const API: &Api = VendorClient::API;

/// A description that says the same as the declaration.
fn same() -> Value {
    json!({
        "openapi": "3.1.0",
        "servers": [{ "url": "https://vendor.example/v1/" }],
        "security": [{ "basic": [] }],
        "paths": {
            "/token": { "post": {
                "requestBody": { "$ref": "#/components/requestBodies/Token" },
                "responses": { "200": { "content": { "application/json": {} } } }
            } },
            "/clients/{client_id}": {
                "parameters": [{ "name": "client_id", "in": "path", "required": true, "schema": {} }],
                "get": {
                    "security": [{ "bearer": ["read"] }, {}],
                    "parameters": [
                        { "$ref": "#/components/parameters/fields" },
                        { "name": "x-trace", "in": "header", "schema": {} },
                        { "name": "Accept", "in": "header", "schema": {} }
                    ],
                    "responses": { "200": { "content": { "application/hal+json": {} } } }
                }
            },
            "/revoke": { "post": {
                "security": [{ "key": [] }],
                "requestBody": { "content": { "application/x-www-form-urlencoded; charset=utf-8": {
                    "schema": { "$ref": "#/components/schemas/Revocation" }
                } } },
                "responses": { "204": {}, "default": { "content": { "application/json": {} } } }
            } },
            "/login": { "get": { "security": [], "responses": { "302": {} } } }
        },
        "components": {
            "parameters": { "fields": { "name": "fields", "in": "query", "schema": {} } },
            "requestBodies": { "Token": { "content": { "application/x-www-form-urlencoded": { "schema": {
                "properties": {
                    "grant_type": { "const": "client_credentials" },
                    "scope": { "default": "read" },
                    "resource": { "type": "string" }
                },
                "required": ["grant_type", "resource"]
            } } } } },
            "schemas": { "Revocation": { "allOf": [
                { "properties": { "token": {} } },
                { "required": ["token"], "properties": { "token": {}, "id": { "readOnly": true } } }
            ] } },
            "securitySchemes": {
                "basic": { "type": "http", "scheme": "Basic" },
                "bearer": { "type": "oauth2", "flows": {} },
                "key": { "type": "apiKey", "in": "header", "name": "X-Key" }
            }
        }
    })
}

/// The lines of a comparison.
fn lines(description: &Value) -> Vec<String> {
    compare(API, description).differences().map(ToString::to_string).collect()
}

/// What is reported where the value at a place of the description is another one.
fn changed(place: &str, value: Value) -> Vec<String> {
    let mut description = same();
    *description.pointer_mut(place).unwrap() = value;
    lines(&description)
}

const TOKEN: &str =
    "/components/requestBodies/Token/content/application~1x-www-form-urlencoded/schema";

#[test]
fn same_things_do_not_differ() {
    assert_eq!(lines(&same()), [""; 0]);
}

#[test]
fn other_servers_differ() {
    let found = changed("/servers", json!([{ "url": "https://other.example/v1" }]));
    assert_eq!(
        found,
        [
            "`https://vendor.example`: no server of the description is there",
            "`https://other.example`: the description has a server there, and the declaration no base URL",
        ]
    );
    // The base may be parted elsewhere.
    let mut parted = same();
    parted["servers"] = json!([{ "url": "https://vendor.example" }]);
    let paths = parted["paths"].as_object().unwrap().clone();
    parted["paths"] = paths.into_iter().map(|(path, item)| (format!("/v1{path}"), item)).collect();
    assert_eq!(lines(&parted), [""; 0]);
}

#[test]
fn each_value_of_a_server_variable_is_a_server() {
    let servers = json!([{
        "url": "https://{host}/v{version}",
        "variables": {
            "host": { "default": "vendor.example", "enum": ["vendor.example", "test.vendor.example"] },
            "version": { "default": "1" }
        }
    }]);
    let found = changed("/servers", servers);
    let other = "`https://test.vendor.example`: the description has a server there, and the declaration no base URL";
    assert_eq!(found, [other]);
}

#[test]
fn endpoints_and_operations_differ() {
    let mut description = same();
    let paths = description["paths"].as_object_mut().unwrap();
    let revoke = paths.remove("/revoke").unwrap();
    paths.insert("/revocation".to_owned(), revoke);
    assert_eq!(
        lines(&description),
        [
            "`revoke`, `path`: `POST /revoke` is not described",
            "`POST /revocation`, `path`: it is described, and not declared",
        ]
    );
}

#[test]
fn needs_differ() {
    let optional = changed(&format!("{TOKEN}/required"), json!(["grant_type"]));
    assert_eq!(optional, ["`token`, `resource`: declared as required, described as optional"]);
    let required = changed(&format!("{TOKEN}/required"), json!(["resource", "scope"]));
    assert_eq!(required, ["`token`, `scope`: declared as optional, described as required"]);
}

#[test]
fn alternatives_need_what_each_of_them_needs() {
    let schema = json!({
        "properties": { "grant_type": {}, "scope": { "default": "read" } },
        "oneOf": [
            { "properties": { "resource": {} }, "required": ["resource"] },
            { "properties": { "resource": {}, "audience": {} }, "required": ["resource", "audience"] }
        ]
    });
    assert_eq!(
        changed(TOKEN, schema),
        ["`token`, `audience`: described in the body, optional, not declared"]
    );
}

#[test]
fn names_and_places_differ() {
    let found = changed("/components/parameters/fields/name", json!("select"));
    assert_eq!(
        found,
        [
            "`client`, `fields`: declared in the query, not described",
            "`client`, `select`: described in the query, optional, not declared",
        ]
    );
    let found = changed("/components/parameters/fields/in", json!("header"));
    assert_eq!(found, ["`client`, `fields`: declared in the query, described as a header"]);
}

#[test]
fn values_differ() {
    let constant = changed(
        &format!("{TOKEN}/properties/grant_type"),
        json!({ "enum": ["authorization_code", "refresh_token"] }),
    );
    assert_eq!(
        constant,
        [
            "`token`, `grant_type`: declared as `client_credentials`, described as `authorization_code`, `refresh_token`"
        ]
    );
    let default = changed(&format!("{TOKEN}/properties/scope/default"), json!("write"));
    assert_eq!(
        default,
        ["`token`, `scope`: declared with the default `read`, described with `write`"]
    );
    let described = changed("/components/parameters/fields/schema", json!({ "default": 5 }));
    assert_eq!(described, ["`client`, `fields`: described with the default `5`, declared without"]);
}

#[test]
fn bodies_differ() {
    let mut description = same();
    let content = &mut description["components"]["requestBodies"]["Token"]["content"];
    let schema = content["application/x-www-form-urlencoded"].take();
    *content = json!({ "application/json": schema });
    assert_eq!(
        lines(&description),
        [
            "`token`, `body`: declared as a form, not described so",
            "`token`, `body`: described as application/json, not declared so",
        ]
    );
}

#[test]
fn authentication_differs() {
    let found = changed("/paths/~1revoke/post/security", json!([{ "key": [], "bearer": [] }]));
    assert_eq!(
        found,
        [
            "`revoke`, `auth`: declared: the header `x-key`; described: a bearer token and the header `x-key`"
        ]
    );
    let found = changed("/paths/~1login/get/security", json!([{ "basic": [] }]));
    assert_eq!(found, ["`login`, `auth`: declared: none; described: HTTP Basic"]);
}

/// A vendor whose client says who it is among the parameters.
#[oauth_api(base_url = "https://vendor.example/v1", auth = client_secret_post)]
trait Post {
    #[post("/revoke")]
    fn revoke(token: SecretString);

    #[post("/token")]
    fn token(client_id: Option<String>, client_secret: Option<SecretString>) -> Value;

    #[post("/basic", auth = basic(client_id, client_secret))]
    fn basic();
}

/// To a description, they are parameters like others.
#[test]
fn credentials_among_the_parameters_do_not_differ() {
    let body = |names: &[&str]| {
        let properties: Value = names.iter().map(|name| ((*name).to_owned(), json!({}))).collect();
        let schema = json!({ "type": "object", "properties": properties, "required": names });
        json!({
            "security": [],
            "requestBody": { "content": { "application/x-www-form-urlencoded": { "schema": schema } } },
            "responses": { "200": { "content": { "application/json": {} } } }
        })
    };
    let pair = ["client_id", "client_secret"];
    let with = |revoke: &[&str]| {
        let mut revoke = body(revoke);
        revoke["responses"] = json!({ "200": {} });
        let basic = json!({ "security": [{ "basic": [] }], "responses": { "200": {} } });
        let description = json!({
            "openapi": "3.1.0",
            "servers": [{ "url": "https://vendor.example/v1" }],
            "paths": {
                "/revoke": { "post": revoke },
                "/token": { "post": body(&pair) },
                "/basic": { "post": basic }
            },
            "components": { "securitySchemes": { "basic": { "type": "http", "scheme": "basic" } } }
        });
        let differences = compare(PostClient::API, &description);
        differences.differences().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(with(&["token", "client_id", "client_secret"]), [""; 0]);
    assert_eq!(
        with(&["token", "client_id", "client_key"]),
        ["`revoke`, `client_key`: described in the body, required, not declared"]
    );
}

#[test]
fn responses_differ() {
    let found = changed("/paths/~1login/get/responses", json!({ "200": {} }));
    assert_eq!(found, ["`login`, `response`: declared as a redirect, described as nothing"]);
    let json = json!({ "200": { "content": { "application/json": {} } } });
    let found = changed("/paths/~1revoke/post/responses", json);
    assert_eq!(found, ["`revoke`, `response`: declared as nothing, described as a JSON value"]);
}

#[test]
fn other_documents_are_told() {
    for (document, said) in [
        (json!({ "swagger": "2.0" }), "it is OpenAPI 2.0: convert it to 3.0 or 3.1"),
        (json!({ "openapi": "4.0.0" }), "it is OpenAPI 4.0.0, and read is 3.0 or 3.1"),
        (json!([]), "it is no OpenAPI document: it has no `openapi`"),
    ] {
        assert_eq!(lines(&document), [format!("`description`: {said}")]);
    }
    let found = changed("/components/requestBodies/Token", json!({ "$ref": "#/nowhere" }));
    assert_eq!(found[0], "`description`: `$ref` leads nowhere in it: #/nowhere");
    let itself = json!({ "$ref": "#/components/parameters/fields" });
    let found = changed("/components/parameters/fields", itself);
    assert_eq!(found[0], "`description`: `$ref` leads in a circle");
    let endless = json!({ "allOf": [{ "$ref": "#/components/schemas/Revocation" }] });
    let found = changed("/components/schemas/Revocation", endless);
    assert_eq!(found[0], "`description`: a schema is nested too deep");
}

/// Words of a document are shown without what a terminal would carry out.
#[test]
fn controls_of_a_document_are_escaped() {
    let found = changed("/components/parameters/fields/name", json!("a\u{1b}[2J`b"));
    assert_eq!(
        found[1],
        "`client`, `a\\u{1b}[2J`b`: described in the query, optional, not declared"
    );
}

#[test]
fn exceptions_leave_out_what_they_name() {
    let mut description = same();
    description["components"]["parameters"]["fields"]["in"] = json!("header");
    description["servers"] = json!([{ "url": "https://other.example/v1" }]);
    let comparison = compare(API, &description)
        .except("client", "fields", "the description is wrong")
        .except("", "https://other.example", "for another product");
    assert_eq!(
        comparison.clone().finish().unwrap_err().to_string(),
        "the declaration differs from the description\n  \
         `https://vendor.example`: no server of the description is there"
    );
    comparison.except("", "https://vendor.example", "an alias").finish().unwrap();
}

#[test]
fn exceptions_that_no_longer_apply_are_told() {
    let comparison = compare(API, &same()).except("client", "fields", "the description is wrong");
    assert_eq!(
        comparison.finish().unwrap_err().to_string(),
        "the declaration differs from the description\n  \
         `client`, `fields`: nothing differs, so the exception (\"the description is wrong\") can go"
    );
}

#[test]
fn exceptions_give_a_reason() {
    let mut description = same();
    description["components"]["parameters"]["fields"]["in"] = json!("header");
    let comparison = compare(API, &description).except("client", "fields", " ");
    assert_eq!(
        comparison.finish().unwrap_err().to_string(),
        "the declaration differs from the description\n  \
         `client`, `fields`: the exception gives no reason"
    );
}

#[oauth_api(base_url = "https://vendor.example/v1", bases(api = "https://api.vendor.example/v2"))]
trait Hosts {
    #[post("https://auth.vendor.example/token")]
    fn token(name: String);

    #[get("/me", base = api)]
    fn me();

    #[get(userinfo_endpoint)]
    fn userinfo();
}

/// Hosts of operations are those of bases, and a URL that is learned is nowhere in a description.
#[test]
fn bases_with_names_are_servers_of_operations() {
    let form = json!({ "application/x-www-form-urlencoded": { "schema": {
        "required": ["name"], "properties": { "name": {} }
    } } });
    let mut description = json!({
        "openapi": "3.1.0",
        "servers": [{ "url": "https://vendor.example/v1" }],
        "paths": {
            "/token": {
                "servers": [{ "url": "https://auth.vendor.example" }],
                "post": { "requestBody": { "content": form }, "responses": { "204": {} } }
            },
            "/me": { "get": {
                "servers": [{ "url": "https://api.vendor.example/v2" }],
                "responses": { "204": {} }
            } }
        }
    });
    let learned =
        "`userinfo`, `path`: its URL is learned at run time, so it is compared with nothing";
    let told = |description: &Value| -> Vec<String> {
        let compared = compare(HostsClient::API, description);
        compared.differences().map(ToString::to_string).collect()
    };
    assert_eq!(told(&description), [learned]);
    description["paths"]["/me"]["get"]["servers"] = json!([{ "url": "https://api.example/v3" }]);
    assert_eq!(
        told(&description),
        [
            "`https://api.vendor.example`: no server of the description is there",
            "`me`, `path`: `GET /me` is not described",
            learned,
            "`GET /me`, `path`: it is described, and not declared",
        ]
    );
}
