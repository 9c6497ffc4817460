//! Windows: how wide they are, whether all of the page is within, and other ones.

use super::Browser;
use crate::step::{Failure, Outcome};
use std::env;
use thirtyfour::WindowHandle;

/// Where the environment has this, windows are those of a phone.
const PHONE: &str = "OWED_E2E_PHONE";

/// Another window (or tab) of the same browser.
#[derive(Clone, Debug)]
pub struct Window(WindowHandle);

impl Browser {
    /// A laptop's window, or a phone's where the environment asks for it.
    pub(super) async fn usual_viewport(&self) -> Outcome {
        if env::var_os(PHONE).is_some() {
            self.viewport(360, 780).await
        } else {
            self.viewport(1280, 900).await
        }
    }

    /// Nothing of the open page lies beyond its right edge.
    ///
    /// # Errors
    /// Something does.
    pub async fn fits(&self) -> Outcome {
        let body = "return [document.documentElement.scrollWidth, innerWidth]";
        let seen = self.script(body, vec![]).await?;
        if seen[0].as_u64() > seen[1].as_u64() {
            return Err(Failure::new(format!(
                "the page is {} wide in a window of {}",
                seen[0], seen[1]
            )));
        }
        Ok(())
    }

    /// CSS pixels of this window; below 600 wide it is a phone that is touched.
    ///
    /// # Errors
    /// The browser refuses it.
    pub async fn viewport(&self, width: u32, height: u32) -> Outcome {
        self.driver().viewport(width, height).await
    }

    /// Whether the system asks for dark colours.
    ///
    /// # Errors
    /// The browser refuses it.
    pub async fn dark(&self, dark: bool) -> Outcome {
        self.driver().dark(dark).await
    }

    /// The window that commands go to.
    ///
    /// # Errors
    /// The browser does not answer.
    pub async fn window(&self) -> Outcome<Window> {
        Ok(Window(self.session().window().await?))
    }

    /// Opens a route in a further tab; commands go to it from now on.
    ///
    /// # Errors
    /// The page does not load.
    pub async fn open_tab(&self, route: &str) -> Outcome<Window> {
        let handle = self.session().new_tab().await?;
        self.session().switch_to_window(handle.clone()).await?;
        self.usual_viewport().await?;
        self.goto(route).await?;
        self.is_taken_over().await?;
        Ok(Window(handle))
    }

    /// Commands go to this window from now on.
    ///
    /// # Errors
    /// It is closed.
    pub async fn switch_to(&self, window: &Window) -> Outcome {
        self.session().switch_to_window(window.0.clone()).await?;
        Ok(())
    }

    /// Closes the window that commands go to; switch to another one then.
    ///
    /// # Errors
    /// The browser does not answer.
    pub async fn close_window(&self) -> Outcome {
        // The log of a window goes with it.
        self.messages().await?;
        self.session().close_window().await?;
        Ok(())
    }
}
