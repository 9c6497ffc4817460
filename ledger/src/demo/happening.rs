//! What happens in the demonstration: documents, money, write-offs.

use super::master::taxes;
use super::{Demo, Event};
use crate::change::RecordId;
use crate::command::{Allocate, Command, IssueInvoice, RecordPayment};
use crate::date::Date;
use crate::ids::{InvoiceId, PaymentId};
use crate::invoice::{
    Adjustment, AdjustmentKind, AdjustmentValue, Channel, DocumentDetails, Invoice, Kind, Line,
    PriceMode,
};
use crate::money::{Currency, Decimal, Money};
use crate::payment::Source;
use crate::tax::TaxSet;

/// What happens.
impl Demo {
    pub(super) fn happen(&mut self, date: Date, event: Event) {
        match event {
            Event::Invoice { customer, nth } => self.invoice(date, customer, nth),
            Event::Send(invoice) => {
                self.run(&Command::MarkSent {
                    invoice,
                    date,
                    channel: Channel::Email.into(),
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

    pub(super) fn invoice(&mut self, date: Date, customer: usize, nth: u32) {
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

    pub(super) fn document(&mut self, customer: usize) -> Invoice {
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
    pub(super) fn issue(&mut self, date: Date, customer: usize, nth: u32, document: Invoice) {
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

    pub(super) fn habit(&mut self, habit: char, nth: u32, date: Date, invoice: InvoiceId) {
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
}

/// Euros for a dollar, made up: from 0.9000 to 0.9295 by month.
fn rate(date: Date) -> Decimal {
    let month = i128::from(date.year()) * 12 + i128::from(date.month());
    Decimal::new(9_000 + month * 37 % 60 * 5, 4).unwrap_or(Decimal::ONE)
}
