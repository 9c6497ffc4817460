//! The records of a file as they are planned, one after the other, each against what is there already.

use std::collections::{BTreeMap, BTreeSet};

use super::names::Customers;
use crate::book::Book;
use crate::business::Gap;
use crate::change::{Change, ChangeSet, Record};
use crate::coded::Coded;
use crate::command::{CommandName, Context, Work};
use crate::date::Date;
use crate::ids::{CustomerId, InvoiceId, ItemId, PartyId, Seq, WriteOffId};
use crate::invoice::numbering;
use crate::item::Item;
use crate::money::{Currency, Decimal, Money};
use crate::payment::Source;
use crate::problem::{
    At, FieldName, ImportFault, ImportProblem, LONG_MAX, PROBLEMS_MAX, Problem, Refusal, SHORT_MAX,
    What, above_zero,
};
use crate::records::{RecordsFile, TaxRecord};
use crate::slices::Steps;
use crate::tax::Tax;

/// Something that settles a document or uses up a source, and where it stands
/// in the file.
pub(super) struct Settled<'a> {
    pub(super) record: (FieldName, usize, &'a str),
    pub(super) at: At,
    pub(super) invoice: Option<InvoiceId>,
    pub(super) source: Option<Source>,
    pub(super) date: Date,
    pub(super) amount: Money,
}

/// A write-off of the file, and whether a later one takes it back.
pub(super) struct WrittenOff {
    pub(super) id: WriteOffId,
    pub(super) date: Date,
    pub(super) amount: Decimal,
    pub(super) reversed: bool,
}

/// An import at work.
pub(super) struct Plan<'a> {
    pub(super) book: &'a Book,
    pub(super) context: &'a Context,
    pub(super) steps: &'a Steps,
    pub(super) work: Work<'a>,
    /// The book with all that was planned so far.
    pub(super) after: Book,
    pub(super) seq: Seq,
    /// The last closed day, looked up once.
    pub(super) closed: Option<Date>,
    /// The first day in the closed period that something is dated on.
    pub(super) overridden: Option<Date>,
    pub(super) currency: Option<Currency>,
    pub(super) customers: Customers,
    /// The file's documents by number; `None` for one that has a problem, so
    /// that those that name it have none.
    pub(super) documents: BTreeMap<&'a str, Option<InvoiceId>>,
    /// The catalogue, by number.
    pub(super) items: BTreeMap<&'a str, ItemId>,
    pub(super) parties: BTreeMap<CustomerId, PartyId>,
    pub(super) seller: Option<PartyId>,
    /// Gross, in minor units.
    pub(super) credited: BTreeMap<InvoiceId, i64>,
    pub(super) deducted: BTreeMap<InvoiceId, &'a str>,
    pub(super) settled: Vec<Settled<'a>>,
    pub(super) written_off: BTreeMap<InvoiceId, Vec<WrittenOff>>,
    /// The record looked at.
    pub(super) record: (FieldName, usize, &'a str),
    pub(super) problems: Vec<Problem>,
}

impl<'a> Plan<'a> {
    pub(super) fn new(
        book: &'a Book,
        file: &RecordsFile,
        context: &'a Context,
        steps: &'a Steps,
    ) -> Plan<'a> {
        Plan {
            book,
            context,
            steps,
            work: Work::new(book, context),
            after: book.clone(),
            seq: book.head().seq.saturating_add(1),
            closed: book.closed_until(),
            overridden: None,
            currency: file.currency,
            customers: Customers::of(book),
            documents: BTreeMap::new(),
            items: book
                .items()
                .iter()
                .filter(|item| !item.number.is_empty())
                .map(|item| (item.number.as_str(), item.id))
                .collect(),
            parties: BTreeMap::new(),
            seller: None,
            credited: BTreeMap::new(),
            deducted: BTreeMap::new(),
            settled: Vec::new(),
            written_off: BTreeMap::new(),
            record: (FieldName::Records, 0, ""),
            problems: Vec::new(),
        }
    }

    pub(super) fn finish(mut self) -> Result<ChangeSet, Vec<Problem>> {
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        if let Some(first) = self.overridden {
            // One reason for the whole import, on its earliest closed day.
            self.work.open_period(FieldName::Date, first);
        }
        self.work
            .finish(CommandName::ImportRecords)
            .map_err(|refusal| match refusal {
                Refusal::Problems(problems) => problems,
                // Only commands that save what a form showed are refused so.
                Refusal::Changed { now, .. } => vec![Problem {
                    at: FieldName::Records.into(),
                    what: What::ChangedSince(now),
                }],
            })
    }

    pub(super) fn is_full(&self) -> bool {
        self.problems.len() > PROBLEMS_MAX
    }

    pub(super) fn problem(&mut self, at: impl Into<At>, fault: impl Into<ImportFault>) {
        self.problem_of(Some(at.into()), fault.into());
    }

    /// Without a place: a problem of the record as a whole.
    fn problem_of(&mut self, at: Option<At>, fault: ImportFault) {
        let (array, index, record) = self.record;
        let fault = match self.problems.len() {
            0..PROBLEMS_MAX => fault,
            PROBLEMS_MAX => ImportFault::MoreProblems,
            _ => return,
        };
        self.problems.push(Problem {
            at: At::from((array, index)),
            what: What::Import(ImportProblem {
                record: record.to_owned(),
                at,
                fault,
            }),
        });
    }

    /// The value, or the problem noted.
    pub(super) fn noted<T, E: Into<ImportFault>>(
        &mut self,
        at: impl Into<At>,
        result: Result<T, E>,
    ) -> Option<T> {
        result.map_err(|error| self.problem(at, error)).ok()
    }

    pub(super) fn put(&mut self, record: impl Into<Record>) {
        let record = record.into();
        let change = Change::Put(record.clone());
        if self.after.apply(self.seq, &change).is_err() {
            self.problem_of(None, ImportFault::Misfit);
        }
        self.work.put(record);
    }

    /// Notes a problem where the day is closed and no reason was given.
    pub(super) fn open_period(&mut self, at: impl Into<At>, date: Date) {
        let Some(until) = self.closed.filter(|until| date <= *until) else {
            return;
        };
        let reason = self.context.override_closed.as_deref().unwrap_or_default();
        if reason.trim().is_empty() {
            self.problem(at, What::Closed(until));
        } else {
            self.overridden = Some(self.overridden.map_or(date, |first| first.min(date)));
        }
    }

    pub(super) fn texts(&mut self, max: usize, texts: &[(FieldName, &str)]) {
        for (at, text) in texts {
            if text.chars().nth(max).is_some() {
                self.problem(*at, What::TooLong(max));
            }
        }
    }

    pub(super) fn short(&mut self, texts: &[(FieldName, &str)]) {
        self.texts(SHORT_MAX, texts);
    }

    pub(super) fn long(&mut self, texts: &[(FieldName, &str)]) {
        self.texts(LONG_MAX, texts);
    }

    pub(super) fn required(&mut self, at: FieldName, text: &str) {
        if text.trim().is_empty() {
            self.problem(at, What::Missing);
        }
        self.short(&[(at, text)]);
    }

    /// The currency that a record states, or else its customer, the file, the
    /// books.
    pub(super) fn currency(
        &mut self,
        stated: Option<Currency>,
        customer: CustomerId,
    ) -> Option<Currency> {
        let found = stated
            .or_else(|| self.after.customers().get(customer)?.currency)
            .or(self.currency)
            .or_else(|| self.book.business().map(|business| business.currency));
        if found.is_none() {
            self.problem(FieldName::Currency, What::Missing);
        }
        found
    }

    /// An amount above zero.
    pub(super) fn money(
        &mut self,
        at: impl Into<At>,
        amount: Decimal,
        currency: Currency,
    ) -> Option<Money> {
        self.noted(at, above_zero(amount, currency))
    }

    pub(super) async fn items(&mut self, file: &'a RecordsFile) {
        let mut numbers = BTreeSet::new();
        for (index, record) in file.items.iter().enumerate() {
            self.steps.step().await;
            if self.is_full() {
                return;
            }
            self.record = (FieldName::Items, index, &record.number);
            let number = record.number.trim();
            if !number.is_empty() && !numbers.insert(number) {
                self.problem(FieldName::Number, ImportFault::Twice);
                continue;
            }
            if self.items.contains_key(number) {
                continue;
            }
            if record.description.trim().is_empty() {
                self.problem(FieldName::Description, What::Missing);
            }
            self.short(&[
                (FieldName::Number, &record.number),
                (FieldName::Unit, &record.unit),
            ]);
            self.long(&[(FieldName::Description, &record.description)]);
            let currency = record.currency.or(self.currency).or_else(|| {
                let business = self.book.business()?;
                Some(business.currency)
            });
            let Some(currency) = currency else {
                self.problem(FieldName::Currency, What::Missing);
                continue;
            };
            let id = self.work.mint(self.book.items());
            if !number.is_empty() {
                self.items.insert(number, id);
            }
            self.put(Item {
                id,
                number: number.to_owned(),
                description: record.description.trim().to_owned(),
                unit: record.unit.trim().to_owned(),
                unit_price: record.unit_price,
                currency,
                taxes: record.taxes.iter().map(tax).collect(),
                archived: record.archived,
            });
        }
    }

    /// Each series goes on after the highest number imported.
    pub(super) fn series(&mut self, file: &RecordsFile) {
        let series: Vec<_> = self.book.series().iter().cloned().collect();
        for known in series {
            let highest = highest(&known.pattern, known.counts, file);
            let mut raised = (*known).clone();
            for (run, highest) in highest {
                let next = numbering::next_value(self.book, &raised, run);
                if highest < next {
                    continue;
                }
                if run == 0 && raised.gaps.is_empty() && next == raised.start.max(1) {
                    raised.start = highest.saturating_add(1);
                } else {
                    // The start is that of every run; this is of one only,
                    // or comes after numbers that the series gave, or would
                    // leave a hole after a gap in another run.
                    raised.gaps.push(Gap {
                        run,
                        first: next,
                        last: highest,
                        reason: Coded::default(),
                    });
                }
            }
            if raised != *known {
                self.put(raised);
            }
        }
    }
}

/// The highest number of each run that the file's documents have in a series.
fn highest(
    pattern: &str,
    counts: crate::business::SeriesFor,
    file: &RecordsFile,
) -> BTreeMap<u32, u32> {
    use crate::business::SeriesFor;
    use crate::records::DocumentKind;
    let mut highest: BTreeMap<u32, u32> = BTreeMap::new();
    for record in &file.invoices {
        let counted = match record.kind {
            DocumentKind::CreditNote => SeriesFor::CreditNotes,
            DocumentKind::Invoice | DocumentKind::Deposit => SeriesFor::Invoices,
        };
        if counted == counts
            && let Some((run, value)) = numbering::read(pattern, record.number.trim())
        {
            let known = highest.entry(run).or_default();
            *known = value.max(*known);
        }
    }
    highest
}

pub(super) fn tax(record: &TaxRecord) -> Tax {
    Tax {
        name: record.name.trim().to_owned(),
        category: record.category,
        percent: record.percent,
        compound: record.compound,
        exemption_code: record.exemption_code.trim().to_owned(),
        exemption_reason: record.exemption_reason.trim().to_owned(),
    }
}
