//! Lists: each item sent by itself, or all of them joined into one text.

use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;

use crate::description::{Endpoint, ListStyle, ParameterLocation};
use crate::encode::json::ParameterValue;
use crate::error::BuildErrorKind;
use crate::value::{ListParameter, Parameter};

/// The lists of a call that are sent as one text.
pub(crate) struct Joined(Vec<(usize, Box<dyn Parameter>)>);

impl Joined {
    /// Joins what the declaration has joined.
    pub(crate) fn of(
        endpoint: &'static Endpoint,
        values: &[ParameterValue<'_>],
    ) -> Result<Self, BuildErrorKind> {
        let mut joined: Vec<(usize, Box<dyn Parameter>)> = Vec::new();
        for (index, style) in endpoint.lists {
            let (ListStyle::Joined(separator), Some(ParameterValue::List(list))) =
                (*style, values.get(*index))
            else {
                continue;
            };
            let Some(parameter) = endpoint.parameters().get(*index) else { continue };
            let Some(text) = join(*list, separator) else {
                let parameter = parameter.name();
                return Err(BuildErrorKind::SeparatorInItem { parameter, separator });
            };
            // A segment is always there, and told where it is empty.
            let is_sent = list.is_sent() || parameter.location() == ParameterLocation::Path;
            if list.has_secret() {
                joined.push((*index, Box::new(SecretString::from(text.as_str()))));
            } else if is_sent {
                joined.push((*index, Box::new(text.as_str().to_owned())));
            }
        }
        Ok(Self(joined))
    }

    /// The values of the call with each of these lists as its text. Without any, they are as they were.
    pub(crate) fn in_place_of<'a>(
        &'a self,
        endpoint: &'static Endpoint,
        values: &'a [ParameterValue<'a>],
    ) -> Option<Vec<ParameterValue<'a>>> {
        let joined =
            endpoint.lists.iter().filter(|(_, style)| matches!(style, ListStyle::Joined(_)));
        let is_joined = |index: usize| joined.clone().any(|(own, _)| *own == index);
        joined.clone().next()?;
        let replaced = values.iter().enumerate().map(|(index, value)| match value {
            ParameterValue::List(_) if is_joined(index) => {
                let joined = self.0.iter().find(|(own, _)| *own == index);
                joined.map_or(ParameterValue::Absent, |(_, text)| ParameterValue::Text(&**text))
            }
            other => *other,
        });
        Some(replaced.collect())
    }
}

/// Joins the items of a list; nothing where its text would be taken apart elsewhere than between them.
fn join(list: &dyn ListParameter, separator: &str) -> Option<Zeroizing<String>> {
    let mut length = 0;
    list.for_each(&mut |item| length += item.as_str().len() + separator.len());
    // It does not grow, so that no copy of a secret is left behind.
    let mut text = Zeroizing::new(String::with_capacity(length));
    let mut joints = Vec::new();
    let mut is_first = true;
    list.for_each(&mut |item| {
        if !std::mem::take(&mut is_first) {
            joints.push(text.len());
            text.push_str(separator);
        }
        text.push_str(item.as_str());
    });
    let is_parted_again = text.match_indices(separator).map(|(at, _)| at).eq(joints);
    is_parted_again.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oauth::scope::Scopes;

    fn joined(items: &[&str], separator: &str) -> Option<String> {
        let items: Vec<String> = items.iter().map(|item| (*item).to_owned()).collect();
        join(&items, separator).map(|text| text.as_str().to_owned())
    }

    #[test]
    fn items_are_joined_where_they_can_be_parted_again() {
        for (items, separator, expected) in [
            (&["a", "b", "c"][..], ",", Some("a,b,c")),
            (&["a"], ",", Some("a")),
            (&["a b", "c"], ",", Some("a b,c")),
            (&["a", "", "b"], ",", Some("a,,b")),
            (&[""], ",", Some("")),
            (&[], ",", Some("")),
            (&["a,b"], ",", None),
            (&["a", "b,"], ",", None),
            (&["a", "b"], ", ", Some("a, b")),
            (&["a,", "b"], ", ", Some("a,, b")),
            (&["a,b"], ", ", Some("a,b")),
            // Parted at its first two letters, the text would be `` and `ab`.
            (&["a", "b"], "aa", None),
            (&["ü", "é"], "·", Some("ü·é")),
        ] {
            assert_eq!(joined(items, separator).as_deref(), expected, "{items:?} {separator:?}");
        }
    }

    #[test]
    fn scopes_are_joined_word_by_word() {
        let join = |text: &str| join(&Scopes::from(text), "+").map(|text| text.as_str().to_owned());
        assert_eq!(join("read  write").as_deref(), Some("read+write"));
        assert_eq!(join("").as_deref(), Some(""));
        assert_eq!(join("read+write"), None);
    }
}
