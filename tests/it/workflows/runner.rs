//! Runs the steps of a workflow one by one, as GitHub's runner does: scripts in bash with the environment that they
//! ask for, and in the place of GitHub's own actions what those do to the files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::host::{Host, REPOSITORY, TOKEN};
use crate::book::NOON;
use crate::git::git_on;

/// How a job went.
#[derive(Debug, Default)]
pub(crate) struct Ran {
    /// The name or the action of each step that was run.
    pub(crate) steps: Vec<String>,
    /// Of the step that failed.
    pub(crate) failed: Option<String>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// What was written for people.
    pub(crate) summary: String,
    /// Folders and files that were kept, by action.
    pub(crate) artifacts: BTreeMap<String, PathBuf>,
}

/// A machine on which one job runs.
pub(crate) struct Runner<'h> {
    host: &'h Host,
    /// Goes away with the machine.
    disk: tempfile::TempDir,
    /// What expressions may ask for.
    context: BTreeMap<String, String>,
    ran: Ran,
}

impl<'h> Runner<'h> {
    pub(crate) fn new(host: &'h Host, context: &[(&str, &str)]) -> Self {
        let disk = tempfile::tempdir().expect("a temporary folder can be made");
        let mut context: BTreeMap<String, String> =
            context.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let temp = disk.path().join("temp");
        fs::create_dir(&temp).unwrap();
        context.insert("runner.temp".into(), temp.display().to_string());
        context.insert("github.token".into(), TOKEN.into());
        Self { host, disk, context, ran: Ran::default() }
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.disk.path().join(path)
    }

    /// Runs a job of a workflow of the repository, as it is on its branch.
    pub(crate) fn run(mut self, workflow: &str, job: &str) -> (Ran, tempfile::TempDir) {
        let text = self.host.file(&format!(".github/workflows/{workflow}"));
        let workflow: Value = serde_yaml::from_str(&text).expect("a workflow is YAML");
        let job = &workflow["jobs"][job];
        for step in job["steps"].as_array().expect("a job has steps") {
            if !self.step(step, None) {
                self.ran.failed = self.ran.steps.last().cloned();
                break;
            }
        }
        self.ran.summary = fs::read_to_string(self.path("summary")).unwrap_or_default();
        (self.ran, self.disk)
    }

    /// Whether it went well.
    fn step(&mut self, step: &Value, inputs: Option<&Value>) -> bool {
        let name = step["name"].as_str().or(step["uses"].as_str()).expect("a step has a name");
        self.ran.steps.push(name.to_owned());
        match step["uses"].as_str() {
            Some(action) if action.starts_with("./") => self.local_action(action, step),
            Some(action) => self.action(action, step),
            None => self.script(step, inputs),
        }
    }

    fn local_action(&mut self, action: &str, step: &Value) -> bool {
        let text = fs::read_to_string(self.path("workspace").join(action).join("action.yml")).unwrap();
        let text =
            text.replace("https://github.com/duly/duly/releases", &format!("{}/releases", self.host.address));
        let action: Value = serde_yaml::from_str(&text).expect("an action is YAML");
        let mut inputs = serde_json::Map::new();
        for (name, input) in action["inputs"].as_object().into_iter().flatten() {
            let given = step["with"].get(name).unwrap_or(&input["default"]);
            inputs.insert(name.clone(), given.clone());
        }
        let inputs = Value::Object(inputs);
        let steps = action["runs"]["steps"].as_array().expect("the action has steps").clone();
        steps.iter().all(|step| self.step(step, Some(&inputs)))
    }

    /// What an action of GitHub's own does to the files.
    fn action(&mut self, action: &str, step: &Value) -> bool {
        let (name, _commit) = action.split_once('@').expect("an action has a version");
        let with = &step["with"];
        let output = |step: &Value, name: &str| {
            format!("steps.{}.outputs.{name}", step["id"].as_str().expect("its output is asked for"))
        };
        match name {
            "actions/checkout" => {
                assert_eq!(with["persist-credentials"], false, "the token must not stay on the disk");
                let depth: &[&str] = if with["fetch-depth"] == 0 { &[] } else { &["--depth=1"] };
                let (from, to) =
                    (format!("file://{}", self.host.repository().display()), self.path("workspace"));
                let target = to.display().to_string();
                let arguments = [&["clone", "--quiet"], depth, &[&from, &target]].concat();
                git_on(self.disk.path(), "2026-11-30", &arguments);
                let branch = self.context.get("github.ref_name").map_or("main", String::as_str);
                git_on(&to, "2026-11-30", &["checkout", "--quiet", branch]);
            }
            "actions/upload-pages-artifact" => {
                assert_eq!(with["include-hidden-files"], true, "`.well-known` is part of a site");
                self.keep("pages", with["path"].as_str().unwrap());
            }
            "actions/upload-artifact" => {
                let path = self.filled(with["path"].as_str().unwrap(), None);
                self.keep("upload", &path);
                self.context.insert(output(step, "artifact-url"), "https://github.example/artifact/1".into());
            }
            "actions/deploy-pages" => {
                self.context
                    .insert(output(step, "page_url"), "https://exampleshire.github.io/playbook/".into());
            }
            other => panic!("{other} is no action that these tests know"),
        }
        true
    }

    fn keep(&mut self, name: &str, path: &str) {
        let path = self.path("workspace").join(path);
        assert!(path.exists(), "{} is to be kept and is not there", path.display());
        self.ran.artifacts.insert(name.to_owned(), path);
    }

    fn script(&mut self, step: &Value, inputs: Option<&Value>) -> bool {
        let script = step["run"].as_str().expect("a step runs something");
        assert!(!script.contains("${{"), "an expression in a script could run what somebody typed: {script}");
        let file = self.path("step.sh");
        fs::write(&file, script).unwrap();
        let (output, path) = (self.path("output"), self.path("path"));
        fs::write(&output, "").unwrap();
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-eo", "pipefail"]).arg(&file);
        let workspace = self.path("workspace");
        command.current_dir(if workspace.is_dir() { workspace } else { self.disk.path().to_owned() });
        let added = fs::read_to_string(&path).unwrap_or_default().lines().collect::<Vec<_>>().join(":");
        let usual = std::env::var("PATH").unwrap();
        command.env_clear().env("PATH", format!("{added}:{usual}")).env("HOME", self.disk.path());
        command.env("SOURCE_DATE_EPOCH", NOON).env("GIT_CONFIG_SYSTEM", "/dev/null");
        for (name, value) in self.variables() {
            command.env(name, value);
        }
        for (name, value) in step["env"].as_object().into_iter().flatten() {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            command.env(name, self.filled(&text, inputs));
        }
        let done = command.output().expect("bash is there");
        self.ran.stdout += &String::from_utf8_lossy(&done.stdout);
        self.ran.stderr += &String::from_utf8_lossy(&done.stderr);
        for line in fs::read_to_string(&output).unwrap_or_default().lines() {
            let (name, value) = line.split_once('=').expect("an output is NAME=VALUE");
            let id = step["id"].as_str().expect("a step with outputs has an id");
            self.context.insert(format!("steps.{id}.outputs.{name}"), value.to_owned());
        }
        done.status.success()
    }

    /// What every step finds in its environment.
    fn variables(&self) -> Vec<(&'static str, String)> {
        let of = |key: &str, usual: &str| self.context.get(key).cloned().unwrap_or_else(|| usual.to_owned());
        let path = |path: &str| self.path(path).display().to_string();
        vec![
            ("GITHUB_API_URL", format!("{}/api", self.host.address)),
            ("GITHUB_SERVER_URL", format!("file://{}", self.host.root().display())),
            ("GITHUB_REPOSITORY", REPOSITORY.to_owned()),
            ("GITHUB_REF_NAME", of("github.ref_name", "main")),
            ("GITHUB_RUN_ID", "77".to_owned()),
            ("GITHUB_RUN_ATTEMPT", "1".to_owned()),
            ("GITHUB_OUTPUT", path("output")),
            ("GITHUB_PATH", path("path")),
            ("GITHUB_STEP_SUMMARY", path("summary")),
            // Of an action at the root of the repository, which is the one that asks.
            ("GITHUB_ACTION_PATH", path("workspace")),
            ("RUNNER_TEMP", path("temp")),
            ("RUNNER_OS", of("runner.os", "Linux")),
            ("RUNNER_ARCH", of("runner.arch", "X64")),
        ]
    }

    /// A value with what its expressions stand for. They may only be names.
    fn filled(&self, text: &str, inputs: Option<&Value>) -> String {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once("${{") {
            let (name, after) = behind.split_once("}}").expect("an expression ends");
            let name = name.trim();
            let input = name.strip_prefix("inputs.").and_then(|name| inputs?.get(name)?.as_str());
            let value = input.or_else(|| self.context.get(name).map(String::as_str));
            filled += before;
            filled += value.unwrap_or_else(|| panic!("nothing is known of `{name}`"));
            rest = after;
        }
        filled + rest
    }
}

/// Whether any file below a folder holds a text.
pub(crate) fn holds(folder: &Path, text: &str) -> bool {
    let mut files =
        walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    files.any(|entry| {
        fs::read(entry.path()).unwrap_or_default().windows(text.len()).any(|part| part == text.as_bytes())
    })
}
