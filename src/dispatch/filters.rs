//! The filters that were given a name on this device: kept beside the book,
//! no fact of it and in no backup.

use super::{Dispatcher, NotDone};

/// Its name, and the address that shows what it finds.
pub type NamedFilter = (String, String);

const FILTERS: &str = "filters";

impl Dispatcher {
    /// The named filters in their order; none where they cannot be read.
    pub async fn named_filters(&self) -> Vec<NamedFilter> {
        let Some(session) = self.session() else {
            return Vec::new();
        };
        let bytes = session.store.meta_get(FILTERS).await.ok().flatten();
        bytes
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    /// Keeps a filter under its name, in place of what had it; forgets it
    /// where there is no address. Gives back all that are kept now.
    ///
    /// # Errors
    /// [`NotDone`]; what was kept before stays.
    pub async fn name_filter(
        &self,
        name: &str,
        address: Option<String>,
    ) -> Result<Vec<NamedFilter>, NotDone> {
        let session = self.session().ok_or(NotDone::ReadOnly)?;
        let mut filters = self.named_filters().await;
        let known = filters.iter().position(|(known, _)| known == name);
        match (known, address) {
            (Some(place), Some(address)) => filters[place].1 = address,
            (Some(place), None) => drop(filters.remove(place)),
            (None, Some(address)) => filters.push((name.to_owned(), address)),
            (None, None) => {}
        }
        if let Ok(bytes) = serde_json::to_vec(&filters) {
            session.store.meta_put(FILTERS, &bytes).await?;
        }
        Ok(filters)
    }
}
