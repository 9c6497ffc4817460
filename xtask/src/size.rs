//! What the first visit loads, and what a book that opens loads after it, compressed as a good host
//! sends it. It does not build.

use crate::step::{Failure, Outcome};
use std::fs;
use std::path::{Path, PathBuf};

/// Bytes of brotli at level 11, all files of the first visit together.
pub const FIRST_BYTES: usize = 150_000;
/// The same of what an open book needs to show its first page.
pub const BOOK_BYTES: usize = 600_000;

/// Prints a line per file and the sums.
///
/// # Errors
/// A sum is above its limit, or a file cannot be read.
pub fn run(dist: &Path) -> Outcome {
    let [mut first, mut book, mut pages, mut pdf] = [0; 4];
    println!("{:>9} {:>9}  file", "bytes", "brotli");
    for name in files(dist)? {
        let bytes = fs::read(dist.join(&name))?;
        let compressed = compressed_size(&bytes);
        let sum = match name.to_string_lossy() {
            name if name.starts_with(PDF_START) => &mut pdf,
            name if name.contains(&format!("{PART}book")) => &mut book,
            name if name.contains(PART) => &mut pages,
            _ => &mut first,
        };
        *sum += compressed;
        println!("{:>9} {compressed:>9}  {}", bytes.len(), name.display());
    }
    println!("{:>9} {pdf:>9}  loaded when a PDF is made", "");
    println!("{:>9} {pages:>9}  loaded once a book is open", "");
    let mut above = Vec::new();
    for (sum, what, limit) in [
        (book, "a book that opens", BOOK_BYTES),
        (first, "the first visit", FIRST_BYTES),
    ] {
        println!("{:>9} {sum:>9}  {what} (limit {limit})", "");
        if sum > limit {
            above.push(format!(
                "{what} loads {sum} bytes, {} above the limit",
                sum - limit
            ));
        }
    }
    match above.is_empty() {
        true => Ok(()),
        false => Err(Failure::new(above.join("; "))),
    }
}

/// What stands before the name of a part, and how the files begin that make PDFs, see `finish`.
pub(crate) const PART: &str = "_part-";
pub(crate) const PDF_START: &str = "owed-pdf-";

/// Whether the first visit goes without a file.
#[cfg(feature = "finish")]
pub(crate) fn is_later(name: &str) -> bool {
    name.contains(PART) || name.starts_with(PDF_START)
}

/// Every file of the build.
fn files(dist: &Path) -> Outcome<Vec<PathBuf>> {
    let mut names = Vec::new();
    let mut folders = vec![dist.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                names.push(path.strip_prefix(dist).unwrap_or(&path).to_path_buf());
            }
        }
    }
    names.sort();
    Ok(names)
}

#[cfg(feature = "size")]
/// Bytes of brotli at its highest level.
pub fn compressed_size(bytes: &[u8]) -> usize {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &parameters)
        .expect("memory neither ends nor fails");
    compressed.len()
}

/// Never reached: the command runs itself again with the feature.
#[cfg(not(feature = "size"))]
pub fn compressed_size(_bytes: &[u8]) -> usize {
    usize::MAX
}
