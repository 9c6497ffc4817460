//! The store on a real IndexedDB: each case, and a planted fault that its
//! checker must catch.

#![cfg(target_arch = "wasm32")]

#[path = "browser_store/hands.rs"]
mod hands;
#[path = "browser_store/history.rs"]
mod history;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::Future;
use std::rc::Rc;

use js_sys::{Array, Promise, Uint8Array};
use ledger::date::Timestamp;
use ledger::ids::Chain;
use ledger::journal::{BookId, Hash, Head};
use owed::store::sentinel::{KnownBook, KnownBooks, Sentinel, SentinelError, Standing};
use owed::store::tabs::{Build, Notice, Tabs};
use owed::store::{AppendError, Damage, Erasure, Failure, SnapshotSaved, Store};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use history::{
    CHAIN, append_all, append_persistently, bytes_of, check, database, entries, entry, head_record,
    key, new_book, open,
};

wasm_bindgen_test_configure!(run_in_browser);

/// Runs two futures at once.
async fn both<A, B>(first: A, second: B) -> (A::Output, B::Output)
where
    A: Future + 'static,
    B: Future + 'static,
{
    let (first_value, first) = kept(first);
    let (second_value, second) = kept(second);
    let all = Promise::all(&Array::of2(&first, &second));
    JsFuture::from(all).await.expect("neither fails");
    let taken = (first_value.take(), second_value.take());
    (taken.0.expect("done"), taken.1.expect("done"))
}

fn kept<F: Future + 'static>(future: F) -> (Rc<RefCell<Option<F::Output>>>, Promise) {
    let value = Rc::new(RefCell::new(None));
    let promise = future_to_promise({
        let value = Rc::clone(&value);
        async move {
            let output = future.await;
            value.replace(Some(output));
            Ok(JsValue::UNDEFINED)
        }
    });
    (value, promise)
}

fn js_bytes(bytes: &[u8]) -> Uint8Array {
    Uint8Array::from(bytes)
}

/// Whether the checker named a fault.
fn caught(result: Result<(), String>) -> bool {
    result.is_err()
}

// Appending.

#[wasm_bindgen_test]
async fn entries_are_there_after_reopening() {
    let book = new_book();
    let all = entries(&Head::EMPTY, CHAIN, &["one", "zwei €", "three"]);
    {
        let store = open(&book).await;
        assert!(store.opening().await.expect("opens").created);
        store.append(&Head::EMPTY, &all[..1]).await.expect("saved");
        store.append(&all[0].0, &all[1..]).await.expect("saved");
    }
    let store = open(&book).await;
    assert!(!store.opening().await.expect("opens").created);
    assert_eq!(store.head().await, Ok(all[2].0));
    assert_eq!(store.entries_after(1).await, Ok(bytes_of(&all[1..])));
    assert_eq!(store.entries_after(3).await, Ok(vec![]));
    assert_eq!(store.entry(2).await, Ok(Some(all[1].1.clone())));
    assert_eq!(store.entry(4).await, Ok(None));
    check(&store, &bytes_of(&all)).await.expect("all is there");

    hands::raw_delete(&database(&book), "journal", &key(CHAIN, 2))
        .await
        .expect("planted: a lost entry");
    assert!(caught(check(&store, &bytes_of(&all)).await));
}

#[wasm_bindgen_test]
async fn of_two_appends_at_once_one_moves_and_its_retry_succeeds() {
    let book = new_book();
    let (first, second) = (open(&book).await, open(&book).await);
    let (a, b) = (
        entry(&Head::EMPTY, Chain(1), "a"),
        entry(&Head::EMPTY, Chain(2), "b"),
    );
    let results = both(
        {
            let (first, a) = (first.clone(), a.clone());
            async move { first.append(&Head::EMPTY, &[a]).await }
        },
        {
            let (second, b) = (second.clone(), b.clone());
            async move { second.append(&Head::EMPTY, &[b]).await }
        },
    )
    .await;
    let (winner, loser, loser_store) = match results {
        (Ok(()), Err(AppendError::Moved { head })) => {
            assert_eq!(head, a.0);
            (a, "b", &second)
        }
        (Err(AppendError::Moved { head }), Ok(())) => {
            assert_eq!(head, b.0);
            (b, "a", &first)
        }
        other => panic!("not one saved and one moved: {other:?}"),
    };
    let retried = append_persistently(loser_store, CHAIN, loser).await.0;
    check(&first, &[winner.1, retried])
        .await
        .expect("both are there");
}

#[wasm_bindgen_test]
async fn two_handles_append_a_hundred_entries_without_a_gap() {
    async fn fifty(store: Store, chain: Chain) -> (Vec<Vec<u8>>, u32) {
        let (mut saved, mut moved) = (Vec::new(), 0);
        for number in 0..50 {
            let (bytes, times) = append_persistently(&store, chain, &format!("{number}")).await;
            saved.push(bytes);
            moved += times;
        }
        (saved, moved)
    }
    let book = new_book();
    let (first, second) = (open(&book).await, open(&book).await);
    let ((mut saved, moved_a), (more, moved_b)) =
        both(fifty(first.clone(), Chain(9)), fifty(second, Chain(3))).await;
    saved.extend(more);
    assert!(
        moved_a + moved_b > 0,
        "they never met, so nothing was tested"
    );
    assert_eq!(saved.len(), 100);
    check(&first, &saved).await.expect("a hundred in a row");
}

#[wasm_bindgen_test]
async fn planted_an_append_without_the_head_check_loses_an_entry() {
    let book = new_book();
    let store = open(&book).await;
    let name = database(&book);
    let naive = |text: &str| {
        let (head, bytes) = entry(&Head::EMPTY, CHAIN, text);
        let name = name.clone();
        async move {
            let (record, value) = (head_record(&head), js_bytes(&bytes));
            hands::naive_append(&name, &key(CHAIN, 1), &record, &value)
                .await
                .expect("it believes that it saved");
            bytes
        }
    };
    let (a, b) = both(naive("a"), naive("b")).await;
    check(&store, std::slice::from_ref(&b))
        .await
        .expect("the last one is there");
    assert!(caught(check(&store, &[a, b]).await));
}

#[wasm_bindgen_test]
async fn appending_flushes_to_the_disk_and_typing_does_not() {
    let store = open(&new_book()).await;
    let asked = hands::watch_durability();
    append_all(&store, Head::EMPTY, CHAIN, &["a", "b"]).await;
    let appended: Vec<String> = asked.iter().map(String::from).collect();
    store.scratch_put("form", b"typed").await.expect("kept");
    let typed = asked.iter().last().map(String::from);
    hands::repair();
    assert_eq!(appended, ["strict", "strict"]);
    assert_eq!(
        typed.as_deref(),
        Some("relaxed"),
        "the watch sees no difference"
    );
}

#[wasm_bindgen_test]
async fn a_request_that_succeeded_is_not_yet_saved() {
    let book = new_book();
    let store = open(&book).await;
    let (head, bytes) = entry(&Head::EMPTY, CHAIN, "a");
    hands::roll_back_puts("meta", None);
    let result = store.append(&Head::EMPTY, &[(head, bytes.clone())]).await;
    let (record, value) = (head_record(&head), js_bytes(&bytes));
    let hasty = hands::hasty_append(&database(&book), &key(CHAIN, 1), &record, &value).await;
    hands::repair();
    assert!(
        matches!(result, Err(AppendError::Failed(Failure::Disconnected(_)))),
        "{result:?}"
    );
    check(&store, &[]).await.expect("nothing is there");
    assert!(hasty.is_ok(), "the planted append believes that it saved");
    assert!(caught(check(&store, &[bytes]).await));
}

#[wasm_bindgen_test]
async fn an_aborted_append_leaves_nothing() {
    let book = new_book();
    let store = open(&book).await;
    let all = entries(&Head::EMPTY, CHAIN, &["a", "b", "c"]);
    store.scratch_put("form", b"typed").await.expect("kept");
    let name = database(&book);
    // The second entry's place is taken, so its request fails.
    let taken = key(CHAIN, 2);
    hands::raw_put(&name, "journal", &taken, &js_bytes(b"in the way"))
        .await
        .expect("planted");
    let result = store
        .append_and_discard(&Head::EMPTY, &all, &["form"])
        .await;
    assert!(
        matches!(&result, Err(AppendError::Failed(Failure::Aborted(reason))) if reason.starts_with("ConstraintError")),
        "{result:?}"
    );
    hands::raw_delete(&name, "journal", &taken)
        .await
        .expect("cleared");
    check(&store, &[]).await.expect("nothing is there");
    assert_eq!(store.scratch_get("form").await, Ok(Some(b"typed".to_vec())));

    // Planted: one transaction per entry, the second of which fails.
    let (record, value) = (head_record(&all[0].0), js_bytes(&all[0].1));
    hands::naive_append(&name, &key(CHAIN, 1), &record, &value)
        .await
        .expect("the first half");
    assert!(caught(check(&store, &[]).await));
}

#[wasm_bindgen_test]
async fn a_full_disk_is_told_as_such() {
    let store = open(&new_book()).await;
    let one = [entry(&Head::EMPTY, CHAIN, "a")];
    hands::roll_back_puts("meta", Some("QuotaExceededError"));
    let full = store.append(&Head::EMPTY, &one).await;
    hands::repair();
    hands::roll_back_puts("meta", Some("DataError"));
    let other = store.append(&Head::EMPTY, &one).await;
    hands::repair();
    assert_eq!(full, Err(AppendError::Failed(Failure::QuotaExceeded)));
    assert!(matches!(
        other,
        Err(AppendError::Failed(Failure::Aborted(_)))
    ));
    check(&store, &[]).await.expect("nothing is there");
    store
        .append(&Head::EMPTY, &one)
        .await
        .expect("there is room again");
    check(&store, &bytes_of(&one)).await.expect("saved");
}

#[wasm_bindgen_test]
async fn what_does_not_follow_or_is_no_line_is_refused() {
    let store = open(&new_book()).await;
    let gap = entry(&entry(&Head::EMPTY, CHAIN, "a").0, CHAIN, "b");
    let two_lines = (entry(&Head::EMPTY, CHAIN, "a").0, b"a\nb".to_vec());
    for wrong in [gap, two_lines] {
        let result = store.append(&Head::EMPTY, &[wrong]).await;
        assert!(matches!(
            result,
            Err(AppendError::Failed(Failure::Refused(_)))
        ));
    }
    check(&store, &[]).await.expect("nothing is there");
}

#[wasm_bindgen_test]
async fn the_draft_goes_with_the_entry_that_it_became() {
    let store = open(&new_book()).await;
    store.scratch_put("form", b"typed").await.expect("kept");
    let one = [entry(&Head::EMPTY, CHAIN, "a")];
    store
        .append_and_discard(&Head::EMPTY, &one, &["form"])
        .await
        .expect("saved");
    assert_eq!(store.scratch_get("form").await, Ok(None));
}

// The connection.

#[wasm_bindgen_test]
async fn a_broken_connection_is_reopened_and_the_entry_written_once() {
    let store = open(&new_book()).await;
    let all = entries(&Head::EMPTY, CHAIN, &["a", "b", "c"]);

    hands::break_connections(1);
    store.append(&Head::EMPTY, &all[..1]).await.expect("saved");
    hands::repair();
    // Saved, but the connection broke before it could say so.
    hands::hide_completions(1);
    store.append(&all[0].0, &all[1..2]).await.expect("saved");
    hands::repair();
    check(&store, &bytes_of(&all[..2]))
        .await
        .expect("once each");

    // Broken again at once: it says so and does not go on trying.
    hands::break_connections(2);
    let result = store.append(&all[1].0, &all[2..]).await;
    hands::repair();
    assert!(matches!(
        result,
        Err(AppendError::Failed(Failure::Disconnected(_)))
    ));
    check(&store, &bytes_of(&all[..2])).await.expect("no third");
    store.append(&all[1].0, &all[2..]).await.expect("saved");
    check(&store, &bytes_of(&all)).await.expect("all three");
}

#[wasm_bindgen_test]
async fn a_connection_that_the_browser_closed_is_reopened() {
    let kept = hands::keep_connections();
    let store = open(&new_book()).await;
    let head = append_all(&store, Head::EMPTY, CHAIN, &["a"]).await;
    hands::lose_connections(&kept);
    hands::repair();
    append_all(&store, head, CHAIN, &["b"]).await;
    assert_eq!(store.entries_after(0).await.map(|all| all.len()), Ok(2));
}

#[wasm_bindgen_test]
async fn reopening_never_makes_an_empty_database() {
    let book = new_book();
    let kept = hands::keep_connections();
    let store = open(&book).await;
    let head = append_all(&store, Head::EMPTY, CHAIN, &["a"]).await;
    hands::lose_connections(&kept);
    hands::repair();
    hands::raw_drop(&database(&book))
        .await
        .expect("storage cleared");
    let result = store.append(&head, &[entry(&head, CHAIN, "b")]).await;
    assert_eq!(result, Err(AppendError::Failed(Failure::Vanished)));
    assert_eq!(store.head().await, Err(Failure::Vanished));
    let created = open(&book).await.opening().await.expect("opens").created;
    assert!(created, "reopening had left an empty database behind");
}

#[wasm_bindgen_test]
async fn a_deleted_book_is_told_to_the_handles_left() {
    let book = new_book();
    let store = open(&book).await;
    let head = append_all(&store, Head::EMPTY, CHAIN, &["a"]).await;
    Store::delete(&book).await.expect("deleted");
    let result = store.append(&head, &[entry(&head, CHAIN, "b")]).await;
    assert_eq!(result, Err(AppendError::Failed(Failure::Deleted)));
}

// The snapshot.

#[wasm_bindgen_test]
async fn a_snapshot_comes_back_and_deleting_it_loses_nothing() {
    let book = new_book();
    let store = open(&book).await;
    let all = entries(&Head::EMPTY, CHAIN, &["a", "b", "c"]);
    store.append(&Head::EMPTY, &all).await.expect("saved");
    assert_eq!(store.load_snapshot().await, Ok(None));
    let parts: Vec<Vec<u8>> = (0..12_u8).map(|part| vec![part; 100]).collect();
    let head = all[1].0;
    let saved = store
        .save_snapshot(2, head.hash, b"{\"line\n2\"}", &parts)
        .await;
    assert_eq!(saved, Ok(SnapshotSaved::Saved));
    let opening = store.opening().await.expect("opens");
    assert_eq!(
        opening.snapshot.map(|mark| (mark.seq, mark.hash)),
        Some((2, head.hash))
    );
    let loaded = store.load_snapshot().await.expect("whole").expect("there");
    assert_eq!(loaded.manifest, b"{\"line\n2\"}");
    assert_eq!(loaded.parts, parts);

    hands::raw_delete(&database(&book), "snapshot", &3.into())
        .await
        .expect("planted: a lost part");
    assert_eq!(store.load_snapshot().await, Err(Damage::Snapshot.into()));
    store.delete_snapshot().await.expect("deleted");
    assert_eq!(store.load_snapshot().await, Ok(None));
    check(&store, &bytes_of(&all)).await.expect("all is there");

    // Planted: a deletion that goes too far.
    hands::raw_delete(&database(&book), "journal", &key(CHAIN, 3))
        .await
        .expect("planted");
    assert!(caught(check(&store, &bytes_of(&all)).await));
}

#[wasm_bindgen_test]
async fn a_snapshot_never_goes_over_a_later_one() {
    let book = new_book();
    let store = open(&book).await;
    let all = entries(&Head::EMPTY, CHAIN, &["a", "b", "c"]);
    store.append(&Head::EMPTY, &all).await.expect("saved");
    let save = async |seq: usize| {
        let head = all[seq - 1].0;
        store.save_snapshot(head.seq, head.hash, b"", &[]).await
    };
    let stored = async || {
        store
            .load_snapshot()
            .await
            .expect("whole")
            .map(|found| found.mark.seq)
    };
    assert_eq!(save(1).await, Ok(SnapshotSaved::Saved));
    let first = hands::raw_get(&database(&book), "snapshot", &"manifest".into())
        .await
        .expect("there");
    assert_eq!(save(3).await, Ok(SnapshotSaved::Saved));
    assert_eq!(save(2).await, Ok(SnapshotSaved::Outdated));
    assert_eq!(stored().await, Some(3));
    assert_eq!(
        save(3).await,
        Ok(SnapshotSaved::Saved),
        "the same entry again, in a newer form"
    );
    // Neither one of a book that goes on elsewhere, nor one of another last entry.
    let beyond = store.save_snapshot(4, Hash::default(), b"", &[]).await;
    assert_eq!(beyond, Ok(SnapshotSaved::Outdated));
    let other = store.save_snapshot(3, Hash::default(), b"", &[]).await;
    assert_eq!(other, Ok(SnapshotSaved::Outdated));

    hands::raw_put(&database(&book), "snapshot", &"manifest".into(), &first)
        .await
        .expect("planted: an older one over it");
    assert_eq!(
        stored().await,
        Some(1),
        "the test would not see an older one"
    );
}

// Sealing.

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

/// Lets an erasure of entry 1 get ahead when the next compression begins.
fn erase_meanwhile(store: &Store, head: Head, append: (Head, Vec<u8>)) -> Closure<dyn FnMut()> {
    let store = store.clone();
    let erasure = Erasure {
        append: Some(append),
        replaced: vec![(1, b"erased".to_vec())],
        ..Erasure::default()
    };
    let erase = Closure::once(move || {
        wasm_bindgen_futures::spawn_local(async move {
            store.rewrite(&head, &erasure).await.expect("erased");
        });
    });
    hands::before_compression(erase.as_ref().unchecked_ref());
    erase
}

#[wasm_bindgen_test]
async fn sealing_refuses_entries_that_changed_meanwhile() {
    let store = open(&new_book()).await;
    let head = append_all(&store, Head::EMPTY, CHAIN, &["a", "b"]).await;
    let _erase = erase_meanwhile(&store, head, entry(&head, CHAIN, "erasure"));
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
    let append = {
        let (store, all) = (store.clone(), all.clone());
        Closure::once(move || {
            wasm_bindgen_futures::spawn_local(async move {
                store.append(&all[1].0, &all[2..]).await.expect("saved");
            });
        })
    };
    hands::before_compression(append.as_ref().unchecked_ref());
    let result = store.seal(1..=2).await;
    hands::repair();
    assert_eq!(result, Ok(()));
    check(&store, &bytes_of(&all)).await.expect("all is there");
}

// Damage.

#[wasm_bindgen_test]
async fn an_old_head_shows_at_opening() {
    // Whichever way the chains sort.
    for (before, after) in [
        (Chain(5), Chain(5)),
        (Chain(2), Chain(8)),
        (Chain(8), Chain(2)),
    ] {
        let book = new_book();
        let store = open(&book).await;
        let name = database(&book);
        let head = append_all(&store, Head::EMPTY, before, &["a", "b"]).await;
        let old = hands::raw_get(&name, "meta", &"head".into())
            .await
            .expect("there");
        append_all(&store, head, after, &["c"]).await;
        let opening = store.opening().await.expect("opens");
        assert_eq!((opening.head.seq, opening.journal_last), (3, 3));
        assert_eq!(opening.damage, None);
        hands::raw_put(&name, "meta", &"head".into(), &old)
            .await
            .expect("planted: the head of before");
        let opening = open(&book).await.opening().await.expect("opens");
        assert_eq!(
            opening.damage,
            Some(Damage::OldHead {
                head,
                journal_last: 3
            })
        );
    }
}

#[wasm_bindgen_test]
async fn a_lost_head_is_an_old_head() {
    let book = new_book();
    let store = open(&book).await;
    append_all(&store, Head::EMPTY, CHAIN, &["a", "b"]).await;
    hands::raw_delete(&database(&book), "meta", &"head".into())
        .await
        .expect("planted");
    let opening = store.opening().await.expect("opens");
    let expected = Damage::OldHead {
        head: Head::EMPTY,
        journal_last: 2,
    };
    assert_eq!(opening.damage, Some(expected));
}

#[wasm_bindgen_test]
async fn a_lost_last_entry_shows_at_opening() {
    let book = new_book();
    let store = open(&book).await;
    append_all(&store, Head::EMPTY, CHAIN, &["a", "b"]).await;
    hands::raw_delete(&database(&book), "journal", &key(CHAIN, 2))
        .await
        .expect("planted");
    let opening = store.opening().await.expect("opens");
    assert_eq!(opening.damage, Some(Damage::Missing { first: 2, last: 2 }));
}

#[wasm_bindgen_test]
async fn nonsense_in_the_database_is_damage_and_never_a_panic() {
    let book = new_book();
    let store = open(&book).await;
    let name = database(&book);
    let head = append_all(&store, Head::EMPTY, CHAIN, &["a"]).await;
    let plant = async |store: &str, key: &JsValue, value: &JsValue| {
        hands::raw_put(&name, store, key, value)
            .await
            .expect("planted");
    };
    plant("journal", &key(CHAIN, 1), &"text".into()).await;
    assert_eq!(
        store.entries_after(0).await,
        Err(Damage::NotBytes("journal").into())
    );
    plant(
        "snapshot",
        &"manifest".into(),
        &js_bytes(b"no header").into(),
    )
    .await;
    assert_eq!(store.load_snapshot().await, Err(Damage::Snapshot.into()));
    assert_eq!(
        store.opening().await.map(|opening| opening.snapshot),
        Ok(None)
    );
    for nonsense in ["", "{}", "{\"head\":", "null"] {
        plant(
            "meta",
            &"head".into(),
            &js_bytes(nonsense.as_bytes()).into(),
        )
        .await;
        assert_eq!(store.head().await, Err(Damage::Head.into()), "{nonsense}");
        let append = store.append(&head, &[entry(&head, CHAIN, "b")]).await;
        assert_eq!(append, Err(AppendError::Failed(Damage::Head.into())));
    }
    // Spans with a gap, and a head beyond them.
    let gap = "{\"head\":{\"chain\":\"00000007\",\"seq\":3,\"hash\":\"HASH\"},\"spans\":[{\"chain\":\"00000007\",\"first\":2,\"last\":3}],\"sealed\":0,\"generation\":0,\"rewrites\":0}";
    let gap = gap.replace("HASH", &head.hash.to_string());
    plant("meta", &"head".into(), &js_bytes(gap.as_bytes()).into()).await;
    assert_eq!(store.opening().await, Err(Damage::Head.into()));
}

// The sentinel.

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

// Values by name and blobs.

#[wasm_bindgen_test]
async fn what_was_being_typed_survives_reopening() {
    let book = new_book();
    {
        let store = open(&book).await;
        store.scratch_put("invoice", b"half").await.expect("kept");
        store
            .scratch_put("invoice", b"half a line")
            .await
            .expect("kept");
        store.scratch_put("payment", b"").await.expect("kept");
        store.meta_put("head", b"no harm").await.expect("kept");
    }
    let store = open(&book).await;
    assert_eq!(
        store.scratch_get("invoice").await,
        Ok(Some(b"half a line".to_vec()))
    );
    assert_eq!(store.scratch_get("payment").await, Ok(Some(vec![])));
    assert_eq!(store.scratch_get("other").await, Ok(None));
    assert_eq!(store.meta_get("head").await, Ok(Some(b"no harm".to_vec())));
    assert_eq!(store.head().await, Ok(Head::EMPTY));
    store.scratch_delete("invoice").await.expect("deleted");
    assert_eq!(store.scratch_names().await, Ok(vec!["payment".to_owned()]));
}

#[wasm_bindgen_test]
async fn a_blob_comes_back_as_it_went_in() {
    let book = new_book();
    let store = open(&book).await;
    let large: Vec<u8> = (0..2_500_000_u32)
        .map(|index| (index % 251) as u8)
        .collect();
    let mut hashes = Vec::new();
    for bytes in [&b""[..], b"logo", &large] {
        let hash = store.put_blob(bytes).await.expect("kept");
        assert_eq!(store.put_blob(bytes).await, Ok(hash));
        assert_eq!(
            store
                .blob(&hash)
                .await
                .map(|found| found.as_deref() == Some(bytes)),
            Ok(true)
        );
        hashes.push(hash);
    }
    let large_hash = hashes[2];
    hashes.sort();
    assert_eq!(store.blobs().await, Ok(hashes.clone()));
    assert_eq!(store.blob(&Hash::of(b"never kept")).await, Ok(None));

    let piece = Array::of2(&large_hash.to_string().into(), &1.into());
    hands::raw_flip(&database(&book), "blobs", &piece)
        .await
        .expect("planted: a flipped bit");
    assert_eq!(
        store.blob(&large_hash).await,
        Err(Damage::Blob { hash: large_hash }.into())
    );
    store.delete_blob(&large_hash).await.expect("deleted");
    assert_eq!(store.blob(&large_hash).await, Ok(None));
    assert_eq!(store.blobs().await.map(|left| left.len()), Ok(2));
}

// Erasure.

#[wasm_bindgen_test]
async fn an_erasure_leaves_its_bytes_nowhere() {
    const SECRET: &str = "Mustermann";
    let book = new_book();
    let store = open(&book).await;
    let name = database(&book);
    let texts = ["a", SECRET, "c", "d", SECRET, "f", SECRET];
    let head = append_all(&store, Head::EMPTY, CHAIN, &texts).await;
    store.seal(1..=3).await.expect("sealed");
    store.seal(4..=5).await.expect("sealed");
    let saved = store
        .save_snapshot(7, head.hash, b"", &[SECRET.into()])
        .await;
    assert_eq!(saved, Ok(SnapshotSaved::Saved));
    store
        .scratch_put("form", SECRET.as_bytes())
        .await
        .expect("kept");
    store.scratch_put("other", b"typed").await.expect("kept");
    let photo = store.put_blob(SECRET.as_bytes()).await.expect("kept");
    let found = hands::raw_stores_with(&name, SECRET).await.expect("read");
    let everywhere = "blobs journal scratch segments snapshot";
    assert_eq!(
        found.as_string().as_deref(),
        Some(everywhere),
        "the search is blind"
    );

    let erasure = Erasure {
        append: Some(entry(&head, CHAIN, "erased")),
        replaced: vec![
            (7, b"erased 7".to_vec()),
            (2, b"erased 2".to_vec()),
            (5, b"erased 5".to_vec()),
        ],
        scratch: vec!["form".to_owned()],
        blobs: vec![photo],
    };
    // Planted: it is rolled back, and nothing of it happens.
    hands::roll_back_puts("meta", Some("DataError"));
    assert!(store.rewrite(&head, &erasure).await.is_err());
    hands::repair();
    let found = hands::raw_stores_with(&name, SECRET).await.expect("read");
    assert_eq!(found.as_string().as_deref(), Some(everywhere));

    store.rewrite(&head, &erasure).await.expect("erased");
    let found = hands::raw_stores_with(&name, SECRET).await.expect("read");
    assert_eq!(found.as_string().as_deref(), Some(""));
    let all = store.entries_after(0).await.expect("all there");
    assert_eq!(all.len(), 8);
    for (seq, text) in [(2, "erased 2"), (5, "erased 5"), (7, "erased 7")] {
        assert_eq!(all[seq - 1], text.as_bytes());
    }
    assert_eq!(
        store.scratch_get("other").await,
        Ok(Some(b"typed".to_vec()))
    );
    let appended = erasure
        .append
        .as_ref()
        .map(|(head, _)| *head)
        .expect("there");
    assert_eq!(
        store.rewrite(&head, &erasure).await,
        Err(AppendError::Moved { head: appended })
    );
    let beyond = Erasure {
        replaced: vec![(9, b"none".to_vec())],
        ..Erasure::default()
    };
    let missing = Damage::Missing { first: 9, last: 9 };
    assert_eq!(
        store.rewrite(&appended, &beyond).await,
        Err(AppendError::Failed(missing.into()))
    );
}

// Restoring.

#[wasm_bindgen_test]
async fn a_restore_replaces_all_or_nothing() {
    let book = new_book();
    let (store, other_tab) = (open(&book).await, open(&book).await);
    let old = entries(&Head::EMPTY, CHAIN, &["a", "b", "c"]);
    store.append(&Head::EMPTY, &old).await.expect("saved");
    store.seal(1..=1).await.expect("sealed");
    other_tab.opening().await.expect("opens");
    let head = old[2].0;
    let new = entries(&Head::EMPTY, Chain(1), &["A", "B", "C", "D", "E"]);

    // Given up midway.
    let mut incoming = store.incoming().await.expect("begun");
    incoming.entries(&new[..2]).await.expect("in");
    drop(incoming);
    check(&store, &bytes_of(&old)).await.expect("the old book");

    // Rolled back at the last step.
    let mut incoming = store.incoming().await.expect("begun");
    incoming.entries(&new).await.expect("in");
    hands::roll_back_puts("meta", Some("QuotaExceededError"));
    let result = incoming.replace(&head).await;
    hands::repair();
    assert_eq!(result, Err(AppendError::Failed(Failure::QuotaExceeded)));
    check(&store, &bytes_of(&old)).await.expect("the old book");

    // Another tab wrote meanwhile.
    let mut incoming = store.incoming().await.expect("begun");
    incoming.entries(&new).await.expect("in");
    let late = entry(&head, CHAIN, "late");
    other_tab
        .append(&head, std::slice::from_ref(&late))
        .await
        .expect("saved");
    assert_eq!(
        incoming.replace(&head).await,
        Err(AppendError::Moved { head: late.0 })
    );

    // Damaged on its way in.
    let mut incoming = store.incoming().await.expect("begun");
    incoming.entries(&new[..3]).await.expect("in");
    let gap = incoming.entries(&new[4..]).await;
    assert!(matches!(gap, Err(Failure::Refused(_))));
    let second = store.incoming().await.expect("begun in another tab");
    let swept = incoming.replace(&late.0).await;
    assert!(
        matches!(swept, Err(AppendError::Failed(Failure::Damaged(_)))),
        "{swept:?}"
    );
    drop(second);

    let mut incoming = store.incoming().await.expect("begun");
    incoming.entries(&new[..2]).await.expect("in");
    incoming.entries(&new[2..]).await.expect("in");
    let logo = incoming.blob(b"logo").await.expect("in");
    assert_eq!(incoming.replace(&late.0).await, Ok(new[4].0));
    check(&store, &bytes_of(&new)).await.expect("the new book");
    assert_eq!(store.blob(&logo).await, Ok(Some(b"logo".to_vec())));
    let counts = store.counts().await.expect("counted");
    assert_eq!((counts.entries, counts.sealed, counts.segments), (5, 5, 2));

    // The other tab cannot go on with the old one.
    let stale = other_tab
        .append(&late.0, &[entry(&late.0, CHAIN, "stale")])
        .await;
    assert_eq!(stale, Err(AppendError::Moved { head: new[4].0 }));
    let stale = other_tab.save_snapshot(4, late.0.hash, b"", &[]).await;
    assert_eq!(stale, Ok(SnapshotSaved::Outdated));
    append_all(&store, new[4].0, Chain(4), &["F"]).await;
}

#[wasm_bindgen_test]
async fn planted_a_restore_in_slices_leaves_half_a_book() {
    let book = new_book();
    let store = open(&book).await;
    let old = entries(&Head::EMPTY, CHAIN, &["a", "b", "c"]);
    store.append(&Head::EMPTY, &old).await.expect("saved");
    let new = entries(&Head::EMPTY, CHAIN, &["A", "B", "C"]);
    let keys: Array = (1..=3).map(|seq| key(CHAIN, seq)).collect();
    let values: Array = new
        .iter()
        .map(|(_, bytes)| JsValue::from(js_bytes(bytes)))
        .collect();
    hands::naive_restore(&database(&book), &keys, &values, 2)
        .await
        .expect("the tab closed after two slices");
    assert!(caught(check(&store, &bytes_of(&old)).await));
    assert!(caught(check(&store, &bytes_of(&new)).await));
}

#[wasm_bindgen_test]
async fn a_restore_whose_connection_broke_at_the_end_is_done_once() {
    let book = new_book();
    let store = open(&book).await;
    let new = entries(&Head::EMPTY, CHAIN, &["A", "B"]);
    let mut incoming = store.incoming().await.expect("begun");
    incoming.entries(&new).await.expect("in");
    hands::hide_completions(1);
    let result = incoming.replace(&Head::EMPTY).await;
    hands::repair();
    assert_eq!(result, Ok(new[1].0));
    check(&store, &bytes_of(&new)).await.expect("the new book");
}

// The other tabs.

fn build(number: u64) -> Build {
    Build {
        number,
        id: format!("build {number}"),
    }
}

/// A tab and what it heard.
struct Listener {
    tabs: Tabs,
    heard: Rc<RefCell<Vec<Notice>>>,
    waiting: Rc<RefCell<Option<js_sys::Function>>>,
}

impl Listener {
    fn join(book: &BookId, number: u64) -> Listener {
        let heard: Rc<RefCell<Vec<Notice>>> = Rc::default();
        let waiting: Rc<RefCell<Option<js_sys::Function>>> = Rc::default();
        let hear = {
            let (heard, waiting) = (Rc::clone(&heard), Rc::clone(&waiting));
            move |notice| {
                heard.borrow_mut().push(notice);
                if let Some(wake) = waiting.take() {
                    wake.call0(&JsValue::NULL).expect("woken");
                }
            }
        };
        let tabs = Tabs::join(book, build(number), hear).expect("joined");
        Listener {
            tabs,
            heard,
            waiting,
        }
    }

    /// Waits until it heard so many notices.
    async fn hears(&self, count: usize) -> Vec<Notice> {
        while self.heard.borrow().len() < count {
            let next = Promise::new(&mut |resolve, _| {
                self.waiting.replace(Some(resolve));
            });
            JsFuture::from(next).await.expect("woken");
        }
        self.heard.borrow().clone()
    }
}

#[wasm_bindgen_test]
async fn tabs_hear_each_other_and_not_themselves() {
    let book = new_book();
    let first = Listener::join(&book, 1);
    let second = Listener::join(&book, 1);
    let elsewhere = Listener::join(&new_book(), 1);
    let head = entry(&Head::EMPTY, CHAIN, "a").0;
    first.tabs.tell(&Notice::Committed { head }).expect("told");
    first.tabs.tell(&Notice::Replaced).expect("told");
    assert_eq!(
        second.hears(2).await,
        [Notice::Committed { head }, Notice::Replaced]
    );
    assert_eq!(*first.heard.borrow(), []);
    assert_eq!(*elsewhere.heard.borrow(), []);
    assert!(!first.tabs.outdated() && !second.tabs.outdated());
}

#[wasm_bindgen_test]
async fn a_tab_with_an_older_program_hears_that_it_is_outdated() {
    // Whichever opened first.
    for (first, second) in [(1, 2), (2, 1)] {
        let book = new_book();
        let (first, second) = (Listener::join(&book, first), Listener::join(&book, second));
        let (older, later) = match first.tabs.build().number {
            1 => (first, second),
            _ => (second, first),
        };
        assert_eq!(older.hears(1).await, [Notice::Outdated { by: build(2) }]);
        assert!(older.tabs.outdated());
        assert!(!later.tabs.outdated());
    }
}
