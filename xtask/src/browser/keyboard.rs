//! The keyboard as a hand presses it: real key events to wherever the focus is, and what has it.

use super::Browser;
use crate::step::{Failure, Outcome};
use serde_json::json;
use std::path::Path;
use thirtyfour::Key;

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

/// A key that is pressed, with what is held down meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stroke<'a> {
    is_alt: bool,
    is_ctrl: bool,
    is_meta: bool,
    is_shift: bool,
    /// As events name it.
    pub name: &'a str,
    /// Its virtual code.
    pub code: u32,
    /// What it types.
    pub text: Option<&'a str>,
    /// As WebDriver writes it.
    pub sign: char,
}

impl<'a> Stroke<'a> {
    /// # Errors
    /// There is no such key.
    fn of(combination: &'a str) -> Outcome<Self> {
        let mut key = combination;
        let mut held = |prefix: &str| {
            let rest = key.strip_prefix(prefix);
            key = rest.unwrap_or(key);
            rest.is_some()
        };
        let (is_alt, is_ctrl) = (held("Alt+"), held("Ctrl+"));
        let (is_meta, is_shift) = (held("Meta+"), held("Shift+"));
        let (name, code, text, sign) =
            key_of(key).ok_or_else(|| Failure::new(format!("there is no key '{combination}'")))?;
        Ok(Self {
            is_alt,
            is_ctrl,
            is_meta,
            is_shift,
            name,
            code,
            text,
            sign,
        })
    }

    /// Whether it means something else than what it types.
    pub fn is_shortcut(&self) -> bool {
        self.is_ctrl || self.is_meta
    }

    /// As the Chrome DevTools Protocol counts them.
    pub fn modifier_bits(&self) -> u32 {
        let bit = |is_held: bool, bit: u32| if is_held { bit } else { 0 };
        bit(self.is_alt, 1) + bit(self.is_ctrl, 2) + bit(self.is_meta, 4) + bit(self.is_shift, 8)
    }

    /// As WebDriver writes them.
    pub fn modifiers(&self) -> impl Iterator<Item = char> {
        let keys = [
            (self.is_alt, Key::Alt),
            (self.is_ctrl, Key::Control),
            (self.is_meta, Key::Meta),
            (self.is_shift, Key::Shift),
        ];
        keys.into_iter()
            .filter_map(|(is_held, key)| is_held.then(|| char::from(key)))
    }
}

/// The key's name, its code, what it types, and how WebDriver writes it.
fn key_of(key: &str) -> Option<(&str, u32, Option<&str>, char)> {
    Some(match key {
        "Tab" => ("Tab", 9, None, Key::Tab.into()),
        "Enter" => ("Enter", 13, Some("\r"), Key::Enter.into()),
        "Escape" => ("Escape", 27, None, Key::Escape.into()),
        "Space" | " " => (" ", 32, Some(" "), ' '),
        "End" => ("End", 35, None, Key::End.into()),
        "Home" => ("Home", 36, None, Key::Home.into()),
        "ArrowLeft" => ("ArrowLeft", 37, None, Key::Left.into()),
        "ArrowUp" => ("ArrowUp", 38, None, Key::Up.into()),
        "ArrowRight" => ("ArrowRight", 39, None, Key::Right.into()),
        "ArrowDown" => ("ArrowDown", 40, None, Key::Down.into()),
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
            (letter, code, Some(letter), first)
        }
    })
}
