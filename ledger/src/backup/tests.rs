use std::collections::BTreeMap;

use crate::action::CommandName;
use proptest::prelude::*;

use super::reader::HEADER_BYTES_MAX;
use super::*;
use crate::change::Change;
use crate::customer::Customer;
use crate::date::Timestamp;
use crate::ids::{Chain, CustomerId, RawId};
use crate::journal::{BookId, Head, Writer, Written};

const CHAIN: Chain = Chain(0xa1b2_c3d4);

fn book() -> BookId {
    BookId::from_random([7; 16])
}

/// A journal of `count` entries, each of one customer.
fn journal(count: u32) -> Vec<Written> {
    let writer = Writer {
        book: book(),
        chain: CHAIN,
        device: "Laptop".to_owned(),
        actor: "Zoë".to_owned(),
        at: Timestamp(1_795_000_000_000),
    };
    let mut head = Head::EMPTY;
    (1..=count)
        .flat_map(|n| {
            let mut customer = Customer {
                id: CustomerId(RawId { chain: CHAIN, n }),
                ..Customer::default()
            };
            customer.details.name = format!("Müller & Söhne {n}\n\"{n}\"");
            let change = Change::Put(customer.into());
            let written =
                journal::write(&head, &writer, CommandName::SaveCustomer, &[change], || {
                    [n.to_le_bytes()[0]; 16]
                })
                .expect("an entry");
            head = written.last().map_or(head, |written| written.head);
            written
        })
        .collect()
}

fn header(entries: &[Written], blobs: usize) -> Header {
    Header {
        book: book(),
        written: Timestamp(1_795_000_000_000),
        app: "0.1.0".to_owned(),
        entries: u32::try_from(entries.len()).expect("few"),
        blobs: u32::try_from(blobs).expect("few"),
        head: entries.last().map_or(Head::EMPTY, |last| last.head),
        totals: BTreeMap::from([(
            "EUR".to_owned(),
            BTreeMap::from([("open".to_owned(), "1234.50".to_owned())]),
        )]),
    }
}

fn backup(entries: &[Written], blobs: &[Vec<u8>]) -> Vec<u8> {
    let header = header(entries, blobs.len());
    let mut writer = BackupWriter::new(header).expect("a header");
    let mut bytes = Vec::new();
    for entry in entries {
        writer.entry(&entry.bytes).expect("an entry");
        bytes.extend(writer.piece().unwrap_or_default());
    }
    for blob in blobs {
        writer.blob(Hash::of(blob), blob).expect("a blob");
        bytes.extend(writer.piece().unwrap_or_default());
    }
    bytes.extend(writer.finish().expect("a backup"));
    bytes
}

fn sample() -> Vec<u8> {
    backup(&journal(3), &[b"a logo".to_vec(), vec![0; 5]])
}

fn problem(bytes: &[u8]) -> (u64, Fault) {
    let problem = read(bytes).expect_err("a problem");
    (problem.line, problem.fault)
}

/// The backup with a text in it replaced, under a digest that fits: what
/// shows then does not show by the digest.
fn resealed(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).expect("text");
    let end = text.rfind("\"sha256\":").expect("a digest");
    assert!(text.contains(from), "{from}");
    let body = text[..end].replacen(from, to, 1);
    let digest = Hash::of(body.as_bytes());
    format!("{body}\"sha256\":\"{digest}\"}}\n").into_bytes()
}

fn lines(bytes: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(bytes).expect("text");
    text.lines().map(str::to_owned).collect()
}

#[test]
fn a_backup_is_one_json_document_with_an_entry_on_each_line() {
    let entries = journal(2);
    let bytes = backup(&entries, &[b"a logo".to_vec()]);
    let value: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
    assert_eq!(value["format"], "owed-backup");
    assert_eq!(value["header"]["totals"]["EUR"]["open"], "1234.50");
    assert_eq!(value["entries"].as_array().map(Vec::len), Some(2));
    assert_eq!(value["blobs"][0]["base64"], "YSBsb2dv");
    let lines = lines(&bytes);
    assert_eq!(lines[3].as_bytes(), [&entries[0].bytes[..], b","].concat());
    assert_eq!(lines[4].as_bytes(), entries[1].bytes);
    assert_eq!(lines.len(), 10);
}

#[test]
fn what_is_read_is_what_was_written() {
    let entries = journal(3);
    let blobs = [vec![9; CHUNK_BYTES * 2 + 1], b"a logo".to_vec()];
    let bytes = backup(&entries, &blobs);
    let items = read(&bytes).expect("a backup");
    let mut read_entries = Vec::new();
    let mut read_blobs: BTreeMap<Hash, Vec<u8>> = BTreeMap::new();
    for item in items {
        match item {
            Item::Header(read) => assert_eq!(*read, header(&entries, 2)),
            Item::Entry { bytes, entry } => {
                let head = entry.head();
                read_entries.push(Written { head, bytes });
            }
            Item::Blob(chunk) => {
                let blob = read_blobs.entry(chunk.blob).or_default();
                blob.extend(&chunk.bytes);
                assert_eq!(chunk.is_last(), length(blob) == chunk.size);
            }
        }
    }
    assert_eq!(read_entries, entries);
    assert_eq!(read_blobs.len(), 2);
    assert!(
        blobs
            .iter()
            .all(|blob| read_blobs[&Hash::of(blob)] == *blob)
    );
    assert_eq!(Hash::of(&backup(&read_entries, &blobs)), Hash::of(&bytes));
}

#[test]
fn an_empty_book_has_a_backup() {
    let bytes = backup(&[], &[]);
    assert_eq!(read(&bytes).map(|items| items.len()), Ok(1));
}

#[test]
fn pieces_are_handed_out_as_they_fill() {
    let blob = vec![1; PIECE_BYTES * 2];
    let entries = journal(1);
    let mut writer = BackupWriter::new(header(&entries, 1)).expect("a header");
    writer.entry(&entries[0].bytes).expect("an entry");
    assert_eq!(writer.piece(), None);
    writer.blob(Hash::of(&blob), &blob).expect("a blob");
    let mut bytes = writer.piece().expect("a piece");
    assert!(bytes.len() >= PIECE_BYTES);
    assert_eq!(writer.piece(), None);
    bytes.extend(writer.finish().expect("a backup"));
    assert_eq!(Hash::of(&bytes), Hash::of(&backup(&entries, &[blob])));
}

#[test]
fn the_writer_refuses_parts_that_make_no_backup() {
    let entries = journal(2);
    let mut writer = BackupWriter::new(header(&entries, 1)).expect("a header");
    let blob = b"a logo";
    assert_eq!(writer.entry(b"{\n}"), Err(WriteFault::NotOneLine));
    assert_eq!(writer.entry(b"\xff"), Err(WriteFault::NotOneLine));
    assert_eq!(
        writer.blob(Hash::of(blob), blob),
        Err(WriteFault::OutOfOrder)
    );
    writer.entry(&entries[0].bytes).expect("an entry");
    writer.entry(&entries[1].bytes).expect("an entry");
    assert_eq!(writer.entry(&entries[1].bytes), Err(WriteFault::Count));
    assert_eq!(writer.blob(Hash::of(b""), blob), Err(WriteFault::BadBlob));
    assert_eq!(writer.blob(Hash::of(b""), b""), Err(WriteFault::BadBlob));
    assert_eq!(writer.finish(), Err(WriteFault::Count));
}

#[test]
fn a_damaged_book_can_be_saved_and_says_where_it_is_damaged() {
    let entries = journal(2);
    let mut writer = BackupWriter::new(header(&entries, 0)).expect("a header");
    writer.entry(&entries[0].bytes).expect("an entry");
    writer.damaged(b"\xff\n\x00").expect("a damaged entry");
    let bytes = writer.finish().expect("a backup");
    assert!(serde_json::from_slice::<serde_json::Value>(&bytes).is_ok());
    assert_eq!(problem(&bytes), (5, Fault::DamagedBefore));
}

#[test]
fn a_mark_or_other_line_ends_do_no_harm() {
    let bytes = sample();
    let items = read(&bytes).expect("a backup");
    let marked = [b"\xef\xbb\xbf", &bytes[..]].concat();
    assert_eq!(read(&marked), Ok(items.clone()));
    let text = String::from_utf8(bytes).expect("text");
    let with_cr = text.replace('\n', "\r\n");
    assert_eq!(read(with_cr.as_bytes()), Ok(items.clone()));
    assert_eq!(read(text.trim_end().as_bytes()), Ok(items.clone()));
    assert_eq!(read(format!("{text}\n\n").as_bytes()), Ok(items));
}

/// As an editor or a formatter lays it out: each value on a line, or spaces
/// around each mark, or all on one line.
fn laid_out(bytes: &[u8], before: &str, after: &str) -> Vec<u8> {
    let mut laid = Vec::new();
    let (mut in_text, mut is_escaped) = (false, false);
    for byte in bytes.iter().filter(|byte| **byte != b'\n') {
        if *byte == b'"' && !is_escaped {
            in_text = !in_text;
        }
        is_escaped = in_text && *byte == b'\\' && !is_escaped;
        if !in_text && b"{[,:]}".contains(byte) {
            laid.extend([before.as_bytes(), &[*byte], after.as_bytes()].concat());
        } else {
            laid.push(*byte);
        }
    }
    laid
}

#[test]
fn a_backup_that_was_laid_out_anew_is_read_as_it_was_written() {
    for bytes in [sample(), backup(&journal(2), &[]), backup(&[], &[])] {
        let items = read(&bytes).expect("a backup");
        for (before, after) in [("", ""), (" ", " "), ("\r\n", "\t"), ("", "\n    ")] {
            let laid = laid_out(&bytes, before, after);
            assert_ne!(laid, bytes);
            for size in [1, 7, 100, usize::MAX] {
                assert_eq!(
                    read_in_pieces(&laid, size),
                    Ok(items.clone()),
                    "{before:?} {after:?}"
                );
            }
        }
    }
    // A changed byte shows all the same, and what is left of it can go on.
    let torn = resealed(&sample(), "\"at\":\"2026", "\"at\":\"2027");
    let laid = laid_out(&torn, "", "\n  ");
    assert!(read(&laid).is_err());
    assert!(remains(&torn).is_some());
    assert_eq!(remains(&laid), remains(&torn));
}

#[test]
fn other_files_are_called_by_their_name() {
    let not = |kind| (1, Fault::WrongFile(kind));
    let utf16: Vec<u8> = "{\"format\":\"owed-backup\",\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let sorted = "{\n  \"blobs\": [],\n  \"entries\": [],\n  \"format\": \"owed-backup\",\n";
    for (bytes, expected) in [
        (&b""[..], not(FileKind::Empty)),
        (b"\xef\xbb\xbf", not(FileKind::Empty)),
        (b"\x1f\x8b\x08", not(FileKind::Gzip)),
        (b"PK\x03\x04", not(FileKind::Zip)),
        (&utf16, not(FileKind::Utf16)),
        (b"{\"owed_records\":1}\n", not(FileKind::Records)),
        (b"customer,number\n1,2\n", not(FileKind::Text)),
        (&vec![b'x'; 200_000], not(FileKind::Text)),
        (b"{\"a\":1}", not(FileKind::Json)),
        (sorted.as_bytes(), (1, Fault::Rearranged)),
    ] {
        let shown = bytes[..bytes.len().min(40)].escape_ascii();
        assert_eq!(problem_in_pieces(bytes, 4_096), expected, "{shown}");
        assert_eq!(problem_in_pieces(bytes, 1).0, 1, "{shown}");
    }
}

fn problem_in_pieces(bytes: &[u8], size: usize) -> (u64, Fault) {
    let problem = read_in_pieces(bytes, size).expect_err("a problem");
    (problem.line, problem.fault)
}

fn read_in_pieces(bytes: &[u8], size: usize) -> Result<Vec<Item>, Problem> {
    let mut reader = BackupReader::new();
    let mut items = Vec::new();
    for piece in bytes.chunks(size) {
        items.extend(reader.feed(piece)?);
    }
    reader.finish()?;
    Ok(items)
}

#[test]
fn a_newer_version_is_not_guessed_at() {
    let text = String::from_utf8(sample()).expect("text");
    let newer = text.replacen("\"version\":1", "\"version\":2", 1);
    assert_eq!(problem(newer.as_bytes()), (1, Fault::TooNew(2)));
}

/// Each change of the sample, under a digest that fits, with its line and
/// what is said of it.
fn check_changes(changes: &[(&str, &str, u64, &str)]) {
    let bytes = sample();
    for (from, to, line, expected) in changes {
        let problem = read(&resealed(&bytes, from, to)).expect_err(from);
        let text = problem.fault.to_string();
        assert!(text.contains(expected), "{from} -> {to}: {text}");
        assert_eq!(problem.line, *line, "{from} -> {to}");
    }
}

#[test]
fn changed_counts_and_entries_are_named_with_their_place() {
    let lines = lines(&sample());
    let name = book().0;
    let other = BookId::from_random([8; 16]).0;
    let swapped = format!("{},\n{}", lines[5], lines[4].trim_end_matches(','));
    check_changes(&[
        (
            "\"entries\":3",
            "\"entries\":4",
            6,
            "3 entries where the header says 4",
        ),
        (
            "\"entries\":3",
            "\"entries\":2",
            5,
            "3 entries where the header says 2",
        ),
        (
            "\"entries\":3",
            "\"entries\":10000001",
            2,
            "more than 10000000",
        ),
        ("\"entries\":3", "\"entries\":-1", 2, "the header"),
        (
            "\"blobs\":2",
            "\"blobs\":3",
            10,
            "2 blobs where the header says 3",
        ),
        (
            "\"blobs\":2",
            "\"blobs\":1",
            9,
            "2 blobs where the header says 1",
        ),
        (&name, &other, 4, "entry 1 belongs to another book"),
        (&name, "../../etc/passwd", 2, "the name of the book"),
        (
            "\"seq\":3,\"hash\":\"",
            "\"seq\":3,\"hash\":\"0",
            2,
            "the header",
        ),
        ("\"app\":", "\"apple\":", 2, "unknown field `apple`"),
        (
            &format!("{}\n", lines[4]),
            "",
            5,
            "2 entries where the header says 3",
        ),
        (
            &format!("{}\n{}", lines[4], lines[5]),
            &swapped,
            5,
            "entry 3 does not follow",
        ),
        (
            "Söhne 2",
            "Söhne 4",
            5,
            "entry 2: change 0 does not match its digest",
        ),
    ]);
}

#[test]
fn changed_blobs_are_named_with_their_place() {
    check_changes(&[
        (
            "YSBsb2dv",
            "YSBsb2dw",
            9,
            "the bytes do not match their digest",
        ),
        ("YSBsb2dv", "YSBsb2d", 9, "not in Base64"),
        (
            "\"size\":6,\"offset\":0",
            "\"size\":6,\"offset\":1",
            9,
            "does not follow",
        ),
        ("\"size\":6", "\"size\":99999999999", 9, "larger than"),
        (
            "\"blobs\":[",
            "\"globs\":[",
            8,
            "something else where \"blobs\":[",
        ),
    ]);
}

#[test]
fn a_shorter_journal_under_the_old_head_shows() {
    let entries = journal(3);
    let mut header = header(&entries, 0);
    header.entries = 2;
    let mut writer = BackupWriter::new(header).expect("a header");
    writer.entry(&entries[0].bytes).expect("an entry");
    writer.entry(&entries[1].bytes).expect("an entry");
    let bytes = writer.finish().expect("a backup");
    assert_eq!(problem(&bytes), (5, Fault::OtherHead));
}

#[test]
fn another_encoding_is_named() {
    let mut bytes = sample();
    let place = bytes
        .windows(2)
        .position(|pair| pair == "ü".as_bytes())
        .expect("a letter");
    bytes.splice(place..place + 2, [0xfc]);
    assert_eq!(problem(&bytes), (4, Fault::NotUtf8));
}

#[test]
fn the_control_totals_are_under_the_digest() {
    let text = String::from_utf8(sample()).expect("text");
    let (line, fault) = problem(text.replacen("1234.50", "1234.51", 1).as_bytes());
    assert_eq!(line, 12);
    assert!(matches!(fault, Fault::Digest { .. }), "{fault}");
}

#[test]
fn a_file_cut_off_anywhere_says_so() {
    let bytes = sample();
    // Without its last line end it is still whole.
    for length in 1..bytes.len() - 1 {
        let (_, fault) = problem(&bytes[..length]);
        assert!(
            matches!(fault, Fault::Truncated { .. }),
            "{length}: {fault}"
        );
    }
    let (line, fault) = problem(&bytes[..bytes.len() * 2 / 3]);
    let expected = Fault::Truncated {
        entries: 2,
        entries_stated: 3,
        blobs: 0,
        blobs_stated: 2,
    };
    assert_eq!((line, fault), (6, expected));
}

#[test]
fn no_changed_byte_is_accepted() {
    let bytes = sample();
    for place in 0..bytes.len() - 1 {
        for mask in [1 << (place % 8), 0x20, 0xff] {
            let mut changed = bytes.clone();
            changed[place] ^= mask;
            assert!(read(&changed).is_err(), "{place} ^ {mask}");
        }
    }
}

#[test]
fn a_line_without_end_is_refused_before_it_fills_the_memory() {
    let mut reader = BackupReader::new();
    let text = String::from_utf8(sample()).expect("text");
    let start: usize = text.lines().take(2).map(|line| line.len() + 1).sum();
    reader.feed(&text.as_bytes()[..start]).expect("a start");
    let mut fed = 0;
    let problem = loop {
        match reader.feed(&[b'x'; 65_536]) {
            Ok(_) => fed += 65_536,
            Err(problem) => break problem,
        }
    };
    assert!(fed <= HEADER_BYTES_MAX);
    assert_eq!(problem.fault, Fault::LineTooLong(HEADER_BYTES_MAX));
    assert_eq!(reader.feed(b"\n"), Err(problem));
}

#[test]
fn nothing_may_follow_the_end() {
    let mut bytes = sample();
    bytes.extend_from_slice(b"{}");
    assert_eq!(problem(&bytes), (13, Fault::AfterEnd));
}

proptest! {
    #[test]
    fn pieces_of_any_size_read_the_same(size in 1_usize..3_000) {
        let bytes = sample();
        prop_assert_eq!(read_in_pieces(&bytes, size), read(&bytes));
    }

    #[test]
    fn no_bytes_stop_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(read(&bytes).is_err());
    }

    #[test]
    fn no_bytes_in_place_of_others_are_accepted(
        place in any::<prop::sample::Index>(),
        length in 0_usize..40,
        patch in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let bytes = sample();
        let start = place.index(bytes.len() - 1);
        let end = (start + length).min(bytes.len());
        let mut changed = bytes.clone();
        changed.splice(start..end, patch);
        let tail_only = changed.trim_ascii_end() == bytes.trim_ascii_end();
        prop_assert!(tail_only || read(&changed).is_err());
    }
}
