//! A book to print from, written by the ordinary commands.

use ledger::book::Book;
use ledger::business::{Business, Series, SeriesFor};
use ledger::command::{Command, Context, IssueInvoice, execute};
use ledger::customer::{Address, BankDetails, Customer, Details};
use ledger::date::Date;
use ledger::ids::{Chain, CustomerId, InvoiceId, Version};
use ledger::invoice::{Invoice, Line, LineDetails};
use ledger::journal::BookId;
use ledger::money::{Currency, Decimal};
use ledger::tax::{Tax, TaxCategory, TaxSet};
use paper::Paper;

pub struct Desk {
    pub book: Book,
    pub customer: CustomerId,
    /// Commands so far: each is an entry.
    runs: u32,
}

pub fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

pub fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

pub fn currency(code: &str) -> Currency {
    code.parse().expect("a currency")
}

pub fn details(country: &str, name: &str, street: &str, code: &str, city: &str) -> Details {
    Details {
        name: name.into(),
        address: Address {
            lines: vec![street.into()],
            postcode: code.into(),
            city: city.into(),
            country: country.into(),
            ..Address::default()
        },
        ..Details::default()
    }
}

pub fn line(description: &str, quantity: &str, unit: &str, price: &str) -> Line {
    Line {
        description: description.into(),
        quantity: decimal(quantity),
        unit: unit.into(),
        unit_price: decimal(price),
        taxes: TaxSet::only(0),
        ..Line::default()
    }
}

pub fn with_note(line: Line, note: &str) -> Line {
    Line {
        more: Some(Box::new(LineDetails {
            note: note.into(),
            ..LineDetails::default()
        })),
        ..line
    }
}

pub fn vat(name: &str, percent: &str) -> Tax {
    Tax {
        name: name.into(),
        percent: decimal(percent),
        ..Tax::default()
    }
}

pub fn exempt(name: &str, category: TaxCategory, reason: &str) -> Tax {
    Tax {
        name: name.into(),
        category,
        exemption_reason: reason.into(),
        ..Tax::default()
    }
}

/// A studio of that country.
pub fn business(country: &str, language: &str) -> Business {
    let (street, code, city) = match country {
        "CH" => ("Gartenweg 4", "8004", "Zürich"),
        "FR" => ("12, rue des Lilas", "69003", "Lyon"),
        "ES" => ("Calle del Prado 8, 2.º B", "28014", "Madrid"),
        "US" => ("410 Cedar Street", "97205", "Portland"),
        _ => ("Lindenstraße 12", "80331", "München"),
    };
    let mut seller = details(country, "Studio Falk", street, code, city);
    if country == "US" {
        seller.address.region = "OR".into();
    }
    seller.contact = "Mira Falk · Design and code".into();
    seller.email = "mira@falk.example".into();
    seller.phone = "+49 89 000 00 00".into();
    seller.vat_id = match country {
        "CH" => "CHE-123.456.789 MWST",
        "FR" => "FR 12 345678901",
        "ES" => "ES B12345678",
        "US" => "",
        _ => "DE 123456789",
    }
    .into();
    Business {
        details: seller,
        bank: Some(BankDetails {
            holder: "Mira Falk".into(),
            iban: if country == "CH" {
                "CH5800791123000889012"
            } else {
                "DE02120300000000202051"
            }
            .into(),
            bic: if country == "CH" { "" } else { "BYLADEM1001" }.into(),
            ..BankDetails::default()
        }),
        currency: currency(match country {
            "CH" => "CHF",
            "US" => "USD",
            _ => "EUR",
        }),
        language: language.into(),
        ..Business::default()
    }
}

impl Desk {
    pub fn new(business: Business, customer: Customer) -> Desk {
        let mut desk = Desk {
            book: Book::empty(BookId("0123456789abcdef0123456789abcdef".into())),
            customer: CustomerId::default(),
            runs: 0,
        };
        desk.run(Command::SaveBusiness {
            business,
            opened: Version::NONE,
        });
        for (counts, pattern) in [
            (SeriesFor::Invoices, "{YYYY}-{0000}"),
            (SeriesFor::CreditNotes, "CN-{YYYY}-{000}"),
            (SeriesFor::Quotes, "Q-{YYYY}-{000}"),
        ] {
            let series = Series {
                counts,
                pattern: pattern.into(),
                start: 1,
                ..Series::default()
            };
            desk.run(Command::SaveSeries {
                id: None,
                series,
                opened: Version::NONE,
            });
        }
        desk.run(Command::SaveCustomer {
            id: None,
            customer,
            opened: Version::NONE,
        });
        let first = desk.book.customers().iter().next().expect("a customer");
        desk.customer = first.id;
        desk
    }

    pub fn run(&mut self, command: Command) {
        let context = Context {
            today: date("2026-11-21"),
            chain: Chain(7),
            override_closed: None,
        };
        let set = execute(&self.book, &command, &context).expect("a command that is accepted");
        self.runs += 1;
        let seq = self.runs;
        for change in &set.changes {
            self.book.apply(seq, change).expect("a change that fits");
        }
    }

    /// Issues a document on a day.
    pub fn issue(&mut self, document: Invoice, day: &str, rate: Option<&str>) -> InvoiceId {
        self.run(Command::IssueInvoice(Box::new(IssueInvoice {
            draft: None,
            document: Invoice {
                customer: self.customer,
                ..document
            },
            date: date(day),
            series: None,
            rate: rate.map(decimal),
            settle_original: false,
        })));
        let last = self.book.invoices().iter().last().expect("a document");
        last.id
    }

    pub fn paper(&self, id: InvoiceId) -> Paper {
        Paper::of(
            &self.book,
            self.book.invoices().get(id).expect("a document"),
        )
        .expect("a paper")
    }

    pub fn void(&mut self, id: InvoiceId) {
        self.run(Command::VoidInvoice {
            invoice: id,
            date: date("2026-11-21"),
            reason: "sent twice".into(),
        });
    }
}
