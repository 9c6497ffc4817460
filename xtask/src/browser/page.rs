//! The page: opening it, finding things in it as a person would, and using them.

use super::Browser;
use crate::step::{Failure, Outcome};
use serde_json::json;
use std::fs;
use std::path::Path;
use thirtyfour::{By, Key, WebElement};

/// Which elements are meant. Hidden ones never are.
#[derive(Clone, Copy, Debug)]
pub enum Which<'a> {
    /// An accessibility role and the accessible name.
    Role(&'a str, &'a str),
    /// The form field of this label.
    Label(&'a str),
    /// The innermost element of exactly this text.
    Text(&'a str),
    /// The element whose `data-test` is this.
    Test(&'a str),
    Css(&'a str),
}

impl Browser {
    /// Opens a route of the app (`/invoices`) as a fresh page load.
    ///
    /// # Errors
    /// The page does not load.
    pub async fn open(&self, route: &str) -> Outcome {
        // From the app to another of its routes only the hash changes, and that loads nothing.
        self.session().goto("about:blank").await?;
        self.session().goto(self.site.route(route)).await?;
        self.is_taken_over().await
    }

    /// Waits until a page that was there before its program is drawn by it: what was found in it
    /// before is gone then.
    pub(super) async fn is_taken_over(&self) -> Outcome {
        let body = "return document.documentElement?.dataset?.start === undefined";
        self.wait_until("the page's program", async || {
            Ok(self.script(body, Vec::new()).await? == json!(true))
        })
        .await
    }

    /// Opens an address that is not of the site.
    ///
    /// # Errors
    /// The page does not load.
    pub async fn visit(&self, url: &str) -> Outcome {
        self.session().goto(url).await?;
        Ok(())
    }

    /// Goes to a route as following a link does, without loading the page again.
    ///
    /// # Errors
    /// The page does not answer.
    pub async fn goto(&self, route: &str) -> Outcome {
        self.session().goto(self.site.route(route)).await?;
        Ok(())
    }

    /// # Errors
    /// The page does not load.
    pub async fn reload(&self) -> Outcome {
        self.driver().reload().await?;
        self.is_taken_over().await
    }

    /// The route that is open.
    ///
    /// # Errors
    /// The browser does not answer.
    pub async fn route(&self) -> Outcome<String> {
        let url = self.session().current_url().await?;
        Ok(url.fragment().unwrap_or_default().to_string())
    }

    /// Waits for the one element that is meant.
    ///
    /// # Errors
    /// It does not come, or there are several.
    pub async fn find(&self, which: Which<'_>) -> Outcome<WebElement> {
        let wanted = format!("{which:?}");
        let mut found = self
            .wait_for(&wanted, async || {
                let found = self.all(which).await?;
                Ok((!found.is_empty()).then_some(found))
            })
            .await?;
        match (found.pop(), found.len()) {
            (Some(one), 0) => Ok(one),
            (_, others) => Err(Failure::new(format!(
                "{wanted} means {} elements",
                others + 1
            ))),
        }
    }

    /// All elements that are meant and there now, in the order of the page.
    ///
    /// # Errors
    /// The browser does not answer.
    pub async fn all(&self, which: Which<'_>) -> Outcome<Vec<WebElement>> {
        let (kind, first, second) = match which {
            Which::Css(selector) => return Ok(self.session().find_all(By::Css(selector)).await?),
            Which::Role(role, name) => ("role", role, name),
            Which::Label(label) => ("label", label, ""),
            Which::Text(text) => ("text", text, ""),
            Which::Test(name) => ("test", name, ""),
        };
        let arguments = vec![json!(kind), json!(first), json!(second)];
        Ok(self
            .session()
            .execute(include_str!("find.js"), arguments)
            .await?
            .elements()?)
    }

    /// # Errors
    /// It does not come, or there are several.
    pub async fn role(&self, role: &str, name: &str) -> Outcome<WebElement> {
        self.find(Which::Role(role, name)).await
    }

    /// # Errors
    /// It does not come, or there are several.
    pub async fn heading(&self, name: &str) -> Outcome<WebElement> {
        self.role("heading", name).await
    }

    /// Clicks on the element of that role and name.
    ///
    /// # Errors
    /// It does not come, there are several, or something covers it.
    pub async fn click(&self, role: &str, name: &str) -> Outcome {
        self.click_at(Which::Role(role, name)).await
    }

    /// Clicks on the element that is meant.
    ///
    /// # Errors
    /// It does not come, there are several, or something covers it.
    pub async fn click_at(&self, which: Which<'_>) -> Outcome {
        let element = self.find(which).await?;
        self.click_on(&element).await
    }

    /// Clicks on an element, brought to where nothing covers it, as a hand would.
    ///
    /// # Errors
    /// It is gone, or something covers it all the same.
    pub async fn click_on(&self, element: &WebElement) -> Outcome {
        // The page's own scroll padding keeps it clear of bars.
        let script = "arguments[0].scrollIntoView({ block: 'nearest', behavior: 'instant' })";
        self.session()
            .execute(script, vec![element.to_json()?])
            .await?;
        element.click().await?;
        Ok(())
    }

    /// Types into the field of that label in place of what is there.
    ///
    /// # Errors
    /// The field does not come, or it takes no text.
    pub async fn fill(&self, label: &str, text: &str) -> Outcome {
        let field = self.find(Which::Label(label)).await?;
        let kind = field.attr("type").await?.unwrap_or_default();
        if matches!(kind.as_str(), "date" | "month" | "time" | "color" | "range") {
            // Typing into these depends on the browser's language.
            let arguments = vec![field.to_json()?, json!(text)];
            self.session()
                .execute(include_str!("set_value.js"), arguments)
                .await?;
            return Ok(());
        }
        if kind == "file" {
            return Ok(field.send_keys(text).await?);
        }
        self.type_over(&field, text).await
    }

    /// Puts a text in the place of what stands in a field, key by key: a driver's own clearing is
    /// not heard by every page.
    ///
    /// # Errors
    /// It takes no text.
    pub async fn type_over(&self, field: &WebElement, text: &str) -> Outcome {
        self.typed.borrow_mut().push(text.to_owned());
        field.send_keys(Key::Control + "a").await?;
        field.send_keys(Key::Delete + "").await?;
        field.send_keys(text).await?;
        Ok(())
    }

    /// What was typed so far, and the names and texts of the files that were given to the page.
    pub fn typed(&self) -> Vec<String> {
        self.typed.borrow().clone()
    }

    /// Chooses the option of that text in the list of that label.
    ///
    /// # Errors
    /// The list does not come, or has no such option.
    pub async fn choose(&self, label: &str, option: &str) -> Outcome {
        let field = self.find(Which::Label(label)).await?;
        let arguments = vec![field.to_json()?, json!(option)];
        let chosen = self
            .session()
            .execute(include_str!("choose.js"), arguments)
            .await?;
        if chosen.json() == &json!(true) {
            Ok(())
        } else {
            Err(Failure::new(format!(
                "'{label}' offers no '{option}', only {}",
                chosen.json()
            )))
        }
    }

    /// Gives a file to the field of that label.
    ///
    /// # Errors
    /// The field does not come, or it takes no file.
    pub async fn give_file(&self, label: &str, file: &Path) -> Outcome {
        let bytes = fs::read(file).unwrap_or_default();
        let name = file
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let texts = String::from_utf8_lossy(&bytes).into_owned();
        self.typed
            .borrow_mut()
            .extend(name.into_iter().chain([texts]));
        self.find(Which::Label(label))
            .await?
            .send_keys(file.to_string_lossy())
            .await?;
        Ok(())
    }

    /// Presses a key (or several, `Key::Control + "k"`) wherever the focus is.
    ///
    /// # Errors
    /// The browser does not answer.
    pub async fn press(&self, keys: impl Into<thirtyfour::TypingData>) -> Outcome {
        self.session()
            .active_element()
            .await?
            .send_keys(keys)
            .await?;
        Ok(())
    }

    /// Waits until what is meant is gone.
    ///
    /// # Errors
    /// It stays.
    pub async fn gone(&self, which: Which<'_>) -> Outcome {
        self.wait_until(&format!("no {which:?}"), async || {
            Ok(self.all(which).await?.is_empty())
        })
        .await
    }
}
