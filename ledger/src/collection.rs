//! Collections: how reminders go, the letters that were made, and the dated
//! facts about customers who owe.
//!
//! A letter that was made is no letter that was sent: that is a fact of its
//! own ([`CollectionFact::Sent`]), and the ladder moves by it alone. Whether
//! a promise was kept, which stage is next and what a dispute holds back is
//! derived ([`crate::late`], [`crate::report::worklist`]), never stored.

use serde::{Deserialize, Serialize};

use crate::coded::{Code, Coded};
use crate::date::Date;
use crate::ids::{CollectionEventId, CustomerId, InvoiceId, PartyId, ReminderId};
use crate::invoice::Channel;
use crate::late::ladder::{CatchUp, Ladder, LadderStage};
use crate::late::{Audience, Law};
use crate::money::{Currency, Decimal};
use crate::named::named;

/// Stages of one ladder.
pub const STAGES_MAX: usize = 20;
/// The most days between a due date and a stage, before or after it.
pub const STAGE_DAYS_MAX: u32 = 1_000;
/// Days that a letter names to pay by.
pub const PAY_BY_MAX: usize = 3;

named! {
    /// How a letter speaks.
    #[derive(Default)]
    Tone {
        /// Before the due date: that it is coming.
        Notice = "notice",
        #[default]
        Friendly = "friendly",
        Firm = "firm",
        /// The one before the claim is handed over.
        Final = "final",
    }
}

/// A stage of the ladder.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReminderStage {
    /// Its number: what letters name it by. It is never given to another
    /// stage.
    pub stage: u32,
    /// Days from the due date; below 0 before it.
    pub days: i32,
    pub tone: Tone,
    /// How it goes by itself; empty for whatever suits.
    #[serde(default)]
    pub channel: Coded<Channel>,
}

/// How reminders go: those of the business, or of one customer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReminderPolicy {
    /// In the order in which they go. None: nobody is reminded.
    #[serde(default)]
    pub stages: Vec<ReminderStage>,
    /// The fewest days between two letters to a customer.
    #[serde(default)]
    pub min_gap_days: u32,
    /// The first day that a letter names is so many days after its own.
    #[serde(default)]
    pub pay_within_days: u32,
    /// Invoices of less are not reminded of, in the currency of each.
    #[serde(default)]
    pub smallest: Option<Decimal>,
    /// A claim that is so many days late is proposed to be handed over.
    #[serde(default)]
    pub hand_over_after: Option<u32>,
}

/// 3 days before the due date, 7, 21 and 35 days after it, never two letters
/// within 7 days, hand-over proposed at 49.
impl Default for ReminderPolicy {
    fn default() -> ReminderPolicy {
        let stages = [
            (1, -3, Tone::Notice),
            (2, 7, Tone::Friendly),
            (3, 21, Tone::Firm),
            (4, 35, Tone::Final),
        ];
        let stages = stages.map(|(stage, days, tone)| ReminderStage {
            stage,
            days,
            tone,
            channel: Coded::default(),
        });
        ReminderPolicy {
            stages: stages.to_vec(),
            min_gap_days: 7,
            pay_within_days: 7,
            smallest: None,
            hand_over_after: Some(49),
        }
    }
}

impl ReminderPolicy {
    /// As the calculation of the next stage takes it. After days away the
    /// next stage goes, never a later one.
    pub fn ladder(&self) -> Ladder {
        let stages = self.stages.iter().map(|stage| LadderStage {
            stage: stage.stage,
            days: stage.days,
            requires_previous: false,
        });
        Ladder {
            stages: stages.collect(),
            min_gap_days: self.min_gap_days,
            catch_up: CatchUp::Next,
        }
    }

    pub fn stage(&self, stage: u32) -> Option<&ReminderStage> {
        self.stages.iter().find(|known| known.stage == stage)
    }
}

/// What differs with one customer.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct CustomerReminders {
    /// No letter is ever proposed.
    #[serde(default)]
    pub never: bool,
    /// A ladder of its own, in place of that of the business.
    #[serde(default)]
    pub policy: Option<ReminderPolicy>,
    /// Who owes: a business, a public body or a private person. `None` where
    /// nobody said.
    #[serde(default)]
    pub audience: Option<Audience>,
    /// Whose law applies. `None` where nobody said: it is never derived from
    /// an address.
    #[serde(default)]
    pub law: Option<Law>,
}

/// A letter that reminds a customer, as it was made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reminder {
    pub id: ReminderId,
    pub customer: CustomerId,
    /// The day it bears.
    pub date: Date,
    pub currency: Currency,
    /// The business as it was then; `None` where there was none.
    #[serde(default)]
    pub seller: Option<PartyId>,
    #[serde(default)]
    pub buyer: Option<PartyId>,
    /// What it reminds of.
    #[serde(default)]
    pub lines: Vec<ReminderLine>,
    #[serde(default)]
    pub tone: Tone,
    /// What the customer had on account, less than the lines together:
    /// deducted.
    #[serde(default)]
    pub credit: Decimal,
    /// Payments credited up to this day are considered.
    #[serde(default)]
    pub considered_to: Option<Date>,
    /// The days by which it asks to be paid: the first is asked for, the
    /// others are told.
    #[serde(default)]
    pub pay_by: Vec<Date>,
    /// The user means to hand the claim over if it is not paid: only then does
    /// the letter say that they will.
    #[serde(default)]
    pub hand_over: bool,
    /// Own words in place of the usual ones.
    #[serde(default)]
    pub text: String,
}

/// An invoice in a letter.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReminderLine {
    pub invoice: InvoiceId,
    /// Of its first part that was open.
    pub due: Date,
    /// The stage that it moves to when the letter is sent; `None` where it is
    /// only told of beside the others.
    #[serde(default)]
    pub stage: Option<u32>,
    /// What was open of it and not disputed.
    pub amount: Decimal,
}

/// A dated fact about a customer who owes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CollectionEvent {
    pub id: CollectionEventId,
    pub customer: CustomerId,
    pub date: Date,
    pub what: CollectionFact,
    #[serde(default)]
    pub note: String,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CollectionFact {
    /// The letter went out: as the user says, nothing here can know.
    Sent {
        reminder: ReminderId,
        #[serde(default)]
        channel: Coded<Channel>,
    },
    /// A call, a meeting, a message; or a note.
    Contact {
        #[serde(default)]
        by: Coded<Contact>,
    },
    /// The customer said that they will pay.
    Promised(Promised),
    /// No letter until then.
    Held {
        /// `None` for all of the customer.
        invoice: Option<InvoiceId>,
        /// The last day; `None` until it is ended.
        until: Option<Date>,
    },
    /// The customer contests a part of an invoice, or all of it.
    Disputed(Disputed),
    /// A dispute came to its end.
    Settled {
        dispute: CollectionEventId,
        outcome: DisputeOutcome,
    },
    /// A hold or a promise holds no longer.
    Ended { event: CollectionEventId },
}

/// What a customer promised.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Promised {
    /// Not empty.
    #[serde(default)]
    pub invoices: Vec<InvoiceId>,
    pub amount: Decimal,
    pub currency: Currency,
    /// The day by which it is to be paid.
    pub by: Date,
    /// Days after it on which it is still kept.
    #[serde(default)]
    pub grace_days: u32,
}

/// What a customer contests.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Disputed {
    pub invoice: InvoiceId,
    pub amount: Decimal,
    #[serde(default)]
    pub reason: Coded<DisputeReason>,
    /// When it is to be looked at again.
    #[serde(default)]
    pub next_on: Option<Date>,
}

named! {
    /// How somebody was spoken with.
    Contact {
        Call = "call",
        Message = "message",
        Meeting = "meeting",
        /// Nobody was spoken with: a note.
        Note = "note",
    }
}

named! {
    /// Why an invoice is contested.
    DisputeReason {
        Quality = "quality",
        NotDelivered = "not_delivered",
        Price = "price",
        Quantity = "quantity",
        Duplicate = "duplicate",
        MissingReference = "missing_reference",
        PaidAlready = "paid_already",
        /// An early-payment discount taken too late.
        LateDiscount = "late_discount",
        Withholding = "withholding",
    }
}

named! {
    /// How a dispute ended.
    DisputeOutcome {
        /// The customer was right: a credit note says how much.
        Credited = "credited",
        Rejected = "rejected",
        /// The customer took it back.
        Withdrawn = "withdrawn",
    }
}

impl ReminderLine {
    /// Whether two letters name the same stage of an invoice.
    pub fn names_same(&self, other: &ReminderLine) -> bool {
        self.stage.is_some()
            && (self.invoice, self.due, self.stage) == (other.invoice, other.due, other.stage)
    }
}

impl Code for Contact {
    fn of_text(text: &str) -> Option<Contact> {
        Contact::of(text)
    }

    fn name(self) -> &'static str {
        self.as_str()
    }
}

impl Code for DisputeReason {
    fn of_text(text: &str) -> Option<DisputeReason> {
        DisputeReason::of(text)
    }

    fn name(self) -> &'static str {
        self.as_str()
    }
}

impl CollectionEvent {
    /// The same without its words, for a person who is to be forgotten.
    #[must_use]
    pub fn without_words(&self) -> CollectionEvent {
        let mut bare = self.clone();
        bare.note.clear();
        match &mut bare.what {
            CollectionFact::Sent { channel, .. } => *channel = Coded::default(),
            CollectionFact::Contact { by } => *by = Coded::default(),
            CollectionFact::Disputed(disputed) => disputed.reason = Coded::default(),
            CollectionFact::Promised(_)
            | CollectionFact::Held { .. }
            | CollectionFact::Settled { .. }
            | CollectionFact::Ended { .. } => {}
        }
        bare
    }

    /// The letter that it says was sent.
    pub fn sent(&self) -> Option<ReminderId> {
        match self.what {
            CollectionFact::Sent { reminder, .. } => Some(reminder),
            CollectionFact::Contact { .. }
            | CollectionFact::Promised(_)
            | CollectionFact::Held { .. }
            | CollectionFact::Disputed(_)
            | CollectionFact::Settled { .. }
            | CollectionFact::Ended { .. } => None,
        }
    }

    /// The fact that it ends.
    pub fn ends(&self) -> Option<CollectionEventId> {
        match self.what {
            CollectionFact::Settled { dispute, .. } => Some(dispute),
            CollectionFact::Ended { event } => Some(event),
            CollectionFact::Sent { .. }
            | CollectionFact::Contact { .. }
            | CollectionFact::Promised(_)
            | CollectionFact::Held { .. }
            | CollectionFact::Disputed(_) => None,
        }
    }

    /// The invoices that it names.
    pub fn invoices(&self) -> &[InvoiceId] {
        match &self.what {
            CollectionFact::Promised(promised) => &promised.invoices,
            CollectionFact::Held { invoice, .. } => invoice.as_slice(),
            CollectionFact::Disputed(disputed) => std::slice::from_ref(&disputed.invoice),
            CollectionFact::Sent { .. }
            | CollectionFact::Contact { .. }
            | CollectionFact::Settled { .. }
            | CollectionFact::Ended { .. } => &[],
        }
    }
}
