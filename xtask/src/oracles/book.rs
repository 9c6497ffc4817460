//! A book of the records of a case, brought in as any records file is.

use super::case::Refused;
use ledger::book::Book;
use ledger::command::{Command, Context, execute};
use ledger::date::Date;
use ledger::ids::Chain;
use ledger::records::RecordsFile;

pub fn of(records: RecordsFile, today: Date) -> Result<Book, Refused> {
    let mut book = Book::default();
    let context = Context {
        today,
        chain: Chain(1),
        override_closed: None,
    };
    let changes = execute(&book, &Command::ImportRecords(Box::new(records)), &context)?;
    for change in &changes.changes {
        book.apply(1, change)?;
    }
    let findings = ledger::check::whole(&book);
    match findings.first() {
        None => Ok(book),
        Some(finding) => Err(Refused(format!("the book does not add up: {finding:?}"))),
    }
}
