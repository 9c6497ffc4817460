//! Statutory rates of interest, by law, debtor and day, and rates that the
//! user entered.
//!
//! The table (`rates.txt`) holds figures of public sources with how well each
//! is known. **A row ends with its period**: what comes after it is not
//! known, and is asked, however near the last figure may be. The minimum of
//! the EU directive is no row: it binds states, and each has its own rule.

use serde::{Deserialize, Serialize};

use super::days::Basis;
use super::interest::{Mode, Rate};
use super::law::{Audience, Condition, Confidence, Law, lines};
use super::question::Question;
use crate::date::Date;
use crate::money::{Currency, Decimal};

/// What a law says of interest for late payment, for one kind of debtor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Statute {
    pub law: Law,
    pub audience: Audience,
    /// The currency of the country, not of the claim.
    pub currency: Currency,
    /// `None` where there is no statutory rate.
    pub mode: Option<Mode>,
    pub basis: Basis,
    /// The law states the days of the year; else they are only usual.
    pub basis_is_stated: bool,
    pub condition: Option<Condition>,
    /// The provision, as it is cited.
    pub source: &'static str,
    /// Who publishes the rate.
    pub publisher: &'static str,
    /// By their days.
    pub rows: Vec<StatutoryRate>,
}

/// A rate for a period.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StatutoryRate {
    pub from: Date,
    /// The last day it is known for; `None` where it is in the statute, and
    /// stays until that is changed.
    pub until: Option<Date>,
    /// A year; `None` where the figure was not found.
    pub percent: Option<Decimal>,
    pub confidence: Confidence,
}

/// A rate that the user entered, with who says so. It goes before a row of
/// the table on the days it covers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EnteredRate {
    pub from: Date,
    /// `None` only for a rate that was agreed and has no end.
    pub until: Option<Date>,
    /// A year.
    pub percent: Decimal,
    /// Where it was read: a page, a gazette, a contract.
    pub source: String,
}

/// Where a rate comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RateGround<'a> {
    Statute {
        row: StatutoryRate,
        source: &'static str,
        publisher: &'static str,
    },
    Entered(&'a EnteredRate),
}

impl RateGround<'_> {
    /// What the user entered is theirs to answer for.
    pub fn is_firm(&self) -> bool {
        match self {
            RateGround::Statute { row, .. } => row.confidence.is_firm(),
            RateGround::Entered(_) => true,
        }
    }
}

/// The law's rule for this kind of debtor, with all its rows.
///
/// # Errors
/// [`Question::Rate`] where the table has no such law and debtor, which for
/// public bodies in Poland is so: their rate differs by what they do.
pub fn statute(law: Law, audience: Audience) -> Result<Statute, Question> {
    let asked = Question::RateAgreed { law, audience };
    if law == Law::Pl && audience == Audience::PublicBody {
        return Err(asked);
    }
    let mut found: Option<Statute> = None;
    for (words, source) in lines(include_str!("rates.txt")) {
        match words.as_slice() {
            [head, rest @ ..] if head.starts_with('=') => {
                if found.is_some() {
                    break;
                }
                let is_it = head.trim_start_matches('=') == law.as_str()
                    && rest.first() == Some(&audience.in_tables().as_str());
                if is_it {
                    found = read_head(law, audience, rest, source);
                }
            }
            [from, until, percent, confidence] => {
                let Some(statute) = &mut found else { continue };
                let row = read_row(from, until, percent, confidence);
                statute.rows.extend(row);
            }
            _ => {}
        }
    }
    found.ok_or(asked)
}

/// The rate of a day.
///
/// # Errors
/// [`Question::RateAgreed`] where the law has none, [`Question::Rate`] where
/// none is known for that day.
pub fn statutory_rate(
    law: Law,
    audience: Audience,
    day: Date,
) -> Result<(Decimal, StatutoryRate), Question> {
    let statute = statute(law, audience)?;
    if statute.mode.is_none() {
        return Err(Question::RateAgreed { law, audience });
    }
    let from = day;
    let row = statute
        .rows
        .iter()
        .find(|row| row.from <= day && row.until.is_none_or(|until| day <= until))
        .copied();
    let percent = row.and_then(|row| row.percent.zip(Some(row)));
    percent.ok_or(Question::Rate {
        law,
        audience,
        from,
    })
}

fn read_head(
    law: Law,
    audience: Audience,
    words: &[&'static str],
    sources: &'static str,
) -> Option<Statute> {
    let [_, currency, mode, basis, stated, condition] = words else {
        return None;
    };
    let (source, publisher) = sources.split_once('|').unwrap_or((sources, ""));
    Some(Statute {
        law,
        audience,
        currency: currency.parse().ok()?,
        mode: Mode::of(mode),
        basis: Basis::of(basis)?,
        basis_is_stated: *stated == "law",
        condition: Condition::of(condition),
        source,
        publisher,
        rows: Vec::new(),
    })
}

fn read_row(from: &str, until: &str, percent: &str, confidence: &str) -> Option<StatutoryRate> {
    Some(StatutoryRate {
        from: from.parse().ok()?,
        until: until.parse().ok(),
        percent: percent.parse().ok(),
        confidence: Confidence::of(confidence)?,
    })
}

/// The rates of a statute with those that were entered over them: neither
/// overlapping nor out of order, each with its ground. Where two entered ones
/// cover a day, the one that begins later holds; of two that begin together
/// the later in the list.
pub fn with_entered<'a>(
    statute: &Statute,
    entered: &'a [EnteredRate],
) -> Vec<(Rate, RateGround<'a>)> {
    let mut starts: Vec<Date> = Vec::new();
    let statute_rows = statute.rows.iter().map(|row| (row.from, row.until));
    let entered_rows = entered.iter().map(|rate| (rate.from, rate.until));
    for (from, until) in statute_rows.chain(entered_rows) {
        starts.push(from);
        starts.extend(until.and_then(|until| until.plus_days(1).ok()));
    }
    starts.sort_unstable();
    starts.dedup();
    let covers = |day: Date, from: Date, until: Option<Date>| {
        from <= day && until.is_none_or(|until| day <= until)
    };
    let mut rates: Vec<(Rate, RateGround<'a>)> = Vec::new();
    for (place, from) in starts.iter().copied().enumerate() {
        let next = starts.get(place + 1);
        let until = next.and_then(|next| next.minus_days(1).ok());
        let own = entered
            .iter()
            .filter(|rate| covers(from, rate.from, rate.until))
            .max_by_key(|rate| rate.from);
        let row = || {
            let mut rows = statute.rows.iter();
            rows.find(|row| covers(from, row.from, row.until))
        };
        let (percent, ground) = if let Some(rate) = own {
            (rate.percent, RateGround::Entered(rate))
        } else if let Some(row) = row()
            && let Some(percent) = row.percent
        {
            let ground = RateGround::Statute {
                row: *row,
                source: statute.source,
                publisher: statute.publisher,
            };
            (percent, ground)
        } else {
            continue;
        };
        match rates.last_mut() {
            // A row that an entry beside it merely cut.
            Some((last, known)) if *known == ground => last.until = until,
            _ => rates.push((
                Rate {
                    from,
                    until,
                    percent,
                },
                ground,
            )),
        }
    }
    rates
}
