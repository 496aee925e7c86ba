//! Which notes answer a query, and in what order.
//!
//! Section 3 of `RANKING.md`, in integers throughout, so that the browser comes to the very same order.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::condition::{self, Conditions};
use super::forms::{Matches, forms, take_near, typed};
use super::index::Index;
use super::near;
use super::query::{Filter, Query, Term};
use super::stem::Stems;
use super::terms::pair;
use super::text::Document;

/// How much of their idf terms add that all stand in the title.
const ALL_IN_TITLE: u32 = 8;
/// A word of so many characters that is asked for alone is meant as it was typed, and is at most so many times as strong
/// there for being rarer than its other forms.
const ALONE: usize = 4;
const RARER: u32 = 3;
/// How much of their idf neighbours add.
const ADJACENT: u32 = 6;
const CLOSE: u32 = 3;
/// Where fewer notes than this are the answer, those with most of the terms come after them, where so many are asked for.
const FEW: usize = 5;
const ENOUGH: usize = 3;
/// What a row of adjacent neighbours adds, times the square of its pairs but one.
const ROW: u32 = 700;

/// How a query was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// Notes hold all of it, as it was written.
    Exact,
    /// Notes hold words spelt nearly so.
    Spelling,
    /// No note holds all of it, but some hold most of it; or none holds enough.
    Some,
}

/// A note that answers a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its number.
    pub note: u32,
    /// How well it answers: comparable within one answer.
    pub score: u32,
}

/// The answer to a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// How it was answered.
    pub tier: Tier,
    /// The notes, the best first.
    pub hits: Vec<Hit>,
    /// Where those are few, some others that match most of the terms, the best first.
    pub partial: Vec<Hit>,
    /// Of notes that match only most of the terms, those that they do not, by number.
    pub lacks: FxHashMap<u32, Vec<usize>>,
    /// The terms, by number, that no note matches but by words that are spelt nearly so.
    pub nowhere: Vec<usize>,
    /// For each term of the query, the words that stand for it in notes.
    pub words: Vec<Vec<String>>,
    /// For each term of the query, the words that are spelt nearly so and were taken for it.
    pub near: Vec<Vec<String>>,
    /// Filters whose value no note has, each with the nearest that some note has.
    pub unknown: Vec<(Filter, Option<String>)>,
}

/// What is searched.
pub struct Corpus<'a> {
    /// Words and pairs.
    pub index: &'a Index,
    /// The notes, by number.
    pub documents: &'a [&'a Document],
    /// The labels of kinds, for one and for several, by their names.
    pub kinds: &'a BTreeMap<String, [String; 2]>,
    /// Stems of the site's language.
    pub stems: &'a Stems,
}

/// Answers a query.
pub fn search(corpus: &Corpus<'_>, query: &Query) -> Answer {
    let conditions = Conditions::new(corpus, query);
    let unknown = condition::unknown(corpus, &query.filters);
    if query.terms.is_empty() {
        let all = (0..corpus.index.notes).rev().filter(|note| !query.is_empty() && conditions.allow(*note));
        let hits = all.map(|note| Hit { note, score: 0 }).collect();
        let (partial, lacks) = (Vec::new(), FxHashMap::default());
        let (nowhere, words, near) = (Vec::new(), Vec::new(), Vec::new());
        return Answer { tier: Tier::Exact, hits, partial, lacks, nowhere, words, near, unknown };
    }
    let matches = (0..query.terms.len()).map(|at| forms(corpus, query, at)).collect();
    let mut search = Search { corpus, query, conditions, matches };
    let nowhere = search.nowhere();
    let mut tier = Tier::Exact;
    let mut found = search.all();
    if found.is_empty() {
        tier = Tier::Spelling;
        search.take_near();
        found = search.all();
    }
    if found.is_empty() {
        tier = Tier::Some;
        found = search.most();
    }
    search.prefer_typed();
    let partial = if tier == Tier::Some { Vec::new() } else { search.partial(found.len()) };
    let hits = search.ranked(found, &Bonus::new(corpus.index, query));
    let lacks = search.lacks(if tier == Tier::Some { &hits } else { &partial });
    let (words, near) = search.matches.into_iter().map(|one| (one.words, one.near)).unzip();
    Answer { tier, hits, partial, lacks, nowhere, words, near, unknown }
}

/// A query that is being answered.
struct Search<'a> {
    corpus: &'a Corpus<'a>,
    query: &'a Query,
    conditions: Conditions<'a>,
    /// The notes of each term.
    matches: Vec<Matches>,
}

impl Search<'_> {
    fn is_free(&self, at: usize) -> bool {
        self.query.terms[at].phrase.is_none()
    }

    /// Returns the terms that no note matches.
    fn nowhere(&self) -> Vec<usize> {
        (0..self.matches.len())
            .filter(|at| !self.query.terms[*at].passed && self.matches[*at].strengths.is_empty())
            .collect()
    }

    /// Returns whether a term says little: it is a small word, or one of every other note.
    fn is_common(&self, at: usize) -> bool {
        let small = self.corpus.stems.is_small(&self.query.terms[at].run.word);
        small || self.matches[at].most > self.corpus.index.notes as usize / 2
    }

    /// Returns the terms that a note has to match: common ones only where nothing else is asked for.
    fn needed(&self) -> Vec<usize> {
        let lenient = (0..self.matches.len()).any(|at| self.is_free(at) && !self.is_common(at));
        let needless = |at: usize| self.query.terms[at].passed || (lenient && self.is_free(at) && self.is_common(at));
        (0..self.matches.len()).filter(|at| !needless(*at)).collect()
    }

    /// Returns the notes that match all terms that they have to match.
    fn all(&self) -> Vec<u32> {
        let needed: Vec<&Matches> = self.needed().into_iter().map(|at| &self.matches[at]).collect();
        let least = needed.iter().min_by_key(|one| one.strengths.len()).expect("there is a term");
        let notes = least.strengths.keys().copied();
        let held = notes.filter(|note| needed.iter().all(|one| one.strengths.contains_key(note)));
        held.filter(|note| self.conditions.allow(*note)).collect()
    }

    /// Takes words that are spelt nearly so for terms that no note matches, or for all.
    fn take_near(&mut self) {
        let spelt = |term: &Term| term.phrase.is_none() && !term.passed;
        let terms = &self.query.terms;
        let lacking = terms.iter().zip(&self.matches).any(|(term, one)| spelt(term) && one.strengths.is_empty());
        for (term, one) in terms.iter().zip(&mut self.matches).filter(|(term, _)| spelt(term)) {
            if one.strengths.is_empty() || (!lacking && term.run.word.chars().count() >= near::LEAST) {
                take_near(self.corpus.index, term, one);
            }
        }
    }

    /// Returns the notes that match the most terms, at least half of them.
    fn most(&self) -> Vec<u32> {
        // That a note has the small words of a question says nothing.
        let counted: Vec<usize> = self.needed().into_iter().filter(|at| self.is_free(*at)).collect();
        if counted.len() < 2 {
            return Vec::new();
        }
        let mut counts = self.counts(&counted, counted.len().div_ceil(2));
        counts.retain(|note, _| {
            let mut phrases = self.matches.iter().zip(&self.query.terms).filter(|(_, term)| term.phrase.is_some());
            phrases.all(|(one, _)| one.strengths.contains_key(note))
        });
        let most = counts.values().copied().max().unwrap_or(0);
        counts.into_iter().filter(|(_, count)| *count == most).map(|(note, _)| note).collect()
    }

    /// Where few notes match all terms, returns some that match more than half of them.
    ///
    /// It does not count whether they match a term of which a list is long: so the browser fetches hardly more than it
    /// did for the answer.
    fn partial(&self, answers: usize) -> Vec<Hit> {
        let needed = self.needed();
        let quotes = self.query.terms.iter().any(|term| term.phrase.is_some());
        if answers == 0 || answers >= FEW || needed.len() < ENOUGH || quotes {
            return Vec::new();
        }
        let counted: Vec<usize> = needed.iter().copied().filter(|at| !self.matches[*at].long).collect();
        let mut counts = self.counts(&counted, needed.len() / 2 + 1);
        counts.retain(|note, _| !needed.iter().all(|at| self.matches[*at].strengths.contains_key(note)));
        let mut hits = self.ranked(counts.into_keys().collect(), &Bonus::none());
        hits.truncate(FEW - answers);
        hits
    }

    /// Returns the notes that may be an answer and match so many of these terms at least, with how many they match.
    fn counts(&self, terms: &[usize], least: usize) -> FxHashMap<u32, usize> {
        let mut counts: FxHashMap<u32, usize> = FxHashMap::default();
        for note in terms.iter().flat_map(|at| self.matches[*at].strengths.keys()) {
            *counts.entry(*note).or_default() += 1;
        }
        counts.retain(|note, count| *count >= least && self.conditions.allow(*note));
        counts
    }

    /// Returns for each of these notes the terms that it does not match and should.
    fn lacks(&self, hits: &[Hit]) -> FxHashMap<u32, Vec<usize>> {
        let needed = self.needed();
        let lacking = |at: &usize, note: u32| !self.matches[*at].strengths.contains_key(&note);
        let of = |note: u32| needed.iter().copied().filter(|at| lacking(at, note)).collect();
        hits.iter().map(|hit| (hit.note, of(hit.note))).collect()
    }

    /// Where one term alone was asked for, notes hold it the more strongly as it was typed, the rarer that is beside its
    /// other forms.
    fn prefer_typed(&mut self) {
        let mut told = (0..self.matches.len()).filter(|at| !self.query.terms[*at].passed);
        let (Some(at), None) = (told.next(), told.next()) else { return };
        let run = &self.query.terms[at].run;
        let matches = &mut self.matches[at];
        let index = self.corpus.index;
        let all = idf(index.notes, matches.most);
        for (word, quality) in typed(index, run).filter(|_| run.word.chars().count() >= ALONE) {
            let own = idf(index.notes, word.postings.len()).min(RARER * all);
            matches.prefer(word, quality, own, all);
        }
    }

    /// Returns these notes with their scores, the best first.
    fn ranked(&self, notes: Vec<u32>, bonus: &Bonus) -> Vec<Hit> {
        let index = self.corpus.index;
        let idf: Vec<u32> = self.matches.iter().map(|one| idf(index.notes, one.most)).collect();
        let needed = self.needed();
        // A word that is common, and need not be there, counts for nothing in the text.
        let terms = self.matches.iter().enumerate();
        let strengths: Vec<&FxHashMap<u32, u32>> =
            terms.map(|(at, one)| if needed.contains(&at) { &one.strengths } else { &one.above }).collect();
        let told = self.matches.iter().zip(&self.query.terms).filter(|(_, term)| !term.passed);
        let told: Vec<&Matches> = told.map(|(one, _)| one).collect();
        let score = |note: u32| {
            let own = strengths.iter().zip(&idf).map(|(one, idf)| one.get(&note).copied().unwrap_or(0) * idf / 16);
            let titled = told.len() > 1 && told.iter().all(|one| one.titled.contains(&note));
            let title = if titled { idf.iter().sum::<u32>() * ALL_IN_TITLE } else { 0 };
            own.sum::<u32>() + bonus.of(note, &idf) + title
        };
        let mut hits: Vec<Hit> = notes.into_iter().map(|note| Hit { note, score: score(note) }).collect();
        hits.sort_unstable_by_key(|hit| std::cmp::Reverse((hit.score, hit.note)));
        hits
    }
}

/// Returns about 16 log₂(1 + notes / holding).
fn idf(notes: u32, holding: usize) -> u32 {
    if holding == 0 {
        return 0;
    }
    let x = 16 + 16 * notes / holding as u32;
    let digits = x.ilog2();
    16 * (digits - 4) + (x >> (digits - 4) & 15)
}

/// What neighbouring words of a query add to a note that holds them side by side.
struct Bonus {
    /// Which terms, and the notes with how much.
    pairs: Vec<(usize, FxHashMap<u32, u32>)>,
}

impl Bonus {
    /// Returns one by which neighbours add nothing.
    fn none() -> Self {
        Bonus { pairs: Vec::new() }
    }

    fn new(index: &Index, query: &Query) -> Self {
        let mut pairs = Vec::new();
        for (at, two) in query.terms.windows(2).enumerate() {
            let known = |term: &Term| term.passed || index.word(&term.run.word).is_some();
            let known = two.iter().all(|term| term.phrase.is_none() && known(term));
            if known {
                let held = index.pair(pair(&two[0].run.word, &two[1].run.word)).iter();
                let held = held.map(|pair| (pair.note(), if pair.is_adjacent() { ADJACENT } else { CLOSE }));
                pairs.push((at, held.collect()));
            }
        }
        Bonus { pairs }
    }

    fn of(&self, note: u32, idf: &[u32]) -> u32 {
        let (mut sum, mut row, mut longest) = (0, 0, 0);
        let mut next = 0;
        for (at, notes) in &self.pairs {
            let held = notes.get(&note).copied();
            sum += (idf[*at] + idf[at + 1]) * held.unwrap_or(0);
            row = match held {
                Some(ADJACENT) if *at == next => row + 1,
                Some(ADJACENT) => 1,
                _ => 0,
            };
            longest = longest.max(row);
            next = at + 1;
        }
        sum + ROW * u32::pow(u32::max(longest, 1) - 1, 2)
    }
}
