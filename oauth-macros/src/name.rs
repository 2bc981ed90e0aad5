//! Names: from snake to camel and back.

use proc_macro2::{Ident, Span};

/// Returns an identifier without `r#`.
pub(crate) fn plain(ident: &Ident) -> String {
    let name = ident.to_string();
    match name.strip_prefix("r#") {
        Some(plain) => plain.to_owned(),
        None => name,
    }
}

/// Makes an identifier of a name, and of what cannot be one the nearest that can.
pub(crate) fn ident(name: &str, span: Span) -> Ident {
    let is_plain = |name: &str| {
        let mut letters = name.chars();
        letters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
            && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    };
    let mut name = name.to_owned();
    if !is_plain(&name) && syn::parse_str::<Ident>(&name).is_err() {
        name.retain(|letter| letter.is_ascii_alphanumeric() || letter == '_');
        name.insert(0, 'N');
    }
    if name == "Self" || name == "_" {
        name.push('_');
    }
    // Where the user's tokens are, but generated: the compiler suggests no changes to what is not there.
    Ident::new(&name, Span::call_site().located_at(span))
}

/// Returns `post_revoke` as `PostRevoke`.
pub(crate) fn camel(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    for word in name.split('_').filter(|word| !word.is_empty()) {
        let mut letters = word.chars();
        camel.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        camel.push_str(letters.as_str());
    }
    camel
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_joined_and_parted() {
        assert_eq!(camel("oauth_client_client_id_put"), "OauthClientClientIdPut");
        assert_eq!(camel("_x"), "X");
    }

    #[test]
    fn every_name_becomes_an_identifier() {
        let made = |name| ident(name, Span::call_site()).to_string();
        assert_eq!(made("PostRevoke"), "PostRevoke");
        assert_eq!(made("1"), "N1");
        assert_eq!(made(""), "N");
        assert_eq!(made("Self"), "Self_");
        assert_eq!(made("Größe"), "Größe");
    }
}
