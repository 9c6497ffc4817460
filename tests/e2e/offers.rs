//! A quote becomes an invoice once, a copy is a new invoice, and every number says what became of
//! it.

use crate::owed::recurring::DAY;
use crate::owed::{Invoice, Owed};
use crate::proof::{expect, proven};
use xtask::browser::{Browser, journey};
use xtask::step::Outcome;

async fn begin(owed: Owed<'_>, day: &str) -> Outcome {
    owed.0.before_each_page(DAY).await?;
    owed.0.open("/").await?;
    owed.set_day(day).await?;
    owed.begin("Offers").await
}

/// A fault: the customer is said to have answered after the day that is looked at.
#[derive(Clone, Copy, Debug)]
struct AnsweredTooLate;

#[derive(Debug)]
struct Offered {
    number: String,
    /// Its state at issue, answered, after its last day, and invoiced.
    states: [String; 4],
    /// What is owed before and after the invoice.
    owed: [String; 2],
    invoice: String,
    history: String,
}

#[tokio::test]
async fn a_quote_is_issued_accepted_and_becomes_an_invoice() -> Outcome {
    proven("offers-quote", &[AnsweredTooLate], offered, |seen| {
        expect("its number", &seen.number, &"Q-2028-001".to_owned())?;
        let states = ["Open", "Accepted", "Accepted", "Invoiced"].map(str::to_owned);
        expect("its states", &seen.states, &states)?;
        let owed = ["0", "900.00"].map(str::to_owned);
        expect("what is owed", &seen.owed, &owed)?;
        expect("the invoice", &seen.invoice, &"2028-0001".to_owned())?;
        let all = ["by phone", "Invoice created: 2028-0001"];
        expect(
            "the history",
            &all.iter().all(|text| seen.history.contains(text)),
            &true,
        )
    })
    .await
}

async fn offered(browser: &mut Browser, late: Option<AnsweredTooLate>) -> Outcome<Offered> {
    let owed = Owed(browser);
    begin(owed, "2028-04-01").await?;
    let offer = Invoice::of("Linden", "2028-04-01", "900");
    let number = owed.quote(&offer, "2028-04-30").await?;
    let page = browser.route().await?;
    let first = owed.state().await?;
    let before = owed.outstanding().await?;
    owed.open_on("2028-04-20").await?;
    browser.goto(&page).await?;
    browser.heading(&format!("Quote {number}")).await?;
    if late.is_none() {
        owed.answer_quote("Mark as accepted", "2028-04-12", "by phone")
            .await?;
    }
    let answered = owed.state().await?;
    owed.open_on("2028-05-02").await?;
    let after = owed.state().await?;
    owed.invoice_of_quote().await?;
    let invoice = owed.issue_now().await?;
    let total = owed.outstanding().await?;
    browser.goto(&page).await?;
    browser.heading(&format!("Quote {number}")).await?;
    Ok(Offered {
        number,
        states: [first, answered, after, owed.state().await?],
        owed: [before, total],
        invoice,
        history: owed.page_text().await?,
    })
}

#[tokio::test]
async fn a_copy_is_a_new_invoice_of_today_and_every_number_is_told() -> Outcome {
    journey("offers-numbers", async |browser| {
        let owed = Owed(browser);
        begin(owed, "2028-04-01").await?;
        owed.first_number("invoices", "41").await?;
        let first = Invoice::of("=Linden", "2028-03-10", "120");
        assert_eq!(owed.issue(&first).await?, "2028-0041");
        owed.copy_invoice().await?;
        let copy = Invoice {
            date: "2028-04-01".to_owned(),
            ..first.clone()
        };
        assert_eq!(owed.typed_invoice().await?, Some(copy));
        assert_eq!(owed.issue_now().await?, "2028-0042");
        owed.void("2028-04-01", "written twice").await?;
        let hint = owed.pattern_hint("invoices", "R{YYYY}-{000}").await?;
        assert_eq!(
            hint,
            "Next R2028-043; the first one next year is R2029-041."
        );
        owed.quote(&first, "2028-05-01").await?;
        let told = owed.every_number(None).await?;
        let numbers: Vec<&str> = told.iter().map(|(number, _)| number.as_str()).collect();
        assert_eq!(numbers, ["2028-0041", "2028-0042"]);
        assert_eq!(told[1].1, "Void");
        let csv = owed.numbers_csv(&owed.folder("csv")?).await?;
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(
            lines[0],
            "first,last,number,date,customer,amount,currency,state"
        );
        assert_eq!(
            lines[2],
            "42,42,2028-0042,2028-04-01,'=Linden,120.00,EUR,Void"
        );
        let quotes = owed
            .every_number(Some("Quotes, Q-{YYYY}-{000}, 2028"))
            .await?;
        assert_eq!(quotes, [("Q-2028-001".to_owned(), "Open".to_owned())]);
        assert_eq!(owed.quotes().await?, quotes);
        Ok(())
    })
    .await
}
