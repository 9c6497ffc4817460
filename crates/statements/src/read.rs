//! A file's bytes, and which of the formats they are.
//!
//! What a file is, its content says; its name only tells it from others in a
//! message.

use std::borrow::Cow;

use super::file::{
    BYTES_MAX, BankFile, FileStatement, Format, ReadError, ReadOptions, Warning, ZipFault,
};
use super::{camt, csv, decode, mt940, ofx, qif, zip};
use crate::cut::{self, beginning, cut};
use values::file_kind::FileKind;
use values::slices::{Steps, at_once};

/// Reads a file, or all files of an archive.
///
/// # Errors
/// [`ReadError`], with the line of the file, and the file within an archive.
pub fn read(bytes: &[u8], name: &str, options: &ReadOptions) -> Result<BankFile, ReadError> {
    at_once(read_in_steps(bytes, name, options, &Steps::default()))
}

/// The same as long work.
///
/// # Errors
/// As [`read`].
pub async fn read_in_steps(
    bytes: &[u8],
    name: &str,
    options: &ReadOptions,
    steps: &Steps,
) -> Result<BankFile, ReadError> {
    if bytes.len() > BYTES_MAX {
        return Err(ReadError::TooLarge { bytes: bytes.len() });
    }
    if FileKind::of(bytes) != FileKind::Zip {
        let (format, mut statements, warnings) = one(bytes, options, steps).await?;
        for statement in &mut statements {
            name.clone_into(&mut statement.file);
        }
        return Ok(BankFile {
            format,
            statements,
            warnings,
        });
    }
    let mut archive: Option<BankFile> = None;
    for (name, bytes) in zip::unpack(bytes, steps).await? {
        let file = one(&bytes, options, steps).await;
        let (format, statements, warnings) = file.map_err(|error| ReadError::In {
            file: name.clone(),
            error: Box::new(error),
        })?;
        let whole = archive.get_or_insert_with(|| BankFile {
            format,
            statements: Vec::new(),
            warnings: Vec::new(),
        });
        whole
            .warnings
            .extend(warnings.into_iter().map(|warning| Warning::In {
                file: name.clone(),
                warning: Box::new(warning),
            }));
        whole
            .statements
            .extend(statements.into_iter().map(|statement| FileStatement {
                file: name.clone(),
                ..statement
            }));
        within_limits(&whole.statements)?;
    }
    archive.ok_or(ReadError::Zip(ZipFault::Empty))
}

fn within_limits(statements: &[FileStatement]) -> Result<(), ReadError> {
    let lines: usize = statements
        .iter()
        .map(|statement| statement.lines.len())
        .sum();
    if statements.len() > super::file::STATEMENTS_MAX {
        return Err(ReadError::TooManyStatements);
    }
    if lines > super::file::LINES_MAX {
        return Err(ReadError::TooManyLines);
    }
    Ok(())
}

type Read = (Format, Vec<FileStatement>, Vec<Warning>);

async fn one(bytes: &[u8], options: &ReadOptions, steps: &Steps) -> Result<Read, ReadError> {
    match FileKind::of(bytes) {
        FileKind::Zip => return Err(ReadError::Zip(ZipFault::Nested)),
        FileKind::Text | FileKind::Xml | FileKind::Utf16 => {}
        // Control characters frame some messages of SWIFT.
        FileKind::Binary if bytes.contains(&b':') && !bytes.contains(&0) => {}
        // The first block of a message of SWIFT looks like an object.
        FileKind::Json if bytes.trim_ascii_start().starts_with(b"{1:") => {}
        kind => return Err(ReadError::WrongFile(kind)),
    }
    let text = decode::decode(bytes, steps).await?;
    steps.steps(0).await;
    let text = with_line_ends(text);
    let found = kind_of(&text).ok_or_else(|| unknown(bytes));
    let mut warnings = Vec::new();
    let (format, statements) = match found? {
        Kind::Camt => camt::read(&text, steps).await?,
        Kind::Ofx => (Format::Ofx, ofx::read(&text, &mut warnings, steps).await?),
        Kind::Mt940 => (Format::Mt940, mt940::read(&text, steps).await?),
        Kind::Qif => (
            Format::Qif,
            qif::read(&text, options, &mut warnings, steps).await?,
        ),
        Kind::Csv => {
            let profile = options.csv.as_ref().ok_or(ReadError::NeedsProfile)?;
            let read = csv::read(&text, profile, options.year, steps);
            (Format::Csv, read.await?)
        }
    };
    if statements.is_empty() {
        return Err(ReadError::NoStatement);
    }
    Ok((format, statements, warnings))
}

/// Lines may end with CR alone, and those of SWIFT with `@@`.
fn with_line_ends(text: Cow<'_, str>) -> Cow<'_, str> {
    let has_fields =
        || text.contains("@@:") && (text.contains("@@:20:") || text.contains("@@:61:"));
    if !text.contains('\n') && text.contains('\r') {
        Cow::Owned(text.replace('\r', "\n"))
    } else if has_fields() {
        Cow::Owned(text.replace("@@", "\n"))
    } else {
        text
    }
}

fn unknown(bytes: &[u8]) -> ReadError {
    match FileKind::of(bytes) {
        FileKind::Text | FileKind::Utf16 | FileKind::Xml => ReadError::UnknownFormat,
        kind => ReadError::WrongFile(kind),
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Camt,
    Ofx,
    Mt940,
    Qif,
    Csv,
}

/// What a text is, by how it begins.
fn kind_of(text: &str) -> Option<Kind> {
    /// Bytes in which a format shows itself.
    const BEGINNING: usize = 16 << 10;
    let end = (0..=BEGINNING.min(text.len()))
        .rev()
        .find(|end| text.is_char_boundary(*end))
        .unwrap_or(0);
    let beginning = cut(text, end)
        .0
        .trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let is_ofx = ["<OFX>", "<BANKTRANLIST>", "<STMTTRN>"];
    if beginning.starts_with("OFXHEADER") || is_ofx.iter().any(|tag| find_no_case(beginning, tag)) {
        return Some(Kind::Ofx);
    }
    if beginning.starts_with('<') {
        return Some(Kind::Camt);
    }
    if mt940::is_one(beginning) {
        return Some(Kind::Mt940);
    }
    if qif::is_one(beginning) {
        return Some(Kind::Qif);
    }
    let separators = beginning
        .bytes()
        .filter(|byte| matches!(byte, b',' | b';' | b'\t' | b'|'));
    (separators.count() > 0).then_some(Kind::Csv)
}

/// Whether a file that is no table is one of a bank, as far as its beginning
/// says: then it need not be said what it is.
pub fn is_of_bank(bytes: &[u8]) -> bool {
    const BEGINNING: usize = 16 << 10;
    let beginning = beginning(bytes, BEGINNING);
    match FileKind::of(bytes) {
        // A spreadsheet is an archive too.
        FileKind::Zip => {
            let has = |name: &[u8]| beginning.windows(name.len()).any(|part| part == name);
            !has(b"[Content_Types].xml") && !has(b"mimetypeapplication/vnd.oasis")
        }
        FileKind::Text | FileKind::Xml | FileKind::Binary | FileKind::Utf16 => {
            let even = cut::beginning(beginning, beginning.len() & !1);
            let text = match at_once(decode::decode(even, &Steps::default())) {
                Ok(text) => text,
                // The beginning may end within a letter.
                Err(_) => String::from_utf8_lossy(beginning),
            };
            let text = with_line_ends(text);
            matches!(kind_of(&text), Some(kind) if kind != Kind::Csv)
        }
        _ => false,
    }
}

fn find_no_case(text: &str, upper: &str) -> bool {
    text.as_bytes()
        .windows(upper.len())
        .any(|window| window.eq_ignore_ascii_case(upper.as_bytes()))
}
