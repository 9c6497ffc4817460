//! What is sure is right: suggestions against a book of which is known what
//! each bank line pays.

mod found;
mod planted;
mod truth;

use std::collections::BTreeMap;

use ledger::bank::matching::{Certainty, Index, Proposal, Suggestion, Words};
use ledger::check;
use ledger::command::{Command, Context, MatchLine, execute};
use ledger::date::Date;
use ledger::ids::{BankLineId, Chain, InvoiceId};
use ledger::money::Money;
use planted::Right;
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

/// What a suggestion would do, in the words of the planted lines.
fn does(one: &Suggestion) -> Option<Right> {
    let Some(Proposal::Receipts(receipts)) = &one.proposal else {
        return None;
    };
    let mut right = Right::default();
    for receipt in receipts {
        right.fee += receipt.fee.map_or(0, Money::minor);
        right.discounts.extend(&receipt.discounts);
        for (id, part) in &receipt.parts {
            right.parts.insert(*id, part.minor());
        }
        for (source, id, part) in &receipt.credits {
            right.less.insert((*source, *id), part.minor());
        }
    }
    Some(right)
}

/// Clicks until nothing waits: all that is sure at once; what is likely as a
/// list, of which the wrong ones are taken out; each other line by itself, of
/// which the right invoices are picked; and the money out as a list.
fn clicks(world: &planted::World, suggestions: &[Suggestion]) -> usize {
    const ALL_SURE: usize = 1;
    // The group, all of them, and confirmed.
    const LIKELY: usize = 3;
    // Shown, the group, all of them, ignored, and that once more.
    const MONEY_OUT: usize = 5;
    let mut count = ALL_SURE + LIKELY + MONEY_OUT;
    for (planted, one) in world.planted.iter().zip(suggestions) {
        if one.certainty == Certainty::Sure {
            continue;
        }
        let proposed = does(one);
        if one.certainty == Certainty::Likely && proposed.as_ref() == Some(&planted.right) {
            continue;
        }
        // Taken out of the list.
        count += usize::from(one.certainty == Certainty::Likely);
        // What is proposed and wrong is taken back, what is right is picked.
        let wrong = proposed.as_ref().map_or(0, |known| {
            let parts = known.parts.keys();
            parts
                .filter(|id| !planted.right.parts.contains_key(id))
                .count()
        });
        let missing = planted.right.parts.keys().filter(|id| {
            let is_there = |known: &Right| known.parts.contains_key(id);
            !proposed.as_ref().is_some_and(is_there)
        });
        let missing: Vec<_> = missing.collect();
        let searched = missing.iter().filter(|id| !one.candidates.contains(id));
        count += wrong + missing.len() + searched.count() + 1;
    }
    count
}

#[test]
fn nothing_that_contradicts_itself_is_sure() {
    for seed in [0x0dd_ba11, 0x5eed_0002, 0x1234_5678_9abc] {
        let world = planted::world(seed);
        let ids: Vec<BankLineId> = world.planted.iter().map(|one| one.line).collect();
        let mut all = ids.clone();
        all.extend(&world.out);
        assert_eq!(all.len(), 300);
        assert_eq!(planted::open_invoices(&world.book), 2_000);
        let suggestions = Index::of(&world.book).suggest_all(&world.book, &all);
        let mut kinds: BTreeMap<(bool, &str), [usize; 3]> = BTreeMap::new();
        let mut wrong: Vec<String> = Vec::new();
        let mut not_sure: Vec<String> = Vec::new();
        for (planted, one) in world.planted.iter().zip(&suggestions) {
            let line = world.book.bank_lines().get(planted.line);
            let told = format!("{}: {line:?}\n{one:?}\n{:?}", planted.kind, planted.right);
            let is_sure = one.certainty == Certainty::Sure;
            let is_right = does(one).as_ref() == Some(&planted.right);
            let kind = kinds.entry((!planted.is_clean, planted.kind)).or_default();
            kind[0] += 1;
            kind[1] += usize::from(is_sure);
            kind[2] += usize::from(is_right);
            let proposes =
                |id: &InvoiceId| does(one).is_some_and(|known| known.parts.contains_key(id));
            if is_sure && !(planted.is_clean && is_right) || planted.never.iter().any(proposes) {
                wrong.push(told);
            } else if planted.is_clean && !is_sure {
                not_sure.push(told);
            }
        }
        for ((_, kind), [lines, sure, right]) in &kinds {
            println!("  {kind}: {lines} lines, {sure} sure, {right} proposed as it is");
        }
        let clean = world.planted.iter().filter(|one| one.is_clean).count();
        let clicks = clicks(&world, &suggestions);
        println!(
            "{} lines, {clean} without a contradiction, {} of them sure, {} wrong, {clicks} clicks",
            all.len(),
            clean - not_sure.len(),
            wrong.len()
        );
        assert!(wrong.is_empty(), "sure and wrong: {}", wrong.join("\n\n"));
        assert!(
            not_sure.len() * 20 <= clean,
            "not sure: {}",
            not_sure.join("\n\n")
        );
        assert!(clicks <= 60, "{clicks} clicks");
        what_is_sure_is_confirmed_at_once(&world, &all, &suggestions);
    }
}

/// All that is sure is confirmed in one action: each line is known then, and
/// each invoice is less by what its line pays.
fn what_is_sure_is_confirmed_at_once(
    world: &planted::World,
    ids: &[BankLineId],
    suggestions: &[Suggestion],
) {
    let book = &world.book;
    let context = Context {
        today: Date::new(2026, 6, 1).expect("a day"),
        chain: Chain(7),
        override_closed: None,
    };
    let words = Words::default();
    let sure: Vec<MatchLine> = ids
        .iter()
        .zip(suggestions)
        .filter_map(|(id, one)| one.close(book, *id, words))
        .collect();
    let count = suggestions
        .iter()
        .filter(|one| one.certainty == Certainty::Sure);
    assert_eq!(sure.len(), count.count(), "what is sure closes its line");
    let set = execute(book, &Command::MatchLines(sure.clone()), &context).expect("confirmed");
    let mut after = book.clone();
    for change in &set.changes {
        after.apply(2, change).expect("a change that fits");
    }
    assert_eq!(check::commit(book, &after, &set.changes), []);
    for line in &sure {
        let row = after.line_figures(line.line).expect("a line");
        assert!(!row.is_open(), "{:?} is closed", line.line);
    }
    for planted in &world.planted {
        if !sure.iter().any(|line| line.line == planted.line) {
            continue;
        }
        for (id, part) in &planted.right.parts {
            let asked = after.figures(*id).expect("a row");
            let less: i64 = planted
                .right
                .less
                .iter()
                .filter(|(of, _)| of.1 == *id)
                .map(|(_, part)| part)
                .sum();
            let settled = asked.asked - asked.open_at(i32::MAX - 1);
            let discount = planted.right.discounts.contains(id);
            assert!(
                settled == part + less || (discount && settled == asked.asked),
                "{}: {settled}, not {part} and {less}",
                planted.kind
            );
        }
    }
}
