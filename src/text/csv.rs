//! What is said of a CSV file, its columns and its rows, and of the exports of
//! other programs; and how text is written into one.

use ledger::file_kind::FileKind;
use ledger::import::csv::{
    Checked, Choice, DateOrder, DecimalSign, Delimiter, Field, FileFault, Holds, LeftOut, Odd,
    RowFault, RowProblem,
};
use ledger::import::exports::{ExportProblem, Program};
use ledger::problem::ImportFault;
use ledger::problem::{Problem, What};

use super::format;
use super::problem::{self, sentence};

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
        Field::Paid => "Amount paid",
        Field::Open => "Open balance",
        Field::Credit => "Credit, beside a column of debits",
        Field::Kind => "Type of document",
        Field::Status => "Status",
        Field::Mark => "Debit or credit",
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

pub fn delimiter(delimiter: Delimiter) -> &'static str {
    match delimiter {
        Delimiter::Comma => "Comma",
        Delimiter::Semicolon => "Semicolon",
        Delimiter::Tab => "Tab",
        Delimiter::Pipe => "Vertical bar",
    }
}

/// A kind of odd rows.
pub fn odd(odd: Odd) -> &'static str {
    match odd {
        Odd::Faulty => "Cannot be taken as it is",
        Odd::DueBeforeIssue => "Due before the day of issue",
        Odd::NoDue => "No due date",
        Odd::Overpaid => "Paid more than is open",
        Odd::PaidBeforeIssue => "Paid before the day of issue",
        Odd::FurtherRows => "Several rows of one number",
        Odd::DoesNotAdd => "Paid and open do not add up",
        Odd::FarDate => "A date far from today",
        Odd::PaymentRow => "Payments among the invoices",
        Odd::UnknownKind => "Unknown type of document",
        Odd::SamePayment => "Equal payments in the file",
        Odd::PaymentInBook => "Payments the book may have already",
        Odd::UnknownInvoice => "The invoice is not in the book",
        Odd::NewCustomer => "The payer is not in the book",
        Odd::OtherPayer => "Somebody else's invoice",
        Odd::ListDiffers => "Several invoices, another amount",
        Odd::InBook => "In the book already",
        Odd::SameCustomer => "The same customer again",
        Odd::Zero => "Nothing asked for",
        Odd::PaidInFull => "Paid in full",
        Odd::NotOwed => "Quotes, drafts and void documents",
        Odd::Aside => "Headings and totals",
    }
}

/// What is to become of such rows.
pub fn choice(odd: Odd, choice: Choice) -> &'static str {
    match (choice, odd) {
        (Choice::LeaveOut, odd) if odd.is_skipped() => "Skipped",
        (Choice::LeaveOut, _) => "Leave these rows out",
        (Choice::OnAccount, _) => "Keep as credit of the payer",
        (Choice::Take, Odd::DueBeforeIssue) => "Take them, due on the day of issue",
        (Choice::Take, Odd::NoDue) => "Take them, due by the terms of payment",
        (Choice::Take, Odd::Overpaid) => "Take them; the rest stays as customer credit",
        (Choice::Take, Odd::PaidBeforeIssue) => {
            "Take them; the payment counts from the day of issue"
        }
        (Choice::Take, Odd::FurtherRows) => "Take them as one document",
        (Choice::Take, Odd::DoesNotAdd) => "Take them by the amount paid",
        (Choice::Take, Odd::FarDate) => "Take them: the dates are right",
        (Choice::Take, Odd::PaymentRow) => "Take them as customer credit",
        (Choice::Take, Odd::UnknownKind) => "Take them as invoices",
        (Choice::Take, Odd::SamePayment) => "Take each: there were several payments",
        (Choice::Take, Odd::PaymentInBook) => "Take them: these are further payments",
        (Choice::Take, Odd::NewCustomer) => "Take them, with a new customer",
        (Choice::Take, Odd::OtherPayer) => "Take them for that customer's invoice",
        (Choice::Take, Odd::ListDiffers) => "Pay off the invoices in the order of the list",
        (Choice::Take, _) => "Take them",
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
        FileFault::MixedDates { .. } | FileFault::MixedAmounts { .. } => format!(
            "{} Choose one; rows that are written otherwise are left out.",
            sentence(&fault.to_string())
        ),
        other => sentence(&other.to_string()),
    }
}

/// What is odd about a row: where, what stands there, and what it is.
pub fn row(problem: &RowProblem) -> (String, String, String) {
    let mut place = format!("Line {}", problem.line);
    if let Some(column) = &problem.column {
        place.push_str(&format!(", {column}"));
    }
    (place, problem.value.clone(), why(&problem.fault))
}

/// What is odd about a row.
pub fn why(fault: &RowFault) -> String {
    match fault {
        RowFault::NotADate(order) => {
            format!(
                "This is no date in the order {}.",
                date_order(*order).to_lowercase()
            )
        }
        RowFault::Missing => "This is needed.".to_owned(),
        RowFault::NoDue(date) => {
            format!(
                "No due date: by the terms of payment {}.",
                format::date(*date)
            )
        }
        RowFault::DueBeforeIssue(date) => {
            format!("It is issued on {} only.", format::date(*date))
        }
        RowFault::PaidBeforeIssue(date) => {
            format!("It is issued on {} only.", format::date(*date))
        }
        RowFault::FarDate(date) => {
            format!("This reads as {}, far from today.", format::date(*date))
        }
        RowFault::Overpaid(over) => {
            format!("{} more than is open of it.", format::money(*over))
        }
        RowFault::ListDiffers(open) => {
            format!("{} is open of these invoices.", format::money(*open))
        }
        RowFault::FurtherRow { line, total } => format!(
            "A further row of the document in line {line}, which comes to {}.",
            format::money(*total)
        ),
        RowFault::Record(problem) => record(problem),
        other => sentence(&other.to_string()),
    }
}

/// What the books say against a row's record.
fn record(problem: &Problem) -> String {
    let What::Import(import) = &problem.what else {
        return problem::what(&problem.what);
    };
    match &import.fault {
        ImportFault::What(what) if **what == What::Unknown => {
            "This is neither in the book nor in the file.".to_owned()
        }
        ImportFault::What(what) => problem::what(what),
        other => sentence(&other.to_string()),
    }
}

/// Rows that stay out as a table of their own, with why: mended, it is
/// imported as the first one was.
pub fn left_out(checked: &Checked) -> String {
    let width = |left: &LeftOut| left.fields.len();
    let widest = checked.left.iter().map(width).max().unwrap_or(0);
    let columns = widest.max(checked.header.len());
    let row = |fields: &[String], last: &str| {
        let missing = columns.saturating_sub(fields.len());
        let cells = fields.iter().map(String::as_str);
        let cells = cells.chain(std::iter::repeat_n("", missing)).chain([last]);
        let cells: Vec<String> = cells.map(cell).collect();
        format!("{}\r\n", cells.join(","))
    };
    let mut text = row(&checked.header, "Why left out");
    for left in &checked.left {
        text.push_str(&row(&left.fields, &why(&left.why)));
    }
    text
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
    use ledger::import::csv::{Checked, LeftOut, RowFault};

    use super::{cell, left_out};

    #[test]
    fn rows_left_out_are_a_table_to_mend() {
        let checked = Checked {
            header: ["Number", "Total"].map(str::to_owned).to_vec(),
            left: vec![LeftOut {
                line: 3,
                fields: ["A-2", "1,5x", "more"].map(str::to_owned).to_vec(),
                why: RowFault::Missing,
            }],
            ..Checked::default()
        };
        assert_eq!(
            left_out(&checked),
            "Number,Total,,Why left out\r\nA-2,\"1,5x\",more,This is needed.\r\n"
        );
    }

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
