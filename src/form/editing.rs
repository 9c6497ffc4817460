//! What all forms that can be kept and compared have in common.
//!
//! While one person types, another tab may save the same record. [`compare`]
//! says what stands where; nothing is merged where both changed the same.

use ledger::problem::At;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A form: strings by field.
pub trait Form: Clone + PartialEq + Serialize + DeserializeOwned + 'static {
    type Field: Copy + PartialEq + 'static;

    /// Sets what stands in a field.
    fn set(&mut self, field: Self::Field, value: &str);

    /// Every part that is compared, as a person reads it.
    fn parts(&self) -> Vec<(At, String)>;

    /// Takes a part over from another version.
    fn take(&mut self, other: &Self, part: At);
}

/// A part that both changed since the form was opened, each in its way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    pub part: At,
    pub mine: String,
    pub theirs: String,
}

/// What two versions of a form come to.
#[derive(Clone, PartialEq, Debug)]
pub struct Comparison<F> {
    /// Mine, with all that only they changed.
    pub merged: F,
    /// What only they changed, as it is now.
    pub taken: Vec<(At, String)>,
    /// What both changed: mine stands in `merged` until the user decides.
    pub differences: Vec<Difference>,
}

/// Holds two versions against the one that both began with.
pub fn compare<F: Form>(opened: &F, mine: &F, theirs: &F) -> Comparison<F> {
    let (base, my_parts, their_parts) = (opened.parts(), mine.parts(), theirs.parts());
    let value = |parts: &[(At, String)], at: At| {
        let found = parts.iter().find(|(known, _)| *known == at);
        found.map_or_else(String::new, |(_, value)| value.clone())
    };
    let mut places: Vec<At> = my_parts.iter().map(|(at, _)| *at).collect();
    places.extend(their_parts.iter().map(|(at, _)| *at));
    let mut seen = Vec::new();
    places.retain(|at| {
        let is_new = !seen.contains(at);
        seen.push(*at);
        is_new
    });
    let mut comparison = Comparison {
        merged: mine.clone(),
        taken: Vec::new(),
        differences: Vec::new(),
    };
    for at in places {
        let (before, mine, other) = (
            value(&base, at),
            value(&my_parts, at),
            value(&their_parts, at),
        );
        if mine == other || other == before {
            continue;
        }
        if mine == before {
            comparison.merged.take(theirs, at);
            comparison.taken.push((at, other));
        } else {
            comparison.differences.push(Difference {
                part: at,
                mine,
                theirs: other,
            });
        }
    }
    comparison
}
