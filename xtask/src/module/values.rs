//! Random values of any type, as JSON: what comes at run time.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;
use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, Visitor};
use serde_json::Value;

use super::trace::{Content, Definition, Definitions, FORMS, Shape};

/// Dice that fall in the same way each time.
struct Dice {
    now: std::cell::Cell<u64>,
    /// All texts are amounts in euro: some types take nothing else.
    amounts: bool,
}

impl Dice {
    fn new(seed: u64) -> Dice {
        Dice {
            now: std::cell::Cell::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1),
            amounts: seed.is_multiple_of(4),
        }
    }

    fn below(&self, end: usize) -> usize {
        let mut now = self.now.get();
        now ^= now << 13;
        now ^= now >> 7;
        now ^= now << 17;
        self.now.set(now);
        usize::try_from(now >> 33).unwrap_or(0) % end.max(1)
    }

    fn one_of<'a, T>(&self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.below(all.len()))
    }
}

/// A random value, written by the type itself; `None` where the type refuses
/// what the dice gave.
pub fn random<T: Serialize + DeserializeOwned>(known: &Definitions, seed: u64) -> Option<Value> {
    let dice = Dice::new(seed);
    let made = T::deserialize(Made {
        known,
        dice: &dice,
        depth: 0,
    });
    serde_json::to_value(made.ok()?).ok()
}

/// What of a value is of which type, and fields that were left out in writing.
#[derive(Default)]
pub struct Seen {
    pub values: BTreeMap<String, BTreeSet<String>>,
    pub left_out: BTreeSet<(String, String)>,
}

/// Values of each type that are kept.
pub const VALUES: usize = 1_000;

/// Takes a value apart.
///
/// # Errors
/// Where it is not of this shape, so that the declarations are wrong.
pub fn take_apart(
    value: &Value,
    shape: &Shape,
    known: &Definitions,
    seen: &mut Seen,
) -> Result<(), String> {
    let wrong = || Err(format!("{value} is no {shape:?}"));
    match (shape, value) {
        (Shape::Anything, _)
        | (Shape::Step, Value::String(_) | Value::Number(_))
        | (Shape::Text(_), Value::String(_))
        | (Shape::Number, Value::Number(_))
        | (Shape::Bool, Value::Bool(_))
        | (Shape::Null | Shape::Option(_), Value::Null) => Ok(()),
        (Shape::Option(inner), value) => take_apart(value, inner, known, seen),
        (Shape::List(inner), Value::Array(items)) => {
            for item in items {
                take_apart(item, inner, known, seen)?;
            }
            Ok(())
        }
        (Shape::Tuple(shapes), Value::Array(items)) if shapes.len() == items.len() => {
            for (item, shape) in items.iter().zip(shapes) {
                take_apart(item, shape, known, seen)?;
            }
            Ok(())
        }
        (Shape::Map(inner), Value::Object(members)) => {
            for member in members.values() {
                take_apart(member, inner, known, seen)?;
            }
            Ok(())
        }
        (Shape::Named(name), value) => {
            let values = seen.values.entry(name.clone()).or_default();
            if values.len() < VALUES {
                values.insert(value.to_string());
            }
            match (known.get(name), value) {
                (Some(Definition::Struct(fields)), Value::Object(members)) => {
                    members_of(name, members, fields, known, seen)
                }
                (Some(Definition::Enum(variants)), value) => {
                    variant_of(name, value, variants, known, seen)
                }
                _ => wrong(),
            }
        }
        _ => wrong(),
    }
}

fn members_of(
    name: &str,
    members: &serde_json::Map<String, Value>,
    fields: &[super::trace::Field],
    known: &Definitions,
    seen: &mut Seen,
) -> Result<(), String> {
    for member in members.keys() {
        if !fields.iter().any(|field| field.name == *member) {
            return Err(format!("{name} has no field {member}"));
        }
    }
    for field in fields {
        match members.get(&field.name) {
            Some(value) => take_apart(value, &field.shape, known, seen)
                .map_err(|why| format!("{name}.{}: {why}", field.name))?,
            None => {
                let place = (name.to_owned(), field.name.clone());
                seen.left_out.insert(place);
            }
        }
    }
    Ok(())
}

fn variant_of(
    name: &str,
    value: &Value,
    variants: &[(String, Content)],
    known: &Definitions,
    seen: &mut Seen,
) -> Result<(), String> {
    let content = |wanted: &str| {
        let found = variants.iter().find(|(name, _)| name == wanted);
        found.map(|(_, content)| content)
    };
    let wrong = || Err(format!("{value} is no {name}"));
    match value {
        Value::String(variant) => match content(variant) {
            Some(Content::Nothing) => Ok(()),
            _ => wrong(),
        },
        Value::Object(members) => {
            let Some((variant, value)) = members.iter().next() else {
                return wrong();
            };
            match (content(variant), value) {
                (Some(Content::One(shape)), value) => take_apart(value, shape, known, seen),
                (Some(Content::Several(shapes)), value) => {
                    take_apart(value, &Shape::Tuple(shapes.clone()), known, seen)
                }
                (Some(Content::Fields(fields)), Value::Object(members)) => {
                    let name = format!("{name}::{variant}");
                    members_of(&name, members, fields, known, seen)
                }
                _ => wrong(),
            }
        }
        _ => wrong(),
    }
}

/// Texts of all kinds.
const TEXTS: [&str; 10] = [
    "",
    "",
    "0.00",
    "#1f5c57",
    "Harbour & Pine",
    "2026-001",
    "\"quoted\" \\ and\nlines",
    "עברית 🧾 e\u{301}",
    "${a} `b` */ //",
    "</script>\u{2028}\u{0}",
];

/// Within so many others a value comes to its end.
const DEPTH: usize = 12;

#[derive(Clone, Copy)]
struct Made<'a> {
    known: &'a Definitions,
    dice: &'a Dice,
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

struct Expected<'a, V>(&'a V);

impl<'de, V: Visitor<'de>> fmt::Display for Expected<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }
}

impl<'a> Made<'a> {
    fn within(self) -> Made<'a> {
        Made {
            depth: self.depth + 1,
            ..self
        }
    }

    fn several(self, most: usize) -> usize {
        if self.depth > DEPTH {
            0
        } else {
            self.dice.below(most + 1)
        }
    }

    fn id(self) -> String {
        format!(
            "{:08x}-{}",
            self.dice.below(1 << 31),
            self.dice.below(99_999)
        )
    }

    /// A text that a visitor which expects this reads.
    fn text(self, expected: &str) -> String {
        let n = self.dice.below(1 << 31);
        match expected {
            "a string" if self.dice.amounts => format!("{}.{:02}", n % 100_000, n % 100),
            "a currency code" if self.dice.amounts => "EUR".to_owned(),
            "a string" => self
                .dice
                .one_of(&TEXTS)
                .copied()
                .unwrap_or_default()
                .to_owned(),
            "a date" => format!("20{:02}-{:02}-{:02}", n % 90 + 10, n % 12 + 1, n % 28 + 1),
            "a decimal number in quotes" => format!("{}.{:02}", n % 100_000, n % 100),
            "a currency code" => (*["EUR", "CHF", "JPY", "KWD", "USD"]
                .get(n % 5)
                .unwrap_or(&"EUR"))
            .to_owned(),
            "an id" => self.id(),
            "a chain" => format!("{n:08x}"),
            "a SHA-256 in hexadecimal" => format!("{n:064x}"),
            other => FORMS
                .iter()
                .find(|(form, _, _)| *form == other)
                .map_or_else(String::new, |(_, _, sample)| (*sample).to_owned()),
        }
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident $number:ident),* $(,)?) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unmade> {
            let number = $number::try_from(self.dice.below(100)).unwrap_or_default();
            visitor.$visit(if self.dice.below(20) == 0 { $number::MAX } else { number })
        }
    )*};
}

impl<'de> Deserializer<'de> for Made<'_> {
    type Error = Unmade;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unmade> {
        match self.dice.below(2) {
            0 => visitor.visit_str("a text"),
            _ => visitor.visit_u32(7),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unmade> {
        visitor.visit_bool(self.dice.below(2) == 1)
    }

    numbers! {
        deserialize_i8 visit_i8 i8, deserialize_i16 visit_i16 i16, deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64, deserialize_u8 visit_u8 u8, deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32, deserialize_u64 visit_u64 u64,
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unmade> {
        let expected = Expected(&visitor).to_string();
        visitor.visit_string(self.text(&expected))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unmade> {
        self.deserialize_str(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unmade> {
        visitor.visit_char(*self.dice.one_of(&['a', '"', '\u{0}', '🧾']).unwrap_or(&'a'))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unmade> {
        match self.several(1) {
            0 => visitor.visit_none(),
            _ => visitor.visit_some(self.within()),
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
        let left = self.several(2);
        visitor.visit_seq(Several { made: self, left })
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        left: usize,
        visitor: V,
    ) -> Result<V::Value, Unmade> {
        visitor.visit_seq(Several { made: self, left })
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        left: usize,
        visitor: V,
    ) -> Result<V::Value, Unmade> {
        visitor.visit_seq(Several { made: self, left })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unmade> {
        if Expected(&visitor).to_string() == "an object" {
            let name = std::any::type_name::<V::Value>();
            let Some(Definition::Struct(fields)) = self.known.get(name) else {
                return Err(Unmade(format!("{name} is not known")));
            };
            let names = fields.iter().map(|field| field.name.as_str());
            return visitor.visit_map(Fields {
                made: self,
                left: names.collect(),
            });
        }
        let left = self.several(2);
        visitor.visit_map(Several { made: self, left })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unmade> {
        visitor.visit_map(Fields {
            made: self,
            left: fields.to_vec(),
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unmade> {
        let place = if self.depth > 2 * DEPTH {
            0
        } else {
            self.dice.below(variants.len())
        };
        let name = variants.get(place).copied().unwrap_or_default();
        visitor.visit_enum(Variant { made: self, name })
    }

    serde::forward_to_deserialize_any! {
        i128 u128 f32 f64 bytes byte_buf unit_struct identifier ignored_any
    }
}

struct Several<'a> {
    made: Made<'a>,
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
        seed.deserialize(self.made.within()).map(Some)
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
        seed.deserialize(self.made.within())
    }
}

struct Fields<'a> {
    made: Made<'a>,
    left: Vec<&'a str>,
}

impl<'de> de::MapAccess<'de> for Fields<'_> {
    type Error = Unmade;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unmade> {
        let Some(name) = self.left.pop() else {
            return Ok(None);
        };
        let name: StrDeserializer<'_, Unmade> = name.into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Unmade> {
        seed.deserialize(self.made.within())
    }
}

struct Variant<'a> {
    made: Made<'a>,
    name: &'static str,
}

impl<'de, 'a> de::EnumAccess<'de> for Variant<'a> {
    type Error = Unmade;
    type Variant = Made<'a>;

    fn variant_seed<T: DeserializeSeed<'de>>(
        self,
        seed: T,
    ) -> Result<(T::Value, Made<'a>), Unmade> {
        let name: StrDeserializer<'_, Unmade> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, self.made))
    }
}

impl<'de> de::VariantAccess<'de> for Made<'_> {
    type Error = Unmade;

    fn unit_variant(self) -> Result<(), Unmade> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Unmade> {
        seed.deserialize(self.within())
    }

    fn tuple_variant<V: Visitor<'de>>(self, left: usize, visitor: V) -> Result<V::Value, Unmade> {
        visitor.visit_seq(Several { made: self, left })
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unmade> {
        visitor.visit_map(Fields {
            made: self,
            left: fields.to_vec(),
        })
    }
}
