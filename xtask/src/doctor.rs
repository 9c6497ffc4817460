//! Which parts are there, and the line that installs each missing one. It installs nothing.

use crate::parts::{Part, on_path};
use crate::step::{Outcome, output};
use crate::wasm_target::{RUSTUP_LINE, WasmTarget};
use std::process::Command;

/// Prints a line per part. A missing part is no failure: it may not be needed.
///
/// # Errors
/// None so far.
pub fn run() -> Outcome {
    let version = |program: &str| output(Command::new(program).arg("--version"));
    line("Rust", version("rustc"), "https://rustup.rs");
    line("cargo", version("cargo"), "https://rustup.rs");
    line(
        "rustfmt",
        version("rustfmt"),
        "rustup component add rustfmt",
    );
    line(
        "clippy",
        version("cargo-clippy"),
        "rustup component add clippy",
    );
    let target = WasmTarget::find().map(|target| match target {
        WasmTarget::Toolchain => "of the active toolchain".to_string(),
        WasmTarget::Debian => "built by Debian's Rust".to_string(),
    });
    line("wasm target", target, RUSTUP_LINE);
    let node = on_path("node")
        .first()
        .map(|path| format!("{} {}", version("node").unwrap_or_default(), path.display()));
    line("node", node, "sudo apt-get install nodejs");
    for part in Part::ALL {
        let found = part
            .find()
            .map(|found| format!("{} {}", found.version, found.path.display()));
        line(
            part.name(),
            found,
            &format!("{}    ({})", part.install_line(), part.purpose()),
        );
    }
    Ok(())
}

fn line(name: &str, found: Option<String>, install: &str) {
    match found {
        Some(found) => println!("{name:<14} {found}"),
        None => println!("{name:<14} MISSING    {install}"),
    }
}
