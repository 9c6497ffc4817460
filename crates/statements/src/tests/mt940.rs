use expect_test::expect;

use super::check;

/// A statement with one line that says so in `:86:`.
fn with(line: &str, details: &str) -> String {
    format!(
        ":20:S1\n:25:10020030/1234567\n:28C:7/1\n:60F:C260105EUR100,\n:61:{line}\n:86:{details}\n:62F:C260105EUR150,\n-\n"
    )
}

#[test]
fn german_fields_and_sepa_tags_go_where_they_belong() {
    check(
        &with(
            "2601050105CR50,00NTRFNONREF//BANK4711",
            "166?00GUTSCHRIFT?109310?20EREF+E2E-77?21MREF+M-1?22SVWZ+Invoice 2026-0042 a\n?23nd the rest of it?24ABWA+Paula Payer?30COBADEFFXXX?31DE89370400440532013000?32ACME\n Trading Ltd and?33 Sons",
        ),
        expect![[r#"
            MT940 10020030/1234567 at 10020030 no 7/1 EUR from 100 on 2026-01-05 to 150 on 2026-01-05
              2026-01-05 50.00 | text Invoice 2026-0042 a nd the rest of it | e2e E2E-77 | id BANK4711 | name ACME Trading Ltd and Sons | for Paula Payer | iban DE89370400440532013000 | bic COBADEFFXXX | mandate M-1 | code 166
        "#]],
    );
}

#[test]
fn dutch_words_between_slashes_go_where_they_belong() {
    check(
        &with(
            "260105C50,NTRFEREF//26005000000001",
            "/TRTP/SEPA OVERBOEKING/IBAN/NL91ABNA0417164300/BIC/ABNANL2A/NAME/J. DE\nVRIES/REMI/Factuur 2026/17 en 18/EREF/NOTPROVIDED",
        ),
        expect![[r#"
            MT940 10020030/1234567 at 10020030 no 7/1 EUR from 100 on 2026-01-05 to 150 on 2026-01-05
              2026-01-05 50 | text Factuur 2026/17 en 18 | id 26005000000001 | name J. DEVRIES | iban NL91ABNA0417164300 | bic ABNANL2A | code TRF
        "#]],
    );
    check(
        &with(
            "260105C50,NTRFEREF//26005000000002",
            "/EREF/ORDER-9//CNTP/NL91ABNA0417164300/ABNANL2A/J. de Vries/Delft//REMI/USTD//Factuur 2026-17/",
        ),
        expect![[r#"
            MT940 10020030/1234567 at 10020030 no 7/1 EUR from 100 on 2026-01-05 to 150 on 2026-01-05
              2026-01-05 50 | text Factuur 2026-17 | e2e ORDER-9 | id 26005000000002 | name J. de Vries | iban NL91ABNA0417164300 | bic ABNANL2A | code TRF
        "#]],
    );
    check(
        &with(
            "260105C50,N541NONREF\nNL91ABNA0417164300",
            "/ORDP//NAME/J DE VRIES/REMI/STRD/CUR/RF18539007547034/ISDT/2026-01-05",
        ),
        expect![[r#"
            MT940 10020030/1234567 at 10020030 no 7/1 EUR from 100 on 2026-01-05 to 150 on 2026-01-05
              2026-01-05 50 | ref RF18539007547034 | name J DE VRIES | iban NL91ABNA0417164300 | code 541
        "#]],
    );
    check(
        &with(
            "260105C50,N653NONREF",
            "SEPA OVERBOEKING                 IBAN: NL91ABNA0417164300        \nBIC: ABNANL2A                    NAAM: J DE VRIES                \nOMSCHRIJVING: FACTUUR 2026-17    KENMERK: K-5",
        ),
        expect![[r#"
            MT940 10020030/1234567 at 10020030 no 7/1 EUR from 100 on 2026-01-05 to 150 on 2026-01-05
              2026-01-05 50 | text FACTUUR 2026-17 | e2e K-5 | name J DE VRIES | iban NL91ABNA0417164300 | bic ABNANL2A | code 653
        "#]],
    );
}

#[test]
fn plain_texts_keep_their_words_and_give_an_account_away() {
    check(
        &with(
            "260105C50,NIOB0417164300\njansen p",
            "0417164300 jansen p\n                                                                 \nfactuur 17",
        ),
        expect![[r#"
            MT940 10020030/1234567 at 10020030 no 7/1 EUR from 100 on 2026-01-05 to 150 on 2026-01-05
              2026-01-05 50 | text 0417164300 jansen p factuur 17 | name jansen p | iban 0417164300 | code IOB
        "#]],
    );
    check(
        &with(
            "260105C50,NTRFNONREF",
            "Payment of IBAN DE89370400440532013000\ninvoice 12 +++123/4567/89002+++",
        ),
        expect![[r#"
            MT940 10020030/1234567 at 10020030 no 7/1 EUR from 100 on 2026-01-05 to 150 on 2026-01-05
              2026-01-05 50 | text Payment of IBAN DE89370400440532013000 invoice 12 +++123/4567/89002+++ | ref 123456789002 | iban DE89370400440532013000 | code TRF
        "#]],
    );
    check(
        &with("260105C50,NMSCREF-1//B1\nCash deposit", ""),
        expect![[r#"
            MT940 10020030/1234567 at 10020030 no 7/1 EUR from 100 on 2026-01-05 to 150 on 2026-01-05
              2026-01-05 50 | text Cash deposit | e2e REF-1 | id B1 | code MSC
        "#]],
    );
}

#[test]
fn reversals_and_returns_are_told() {
    check(
        ":20:1\n:25:DE89370400440532013000EUR\n:28C:1\n:60F:C251230EUR10,00\n\
         :61:2512310102RC30,NTRFNONREF\n:86:reversed\n\
         :61:2601021231RD5,NTRFNONREF\n:86:reversed\n\
         :61:260102DR40,NRTINONREF//X1\n:86:109?00RUECKLASTSCHRIFT?20SVWZ+MD06 INVOICE 9?32PAULA PAYER?34914\n\
         :61:260102D1,NTRFNONREF\n:86:/RTRN/AC04/REMI/INVOICE 8/\n\
         :61:260102EC9,NTRFNONREF\n\
         :62F:D260102EUR56,00\n",
        expect![[r#"
            MT940 DE89370400440532013000 no 1 EUR from 10.00 on 2025-12-30 to -56.00 on 2026-01-02
              2026-01-02 -30 value 2025-12-31 | text reversed | code TRF | returned 
              2025-12-31 5 value 2026-01-02 | text reversed | code TRF | returned 
              2026-01-02 -40 | text MD06 INVOICE 9 | id X1 | name PAULA PAYER | code 109 | returned MD06
              2026-01-02 -1 | text INVOICE 8 | code TRF | returned AC04
              ! 1 entries that are not booked are left out, the first at line 13, entry 5
        "#]],
    );
}

#[test]
fn envelopes_separators_and_broken_lines_are_read() {
    let one = "{1:F01BANKDEFFXXXX0000000000}{2:I940BANKDEFFXXXXN}{4:\r\n:20:A\r\n:25:123\r\n:28C:1/1\r\n:60F:C260105EUR1,00\r\n:62F:C260105EUR1,00\r\n-}{5:{CHK:1}}\r\n";
    check(
        &one.repeat(2),
        expect![[r#"
        MT940 123 no 1/1 EUR from 1.00 on 2026-01-05 to 1.00 on 2026-01-05
        MT940 123 no 1/1 EUR from 1.00 on 2026-01-05 to 1.00 on 2026-01-05
    "#]],
    );
    check(
        ":20:A\n:25:123\n:28C:1/1\n:60F:C260105EUR1,00\n:61:260106CR\n2,50N062NONREF\n:\n86:166?00CREDIT?20SVWZ+at 16\n:26:37 o'clock\n:62F:C260106EUR3,50\n-\n:20:A\n:25:123\n:28C:1/2\n:60M:C260106EUR3,50\n:62M:C260106EUR3,50\n",
        expect![[r#"
            MT940 123 no 1/1 EUR from 1.00 on 2026-01-05 to 3.50 on 2026-01-06
              2026-01-06 2.50 | text at 16:26:37 o'clock | code 166
            MT940 123 no 1/2 EUR from 3.50 on 2026-01-06 to 3.50 on 2026-01-06
        "#]],
    );
}

#[test]
fn what_is_supplementary_says_the_original_amount_and_charges() {
    check(
        &with(
            "260105C50,FTRFR-1//B1\n/OCMT/USD55,00//CHGS/EUR0,5/",
            "Wire",
        ),
        expect![[r#"
            MT940 10020030/1234567 at 10020030 no 7/1 EUR from 100 on 2026-01-05 to 150 on 2026-01-05
              2026-01-05 50 | text Wire | e2e R-1 | id B1 | code TRF | charges 0.5 EUR | original 55.00 USD
        "#]],
    );
}

#[test]
fn an_interim_report_has_no_balances() {
    check(
        ":20:A\n:25:PL61109010140000071219812874\n:28C:1\n:34F:PLN0,\n:13D:2601051200+0100\n:61:260105C5,NTRFNONREF\n:NS:01invoice 5\n15Jan\n16Nowak\n34998877\n:90C:1PLN5,\n-\n",
        expect![[r#"
            MT940 PL61109010140000071219812874 no 1 PLN
              2026-01-05 5 | text invoice 5 | name Jan Nowak | iban 998877 | code TRF
        "#]],
    );
}

#[test]
fn what_does_not_add_up_is_a_warning() {
    check(
        ":20:A\n:25:1\n:60F:C260105EUR1,\n:61:260105C1,NTRF\n:62F:C260105EUR3,\n",
        expect![[r#"
            MT940 1 EUR from 1 on 2026-01-05 to 3 on 2026-01-05
              2026-01-05 1 | code TRF
              ! opening 1 and lines 1 do not make closing 3: 1 is missing
        "#]],
    );
    check(
        ":20:A\n:25:1\n:60F:C000000EUR1,\n:61:260105C1,NTRF\n",
        expect![[r#"
            MT940 1 EUR from 1
              2026-01-05 1 | code TRF
              ! line 3: "000000" is no date
              ! no closing balance
        "#]],
    );
    check(
        ":61:260105C1,NTRFNONREF\n",
        expect![[r#"
        MT940 
          2026-01-05 1 | code TRF
          ! no opening balance
          ! no account is named
    "#]],
    );
    check(
        ":20:A\n:25:1\n:60F:C260105DEM1,\n:62M:C2601051,\n",
        expect![[r#"
            MT940 1 from 1 on 2026-01-05 to 1 on 2026-01-05
              ! line 3: "DEM" is no currency of ISO 4217
        "#]],
    );
}

#[test]
fn bad_fields_are_refused_with_their_line() {
    let with = |field: &str| format!(":20:A\n:25:1\n:60F:C260105EUR1,\n{field}\n");
    for (field, expect) in [
        (
            ":61:2601x5C1,NTRF",
            expect![[r#"
            refused: line 4, entry 1: :61:: "2601x5C1,NTRF" is not of its form
        "#]],
        ),
        (
            ":61:261305C1,NTRF",
            expect![[r#"
            refused: line 4, entry 1: :61:: "261305" is no date
        "#]],
        ),
        (
            ":61:260105X1,NTRF",
            expect![[r#"
            refused: line 4, entry 1: :61:: "260105X1,NTRF" is not of its form
        "#]],
        ),
        (
            ":61:260105CNTRF",
            expect![[r#"
            refused: line 4, entry 1: :61:: "260105CNTRF" is not of its form
        "#]],
        ),
        (
            ":61:260105C1,2,3NTRF",
            expect![[r#"
            refused: line 4, entry 1: :61:: "1,2,3": not a number
        "#]],
        ),
        (
            ":61:260105C99999999999999999999,NTRF",
            expect![[r#"
            refused: line 4, entry 1: :61:: "99999999999999999999,": too many digits: at most 18, and 12 after the point
        "#]],
        ),
        (
            ":62F:X260105EUR1,",
            expect![[r#"
            refused: line 4: :62F:: "X260105EUR1," is not of its form
        "#]],
        ),
        (
            ":62F:C260105EUR",
            expect![[r#"
            refused: line 4: :62F:: "": not a number
        "#]],
        ),
        (
            ":62F:",
            expect![[r#"
            refused: line 4: :62F:: "" is not of its form
        "#]],
        ),
    ] {
        check(&with(field), expect);
    }
}
