//! What the device remembers outside IndexedDB.

use std::collections::BTreeMap;

use ledger::date::Timestamp;
use ledger::journal::{BookId, Head};
use owed::store::sentinel::{KnownBook, KnownBooks, Sentinel, SentinelError, Standing};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::hands;
use crate::history::{CHAIN, append_all, database, entries, entry, new_book, open};

fn sentinel(book: &BookId, head: Head) -> Sentinel {
    Sentinel {
        book: book.clone(),
        head,
        numbers: BTreeMap::from([("2026".to_owned(), "2026-0007".to_owned())]),
        at: Timestamp(1_795_300_000_000),
    }
}

#[wasm_bindgen_test]
async fn an_emptied_database_on_a_known_device_is_lost() {
    let book = new_book();
    let head = {
        let store = open(&book).await;
        assert_eq!(Standing::of(None, &Head::EMPTY), Standing::Unknown);
        append_all(&store, Head::EMPTY, CHAIN, &["a", "b"]).await
    };
    sentinel(&book, head).advance().expect("written");
    let remembered = Sentinel::load(&book).expect("readable");
    assert_eq!(remembered, Some(sentinel(&book, head)));
    assert_eq!(Standing::of(remembered.as_ref(), &head), Standing::Agrees);

    hands::raw_drop(&database(&book)).await.expect("emptied");
    let opening = open(&book)
        .await
        .opening()
        .await
        .expect("it opens all the same");
    assert!(opening.created);
    let standing = Standing::of(remembered.as_ref(), &opening.head);
    assert_eq!(standing, Standing::Lost);

    // Planted: a device that forgets would take it for a new user.
    Sentinel::forget(&book).expect("forgotten");
    let forgotten = Sentinel::load(&book).expect("readable");
    assert_eq!(
        Standing::of(forgotten.as_ref(), &opening.head),
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
        assert_eq!(Standing::of(Some(&remembered), &head), standing, "{head:?}");
    }
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
    });
    known.current = Some(book.clone());
    known.save().expect("saved");
    assert_eq!(KnownBooks::load(), Ok(known.clone()));
    assert!(known.knows(&book));
}
