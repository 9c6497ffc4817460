//! Every number of a series, and what became of it.
//!
//! A series counts in runs, one where it never starts anew. A run goes from its
//! first number to its last without a hole: each is borne by a document or a
//! quote, or was left out for a reason that is recorded. Documents imported
//! with a number of the series are named where they stand, also below the
//! number that the series begins with here.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::book::Book;
use crate::business::{GapReason, Series, SeriesFor};
use crate::coded::Coded;
use crate::date::Date;
use crate::ids::{InvoiceId, QuoteId, SeriesId};
use crate::invoice::numbering::next_value;
use crate::invoice::numbering::{self, PatternProblem};

/// One number, or several in a row that nothing bears.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NumberRow {
    pub first: u32,
    /// The same where it is one number.
    pub last: u32,
    pub became: Became,
}

/// What became of a number.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// Issued, and perhaps void by now.
    Document(InvoiceId),
    /// Borne by a document that was brought from before these books.
    Imported(InvoiceId),
    Quote(QuoteId),
    /// Left out, for a reason; an import gives none.
    LeftOut(Coded<GapReason>),
    /// Nothing says what became of it: an error of the program.
    Unknown,
}

/// The runs of all series in which a number was given or left out: series in
/// order of creation, the newest run first.
pub fn runs(book: &Book) -> Vec<(SeriesId, u32)> {
    let mut all = Vec::new();
    for series in book.series().iter() {
        let given = book.highest_numbers().filter(|(id, ..)| *id == series.id);
        let mut runs: Vec<u32> = given.map(|(_, run, _)| run).collect();
        runs.extend(series.gaps.iter().map(|gap| gap.run));
        runs.extend(imported(book, series).into_keys().map(|(run, _)| run));
        runs.sort_unstable();
        runs.dedup();
        all.extend(runs.into_iter().rev().map(|run| (series.id, run)));
    }
    all
}

/// The numbers of a run in order.
///
/// # Properties
/// From the number that the run begins with here to its last one, each number
/// is in exactly one row. Before it are only imported documents.
pub fn rows(book: &Book, series: SeriesId, run: u32) -> Vec<NumberRow> {
    let Some(series) = book.series().get(series).cloned() else {
        return Vec::new();
    };
    let mut borne = imported(book, &series);
    borne.retain(|(known, _), _| *known == run);
    let mut borne: BTreeMap<u32, Became> = borne
        .into_iter()
        .map(|((_, value), id)| (value, Became::Imported(id)))
        .collect();
    for invoice in book.invoices().iter() {
        let counter = invoice.issue.as_ref().and_then(|issue| issue.counter);
        if let Some(counter) = counter.filter(|at| (at.series, at.run) == (series.id, run)) {
            borne.insert(counter.value, Became::Document(invoice.id));
        }
    }
    for quote in book.quotes().iter() {
        let counter = quote.issue.as_ref().map(|issue| issue.counter);
        if let Some(counter) = counter.filter(|at| (at.series, at.run) == (series.id, run)) {
            borne.insert(counter.value, Became::Quote(quote.id));
        }
    }
    let mut gaps: Vec<_> = series.gaps.iter().filter(|gap| gap.run == run).collect();
    gaps.sort_by_key(|gap| gap.first);
    let ours = borne
        .iter()
        .filter(|(_, became)| !matches!(became, Became::Imported(_)))
        .map(|(value, _)| *value);
    let gap_ends = gaps.iter().flat_map(|gap| [gap.first, gap.last]);
    let known = ours.chain(gap_ends);
    let (first, last) = known.fold((u32::MAX, 0), |(first, last), value| {
        (first.min(value), last.max(value))
    });
    let mut rows = Vec::new();
    let mut next = first;
    for (value, became) in borne {
        if value > first {
            left_out(&mut rows, &gaps, next, value - 1);
        }
        if value >= first {
            next = value.saturating_add(1);
        }
        rows.push(NumberRow {
            first: value,
            last: value,
            became,
        });
    }
    if first <= last && next <= last {
        left_out(&mut rows, &gaps, next, last);
    }
    rows
}

/// The numbers from `first` to `last`, which nothing bears.
fn left_out(rows: &mut Vec<NumberRow>, gaps: &[&crate::business::Gap], mut first: u32, last: u32) {
    while first <= last {
        let gap = gaps
            .iter()
            .find(|gap| gap.first <= first && first <= gap.last);
        let (end, became) = match gap {
            Some(gap) => (gap.last.min(last), Became::LeftOut(gap.reason.clone())),
            None => {
                let later = gaps
                    .iter()
                    .map(|gap| gap.first)
                    .filter(|start| *start > first);
                let end = later.min().map_or(last, |start| last.min(start - 1));
                (end, Became::Unknown)
            }
        };
        rows.push(NumberRow {
            first,
            last: end,
            became,
        });
        let Some(after) = end.checked_add(1) else {
            return;
        };
        first = after;
    }
}

/// Documents from before these books whose numbers are of the series.
fn imported(book: &Book, series: &Series) -> BTreeMap<(u32, u32), InvoiceId> {
    let brought = book.invoices().iter().filter(|invoice| {
        let is_credit = invoice.kind.is_credit();
        let fits = match series.counts {
            SeriesFor::Invoices => !is_credit,
            SeriesFor::CreditNotes => is_credit,
            SeriesFor::Quotes => false,
        };
        fits && invoice
            .issue
            .as_ref()
            .is_some_and(|issue| issue.counter.is_none())
    });
    let placed = brought.filter_map(|invoice| {
        let place = numbering::read(&series.pattern, invoice.number())?;
        Some((place, invoice.id))
    });
    placed.collect()
}

/// A number of a run as its pattern writes it; the bare number where the
/// pattern changed since and has other runs.
pub fn label(series: &Series, run: u32, value: u32) -> String {
    day_of(run)
        .filter(|day| numbering::run(&series.pattern, *day) == Ok(run))
        .and_then(|day| numbering::format(&series.pattern, day, value).ok())
        .unwrap_or_else(|| value.to_string())
}

/// A day of a run.
fn day_of(run: u32) -> Option<Date> {
    let (year, month) = match run {
        0 => (2000, 1),
        year if year < 10_000 => (year, 1),
        both => (both / 100, both % 100),
    };
    Date::new(i32::try_from(year).ok()?, month, 1).ok()
}

/// What a series gives next, on a day and on the first day of the next year.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NextNumbers {
    pub now: String,
    /// The same run goes on where the pattern does not name the year.
    pub next_year: String,
}

/// The numbers that a series gives next, as it stands or as it would be saved.
///
/// # Errors
/// [`PatternProblem`].
pub fn next(book: &Book, series: &Series, today: Date) -> Result<NextNumbers, PatternProblem> {
    let number = |day: Date, later: u32| {
        let value = next_value(book, series, numbering::run(&series.pattern, day)?);
        numbering::format(&series.pattern, day, value.saturating_add(later))
    };
    let new_year = Date::new(today.year() + 1, 1, 1).unwrap_or(today);
    let same_run =
        numbering::run(&series.pattern, today)? == numbering::run(&series.pattern, new_year)?;
    Ok(NextNumbers {
        now: number(today, 0)?,
        // The one of today is given by then, as far as can be known.
        next_year: number(new_year, u32::from(same_run))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::business::Gap;
    use crate::command::{Command, IssueInvoice};
    use crate::desk::{Desk, date};
    use crate::invoice::{Invoice, Line};
    use crate::money::Decimal;
    use crate::records::{DocumentKind, InvoiceRecord, RecordsFile};

    fn issue(desk: &mut Desk, day: &str) {
        let line = Line {
            description: "Work".into(),
            quantity: Decimal::ONE,
            unit_price: Decimal::HUNDRED,
            ..Line::default()
        };
        let document = Invoice {
            customer: desk.customer(),
            lines: vec![line],
            ..Invoice::default()
        };
        desk.done(Command::IssueInvoice(Box::new(IssueInvoice {
            draft: None,
            document,
            date: date(day),
            series: None,
            rate: None,
            settle_original: false,
        })));
    }

    fn import(desk: &mut Desk, numbers: &[&str]) {
        let record = |number: &&str| {
            let total = Decimal::HUNDRED;
            let (kind, customer) = (DocumentKind::Invoice, "Linden".to_owned());
            InvoiceRecord::opening(
                kind,
                (*number).to_owned(),
                customer,
                date("2026-01-05"),
                total,
            )
        };
        let mut file = RecordsFile::new();
        file.invoices = numbers.iter().map(record).collect();
        desk.done(Command::ImportRecords(Box::new(file)));
    }

    #[test]
    fn numbers_without_a_year_that_come_in_leave_no_hole_in_those_of_a_year() {
        let mut desk = Desk::at("2026-06-01");
        let id = desk.book.series().iter().next().expect("a series").id;
        let write = |desk: &mut Desk, pattern: &str| {
            let mut series = (**desk.book.series().get(id).expect("it")).clone();
            series.pattern = pattern.into();
            let opened = desk.book.version(id.into());
            desk.done(Command::SaveSeries {
                id: Some(id),
                series,
                opened,
            });
        };
        import(&mut desk, &["2026-0001"]);
        write(&mut desk, "{0000}");
        import(&mut desk, &["0002"]);
        write(&mut desk, "{YYYY}-{0000}");
        issue(&mut desk, "2026-02-01");
        let unknown = |row: &&NumberRow| row.became == Became::Unknown;
        let all = rows(&desk.book, id, 2026);
        assert_eq!(all.iter().find(unknown), None, "{all:?}");
    }

    #[test]
    fn given_void_skipped_and_imported_numbers_are_all_there_in_order() {
        let mut desk = Desk::at("2026-06-01");
        let series = desk.book.series().iter().next().expect("a series").id;
        import(&mut desk, &["2026-0001", "2026-0003", "2025-0009", "OLD-7"]);
        issue(&mut desk, "2026-02-01");
        issue(&mut desk, "2026-02-02");
        desk.done(Command::SkipNumbers {
            series,
            last: 9,
            date: date("2026-02-03"),
            reason: "written by hand".into(),
        });
        issue(&mut desk, "2026-02-04");
        let all = rows(&desk.book, series, 2026);
        let told: Vec<_> = all
            .iter()
            .map(|row| {
                let what = match &row.became {
                    Became::Document(_) => "issued",
                    Became::Imported(_) => "imported",
                    Became::Quote(_) => "quote",
                    Became::LeftOut(reason) if reason.is_empty() => "left out",
                    Became::LeftOut(reason) => reason.as_str(),
                    Became::Unknown => "unknown",
                };
                (row.first, row.last, what)
            })
            .collect();
        assert_eq!(
            told,
            [
                (1, 1, "imported"),
                (2, 2, "left out"),
                (3, 3, "imported"),
                (4, 4, "issued"),
                (5, 5, "issued"),
                (6, 9, "written by hand"),
                (10, 10, "issued"),
            ]
        );
        assert_eq!(runs(&desk.book), [(series, 2026), (series, 2025)]);
        let known = desk.book.series().get(series).expect("it").clone();
        assert_eq!(label(&known, 2026, 42), "2026-0042");
        assert_eq!(label(&known, 0, 42), "42");
        assert_eq!(rows(&desk.book, SeriesId::default(), 0), []);
    }

    #[test]
    fn the_next_number_and_the_first_of_the_next_year_are_known_beforehand() {
        let mut desk = Desk::at("2026-06-01");
        issue(&mut desk, "2026-02-01");
        let series = desk.book.series().iter().next().expect("a series").clone();
        let told = |edit: fn(&mut Series)| {
            let mut series = (*series).clone();
            edit(&mut series);
            next(&desk.book, &series, desk.today).map(|next| (next.now, next.next_year))
        };
        for (edit, now, next_year) in [
            ((|_| {}) as fn(&mut Series), "2026-0002", "2027-0001"),
            (|one| one.pattern = "R{0}".into(), "R1", "R2"),
            (|one| one.start = 7, "2026-0002", "2027-0007"),
            (
                |one| {
                    one.gaps = vec![Gap {
                        run: 2026,
                        first: 2,
                        last: 4,
                        reason: Coded::default(),
                    }];
                },
                "2026-0005",
                "2027-0001",
            ),
            (
                |one| one.pattern = "{YY}{MM}-{00}".into(),
                "2606-01",
                "2701-01",
            ),
        ] {
            assert_eq!(told(edit), Ok((now.to_owned(), next_year.to_owned())));
        }
        assert_eq!(
            told(|one| one.pattern = "nothing".into()),
            Err(PatternProblem::NoCounter)
        );
    }
}
