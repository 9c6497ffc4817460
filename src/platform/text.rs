//! Bytes to text, in encodings that the ledger has no table for.

use js_sys::Uint8Array;
use web_sys::{TextDecoder, TextDecoderOptions};

/// Reads bytes as text of an encoding, by its name among those of browsers;
/// `None` where there is none of that name, or the bytes are not of it.
pub fn decode_as(bytes: &[u8], label: &str) -> Option<String> {
    let options = TextDecoderOptions::new();
    options.set_fatal(true);
    let decoder = TextDecoder::new_with_label_and_options(label, &options).ok()?;
    decoder
        .decode_with_js_u8_array(&Uint8Array::from(bytes))
        .ok()
}
