//! Facts have dates: what is dated later never changes an earlier report, what is dated earlier
//! and recorded later does; and what was done can be undone, or is void from a day on.

use crate::decimal::same;
use crate::owed::{Invoice, Owed};
use crate::proof::{expect, proven};
use xtask::browser::Browser;
use xtask::step::Outcome;

/// Buckets with what is in them.
type Aging = Vec<(String, String)>;

/// The aging of 30 June 2025, before and after something was recorded.
#[derive(Debug)]
struct Recorded {
    before: Aging,
    with_later_fact: Aging,
    with_earlier_fact: Aging,
    undone: Aging,
}

/// A fault: the payment that should be dated later is dated within the report.
#[derive(Clone, Copy, Debug)]
struct DatedTooEarly;

const AS_OF: &str = "2025-06-30";

#[tokio::test]
async fn only_what_is_dated_up_to_a_day_counts_as_of_that_day() -> Outcome {
    proven("dates-payments", &[DatedTooEarly], payments, |seen| {
        expect("before", &seen.before, &aging("0.00", "1000.00"))?;
        expect("with a later payment", &seen.with_later_fact, &seen.before)?;
        expect(
            "with an earlier one",
            &seen.with_earlier_fact,
            &aging("0.00", "700.00"),
        )?;
        expect("once that one is undone", &seen.undone, &seen.before)
    })
    .await
}

/// An aging of which only these two are something.
fn aging(current: &str, last: &str) -> Aging {
    [
        ("current", current),
        ("1-30", "0.00"),
        ("31-60", "0.00"),
        ("61-90", last),
        ("91+", "0.00"),
    ]
    .map(|(bucket, amount)| (bucket.to_owned(), amount.to_owned()))
    .to_vec()
}

async fn payments(browser: &mut Browser, early: Option<DatedTooEarly>) -> Outcome<Recorded> {
    let owed = Owed(browser);
    owed.begin("Backdated").await?;
    owed.add_customer("Linden").await?;
    // Due on 9 April.
    owed.issue(&Invoice::of("Linden", "2025-03-10", "1000"))
        .await?;
    let before = owed.buckets_as_of(AS_OF).await?;
    let later = if early.is_some() { AS_OF } else { "2025-07-01" };
    owed.pay("Linden", later, "500").await?;
    let with_later_fact = owed.buckets_as_of(AS_OF).await?;
    owed.pay("Linden", "2025-05-02", "300").await?;
    let with_earlier_fact = owed.buckets_as_of(AS_OF).await?;
    owed.undo().await?;
    let undone = owed.buckets_as_of(AS_OF).await?;
    Ok(Recorded {
        before,
        with_later_fact,
        with_earlier_fact,
        undone,
    })
}

#[derive(Debug)]
struct Voided {
    numbers: Vec<String>,
    /// What is owed as of the day before the void, and from then on.
    before: Aging,
    after: Aging,
    owed: String,
    next: String,
}

/// A fault: the void is dated a day too early.
#[derive(Clone, Copy, Debug)]
struct VoidTooEarly;

#[tokio::test]
async fn a_void_invoice_keeps_its_number_and_asks_for_nothing_from_its_day_on() -> Outcome {
    proven("dates-void", &[VoidTooEarly], void, |seen| {
        expect("the numbers", &seen.numbers, &vec!["2025-0001".to_owned()])?;
        expect("the day before", &seen.before, &aging("0.00", "1000.00"))?;
        expect("from its day on", &seen.after, &Aging::new())?;
        expect("what is owed today", &same(&seen.owed, "0"), &true)?;
        expect("the next number", &seen.next, &"2025-0002".to_owned())
    })
    .await
}

async fn void(browser: &mut Browser, early: Option<VoidTooEarly>) -> Outcome<Voided> {
    let owed = Owed(browser);
    owed.begin("Void").await?;
    owed.add_customer("Linden").await?;
    owed.issue(&Invoice::of("Linden", "2025-03-10", "1000"))
        .await?;
    let day = if early.is_some() {
        "2025-06-15"
    } else {
        "2025-06-20"
    };
    owed.void(day, "written twice").await?;
    let numbers = owed.numbers().await?;
    let before = owed.buckets_as_of("2025-06-19").await?;
    let after = owed.buckets_as_of("2025-06-20").await?;
    let total = owed.outstanding().await?;
    Ok(Voided {
        numbers,
        before,
        after,
        owed: total,
        next: owed
            .issue(&Invoice::of("Linden", "2025-06-21", "1000"))
            .await?,
    })
}
