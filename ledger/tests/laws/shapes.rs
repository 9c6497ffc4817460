//! Every record kind, with every field empty, at its default and at its
//! extremes, is read back as it was written.
//!
//! The values come from a [`Deserializer`] that answers each field by itself,
//! so no list of kinds or fields stands here: a new one is tried as soon as
//! it exists. Where a field reads a text of its own (a date, an amount), its
//! samples are found by what it says it expects; one that is not known here
//! fails the law.

use std::cell::RefCell;
use std::fmt;

use ledger::change::{Change, Record, RecordId};
use ledger::command::CommandName;
use ledger::date::Timestamp;
use ledger::ids::Chain;
use ledger::journal::{self, BookId, Head, Writer};
use serde::Deserialize;
use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeSeed, Deserializer, IntoDeserializer, Visitor};

/// What was decided at each fork while a value was made.
#[derive(Default)]
struct Script {
    /// The first decisions; those after it are all the first or the last way.
    given: Vec<usize>,
    last: bool,
    /// Each decision with the number of ways there were.
    taken: Vec<(usize, usize)>,
}

/// Within so many others the first way is taken: a value that may hold others
/// of its type comes to an end.
const DEPTH_MAX: usize = 20;

impl Script {
    fn choose(&mut self, ways: usize, depth: usize) -> usize {
        let last = self.last && depth < DEPTH_MAX;
        let rest = if last { ways - 1 } else { 0 };
        let way = self.given.get(self.taken.len()).copied().unwrap_or(rest);
        self.taken.push((way.min(ways - 1), ways));
        way.min(ways - 1)
    }
}

#[derive(Clone, Copy)]
struct Values<'a> {
    script: &'a RefCell<Script>,
    /// How many values it is within.
    depth: usize,
}

#[derive(Debug)]
struct Unmade(String);

impl fmt::Display for Unmade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unmade {}

impl de::Error for Unmade {
    fn custom<T: fmt::Display>(message: T) -> Unmade {
        Unmade(message.to_string())
    }
}

/// What a visitor says it expects.
struct Expected<'a, V>(&'a V);

impl<'de, V: Visitor<'de>> fmt::Display for Expected<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }
}

/// A type of which nothing is known here.
const UNKNOWN: &str = "no samples for";
const EXTREME: &str = "\u{feff}\"\\ {\"salt\":\"\n\r\t\u{0}\u{7f}\u{2028}עברית 🧾 e\u{301}],null";

fn samples(expected: &str) -> Option<&'static [&'static str]> {
    Some(match expected {
        "a string" => &["", "#1f5c57", EXTREME],
        "a SHA-256 in hexadecimal" => &[
            "0000000000000000000000000000000000000000000000000000000000000000",
            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        ],
        "a date" => &["1970-01-01", "1900-01-01", "2999-12-31"],
        "a moment" => &["1970-01-01T00:00:00.000Z", "2999-12-31T23:59:59.999Z"],
        "a decimal number in quotes" => &["0", "-0.01", "999999999999999999"],
        "a currency code" => &["EUR", "KWD"],
        "an id" => &["00000000-0", "ffffffff-4294967295"],
        "a chain" => &["00000000", "ffffffff"],
        _ => return None,
    })
}

impl<'a> Values<'a> {
    fn of(script: &'a RefCell<Script>) -> Values<'a> {
        Values { script, depth: 0 }
    }

    fn within(self) -> Values<'a> {
        Values {
            depth: self.depth + 1,
            ..self
        }
    }

    fn choose(self, ways: usize) -> usize {
        self.script.borrow_mut().choose(ways, self.depth)
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident $number:ident),* $(,)?) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unmade> {
            let ways = [0, $number::MIN, $number::MAX, 1];
            visitor.$visit(ways[self.choose(ways.len())])
        }
    )*};
}

impl<'de> Deserializer<'de> for Values<'_> {
    type Error = Unmade;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unmade> {
        let expected = Expected(&visitor).to_string();
        match (expected.as_str(), self.choose(2)) {
            ("any value", 0) => visitor.visit_str(EXTREME),
            ("any value", _) => visitor.visit_u64(7),
            _ => Err(Unmade(format!("{UNKNOWN} {expected}"))),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unmade> {
        visitor.visit_bool(self.choose(2) == 1)
    }

    numbers! {
        deserialize_i8 visit_i8 i8, deserialize_i16 visit_i16 i16,
        deserialize_i32 visit_i32 i32, deserialize_i64 visit_i64 i64,
        deserialize_u8 visit_u8 u8, deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32, deserialize_u64 visit_u64 u64,
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unmade> {
        let expected = Expected(&visitor).to_string();
        let samples = samples(&expected).ok_or_else(|| Unmade(format!("{UNKNOWN} {expected}")))?;
        visitor.visit_str(samples[self.choose(samples.len())])
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unmade> {
        let ways = ['a', '\0', '"', char::MAX];
        visitor.visit_char(ways[self.choose(ways.len())])
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unmade> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unmade> {
        match self.choose(2) {
            0 => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unmade> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unmade> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unmade> {
        let left = self.choose(3);
        visitor.visit_seq(Several { values: self, left })
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        left: usize,
        visitor: V,
    ) -> Result<V::Value, Unmade> {
        visitor.visit_seq(Several { values: self, left })
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        left: usize,
        visitor: V,
    ) -> Result<V::Value, Unmade> {
        visitor.visit_seq(Several { values: self, left })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unmade> {
        if Expected(&visitor).to_string() == "an object" {
            // Of a records file, whose fields are not asked for by name.
            return Err(Unmade("an object".to_owned()));
        }
        let left = self.choose(2);
        visitor.visit_map(Several { values: self, left })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unmade> {
        visitor.visit_map(Fields {
            values: self,
            fields,
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unmade> {
        let name = variants[self.choose(variants.len())];
        visitor.visit_enum(Variant { values: self, name })
    }

    serde::forward_to_deserialize_any! {
        i128 u128 f32 f64 bytes byte_buf unit_struct identifier ignored_any
    }
}

/// A list, or a map, of so many.
struct Several<'a> {
    values: Values<'a>,
    left: usize,
}

impl<'de> de::SeqAccess<'de> for Several<'_> {
    type Error = Unmade;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unmade> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        seed.deserialize(self.values.within()).map(Some)
    }
}

impl<'de> de::MapAccess<'de> for Several<'_> {
    type Error = Unmade;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unmade> {
        de::SeqAccess::next_element_seed(self, seed)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Unmade> {
        seed.deserialize(self.values.within())
    }
}

struct Fields<'a> {
    values: Values<'a>,
    fields: &'static [&'static str],
}

impl<'de> de::MapAccess<'de> for Fields<'_> {
    type Error = Unmade;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unmade> {
        let Some((first, rest)) = self.fields.split_first() else {
            return Ok(None);
        };
        self.fields = rest;
        let name: StrDeserializer<'_, Unmade> = (*first).into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Unmade> {
        seed.deserialize(self.values.within())
    }
}

struct Variant<'a> {
    values: Values<'a>,
    name: &'static str,
}

impl<'de, 'a> de::EnumAccess<'de> for Variant<'a> {
    type Error = Unmade;
    type Variant = Variant<'a>;

    fn variant_seed<T: DeserializeSeed<'de>>(
        self,
        seed: T,
    ) -> Result<(T::Value, Variant<'a>), Unmade> {
        let name: StrDeserializer<'_, Unmade> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> de::VariantAccess<'de> for Variant<'_> {
    type Error = Unmade;

    fn unit_variant(self) -> Result<(), Unmade> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Unmade> {
        seed.deserialize(self.values.within())
    }

    fn tuple_variant<V: Visitor<'de>>(self, left: usize, visitor: V) -> Result<V::Value, Unmade> {
        self.values.within().deserialize_tuple(left, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unmade> {
        self.values.within().deserialize_struct("", fields, visitor)
    }
}

/// Decisions that may differ from a base together, where the second follows
/// upon the first this closely: the fields of what the first one brought.
const NEAR: usize = 4;

/// Makes values of a type: all first ways, all last ways, and from each of
/// the two every decision taken otherwise, alone and with one of the `near`
/// ones that follow it.
pub fn all<T: for<'de> Deserialize<'de>>(given: &[usize], near: usize, mut look: impl FnMut(T)) {
    let mut make = |given: Vec<usize>, last: bool| {
        let (made, taken) = made(given, last)?;
        look(made);
        Some(taken)
    };
    for last in [false, true] {
        let base = make(given.to_vec(), last).expect("a value");
        for (place, other) in others(&base, given.len()..base.len()) {
            let script = with(&base, place, other);
            let Some(other) = make(script, last) else {
                continue;
            };
            let until = other.len().min(place + 1 + near);
            for (second, way) in others(&other, place + 1..until) {
                make(with(&other, second, way), last);
            }
        }
    }
}

/// The value of a script, and all that was decided. Where a field takes no
/// text but some, the last decision was about it: the next way is taken, and
/// where none of them will do, the next way of the decision before.
/// `None` where none is found.
pub fn made<T: for<'de> Deserialize<'de>>(
    given: Vec<usize>,
    last: bool,
) -> Option<(T, Vec<(usize, usize)>)> {
    let mut script = RefCell::new(Script {
        given,
        last,
        taken: Vec::new(),
    });
    let mut failed = (0, 0);
    // The texts of one record that are choosy are few.
    for _ in 0..40 {
        match T::deserialize(Values::of(&script)) {
            Ok(made) => return Some((made, script.into_inner().taken)),
            Err(Unmade(problem)) => assert!(!problem.contains(UNKNOWN), "{problem}"),
        }
        let taken = std::mem::take(&mut script.get_mut().taken);
        let mut place = taken.len().checked_sub(1)?;
        failed = if failed.0 == place {
            (place, failed.1 + 1)
        } else {
            (place, 1)
        };
        if failed.1 >= taken[place].1 {
            place = place.checked_sub(1)?;
            failed = (place, 0);
        }
        let (way, ways) = taken[place];
        script.get_mut().given = with(&taken, place, (way + 1) % ways);
    }
    None
}

fn others(
    taken: &[(usize, usize)],
    places: std::ops::Range<usize>,
) -> impl Iterator<Item = (usize, usize)> + '_ {
    places.flat_map(|place| {
        let (taken, ways) = taken[place];
        (0..ways)
            .filter(move |way| *way != taken)
            .map(move |way| (place, way))
    })
}

fn with(taken: &[(usize, usize)], place: usize, way: usize) -> Vec<usize> {
    let before = taken[..place].iter().map(|(way, _)| *way);
    before.chain([way]).collect()
}

/// How many kinds an enum has, and the name of each.
pub fn kinds<T: for<'de> Deserialize<'de> + fmt::Debug>() -> usize {
    let script = RefCell::new(Script::default());
    T::deserialize(Values::of(&script)).expect("a value");
    let taken = script.into_inner().taken;
    taken.first().map_or(0, |(_, ways)| *ways)
}

fn written(change: &Change) -> Vec<u8> {
    let writer = Writer {
        book: BookId::from_random([7; 16]),
        chain: Chain(1),
        device: EXTREME.to_owned(),
        actor: EXTREME.to_owned(),
        at: Timestamp(1),
    };
    let changes = std::slice::from_ref(change);
    let written = journal::write(
        &Head::EMPTY,
        &writer,
        CommandName::SaveItem,
        changes,
        || [3; 16],
    );
    written.expect("an entry").remove(0).bytes
}

#[test]
fn every_record_with_every_value_is_read_as_it_was_written() {
    let mut unlike = Vec::new();
    let mut tried = 0;
    for kind in 0..kinds::<Record>() {
        let before = tried;
        all(&[kind], NEAR, |record: Record| {
            tried += 1;
            let packed = postcard::to_allocvec(&record).expect("bytes");
            assert_eq!(postcard::from_bytes(&packed).as_ref(), Ok(&record));
            let change = Change::Put(record);
            let entry = journal::read(&written(&change));
            let read = entry.map(|entry| entry.changes);
            if read != Ok(vec![Some(change.clone())]) {
                unlike.push(format!("{change:?}\n is read as {read:?}"));
            }
        });
        assert!(tried > before + 1, "kind {kind} has values");
    }
    unlike.sort_by_key(String::len);
    unlike.truncate(5);
    assert!(unlike.is_empty(), "{}", unlike.join("\n"));
    println!("{tried} records");
}

#[test]
fn every_removal_is_read_as_it_was_written() {
    for kind in 0..kinds::<RecordId>() {
        all(&[kind], NEAR, |id: RecordId| {
            let change = Change::Remove(id);
            let entry = journal::read(&written(&change)).expect("an entry");
            assert_eq!(entry.changes, [Some(change)]);
        });
    }
}
