//! Restoring: the whole new book or the whole old one.

use js_sys::Array;
use ledger::ids::Chain;
use ledger::journal::Head;
use owed::store::{AppendError, Beside, Failure, Incoming, SnapshotSaved, Store, Superseded};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::history::{
    CHAIN, append_all, bytes_of, check, database, entries, entry, key, new_book, open,
};
use crate::{caught, hands, js_bytes};

/// A book with a sealed entry, and what is to replace it.
async fn old_and_new(store: &Store) -> (Vec<(Head, Vec<u8>)>, Vec<(Head, Vec<u8>)>) {
    let old = entries(&Head::EMPTY, CHAIN, &["old a", "old b", "old c"]);
    store.append(&Head::EMPTY, &old).await.expect("saved");
    store.seal(1..=1).await.expect("sealed");
    let new = entries(&Head::EMPTY, Chain(1), &["A", "B", "C", "D", "E"]);
    (old, new)
}

/// A restore with all entries in, before its last step.
async fn all_in(store: &Store, new: &[(Head, Vec<u8>)]) -> Incoming {
    let mut incoming = store.incoming().await.expect("begun");
    incoming.entries(&new[..2]).await.expect("in");
    incoming.entries(&new[2..]).await.expect("in");
    incoming
}

/// What may be replaced, and nothing beside it.
fn of(head: &Head) -> Beside {
    Beside {
        replaces: Some(*head),
        ..Beside::default()
    }
}

#[wasm_bindgen_test]
async fn what_goes_with_a_restore_is_kept_with_it_or_not_at_all() {
    let store = open(&new_book()).await;
    let (old, new) = old_and_new(&store).await;
    let old_head = old[2].0;
    let with = |head: Head| Beside {
        replaces: Some(head),
        remembered: vec![Superseded {
            generation: None,
            seq: 9,
        }],
        meta: vec![("unskipped", b"numbers".to_vec())],
    };
    // The plan showed an older book: its numbers must not reach this one.
    let incoming = all_in(&store, &new).await;
    let moved = AppendError::Moved { head: old_head };
    assert_eq!(incoming.replace(&with(old[1].0)).await, Err(moved));
    assert_eq!(store.meta_get("unskipped").await, Ok(None));
    assert!(store.opening().await.expect("opens").superseded.is_empty());

    let before = store.opening().await.expect("opens").generation;
    let incoming = all_in(&store, &new).await;
    let done = incoming.replace(&with(old_head)).await;
    assert_eq!(done, Ok(new[4].0));
    let kept = store.meta_get("unskipped").await;
    assert_eq!(kept, Ok(Some(b"numbers".to_vec())));
    let replaced = |generation, seq| Superseded { generation, seq };
    assert_eq!(
        store.opening().await.expect("opens").superseded,
        [replaced(before, 3), replaced(None, 9)]
    );
}

/// Local storage on the disk may be as old as the first of many restores.
#[wasm_bindgen_test]
async fn each_of_many_restores_is_remembered_once() {
    let store = open(&new_book()).await;
    let (old, new) = old_and_new(&store).await;
    let mut head = old[2].0;
    let mut replaced = Vec::new();
    for _ in 0..20 {
        let before = store.opening().await.expect("opens").generation;
        replaced.push(Superseded {
            generation: before,
            seq: head.seq + 1,
        });
        // The device remembers one entry more of the same journal.
        let beside = Beside {
            remembered: replaced.last().cloned().into_iter().collect(),
            ..of(&head)
        };
        head = all_in(&store, &new)
            .await
            .replace(&beside)
            .await
            .expect("restored");
    }
    let known = store.opening().await.expect("opens").superseded;
    assert_eq!(known, replaced);
}

#[wasm_bindgen_test]
async fn a_restore_replaces_the_whole_book() {
    let book = new_book();
    let (store, other_tab) = (open(&book).await, open(&book).await);
    let (old, new) = old_and_new(&store).await;
    let (old_head, new_head) = (old[2].0, new[4].0);
    other_tab.opening().await.expect("opens");
    let incoming = all_in(&store, &new).await;
    let logo = incoming.blob(b"logo").await.expect("in");
    check(&store, &bytes_of(&old))
        .await
        .expect("the old book, until the end");
    assert_eq!(incoming.replace(&of(&old_head)).await, Ok(new_head));

    check(&store, &bytes_of(&new)).await.expect("the new book");
    assert_eq!(store.blob(&logo).await, Ok(Some(b"logo".to_vec())));
    let counts = store.counts().await.expect("counted");
    assert_eq!((counts.entries, counts.sealed, counts.segments), (5, 5, 2));
    let left = hands::raw_stores_with(&database(&book), "old ").await;
    assert_eq!(left.expect("read").as_string().as_deref(), Some(""));

    // The other tab cannot go on with the old one.
    let stale = entry(&old_head, CHAIN, "stale");
    let replaced = AppendError::Failed(Failure::Replaced);
    assert_eq!(other_tab.append(&old_head, &[stale]).await, Err(replaced));
    // Nor does it read on in the new one, as a backup would.
    let next = other_tab.next_entries(1, 10).await;
    assert_eq!(next, Err(Failure::Replaced));
    assert_eq!(other_tab.entries_after(1).await, Err(Failure::Replaced));
    assert_eq!(other_tab.head().await, Err(Failure::Replaced));
    let stale = other_tab.save_snapshot(3, old_head.hash, b"", &[]).await;
    assert_eq!(stale, Ok(SnapshotSaved::Outdated));
    append_all(&store, new_head, Chain(4), &["F"]).await;
}

#[wasm_bindgen_test]
async fn a_restore_that_is_not_finished_leaves_the_old_book() {
    let store = open(&new_book()).await;
    let (old, new) = old_and_new(&store).await;
    let (old_head, old) = (old[2].0, bytes_of(&old));

    drop(all_in(&store, &new).await);
    check(&store, &old).await.expect("given up midway");

    let incoming = all_in(&store, &new).await;
    hands::roll_back_puts("meta", Some("QuotaExceededError"));
    let result = incoming.replace(&of(&old_head)).await;
    hands::repair();
    assert_eq!(result, Err(AppendError::Failed(Failure::QuotaExceeded)));
    check(&store, &old).await.expect("no room at the last step");

    let mut incoming = store.incoming().await.expect("begun");
    incoming.entries(&new[..3]).await.expect("in");
    let gap = incoming.entries(&new[4..]).await;
    assert!(matches!(gap, Err(Failure::Refused(_))));
    check(&store, &old)
        .await
        .expect("an entry missing in the file");
}

#[wasm_bindgen_test]
async fn a_restore_gives_way_to_other_tabs() {
    let store = open(&new_book()).await;
    let (old, new) = old_and_new(&store).await;
    let (old_head, mut old) = (old[2].0, bytes_of(&old));

    // Two restores at once: the later one swept away what the first brought.
    let first = all_in(&store, &new).await;
    let second = all_in(&store, &new).await;
    let swept = first.replace(&of(&old_head)).await;
    assert!(matches!(
        swept,
        Err(AppendError::Failed(Failure::Damaged(_)))
    ));
    // The same, between reading back and replacing.
    hands::sweep_before_write();
    let swept = second.replace(&of(&old_head)).await;
    hands::repair();
    assert_eq!(swept, Err(AppendError::Failed(Failure::Busy)));
    check(&store, &old).await.expect("the old book");

    let incoming = all_in(&store, &new).await;
    let late = entry(&old_head, CHAIN, "late");
    let moved = AppendError::Moved { head: late.0 };
    old.push(late.1.clone());
    store.append(&old_head, &[late]).await.expect("saved");
    assert_eq!(incoming.replace(&of(&old_head)).await, Err(moved));
    check(&store, &old)
        .await
        .expect("the old book and one more");
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
    let result = incoming.replace(&of(&Head::EMPTY)).await;
    hands::repair();
    assert_eq!(result, Ok(new[1].0));
    check(&store, &bytes_of(&new)).await.expect("the new book");
}
