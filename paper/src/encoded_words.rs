//! Any text in the head of a mail (RFC 2047).

use ledger::base64;

/// Octets in an encoded word: with what stands around them at most 75 signs
/// (RFC 2047, 2).
const WORD: usize = 42;

/// As encoded words, base64 of UTF-8; no sign is torn.
pub(crate) fn encoded_words(text: &str) -> String {
    let mut words = Vec::new();
    let mut word = String::new();
    for sign in text.chars().filter(|sign| !sign.is_control()) {
        if word.len() + sign.len_utf8() > WORD {
            words.push(std::mem::take(&mut word));
        }
        word.push(sign);
    }
    words.push(word);
    let encoded = words.into_iter().map(|word| {
        let mut text = Vec::new();
        base64::write(word.as_bytes(), &mut text);
        format!("=?UTF-8?B?{}?=", String::from_utf8_lossy(&text))
    });
    encoded.collect::<Vec<_>>().join("\r\n ")
}
