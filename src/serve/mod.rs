//! The preview: the pipeline in a loop, served from memory.
//!
//! One thread waits for changes (`watch`) and settles the book anew (`author`); one renders the whole book behind
//! it, so that findings anywhere come up (`check`); one answers browsers (`http`, `answer`). They share what is
//! shown now (`shown`). Nothing is written to the disk, and no text of a request becomes a path: addresses are
//! looked up in the list of outputs.

mod aids;
mod answer;
mod author;
mod check;
mod guard;
mod http;
mod inject;
mod reload;
mod shown;
mod watch;

use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, bail};

use crate::diagnostic::Diagnostic;
use crate::load::{Clock, Drafts};

pub use guard::Hosts;
pub use watch::Watching;

/// What a preview is told when it is started.
pub struct Options {
    /// The folder of the book.
    pub root: PathBuf,
    /// The address or name on which it listens: `127.0.0.1` unless others are to see it.
    pub host: String,
    /// The port; 0 for any that is free.
    pub port: u16,
    /// Whether drafts are shown.
    pub drafts: Drafts,
    /// How changes are noticed.
    pub watching: Watching,
    /// What opens a file at a line when a link of the preview is followed.
    pub editor: Editor,
    /// What the time is; asked again for every build.
    pub clock: ReadClock,
}

/// How a preview asks for the time.
pub type ReadClock = Box<dyn Fn() -> anyhow::Result<Clock> + Send>;

/// What opens files from links in the browser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Editor {
    /// Nothing: places are shown as text.
    #[default]
    None,
    /// Visual Studio Code, by `vscode://file/…`.
    VsCode,
}

/// What a preview has to say while it runs.
#[derive(Debug)]
pub enum Said {
    /// Browsers are answered now.
    Serving {
        /// The address of the home page.
        address: String,
        /// How many pages the book has.
        pages: usize,
        /// How long reading and settling took, in seconds.
        seconds: f64,
    },
    /// A change came through.
    Rebuilt {
        /// What has changed, as people know it; empty when a book that had gone is back as it was.
        changed: Vec<String>,
        /// From looking at the files to the new book, in seconds.
        seconds: f64,
    },
    /// What the book has to say is no longer the same.
    Findings {
        /// Findings that were not there before.
        come: Vec<Diagnostic>,
        /// How many findings are there no more.
        gone: usize,
        /// All that are there now.
        all: Arc<Vec<Diagnostic>>,
    },
    /// The system does not tell about changes, for this reason.
    Polling(String),
    /// The machine's trouble, which may go away by itself.
    Trouble(String),
}

/// Whom a preview tells what it has to say.
pub type Tell = Arc<dyn Fn(Said) + Send + Sync>;

/// Serves the book until the process is asked to end.
///
/// # Errors
///
/// When the folder is no book, the port is taken, or the machine refuses a thread or a socket.
pub fn run(options: Options, tell: &Tell) -> anyhow::Result<()> {
    let listener = listen(&options.host, options.port)?;
    let address = listener.local_addr().context("the port cannot be told")?;
    let preview = Arc::new(shown::Preview::new(&options)?);
    let checks = Arc::new(check::Next::default());
    let author = author::Author::begin(options, &preview, Arc::clone(&checks), Arc::clone(tell))?;
    let hosts = Hosts::of(&author.host(), address);
    tell(author.serving(&format!("http://{}{}", hosts.shown(), preview.now().base_path())));
    author.spawn()?;
    check::spawn(checks, Arc::clone(&preview), Arc::clone(tell))?;
    http::serve(listener, &preview, hosts)
}

fn listen(host: &str, port: u16) -> anyhow::Result<TcpListener> {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    match TcpListener::bind((host, port)) {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => bail!(
            "port {port} is taken by another program\nEnd that program, or choose another port: \
             `duly serve --port {}`; `--port 0` takes any that is free.",
            port.checked_add(1).unwrap_or(4000)
        ),
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => bail!(
            "this system does not let you serve on port {port}\nChoose one above 1023: `duly serve --port 4000`."
        ),
        Err(error) => Err(error).with_context(|| format!("{host} port {port} cannot be served")),
    }
}
