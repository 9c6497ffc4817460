//! Compare-and-append: what is saved is saved, once, and nobody overwrites.

use ledger::ids::Chain;
use ledger::journal::Head;
use owed::store::{AppendError, Failure, Store};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::history::{
    CHAIN, append_all, append_persistently, bytes_of, check, database, entries, entry, head_record,
    key, new_book, open,
};
use crate::{both, caught, hands, js_bytes};

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
