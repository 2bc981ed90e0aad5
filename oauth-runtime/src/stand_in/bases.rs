//! Where the stand-in has each endpoint: all bases of an API are at one host.

use serde_json::Value;
use url::Url;

use crate::description::{Api, DeclaredBase, Endpoint, EndpointBase, NamedBase};
use crate::oauth::metadata::ServerMetadata;

/// The origin of what has none in the declaration.
pub(crate) const NOWHERE: &str = "https://stand-in.example";

/// The base of the API for clients in process, without a slash at its end.
pub(crate) fn base_of(api: &Api) -> String {
    let base = match api.base() {
        DeclaredBase::Urls(urls) => urls.first().map_or(NOWHERE, |(_, url)| url).to_owned(),
        DeclaredBase::Path(path) => format!("{NOWHERE}{path}"),
        DeclaredBase::None => NOWHERE.to_owned(),
    };
    base.trim_end_matches('/').to_owned()
}

/// The path of a URL, without a slash at its end.
pub(crate) fn path_of(url: &str) -> String {
    let url = Url::parse(url);
    url.map(|url| url.path().trim_end_matches('/').to_owned()).unwrap_or_default()
}

/// The URL of a base with a name, at this origin: below its name, because others may have the same path.
pub(crate) fn named(origin: &str, base: &NamedBase) -> String {
    let url = base.urls().first().map_or("", |(_, url)| url);
    let query = url.split_once('?').map(|(_, query)| format!("?{query}")).unwrap_or_default();
    format!("{origin}/{}{}{query}", base.name(), path_of(url))
}

/// The names in the query of an endpoint's base, which are in the query of each of its calls.
pub(crate) fn names_in_query(api: &Api, endpoint: &Endpoint) -> Vec<String> {
    let url = match (endpoint.base(), api.base()) {
        (EndpointBase::Api, DeclaredBase::Urls(urls)) => urls.first().map(|(_, url)| *url),
        (EndpointBase::Named(name), _) => {
            let base = api.bases().iter().find(|base| base.name() == name);
            base.and_then(|base| Some(base.urls().first()?.1))
        }
        _ => None,
    };
    let url = url.and_then(|url| Url::parse(url).ok());
    url.map(|url| url.query_pairs().map(|(name, _)| name.into_owned()).collect())
        .unwrap_or_default()
}

/// The paths below which an endpoint is looked for; nothing where any path may be its own.
pub(crate) fn prefixes(api: &Api, path: &str, endpoint: &Endpoint) -> Option<Vec<String>> {
    Some(match endpoint.base() {
        EndpointBase::Api => vec![path.to_owned()],
        EndpointBase::Named(name) => {
            let base = api.bases().iter().find(|base| base.name() == name)?;
            let url = base.urls().first().map_or("", |(_, url)| url);
            vec![format!("/{name}{}", path_of(url)), path_of(url)]
        }
        EndpointBase::Metadata(word) => vec![format!("/{word}")],
        EndpointBase::Given(_) => return None,
    })
}

/// The metadata of the server at this origin ([RFC 8414, section 2](https://www.rfc-editor.org/rfc/rfc8414#section-2)).
pub(crate) fn metadata(api: &Api, origin: &str) -> ServerMetadata {
    let words = api.endpoints().iter().filter_map(|endpoint| match endpoint.base() {
        EndpointBase::Metadata(word) => Some(word),
        _ => None,
    });
    let begun = ServerMetadata::new(origin);
    words.fold(begun, |metadata, word| metadata.with(word, format!("{origin}/{word}")))
}

/// The same as JSON, where it is asked for.
pub(crate) fn metadata_at(api: &Api, origin: &str, path: &str) -> Option<Value> {
    let is_asked_for = api.needs_metadata()
        && ["/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"]
            .contains(&path);
    is_asked_for.then(|| Value::Object(metadata(api, origin).members().clone()))
}
