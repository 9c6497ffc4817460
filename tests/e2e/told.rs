//! What journeys hold against what a page told.

/// All of these are in what was told.
#[track_caller]
pub fn says(told: &str, texts: &[&str]) {
    for text in texts {
        assert!(told.contains(text), "'{text}' is not in '{told}'");
    }
}

pub fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    let list = list.iter();
    list.map(|(one, other)| ((*one).to_owned(), (*other).to_owned()))
        .collect()
}
