use expect_test::expect;

use super::{ReadOptions, check, check_with};

/// A statement of version 8 with these entries.
fn with(entries: &str) -> String {
    wrap("camt.053.001.08", "BkToCstmrStmt", "Stmt", entries)
}

fn wrap(version: &str, message: &str, statement: &str, content: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <ns2:Document xmlns:ns2=\"urn:iso:std:iso:20022:tech:xsd:{version}\"><ns2:{message}>\n\
         <GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-01-06T01:00:00+01:00</CreDtTm></GrpHdr>\n\
         <{statement}><Id>S-1</Id><ElctrncSeqNb>7</ElctrncSeqNb><CreDtTm>2026-01-06T01:00:00</CreDtTm>\n\
         <Acct><Id><IBAN>DE89 3704 0044 0532 0130 00</IBAN></Id><Ccy>EUR</Ccy><Svcr><FinInstnId><BICFI>COBADEFFXXX</BICFI></FinInstnId></Svcr></Acct>\n\
         {content}</{statement}></ns2:{message}></ns2:Document>\n"
    )
}

fn balance(kind: &str, amount: &str, mark: &str, day: &str) -> String {
    format!(
        "<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{amount}</Amt><CdtDbtInd>{mark}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>\n"
    )
}

fn entry(amount: &str, mark: &str, rest: &str) -> String {
    format!(
        "<Ntry><Amt Ccy=\"EUR\">{amount}</Amt><CdtDbtInd>{mark}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-01-05</Dt></BookgDt>{rest}</Ntry>\n"
    )
}

#[test]
fn a_credit_says_who_paid_what() {
    let details = "<ValDt><DtTm>2026-01-06T00:00:00</DtTm></ValDt><AcctSvcrRef>BANK-1</AcctSvcrRef>\
        <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>\
        <NtryDtls><TxDtls><Refs><EndToEndId>E2E-1</EndToEndId><MndtId>NOTPROVIDED</MndtId></Refs>\
        <Amt Ccy=\"EUR\">50.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>\
        <AmtDtls><InstdAmt><Amt Ccy=\"USD\">55.00</Amt></InstdAmt></AmtDtls>\
        <Chrgs><Rcrd><Amt Ccy=\"EUR\">1.50</Amt><CdtDbtInd>DBIT</CdtDbtInd></Rcrd><Rcrd><Amt Ccy=\"EUR\">0.25</Amt></Rcrd></Chrgs>\
        <RltdPties><Dbtr><Pty><Nm>Müller &amp; Söhne</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>nl91 abna 0417 1643 00</IBAN></Id></DbtrAcct>\
        <UltmtDbtr><Pty><Nm>Paula</Nm></Pty></UltmtDbtr><Cdtr><Pty><Nm>Us</Nm></Pty></Cdtr></RltdPties>\
        <RltdAgts><DbtrAgt><FinInstnId><BICFI>ABNANL2A</BICFI></FinInstnId></DbtrAgt></RltdAgts>\
        <RmtInf><Ustrd>Invoice</Ustrd><Ustrd><![CDATA[2026-1 <paid>]]></Ustrd><Strd><RfrdDocInf><Nb>2026-2</Nb></RfrdDocInf><CdtrRefInf><Ref>RF18 5390 0754 7034</Ref></CdtrRefInf></Strd></RmtInf>\
        </TxDtls></NtryDtls>";
    let text = balance("PRCD", "100.00", "CRDT", "2026-01-04")
        + &balance("CLBD", "150.00", "CRDT", "2026-01-05")
        + &entry("50.00", "CRDT", details);
    check(
        &with(&text),
        expect![[r#"
            CAMT.053 DE89370400440532013000 at COBADEFFXXX no 7 EUR from 100.00 on 2026-01-04 to 150.00 on 2026-01-05
              2026-01-05 50.00 value 2026-01-06 | text Invoice 2026-1 <paid> 2026-2 | ref RF18539007547034 | e2e E2E-1 | id BANK-1 | name Müller & Söhne | for Paula | iban NL91ABNA0417164300 | bic ABNANL2A | code PMNT/RCDT/ESCT | charges 1.75 EUR | original 55.00 USD
        "#]],
    );
}

#[test]
fn older_versions_are_read_alike() {
    let text = balance("OPBD", "1.00", "DBIT", "2026-01-04")
        + &balance("CLBD", "9.00", "DBIT", "2026-01-05")
        + "<Ntry><Amt Ccy=\"EUR\">8.00000</Amt><CdtDbtInd>DBIT</CdtDbtInd><RvslInd>false</RvslInd><Sts>BOOK</Sts><BookgDt><Dt>2026-01-05+01:00</Dt></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><RltdPties><Cdtr><Nm>Shop</Nm></Cdtr><CdtrAcct><Id><Othr><Id>12 34</Id></Othr></Id></CdtrAcct></RltdPties><AddtlTxInf>Card payment</AddtlTxInf></TxDtls></NtryDtls></Ntry>";
    check(
        &wrap("camt.053.001.02", "BkToCstmrStmt", "Stmt", &text),
        expect![[r#"
            CAMT.053 DE89370400440532013000 at COBADEFFXXX no 7 EUR from -1.00 on 2026-01-04 to -9.00 on 2026-01-05
              2026-01-05 -8.00 | text Card payment | name Shop | iban 1234
        "#]],
    );
    check(
        &wrap(
            "camt.052.001.06",
            "BkToCstmrAcctRpt",
            "Rpt",
            &(balance("OPBD", "1.00", "CRDT", "2026-01-05")
                + &balance("ITBD", "2.00", "CRDT", "2026-01-05")
                + &entry("1.00", "CRDT", "")),
        ),
        expect![[r#"
            CAMT.052 DE89370400440532013000 at COBADEFFXXX no 7 EUR from 1.00 on 2026-01-05 to 2.00 on 2026-01-05
              2026-01-05 1.00
        "#]],
    );
    check(
        &wrap(
            "camt.054.001.04",
            "BkToCstmrDbtCdtNtfctn",
            "Ntfctn",
            &entry("1.00", "CRDT", "<AddtlNtryInf>Bill</AddtlNtryInf>"),
        ),
        expect![[r#"
            CAMT.054 DE89370400440532013000 at COBADEFFXXX no 7 EUR
              2026-01-05 1.00 | text Bill
        "#]],
    );
}

fn part(amount: &str, id: &str, name: &str) -> String {
    format!(
        "<TxDtls><Refs>{id}</Refs><Amt Ccy=\"EUR\">{amount}</Amt><RltdPties><Dbtr><Nm>{name}</Nm></Dbtr></RltdPties><RmtInf><Ustrd>of {name}</Ustrd></RmtInf></TxDtls>"
    )
}

#[test]
fn a_batch_becomes_a_line_for_each_part_if_they_add_up() {
    let batch = |last: &str| {
        let parts = part("10.00", "<AcctSvcrRef>P1</AcctSvcrRef>", "Ann")
            + &part(last, "<AcctSvcrRef>P2</AcctSvcrRef>", "Bob");
        entry(
            "30.00",
            "CRDT",
            &format!("<AcctSvcrRef>B</AcctSvcrRef><NtryDtls><Btch/>{parts}</NtryDtls>"),
        )
    };
    check(
        &with(&batch("20.00")),
        expect![[r#"
        CAMT.053 DE89370400440532013000 at COBADEFFXXX no 7 EUR
          2026-01-05 10.00 | text of Ann | id P1 | name Ann
          2026-01-05 20.00 | text of Bob | id P2 | name Bob
          ! no opening balance
    "#]],
    );
    check(
        &with(&batch("19.99")),
        expect![[r#"
        CAMT.053 DE89370400440532013000 at COBADEFFXXX no 7 EUR
          2026-01-05 30.00 | text Ann of Ann Bob of Bob | id B
          ! line 6, entry 1: its details do not add up to 30.00; it stays one line
          ! no opening balance
    "#]],
    );
    // Parts that share their number are told apart.
    let parts = part("10.00", "<AcctSvcrRef>P1</AcctSvcrRef>", "Ann")
        + &part("20.00", "<AcctSvcrRef>P1</AcctSvcrRef>", "Bob");
    check(
        &with(&entry(
            "30.00",
            "CRDT",
            &format!("<NtryDtls>{parts}</NtryDtls>"),
        )),
        expect![[r#"
            CAMT.053 DE89370400440532013000 at COBADEFFXXX no 7 EUR
              2026-01-05 10.00 | text of Ann | id P1/1 | name Ann
              2026-01-05 20.00 | text of Bob | id P1/2 | name Bob
              ! no opening balance
        "#]],
    );
}

#[test]
fn returned_payments_keep_their_sides_and_say_why() {
    let returned = "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RDDT</Cd><SubFmlyCd>UPDD</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls>\
        <RltdPties><Dbtr><Pty><Nm>Payer</Nm></Pty></Dbtr><Cdtr><Pty><Nm>Us</Nm></Pty></Cdtr></RltdPties>\
        <RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls></NtryDtls>";
    let reversed = "<RvslInd>true</RvslInd>";
    check(
        &with(&(entry("9.00", "DBIT", returned) + &entry("1.00", "DBIT", reversed))),
        expect![[r#"
            CAMT.053 DE89370400440532013000 at COBADEFFXXX no 7 EUR
              2026-01-05 -9.00 | name Payer | code PMNT/RDDT/UPDD | returned AC04
              2026-01-05 -1.00 | returned 
              ! no opening balance
        "#]],
    );
}

#[test]
fn what_is_not_booked_is_left_out_and_counted() {
    let pending = entry("5.00", "CRDT", "").replace("BOOK", "PDNG");
    check(
        &with(&(pending.clone() + &entry("1.00", "CRDT", "") + &pending)),
        expect![[r#"
            CAMT.053 DE89370400440532013000 at COBADEFFXXX no 7 EUR
              2026-01-05 1.00
              ! 2 entries that are not booked are left out, the first at line 6, entry 1
              ! no opening balance
        "#]],
    );
}

#[test]
fn odd_days_and_currencies_are_told() {
    let no_day = "<Ntry><Amt Ccy=\"XBT\">1</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry>";
    let dollars = entry("2", "CRDT", "<ValDt><Dt>0000-00-00</Dt></ValDt>").replace("EUR", "USD");
    check(
        &with(&(no_day.to_owned() + &dollars)),
        expect![[r#"
        CAMT.053 DE89370400440532013000 at COBADEFFXXX no 7 EUR
          2026-01-06 1
          2026-01-05 2 USD
          ! line 6, entry 1: "XBT" is no currency of ISO 4217
          ! line 6, entry 1: no day of booking is given, 2026-01-06 is taken
          ! line 6, entry 2: "0000-00-00" is no date
          ! line 6, entry 2: USD, the statement is in EUR
          ! no opening balance
    "#]],
    );
}

#[test]
fn bad_files_are_refused_with_their_line() {
    check(
        "<?xml version=\"1.0\"?><Document><BkToCstmrStmt><GrpHdr/></BkToCstmrStmt></Document>",
        expect![[r#"
            refused: there is no statement in it
        "#]],
    );
    check(
        "<?xml version=\"1.0\"?>\n<Document><CstmrCdtTrfInitn/></Document>",
        expect![[r#"
            refused: line 2: "CstmrCdtTrfInitn" is no bank statement
        "#]],
    );
    check(
        "<!DOCTYPE a [<!ENTITY b \"c\">]>\n<Document/>",
        expect![[r#"
        refused: line 1: a document type declaration is not allowed
    "#]],
    );
    check(
        &with("<Ntry>"),
        expect![[r#"
        refused: line 6: an end tag that fits no start tag
    "#]],
    );
    check(
        &with("<Ntry><Amt>1</Amt>").replace("</Stmt>", ""),
        expect![[r#"
            refused: line 6: an end tag that fits no start tag
        "#]],
    );
    check(
        &with(&entry("1", "CRDT", "&bomb;")),
        expect![[r#"
        refused: line 6: an unknown entity
    "#]],
    );
    check(
        &with(&entry("1,00.0", "CRDT", "")),
        expect![[r#"
            refused: line 6, entry 1: Amt: "1,00.0": not a number
        "#]],
    );
    check(
        &with(&entry("1", "CREDIT", "")),
        expect![[r#"
        refused: line 6, entry 1: CdtDbtInd: "CREDIT" is not of its form
    "#]],
    );
    check(
        &with(&entry("1", "CRDT", "").replace("2026-01-05", "2026-13-05")),
        expect![[r#"
            refused: line 6, entry 1: BookgDt: "2026-13-05" is no date
        "#]],
    );
    check(
        &with(&entry("1", "CRDT", "").replace("CdtDbtInd", "Other")),
        expect![[r#"
            refused: line 6, entry 1: CdtDbtInd is missing
        "#]],
    );
    check(
        &"<a>".repeat(100),
        expect![[r#"
        refused: line 1: elements within elements too deep
    "#]],
    );
    let whole = with(&entry("1", "CRDT", ""));
    check(
        &whole[..whole.len() - 20],
        expect![[r#"
        refused: line 7: the file ends within an element: is it complete?
    "#]],
    );
    // What is UTF-8 is read, whatever it says; other bytes are not guessed.
    let named = whole.replace("UTF-8", "EBCDIC");
    let bytes = [named.as_bytes(), b"<!--\xe9-->"].concat();
    check_with(
        &bytes,
        &ReadOptions::default(),
        &expect![[r#"
        refused: the encoding "EBCDIC" is not read
    "#]],
    );
}
