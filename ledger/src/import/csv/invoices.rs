//! Rows of invoices and credit notes, and of payments among them.

use std::collections::BTreeMap;

use statements::table::Row;
use statements::table::cells::{Side, side};

use super::check::Table;
use super::words::{self, Says};
use super::{Choice, Field, PaidWhen, RowFault, excerpt, line, value};
use crate::date::Date;
use crate::import::names::{Named, folded};
use crate::money::Money;
use crate::records::{AllocationRecord, DocumentKind, InvoiceRecord, PaymentRecord, RefundRecord};
use crate::slices::Steps;
use crate::terms::Terms;

/// Names of columns whose amounts are of lines, never of a whole document.
const OF_LINES: [&str; 4] = ["lineamount", "linetotal", "positionsbetrag", "unitamount"];

/// A row of a document.
struct Entry<'r, 't> {
    row: &'r Row<'t>,
    is_credit: bool,
    customer: String,
    number: String,
    issued: Date,
    due: Option<Date>,
    total: Money,
    /// What of it is paid, or of a credit note used.
    paid: Money,
    paid_on: Option<Date>,
}

/// What is known of a document besides its amount.
#[derive(Clone, Copy, Default)]
struct PaidOn {
    date: Option<Date>,
    /// It is called paid, without a day or an amount.
    is_said: bool,
}

impl Table<'_> {
    pub(super) async fn invoices(&mut self, rows: &[Row<'_>], steps: &Steps) {
        let mut entries: Vec<Vec<Entry>> = Vec::new();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for row in rows {
            steps.step().await;
            let Some(entry) = self.entry(row) else {
                continue;
            };
            let place = places.get(&entry.number);
            match place.and_then(|place| entries.get_mut(*place)) {
                Some(known) => known.push(entry),
                None => {
                    places.insert(entry.number.clone(), entries.len());
                    entries.push(vec![entry]);
                }
            }
        }
        steps.begin(entries.len());
        for rows in entries {
            steps.step().await;
            if let Some(entry) = self.whole(rows) {
                self.take(entry);
            }
        }
    }

    /// The document that a row is, or is a part of.
    fn entry<'r, 't>(&mut self, row: &'r Row<'t>) -> Option<Entry<'r, 't>> {
        if !self.fits(row) {
            return None;
        }
        let (kind, status) = self.says(row)?;
        if kind == Says::Payment {
            self.payment_row(row);
            return None;
        }
        let customer = self.text(row, Field::Customer);
        let number = self.text(row, Field::Number);
        let issued = self.day(row, Field::Issued);
        let due = self.date(row, Field::Due);
        let paid_on = self.paid_on(row, status == Some(Says::Paid));
        let amounts = self.amounts(row, kind == Says::CreditNote);
        let (customer, number, issued) = (customer?, number?, issued?);
        let (due, paid_on, (signed, is_credit)) = (due?, paid_on?, amounts?);
        if signed.is_zero() {
            self.odd(row, Some(Field::Amount), RowFault::Zero);
            return None;
        }
        let total = if signed.is_negative() {
            signed.neg()
        } else {
            signed
        };
        let paid = self.paid(row, total, is_credit, paid_on)?;
        let due = self.due(row, issued, due, is_credit, &customer)?;
        let near = [
            (Field::Issued, Some(issued)),
            (Field::Due, due),
            (Field::PaidOn, paid_on.date),
        ];
        for (field, date) in near {
            if let Some(date) = date
                && !self.is_near(row, field, date)
            {
                return None;
            }
        }
        Some(Entry {
            row,
            is_credit,
            customer,
            number,
            issued,
            due,
            total,
            paid,
            paid_on: paid_on.date,
        })
    }

    /// What the columns of kind and status say; `None` where the row is left
    /// out for it.
    fn says(&mut self, row: &Row) -> Option<(Says, Option<Says>)> {
        let (kind, status) = (Field::Kind, Field::Status);
        let stated = value(row, self.options, status);
        let status_says = words::status(stated);
        if status_says == Some(Says::NotOwed) {
            let fault = RowFault::NotOwed(excerpt(stated).to_lowercase());
            self.odd(row, Some(status), fault);
            return None;
        }
        let stated = value(row, self.options, kind);
        let says = match words::kind(stated) {
            Some(says) => says,
            None if words::is_placeholder(stated) => Says::Invoice,
            None => match self.odd(row, Some(kind), RowFault::UnknownKind) {
                Choice::LeaveOut => return None,
                _ => Says::Invoice,
            },
        };
        if says == Says::NotOwed {
            let fault = RowFault::NotOwed(excerpt(stated).to_lowercase());
            self.odd(row, Some(kind), fault);
            return None;
        }
        Some((says, status_says))
    }

    /// A payment among invoices is money of its customer: what of it is still
    /// open, where a column says that.
    fn payment_row(&mut self, row: &Row) {
        if self.odd(row, Some(Field::Kind), RowFault::PaymentRow) == Choice::LeaveOut {
            return;
        }
        let customer = self.text(row, Field::Customer);
        let date = self.day(row, Field::Issued);
        let amount = self.money(row, Field::Amount);
        let open = self.money(row, Field::Open);
        let (Some(customer), Some(date), Some(amount), Some(open)) = (customer, date, amount, open)
        else {
            return;
        };
        let Some((amount, _)) = open.or(amount) else {
            return self.faulty(row, Field::Amount, RowFault::Missing);
        };
        let amount = if amount.is_negative() {
            amount.neg()
        } else {
            amount
        };
        if amount.is_zero() {
            self.odd(row, Some(Field::Amount), RowFault::Zero);
            return;
        }
        if !self.is_near(row, Field::Issued, date) {
            return;
        }
        let number = self.optional(row, Field::Number).unwrap_or_default();
        let payment = PaymentRecord {
            customer,
            date,
            amount: amount.amount(),
            currency: Some(amount.currency()),
            method: String::new(),
            reference: number,
            note: String::new(),
            allocations: Vec::new(),
            refunds: Vec::new(),
        };
        if self.is_new(row, &payment, amount) {
            self.name(row, &payment.customer);
            self.pay(row, payment);
        }
    }

    /// When it was paid, or that it was.
    fn paid_on(&mut self, row: &Row, is_called_paid: bool) -> Option<PaidOn> {
        let text = value(row, self.options, Field::PaidOn);
        if let Some(is_paid) = words::yes_or_no(text) {
            return Some(PaidOn {
                date: None,
                is_said: is_paid,
            });
        }
        let date = self.date(row, Field::PaidOn)?;
        Some(PaidOn {
            date,
            is_said: is_called_paid || date.is_some(),
        })
    }

    /// What is asked for, below zero as it is written, and whether it is a
    /// credit.
    fn amounts(&mut self, row: &Row, is_credit_note: bool) -> Option<(Money, bool)> {
        let debit = self.money(row, Field::Amount)?;
        let credit = self.money(row, Field::Credit)?;
        let stated = side(value(row, self.options, Field::Mark));
        let zero =
            |amount: Option<(Money, Option<Side>)>| amount.is_none_or(|(money, _)| money.is_zero());
        let (amount, is_credit) = match (debit, credit) {
            (None, None) => {
                self.faulty(row, Field::Amount, RowFault::Missing);
                return None;
            }
            (debit, Some((credit, _))) if zero(debit) && !credit.is_zero() => (credit, true),
            (Some((amount, side)), _) => (amount, stated.or(side) == Some(Side::Credit)),
            (None, Some((credit, _))) => (credit, true),
        };
        Some((amount, is_credit || is_credit_note || amount.is_negative()))
    }

    /// What of a total is paid: as the columns say, else all of it where it is
    /// called paid.
    fn paid(&mut self, row: &Row, total: Money, is_credit: bool, paid_on: PaidOn) -> Option<Money> {
        let plain = |amount: Option<(Money, Option<Side>)>| {
            amount.map(|(money, _)| {
                if is_credit && money.is_negative() {
                    money.neg()
                } else {
                    money
                }
            })
        };
        let mut paid = plain(self.money(row, Field::Paid)?);
        if paid.is_none() && !is_credit {
            paid = plain(self.money(row, Field::Credit)?);
        }
        let open = plain(self.money(row, Field::Open)?);
        let rest = match open.map(|open| total.add(open.neg())) {
            Some(Err(_)) => {
                self.faulty(row, Field::Open, RowFault::BadPaid);
                return None;
            }
            Some(Ok(rest)) => Some(rest),
            None => None,
        };
        if let (Some(stated), Some(rest)) = (paid, rest)
            && stated != rest
            && self.odd(row, Some(Field::Open), RowFault::DoesNotAdd) == Choice::LeaveOut
        {
            return None;
        }
        let whole = if paid_on.is_said {
            total
        } else {
            total.currency().zero()
        };
        let paid = paid.or(rest).unwrap_or(whole);
        if paid.is_negative() || paid.currency() != total.currency() {
            self.faulty(row, Field::Open, RowFault::BadPaid);
            return None;
        }
        Some(paid)
    }

    /// When it is due: not before it is issued, and by terms where no column
    /// says it. A credit is due on no day.
    #[expect(clippy::option_option, reason = "a credit is due on no day")]
    fn due(
        &mut self,
        row: &Row,
        issued: Date,
        due: Option<Date>,
        is_credit: bool,
        customer: &str,
    ) -> Option<Option<Date>> {
        if is_credit {
            return Some(due.filter(|due| *due >= issued));
        }
        let (fault, taken) = match due {
            Some(due) if due >= issued => return Some(Some(due)),
            Some(_) => (RowFault::DueBeforeIssue(issued), issued),
            None => {
                let by_terms = self.terms_of(customer).due.date(issued);
                let by_terms = by_terms.unwrap_or(issued).max(issued);
                (RowFault::NoDue(by_terms), by_terms)
            }
        };
        match self.odd(row, Some(Field::Due), fault) {
            Choice::LeaveOut => None,
            _ => Some(Some(taken)),
        }
    }

    /// The customer's terms, else the business's.
    fn terms_of(&self, customer: &str) -> Terms {
        let known = match self.customers.find(customer) {
            Some(Named::One(id)) => self.book.customers().get(id),
            _ => None,
        };
        known
            .and_then(|known| known.terms.clone())
            .or_else(|| Some(self.book.business()?.terms.clone()))
            .unwrap_or_default()
    }

    /// The document of all rows of one number. Where they are of several, the
    /// first one is the document.
    fn whole<'r, 't>(&mut self, mut rows: Vec<Entry<'r, 't>>) -> Option<Entry<'r, 't>> {
        let others = rows.split_off(1);
        let mut whole = rows.pop()?;
        let mut mates: Vec<Entry> = Vec::new();
        for other in others {
            let is_new = whole.row.fields != other.row.fields
                && mates.iter().all(|mate| mate.row.fields != other.row.fields);
            if is_new && is_of_one(&whole, &other) {
                mates.push(other);
            } else {
                self.faulty(
                    other.row,
                    Field::Number,
                    RowFault::NumberTwice(whole.row.line),
                );
            }
        }
        if mates.is_empty() {
            return Some(whole);
        }
        let is_repeated = mates.iter().all(|mate| mate.total == whole.total)
            && !OF_LINES.contains(&self.bare_column(Field::Amount).as_str());
        if !is_repeated {
            for mate in &mates {
                let sums = (whole.total.add(mate.total), whole.paid.add(mate.paid));
                let (Ok(total), Ok(paid)) = sums else {
                    self.faulty(mate.row, Field::Amount, crate::money::MoneyError::TooLarge);
                    self.leave_out(whole.row, RowFault::Missing);
                    return None;
                };
                (whole.total, whole.paid) = (total, paid);
            }
        }
        let mut is_taken = true;
        for mate in &mates {
            let fault = RowFault::FurtherRow {
                line: whole.row.line,
                total: whole.total,
            };
            is_taken &= self.odd(mate.row, Some(Field::Number), fault) != Choice::LeaveOut;
        }
        if !is_taken {
            let fault = RowFault::FurtherRow {
                line: whole.row.line,
                total: whole.total,
            };
            self.leave_out(whole.row, fault);
            return None;
        }
        Some(whole)
    }

    fn take(&mut self, mut entry: Entry) {
        if !self.is_free(&entry) || !self.is_dated(&mut entry) {
            return;
        }
        let (row, currency) = (entry.row, entry.total.currency());
        let zero = currency.zero();
        if let Some(paid_on) = entry.paid_on
            && !entry.is_credit
            && paid_on < entry.issued
            && self.odd(
                row,
                Some(Field::PaidOn),
                RowFault::PaidBeforeIssue(entry.issued),
            ) == Choice::LeaveOut
        {
            return;
        }
        let over = entry.paid.add(entry.total.neg()).unwrap_or(zero);
        if over.is_positive()
            && self.odd(row, Some(Field::Paid), RowFault::Overpaid(over)) == Choice::LeaveOut
        {
            return;
        }
        self.name(row, &entry.customer);
        // Stated on each, as a customer's own currency would come before the
        // file's.
        let currency = Some(currency);
        let amount = entry.total.amount();
        let mut refunds = Vec::new();
        match entry.paid_on.filter(|_| entry.paid.is_positive()) {
            None => {}
            // Nothing is given back of a credit that is not there yet.
            Some(paid_on) if entry.is_credit => refunds.push(RefundRecord {
                date: paid_on.max(entry.issued),
                amount: entry.paid.min(entry.total).unwrap_or(entry.total).amount(),
                reference: String::new(),
            }),
            Some(paid_on) => self.pay(
                row,
                PaymentRecord {
                    customer: entry.customer.clone(),
                    date: paid_on,
                    amount: entry.paid.amount(),
                    currency,
                    method: String::new(),
                    reference: String::new(),
                    note: String::new(),
                    allocations: vec![AllocationRecord {
                        invoice: entry.number.clone(),
                        amount: entry.paid.min(entry.total).unwrap_or(entry.total).amount(),
                        date: None,
                    }],
                    refunds: Vec::new(),
                },
            ),
        }
        let kind = if entry.is_credit {
            DocumentKind::CreditNote
        } else {
            DocumentKind::Invoice
        };
        self.origins.invoices.push(line(row));
        self.records.invoices.push(InvoiceRecord {
            due: entry.due,
            currency,
            refunds,
            ..InvoiceRecord::opening(kind, entry.number, entry.customer, entry.issued, amount)
        });
    }

    /// Whether the book has no document of this number.
    fn is_free(&mut self, entry: &Entry) -> bool {
        let Some(known) = self.book.by_number(&entry.number) else {
            return true;
        };
        let issue = known.issue.as_ref();
        let is_same = issue.is_some_and(|issue| {
            issue.date == entry.issued
                && known.currency == entry.total.currency()
                && issue.totals.payable == entry.total.amount()
        }) && known.kind.is_credit() == entry.is_credit
            && self.is_called(known.customer, &entry.customer);
        let fault = if is_same {
            RowFault::InBook
        } else {
            RowFault::NumberTaken
        };
        self.odd(entry.row, Some(Field::Number), fault);
        false
    }

    /// Whether it is known when it was paid; where it is not, only what is
    /// open may be left.
    fn is_dated(&mut self, entry: &mut Entry) -> bool {
        if entry.paid.is_zero() || entry.paid_on.is_some() {
            return true;
        }
        match self.options.paid {
            Some(PaidWhen::On(date)) => entry.paid_on = Some(date),
            Some(PaidWhen::WhenDue) => {
                let due = entry.due.unwrap_or(entry.issued);
                entry.paid_on = Some(due.min(self.options.today.max(entry.issued)));
            }
            when => {
                self.undated += usize::from(when.is_none());
                let Ok(open) = entry.total.add(entry.paid.neg()) else {
                    return false;
                };
                entry.paid = entry.total.currency().zero();
                if !open.is_positive() {
                    self.odd(entry.row, Some(Field::PaidOn), RowFault::PaidInFull);
                    return false;
                }
                entry.total = open;
            }
        }
        true
    }
}

/// Whether two rows of one number are of one document.
fn is_of_one(one: &Entry, other: &Entry) -> bool {
    one.issued == other.issued
        && one.is_credit == other.is_credit
        && one.total.currency() == other.total.currency()
        && folded(&one.customer) == folded(&other.customer)
}
