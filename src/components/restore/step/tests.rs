use ledger::backup::{Fault, Header, Problem};
use ledger::date::Timestamp;
use ledger::journal::{BookId, Hash, Head};

use super::*;

const FILE: &str = "a file";

fn plan() -> Box<RestorePlan> {
    Box::new(RestorePlan {
        header: Header {
            book: BookId::default(),
            written: Timestamp::default(),
            app: String::new(),
            entries: 0,
            blobs: 0,
            head: Head::EMPTY,
            totals: Default::default(),
        },
        customers: 0,
        documents: 0,
        payments: 0,
        digest: Hash([0; 32]),
        replaces: None,
        may_replace: None,
        stays: None,
        lacks_blobs: 0,
        ask: Vec::new(),
    })
}

fn number() -> RestoreFailure {
    RestoreFailure::Number {
        pattern: "{n}".to_owned(),
        given: "none".to_owned(),
    }
}

fn damaged() -> RestoreFailure {
    RestoreFailure::Unreadable("it does not unpack".to_owned())
}

fn full() -> RestoreFailure {
    RestoreFailure::Store("no room left".to_owned())
}

fn too_new() -> RestoreFailure {
    RestoreFailure::File(Problem {
        line: 1,
        fault: Fault::TooNew(9),
    })
}

fn restored(result: Result<(), RestoreFailure>) -> Event<&'static str> {
    Event::Restored(FILE, plan(), Numbers::default(), result)
}

fn read(result: Result<Box<RestorePlan>, RestoreFailure>) -> Event<&'static str> {
    Event::Read(FILE, None, result)
}

/// In words: what is shown, and what is asked for.
fn told(event: Event<&'static str>) -> (&'static str, &'static str) {
    let (phase, ask) = step(event);
    let shown = match phase {
        None => "as before",
        Some(Phase::Idle) => "idle",
        Some(Phase::Reading) => "reading",
        Some(Phase::Planned(planned)) => match planned.again {
            None => "the plan",
            Some(_) => "the plan, with why",
        },
        Some(Phase::Restoring) => "restoring",
        Some(Phase::Failed(_, None)) => "why not",
        Some(Phase::Failed(_, Some(FILE))) => "why not, and what may be left",
        Some(Phase::Failed(..)) => "another file",
        Some(Phase::Recovering(_)) => "what is left",
    };
    let asked = match ask {
        None => "nothing",
        Some(Ask::Read(_, None)) => "read",
        Some(Ask::Read(_, Some(_))) => "read once more",
        Some(Ask::Restore(..)) => "restore",
    };
    (shown, asked)
}

#[test]
fn each_event_leads_to_what_is_shown_and_what_is_done() {
    let again = Some((Numbers::default(), RestoreFailure::Moved));
    let table_of = [
        (Event::Chosen(FILE), "reading", "read"),
        (read(Ok(plan())), "the plan", "nothing"),
        (read(Err(too_new())), "why not", "nothing"),
        (
            read(Err(damaged())),
            "why not, and what may be left",
            "nothing",
        ),
        (Event::Cancelled, "idle", "nothing"),
        (
            Event::Confirmed(FILE, plan(), Numbers::default()),
            "restoring",
            "restore",
        ),
        (restored(Ok(())), "as before", "nothing"),
        (restored(Err(number())), "the plan, with why", "nothing"),
        (
            restored(Err(RestoreFailure::Moved)),
            "as before",
            "read once more",
        ),
        (
            restored(Err(RestoreFailure::OtherFile)),
            "as before",
            "read once more",
        ),
        (
            Event::Read(FILE, again.clone(), Ok(plan())),
            "the plan, with why",
            "nothing",
        ),
        (Event::Read(FILE, again, Err(full())), "why not", "nothing"),
        (restored(Err(full())), "why not", "nothing"),
        (
            restored(Err(damaged())),
            "why not, and what may be left",
            "nothing",
        ),
        (Event::ToRecover(FILE), "what is left", "nothing"),
    ];
    for (place, (event, shown, asked)) in table_of.into_iter().enumerate() {
        assert_eq!(told(event), (shown, asked), "row {place}");
    }
}

#[test]
fn what_was_typed_stays_where_it_is_asked_again() {
    let typed = vec![(ledger::ids::SeriesId::default(), "7".to_owned())];
    let event = Event::Restored(FILE, plan(), typed.clone(), Err(RestoreFailure::Moved));
    let (_, Some(Ask::Read(file, again))) = step(event) else {
        panic!("it is read once more");
    };
    let (Some(Phase::Planned(planned)), _) = step(Event::Read(file, again, Ok(plan()))) else {
        panic!("it is asked again");
    };
    assert_eq!(planned.again, Some((typed, RestoreFailure::Moved)));
}
