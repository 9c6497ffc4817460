//! The laws of the books, held against random scripts of commands.
//!
//! [`script`] makes the scripts, [`world`] runs them as the shell does, [`slow`]
//! computes the figures a second time. Each law is a test named as a
//! sentence. `PROPTEST_CASES=5000 cargo test -p ledger --test laws` looks
//! longer.

mod damage;
mod forged;
mod golden;
mod plain;
mod records;
mod script;
mod shapes;
mod slow;
mod storage;
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use ledger::bank::Matched;
use ledger::bank::intake::{self, Of};
use ledger::book::Book;
use ledger::business::ClosingDecision;
use ledger::change::{Record, RecordId};
use ledger::check;
use ledger::command::{Command, CommandName, execute};
use ledger::date::Date;
use ledger::ids::{Chain, SeriesId, Version};
use ledger::invoice::Invoice;
use ledger::journal;
use ledger::money::Currency;
use ledger::open_items;
use ledger::payment::Source;
use ledger::problem::Refusal;
use ledger::report::aging::{self, Basis, Options};
use ledger::report::dso::{self, Period};
use ledger::report::kpi::ZeroSales;
use ledger::report::numbers::{self, Became};
use ledger::report::occurrences;
use ledger::schedule;
use proptest::prelude::*;
use proptest::test_runner::Config;

use script::{Asked, Step, asked, day, fact, script};
use world::{Outcome, World, records};

/// So many cases, unless `PROPTEST_CASES` asks for another number. Nothing is
/// left in the tree: a failure prints its script.
pub fn cases(count: u32) -> Config {
    let config = match std::env::var_os("PROPTEST_CASES") {
        Some(_) => Config::default(),
        None => Config::with_cases(count),
    };
    Config {
        failure_persistence: None,
        max_shrink_iters: 4_000,
        ..config
    }
}

fn bounds() -> impl Strategy<Value = Vec<u32>> {
    prop::collection::btree_set(1_u32..200, 1..6).prop_map(|bounds| bounds.into_iter().collect())
}

/// A day near one on which something happens or falls due, or any.
#[derive(Clone, Debug)]
enum SomeDay {
    Near(prop::sample::Index, i32),
    Any(script::Day),
}

fn some_day() -> impl Strategy<Value = SomeDay> {
    prop_oneof![
        2 => (any::<prop::sample::Index>(), -1..=1).prop_map(|(index, off)| SomeDay::Near(index, off)),
        1 => (-30_i16..200).prop_map(SomeDay::Any),
    ]
}

impl SomeDay {
    fn of(&self, book: &Book) -> Date {
        let records = records(book);
        let mut days: Vec<Date> = records.values().filter_map(date_of).collect();
        for issue in book
            .invoices()
            .iter()
            .filter_map(|invoice| invoice.issue.as_ref())
        {
            days.push(issue.due);
            days.extend(issue.instalments.iter().map(|part| part.due));
        }
        match self {
            SomeDay::Near(index, off) if !days.is_empty() => {
                let number = days[index.index(days.len())].number() + off;
                Date::from_number(number).expect("a date")
            }
            SomeDay::Near(..) => day(0),
            SomeDay::Any(any) => day(*any),
        }
    }
}

fn currencies() -> [Currency; 3] {
    [0, 6, 7].map(script::currency)
}

fn is_erased(book: &Book, customer: ledger::ids::CustomerId) -> bool {
    book.customers()
        .get(customer)
        .is_some_and(|known| known.erased)
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn no_script_of_commands_breaks_the_book(script in script(50)) {
        let mut world = World::new();
        for asked in &script {
            let before = world.book.clone();
            let outcome = world.run(asked);
            if let Outcome::Done = outcome {
                prop_assert_eq!(check::whole(&world.book), [], "after {:?}", asked);
            } else {
                prop_assert!(world.book == before, "{:?} changed something: {:?}", asked, outcome);
            }
        }
    }

    #[test]
    fn a_book_without_anything_takes_any_script(script in script(30)) {
        let mut world = World::bare();
        for asked in &script {
            world.run(asked);
        }
        prop_assert_eq!(check::whole(&world.book), []);
    }

    #[test]
    fn what_is_issued_never_changes(script in script(50)) {
        let world = World::after(&script);
        for (before, after) in world.history.iter().zip(&world.history[1..]) {
            for known in before.invoices().iter().filter(|known| !known.is_draft()) {
                match after.invoices().get(known.id) {
                    // A person's words go with the person.
                    Some(now) if is_erased(after, now.customer) => {
                        prop_assert!(now == known || **now == known.without_words());
                    }
                    Some(now) => prop_assert_eq!(now, known),
                    // Only an import that is undone takes a document away.
                    None => prop_assert!(known.issue.as_ref().is_some_and(|issue| issue.counter.is_none())),
                }
            }
        }
    }

    #[test]
    fn a_closed_period_takes_no_fact_without_a_reason(script in script(60)) {
        let mut world = World::new();
        for asked in &script {
            let Some(until) = world.book.closed_until() else {
                world.run(asked);
                continue;
            };
            let before = world.book.clone();
            world.run(asked);
            let dated = |book: &Book| -> BTreeSet<_> {
                let dated = records(book).into_values();
                dated.filter_map(|record| Some((date_of(&record)?, record.id()))).collect()
            };
            let (then, now) = (dated(&before), dated(&world.book));
            for (date, id) in then.symmetric_difference(&now) {
                let overridden = world.book.closings().iter().any(|closing| {
                    let ClosingDecision::Override(day) = closing.decision else {
                        return false;
                    };
                    // An import states its reason once, on its first closed day.
                    let covers = day == *date || matches!(asked.step, Step::Import { .. }) && day <= *date;
                    covers && before.closings().get(closing.id).is_none()
                });
                prop_assert!(*date > until || overridden, "{id:?} of {date} by {asked:?}");
            }
        }
    }

    #[test]
    fn nothing_is_credited_or_deducted_twice_and_no_sent_or_settled_document_is_void(
        script in script(60),
    ) {
        let world = World::after(&script);
        let book = &world.book;
        for invoice in book.invoices().iter().filter(|invoice| !invoice.is_draft()) {
            let gross = |invoice: &Invoice| {
                let issue = invoice.issue.as_ref().expect("an issued document");
                slow::minor(issue.totals.gross, invoice.currency)
            };
            let stands = |other: &&Rc<Invoice>| {
                !other.is_draft() && book.voids().iter().all(|void| void.invoice != other.id)
            };
            let standing = || book.invoices().iter().filter(stands);
            let notes = standing().filter(|note| note.credits == Some(invoice.id));
            let notes: Vec<_> = notes.collect();
            let credited: i128 = notes.iter().map(|note| gross(note)).sum();
            prop_assert!(credited <= gross(invoice).max(0));
            let finals = standing().filter(|other| other.deducts.contains(&invoice.id));
            let finals = finals.count();
            prop_assert!(finals <= 1);
            prop_assert!(finals == 0 || notes.is_empty());
            if let Some(void) = book.voids().iter().find(|void| void.invoice == invoice.id) {
                prop_assert!(book.sendings().iter().all(|sent| sent.invoice != invoice.id));
                prop_assert!(standing().all(|other| other.credits != Some(invoice.id)));
                prop_assert!(standing().all(|other| !other.deducts.contains(&invoice.id)));
                let settled = book.allocations().iter().filter(|part| {
                    part.invoice == invoice.id || part.source == Source::CreditNote(invoice.id)
                });
                let sum: i128 = settled
                    .filter(|part| part.date <= void.date)
                    .map(|part| slow::minor(part.amount, part.currency))
                    .sum();
                prop_assert_eq!(sum, 0);
            }
        }
    }

    #[test]
    fn something_becomes_of_an_occurrence_once_and_what_became_is_never_due(script in script(60)) {
        let world = World::after(&script);
        let book = &world.book;
        let mut seen = BTreeSet::new();
        for fact in book.occurrences().iter() {
            prop_assert!(seen.insert((fact.schedule, fact.day)), "{:?} twice", fact);
            if let schedule::Outcome::Made(invoice) = fact.outcome
                && book.invoices().get(invoice).is_some()
            {
                prop_assert_eq!(book.made_by(invoice), Some(fact));
            }
        }
        for due in occurrences::due(book, world.today) {
            prop_assert!(due.day <= world.today);
            prop_assert!(!due.schedule.is_paused_on(due.day));
            prop_assert!(seen.insert((due.schedule.id, due.day)), "{:?} is due", due);
        }
    }

    #[test]
    fn an_issued_quote_never_changes_and_no_figure_counts_it(script in script(60)) {
        let world = World::after(&script);
        for (before, after) in world.history.iter().zip(&world.history[1..]) {
            for known in before.quotes().iter().filter(|known| !known.is_draft()) {
                let now = after.quotes().get(known.id).expect("a quote that was issued");
                let erased = is_erased(after, known.document.customer);
                let bare = erased && **now == known.without_words();
                prop_assert!(bare || now == known, "{:?} is not {:?}", now, known);
            }
        }
        // The same book without its quotes owes and sells the same.
        let mut bare = Book::empty(world.book.id().clone());
        let of_quotes = |id| matches!(id, RecordId::Quote(_) | RecordId::QuoteEvent(_));
        for change in world::changes(&world).iter().filter(|change| !of_quotes(change.id())) {
            bare.apply(1, change).expect("a change");
        }
        for day in [0, 45, 90, 130].map(day) {
            prop_assert_eq!(reports(&bare, day), reports(&world.book, day));
        }
    }

    #[test]
    fn every_cent_of_every_account_is_known_or_open(script in script(60)) {
        let world = World::after(&script);
        let book = &world.book;
        for (account, flow) in slow::accounts(book) {
            let known = flow.received - flow.paid_out + flow.other;
            prop_assert_eq!(flow.moved, known + flow.open, "{:?}: {:?}", account, flow);
        }
        for payment in book.payments().iter() {
            let lines = book.matches().iter().filter(|part| part.what == Matched::Payment(payment.id));
            let lines: Vec<_> = lines.map(|part| part.line).collect();
            prop_assert!(lines.len() <= 1, "{:?} on {:?}", payment.id, lines);
            prop_assert_eq!(book.line_of_payment(payment.id), lines.first().copied());
        }
    }

    #[test]
    fn a_statement_that_is_imported_again_adds_nothing(
        script in script(30),
        statements in prop::collection::vec((0_u8..2, 0_i16..6, prop::collection::vec(script::moved(), 1..5)), 1..4),
    ) {
        let mut world = World::after(&script);
        let mut files = Vec::new();
        for (account, day, lines) in &statements {
            let file = world.statement(*account, *day, lines);
            let context = world.context(2);
            let Ok(set) = execute(&world.book, &Command::ImportStatements(Box::new(file.clone())), &context)
            else { continue };
            world.commit(&set);
            files.push(file);
        }
        for mut file in files {
            // The account is there by now.
            for (statement, of) in &mut file.statements {
                if let Of::New(place) = *of {
                    let number = &file.accounts[place].number;
                    let known = world.book.bank_accounts().iter().find(|known| known.number == *number);
                    *of = Of::Known(known.expect("an account").id);
                }
                prop_assert!(!statement.lines.is_empty());
            }
            file.accounts.clear();
            let plan = intake::plan(&world.book, &file).expect("a plan");
            prop_assert!(plan.iter().all(|one| one.new.is_empty()), "{:?}", plan);
        }
    }

    #[test]
    fn undo_restores_the_book_or_refuses(script in script(40), back in 0_u8..8) {
        let mut world = World::after(&script);
        let action = world.actions.len().checked_sub(1 + usize::from(back));
        let Some((first, last)) = action.map(|action| world.actions[action]) else { return Ok(()) };
        let now = records(&world.book);
        let earlier = records(&world.history[first as usize - 1]);
        let context = world.context(0);
        let Some(Ok(set)) = world.undo(back, &context) else { return Ok(()) };
        world.commit(&set);
        prop_assert_eq!(check::whole(&world.book), []);
        let undone: BTreeSet<_> = (first..=last)
            .flat_map(|seq| world.entry(seq).changes)
            .filter_map(|change| Some(change?.id()))
            .collect();
        let mut wanted = now;
        for id in undone {
            match earlier.get(&id) {
                Some(record) => wanted.insert(id, record.clone()),
                None => wanted.remove(&id),
            };
        }
        prop_assert_eq!(records(&world.book), wanted);
    }

    #[test]
    fn undoing_the_last_action_and_undoing_that_gives_the_same_book(script in script(40)) {
        let mut world = World::after(&script);
        let now = records(&world.book);
        let Some((first, _)) = world.actions.last().copied() else { return Ok(()) };
        let context = world.context(0);
        let Some(Ok(undo)) = world.undo(0, &context) else { return Ok(()) };
        world.commit(&undo);
        prop_assert_eq!(records(&world.book), records(&world.history[first as usize - 1]));
        let Some(Ok(redo)) = world.undo(0, &context) else { return Ok(()) };
        world.commit(&redo);
        prop_assert_eq!(records(&world.book), now);
    }

    #[test]
    fn buckets_equal_what_is_outstanding_on_any_day(
        script in script(40),
        days in prop::collection::vec(some_day(), 3),
        bounds in bounds(),
    ) {
        let world = World::after(&script);
        for as_of in days.into_iter().map(|day| day.of(&world.book)) {
            for basis in [Basis::Due, Basis::Invoice] {
                let options = Options { as_of, basis, bounds: bounds.clone() };
                let aging = aging::aging(&world.book, &options).expect("bounds that rise");
                let slow = slow::aging(&world.book, as_of, basis, &options.bounds);
                prop_assert_eq!(slow::cells(&aging), slow, "as of {}", as_of);
                totals_are_sums(&world.book, &aging)?;
                rows_are_what_the_buckets_are_made_of(&world.book, &aging)?;
            }
        }
    }

    #[test]
    fn open_items_are_what_no_later_day_needs(script in script(50), days in prop::collection::vec(some_day(), 3)) {
        let mut world = World::new();
        for asked in &script {
            world.run(asked);
        }
        let book = &world.book;
        for day in days.iter().map(|day| day.of(book)) {
            for invoice in book.invoices().iter() {
                let is_credit = book.figures(invoice.id).is_some_and(|row| row.credit);
                let room = slow::headroom(book, invoice, day).unwrap_or(0);
                let item = open_items::open_item(book, invoice.id, day);
                let open = item.map_or(0, |item| slow::minor(item.open.amount(), invoice.currency));
                prop_assert_eq!(open, if is_credit { 0 } else { room }, "{} on {}", invoice.id, day);
                let left = open_items::left_of(book, Source::CreditNote(invoice.id), day);
                let left = left.map_or(0, |left| slow::minor(left.amount(), invoice.currency));
                prop_assert_eq!(left, if is_credit { room } else { 0 }, "{} on {}", invoice.id, day);
            }
            for payment in book.payments().iter() {
                let left = open_items::left_of(book, Source::Payment(payment.id), day);
                let left = left.map_or(0, |left| slow::minor(left.amount(), payment.currency));
                prop_assert_eq!(left, slow::headroom_of_payment(book, payment.id, day), "{} on {}", payment.id, day);
            }
            for customer in book.customers().iter() {
                for currency in currencies() {
                    let items = open_items::open_items(book, customer.id, currency, day);
                    let listed: BTreeSet<_> = items.iter().map(|item| item.id).collect();
                    prop_assert_eq!(listed.len(), items.len(), "none is listed twice");
                    let all = book.invoices_of(customer.id);
                    let all = all.filter(|invoice| invoice.currency == currency);
                    let open = all.filter(|invoice| open_items::open_item(book, invoice.id, day).is_some());
                    prop_assert_eq!(listed, open.map(|invoice| invoice.id).collect());
                }
            }
        }
    }

    #[test]
    fn dso_measures_what_the_records_say(
        script in script(40),
        to in some_day(),
        length in 0_u32..150,
    ) {
        let world = World::after(&script);
        let to = to.of(&world.book);
        let period = Period { from: to.minus_days(length).expect("a date"), to };
        let used = world.book.payments().iter().map(|payment| payment.currency);
        let issued = world.book.invoices().iter().filter(|invoice| !invoice.is_draft());
        let used: BTreeSet<_> = used.chain(issued.map(|invoice| invoice.currency)).collect();
        prop_assert!(dso::currencies(&world.book).into_iter().eq(used));
        for currency in currencies() {
            let figures = dso::figures(&world.book, currency, period, ZeroSales::Count);
            prop_assert_eq!(&figures.inputs, &slow::inputs(&world.book, currency, period));
            let sums = figures.customers.iter().fold((0, 0), |sums, (_, inputs, _)| {
                (sums.0 + inputs.receivables, sums.1 + inputs.sales)
            });
            prop_assert_eq!(sums, (figures.inputs.receivables, figures.inputs.sales));
        }
    }

    #[test]
    fn allocation_conserves_money(script in script(50), days in prop::collection::vec(some_day(), 3)) {
        let world = World::after(&script);
        for day in days.into_iter().map(|day| day.of(&world.book)) {
            for (currency, flow) in slow::flows(&world.book, day) {
                prop_assert_eq!(
                    flow.received,
                    flow.allocated + flow.refunded + flow.unapplied,
                    "{} on {}: {:?}", currency, day, flow
                );
            }
        }
    }

    #[test]
    fn a_later_fact_never_changes_an_earlier_report(
        script in script(30),
        later in prop::collection::vec(asked(fact()), 1..25),
        as_of in 0_i16..110,
    ) {
        let mut world = World::after(&script);
        let as_of = day(as_of);
        let before = reports(&world.book, as_of);
        world.later_than = Some(as_of);
        for asked in &later {
            world.run(asked);
        }
        prop_assert_eq!(reports(&world.book, as_of), before);
    }

    #[test]
    fn numbers_are_unique_and_every_gap_is_recorded(script in script(60)) {
        let world = World::after(&script);
        numbers_hold(&world.book)?;
    }

    #[test]
    fn every_number_of_every_run_is_reported_once_with_what_became_of_it(script in script(60)) {
        let world = World::after(&script);
        let book = &world.book;
        let mut reported = BTreeSet::new();
        for (series, run) in numbers::runs(book) {
            let rows = numbers::rows(book, series, run);
            let start = rows.iter().position(|row| !matches!(row.became, Became::Imported(_)));
            let Some(start) = start else { continue };
            for pair in rows.windows(2) {
                prop_assert!(pair[0].last < pair[1].first, "{:?}", pair);
            }
            for pair in rows[start..].windows(2) {
                prop_assert_eq!(pair[0].last + 1, pair[1].first, "a hole in run {}", run);
            }
            let last = rows[start..].iter().map(|row| row.last).max().unwrap_or(0);
            prop_assert!(last >= book.highest_number(series, run));
            for row in &rows {
                prop_assert_ne!(&row.became, &Became::Unknown, "{} of run {}", row.first, run);
                let id = match row.became {
                    Became::Document(id) => RecordId::from(id),
                    Became::Quote(id) => id.into(),
                    _ => continue,
                };
                prop_assert!(reported.insert(id), "{:?} twice", id);
                prop_assert_eq!(row.first, row.last);
            }
        }
        let issued = book.invoices().iter().filter(|one| {
            one.issue.as_ref().is_some_and(|issue| issue.counter.is_some())
        });
        let quotes = book.quotes().iter().filter(|one| !one.is_draft());
        prop_assert_eq!(reported.len(), issued.count() + quotes.count());
    }

    #[test]
    fn two_tabs_never_give_a_number_twice_or_skip_one(
        script in script(15),
        turns in prop::collection::vec((any::<bool>(), any::<bool>(), asked(fact())), 1..30),
    ) {
        let mut tabs = Tabs::open(World::after(&script));
        for (tab, catches_up, asked) in turns {
            if catches_up {
                tabs.catch_up(usize::from(tab));
            }
            tabs.act(usize::from(tab), &asked);
        }
        tabs.catch_up(0);
        tabs.catch_up(1);
        prop_assert!(tabs.books[0] == tabs.books[1]);
        prop_assert_eq!(check::whole(&tabs.books[0]), []);
        numbers_hold(&tabs.books[0])?;
    }
}

/// The total of each bucket is the sum over the customers, and the total of
/// all buckets what the documents have open one by one.
fn totals_are_sums(book: &Book, aging: &aging::Aging) -> Result<(), TestCaseError> {
    let day = aging.options.as_of;
    for of in &aging.currencies {
        let mut sums = vec![0; of.total.buckets.len()];
        let mut unapplied = 0;
        for (_, customer) in &of.customers {
            for (sum, bucket) in sums.iter_mut().zip(&customer.buckets) {
                *sum += bucket;
            }
            unapplied += customer.unapplied;
        }
        prop_assert_eq!(&sums, &of.total.buckets);
        prop_assert_eq!(unapplied, of.total.unapplied);
        let invoices = book
            .invoices()
            .iter()
            .filter(|invoice| invoice.currency == of.currency);
        let open: i128 = invoices
            .filter(|invoice| !invoice.kind.is_credit())
            .filter_map(|invoice| book.balance(invoice.id, day))
            .map(|open| slow::minor(open.amount(), of.currency))
            .sum();
        prop_assert_eq!(open, of.total.outstanding());
        prop_assert_eq!(of.total.net(), open - unapplied);
    }
    Ok(())
}

/// By due date the drill-down adds up to the buckets.
fn rows_are_what_the_buckets_are_made_of(
    book: &Book,
    aging: &aging::Aging,
) -> Result<(), TestCaseError> {
    let rows = aging::rows(book, &aging.options).expect("bounds that rise");
    let mut sums: BTreeMap<(Currency, usize), i128> = BTreeMap::new();
    for row in rows {
        prop_assert!(row.open.is_positive());
        *sums.entry((row.open.currency(), row.bucket)).or_default() += i128::from(row.open.minor());
    }
    for of in &aging.currencies {
        for (bucket, amount) in of.total.buckets.iter().enumerate() {
            let sum = sums.remove(&(of.currency, bucket)).unwrap_or(0);
            prop_assert_eq!(sum, *amount);
        }
    }
    prop_assert!(sums.is_empty());
    Ok(())
}

/// All that is said of a day.
fn reports(book: &Book, as_of: Date) -> impl PartialEq + std::fmt::Debug + use<> {
    let agings = [Basis::Due, Basis::Invoice].map(|basis| {
        let options = Options {
            basis,
            ..Options::as_of(as_of)
        };
        slow::cells(&aging::aging(book, &options).expect("the customary bounds"))
    });
    let figures = currencies().map(|currency| {
        let period = Period::last_days(as_of, 90);
        dso::figures(book, currency, period, ZeroSales::Count)
    });
    (agings, figures)
}

/// The day of a fact.
fn date_of(record: &Record) -> Option<Date> {
    match record {
        Record::Invoice(invoice) => Some(invoice.issue.as_ref()?.date),
        Record::Payment(payment) => Some(payment.date),
        Record::Allocation(allocation) => Some(allocation.date),
        Record::Refund(refund) => Some(refund.date),
        Record::WriteOff(write_off) => Some(write_off.date),
        Record::Void(void) => Some(void.date),
        _ => None,
    }
}

fn numbers_hold(book: &Book) -> Result<(), TestCaseError> {
    let mut seen = BTreeSet::new();
    let mut given: BTreeMap<(SeriesId, u32), BTreeSet<u32>> = BTreeMap::new();
    for invoice in book.invoices().iter().filter(|invoice| !invoice.is_draft()) {
        prop_assert!(
            seen.insert(invoice.number().to_owned()),
            "{} twice",
            invoice.number()
        );
        let by_number = book.by_number(invoice.number()).map(|found| found.id);
        prop_assert_eq!(by_number, Some(invoice.id));
        if let Some(counter) = invoice.issue.as_ref().and_then(|issue| issue.counter) {
            let run = given.entry((counter.series, counter.run)).or_default();
            prop_assert!(run.insert(counter.value), "{} twice", counter.value);
        }
    }
    let mut quoted = BTreeSet::new();
    for quote in book.quotes().iter() {
        let Some(issue) = &quote.issue else { continue };
        prop_assert!(
            quoted.insert(issue.number.clone()),
            "{} twice",
            issue.number
        );
        let run = given
            .entry((issue.counter.series, issue.counter.run))
            .or_default();
        prop_assert!(
            run.insert(issue.counter.value),
            "{} twice",
            issue.counter.value
        );
    }
    for ((series, run), values) in given {
        let series = book.series().get(series).expect("a series");
        let (first, last) = (values.first().expect("one"), values.last().expect("one"));
        for value in *first..*last {
            let left_out = series.gaps.iter().filter(|gap| gap.run == run);
            let mut left_out = left_out.map(|gap| gap.first..=gap.last);
            let explained = left_out.any(|mut gap| gap.any(|known| known == value));
            prop_assert!(
                values.contains(&value) != explained,
                "{value} of run {run}: given {values:?}, gaps {:?}",
                series.gaps
            );
        }
    }
    Ok(())
}

/// Two tabs on one store: each has a book of its own, which may be old.
struct Tabs {
    store: World,
    books: [Book; 2],
}

impl Tabs {
    fn open(store: World) -> Tabs {
        let books = [store.book.clone(), store.book.clone()];
        Tabs { store, books }
    }

    /// Loads the entries that the other tab added.
    fn catch_up(&mut self, tab: usize) {
        for written in &self.store.journal[self.books[tab].head().seq as usize..] {
            let entry = journal::read(&written.bytes).expect("an entry");
            let book = &mut self.books[tab];
            journal::follows(book.head(), book.id(), &entry.header).expect("the next entry");
            book.apply_entry(&entry).expect("changes that fit");
        }
    }

    /// Executes on what the tab knows; where the store moved meanwhile, once
    /// more on what it knows then.
    fn act(&mut self, tab: usize, asked: &Asked) {
        let mut seen = self.store.clone();
        seen.book = self.books[tab].clone();
        let Some(command) = seen.command(&asked.step) else {
            return;
        };
        let context = self.store.context(asked.reason);
        let Ok(mut set) = execute(&self.books[tab], &command, &context) else {
            return;
        };
        if self.books[tab].head() != self.store.book.head() {
            self.catch_up(tab);
            match execute(&self.books[tab], &command, &context) {
                Ok(again) => set = again,
                Err(_) => return,
            }
        }
        self.store.commit(&set);
        self.catch_up(tab);
    }
}

/// What the scripts do not do.
const UNSCRIPTED: [CommandName; 6] = [
    CommandName::Begin,
    CommandName::SaveBankAccount,
    CommandName::NameFilter,
    CommandName::Demo,
    CommandName::Recover,
    CommandName::KeptFromMemory,
];

const PROBLEMS: [&str; 37] = [
    "changed",
    "Missing",
    "Unknown",
    "NotPositive",
    "MoreThanOpen",
    "MoreThanUnapplied",
    "OtherCurrency",
    "OtherCustomer",
    "Before",
    "Closed",
    "RateNeeded",
    "Import",
    "Negative",
    "NotADraft",
    "NotIssued",
    "IsVoid",
    "WasSent",
    "WasSettled",
    "MoreThanCredited",
    "WrongKind",
    "Reversed",
    "InUse",
    "ChangedSince",
    "Numbered",
    "SeriesInUse",
    "Terms",
    "NumberGiven",
    "OccurrenceMade",
    "OccurrenceSkipped",
    "NoOccurrence",
    "ScheduleInUse",
    "IsPaused",
    "OutOfBounds",
    "DecidedSo",
    "QuoteDeclined",
    "QuoteInvoiced",
    "Future",
];

#[test]
fn the_scripts_reach_every_command_and_most_of_what_can_be_wrong_with_it() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut done: BTreeMap<Option<CommandName>, u32> = BTreeMap::new();
    let mut refused: BTreeMap<String, u32> = BTreeMap::new();
    for _ in 0..220 {
        let script = script(60)
            .new_tree(&mut runner)
            .expect("a script")
            .current();
        let mut world = World::new();
        for asked in &script {
            let name = match &asked.step {
                Step::Undo { .. } => Some(CommandName::Undo),
                step => world.command(step).map(|command| command.name()),
            };
            match world.run(asked) {
                Outcome::Done => *done.entry(name).or_default() += 1,
                Outcome::Refused(Refusal::Changed { .. }) => {
                    *refused.entry("changed".into()).or_default() += 1;
                }
                Outcome::Refused(Refusal::Problems(problems)) => {
                    for problem in problems {
                        let what = format!("{:?}", problem.what);
                        let word = what.split(['(', ' ']).next().expect("a word").to_owned();
                        *refused.entry(word).or_default() += 1;
                    }
                }
                Outcome::Idle => {}
            }
        }
    }
    for command in CommandName::ALL {
        assert!(
            done.contains_key(&Some(*command)) != UNSCRIPTED.contains(command),
            "{command} was never done, or is not unscripted any more: {done:?}"
        );
    }
    for problem in PROBLEMS {
        assert!(
            refused.contains_key(problem),
            "never {problem}: {refused:?}"
        );
    }
}

/// An invoice of 100.00 to a customer.
fn invoice_to(customer: script::Pick, day: script::Day) -> Step {
    let document = script::Document {
        kind: 0,
        customer,
        currency: 0,
        lines: vec![(1, 10_000, 0)],
        gross: false,
        allowance: None,
        retained: false,
        credits: None,
        deducts: Vec::new(),
        fits: true,
        terms: 5,
    };
    Step::Issue {
        draft: None,
        document,
        day,
        rate: false,
        settle: false,
    }
}

#[test]
fn a_reversal_is_not_undone_once_the_money_went_elsewhere() {
    let whole = |invoice| vec![(invoice, script::Amount::Minor(10_000))];
    let amount = script::Amount::Minor(10_000);
    let run = |steps: &[Step]| {
        let mut world = World::new();
        for step in steps {
            let outcome = world.run(&Asked {
                step: step.clone(),
                reason: 0,
            });
            assert!(matches!(outcome, Outcome::Done), "{step:?}: {outcome:?}");
        }
        let context = world.context(0);
        // The reversal is the last action but one.
        matches!(world.undo(1, &context), Some(Ok(_)))
    };
    let begin = [
        invoice_to(0, 1),
        invoice_to(0, 2),
        Step::Pay {
            customer: 0,
            day: 5,
            amount,
            currency: 0,
            parts: script::Parts::These(whole(0)),
        },
        Step::ReverseAllocation { pick: 0, day: 6 },
    ];
    for (last, undone, why) in [
        (
            Step::Sent { invoice: 1, day: 9 },
            true,
            "nothing came of it",
        ),
        (
            Step::Allocate {
                note: false,
                source: 0,
                day: 7,
                parts: whole(1),
            },
            false,
            "the money settles another invoice",
        ),
        (
            Step::Refund {
                note: false,
                source: 0,
                day: 7,
                amount: script::Amount::Left,
            },
            false,
            "the money was given back",
        ),
        (
            Step::WriteOff {
                invoice: 0,
                day: 7,
                amount: script::Amount::Left,
            },
            false,
            "the invoice was given up",
        ),
        (
            Step::Void { invoice: 0, day: 7 },
            false,
            "the invoice is void",
        ),
    ] {
        let steps: Vec<_> = begin.iter().cloned().chain([last]).collect();
        assert_eq!(run(&steps), undone, "{why}");
    }
}

#[test]
fn what_was_undone_comes_back_only_where_it_still_fits() {
    use script::{Amount, Parts};
    let amount = Amount::Minor(10_000);
    let paid = Step::Pay {
        customer: 0,
        day: 5,
        amount,
        currency: 0,
        parts: Parts::OldestFirst,
    };
    let reverse = Step::ReverseAllocation { pick: 0, day: 6 };
    let sent = Step::Sent { invoice: 0, day: 4 };
    let undo = || Step::Undo { back: 0 };
    for (steps, why) in [
        (
            vec![sent, undo(), Step::Void { invoice: 0, day: 7 }],
            "a void document, sent",
        ),
        (
            vec![paid.clone(), reverse.clone(), undo(), reverse],
            "taken back twice",
        ),
        (
            vec![paid.clone(), undo(), Step::Void { invoice: 0, day: 7 }],
            "a void document, paid",
        ),
        (vec![paid.clone(), undo(), paid], "paid twice"),
    ] {
        let mut world = World::new();
        for step in std::iter::once(invoice_to(0, 1)).chain(steps) {
            let outcome = world.run(&Asked {
                step: step.clone(),
                reason: 0,
            });
            assert!(matches!(outcome, Outcome::Done), "{step:?}: {outcome:?}");
        }
        let context = world.context(0);
        assert!(matches!(world.undo(1, &context), Some(Err(_))), "{why}");
    }
}

#[test]
fn a_write_off_is_not_undone_once_it_was_reversed() {
    let mut world = World::new();
    for step in [
        invoice_to(0, 1),
        Step::WriteOff {
            invoice: 0,
            day: 7,
            amount: script::Amount::Half,
        },
        Step::ReverseWriteOff { pick: 0, day: 8 },
    ] {
        world.run(&Asked { step, reason: 0 });
    }
    let context = world.context(0);
    assert!(
        matches!(world.undo(1, &context), Some(Err(_))),
        "its reversal would stand alone"
    );
    assert!(
        matches!(world.undo(0, &context), Some(Ok(_))),
        "the reversal can go"
    );
}

#[test]
fn skipped_numbers_stay_skipped_once_a_later_one_is_given() {
    let skip = Step::Skip {
        series: 0,
        ahead: 3,
        day: 3,
    };
    let mut world = World::new();
    for step in [invoice_to(0, 1), skip] {
        world.run(&Asked { step, reason: 0 });
    }
    let context = world.context(0);
    let mut unused = world.clone();
    let undo = unused
        .undo(0, &context)
        .expect("an action")
        .expect("nothing was numbered since");
    unused.commit(&undo);
    unused.run(&Asked {
        step: invoice_to(0, 4),
        reason: 0,
    });
    assert!(unused.book.by_number("2025-0002").is_some());
    assert!(
        matches!(unused.undo(1, &context), Some(Err(_))),
        "number 2 was given meanwhile and is no gap any more"
    );
    world.run(&Asked {
        step: invoice_to(0, 4),
        reason: 0,
    });
    assert!(world.book.by_number("2025-0005").is_some());
    assert!(
        matches!(world.undo(1, &context), Some(Err(_))),
        "2 to 4 would be a gap without reason"
    );
}

#[test]
fn an_erasure_is_never_undone() {
    let mut world = World::new();
    let outcome = world.run(&Asked {
        step: Step::Erase {
            customer: 1,
            day: 0,
        },
        reason: 0,
    });
    assert!(matches!(outcome, Outcome::Done), "{outcome:?}");
    let context = world.context(2);
    assert!(matches!(world.undo(0, &context), Some(Err(_))));
}

#[test]
fn a_tab_that_lost_the_race_issues_the_next_number() {
    let mut world = World::new();
    let step = invoice_to(0, 3);
    let command = world.command(&step).expect("a command");
    assert!(matches!(command, Command::IssueInvoice(_)));
    let stale = world.book.clone();
    let context = world.context(0);
    let first = execute(&stale, &command, &context).expect("changes");
    let second = execute(&stale, &command, &context).expect("changes");
    assert_eq!(first, second, "the same command on the same book");
    world.commit(&first);
    let again = execute(&world.book, &command, &context).expect("changes");
    world.commit(&again);
    let numbers: Vec<_> = world
        .book
        .invoices()
        .iter()
        .map(|invoice| invoice.number())
        .collect();
    assert_eq!(numbers, ["2025-0001", "2025-0002"]);
    assert_eq!(world.chain, Chain(0xabc));
}

#[test]
fn what_two_devices_saved_at_one_place_are_two_versions() {
    let mut here = World::new();
    let mut there = World {
        chain: Chain(0x99),
        ..here.clone()
    };
    let step = Step::Customer {
        pick: Some(0),
        name: 7,
        stale: false,
    };
    let id = here.book.customers().iter().next().expect("one").id.into();
    let opened = here.book.version(id);
    for world in [&mut here, &mut there] {
        let command = world.command(&step).expect("a command");
        let context = world.context(0);
        let set = execute(&world.book, &command, &context).expect("changes");
        world.commit(&set);
    }
    let (now, other) = (here.book.version(id), there.book.version(id));
    assert_eq!(here.book.seq(id), there.book.seq(id), "the same place");
    assert_ne!(now, other);
    assert_ne!(now, opened);
    let text = serde_json::to_string(&now).expect("JSON");
    assert_eq!(text, format!("\"{now}\""));
    assert_eq!(serde_json::from_str::<Version>(&text).ok(), Some(now));
    let read = journal::read(&here.journal.last().expect("an entry").bytes).expect("an entry");
    assert_eq!(read.header.version(), now);
    let command = there.command(&step).expect("a command");
    assert_eq!(
        execute(&here.book, &command, &here.context(0)),
        Err(Refusal::Changed { id, now })
    );
}
