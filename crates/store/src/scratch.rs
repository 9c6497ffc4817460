//! Values by name: forms being typed (scratch) and small settings (meta).
//!
//! Neither is a fact and neither is in a backup.

use wasm_bindgen::JsValue;

use super::failure::Failure;
use super::handle::Store;
use super::idb::{Access, META, SCRATCH, from_bytes};

impl Store {
    /// Keeps what is being typed. Not flushed to the disk at once: it survives
    /// a crash of the page, and of the browser in most cases, not the loss of
    /// power. The caller waits for a pause in the typing.
    ///
    /// # Errors
    /// A [`Failure`]; what was kept before stays.
    pub async fn scratch_put(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        self.put_named(SCRATCH, Access::WriteRelaxed, &name.into(), bytes)
            .await
    }

    /// # Errors
    /// A [`Failure`].
    pub async fn scratch_get(&self, name: &str) -> Result<Option<Vec<u8>>, Failure> {
        self.get_named(SCRATCH, &name.into()).await
    }

    /// # Errors
    /// A [`Failure`].
    pub async fn scratch_delete(&self, name: &str) -> Result<(), Failure> {
        self.run(&[SCRATCH], Access::WriteRelaxed, async |transaction| {
            transaction.delete(SCRATCH, &name.into())
        })
        .await
    }

    /// The names under which something half typed is kept.
    ///
    /// # Errors
    /// A [`Failure`].
    pub async fn scratch_names(&self) -> Result<Vec<String>, Failure> {
        let keys = self
            .run(&[SCRATCH], Access::Read, async |transaction| {
                transaction.get_all_keys(SCRATCH)?.list().await
            })
            .await?;
        Ok(keys.iter().filter_map(|key| key.as_string()).collect())
    }

    /// Keeps a small value beside the book, such as when it was last backed
    /// up, flushed to the disk.
    ///
    /// # Errors
    /// A [`Failure`]; what was kept before stays.
    pub async fn meta_put(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        self.put_named(META, Access::Write, &meta_key(name), bytes)
            .await
    }

    /// # Errors
    /// A [`Failure`].
    pub async fn meta_get(&self, name: &str) -> Result<Option<Vec<u8>>, Failure> {
        self.get_named(META, &meta_key(name)).await
    }

    async fn put_named(
        &self,
        store: &'static str,
        access: Access,
        key: &JsValue,
        bytes: &[u8],
    ) -> Result<(), Failure> {
        let value = from_bytes(bytes);
        self.run(&[store], access, async |transaction| {
            transaction.put(store, key, &value)
        })
        .await
    }

    async fn get_named(
        &self,
        store: &'static str,
        key: &JsValue,
    ) -> Result<Option<Vec<u8>>, Failure> {
        self.run(&[store], Access::Read, async |transaction| {
            transaction.get(store, key)?.bytes(store).await
        })
        .await
    }
}

/// No name of a caller is the name of the book's own record, `head`.
pub(super) fn meta_key(name: &str) -> JsValue {
    format!("app.{name}").into()
}
