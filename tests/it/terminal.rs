//! A terminal for tests: the binary asks there, and the answers were typed before.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::thread;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::book::{Book, Run};

/// The end of the input, as Ctrl-D makes it.
const END: &str = "\u{4}";

/// Runs the binary on a terminal with answers, a line each, and then the end of the input. `stderr` is what the terminal showed, the answers
/// included.
pub(crate) fn run(book: &Book, arguments: &[&str], answers: &[&str]) -> Run {
    run_command(&mut book.duly(arguments), answers)
}

pub(crate) fn run_command(command: &mut Command, answers: &[&str]) -> Run {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal can be made");
    grantpt(&master).expect("it is ours");
    unlockpt(&master).expect("it can be opened");
    let name = ptsname(&master, Vec::new()).expect("it has a name").into_string().expect("in UTF-8");
    let terminal = || OpenOptions::new().read(true).write(true).open(&name).expect("it can be opened");
    command.stdin(terminal()).stderr(terminal()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("the binary can be started");
    // The terminal is gone once the binary is: nobody else may hold it.
    command.stdin(Stdio::null()).stderr(Stdio::null());
    let mut master = File::from(master);
    let lines: String = answers.iter().map(|answer| format!("{answer}\n")).collect();
    // A question too many finds the end of the input, and does not wait for ever.
    write!(master, "{lines}{END}{END}{END}").expect("a terminal takes what is typed");
    let shown = thread::spawn(move || {
        let mut shown = Vec::new();
        let mut part = [0; 1024];
        // Linux ends a terminal that nobody holds any more with an error.
        while let Ok(length @ 1..) = master.read(&mut part) {
            shown.extend_from_slice(&part[..length]);
        }
        shown
    });
    let mut stdout = String::new();
    child.stdout.take().expect("it is piped").read_to_string(&mut stdout).expect("stdout is UTF-8");
    let status = child.wait().expect("it ends").code().expect("by itself");
    let shown = String::from_utf8(shown.join().expect("it reads")).expect("stderr is UTF-8");
    Run { status, stdout, stderr: shown.replace("\r\n", "\n") }
}
