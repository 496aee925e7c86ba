//! Puts a note's new words and pairs in the place of its old ones.

use std::cmp::Ordering;

use super::builder::{held, pairs_of, word};
use super::{Index, Pair, Posting, Shard, Word, shard, shard_bits};
use crate::search::stem::Stems;
use crate::search::terms::{Impact, Terms};
use crate::search::words::fold;

/// Where more than one shard in so many was changed, each has its own piece of memory.
const PARTED: usize = 4;

impl Index {
    /// Replaces what note `number` holds. `old` must be what it was merged with.
    ///
    /// Returns false where the pairs would need another number of shards: then nothing is changed, and the index is to
    /// be built anew. Otherwise it is as if it had been.
    pub fn replace(&mut self, number: u32, old: &Terms, new: &Terms, stems: &Stems) -> bool {
        let held = self.held - held(old) + held(new);
        if shard_bits(held) != self.shard_bits {
            return false;
        }
        self.held = held;
        self.replace_words(number, old, new, stems);
        self.replace_pairs(number, old, new);
        true
    }

    fn replace_words(&mut self, number: u32, old: &Terms, new: &Terms, stems: &Stems) {
        let (mut fresh, mut emptied) = (Vec::new(), false);
        differences(sorted(old), sorted(new), |text, impact| {
            let Ok(at) = self.place(text) else {
                let postings = impact.map(|impact| Posting::new(number, impact));
                fresh.extend(postings.map(|posting| word(text.into(), vec![posting], stems)));
                return;
            };
            let postings = &mut self.words[at].postings;
            let place = postings.binary_search_by_key(&number, |posting| posting.note());
            match (place, impact) {
                (Ok(place), Some(impact)) => postings[place] = Posting::new(number, impact),
                (Err(place), Some(impact)) => postings.insert(place, Posting::new(number, impact)),
                (Ok(place), None) => {
                    postings.remove(place);
                    emptied |= postings.is_empty();
                }
                (Err(_), None) => {}
            }
        });
        if emptied {
            self.words.retain(|word| !word.postings.is_empty());
        }
        insert(&mut self.words, fresh);
    }

    /// Returns where a word stands.
    fn place(&self, text: &str) -> Result<usize, usize> {
        if text.is_ascii() {
            return self.words.binary_search_by(|word| word.order().cmp(&(text, text)));
        }
        let bare = fold(text);
        self.words.binary_search_by(|word| word.order().cmp(&(&bare, text)))
    }

    fn replace_pairs(&mut self, number: u32, old: &Terms, new: &Terms) {
        let (old, new) = (pairs_of(old, number, self.shard_bits), pairs_of(new, number, self.shard_bits));
        let keyed = |pairs: Vec<Pair>| pairs.into_iter().map(|pair| ((pair.key(), pair.stand()), ()));
        let mut changes: Vec<(Pair, bool)> = Vec::new();
        differences(keyed(old), keyed(new), |(key, stand), there| {
            changes.push((Pair::new(key, number, stand), there.is_some()));
        });
        for (pair, there) in changes {
            self.pairs[shard(pair.key(), self.shard_bits)].change(|pairs| match (pairs.binary_search(&pair), there) {
                (Err(place), true) => pairs.insert(place, pair),
                (Ok(place), false) => {
                    pairs.remove(place);
                }
                _ => {}
            });
        }
        // What was changed is there twice, as long as the others stand where it stood.
        if self.pairs.iter().filter(|shard| shard.is_apart()).count() > self.pairs.len() / PARTED {
            self.pairs.iter_mut().for_each(Shard::part);
        }
    }
}

impl Word {
    /// Returns what words are sorted by.
    pub(super) fn order(&self) -> (&str, &str) {
        (self.bare(), &self.text)
    }
}

/// Returns the words of a note, sorted.
fn sorted(terms: &Terms) -> impl Iterator<Item = (&str, Impact)> {
    let mut words: Vec<(&str, Impact)> = terms.words().collect();
    words.sort_unstable();
    words.into_iter()
}

/// Goes through two sorted lists side by side, and tells what is in one of them or differs: with what the new one
/// says, or nothing where it has none.
fn differences<K: Ord, V: PartialEq>(
    old: impl Iterator<Item = (K, V)>,
    new: impl Iterator<Item = (K, V)>,
    mut each: impl FnMut(K, Option<V>),
) {
    let (mut old, mut new) = (old.peekable(), new.peekable());
    loop {
        let order = match (old.peek(), new.peek()) {
            (None, None) => return,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(old), Some(new)) => old.0.cmp(&new.0),
        };
        match order {
            Ordering::Less => {
                let (key, _) = old.next().expect("it was looked at");
                each(key, None);
            }
            Ordering::Greater => {
                let (key, value) = new.next().expect("it was looked at");
                each(key, Some(value));
            }
            Ordering::Equal => {
                let (key, value) = new.next().expect("it was looked at");
                if old.next().is_some_and(|(_, old)| old != value) {
                    each(key, Some(value));
                }
            }
        }
    }
}

/// Puts words into their places among sorted ones, moving each of those once at most.
fn insert(words: &mut Vec<Word>, mut fresh: Vec<Word>) {
    fresh.sort_unstable_by(|a, b| b.order().cmp(&a.order()));
    let mut from = words.len();
    let mut to = from + fresh.len();
    words.resize_with(to, Word::default);
    for word in fresh {
        let at = words[..from].partition_point(|known| known.order() < word.order());
        while from > at {
            from -= 1;
            to -= 1;
            words.swap(from, to);
        }
        to -= 1;
        words[to] = word;
    }
}

#[cfg(test)]
mod tests {
    use super::super::Builder;
    use super::*;
    use crate::search::terms::terms;
    use crate::search::text::Document;

    fn note(title: &str, text: &str) -> Terms {
        terms(&Document::sample(title, text))
    }

    fn built(notes: &[Terms]) -> Index {
        let mut builder = Builder::default();
        notes.iter().for_each(|note| builder.add(note));
        builder.finish(&Stems::of("en"))
    }

    #[test]
    fn an_index_with_a_note_replaced_is_the_index_of_the_new_notes() {
        let words =
            ["belt", "café", "cafe", "label", "billing-gateway", "export", "検索用", "roll", "exports", "v2.4.1"];
        let text = |seed: usize| -> String {
            let word = |n: usize| words[(seed * 7 + n * n * 3 + n) % words.len()];
            (0..seed % 9 * 4).map(word).collect::<Vec<_>>().join(" ")
        };
        let mut notes: Vec<Terms> = (0..40).map(|n| note(&format!("Note {n}"), &text(n))).collect();
        let mut index = built(&notes);
        for step in 0..200 {
            let number = step * 13 % notes.len();
            let new = note(&format!("Note {number} at {}", step % 5), &text(step + 3));
            assert!(index.replace(number as u32, &notes[number], &new, &Stems::of("en")));
            notes[number] = new;
            assert!(index == built(&notes), "differs after edit {step}");
        }
    }

    #[test]
    fn what_was_taken_of_an_index_of_many_shards_stays_when_it_changes() {
        let text = |seed: usize| (0..400).map(|n| format!("w{} ", (seed * 37 + n * n) % 5000)).collect::<String>();
        let mut notes: Vec<Terms> = (0..60).map(|n| note(&format!("Note {n}"), &text(n))).collect();
        let mut index = built(&notes);
        assert!(index.pairs.len() >= 8 && index.pairs.iter().all(|shard| !shard.is_apart()));
        for step in 0..notes.len() {
            // As the files of a build that is still served have them.
            let (shards, before) = (index.pairs.clone(), built(&notes).pairs);
            let new = note(&format!("Note {step}"), &text(step + 100));
            assert!(index.replace(step as u32, &notes[step], &new, &Stems::of("en")));
            notes[step] = new;
            assert!(index == built(&notes), "differs after edit {step}");
            assert!(shards == before, "changed by edit {step}");
        }
        assert!(index.pairs.iter().all(Shard::is_apart), "nothing is there twice");
    }

    #[test]
    fn a_small_edit_leaves_most_shards_where_they_are() {
        let text = |from: usize| (from..from + 20_000).map(|n| format!("w{n} ")).collect::<String>();
        let mut notes = vec![note("One", &text(0)), note("Two", &text(20_000)), note("Three", &text(40_000))];
        let mut index = built(&notes);
        let new = note("Two", &format!("{} said", text(20_000)));
        assert!(index.replace(1, &notes[1], &new, &Stems::of("en")));
        notes[1] = new;
        assert_eq!(index.pairs.iter().filter(|shard| shard.is_apart()).count(), 1, "of {}", index.pairs.len());
        assert!(index == built(&notes));
    }

    #[test]
    fn an_index_that_needs_more_shards_is_left_as_it_was() {
        let mut notes = vec![note("Small", "one two three")];
        let mut index = built(&notes);
        let before = index.clone();
        let long: String = (0..30_000).map(|n| format!("w{n} ")).collect();
        let large = note("Large", &long);
        assert!(!index.replace(0, &notes[0], &large, &Stems::of("en")));
        assert!(index == before);
        notes[0] = large;
        assert!(built(&notes).shard_bits > before.shard_bits);
    }
}
