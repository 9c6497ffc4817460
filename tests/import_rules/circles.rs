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

/// A name is followed to where it is defined, however it is written.
#[test]
fn a_circle_is_found_however_it_is_written() {
    let circles_of = |texts: &[(&str, &str)]| -> Vec<String> {
        let sources = Sources::planted(texts);
        let circles = circles(&sources);
        circles
            .iter()
            .map(|circle| circle.files.join(" "))
            .collect()
    };
    let root = ("", "mod a; pub mod b; pub use b::B;");
    for (a, b) in [
        (
            "use crate::B; pub struct A;",
            "use crate::a::A; pub struct B;",
        ),
        (
            "use super::{self, b::{B as Other}}; pub struct A;",
            "use super::a::*; pub struct B;",
        ),
        (
            "fn f() { crate::b::g::<u8>() } pub fn h() {}",
            "pub fn g<T>() { super::a::h() }",
        ),
        (
            "use crate::b; fn f() -> b::B { b::B } pub struct A;",
            "pub struct B; fn f(a: &'static crate::a::A) {}",
        ),
    ] {
        assert_eq!(circles_of(&[root, ("a", a), ("b", b)]), ["a b"], "{a} {b}");
    }
    // A parent that only hands a name on, a comment, a text and a test lead nowhere.
    let free = circles_of(&[
        ("", "mod a; mod b; mod c;"),
        (
            "a",
            "mod inner; pub use inner::Inner; pub struct A; // use crate::b::B;\n/* crate::b::B */",
        ),
        (
            "a/inner",
            "use super::A; pub struct Inner; const TEXT: &str = \"\\\" crate::b::B\";",
        ),
        (
            "b",
            "use crate::a::Inner; pub struct B; #[cfg(test)] mod tests { use crate::c::C; }",
        ),
        (
            "c",
            "use crate::b::B; pub struct C; const QUOTE: char = '\"';",
        ),
    ]);
    assert_eq!(free, [""; 0]);
    // One that uses what it hands on is of a circle with its child.
    let used = circles_of(&[
        ("", "mod a;"),
        ("a", "mod inner; pub use inner::Inner; pub struct A(Inner);"),
        ("a/inner", "use super::super::a::A; pub struct Inner;"),
    ]);
    assert_eq!(used, ["a a/inner"]);
}
