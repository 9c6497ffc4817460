//! From which day on a claim may have lapsed: the earliest plausible one, to
//! be warned of, never a last day to rely on.

use serde::{Deserialize, Serialize};

use super::law::{Audience, Law, Source, rules};
use super::question::Question;
use crate::date::{BadDate, Date};
use crate::named::named;

/// How many days before the user is warned.
pub const WARNING_DAYS: u32 = 120;

named! {
    /// What was sold or done, where the time depends on it.
    Trade {
        CraftRetailProfession = "craft_retail_profession",
        Design = "design",
        Periodic = "periodic",
        Sale = "sale",
        Scotland = "scotland",
        /// None of those.
        Other = "other",
    }
}

named! {
    /// What may start the time anew.
    Restart {
        PartPayment = "part_payment",
        InterestPayment = "interest_payment",
        Acknowledgement = "acknowledgement",
        /// A letter that demands payment, as the user recorded it.
        Letter = "letter",
    }
}

/// A claim, as far as its lapsing goes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Claim {
    pub law: Law,
    pub audience: Audience,
    /// `None` where it is not known: the shortest time counts then.
    pub trade: Option<Trade>,
    /// The first day on which payment could be asked for: the due date where
    /// it was agreed, else the day of the invoice or of the work.
    pub arose: Date,
    /// In any order; with what the law does not count among them.
    pub events: Vec<(Date, Restart)>,
}

/// The time that a law gives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Period {
    pub years: u32,
    /// It begins with the end of the year in which the claim arose.
    pub from_year_end: bool,
    pub restarts: Vec<Restart>,
    pub source: Source,
}

/// When a claim may have lapsed, and why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MayLapse {
    /// The first day on which it may have lapsed.
    pub from: Date,
    pub years: u32,
    /// What started the time anew last.
    pub restarted: Option<(Date, Restart)>,
}

impl MayLapse {
    /// From which day on the user is warned.
    ///
    /// # Errors
    /// [`BadDate::OutOfRange`].
    pub fn warn_from(&self) -> Result<Date, BadDate> {
        self.from.minus_days(WARNING_DAYS)
    }
}

/// The time that the law gives; where the trade is not known, the shortest
/// that may apply.
///
/// # Errors
/// [`Question::Limitation`] where no time is known.
pub fn period(law: Law, audience: Audience, trade: Option<Trade>) -> Result<Period, Question> {
    let found = rules("lapse", law).filter_map(|(words, source)| {
        let [of_audience, of_trade, years, start, restarts] = words.as_slice() else {
            return None;
        };
        let fits = ["any", audience.in_tables().as_str()].contains(of_audience)
            && trade.is_none_or(|trade| ["any", trade.as_str()].contains(of_trade));
        let period = Period {
            years: years.parse().ok()?,
            from_year_end: *start == "year_end",
            restarts: restarts.split(',').filter_map(Restart::of).collect(),
            source,
        };
        fits.then_some((*of_trade != "any", period))
    });
    let found: Vec<(bool, Period)> = found.collect();
    // A trade that is known and has a time of its own has that one.
    let own = trade.is_some() && found.iter().any(|(is_own, _)| *is_own);
    let found = found.into_iter().filter(|(is_own, _)| !own || *is_own);
    let shortest = found.map(|(_, period)| period);
    let shortest = shortest.min_by_key(|period| period.years);
    shortest.ok_or(Question::Limitation { law, audience })
}

/// From which day on the claim may have lapsed. What starts the time anew
/// does so from its own day, never from the end of a year, and makes it no
/// shorter; what comes when it may have lapsed already starts nothing.
///
/// # Errors
/// [`Question::Limitation`] where no time is known; a day after 2999 is
/// [`None`].
pub fn may_lapse(claim: &Claim) -> Result<Option<MayLapse>, Question> {
    let period = period(claim.law, claim.audience, claim.trade)?;
    let years_after = |day: Date| {
        let last = day.plus_months(12 * period.years).ok()?;
        last.plus_days(1).ok()
    };
    let start = if period.from_year_end {
        Date::new(claim.arose.year(), 12, 31).unwrap_or(claim.arose)
    } else {
        claim.arose
    };
    let Some(mut from) = years_after(start) else {
        return Ok(None);
    };
    let mut events: Vec<(Date, Restart)> = claim.events.clone();
    events.retain(|(_, event)| period.restarts.contains(event));
    events.sort_unstable();
    let mut restarted = None;
    for (day, event) in events {
        let is_alive = day >= claim.arose && day < from;
        if let Some(anew) = years_after(day)
            && is_alive
            && anew > from
        {
            from = anew;
            restarted = Some((day, event));
        }
    }
    Ok(Some(MayLapse {
        from,
        years: period.years,
        restarted,
    }))
}
