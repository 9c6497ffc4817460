//! The language that the interface is in.

use std::cell::Cell;

use crate::FINGERPRINT;

/// A language but English, as it was loaded. It stays for as long as the program does.
struct Pack {
    tag: &'static str,
    texts: Vec<&'static str>,
}

thread_local! {
    static CHOSEN: Cell<Option<&'static Pack>> = const { Cell::new(None) };
    static COUNTS: Cell<fn(u64) -> String> = const { Cell::new(grouped) };
}

/// A pack that was made for another version of the program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotThisProgram;

/// Between the texts of a pack.
pub(crate) const BETWEEN: char = '\u{1e}';

/// The interface is in the language of a pack from now on.
///
/// # Errors
///
/// Where the pack is of another version of the program: the language stays what it was.
pub fn use_pack(pack: &str) -> Result<(), NotThisProgram> {
    // It is kept for good: a program sees a few in its life.
    let pack: &'static str = Box::leak(pack.to_owned().into_boxed_str());
    let mut fields = pack.split(BETWEEN);
    let (tag, fingerprint) = (fields.next(), fields.next());
    let (Some(tag), true) = (tag, fingerprint == Some(FINGERPRINT)) else {
        return Err(NotThisProgram);
    };
    let texts = fields.collect();
    CHOSEN.set(Some(Box::leak(Box::new(Pack { tag, texts }))));
    Ok(())
}

/// The interface is in English from now on.
pub fn use_english() {
    CHOSEN.set(None);
}

/// The language of the interface as BCP 47 names it.
#[must_use]
pub fn tag() -> &'static str {
    CHOSEN.get().map_or("en", |pack| pack.tag)
}

/// Whole numbers are written so from now on.
pub fn write_counts_with(write: fn(u64) -> String) {
    COUNTS.set(write);
}

pub(crate) fn count(count: u64) -> String {
    COUNTS.get()(count)
}

/// 1,234.
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The pattern of a message in the language of the interface.
#[inline(never)]
pub(crate) fn pattern_of(id: usize, english: &'static str) -> &'static str {
    let pack = CHOSEN.get();
    pack.and_then(|pack| pack.texts.get(id).copied())
        .unwrap_or(english)
}
