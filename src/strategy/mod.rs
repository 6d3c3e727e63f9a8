//! What makes a book a strategy and not just pages: kinds of documents, with the sections they must have.

mod kind;

pub use kind::{Kind, RequiredSection, SectionRole};
