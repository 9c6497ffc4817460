//! Base64 of RFC 4648 section 4, with padding, in one canonical form: what
//! is read again as other bytes, or written otherwise, is refused.

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Appends the text of `bytes`.
pub fn write(bytes: &[u8], text: &mut Vec<u8>) {
    text.reserve(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = group
            .iter()
            .zip([16, 8, 0])
            .fold(0, |bits, (byte, shift)| bits | u32::from(*byte) << shift);
        for (place, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            text.push(if place <= group.len() {
                DIGITS[usize::from(low_byte(bits >> shift) & 63)]
            } else {
                b'='
            });
        }
    }
}

/// The bytes of a text; `None` where it is not what [`write`] writes.
pub fn read(text: &[u8]) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let digits = match text {
        [digits @ .., b'=', b'='] | [digits @ .., b'='] => digits,
        digits => digits,
    };
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for group in digits.chunks(4) {
        let mut bits = 0;
        for (digit, shift) in group.iter().zip([18, 12, 6, 0]) {
            bits |= u32::from(value(*digit)?) << shift;
        }
        let whole = group.len() - 1;
        for shift in [16, 8, 0].into_iter().take(whole) {
            bytes.push(low_byte(bits >> shift));
        }
        // What lies below the last whole byte must be zero, or two texts
        // would stand for the same bytes. A lone digit is no byte at all.
        let unused = bits.checked_shl(8 + 8 * u32::try_from(whole).ok()?);
        if whole == 0 || unused.unwrap_or(0) != 0 {
            return None;
        }
    }
    Some(bytes)
}

fn value(digit: u8) -> Option<u8> {
    match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

fn low_byte(bits: u32) -> u8 {
    bits.to_le_bytes()[0]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(bytes: &[u8]) -> String {
        let mut text = Vec::new();
        write(bytes, &mut text);
        String::from_utf8(text).expect("ASCII")
    }

    #[test]
    fn bytes_are_written_as_rfc_4648_says() {
        for (bytes, expected) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(text(bytes.as_bytes()), expected);
            assert_eq!(read(expected.as_bytes()).as_deref(), Some(bytes.as_bytes()));
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for bad in [
            "Z", "Zg", "Zg=", "Zh==", "Zm9=", "Zm9v\n", "Zm9 v===", "====", "A===", "Zg==Zg==",
            "Z-==",
        ] {
            assert_eq!(read(bad.as_bytes()), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_was_written(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            prop_assert_eq!(read(text(&bytes).as_bytes()), Some(bytes));
        }

        #[test]
        fn what_is_accepted_has_one_text(letters in "[A-Za-z0-9+/=]{0,16}") {
            if let Some(bytes) = read(letters.as_bytes()) {
                prop_assert_eq!(text(&bytes), letters);
            }
        }
    }
}
