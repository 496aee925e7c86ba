//! What the coach says of a note: its findings as diagnostics, and one hint each about the whole.
//!
//! It speaks of the words and never of the writer, asks rather than tells, and
//! counts nothing per person. Its diagnostics go to whoever writes the note,
//! and to nobody else.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::words::Known;
use super::{Coach, Setting, allow, front};
use crate::diagnostic::Diagnostic;
use crate::hashed::{Digest, digest};
use crate::note::markdown::prose::{self, Block};
use crate::source::Span;
use crate::wiki::taxonomy::Taxonomy;
use crate::wiki::{Entry, Wiki};

/// What the coach knows of a site besides its notes.
pub struct Hints {
    /// The site's own language first; notes in another are read by the coach of that one.
    voices: Vec<Voice>,
    /// Codes that the site turned on or off.
    on: BTreeSet<&'static str>,
    off: BTreeSet<&'static str>,
    digest: Digest,
}

/// A language with the words that a site adds to it.
struct Voice {
    coach: Arc<Coach>,
    known: Known,
}

/// How many words of a note show which language it is in.
const SAMPLE: usize = 200;

/// The categories that are silent until `site.toml` sets them.
const SILENT: [&str; 1] = ["coach/root-cause"];

/// The fewest lines of a timeline that say anything about who is named in it.
const LINES: usize = 4;

/// The fewest words of a review that can be expected to have told of something good.
const WORDS: usize = 150;

impl Hints {
    /// Makes the coach of a site from its people, teams and systems, from what its `[check]` says of a code, and from
    /// the coaches of its languages with what tells them apart from others.
    pub fn new(wiki: &Wiki, coaches: Vec<(Arc<Coach>, Digest)>, level: &dyn Fn(&'static str) -> Option<bool>) -> Hints {
        let terms = |taxonomy| wiki.terms.terms(taxonomy).values().map(|term| &*term.name);
        let codes =
            || crate::diagnostic::CODES.iter().map(|known| known.code).filter(|code| code.starts_with("coach/"));
        let on: BTreeSet<_> = codes().filter(|code| level(code) == Some(true)).collect();
        let off: BTreeSet<_> = codes().filter(|code| level(code) == Some(false)).collect();
        let languages: Vec<Digest> = coaches.iter().map(|(_, digest)| *digest).collect();
        let voice = |(coach, _): (Arc<Coach>, Digest)| {
            let people = named(wiki).into_iter();
            let known = Known::new(&coach.words, people, terms(Taxonomy::Teams), terms(Taxonomy::Systems));
            Voice { coach, known }
        };
        let voices: Vec<Voice> = coaches.into_iter().map(voice).collect();
        let known: Vec<&Known> = voices.iter().map(|voice| &voice.known).collect();
        let digest = digest(&(known, languages, &on, &off));
        Hints { voices, on, off, digest }
    }

    /// Returns the language that a note is written in: that of which it has the most little words.
    fn voice(&self, blocks: &[Block]) -> Option<&Voice> {
        if let [only] = &self.voices[..] {
            return Some(only);
        }
        let words = || blocks.iter().flat_map(|block| block.text.split_whitespace()).take(SAMPLE);
        let little = |voice: &Voice| words().filter(|word| voice.coach.words.is_little(word)).count();
        // Of two that have as many, the first.
        self.voices.iter().rev().max_by_key(|voice| little(voice))
    }

    fn speaks(&self, code: &str) -> bool {
        !self.off.contains(code) && (!SILENT.contains(&code) || self.on.contains(code))
    }
}

/// Returns everybody that a wiki names: in notes of their own, as authors, and with thanks.
fn named(wiki: &Wiki) -> BTreeSet<&str> {
    let mut named: BTreeSet<&str> =
        wiki.people.iter().flat_map(|(handle, person)| [&**handle, &*person.name]).collect();
    for entry in &wiki.notes {
        named.extend(entry.authors.iter().map(String::as_str));
        let thanked = entry.note.front.thanks.iter().map(|thanks| thanks.to.text.trim());
        // Thanks go to teams and roles as well: `the night shift`.
        named.extend(
            thanked.filter(|to| !to.contains(' ') || to.split(' ').all(|part| part.starts_with(char::is_uppercase))),
        );
    }
    named
}

/// Returns the digest of everything that [`note`] reads.
pub fn key(entry: &Entry, hints: &Hints) -> Digest {
    digest(&(entry.note.digest, &*entry.kind, hints.digest))
}

/// Returns what the coach says of one note.
pub fn note(entry: &Entry, hints: &Hints) -> Vec<Diagnostic> {
    let note = &entry.note;
    let fields = front::said(note);
    let acts: Vec<bool> = fields.iter().map(|said| said.action).collect();
    let mut blocks: Vec<Block> = fields.into_iter().map(|said| said.block).collect();
    blocks.extend(prose::read(&note.text, note.begins, &note.body.comments));
    let Some(Voice { coach, known }) = hints.voice(&blocks) else { return Vec::new() };
    let speaks = |category: usize, _: usize| hints.speaks(coach.categories[category].code);
    let happened = |name: &String| coach.is_telling(name);
    let told = !entry.kind.credit
        || entry.kind.sections.iter().flat_map(|section| &section.names).any(happened)
        || blocks[acts.len()..].iter().any(|block| block.heading && coach.is_telling(&block.text));
    let (first, mut found, mut seen) = (acts.len(), Vec::new(), Vec::new());
    let mut section: Option<(&Option<String>, bool)> = None;
    for (number, block) in blocks.iter().enumerate() {
        if section.as_ref().is_none_or(|(last, _)| **last != block.section) {
            section = Some((&block.section, coach.is_of_actions(block.section.as_deref())));
        }
        let actions = acts.get(number) == Some(&true) || section.is_some_and(|(_, actions)| actions);
        // What a guide calls a chapter is a name for a way of speaking; in a review it tells of somebody.
        let findings = if block.heading && !told || coach.is_of_examples(block.column.as_deref()) {
            Vec::new()
        } else {
            coach.read_with(&block.text, Setting { told, actions }, known, &speaks)
        };
        for finding in &findings {
            let category = &coach.categories[finding.category];
            let rule = &category.rules[finding.rule];
            let span = Span::new(&note.path, block.in_file(finding.place.clone()));
            let words = &block.text[finding.place.clone()];
            let own = finding.own && !category.own.is_empty();
            let ask = match &rule.ask {
                Some(ask) => ask,
                None if own => &category.own,
                None => &category.ask,
            };
            let mut hint = Diagnostic::new(
                category.code,
                span,
                format!("`{}` {}", shown(words), rule.says.as_ref().unwrap_or(&category.says)),
            );
            hint.why =
                Some(if own { &category.own } else { rule.why.as_ref().unwrap_or(&category.why) }.as_str().into());
            // What stands there in the file is more than its words where there is emphasis or a line break in it.
            let rewrite = finding.rewrite.as_ref().filter(|(place, _)| block.is_plain(place));
            hint = match rewrite {
                Some((place, put)) => {
                    let fix = crate::diagnostic::Fix {
                        span: Span::new(&note.path, block.in_file(place.clone())),
                        text: put.clone(),
                    };
                    hint.fix = Some(fix);
                    hint.help(format!("for example `{}`. {ask}", shown(put)))
                }
                None => hint.help(ask.clone()),
            };
            found.push((Some(number), hint));
        }
        seen.push(findings.first().map(|finding| coach.categories[finding.category].code));
    }
    if told && !entry.kind.credit {
        let acts: Vec<usize> = (0..acts.len()).filter(|&number| acts[number]).collect();
        let whole = whole(coach, &blocks, first, &acts, &seen);
        let span = || Span::new(&note.path, 0..0);
        let hint = |(code, says, ask): (&'static str, String, &String)| {
            (None, Diagnostic::new(code, span(), says).help(ask.clone()))
        };
        found.extend(whole.into_iter().filter(|(code, ..)| hints.speaks(code)).map(hint));
    }
    allow::apply(note, &blocks, found, &|code| !hints.speaks(code))
}

/// Returns what is to be said of a review as a whole. `first` is the first block of its body, and `acts` are the
/// actions of its front matter; `seen` has the code that was found in each block.
fn whole<'a>(
    coach: &'a Coach,
    blocks: &[Block],
    first: usize,
    acts: &[usize],
    seen: &[Option<&'static str>],
) -> Vec<(&'static str, String, &'a String)> {
    let mut told = Vec::new();
    let mut say = |code: &'static str, more: &str| {
        let name = code.trim_start_matches("coach/");
        if let Some((says, ask)) = coach.whole.says.get(name) {
            told.push((code, format!("{says}{more}"), ask));
        }
    };
    let of = |heading: &str, words: &[String]| {
        heading
            .to_lowercase()
            .split(|letter: char| !letter.is_alphanumeric())
            .any(|word| words.iter().any(|known| known == word))
    };
    let words: usize = blocks[first..].iter().map(|block| block.text.split_whitespace().count()).sum();
    let heading = |words: &[String]| blocks[first..].iter().any(|block| block.heading && of(&block.text, words));
    if words >= WORDS && !heading(&coach.whole.well) {
        say("coach/balance", "");
    }
    let in_section = |test: &dyn Fn(&str) -> bool| -> Vec<usize> {
        let here = |block: &Block| !block.heading && block.section.as_deref().is_some_and(test);
        blocks.iter().enumerate().filter(|(_, block)| here(block)).map(|(number, _)| number).collect()
    };
    let mut actions = in_section(&|section| coach.is_of_actions(Some(section)));
    actions.extend(acts);
    if !actions.is_empty() && actions.iter().all(|&block| seen[block] == Some("coach/vigilance")) {
        say("coach/only-vigilance", "");
    }
    let lines = in_section(&|section| of(section, &coach.whole.timeline));
    let slip = |code: &str| ["coach/named-agent", "coach/counterfactual", "coach/violation"].contains(&code);
    if lines.len() >= 2 && lines.first().is_some_and(|&block| seen[block].is_some_and(slip)) {
        say("coach/timeline", "");
    }
    let mut agents: BTreeMap<String, usize> = BTreeMap::new();
    for &block in &lines {
        if let Some(agent) = coach.first_agent(&blocks[block].text).filter(|agent| !["we", "i"].contains(&&**agent)) {
            *agents.entry(agent).or_default() += 1;
        }
    }
    if let Some((agent, count)) = agents.into_iter().max_by_key(|(_, count)| *count)
        && lines.len() >= LINES
        && count * 3 >= lines.len() * 2
    {
        say("coach/one-role", &format!("`{agent}`"));
    }
    told
}

/// Returns words as a message shows them: on one line, without what would end the quotation.
fn shown(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").replace('`', "'").replace(prose::OBJECT, "…")
}
