//! The forms in which notes hold the terms of a query, and how strongly.
//!
//! "Forms of a term" in section 3 of `RANKING.md`.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::condition::Common;
use super::index::{Index, LONG, Posting, Stand, Word};
use super::near::{self, Near};
use super::query::{Query, Term};
use super::rank::Corpus;
use super::stem;
use super::terms::{ABOVE, WEIGHTS, pair};
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
/// Words of fewer characters have no inflected forms.
const INFLECTS: usize = 3;

/// One term with the notes that match it.
#[derive(Default)]
pub(super) struct Matches {
    /// How strongly each note matches.
    pub strengths: FxHashMap<u32, u32>,
    /// The same where only words elsewhere than in the text count.
    pub above: FxHashMap<u32, u32>,
    /// The notes that have it in a title.
    pub titled: FxHashSet<u32>,
    /// How many notes hold the form that most of them hold.
    pub most: usize,
    /// Whether the list of a word that stands for it is cut into blocks.
    pub long: bool,
    /// The words that stand for it.
    pub words: Vec<String>,
    /// The words that are spelt nearly so, and were taken for it.
    pub near: Vec<String>,
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

    /// Multiplies the strength of a word that stands as it was typed by one number, and divides it by another.
    pub fn prefer(&mut self, word: &Word, quality: u32, times: u32, by: u32) {
        for posting in word.told() {
            let strength = (WEIGHTS[usize::from(posting.impact())] + AS_TYPED) * quality * times / by;
            raise(&mut self.strengths, posting.note(), strength);
        }
    }

    fn word(&mut self, word: &Word, quality: u32, more: u32) {
        self.long |= word.postings.len() > LONG;
        self.add(word.told(), quality, more);
        self.words.push(word.text.to_string());
    }
}

fn raise(strengths: &mut FxHashMap<u32, u32>, note: u32, strength: u32) {
    let known = strengths.entry(note).or_default();
    *known = (*known).max(strength);
}

/// Returns the words of the index that a run is as it was typed, with their qualities.
pub(super) fn typed<'a>(index: &'a Index, run: &Run) -> impl Iterator<Item = (&'a Word, u32)> {
    let marked = run.marked.as_deref().and_then(|marked| index.word(marked));
    let own = index.word(&run.word).map(|word| (word, ITSELF));
    own.into_iter().chain(marked.map(|word| (word, MARKED)))
}

/// Finds the notes that match one term, but for spelling.
pub(super) fn forms(corpus: &Corpus<'_>, query: &Query, at: usize) -> Matches {
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
    for (word, quality) in typed(index, run) {
        matches.word(word, quality, AS_TYPED);
    }
    if run.parts.len() > 1 {
        in_parts(index, run, own.is_some(), &mut matches);
    }
    if term.phrase.is_some() {
        return matches;
    }
    if let Some(word) = unversioned(run).and_then(|word| index.word(word)) {
        matches.word(word, IN_PARTS, 0);
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
        let ends = |word: &Word| {
            own.is_none() && word.text.strip_prefix(&**stem).is_some_and(|rest| corpus.stems.is_ending(rest))
        };
        let is_form = |word: &Word| *word.stem == **stem || ends(word);
        let kin = family.filter(|word| is_form(word) && *word.text != *run.word && word.bare.is_none());
        for word in kin.filter(|word| !corpus.stems.is_small(&word.text)) {
            matches.word(word, INFLECTED, 0);
        }
    }
    if term.open {
        beginning(index, run, &mut matches);
    }
    matches
}

/// Returns the word of a version without the `v` before it: that of `2.4.1` for `v2.4.1`.
fn unversioned(run: &Run) -> Option<&str> {
    let number = run.word.strip_prefix('v').filter(|_| run.parts.len() > 2 && run.parts[0] == "v");
    number.filter(|number| number.starts_with(|c: char| c.is_ascii_digit()))
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

/// Takes the words that are spelt nearly like a term, too.
pub(super) fn take_near(index: &Index, term: &Term, matches: &mut Matches) {
    for Near { word, distance, .. } in near::words(index, &term.run.word, term.open) {
        matches.long |= word.postings.len() > LONG;
        matches.add(word.told(), NEAR[distance - 1], 0);
        matches.near.push(word.text.to_string());
    }
}
