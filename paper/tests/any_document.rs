//! Whatever the ledger issues can be printed.

// The ledger's own strategies; not all of them are used here.
#[allow(dead_code)]
#[path = "../../ledger/tests/laws/script.rs"]
mod script;
#[allow(dead_code)]
#[path = "../../ledger/tests/laws/world.rs"]
mod world;

use ledger::invoice::Totals;
use ledger::money::Decimal;
use paper::{NoPaper, Paper};
use proptest::prelude::*;
use proptest::test_runner::Config;

proptest! {
    #![proptest_config(Config::with_cases(48))]

    #[test]
    fn is_printed(script in script::script(24)) {
        let world = world::World::after(&script);
        let book = &world.book;
        for quote in book.quotes().iter() {
            let paper = Paper::of_quote(book, quote, world.today);
            if let Ok(paper) = paper {
                prop_assert!(paper.pdf().is_ok());
            } else {
                prop_assert!(quote.is_draft());
            }
        }
        for invoice in book.invoices().iter() {
            let paper = match &invoice.issue {
                Some(_) => Paper::of(book, invoice),
                None => {
                    let Ok(totals) = Totals::of(invoice, &[], Decimal::ZERO) else { continue };
                    Paper::of_draft(book, invoice, &totals, world.today)
                }
            };
            if invoice.kind.is_opening() {
                prop_assert_eq!(paper, Err(NoPaper::Opening));
                continue;
            }
            let paper = paper.expect("a paper");
            // Every line is there with its amount, and what is to pay is the ledger's.
            prop_assert_eq!(paper.table.rows.len(), invoice.lines.len());
            if let Some(issue) = &invoice.issue {
                let shown = &paper.totals.last().expect("a total").value;
                let payable = paper.locale.money(issue.totals.payable.abs(), invoice.currency);
                prop_assert_eq!(shown, &payable);
            }
            let pdf = paper.pdf().expect("a PDF");
            prop_assert!(pdf.pages > 0 && pdf.bytes.starts_with(b"%PDF-1."));
        }
    }
}
