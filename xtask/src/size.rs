//! What the first visit loads, compressed as a good host sends it. It does not build.

use crate::step::{Failure, Outcome};
use std::fs;
use std::path::{Path, PathBuf};

/// Bytes of brotli at level 11, all files together.
pub const LIMIT_BYTES: usize = 300_000;

/// Prints a line per file and the total.
///
/// # Errors
/// The total is above the limit, or a file cannot be read.
pub fn run(dist: &Path) -> Outcome {
    let mut total = 0;
    let mut later = 0;
    let mut pdf = 0;
    println!("{:>9} {:>9}  file", "bytes", "brotli");
    for name in files(dist)? {
        let bytes = fs::read(dist.join(&name))?;
        let compressed = compressed_size(&bytes);
        let sum = match name.to_string_lossy() {
            name if name.starts_with(PDF_START) => &mut pdf,
            name if name.ends_with(REST_END) => &mut later,
            _ => &mut total,
        };
        *sum += compressed;
        println!("{:>9} {compressed:>9}  {}", bytes.len(), name.display());
    }
    println!("{:>9} {pdf:>9}  loaded when a PDF is made", "");
    println!("{:>9} {later:>9}  loaded when a book is opened", "");
    println!(
        "{:>9} {total:>9}  the first visit (limit {LIMIT_BYTES})",
        ""
    );
    if total > LIMIT_BYTES {
        return Err(Failure::new(format!(
            "the first visit loads {total} bytes, {} above the limit",
            total - LIMIT_BYTES
        )));
    }
    Ok(())
}

/// How the rest of the program ends, and how the files begin that make PDFs, see `finish`.
pub(crate) const REST_END: &str = "_rest.wasm";
pub(crate) const PDF_START: &str = "owed-pdf-";

/// Whether the first visit goes without a file.
#[cfg(feature = "finish")]
pub(crate) fn is_later(name: &str) -> bool {
    name.ends_with(REST_END) || name.starts_with(PDF_START)
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
fn compressed_size(bytes: &[u8]) -> usize {
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
fn compressed_size(_bytes: &[u8]) -> usize {
    usize::MAX
}
