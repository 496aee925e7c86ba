//! The languages that the coach knows, each a folder of files inside the program.
//!
//! A language is data: its words, what spares a sentence, what is said of whole notes, and its rules. Rust knows the
//! folders' names and nothing else of any of them.

use std::sync::{Arc, OnceLock};

use super::{Coach, Own};
use crate::hashed::{Digest, digest};

/// The files of a language.
#[derive(Clone, Copy, Debug)]
pub struct Files<'a> {
    /// Its BCP 47 tag: `en`.
    pub tag: &'a str,
    /// `words.toml`
    pub words: &'a str,
    /// `spare.toml`
    pub spares: &'a str,
    /// `whole.toml`
    pub whole: &'a str,
    /// The names of the categories' files, in the order in which they speak.
    pub names: &'a [&'a str],
    /// Those files.
    pub categories: &'a [&'a str],
}

macro_rules! language {
    ($tag:literal, $($name:literal),*) => {
        Files {
            tag: $tag,
            words: include_str!(concat!($tag, "/words.toml")),
            spares: include_str!(concat!($tag, "/spare.toml")),
            whole: include_str!(concat!($tag, "/whole.toml")),
            names: &[$($name),*],
            categories: &[$(include_str!(concat!($tag, "/", $name, ".toml"))),*],
        }
    };
}

/// Every language, English first.
pub const LANGUAGES: [Files<'static>; 2] = [
    language!(
        "en",
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
    ),
    language!(
        "de",
        "punishment",
        "why-you",
        "hindsight",
        "violation",
        "counterfactual",
        "human-error",
        "judgement",
        "named-agent",
        "outcome",
        "vigilance"
    ),
];

/// What every language has that ships no rules: no word, and the names that rules may use.
pub(super) const BARE: Files<'static> =
    Files { tag: "", words: include_str!("bare.toml"), spares: "", whole: "", names: &[], categories: &[] };

/// Returns the files of the language that a tag names: for `de-AT` those of `de`.
pub fn files(tag: &str) -> Option<&'static Files<'static>> {
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    LANGUAGES.iter().find(|files| files.tag.eq_ignore_ascii_case(primary))
}

/// Returns the coaches of a site: that of its language, with its own rules where they are for that one, and English,
/// in which notes may be written anywhere; and what tells each from any other.
pub fn coaches(language: &str, own: Option<(Digest, &Own)>) -> Vec<(Arc<Coach>, Digest)> {
    let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let mut coaches: Vec<(String, Arc<Coach>, Digest)> = Vec::new();
    for tag in [language, own.map_or("en", |(_, own)| &own.language), "en"] {
        let tag = primary(tag);
        if coaches.iter().any(|(known, ..)| *known == tag) {
            continue;
        }
        let theirs =
            own.filter(|(_, own)| primary(&own.language) == tag).map(|(key, own)| (Arc::clone(&own.coach), key));
        let found = theirs.or_else(|| Some((Arc::clone(coach(&tag)?), digest(&tag))));
        coaches.extend(found.map(|(coach, key)| (tag, coach, key)));
    }
    coaches.into_iter().map(|(_, coach, key)| (coach, key)).collect()
}

/// Returns the coach of a language that the program ships, made once.
pub fn coach(tag: &str) -> Option<&'static Arc<Coach>> {
    static COACHES: [OnceLock<Arc<Coach>>; LANGUAGES.len()] = [const { OnceLock::new() }; LANGUAGES.len()];
    let files = files(tag)?;
    let at = LANGUAGES.iter().position(|known| known.tag == files.tag)?;
    Some(COACHES[at].get_or_init(|| Arc::new(Coach::of(files).expect("the tests read the very same files"))))
}
