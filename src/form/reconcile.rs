//! What a bank line is said to be, as a form.

use ledger::bank::BankLine;
use ledger::bank::matching::{Proposal, Suggestion};
use ledger::book::Book;
use ledger::command::{Allocate, MatchLine, MatchPart, Receipt, What};
use ledger::ids::{CustomerId, InvoiceId};
use ledger::invoice::Invoice;
use ledger::money::{Currency, Decimal, Money};
use ledger::payment::WriteOffKind;

use super::customers::Directory;
use super::{Fault, Problems, number};

/// What becomes of the part of an invoice that is not paid.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Rest {
    #[default]
    StaysOpen,
    Discount,
    SmallDifference,
}

impl Rest {
    pub fn name(self) -> &'static str {
        match self {
            Rest::StaysOpen => "open",
            Rest::Discount => "discount",
            Rest::SmallDifference => "small",
        }
    }

    pub fn of_name(name: &str) -> Rest {
        match name {
            "discount" => Rest::Discount,
            "small" => Rest::SmallDifference,
            _ => Rest::StaysOpen,
        }
    }
}

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
    /// What the bank kept of it.
    pub fee: String,
    /// What the customer paid, where that is in another currency.
    pub paid: String,
}

/// What is left of an invoice on a day, by all that is recorded.
pub fn open_on(book: &Book, invoice: &Invoice, line: &BankLine) -> Option<Money> {
    let row = book.figures(invoice.id)?;
    let stands = row.is_issued() && !row.is_void() && !row.credit;
    let day = line.date.number().max(row.issued);
    let open = row.settlements.headroom(row.asked, day);
    Money::from_minor(open.into(), invoice.currency)
        .ok()
        .filter(|open| stands && open.is_positive())
}

/// What is to be paid of it on the line's day, where a discount is earned.
pub fn discounted_on(invoice: &Invoice, open: Money, line: &BankLine) -> Option<Money> {
    super::payment::discounted(invoice, open, line.date)
}

/// What one customer's payment is put against.
struct Share {
    customer: CustomerId,
    invoices: Vec<(InvoiceId, Decimal)>,
    closes: Vec<(InvoiceId, WriteOffKind)>,
}

impl Share {
    fn of(customer: CustomerId) -> Share {
        Share {
            customer,
            invoices: Vec::new(),
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
                ("part", index),
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

    pub fn is_picked(&self, invoice: InvoiceId) -> bool {
        self.picked.iter().any(|known| known.invoice == invoice)
    }

    /// Takes an invoice in, with as much as is left of the line, or out.
    pub fn pick(&mut self, book: &Book, line: &BankLine, left: Money, id: InvoiceId, on: bool) {
        self.picked.retain(|known| known.invoice != id);
        let Some(invoice) = book.invoices().get(id).filter(|_| on) else {
            return;
        };
        let Some(open) = open_on(book, invoice, line) else {
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
        let mut fee = problems.noted("fee", fee).flatten();
        let other = self.other_currency(book, line);
        let mut shares = self.shares(book, &mut problems);
        if shares.is_empty() && problems.is_empty() {
            let customer = directory.find_known(&self.customer);
            shares.extend(problems.noted("customer", customer).map(Share::of));
        }
        let several = shares.len() > 1;
        if several && other.is_some() {
            problems.add("paid", Fault::Ledger(What::OtherCustomer));
        }
        let mut parts = Vec::new();
        for share in shares {
            let amounts = share.invoices.iter().map(|(_, amount)| *amount);
            let sum = amounts.into_iter().try_fold(Decimal::ZERO, Decimal::add);
            let paid = match (other, several) {
                (Some(_), _) if self.paid.trim().is_empty() => sum.map_err(What::from),
                (Some(_), _) => {
                    let paid = number::read_amount(&self.paid, other);
                    match problems.noted("paid", paid) {
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
            let paid = problems.noted("part", paid.map_err(Fault::Ledger));
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
