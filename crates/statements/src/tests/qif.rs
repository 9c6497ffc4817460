use expect_test::{Expect, expect};

use super::{ReadOptions, check, check_with};
use crate::table::DateOrder;

#[track_caller]
#[allow(
    clippy::needless_pass_by_value,
    reason = "an expectation is written in place"
)]
fn check_as(text: &str, order: DateOrder, expect: Expect) {
    let options = ReadOptions {
        date_order: Some(order),
        ..ReadOptions::default()
    };
    check_with(text.as_bytes(), &options, &expect);
}

#[test]
fn records_of_accounts_are_lines_and_others_are_left_out() {
    check(
        "!Option:AutoSwitch\n!Account\nNGiro\nTBank\n^\nNSavings\n^\n!Clear:AutoSwitch\n!Type:Cat\nNFood\n^\n\
         !Account\nNGiro\nTBank\n^\n!Type:Bank\nD31/12'25\nT1,234.50\nN17\nPAnn\nMinvoice 5\nLSales\n^\n\
         D1/ 2'26\nU-5.00\nPShop\nSFood\nE50%\nD9/9'99\n$-5.00\n^\n\
         !Account\nNCard\nTCCard\n^\n!Type:CCard\nD2026-01-03\nT-1.00\n^\n",
        expect![[r#"
            ! line 9: Type:Cat is left out
            QIF Giro
              2025-12-31 1234.50 | text invoice 5 | name Ann | code 17
              2026-02-01 -5.00 | name Shop
            QIF Card
              2026-01-03 -1.00
        "#]],
    );
    check(
        "!Type:Bank\nD31/12'25\nT1,234.50\nPAnn\n^\nD1/ 2'26\nU-5.00\nPShop\nSFood\nD9/9'99\n$-5.00\n^\n!Type:Cash\nD13.01.2026\nT+1.00\n",
        expect![[r#"
            QIF 
              2025-12-31 1234.50 | name Ann
              2026-02-01 -5.00 | name Shop
            QIF 
              2026-01-13 1.00
        "#]],
    );
}

#[test]
fn an_order_of_dates_that_is_not_told_is_asked() {
    let text = "!Type:Bank\nD3/4/2026\nT1.00\n^\n";
    check(
        text,
        expect![[r#"
        refused: line 2: "3/4/2026" can be read in several orders: [Dmy, Mdy]
    "#]],
    );
    check_as(
        text,
        DateOrder::Mdy,
        expect![[r#"
        QIF 
          2026-03-04 1.00
    "#]],
    );
    check_as(
        text,
        DateOrder::Dmy,
        expect![[r#"
        QIF 
          2026-04-03 1.00
    "#]],
    );
    check(
        "!Type:Bank\nD13/4/2026\nT1.00\n^\nD4/13/2026\nT1\n^\n",
        expect![[r#"
            refused: dates in different orders: line 2: "13/4/2026", line 5: "4/13/2026"
        "#]],
    );
    check(
        "!Type:Bank\nD13/4/2026\nT1,234\n^\n",
        expect![[r#"
        refused: line 3: "1,234" can be read with a decimal point or a decimal comma
    "#]],
    );
}

#[test]
fn bad_records_are_refused_with_their_line() {
    check(
        "!Type:Bank\nD13/4/2026\n^\n",
        expect![[r#"
        refused: line 2, entry 1: T is missing
    "#]],
    );
    check(
        "!Type:Bank\nT5\n^\n",
        expect![[r#"
        refused: line 2, entry 1: D is missing
    "#]],
    );
    check(
        "!Type:Bank\nDsoon\nT5\n^\n",
        expect![[r#"
        refused: line 2: D: "soon" is no date
    "#]],
    );
    check(
        "!Type:Bank\nD13/4/2026\nTfive\n^\n",
        expect![[r#"
        refused: line 3: T: "five": not a number
    "#]],
    );
    check(
        "!Type:Cat\nNFood\n^\n",
        expect![[r#"
        refused: there is no statement in it
    "#]],
    );
}
