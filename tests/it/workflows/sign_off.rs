//! The form that records a review.

use super::host::{Host, TOKEN, new_book};
use super::runner::{Ran, Runner, holds};
use crate::git::git_on;

const PAGE: &str = "content/guides/look-after-a-page.md";

/// The form as Ann fills it in, with some fields in other ways.
fn filled_in(host: &Host, others: &[(&str, &str)]) -> (Ran, tempfile::TempDir) {
    let usual = [
        ("github.actor", "ann"),
        ("github.actor_id", "583"),
        ("github.triggering_actor", "ann"),
        ("github.ref_type", "branch"),
        ("inputs.page", PAGE),
        ("inputs.outcome", "no-change"),
        ("inputs.note", ""),
    ];
    Runner::new(host, &[&usual[..], others].concat()).run("sign-off.yml", "sign-off")
}

#[test]
fn a_review_becomes_a_commit_of_the_person_signed_in_and_a_pull_request() {
    let host = Host::with(&new_book());
    let note = "Read with the web team; `rm -rf /` $(touch x) \"quoted\"";
    let (ran, disk) = filled_in(&host, &[("inputs.note", note)]);
    assert_eq!(ran.failed, None, "{}\n{}", ran.stdout, ran.stderr);
    host.assert_content();
    let pull = host.state(|state| state.pulls[0].clone());
    assert_eq!(pull["base"], "main");
    assert_eq!(pull["title"], format!("Review {PAGE} on 2026-11-30: no-change, by Ann Lee"));
    let branch = pull["head"].as_str().unwrap();
    let page = host.file_on(branch, PAGE);
    assert!(
        page.contains("last_reviewed_on: 2026-11-30\nreviewed_by: Ann Lee\nreviewed_text: 2026-11-30 1:"),
        "{page}"
    );
    assert!(page.contains("Read with the web team; `rm -rf /` $(touch x)"), "{page}");
    let author = git_on(&host.repository(), "2026-11-30", &["log", "-1", "--format=%an <%ae>", branch]);
    assert_eq!(author.trim(), "Ann Lee <583+ann@users.noreply.github.com>");
    let changed = git_on(&host.repository(), "2026-11-30", &["diff", "--name-only", "main", branch]);
    assert_eq!(changed.trim(), PAGE);
    assert!(ran.summary.contains("/pull/1"), "{}", ran.summary);
    assert!(!holds(disk.path(), TOKEN), "the token is kept in no file");
}

#[test]
fn nobody_signs_in_the_name_of_another_by_starting_a_run_again() {
    let host = Host::with(&new_book());
    let (ran, _disk) = filled_in(&host, &[("github.triggering_actor", "bob")]);
    assert_eq!(ran.steps.len(), 1);
    assert!(
        ran.stdout.contains("::error::ann filled in this form, and bob started it again."),
        "{}",
        ran.stdout
    );
    host.state(|state| assert!(state.calls.is_empty()));
}

#[test]
fn a_page_is_named_by_its_address_too_and_a_name_that_looks_like_an_option_is_a_page() {
    let host = Host::with(&new_book());
    let address = "https://exampleshire.github.io/playbook/guides/look-after-a-page/";
    assert_eq!(filled_in(&host, &[("inputs.page", address)]).0.failed, None);
    let (ran, _disk) = filled_in(&host, &[("inputs.page", "--each")]);
    assert_eq!(ran.failed.as_deref(), Some("Record the review"));
    assert!(ran.stderr.contains("--each: not signed: there is no such page"), "{}", ran.stderr);
}

#[test]
fn a_person_without_a_name_signs_with_their_account() {
    let host = Host::with(&new_book());
    let (ran, _disk) = filled_in(&host, &[("github.actor", "bob"), ("github.triggering_actor", "bob")]);
    assert_eq!(ran.failed, None, "{}", ran.stderr);
    let title = host.state(|state| state.pulls[0]["title"].clone());
    assert!(title.as_str().unwrap().ends_with("by bob"), "{title}");
}

#[test]
fn a_name_of_two_lines_is_one_name_and_no_output_of_its_own() {
    let host = Host::with(&new_book());
    let (ran, _disk) = filled_in(&host, &[("github.actor", "sneaky"), ("github.triggering_actor", "sneaky")]);
    assert_eq!(ran.failed, None, "{}", ran.stderr);
    let title = host.state(|state| state.pulls[0]["title"].clone());
    assert!(title.as_str().unwrap().ends_with("by Mallory admin=true"), "{title}");
}

#[test]
fn where_workflows_may_open_no_pull_request_the_link_that_does_is_given() {
    let host = Host::with(&new_book());
    host.state(|state| state.refuses_pulls = true);
    let (ran, _disk) = filled_in(&host, &[]);
    assert_eq!(ran.failed, None, "{}", ran.stderr);
    assert!(ran.summary.contains("/compare/main...sign-off/77-1?expand=1"), "{}", ran.summary);
    assert!(ran.stdout.contains("::warning::"), "{}", ran.stdout);
    assert!(host.file_on("sign-off/77-1", PAGE).contains("reviewed_by: Ann Lee"));
}

#[test]
fn a_tag_is_not_signed() {
    let host = Host::with(&new_book());
    assert!(filled_in(&host, &[("github.ref_type", "tag")]).0.failed.is_some());
}

#[test]
fn git_gets_the_token_from_the_environment() {
    let workflow: serde_json::Value = serde_yaml::from_str(
        &std::fs::read_to_string(new_book().path(".github/workflows/sign-off.yml")).unwrap(),
    )
    .unwrap();
    let steps = workflow["jobs"]["sign-off"]["steps"].as_array().unwrap();
    let push =
        steps.iter().filter_map(|step| step["run"].as_str()).find(|script| script.contains("push --quiet"));
    let (_, helper) = push.unwrap().split_once("-c 'credential.helper=").unwrap();
    let helper = format!("credential.helper={}", helper.split_once('\'').unwrap().0);
    let mut command = std::process::Command::new("sh");
    command.args(["-c", "printf 'protocol=https\\nhost=github.com\\n\\n' | git -c credential.helper= -c \"$HELPER\" credential fill"]);
    let output = command
        .env("HELPER", helper)
        .env("GH_TOKEN", TOKEN)
        .env("GIT_TERMINAL_PROMPT", "0")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains(&format!("username=x-access-token\npassword={TOKEN}\n")), "{said}");
}
