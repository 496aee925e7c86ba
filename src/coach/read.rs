//! A block of prose read by the rules, sentence by sentence.
//!
//! A sentence is parsed only where something in it leads to a rule. What
//! `they` stands for may have been said in one that was not; it is parsed
//! then, and not before.

use super::parse::Sentence;
use super::pattern::Match;
use super::text::{Sentences, Stand};
use super::words::{Classes, Known};
use super::{Coach, Finding, Setting};

/// What was said of people before a sentence.
#[derive(Default)]
struct Before {
    sort: Classes,
    /// Where the sentences begin that were passed over since.
    passed: Option<Stand>,
}

impl Coach {
    /// Returns what is found in a block of prose, one finding a sentence at most.
    pub fn read(&self, text: &str, setting: Setting) -> Vec<Finding> {
        self.read_with(text, setting, &Known::default(), &|_, _| true)
    }

    /// Does the same for a site that knows words of its own, and wants to hear of some rules only, by the numbers of category
    /// and rule. What it does not want to hear of hides nothing else in the same sentence.
    pub fn read_with(
        &self,
        text: &str,
        setting: Setting,
        known: &Known,
        speaks: &dyn Fn(usize, usize) -> bool,
    ) -> Vec<Finding> {
        let (mut found, mut patterns) = (Vec::new(), Vec::new());
        let mut before = Before::default();
        let mut sentence = Sentence::default();
        let mut sentences = Sentences::new(text, &self.words.stops);
        loop {
            let stand = sentences.stand();
            let Some(pieces) = sentences.next_pieces() else { break };
            sentence.read(text, pieces, &self.words, known);
            self.triggers.of(&sentence, &self.categories, setting, &mut patterns);
            patterns.retain(|number| {
                let place = self.triggers.place(*number);
                speaks(place.category, place.rule)
            });
            if patterns.is_empty() {
                before.passed.get_or_insert(stand);
                continue;
            }
            if sentence.classes & self.words.grammar.they != 0
                && let Some(from) = before.passed.take()
            {
                before.sort = self.last_named(text, from, stand, known, before.sort);
            }
            sentence.parse(&self.words, before.sort);
            found.extend(self.judge(text, &sentence, &patterns));
            if let Some(sort) = self.named(&sentence) {
                before = Before { sort, passed: None };
            }
        }
        found
    }

    /// Returns who was named last between two places; `before` where nobody was.
    fn last_named(&self, text: &str, from: Stand, to: Stand, known: &Known, before: Classes) -> Classes {
        let (mut last, mut sentence) = (before, Sentence::default());
        let mut sentences = Sentences::from(text, &self.words.stops, from);
        while sentences.stand().at < to.at
            && let Some(pieces) = sentences.next_pieces()
        {
            sentence.read(text, pieces, &self.words, known);
            sentence.parse(&self.words, last);
            last = self.named(&sentence).unwrap_or(last);
        }
        last
    }

    /// Returns what the first is that a sentence names, other than a thing.
    fn named(&self, sentence: &Sentence) -> Option<Classes> {
        sentence.phrases.iter().map(|phrase| phrase.sort).find(|sort| sort & !self.thing != 0)
    }

    /// Returns whose deed a line tells first, as it is written: `the on-call engineer`.
    pub fn first_agent(&self, text: &str) -> Option<String> {
        let agent = self.words.named("agent")?;
        let mut sentence = Sentence::default();
        sentence.read(text, Sentences::new(text, &self.words.stops).next_pieces()?, &self.words, &Known::default());
        sentence.parse(&self.words, 0);
        let verb = sentence.tokens.iter().position(|token| token.subject & agent != 0)?;
        let phrase = sentence.phrases.iter().find(|phrase| phrase.sort & agent != 0 && phrase.tokens.start < verb)?;
        let head = &sentence.tokens[phrase.tokens.end - 1];
        Some(text[head.place.clone()].to_lowercase())
    }

    /// Returns what the first category that finds anything says of a sentence, given the patterns that may be in it.
    fn judge(&self, text: &str, sentence: &Sentence, patterns: &[u16]) -> Option<Finding> {
        let place = |number: &u16| self.triggers.place(*number);
        for of_rule in
            patterns.chunk_by(|a, b| (place(a).category, place(a).rule) == (place(b).category, place(b).rule))
        {
            let (category, rule) = (place(&of_rule[0]).category, place(&of_rule[0]).rule);
            let it = &self.categories[category].rules[rule];
            let found = of_rule.iter().find_map(|number| {
                let found = it.find[place(number).pattern].find(sentence, 0)?;
                let quoted = sentence.tokens[found.shown.clone()].iter().any(|token| token.quoted);
                (!quoted).then_some(found)
            });
            let Some(found) = found.filter(|_| it.unless.iter().all(|pattern| pattern.find(sentence, 0).is_none()))
            else {
                continue;
            };
            if self.is_spared(sentence, &found) {
                return None;
            }
            let tokens = &sentence.tokens[found.shown.clone()];
            let place = tokens.first()?.place.start..tokens.last()?.place.end;
            let rewrite = it.rewrite.and_then(|way| way.offer(text, sentence, &found, &self.words));
            let phrases = sentence
                .phrases
                .iter()
                .filter(|phrase| phrase.tokens.start < found.all.end && found.all.start < phrase.tokens.end);
            let sorts = phrases.fold(0, |sorts, phrase| sorts | phrase.sort);
            let subjects = sentence.tokens[found.all.clone()].iter().fold(0, |sorts, token| sorts | token.subject);
            let own = (sorts | subjects) & self.own != 0;
            return Some(Finding { category, rule, place, own, rewrite });
        }
        None
    }

    /// Whether the sentence speaks of blame, or says what not to say.
    fn is_spared(&self, sentence: &Sentence, found: &Match) -> bool {
        self.spares.anywhere.iter().any(|spare| spare.find(sentence, 0).is_some())
            || self
                .spares
                .before
                .iter()
                .any(|spare| spare.find(sentence, 0).is_some_and(|spare| spare.all.start < found.shown.start))
    }

    /// Returns which patterns of a rule spare a sentence, for a look at what the coach made of it.
    pub fn spared_by(&self, sentence: &Sentence) -> Vec<String> {
        let mut by = Vec::new();
        for (number, spare) in self.spares.anywhere.iter().chain(&self.spares.before).enumerate() {
            if let Some(found) = spare.find(sentence, 0) {
                by.push(format!("spare {number} at {:?}", found.all));
            }
        }
        for category in &self.categories {
            for rule in &category.rules {
                for (number, pattern) in rule.find.iter().enumerate() {
                    if let Some(found) = pattern.find(sentence, 0) {
                        by.push(format!("{} {} finds by {number} at {:?}", category.code, rule.name, found.all));
                        let unless = rule.unless.iter().enumerate();
                        by.extend(unless.filter_map(|(number, unless)| {
                            unless.find(sentence, 0).map(|found| format!("  unless {number} at {:?}", found.all))
                        }));
                    }
                }
            }
        }
        by
    }
}

impl Sentence {
    /// Returns the token after an adverb or a bracket that stands here.
    pub(crate) fn passed(&self, at: usize) -> Option<usize> {
        let token = self.tokens.get(at)?;
        if token.sign == b'(' {
            let close = self.tokens[at..].iter().position(|token| token.sign == b')')?;
            return Some(at + close + 1);
        }
        self.is_adverb(at).then_some(at + 1)
    }
}
