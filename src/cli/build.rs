//! `duly build`: writes the site, unless there is an error.

use std::path::{Path, PathBuf};

use clap::Args;
use rayon::prelude::*;

use super::progress::Progress;
use super::report::{self, Channel};
use super::timings::{Spent, Timings};
use super::{Common, Ending, Opened, changed, ending, one_file, open_timed};
use crate::book::{self, Content, Memos, Outputs};
use crate::diagnostic::{Diagnostic, Outcome, Severity, worst};
use crate::link::Output;
use crate::load::{self, Inputs};
use crate::write::{Published, Replacement, Staging, Surroundings};

#[derive(Debug, Args)]
pub(super) struct BuildArguments {
    /// Say how long each stage took
    #[arg(long)]
    timings: bool,
    /// The revision since which pages changed that `--one-file` is about, such as `origin/main`
    #[arg(long, value_name = "REV", requires = "one_file")]
    changed_since: Option<String>,
    /// Put the changed pages into one HTML file as well, for people who look at a change with only a browser
    #[arg(long, value_name = "FILE", requires = "changed_since")]
    one_file: Option<PathBuf>,
}

pub(super) fn run(common: &Common, arguments: &BuildArguments) -> anyhow::Result<Ending> {
    let mut timings = Timings::new();
    let memos = Memos::default();
    let opened = open_timed(common, &memos, Channel::Remarks, &mut timings)?;
    let Some(opened) = opened else {
        return Ok(Ending::Findings);
    };
    let changed = arguments.changed_since.as_ref();
    let changed = changed.map(|revision| changed::since(revision, &opened, common)).transpose()?;
    let Opened { inputs, book, findings } = opened;
    let outputs = book.outputs(&memos);
    let paths: Vec<&str> = outputs.paths().collect();
    timings.over("search index", paths.len() - book.site.outputs.len(), "file");
    let target = common.root.join(&inputs.config.build.build_dir.value);
    // With an error nothing will be written, but the pages are rendered all the same for what they have to say.
    let targets = match worst(&book::finish(findings.clone(), &inputs)) {
        Some(Severity::Error) => None,
        _ => Some(Targets::begin(common, &inputs, &outputs)?),
    };
    timings.over("look at the folder", usize::from(targets.is_some()), "folder");
    let spent = Spent::default();
    let made = make(&outputs, targets.as_ref().map(|targets| &targets.site), common, &spent)?;
    timings.over("render and write", paths.len(), "file");
    timings.shares(&spent);
    let findings = book::finish(findings.into_iter().chain(made).collect(), &inputs);
    report::findings(&findings, common, Channel::Remarks)?;
    report::closing(&findings, common);
    match (worst(&findings), targets) {
        (Some(Severity::Error), _) | (_, None) => {
            report::remark("Nothing was written: mend the errors first.");
        }
        (_, Some(targets)) => {
            if let (Some(file), Some(changed)) = (&arguments.one_file, changed) {
                one_file::write(file, &outputs, &changed.files)?;
            }
            let (published, register) = targets.publish(&outputs, &inputs)?;
            let pages = book.site.outputs.values().filter(|output| matches!(output, Output::Page(_))).count();
            timings.over("publish", published.written, "file");
            let seconds = timings.total().as_secs_f64();
            if !common.quiet {
                report::result(&format!(
                    "{}: {} in {}, {}, {seconds:.2} s{register}",
                    shown(&target),
                    counted(pages, "page"),
                    counted(paths.len(), "file"),
                    replaced(&published)
                ))?;
            }
        }
    }
    if arguments.timings {
        timings.show();
    }
    Ok(ending(&findings, Severity::Error))
}

/// What a build writes: the site, and beside it the files of a private register.
struct Targets {
    site: Staging,
    register: Option<Staging>,
}

impl Targets {
    fn begin(common: &Common, inputs: &Inputs, outputs: &Outputs<'_>) -> anyhow::Result<Self> {
        let build = &inputs.config.build;
        let site_folder = common.root.join(&build.build_dir.value);
        let surroundings = |others| Surroundings {
            root: &common.root,
            src: &inputs.config.book.src.value,
            others,
            home: std::env::home_dir(),
        };
        let site = Staging::begin(&site_folder, &surroundings(Vec::new()))?;
        if outputs.private_paths().len() == 0 {
            return Ok(Self { site, register: None });
        }
        let folder = common.root.join(&build.register_dir.value);
        let register = site.begin_beside(&folder, &surroundings(vec![site_folder]))?;
        Ok(Self { site, register: Some(register) })
    }

    /// Puts both in their places; says of the register where that is.
    fn publish(self, outputs: &Outputs<'_>, inputs: &Inputs) -> anyhow::Result<(Published, String)> {
        let Some(register) = self.register else { return Ok((self.site.publish()?, String::new())) };
        for path in outputs.private_paths() {
            if let Some(Outcome { value: Content::Bytes(bytes), .. }) = outputs.get_private(path) {
                register.write(path, &bytes)?;
            }
        }
        register.publish()?;
        let place = format!("; the private register is in {}", inputs.config.build.register_dir.value);
        Ok((self.site.publish()?, place))
    }
}

/// A path as people write it.
fn shown(path: &Path) -> std::path::Display<'_> {
    path.strip_prefix(".").unwrap_or(path).display()
}

pub(super) fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// What was done to the old site.
fn replaced(published: &Published) -> String {
    let written = published.written;
    match published.replacement {
        Replacement::None => "nothing new".to_owned(),
        Replacement::OneStep => format!("{written} of them new, all at once"),
        Replacement::FileByFile => {
            format!("{written} of them new, one by one (the folder cannot be exchanged as a whole)")
        }
    }
}

/// Makes every output on every core; hands each to the staging as soon as it is there.
fn make(
    outputs: &Outputs<'_>,
    staging: Option<&Staging>,
    common: &Common,
    spent: &Spent,
) -> anyhow::Result<Vec<Diagnostic>> {
    let paths: Vec<&str> = outputs.paths().collect();
    let progress = Progress::new(paths.len(), common);
    let made: Vec<Vec<Diagnostic>> = paths
        .par_iter()
        .map(|path| {
            let mut findings = Vec::new();
            let content =
                spent.on(outputs.kind(path), || outputs.get(path)).map(|made| made.collect(&mut findings));
            if let (Some(staging), Some(content)) = (staging, content) {
                spent.on("writing", || match content {
                    Content::Bytes(bytes) => staging.write(path, &bytes),
                    Content::Asset(asset) => staging.write(path, &load::asset_bytes(asset)?),
                })?;
            }
            progress.one_done();
            anyhow::Ok(findings)
        })
        .collect::<anyhow::Result<_>>()?;
    Ok(made.into_iter().flatten().collect())
}

/// What rendering the whole book has to say; nothing is written.
pub(super) fn findings(outputs: &Outputs<'_>, common: &Common) -> anyhow::Result<Vec<Diagnostic>> {
    make(outputs, None, common, &Spent::default())
}
