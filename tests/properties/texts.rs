//! Texts to try: letters that mean something somewhere, all of Unicode, and both mixed.

use proptest::prelude::*;

/// What means something in URLs, forms, JSON, headers, cookies or to whoever splits text.
const ODD: &[char] = &[
    '/',
    '\\',
    '?',
    '#',
    '&',
    '=',
    '+',
    '%',
    ';',
    ':',
    ',',
    '"',
    '\'',
    '<',
    '>',
    '[',
    ']',
    '{',
    '}',
    '@',
    '.',
    '~',
    '*',
    '-',
    '_',
    '!',
    '$',
    '(',
    ')',
    '|',
    '^',
    '`',
    ' ',
    '\t',
    '\r',
    '\n',
    '\0',
    '\u{7f}',
    '\u{85}',
    '\u{a0}',
    '\u{2028}',
    '\u{feff}',
    '\u{202e}',
    '\u{fffd}',
    '\u{10ffff}',
    'ä',
    '😀',
    'İ',
];

fn character() -> impl Strategy<Value = char> {
    prop_oneof![
        3 => prop::sample::select(ODD),
        2 => prop::char::range('0', 'z'),
        1 => any::<char>(),
    ]
}

/// Any text, most of them short.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(character(), 0..24).prop_map(String::from_iter)
}

/// Any text, some of which look encoded already.
pub(crate) fn encoded_or_not() -> impl Strategy<Value = String> {
    prop_oneof![4 => text(), 1 => "(%[0-9a-fA-F]{2}|%[0-9]|%u00e4|\\+|&amp;|\\\\u00e4|\\.\\.?){0,8}"]
}

/// Visible ASCII and blanks.
pub(crate) fn ascii() -> impl Strategy<Value = String> {
    "[ -~]{0,24}"
}

/// A token as [RFC 9110, section 5.6.2](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2) has it.
pub(crate) fn token() -> impl Strategy<Value = String> {
    "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,12}"
}
