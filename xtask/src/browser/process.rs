//! Drivers and browsers as processes of this machine: each with what it starts in a group of its
//! own, a folder that goes with them, and the ending of exactly those.

use crate::step::{Failure, Outcome};
use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{OnceLock, mpsc};
use std::thread;
use std::time::{Duration, Instant};

/// How long a driver may take to say what it says when it starts, on a machine that is busy.
pub(super) const START_MAX: Duration = Duration::from_secs(60);

/// How long a killed process may take to be gone.
const DEATH_MAX: Duration = Duration::from_secs(30);

/// The folder of one browser, with its profile in it. It goes when this is dropped.
#[derive(Debug)]
pub(super) struct Home {
    folder: PathBuf,
    /// Ends with this process, as its input does.
    remover: OnceLock<Child>,
}

impl Home {
    /// A fresh one.
    pub fn new() -> Outcome<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::SeqCst);
        let folder = env::temp_dir().join(format!("owed-browser-{}-{number}", std::process::id()));
        let home = Self {
            folder,
            remover: OnceLock::new(),
        };
        for inner in [home.profile(), home.scratch()] {
            fs::create_dir_all(inner)?;
        }
        Ok(home)
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn profile(&self) -> PathBuf {
        self.folder.join("profile")
    }

    /// Removes what a journey put beside the profile.
    ///
    /// # Errors
    /// It cannot be removed.
    pub fn tidy(&self) -> Outcome {
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if path == self.profile() || path == self.scratch() {
                continue;
            }
            match path.is_dir() {
                true => fs::remove_dir_all(path)?,
                false => fs::remove_file(path)?,
            }
        }
        Ok(())
    }

    /// Removes the folder once this process is gone: what lies in a static is never dropped.
    ///
    /// # Errors
    /// No process can be started for it.
    pub fn ends_with_this_process(&self) -> Outcome {
        if self.remover.get().is_none() {
            // The browser in it ends meanwhile, and may write until then.
            let folder = self.folder.display();
            let line = format!("for i in 1 2 3 4 5; do sleep 1; rm -rf '{folder}'; done");
            drop(self.remover.set(guard(&line)?));
        }
        Ok(())
    }

    /// For what the driver and the browser only need while they run.
    pub fn scratch(&self) -> PathBuf {
        self.folder.join("tmp")
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.folder));
    }
}

/// A process and all that it starts. They end when this is dropped, or when the process ends that
/// started them.
#[derive(Debug)]
pub(crate) struct Group {
    leader: Child,
    guard: Child,
}

impl Group {
    /// Starts it; its input is empty.
    ///
    /// # Errors
    /// It cannot be started.
    pub fn start(command: &mut Command) -> Outcome<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let mut leader = command
            .process_group(0)
            .stdin(Stdio::null())
            .spawn()
            .map_err(|problem| Failure::new(format!("{name} cannot be started: {problem}")))?;
        match guard(&kill_line(leader.id())) {
            Ok(guard) => Ok(Self { leader, guard }),
            Err(failure) => {
                drop(leader.kill());
                drop(leader.wait());
                Err(failure)
            }
        }
    }

    /// What it writes, where that was asked for when it started.
    pub fn output(&mut self) -> Option<ChildStdout> {
        self.leader.stdout.take()
    }

    /// Whether its first process ended by itself.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.leader.try_wait(), Ok(None))
    }

    /// SIGKILL to all of them at once: none has a moment to write.
    fn kill(&mut self) {
        let group = self.leader.id();
        drop(self.guard.kill());
        drop(self.guard.wait());
        let mut kill = Command::new("sh");
        kill.args(["-c", &kill_line(group)]).stderr(Stdio::null());
        drop(kill.status());
        drop(self.leader.kill());
        drop(self.leader.wait());
        let start = Instant::now();
        while is_running(group) && start.elapsed() < DEATH_MAX {
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Does this when this process ends, in whatever way: Ctrl+C reaches no other group.
fn guard(line: &str) -> Outcome<Child> {
    let line = format!("cat; {line}");
    Ok(Command::new("sh")
        .args(["-c", &line])
        .process_group(0)
        // It is closed when this process ends, in whatever way.
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?)
}

fn kill_line(group: u32) -> String {
    format!("kill -s KILL -- -{group}")
}

/// Whether a process of this group is at work. One that ended but that nobody waited for has let go
/// of its files all the same.
fn is_running(group: u32) -> bool {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    processes
        .filter_map(|process| fs::read_to_string(process.path().join("stat")).ok())
        .any(|stat| {
            // "ID (NAME) STATE PARENT GROUP ..."; a name may hold anything.
            let rest = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
            let words: Vec<&str> = rest.split(' ').collect();
            let [state, _parent, its_group, ..] = words.as_slice() else {
                return false;
            };
            !matches!(*state, "Z" | "X") && its_group.parse() == Ok(group)
        })
}

/// Reads the number that a process says when it is ready, for at most so long, and goes on reading
/// so that it never waits for a reader.
pub(crate) fn number_said(
    patience: Duration,
    output: impl Read + Send + 'static,
    number_in: impl Fn(&str) -> Option<u16> + Send + 'static,
) -> Option<u16> {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        // Nobody may wait for it any more.
        let _ = tell.send(lines.find_map(|line| number_in(&line)));
        lines.for_each(drop);
    });
    told.recv_timeout(patience).ok().flatten()
}
