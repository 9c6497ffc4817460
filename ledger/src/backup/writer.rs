//! Writing a backup, piece by piece.

use serde::{Deserialize, Serialize};
use std::mem;

use sha2::{Digest, Sha256};

use super::{
    BLOB_BYTES_MAX, CHUNK_BYTES, DAMAGED_START, FORMAT_START, Header, PIECE_BYTES, VERSION, length,
};
use crate::base64;
use crate::journal::Hash;

/// Why a backup cannot be written: the caller's parts do not make one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum WriteFault {
    #[error("an entry's bytes are not one line of text")]
    NotOneLine,
    #[error("a blob after the last, or an entry after a blob")]
    OutOfOrder,
    #[error("a blob that is empty, too large, or not what its name says")]
    BadBlob,
    #[error("not as many entries or blobs as the header says")]
    Count,
    #[error("the header has no text form")]
    Header,
}

/// Writes a backup: header, entries in order, blobs; then the rest.
///
/// After each step [`BackupWriter::piece`] gives what is ready. The entries
/// are not verified, so that a damaged book can be saved as well: where one
/// is known to be damaged, [`BackupWriter::damaged`] keeps its bytes.
pub struct BackupWriter {
    pending: Vec<u8>,
    sha: Sha256,
    header: Header,
    entries: u32,
    blobs: u32,
}

impl BackupWriter {
    /// # Errors
    /// [`WriteFault::Header`].
    pub fn new(header: Header) -> Result<BackupWriter, WriteFault> {
        let text = serde_json::to_string(&header).map_err(|_| WriteFault::Header)?;
        let mut pending = Vec::with_capacity(PIECE_BYTES * 2);
        pending.extend_from_slice(FORMAT_START.as_bytes());
        pending.extend_from_slice(
            format!("{VERSION},\n\"header\":{text},\n\"entries\":[\n").as_bytes(),
        );
        let mut writer = BackupWriter {
            pending,
            sha: Sha256::new(),
            header,
            entries: 0,
            blobs: 0,
        };
        if writer.header.entries == 0 {
            writer.open_blobs();
        }
        Ok(writer)
    }

    /// The next entry, as the journal has it.
    ///
    /// # Errors
    /// [`WriteFault::NotOneLine`], [`WriteFault::Count`].
    pub fn entry(&mut self, bytes: &[u8]) -> Result<(), WriteFault> {
        if bytes.contains(&b'\n') || std::str::from_utf8(bytes).is_err() {
            return Err(WriteFault::NotOneLine);
        }
        self.entry_line(bytes)
    }

    /// The next entry, where its bytes are no entry any more. They are kept
    /// for who may repair them; [`BackupReader`] refuses such a backup.
    ///
    /// # Errors
    /// [`WriteFault::Count`].
    pub fn damaged(&mut self, bytes: &[u8]) -> Result<(), WriteFault> {
        let mut line = DAMAGED_START.as_bytes().to_vec();
        base64::write(bytes, &mut line);
        line.extend_from_slice(b"\"}");
        self.entry_line(&line)
    }

    fn entry_line(&mut self, line: &[u8]) -> Result<(), WriteFault> {
        if self.entries == self.header.entries {
            return Err(WriteFault::Count);
        }
        self.entries += 1;
        self.pending.extend_from_slice(line);
        if self.entries < self.header.entries {
            self.pending.extend_from_slice(b",\n");
        } else {
            self.pending.push(b'\n');
            self.open_blobs();
        }
        Ok(())
    }

    fn open_blobs(&mut self) {
        self.pending.extend_from_slice(b"],\n\"blobs\":[\n");
    }

    /// The next blob, after the last entry.
    ///
    /// # Errors
    /// [`WriteFault::OutOfOrder`], [`WriteFault::BadBlob`],
    /// [`WriteFault::Count`].
    pub fn blob(&mut self, name: Hash, bytes: &[u8]) -> Result<(), WriteFault> {
        let size = length(bytes);
        if self.entries < self.header.entries {
            return Err(WriteFault::OutOfOrder);
        }
        if self.blobs == self.header.blobs {
            return Err(WriteFault::Count);
        }
        if bytes.is_empty() || size > BLOB_BYTES_MAX || Hash::of(bytes) != name {
            return Err(WriteFault::BadBlob);
        }
        self.blobs += 1;
        let mut offset = 0;
        for chunk in bytes.chunks(CHUNK_BYTES) {
            let start =
                format!("{{\"blob\":\"{name}\",\"size\":{size},\"offset\":{offset},\"base64\":\"");
            self.pending.extend_from_slice(start.as_bytes());
            base64::write(chunk, &mut self.pending);
            self.pending.extend_from_slice(b"\"}");
            offset += length(chunk);
            if offset < size || self.blobs < self.header.blobs {
                self.pending.push(b',');
            }
            self.pending.push(b'\n');
        }
        Ok(())
    }

    /// The bytes that are ready, once they are [`PIECE_BYTES`] or more.
    pub fn piece(&mut self) -> Option<Vec<u8>> {
        (self.pending.len() >= PIECE_BYTES).then(|| {
            let next = Vec::with_capacity(self.pending.len());
            let piece = mem::replace(&mut self.pending, next);
            self.sha.update(&piece);
            piece
        })
    }

    /// The last bytes.
    ///
    /// # Errors
    /// [`WriteFault::Count`] where parts are missing: what was written so
    /// far is no backup.
    pub fn finish(mut self) -> Result<Vec<u8>, WriteFault> {
        if self.entries != self.header.entries || self.blobs != self.header.blobs {
            return Err(WriteFault::Count);
        }
        self.pending.extend_from_slice(b"],\n");
        self.sha.update(&self.pending);
        let digest = Hash(self.sha.finalize().into());
        self.pending
            .extend_from_slice(format!("\"sha256\":\"{digest}\"}}\n").as_bytes());
        Ok(self.pending)
    }
}
