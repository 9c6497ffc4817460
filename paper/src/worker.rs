//! The program in the worker: `static/pdf.js` calls what it exports.
//!
//! The document comes and goes as bytes in this program's memory: the worker
//! asks for room, writes, has it made, and reads.

// The exports have the names by which they are called, and that is all that
// is unsafe of them.
#![expect(unsafe_code)]

use std::cell::RefCell;

use paper::{Paper, Pdf, PdfProblem};

fn main() {}

thread_local! {
    static WRITTEN: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static MADE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Room for so many bytes of a document; where it begins.
#[unsafe(no_mangle)]
pub extern "C" fn room(bytes: usize) -> *mut u8 {
    WRITTEN.with_borrow_mut(|written| {
        *written = vec![0; bytes];
        written.as_mut_ptr()
    })
}

/// Makes the PDF of what was written; how many bytes came of it.
#[unsafe(no_mangle)]
pub extern "C" fn make() -> usize {
    let written = WRITTEN.take();
    let made = match Paper::unpacked(&written) {
        Ok(paper) => paper.pdf(),
        Err(garbled) => Err(PdfProblem::Writing(garbled.to_string())),
    };
    let packed = Pdf::packed(&made);
    let bytes = packed.len();
    MADE.set(packed);
    bytes
}

/// Where they begin. They stay until the next document.
#[unsafe(no_mangle)]
pub extern "C" fn made() -> *const u8 {
    MADE.with_borrow(|made| made.as_ptr())
}
