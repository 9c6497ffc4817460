//! What is kept of the bank: accounts, statements, their lines, and what each
//! line was. How a file is read is [`super::file`]; what a line may be is
//! [`super::matching`].

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::ids::{BankAccountId, BankLineId, MatchId, PaymentId, RefundId, RuleId, StatementId};
use crate::money::{Currency, Decimal};
use crate::query::fold;
use statements::csv::CsvProfile;

/// An account of the user's own.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct BankAccount {
    pub id: BankAccountId,
    /// As the user calls it.
    #[serde(default)]
    pub name: String,
    /// IBAN in canonical form, or the number as the bank's files write it,
    /// without blanks. Empty where they name none.
    #[serde(default)]
    pub number: String,
    pub currency: Currency,
    /// Out of the lists, its lines stay.
    #[serde(default)]
    pub archived: bool,
    /// How its CSV files are read.
    #[serde(default)]
    pub csv: Option<Box<CsvProfile>>,
}

/// A statement that was brought in. Its lines are records of their own.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Statement {
    pub id: StatementId,
    /// The first one that came in with the same file; itself for that one.
    pub first: StatementId,
    pub account: BankAccountId,
    /// The name of the file it came from.
    #[serde(default)]
    pub file: String,
    /// MT940, CAMT.053, OFX …: as [`super::file::Format`] shows it.
    #[serde(default)]
    pub format: String,
    /// The bank's number of it.
    #[serde(default)]
    pub number: String,
    #[serde(default)]
    pub opening: Option<StatementBalance>,
    #[serde(default)]
    pub closing: Option<StatementBalance>,
    /// The day it was brought in.
    pub imported: Date,
    /// Its lines that were known from an earlier file, and are not kept twice.
    #[serde(default)]
    pub known: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StatementBalance {
    #[serde(default)]
    pub date: Option<Date>,
    /// Below zero where the account was overdrawn.
    pub amount: Decimal,
}

/// One movement of an account. Never changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BankLine {
    pub id: BankLineId,
    pub statement: StatementId,
    /// The day it was booked.
    pub date: Date,
    #[serde(default)]
    pub value_date: Option<Date>,
    /// Credits are positive.
    pub amount: Decimal,
    pub currency: Currency,
    /// What the payer wrote.
    #[serde(default)]
    pub text: String,
    /// A structured creditor reference.
    #[serde(default)]
    pub reference: String,
    #[serde(default)]
    pub end_to_end: String,
    /// What the bank calls it.
    #[serde(default)]
    pub bank_id: String,
    /// Who paid, or was paid.
    #[serde(default)]
    pub name: String,
    /// On whose behalf, where that is someone else.
    #[serde(default)]
    pub ultimate_name: String,
    /// The other side's account: an IBAN in canonical form, else as written.
    #[serde(default)]
    pub iban: String,
    /// What kind of movement the bank says it is.
    #[serde(default)]
    pub code: String,
    /// What was instructed, where that is another currency.
    #[serde(default)]
    pub original: Option<Original>,
    /// What the bank says it kept of it.
    #[serde(default)]
    pub charges: Option<Decimal>,
    /// Whether a payment came back by it.
    #[serde(default)]
    pub returned: Option<Returned>,
}

/// That a payment came back.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Returned {
    /// The bank's code of the reason; may be empty.
    #[serde(default)]
    pub reason: String,
}

/// An amount before the bank changed it into the account's currency.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Original {
    /// Above zero.
    pub amount: Decimal,
    pub currency: Currency,
}

/// What a part of a bank line was. The parts of one line add up to no more
/// than the line; where nothing is left of it, the line is reconciled.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Match {
    pub id: MatchId,
    pub line: BankLineId,
    pub what: Matched,
    /// How much of the line it is, with the line's sign and in its currency.
    pub amount: Decimal,
    /// Whether the payment or refund was recorded by saying so: it is taken
    /// back with it.
    #[serde(default)]
    pub made: bool,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matched {
    /// What reached the account of this payment.
    Payment(PaymentId),
    /// What left it for this refund, or came back of this payment.
    Refund(RefundId),
    /// Nothing of the receivables: a transfer of one's own, a fee.
    Other {
        #[serde(default)]
        reason: String,
        #[serde(default)]
        rule: Option<RuleId>,
    },
}

/// Lines that are no receipts and need not be asked about: transfers between
/// own accounts, payouts of a card processor. Every condition that is given
/// must hold; without any it fits nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct IgnoreRule {
    pub id: RuleId,
    /// Only lines of this account.
    #[serde(default)]
    pub account: Option<BankAccountId>,
    /// In the text, whatever its case and accents.
    #[serde(default)]
    pub text: String,
    /// In the other side's name, likewise.
    #[serde(default)]
    pub name: String,
    /// The other side's account.
    #[serde(default)]
    pub iban: String,
    /// What such lines are, in the user's words.
    #[serde(default)]
    pub reason: String,
    /// It fits nothing any more.
    #[serde(default)]
    pub ended: bool,
}

impl IgnoreRule {
    /// Whether anything is asked for.
    pub fn has_condition(&self) -> bool {
        [&self.text, &self.name, &self.iban]
            .into_iter()
            .any(|condition| !condition.trim().is_empty())
    }

    /// Whether a line of an account is one of those.
    pub fn fits(&self, line: &BankLine, account: BankAccountId) -> bool {
        let within = |part: &str, whole: &str| fold(whole).contains(fold(part).trim());
        !self.ended
            && self.has_condition()
            && self.account.is_none_or(|known| known == account)
            && within(&self.text, &line.text)
            && within(&self.name, &line.name)
            && (self.iban.is_empty() || self.iban == line.iban)
    }
}
