//! Where `cargo xtask build` cuts the program into parts (`OWED_SPLIT=1`), the linker keeps what it
//! moved where: the cut follows that. Without it the program is whole.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=OWED_SPLIT");
    println!("cargo::rustc-check-cfg=cfg(split)");
    let named = |name: &str| env::var(name).unwrap_or_default();
    let is_for_users = named("TARGET") == "wasm32-unknown-unknown" && named("PROFILE") == "release";
    if is_for_users && named("OWED_SPLIT") == "1" {
        println!("cargo::rustc-cfg=split");
        println!("cargo::rustc-link-arg-bin=owed=--emit-relocs");
    }
}
