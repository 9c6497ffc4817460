//! A file that was read, before anything of it is taken.

use std::rc::Rc;

use ledger::import::csv::Checked;
use ledger::import::exports::{Export, Paid};
use ledger::import::{Origins, csv};
use ledger::records::RecordsFile;

use crate::dispatch::{BankSource, CsvFile};

/// A file that is looked at before it is imported, with what was chosen.
#[derive(Clone, PartialEq)]
pub enum Looked {
    Table(Rc<CsvFile>, Box<csv::Options>),
    Export(Rc<Export>, Option<Paid>),
}

impl Looked {
    /// A table may be a bank's after all.
    pub fn as_statements(&self) -> Option<BankSource> {
        match self {
            Looked::Table(file, _) => Some(BankSource::new(file.name.clone(), file.bytes.clone())),
            Looked::Export(..) => None,
        }
    }
}

/// A table that was held against the book, and how it was read.
#[derive(Clone, PartialEq)]
pub struct ToTake {
    pub file: Rc<CsvFile>,
    pub options: Box<csv::Options>,
    pub checked: Rc<Checked>,
}

/// Records of which the book cannot take all, and where they came from.
#[derive(Clone, PartialEq)]
pub struct Rest {
    pub records: Rc<RecordsFile>,
    pub origins: Rc<Origins>,
}

/// How many records a file has.
pub fn count_of(file: &RecordsFile) -> usize {
    let documents = file.customers.len() + file.items.len() + file.invoices.len();
    documents + file.payments.len() + file.write_offs.len()
}
