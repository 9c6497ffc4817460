//! How long is waited for what takes time.

use std::cell::Cell;
use std::time::Duration;

/// How long anything may take before a journey gives up: what takes a second where nothing else
/// runs may take half a minute beside others.
pub(super) const PATIENCE: Duration = Duration::from_secs(90);
/// How long is waited for what may not come.
const SOON: Duration = Duration::from_secs(30);

/// How long is waited.
#[derive(Debug)]
pub(super) struct Patience {
    pub(super) usual: Cell<Duration>,
    /// For what may not come.
    pub(super) soon: Cell<Duration>,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            usual: Cell::new(PATIENCE),
            soon: Cell::new(SOON),
        }
    }
}
