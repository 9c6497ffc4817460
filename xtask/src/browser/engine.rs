//! The engines that journeys go through, what each of them needs, and whether it is there.

use crate::left_out;
use crate::parts::Part;
use crate::step::{Failure, Outcome};
use std::env;
use std::fmt;

/// Where the environment has this, journeys that name no engine take this one: `chromium`,
/// `firefox` or `webkit`.
const WANTED: &str = "OWED_E2E_ENGINE";

/// What shows the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Chromium,
    Firefox,
    /// The engine of Safari and of every browser on an iPhone.
    WebKit,
}

impl Engine {
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }

    /// The one for journeys that name none.
    ///
    /// # Errors
    /// The environment names one that there is not.
    pub fn usual() -> Outcome<Self> {
        let Some(wanted) = env::var_os(WANTED) else {
            return Ok(Self::Chromium);
        };
        let known = Self::ALL.into_iter().find(|one| wanted == one.name());
        known.ok_or_else(|| Failure::new(format!("{WANTED} names no engine: {}", wanted.display())))
    }

    pub fn parts(self) -> &'static [Part] {
        match self {
            Self::Chromium => &[Part::Chromium, Part::Chromedriver],
            Self::Firefox => &[Part::Firefox, Part::Geckodriver],
            Self::WebKit => &[
                Part::WebKitDriver,
                Part::WebKitGtk,
                Part::Xvfb,
                Part::DbusRunSession,
            ],
        }
    }

    /// The part of it that is missing, with the line that installs it.
    pub fn missing(self) -> Option<Failure> {
        self.parts()
            .iter()
            .find_map(|part| part.find_or_tell().err())
    }

    /// Whether journeys can go through it; where not, that is said and noted as left out.
    pub fn is_there_for(self, what: &str) -> bool {
        let Some(missing) = self.missing() else {
            return true;
        };
        left_out::note(&format!("{what} on {self}: {missing}"));
        false
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
            Self::WebKit => "WebKitGTK",
        })
    }
}
