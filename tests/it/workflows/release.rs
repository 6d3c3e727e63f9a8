//! The release of Duly itself, and the action that others use: what the one packs, the other installs.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use super::host::{Host, new_book};

const VERSION: &str = env!("CARGO_PKG_VERSION");

fn own(path: &str) -> Value {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    serde_yaml::from_str(&text).expect("it is YAML")
}

/// The script of a step, by its name.
fn script(steps: &Value, name: &str) -> String {
    let steps = steps.as_array().expect("there are steps");
    let step = steps.iter().find(|step| step["name"] == name).unwrap_or_else(|| panic!("no step {name}"));
    step["run"].as_str().expect("it runs something").to_owned()
}

fn bash(folder: &Path, script: &str, variables: &[(&str, &str)]) -> Output {
    fs::write(folder.join(".step.sh"), script).unwrap();
    let mut command = Command::new("bash");
    command.args(["--noprofile", "--norc", "-eo", "pipefail", ".step.sh"]).current_dir(folder);
    command.envs(variables.iter().copied()).output().expect("bash is there")
}

fn succeeded(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}\n{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

/// A folder as it is after the build of a release, with a program that runs the one of these tests.
fn built(target: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let made = folder.path().join("target").join(target).join("release");
    fs::create_dir_all(&made).unwrap();
    let program = format!("#!/bin/sh\nexec '{}' \"$@\"\n", env!("CARGO_BIN_EXE_duly"));
    fs::write(made.join("duly"), program).unwrap();
    fs::set_permissions(made.join("duly"), fs::Permissions::from_mode(0o755)).unwrap();
    fs::write(made.join("duly.d"), "not for anybody").unwrap();
    for file in ["Cargo.toml", "README.md", "LICENSE", "LICENSE-APACHE", "LICENSE-MIT"] {
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(file), folder.path().join(file)).unwrap();
    }
    folder
}

/// The host with a release as the workflow makes it.
fn released(book: &crate::book::Book) -> Host {
    let workflow = own(".github/workflows/release.yml");
    let target = "x86_64-unknown-linux-musl";
    let folder = built(target);
    let pack = script(&workflow["jobs"]["build"]["steps"], "Pack");
    succeeded(&bash(folder.path(), &pack, &[("TARGET", target)]));
    let archive = format!("duly-{VERSION}-{target}.tar.gz");
    fs::create_dir(folder.path().join("archives")).unwrap();
    fs::copy(folder.path().join(&archive), folder.path().join("archives").join(&archive)).unwrap();
    for number in 1..7 {
        fs::write(folder.path().join(format!("archives/duly-{VERSION}-other-{number}.tar.gz")), "x").unwrap();
    }
    let sums = script(&workflow["jobs"]["publish"]["steps"], "Write down the checksums");
    succeeded(&bash(folder.path(), &sums, &[]));
    let host = Host::with(book);
    let read = |name: &str| (name.to_owned(), fs::read(folder.path().join("archives").join(name)).unwrap());
    host.state(|state| state.release = vec![read(&archive), read("SHA256SUMS")]);
    host
}

#[test]
fn what_a_release_packs_is_what_the_workflows_of_a_book_install() {
    let host = released(&new_book());
    let (ran, _disk) = super::runner::Runner::new(&host, &[]).run("publish.yml", "build");
    assert_eq!(ran.failed, None, "{}\n{}", ran.stdout, ran.stderr);
}

#[test]
fn a_tag_that_is_not_the_version_is_not_released() {
    let workflow = own(".github/workflows/release.yml");
    let check = script(&workflow["jobs"]["build"]["steps"], "See that the tag is the version");
    let root = built("x");
    succeeded(&bash(root.path(), &check, &[("TAG", &format!("v{VERSION}"))]));
    let output = bash(root.path(), &check, &[("TAG", "v9.9.9")]);
    assert!(!output.status.success());
}

/// Runs the two steps of the action on a book.
fn act(host: &Host, inputs: &[(&str, &str)]) -> (Output, Option<Output>, tempfile::TempDir) {
    let action = own("action.yml");
    let steps = &action["runs"]["steps"];
    let disk = tempfile::tempdir().unwrap();
    let of = |name: &str| inputs.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| *value);
    let temp = disk.path().display().to_string();
    let releases = format!("{}/releases/download", host.address);
    let path = disk.path().join("path").display().to_string();
    let usual = std::env::var("PATH").unwrap();
    let tools = disk.path().join("tools");
    fs::create_dir(&tools).unwrap();
    // In the place of cargo: it says what it was asked.
    fs::write(tools.join("cargo"), "#!/bin/sh\necho \"cargo $@\"\n").unwrap();
    fs::set_permissions(tools.join("cargo"), fs::Permissions::from_mode(0o755)).unwrap();
    let search = format!("{}:{temp}/duly/bin:{usual}", tools.display());
    let variables = [
        ("VERSION", of("version")),
        ("SHA256", of("sha256")),
        ("RELEASES", &releases),
        ("GITHUB_ACTION_PATH", env!("CARGO_MANIFEST_DIR")),
        ("GITHUB_PATH", &path),
        ("RUNNER_TEMP", &temp),
        ("RUNNER_OS", "Linux"),
        ("RUNNER_ARCH", "X64"),
        ("PATH", &search),
        ("COMMAND", of("command")),
        ("ROOT", of("root")),
    ];
    let installed = bash(disk.path(), &script(steps, "Install Duly"), &variables);
    let ran = installed.status.success().then(|| bash(disk.path(), &script(steps, "Run Duly"), &variables));
    (installed, ran, disk)
}

#[test]
fn the_action_installs_a_release_and_runs_a_command_in_which_nothing_else_is_run() {
    let book = new_book();
    let host = released(&book);
    let root = book.root().display().to_string();
    let (_, ran, disk) = act(&host, &[("command", "check --format short"), ("root", &root)]);
    assert!(succeeded(&ran.unwrap()).contains("note[review/unreviewed]"));
    let (_, ran, disk_of_bad) = act(&host, &[("command", "check; touch x $(touch x)"), ("root", &root)]);
    assert!(!ran.unwrap().status.success());
    assert!(!disk.path().join("x").exists() && !disk_of_bad.path().join("x").exists());
    let (_, ran, _disk) = act(&host, &[("command", "")]);
    assert_eq!(succeeded(&ran.unwrap()), "");
}

#[test]
fn the_action_makes_its_own_version_from_the_source_beside_it_and_another_from_the_registry() {
    let host = Host::with(&new_book());
    let asked = |inputs: &[(&str, &str)]| String::from_utf8(act(&host, inputs).0.stdout).unwrap();
    let own = format!("cargo install --locked --quiet --root duly --path {}\n", env!("CARGO_MANIFEST_DIR"));
    assert!(asked(&[("version", "source")]).starts_with(&own));
    host.state(|state| state.release.clear());
    assert!(asked(&[]).starts_with(&own));
    assert!(
        asked(&[("version", "0.0.9")]).starts_with("cargo install --locked --quiet --root duly duly@0.0.9\n")
    );
    let (installed, _, _disk) = act(&host, &[("sha256", &"0".repeat(64))]);
    assert!(!installed.status.success(), "with a checksum only that file may be run");
}

#[test]
fn a_package_holds_what_the_program_is_made_of_and_nothing_else() {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut command = Command::new(cargo);
    command.args(["package", "--list", "--allow-dirty", "--offline", "--quiet"]);
    let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo is there");
    let listed = succeeded(&output);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let size = |path: &str| fs::metadata(root.join(path)).map_or(0, |file| file.len());
    assert!(listed.lines().map(size).sum::<u64>() < 2_000_000, "{listed}");
    let allowed = |path: &&str| {
        ["src/", "themes/civic/", "docs/"].iter().any(|folder| path.starts_with(folder))
            || !path.contains('/')
    };
    assert_eq!(listed.lines().filter(|path| !allowed(path)).collect::<Vec<_>>(), [""; 0]);
    // The templates of `duly init` are among them, those for the git host too.
    assert!(listed.contains("src/init/templates/host/workflows/sign-off.yml"), "{listed}");
}
