//! What a bank line is said to be, as a form.

use ledger::bank::BankLine;
use ledger::bank::matching::{Proposal, Suggestion};
use ledger::book::Book;
use ledger::command::{Allocate, MatchLine, MatchPart, Receipt};
use ledger::ids::{CustomerId, InvoiceId};
use ledger::invoice::Invoice;
use ledger::money::{Currency, Decimal, Money};
use ledger::open_items::{OpenCredit, customer_of, open_credits, open_item};
use ledger::payment::{Source, WriteOffKind};
use ledger::problem::{FieldName, What};

use super::customers::Directory;
use super::payment::Rest;
use super::{Fault, Problems, number};

/// An invoice that the line pays.
#[derive(Clone, PartialEq, Debug)]
pub struct Picked {
    pub invoice: InvoiceId,
    pub amount: String,
    pub rest: Rest,
}

/// What a receipt is put against.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ReconcileForm {
    pub picked: Vec<Picked>,
    /// Whose payment it is, where no invoice says so.
    pub customer: String,
    /// Credit notes and money on account that the invoices are less by.
    pub less: Vec<Source>,
    /// What the bank kept of it.
    pub fee: String,
    /// What the customer paid, where that is in another currency.
    pub paid: String,
}

/// What one customer's payment is put against.
struct Share {
    customer: CustomerId,
    invoices: Vec<(InvoiceId, Decimal)>,
    credits: Vec<(Source, InvoiceId, Decimal)>,
    closes: Vec<(InvoiceId, WriteOffKind)>,
}

impl Share {
    fn of(customer: CustomerId) -> Share {
        Share {
            customer,
            invoices: Vec::new(),
            credits: Vec::new(),
            closes: Vec::new(),
        }
    }
}

impl ReconcileForm {
    /// What is picked, by customer.
    fn shares(&self, book: &Book, problems: &mut Problems) -> Vec<Share> {
        let mut shares: Vec<Share> = Vec::new();
        for (index, picked) in self.picked.iter().enumerate() {
            let Some(invoice) = book.invoices().get(picked.invoice) else {
                continue;
            };
            let Some(amount) = problems.noted(
                (FieldName::Part, index),
                number::read_amount(&picked.amount, Some(invoice.currency)),
            ) else {
                continue;
            };
            let known = shares
                .iter()
                .position(|known| known.customer == invoice.customer);
            let place = known.unwrap_or_else(|| {
                shares.push(Share::of(invoice.customer));
                shares.len() - 1
            });
            let share = &mut shares[place];
            share.invoices.push((picked.invoice, amount));
            let kind = match picked.rest {
                Rest::StaysOpen => None,
                Rest::Discount => Some(WriteOffKind::EarlyDiscount),
                Rest::SmallDifference => Some(WriteOffKind::SmallDifference),
            };
            share.closes.extend(kind.map(|kind| (picked.invoice, kind)));
        }
        shares
    }

    /// As it is suggested.
    pub fn of(
        book: &Book,
        directory: &Directory,
        suggestion: Option<&Suggestion>,
    ) -> ReconcileForm {
        let mut form = ReconcileForm::default();
        let proposal = suggestion.and_then(|one| one.proposal.as_ref());
        let Some(Proposal::Receipts(receipts)) = proposal else {
            return form;
        };
        for receipt in receipts {
            for (source, invoice, _) in &receipt.credits {
                if !form.less.contains(source) {
                    form.less.push(*source);
                }
                // What a credit settles alone gets nothing of the payment.
                if !receipt.parts.iter().any(|(paid, _)| paid == invoice) {
                    form.picked.push(Picked {
                        invoice: *invoice,
                        amount: number::typed(Decimal::ZERO),
                        rest: Rest::StaysOpen,
                    });
                }
            }
            if let Some(fee) = receipt.fee {
                form.fee = number::typed(fee.amount());
            }
            for (invoice, part) in &receipt.parts {
                let discount = receipt.discounts.contains(invoice);
                form.picked.push(Picked {
                    invoice: *invoice,
                    amount: number::typed(part.amount()),
                    rest: if discount {
                        Rest::Discount
                    } else {
                        Rest::StaysOpen
                    },
                });
            }
            if receipt.received.is_some() {
                form.paid = number::typed(receipt.amount.amount());
            }
            if receipt.parts.is_empty()
                && let Some(customer) = book.customers().get(receipt.customer)
            {
                form.customer = directory.label(customer);
            }
        }
        form
    }

    /// The credits of the customers whose invoices are picked, in the line's
    /// currency: what the invoices can be less by.
    pub fn credits(&self, book: &Book, line: &BankLine) -> Vec<OpenCredit> {
        let mut customers: Vec<CustomerId> = Vec::new();
        for picked in &self.picked {
            let invoice = book.invoices().get(picked.invoice);
            customers.extend(invoice.map(|invoice| invoice.customer));
        }
        customers.sort_unstable();
        customers.dedup();
        let all = customers.into_iter();
        let all = all.flat_map(|customer| open_credits(book, customer, line.date));
        all.filter(|credit| credit.left.currency() == line.currency)
            .collect()
    }

    /// What of each credit that is taken goes to which invoice: to the one
    /// that it corrects first.
    fn less_by(&self, book: &Book, line: &BankLine) -> Vec<(Source, InvoiceId, Money)> {
        let mut open: Vec<(&Invoice, Money)> = self
            .picked
            .iter()
            .filter_map(|picked| {
                let invoice = book.invoices().get(picked.invoice)?;
                Some((&**invoice, open_item(book, invoice.id, line.date)?.open))
            })
            .collect();
        let mut parts = Vec::new();
        let credits = self.credits(book, line);
        for credit in credits.iter().filter(|one| self.less.contains(&one.source)) {
            let Some(customer) = customer_of(book, credit.source) else {
                continue;
            };
            let mut left = credit.left;
            open.sort_by_key(|(invoice, _)| Some(invoice.id) != credit.corrects);
            for (invoice, rest) in open.iter_mut().filter(|one| one.0.customer == customer) {
                let part = rest.min(left);
                let Ok(part) = part else { continue };
                if !part.is_positive() {
                    continue;
                }
                if let (Ok(less), Ok(after)) = (rest.sub(part), left.sub(part)) {
                    (*rest, left) = (less, after);
                    parts.push((credit.source, invoice.id, part));
                }
            }
        }
        parts
    }

    /// Takes a credit in or out. Each invoice gets what it asks for less the
    /// credits, as far as the line goes.
    pub fn take_credit(
        &mut self,
        book: &Book,
        line: &BankLine,
        left: Money,
        source: Source,
        on: bool,
    ) {
        self.less.retain(|known| *known != source);
        if on {
            self.less.push(source);
        }
        let less = self.less_by(book, line);
        let fee = number::read_optional(&self.fee).ok().flatten();
        let fee = fee.and_then(|fee| Money::new(fee, left.currency()).ok());
        let mut free = fee.and_then(|fee| left.add(fee).ok()).unwrap_or(left);
        for picked in &mut self.picked {
            let item = open_item(book, picked.invoice, line.date);
            let Some(mut rest) = item.map(|item| item.open) else {
                continue;
            };
            for (_, _, part) in less.iter().filter(|part| part.1 == picked.invoice) {
                rest = rest.sub(*part).unwrap_or(rest);
            }
            let (Ok(part), zero) = (rest.min(free), left.currency().zero()) else {
                continue;
            };
            let part = if part.is_negative() { zero } else { part };
            free = free.sub(part).unwrap_or(zero);
            picked.amount = number::typed(part.amount());
        }
    }

    /// Takes an invoice in, with as much as is left of the line, or out.
    pub fn pick(&mut self, book: &Book, line: &BankLine, left: Money, id: InvoiceId, on: bool) {
        self.picked.retain(|known| known.invoice != id);
        let item = open_item(book, id, line.date).filter(|_| on);
        let Some(open) = item.map(|item| item.open) else {
            return;
        };
        let amount = if open.currency() == left.currency() {
            let free = self.free(left).unwrap_or(left);
            let wanted = open.min(free).unwrap_or(open);
            if wanted.is_positive() { wanted } else { open }
        } else {
            open
        };
        self.picked.push(Picked {
            invoice: id,
            amount: number::typed(amount.amount()),
            rest: Rest::StaysOpen,
        });
    }

    /// What of the line, with the fee, is not put against anything yet; below
    /// zero where that is more. `None` while something cannot be read.
    pub fn free(&self, left: Money) -> Option<Money> {
        let mut free = left;
        let currency = Some(left.currency());
        if let Some(fee) = number::read_amount_optional(&self.fee, currency).ok()? {
            free = free.add(Money::new(fee, left.currency()).ok()?).ok()?;
        }
        for picked in &self.picked {
            let amount = number::read_amount(&picked.amount, currency).ok()?;
            free = free.sub(Money::new(amount, left.currency()).ok()?).ok()?;
        }
        Some(free)
    }

    /// The currency of what is picked, where it is not the line's.
    pub fn other_currency(&self, book: &Book, line: &BankLine) -> Option<Currency> {
        let invoices = self.picked.iter();
        let mut currencies =
            invoices.filter_map(|known| Some(book.invoices().get(known.invoice)?.currency));
        currencies.find(|currency| *currency != line.currency)
    }

    /// What each customer pays of it, with the credits and advances that the line
    /// is less by.
    fn shares_with_credits(
        &self,
        book: &Book,
        line: &BankLine,
        other: Option<Currency>,
        problems: &mut Problems,
    ) -> Vec<Share> {
        let mut shares = self.shares(book, problems);
        if other.is_none() {
            for (source, invoice, part) in self.less_by(book, line) {
                let customer = customer_of(book, source);
                let of = |share: &&mut Share| Some(share.customer) == customer;
                if let Some(share) = shares.iter_mut().find(of) {
                    share.credits.push((source, invoice, part.amount()));
                }
            }
        }
        for share in &mut shares {
            let credits = &share.credits;
            // An invoice that a credit settles needs nothing of the payment.
            share.invoices.retain(|(id, amount)| {
                !amount.is_zero() || !credits.iter().any(|(_, invoice, _)| invoice == id)
            });
        }
        shares
    }

    /// What it comes to, for what is left of the line.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn command(
        &self,
        book: &Book,
        directory: &Directory,
        line: &BankLine,
        left: Money,
    ) -> Result<MatchLine, Problems> {
        let mut problems = Problems::default();
        let fee = number::read_amount_optional(&self.fee, Some(line.currency));
        let mut fee = problems.noted(FieldName::Fee, fee).flatten();
        let other = self.other_currency(book, line);
        let mut shares = self.shares_with_credits(book, line, other, &mut problems);
        if shares.is_empty() && problems.is_empty() {
            let customer = directory.find_known(&self.customer);
            shares.extend(problems.noted(FieldName::Customer, customer).map(Share::of));
        }
        let several = shares.len() > 1;
        if several && other.is_some() {
            problems.add(FieldName::Paid, Fault::Ledger(What::OtherCustomer));
        }
        let mut parts = Vec::new();
        for share in shares {
            let amounts = share.invoices.iter().map(|(_, amount)| *amount);
            let sum = amounts.into_iter().try_fold(Decimal::ZERO, Decimal::add);
            let paid = match (other, several) {
                (Some(_), _) if self.paid.trim().is_empty() => sum.map_err(What::from),
                (Some(_), _) => {
                    let paid = number::read_amount(&self.paid, other);
                    match problems.noted(FieldName::Paid, paid) {
                        Some(paid) => Ok(paid),
                        None => continue,
                    }
                }
                // What several customers paid is what their invoices get.
                (None, true) => sum.map_err(What::from),
                (None, false) => left
                    .amount()
                    .add(fee.unwrap_or_default())
                    .map_err(What::from),
            };
            let paid = problems.noted(FieldName::Part, paid.map_err(Fault::Ledger));
            parts.extend(paid.map(|amount| {
                MatchPart::Receipt(Box::new(Receipt {
                    customer: share.customer,
                    amount,
                    currency: other.unwrap_or(line.currency),
                    // Of several, the first one's.
                    fee: fee.take().filter(|_| other.is_none()),
                    received: other.map(|_| left.amount()),
                    allocate: if share.invoices.is_empty() {
                        Allocate::Nothing
                    } else {
                        Allocate::Parts(share.invoices)
                    },
                    credits: share.credits,
                    closes: share.closes,
                }))
            }));
        }
        if problems.is_empty() {
            Ok(MatchLine {
                line: line.id,
                parts,
            })
        } else {
            Err(problems)
        }
    }
}
