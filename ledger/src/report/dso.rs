//! Days sales outstanding and its relatives, from a Book as of a day.
//!
//! This file measures the inputs (receivables, sales, collections); the
//! formulas are in [`super::kpi`]. Sales are what invoices ask for less what
//! credit notes credit, tax included as in the receivables, void documents
//! out. Receivables are open invoices; what is unapplied stands beside.

use crate::book::columns::{InvoiceColumns, NEVER, SettledBy, Settlement};
use crate::book::{Book, small};
use crate::date::Date;
use crate::ids::CustomerId;
use crate::money::{Currency, Decimal, Money};
use serde::{Deserialize, Serialize};

use super::kpi::{self, MonthSales, WeightedDays, ZeroSales};

/// A run of days, both ends counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Period {
    pub from: Date,
    pub to: Date,
}

impl Period {
    /// The number of days; 0 where it ends before it begins.
    pub fn days(self) -> u32 {
        u32::try_from(self.to.days_since(self.from) + 1).unwrap_or(0)
    }

    /// The last `days` days up to `to`.
    pub fn last_days(to: Date, days: u32) -> Period {
        Period {
            from: to.minus_days(days.saturating_sub(1)).unwrap_or(to),
            to,
        }
    }

    /// The calendar quarter up to `to`.
    pub fn quarter_to(to: Date) -> Period {
        let first = (to.month() - 1) / 3 * 3 + 1;
        Period {
            from: Date::new(to.year(), first, 1).unwrap_or(to),
            to,
        }
    }
}

/// What is measured in one currency, in minor units. Everything is as of the
/// period's last day.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Inputs {
    /// Open invoices.
    pub receivables: i128,
    /// Of these, what is not past due.
    pub current: i128,
    /// Open invoices and instalments, counted.
    pub open_count: u32,
    /// Receivables at the end of the day before the period.
    pub opening: i128,
    pub sales: i128,
    /// Paid by payments dated in the period.
    pub collected: i128,
    pub written_off: i128,
    /// Unapplied payments and credit notes.
    pub unapplied: i128,
    /// Sales by calendar month, the newest first; the first may be cut by
    /// the period's last day.
    pub months: Vec<MonthSales>,
    /// Days from issue to payment, each payment dated in the period weighted
    /// by its amount. What was taken back or came back up to the period's last
    /// day was no payment.
    pub to_pay: WeightedDays,
    /// Days past due at payment, early negative; of instalments each part of
    /// a payment against the due date of what it pays, the earliest first.
    pub late: WeightedDays,
    /// The same with early as 0.
    pub late_floored: WeightedDays,
}

/// Receivables and sales of one customer, in minor units.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct CustomerInputs {
    pub receivables: i128,
    pub sales: i128,
}

/// What is measured, and the figures that follow. `None` is undefined and
/// must not be shown as a number. Days and percent with two decimals.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Figures {
    pub currency: Currency,
    pub period: Period,
    pub inputs: Inputs,
    pub dso: Option<Decimal>,
    pub dso_average: Option<Decimal>,
    pub dso_countback: Option<Decimal>,
    pub best_possible: Option<Decimal>,
    pub average_days_delinquent: Option<Decimal>,
    pub cei: Option<Decimal>,
    pub days_to_pay: Option<Decimal>,
    pub days_late: Option<Decimal>,
    pub days_late_floored: Option<Decimal>,
    pub bad_debt_ratio: Option<Decimal>,
    /// Times the average receivables turned over in the period.
    pub turnover: Option<Decimal>,
    /// Customers with receivables or sales, and their DSO.
    pub customers: Vec<(CustomerId, CustomerInputs, Option<Decimal>)>,
}

impl Figures {
    /// An amount of these figures as money; `None` past 18 digits.
    pub fn money(&self, minor: i128) -> Option<Money> {
        Money::from_minor(minor, self.currency).ok()
    }
}

/// Months of the countback at the most; what is older is not reached.
const MONTHS_MAX: usize = 120;

/// The figures of `period` in one currency.
pub fn figures(book: &Book, currency: Currency, period: Period, zero: ZeroSales) -> Figures {
    let (inputs, customers) = measure(book, currency, period);
    let days = period.days();
    let customers = customers
        .into_iter()
        .enumerate()
        .filter(|(_, inputs)| *inputs != CustomerInputs::default())
        .map(|(slot, inputs)| {
            let dso = kpi::dso(inputs.receivables, inputs.sales, days);
            (book.customers().id_at(slot), inputs, dso)
        })
        .collect();
    Figures {
        customers,
        ..of_inputs(inputs, currency, period, zero)
    }
}

/// The same without the figures of each customer.
pub fn figures_of_all(book: &Book, currency: Currency, period: Period, zero: ZeroSales) -> Figures {
    of_inputs(measure(book, currency, period).0, currency, period, zero)
}

fn of_inputs(inputs: Inputs, currency: Currency, period: Period, zero: ZeroSales) -> Figures {
    let days = period.days();
    let Inputs {
        receivables,
        current,
        opening,
        sales,
        ..
    } = inputs;
    Figures {
        currency,
        period,
        dso: kpi::dso(receivables, sales, days),
        dso_average: kpi::dso_average(opening, receivables, sales, days),
        dso_countback: kpi::dso_countback(receivables, &inputs.months, zero),
        best_possible: kpi::dso_best_possible(current, sales, days),
        average_days_delinquent: kpi::average_days_delinquent(receivables, current, sales, days),
        cei: kpi::cei(opening, sales, receivables, current),
        days_to_pay: inputs.to_pay.mean(),
        days_late: inputs.late.mean(),
        days_late_floored: inputs.late_floored.mean(),
        bad_debt_ratio: kpi::bad_debt_ratio(inputs.written_off, sales),
        turnover: kpi::turnover(sales, opening, receivables),
        inputs,
        customers: Vec::new(),
    }
}

/// The currencies that any document or payment of the book is in, by code.
pub fn currencies(book: &Book) -> Vec<Currency> {
    let mut seen = [false; 256];
    let documents = book.columns.invoices.iter().filter(|row| row.is_issued());
    let payments = book.columns.payments.iter().filter(|row| row.date != NEVER);
    let used = documents
        .map(|row| row.currency)
        .chain(payments.map(|row| row.currency));
    for currency in used {
        seen[usize::from(currency)] = true;
    }
    let mut currencies: Vec<Currency> = (0..=u8::MAX)
        .filter(|index| seen[usize::from(*index)])
        .filter_map(Currency::from_index)
        .collect();
    currencies.sort();
    currencies
}

struct Measure {
    day: i32,
    from: i32,
    before: i32,
    months: Months,
    inputs: Inputs,
}

fn measure(book: &Book, currency: Currency, period: Period) -> (Inputs, Vec<CustomerInputs>) {
    let mut measure = Measure {
        day: period.to.number(),
        from: period.from.number(),
        before: period.from.number() - 1,
        months: Months::up_to(period.to),
        inputs: Inputs::default(),
    };
    let mut customers = vec![CustomerInputs::default(); book.customers().slots()];
    for row in book.columns.invoices.iter() {
        if row.currency != currency.index() || row.issued > measure.day {
            continue;
        }
        let place = usize::try_from(row.customer).unwrap_or(usize::MAX);
        let Some(customer) = customers.get_mut(place) else {
            continue;
        };
        if row.credit {
            measure.credit_note(row, customer);
        } else {
            measure.invoice(book, row, customer);
        }
    }
    for row in book.columns.payments.iter() {
        if row.currency == currency.index() {
            measure.inputs.unapplied += i128::from(row.unapplied_at(measure.day));
        }
    }
    measure.inputs.months = measure.months.sales();
    (measure.inputs, customers)
}

impl Measure {
    #[inline]
    fn sold(&mut self, row: &InvoiceColumns, amount: i128, customer: &mut CustomerInputs) {
        if row.void <= self.day {
            return;
        }
        self.months.add(row.issued, amount);
        if row.issued >= self.from {
            self.inputs.sales += amount;
            customer.sales += amount;
        }
    }

    fn credit_note(&mut self, row: &InvoiceColumns, customer: &mut CustomerInputs) {
        self.sold(row, -i128::from(row.asked), customer);
        self.inputs.unapplied += i128::from(row.open_at(self.day));
    }

    fn invoice(&mut self, book: &Book, row: &InvoiceColumns, customer: &mut CustomerInputs) {
        self.sold(row, i128::from(row.asked), customer);
        self.inputs.opening += i128::from(row.open_at(self.before));
        let day = self.day;
        let inputs = &mut self.inputs;
        let mut open = false;
        row.parts_at(day, |due, part| {
            inputs.receivables += i128::from(part);
            customer.receivables += i128::from(part);
            if due >= day {
                inputs.current += i128::from(part);
            }
            open = true;
        });
        inputs.open_count += u32::from(open);
        for part in row.settlements.as_slice() {
            if part.day < self.from || part.day > day {
                continue;
            }
            let amount = i128::from(part.amount);
            match part.by {
                SettledBy::Payment => inputs.collected += amount,
                SettledBy::WriteOff | SettledBy::SmallDifference => inputs.written_off += amount,
                SettledBy::CreditNote | SettledBy::Refund | SettledBy::EarlyDiscount => {}
            }
        }
        self.days(book, row);
    }

    /// How long what was paid in the period took. Money fills the earliest
    /// instalment first.
    fn days(&mut self, book: &Book, row: &InvoiceColumns) {
        let day = self.day;
        let parts = row.settlements.as_slice().iter();
        let parts = parts.take_while(|part| part.day <= day);
        if parts.clone().all(|part| part.day < self.from) {
            return;
        }
        let taken_back = TakenBack::of(book, parts.clone());
        let single = [(row.due, row.asked)];
        let instalments = row.instalments.as_deref().unwrap_or(&single);
        let mut dues = instalments.iter().copied();
        let mut next = dues.next();
        for part in parts.filter(|part| !taken_back.has(part)) {
            let counts = part.by == SettledBy::Payment && part.day >= self.from;
            let mut left = part.amount;
            while let Some((due, open)) = next.filter(|_| left > 0) {
                let amount = left.min(open);
                left -= amount;
                next = if amount < open {
                    Some((due, open - amount))
                } else {
                    dues.next()
                };
                if counts {
                    let (late, amount) = (part.day - due, i128::from(amount));
                    self.inputs.to_pay.add(amount, part.day - row.issued);
                    self.inputs.late.add(amount, late);
                    self.inputs.late_floored.add(amount, late.max(0));
                }
            }
        }
    }
}

/// The parts of a settlement that were taken back, and what took them back.
struct TakenBack(Vec<(bool, u32)>);

impl TakenBack {
    fn of<'a>(book: &Book, parts: impl Iterator<Item = &'a Settlement>) -> TakenBack {
        let mut taken_back = Vec::new();
        for part in parts.filter(|part| part.amount < 0) {
            let is_write_off = part.by.is_write_off();
            let slot = usize::try_from(part.slot).unwrap_or(usize::MAX);
            let reversed = if is_write_off {
                let known = book.write_offs().at(slot);
                let reversed = known.and_then(|known| known.reverses);
                reversed.and_then(|id| book.write_offs().slot(id))
            } else {
                let known = book.allocations().at(slot);
                let reversed = known.and_then(|known| known.reverses);
                reversed.and_then(|id| book.allocations().slot(id))
            };
            taken_back.push((is_write_off, part.slot));
            taken_back.extend(reversed.map(|slot| (is_write_off, small(slot))));
        }
        TakenBack(taken_back)
    }

    fn has(&self, part: &Settlement) -> bool {
        !self.0.is_empty() && self.0.contains(&(part.by.is_write_off(), part.slot))
    }
}

/// Sales by calendar month, found by day without calendar arithmetic.
struct Months {
    /// The first day of each month, newest first.
    starts: Vec<i32>,
    sums: Vec<i128>,
    last: Date,
    /// The month of each day before `last`, from the newest day back.
    of_day: Vec<u8>,
    /// Months that any document is in.
    reached: usize,
}

impl Months {
    fn up_to(last: Date) -> Months {
        let mut starts = Vec::with_capacity(MONTHS_MAX);
        let mut of_day = Vec::new();
        let mut day = last;
        for month in 0..MONTHS_MAX {
            let start = day.month_start();
            starts.push(start.number());
            let days = usize::try_from(day.days_since(start) + 1).unwrap_or(0);
            of_day.resize(of_day.len() + days, u8::try_from(month).unwrap_or(u8::MAX));
            match start.minus_days(1) {
                Ok(before) => day = before,
                Err(_) => break,
            }
        }
        Months {
            sums: vec![0; starts.len()],
            starts,
            last,
            of_day,
            reached: 0,
        }
    }

    #[inline]
    fn add(&mut self, day: i32, amount: i128) {
        let back = usize::try_from(self.last.number() - day).unwrap_or(usize::MAX);
        let month = self.of_day.get(back).map(|month| usize::from(*month));
        if let Some(month) = month
            && let Some(sum) = self.sums.get_mut(month)
        {
            *sum += amount;
            self.reached = self.reached.max(month + 1);
        }
    }

    fn sales(&self) -> Vec<MonthSales> {
        let mut end = self.last.number();
        let mut months = Vec::with_capacity(self.reached);
        for (start, sales) in self.starts.iter().zip(&self.sums).take(self.reached) {
            months.push(MonthSales {
                sales: *sales,
                days: u32::try_from(end - start + 1).unwrap_or(0),
            });
            end = start - 1;
        }
        months
    }
}

#[cfg(test)]
mod tests;
