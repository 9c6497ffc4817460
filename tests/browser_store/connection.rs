//! Connections that break, vanish, or lose their database.

use ledger::journal::Head;
use owed::store::{AppendError, Failure, Store};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::hands;
use crate::history::{
    CHAIN, append_all, bytes_of, check, database, entries, entry, new_book, open,
};

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

#[wasm_bindgen_test]
async fn deleting_waits_for_a_tab_that_lets_go_and_not_for_one_that_does_not() {
    let book = new_book();
    open(&book).await;
    hands::hold_open(&database(&book), true)
        .await
        .expect("held");
    assert_eq!(Store::delete(&book).await, Ok(()));

    open(&book).await;
    let close = hands::hold_open(&database(&book), false).await;
    hands::hurry();
    let result = Store::delete(&book).await;
    hands::repair();
    assert_eq!(result, Err(Failure::Blocked));
    let close: js_sys::Function = close.expect("held").unchecked_into();
    close.call0(&JsValue::NULL).expect("closed");
    let created = open(&book).await.opening().await.expect("opens").created;
    assert!(created, "it went when that tab closed");
}
