//! The figures by name, with the formulas that the app shows beside them.

/// A figure of the receivables.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FigureName {
    Ar,
    OpeningAr,
    Sales,
    Collections,
    OpenCount,
    Unapplied,
    Net,
    Dso,
    DsoBestPossible,
    Add,
    DsoAverage,
    DsoCountback,
    Cei,
    DaysToPay,
    DaysLate,
    DaysLateFloored,
    BadDebtRatio,
    Turnover,
}

use FigureName as F;

impl FigureName {
    /// What a test or another tool finds it by.
    pub fn key(self) -> &'static str {
        match self {
            F::Ar => "ar",
            F::OpeningAr => "opening_ar",
            F::Sales => "sales",
            F::Collections => "collections",
            F::OpenCount => "open_count",
            F::Unapplied => "unapplied",
            F::Net => "net",
            F::Dso => "dso",
            F::DsoBestPossible => "dso_best_possible",
            F::Add => "add",
            F::DsoAverage => "dso_average",
            F::DsoCountback => "dso_countback",
            F::Cei => "cei",
            F::DaysToPay => "days_to_pay",
            F::DaysLate => "days_late",
            F::DaysLateFloored => "days_late_floored",
            F::BadDebtRatio => "bad_debt_ratio",
            F::Turnover => "turnover",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            F::Ar => "Receivables",
            F::OpeningAr => "Opening receivables",
            F::Sales => "Sales",
            F::Collections => "Collections",
            F::OpenCount => "Open invoices",
            F::Unapplied => "Unapplied",
            F::Net => "Net of unapplied",
            F::Dso => "DSO",
            F::DsoBestPossible => "Best possible DSO",
            F::Add => "Average days delinquent",
            F::DsoAverage => "DSO on average receivables",
            F::DsoCountback => "DSO by countback",
            F::Cei => "Collection effectiveness",
            F::DaysToPay => "Days to pay",
            F::DaysLate => "Days late",
            F::DaysLateFloored => "Days late, early as 0",
            F::BadDebtRatio => "Bad-debt ratio",
            F::Turnover => "Receivables turnover",
        }
    }

    /// How it is computed.
    pub fn formula(self) -> &'static str {
        match self {
            F::Ar => "What is left of issued invoices on the last day",
            F::OpeningAr => "The same at the end of the day before the period",
            F::Sales => "Invoices less credit notes dated in the period, tax included",
            F::Collections => "Paid by payments that count in the period",
            F::OpenCount => "Open invoices and instalments on the last day",
            F::Unapplied => "Payments and credit notes that settle nothing yet",
            F::Net => "Outstanding − unapplied",
            F::Dso => "Receivables ÷ sales × days",
            F::DsoBestPossible => "Receivables not yet due ÷ sales × days",
            F::Add => "DSO − best possible DSO",
            F::DsoAverage => "(Opening + closing receivables) ÷ 2 ÷ sales × days",
            F::DsoCountback => {
                "Receivables used up against the sales of each month, newest first; the days of those months"
            }
            F::Cei => "(Opening + sales − closing) ÷ (opening + sales − closing not yet due) × 100",
            F::DaysToPay => {
                "Days from issue to payment, weighted by amount; what came back was no payment"
            }
            F::DaysLate => {
                "Days past due at payment, each instalment by its own day, early negative, weighted by amount"
            }
            F::DaysLateFloored => "The same with early payment as 0",
            F::BadDebtRatio => "Write-offs ÷ sales × 100",
            F::Turnover => "Sales ÷ average receivables",
        }
    }

    /// Why it may be undefined.
    pub fn why_none(self) -> &'static str {
        match self {
            F::Dso | F::DsoBestPossible | F::Add | F::DsoAverage | F::BadDebtRatio => {
                "Undefined: there are no sales in the period."
            }
            F::DsoCountback => "Undefined: there is no month with sales to count back to.",
            F::Cei => "Undefined: nothing was due for collection in the period.",
            F::DaysToPay | F::DaysLate | F::DaysLateFloored => {
                "Undefined: nothing was paid in the period."
            }
            F::Turnover => "Undefined: there are no receivables.",
            _ => "Undefined.",
        }
    }

    pub fn unit(self) -> &'static str {
        match self {
            F::Dso
            | F::DsoBestPossible
            | F::Add
            | F::DsoAverage
            | F::DsoCountback
            | F::DaysToPay
            | F::DaysLate
            | F::DaysLateFloored => "days",
            F::Cei | F::BadDebtRatio => "%",
            F::Turnover => "times",
            _ => "",
        }
    }
}

/// A bucket's key and label: current, 1-30, 91+.
pub fn bucket(range: Option<(u32, Option<u32>)>) -> (String, String) {
    match range {
        None => ("current".to_owned(), "Current".to_owned()),
        Some((first, Some(last))) => (format!("{first}-{last}"), format!("{first}–{last} days")),
        Some((first, None)) => (format!("{first}+"), format!("{first}+ days")),
    }
}
