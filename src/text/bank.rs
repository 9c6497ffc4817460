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
use super::{counted, format};

/// Where in a file: Line 12, entry 3.
pub fn place(place: Place) -> String {
    let line = format::count(usize::try_from(place.line).unwrap_or(usize::MAX));
    match place.entry {
        0 => format!("Line {line}"),
        entry => format!("Line {line}, entry {entry}"),
    }
}

/// Why a file was not read.
pub fn read_error(error: &ReadError) -> String {
    let at = |found: &Place, what: String| format!("{}: {what}", place(*found));
    match error {
        ReadError::TooLarge { bytes } => format!(
            "The file has {}; at most {} are read.",
            format::size(u64::try_from(*bytes).unwrap_or(u64::MAX)),
            format::size(ledger::bank::file::BYTES_MAX as u64)
        ),
        ReadError::TooManyLines => format!(
            "The file has more than {}: export a shorter time.",
            words::counts::lines(ledger::bank::file::LINES_MAX)
        ),
        ReadError::TooManyStatements => format!(
            "The file has more than {}: export a shorter time.",
            words::counts::statements(ledger::bank::file::STATEMENTS_MAX)
        ),
        ReadError::WrongFile(FileKind::Pdf) => {
            "This is a PDF: it shows a statement and does not hold its data. Export the statement from the bank as CAMT, MT940, OFX, QIF or CSV.".to_owned()
        }
        ReadError::WrongFile(FileKind::OldSpreadsheet) => {
            "This is a spreadsheet. Open it in its program and save it as CSV.".to_owned()
        }
        ReadError::WrongFile(kind) => format!("This is {kind}, not a bank statement."),
        ReadError::WrongRoot { line, root } => format!(
            "Line {line}: this is XML of another kind (“{root}”), not a bank statement."
        ),
        ReadError::UnknownFormat => {
            "This is none of CAMT, MT940, OFX, QIF and CSV.".to_owned()
        }
        ReadError::NoStatement => "There is no statement in it.".to_owned(),
        ReadError::BankRefused { code, text } => format!(
            "The bank put no statement into the file. It says: {}",
            sentence(format!("{code} {text}").trim())
        ),
        ReadError::UnknownEncoding(name) => {
            format!("Its letters are written as “{name}”, which is not read. Export it as UTF-8.")
        }
        ReadError::Encoding { line, encoding } => {
            format!("Line {line}: there are letters that are not {encoding}, as the file says.")
        }
        ReadError::Doctype { line } => format!(
            "Line {line}: the file declares a document type (DOCTYPE). No bank needs one, and such files can do harm, so it is not read."
        ),
        ReadError::Xml { line, fault } => format!("Line {line}: {}", xml(*fault)),
        ReadError::Missing { place, tag } => at(place, format!("{tag} is missing.")),
        ReadError::Malformed { place, tag, text } => {
            at(place, format!("{tag}: “{text}” is not written as it should be."))
        }
        ReadError::Date { place, tag, text } => at(place, format!("{tag}: “{text}” is no date.")),
        ReadError::Amount {
            place,
            tag,
            text,
            fault,
        } => at(place, format!("{tag}: “{text}”: {fault}.")),
        ReadError::DateOrder { place, text, .. } => at(
            place,
            format!("“{text}” can be read in several orders. Choose the order of the dates."),
        ),
        ReadError::MixedDates { first, second } => format!(
            "Dates are written in different orders: {}: “{}”; {}: “{}”.",
            place(first.0),
            first.1,
            place(second.0),
            second.1
        ),
        ReadError::DecimalSign { place, text, .. } => at(
            place,
            format!("“{text}” can be read with a decimal point or a decimal comma. Choose which."),
        ),
        ReadError::MixedAmounts { first, second } => format!(
            "Amounts are written with a decimal point and with a decimal comma: {}: “{}”; {}: “{}”.",
            place(first.0),
            first.1,
            place(second.0),
            second.1
        ),
        ReadError::NeedsProfile => "Say which column holds what.".to_owned(),
        ReadError::NoColumn(name) => format!("The column “{name}” is not in the file."),
        ReadError::NotChosen(what) => format!("Say which column holds {what}."),
        ReadError::Row { place, fault } => at(place, row_fault(fault)),
        ReadError::Zip(fault) => zip(*fault),
        ReadError::In { file, error } => format!("In “{file}”: {}", read_error(error)),
    }
}

fn xml(fault: XmlFault) -> String {
    match fault {
        XmlFault::Truncated => "the file ends too early. Was it downloaded to its end?".to_owned(),
        other => sentence_within(&other.to_string()),
    }
}

/// A fragment that goes on behind a colon.
fn sentence_within(fragment: &str) -> String {
    format!("{}.", fragment.trim_end_matches('.'))
}

fn zip(fault: ZipFault) -> String {
    match fault {
        ZipFault::Ratio | ZipFault::TooLarge => format!(
            "{} Statements do not do so: the archive is left alone.",
            sentence(&fault.to_string())
        ),
        ZipFault::Encrypted => {
            "The archive is locked with a password. Unpack it, then choose the files in it."
                .to_owned()
        }
        ZipFault::Nested => {
            "There is an archive within the archive. Unpack it, then choose the file in it."
                .to_owned()
        }
        other => sentence(&other.to_string()),
    }
}

fn row_fault(fault: &RowFault) -> String {
    match fault {
        RowFault::Date {
            column,
            text,
            order,
        } => format!(
            "“{column}”: “{text}” is no date of the order {}.",
            super::csv::date_order(*order).to_lowercase()
        ),
        RowFault::Amount {
            column,
            text,
            fault,
        } => format!(
            "“{column}”: “{text}”: {}",
            sentence_within(&fault.to_string())
        ),
        RowFault::DebitCredit { column, text } => format!(
            "“{column}”: “{text}” is neither among the words for a debit nor among those for a credit."
        ),
        RowFault::Both => "there is both a debit and a credit.".to_owned(),
        RowFault::Status { column, text } => format!(
            "“{column}”: “{text}” is neither among the words for what is booked nor among those for what is not."
        ),
        RowFault::Currency { column, text } => {
            format!("“{column}”: “{text}” is no currency.")
        }
        RowFault::TooManyCells { text } => format!(
            "“{text}” stands beyond the last column. Is there a separator within a text that is not in quotes?"
        ),
        RowFault::NoDay { column, text } => format!(
            "“{column}”: “{text}” is no date, and no other row has one that can be read. Choose the column of the dates."
        ),
        RowFault::NoAmount { column } => format!(
            "“{column}” is empty, and no other row has an amount there. Choose the column of the amounts."
        ),
        RowFault::NoYear { column } => {
            format!("“{column}”: the days have no year. Say the year of the newest line.")
        }
        other => sentence_within(&other.to_string()),
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
        } => format!(
            "It does not add up: opening {} and lines of {} do not make closing {}; {} is missing. Lines may be lacking.",
            money(*opening),
            money(*lines),
            money(*closing),
            money(*difference)
        ),
        Warning::RunningBalance {
            place,
            expected,
            found,
        } => at(
            place,
            format!(
                "the balance {} should be {}: a line before it may be lacking.",
                money(*found),
                money(*expected)
            ),
        ),
        Warning::NoOpening => {
            "No opening balance is given, so it cannot be told whether a line is lacking."
                .to_owned()
        }
        Warning::NoClosing => {
            "No closing balance is given, so it cannot be told whether a line is lacking."
                .to_owned()
        }
        Warning::NoAccount => "No account is named.".to_owned(),
        Warning::Uncounted => {
            "The balances are too large to be added up, so they are not checked.".to_owned()
        }
        Warning::OtherCurrency {
            place,
            found,
            expected,
        } => at(
            place,
            format!("in {found}, while the statement is in {expected}."),
        ),
        Warning::UnknownCurrency { place, code } => {
            at(place, format!("“{code}” is no currency that is known."))
        }
        Warning::NotBooked { place, count } => format!(
            "{} not booked yet, so left out, the first at {}.",
            are(*count, "entry is", "entries are"),
            self::place(*place).to_lowercase()
        ),
        Warning::LeftOut { place, what } => at(
            place,
            format!("{what}: no movement of an account, so left out."),
        ),
        Warning::NoMovement { place, text } => {
            at(place, format!("“{text}” is no movement, so left out."))
        }
        Warning::BatchNotSplit {
            place,
            entry,
            details: Some(details),
        } => at(
            place,
            format!(
                "a batch of {} whose details come to {}: it stays one line.",
                money(*entry),
                money(*details)
            ),
        ),
        Warning::BatchNotSplit { place, entry, .. } => at(
            place,
            format!(
                "a batch of {} whose details do not say how much each is: it stays one line.",
                money(*entry)
            ),
        ),
        Warning::NoDate { place, taken } => at(
            place,
            format!("no day is given, so {} is taken.", format::date(*taken)),
        ),
        Warning::BadDate { place, text } => {
            at(place, format!("“{text}” is no date, so it is left out."))
        }
        Warning::BadSideAmount { place, text } => at(
            place,
            format!("an amount beside the line's own, “{text}”, cannot be read and is left out."),
        ),
        Warning::LineRefused { place, tag, text } => at(
            place,
            format!(
                "{tag}: “{text}” cannot be read, so this line is left out; the others are read."
            ),
        ),
        Warning::NoSuchDay { place, text, taken } => at(
            place,
            format!(
                "there is no day “{text}”, so {} is taken.",
                format::date(*taken)
            ),
        ),
        Warning::Shortened { place } => {
            at(place, "a text is too long; its end is left out.".to_owned())
        }
        Warning::BankSays { code, text } => {
            format!(
                "The bank says: {}",
                sentence(format!("{code} {text}").trim())
            )
        }
        Warning::More(count) => format!("{} more of this kind.", format::count(*count)),
        Warning::In { file, warning } => {
            format!("In “{file}”: {}", self::warning(warning, currency))
        }
    }
}

fn are(count: usize, one: &str, many: &str) -> String {
    counted(count, one, many)
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
        Some(day) => format!("{closed} on {}", format::date(day)),
        None => closed,
    };
    format!(
        "It begins with {}, while the statement before it ended with {closed}: one between them may be lacking.",
        amount_in(gap.opened, Some(currency))
    )
}

/// That an account comes to something else than what its statement says.
pub fn contradiction(found: &Contradiction, currency: Currency) -> String {
    format!(
        "It ends with {}, while the account comes to {} with its new lines: a line may be lacking, or one that is new may have been taken for one that is in the book.",
        amount_in(found.closing, Some(currency)),
        amount_in(found.expected, Some(currency))
    )
}

/// What a column holds.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Date => "Date",
        Role::ValueDate => "Value date",
        Role::Amount => "Amount",
        Role::Debit => "Debit (money out)",
        Role::Credit => "Credit (money in)",
        Role::Mark => "Debit or credit",
        Role::Text => "Text",
        Role::Name => "Name of the other side",
        Role::Iban => "Account of the other side",
        Role::Bic => "Bank of the other side",
        Role::Currency => "Currency",
        Role::Balance => "Balance",
        Role::Reference => "Payment reference",
        Role::EndToEnd => "End-to-end reference",
        Role::BankId => "Number of the bank",
        Role::Mandate => "Mandate",
        Role::Code => "Kind of movement",
        Role::Account => "Own account",
        Role::Payer => "Who paid",
        Role::Payee => "Who was paid",
        Role::Status => "Status (booked or not)",
        Role::Fee => "Fee, comes off the amount",
        Role::FeeWithin => "Fee, off the amount already",
    }
}

/// Which letters a file is read with.
pub fn letters(letters: Letters) -> &'static str {
    match letters {
        Letters::Western => "Western (ä é ñ)",
        Letters::CentralEuropean => "Central European (ł ř ő)",
        Letters::Cyrillic => "Cyrillic (ж я)",
        Letters::Chinese => "Chinese (GBK)",
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

/// What a guess leaves to be said.
pub fn unsure(unsure: Unsure) -> String {
    match unsure {
        Unsure::Header => {
            "No row names the columns: they were guessed by what stands in them.".to_owned()
        }
        Unsure::Missing(role) => format!("No column was found for: {}.", self::role(role)),
        Unsure::DateOrder => "The dates can be read in more than one order.".to_owned(),
        Unsure::DecimalSign => {
            "The amounts can be read with a decimal point or a decimal comma.".to_owned()
        }
        Unsure::Marks => {
            "The column of debits and credits says other words as well: add them below.".to_owned()
        }
        Unsure::Guessed(role) => format!(
            "No name says which column holds “{}”: it was guessed by what stands there.",
            self::role(role)
        ),
        Unsure::Sides => {
            "Two columns are filled in turn, and nothing says which one is money out: look at the choice below.".to_owned()
        }
        Unsure::Statuses => {
            "The status says words that are not known: look below which of them mean that a line is not booked.".to_owned()
        }
        Unsure::Fee => {
            "Nothing says whether the fee came off the amount already: look at the choice below.".to_owned()
        }
        Unsure::Year => "The days have no year: say below which one is meant.".to_owned(),
    }
}

/// How a saved profile reads a file, in short.
pub fn profile(profile: &CsvProfile) -> String {
    let sign = match profile.decimal_sign {
        DecimalSign::Point => "decimal point",
        DecimalSign::Comma => "decimal comma",
    };
    let order = match profile.date_order {
        DateOrder::Ymd => "year, month, day",
        DateOrder::Dmy => "day, month, year",
        DateOrder::Mdy => "month, day, year",
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
            "In “a.xml”: Line 7: the file ends too early. Was it downloaded to its end?"
        );
        let place = Place { line: 3, entry: 2 };
        let balance = Warning::RunningBalance {
            place,
            expected: Decimal::from_int(5),
            found: Decimal::from_int(4),
        };
        assert_eq!(
            warning(&balance, Some(Currency::default())),
            "Line 3, entry 2: the balance EUR 4.00 should be EUR 5.00: a line before it may be lacking."
        );
        assert_eq!(
            number("DE89370400440532013000"),
            "DE89 3704 0044 0532 0130 00"
        );
    }
}
