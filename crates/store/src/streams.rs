//! The browser's streams of bytes, read chunk by chunk.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, DomException, ReadableStream, ReadableStreamDefaultReader};

#[wasm_bindgen]
extern "C" {
    /// What a reader answers.
    type Piece;

    #[wasm_bindgen(method, getter)]
    fn done(this: &Piece) -> bool;

    #[wasm_bindgen(method, getter)]
    fn value(this: &Piece) -> JsValue;
}

/// Why bytes could not be read to their end.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum StreamError {
    /// The file moved, changed or may not be read; or it is no gzip.
    #[error("the bytes could not be read: {0}")]
    Unreadable(String),
    #[error("more than {limit} bytes")]
    TooLong { limit: usize },
}

/// Bytes on their way, read once, in order.
pub struct Chunks {
    reader: ReadableStreamDefaultReader,
    ended: bool,
}

impl Chunks {
    pub fn of_stream(stream: &ReadableStream) -> Chunks {
        Chunks {
            reader: stream.get_reader().unchecked_into(),
            ended: false,
        }
    }

    /// The next bytes, `None` at the end.
    ///
    /// # Errors
    /// [`StreamError::Unreadable`].
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, StreamError> {
        let piece = JsFuture::from(self.reader.read()).await;
        self.ended = piece
            .as_ref()
            .map_or(true, |piece| piece.unchecked_ref::<Piece>().done());
        let piece: Piece = piece.map_err(|error| unreadable(&error))?.unchecked_into();
        if self.ended {
            return Ok(None);
        }
        let bytes: Uint8Array = piece
            .value()
            .dyn_into()
            .map_err(|value| unreadable(&value))?;
        Ok(Some(bytes.to_vec()))
    }

    /// All that is left, if it is no more than `limit` bytes.
    ///
    /// # Errors
    /// A [`StreamError`].
    pub async fn collect(mut self, limit: usize) -> Result<Vec<u8>, StreamError> {
        let mut all = Vec::new();
        while let Some(mut chunk) = self.next().await? {
            if all.len() + chunk.len() > limit {
                return Err(StreamError::TooLong { limit });
            }
            all.append(&mut chunk);
        }
        Ok(all)
    }
}

impl Drop for Chunks {
    fn drop(&mut self) {
        if !self.ended {
            // Lets go of the file; nobody is left to hear how that went.
            drop(JsFuture::from(self.reader.cancel()));
        }
    }
}

/// A blob of bytes, out of this program's memory.
pub fn blob(bytes: &[u8]) -> Result<Blob, StreamError> {
    let parts = js_sys::Array::of1(&Uint8Array::from(bytes));
    Blob::new_with_u8_array_sequence(&parts).map_err(|error| unreadable(&error))
}

pub fn unreadable(error: &JsValue) -> StreamError {
    StreamError::Unreadable(match error.dyn_ref::<DomException>() {
        Some(error) => error.message(),
        None => error
            .dyn_ref::<js_sys::Error>()
            .map_or_else(|| format!("{error:?}"), |error| error.message().into()),
    })
}
