//! What is done and said to collect, in words.

use ledger::book::Book;
use ledger::collection::{CollectionEvent, CollectionFact, DisputeOutcome, Tone};
use ledger::ids::InvoiceId;
use ledger::late::Audience;
use ledger::late::promise::PromiseStatus;
use ledger::money::{Decimal, Money};
use ledger::report::worklist::Wait;

use super::{coded, format};

pub fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Notice => words::reminders::tone_notice(),
        Tone::Friendly => words::reminders::tone_friendly(),
        Tone::Firm => words::reminders::tone_firm(),
        Tone::Final => words::reminders::tone_final(),
    }
}

pub fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::Business => words::reminders::audience_business(),
        Audience::PublicBody => words::reminders::audience_public_body(),
        Audience::Consumer => words::reminders::audience_consumer(),
    }
}

/// Why a letter is held back.
pub fn wait(why: Wait) -> &'static str {
    match why {
        Wait::Disputed => words::reminders::wait_disputed(),
        Wait::Promised => words::reminders::wait_promised(),
        Wait::Gap => words::reminders::wait_gap(),
        Wait::NamedDay => words::reminders::wait_named_day(),
        Wait::Held => words::reminders::wait_held(),
        Wait::Credit => words::reminders::wait_credit(),
        Wait::Small => words::reminders::wait_small(),
    }
}

pub fn promise(status: PromiseStatus) -> &'static str {
    match status {
        PromiseStatus::Open => words::reminders::promise_open(),
        PromiseStatus::Kept => words::reminders::promise_kept(),
        PromiseStatus::Broken => words::reminders::promise_broken(),
        PromiseStatus::Moot => words::reminders::promise_moot(),
    }
}

pub fn outcome(outcome: DisputeOutcome) -> &'static str {
    match outcome {
        DisputeOutcome::Credited => words::reminders::outcome_short_credited(),
        DisputeOutcome::Rejected => words::reminders::outcome_short_rejected(),
        DisputeOutcome::Withdrawn => words::reminders::outcome_short_withdrawn(),
    }
}

/// How late something is, or how soon it is due.
pub fn days(days_late: i32) -> String {
    let days = days_late.unsigned_abs();
    if days_late > 0 {
        words::reminders::days_late(days)
    } else {
        words::reminders::days_until(days)
    }
}

/// A fact as a line of a history.
pub fn fact(book: &Book, event: &CollectionEvent) -> String {
    match &event.what {
        CollectionFact::Sent { channel, .. } => match coded::channel(channel) {
            "" => words::reminders::fact_sent().to_owned(),
            channel => words::reminders::fact_sent_by(channel),
        },
        CollectionFact::Contact { by } => {
            let kind = match coded::contact(by) {
                "" => words::reminders::contact_note(),
                kind => kind,
            };
            match event.note.as_str() {
                "" => kind.to_owned(),
                note => words::reminders::fact_contact(kind, note),
            }
        }
        CollectionFact::Promised(promised) => {
            let amount = Money::new(promised.amount, promised.currency).ok();
            let amount = format::money_or_none(amount);
            words::reminders::fact_promised(&amount, &format::date(promised.by))
        }
        CollectionFact::Held { until: None, .. } => words::reminders::fact_held().to_owned(),
        CollectionFact::Held {
            until: Some(until), ..
        } => words::reminders::fact_held_until(&format::date(*until)),
        CollectionFact::Disputed(disputed) => {
            let (number, amount) = of_invoice(book, disputed.invoice, disputed.amount);
            match coded::dispute_reason(&disputed.reason) {
                "" => words::reminders::fact_disputed(&amount, &number),
                why => words::reminders::fact_disputed_why(&amount, &number, why),
            }
        }
        CollectionFact::Settled { outcome, .. } => {
            words::reminders::fact_settled(self::outcome(*outcome))
        }
        CollectionFact::Ended { event: other } => {
            let other = book.collection_events().get(*other);
            let other = other.map_or_else(String::new, |other| fact(book, other));
            words::reminders::fact_ended(&other)
        }
    }
}

/// An invoice's number, and an amount in its currency.
pub fn of_invoice(book: &Book, id: InvoiceId, amount: Decimal) -> (String, String) {
    let invoice = book.invoices().get(id);
    let amount = invoice.and_then(|known| Money::new(amount, known.currency).ok());
    let number = invoice.map_or("", |known| known.number());
    (number.to_owned(), format::money_or_none(amount))
}
