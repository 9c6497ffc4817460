//! A sum as text, without an allocation.

use super::Currency;

/// A sign, the 39 digits of 128 bits, and a point.
const BYTES_MAX: usize = 41;

/// What [`super::minor_text`] writes, without an allocation: a report has
/// tens of thousands of sums.
#[derive(Clone, Debug)]
pub struct MinorText {
    bytes: [u8; BYTES_MAX],
    start: usize,
}

impl MinorText {
    pub fn of(minor: i128, currency: Currency) -> MinorText {
        let mut text = MinorText {
            bytes: [0; BYTES_MAX],
            start: BYTES_MAX,
        };
        let decimals = currency.exponent();
        let mut left = minor.unsigned_abs();
        let mut written = 0;
        while left > 0 || written <= decimals {
            if written == decimals && decimals > 0 {
                text.put(b'.');
            }
            // The browser divides 64 bits at once, and 128 in a long loop.
            let digit = match u64::try_from(left) {
                Ok(few) => {
                    left = u128::from(few / 10);
                    few % 10
                }
                Err(_) => {
                    let digit = left % 10;
                    left /= 10;
                    u64::try_from(digit).unwrap_or_default()
                }
            };
            text.put(b'0' + u8::try_from(digit).unwrap_or_default());
            written += 1;
        }
        if minor < 0 {
            text.put(b'-');
        }
        text
    }

    /// Before what is written already.
    fn put(&mut self, byte: u8) {
        self.start -= 1;
        self.bytes[self.start] = byte;
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[self.start..]).unwrap_or_default()
    }
}
