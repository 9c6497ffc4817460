//! Records and changes: what an entry of the journal puts or removes.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::action::CommandName;
use crate::business::Business;
use crate::kinds::each_kind;
use crate::table::Entity;

macro_rules! records {
    ($($code:literal $variant:ident($record:ty, $id:ty) $table:ident;)*) => {
        /// A whole record of any kind. In JSON an object with one key, the
        /// kind.
        #[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Record {
            Business(Rc<Business>),
            $($variant(Rc<$record>),)*
        }

        /// The address of a record of any kind.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum RecordId {
            Business,
            $($variant($id),)*
        }

        /// What a record is.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum RecordKind {
            Business,
            $($variant,)*
        }

        impl RecordKind {
            pub const ALL: &'static [RecordKind] =
                &[RecordKind::Business, $(RecordKind::$variant,)*];

            pub fn of(id: RecordId) -> RecordKind {
                match id {
                    RecordId::Business => RecordKind::Business,
                    $(RecordId::$variant(_) => RecordKind::$variant,)*
                }
            }
        }

        impl Record {
            pub fn id(&self) -> RecordId {
                match self {
                    Record::Business(_) => RecordId::Business,
                    $(Record::$variant(record) => RecordId::$variant(record.id),)*
                }
            }
        }

        $(
            impl Entity for $record {
                type Id = $id;
                fn id(&self) -> $id { self.id }
            }
            impl From<$record> for Record {
                fn from(record: $record) -> Record { Record::$variant(Rc::new(record)) }
            }
            impl From<$id> for RecordId {
                fn from(id: $id) -> RecordId { RecordId::$variant(id) }
            }
        )*
    };
}
each_kind!(records);

impl From<Business> for Record {
    fn from(record: Business) -> Record {
        Record::Business(Rc::new(record))
    }
}

/// One step of an entry.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    Put(Record),
    Remove(RecordId),
}

impl Change {
    pub fn id(&self) -> RecordId {
        match self {
            Change::Put(record) => record.id(),
            Change::Remove(id) => *id,
        }
    }

    /// `{"put":{"kind":{…}}}` or `{"remove":{"kind":"id"}}`, without the
    /// fields that are empty.
    ///
    /// # Errors
    /// Where a record has no JSON form, which none of this crate's lacks.
    pub fn to_json(&self) -> serde_json::Result<String> {
        let (key, mut value) = match self {
            Change::Put(record) => ("put", serde_json::to_value(record)?),
            Change::Remove(id) => ("remove", serde_json::to_value(id)?),
        };
        prune(&mut value);
        Ok(format!("{{\"{key}\":{value}}}"))
    }

    /// Reads what [`Change::to_json`] wrote; other keys beside are skipped.
    ///
    /// # Errors
    /// Where the text is not a change of this version.
    pub fn from_json(text: &str) -> serde_json::Result<Change> {
        #[derive(Deserialize)]
        struct Keys {
            put: Option<Record>,
            remove: Option<RecordId>,
        }
        match serde_json::from_str(text)? {
            Keys {
                put: Some(record),
                remove: None,
            } => Ok(Change::Put(record)),
            Keys {
                put: None,
                remove: Some(id),
            } => Ok(Change::Remove(id)),
            _ => Err(serde::de::Error::custom(
                "a change either puts or removes one record",
            )),
        }
    }
}

/// Drops the members that reading fills in by default, and orders the others
/// by name. Empty strings, lists
/// and nulls say nothing, and most fields of most records are empty. An only
/// member stays: it may be the variant of an enum, and then says which.
fn prune(value: &mut serde_json::Value) {
    use serde_json::Value;
    match value {
        Value::Object(members) if members.len() == 1 => members.values_mut().for_each(prune),
        Value::Object(members) => {
            members.retain(|_, member| {
                prune(member);
                match member {
                    Value::Null => false,
                    Value::String(text) => !text.is_empty(),
                    Value::Array(items) => !items.is_empty(),
                    _ => true,
                }
            });
            // A feature of serde_json, which another crate of a build may ask for, keeps the order
            // of the fields instead.
            if !members.keys().is_sorted() {
                let sorted: BTreeMap<String, Value> = std::mem::take(members).into_iter().collect();
                *members = sorted.into_iter().collect();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(prune),
        _ => {}
    }
}

/// What a command comes to: the changes of one action, applied and stored
/// all or none.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ChangeSet {
    /// The command's name, for the journal.
    pub command: CommandName,
    pub changes: Vec<Change>,
}
