//! Rules of where an endpoint lives: its path after a base, its whole URL, or a word for a URL that is learned at run time.

use proc_macro2::Ident;
use syn::LitStr;

use super::base::check_url;
use super::context::Check;
use crate::errors::Errors;
use crate::keys::{METADATA_MEANT, METADATA_URLS};
use crate::model::{self, Base, EndpointBase};
use crate::name::plain;
use crate::parse::DeclaredPath;
use crate::suggest;

/// Where an endpoint lives: what comes before its path, and the path.
pub(super) struct Address {
    pub(super) base: EndpointBase,
    pub(super) path: LitStr,
}

/// Checks what stands in the place of the path, and what it is the path of.
pub(super) fn check_address(check: &Check<'_>, written: &DeclaredPath) -> Address {
    match written {
        DeclaredPath::Word(word) => {
            no_other_base(check, &format!("the word `{word}`"));
            let path = LitStr::new("", word.span());
            Address { base: check_word(check, word), path }
        }
        DeclaredPath::Text(text) if is_whole(&text.value()) => {
            no_other_base(check, "the whole URL");
            check_whole_url(check, text)
        }
        DeclaredPath::Text(path) => {
            let base = check.written.base.as_ref();
            let base = base.map_or(EndpointBase::Api, |name| check_named(check, name));
            Address { base, path: path.clone() }
        }
    }
}

fn is_whole(text: &str) -> bool {
    text.contains("://")
}

/// A URL that is whole or learned has its base in itself.
fn no_other_base(check: &Check<'_>, place: &str) {
    if let Some(name) = &check.written.base {
        check.errors.on(
            name,
            format_args!("the base `{name}` conflicts with {place} in place of the path"),
            format_args!("remove `base = {name}`, or write the path alone"),
        );
    }
}

/// A word is a parameter whose value is the URL, or else a member of the server's metadata.
fn check_word(check: &Check<'_>, word: &Ident) -> EndpointBase {
    let name = plain(word);
    let mut parameters = check.written.parameters.iter();
    if parameters.any(|parameter| plain(&parameter.ident) == name) {
        return EndpointBase::Parameter(name);
    }
    let meant = METADATA_MEANT.iter().find(|(other, _)| *other == name).map(|(_, known)| *known);
    let meant = meant.or_else(|| suggest::misspelt(&name, METADATA_URLS));
    if let Some(known) = meant {
        check.errors.on(
            word,
            format_args!("`{name}` is no URL in the metadata of a server (RFC 8414, section 2)"),
            format_args!("write `{known}`"),
        );
        return EndpointBase::Metadata(known.to_owned());
    }
    EndpointBase::Metadata(name)
}

/// A name is that of one of the `bases` of the trait.
fn check_named(check: &Check<'_>, name: &Ident) -> EndpointBase {
    let Check { api, errors, .. } = *check;
    let word = plain(name);
    let named = |word: &str| api.bases.iter().find(|base| base.name == word);
    if let Some(base) = named(&word) {
        return base.of_endpoint();
    }
    let known: Vec<&str> = api.bases.iter().map(|base| base.name.as_str()).collect();
    let help = if known.is_empty() {
        format!("write `bases({word} = \"https://…\")` on the trait")
    } else {
        suggest::help(&word, &known, &[])
    };
    if !check.declared.named_bases_are_broken {
        errors.on(name, format_args!("no base is called `{word}`"), help);
    }
    let near = suggest::nearest(&word, &known).and_then(named);
    // With no base that is meant, no other rule has anything to say of it.
    near.map_or(EndpointBase::Named { name: word, url: None }, model::NamedBase::of_endpoint)
}

/// A whole URL is checked as a base is, and its path as a path is.
fn check_whole_url(check: &Check<'_>, written: &LitStr) -> Address {
    let text = written.value();
    let begin = text.find("://").map_or(0, |at| at + 3);
    let rest = text.get(begin..).unwrap_or_default();
    let end = rest.find(['/', '?', '#']).map_or(text.len(), |end| begin + end);
    let (origin, path) = text.split_at_checked(end).unwrap_or((&text, ""));
    let origin = LitStr::new(origin, written.span());
    let path = LitStr::new(path, written.span());
    is_at_no_base(check, written);
    let url = check_url(&origin, "URL", check.errors);
    let name = url.split_once("://").map_or(&*url, |(_, host)| host).to_ascii_lowercase();
    Address { base: EndpointBase::Named { name, url: Some(url) }, path }
}

/// What is at a base of the API needs no URL of its own: one that is replaced with the base goes along with it.
fn is_at_no_base(check: &Check<'_>, written: &LitStr) {
    let text = written.value();
    let path_at = |base: &str| -> Option<String> {
        let rest = text.strip_prefix(base.trim_end_matches('/')).filter(|_| !base.is_empty())?;
        (rest.is_empty() || rest.starts_with('/')).then(|| rest.to_owned())
    };
    let of_api = match &check.api.base {
        Base::Url(url) => path_at(url),
        Base::Urls(urls) => urls.iter().find_map(|named| path_at(&named.url)),
        Base::Path(_) | Base::None => None,
    };
    let of_named = || {
        let mut bases = check.api.bases.iter();
        bases.find_map(|base| {
            let path = base.urls.iter().find_map(|(_, url)| path_at(url))?;
            Some((base.name.as_str(), path))
        })
    };
    let (called, help) = match (of_api, of_named()) {
        (Some(path), _) => {
            ("of the trait".to_owned(), format!("write the path alone: `\"{path}\"`"))
        }
        (None, Some((name, path))) => (
            format!("`{name}`"),
            format!("write the path alone, with its base: `\"{path}\", base = {name}`"),
        ),
        (None, None) => return,
    };
    check.errors.on(written, format_args!("the URL `{text}` is at the base {called}"), help);
}

/// Endpoints at one host have one base.
pub(super) fn bases_of_hosts(
    api: &mut model::Api,
    written: &[(Option<&DeclaredPath>, &EndpointBase)],
    errors: &Errors,
) {
    for (path, base) in written {
        let EndpointBase::Named { name, url: Some(url) } = base else { continue };
        match api.bases.iter().find(|known| known.name == *name) {
            Some(known) if known.has(url) => {}
            Some(_) => {
                if let Some(DeclaredPath::Text(path)) = path {
                    errors.on(
                        path,
                        format_args!("the host `{name}` has another URL on an earlier endpoint"),
                        "write both with the same scheme, or give one of the bases a name: `bases(name = \"https://…\")`",
                    );
                }
            }
            None => api.bases.push(model::NamedBase {
                name: name.clone(),
                urls: vec![(String::new(), url.clone())],
            }),
        }
    }
}
