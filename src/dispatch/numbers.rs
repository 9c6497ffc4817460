//! Numbers that were given: what this device remembers of them outside of the
//! book, and which a restored book must go on after.

use std::collections::BTreeMap;
use std::rc::Rc;

use ledger::backup::Header;
use ledger::book::Book;
use ledger::business::Series;
use ledger::date::Date;
use ledger::ids::SeriesId;
use ledger::invoice::numbering;

use super::Session;
use super::restore_failure::RestoreFailure;
use crate::platform::clock;
use crate::state::{AskNumber, Mode};
use crate::store::Store;
use crate::store::sentinel::{Sentinel, SentinelError};

impl Session {
    /// Writes the sentinel. Where the browser refuses, the book is safe all
    /// the same; only the alarm for its loss is not set.
    pub fn remember(&self) {
        // The demo is nobody's book.
        if !self.view().demo {
            let book = self.book();
            drop(sentinel(self.store(), &book, last_numbers(&book)).advance());
        }
    }

    /// Writes the sentinel anew, where nothing that it remembers is left to be
    /// held against the book.
    pub fn remember_if_whole(&self) {
        let view = self.view();
        if view.mode == Mode::Writable && !view.demo && view.book.head().seq > 0 {
            // Where it fails, only the alarm for a loss is not set.
            drop(remember_anew(self.store(), &view.book));
        }
    }
}

/// After a restore the sentinel stands where the restored book ends; the
/// numbers it remembered stay until they are skipped.
pub(super) fn remember_anew(store: &Store, book: &Book) -> Result<(), SentinelError> {
    let remembered = Sentinel::load(book.id()).ok().flatten();
    let mut numbers = remembered.map(|known| known.numbers).unwrap_or_default();
    for (run, value) in last_numbers(book) {
        let number = numbers.entry(run).or_default();
        let of = |text: &str| text.parse::<u32>().unwrap_or(0);
        if of(&value) > of(number) {
            *number = value;
        }
    }
    sentinel(store, book, numbers).replace()
}

fn sentinel(store: &Store, book: &Book, numbers: BTreeMap<String, String>) -> Sentinel {
    Sentinel {
        book: book.id().clone(),
        head: *book.head(),
        generation: store.generation(),
        numbers,
        at: clock::now(),
    }
}

/// The last number of every run of every series, given or skipped.
fn last_numbers(book: &Book) -> BTreeMap<String, String> {
    last_values(book)
        .into_iter()
        .map(|((series, run), value)| (remembered_key(series, run), value.to_string()))
        .collect()
}

/// The same, by series and run.
fn last_values(book: &Book) -> BTreeMap<(SeriesId, u32), u32> {
    let skipped = book
        .series()
        .iter()
        .flat_map(|series| series.gaps.iter().map(|gap| (series.id, gap.run, gap.last)));
    let mut last: BTreeMap<(SeriesId, u32), u32> = BTreeMap::new();
    for (series, run, value) in book.highest_numbers().chain(skipped) {
        let known = last.entry((series, run)).or_default();
        *known = value.max(*known);
    }
    last
}

/// How the sentinel names a run of a series.
fn remembered_key(series: SeriesId, run: u32) -> String {
    format!("{series}/{run}")
}

/// The series whose last number must be asked for: all, where this device
/// remembers nothing of the book or remembers later numbers than the file's.
pub(super) fn ask_numbers(book: &Book, header: &Header) -> Vec<AskNumber> {
    let sentinel = Sentinel::load(&header.book).ok().flatten();
    if sentinel
        .as_ref()
        .is_some_and(|known| known.head.seq <= header.head.seq)
    {
        return Vec::new();
    }
    last_sent(book, &BTreeMap::new())
}

/// Asks for the last number of each series. `seen` are numbers that are known
/// to have been given, whatever the book says.
pub(super) fn last_sent(book: &Book, seen: &BTreeMap<(SeriesId, u32), u32>) -> Vec<AskNumber> {
    let sentinel = Sentinel::load(book.id()).ok().flatten();
    book.series()
        .iter()
        .map(|series| {
            let seen = seen.iter().filter(|((id, _), _)| *id == series.id);
            let seen = seen.map(|((_, run), value)| (*run, *value));
            let in_file = newest_run(book, series)
                .map_or_else(String::new, |(run, value)| printed(series, run, value));
            let prefix = format!("{}/", series.id);
            let known = sentinel.iter().flat_map(|known| &known.numbers);
            let known = known.filter_map(|(key, value)| {
                let run: u32 = key.strip_prefix(&prefix)?.parse().ok()?;
                Some((run, value.parse().ok()?))
            });
            let newest = known.chain(seen).max();
            let remembered = newest.map(|(run, value): (u32, u32)| printed(series, run, value));
            AskNumber {
                series: series.id,
                pattern: series.pattern.clone(),
                in_file,
                remembered,
            }
        })
        .collect()
}

fn newest_run(book: &Book, series: &Rc<Series>) -> Option<(u32, u32)> {
    book.highest_numbers()
        .filter(|(known, _, _)| *known == series.id)
        .map(|(_, run, value)| (run, value))
        .max()
}

/// A number as its document shows it.
fn printed(series: &Series, run: u32, value: u32) -> String {
    day_in_run(run)
        .and_then(|day| numbering::format(&series.pattern, day, value).ok())
        .unwrap_or_else(|| value.to_string())
}

/// A day that belongs to a run: 2026, 202611, or 0 for any day.
fn day_in_run(run: u32) -> Option<Date> {
    let (year, month) = match run {
        0 => return clock::today().ok(),
        1..10_000 => (run, 1),
        _ => (run / 100, run % 100),
    };
    Date::new(i32::try_from(year).ok()?, month, 1).ok()
}

/// The last numbers that this device remembers to have given out of the
/// series of a book.
fn remembered(book: &Book) -> BTreeMap<(SeriesId, u32), u32> {
    let known = Sentinel::load(book.id()).ok().flatten();
    let numbers = known.map(|known| known.numbers).unwrap_or_default();
    numbers
        .iter()
        .filter_map(|(key, value)| {
            let (series, run) = key.split_once('/')?;
            let (id, run) = (series.parse().ok()?, run.parse().ok()?);
            let series = book.series().get(id)?;
            // Numbers of another pattern are other numbers.
            let is_run = numbering::run(&series.pattern, day_in_run(run)?) == Ok(run);
            is_run.then_some(((id, run), value.parse().ok()?))
        })
        .collect()
}

/// The numbers to go on after, each as a command's figures: those that were
/// given as sent and, whatever was given, those that this device remembers.
pub(super) fn skips(
    book: &Book,
    seen: &BTreeMap<(SeriesId, u32), u32>,
    numbers: &[(SeriesId, String)],
) -> Result<Vec<(SeriesId, u32, Date)>, RestoreFailure> {
    let mut last = remembered(book);
    for (run, value) in seen {
        let known = last.entry(*run).or_default();
        *known = (*known).max(*value);
    }
    for (id, given) in numbers {
        let Some(series) = book.series().get(*id) else {
            continue;
        };
        let given = given.trim();
        if given.is_empty() {
            // None was ever sent.
            continue;
        }
        let wrong = || RestoreFailure::Number {
            pattern: series.pattern.clone(),
            given: given.to_owned(),
        };
        let (run, value) = numbering::read(&series.pattern, given).ok_or_else(wrong)?;
        day_in_run(run).ok_or_else(wrong)?;
        let known = last.entry((*id, run)).or_default();
        *known = value.max(*known);
    }
    let in_book = last_values(book);
    last.retain(|run, value| *value > in_book.get(run).copied().unwrap_or(0));
    let skip = |((series, run), value)| Some((series, value, day_in_run(run)?));
    Ok(last.into_iter().filter_map(skip).collect())
}
