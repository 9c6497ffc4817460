//! What late payment entitles to, by law: interest, fixed sums, the order in
//! which money settles a claim, the day it may lapse. Pure calculations and
//! tables; who claims what is recorded elsewhere.
//!
//! # How it is used
//! [`claim::interest_by_law`] takes the facts of a claim and gives either the
//! interest, line by line with the ground of each, or the questions that are
//! open. [`interest::accrue`] is the calculation alone, for rates that were
//! agreed. Nothing here guesses: which law applies, whether the debtor is a
//! business, a rate that is not known for a period are each a [`Question`].
//!
//! # Days
//! Interest runs from the day after the due date up to and including the day
//! of payment; see [`days`].

pub mod claim;
pub mod days;
pub mod fixed_sum;
pub mod interest;
pub mod limitation;
pub mod rates;
pub mod settlement;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::named::named;

named! {
    /// Whose law applies to a claim, by ISO 3166-1 alpha-2. It is asked once
    /// for each customer, never derived from an address.
    Law {
        At = "AT",
        Au = "AU",
        Be = "BE",
        Ca = "CA",
        Ch = "CH",
        Cz = "CZ",
        De = "DE",
        Dk = "DK",
        Es = "ES",
        Fi = "FI",
        Fr = "FR",
        /// England, if nothing else is said: [`limitation::Trade::Scotland`].
        Gb = "GB",
        Ie = "IE",
        It = "IT",
        Lu = "LU",
        Nl = "NL",
        No = "NO",
        Nz = "NZ",
        Pl = "PL",
        Pt = "PT",
        Se = "SE",
        Us = "US",
    }
}

named! {
    /// Who owes.
    Audience {
        /// Companies and sole traders.
        Business = "business",
        PublicBody = "public_body",
        Consumer = "consumer",
    }
}

impl Audience {
    /// Whose rows of a table apply: those of businesses for public bodies.
    fn in_tables(self) -> Audience {
        match self {
            Audience::PublicBody => Audience::Business,
            other => other,
        }
    }
}

named! {
    /// How well a figure or a rule is known.
    Confidence {
        /// Read at its publisher, or in several places that agree.
        Seen = "seen",
        /// Worked out from a reference rate and the rule of the law.
        Derived = "derived",
        /// To be checked before it is claimed.
        Memory = "memory",
        /// Places disagree.
        Conflict = "conflict",
        /// A rule that a lawyer should look at.
        Doubtful = "doubtful",
        NotFound = "not_found",
        /// The law states no figure.
        None = "none",
    }
}

impl Confidence {
    /// Whether it may be used without asking.
    pub fn is_firm(self) -> bool {
        matches!(self, Confidence::Seen | Confidence::Derived)
    }
}

/// What has to be answered before something can be claimed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Which law applies to the customer?
    Law,
    /// Business, public body or consumer?
    Audience,
    /// From which day on is the debtor in default? The due date alone does
    /// not say it under this law unless it was agreed.
    DueDateAgreed { law: Law },
    /// Does what the statute asks for hold?
    Condition {
        law: Law,
        condition: rates::Condition,
    },
    /// No rate is known from this day on: which is it, and who says so?
    Rate {
        law: Law,
        audience: Audience,
        from: Date,
    },
    /// Is this rate right? It was not seen at its publisher. It is answered
    /// by entering the rate with its source.
    CheckRate {
        law: Law,
        audience: Audience,
        from: Date,
    },
    /// The law states no rate: was one agreed?
    RateAgreed { law: Law, audience: Audience },
    /// No fixed sum is known for that day: which is it, and who says so?
    FixedSum {
        law: Law,
        audience: Audience,
        day: Date,
    },
    /// Only real and necessary costs may be claimed: which were they?
    RealCosts { law: Law, audience: Audience },
    /// What is this debt in the currency of the law?
    Exchange { law: Law },
    /// What do payments settle first?
    SettlementOrder { law: Law },
    /// After how many years does a claim lapse?
    Limitation { law: Law, audience: Audience },
}

/// A rule and where it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Source {
    /// The provision, as it is cited.
    pub text: &'static str,
    pub confidence: Confidence,
}

/// The lines of a table: what stands before `|`, by words, and what after.
fn lines(table: &'static str) -> impl Iterator<Item = (Vec<&'static str>, &'static str)> {
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| {
        let (words, source) = line.split_once('|').unwrap_or((line, ""));
        (words.split_whitespace().collect(), source)
    })
}

/// A rule of `rules.txt`: the words after its kind and law.
fn rules(kind: &'static str, law: Law) -> impl Iterator<Item = (Vec<&'static str>, Source)> {
    lines(include_str!("late/rules.txt")).filter_map(move |(words, source)| {
        let (head, rest) = words.split_at_checked(2)?;
        let (confidence, rest) = rest.split_last()?;
        let applies = head == [kind, law.as_str()];
        let source = Source {
            text: source,
            confidence: Confidence::of(confidence)?,
        };
        applies.then(|| (rest.to_vec(), source))
    })
}
