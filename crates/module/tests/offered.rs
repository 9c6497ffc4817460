//! What the ledger answers and the package does not: each question is offered,
//! or stands here. A new one has to be decided upon.

#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Where the ledger's questions and proposals are.
const PLACES: [&str; 13] = [
    "bank/intake.rs",
    "bank/matching",
    "bank/standing.rs",
    "bank/whose.rs",
    "invoice/numbering.rs",
    "invoice/review.rs",
    "invoice/totals.rs",
    "late",
    "open_items.rs",
    "payment_code",
    "report",
    "tax",
    "terms",
];

/// Not offered yet. A command asks most of these by itself, so that nobody
/// else has to; whoever needs one offers it and takes it off this list.
const NOT_OFFERED: [&str; 87] = [
    "bank::intake::of_file",
    "bank::intake::plan",
    "bank::intake::same",
    "bank::matching::outgoing::returnable",
    "bank::matching::sure::posted_unasked",
    "bank::matching::sure::settles",
    "bank::matching::sure::unposted",
    "bank::standing::closing",
    "bank::standing::missing",
    "bank::standing::of_account",
    "bank::standing::of_statement",
    "bank::whose::by_account",
    "invoice::numbering::check",
    "invoice::numbering::format",
    "invoice::numbering::read",
    "invoice::numbering::run",
    "invoice::review::out_of_order",
    "invoice::review::review",
    "invoice::totals::line_adjustment",
    "invoice::totals::line_amount",
    "invoice::totals::retained_amount",
    "invoice::totals::shares",
    "late::claim::interest_by_law",
    "late::days::euro_bank_holidays",
    "late::days::is_working_day",
    "late::days::last_day_in_time",
    "late::days::late_from",
    "late::days::national_holidays",
    "late::days::plus_working_days",
    "late::days::shift_by_law",
    "late::days::working_day_from",
    "late::fixed_sum::by_law",
    "late::fixed_sum::claimable_from",
    "late::interest::accrue",
    "late::ladder::next",
    "late::limitation::may_lapse",
    "late::limitation::period",
    "late::plan::check",
    "late::plan::make",
    "late::plan::standing",
    "late::promise::standing",
    "late::rates::statute",
    "late::rates::statutory_rate",
    "late::rates::with_entered",
    "late::settlement::order_by_law",
    "late::settlement::run",
    "late::settlement::settle",
    "late::start::start",
    "late::waiver::standing",
    "open_items::customer_of",
    "open_items::deductible",
    "open_items::left_of",
    "open_items::open_credits",
    "open_items::open_items",
    "open_items::settled_in_order",
    "open_items::settlement_order",
    "open_items::why_not_open",
    "payment_code::link::check",
    "payment_code::link::of",
    "report::dso::figures_of_all",
    "report::exchange::differences",
    "report::exposure::exposure",
    "report::late::late",
    "report::numbers::label",
    "report::numbers::next",
    "report::numbers::rows",
    "report::numbers::runs",
    "report::occurrences::due",
    "report::occurrences::next",
    "report::plan_aging::plan_aging",
    "report::statement::activity",
    "report::statement::open_items",
    "report::timeline::about",
    "report::timeline::amount_of",
    "report::timeline::place_of",
    "report::unasked::made_unasked",
    "report::unbilled::unbilled",
    "report::worklist::known_up_to",
    "report::worklist::letters_to",
    "report::worklist::policy",
    "report::worklist::promise_row",
    "tax::preset::countries",
    "tax::preset::of",
    "tax::preset::reason_in",
    "terms::early::annual_cost",
    "terms::early::skonto_is_valid",
    "terms::late::interest",
];

#[test]
fn every_question_of_the_ledger_is_offered_or_known_not_to_be() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ledger = root.join("../../ledger/src");
    let mut questions = BTreeSet::new();
    for place in PLACES {
        for file in sources(&ledger.join(place)) {
            let text = fs::read_to_string(&file).expect("a source");
            let module = file
                .strip_prefix(&ledger)
                .expect("below it")
                .with_extension("");
            let module = module.to_string_lossy().replace('/', "::");
            for line in text.lines() {
                let Some(rest) = line.strip_prefix("pub fn ") else {
                    continue;
                };
                let name = rest.split(['(', '<']).next().unwrap_or_default();
                questions.insert(format!("{module}::{name}"));
            }
        }
    }
    assert!(questions.len() > 40, "{questions:?}");
    let offered: String = sources(&root.join("src"))
        .iter()
        .map(|file| fs::read_to_string(file).expect("a source"))
        .collect();
    let is_offered = |question: &String| {
        let mut path = question.rsplit("::");
        let (name, module) = (
            path.next().unwrap_or_default(),
            path.next().unwrap_or_default(),
        );
        offered.contains(&format!("{module}::{name}("))
            || (name.len() > 6 && offered.contains(&format!("{name}(")))
    };
    let not: BTreeSet<&str> = questions
        .iter()
        .filter(|question| !is_offered(question))
        .map(String::as_str)
        .collect();
    let known: BTreeSet<&str> = NOT_OFFERED.into_iter().collect();
    let new: Vec<_> = not.difference(&known).collect();
    assert!(
        new.is_empty(),
        "offer these, or say that they are not offered: {new:#?}"
    );
    let gone: Vec<_> = known.difference(&not).collect();
    assert!(
        gone.is_empty(),
        "these are offered by now, or gone: {gone:#?}"
    );
}

fn sources(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let mut all: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(path).expect("a folder") {
        let path = entry.expect("an entry").path();
        let is_test = path.file_stem().is_some_and(|name| name == "tests");
        let is_source = path.is_dir() || path.extension().is_some_and(|end| end == "rs");
        if is_source && !is_test {
            all.extend(sources(&path));
        }
    }
    // A folder's own file stands beside it.
    let own = path.with_extension("rs");
    if own.is_file() {
        all.push(own);
    }
    all.sort();
    all.dedup();
    all
}
