//! Erasure: the bytes are gone, everywhere, or nothing happened.

use ledger::journal::Head;
use owed::store::{AppendError, Damage, Erasure, SnapshotSaved};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::hands;
use crate::history::{CHAIN, append_all, database, entry, new_book, open};

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
        .save_snapshot(7, head.hash, b"", &[SECRET.as_bytes().into()])
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
        append: vec![entry(&head, CHAIN, "erased")],
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
    // A tab that did not hear of it brings nothing back.
    let stale = open(&book).await;
    let saved = stale
        .save_snapshot(7, head.hash, b"", &[SECRET.as_bytes().into()])
        .await;
    assert_eq!(saved, Ok(SnapshotSaved::Outdated));
    let all = store.entries_after(0).await.expect("all there");
    assert_eq!(all.len(), 8);
    for (seq, text) in [(2, "erased 2"), (5, "erased 5"), (7, "erased 7")] {
        assert_eq!(all[seq - 1], text.as_bytes());
    }
    assert_eq!(
        store.scratch_get("other").await,
        Ok(Some(b"typed".to_vec()))
    );
    let appended = erasure.append.last().map(|(head, _)| *head).expect("there");
    // Again the same is the same; another one has to know of it.
    assert_eq!(store.rewrite(&head, &erasure).await, Ok(()));
    assert_eq!(store.entries_after(0).await.as_ref(), Ok(&all));
    let other = Erasure {
        append: vec![entry(&head, CHAIN, "erased elsewhere")],
        ..Erasure::default()
    };
    assert_eq!(
        store.rewrite(&head, &other).await,
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
