//! Archives (ZIP) of statements: which files are in one, and their bytes.
//!
//! Only what banks send is unpacked: stored or deflated files, not encrypted,
//! in one part. Sizes are limited before and while unpacking, so that an
//! archive cannot fill the memory, and CRC-32 is checked. Names are never
//! used as paths.
//!
//! Source: APPNOTE.TXT 6.3.10 of PKWARE, sections 4.3 and 4.4.

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};

use super::file::{BYTES_MAX, ZipFault};
use values::slices::Steps;

/// Files of an archive, folders and what is no statement included.
pub(super) const FILES_MAX: usize = 1_000;
/// How many bytes one packed byte may become: statements in XML are packed to
/// a thirtieth, a bomb to a thousandth.
const RATIO_MAX: usize = 200;
/// Bytes that may be unpacked whatever the ratio.
const RATIO_FREE: usize = 8 << 20;
/// Bytes unpacked between two rests.
const SLICE: usize = 64 << 10;

const LOCAL: &[u8] = b"PK\x03\x04";
const CENTRAL: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";
/// Bytes of the end record without its comment.
const END_BYTES: usize = 22;
const COMMENT_MAX: usize = 0xffff;

/// A file of an archive.
struct Member<'a> {
    name: String,
    packed: &'a [u8],
    method: u16,
    size: usize,
    checksum: u32,
}

/// Every file of an archive that is no folder: its name and its bytes.
///
/// # Errors
/// [`ZipFault`].
pub(super) async fn unpack(
    bytes: &[u8],
    steps: &Steps,
) -> Result<Vec<(String, Vec<u8>)>, ZipFault> {
    let members = members(bytes)?;
    if members.is_empty() {
        return Err(ZipFault::Empty);
    }
    let mut files = Vec::with_capacity(members.len());
    let mut left = BYTES_MAX;
    for member in members {
        let unpacked = unpacked(&member, left, steps).await?;
        if crc_32(&unpacked, steps).await != member.checksum {
            return Err(ZipFault::Checksum);
        }
        left -= unpacked.len();
        files.push((member.name, unpacked));
    }
    Ok(files)
}

fn number(bytes: &[u8], at: usize, length: usize) -> Option<usize> {
    let digits = bytes.get(at..at.checked_add(length)?)?;
    let number = digits.iter().rev().try_fold(0_usize, |sum, digit| {
        sum.checked_mul(256)?.checked_add(usize::from(*digit))
    })?;
    Some(number)
}

/// The files that the directory at the end lists.
fn members(bytes: &[u8]) -> Result<Vec<Member<'_>>, ZipFault> {
    let damaged = ZipFault::Damaged;
    let from = bytes.len().saturating_sub(END_BYTES + COMMENT_MAX);
    let tail = bytes.get(from..).ok_or(damaged)?;
    let end = tail
        .windows(END.len())
        .rposition(|window| window == END)
        .ok_or(damaged)?
        + from;
    let count = number(bytes, end + 10, 2).ok_or(damaged)?;
    let mut at = number(bytes, end + 16, 4).ok_or(damaged)?;
    let comment = number(bytes, end + 20, 2).ok_or(damaged)?;
    if end + END_BYTES + comment > bytes.len() {
        return Err(damaged);
    }
    if count > FILES_MAX {
        return Err(ZipFault::TooManyFiles);
    }
    let mut members = Vec::new();
    for _ in 0..count {
        // Within the file no sum of places is too large for a browser's usize.
        if at > bytes.len() {
            return Err(damaged);
        }
        if bytes.get(at..at + CENTRAL.len()) != Some(CENTRAL) {
            return Err(damaged);
        }
        let field = |place: usize, length: usize| number(bytes, at + place, length).ok_or(damaged);
        let (flags, method) = (field(8, 2)?, field(10, 2)?);
        let (packed, size) = (field(20, 4)?, field(24, 4)?);
        let (name, extra, comment) = (field(28, 2)?, field(30, 2)?, field(32, 2)?);
        let local = Some(field(42, 4)?).filter(|local| *local <= bytes.len());
        let local = local.ok_or(damaged)?;
        let checksum = u32::try_from(field(16, 4)?).map_err(|_| damaged)?;
        let name_bytes = bytes.get(at + 46..at + 46 + name).ok_or(damaged)?;
        at += 46 + name + extra + comment;
        // Bit 0: encrypted; bit 6: strongly; bit 13: the directory too.
        if flags & 0x2041 != 0 {
            return Err(ZipFault::Encrypted);
        }
        let name: String = String::from_utf8_lossy(name_bytes)
            .chars()
            .filter(|letter| !letter.is_control())
            .take(super::file::SHORT_MAX)
            .collect();
        // A folder, and what some systems add beside each file.
        if name.ends_with('/') || name.starts_with("__MACOSX/") {
            continue;
        }
        if bytes.get(local..local + LOCAL.len()) != Some(LOCAL) {
            return Err(damaged);
        }
        let names = number(bytes, local + 26, 2).ok_or(damaged)?;
        let extras = number(bytes, local + 28, 2).ok_or(damaged)?;
        let start = local + 30 + names + extras;
        let end = start.checked_add(packed).ok_or(damaged)?;
        members.push(Member {
            name,
            packed: bytes.get(start..end).ok_or(damaged)?,
            method: u16::try_from(method).map_err(|_| damaged)?,
            size,
            checksum,
        });
    }
    Ok(members)
}

async fn unpacked(member: &Member<'_>, left: usize, steps: &Steps) -> Result<Vec<u8>, ZipFault> {
    if member.size > left {
        return Err(ZipFault::TooLarge);
    }
    match member.method {
        0 if member.packed.len() == member.size => Ok(member.packed.to_vec()),
        0 => Err(ZipFault::Damaged),
        8 => inflated(member, steps).await,
        _ => Err(ZipFault::Method),
    }
}

async fn inflated(member: &Member<'_>, steps: &Steps) -> Result<Vec<u8>, ZipFault> {
    let packed = member.packed;
    let allowed = packed.len().saturating_mul(RATIO_MAX).max(RATIO_FREE);
    if member.size > allowed {
        return Err(ZipFault::Ratio);
    }
    let flags = inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let mut state = Box::<DecompressorOxide>::default();
    let mut output = Vec::new();
    let (mut read, mut written) = (0, 0);
    loop {
        // What is stated is the limit: not a byte more is unpacked.
        output.resize((written + SLICE).min(member.size), 0);
        let left = packed.get(read..).unwrap_or_default();
        let (status, more_read, more_written) =
            decompress(&mut state, left, &mut output, written, flags);
        read += more_read;
        written += more_written;
        match status {
            TINFLStatus::Done if written == member.size => return Ok(output),
            TINFLStatus::HasMoreOutput if written < member.size => {}
            _ => return Err(ZipFault::Damaged),
        }
        steps.steps(0).await;
    }
}

/// CRC-32 of ISO 3309, by half bytes.
async fn crc_32(bytes: &[u8], steps: &Steps) -> u32 {
    let mut table = [0_u32; 16];
    for (value, entry) in (0_u32..).zip(&mut table) {
        *entry = (0..4).fold(value, |rest, _| {
            let shifted = rest >> 1;
            if rest & 1 == 1 {
                shifted ^ 0xedb8_8320
            } else {
                shifted
            }
        });
    }
    let half = |rest: u32| {
        let entry = table.get((rest & 15) as usize).copied();
        entry.unwrap_or_default() ^ (rest >> 4)
    };
    let mut rest = u32::MAX;
    for slice in bytes.chunks(SLICE) {
        steps.steps(0).await;
        for byte in slice {
            rest ^= u32::from(*byte);
            rest = half(half(rest));
        }
    }
    !rest
}
