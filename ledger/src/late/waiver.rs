//! A waiver with an end: if the full amount is credited by a day, some costs
//! or interest are not claimed.

use crate::date::Date;
use crate::money::{Money, MoneyError};
use crate::named::named;

/// What was offered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Waiver {
    /// Payments from this day on count.
    pub offered: Date,
    /// The last day. The day of credit decides, not that of sending.
    pub by: Date,
    /// What has to be credited in full.
    pub amount: Money,
    /// What is not claimed then.
    pub waived: Money,
}

named! {
    WaiverStatus {
        Open = "open",
        /// It was paid in full and in time: the waived amount is not claimed.
        Taken = "taken",
        /// A day late or in part: the user is asked whether it is claimed.
        Lapsed = "lapsed",
    }
}

/// How a waiver stands on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WaiverStanding {
    pub status: WaiverStatus,
    pub taken_on: Option<Date>,
    pub credited: Money,
    /// What is no longer claimed.
    pub waived: Money,
}

/// How the waiver stands at the end of the day `as_of`, by the days on which
/// payments were credited.
///
/// # Errors
/// [`MoneyError::MixedCurrencies`].
pub fn standing(
    waiver: &Waiver,
    credited: &[(Date, Money)],
    as_of: Date,
) -> Result<WaiverStanding, MoneyError> {
    let zero = waiver.amount.currency().zero();
    let mut credited: Vec<(Date, Money)> = credited.to_vec();
    credited.retain(|(day, _)| (waiver.offered..=as_of.min(waiver.by)).contains(day));
    credited.sort_by_key(|(day, _)| *day);
    let mut sum = zero;
    let mut taken_on = None;
    for (day, amount) in credited {
        sum = sum.add(amount)?;
        if taken_on.is_none() && !waiver.amount.sub(sum)?.is_positive() {
            taken_on = Some(day);
        }
    }
    let status = if taken_on.is_some() {
        WaiverStatus::Taken
    } else if as_of > waiver.by {
        WaiverStatus::Lapsed
    } else {
        WaiverStatus::Open
    };
    Ok(WaiverStanding {
        status,
        taken_on,
        credited: sum,
        waived: taken_on.map_or(zero, |_| waiver.waived),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    #[test]
    fn a_day_late_or_a_cent_short_lets_it_lapse() {
        let date = |text: &str| text.parse::<Date>().expect("a date");
        let cents = |minor| Money::from_minor(minor, Currency::default()).expect("money");
        let waiver = Waiver {
            offered: date("2026-06-01"),
            by: date("2026-06-12"),
            amount: cents(500_000),
            waived: cents(8_321),
        };
        let on = |as_of: &str, paid: &[(&str, i128)]| {
            let paid: Vec<(Date, Money)> = paid
                .iter()
                .map(|(day, minor)| (date(day), cents(*minor)))
                .collect();
            let standing = standing(&waiver, &paid, date(as_of)).expect("a standing");
            (standing.status, standing.waived.minor())
        };
        let whole = [("2026-06-05", 100_000), ("2026-06-12", 400_000)];
        assert_eq!(on("2026-06-11", &whole), (WaiverStatus::Open, 0));
        assert_eq!(on("2026-06-12", &whole), (WaiverStatus::Taken, 8_321));
        assert_eq!(on("2026-07-12", &whole), (WaiverStatus::Taken, 8_321));
        assert_eq!(
            on("2026-06-12", &[]),
            (WaiverStatus::Open, 0),
            "its last day"
        );
        for paid in [
            ("2026-06-13", 500_000),
            ("2026-06-12", 499_999),
            ("2026-05-31", 500_000),
        ] {
            assert_eq!(
                on("2026-06-13", &[paid]),
                (WaiverStatus::Lapsed, 0),
                "{paid:?}"
            );
        }
    }
}
