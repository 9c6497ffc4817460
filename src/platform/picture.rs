//! Pictures: whether the browser can make one of some bytes.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag};

use super::streams;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = createImageBitmap, catch)]
    fn create_image_bitmap(blob: &Blob) -> Result<Promise, JsValue>;

    type Bitmap;

    #[wasm_bindgen(method)]
    fn close(this: &Bitmap);
}

/// Whether bytes of a media type decode to a picture.
pub async fn can_be_shown(bytes: &[u8], media_type: &str) -> bool {
    let Ok(blob) = streams::blob(bytes) else {
        return false;
    };
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = js_sys::Array::of1(&blob);
    let Ok(blob) = Blob::new_with_blob_sequence_and_options(&parts, &options) else {
        return false;
    };
    let Ok(picture) = create_image_bitmap(&blob) else {
        return false;
    };
    match JsFuture::from(picture).await {
        Ok(picture) => {
            picture.unchecked_ref::<Bitmap>().close();
            true
        }
        Err(_) => false,
    }
}
