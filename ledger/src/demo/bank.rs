//! The bank of the demo book: two statements. What the customers paid is
//! known as such, the newest receipts wait to be reconciled.

use std::rc::Rc;

use super::Demo;
use crate::bank::file::{Balance, FileLine, FileStatement, Format, Place};
use crate::bank::intake::{ImportStatements, Of};
use crate::bank::{BankAccount, IgnoreRule};
use crate::book::Status;
use crate::change::RecordId;
use crate::command::{Command, MatchLine, MatchPart};
use crate::date::Date;
use crate::ids::{BankAccountId, BankLineId, PaymentId, Version};
use crate::invoice::Kind;
use crate::money::{Currency, Decimal};

/// What the older statement begins with, in cents.
const OPENING: i128 = 841_235;
/// Receipts that nobody has looked at yet.
const OPEN: usize = 6;

/// A line, and the payment that it is.
type Moved = (FileLine, Option<PaymentId>);

impl Demo {
    pub(super) fn bank(&mut self) {
        let account = BankAccount {
            name: "Business account".into(),
            number: "IE29AIBK93115212345678".into(),
            ..BankAccount::default()
        };
        let made = self.run(&Command::SaveBankAccount {
            id: None,
            account,
            opened: Version::NONE,
        });
        let Some((RecordId::BankAccount(account), _)) = made else {
            return;
        };
        self.run(&Command::SaveIgnoreRule {
            id: None,
            rule: IgnoreRule {
                name: "Harbour & Pine savings".into(),
                reason: "Transfer to savings".into(),
                ..IgnoreRule::default()
            },
            opened: Version::NONE,
        });
        let mut opening = Decimal::new(OPENING, 2).unwrap_or_default();
        for (from, to, is_newest) in [(62, 32, false), (31, 1, true)] {
            let (Ok(from), Ok(to)) = (self.today.minus_days(from), self.today.minus_days(to))
            else {
                return;
            };
            let mut lines = self.received(from, to);
            lines.extend(self.spent(from));
            if is_newest {
                lines.extend(self.waiting(to));
            }
            lines.sort_by_key(|(line, _)| line.date);
            let Some(closing) = self.statement(account, opening, (from, to), lines) else {
                return;
            };
            opening = closing;
        }
    }

    /// The payments of some days that came in as they were.
    fn received(&self, from: Date, to: Date) -> Vec<Moved> {
        let payments = self.book.payments().iter().filter(|payment| {
            let is_plain = payment.fee.is_none() && payment.received.is_none();
            is_plain
                && payment.currency == Currency::default()
                && (from..=to).contains(&payment.date)
        });
        let lines = payments.map(|payment| {
            let name = self.book.customers().get(payment.customer);
            let mut line = FileLine::new(Place::line(1), payment.date, payment.amount);
            line.name = name.map_or_else(String::new, |known| known.details.name.clone());
            line.text.clone_from(&payment.reference);
            (line, Some(payment.id))
        });
        lines.collect()
    }

    /// A fee, and what is put aside: the rule takes that.
    fn spent(&self, from: Date) -> Vec<Moved> {
        let mut lines = Vec::new();
        for (after, cents, name, text) in [
            (2, -1_250, "AIB", "Account fee"),
            (9, -150_000, "Harbour & Pine savings", "Standing order"),
        ] {
            if let (Ok(date), Ok(amount)) = (from.plus_days(after), Decimal::new(cents, 2)) {
                let mut line = FileLine::new(Place::line(1), date, amount);
                line.name = name.into();
                line.text = text.into();
                lines.push((line, None));
            }
        }
        lines
    }

    /// Receipts for open invoices that are not recorded yet: some name their
    /// invoice, some only the amount says so.
    fn waiting(&self, to: Date) -> Vec<Moved> {
        let is_open = |status| matches!(status, Some(Status::Open | Status::Overdue));
        let invoices = self.book.invoices().iter().filter(|invoice| {
            invoice.kind == Kind::Invoice
                && invoice.currency == Currency::default()
                && is_open(self.book.status(invoice.id, self.today))
        });
        let invoices: Vec<_> = invoices.collect();
        let mut lines = Vec::new();
        for (nth, invoice) in invoices.into_iter().rev().take(OPEN).enumerate() {
            let ago = u32::try_from(nth / 2).unwrap_or(0);
            let left = self.book.balance(invoice.id, self.today);
            let (Some(left), Ok(date)) = (left, to.minus_days(ago)) else {
                continue;
            };
            let name = self.book.customers().get(invoice.customer);
            let mut line = FileLine::new(Place::line(1), date, left.amount());
            line.name = name.map_or_else(String::new, |known| known.details.name.clone());
            line.text = match nth % 3 {
                0 => format!("Invoice {}", invoice.number()),
                1 => format!("RE {} with thanks", invoice.number().replace('-', " ")),
                _ => "Payment".into(),
            };
            lines.push((line, None));
        }
        lines
    }

    /// Brings a statement in, and says which of its lines are which payments;
    /// what it ends with.
    fn statement(
        &mut self,
        account: BankAccountId,
        opening: Decimal,
        (from, to): (Date, Date),
        lines: Vec<Moved>,
    ) -> Option<Decimal> {
        let mut closing = opening;
        for (line, _) in &lines {
            closing = closing.add(line.amount).ok()?;
        }
        let balance = |date, amount| Balance {
            date: Some(date),
            amount,
            currency: None,
        };
        let (lines, payments): (Vec<FileLine>, Vec<Option<PaymentId>>) = lines.into_iter().unzip();
        let statement = FileStatement {
            format: Format::Camt053,
            file: String::new(),
            place: Place::line(1),
            account: String::new(),
            bank: String::new(),
            currency: Some(Currency::default()),
            number: String::new(),
            opening: Some(balance(from, opening)),
            closing: Some(balance(to, closing)),
            lines,
            warnings: Vec::new(),
        };
        let known = self.book.bank_lines().len();
        self.run(&Command::ImportStatements(Box::new(ImportStatements {
            file: format!("statement-{to}.xml"),
            accounts: Vec::new(),
            statements: vec![(Rc::new(statement), Of::Known(account))],
            csv: None,
        })))?;
        let lines = self.book.bank_lines().iter().skip(known);
        let lines: Vec<BankLineId> = lines.map(|line| line.id).collect();
        let matches: Vec<MatchLine> = lines
            .into_iter()
            .zip(payments)
            .filter_map(|(line, payment)| {
                let parts = vec![MatchPart::Recorded(payment?)];
                Some(MatchLine { line, parts })
            })
            .collect();
        if !matches.is_empty() {
            self.run(&Command::MatchLines(matches));
        }
        Some(closing)
    }
}
