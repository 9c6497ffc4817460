//! Which form of a word goes with a whole number, by Unicode CLDR 46.

/// The plural category of a whole number in a language: `one`, `many` or `other`.
pub(crate) fn category(tag: &str, count: u64) -> &'static str {
    let language = tag.split('-').next().unwrap_or(tag);
    let is_million = count > 0 && count.is_multiple_of(1_000_000);
    match (language, count) {
        ("fr", 0 | 1) | (_, 1) => "one",
        ("es" | "fr" | "it" | "pt", _) if is_million => "many",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};

    use super::*;

    #[test]
    fn as_another_library_says() {
        for tag in ["en", "de", "es", "fr", "it", "nl", "pt-PT"] {
            let language: unic_langid::LanguageIdentifier = tag.parse().expect("a tag");
            let rules = PluralRules::create(language, PluralRuleType::CARDINAL).expect("rules");
            for count in (0..2_000).chain([999_999, 1_000_000, 1_000_001, 5_000_000, 10_000_000]) {
                let theirs = match rules.select(count).expect("a number") {
                    PluralCategory::ONE => "one",
                    PluralCategory::MANY => "many",
                    PluralCategory::OTHER => "other",
                    other => panic!("{tag}: {other:?}"),
                };
                // CLDR gained `many` later than this library.
                let ours = match (category(tag, count), theirs) {
                    ("many", "other") => "other",
                    (ours, _) => ours,
                };
                assert_eq!(ours, theirs, "{tag} {count}");
            }
        }
    }
}
