//! `duly serve`: a preview that follows the author.

use std::sync::Arc;

use anyhow::bail;
use clap::{Args, ValueEnum};

use super::report::{self, Channel};
use super::{Common, Ending, clock};
use crate::diagnostic::{Diagnostic, Severity, summary};
use crate::load::Drafts;
use crate::serve::{self, Editor, Options, Said, Tell, Watching};

/// How many new findings are shown in full at a time.
const MOST_SHOWN: usize = 20;

#[derive(Debug, Args)]
pub(super) struct ServeArguments {
    /// The port; 0 takes any that is free
    #[arg(long, short, default_value_t = 4000)]
    port: u16,
    /// The address or name to listen on; others can read your drafts when it is not this machine's own
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    host: String,
    /// Open the home page in a browser
    #[arg(long)]
    open: bool,
    /// Show drafts, marked as such
    #[arg(long)]
    drafts: bool,
    /// Look at all files now and then, for folders whose changes the system does not tell of
    #[arg(long)]
    poll: bool,
    /// The program that links to the source open
    #[arg(long, value_enum, env = "DULY_EDITOR", default_value_t = EditorName::None)]
    editor: EditorName,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum EditorName {
    /// Places are shown as text
    None,
    /// Visual Studio Code
    Vscode,
}

pub(super) fn run(common: &Common, arguments: &ServeArguments) -> anyhow::Result<Ending> {
    if arguments.host.trim().is_empty() {
        bail!("`--host` names nothing; leave it out for this machine alone");
    }
    if !is_own_machine(&arguments.host) {
        report::remark(&format!(
            "warning: everybody who reaches {} can read this book, drafts and all; leave `--host` out to keep it to \
             this machine",
            arguments.host
        ));
    }
    let (common, open) = (common.clone(), arguments.open);
    let of_clock = common.clone();
    let options = Options {
        root: common.root.clone(),
        host: arguments.host.clone(),
        port: arguments.port,
        drafts: if arguments.drafts { Drafts::Shown } else { Drafts::Left },
        watching: if arguments.poll { Watching::Poll } else { Watching::Notify },
        editor: match arguments.editor {
            EditorName::None => Editor::None,
            EditorName::Vscode => Editor::VsCode,
        },
        clock: Box::new(move || clock(&of_clock)),
    };
    let tell: Tell = Arc::new(move |said| {
        if let (true, Said::Serving { address, .. }) = (open, &said) {
            show_in_browser(address);
        }
        say(&common, said);
    });
    serve::run(options, &tell)?;
    Ok(Ending::Clean)
}

fn is_own_machine(host: &str) -> bool {
    ["127.0.0.1", "localhost", "::1", "[::1]"].contains(&&*host.to_ascii_lowercase())
}

fn show_in_browser(address: &str) {
    if let Err(error) = open::that_detached(address) {
        report::remark(&format!("the browser cannot be opened ({error}): open {address} yourself"));
    }
}

/// What a person at the terminal wants to know. Nothing can be done when even that cannot be written.
fn say(common: &Common, said: Said) {
    match said {
        Said::Serving { address, pages, seconds } => {
            let pages = if pages == 1 { "1 page".to_owned() } else { format!("{pages} pages") };
            // The address is what was asked for; it is said even when nothing else is.
            let _ =
                report::result(&format!("{address}\n{pages} in {seconds:.2} s. Ctrl-C ends the preview."));
        }
        Said::Rebuilt { changed, seconds } if !common.quiet => {
            report::remark(&format!("{}: {:.0} ms", named(&changed), seconds * 1000.0));
        }
        Said::Rebuilt { .. } => {}
        Said::Findings { come, gone, all } => say_findings(common, &come, gone, &all),
        Said::Polling(reason) => report::remark(&format!(
            "The system does not tell about changes ({reason}); the files are looked at now and then instead."
        )),
        Said::Trouble(text) => report::remark(&format!("error: {text}")),
    }
}

fn named(changed: &[String]) -> String {
    match changed {
        [] => "the book is back".to_owned(),
        [only] => only.clone(),
        [first, others @ ..] => format!("{first} and {} more", others.len()),
    }
}

fn say_findings(common: &Common, come: &[Diagnostic], gone: usize, all: &[Diagnostic]) {
    if come.is_empty() && gone == 0 {
        // They have only moved.
        return;
    }
    let mut shown: Vec<Diagnostic> = come.to_vec();
    shown.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let left = shown.len().saturating_sub(MOST_SHOWN);
    shown.truncate(MOST_SHOWN);
    let _ = report::findings(&shown, common, Channel::Remarks);
    let is_worth = come.iter().any(|finding| finding.severity == Severity::Error) || !common.quiet;
    if !is_worth {
        return;
    }
    if left > 0 {
        report::remark(&format!("… and {left} more; `duly check` lists them all"));
    }
    let gone = match gone {
        0 => String::new(),
        1 => " (1 is gone)".to_owned(),
        gone => format!(" ({gone} are gone)"),
    };
    report::remark(&format!("{}{gone}", summary(all)));
}
