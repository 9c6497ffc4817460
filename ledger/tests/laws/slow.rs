//! The figures once more, slowly and straight from the records: plain
//! integers and maps, every fact looked at for every question. What the
//! reports say must be the same.

use std::collections::{BTreeMap, BTreeSet};

use ledger::bank::Matched;
use ledger::book::Book;
use ledger::date::Date;
use ledger::ids::{BankAccountId, CustomerId, InvoiceId, PaymentId};
use ledger::invoice::{Invoice, Kind};
use ledger::money::{Currency, Decimal};
use ledger::payment::{Source, WriteOffKind};
use ledger::report::aging::{Aging, Basis};
use ledger::report::dso::{Inputs, Period};
use ledger::report::kpi::MonthSales;

/// Minor units, from the text of an amount.
pub fn minor(amount: Decimal, currency: Currency) -> i128 {
    let text = amount.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let places = usize::try_from(currency.exponent()).expect("few");
    let digits = format!("{whole}{fraction:0<places$}");
    digits.parse().expect("whole minor units")
}

pub fn asked(invoice: &Invoice) -> i128 {
    let issue = invoice.issue.as_ref().expect("an issued document");
    minor(issue.totals.payable, invoice.currency)
}

fn is_credit(invoice: &Invoice) -> bool {
    matches!(invoice.kind, Kind::CreditNote | Kind::OpeningCredit)
}

fn issued_on(invoice: &Invoice) -> Option<Date> {
    invoice.issue.as_ref().map(|issue| issue.date)
}

fn is_void(book: &Book, invoice: InvoiceId, day: Date) -> bool {
    book.voids()
        .iter()
        .any(|void| void.invoice == invoice && void.date <= day)
}

fn stands(book: &Book, invoice: &Invoice, day: Date) -> bool {
    issued_on(invoice).is_some_and(|issued| issued <= day) && !is_void(book, invoice.id, day)
}

/// What is left of any document on a day.
pub fn left(book: &Book, invoice: &Invoice, day: Date) -> i128 {
    if !stands(book, invoice, day) {
        return 0;
    }
    let mut left = asked(invoice);
    for allocation in book.allocations().iter().filter(|known| known.date <= day) {
        let amount = minor(allocation.amount, allocation.currency);
        if allocation.invoice == invoice.id {
            left -= amount;
        }
        if allocation.source == Source::CreditNote(invoice.id) {
            left -= amount;
        }
    }
    for refund in book.refunds().iter().filter(|known| known.date <= day) {
        if refund.source == Source::CreditNote(invoice.id) {
            left -= minor(refund.amount, refund.currency);
        }
    }
    for write_off in book.write_offs().iter().filter(|known| known.date <= day) {
        if write_off.invoice == invoice.id {
            left -= minor(write_off.amount, write_off.currency);
        }
    }
    left
}

/// What is left of a payment on a day.
pub fn unapplied(book: &Book, id: PaymentId, day: Date) -> i128 {
    let payment = book.payments().get(id).expect("a payment");
    if payment.date > day {
        return 0;
    }
    let mut left = minor(payment.amount, payment.currency);
    for allocation in book.allocations().iter().filter(|known| known.date <= day) {
        if allocation.source == Source::Payment(id) {
            left -= minor(allocation.amount, allocation.currency);
        }
    }
    for refund in book.refunds().iter().filter(|known| known.date <= day) {
        if refund.source == Source::Payment(id) {
            left -= minor(refund.amount, refund.currency);
        }
    }
    left
}

/// That day and each later one on which something is put against an invoice
/// or used of a source.
fn days_from(book: &Book, day: Date) -> BTreeSet<Date> {
    let allocations = book.allocations().iter().map(|part| part.date);
    let refunds = book.refunds().iter().map(|refund| refund.date);
    let write_offs = book.write_offs().iter().map(|known| known.date);
    let later = allocations.chain(refunds).chain(write_offs);
    later.filter(|known| *known > day).chain([day]).collect()
}

/// What can still be put against an invoice, or used of a credit note, on a
/// day or on that of its issue: the least that is left on it and on any later
/// day. `None` for what is a draft or void.
pub fn headroom(book: &Book, invoice: &Invoice, day: Date) -> Option<i128> {
    let day = day.max(issued_on(invoice)?);
    let is_void = book.voids().iter().any(|void| void.invoice == invoice.id);
    let days = days_from(book, day).into_iter();
    days.map(|day| left(book, invoice, day))
        .min()
        .filter(|_| !is_void)
}

/// What can still be used of a payment on a day, or on its own.
pub fn headroom_of_payment(book: &Book, id: PaymentId, day: Date) -> i128 {
    let day = day.max(book.payments().get(id).expect("a payment").date);
    let days = days_from(book, day).into_iter();
    days.map(|day| unapplied(book, id, day))
        .min()
        .expect("a day")
}

/// The open parts of an invoice with their due dates: what was settled fills
/// the earliest instalment first.
fn open_parts(book: &Book, invoice: &Invoice, day: Date) -> Vec<(Date, i128)> {
    let left = left(book, invoice, day);
    let Some(issue) = invoice
        .issue
        .as_ref()
        .filter(|_| stands(book, invoice, day))
    else {
        return Vec::new();
    };
    let mut parts: Vec<(Date, i128)> = issue
        .instalments
        .iter()
        .map(|part| (part.due, minor(part.amount, invoice.currency)))
        .collect();
    if parts.is_empty() {
        parts.push((issue.due, asked(invoice)));
    }
    parts.sort_by_key(|(due, _)| *due);
    let mut settled = asked(invoice) - left;
    for (_, amount) in &mut parts {
        let taken = settled.min(*amount);
        settled -= taken;
        *amount -= taken;
    }
    parts.retain(|(_, amount)| *amount != 0);
    parts
}

/// Per currency and customer: the buckets and what is unapplied.
pub type Cells = BTreeMap<(Currency, CustomerId), (Vec<i128>, i128)>;

pub fn aging(book: &Book, day: Date, basis: Basis, bounds: &[u32]) -> Cells {
    let mut cells = Cells::new();
    let width = bounds.len() + 2;
    let mut add = |currency, customer, bucket: Option<usize>, amount: i128| {
        let cell = cells
            .entry((currency, customer))
            .or_insert((vec![0; width], 0));
        match bucket {
            Some(bucket) => cell.0[bucket] += amount,
            None => cell.1 += amount,
        }
    };
    for invoice in book.invoices().iter() {
        if is_credit(invoice) {
            add(
                invoice.currency,
                invoice.customer,
                None,
                left(book, invoice, day),
            );
            continue;
        }
        for (due, amount) in open_parts(book, invoice, day) {
            let from = match basis {
                Basis::Due => due,
                Basis::Invoice => issued_on(invoice).expect("an issued document"),
            };
            let days = i64::from(day.days_since(from));
            let bucket = if days <= 0 {
                0
            } else {
                let beyond = bounds.iter().position(|bound| days <= i64::from(*bound));
                1 + beyond.unwrap_or(bounds.len())
            };
            add(invoice.currency, invoice.customer, Some(bucket), amount);
        }
    }
    for payment in book.payments().iter() {
        let left = unapplied(book, payment.id, day);
        add(payment.currency, payment.customer, None, left);
    }
    cells.retain(|_, (buckets, unapplied)| *unapplied != 0 || buckets.iter().any(|sum| *sum != 0));
    cells
}

/// The same cells from the report.
pub fn cells(aging: &Aging) -> Cells {
    let mut cells = Cells::new();
    for of in &aging.currencies {
        for (customer, sums) in &of.customers {
            let before = cells.insert(
                (of.currency, *customer),
                (sums.buckets.clone(), sums.unapplied),
            );
            assert_eq!(before, None, "a customer twice");
        }
    }
    cells
}

pub fn inputs(book: &Book, currency: Currency, period: Period) -> Inputs {
    let mut inputs = Inputs::default();
    let before = period.from.minus_days(1).expect("a date");
    let mut months: BTreeMap<(i32, u32), i128> = BTreeMap::new();
    let of_currency = |invoice: &&std::rc::Rc<Invoice>| invoice.currency == currency;
    for invoice in book.invoices().iter().filter(of_currency) {
        let Some(issue) = &invoice.issue else {
            continue;
        };
        let sign = if is_credit(invoice) { -1 } else { 1 };
        if issue.date <= period.to && !is_void(book, invoice.id, period.to) {
            let month = (issue.date.year(), issue.date.month());
            *months.entry(month).or_default() += sign * asked(invoice);
            if issue.date >= period.from {
                inputs.sales += sign * asked(invoice);
            }
        }
        if is_credit(invoice) {
            inputs.unapplied += left(book, invoice, period.to);
            continue;
        }
        inputs.receivables += left(book, invoice, period.to);
        inputs.opening += left(book, invoice, before);
        let parts = open_parts(book, invoice, period.to);
        inputs.open_count += u32::from(!parts.is_empty());
        let current = parts.iter().filter(|(due, _)| *due >= period.to);
        inputs.current += current.map(|(_, amount)| amount).sum::<i128>();
    }
    for payment in book
        .payments()
        .iter()
        .filter(|payment| payment.currency == currency)
    {
        inputs.unapplied += unapplied(book, payment.id, period.to);
    }
    collections(book, currency, period, &mut inputs);
    inputs.months = month_list(&months, period.to);
    inputs
}

fn collections(book: &Book, currency: Currency, period: Period, inputs: &mut Inputs) {
    let within = |date: Date| (period.from..=period.to).contains(&date);
    for allocation in book.allocations().iter() {
        if allocation.currency != currency || !within(allocation.date) {
            continue;
        }
        let Source::Payment(_) = allocation.source else {
            continue;
        };
        inputs.collected += minor(allocation.amount, currency);
    }
    let of_currency = |invoice: &&std::rc::Rc<Invoice>| invoice.currency == currency;
    for invoice in book.invoices().iter().filter(of_currency) {
        days(book, invoice, period, inputs);
    }
    for write_off in book.write_offs().iter() {
        let lost = write_off.kind != WriteOffKind::EarlyDiscount;
        if lost && write_off.currency == currency && within(write_off.date) {
            inputs.written_off += minor(write_off.amount, currency);
        }
    }
}

/// What settles an invoice on a day, as far as it was not taken back by the end
/// of the period: payments first, then credit notes, then what was given up.
fn settled(book: &Book, invoice: &Invoice, last: Date) -> Vec<((Date, u8), i128)> {
    let mut settled = Vec::new();
    let parts = book.allocations().iter();
    let parts: Vec<_> = parts
        .filter(|part| part.invoice == invoice.id && part.date <= last)
        .collect();
    for part in &parts {
        let reversed = parts.iter().any(|other| other.reverses == Some(part.id));
        if part.reverses.is_none() && !reversed {
            let order = match part.source {
                Source::Payment(_) => 0,
                Source::CreditNote(_) => 1,
            };
            settled.push(((part.date, order), minor(part.amount, part.currency)));
        }
    }
    let parts = book.write_offs().iter();
    let parts: Vec<_> = parts
        .filter(|part| part.invoice == invoice.id && part.date <= last)
        .collect();
    for part in &parts {
        let reversed = parts.iter().any(|other| other.reverses == Some(part.id));
        if part.reverses.is_none() && !reversed {
            settled.push(((part.date, 2), minor(part.amount, part.currency)));
        }
    }
    settled.sort_by_key(|(when, _)| *when);
    settled
}

/// Each minor unit pays the earliest instalment that is left.
fn days(book: &Book, invoice: &Invoice, period: Period, inputs: &mut Inputs) {
    let Some(issue) = invoice.issue.as_ref().filter(|_| !is_credit(invoice)) else {
        return;
    };
    let mut left: Vec<(Date, i128)> = issue
        .instalments
        .iter()
        .map(|part| (part.due, minor(part.amount, invoice.currency)))
        .collect();
    if left.is_empty() {
        left.push((issue.due, asked(invoice)));
    }
    left.sort_by_key(|(due, _)| *due);
    for ((date, order), mut amount) in settled(book, invoice, period.to) {
        for (due, open) in &mut left {
            let part = amount.min(*open);
            amount -= part;
            *open -= part;
            if part > 0 && order == 0 && date >= period.from {
                let late = date.days_since(*due);
                inputs.to_pay.add(part, date.days_since(issue.date));
                inputs.late.add(part, late);
                inputs.late_floored.add(part, late.max(0));
            }
        }
    }
}

fn month_list(months: &BTreeMap<(i32, u32), i128>, last: Date) -> Vec<MonthSales> {
    let mut list = Vec::new();
    let Some(first) = months.keys().next() else {
        return list;
    };
    let mut end = last;
    while (end.year(), end.month()) >= *first && list.len() < 120 {
        let sales = months.get(&(end.year(), end.month())).copied().unwrap_or(0);
        list.push(MonthSales {
            sales,
            days: end.day(),
        });
        end = Date::new(end.year(), end.month(), 1)
            .expect("a date")
            .minus_days(1)
            .expect("a date");
    }
    list
}

/// Per currency: what was received, and what became of it by the end of a day.
#[derive(Default, PartialEq, Eq, Debug)]
pub struct Flow {
    pub received: i128,
    pub allocated: i128,
    pub refunded: i128,
    pub unapplied: i128,
}

pub fn flows(book: &Book, day: Date) -> BTreeMap<Currency, Flow> {
    let mut flows: BTreeMap<Currency, Flow> = BTreeMap::new();
    for payment in book.payments().iter().filter(|payment| payment.date <= day) {
        let flow = flows.entry(payment.currency).or_default();
        flow.received += minor(payment.amount, payment.currency);
        let left = book.unapplied(payment.id, day).expect("an amount");
        flow.unapplied += minor(left.amount(), payment.currency);
    }
    let notes: BTreeSet<InvoiceId> = book
        .invoices()
        .iter()
        .filter(|note| is_credit(note) && stands(book, note, day))
        .map(|note| note.id)
        .collect();
    for id in &notes {
        let note = book.invoices().get(*id).expect("a note");
        let flow = flows.entry(note.currency).or_default();
        flow.received += asked(note);
        let left = book.balance(*id, day).expect("an amount");
        flow.unapplied += minor(left.amount(), note.currency);
    }
    let counts = |source: Source| match source {
        Source::Payment(_) => true,
        Source::CreditNote(id) => notes.contains(&id),
    };
    for allocation in book.allocations().iter() {
        if allocation.date <= day && counts(allocation.source) {
            let flow = flows.entry(allocation.currency).or_default();
            flow.allocated += minor(allocation.amount, allocation.currency);
        }
    }
    for refund in book.refunds().iter() {
        if refund.date <= day && counts(refund.source) {
            let flow = flows.entry(refund.currency).or_default();
            flow.refunded += minor(refund.amount, refund.currency);
        }
    }
    flows
}

/// Per account: what moved, and what it is known to be.
#[derive(Default, Debug)]
pub struct Moves {
    pub moved: i128,
    pub received: i128,
    pub paid_out: i128,
    pub other: i128,
    pub open: i128,
}

pub fn accounts(book: &Book) -> BTreeMap<BankAccountId, Moves> {
    let mut moves: BTreeMap<BankAccountId, Moves> = BTreeMap::new();
    for line in book.bank_lines().iter() {
        let statement = book.statements().get(line.statement).expect("a statement");
        let of = moves.entry(statement.account).or_default();
        of.moved += minor(line.amount, line.currency);
        let row = book.line_figures(line.id).expect("a row");
        of.open += i128::from(row.left());
    }
    for part in book.matches().iter() {
        let line = book.bank_lines().get(part.line).expect("a line");
        let statement = book.statements().get(line.statement).expect("a statement");
        let of = moves.entry(statement.account).or_default();
        match &part.what {
            Matched::Payment(id) => {
                let payment = book.payments().get(*id).expect("a payment");
                of.received += match &payment.received {
                    Some(received) => minor(received.amount, received.currency),
                    None => {
                        let fee = payment.fee.map_or(0, |fee| minor(fee, payment.currency));
                        minor(payment.amount, payment.currency) - fee
                    }
                };
            }
            Matched::Refund(id) => {
                let refund = book.refunds().get(*id).expect("a refund");
                of.paid_out += match &refund.received {
                    Some(left) => minor(left.amount, left.currency),
                    None => minor(refund.amount, refund.currency),
                };
            }
            Matched::Other { .. } => of.other += minor(part.amount, line.currency),
        }
    }
    moves
}
