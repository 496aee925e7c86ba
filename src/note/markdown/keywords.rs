//! The words of a note that may say what it is about, for finding notes that belong together.
//!
//! One file cannot know which words are rare: it keeps its strongest, and the
//! wiki counts in how many notes each is (`wiki/related.rs`). Words are kept as
//! hashes, since nobody reads them; no list of words of any language is needed. A
//! script that sets no spaces between words gives none worth having.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use crate::hashed::short;
use crate::note::dest::fold_path;
use crate::note::front_matter::FrontMatter;

/// The most words that a note keeps.
const MOST: usize = 48;

/// How often a word counts in a title, and in a summary or a heading. In the text it counts once.
const TITLE: u32 = 3;
const HEADING: u32 = 2;

/// Longer words say more, but a very long one no more than one of this many letters.
const LONG: usize = 12;

/// A word of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Keyword {
    /// Its hash. Of 200,000 different words some five pairs are taken for one, which costs next to nothing.
    pub word: u32,
    /// How often it is there, more for where it stands.
    pub count: u8,
}

/// Returns the strongest words of a note, sorted by hash.
pub(super) fn of(front: &FrontMatter, events: &[(Event<'_>, std::ops::Range<usize>)]) -> Box<[Keyword]> {
    let mut words = Words::default();
    words.add(front.title.as_deref().unwrap_or_default(), TITLE);
    words.add(front.summary.as_deref().unwrap_or_default(), HEADING);
    let (mut heading, mut code, mut named) = (false, false, false);
    for (event, _) in events {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = true,
            Event::End(TagEnd::Heading(_)) => heading = false,
            Event::Start(Tag::CodeBlock(_)) => code = true,
            Event::End(TagEnd::CodeBlock) => code = false,
            // What a link without words of its own names is another note's title or path.
            Event::Start(
                Tag::Link { link_type: LinkType::WikiLink { has_pothole: false }, .. }
                | Tag::Image { link_type: LinkType::WikiLink { has_pothole: false }, .. },
            ) => named = true,
            Event::End(TagEnd::Link | TagEnd::Image) => named = false,
            // The words of a program are those of its language.
            Event::Text(text) | Event::Code(text) if !code && !named => {
                words.add(text, if heading { HEADING } else { 1 })
            }
            _ => {}
        }
    }
    words.strongest()
}

#[derive(Default)]
struct Words {
    /// Hash, count and letters of each word as it comes.
    all: Vec<(u32, u32, usize)>,
    folded: String,
}

impl Words {
    fn add(&mut self, text: &str, count: u32) {
        // An accent may be a sign of its own after its letter.
        let inside = |c: char| c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c);
        for word in text.split(|c| !inside(c)).filter(|word| is_telling(word)) {
            self.folded.clear();
            if word.is_ascii() {
                self.folded.extend(word.chars().map(|c| c.to_ascii_lowercase()));
            } else {
                self.folded.push_str(&fold_path(word));
            }
            // `scanner` and `scanners` are one, in more languages than English.
            let stem = match self.folded.strip_suffix('s') {
                Some(stem) if stem.len() > 3 && !stem.ends_with('s') => stem,
                _ => &self.folded,
            };
            self.all.push((short(stem.as_bytes()) as u32, count, word.len().min(LONG)));
        }
    }

    fn strongest(mut self) -> Box<[Keyword]> {
        self.all.sort_unstable();
        self.all.dedup_by(|next, first| {
            let same = next.0 == first.0;
            if same {
                first.1 += next.1;
            }
            same
        });
        // A word that is there often says much, and a long one more than a short one, which is most often grammar.
        self.all.sort_by_key(|&(word, count, letters)| (std::cmp::Reverse(count as usize * letters), word));
        self.all.truncate(MOST);
        let count = |count: u32| u8::try_from(count).unwrap_or(u8::MAX);
        let mut words: Vec<Keyword> = self.all.iter().map(|&(word, n, _)| Keyword { word, count: count(n) }).collect();
        words.sort_unstable();
        words.into()
    }
}

/// Whether a word may say something: one of four letters or more, or an abbreviation in capitals; no number.
fn is_telling(word: &str) -> bool {
    match word.len() {
        0..=2 => false,
        3 => word.bytes().all(|byte| byte.is_ascii_uppercase()),
        _ => !word.starts_with(|c: char| c.is_ascii_digit()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Box<[Keyword]> {
        let mut words = Words::default();
        words.add(text, 1);
        words.strongest()
    }

    fn one(word: &str) -> u32 {
        let words = words(word);
        assert_eq!(words.len(), 1, "{word}");
        words[0].word
    }

    #[test]
    fn spellings_of_one_word_are_one() {
        for (a, b) in [("Scanners", "scanner"), ("Größe", "größe"), ("café", "cafe\u{301}"), ("Ärger", "ärger")]
        {
            assert_eq!(one(a), one(b), "{a} and {b}");
        }
        assert_ne!(one("class"), one("clas"));
    }

    #[test]
    fn numbers_and_short_words_are_out_and_abbreviations_are_in() {
        assert_eq!(words("the 2026 0309 of and it was an 12th").len(), 0);
        assert_eq!(words("TLS DNS for").len(), 2);
    }

    #[test]
    fn the_strongest_are_kept_and_no_more() {
        let filler: String = (0..200).map(|n| format!("w{}x{} ", "o".repeat(n % 7 + 2), n)).collect();
        let words = words(&format!("{filler} belt belt belt belt belt belt belt"));
        assert_eq!(words.len(), MOST);
        assert!(words.contains(&Keyword { word: one("belt"), count: 7 }));
    }
}
