//! Languages of a printed document.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Language {
    #[default]
    English,
    German,
    French,
    Spanish,
}

impl From<Language> for words::Language {
    fn from(language: Language) -> words::Language {
        match language {
            Language::English => words::Language::English,
            Language::German => words::Language::German,
            Language::French => words::Language::French,
            Language::Spanish => words::Language::Spanish,
        }
    }
}

impl Language {
    pub const ALL: [Language; 4] = [
        Language::English,
        Language::German,
        Language::French,
        Language::Spanish,
    ];

    /// The language of a BCP 47 tag, where it is one of these.
    pub fn of_tag(tag: &str) -> Option<Language> {
        let code = tag.trim().split(['-', '_']).next()?;
        Language::ALL
            .into_iter()
            .find(|language| language.code().eq_ignore_ascii_case(code))
    }

    /// ISO 639-1.
    pub fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::German => "de",
            Language::French => "fr",
            Language::Spanish => "es",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ledger_knows_the_same_languages() {
        assert_eq!(Language::ALL.map(Language::code), ledger::look::LANGUAGES);
    }
}
