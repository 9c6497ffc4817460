//! The code map of ARCHITECTURE.md: which sources it names, and on which floors those of the ledger are.

use std::fs;
use std::path::Path;

use crate::source::Sources;

/// A table of the map: the files of a folder, or those of one floor of it.
pub struct Table {
    pub folder: String,
    /// `1. Facts`; empty where the folder has no floors.
    pub floor: String,
    /// Below the folder, without their ending; with `/` at the end the file of that name and all
    /// below it.
    pub places: Vec<String>,
}

impl Table {
    pub fn has(&self, file: &str) -> bool {
        let mut places = self.places.iter();
        places.any(|place| match place.strip_suffix('/') {
            Some(folder) => file == folder || file.starts_with(place),
            None => file == place,
        })
    }
}

/// The tables of ARCHITECTURE.md.
pub fn tables() -> Vec<Table> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md");
    read(&fs::read_to_string(page).expect("ARCHITECTURE.md"))
}

/// A heading names the folder, a line in bold the floor, the first cell of a row the places.
pub fn read(page: &str) -> Vec<Table> {
    let quoted = |text: &str| -> Vec<String> {
        let quoted = text.split('`').skip(1).step_by(2);
        quoted.map(str::to_owned).collect()
    };
    let (_, map) = page.split_once("## Code map\n").expect("a code map");
    let map = map.split("\n## ").next().unwrap_or_default();
    let mut tables: Vec<Table> = Vec::new();
    let mut folder = String::new();
    let mut floor = String::new();
    for line in map.lines() {
        if let Some(heading) = line.strip_prefix("### ") {
            folder = quoted(heading).concat();
            floor.clear();
        } else if let Some(name) = line.strip_prefix("**") {
            floor = name.split("**").next().unwrap_or_default().to_owned();
        } else if line == "|---|---|---|" {
            tables.push(Table {
                folder: folder.clone(),
                floor: floor.clone(),
                places: Vec::new(),
            });
        } else if let (Some(row), Some(table)) = (line.strip_prefix("| `"), tables.last_mut()) {
            let cell = row.split(" |").next().unwrap_or_default();
            table.places.extend(quoted(&format!("`{cell}")));
        }
    }
    tables
}

#[test]
fn every_source_is_on_the_map_and_nothing_else() {
    let tables = tables();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut faults = Vec::new();
    for table in &tables {
        for place in &table.places {
            let path = root.join(&table.folder).join(place);
            let is_folder = place.ends_with('/') && path.is_dir();
            if !is_folder && !path.with_extension("rs").is_file() {
                faults.push(format!("there is no {}/{place}", table.folder));
            }
        }
    }
    for folder in crate::CRATES {
        for path in Sources::of(&root.join(folder)).modules.keys() {
            let file = path.join("/");
            let mut tables = tables.iter().filter(|table| table.folder == folder);
            // The roots declare the others.
            if !["", "main"].contains(&&*file) && !tables.any(|table| table.has(&file)) {
                faults.push(format!("{folder}/{file}.rs is not on the map"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
