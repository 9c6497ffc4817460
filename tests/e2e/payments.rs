//! What becomes of a payment's money: it earns a discount, comes back, is applied later, is given
//! back, or never was.

use crate::owed::{Invoice, Owed};
use crate::told::{pairs, says};
use xtask::browser::journey;
use xtask::step::Outcome;

#[tokio::test]
async fn a_discount_is_taken_within_its_days_with_the_tax_in_it() -> Outcome {
    journey("payments-discount", async |browser| {
        let owed = Owed(browser);
        owed.begin_in("Discount", "Canada").await?;
        owed.add_customer("Linden").await?;
        owed.open_settings().await?;
        owed.take_taxes(&["GST 5 %"]).await?;
        owed.save_settings().await?;
        owed.fill_invoice(&Invoice::of("Linden", "2025-01-10", "1000"))
            .await?;
        owed.tax_line("GST 5 %").await?;
        owed.discount_early("2", "14").await?;
        assert_eq!(owed.issue_now().await?, "2025-0001");

        // 2 % of 1,050.00, of which 50.00 are tax.
        owed.begin_payment("Linden", "2025-01-24", "1029").await?;
        owed.split(&[("2025-0001", "1029")]).await?;
        assert!(owed.page_says("1,029.00 pays it in full").await?);
        says(&owed.payment_effect().await?, &["1,029.00 to 2025-0001"]);
        // A day later there is none.
        owed.date_payment("2025-01-25").await?;
        assert!(!owed.page_says("pays it in full").await?);
        owed.date_payment("2025-01-24").await?;
        owed.choose_rest("2025-0001", "Early-payment discount")
            .await?;
        says(
            &owed.payment_effect().await?,
            &["21.00 discount on 2025-0001", "including CA$1.00 tax"],
        );
        owed.date_payment("2025-01-25").await?;
        let before = owed.entries().await?;
        says(
            &owed.refused_payment().await?,
            &["No discount applies on this day"],
        );
        assert_eq!(owed.entries().await?, before);
        owed.date_payment("2025-01-24").await?;
        owed.record_payment_now().await?;
        assert_eq!(owed.balances().await?, pairs(&[("2025-0001", "0.00")]));
        owed.open_payment().await?;
        says(
            &owed.payment_uses().await?,
            &[
                "Applied to 2025-0001",
                "Early-payment discount on 2025-0001",
            ],
        );
        // Taken back, it asks for all of it again.
        owed.ask_of_payment("Mark as returned").await?;
        owed.answer_with(&[("Date", "2025-02-03")]).await?;
        owed.answer().await?;
        assert_eq!(owed.balances().await?, pairs(&[("2025-0001", "1050.00")]));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_payment_that_came_back_leaves_the_invoice_overdue_as_it_was() -> Outcome {
    journey("payments-returned", async |browser| {
        let owed = Owed(browser);
        owed.begin("Returned").await?;
        owed.issue(&Invoice::of("Linden", "2025-01-10", "100"))
            .await?;
        owed.pay("Linden", "2025-02-01", "100").await?;
        assert_eq!(owed.balances().await?, pairs(&[("2025-0001", "0.00")]));
        owed.open_payment().await?;
        owed.ask_of_payment("Mark as returned").await?;
        owed.answer_with(&[("Date", "2025-01-31")]).await?;
        says(
            &owed.refused_answer().await?,
            &["This is before Feb 1, 2025."],
        );
        owed.answer_with(&[("Date", "2025-02-20"), ("Reason", "Account closed")])
            .await?;
        owed.answer().await?;
        assert!(owed.page_says("Returned on Feb 20, 2025.").await?);
        says(
            &owed.payment_uses().await?,
            &[
                "Applied to 2025-0001",
                "Unapplied from 2025-0001",
                "Returned: Account closed",
            ],
        );
        assert!(owed.payment_actions().await?.is_empty());

        owed.open_invoice("2025-0001").await?;
        says(&owed.state().await?, &["days late"]);
        assert_eq!(owed.figure("due").await?.as_deref(), Some("2025-02-09"));
        assert_eq!(owed.figure("balance").await?.as_deref(), Some("100.00"));
        // It is paid while it was paid, and 20 days late in March.
        let late = |buckets: &[(String, String)]| {
            let found = buckets.iter().find(|(bucket, _)| bucket == "1-30");
            found.map_or("0.00".to_owned(), |(_, amount)| amount.clone())
        };
        assert_eq!(late(&owed.buckets_as_of("2025-02-15").await?), "0.00");
        assert_eq!(late(&owed.buckets_as_of("2025-03-01").await?), "100.00");
        // It can be paid again.
        owed.pay("Linden", "2025-03-05", "100").await?;
        assert_eq!(owed.balances().await?, pairs(&[("2025-0001", "0.00")]));
        owed.reload().await?;
        assert_eq!(owed.balances().await?, pairs(&[("2025-0001", "0.00")]));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn unapplied_money_is_applied_later_and_taken_back() -> Outcome {
    journey("payments-applied", async |browser| {
        browser.viewport(360, 780).await?;
        let owed = Owed(browser);
        owed.begin("Applied").await?;
        owed.add_customer("Linden").await?;
        owed.pay("Linden", "2025-01-05", "300").await?;
        for (day, price) in [("2025-01-10", "100"), ("2025-02-10", "250")] {
            owed.issue(&Invoice::of("Linden", day, price)).await?;
        }
        owed.open_payment().await?;
        assert_eq!(owed.figure("unapplied").await?.as_deref(), Some("300.00"));
        owed.ask_of_payment("Apply").await?;
        // The oldest first.
        assert_eq!(owed.applied_to("2025-0001").await?, "100.00");
        assert_eq!(owed.applied_to("2025-0002").await?, "200.00");
        says(
            &owed.apply_effect().await?,
            &["The whole amount is applied"],
        );
        owed.answer_with(&[
            ("Date", "2025-02-15"),
            ("Apply to 2025-0001", "100.01"),
            ("Apply to 2025-0002", "50"),
        ])
        .await?;
        says(
            &owed.refused_answer().await?,
            &["This is more than its open balance of €100.00."],
        );
        owed.answer_with(&[("Apply to 2025-0001", "0")]).await?;
        says(
            &owed.apply_effect().await?,
            &["€250.00 stays as customer credit"],
        );
        owed.answer().await?;
        assert_eq!(owed.figure("unapplied").await?.as_deref(), Some("250.00"));
        says(&owed.payment_uses().await?, &["Applied to 2025-0002"]);
        let balances = [("2025-0002", "200.00"), ("2025-0001", "100.00")];
        assert_eq!(owed.balances().await?, pairs(&balances));

        owed.open_payment().await?;
        owed.ask_of_payment("Unapply from 2025-0002").await?;
        owed.answer_with(&[("Date", "2025-03-01")]).await?;
        owed.answer().await?;
        assert_eq!(owed.figure("unapplied").await?.as_deref(), Some("300.00"));
        let balances = [("2025-0002", "250.00"), ("2025-0001", "100.00")];
        assert_eq!(owed.balances().await?, pairs(&balances));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn unapplied_money_is_given_back_and_not_more_than_it_is() -> Outcome {
    journey("payments-refunded", async |browser| {
        let owed = Owed(browser);
        owed.begin("Refunded").await?;
        owed.add_customer("Linden").await?;
        owed.pay("Linden", "2025-01-05", "80").await?;
        owed.open_payment().await?;
        // Nothing is open that it could be applied to.
        assert_eq!(
            owed.payment_actions().await?,
            ["Refund", "Mark as returned", "Delete payment"]
        );
        owed.ask_of_payment("Refund").await?;
        let before = owed.entries().await?;
        owed.answer_with(&[("Date", "2025-01-20"), ("Amount", "80.01")])
            .await?;
        says(
            &owed.refused_answer().await?,
            &["This is more than the €80.00 left to apply."],
        );
        assert_eq!(owed.entries().await?, before);
        owed.answer_with(&[("Amount", "30"), ("Reference", "TX 9")])
            .await?;
        owed.answer().await?;
        says(&owed.payment_uses().await?, &["Refunded: TX 9", "€30.00"]);
        owed.reload().await?;
        owed.open_payment().await?;
        assert_eq!(owed.figure("unapplied").await?.as_deref(), Some("50.00"));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_payment_that_never_was_stays_in_the_book_as_taken_back() -> Outcome {
    journey("payments-mistake", async |browser| {
        let owed = Owed(browser);
        owed.begin("Mistake").await?;
        owed.issue(&Invoice::of("Linden", "2025-01-10", "100"))
            .await?;
        owed.pay("Linden", "2025-02-01", "120").await?;
        owed.open_payment().await?;
        assert_eq!(owed.figure("unapplied").await?.as_deref(), Some("20.00"));
        owed.ask_of_payment("Delete payment").await?;
        owed.answer_with(&[("Date", "2025-02-01"), ("Reason", "Typed twice")])
            .await?;
        owed.answer().await?;
        assert_eq!(owed.figure("unapplied").await?.as_deref(), Some("0.00"));
        assert!(owed.payment_actions().await?.is_empty());
        says(
            &owed.payment_uses().await?,
            &["Deleted (recorded by mistake): Typed twice"],
        );
        assert_eq!(owed.balances().await?, pairs(&[("2025-0001", "100.00")]));
        assert_eq!(owed.owes("Linden").await?, "100.00");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_is_left_of_a_credit_note_is_applied_and_given_back() -> Outcome {
    journey("payments-credit", async |browser| {
        let owed = Owed(browser);
        owed.begin("Credited").await?;
        owed.issue(&Invoice::of("Linden", "2025-01-10", "100"))
            .await?;
        owed.pay("Linden", "2025-02-01", "100").await?;
        owed.issue(&Invoice::of("Linden", "2025-02-10", "80"))
            .await?;
        owed.open_invoice("2025-0001").await?;
        owed.credit_invoice("Not delivered").await?;
        owed.ask_of_payment("Apply").await?;
        assert_eq!(owed.applied_to("2025-0002").await?, "80.00");
        says(
            &owed.apply_effect().await?,
            &["€20.00 stays as customer credit"],
        );
        owed.answer().await?;
        assert_eq!(owed.figure("balance").await?.as_deref(), Some("20.00"));
        owed.ask_of_payment("Refund").await?;
        owed.answer_with(&[("Reference", "TX 10")]).await?;
        owed.answer().await?;
        assert_eq!(owed.figure("balance").await?.as_deref(), Some("0.00"));
        assert!(owed.page_says("Refunded TX 10").await?);
        owed.open_invoice("2025-0002").await?;
        assert_eq!(owed.figure("balance").await?.as_deref(), Some("0.00"));
        Ok(())
    })
    .await
}
