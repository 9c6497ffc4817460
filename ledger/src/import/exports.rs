//! Exports of other invoicing programs as a records file.
//!
//! Two are read: that of serverless-invoices and that of inv-gen. They are
//! JSON as those programs happened to save it, so reading is tolerant: a
//! number may be a text, a field may be missing or unknown. What cannot be
//! read is an [`ExportProblem`] with its place. Nothing in a file is ever run,
//! rendered or fetched; logos, styles and settings are not looked at.
//!
//! What the file leaves open is not guessed:
//!
//! - Drafts are left out and counted: they are no documents yet.
//! - A document that cannot be read is named with its place; the others can
//!   come in without it, where the user says so.
//! - Two documents of one number are such a problem, which names both. A
//!   customer holds each of them, so none is renumbered here.
//! - Paid without a date: [`Paid`] is what the user says.
//! - The programs round a total once, this ledger rounds each line. Where the
//!   two differ, or lines cannot stand as they are, what the customer was
//!   asked for counts: the document becomes an opening item of that total.
//!
//! Numbers are taken from the text, digit by digit, never through a float.

use crate::file_kind::FileKind;
use crate::money::Currency;
use crate::{file_kind, records};

mod export;
mod inv_gen;
mod object;
mod reader;
mod serverless;

pub use export::{Export, ExportFault, ExportProblem, PROBLEMS_MAX, Paid, Program, Refused};

use object::{Members, Object};
use reader::Reader;

/// Bytes of a file at the most.
pub const BYTES_MAX: usize = 50 << 20;

/// Reads the export of a program.
///
/// # Errors
/// [`Refused`] with what is wrong with the file, or with all places that
/// cannot be read.
pub fn read(bytes: &[u8], currency: Currency) -> Result<Export, Refused> {
    if bytes.len() > BYTES_MAX {
        return Err(records::Problem::TooLarge { bytes: bytes.len() }.into());
    }
    let kind = FileKind::of(bytes);
    let is_json = matches!(
        kind,
        FileKind::Json | FileKind::ServerlessInvoices | FileKind::InvGen
    );
    let text = file_kind::without_bom(bytes);
    if !is_json || !text.trim_ascii_start().starts_with(b"{") {
        return Err(records::Problem::WrongFile(kind).into());
    }
    let text = records::utf8(text)?;
    let top: Members =
        serde_json::from_str(text).map_err(|error| records::malformed(text, &error))?;
    let top = Object(top);
    let is = |names: &[&str]| names.iter().all(|name| top.0.contains_key(*name));
    let program = if is(&["exportedAt", "invoices"]) {
        Program::InvGen
    } else if is(&["invoices"]) && (is(&["clients"]) || is(&["team"]) || is(&["bank_accounts"])) {
        Program::ServerlessInvoices
    } else {
        return Err(records::Problem::WrongFile(kind).into());
    };
    let mut reader = Reader::new(currency);
    match program {
        Program::ServerlessInvoices => serverless::read(&mut reader, &top),
        Program::InvGen => inv_gen::read(&mut reader, &top),
    }
    reader.finish(program)
}

#[cfg(test)]
mod tests;
