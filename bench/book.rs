//! The book that is measured: two years of a business, entry by entry.
//!
//! The same at every run of a day: invoices with three lines and one tax, four
//! of five paid by one payment each, a customer for every twenty invoices. One
//! entry per action, made by the very commands of the product.

use js_sys::{Function, Promise, Uint8Array};
use ledger::book::Book;
use ledger::business::{Business, Series, SeriesFor};
use ledger::change::{Change, Record};
use ledger::command::{Allocate, Command, Context, IssueInvoice, RecordPayment, execute};
use ledger::customer::{Address, BankDetails, Customer, Details};
use ledger::date::{Date, Timestamp};
use ledger::ids::{Chain, CustomerId, InvoiceId, RawId, Version};
use ledger::invoice::{Invoice, Line};
use ledger::journal::{self, BookId, Head, Writer};
use ledger::money::{Currency, Decimal, Money};
use ledger::tax::{Tax, TaxCategory, TaxSet};
use ledger::terms::{Due, Terms};
use owed::store::{Beside, Store};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

const CHAIN: Chain = Chain(0x0bed_0bed);
const DAYS: u32 = 730;
/// Entries per sealed segment.
const SEALED: usize = 1_000;
/// Records per value of what the floor reads.
const RECORDS: usize = 5_000;

pub struct Made {
    pub book: Book,
    pub journal_bytes: u64,
    pub records: u32,
}

/// What happens on a day: to this invoice, by its place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Issue(u32),
    Pay(u32),
}

/// Writes the journal of `invoices` invoices up to `today` into an empty store.
pub async fn make(id: &BookId, invoices: u32, today: Date) -> Result<(Store, Made), String> {
    let store = Store::open(id).await.map_err(text)?;
    let mut incoming = store.incoming().await.map_err(text)?;
    let mut maker = Maker::new(id, today);
    let mut commands = beginning(invoices).into_iter();
    let mut events = events(invoices, today)?.into_iter();
    let mut slice = Vec::with_capacity(SEALED);
    loop {
        let command = match commands.next() {
            Some(command) => command,
            None => match events.next() {
                Some((day, event)) => maker.command(day, event)?,
                None => break,
            },
        };
        maker.act(&command, &mut slice)?;
        if slice.len() >= SEALED {
            incoming.entries(&slice).await.map_err(text)?;
            slice.clear();
        }
    }
    incoming.entries(&slice).await.map_err(text)?;
    let beside = Beside {
        replaces: Some(Head::EMPTY),
        ..Beside::default()
    };
    incoming.replace(&beside).await.map_err(text)?;
    let records = maker.records;
    Ok((
        store,
        Made {
            book: maker.book,
            journal_bytes: maker.bytes,
            records,
        },
    ))
}

/// Hands out all records as JSON, as the journal writes them.
pub async fn keep_records(book: &Book, keep: &Function) -> Result<(), JsValue> {
    let mut all: Vec<Record> = Vec::new();
    all.extend(book.business().cloned().map(Record::Business));
    all.extend(book.series().iter().cloned().map(Record::Series));
    all.extend(book.customers().iter().cloned().map(Record::Customer));
    all.extend(book.parties().iter().cloned().map(Record::Party));
    all.extend(book.invoices().iter().cloned().map(Record::Invoice));
    all.extend(book.payments().iter().cloned().map(Record::Payment));
    all.extend(book.allocations().iter().cloned().map(Record::Allocation));
    for records in all.chunks(RECORDS) {
        let texts: Result<Vec<String>, _> = records
            .iter()
            .map(|record| Change::Put(record.clone()).to_json())
            .collect();
        let json = format!("[{}]", texts.map_err(text)?.join(","));
        let kept = keep.call1(&JsValue::NULL, &Uint8Array::from(json.as_bytes()))?;
        JsFuture::from(kept.unchecked_into::<Promise>()).await?;
    }
    Ok(())
}

/// An invoice of three lines; `n` makes its figures.
pub fn document(customer: CustomerId, n: u32) -> Invoice {
    let work = [
        ("Design and layout, per hour", "HUR", 8_550),
        ("Photographs, retouched", "C62", 4_200),
        ("Printing and delivery", "C62", 12_995),
    ];
    let lines = work
        .iter()
        .zip(1_u32..)
        .map(|((what, unit, price), line)| Line {
            description: format!("{what} ({})", n % 97 + line),
            quantity: decimal(i128::from((n * line) % 37 + 2) * 5, 1),
            unit: (*unit).to_owned(),
            unit_price: decimal(price + i128::from(n % 113) * 5, 2),
            taxes: TaxSet::only(0),
            ..Line::default()
        });
    Invoice {
        customer,
        currency: Currency::default(),
        lines: lines.collect(),
        taxes: vec![vat()],
        terms: Terms {
            due: Due::Net {
                days: [14, 30, 30, 45][place(n % 4)],
            },
            ..Terms::default()
        },
        ..Invoice::default()
    }
}

struct Maker {
    book: Book,
    writer: Writer,
    today: Date,
    salt: u64,
    bytes: u64,
    records: u32,
}

impl Maker {
    fn new(id: &BookId, today: Date) -> Maker {
        Maker {
            book: Book::empty(id.clone()),
            writer: Writer {
                book: id.clone(),
                chain: CHAIN,
                device: "Chromium on Linux".to_owned(),
                actor: "Studio Meridian".to_owned(),
                at: Timestamp(1_700_000_000_000),
            },
            today,
            salt: 1,
            bytes: 0,
            records: 0,
        }
    }

    fn command(&self, day: Date, event: Event) -> Result<Command, String> {
        match event {
            Event::Issue(n) => {
                let customer = place(n) % self.book.customers().slots();
                Ok(Command::IssueInvoice(Box::new(IssueInvoice {
                    draft: None,
                    document: document(self.book.customers().id_at(customer), n),
                    date: day,
                    series: None,
                    rate: None,
                    settle_original: false,
                })))
            }
            Event::Pay(n) => {
                let id = InvoiceId(RawId {
                    chain: CHAIN,
                    n: n + 1,
                });
                let invoice = self.book.invoices().get(id).ok_or("no such invoice")?;
                let asked = self.book.figures(id).map_or(0, |row| row.asked);
                let amount = Money::from_minor(asked.into(), invoice.currency)
                    .map_err(text)?
                    .amount();
                Ok(Command::RecordPayment(Box::new(RecordPayment {
                    customer: invoice.customer,
                    date: day,
                    amount,
                    currency: invoice.currency,
                    method: "transfer".to_owned(),
                    reference: format!("Invoice {}", invoice.number()),
                    note: String::new(),
                    fee: None,
                    received: None,
                    closes: Vec::new(),
                    allocate: Allocate::Parts(vec![(id, amount)]),
                })))
            }
        }
    }

    fn act(&mut self, command: &Command, slice: &mut Vec<(Head, Vec<u8>)>) -> Result<(), String> {
        let context = Context {
            today: self.today,
            chain: CHAIN,
            override_closed: None,
        };
        let set = execute(&self.book, command, &context).map_err(text)?;
        self.writer.at.0 += 61_000;
        let salt = &mut self.salt;
        let salts = || {
            *salt = salt.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (u128::from(*salt) << 64 | u128::from(salt.rotate_left(29))).to_le_bytes()
        };
        let written = journal::write(
            self.book.head(),
            &self.writer,
            set.command,
            &set.changes,
            salts,
        );
        for entry in written.map_err(text)? {
            self.bytes += entry.bytes.len() as u64;
            self.book
                .apply_commit(&set.changes, entry.head, self.writer.at)
                .map_err(text)?;
            slice.push((entry.head, entry.bytes));
        }
        self.records += set.changes.len() as u32;
        Ok(())
    }
}

fn beginning(invoices: u32) -> Vec<Command> {
    let business = Command::SaveBusiness {
        business: Business {
            details: details("Studio Meridian", 1),
            bank: Some(BankDetails {
                iban: "DE89370400440532013000".to_owned(),
                ..BankDetails::default()
            }),
            taxes: vec![vat()],
            ..Business::default()
        },
        opened: Version::NONE,
    };
    let series = Command::SaveSeries {
        id: None,
        series: Series {
            counts: SeriesFor::Invoices,
            pattern: "{YYYY}-{000000}".to_owned(),
            start: 1,
            ..Series::default()
        },
        opened: Version::NONE,
    };
    let customers = (0..(invoices / 20).max(1)).map(|n| Command::SaveCustomer {
        id: None,
        customer: Customer {
            number: format!("C{n:05}"),
            details: details(
                &format!("{} {n}", ["Alder", "Birch", "Cedar", "Elm"][place(n % 4)]),
                n,
            ),
            ..Customer::default()
        },
        opened: Version::NONE,
    });
    [business, series].into_iter().chain(customers).collect()
}

/// Everything that happens, by day.
fn events(invoices: u32, today: Date) -> Result<Vec<(Date, Event)>, String> {
    let start = today.minus_days(DAYS).map_err(text)?;
    let mut events = Vec::new();
    for n in 0..invoices {
        let after = u64::from(n) * u64::from(DAYS) / u64::from(invoices);
        let issued = start.plus_days(after as u32).map_err(text)?;
        events.push((issued, Event::Issue(n)));
        if n % 5 != 0 {
            let paid = issued
                .plus_days(7 + n.wrapping_mul(2_654_435_761) % 60)
                .map_err(text)?;
            events.push((paid.min(today), Event::Pay(n)));
        }
    }
    // Within a day in order of `Event`: issued before paid.
    events.sort_unstable();
    Ok(events)
}

fn details(name: &str, n: u32) -> Details {
    Details {
        name: name.to_owned(),
        email: format!("accounts{n}@example.com"),
        address: Address {
            lines: vec![format!("{} Harbour Street", n % 200 + 1)],
            postcode: format!("{:05}", 10_000 + n % 80_000),
            city: "Hamburg".to_owned(),
            country: "DE".to_owned(),
            ..Address::default()
        },
        vat_id: format!("DE{:09}", 100_000_000 + n),
        ..Details::default()
    }
}

fn vat() -> Tax {
    Tax {
        name: "VAT".to_owned(),
        category: TaxCategory::S,
        percent: decimal(19, 0),
        ..Tax::default()
    }
}

fn decimal(mantissa: i128, scale: u32) -> Decimal {
    Decimal::new(mantissa, scale).unwrap_or_default()
}

fn place(n: u32) -> usize {
    usize::try_from(n).unwrap_or(0)
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}
