//! The constants of a program: where the linker laid each, which of them the first part can reach,
//! and the bytes of memory that each part brings.
//!
//! A constant is reached by its address in the code, or in another constant that is reached. What
//! looks like an address counts as one, so a constant stays in the first part too often, never too
//! seldom. An address may be folded with a step of a loop or an index: what lies near is reached
//! as well.

use super::program::{Program, Result};
use std::collections::BTreeSet;
use std::ops::Range;
use wasmparser::{DataKind, FunctionBody, Operator, Parser, Payload};

/// Bytes around an address within which a folded one was seen to lie, and as many again.
const NEAR: u32 = 32;
/// Zeros, or bytes of the other part, that cost less than to begin a new run.
const GAP: usize = 12;

/// Constants by address, in order, that may be moved.
pub struct Constants(Vec<Range<u32>>);

/// Whether the map is of this very linking: both say how long code and data are.
pub fn is_map_of(map: &str, linked: &[u8]) -> Result<bool> {
    let mut stated = BTreeSet::new();
    for line in map.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if let [_, offset, size, "CODE" | "DATA"] = words.as_slice() {
            let number = |word: &str| u64::from_str_radix(word, 16);
            stated.insert(number(offset)? + number(size)?);
        }
    }
    let mut found = BTreeSet::new();
    for payload in Parser::new(0).parse_all(linked) {
        let payload = payload?;
        if let Payload::CodeSectionStart { range, .. } = &payload {
            found.insert(range.end as u64);
        }
        if let Payload::DataSection(reader) = &payload {
            found.insert(reader.range().end as u64);
        }
    }
    Ok(found.len() == 2 && found == stated)
}

impl Constants {
    /// Reads the map that the linker wrote. What it merged of several constants has no bounds, and
    /// what can change is no constant: neither is listed.
    pub fn of_map(map: &str) -> Self {
        let mut all = Vec::new();
        for line in map.lines() {
            let mut words = line.split_whitespace();
            let (Some(address), Some(_), Some(size), Some(section)) =
                (words.next(), words.next(), words.next(), words.next())
            else {
                continue;
            };
            let number = |word: &str| u32::from_str_radix(word, 16).ok();
            if !section.contains(":(.rodata.") {
                continue;
            }
            if let (Some(start), Some(size)) = (number(address), number(size)) {
                all.push(start..start + size);
            }
        }
        all.sort_by_key(|constant| constant.start);
        Self(all)
    }

    /// Of `program`, those that none of `bodies` and of what cannot be moved reaches.
    pub fn unreached<'p, 'a: 'p>(
        &self,
        memory: &Memory,
        bodies: impl Iterator<Item = &'p FunctionBody<'a>>,
    ) -> Result<Vec<Range<u32>>> {
        let mut reached = BTreeSet::new();
        let mut left = Vec::new();
        let mut reach = |address: u32, near: u32, left: &mut Vec<usize>| {
            let from = address.saturating_sub(near);
            let first = self.0.partition_point(|constant| constant.end < from);
            let near_ones = self.0[first..]
                .iter()
                .take_while(|constant| constant.start <= address.saturating_add(near));
            for (place, _) in (first..).zip(near_ones) {
                if reached.insert(place) {
                    left.push(place);
                }
            }
        };
        for body in bodies {
            for operator in body.get_operators_reader()? {
                for address in addresses(&operator?) {
                    reach(address, NEAR, &mut left);
                }
            }
        }
        // What cannot be moved stays, and what it names with it.
        let mut from = memory.start;
        for constant in self.0.iter().map(Some).chain([None]) {
            let until = constant.map_or(memory.end(), |constant| constant.start);
            for address in memory.words(from..until) {
                reach(address, 0, &mut left);
            }
            from = constant.map_or(until, |constant| constant.end);
        }
        while let Some(place) = left.pop() {
            for address in memory.words(self.0[place].clone()) {
                reach(address, 0, &mut left);
            }
        }
        let unreached = (0..self.0.len()).filter(|place| !reached.contains(place));
        Ok(unreached.map(|place| self.0[place].clone()).collect())
    }
}

/// The numbers in an instruction that may be an address.
fn addresses(operator: &Operator) -> Vec<u32> {
    use Operator as O;
    match operator {
        O::I32Const { value } => vec![value.cast_unsigned()],
        O::I64Const { value } => {
            let bytes = value.to_le_bytes();
            let half = |at: usize| [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
            vec![u32::from_le_bytes(half(0)), u32::from_le_bytes(half(4))]
        }
        O::I32Load { memarg }
        | O::I64Load { memarg }
        | O::F32Load { memarg }
        | O::F64Load { memarg }
        | O::I32Load8S { memarg }
        | O::I32Load8U { memarg }
        | O::I32Load16S { memarg }
        | O::I32Load16U { memarg }
        | O::I64Load8S { memarg }
        | O::I64Load8U { memarg }
        | O::I64Load16S { memarg }
        | O::I64Load16U { memarg }
        | O::I64Load32S { memarg }
        | O::I64Load32U { memarg }
        | O::I32Store { memarg }
        | O::I64Store { memarg }
        | O::F32Store { memarg }
        | O::F64Store { memarg }
        | O::I32Store8 { memarg }
        | O::I32Store16 { memarg }
        | O::I64Store8 { memarg }
        | O::I64Store16 { memarg }
        | O::I64Store32 { memarg } => u32::try_from(memarg.offset).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// What the memory begins with.
pub struct Memory {
    start: u32,
    bytes: Vec<u8>,
}

impl Memory {
    pub fn of(program: &Program) -> Result<Self> {
        let mut parts = Vec::new();
        for part in &program.data {
            let DataKind::Active {
                memory_index: 0,
                offset_expr,
            } = &part.kind
            else {
                return Err("it has data that is not laid at the beginning".into());
            };
            let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else {
                return Err("it has data at a place that is not written in it".into());
            };
            parts.push((value.cast_unsigned(), part.data));
        }
        let start = parts.iter().map(|(at, _)| *at).min().unwrap_or(0);
        let end = parts
            .iter()
            .map(|(at, data)| *at as usize + data.len())
            .max();
        let mut bytes = vec![0; end.unwrap_or(0).saturating_sub(start as usize)];
        for (at, data) in parts {
            let at = (at - start) as usize;
            bytes[at..at + data.len()].copy_from_slice(data);
        }
        Ok(Self { start, bytes })
    }

    fn end(&self) -> u32 {
        self.start + u32::try_from(self.bytes.len()).unwrap_or(0)
    }

    /// The whole words within a range, as the machine reads them.
    fn words(&self, range: Range<u32>) -> impl Iterator<Item = u32> {
        let first = range.start.next_multiple_of(4).max(self.start);
        let last = range.end.min(self.end());
        (first..last.saturating_sub(3)).step_by(4).filter_map(|at| {
            let at = (at - self.start) as usize;
            let word = self.bytes.get(at..at + 4)?;
            Some(u32::from_le_bytes(word.try_into().ok()?))
        })
    }

    /// The runs of bytes outside of `moved`, and those within, each with its address.
    pub fn cut(&self, moved: &[Range<u32>]) -> [Vec<(u32, &[u8])>; 2] {
        let mut is_moved = vec![false; self.bytes.len()];
        for range in moved {
            let at = |address: u32| (address.max(self.start) - self.start) as usize;
            let end = at(range.end).min(self.bytes.len());
            is_moved[at(range.start).min(end)..end].fill(true);
        }
        [false, true].map(|later| {
            let wanted = |place: &usize| is_moved[*place] == later && self.bytes[*place] != 0;
            let mut runs: Vec<Range<usize>> = Vec::new();
            for place in (0..self.bytes.len()).filter(wanted) {
                match runs.last_mut() {
                    Some(run) if place <= run.end + GAP => run.end = place + 1,
                    _ => runs.push(place..place + 1),
                }
            }
            let run = |run: Range<usize>| {
                let at = self.start + u32::try_from(run.start).unwrap_or(0);
                (at, &self.bytes[run])
            };
            runs.into_iter().map(run).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAP: &str = "\
    Addr      Off     Size Out     In      Symbol
       -   33adde    2f40d DATA
  100000   33addf    2f061 .rodata
  100000   33ade9        3         a.o:(.rodata..Lanon.5)
  100000   33ade9        3                 .Lanon.5
  100054   33ae3d     5966         <internal>:(.rodata)
  100004   33aded       10         a.o:(.rodata..Lanon.15)
  1059bc   3407a5       10         a.o:(.data.x)
";

    #[test]
    fn the_map_names_what_has_bounds_and_never_changes() {
        assert_eq!(
            Constants::of_map(MAP).0,
            [0x10_0000..0x10_0003, 0x10_0004..0x10_0014]
        );
    }

    /// Three words that each hold an address, and two texts.
    fn memory() -> Memory {
        let mut bytes = vec![0; 400];
        bytes[..4].copy_from_slice(&1_100_u32.to_le_bytes());
        bytes[100..104].copy_from_slice(&1_200_u32.to_le_bytes());
        bytes[200..204].copy_from_slice(b"text");
        bytes[300..304].copy_from_slice(b"more");
        Memory {
            start: 1_000,
            bytes,
        }
    }

    #[test]
    fn what_a_constant_that_stays_names_stays() {
        let constants = vec![1_100..1_104, 1_200..1_204, 1_300..1_304];
        let mut memory = memory();
        memory.bytes[..4].fill(0);
        let moved = Constants(constants.clone()).unreached(&memory, [].into_iter());
        assert_eq!(moved.expect("constants"), constants, "nothing names them");
        memory.bytes[..4].copy_from_slice(&1_100_u32.to_le_bytes());
        let named = constants.clone();
        let moved = Constants(constants).unreached(&memory, [].into_iter());
        assert_eq!(moved.expect("constants"), named[2..], "one names the next");
    }

    #[test]
    fn each_byte_is_in_one_part() {
        let memory = memory();
        let [first, rest] = memory.cut(std::slice::from_ref(&(1_300..1_304)));
        assert_eq!(rest, [(1_300, &b"more"[..])]);
        let mut whole = vec![0; 400];
        for (at, bytes) in first.into_iter().chain(rest) {
            let at = at as usize - 1_000;
            whole[at..at + bytes.len()].copy_from_slice(bytes);
        }
        assert_eq!(whole, memory.bytes);
    }
}
