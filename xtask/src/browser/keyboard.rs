//! The keyboard as a hand presses it: real key events to wherever the focus is, and what has it.

use super::Browser;
use super::stroke::Stroke;
use crate::step::{Failure, Outcome};
use serde_json::json;
use std::path::Path;

/// What has the focus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Focused {
    /// The accessible name; empty where the page itself has the focus.
    pub name: String,
    /// In small letters: `button`, `body`.
    pub tag: String,
    /// Whether one sees that it has the focus: it stands out, and nothing covers it.
    pub is_visible: bool,
    pub is_in_dialog: bool,
}

impl Browser {
    /// Presses a key: `Tab`, `Enter`, `Space`, `Escape`, an arrow, a character; with `Shift+`,
    /// `Ctrl+`, `Alt+` or `Meta+` before it.
    ///
    /// # Errors
    /// There is no such key, or the browser does not answer.
    pub async fn key(&self, combination: &str) -> Outcome {
        let stroke = Stroke::of(combination)?;
        self.driver().press(&stroke).await
    }

    /// Types a text, key by key.
    ///
    /// # Errors
    /// The browser does not answer.
    pub async fn type_text(&self, text: &str) -> Outcome {
        for letter in text.chars() {
            let mut buffer = [0; 4];
            self.key(letter.encode_utf8(&mut buffer)).await?;
        }
        Ok(())
    }

    /// # Errors
    /// The browser does not answer.
    pub async fn focused(&self) -> Outcome<Focused> {
        let arguments = vec![json!("focused"), json!(""), json!("")];
        let seen = self.script(include_str!("find.js"), arguments).await?;
        let text = |name: &str| seen[name].as_str().unwrap_or_default().to_owned();
        Ok(Focused {
            name: text("name"),
            tag: text("tag"),
            is_visible: seen["visible"] == json!(true),
            is_in_dialog: seen["inDialog"] == json!(true),
        })
    }

    /// Opens the system's window for files with the Space bar, on the field that has the focus,
    /// and chooses this file in it.
    ///
    /// # Errors
    /// No such window opens.
    pub async fn choose_by_keyboard(&self, file: &Path) -> Outcome {
        let watch = "window.asked = false;
            document.activeElement.addEventListener('click', () => { window.asked = true; }, { once: true });";
        self.script(watch, Vec::new()).await?;
        self.driver()
            .choose_file(file, &Stroke::of("Space")?)
            .await?;
        // A page that followed the choice is another one already.
        if self
            .script("return window.asked ?? true", Vec::new())
            .await?
            != json!(true)
        {
            return Err(Failure::new("the field does not ask for a file"));
        }
        Ok(())
    }
}
