//! What ends a build: a catalogue in which something is missing, or is not as the English one.

#[path = "../build/catalogue.rs"]
#[expect(dead_code, reason = "the build uses the rest")]
mod catalogue;
#[path = "../build/pattern.rs"]
mod pattern;

use catalogue::{Catalogue, File};

fn file(language: &str, group: &str, text: &str) -> File {
    File {
        language: language.to_owned(),
        group: group.to_owned(),
        text: text.to_owned(),
    }
}

/// What is wrong with a German file beside this English one.
fn faults(english: &str, german: &str) -> Vec<String> {
    let files = [file("de", "bank", german), file("en", "bank", english)];
    Catalogue::new(&files).err().unwrap_or_default()
}

const ENGLISH: &str = "\
saved = Saved
# $count (count)
lines = { $count ->
    [one] { $count } line
   *[other] { $count } lines
}
from = From { $name }
";

const GERMAN: &str = "\
saved = Gesichert
lines = { $count ->
    [one] { $count } Zeile
   *[other] { $count } Zeilen
}
from = Von { $name }
";

#[test]
fn a_whole_catalogue_is_taken() {
    assert_eq!(faults(ENGLISH, GERMAN), [""; 0]);
}

#[test]
fn a_missing_message() {
    let german = GERMAN.replace("saved = Gesichert\n", "");
    assert_eq!(faults(ENGLISH, &german), ["de/bank.ftl: saved is missing"]);
}

#[test]
fn a_message_too_many() {
    let german = format!("{GERMAN}more = Mehr\n");
    assert_eq!(
        faults(ENGLISH, &german),
        ["de/bank.ftl: more is not in English"]
    );
}

#[test]
fn a_missing_argument_and_an_unknown_one() {
    let german = GERMAN.replace("{ $name }", "{ $nom }");
    assert_eq!(
        faults(ENGLISH, &german),
        [
            "de/bank.ftl: from: $name is missing",
            "de/bank.ftl: from: $nom is not in English"
        ]
    );
}

#[test]
fn a_choice_by_a_text() {
    let german = GERMAN.replace("Von { $name }", "{ $name -> [a] Von *[b] Aus } { $name }");
    assert_eq!(faults(ENGLISH, &german).len(), 1, "not on one line");
    let german = GERMAN.replace(
        "Von { $name }",
        "{ $name ->\n    [a] Von\n   *[b] Aus\n } { $name }",
    );
    assert_eq!(
        faults(ENGLISH, &german),
        ["de/bank.ftl: from: $name is to be (count) or (key)"]
    );
}

#[test]
fn a_missing_file_and_one_too_many() {
    let files = [
        file("de", "mail", "a = A\n"),
        file("en", "bank", "saved = Saved\n"),
    ];
    assert_eq!(
        Catalogue::new(&files).err().unwrap_or_default(),
        [
            "de/bank.ftl is missing",
            "de/bank.ftl: saved is missing",
            "de/mail.ftl: there is no such file in English"
        ]
    );
}

#[test]
fn a_message_that_is_there_twice_or_is_no_message() {
    let english = format!("{ENGLISH}saved = Saved\n");
    let german = format!("{GERMAN}saved = Gesichert\n");
    let found = faults(&english, &german);
    assert!(
        found.contains(&"en/bank.ftl: saved: is there twice".to_owned()),
        "{found:?}"
    );
    let found = faults(&format!("{ENGLISH}no message\n"), GERMAN);
    assert!(
        found
            .iter()
            .any(|fault| fault.starts_with("en/bank.ftl:8: ")),
        "{found:?}"
    );
}

#[test]
fn a_term_that_is_not_there() {
    let german = GERMAN.replace("Gesichert", "{ -book } gesichert");
    assert_eq!(
        faults(ENGLISH, &german),
        [
            "de/bank.ftl: saved: -book is not in this language",
            "de/bank.ftl: saved is missing"
        ]
    );
}
