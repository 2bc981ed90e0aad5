//! Decoders written from the standards, for want of ones that share no code with the encoders.

/// Takes `application/x-www-form-urlencoded` apart:
/// [URL Standard, section 5.1](https://url.spec.whatwg.org/#urlencoded-parsing).
pub(crate) fn form(encoded: &str) -> Vec<(String, String)> {
    let pieces = encoded.split('&').filter(|piece| !piece.is_empty());
    let decode = |text: &str| percent(&text.replace('+', " "));
    pieces
        .map(|piece| {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            (decode(name), decode(value))
        })
        .collect()
}

/// Decodes `%XX`: [RFC 3986, section 2.1](https://www.rfc-editor.org/rfc/rfc3986#section-2.1).
pub(crate) fn percent(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        match (first, after) {
            (b'%', [high, low, after @ ..]) => {
                let digit = |byte: u8| char::from(byte).to_digit(16).unwrap();
                bytes.push(u8::try_from(digit(*high) * 16 + digit(*low)).unwrap());
                rest = after;
            }
            (b'%', _) => panic!("a lone percent sign in {text}"),
            (byte, _) => bytes.push(*byte),
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// Writes a date: [RFC 9110, section 5.6.7](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7).
pub(crate) fn date(seconds: u64) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [(&str, u64); 12] = [
        ("Jan", 31),
        ("Feb", 28),
        ("Mar", 31),
        ("Apr", 30),
        ("May", 31),
        ("Jun", 30),
        ("Jul", 31),
        ("Aug", 31),
        ("Sep", 30),
        ("Oct", 31),
        ("Nov", 30),
        ("Dec", 31),
    ];
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    let is_leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let (mut year, mut day) = (1970, days);
    while day >= 365 + u64::from(is_leap(year)) {
        day -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let mut month = 0;
    let length = |month: usize| MONTHS[month].1 + u64::from(month == 1 && is_leap(year));
    while day >= length(month) {
        day -= length(month);
        month += 1;
    }
    let name = DAYS[usize::try_from(days % 7).unwrap()];
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    let month = MONTHS[month].0;
    format!("{name}, {:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} GMT", day + 1)
}

#[test]
fn decoders_are_right() {
    assert_eq!(
        form("a=b+c&%C3%BC=%26&&d"),
        [("a", "b c"), ("ü", "&"), ("d", "")].map(|(a, b)| (a.to_owned(), b.to_owned()))
    );
    // The example of RFC 9110, and a leap day.
    assert_eq!(date(784_111_777), "Sun, 06 Nov 1994 08:49:37 GMT");
    assert_eq!(date(951_782_400), "Tue, 29 Feb 2000 00:00:00 GMT");
}
