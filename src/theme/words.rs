//! Interface words as they are gathered from the layers of a theme, and those that nothing says.
//!
//! A word too many, or in a form that its language does not have, harms no page, but is most often a slip in the key
//! of one that is meant; so it is told and kept.

use std::collections::{BTreeMap, BTreeSet};

use super::{FALLBACK, ThemeFile};
use crate::diagnostic::{Diagnostic, Severity};
use crate::kind::{Kind, Kinds, Said, headings};
use crate::language::{CATEGORIES, Plurals};
use crate::nearest::did_you_mean;
use crate::source::Span;

/// Words by language and key, as a theme has them in the end.
pub type Words = BTreeMap<String, BTreeMap<String, String>>;

/// Words as they are gathered, the lowest layer first.
#[derive(Default)]
pub struct Gathered {
    /// By language and key: the text, and the layer that says it.
    words: BTreeMap<String, BTreeMap<String, (String, usize)>>,
    /// Language and key of each word, with its place.
    places: Vec<(String, String, Span)>,
}

impl Gathered {
    /// Adds what one file says, key by key: a theme that changes one word need not repeat the rest.
    pub fn add(&mut self, layer: usize, language: &str, said: Vec<(String, String, Span)>) {
        let words = self.words.entry(language.to_owned()).or_default();
        for (key, text, place) in said {
            self.places.push((language.to_owned(), key.clone(), place));
            words.insert(key, (text, layer));
        }
    }

    /// Settles what is said of a kind from this layer: nothing that a lower one says, for a kind is replaced whole,
    /// and headings for its sections.
    pub fn settle(&mut self, kind: &mut Kind, layer: usize) {
        let keys: BTreeSet<String> = kind.keys().into_iter().collect();
        for words in self.words.values_mut() {
            words.retain(|key, (_, said)| *said >= layer || !keys.contains(key));
        }
        let section_keys: Vec<String> = kind.sections.iter().map(|section| kind.key(Said::Section(section))).collect();
        for (section, key) in kind.sections.iter_mut().zip(section_keys) {
            let words = self.words.iter();
            let told = words.filter_map(|(language, words)| Some((language.clone(), headings(&words.get(&key)?.0))));
            section.elsewhere = told.filter(|(_, headings)| !headings.is_empty()).collect();
        }
    }

    /// Tells the keys that neither English, nor a kind, nor one of the templates has a use for.
    pub fn unknown(&self, kinds: &Kinds, templates: &BTreeMap<String, ThemeFile>, diagnostics: &mut Vec<Diagnostic>) {
        let own: Vec<_> = self.places.iter().filter(|(.., place)| !is_built_in(place)).collect();
        if own.is_empty() {
            return;
        }
        let built_in = self.places.iter().filter(|(language, _, place)| language == FALLBACK && is_built_in(place));
        let mut known: BTreeSet<String> = built_in.map(|(_, key, _)| key.clone()).collect();
        known.extend(kinds.iter().flat_map(|kind| kind.keys()));
        let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        let named: BTreeSet<&str> =
            templates.values().flat_map(|file| file.text.split(|letter| !is_part(letter))).collect();
        for (language, key, place) in own {
            let told = match form_of(key, &known) {
                Some(form) => no_such_form(language, key, form),
                None if known.contains(key) || named.contains(key.as_str()) => None,
                None => Some(no_such_word(language, key, &known)),
            };
            if let Some((message, help)) = told {
                let mut found = Diagnostic::new("theme/invalid", place.clone(), message).help(help);
                found.severity = Severity::Warning;
                diagnostics.push(found);
            }
        }
    }

    /// Returns the words alone.
    pub fn finish(self) -> Words {
        let texts =
            |words: BTreeMap<String, (String, usize)>| words.into_iter().map(|(key, (text, _))| (key, text)).collect();
        self.words.into_iter().map(|(language, words)| (language, texts(words))).collect()
    }
}

fn is_built_in(place: &Span) -> bool {
    place.file.starts_with("built-in/")
}

/// What is wrong with a form of a counted word, and a way forward, where its language never has that form.
fn no_such_form(language: &str, key: &str, form: &str) -> Option<(String, String)> {
    let forms = Plurals::of(language).forms();
    if forms.contains(&form) {
        return None;
    }
    let forms: Vec<String> = forms.iter().map(|form| format!("`{form}`")).collect();
    let message = format!("`{key}` is never said: `{language}` has no form `{form}`");
    Some((message, format!("its forms are {}", forms.join(", "))))
}

fn no_such_word(language: &str, key: &str, known: &BTreeSet<String>) -> (String, String) {
    let forms = Plurals::of(language).forms();
    let words = known.iter().filter_map(|key| counted(key, known)).filter(|(_, form)| *form == "other");
    let counted = words.flat_map(|(word, _)| forms.iter().map(move |form| format!("{word}_{form}")));
    let near: BTreeSet<String> = known.iter().cloned().chain(counted).collect();
    let help = did_you_mean(key, near.iter().map(String::as_str))
        .unwrap_or_else(|| "leave it out, or write it into a template: `{{ site.words.KEY }}`".replace("KEY", key));
    (format!("no page says the word `{key}`"), help)
}

fn form_of(key: &str, known: &BTreeSet<String>) -> Option<&'static str> {
    counted(key, known).map(|(_, form)| form)
}

/// The word that a key counts and the form it stands for, `notes` and `few` of `notes_few`, where the word is one that
/// is counted.
fn counted<'a>(key: &'a str, known: &BTreeSet<String>) -> Option<(&'a str, &'static str)> {
    CATEGORIES.into_iter().find_map(|form| {
        let word = key.strip_suffix(form)?.strip_suffix('_')?;
        ["one", "other"].iter().all(|form| known.contains(&format!("{word}_{form}"))).then_some((word, form))
    })
}
