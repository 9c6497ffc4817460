//! A backup on its way out, read again before it is handed over.

use ledger::backup::{BackupReader, BackupWriter, Header};
use ledger::journal::{self, Hash};

use crate::platform::files::NewFile;
use crate::platform::pause::{Slices, pause};

/// A backup on its way out.
pub(super) struct Writing {
    header: Header,
    writer: BackupWriter,
    file: NewFile,
    /// Of each piece, how long it is and its digest.
    pieces: Vec<(usize, Hash)>,
    /// It has lines that do not verify.
    pub is_damaged: bool,
}

impl Writing {
    pub fn begin(header: Header) -> Result<Writing, String> {
        Ok(Writing {
            writer: BackupWriter::new(header.clone()).map_err(|error| error.to_string())?,
            header,
            file: NewFile::new(),
            pieces: Vec::new(),
            is_damaged: false,
        })
    }

    pub fn line(&mut self, line: &[u8]) -> Result<(), String> {
        let written = match journal::read(line) {
            Ok(_) => self.writer.entry(line),
            Err(_) => {
                self.is_damaged = true;
                self.writer.damaged(line)
            }
        };
        written.map_err(|error| error.to_string())?;
        self.drain()
    }

    pub fn blob(&mut self, hash: Hash, bytes: &[u8]) -> Result<(), String> {
        let written = self.writer.blob(hash, bytes);
        written.map_err(|error| error.to_string())?;
        self.drain()
    }

    fn drain(&mut self) -> Result<(), String> {
        while let Some(piece) = self.writer.piece() {
            self.pieces.push((piece.len(), Hash::of(&piece)));
            self.file.push(&piece).map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    /// The file, once all of it was read again and is what was written.
    pub async fn end(mut self) -> Result<NewFile, String> {
        self.drain()?;
        let end = self.writer.finish().map_err(|error| error.to_string())?;
        self.pieces.push((end.len(), Hash::of(&end)));
        self.file.push(&end).map_err(|error| error.to_string())?;
        let read = match self.is_damaged {
            // No reader takes it as it is: then its bytes must be the same.
            true => same_bytes(&self.file, &self.pieces).await,
            false => reads(&self.file, &self.header).await,
        };
        read.map_err(|why| format!("it was written and could not be read again: {why}"))?;
        Ok(self.file)
    }
}

/// Whether a backup reads as what it was written of.
async fn reads(file: &NewFile, header: &Header) -> Result<(), String> {
    /// Bytes read between two looks at the clock.
    const SLICE_BYTES: usize = 64 << 10;
    let mut reader = BackupReader::new();
    let mut slices = Slices::begin();
    let mut chunks = file.chunks().map_err(|error| error.to_string())?;
    while let Some(bytes) = chunks.next().await.map_err(|error| error.to_string())? {
        for slice in bytes.chunks(SLICE_BYTES) {
            reader.feed(slice).map_err(|problem| problem.to_string())?;
            slices.breathe().await;
        }
    }
    let read = reader.finish().map_err(|problem| problem.to_string())?;
    if read == *header {
        Ok(())
    } else {
        Err("it is of another book".to_owned())
    }
}

/// Whether a file is what was pushed into it.
async fn same_bytes(file: &NewFile, pieces: &[(usize, Hash)]) -> Result<(), String> {
    let other = || "it has other bytes".to_owned();
    let mut chunks = file.chunks().map_err(|error| error.to_string())?;
    let (mut left, mut read) = (pieces.iter(), Vec::new());
    let mut next = left.next();
    while let Some(mut bytes) = chunks.next().await.map_err(|error| error.to_string())? {
        read.append(&mut bytes);
        while let Some((length, hash)) = next.filter(|(length, _)| read.len() >= *length) {
            if Hash::of(&read[..*length]) != *hash {
                return Err(other());
            }
            read.drain(..*length);
            next = left.next();
        }
        pause().await;
    }
    (next.is_none() && read.is_empty())
        .then_some(())
        .ok_or_else(other)
}
