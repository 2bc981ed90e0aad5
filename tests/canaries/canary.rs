//! The canaries themselves, and the search for them.

use std::collections::BTreeSet;
use std::fmt::Debug;

use oauth_tests::causes;

/// In every canary.
pub(crate) const MARK: &str = "c4n4ry";

/// Letters that mean something somewhere: in URLs, forms, JSON, HTML.
const ODD: &str = "/+&=<\"\\% ä😀";

/// The canary of a place, for places that take any text.
pub(crate) fn text(place: &str) -> String {
    format!("{}{ODD}", plain(place))
}

/// The canary of a place, for places that take visible ASCII without blanks; a cookie takes no more.
pub(crate) fn plain(place: &str) -> String {
    format!("{MARK}.{}.!~", place.to_lowercase())
}

/// The canary of a header, which takes blanks too.
pub(crate) fn header(place: &str) -> String {
    format!("{} /+&=<\"\\%", plain(place))
}

/// The canary of a place as it is found in a request, whatever the encoding: only letters that no encoding changes.
pub(crate) fn found(place: &str) -> String {
    format!("{MARK}.{}.", place.to_lowercase())
}

/// Everything that was shown, judged as it comes.
#[derive(Default)]
pub(crate) struct Shown {
    /// How much was looked at, so that nobody looks at nothing.
    pub(crate) texts: usize,
    pub(crate) leaks: BTreeSet<String>,
}

impl Shown {
    /// Looks at a text.
    pub(crate) fn look(&mut self, what: &str, text: &str) {
        assert!(!text.is_empty(), "{what} shows nothing");
        self.texts += 1;
        if tells(text) {
            self.leaks.insert(format!("{what}: {text:.2000}"));
        }
    }

    /// Looks at what `{:?}` and `{:#?}` show.
    pub(crate) fn debug(&mut self, what: &str, value: &dyn Debug) {
        self.look(what, &format!("{value:?}"));
        self.look(what, &format!("{value:#?}"));
    }

    /// Looks at an error and all that caused it.
    pub(crate) fn error(&mut self, what: &str, error: &dyn std::error::Error) {
        for error in causes(error) {
            self.debug(what, &error);
            self.look(what, &error.to_string());
            self.look(what, &format!("{error:#}"));
        }
    }

    /// Looks at an answer, or at the error in its place.
    pub(crate) fn result<T: Debug>(
        &mut self,
        what: &str,
        result: &Result<T, oauth_runtime::Error>,
    ) {
        match result {
            Ok(value) => self.debug(what, value),
            Err(error) => {
                self.error(what, error);
                if let Some(reason) = error.reason() {
                    self.look(what, reason);
                }
                if let Some(oauth) = error.oauth() {
                    self.debug(what, oauth);
                    self.look(what, &oauth.to_string());
                }
                if let oauth_runtime::Error::Refused(refused) = error {
                    self.debug(what, &refused.challenges());
                }
            }
        }
    }

    #[track_caller]
    pub(crate) fn assert_clean(&self, at_least: usize) {
        assert!(self.leaks.is_empty(), "{:#?}", self.leaks);
        assert!(self.texts >= at_least, "only {} texts were looked at", self.texts);
    }
}

/// Tells whether a canary is in the text, as it is or as something that is printed of bytes.
pub(crate) fn tells(text: &str) -> bool {
    let lower = text.to_lowercase();
    let dense: String = lower.split_whitespace().collect();
    let list = MARK.bytes().map(|byte| byte.to_string()).collect::<Vec<_>>().join(",");
    let hex = format!("{:x?}", MARK.as_bytes()).replace(['[', ']', ',', ' '], "");
    dense.contains(MARK)
        || dense.contains(&list)
        || dense.contains(&hex)
        || in_base64().iter().any(|form| text.contains(form.as_str()))
}

/// What base64 makes of the mark, wherever it begins: the letters that do not depend on its neighbours.
fn in_base64() -> [String; 3] {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    [0, 1, 2].map(|shift| {
        let bits: Vec<bool> = std::iter::repeat_n(0, shift)
            .chain(MARK.bytes())
            .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1))
            .collect();
        let whole = bits.chunks_exact(6).enumerate();
        let own = whole.filter(|(at, _)| at * 6 >= shift * 8);
        own.map(|(_, six)| six.iter().fold(0, |sum, bit| sum * 2 + usize::from(*bit)))
            .map(|letter| char::from(LETTERS[letter]))
            .collect()
    })
}

#[test]
fn canaries_are_found_in_every_form() {
    // `c4n4ry` behind nothing, one and two letters; by `base64`, of the GNU core utilities.
    for text in ["YzRuNHJ5", "eGM0bjRyeQ", "eHhjNG40cnk"] {
        assert!(tells(&format!("Basic {text}")), "{text}");
    }
    for text in [
        "a C4n4ry b",
        "[99, 52, 110, 52, 114, 121]",
        "[\n  99,\n  52,\n  110,\n  52,\n  114,\n  121,\n]",
    ] {
        assert!(tells(text), "{text}");
    }
    assert!(tells("63346e347279") && tells(r#"b"c4n4ry""#) && !tells("canary"));
    for place in ["a.b", "USPS.x.TINTCYALF"] {
        for canary in [text(place), plain(place), header(place)] {
            assert!(tells(&canary) && canary.contains(&found(place)));
        }
    }
}
