//! The class `Book`, and the functions that need all of the ledger: the
//! program of `owed/book`, beside the plain functions.

use std::cell::RefCell;

use js_sys::{Function, Uint8Array};
use ledger::change::{Record, RecordId};
use ledger::command::Command;
use ledger::date::{Date, Timestamp};
use ledger::journal;
use ledger::open_items;
use ledger::records;
use ledger::report::timeline::{Subject, facts_of};
use ledger::report::worklist;
use statements::file::FileStatement;
use wasm_bindgen::prelude::*;

use crate::failure::{ErrorCode, Failure};
use crate::figures::{self, *};
use crate::functions::{day, read_records};
use crate::held::{self, BookOptions, Held, Outcome, RunOptions, World};
use crate::{Answer, js, read, read_or_default, write};

fn bytes(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

/// What JavaScript has of chance and time.
struct Browser;

impl World for Browser {
    fn salts(&self, count: usize) -> Result<Vec<[u8; 16]>, Failure> {
        let without = || Failure::new(ErrorCode::Internal, "there is no source of randomness");
        let wanted = u32::try_from(count * 16).map_err(|_| without())?;
        let bytes = js::random(wanted).map_err(|_| without())?;
        let salts = bytes.chunks_exact(16);
        Ok(salts
            .map(|salt| salt.try_into().unwrap_or_default())
            .collect())
    }

    fn now(&self) -> Timestamp {
        // Milliseconds, far below 2^53.
        #[expect(clippy::cast_possible_truncation)]
        Timestamp(js::now() as i64)
    }
}

/// A book of receivables in memory: its records, its journal, and the figures.
///
/// A change is made by `run`, all of it or nothing. `entries` are the bytes to
/// store, `changes` and `subscribe` tell what changed.
#[wasm_bindgen]
pub struct Book {
    held: RefCell<Held>,
    listeners: RefCell<Vec<Function>>,
}

impl Book {
    fn holding(held: Held) -> Book {
        Book {
            held: RefCell::new(held),
            listeners: RefCell::default(),
        }
    }

    /// The book as it is; a handle, so that nothing stays borrowed.
    fn held(&self) -> Held {
        self.held.borrow().clone()
    }
}

#[wasm_bindgen]
impl Book {
    /// An empty book.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_optional_param_type = "BookOptions")] options: &JsValue,
    ) -> Result<Book, JsValue> {
        let options: BookOptions = read_or_default(options)?;
        Ok(Book::holding(Held::empty(&options, &Browser)?))
    }

    /// Opens a book from the bytes of all its entries, in order. Their chain,
    /// their digests and the laws of the books are verified.
    #[wasm_bindgen(js_name = fromEntries)]
    pub fn from_entries(
        #[wasm_bindgen(unchecked_param_type = "readonly Uint8Array[]")] entries: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "BookOptions")] options: &JsValue,
    ) -> Result<Book, JsValue> {
        let options: BookOptions = read_or_default(options)?;
        let entries = js::to_bytes_list(entries)?;
        let lines = entries.iter().map(|line| js::to_bytes(&line));
        let lines = lines.collect::<Result<Vec<_>, _>>()?;
        Ok(Book::holding(Held::from_entries(
            lines, &options, &Browser,
        )?))
    }

    /// Opens a backup, as `backup` or the app wrote it.
    #[wasm_bindgen(js_name = fromBackup)]
    pub fn from_backup(
        #[wasm_bindgen(unchecked_param_type = "Uint8Array")] backup: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "BookOptions")] options: &JsValue,
    ) -> Result<Book, JsValue> {
        let options: BookOptions = read_or_default(options)?;
        let backup = js::to_bytes(backup)?;
        Ok(Book::holding(Held::from_backup(
            &backup, &options, &Browser,
        )?))
    }

    /// A book of records: customers, invoices, payments and what was put
    /// against what. As an object, or the bytes of a records file, which is
    /// faster for many.
    #[wasm_bindgen(js_name = fromRecords)]
    pub fn from_records(
        #[wasm_bindgen(unchecked_param_type = "RecordsFile | Uint8Array")] records: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "BookOptions & RunOptions")]
        options: &JsValue,
    ) -> Result<Book, JsValue> {
        let (options, run) = if options.is_undefined() {
            (BookOptions::default(), RunOptions::default())
        } else {
            let options: RecordsOptions = read(options)?;
            options.parts()
        };
        let command = Command::ImportRecords(Box::new(read_records(records)?));
        let empty = Held::empty(&options, &Browser)?;
        match empty.run(&command, &run, day(run.today)?, &Browser)? {
            Ok((held, _, _)) => Ok(Book::holding(held)),
            Err(refusal) => Err(Failure::of(ErrorCode::InvalidRecords, &refusal).into()),
        }
    }

    /// Runs a command: what it changed, or why nothing was changed.
    #[wasm_bindgen(unchecked_return_type = "Outcome")]
    pub fn run(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Command")] command: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RunOptions")] options: &JsValue,
    ) -> Answer {
        let command: Command = read(command)?;
        let options: RunOptions = read_or_default(options)?;
        let before = self.held();
        let (held, done, notice) =
            match before.run(&command, &options, day(options.today)?, &Browser)? {
                Ok(run) => run,
                Err(refusal) => return write(&Outcome::Refused(refusal)),
            };
        let listeners = self.listeners.borrow().clone();
        let told = match listeners.is_empty() {
            true => JsValue::UNDEFINED,
            false => write(&notice)?,
        };
        let answer = write(&Outcome::Done(done))?;
        self.held.replace(held);
        for listener in &listeners {
            js::tell(listener, &told)?;
        }
        Ok(answer)
    }

    /// Calls `listener` after each action that changed the book.
    pub fn subscribe(
        &self,
        #[wasm_bindgen(unchecked_param_type = "(notice: Notice) => void")] listener: &JsValue,
    ) -> Result<(), JsValue> {
        let Some(listener) = listener.dyn_ref::<Function>() else {
            return Err(Failure::new(ErrorCode::WrongType, "a listener is a function").into());
        };
        self.listeners.borrow_mut().push(listener.clone());
        Ok(())
    }

    /// Calls it no more.
    pub fn unsubscribe(
        &self,
        #[wasm_bindgen(unchecked_param_type = "(notice: Notice) => void")] listener: &JsValue,
    ) {
        let mut listeners = self.listeners.borrow_mut();
        listeners.retain(|known| !js_sys::Object::is(known, listener));
    }

    /// The place of the last entry; 0 for an empty book.
    #[wasm_bindgen(getter)]
    pub fn head(&self) -> u32 {
        self.held.borrow().book.head().seq
    }

    /// The book's id.
    #[wasm_bindgen(getter)]
    pub fn id(&self) -> String {
        self.held.borrow().book.id().to_string()
    }

    /// The bytes of the entries after `after`, for a store of one's own.
    #[wasm_bindgen(unchecked_return_type = "Uint8Array[]")]
    pub fn entries(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "number")] after: &JsValue,
    ) -> Answer {
        let after = read_or_default(after)?;
        let held = self.held();
        let entries = held.entries(after)?.iter();
        let list: js_sys::Array = entries.map(|entry| bytes(entry)).collect();
        Ok(list.into())
    }

    /// The entries after `after`, read: who changed what, and when.
    #[wasm_bindgen(unchecked_return_type = "Entry[]")]
    pub fn changes(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "number")] after: &JsValue,
    ) -> Answer {
        let after = read_or_default(after)?;
        let held = self.held();
        let entries = held.entries(after)?.iter();
        let entries = entries.map(|entry| journal::read(entry));
        let entries = entries
            .collect::<Result<Vec<_>, _>>()
            .map_err(|fault| Failure::of(ErrorCode::Internal, &fault))?;
        write(&entries)
    }

    /// All records of the book, or those of a kind.
    #[wasm_bindgen(unchecked_return_type = "BookRecord[]")]
    pub fn records(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "RecordKind")] kind: &JsValue,
    ) -> Answer {
        let held = self.held();
        if kind.is_undefined() {
            let records: Vec<Record> = held.book.records().collect();
            return write(&records);
        }
        let ids = held.book.ids(read(kind)?);
        let records: Vec<Record> = ids.filter_map(|id| held.book.record(id)).collect();
        write(&records)
    }

    /// A record, or null where there is none of this id.
    #[wasm_bindgen(unchecked_return_type = "BookRecord | null")]
    pub fn record(
        &self,
        #[wasm_bindgen(unchecked_param_type = "RecordId")] id: &JsValue,
    ) -> Answer {
        let id: RecordId = read(id)?;
        write(&self.held().book.record(id))
    }

    /// The version of a record, for `opened` of the commands that save one.
    #[wasm_bindgen(unchecked_return_type = "Version")]
    pub fn version(
        &self,
        #[wasm_bindgen(unchecked_param_type = "RecordId")] id: &JsValue,
    ) -> Answer {
        let id: RecordId = read(id)?;
        write(&self.held().book.version(id))
    }

    /// What is outstanding by how late it is, by customer and currency.
    #[wasm_bindgen(unchecked_return_type = "Aging")]
    pub fn aging(
        &self,
        #[wasm_bindgen(unchecked_param_type = "AgingOptions")] options: &JsValue,
    ) -> Answer {
        write(&aging(&self.held().book, &read(options)?)?)
    }

    /// The documents and instalments that the aging is made of.
    #[wasm_bindgen(js_name = agedItems, unchecked_return_type = "AgedRow[]")]
    pub fn aged_items(
        &self,
        #[wasm_bindgen(unchecked_param_type = "AgingOptions")] options: &JsValue,
    ) -> Answer {
        write(&aged_rows(&self.held().book, &read(options)?)?)
    }

    /// DSO and its relatives over a period, for each currency.
    #[wasm_bindgen(unchecked_return_type = "Figures[]")]
    pub fn metrics(
        &self,
        #[wasm_bindgen(unchecked_param_type = "MetricsOptions")] options: &JsValue,
    ) -> Answer {
        write(&metrics(&self.held().book, &read(options)?))
    }

    /// The dated facts about a document, a payment or a customer.
    #[wasm_bindgen(unchecked_return_type = "Fact[]")]
    pub fn timeline(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Subject")] subject: &JsValue,
    ) -> Answer {
        let subject: Subject = read(subject)?;
        write(&facts_of(&self.held().book, subject))
    }

    /// Whom to remind on a day (missing: today), with which stage, what keeps
    /// letters back, and what else is to do to collect.
    #[wasm_bindgen(unchecked_return_type = "Worklist")]
    pub fn worklist(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "IsoDate")] on: &JsValue,
    ) -> Answer {
        let list = worklist::worklist(&self.held().book, day(read_or_default(on)?)?);
        let list = list.map_err(|error| Failure::new(ErrorCode::Arithmetic, error.to_string()))?;
        write(&list)
    }

    /// What is open of an invoice on a day (missing: today), or null.
    #[wasm_bindgen(js_name = openItem, unchecked_return_type = "OpenItem | null")]
    pub fn open_item(
        &self,
        #[wasm_bindgen(unchecked_param_type = "InvoiceId")] invoice: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "IsoDate")] on: &JsValue,
    ) -> Answer {
        let invoice = read(invoice)?;
        write(&open_items::open_item(
            &self.held().book,
            invoice,
            day(read_or_default(on)?)?,
        ))
    }

    /// What payment codes of an issued document hold.
    #[wasm_bindgen(js_name = paymentCodes, unchecked_return_type = "DocumentCodes")]
    pub fn payment_codes(
        &self,
        #[wasm_bindgen(unchecked_param_type = "InvoiceId")] invoice: &JsValue,
    ) -> Answer {
        let held = self.held();
        let Some(document) = held.book.invoices().get(read(invoice)?) else {
            return Err(Failure::new(ErrorCode::NotFound, "there is no such document").into());
        };
        write(&document_codes(&held.book, document))
    }

    /// The records as a records file: what another program takes.
    #[wasm_bindgen(js_name = export, unchecked_return_type = "RecordsFile")]
    pub fn export_records(&self) -> Answer {
        write(&records::of(&self.held().book))
    }

    /// The whole book with its history, as one file.
    #[wasm_bindgen(unchecked_return_type = "Uint8Array")]
    pub fn backup(&self) -> Answer {
        Ok(bytes(&self.held().backup(&Browser)?))
    }
}

/// The options of a book and of the import at once.
#[derive(serde::Deserialize)]
struct RecordsOptions {
    #[serde(default)]
    device: String,
    #[serde(default)]
    actor: String,
    #[serde(default)]
    chain: Option<ledger::ids::Chain>,
    #[serde(default)]
    without_history: bool,
    #[serde(default)]
    today: Option<Date>,
    #[serde(default)]
    override_closed: Option<String>,
}

impl RecordsOptions {
    fn parts(self) -> (BookOptions, RunOptions) {
        let book = BookOptions {
            device: self.device,
            actor: self.actor,
            chain: self.chain,
            without_history: self.without_history,
        };
        let run = RunOptions {
            today: self.today,
            override_closed: self.override_closed,
        };
        (book, run)
    }
}

/// Which lines of bank statements pay which documents of the records. Nothing
/// is recorded. `today` missing: the user's civil day.
#[wasm_bindgen(js_name = matchBankLines, unchecked_return_type = "BankLineMatch[]")]
pub fn match_bank_lines(
    #[wasm_bindgen(unchecked_param_type = "RecordsFile | Uint8Array")] records: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "readonly FileStatement[]")] statements: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "IsoDate")] today: &JsValue,
) -> Answer {
    let records = read_records(records)?;
    let statements: Vec<FileStatement> = read(statements)?;
    write(&figures::match_bank_lines(
        records,
        statements,
        day(read_or_default(today)?)?,
    )?)
}

/// Whether a backup is whole and keeps the laws of the books.
#[wasm_bindgen(js_name = verifyBackup, unchecked_return_type = "BackupReport")]
pub fn verify_backup(
    #[wasm_bindgen(unchecked_param_type = "Uint8Array")] backup: &JsValue,
) -> Answer {
    write(&held::verify_backup(&js::to_bytes(backup)?))
}
