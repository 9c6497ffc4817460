use std::rc::Rc;

use ledger::book::Book;
use ledger::journal::BookId;
use ledger::recovery::{Hopeless, Recovery};

use super::*;

fn plan() -> RecoveryPlan {
    RecoveryPlan {
        book: BookId::default(),
        recovery: Rc::new(Recovery::as_it_stands(Book::default())),
        as_shown: true,
        may_replace: None,
        replaces: None,
        blobs: Rc::default(),
        ask: Vec::new(),
    }
}

/// In words: what is shown, and what is asked for.
fn told(event: Event) -> (&'static str, &'static str) {
    let (phase, ask) = step(event);
    let shown = match phase {
        None => "as before",
        Some(Phase::Looking) => "looking",
        Some(Phase::Planned(_)) => "the plan",
        Some(Phase::Working) => "working",
        Some(Phase::Failed(_)) => "why not",
    };
    let asked = match ask {
        None => "nothing",
        Some(Ask::Look(_)) => "look",
        Some(Ask::Recover(..)) => "recover",
    };
    (shown, asked)
}

#[test]
fn each_event_leads_to_what_is_shown_and_what_is_done() {
    let hopeless = RestoreFailure::Hopeless(Hopeless::Nothing);
    let moved = RestoreFailure::Moved;
    let confirmed = Event::Confirmed(Box::new(plan()), Numbers::default());
    let table_of = [
        (Event::ToLook(Damaged::Here), "looking", "look"),
        (Event::Looked(Ok(Box::new(plan()))), "the plan", "nothing"),
        (Event::Looked(Err(hopeless)), "why not", "nothing"),
        (confirmed, "working", "recover"),
        (Event::Recovered(Ok(())), "as before", "nothing"),
        (Event::Recovered(Err(moved)), "why not", "nothing"),
    ];
    for (place, (event, shown, asked)) in table_of.into_iter().enumerate() {
        assert_eq!(told(event), (shown, asked), "row {place}");
    }
}
