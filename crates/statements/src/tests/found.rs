//! Files of banks that were harmed: bytes and cells that were changed, cut or
//! swapped, another separator. Nothing stops the reader, and an amount differs
//! from that of the whole file only where its own letters were hit; else the
//! line is lacking, the file is refused, or there is a question.
//!
//! The files in `files/` are always tried, those of `../shared` beside the
//! project where it is there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::super::csv::{self, Column, CsvProfile, Role, Unsure};
use super::super::file::{BankFile, ReadError};
use super::super::{ReadOptions, read};
use crate::decode;
use crate::table::{Delimiter, Rows};
use values::money::Decimal;
use values::slices::{Steps, at_once};

/// Harms of each kind per file.
const HARMS: usize = 24;

/// The files, each with its name.
fn files() -> Vec<(String, Vec<u8>)> {
    let project = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    let shared = project.join("../../shared");
    let mut folders = vec![project.join("src/tests/files")];
    if shared.join("found").is_dir() {
        folders.extend([shared.join("found"), shared.join("oracles/bank/min")]);
    } else {
        eprintln!(
            "{} is not there: only the project's own files are tried",
            shared.display()
        );
    }
    let mut files = Vec::new();
    for folder in folders {
        let mut paths: Vec<PathBuf> = fs::read_dir(&folder)
            .map(|entries| {
                entries
                    .filter_map(|entry| Some(entry.ok()?.path()))
                    .collect()
            })
            .unwrap_or_default();
        paths.sort();
        let of_bank = |path: &Path| {
            let ending = path
                .extension()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            ["csv", "sta", "xml", "ofx", "qfx", "qif", "txt"].contains(&ending.as_str())
        };
        for path in paths.into_iter().filter(|path| of_bank(path)) {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            files.push((name, fs::read(&path).expect("a file")));
        }
    }
    assert!(files.len() >= 15, "the project's own files are lacking");
    files
}

/// Numbers that look like chance and are the same each time.
struct Dice(u64);

impl Dice {
    fn of(name: &str) -> Dice {
        let mix = |seed: u64, byte: u8| seed.wrapping_mul(31).wrapping_add(u64::from(byte));
        Dice(name.bytes().fold(0x1e37_79b9, mix))
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let high = usize::try_from(self.0 >> 33).unwrap_or_default();
        high % end.max(1)
    }

    fn byte(&mut self) -> u8 {
        const LIKELY: &[u8] = b"0123456789.,;:-+/\" \tCDSHx<>?\n\x80\xe4\xff";
        LIKELY[self.below(LIKELY.len())]
    }
}

/// How a file is read, and whether that has to be asked.
fn look(bytes: &[u8]) -> Result<(BankFile, Option<CsvProfile>, bool), ReadError> {
    let options = ReadOptions::default();
    match read(bytes, "file", &options) {
        Err(ReadError::NeedsProfile) => {}
        other => return Ok((other?, None, false)),
    }
    let guess = csv::guess(bytes)?;
    let asks = guess.unsure.iter().any(|unsure| *unsure != Unsure::Header);
    let options = ReadOptions {
        csv: Some(guess.profile.clone()),
        ..options
    };
    Ok((read(bytes, "file", &options)?, Some(guess.profile), asks))
}

fn amounts(file: &BankFile) -> BTreeMap<Decimal, usize> {
    let lines = file
        .statements
        .iter()
        .flat_map(|statement| &statement.lines);
    let mut amounts = BTreeMap::new();
    for line in lines {
        *amounts.entry(line.amount.trimmed()).or_default() += 1;
    }
    amounts
}

/// How many amounts of one file are not in the other.
fn more(file: &BankFile, than: &BankFile) -> usize {
    let known = amounts(than);
    let found = amounts(file).into_iter();
    found
        .map(|(amount, count)| count.saturating_sub(known.get(&amount).copied().unwrap_or(0)))
        .sum()
}

/// Where the letters of amounts and of what gives them their sign stand in a
/// file that is no table.
fn own(text: &[u8]) -> Vec<bool> {
    let mut is_own = vec![false; text.len()];
    let mut start = 0;
    for line in text.split_inclusive(|byte| matches!(byte, b'\n' | b'\r')) {
        let is_amount = line.starts_with(b":61:")
            || line.starts_with(b"@@")
            || (text.starts_with(b"!")
                && line.first().is_some_and(|first| b"TU$S^".contains(first)));
        is_own[start..start + line.len()].fill(is_amount);
        start += line.len();
    }
    // A day of :61: may go on in the line after it.
    let tags: [&[u8]; 5] = [b"<Amt", b"<CdtDbtInd", b"<TRNAMT", b"<Sts", b"<RvslInd"];
    for tag in tags {
        for at in 0..text.len() {
            if text[at..].starts_with(tag) {
                let close = text[at + 1..].iter().position(|byte| *byte == b'<');
                let end = close.map_or(text.len(), |end| at + 1 + end + tag.len() + 2);
                is_own[at..end.min(text.len())].fill(true);
            }
        }
    }
    is_own
}

#[test]
fn no_harm_stops_the_reader_and_none_changes_another_amount() {
    for (name, bytes) in files() {
        let mut dice = Dice::of(&name);
        let whole = look(&bytes);
        let is_own = own(&bytes);
        let is_table = matches!(&whole, Ok((_, Some(_), _)));
        for _ in 0..HARMS {
            let at = dice.below(bytes.len());
            let mut harmed = bytes.clone();
            match dice.below(4) {
                0 => harmed[at] = dice.byte(),
                1 => harmed.insert(at, dice.byte()),
                2 => {
                    harmed.remove(at);
                }
                _ => harmed.truncate(at),
            }
            let (Ok((whole, ..)), Ok((read, _, asks))) = (&whole, look(&harmed)) else {
                continue;
            };
            // A table is harmed by its cells, below.
            if is_table || asks || is_own.get(at) == Some(&true) {
                continue;
            }
            assert_eq!(
                more(&read, whole),
                0,
                "{name}: {:?} at {at}\n{read:?}",
                String::from_utf8_lossy(&harmed)
            );
        }
    }
}

/// A table as its cells, and the text of it with each in quotes.
struct Cells {
    rows: Vec<Vec<String>>,
    profile: CsvProfile,
    header_rows: usize,
}

impl Cells {
    fn of(bytes: &[u8]) -> Option<Cells> {
        let (_, profile, asks) = look(bytes).ok()?;
        let profile = profile.filter(|_| !asks)?;
        let text = at_once(decode::decode(bytes, &Steps::default())).ok()?;
        let rows = Rows::new(&text, profile.delimiter).map_while(Result::ok);
        let rows = rows.map(|row| row.fields.iter().map(ToString::to_string).collect());
        Some(Cells {
            rows: rows.collect(),
            header_rows: usize::try_from(profile.header_rows).ok()?,
            profile,
        })
    }

    fn written(&self, delimiter: Delimiter) -> Vec<u8> {
        let mut text = String::new();
        for row in &self.rows {
            let cells: Vec<String> = row
                .iter()
                .map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")))
                .collect();
            text += &cells.join(char::from(delimiter.byte()).encode_utf8(&mut [0; 4]));
            text += "\r\n";
        }
        text.into_bytes()
    }

    fn place(&self, role: Role) -> Option<usize> {
        let (_, column) = self
            .profile
            .columns
            .iter()
            .find(|(known, _)| *known == role)?;
        match column {
            Column::Index(index) => Some(usize::from(*index)),
            Column::Name(name) => {
                let header = self.rows.get(self.header_rows.checked_sub(1)?)?;
                header.iter().position(|known| known == name)
            }
        }
    }

    /// Whether a column is of amounts, or of what gives them their sign or
    /// their right to be there.
    fn is_own(&self, column: usize) -> bool {
        let roles = [
            Role::Amount,
            Role::Debit,
            Role::Credit,
            Role::Mark,
            Role::Fee,
            Role::FeeWithin,
            Role::Status,
        ];
        roles
            .into_iter()
            .any(|role| self.place(role) == Some(column))
    }

    /// As it is read with what was known of the whole file, and as a new one:
    /// `None` where it is refused or asked about.
    fn read(&self, delimiter: Delimiter) -> Vec<BankFile> {
        let bytes = self.written(delimiter);
        let profile = CsvProfile {
            delimiter,
            ..self.profile.clone()
        };
        let options = ReadOptions {
            csv: Some(profile.clone()),
            ..ReadOptions::default()
        };
        let saved = read(&bytes, "file", &options).ok();
        let fresh = look(&bytes).ok().filter(|(_, seen, asks)| {
            let is_same = |seen: &CsvProfile| {
                seen.columns == profile.columns && seen.fee_is_negative == profile.fee_is_negative
            };
            !asks && seen.as_ref().is_some_and(is_same)
        });
        saved
            .into_iter()
            .chain(fresh.map(|(file, ..)| file))
            .collect()
    }
}

#[test]
fn a_harmed_cell_changes_no_other_amount() {
    for (name, bytes) in files() {
        let Some(mut table) = Cells::of(&bytes) else {
            continue;
        };
        let mut dice = Dice::of(&name);
        let delimiter = table.profile.delimiter;
        let Some(whole) = table.read(delimiter).into_iter().next() else {
            panic!("{name}: in quotes it is not read");
        };
        for _ in 0..HARMS {
            let row = table.header_rows + dice.below(table.rows.len() - table.header_rows);
            let column = dice.below(table.rows[row].len());
            let cell = table.rows[row][column].clone();
            let mut letters: Vec<char> = cell.chars().collect();
            let at = dice.below(letters.len());
            match dice.below(3) {
                0 if !letters.is_empty() => letters[at] = char::from(dice.byte() & 0x7f),
                1 if !letters.is_empty() => {
                    letters.remove(at);
                }
                _ => letters.insert(at, char::from(dice.byte() & 0x7f)),
            }
            table.rows[row][column] = letters.into_iter().collect();
            let is_own = table.is_own(column);
            for read in table.read(delimiter) {
                let found = more(&read, &whole);
                assert!(
                    found <= usize::from(is_own),
                    "{name}: {cell:?} as {:?}\n{read:?}",
                    table.rows[row][column]
                );
            }
            table.rows[row][column] = cell;
        }
    }
}

#[test]
fn swapped_rows_and_other_separators_give_the_same_lines_or_a_question() {
    for (name, bytes) in files() {
        let Some(mut table) = Cells::of(&bytes) else {
            continue;
        };
        let mut dice = Dice::of(&name);
        let own = table.profile.delimiter;
        let Some(whole) = table.read(own).into_iter().next() else {
            panic!("{name}: in quotes it is not read");
        };
        for delimiter in Delimiter::ALL {
            for read in table.read(delimiter) {
                assert_eq!(amounts(&read), amounts(&whole), "{name} with {delimiter:?}");
            }
        }
        for _ in 0..HARMS / 4 {
            let below = table.rows.len() - table.header_rows;
            let (one, other) = (dice.below(below), dice.below(below));
            table
                .rows
                .swap(table.header_rows + one, table.header_rows + other);
            for read in table.read(own) {
                assert_eq!(
                    amounts(&read),
                    amounts(&whole),
                    "{name}: rows {one} and {other}"
                );
            }
        }
    }
}
