//! What can be unpacked of a damaged gzip file (RFC 1952).

use miniz_oxide::inflate::decompress_to_vec_with_limit;

const NAME: u8 = 8;
const COMMENT: u8 = 16;
const EXTRA: u8 = 4;
const CHECKSUM: u8 = 2;

/// Everything up to the first byte that cannot be unpacked, and at times
/// bytes after it that were never packed: no checksum is looked at. At most
/// `limit` bytes.
pub fn left_of(packed: &[u8], limit: usize) -> Vec<u8> {
    let body = body(packed).unwrap_or_default();
    match decompress_to_vec_with_limit(body, limit) {
        Ok(bytes) => bytes,
        Err(broken_off) => {
            // Room that was made and not filled.
            let mut bytes = broken_off.output;
            let filled = bytes.iter().rposition(|byte| *byte != 0);
            bytes.truncate(filled.map_or(0, |last| last + 1));
            bytes
        }
    }
}

/// What follows the header.
fn body(packed: &[u8]) -> Option<&[u8]> {
    let flags = *packed.get(3)?;
    let mut rest = packed.get(10..)?;
    if flags & EXTRA != 0 {
        let length = rest.first_chunk().copied().map(u16::from_le_bytes)?;
        rest = rest.get(2 + usize::from(length)..)?;
    }
    for text in [NAME, COMMENT] {
        if flags & text != 0 {
            let end = rest.iter().position(|byte| *byte == 0)?;
            rest = rest.get(end + 1..)?;
        }
    }
    rest.get(if flags & CHECKSUM != 0 { 2 } else { 0 }..)
}

#[cfg(test)]
mod tests {
    use super::*;
    use miniz_oxide::deflate::compress_to_vec;

    fn lines() -> Vec<u8> {
        let lines: Vec<String> = (0..500)
            .map(|number| format!("entry {number} of {}", number * 7919 % 1000))
            .collect();
        lines.join("\n").into_bytes()
    }

    fn packed(flags: u8, fields: &[u8], bytes: &[u8]) -> Vec<u8> {
        let mut packed = vec![0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 255];
        packed.extend_from_slice(fields);
        packed.extend(compress_to_vec(bytes, 6));
        packed.extend([0; 8]);
        packed
    }

    #[test]
    fn a_whole_file_is_unpacked_whatever_its_header_says_besides() {
        let lines = lines();
        for (flags, fields) in [
            (0, &b""[..]),
            (NAME, b"a.json\0"),
            (
                EXTRA | NAME | COMMENT | CHECKSUM,
                b"\x03\0abcname\0said\0\x01\x02",
            ),
        ] {
            assert_eq!(left_of(&packed(flags, fields, &lines), 1 << 20), lines);
        }
        assert_eq!(left_of(&packed(0, b"", &lines), 100), lines[..100]);
        for cut in 0..12 {
            assert_eq!(left_of(&packed(0, b"", &lines)[..cut], 1 << 20), b"");
        }
    }

    #[test]
    fn of_a_file_with_a_wrong_byte_what_stands_before_it_is_left() {
        let lines = lines();
        let good = packed(0, b"", &lines);
        for place in [good.len() / 2, good.len() - 40] {
            let mut bad = good.clone();
            bad[place] ^= 0xff;
            let left = left_of(&bad, 1 << 20);
            let same = left.iter().zip(&lines).take_while(|(a, b)| a == b).count();
            // Compressed evenly, as far as that goes.
            let even = lines.len() * place / good.len();
            assert!(same * 10 > even * 9, "{same} of {even}");
        }
        let cut = left_of(&good[..good.len() / 2], 1 << 20);
        assert!(cut.len() > lines.len() / 3 && lines.starts_with(&cut));
    }
}
