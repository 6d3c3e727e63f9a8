//! Duly from the outside: small books through the real binary, or through the public pipeline.
//!
//! A module is a capability, a test one behaviour of it. [`book`] writes the books and runs the binary on them,
//! [`html`] reads what comes out,
//! [`terminal`] answers what the binary asks.

#![allow(clippy::disallowed_methods, reason = "tests write books and read sites")]

mod book;
mod html;
mod index_reader;
mod terminal;

mod changed_since;
mod checklists;
mod cli;
mod commitments;
mod commonmark;
mod contribute;
mod due;
mod due_dates;
mod files;
mod findings;
mod gfm;
mod git;
mod glossary;
mod golden;
mod hostile;
mod import;
mod init;
mod kinds;
mod limits;
mod links;
mod new_page;
mod one_file;
mod ownership;
mod pages;
mod properties;
mod prose;
mod register;
mod register_agreement;
mod register_files;
mod review;
mod round_trip;
mod search;
mod serve;
mod sign;
mod sign_off;
mod tech_docs;
mod theme_docs;
mod tidy;
mod warm;
#[cfg(unix)]
mod workflows;
