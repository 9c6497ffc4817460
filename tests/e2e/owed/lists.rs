//! Lists: filters, orders, rows, keys.

use super::Owed;
use serde_json::{Value, json};
use std::path::Path;
use xtask::browser::{Key, Which};
use xtask::step::{Failure, Outcome};

impl Owed<'_> {
    pub async fn open_invoices(&self) -> Outcome {
        self.to("/invoices", "Invoices").await
    }

    pub async fn open_aged_documents(&self, currency: &str) -> Outcome {
        self.to(
            &format!("/aging/documents?currency={currency}"),
            "Outstanding",
        )
        .await
    }

    /// Imports a records file and gives back what is told of it.
    pub async fn import_records(&self, file: &Path) -> Outcome<String> {
        self.choose_file(file).await?;
        self.import_told().await
    }

    /// Types into the filter of the open list, key by key, in place of what is there.
    pub async fn filter(&self, text: &str) -> Outcome {
        self.0.fill("Filter", text).await
    }

    pub async fn filter_text(&self) -> Outcome<String> {
        self.value("Filter").await
    }

    /// How many rows the open list says it has, to a screen reader; 0 where there is no list.
    pub async fn rows(&self) -> Outcome<u64> {
        let body = "
            const list = document.querySelector('main [role=grid]');
            return list ? Number(list.getAttribute('aria-rowcount')) - 1 : 0";
        Ok(self.0.script(body, vec![]).await?.as_u64().unwrap_or(0))
    }

    pub async fn wait_rows(&self, count: u64) -> Outcome {
        self.0
            .wait_until(&format!("a list of {count} rows"), async || {
                Ok(self.rows().await? == count)
            })
            .await
    }

    /// The texts of a column, of the rows that are in the page.
    pub async fn column(&self, label: &str) -> Outcome<Vec<String>> {
        let body = "
            return [...document.querySelectorAll(`main tr[aria-rowindex] td[data-label='${arguments[0]}']`)]
              .map((one) => one.textContent.trim())";
        let texts = self.0.script(body, vec![json!(label)]).await?;
        let texts = texts.as_array().cloned().unwrap_or_default();
        Ok(texts
            .iter()
            .filter_map(|text| text.as_str().map(str::to_owned))
            .collect())
    }

    /// Orders the list by a column, with the keyboard, and gives back how it is ordered then.
    pub async fn order_by(&self, column: &str) -> Outcome<String> {
        let button = self.0.role("button", column).await?;
        button.focus().await?;
        button.send_keys(Key::Enter + "").await?;
        let body = "return document.querySelector('main th[aria-sort]')?.getAttribute('aria-sort') ?? 'none'";
        let order = self.0.script(body, vec![]).await?;
        Ok(order.as_str().unwrap_or_default().to_owned())
    }

    pub async fn save_filter(&self, name: &str) -> Outcome {
        self.0.click("button", "Save this filter").await?;
        self.0.fill("Filter name", name).await?;
        self.0.press(Key::Enter + "").await?;
        self.0.role("link", name).await.map(drop)
    }

    pub async fn show_filter(&self, name: &str) -> Outcome {
        self.0.click("link", name).await
    }

    pub async fn remove_filter(&self, name: &str) -> Outcome {
        self.0
            .click("button", &format!("Remove the filter “{name}”"))
            .await?;
        self.0.gone(Which::Role("link", name)).await
    }

    pub async fn clear_filter(&self) -> Outcome {
        self.0.click("button", "Clear the filter").await
    }

    /// Goes on from the filter with the Tab key until the list has the focus.
    pub async fn tab_to_list(&self) -> Outcome {
        self.0.find(Which::Label("Filter")).await?.focus().await?;
        for _ in 0..40 {
            self.0.press(Key::Tab + "").await?;
            if self.is_list_focused().await? {
                return Ok(());
            }
        }
        Err(Failure::new("the list is not reached with the Tab key"))
    }

    pub async fn is_list_focused(&self) -> Outcome<bool> {
        let body = "return document.activeElement?.getAttribute('role') === 'grid'";
        Ok(self.0.script(body, vec![]).await? == json!(true))
    }

    pub async fn press(&self, key: Key) -> Outcome {
        self.0.press(key + "").await
    }

    /// The place of the current row, from 1, once it is in sight and named by the list.
    pub async fn current_row(&self) -> Outcome<u64> {
        let body = "
            const list = document.querySelector('main [role=grid]');
            const row = document.getElementById(list?.getAttribute('aria-activedescendant'));
            if (!row || row.getAttribute('aria-selected') !== 'true') return null;
            const { top, bottom } = row.getBoundingClientRect();
            return top >= 0 && bottom <= innerHeight ? Number(row.getAttribute('aria-rowindex')) - 1 : null";
        self.0
            .wait_for("a current row in sight", async || {
                Ok(self.0.script(body, vec![]).await?.as_u64())
            })
            .await
    }

    /// Each currency of the open list with its sums: what is open and what is invoiced.
    pub async fn totals(&self) -> Outcome<Vec<[String; 3]>> {
        let body = "
            return [...document.querySelectorAll('main .found [data-currency]')].map((one) => [
              one.dataset.currency,
              one.querySelector('[data-figure=list_balance]').dataset.value,
              one.querySelector('[data-figure=list_invoiced]').dataset.value]);";
        let totals = self.0.script(body, vec![]).await?;
        let totals = totals.as_array().cloned().unwrap_or_default();
        let text = |sums: &Value, at: usize| sums[at].as_str().unwrap_or_default().to_owned();
        Ok(totals
            .iter()
            .map(|sums| [0, 1, 2].map(|at| text(sums, at)))
            .collect())
    }

    /// What is wider than the window or than its cell: nothing, on a page to be shipped. An amount
    /// that is cut off would lie; a name may end in dots.
    pub async fn overflows(&self) -> Outcome<Vec<String>> {
        let found = self.0.script(include_str!("overflows.js"), vec![]).await?;
        let found = found.as_array().cloned().unwrap_or_default();
        Ok(found
            .iter()
            .filter_map(|text| text.as_str().map(str::to_owned))
            .collect())
    }

    /// How many rows are in the page.
    pub async fn drawn(&self) -> Outcome<u64> {
        let body = "return document.querySelectorAll('main tbody tr[aria-rowindex]').length";
        Ok(self.0.script(body, vec![]).await?.as_u64().unwrap_or(0))
    }

    /// Scrolls the window, and waits until what is in sight is drawn.
    pub async fn scroll_to(&self, px: u64) -> Outcome {
        let body = "
            scrollTo(0, arguments[0]);
            for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);";
        self.0.script_async(body, vec![json!(px)]).await.map(drop)
    }

    /// The place of the row, from 1, in the middle of the window.
    pub async fn row_in_the_middle(&self) -> Outcome<Option<u64>> {
        let body = "
            const row = document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.closest('tr[aria-rowindex]');
            return row ? Number(row.getAttribute('aria-rowindex')) - 1 : null";
        Ok(self.0.script(body, vec![]).await?.as_u64())
    }
}
