//! The typefaces: which glyph shows a letter, and how wide text is.
//!
//! A letter has one glyph, moved by the pair kerning of the font. Letters
//! written as base and mark are composed first. There is no shaping beyond
//! that: Latin, Greek and Cyrillic need none to be read, and what the fonts
//! do not have is drawn as an empty box and told.

use std::collections::{BTreeMap, BTreeSet};

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::raw::TableProvider;
use skrifa::raw::tables::gpos::{PairPos, PositionSubtables};
use skrifa::raw::tables::layout::ClassDef;
use skrifa::{FontRef, MetadataProvider};

const REGULAR: &[u8] = include_bytes!("../../../static/fonts/Inter-Regular.otf");
const BOLD: &[u8] = include_bytes!("../../../static/fonts/Inter-SemiBold.otf");
const SLIP_REGULAR: &[u8] = include_bytes!("../../../static/fonts/SlipSans-Regular.ttf");
const SLIP_BOLD: &[u8] = include_bytes!("../../../static/fonts/SlipSans-Bold.ttf");

/// What stands for a letter that the font does not have.
const BOX: char = '□';

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Weight {
    Regular,
    Bold,
    /// For the Swiss payment part.
    SlipRegular,
    SlipBold,
}

/// The fonts of a document, and which letters they were found to lack.
pub(super) struct Faces {
    faces: [Face; 4],
    marks: BTreeMap<(char, char), char>,
    missing: BTreeSet<char>,
}

struct Face {
    font: Font,
    glyphs: BTreeMap<char, u16>,
    /// Widths by glyph, in units.
    widths: Vec<u16>,
    units: f32,
    pairs: Option<PairPosTables>,
}

struct PairPosTables {
    tables: Vec<PairPos<'static>>,
    known: BTreeMap<(u16, u16), i16>,
}

/// A piece of text, ready to be drawn.
pub(super) struct Run {
    pub font: Font,
    pub text: String,
    pub glyphs: Vec<KrillaGlyph>,
}

impl Faces {
    /// # Errors
    /// The name of a font that cannot be read.
    pub(super) fn load() -> Result<Faces, &'static str> {
        Ok(Faces {
            faces: [
                Face::read(REGULAR).ok_or("Inter Regular")?,
                Face::read(BOLD).ok_or("Inter SemiBold")?,
                Face::read(SLIP_REGULAR).ok_or("Slip Sans Regular")?,
                Face::read(SLIP_BOLD).ok_or("Slip Sans Bold")?,
            ],
            marks: composed(),
            missing: BTreeSet::new(),
        })
    }

    /// Letters that were drawn as a box, in order.
    pub(super) fn missing(&self) -> String {
        self.missing.iter().collect()
    }

    /// How wide `text` is at a size of 1.
    pub(super) fn width(&mut self, weight: Weight, text: &str) -> f32 {
        let text = self.clean(text);
        let face = &mut self.faces[weight as usize];
        let units: i32 = face
            .placed(&text)
            .iter()
            .map(|(_, _, width, _)| *width)
            .sum();
        units_of(units, face.units)
    }

    pub(super) fn run(&mut self, weight: Weight, text: &str) -> Run {
        let text = self.clean(text);
        let face = &mut self.faces[weight as usize];
        let placed = face.placed(&text);
        let mut glyphs = Vec::with_capacity(placed.len());
        for (at, glyph, width, lacks) in placed {
            let letter = text[at..].chars().next().unwrap_or(BOX);
            if lacks {
                self.missing.insert(letter);
            }
            let advance = units_of(width, face.units);
            let range = at..at + letter.len_utf8();
            let glyph = GlyphId::new(u32::from(glyph));
            glyphs.push(KrillaGlyph::new(glyph, advance, 0.0, 0.0, 0.0, range, None));
        }
        Run {
            font: face.font.clone(),
            text,
            glyphs,
        }
    }

    /// Composed, and without what has no shape: controls, and marks that
    /// turn or join text.
    fn clean(&self, text: &str) -> String {
        if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
            return text.to_owned();
        }
        let mut clean = String::with_capacity(text.len());
        for c in text.chars() {
            if let Some(before) = clean.chars().next_back()
                && let Some(whole) = self.marks.get(&(before, c))
            {
                clean.pop();
                clean.push(*whole);
                continue;
            }
            match c {
                '\t' => clean.push(' '),
                '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => {}
                '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' => {}
                c if c.is_control() => {}
                c => clean.push(c),
            }
        }
        clean
    }
}

impl Face {
    fn read(data: &'static [u8]) -> Option<Face> {
        let font = Font::new(data.into(), 0)?;
        let read = FontRef::new(data).ok()?;
        let mut glyphs = BTreeMap::new();
        for (code, glyph) in read.charmap().mappings() {
            if let (Some(c), Ok(glyph)) = (char::from_u32(code), u16::try_from(glyph.to_u32())) {
                glyphs.insert(c, glyph);
            }
        }
        let metrics = read.hmtx().ok()?;
        let count = read.maxp().ok()?.num_glyphs();
        let width = |glyph: u16| metrics.advance(skrifa::GlyphId::from(glyph)).unwrap_or(0);
        Some(Face {
            widths: (0..count).map(width).collect(),
            units: font.units_per_em(),
            pairs: kerning(&read),
            font,
            glyphs,
        })
    }

    /// Of each letter: where it begins, its glyph, its width in units with
    /// the kerning to the next, and whether the font lacks it.
    fn placed(&mut self, text: &str) -> Vec<(usize, u16, i32, bool)> {
        let mut placed: Vec<(usize, u16, i32, bool)> = Vec::with_capacity(text.len());
        for (at, c) in text.char_indices() {
            let found = self.glyphs.get(&c).copied();
            let glyph = found
                .or_else(|| self.glyphs.get(&BOX).copied())
                .unwrap_or(0);
            if let Some((_, before, width, _)) = placed.last_mut() {
                *width += i32::from(self.kern(*before, glyph));
            }
            let width = self.widths.get(usize::from(glyph)).copied().unwrap_or(0);
            placed.push((at, glyph, i32::from(width), found.is_none()));
        }
        placed
    }

    fn kern(&mut self, left: u16, right: u16) -> i16 {
        let Some(pairs) = &mut self.pairs else {
            return 0;
        };
        let tables = &pairs.tables;
        let looked_up = || {
            let found = tables.iter().find_map(|table| pair(table, left, right));
            found.unwrap_or(0)
        };
        *pairs.known.entry((left, right)).or_insert_with(looked_up)
    }
}

/// Units as a part of the size; a line of text has no more of them than an
/// f32 holds exactly.
fn units_of(units: i32, of: f32) -> f32 {
    units as f32 / of
}

/// The pair adjustments (GPOS lookup type 2) of the font.
fn kerning(font: &FontRef<'static>) -> Option<PairPosTables> {
    let lookups = font.gpos().ok()?.lookup_list().ok()?.lookups();
    let mut tables = Vec::new();
    for lookup in lookups.iter().flatten() {
        if let Ok(PositionSubtables::Pair(pairs)) = lookup.subtables() {
            tables.extend(pairs.iter().flatten());
        }
    }
    let known = BTreeMap::new();
    (!tables.is_empty()).then_some(PairPosTables { tables, known })
}

/// How far `right` moves towards `left`, where this table says something of
/// the two.
fn pair(table: &PairPos, left: u16, right: u16) -> Option<i16> {
    let (left, right) = (skrifa::GlyphId16::new(left), skrifa::GlyphId16::new(right));
    match table {
        PairPos::Format1(table) => {
            let covered = table.coverage().ok()?.get(left)?;
            let set = table.pair_sets().get(usize::from(covered)).ok()?;
            let mut records = set.pair_value_records().iter().flatten();
            let record = records.find(|record| record.second_glyph() == right)?;
            Some(record.value_record1().x_advance().unwrap_or(0))
        }
        PairPos::Format2(table) => {
            table.coverage().ok()?.get(left)?;
            let class = |classes: ClassDef, glyph| usize::from(classes.get(glyph));
            let first = class(table.class_def1().ok()?, left);
            let second = class(table.class_def2().ok()?, right);
            let record = table.class1_records().get(first).ok()?;
            let record = record.class2_records().get(second).ok()?;
            Some(record.value_record1().x_advance().unwrap_or(0))
        }
    }
}

/// Letters of base and mark by the two, as Unicode's canonical composition
/// has them for what the fonts cover: a mark a line, its code first.
fn composed() -> BTreeMap<(char, char), char> {
    let mut composed = BTreeMap::new();
    for line in include_str!("marks.txt").lines() {
        let mut words = line.split(' ');
        let code = words
            .next()
            .and_then(|code| u32::from_str_radix(code, 16).ok());
        let Some(mark) = code.and_then(char::from_u32) else {
            continue;
        };
        for pair in words {
            let mut letters = pair.chars();
            if let (Some(base), Some(whole)) = (letters.next(), letters.next()) {
                composed.insert((base, mark), whole);
            }
        }
    }
    composed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_as_wide_as_each_other() {
        let mut faces = Faces::load().expect("the fonts");
        for weight in [
            Weight::Regular,
            Weight::Bold,
            Weight::SlipRegular,
            Weight::SlipBold,
        ] {
            let one = faces.width(weight, "1");
            for digit in "0123456789".chars() {
                // In Inter SemiBold the 4 is 2 of 2816 units narrower.
                let other = faces.width(weight, &digit.to_string());
                assert!((other - one).abs() < 0.002, "{weight:?} {digit}");
            }
        }
    }

    #[test]
    fn pairs_are_kerned() {
        let mut faces = Faces::load().expect("the fonts");
        let mut apart = |text: &str| {
            text.chars()
                .map(|c| faces.width(Weight::Regular, &c.to_string()))
                .sum::<f32>()
        };
        let loose = apart("AVATo");
        assert!(faces.width(Weight::Regular, "AVATo") < loose - 0.05);
    }

    #[test]
    fn latin_greek_and_cyrillic_are_covered_and_others_told() {
        let mut faces = Faces::load().expect("the fonts");
        faces.run(
            Weight::Regular,
            "Straße ŁódźŐű Αθήνα Ещё Їжак № € ₽ ₺ ₴ 1’234\u{202f}5\u{a0}− ¹",
        );
        faces.run(Weight::Bold, "Cafe\u{301} A\u{30a}ngstro\u{308}m и\u{306}");
        assert_eq!(faces.missing(), "");
        let run = faces.run(Weight::Regular, "e\u{301}\u{200b}\u{202e}x\n");
        assert_eq!(run.text, "éx");
        faces.run(Weight::Regular, "😀 שלום مرحبا");
        assert_eq!(faces.missing(), "ולםשابحرم😀");
    }
}
