//! What is said of a bank's files: why one was not read, what is odd in one,
//! what its columns hold, and what a line was.

use ledger::bank::Letters;
use ledger::bank::csv::{CsvProfile, Role, Unsure};
use ledger::bank::file::{Place, ReadError, RowFault, Warning, XmlFault, ZipFault};
use ledger::bank::intake::{Contradiction, Gap};
use ledger::date::Date;
use ledger::file_kind::FileKind;
use ledger::identifier::Iban;
use ledger::import::csv::{DateOrder, DecimalSign, Delimiter};
use ledger::money::{Currency, Decimal, Money};

use super::problem::sentence;
use super::{format, values};

/// Where in a file: Line 12, entry 3.
pub fn place(place: Place) -> String {
    let line = format::count(usize::try_from(place.line).unwrap_or(usize::MAX));
    match place.entry {
        0 => words::bank_files::line(&line),
        entry => words::bank_files::line_entry(&line, &entry.to_string()),
    }
}

/// Why a file was not read.
pub fn read_error(error: &ReadError) -> String {
    let at = |found: &Place, what: String| format!("{}: {what}", place(*found));
    match error {
        ReadError::TooLarge { bytes } => words::bank_files::too_large(
            &format::size(u64::try_from(*bytes).unwrap_or(u64::MAX)),
            &format::size(ledger::bank::file::BYTES_MAX as u64),
        ),
        ReadError::TooManyLines => {
            words::bank_files::too_many(&words::counts::lines(ledger::bank::file::LINES_MAX))
        }
        ReadError::TooManyStatements => words::bank_files::too_many(&words::counts::statements(
            ledger::bank::file::STATEMENTS_MAX,
        )),
        ReadError::WrongFile(FileKind::Pdf) => words::bank_files::is_pdf().to_owned(),
        ReadError::WrongFile(FileKind::OldSpreadsheet) => {
            words::bank_files::is_spreadsheet().to_owned()
        }
        ReadError::WrongFile(kind) => words::bank_files::is_other(values::file_kind(*kind)),
        ReadError::WrongRoot { line, root } => {
            words::bank_files::is_other_xml(&line.to_string(), &root)
        }
        ReadError::UnknownFormat => words::bank_files::unknown_format().to_owned(),
        ReadError::NoStatement => words::bank_files::no_statement().to_owned(),
        ReadError::BankRefused { code, text } => {
            words::bank_files::bank_refused(&sentence(format!("{code} {text}").trim()))
        }
        ReadError::UnknownEncoding(name) => words::bank_files::unknown_encoding(&name),
        ReadError::Encoding { line, encoding } => {
            words::bank_files::wrong_letters(&line.to_string(), &encoding)
        }
        ReadError::Doctype { line } => words::bank_files::doctype(&line.to_string()),
        ReadError::Xml { line, fault } => {
            words::bank_files::xml_fault(&line.to_string(), &xml(*fault))
        }
        ReadError::Missing { place, tag } => at(place, words::bank_files::missing_tag(&tag)),
        ReadError::Malformed { place, tag, text } => {
            at(place, words::bank_files::wrong_value(&tag, &text))
        }
        ReadError::Date { place, tag, text } => {
            at(place, words::bank_files::wrong_date(&tag, &text))
        }
        ReadError::Amount {
            place,
            tag,
            text,
            fault,
        } => at(
            place,
            words::bank_files::wrong_amount(tag, text, &values::money(*fault)),
        ),
        ReadError::DateOrder { place, text, .. } => {
            at(place, words::bank_files::ambiguous_date(&text))
        }
        ReadError::MixedDates { first, second } => {
            words::bank_files::mixed_dates(&place(first.0), &first.1, &place(second.0), &second.1)
        }
        ReadError::DecimalSign { place, text, .. } => {
            at(place, words::bank_files::ambiguous_amount(&text))
        }
        ReadError::MixedAmounts { first, second } => {
            words::bank_files::mixed_amounts(&place(first.0), &first.1, &place(second.0), &second.1)
        }
        ReadError::NeedsProfile => words::bank_files::needs_profile().to_owned(),
        ReadError::NoColumn(name) => words::bank_files::column_missing(&name),
        ReadError::NotChosen(what) => words::bank_files::needs_column(&what),
        ReadError::Row { place, fault } => at(place, row_fault(fault)),
        ReadError::Zip(fault) => zip(*fault).to_owned(),
        ReadError::In { file, error } => words::bank_files::in_file(&file, &read_error(error)),
    }
}

fn xml(fault: XmlFault) -> String {
    match fault {
        XmlFault::Truncated => words::bank_files::truncated().to_owned(),
        XmlFault::Malformed => words::bank_files::xml_malformed().to_owned(),
        XmlFault::WrongEnd => words::bank_files::xml_wrong_end().to_owned(),
        XmlFault::Entity => words::bank_files::xml_entity().to_owned(),
        XmlFault::TooDeep => words::bank_files::xml_too_deep().to_owned(),
        XmlFault::TooLong => words::bank_files::xml_too_long().to_owned(),
        XmlFault::TooManyAttributes => words::bank_files::xml_attributes().to_owned(),
    }
}

fn zip(fault: ZipFault) -> &'static str {
    match fault {
        ZipFault::Ratio | ZipFault::TooLarge => words::bank_files::suspicious_archive(),
        ZipFault::Encrypted => words::bank_files::locked_archive(),
        ZipFault::Nested => words::bank_files::nested_archive(),
        ZipFault::Damaged => words::bank_files::zip_damaged(),
        ZipFault::TooManyFiles => words::bank_files::zip_too_many(),
        ZipFault::Method => words::bank_files::zip_method(),
        ZipFault::Checksum => words::bank_files::zip_checksum(),
        ZipFault::Empty => words::bank_files::zip_empty(),
    }
}

fn row_fault(fault: &RowFault) -> String {
    match fault {
        RowFault::Date {
            column,
            text,
            order,
        } => words::bank_files::date_not_of_order(
            &column,
            &text,
            &super::csv::date_order(*order).to_lowercase(),
        ),
        RowFault::Amount {
            column,
            text,
            fault,
        } => words::bank_files::wrong_amount(column, text, &values::amount(*fault)),
        RowFault::DebitCredit { column, text } => words::bank_files::unknown_mark(&column, &text),
        RowFault::Both => words::bank_files::both_sides().to_owned(),
        RowFault::Status { column, text } => words::bank_files::unknown_status(&column, &text),
        RowFault::Currency { column, text } => words::bank_files::unknown_currency(&column, &text),
        RowFault::TooManyCells { text } => words::bank_files::beyond_last_column(&text),
        RowFault::NoDay { column, text } => words::bank_files::no_date_column(&column, &text),
        RowFault::NoAmount { column } => words::bank_files::no_amount_column(&column),
        RowFault::NoYear { column } => words::bank_files::no_year(&column),
        RowFault::Unreadable(fault) => values::unreadable(*fault).to_owned(),
    }
}

/// What is odd about a file that was read all the same.
pub fn warning(warning: &Warning, currency: Option<Currency>) -> String {
    let money = |amount: Decimal| amount_in(amount, currency);
    let at = |found: &Place, what: String| format!("{}: {what}", place(*found));
    match warning {
        Warning::Balance {
            opening,
            lines,
            closing,
            difference,
        } => words::bank_files::does_not_add_up(
            &money(*opening),
            &money(*lines),
            &money(*closing),
            &money(*difference),
        ),
        Warning::RunningBalance {
            place,
            expected,
            found,
        } => at(
            place,
            words::bank_files::wrong_balance(&money(*found), &money(*expected)),
        ),
        Warning::NoOpening => words::bank_files::no_opening().to_owned(),
        Warning::NoClosing => words::bank_files::no_closing().to_owned(),
        Warning::NoAccount => words::bank_files::no_account().to_owned(),
        Warning::Uncounted => words::bank_files::uncounted().to_owned(),
        Warning::OtherCurrency {
            place,
            found,
            expected,
        } => at(
            place,
            words::bank_files::other_currency(&found.to_string(), &expected.to_string()),
        ),
        Warning::UnknownCurrency { place, code } => {
            at(place, words::bank_files::unknown_code(&code))
        }
        Warning::NotBooked { place, count } => {
            words::bank_files::unbooked(*count, &self::place(*place).to_lowercase())
        }
        Warning::LeftOut { place, what } => at(place, words::bank_files::no_movement_of(&what)),
        Warning::NoMovement { place, text } => at(place, words::bank_files::no_movement(&text)),
        Warning::BatchNotSplit {
            place,
            entry,
            details: Some(details),
        } => at(
            place,
            words::bank_files::batch_differs(&money(*entry), &money(*details)),
        ),
        Warning::BatchNotSplit { place, entry, .. } => {
            at(place, words::bank_files::batch_unsplit(&money(*entry)))
        }
        Warning::NoDate { place, taken } => {
            at(place, words::bank_files::no_day(&format::date(*taken)))
        }
        Warning::BadDate { place, text } => at(place, words::bank_files::unread_date(&text)),
        Warning::BadSideAmount { place, text } => {
            at(place, words::bank_files::unread_amount(&text))
        }
        Warning::LineRefused { place, tag, text } => {
            at(place, words::bank_files::unread_line(&tag, &text))
        }
        Warning::NoSuchDay { place, text, taken } => at(
            place,
            words::bank_files::no_such_day(&text, &format::date(*taken)),
        ),
        Warning::Shortened { place } => at(place, words::bank_files::shortened().to_owned()),
        Warning::BankSays { code, text } => {
            words::bank_files::bank_says(&sentence(format!("{code} {text}").trim()))
        }
        Warning::More(count) => words::bank_files::more_of_kind(&format::count(*count)),
        Warning::In { file, warning } => {
            words::bank_files::in_file(&file, &self::warning(warning, currency))
        }
    }
}

/// An amount whose currency may not be known.
pub fn amount_in(amount: Decimal, currency: Option<Currency>) -> String {
    let money = currency.and_then(|currency| Money::new(amount, currency).ok());
    money.map_or_else(|| format::decimal(amount), format::money)
}

/// That a statement does not begin where the one before it ended.
pub fn gap(gap: &Gap, currency: Currency) -> String {
    let closed = amount_in(gap.closed, Some(currency));
    let closed = match gap.closed_on {
        Some(day) => words::bank_files::closed_on(&format::date(day), &closed),
        None => closed,
    };
    words::bank_files::gap(&amount_in(gap.opened, Some(currency)), &closed)
}

/// That an account comes to something else than what its statement says.
pub fn contradiction(found: &Contradiction, currency: Currency) -> String {
    words::bank_files::contradiction(
        &amount_in(found.closing, Some(currency)),
        &amount_in(found.expected, Some(currency)),
    )
}

/// What a column holds.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Date => words::common::date(),
        Role::ValueDate => words::bank_files::role_value_date(),
        Role::Amount => words::common::amount(),
        Role::Debit => words::bank_files::role_debit(),
        Role::Credit => words::bank_files::role_credit(),
        Role::Mark => words::bank_files::role_mark(),
        Role::Text => words::bank::text(),
        Role::Name => words::bank_files::role_name(),
        Role::Iban => words::bank::other_account(),
        Role::Bic => words::bank_files::role_bic(),
        Role::Currency => words::common::currency(),
        Role::Balance => words::common::balance(),
        Role::Reference => words::bank::payment_reference(),
        Role::EndToEnd => words::bank::end_to_end(),
        Role::BankId => words::bank::bank_number(),
        Role::Mandate => words::bank_files::role_mandate(),
        Role::Code => words::bank::movement_type(),
        Role::Account => words::bank_files::role_account(),
        Role::Payer => words::bank_files::role_payer(),
        Role::Payee => words::bank_files::role_payee(),
        Role::Status => words::bank_files::role_status(),
        Role::Fee => words::bank_files::role_fee(),
        Role::FeeWithin => words::bank_files::role_fee_within(),
    }
}

/// Which letters a file is read with.
pub fn letters(letters: Letters) -> &'static str {
    match letters {
        Letters::Western => words::bank_files::letters_western(),
        Letters::CentralEuropean => words::bank_files::letters_central(),
        Letters::Cyrillic => words::bank_files::letters_cyrillic(),
        Letters::Chinese => words::bank_files::letters_chinese(),
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

/// What a guess leaves to be said.
pub fn unsure(unsure: Unsure) -> String {
    match unsure {
        Unsure::Header => words::bank_files::unsure_header().to_owned(),
        Unsure::Missing(role) => words::bank_files::unsure_missing(&self::role(role)),
        Unsure::DateOrder => words::bank_files::unsure_dates().to_owned(),
        Unsure::DecimalSign => words::bank_files::unsure_decimals().to_owned(),
        Unsure::Marks => words::bank_files::unsure_marks().to_owned(),
        Unsure::Guessed(role) => words::bank_files::unsure_column(&self::role(role)),
        Unsure::Sides => words::bank_files::unsure_sides().to_owned(),
        Unsure::Statuses => words::bank_files::unsure_statuses().to_owned(),
        Unsure::Fee => words::bank_files::unsure_fee().to_owned(),
        Unsure::Year => words::bank_files::unsure_year().to_owned(),
    }
}

/// How a saved profile reads a file, in short.
pub fn profile(profile: &CsvProfile) -> String {
    let sign = match profile.decimal_sign {
        DecimalSign::Point => words::bank_files::decimal_point(),
        DecimalSign::Comma => words::bank_files::decimal_comma(),
    };
    let order = match profile.date_order {
        DateOrder::Ymd => words::bank_files::order_ymd(),
        DateOrder::Dmy => words::bank_files::order_dmy(),
        DateOrder::Mdy => words::bank_files::order_mdy(),
    };
    format!(
        "{}, {}, {order}, {sign}",
        delimiter(profile.delimiter),
        words::counts::columns(profile.columns.len())
    )
}

/// An account's number as it is printed: in groups, where it is an IBAN.
pub fn number(number: &str) -> String {
    number
        .parse::<Iban>()
        .map_or_else(|_| number.to_owned(), |iban| iban.printed())
}

/// From the first day to the last.
pub fn period(first: Option<Date>, last: Option<Date>) -> String {
    match (first, last) {
        (Some(first), Some(last)) if first == last => format::date(first),
        (Some(first), Some(last)) => format!("{} – {}", format::date(first), format::date(last)),
        (Some(day), None) | (None, Some(day)) => format::date(day),
        (None, None) => format::NONE.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_says_where_and_what() {
        let doctype = ReadError::Doctype { line: 2 };
        assert!(read_error(&doctype).starts_with("Line 2: the file declares a document type"));
        let within = ReadError::In {
            file: "a.xml".to_owned(),
            error: Box::new(ReadError::Xml {
                line: 7,
                fault: XmlFault::Truncated,
            }),
        };
        assert_eq!(
            read_error(&within),
            "In “a.xml”: Line 7: the file ends too early. Was the download complete?"
        );
        let place = Place { line: 3, entry: 2 };
        let balance = Warning::RunningBalance {
            place,
            expected: Decimal::from_int(5),
            found: Decimal::from_int(4),
        };
        assert_eq!(
            warning(&balance, Some(Currency::default())),
            "Line 3, entry 2: the balance EUR 4.00 should be EUR 5.00. A line before it may be missing."
        );
        assert_eq!(
            number("DE89370400440532013000"),
            "DE89 3704 0044 0532 0130 00"
        );
    }
}
