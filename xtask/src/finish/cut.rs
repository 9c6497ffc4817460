//! One program becomes two that share memory, table and globals.
//!
//! In the first part a stub stands for each function of the rest that it knows: the stub makes
//! sure that the rest is there, and calls it through a place of the table that the rest fills
//! when it is loaded. The rest imports from the first part what it needs of it, under the module
//! name `first`.

use super::constants::{Constants, Memory};
use super::program::{Program, Result};
use crate::step::Failure;
use std::collections::{BTreeMap, BTreeSet};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, DataCountSection, DataSection, ElementSection, Elements,
    EntityType, ExportKind, ExportSection, Function, FunctionSection, GlobalSection, GlobalType,
    ImportSection, Instruction, MemorySection, Module, StartSection, TableSection, TypeSection,
    ValType,
};
use wasmparser::{ElementItems, ElementKind, ExternalKind, Operator, Table, Validator};

/// The two programs.
pub struct Parts {
    pub first: Vec<u8>,
    pub rest: Vec<u8>,
    /// Functions in the rest.
    pub moved: usize,
    /// Of these, how many have a stub.
    pub stubs: usize,
    /// Bytes of constants in the rest.
    pub constants: usize,
}

/// Cuts a program. `is_later` says of a function's name whether it belongs to the rest, `is_own`
/// whether it was written for this program and not made of a library's pattern;
/// `load_now` is the export that loads the rest before it returns. Of the `constants` those go to
/// the rest that only it reaches.
pub fn cut(
    bytes: &[u8],
    constants: &Constants,
    is_later: impl Fn(&str) -> bool,
    is_own: impl Fn(&str) -> bool,
    load_now: &str,
) -> Result<Parts> {
    let program = Program::read(bytes)?;
    let plan = Plan::of(&program, is_later, is_own)?;
    let memory = Memory::of(&program)?;
    let staying = program
        .own_functions()
        .filter(|(function, _)| !plan.moved.contains(function));
    let moved = constants.unreached(&memory, staying.map(|(_, body)| body))?;
    let [data, later_data] = memory.cut(&moved);
    let parts = Parts {
        first: plan.first(&program, load_now, &data)?,
        rest: plan.rest(&program, &later_data)?,
        moved: plan.moved.len(),
        stubs: plan.stubs.len(),
        constants: later_data.iter().map(|(_, bytes)| bytes.len()).sum(),
    };
    for part in [&parts.first, &parts.rest] {
        Validator::new().validate_all(part)?;
    }
    Ok(parts)
}

/// Bytes of code below which two functions are likely to be the same one.
const SMALL: usize = 40;
/// Bytes of code above which two functions hardly are.
const LARGE: usize = 1000;

struct Plan {
    /// What the rest consists of.
    moved: BTreeSet<u32>,
    /// The functions of the rest that the first part knows, each with its place in the table.
    stubs: BTreeMap<u32, u32>,
    /// The functions of the first part that the rest calls.
    shared: BTreeSet<u32>,
    /// Where the table of the whole program ended.
    base: u32,
}

impl Plan {
    fn of(
        program: &Program,
        is_later: impl Fn(&str) -> bool,
        is_own: impl Fn(&str) -> bool,
    ) -> Result<Self> {
        let callees = program.callees()?;
        let addressed = program.addressed()?;
        let is_imported = |function: &u32| *function < program.imported_functions;
        let named = |function: &u32, is_so: &dyn Fn(&str) -> bool| {
            program.names.get(function).is_some_and(|name| is_so(name))
        };
        let sizes: BTreeMap<u32, usize> = program
            .own_functions()
            .map(|(function, body)| (function, body.range().len()))
            .collect();
        // The first part is what can be reached from what is called by its address. Of functions
        // that come out equal the compiler keeps one, under the name of any: where it was made of
        // a library's pattern, the name alone does not tell, and it stays where it is small or
        // where the first part calls it by its number.
        let mut first = BTreeSet::new();
        let mut left: Vec<u32> = addressed
            .iter()
            .filter(|function| {
                !named(function, &is_later)
                    || !named(function, &is_own)
                        && sizes.get(function).is_some_and(|size| *size <= SMALL)
            })
            .copied()
            .collect();
        while let Some(function) = left.pop() {
            if is_imported(&function) || !first.insert(function) {
                continue;
            }
            let called = callees.get(&function).into_iter().flatten();
            // Large ones are no two functions' one body: their name tells.
            let is_known = |callee: &u32| {
                sizes.get(callee).is_some_and(|size| *size > LARGE) || named(callee, &is_own)
            };
            left.extend(called.filter(|callee| !(named(callee, &is_later) && is_known(callee))));
        }
        let moved: BTreeSet<u32> = program
            .own_functions()
            .map(|(function, _)| function)
            .filter(|function| !first.contains(function))
            .collect();

        let mut known: BTreeSet<u32> = addressed.intersection(&moved).copied().collect();
        let mut shared = BTreeSet::new();
        for (caller, called) in &callees {
            for callee in called {
                match (moved.contains(caller), moved.contains(callee)) {
                    (false, true) => drop(known.insert(*callee)),
                    (true, false) => drop(shared.insert(*callee)),
                    _ => {}
                }
            }
        }
        let table = program.tables.first().ok_or("it has no table")?;
        let base = u32::try_from(table.ty.initial)?;
        Ok(Self {
            moved,
            stubs: known.into_iter().zip(base..).collect(),
            shared,
            base,
        })
    }

    fn first(&self, program: &Program, load_now: &str, data: &Runs) -> Result<Vec<u8>> {
        let stays =
            |function: &u32| !self.moved.contains(function) || self.stubs.contains_key(function);
        let count = u32::try_from(program.functions.len())?;
        let mut renumber = Renumber::of((0..count).filter(stays));
        let ensure = u32::try_from(renumber.0.len())?;
        let is_loaded = u32::try_from(program.globals.len())?;
        let load_now = program
            .exports
            .iter()
            .find(|export| export.kind == ExternalKind::Func && export.name == load_now)
            .ok_or_else(|| format!("it does not export {load_now}"))?
            .index;

        let mut functions = FunctionSection::new();
        let mut code = CodeSection::new();
        for (function, body) in program.own_functions() {
            if !stays(&function) {
                continue;
            }
            let ty = program.functions[function as usize];
            functions.function(ty);
            match self.stubs.get(&function) {
                None => renumber.parse_function_body(&mut code, body.clone())?,
                Some(place) => {
                    let mut stub = Function::new([]);
                    stub.instruction(&Instruction::Call(ensure));
                    for (parameter, _) in (0..).zip(program.function_type(function).params()) {
                        stub.instruction(&Instruction::LocalGet(parameter));
                    }
                    stub.instruction(&Instruction::I32Const(i32::try_from(*place)?));
                    stub.instruction(&Instruction::CallIndirect {
                        type_index: ty,
                        table_index: 0,
                    });
                    stub.instruction(&Instruction::End);
                    code.function(&stub);
                }
            }
        }
        let no_parameters = program
            .types
            .iter()
            .position(|ty| ty.params().is_empty() && ty.results().is_empty())
            .ok_or("it has no function without parameters")?;
        functions.function(u32::try_from(no_parameters)?);
        let mut body = Function::new([]);
        for instruction in [
            Instruction::GlobalGet(is_loaded),
            Instruction::I32Eqz,
            Instruction::If(BlockType::Empty),
            Instruction::Call(renumber.function_index(load_now)?),
            Instruction::I32Const(1),
            Instruction::GlobalSet(is_loaded),
            Instruction::End,
            Instruction::End,
        ] {
            body.instruction(&instruction);
        }
        code.function(&body);

        let mut imports = ImportSection::new();
        for import in &program.imports {
            renumber.parse_import(&mut imports, *import)?;
        }
        let mut tables = TableSection::new();
        for table in self.tables(program) {
            renumber.parse_table(&mut tables, table)?;
        }
        let mut memories = MemorySection::new();
        for memory in &program.memories {
            memories.memory(renumber.memory_type(*memory)?);
        }
        let mut globals = GlobalSection::new();
        for global in &program.globals {
            renumber.parse_global(&mut globals, global.clone())?;
        }
        let flag = GlobalType {
            val_type: ValType::I32,
            mutable: true,
            shared: false,
        };
        globals.global(flag, &ConstExpr::i32_const(0));
        let mut exports = ExportSection::new();
        for export in &program.exports {
            renumber.parse_export(&mut exports, *export)?;
        }
        for function in &self.shared {
            let index = renumber.function_index(*function)?;
            exports.export(&shared_name('f', *function), ExportKind::Func, index);
        }
        for (global, _) in (0..).zip(&program.globals) {
            exports.export(&shared_name('g', global), ExportKind::Global, global);
        }
        for (table, _) in (0..).zip(&program.tables) {
            exports.export(&shared_name('t', table), ExportKind::Table, table);
        }
        for (memory, _) in (0..).zip(&program.memories) {
            exports.export(&shared_name('m', memory), ExportKind::Memory, memory);
        }
        let mut elements = ElementSection::new();
        for element in &program.elements {
            renumber.parse_element(&mut elements, element.clone())?;
        }
        let mut module = Module::new();
        module
            .section(&types(program, &mut renumber)?)
            .section(&imports)
            .section(&functions)
            .section(&tables)
            .section(&memories)
            .section(&globals)
            .section(&exports);
        if let Some(start) = program.start {
            let function_index = renumber.function_index(start)?;
            module.section(&StartSection { function_index });
        }
        module.section(&elements);
        if program.data_count.is_some() {
            let count = u32::try_from(data.len())?;
            module.section(&DataCountSection { count });
        }
        module.section(&code).section(&laid(data));
        Ok(module.finish())
    }

    fn rest(&self, program: &Program, data: &Runs) -> Result<Vec<u8>> {
        let mut renumber = Renumber::of(self.shared.iter().chain(&self.moved).copied());
        let mut imports = ImportSection::new();
        for function in &self.shared {
            let ty = EntityType::Function(program.functions[*function as usize]);
            imports.import(FIRST, &shared_name('f', *function), ty);
        }
        for (global, declared) in (0..).zip(&program.globals) {
            let ty = renumber.global_type(declared.ty)?;
            imports.import(FIRST, &shared_name('g', global), ty);
        }
        for (table, declared) in (0..).zip(self.tables(program)) {
            let ty = renumber.table_type(declared.ty)?;
            imports.import(FIRST, &shared_name('t', table), ty);
        }
        for (memory, declared) in (0..).zip(&program.memories) {
            let ty = renumber.memory_type(*declared)?;
            imports.import(FIRST, &shared_name('m', memory), ty);
        }
        let mut functions = FunctionSection::new();
        let mut code = CodeSection::new();
        for (function, body) in program.own_functions() {
            if self.moved.contains(&function) {
                functions.function(program.functions[function as usize]);
                renumber.parse_function_body(&mut code, body.clone())?;
            }
        }
        let mut module = Module::new();
        module
            .section(&types(program, &mut renumber)?)
            .section(&imports)
            .section(&functions)
            .section(&self.places(program, &mut renumber)?)
            .section(&DataCountSection {
                count: u32::try_from(data.len())?,
            })
            .section(&code)
            .section(&laid(data));
        Ok(module.finish())
    }

    /// The tables, the first one with room for the functions of the rest.
    fn tables<'a>(&self, program: &Program<'a>) -> Vec<Table<'a>> {
        let mut tables = program.tables.clone();
        let room = self.stubs.len() as u64;
        if let Some(table) = tables.first_mut() {
            table.ty.initial += room;
            table.ty.maximum = table.ty.maximum.map(|maximum| maximum + room);
        }
        tables
    }

    /// What the rest writes into the table: its functions at the places that the stubs call, and
    /// over the stubs that stood in the table itself.
    fn places(&self, program: &Program, renumber: &mut Renumber) -> Result<ElementSection> {
        let mut elements = ElementSection::new();
        let mut put = |place: u32, functions: Vec<u32>| -> Result<()> {
            let place = ConstExpr::i32_const(i32::try_from(place)?);
            elements.active(None, &place, Elements::Functions(functions.into()));
            Ok(())
        };
        let mut known = Vec::new();
        for function in self.stubs.keys() {
            known.push(renumber.function_index(*function)?);
        }
        put(self.base, known)?;
        for element in &program.elements {
            let ElementKind::Active {
                table_index: None | Some(0),
                offset_expr,
            } = &element.kind
            else {
                continue;
            };
            let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else {
                continue;
            };
            let ElementItems::Functions(items) = element.items.clone() else {
                continue;
            };
            let mut run = Vec::new();
            let mut place = u32::try_from(value)?;
            for item in items {
                let item = item?;
                if self.moved.contains(&item) {
                    run.push(renumber.function_index(item)?);
                } else if !run.is_empty() {
                    let length = u32::try_from(run.len())?;
                    put(place - length, std::mem::take(&mut run))?;
                }
                place += 1;
            }
            if !run.is_empty() {
                let length = u32::try_from(run.len())?;
                put(place - length, run)?;
            }
        }
        Ok(elements)
    }
}

/// Runs of bytes, each with its address.
type Runs<'a> = [(u32, &'a [u8])];

fn laid(runs: &Runs) -> DataSection {
    let mut data = DataSection::new();
    for (address, bytes) in runs {
        let place = ConstExpr::i32_const(address.cast_signed());
        data.active(0, &place, bytes.iter().copied());
    }
    data
}

const FIRST: &str = "first";

/// What the first part exports for the rest; the names are as short as they can be.
fn shared_name(kind: char, index: u32) -> String {
    format!("{kind}{index:x}")
}

fn types(program: &Program, renumber: &mut Renumber) -> Result<TypeSection> {
    let mut types = TypeSection::new();
    for ty in &program.types {
        types.ty().func_type(&renumber.func_type(ty.clone())?);
    }
    Ok(types)
}

/// The number that a function of the whole program has in one part.
struct Renumber(BTreeMap<u32, u32>);

impl Renumber {
    fn of(functions: impl Iterator<Item = u32>) -> Self {
        Self(functions.zip(0..).collect())
    }
}

impl Reencode for Renumber {
    type Error = Failure;

    fn function_index(&mut self, function: u32) -> std::result::Result<u32, Error<Failure>> {
        let known = self.0.get(&function).copied();
        known.ok_or_else(|| {
            Error::UserError(Failure::new(format!(
                "function {function} is in the other part"
            )))
        })
    }
}
