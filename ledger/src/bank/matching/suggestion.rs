//! What a bank line may be, how sure that is, and what is posted where it is confirmed.

use super::claim::Claim;
use crate::bank::BankLine;
use crate::book::Book;
use crate::command::{Allocate, MatchLine, MatchPart, Receipt};
use crate::ids::{BankLineId, CustomerId, InvoiceId, PaymentId, RefundId};
use crate::money::{Currency, Money};
use crate::payment::{Source, WriteOffKind};
use serde::{Deserialize, Serialize};

/// Invoices that a suggestion names at the most.
pub(super) const CANDIDATES_MAX: usize = 8;

/// How sure a suggestion is.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Nothing fits.
    #[default]
    None,
    /// There are candidates; the user has to say which.
    Ask,
    /// One reading is likelier than all others.
    Likely,
    /// May be confirmed together with others.
    Sure,
}

/// Why something is suggested, or why it is not surer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The line names it.
    Number(InvoiceId),
    /// The line may name it: few digits, or other signs around.
    WeakNumber(InvoiceId),
    /// The structured reference is the invoice's.
    Reference(InvoiceId),
    /// The amount is what is open.
    Amount,
    /// What is open of so many together.
    Sum(usize),
    /// What is open less the discount that is earned on this day.
    Discount(Money),
    /// An instalment.
    Instalment,
    /// Less than what is open: so much stays open.
    StaysOpen(Money),
    /// More than what is open: so much stays unapplied.
    StaysUnapplied(Money),
    /// The payer's account is the customer's, or paid for it before.
    PayerAccount(CustomerId),
    /// A payer of this name was confirmed to be the customer.
    PayerLearned(CustomerId),
    /// The payer bears the customer's name.
    PayerName(CustomerId),
    /// The payer looks like another customer.
    OtherPayer(CustomerId),
    /// The account is another customer's.
    OtherAccount(CustomerId),
    /// The text names another customer.
    OtherInText(CustomerId),
    /// The account paid for the customer before, under another name.
    OtherName(CustomerId),
    /// The payer bears the customer's name with another legal form.
    OtherForm(CustomerId),
    /// The text names the customer.
    InText(CustomerId),
    /// The payer passes on what others pay.
    Provider,
    /// The amount is exactly what is open of another invoice.
    AmountOf(InvoiceId),
    /// A credit note or money on account that the invoices are less by.
    Credit(Source, Money),
    /// The bank says that it kept this much.
    Fee(Money),
    /// The line names something like a number, but another one.
    OtherNumber,
    /// What the line names is settled already.
    Settled(InvoiceId),
    /// Another line surely pays what this one names.
    Claimed(InvoiceId),
    /// Several fit as well.
    Equal(usize),
    /// The bank changed it from another currency.
    OtherCurrency(Currency),
    /// A payment of this amount was recorded by hand.
    Recorded(PaymentId),
    /// A refund of this amount was recorded by hand.
    RecordedRefund(RefundId),
    /// The bank says that a payment came back.
    Returned,
    /// It names the same as the payment that came in.
    SameReference,
    /// The other side is an account of the user's own.
    OwnAccount,
    /// The customer has this much unapplied.
    Unapplied(Money),
}

/// What confirming would do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proposal {
    Receipts(Vec<ProposedReceipt>),
    Recorded(PaymentId),
    /// A payment came back, and what the bank took for that.
    Return {
        payment: PaymentId,
        charges: Option<Money>,
    },
    Refund {
        source: Source,
        amount: Money,
    },
    RecordedRefund(RefundId),
    /// A transfer between accounts of the user's own.
    OwnTransfer,
}

/// A payment of one customer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ProposedReceipt {
    pub customer: CustomerId,
    pub amount: Money,
    /// What the bank kept of it.
    pub fee: Option<Money>,
    /// What of the line it is, where that is another currency.
    pub received: Option<Money>,
    /// What each invoice gets; what is left stays unapplied.
    pub parts: Vec<(InvoiceId, Money)>,
    /// What of a credit note or of money on account is put against an invoice
    /// with it.
    pub credits: Vec<(Source, InvoiceId, Money)>,
    /// Invoices whose rest is the discount earned.
    pub discounts: Vec<InvoiceId>,
}

/// What a line may be.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Suggestion {
    pub certainty: Certainty,
    /// From 0 to 100: the weights of the reasons added up, kept within the
    /// bounds of the certainty (sure from 85, likely from 50 to 84, below 50
    /// to ask). It orders suggestions and says nothing more.
    pub score: u8,
    pub proposal: Option<Proposal>,
    /// The invoices to choose from, the likeliest first.
    pub candidates: Vec<InvoiceId>,
    pub reasons: Vec<Reason>,
}

impl ProposedReceipt {
    pub(super) fn receipt(&self) -> Receipt {
        let parts = self.parts.iter();
        Receipt {
            customer: self.customer,
            amount: self.amount.amount(),
            currency: self.amount.currency(),
            fee: self.fee.map(Money::amount),
            received: self.received.map(Money::amount),
            credits: self
                .credits
                .iter()
                .map(|(source, id, part)| (*source, *id, part.amount()))
                .collect(),
            allocate: if self.parts.is_empty() {
                Allocate::Nothing
            } else {
                Allocate::Parts(parts.map(|(id, part)| (*id, part.amount())).collect())
            },
            closes: self
                .discounts
                .iter()
                .map(|id| (*id, WriteOffKind::EarlyDiscount))
                .collect(),
        }
    }
}

/// What lines are that are nothing of a customer, in the user's words.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Words<'a> {
    /// A transfer between accounts of the user's own.
    pub own_transfer: &'a str,
    /// What the bank took for itself.
    pub fee: &'a str,
}

impl Proposal {
    /// The parts of the line that it says, for as much as is left of it.
    pub fn parts(&self, left: Money, words: Words<'_>) -> Vec<MatchPart> {
        let other = |amount: Option<Money>, reason: &str| MatchPart::Other {
            amount: amount.map(|amount| amount.amount()),
            reason: reason.to_owned(),
        };
        match self {
            Proposal::Receipts(receipts) => receipts
                .iter()
                .map(|receipt| MatchPart::Receipt(Box::new(receipt.receipt())))
                .collect(),
            Proposal::Recorded(payment) => vec![MatchPart::Recorded(*payment)],
            Proposal::Return { payment, charges } => {
                let mut parts = vec![MatchPart::Return { payment: *payment }];
                let fits = |charges: &Money| charges.currency() == left.currency();
                parts.extend(
                    charges
                        .filter(fits)
                        .map(|charges| other(Some(charges), words.fee)),
                );
                parts
            }
            Proposal::Refund { source, amount } => vec![MatchPart::Refund {
                source: *source,
                amount: amount.amount(),
            }],
            Proposal::RecordedRefund(refund) => vec![MatchPart::RecordedRefund(*refund)],
            Proposal::OwnTransfer => vec![other(None, words.own_transfer)],
        }
    }

    /// How much of a line it is, with the line's sign.
    pub(super) fn amount(&self, book: &Book, line: &BankLine, left: i64) -> Option<i64> {
        let minor = |(amount, currency): (crate::money::Decimal, Currency)| {
            let money = Money::new(amount, currency).ok()?;
            (currency == line.currency).then(|| money.minor())
        };
        Some(match self {
            Proposal::Receipts(receipts) => {
                let of = |receipt: &ProposedReceipt| match receipt.received {
                    Some(received) => received.minor(),
                    None => receipt.amount.minor() - receipt.fee.map_or(0, Money::minor),
                };
                receipts.iter().map(of).sum()
            }
            Proposal::Recorded(id) => minor(book.payments().get(*id)?.reached().ok()?)?,
            Proposal::Return { payment, charges } => {
                let reached = minor(book.payments().get(*payment)?.reached().ok()?)?;
                -reached - charges.map_or(0, Money::minor)
            }
            Proposal::Refund { amount, .. } => -amount.minor(),
            Proposal::RecordedRefund(id) => minor(book.refunds().get(*id)?.left())?,
            Proposal::OwnTransfer => left,
        })
    }

    /// Whether something of it is said in the user's words.
    pub fn takes_words(&self) -> bool {
        match self {
            Proposal::OwnTransfer => true,
            Proposal::Return { charges, .. } => charges.is_some(),
            _ => false,
        }
    }

    /// What each invoice, credit note and payment is less by.
    pub(super) fn claims(&self, book: &Book) -> Vec<(Claim, i64)> {
        let receipts = match self {
            Proposal::Receipts(receipts) => receipts.as_slice(),
            _ => &[],
        };
        let invoice = |id: InvoiceId| Claim::of(book, Source::CreditNote(id));
        let mut claims: Vec<(Option<Claim>, i64)> = Vec::new();
        for receipt in receipts {
            let parts = receipt.parts.iter();
            claims.extend(parts.map(|(id, part)| (invoice(*id), part.minor())));
            for (source, id, part) in &receipt.credits {
                let from = Claim::of(book, *source);
                claims.extend([(invoice(*id), part.minor()), (from, part.minor())]);
            }
        }
        let known = claims.into_iter();
        known
            .filter_map(|(claim, part)| Some((claim?, part)))
            .collect()
    }
}

impl Suggestion {
    /// The command that does what is proposed.
    pub fn confirm(&self, book: &Book, line: BankLineId, words: Words<'_>) -> Option<MatchLine> {
        let row = book.line_figures(line).filter(|row| row.is_open())?;
        let left = Money::from_minor(row.left().into(), row.currency()).ok()?;
        Some(MatchLine {
            line,
            parts: self.proposal.as_ref()?.parts(left, words),
        })
    }

    /// The same where it is sure, and nothing of the line is left by it.
    pub fn close(&self, book: &Book, line: BankLineId, words: Words<'_>) -> Option<MatchLine> {
        let proposal = self.proposal.as_ref()?;
        let (known, row) = (book.bank_lines().get(line)?, book.line_figures(line)?);
        let whole = proposal.amount(book, known, row.left()) == Some(row.left());
        if self.certainty != Certainty::Sure || !whole {
            return None;
        }
        self.confirm(book, line, words)
    }

    pub(super) fn ask(candidates: Vec<InvoiceId>, reasons: Vec<Reason>) -> Suggestion {
        Suggestion {
            certainty: Certainty::Ask,
            candidates,
            reasons,
            ..Suggestion::default()
        }
    }

    pub(super) fn grade(&mut self) {
        let sum: i32 = self.reasons.iter().map(weight).sum();
        let (low, high) = match self.certainty {
            Certainty::None => (0, 0),
            Certainty::Ask => (5, 49),
            Certainty::Likely => (50, 84),
            Certainty::Sure => (85, 100),
        };
        self.score = u8::try_from(sum.clamp(low, high)).unwrap_or(0);
        self.candidates.truncate(CANDIDATES_MAX);
    }
}

/// What a reason adds to the score.
fn weight(reason: &Reason) -> i32 {
    match reason {
        Reason::Reference(_) | Reason::SameReference => 60,
        Reason::Number(_) => 50,
        Reason::WeakNumber(_) => 25,
        Reason::Amount | Reason::Recorded(_) | Reason::RecordedRefund(_) => 35,
        Reason::Sum(_) | Reason::Discount(_) | Reason::Instalment | Reason::Returned => 30,
        Reason::OwnAccount => 60,
        Reason::PayerAccount(_) => 30,
        Reason::PayerLearned(_) => 25,
        Reason::PayerName(_) => 20,
        Reason::Credit(..) => 30,
        Reason::Unapplied(_) | Reason::InText(_) | Reason::OtherForm(_) => 10,
        Reason::StaysOpen(_) | Reason::StaysUnapplied(_) | Reason::Fee(_) | Reason::Provider => 0,
        Reason::OtherPayer(_)
        | Reason::OtherAccount(_)
        | Reason::OtherInText(_)
        | Reason::OtherName(_)
        | Reason::AmountOf(_)
        | Reason::OtherNumber
        | Reason::Claimed(_)
        | Reason::Settled(_) => -20,
        Reason::Equal(_) | Reason::OtherCurrency(_) => -10,
    }
}
