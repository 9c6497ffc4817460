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
            F::Ar => words::figures::receivables(),
            F::OpeningAr => words::figures::opening_receivables(),
            F::Sales => words::figures::sales(),
            F::Collections => words::figures::collections(),
            F::OpenCount => words::figures::open_invoices(),
            F::Unapplied => words::figures::credit(),
            F::Net => words::figures::net(),
            F::Dso => words::figures::dso(),
            F::DsoBestPossible => words::figures::dso_best(),
            F::Add => words::figures::add(),
            F::DsoAverage => words::figures::dso_average(),
            F::DsoCountback => words::figures::dso_countback(),
            F::Cei => words::figures::cei(),
            F::DaysToPay => words::figures::days_to_pay(),
            F::DaysLate => words::figures::days_late(),
            F::DaysLateFloored => words::figures::days_late_floored(),
            F::BadDebtRatio => words::figures::bad_debt_ratio(),
            F::Turnover => words::figures::turnover(),
        }
    }

    /// How it is computed.
    pub fn formula(self) -> &'static str {
        match self {
            F::Ar => words::figures::receivables_how(),
            F::OpeningAr => words::figures::opening_receivables_how(),
            F::Sales => words::figures::sales_how(),
            F::Collections => words::figures::collections_how(),
            F::OpenCount => words::figures::open_invoices_how(),
            F::Unapplied => words::figures::credit_how(),
            F::Net => words::figures::net_how(),
            F::Dso => words::figures::dso_how(),
            F::DsoBestPossible => words::figures::dso_best_how(),
            F::Add => words::figures::add_how(),
            F::DsoAverage => words::figures::dso_average_how(),
            F::DsoCountback => words::figures::dso_countback_how(),
            F::Cei => words::figures::cei_how(),
            F::DaysToPay => words::figures::days_to_pay_how(),
            F::DaysLate => words::figures::days_late_how(),
            F::DaysLateFloored => words::figures::days_late_floored_how(),
            F::BadDebtRatio => words::figures::bad_debt_ratio_how(),
            F::Turnover => words::figures::turnover_how(),
        }
    }

    /// Why it may be undefined.
    pub fn why_none(self) -> &'static str {
        match self {
            F::Dso | F::DsoBestPossible | F::Add | F::DsoAverage | F::BadDebtRatio => {
                words::figures::undefined_sales()
            }
            F::DsoCountback => words::figures::undefined_countback(),
            F::Cei => words::figures::undefined_due(),
            F::DaysToPay | F::DaysLate | F::DaysLateFloored => words::figures::undefined_paid(),
            F::Turnover => words::figures::undefined_receivables(),
            _ => words::figures::undefined(),
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
            | F::DaysLateFloored => words::figures::unit_days(),
            F::Cei | F::BadDebtRatio => "%",
            F::Turnover => words::figures::unit_times(),
            _ => "",
        }
    }
}

/// A bucket's key and label: current, 1-30, 91+.
pub fn bucket(range: Option<(u32, Option<u32>)>) -> (String, String) {
    match range {
        None => ("current".to_owned(), words::figures::current().to_owned()),
        Some((first, Some(last))) => (
            format!("{first}-{last}"),
            words::figures::bucket(&first.to_string(), &last.to_string()),
        ),
        Some((first, None)) => (
            format!("{first}+"),
            words::figures::bucket_last(&first.to_string()),
        ),
    }
}
