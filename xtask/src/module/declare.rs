//! The TypeScript declarations of what goes in and out of the package, and
//! values of each type to hold them against.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::docs::Docs;
use super::trace::{Content, Definition, Definitions, Field, Shape, follow, last_name};
use super::values::{Seen, VALUES, random, take_apart};
use crate::step::{Failure, Outcome};

/// A type that stands in a signature of the package.
struct Root {
    /// Whether callers write it: what reading fills in may be left out then.
    given: bool,
    shape: Shape,
    random: fn(&Definitions, u64) -> Option<Value>,
}

/// Names in TypeScript that are not the last name of the type's path.
const NAMES: [(&str, &str); 26] = [
    ("values::money::AmountIn", "Money"),
    ("module::failure::Failure", "ErrorData"),
    ("module::held::Outcome", "Outcome"),
    ("ledger::backup::Fault", "BackupFault"),
    ("ledger::backup::Part", "BackupPart"),
    ("ledger::backup::Problem", "BackupProblem"),
    ("ledger::backup::format::Header", "BackupHeader"),
    ("ledger::bank::intake::Of", "StatementAccount"),
    ("ledger::bank::matching::suggestion::Reason", "MatchReason"),
    // `Record` and `Event` are types of TypeScript's own.
    ("ledger::change::Record", "BookRecord"),
    ("ledger::invoice::Kind", "InvoiceKind"),
    ("ledger::invoice::totals::problem::Place", "PlaceInInvoice"),
    ("ledger::journal::Fault", "JournalFault"),
    ("ledger::journal::Header", "EntryHeader"),
    ("ledger::records::file::Problem", "RecordsProblem"),
    ("ledger::records::place::Place", "PlaceInRecords"),
    ("ledger::report::aging::Options", "AgedBy"),
    ("ledger::report::dso::Period", "Period"),
    ("ledger::report::timeline::Event", "FactEvent"),
    ("ledger::schedule::End", "ScheduleEnd"),
    ("ledger::schedule::Every", "Recurrence"),
    ("ledger::schedule::Mode", "ScheduleMode"),
    ("ledger::schedule::Outcome", "OccurrenceOutcome"),
    ("ledger::schedule::Unit", "RecurrenceUnit"),
    ("statements::file::Format", "StatementFormat"),
    ("statements::file::Place", "PlaceInFile"),
];

/// Texts in a form of their own.
const TEXTS: [(&str, &str); 8] = [
    ("Decimal", "A decimal number as text, exact: `\"1234.50\"`."),
    // `Date` is a class of JavaScript's own.
    ("IsoDate", "A civil day: `\"2026-01-31\"`."),
    (
        "Timestamp",
        "A moment in UTC: `\"2026-01-31T12:00:00.000Z\"`.",
    ),
    ("Currency", "A currency by its ISO 4217 code: `\"EUR\"`."),
    ("Hash", "A SHA-256 in hexadecimal."),
    ("Chain", "What a device writes on: 8 hexadecimal digits."),
    (
        "RawId",
        "The id of a record: its chain and its number there.",
    ),
    (
        "Version",
        "The version of a record, for `opened` of the commands that save it.",
    ),
];

/// What there is to declare.
pub struct Declared {
    known: Definitions,
    roots: Vec<Root>,
    seen: Seen,
    /// Types that callers write.
    given: BTreeSet<String>,
    names: BTreeMap<String, String>,
    docs: Docs,
}

impl Declared {
    /// Asks all types that the package takes and gives: `add` names them.
    ///
    /// # Errors
    /// A type cannot be asked, or what it writes is not what it reads.
    pub fn all(add: impl FnOnce(&mut Declared) -> Outcome) -> Outcome<Declared> {
        let mut declared = Declared {
            known: Definitions::new(),
            roots: Vec::new(),
            seen: Seen::default(),
            given: BTreeSet::new(),
            names: BTreeMap::new(),
            docs: Docs::of_sources()?,
        };
        add(&mut declared)?;
        declared.make_values()?;
        declared.mark_given();
        declared.name()?;
        Ok(declared)
    }

    /// What callers write.
    pub fn given<T: Serialize + DeserializeOwned>(&mut self) -> Outcome {
        self.root::<T>(true)
    }

    /// What they are answered.
    pub fn answered<T: Serialize + DeserializeOwned>(&mut self) -> Outcome {
        self.root::<T>(false)
    }

    fn root<T: Serialize + DeserializeOwned>(&mut self, given: bool) -> Outcome {
        let shape = follow::<T>(&mut self.known).map_err(|why| {
            Failure::new(format!(
                "{} cannot be asked: {why}",
                std::any::type_name::<T>()
            ))
        })?;
        self.roots.push(Root {
            given,
            shape,
            random: random::<T>,
        });
        Ok(())
    }

    fn make_values(&mut self) -> Outcome {
        for root in &self.roots {
            let mut made = 0;
            for seed in 1..60_000 {
                let Some(value) = (root.random)(&self.known, seed) else {
                    continue;
                };
                take_apart(&value, &root.shape, &self.known, &mut self.seen)
                    .map_err(Failure::new)?;
                made += 1;
                if made == 3 * VALUES {
                    break;
                }
            }
            if made == 0 {
                return Err(Failure::new(format!(
                    "no value of {:?} can be made",
                    root.shape
                )));
            }
        }
        Ok(())
    }

    fn mark_given(&mut self) {
        let mut left: Vec<Shape> = Vec::new();
        left.extend(
            self.roots
                .iter()
                .filter(|root| root.given)
                .map(|root| root.shape.clone()),
        );
        while let Some(shape) = left.pop() {
            match shape {
                Shape::Option(inner) | Shape::List(inner) | Shape::Map(inner) => left.push(*inner),
                Shape::Tuple(shapes) => left.extend(shapes),
                Shape::Named(name) if self.given.insert(name.clone()) => {
                    left.extend(self.known.get(&name).map(held).unwrap_or_default());
                }
                _ => {}
            }
        }
    }

    /// Gives each type its name.
    fn name(&mut self) -> Outcome {
        let mut taken: BTreeMap<String, &String> = BTreeMap::new();
        let mut clashes = Vec::new();
        for path in self.known.keys() {
            let own = own_path(path);
            let known = NAMES.iter().find(|(known, _)| *known == own);
            let name = known.map_or_else(
                || {
                    let name = last_name(own);
                    name.strip_prefix("Plain").unwrap_or(name).to_owned()
                },
                |(_, name)| (*name).to_owned(),
            );
            if let Some(other) = taken.insert(name.clone(), path) {
                clashes.push(format!("{name}: {other} and {path}"));
            }
            self.names.insert(path.clone(), name);
        }
        for (path, name) in NAMES {
            if self.names.get(path).is_none_or(|known| known != name) {
                clashes.push(format!("{name}: there is no {path} any more"));
            }
        }
        if clashes.is_empty() {
            Ok(())
        } else {
            Err(Failure::new(format!(
                "the names of types do not fit, see NAMES in xtask/src/module/declare.rs:\n    {}",
                clashes.join("\n    ")
            )))
        }
    }

    fn name_of<'a>(&'a self, path: &'a str) -> &'a str {
        self.names.get(path).map_or(path, String::as_str)
    }

    /// The declarations.
    pub fn declarations(&self) -> String {
        let mut ids = BTreeSet::new();
        for definition in self.known.values() {
            for shape in held(definition) {
                texts_in(&shape, &mut ids);
            }
        }
        for root in &self.roots {
            texts_in(&root.shape, &mut ids);
        }
        let mut all = String::from(
            "// Made by `cargo xtask module` of the types of the program. Changes are lost.\n\n",
        );
        for (name, about) in TEXTS {
            let _ = writeln!(all, "/** {about} */\nexport type {name} = string;\n");
            ids.remove(name);
        }
        ids.remove("string");
        for name in ids {
            let about = "The id of a record, of this kind.";
            let _ = writeln!(all, "/** {about} */\nexport type {name} = string;\n");
        }
        for (path, definition) in &self.known {
            let _ = writeln!(all, "{}", self.declaration(path, definition));
        }
        all
    }

    fn declaration(&self, path: &str, definition: &Definition) -> String {
        let name = self.name_of(path);
        let own = own_path(path);
        let about = self.docs.comment(own, "");
        match definition {
            Definition::Struct(fields) => {
                format!(
                    "{about}export type {name} = {};\n",
                    self.object(path, own, fields, "")
                )
            }
            Definition::Enum(variants) => {
                let variants = variants.iter().map(|(variant, content)| {
                    let about = self.docs.comment(&format!("{own}.{variant}"), "  ");
                    let content = match content {
                        Content::Nothing => return format!("\n{about}  | {variant:?}"),
                        Content::One(shape) => self.shape(shape),
                        Content::Several(shapes) => self.tuple(shapes),
                        Content::Fields(fields) => self.object(
                            &format!("{path}::{variant}"),
                            &format!("{own}.{variant}"),
                            fields,
                            "  ",
                        ),
                    };
                    format!("\n{about}  | {{ {variant}: {content} }}")
                });
                format!(
                    "{about}export type {name} ={};\n",
                    variants.collect::<String>()
                )
            }
        }
    }

    fn object(&self, path: &str, own: &str, fields: &[Field], indent: &str) -> String {
        let given = self.given.contains(path)
            || path
                .rsplit_once("::")
                .is_some_and(|(of, _)| self.given.contains(of));
        let fields = fields.iter().map(|field| {
            let place = (path.to_owned(), field.name.clone());
            let optional = if given {
                field.may_be_missing
            } else {
                self.seen.left_out.contains(&place)
            };
            let mark = if optional { "?" } else { "" };
            let about = format!("{own}.{}", field.name);
            let about = self.docs.comment(&about, &format!("{indent}  "));
            let shape = self.shape(&field.shape);
            format!("\n{about}{indent}  {}{mark}: {shape};", field.name)
        });
        format!("{{{}\n{indent}}}", fields.collect::<String>())
    }

    fn tuple(&self, shapes: &[Shape]) -> String {
        let shapes: Vec<String> = shapes.iter().map(|shape| self.shape(shape)).collect();
        format!("[{}]", shapes.join(", "))
    }

    fn shape(&self, shape: &Shape) -> String {
        match shape {
            Shape::Text(name) => name.clone(),
            Shape::Number => "number".to_owned(),
            Shape::Bool => "boolean".to_owned(),
            Shape::Null => "null".to_owned(),
            Shape::Anything => "unknown".to_owned(),
            Shape::Step => "string | number".to_owned(),
            Shape::Option(inner) => format!("{} | null", self.shape(inner)),
            Shape::List(inner) => match self.shape(inner) {
                one if one.contains('|') => format!("({one})[]"),
                one => format!("{one}[]"),
            },
            Shape::Tuple(shapes) => self.tuple(shapes),
            Shape::Map(inner) => format!("{{ [name: string]: {} }}", self.shape(inner)),
            Shape::Named(path) => self.name_of(path).to_owned(),
        }
    }

    /// Files of literals of each type, for the compiler of TypeScript; how many
    /// values there are.
    pub fn literals(&self) -> (Vec<(String, String)>, usize) {
        let mut count = 0;
        let files = self.seen.values.iter().map(|(path, values)| {
            let name = self.name_of(path);
            let mut text = format!("import type {{ {name} }} from \"owed\";\n");
            let _ = writeln!(text, "export const values: {name}[] = [");
            for value in values {
                count += 1;
                let _ = writeln!(text, "  {value},");
            }
            text.push_str("];\n");
            (format!("{name}.ts"), text)
        });
        let files = files.collect();
        (files, count)
    }
}

/// The path of a type itself: records files have their objects wrapped, and
/// reports a plain form.
fn own_path(path: &str) -> &str {
    let own = path.strip_prefix("ledger::records::object::Object<");
    own.and_then(|path| path.strip_suffix('>')).unwrap_or(path)
}

/// What a type holds.
fn held(definition: &Definition) -> Vec<Shape> {
    let of = |fields: &[Field]| fields.iter().map(|field| field.shape.clone()).collect();
    match definition {
        Definition::Struct(fields) => of(fields),
        Definition::Enum(variants) => {
            let contents = variants.iter().flat_map(|(_, content)| match content {
                Content::Nothing => Vec::new(),
                Content::One(shape) => vec![shape.clone()],
                Content::Several(shapes) => shapes.clone(),
                Content::Fields(fields) => of(fields),
            });
            contents.collect()
        }
    }
}

fn texts_in(shape: &Shape, names: &mut BTreeSet<String>) {
    match shape {
        Shape::Text(name) => {
            names.insert(name.clone());
        }
        Shape::Option(inner) | Shape::List(inner) | Shape::Map(inner) => texts_in(inner, names),
        Shape::Tuple(shapes) => shapes.iter().for_each(|shape| texts_in(shape, names)),
        _ => {}
    }
}
