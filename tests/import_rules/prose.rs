//! What people read stands in the catalogue (`crates/words`), and nowhere else.
//!
//! A text of two words in a source is prose, unless it is for those who work on the program: the
//! text of an error, of a panic, of a lint. Files on [`MAY`] have a reason; those on the list
//! `prose.txt` have not been read yet: it may only become shorter.

use std::collections::BTreeSet;
use std::fs;

use super::source::{Module, Token, tokens};
use super::{none, root, sources};

const FOLDERS: [&str; 6] = [
    "crates/statements/src",
    "crates/store/src",
    "crates/values/src",
    "ledger/src",
    "paper/src",
    "src",
];

/// Files with texts that are no words of ours, and why they are there.
const MAY: [(&str, &str); 0] = [];

/// Who is spoken to in these calls works on the program.
const TO_OURSELVES: [&str; 12] = [
    "assert",
    "assert_eq",
    "assert_ne",
    "debug_assert",
    "debug_assert_eq",
    "error",
    "expect",
    "expect_err",
    "panic",
    "reason",
    "unreachable",
    "cfg",
];

/// Attributes whose words are names of styles or shapes.
const SHAPES: [&str; 6] = ["class", "classes", "d", "viewBox", "points", "transform"];

#[test]
fn what_people_read_stands_in_the_catalogue() {
    let list = root().join("tests/import_rules/prose.txt");
    let list = fs::read_to_string(list).unwrap_or_default();
    let unread: BTreeSet<&str> = list.lines().collect();
    let mut found = BTreeSet::new();
    let mut faults = Vec::new();
    for folder in FOLDERS {
        for module in sources(folder).modules.values() {
            let file = module.file.strip_prefix(root()).unwrap_or(&module.file);
            let file = file.to_string_lossy().replace('\\', "/");
            let texts = prose(&module.tokens);
            if texts.is_empty() {
                continue;
            }
            if !unread.contains(&*file) && !MAY.iter().any(|(may, _)| *may == file) {
                faults.extend(texts.iter().map(|token| told(module, token)));
            }
            found.insert(file);
        }
    }
    let listed = unread
        .iter()
        .copied()
        .chain(MAY.iter().map(|(file, _)| *file));
    let idle = listed.filter(|file| !found.contains(*file));
    faults.extend(idle.map(|file| format!("{file} has no prose any more: take it off the list")));
    none(faults);
}

#[test]
fn a_planted_text_is_found() {
    let found = |text: &str| prose(&tokens(text)).len();
    assert_eq!(found("html! { <p>{ \"No payments yet.\" }</p> }"), 1);
    assert_eq!(
        found("format!(\"{count} lines\")"),
        0,
        "one word beside a value"
    );
    assert_eq!(found("format!(\"{count} lines read\")"), 1);
    assert_eq!(found("<p class=\"quiet small\" title=\"Not saved\">"), 1);
    assert_eq!(found("#[error(\"the head has moved\")] Moved,"), 0);
    assert_eq!(found("value.expect(\"it was checked\")"), 0);
    assert_eq!(
        found("#[expect(dead_code, reason = \"the build uses it\")]"),
        0
    );
}

fn told(module: &Module, token: &Token) -> String {
    module.tell(token.line, &format!("not in the catalogue: {}", token.text))
}

/// The texts of two words and more.
fn prose(tokens: &[Token]) -> Vec<&Token> {
    let texts = tokens.iter().enumerate();
    let texts = texts.filter(|(at, token)| {
        token.text.starts_with('"')
            && has_two_words(&token.text)
            && !is_to_ourselves(tokens.get(..*at).unwrap_or_default())
    });
    texts.map(|(_, token)| token).collect()
}

/// Two words side by side, what stands in braces left out.
fn has_two_words(text: &str) -> bool {
    let mut depth = 0_u32;
    let mut bare = String::new();
    let mut signs = text.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '\\' => {
                // A line that goes on, a new line, or a sign by its number.
                signs.next();
                bare.push(' ');
            }
            _ if depth == 0 => bare.push(sign),
            _ => {}
        }
    }
    let is_word = |word: &str| {
        let word = word.trim_matches(|sign: char| !sign.is_alphabetic());
        !word.is_empty()
            && word
                .chars()
                .all(|sign| sign.is_alphabetic() || "’'-".contains(sign))
    };
    let words: Vec<bool> = bare.split_whitespace().map(is_word).collect();
    words.windows(2).any(|pair| *pair == [true, true])
}

/// Whether a text after these words of the source is for those who work on the program, or is
/// the name of a style.
fn is_to_ourselves(before: &[Token]) -> bool {
    let mut names = before.iter().rev().map(|token| token.text.as_str());
    let mut near: Vec<&str> = names.by_ref().take(3).collect();
    near.retain(|sign| !["(", "=", "!", "{", "#", "["].contains(sign));
    let first = near.first().copied().unwrap_or_default();
    if SHAPES.contains(&first) {
        return true;
    }
    // In the brackets of a call to ourselves, on any place.
    let mut depth = 0_u32;
    for (at, token) in before.iter().enumerate().rev() {
        match token.text.as_str() {
            ")" | "]" | "}" => depth += 1,
            "(" | "[" | "{" if depth > 0 => depth -= 1,
            "(" => {
                let name = before.get(..at).unwrap_or_default().iter().rev();
                let name = name
                    .map(|token| token.text.as_str())
                    .find(|text| *text != "!");
                return name.is_some_and(|name| TO_OURSELVES.contains(&name));
            }
            "{" | ";" if depth == 0 => return false,
            _ => {}
        }
    }
    false
}
