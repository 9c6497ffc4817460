//! A case, the reading of its input, and the comparing of an answer with what
//! was expected.

use ledger::date::Date;
use ledger::money::{Currency, Decimal, Money};
use serde_json::{Map, Value};
use std::fmt;
use std::str::FromStr;

pub struct Case {
    pub id: String,
    pub kind: String,
    pub input: Input,
    pub expect: Value,
}

impl Case {
    pub fn read(line: &str) -> Result<Case, String> {
        let mut case: Map<String, Value> =
            serde_json::from_str(line).map_err(|problem| problem.to_string())?;
        let text = |key: &str| match case.get(key) {
            Some(Value::String(text)) => Ok(text.clone()),
            _ => Err(format!("no {key}")),
        };
        Ok(Case {
            id: text("id")?,
            kind: text("kind")?,
            input: Input(case.remove("input").ok_or("no input")?),
            expect: case.remove("expect").ok_or("no expect")?,
        })
    }
}

/// What the product made of a case.
pub enum Answer {
    Figures(Value),
    /// It said that this cannot be, and why.
    Refused(String),
    /// The product has no such function yet.
    NotBuilt,
    Panicked(String),
}

impl From<Result<Value, Refused>> for Answer {
    fn from(result: Result<Value, Refused>) -> Answer {
        match result {
            Ok(figures) => Answer::Figures(figures),
            Err(Refused(why)) => Answer::Refused(why),
        }
    }
}

/// The product's own words for what it refused.
pub struct Refused(pub String);

impl<E: std::error::Error> From<E> for Refused {
    fn from(error: E) -> Refused {
        Refused(error.to_string())
    }
}

/// A part of a case's input.
#[derive(Clone)]
pub struct Input(pub Value);

impl Input {
    /// The value under `key`; `None` where it is missing, null or empty.
    pub fn get(&self, key: &str) -> Option<Input> {
        match self.0.get(key) {
            None | Some(Value::Null) => None,
            Some(value) => Some(Input(value.clone())),
        }
    }

    pub fn has(&self, key: &str) -> bool {
        !matches!(
            self.0.get(key),
            None | Some(Value::Null | Value::Bool(false))
        )
    }

    pub fn need(&self, key: &str) -> Result<Input, Refused> {
        self.get(key)
            .ok_or_else(|| Refused(format!("{key} is missing")))
    }

    /// The items of the list under `key`; none where it is missing.
    pub fn list(&self, key: &str) -> Vec<Input> {
        match self.0.get(key) {
            Some(Value::Array(items)) => items.iter().cloned().map(Input).collect(),
            _ => Vec::new(),
        }
    }

    /// A text, or a number as it is written.
    pub fn text(&self) -> Result<String, Refused> {
        match &self.0 {
            Value::String(text) => Ok(text.clone()),
            Value::Number(number) => Ok(number.to_string()),
            other => Err(Refused(format!("{other} is no text"))),
        }
    }

    pub fn text_at(&self, key: &str) -> Result<String, Refused> {
        self.need(key)?.text()
    }

    /// Reads the text under `key` with the product's own reader.
    pub fn parse<T: FromStr>(&self, key: &str) -> Result<T, Refused>
    where
        T::Err: fmt::Display,
    {
        let text = self.text_at(key)?;
        text.parse()
            .map_err(|problem| Refused(format!("{key} {text}: {problem}")))
    }

    pub fn decimal(&self, key: &str) -> Result<Decimal, Refused> {
        self.parse(key)
    }

    pub fn decimal_or_zero(&self, key: &str) -> Result<Decimal, Refused> {
        match self.get(key) {
            Some(_) => self.decimal(key),
            None => Ok(Decimal::ZERO),
        }
    }

    pub fn count(&self, key: &str) -> Result<u32, Refused> {
        self.parse(key)
    }

    pub fn date(&self, key: &str) -> Result<Date, Refused> {
        self.parse(key)
    }

    pub fn money(&self, key: &str, currency: Currency) -> Result<Money, Refused> {
        Ok(Money::new(self.decimal(key)?, currency)?)
    }
}

/// An amount as the cases write it.
pub fn shown(amount: Decimal) -> Value {
    Value::String(amount.to_string())
}

/// A figure that may be undefined.
pub fn shown_or_null(figure: Option<Decimal>) -> Value {
    figure.map_or(Value::Null, shown)
}

/// A currency with as many decimals as `amounts` need, for the cases that
/// name none.
pub fn currency_for(amounts: &[Decimal]) -> Result<Currency, Refused> {
    let decimals = amounts.iter().map(|amount| amount.trimmed().scale()).max();
    let code = match decimals.unwrap_or(0) {
        0..=2 => "EUR",
        3 => "KWD",
        _ => "CLF",
    };
    Ok(code.parse()?)
}

/// Lists whose order says nothing.
const SETS: [&str; 3] = ["tax_breakdown", "rows", "customers"];

/// What an answer lacks of what was expected, a line each.
pub fn differences(expect: &Value, answer: &Answer) -> Vec<String> {
    let says = |key: &str| expect.get(key) == Some(&Value::Bool(true));
    let refusal_expected = says("error");
    match answer {
        Answer::Panicked(message) => vec![format!("panicked: {message}")],
        Answer::NotBuilt => Vec::new(),
        Answer::Refused(_) if refusal_expected || says("or_error") => Vec::new(),
        Answer::Refused(why) => vec![format!("expected {expect}, refused: {why}")],
        Answer::Figures(got) if refusal_expected => vec![format!("expected a refusal, got {got}")],
        Answer::Figures(got) => {
            let mut wrong = Vec::new();
            let Value::Object(keys) = expect else {
                return vec![format!("expected {expect}, got {got}")];
            };
            for (key, expected) in keys.iter().filter(|(key, _)| *key != "or_error") {
                let got = got.get(key);
                let as_set = SETS.contains(&key.as_str());
                if !got.is_some_and(|got| agrees(expected, got, as_set)) {
                    let got = got.map_or("nothing".to_owned(), Value::to_string);
                    wrong.push(format!("{key}: expected {expected}, got {got}"));
                }
            }
            wrong
        }
    }
}

/// Decimals by value; a key that was not expected is not checked.
fn agrees(expected: &Value, got: &Value, as_set: bool) -> bool {
    match (expected, got) {
        (Value::Object(expected), Value::Object(got)) => expected.iter().all(|(key, expected)| {
            let as_set = SETS.contains(&key.as_str());
            got.get(key)
                .is_some_and(|got| agrees(expected, got, as_set))
        }),
        (Value::Array(expected), Value::Array(got)) if as_set => same_set(expected, got),
        (Value::Array(expected), Value::Array(got)) => {
            expected.len() == got.len()
                && expected
                    .iter()
                    .zip(got)
                    .all(|(expected, got)| agrees(expected, got, false))
        }
        (Value::String(_) | Value::Number(_), Value::String(_) | Value::Number(_)) => {
            same_figure(expected, got)
        }
        _ => expected == got,
    }
}

fn same_set(expected: &[Value], got: &[Value]) -> bool {
    let mut left: Vec<&Value> = got.iter().collect();
    expected.len() == got.len()
        && expected.iter().all(|expected| {
            let found = left.iter().position(|got| agrees(expected, got, false));
            found.map(|place| left.swap_remove(place)).is_some()
        })
}

fn same_figure(expected: &Value, got: &Value) -> bool {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let (expected, got) = (text(expected), text(got));
    match (expected.parse::<Decimal>(), got.parse::<Decimal>()) {
        (Ok(expected), Ok(got)) => expected == got,
        _ => expected == got,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(expect: Value, got: Value, agrees: bool, why: &str) {
        let wrong = differences(&expect, &Answer::Figures(got));
        assert_eq!(wrong.is_empty(), agrees, "{why}: {wrong:?}");
    }

    #[test]
    fn figures_are_compared_by_value_and_only_where_asked() {
        let (one, two) = (json!({ "x": 1 }), json!({ "x": 2 }));
        check(
            json!({"a": "8.85"}),
            json!({"a": "8.850", "b": 1}),
            true,
            "by value",
        );
        check(
            json!({"a": "8.85"}),
            json!({"a": "8.86"}),
            false,
            "another value",
        );
        check(json!({"a": "8.85"}), json!({}), false, "no such figure");
        check(json!({"a": null}), json!({"a": null}), true, "undefined");
        check(
            json!({"a": null}),
            json!({"a": "0"}),
            false,
            "a number is not undefined",
        );
        check(
            json!({"a": "0"}),
            json!({"a": null}),
            false,
            "undefined is no number",
        );
        check(
            json!({"a": ["1", "2"]}),
            json!({"a": ["2", "1"]}),
            false,
            "in order",
        );
        check(
            json!({"rows": [one, two]}),
            json!({"rows": [two, one]}),
            true,
            "a set",
        );
        check(
            json!({"rows": [one]}),
            json!({"rows": [one, one]}),
            false,
            "one too many",
        );
        check(
            json!({"rows": [one, one]}),
            json!({"rows": [one, two]}),
            false,
            "each once",
        );
    }

    #[test]
    fn a_refusal_is_right_only_where_it_is_expected() {
        let (error, figure) = (json!({"error": true}), json!({"a": 1}));
        let refused = || Answer::Refused("no".to_owned());
        assert!(differences(&error, &refused()).is_empty());
        assert!(!differences(&figure, &refused()).is_empty());
        assert!(!differences(&error, &Answer::Figures(json!({}))).is_empty());
        assert!(!differences(&error, &Answer::Panicked(String::new())).is_empty());
        let either = json!({"a": 1, "or_error": true});
        assert!(differences(&either, &refused()).is_empty());
        assert!(differences(&either, &Answer::Figures(json!({"a": 1}))).is_empty());
        assert!(!differences(&either, &Answer::Figures(json!({"a": 2}))).is_empty());
    }
}
