//! Steps of work with a name and a time, and the running of other programs.
//! It does not know what the steps are.

use std::env;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

pub type Outcome<T = ()> = Result<T, Failure>;

/// What went wrong, and what to do about it, for the person at the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure(String);

impl Failure {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}

impl From<std::io::Error> for Failure {
    fn from(problem: std::io::Error) -> Self {
        Self(problem.to_string())
    }
}

/// Does one named piece of work and says how long it took, also when it failed.
///
/// # Errors
/// The failure of the work, with the step's name before it.
pub fn step<T>(name: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    println!("==> {name}");
    let start = Instant::now();
    let outcome = work();
    let took = seconds(start.elapsed());
    match outcome {
        Ok(value) => {
            println!("    {name}: done in {took}");
            Ok(value)
        }
        Err(Failure(text)) => Err(Failure(format!("{name} failed after {took}: {text}"))),
    }
}

/// Runs a program to its end, its output passed through, its input empty.
///
/// # Errors
/// The program cannot be started, or it ends with anything but success.
pub fn run(command: &mut Command) -> Outcome {
    println!("    $ {}", shown(command));
    run_quietly(command)
}

/// The same, but the command is named only where it fails.
///
/// # Errors
/// As for [`run`].
pub fn run_quietly(command: &mut Command) -> Outcome {
    let line = shown(command);
    let status = command
        .stdin(Stdio::null())
        .status()
        .map_err(|problem| Failure::new(format!("`{line}` cannot be started: {problem}")))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!("`{line}` ended with {status}")))
    }
}

/// What a program writes to its standard output, where it can be started and ends well.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_string())
}

/// A command that runs at the top of the project.
pub fn at_root(program: impl AsRef<Path>) -> Command {
    let mut command = Command::new(program.as_ref());
    command.current_dir(root());
    command
}

/// Cargo, the very one that started this program.
pub fn cargo() -> Command {
    let mut command =
        at_root(env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from));
    // The tests talk to servers on this machine, and no proxy knows them.
    for name in ["NO_PROXY", "no_proxy"] {
        let others = env::var(name).unwrap_or_default();
        command.env(name, format!("127.0.0.1,localhost,{others}"));
    }
    command
}

/// The top of the project.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Where cargo puts what it builds.
pub fn target_dir() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().join("target"), |named| root().join(named))
}

/// Runs the same command in a binary of this program that has the feature.
///
/// # Errors
/// That binary cannot be built, or its command fails (it has said why).
pub fn again_with(feature: &str, arguments: &[String]) -> Outcome {
    let status = cargo()
        .args([
            "run",
            "--quiet",
            "--package",
            "xtask",
            "--features",
            feature,
            "--",
        ])
        .args(arguments)
        .stdin(Stdio::null())
        .status()?;
    if status.success() {
        Ok(())
    } else {
        std::process::exit(status.code().unwrap_or(1))
    }
}

/// Writes a failure so that it is the last thing to be seen.
pub fn say_failure(failure: &Failure) {
    println!();
    eprintln!("FAILED: {failure}");
}

pub fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

/// The command as one would type it, without its environment.
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program
        .file_name()
        .unwrap_or(program.as_os_str())
        .to_string_lossy()
        .into_owned();
    let arguments = command
        .get_args()
        .map(|argument| argument.to_string_lossy().into_owned());
    std::iter::once(name)
        .chain(arguments)
        .collect::<Vec<_>>()
        .join(" ")
}
