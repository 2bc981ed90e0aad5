//! The storeys of both crates: a file uses those of its own storey and of the storeys below, and no two use each other.
//!
//! `cargo test -p oauth-tests --test storeys -- --nocapture` prints them.
//!
//! The sources are read as text: the `use` lines, and paths that begin with `crate::`, `super::`, `self::` or a module of the
//! file. What only tests use does not count, nor does what stands in `macro_rules!`, comments and strings. A name that a file
//! passes on is that of the file where it is defined.

#![allow(
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails where its input is not as it should be"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The storeys of `oauth-macros`, from top to bottom: the modules of each.
const MACROS: &[&[&str]] = &[
    &["lib"],
    &["api", "open_enum"],
    &["cfg", "fallback"],
    &["expand"],
    &["check"],
    &["parse"],
    &["model"],
    &["errors", "keys", "name", "paths", "suggest"],
];

/// The storeys of `oauth-runtime`, from top to bottom: the modules of each. Those of features may be missing.
const RUNTIME: &[&[&str]] = &[
    &["lib"],
    &["__private"],
    &["stand_in", "keeper", "sign_in"],
    &["call"],
    &["client"],
    &["transport"],
    &["response"],
    &["encode"],
    &["error"],
    &["oauth"],
    &["secret"],
    &["body", "clock", "description", "erased", "header", "value"],
];

#[test]
fn macros_stand_in_storeys() {
    stands_in_storeys("oauth-macros", MACROS);
}

#[test]
fn runtime_stands_in_storeys() {
    stands_in_storeys("oauth-runtime", RUNTIME);
}

/// What the macro writes fits the `__private` of its own version only.
#[test]
fn runtime_takes_the_macro_of_its_own_version() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let has_line = |file: &str, beginning: &str| {
        let text = fs::read_to_string(root.join(file)).unwrap();
        text.lines().any(|line| line.starts_with(beginning))
    };
    assert!(has_line("oauth-runtime/Cargo.toml", "oauth-macros.workspace = true"));
    let exactly = concat!("oauth-macros = { version = \"=", env!("CARGO_PKG_VERSION"), "\",");
    assert!(has_line("Cargo.toml", exactly), "no line that begins with {exactly}");
}

#[expect(clippy::print_stdout, reason = "whoever asks is shown the storeys")]
fn stands_in_storeys(name: &str, storeys: &[&[&str]]) {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name).join("src");
    let house = House::read(|file| fs::read_to_string(sources.join(file)).ok());
    println!("{}", house.plan(name, storeys));
    let wrong = house.judge(storeys);
    assert!(wrong.is_empty(), "{name}:\n{}", wrong.join("\n"));
}

/// The path of a module: nothing for the root.
type Module = Vec<String>;

/// The files of a crate by their modules, and what each uses.
struct House {
    files: BTreeMap<Module, File>,
    uses: BTreeMap<Module, BTreeSet<Module>>,
}

impl House {
    /// Reads the files of a crate, from `lib.rs` on.
    fn read(text_of: impl Fn(&str) -> Option<String>) -> Self {
        let mut files = BTreeMap::new();
        let mut open: Vec<Module> = vec![Module::new()];
        while let Some(module) = open.pop() {
            let path = if module.is_empty() { "lib".to_owned() } else { module.join("/") };
            let text = text_of(&format!("{path}.rs")).unwrap_or_else(|| panic!("no {path}.rs"));
            let file = File::read(&text);
            let child = |name: &String| [module.as_slice(), std::slice::from_ref(name)].concat();
            open.extend(file.children.iter().map(child));
            files.insert(module, file);
        }
        let mut house = Self { files, uses: BTreeMap::new() };
        let uses = |(module, file): (&Module, &File)| {
            let paths = file.imports.iter().map(|import| &import.path).chain(&file.paths);
            let used = paths.filter_map(|path| house.find(module, path, &mut Vec::new()));
            (module.clone(), used.filter(|used| used != module).collect())
        };
        house.uses = house.files.iter().map(uses).collect();
        house
    }

    /// The file that defines what a path means, or else the one that passes it on. Other crates have none.
    fn find(
        &self,
        from: &Module,
        path: &[String],
        seen: &mut Vec<(Module, String)>,
    ) -> Option<Module> {
        let (mut module, mut rest) = self.first_step(from, path)?;
        while let Some((name, after)) = rest.split_first() {
            let child = [module.as_slice(), std::slice::from_ref(name)].concat();
            if !self.files.contains_key(&child) {
                return Some(self.definer(&module, name, seen).unwrap_or(module));
            }
            (module, rest) = (child, after);
        }
        Some(module)
    }

    /// The module that a path begins in, and what is left of it.
    fn first_step<'a>(&self, from: &Module, path: &'a [String]) -> Option<(Module, &'a [String])> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => Some((Module::new(), rest)),
            "self" => Some((from.clone(), rest)),
            "super" => {
                let supers = path.iter().take_while(|name| *name == "super").count();
                let above = from.len().checked_sub(supers)?;
                Some((from[..above].to_vec(), &path[supers..]))
            }
            name if self.files.get(from)?.children.contains(name) => Some((from.clone(), path)),
            _ => None,
        }
    }

    /// The file that defines a name of a module, which may be passed on.
    fn definer(
        &self,
        module: &Module,
        name: &str,
        seen: &mut Vec<(Module, String)>,
    ) -> Option<Module> {
        let file = self.files.get(module)?;
        if file.defined.contains(name) {
            return Some(module.clone());
        }
        let question = (module.clone(), name.to_owned());
        if seen.contains(&question) {
            return None;
        }
        seen.push(question);
        let passed_on = file.imports.iter().filter(|import| import.name == name);
        let passed_on = passed_on.map(|import| self.find(module, &import.path, seen));
        if let Some(found) = passed_on.flatten().next() {
            return Some(found);
        }
        let all = file.imports.iter().filter(|import| import.name == "*");
        let mut all = all.filter_map(|import| self.find(module, &import.path, &mut Vec::new()));
        if let Some(found) = all.find_map(|other| self.definer(&other, name, seen)) {
            return Some(found);
        }
        // Exported macros stand at the root, wherever they are written.
        let mut everywhere = self.files.iter().filter(|_| module.is_empty());
        everywhere.find(|(_, file)| file.macros.contains(name)).map(|(module, _)| module.clone())
    }

    /// What is wrong with the storeys.
    fn judge(&self, storeys: &[&[&str]]) -> Vec<String> {
        let mut wrong = Vec::new();
        for (module, used) in &self.uses {
            let Some(own) = storey(module, storeys) else {
                wrong.push(format!("`{}` stands in no storey", room(module)));
                continue;
            };
            let is_above = |used: &&Module| storey(used, storeys).is_some_and(|other| other < own);
            wrong.extend(used.iter().filter(is_above).map(|used| {
                format!("`{}` uses `{}`, which stands above it", room(module), room(used))
            }));
        }
        wrong.extend(self.walk().circles);
        wrong
    }

    /// The storeys with their rooms; each uses those after it.
    fn plan(&self, name: &str, storeys: &[&[&str]]) -> String {
        let order = self.walk().order;
        let mut plan = format!("{name}\n");
        for (index, modules) in storeys.iter().enumerate() {
            let rooms = order.iter().rev().filter(|it| storey(it, storeys) == Some(index));
            let rooms: Vec<String> = rooms.map(|module| room(module)).collect();
            if !rooms.is_empty() {
                let _: std::fmt::Result =
                    writeln!(plan, "  {}: {}", modules.join(" "), rooms.join(" "));
            }
        }
        plan
    }

    fn walk(&self) -> Walk<'_> {
        let mut walk =
            Walk { uses: &self.uses, way: Vec::new(), order: Vec::new(), circles: Vec::new() };
        for module in self.uses.keys() {
            walk.visit(module);
        }
        walk
    }
}

/// The storey of a file, counted from the top.
fn storey(module: &Module, storeys: &[&[&str]]) -> Option<usize> {
    let top = module.first().map_or("lib", String::as_str);
    storeys.iter().position(|modules| modules.contains(&top))
}

/// What a file is called.
fn room(module: &Module) -> String {
    if module.is_empty() { "lib".to_owned() } else { module.join("/") }
}

/// Goes along all uses, once.
struct Walk<'a> {
    uses: &'a BTreeMap<Module, BTreeSet<Module>>,
    way: Vec<&'a Module>,
    /// Each file after those that it uses.
    order: Vec<&'a Module>,
    circles: Vec<String>,
}

impl<'a> Walk<'a> {
    fn visit(&mut self, module: &'a Module) {
        if let Some(start) = self.way.iter().position(|earlier| *earlier == module) {
            let circle: Vec<String> = self.way[start..].iter().map(|it| room(it)).collect();
            self.circles.push(format!("`{}` use each other in a circle", circle.join("`, `")));
            return;
        }
        if self.order.contains(&module) {
            return;
        }
        self.way.push(module);
        for used in &self.uses[module] {
            self.visit(used);
        }
        self.way.pop();
        self.order.push(module);
    }
}

/// What a file says of modules.
#[derive(Debug, Default)]
struct File {
    /// Its modules that are files of their own.
    children: BTreeSet<String>,
    /// What it defines.
    defined: BTreeSet<String>,
    /// The macros that it defines.
    macros: BTreeSet<String>,
    imports: Vec<Import>,
    /// Paths that stand elsewhere than in `use`.
    paths: Vec<Vec<String>>,
}

/// A leaf of a `use`: the name that it gives, `*` for all, and the path of what has it.
#[derive(Debug)]
struct Import {
    name: String,
    path: Vec<String>,
}

impl File {
    fn read(text: &str) -> Self {
        let tokens = tokens(text);
        let mut reader = Reader { tokens: &tokens, at: 0, file: Self::default() };
        reader.read(0);
        reader.file
    }
}

struct Reader<'a> {
    tokens: &'a [String],
    at: usize,
    file: File,
}

impl Reader<'_> {
    fn peek(&self, ahead: usize) -> &str {
        self.tokens.get(self.at + ahead).map_or("", String::as_str)
    }

    fn is_next(&self, tokens: &[&str]) -> bool {
        tokens.iter().enumerate().all(|(ahead, token)| self.peek(ahead) == *token)
    }

    /// Reads up to the brace that closes a module, which has so many modules of the same file round it.
    fn read(&mut self, inside: usize) {
        let mut depth = 0;
        let mut before = String::new();
        while self.at < self.tokens.len() {
            let token = self.peek(0).to_owned();
            match token.as_str() {
                "}" if depth == 0 && inside > 0 => return self.at += 1,
                "{" => depth += 1,
                "}" => depth -= 1,
                _ => {}
            }
            let is_test = self.is_next(&["#", "[", "cfg", "(", "test", ")", "]"]);
            if is_test || token == "macro_rules" && self.peek(1) == "!" {
                if !is_test {
                    self.file.macros.insert(self.peek(2).to_owned());
                }
                self.at += if is_test { 7 } else { 1 };
                self.step_over_item();
            } else if token == "use" && is_name(self.peek(1)) {
                self.at += 1;
                self.read_use(inside, &mut Vec::new());
            } else if token == "mod" && self.peek(2) == "{" {
                self.at += 3;
                self.read(inside + 1);
            } else if token == "mod" && self.peek(2) == ";" {
                self.file.children.insert(self.peek(1).to_owned());
                self.at += 3;
            } else if DEFINING.contains(&token.as_str()) && is_name(self.peek(1)) {
                self.file.defined.insert(self.peek(1).to_owned());
                self.at += 1;
            } else if is_name(&token) && self.peek(1) == "::" {
                // In `pub(in crate::module)` nothing is used; after `::` or `.`, the path began earlier.
                let is_scope = before == "in" && self.at > 1 && self.tokens[self.at - 2] == "(";
                let begins = !is_scope && before != "::" && before != ".";
                let path = self.read_path();
                if begins {
                    self.file.paths.extend(within(inside, path));
                }
            } else {
                self.at += 1;
            }
            before.clone_from(&self.tokens[self.at - 1]);
        }
    }

    /// Reads the names of a path.
    fn read_path(&mut self) -> Vec<String> {
        let mut path = vec![self.peek(0).to_owned()];
        self.at += 1;
        while self.peek(0) == "::" && is_name(self.peek(1)) {
            path.push(self.peek(1).to_owned());
            self.at += 2;
        }
        path
    }

    /// Reads a tree of imports, and what ends it.
    fn read_use(&mut self, inside: usize, path: &mut Vec<String>) {
        let length = path.len();
        loop {
            let token = self.peek(0).to_owned();
            self.at += 1;
            match token.as_str() {
                "" | ";" | "," | "}" => {
                    let is_leaf = path.len() > length;
                    if is_leaf {
                        self.import(inside, path.clone(), None);
                    }
                    path.truncate(length);
                    if token != "," {
                        return;
                    }
                }
                "as" => {
                    let name = self.peek(0).to_owned();
                    self.at += 1;
                    self.import(inside, std::mem::take(path), Some(name));
                    path.truncate(length);
                }
                "{" => {
                    self.read_use(inside, path);
                    path.truncate(length);
                }
                "::" => {}
                _ => path.push(token),
            }
        }
    }

    fn import(&mut self, inside: usize, mut path: Vec<String>, name: Option<String>) {
        let is_all = path.last().is_some_and(|last| last == "*");
        let is_itself = path.len() > 1 && path.last().is_some_and(|last| last == "self");
        if is_all || is_itself {
            path.pop();
        }
        let last = if is_all { "*".to_owned() } else { path.last().cloned().unwrap_or_default() };
        let name = name.unwrap_or(last);
        self.file.imports.extend(within(inside, path).map(|path| Import { name, path }));
    }

    /// Passes over the rest of an item: up to its semicolon, or over its braces.
    fn step_over_item(&mut self) {
        let mut depth = 0_usize;
        while self.at < self.tokens.len() {
            let token = self.peek(0);
            match token {
                "{" | "(" | "[" => depth += 1,
                "}" | ")" | "]" if depth == 0 => return,
                "}" | ")" | "]" => depth -= 1,
                _ => {}
            }
            let is_end = depth == 0 && (token == "}" || token == ";");
            self.at += 1;
            if is_end {
                return;
            }
        }
    }
}

/// Words that come before a name which they define.
const DEFINING: &[&str] = &["const", "enum", "fn", "static", "struct", "trait", "type", "union"];

/// A path as the file sees it, which the modules inside the file are part of. What stays inside is no use of another file.
fn within(inside: usize, path: Vec<String>) -> Option<Vec<String>> {
    if inside == 0 || path.first()? == "crate" {
        return Some(path);
    }
    let supers = path.iter().take_while(|name| *name == "super").count();
    if supers < inside {
        return None;
    }
    let of_file = (supers == inside).then(|| "self".to_owned());
    Some(of_file.into_iter().chain(path.into_iter().skip(inside)).collect())
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// The names and signs of a source, without comments and what stands in quotes.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if first.is_whitespace() {
            first.len_utf8()
        } else if let Some(length) = silent(rest) {
            length
        } else {
            let is_part = |c: char| c.is_alphanumeric() || c == '_';
            let length = match rest.find(|c| !is_part(c)) {
                Some(0) if rest.starts_with("::") => 2,
                Some(0) => first.len_utf8(),
                Some(end) => end,
                None => rest.len(),
            };
            tokens.push(rest[..length].to_owned());
            length
        };
        rest = &rest[length..];
    }
    tokens
}

/// The length of what says nothing: a comment, a text, a character, a lifetime, the `r#` of a name.
fn silent(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Some(nested_comment(rest));
    }
    let unprefixed = rest.trim_start_matches(['b', 'c']);
    let prefix = rest.len() - unprefixed.len();
    if prefix <= 1 {
        if let Some(raw) = unprefixed.strip_prefix('r') {
            let hashes = raw.len() - raw.trim_start_matches('#').len();
            if let Some(text) = raw[hashes..].strip_prefix('"') {
                let end = format!("\"{}", "#".repeat(hashes));
                let length = text.find(&end).map_or(text.len(), |at| at + end.len());
                return Some(prefix + 1 + hashes + 1 + length);
            }
            if hashes == 1 && prefix == 0 {
                return Some(2);
            }
        }
        if let Some(text) = unprefixed.strip_prefix('"') {
            return Some(prefix + 1 + quoted(text, '"'));
        }
        if let Some(text) = unprefixed.strip_prefix('\'') {
            let mut letters = text.chars();
            let (first, second) = (letters.next(), letters.next());
            let is_character = first == Some('\\') || second == Some('\'');
            let name =
                || text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
            return Some(prefix + 1 + if is_character { quoted(text, '\'') } else { name() });
        }
    }
    None
}

fn nested_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// The length of a text up to and with the quote that ends it.
fn quoted(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        if is_escaped {
            is_escaped = false;
        } else if c == '\\' {
            is_escaped = true;
        } else if c == quote {
            return at + 1;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STOREYS: &[&[&str]] = &[&["lib"], &["top"], &["middle"], &["ground", "floor"]];

    fn house(files: &[(&str, &str)]) -> House {
        let files: BTreeMap<&str, &str> = files.iter().copied().collect();
        House::read(|path| files.get(path).map(|text| (*text).to_owned()))
    }

    fn judged(files: &[(&str, &str)]) -> Vec<String> {
        house(files).judge(STOREYS)
    }

    const LIB: (&str, &str) = (
        "lib.rs",
        "mod ground; mod floor; mod middle; mod top; pub use crate::middle::{Middle, other as another};",
    );

    #[test]
    fn a_house_in_order_is_right() {
        let house = house(&[
            LIB,
            (
                "top.rs",
                "mod room; use crate::{middle::{self, one::One}, ground}; fn f() -> room::Room {}",
            ),
            (
                "top/room.rs",
                "use crate::Middle; pub(super) struct Room(super::super::ground::Ground);",
            ),
            (
                "middle.rs",
                "mod one; mod two; pub(crate) use one::*; pub use self::two::{Two as Middle, other};",
            ),
            ("middle/one.rs", "use super::Middle; pub struct One;"),
            ("middle/two.rs", "pub struct Two; pub const fn other() {}"),
            ("ground.rs", "pub struct Ground; use crate::floor::Floor;"),
            ("floor.rs", "pub struct Floor;"),
        ]);
        assert_eq!(house.judge(STOREYS), [""; 0]);
        assert_eq!(
            house.plan("house", STOREYS),
            "house\n  lib: lib\n  top: top top/room\n  middle: middle middle/one middle/two\n  ground floor: ground floor\n"
        );
    }

    #[test]
    fn imports_that_run_up_are_found() {
        let middle = ("middle.rs", "");
        let (top, ground) = (("top.rs", "pub struct Top;"), ("ground.rs", ""));
        for text in [
            "use crate::top::Top;",
            "use crate::{ground::{self}, top::{Top as Other}};",
            "pub(crate) use super::top;",
            "fn f() { crate::top::f() }",
            "fn f(x: Vec<super::top::Top>) {}",
            "mod inside { use super::super::top::Top; }",
            "const X: u8 = crate::top::X; #[cfg(test)] mod tests { }",
        ] {
            let wrong = judged(&[LIB, top, middle, ground, ("floor.rs", text)]);
            assert_eq!(wrong, ["`floor` uses `top`, which stands above it"], "{text}");
        }
        let wrong = judged(&[
            LIB,
            ("top.rs", ""),
            middle,
            ("ground.rs", "use crate::Unknown;"),
            ("floor.rs", ""),
        ]);
        assert_eq!(wrong[0], "`ground` uses `lib`, which stands above it");
        let lib = ("lib.rs", "mod attic;");
        assert_eq!(judged(&[lib, ("attic.rs", "")]), ["`attic` stands in no storey"]);
    }

    #[test]
    fn circles_are_found() {
        let rest = [LIB, ("top.rs", ""), ("middle.rs", "")];
        let ground =
            [("ground.rs", "use crate::floor::Floor;"), ("floor.rs", "use super::ground::g;")];
        let wrong = judged(&[rest.as_slice(), &ground].concat());
        assert_eq!(wrong, ["`floor`, `ground` use each other in a circle"]);

        let floors = [("ground.rs", ""), ("floor.rs", "")];
        let parent =
            [LIB, ("top.rs", "mod a; pub struct Top; fn f() { a::f() }"), ("middle.rs", "")];
        let child = [("top/a.rs", "use super::Top;")];
        let wrong = judged(&[parent.as_slice(), &child, &floors].concat());
        assert_eq!(wrong, ["`top`, `top/a` use each other in a circle"]);

        let parent =
            [LIB, ("top.rs", "mod a; mod b; mod c; use a::A; use b::B;"), ("middle.rs", "")];
        let through_the_parent = [
            ("top/a.rs", "use super::B; pub struct A;"),
            ("top/b.rs", "use crate::top::c; pub struct B;"),
            ("top/c.rs", "use crate::top::A;"),
        ];
        let wrong = judged(&[parent.as_slice(), &through_the_parent, &floors].concat());
        assert_eq!(wrong, ["`top/a`, `top/b`, `top/c` use each other in a circle"]);
    }

    #[test]
    fn what_is_no_use_does_not_count() {
        let text = r##"
            //! use crate::top::Top;
            /// [`Top`](crate::top::Top)
            /* /* */ use crate::top::Top; */
            macro_rules! make { ($x:ident) => { $crate::top::$x; use crate::top::Top; }; }
            #[cfg(test)]
            use crate::top::Top;
            const TEXT: &str = "use crate::top::Top; \" crate::top::f";
            const RAW: &str = r#"" crate::top::f"#;
            const QUOTE: char = '"';
            const ESCAPED: char = '\'';
            pub(in crate::top) fn f<'a>(x: &'a str) -> impl Sized + use<'a> { std::top::f(b"\"", x) }
            #[cfg(test)]
            #[allow(dead_code)]
            fn only_in_tests() { crate::top::f() }
            #[cfg(test)]
            mod tests { use crate::top::Top; }
            #[cfg(test)]
            mod tests_of_its_own;
            fn r#use() { top::f() }
        "##;
        let rest = [LIB, ("top.rs", ""), ("middle.rs", ""), ("ground.rs", "")];
        assert_eq!(judged(&[rest.as_slice(), &[("floor.rs", text)]].concat()), [""; 0]);
    }

    #[test]
    fn exported_macros_belong_to_their_file() {
        let rest = [LIB, ("top.rs", ""), ("middle.rs", "use crate::make;")];
        let made =
            [("floor.rs", "#[macro_export] macro_rules! make { () => {}; }"), ("ground.rs", "")];
        assert_eq!(judged(&[rest.as_slice(), &made].concat()), [""; 0]);
    }
}
