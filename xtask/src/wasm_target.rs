//! A compiler that can build for the browser: the active toolchain with the wasm target, or
//! Debian's packaged Rust where rustup cannot fetch that target.

use crate::parts::{apt_install, on_path};
use crate::step::{Failure, Outcome, output, run, step, target_dir};
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

pub const TARGET: &str = "wasm32-unknown-unknown";
pub const RUSTUP_LINE: &str = "rustup target add wasm32-unknown-unknown";
pub const DEBIAN_LINE: &str = "sudo apt-get install rustc-web rust-web-src lld-19";
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "rust-web-src", "lld-19"];
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_LINKER: &str = "wasm-ld-19";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WasmTarget {
    /// The active toolchain has the target's standard library.
    Toolchain,
    /// Debian's rustc builds the standard library with the program.
    Debian,
}

impl WasmTarget {
    pub fn find() -> Option<Self> {
        if !without_rustup() && toolchain_has_target() {
            return Some(Self::Toolchain);
        }
        debian_is_there().then_some(Self::Debian)
    }

    /// Finds the target, or installs it.
    ///
    /// # Errors
    /// Neither rustup nor Debian's packages bring it; the text ends with the lines that do.
    pub fn ensure() -> Outcome<Self> {
        if !without_rustup() && toolchain_has_target() {
            return Ok(Self::Toolchain);
        }
        if !without_rustup() && !on_path("rustup").is_empty() {
            let added = step("add the wasm target", || {
                run(Command::new("rustup").args(["target", "add", TARGET]))
            });
            match added {
                Ok(()) if toolchain_has_target() => return Ok(Self::Toolchain),
                Ok(()) => println!("    rustup added the target, but not to the active toolchain"),
                Err(failure) => println!("    {failure}"),
            }
        }
        if debian_is_there() {
            println!("    Debian's Rust builds for the browser instead of rustup's");
            return Ok(Self::Debian);
        }
        step("install Debian's Rust for the browser", || apt_install(&DEBIAN_PACKAGES)).map_err(|failure| {
            Failure::new(format!(
                "there is no Rust for the browser ({failure})\nthis installs it:\n    {RUSTUP_LINE}\nor, where rustup cannot download:\n    {DEBIAN_LINE}"
            ))
        })?;
        if debian_is_there() {
            Ok(Self::Debian)
        } else {
            Err(Failure::new(
                "Debian's Rust was installed, but it is not to be found",
            ))
        }
    }

    /// Where cargo puts what it builds with this target.
    pub fn folder(self) -> PathBuf {
        match self {
            Self::Toolchain => target_dir(),
            Self::Debian => target_dir().join("debian"),
        }
    }

    /// Makes a cargo or trunk command build with this target.
    pub fn prepare(self, command: &mut Command) -> &mut Command {
        match self {
            Self::Toolchain => command,
            Self::Debian => command
                .env("RUSTC", DEBIAN_RUSTC)
                // Building the standard library is behind a gate of the nightly compiler.
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", DEBIAN_LINKER)
                .env("CARGO_TARGET_DIR", self.folder()),
        }
    }
}

/// For trying Debian's Rust on a machine where rustup works.
fn without_rustup() -> bool {
    env::var_os("OWED_NO_RUSTUP").is_some_and(|value| value == "1")
}

fn toolchain_has_target() -> bool {
    let rustc = env::var_os("RUSTC").map_or_else(|| PathBuf::from("rustc"), PathBuf::from);
    output(Command::new(rustc).args(["--print", "target-libdir", "--target", TARGET]))
        .is_some_and(|folder| Path::new(&folder).is_dir())
}

fn debian_is_there() -> bool {
    let source = output(Command::new(DEBIAN_RUSTC).args(["--print", "sysroot"]))
        .map(|sysroot| Path::new(&sysroot).join("lib/rustlib/src/rust/library/std/src/lib.rs"));
    source.is_some_and(|file| file.is_file()) && !on_path(DEBIAN_LINKER).is_empty()
}
