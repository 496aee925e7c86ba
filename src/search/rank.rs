//! Which notes answer a query, and in what order.
//!
//! Section 3 of `RANKING.md`, in integers throughout, so that the browser comes to the very same order.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::condition::{self, Common, Conditions};
use super::index::{Index, Posting, Stand, Word};
use super::near::{self, Near};
use super::query::{Filter, Query, Term};
use super::stem::{self, Stems};
use super::terms::{ABOVE, WEIGHTS, pair};
use super::text::Document;
use super::words::Run;

/// Qualities of forms, in sixteenths.
const ITSELF: u32 = 16;
const MARKED: u32 = 20;
const JOINED: u32 = 15;
const IN_PARTS: u32 = 14;
const INFLECTED: u32 = 12;
const BEGINNING: u32 = 9;
const NEAR: [u32; 2] = [8, 5];

/// How much more a word weighs where it stands as it was typed.
const AS_TYPED: u32 = 2;
/// The weight of a word that stands in a note as two, and in a heading of it: where some note holds the word itself, and
/// where none does.
const BESIDE_ITSELF: [u32; 2] = [8, 11];
const INSTEAD: [u32; 2] = [11, 24];
/// From this impact on a word stands in a title.
const TITLE: u8 = 12;
/// How much of their idf terms add that all stand in the title.
const ALL_IN_TITLE: u32 = 8;
/// Words of fewer characters have no inflected forms.
const INFLECTS: usize = 3;

/// How much of their idf neighbours add.
const ADJACENT: u32 = 6;
const CLOSE: u32 = 3;
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

/// One term with the notes that match it.
#[derive(Default)]
struct Matches {
    /// How strongly each note matches.
    strengths: FxHashMap<u32, u32>,
    /// The same where only words elsewhere than in the text count.
    above: FxHashMap<u32, u32>,
    /// The notes that have it in a title.
    titled: FxHashSet<u32>,
    /// How many notes hold the form that most of them hold.
    most: usize,
    words: Vec<String>,
    near: Vec<String>,
}

impl Matches {
    /// Takes the notes of a form, of which each weighs so much more.
    fn add(&mut self, postings: impl Iterator<Item = Posting>, quality: u32, more: u32) {
        let mut count = 0;
        for posting in postings {
            count += 1;
            let strength = (WEIGHTS[usize::from(posting.impact())] + more) * quality;
            raise(&mut self.strengths, posting.note(), strength);
            if posting.impact() >= ABOVE {
                raise(&mut self.above, posting.note(), strength);
            }
            if posting.impact() >= TITLE {
                self.titled.insert(posting.note());
            }
        }
        self.most = self.most.max(count);
    }

    /// Takes the notes of a form that weigh the same.
    fn add_alike(&mut self, notes: impl Iterator<Item = u32>, strength: u32) {
        let count = notes.inspect(|note| raise(&mut self.strengths, *note, strength)).count();
        self.most = self.most.max(count);
    }

    fn word(&mut self, word: &Word, quality: u32, more: u32) {
        self.add(word.told(), quality, more);
        self.words.push(word.text.to_string());
    }
}

fn raise(strengths: &mut FxHashMap<u32, u32>, note: u32, strength: u32) {
    let known = strengths.entry(note).or_default();
    *known = (*known).max(strength);
}

/// Answers a query.
pub fn search(corpus: &Corpus<'_>, query: &Query) -> Answer {
    let index = corpus.index;
    let conditions = Conditions::new(corpus, query);
    let unknown = condition::unknown(corpus, &query.filters);
    if query.terms.is_empty() {
        let all = (0..index.notes).rev().filter(|note| !query.is_empty() && conditions.allow(*note));
        let hits = all.map(|note| Hit { note, score: 0 }).collect();
        return Answer { tier: Tier::Exact, hits, words: Vec::new(), near: Vec::new(), unknown };
    }
    let mut matches: Vec<Matches> = (0..query.terms.len()).map(|at| forms(corpus, query, at)).collect();
    let stands = |note: u32| conditions.allow(note);
    let bonus = Bonus::new(index, query);

    let free: Vec<usize> = (0..query.terms.len()).filter(|at| query.terms[*at].phrase.is_none()).collect();
    // A word of every other note says little: where another is asked for, it need not be there.
    let needed = |matches: &[Matches]| -> Vec<usize> {
        let common = |at: &usize| {
            let held = matches[*at].most;
            corpus.stems.is_small(&query.terms[*at].run.word) || held > index.notes as usize / 2
        };
        let lenient = free.iter().any(|at| !common(at));
        let needless = |at: &usize| query.terms[*at].passed || (lenient && free.contains(at) && common(at));
        (0..matches.len()).filter(|at| !needless(at)).collect()
    };
    let all = |matches: &[Matches]| -> Vec<(usize, u32)> {
        let needed: Vec<&Matches> = needed(matches).into_iter().map(|at| &matches[at]).collect();
        let least = needed.iter().min_by_key(|one| one.strengths.len()).expect("there is a term");
        let notes = least.strengths.keys().copied();
        notes.filter(|note| needed.iter().all(|one| one.strengths.contains_key(note))).map(|note| (0, note)).collect()
    };
    let mut tier = Tier::Exact;
    let mut found = all(&matches);
    found.retain(|(_, note)| stands(*note));
    if found.is_empty() {
        tier = Tier::Spelling;
        let spelt = |term: &Term| term.phrase.is_none() && !term.passed;
        let lacking = query.terms.iter().zip(&matches).any(|(term, one)| spelt(term) && one.strengths.is_empty());
        for (term, one) in query.terms.iter().zip(&mut matches).filter(|(term, _)| spelt(term)) {
            if one.strengths.is_empty() || (!lacking && term.run.word.chars().count() >= near::LEAST) {
                take_near(index, term, one);
            }
        }
        found = all(&matches);
        found.retain(|(_, note)| stands(*note));
    }
    if found.is_empty() {
        tier = Tier::Some;
        // That a note has the small words of a question says nothing.
        let counted: Vec<usize> = needed(&matches).into_iter().filter(|at| free.contains(at)).collect();
        let mut counts: FxHashMap<u32, usize> = FxHashMap::default();
        for at in counted.iter().filter(|_| counted.len() >= 2) {
            for note in matches[*at].strengths.keys() {
                *counts.entry(*note).or_default() += 1;
            }
        }
        found = counts
            .into_iter()
            .filter(|(_, count)| *count >= counted.len().div_ceil(2))
            .map(|(note, n)| (n, note))
            .collect();
        let phrases = || matches.iter().zip(&query.terms).filter(|(_, term)| term.phrase.is_some());
        found.retain(|(_, note)| phrases().all(|(one, _)| one.strengths.contains_key(note)) && stands(*note));
        let most = found.iter().map(|(count, _)| *count).max().unwrap_or(0);
        found.retain(|(count, _)| *count == most);
    }
    let idf: Vec<u32> = matches.iter().map(|one| idf(index.notes, one.most)).collect();
    let told: Vec<&Matches> =
        matches.iter().zip(&query.terms).filter(|(_, term)| !term.passed).map(|(one, _)| one).collect();
    let needed = needed(&matches);
    // A word of every other note, which need not be there, counts for nothing in the text.
    let strengths = matches.iter().enumerate();
    let strengths: Vec<&FxHashMap<u32, u32>> =
        strengths.map(|(at, one)| if needed.contains(&at) { &one.strengths } else { &one.above }).collect();
    let score = |note: u32| {
        let own = strengths.iter().zip(&idf).map(|(one, idf)| one.get(&note).copied().unwrap_or(0) * idf / 16);
        let titled = told.len() > 1 && told.iter().all(|one| one.titled.contains(&note));
        let title = if titled { idf.iter().sum::<u32>() * ALL_IN_TITLE } else { 0 };
        own.sum::<u32>() + bonus.of(note, &idf) + title
    };
    let mut hits: Vec<Hit> = found.into_iter().map(|(_, note)| Hit { note, score: score(note) }).collect();
    hits.sort_unstable_by_key(|hit| std::cmp::Reverse((hit.score, hit.note)));
    let (words, near) = matches.into_iter().map(|one| (one.words, one.near)).unzip();
    Answer { tier, hits, words, near, unknown }
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

/// Finds the notes that match one term, but for spelling.
fn forms(corpus: &Corpus<'_>, query: &Query, at: usize) -> Matches {
    let index = corpus.index;
    let term = &query.terms[at];
    let run = &term.run;
    let mut matches = Matches::default();
    if term.passed {
        if term.open {
            matches.most = index.word(&run.word).map_or(0, |word| word.postings.len());
            beginning(index, run, &mut matches);
        }
        return matches;
    }
    let own = index.word(&run.word);
    if let Some(word) = own {
        matches.word(word, ITSELF, AS_TYPED);
    }
    if let Some(word) = run.marked.as_deref().and_then(|marked| index.word(marked)) {
        matches.word(word, MARKED, AS_TYPED);
    }
    if run.parts.len() > 1 {
        in_parts(index, run, own.is_some(), &mut matches);
    }
    if term.phrase.is_some() {
        return matches;
    }
    let length = run.word.chars().count();
    let [weight, in_heading] = if own.is_some() { BESIDE_ITSELF } else { INSTEAD };
    let pairs = index.split(&run.word);
    let headed = pairs.clone().filter(|pair| pair.stand() == Stand::Headed);
    matches.add_alike(pairs.map(|pair| pair.note()), weight * IN_PARTS);
    matches.add_alike(headed.map(|pair| pair.note()), in_heading * IN_PARTS);
    let neighbour = |at: Option<usize>| at.and_then(|at| query.terms.get(at)).filter(|term| term.phrase.is_none());
    let before = neighbour(at.checked_sub(1)).map(|other| format!("{}{}", other.run.word, run.word));
    let after = neighbour(at.checked_add(1)).map(|other| format!("{}{}", run.word, other.run.word));
    for word in [before, after].into_iter().flatten().filter_map(|joined| index.word(&joined)) {
        matches.word(word, JOINED, 0);
    }
    let stems = match own {
        _ if length < INFLECTS || run.word.contains(char::is_numeric) => Vec::new(),
        Some(word) => vec![word.stem.to_string()],
        None => corpus.stems.guesses(&run.word),
    };
    for stem in &stems {
        let family = index.range(stem::beginning(stem)).iter();
        let kin = family.filter(|word| *word.stem == **stem && *word.text != *run.word && word.bare.is_none());
        for word in kin.filter(|word| !corpus.stems.is_small(&word.text)) {
            matches.word(word, INFLECTED, 0);
        }
    }
    if term.open {
        beginning(index, run, &mut matches);
    }
    matches
}

/// Finds the notes with other words that begin with a word.
fn beginning(index: &Index, run: &Run, matches: &mut Matches) {
    match index.list(&run.word) {
        Some(list) => matches.add(list.into_iter(), BEGINNING, 0),
        None => {
            for word in index.range(&run.word).iter().filter(|word| *word.text != *run.word) {
                matches.word(word, BEGINNING, 0);
            }
        }
    }
}

/// Finds the notes that hold the parts of a word side by side. `known` says whether any holds the word itself.
fn in_parts(index: &Index, run: &Run, known: bool, matches: &mut Matches) {
    let mut all = Common::default();
    for part in &run.parts {
        let postings = index.word(part).map(|word| word.postings.iter().map(|posting| posting.note()).collect());
        all.keep(postings.unwrap_or_default());
    }
    for two in run.parts.windows(2) {
        let pairs = index.pair(pair(&two[0], &two[1])).iter();
        all.keep(pairs.filter(|pair| pair.is_adjacent()).map(|pair| pair.note()).collect());
    }
    let notes = all.notes();
    if known {
        matches.add_alike(notes.into_iter(), BESIDE_ITSELF[0] * IN_PARTS);
        return;
    }
    // A word is as strong as its weakest part.
    let weight = |posting: &Posting| WEIGHTS[usize::from(posting.impact())];
    let mut weakest: BTreeMap<u32, Posting> = BTreeMap::new();
    for posting in run.parts.iter().filter_map(|part| index.word(part)).flat_map(Word::told) {
        let known = weakest.entry(posting.note()).or_insert(posting);
        if weight(known) > weight(&posting) {
            *known = posting;
        }
    }
    matches.add(weakest.into_values().filter(|posting| notes.contains(&posting.note())), IN_PARTS, 0);
}

fn take_near(index: &Index, term: &Term, matches: &mut Matches) {
    for Near { word, distance, .. } in near::words(index, &term.run.word, term.open) {
        matches.add(word.told(), NEAR[distance - 1], 0);
        matches.near.push(word.text.to_string());
    }
}

/// What neighbouring words of a query add to a note that holds them side by side.
struct Bonus {
    /// Which terms, and the notes with how much.
    pairs: Vec<(usize, FxHashMap<u32, u32>)>,
}

impl Bonus {
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
