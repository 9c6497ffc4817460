//! A day that is typed in part is never taken for none: each date field says so as it is left, and
//! each form refuses it with its place.

use crate::owed::{Invoice, Owed};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use xtask::browser::{Browser, Which, journey};
use xtask::step::{Failure, Outcome};

/// Presses a digit with the keyboard itself: the browser puts it into the part of the date that has
/// the focus.
async fn press_digit(browser: &Browser, digit: char) -> Outcome {
    browser.key(&digit.to_string()).await
}

/// Types a part of a date into a field, and leaves it.
async fn half_type(browser: &Browser, id: &str) -> Outcome {
    let focus = "const field = document.getElementById(arguments[0]);
        field.value = ''; field.scrollIntoView({ block: 'center' }); field.blur(); field.focus();";
    browser.script(focus, vec![json!(id)]).await?;
    press_digit(browser, '0').await?;
    press_digit(browser, '3').await?;
    let state = "const field = document.getElementById(arguments[0]);
        const bad = field.validity.badInput; field.blur(); return [bad, field.value];";
    let state = browser.script(state, vec![json!(id)]).await?;
    if state != json!([true, ""]) {
        return Err(Failure::new(format!("{id} is not typed in part: {state}")));
    }
    Ok(())
}

/// What is said at a field, where it is marked as wrong.
async fn said_at(browser: &Browser, id: &str) -> Outcome<String> {
    let body = "const field = document.getElementById(arguments[0]);
        const problem = document.getElementById(`${arguments[0]}-problem`);
        return field?.getAttribute('aria-invalid') === 'true' && problem ? problem.textContent : ''";
    let said = browser.script(body, vec![json!(id)]).await?;
    Ok(said.as_str().unwrap_or_default().to_owned())
}

async fn wait_said(browser: &Browser, id: &str, words: &str) -> Outcome {
    browser
        .wait_until(&format!("'{words}' at {id}"), async || {
            Ok(said_at(browser, id).await?.contains(words))
        })
        .await
}

const NOT_WHOLE: &str = "This date is incomplete";
const REFUSED: &str = "Enter a full date";

/// Pages with date fields that need no more than a customer to be reached.
const PAGES: [(&str, &str); 7] = [
    ("/invoices/new", "New invoice"),
    ("/quotes/new", "New quote"),
    ("/recurring/new", "New recurring invoice"),
    ("/payments/new", "Record payment"),
    ("/aging", "Receivables"),
    ("/settings", "Settings"),
    ("/kit", "Kit"),
];

#[tokio::test]
async fn each_date_field_says_as_it_is_left_that_its_date_is_not_whole() -> Outcome {
    journey("half-dates-fields", async |browser| {
        let owed = Owed(browser);
        owed.begin("Half").await?;
        owed.add_customer("Linden").await?;
        let mut fields = 0;
        for (route, heading) in PAGES {
            browser.goto(route).await?;
            if heading != "Kit" {
                browser.heading(heading).await?;
            }
            if route == "/recurring/new" {
                browser.choose("Ends", "After a date").await?;
            }
            browser
                .wait_until("date fields", async || {
                    Ok(!browser.all(Which::Css("input[type=date]")).await?.is_empty())
                })
                .await?;
            let ids = "return [...document.querySelectorAll('input[type=date]:enabled')].filter((one) => one.checkVisibility()).map(({ id }) => id)";
            let ids = browser.script(ids, vec![]).await?;
            for id in ids.as_array().into_iter().flatten().filter_map(Value::as_str) {
                half_type(browser, id).await?;
                if said_at(browser, id).await?.is_empty() {
                    wait_said(browser, id, NOT_WHOLE).await?;
                }
                fields += 1;
            }
        }
        assert!(fields >= 13, "{fields} date fields");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn no_form_takes_half_a_date_for_none() -> Outcome {
    journey("half-dates-forms", async |browser| {
        let owed = Owed(browser);
        owed.begin("Half").await?;
        owed.add_customer("Linden").await?;
        let before = owed.entries().await?;
        for field in ["f-delivered", "f-service-from", "f-service-to"] {
            for button in ["Issue invoice", "Save draft"] {
                owed.fill_invoice(&Invoice::of("Linden", "2025-03-10", "100"))
                    .await?;
                half_type(browser, field).await?;
                browser.click("button", button).await?;
                wait_said(browser, field, REFUSED).await?;
                browser.goto("/").await?;
                browser.find(Which::Role("link", "New invoice")).await?;
            }
        }
        browser.goto("/quotes/new").await?;
        browser.heading("New quote").await?;
        half_type(browser, "f-valid-until").await?;
        browser.click("button", "Save draft").await?;
        wait_said(browser, "f-valid-until", REFUSED).await?;
        browser.goto("/recurring/new").await?;
        browser.heading("New recurring invoice").await?;
        browser.choose("Ends", "After a date").await?;
        half_type(browser, "f-last").await?;
        browser.click("button", "Save recurring invoice").await?;
        wait_said(browser, "f-last", REFUSED).await?;
        browser.goto("/settings").await?;
        browser.heading("Settings").await?;
        half_type(browser, "f-close-until").await?;
        browser.click("button", "Close the period").await?;
        wait_said(browser, "f-close-until", REFUSED).await?;
        assert_eq!(owed.entries().await?, before);
        // Once it is whole, it is taken.
        owed.fill_invoice(&Invoice::of("Linden", "2025-03-10", "100"))
            .await?;
        half_type(browser, "f-delivered").await?;
        browser.fill("Delivered on", "2025-03-09").await?;
        // What came back of the typing before lost its half: to look at the field clears it.
        for id in ["f-service-from", "f-service-to"] {
            let visit =
                "const field = document.getElementById(arguments[0]); field.focus(); field.blur();";
            browser.script(visit, vec![json!(id)]).await?;
            browser
                .wait_until("no problem", async || {
                    Ok(said_at(browser, id).await?.is_empty())
                })
                .await?;
        }
        owed.issue_now().await?;
        Ok(())
    })
    .await
}

/// Whatever page comes: days are typed into the one field that knows of half a date.
#[test]
fn days_are_typed_into_the_one_kind_of_field() {
    fn files(folder: &Path, found: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                files(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = fs::read_to_string(&path).expect("text");
                found.push((path.display().to_string(), text));
            }
        }
    }
    let mut found = Vec::new();
    files(&xtask::step::root().join("src"), &mut found);
    for (file, text) in found {
        for typed in [
            "type=\"date\"",
            "type=\"number\"",
            "type=\"month\"",
            "type=\"time\"",
        ] {
            assert!(
                !text.contains(typed),
                "{file} has a field of its own: {typed}"
            );
        }
    }
}
