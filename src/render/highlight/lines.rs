//! Lines of code in colours, remembered by what stood before them.
//!
//! Looking for the words of a grammar is the dearest thing that a build does, and code is full of lines that stand
//! elsewhere too: `}`, `set -euo pipefail`, the same import. A line's colours are decided by the line and by the state
//! in which the grammar reached it, and by nothing else, so that both together are what it is known by.
//!
//! Each thread remembers for itself, because the state of a grammar cannot be handed to another one.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use rustc_hash::FxBuildHasher;
use syntect::parsing::{ParseState, ScopeStack, SyntaxReference};

use super::{GRAMMARS, class};

/// Pieces of a line: the byte at which each ends, and its class.
pub(super) type Pieces = Rc<[(usize, Option<&'static str>)]>;

/// How many lines a thread remembers: a megabyte or two.
const MOST_LINES: usize = 10_000;

/// How many states it does. Code has a few for each grammar; text whose every line makes another one is no code.
const MOST_STATES: usize = 500;

/// Lines longer than this, in bytes, are hardly ever met again.
const LONGEST_LINE: usize = 200;

thread_local! {
    static LINES: RefCell<Lines> = RefCell::default();
}

/// Reads code with what this thread remembers.
pub(super) fn with_lines<T>(read: impl FnOnce(&mut Lines) -> T) -> T {
    LINES.with_borrow_mut(read)
}

/// The lines that have been met.
#[derive(Default)]
pub(super) struct Lines {
    /// Each state once; its index is its number.
    states: Vec<Met>,
    count: usize,
}

/// A state with the lines that have been met in it.
struct Met {
    state: State,
    lines: HashMap<Box<str>, Line, FxBuildHasher>,
}

/// Where a grammar is between two lines.
#[derive(Clone, PartialEq, Eq)]
struct State {
    parsing: ParseState,
    scopes: ScopeStack,
}

/// A line in colours, and the number of the state after it.
#[derive(Clone)]
struct Line {
    pieces: Pieces,
    after: usize,
}

/// Reads the lines of one piece of code.
pub(super) struct LineReader<'l> {
    lines: &'l mut Lines,
    place: Place,
}

enum Place {
    /// In the state of this number.
    Met(usize),
    /// In one that is not remembered.
    Elsewhere(State),
}

impl Lines {
    /// At the beginning of code in a language.
    pub(super) fn begin(&mut self, grammar: &SyntaxReference) -> LineReader<'_> {
        if self.count >= MOST_LINES || self.states.len() >= MOST_STATES {
            *self = Self::default();
        }
        let state = State { parsing: ParseState::new(grammar), scopes: ScopeStack::new() };
        let place = self.place(state);
        LineReader { lines: self, place }
    }

    fn place(&mut self, state: State) -> Place {
        if let Some(number) = self.states.iter().position(|met| met.state == state) {
            return Place::Met(number);
        }
        if self.states.len() >= MOST_STATES {
            return Place::Elsewhere(state);
        }
        self.states.push(Met { state, lines: HashMap::default() });
        Place::Met(self.states.len() - 1)
    }
}

impl LineReader<'_> {
    /// The pieces of the next line, its line end included; none when the grammar fails on it.
    pub(super) fn read(&mut self, line: &str) -> Option<Pieces> {
        let number = match &self.place {
            Place::Met(number) => *number,
            Place::Elsewhere(state) => {
                let (pieces, after) = look(state, line)?;
                self.place = Place::Elsewhere(after);
                return Some(pieces);
            }
        };
        if let Some(known) = self.lines.states[number].lines.get(line) {
            self.place = Place::Met(known.after);
            return Some(Rc::clone(&known.pieces));
        }
        let (pieces, after) = look(&self.lines.states[number].state, line)?;
        self.place = self.lines.place(after);
        if let Place::Met(after) = self.place
            && line.len() <= LONGEST_LINE
        {
            let known = Line { pieces: Rc::clone(&pieces), after };
            self.lines.states[number].lines.insert(line.into(), known);
            self.lines.count += 1;
        }
        Some(pieces)
    }
}

/// What the grammar says of a line, and where it is behind it.
fn look(state: &State, line: &str) -> Option<(Pieces, State)> {
    let State { mut parsing, mut scopes } = state.clone();
    let mut pieces = Vec::new();
    for (end, change) in parsing.parse_line(line, &GRAMMARS).ok()? {
        pieces.push((end, class(&scopes)));
        scopes.apply(&change).ok()?;
    }
    pieces.push((line.len(), class(&scopes)));
    Some((pieces.into(), State { parsing, scopes }))
}

#[cfg(test)]
mod tests {
    use super::super::grammar;
    use super::*;

    /// The pieces of each line of some code.
    fn read(lines: &mut Lines, code: &str) -> Vec<Pieces> {
        let mut reader = lines.begin(grammar("python").unwrap());
        code.split_inclusive('\n').map(|line| reader.read(line).unwrap()).collect()
    }

    #[test]
    fn a_line_is_read_once_and_again_where_it_means_something_else() {
        let mut lines = Lines::default();
        let code = "y = 0\nx = 1\n\"\"\"\nx = 1\n\"\"\"\nx = 1\n";
        let pieces = read(&mut lines, code);
        assert!(Rc::ptr_eq(&pieces[1], &pieces[5]));
        assert_ne!(pieces[1], pieces[3]);
        let again = read(&mut lines, code);
        assert!(pieces.iter().zip(&again).all(|(first, again)| Rc::ptr_eq(first, again)));
    }

    #[test]
    fn code_that_makes_too_many_states_or_lines_is_coloured_all_the_same_and_then_forgotten() {
        let assignments =
            |count: usize| (0..count).map(|number| format!("x = {number}\n")).collect::<String>();
        let mut lines = Lines::default();
        let expected = read(&mut Lines::default(), "x = 1 # one\ny = 2\n");
        while lines.states.len() < MOST_STATES {
            let scopes = ScopeStack::from_vec(vec![syntect::parsing::Scope::default(); lines.states.len()]);
            let parsing = ParseState::new(grammar("rust").unwrap());
            assert!(matches!(lines.place(State { parsing, scopes }), Place::Met(_)));
        }
        let start = State { parsing: ParseState::new(grammar("python").unwrap()), scopes: ScopeStack::new() };
        let place = lines.place(start);
        assert!(matches!(place, Place::Elsewhere(_)));
        let mut reader = LineReader { lines: &mut lines, place };
        assert_eq!([reader.read("x = 1 # one\n").unwrap(), reader.read("y = 2\n").unwrap()], *expected);
        read(&mut lines, &assignments(MOST_LINES));
        assert!(lines.count >= MOST_LINES);
        read(&mut lines, "x = 1\n");
        assert_eq!(lines.count, 1);
    }
}
