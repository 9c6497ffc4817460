//! A long history as a backup file, made natively: some faults only show in a book with a
//! snapshot, and that takes hundreds of entries.

use ledger::backup::{BackupWriter, Header};
use ledger::book::Book;
use ledger::business::{Business, Series, SeriesFor};
use ledger::command::{Command, Context, IssueInvoice, execute};
use ledger::customer::{Customer, Details};
use ledger::date::{Date, Timestamp};
use ledger::ids::{Chain, CustomerId, RawId, Version};
use ledger::invoice::{Invoice, Line};
use ledger::journal::{self, BookId, Writer};
use ledger::money::Decimal;
use std::fs;
use std::path::Path;
use xtask::step::{Failure, Outcome};

const CHAIN: Chain = Chain(0x0e2e);

/// The year in which all invoices are issued.
const YEAR: i32 = 2025;

/// A book as its backup and as the lines of its journal.
pub struct Long {
    pub lines: Vec<String>,
    /// The number of the last invoice.
    pub last: String,
}

/// Writes the backup of a book of so many entries: a business, two series, a customer called Long
/// Customer, and from then on an invoice of 10.00 each.
pub fn write(file: &Path, entries: u32) -> Outcome<Long> {
    let id = BookId("0e2e0e2e0e2e0e2e0e2e0e2e0e2e0e2e".to_owned());
    let writer = Writer {
        book: id.clone(),
        chain: CHAIN,
        device: "e2e".to_owned(),
        actor: "Long Book".to_owned(),
        at: Timestamp(1_750_000_000_000),
    };
    let mut book = Book::empty(id.clone());
    let mut lines = Vec::new();
    let mut invoices = 0;
    while book.head().seq < entries {
        let command = match book.head().seq {
            0 => business(),
            1 => series(SeriesFor::Invoices, "{YYYY}-{0000}"),
            2 => series(SeriesFor::CreditNotes, "CN-{YYYY}-{000}"),
            3 => customer(),
            _ => {
                invoices += 1;
                invoice(invoices)?
            }
        };
        let context = Context {
            today: date(12, 31)?,
            chain: CHAIN,
            override_closed: None,
        };
        let set = execute(&book, &command, &context).map_err(failed)?;
        let salt = || [book.head().seq.to_le_bytes()[0]; 16];
        let written = journal::write(book.head(), &writer, set.command, &set.changes, salt);
        for entry in written.map_err(failed)? {
            book.apply_commit(&set.changes, entry.head, writer.at)
                .map_err(failed)?;
            lines.push(entry.bytes);
        }
    }
    let header = Header {
        book: id,
        written: writer.at,
        app: "e2e".to_owned(),
        entries: book.head().seq,
        blobs: 0,
        head: *book.head(),
        totals: Default::default(),
    };
    let mut writer = BackupWriter::new(header).map_err(failed)?;
    let mut bytes = Vec::new();
    for line in &lines {
        writer.entry(line).map_err(failed)?;
        while let Some(piece) = writer.piece() {
            bytes.extend(piece);
        }
    }
    bytes.extend(writer.finish().map_err(failed)?);
    fs::write(file, bytes)?;
    let lines: Result<Vec<String>, _> = lines.into_iter().map(String::from_utf8).collect();
    Ok(Long {
        lines: lines.map_err(failed)?,
        last: format!("{YEAR}-{invoices:04}"),
    })
}

fn business() -> Command {
    Command::SaveBusiness {
        business: Business {
            details: details("Long Book"),
            ..Business::default()
        },
        opened: Version::NONE,
    }
}

fn series(counts: SeriesFor, pattern: &str) -> Command {
    Command::SaveSeries {
        id: None,
        series: Series {
            counts,
            pattern: pattern.to_owned(),
            start: 1,
            ..Series::default()
        },
        opened: Version::NONE,
    }
}

fn customer() -> Command {
    Command::SaveCustomer {
        id: None,
        customer: Customer {
            details: details("Long Customer"),
            ..Customer::default()
        },
        opened: Version::NONE,
    }
}

fn invoice(count: u32) -> Outcome<Command> {
    let customer = CustomerId(RawId { chain: CHAIN, n: 1 });
    let line = Line {
        description: format!("Work {count}"),
        quantity: Decimal::ONE,
        unit_price: Decimal::new(1_000, 2).map_err(failed)?,
        ..Line::default()
    };
    Ok(Command::IssueInvoice(Box::new(IssueInvoice {
        draft: None,
        document: Invoice {
            customer,
            lines: vec![line],
            ..Invoice::default()
        },
        date: date(1 + count / 28 % 12, 1 + count % 28)?,
        series: None,
        rate: None,
        settle_original: false,
    })))
}

fn details(name: &str) -> Details {
    Details {
        name: name.to_owned(),
        ..Details::default()
    }
}

fn date(month: u32, day: u32) -> Outcome<Date> {
    Date::new(YEAR, month, day).map_err(failed)
}

fn failed(problem: impl std::fmt::Display) -> Failure {
    Failure::new(problem.to_string())
}
