//! The file that records stand in, from its bytes and back.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{BYTES_MAX, Place, RECORDS_MAX, RecordsFile, VERSION};
use crate::file_kind::{self, FileKind};
use crate::money::Decimal;

/// Why a file is no records file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    #[error("this is {0}, not a records file")]
    WrongFile(FileKind),
    #[error("{bytes} bytes; at most {BYTES_MAX} are read")]
    TooLarge { bytes: usize },
    #[error(
        "written for a newer version of Owed (records format {0}, this one reads up to {VERSION})"
    )]
    TooNew(u32),
    #[error("line {line}: not in UTF-8")]
    NotUtf8 { line: usize },
    #[error("{place}: {what}")]
    Malformed { place: Place, what: Malformed },
    #[error("{count} {array}; at most {RECORDS_MAX} are read")]
    TooMany {
        array: Cow<'static, str>,
        count: usize,
    },
}

/// What is wrong at a place of the file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Malformed {
    #[error("the file ends here")]
    Truncated,
    #[error("not JSON: {0}")]
    Syntax(String),
    #[error("{0} must be in quotes: amounts are texts, as JSON numbers are not exact")]
    NumberNotInQuotes(String),
    #[error("there is no such field")]
    UnknownField,
    #[error("stated twice")]
    Twice,
    #[error("missing")]
    Missing,
    #[error("{0}")]
    Value(String),
}

/// Reads a records file.
///
/// # Errors
/// The first [`Problem`] of its form.
pub fn read(bytes: &[u8]) -> Result<RecordsFile, Problem> {
    if bytes.len() > BYTES_MAX {
        return Err(Problem::TooLarge { bytes: bytes.len() });
    }
    let kind = FileKind::of(bytes);
    let bytes = file_kind::without_bom(bytes);
    let is_object = bytes.trim_ascii_start().starts_with(b"{");
    if !is_object || !matches!(kind, FileKind::Records | FileKind::Json) {
        return Err(Problem::WrongFile(kind));
    }
    let text = utf8(bytes)?;
    let file: RecordsFile = match serde_json::from_str(text) {
        Ok(file) => file,
        Err(error) => return Err(explained(text, &error)),
    };
    if file.owed_records != VERSION {
        return Err(Problem::TooNew(file.owed_records));
    }
    for (array, count) in [
        ("customers", file.customers.len()),
        ("items", file.items.len()),
        ("invoices", file.invoices.len()),
        ("payments", file.payments.len()),
        ("write_offs", file.write_offs.len()),
    ] {
        if count > RECORDS_MAX {
            return Err(Problem::TooMany {
                array: array.into(),
                count,
            });
        }
    }
    Ok(file)
}

pub(crate) fn utf8(bytes: &[u8]) -> Result<&str, Problem> {
    std::str::from_utf8(bytes).map_err(|error| Problem::NotUtf8 {
        line: bytes
            .iter()
            .take(error.valid_up_to())
            .filter(|byte| **byte == b'\n')
            .count()
            + 1,
    })
}

/// Writes a records file, a record on each line.
///
/// # Errors
/// Where a record has no JSON form, which none of these lacks.
pub fn write(file: &RecordsFile) -> serde_json::Result<Vec<u8>> {
    let mut bytes = format!("{{\"owed_records\":{}", file.owed_records).into_bytes();
    if let Some(currency) = file.currency {
        bytes.extend_from_slice(format!(",\n\"currency\":\"{currency}\"").as_bytes());
    }
    array(&mut bytes, "customers", &file.customers)?;
    array(&mut bytes, "items", &file.items)?;
    array(&mut bytes, "invoices", &file.invoices)?;
    array(&mut bytes, "payments", &file.payments)?;
    array(&mut bytes, "write_offs", &file.write_offs)?;
    bytes.extend_from_slice(b"}\n");
    Ok(bytes)
}

fn array<T: Serialize>(bytes: &mut Vec<u8>, name: &str, records: &[T]) -> serde_json::Result<()> {
    if records.is_empty() {
        return Ok(());
    }
    bytes.extend_from_slice(format!(",\n\"{name}\":[").as_bytes());
    for (index, record) in records.iter().enumerate() {
        bytes.extend_from_slice(if index == 0 { b"\n" } else { b",\n" });
        serde_json::to_writer(&mut *bytes, record)?;
    }
    bytes.extend_from_slice(b"\n]");
    Ok(())
}

/// The problem that the parser's error stands for.
fn explained(text: &str, error: &serde_json::Error) -> Problem {
    #[derive(Deserialize)]
    struct Version {
        owed_records: Option<u32>,
    }
    if error.is_data() {
        match serde_json::from_str::<Version>(text) {
            Ok(Version { owed_records: None }) => return Problem::WrongFile(FileKind::Json),
            Ok(Version {
                owed_records: Some(version),
            }) if version > VERSION => return Problem::TooNew(version),
            _ => {}
        }
    }
    malformed(text, error)
}

/// Where and why a text is not of the form that is read.
pub(crate) fn malformed(text: &str, error: &serde_json::Error) -> Problem {
    let message = error.to_string();
    let message = message
        .rsplit_once(" at line ")
        .map_or(message.as_str(), |(message, _)| message);
    let named = message.split('`').nth(1).unwrap_or_default().to_owned();
    let is_missing = message.starts_with("missing field");
    let place = Place::of(text, error, is_missing.then_some(&named));
    let what = if error.is_eof() {
        Malformed::Truncated
    } else if !error.is_data() {
        Malformed::Syntax(message.to_owned())
    } else if is_missing {
        Malformed::Missing
    } else if message.starts_with("unknown field") {
        Malformed::UnknownField
    } else if message.starts_with("duplicate field") {
        Malformed::Twice
    } else if message.starts_with("invalid type: ") && message.contains("number in quotes") {
        match named.parse::<Decimal>() {
            Ok(_) => Malformed::NumberNotInQuotes(named),
            Err(_) => Malformed::Value(message.to_owned()),
        }
    } else {
        Malformed::Value(message.to_owned())
    };
    Problem::Malformed { place, what }
}
