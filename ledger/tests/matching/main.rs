//! What is sure is right: suggestions against a book of which is known what
//! each bank line pays.

mod truth;

use ledger::bank::matching::Index;
use ledger::ids::BankLineId;
use truth::tally;

#[test]
fn nothing_that_is_sure_is_wrong() {
    for (invoices, customers, lines) in
        [(2_000, 100, 600), (3_000, 2_000, 900), (10_000, 500, 2_000)]
    {
        let world = truth::world(invoices, customers, lines);
        let ids: Vec<BankLineId> = world.truth.iter().map(|truth| truth.line).collect();
        let suggestions = Index::of(&world.book).suggest_all(&world.book, &ids);
        let (tallies, wrong) = tally(&world, &suggestions);
        for (written, tally) in &tallies {
            println!(
                "{written}: {} lines, {} sure ({} wrong), {} likely and right, {} shown",
                tally.lines, tally.sure, tally.wrong, tally.likely, tally.shown
            );
        }
        assert!(
            wrong.is_empty(),
            "{} wrong: {}",
            wrong.len(),
            wrong.join("\n\n")
        );
        let named = &tallies["number, amount, name"];
        assert_eq!(named.sure, named.lines, "a number and its amount are sure");
    }
}

/// `cargo test -p ledger --release --test matching -- --ignored --nocapture`
#[test]
#[ignore = "figures, not a law; the times are those of `cargo xtask bench --matching`"]
fn ten_thousand_lines_against_a_hundred_thousand_invoices() {
    for lines in [1_000, 10_000] {
        let world = truth::world(100_000, 5_000, lines);
        let index = Index::of(&world.book);
        let ids: Vec<BankLineId> = world.truth.iter().map(|truth| truth.line).collect();
        let suggestions = index.suggest_all(&world.book, &ids);
        println!("{lines} lines");
        assert_eq!(suggestions.len(), world.truth.len());
        let (tallies, wrong) = tally(&world, &suggestions);
        let (mut sure, mut pay, mut shown) = (0, 0, 0);
        for (written, tally) in &tallies {
            println!(
                "  {written}: {} lines, {} sure ({} wrong), {} shown",
                tally.lines, tally.sure, tally.wrong, tally.shown
            );
            if truth::pays(written) {
                (sure, pay, shown) = (sure + tally.sure, pay + tally.lines, shown + tally.shown);
            }
        }
        println!(
            "  sure: {sure} of {pay}, shown beside: {shown}, wrong: {}",
            wrong.len()
        );
        for one in wrong.iter().take(6) {
            println!("{one}\n");
        }
    }
}
