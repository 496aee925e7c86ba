//! How much each diagnostic matters on this site: the table `[check]`.
//!
//! Any code may be raised. A code whose usual severity is error may be
//! lowered only when it is in [`LOWERABLE`]; the others stand for pages that
//! would be wrong, or for a guess at who may read what.

use std::collections::BTreeMap;

use serde::Serialize;

use super::document::{Sort, Table};
use super::reader::{Reader, one_of};
use crate::diagnostic::{CODES, Code, Diagnostic, Severity};
use crate::nearest::did_you_mean;

/// The errors that a site may lower.
///
/// Each leaves something out and guesses nothing: the redirect that two want,
/// or that no disk can hold, the date that is none, the link that fits two.
/// Not `field/choice` and `kind/unknown`, which decide whether a note is a
/// draft or a review, and not `field/type`, which may stand for its audience.
pub const LOWERABLE: [&str; 4] = ["alias/duplicate", "alias/invalid", "field/date", "link/ambiguous"];

const WORDS: [(&str, Option<Severity>); 4] = [
    ("off", None),
    ("suggestion", Some(Severity::Suggestion)),
    ("warning", Some(Severity::Warning)),
    ("error", Some(Severity::Error)),
];

/// The severities that `site.toml` sets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Levels {
    #[serde(serialize_with = "as_words")]
    set: BTreeMap<&'static str, Option<Severity>>,
}

impl Levels {
    /// Returns the severity of a code on this site; nothing when it is off.
    pub fn of(&self, code: Code) -> Option<Severity> {
        self.set.get(code.0).copied().unwrap_or_else(|| Some(code.severity()))
    }

    /// Returns whether the site turned a code on or off; nothing where it says nothing of it.
    pub fn said(&self, code: &str) -> Option<bool> {
        self.set.get(code).map(|severity| severity.is_some())
    }

    /// Returns the diagnostics with this site's severities, without those that are off.
    ///
    /// A code that the site does not set keeps the severity its stage gave it.
    pub fn apply(&self, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let level = |mut diagnostic: Diagnostic| match self.set.get(diagnostic.code.0) {
            None => Some(diagnostic),
            Some(None) => None,
            Some(Some(severity)) => {
                diagnostic.severity = *severity;
                Some(diagnostic)
            }
        };
        diagnostics.into_iter().filter_map(level).collect()
    }

    /// Reads the table.
    pub(super) fn read(reader: &mut Reader, table: &Table) -> Levels {
        let mut levels = Levels::default();
        for entry in &table.entries {
            let Some(known) = CODES.iter().find(|known| known.code == entry.key) else {
                let help = did_you_mean(&entry.key, CODES.iter().map(|known| known.code)).unwrap_or_else(|| {
                    String::from("a code stands in brackets in each message: `warning[link/broken]`")
                });
                reader.tell(&entry.place, format!("there is no code `{}`", entry.key), help);
                continue;
            };
            let words = WORDS.map(|(word, _)| word);
            let Sort::Text(text) = &entry.value.sort else {
                reader.wrong(entry, &one_of(&words));
                continue;
            };
            let Some((_, severity)) = WORDS.iter().find(|(word, _)| word == text) else {
                let help = did_you_mean(text, words);
                let message = format!("`{}` takes {}, and not `{text}`", entry.key, one_of(&words));
                reader.tell(&entry.value.place, message, help);
                continue;
            };
            if known.severity == Severity::Error
                && *severity != Some(Severity::Error)
                && !LOWERABLE.contains(&known.code)
            {
                let message = format!("`{}` stays an error: a page would be wrong or unsafe", known.code);
                reader.tell(
                    &entry.value.place,
                    message,
                    format!("of the errors, {} can be lowered", super::list(&LOWERABLE)),
                );
                continue;
            }
            levels.set.insert(known.code, *severity);
        }
        levels
    }
}

fn as_words<S: serde::Serializer>(
    set: &BTreeMap<&'static str, Option<Severity>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(set.iter().map(|(code, severity)| (code, severity.map_or("off", Severity::name))))
}
