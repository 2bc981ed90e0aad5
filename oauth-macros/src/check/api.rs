//! Rules of the trait as a whole.

use syn::LitStr;

use super::{auth, endpoint};
use crate::errors::Errors;
use crate::model::{self, Alternatives};
use crate::parse::{Base, Declared, Header};
use crate::paths;

/// Checks a declaration.
pub(crate) fn api(declared: &Declared, errors: &Errors) -> model::Api {
    let alternatives = declared
        .auth
        .as_ref()
        .map_or_else(Alternatives::none, |written| auth::alternatives(written, errors));
    let mut api = model::Api {
        attrs: attributes_are_documentation(declared, errors),
        vis: declared.vis.clone(),
        ident: declared.ident.clone(),
        runtime: paths::runtime(declared.runtime.as_ref()),
        base: one_base(declared, errors),
        auth: alternatives,
        headers: headers(&declared.headers, errors),
        has_diagnostics: !declared.no_implicit_prelude,
        endpoints: Vec::new(),
    };
    names_are_unique(declared, errors);
    let mut index = 0;
    for written in &declared.endpoints {
        if let Some(endpoint) = endpoint::endpoint(written, declared, &api, index, errors) {
            api.endpoints.push(endpoint);
            index += 1;
        }
    }
    api
}

fn attributes_are_documentation(declared: &Declared, errors: &Errors) -> Vec<syn::Attribute> {
    let is_known = |attr: &&syn::Attribute| {
        let known = ["doc", "deprecated", "allow", "warn", "expect", "deny", "cfg"];
        let fits =
            attr.path().get_ident().is_some_and(|name| known.contains(&name.to_string().as_str()));
        if !fits {
            errors.on(
                attr.path(),
                "this attribute has no meaning on a declaration",
                "documentation, `deprecated` and lint levels can stand here",
            );
        }
        fits
    };
    declared.attrs.iter().filter(is_known).cloned().collect()
}

fn names_are_unique(declared: &Declared, errors: &Errors) {
    for (index, endpoint) in declared.endpoints.iter().enumerate() {
        let camel = |ident: &proc_macro2::Ident| model::camel(&model::plain(ident));
        let name = camel(&endpoint.ident);
        let earlier =
            declared.endpoints.iter().take(index).find(|earlier| camel(&earlier.ident) == name);
        if let Some(earlier) = earlier {
            errors.on(
                &endpoint.ident,
                format_args!(
                    "`{}` has the same name as the earlier endpoint `{}`",
                    endpoint.ident, earlier.ident
                ),
                "give each endpoint a name of its own",
            );
        }
    }
}

fn one_base(declared: &Declared, errors: &Errors) -> model::Base {
    if let [first, others @ ..] = declared.bases.as_slice() {
        for other in others {
            errors.on(
                other.key(),
                format_args!("`{}` conflicts with `{}`", other.key(), first.key()),
                "an API has one base: keep one of the two",
            );
        }
    }
    match declared.bases.first() {
        None => {
            errors.on(
                &declared.ident,
                format_args!("`{}` has no base URL", declared.ident),
                "write `base_url = \"https://…\"`, several as `base_urls(name = \"https://…\")`, or `base_path = \"/…\"` where the origin is given to the client",
            );
            model::Base::Path("/".to_owned())
        }
        Some(Base::Url { url, .. }) => model::Base::Url(absolute(url, errors)),
        Some(Base::Urls { key, urls }) => {
            if urls.is_empty() {
                errors.on(
                    key,
                    "`base_urls` is empty",
                    "write `base_urls(production = \"https://…\")`",
                );
            }
            let mut seen: Vec<String> = Vec::new();
            for named in urls {
                let name = model::camel(&model::plain(&named.name));
                if seen.contains(&name) {
                    errors.on(
                        &named.name,
                        format_args!("the base URL `{}` is given twice", named.name),
                        "remove one of the two",
                    );
                }
                seen.push(name);
            }
            let checked = urls.iter().map(|named| model::NamedUrl {
                name: named.name.clone(),
                url: absolute(&named.url, errors),
            });
            model::Base::Urls(checked.collect())
        }
        Some(Base::Path { path, .. }) => {
            let text = path.value();
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
            model::Base::Path(text)
        }
    }
}

/// A base URL is absolute, `https` (or loopback), and has neither user info, query nor fragment.
fn absolute(url: &LitStr, errors: &Errors) -> String {
    let text = url.value();
    let wrong =
        |what: &str, help: &str| errors.on(url, format_args!("the base URL `{text}` {what}"), help);
    let Some((scheme, rest)) = text.split_once("://") else {
        wrong("is not absolute", "begin it with `https://`; a path alone is `base_path = \"/…\"`");
        return text.clone();
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, after) = rest.split_at(end);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let loopback = ["localhost", "127.0.0.1", "[::1]"];
    let is_loopback = loopback.iter().any(|name| {
        host.strip_prefix(name).is_some_and(|port| port.is_empty() || port.starts_with(':'))
    });
    match scheme {
        "https" => {}
        "http" if is_loopback => {}
        "http" => wrong(
            "is plain `http` (RFC 6749, section 3.1.2.1 and RFC 9700, section 2.6)",
            "begin it with `https://`; plain `http` is for loopback",
        ),
        _ => wrong("is not `https`", "begin it with `https://`"),
    }
    if host.is_empty() || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        wrong("is not a URL", "write `https://host/path`");
    }
    if authority.contains('@') {
        wrong(
            "holds a user name or password",
            "remove what stands before the `@`: credentials are given to the client",
        );
    }
    if after.contains(['?', '#']) {
        wrong("has a query or a fragment", "remove everything from the `?` or `#` on");
    }
    text
}

/// Constant headers: a name that is a token, a value that a header can carry, each name once.
pub(super) fn headers(written: &[Header], errors: &Errors) -> Vec<(String, String)> {
    let mut checked: Vec<(String, String)> = Vec::new();
    for header in written {
        let Some(name) = header_name(&header.name, errors) else { continue };
        let value = header.value.value();
        if value.chars().any(|c| !matches!(c, ' '..='~' | '\t')) {
            errors.on(
                &header.value,
                format_args!(
                    "the value of the header `{}` has a character that no header can carry",
                    header.name.value()
                ),
                "use visible ASCII",
            );
            continue;
        }
        if checked.iter().any(|(there, _)| *there == name) {
            errors.on(
                &header.name,
                format_args!("the header `{name}` is given twice"),
                "remove one of the two",
            );
            continue;
        }
        checked.push((name, value));
    }
    checked
}

/// Returns the name of a header in lower case, if it is a token (RFC 9110, section 5.6.2).
pub(super) fn header_name(name: &LitStr, errors: &Errors) -> Option<String> {
    let text = name.value();
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if text.is_empty() || !text.chars().all(is_token) {
        errors.on(
            name,
            format_args!("`{text}` cannot be the name of a header (RFC 9110, section 5.6.2)"),
            "use letters, digits and hyphens, such as `\"X-App-Id\"`",
        );
        return None;
    }
    Some(text.to_ascii_lowercase())
}
