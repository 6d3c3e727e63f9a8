//! Tests of the whole: through the real binary or the public pipeline, a module per capability.
#![expect(clippy::disallowed_methods, reason = "tests make books and look at sites")]

mod theme_docs;
