//! Finds wording that blames or judges, and says kindly how to put it so that others learn.
//!
//! Pure: prose in, [`Finding`]s out. What counts is who the subject of a verb
//! is, a person or a thing, so each sentence is parsed first (`coach/parse.rs`);
//! what blames is data (`coach/en/`). Nothing here counts anything per person,
//! keeps a history or knows of pages, and no page is ever given a finding.

mod allow;
mod hints;
pub mod parse;
pub mod pattern;
pub mod rewrite;
pub mod rule;
pub mod text;
pub mod words;

use std::ops::Range;
use std::sync::OnceLock;

pub use hints::{Hints, key, note};
use parse::Sentence;
use pattern::Match;
use rule::{Category, Rule, Spares, Where};
use words::{Classes, Known, Words};

/// The rules of one language with its words.
#[derive(Debug)]
pub struct Coach {
    /// Its words.
    pub words: Words,
    /// Its categories: where two find something in a sentence, the first one speaks.
    pub categories: Vec<Category>,
    /// What is said of whole notes.
    pub whole: rule::Whole,
    spares: Spares,
    own: Classes,
    thing: Classes,
}

/// Something that was found in a block of prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The number of its category.
    pub category: usize,
    /// The number of its rule in the category.
    pub rule: usize,
    /// Its bytes in the prose.
    pub place: Range<usize>,
    /// Whether the writer judges their own deed.
    pub own: bool,
    /// What may be put in place of which bytes of the prose.
    pub rewrite: Option<(Range<usize>, String)>,
}

/// Where a block of prose stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Setting {
    /// Whether its note tells what happened: a review, a near miss.
    pub told: bool,
    /// Whether its section says what is to be done.
    pub actions: bool,
}

macro_rules! english {
    ($($name:literal),*) => {
        const NAMES: &[&str] = &[$($name),*];
        const ENGLISH: &[&str] = &[$(include_str!(concat!("coach/en/", $name, ".toml"))),*];
    };
}

english!(
    "punishment",
    "why-you",
    "hindsight",
    "violation",
    "counterfactual",
    "human-error",
    "judgement",
    "named-agent",
    "outcome",
    "vigilance",
    "root-cause"
);

impl Coach {
    /// The names of the categories' files, in the order in which they speak.
    pub const FILES: &[&str] = NAMES;

    /// Returns the coach for English, made once.
    pub fn english() -> &'static Coach {
        static COACH: OnceLock<Coach> = OnceLock::new();
        COACH.get_or_init(|| Coach::build().expect("the tests read the very same files"))
    }

    /// Makes the coach for English from the files inside the program.
    ///
    /// # Errors
    /// When one of them is wrong, which is a bug of ours.
    pub fn build() -> Result<Coach, String> {
        Coach::new(
            include_str!("coach/en/words.toml"),
            include_str!("coach/en/spare.toml"),
            include_str!("coach/en/whole.toml"),
            ENGLISH,
        )
    }

    /// Whether a section of this heading says what is to be done.
    pub fn is_of_actions(&self, heading: Option<&str>) -> bool {
        let actions = self.words.named("actions").unwrap_or_default();
        heading.is_some_and(|heading| {
            heading
                .split(|letter: char| !letter.is_alphanumeric())
                .any(|word| self.words.look_up(word).classes & actions != 0)
        })
    }

    /// Whether a heading is one of a note that tells what happened.
    pub fn is_telling(&self, heading: &str) -> bool {
        let telling = self.words.named("telling").unwrap_or_default();
        let mut words = heading.split(|letter: char| !letter.is_alphanumeric());
        words.any(|word| self.words.look_up(word).classes & telling != 0)
    }

    /// Makes a coach from a language's files.
    ///
    /// # Errors
    /// Says what is wrong in which file.
    pub fn new(words: &str, spares: &str, whole: &str, categories: &[&str]) -> Result<Coach, String> {
        let mut words = Words::parse(words).map_err(|why| format!("words: {why}"))?;
        let spares = rule::spares(spares, &mut words).map_err(|why| format!("spares: {why}"))?;
        let categories =
            categories.iter().map(|text| rule::parse(text, &mut words)).collect::<Result<Vec<_>, String>>()?;
        let whole = rule::whole(whole).map_err(|why| format!("whole: {why}"))?;
        let own = words.named("own").ok_or("there is no group `own`")?;
        let thing = words.grammar.thing;
        Ok(Coach { words, categories, whole, spares, own, thing })
    }

    /// Returns what is found in a block of prose, one finding a sentence at most.
    pub fn read(&self, text: &str, setting: Setting) -> Vec<Finding> {
        self.read_with(text, setting, &Known::default())
    }

    /// Does the same for a site that knows words of its own.
    pub fn read_with(&self, text: &str, setting: Setting, known: &Known) -> Vec<Finding> {
        let mut found = Vec::new();
        let mut before = 0;
        for pieces in text::sentences(text) {
            let sentence = parse::parse(text, &pieces, &self.words, known, before);
            found.extend(self.judge(text, &sentence, setting));
            if let Some(phrase) = sentence.phrases.iter().find(|phrase| phrase.sort & !self.thing != 0) {
                before = phrase.sort;
            }
        }
        found
    }

    /// Returns whose deed a line tells first, as it is written: `the on-call engineer`.
    pub fn first_agent(&self, text: &str) -> Option<String> {
        let agent = self.words.named("agent")?;
        let pieces = text::sentences(text).into_iter().next()?;
        let sentence = parse::parse(text, &pieces, &self.words, &Known::default(), 0);
        let verb = sentence.tokens.iter().position(|token| token.subject & agent != 0)?;
        let phrase = sentence.phrases.iter().find(|phrase| phrase.sort & agent != 0 && phrase.tokens.start < verb)?;
        let head = &sentence.tokens[phrase.tokens.end - 1];
        Some(text[head.place.clone()].to_lowercase())
    }

    /// Returns what the first category that finds anything says of a sentence.
    fn judge(&self, text: &str, sentence: &Sentence, setting: Setting) -> Option<Finding> {
        for (category, rules) in self.categories.iter().enumerate() {
            for (rule, it) in rules.rules.iter().enumerate() {
                if let Some(found) = self.matches(it, sentence, setting) {
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
                    let subjects =
                        sentence.tokens[found.all.clone()].iter().fold(0, |sorts, token| sorts | token.subject);
                    let own = (sorts | subjects) & self.own != 0;
                    return Some(Finding { category, rule, place, own, rewrite });
                }
            }
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

    fn matches(&self, rule: &Rule, sentence: &Sentence, setting: Setting) -> Option<Match> {
        let applies = match rule.place {
            Where::Everywhere => true,
            Where::Told => setting.told,
            Where::Actions => setting.told || setting.actions,
        };
        if !applies {
            return None;
        }
        let found = rule.find.iter().find_map(|pattern| {
            let found = pattern.find(sentence, 0)?;
            let quoted = sentence.tokens[found.shown.clone()].iter().any(|token| token.quoted);
            (!quoted).then_some(found)
        })?;
        rule.unless.iter().all(|pattern| pattern.find(sentence, 0).is_none()).then_some(found)
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

#[cfg(test)]
mod tests;
