//! What is thrown: an `Error` with a code that stays, and the place in what
//! was given.

use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use crate::js;

/// What kind of mistake it is. A code keeps its meaning through all versions.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// A value of another type stands there.
    WrongType,
    /// It has the right type, and is not one of the values that there are.
    InvalidValue,
    /// A field that is needed is missing.
    MissingField,
    /// There is no such field.
    UnknownField,
    /// None of the names that may stand there.
    UnknownVariant,
    /// NaN or infinite.
    NotANumber,
    /// An integer beyond 2^53 - 1, which a number of JavaScript does not hold
    /// exactly.
    NotExact,
    /// A function, a symbol, a bigint or an object of a class.
    NotPlainData,
    /// Reading a property threw: `cause` is what it threw.
    NotReadable,
    /// A value within itself.
    Cyclic,
    /// A text, a list or the depth of an object is beyond the limit.
    TooLarge,
    /// The entries do not make a book.
    InvalidJournal,
    /// The file is no backup, or a damaged one.
    InvalidBackup,
    /// The file cannot be read as a bank's.
    InvalidStatement,
    /// The records cannot be taken: `problem` lists why.
    InvalidRecords,
    /// The book was opened without its history.
    NoHistory,
    /// There is no record of this id.
    NotFound,
    /// A figure is beyond 18 digits, or cannot be computed of these.
    Arithmetic,
    /// A fault of this package: please report it. Nothing was changed.
    Internal,
}

/// A step on the way to a value: the name of a field, or the place in a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Step {
    Place(u32),
    Field(String),
}

/// Why nothing was done.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Failure {
    pub code: ErrorCode,
    pub message: String,
    /// The way to the value that is wrong, from the argument on; empty for the
    /// argument itself.
    pub path: Vec<Step>,
    /// What is wrong as data, where the ledger says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Box<serde_json::Value>>,
}

impl Failure {
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Failure {
        Failure {
            code,
            message: message.into(),
            path: Vec::new(),
            problem: None,
        }
    }

    pub fn at(mut self, field: &str) -> Failure {
        self.path.insert(0, Step::Field(field.to_owned()));
        self
    }

    /// One that says what is wrong as data as well.
    pub fn of<P: Serialize + std::fmt::Display>(code: ErrorCode, problem: &P) -> Failure {
        Failure {
            problem: serde_json::to_value(problem).ok().map(Box::new),
            ..Failure::new(code, problem.to_string())
        }
    }
}

impl From<Failure> for JsValue {
    fn from(failure: Failure) -> JsValue {
        let code = serde_json::to_value(failure.code).unwrap_or_default();
        let path = serde_json::to_string(&failure.path).unwrap_or_else(|_| "[]".to_owned());
        let problem = failure.problem.map(|problem| problem.to_string());
        js::failure(
            code.as_str().unwrap_or("internal"),
            &failure.message,
            &path,
            problem.as_deref(),
        )
    }
}
