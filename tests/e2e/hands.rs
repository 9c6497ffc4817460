//! Hands on the book's database below the app: they read it and damage it as a disk, a browser or
//! another program would. They owe nothing to the app's own store.

use serde_json::{Value, json};
use xtask::browser::{Browser, Kept};
use xtask::step::{Failure, Outcome};

/// The database of the one book of the open page.
#[derive(Clone, Copy)]
pub struct Hands<'b>(pub &'b Browser);

impl Hands<'_> {
    async fn ask(self, what: &str, given: &[Value]) -> Outcome<Value> {
        let mut arguments = vec![json!(what)];
        arguments.extend_from_slice(given);
        self.0
            .script_async(include_str!("hands.js"), arguments)
            .await
    }

    /// The entries that are not sealed, as text.
    pub async fn journal(self) -> Outcome<Vec<String>> {
        let entries = self.ask("journal", &[]).await?;
        let texts = entries.as_array().into_iter().flatten();
        Ok(texts
            .filter_map(|text| Some(text.as_str()?.to_owned()))
            .collect())
    }

    /// The number of the last entry that is not sealed.
    pub async fn last_entry(self) -> Outcome<u64> {
        let seqs = self.ask("seqs", &[]).await?;
        let seqs = seqs.as_array().into_iter().flatten();
        seqs.filter_map(Value::as_u64)
            .max()
            .ok_or_else(|| Failure::new("the journal is empty"))
    }

    pub async fn head(self) -> Outcome<String> {
        let head = self.ask("head", &[]).await?;
        Ok(head.as_str().unwrap_or_default().to_owned())
    }

    /// The entry that the snapshot stands for; 0 where there is none.
    pub async fn snapshot(self) -> Outcome<u64> {
        number(&self.ask("snapshot", &[]).await?)
    }

    pub async fn put_head(self, head: &str) -> Outcome {
        self.ask("put head", &[json!(head)]).await.map(drop)
    }

    /// Flips one bit in the middle of an entry.
    pub async fn flip_entry(self, seq: u64) -> Outcome {
        self.ask("flip entry", &[json!(seq)]).await.map(drop)
    }

    /// Changes the first byte of some text within an entry.
    pub async fn spoil_entry(self, seq: u64, text: &str) -> Outcome {
        self.ask("spoil entry", &[json!(seq), json!(text)])
            .await
            .map(drop)
    }

    pub async fn flip_snapshot(self, part: u64) -> Outcome {
        self.ask("flip snapshot", &[json!(part)]).await.map(drop)
    }

    /// Flips one bit in the middle of the sealed entries.
    pub async fn flip_segment(self) -> Outcome {
        self.ask("flip segment", &[]).await.map(drop)
    }

    /// Deletes every blob.
    pub async fn lose_blobs(self) -> Outcome {
        self.ask("lose blobs", &[]).await.map(drop)
    }

    /// Lays sealed entries where they lay before they were sealed, without a snapshot.
    pub async fn unseal(self, entries: &[String]) -> Outcome {
        self.ask("unseal", &[json!(entries)]).await.map(drop)
    }

    /// Appends an entry as a later program with another format would.
    pub async fn newer_entry(self) -> Outcome {
        self.ask("newer entry", &[]).await.map(drop)
    }

    pub async fn delete_entry(self, seq: u64) -> Outcome {
        self.ask("delete entry", &[json!(seq)]).await.map(drop)
    }

    pub async fn delete_snapshot(self) -> Outcome {
        self.ask("delete snapshot", &[]).await.map(drop)
    }

    /// Clears what the browser keeps of this site: `all`, `indexeddb`, `local_storage`.
    pub async fn clear(self, kinds: &str) -> Outcome {
        let kept = match kinds {
            "all" => Kept::All,
            "indexeddb" => Kept::Databases,
            "local_storage" => Kept::LocalStorage,
            other => return Err(Failure::new(format!("nothing is kept as '{other}'"))),
        };
        self.0.clear(kept).await
    }

    /// Lets the site keep so many bytes; as many as it likes where it is `None`.
    pub async fn quota(self, bytes: Option<u64>) -> Outcome {
        self.0.quota(bytes).await
    }
}

fn number(value: &Value) -> Outcome<u64> {
    value
        .as_u64()
        .ok_or_else(|| Failure::new(format!("not a number: {value}")))
}
