//! What becomes of a document that is made a PDF, and how both travel between
//! the page and the program that makes it.

use serde::{Deserialize, Serialize};

use crate::Paper;

/// Lines of one document, as the ledger allows.
pub const LINES_MAX: usize = ledger::invoice::totals::LINES_MAX;
/// Letters of a whole document: more than 10,000 lines with a paragraph each.
pub const LETTERS_MAX: usize = 8_000_000;
/// Pages of one document.
pub const PAGES_MAX: usize = 4_000;

/// A document ready to be saved.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Pdf {
    pub bytes: Vec<u8>,
    pub pages: usize,
    pub warnings: Vec<Warning>,
}

/// What a document does not show as it was written.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Warning {
    /// These letters are in no font of ours: an empty box stands for each.
    Letters(String),
    /// Letters that are written from right to left are among them.
    RightToLeft,
    /// What a code should hold does not fit one, or is not of its kind: it
    /// was left out.
    Code,
}

/// Why there is no PDF.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error, Serialize, Deserialize)]
pub enum PdfProblem {
    #[error("more than {LINES_MAX} lines")]
    TooManyLines,
    #[error("more text than fits a document: {LETTERS_MAX} letters")]
    TooMuchText,
    #[error("more than {PAGES_MAX} pages")]
    TooManyPages,
    #[error("the logo is damaged")]
    Logo,
    #[error("the PDF could not be written: {0}")]
    Writing(String),
}

/// The bytes are not what the other side wrote.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("what came back is no document")]
pub struct Garbled;

impl Paper {
    /// As it is sent to the program that makes PDFs, which is of the same
    /// build: the format is nobody else's.
    pub fn packed(&self) -> Vec<u8> {
        // Writing to memory does not fail, and all lengths are known.
        postcard::to_allocvec(self).unwrap_or_default()
    }

    /// # Errors
    /// [`Garbled`].
    pub fn unpacked(bytes: &[u8]) -> Result<Paper, Garbled> {
        postcard::from_bytes(bytes).map_err(|_| Garbled)
    }
}

impl Pdf {
    /// What the program sends back.
    pub fn packed(made: &Result<Pdf, PdfProblem>) -> Vec<u8> {
        postcard::to_allocvec(made).unwrap_or_default()
    }

    /// # Errors
    /// [`Garbled`], outside; [`PdfProblem`], within.
    pub fn unpacked(bytes: &[u8]) -> Result<Result<Pdf, PdfProblem>, Garbled> {
        postcard::from_bytes(bytes).map_err(|_| Garbled)
    }
}
