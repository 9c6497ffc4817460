//! What the device remembers outside IndexedDB.

use std::collections::BTreeMap;

use ledger::date::Timestamp;
use ledger::journal::{BookId, Head};
use owed::store::sentinel::{KnownBook, KnownBooks, Sentinel, SentinelError, Standing};
use owed::store::{Opening, Superseded, books};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::hands;
use crate::history::{CHAIN, append_all, database, entries, entry, new_book, open};

fn sentinel(book: &BookId, head: Head) -> Sentinel {
    Sentinel {
        book: book.clone(),
        head,
        generation: Some(0),
        numbers: BTreeMap::from([("2026".to_owned(), "2026-0007".to_owned())]),
        at: Timestamp(1_795_300_000_000),
    }
}

/// What opening finds where the book ends here.
fn ends_at(head: Head) -> Opening {
    Opening {
        created: false,
        head,
        sealed: 0,
        journal_last: head.seq,
        snapshot: None,
        damage: None,
        generation: Some(0),
        superseded: Vec::new(),
    }
}

#[wasm_bindgen_test]
async fn an_emptied_database_on_a_known_device_is_lost() {
    let book = new_book();
    let head = {
        let store = open(&book).await;
        assert_eq!(Standing::of(None, &ends_at(Head::EMPTY)), Standing::Unknown);
        append_all(&store, Head::EMPTY, CHAIN, &["a", "b"]).await
    };
    sentinel(&book, head).advance().expect("written");
    let remembered = Sentinel::load(&book).expect("readable");
    assert_eq!(remembered, Some(sentinel(&book, head)));
    assert_eq!(
        Standing::of(remembered.as_ref(), &ends_at(head)),
        Standing::Agrees
    );

    hands::raw_drop(&database(&book)).await.expect("emptied");
    let opening = open(&book)
        .await
        .opening()
        .await
        .expect("it opens all the same");
    assert!(opening.created);
    let standing = Standing::of(remembered.as_ref(), &opening);
    assert_eq!(standing, Standing::Lost);

    // Planted: a device that forgets would take it for a new user.
    Sentinel::forget(&book).expect("forgotten");
    let forgotten = Sentinel::load(&book).expect("readable");
    assert_eq!(
        Standing::of(forgotten.as_ref(), &opening),
        Standing::Unknown
    );
}

#[wasm_bindgen_test]
fn the_sentinel_tells_behind_from_ahead() {
    let book = new_book();
    let all = entries(&Head::EMPTY, CHAIN, &["a", "b", "c"]);
    let remembered = sentinel(&book, all[1].0);
    let other = entry(&all[0].0, CHAIN, "another b").0;
    for (head, standing) in [
        (Head::EMPTY, Standing::Lost),
        (all[0].0, Standing::Behind),
        (all[1].0, Standing::Agrees),
        (all[2].0, Standing::Agrees),
        (other, Standing::Differs),
    ] {
        let found = Standing::of(Some(&remembered), &ends_at(head));
        assert_eq!(found, standing, "{head:?}");
    }
}

#[wasm_bindgen_test]
fn a_memory_of_what_a_restore_replaced_is_no_loss() {
    let book = new_book();
    let all = entries(&Head::EMPTY, CHAIN, &["a", "b", "c", "d"]);
    let remembers = |seq: usize, generation| Sentinel {
        generation,
        ..sentinel(&book, all[seq - 1].0)
    };
    // Entry 3 of journal 7 was replaced by journal 8, which ends at entry 2.
    let restored = Opening {
        generation: Some(8),
        superseded: vec![Superseded {
            generation: Some(7),
            seq: 3,
        }],
        ..ends_at(all[1].0)
    };
    for (remembered, standing) in [
        (remembers(3, Some(7)), Standing::Superseded),
        (remembers(2, Some(7)), Standing::Superseded),
        // Written by a version that did not count journals.
        (remembers(3, None), Standing::Superseded),
        (remembers(2, Some(8)), Standing::Agrees),
        // Entries that came after the restore are missing.
        (remembers(3, Some(8)), Standing::Behind),
        // More than what was replaced.
        (remembers(4, Some(7)), Standing::Differs),
        (remembers(4, None), Standing::Behind),
        // A journal that this one did not replace: it was set back.
        (remembers(1, Some(9)), Standing::Differs),
    ] {
        let found = Standing::of(Some(&remembered), &restored);
        assert_eq!(found, standing, "{remembered:?}");
    }
    // Planted: without the record it looks like a loss.
    let unrecorded = Opening {
        superseded: Vec::new(),
        ..restored
    };
    let found = Standing::of(Some(&remembers(3, Some(7))), &unrecorded);
    assert_eq!(found, Standing::Differs);
}

#[wasm_bindgen_test]
async fn the_list_of_books_is_found_in_either_place() {
    let (first, second) = (new_book(), new_book());
    let name = |book: &BookId| KnownBook {
        id: book.clone(),
        label: "Büro".to_owned(),
        begun: true,
    };
    let add = async |book: &BookId| {
        let changed = books::change(|known| {
            known.books.push(name(book));
            known.current = Some(book.clone());
        });
        changed.await.expect("kept");
    };
    add(&first).await;
    let storage = web_sys::window().and_then(|window| window.local_storage().ok()?);
    let storage = storage.expect("there");
    let old = storage.get_item("owed-books").expect("read").expect("kept");
    add(&second).await;
    for spoilt in [None, Some("{"), Some(&old[..])] {
        // Gone, unreadable, older: the database knows.
        match spoilt {
            None => storage.remove_item("owed-books").expect("gone"),
            Some(text) => storage.set_item("owed-books", text).expect("planted"),
        }
        let known = books::load().await;
        assert_eq!(known.current, Some(second.clone()), "{spoilt:?}");
        assert!(known.has_begun(&first) && known.has_begun(&second));
    }
    hands::raw_drop("owed-device").await.expect("gone");
    storage.set_item("owed-books", &old).expect("planted");
    assert_eq!(books::load().await.current, Some(first));
}

#[wasm_bindgen_test]
fn the_sentinel_goes_back_only_on_purpose() {
    let book = new_book();
    let all = entries(&Head::EMPTY, CHAIN, &["a", "b"]);
    let seq = || {
        Sentinel::load(&book)
            .expect("readable")
            .map(|found| found.head.seq)
    };
    sentinel(&book, all[1].0).advance().expect("written");
    sentinel(&book, all[0].0)
        .advance()
        .expect("another tab was faster");
    assert_eq!(seq(), Some(2));
    sentinel(&book, all[0].0).replace().expect("a restore");
    assert_eq!(seq(), Some(1));
    let storage = web_sys::window().and_then(|window| window.local_storage().ok()?);
    let storage = storage.expect("there");
    storage
        .set_item(&format!("owed-sentinel-{book}"), "{")
        .expect("planted");
    assert!(matches!(
        Sentinel::load(&book),
        Err(SentinelError::Unreadable(_))
    ));
}

#[wasm_bindgen_test]
fn the_device_knows_its_books() {
    let book = new_book();
    let mut known = KnownBooks::load().expect("readable");
    assert!(!known.knows(&book));
    known.books.push(KnownBook {
        id: book.clone(),
        label: "Büro".to_owned(),
        begun: true,
    });
    known.current = Some(book.clone());
    known.save().expect("saved");
    assert_eq!(KnownBooks::load(), Ok(known.clone()));
    assert!(known.knows(&book));
}
