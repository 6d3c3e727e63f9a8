//! What survives from one build to the next: results by the whole value they were made from.
//!
//! Nothing is ever invalidated, so nothing is ever stale: a memo can make the next build faster and never
//! different.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{PoisonError, RwLock};

use rustc_hash::FxBuildHasher;

/// Results of a pure function by its argument.
#[derive(Debug)]
pub struct Memo<K, V> {
    results: RwLock<HashMap<K, V, FxBuildHasher>>,
    /// The most results that are kept; beyond them the function is called anew.
    most: usize,
}

/// The memos of one builder.
#[derive(Debug)]
pub struct Memos {
    /// Code in colours, by grammar and code.
    pub(crate) highlighted: Memo<(String, String), String>,
}

impl<K: Eq + Hash, V: Clone> Memo<K, V> {
    /// An empty memo that keeps at most `most` results.
    pub fn new(most: usize) -> Self {
        Self { results: RwLock::default(), most }
    }

    /// The result for an argument, made by `make` when it is not known yet.
    pub fn get(&self, argument: K, make: impl FnOnce(&K) -> V) -> V {
        let known = self.results.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(result) = known.get(&argument) {
            return result.clone();
        }
        drop(known);
        let result = make(&argument);
        let mut results = self.results.write().unwrap_or_else(PoisonError::into_inner);
        if results.len() < self.most {
            results.insert(argument, result.clone());
        }
        result
    }
}

impl Default for Memos {
    fn default() -> Self {
        Self { highlighted: Memo::new(10_000) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_made_once_and_beyond_the_limit_anew() {
        let memo = Memo::new(1);
        let calls = std::cell::Cell::new(0);
        let double = |n: &u32| {
            calls.set(calls.get() + 1);
            n * 2
        };
        assert_eq!([memo.get(1, double), memo.get(1, double)], [2, 2]);
        assert_eq!(calls.get(), 1);
        assert_eq!([memo.get(2, double), memo.get(2, double)], [4, 4]);
        assert_eq!(calls.get(), 3);
    }
}
