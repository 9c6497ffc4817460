//! Entries that tests make up, and the checker of what became of them.

use ledger::ids::{Chain, Seq};
use ledger::journal::{BookId, Hash, Head};
use owed::platform::random;
use owed::store::{AppendError, Store};
use wasm_bindgen::JsValue;

pub const CHAIN: Chain = Chain(7);

/// A book of its own for each test.
pub fn new_book() -> BookId {
    BookId::from_random(random::bytes().expect("random bytes"))
}

pub fn database(book: &BookId) -> String {
    format!("owed-{book}")
}

pub async fn open(book: &BookId) -> Store {
    Store::open(book).await.expect("the book opens")
}

/// An entry after `head`: its hash covers its bytes and its bytes name the
/// entry before, as in the real journal.
pub fn entry(head: &Head, chain: Chain, text: &str) -> (Head, Vec<u8>) {
    let seq = head.seq + 1;
    let bytes = format!(
        "{{\"seq\":{seq},\"prev\":\"{}\",\"text\":\"{text}\"}}",
        head.hash
    );
    let bytes = bytes.into_bytes();
    let hash = Hash::of(&bytes);
    (Head { chain, seq, hash }, bytes)
}

/// Entries in a row after `head`.
pub fn entries(head: &Head, chain: Chain, texts: &[&str]) -> Vec<(Head, Vec<u8>)> {
    let mut head = *head;
    let mut all = Vec::new();
    for text in texts {
        let next = entry(&head, chain, text);
        head = next.0;
        all.push(next);
    }
    all
}

/// Appends one entry after another, each in a transaction of its own.
pub async fn append_all(store: &Store, mut head: Head, chain: Chain, texts: &[&str]) -> Head {
    for text in texts {
        let next = entry(&head, chain, text);
        let last = next.0;
        store.append(&head, &[next]).await.expect("appended");
        head = last;
    }
    head
}

/// Appends as a tab does: where another was faster, on its head.
pub async fn append_persistently(store: &Store, chain: Chain, text: &str) -> (Vec<u8>, u32) {
    let mut head = store.head().await.expect("a head");
    let mut moved = 0;
    loop {
        let next = entry(&head, chain, text);
        let bytes = next.1.clone();
        match store.append(&head, &[next]).await {
            Ok(()) => return (bytes, moved),
            Err(AppendError::Moved { head: other }) => {
                assert!(other.seq > head.seq, "moved, but not on");
                (head, moved) = (other, moved + 1);
            }
            Err(error) => panic!("{error}"),
        }
    }
}

/// Whether the book holds all that was acknowledged, each once, in one
/// unbroken chain that ends at its head. Every test reads its book through
/// this, and every planted fault must be named by it.
pub async fn check(store: &Store, acknowledged: &[Vec<u8>]) -> Result<(), String> {
    let opening = store.opening().await.map_err(|error| error.to_string())?;
    if let Some(damage) = opening.damage {
        return Err(damage.to_string());
    }
    let stored = store
        .entries_after(0)
        .await
        .map_err(|error| error.to_string())?;
    let mut head = Head::EMPTY;
    for (seq, bytes) in (1..).zip(&stored) {
        let text = String::from_utf8_lossy(bytes);
        let start = format!("{{\"seq\":{seq},\"prev\":\"{}\",", head.hash);
        if !text.starts_with(&start) {
            return Err(format!("entry {seq} does not follow: {text}"));
        }
        head = Head {
            chain: head.chain,
            seq,
            hash: Hash::of(bytes),
        };
    }
    if (head.seq, head.hash) != (opening.head.seq, opening.head.hash) {
        return Err(format!(
            "the head says {}, the entries {}",
            opening.head.seq, head.seq
        ));
    }
    for bytes in acknowledged {
        let times = stored.iter().filter(|stored| *stored == bytes).count();
        if times != 1 {
            let text = String::from_utf8_lossy(bytes);
            return Err(format!("acknowledged, but there {times} times: {text}"));
        }
    }
    if stored.len() != acknowledged.len() {
        return Err(format!(
            "{} entries, {} acknowledged",
            stored.len(),
            acknowledged.len()
        ));
    }
    Ok(())
}

/// The bytes of entries made with [`entries`].
pub fn bytes_of(entries: &[(Head, Vec<u8>)]) -> Vec<Vec<u8>> {
    entries.iter().map(|(_, bytes)| bytes.clone()).collect()
}

pub fn key(chain: Chain, seq: Seq) -> JsValue {
    js_sys::Array::of2(&chain.0.into(), &seq.into()).into()
}

/// The record under `head` as the store would write it for one chain.
pub fn head_record(head: &Head) -> js_sys::Uint8Array {
    let text = format!(
        "{{\"head\":{{\"chain\":\"{chain}\",\"seq\":{seq},\"hash\":\"{hash}\"}},\
         \"spans\":[{{\"chain\":\"{chain}\",\"first\":1,\"last\":{seq}}}],\"sealed\":0,\"generation\":0,\"rewrites\":0,\"snapshots_from\":0}}",
        chain = head.chain,
        seq = head.seq,
        hash = head.hash,
    );
    js_sys::Uint8Array::from(text.as_bytes())
}
