//! The floors of the ledger, as ARCHITECTURE.md lists them from the ground up.

use crate::source::Sources;

pub struct Floor {
    name: String,
    /// Files without their ending; with `/` at the end the file of that name and its folder.
    places: Vec<String>,
}

impl Floor {
    fn has(&self, file: &str) -> bool {
        let mut places = self.places.iter();
        places.any(|place| match place.strip_suffix('/') {
            Some(folder) => file == folder || file.starts_with(place),
            None => file == place,
        })
    }
}

/// The numbered lines below the heading: `1. **name**: …`, with the places in backticks.
pub fn floors(page: &str) -> Vec<Floor> {
    let (_, section) = page
        .split_once("## Floors of the ledger\n")
        .expect("a section on the floors");
    let section = section.split("\n## ").next().unwrap_or_default();
    let mut floors: Vec<Floor> = Vec::new();
    let mut floor = None;
    for line in section.lines() {
        if line.starts_with(|first: char| first.is_ascii_digit()) {
            floors.extend(floor.take());
            floor = Some(Floor {
                name: line.split("**").nth(1).unwrap_or_default().to_owned(),
                places: Vec::new(),
            });
        }
        if line.is_empty() {
            floors.extend(floor.take());
        }
        if let Some(floor) = &mut floor {
            let quoted = line.split('`').skip(1).step_by(2);
            floor.places.extend(quoted.map(str::to_owned));
        }
    }
    floors.extend(floor);
    floors
}

/// The files on no floor or on several, the places without a file, and the
/// imports from a floor above.
pub fn faults(floors: &[Floor], sources: &Sources) -> Vec<String> {
    let files: Vec<String> = sources.modules.keys().map(|path| path.join("/")).collect();
    let on = |file: &str| -> Vec<usize> {
        (0..floors.len())
            .filter(|place| floors[*place].has(file))
            .collect()
    };
    let mut faults = Vec::new();
    // The root declares them all.
    for file in files.iter().filter(|file| !file.is_empty()) {
        if on(file).len() != 1 {
            faults.push(format!("`{file}` is on {} floors", on(file).len()));
        }
    }
    for place in floors.iter().flat_map(|floor| &floor.places) {
        if !files.iter().any(|file| place.trim_end_matches('/') == file) {
            faults.push(format!("there is no `{place}`"));
        }
    }
    for arrow in sources.arrows().iter().filter(|arrow| !arrow.is_handed_on) {
        let Some(to) = arrow.to else { continue };
        let floor_of = |path: &[String]| on(&path.join("/")).first().copied();
        if let (Some(own), Some(other)) = (floor_of(&arrow.from.path), floor_of(&to.path))
            && other > own
        {
            let (own, other) = (&floors[own].name, &floors[other].name);
            faults.push(arrow.tell(&format!("of {own}, and that is of {other}")));
        }
    }
    faults
}

#[test]
fn an_import_from_above_and_a_file_on_no_floor_are_found() {
    let page = "## Floors of the ledger\n\n1. **Ground**: `a/`\n   `b`\n2. **Roof**: `c` `gone`\n\n## Else\n`d`";
    let sources = Sources::planted(&[
        ("", "mod a; mod b; mod c; mod d;"),
        ("a", "mod inner; pub use crate::c::C;"),
        ("a/inner", "use super::super::c::{C};"),
        ("b", "use crate::a::C; use crate::a::inner::I;"),
        ("c", "use crate::{a, b}; pub struct C;"),
        ("d", "use crate::c::C;"),
    ]);
    let faults = faults(&floors(page), &sources);
    assert_eq!(
        faults,
        [
            "`d` is on 0 floors",
            "there is no `gone`",
            "a/inner:1: crate::c::C: of Ground, and that is of Roof",
            "b:1: crate::a::C: of Ground, and that is of Roof",
        ]
    );
}
