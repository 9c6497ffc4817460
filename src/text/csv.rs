//! What is said of a CSV file, its columns and its rows, and of the exports of
//! other programs; and how text is written into one.

use ledger::file_kind::FileKind;
use ledger::import::csv::{
    BYTES_MAX, Checked, Choice, DateOrder, DecimalSign, Delimiter, Field, FileFault, Holds,
    LeftOut, Odd, ROWS_MAX, RowFault, RowProblem,
};
use ledger::import::exports::{ExportFault, ExportProblem, Program};
use ledger::problem::ImportFault;
use ledger::problem::{Problem, What};

use super::problem;
use super::{format, values};

/// What a table holds.
pub fn holds(holds: Holds) -> &'static str {
    match holds {
        Holds::Invoices => words::tables::holds_invoices(),
        Holds::Payments => words::tables::holds_payments(),
        Holds::Customers => words::tables::holds_customers(),
    }
}

/// What a column holds.
pub fn field(holds: Holds, field: Field) -> &'static str {
    match field {
        Field::Customer if holds == Holds::Customers => words::customers::number(),
        Field::Customer => words::common::customer(),
        Field::CustomerName if holds == Holds::Customers => words::common::name(),
        Field::CustomerName => words::tables::customer_name(),
        Field::Number => words::tables::invoice_number(),
        Field::Issued => words::tables::issued_on(),
        Field::Due => words::tables::due_on(),
        Field::Amount => words::common::amount(),
        Field::Currency => words::common::currency(),
        Field::PaidOn => words::tables::paid_on(),
        Field::Paid => words::tables::amount_paid(),
        Field::Open => words::tables::open_balance(),
        Field::Credit => words::tables::credit_column(),
        Field::Kind => words::tables::document_type(),
        Field::Status => words::common::status(),
        Field::Mark => words::tables::debit_or_credit(),
        Field::Reference => words::common::reference(),
        Field::Method => words::common::method(),
        Field::Contact => words::tables::contact(),
        Field::Email => words::common::email(),
        Field::Phone => words::tables::phone(),
        Field::Address => words::tables::address(),
        Field::Postcode => words::tables::postcode(),
        Field::City => words::tables::city(),
        Field::Region => words::tables::region(),
        Field::Country => words::common::country(),
        Field::VatId => words::tables::vat_id(),
        Field::NetDays => words::tables::days_to_pay(),
        Field::Note => words::common::note(),
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
        DateOrder::Ymd => words::tables::order_ymd(),
        DateOrder::Dmy => words::tables::order_dmy(),
        DateOrder::Mdy => words::tables::order_mdy(),
    }
}

pub fn decimal_sign(sign: DecimalSign) -> &'static str {
    match sign {
        DecimalSign::Point => words::tables::decimal_point(),
        DecimalSign::Comma => words::tables::decimal_comma(),
    }
}

pub fn delimiter(delimiter: Delimiter) -> &'static str {
    match delimiter {
        Delimiter::Comma => words::bank_files::delimiter_comma(),
        Delimiter::Semicolon => words::bank_files::delimiter_semicolon(),
        Delimiter::Tab => words::bank_files::delimiter_tab(),
        Delimiter::Pipe => words::bank_files::delimiter_pipe(),
    }
}

/// A kind of odd rows.
pub fn odd(odd: Odd) -> &'static str {
    match odd {
        Odd::Faulty => words::tables::odd_faulty(),
        Odd::DueBeforeIssue => words::tables::odd_due_before_issue(),
        Odd::NoDue => words::tables::odd_no_due(),
        Odd::Overpaid => words::tables::odd_overpaid(),
        Odd::PaidBeforeIssue => words::tables::odd_paid_before_issue(),
        Odd::FurtherRows => words::tables::odd_further_rows(),
        Odd::DoesNotAdd => words::tables::odd_does_not_add(),
        Odd::FarDate => words::tables::odd_far_date(),
        Odd::PaymentRow => words::tables::odd_payment_row(),
        Odd::UnknownKind => words::tables::odd_unknown_type(),
        Odd::SamePayment => words::tables::odd_same_payment(),
        Odd::PaymentInBook => words::tables::odd_payment_in_book(),
        Odd::UnknownInvoice => words::tables::odd_unknown_invoice(),
        Odd::NewCustomer => words::tables::odd_new_customer(),
        Odd::OtherPayer => words::tables::odd_other_payer(),
        Odd::ListDiffers => words::tables::odd_list_differs(),
        Odd::InBook => words::tables::odd_in_book(),
        Odd::SameCustomer => words::tables::odd_same_customer(),
        Odd::Zero => words::tables::odd_zero(),
        Odd::PaidInFull => words::tables::odd_paid_in_full(),
        Odd::NotOwed => words::tables::odd_not_owed(),
        Odd::Aside => words::tables::odd_aside(),
    }
}

/// What is to become of such rows.
pub fn choice(odd: Odd, choice: Choice) -> &'static str {
    match (choice, odd) {
        (Choice::LeaveOut, odd) if odd.is_skipped() => words::tables::skipped(),
        (Choice::LeaveOut, _) => words::tables::leave_out(),
        (Choice::OnAccount, _) => words::tables::on_account(),
        (Choice::Take, Odd::DueBeforeIssue) => words::tables::take_due_on_issue(),
        (Choice::Take, Odd::NoDue) => words::tables::take_due_by_terms(),
        (Choice::Take, Odd::Overpaid) => words::tables::take_rest_as_credit(),
        (Choice::Take, Odd::PaidBeforeIssue) => words::tables::take_paid_on_issue(),
        (Choice::Take, Odd::FurtherRows) => words::tables::take_as_one(),
        (Choice::Take, Odd::DoesNotAdd) => words::tables::take_by_paid(),
        (Choice::Take, Odd::FarDate) => words::tables::take_dates_right(),
        (Choice::Take, Odd::PaymentRow) => words::tables::take_as_credit(),
        (Choice::Take, Odd::UnknownKind) => words::tables::take_as_invoices(),
        (Choice::Take, Odd::SamePayment) => words::tables::take_each(),
        (Choice::Take, Odd::PaymentInBook) => words::tables::take_further(),
        (Choice::Take, Odd::NewCustomer) => words::tables::take_new_customer(),
        (Choice::Take, Odd::OtherPayer) => words::tables::take_for_other(),
        (Choice::Take, Odd::ListDiffers) => words::tables::take_in_order(),
        (Choice::Take, _) => words::tables::take(),
    }
}

/// What is wrong with a file as a whole.
pub fn file(fault: &FileFault) -> String {
    match fault {
        FileFault::NoColumn(missing) => {
            words::tables::choose_column(&field(Holds::Invoices, *missing))
        }
        FileFault::WrongFile(kind @ (FileKind::Zip | FileKind::OldSpreadsheet)) => {
            words::tables::save_as_csv(values::file_kind(*kind))
        }
        FileFault::WrongFile(kind) => words::tables::not_a_table(values::file_kind(*kind)),
        FileFault::AmbiguousDates { line, text, .. } => {
            words::tables::ambiguous_date(&line.to_string(), &text)
        }
        FileFault::AmbiguousAmounts { line, text } => {
            words::tables::ambiguous_amount(&line.to_string(), &text)
        }
        FileFault::MixedDates { first, second } => words::tables::mixed_dates(
            &first.0.to_string(),
            &first.1,
            &second.0.to_string(),
            &second.1,
        ),
        FileFault::MixedAmounts { first, second } => words::tables::mixed_amounts(
            &first.0.to_string(),
            &first.1,
            &second.0.to_string(),
            &second.1,
        ),
        FileFault::TooLarge { bytes } => words::failures::file_too_large(
            &format::size(u64::try_from(*bytes).unwrap_or(u64::MAX)),
            &format::size(BYTES_MAX as u64),
        ),
        FileFault::Empty => words::tables::no_rows().to_owned(),
        FileFault::WrongEncoding { line } => words::tables::wrong_encoding(&line.to_string()),
        FileFault::TooManyRows => words::tables::too_many_rows(&format::count(ROWS_MAX)),
        FileFault::NoCurrency { line } => words::tables::no_currency(&line.to_string()),
        FileFault::NoSuchColumn { column, .. } => {
            words::tables::no_such_column(&column.to_string())
        }
    }
}

/// What is odd about a row: where, what stands there, and what it is.
pub fn row(problem: &RowProblem) -> (String, String, String) {
    let mut place = words::bank_files::line(&problem.line.to_string());
    if let Some(column) = &problem.column {
        place.push_str(&format!(", {column}"));
    }
    (place, problem.value.clone(), why(&problem.fault))
}

/// What is odd about a row.
pub fn why(fault: &RowFault) -> String {
    match fault {
        RowFault::NotADate(order) => {
            words::tables::date_not_of_order(&date_order(*order).to_lowercase())
        }
        RowFault::Missing => words::common::required().to_owned(),
        RowFault::NoDue(date) => words::tables::due_by_terms(&format::date(*date)),
        RowFault::DueBeforeIssue(date) => words::tables::issued_only_on(&format::date(*date)),
        RowFault::PaidBeforeIssue(date) => words::tables::issued_only_on(&format::date(*date)),
        RowFault::FarDate(date) => words::tables::far_date(&format::date(*date)),
        RowFault::Overpaid(over) => words::tables::over(&format::money(*over)),
        RowFault::ListDiffers(open) => words::tables::open_of_these(&format::money(*open)),
        RowFault::FurtherRow { line, total } => {
            words::tables::further_row(&line.to_string(), &format::money(*total))
        }
        RowFault::Record(problem) => record(problem),
        RowFault::Unreadable(fault) => values::unreadable(*fault).to_owned(),
        RowFault::TooManyFields => words::tables::too_many_fields().to_owned(),
        RowFault::TooLong => words::tables::too_long().to_owned(),
        RowFault::ControlCharacter => words::tables::control_character().to_owned(),
        RowFault::Date(fault) => values::date(*fault).to_owned(),
        RowFault::Amount(fault) => values::amount(*fault),
        RowFault::Money(fault) => values::money(*fault),
        RowFault::NotDays => words::tables::not_days().to_owned(),
        RowFault::UnknownCurrency => words::tables::unknown_currency().to_owned(),
        RowFault::OtherCurrency(currency) => words::tables::other_currency(currency.code()),
        RowFault::BadPaid => words::tables::bad_paid().to_owned(),
        RowFault::NumberTwice(line) => words::tables::number_twice(&line.to_string()),
        RowFault::NotReceivable(status) => words::tables::not_receivable(status),
        RowFault::AmbiguousName(name) => words::tables::ambiguous_name(name),
        RowFault::Aside => words::tables::aside().to_owned(),
        RowFault::NotOwed(status) => words::tables::not_owed(status),
        RowFault::Zero => words::tables::zero().to_owned(),
        RowFault::NotPositive => words::tables::not_positive().to_owned(),
        RowFault::PaidInFull => words::tables::paid_in_full().to_owned(),
        RowFault::InBook => words::tables::in_book().to_owned(),
        RowFault::NumberTaken => words::tables::number_taken().to_owned(),
        RowFault::PaymentInBook => words::tables::payment_in_book().to_owned(),
        RowFault::DoesNotAdd => words::tables::does_not_add().to_owned(),
        RowFault::PaymentRow => words::tables::payment_row().to_owned(),
        RowFault::UnknownKind => words::tables::unknown_type().to_owned(),
        RowFault::SameAs(line) => words::tables::same_as(&line.to_string()),
        RowFault::SameCustomer(line) => words::tables::same_customer(&line.to_string()),
        RowFault::UnknownInvoice => words::tables::unknown_invoice().to_owned(),
        RowFault::NewCustomer => words::tables::new_customer().to_owned(),
        RowFault::OtherPayer(name) => words::tables::other_payer(name),
    }
}

/// What the books say against a row's record.
fn record(problem: &Problem) -> String {
    let What::Import(import) = &problem.what else {
        return problem::what(&problem.what);
    };
    problem::import(&import.fault)
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
    let mut text = row(&checked.header, words::tables::why_left_out());
    for left in &checked.left {
        text.push_str(&row(&left.fields, &why(&left.why)));
    }
    text
}

/// What is odd about a place in another program's export.
fn export_fault(fault: &ExportFault) -> String {
    match fault {
        ExportFault::Form => words::exports::form().to_owned(),
        ExportFault::Missing => words::common::required().to_owned(),
        ExportFault::NotANumber => words::values::not_a_number().to_owned(),
        ExportFault::Money(fault) => values::money(*fault),
        ExportFault::NotADate => words::values::date_malformed().to_owned(),
        ExportFault::Date(fault) => values::date(*fault).to_owned(),
        ExportFault::UnknownCurrency => words::tables::unknown_currency().to_owned(),
        ExportFault::UnknownStatus => words::exports::unknown_status().to_owned(),
        ExportFault::NumberTwice(number) => words::exports::number_twice(&number.to_string()),
        ExportFault::NegativePayment => words::exports::negative_payment().to_owned(),
        ExportFault::NoDueDate => words::exports::no_due_date().to_owned(),
        ExportFault::Nothing => words::exports::nothing().to_owned(),
        ExportFault::Credit => words::exports::credit().to_owned(),
        ExportFault::OtherTotal { asked, lines } => {
            words::exports::other_total(&format::money(*asked), &format::money(*lines))
        }
        ExportFault::Lines => words::exports::lines().to_owned(),
        ExportFault::Cancelled => words::exports::cancelled().to_owned(),
        ExportFault::Archived => words::exports::archived().to_owned(),
        ExportFault::Overpaid(amount) => words::exports::overpaid(&format::money(*amount)),
        ExportFault::SameName => words::exports::same_name().to_owned(),
        ExportFault::More => words::values::more_problems().to_owned(),
    }
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
    (place, stands, export_fault(&problem.fault))
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
            "Number,Total,,Reason\r\nA-2,\"1,5x\",more,Required\r\n"
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
