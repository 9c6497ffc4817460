//! Browsers between two journeys: one that was not killed tells the next story as well, in a window
//! that knows nothing of the last one. Each story has a site at a port of its own, so nothing that a
//! browser keeps of one is found by another.

use super::driver::{Driver, Kept};
use super::process::Home;
use super::site::Site;
use crate::step::Outcome;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A browser and its folder, that nobody uses.
pub(super) struct Idle {
    pub driver: Box<dyn Driver>,
    pub home: Home,
}

static IDLE: Mutex<Vec<Idle>> = Mutex::new(Vec::new());

fn all() -> MutexGuard<'static, Vec<Idle>> {
    // A journey that panics leaves none behind.
    IDLE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One that still answers.
pub(super) async fn take() -> Option<Idle> {
    loop {
        // Not held while it is waited for.
        let idle = all().pop()?;
        if idle.driver.session().window().await.is_ok() {
            return Some(idle);
        }
    }
}

/// Keeps a browser for the next journey.
///
/// # Errors
/// It does not answer as it should; then it is not kept.
pub(super) async fn keep(idle: Idle, site: &Site) -> Outcome {
    let Idle { driver, home } = &idle;
    let session = driver.session();
    let fresh = session.new_tab().await?;
    for window in session.windows().await? {
        if window != fresh {
            session.switch_to_window(window).await?;
            session.close_window().await?;
        }
    }
    session.switch_to_window(fresh).await?;
    driver.clear(site, Kept::All).await?;
    driver.save_nowhere().await?;
    driver.messages(site).await?;
    home.tidy()?;
    home.ends_with_this_process()?;
    all().push(idle);
    Ok(())
}
