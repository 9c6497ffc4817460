use expect_test::expect;

use super::check;

const HEADER: &str = "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:USASCII\r\nCHARSET:1252\r\nCOMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n";

/// SGML without end tags.
fn sgml(transactions: &str) -> String {
    format!(
        "{HEADER}<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS></SONRS></SIGNONMSGSRSV1>\n<BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR\n<BANKACCTFROM><BANKID>30002<ACCTID>0000 1234<ACCTTYPE>CHECKING</BANKACCTFROM>\n<BANKTRANLIST><DTSTART>20260101<DTEND>20260131\n{transactions}</BANKTRANLIST>\n<LEDGERBAL><BALAMT>+1 234,50<DTASOF>20260131120000[+1:CET]</LEDGERBAL><AVAILBAL><BALAMT>9.00<DTASOF>20260131</AVAILBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    )
}

#[test]
fn sgml_needs_no_end_tags() {
    check(
        &sgml(
            "<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260105235959.000[-5:EST]<DTAVAIL>20260106<TRNAMT>50,00<FITID>F1<NAME>Smith &amp; Sons<MEMO>Invoice 12 & 13\n\
             <STMTTRN>\n<TRNTYPE>DEBIT\n<DTPOSTED>20260106\n<TRNAMT>-1,234.56\n<FITID>F2\n<PAYEE><NAME>Landlord<CITY>X</PAYEE>\n<BANKACCTTO><BANKID>99<ACCTID>777</BANKACCTTO>\n</STMTTRN>\n",
        ),
        expect![[r#"
            OFX 00001234 at 30002 EUR to 1234.50 on 2026-01-31
              2026-01-05 50.00 value 2026-01-06 | text Invoice 12 & 13 | id F1 | name Smith & Sons | code CREDIT
              2026-01-06 -1234.56 | id F2 | name Landlord | iban 777 | bic 99 | code DEBIT
        "#]],
    );
}

#[test]
fn xml_credit_cards_and_several_accounts_are_read() {
    let account = |kind: &str, from: &str, id: &str| {
        format!(
            "<{kind}MSGSRSV1><{from}TRNRS><{from}RS><CURDEF>USD</CURDEF><{id}FROM><ACCTID>4111</ACCTID></{id}FROM><BANKTRANLIST>\
             <STMTTRN><TRNTYPE>POS</TRNTYPE><DTPOSTED>20260105</DTPOSTED><TRNAMT>-9.99</TRNAMT><FITID>1</FITID><NAME><![CDATA[Caf\u{e9} <x>  ]]></NAME><MEMO></MEMO>\
             <ORIGCURRENCY><CURRATE>1.11</CURRATE><CURSYM>EUR</CURSYM></ORIGCURRENCY></STMTTRN></BANKTRANLIST>\
             <LEDGERBAL><BALAMT> </BALAMT><DTASOF>20260105</DTASOF></LEDGERBAL></{from}RS></{from}TRNRS></{kind}MSGSRSV1>"
        )
    };
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?OFX OFXHEADER=\"200\" VERSION=\"220\"?>\n<OFX>{}{}</OFX>",
        account("BANK", "STMT", "BANKACCT"),
        account("CREDITCARD", "CCSTMT", "CCACCT")
    );
    check(
        &text,
        expect![[r#"
        OFX 4111 USD
          2026-01-05 -9.99 | id 1 | name Café <x> | code POS | original 9.00 EUR
          ! no closing balance
        OFX 4111 USD
          2026-01-05 -9.99 | id 1 | name Café <x> | code POS | original 9.00 EUR
          ! no closing balance
    "#]],
    );
}

#[test]
fn an_investment_account_gives_its_cash_only() {
    let invested = |cash: &str| {
        format!(
            "{HEADER}<OFX><INVSTMTMSGSRSV1><INVSTMTTRNRS><INVSTMTRS><DTASOF>20260131<CURDEF>USD<INVACCTFROM><BROKERID>b.example<ACCTID>I1</INVACCTFROM><INVTRANLIST><BUYSTOCK><INVBUY><INVTRAN><FITID>9</INVTRAN><TOTAL>-5</INVBUY></BUYSTOCK>{cash}</INVTRANLIST></INVSTMTRS></INVSTMTTRNRS></INVSTMTMSGSRSV1></OFX>"
        )
    };
    check(
        &invested(
            "<INVBANKTRAN><STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260105<TRNAMT>5<FITID>1</STMTTRN><SUBACCTFUND>CASH</INVBANKTRAN>",
        ),
        expect![[r#"
            OFX I1 at b.example USD
              2026-01-05 5 | id 1 | code CREDIT
              ! line 11: what was traded (1 times) is left out
        "#]],
    );
    check(
        &invested(""),
        expect![[r#"
        refused: there is no statement in it
    "#]],
    );
}

#[test]
fn bad_files_are_refused_with_their_line() {
    let one = |day: &str, amount: &str| {
        sgml(&format!(
            "<STMTTRN><DTPOSTED>{day}<TRNAMT>{amount}<FITID>1</STMTTRN>"
        ))
    };
    check(
        &one("", "1"),
        expect![[r#"
        refused: line 15, entry 1: DTPOSTED is missing
    "#]],
    );
    check(
        &one("20261305", "1"),
        expect![[r#"
        refused: line 15, entry 1: DTPOSTED: "20261305" is no date
    "#]],
    );
    check(
        &one("00000000", "1"),
        expect![[r#"
        refused: line 15, entry 1: DTPOSTED: "00000000" is no date
    "#]],
    );
    check(
        &one("20260105", "$12"),
        expect![[r#"
        refused: line 15, entry 1: TRNAMT: "$12": not a number
    "#]],
    );
    check(
        &one("20260105", ""),
        expect![[r#"
        refused: line 15, entry 1: TRNAMT is missing
    "#]],
    );
    // One thousand, or one and no thousandths.
    check(
        &one("20260105", "1,000"),
        expect![[r#"
        refused: line 15, entry 1: TRNAMT: "1,000": not a number
    "#]],
    );
    let whole = one("20260105", "1");
    check(
        &whole[..whole.len() - 60],
        expect![[r#"
        refused: line 16: AVAILBAL: "the file ends within it" is not of its form
    "#]],
    );
    check(
        &format!(
            "{HEADER}<OFX><BANKMSGSRSV1><STMTTRNRS><STATUS><CODE>2003<SEVERITY>ERROR<MESSAGE>No such account</STATUS></STMTTRNRS></BANKMSGSRSV1></OFX>"
        ),
        expect![[r#"
            refused: the bank's answer holds no statement: 2003 No such account
        "#]],
    );
    check(
        &format!("{HEADER}<OFX><SIGNONMSGSRSV1></SIGNONMSGSRSV1></OFX>"),
        expect![[r#"
            refused: there is no statement in it
        "#]],
    );
}
