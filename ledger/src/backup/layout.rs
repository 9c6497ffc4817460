//! A backup that another program laid out anew: an editor or a formatter put its values on other
//! lines, or all of them on one.
//!
//! White space between JSON's tokens says nothing, so the lines come back exactly as they were
//! written; where anything else was changed, the digests tell.

use super::FORMAT_START;
use crate::file_kind;

/// Puts the tokens of a backup on the lines that [`super::BackupWriter`] writes, from pieces of any
/// size.
#[derive(Default)]
pub(super) struct Relaid {
    depth: usize,
    in_text: bool,
    is_escaped: bool,
    /// The value at the second level is a list, and its values stand on lines of their own.
    in_list: bool,
    /// The format and its version stand on one line.
    after_format: bool,
    /// The last byte that was put.
    last: u8,
}

impl Relaid {
    /// The next bytes as they were laid out.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut laid = Vec::with_capacity(bytes.len());
        for byte in bytes {
            self.put(*byte, &mut laid);
        }
        laid
    }

    fn put(&mut self, byte: u8, laid: &mut Vec<u8>) {
        if self.in_text {
            let ends = byte == b'"' && !self.is_escaped;
            self.is_escaped = byte == b'\\' && !self.is_escaped;
            self.in_text = !ends;
        } else {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' => return,
                b'"' => self.in_text = true,
                b'{' | b'[' => {
                    self.depth += 1;
                    if self.depth == 2 {
                        self.in_list = byte == b'[';
                    }
                }
                b'}' | b']' => {
                    let ends_list = self.depth == 2 && self.in_list;
                    if ends_list && self.last != b'[' {
                        laid.push(b'\n');
                    }
                    self.in_list &= !ends_list;
                    self.depth = self.depth.saturating_sub(1);
                }
                _ => {}
            }
        }
        laid.push(byte);
        self.last = byte;
        if !self.in_text && self.ends_line(byte) {
            laid.push(b'\n');
        }
    }

    fn ends_line(&mut self, byte: u8) -> bool {
        match byte {
            b',' if self.depth == 1 => std::mem::replace(&mut self.after_format, true),
            b',' | b'[' => self.depth == 2 && self.in_list,
            _ => false,
        }
    }
}

/// Whether this may be the beginning of a backup, on whatever lines.
pub(super) fn may_be_backup(first: &[u8]) -> bool {
    let laid = Relaid::default().feed(file_kind::without_bom(first));
    let (start, laid) = (FORMAT_START.as_bytes(), &laid[..]);
    laid.starts_with(start) || start.starts_with(laid)
}

/// All of a file on the lines that it was written on, where it may be a backup.
pub(super) fn relaid(bytes: &[u8]) -> Vec<u8> {
    Relaid::default().feed(file_kind::without_bom(bytes))
}
