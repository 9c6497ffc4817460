//! Pictures of every page and dialog in four forms, and the sheet that shows them side by side.
//!
//! The journeys take them: `tests/e2e/pictures.rs` walks the same way on which axe looks for
//! barriers, so that what is proven is what is looked at.

use crate::proof;
use crate::step::{Failure, Outcome, root, target_dir};
use std::collections::BTreeMap;
use std::env;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

const FORMS: [&str; 4] = ["1280-light", "1280-dark", "360-light", "360-dark"];
/// What the README shows, and where from.
const FRONT: (&str, &str) = ("front.png", "tests/pictures/today.png");
const FRONT_BYTES_MAX: u64 = 150_000;

/// Takes them into this folder, or `target/pictures`.
///
/// # Errors
/// A part is missing, or a journey fails.
pub fn run(folder: Option<&str>) -> Outcome {
    let folder = folder.map_or_else(
        || Ok(target_dir().join("pictures")),
        |named| env::current_dir().map(|here| here.join(named)),
    )?;
    if folder.join("index.html").is_file() {
        // Those of the last time; whatever else lies there is not ours.
        for picture in pictures(&folder)? {
            fs::remove_file(picture)?;
        }
    }
    fs::create_dir_all(&folder)?;
    proof::take_pictures(&folder)?;
    let sheet = folder.join("index.html");
    let names = pictures(&folder)?;
    let names: Vec<String> = names
        .iter()
        .filter_map(|file| Some(file.file_name()?.to_str()?.to_owned()))
        .collect();
    fs::write(&sheet, contact_sheet(&names))?;
    let front = folder.join(FRONT.0);
    let bytes = fs::metadata(&front)?.len();
    if bytes > FRONT_BYTES_MAX {
        return Err(Failure::new(format!(
            "the picture for the README has {bytes} bytes, more than {FRONT_BYTES_MAX}"
        )));
    }
    fs::copy(front, root().join(FRONT.1))?;
    println!(
        "\n{} pictures: {}\n{} is new as well",
        names.len(),
        sheet.display(),
        FRONT.1
    );
    Ok(())
}

fn pictures(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "png") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// A row per place, a column per form.
fn contact_sheet(names: &[String]) -> String {
    let mut places: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for name in names {
        let found = FORMS.iter().find_map(|form| {
            let place = name.strip_suffix(&format!("-{form}.png"))?;
            Some((place, *form))
        });
        if let Some((place, form)) = found {
            places.entry(place).or_default().push((form, name));
        }
    }
    let mut page = String::from(HEAD);
    for (place, taken) in places {
        // Writing to a String does not fail.
        let _ = write!(page, "<h2>{place}</h2>\n<div>\n");
        for form in FORMS {
            if let Some((_, name)) = taken.iter().find(|(known, _)| *known == form) {
                let class = form.split('-').next().unwrap_or_default();
                let _ = writeln!(
                    page,
                    "<a class=\"w{class}\" href=\"{name}\"><img loading=\"lazy\" src=\"{name}\" alt=\"{place} {form}\"></a>"
                );
            }
        }
        page.push_str("</div>\n");
    }
    page.push_str("</html>\n");
    page
}

const HEAD: &str = "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<title>Owed: every page in four forms</title>
<style>
body { font: 14px system-ui; margin: 24px; background: #777; }
div { display: flex; gap: 12px; align-items: start; }
.w1280 { flex: 32 1 0; } .w360 { flex: 9 1 0; }
img { width: 100%; display: block; }
</style>
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_row_of_its_forms() {
        let names = ["demo-01-today-1280-light.png", "demo-01-today-360-dark.png"];
        let sheet = contact_sheet(&names.map(String::from));
        assert_eq!(sheet.matches("<h2>").count(), 1);
        assert!(sheet.contains("<h2>demo-01-today</h2>"));
        assert!(sheet.contains("class=\"w360\" href=\"demo-01-today-360-dark.png\""));
    }
}
