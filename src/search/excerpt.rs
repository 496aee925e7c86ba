//! Which part of a note to show for a query.
//!
//! Section 5 of `RANKING.md`.

use std::collections::BTreeSet;
use std::ops::Range;

use super::marks::{Mark, Marks};
use super::text::{Document, Section};

/// So many characters of an excerpt are not counted on: there it may be cut.
const MARGIN: usize = 40;
/// From so many characters after the first mark on, an excerpt may end at a space.
const AFTER: usize = 20;

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

/// A block of a text, and from which mark on it tells the most.
struct Stretch<'a> {
    worth: usize,
    block: &'a str,
    found: Vec<Mark>,
    at: usize,
}

/// Returns the part of a note that tells the most, cut to about `length` characters.
pub fn excerpt<'a>(document: &'a Document, marks: &Marks, length: usize) -> Excerpt<'a> {
    let titled: BTreeSet<usize> = marks.find(&document.title).into_iter().flat_map(|mark| mark.terms).collect();
    let stretch = |text: &'a str| stretch(text, marks, length, &titled);
    let mut best: Option<(usize, usize, &Section, Stretch)> = None;
    for section in &document.sections {
        let head = stretch(&section.heading);
        let terms: BTreeSet<usize> =
            head.iter().flat_map(|head| &head.found).flat_map(|mark| mark.terms.clone()).collect();
        let text = stretch(&section.text);
        let shown = match (text, head) {
            (Some(text), Some(head)) if head.worth > text.worth => Some(head),
            (text, head) => text.or(head),
        };
        if let Some(shown) = shown
            && best.as_ref().is_none_or(|(worth, in_head, ..)| (shown.worth, terms.len()) > (*worth, *in_head))
        {
            best = Some((shown.worth, terms.len(), section, shown));
        }
    }
    let summary = stretch(&document.summary);
    let (section, shown) = match (best, summary) {
        (Some((worth, _, section, text)), summary)
            if summary.as_ref().is_none_or(|summary| worth > 0 && worth >= summary.worth) =>
        {
            (Some(section), Some(text))
        }
        (_, summary) => (None, summary),
    };
    let (text, marks) = shown.map_or_else(Default::default, |shown| cut(&shown, length));
    Excerpt { section, text, marks }
}

/// Returns the stretch of a text that tells the most, about so long; nothing of an empty text.
fn stretch<'a>(text: &'a str, marks: &Marks, length: usize, titled: &BTreeSet<usize>) -> Option<Stretch<'a>> {
    let mut best: Option<Stretch> = None;
    for block in text.lines().filter(|block| !block.is_empty()) {
        let found = marks.find(block);
        let windows = (0..found.len()).map(|first| {
            let start = found[first].at.start;
            let end = block[start..].char_indices().nth(length.saturating_sub(MARGIN));
            let end = end.map_or(block.len(), |(end, _)| start + end);
            let inside = found[first..].iter().take_while(|mark| mark.at.end <= end);
            let terms: BTreeSet<usize> = inside.flat_map(|mark| &mark.terms).copied().collect();
            // What the title has not is worth the more.
            (terms.iter().map(|term| if titled.contains(term) { 1 } else { 2 }).sum(), start)
        });
        let most =
            windows.fold(
                (0, found.first().map_or(0, |mark| mark.at.start)),
                |best: (usize, usize), one| {
                    if one.0 > best.0 { one } else { best }
                },
            );
        if best.as_ref().is_none_or(|best| most.0 > best.worth) {
            best = Some(Stretch { worth: most.0, block, found, at: most.1 });
        }
    }
    best
}

/// Cuts a stretch to a length, at spaces where there are any.
fn cut(stretch: &Stretch<'_>, length: usize) -> (String, Vec<Range<usize>>) {
    let block = stretch.block;
    // Where each character begins.
    let places: Vec<usize> = block.char_indices().map(|(at, _)| at).chain([block.len()]).collect();
    let (count, at) = (places.len() - 1, places.partition_point(|place| *place < stretch.at));
    let (mut start, mut end) = (0, block.len());
    if count > length {
        let from = at.saturating_sub(length / 4).min(count - length);
        if from > 0 {
            let before = places[from - 1];
            start = block[before..stretch.at.max(before)].find(' ').map_or(places[from], |space| before + space + 1);
        }
        let from = places.partition_point(|place| *place < start);
        end = places[count.min(from + length)];
        let least = places[count.min(at.max(from) + AFTER)].min(end);
        if end < block.len() && !block[end..].starts_with(' ') {
            end = block[least..end].rfind(' ').map_or(end, |space| least + space);
        }
    }
    let (left, right) = (if start > 0 { "… " } else { "" }, if end < block.len() { " …" } else { "" });
    let whole = stretch.found.iter().filter(|mark| mark.at.start >= start && mark.at.end <= end);
    let moved = |at: usize| at - start + left.len();
    let marks = whole.map(|mark| moved(mark.at.start)..moved(mark.at.end)).collect();
    (format!("{left}{}{right}", &block[start..end]), marks)
}
