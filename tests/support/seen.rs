//! What the server saw: one complete request, compared with the one a vendor documents.

/// Headers an HTTP client adds on its own; an expectation need not list them.
const CLIENTS_OWN: [&str; 3] = ["host", "user-agent", "connection"];

/// One complete request as it arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The method, in the letters it was sent in.
    pub method: String,
    /// The request target as on the wire, with its query.
    pub target: String,
    /// `HTTP/1.1` or `HTTP/1.0`.
    pub version: String,
    /// Names and values in the order of the wire, names in the letters they were sent in.
    pub headers: Vec<(String, String)>,
    /// The body; a chunked one is put together.
    pub body: Vec<u8>,
    /// Every byte of the request, chunk sizes and trailers included.
    pub raw: Vec<u8>,
    /// `127.0.0.1:PORT` of the server that saw it.
    authority: String,
}

impl Seen {
    /// Reads the request line and the headers, up to and with the empty line.
    ///
    /// Gives nothing unless it is HTTP/1 to the letter: single spaces, `CR LF`, no folded header.
    /// Bytes that are not UTF-8 become U+FFFD here; `raw` keeps them.
    pub(crate) fn from_head(head: &[u8], authority: String) -> Option<Self> {
        let head = String::from_utf8_lossy(head.strip_suffix(b"\r\n\r\n")?);
        let mut lines = head.split("\r\n");
        let mut words = lines.next()?.split(' ');
        let (method, target, version) = (words.next()?, words.next()?, words.next()?);
        let known = matches!(version, "HTTP/1.1" | "HTTP/1.0") && words.next().is_none();
        if !known || !is_token(method) || target.is_empty() || target.contains(char::is_control) {
            return None;
        }
        Some(Self {
            method: method.to_owned(),
            target: target.to_owned(),
            version: version.to_owned(),
            headers: lines.map(header_line).collect::<Option<_>>()?,
            body: Vec::new(),
            raw: Vec::new(),
            authority,
        })
    }

    /// Gives the first header of this name, in whatever case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.header_all(name).first().copied()
    }

    /// Gives every header of this name, in the order of the wire.
    #[must_use]
    pub fn header_all(&self, name: &str) -> Vec<&str> {
        let named = self.headers.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_str()).collect()
    }

    /// Gives the body as text.
    ///
    /// # Panics
    ///
    /// When the body is not UTF-8.
    #[must_use]
    #[track_caller]
    pub fn text(&self) -> &str {
        let text = str::from_utf8(&self.body);
        assert!(text.is_ok(), "the body is not UTF-8: {}", self.body.escape_ascii());
        text.unwrap_or_default()
    }

    /// Gives the target up to the `?`.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target.split_once('?').map_or(self.target.as_str(), |(path, _)| path)
    }

    /// Gives what follows the `?`, as sent; nothing when there is no `?`.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        self.target.split_once('?').map(|(_, query)| query)
    }

    /// Compares the request with one written as in a vendor's documentation.
    ///
    /// Lines end in `\n`; the body is all that follows the empty line. The request line and the
    /// body are compared exactly. Each listed header stands there once, with exactly this value.
    /// None may be added but `Host`, `User-Agent`, `Connection` and, when no `Accept` is listed,
    /// `Accept: */*`. A `Content-Length` is listed like any other header. A listed `Host` counts
    /// only when it names this server: documentation names the vendor's.
    ///
    /// # Panics
    ///
    /// When the two differ; the message shows them side by side.
    #[track_caller]
    pub fn assert_is(&self, expected: &str) {
        let rows = self.compare(expected);
        assert!(rows.iter().all(|row| row.same), "not the expected request\n\n{}\n", report(&rows));
    }

    fn compare(&self, expected: &str) -> Vec<Row> {
        let (head, body) = expected.split_once("\n\n").unwrap_or((expected, ""));
        let mut lines = head.lines();
        let wanted_line = lines.next().unwrap_or_default();
        let line = format!("{} {} {}", self.method, self.target, self.version);
        let mut rows = vec![Row::new(line == wanted_line, wanted_line, &line)];

        let wanted: Vec<(&str, &str)> = lines
            .map(|line| line.split_once(':').unwrap_or((line, "")))
            .map(|(name, value)| (name, value.trim_matches([' ', '\t'])))
            .filter(|(name, value)| !name.eq_ignore_ascii_case("host") || *value == self.authority)
            .collect();
        let mut unclaimed: Vec<_> = self.headers.iter().collect();
        for (name, value) in &wanted {
            let at = unclaimed.iter().position(|(other, _)| other.eq_ignore_ascii_case(name));
            let got = at.map(|at| unclaimed.remove(at));
            let same = got.is_some_and(|(_, other)| other == value);
            let got =
                got.map_or("(missing)".to_owned(), |(name, value)| format!("{name}: {value}"));
            rows.push(Row::new(same, &format!("{name}: {value}"), &got));
        }
        for (name, value) in unclaimed {
            let own = CLIENTS_OWN.iter().any(|own| own.eq_ignore_ascii_case(name))
                || (name.eq_ignore_ascii_case("accept") && value == "*/*");
            if !own || self.header_all(name).len() > 1 {
                rows.push(Row::new(false, "(nothing)", &format!("{name}: {value}")));
            }
        }
        rows.extend(body_rows(body.as_bytes(), &self.body));
        rows
    }
}

/// One line of the report.
struct Row {
    same: bool,
    expected: String,
    got: String,
}

impl Row {
    fn new(same: bool, expected: &str, got: &str) -> Self {
        Self { same, expected: visible(expected), got: visible(got) }
    }
}

/// Shows both bodies and, when they differ, where they begin to.
fn body_rows(expected: &[u8], got: &[u8]) -> Vec<Row> {
    let show = |body: &[u8]| format!("{} bytes: {}", body.len(), String::from_utf8_lossy(body));
    let same = expected == got;
    let mut rows = vec![Row::new(same, &show(expected), &show(got))];
    if !same {
        let at = expected.iter().zip(got).take_while(|(one, other)| one == other).count();
        let rest = |body: &[u8]| {
            let rest = String::from_utf8_lossy(body.get(at..).unwrap_or_default());
            format!("from byte {at}: {rest:.40}")
        };
        rows.push(Row::new(false, &rest(expected), &rest(got)));
    }
    rows
}

fn report(rows: &[Row]) -> String {
    let widths = rows.iter().map(|row| row.expected.chars().count());
    let width = widths.max().unwrap_or_default().min(72);
    let mut lines = vec![format!("  {:<width$} | got", "expected")];
    lines.extend(rows.iter().map(|row| {
        let mark = if row.same { ' ' } else { '!' };
        format!("{mark} {:<width$} | {}", row.expected, row.got)
    }));
    lines.join("\n")
}

/// Spells out line ends and other control characters, so that a row stays one line.
fn visible(text: &str) -> String {
    let spell = |letter: char| {
        if letter.is_control() { letter.escape_default().to_string() } else { letter.to_string() }
    };
    text.chars().map(spell).collect()
}

fn header_line(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(':')?;
    let value = value.trim_matches([' ', '\t']);
    let clean = is_token(name) && !value.contains(['\r', '\n', '\0']);
    clean.then(|| (name.to_owned(), value.to_owned()))
}

/// [RFC 9110, section 5.6.2](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2)
fn is_token(text: &str) -> bool {
    let tchar = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(tchar)
}

#[cfg(test)]
mod tests {
    use std::panic;

    use super::Seen;

    const REVOKE: &str = "POST /revoke?a=1 HTTP/1.1\nHost: vendor.example\nAccept: text/html\n\
                          X-Version: 2\nContent-Length: 7\n\ntoken=t";
    const SENT: &str = "POST /revoke?a=1 HTTP/1.1\r\nhost: 127.0.0.1:1\r\nuser-agent: x\r\n\
                        connection: close\r\naccept: text/html\r\nx-version: 2\r\n\
                        content-length: 7\r\n\r\ntoken=t";

    /// What a client sends, with one part of the text replaced.
    fn sent(part: &str, by: &str) -> Seen {
        assert!(SENT.contains(part), "{part} is not in the request");
        let wire = SENT.replacen(part, by, 1);
        let (head, body) = wire.split_at(wire.find("\r\n\r\n").map_or(0, |at| at + 4));
        let mut seen = Seen::from_head(head.as_bytes(), "127.0.0.1:1".to_owned())
            .unwrap_or_else(|| unreachable!("not HTTP: {wire}"));
        seen.body = body.into();
        seen
    }

    /// The marked rows of the message `assert_is` panics with; none when it accepts.
    fn refusal(seen: &Seen, expected: &str) -> Vec<String> {
        let panicked = panic::catch_unwind(|| seen.assert_is(expected)).err();
        let message = panicked.and_then(|message| message.downcast::<String>().ok());
        let marked = message.iter().flat_map(|it| it.lines()).filter_map(|it| it.strip_prefix('!'));
        marked.map(|row| row.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    }

    #[track_caller]
    fn refuses(part: &str, by: &str, rows: &[&str]) {
        assert_eq!(refusal(&sent(part, by), REVOKE), rows);
    }

    #[test]
    fn request_as_documented_is_accepted() {
        sent("", "").assert_is(REVOKE);
        sent("", "").assert_is(&REVOKE.replace("vendor.example", "127.0.0.1:1"));
        sent("", "").assert_is(&REVOKE.replace("Host: vendor.example\n", ""));
    }

    #[test]
    fn other_request_line_is_refused() {
        let row = |got| format!("POST /revoke?a=1 HTTP/1.1 | {got} HTTP/1.1");
        refuses("POST", "PUT", &[&row("PUT /revoke?a=1")]);
        refuses("POST", "post", &[&row("post /revoke?a=1")]);
        refuses("/revoke?", "/revoke/?", &[&row("POST /revoke/?a=1")]);
        refuses("a=1", "a=%31", &[&row("POST /revoke?a=%31")]);
    }

    #[test]
    fn missing_or_other_header_is_refused() {
        refuses("x-version: 2\r\n", "", &["X-Version: 2 | (missing)"]);
        refuses("version: 2", "version: 3", &["X-Version: 2 | x-version: 3"]);
        refuses("text/html", "*/*", &["Accept: text/html | accept: */*"]);
        refuses("length: 7", "length: 8", &["Content-Length: 7 | content-length: 8"]);
        let (here, other) = (REVOKE.replace("vendor.example", "127.0.0.1:1"), sent(".1:1", ".1:2"));
        assert_eq!(refusal(&other, &here), ["Host: 127.0.0.1:1 | host: 127.0.0.1:2"]);
    }

    #[test]
    fn added_header_is_refused() {
        for added in ["cookie: a=b", "Authorization: Bearer x", "accept: */*", "x-version: 2"] {
            let by = format!("2\r\n{added}\r\ncontent-length");
            refuses("2\r\ncontent-length", &by, &[&format!("(nothing) | {added}")]);
        }
        let rows = ["(nothing) | user-agent: y", "(nothing) | user-agent: x"];
        refuses("user-agent", "user-agent: y\r\nuser-agent", &rows);
        let unlisted = refusal(&sent("", ""), &REVOKE.replace("Content-Length: 7\n", ""));
        assert_eq!(unlisted, ["(nothing) | content-length: 7"]);
    }

    #[test]
    fn other_body_is_refused() {
        let differs = ["7 bytes: token=t | 7 bytes: token=u", "from byte 6: t | from byte 6: u"];
        refuses("token=t", "token=u", &differs);
        let longer = ["7 bytes: token=t | 8 bytes: token=t\\n", "from byte 7: | from byte 7: \\n"];
        refuses("token=t", "token=t\n", &longer);
    }

    #[test]
    fn any_accept_passes_only_unlisted() {
        let unlisted = REVOKE.replace("Accept: text/html\n", "");
        sent("text/html", "*/*").assert_is(&unlisted);
        assert_eq!(refusal(&sent("", ""), &unlisted), ["(nothing) | accept: text/html"]);
    }

    #[test]
    fn parts_are_read_as_sent() {
        let seen = sent("accept", "X-One: 1\r\nx-one:\t2 \r\naccept");
        assert_eq!((seen.path(), seen.query(), seen.text()), ("/revoke", Some("a=1"), "token=t"));
        assert_eq!((seen.header("x-ONE"), seen.header_all("X-One")), (Some("1"), vec!["1", "2"]));
        assert!(seen.headers.contains(&("X-One".to_owned(), "1".to_owned())));
        for broken in ["GET  / HTTP/1.1", "GET / HTTP/2", "GET /", "G / HTTP/1.1\r\na : b"] {
            let head = format!("{broken}\r\n\r\n");
            assert_eq!(Seen::from_head(head.as_bytes(), String::new()), None, "{broken}");
        }
    }
}
