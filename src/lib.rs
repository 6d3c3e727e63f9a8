//! Duly makes a static site of a book of Markdown, and knows who owns each page and when its review is due.
//!
//! The pipeline, in the order in which a book flows through it:
//!
//! 1. [`load`] reads the project from the disk: [`load::Inputs`].
//! 2. [`parse`] reads one source: [`parse::Document`].
//! 3. [`link`] settles the whole book: [`link::Site`].
//! 4. [`render`] makes the HTML of one page.
//! 5. [`index`] makes what is not a page: search, sitemap, robots.
//! 6. [`mod@write`] puts outputs into a folder.
//!
//! [`book`] runs them. Stages 2 to 5 are pure: no clock, no environment, no disk; the same inputs give the same
//! bytes on any machine and with any number of threads. Around them stand the nouns that all stages share:
//! [`source`], [`diagnostic`], [`tree`], [`config`], [`review`], [`strategy`] and [`memo`]. [`sign_off`] and
//! [`init`] are beside them: one edits the text of a page, the other writes what a new book begins with; [`import`] makes
//! books of what other programs build. [`cli`] and [`serve`] are the ends that people touch.

pub mod config;
pub mod diagnostic;
pub mod memo;
pub mod review;
pub mod source;
pub mod strategy;
pub mod tree;

pub mod import;
pub mod index;
pub mod init;
pub mod link;
pub mod load;
pub mod parse;
pub mod render;
pub mod sign_off;
pub mod write;

pub mod book;
pub mod cli;
pub mod serve;
