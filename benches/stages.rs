//! Each stage by itself over a fixed book of 200 pages, so that a regression is found where it is: `cargo bench`.
//!
//! Whole builds beside other generators are measured by `bench/run`.

use std::fmt::Write;
use std::path::Path;
use std::sync::LazyLock;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};

use duly::book::{Book, Memos, Outputs};
use duly::link::Output;
use duly::load::{self, Clock, Inputs};
use duly::parse::{self, ParseOptions};

const PAGES: usize = 200;

/// Pages that a section holds.
const SECTION: usize = 20;

fn main() {
    divan::main();
}

/// The words of the page of a number: one block of each kind.
fn text(number: usize) -> String {
    let languages = ["yaml", "bash", "python", "sql"];
    let (other, language) = ((number * 7 + 3) % PAGES, languages[number % languages.len()]);
    let mut text = format!(
        "---\ntitle: \"Page {number}\"\ndescription: \"What page {number} is about.\"\nowner: \"Team {}\"\n\
         last_reviewed_on: 2026-0{}-11\nreview_in: {} months\ntags: [data, people]\n---\n\n\
         > [!NOTE]\n> The inset of page {number}.\n\n",
        number % 40,
        number % 9 + 1,
        number % 18 + 1
    );
    for part in 0..6 {
        write!(
            text,
            "## Part {part} of page {number}\n\nWe publish shared standards so that every service can reuse \
             *component {part}*, as set out in [page {other}](../section-{}/page-{other}.md). **Next:** review \
             number {number}.\n\n- one clause\n    - below it\n- [ ] a task\n\n\
             | Measure | Target |\n| --- | ---: |\n| Cost {part} | {number} |\n\n",
            other / SECTION
        )
        .expect("a string takes it");
    }
    text + &format!(
        "```{language}\nname = \"page {number}\" # of {PAGES}\n```\n\nA note.[^1]\n\n[^1]: Below.\n"
    )
}

#[expect(clippy::disallowed_methods, reason = "the book that is measured has to be somewhere")]
fn write_book(root: &Path) {
    std::fs::write(
        root.join("book.toml"),
        "[book]\ntitle = \"Bench\"\n[site]\nurl = \"https://example.org/\"\n",
    )
    .expect("a file can be written");
    for number in 0..PAGES {
        let folder = root.join(format!("content/section-{}", number / SECTION));
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        std::fs::write(folder.join(format!("page-{number}.md")), text(number))
            .expect("a file can be written");
    }
}

fn read(root: &Path) -> Inputs {
    // 22 November 2026.
    let clock = Clock { now: 1_795_305_600, as_at: None };
    load::load(root, clock).expect("the book can be read").value.expect("its configuration is right")
}

static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    write_book(folder.path());
    folder
});

static INPUTS: LazyLock<Inputs> = LazyLock::new(|| read(FOLDER.path()));

fn settled() -> Book {
    Book::settle(&INPUTS, &Memos::default()).value
}

/// Makes the outputs of a sort, one after the other.
fn make(bencher: Bencher<'_, '_>, wanted: impl Fn(&Output) -> bool) {
    let (book, memos) = (settled(), Memos::default());
    let outputs: Outputs<'_> = book.outputs(&memos);
    let paths: Vec<&String> =
        book.site.outputs.iter().filter(|(_, output)| wanted(output)).map(|(path, _)| path).collect();
    bencher.counter(ItemsCount::new(paths.len())).bench_local(|| {
        for path in &paths {
            black_box(outputs.get(path));
        }
    });
}

#[divan::bench]
fn load_book(bencher: Bencher<'_, '_>) {
    LazyLock::force(&FOLDER);
    bencher.counter(ItemsCount::new(PAGES)).bench_local(|| read(FOLDER.path()));
}

#[divan::bench]
fn parse_pages(bencher: Bencher<'_, '_>) {
    let options = ParseOptions::of(&INPUTS.config);
    bencher.counter(ItemsCount::new(PAGES)).bench_local(|| {
        for source in INPUTS.sources.iter() {
            black_box(parse::parse(source, options.clone()));
        }
    });
}

/// Theme, parsing on every core and linking.
#[divan::bench]
fn settle_book(bencher: Bencher<'_, '_>) {
    LazyLock::force(&INPUTS);
    bencher.counter(ItemsCount::new(PAGES)).bench_local(settled);
}

/// With code in colours from the memo, as in all but the first build of a preview.
#[divan::bench]
fn render_pages(bencher: Bencher<'_, '_>) {
    make(bencher, |output| matches!(output, Output::Page(_)));
}

#[divan::bench]
fn render_register_and_owners(bencher: Bencher<'_, '_>) {
    make(bencher, |output| matches!(output, Output::Listing(_)));
}

#[divan::bench]
fn register_files(bencher: Bencher<'_, '_>) {
    make(bencher, |output| matches!(output, Output::Register(_) | Output::RegisterRows));
}

#[divan::bench]
fn search_index(bencher: Bencher<'_, '_>) {
    bencher.counter(ItemsCount::new(PAGES)).with_inputs(settled).bench_local_refs(|book| {
        black_box(book.outputs(&Memos::default()).paths().len());
    });
}

/// Markdown with code that has not been seen before.
#[divan::bench(args = ["yaml", "bash", "python", "sql"])]
fn colour_code(bencher: Bencher<'_, '_>, language: &str) {
    let config = INPUTS.config.markdown;
    let mut number = 0;
    bencher
        .with_inputs(|| {
            number += 1;
            format!("```{language}\nname: value_{number} # for {number} in 'all'\n```\n")
        })
        .bench_local_values(|markdown| duly::render::fragment(&markdown, config));
}
