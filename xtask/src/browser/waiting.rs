//! Waiting: whatever takes time is asked for until it is so.

use super::Browser;
use super::patience::PATIENCE;
use crate::step::{Failure, Outcome};
use std::time::{Duration, Instant};

const BETWEEN_LOOKS: Duration = Duration::from_millis(25);

impl Browser {
    /// Waits until the condition is so.
    ///
    /// # Errors
    /// It does not become so in time; the condition's last failure, if it had one, is told.
    pub async fn wait_until(
        &self,
        what: &str,
        mut condition: impl AsyncFnMut() -> Outcome<bool>,
    ) -> Outcome {
        self.wait_for(what, async || Ok(condition().await?.then_some(())))
            .await
    }

    /// Waits until there is a value. A failure on the way counts as "not yet": pages change under
    /// the hand.
    ///
    /// # Errors
    /// There is none in time; the last failure, if there was one, is told.
    pub async fn wait_for<T>(
        &self,
        what: &str,
        mut look: impl AsyncFnMut() -> Outcome<Option<T>>,
    ) -> Outcome<T> {
        let start = Instant::now();
        loop {
            let seen = look().await;
            if let Ok(Some(value)) = seen {
                return Ok(value);
            }
            if start.elapsed() > self.patience.usual.get() {
                let why = seen
                    .err()
                    .map(|failure| format!(" ({failure})"))
                    .unwrap_or_default();
                return Err(Failure::new(format!(
                    "waited {:?} in vain for {what}{why}",
                    self.patience.usual.get()
                )));
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
    }

    /// Waits for what should come soon, and goes on where it does not.
    ///
    /// # Errors
    /// None: whoever asks looks at what is there then.
    pub async fn soon(&self, condition: impl AsyncFnMut() -> Outcome<bool>) -> Outcome {
        let patience = self.patience.usual.replace(self.patience.soon.get());
        drop(self.wait_until("what should come soon", condition).await);
        self.patience.usual.set(patience);
        Ok(())
    }

    /// How long to wait from now on, for what is known to take long; never less than usual.
    pub fn be_patient(&self, patience: Duration) {
        self.patience.usual.set(patience.max(PATIENCE));
    }

    /// How long to wait from now on for what should come soon, where a planted fault keeps it from
    /// coming.
    pub fn be_brief(&self, patience: Duration) {
        self.patience.soon.set(patience);
    }
}
