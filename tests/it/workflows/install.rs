//! How the workflows come by Duly: the archive of a release whose checksum is right, else from its source.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::host::{Host, new_book};
use super::runner::{Ran, Runner};
use crate::book::Book;
use crate::git::commit_all;

const ACTION: &str = ".github/actions/duly/action.yml";

/// A folder with a program in the place of cargo: it writes down what it was asked, and puts a command where it was
/// told to.
pub(super) fn cargo() -> tempfile::TempDir {
    let tools = tempfile::tempdir().unwrap();
    let cargo = format!(
        "#!/bin/sh\necho \"$@\" > '{}/asked'\nmkdir -p duly/bin\nln -s '{}' duly/bin/duly\n",
        tools.path().display(),
        env!("CARGO_BIN_EXE_duly")
    );
    fs::write(tools.path().join("cargo"), cargo).unwrap();
    fs::set_permissions(tools.path().join("cargo"), fs::Permissions::from_mode(0o755)).unwrap();
    tools
}

fn ran(host: &Host, context: &[(&str, &str)]) -> Ran {
    Runner::new(host, context).run("publish.yml", "build").0
}

/// The book with the checksum in its action.
fn with_checksum(checksum: &str) -> Book {
    let book = new_book();
    let action = fs::read_to_string(book.path(ACTION)).unwrap();
    let (before, after) = action.rsplit_once("default: \"\"").expect("the checksum has a default");
    book.write(ACTION, format!("{before}default: \"{checksum}\"{after}"));
    commit_all(&book, "2026-11-02");
    book
}

#[test]
fn an_archive_that_is_not_what_its_checksum_says_is_never_run() {
    let host = Host::with(&new_book());
    host.state(|state| state.release[0].1.push(0));
    let ran = ran(&host, &[]);
    assert_eq!(ran.failed.as_deref(), Some("Install Duly"), "{}", ran.stderr);
    assert!(ran.stdout.contains("FAILED"), "{}", ran.stdout);
}

#[test]
fn an_archive_without_checksums_is_never_run() {
    let host = Host::with(&new_book());
    host.state(|state| drop(state.release.pop()));
    assert_eq!(ran(&host, &[]).failed.as_deref(), Some("Install Duly"));
}

#[test]
fn a_checksum_in_the_repository_is_the_only_one_that_counts() {
    let release = Host::with(&new_book()).state(|state| state.release.clone());
    let sums = String::from_utf8(release[1].1.clone()).unwrap();
    let host = Host::with(&with_checksum(sums.split(' ').next().unwrap()));
    // Not even those of the release itself.
    host.state(|state| state.release = vec![release[0].clone()]);
    assert_eq!(ran(&host, &[]).failed, None);
    let host = Host::with(&with_checksum(&"0".repeat(64)));
    assert_eq!(ran(&host, &[]).failed.as_deref(), Some("Install Duly"));
    host.state(|state| state.release.clear());
    let ran = ran(&host, &[]);
    assert_eq!(ran.failed.as_deref(), Some("Install Duly"));
    assert!(ran.stdout.contains("::error::"), "{}", ran.stdout);
}

#[test]
fn without_an_archive_it_is_made_from_that_version_of_its_source() {
    let host = Host::with(&new_book());
    let tools = cargo();
    let runner = Runner::new(&host, &[("runner.arch", "RISCV")]);
    fs::write(runner.path("path"), format!("{}\n", tools.path().display())).unwrap();
    let (ran, _disk) = runner.run("publish.yml", "build");
    assert_eq!(ran.failed, None, "{}", ran.stderr);
    let asked = fs::read_to_string(tools.path().join("asked")).unwrap();
    assert_eq!(asked.trim(), "install --locked --quiet --root duly duly@0.1.0");
}
