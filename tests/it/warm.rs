//! A builder that lives long makes what a new one makes, byte for byte, whatever happens to the book in between; of
//! the search what it finds counts, not the bytes of its files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::time::SystemTime;

use duly::book::{Book as Settled, Content, Memos, finish};
use duly::diagnostic::{Colour, Diagnostic, human};
use duly::load::{Clock, Drafts, Inputs, Look, Snapshot};

use crate::book::{Book, NOON};
use crate::index_reader::{IndexReader, SCRIPT};

/// How many steps are taken; `DULY_STEPS=10000` is the long mode.
const STEPS: usize = 250;

/// Steps after which the book begins anew, so that it does not only grow.
const LIFE: usize = 50;

const FOLDERS: [&str; 5] = ["", "guides/", "guides/deep/", "principles/", "Ünïcode folder/"];
const NAMES: [&str; 5] = ["index.md", "a.md", "b.md", "A-z.md", "draft.md"];

/// Numbers that look random and are the same in every run (Knuth's MMIX generator).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits fit") % sides
    }

    fn pick<T: Copy>(&mut self, things: &[T]) -> T {
        things[self.roll(things.len())]
    }

    fn page(&mut self) -> String {
        format!("content/{}{}", self.pick(&FOLDERS), self.pick(&NAMES))
    }
}

/// The world around a book: its files, the day, and what the author asked for.
struct World {
    book: Book,
    dice: Dice,
    day: i64,
    drafts: Drafts,
}

/// All that can be seen of a book.
#[derive(Default)]
struct Seen {
    outputs: BTreeMap<String, Vec<u8>>,
    findings: Vec<String>,
    /// What the search finds: after an edit it finds the same in other files.
    found: BTreeMap<String, BTreeSet<String>>,
}

impl Seen {
    /// Whether this is what a new builder makes.
    fn is(&self, fresh: &Self) -> bool {
        let pages = |seen: &Self| seen.found.keys().filter(|what| !what.starts_with("word ")).count();
        self.outputs == fresh.outputs
            && self.findings == fresh.findings
            && pages(self) == pages(fresh)
            && self.missed(fresh).next().is_none()
    }

    /// What the search finds otherwise than in a new index. Forms of a word that edited pages had may still find each
    /// other: a word may find more, if another word of the new index finds that as well.
    fn missed<'s>(&'s self, fresh: &'s Self) -> impl Iterator<Item = (&'s String, &'s BTreeSet<String>)> {
        let elsewhere = |posting: &String| fresh.found.values().any(|found| found.contains(posting));
        fresh.found.iter().filter(move |(what, found)| {
            let Some(warm) = self.found.get(*what) else { return true };
            warm != *found
                && !(what.starts_with("word ")
                    && warm.is_superset(found)
                    && warm.difference(found).all(elsewhere))
        })
    }
}

const CONFIGS: [&str; 11] = [
    "",
    "[review]\nevery = \"6 months\"\n",
    "[review]\nevery = \"1 year\"\nrequire = [\"owner\", \"description\"]\n",
    "[site]\nurl = \"https://example.org/playbook/\"\nheader-links = [{ text = \"A\", page = \"guides/a.md\" }]\n",
    "[markdown]\nheading-ids = \"tech-docs\"\nsmart-punctuation = true\n",
    "[lint]\n\"link/missing-page\" = \"error\"\n\"page/no-title\" = \"off\"\n",
    "[owners.digital]\nname = \"Digital\"\n[owners.old]\nactive = false\ndeputy = \"digital\"\n",
    "[theme]\naccent = \"#123456\"\n[kinds.guide]\nlabel = \"Guide\"\nsections = [\"Why\"]\n",
    "[theme]\nname = \"council\"\n",
    "[glossary]\nlinks = false\n[lint.terms]\n\"more words\" = \"many\"\n",
    "[commitments]\npublish = \"always\"\nstatus-lasts = \"1 month\"\n[owners.digital]\nname = \"Digital\"\n",
];

const LINES: [&str; 19] = [
    "title: One",
    "title: Two",
    "title: Öl",
    "weight: 3",
    "weight: 1",
    "status: draft",
    "status: withdrawn",
    "owner: digital",
    "owner: old",
    "kind: guide",
    "last_reviewed_on: 2026-05-01\nreviewed_text: 2026-05-01 1:00000000000000000000000000000000",
    "last_reviewed_on: 2026-11-29\nreview_in: 2 weeks",
    "old_paths: [/old/, /a-z/]",
    "supports: [/guides/a.md, /principles/index.md]",
    "unknown_key: 1\nlanguage: cy",
    "hide_in_navigation: true",
    "kind: glossary",
    "kind: glossary\nlanguage: cy",
    "glossary_links: true",
];

const BROKEN: [&str; 3] = ["title: [", "last_reviewed_on: 01/02/2024", "last_reveiwed_on: 2026-01-01"];

const PARTS: [&str; 17] = [
    "# A heading of the page\n",
    "## Why\n",
    "## Why\n\n### Because\n",
    "Words, \"quoted\" words and more words.\n",
    "[a](/guides/a.md) and [its reason](/guides/a.md#why)\n",
    "[index](../index.md) and [nowhere](nowhere.md)\n",
    "[other case](/GUIDES/A.md) ![picture](/picture.svg)\n",
    "> [!NOTE] Mind this\n> and this\n",
    "> [!NOSUCH]\n> block\n",
    "```rust\nfn main() {}\n```\n",
    "<b>raw</b> <script>alert(1)</script>\n",
    "We will:\n\n- **Do this.** {#this due=2026-11-01 status=\"on track\"}\n- Do that {owner=nobody}\n  - in detail\n",
    "To do more, we will:\n\n- Do this. {#this status=complete evidence=/guides/a.md}\n\n[this](#this)\n",
    "## Plans {.commitments}\n\n- Do more\n- Do less {due=2027-02-30}\n",
    "DPA\n: Quoted words.\n\nMore words\n: An API.\n",
    "API\n: A way in.\n\nWords\n: Letters.\n",
    "[draft](/draft.md#why) and [principle](/principles/#why)\n",
];

impl World {
    fn new(seed: u64) -> Self {
        let mut world = Self { book: Book::new(), dice: Dice(seed), day: 0, drafts: Drafts::Left };
        for _ in 0..6 {
            world.write_page();
        }
        world
    }

    /// Does something to the book; gives the paths that it touched.
    fn step(&mut self) -> Vec<PathBuf> {
        match self.dice.roll(20) {
            0..=6 => self.write_page(),
            7 | 8 => self.change_words(),
            9 => self.write(&format!("content/{}", "guides/a.md"), "---\ntitle: A\n---\n\n## Why\n"),
            10 => self.break_page(),
            11 => self.remove(),
            12 => self.rename(),
            13 => {
                let config = self.dice.pick(&CONFIGS);
                self.write("book.toml", &format!("[book]\ntitle = \"The book\"\n{config}"))
            }
            14 => self.write_theme(),
            15 => self.remove_folder("themes"),
            16 => {
                let size = self.dice.roll(3);
                self.write("content/picture.svg", &format!("<svg width=\"{size}\" height=\"1\"/>"))
            }
            17 => {
                self.day = i64::try_from(self.dice.roll(400)).expect("it is small") - 200;
                Vec::new()
            }
            18 => {
                self.drafts = if self.drafts == Drafts::Left { Drafts::Shown } else { Drafts::Left };
                Vec::new()
            }
            _ => {
                let folder = self.dice.pick(&FOLDERS[1..]);
                self.remove_folder(&format!("content/{folder}"))
            }
        }
    }

    fn write(&self, path: &str, text: &str) -> Vec<PathBuf> {
        self.book.write(path, text);
        vec![self.book.path(path)]
    }

    fn body(&mut self) -> String {
        let count = self.dice.roll(6);
        (0..count).map(|_| self.dice.pick(&PARTS)).collect::<Vec<_>>().join("\n")
    }

    fn write_page(&mut self) -> Vec<PathBuf> {
        let page = self.dice.page();
        let count = self.dice.roll(4);
        let mut lines: Vec<&str> = (0..count).map(|_| self.dice.pick(&LINES)).collect();
        lines.sort_unstable();
        lines.dedup_by_key(|line| line.split(':').next());
        let body = self.body();
        self.write(&page, &format!("---\n{}\n---\n\n{body}", lines.join("\n")))
    }

    /// What an author does most: other words under the same front matter.
    fn change_words(&mut self) -> Vec<PathBuf> {
        let Some(page) = self.some_page() else { return Vec::new() };
        let text = fs::read_to_string(&page).expect("it was just listed");
        let front_matter = text.rfind("---\n").map_or("", |end| &text[..end + 4]);
        let body = self.body();
        fs::write(&page, format!("{front_matter}\n{body}")).expect("it can be written");
        vec![page]
    }

    fn break_page(&mut self) -> Vec<PathBuf> {
        let (page, line) = (self.dice.page(), self.dice.pick(&BROKEN));
        let body = self.body();
        self.write(&page, &format!("---\n{line}\n---\n\n{body}"))
    }

    fn some_page(&mut self) -> Option<PathBuf> {
        let pages = crate::book::files(&self.book.path("content"));
        let pages: Vec<&String> = pages.keys().filter(|path| path.ends_with(".md")).collect();
        (!pages.is_empty()).then(|| self.book.path(&format!("content/{}", self.dice.pick(&pages))))
    }

    fn remove(&mut self) -> Vec<PathBuf> {
        let Some(page) = self.some_page() else { return Vec::new() };
        fs::remove_file(&page).expect("it was just listed");
        vec![page]
    }

    fn rename(&mut self) -> Vec<PathBuf> {
        let Some(page) = self.some_page() else { return Vec::new() };
        let to = self.book.path(&self.dice.page());
        fs::create_dir_all(to.parent().expect("it is in a folder")).expect("folders can be made");
        fs::rename(&page, &to).expect("it was just listed");
        vec![page, to]
    }

    fn remove_folder(&self, folder: &str) -> Vec<PathBuf> {
        let path = self.book.path(folder);
        let _ = fs::remove_dir_all(&path);
        vec![path]
    }

    fn write_theme(&mut self) -> Vec<PathBuf> {
        let theme = self.dice.pick(&["civic", "council"]);
        let (file, text) = self.dice.pick(&[
            ("templates/404.html", "<title>Gone</title>{{ book.title }}"),
            ("templates/404.html", "{{ book.title"),
            ("templates/404.html", "{{ no.such.thing }}"),
            ("strings/cy.toml", "contents = \"Cynnwys\""),
            ("strings/en.toml", "contents = \"In here\""),
            ("assets/civic.css", "body { color: red }"),
            ("assets/civic.css", "body { color: blue }"),
            ("theme.toml", "accent = \"#00703c\"\n"),
        ]);
        self.write(&format!("themes/{theme}/{file}"), text)
    }

    fn clock(&self) -> Clock {
        let noon: i64 = NOON.parse().expect("it is a number");
        Clock { now: noon + self.day * 86_400, as_at: None }
    }

    fn see(&self, snapshot: &mut Snapshot, memos: &Memos, look: Look<'_>) -> Seen {
        let mut findings = Vec::new();
        let loaded = snapshot.load(self.book.root(), self.clock(), look, SystemTime::now());
        let Some(mut inputs) = loaded.expect("it is a book").collect(&mut findings) else {
            return Seen { findings: shown(&findings), ..Seen::default() };
        };
        inputs.drafts = self.drafts;
        see(&inputs, memos, findings)
    }
}

fn see(inputs: &Inputs, memos: &Memos, mut findings: Vec<Diagnostic>) -> Seen {
    let mut outputs = outputs(inputs, memos, &mut findings);
    let found = found(&mut outputs);
    Seen { outputs, found, findings: shown(&finish(findings, inputs)) }
}

/// All files of the site, by path.
fn outputs(inputs: &Inputs, memos: &Memos, findings: &mut Vec<Diagnostic>) -> BTreeMap<String, Vec<u8>> {
    let book = Settled::settle(inputs, memos).collect(findings);
    let outputs = book.outputs(memos);
    let made = |path: &str| match outputs.get(path).expect("it is listed").collect(findings) {
        Content::Bytes(bytes) => (path.to_owned(), bytes),
        Content::Asset(asset) => (path.to_owned(), asset.hash.to_vec()),
    };
    outputs.paths().map(made).collect()
}

/// Takes the files of the search out of the others; gives what it finds.
fn found(outputs: &mut BTreeMap<String, Vec<u8>>) -> BTreeMap<String, BTreeSet<String>> {
    if !outputs.contains_key(SCRIPT) {
        return BTreeMap::new();
    }
    let meaning = IndexReader::new(outputs).meaning();
    outputs.retain(|path, _| !path.starts_with("search/") || path.ends_with(".html"));
    meaning
}

fn shown(findings: &[Diagnostic]) -> Vec<String> {
    findings.iter().map(|finding| human(finding, Colour::Never)).collect()
}

/// What is not the same, in a line or two.
fn difference(warm: &Seen, fresh: &Seen) -> String {
    let paths = warm.outputs.keys().chain(fresh.outputs.keys());
    let other = paths.filter(|path| warm.outputs.get(*path) != fresh.outputs.get(*path));
    let only = |some: &Seen, others: &Seen| -> Vec<String> {
        some.findings.iter().filter(|finding| !others.findings.contains(finding)).cloned().collect()
    };
    format!(
        "outputs: {:?}\nsearch: {:?}\nfindings only of the old builder: {:#?}\nfindings only of a new one: {:#?}",
        other.collect::<Vec<_>>(),
        warm.missed(fresh).collect::<Vec<_>>(),
        only(warm, fresh),
        only(fresh, warm)
    )
}

#[test]
fn a_builder_that_lives_long_makes_what_a_new_one_makes() {
    let steps = std::env::var_os("DULY_STEPS").and_then(|steps| steps.to_str()?.parse().ok());
    let mut partial_looks = 0;
    for life in 0..steps.unwrap_or(STEPS).div_ceil(LIFE) {
        let seed = life as u64;
        let mut world = World::new(seed);
        let (mut snapshot, memos) = (Snapshot::default(), Memos::default());
        for step in 0..LIFE {
            let touched = if step == 0 { Vec::new() } else { world.step() };
            let at = step > 0 && snapshot.covers(world.book.root(), &touched);
            partial_looks += usize::from(at);
            let look = if at { Look::At(&touched) } else { Look::Whole };
            let warm = world.see(&mut snapshot, &memos, look);
            let fresh = world.see(&mut Snapshot::default(), &Memos::default(), Look::Whole);
            assert!(warm.is(&fresh), "life {life}, step {step}, {touched:?}\n{}", difference(&warm, &fresh));
        }
    }
    assert!(partial_looks > 0, "no step was small enough to be looked at alone");
}

/// The files of the site of a book.
fn site(book: &Book, memos: &Memos) -> BTreeMap<String, Vec<u8>> {
    let clock = Clock { now: NOON.parse().expect("a number"), as_at: None };
    let loaded = Snapshot::default().load(book.root(), clock, Look::Whole, SystemTime::now());
    let inputs = loaded.expect("it is a book").value.expect("it can be read");
    outputs(&inputs, memos, &mut Vec::new())
}

#[test]
fn other_terms_of_a_glossary_change_the_pages_that_use_them_and_no_others() {
    let glossary = |term: &str| format!("---\nkind: glossary\n---\n\n# Words\n\n{term}\n: Something.\n");
    let book = Book::new().page("index.md", "# Home\n").page("a.md", "# A\n\nA bin.\n");
    let book = book.page("b.md", "# B\n\nNo refuse.\n").page("words.md", &glossary("Bin"));
    let memos = Memos::default();
    let mut before = site(&book, &memos);
    for (term, expected) in [
        ("Refuse", vec!["a/index.html", "b/index.html", "words/index.html"]),
        ("Waste", vec!["b/index.html", "words/index.html"]),
    ] {
        book.write("content/words.md", glossary(term));
        let after = site(&book, &memos);
        let changed = after.iter().filter(|(path, bytes)| before.get(*path) != Some(bytes));
        let pages: Vec<&String> =
            changed.map(|(path, _)| path).filter(|path| path.ends_with(".html")).collect();
        assert_eq!(pages, expected, "{term}");
        before = after;
    }
}

#[test]
fn the_search_keeps_up_with_edits_without_a_new_index() {
    let book = Book::with("[search]\nsynonyms = [[\"bin\", \"refuse\"]]");
    let book = book.page("index.md", "# Home\n");
    let page = |at: usize, words: &str| format!("# Page {at}\n\n{words}\n\n{}\n", "words of all ".repeat(20));
    let book = (0..200).fold(book, |book, at| book.page(&format!("p{at}.md"), &page(at, "A bin.")));
    let memos = Memos::default();
    let see = |memos: &Memos| site(&book, memos);
    let first = see(&memos);
    let names = |files: &BTreeMap<String, Vec<u8>>| {
        IndexReader::new(files).manifest["blocks"].as_str().expect("it is a text").to_owned()
    };
    let edits: [(&str, &str, Option<String>); 6] = [
        (
            "content/p7.md",
            "other words, some of them new",
            Some(page(7, "Aardvarks, zebras and Überprüfung.")),
        ),
        ("content/p8.md", "a page less", None),
        ("content/new.md", "a page more", Some(page(201, "Aardvarks again."))),
        ("content/p7.md", "the same page once more", Some(page(7, "Nothing of that."))),
        (
            "content/p9.md",
            "another title and a synonym",
            Some("# Refuse\n\n## A section\n\nThat.\n".to_owned()),
        ),
        ("content/p8.md", "a page that comes back", Some(page(8, "Back."))),
    ];
    for (path, what, text) in edits {
        match text {
            Some(text) => book.write(path, &text),
            None => fs::remove_file(book.path(path)).expect("it is there"),
        }
        let (warm, fresh) = (see(&memos), see(&Memos::default()));
        assert!(names(&warm).starts_with(&names(&first)), "{what}: the index was made anew");
        let (warm, fresh) = (IndexReader::new(&warm).meaning(), IndexReader::new(&fresh).meaning());
        for (key, found) in &fresh {
            assert_eq!(warm.get(key), Some(found), "{what}: {key}");
        }
        let gone = warm.keys().find(|key| key.starts_with("page ") && !fresh.contains_key(*key));
        assert_eq!(gone, None, "{what}");
    }
}
