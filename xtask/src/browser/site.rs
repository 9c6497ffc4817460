//! The release app, served for the tests; or another folder.

use crate::app;
use crate::server::Server;
use crate::step::{Failure, Outcome};
use std::path::Path;
use std::rc::Rc;

/// `dist/` on a free port of this machine. Copies of it are the same site.
#[derive(Clone, Debug)]
pub struct Site {
    server: Rc<Server>,
}

impl Site {
    /// # Errors
    /// The app is not built.
    pub fn release() -> Outcome<Self> {
        Self::release_below("")
    }

    /// The same below a path, as on a host that keeps several sites.
    ///
    /// # Errors
    /// The app is not built.
    pub fn release_below(prefix: &str) -> Outcome<Self> {
        let dist = app::dist();
        if !dist.join("index.html").is_file() {
            return Err(Failure::new(
                "dist/ is missing; build it first: cargo xtask build",
            ));
        }
        Self::of(&dist, prefix)
    }

    /// Any folder below a path.
    ///
    /// # Errors
    /// It is not there.
    pub fn of(folder: &Path, prefix: &str) -> Outcome<Self> {
        Ok(Self {
            server: Rc::new(Server::start(folder, prefix, 0)?),
        })
    }

    /// From now on nobody answers at its address.
    pub fn stop(&self) {
        self.server.stop();
    }

    pub fn url(&self) -> String {
        self.server.url()
    }

    /// The address of a route of the app.
    pub fn route(&self, route: &str) -> String {
        format!("{}#{route}", self.url())
    }
}
