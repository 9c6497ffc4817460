//! Half-typed forms, small settings and blobs.

use js_sys::Array;
use ledger::journal::{Hash, Head};
use owed::store::Damage;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::hands;
use crate::history::{database, new_book, open};

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
    let damage = Damage::Blob { hash: large_hash };
    // Without the bytes themselves in the message.
    assert_eq!(store.blob(&large_hash).await.map(drop), Err(damage.into()));
    store.delete_blob(&large_hash).await.expect("deleted");
    assert_eq!(store.blob(&large_hash).await, Ok(None));
    assert_eq!(store.blobs().await.map(|left| left.len()), Ok(2));
}
