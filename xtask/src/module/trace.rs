//! What types look like in JSON, asked of the types themselves.
//!
//! A [`Deserializer`] that answers each field by itself writes down what it
//! was asked for. So the declarations say what the program reads and writes,
//! also where a type has a form of its own, and the ledger needs nothing for
//! it. Each type is visited alone: its visitor, which is empty, is made again
//! for every field that is left out and every variant.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, IntoDeserializer, Visitor};

/// What stands at a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Shape {
    /// A text, by the name of its form: `string`, `Decimal`.
    Text(String),
    Number,
    Bool,
    Null,
    Anything,
    /// A step of a path: a text or a number.
    Step,
    Option(Box<Shape>),
    List(Box<Shape>),
    Tuple(Vec<Shape>),
    Map(Box<Shape>),
    /// A type of its own, by its path in Rust.
    Named(String),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    pub name: String,
    pub shape: Shape,
    /// Reading fills it in where it is missing.
    pub may_be_missing: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Content {
    Nothing,
    One(Shape),
    Several(Vec<Shape>),
    Fields(Vec<Field>),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Definition {
    Struct(Vec<Field>),
    Enum(Vec<(String, Content)>),
}

/// All types that were met, by their paths.
pub type Definitions = BTreeMap<String, Definition>;

/// How a visitor is called.
#[derive(Clone, Copy)]
enum Call {
    Struct(&'static [&'static str]),
    Enum(&'static [&'static str]),
    /// An object whose fields are asked for by an unknown one.
    Object,
}

type Probe = fn(&State, Call, &Plan) -> Result<(), Unmade>;

#[derive(Default)]
struct State {
    /// Types whose visitors were met, and not yet asked.
    met: RefCell<BTreeMap<String, (Probe, Call)>>,
    /// The fields of objects.
    objects: RefCell<BTreeMap<String, &'static [&'static str]>>,
    /// What texts without a form are answered with.
    text: RefCell<&'static str>,
}

/// What is asked of a visitor, and what it answered.
#[derive(Default)]
struct Plan {
    omitted: Option<&'static str>,
    variant: Option<&'static str>,
    fields: RefCell<Vec<(String, Shape)>>,
    content: RefCell<Option<Content>>,
}

#[derive(Debug, Default)]
struct Unmade {
    why: String,
    fields: Option<&'static [&'static str]>,
    /// An object of which nothing is known yet.
    object: bool,
}

impl fmt::Display for Unmade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)
    }
}

impl std::error::Error for Unmade {}

impl de::Error for Unmade {
    fn custom<T: fmt::Display>(message: T) -> Unmade {
        Unmade {
            why: message.to_string(),
            ..Unmade::default()
        }
    }

    fn unknown_field(_name: &str, expected: &'static [&'static str]) -> Unmade {
        Unmade {
            fields: Some(expected),
            ..Unmade::default()
        }
    }
}

/// Texts that every type reads in one of these forms.
const TEXTS: [&str; 3] = ["0.00", "#1f5c57", ""];

/// A text in a form of its own: what its visitor expects, its name, one of it.
pub const FORMS: [(&str, &str, &str); 7] = [
    ("a string", "string", ""),
    (
        "a SHA-256 in hexadecimal",
        "Hash",
        "0000000000000000000000000000000000000000000000000000000000000000",
    ),
    ("a date", "IsoDate", "2026-01-31"),
    ("a moment", "Timestamp", "2026-01-31T12:00:00.000Z"),
    ("a decimal number in quotes", "Decimal", "1.00"),
    ("a currency code", "Currency", "EUR"),
    ("an id", "RawId", "00000001-1"),
];

/// Follows a type and all that it holds into `known`.
///
/// # Errors
/// Which type cannot be made, and why.
pub fn follow<'de, T: Deserialize<'de>>(known: &mut Definitions) -> Result<Shape, String> {
    let mut last = String::new();
    for _ in 0..50 {
        for text in TEXTS {
            let state = State::default();
            let mut objects = BTreeMap::new();
            loop {
                state.objects.replace(objects.clone());
                state.text.replace(text);
                let shape = RefCell::new(None);
                let asked = Asked::of(&state, &shape, std::any::type_name::<T>());
                let made = T::deserialize(asked);
                let grown = work_off(&state, known, &mut objects).map_err(|(name, why)| {
                    last = format!("{name}: {why}");
                });
                match (made, grown) {
                    (Ok(_), Ok(false)) => {
                        if let Some(shape) = shape.take() {
                            return Ok(shape);
                        }
                    }
                    (_, Ok(true)) => continue,
                    (Err(error), Ok(false)) => last = error.to_string(),
                    (_, Err(())) => {}
                }
                break;
            }
        }
    }
    Err(last)
}

/// Asks all that were met; whether there is more to know than before.
fn work_off(
    state: &State,
    known: &mut Definitions,
    objects: &mut BTreeMap<String, &'static [&'static str]>,
) -> Result<bool, (String, String)> {
    let mut grown = false;
    loop {
        let next = state.met.borrow_mut().pop_first();
        let Some((name, (probe, call))) = next else {
            return Ok(grown);
        };
        if known.contains_key(&name) {
            continue;
        }
        if matches!(call, Call::Object) && !state.objects.borrow().contains_key(&name) {
            let Err(Unmade {
                fields: Some(fields),
                ..
            }) = probe(state, call, &Plan::default())
            else {
                return Err((name, "its fields cannot be asked for".to_owned()));
            };
            objects.insert(name.clone(), fields);
            state.objects.borrow_mut().insert(name.clone(), fields);
            grown = true;
            state.met.borrow_mut().insert(name, (probe, call));
            continue;
        }
        let mut why = String::new();
        let mut found = None;
        for text in TEXTS {
            state.text.replace(text);
            match asked(state, &name, probe, call) {
                Ok(definition) => {
                    found = Some(definition);
                    break;
                }
                // What it holds is asked first.
                Err(error) if error.object => {
                    found = None;
                    why = error.why;
                    break;
                }
                Err(error) => why = error.why,
            }
        }
        match found {
            Some(definition) => {
                known.insert(name, definition);
                grown = true;
            }
            None if why == WAITS => {
                // Behind those that it waits for, which were met by it.
                let waiting = state.met.borrow_mut().pop_first();
                let Some((first, entry)) = waiting else {
                    return Err((name, why));
                };
                let mut met = state.met.borrow_mut();
                met.insert(first, entry);
                drop(met);
                work_off(state, known, objects)?;
                state.met.borrow_mut().insert(name, (probe, call));
                grown = true;
            }
            None => return Err((name, why)),
        }
    }
}

const WAITS: &str = "waits for an object";

fn asked(state: &State, name: &str, probe: Probe, call: Call) -> Result<Definition, Unmade> {
    match call {
        Call::Struct(fields) => fields_of(state, probe, call, fields).map(Definition::Struct),
        Call::Object => {
            let fields = state.objects.borrow().get(name).copied();
            let fields = fields.unwrap_or_default();
            fields_of(state, probe, call, fields).map(Definition::Struct)
        }
        Call::Enum(variants) => {
            let mut all = Vec::new();
            for variant in variants {
                let plan = |omitted| Plan {
                    variant: Some(variant),
                    omitted,
                    ..Plan::default()
                };
                let whole = plan(None);
                probe(state, call, &whole)?;
                let content = match whole.content.take() {
                    Some(Content::Fields(_)) => {
                        let mut fields = Vec::new();
                        for (field, shape) in whole.fields.take() {
                            let omitted: &'static str = field.clone().leak();
                            let without = probe(state, call, &plan(Some(omitted)));
                            fields.push(Field {
                                name: field,
                                shape,
                                may_be_missing: without.is_ok(),
                            });
                        }
                        Content::Fields(fields)
                    }
                    content => content.unwrap_or(Content::Nothing),
                };
                all.push(((*variant).to_owned(), content));
            }
            Ok(Definition::Enum(all))
        }
    }
}

fn fields_of(
    state: &State,
    probe: Probe,
    call: Call,
    fields: &'static [&'static str],
) -> Result<Vec<Field>, Unmade> {
    let whole = Plan::default();
    probe(state, call, &whole)?;
    let mut shapes: BTreeMap<String, Shape> = whole.fields.take().into_iter().collect();
    let mut all = Vec::new();
    for name in fields {
        let plan = Plan {
            omitted: Some(name),
            ..Plan::default()
        };
        let without = probe(state, call, &plan);
        let Some(shape) = shapes.remove(*name) else {
            return Err(de::Error::custom(format!("nothing is known of {name}")));
        };
        all.push(Field {
            name: (*name).to_owned(),
            shape,
            may_be_missing: without.is_ok(),
        });
    }
    Ok(all)
}

/// A visitor that holds nothing, made out of nothing.
#[expect(unsafe_code)]
fn again<V>() -> Option<V> {
    // SAFETY: a value of no bytes has no bytes that could be wrong. The derived visitors are such, and hold
    // nothing but markers; a visitor that does more than read has bytes.
    (size_of::<V>() == 0).then(|| unsafe { std::mem::zeroed() })
}

fn probe<'de, V: Visitor<'de>>(state: &State, call: Call, plan: &Plan) -> Result<(), Unmade> {
    let visitor =
        again::<V>().ok_or_else(|| -> Unmade { de::Error::custom("a visitor with bytes") })?;
    match call {
        Call::Struct(fields) => visitor.visit_map(Fields::of(state, fields, Some(plan)))?,
        Call::Object => {
            let name = std::any::type_name::<V::Value>();
            let fields = state.objects.borrow().get(name).copied();
            let fields = fields.unwrap_or(&["\u{0}"]);
            visitor.visit_map(Fields::of(state, fields, Some(plan)))?
        }
        Call::Enum(_) => {
            let name = plan.variant.unwrap_or_default();
            visitor.visit_enum(Variant {
                state,
                name,
                plan: Some(plan),
            })?
        }
    };
    Ok(())
}

/// A place that is asked for: makes the least value, and notes its shape.
#[derive(Clone, Copy)]
struct Asked<'a> {
    state: &'a State,
    shape: &'a RefCell<Option<Shape>>,
    /// The type in Rust, where it is known.
    of: &'static str,
    depth: usize,
}

impl<'a> Asked<'a> {
    fn of(state: &'a State, shape: &'a RefCell<Option<Shape>>, of: &'static str) -> Asked<'a> {
        Asked {
            state,
            shape,
            of,
            depth: 0,
        }
    }

    fn is(self, shape: Shape) {
        self.shape.replace(Some(shape));
    }

    fn inner<'b>(self, shape: &'b RefCell<Option<Shape>>, of: &'static str) -> Asked<'b>
    where
        'a: 'b,
    {
        Asked {
            state: self.state,
            shape,
            of,
            depth: self.depth + 1,
        }
    }

    fn met<'de, V: Visitor<'de>>(self, call: Call) -> &'static str {
        let name = std::any::type_name::<V::Value>();
        self.is(Shape::Named(name.to_owned()));
        let mut met = self.state.met.borrow_mut();
        met.insert(name.to_owned(), (probe::<V> as Probe, call));
        name
    }
}

/// Lists and options within each other that are looked into; below, values are
/// made as small as they can be.
const DEPTH: usize = 6;

/// What a visitor says it expects.
struct Expected<'a, V>(&'a V);

impl<'de, V: Visitor<'de>> fmt::Display for Expected<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }
}

/// The last name of a path without its arguments: `CustomerId`.
pub fn last_name(path: &str) -> &str {
    let path = path
        .strip_suffix('>')
        .and_then(|path| Some(path.split_once('<')?.1))
        .unwrap_or(path);
    path.rsplit("::").next().unwrap_or(path)
}

macro_rules! numbers {
    ($($method:ident $visit:ident),* $(,)?) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unmade> {
            self.is(Shape::Number);
            visitor.$visit(1)
        }
    )*};
}

impl<'de> Deserializer<'de> for Asked<'_> {
    type Error = Unmade;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unmade> {
        let is_step = last_name(self.of) == "Step";
        self.is(if is_step {
            Shape::Step
        } else {
            Shape::Anything
        });
        visitor.visit_str("anything")
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unmade> {
        self.is(Shape::Bool);
        visitor.visit_bool(false)
    }

    numbers! {
        deserialize_i8 visit_i8, deserialize_i16 visit_i16, deserialize_i32 visit_i32,
        deserialize_i64 visit_i64, deserialize_u8 visit_u8, deserialize_u16 visit_u16,
        deserialize_u32 visit_u32, deserialize_u64 visit_u64,
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unmade> {
        let expected = Expected(&visitor).to_string();
        if expected == "a chain" {
            self.is(Shape::Text("Chain".to_owned()));
            return visitor.visit_str("00000001");
        }
        let form = FORMS.iter().find(|(form, _, _)| *form == expected);
        let Some((_, name, sample)) = form else {
            return Err(de::Error::custom(format!(
                "{expected} is no known form of text"
            )));
        };
        // An id of its own says what it is the id of.
        let own = last_name(self.of);
        let is_id = *name == "RawId" && (own.ends_with("Id") || own == "Version");
        self.is(Shape::Text(if is_id { own } else { name }.to_owned()));
        let text: &'static str = *self.state.text.borrow();
        visitor.visit_str(if sample.is_empty() { text } else { sample })
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unmade> {
        self.deserialize_str(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unmade> {
        self.is(Shape::Text("string".to_owned()));
        visitor.visit_char('a')
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unmade> {
        if self.depth > DEPTH {
            return visitor.visit_none();
        }
        let inner = RefCell::new(None);
        let some = visitor.visit_some(self.inner(&inner, self.of))?;
        self.is(Shape::Option(Box::new(
            inner.take().unwrap_or(Shape::Anything),
        )));
        Ok(some)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unmade> {
        self.is(Shape::Null);
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
        let shapes = RefCell::default();
        let left = usize::from(self.depth <= DEPTH);
        let made = visitor.visit_seq(Several {
            asked: self,
            left,
            shapes: &shapes,
        })?;
        let shape = shapes.take().pop().unwrap_or(Shape::Anything);
        self.is(Shape::List(Box::new(shape)));
        Ok(made)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        left: usize,
        visitor: V,
    ) -> Result<V::Value, Unmade> {
        let shapes = RefCell::default();
        let made = visitor.visit_seq(Several {
            asked: self,
            left,
            shapes: &shapes,
        })?;
        self.is(Shape::Tuple(shapes.take()));
        Ok(made)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        left: usize,
        visitor: V,
    ) -> Result<V::Value, Unmade> {
        self.deserialize_tuple(left, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unmade> {
        if Expected(&visitor).to_string() == "an object" {
            let name = self.met::<V>(Call::Object);
            let fields = self.state.objects.borrow().get(name).copied();
            let Some(fields) = fields else {
                return Err(Unmade {
                    why: WAITS.to_owned(),
                    object: true,
                    ..Unmade::default()
                });
            };
            return visitor.visit_map(Fields::of(self.state, fields, None).within(self));
        }
        let shapes = RefCell::default();
        let made = visitor.visit_map(Several {
            asked: self,
            left: 1,
            shapes: &shapes,
        })?;
        let shape = shapes.take().pop().unwrap_or(Shape::Anything);
        self.is(Shape::Map(Box::new(shape)));
        Ok(made)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unmade> {
        self.met::<V>(Call::Struct(fields));
        visitor.visit_map(Fields::of(self.state, fields, None).within(self))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unmade> {
        self.met::<V>(Call::Enum(variants));
        visitor.visit_enum(Variant {
            state: self.state,
            name: variants.first().copied().unwrap_or_default(),
            plan: None,
        })
    }

    serde::forward_to_deserialize_any! {
        i128 u128 f32 f64 bytes byte_buf unit_struct identifier ignored_any
    }
}

/// The items of a list, or the members of a map.
struct Several<'a> {
    asked: Asked<'a>,
    left: usize,
    shapes: &'a RefCell<Vec<Shape>>,
}

impl Several<'_> {
    fn one<'de, T: DeserializeSeed<'de>>(&self, seed: T) -> Result<T::Value, Unmade> {
        let shape = RefCell::new(None);
        let of = std::any::type_name::<T::Value>();
        let made = seed.deserialize(self.asked.inner(&shape, of))?;
        let shape = shape.take().unwrap_or(Shape::Anything);
        self.shapes.borrow_mut().push(shape);
        Ok(made)
    }
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
        self.one(seed).map(Some)
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
        self.one(seed)
    }
}

/// The fields of a struct, one after the other.
struct Fields<'a> {
    state: &'a State,
    left: &'static [&'static str],
    now: &'static str,
    plan: Option<&'a Plan>,
    depth: usize,
}

impl<'a> Fields<'a> {
    fn of(state: &'a State, left: &'static [&'static str], plan: Option<&'a Plan>) -> Fields<'a> {
        Fields {
            state,
            left,
            now: "",
            plan,
            depth: 0,
        }
    }

    /// What is within another value is made as small as it can be.
    fn within(mut self, asked: Asked<'_>) -> Fields<'a> {
        self.depth = asked.depth + DEPTH + 1;
        self
    }
}

impl<'de> de::MapAccess<'de> for Fields<'_> {
    type Error = Unmade;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unmade> {
        loop {
            let Some((first, rest)) = self.left.split_first() else {
                return Ok(None);
            };
            self.left = rest;
            if self.plan.and_then(|plan| plan.omitted) == Some(first) {
                continue;
            }
            self.now = first;
            let name: StrDeserializer<'_, Unmade> = (*first).into_deserializer();
            return seed.deserialize(name).map(Some);
        }
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Unmade> {
        let shape = RefCell::new(None);
        let mut asked = Asked::of(self.state, &shape, std::any::type_name::<T::Value>());
        asked.depth = self.depth;
        let made = seed.deserialize(asked).map_err(|error| Unmade {
            why: if error.why == WAITS {
                error.why
            } else {
                format!("{}: {}", self.now, error.why)
            },
            ..error
        })?;
        if let Some(plan) = self.plan {
            let shape = shape.take().unwrap_or(Shape::Anything);
            plan.fields.borrow_mut().push((self.now.to_owned(), shape));
        }
        Ok(made)
    }
}

/// A variant of an enum, by its name.
struct Variant<'a> {
    state: &'a State,
    name: &'static str,
    plan: Option<&'a Plan>,
}

impl Variant<'_> {
    fn holds(&self, content: Content) {
        if let Some(plan) = self.plan {
            plan.content.replace(Some(content));
        }
    }

    fn depth(&self) -> usize {
        if self.plan.is_some() { 0 } else { DEPTH + 1 }
    }
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
        self.holds(Content::Nothing);
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Unmade> {
        let shape = RefCell::new(None);
        let mut asked = Asked::of(self.state, &shape, std::any::type_name::<T::Value>());
        asked.depth = self.depth();
        let made = seed.deserialize(asked)?;
        self.holds(Content::One(shape.take().unwrap_or(Shape::Anything)));
        Ok(made)
    }

    fn tuple_variant<V: Visitor<'de>>(self, left: usize, visitor: V) -> Result<V::Value, Unmade> {
        let (shape, shapes) = (RefCell::new(None), RefCell::default());
        let mut asked = Asked::of(self.state, &shape, "");
        asked.depth = self.depth();
        let made = visitor.visit_seq(Several {
            asked,
            left,
            shapes: &shapes,
        })?;
        self.holds(Content::Several(shapes.take()));
        Ok(made)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unmade> {
        let mut access = Fields::of(self.state, fields, self.plan);
        access.depth = self.depth();
        let made = visitor.visit_map(access)?;
        self.holds(Content::Fields(Vec::new()));
        Ok(made)
    }
}
