//! Path parameters: each value becomes one encoded segment of the path.

use crate::error::BuildErrorKind;

/// Checks that a value can be a path segment: empty and dot segments would address another resource (RFC 3986, section 5.2.4).
pub(crate) fn check(name: &'static str, value: &str) -> Result<(), BuildErrorKind> {
    match value {
        "" => Err(BuildErrorKind::EmptyPathSegment { parameter: name }),
        "." | ".." => Err(BuildErrorKind::DotPathSegment { parameter: name }),
        _ => Ok(()),
    }
}

/// A piece of a declared path.
pub(crate) enum Piece<'a> {
    /// Text that is sent as it stands.
    Literal(&'a str),
    /// The wire name of a path parameter.
    Parameter(&'a str),
}

/// Takes a declared path apart at its `{…}`.
pub(crate) fn pieces(path: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = path;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some((name, after)) = rest.strip_prefix('{').and_then(|inner| inner.split_once('}'))
        {
            rest = after;
            return Some(Piece::Parameter(name));
        }
        let end =
            rest.char_indices().skip(1).find(|(_, c)| *c == '{').map_or(rest.len(), |(at, _)| at);
        let (literal, after) = rest.split_at(end);
        rest = after;
        Some(Piece::Literal(literal))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::escapes::SEGMENT;

    fn encoded(value: &str) -> String {
        let mut out = String::new();
        SEGMENT.write(&mut out, value, false);
        out
    }

    #[test]
    fn segment_has_no_delimiter_left() {
        assert_eq!(encoded("a/b c+d?e#f%g"), "a%2Fb%20c%2Bd%3Fe%23f%25g");
        assert_eq!(encoded("ü😀"), "%C3%BC%F0%9F%98%80");
        assert_eq!(encoded("A-z_0.9~"), "A-z_0.9~");
    }

    #[test]
    fn empty_and_dot_segments_are_refused() {
        assert!(check("id", "").is_err());
        assert!(check("id", ".").is_err());
        assert!(check("id", "..").is_err());
        assert!(check("id", "...").is_ok());
    }

    #[test]
    fn pieces_alternate() {
        let text: Vec<String> = pieces("/a/{b}/c{d}")
            .map(|piece| match piece {
                Piece::Literal(text) => text.to_owned(),
                Piece::Parameter(name) => format!("<{name}>"),
            })
            .collect();
        assert_eq!(text, ["/a/", "<b>", "/c", "<d>"]);
    }
}
