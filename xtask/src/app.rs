//! The release build of the app into `dist/`, and of what is measured into a folder of its own,
//! skipped where nothing that goes into it changed.

use crate::parts::{Part, path_with_tools, write_command};
use crate::step::{
    Failure, Outcome, again_with, at_root, cargo, output, root, run, say_failure, seconds, step,
    target_dir,
};
use crate::wasm_target::{TARGET, WasmTarget};
use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::iter;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How soon a change is noticed.
const BETWEEN_LOOKS: Duration = Duration::from_millis(300);

/// A program and its page, as Trunk puts them together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bundle {
    binary: &'static str,
    page: &'static str,
    dist: &'static str,
    /// What goes into it.
    inputs: &'static [&'static str],
    purpose: Purpose,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    /// It is finished for its users, see `finish`.
    Shipped,
    Measured,
    /// Compiled fast, in the development profile.
    Developed,
}

/// What is shipped.
pub const APP: Bundle = Bundle {
    binary: "owed",
    page: "index.html",
    dist: "dist",
    inputs: &[
        ".cargo/config.toml",
        "Cargo.lock",
        "Cargo.toml",
        "Trunk.toml",
        "build.rs",
        "crates",
        "index.html",
        "ledger/Cargo.toml",
        "ledger/src",
        "paper/Cargo.toml",
        "paper/src",
        "src",
        "static",
        "xtask/src/finish",
        "xtask/src/finish.rs",
    ],
    purpose: Purpose::Shipped,
};

/// The same while it is worked on: in one piece, and it makes no PDFs.
pub const DEV: Bundle = Bundle {
    dist: "target/dev-dist",
    purpose: Purpose::Developed,
    ..APP
};

/// What is measured: the same library at a page that times it.
pub const BENCH: Bundle = Bundle {
    binary: "bench",
    page: "bench/index.html",
    dist: "target/bench-dist",
    inputs: &[
        ".cargo/config.toml",
        "Cargo.lock",
        "Cargo.toml",
        "Trunk.toml",
        "crates",
        "ledger/Cargo.toml",
        "ledger/src",
        "paper/Cargo.toml",
        "paper/src",
        "src",
        "static",
        "bench",
    ],
    purpose: Purpose::Measured,
};

/// The folder of the built app.
pub fn dist() -> PathBuf {
    APP.dist()
}

/// Builds the app where something changed, and gives back its folder.
///
/// # Errors
/// A part is missing and cannot be installed, or the build fails.
pub fn build() -> Outcome<PathBuf> {
    APP.build()
}

/// Whether `dist/` is what the last release build wrote, from the very files that are there now.
pub fn is_fresh() -> bool {
    APP.is_fresh()
}

impl Bundle {
    pub fn dist(self) -> PathBuf {
        root().join(self.dist)
    }

    /// Builds where something changed, and gives back the folder of what was built.
    ///
    /// # Errors
    /// A part is missing and cannot be installed, or the build fails.
    pub fn build(self) -> Outcome<PathBuf> {
        if self.is_fresh() {
            println!("==> {}/ is up to date", self.dist);
            return Ok(self.dist());
        }
        let start = Instant::now();
        let target = prepare()?;
        step("fetch what the program is made of", || {
            // A fresh machine has a lock file to keep to; a developer may just have changed it.
            let locked: &[&str] = if env::var_os("CI").is_some() {
                &["--locked"]
            } else {
                &[]
            };
            run(cargo().arg("fetch").args(locked))
        })?;
        // The marks are taken before, so that a file that changes during the build is built again.
        let inputs = fingerprint(&self.inputs())?;
        // Asked once: a commit meanwhile would have all compiled again.
        let made = output(at_root("git").args(["log", "-1", "--format=%ct"]));
        let path = match self.is_shipped() {
            true => step("make what cuts it into parts", path_with_bind)?,
            false => path_with_tools()?,
        };
        step(&format!("compile {}", self.binary), || {
            self.compile(&target, made.as_deref())
        })?;
        step(&format!("put {}/ together", self.dist), || {
            self.put_together(&target, made.as_deref(), &path)
        })?;
        if self.is_shipped() {
            let made = target
                .folder()
                .join(TARGET)
                .join("release")
                .join(PDF_PROGRAM);
            fs::copy(made.with_extension("wasm"), self.dist().join("paper.wasm"))?;
            step("finish it: its parts, the list of its files", || {
                again_with(
                    "finish",
                    &["finish".into(), self.dist().display().to_string()],
                )
            })?;
        }
        fs::create_dir_all(target_dir())?;
        let outputs = fingerprint(&[self.dist()])?;
        fs::write(self.stamp_file(), stamp(inputs, outputs))?;
        println!(
            "==> {}/ is there after {}, with all that was installed for it",
            self.dist,
            seconds(start.elapsed())
        );
        Ok(self.dist())
    }

    fn is_shipped(self) -> bool {
        self.purpose == Purpose::Shipped
    }

    fn profile(self) -> &'static [&'static str] {
        match self.purpose {
            Purpose::Developed => &[],
            _ => &["--release"],
        }
    }

    /// Trunk compiles nothing again as long as it asks for the same.
    fn features(self) -> &'static [&'static str] {
        if self.is_shipped() {
            &["--features", "paper/pdf"]
        } else {
            &[]
        }
    }

    /// Whether the program is to be cut into parts.
    fn split(self) -> &'static str {
        if self.is_shipped() { "1" } else { "0" }
    }

    /// Trunk would do it too, but hides a compiler's message among its own. As Trunk does, so that
    /// it finds the work done.
    fn compile(self, target: &WasmTarget, made: Option<&str>) -> Outcome {
        // Both programs in one call: what they share is compiled once, and they are linked side by side.
        let both = [
            "--package",
            "owed",
            "--package",
            "paper",
            "--bin",
            PDF_PROGRAM,
        ];
        let also = if self.is_shipped() { &both[..] } else { &[] };
        run(numbered(target.prepare(&mut cargo()), made)
            .args(["build", "--target", TARGET, "--bin", self.binary])
            .args(self.profile())
            .args(also)
            .args(self.features())
            .env("OWED_SPLIT", self.split()))
    }

    fn put_together(self, target: &WasmTarget, made: Option<&str>, path: &OsStr) -> Outcome {
        let mut trunk = at_root("trunk");
        trunk
            .args(["build", "--offline", "--dist"])
            .arg(self.dist())
            // Behind `--release` trunk would take it for the option's value.
            .arg(self.page)
            .args(self.profile())
            .args(self.features())
            .env("PATH", path)
            .env("OWED_SPLIT", self.split())
            .env("RUST_BACKTRACE", "0")
            // Trunk takes only true or false for it, and ends where somebody set 1.
            .env_remove("NO_COLOR");
        run(numbered(target.prepare(&mut trunk), made))
    }

    /// Whether its folder is what the last release build wrote, from the very files that are there
    /// now.
    pub fn is_fresh(self) -> bool {
        let now = || -> io::Result<String> {
            Ok(stamp(
                fingerprint(&self.inputs())?,
                fingerprint(&[self.dist()])?,
            ))
        };
        self.dist().join("index.html").is_file()
            && fs::read_to_string(self.stamp_file())
                .is_ok_and(|then| now().is_ok_and(|now| now == then))
    }

    /// Builds whenever something changes, for ever, and says how long it took from the change on.
    ///
    /// # Errors
    /// What goes into it cannot be read.
    pub fn follow(self) -> Outcome {
        let mut last = fingerprint(&self.inputs())?;
        loop {
            thread::sleep(BETWEEN_LOOKS);
            let now = fingerprint(&self.inputs())?;
            if now == last {
                continue;
            }
            last = now;
            let start = Instant::now();
            match self.build() {
                Ok(_) => println!(
                    "\nReload the page: what changed is there after {}.",
                    seconds(start.elapsed() + BETWEEN_LOOKS)
                ),
                Err(failure) => say_failure(&failure),
            }
        }
    }

    fn inputs(self) -> Vec<PathBuf> {
        self.inputs.iter().map(|input| root().join(input)).collect()
    }

    fn stamp_file(self) -> PathBuf {
        let name = Path::new(self.dist).file_name().unwrap_or_default();
        target_dir().join(name).with_extension("stamp")
    }
}

/// PATH with a wasm-bindgen in front that cuts the program first, see `finish::bind`.
fn path_with_bind() -> Outcome<OsString> {
    run(cargo().args([
        "build",
        "--quiet",
        "--package",
        "xtask",
        "--features",
        "finish",
    ]))?;
    let folder = target_dir().join("bind");
    fs::create_dir_all(&folder)?;
    // Of its own: another command would put another build of this program in its place.
    let workshop = folder.join("workshop");
    fs::copy(target_dir().join("debug").join("xtask"), &workshop)?;
    let real = Part::WasmBindgen.ensure()?.path;
    write_command(
        &folder.join(Part::WasmBindgen.name()),
        &format!(
            "#!/bin/sh\ncase \"$1\" in\n  -V|--version) exec '{real}' \"$@\" ;;\nesac\nexec '{}' bind '{real}' \"$@\"\n",
            workshop.display(),
            real = real.display(),
        ),
    )?;
    let tools = path_with_tools()?;
    let all = iter::once(folder).chain(env::split_paths(&tools));
    env::join_paths(all).map_err(|problem| Failure::new(problem.to_string()))
}

/// The program that makes PDFs, as it is compiled.
const PDF_PROGRAM: &str = "owed-pdf";

/// Makes programs small, several at once: each is `(made, goal)`.
///
/// # Errors
/// As for each.
pub fn optimise_all(programs: &[(PathBuf, PathBuf)]) -> Outcome {
    let next = AtomicUsize::new(0);
    let work = || -> Outcome {
        while let Some((made, goal)) = programs.get(next.fetch_add(1, Ordering::SeqCst)) {
            optimise(made, goal)?;
        }
        Ok(())
    };
    let hands = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let hands: Vec<_> = (0..hands).map(|_| scope.spawn(work)).collect();
        hands.into_iter().try_for_each(|hand| {
            hand.join()
                .unwrap_or_else(|_| Err(Failure::new("wasm-opt could not be run")))
        })
    })
}

/// Makes a program small, where wasm-opt is installed.
fn optimise(made: &Path, goal: &Path) -> Outcome {
    match Part::WasmOpt.find() {
        None => Ok(fs::copy(made, goal).map(drop)?),
        Some(wasm_opt) => run(Command::new(wasm_opt.path)
            .args(WASM_OPT)
            .arg(made)
            .arg("-o")
            .arg(goal)),
    }
}

/// As in index.html: with all features it writes what browsers refuse.
const WASM_OPT: [&str; 7] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Tells the program the moment of the commit that it is built from: of two builds in two tabs the
/// older one then only reads.
fn numbered<'c>(command: &'c mut Command, moment: Option<&str>) -> &'c mut Command {
    match moment {
        Some(moment) => command.env("OWED_BUILD", moment.trim()),
        None => command,
    }
}

/// Finds or installs all that a build needs.
///
/// # Errors
/// A part is missing and cannot be installed.
pub fn prepare() -> Outcome<WasmTarget> {
    let target = WasmTarget::ensure()?;
    Part::Trunk.ensure()?;
    Part::WasmBindgen.ensure()?;
    let optional = match Part::Npm.find() {
        Some(_) => Part::WasmOpt.ensure(),
        None => Part::WasmOpt.find_or_tell(),
    };
    if let Err(failure) = optional {
        println!(
            "    without wasm-opt the program is about a third larger to load, else the same: {failure}"
        );
    }
    Ok(target)
}

fn stamp(inputs: u64, outputs: u64) -> String {
    let optimised = Part::WasmOpt.find().is_some();
    format!("{inputs:016x} {outputs:016x} wasm-opt={optimised}\n")
}

/// FNV-1a over the names and the bytes of all files below these paths.
fn fingerprint(paths: &[PathBuf]) -> io::Result<u64> {
    let mut files = Vec::new();
    for path in paths {
        collect(path, &mut files)?;
    }
    files.sort();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    for file in files {
        let bytes = fs::read(&file)?;
        add(file
            .strip_prefix(root())
            .unwrap_or(&file)
            .to_string_lossy()
            .as_bytes());
        add(&(bytes.len() as u64).to_le_bytes());
        add(&bytes);
    }
    Ok(hash)
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    } else if path.is_file() {
        files.push(path.to_path_buf());
    }
    Ok(())
}

/// A cargo command for the browser, with the tools that its tests need on PATH.
///
/// # Errors
/// The tools cannot be found.
pub fn wasm_cargo(target: WasmTarget) -> Outcome<Command> {
    let mut command = cargo();
    command.env("PATH", path_with_tools()?);
    target.prepare(&mut command);
    Ok(command)
}
