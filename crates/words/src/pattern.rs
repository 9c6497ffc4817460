//! Texts with arguments.
//!
//! A pattern is text with marks: U+0001 and a digit stand for the argument of that place; U+0002, a
//! digit, branches and U+0005 for a choice by that argument. A branch is a key, U+0003 and a
//! pattern; U+0004 is between branches, and the last is for what no other fits.

use crate::{pack, plural};

/// A whole number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Count(u64);

impl From<u64> for Count {
    fn from(count: u64) -> Count {
        Count(count)
    }
}

impl From<u32> for Count {
    fn from(count: u32) -> Count {
        Count(count.into())
    }
}

impl From<usize> for Count {
    fn from(count: usize) -> Count {
        Count(u64::try_from(count).unwrap_or(u64::MAX))
    }
}

/// What stands for an argument.
pub(crate) enum Value<'a> {
    Text(&'a str),
    #[cfg_attr(
        not(test),
        allow(dead_code, reason = "no message chooses by a word yet")
    )]
    Key(&'a str),
    Count(Count),
    Part,
}

/// A piece of a text that has parts of a page in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Piece<T> {
    Text(String),
    Part(T),
}

const ARGUMENT: char = '\u{1}';
const CHOICE: char = '\u{2}';
const KEY: char = '\u{3}';
const NEXT: char = '\u{4}';
const END: char = '\u{5}';

/// The text with its arguments.
pub(crate) fn fill(tag: &str, pattern: &str, values: &[Value]) -> String {
    let mut text = String::with_capacity(pattern.len() + 16);
    walk(tag, pattern, values, &mut |token| {
        if let Token::Text(more) = token {
            text.push_str(more);
        }
    });
    text
}

/// The text with its arguments, the parts of a page between its pieces.
pub(crate) fn pieces<T: Clone>(
    tag: &str,
    pattern: &str,
    values: &[Value],
    parts: &[(usize, T)],
) -> Vec<Piece<T>> {
    let mut pieces = Vec::new();
    walk(tag, pattern, values, &mut |token| match token {
        Token::Text("") => {}
        Token::Text(more) => match pieces.last_mut() {
            Some(Piece::Text(text)) => text.push_str(more),
            _ => pieces.push(Piece::Text(more.to_owned())),
        },
        Token::Part(place) => {
            let part = parts.iter().find(|(at, _)| *at == place);
            pieces.extend(part.map(|(_, part)| Piece::Part(part.clone())));
        }
    });
    pieces
}

enum Token<'a> {
    Text(&'a str),
    Part(usize),
}

fn walk(tag: &str, pattern: &str, values: &[Value], found: &mut dyn FnMut(Token)) {
    let mut rest = pattern;
    while let Some(at) = rest.find([ARGUMENT, CHOICE]) {
        let (text, marked) = rest.split_at(at);
        found(Token::Text(text));
        let mut signs = marked.chars();
        let mark = signs.next();
        let place = signs.next().and_then(|sign| sign.to_digit(10));
        let place = place
            .and_then(|place| usize::try_from(place).ok())
            .unwrap_or(0);
        let value = values.get(place);
        rest = signs.as_str();
        if mark == Some(ARGUMENT) {
            match value {
                Some(Value::Text(text)) => found(Token::Text(text)),
                Some(Value::Count(Count(count))) => found(Token::Text(&pack::count(*count))),
                Some(Value::Part) => found(Token::Part(place)),
                Some(Value::Key(_)) | None => {}
            }
        } else {
            let end = end_of(rest);
            let (branches, after) = rest.split_at(end);
            walk(tag, branch(tag, branches, value), values, found);
            rest = after.strip_prefix(END).unwrap_or(after);
        }
    }
    found(Token::Text(rest));
}

/// Where the choice ends whose branches begin here.
fn end_of(branches: &str) -> usize {
    let mut depth = 0_u32;
    for (at, sign) in branches.char_indices() {
        match sign {
            CHOICE => depth += 1,
            END if depth == 0 => return at,
            END => depth -= 1,
            _ => {}
        }
    }
    branches.len()
}

/// The pattern of the branch that fits.
fn branch<'a>(tag: &str, branches: &'a str, value: Option<&Value>) -> &'a str {
    let (exact, word) = match value {
        Some(Value::Count(Count(count))) => (count.to_string(), plural::category(tag, *count)),
        Some(Value::Key(key)) => ((*key).to_owned(), *key),
        Some(Value::Text(_) | Value::Part) | None => (String::new(), ""),
    };
    let (mut by_word, mut last) = (None, "");
    for (key, pattern) in each(branches) {
        if key == exact {
            return pattern;
        }
        if key == word {
            by_word = Some(pattern);
        }
        last = pattern;
    }
    by_word.unwrap_or(last)
}

/// The branches of a choice, each with its key.
fn each(branches: &str) -> Vec<(&str, &str)> {
    let (mut depth, mut start) = (0_u32, 0);
    let mut found = Vec::new();
    let mut push = |from: usize, to: usize| {
        let branch = branches.get(from..to).unwrap_or_default();
        found.extend(branch.split_once(KEY));
    };
    for (at, sign) in branches.char_indices() {
        match sign {
            CHOICE => depth += 1,
            END => depth = depth.saturating_sub(1),
            NEXT if depth == 0 => {
                push(start, at);
                start = at + 1;
            }
            _ => {}
        }
    }
    push(start, branches.len());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(count: u64) -> Value<'static> {
        Value::Count(Count(count))
    }

    #[test]
    fn a_count_chooses_its_plural_and_is_written_in_groups() {
        let pattern = "\u{2}00\u{3}No lines\u{4}one\u{3}\u{1}0 line\u{4}other\u{3}\u{1}0 lines\u{5} in \u{1}1";
        let text = |number| fill("en", pattern, &[count(number), Value::Text("a\u{1}0.csv")]);
        assert_eq!(text(0), "No lines in a\u{1}0.csv");
        assert_eq!(text(1), "1 line in a\u{1}0.csv");
        assert_eq!(text(1_234), "1,234 lines in a\u{1}0.csv");
    }

    #[test]
    fn a_choice_within_a_choice() {
        let pattern = "\u{2}0a\u{3}<\u{2}1one\u{3}A\u{4}other\u{3}As\u{5}>\u{4}b\u{3}B\u{5}!";
        let text = |key, number| fill("en", pattern, &[Value::Key(key), count(number)]);
        assert_eq!(text("a", 1), "<A>!");
        assert_eq!(text("a", 2), "<As>!");
        assert_eq!(text("b", 1), "B!");
        assert_eq!(text("unknown", 1), "B!");
    }

    #[test]
    fn parts_of_a_page_stand_where_the_language_has_them() {
        let text = |text: &str| Piece::Text(text.to_owned());
        let found = pieces("en", "See \u{1}0.", &[Value::Part], &[(0, 7)]);
        assert_eq!(found, [text("See "), Piece::Part(7), text(".")]);
    }
}
