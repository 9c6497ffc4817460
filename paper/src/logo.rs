//! A picture for the head of a document.

use ledger::look::{self, LogoProblem, PictureFormat};
use serde::{Deserialize, Serialize};

/// A PNG or a JPEG of a size that the ledger takes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Logo {
    bytes: Vec<u8>,
    format: PictureFormat,
    width: u32,
    height: u32,
}

impl Logo {
    /// # Errors
    /// [`LogoProblem`]; the picture itself is not decoded yet.
    pub fn read(bytes: Vec<u8>) -> Result<Logo, LogoProblem> {
        let found = look::Logo::of(&bytes)?;
        Ok(Logo {
            bytes,
            format: found.format,
            width: found.width,
            height: found.height,
        })
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub fn format(&self) -> PictureFormat {
        self.format
    }

    /// Width and height in pixels.
    pub fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }
}
