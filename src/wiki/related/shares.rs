//! What notes share: for each topic, system, team, neighbour and word the notes that have it.
//!
//! One sorted list, so that a wiki of ten thousand notes needs a few
//! megabytes for it. What two notes share of one thing is the product of their weights.

use std::ops::Range;

use rayon::prelude::*;

use super::{COMMON, COMMON_WORD, WEIGHTS, takes_part};
use crate::wiki::link::Target;
use crate::wiki::taxonomy::Taxonomy;
use crate::wiki::{Entry, NoteId, Wiki};

/// A note's part in a thing that several have.
#[derive(Clone, Copy)]
pub(super) struct Share {
    thing: Thing,
    note: u32,
    /// How much the thing is in the note.
    weight: f32,
}

/// The same without the thing, weighed.
#[derive(Clone, Copy)]
pub(super) struct Part {
    /// The note.
    pub(super) note: u32,
    /// What the thing is worth in it.
    pub(super) weight: f32,
}

/// A thing that notes may share, by its number or its hash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    Term(Taxonomy, u32),
    Neighbour(u32),
    Word(u32),
}

/// All shares, and where to find those of a note.
pub(super) struct Shares {
    /// Sorted by thing, then by note.
    all: Vec<Part>,
    /// The shares of one note after those of another; where each note's begin, and where the last one's end.
    own: Vec<Own>,
    starts: Vec<u32>,
}

/// One of a note's own shares.
#[derive(Clone, Copy, Default)]
struct Own {
    /// Its place.
    at: u32,
    /// The stretch of those of the same thing.
    from: u32,
    to: u32,
}

impl Shares {
    /// Weighs what was gathered.
    pub(super) fn weighed(gathered: &[Share], wiki: &Wiki) -> Self {
        let groups: Vec<Range<usize>> = groups(gathered).collect();
        let notes = wiki.notes.iter().filter(|entry| takes_part(entry)).count();
        let all = weigh(gathered, &groups, notes, wiki.notes.len());
        // What nobody else has joins nothing.
        let joins = |group: &&Range<usize>| group.len() > 1 && all[group.start].weight > 0.0;
        // Counted first: ten thousand lists that grow cost more than all that is done with them for one page.
        let mut starts = vec![0_u32; wiki.notes.len() + 1];
        for share in groups.iter().filter(joins).flat_map(|group| &all[group.clone()]) {
            starts[share.note as usize + 1] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut own = vec![Own::default(); sum as usize];
        let mut next = starts.clone();
        for group in groups.iter().filter(joins) {
            for at in group.clone() {
                let place = &mut next[all[at].note as usize];
                own[*place as usize] = Own { at: at as u32, from: group.start as u32, to: group.end as u32 };
                *place += 1;
            }
        }
        Shares { all, own, starts }
    }

    /// Returns, for each thing that a note shares, the note's own weight and the shares of all that have it.
    pub(super) fn with(&self, note: NoteId) -> impl Iterator<Item = (f32, &[Part])> {
        let number = note.0 as usize;
        self.own[self.starts[number] as usize..self.starts[number + 1] as usize]
            .iter()
            .map(|own| (self.all[own.at as usize].weight, &self.all[own.from as usize..own.to as usize]))
    }
}

/// Returns every share once, sorted by thing and note, not weighed yet.
pub(super) fn gathered(wiki: &Wiki) -> Vec<Share> {
    let mut all = gather(wiki);
    all.par_sort_unstable_by_key(|share| (share.thing, share.note));
    all.dedup_by_key(|share| (share.thing, share.note));
    all
}

/// Returns the same with the words of some notes as they are now.
pub(super) fn with_words_anew(before: &[Share], wiki: &Wiki, changed: &[NoteId]) -> Vec<Share> {
    let mut fresh: Vec<Share> = Vec::new();
    for id in changed {
        words(wiki.entry(*id), *id, &mut |share| fresh.push(share));
    }
    fresh.sort_unstable_by_key(|share| (share.thing, share.note));
    fresh.dedup_by_key(|share| (share.thing, share.note));
    let stays = |share: &Share| !(matches!(share.thing, Thing::Word(_)) && changed.contains(&NoteId(share.note)));
    let mut fresh = fresh.into_iter().peekable();
    let mut all = Vec::with_capacity(before.len() + fresh.len());
    for share in before.iter().filter(|share| stays(share)) {
        while let Some(new) = fresh.next_if(|new| (new.thing, new.note) < (share.thing, share.note)) {
            all.push(new);
        }
        all.push(*share);
    }
    all.extend(fresh);
    all
}

/// Tells the words of a note, each weighing how often it is there.
fn words(entry: &Entry, id: NoteId, each: &mut dyn FnMut(Share)) {
    if takes_part(entry) {
        for keyword in &entry.note.body.keywords {
            each(Share { thing: Thing::Word(keyword.word), note: id.0, weight: f32::from(keyword.count) });
        }
    }
}

/// Returns the stretches of one thing each.
fn groups(all: &[Share]) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    all.chunk_by(|a, b| a.thing == b.thing).map(move |group| {
        let range = start..start + group.len();
        start = range.end;
        range
    })
}

/// Returns every share; the weight of a word is how often it is there.
fn gather(wiki: &Wiki) -> Vec<Share> {
    let mut all = Vec::new();
    let mut add = |thing, note: NoteId, weight| all.push(Share { thing, note: note.0, weight });
    for taxonomy in Taxonomy::ALL {
        for (number, term) in wiki.terms.terms(taxonomy).values().enumerate() {
            term.notes.iter().for_each(|note| add(Thing::Term(taxonomy, number as u32), *note, 1.0));
        }
    }
    for (id, entry) in wiki.entries().filter(|(_, entry)| entry.has_page) {
        let targets = entry.targets.iter().filter_map(|target| match target {
            Target::Note { id, .. } => Some(*id),
            _ => None,
        });
        let fields = entry.relations.iter().map(|(_, id)| *id).chain(entry.field_links.values().copied());
        // A note without a page joins nobody: that two speak of a person who is private is nobody's affair.
        for other in targets.chain(fields).filter(|other| *other != id && wiki.entry(*other).has_page) {
            add(Thing::Neighbour(other.0), id, 1.0);
            add(Thing::Neighbour(id.0), other, 1.0);
        }
    }
    for (id, entry) in wiki.entries() {
        words(entry, id, &mut |share| all.push(share));
    }
    all
}

/// Gives each share its weight, so that the product of two is what they are worth; 0 for what is too common.
fn weigh(shares: &[Share], groups: &[Range<usize>], notes: usize, entries: usize) -> Vec<Part> {
    let n = notes.max(2) as f64;
    let idf = |sharing: usize| (n / sharing as f64).ln().max(0.0) / n.ln();
    let common_word = (notes / 10).clamp(8, COMMON_WORD);
    let mut lengths = vec![0.0_f64; entries];
    let mut all = Vec::with_capacity(shares.len());
    for group in groups {
        let sharing = group.len();
        let rarity = idf(sharing);
        for share in &shares[group.clone()] {
            let weight = match share.thing {
                Thing::Term(..) | Thing::Neighbour(_) if sharing > COMMON => 0.0,
                Thing::Term(Taxonomy::Topics, _) => (WEIGHTS.topic * rarity).sqrt(),
                Thing::Term(Taxonomy::Systems, _) => (WEIGHTS.system * rarity).sqrt(),
                Thing::Term(Taxonomy::Teams, _) => (WEIGHTS.team * rarity).sqrt(),
                Thing::Neighbour(_) => (WEIGHTS.neighbour / (sharing.max(2) as f64).ln()).sqrt(),
                Thing::Word(_) if sharing > common_word => 0.0,
                Thing::Word(_) => {
                    let weight = (1.0 + f64::from(share.weight).ln()) * rarity;
                    lengths[share.note as usize] += weight * weight;
                    weight
                }
            };
            all.push(Part { note: share.note, weight: weight as f32 });
        }
    }
    let words = all.iter_mut().zip(shares).filter(|(_, share)| matches!(share.thing, Thing::Word(_)));
    for (part, _) in words.filter(|(part, _)| part.weight > 0.0) {
        part.weight *= (WEIGHTS.words / (WEIGHTS.brevity + lengths[part.note as usize])).sqrt() as f32;
    }
    all
}
