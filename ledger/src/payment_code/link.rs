//! Links to pay by: an address with places for a document's number, amount
//! and currency, as payment services take it.

// What is read is untrusted: no place in it is taken to be there.
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::string_slice))]

use crate::invoice::Invoice;
use serde::{Deserialize, Serialize};

/// Characters of a template.
pub const LINK_MAX: usize = 500;

/// Why a template is none.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum LinkProblem {
    #[error("a link begins with https:// and the name of a site")]
    NotHttps,
    #[error("a link has no {0:?}")]
    Character(char),
    #[error("there is no {{{0}}}: use {{number}}, {{amount}} and {{currency}}")]
    Placeholder(String),
    #[error("a bracket without the other one")]
    Bracket,
    #[error("longer than {LINK_MAX} characters")]
    TooLong,
}

/// Whether it is a template. None at all is one as well.
///
/// # Errors
/// [`LinkProblem`], the first.
pub fn check(template: &str) -> Result<(), LinkProblem> {
    fill(template, |_| String::new()).map(|_| ())
}

/// The link of an issued document: its amount is what it asks for, with a
/// point and the decimals of its currency. `None` where there is no template,
/// or nothing to pay.
pub fn of(template: &str, document: &Invoice) -> Option<String> {
    let issue = document.issue.as_ref()?;
    if template.is_empty() || document.kind.is_credit() || !issue.totals.payable.is_positive() {
        return None;
    }
    let filled = fill(template, |place| match place {
        Place::Number => escaped(&issue.number),
        Place::Amount => issue.totals.payable.to_string(),
        Place::Currency => document.currency.code().to_owned(),
    });
    filled.ok()
}

#[derive(Clone, Copy)]
enum Place {
    Number,
    Amount,
    Currency,
}

fn fill(template: &str, value: impl Fn(Place) -> String) -> Result<String, LinkProblem> {
    if template.is_empty() {
        return Ok(String::new());
    }
    if template.chars().nth(LINK_MAX).is_some() {
        return Err(LinkProblem::TooLong);
    }
    let site = template.strip_prefix("https://").unwrap_or_default();
    let site = site.split(['/', '?', '#']).next().unwrap_or_default();
    // No name and password before the site, and no place in its name.
    if site.is_empty() || site.contains(['@', '{', '}']) {
        return Err(LinkProblem::NotHttps);
    }
    let odd = |c: &char| c.is_whitespace() || c.is_control() || "\"<>\\^`|".contains(*c);
    if let Some(letter) = template.chars().find(odd) {
        return Err(LinkProblem::Character(letter));
    }
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(start) = rest.find(['{', '}']) {
        let (before, bracket) = rest.split_at_checked(start).unwrap_or((rest, ""));
        filled.push_str(before);
        let inside = bracket.strip_prefix('{').ok_or(LinkProblem::Bracket)?;
        let (name, after) = inside.split_once('}').ok_or(LinkProblem::Bracket)?;
        let place = match name {
            "number" => Place::Number,
            "amount" => Place::Amount,
            "currency" => Place::Currency,
            other => return Err(LinkProblem::Placeholder(other.to_owned())),
        };
        filled.push_str(&value(place));
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

/// Percent-encoded, but for what RFC 3986 calls unreserved.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}
