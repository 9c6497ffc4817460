//! Own words of the e-mails that documents are sent with: templates with
//! places for what a document says. The words that stand there first, and
//! what fills the places, are no part of the ledger.

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
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
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
        let inside = left[start..]
            .strip_prefix('{')
            .ok_or(MailProblem::Bracket)?;
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

#[cfg(test)]
mod tests {
    use super::*;

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
