//! Words that a site knows by itself.
//!
//! A word of the language is never learnt anew: a colleague called Will makes
//! no person of every `will`.

use std::collections::BTreeMap;

use super::{Classes, Words};

/// Words that a site knows by itself: its people, teams and systems.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Known {
    words: BTreeMap<String, Classes>,
}

impl Known {
    /// Makes the list from names of people, teams and systems; of a name with several words, each that has a capital,
    /// and each of a handle that has none. A word that names a system or a team names nobody.
    pub fn new<'a>(
        words: &Words,
        people: impl Iterator<Item = &'a str>,
        teams: impl Iterator<Item = &'a str>,
        systems: impl Iterator<Item = &'a str>,
    ) -> Known {
        let class = |name: &str| words.named(name).unwrap_or_default();
        let mut known = Known::default();
        let parts = |name: &'a str| {
            let handle = !name.split([' ', '-']).any(|part| part.starts_with(char::is_uppercase));
            name.split([' ', '-', '.', '_', '@']).filter(move |part| handle || part.starts_with(char::is_uppercase))
        };
        // A word that is also an ordinary one says nothing.
        let mut learn = |word: &str, class: Classes| {
            let found = words.look_up(word);
            if found.id == 0 && word.chars().count() > 2 {
                known.words.entry(word.to_lowercase()).or_insert(class);
            }
        };
        systems.for_each(|name| learn(name, class("thing")));
        teams.filter(|name| !name.contains(' ')).for_each(|name| learn(name, class("team")));
        people.flat_map(parts).for_each(|name| learn(name, class("person")));
        known
    }

    /// Returns what the site says a word is, when it is written with a capital.
    pub fn look_up(&self, word: &str) -> Option<Classes> {
        if self.words.is_empty() || !word.starts_with(char::is_uppercase) {
            return None;
        }
        self.words.get(&word.to_lowercase()).copied()
    }
}
