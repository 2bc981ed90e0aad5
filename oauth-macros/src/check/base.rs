//! Rules of the base: where the API lives.

use proc_macro2::Ident;
use syn::LitStr;

use crate::errors::Errors;
use crate::model;
use crate::name::{camel, plain};
use crate::parse::{DeclaredApi, DeclaredBase, DeclaredPath, DeclaredUrl, NamedUrls};
use crate::suggest;

/// Returns the one base of an API.
pub(super) fn check_base(declared: &DeclaredApi, errors: &Errors) -> model::Base {
    only_one_base(declared, errors);
    match declared.bases.first() {
        None if needs_no_base(declared) => model::Base::None,
        None => {
            there_is_a_base(declared, errors);
            model::Base::Url(String::new())
        }
        Some(DeclaredBase::Url { url, .. }) => model::Base::Url(check_url(url, "base URL", errors)),
        Some(DeclaredBase::Urls { key, urls }) => model::Base::Urls(check_urls(key, urls, errors)),
        Some(DeclaredBase::Path { path, .. }) => model::Base::Path(check_path(path, errors)),
    }
}

fn only_one_base(declared: &DeclaredApi, errors: &Errors) {
    let [first, others @ ..] = declared.bases.as_slice() else { return };
    for other in others {
        errors.on(
            other.key(),
            format_args!("`{}` conflicts with `{}`", other.key(), first.key()),
            "an API has one base: keep one of the two",
        );
    }
}

/// Where each endpoint is elsewhere, the API needs no base of its own.
fn needs_no_base(declared: &DeclaredApi) -> bool {
    let is_elsewhere = |path: &DeclaredPath| match path {
        DeclaredPath::Text(text) => text.value().contains("://"),
        DeclaredPath::Word(_) => true,
    };
    !declared.endpoints.is_empty()
        && declared.endpoints.iter().all(|endpoint| {
            endpoint.base.is_some() || endpoint.path.as_ref().is_some_and(is_elsewhere)
        })
}

/// Bases with names: each name once, and by environment where those of the API are.
pub(super) fn check_named_bases(
    declared: &DeclaredApi,
    base: &model::Base,
    errors: &Errors,
) -> Vec<model::NamedBase> {
    let mut checked: Vec<model::NamedBase> = Vec::new();
    for written in &declared.named_bases {
        let name = plain(&written.name);
        let urls = match &written.urls {
            NamedUrls::One(url) => vec![(String::new(), check_url(url, "base URL", errors))],
            NamedUrls::ByEnvironment(urls) => check_environments(&written.name, urls, base, errors),
        };
        if checked.iter().any(|earlier| earlier.name == name) {
            errors.on(
                &written.name,
                format_args!("the base `{name}` is given twice"),
                "remove one of the two",
            );
        } else {
            checked.push(model::NamedBase { name, urls });
        }
    }
    checked
}

/// The environments of a base are those of `base_urls`, which is how one is picked for all.
fn check_environments(
    name: &Ident,
    urls: &[DeclaredUrl],
    base: &model::Base,
    errors: &Errors,
) -> Vec<(String, String)> {
    let model::Base::Urls(environments) = base else {
        errors.on(
            name,
            format_args!("the base `{name}` has environments, and the API has none"),
            format_args!(
                "write `{name} = \"https://…\"`, or give the API its environments: `base_urls(production = \"https://…\", …)`"
            ),
        );
        return urls.first().map(|it| (String::new(), it.url.value())).into_iter().collect();
    };
    let environments: Vec<String> = environments.iter().map(|it| plain(&it.name)).collect();
    let known: Vec<&str> = environments.iter().map(String::as_str).collect();
    let mut checked: Vec<(String, String)> = Vec::new();
    for DeclaredUrl { name: environment, url } in urls {
        let word = plain(environment);
        let url = check_url(url, "base URL", errors);
        if checked.iter().any(|(earlier, _)| *earlier == word) {
            errors.on(
                environment,
                format_args!("the base `{name}` is given twice for `{word}`"),
                "remove one of the two",
            );
        } else if known.contains(&&*word) {
            checked.push((word, url));
        } else {
            errors.on(
                environment,
                format_args!("`base_urls` has no `{word}`"),
                suggest::help(&word, &known, &[]),
            );
        }
    }
    let missing = known.iter().find(|known| !checked.iter().any(|(word, _)| word == *known));
    if let (Some(missing), true) = (missing, checked.len() == urls.len()) {
        errors.on(
            name,
            format_args!("the base `{name}` has no URL for `{missing}`"),
            format_args!("add `{missing} = \"https://…\"`, as in `base_urls`"),
        );
    }
    checked
}

fn there_is_a_base(declared: &DeclaredApi, errors: &Errors) {
    if !declared.base_is_broken {
        errors.on(
            &declared.ident,
            format_args!("`{}` has no base URL", declared.ident),
            "write `base_url = \"https://…\"`, several as `base_urls(name = \"https://…\")`, or `base_path = \"/…\"` where the origin is given to the client",
        );
    }
}

/// Base URLs become variants, whose names differ by more than case. A repeated one is left out.
fn check_urls(key: &Ident, urls: &[DeclaredUrl], errors: &Errors) -> Vec<model::NamedUrl> {
    if urls.is_empty() {
        errors.on(key, "`base_urls` is empty", "write `base_urls(production = \"https://…\")`");
    }
    let mut checked: Vec<model::NamedUrl> = Vec::new();
    for DeclaredUrl { name, url } in urls {
        let variant = |name: &Ident| camel(&plain(name));
        let url = check_url(url, "base URL", errors);
        let Some(earlier) = checked.iter().find(|it| variant(&it.name) == variant(name)) else {
            checked.push(model::NamedUrl { name: name.clone(), url });
            continue;
        };
        let earlier = &earlier.name;
        if earlier == name {
            errors.on(
                name,
                format_args!("the base URL `{name}` is given twice"),
                "remove one of the two",
            );
        } else {
            errors.on(
                name,
                format_args!(
                    "the base URL `{name}` differs from `{earlier}` by case or underscores only"
                ),
                "give each base URL a name of its own",
            );
        }
    }
    checked
}

/// A base path is the path alone, and whole.
fn check_path(path: &LitStr, errors: &Errors) -> String {
    let text = path.value();
    if text.contains("://") {
        errors.on(
            path,
            format_args!("the base path `{text}` is a whole URL"),
            format_args!("write `base_url = \"{text}\"`, or the path alone"),
        );
        return "/".to_owned();
    }
    if !text.starts_with('/') {
        errors.on(
            path,
            format_args!("the base path `{text}` does not begin with `/`"),
            format_args!("write `base_path = \"/{text}\"`"),
        );
    }
    if text.contains(['?', '#', '{', '}'])
        || text.chars().any(|c| c.is_whitespace() || c.is_control())
    {
        errors.on(
            path,
            format_args!("the base path `{text}` has a character that a path cannot have"),
            "write a path alone, such as `\"/api/v3\"`",
        );
    }
    text
}

/// A URL is absolute, `https` (or loopback), and has neither user info nor fragment. `called` is what it is.
pub(super) fn check_url(url: &LitStr, called: &str, errors: &Errors) -> String {
    let text = url.value();
    let wrong =
        |what: &str, help: &str| errors.on(url, format_args!("the {called} `{text}` {what}"), help);
    let Some((scheme, rest)) = text.split_once("://") else {
        wrong("is not absolute", "begin it with `https://`; a path alone is `base_path = \"/…\"`");
        return text.clone();
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, after) = rest.split_at(end);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    match scheme {
        "https" => {}
        "http" if is_loopback(host) => {}
        "http" => wrong(
            "is plain `http` (RFC 6749, section 3.2 and RFC 6750, section 5.3)",
            "begin it with `https://`; plain `http` is for loopback",
        ),
        _ => wrong("is not `https`", "begin it with `https://`"),
    }
    let port = host.rsplit_once(':').map(|(_, port)| port).filter(|port| !port.contains(']'));
    if host.is_empty() || host.starts_with(':') {
        wrong("has no host", "write `https://host/path`");
    } else if text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>\"\\^`{|}".contains(c))
    {
        let help = if text.contains('{') {
            "write `base_path = \"/…\"`: the origin is given when the client is made"
        } else {
            "write `https://host/path`"
        };
        wrong("has a character that a URL cannot have", help);
    } else if port.is_some_and(|port| port.parse::<u16>().is_err()) {
        wrong("has a port that is not a number up to 65535", "write `https://host:port/path`");
    }
    if authority.contains('@') {
        wrong(
            "holds a user name or password (RFC 3986, section 3.2.1)",
            "remove what stands before the `@`: credentials are given to the client",
        );
    }
    if after.contains('#') {
        wrong("has a fragment", "remove everything from the `#` on");
    }
    text
}

/// Whether a host, with its port or without, is this machine. What stands before an `@` is no host.
pub(super) fn is_loopback(host: &str) -> bool {
    let is_port = |text: &str| text.is_empty() || text.starts_with(':') && !text.contains('@');
    ["localhost", "127.0.0.1", "[::1]"]
        .iter()
        .any(|name| host.strip_prefix(name).is_some_and(is_port))
}
