//! A statement, written as MT940 and as CAMT, reads back as it was.

use std::fmt::Write;

use proptest::prelude::*;

use super::super::file::{BankFile, FileStatement};
use super::super::{ReadOptions, read};
use values::date::Date;
use values::money::Decimal;

const IBANS: [&str; 3] = [
    "DE89370400440532013000",
    "NL91ABNA0417164300",
    "CH9300762011623852957",
];

#[derive(Clone, Debug)]
struct Line {
    date: Date,
    minor: i64,
    text: String,
    name: String,
    iban: usize,
    end_to_end: String,
    id: String,
}

fn line() -> impl Strategy<Value = Line> {
    (
        18_000_i32..22_000,
        prop_oneof![-9_999_999_i64..0, 1_i64..9_999_999],
        "[A-Za-z0-9.-]{1,12}( [A-Za-z0-9.-]{1,12}){0,8}",
        "[A-Z][a-z]{1,10}( [A-Z][a-z]{1,9}){0,2}",
        1_usize..3,
        "E[0-9]{0,8}",
        "B[0-9]{1,9}",
    )
        .prop_map(|(day, minor, text, name, iban, end_to_end, id)| Line {
            date: Date::from_number(day).expect("a day"),
            minor,
            text,
            name,
            iban,
            end_to_end,
            id,
        })
}

fn amount(minor: i64, sign: char) -> String {
    let minor = minor.abs();
    format!("{}{sign}{:02}", minor / 100, minor % 100)
}

fn short(date: Date) -> String {
    date.to_string().replace('-', "")[2..].to_owned()
}

fn mark(minor: i64) -> char {
    if minor < 0 { 'D' } else { 'C' }
}

/// In fields of 27 characters, as German banks do.
fn mt940(opening: i64, lines: &[Line]) -> String {
    let day = short(Date::from_number(18_000).expect("a day"));
    let mut text = format!(
        ":20:X\r\n:25:{}\r\n:28C:1/1\r\n:60F:{}{day}EUR{}\r\n",
        IBANS[0],
        mark(opening),
        amount(opening, ',')
    );
    for line in lines {
        let day = short(line.date);
        let _ = write!(
            text,
            ":61:{day}{}{}{}NTRFNONREF//{}\r\n:86:166?00TEXT",
            &day[2..],
            mark(line.minor),
            amount(line.minor, ','),
            line.id
        );
        let tagged = format!("EREF+{}", line.end_to_end);
        let purpose: Vec<char> = format!("SVWZ+{}", line.text).chars().collect();
        let pieces = purpose
            .chunks(27)
            .map(|piece| piece.iter().collect::<String>());
        let numbers = (20..30).chain(60..64);
        for (number, piece) in numbers.zip([tagged].into_iter().chain(pieces)) {
            let _ = write!(text, "?{number}{piece}");
        }
        let name: Vec<char> = line.name.chars().collect();
        let _ = write!(text, "?31{}", IBANS[line.iban]);
        for (number, piece) in (32..34).zip(name.chunks(27)) {
            let _ = write!(text, "?{number}{}", piece.iter().collect::<String>());
        }
        text.push_str("\r\n");
    }
    let closing = opening + lines.iter().map(|line| line.minor).sum::<i64>();
    let _ = write!(
        text,
        ":62F:{}{day}EUR{}\r\n-\r\n",
        mark(closing),
        amount(closing, ',')
    );
    text
}

fn camt(opening: i64, lines: &[Line]) -> String {
    let indicator = |minor: i64| if minor < 0 { "DBIT" } else { "CRDT" };
    let balance = |kind: &str, minor: i64| {
        format!(
            "<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{}</Amt><CdtDbtInd>{}</CdtDbtInd><Dt><Dt>2019-04-14</Dt></Dt></Bal>",
            amount(minor, '.'),
            indicator(minor)
        )
    };
    let closing = opening + lines.iter().map(|line| line.minor).sum::<i64>();
    let mut text = format!(
        "<?xml version=\"1.0\"?><Document><BkToCstmrStmt><Stmt><ElctrncSeqNb>1/1</ElctrncSeqNb><Acct><Id><IBAN>{}</IBAN></Id></Acct>{}{}",
        IBANS[0],
        balance("OPBD", opening),
        balance("CLBD", closing)
    );
    for line in lines {
        let side = if line.minor < 0 { "Cdtr" } else { "Dbtr" };
        let _ = write!(
            text,
            "<Ntry><Amt Ccy=\"EUR\">{}</Amt><CdtDbtInd>{}</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>{date}</Dt></BookgDt><ValDt><Dt>{date}</Dt></ValDt><AcctSvcrRef>{}</AcctSvcrRef>\
             <BkTxCd><Prtry><Cd>166</Cd></Prtry></BkTxCd><NtryDtls><TxDtls><Refs><EndToEndId>{}</EndToEndId></Refs><RltdPties><{side}><Nm>{}</Nm></{side}><{side}Acct><Id><IBAN>{}</IBAN></Id></{side}Acct></RltdPties><RmtInf><Ustrd>{}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>",
            amount(line.minor, '.'),
            indicator(line.minor),
            line.id,
            line.end_to_end,
            line.name,
            IBANS[line.iban],
            line.text,
            date = line.date,
        );
    }
    text + "</Stmt></BkToCstmrStmt></Document>"
}

fn statement(text: &str) -> FileStatement {
    let file: BankFile = read(text.as_bytes(), "", &ReadOptions::default()).expect("a statement");
    let [statement] = <[FileStatement; 1]>::try_from(file.statements).expect("one statement");
    statement
}

proptest! {
    #[test]
    fn what_was_written_is_read(
        opening in -9_999_999_i64..9_999_999,
        lines in prop::collection::vec(line(), 0..8),
    ) {
        let mut from_mt940 = statement(&mt940(opening, &lines));
        let from_camt = statement(&camt(opening, &lines));
        prop_assert_eq!(&from_mt940.warnings, &[]);
        prop_assert_eq!(from_mt940.lines.len(), lines.len());
        for (read, line) in from_mt940.lines.iter().zip(&lines) {
            let expected = Decimal::new(line.minor.into(), 2).expect("an amount");
            prop_assert_eq!(read.amount, expected);
            prop_assert_eq!(read.date, line.date);
            prop_assert_eq!(&read.text, &line.text);
            prop_assert_eq!(&read.name, &line.name);
            prop_assert_eq!(&read.iban, IBANS[line.iban]);
            prop_assert_eq!(&read.end_to_end, &line.end_to_end);
            prop_assert_eq!(&read.bank_id, &line.id);
        }
        // The same but for what tells the formats apart.
        from_mt940.format = from_camt.format;
        from_mt940.place = from_camt.place;
        for (read, other) in from_mt940.lines.iter_mut().zip(&from_camt.lines) {
            read.place = other.place;
        }
        prop_assert_eq!(from_mt940, from_camt);
    }
}
