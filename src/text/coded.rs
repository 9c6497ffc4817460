//! What facts are recorded by as a code, in words.

use ledger::business::GapReason;
use ledger::coded::{Code, Coded};
use ledger::invoice::Channel;

/// How a document went out; empty where nobody said.
pub fn channel(channel: &Coded<Channel>) -> &str {
    said(channel, |channel| match channel {
        Channel::Email => words::common::email(),
        Channel::Post => words::history::channel_post(),
        Channel::ByHand => words::history::channel_by_hand(),
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
