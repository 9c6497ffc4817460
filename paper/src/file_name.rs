//! What the file is called.

use crate::{Mark, Paper};

/// Bytes of a name before its ending: below what any file system allows.
const NAME_MAX: usize = 120;

impl Paper {
    /// `2026-0042 Customer.pdf`, with characters that every system takes. A
    /// draft has its title in place of the number.
    pub fn file_name(&self) -> String {
        let customer = self.buyer.first().map_or("", String::as_str);
        if self.number.is_empty() {
            let mark = self.mark.as_ref().map_or("", Mark::word);
            return name(&format!("{} {mark}", self.title), customer);
        }
        name(&self.number, customer)
    }
}

/// A text as a part of a file's name, in characters that every system takes;
/// empty where it has none.
pub fn in_file_name(text: &str) -> String {
    let mut name = String::new();
    for c in text.chars() {
        // What Windows refuses, controls, and what turns text around.
        let safe = match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '-',
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => continue,
            '\u{feff}' => continue,
            c if c.is_control() || c.is_whitespace() => ' ',
            c => c,
        };
        if safe == ' ' && (name.is_empty() || name.ends_with(' ')) {
            continue;
        }
        if name.len() + safe.len_utf8() > NAME_MAX {
            break;
        }
        name.push(safe);
    }
    name.trim_matches([' ', '.']).to_owned()
}

fn name(first: &str, customer: &str) -> String {
    let name = in_file_name(&format!("{first} {customer}"));
    let name = if name.is_empty() { "document" } else { &name };
    // Names of devices: CON, COM1; a name with something behind is none.
    let is_device = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.len() <= 4;
    if is_device {
        format!("{name}_.pdf")
    } else {
        format!("{name}.pdf")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_on_every_system() {
        for (number, customer, expected) in [
            (
                "2026-0042",
                "Linden Architekten GmbH",
                "2026-0042 Linden Architekten GmbH.pdf",
            ),
            ("R/2026\\7", "A:B*C?", "R-2026-7 A-B-C-.pdf"),
            ("1", "..\u{0}\n x. ", "1 .. x.pdf"),
            ("7", "\u{202e}fdp.exe", "7 fdp.exe.pdf"),
            ("CON", "", "CON_.pdf"),
            ("5", "Ω Ещё é", "5 Ω Ещё é.pdf"),
        ] {
            assert_eq!(name(number, customer), expected);
        }
        assert!(name("1", &"ß".repeat(500)).len() <= NAME_MAX + 4);
        assert_eq!(name("", ""), "document.pdf");
    }
}
