//! Finds wording that blames or judges, and says kindly how to put it so that others learn.
//!
//! Pure: prose in, [`Finding`]s out. What counts is who the subject of a verb
//! is, a person or a thing, so each sentence is parsed first (`coach/parse.rs`);
//! what blames is data (`coach/en/`). Nothing here counts anything per person,
//! keeps a history or knows of pages, and no page is ever given a finding.

mod allow;
mod front;
mod hints;
pub mod language;
mod own;
pub mod parse;
pub mod pattern;
mod read;
pub mod rewrite;
pub mod rule;
pub mod text;
mod trigger;
pub mod words;

use std::ops::Range;

pub use hints::{Hints, key, note};
use language::Files;
pub use language::coaches;
pub use own::Own;
use rule::{Category, Spares};
use trigger::Triggers;
use words::{Classes, Words};

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
    triggers: Triggers,
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

impl Coach {
    /// Returns the coach for English, made once.
    pub fn english() -> &'static Coach {
        language::coach("en").expect("English is the first of them")
    }

    /// Makes the coach of a language from its files.
    ///
    /// # Errors
    /// Says what is wrong in which file: a bug of ours for those that we ship.
    pub fn of(files: &Files<'_>) -> Result<Coach, String> {
        let mut words = Words::parse(files.words).map_err(|why| format!("words: {why}"))?;
        let spares = rule::spares(files.spares, &mut words).map_err(|why| format!("spares: {why}"))?;
        let categories =
            files.categories.iter().map(|text| rule::parse(text, &mut words)).collect::<Result<Vec<_>, String>>()?;
        let whole = rule::whole(files.whole).map_err(|why| format!("whole: {why}"))?;
        let own = words.named("own").ok_or("there is no group `own`")?;
        let thing = words.grammar.thing;
        let triggers = Triggers::new(&categories, &words);
        Ok(Coach { words, categories, whole, spares, triggers, own, thing })
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

    /// Whether what stands below such a head of a column is shown as what not to write: `instead of`.
    pub fn is_of_examples(&self, column: Option<&str>) -> bool {
        let instead = self.words.named("instead").unwrap_or_default();
        column.is_some_and(|column| {
            let mut words = column.split(|letter: char| !letter.is_alphanumeric());
            words.any(|word| self.words.look_up(word).classes & instead != 0)
        })
    }

    /// Whether a heading is one of a note that tells what happened.
    pub fn is_telling(&self, heading: &str) -> bool {
        let telling = self.words.named("telling").unwrap_or_default();
        let mut words = heading.split(|letter: char| !letter.is_alphanumeric());
        words.any(|word| self.words.look_up(word).classes & telling != 0)
    }
}

#[cfg(test)]
mod tests;
