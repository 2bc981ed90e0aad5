//! Documentation of generated items: the author's words, then what the declaration says.

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, TokenStream};
use quote::{ToTokens, TokenStreamExt as _, quote};
use syn::{Attribute, Meta};

use crate::model::{
    Alternatives, Api, Endpoint, Filled, ListStyle, Need, Parameter, Response, Scheme,
};
use crate::name::plain;

/// Documentation of one item: the author's words, then generated ones in one attribute. One for each line would cost whoever
/// declares an API a tenth of the time that its expansion takes.
pub(super) struct Docs<'a> {
    words: &'a [Attribute],
    text: String,
    alias: Option<&'a str>,
}

/// A line, as `/// text` writes it.
pub(super) fn line(text: &str) -> Docs<'static> {
    Docs { words: &[], text: format!(" {text}"), alias: None }
}

/// The author's words, or these where there are none.
pub(super) fn words<'a>(words: &'a [Attribute], otherwise: &str) -> Docs<'a> {
    let is_said = words.iter().any(|attr| attr.path().is_ident("doc"));
    Docs { words, ..if is_said { line("") } else { line(otherwise) } }
}

impl Docs<'_> {
    /// A paragraph after others.
    pub(super) fn paragraph(mut self, text: &str) -> Self {
        // The author's words end with their line; generated ones do not.
        self.text.truncate(self.text.trim_end().len());
        self.text.push_str(if self.text.is_empty() { "\n " } else { "\n\n " });
        self.text.push_str(text);
        self
    }

    /// The section on errors.
    pub(super) fn errors(self, text: &str) -> Self {
        self.paragraph("# Errors").paragraph(text)
    }
}

impl ToTokens for Docs<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { words, text, alias } = self;
        tokens.append_all(*words);
        let mut append = |attribute| {
            tokens.append(Punct::new('#', Spacing::Alone));
            tokens.append(Group::new(Delimiter::Bracket, attribute));
        };
        if !text.trim().is_empty() {
            append(quote! { doc = #text });
        }
        if let Some(alias) = alias {
            append(quote! { doc(alias = #alias) });
        }
    }
}

/// A link to the method that begins a call. Documentation knows no `r#`.
pub(super) fn link(api: &Api, endpoint: &Endpoint) -> String {
    let method = plain(&endpoint.client_method());
    format!("[`{method}`]({}::{method})", api.client())
}

/// Documentation of the method that begins a call.
pub(super) fn for_endpoint(endpoint: &Endpoint) -> Docs<'_> {
    let route = endpoint.route();
    let mut docs = words(&endpoint.attrs, &format!("Calls {route}."))
        .paragraph(&format!("{route}, {}.", describe_auth(&endpoint.auth)));
    let needs: Vec<String> =
        endpoint.required().map(|parameter| format!("`{}`", parameter.setter())).collect();
    if !needs.is_empty() {
        docs = docs.paragraph(&format!("Required: {}.", needs.join(", ")));
    }
    let grants: Vec<String> =
        endpoint.grants.iter().map(|grant| format!("`{}`", grant.entry)).collect();
    if !grants.is_empty() {
        docs = docs.paragraph(&format!("Grants: {}.", grants.join(", ")));
    }
    if let Some(fragment) = &endpoint.fragment {
        docs = docs.paragraph(&format!("Its URL ends in `#{fragment}`."));
    }
    if endpoint.callback.is_some() {
        let constant = endpoint.callback_constant();
        docs = docs.paragraph(&format!(
            "What comes back has the names in [`{constant}`](Self::{constant})."
        ));
    }
    let headers = endpoint.response_headers.iter();
    let headers: Vec<String> =
        headers.map(|header| format!("[`{}`](Self::{})", header.name, header.constant)).collect();
    if !headers.is_empty() {
        docs = docs.paragraph(&format!("Response headers: {}.", headers.join(", ")));
    }
    docs
}

/// Documentation of a request builder.
pub(super) fn for_request(api: &Api, endpoint: &Endpoint) -> Docs<'static> {
    line(&format!("A call of {}, not sent yet.", link(api, endpoint))).paragraph(&endpoint.route())
}

/// What is said of a parameter that the credentials give.
const FROM_CREDENTIALS: &str = "From the client's credentials unless given.";

/// Documentation of a setter or field of this name.
pub(super) fn for_parameter<'a>(parameter: &'a Parameter, item: &Ident) -> Docs<'a> {
    let need = match &parameter.need {
        Need::Required if !parameter.is_required() => FROM_CREDENTIALS.to_owned(),
        Need::Required => "Required.".to_owned(),
        Need::Optional | Need::ServerDefault(_) if parameter.filled == Filled::Always => {
            FROM_CREDENTIALS.to_owned()
        }
        Need::Optional if parameter.filled == Filled::Perhaps => {
            "Unless given, from the client's credentials where they are sent so, and else left out."
                .to_owned()
        }
        Need::Optional => "Left out unless given.".to_owned(),
        Need::ServerDefault(value) => {
            format!("Left out unless given; the server then takes `{}`.", value.text())
        }
        Need::Default(value) => {
            format!("`{}` is sent unless another value is given.", value.text())
        }
        Need::Constant(value) => format!("Always `{}`.", value.text()),
    };
    describe_parameter(parameter, item, &need)
}

/// Documentation of a setter of what a builder asks for: a grant may need what its endpoint does not.
pub(super) fn for_required<'a>(parameter: &'a Parameter, setter: &Ident) -> Docs<'a> {
    describe_parameter(parameter, setter, "Required.")
}

fn describe_parameter<'a>(parameter: &'a Parameter, item: &Ident, need: &str) -> Docs<'a> {
    let place = parameter.place();
    let wire = &parameter.wire;
    let secret = if parameter.secret { " A secret." } else { "" };
    // The compiler takes no other alias, and none that is the name itself.
    let is_alias = |c: char| c.is_ascii_alphanumeric() || "_-.:/[]".contains(c);
    let is_another = plain(item) != *wire && !wire.is_empty() && wire.chars().all(is_alias);
    let list = match &parameter.list {
        None => String::new(),
        Some(ListStyle::Repeated) => {
            " A list: sent once for each item; in JSON, an array.".to_owned()
        }
        Some(ListStyle::Joined(separator)) => {
            format!(" A list: its items are joined by `{separator}`, which none can have in it.")
        }
    };
    let docs = words(&parameter.docs, &format!("Sets the {place} `{wire}`."))
        .paragraph(&format!("The {place} `{wire}`.{secret}{list} {need}"));
    Docs { alias: is_another.then_some(wire), ..docs }
}

/// Documentation of `send`.
pub(super) fn for_send(endpoint: &Endpoint) -> Docs<'static> {
    let value = match &endpoint.response {
        Response::Nothing => "A success has no value; its body is ignored.",
        Response::Redirect(_) => {
            "The answer is a redirect: its target is the value, and nothing is sent there."
        }
        Response::RedirectOrNothing(_) => {
            "The answer is a redirect, whose target is the value and where nothing is sent; or a success without a value."
        }
        Response::RedirectOrJson(_) => {
            "The answer is a redirect, whose target is the value and where nothing is sent; or a value from JSON."
        }
        Response::JsonOrNothing(_) => {
            "The value is read from JSON; where the answer has no body, there is none."
        }
        Response::RedirectOrJsonOrNothing(_) => {
            "The answer is a redirect, whose target is the value and where nothing is sent; or a value from JSON, or no body."
        }
        Response::Text(_) => "The value is the body, as a text.",
        Response::Bytes(_) => "The value is the body, as it came.",
        Response::Json(_) | Response::Browser => "The value is read from JSON.",
    };
    let docs = line("Sends the request, once. After it, `.timeout(…)` and `.retry(…)` say how, and `.with_response()` has status and headers come with the value.").paragraph(value);
    let types = endpoint.errors.iter().map(|(status, ty)| {
        let ty = quote! { #ty }.to_string().replace(' ', "");
        match status {
            Some(status) => format!("`{ty}` for {status}"),
            None => format!("`{ty}`"),
        }
    });
    let types: Vec<String> = types.collect();
    if types.is_empty() {
        docs.errors(
            "`Error::Build` before anything is sent, `Error::Transport` without an answer, `Error::Refused` where the server says no, `Error::Unexpected` for anything else.",
        )
    } else {
        docs.errors(&format!(
            "`Error::Build` before anything is sent, `Error::Transport` without an answer, `Error::Refused` where the server says no (`error.body_as` reads {}), `Error::Unexpected` for anything else.",
            types.join(", ")
        ))
    }
}

/// The sentence on authentication.
fn describe_auth(alternatives: &Alternatives) -> String {
    if alternatives.is_none() {
        return "without authentication".to_owned();
    }
    let one = |schemes: &[Scheme]| match schemes {
        [] => "nothing".to_owned(),
        schemes => schemes.iter().map(Scheme::description).collect::<Vec<_>>().join(" and "),
    };
    let how = if alternatives.proves_nothing() { "with" } else { "authenticated by" };
    format!("{how} {}", alternatives.iter().map(one).collect::<Vec<_>>().join(", or "))
}

/// What of a trait's attributes goes to the client too: not its documentation.
pub(super) fn without_docs(attrs: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attrs
        .iter()
        .filter(|attr| !matches!(&attr.meta, Meta::NameValue(pair) if pair.path.is_ident("doc")))
}

#[cfg(test)]
mod tests {
    /// A method has another name than its endpoint where the client needs that one, and is linked to without `r#`.
    #[test]
    fn links_lead_to_the_methods_of_the_client() {
        let args = r#"base_path = "/", auth = bearer"#;
        let item = r#"trait Vendor {
            #[post("/new", auth = basic | none, allow(incomplete_grant))]
            #[grant(authorization_code, needs(code))]
            fn new(grant_type: String, code: Option<SecretString>) -> Token;

            #[get("/type")]
            fn r#type();
        }"#;
        let expansion =
            crate::api::oauth_api(args.parse().unwrap(), item.parse().unwrap()).to_string();
        let links = expansion.split("](VendorClient::").skip(1);
        let links: Vec<&str> = links.filter_map(|link| link.split(')').next()).collect();
        assert_eq!(links.iter().filter(|link| **link == "new_").count(), 4, "{links:?}");
        assert_eq!(links.iter().filter(|link| **link == "type").count(), 2, "{links:?}");
        assert_eq!(links.len(), 6, "{links:?}");
        assert!(!expansion.contains("compile_error"), "{expansion}");
    }
}
