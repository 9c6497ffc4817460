use expect_test::{Expect, expect};

use super::{ReadOptions, check_with};
use crate::csv::{self, CsvProfile};
use crate::{file::ReadError, read};

/// What is guessed, and what the file comes to with it.
#[track_caller]
#[allow(
    clippy::needless_pass_by_value,
    reason = "an expectation is written in place"
)]
fn check(text: &str, unsure: &[csv::Unsure], expect: Expect) {
    let guess = csv::guess(text.as_bytes()).expect("a table");
    assert_eq!(guess.unsure, unsure, "{:?}", guess.profile);
    check_as(text, &guess.profile, &expect);
}

#[track_caller]
fn check_as(text: &str, profile: &CsvProfile, expect: &Expect) {
    let options = ReadOptions {
        csv: Some(profile.clone()),
        ..ReadOptions::default()
    };
    check_with(text.as_bytes(), &options, expect);
}

#[test]
fn tables_of_many_banks_are_guessed() {
    // German, with rows above the header and newest first.
    check(
        "\"Konto\";\"DE89370400440532013000\"\r\n\"Zeitraum\";\"01.01.2026 - 31.01.2026\"\r\n\r\n\"Buchungstag\";\"Wertstellung\";\"Buchungstext\";\"Auftraggeber / Begünstigter\";\"Verwendungszweck\";\"IBAN\";\"BIC\";\"Betrag (EUR)\";\"Saldo\"\r\n\"20.01.2026\";\"21.01.2026\";\"GUTSCHRIFT\";\"ACME\";\"Rechnung 17\";\"NL91ABNA0417164300\";\"ABNANL2A\";\"1.234,50\";\"1.300,00\"\r\n\"03.01.2026\";\"03.01.2026\";\"LASTSCHRIFT\";\"Strom\";\"Abschlag\";\"\";\"\";\"-34,50\";\"65,50\"\r\n",
        &[],
        expect![[r#"
            CSV DE89370400440532013000 EUR from 100.00 to 1300.00 on 2026-01-20
              2026-01-20 1234.50 value 2026-01-21 | text Rechnung 17 | name ACME | iban NL91ABNA0417164300 | bic ABNANL2A | code GUTSCHRIFT
              2026-01-03 -34.50 | text Abschlag | name Strom | code LASTSCHRIFT
        "#]],
    );
    // English, a pair of columns, a total below.
    check(
        "Date,Description,Money Out,Money In,Balance\n31/01/2026,Rent,\"1,000.00\",,50.00\n01/02/2026,INV 7,,25.50,75.50\n,Total,\"1,000.00\",25.50,\n",
        &[],
        expect![[r#"
            CSV  from 1050.00 to 75.50 on 2026-02-01
              2026-01-31 -1000.00 | text Rent
              2026-02-01 25.50 | text INV 7
              ! line 4: the row "Total 1,000.00 25.50" is no movement and is left out
        "#]],
    );
    // French, a pair of columns with signed debits.
    check(
        "Date;Date valeur;Libellé;Débit;Crédit\n13/01/2026;14/01/2026;VIR FACTURE 9;;1 200,00\n15/01/2026;15/01/2026;LOYER;-800,00;\n",
        &[],
        expect![[r#"
            CSV 
              2026-01-13 1200.00 value 2026-01-14 | text VIR FACTURE 9
              2026-01-15 -800.00 | text LOYER
        "#]],
    );
    // Spanish.
    check(
        "Fecha operación\tConcepto\tImporte\tSaldo\n2026-01-13\tFACTURA 9\t+1.200,00\t1.200,00\n2026-01-14\tALQUILER\t-800,00\t400,00\n",
        &[],
        expect![[r#"
            CSV  from 0.00 to 400.00 on 2026-01-14
              2026-01-13 1200.00 | text FACTURA 9
              2026-01-14 -800.00 | text ALQUILER
        "#]],
    );
    // Dutch: a mark in words, eight digits, the own account in each row.
    check(
        "\"Datum\",\"Naam / Omschrijving\",\"Rekening\",\"Tegenrekening\",\"Code\",\"Af Bij\",\"Bedrag (EUR)\",\"MutatieSoort\",\"Mededelingen\"\n\"20260113\",\"J. de Vries\",\"NL91ABNA0417164300\",\"DE89370400440532013000\",\"OV\",\"Bij\",\"50,25\",\"Overschrijving\",\"Factuur 17\"\n\"20260114\",\"Winkel\",\"NL91ABNA0417164300\",\"\",\"BA\",\"Af\",\"1,00\",\"Betaalautomaat\",\"Pas 1\"\n",
        &[],
        expect![[r#"
            CSV NL91ABNA0417164300 EUR
              2026-01-13 50.25 | text Factuur 17 | name J. de Vries | iban DE89370400440532013000 | code Overschrijving
              2026-01-14 -1.00 | text Pas 1 | name Winkel | code Betaalautomaat
        "#]],
    );
    // Swiss: two accounts of two currencies.
    check(
        "Account,Booking date,Amount,Currency,Text\nCH9300762011623852957,2026-01-13,5.00,CHF,a\n123,2026-01-14,6.00,EUR,b\n",
        &[],
        expect![[r#"
            CSV CH9300762011623852957 CHF
              2026-01-13 5.00 | text a
            CSV 123 EUR
              2026-01-14 6.00 | text b
        "#]],
    );
    // Without a header.
    check(
        "\"01/13/2026\",\"-12.00\",\"*\",\"\",\"COFFEE SHOP\"\n\"01/14/2026\",\"1500.00\",\"*\",\"\",\"ACME INVOICE 5\"\n",
        &[csv::Unsure::Header],
        expect![[r#"
            CSV 
              2026-01-13 -12.00 | text COFFEE SHOP
              2026-01-14 1500.00 | text ACME INVOICE 5
        "#]],
    );
}

#[test]
fn what_is_read_in_two_ways_is_asked() {
    let text = "Date,Amount\n03/04/2026,\"1,234\"\n";
    let guess = csv::guess(text.as_bytes()).expect("a table");
    assert_eq!(
        guess.unsure,
        [csv::Unsure::DateOrder, csv::Unsure::DecimalSign]
    );
    assert_eq!(guess.date_orders.len(), 2);
    assert_eq!(guess.decimal_signs.len(), 2);
    let text = "Day;What\n1;2\n";
    let guess = csv::guess(text.as_bytes()).expect("a table");
    assert!(
        guess
            .unsure
            .contains(&csv::Unsure::Missing(csv::Role::Date))
    );
    let options = ReadOptions {
        csv: Some(guess.profile),
        ..ReadOptions::default()
    };
    assert!(matches!(
        read(text.as_bytes(), "", &options),
        Err(ReadError::NotChosen(_))
    ));
}

#[test]
fn the_sign_follows_the_mark_alone() {
    check(
        "Date,Label,Amount,D/C,Balance\n12/15/2026,a,33.50,D,-23.50\n12/15/2026,b,\"-1,533.50\",C,\"1,510.00\"\n",
        &[],
        expect![[r#"
            CSV  from 10.00 to 1510.00 on 2026-12-15
              2026-12-15 -33.50 | text a
              2026-12-15 1533.50 | text b
        "#]],
    );
}

#[test]
fn a_column_of_balances_is_checked_row_by_row() {
    check(
        "Date,Text,Amount,Balance\n2026-01-13,a,5.00,15.00\n2026-01-14,b,5.00,21.00\n2026-01-15,c,1.00,22.00\n",
        &[],
        expect![[r#"
            CSV  from 10.00 to 22.00 on 2026-01-15
              2026-01-13 5.00 | text a
              2026-01-14 5.00 | text b
              2026-01-15 1.00 | text c
              ! line 3, entry 2: the balance 21.00 should be 20.00
              ! opening 10.00 and lines 11.00 do not make closing 22.00: 1.00 is missing
        "#]],
    );
}

#[test]
fn other_encodings_are_read() {
    let text = "Buchungstag;Empfänger;Betrag\n13.01.2026;Müller & Söhne €;5,00\n";
    let profile = csv::guess(text.as_bytes()).expect("a table").profile;
    let options = ReadOptions {
        csv: Some(profile),
        ..ReadOptions::default()
    };
    let windows: Vec<u8> = text
        .chars()
        .map(|letter| match letter {
            '€' => 0x80,
            letter => u8::try_from(u32::from(letter)).expect("a letter of Latin-1"),
        })
        .collect();
    let utf_16: Vec<u8> = [0xfeff]
        .into_iter()
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let with_mark = format!("\u{feff}{text}");
    let expected = read(text.as_bytes(), "", &options).expect("a statement");
    assert_eq!(expected.statements[0].lines[0].name, "Müller & Söhne €");
    for bytes in [&windows, &utf_16, with_mark.as_bytes()] {
        assert_eq!(read(bytes, "", &options).as_ref(), Ok(&expected));
    }
}

#[test]
fn bad_rows_are_refused_with_their_line() {
    let profile = csv::guess(b"Date,Amount,D/C\n2026-01-13,5.00,D\n")
        .expect("a table")
        .profile;
    for (text, expect) in [
        (
            "Date,Amount,D/C\n2026-13-13,5.00,D\n",
            expect![[r#"
            refused: line 2: "Date": "2026-13-13" is no date in the order Ymd
        "#]],
        ),
        (
            "Date,Amount,D/C\n2026-01-13,5.0.0,D\n",
            expect![[r#"
            refused: line 2: "Amount": "5.0.0": not an amount
        "#]],
        ),
        (
            "Date,Amount,D/C\n2026-01-13,5.00,X\n",
            expect![[r#"
            refused: line 2: "D/C": "X" says neither debit nor credit
        "#]],
        ),
        (
            "Date,Amount\n2026-01-13,5.00\n",
            expect![[r#"
                refused: the profile's column "D/C" is not in the file
            "#]],
        ),
        (
            "Date,Amount,D/C\n\"2026-01-13,5.00,D\n",
            expect![[r#"
            refused: line 2: a quote that is not closed: is the file complete?
        "#]],
        ),
        (
            "Date,Amount,D/C\n2026-01-13,99999999999999999999.00,D\n",
            expect![[r#"
                refused: line 2: "Amount": "99999999999999999999.00": too many digits: at most 18, and 12 after the point
            "#]],
        ),
        (
            "Date,Amount,D/C\n",
            expect![[r#"
            refused: there is no statement in it
        "#]],
        ),
    ] {
        check_as(text, &profile, &expect);
    }
    let none = read(
        b"Date,Amount\n2026-01-13,5.00\n",
        "",
        &ReadOptions::default(),
    );
    assert_eq!(none, Err(ReadError::NeedsProfile));
}

#[test]
fn a_profile_is_kept_as_it_is() {
    let text = "Datum;Betrag;Soll/Haben;Text;Text\n13.01.2026;5,00;S;a;b\n";
    let profile = csv::guess(text.as_bytes()).expect("a table").profile;
    let kept = serde_json::to_string(&profile).expect("JSON");
    assert_eq!(
        serde_json::from_str::<CsvProfile>(&kept).ok(),
        Some(profile.clone())
    );
    let kept = postcard::to_allocvec(&profile).expect("bytes");
    assert_eq!(
        postcard::from_bytes::<CsvProfile>(&kept).ok(),
        Some(profile)
    );
}
