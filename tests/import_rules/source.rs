//! Sources as they stand in the files: which modules there are, what each
//! defines, and every path that it writes, resolved to where its last name is
//! defined.
//!
//! A reader of Rust's words tells comments and texts from the rest, so that
//! neither hides a path nor looks like one. Tests are no part of a module:
//! what follows `#[cfg(test)]` and files of tests are passed over.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A name, a sign, `::`, or a text in quotes, with its line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    pub line: usize,
    pub text: String,
}

impl Token {
    fn is(&self, text: &str) -> bool {
        self.text == text
    }

    fn is_name(&self) -> bool {
        self.text
            .starts_with(|c: char| c.is_alphabetic() || c == '_')
    }
}

/// What a path that begins with `::` begins with: its next name is a crate.
const ANY_CRATE: &str = "";

/// `path` of `use path as name`; the name is `*` where everything of the path is meant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Use {
    pub line: usize,
    pub path: Vec<String>,
    pub name: String,
    pub is_pub: bool,
}

/// A module that has a file of its own.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Module {
    /// As it is written below the crate: `book/columns`; nothing for the crate's root.
    pub path: Vec<String>,
    pub file: PathBuf,
    pub tokens: Vec<Token>,
    pub uses: Vec<Use>,
    /// What is written with `::` outside of a `use`.
    paths: Vec<(usize, Vec<String>)>,
    items: BTreeSet<String>,
    children: BTreeSet<String>,
    test_children: BTreeSet<String>,
}

/// The modules of one crate, by their paths.
pub struct Sources {
    pub modules: BTreeMap<Vec<String>, Module>,
}

/// A path as it is written in a module, and what it comes to.
pub struct Arrow<'a> {
    pub from: &'a Module,
    pub line: usize,
    /// From the crate's root, `super` and `self` resolved, or from another
    /// crate's name.
    pub path: Vec<String>,
    /// The module that defines it, where that is of this crate.
    pub to: Option<&'a Module>,
    /// Whether it only hands a name on.
    pub is_handed_on: bool,
}

impl Module {
    /// What is wrong at a line.
    pub fn tell(&self, line: usize, what: &str) -> String {
        let root = env!("CARGO_MANIFEST_DIR");
        let file = self.file.strip_prefix(root).unwrap_or(&self.file);
        format!("{}:{line}: {what}", file.display())
    }

    /// Whether the name stands somewhere outside of a `use` by itself, or first in a path.
    fn names(&self, name: &str) -> bool {
        let is_other = |before: &Token| matches!(before.text.as_str(), "." | "::" | "fn" | "mod");
        let mut pairs = self.tokens.iter().zip(self.tokens.iter().skip(1));
        pairs.any(|(before, token)| token.text == name && !is_other(before))
    }
}

impl Arrow<'_> {
    /// What is wrong with it.
    pub fn tell(&self, what: &str) -> String {
        let path = self.path.join("::");
        self.from.tell(self.line, &format!("{path}: {what}"))
    }
}

enum Found<'a> {
    Module(&'a Module),
    Item(&'a Module),
    /// Of another crate.
    Elsewhere,
}

impl Sources {
    /// The modules of a crate whose root is `lib.rs`, or `main.rs`, of a folder.
    pub fn of(folder: &Path) -> Sources {
        Sources::read(files(folder).into_iter().map(|file| {
            let inner = file
                .strip_prefix(folder)
                .unwrap_or(&file)
                .with_extension("");
            let parts = inner.iter().map(|part| part.to_string_lossy().into_owned());
            let path: Vec<String> = parts.filter(|part| part != "lib").collect();
            let text = fs::read_to_string(&file).expect("a source in UTF-8");
            (path, file, text)
        }))
    }

    /// Modules by their paths and texts, for tests of the rules.
    pub fn planted(texts: &[(&str, &str)]) -> Sources {
        Sources::read(texts.iter().map(|(path, text)| {
            let parts = path.split('/').filter(|part| !part.is_empty());
            let parts = parts.map(str::to_owned).collect();
            (parts, PathBuf::from(path), (*text).to_owned())
        }))
    }

    /// Modules by their path, file and text.
    pub fn read(texts: impl Iterator<Item = (Vec<String>, PathBuf, String)>) -> Sources {
        let mut modules: BTreeMap<Vec<String>, Module> = texts
            .map(|(path, file, text)| (path.clone(), module(path, file, &text)))
            .collect();
        let is_test = |path: &[String]| {
            (0..path.len()).any(|at| {
                let parent = modules.get(&path[..at]);
                parent.is_some_and(|parent| parent.test_children.contains(&path[at]))
            })
        };
        let tests: Vec<Vec<String>> = modules
            .keys()
            .filter(|path| is_test(path))
            .cloned()
            .collect();
        for path in tests {
            modules.remove(&path);
        }
        Sources { modules }
    }

    /// Every path that is written, in the order of files and lines.
    pub fn arrows(&self) -> Vec<Arrow<'_>> {
        let mut arrows = Vec::new();
        for module in self.modules.values() {
            for used in &module.uses {
                let is_handed_on = used.is_pub && !module.names(&used.name);
                arrows.push(self.arrow(
                    module,
                    used.line,
                    &used.path,
                    used.name == "*",
                    is_handed_on,
                ));
            }
            for (line, path) in &module.paths {
                arrows.push(self.arrow(module, *line, path, false, false));
            }
        }
        arrows
    }

    fn arrow<'a>(
        &'a self,
        from: &'a Module,
        line: usize,
        path: &[String],
        is_all: bool,
        is_handed_on: bool,
    ) -> Arrow<'a> {
        let to = match self.resolve(from, path, 0) {
            Found::Item(module) => Some(module),
            // A module that is named lends nothing by itself: what is used of it is a path of its own.
            Found::Module(module) => is_all.then_some(module),
            Found::Elsewhere => None,
        };
        Arrow {
            from,
            line,
            path: self.whole(from, path),
            to,
            is_handed_on,
        }
    }

    /// The path from the crate's root as `crate::…`, or from another crate.
    fn whole(&self, from: &Module, path: &[String]) -> Vec<String> {
        let mut at = from.path.clone();
        let mut rest = path;
        let mut is_inner = false;
        while let Some((first, others)) = rest.split_first() {
            match first.as_str() {
                ANY_CRATE => return others.to_vec(),
                "crate" => at.clear(),
                "self" => {}
                "super" => {
                    at.pop();
                }
                name if is_inner || from.children.contains(name) => break,
                name => {
                    let used = from
                        .uses
                        .iter()
                        .find(|used| used.name == name && used.path[0] != name);
                    return match used {
                        Some(used) => [self.whole(from, &used.path), others.to_vec()].concat(),
                        None => rest.to_vec(),
                    };
                }
            }
            is_inner = true;
            rest = others;
        }
        [vec!["crate".to_owned()], at, rest.to_vec()].concat()
    }

    fn resolve<'a>(&'a self, from: &'a Module, path: &[String], depth: usize) -> Found<'a> {
        const DEPTH_MAX: usize = 20;
        if depth > DEPTH_MAX {
            return Found::Elsewhere;
        }
        let mut at = from;
        let mut rest = path;
        let mut is_first = true;
        while let Some((name, others)) = rest.split_first() {
            let next = match name.as_str() {
                ANY_CRATE => return Found::Elsewhere,
                "crate" => self.modules.get(&Vec::new()),
                "self" => Some(at),
                "super" => self
                    .modules
                    .get(&at.path[..at.path.len().saturating_sub(1)]),
                name if at.children.contains(name) => self
                    .modules
                    .get(&[at.path.clone(), vec![name.to_owned()]].concat()),
                name => return self.item(at, name, others, is_first, depth),
            };
            let Some(next) = next else {
                return Found::Elsewhere;
            };
            (at, rest, is_first) = (next, others, false);
        }
        Found::Module(at)
    }

    /// What a name that is no module below `at` is: defined there, or handed on.
    fn item<'a>(
        &'a self,
        at: &'a Module,
        name: &str,
        others: &[String],
        is_first: bool,
        depth: usize,
    ) -> Found<'a> {
        if at.items.contains(name) {
            return Found::Item(at);
        }
        if let Some(used) = at.uses.iter().find(|used| used.name == name) {
            if used.path == [name] {
                return Found::Elsewhere;
            }
            let path = [used.path.clone(), others.to_vec()].concat();
            return self.resolve(at, &path, depth + 1);
        }
        for used in at.uses.iter().filter(|used| used.name == "*") {
            let path = [used.path.clone(), vec![name.to_owned()]].concat();
            if let Found::Module(of) = self.resolve(at, &used.path, depth + 1)
                && (of.items.contains(name) || of.uses.iter().any(|used| used.name == name))
            {
                return self.resolve(at, &path, depth + 1);
            }
        }
        // A first name that nothing here is called is another crate's, or the language's; any other is made by a macro.
        if is_first {
            Found::Elsewhere
        } else {
            Found::Item(at)
        }
    }
}

/// The sources below a folder, those of tests left out.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the sources are there") {
            let path = entry.expect("a file").path();
            let is_tests = path.file_stem().is_some_and(|stem| stem == "tests");
            if is_tests {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(!files.is_empty(), "no sources in {}", folder.display());
    files
}

/// What a source says.
pub fn module(path: Vec<String>, file: PathBuf, text: &str) -> Module {
    let mut module = Module {
        path,
        file,
        ..Module::default()
    };
    let tokens = tokens(text);
    let mut depth = 0;
    let mut at = 0;
    let mut rest = Vec::new();
    while let Some(token) = tokens.get(at) {
        let next = tokens.get(at + 1);
        if is_test_mark(&tokens[at..]) {
            let end = end_of_item(&tokens, at);
            if let Some(place) = tokens[at..end].iter().position(|token| token.is("mod"))
                && let Some(name) = tokens.get(at + place + 1)
                && tokens
                    .get(at + place + 2)
                    .is_some_and(|token| token.is(";"))
            {
                module.test_children.insert(name.text.clone());
            }
            at = end;
            continue;
        }
        match token.text.as_str() {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth -= 1,
            "use"
                if next.is_some_and(|token| token.is_name() || token.is("{") || token.is("::")) =>
            {
                let is_pub = at > 0 && (tokens[at - 1].is("pub") || tokens[at - 1].is(")"));
                at = tree(&tokens, at + 1, &[], is_pub, &mut module.uses);
                continue;
            }
            "mod" if depth == 0 => {
                if let (Some(name), true) =
                    (next, tokens.get(at + 2).is_some_and(|token| token.is(";")))
                {
                    module.children.insert(name.text.clone());
                }
            }
            "struct" | "enum" | "trait" | "type" | "fn" | "const" | "static" | "union"
                if depth == 0 =>
            {
                module.items.extend(
                    next.filter(|token| token.is_name())
                        .map(|token| token.text.clone()),
                );
            }
            "macro_rules" => {
                module
                    .items
                    .extend(tokens.get(at + 2).map(|token| token.text.clone()));
            }
            _ => {}
        }
        rest.push(token.clone());
        at += 1;
    }
    module.paths = paths(&rest);
    module.tokens = rest;
    module
}

fn is_test_mark(tokens: &[Token]) -> bool {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    tokens.len() > MARK.len() && tokens.iter().zip(MARK).all(|(token, mark)| token.is(mark))
}

/// Behind the item that begins at `at`, with its attributes: behind its `;` or its braces.
fn end_of_item(tokens: &[Token], at: usize) -> usize {
    let mut depth = 0;
    for (place, token) in tokens.iter().enumerate().skip(at) {
        match token.text.as_str() {
            "{" | "(" | "[" => depth += 1,
            ")" | "]" => depth -= 1,
            "}" => {
                depth -= 1;
                if depth == 0 {
                    return place + 1;
                }
            }
            ";" if depth == 0 => return place + 1,
            _ => {}
        }
    }
    tokens.len()
}

/// Reads a tree of a `use` and gives back the place behind it.
fn tree(
    tokens: &[Token],
    mut at: usize,
    before: &[String],
    is_pub: bool,
    uses: &mut Vec<Use>,
) -> usize {
    let mut path = before.to_vec();
    while let Some(token) = tokens.get(at) {
        match token.text.as_str() {
            "{" => {
                at += 1;
                while tokens.get(at).is_some_and(|token| !token.is("}")) {
                    at = tree(tokens, at, &path, is_pub, uses);
                    if tokens.get(at).is_some_and(|token| token.is(",")) {
                        at += 1;
                    }
                }
                // Behind the brace, and the whole where it ends there.
                return at + 1;
            }
            "::" => {
                if path.is_empty() {
                    path.push(ANY_CRATE.to_owned());
                }
                at += 1;
            }
            "*" => {
                uses.push(Use {
                    line: token.line,
                    path,
                    name: "*".to_owned(),
                    is_pub,
                });
                return at + 1;
            }
            "as" => {
                let name = tokens.get(at + 1).map(|token| token.text.clone());
                uses.push(Use {
                    line: token.line,
                    path,
                    name: name.unwrap_or_default(),
                    is_pub,
                });
                return at + 2;
            }
            "," | "}" | ";" => {
                let name = path.last().cloned().unwrap_or_default();
                uses.push(Use {
                    line: tokens[at - 1].line,
                    path,
                    name,
                    is_pub,
                });
                return at;
            }
            // `use a::{self}` is `use a`.
            "self" if path.len() > before.len() || !before.is_empty() => at += 1,
            _ => {
                path.push(token.text.clone());
                at += 1;
            }
        }
    }
    at
}

/// Names joined by `::`, of two at the least.
fn paths(tokens: &[Token]) -> Vec<(usize, Vec<String>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        let is_any_crate = token.is("::")
            && !before.is_some_and(|before| before.is_name() || before.is(">") || before.is("]"));
        let is_start = is_any_crate
            || token.is_name() && !before.is_some_and(|before| before.is("::") || before.is("."));
        let first = if is_any_crate { ANY_CRATE } else { &token.text };
        let mut path = vec![first.to_owned()];
        let mut end = if is_any_crate { at } else { at + 1 };
        if is_start {
            while let (Some(sign), Some(name)) = (tokens.get(end), tokens.get(end + 1)) {
                if !(sign.is("::") && name.is_name()) {
                    break;
                }
                path.push(name.text.clone());
                end += 2;
            }
        }
        if path.len() > 1 {
            found.push((token.line, path));
        }
        at = end.max(at + 1);
    }
    found
}

/// The words of a source, without comments.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut line = 1;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            comment(rest)
        } else if let Some(length) = quoted(rest) {
            tokens.push(Token {
                line,
                text: format!("\"{}\"", inner(&rest[..length])),
            });
            length
        } else if first.is_alphanumeric() || first == '_' {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
            let length = end.unwrap_or(rest.len());
            tokens.push(Token {
                line,
                text: rest[..length].to_owned(),
            });
            length
        } else {
            let length = if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            if !first.is_whitespace() {
                tokens.push(Token {
                    line,
                    text: rest[..length].to_owned(),
                });
            }
            length
        };
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    tokens
}

/// What stands between the quotes of a text.
fn inner(text: &str) -> &str {
    text.trim_start_matches(['b', 'r'])
        .trim_matches('#')
        .trim_matches(['"', '\''])
}

/// The length of a comment that may hold others.
fn comment(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest.starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The length of a text or of a letter in quotes that begins here; a lifetime is none.
fn quoted(text: &str) -> Option<usize> {
    let bare = text.strip_prefix('b').unwrap_or(text);
    let before = text.len() - bare.len();
    if let Some(raw) = bare.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        let inner = raw[hashes..].strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        let length = inner.find(&end)? + end.len();
        return Some(before + 1 + hashes + 1 + length);
    }
    let quote = bare.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut letters = bare.char_indices().skip(1);
    let mut count = 0;
    while let Some((at, c)) = letters.next() {
        if c == quote {
            return Some(before + at + 1);
        }
        if c == '\\' {
            letters.next();
            // What follows of \u{…} counts for one letter.
            if quote == '\'' {
                let end = bare[at + 2..].find('\'')?;
                return Some(before + at + 2 + end + 1);
            }
        }
        count += 1;
        if quote == '\'' && count > 1 {
            return None;
        }
    }
    None
}
