//! Text from elsewhere, made fit for one line of a message or a log.

use std::fmt::{self, Write};

/// How many characters are shown, escapes counted as they are written.
const LIMIT: usize = 200;

/// Returns the beginning of a text, of so many bytes at most.
pub(crate) fn beginning_of(text: &str, most: usize) -> &str {
    let most = most.min(text.len());
    let end = (0..=most).rev().find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or_default()).unwrap_or_default()
}

/// Shows a text on one line: control characters, line separators and marks that change the direction of writing are
/// escaped, and after [`LIMIT`] characters it ends with `…`.
///
/// `Display` shows the bare text, `Debug` the same in quotes.
pub(crate) struct Escaped<'a>(pub(crate) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_escaped(self.0, false, f)
    }
}

impl fmt::Debug for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        write_escaped(self.0, true, f)?;
        f.write_char('"')
    }
}

fn write_escaped(text: &str, quoted: bool, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut room = LIMIT;
    for character in text.chars() {
        let width = width(character, quoted);
        if width > room {
            return f.write_char('…');
        }
        room -= width;
        match character {
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            '"' | '\\' if quoted => write!(f, "\\{character}")?,
            _ if misleads(character) => write!(f, "\\u{{{:x}}}", u32::from(character))?,
            _ => f.write_char(character)?,
        }
    }
    Ok(())
}

/// How many characters `write_escaped` writes for this one.
fn width(character: char, quoted: bool) -> usize {
    match character {
        '\n' | '\r' | '\t' => 2,
        '"' | '\\' if quoted => 2,
        _ if misleads(character) => character.escape_unicode().len(),
        _ => 1,
    }
}

/// Tells whether the character would change the layout of the line it is printed on.
fn misleads(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61C}'
                | '\u{200E}'
                | '\u{200F}'
                | '\u{2028}'
                | '\u{2029}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2066}'..='\u{2069}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_stays_as_it_is() {
        for text in ["", "the user said no", "Größe 東京 🦀", r#"C:\new "x""#] {
            assert_eq!(Escaped(text).to_string(), text);
        }
    }

    #[test]
    fn characters_that_mislead_are_escaped() {
        for (text, shown) in [
            ("a\r\nb\tc", r"a\r\nb\tc"),
            ("\u{1b}[31m\0\u{7f}\u{85}", r"\u{1b}[31m\u{0}\u{7f}\u{85}"),
            ("\u{61c}\u{200e}\u{200f}", r"\u{61c}\u{200e}\u{200f}"),
            (
                "\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}",
                r"\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}",
            ),
            ("\u{2066}\u{2067}\u{2068}\u{2069}", r"\u{2066}\u{2067}\u{2068}\u{2069}"),
            ("\u{2028}\u{2029}", r"\u{2028}\u{2029}"),
        ] {
            assert_eq!(Escaped(text).to_string(), shown);
        }
    }

    #[test]
    fn long_text_is_cut() {
        assert_eq!(Escaped(&"é".repeat(200)).to_string(), "é".repeat(200));
        assert_eq!(Escaped(&"é".repeat(201)).to_string(), "é".repeat(200) + "…");
        assert_eq!(Escaped(&"\n".repeat(1 << 20)).to_string(), "\\n".repeat(100) + "…");
        assert_eq!(Escaped(&"\u{202e}".repeat(99)).to_string(), "\\u{202e}".repeat(25) + "…");
    }

    #[test]
    fn debug_is_quoted() {
        assert_eq!(format!("{:?}", Escaped("a \"b\" \\ \n")), r#""a \"b\" \\ \n""#);
    }
}
