//! Which part of a note to show for a query, and which of its words to mark.

use std::collections::BTreeSet;
use std::ops::Range;

use super::query::Query;
use super::rank::Answer;
use super::text::{Document, Section};
use super::words;

/// A part of a note with the words that answer a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt<'a> {
    /// The section that it is of; nothing for the summary.
    pub section: Option<&'a Section>,
    /// The text, cut to the length asked for, with `…` where it was cut.
    pub text: String,
    /// The bytes of the text to mark.
    pub marks: Vec<Range<usize>>,
}

/// The words that stand for a query in notes: what is marked.
#[derive(Clone, Debug, Default)]
pub struct Marks(BTreeSet<String>);

impl Marks {
    /// Gathers the words of a query with those that were found for them.
    pub fn new(query: &Query, answer: &Answer) -> Self {
        let mut words: BTreeSet<String> = answer.words.iter().chain(&answer.near).flatten().cloned().collect();
        for term in &query.terms {
            words.extend(term.run.parts.iter().cloned());
            words.insert(term.run.word.clone());
        }
        Marks(words)
    }

    /// Takes every word of a text.
    pub fn of_text(text: &str) -> Self {
        Marks(words::all(text).into_iter().map(|run| run.word).collect())
    }

    /// Returns the bytes of a text to mark, and how many different words they are.
    pub fn find(&self, text: &str) -> (Vec<Range<usize>>, usize) {
        let (mut marks, mut different) = (Vec::new(), BTreeSet::new());
        let mut at = 0;
        for token in text.split_inclusive(|c: char| c.is_whitespace()) {
            let bare = token.trim_end();
            let start = at + (bare.len() - bare.trim_start_matches(|c| !words::is_letter(c)).len());
            let end = at + bare.trim_end_matches(|c| !words::is_letter(c)).len();
            at += token.len();
            if start >= end {
                continue;
            }
            let runs = words::all(&text[start..end]);
            let mut held = runs.iter().flat_map(|run| run.parts.iter().chain([&run.word]).chain(&run.marked));
            if let Some(word) = held.find(|word| self.0.contains(*word)) {
                different.insert(word.clone());
                marks.push(start..end);
            }
        }
        (marks, different.len())
    }
}

/// Returns the part of a note that shows most of the words, cut to about `length` characters.
pub fn excerpt<'a>(document: &'a Document, marks: &Marks, length: usize) -> Excerpt<'a> {
    let mut best: Option<(usize, usize, Option<&Section>, &str)> = None;
    let sections = document.sections.iter();
    let lines = sections.flat_map(|section| section.text.lines().map(move |line| (Some(section), line)));
    for (section, line) in lines.chain([(None, &*document.summary)]) {
        let (found, different) = marks.find(line);
        if different > 0 && best.is_none_or(|(known, often, ..)| (different, found.len()) > (known, often)) {
            best = Some((different, found.len(), section, line));
        }
    }
    let (section, line) = best.map_or((None, &*document.summary), |(_, _, section, line)| (section, line));
    let first = marks.find(line).0.first().map_or(0, |mark| mark.start);
    let text = cut(line, first, length);
    let marks = marks.find(&text).0;
    Excerpt { section, text, marks }
}

/// Cuts a line around a place, at spaces.
fn cut(line: &str, around: usize, length: usize) -> String {
    if line.chars().count() <= length {
        return line.to_string();
    }
    let before = line[..around].char_indices().rev().nth(length / 4).map_or(0, |(at, _)| at);
    let start = if before == 0 { 0 } else { line[before..around].find(' ').map_or(before, |at| before + at + 1) };
    let rest = &line[start..];
    let end = rest.char_indices().nth(length).map_or(rest.len(), |(at, _)| at);
    let end = if end == rest.len() { end } else { rest[..end].rfind(' ').unwrap_or(end) };
    let (left, right) = (if start > 0 { "… " } else { "" }, if end < rest.len() { " …" } else { "" });
    format!("{left}{}{right}", &rest[..end])
}
