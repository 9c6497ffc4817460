use ledger::book::Book;
use ledger::import::csv::{check, sniff};
use ledger::problem::Problem;

use super::*;
use crate::dispatch::Odd;

const PLAIN: &str = "Name,E-mail\nLinden Ltd,office@linden.example\n";

fn today() -> Date {
    "2026-11-21".parse().expect("a day")
}

fn file() -> Rc<CsvFile> {
    Rc::new(CsvFile {
        name: "customers.csv".to_owned(),
        bytes: Rc::from(PLAIN.as_bytes()),
        text: PLAIN.into(),
        encoding: "UTF-8",
        guess: sniff(PLAIN).expect("a table"),
    })
}

fn options() -> Box<Options> {
    Box::new(Options::from_guess(&file().guess, today()))
}

/// The table held against an empty book; nothing of it is odd.
fn plain() -> Checked {
    let checked = check(PLAIN, &options(), &Book::default()).expect("a table");
    assert!(checked.is_plain(), "{checked:?}");
    checked
}

fn table() -> ToTake {
    ToTake {
        file: file(),
        options: options(),
        checked: Rc::new(plain()),
    }
}

fn checked(rules: Rules, checked: Result<Checked, ImportFailure>) -> Event {
    Event::Checked(file(), options(), rules, checked)
}

fn rest() -> Rest {
    Rest {
        records: Rc::default(),
        origins: Rc::default(),
    }
}

fn report() -> ImportReport {
    ImportReport {
        first: 1,
        last: 1,
        customers: 1,
        documents: 0,
        payments: 0,
        known: 0,
        odd: Odd::Nothing,
    }
}

fn unreadable() -> ImportFailure {
    ImportFailure::Unreadable("gone".to_owned())
}

/// The rules of the books are against some of the records.
fn refused() -> ImportFailure {
    let problems: Vec<Problem> = Vec::new();
    ImportFailure::NotDone(NotDone::Refused(Refusal::Problems(problems)))
}

/// In words: what is shown, and what is asked for.
fn told(event: Event) -> (&'static str, &'static str) {
    let (phase, ask) = step(event, today());
    let shown = match phase {
        None => "as before",
        Some(Phase::Idle) => "idle",
        Some(Phase::Opening) => "opening",
        Some(Phase::Working(..)) => "working",
        Some(Phase::Looking(_, None)) => "looking",
        Some(Phase::Looking(_, Some(_))) => "why not",
        Some(Phase::Checked(_)) => "checked",
        Some(Phase::Statements(_)) => "statements",
        Some(Phase::Done(_)) => "done",
        Some(Phase::Failed(_)) => "failed",
        Some(Phase::Refused(..)) => "refused",
    };
    let asked = match ask {
        None => "nothing",
        Some(Ask::Open(_)) => "open",
        Some(Ask::Check(_, _, Rules::Later)) => "check",
        Some(Ask::Check(_, _, Rules::Now)) => "check each row",
        Some(Ask::Import(_)) => "import",
    };
    (shown, asked)
}

#[test]
fn each_event_leads_to_what_is_shown_and_what_is_done() {
    let imported = Event::Imported;
    let looked = Looked::Table(file(), options());
    let table_of = [
        (Event::Again, "idle", "nothing"),
        (Event::Opened(Err(unreadable())), "failed", "nothing"),
        (
            Event::Opened(Ok(Chosen::Records(Rc::default()))),
            "as before",
            "import",
        ),
        (
            Event::Opened(Ok(Chosen::Table(file()))),
            "looking",
            "nothing",
        ),
        (Event::ToImport(looked), "as before", "check"),
        (checked(Rules::Later, Ok(plain())), "as before", "import"),
        (checked(Rules::Now, Ok(plain())), "checked", "nothing"),
        (
            checked(Rules::Later, Err(unreadable())),
            "why not",
            "nothing",
        ),
        (Event::ToTake(table()), "as before", "import"),
        (Event::Back(table()), "looking", "nothing"),
        (Event::LeaveOut(rest()), "as before", "import"),
        (
            imported(What::Taken(table()), Ok(report())),
            "done",
            "nothing",
        ),
        (
            imported(What::Plain(table()), Err(refused())),
            "as before",
            "check each row",
        ),
        (
            imported(What::Plain(table()), Err(unreadable())),
            "why not",
            "nothing",
        ),
        (
            imported(What::Taken(table()), Err(refused())),
            "why not",
            "nothing",
        ),
        (
            imported(What::Records(Rc::default()), Err(refused())),
            "refused",
            "nothing",
        ),
        (
            imported(What::Records(Rc::default()), Err(unreadable())),
            "failed",
            "nothing",
        ),
        (
            imported(What::Rest(rest()), Err(refused())),
            "failed",
            "nothing",
        ),
    ];
    for (place, (event, shown, asked)) in table_of.into_iter().enumerate() {
        assert_eq!(told(event), (shown, asked), "row {place}");
    }
}
