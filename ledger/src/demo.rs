//! The demo book: a small studio in Dublin and its 60 customers.
//!
//! It is made by the ordinary commands, day by day over the 18 months before
//! a given day, so everything in it could have been typed in. The same day
//! gives the same book. Names and addresses are made up; the bank account is
//! the example of the IBAN registry, and mail goes to `.example`.

use std::collections::BTreeMap;

use crate::book::Book;
use crate::business::{Business, Series, SeriesFor};
use crate::change::{Change, RecordId};
use crate::command::{self, Allocate, Command, Context, IssueInvoice, IssueQuote, RecordPayment};
use crate::customer::{Address, BankDetails, Customer, Details};
use crate::date::Date;
use crate::ids::{Chain, CustomerId, InvoiceId, PaymentId, ScheduleId, Seq};
use crate::invoice::{
    Adjustment, AdjustmentKind, AdjustmentValue, DocumentDetails, Invoice, Kind, Line, PriceMode,
};
use crate::item::Item;
use crate::journal::BookId;
use crate::money::{Currency, Decimal, Money};
use crate::payment::Source;
use crate::quote::Quote;
use crate::schedule::{End, Every, Mode, Schedule, Service, Unit};
use crate::tax::{Tax, TaxCategory, TaxSet};
use crate::terms::{Due, EarlyDiscount, InstalmentRule, Share, Terms};

mod bank;

/// `habit|rhythm|days to pay|country|name|street|postcode|city|contact`; a
/// `$` before the days is for a customer who is billed in US dollars.
const CUSTOMERS: &str = include_str!("demo/customers.txt");
/// `unit|price|tax|description`; the tax is s(tandard) or r(educed).
const ITEMS: &str = include_str!("demo/items.txt");
/// Eighteen months.
const DAYS: i32 = 548;
/// Where a sale is taxed in the buyer's country by reverse charge.
const EU: &str = "AT BE BG CZ DE DK EE ES FI FR GR HR HU IT LT LU LV MT NL PL PT RO SE SI";
/// The whole book is one action.
const SEQ: Seq = 1;

/// The changes that make the demo book as of `today`, as one action on an
/// empty book; new ids are of `chain`.
pub fn changes(today: Date, chain: Chain) -> Vec<Change> {
    Demo::made(today, chain).changes
}

/// What is yet to happen.
#[derive(Clone, Copy)]
enum Event {
    /// The n-th invoice to the n-th customer.
    Invoice {
        customer: usize,
        nth: u32,
    },
    Send(InvoiceId),
    /// So many percent of what the invoice asked for.
    Pay {
        invoice: InvoiceId,
        percent: i32,
    },
    /// All that a customer owes in one sum.
    PayAll {
        customer: usize,
    },
    /// The customer takes the early-payment discount.
    PayEarly(InvoiceId),
    /// A credit note over so many percent of the first line.
    Credit {
        invoice: InvoiceId,
        percent: i32,
    },
    /// The invoice that deducts a deposit.
    Final {
        customer: usize,
        deposit: InvoiceId,
    },
    /// What is left is given up.
    WriteOff(InvoiceId),
    /// A wrong invoice is void and issued again.
    Replace {
        customer: usize,
        invoice: InvoiceId,
    },
    Refund(PaymentId),
}

/// A line of [`CUSTOMERS`].
struct Known {
    id: CustomerId,
    habit: char,
    country: &'static str,
    currency: Currency,
    terms: Terms,
}

/// A line of [`ITEMS`].
struct Sold {
    unit: &'static str,
    price: Decimal,
    reduced: bool,
    description: &'static str,
}

struct Demo {
    today: Date,
    context: Context,
    book: Book,
    changes: Vec<Change>,
    /// Commands that were refused: a fault of the script below.
    refused: u32,
    random: u32,
    customers: Vec<Known>,
    items: Vec<Sold>,
    agenda: BTreeMap<(Date, usize), Event>,
    events: usize,
}

impl Demo {
    fn made(today: Date, chain: Chain) -> Demo {
        let mut demo = Demo {
            today,
            context: Context {
                today,
                chain,
                override_closed: None,
            },
            book: Book::empty(BookId::default()),
            changes: Vec::new(),
            refused: 0,
            random: 0x2545_f491,
            customers: Vec::new(),
            items: Vec::new(),
            agenda: BTreeMap::new(),
            events: 0,
        };
        demo.business();
        demo.items();
        demo.customers();
        for customer in 0..demo.customers.len() {
            demo.rhythm(customer);
        }
        while let Some(((date, _), event)) = demo.agenda.pop_first() {
            demo.happen(date, event);
        }
        demo.drafts();
        demo.quotes();
        demo.schedule();
        demo.bank();
        demo
    }

    /// Runs a command; the first and last record it changed.
    fn run(&mut self, command: &Command) -> Option<(RecordId, RecordId)> {
        let Ok(set) = command::execute(&self.book, command, &self.context) else {
            self.refused += 1;
            return None;
        };
        for change in &set.changes {
            self.book.apply(SEQ, change).ok()?;
        }
        let ends = (set.changes.first()?.id(), set.changes.last()?.id());
        self.changes.extend(set.changes);
        Some(ends)
    }

    /// A number below `below`, by Marsaglia's xorshift.
    fn below(&mut self, below: u32) -> u32 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 17;
        self.random ^= self.random << 5;
        self.random % below.max(1)
    }

    /// Notes what happens so many days after `date`, on a working day; what
    /// lies after today never happens.
    fn after(&mut self, date: Date, days: u32, event: Event) {
        let day = date.number() + i32::try_from(days).unwrap_or(0);
        // 1970-01-01 was a Thursday.
        let weekend = [0, 0, 0, 0, 0, 2, 1];
        let weekday = usize::try_from((day + 3).rem_euclid(7)).unwrap_or(0);
        if let Ok(day) = Date::from_number(day + weekend.get(weekday).unwrap_or(&0))
            && day <= self.today
        {
            self.events += 1;
            self.agenda.insert((day, self.events), event);
        }
    }
}

/// Who is there.
impl Demo {
    fn business(&mut self) {
        self.run(&Command::SaveBusiness {
            business: Business {
                details: Details {
                    name: "Harbour & Pine Studio Ltd".into(),
                    contact: "Orla Keane".into(),
                    email: "accounts@harbourandpine.example".into(),
                    address: address("6 Mill Lane", "D08 A3K9", "Dublin", "IE"),
                    vat_id: "IE0000000XX".into(),
                    ..Details::default()
                },
                bank: Some(BankDetails {
                    iban: "IE29AIBK93115212345678".into(),
                    bic: "AIBKIE2D".into(),
                    ..BankDetails::default()
                }),
                currency: Currency::default(),
                language: "en".into(),
                terms: net(30),
                taxes: taxes("IE")
                    .into_iter()
                    .chain(taxes("DE"))
                    .chain(taxes("US"))
                    .collect(),
                footer: "Thank you for working with us.".into(),
                ..Business::default()
            },
            opened: 0,
        });
        for (counts, pattern) in [
            (SeriesFor::Invoices, "{YYYY}-{0000}"),
            (SeriesFor::CreditNotes, "CN-{YYYY}-{000}"),
            (SeriesFor::Quotes, "Q-{YYYY}-{000}"),
        ] {
            self.run(&Command::SaveSeries {
                id: None,
                series: Series {
                    counts,
                    pattern: pattern.into(),
                    start: 1,
                    ..Series::default()
                },
                opened: 0,
            });
        }
    }

    fn items(&mut self) {
        for (index, line) in ITEMS.lines().enumerate() {
            let mut fields = line.splitn(4, '|');
            let mut field = || fields.next().unwrap_or_default();
            let sold = Sold {
                unit: field(),
                price: field().parse().unwrap_or_default(),
                reduced: field() == "r",
                description: field(),
            };
            let taxes = taxes("IE");
            self.run(&Command::SaveItem {
                id: None,
                item: Item {
                    number: format!("{:02}", index + 1),
                    description: sold.description.into(),
                    unit: sold.unit.into(),
                    unit_price: sold.price,
                    taxes: taxes
                        .into_iter()
                        .skip(usize::from(sold.reduced))
                        .take(1)
                        .collect(),
                    ..Item::default()
                },
                opened: 0,
            });
            self.items.push(sold);
        }
    }

    fn customers(&mut self) {
        for (index, line) in CUSTOMERS.lines().enumerate() {
            let mut fields = line.split('|');
            let mut field = || fields.next().unwrap_or_default();
            let habit = field().chars().next().unwrap_or('t');
            let _rhythm = field();
            let days = field();
            let country = field();
            let name = field();
            let (street, postcode, city, contact) = (field(), field(), field(), field());
            let in_dollars = days.starts_with('$');
            let currency = if in_dollars { "USD" } else { "EUR" }
                .parse()
                .unwrap_or_default();
            let terms = terms(habit, days.trim_start_matches('$').parse().unwrap_or(30));
            let customer = Customer {
                number: format!("{}", 1001 + index),
                details: Details {
                    name: name.into(),
                    contact: contact.into(),
                    email: email(name, index),
                    address: address(street, postcode, city, country),
                    vat_id: if EU.contains(country) {
                        format!("{country}{:09}", index + 1)
                    } else {
                        String::new()
                    },
                    ..Details::default()
                },
                currency: Some(currency),
                terms: Some(terms.clone()),
                ..Customer::default()
            };
            let command = Command::SaveCustomer {
                id: None,
                customer,
                opened: 0,
            };
            if let Some((RecordId::Customer(id), _)) = self.run(&command) {
                self.customers.push(Known {
                    id,
                    habit,
                    country,
                    currency,
                    terms,
                });
            }
        }
    }

    /// When a customer is billed: every month, every quarter, or now and then.
    fn rhythm(&mut self, customer: usize) {
        let rhythm = CUSTOMERS
            .lines()
            .nth(customer)
            .and_then(|line| line.split('|').nth(1));
        let (gap, times) = match rhythm {
            Some("m") => (30, 18),
            Some("q") => (91, 6),
            _ => (165 + self.below(40), 3),
        };
        let Ok(mut date) = Date::from_number(self.today.number() - DAYS) else {
            return;
        };
        let mut days = self.below(gap);
        for nth in 0..times {
            let jitter = self.below(gap / 8);
            self.after(date, days + jitter, Event::Invoice { customer, nth });
            days += gap;
        }
        if self
            .customers
            .get(customer)
            .is_some_and(|known| known.habit == 'a')
        {
            while let Ok(next) = date.plus_months(1)
                && next < self.today
            {
                date = next;
                self.after(date.month_start(), 4, Event::PayAll { customer });
            }
        }
    }
}

/// What happens.
impl Demo {
    fn happen(&mut self, date: Date, event: Event) {
        match event {
            Event::Invoice { customer, nth } => self.invoice(date, customer, nth),
            Event::Send(invoice) => {
                self.run(&Command::MarkSent {
                    invoice,
                    date,
                    channel: "email".into(),
                });
            }
            Event::Pay { invoice, percent } => self.pay(date, invoice, percent),
            Event::PayAll { customer } => self.pay_all(date, customer),
            Event::PayEarly(invoice) => self.pay_early(date, invoice),
            Event::Credit { invoice, percent } => self.credit(date, invoice, percent),
            Event::Final { customer, deposit } => {
                let mut document = self.document(customer);
                document.deducts = vec![deposit];
                if let Some(line) = document.lines.first_mut() {
                    "Exhibition design, complete".clone_into(&mut line.description);
                    line.unit_price = Decimal::from_int(9_600);
                    line.quantity = Decimal::ONE;
                }
                self.issue(date, customer, 0, document);
            }
            Event::WriteOff(invoice) => self.write_off(date, invoice),
            Event::Replace { customer, invoice } => {
                self.run(&Command::VoidInvoice {
                    invoice,
                    date,
                    reason: "Issued with the wrong quantity".into(),
                });
                let document = self.document(customer);
                self.issue(date, customer, 1, document);
            }
            Event::Refund(payment) => {
                if let Some(left) = self
                    .book
                    .unapplied(payment, date)
                    .filter(|left| left.is_positive())
                {
                    self.run(&Command::RecordRefund {
                        source: Source::Payment(payment),
                        date,
                        amount: left.amount(),
                        reference: "Paid twice by mistake".into(),
                    });
                }
            }
        }
    }

    fn invoice(&mut self, date: Date, customer: usize, nth: u32) {
        let mut document = self.document(customer);
        let habit = self
            .customers
            .get(customer)
            .map_or('t', |known| known.habit);
        if habit == 'd' && nth.is_multiple_of(2) {
            document.kind = Kind::Deposit;
            document.adjustments.clear();
            document.lines.truncate(1);
            if let Some(line) = document.lines.first_mut() {
                "Deposit, a third of the exhibition design".clone_into(&mut line.description);
                line.unit_price = Decimal::from_int(3_200);
                line.quantity = Decimal::ONE;
            }
        }
        self.issue(date, customer, nth, document);
    }

    fn document(&mut self, customer: usize) -> Invoice {
        let lines = 1 + self.below(4);
        let first = self.below(12);
        let mut document = Invoice::default();
        let Some(known) = self.customers.get(customer) else {
            return document;
        };
        document.customer = known.id;
        document.currency = known.currency;
        document.terms = known.terms.clone();
        document.taxes = taxes(known.country);
        let both = document.taxes.len() > 1;
        for nth in 0..lines {
            let amount = self.below(100);
            let count = self.items.len();
            let place = usize::try_from(first + nth * 5).unwrap_or(0) % count.max(1);
            let Some(sold) = self.items.get(place) else {
                continue;
            };
            let quantity = match sold.unit {
                // Half hours.
                "HUR" => Decimal::new((4 + i128::from(amount) / 2) * 5, 1),
                "C62" if sold.price < Decimal::HUNDRED => {
                    Decimal::new(10 + i128::from(amount) * 2, 0)
                }
                _ => Decimal::new(1 + i128::from(amount) / 50, 0),
            };
            document.lines.push(Line {
                description: sold.description.into(),
                quantity: quantity.unwrap_or(Decimal::ONE),
                unit: sold.unit.into(),
                unit_price: sold.price,
                taxes: TaxSet::only(usize::from(sold.reduced && both)),
                ..Line::default()
            });
        }
        if self.below(12) == 0 {
            document.adjustments.push(Adjustment {
                kind: AdjustmentKind::Allowance,
                value: AdjustmentValue::Percent(Decimal::from_int(5)),
                reason: "Returning customer".into(),
                reason_code: "95".into(),
                taxes: TaxSet::default(),
                spread: true,
            });
        }
        document
    }

    /// Issues, and notes what the customer's habit makes of it.
    fn issue(&mut self, date: Date, customer: usize, nth: u32, document: Invoice) {
        let kind = document.kind;
        let rate = (document.currency != Currency::default()).then(|| rate(date));
        let command = Command::IssueInvoice(Box::new(IssueInvoice {
            draft: None,
            document,
            date,
            series: None,
            rate,
            settle_original: true,
        }));
        let Some((_, RecordId::Invoice(invoice))) = self.run(&command) else {
            return;
        };
        let habit = self
            .customers
            .get(customer)
            .map_or('t', |known| known.habit);
        if habit == 'w' && nth == 0 {
            return self.after(date, 0, Event::Replace { customer, invoice });
        }
        let wait = self.below(2);
        self.after(date, wait, Event::Send(invoice));
        if kind == Kind::Deposit {
            self.after(
                date,
                50,
                Event::Final {
                    customer,
                    deposit: invoice,
                },
            );
        }
        self.habit(habit, nth, date, invoice);
    }

    fn habit(&mut self, habit: char, nth: u32, date: Date, invoice: InvoiceId) {
        let term = self
            .book
            .figures(invoice)
            .map_or(0, |row| row.due - row.issued);
        let term = u32::try_from(term).unwrap_or(0);
        let long_ago = self.today.days_since(date) > 240;
        let (day, percent) = match habit {
            'e' => (term / 3 + self.below(4), 100),
            'l' => (term + 4 + self.below(24), 100),
            'v' => (term + 30 + self.below(45), 100),
            'x' if long_ago => (term + 15, 100),
            'x' => return,
            'b' if nth == 0 => return self.after(date, 200, Event::WriteOff(invoice)),
            'b' => return,
            'a' => return,
            's' => return self.after(date, 7, Event::PayEarly(invoice)),
            'i' => {
                for (after, percent) in [(2, 40), (31, 30), (68, 30)] {
                    self.after(date, after, Event::Pay { invoice, percent });
                }
                return;
            }
            'p' => {
                self.after(
                    date,
                    term,
                    Event::Pay {
                        invoice,
                        percent: 50,
                    },
                );
                if nth % 3 == 2 {
                    return;
                }
                (term + 40, 50)
            }
            'c' => {
                self.after(
                    date,
                    9,
                    Event::Credit {
                        invoice,
                        percent: 25,
                    },
                );
                (term + 3, 100)
            }
            'o' if nth == 4 => (term, 120),
            'r' if nth == 1 => (term, 200),
            _ => (term.saturating_sub(self.below(6)), 100),
        };
        self.after(date, day, Event::Pay { invoice, percent });
    }

    fn pay(&mut self, date: Date, invoice: InvoiceId, percent: i32) {
        let Some(known) = self.book.invoices().get(invoice).cloned() else {
            return;
        };
        let Some(open) = self.book.balance(invoice, date) else {
            return;
        };
        let Some(asked) = known.issue.as_ref().map(|issue| issue.totals.payable) else {
            return;
        };
        let share = asked.percent(Decimal::from_int(percent), known.currency.exponent());
        let Ok(share) = share.and_then(|share| Money::new(share, known.currency)) else {
            return;
        };
        // The last part takes what rounding and credit notes left.
        let amount = if percent > 100 {
            share
        } else {
            share.min(open).unwrap_or(open)
        };
        let part = share.min(open).unwrap_or(open);
        if !part.is_positive() {
            return;
        }
        let payment = self.receive(
            date,
            &known,
            amount,
            Allocate::Parts(vec![(invoice, part.amount())]),
        );
        if let Some(payment) = payment.filter(|_| percent == 200) {
            self.after(date, 12, Event::Refund(payment));
        }
    }

    fn receive(
        &mut self,
        date: Date,
        invoice: &Invoice,
        amount: Money,
        allocate: Allocate,
    ) -> Option<PaymentId> {
        let card = self.below(8) == 0;
        let command = Command::RecordPayment(Box::new(RecordPayment {
            customer: invoice.customer,
            date,
            amount: amount.amount(),
            currency: amount.currency(),
            method: if card { "card" } else { "transfer" }.into(),
            reference: invoice.number().to_owned(),
            note: String::new(),
            fee: None,
            received: None,
            allocate,
            closes: Vec::new(),
        }));
        match self.run(&command)? {
            (RecordId::Payment(payment), _) => Some(payment),
            _ => None,
        }
    }

    fn pay_all(&mut self, date: Date, customer: usize) {
        let Some(id) = self.customers.get(customer).map(|known| known.id) else {
            return;
        };
        let due: Vec<_> = self
            .book
            .invoices_of(id)
            .filter(|invoice| self.book.figures(invoice.id).is_some_and(|row| !row.credit))
            .filter_map(|invoice| Some((invoice.clone(), self.book.balance(invoice.id, date)?)))
            .filter(|(_, open)| open.is_positive())
            .collect();
        let Some((first, _)) = due.first().cloned() else {
            return;
        };
        let sum = Money::sum(first.currency, due.into_iter().map(|(_, open)| open));
        if let Ok(sum) = sum {
            self.receive(date, &first, sum, Allocate::OldestFirst);
        }
    }

    /// Pays less the discount, for which a credit note follows, as it reduces
    /// the tax as well.
    fn pay_early(&mut self, date: Date, invoice: InvoiceId) {
        let Some(known) = self.book.invoices().get(invoice).cloned() else {
            return;
        };
        let Some(issue) = known.issue.as_ref() else {
            return;
        };
        let Ok(total) = Money::new(issue.totals.payable, known.currency) else {
            return;
        };
        let Ok(Some(earned)) = known.terms.earned(total, issue.date, date) else {
            return self.pay(date, invoice, 100);
        };
        let parts = vec![(invoice, earned.pay.amount())];
        self.receive(date, &known, earned.pay, Allocate::Parts(parts));
        self.credit_amount(
            date,
            &known,
            earned.discount.amount(),
            "Early-payment discount taken",
        );
    }

    fn credit(&mut self, date: Date, invoice: InvoiceId, percent: i32) {
        let Some(known) = self.book.invoices().get(invoice).cloned() else {
            return;
        };
        let Some(issue) = known.issue.as_ref() else {
            return;
        };
        let share = issue
            .totals
            .gross
            .percent(Decimal::from_int(percent), known.currency.exponent());
        if let Ok(share) = share {
            self.credit_amount(date, &known, share, "Work not accepted, as agreed");
        }
    }

    fn credit_amount(&mut self, date: Date, known: &Invoice, gross: Decimal, reason: &str) {
        let document = Invoice {
            kind: Kind::CreditNote,
            customer: known.customer,
            currency: known.currency,
            price_mode: PriceMode::Gross,
            taxes: known.taxes.clone(),
            lines: vec![Line {
                description: format!("{reason}: invoice {}", known.number()),
                quantity: Decimal::ONE,
                unit: "C62".into(),
                unit_price: gross,
                taxes: TaxSet::only(0),
                ..Line::default()
            }],
            credits: Some(known.id),
            more: Some(Box::new(DocumentDetails {
                credit_reason: reason.into(),
                ..DocumentDetails::default()
            })),
            ..Invoice::default()
        };
        let rate = (known.currency != Currency::default()).then(|| rate(date));
        let command = Command::IssueInvoice(Box::new(IssueInvoice {
            draft: None,
            document,
            date,
            series: None,
            rate,
            settle_original: true,
        }));
        if let Some((_, RecordId::Invoice(note))) = self.run(&command) {
            self.after(date, 0, Event::Send(note));
        }
    }

    fn write_off(&mut self, date: Date, invoice: InvoiceId) {
        if let Some(open) = self
            .book
            .balance(invoice, date)
            .filter(|open| open.is_positive())
        {
            self.run(&Command::WriteOff {
                invoice,
                date,
                amount: open.amount(),
                reason: "The company was dissolved".into(),
            });
        }
    }

    /// What is being prepared today.
    fn drafts(&mut self) {
        for customer in [2, 7, 19, 46] {
            let draft = Box::new(self.document(customer));
            self.run(&Command::SaveDraft {
                id: None,
                draft,
                opened: 0,
            });
        }
    }

    /// One that has expired, one that was declined, one that was accepted, two
    /// that are undecided, and a draft.
    fn quotes(&mut self) {
        for (customer, ago, decided) in [
            (3, 75, None),
            (11, 40, Some(false)),
            (24, 21, Some(true)),
            (33, 9, None),
            (8, 2, None),
        ] {
            let Ok(date) = self.today.minus_days(ago) else {
                continue;
            };
            let quote = self.quote(customer, date);
            let issue = IssueQuote {
                draft: None,
                quote,
                date,
            };
            let issued = self.run(&Command::IssueQuote(Box::new(issue)));
            let issued = issued.map(|(first, last)| [first, last]);
            let quote = issued.into_iter().flatten().find_map(|id| match id {
                RecordId::Quote(id) => Some(id),
                _ => None,
            });
            if let (Some(quote), Some(accepted), Ok(date)) = (quote, decided, date.plus_days(6)) {
                let note = if accepted {
                    "By telephone"
                } else {
                    "Next year"
                };
                self.run(&Command::DecideQuote {
                    quote,
                    date,
                    accepted,
                    note: note.into(),
                });
            }
        }
        let quote = Box::new(self.quote(15, self.today));
        self.run(&Command::SaveQuote {
            id: None,
            quote,
            opened: 0,
        });
    }

    fn quote(&mut self, customer: usize, date: Date) -> Quote {
        Quote {
            document: Box::new(self.document(customer)),
            valid_until: date.plus_days(30).ok(),
            ..Quote::default()
        }
    }

    /// What is billed each month from the next one on; nothing is due yet.
    fn schedule(&mut self) {
        let Ok(first) = self.today.month_start().plus_months(1) else {
            return;
        };
        let mut document = self.document(5);
        document.adjustments.clear();
        document.lines.truncate(1);
        if let Some(line) = document.lines.first_mut() {
            "Hosting and care, {month} {year}".clone_into(&mut line.description);
            line.quantity = Decimal::ONE;
            line.unit = "MON".into();
            line.unit_price = Decimal::from_int(180);
        }
        let schedule = Schedule {
            document: Box::new(document),
            first,
            id: ScheduleId::default(),
            every: Every {
                count: 1,
                unit: Unit::Month,
            },
            end: End::Never,
            mode: Mode::Draft,
            service: Service::default(),
            pauses: Vec::new(),
            last_of_month: false,
        };
        self.run(&Command::SaveSchedule {
            id: None,
            schedule: Box::new(schedule),
            opened: 0,
        });
    }
}

fn address(street: &str, postcode: &str, city: &str, country: &str) -> Address {
    Address {
        lines: vec![street.into()],
        postcode: postcode.into(),
        city: city.into(),
        country: country.into(),
        ..Address::default()
    }
}

/// `.example` is reserved for examples (RFC 2606).
fn email(name: &str, index: usize) -> String {
    let word: String = name
        .chars()
        .take_while(|letter| *letter != ' ')
        .filter(char::is_ascii_alphabetic)
        .collect();
    if word.len() < 4 {
        format!("accounts@customer{}.example", index + 1)
    } else {
        format!("accounts@{}.example", word.to_lowercase())
    }
}

fn net(days: u32) -> Terms {
    Terms {
        due: if days == 0 {
            Due::OnReceipt
        } else {
            Due::Net { days }
        },
        ..Terms::default()
    }
}

fn terms(habit: char, days: u32) -> Terms {
    let mut terms = net(days);
    match habit {
        's' => terms.early.push(EarlyDiscount {
            days: 10,
            percent: Decimal::from_int(2),
        }),
        'i' => {
            for (percent, days) in [(40, 0), (30, 30), (30, 60)] {
                terms.instalments.push(InstalmentRule {
                    share: Share::Percent(Decimal::from_int(percent)),
                    due: Due::Net { days },
                });
            }
        }
        _ => {}
    }
    terms
}

/// The taxes on an invoice to a business in that country.
fn taxes(country: &str) -> Vec<Tax> {
    let tax = |name: &str, category, percent: &str, code: &str, reason: &str| Tax {
        name: name.into(),
        category,
        percent: percent.parse().unwrap_or_default(),
        compound: false,
        exemption_code: code.into(),
        exemption_reason: reason.into(),
    };
    if country == "IE" {
        vec![
            tax("VAT", TaxCategory::S, "23", "", ""),
            tax("VAT", TaxCategory::S, "13.5", "", ""),
        ]
    } else if EU.contains(country) {
        let reason = "Reverse charge: the customer accounts for the VAT";
        vec![tax("VAT", TaxCategory::AE, "0", "VATEX-EU-AE", reason)]
    } else {
        let reason = "Outside the scope of Irish VAT";
        vec![tax("VAT", TaxCategory::O, "0", "VATEX-EU-O", reason)]
    }
}

/// Euros for a dollar, made up: from 0.9000 to 0.9295 by month.
fn rate(date: Date) -> Decimal {
    let month = i128::from(date.year()) * 12 + i128::from(date.month());
    Decimal::new(9_000 + month * 37 % 60 * 5, 4).unwrap_or(Decimal::ONE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::standing;
    use crate::book::Status;
    use crate::check;
    use crate::date::Timestamp;
    use crate::journal::Head;
    use crate::quote::QuoteStatus;
    use crate::report::aging;

    fn date(text: &str) -> Date {
        text.parse().expect("a date")
    }

    #[test]
    fn the_demo_shows_every_kind_of_customer() {
        let today = date("2026-11-21");
        let demo = Demo::made(today, Chain(7));
        assert_eq!(demo.refused, 0);
        assert_eq!(check::whole(&demo.book), []);
        // The shell stores it as one commit.
        let empty = Book::empty(BookId::default());
        let mut stored = empty.clone();
        stored
            .apply_commit(&demo.changes, Head::EMPTY, Timestamp::default())
            .expect("changes that fit");
        assert_eq!(check::commit(&empty, &stored, &demo.changes), []);
        let book = &demo.book;
        assert_eq!(book.customers().len(), 60);
        let invoices = book.invoices().len();
        assert!((400..=460).contains(&invoices), "{invoices} documents");
        let mut seen: BTreeMap<Status, usize> = BTreeMap::new();
        for invoice in book.invoices().iter() {
            *seen
                .entry(book.status(invoice.id, today).expect("a status"))
                .or_default() += 1;
        }
        for status in [
            Status::Draft,
            Status::Void,
            Status::Paid,
            Status::WrittenOff,
            Status::Overdue,
            Status::PartPaid,
            Status::Open,
        ] {
            assert!(seen.contains_key(&status), "none is {status:?}: {seen:?}");
        }
        let has = |kind| book.invoices().iter().any(|invoice| invoice.kind == kind);
        assert!(has(Kind::Deposit) && has(Kind::CreditNote));
        assert!(
            book.invoices()
                .iter()
                .any(|invoice| !invoice.deducts.is_empty())
        );
        assert!(!book.refunds().is_empty());
        let quotes = book.quotes().iter();
        let quotes = quotes.filter_map(|quote| book.quote_status(quote.id, today));
        let quotes: Vec<QuoteStatus> = quotes.collect();
        for status in [
            QuoteStatus::Draft,
            QuoteStatus::Open,
            QuoteStatus::Accepted,
            QuoteStatus::Declined,
            QuoteStatus::Expired,
        ] {
            assert!(quotes.contains(&status), "none is {status:?}: {quotes:?}");
        }
        // Of the bank's lines some wait, and some are known.
        let lines = book.bank_lines().iter();
        let open = lines.filter(|line| book.line_figures(line.id).is_some_and(|row| row.is_open()));
        let open = open.count();
        assert!((5..=12).contains(&open), "{open} lines are open");
        assert!(book.bank_lines().len() > open + 10);
        for statement in book.statements().iter() {
            let standing = standing::of_statement(book, statement).expect("counted");
            let missing = standing::missing(statement, standing.sum);
            assert!(missing.is_some_and(|missing| missing.is_zero()));
        }
        // What recurs does so later: opening the book makes nothing.
        assert_eq!(book.schedules().len(), 1);
        assert!(
            book.schedules()
                .iter()
                .all(|schedule| schedule.first > today)
        );
        let aging = aging::aging(book, &aging::Options::as_of(today)).expect("an aging");
        assert_eq!(aging.currencies.len(), 2);
        for of in &aging.currencies {
            let filled = of
                .total
                .buckets
                .iter()
                .filter(|bucket| **bucket > 0)
                .count();
            assert!(filled > 2, "{of:?}");
        }
        assert!(aging.currencies.iter().any(|of| of.total.unapplied > 0));
    }

    #[test]
    fn the_demo_is_made_on_any_day_and_the_same_on_the_same_day() {
        for day in [
            "2024-02-29",
            "2026-01-01",
            "2025-12-31",
            "1970-01-01",
            "1900-01-01",
            "2999-12-31",
        ] {
            let demo = Demo::made(date(day), Chain(1));
            assert_eq!(check::whole(&demo.book), [], "{day}");
            let is_plain = (date("1902-01-01")..date("2999-01-01")).contains(&date(day));
            assert!(
                !is_plain || demo.refused == 0,
                "{day}: {} refused",
                demo.refused
            );
            let again = changes(date(day), Chain(1));
            assert_eq!(again, demo.changes, "{day}");
        }
    }
}
