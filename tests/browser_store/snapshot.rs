//! The snapshot: a cache whose loss loses nothing.

use ledger::journal::{Hash, Head};
use owed::store::{Damage, SnapshotSaved, StoredBytes};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::history::{CHAIN, bytes_of, check, database, entries, key, new_book, open};
use crate::{caught, hands};

#[wasm_bindgen_test]
async fn a_snapshot_comes_back_and_deleting_it_loses_nothing() {
    let book = new_book();
    let store = open(&book).await;
    let all = entries(&Head::EMPTY, CHAIN, &["a", "b", "c"]);
    store.append(&Head::EMPTY, &all).await.expect("saved");
    assert_eq!(store.load_snapshot().await, Ok(None));
    let parts: Vec<Vec<u8>> = (0..12_u8).map(|part| vec![part; 100]).collect();
    let stored: Vec<StoredBytes> = parts.iter().map(|part| part[..].into()).collect();
    let head = all[1].0;
    let saved = store
        .save_snapshot(2, head.hash, b"{\"line\n2\"}", &stored)
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

    // A smaller one leaves nothing of a larger one behind.
    let head = all[2].0;
    let saved = store.save_snapshot(3, head.hash, b"", &stored[..5]).await;
    assert_eq!(saved, Ok(SnapshotSaved::Saved));
    let loaded = store.load_snapshot().await.expect("whole").expect("there");
    assert_eq!(loaded.parts, parts[..5]);

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
