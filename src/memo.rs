//! What survives from one build to the next: results by the whole value they were made from.
//!
//! Nothing is ever invalidated, so nothing is ever stale: a memo can make the next build faster and never
//! different.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};

use rustc_hash::FxBuildHasher;

/// Results of a pure function by its argument.
#[derive(Debug)]
pub struct Memo<K, V> {
    results: RwLock<HashMap<K, Kept<V>, FxBuildHasher>>,
    /// Counts the times of forgetting.
    round: AtomicU64,
    /// The most results that are kept; beyond them those go that were not asked for lately.
    most: usize,
}

/// A result and the round in which it was asked for last.
#[derive(Debug)]
struct Kept<V> {
    result: V,
    round: AtomicU64,
}

/// The latest result of a pure function, with its argument.
#[derive(Debug)]
pub struct Latest<K, V> {
    latest: Mutex<Option<(K, V)>>,
}

/// The memos of rendering.
#[derive(Debug)]
pub struct Memos {
    /// Code in colours, by grammar and code.
    pub(crate) highlighted: Memo<(String, String), String>,
}

impl<K: Clone + Eq + Hash, V: Clone> Memo<K, V> {
    /// An empty memo that keeps at most `most` results.
    pub fn new(most: usize) -> Self {
        Self { results: RwLock::default(), round: AtomicU64::new(0), most }
    }

    /// The result for an argument, made by `make` when it is not known yet.
    pub fn get(&self, argument: &K, make: impl FnOnce(&K) -> V) -> V {
        if let Some(result) = self.known(argument) {
            return result;
        }
        let result = make(argument);
        let round = self.round.load(Ordering::Relaxed);
        let mut results = self.results.write().unwrap_or_else(PoisonError::into_inner);
        if results.len() >= self.most {
            results.retain(|_, kept| *kept.round.get_mut() == round);
            self.round.store(round + 1, Ordering::Relaxed);
        }
        if results.len() < self.most {
            results.insert(argument.clone(), Kept { result: result.clone(), round: AtomicU64::new(round) });
        }
        result
    }

    /// The result for an argument, when it is known.
    fn known(&self, argument: &K) -> Option<V> {
        let known = self.results.read().unwrap_or_else(PoisonError::into_inner);
        let kept = known.get(argument)?;
        kept.round.store(self.round.load(Ordering::Relaxed), Ordering::Relaxed);
        Some(kept.result.clone())
    }
}

impl<K: PartialEq, V: Clone> Latest<K, V> {
    /// The result for an argument, made by `make` unless it is the latest one.
    pub fn get(&self, argument: K, make: impl FnOnce(&K) -> V) -> V {
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, result)) = latest.as_ref()
            && *known == argument
        {
            return result.clone();
        }
        let result = make(&argument);
        *latest = Some((argument, result.clone()));
        result
    }
}

impl<K, V> Default for Latest<K, V> {
    fn default() -> Self {
        Self { latest: Mutex::new(None) }
    }
}

impl Default for Memos {
    fn default() -> Self {
        Self { highlighted: Memo::new(10_000) }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// Doubles numbers and counts how often.
    fn doubled(memo: &Memo<u32, u32>, calls: &Cell<u32>, number: u32) -> u32 {
        memo.get(&number, |number| {
            calls.set(calls.get() + 1);
            number * 2
        })
    }

    #[test]
    fn a_result_is_made_once_and_the_limit_holds() {
        let (memo, calls) = (Memo::new(1), Cell::new(0));
        assert_eq!([doubled(&memo, &calls, 1), doubled(&memo, &calls, 1)], [2, 2]);
        assert_eq!(calls.get(), 1);
        assert_eq!([doubled(&memo, &calls, 2), doubled(&memo, &calls, 3)], [4, 6]);
        assert_eq!(memo.results.read().unwrap().len(), 1);
    }

    #[test]
    fn the_latest_result_is_kept_and_no_other() {
        let (latest, calls) = (Latest::default(), Cell::new(0));
        let double = |number: u32| {
            latest.get(number, |number| {
                calls.set(calls.get() + 1);
                number * 2
            })
        };
        assert_eq!([double(1), double(1), double(2), double(1)], [2, 2, 4, 2]);
        assert_eq!(calls.get(), 3);
    }
}
