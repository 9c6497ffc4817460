//! Rows of payments: money received, put against the invoice that a row names.

use super::rows::Row;
use super::{DateOrder, DecimalSign};
use super::{Field, RowFault, RowProblem, Table, excerpt, line, value};
use crate::records::{AllocationRecord, PaymentRecord};

impl Table<'_> {
    pub(super) fn pay(&mut self, row: &Row, payment: PaymentRecord) {
        self.origins.payments.push(line(row));
        self.records.payments.push(payment);
    }

    pub(super) fn payment(&mut self, row: &Row, order: DateOrder, sign: DecimalSign) {
        let number = self.optional(row, Field::Number);
        let customer = self.optional(row, Field::Customer);
        let paid_on = self.date(row, Field::PaidOn, order);
        let amount = self.amount(row, sign);
        let [reference, method, note] =
            [Field::Reference, Field::Method, Field::Note].map(|field| self.optional(row, field));
        let (Some(number), Some(customer), Some(date), Some(amount)) =
            (number, customer, paid_on, amount)
        else {
            return;
        };
        if number.is_empty() && customer.is_empty() {
            let named = self.options.columns.of(Field::Number);
            let field = named.map_or(Field::Customer, |_| Field::Number);
            return self.at(row, field, RowFault::Missing);
        }
        let reference = reference.unwrap_or_default();
        let whole = format!("{number}\n{customer}\n{date}\n{amount}\n{reference}");
        self.same(row, Field::Amount, whole);
        let amount_of = amount.amount();
        let allocation = AllocationRecord {
            invoice: number,
            amount: amount_of,
            date: None,
        };
        self.pay(
            row,
            PaymentRecord {
                customer,
                date,
                amount: amount_of,
                currency: Some(amount.currency()),
                method: method.unwrap_or_default(),
                reference,
                note: note.unwrap_or_default(),
                allocations: Some(allocation)
                    .filter(|allocation| !allocation.invoice.is_empty())
                    .into_iter()
                    .collect(),
                refunds: Vec::new(),
            },
        );
    }

    /// Warns where an earlier row says the same.
    pub(super) fn same(&mut self, row: &Row, field: Field, whole: String) {
        match self.numbers.get(&whole) {
            None => {
                self.numbers.insert(whole, row.line);
            }
            Some(first) => self.warnings.push(RowProblem {
                line: row.line,
                column: self.column(field),
                fault: RowFault::SameAs(*first),
                value: excerpt(value(row, self.options, field)),
            }),
        }
    }
}
