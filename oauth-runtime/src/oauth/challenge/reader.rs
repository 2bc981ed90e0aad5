//! One line of `WWW-Authenticate`, read from left to right.

/// What was read of a challenge.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) scheme: String,
    pub(super) token68: Option<String>,
    pub(super) parameters: Vec<(String, String)>,
}

/// Reads the challenges of one line.
pub(super) fn read(line: &str, challenges: &mut Vec<Parts>) {
    Reader { rest: line, open: None, challenges }.read();
}

/// Goes through one header from left to right; each step takes something off.
struct Reader<'t, 'c> {
    rest: &'t str,
    /// The challenge to which parameters belong.
    open: Option<Parts>,
    challenges: &'c mut Vec<Parts>,
}

impl<'t> Reader<'t, '_> {
    fn read(mut self) {
        let mut after_comma = true;
        loop {
            let before = self.rest;
            self.rest = before.trim_start_matches([' ', '\t', ',']);
            after_comma |= before.len() != self.rest.len() && before.trim_start().starts_with(',');
            if self.rest.is_empty() {
                break;
            }
            self.element(after_comma);
            after_comma = false;
        }
        self.challenges.extend(self.open);
    }

    /// Reads a parameter, a scheme with its first value, or a bit of nonsense.
    fn element(&mut self, after_comma: bool) {
        let word = self.take(is_token);
        if word.is_empty() {
            self.nonsense();
        } else if self.at_equals() {
            let value = self.value();
            self.open.get_or_insert_with(Parts::default).parameters.push((word.to_owned(), value));
        } else if after_comma || self.is_scheme_with_parameter() {
            self.challenges
                .extend(self.open.replace(Parts { scheme: word.to_owned(), ..Parts::default() }));
            self.token68();
        }
        // Otherwise a stray word: as in `error=invalid token`, where a value lacks its quotes.
    }

    /// Passes over characters that nothing begins with; quoted text is one piece.
    fn nonsense(&mut self) {
        if self.rest.starts_with('"') {
            self.quoted();
        } else {
            self.take(|character| {
                !is_token(character) && !matches!(character, ' ' | '\t' | ',' | '"')
            });
        }
    }

    /// Takes `=` with blanks around it off.
    fn at_equals(&mut self) -> bool {
        match blank_free(self.rest).strip_prefix('=') {
            Some(rest) => {
                self.rest = blank_free(rest);
                true
            }
            None => false,
        }
    }

    /// Reads a value, in quotes or up to the next blank or comma.
    fn value(&mut self) -> String {
        if self.rest.starts_with('"') {
            self.quoted()
        } else {
            self.take(|character| !matches!(character, ' ' | '\t' | ',')).to_owned()
        }
    }

    /// Reads a quoted text; one that does not end takes the rest.
    fn quoted(&mut self) -> String {
        let mut text = String::new();
        let mut characters = self.rest.chars();
        characters.next();
        while let Some(character) = characters.next() {
            match character {
                '"' => break,
                '\\' => text.extend(characters.next()),
                _ => text.push(character),
            }
        }
        self.rest = characters.as_str();
        text
    }

    /// Tells whether `name=` follows, so that the word before it is a scheme.
    fn is_scheme_with_parameter(&self) -> bool {
        let next = blank_free(self.rest);
        let after = next.trim_start_matches(is_token);
        next.len() != self.rest.len()
            && next.len() != after.len()
            && blank_free(after).starts_with('=')
    }

    /// Reads the value of a scheme that has no parameters, if that is what follows.
    fn token68(&mut self) {
        let next = blank_free(self.rest);
        let after = next.trim_start_matches(is_token68).trim_start_matches('=');
        let end = blank_free(after);
        let Some(value) = next.get(..next.len().saturating_sub(after.len())) else { return };
        if value.is_empty() || value.starts_with('=') || !(end.is_empty() || end.starts_with(',')) {
            return;
        }
        if let Some(open) = &mut self.open {
            open.token68 = Some(value.to_owned());
        }
        self.rest = end;
    }

    /// Takes the longest beginning of such characters off.
    fn take(&mut self, wanted: impl Fn(char) -> bool) -> &'t str {
        let end = self.rest.find(|character| !wanted(character)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }
}

fn blank_free(text: &str) -> &str {
    text.trim_start_matches([' ', '\t'])
}

/// A character of a token (RFC 9110, section 5.6.2).
fn is_token(character: char) -> bool {
    character.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(character)
}

/// A character of a token68 (RFC 9110, section 11.2), apart from the `=` at its end.
fn is_token68(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-._~+/".contains(character)
}
