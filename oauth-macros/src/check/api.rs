//! Rules of the trait as a whole.

use std::collections::BTreeMap;

use quote::ToTokens as _;
use syn::LitStr;

use super::rfc::Permits;
use super::{auth, endpoint, response, rfc};
use crate::errors::Errors;
use crate::model::{self, Alternatives};
use crate::parse::{self, Base, Declared, Header};
use crate::paths::Runtime;

/// Checks a declaration.
pub(crate) fn api(mut declared: Declared, errors: &Errors) -> model::Api {
    endpoint_names_are_unique(&mut declared, errors);
    for endpoint in &mut declared.endpoints {
        endpoint::parameter_names_are_unique(endpoint, errors);
    }
    let declared = &declared;
    let alternatives = declared
        .auth
        .as_ref()
        .map_or_else(Alternatives::none, |written| auth::alternatives(written, errors));
    let mut api = model::Api {
        attrs: attributes_are_documentation(declared, errors),
        vis: declared.vis.clone(),
        ident: declared.ident.clone(),
        runtime: Runtime::new(declared.runtime.as_ref()),
        base: one_base(declared, errors),
        auth: alternatives,
        headers: headers(&declared.headers, errors),
        has_diagnostics: !declared.no_implicit_prelude,
        endpoints: Vec::new(),
    };
    if let Some(parse::ErrorType::Type(ty)) = &declared.error
        && let Some(found) = response::error_type_is_owned(ty)
    {
        let name = &declared.ident;
        errors.on(found.at, format_args!("the error type of `{name}` {}", found.what), found.help);
    }
    let permits: Vec<Permits<'_>> = declared.endpoints.iter().map(Permits::of).collect();
    for (index, (written, permits)) in declared.endpoints.iter().zip(&permits).enumerate() {
        let endpoint = endpoint::endpoint(written, declared, &api, index, permits, errors);
        api.endpoints.push(endpoint);
    }
    request_names_are_unique(declared, &mut api, errors);
    rfc::challenge_has_its_verifier(declared, &api, &permits, errors);
    rfc::public_clients_have_a_challenge(declared, &api, &permits, errors);
    for permits in &permits {
        permits.are_needed(errors);
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
                format_args!(
                    "the attribute `{}` has no meaning on a declaration",
                    attr.path().to_token_stream().to_string().replace(' ', "")
                ),
                "remove it: documentation, `deprecated` and lint levels can stand here",
            );
        }
        fits
    };
    declared.attrs.iter().filter(is_known).cloned().collect()
}

/// Endpoints become types and methods, whose names differ by more than case. A repeated one is left out.
fn endpoint_names_are_unique(declared: &mut Declared, errors: &Errors) {
    let mut kept: Vec<parse::Endpoint> = Vec::new();
    let (mut in_camel, mut in_capitals) = (BTreeMap::new(), BTreeMap::new());
    for endpoint in std::mem::take(&mut declared.endpoints) {
        let name = model::plain(&endpoint.ident);
        let (camel, capitals) = (model::camel(&name), name.to_uppercase());
        let same = [in_camel.get(&camel), in_capitals.get(&capitals)].into_iter().flatten().min();
        let Some(earlier) = same.and_then(|place: &usize| kept.get(*place)) else {
            in_camel.insert(camel, kept.len());
            in_capitals.insert(capitals, kept.len());
            kept.push(endpoint);
            continue;
        };
        let earlier = model::plain(&earlier.ident);
        if earlier == name {
            errors.on(
                &endpoint.ident,
                format_args!("the endpoint `{name}` is declared twice"),
                "give each endpoint a name of its own",
            );
        } else {
            errors.on(
                &endpoint.ident,
                format_args!(
                    "`{name}` differs from the earlier endpoint `{earlier}` by case or underscores only"
                ),
                "give each endpoint a name of its own",
            );
        }
    }
    declared.endpoints = kept;
}

/// A grant becomes a type whose name may be that of another endpoint's.
fn request_names_are_unique(declared: &Declared, api: &mut model::Api, errors: &Errors) {
    let of_endpoint = |endpoint: &model::Endpoint| {
        let name = endpoint.named("Request").to_string();
        (name, format!("the endpoint `{}`", model::plain(&endpoint.ident)))
    };
    let mut taken: BTreeMap<String, String> = api.endpoints.iter().map(of_endpoint).collect();
    let mut left_out: Vec<(usize, usize)> = Vec::new();
    for (index, (endpoint, written)) in api.endpoints.iter().zip(&declared.endpoints).enumerate() {
        for (place, grant) in endpoint.grants.iter().enumerate() {
            let what = format!("{}Request", model::camel(&model::plain(&grant.entry)));
            let name = endpoint.named(&what).to_string();
            if let Some(earlier) = taken.get(&name) {
                let written = written.grants.iter().find(|written| written.named == grant.named);
                errors.at(
                    written.map_or(grant.entry.span(), |written| written.span),
                    format_args!(
                        "the grant `{}` of `{}` becomes the type `{name}`, which {earlier} has already",
                        grant.named,
                        model::plain(&endpoint.ident)
                    ),
                    format_args!("call it otherwise, such as `as {}_grant`", model::plain(&grant.entry)),
                );
                left_out.push((index, place));
            } else {
                let owner = format!("the grant `{}`", grant.named);
                taken.insert(name, owner);
            }
        }
    }
    for (index, place) in left_out.into_iter().rev() {
        if let Some(endpoint) = api.endpoints.get_mut(index) {
            endpoint.grants.remove(place);
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
            if !declared.base_is_broken {
                errors.on(
                    &declared.ident,
                    format_args!("`{}` has no base URL", declared.ident),
                    "write `base_url = \"https://…\"`, several as `base_urls(name = \"https://…\")`, or `base_path = \"/…\"` where the origin is given to the client",
                );
            }
            model::Base::Url(String::new())
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
            let mut checked: Vec<model::NamedUrl> = Vec::new();
            for named in urls {
                let name = |ident: &proc_macro2::Ident| model::camel(&model::plain(ident));
                let url = absolute(&named.url, errors);
                let mut earlier = checked.iter();
                if let Some(earlier) =
                    earlier.find(|earlier| name(&earlier.name) == name(&named.name))
                {
                    let (wrong, help) = if earlier.name == named.name {
                        (
                            format!("the base URL `{}` is given twice", named.name),
                            "remove one of the two",
                        )
                    } else {
                        let wrong = format!(
                            "the base URL `{}` differs from `{}` by case or underscores only",
                            named.name, earlier.name
                        );
                        (wrong, "give each base URL a name of its own")
                    };
                    errors.on(&named.name, wrong, help);
                    continue;
                }
                checked.push(model::NamedUrl { name: named.name.clone(), url });
            }
            model::Base::Urls(checked)
        }
        Some(Base::Path { path, .. }) => {
            let text = path.value();
            if text.contains("://") {
                errors.on(
                    path,
                    format_args!("the base path `{text}` is a whole URL"),
                    format_args!("write `base_url = \"{text}\"`, or the path alone"),
                );
                return model::Base::Path("/".to_owned());
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
        wrong("has a port that is no number up to 65535", "write `https://host:port/path`");
    }
    if authority.contains('@') {
        wrong(
            "holds a user name or password (RFC 3986, section 3.2.1)",
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
        let elsewhere = match name.as_str() {
            "authorization" => "write `auth = …`, and give the credentials to the client",
            "cookie" => {
                "declare a parameter: `#[cookie(\"name\")] #[constant = \"value\"] name: String`"
            }
            "content-type" => "write `body = form` or `body = json`",
            "content-length" | "transfer-encoding" | "host" | "connection" => {
                "remove it: whatever sends the request writes it"
            }
            _ => "",
        };
        if !elsewhere.is_empty() {
            errors.on(
                &header.name,
                format_args!("the header `{}` cannot be a constant", header.name.value()),
                elsewhere,
            );
            continue;
        }
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
