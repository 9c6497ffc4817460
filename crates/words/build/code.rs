//! The functions that the program calls.

use crate::catalogue::{Catalogue, Group, Kind, Message};
use crate::pattern::Part;

pub fn of(catalogue: &Catalogue) -> String {
    let mut code = String::new();
    let mut documents = String::new();
    let mut english = Vec::new();
    let mut names = String::new();
    for group in &catalogue.groups {
        let mut inner = String::new();
        for message in &group.messages {
            if group.is_document {
                document_message(message, &mut inner);
            } else {
                interface_message(message, english.len(), &mut inner);
                english.push(encoded_of(message, 0));
                names.push_str(&group.name);
                names.push_str(&message.name);
                for argument in &message.arguments {
                    names.push_str(&argument.name);
                }
            }
        }
        let target = if group.is_document {
            &mut documents
        } else {
            &mut code
        };
        let name = ident(last(&group.name));
        push(
            target,
            &format!("pub mod {name} {{\n{}{inner}}}\n", about(group)),
        );
    }
    push(&mut code, &format!("pub mod printed {{\n{documents}}}\n"));
    push(&mut code, &language(&catalogue.documents));
    push(
        &mut code,
        &format!(
            "/// What a pack of another language has to be made for.\npub(crate) const FINGERPRINT: &str = \"{:016x}\";\n",
            fingerprint(&names)
        ),
    );
    push(
        &mut code,
        &format!(
            "#[cfg(any(feature = \"pseudo\", test))]\npub(crate) const ENGLISH: &[&str] = &{english:?};\n"
        ),
    );
    code
}

fn push(code: &mut String, text: &str) {
    code.push_str(text);
}

fn about(group: &Group) -> String {
    format!("#![doc = \"The messages of `{}.ftl`.\"]\n", group.name)
}

fn last(group: &str) -> &str {
    group.rsplit('/').next().unwrap_or(group)
}

/// A name of Fluent as one of Rust.
fn ident(name: &str) -> String {
    const TAKEN: [&str; 22] = [
        "as", "break", "const", "continue", "else", "enum", "fn", "for", "if", "in", "let", "loop",
        "match", "mod", "move", "pub", "ref", "return", "static", "type", "use", "where",
    ];
    let name = name.replace('-', "_").to_lowercase();
    if TAKEN.contains(&&*name) {
        format!("r#{name}")
    } else {
        name
    }
}

/// FNV-1a.
fn fingerprint(names: &str) -> u64 {
    names.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The text as the program reads it: see `src/pattern.rs`.
fn encoded_of(message: &Message, language: usize) -> String {
    let mut text = String::new();
    let parts = message.texts.get(language).map_or(&[][..], Vec::as_slice);
    encode(parts, message, &mut text);
    text
}

fn encode(parts: &[Part], message: &Message, text: &mut String) {
    let place = |name: &str| {
        let mut places = message.arguments.iter();
        let place = places.position(|argument| argument.name == *name);
        char::from_digit(
            place
                .and_then(|place| u32::try_from(place).ok())
                .unwrap_or(0),
            10,
        )
        .unwrap_or('0')
    };
    for part in parts {
        match part {
            Part::Text(inner) => text.push_str(inner),
            Part::Argument(name) => {
                text.push('\u{1}');
                text.push(place(name));
            }
            Part::Choice { argument, branches } => {
                text.push('\u{2}');
                text.push(place(argument));
                for (index, (key, inner)) in branches.iter().enumerate() {
                    if index > 0 {
                        text.push('\u{4}');
                    }
                    text.push_str(key);
                    text.push('\u{3}');
                    encode(inner, message, text);
                }
                text.push('\u{5}');
            }
        }
    }
}

/// The English text as its documentation shows it.
fn shown(parts: &[Part], text: &mut String) {
    for part in parts {
        match part {
            Part::Text(inner) => text.push_str(inner),
            Part::Argument(name) => text.push_str(&format!("{{{name}}}")),
            Part::Choice { branches, .. } => {
                for (index, (_, inner)) in branches.iter().enumerate() {
                    text.push_str(if index > 0 { " / " } else { "(" });
                    shown(inner, text);
                }
                text.push(')');
            }
        }
    }
}

struct Signature {
    generics: &'static str,
    parameters: String,
    values: String,
    /// The parts of a page among the arguments, by their place.
    parts: Vec<(usize, String)>,
}

fn signature(message: &Message) -> Signature {
    let mut parameters = Vec::new();
    let mut values = Vec::new();
    let mut parts = Vec::new();
    for (place, argument) in message.arguments.iter().enumerate() {
        let name = ident(&argument.name);
        let (kind, value) = match argument.kind {
            Kind::Text => ("&str", format!("crate::Value::Text({name})")),
            Kind::Key => ("&str", format!("crate::Value::Key({name})")),
            Kind::Count => (
                "impl Into<crate::Count>",
                format!("crate::Value::Count({name}.into())"),
            ),
            Kind::Part => {
                parts.push((place, name.clone()));
                ("T", "crate::Value::Part".to_owned())
            }
        };
        parameters.push(format!("{name}: {kind}"));
        values.push(value);
    }
    Signature {
        generics: if parts.is_empty() { "" } else { "<T: Clone>" },
        parameters: parameters.join(", "),
        values: values.join(", "),
        parts,
    }
}

fn doc(message: &Message) -> String {
    let mut text = String::new();
    shown(
        message.texts.first().map_or(&[][..], Vec::as_slice),
        &mut text,
    );
    format!("#[doc = {text:?}]\n")
}

fn interface_message(message: &Message, id: usize, code: &mut String) {
    let name = ident(&message.name);
    let english = encoded_of(message, 0);
    let body = body(message, &name, "", "", |values| match values {
        None => format!("crate::pattern_of({id}, {english:?})"),
        Some(values) => format!("crate::pattern_of({id}, {english:?}), &[{values}]"),
    });
    push(code, &format!("{}{body}", doc(message)));
}

fn document_message(message: &Message, code: &mut String) {
    let name = ident(&message.name);
    let texts: Vec<String> = (0..message.texts.len())
        .map(|language| encoded_of(message, language))
        .collect();
    let body = body(
        message,
        &name,
        "language: crate::Language",
        "language.tag(), ",
        |values| match values {
            None => format!("language.of(&{texts:?})"),
            Some(values) => format!("language.of(&{texts:?}), &[{values}]"),
        },
    );
    push(code, &format!("{}{body}", doc(message)));
}

fn body(
    message: &Message,
    name: &str,
    first: &str,
    tag: &str,
    call: impl Fn(Option<&str>) -> String,
) -> String {
    if message.arguments.is_empty() {
        let call = call(None);
        return format!("#[must_use]\npub fn {name}({first}) -> &'static str {{\n{call}\n}}\n");
    }
    let signature = signature(message);
    let tag = if tag.is_empty() {
        "crate::tag(), "
    } else {
        tag
    };
    let call = call(Some(&signature.values));
    let (generics, parameters) = (signature.generics, &signature.parameters);
    let comma = if first.is_empty() { "" } else { ", " };
    if signature.parts.is_empty() {
        return format!(
            "#[must_use]\npub fn {name}({first}{comma}{parameters}) -> String {{\ncrate::fill({tag}{call})\n}}\n"
        );
    }
    let parts = signature.parts.iter();
    let parts: Vec<String> = parts
        .map(|(place, name)| format!("({place}, {name})"))
        .collect();
    let parts = parts.join(", ");
    format!(
        "#[must_use]\npub fn {name}{generics}({first}{comma}{parameters}) -> Vec<crate::Piece<T>> {{\ncrate::pieces({tag}{call}, &[{parts}])\n}}\n"
    )
}

/// The languages of printed documents.
fn language(tags: &[String]) -> String {
    let name = |tag: &str| match tag {
        "en" => "English",
        "de" => "German",
        "fr" => "French",
        "es" => "Spanish",
        "it" => "Italian",
        "nl" => "Dutch",
        "pt" => "Portuguese",
        _ => "Other",
    };
    let names: Vec<&str> = tags.iter().map(|tag| name(tag)).collect();
    let list = names.join(", ");
    let all: Vec<String> = names
        .iter()
        .map(|name| format!("Language::{name}"))
        .collect();
    let all = all.join(", ");
    let matches = tags.iter().zip(&names);
    let matches: String = matches
        .map(|(tag, name)| format!("Language::{name} => {tag:?},\n"))
        .collect();
    let count = tags.len();
    format!(
        "/// A language that documents are printed in.\n#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]\npub enum Language {{ {list} }}\n\
         impl Language {{\n/// All of them.\npub const ALL: [Language; {count}] = [{all}];\n\
         /// As BCP 47 names it.\n#[must_use]\npub const fn tag(self) -> &'static str {{ match self {{ {matches} }} }}\n\
         fn of(self, texts: &[&'static str; {count}]) -> &'static str {{ texts.get(self as usize).copied().unwrap_or_default() }}\n}}\n"
    )
}
