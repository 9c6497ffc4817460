//! All messages in all languages, and what is missing among them.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast;
use fluent_syntax::parser;

use crate::pattern::{self, Named, Part};

/// The language that all others are held against.
pub const ENGLISH: &str = "en";

pub struct File {
    pub language: String,
    /// The name of the file, with its folder below the language's.
    pub group: String,
    pub text: String,
}

/// What an argument is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Text,
    /// A whole number: it is written with its groups, and plurals go by it.
    Count,
    /// A word of the program that texts choose by; it is never shown.
    Key,
    /// A piece of the page, such as a link.
    Part,
}

pub struct Argument {
    pub name: String,
    pub kind: Kind,
}

pub struct Message {
    pub name: String,
    pub arguments: Vec<Argument>,
    /// By language, English first.
    pub texts: Vec<Vec<Part>>,
}

pub struct Group {
    pub name: String,
    /// It is of printed documents: all languages are in the program at once.
    pub is_document: bool,
    pub messages: Vec<Message>,
}

pub struct Catalogue {
    pub groups: Vec<Group>,
    /// The languages of printed documents, English first.
    pub documents: Vec<String>,
}

/// A message as a file has it.
struct Entry {
    name: String,
    kinds: Vec<Argument>,
    parts: Vec<Part>,
}

type Entries = BTreeMap<(String, String), Vec<Entry>>;

impl Catalogue {
    /// Every fault there is, each with its file.
    pub fn new(files: &[File]) -> Result<Catalogue, Vec<String>> {
        let mut faults = Vec::new();
        let entries = read_all(files, &mut faults);
        let languages = |is_document: bool| {
            let mut tags: Vec<String> = vec![ENGLISH.to_owned()];
            for (tag, group) in entries.keys() {
                if is_of_documents(group) == is_document && !tags.contains(tag) {
                    tags.push(tag.clone());
                }
            }
            tags
        };
        let (interface, documents) = (languages(false), languages(true));
        let mut groups = Vec::new();
        for ((language, name), english) in &entries {
            if language != ENGLISH {
                continue;
            }
            let is_document = is_of_documents(name);
            let tags = if is_document { &documents } else { &interface };
            let mut others = Vec::new();
            for tag in tags.iter().skip(1) {
                let found = entries.get(&(tag.clone(), name.clone()));
                if found.is_none() {
                    faults.push(format!("{tag}/{name}.ftl is missing"));
                }
                let found = found.map_or(&[][..], Vec::as_slice);
                let names: BTreeSet<&str> = english.iter().map(|entry| &*entry.name).collect();
                for more in found.iter().filter(|entry| !names.contains(&*entry.name)) {
                    faults.push(format!("{tag}/{name}.ftl: {} is not in English", more.name));
                }
                others.push((tag, found));
            }
            let messages = english.iter();
            let messages = messages.map(|entry| message(name, entry, &others, &mut faults));
            groups.push(Group {
                name: name.clone(),
                is_document,
                messages: messages.collect(),
            });
        }
        for (language, name) in entries.keys() {
            if !entries.contains_key(&(ENGLISH.to_owned(), name.clone())) {
                faults.push(format!(
                    "{language}/{name}.ftl: there is no such file in English"
                ));
            }
        }
        if faults.is_empty() {
            Ok(Catalogue { groups, documents })
        } else {
            Err(faults)
        }
    }
}

fn is_of_documents(group: &str) -> bool {
    group.starts_with("printed/")
}

fn read_all(files: &[File], faults: &mut Vec<String>) -> Entries {
    let mut trees = Vec::new();
    for file in files {
        match parser::parse(&*file.text) {
            Ok(tree) => trees.push((file, tree)),
            Err((_, errors)) => {
                for error in errors {
                    let before = file.text.get(..error.pos.start).unwrap_or_default();
                    let line = before.matches('\n').count() + 1;
                    let name = format!("{}/{}.ftl", file.language, file.group);
                    faults.push(format!("{name}:{line}: {}", error.kind));
                }
            }
        }
    }
    let mut named: BTreeMap<&str, Named> = BTreeMap::new();
    for (file, tree) in &trees {
        let named = named.entry(&file.language).or_default();
        for entry in &tree.body {
            match entry {
                ast::Entry::Term(term) => {
                    named.insert(format!("-{}", term.id.name), &term.value);
                }
                ast::Entry::Message(message) => {
                    if let Some(value) = &message.value {
                        named.insert(message.id.name.to_owned(), value);
                    }
                }
                _ => {}
            }
        }
    }
    let mut all = Entries::new();
    for (file, tree) in &trees {
        let place = (file.language.clone(), file.group.clone());
        let entries = all.entry(place).or_default();
        let named = named.get(&*file.language);
        let Some(named) = named else { continue };
        for entry in &tree.body {
            if let ast::Entry::Message(message) = entry {
                read_message(file, message, named, entries, faults);
            }
        }
    }
    all
}

fn read_message(
    file: &File,
    message: &ast::Message<&str>,
    named: &Named,
    entries: &mut Vec<Entry>,
    faults: &mut Vec<String>,
) {
    let comment = message.comment.as_ref();
    let comment = comment.map_or(&[][..], |comment| comment.content.as_slice());
    let values = message.value.iter().map(|value| (String::new(), value));
    let attributes = message.attributes.iter();
    let attributes = attributes.map(|one| (format!("-{}", one.id.name), &one.value));
    for (suffix, value) in values.chain(attributes) {
        let name = format!("{}{suffix}", message.id.name);
        let mut fault = |text: &str| {
            faults.push(format!(
                "{}/{}.ftl: {name}: {text}",
                file.language, file.group
            ));
        };
        if entries.iter().any(|entry| entry.name == name) {
            fault("is there twice");
        }
        let kinds = match kinds(comment) {
            Ok(kinds) => kinds,
            Err(text) => {
                fault(&text);
                Vec::new()
            }
        };
        match pattern::parts(value, named) {
            Ok(parts) => entries.push(Entry { name, kinds, parts }),
            Err(text) => fault(&text),
        }
    }
}

/// The arguments that a comment declares: `$amount (text)`, a line each.
fn kinds(comment: &[&str]) -> Result<Vec<Argument>, String> {
    let mut kinds = Vec::new();
    for line in comment {
        let Some(rest) = line.trim().strip_prefix('$') else {
            continue;
        };
        let end = rest.find(|sign: char| sign != '-' && !sign.is_ascii_alphanumeric());
        let (name, rest) = rest.split_at(end.unwrap_or(rest.len()));
        let kind = rest.trim().strip_prefix('(');
        let kind = kind.and_then(|kind| kind.split(')').next());
        let kind = match kind {
            Some("text") => Kind::Text,
            Some("count") => Kind::Count,
            Some("key") => Kind::Key,
            Some("part") => Kind::Part,
            _ => {
                return Err(format!(
                    "what ${name} is: (text), (count), (key) or (part)?"
                ));
            }
        };
        kinds.push(Argument {
            name: name.to_owned(),
            kind,
        });
    }
    Ok(kinds)
}

fn message(
    group: &str,
    english: &Entry,
    others: &[(&String, &[Entry])],
    faults: &mut Vec<String>,
) -> Message {
    let mut used = Vec::new();
    pattern::arguments(&english.parts, &mut used);
    let declared = english
        .kinds
        .iter()
        .filter(|kind| used.contains(&kind.name));
    let mut arguments: Vec<Argument> = declared
        .map(|kind| Argument {
            name: kind.name.clone(),
            kind: kind.kind,
        })
        .collect();
    for name in &used {
        if !arguments.iter().any(|argument| argument.name == *name) {
            arguments.push(Argument {
                name: name.clone(),
                kind: Kind::Text,
            });
        }
    }
    let mut texts = vec![english.parts.clone()];
    check(ENGLISH, group, english, &arguments, faults);
    for (tag, entries) in others {
        let found = entries.iter().find(|entry| entry.name == english.name);
        let Some(found) = found else {
            faults.push(format!("{tag}/{group}.ftl: {} is missing", english.name));
            continue;
        };
        check(tag, group, found, &arguments, faults);
        texts.push(found.parts.clone());
    }
    Message {
        name: english.name.clone(),
        arguments,
        texts,
    }
}

/// That a text uses each argument of the English one, no other, and in its way.
fn check(tag: &str, group: &str, entry: &Entry, arguments: &[Argument], faults: &mut Vec<String>) {
    let mut fault = |text: String| {
        faults.push(format!("{tag}/{group}.ftl: {}: {text}", entry.name));
    };
    let (mut used, mut choosers) = (Vec::new(), Vec::new());
    pattern::arguments(&entry.parts, &mut used);
    pattern::choosers(&entry.parts, &mut choosers);
    for argument in arguments {
        if !used.contains(&argument.name) {
            fault(format!("${} is missing", argument.name));
        }
        let chooses = choosers.contains(&argument.name);
        if chooses && !matches!(argument.kind, Kind::Count | Kind::Key) {
            fault(format!("${} is to be (count) or (key)", argument.name));
        }
    }
    for name in used {
        if !arguments.iter().any(|argument| argument.name == name) {
            fault(format!("${name} is not in English"));
        }
    }
    if arguments.len() > 9 {
        fault("more than nine arguments".to_owned());
    }
}
