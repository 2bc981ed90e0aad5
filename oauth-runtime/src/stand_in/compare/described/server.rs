//! The servers of a description.

use serde_json::{Map, Value};

/// How many URLs the variables of one server make at most.
const MAX_URLS: usize = 100;

/// Returns the URLs of servers, one for each value of their variables, without a slash at the end.
pub(super) fn urls(servers: Option<&Value>) -> Vec<String> {
    let servers = servers.and_then(Value::as_array).into_iter().flatten();
    servers.flat_map(urls_of).collect()
}

fn urls_of(server: &Value) -> Vec<String> {
    let Some(url) = server.get("url").and_then(Value::as_str) else { return Vec::new() };
    let mut urls = vec![url.to_owned()];
    let variables = server.get("variables").and_then(Value::as_object);
    for (name, variable) in variables.into_iter().flat_map(Map::iter) {
        let listed = variable.get("enum").and_then(Value::as_array).into_iter().flatten();
        let mut values: Vec<&str> = listed.filter_map(Value::as_str).collect();
        if values.is_empty() {
            values.extend(variable.get("default").and_then(Value::as_str));
        }
        let placeholder = format!("{{{name}}}");
        urls = urls
            .iter()
            .flat_map(|url| values.iter().map(|value| url.replace(&placeholder, value)))
            .take(MAX_URLS)
            .collect();
    }
    urls.iter().map(|url| url.trim_end_matches('/').to_owned()).collect()
}

/// Returns the path of a server's URL, which may be relative, without a slash at the end.
pub(in super::super) fn path_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| {
        rest.find('/').and_then(|slash| rest.get(slash..)).unwrap_or_default()
    });
    rest.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/')
}
