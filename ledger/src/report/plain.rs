//! The reports as plain data: what is a sum of minor units there is a decimal
//! number in text here, with the currency's decimals, exact however large.
//!
//! A report turns into its plain form where it is written, and back where it
//! is read.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::aging::{CurrencyAging, Sums};
use super::dso::{CustomerInputs, Figures, Inputs, Period};
use super::kpi::{MonthSales, WeightedDays};
use crate::ids::CustomerId;
use crate::money::{Currency, Decimal, MinorText, minor_of};

/// Why a plain report is none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not an amount with the decimals of {0}")]
pub struct BadSum(Currency);

/// Reads the sums of one currency.
#[derive(Clone, Copy)]
struct Read(Currency);

impl Read {
    fn sum(self, text: &SumText) -> Result<i128, BadSum> {
        let read = match text {
            SumText::Of(minor, currency) => (*currency == self.0).then_some(*minor),
            SumText::Read(text) => minor_of(text, self.0),
        };
        read.ok_or(BadSum(self.0))
    }
}

/// A sum that becomes text where it is written, and text that becomes a sum
/// once its currency is known.
#[derive(Clone, Debug)]
enum SumText {
    Of(i128, Currency),
    Read(String),
}

impl Default for SumText {
    fn default() -> SumText {
        SumText::Read(String::new())
    }
}

impl Serialize for SumText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            SumText::Of(minor, currency) => {
                serializer.serialize_str(MinorText::of(*minor, *currency).as_str())
            }
            SumText::Read(text) => serializer.serialize_str(text),
        }
    }
}

impl<'de> Deserialize<'de> for SumText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<SumText, D::Error> {
        String::deserialize(deserializer).map(SumText::Read)
    }
}

/// [`CurrencyAging`] as plain data.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PlainCurrencyAging {
    currency: Currency,
    total: PlainSums,
    customers: Vec<PlainCustomerAging>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct PlainCustomerAging {
    customer: CustomerId,
    sums: PlainSums,
}

/// What follows from the others is written for those who only show it, and
/// not read.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct PlainSums {
    buckets: Vec<SumText>,
    unapplied: SumText,
    #[serde(default)]
    outstanding: SumText,
    #[serde(default)]
    net: SumText,
}

impl PlainSums {
    fn of(sums: &Sums, currency: Currency) -> PlainSums {
        let text = |minor: i128| SumText::Of(minor, currency);
        PlainSums {
            buckets: sums.buckets.iter().map(|minor| text(*minor)).collect(),
            unapplied: text(sums.unapplied),
            outstanding: text(sums.outstanding()),
            net: text(sums.net()),
        }
    }

    fn read(&self, read: Read) -> Result<Sums, BadSum> {
        let buckets = self.buckets.iter().map(|text| read.sum(text));
        Ok(Sums {
            buckets: buckets.collect::<Result<_, _>>()?,
            unapplied: read.sum(&self.unapplied)?,
        })
    }
}

impl From<&CurrencyAging> for PlainCurrencyAging {
    fn from(aging: &CurrencyAging) -> PlainCurrencyAging {
        let currency = aging.currency;
        let customers = aging.customers.iter();
        PlainCurrencyAging {
            currency,
            total: PlainSums::of(&aging.total, currency),
            customers: customers
                .map(|(customer, sums)| PlainCustomerAging {
                    customer: *customer,
                    sums: PlainSums::of(sums, currency),
                })
                .collect(),
        }
    }
}

impl TryFrom<PlainCurrencyAging> for CurrencyAging {
    type Error = BadSum;

    fn try_from(plain: PlainCurrencyAging) -> Result<CurrencyAging, BadSum> {
        let read = Read(plain.currency);
        let customers = plain.customers.iter();
        Ok(CurrencyAging {
            currency: plain.currency,
            total: plain.total.read(read)?,
            customers: customers
                .map(|one| Ok((one.customer, one.sums.read(read)?)))
                .collect::<Result<_, _>>()?,
        })
    }
}

/// [`Figures`] as plain data.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PlainFigures {
    currency: Currency,
    period: Period,
    inputs: PlainInputs,
    dso: Option<Decimal>,
    dso_average: Option<Decimal>,
    dso_countback: Option<Decimal>,
    best_possible: Option<Decimal>,
    average_days_delinquent: Option<Decimal>,
    cei: Option<Decimal>,
    days_to_pay: Option<Decimal>,
    days_late: Option<Decimal>,
    days_late_floored: Option<Decimal>,
    bad_debt_ratio: Option<Decimal>,
    turnover: Option<Decimal>,
    customers: Vec<PlainCustomerFigures>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct PlainInputs {
    receivables: SumText,
    current: SumText,
    open_count: u32,
    opening: SumText,
    sales: SumText,
    collected: SumText,
    written_off: SumText,
    unapplied: SumText,
    months: Vec<PlainMonth>,
    to_pay: PlainWeighted,
    late: PlainWeighted,
    late_floored: PlainWeighted,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct PlainMonth {
    sales: SumText,
    days: u32,
}

/// `weighted` is a sum of amounts times days, `sum` of the amounts.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct PlainWeighted {
    weighted: SumText,
    sum: SumText,
    #[serde(default)]
    overflown: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct PlainCustomerFigures {
    customer: CustomerId,
    receivables: SumText,
    sales: SumText,
    dso: Option<Decimal>,
}

impl From<&Figures> for PlainFigures {
    fn from(figures: &Figures) -> PlainFigures {
        let currency = figures.currency;
        let text = |minor: i128| SumText::Of(minor, currency);
        let weighted = |days: &WeightedDays| PlainWeighted {
            weighted: text(days.weighted),
            sum: text(days.sum),
            overflown: days.overflown,
        };
        let inputs = &figures.inputs;
        PlainFigures {
            currency,
            period: figures.period,
            inputs: PlainInputs {
                receivables: text(inputs.receivables),
                current: text(inputs.current),
                open_count: inputs.open_count,
                opening: text(inputs.opening),
                sales: text(inputs.sales),
                collected: text(inputs.collected),
                written_off: text(inputs.written_off),
                unapplied: text(inputs.unapplied),
                months: inputs
                    .months
                    .iter()
                    .map(|month| PlainMonth {
                        sales: text(month.sales),
                        days: month.days,
                    })
                    .collect(),
                to_pay: weighted(&inputs.to_pay),
                late: weighted(&inputs.late),
                late_floored: weighted(&inputs.late_floored),
            },
            dso: figures.dso,
            dso_average: figures.dso_average,
            dso_countback: figures.dso_countback,
            best_possible: figures.best_possible,
            average_days_delinquent: figures.average_days_delinquent,
            cei: figures.cei,
            days_to_pay: figures.days_to_pay,
            days_late: figures.days_late,
            days_late_floored: figures.days_late_floored,
            bad_debt_ratio: figures.bad_debt_ratio,
            turnover: figures.turnover,
            customers: figures
                .customers
                .iter()
                .map(|(customer, inputs, dso)| PlainCustomerFigures {
                    customer: *customer,
                    receivables: text(inputs.receivables),
                    sales: text(inputs.sales),
                    dso: *dso,
                })
                .collect(),
        }
    }
}

impl TryFrom<PlainFigures> for Figures {
    type Error = BadSum;

    fn try_from(plain: PlainFigures) -> Result<Figures, BadSum> {
        let read = Read(plain.currency);
        let weighted = |days: &PlainWeighted| {
            Ok(WeightedDays {
                weighted: read.sum(&days.weighted)?,
                sum: read.sum(&days.sum)?,
                overflown: days.overflown,
            })
        };
        let months = plain.inputs.months.iter().map(|month| {
            Ok(MonthSales {
                sales: read.sum(&month.sales)?,
                days: month.days,
            })
        });
        let customers = plain.customers.iter().map(|one| {
            let inputs = CustomerInputs {
                receivables: read.sum(&one.receivables)?,
                sales: read.sum(&one.sales)?,
            };
            Ok((one.customer, inputs, one.dso))
        });
        Ok(Figures {
            currency: plain.currency,
            period: plain.period,
            inputs: Inputs {
                receivables: read.sum(&plain.inputs.receivables)?,
                current: read.sum(&plain.inputs.current)?,
                open_count: plain.inputs.open_count,
                opening: read.sum(&plain.inputs.opening)?,
                sales: read.sum(&plain.inputs.sales)?,
                collected: read.sum(&plain.inputs.collected)?,
                written_off: read.sum(&plain.inputs.written_off)?,
                unapplied: read.sum(&plain.inputs.unapplied)?,
                months: months.collect::<Result<_, BadSum>>()?,
                to_pay: weighted(&plain.inputs.to_pay)?,
                late: weighted(&plain.inputs.late)?,
                late_floored: weighted(&plain.inputs.late_floored)?,
            },
            dso: plain.dso,
            dso_average: plain.dso_average,
            dso_countback: plain.dso_countback,
            best_possible: plain.best_possible,
            average_days_delinquent: plain.average_days_delinquent,
            cei: plain.cei,
            days_to_pay: plain.days_to_pay,
            days_late: plain.days_late,
            days_late_floored: plain.days_late_floored,
            bad_debt_ratio: plain.bad_debt_ratio,
            turnover: plain.turnover,
            customers: customers.collect::<Result<_, BadSum>>()?,
        })
    }
}

impl Serialize for CurrencyAging {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        PlainCurrencyAging::from(self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for CurrencyAging {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<CurrencyAging, D::Error> {
        let plain = PlainCurrencyAging::deserialize(deserializer)?;
        plain.try_into().map_err(D::Error::custom)
    }
}

impl Serialize for Figures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        PlainFigures::from(self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Figures {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Figures, D::Error> {
        let plain = PlainFigures::deserialize(deserializer)?;
        plain.try_into().map_err(D::Error::custom)
    }
}
