//! Own words of the e-mails that documents are sent with: templates with
//! places for what a document says; and whom they are sent to. The words that
//! stand there first, and what fills the places, are no part of the ledger.

// What is read is untrusted: no place in it is taken to be there.
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::string_slice))]

use serde::{Deserialize, Serialize};

/// What a template has places for, each written in brackets: the kind of
/// document, its number, its day, the day it is due, what it asks for, the
/// customer's name and that of the business.
pub const PLACES: [&str; 7] = [
    "title", "number", "date", "due", "amount", "customer", "business",
];

/// The e-mail of one language.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct MailTemplate {
    /// One of [`crate::look::LANGUAGES`].
    #[serde(default)]
    pub language: String,
    /// Empty for the usual one.
    #[serde(default)]
    pub subject: String,
    /// The same.
    #[serde(default)]
    pub text: String,
}

/// Why a text is no template.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum MailProblem {
    #[error(
        "there is no {{{0}}}: use {{title}}, {{number}}, {{date}}, {{due}}, {{amount}}, {{customer}} and {{business}}"
    )]
    Place(String),
    #[error("a bracket without the other one")]
    Bracket,
}

/// Whether all brackets name a place.
///
/// # Errors
/// [`MailProblem`], the first.
pub fn check(text: &str) -> Result<(), MailProblem> {
    let mut left = text;
    while let Some(start) = left.find(['{', '}']) {
        let bracket = left.get(start..).unwrap_or_default();
        let inside = bracket.strip_prefix('{').ok_or(MailProblem::Bracket)?;
        let (name, after) = inside.split_once('}').ok_or(MailProblem::Bracket)?;
        if name.contains('{') {
            return Err(MailProblem::Bracket);
        }
        if !PLACES.contains(&name) {
            return Err(MailProblem::Place(name.to_owned()));
        }
        left = after;
    }
    Ok(())
}

/// Why a text is no address of an e-mail.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum AddressProblem {
    #[error("not an e-mail address such as name@example.com: {0}")]
    NoAddress(String),
    #[error("a sign that no address has")]
    Sign,
}

/// Whether a text is an e-mail address, or several with commas or semicolons
/// between them. None at all is fine as well.
///
/// It keeps out what could be more than an address where it is put into the
/// head of a mail; whether anybody reads what is sent there, nothing here can
/// know.
///
/// # Errors
/// [`AddressProblem`], the first.
pub fn check_address(text: &str) -> Result<(), AddressProblem> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(());
    }
    for address in text.split([',', ';']).map(str::trim) {
        if address.chars().any(char::is_control) {
            return Err(AddressProblem::Sign);
        }
        let is_own = |part: &str| {
            !part.is_empty()
                && !part.starts_with('.')
                && !part.ends_with('.')
                && !part.contains("..")
                && !part.contains(|sign: char| {
                    sign.is_whitespace() || "@<>()[]:\\\"\u{200b}\u{202e}".contains(sign)
                })
        };
        let parts = address.split_once('@');
        if !parts.is_some_and(|(name, host)| is_own(name) && is_own(host)) {
            return Err(AddressProblem::NoAddress(address.to_owned()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_an_address_and_nothing_more() {
        for text in [
            "",
            " ",
            "office@linden.example",
            "o'neill+bills@sub.linden.example",
            "büro@müller.example",
            "a@linden.example; b@linden.example",
            "a@linden.example, b@linden.example",
            "root@localhost",
        ] {
            assert_eq!(check_address(text), Ok(()), "{text}");
        }
        for text in [
            "linden",
            "linden.example",
            "@linden.example",
            "office@",
            "a@b@linden.example",
            "office @linden.example",
            "Office <office@linden.example>",
            "office@linden..example",
            "a@linden.example,",
            "javascript:alert(1)@linden.example",
            "mailto:office@linden.example",
            "\"a b\"@linden.example",
        ] {
            assert!(
                matches!(check_address(text), Err(AddressProblem::NoAddress(_))),
                "{text}: {:?}",
                check_address(text)
            );
        }
        for text in [
            "a@linden.example\r\nBcc: b@linden.example",
            "a\0@linden.example",
        ] {
            assert_eq!(check_address(text), Err(AddressProblem::Sign), "{text}");
        }
    }

    #[test]
    fn a_template_names_known_places_only() {
        for (text, expected) in [
            ("", Ok(())),
            ("{title} {number}, {business}", Ok(())),
            ("Due {due}: {amount}", Ok(())),
            ("{numer}", Err(MailProblem::Place("numer".to_owned()))),
            ("{}", Err(MailProblem::Place(String::new()))),
            ("{number", Err(MailProblem::Bracket)),
            ("number}", Err(MailProblem::Bracket)),
            ("{ {number}", Err(MailProblem::Bracket)),
        ] {
            assert_eq!(check(text), expected, "{text}");
        }
    }
}
