//! Archives, encodings, and what is no statement at all.

use super::super::file::{BYTES_MAX, ReadError, ZipFault};
use super::{ReadOptions, read};
use values::slices::{Steps, go_on};

const STATEMENT: &str =
    ":20:A\n:25:1\n:28C:1\n:60F:C260105EUR1,\n:61:260105C1,NTRFNONREF\n:62F:C260105EUR2,\n";

/// A file of an archive: its name, how its bytes are kept, its flags.
pub(super) struct Packed<'a> {
    pub(super) name: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) deflated: bool,
    pub(super) flags: u16,
}

pub(super) fn plain<'a>(name: &'a str, bytes: &'a [u8]) -> Packed<'a> {
    Packed {
        name,
        bytes,
        deflated: true,
        flags: 0,
    }
}

fn crc_32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |rest, byte| {
        (0..8).fold(rest ^ u32::from(*byte), |rest, _| {
            (rest >> 1) ^ (0xedb8_8320 * (rest & 1))
        })
    })
}

pub(super) fn zip(files: &[Packed]) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    for file in files {
        let packed = if file.deflated {
            miniz_oxide::deflate::compress_to_vec(file.bytes, 6)
        } else {
            file.bytes.to_vec()
        };
        let start = u32::try_from(archive.len()).expect("a small archive");
        let number = |length: usize| u32::try_from(length).expect("a small file").to_le_bytes();
        let name = u16::try_from(file.name.len())
            .expect("a short name")
            .to_le_bytes();
        let mut fields = Vec::new();
        fields.extend([20, 0]);
        fields.extend(file.flags.to_le_bytes());
        fields.extend([if file.deflated { 8 } else { 0 }, 0, 0, 0, 0, 0]);
        fields.extend(crc_32(file.bytes).to_le_bytes());
        fields.extend(number(packed.len()));
        fields.extend(number(file.bytes.len()));
        fields.extend(name);
        fields.extend([0, 0]);
        archive.extend(b"PK\x03\x04");
        archive.extend(&fields);
        archive.extend(file.name.as_bytes());
        archive.extend(packed);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&fields);
        directory.extend([0; 10]);
        directory.extend(start.to_le_bytes());
        directory.extend(file.name.as_bytes());
    }
    let count = u16::try_from(files.len()).expect("few files").to_le_bytes();
    let start = u32::try_from(archive.len())
        .expect("a small archive")
        .to_le_bytes();
    let length = u32::try_from(directory.len())
        .expect("a small archive")
        .to_le_bytes();
    archive.extend(directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend(count);
    archive.extend(count);
    archive.extend(length);
    archive.extend(start);
    archive.extend([0, 0]);
    archive
}

#[test]
fn all_files_of_an_archive_are_one() {
    let stored = Packed {
        deflated: false,
        ..plain("b.sta", STATEMENT.as_bytes())
    };
    let archive = zip(&[
        plain("2026/", b""),
        plain("2026/a.sta", STATEMENT.as_bytes()),
        stored,
        plain("__MACOSX/._b", b"x"),
    ]);
    let file = read(&archive, "all.zip", &ReadOptions::default()).expect("statements");
    let names: Vec<&str> = file
        .statements
        .iter()
        .map(|statement| statement.file.as_str())
        .collect();
    assert_eq!(names, ["2026/a.sta", "b.sta"]);
    let bad = zip(&[
        plain("good", STATEMENT.as_bytes()),
        plain("bad", b":20:A\n:25:1\n:61:x\n"),
    ]);
    let error = read(&bad, "", &ReadOptions::default()).expect_err("a bad file");
    assert_eq!(
        error.to_string(),
        "bad: line 3, entry 1: :61:: \"x\" is not of its form"
    );
}

#[test]
fn archives_that_are_no_good_are_refused() {
    let whole = zip(&[plain("a", STATEMENT.as_bytes())]);
    let mut wrong = whole.clone();
    wrong[14] ^= 1;
    let directory = whole
        .windows(4)
        .position(|part| part == b"PK\x01\x02")
        .expect("a directory");
    wrong[directory + 16] ^= 1;
    let bomb = vec![b'a'; BYTES_MAX];
    let many: Vec<Packed> = (0..1_001).map(|_| plain("a", b"")).collect();
    let encrypted = Packed {
        flags: 1,
        ..plain("a", b"x")
    };
    let refused = |fault: ZipFault| ReadError::Zip(fault);
    let nested = ReadError::In {
        file: "a".to_owned(),
        error: Box::new(refused(ZipFault::Nested)),
    };
    for (bytes, expected) in [
        (wrong, refused(ZipFault::Checksum)),
        (zip(&[plain("a", &bomb)]), refused(ZipFault::Ratio)),
        (zip(&many), refused(ZipFault::TooManyFiles)),
        (zip(&[encrypted]), refused(ZipFault::Encrypted)),
        (zip(&[]), refused(ZipFault::Empty)),
        (zip(&[plain("a", &whole)]), nested),
        (
            whole[..whole.len() - 1].to_vec(),
            refused(ZipFault::Damaged),
        ),
    ] {
        assert_eq!(read(&bytes, "", &ReadOptions::default()), Err(expected));
    }
}

#[test]
fn what_is_no_statement_is_told_what_it_is() {
    for (bytes, expected) in [
        (&b""[..], "this is an empty file, not a bank statement"),
        (b"%PDF-1.7", "this is a PDF, not a bank statement"),
        (
            b"{\"a\": 1}",
            "this is another JSON file, not a bank statement",
        ),
        (
            b"<!doctype html><html>",
            "this is a web page, not a bank statement",
        ),
        (b"\x89PNG\r\n", "this is a picture, not a bank statement"),
        (b"Dear all", "none of MT940, CAMT, OFX, QIF and CSV"),
        (
            b"<?xml version=\"1.0\"?><a/>",
            "line 1: \"a\" is no bank statement",
        ),
        (
            b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>\xff</a>",
            "line 2: bytes that are not UTF-8",
        ),
        (b"\xff\xfe<\0a", "line 1: bytes that are not UTF-16"),
    ] {
        let error = read(bytes, "", &ReadOptions::default()).expect_err("no statement");
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn a_long_file_is_read_with_rests() {
    let mut text = STATEMENT.to_owned();
    for _ in 0..2_000 {
        text.insert_str(
            STATEMENT.find(":62F").expect("a balance"),
            ":61:260105C1,NTRFNONREF\n:86:x\n",
        );
    }
    let steps = Steps::default();
    let options = ReadOptions::default();
    let mut work = std::pin::pin!(super::super::read_in_steps(
        text.as_bytes(),
        "",
        &options,
        &steps
    ));
    let mut rests = 0;
    let file = loop {
        match go_on(work.as_mut()) {
            Some(file) => break file.expect("a statement"),
            None => rests += 1,
        }
    };
    assert_eq!(file.statements[0].lines.len(), 2_001);
    assert!(rests > 100, "{rests}");
}
