//! The interest that the law gives on a claim: the calculation with the table
//! of rates, and the questions where a fact is missing.

use super::days::Basis;
use super::interest::{self, Disputed, Interest, InterestProblem, Mode, Rate, Reduction};
use super::rates::{self, EnteredRate, RateGround, Statute};
use super::{Audience, Condition, Law, Question};
use crate::date::Date;
use crate::money::Money;

/// What is known of a claim.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Facts {
    pub law: Option<Law>,
    pub audience: Option<Audience>,
    pub principal: Money,
    /// The last day on which a payment was in time, as
    /// [`super::start::start`] or the user says. `None` asks for it.
    pub in_time_until: Option<Date>,
    pub as_of: Date,
    pub reductions: Vec<Reduction>,
    pub disputes: Vec<Disputed>,
    /// What the user said holds.
    pub conditions: Vec<Condition>,
}

/// Interest with the ground of each line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grounded<'a> {
    pub interest: Interest,
    pub statute: Statute,
    pub mode: Mode,
    pub basis: Basis,
    /// By [`interest::Segment::rate`].
    pub grounds: Vec<RateGround<'a>>,
}

impl<'a> Grounded<'a> {
    /// Where the rate of a segment comes from.
    pub fn ground(&self, segment: &interest::Segment) -> Option<RateGround<'a>> {
        self.grounds.get(segment.rate).copied()
    }
}

/// Why the law gives no line of interest yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NoInterest {
    /// What has to be answered first, all of it.
    Open(Vec<Question>),
    Problem(InterestProblem),
}

/// The interest that the law gives, or what has to be answered before it may
/// be claimed. Rates that `entered` brings go before those of the table; a
/// rate of the table that is not firm is used only once it was entered.
///
/// # Errors
/// [`NoInterest::Open`] with every question that is open, in the order in
/// which they are to be asked.
pub fn interest_by_law<'a>(
    facts: &Facts,
    entered: &'a [EnteredRate],
) -> Result<Grounded<'a>, NoInterest> {
    let mut open = Vec::new();
    if facts.law.is_none() {
        open.push(Question::Law);
    }
    if facts.audience.is_none() {
        open.push(Question::Audience);
    }
    let (Some(law), Some(audience)) = (facts.law, facts.audience) else {
        return Err(NoInterest::Open(open));
    };
    let statute = rates::statute(law, audience).map_err(|asked| NoInterest::Open(vec![asked]))?;
    let Some(mode) = statute.mode else {
        let asked = Question::RateAgreed { law, audience };
        return Err(NoInterest::Open(vec![asked]));
    };
    let asked = statute
        .condition
        .filter(|condition| condition.is_asked() && !facts.conditions.contains(condition));
    open.extend(asked.map(|condition| Question::Condition { law, condition }));
    let Some(in_time_until) = facts.in_time_until else {
        open.push(Question::DefaultStart { law, audience });
        return Err(NoInterest::Open(open));
    };
    let basis = statute.basis;
    let (rates, grounds): (Vec<Rate>, Vec<RateGround<'a>>) =
        rates::with_entered(&statute, entered).into_iter().unzip();
    let claim = interest::Claim {
        principal: facts.principal,
        due: in_time_until,
        as_of: facts.as_of,
        basis,
        mode,
        reductions: facts.reductions.clone(),
        disputes: facts.disputes.clone(),
    };
    let interest = match interest::accrue(&claim, &rates) {
        Ok(interest) => interest,
        Err(InterestProblem::NoRate { from }) => {
            open.push(Question::Rate {
                law,
                audience,
                from,
            });
            return Err(NoInterest::Open(open));
        }
        Err(problem) => return Err(NoInterest::Problem(problem)),
    };
    let mut asked: Option<usize> = None;
    for segment in &interest.segments {
        let is_firm = grounds.get(segment.rate).is_some_and(RateGround::is_firm);
        if !is_firm && asked != Some(segment.rate) {
            asked = Some(segment.rate);
            let row = rates.get(segment.rate);
            let from = row.map_or(segment.from, |rate| rate.from);
            open.push(Question::CheckRate {
                law,
                audience,
                from,
            });
        }
    }
    if open.is_empty() {
        Ok(Grounded {
            interest,
            statute,
            mode,
            basis,
            grounds,
        })
    } else {
        Err(NoInterest::Open(open))
    }
}
