//! What every workflow keeps to: no more rights than it needs, and nothing that can change under it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::host::new_book;
use crate::book::files;

/// The workflows and actions of a folder by path, those of Duly's own repository and those that it writes alike.
fn texts(root: &Path) -> BTreeMap<String, String> {
    let mut texts: BTreeMap<String, String> = files(&root.join(".github"))
        .into_iter()
        .filter(|(path, _)| path.starts_with("workflows/") || path.starts_with("actions/"))
        .map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()))
        .collect();
    if let Ok(text) = fs::read_to_string(root.join("action.yml")) {
        texts.insert("action.yml".to_owned(), text);
    }
    texts
}

fn all() -> BTreeMap<String, String> {
    let own = texts(Path::new(env!("CARGO_MANIFEST_DIR")));
    assert!(own.len() > 3, "{:?}", own.keys());
    let written = texts(new_book().root());
    assert_eq!(written.len(), 5, "{:?}", written.keys());
    own.into_iter().chain(written.into_iter().map(|(path, text)| (format!("written/{path}"), text))).collect()
}

fn read(text: &str) -> Value {
    serde_yaml::from_str(text).expect("it is YAML")
}

#[test]
fn every_action_of_others_is_pinned_to_a_commit_with_its_version_beside_it() {
    let mut pins: BTreeMap<String, String> = BTreeMap::new();
    for (path, text) in all() {
        for line in
            text.lines().filter(|line| line.trim_start().trim_start_matches("- ").starts_with("uses: "))
        {
            let (_, used) = line.split_once("uses: ").unwrap();
            if used.starts_with("./") {
                continue;
            }
            let (action, pin) = used.split_once('@').expect("an action has a version");
            let (commit, version) = pin.split_once(" # v").unwrap_or_else(|| panic!("{path}: {line}"));
            let is_commit = commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit());
            assert!(is_commit && version.starts_with(|c: char| c.is_ascii_digit()), "{path}: {line}");
            let known = pins.entry(action.to_owned()).or_insert_with(|| pin.to_owned());
            assert_eq!(known, pin, "{path}: one action has one version everywhere");
        }
    }
    assert!(pins.len() >= 4, "{pins:?}");
}

#[test]
fn a_job_may_do_what_it_needs_and_no_more() {
    let mut rights: BTreeMap<String, String> = BTreeMap::new();
    for (path, text) in all().into_iter().filter(|(path, _)| path.contains("workflows/")) {
        let workflow = read(&text);
        let usual = workflow["permissions"].clone();
        assert!(usual.is_object(), "{path}: what is not said is too much");
        for (name, job) in workflow["jobs"].as_object().unwrap() {
            let own = job.get("permissions").unwrap_or(&usual);
            let writes = own.as_object().unwrap().iter().filter(|(_, right)| *right == "write");
            let writes: Vec<&str> = writes.map(|(name, _)| name.as_str()).collect();
            rights.insert(format!("{path}: {name}"), writes.join(", "));
            assert!(job["timeout-minutes"].is_number(), "{path}: {name} might run for hours");
        }
    }
    rights.retain(|_, writes| !writes.is_empty());
    let rights: Vec<String> = rights.into_iter().map(|(job, writes)| format!("{job}: {writes}")).collect();
    assert_eq!(
        rights,
        [
            "workflows/publish.yml: deploy: id-token, pages",
            "workflows/release.yml: publish: contents",
            "written/workflows/publish.yml: deploy: id-token, pages",
            "written/workflows/reminders.yml: remind: issues",
            "written/workflows/sign-off.yml: sign-off: contents, pull-requests",
        ]
    );
}

#[test]
fn no_token_is_kept_by_a_checkout_or_given_to_a_step_that_runs_duly() {
    for (path, text) in all().into_iter().filter(|(path, _)| path.contains("workflows/")) {
        assert_eq!(
            text.matches("actions/checkout@").count(),
            text.matches("persist-credentials: false").count(),
            "{path}"
        );
        for job in read(&text)["jobs"].as_object().unwrap().values() {
            for step in job["steps"].as_array().unwrap() {
                let has_token = step["env"]
                    .as_object()
                    .is_some_and(|env| env.values().any(|v| v == "${{ github.token }}"));
                let runs = step["run"].as_str().unwrap_or_default();
                assert!(!(has_token && runs.contains("duly ")), "{path}: {runs}");
            }
        }
    }
}

#[test]
fn what_people_type_is_never_part_of_a_script() {
    for (path, text) in all() {
        let value = read(&text);
        let jobs = value["jobs"].as_object().into_iter().flatten().map(|(_, job)| job);
        for job in jobs.chain([&value["runs"]]) {
            for step in job["steps"].as_array().into_iter().flatten() {
                assert!(!step["run"].as_str().unwrap_or_default().contains("${{"), "{path}: {step}");
            }
        }
    }
}

#[test]
fn pull_requests_of_strangers_run_without_any_secret() {
    for (path, text) in all() {
        assert!(!text.contains("pull_request_target") && !text.contains("secrets."), "{path}");
    }
}
