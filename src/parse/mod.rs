//! The second stage: one source becomes one [`Document`]. Pure, one file at a time.
//!
//! A document owns its source and the facts read from it, each with its byte range. It holds no events:
//! `render` reads the text again through the same [`Pieces`], which costs less than keeping them.

mod accessibility;
mod blocks;
mod code_lines;
mod commitments;
pub(crate) mod erb;
mod facts;
mod fences;
mod fields;
mod fingerprint;
mod footnotes;
mod front_matter;
mod headings;
mod markdown;
mod open_tags;
mod raw_html;
pub(crate) mod redcarpet;
mod terms;
mod words;

use crate::config::{Config, Dialect, MarkdownConfig};
use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::load::Source;
use crate::review::Fingerprint;
use crate::source::{SourceFile, Spanned};
use crate::tree::Node;
use std::ops::Range;
use std::sync::Arc;

pub use code_lines::CodeLines;
pub use commitments::{Commitment, Identity, LeadIns, without_attributes};
pub use facts::{
    CodeSize, Facts, Heading, HeadingPlace, LARGEST_CODE_BLOCK, LONGEST_CODE_LINE, Link, LinkKind,
};
pub use front_matter::{
    ControlFields, FrontMatter, HistoryEntry, ReviewFields, ReviewedText, SignOffOutcome, Status,
};
pub(crate) use headings::Numbers;
pub use markdown::{Piece, Pieces};
pub use raw_html::OpenTag;
pub use terms::{Term, forms};
pub use words::{Passage, Words, is_inline};

/// One page as its own file tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The file itself.
    pub source: Source,
    /// What its front matter says.
    pub front_matter: FrontMatter,
    /// From the front matter, else the `#` heading, else the name of the file.
    pub title: String,
    /// Byte offset at which the Markdown begins.
    pub body: usize,
    /// What its Markdown says.
    pub facts: Facts,
}

impl Document {
    /// The stamp of its words as they are now. It is made when somebody asks, for most pages carry none to compare
    /// it with.
    ///
    /// How far a commitment has come is no part of what was signed: it is told anew between reviews.
    pub fn fingerprint(&self) -> Fingerprint {
        let text = self.source.file.text();
        let mut words = String::new();
        let mut from = self.body;
        for progress in self.facts.commitments.iter().flat_map(|commitment| &commitment.progress) {
            words.push_str(text[from..progress.start].trim_end());
            from = progress.end;
        }
        words.push_str(&text[from..]);
        fingerprint::of(&words)
    }
}

/// Everything beside the source that a document depends on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ParseOptions {
    /// How the book wants Markdown to be read.
    pub markdown: MarkdownConfig,
    /// What makes the list that follows one of commitments.
    pub lead_ins: LeadIns,
    /// Whose conventions the pages follow.
    pub dialect: Dialect,
}

impl ParseOptions {
    /// Those of a book.
    pub fn of(config: &Config) -> Self {
        Self {
            markdown: config.markdown,
            lead_ins: LeadIns::new(&config.commitments.lead_ins),
            dialect: config.dialect,
        }
    }
}

/// Front matter as it stands in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenFrontMatter {
    /// The bytes between the fences; none without front matter, and when it must not be read.
    pub yaml: Option<Range<usize>>,
    /// The byte at which the Markdown begins.
    pub body: usize,
    /// The keys and values with their places; none when they could not be read.
    pub node: Option<Node>,
    /// What they say.
    pub front_matter: FrontMatter,
}

/// Reads one page. No document comes of front matter that cannot be trusted; the Markdown behind it is looked
/// at all the same, so that its mistakes are reported in the same run.
pub fn parse(source: &Source, options: ParseOptions) -> Outcome<Option<Document>> {
    let ParseOptions { markdown, lead_ins, dialect } = options;
    let mut findings = Vec::new();
    let WrittenFrontMatter { body, front_matter, node, .. } =
        front_matter_of(&source.file, dialect).collect(&mut findings);
    let trusted = !findings.iter().any(|finding| finding.code.rule().fixed);
    let source = &match dialect {
        Dialect::Duly => source.clone(),
        Dialect::TechDocs => {
            let file = of_tech_docs(source, body, node.as_ref()).collect(&mut findings);
            Source { path: source.path.clone(), file }
        }
    };
    let file = &source.file;
    let given = front_matter.title.as_ref().map(|title| title.value.as_str());
    let facts = facts::collect(file, body, given, (markdown, &lead_ins)).collect(&mut findings);
    if !trusted {
        return Outcome::new(None, findings);
    }
    let title = title(source, &front_matter, &facts, &mut findings);
    let document = Document { source: source.clone(), front_matter, title, body, facts };
    Outcome::new(Some(document), findings)
}

/// A page of the tech-docs template as CommonMark, its Ruby filled in.
fn of_tech_docs(source: &Source, body: usize, front_matter: Option<&Node>) -> Outcome<Arc<SourceFile>> {
    let file = &source.file;
    let mut findings = Vec::new();
    let ruby = if erb::may_hold_ruby(&source.path) {
        erb::fillings(file, body, front_matter).collect(&mut findings)
    } else {
        Vec::new()
    };
    let fillings = redcarpet::beside(redcarpet::fillings(file.text(), body), ruby);
    let file = if fillings.is_empty() { Arc::clone(file) } else { file.filled(fillings) };
    Outcome::new(file, findings)
}

/// Reads the front matter of a file and keeps how it is written, for those who edit it.
pub fn written_front_matter(file: &Arc<SourceFile>) -> Outcome<WrittenFrontMatter> {
    front_matter_of(file, Dialect::Duly)
}

fn front_matter_of(file: &Arc<SourceFile>, dialect: Dialect) -> Outcome<WrittenFrontMatter> {
    let mut findings = Vec::new();
    let fences::Block { yaml, body } = fences::front_matter_block(file).collect(&mut findings);
    let mut node = yaml.clone().and_then(|yaml| crate::tree::yaml::parse(file, yaml).collect(&mut findings));
    if let Some(node) = node.as_mut().filter(|_| dialect == Dialect::TechDocs) {
        redcarpet::forgive(node);
    }
    let read = node.as_ref().map(|node| fields::read(file, node).collect(&mut findings));
    let front_matter = read.unwrap_or_default();
    Outcome::new(WrittenFrontMatter { yaml, body, node, front_matter }, findings)
}

fn title(
    source: &Source,
    front_matter: &FrontMatter,
    facts: &Facts,
    findings: &mut Vec<Diagnostic>,
) -> String {
    if let Some(Spanned { value, .. }) = &front_matter.title {
        return value.clone();
    }
    if let Some(heading) = facts.headings.iter().find(|heading| heading.place == HeadingPlace::Title) {
        return heading.text.clone();
    }
    let title = title_from_path(&source.path);
    let finding =
        Diagnostic::new(Code::PageNoTitle, &source.file, first_line(&source.file), "this page has no title");
    findings.push(finding.help(format!(
        "write `title: {title}` between two lines of `---` at the top, or begin the page with `# {title}`"
    )));
    title
}

fn first_line(file: &Arc<SourceFile>) -> Range<usize> {
    let start = file.start();
    let length = file.text()[start..].find(['\n', '\r']).unwrap_or(file.text().len() - start);
    start..start + length
}

/// The path of a page without what says that it is one: `.md`, and what the tech-docs template puts around that, as in
/// `.html.md.erb`.
pub fn stem(path: &str) -> &str {
    let path = path.strip_suffix(".erb").unwrap_or(path);
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    stem.strip_suffix(".html").unwrap_or(stem)
}

/// `guides/run-a-discovery.md` → `Run a discovery`; for the index of a folder, the folder's name.
pub fn title_from_path(path: &str) -> String {
    let stem = stem(path);
    let name = match stem.rsplit_once('/') {
        Some((folder, name)) if name == "index" || name.eq_ignore_ascii_case("readme") => {
            folder.rsplit('/').next().unwrap_or(folder)
        }
        Some((_, name)) => name,
        None => stem,
    };
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => name.to_owned(),
    }
}
