//! Circles of imports: files of which each leads to itself again.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::Sources;

/// Files that all lead to each other, and what leads from one to the next.
pub struct Circle {
    pub files: Vec<String>,
    /// `from:line -> to: path`, once for each pair and path.
    pub arrows: Vec<String>,
}

/// The circles among a crate's files. A name that is handed on stands for the
/// file that defines it.
pub fn circles(sources: &Sources) -> Vec<Circle> {
    let mut next: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut told: BTreeMap<(String, String), BTreeMap<String, usize>> = BTreeMap::new();
    for arrow in sources.arrows() {
        let Some(to) = arrow
            .to
            .filter(|to| !arrow.is_handed_on && to.path != arrow.from.path)
        else {
            continue;
        };
        let (from, to) = (arrow.from.path.join("/"), to.path.join("/"));
        next.entry(from.clone()).or_default().insert(to.clone());
        let lines = told.entry((from, to)).or_default();
        lines.entry(arrow.path.join("::")).or_insert(arrow.line);
    }
    let reached: BTreeMap<&String, BTreeSet<&String>> = next
        .keys()
        .map(|from| (from, reached(&next, from)))
        .collect();
    let mut circles = Vec::new();
    let mut done: BTreeSet<&String> = BTreeSet::new();
    for (from, to) in &reached {
        if !to.contains(from) || done.contains(from) {
            continue;
        }
        let back = |file: &&String| reached.get(file).is_some_and(|to| to.contains(from));
        let files: BTreeSet<&String> = to.iter().copied().filter(back).collect();
        done.extend(&files);
        let within = told
            .iter()
            .filter(|((from, to), _)| files.contains(from) && files.contains(to));
        let arrows = within.flat_map(|((from, to), paths)| {
            paths
                .iter()
                .map(move |(path, line)| format!("{from}:{line} -> {to}: {path}"))
        });
        circles.push(Circle {
            arrows: arrows.collect(),
            files: files.into_iter().cloned().collect(),
        });
    }
    circles
}

fn reached<'a>(
    next: &'a BTreeMap<String, BTreeSet<String>>,
    from: &String,
) -> BTreeSet<&'a String> {
    let mut found: BTreeSet<&String> = BTreeSet::new();
    let mut open: Vec<&String> = next.get(from).into_iter().flatten().collect();
    while let Some(file) = open.pop() {
        if found.insert(file) {
            open.extend(next.get(file).into_iter().flatten());
        }
    }
    found
}
