//! gzip by the browser's own streams, which cost no bytes of this program.

use wasm_bindgen::prelude::*;
use web_sys::ReadableStream;

use super::streams::{self, Chunks, StreamError};

#[wasm_bindgen]
extern "C" {
    // web-sys has these only behind an unstable flag.
    type CompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<CompressionStream, JsValue>;

    type DecompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;

    #[wasm_bindgen(extends = ReadableStream)]
    type Pipe;
    #[wasm_bindgen(method, catch, js_name = pipeThrough)]
    fn through(this: &Pipe, transform: &JsValue) -> Result<ReadableStream, JsValue>;
}

/// # Errors
/// [`StreamError::Unreadable`] where the browser cannot.
pub async fn compress(bytes: &[u8]) -> Result<Vec<u8>, StreamError> {
    let transform = CompressionStream::new("gzip").map_err(|error| streams::unreadable(&error))?;
    let stream = streams::blob(bytes)?.stream();
    piped(stream, &transform)?.collect(usize::MAX).await
}

/// Unpacks, but never more than `limit` bytes: a small file can claim to hold
/// gigabytes.
///
/// # Errors
/// A [`StreamError`].
pub async fn decompress(bytes: &[u8], limit: usize) -> Result<Vec<u8>, StreamError> {
    chunks(streams::blob(bytes)?.stream())?.collect(limit).await
}

/// Unpacks a stream as it comes.
pub fn chunks(stream: ReadableStream) -> Result<Chunks, StreamError> {
    let transform =
        DecompressionStream::new("gzip").map_err(|error| streams::unreadable(&error))?;
    piped(stream, &transform)
}

fn piped(stream: ReadableStream, transform: &JsValue) -> Result<Chunks, StreamError> {
    let stream: Pipe = stream.unchecked_into();
    stream
        .through(transform)
        .map(|stream| Chunks::of_stream(&stream))
        .map_err(|error| streams::unreadable(&error))
}
