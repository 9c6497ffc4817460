//! What facts are recorded by as a code, in words.

use ledger::business::GapReason;
use ledger::coded::{Code, Coded};
use ledger::collection::{Contact, DisputeReason};
use ledger::invoice::Channel;

/// How a document went out; empty where nobody said.
pub fn channel(channel: &Coded<Channel>) -> &str {
    said(channel, |channel| match channel {
        Channel::Email => words::common::email(),
        Channel::Post => words::history::channel_post(),
        Channel::ByHand => words::history::channel_by_hand(),
    })
}

/// How somebody was spoken with; a note where nobody said.
pub fn contact(by: &Coded<Contact>) -> &str {
    said(by, |by| match by {
        Contact::Call => words::reminders::contact_call(),
        Contact::Message => words::reminders::contact_message(),
        Contact::Meeting => words::reminders::contact_meeting(),
        Contact::Note => words::reminders::contact_note(),
    })
}

/// Why an invoice is contested; empty where nobody said.
pub fn dispute_reason(reason: &Coded<DisputeReason>) -> &str {
    said(reason, |reason| match reason {
        DisputeReason::Quality => words::reminders::reason_quality(),
        DisputeReason::NotDelivered => words::reminders::reason_not_delivered(),
        DisputeReason::Price => words::reminders::reason_price(),
        DisputeReason::Quantity => words::reminders::reason_quantity(),
        DisputeReason::Duplicate => words::reminders::reason_duplicate(),
        DisputeReason::MissingReference => words::reminders::reason_missing_reference(),
        DisputeReason::PaidAlready => words::reminders::reason_paid_already(),
        DisputeReason::LateDiscount => words::reminders::reason_late_discount(),
        DisputeReason::Withholding => words::reminders::reason_withholding(),
    })
}

/// Why numbers were left out; empty where nobody said.
pub fn gap_reason(reason: &Coded<GapReason>) -> &str {
    said(reason, |reason| match reason {
        GapReason::OlderBackup => words::history::gap_older_backup(),
        GapReason::Damage => words::history::gap_damage(),
    })
}

fn said<C: Code>(coded: &Coded<C>, word: fn(C) -> &'static str) -> &str {
    match coded {
        Coded::Code(code) => word(*code),
        Coded::Text(text) => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Before there were codes the words themselves were recorded.
    #[test]
    fn the_words_stand_for_the_codes_they_show() {
        for code in Channel::ALL.iter().copied().map(Coded::Code) {
            assert_eq!(Coded::from(channel(&code)), code);
        }
        for code in GapReason::ALL.iter().copied().map(Coded::Code) {
            assert_eq!(Coded::from(gap_reason(&code)), code);
        }
        assert_eq!(channel(&"by pigeon".into()), "by pigeon");
        assert_eq!(channel(&Coded::default()), "");
    }
}
