//! Files: what the user saves and what the user chooses.
//!
//! The only way data leaves the device. Nothing here knows a file's format.

use js_sys::Array;
use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, DomException, File, FilePropertyBag, HtmlAnchorElement,
    HtmlInputElement, Navigator, Url,
};

use super::streams::{self, Chunks, StreamError};
use super::{device, gzip};

/// How long the browser may take to begin a download: then its bytes go.
const DOWNLOAD_MS: i32 = 60_000;

#[wasm_bindgen]
extern "C" {
    /// The share sheet, which not every browser has.
    #[wasm_bindgen(extends = Navigator)]
    type Sharing;

    #[wasm_bindgen(method, catch, js_name = canShare)]
    fn can_share(this: &Sharing, what: &Object) -> Result<bool, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn share(this: &Sharing, what: &Object) -> Result<Promise, JsValue>;
}

/// What became of a file that was ready.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Handed {
    /// The browser took it as a download.
    Downloaded,
    /// The user gave it to something on this device.
    Shared,
    /// The user closed the share sheet: there is no file.
    Cancelled,
}

/// Why no file was saved.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the file was not saved: {0}")]
pub struct NotSaved(String);

/// A file being written, part by part. The parts lie with the browser, not in
/// this program's memory.
#[derive(Default)]
pub struct NewFile {
    parts: Array,
    size: u64,
}

impl NewFile {
    pub fn new() -> NewFile {
        NewFile::default()
    }

    /// # Errors
    /// [`NotSaved`] where the browser has no room.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), NotSaved> {
        let part = streams::blob(bytes).map_err(|error| NotSaved(error.to_string()))?;
        self.parts.push(&part);
        self.size += bytes.len() as u64;
        Ok(())
    }

    /// In bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// What was pushed so far, from the beginning, as the browser has it.
    ///
    /// # Errors
    /// [`NotSaved`] where the browser has no room.
    pub fn chunks(&self) -> Result<Chunks, NotSaved> {
        let blob = Blob::new_with_blob_sequence(&self.parts).map_err(|error| not_saved(&error))?;
        Ok(Chunks::of_stream(&blob.stream()))
    }

    /// Hands the file to the browser as a download. Whether and where the user
    /// keeps it, the browser does not say.
    ///
    /// # Errors
    /// [`NotSaved`].
    pub fn save(self, name: &str, media_type: &str) -> Result<(), NotSaved> {
        let blob = self.into_blob(media_type)?;
        download(&blob, name).map_err(|error| not_saved(&error))
    }

    /// As [`NewFile::save`], but on a phone or tablet through the share sheet,
    /// where a download is hard to find again.
    ///
    /// # Errors
    /// [`NotSaved`].
    pub async fn hand_over(self, name: &str, media_type: &str) -> Result<Handed, NotSaved> {
        if !device::is_touched() {
            return self.save(name, media_type).map(|()| Handed::Downloaded);
        }
        let blob = self.into_blob(media_type)?;
        if let Some(handed) = share(&blob, name, media_type).await {
            return Ok(handed);
        }
        download(&blob, name).map_err(|error| not_saved(&error))?;
        Ok(Handed::Downloaded)
    }

    /// The whole file, its bytes still with the browser.
    ///
    /// # Errors
    /// [`NotSaved`] where the browser has no room.
    pub fn into_blob(self, media_type: &str) -> Result<Blob, NotSaved> {
        let options = BlobPropertyBag::new();
        options.set_type(media_type);
        Blob::new_with_blob_sequence_and_options(&self.parts, &options)
            .map_err(|error| not_saved(&error))
    }
}

fn not_saved(error: &JsValue) -> NotSaved {
    NotSaved(streams::unreadable(error).to_string())
}

/// `None` where the browser does not share such a file, or not any more after
/// the time that making it took.
async fn share(blob: &Blob, name: &str, media_type: &str) -> Option<Handed> {
    let options = FilePropertyBag::new();
    options.set_type(media_type);
    let file = File::new_with_blob_sequence_and_options(&Array::of1(blob), name, &options).ok()?;
    let what = Object::new();
    Reflect::set(&what, &"files".into(), &Array::of1(&file)).ok()?;
    let sharing: Sharing = web_sys::window()?.navigator().unchecked_into();
    // A browser without a share sheet throws here.
    if !sharing.can_share(&what).ok()? {
        return None;
    }
    match JsFuture::from(sharing.share(&what).ok()?).await {
        Ok(_) => Some(Handed::Shared),
        Err(error) => error
            .dyn_ref::<DomException>()
            .is_some_and(|error| error.name() == "AbortError")
            .then_some(Handed::Cancelled),
    }
}

fn download(blob: &Blob, name: &str) -> Result<(), JsValue> {
    let window = web_sys::window().ok_or("no window")?;
    let document = window.document().ok_or("no document")?;
    let url = Url::create_object_url_with_blob(blob)?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    let revoke = Closure::once_into_js(move || Url::revoke_object_url(&url));
    window
        .set_timeout_with_callback_and_timeout_and_arguments_0(revoke.unchecked_ref(), DOWNLOAD_MS)
        .map(drop)
}

/// A file the user chose.
#[derive(Clone, PartialEq)]
pub struct ChosenFile {
    file: File,
}

impl ChosenFile {
    /// The files chosen in an `<input type="file">`.
    pub fn all_of(input: &HtmlInputElement) -> Vec<ChosenFile> {
        let Some(files) = input.files() else {
            return Vec::new();
        };
        (0..files.length())
            .filter_map(|index| files.get(index))
            .map(ChosenFile::from)
            .collect()
    }

    pub fn name(&self) -> String {
        self.file.name()
    }

    /// In bytes.
    pub fn size(&self) -> u64 {
        // A whole number that a float holds exactly.
        self.file.size() as u64
    }

    /// Its bytes, from the beginning.
    pub fn chunks(&self) -> Chunks {
        Chunks::of_stream(&self.file.stream())
    }

    /// Its bytes unpacked, where it is a gzip.
    ///
    /// # Errors
    /// [`StreamError::Unreadable`] where the browser cannot unpack.
    pub fn unpacked_chunks(&self) -> Result<Chunks, StreamError> {
        gzip::chunks(self.file.stream())
    }
}

impl From<File> for ChosenFile {
    fn from(file: File) -> ChosenFile {
        ChosenFile { file }
    }
}
