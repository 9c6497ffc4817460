//! The npm package of the ledger: building it, and trying it as its users do.

mod declare;
mod docs;
mod folder;
mod measuring;
mod package;
mod roots;
mod trace;
mod trying;
mod values;

use std::path::PathBuf;

use crate::step::{Outcome, step};
use declare::Declared;

/// Builds the package; where it is.
///
/// # Errors
/// What cannot be built.
pub fn build() -> Outcome<PathBuf> {
    let declared = step("ask the types", || Declared::all(roots::add))?;
    package::build(&declared)
}

/// Builds the package and tries it: packed, installed in a new folder, in Node,
/// in a browser and by the compiler of TypeScript.
///
/// # Errors
/// What does not work.
pub fn test() -> Outcome {
    let declared = step("ask the types", || Declared::all(roots::add))?;
    let folder = package::build(&declared)?;
    trying::run_all(&folder, &declared)
}

/// Builds the package and measures it beside other libraries.
///
/// # Errors
/// What cannot be built, or comes to other figures.
pub fn bench() -> Outcome {
    measuring::run(&build()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_of_the_package_can_be_asked_and_has_a_name_of_its_own() {
        let declared = Declared::all(roots::add).expect("declarations");
        let text = declared.declarations();
        assert!(text.contains("export type Command ="), "{text}");
    }
}
