//! What goes in and out of the core as JSON comes back as it was: every
//! command, every problem, every report.

use std::fmt::Debug;

use ledger::backup;
use ledger::bank::intake::Planned;
use ledger::bank::matching::{Settles, Suggestion, Way};
use ledger::check::Finding;
use ledger::command::{Command, CommandName};
use ledger::import::csv::{FileFault, RowProblem};
use ledger::import::exports::ExportProblem;
use ledger::journal;
use ledger::open_items::{NotOpen, OpenCredit, OpenItem};
use ledger::payment_code::epc::EpcProblem;
use ledger::payment_code::swiss::SwissProblem;
use ledger::problem::Refusal;
use ledger::query::Sort;
use ledger::records;
use ledger::report::aging::{self, AgedRow, Options};
use ledger::report::dso::{self, Period};
use ledger::report::exchange::Difference;
use ledger::report::kpi::ZeroSales;
use ledger::report::late::Late;
use ledger::report::numbers::{NextNumbers, NumberRow};
use ledger::report::timeline::{Fact, Subject};
use ledger::report::unbilled::Unbilled;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use statements::file::{ReadError, Warning};

use crate::cases;
use crate::script::script;
use crate::shapes::{all, kinds, made};
use crate::world::World;

fn again<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let text = serde_json::to_string(value).expect("JSON");
    let read: Result<T, _> = serde_json::from_str(&text);
    assert!(
        read.as_ref().is_ok_and(|read| read == value),
        "{value:?} is written as {text} and read as {read:?}"
    );
}

/// Each variant with every field empty, at its default and at its extremes.
fn each<T: Serialize + DeserializeOwned + PartialEq + Debug>() {
    let mut tried = 0;
    for kind in 0..kinds::<T>() {
        all(&[kind], 0, |value: T| {
            again(&value);
            tried += 1;
        });
    }
    assert!(tried > 0);
}

#[test]
fn every_command_survives_its_json() {
    each::<Command>();
}

#[test]
fn every_command_has_the_name_that_its_json_has() {
    for kind in 0..kinds::<Command>() {
        let (command, _) = made::<Command>(vec![kind], false).expect("a command");
        let value = serde_json::to_value(&command).expect("JSON");
        let key = value.as_object().and_then(|members| members.keys().next());
        let name = match key.map(String::as_str) {
            // The journal tells the two ways to a payment by one name.
            Some("enter_payment") => Some(CommandName::RecordPayment),
            key => key.and_then(CommandName::of),
        };
        assert_eq!(name, Some(command.name()));
    }
}

#[test]
fn every_problem_survives_its_json() {
    each::<Refusal>();
    each::<journal::Fault>();
    each::<backup::Problem>();
    each::<backup::WriteFault>();
    each::<records::Problem>();
    each::<ExportProblem>();
    each::<FileFault>();
    each::<RowProblem>();
    each::<ReadError>();
    each::<Warning>();
    each::<EpcProblem>();
    each::<SwissProblem>();
}

#[test]
fn every_report_survives_its_json() {
    each::<Options>();
    each::<AgedRow>();
    each::<Period>();
    each::<ZeroSales>();
    each::<Difference>();
    each::<Late>();
    each::<NumberRow>();
    each::<NextNumbers>();
    each::<Subject>();
    each::<Fact>();
    each::<Unbilled>();
    each::<OpenItem>();
    each::<OpenCredit>();
    each::<NotOpen>();
    each::<Sort>();
    each::<Suggestion>();
    each::<Way>();
    each::<Settles>();
    each::<Planned>();
    each::<Finding>();
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn the_figures_of_any_book_survive_their_json(script in script(40)) {
        let world = World::after(&script);
        let book = &world.book;
        let to = world.today;
        let aging = aging::aging(book, &Options::as_of(to)).expect("an aging");
        for one in &aging.currencies {
            let period = Period::last_days(to, 90);
            again(&dso::figures(book, one.currency, period, ZeroSales::Skip));
        }
        again(&aging);
    }
}
