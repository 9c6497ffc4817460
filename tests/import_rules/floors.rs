//! The floors of the ledger, as the code map lists them from the ground up.

use crate::map::{self, Table};
use crate::source::Sources;

/// The files on no floor or on several, and the imports from a floor above.
fn faults(floors: &[Table], sources: &Sources) -> Vec<String> {
    let on = |path: &[String]| -> Vec<usize> {
        let file = path.join("/");
        (0..floors.len())
            .filter(|place| floors[*place].has(&file))
            .collect()
    };
    let mut faults = Vec::new();
    // The root declares them all.
    for path in sources.modules.keys().filter(|path| !path.is_empty()) {
        if on(path).len() != 1 {
            faults.push(format!(
                "`{}` is on {} floors",
                path.join("/"),
                on(path).len()
            ));
        }
    }
    for arrow in sources.arrows().iter().filter(|arrow| !arrow.is_handed_on) {
        let Some(to) = arrow.to else { continue };
        if let (Some(own), Some(other)) = (on(&arrow.from.path).first(), on(&to.path).first())
            && other > own
        {
            let (own, other) = (&floors[*own].floor, &floors[*other].floor);
            faults.push(arrow.tell(&format!("from `{own}` up to `{other}`")));
        }
    }
    faults
}

#[test]
fn the_ledger_stands_on_floors() {
    let mut floors = map::tables();
    floors.retain(|table| table.folder == "ledger/src");
    assert!(floors.len() > 5, "hardly a floor is listed");
    let faults = faults(&floors, &crate::sources("ledger/src"));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn an_import_from_above_and_a_file_on_no_floor_are_found() {
    let page = "## Code map\n\n### `x`, by floors\n**1. Ground**: low\n\n|---|---|---|\n| `a/` | `c` | |\n| `b` | | |\n\
        **2. Roof**: high\n|---|---|---|\n| `c` | | |\n\n## Else\n|---|---|---|\n| `d` | | |";
    let sources = Sources::planted(&[
        ("", "mod a; mod b; mod c; mod d;"),
        ("a", "mod inner; pub use crate::c::C;"),
        ("a/inner", "use super::super::c::{C};"),
        ("b", "use crate::a::C; use crate::a::inner::I;"),
        ("c", "use crate::{a, b}; pub struct C;"),
        ("d", "use crate::c::C;"),
    ]);
    assert_eq!(
        faults(&map::read(page), &sources),
        [
            "`d` is on 0 floors",
            "a/inner:1: crate::c::C: from `1. Ground` up to `2. Roof`",
            "b:1: crate::a::C: from `1. Ground` up to `2. Roof`",
        ]
    );
}
