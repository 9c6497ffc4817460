//! Hostile text in every field is shown as text: nothing of it runs, nothing of it is fetched, and
//! the console stays silent.

use crate::owed::Owed;
use serde_json::json;
use xtask::browser::{Browser, journey};
use xtask::step::{Failure, Outcome};

/// What people and attackers type. Each sets `window.planted` where it runs.
const TEXTS: [&str; 6] = [
    "<img src=x onerror=\"window.planted=1\">",
    "\"><script>window.planted=1</script>",
    "=cmd|' /C calc'!A0",
    "\u{202e}drowssap\u{202c} שלום עולם",
    "👩‍👩‍👧‍👦 🧾 Ⅷ ｆｕｌｌ Ω",
    "{{constructor.constructor('window.planted=1')()}} javascript:window.planted=1 %00 \\u0000",
];

const LARGE: &str = "999999999999.99";

#[tokio::test]
async fn hostile_text_in_every_field_is_shown_as_text() -> Outcome {
    journey("hostile", async |browser| {
        let owed = Owed(browser);
        owed.begin(TEXTS[0]).await?;
        is_harmless(browser, "begin").await?;
        for text in TEXTS {
            owed.fill_customer_with(text).await?;
            // No other text is taken for an address.
            browser.fill("E-mail", "planted@example.com").await?;
            owed.save_new_customer(text).await?;
            is_harmless(browser, text).await?;
            owed.open_customers().await?;
            is_shown(browser, text).await?;
            owed.fill_invoice_with(text, "2025-03-10", LARGE).await?;
            owed.issue_now().await?;
            is_shown(browser, text).await?;
            owed.fill_payment_with(text, "2025-03-11", LARGE).await?;
            owed.record_payment_now().await?;
            owed.open_payments().await?;
            is_shown(browser, text).await?;
            browser.open("/invoices").await?;
            owed.ready().await?;
            is_shown(browser, text).await?;
        }
        owed.fill_settings_with(TEXTS[1]).await?;
        is_harmless(browser, "settings").await?;
        browser
            .open(&format!(
                "/{}",
                "%3Cimg%20src=x%20onerror=window.planted=1%3E"
            ))
            .await?;
        owed.ready().await?;
        is_harmless(browser, "address").await?;
        assert_eq!(owed.read_only().await?, None);
        // Planted: an element that nobody asked for is seen.
        browser
            .script(
                "document.body.append(document.createElement('img'))",
                vec![],
            )
            .await?;
        assert!(is_harmless(browser, "planted").await.is_err());
        Ok(())
    })
    .await
}

/// Nothing ran, and nothing that was typed became an element.
async fn is_harmless(browser: &Browser, what: &str) -> Outcome {
    let made = browser
        .script(
            "return window.planted ? 'it ran'
               : [...document.querySelectorAll('img, iframe, script:not([src])')].map((one) => one.outerHTML).join(' ')",
            vec![],
        )
        .await?;
    match made.as_str() {
        Some("") => Ok(()),
        made => Err(Failure::new(format!("{what}: {made:?}"))),
    }
}

/// It stands in the page, letter by letter.
async fn is_shown(browser: &Browser, text: &str) -> Outcome {
    is_harmless(browser, text).await?;
    browser
        .wait_until(&format!("'{text}' on the page"), async || {
            let shown = browser
                .script(
                    "return document.body.textContent.includes(arguments[0])",
                    vec![json!(text)],
                )
                .await?;
            Ok(shown == json!(true))
        })
        .await
}
