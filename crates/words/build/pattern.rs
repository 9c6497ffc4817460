//! A message's text as parts, read from Fluent's syntax tree.

use std::collections::BTreeMap;

use fluent_syntax::ast;

/// A piece of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Part {
    Text(String),
    /// The argument of this name.
    Argument(String),
    /// A text for each value of an argument; the last is for all others.
    Choice {
        argument: String,
        branches: Vec<(String, Vec<Part>)>,
    },
}

/// What is not understood of a text.
pub type Fault = String;

/// The texts that others may name: terms (`-name`) and messages.
pub type Named<'a> = BTreeMap<String, &'a ast::Pattern<&'a str>>;

/// How deep texts may name one another.
const DEPTH: usize = 8;

pub fn parts(pattern: &ast::Pattern<&str>, named: &Named) -> Result<Vec<Part>, Fault> {
    let mut parts = Vec::new();
    read(pattern, named, DEPTH, &mut parts)?;
    Ok(parts)
}

fn read(
    pattern: &ast::Pattern<&str>,
    named: &Named,
    depth: usize,
    parts: &mut Vec<Part>,
) -> Result<(), Fault> {
    for element in &pattern.elements {
        match element {
            ast::PatternElement::TextElement { value } => push(parts, value),
            ast::PatternElement::Placeable { expression } => match expression {
                ast::Expression::Inline(inline) => place(inline, named, depth, parts)?,
                ast::Expression::Select { selector, variants } => {
                    parts.push(choice(selector, variants, named, depth)?);
                }
            },
        }
    }
    Ok(())
}

fn push(parts: &mut Vec<Part>, text: &str) {
    if let Some(Part::Text(before)) = parts.last_mut() {
        before.push_str(text);
    } else {
        parts.push(Part::Text(text.to_owned()));
    }
}

fn place(
    inline: &ast::InlineExpression<&str>,
    named: &Named,
    depth: usize,
    parts: &mut Vec<Part>,
) -> Result<(), Fault> {
    let name = match inline {
        ast::InlineExpression::StringLiteral { value } => {
            push(parts, &unescaped(value)?);
            return Ok(());
        }
        ast::InlineExpression::VariableReference { id } => {
            parts.push(Part::Argument(id.name.to_owned()));
            return Ok(());
        }
        ast::InlineExpression::TermReference {
            id,
            attribute: None,
            arguments: None,
        } => format!("-{}", id.name),
        ast::InlineExpression::MessageReference {
            id,
            attribute: None,
        } => id.name.to_owned(),
        _ => {
            return Err("only arguments, terms, messages and texts may stand in braces".to_owned());
        }
    };
    let Some(pattern) = named.get(&name) else {
        return Err(format!("{name} is not in this language"));
    };
    let Some(depth) = depth.checked_sub(1) else {
        return Err(format!("{name} names itself"));
    };
    let mut inner = Vec::new();
    read(pattern, named, depth, &mut inner)?;
    for part in inner {
        match part {
            Part::Text(text) => push(parts, &text),
            other => parts.push(other),
        }
    }
    Ok(())
}

fn choice(
    selector: &ast::InlineExpression<&str>,
    variants: &[ast::Variant<&str>],
    named: &Named,
    depth: usize,
) -> Result<Part, Fault> {
    let ast::InlineExpression::VariableReference { id } = selector else {
        return Err("what is chosen by has to be an argument".to_owned());
    };
    let mut branches = Vec::new();
    let mut rest = None;
    for variant in variants {
        let key = match &variant.key {
            ast::VariantKey::Identifier { name } => (*name).to_owned(),
            ast::VariantKey::NumberLiteral { value } => (*value).to_owned(),
        };
        let mut inner = Vec::new();
        read(&variant.value, named, depth, &mut inner)?;
        if variant.default {
            rest = Some((key, inner));
        } else {
            branches.push((key, inner));
        }
    }
    branches.extend(rest);
    Ok(Part::Choice {
        argument: id.name.to_owned(),
        branches,
    })
}

/// `\"`, `\\` and `\u00A0` of a text in quotes.
fn unescaped(value: &str) -> Result<String, Fault> {
    let mut text = String::new();
    let mut rest = value.chars();
    while let Some(sign) = rest.next() {
        if sign != '\\' {
            text.push(sign);
            continue;
        }
        let digits = match rest.next() {
            Some('u') => 4,
            Some('U') => 6,
            Some(sign) => {
                text.push(sign);
                continue;
            }
            None => return Err("a backslash at the end".to_owned()),
        };
        let code: String = rest.by_ref().take(digits).collect();
        let sign = u32::from_str_radix(&code, 16).ok().and_then(char::from_u32);
        text.push(sign.ok_or_else(|| format!("\\u{code} is no character"))?);
    }
    Ok(text)
}

/// The names of the arguments in a text, in the order in which they come.
pub fn arguments(parts: &[Part], found: &mut Vec<String>) {
    for part in parts {
        if let Part::Argument(name) | Part::Choice { argument: name, .. } = part
            && !found.contains(name)
        {
            found.push(name.clone());
        }
        if let Part::Choice { branches, .. } = part {
            for (_, inner) in branches {
                arguments(inner, found);
            }
        }
    }
}

/// The arguments that a text chooses by.
pub fn choosers(parts: &[Part], found: &mut Vec<String>) {
    for part in parts {
        if let Part::Choice { argument, branches } = part {
            found.push(argument.clone());
            for (_, inner) in branches {
                choosers(inner, found);
            }
        }
    }
}
