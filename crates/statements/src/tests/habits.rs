//! Habits of banks, each by itself: how their tables are seen, and what of
//! them is asked.

use expect_test::{Expect, expect};

use super::{ReadOptions, check, check_with};
use crate::csv;
use crate::{Letters, foreign, letters, read};

/// What is asked of a table, and what it comes to as it is proposed.
#[track_caller]
#[allow(
    clippy::needless_pass_by_value,
    reason = "an expectation is written in place"
)]
fn table_of(bytes: &[u8], asked: &[csv::Unsure], expect: Expect) {
    let guess = csv::guess(bytes).expect("a table");
    assert_eq!(guess.unsure, asked, "{:?}", guess.profile);
    let options = ReadOptions {
        csv: Some(guess.profile),
        ..ReadOptions::default()
    };
    check_with(bytes, &options, &expect);
}

#[track_caller]
fn table(text: &str, asked: &[csv::Unsure], expect: Expect) {
    table_of(text.as_bytes(), asked, expect);
}

#[test]
fn a_table_without_a_day_or_an_amount_that_can_be_read_is_never_a_statement_of_nothing() {
    table(
        "Date,Description,Amount\nday one,Birke,25.00\nday two,Shop,-5.00\n",
        &[csv::Unsure::Missing(csv::Role::Date)],
        expect![[r#"
            refused: the profile names no column for the date
        "#]],
    );
    table(
        "Date,Description,Worth\n2026-03-14,Birke,much\n",
        &[csv::Unsure::Missing(csv::Role::Amount)],
        expect![[r#"
            refused: the profile names no column for the amount
        "#]],
    );
    // Chosen all the same, it says the line, the column and why.
    let mut profile = csv::guess(b"Date,Text,Amount\n2026-03-14,a,5.00\n")
        .expect("a table")
        .profile;
    let mut chosen = |text: &str, expect: Expect| {
        profile.decimal_sign = crate::table::DecimalSign::Point;
        let options = ReadOptions {
            csv: Some(profile.clone()),
            ..ReadOptions::default()
        };
        check_with(text.as_bytes(), &options, &expect);
    };
    chosen(
        "Date,Text,Amount\nday one,a,5.00\nday two,b,6.00\n",
        expect![[r#"
        refused: line 2: "Date": "day one" is no date, and no other row has one
    "#]],
    );
    chosen(
        "Date,Text,Amount\n2026-03-14,a,\n2026-03-15,b,\n",
        expect![[r#"
        refused: line 2: "Amount": no amount, and no other row has one
    "#]],
    );
    chosen(
        "Date,Text,Amount\n2026-03-14,a, b,5.00\n",
        expect![[r#"
        refused: line 2: "5.00" stands beyond the last column
    "#]],
    );
    chosen(
        "Date,Text,Amount\n2026-03-14,a,5.00\n32.03.2026,b,6.00\n",
        expect![[r#"
        refused: line 3: "Date": "32.03.2026" is no date in the order Ymd
    "#]],
    );
}

#[test]
fn the_parts_of_a_collective_order_are_no_movements() {
    table(
        "Buchungsdatum;Beschreibung;Belastung;Gutschrift;Einzelbetrag;Saldo\n2026-10-01;EINGANG;;2000.00;;12000.00\n2026-10-02;SAMMELAUFTRAG;50.00;;;11950.00\n2026-10-02;TEIL A;;;-20.00;\n2026-10-02;TEIL B;;;-30.00;\n2026-10-03;MIETE;50.00;;;11900.00\n",
        &[],
        expect![[r#"
            CSV  from 10000.00 to 11900.00 on 2026-10-03
              2026-10-01 2000.00 | text EINGANG
              2026-10-02 -50.00 | text SAMMELAUFTRAG
              2026-10-03 -50.00 | text MIETE
              ! line 4: the row "2026-10-02 TEIL A -20.00" is no movement and is left out
              ! line 5: the row "2026-10-02 TEIL B -30.00" is no movement and is left out
        "#]],
    );
}

#[test]
fn a_pair_is_seen_by_columns_that_are_filled_in_turn() {
    table(
        "Data contabile;Descrizione;Accrediti;Addebiti\n15/10/2026;BIRKE;1.248,70;\n16/10/2026;BOLLO;;2,50\n",
        &[],
        expect![[r#"
        CSV 
          2026-10-15 1248.70 | text BIRKE
          2026-10-16 -2.50 | text BOLLO
    "#]],
    );
    // The balance tells which one is money out.
    table(
        "2026-04-02,COFFEE,10.00,,4990.00\n2026-04-15,BIRKE,,1000.00,5990.00\n2026-04-16,SHOP,90.00,,5900.00\n",
        &[csv::Unsure::Header],
        expect![[r#"
        CSV  from 5000.00 to 5900.00 on 2026-04-16
          2026-04-02 -10.00 | text COFFEE
          2026-04-15 1000.00 | text BIRKE
          2026-04-16 -90.00 | text SHOP
    "#]],
    );
    table(
        "2026-04-02,BIRKE,10.00,,5010.00\n2026-04-15,SHOP,,1000.00,4010.00\n",
        &[csv::Unsure::Header],
        expect![[r#"
        CSV  from 5000.00 to 4010.00 on 2026-04-15
          2026-04-02 10.00 | text BIRKE
          2026-04-15 -1000.00 | text SHOP
    "#]],
    );
    // Nothing tells it: asked.
    table(
        "2026-04-02,COFFEE,10.00,\n2026-04-15,BIRKE,,1000.00\n",
        &[csv::Unsure::Header, csv::Unsure::Sides],
        expect![[r#"
        CSV 
          2026-04-02 -10.00 | text COFFEE
          2026-04-15 1000.00 | text BIRKE
    "#]],
    );
    // One of them has a name.
    table(
        "Date,Text,Withdrawals,Other\n2026-04-02,COFFEE,10.00,\n2026-04-15,BIRKE,,1000.00\n",
        &[csv::Unsure::Guessed(csv::Role::Credit)],
        expect![[r#"
        CSV 
          2026-04-02 -10.00 | text COFFEE
          2026-04-15 1000.00 | text BIRKE
    "#]],
    );
    // What has the other sign in a column of debits came back.
    table(
        "Date,Text,Debit,Credit\n2026-04-13,A,10.00,\n2026-04-14,B,20.00,\n2026-04-15,B back,-20.00,\n2026-04-16,C,,5.00\n",
        &[],
        expect![[r#"
        CSV 
          2026-04-13 -10.00 | text A
          2026-04-14 -20.00 | text B
          2026-04-15 20.00 | text B back
          2026-04-16 5.00 | text C
    "#]],
    );
}

#[test]
fn the_amount_is_what_the_balance_grows_by() {
    table(
        "Tag;Wer;X;Y\n13.04.2026;Birke;25,00;125,00\n14.04.2026;Linden;-5,00;120,00\n",
        &[
            csv::Unsure::Guessed(csv::Role::Amount),
            csv::Unsure::Guessed(csv::Role::Balance),
        ],
        expect![[r#"
        CSV  from 100.00 to 120.00 on 2026-04-14
          2026-04-13 25.00 | text Birke
          2026-04-14 -5.00 | text Linden
    "#]],
    );
    table(
        "2026-04-13,A,7,100,25,125\n2026-04-14,B,9,130,-5,120\n",
        &[csv::Unsure::Header],
        expect![[r#"
        CSV  from 100 to 120 on 2026-04-14
          2026-04-13 25 | text A
          2026-04-14 -5 | text B
    "#]],
    );
}

#[test]
fn rows_of_balances_and_sums_are_no_bookings() {
    table(
        "Date,Description,Amount,Balance\n2026-04-01,Opening balance,,100.00\n2026-04-13,Birke,25.00,125.00\n2026-04-14,Total energies,-5.00,120.00\n2026-04-30,Closing balance,,120.00\nTotal,,20.00,\n",
        &[],
        expect![[r#"
        CSV  from 100.00 on 2026-04-01 to 120.00 on 2026-04-30
          2026-04-13 25.00 | text Birke
          2026-04-14 -5.00 | text Total energies
          ! line 6: the row "Total 20.00" is no movement and is left out
    "#]],
    );
    table(
        "Data;Historico;Valor\n13/04/2026;SALDO ANTERIOR;100,00\n14/04/2026;PIX BIRKE;25,00\n14/04/2026;SALDO DIA;125,00\n",
        &[],
        expect![[r#"
        CSV  from 100.00 on 2026-04-13
          2026-04-14 25.00 | text PIX BIRKE
          ! line 4: the row "14/04/2026 SALDO DIA 125,00" is no movement and is left out
    "#]],
    );
    table(
        "Buchung;Text;Betrag\n13.04.2026;Birke;25,00\nUmsatzsumme 1 Buchung;;25,00\nKontostand 14.04.2026;;125,00\n",
        &[],
        expect![[r#"
        CSV 
          2026-04-13 25.00 | text Birke
          ! line 3: the row "Umsatzsumme 1 Buchung 25,00" is no movement and is left out
          ! line 4: the row "Kontostand 14.04.2026 125,00" is no movement and is left out
    "#]],
    );
}

#[test]
fn statuses_and_fees_have_roles() {
    table(
        "Date,Description,Amount,Status\n2026-03-14,Linden,250.00,COMPLETED\n2026-03-15,Hotel,-120.00,REVERTED\n2026-03-16,Birke,80.00,PENDING\n2026-03-17,Esche,5.00,DECLINED\n",
        &[],
        expect![[r#"
        CSV 
          2026-03-14 250.00 | text Linden
          ! 3 entries that are not booked are left out, the first at line 3
    "#]],
    );
    table(
        "Date,Description,Amount,State\n2026-03-14,Linden,250.00,COMPLETED\n2026-03-15,Hotel,-120.00,MAYBE\n",
        &[csv::Unsure::Statuses],
        expect![[r#"
        CSV 
          2026-03-14 250.00 | text Linden
          2026-03-15 -120.00 | text Hotel
    "#]],
    );
    // A state of a country is no status.
    table(
        "Date,Description,Amount,State\n2026-03-14,Linden,250.00,CA\n",
        &[],
        expect![[r#"
        CSV 
          2026-03-14 250.00 | text Linden
    "#]],
    );
    // The balance says whether a fee came off already.
    table(
        "Date,Description,Amount,Fee,Balance\n2026-03-14,Linden,300.00,0.00,300.00\n2026-03-15,Shop,-100.00,1.50,198.50\n",
        &[],
        expect![[r#"
        CSV  from 0.00 to 198.50 on 2026-03-15
          2026-03-14 300.00 | text Linden
          2026-03-15 -101.50 | text Shop | charges 1.50
    "#]],
    );
    table(
        "Date,Description,Amount,Fee,Balance\n2026-03-14,Linden,300.00,0.00,300.00\n2026-03-15,Shop,-101.50,1.50,198.50\n",
        &[],
        expect![[r#"
        CSV  from 0.00 to 198.50 on 2026-03-15
          2026-03-14 300.00 | text Linden
          2026-03-15 -101.50 | text Shop | charges 1.50
    "#]],
    );
    table(
        "Date,Name,Gross,Fee,Net\n2026-03-14,Linden,100.00,-3.00,97.00\n",
        &[],
        expect![[r#"
        CSV 
          2026-03-14 97.00 | name Linden | charges 3.00
    "#]],
    );
    table(
        "Date,Description,Amount,Fee\n2026-03-14,Linden,300.00,2.00\n",
        &[csv::Unsure::Fee],
        expect![[r#"
        CSV 
          2026-03-14 298.00 | text Linden | charges 2.00
    "#]],
    );
}

#[test]
fn the_other_side_is_who_paid_or_was_paid_and_never_the_own_account() {
    table(
        "Buchungsdatum;Zahlungspflichtige*r;Zahlungsempfänger*in;Verwendungszweck;Betrag\n16.03.26;Linden;Ich;R 1;1.190,00\n17.03.26;Ich;Stadtwerke;Strom;-50,00\n",
        &[],
        expect![[r#"
        CSV 
          2026-03-16 1190.00 | text R 1 | name Linden
          2026-03-17 -50.00 | text Strom | name Stadtwerke
    "#]],
    );
    table(
        "Konto;DE37999999990123456789\nDatum;Name;IBAN;Betrag\n16.03.2026;Linden;DE12500105170648489890;1,00\n17.03.2026;Birke;DE37999999990123456789;2,00\n18.03.2026;Esche;0123456789;3,00\n",
        &[],
        expect![[r#"
        CSV DE37999999990123456789
          2026-03-16 1.00 | name Linden | iban DE12500105170648489890
          2026-03-17 2.00 | name Birke
          2026-03-18 3.00 | name Esche
    "#]],
    );
    table(
        "\"Girokonto: DE02120300000000202051\";\n\nDatum;Name;Betrag\n16.03.2026;Linden;1,00\n",
        &[],
        expect![[r#"
        CSV DE02120300000000202051
          2026-03-16 1.00 | name Linden
    "#]],
    );
    // The account beside each name is its own.
    table(
        "Date,Payee,Account number,Amount\n2026-12-28,Birke,DE89370400440532013000,56.78\n2026-12-29,Telefon,DE02120300000000202051,-12.34\n",
        &[],
        expect![[r#"
        CSV 
          2026-12-28 56.78 | name Birke | iban DE89370400440532013000
          2026-12-29 -12.34 | name Telefon | iban DE02120300000000202051
    "#]],
    );
    // One of two columns of names is the owner's in each row.
    table(
        "Buchungstag;Auftraggeber/Zahlungsempfänger;Empfänger/Zahlungspflichtiger;Verwendungszweck;Umsatz\n20.04.2026;Ich;Birke;R 1;42,23\n18.04.2026;Ich;Bank;Entgelt;-2,23\n",
        &[],
        expect![[r#"
        CSV 
          2026-04-20 42.23 | text R 1 | name Birke
          2026-04-18 -2.23 | text Entgelt | name Bank
    "#]],
    );
    check(
        ":20:S\n:25:NL91ABNA0417164300\n:28C:1\n:60F:C260301EUR100,00\n:61:2603020302C25,00NTRFNONREF\n:86:000>20BIRKE BV RE-1001>310417164300\n:62F:C260302EUR125,00\n-\n",
        expect![[r#"
            MT940 NL91ABNA0417164300 no 1 EUR from 100.00 on 2026-03-01 to 125.00 on 2026-03-02
              2026-03-02 25.00 | text BIRKE BV RE-1001 | code 000
        "#]],
    );
}

#[test]
fn each_currency_is_an_account() {
    table(
        "Date,Text,Amount,Currency,Balance\n2026-03-14,A,10.00,EUR,10.00\n2026-03-15,B,20.00,USD,20.00\n2026-03-16,C,5.00,EUR,15.00\n",
        &[],
        expect![[r#"
        CSV  EUR from 0.00 to 15.00 on 2026-03-16
          2026-03-14 10.00 | text A
          2026-03-16 5.00 | text C
        CSV  USD from 0.00 to 20.00 on 2026-03-15
          2026-03-15 20.00 | text B
    "#]],
    );
    table(
        "Date;Text;Amount\n2026-03-14;A;10,00 €\n2026-03-15;B;£20,00\n",
        &[],
        expect![[r#"
        CSV  EUR
          2026-03-14 10.00 | text A
        CSV  GBP
          2026-03-15 20.00 | text B
    "#]],
    );
    table(
        "Buchungsdatum;Text;Betrag (€)\n24.09.2026;A;25,00\n",
        &[],
        expect![[r#"
        CSV  EUR
          2026-09-24 25.00 | text A
    "#]],
    );
    // The currency of an amount beside the account's own is not the account's.
    table(
        "Datum;Text;Valuta;Utl.belopp;Belopp\n2026-03-10;BENSIN;SEK;;-650,00\n2026-03-12;BOOKS;GBP;12,34;-150,00\n",
        &[],
        expect![[r#"
        CSV 
          2026-03-10 -650.00 | text BENSIN
          2026-03-12 -150.00 | text BOOKS
    "#]],
    );
}

#[test]
fn days_and_amounts_are_read_as_banks_write_them() {
    table(
        "Date,Description,Paid out,Paid in\n02 Mar 2026,Linden,,1190.00\n",
        &[],
        expect![[r#"
        CSV 
          2026-03-02 1190.00 | text Linden
    "#]],
    );
    table(
        "Datum;Text;Betrag\n01. März 2026;Birke;25,00\n02. Dez. 2026;Gebühr;-2,00\n",
        &[],
        expect![[r#"
        CSV 
          2026-03-01 25.00 | text Birke
          2026-12-02 -2.00 | text Gebühr
    "#]],
    );
    table(
        "Date,Description,Amount\n2026-03-14T23:30:00+01:00,Linden,250.00\n",
        &[],
        expect![[r#"
        CSV 
          2026-03-14 250.00 | text Linden
    "#]],
    );
    // The year stands above, or is asked.
    table(
        "Statement 01/12/2025 to 31/01/2026\nDate,Description,Amount\n30/12,Linden,250.00\n13/01,Birke,20.00\n",
        &[],
        expect![[r#"
        CSV 
          2025-12-30 250.00 | text Linden
          2026-01-13 20.00 | text Birke
    "#]],
    );
    table(
        "Date,Description,Amount\n30/12,Linden,250.00\n13/01,Birke,20.00\n",
        &[csv::Unsure::Year],
        expect![[r#"
        refused: line 2, entry 1: "Date": the days have no year
    "#]],
    );
    table(
        "Date;Text;Amount\n13.03.2026;A;1.119,00 H\n14.03.2026;B;5,00 S\n15.03.2026;C;2 500,00 kr\n16.03.2026;D;1'000,00 Cr\n",
        &[],
        expect![[r#"
        CSV 
          2026-03-13 1119.00 | text A
          2026-03-14 -5.00 | text B
          2026-03-15 2500.00 | text C
          2026-03-16 1000.00 | text D
    "#]],
    );
    table(
        "Date,Narration,Amount,Closing Balance\n21/09/26,BIRKE,\"1,18,043.75\",\"2,03,043.75\"\n22/09/26,FEE,-43.75,\"2,03,000.00\"\n",
        &[],
        expect![[r#"
        CSV  from 85000.00 to 203000.00 on 2026-09-22
          2026-09-21 118043.75 | text BIRKE
          2026-09-22 -43.75 | text FEE
    "#]],
    );
    // 1.000 is a thousand where the currency has cents.
    table(
        "Datum;Text;Betrag (€)\n30.12.26;R 1;1.000\n31.12.26;Miete;-2.000\n",
        &[],
        expect![[r#"
        CSV  EUR
          2026-12-30 1000 | text R 1
          2026-12-31 -2000 | text Miete
    "#]],
    );
}

#[test]
fn the_year_that_the_user_says_is_that_of_the_newest_line() {
    for text in [
        "Date,Description,Amount\n30/12,Linden,250.00\n13/01,Birke,20.00\n",
        "Date,Description,Amount\n13/01,Birke,20.00\n30/12,Linden,250.00\n29/12,Esche,1.00\n",
    ] {
        let options = ReadOptions {
            csv: Some(csv::guess(text.as_bytes()).expect("a table").profile),
            year: Some(2026),
            ..ReadOptions::default()
        };
        let file = read(text.as_bytes(), "", &options).expect("a statement");
        let lines = &file.statements[0].lines;
        let of = |name: &str| {
            lines
                .iter()
                .find(|line| line.text == name)
                .map(|line| line.date.to_string())
        };
        assert_eq!(of("Linden").as_deref(), Some("2025-12-30"));
        assert_eq!(of("Birke").as_deref(), Some("2026-01-13"));
    }
}

#[test]
fn texts_in_several_columns_are_one_text_in_their_order() {
    table(
        "Booking date;Description1;Description2;Description3;Amount\n2026-09-25;Birke AG;Credit;RE-1001;5.00\n",
        &[],
        expect![[r#"
        CSV 
          2026-09-25 5.00 | text Birke AG Credit RE-1001
    "#]],
    );
    table(
        "Datum;Buchungstext;Gutschrift CHF;Zahlungszweck\n25.09.2026;Gutschrift Birke AG;5'200.00;RE-1001\n",
        &[],
        expect![[r#"
        CSV  CHF
          2026-09-25 5200.00 | text Gutschrift Birke AG RE-1001
    "#]],
    );
}

#[test]
fn letters_are_seen_by_where_they_stand() {
    let bytes = |text: &[u8]| [&b"Datum;Text;Betrag\n13.04.2026;"[..], text, b";5,00\n"].concat();
    for (text, seen) in [
        (&b"M\xfcller & S\xf6hne"[..], Letters::Western),
        (
            b"Soci\xe9t\xe9 d\x92\xc9tudes, co\xfbt \xe0 5 \x80",
            Letters::Western,
        ),
        (b"S\xe3o Jo\xe3o, op\xe7\xf5es", Letters::Western),
        (b"15 m\xb3, N\xba 5, \xa35", Letters::Western),
        (b"Wp\xb3ata z\xb3otych, us\xb3ugi", Letters::CentralEuropean),
        (
            b"P\xf8\xedjem za zbo\x9e\xed, \xe8\xe1stka",
            Letters::CentralEuropean,
        ),
        (b"Beme\xf5 szolg\xe1ltat\xf3", Letters::CentralEuropean),
        (
            b"\xce\xef\xeb\xe0\xf2\xe0 \xef\xee \xf1\xf7\xb8\xf2\xf3",
            Letters::Cyrillic,
        ),
        (
            b"\xb9\xab\xcb\xbe \xb8\xb6\xbf\xee \xbb\xf5\xbf\xee",
            Letters::Chinese,
        ),
    ] {
        assert_eq!(
            letters(&bytes(text)),
            Some(seen),
            "{}",
            String::from_utf8_lossy(text)
        );
    }
    table_of(
        &bytes(b"Wp\xb3ata us\xb3ugi"),
        &[],
        expect![[r#"
        CSV 
          2026-04-13 5.00 | text Wpłata usługi
    "#]],
    );
    table_of(
        &bytes(b"\xce\xef\xeb\xe0\xf2\xe0 \xef\xee \xf1\xf7\xb8\xf2\xf3"),
        &[],
        expect![[r#"
        CSV 
          2026-04-13 5.00 | text Оплата по счёту
    "#]],
    );
    // The browser decodes what needs a large table; until then it is refused.
    let chinese = bytes(b"\xb9\xab\xcb\xbe \xb8\xb6\xbf\xee \xbb\xf5\xbf\xee");
    assert_eq!(foreign(&chinese).as_deref(), Some("gbk"));
    assert!(csv::guess(&chinese).is_err());
    assert_eq!(letters("Müller".as_bytes()), None);
    // UTF-16 without a mark, of either order.
    let text = "Datum;Text;Betrag\n13.04.2026;Müller;5,00\n";
    for bytes in [
        text.encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<u8>>(),
        text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
    ] {
        table_of(
            &bytes,
            &[],
            expect![[r#"
            CSV 
              2026-04-13 5.00 | text Müller
        "#]],
        );
    }
}

#[test]
fn quotes_are_read_as_banks_write_them() {
    table(
        "\"Date\",\"Payee\",\"Amount\"\n\"2026-03-14\",\"Linden\",\"250.00\"\n\"2026-03-15\",\"Cafe \"Zur Birke\"\",\"80.00\"\n",
        &[],
        expect![[r#"
        CSV 
          2026-03-14 250.00 | name Linden
          2026-03-15 80.00 | name Cafe "Zur Birke"
    "#]],
    );
    table(
        "Date,Description,Billing amount,Billing currency,Balance,Balance currency\n24/03/2026,BIRKE,\"1,000.00\"\t,HKD,\"3,612.17\"\t,HKD\n",
        &[],
        expect![[r#"
        CSV  HKD from 2612.17 to 3612.17 on 2026-03-24
          2026-03-24 1000.00 | text BIRKE
    "#]],
    );
}

#[test]
fn swift_messages_have_odd_ends_days_and_texts() {
    let with = |line: &str, text: &str, end: &str| {
        format!(
            ":20:S\n:25:NL91ABNA0417164300\n:28C:1/1\n:60F:C260301EUR100,00\n:61:{line}\n:86:{text}\n:62F:C260302EUR125,00{end}"
        )
    };
    let plain = with("2603020302C25,00NTRFNONREF", "Invoice 1001", "\n-\n");
    let expected = read(plain.as_bytes(), "", &ReadOptions::default());
    for (text, why) in [
        (plain.replace('\n', "\r"), "CR alone"),
        (plain.replace('\n', "\r\n"), "CR and LF"),
        (
            format!("@@{}", plain.replace("\n-\n", "@@").replace('\n', "@@")),
            "@@",
        ),
        (
            with("2603020302C25,00NTRFNONREF", "Invoice 1001", "\x1a"),
            "Ctrl-Z",
        ),
        (
            with("2603020302C25.00NTRFNONREF", "Invoice 1001", "\n-"),
            "a point",
        ),
    ] {
        let read = read(text.as_bytes(), "", &ReadOptions::default()).expect("a statement");
        let amounts = |file: &crate::file::BankFile| {
            let statement = &file.statements[0];
            (
                file.statements.len(),
                statement.closing.map(|end| end.amount),
                statement.lines[0].amount,
                statement.lines[0].text.clone(),
            )
        };
        assert_eq!(
            amounts(&read),
            amounts(expected.as_ref().expect("a statement")),
            "{why}"
        );
    }
    // A dash ends no message whose lines come after it.
    check(
        ":20:S\n:25:NL91ABNA0417164300\n:60M:C260106EUR100,00\n-\n:61:2601060106CR250,00N062NONREF\n:86:a text\n-\ngoes on\n:62M:C260106EUR350,00\n-\n:20:T\n:25:NL91ABNA0417164300\n:60F:C260106EUR350,00\n:62F:C260106EUR350,00\n-\n",
        expect![[r#"
        MT940 NL91ABNA0417164300 EUR from 100.00 on 2026-01-06 to 350.00 on 2026-01-06
          2026-01-06 250.00 | text a text goes on | code 062
        MT940 NL91ABNA0417164300 EUR from 350.00 on 2026-01-06 to 350.00 on 2026-01-06
    "#]],
    );
    // Every month has 30 days for some.
    check(
        &with("2602300230C25,00NTRFNONREF", "Interest", "\n-\n"),
        expect![[r#"
        MT940 NL91ABNA0417164300 no 1/1 EUR from 100.00 on 2026-03-01 to 125.00 on 2026-03-02
          2026-02-28 25.00 | text Interest | code TRF
          ! line 5, entry 1: there is no day "260230", 2026-02-28 is taken
          ! line 5, entry 1: there is no day "0230", 2026-02-28 is taken
    "#]],
    );
    check(
        &with("2613300230C25,00NTRFNONREF", "Interest", "\n-\n"),
        expect![[r#"
        refused: line 5, entry 1: :61:: "261330" is no date
    "#]],
    );
    check(
        &with(
            "2603020302C25,00NTRFNONREF",
            "/CNTP/NL20INGB0001234567/INGBNL2A/BIRKE BV///\nREMI/USTD//RE-1001 SEPTEMBER/",
            "\n-\n",
        ),
        expect![[r#"
        MT940 NL91ABNA0417164300 no 1/1 EUR from 100.00 on 2026-03-01 to 125.00 on 2026-03-02
          2026-03-02 25.00 | text RE-1001 SEPTEMBER | name BIRKE BV | iban NL20INGB0001234567 | bic INGBNL2A | code TRF
    "#]],
    );
    check(
        &with(
            "2603020302C25,00NTRFNONREF",
            "/OCMT/USD28,12/\nPAYMENT OF INVOICES RE-1001\nBIRKE LTD",
            "\n-\n",
        ),
        expect![[r#"
        MT940 NL91ABNA0417164300 no 1/1 EUR from 100.00 on 2026-03-01 to 125.00 on 2026-03-02
          2026-03-02 25.00 | text PAYMENT OF INVOICES RE-1001 BIRKE LTD | code TRF | original 28.12 USD
    "#]],
    );
    check(
        &with(
            "2603020302C25,00NTRFNONREF",
            "SEPA OVERBOEKING                 IBAN: NL20INGB0001234567\nBIC: INGBNL2AXXX                 NAAM: BIRKE NEDERLAND B.V. GROEP\nOMSCHRIJVING: RE-1001 SEPTEMBER\nKENMERK: 7541",
            "\n-\n",
        ),
        expect![[r#"
        MT940 NL91ABNA0417164300 no 1/1 EUR from 100.00 on 2026-03-01 to 125.00 on 2026-03-02
          2026-03-02 25.00 | text RE-1001 SEPTEMBER | e2e 7541 | name BIRKE NEDERLAND B.V. GROEP | iban NL20INGB0001234567 | bic INGBNL2AXXX | code TRF
    "#]],
    );
}

#[test]
fn quicken_files_have_splits_and_transfers_in_any_order() {
    check(
        "!Type:Bank\rD13/03/2026\rSIncome\r$25.00\rT25.00\rPBirke\rMInvoice 1001\r^\rD14/03/2026\rSA\r$10.00\rSB\r$-3.00\rPEsche\r^\rD15/03/2026\rT-5.00\rL[Savings]\r^\r",
        expect![[r#"
        QIF 
          2026-03-13 25.00 | text Invoice 1001 | name Birke
          2026-03-14 7.00 | name Esche
          2026-03-15 -5.00 | name Savings
    "#]],
    );
    check(
        "!Account\nNGiro\nTBank\n^\nD13/03/2026\nT25.00\nPBirke\n^\n",
        expect![[r#"
        QIF Giro
          2026-03-13 25.00 | name Birke
    "#]],
    );
    check(
        "!Account\nNOther\nTInvst\n^\nNGiro\nDMy account\nTBank\n^\n!Type:Bank\nD13/03/2026\nT100.00\nPOpening Balance\nL[Giro]\n^\nD14/03/2026\nT25.00\nPBirke\n^\n",
        expect![[r#"
        QIF Giro from 100.00 on 2026-03-13
          2026-03-14 25.00 | name Birke
    "#]],
    );
}

#[test]
fn an_ofx_line_that_cannot_be_read_costs_no_other() {
    let with = |lines: &str| format!("OFXHEADER:100\n\n<BANKTRANLIST>{lines}</BANKTRANLIST>");
    let line = |amount: &str, id: &str| {
        format!(
            "<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260212<TRNAMT>{amount}<FITID>{id}<NAME>Birke</STMTTRN>\n"
        )
    };
    check(
        &with(&(line("332.76", "1") + &line(" . ", "2") + &line("25.0000000000001", "3"))),
        expect![[r#"
        OFX 
          2026-02-12 332.76 | id 1 | name Birke | code CREDIT
          ! line 4, entry 2: TRNAMT: "." cannot be read, so the line is left out
          ! line 5, entry 3: TRNAMT: "25.0000000000001" cannot be read, so the line is left out
          ! no account is named
    "#]],
    );
    check(
        &with(&line("lots", "1")),
        expect![[r#"
        refused: line 3, entry 1: TRNAMT: "lots": not a number
    "#]],
    );
}

#[test]
fn camt_without_an_indicator_is_read_where_only_one_side_fits() {
    let with = |side: &str, closing: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-16\"?>\n<Document><BkToCstmrStmt><Stmt><Id>1</Id><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct><Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">100.00</Amt></Bal><Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{closing}</Amt></Bal><Ntry><Amt Ccy=\"EUR\">25.00</Amt><Sts>BOOK</Sts><BookgDt><Dt>2026-03-02</Dt></BookgDt><NtryDtls><TxDtls><CdtDbtInd>{side}</CdtDbtInd></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>"
        )
    };
    check(
        &with("CRDT", "125.00"),
        expect![[r#"
        CAMT.053 DE89370400440532013000 no 1 EUR from 100.00 to 125.00
          2026-03-02 25.00
    "#]],
    );
    // Overdrawn on both ends.
    check(
        &with("CRDT", "75.00"),
        expect![[r#"
        CAMT.053 DE89370400440532013000 no 1 EUR from -100.00 to -75.00
          2026-03-02 25.00
    "#]],
    );
    check(
        &with("", "125.00"),
        expect![[r#"
        refused: line 2, entry 1: CdtDbtInd is missing
    "#]],
    );
}
