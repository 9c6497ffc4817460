//! Writing an invoice: lines from the catalogue and by keyboard, discounts, what is odd about it,
//! the preview, and a deposit that the final invoice deducts.

use crate::owed::Owed;
use crate::owed::editor::Editor;
use xtask::browser::journey;
use xtask::step::Outcome;

#[tokio::test]
async fn lines_come_from_the_catalogue_and_the_keyboard() -> Outcome {
    journey("editor-lines", async |browser| {
        let (editor, owed) = (Editor(browser), Owed(browser));
        owed.begin("Studio Nord").await?;
        owed.add_customer("Linden").await?;
        editor.add_item("Design", "95.50", "hours").await?;
        editor.begin("Linden").await?;
        editor.type_line(1, "Quantity", "10").await?;
        editor.type_line(1, "Description", "Design").await?;
        assert_eq!(editor.line(1, "Unit price").await?, "95.50");
        editor.next_line(2, "Hosting").await?;
        editor.type_line(2, "Unit price", "20").await?;
        browser.key("Alt+ArrowUp").await?;
        assert_eq!(editor.line(1, "Description").await?, "Hosting");
        editor.discount("10 %", "Loyalty").await?;

        let remarks = editor.remarks().await?;
        for text in ["address is missing", "delivery date", "where to pay"] {
            assert!(remarks.contains(text), "'{text}' is not in '{remarks}'");
        }
        let paper = editor.preview().await?;
        for text in ["Hosting", "Loyalty", "877.50"] {
            assert!(paper.contains(text), "'{text}' is not in '{paper}'");
        }
        let (_, asked) = editor.issue().await?;
        assert_eq!(asked, "877.50");

        // The same again is told before it is issued.
        editor.begin("Linden").await?;
        editor.type_line(1, "Description", "Hosting").await?;
        editor.type_line(1, "Unit price", "20").await?;
        assert!(!editor.remarks().await?.contains("already"));
        editor.next_line(2, "Design").await?;
        editor.type_line(2, "Quantity", "10").await?;
        editor.discount("10 %", "Loyalty").await?;
        assert!(editor.remarks().await?.contains("already"));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_final_invoice_deducts_its_deposit() -> Outcome {
    journey("editor-deposit", async |browser| {
        let (editor, owed) = (Editor(browser), Owed(browser));
        owed.begin("Studio Nord").await?;
        owed.add_customer("Linden").await?;
        editor.begin("Linden").await?;
        editor.as_deposit().await?;
        editor
            .type_line(1, "Description", "A quarter in advance")
            .await?;
        editor.type_line(1, "Unit price", "500").await?;
        let deposit = editor.issue_deposit().await?;
        assert_eq!(owed.outstanding().await?, "500.00");

        editor.begin("Linden").await?;
        editor.type_line(1, "Description", "All of it").await?;
        editor.type_line(1, "Unit price", "2000").await?;
        editor.deduct().await?;
        assert!(editor.preview().await?.contains(&deposit));
        let (_, asked) = editor.issue().await?;
        assert_eq!(asked, "1500.00");
        assert_eq!(owed.outstanding().await?, "2000.00");
        // Once only.
        editor.begin("Linden").await?;
        assert!(!editor.offers_deposits().await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_is_no_number_is_told_beside_its_field_and_stays() -> Outcome {
    journey("editor-numbers", async |browser| {
        let (editor, owed) = (Editor(browser), Owed(browser));
        owed.begin("Studio Nord").await?;
        owed.add_customer("Linden").await?;
        let before = owed.entries().await?;
        editor.begin("Linden").await?;
        editor.type_line(1, "Description", "Design").await?;
        let wrong = [
            ("Quantity", "1e999", "Enter a number"),
            ("Quantity", "1,2.3,4", "Enter a number"),
            ("Quantity", "9999999999999999999", "Too many digits"),
            ("Unit price", "1,000", "Enter 1000 or 1.0000."),
        ];
        for (field, text, told) in wrong {
            editor.type_line(1, field, text).await?;
            editor.refused().await?;
            browser
                .wait_until(&format!("'{told}' below '{text}'"), async || {
                    Ok(editor.fault(1, field).await?.contains(told))
                })
                .await?;
            assert_eq!(editor.line(1, field).await?, text);
        }
        // The first fault stands as long as it is not mended.
        let quantity = editor.fault(1, "Quantity").await?;
        assert!(quantity.contains("Too many digits"), "{quantity}");
        owed.reload().await?;
        assert!(owed.restored_typing().await.is_ok());
        assert_eq!(editor.line(1, "Unit price").await?, "1,000");
        assert_eq!(editor.line(1, "Description").await?, "Design");
        assert_eq!(owed.entries().await?, before);

        editor.type_line(1, "Quantity", "2").await?;
        editor.type_line(1, "Unit price", "1.000,00").await?;
        let (_, asked) = editor.issue().await?;
        assert_eq!(asked, "2000.00");
        Ok(())
    })
    .await
}
