//! What is sure is right: suggestions against a book of which is known what
//! each bank line pays.

mod truth;

use std::collections::BTreeMap;
use std::time::Instant;

use ledger::bank::matching::{Certainty, Index, Proposal, Suggestion};
use ledger::ids::{BankLineId, InvoiceId};
use truth::World;

#[derive(Default)]
struct Tally {
    lines: usize,
    sure: usize,
    wrong: usize,
    likely: usize,
    /// What is likely, or among the candidates, and right.
    shown: usize,
}

fn proposed(one: &Suggestion) -> Vec<InvoiceId> {
    let Some(Proposal::Receipts(receipts)) = &one.proposal else {
        return Vec::new();
    };
    let parts = receipts.iter().flat_map(|receipt| &receipt.parts);
    let mut ids: Vec<InvoiceId> = parts.map(|(id, _)| *id).collect();
    ids.sort_unstable();
    ids
}

fn tally(world: &World) -> (BTreeMap<&'static str, Tally>, Vec<String>) {
    let index = Index::of(&world.book);
    let ids: Vec<BankLineId> = world.truth.iter().map(|truth| truth.line).collect();
    let suggestions = index.suggest_all(&world.book, &ids);
    let mut tallies: BTreeMap<&'static str, Tally> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (truth, one) in world.truth.iter().zip(&suggestions) {
        let mut pays = truth.pays.clone();
        pays.sort_unstable();
        let tally = tallies.entry(truth.written).or_default();
        tally.lines += 1;
        let right = proposed(one) == pays;
        match one.certainty {
            Certainty::Sure => {
                tally.sure += 1;
                if !right {
                    tally.wrong += 1;
                    let line = world.book.bank_lines().get(truth.line);
                    wrong.push(format!(
                        "{}: {line:?}\n{one:?}\nreally {pays:?}",
                        truth.written
                    ));
                }
            }
            Certainty::Likely => tally.likely += usize::from(right && !pays.is_empty()),
            Certainty::Ask | Certainty::None => {}
        }
        let among = !pays.is_empty() && pays.iter().all(|id| one.candidates.contains(id));
        tally.shown +=
            usize::from(one.certainty != Certainty::Sure && (among || right && !pays.is_empty()));
    }
    (tallies, wrong)
}

#[test]
fn nothing_that_is_sure_is_wrong() {
    for (invoices, customers, lines) in
        [(2_000, 100, 600), (3_000, 2_000, 900), (10_000, 500, 2_000)]
    {
        let world = truth::world(invoices, customers, lines);
        let (tallies, wrong) = tally(&world);
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
#[ignore = "a figure, not a law"]
fn ten_thousand_lines_against_a_hundred_thousand_invoices() {
    for lines in [1_000, 10_000] {
        let world = truth::world(100_000, 5_000, lines);
        let begun = Instant::now();
        let index = Index::of(&world.book);
        let indexed = begun.elapsed();
        let ids: Vec<BankLineId> = world.truth.iter().map(|truth| truth.line).collect();
        let suggestions = index.suggest_all(&world.book, &ids);
        println!(
            "{lines} lines: index {indexed:?}, all {:?}",
            begun.elapsed()
        );
        assert_eq!(suggestions.len(), world.truth.len());
        let (tallies, wrong) = tally(&world);
        let (mut sure, mut pay, mut shown) = (0, 0, 0);
        for (written, tally) in &tallies {
            println!(
                "  {written}: {} lines, {} sure ({} wrong), {} shown",
                tally.lines, tally.sure, tally.wrong, tally.shown
            );
            if !matches!(*written, "no receipt" | "money out") {
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
