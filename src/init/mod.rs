//! What a folder needs to be a book that its git host checks, publishes and reminds people of: texts, no disk.
//!
//! The files come from `templates/`: `book/` is a book to begin with, `folder/` is for git and editors, `host/` is for
//! GitHub.

mod fill;
mod repository;

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

use crate::config::Config;
use fill::{fill, quoted};

pub use repository::Repository;

static TEMPLATES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/init/templates");

/// Where releases of this program are, and its source.
const PROGRAM: &str = env!("CARGO_PKG_REPOSITORY");

/// What the book is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The title of the book.
    pub title: String,
    /// Who publishes it.
    pub organisation: Option<String>,
    /// Where it is kept.
    pub repository: Option<Repository>,
    /// The branch that is published.
    pub branch: String,
    /// The folder of the pages, from that of the book.
    pub src: String,
    /// Whether to begin with pages of ours.
    pub beginning: Beginning,
}

/// What there is to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beginning {
    /// Nothing: the book gets a home page and one page of each kind.
    Empty,
    /// Pages of the author's.
    Pages,
}

/// The files of the book itself, by path: `book.toml`, and pages where there are none.
pub fn book_files(plan: &Plan) -> BTreeMap<String, String> {
    let values = book_values(plan);
    let mut files = BTreeMap::from([("book.toml".to_owned(), fill(template("book/book.toml"), &values))]);
    if plan.beginning == Beginning::Empty {
        for (path, text) in templates("book/content") {
            files.insert(crate::config::below(&plan.src, &path), fill(text, &values));
        }
    }
    files
}

/// The files beside a book: for git, editors and the git host, by path. They hold what the book sets.
pub fn folder_files(config: &Config) -> BTreeMap<String, String> {
    let values = folder_values(config);
    let hidden = |path: String| format!(".{path}");
    let folder = templates("folder").map(|(path, text)| (hidden(path), text));
    let host = templates("host").map(|(path, text)| (format!(".github/{path}"), text));
    folder.chain(host).map(|(path, text)| (path, fill(text, &values))).collect()
}

fn folder_values(config: &Config) -> BTreeMap<&'static str, String> {
    let build_dir = &config.build.build_dir.value;
    // A branch stands in a pattern, in which these signs have another meaning.
    let pattern = |c: char| if "*?+[]!\\".contains(c) { format!("\\{c}") } else { c.to_string() };
    BTreeMap::from([
        ("BRANCH", quoted(&config.site.branch.chars().map(pattern).collect::<String>())),
        ("BUILD_DIR", build_dir.clone()),
        ("BUILD_PATH", quoted(build_dir)),
        ("REGISTER_DIR", config.build.register_dir.value.clone()),
        ("PROGRAM", PROGRAM.to_owned()),
        ("VERSION", env!("CARGO_PKG_VERSION").to_owned()),
    ])
}

fn book_values(plan: &Plan) -> BTreeMap<&'static str, String> {
    let line = |key: &str, value: &str| format!("{key} = {}\n", quoted(value));
    let src = if plan.src == "content" { String::new() } else { line("src", &plan.src) };
    let organisation = plan.organisation.as_deref();
    let authors = organisation.map(|name| format!("authors = [{}]\n", quoted(name))).unwrap_or_default();
    let mut site = match &plan.repository {
        Some(repository) => {
            let url = repository.site().map(|url| line("url", &url));
            url.unwrap_or_else(|| "# url = \"https://example.org/\"\n".to_owned())
                + &line("repository", &repository.address())
        }
        None => "# url = \"https://example.github.io/playbook/\"\n\
                 # repository = \"https://github.com/example/playbook\"\n"
            .to_owned(),
    };
    if plan.branch != "main" {
        site += &line("branch", &plan.branch);
    }
    site += &organisation.map(|name| line("copyright", name)).unwrap_or_default();
    let empty = plan.beginning == Beginning::Empty;
    let when_empty = |text: &str| if empty { text.to_owned() } else { String::new() };
    BTreeMap::from([
        ("TITLE", quoted(&plan.title)),
        ("SRC", src),
        ("AUTHORS", authors),
        ("SITE", site),
        ("CONTRIBUTE", plan.repository.is_some().to_string()),
        ("DEFAULT_OWNER", when_empty("default-owner = \"digital\"\n")),
        ("SECTIONS", when_empty(template("book/sections.toml"))),
    ])
}

fn template(path: &str) -> &'static str {
    let file = TEMPLATES.get_file(path).and_then(include_dir::File::contents_utf8);
    file.expect("the templates are embedded as text")
}

/// The templates below a folder of them, by their path below it.
fn templates(folder: &'static str) -> impl Iterator<Item = (String, &'static str)> {
    let mut folders: Vec<&Dir<'_>> = TEMPLATES.get_dir(folder).into_iter().collect();
    let mut found = Vec::new();
    while let Some(next) = folders.pop() {
        folders.extend(next.dirs());
        found.extend(next.files().filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?))));
    }
    found.into_iter().map(move |(path, text)| {
        let path = path.replace('\\', "/");
        (path.trim_start_matches(folder).trim_start_matches('/').to_owned(), text)
    })
}
