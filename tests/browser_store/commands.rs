//! Commands on books that are open in several tabs: each is saved once, after
//! what the others saved, and what does not add up is never written over.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Promise;
use ledger::business::{Business, Series};
use ledger::change::RecordId;
use ledger::check;
use ledger::command::{Command, IssueInvoice, MakeReminder, MakeReminders, execute_boxed};
use ledger::customer::Customer;
use ledger::date::Date;
use ledger::ids::{Chain, CustomerId, Version};
use ledger::invoice::{Invoice, Line};
use ledger::journal::{self, BookId, Head};
use ledger::money::Decimal;
use ledger::problem::Refusal;
use ledger::report::worklist::letters_to;
use ledger::terms::{Due, Terms};
use owed::store::long::Long;
use owed::store::sentinel::{Sentinel, Standing};
use owed::store::tabs::{Build, Notice};
use owed::store::{
    Beside, Done, Failure, Mode, NotDone, OpenBook, Reason, Store, StoredBook, read_book,
    save_snapshot,
};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::history::{database, entries, key, new_book};
use crate::{both, hands};

/// The book as a tab opens it, to write on a chain of its own.
async fn tab(id: &BookId, chain: u32) -> OpenBook {
    let stored = read_book(id).await.expect("it opens");
    let mode = stored.reason().map_or(Mode::Writable, Mode::ReadOnly);
    let StoredBook { store, book, .. } = stored;
    OpenBook::new(store, book, mode, Chain(chain), "a device".into())
}

fn named(name: &str) -> Customer {
    let mut customer = Customer::default();
    name.clone_into(&mut customer.details.name);
    customer
}

fn add(name: &str) -> Command {
    Command::SaveCustomer {
        id: None,
        customer: named(name),
        opened: Version::NONE,
    }
}

fn day() -> Date {
    Date::new(2026, 3, 1).expect("a day")
}

async fn run(tab: &OpenBook, command: &Command) -> Result<Done, NotDone> {
    let context = tab.context(day(), None);
    tab.run(
        execute_boxed,
        command,
        &context,
        Some("form"),
        &Long::default(),
    )
    .await
}

fn names(tab: &OpenBook) -> Vec<String> {
    let book = tab.book();
    let name = |customer: &Rc<Customer>| customer.details.name.clone();
    book.customers().iter().map(name).collect()
}

fn customer_of(done: &Done) -> CustomerId {
    let customer = done.find(|id| match id {
        RecordId::Customer(customer) => Some(*customer),
        _ => None,
    });
    customer.expect("a customer")
}

#[wasm_bindgen_test]
async fn of_two_commands_at_once_each_is_saved_once_and_both_tabs_follow() {
    let id = new_book();
    let (first, second) = (Rc::new(tab(&id, 1).await), Rc::new(tab(&id, 2).await));
    let added = |tab: &Rc<OpenBook>, name: &'static str| {
        let tab = tab.clone();
        async move { run(&tab, &add(name)).await }
    };
    for _ in 0..10 {
        let (a, b) = both(added(&first, "first"), added(&second, "second")).await;
        assert_ne!(a.expect("saved").first, b.expect("saved").first);
    }
    first.catch_up().await.expect("followed");
    second.catch_up().await.expect("followed");
    assert_eq!(first.book().head(), second.book().head());
    assert_eq!(first.book().head().seq, 20);
    let mut all = names(&first);
    assert_eq!(all, names(&second));
    all.sort();
    assert_eq!(all[..10], ["first"; 10]);
    assert_eq!(all[10..], ["second"; 10]);
}

/// An invoice to a new customer that is nineteen days late.
async fn late_payer(tab: &OpenBook) -> CustomerId {
    let customer = customer_of(&run(tab, &add("late")).await.expect("saved"));
    let line = Line {
        description: "Work".to_owned(),
        quantity: Decimal::ONE,
        unit_price: Decimal::from_int(100),
        ..Line::default()
    };
    let document = Invoice {
        customer,
        lines: vec![line],
        terms: Terms {
            due: Due::Fixed(Date::new(2026, 2, 10).expect("a day")),
            ..Terms::default()
        },
        ..Invoice::default()
    };
    let issue = IssueInvoice {
        draft: None,
        document,
        date: Date::new(2026, 1, 5).expect("a day"),
        series: None,
        rate: None,
        settle_original: false,
    };
    let issue = Command::IssueInvoice(Box::new(issue));
    run(tab, &issue).await.expect("issued");
    customer
}

/// The letters that are due to a customer, as a list shows them.
fn letters_of(tab: &OpenBook, customer: CustomerId) -> Command {
    let letters = letters_to(&tab.book(), customer, day()).expect("letters");
    let letters = letters.iter().map(|letter| MakeReminder {
        customer,
        currency: letter.currency,
        lines: letter
            .lines
            .iter()
            .map(|line| (line.invoice, line.stage))
            .collect(),
        hand_over: false,
        text: String::new(),
    });
    Command::MakeReminders(Box::new(MakeReminders {
        letters: letters.collect(),
        considered_to: None,
        pay_by: Vec::new(),
    }))
}

#[wasm_bindgen_test]
async fn two_tabs_make_and_send_the_same_letters_once() {
    let id = new_book();
    let mut first = Rc::new(tab(&id, 1).await);
    let second = Rc::new(tab(&id, 2).await);
    let mut business = Business::default();
    business.details.name = "Harbour & Pine".to_owned();
    let series = Series {
        pattern: "{0000}".to_owned(),
        start: 1,
        ..Series::default()
    };
    let begin = Command::Begin {
        business,
        series: vec![series],
    };
    run(&first, &begin).await.expect("begun");
    let act = |tab: &Rc<OpenBook>, command: &Command| {
        let (tab, command) = (tab.clone(), command.clone());
        async move { run(&tab, &command).await.is_ok() }
    };
    for round in 0..50 {
        let customer = late_payer(&first).await;
        second.catch_up().await.expect("followed");
        let make = letters_of(&second, customer);
        let made = both(act(&first, &make), act(&second, &make)).await;
        assert!(made.0 != made.1, "both made it, or neither: {made:?}");
        second.catch_up().await.expect("followed");
        if round % 5 == 0 {
            // The first tab is gone between making and sending.
            first = Rc::new(tab(&id, 1).await);
        }
        let book = second.book();
        let letter = book.reminders_of(customer).next().expect("a letter").id;
        let sent = Command::RecordRemindersSent {
            reminders: vec![letter],
            date: day(),
            channel: "post".into(),
        };
        let sent = both(act(&first, &sent), act(&second, &sent)).await;
        assert!(sent.0 != sent.1, "both sent it, or neither: {sent:?}");
    }
    let book = read_book(&id).await.expect("it opens").book;
    assert_eq!(book.reminders().len(), 50);
    assert_eq!(book.collection_events().len(), 50);
    assert_eq!(check::whole(&book), []);
}

#[wasm_bindgen_test]
async fn a_command_is_refused_by_the_book_that_another_tab_left() {
    let id = new_book();
    let first = tab(&id, 1).await;
    let customer = customer_of(&run(&first, &add("before")).await.expect("saved"));
    let second = tab(&id, 2).await;
    let opened = first.book().version(customer.into());
    let rename = |name: &str| Command::SaveCustomer {
        id: Some(customer),
        customer: named(name),
        opened,
    };
    run(&first, &rename("first")).await.expect("saved");
    second
        .store()
        .scratch_put("form", b"typed")
        .await
        .expect("kept");
    let refused = run(&second, &rename("second")).await;
    assert!(
        matches!(refused, Err(NotDone::Refused(Refusal::Changed { .. }))),
        "{refused:?}"
    );
    assert_eq!(names(&second), ["first"], "it shows why");
    // What was typed goes with the entry that it became, and not before.
    let typed = second.store().scratch_get("form").await;
    assert_eq!(typed, Ok(Some(b"typed".to_vec())));
    run(&second, &add("another")).await.expect("saved");
    assert_eq!(second.store().scratch_get("form").await, Ok(None));
}

#[wasm_bindgen_test]
async fn an_undo_is_the_same_from_memory_and_from_the_journal() {
    let id = new_book();
    let first = tab(&id, 1).await;
    let customer = customer_of(&run(&first, &add("before")).await.expect("saved"));
    let rename = Command::SaveCustomer {
        id: Some(customer),
        customer: named("after"),
        opened: first.book().version(customer.into()),
    };
    let done = run(&first, &rename).await.expect("saved");
    let remembered = first.undo(done.first, done.last).await.expect("known");
    let second = tab(&id, 2).await;
    let read = second.undo(done.first, done.last).await.expect("read");
    assert_eq!(remembered, read);
    run(&second, &read).await.expect("undone");
    assert_eq!(names(&second), ["before"]);
}

#[wasm_bindgen_test]
async fn an_erasure_takes_the_words_out_of_the_journal_and_out_of_memory() {
    const SECRET: &str = "Mustermann";
    let id = new_book();
    let tab = tab(&id, 1).await;
    let customer = customer_of(&run(&tab, &add(SECRET)).await.expect("saved"));
    run(&tab, &add("another")).await.expect("saved");
    let rename = Command::SaveCustomer {
        id: Some(customer),
        customer: named("renamed"),
        opened: tab.book().version(customer.into()),
    };
    let renamed = run(&tab, &rename).await.expect("saved");
    let undo = async || {
        let undo = tab.undo(renamed.first, renamed.last).await;
        format!("{:?}", undo.expect("read"))
    };
    let found = async || {
        let stores = hands::raw_stores_with(&database(&id), SECRET).await;
        stores.expect("searched").as_string().unwrap_or_default()
    };
    assert_eq!(found().await, "journal", "the search is blind");
    assert!(undo().await.contains(SECRET), "nothing is remembered");
    let erase = Command::EraseCustomer {
        customer,
        keep_issued_since: day(),
    };
    run(&tab, &erase).await.expect("erased");
    assert_eq!(found().await, "");
    assert!(!undo().await.contains(SECRET), "it is still remembered");
    assert_eq!(names(&tab).len(), 2);
}

#[wasm_bindgen_test]
async fn an_entry_that_does_not_verify_is_never_written_after() {
    let id = new_book();
    let (first, second) = (tab(&id, 1).await, tab(&id, 2).await);
    run(&first, &add("good")).await.expect("saved");
    second.catch_up().await.expect("followed");
    run(&first, &add("bad")).await.expect("saved");
    hands::raw_flip(&database(&id), "journal", &key(Chain(1), 2))
        .await
        .expect("planted");
    let moved = run(&second, &add("after it")).await;
    assert!(matches!(moved, Err(NotDone::Journal(_))), "{moved:?}");
    assert!(
        matches!(second.mode(), Mode::ReadOnly(Reason::Entry(_))),
        "{:?}",
        second.mode()
    );
    assert_eq!(run(&second, &add("later")).await, Err(NotDone::ReadOnly));
    assert_eq!(names(&second), ["good"]);
    assert_eq!(second.store().head().await.map(|head| head.seq), Ok(2));
    // Nor is it opened to be written.
    let opened = tab(&id, 3).await;
    assert!(matches!(opened.mode(), Mode::ReadOnly(Reason::Entry(_))));
    assert_eq!(names(&opened), ["good"]);
}

#[wasm_bindgen_test]
async fn a_journal_that_was_replaced_is_neither_followed_nor_written() {
    let id = new_book();
    let open = tab(&id, 1).await;
    run(&open, &add("before")).await.expect("saved");
    let store = Store::open(&id).await.expect("opens");
    let mut incoming = store.incoming().await.expect("begun");
    let other = entries(&Head::EMPTY, Chain(9), &["other", "book"]);
    incoming.entries(&other).await.expect("in");
    let beside = Beside {
        replaces: Some(*open.book().head()),
        ..Beside::default()
    };
    incoming.replace(&beside).await.expect("replaced");
    let replaced = NotDone::Store(Failure::Replaced);
    assert_eq!(open.catch_up().await, Err(replaced.clone()));
    assert_eq!(open.heed(&Notice::Replaced).await, Err(replaced.clone()));
    assert_eq!(run(&open, &add("after")).await, Err(replaced));
    assert_eq!(names(&open), ["before"]);
}

#[wasm_bindgen_test]
async fn a_deleted_book_is_read_only() {
    let id = new_book();
    let open = tab(&id, 1).await;
    run(&open, &add("before")).await.expect("saved");
    Store::delete(&id).await.expect("deleted");
    let deleted = NotDone::Store(Failure::Deleted);
    assert_eq!(run(&open, &add("after")).await, Err(deleted));
    assert_eq!(open.mode(), Mode::ReadOnly(Reason::Deleted));
    // The first reason is the one to tell.
    open.read_only(Reason::Outdated);
    assert_eq!(open.mode(), Mode::ReadOnly(Reason::Deleted));
}

#[wasm_bindgen_test]
async fn a_tab_follows_what_another_tells_it() {
    let id = new_book();
    let build = || Build {
        number: 1,
        id: "a build".to_owned(),
    };
    let (first, second) = (tab(&id, 1).await, Rc::new(tab(&id, 2).await));
    let heard = Rc::new(Cell::new(None));
    let notice = Promise::new(&mut |resolve, _| {
        let (heard, resolve) = (heard.clone(), resolve);
        second.join_tabs(build(), move |notice| {
            heard.set(Some(notice));
            resolve.call0(&JsValue::NULL).expect("woken");
        });
    });
    first.join_tabs(build(), drop);
    run(&first, &add("told")).await.expect("saved");
    JsFuture::from(notice).await.expect("heard");
    let notice = heard.take().expect("a notice");
    let head = *first.book().head();
    assert_eq!(notice, Notice::Committed { head });
    second.heed(&notice).await.expect("followed");
    assert_eq!(names(&second), ["told"]);
    second.heed(&Notice::Deleted).await.expect("heeded");
    assert_eq!(second.mode(), Mode::ReadOnly(Reason::Deleted));
}

#[wasm_bindgen_test]
async fn a_book_is_the_same_from_its_snapshot_and_a_spoilt_one_does_no_harm() {
    let id = new_book();
    let open = tab(&id, 1).await;
    for name in ["one", "two", "three"] {
        run(&open, &add(name)).await.expect("saved");
    }
    assert!(save_snapshot(open.store(), &open.book(), || true).await);
    run(&open, &add("four")).await.expect("saved");
    let read = read_book(&id).await.expect("read");
    assert_eq!((read.snapshot_seq, read.reason()), (3, None));
    assert!(read.book == *open.book());

    let first_part = JsValue::from(0);
    hands::raw_flip(&database(&id), "snapshot", &first_part)
        .await
        .expect("planted");
    let read = read_book(&id).await.expect("read");
    assert_eq!((read.snapshot_seq, read.reason()), (0, None));
    assert!(read.book == *open.book());
}

#[wasm_bindgen_test]
async fn what_this_device_remembers_says_that_entries_are_missing() {
    let id = new_book();
    let open = tab(&id, 1).await;
    run(&open, &add("one")).await.expect("saved");
    let mut head = *open.book().head();
    head.seq += 1;
    let sentinel = Sentinel {
        book: id.clone(),
        head,
        generation: open.store().generation(),
        numbers: Default::default(),
        at: open.writer().at,
    };
    sentinel.replace().expect("kept");
    let read = read_book(&id).await.expect("read");
    assert_eq!(read.standing(), Standing::Behind);
    assert_eq!(read.reason(), Some(Reason::Behind { remembered: 2 }));
    Sentinel::forget(&id).expect("forgotten");
    assert_eq!(read_book(&id).await.expect("read").reason(), None);
}

#[wasm_bindgen_test]
async fn where_the_head_is_lost_what_is_left_is_read() {
    let id = new_book();
    let open = tab(&id, 1).await;
    for name in ["one", "two"] {
        run(&open, &add(name)).await.expect("saved");
    }
    hands::raw_delete(&database(&id), "meta", &"head".into())
        .await
        .expect("planted");
    let read = read_book(&id).await.expect("read");
    assert!(read.reason().is_some_and(|reason| reason.is_damage()));
    let salvaged = read.salvaged.expect("the record of its end is gone");
    assert_eq!(salvaged.lines.len(), 2);
    assert!(journal::read(&salvaged.lines[1]).is_ok());
    assert!(read.book == *open.book());
}
