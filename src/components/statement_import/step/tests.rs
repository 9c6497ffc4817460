use ledger::bank::file::{FileStatement, Format, Place};
use ledger::bank::intake::Of;
use ledger::money::Currency;

use super::*;
use crate::components::statement_import::looked::Choice;

fn source() -> BankSource {
    BankSource::new("march.sta".to_owned(), Rc::from(*b"march"))
}

/// A statement of one account, which no book knows.
fn file() -> BankFile {
    let statement = FileStatement {
        format: Format::Mt940,
        file: "march.sta".to_owned(),
        place: Place::line(1),
        account: "DE02120300000000202051".to_owned(),
        bank: String::new(),
        currency: Some(Currency::default()),
        number: "3".to_owned(),
        opening: None,
        closing: None,
        lines: Vec::new(),
        warnings: Vec::new(),
    };
    BankFile {
        format: Format::Mt940,
        statements: vec![statement],
        warnings: Vec::new(),
    }
}

fn looked() -> Looked {
    let book = Book::default();
    Looked::of(&book, source(), ReadOptions::default(), file(), &[])
}

/// Nobody has said yet whose the statement is.
fn unassigned() -> Looked {
    let mut looked = looked();
    looked.groups[0].chosen = Choice::Open;
    looked
}

fn planned() -> Vec<Planned> {
    vec![Planned {
        of: Of::New(0),
        currency: Currency::default(),
        new: vec![0],
        known: 0,
        gap: None,
        contradiction: None,
    }]
}

fn report() -> StatementReport {
    StatementReport {
        statements: Vec::new(),
        lines: 1,
        known: 0,
        ignored: 0,
        posted: 0,
    }
}

fn cancelled() -> ImportFailure {
    ImportFailure::NotDone(NotDone::Cancelled)
}

/// In words: what is shown, and what is asked for.
fn told(event: Event) -> (&'static str, &'static str) {
    let (phase, ask) = step(event, &Book::default());
    let shown = match phase {
        None => "as before",
        Some(Phase::Idle) => "idle",
        Some(Phase::Opening) => "opening",
        Some(Phase::Working(..)) => "working",
        Some(Phase::Columns(..)) => "columns",
        Some(Phase::Asking(..)) => "asking",
        Some(Phase::Looking(looked, failure)) => match (&looked.planned, failure) {
            (Some(_), None) => "planned",
            (None, None) => "unplanned",
            (_, Some(_)) => "refused",
        },
        Some(Phase::Done(_)) => "done",
        Some(Phase::Failed(_)) => "failed",
    };
    let asked = match ask {
        None => "nothing",
        Some(Ask::Open(_)) => "open",
        Some(Ask::Read(..)) => "read",
        Some(Ask::ReadTable(..)) => "read the table",
        Some(Ask::Guess(..)) => "guess",
        Some(Ask::ReadColumns(_)) => "read the columns",
        Some(Ask::Plan(..)) => "plan",
        Some(Ask::Import(..)) => "import",
    };
    (shown, asked)
}

#[test]
fn each_event_leads_to_what_is_shown_and_what_is_done() {
    let read = |read| Event::Read(source(), ReadOptions::default(), read);
    let bank = |error| Err(ImportFailure::Bank(error));
    let order = ReadError::DateOrder {
        place: Place::line(1),
        text: "04-05".to_owned(),
        orders: Vec::new(),
    };
    let unreadable = || ImportFailure::Unreadable("gone".to_owned());
    let table = [
        (Event::Again, "idle", "nothing"),
        (Event::Opened(Ok(source())), "as before", "read"),
        (Event::Opened(Err(unreadable())), "failed", "nothing"),
        (
            Event::ToRead(source(), ReadOptions::default()),
            "as before",
            "read",
        ),
        (read(Ok(file())), "as before", "plan"),
        (
            read(bank(ReadError::NeedsProfile)),
            "as before",
            "read the table",
        ),
        (read(bank(order)), "asking", "nothing"),
        (read(Err(cancelled())), "failed", "nothing"),
        (Event::TableRead(source(), Ok(None)), "as before", "guess"),
        (
            Event::TableRead(source(), Err(unreadable())),
            "failed",
            "nothing",
        ),
        (Event::ToAsk(source(), Looks::Unknown), "as before", "guess"),
        (
            Event::Guessed(source(), Err(unreadable())),
            "failed",
            "nothing",
        ),
        (Event::ToPlan(looked()), "as before", "plan"),
        (Event::ToPlan(unassigned()), "unplanned", "nothing"),
        (Event::Renamed(looked()), "unplanned", "nothing"),
        (
            Event::Planned(looked(), Ok(planned())),
            "planned",
            "nothing",
        ),
        (
            Event::Planned(looked(), Err(unreadable())),
            "refused",
            "nothing",
        ),
        (
            Event::Planned(looked(), Err(cancelled())),
            "failed",
            "nothing",
        ),
        (Event::Confirmed(Rc::new(looked())), "as before", "import"),
        (
            Event::Confirmed(Rc::new(unassigned())),
            "as before",
            "nothing",
        ),
        (
            Event::Imported(Rc::new(looked()), Ok(report())),
            "done",
            "nothing",
        ),
        (
            Event::Imported(Rc::new(looked()), Err(unreadable())),
            "refused",
            "nothing",
        ),
        (
            Event::Imported(Rc::new(looked()), Err(cancelled())),
            "failed",
            "nothing",
        ),
    ];
    for (place, (event, shown, asked)) in table.into_iter().enumerate() {
        assert_eq!(told(event), (shown, asked), "row {place}");
    }
}

#[test]
fn what_was_planned_is_planned_anew_where_another_account_is_chosen() {
    let mut before = looked();
    before.planned = Some(Rc::new(planned()));
    let (_, ask) = step(Event::ToPlan(before), &Book::default());
    let Some(Ask::Plan(looked, import)) = ask else {
        panic!("it is known whose it is");
    };
    assert!(looked.planned.is_none());
    assert_eq!(import.accounts.len(), 1, "a new one");
}
