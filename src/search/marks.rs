//! Which words of a text answer a query.
//!
//! "Marks" in section 5 of `RANKING.md`. Marks what stands there, and never judges which text is the better one.

use std::collections::BTreeSet;
use std::ops::Range;

use super::index::Index;
use super::places::{self, Placed};
use super::query::Query;
use super::rank::Answer;
use super::stem::Stems;
use super::words;

/// What is marked: the terms of a query, each with the words that stand for it in notes.
#[derive(Clone, Debug, Default)]
pub struct Marks(Vec<Sought>);

/// A term of a query.
#[derive(Clone, Debug)]
struct Sought {
    /// Its word.
    word: String,
    /// All words that stand for it.
    words: BTreeSet<String>,
    /// Whether words that begin with its word do too.
    open: bool,
    /// Words that two runs may be, one after the other.
    two: Vec<String>,
    /// Its parts, where there are several, which as many runs may be.
    apart: Vec<String>,
}

/// A place of a text to mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The bytes.
    pub at: Range<usize>,
    /// The terms that stand there, by number.
    pub terms: BTreeSet<usize>,
    /// Whether it is of a script without spaces.
    row: bool,
}

impl Marks {
    /// Gathers the terms of a query that are worth a mark, with the words that were found for them.
    pub(super) fn new(index: &Index, stems: &Stems, query: &Query, answer: &Answer) -> Self {
        let sought = |at: usize| {
            let term = &query.terms[at];
            let free = term.phrase.is_none();
            let words: BTreeSet<String> =
                [&answer.words, &answer.near].iter().flat_map(|lists| &lists[at]).cloned().collect();
            let neighbours = [at.checked_sub(1).map(|before| (before, at)), Some((at, at + 1))].into_iter().flatten();
            let neighbours = neighbours.filter_map(|(one, other)| query.terms.get(one).zip(query.terms.get(other)));
            let joined = neighbours
                .filter(|(one, other)| one.phrase.is_none() && other.phrase.is_none())
                .map(|(one, other)| format!("{}{}", one.run.word, other.run.word))
                .filter(|joined| words.contains(joined));
            let split = free && index.split(&term.run.word).next().is_some();
            let apart = if term.run.parts.len() > 1 { term.run.parts.clone() } else { Vec::new() };
            let two = joined.chain(split.then(|| term.run.word.clone())).collect();
            Sought { word: term.run.word.clone(), open: term.open, two, apart, words }
        };
        let telling = |at: &usize| query.terms[*at].phrase.is_some() || !stems.is_small(&query.terms[*at].run.word);
        let all = 0..query.terms.len().min(answer.words.len());
        let lenient = all.clone().any(|at| telling(&at));
        Marks(all.filter(|at| !lenient || telling(at)).map(sought).collect())
    }

    /// Returns where a text holds the terms, in order, none over another.
    pub fn find(&self, text: &str) -> Vec<Mark> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let runs = places::placed(text);
        let mut found: Vec<Mark> = Vec::new();
        for at in 0..runs.len() {
            let row = runs[at].run.word.chars().next().is_some_and(words::is_pair_letter);
            for (number, term) in self.0.iter().enumerate() {
                let places = term.places(&runs[at..]).into_iter().map(|at| counted(text, at));
                found.extend(places.map(|at| Mark { at, terms: BTreeSet::from([number]), row }));
            }
        }
        joined(found)
    }
}

impl Sought {
    /// Returns where it stands in the first of these runs, or from there on.
    fn places(&self, runs: &[Placed]) -> Vec<Range<usize>> {
        let Placed { run, at, parts } = &runs[0];
        let begins = |word: &str| self.open && word.starts_with(&*self.word);
        let mut places: Vec<Range<usize>> = Vec::new();
        if parts.len() > 1 && begins(&run.word) && run.word != self.word {
            // The first of its parts are what was typed, and the others are not.
            let mut left = self.word.len();
            let lengths = run.parts.iter().map(String::len);
            let held = lengths.take_while(|length| {
                let wanted = left > 0;
                left = left.saturating_sub(*length);
                wanted
            });
            let last = held.count().clamp(1, parts.len()) - 1;
            places.push(parts[0].start..parts[last].end);
            return places;
        }
        let stands = |word: &str| self.words.contains(word) || begins(word);
        if stands(&run.word) || run.marked.as_ref().is_some_and(|marked| self.words.contains(marked)) {
            places.push(at.clone());
            return places;
        }
        if parts.len() > 1 {
            let held = run.parts.iter().zip(parts).filter(|(part, _)| stands(part));
            places.extend(held.map(|(_, place)| place.clone()));
            let several = self.apart.len().max(1);
            let rows = run.parts.windows(several).zip(parts.windows(several)).filter(|(row, _)| *row == self.apart);
            places.extend(rows.map(|(_, row)| row[0].start..row[several - 1].end));
        }
        if let Some(next) = runs.get(1)
            && self.two.iter().any(|two| two.strip_prefix(&*run.word) == Some(&*next.run.word))
        {
            places.push(at.start..next.at.end);
        }
        let several = !self.apart.is_empty() && runs.len() >= self.apart.len();
        if several && self.apart.iter().zip(runs).all(|(part, placed)| *part == placed.run.word) {
            places.push(at.start..runs[self.apart.len() - 1].at.end);
        }
        places
    }
}

/// Returns the beginning of a place that is no longer than what counts of a word.
fn counted(text: &str, at: Range<usize>) -> Range<usize> {
    let end = text[at.clone()].char_indices().nth(words::LONGEST).map_or(at.end, |(length, _)| at.start + length);
    at.start..end
}

/// Makes one of places that lie over one another, and of those that touch in a script without spaces.
fn joined(mut places: Vec<Mark>) -> Vec<Mark> {
    places.sort_by_key(|mark| (mark.at.start, std::cmp::Reverse(mark.at.end)));
    let mut all: Vec<Mark> = Vec::new();
    for mark in places {
        match all.last_mut() {
            Some(last) if mark.at.start < last.at.end || (mark.at.start == last.at.end && mark.row && last.row) => {
                last.at.end = last.at.end.max(mark.at.end);
                last.terms.extend(mark.terms);
            }
            _ => all.push(mark),
        }
    }
    all
}
