//! Whatever the bytes, an answer comes: a statement, or why not.

use proptest::prelude::*;

use super::super::csv::{self, CsvProfile};
use super::super::file::{LINES_MAX, ReadError, TEXT_MAX, XmlFault};
use super::super::{ReadOptions, is_of_bank, read};
use super::whole::{plain, zip};

const MT940: &str = "{1:F01}{4:\r\n:20:A\r\n:25:10020030/12345EUR\r\n:28C:1/1\r\n:60F:C260105EUR1,00\r\n:61:2601050106CR2,50NTRFNONREF//B1\r\n/OCMT/USD3,00/\r\n:86:166?00CREDIT?20EREF+E1?21SVWZ+Rechnung?22 5?30COBADEFF?31DE89370400440532013000?32M\u{fc}ller\r\n:61:260105D1,NTRFX\r\n:86:/CNTP/NL91ABNA0417164300/ABNANL2A/Vries//REMI/USTD//a/\r\n:NS:01a\r\n:62F:C260106EUR2,50\r\n-}\r\n";
const CAMT: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Document><BkToCstmrStmt><Stmt><Id>1</Id><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct><Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">1</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-05</Dt></Dt></Bal><Ntry><Amt Ccy='EUR'>3.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-01-05</Dt></BookgDt><NtryDtls><TxDtls><Amt Ccy=\"EUR\">1.00</Amt><Chrgs><Amt>1</Amt></Chrgs><RmtInf><Ustrd>a &amp; &#x62;<![CDATA[c]]></Ustrd></RmtInf></TxDtls><TxDtls><Amt Ccy=\"EUR\">2.00</Amt><RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls></NtryDtls></Ntry><!-- c --></Stmt></BkToCstmrStmt></Document>";
const OFX: &str = "OFXHEADER:100\r\nCHARSET:1252\r\n\r\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1<ACCTID>2</BANKACCTFROM><BANKTRANLIST><STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260105<TRNAMT>5,00<FITID>1<NAME>A &amp; B<ORIGCURRENCY><CURRATE>0.9<CURSYM>USD</ORIGCURRENCY></STMTTRN></BANKTRANLIST><LEDGERBAL><BALAMT>5<DTASOF>20260105</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>";
const QIF: &str = "!Account\nNGiro\n^\n!Type:Bank\nD31/12'25\nT1,234.50\nPAnn\nMinvoice\nSx\n$1\n^\nD2026-01-05\nU-5\n^\n";
const CSV: &str = "Bank\n\nDate;Text;Amount;D/C;Balance;Currency\n13.01.2026;\"a;b\";1.234,50;C;1.234,50;EUR\n14.01.2026;c;1,00;D;1.233,50;EUR\nTotal;;;;\n";

fn profile() -> CsvProfile {
    csv::guess(CSV.as_bytes()).expect("a table").profile
}

fn files() -> Vec<Vec<u8>> {
    let texts = [MT940, CAMT, OFX, QIF, CSV];
    let mut files: Vec<Vec<u8>> = texts.map(|text| text.as_bytes().to_vec()).to_vec();
    files.push(zip(&[
        plain("a", MT940.as_bytes()),
        plain("b", CAMT.as_bytes()),
    ]));
    files
}

/// Reads it in both ways; an error has words.
fn harmless(bytes: &[u8], profile: &CsvProfile) {
    let options = ReadOptions {
        csv: Some(profile.clone()),
        ..ReadOptions::default()
    };
    match read(bytes, "file", &options) {
        Ok(file) => {
            let lines = file
                .statements
                .iter()
                .flat_map(|statement| &statement.lines);
            for line in lines {
                assert!(line.text.chars().count() <= TEXT_MAX);
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    // Four delimiters are tried: only where there is something to guess.
    if !is_of_bank(bytes) && !bytes.starts_with(b"PK") {
        let _ = csv::guess(bytes);
    }
}

#[test]
fn all_of_them_are_statements() {
    let profile = profile();
    for file in files() {
        let options = ReadOptions {
            csv: Some(profile.clone()),
            ..ReadOptions::default()
        };
        if let Err(error) = read(&file, "", &options) {
            panic!("{error}");
        }
    }
}

#[test]
fn no_truncation_stops_the_reader() {
    let profile = profile();
    for file in files() {
        for end in 0..file.len() {
            harmless(&file[..end], &profile);
        }
    }
}

#[test]
fn no_flipped_byte_stops_the_reader() {
    let profile = profile();
    for file in files() {
        for place in 0..file.len() {
            for other in [
                0,
                b'\n',
                b':',
                b'<',
                b'9',
                b'?',
                0x80,
                0xff,
                file[place] ^ 1,
            ] {
                let mut file = file.clone();
                file[place] = other;
                harmless(&file, &profile);
            }
        }
    }
}

#[test]
fn a_truncated_document_is_never_taken_for_a_whole_one() {
    for text in [CAMT, OFX] {
        for end in 1..text.len() {
            let read = read(&text.as_bytes()[..end], "", &ReadOptions::default());
            assert!(read.is_err(), "{end}: {read:?}");
        }
    }
}

#[test]
fn deep_wide_and_long_documents_are_refused_or_read_in_time() {
    let options = ReadOptions::default();
    let deep = format!("<?xml version=\"1.0\"?>{}", "<a>".repeat(1 << 20));
    assert_eq!(
        read(deep.as_bytes(), "", &options),
        Err(ReadError::Xml {
            line: 1,
            fault: XmlFault::TooDeep
        })
    );
    let deep = format!("OFXHEADER:100\n{}", "<OFX>".repeat(1 << 18));
    assert!(read(deep.as_bytes(), "", &options).is_err());
    let wide = format!("<a {}/>", "b='' ".repeat(1 << 18));
    assert!(read(wide.as_bytes(), "", &options).is_err());
    let long = CAMT.replace("a &amp; ", &"&amp;".repeat(1 << 18));
    assert!(read(long.as_bytes(), "", &options).is_err());
    let slashes = format!(
        ":20:A\n:25:1\n:61:260105C1,NTRF\n:86:{}\n",
        "/REMI".repeat(1 << 18)
    );
    assert!(read(slashes.as_bytes(), "", &options).is_ok());
    let marks = format!(
        ":20:A\n:25:1\n:61:260105C1,NTRF\n:86:166{}\n",
        "?20EREF+".repeat(1 << 16)
    );
    assert!(read(marks.as_bytes(), "", &options).is_ok());
    let entities = OFX.replace("A &amp; B", &"&".repeat(1 << 15));
    assert!(read(entities.as_bytes(), "", &options).is_ok());
    let quotes = format!("a,b\n{}", "\"".repeat(1 << 20));
    assert!(
        read(
            quotes.as_bytes(),
            "",
            &ReadOptions {
                csv: Some(profile()),
                ..options
            }
        )
        .is_err()
    );
    let many = format!(":20:A\n:25:1\n{}", ":61:260105C1,N\n".repeat(LINES_MAX + 1));
    assert_eq!(
        read(many.as_bytes(), "", &options),
        Err(ReadError::TooManyLines)
    );
}

proptest! {
    #[test]
    fn no_bytes_stop_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        harmless(&bytes, &profile());
        for start in ["<?xml version=\"1.0\"?><Document>", ":20:A\n:25:1\n", "<OFX>", "!Type:Bank\n", "PK\u{3}\u{4}"] {
            let bytes = [start.as_bytes(), &bytes].concat();
            harmless(&bytes, &profile());
        }
    }

    #[test]
    fn no_pieces_stop_the_reader(
        file in 0_usize..5,
        cuts in prop::collection::vec((0_usize..2_000, 0_usize..2_000, 0_usize..60), 1..6),
    ) {
        let mut bytes = files()[file].clone();
        for (from, to, length) in cuts {
            let (from, to) = (from % bytes.len(), to % bytes.len());
            let piece = bytes[from..(from + length).min(bytes.len())].to_vec();
            bytes.splice(to..to, piece);
        }
        harmless(&bytes, &profile());
    }
}
