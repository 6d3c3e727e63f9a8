//! What makes a book a strategy and not just pages: kinds of documents, with the sections they must have, and
//! commitments.

mod commitment;
mod kind;
mod new_page;

pub use commitment::CommitmentStatus;
pub use kind::{ACCESSIBILITY_STATEMENT, Kind, RequiredSection, SectionRole, plain};
pub use new_page::{NewPage, file_name, new_page};
