//! This device in a book's database: the chain that it writes on, and its
//! name.

use ledger::ids::Chain;
use serde::{Deserialize, Serialize};

use super::failure::{Failure, NotDone};
use super::handle::Store;
use crate::random::{self, NoRandom};

/// What the database keeps of this device.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Device {
    pub chain: Chain,
    /// As its user calls it; empty for the browser's own word.
    #[serde(default)]
    pub name: String,
}

/// The name of the value that holds it.
const DEVICE: &str = "device";

impl Store {
    /// The chain that this device writes on in this database, and its name. One
    /// that it does not know yet is kept where it `may_write`.
    ///
    /// # Errors
    /// [`NotDone::NoRandom`] or [`NotDone::Store`].
    pub async fn device(&self, may_write: bool) -> Result<Device, NotDone> {
        if let Some(device) = self.known_device().await {
            return Ok(device);
        }
        let device = self.new_device().await?;
        if may_write {
            self.keep_device(&device).await?;
        }
        Ok(device)
    }

    /// Keeps what this device is called here.
    ///
    /// # Errors
    /// A [`Failure`]; it is as it was.
    pub async fn keep_device(&self, device: &Device) -> Result<(), Failure> {
        self.meta_put(DEVICE, &device.to_bytes()).await
    }

    /// This device with a new chain, as a value to be written with a journal
    /// that takes the place of this one: the old chain may go on elsewhere.
    ///
    /// # Errors
    /// [`NoRandom`].
    pub async fn renewed_device(&self) -> Result<(&'static str, Vec<u8>), NoRandom> {
        Ok((DEVICE, self.new_device().await?.to_bytes()))
    }

    async fn new_device(&self) -> Result<Device, NoRandom> {
        let chain = random::chain()?;
        let known = self.known_device().await;
        let name = known.map_or_else(String::new, |device| device.name);
        Ok(Device { chain, name })
    }

    async fn known_device(&self) -> Option<Device> {
        let bytes = self.meta_get(DEVICE).await.ok()??;
        serde_json::from_slice(&bytes).ok()
    }
}

impl Device {
    fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}
