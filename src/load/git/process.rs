//! Running the `git` program: no shell, no pager, nothing that a repository could make it start, and an end.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, bail};

/// A question about the history of a large repository takes seconds; one that takes longer is not worth its answer.
const PATIENCE: Duration = Duration::from_mins(1);
/// A commit may run the hooks of its repository, and those may run tests.
const PATIENCE_WITH_HOOKS: Duration = Duration::from_mins(10);
/// In bytes. Output beyond it is an error rather than memory without bounds.
const LARGEST_OUTPUT: u64 = 256 * 1024 * 1024;

/// What `git` said and how it ended.
pub(super) struct Answer {
    pub(super) success: bool,
    pub(super) output: Vec<u8>,
    /// What it complained of.
    pub(super) complaint: String,
}

/// Where `git` is run.
#[derive(Clone, Debug)]
pub(super) struct Git {
    folder: PathBuf,
}

impl Git {
    pub(super) fn within(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Runs a command that only reads.
    pub(super) fn ask(&self, arguments: &[&str]) -> anyhow::Result<Answer> {
        self.ask_with(arguments, Vec::new())
    }

    /// The same with something to read on its standard input.
    pub(super) fn ask_with(&self, arguments: &[&str], input: Vec<u8>) -> anyhow::Result<Answer> {
        let mut command = self.command(arguments);
        // No lock for a refreshed index, and no fetching of what a partial clone lacks.
        command.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_NO_LAZY_FETCH", "1");
        run(command, input, PATIENCE)
    }

    /// Runs a command that changes the repository.
    pub(super) fn tell(&self, arguments: &[&str], input: Vec<u8>) -> anyhow::Result<Answer> {
        run(self.command(arguments), input, PATIENCE_WITH_HOOKS)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.args([
            "--no-pager",
            "--literal-pathspecs",
            "-c",
            "core.quotepath=off",
            "-c",
            "core.fsmonitor=false",
        ]);
        command.args(["-c", "color.ui=false", "-c", "log.showSignature=false", "-c", "log.follow=false"]);
        command.arg("-C").arg(&self.folder).args(arguments);
        // A hook that runs Duly sets these for itself; the repository is the one that the book is in.
        for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_EXTERNAL_DIFF"] {
            command.env_remove(variable);
        }
        command.env("LC_ALL", "C").env("GIT_TERMINAL_PROMPT", "0");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

fn run(mut command: Command, input: Vec<u8>, patience: Duration) -> anyhow::Result<Answer> {
    let mut child = command.spawn().context("git cannot be started")?;
    let (done, waiting) = mpsc::channel();
    feed(&mut child, input);
    let output = child.stdout.take();
    let complaint = child.stderr.take();
    thread::spawn(move || {
        // Both at once: whichever is not read fills up, and git waits.
        let complaint = thread::spawn(|| read(complaint));
        let output = read(output);
        let complaint = complaint.join().unwrap_or_default();
        // Nobody listens any more once the time is up.
        let _ = done.send((output, complaint));
    });
    let Ok((output, complaint)) = waiting.recv_timeout(patience) else {
        let _ = child.kill();
        let _ = child.wait();
        bail!("git took longer than {} seconds", patience.as_secs());
    };
    let too_much = output.len() as u64 > LARGEST_OUTPUT;
    if too_much {
        let _ = child.kill();
    }
    let status = child.wait().context("git cannot be waited for")?;
    if too_much {
        bail!("git said more than {} MiB", LARGEST_OUTPUT >> 20);
    }
    let complaint = String::from_utf8_lossy(&complaint).trim().to_owned();
    Ok(Answer { success: status.success(), output, complaint })
}

/// Hands over the input from a thread of its own: git may answer before it has read all of it.
fn feed(child: &mut Child, input: Vec<u8>) {
    let Some(mut stdin) = child.stdin.take() else { return };
    thread::spawn(move || {
        // A program that does not want the rest closes the pipe; its answer tells why.
        let _ = stdin.write_all(&input);
    });
}

fn read(stream: Option<impl Read>) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(stream) = stream {
        // What was read before a failure is kept; the exit status tells the rest.
        let _ = stream.take(LARGEST_OUTPUT + 1).read_to_end(&mut bytes);
    }
    bytes
}
