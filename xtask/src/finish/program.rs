//! A WebAssembly program in its sections. It does not know what is cut.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use wasmparser::{
    CompositeInnerType, Data, Element, ElementItems, Export, ExternalKind, FromReader, FuncType,
    FunctionBody, Global, Import, KnownCustom, MemoryType, Name, Operator, Parser, Payload,
    SectionLimited, Table, TypeRef,
};

pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// One program, in the order of the format. Functions are numbered with the imported ones first.
#[derive(Default)]
pub struct Program<'a> {
    pub types: Vec<FuncType>,
    pub imports: Vec<Import<'a>>,
    pub imported_functions: u32,
    /// The type of each function.
    pub functions: Vec<u32>,
    pub tables: Vec<Table<'a>>,
    pub memories: Vec<MemoryType>,
    pub globals: Vec<Global<'a>>,
    pub exports: Vec<Export<'a>>,
    pub start: Option<u32>,
    pub elements: Vec<Element<'a>>,
    pub data_count: Option<u32>,
    pub data: Vec<Data<'a>>,
    pub bodies: Vec<FunctionBody<'a>>,
    pub names: BTreeMap<u32, &'a str>,
}

impl<'a> Program<'a> {
    pub fn read(bytes: &'a [u8]) -> Result<Self> {
        let mut it = Self::default();
        for payload in Parser::new(0).parse_all(bytes) {
            match payload? {
                Payload::TypeSection(reader) => {
                    for group in reader {
                        for ty in group?.into_types() {
                            let CompositeInnerType::Func(ty) = ty.composite_type.inner else {
                                return Err("it has a type that is not of a function".into());
                            };
                            it.types.push(ty);
                        }
                    }
                }
                Payload::ImportSection(reader) => {
                    for import in reader.into_imports() {
                        let import = import?;
                        let TypeRef::Func(ty) = import.ty else {
                            return Err("it imports more than functions".into());
                        };
                        it.imported_functions += 1;
                        it.functions.push(ty);
                        it.imports.push(import);
                    }
                }
                Payload::FunctionSection(reader) => it.functions.extend(all(reader)?),
                Payload::TableSection(reader) => it.tables = all(reader)?,
                Payload::MemorySection(reader) => it.memories = all(reader)?,
                Payload::GlobalSection(reader) => it.globals = all(reader)?,
                Payload::ExportSection(reader) => it.exports = all(reader)?,
                Payload::StartSection { func, .. } => it.start = Some(func),
                Payload::ElementSection(reader) => it.elements = all(reader)?,
                Payload::DataCountSection { count, .. } => it.data_count = Some(count),
                Payload::DataSection(reader) => it.data = all(reader)?,
                Payload::CodeSectionEntry(body) => it.bodies.push(body),
                Payload::TagSection(_) => return Err("it throws exceptions".into()),
                Payload::CustomSection(section) => {
                    if let KnownCustom::Name(names) = section.as_known() {
                        it.read_names(names)?;
                    }
                }
                _ => {}
            }
        }
        Ok(it)
    }

    fn read_names(&mut self, names: wasmparser::NameSectionReader<'a>) -> Result<()> {
        for name in names {
            if let Name::Function(map) = name? {
                for naming in map {
                    let naming = naming?;
                    self.names.insert(naming.index, naming.name);
                }
            }
        }
        Ok(())
    }

    pub fn function_type(&self, function: u32) -> &FuncType {
        &self.types[self.functions[function as usize] as usize]
    }

    /// The functions that have a body, with it.
    pub fn own_functions(&self) -> impl Iterator<Item = (u32, &FunctionBody<'a>)> {
        (self.imported_functions..).zip(&self.bodies)
    }

    /// The functions that each own function names, by a call or by a reference.
    pub fn callees(&self) -> Result<BTreeMap<u32, BTreeSet<u32>>> {
        let mut all = BTreeMap::new();
        for (function, body) in self.own_functions() {
            let mut called = BTreeSet::new();
            for operator in body.get_operators_reader()? {
                if let Operator::Call { function_index }
                | Operator::ReturnCall { function_index }
                | Operator::RefFunc { function_index } = operator?
                {
                    called.insert(function_index);
                }
            }
            all.insert(function, called);
        }
        Ok(all)
    }

    /// The functions that are called in other ways than by a function that names them.
    pub fn addressed(&self) -> Result<BTreeSet<u32>> {
        let mut all: BTreeSet<u32> = self.start.into_iter().collect();
        for export in &self.exports {
            if export.kind == ExternalKind::Func {
                all.insert(export.index);
            }
        }
        for element in &self.elements {
            let ElementItems::Functions(items) = element.items.clone() else {
                return Err("its table holds more than functions".into());
            };
            for item in items {
                all.insert(item?);
            }
        }
        Ok(all)
    }
}

fn all<'a, T: FromReader<'a>>(reader: SectionLimited<'a, T>) -> Result<Vec<T>> {
    Ok(reader.into_iter().collect::<std::result::Result<_, _>>()?)
}
