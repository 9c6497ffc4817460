//! The tools that the workshop needs besides cargo: where each one is, which version, and how it
//! is installed. Trunk and wasm-bindgen go into a folder of our own in the user's cache, so that
//! the user's own tools are never overwritten. The wasm target has its own module.

use crate::step::{Failure, Outcome, cargo, output, root, run, run_quietly, step, target_dir};
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const TRUNK: &str = "0.21.14";
const BINARYEN: &str = "132";
/// Older ones refuse what today's rustc writes.
const BINARYEN_MIN: u32 = 120;
const AXE: &str = "4.14.1";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Trunk,
    WasmBindgen,
    WasmOpt,
    Npm,
    Chromium,
    Chromedriver,
    Axe,
    Poppler,
    Firefox,
    Geckodriver,
    WebKitDriver,
    /// WebKitGTK for programs in Python: what is found is a Python that has it.
    WebKitGtk,
    Xvfb,
    DbusRunSession,
}

/// What apt-get installs of WebKitGTK to be driven.
const WEBKIT_PACKAGES: [&str; 5] = [
    "webkit2gtk-driver",
    "gir1.2-webkit2-4.1",
    "python3-gi",
    "xvfb",
    "dbus-daemon",
];

/// A part that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub path: PathBuf,
    pub version: String,
}

impl Part {
    pub const ALL: [Self; 14] = [
        Self::Trunk,
        Self::WasmBindgen,
        Self::WasmOpt,
        Self::Npm,
        Self::Chromium,
        Self::Chromedriver,
        Self::Axe,
        Self::Poppler,
        Self::Firefox,
        Self::Geckodriver,
        Self::WebKitDriver,
        Self::WebKitGtk,
        Self::Xvfb,
        Self::DbusRunSession,
    ];

    /// Those that only the engines besides Chromium need.
    pub const OTHER_ENGINES: [Self; 6] = [
        Self::Firefox,
        Self::Geckodriver,
        Self::WebKitDriver,
        Self::WebKitGtk,
        Self::Xvfb,
        Self::DbusRunSession,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Trunk => "trunk",
            Self::WasmBindgen => "wasm-bindgen",
            Self::WasmOpt => "wasm-opt",
            Self::Npm => "npm",
            Self::Chromium => "chromium",
            Self::Chromedriver => "chromedriver",
            Self::Axe => "axe-core",
            Self::Poppler => "pdftotext",
            Self::Firefox => "firefox",
            Self::Geckodriver => "geckodriver",
            Self::WebKitDriver => "WebKitWebDriver",
            Self::WebKitGtk => "webkitgtk",
            Self::Xvfb => "Xvfb",
            Self::DbusRunSession => "dbus-run-session",
        }
    }

    /// What goes without this part.
    pub fn purpose(self) -> &'static str {
        match self {
            Self::Trunk => "builds the page",
            Self::WasmBindgen => "joins the program to the browser",
            Self::WasmOpt => "optional: without it the program is about a third larger to load",
            Self::Npm => "installs wasm-opt, which is optional, and axe-core",
            Self::Chromium => "for the tests in a browser",
            Self::Chromedriver => "drives that browser",
            Self::Axe => "looks for what keeps people out, in the tests",
            Self::Poppler => "reads PDFs back, in the tests",
            Self::Firefox => "optional: a second engine for the tests",
            Self::Geckodriver => "optional: drives Firefox",
            Self::WebKitDriver => "optional: drives WebKitGTK, the engine of Safari",
            Self::WebKitGtk => "optional: a third engine for the tests, as Python has it",
            Self::Xvfb => "optional: the screen that WebKitGTK wants",
            Self::DbusRunSession => "optional: the message bus that WebKitGTK wants",
        }
    }

    /// The first one that fits, the user's own before ours.
    pub fn find(self) -> Option<Found> {
        self.candidates().into_iter().find_map(|path| {
            let version = self.version_of(&path)?;
            self.fits(&version).then_some(Found { path, version })
        })
    }

    /// The one line that installs the part.
    pub fn install_line(self) -> String {
        match self {
            Self::Trunk => shell_line("cargo", &self.cargo_arguments()),
            Self::WasmBindgen | Self::Geckodriver => shell_line("cargo", &self.cargo_arguments()),
            Self::WasmOpt | Self::Axe => shell_line("npm", &self.npm_arguments()),
            Self::Npm => "sudo apt-get install npm".to_string(),
            Self::Poppler => "sudo apt-get install poppler-utils".to_string(),
            Self::Chromium | Self::Chromedriver => {
                "sudo apt-get install chromium chromium-driver".to_string()
            }
            Self::Firefox => "sudo apt-get install firefox-esr".to_string(),
            Self::WebKitDriver | Self::WebKitGtk | Self::Xvfb | Self::DbusRunSession => {
                format!("sudo apt-get install {}", WEBKIT_PACKAGES.join(" "))
            }
        }
    }

    /// Finds the part, or installs it.
    ///
    /// # Errors
    /// It is missing and cannot be installed; the text ends with the line that installs it.
    pub fn ensure(self) -> Outcome<Found> {
        if let Some(found) = self.find() {
            return Ok(found);
        }
        let installed = match self {
            Self::Trunk | Self::WasmBindgen | Self::Geckodriver => {
                step(&format!("install {} (minutes, once)", self.name()), || {
                    run(cargo().args(self.cargo_arguments()))
                })
            }
            Self::WasmOpt | Self::Axe => {
                // What needs axe-core needs npm for it; wasm-opt is only asked for where npm is.
                Self::Npm.ensure()?;
                step(&format!("install {}", self.name()), || {
                    fs::create_dir_all(self.npm_dir())?;
                    run(Command::new("npm").args(self.npm_arguments()))
                })
            }
            Self::Chromium | Self::Chromedriver => step("install Chromium and its driver", || {
                apt_install(&["chromium", "chromium-driver", "fonts-liberation"])
            }),
            Self::Npm => step("install npm", || apt_install(&["npm"])),
            Self::Poppler => step("install poppler's tools", || {
                apt_install(&["poppler-utils"])
            }),
            Self::Firefox => step("install Firefox", || apt_install(&["firefox-esr"])),
            Self::WebKitDriver | Self::WebKitGtk | Self::Xvfb | Self::DbusRunSession => {
                step("install WebKitGTK and its driver", || {
                    apt_install(&WEBKIT_PACKAGES)
                })
            }
        };
        installed.map_err(|failure| self.missing(&failure.to_string()))?;
        self.find()
            .ok_or_else(|| self.missing("it was installed, but it is not to be found"))
    }

    /// Finds the part and installs nothing.
    ///
    /// # Errors
    /// The part is missing; the text ends with the line that installs it.
    pub fn find_or_tell(self) -> Outcome<Found> {
        self.find().ok_or_else(|| self.missing("it is missing"))
    }

    fn missing(self, why: &str) -> Failure {
        let line = self.install_line();
        Failure::new(format!(
            "{why}\n{} is installed by:\n    {line}",
            self.name()
        ))
    }

    fn candidates(self) -> Vec<PathBuf> {
        let names: &[&str] = match self {
            Self::Chromium => &[
                "chromium",
                "chromium-browser",
                "google-chrome-stable",
                "google-chrome",
            ],
            Self::Firefox => &["firefox-esr", "firefox"],
            Self::WebKitGtk => &["python3"],
            _ => &[self.name()],
        };
        let named = self.variable().and_then(env::var_os).map(PathBuf::from);
        let own = match self {
            Self::Trunk | Self::WasmBindgen | Self::Geckodriver => {
                Some(tools_bin().join(executable(self.name())))
            }
            // Debian's own, whatever else is first on PATH.
            Self::WebKitGtk => Some(PathBuf::from("/usr/bin/python3")),
            Self::WasmOpt => {
                let bin = self.npm_dir().join("node_modules").join(".bin");
                Some(bin.join(executable(self.name())))
            }
            Self::Axe => {
                let package = self.npm_dir().join("node_modules").join("axe-core");
                Some(package.join("axe.min.js"))
            }
            _ => None,
        };
        named
            .into_iter()
            .chain(names.iter().flat_map(|name| on_path(name)))
            .chain(own)
            .collect()
    }

    /// The environment variable that names this part, as others name it too.
    fn variable(self) -> Option<&'static str> {
        match self {
            Self::Chromium => Some("CHROMIUM"),
            Self::Chromedriver => Some("CHROMEDRIVER"),
            Self::Firefox => Some("FIREFOX"),
            Self::Geckodriver => Some("GECKODRIVER"),
            _ => None,
        }
    }

    fn fits(self, version: &str) -> bool {
        match self {
            Self::Trunk => version == TRUNK,
            Self::WasmBindgen => {
                locked_version("wasm-bindgen").is_some_and(|locked| locked == version)
            }
            Self::WasmOpt => version
                .parse::<u32>()
                .is_ok_and(|number| number >= BINARYEN_MIN),
            Self::Axe => version == AXE,
            Self::Npm
            | Self::Chromium
            | Self::Chromedriver
            | Self::Poppler
            | Self::Firefox
            | Self::Geckodriver
            | Self::WebKitDriver
            | Self::WebKitGtk
            | Self::Xvfb
            | Self::DbusRunSession => true,
        }
    }

    fn version_of(self, path: &Path) -> Option<String> {
        if self == Self::Axe {
            // No program but a script, that begins "/*! axe v4.14.1".
            let script = fs::read_to_string(path).ok()?;
            return script
                .lines()
                .next()?
                .split_once("axe v")
                .map(|(_, version)| version.trim().to_owned());
        }
        let mut asked = Command::new(path);
        match self {
            // It answers where errors go.
            Self::Poppler => {
                let answer = asked.arg("-v").output().ok()?;
                return version_in(&String::from_utf8_lossy(&answer.stderr));
            }
            // They have no version, and say how they are called instead.
            Self::WebKitDriver => return output(asked.arg("--help")).map(|_| String::new()),
            Self::Xvfb => {
                return asked.arg("-help").output().ok().map(|_| String::new());
            }
            Self::WebKitGtk => asked.args(["-c", WEBKIT_VERSION]),
            Self::Firefox => asked.args(["--headless", "--version"]),
            _ => asked.arg("--version"),
        };
        version_in(&output(&mut asked)?)
    }

    /// A folder each: npm tidies away what it was not asked for.
    fn npm_dir(self) -> PathBuf {
        let folder = if self == Self::Axe { "axe" } else { "npm" };
        tools_dir().join(folder)
    }

    fn npm_arguments(self) -> Vec<String> {
        let folder = self.npm_dir().display().to_string();
        let package = match self {
            Self::Axe => format!("axe-core@{AXE}"),
            _ => format!("binaryen@{BINARYEN}"),
        };
        [
            "install",
            "--prefix",
            &folder,
            "--no-audit",
            "--no-fund",
            "--no-save",
            &package,
        ]
        .map(String::from)
        .to_vec()
    }

    fn cargo_arguments(self) -> Vec<String> {
        let root = tools_dir().display().to_string();
        let arguments: Vec<String> = match self {
            // Trunk only calls the others: the quick build of it serves as well.
            Self::Trunk => {
                let package = format!("trunk@{TRUNK}");
                [
                    "install",
                    &package,
                    "--locked",
                    "--debug",
                    "--no-default-features",
                    "--features",
                    "rustls",
                ]
                .map(String::from)
                .to_vec()
            }
            Self::Geckodriver => vec!["install".to_string(), "geckodriver".to_string()],
            // Not --locked: its lock file names a dependency that registries no longer have.
            _ => {
                let version = locked_version("wasm-bindgen").unwrap_or_default();
                vec!["install".to_string(), format!("wasm-bindgen-cli@{version}")]
            }
        };
        arguments
            .into_iter()
            .chain(["--root".to_string(), root])
            .collect()
    }
}

/// Says the version of WebKitGTK that Python has.
const WEBKIT_VERSION: &str = "
import gi
gi.require_version('Gtk', '3.0')
gi.require_version('WebKit2', '4.1')
from gi.repository import WebKit2
print(f'{WebKit2.get_major_version()}.{WebKit2.get_minor_version()}.{WebKit2.get_micro_version()}')
";

/// A PATH on which Trunk finds the very parts that were found here, before any other of their
/// names. Where there is no wasm-opt, a stand-in leaves the program as it is.
///
/// # Errors
/// The folder of links cannot be written.
pub fn path_with_tools() -> Outcome<OsString> {
    let links = target_dir().join("tools-found");
    if links.exists() {
        fs::remove_dir_all(&links)?;
    }
    fs::create_dir_all(&links)?;
    for part in [Part::Trunk, Part::WasmBindgen, Part::WasmOpt] {
        let link = links.join(executable(part.name()));
        match part.find() {
            Some(found) => {
                place(&found.path, &link)?;
                // Runs the tests in a browser, and comes with wasm-bindgen.
                let runner = executable("wasm-bindgen-test-runner");
                if part == Part::WasmBindgen && found.path.with_file_name(&runner).is_file() {
                    place(&found.path.with_file_name(&runner), &links.join(&runner))?;
                }
            }
            None if part == Part::WasmOpt => write_command(&link, STAND_IN)?,
            None => return Err(Failure::new(format!("{} is missing", part.name()))),
        }
    }
    let before = env::var_os("PATH").unwrap_or_default();
    let all: Vec<PathBuf> = std::iter::once(links)
        .chain(env::split_paths(&before))
        .collect();
    Ok(env::join_paths(all).unwrap_or(before))
}

#[cfg(unix)]
fn place(tool: &Path, link: &Path) -> Outcome {
    Ok(std::os::unix::fs::symlink(tool, link)?)
}

#[cfg(not(unix))]
fn place(tool: &Path, link: &Path) -> Outcome {
    fs::copy(tool, link)?;
    Ok(())
}

/// A command of a few lines.
///
/// # Errors
/// It cannot be written.
pub fn write_command(place: &Path, lines: &str) -> Outcome {
    fs::write(place, lines)?;
    run_quietly(Command::new("chmod").arg("+x").arg(place))
}

/// Trunk runs wasm-opt in every release build, and offline it fails where there is none.
const STAND_IN: &str = r#"#!/bin/sh
# Stands in for wasm-opt where it is not installed: the output is the input.
for argument; do
  case "$argument" in
    --version) echo "wasm-opt version 0 (stand-in)"; exit 0 ;;
    --output=*) output=${argument#--output=} ;;
    -*) ;;
    *) input=$argument ;;
  esac
done
cp "$input" "$output"
"#;

/// Installs Debian packages where this user may.
///
/// # Errors
/// There is no apt-get, the user is not root, or the installation fails.
pub fn apt_install(packages: &[&str]) -> Outcome {
    if on_path("apt-get").is_empty() {
        return Err(Failure::new("this system has no apt-get"));
    }
    if output(Command::new("id").arg("-u")).as_deref() != Some("0") {
        return Err(Failure::new("only root may install packages"));
    }
    let apt = |arguments: &[&str]| {
        run(Command::new("apt-get")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(arguments))
    };
    apt(&["update", "-qq"])?;
    apt(&[
        &["install", "-y", "-qq", "--no-install-recommends"],
        packages,
    ]
    .concat())
}

/// The files of that name on PATH, in its order.
pub fn on_path(name: &str) -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .map(|folder| folder.join(executable(name)))
        .filter(|file| file.is_file())
        .collect()
}

/// The version of a package that the lock file fixes.
pub fn locked_version(package: &str) -> Option<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).ok()?;
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines
        .nth(1)?
        .strip_prefix("version = \"")?
        .strip_suffix('"')?;
    Some(version.to_string())
}

/// `${XDG_CACHE_HOME:-$HOME/.cache}/owed/tools`
pub fn tools_dir() -> PathBuf {
    let cache = env::var_os("XDG_CACHE_HOME")
        .filter(|folder| !folder.is_empty())
        .map(PathBuf::from)
        .or_else(|| env::var_os("HOME").map(|home| Path::new(&home).join(".cache")))
        .unwrap_or_else(env::temp_dir);
    cache.join("owed").join("tools")
}

fn tools_bin() -> PathBuf {
    tools_dir().join("bin")
}

fn executable(name: &str) -> String {
    format!("{name}{}", env::consts::EXE_SUFFIX)
}

fn shell_line(program: &str, arguments: &[String]) -> String {
    format!("{program} {}", arguments.join(" "))
}

/// The first word of what `--version` answers that begins with a digit.
fn version_in(answer: &str) -> Option<String> {
    let is_version = |word: &&str| word.starts_with(|first: char| first.is_ascii_digit());
    answer
        .split_whitespace()
        .find(is_version)
        .map(str::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tool_answers_its_version_in_its_own_way() {
        for (answer, version) in [
            ("trunk 0.21.14", "0.21.14"),
            ("wasm-opt version 132 (version_132)", "132"),
            ("11.19.1", "11.19.1"),
            ("ChromeDriver 156.0.8078.79 (a21ce95c24ce)", "156.0.8078.79"),
        ] {
            assert_eq!(version_in(answer).as_deref(), Some(version), "{answer}");
        }
        assert_eq!(version_in("no version"), None);
    }

    #[test]
    fn only_the_version_of_the_lock_file_joins_the_program_to_the_browser() {
        let locked = locked_version("wasm-bindgen").expect("the app depends on it");
        assert!(Part::WasmBindgen.fits(&locked), "{locked}");
        assert!(!Part::WasmBindgen.fits("0.2.1"));
        assert_eq!(locked_version("no-such-package"), None);
    }

    #[test]
    fn a_wasm_opt_that_is_too_old_is_passed_over() {
        assert!(!Part::WasmOpt.fits("108"));
        assert!(Part::WasmOpt.fits("132"));
    }
}
