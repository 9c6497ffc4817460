//! Sealed segments: the same bytes, elsewhere.

use std::future::Future;

use js_sys::{Promise, Uint8Array};
use ledger::ids::Chain;
use ledger::journal::Head;
use owed::store::{Damage, Erasure, Failure};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::hands;
use crate::history::{
    CHAIN, append_all, bytes_of, check, database, entries, entry, key, new_book, open,
};
use crate::js_bytes;

#[wasm_bindgen_test]
async fn sealed_and_open_entries_read_back_byte_by_byte() {
    let book = new_book();
    let store = open(&book).await;
    let texts = ["a", "ß€𝄞", "c", "d", "e", "f", "g", "h", "i"];
    let mut all = entries(&Head::EMPTY, Chain(9), &texts[..4]);
    all.extend(entries(&all[3].0, Chain(2), &texts[4..7]));
    all.extend(entries(&all[6].0, Chain(9), &texts[7..]));
    let bytes = bytes_of(&all);
    store.append(&Head::EMPTY, &all).await.expect("saved");
    store.seal(1..=3).await.expect("sealed");
    store.seal(4..=6).await.expect("sealed, over two chains");
    check(&store, &bytes).await.expect("all is there");
    for first in 1..=9_usize {
        for last in first..=9 {
            let seqs = u32::try_from(first).expect("small")..=u32::try_from(last).expect("small");
            let read = store.entries(seqs.clone()).await;
            assert_eq!(read.as_deref(), Ok(&bytes[first - 1..last]), "{seqs:?}");
        }
    }
    let counts = store.counts().await.expect("counted");
    assert_eq!(
        (
            counts.entries,
            counts.sealed,
            counts.journal,
            counts.segments
        ),
        (9, 6, 3, 2)
    );
    for wrong in [1..=3, 8..=9, 7..=10] {
        assert!(matches!(store.seal(wrong).await, Err(Failure::Refused(_))));
    }
    append_all(&store, all[8].0, CHAIN, &["after"]).await;
    store.seal(7..=10).await.expect("sealed to the head");
    let opening = store.opening().await.expect("opens");
    assert_eq!(
        (opening.sealed, opening.journal_last, opening.damage),
        (10, 0, None)
    );
    append_all(&store, opening.head, CHAIN, &["and after that"]).await;
    assert_eq!(store.opening().await.expect("opens").damage, None);

    hands::raw_flip(&database(&book), "segments", &key(Chain(0), 6))
        .await
        .expect("planted: a flipped bit");
    assert_eq!(
        store.entry(3).await,
        Ok(Some(bytes[2].clone())),
        "another segment is fine"
    );
    assert_eq!(
        store.entry(5).await,
        Err(Damage::Segment { last: 6 }.into())
    );
}

#[wasm_bindgen_test]
async fn a_segment_is_verified_where_gzip_would_not_notice() {
    let book = new_book();
    let store = open(&book).await;
    append_all(&store, Head::EMPTY, CHAIN, &["a", "b"]).await;
    store.seal(1..=2).await.expect("sealed");
    let name = database(&book);
    let stored = hands::raw_get(&name, "segments", &key(Chain(0), 2)).await;
    let mut stored = Uint8Array::new(&stored.expect("there")).to_vec();
    let start = stored.iter().position(|byte| *byte == b'\n');
    // The moment in gzip's header, which its checksum does not cover.
    stored[start.expect("a label") + 5] ^= 1;
    hands::raw_put(&name, "segments", &key(Chain(0), 2), &js_bytes(&stored))
        .await
        .expect("planted");
    let damage = Damage::Segment { last: 2 };
    assert_eq!(store.entries_after(0).await, Err(damage.into()));
}

#[wasm_bindgen_test]
async fn of_a_damaged_segment_what_stands_before_the_damage_is_left() {
    let book = new_book();
    let store = open(&book).await;
    let texts: Vec<String> = (0..40)
        .map(|number| format!("entry {number} of {}", number * 7919 % 1000))
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    append_all(&store, Head::EMPTY, CHAIN, &texts).await;
    let bytes = store.entries_after(0).await.expect("read");
    store.seal(1..=40).await.expect("sealed");
    let (name, place) = (database(&book), key(Chain(0), 40));
    let stored = hands::raw_get(&name, "segments", &place).await;
    let mut stored = Uint8Array::new(&stored.expect("there")).to_vec();
    let middle = stored.len() * 2 / 3;
    stored[middle] ^= 0xff;
    hands::raw_put(&name, "segments", &place, &js_bytes(&stored))
        .await
        .expect("planted");
    assert!(store.entries_after(0).await.is_err());
    let left = store.remains_from(1).await.expect("read");
    assert_eq!(left.len(), 40);
    assert_eq!(left[..10], bytes[..10]);
    let left = store.remains_from(4).await.expect("read");
    assert_eq!((left.len(), &left[0]), (37, &bytes[3]));
    let found = store.salvage().await.expect("read");
    assert_eq!(found[9], (10, bytes[9].clone()));
}

#[wasm_bindgen_test]
async fn a_lost_segment_shows_at_opening() {
    let book = new_book();
    let store = open(&book).await;
    append_all(&store, Head::EMPTY, CHAIN, &["a", "b", "c"]).await;
    store.seal(1..=1).await.expect("sealed");
    store.seal(2..=2).await.expect("sealed");
    assert_eq!(store.opening().await.expect("opens").damage, None);
    hands::raw_delete(&database(&book), "segments", &key(Chain(0), 2))
        .await
        .expect("planted");
    let missing = Damage::Missing { first: 2, last: 2 };
    assert_eq!(
        store.opening().await.expect("opens").damage,
        Some(missing.clone())
    );
    assert_eq!(store.entries_after(0).await, Err(missing.into()));
    assert_eq!(store.entries(1..=1).await.map(|all| all.len()), Ok(1));
}

/// Lets something of another tab get ahead when the next compression begins.
fn meanwhile(happen: impl Future<Output = ()> + 'static) -> Closure<dyn FnMut() -> Promise> {
    let happen = Closure::once(move || {
        future_to_promise(async move {
            happen.await;
            Ok(JsValue::UNDEFINED)
        })
    });
    hands::before_compression(happen.as_ref().unchecked_ref());
    happen
}

#[wasm_bindgen_test]
async fn sealing_refuses_entries_that_changed_meanwhile() {
    let store = open(&new_book()).await;
    let head = append_all(&store, Head::EMPTY, CHAIN, &["a", "b"]).await;
    let erasure = Erasure {
        append: vec![entry(&head, CHAIN, "erasure")],
        replaced: vec![(1, b"erased".to_vec())],
        ..Erasure::default()
    };
    let other = store.clone();
    let _meanwhile = meanwhile(async move {
        other.rewrite(&head, &erasure).await.expect("erased");
    });
    let result = store.seal(1..=2).await;
    hands::repair();
    assert_eq!(result, Err(Failure::Busy));
    assert_eq!(store.entry(1).await, Ok(Some(b"erased".to_vec())));
    assert_eq!(store.counts().await.map(|counts| counts.segments), Ok(0));
    store.seal(1..=2).await.expect("sealed now");
    assert_eq!(store.entry(1).await, Ok(Some(b"erased".to_vec())));
    assert_eq!(store.counts().await.map(|counts| counts.entries), Ok(3));
}

#[wasm_bindgen_test]
async fn an_append_does_not_disturb_sealing() {
    let store = open(&new_book()).await;
    let all = entries(&Head::EMPTY, CHAIN, &["a", "b", "c"]);
    store.append(&Head::EMPTY, &all[..2]).await.expect("saved");
    let (other, third) = (store.clone(), all.clone());
    let _meanwhile = meanwhile(async move {
        other.append(&third[1].0, &third[2..]).await.expect("saved");
    });
    let result = store.seal(1..=2).await;
    hands::repair();
    assert_eq!(result, Ok(()));
    check(&store, &bytes_of(&all)).await.expect("all is there");
}
