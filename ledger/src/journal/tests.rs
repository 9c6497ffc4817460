//! A format to come, rehearsed: what a program of a pretended format 2 makes
//! of a book of format 1, and what this program makes of a book of format 2.
//!
//! In the pretended format an entry names its parents, of which there may be
//! several, and has a number of its chain's own; what is a payment's `method`
//! today is called `means`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::*;
use crate::backup::{self, BackupWriter, ControlTotals};
use crate::migrate::{FORMATS, Formats, Step};
use crate::recovery::{self, Hopeless};

const FORMAT_1: &str = include_str!("../../tests/golden/v1.jsonl");

/// What the program of format 2 knows beside the present.
const FORMATS_2: Formats = Formats(&[Step {
    header: header_2,
    change: change_2,
}]);

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct Header2 {
    v: u32,
    book: BookId,
    chain: Chain,
    /// The entry's number on its chain.
    n: u32,
    seq: Seq,
    parents: Vec<Hash>,
    change_digests: Vec<Hash>,
    /// What both formats have.
    #[serde(flatten)]
    others: BTreeMap<String, Value>,
}

impl Heading for Header2 {
    fn v(&self) -> u32 {
        self.v
    }

    fn seq(&self) -> Seq {
        self.seq
    }

    fn change_digests(&self) -> &[Hash] {
        &self.change_digests
    }
}

fn header_2(mut header: Value) -> Value {
    if let Some(header) = header.as_object_mut() {
        let none = json!(Hash([0; 32]));
        let prev = header.remove("prev").filter(|prev| *prev != none);
        header.insert("parents".to_owned(), prev.into_iter().collect());
        if let Some(seq) = header.get("seq").cloned() {
            header.insert("n".to_owned(), seq);
        }
    }
    header
}

fn change_2(mut change: Value) -> Value {
    rename(&mut change, "method", "means");
    change
}

fn rename(change: &mut Value, from: &str, to: &str) {
    let payment = change.pointer_mut("/put/payment");
    if let Some(payment) = payment.and_then(Value::as_object_mut)
        && let Some(member) = payment.remove(from)
    {
        payment.insert(to.to_owned(), member);
    }
}

fn lines() -> Vec<Vec<u8>> {
    FORMAT_1
        .lines()
        .map(|line| line.as_bytes().to_vec())
        .collect()
}

/// An entry of format 2 that follows those of format 1, on a chain of its own.
fn entry_2(after: &Entry) -> Vec<u8> {
    let change = r#"{"salt":"00","put":{"payment":{"id":"00000009-1","means":"card"}}}"#;
    let header = Header2 {
        v: 2,
        book: after.header.book.clone(),
        chain: Chain(9),
        n: 1,
        seq: after.header.seq + 1,
        parents: vec![after.hash],
        change_digests: vec![Hash::of(change.as_bytes())],
        others: BTreeMap::new(),
    };
    let header = serde_json::to_string(&header).expect("JSON");
    line(&header, &Hash::of(header.as_bytes()), [change].into_iter())
}

fn last() -> Entry {
    read(lines().last().expect("an entry")).expect("an entry of format 1")
}

/// An entry as that program reads it.
type Entry2 = (Header2, Vec<Option<Value>>);

/// A journal as the program of format 2 reads it: each entry names those
/// before it and counts on its own chain.
fn read_2(lines: &[Vec<u8>]) -> Result<Vec<Entry2>, Fault> {
    let mut parents = Vec::new();
    let mut numbers: BTreeMap<Chain, u32> = BTreeMap::new();
    let mut all = Vec::new();
    for line in lines {
        let read = |text: &str| serde_json::from_str(text);
        let (hash, header, changes) = read_as::<Header2, Value>(FORMATS_2, line, read)?;
        let before = numbers.insert(header.chain, header.n);
        if header.parents != parents || before.is_some_and(|before| before >= header.n) {
            return Err(Fault::NotNext { seq: header.seq });
        }
        parents = vec![hash];
        all.push((header, changes));
    }
    Ok(all)
}

#[test]
fn what_this_program_writes_is_its_newest_format() {
    assert_eq!(FORMATS.newest(), VERSION);
    assert_eq!(FORMATS_2.newest(), 2);
}

#[test]
fn a_program_of_format_2_reads_a_book_of_both_formats() {
    let mut lines = lines();
    let old = lines.len();
    lines.push(entry_2(&last()));
    let all = read_2(&lines).expect("a book");
    let mut renamed = 0;
    for (line, (header, changes)) in lines.iter().zip(&all).take(old) {
        let before = read(line).expect("an entry of format 1");
        assert_eq!(header.n, before.header.version().0.n);
        assert!(!header.others.contains_key("prev"));
        assert_eq!(header.others["command"], json!(before.header.command));
        assert_eq!(changes.len(), before.changes.len());
        for (now, before) in changes.iter().zip(before.changes) {
            let back = now.clone().map(|mut now| {
                renamed += usize::from(now.pointer("/put/payment/means").is_some());
                assert_eq!(now.pointer("/put/payment/method"), None);
                rename(&mut now, "means", "method");
                Change::from_json(&now.to_string()).expect("a change")
            });
            assert_eq!(back, before);
        }
    }
    assert_eq!(renamed, 3);
    let (header, changes) = all.last().expect("the entry of format 2");
    assert_eq!((header.v, header.n), (2, 1));
    assert!(
        changes[0]
            .as_ref()
            .is_some_and(|change| change["put"]["payment"]["means"] == "card")
    );
}

#[test]
fn damage_to_an_old_entry_shows_in_the_new_format_as_well() {
    let mut lines = lines();
    lines.push(entry_2(&last()));
    let text = String::from_utf8(lines[9].clone()).expect("text");
    let harmed = |from: &str, to: &str| {
        let mut lines = lines.clone();
        assert!(text.contains(from));
        lines[9] = text.replacen(from, to, 1).into_bytes();
        read_2(&lines).expect_err("damaged")
    };
    let seq = 10;
    assert_eq!(harmed("\"seq\":10", "\"seq\":11"), Fault::HeaderDamaged(11));
    assert_eq!(
        harmed("\"salt\":\"", "\"salt\":\"0"),
        Fault::ChangeDamaged { seq, change: 0 }
    );
    lines.remove(9);
    assert_eq!(read_2(&lines), Err(Fault::NotNext { seq: 11 }));
}

#[test]
fn this_program_says_that_format_2_is_newer_and_keeps_it() {
    let mut lines = lines();
    let last = last();
    let newer = entry_2(&last);
    lines.push(newer.clone());
    assert_eq!(read(&newer), Err(Fault::TooNew(2)));
    assert_eq!(remains(&newer, None), Remains::TooNew(2));
    assert_eq!(header_of(&newer), None);
    assert_eq!(doubtful(&newer), None);
    let places = (1..).zip(lines.clone()).collect();
    let salvaged = salvage(&last.header.book, places);
    assert_eq!(salvaged.lines, lines, "byte for byte");
    assert_eq!(salvaged.head, last.head());

    let header = backup::Header {
        book: last.header.book.clone(),
        written: Timestamp(0),
        app: String::new(),
        entries: u32::try_from(lines.len()).expect("few"),
        blobs: 0,
        head: last.head(),
        totals: ControlTotals::default(),
    };
    let mut writer = BackupWriter::new(header).expect("a header");
    for line in &lines {
        match read(line) {
            Ok(_) => writer.entry(line).expect("a line"),
            Err(_) => writer.damaged(line).expect("a line"),
        }
    }
    let file = writer.finish().expect("a backup");
    assert_eq!(backup::remains(&file).expect("a book").lines, lines);
}

#[test]
fn nothing_is_repaired_where_something_newer_stands_behind_the_damage() {
    let mut lines = lines();
    let book = last().header.book;
    lines.push(entry_2(&last()));
    for harm in [0, 9, lines.len() - 2] {
        let mut lines = lines.clone();
        lines[harm].clear();
        let steps = Steps::default();
        let recovered = at_once(recovery::recover(&book, &lines, None, &steps));
        assert_eq!(recovered.err(), Some(Hopeless::TooNew(2)), "entry {harm}");
    }
}
