//! What the sources say of types and their fields, for the declarations.

use std::collections::BTreeMap;
use std::fs;

use super::folder::files_of;
use crate::step::{Outcome, root};

/// Texts by path: `ledger::invoice::Invoice`, and `….lines` for a field or a
/// variant.
pub struct Docs(BTreeMap<String, Vec<String>>);

/// The crates by the name that paths begin with.
const CRATES: [(&str, &str); 4] = [
    ("ledger", "ledger/src"),
    ("module", "crates/module/src"),
    ("statements", "crates/statements/src"),
    ("values", "crates/values/src"),
];

impl Docs {
    /// # Errors
    /// A source cannot be read.
    pub fn of_sources() -> Outcome<Docs> {
        let mut docs = Docs(BTreeMap::new());
        for (name, folder) in CRATES {
            let folder = root().join(folder);
            for file in files_of(&folder)? {
                let Some(path) = file
                    .to_string_lossy()
                    .strip_suffix(".rs")
                    .map(str::to_owned)
                else {
                    continue;
                };
                let path = path.trim_start_matches(&*folder.to_string_lossy());
                let module = path.replace('/', "::");
                let module = if module == "::lib" {
                    String::new()
                } else {
                    module
                };
                docs.read(&format!("{name}{module}"), &fs::read_to_string(&file)?);
            }
        }
        Ok(docs)
    }

    /// A comment before what it is about; empty where the sources say nothing.
    pub fn comment(&self, path: &str, indent: &str) -> String {
        match self.0.get(path).map(Vec::as_slice) {
            None | Some([]) => String::new(),
            Some([line]) => format!("{indent}/** {line} */\n"),
            Some(lines) => {
                let lines = lines.iter().map(|line| match line.as_str() {
                    "" => format!("{indent} *\n"),
                    line => format!("{indent} * {line}\n"),
                });
                format!("{indent}/**\n{}{indent} */\n", lines.collect::<String>())
            }
        }
    }

    fn read(&mut self, module: &str, text: &str) {
        // The types and variants that are open, each with the depth of braces at which its fields stand.
        let mut open: Vec<(String, i32)> = Vec::new();
        let mut depth = 0;
        let mut said: Vec<String> = Vec::new();
        for line in text.lines() {
            let line = line.trim();
            if let Some(doc) = line.strip_prefix("///") {
                said.push(plain(doc.strip_prefix(' ').unwrap_or(doc)));
                continue;
            }
            // Attributes stand between; those of several lines end in one of these.
            if line.starts_with("#[")
                || line.starts_with(")]")
                || line.starts_with("default,")
                || line.starts_with("skip_serializing_if")
                || line.starts_with("deserialize_with")
                || line.starts_with("Clone,")
                || line.starts_with("serde::")
            {
                continue;
            }
            let braces = i32::try_from(line.matches('{').count()).unwrap_or(0)
                - i32::try_from(line.matches('}').count()).unwrap_or(0);
            while open.last().is_some_and(|(_, inner)| depth < *inner) {
                open.pop();
            }
            let is_field = open.last().is_some_and(|(_, inner)| depth == *inner);
            let name = match (type_of(line), is_field) {
                (Some(name), _) => Some(format!("{module}::{name}")),
                (None, true) => open
                    .last()
                    .and_then(|(of, _)| Some(format!("{of}.{}", member_of(line)?))),
                _ => None,
            };
            if let Some(name) = name {
                if !said.is_empty() {
                    self.0.insert(name.clone(), said.clone());
                }
                if braces > 0 {
                    open.push((name, depth + 1));
                }
            }
            said.clear();
            depth += braces;
        }
    }
}

fn type_of(line: &str) -> Option<&str> {
    let line = line
        .strip_prefix("pub ")
        .or(line.strip_prefix("pub(super) "))
        .unwrap_or(line);
    let name = line
        .strip_prefix("struct ")
        .or(line.strip_prefix("enum "))?;
    name.split(|letter: char| !letter.is_alphanumeric()).next()
}

/// A field, or a variant as JSON has it.
fn member_of(line: &str) -> Option<String> {
    let line = line.strip_prefix("pub ").unwrap_or(line);
    let end = line
        .find(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .unwrap_or(line.len());
    let (name, rest) = line.split_at(end);
    let first = name.chars().next()?;
    if first.is_lowercase() {
        return rest.starts_with(':').then(|| name.to_owned());
    }
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    Some(snake)
}

/// Without the links of rustdoc, and without the end of a comment.
fn plain(line: &str) -> String {
    let mut text = line
        .replace("[`", "`")
        .replace("`]", "`")
        .replace("*/", "* /");
    while let Some(start) = text.find("`(") {
        let Some(end) = text.get(start..).and_then(|rest| rest.find(')')) else {
            break;
        };
        text.replace_range(start + 1..=start + end, "");
    }
    text
}
