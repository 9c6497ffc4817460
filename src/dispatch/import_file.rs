//! A chosen file's bytes, and why it is not imported.

use ledger::bank::file::ReadError;
use ledger::import::csv;
use ledger::import::exports;
use ledger::records;

use super::NotDone;
use crate::platform::files::ChosenFile;

/// Bytes of a file that is read as a whole.
const FILE_BYTES_MAX: u64 = 50 << 20;

/// Why nothing was imported.
#[derive(Clone, PartialEq, Debug)]
pub enum ImportFailure {
    TooLarge {
        bytes: u64,
        limit: u64,
    },
    Unreadable(String),
    Records(records::Problem),
    Csv(csv::FileFault),
    Export(exports::Refused),
    Bank(ReadError),
    /// Another door is for it.
    IsBackup,
    NotDone(NotDone),
}

pub(super) async fn read_bytes(file: &ChosenFile) -> Result<Vec<u8>, ImportFailure> {
    if file.size() > FILE_BYTES_MAX {
        return Err(ImportFailure::TooLarge {
            bytes: file.size(),
            limit: FILE_BYTES_MAX,
        });
    }
    file.chunks()
        .collect(usize::try_from(FILE_BYTES_MAX).unwrap_or(usize::MAX))
        .await
        .map_err(|error| ImportFailure::Unreadable(error.to_string()))
}
