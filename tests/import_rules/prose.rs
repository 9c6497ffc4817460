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
const MAY: [(&str, &str); 61] = [
    ("crates/statements/src/decode.rs", "a table of characters"),
    (
        "crates/statements/src/draft.rs",
        "what banks write where nothing is given",
    ),
    ("crates/statements/src/qif.rs", "a format's own words"),
    ("crates/store/src/extent.rs", ERROR),
    ("crates/store/src/idb.rs", ERROR),
    ("crates/store/src/journal.rs", ERROR),
    ("crates/store/src/read.rs", ERROR),
    ("crates/store/src/segments.rs", ERROR),
    ("crates/values/src/date.rs", SERDE),
    (
        "crates/values/src/file_kind.rs",
        "bytes of formats, and the texts of an error",
    ),
    ("crates/values/src/hash.rs", SERDE),
    ("crates/values/src/ids.rs", SERDE),
    ("crates/values/src/money.rs", "a note of a lint"),
    ("crates/values/src/money/currency.rs", SERDE),
    ("crates/values/src/money/decimal.rs", SERDE),
    ("ledger/src/backup/reader.rs", ERROR),
    (
        "ledger/src/bank/matching/name.rs",
        "letters of other scripts",
    ),
    (
        "ledger/src/bank/matching/provider.rs",
        "names of payment providers",
    ),
    (
        "ledger/src/business.rs",
        "texts of older records, read as codes",
    ),
    ("ledger/src/change.rs", SERDE),
    ("ledger/src/demo.rs", DEMO),
    ("ledger/src/demo/bank.rs", DEMO),
    ("ledger/src/demo/happening.rs", DEMO),
    ("ledger/src/demo/master.rs", DEMO),
    (
        "ledger/src/import/csv/words.rs",
        "headings of other programs",
    ),
    (
        "ledger/src/invoice.rs",
        "texts of older records, read as codes",
    ),
    ("ledger/src/journal.rs", ERROR),
    (
        "ledger/src/look.rs",
        "bytes of formats and codes of countries",
    ),
    ("ledger/src/migrate.rs", ERROR),
    ("ledger/src/payment_code.rs", "codes of countries"),
    ("ledger/src/payment_code/swiss.rs", "the texts of an error"),
    (
        "ledger/src/records/file.rs",
        "the texts of serde's errors, read",
    ),
    ("ledger/src/records/object.rs", SERDE),
    ("ledger/src/tax.rs", "the texts of an error"),
    (
        "ledger/src/tax/preset.rs",
        "legal reasons as they are printed, with their sources",
    ),
    ("paper/src/locale.rs", "a form of the date"),
    ("paper/src/mail.rs", "headers of an e-mail"),
    ("paper/src/pdf/draw.rs", ERROR),
    ("paper/src/pdf/face.rs", "names of fonts"),
    ("src/app/keys.rs", "names of keys, and a selector"),
    ("src/app/shell.rs", "names of keys, and a selector"),
    ("src/app/stopped.rs", "for the console"),
    ("src/dispatch/backup.rs", ERROR),
    ("src/dispatch/backup/writing.rs", ERROR),
    ("src/dispatch/demo.rs", ERROR),
    ("src/dispatch/export.rs", ERROR),
    ("src/dispatch/idle.rs", ERROR),
    ("src/dispatch/restore.rs", ERROR),
    (
        "src/form/number.rs",
        "signs and words of currencies, as people type them",
    ),
    (
        "src/pages/kit.rs",
        "a page for those who work on the program",
    ),
    ("src/platform/device.rs", "media queries"),
    ("src/platform/early.rs", "a selector"),
    ("src/platform/files.rs", ERROR),
    ("src/text/country.rs", "a table of codes"),
    ("src/ui/bars.rs", "shapes"),
    ("src/ui/button.rs", "names of styles"),
    ("src/ui/field.rs", "names of styles"),
    ("src/ui/icon.rs", "shapes"),
    ("src/ui/notice.rs", "names of styles"),
    ("src/ui/paper.rs", "shapes"),
    ("src/ui/table.rs", "names of styles"),
];

const ERROR: &str = "texts of errors: a user sees them only under Details";
const SERDE: &str = "texts for serde and its errors: a user sees them only under Details";
const DEMO: &str = "the demo book: made-up names and texts";

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

/// What an error says of itself is for those who mend it: it reaches a page only as the text under
/// *Details* (`with_details`).
#[test]
fn an_errors_own_text_is_shown_only_under_details() {
    let mut faults = Vec::new();
    for module in sources("src").modules.values() {
        let part = module.path.first().map_or("", String::as_str);
        if ["app", "components", "pages", "text", "ui"].contains(&part) {
            let told = own_texts(&module.tokens);
            faults.extend(told.iter().map(|token| {
                module.tell(token.line, &format!("an error's own text: {}", token.text))
            }));
        }
    }
    none(faults);
}

#[test]
fn a_planted_text_of_an_error_is_found() {
    let found = |text: &str| own_texts(&tokens(text)).len();
    assert_eq!(
        found("Message::new(sentence(&problem.to_string()), then)"),
        1
    );
    assert_eq!(found("format!(\"not saved: {failure}\")"), 1);
    assert_eq!(
        found("Message::new(words::x(), then).with_details(failure)"),
        0
    );
    assert_eq!(found("words::line(&line.to_string())"), 0);
}

/// Where a name that stands for an error becomes a text.
fn own_texts(tokens: &[Token]) -> Vec<&Token> {
    const ERRORS: [&str; 6] = ["breach", "error", "failure", "fault", "problem", "why"];
    let found = tokens.iter().enumerate().filter(|(at, token)| {
        let next = |place: usize| {
            tokens
                .get(at + place)
                .map_or("", |token| token.text.as_str())
        };
        let is_error = ERRORS.contains(&token.text.as_str());
        let is_shown = next(1) == "." && next(2) == "to_string";
        let in_braces = ERRORS
            .iter()
            .any(|name| token.text.starts_with('"') && token.text.contains(&format!("{{{name}}}")));
        is_error && is_shown || in_braces
    });
    found.map(|(_, token)| token).collect()
}

/// A message that nothing says any more goes.
#[test]
fn every_message_is_said_somewhere() {
    let mut code = String::new();
    for folder in ["src", "paper/src", "tests", "crates/module/src"] {
        for file in super::source::files(&root().join(folder)) {
            code.push_str(&fs::read_to_string(file).unwrap_or_default());
        }
    }
    let mut idle = Vec::new();
    for (folder, prefix) in [("", ""), ("printed/", "printed")] {
        let english = root().join("crates/words/en").join(folder);
        let files = fs::read_dir(english)
            .expect("the catalogue is there")
            .flatten();
        for file in files
            .map(|entry| entry.path())
            .filter(|path| path.is_file())
        {
            let group = file
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .replace('-', "_");
            let text = fs::read_to_string(&file).unwrap_or_default();
            for line in text.lines() {
                let Some((name, _)) = line.split_once(" =") else {
                    continue;
                };
                if !name.starts_with(|sign: char| sign.is_ascii_lowercase()) {
                    continue;
                }
                let name = name.replace('-', "_");
                let is_said = code.contains(&format!("{group}::{name}("))
                    || code.contains(&format!("{group}::r#{name}("))
                    || code.contains(&format!("{group}::{name},"))
                    || code.contains(&format!("{group}::{name} as"))
                    || code.contains(&format!("{group}::{name})"))
                    || !prefix.is_empty()
                        && (code.contains(&format!("said::{name}("))
                            || code.contains(&format!("    {name},")));
                if !is_said {
                    idle.push(format!("{}: {name} is never said", file.display()));
                }
            }
        }
    }
    none(idle);
}
