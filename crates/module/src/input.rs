//! Reading what callers give: JSON into the ledger's types.
//!
//! Stricter than serde_json: an unknown field is refused wherever it stands,
//! and every mistake is told with its code and the way to it.

use serde::de::value::StringDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, Expected, IntoDeserializer, Unexpected,
    Visitor,
};
use serde_json::{Map, Value};
use std::fmt;

use crate::failure::{ErrorCode, Failure, Step};

/// Reads a value.
///
/// # Errors
/// The first mistake, with the way to it.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Failure> {
    let value: Value = serde_json::from_str(text)
        .map_err(|error| Failure::new(ErrorCode::InvalidValue, error.to_string()))?;
    T::deserialize(Input(value)).map_err(|mut wrong| {
        wrong.path.reverse();
        Failure {
            path: wrong.path,
            ..Failure::new(wrong.code, wrong.message)
        }
    })
}

/// A mistake, and the way to it from its end.
#[derive(Debug)]
struct Wrong {
    code: ErrorCode,
    message: String,
    path: Vec<Step>,
}

impl Wrong {
    fn new(code: ErrorCode, message: String) -> Wrong {
        Wrong {
            code,
            message,
            path: Vec::new(),
        }
    }

    fn within(mut self, step: Step) -> Wrong {
        self.path.push(step);
        self
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Wrong {}

impl de::Error for Wrong {
    fn custom<T: fmt::Display>(message: T) -> Wrong {
        Wrong::new(ErrorCode::InvalidValue, message.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Wrong {
        let message = format!("{expected} is expected, this is {found}");
        Wrong::new(ErrorCode::WrongType, message)
    }

    fn unknown_variant(name: &str, expected: &'static [&'static str]) -> Wrong {
        let message = format!("'{name}' is none of {}", expected.join(", "));
        Wrong::new(ErrorCode::UnknownVariant, message)
    }

    fn unknown_field(name: &str, expected: &'static [&'static str]) -> Wrong {
        let message = format!("there is no field '{name}' among {}", expected.join(", "));
        Wrong::new(ErrorCode::UnknownField, message).within(Step::Field(name.to_owned()))
    }

    fn missing_field(name: &'static str) -> Wrong {
        let message = format!("the field '{name}' is missing");
        Wrong::new(ErrorCode::MissingField, message).within(Step::Field(name.to_owned()))
    }
}

/// A value to be read.
struct Input(Value);

impl Input {
    fn unexpected(&self) -> Unexpected<'_> {
        match &self.0 {
            Value::Null => Unexpected::Other("null"),
            Value::Bool(value) => Unexpected::Bool(*value),
            Value::Number(_) => Unexpected::Other("a number"),
            Value::String(_) => Unexpected::Other("a text"),
            Value::Array(_) => Unexpected::Other("a list"),
            Value::Object(_) => Unexpected::Other("an object"),
        }
    }

    fn wrong(&self, expected: &dyn Expected) -> Wrong {
        de::Error::invalid_type(self.unexpected(), expected)
    }

    /// The members of an object that has these fields and no others.
    fn members(
        self,
        fields: &'static [&'static str],
        expected: &dyn Expected,
    ) -> Result<Members, Wrong> {
        let Value::Object(members) = self.0 else {
            return Err(self.wrong(expected));
        };
        match members.keys().find(|name| !fields.contains(&name.as_str())) {
            Some(name) => Err(de::Error::unknown_field(name, fields)),
            None => Ok(Members::of(members)),
        }
    }
}

impl<'de> Deserializer<'de> for Input {
    type Error = Wrong;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(number), _, _) => visitor.visit_u64(number),
                (_, Some(number), _) => visitor.visit_i64(number),
                (_, _, number) => visitor.visit_f64(number.unwrap_or(f64::NAN)),
            },
            Value::String(text) => visitor.visit_string(text),
            Value::Array(items) => {
                let length = items.len();
                let mut items = Items {
                    left: items.into_iter(),
                    place: 0,
                };
                let value = visitor.visit_seq(&mut items)?;
                match items.left.len() {
                    0 => Ok(value),
                    left => Err(de::Error::invalid_length(
                        length,
                        &format!("{} items", length - left).as_str(),
                    )),
                }
            }
            Value::Object(members) => visitor.visit_map(Members::of(members)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            value => visitor.visit_some(Input(value)),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        let members = self.members(fields, &visitor)?;
        visitor.visit_map(members)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        let (name, content) = match self.0 {
            Value::String(name) => (name, None),
            Value::Object(members) if members.len() == 1 => {
                let Some((name, content)) = members.into_iter().next() else {
                    return Err(de::Error::invalid_length(0, &visitor));
                };
                (name, Some(content))
            }
            value @ Value::Object(_) => {
                let expected = "an object with one field, the name of the variant";
                return Err(Input(value).wrong(&expected));
            }
            value => return Err(Input(value).wrong(&visitor)),
        };
        if !variants.contains(&name.as_str()) {
            return Err(de::Error::unknown_variant(&name, variants));
        }
        let step = Step::Field(name.clone());
        let is_named = content.is_some();
        let variant = Variant { name, content };
        let read = visitor.visit_enum(variant);
        read.map_err(|wrong| if is_named { wrong.within(step) } else { wrong })
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

impl IntoDeserializer<'_, Wrong> for Input {
    type Deserializer = Input;

    fn into_deserializer(self) -> Input {
        self
    }
}

struct Items {
    left: std::vec::IntoIter<Value>,
    place: u32,
}

impl<'de> de::SeqAccess<'de> for &mut Items {
    type Error = Wrong;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Wrong> {
        let Some(item) = self.left.next() else {
            return Ok(None);
        };
        let place = self.place;
        self.place += 1;
        let read = seed.deserialize(Input(item));
        read.map(Some)
            .map_err(|wrong| wrong.within(Step::Place(place)))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left.len())
    }
}

struct Members {
    left: serde_json::map::IntoIter,
    value: Option<(String, Value)>,
}

impl Members {
    fn of(members: Map<String, Value>) -> Members {
        Members {
            left: members.into_iter(),
            value: None,
        }
    }
}

impl<'de> de::MapAccess<'de> for Members {
    type Error = Wrong;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Wrong> {
        let Some((name, value)) = self.left.next() else {
            return Ok(None);
        };
        let key: StringDeserializer<Wrong> = name.clone().into_deserializer();
        self.value = Some((name, value));
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Wrong> {
        let Some((name, value)) = self.value.take() else {
            return Err(de::Error::custom("a value without a name"));
        };
        let read = seed.deserialize(Input(value));
        read.map_err(|wrong| wrong.within(Step::Field(name)))
    }
}

struct Variant {
    name: String,
    content: Option<Value>,
}

impl<'de> de::EnumAccess<'de> for Variant {
    type Error = Wrong;
    type Variant = Content;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Content), Wrong> {
        let name: StringDeserializer<Wrong> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, Content(self.content)))
    }
}

/// What a variant holds.
struct Content(Option<Value>);

impl Content {
    fn some(self, expected: &dyn Expected) -> Result<Input, Wrong> {
        let found = Unexpected::UnitVariant;
        self.0
            .map(Input)
            .ok_or_else(|| de::Error::invalid_type(found, expected))
    }
}

impl<'de> de::VariantAccess<'de> for Content {
    type Error = Wrong;

    fn unit_variant(self) -> Result<(), Wrong> {
        match self.0 {
            None | Some(Value::Null) => Ok(()),
            Some(value) => Err(Input(value).wrong(&"the name of the variant alone")),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Wrong> {
        seed.deserialize(self.some(&"what the variant holds")?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, Wrong> {
        self.some(&visitor)?.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        let members = self.some(&visitor)?.members(fields, &visitor)?;
        visitor.visit_map(members)
    }
}

#[cfg(test)]
mod tests;
