//! Styles name no left and no right: a language that is written from right to left is mirrored.

use std::fs;

use super::{none, root};

#[test]
fn styles_name_no_side_of_the_page() {
    let style = fs::read_to_string(root().join("static/app.css")).unwrap_or_default();
    assert!(!style.is_empty(), "static/app.css is not there");
    none(faults(&style));
}

const SIDES: [&str; 4] = ["left", "right", "top", "bottom"];

fn faults(style: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for (line, text) in (1..).zip(style.lines()) {
        for declaration in text.split(['{', '}', ';']) {
            let (property, value) = declaration.split_once(':').unwrap_or_default();
            let (property, value) = (property.trim(), value.trim());
            let is_of_text = ["text-align", "float", "clear"].contains(&property);
            let is_side = property.split('-').any(|part| SIDES.contains(&part));
            if is_side || is_of_text && SIDES.contains(&value) {
                faults.push(format!("static/app.css:{line}: {property}: {value}"));
            }
        }
    }
    faults
}

#[test]
fn a_planted_side_is_found() {
    assert_eq!(faults(".a { margin-left: 1px; }").len(), 1);
    assert_eq!(faults(".a { text-align: right; }").len(), 1);
    assert_eq!(faults(".a { color: red; top: 0; }").len(), 1);
    assert_eq!(
        faults(".a { margin-inline-start: 1px; text-align: end; }").len(),
        0
    );
}
