//! Bytes to text: UTF-8 where it is valid, else the encoding that older
//! programs of the West write.

use js_sys::Uint8Array;
use web_sys::{TextDecoder, TextDecoderOptions};

/// Text and the encoding it was read in.
pub struct Decoded {
    pub text: String,
    pub encoding: &'static str,
}

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

/// Reads bytes as text. A byte order mark decides; else UTF-8, and where it
/// is not valid, windows-1252. `None` where neither gives text.
pub fn decode(bytes: &[u8]) -> Option<Decoded> {
    let marked = match bytes {
        [0xff, 0xfe, ..] => Some("utf-16le"),
        [0xfe, 0xff, ..] => Some("utf-16be"),
        _ => None,
    };
    let labels: &[&'static str] = match &marked {
        Some(label) => std::slice::from_ref(label),
        None => &["utf-8", "windows-1252"],
    };
    labels.iter().find_map(|label| {
        let options = TextDecoderOptions::new();
        options.set_fatal(true);
        let decoder = TextDecoder::new_with_label_and_options(label, &options).ok()?;
        let text = decoder
            .decode_with_js_u8_array(&Uint8Array::from(bytes))
            .ok()?;
        // Windows-1252 reads anything; what holds zeros is no text.
        (!text.contains('\0')).then_some(Decoded {
            text,
            encoding: label,
        })
    })
}
