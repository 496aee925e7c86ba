//! Notes that belong together though nobody said so: by what they share.
//!
//! Counted from what the pages themselves say, so that it is the same in every build
//! and can be explained: who wrote a note is never asked, and nothing is drawn by lot.
//! What the page shows already (typed links, replies, mentions, stops) is left out.

mod shares;

use std::cell::RefCell;
use std::cmp::Reverse;
use std::sync::{Arc, OnceLock};

use super::link::Target;
use super::{Entry, NoteId, Wiki};
use shares::{Part, Share, Shares};

/// What each thing that two notes share is worth. All weights are here and nowhere else.
///
/// A term or a word counts by how rare it is: `ln(n / d) / ln(n)` of `n` notes when `d` have it
/// (the inverse document frequency of Spärck Jones, 1972, brought to between 0 and 1, so that
/// the weights mean the same in a wiki of fifty notes and of ten thousand). Of 1,000 notes, a topic
/// that two have is worth 0.90 of its weight, one that fifty have 0.43.
struct Weights {
    /// A topic: the author's own word for what the note is about, so it is the measure of the rest.
    topic: f64,
    /// A system: as good as a topic, but a system is in many notes for many reasons.
    system: f64,
    /// A team: colleagues write about many things.
    team: f64,
    /// A link from one to the other in the text, or in a field that shows it on the other page only:
    /// the author saw the connection. By itself it is not enough, since the reader meets it in the text.
    link: f64,
    /// A third note that both are linked with, either way, divided by the logarithm of how many notes that
    /// one is linked with: one that few are linked with says more than a hub (Adamic and Adar, 2003).
    neighbour: f64,
    /// Words alike: the cosine of the two notes' words, each weighed `(1 + ln tf) * idf` (Salton and Buckley,
    /// 1988). Two notes about one thing seldom come to more than 0.3, so this is worth a topic at most,
    /// and finds what nobody has filed.
    words: f64,
    /// Added to the square of a note's length, so that three lines with a word in common are not taken for
    /// two notes about one thing (as pivoted normalisation does: Singhal, Buckley and Mitra, 1996). A page of
    /// text has a length of some 25, so that it hardly feels this.
    brevity: f64,
    /// Below this, nothing is said: an empty place is better than a far-fetched note. More than a common
    /// topic alone, or a team and a few words; about what one rare topic comes to.
    floor: f64,
}

const WEIGHTS: Weights =
    Weights { topic: 1.0, system: 0.8, team: 0.2, link: 0.7, neighbour: 0.5, words: 3.6, brevity: 6.0, floor: 0.8 };

/// A thing that more notes share than this says next to nothing, and costs the square of their number.
const COMMON: usize = 200;

/// The same for a word. It is also left out when more than a tenth of the notes have it, or
/// more than eight where there are few: such a word is grammar, or what all of the wiki is about.
const COMMON_WORD: usize = 100;

/// What notes share, gathered when the first of them asks.
#[derive(Default)]
pub struct Related {
    /// What was gathered of the wiki before, and the notes whose prose is other since.
    before: Option<(Arc<Gathered>, Vec<NoteId>)>,
    gathered: OnceLock<Arc<Gathered>>,
    shares: OnceLock<Shares>,
}

/// What is known before anything is weighed.
struct Gathered {
    /// Sorted by thing, then by note.
    shares: Vec<Share>,
    /// For each note those that its text leads to, and those whose fields lead to it.
    links: Arc<Vec<Vec<NoteId>>>,
}

impl Related {
    /// Begins anew for a wiki in which nothing but the prose of these notes is other.
    pub fn again(&self, changed: &[NoteId]) -> Self {
        let before = match (self.gathered.get(), &self.before) {
            (Some(gathered), _) => Some((Arc::clone(gathered), changed.to_vec())),
            (None, Some((gathered, earlier))) => {
                Some((Arc::clone(gathered), earlier.iter().chain(changed).copied().collect()))
            }
            (None, None) => None,
        };
        Related { before, ..Related::default() }
    }

    /// Returns the notes related to a note, the nearest first and at most `most`. Always ask of the same wiki.
    pub fn nearest(&self, wiki: &Wiki, id: NoteId, most: usize) -> Vec<NoteId> {
        if most == 0 {
            return Vec::new();
        }
        let gathered = self.gathered.get_or_init(|| Arc::new(self.gather(wiki)));
        let shares = self.shares.get_or_init(|| Shares::weighed(&gathered.shares, wiki));
        SCORES.with_borrow_mut(|scores| {
            scores.of.resize(wiki.notes.len(), 0.0);
            nearest(wiki, shares, &gathered.links, scores, id, most)
        })
    }

    fn gather(&self, wiki: &Wiki) -> Gathered {
        match &self.before {
            None => Gathered { shares: shares::gathered(wiki), links: Arc::new(links(wiki)) },
            Some((before, changed)) => Gathered {
                shares: shares::with_words_anew(&before.shares, wiki, changed),
                links: Arc::clone(&before.links),
            },
        }
    }
}

thread_local! {
    /// All zero between two notes: to clear it for each would cost more than the note.
    static SCORES: RefCell<Scores> = const { RefCell::new(Scores { of: Vec::new(), touched: Vec::new() }) };
}

/// Whether a note may stand among the related ones: a reply belongs to what it replies to, and
/// a note that another has taken the place of is not to be read first.
fn may_be_shown(entry: &Entry) -> bool {
    takes_part(entry) && entry.kind.name != "reply" && !entry.is_superseded()
}

/// Whether a note is one that lists show.
fn takes_part(entry: &Entry) -> bool {
    entry.role == super::Role::Note && entry.has_page
}

/// Returns for each note those that its text leads to, and those whose fields lead to it.
fn links(wiki: &Wiki) -> Vec<Vec<NoteId>> {
    let mut links: Vec<Vec<NoteId>> = vec![Vec::new(); wiki.notes.len()];
    for (from, entry) in wiki.entries().filter(|(_, entry)| takes_part(entry)) {
        links[from.0 as usize].extend(entry.targets.iter().filter_map(|target| match target {
            Target::Note { id, .. } => Some(*id),
            _ => None,
        }));
        entry.field_links.values().for_each(|to| links[to.0 as usize].push(from));
    }
    for links in &mut links {
        links.sort_unstable();
        links.dedup();
    }
    links
}

/// What each note shares with the one that is being looked at.
struct Scores {
    of: Vec<f32>,
    touched: Vec<u32>,
}

impl Scores {
    fn add(&mut self, note: u32, points: f32) {
        let score = &mut self.of[note as usize];
        if *score == 0.0 {
            self.touched.push(note);
        }
        *score += points;
    }
}

fn nearest(
    wiki: &Wiki,
    shares: &Shares,
    links: &[Vec<NoteId>],
    scores: &mut Scores,
    id: NoteId,
    most: usize,
) -> Vec<NoteId> {
    let entry = wiki.entry(id);
    if !takes_part(entry) {
        return Vec::new();
    }
    for (own, group) in shares.with(id) {
        group.iter().for_each(|Part { note, weight }| scores.add(*note, own * weight));
    }
    links[id.0 as usize].iter().for_each(|other| scores.add(other.0, WEIGHTS.link as f32));
    let shown = shown(entry);
    // Places behind the point where a logarithm of another machine might differ are cut off; ties go to the newer
    // note, then by path, which is the order of the notes.
    let mut best: Vec<(Reverse<u32>, NoteId)> = Vec::new();
    for note in scores.touched.drain(..) {
        let points = std::mem::take(&mut scores.of[note as usize]);
        let other = NoteId(note);
        if f64::from(points) >= WEIGHTS.floor
            && other != id
            && !shown.contains(&other)
            && may_be_shown(wiki.entry(other))
        {
            best.push((Reverse((points * 1000.0).round() as u32), other));
        }
    }
    best.sort_by_cached_key(|(points, other)| (*points, Reverse(wiki.entry(*other).date.clone()), *other));
    best.into_iter().take(most).map(|(_, other)| other).collect()
}

/// Returns the notes that the page of a note shows anyway.
fn shown(entry: &Entry) -> Vec<NoteId> {
    let relations = entry.relations.iter().chain(&entry.related_by).map(|(_, id)| *id);
    let mentions = entry.mentions.iter().map(|(id, _)| *id);
    relations.chain(mentions).chain(entry.field_links.values().copied()).collect()
}
