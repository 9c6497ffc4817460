//! Places in texts, without a place at which a text could not be cut.

/// A text before a place and from it on; all of it is before a place that is
/// beyond it or within a letter.
pub(crate) fn cut(text: &str, place: usize) -> (&str, &str) {
    text.split_at_checked(place).unwrap_or((text, ""))
}

/// The first bytes, at most so many.
pub(crate) fn beginning(bytes: &[u8], most: usize) -> &[u8] {
    bytes.get(..most).unwrap_or(bytes)
}
