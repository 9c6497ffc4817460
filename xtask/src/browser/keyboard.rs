//! The keyboard as a hand presses it: real key events to wherever the focus is, and what has it.

use super::Browser;
use crate::step::{Failure, Outcome};
use serde_json::{Value, json};
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
        let mut modifiers = 0;
        let mut key = combination;
        for (prefix, bit) in [("Alt+", 1), ("Ctrl+", 2), ("Meta+", 4), ("Shift+", 8)] {
            if let Some(rest) = key.strip_prefix(prefix) {
                modifiers |= bit;
                key = rest;
            }
        }
        let (name, code, text) =
            key_of(key).ok_or_else(|| Failure::new(format!("there is no key '{combination}'")))?;
        let mut event = json!({
            "type": "rawKeyDown", "key": name, "modifiers": modifiers, "windowsVirtualKeyCode": code,
        });
        if let (Some(text), true) = (text, modifiers & 6 == 0) {
            event["type"] = json!("keyDown");
            event["text"] = json!(text);
        }
        if (modifiers, name) == (2, "a") {
            // What the browser's own shortcut does.
            event["commands"] = json!(["selectAll"]);
        }
        self.cdp("Input.dispatchKeyEvent", event.clone()).await?;
        event["type"] = json!("keyUp");
        self.cdp("Input.dispatchKeyEvent", event).await?;
        Ok(())
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
        // No window opens in a browser without a screen.
        let intercepted = |enabled: bool| json!({ "enabled": enabled });
        let method = "Page.setInterceptFileChooserDialog";
        self.cdp(method, intercepted(true)).await?;
        self.key("Space").await?;
        if self.script("return window.asked", Vec::new()).await? != json!(true) {
            return Err(Failure::new("the field does not ask for a file"));
        }
        let field = json!({ "expression": "document.activeElement" });
        let field = self.cdp("Runtime.evaluate", field).await?;
        let id: &Value = &field["result"]["objectId"];
        self.cdp(
            "DOM.setFileInputFiles",
            json!({ "files": [file], "objectId": id }),
        )
        .await?;
        self.cdp(method, intercepted(false)).await?;
        Ok(())
    }
}

/// The key's name, its code, and what it types.
fn key_of(key: &str) -> Option<(&str, u32, Option<&str>)> {
    Some(match key {
        "Tab" => ("Tab", 9, None),
        "Enter" => ("Enter", 13, Some("\r")),
        "Escape" => ("Escape", 27, None),
        "Space" | " " => (" ", 32, Some(" ")),
        "ArrowLeft" => ("ArrowLeft", 37, None),
        "ArrowUp" => ("ArrowUp", 38, None),
        "ArrowRight" => ("ArrowRight", 39, None),
        "ArrowDown" => ("ArrowDown", 40, None),
        letter => {
            let mut letters = letter.chars();
            let (first, None) = (letters.next()?, letters.next()) else {
                return None;
            };
            let code = if first.is_ascii_alphanumeric() {
                u32::from(first.to_ascii_uppercase())
            } else {
                0
            };
            (letter, code, Some(letter))
        }
    })
}
