//! What is said of a CSV file, its columns and its rows, and of the exports of
//! other programs; and how text is written into one.

use ledger::file_kind::FileKind;
use ledger::import::csv::{DateOrder, DecimalSign, Field, FileFault, Holds, Refused, RowProblem};
use ledger::import::exports::{ExportProblem, Program};

use super::counted;
use super::problem::sentence;

/// What a table holds.
pub fn holds(holds: Holds) -> &'static str {
    match holds {
        Holds::Invoices => "Invoices",
        Holds::Payments => "Payments",
        Holds::Customers => "Customers",
    }
}

/// What a column holds.
pub fn field(holds: Holds, field: Field) -> &'static str {
    match field {
        Field::Customer if holds == Holds::Customers => "Customer number",
        Field::Customer => "Customer",
        Field::CustomerName if holds == Holds::Customers => "Name",
        Field::CustomerName => "Customer's name",
        Field::Number => "Invoice number",
        Field::Issued => "Issued on",
        Field::Due => "Due on",
        Field::Amount => "Amount",
        Field::Currency => "Currency",
        Field::PaidOn => "Paid on",
        Field::Reference => "Reference",
        Field::Method => "Method",
        Field::Contact => "Contact",
        Field::Email => "Email",
        Field::Phone => "Phone",
        Field::Address => "Address",
        Field::Postcode => "Postcode",
        Field::City => "City",
        Field::Region => "Region",
        Field::Country => "Country",
        Field::VatId => "VAT ID",
        Field::NetDays => "Days to pay",
        Field::Note => "Note",
    }
}

pub fn program(program: Program) -> &'static str {
    match program {
        Program::ServerlessInvoices => "serverless-invoices",
        Program::InvGen => "inv-gen",
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
            let they = if problems.len() == 1 {
                "it is"
            } else {
                "they are"
            };
            format!(
                "{} cannot be taken as {they}.",
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
            format!(
                "Say which column holds: {}.",
                field(Holds::Invoices, *missing)
            )
        }
        FileFault::WrongFile(FileKind::Zip | FileKind::OldSpreadsheet) => format!(
            "{} Open it in a spreadsheet program and save it as CSV.",
            sentence(&fault.to_string())
        ),
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

/// The same of a place in another program's export.
pub fn place(problem: &ExportProblem) -> (String, String, String) {
    let mut place = String::new();
    for part in problem.place.split(['[', '.']) {
        match part.strip_suffix(']').map(str::parse::<usize>) {
            Some(Ok(index)) => {
                // One of the taxes, one of the rows.
                let end = if place.ends_with("taxes") { 2 } else { 1 };
                place.truncate(place.len().saturating_sub(end));
                place.push_str(&format!(" {}", index + 1));
            }
            _ if place.is_empty() => place.push_str(part),
            _ => place.push_str(&format!(", {part}")),
        }
    }
    let stands = match (problem.record.as_str(), problem.value.as_str()) {
        (record, "") => record.to_owned(),
        ("", value) => value.to_owned(),
        (record, value) if record == value => record.to_owned(),
        (record, value) => format!("{record}: {value}"),
    };
    let place = place
        .replacen("invoice", "Invoice", 1)
        .replacen("client", "Client", 1);
    (place, stands, sentence(&problem.fault.to_string()))
}

/// A field of a CSV file: in quotes where needed; what a spreadsheet would take
/// for a formula is text.
pub fn cell(text: &str) -> String {
    let guarded = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if guarded.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn a_field_is_never_a_formula() {
        for (text, written) in [
            ("Linden", "Linden"),
            ("Müller, Söhne", "\"Müller, Söhne\""),
            ("=1+1", "'=1+1"),
            ("@cmd", "'@cmd"),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
        ] {
            assert_eq!(cell(text), written, "{text}");
        }
    }
}
