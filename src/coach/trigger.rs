//! What a sentence must have to be worth parsing: the words by which patterns are recognised.
//!
//! Most sentences of a note have none of them, and nothing more is asked of
//! those. It never says no to a sentence in which a pattern would be found:
//! parsing only takes classes of a word away.
//!
//! The method is that of rule engines and of search by several literals at
//! once: of all parts that a pattern cannot do without, the rarest leads to it.

use rustc_hash::FxHashMap;

use super::Setting;
use super::parse::Sentence;
use super::rule::{Category, Where};
use super::words::{Classes, Words};

/// A pattern of a rule, by numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Its category.
    pub category: usize,
    /// Its rule in the category.
    pub rule: usize,
    /// The pattern among those that the rule finds by.
    pub pattern: usize,
}

/// What leads to which patterns.
#[derive(Debug, Default)]
pub(super) struct Triggers {
    /// Every pattern, in the order in which they speak.
    patterns: Vec<Place>,
    /// For each word by its number, which of the lists is its own; the first list is empty.
    words: Vec<u32>,
    lists: Vec<Vec<u16>>,
    /// For each class that leads anywhere, its bit and its patterns.
    classes: Vec<(Classes, Vec<u16>)>,
    /// Patterns of phrases alone.
    always: Vec<u16>,
}

/// What a part costs that asks for words of a part of speech: it is in nearly every sentence.
const COMMON: u64 = 1000;

/// What a part costs that asks for a class of meaning, beside a single word's one.
const CLASS: u64 = 20;

impl Triggers {
    pub(super) fn new(categories: &[Category], words: &Words) -> Triggers {
        let g = &words.grammar;
        let closed = g.det | g.owner | g.pron | g.prep | g.and | g.sub | g.rel | g.to | g.be | g.have | g.did | g.modal;
        let open = g.base | g.third | g.past | g.part | g.ing | g.adj | g.adv | g.noun | g.num | g.thing | g.plural;
        let known: FxHashMap<u32, Classes> = words.all().map(|word| (word.id, word.classes)).collect();
        let word_cost = |word: &u32| {
            let common = known.get(word).is_some_and(|classes| classes & (closed | g.neg) != 0);
            if common { COMMON / 5 } else { 1 }
        };
        let cost = |named: &[u32], classes: Classes| {
            let common = (classes & (closed | open | g.neg)).count_ones();
            let rare = classes.count_ones() - common;
            named.iter().map(word_cost).sum::<u64>() + u64::from(common) * COMMON + u64::from(rare) * CLASS
        };
        let last = words.all().map(|word| word.id).max().unwrap_or_default();
        let mut triggers =
            Triggers { words: vec![0; last as usize + 1], lists: vec![Vec::new()], ..Triggers::default() };
        let rules = categories
            .iter()
            .enumerate()
            .flat_map(|(category, of)| of.rules.iter().enumerate().map(move |(rule, it)| (category, rule, it)));
        for (category, rule, it) in rules {
            for (pattern, find) in it.find.iter().enumerate() {
                let number = u16::try_from(triggers.patterns.len()).expect("rules have thousands of patterns at most");
                triggers.patterns.push(Place { category, rule, pattern });
                let Some((named, classes)) = find.trigger(cost) else {
                    triggers.always.push(number);
                    continue;
                };
                for &word in named {
                    let list = &mut triggers.words[word as usize];
                    if *list == 0 {
                        *list = triggers.lists.len() as u32;
                        triggers.lists.push(Vec::new());
                    }
                    triggers.lists[*list as usize].push(number);
                }
                for bit in (0..Classes::BITS).map(|bit| 1 << bit).filter(|bit| classes & bit != 0) {
                    match triggers.classes.iter_mut().find(|(known, _)| *known == bit) {
                        Some((_, list)) => list.push(number),
                        None => triggers.classes.push((bit, vec![number])),
                    }
                }
            }
        }
        triggers
    }

    /// Returns the place of a pattern.
    pub(super) fn place(&self, number: u16) -> Place {
        self.patterns[usize::from(number)]
    }

    /// Puts the patterns that may be in a sentence into `found`, in the order in which they speak.
    pub(super) fn of(&self, sentence: &Sentence, categories: &[Category], setting: Setting, found: &mut Vec<u16>) {
        found.clear();
        found.extend(&self.always);
        for token in &sentence.tokens {
            found.extend(&self.lists[self.words[token.word as usize] as usize]);
        }
        for (bit, list) in &self.classes {
            if sentence.classes & bit != 0 {
                found.extend(list);
            }
        }
        found.retain(|&number| {
            let place = self.place(number);
            let rule = &categories[place.category].rules[place.rule];
            let applies = match rule.place {
                Where::Everywhere => true,
                Where::Told => setting.told,
                Where::Actions => setting.told || setting.actions,
            };
            applies && rule.find[place.pattern].may_be_in(sentence)
        });
        found.sort_unstable();
        found.dedup();
    }
}
