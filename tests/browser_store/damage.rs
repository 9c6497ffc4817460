//! Databases that do not add up: told, never a panic.

use ledger::ids::Chain;
use ledger::journal::Head;
use owed::store::{AppendError, Beside, Damage};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::history::{
    CHAIN, append_all, bytes_of, check, database, entries, entry, key, new_book, open,
};
use crate::{hands, js_bytes};

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
async fn a_lost_entry_in_the_middle_is_never_skipped() {
    let book = new_book();
    let store = open(&book).await;
    append_all(&store, Head::EMPTY, CHAIN, &["a", "b", "c"]).await;
    hands::raw_delete(&database(&book), "journal", &key(CHAIN, 2))
        .await
        .expect("planted");
    let missing = Damage::Missing { first: 1, last: 3 };
    assert_eq!(store.entries_after(0).await, Err(missing.into()));
    assert_eq!(store.entries_after(2).await.map(|all| all.len()), Ok(1));
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
    let gap = "{\"head\":{\"chain\":\"00000007\",\"seq\":3,\"hash\":\"HASH\"},\"spans\":[{\"chain\":\"00000007\",\"first\":2,\"last\":3}],\"sealed\":0,\"generation\":0,\"rewrites\":0,\"snapshots_from\":0}";
    let gap = gap.replace("HASH", &head.hash.to_string());
    plant("meta", &"head".into(), &js_bytes(gap.as_bytes()).into()).await;
    assert_eq!(store.opening().await, Err(Damage::Head.into()));
}

#[wasm_bindgen_test]
async fn entries_are_salvaged_whatever_the_head_says_and_a_restore_replaces_them() {
    let book = new_book();
    let (store, name) = (open(&book).await, database(&book));
    let all = entries(&Head::EMPTY, CHAIN, &["a", "b", "c", "d"]);
    store.append(&Head::EMPTY, &all).await.expect("saved");
    store.seal(1..=2).await.expect("sealed");
    let plant = async |store: &str, key: &JsValue, value: &JsValue| {
        hands::raw_put(&name, store, key, value)
            .await
            .expect("planted");
    };
    plant("meta", &"head".into(), &js_bytes(b"torn").into()).await;
    assert_eq!(store.opening().await, Err(Damage::Head.into()));
    let mut found = store.salvage().await.expect("read");
    found.sort();
    let expected: Vec<(u32, Vec<u8>)> = (1..).zip(bytes_of(&all)).collect();
    assert_eq!(found, expected);

    // Nonsense beside them is left out, and the rest stays.
    plant("journal", &key(CHAIN, 3), &"text".into()).await;
    plant("journal", &"nonsense".into(), &js_bytes(b"x").into()).await;
    let left = store.salvage().await.expect("read");
    assert_eq!(left.len(), 3);

    let new = entries(&Head::EMPTY, Chain(1), &["A", "B", "C"]);
    let mut incoming = store.incoming().await.expect("begun");
    incoming.entries(&new).await.expect("in");
    assert_eq!(store.opening().await, Err(Damage::Head.into()));
    assert_eq!(incoming.replace(&Beside::default()).await, Ok(new[2].0));
    check(&store, &bytes_of(&new)).await.expect("the new book");
    let counts = store.counts().await.expect("counted");
    assert_eq!((counts.entries, counts.segments), (3, 1));
}
