use std::collections::BTreeMap;
use std::path::PathBuf;

use proptest::prelude::*;

use super::*;
use crate::book::Book;
use crate::business::Business;
use crate::command::{Command, Context, execute};
use crate::file_kind::FileKind;
use crate::ids::{Chain, Version};
use crate::journal::BookId;
use crate::money::Money;
use crate::records::DocumentKind;
use crate::slices::{Steps, at_once};
use crate::{import, records};

mod found;
mod fuzz;
mod invoices;
mod payments;

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn today() -> Date {
    day("2026-11-30")
}

fn euro() -> Currency {
    "EUR".parse().expect("a currency")
}

fn context() -> Context {
    Context {
        today: today(),
        chain: Chain(7),
        override_closed: None,
    }
}

/// A book with a business in euro.
fn book() -> Book {
    let mut book = Book::empty(BookId::default());
    let mut business = Business::default();
    business.details.name = "Studio".to_owned();
    let command = Command::SaveBusiness {
        business,
        opened: Version::NONE,
    };
    let set = execute(&book, &command, &context()).expect("a business");
    for change in &set.changes {
        book.apply(1, change).expect("a change that fits");
    }
    book
}

/// Brings records into a book.
fn take(book: &mut Book, records: &records::RecordsFile) {
    let set = import::plan(book, records, &context()).expect("a plan");
    let before = book.clone();
    for change in &set.changes {
        book.apply(before.head().seq + 1, change)
            .expect("a change that fits");
    }
    assert_eq!(crate::check::commit(&before, book, &set.changes), []);
    assert_eq!(crate::check::whole(book), []);
}

/// A book with what a table of invoices comes to.
fn book_of(rows: &str) -> Book {
    let mut book = book();
    let text = format!("Number,Customer,Issued,Due,Total\n{rows}");
    let checked = check(&text, &guessed(&text), &book).expect("a table");
    assert!(checked.is_plain(), "{checked:?}");
    take(&mut book, &checked.records);
    book
}

/// How a table seems to be, in euro.
fn guessed(text: &str) -> Options {
    let guess = sniff(text).expect("a guess");
    Options {
        currency: Some(euro()),
        ..Options::from_guess(&guess, today())
    }
}

fn checked(text: &str) -> Checked {
    check(text, &guessed(text), &book()).expect("a table")
}

/// What is odd about a table's rows, one line each.
fn odd(text: &str) -> Vec<String> {
    told(&checked(text))
}

fn told(checked: &Checked) -> Vec<String> {
    checked.found.iter().map(ToString::to_string).collect()
}

fn written(checked: &Checked) -> String {
    String::from_utf8(records::write(&checked.records).expect("JSON")).expect("text")
}

/// The file that the journeys use as well.
fn file(name: &str) -> Vec<u8> {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "../tests/e2e/found", name]
        .iter()
        .collect();
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The names of all these files.
fn names() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/e2e/found");
    let entries = std::fs::read_dir(folder).expect("the folder");
    let name = |entry: std::io::Result<std::fs::DirEntry>| {
        entry
            .expect("an entry")
            .file_name()
            .to_string_lossy()
            .into_owned()
    };
    entries.map(name).collect()
}

fn text_of(name: &str) -> String {
    let decoded = at_once(decode_in_steps(&file(name), &Steps::default()));
    decoded
        .unwrap_or_else(|fault| panic!("{name}: {fault}"))
        .text
}

#[test]
fn other_files_are_refused_by_what_they_are() {
    const HEADER: &str = "customer,number,issued,due,amount,paid\n";
    let large = "x".repeat(BYTES_MAX + 1);
    let many = format!(
        "{HEADER}{}",
        "A,7,2026-01-15,2026-01-15,1,\n".repeat(ROWS_MAX + 1)
    );
    let options = guessed(&format!("{HEADER}A,7,2026-01-15,2026-01-15,1,\n"));
    for (text, expected) in [
        ("", FileFault::Empty),
        (" \n\n", FileFault::Empty),
        (HEADER, FileFault::Empty),
        (
            "PK\u{3}\u{4}xl/workbook.xml",
            FileFault::WrongFile(FileKind::Zip),
        ),
        ("<html><table>", FileFault::WrongFile(FileKind::Html)),
        (
            "{\"owed_records\":1}",
            FileFault::WrongFile(FileKind::Records),
        ),
        ("a\0,\0b\0", FileFault::WrongEncoding { line: 1 }),
        ("a,b\nM\u{fffd}ller", FileFault::WrongEncoding { line: 2 }),
        (
            &large,
            FileFault::TooLarge {
                bytes: BYTES_MAX + 1,
            },
        ),
        (&many, FileFault::TooManyRows),
        (
            "a,b\n1,2",
            FileFault::NoSuchColumn {
                field: Field::Issued,
                column: 2,
            },
        ),
    ] {
        let shown: String = text.chars().take(30).collect();
        assert_eq!(check(text, &options, &book()), Err(expected), "{shown}");
    }
    let mut without = options;
    without.columns.set(Field::Amount, None);
    assert_eq!(
        check(HEADER, &without, &book()),
        Err(FileFault::NoColumn(Field::Amount))
    );
}

#[test]
fn bytes_that_are_no_table_are_called_by_their_name() {
    for (bytes, expected) in [
        (
            &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..],
            "this is a picture, not a table as text (CSV)",
        ),
        (
            b"PK\x03\x04",
            "this is a zip archive or a spreadsheet, not a table as text (CSV)",
        ),
        (
            b"{\"owed_records\":1}",
            "this is a records file of Owed, not a table as text (CSV)",
        ),
        (b"", "there is no row in it"),
    ] {
        let fault = check_bytes(bytes).expect_err("no table");
        assert_eq!(fault.to_string(), expected, "{}", bytes.escape_ascii());
    }
}

#[test]
fn letters_are_read_in_whatever_way_they_are_written() {
    let utf16 = |order: fn(u16) -> [u8; 2], mark: &[u8]| {
        let units = "Müller,1".encode_utf16().flat_map(order);
        [mark, &units.collect::<Vec<u8>>()].concat()
    };
    for (bytes, encoding) in [
        ("Müller,1".as_bytes().to_vec(), "UTF-8"),
        (b"M\xfcller,1".to_vec(), "Windows-1252"),
        (utf16(u16::to_le_bytes, b"\xff\xfe"), "UTF-16"),
        (utf16(u16::to_be_bytes, b"\xfe\xff"), "UTF-16"),
        // Without a mark.
        (utf16(u16::to_le_bytes, b""), "UTF-16"),
        (utf16(u16::to_be_bytes, b""), "UTF-16"),
    ] {
        let decoded = at_once(decode_in_steps(&bytes, &Steps::default())).expect("text");
        assert_eq!(
            (
                decoded.text.trim_start_matches('\u{feff}'),
                decoded.encoding
            ),
            ("Müller,1", encoding),
            "{}",
            bytes.escape_ascii()
        );
    }
}

#[test]
fn a_file_is_seen_for_what_it_is() {
    let german = "sep=;\r\nKundennr;Kunde;Rechnungs-Nr.;Rechnungsdatum;Fällig am;Betrag;Währung;Bezahlt am\r\n\
                  7;Müller;2026-1;13.1.2026;12.2.2026;1.234,50;EUR;\r\n";
    let guess = sniff(german).expect("a guess");
    assert_eq!(guess.delimiter, Delimiter::Semicolon);
    assert_eq!(guess.header_line, Some(2));
    let expected = [
        (Field::Customer, 0),
        (Field::CustomerName, 1),
        (Field::Number, 2),
        (Field::Issued, 3),
        (Field::Due, 4),
        (Field::Amount, 5),
        (Field::Currency, 6),
        (Field::PaidOn, 7),
    ];
    for field in Holds::Invoices.fields() {
        let column = expected.iter().find(|(known, _)| known == field);
        assert_eq!(
            guess.columns.of(*field),
            column.map(|(_, column)| *column),
            "{field:?}"
        );
    }
    assert_eq!(guess.date_orders[0], [DateOrder::Dmy]);
    assert_eq!(guess.decimal_signs, [DecimalSign::Comma]);
    assert_eq!((guess.rows, guess.needs_currency), (1, false));
    let batch = checked(german);
    assert_eq!(batch.records.customers[0].name, "Müller");
    assert_eq!(batch.records.invoices[0].customer, "7");

    let bare = sniff("A\t7\t2026-01-15\nB\t8\t2026-01-16\n").expect("a guess");
    assert_eq!(
        (bare.header_line, bare.rows, bare.delimiter),
        (None, 2, Delimiter::Tab)
    );
}

#[test]
fn the_row_of_names_is_found_below_titles_or_pointed_at() {
    let titled = "My Studio,,,,\nOpen invoices,,,,\n\nNumber,Customer,Date,Due,Total\nA-1,Alpha,2026-01-15,2026-02-14,5.00\n";
    let guess = sniff(titled).expect("a guess");
    assert_eq!((guess.header_line, guess.rows), (Some(4), 1));
    let strange = "Studio;x;y\nWas;Wer;Wann\n1;Alpha;2026-01-15\n";
    let guess = sniff(strange).expect("a guess");
    assert_eq!(guess.header_line, Some(1));
    let look = Look {
        header: Some(Some(2)),
        ..Look::default()
    };
    let guess = sniff_as(strange, &look).expect("a guess");
    assert_eq!(guess.header, ["Was", "Wer", "Wann"]);
    assert_eq!(guess.rows, 1);
    assert_eq!(
        guess.first_rows[0],
        (1, ["Studio", "x", "y"].map(str::to_owned).to_vec())
    );
}

#[test]
fn what_a_table_holds_shows_in_its_header() {
    const PAYMENTS: &str = "Invoice,Customer,Payment date,Amount,Currency,Reference,Method";
    for (header, expected) in [
        ("customer,number,issued,due,amount,paid", Holds::Invoices),
        ("Customer,Invoice number,Date,Amount", Holds::Invoices),
        (PAYMENTS, Holds::Payments),
        ("Invoice number,Paid on,Amount", Holds::Payments),
        ("Customer,Date,Amount,Payment reference", Holds::Payments),
        ("Rechnungsnr;Zahldatum;Betrag", Holds::Payments),
        ("Name,E-mail", Holds::Customers),
        ("Firma;Straße;PLZ;Ort", Holds::Customers),
        ("Name,City,Invoice date,Due date,Total", Holds::Invoices),
        ("a,b,c", Holds::Invoices),
    ] {
        let guess = sniff(&format!("{header}\nx")).expect("a guess");
        assert_eq!(guess.holds, expected, "{header}");
    }
}

#[test]
fn rows_of_customers_are_customers_each_once() {
    let text = "Company,Customer no.,E-mail,Street,Zip,City,Country,VAT number,Days to pay,Currency,Notes\n\
                Acme,K-7,a@acme.example,\"1 Road\nFloor 2\",AB1,Ham,de,DE1,14,eur,old friend\n\
                Bolt,,,,,,Narnia,,,,\n\
                bolt\u{a0},,,,,,,,,,\n\
                Mu\u{308}ller,,,,,,,,,,\n\
                Müller,,,,,,,,,,\n";
    let batch = checked(text);
    expect_test::expect![[r#"
        {"owed_records":1,
        "currency":"EUR",
        "customers":[
        {"number":"K-7","name":"Acme","email":"a@acme.example","address":{"lines":["1 Road","Floor 2"],"postcode":"AB1","city":"Ham","country":"DE"},"vat_id":"DE1","currency":"EUR","net_days":14,"note":"old friend"},
        {"name":"Bolt","address":{"lines":["Narnia"]}},
        {"name":"Müller"}
        ]}
    "#]]
    .assert_eq(&written(&batch));
    assert_eq!(
        told(&batch),
        [
            "line 5, Company: \"bolt\": the customer of line 4 again",
            "line 7, Company: \"Müller\": the customer of line 6 again",
        ]
    );
    assert_eq!((batch.rows, batch.taken(), batch.skipped), (5, 3, 2));
    let header = text.split('\n').next().unwrap_or_default();
    for (row, expected) in [
        (",1,,,,,,,,,", "line 2, Company: \"\": missing"),
        (
            "A,,,,,,,,soon,,",
            "line 2, Days to pay: \"soon\": not a whole number of days",
        ),
        (
            "A,1,,,,,,,,,\nB,1,,,,,,,,,",
            "line 3, Customer no.: \"1\": the number of line 2 again",
        ),
    ] {
        assert_eq!(odd(&format!("{header}\n{row}\n")), [expected], "{row}");
    }
}

/// The file of the oracles, where it is there.
fn ibm() -> Option<String> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../shared/oracles/payments_data/ibm_accounts_receivable.csv"
    );
    std::fs::read_to_string(path)
        .inspect_err(|error| eprintln!("skipped: {path}: {error}"))
        .ok()
}

#[test]
fn a_real_file_is_read_as_it_is_guessed() {
    let Some(text) = ibm() else { return };
    let guess = sniff(&text).expect("a guess");
    let named = [
        (Field::Customer, "customerID"),
        (Field::Number, "invoiceNumber"),
        (Field::Issued, "InvoiceDate"),
        (Field::Due, "DueDate"),
        (Field::Amount, "InvoiceAmount"),
        (Field::PaidOn, "SettledDate"),
    ];
    for (field, name) in named {
        let column = guess.columns.of(field).expect(name);
        assert_eq!(guess.header[column], name);
    }
    let options = guessed(&text);
    assert_eq!(options.date_orders.of(Field::Issued), Some(DateOrder::Mdy));
    let batch = check(&text, &options, &book()).expect("a table");
    assert_eq!((batch.rows, guess.rows), (2_466, 2_466));
    assert_eq!(batch.records.invoices.len(), 2_466);
    assert_eq!(batch.records.payments.len(), 2_466);
    assert!(batch.is_plain(), "{:?}", batch.counts);
}

proptest! {
    #[test]
    fn no_text_stops_the_reader(text in "[a-c,;0-9/\\-.\"\\n$€ü ]{0,120}") {
        const HEADER: &str = "customer,number,issued,due,amount,paid\n";
        let book = book();
        let _ = sniff(&text);
        let options = guessed(&format!("{HEADER}A,7,2026-01-15,2026-01-15,1,\n"));
        let _ = check(&text, &options, &book);
        let _ = check(&format!("{HEADER}{text}"), &options, &book);
        for holds in Holds::ALL {
            let mut columns = Columns::default();
            for (column, field) in holds.fields().iter().enumerate() {
                columns.set(*field, Some(column));
            }
            let _ = check(&text, &Options { holds, columns, ..options.clone() }, &book);
        }
    }

    #[test]
    fn hostile_fields_never_stop_the_reader_of_any_table(
        fields in prop::collection::vec(any::<String>(), 14), cut in any::<prop::sample::Index>(),
    ) {
        let quoted = |field: &String| format!("\"{}\"", field.replace('"', "\"\""));
        let row = fields.iter().map(quoted).collect::<Vec<_>>().join(",");
        let mut text = format!("{row}\n{row}\n");
        let end = (0..=cut.index(text.len())).rev().find(|end| text.is_char_boundary(*end));
        let options = guessed("customer,number,issued,due,amount\nA,7,2026-01-15,2026-01-15,1\n");
        for whole in [true, false] {
            if !whole {
                text.truncate(end.unwrap_or(0));
            }
            for holds in Holds::ALL {
                let mut columns = Columns::default();
                for (column, field) in holds.fields().iter().enumerate() {
                    columns.set(*field, Some(column));
                }
                let options = Options { holds, columns, ..options.clone() };
                if let Ok(batch) = check(&text, &options, &book()) {
                    prop_assert_eq!(batch.records.customers.len(), batch.origins.customers.len());
                    prop_assert_eq!(batch.records.payments.len(), batch.origins.payments.len());
                    prop_assert_eq!(batch.records.invoices.len(), batch.origins.invoices.len());
                }
            }
        }
    }

    #[test]
    fn what_is_read_adds_up_to_what_is_written(
        cents in prop::collection::vec(1_i64..10_000_000, 1..30), comma in any::<bool>(),
    ) {
        let mut text = "customer;number;issued;due;amount;paid\n".to_owned();
        for (index, cents) in cents.iter().enumerate() {
            let sign = if comma { ',' } else { '.' };
            let amount = format!("{}{sign}{:02}", cents / 100, cents % 100);
            text.push_str(&format!("C{};{index};2026-01-31;2026-02-28;{amount};\n", index % 3));
        }
        let batch = checked(&text);
        let read: i64 = batch
            .records
            .invoices
            .iter()
            .filter_map(|invoice| Money::new(invoice.total?, invoice.currency?).ok())
            .map(Money::minor)
            .sum();
        prop_assert_eq!(read, cents.iter().sum::<i64>());
    }
}
