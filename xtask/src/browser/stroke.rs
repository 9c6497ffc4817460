//! A key as it is pressed, in the words of each protocol.

use crate::step::{Failure, Outcome};
use thirtyfour::Key;

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
    pub fn of(combination: &'a str) -> Outcome<Self> {
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
