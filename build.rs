//! Asks the linker to say where it put each constant of the release app: `cargo xtask build` moves
//! those that only the later part needs into that part.

use std::env;
use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let named = |name: &str| env::var(name).unwrap_or_default();
    if named("TARGET") != "wasm32-unknown-unknown" || named("PROFILE") != "release" {
        return;
    }
    // OUT_DIR is build/owed-…/out of the profile's folder.
    let out = named("OUT_DIR");
    if let Some(folder) = Path::new(&out).ancestors().nth(3) {
        println!(
            "cargo::rustc-link-arg-bin=owed=-Map={}",
            folder.join("owed.map").display()
        );
    }
}
