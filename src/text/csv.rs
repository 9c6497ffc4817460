//! What is said of a CSV file, its columns and its rows.

use ledger::import::csv::{DateOrder, DecimalSign, Field, FileFault, Refused, RowProblem};

use super::counted;
use super::problem::sentence;

/// What a column holds.
pub fn field(field: Field) -> &'static str {
    match field {
        Field::Customer => "Customer",
        Field::CustomerName => "Customer's name",
        Field::Number => "Invoice number",
        Field::Issued => "Issued on",
        Field::Due => "Due on",
        Field::Amount => "Amount",
        Field::Currency => "Currency",
        Field::PaidOn => "Paid on",
    }
}

pub fn date_order(order: DateOrder) -> &'static str {
    match order {
        DateOrder::Ymd => "Year, month, day",
        DateOrder::Dmy => "Day, month, year",
        DateOrder::Mdy => "Month, day, year",
    }
}

pub fn decimal_sign(sign: DecimalSign) -> &'static str {
    match sign {
        DecimalSign::Point => "Point: 1,234.56",
        DecimalSign::Comma => "Comma: 1.234,56",
    }
}

/// Why a file was not read.
pub fn refused(refused: &Refused) -> String {
    match refused {
        Refused::Rows(problems) => {
            format!(
                "{} cannot be taken as they are.",
                counted(problems.len(), "row", "rows")
            )
        }
        Refused::File(fault) => file(fault),
    }
}

/// What is wrong with a file as a whole.
pub fn file(fault: &FileFault) -> String {
    match fault {
        FileFault::NoColumn(missing) => {
            format!("Say which column holds: {}.", field(*missing))
        }
        FileFault::AmbiguousDates { line, text, .. } => format!(
            "Line {line}: “{text}” can be read in several orders. Choose the order of the dates."
        ),
        FileFault::AmbiguousAmounts { line, text } => format!(
            "Line {line}: “{text}” can be read with a decimal point or a decimal comma. Choose which."
        ),
        other => sentence(&other.to_string()),
    }
}

/// What is wrong with a row: where, and what.
pub fn row(problem: &RowProblem) -> (String, String, String) {
    let mut place = format!("Line {}", problem.line);
    if let Some(column) = &problem.column {
        place.push_str(&format!(", {column}"));
    }
    (
        place,
        problem.value.clone(),
        sentence(&problem.fault.to_string()),
    )
}
