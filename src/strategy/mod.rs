//! What makes a book a strategy and not just pages: kinds of documents, with the sections they must have, commitments,
//! and the words that it explains or has given up.

mod commitment;
mod kind;
mod new_page;
mod wordings;

pub use commitment::CommitmentStatus;
pub use kind::{ACCESSIBILITY_STATEMENT, GLOSSARY, Kind, RequiredSection, SectionRole, plain};
pub use new_page::{NewPage, file_name, new_page};
pub use wordings::{Capitals, Wordings};
